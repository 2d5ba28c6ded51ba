"""Options as data: what a command can be told, from the dictionary of quantities or its own words.

A command names its options; Typer gets a signature made from them. Every value stays text until it is read
with the grammar of its quantity, so that bounds and spellings are the same in the shell, a file and a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custecon.analyses.question import Question
from custecon.core.choices import CHOICES, FORMATS
from custecon.core.misspelling import chosen
from custecon.core.option_names import flag_of
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.units import MULTIPLES

if TYPE_CHECKING:
    from custecon.cli.session import Session
    from custecon.core.facts import Fact
    from custecon.core.references import Citation
    from custecon.core.results import Result


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its Python name, help, what its value looks like, and the group it is shown in.

    `kind` is str (text), bool (a switch), int (counted, -q -q) or list (may be repeated). `reads`: it names a file.
    `usual`: people use it every day, so that the short help shows it, as it does what the examples of a command use.
    `offers`: what a shell may complete besides `choices`, had when it is asked for.
    """

    name: str
    help: str
    metavar: str = "TEXT"
    kind: type = str
    panel: str = "Options"
    short: str = ""
    quantity: Quantity | None = None
    choices: tuple[str, ...] = ()
    reads: bool = False
    usual: bool = False
    offers: Callable[[], Iterable[str]] | None = None

    @property
    def flag(self) -> str:
        """The option as it is typed."""
        return flag_of(self.name)

    @property
    def flags(self) -> tuple[str, ...]:
        """All its spellings, the short one first; a long `short` stands instead of the name."""
        return (self.short,) if self.short.startswith("--") else tuple(filter(None, (self.short, self.flag)))


def file_option(name: str, help: str, *, panel: str) -> Option:
    """An option that names a file to read, which nothing may write over."""
    return Option(name, help, "FILE", panel=panel, reads=True)


def _presets() -> Iterable[str]:
    from custecon.sources import presets

    return (*presets.names(), presets.NONE)


def _currencies() -> Iterable[str]:
    from custecon.sources.currencies import CODES

    return sorted(CODES)


def _locales() -> Iterable[str]:
    from custecon.render.locales import LOCALES

    return LOCALES


def _languages() -> Iterable[str]:
    from custecon.render.languages import known

    return known()


FILE = "The file"
SEVERAL = "Several, or a pattern such as 'orders/*.csv', are read as one."
ON = "true"  # a switch, as the settings have it


def _one_of(name: str, help: str) -> Option:
    """An option of reading that is one of its choices."""
    return Option(name, help, "|".join(CHOICES[name]), panel=FILE, choices=CHOICES[name])


