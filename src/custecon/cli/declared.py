"""The command of a declared analysis: its options, its help and its run all come from the declaration."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from custecon.analyses.declared import Analysis
from custecon.analyses.parameters import Parameter, of_quantity
from custecon.analyses.ways import Way
from custecon.cli.options import Asked, Command, Option, file_option
from custecon.cli.session import Session
from custecon.core.errors import UsageError, problem
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Result
from custecon.core.schemas import Reading, Schema
from custecon.kinds import EVERY

if TYPE_CHECKING:
    from custecon.sources import Ledger


def command_of(declared: Analysis) -> Command:
    """The command that puts the question of an analysis."""
    files = [*max((way.files for way in declared.ways), key=len).values()]
    kinds = [kind for way in declared.ways for places in way.files.values() for kind in places]
    several = len(files) > 1
    names = " ".join(types[0].argument for types in files)
    told = say(files[0][0].told)
    if several:
        others = [say("then {file}", file=say(one[0].called)) for one in files[1:]]
        told = say("{first} {others}.", first=told, others=others)
    about = ("counted", declared.convention), ("criticism", declared.criticism)
    return Command(
        name=declared.name,
        panel=declared.panel,
        help=declared.help,
        run=partial(_run, declared),
        options=tuple(_options(declared)),
        argument=names if all(way.files for way in declared.ways) else f"[{names}]",
        argument_help=told,
        many=several,
        examples=declared.examples,
        kinds=tuple(dict.fromkeys(schema.name for kind in kinds for schema in kind.kinds)),
        about=tuple((what, told) for what, told in about if told),
        sources=declared.sources,
        offers=partial(_offered, files),
    )


def _offered(files: Sequence[Sequence[Any]]) -> Iterator[str]:
    """The words that stand on the line where others have a file, and suffixes of files that are no tables."""
    for types in files:
        yield from getattr(types[0], "offers", ())


def _options(declared: Analysis) -> Iterator[Option]:
    """Each figure, file and parameter once, in the order in which the ways declare them."""
    found: dict[str, Option] = {}
    for way in declared.ways:
        for name in inspect.signature(way.function).parameters:
            for option in _of_one(way, name):
                known = found.setdefault(option.name, option)
                choices = tuple(dict.fromkeys(known.choices + option.choices))  # every way has words of its own
                found[option.name] = replace(known, choices=choices)
    yield from found.values()


def _of_one(way: Way, name: str) -> Iterator[Option]:
    if name in way.figures:
        inputs = way.figures[name]
        for each in inputs.quantities.values():
            figure = of_quantity(each, inputs.meanings[each.name])
            yield _option(each.option, figure._replace(panel=inputs.panels.get(each.name, "Figures")))
    elif name in way.beside:
        told, _ = way.beside[name]
        yield file_option(name, told.meaning, panel=told.panel)
    elif name in way.parameters:
        yield _option(name, way.parameters[name][0])


def _option(name: str, parameter: Parameter) -> Option:
    quantity = QUANTITIES.get(parameter.settable)
    kind = list if parameter.repeats else str
    return Option(
        name,
        parameter.meaning,
        parameter.metavar,
        kind,
        parameter.panel,
        quantity=quantity,
        choices=parameter.known,
        usual=parameter.usual,
        offers=partial(tuple, parameter.columns) if parameter.columns else None,
    )


def _run(declared: Analysis, session: Session, asked: Asked) -> Result:
    if asked.command.many:
        sources = asked.words
    elif asked.file is not None:
        sources = (asked.file,)
    else:
        sources = ("-",) if asked.command.kinds and all(way.files for way in declared.ways) else ()
    return declared.ask(asked, sources, _ByOptions(session, asked))


class _ByOptions:
    """How files are read for a shell: by the options of reading that were typed, or stand in the settings."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self.session, self.asked = session, asked

    def __call__(
        self,
        source: Any,
        kinds: Sequence[Schema],
        *,
        rows: bool = True,
        several: bool = False,
        beside: Reading | None = None,
        kept: Collection[str] | None = None,
        meanwhile: str = "",
        groups: Sequence[str] = (),
    ) -> tuple[Reading, Ledger | None]:
        """See `custecon.clients.files.Reader`."""
        from custecon.cli.reading import read_asked, read_log_asked  # loads the readers: none for figures alone
        from custecon.sources import ledger_of

        if beside is not None and source == "-":
            name = next(each.flag for each in self.asked.command.options if self.asked.options.get(each.name) == "-")
            raise UsageError(problem("E370", name=name, missing="a file", cure="only the first file may be piped in"))
        asked = self.asked
        if kept is not None:
            asked = self._about_another(kept)
        elif several:
            asked = self._of_its_columns(kinds, beside)
        if not rows:
            models = partial(import_module, meanwhile) if meanwhile else None
            return read_log_asked(self.session, asked, kinds, file=source, meanwhile=models, groups=groups)
        reading = read_asked(self.session, asked, kinds, file=source, several=several, beside=beside, groups=groups)
        return reading, ledger_of(reading)

    def _about_another(self, kept: Collection[str]) -> Asked:
        """What of the options of reading means a further file too: how it is written, and units of its own columns."""
        options = {name: value for name, value in self.asked.options.items() if name in kept}
        options["units"] = [said for said in self.asked.several("units") if "=" in said]
        return replace(self.asked, options=options, consulted=set())

    def _of_its_columns(self, kinds: Sequence[Schema], beside: Reading | None) -> Asked:
        """The options for reading one of several files: columns that it cannot have belong to another."""
        roles = {role.name for schema in kinds for role in schema.roles}
        known = {role.name for schema in EVERY for role in schema.roles}
        of_others = {"client", "date", "amount"} - roles
        if beside is not None:
            of_others |= {"expect_total", "expect_rows", "skip_bad"}
        options = {name: value for name, value in self.asked.options.items() if name not in of_others}
        pairs = [(str(pair).partition("=")[0].strip(), pair) for pair in self.asked.several("map")]
        options["map"] = [pair for role, pair in pairs if role in roles or role not in known]
        if beside is not None:
            options["units"] = [said for said in self.asked.several("units") if "=" in said]
        return replace(self.asked, options=options)

    def all_read(self, readings: Sequence[Reading]) -> None:
        """Raises UsageError: a column was named that none of several files has."""
        if len(readings) > 1:
            from custecon.cli.reading import refuse_columns_of_no_file

            refuse_columns_of_no_file(self.asked, readings)
