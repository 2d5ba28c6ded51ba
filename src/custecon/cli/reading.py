"""From options to a file that has been read: the one way in which every command reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from custecon.cli.options import READING, Asked
from custecon.cli.session import Session
from custecon.cli.settings import READING_NAMES
from custecon.core.choices import CHOICES
from custecon.core.errors import UsageError, problem
from custecon.core.file_names import Files
from custecon.core.misspelling import none_of
from custecon.core.option_names import flag_of
from custecon.core.phrases import say
from custecon.core.schemas import Reading, Schema
from custecon.core.units import MULTIPLES
from custecon.kinds.orders import ORDERS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.render import delimited, safe_files
from custecon.sources import Ledger, keywords, ledger_of, read, read_log
from custecon.sources.column_names import column_of
from custecon.sources.header_words import IGNORE
from custecon.sources.joined_names import ALIASES, SAME_CLIENT, joined_by
from custecon.sources.options import ReadingOptions
from custecon.sources.presets import NONE
from custecon.sources.row_choices import column_of_choice
from custecon.sources.settings_defaults import ALONE, SEVERAL, is_here
from custecon.sources.units_of_money import unit_named
from custecon.sources.wording import listed

STDIN = "<stdin>"


def read_asked(
    session: Session,
    asked: Asked,
    schemas: Sequence[Schema],
    *,
    file: str | None = None,
    several: bool = False,
    beside: Reading | None = None,
    groups: Sequence[str] = (),
) -> Reading:
    """Read the file that was named, or the standard input for `-`; `several`: one of several files of a command.

    `beside`: the file whose clients are those of this one. `groups`: the columns to add up by.

    Raises:
        InputRefused: the file cannot be read without guessing. UsageError: an option makes no sense here.
    """
    name = _named(file or asked.file)
    clients = beside.table.cells("client") if beside and "client" in beside.table else ()
    same_as = frozenset(clients) - {None}
    options = replace(options_of(asked), several=several, same_as=same_as, groups=tuple(groups))
    rejected = asked.text("skip_bad")
    inputs, force = [name, *asked.files], asked.switch("force")
    target = safe_files.Target(rejected, force=force, inputs=inputs, option="--skip-bad") if rejected else None
    if name == "-" and session.stdin_is_terminal:
        raise UsageError(problem("E121"))
    reading = read(name, schemas, options) if name != "-" else read(session.stdin, schemas, options, name=STDIN)
    _placed(asked, reading)
    if target is not None and reading.refused:
        safe_files.place(target, delimited.rejected(reading).encode())
        bad = len(reading.refused)
        session.note(
            say("{bad} {bad:row|rows} that could not be read {bad:is|are} in {rejected}", bad=bad, rejected=rejected)
        )
    return reading


def read_log_asked(
    session: Session,
    asked: Asked,
    schemas: Sequence[Schema] = (ORDERS,),
    *,
    file: str | None = None,
    meanwhile: Callable[[], object] | None = None,
    groups: Sequence[str] = (),
) -> tuple[Reading, Ledger | None]:
    """Read what may be an order log, by whatever is fastest and exact, and how it becomes clients.

    `meanwhile`: see `read_log`. `groups`: the columns to add up by.

    Raises:
        InputRefused, UsageError: as `read_asked`.
    """
    name = _named(file or asked.file)
    if name == "-" or asked.text("skip_bad") is not None:
        reading = read_asked(session, asked, schemas, file=file, groups=groups)
        return reading, ledger_of(reading)
    options, said = replace(options_of(asked), groups=tuple(groups)), session.note if session.verbose else None
    reading, ledger = read_log(name, schemas, options, meanwhile=meanwhile, said=said)
    _placed(asked, reading)
    return reading, ledger


def _named(file: str | None) -> str:
    """What is read: the standard input if nothing is named.

    Raises:
        UsageError: E370 the standard input is one of several.
    """
    if isinstance(file, Files) and "-" in file.names:
        cure = "save what is piped in as a file, and name that"
        raise UsageError(problem("E370", name="-", missing="to stand alone", cure=cure))
    return file or "-"


def _placed(asked: Asked, reading: Reading) -> None:
    """Enters which options meant something for the kind of file that it turned out to be."""
    controls = reading.controls
    idle = {name for name in ("query", "subtotals", "fill_down") if name not in controls.settings}
    idle |= {"sheet"} if not {"sheet", "table"} & {*controls.settings} else set()
    idle |= {"order_id"} if controls.kind != ORDERS.name else set()
    idle |= {"refunds"} if controls.kind == SUBSCRIPTIONS.name else set()  # a contract that was canceled is none
    joined = (("same_client", SAME_CLIENT), ("aliases", ALIASES))
    idle |= {name for name, option in joined if joined_by(option) not in controls.counts}
    if asked.text("preset") != NONE and not any(told.code == "N217" for told in reading.notices):
        idle.add("preset")
    if not controls.totals:
        idle |= {"units", "add", "subtract"}
    asked.placed.update(name for name, said in asked.options.items() if said and name not in idle)
    asked.consulted.difference_update(idle)


def options_of(asked: Asked) -> ReadingOptions:
    """What was said about the file."""
    units = dict(map(_unit, asked.several("units")))
    usual_units = asked.usual("units")
    general = next((_unit(said)[1] for said in usual_units if "=" not in said), None)
    for name, known in CHOICES.items():
        asked.one_of(name, known)
    how: dict[str, Any] = {
        option.name: asked.several(option.name) if option.kind is list else asked.text(option.name)
        for option in READING
    }
    how |= {"map": columns_of(asked), "preset": asked.typed("preset"), "order_id": asked.typed("order_id")}
    how |= {"same_client": asked.switch("same_client"), "skip_bad": how["skip_bad"] is not None}
    how["units"] = units if "" in units or not general else {"": general, **units}
    firm = ReadingOptions(
        headers=asked.headers,
        usual=frozenset(name for name in (*READING_NAMES, "currency") if asked.origin(name) != "given"),
        firm={name: texts for name in (*SEVERAL, *ALONE) if (texts := _usual(asked, name))},
    )
    return keywords.options_of({name: how[name] for name in how if how[name] != ()}, firm, called=asked.called)


def columns_of(asked: Asked) -> dict[str, str]:
    """The columns that were named, by role; "" where there is to be none.

    Raises:
        UsageError: E122 not ROLE=COLUMN.
    """
    columns = {role: header for role in ("client", "date", "amount") if (header := asked.text(role))}
    for pair in asked.several("map"):
        role, sign, header = str(pair).partition("=")
        if not (sign and role.strip()):
            raise UsageError(problem("E122", value=pair))
        columns[role.strip()] = header.strip()
    return columns


def _usual(asked: Asked, name: str) -> tuple[str, ...]:
    """What the settings say of columns and exports, in the form of the option."""
    texts = asked.usual(name)
    if name == "units":
        texts = tuple(text for text in texts if "=" in text and all(_unit(text)))
    return texts


def _unit(said: str) -> tuple[str, str]:
    """A column and what 1 in it stands for; no column for all that say nothing themselves.

    Raises:
        UsageError: E112 there is no such unit.
    """
    column, sign, name = said.rpartition("=")
    unit = unit_named(name)
    if unit is None or (sign and not column.strip()):
        raise none_of(tuple(MULTIPLES), "--units", said)
    return column.strip(), unit


def refuse_columns_of_no_file(asked: Asked, readings: Sequence[Reading]) -> None:
    """Of several files, one must have each column that was named, and that of which --units says what 1 is.

    Raises:
        UsageError: E258 none has it, E151 none can have such a column, E268 none has the column of --only.
    """
    headers = [header for reading in readings for header in reading.header if header]
    for role, name in columns_of(asked).items():
        able = [one for one in readings if any(role == known.name for known in one.table.schema.roles)]
        if not able and role not in IGNORE:
            known = [one.name for reading in readings for one in reading.table.schema.roles]
            raise UsageError(problem("E151", role=role, known=", ".join(get_close_matches(role, known, 1) or known)))
        if name and not any(is_here(name, one.header) for one in able or readings):
            raise UsageError(problem("E258", role=role, name=name, headers=listed(headers), hint=""))
    for option in ("only", "leave_out", "minus"):
        for text in asked.several(option):
            if all(column_of_choice(text, reading.header) is None for reading in readings):
                raise UsageError(problem("E268", option=flag_of(option), value=text, headers=listed(headers)))
    for column, _ in map(_unit, asked.several("units")):
        if column and all(column_of(column, reading.header) is None for reading in readings):
            here = listed(headers)
            raise UsageError(problem("E258", role="--units", name=column, headers=here, hint=""))