READING: tuple[Option, ...] = (
    Option("kind", "What the file is, if its columns do not tell", "KIND", panel=FILE, short="--as"),
    Option("client", "The column that names the client.", "COLUMN", panel=FILE),
    Option("date", "The column of the date.", "COLUMN", panel=FILE),
    Option("amount", "The column of the money; CREDIT-DEBIT of two; 1 where there is none.", "COLUMN", panel=FILE),
    Option(
        "map",
        "Any other column: segment=Отрасль; segment= takes none for it. May be repeated.",
        "ROLE=COLUMN",
        list,
        FILE,
        usual=True,
    ),
    Option("encoding", "The encoding of the file, such as windows-1251.", "NAME", panel=FILE),
    Option("delimiter", "What stands between the columns: , ; or tab.", "SIGN", panel=FILE),
    _one_of("decimal", "The decimal sign of the file."),
    Option("thousands", "The sign between groups of three digits.", "SIGN", panel=FILE),
    _one_of("date_order", "The order of day, month and year."),
    Option(
        "preset",
        "The export it is, such as shopify or 1c; your own .toml file; or none.",
        "NAME",
        panel=FILE,
        offers=_presets,
    ),
    Option(
        "order_id", "The column that numbers the orders, so that an order counts once; or none.", "COLUMN", panel=FILE
    ),
    _one_of(
        "refunds", "Negative amounts and failed, cancelled or refunded rows: net them, drop them, or refuse the file."
    ),
    Option("only", "Rows that are money, such as stage=Won; every other row is left out.", "COLUMN=VALUES", list, FILE),
    Option("leave_out", "Rows that are no money, such as status=Cancelled,Draft.", "COLUMN=VALUES", list, FILE),
    Option("minus", "Rows whose money counts against, such as type=Refund.", "COLUMN=VALUES", list, FILE),
    Option("add", "Money that is added to the amount on each row, such as Shipping.", "COLUMN", list, FILE),
    Option("subtract", "Money that is taken off it, whatever its sign, such as Tax.", "COLUMN", list, FILE),
    _one_of(
        "no_client",
        "Rows that name no client, such as «Guest» or n/a: refuse the file, drop them, or keep such names as clients.",
    ),
    _one_of("zero_orders", "Rows of a log whose amount is 0: no purchase, left out; or counted as purchases."),
    Option(
        "same_client",
        "Count names that differ only in quotes, legal form, case, «ё», a spreadsheet's signs or a telephone's as one "
        "client.",
        "",
        bool,
        FILE,
    ),
    file_option("aliases", "A file of pairs that says which name (name) is which client (client).", panel=FILE),
    _one_of("identical", "Rows that repeat another row in every field."),
    Option(
        "units",
        say(
            "What 1 of the money stands for: {multiples}; for one column, Sales=thousands. May be repeated.",
            multiples=[*MULTIPLES],
        ),
        "[COLUMN=]UNIT",
        list,
        FILE,
        offers=partial(tuple, MULTIPLES),
    ),
    _one_of("subtotals", "Rows that are the sum of rows near them, if the file does not tell what they are."),
    Option("fill_down", "A column whose empty cells repeat what stands above. May be repeated.", "COLUMN", list, FILE),
    Option("skip_bad", "Leave rows that cannot be read out, and write them to this file.", "FILE", panel=FILE),
    Option("expect_total", "What the money must add up to; else exit 6 with the difference.", "MONEY", panel=FILE),
    Option("expect_clients", "How many clients there must be; else exit 6.", "COUNT", panel=FILE),
    Option("expect_rows", "How many rows must be used; else exit 6.", "COUNT", panel=FILE),
    Option("sheet", "The sheet of a workbook, or the table of a database.", "NAME", panel=FILE),
    Option("query", "What is asked of a database: one SELECT that gives the rows.", "SQL", panel=FILE),
    Option("as_of", "The day the figures stand for; else the last date in the data.", "DATE", panel=FILE, usual=True),
    Option(
        "currency",
        "The currency of all money, if the file does not tell.",
        "CODE",
        panel=FILE,
        usual=True,
        offers=_currencies,
    ),
)
# What is said of one file alone, or stands elsewhere in the settings; the others may be usual for all files of a firm.
_OF_ONE_FILE = ("kind", "client", "date", "amount", "map", "query", "currency", "as_of", "skip_bad")
USUAL = tuple(option for option in READING if option.name not in _OF_ONE_FILE and not option.name.startswith("expect_"))
OUTPUT: tuple[Option, ...] = (
    Option(
        "format",
        say("How it is written: {formats}.", formats=[*FORMATS]),
        "FORMAT",
        panel="Output",
        short="-f",
        choices=tuple(FORMATS),
        usual=True,
    ),
    Option(
        "output",
        "The file to write; its suffix picks the format. May be repeated.",
        "FILE",
        list,
        "Output",
        short="-o",
        usual=True,
    ),
    Option("picture", "Draw the picture of the answer into this file, such as profit.svg.", "FILE", panel="Output"),
    Option("force", "Replace the output file if it is there.", kind=bool, panel="Output"),
    Option("table", "Which table comes first and stands in a CSV, as in --table clients.", "NAME", panel="Output"),
    Option("columns", "Only these columns of it, in this order; no workbook.", "NAME,NAME…", panel="Output"),
    Option("excel", "CSV and TSV that a double click opens right: with a byte order mark.", kind=bool, panel="Output"),
    Option(
        "locale",
        "Numbers as a country writes them: ru gives 1 234,5, and CSV with ;",
        "ru|de|en|…",
        panel="Output",
        offers=_locales,
    ),
    Option("headers", "Headers of a CSV or TSV in words of a language.", "LANG", panel="Output", offers=_languages),
    Option("full", "All of it at the terminal, not one screen.", kind=bool, panel="Output", usual=True),
    Option(
        "explain",
        "Show every formula with its numbers, conventions and criticism.",
        kind=bool,
        panel="Output",
        usual=True,
    ),
)
SETTINGS: tuple[Option, ...] = (
    file_option("settings", "The file of the firm's facts; else custecon.toml in this folder.", panel="Settings"),
    Option("no_settings", "Leave custecon.toml and CUSTECON_* aside.", kind=bool, panel="Settings"),
)
COMMON: tuple[Option, ...] = (
    Option(
        "lang",
        "The language of all words: en or ru; JSON, CSV, options and codes stay as they are.",
        "LANG",
        panel="Output",
        offers=_languages,
    ),
    Option("quiet", "Only notes with a number beside the answer; twice: none.", kind=int, panel="Output", short="-q"),
    Option(
        "verbose",
        "Say how a log of orders is read, and why so; show a traceback if custecon itself fails.",
        kind=bool,
        panel="Output",
        short="-v",
    ),
    Option("no_color", "No colour.", kind=bool, panel="Output"),
)


@dataclass(frozen=True, slots=True)
class Asked(Question):
    """What a person typed: the file, if any, and the options that were given, as text.

    `headers` name the columns of the firm's exports by kind of file and role ("" for every kind), from the settings.
    `placed`: which of the options of reading meant something in a file that was read.
    """

    command: Command
    file: str | None
    words: tuple[str, ...] = ()
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)

    def offers(self, name: str) -> bool:
        """Whether the command has such an option."""
        return any(option.name == name for option in self.command.all_options)

    def origin(self, name: str) -> str:
        """Who said what `text` gives: it was given, or it stands in the settings or the environment."""
        fact = None if name in self.options else self.fact(name)
        return "given" if fact is None else fact.origin

    def fact(self, name: str) -> Fact | None:
        """The fact that means what the option means: no number of clients is the FILE of `--clients`."""
        fact = self.defaults.get(name)
        if fact is None or name not in QUANTITIES:
            return fact
        return fact if any(one.quantity and one.quantity.name == name for one in self.command.all_options) else None

    def typed(self, name: str) -> str | None:
        """The text of an option that was typed; what the settings say of it is another matter."""
        value = self.options.get(name)
        return None if value is None else str(value)

    def one_of(self, name: str, known: Sequence[str]) -> str | None:
        """The text of an option that is one of a list.

        Raises:
            UsageError: E112 it is none of them.
        """
        said = self.text(name)
        return None if said is None else chosen(known, self.called(name), said)

    def usual(self, name: str) -> tuple[str, ...]:
        """What the settings say of an option that may be repeated, or that only some files can have."""
        fact = self.defaults.get(name)
        if fact is None:
            return ()
        self.consulted.add(name)
        return fact.texts or (fact.text,)

    def switch(self, name: str) -> bool:
        """Whether a switch was given, or stands in the settings."""
        if not self.options.get(name) and (fact := self.fact(name)) is not None:
            self.consulted.add(name)
            return fact.text == ON
        return bool(self.options.get(name))

    @property
    def files(self) -> list[str]:
        """Every file that is read because it was typed, whatever option names it."""
        options = [self.options.get(option.name) for option in self.command.all_options if option.reads]
        return [*filter(None, (self.file, *options)), *self.words]

    def several(self, name: str) -> tuple[str, ...]:
        """The texts of an option that may be repeated."""
        return tuple(map(str, self.options.get(name) or ()))


@dataclass(frozen=True, slots=True)
class Command:
    """A command: name, place in the help, help (its first line tells a manager what they get), options, what it runs.

    `many`: it takes several words after its name, not one file. `kinds`: of what kinds a file may be that it reads;
    none if it reads no table. `settings`: the firm's facts stand behind its options. `writes`: files of its own.
    `about`: what is counted and what it does not see, as `explain` tells it; `sources`: what it cites.
    `offers`: words that may stand on its line, or suffixes of files besides those of tables, such as `.json`.
    """

    name: str
    panel: str
    help: str
    run: Callable[[Session, Asked], Result]
    options: tuple[Option, ...] = ()
    argument: str = ""
    argument_help: str = ""
    many: bool = False
    settings: bool = True
    writes: bool = False
    examples: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    sources: tuple[Citation, ...] = ()
    offers: Callable[[], Iterable[str]] = tuple

    @property
    def argument_told(self) -> str:
        """What stands on the line, in words; several files are one where one is read."""
        several = self.kinds and self.argument and not self.many
        told = say(self.argument_help)
        return say("{told} {several}", told=told, several=say(SEVERAL)) if several else told

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Its own options, those for reading a file, for the settings, for the output."""
        reading, settings = self._reading if self.kinds else (), SETTINGS if self.settings else ()
        return self.options + reading + settings + OUTPUT + COMMON

    @property
    def usual_options(self) -> tuple[Option, ...]:
        """Those that people use: its examples do, or they are declared so."""
        words = {word.partition("=")[0] for example in self.examples for word in example.split()}
        return tuple(option for option in self.all_options if option.usual or words.intersection(option.flags))

    @property
    def flags(self) -> frozenset[str]:
        """Every option as it is typed."""
        return frozenset(flag for option in self.all_options for flag in option.flags)

    @property
    def _reading(self) -> tuple[Option, ...]:
        """The options for reading a file; `--as` names the kinds of file that this command takes."""
        first, *others = READING
        kinds = ", ".join(self.kinds)
        told = say("{help}: {kinds}.", help=say(first.help), kinds=kinds) if kinds else say(f"{first.help}.")
        return replace(first, help=told, choices=self.kinds), *others


def signature_of(command: Command) -> Signature:
    """The signature that Typer reads to parse this command."""
    parameters = []
    if command.argument:
        argument = typer.Argument(metavar=command.argument, help=command.argument_told, show_default=False)
        several = command.many or bool(command.kinds)
        of_kind: Any = list[str] | None if several else str | None
        parameters.append(_parameter("words" if several else "file", Annotated[of_kind, argument], None))
    parameters.extend(_parameter(option.name, *_annotation(option)) for option in command.all_options)
    return Signature(parameters)


def _parameter(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _annotation(option: Option) -> tuple[Any, Any]:
    settings: dict[str, Any] = {"help": option.help, "rich_help_panel": option.panel, "show_default": False}
    if option.kind is bool:
        return Annotated[bool, typer.Option(*option.flags, **settings)], False
    if option.kind is int:
        return Annotated[int, typer.Option(*option.flags, count=True, **settings)], 0
    # A list in any case, so that the last does not push out the first unsaid.
    return Annotated[list[str] | None, typer.Option(*option.flags, metavar=option.metavar, **settings)], None
