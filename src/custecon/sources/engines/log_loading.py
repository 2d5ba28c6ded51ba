"""The three columns of a clean log, loaded into DuckDB as numbers, each cell proved by the form that all must have."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import duckdb

from custecon.core.phrases import say
from custecon.core.schemas import Decided, Role
from custecon.kinds.orders import ORDERS
from custecon.sources import log_subtotals
from custecon.sources.cells import check
from custecon.sources.delimited import Scanner
from custecon.sources.encoding import SAMPLE, Decoded
from custecon.sources.engines.client_numbers import Numbered
from custecon.sources.engines.days import EPOCH
from custecon.sources.engines.doubt import Doubt
from custecon.sources.layout import Layout
from custecon.sources.row_outcomes import MOST_VALUES
from custecon.sources.source import Source

_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?"
_DOTTED = r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}"
TEXTS = tuple(role.name for role in ORDERS.roles if role.group)  # what may stand beside the three that a log needs
MOST_TEXTS = 50_000  # different texts of a column that are all looked at
MOST_LETTERS = 15  # before the digits of a number that says what its document is
PLAIN_DAY = 10  # letters of a day without a time


@dataclass(frozen=True, slots=True)
class Form:
    """How the columns are written, proved by the first rows.

    `numbered`: names that are a beginning and digits. `spelt`: the same day or amount may be written in several ways,
    so that equal numbers do not prove equal rows. `kinds`: further columns of so few values that they may say what a
    row is.
    """

    dotted: bool
    decimal: str
    spelt: bool
    numbered: Numbered | None
    settings: dict[str, Decided]
    kinds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded into the table `log`: client, day, places, amount in hundredths, and `rest` where it is needed.

    `places`: decimal places of the amounts. `numbered`: how the column of clients holds names as numbers, if so.
    `rest`: whether there is a fingerprint of what else a row holds.
    """

    rows: int
    places: int
    numbered: Numbered | None
    rest: bool


def form_of(source: Source, head: bytes, delimiter: str, decimal: str | None) -> Form:
    """How the first rows write days and money; the same checks as the exact reader's."""
    layout = source.layout
    start = 3 if head[:3] == b"\xef\xbb\xbf" else 0
    text = Decoded("", head, "utf-8", start, Decided("", "")).sample()
    scanner = Scanner("", delimiter)
    rows = [cells for _, cells in scanner.rows(io.StringIO(text, newline=""))][1:]
    if any(len(cells) != len(layout.headers) for cells in rows) or not rows:
        raise Doubt
    columns = {name: [row[layout.roles[name]] for row in rows] for name in ("client", "date", "amount")}
    found = {}
    for name in ("date", "amount"):
        role: Role = layout.role(name)
        checked = check(role, columns[name], decimal=decimal, thousands=None, order=None, as_of=None)
        if checked.stop or checked.bad or checked.signs:
            raise Doubt
        found[name] = checked
    settings = {}
    for checked in found.values():
        for key, decided in checked.decided.items():
            if proof := checked.proofs.get(key):
                by = say("line {line:d}: {cell}", line=proof[0] + 2, cell=proof[1])
                decided = Decided(decided.value, by)  # noqa: PLW2901
            settings[key] = decided
    if set(found["date"].ways) not in ({"ymd"}, {"."}) or "thousands" in settings or found["amount"].scale > 2:
        raise Doubt
    if log_subtotals.begins(found["amount"].cells) or (len(rows) < log_subtotals.FIRST and len(head) > SAMPLE):
        raise Doubt
    dotted = set(found["date"].ways) == {"."}
    sign = settings["decimal"].value if "decimal" in settings else "."
    places = {len(amount.partition(sign)[2]) for amount in columns["amount"]}
    spelt = len(places) > 1 or any(len(day) > PLAIN_DAY for day in columns["date"])
    texts = [layout.roles[name] for name in TEXTS if name in layout.roles]
    kinds = tuple(column for column in (*layout.free(), *texts) if len({row[column] for row in rows}) <= MOST_VALUES)
    return Form(dotted, sign, spelt, Numbered.of(columns["client"]), settings, kinds)


def values_of(
    engine: duckdb.DuckDBPyConnection, file: str, layout: Layout, delimiter: str, columns: tuple[int, ...]
) -> dict[int, list[str]]:
    """The different texts of some columns; none of a column that has too many to be kinds of rows."""
    if not columns:
        return {}
    lists = ", ".join(f"list(DISTINCT c{column})" for column in columns)
    found = engine.execute(f"SELECT {lists} FROM {_as_text(layout, delimiter)}", [file]).fetchall()[0]  # noqa: S608
    few = {
        column: texts or () for column, texts in zip(columns, found, strict=True) if len(texts or ()) <= MOST_VALUES + 1
    }
    return {column: [text for text in texts if text] for column, texts in few.items()}


def texts_of(
    engine: duckdb.DuckDBPyConnection, file: str, layout: Layout, delimiter: str, columns: tuple[int, ...]
) -> dict[int, list[str]]:
    """The different texts of columns that tell in words what was sold; too many to look at are a doubt."""
    found = {}
    for column in columns:
        query = f"SELECT DISTINCT c{column} FROM {_as_text(layout, delimiter)} LIMIT {MOST_TEXTS + 1}"  # noqa: S608
        texts = engine.execute(query, [file]).fetchall()
        if len(texts) > MOST_TEXTS:
            raise Doubt
        found[column] = [text for (text,) in texts if text]
    return found


def letters_of(
    engine: duckdb.DuckDBPyConnection, file: str, layout: Layout, delimiter: str, columns: tuple[int, ...]
) -> set[str]:
    """The letters that numbers in some columns begin with."""
    found: set[str] = set()
    for column in columns:
        letters = f"regexp_extract(c{column}, '^([^0-9]{{1,{MOST_LETTERS}}})[0-9]', 1)"
        query = f"SELECT DISTINCT {letters} FROM {_as_text(layout, delimiter)}"  # noqa: S608 - no text of the file
        found |= {text for (text,) in engine.execute(query, [file]).fetchall() if text}
    return found


def _as_text(layout: Layout, delimiter: str) -> str:
    """The rows of the file as the engine reads them: every column as text, nothing guessed, nothing forgiven.

    Nothing is taken from the name of the file either: no partitions, no columns of its folders.
    """
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(layout.headers)))
    cut = delimiter.replace("'", "''")
    return (
        f"read_csv(?, auto_detect=false, columns={{{columns}}}, header=true, delim='{cut}', quote='', "
        "escape='', compression='none', strict_mode=true, null_padding=false, ignore_errors=false, "
        "hive_partitioning=false, union_by_name=false, filename=false)"
    )


def load(engine: duckdb.DuckDBPyConnection, file: str, layout: Layout, delimiter: str, form: Form) -> Loaded:
    """Read the columns as text and turn into numbers what fits its form; the rest becomes NULL and so a doubt.

    Names that turn out not all to be numbers are read again, as they are written; so is a log in which the same day or
    amount turns out to be written in several ways.
    """
    client, day, amount = (f"c{layout.roles[role]}" for role in ("client", "date", "amount"))
    others = [f"c{n}" for n in range(len(layout.headers)) if f"c{n}" not in (client, day, amount)]
    rest = bool(others) or form.spelt
    fingerprint = f", hash({', '.join([*others, day, amount])}) AS rest" if rest else ""
    whole_day = _DOTTED if form.dotted else _ISO
    written = f"substr({day},7,4)||'-'||substr({day},4,2)||'-'||left({day},2)" if form.dotted else f"left({day},10)"
    sign = form.decimal
    digits = f"CAST(replace({amount},'{sign}','') AS BIGINT)"
    places = f"CASE WHEN contains({amount},'{sign}') THEN length({amount})-instr({amount},'{sign}') ELSE 0 END"
    money = rf"regexp_full_match({amount}, '-?[0-9]{{1,15}}([{sign}][0-9]{{1,2}})?')"
    # What a day or an amount with two places is written back as is the text itself, and proves it; else its form does.
    same_day = "false" if form.dotted else f"CAST(plain_day AS VARCHAR) = {day}"
    pointed, back = amount, "CAST(plain_amount AS VARCHAR)"
    if sign != ".":
        pointed, back = f"replace({amount},'{sign}','.')", f"replace({back},'.','{sign}')"
    same_money = f"{back} = {amount}"
    # Beside the number of places, only zeros in front and a zero with a minus leave a choice of how to write an amount.
    odd_money = f"regexp_matches({amount}, '^-?0[0-9]|^-[0{sign}]*$')"
    one_way = f"length({day}) = {PLAIN_DAY} AND CASE WHEN {same_money} THEN true ELSE NOT {odd_money} END"
    groups = "".join(f", c{column} AS g{n}" for n, column in enumerate(layout.groups.values()))
    named = "".join(f", g{n}" for n in range(len(layout.groups)))
    digits_of_name, name = form.numbered.sql(client) if form.numbered else (client, client)
    texts = (
        f"SELECT *, TRY_CAST({day} AS DATE) AS plain_day, "  # noqa: S608 - no text of the file stands in it
        f"TRY_CAST({pointed} AS DECIMAL(17,2)) AS plain_amount, {digits_of_name} "
        f"FROM {_as_text(layout, delimiter)}"
    )
    whole = "CAST(plain_amount * 100 AS BIGINT)"
    checked = (
        f"SELECT {name} AS client, CASE WHEN {same_day} THEN plain_day "  # noqa: S608
        f"WHEN regexp_full_match({day}, '{whole_day}') THEN TRY_CAST({written} AS DATE) END - DATE '{EPOCH}' AS day, "
        f"CASE WHEN {same_money} THEN 2 WHEN {money} THEN {places} END AS places, {one_way} AS one_way, "
        f"CASE WHEN {same_money} THEN {whole} WHEN {money} THEN {digits} END AS digits{fingerprint}{groups} "
        f"FROM ({texts})"
    )
    numbers = (
        "SELECT client, CAST(day AS INTEGER) AS day, CAST(places AS TINYINT) AS places, one_way, "
        f"digits * CASE places WHEN 2 THEN 1 WHEN 1 THEN 10 ELSE 100 END AS amount{', rest' if rest else ''}{named}"
    )
    engine.execute(f"CREATE OR REPLACE TEMP TABLE log AS {numbers} FROM ({checked})", [file])
    counted = "count(*), count(client), count(day), count(amount), min(places), max(places), bool_and(one_way)"
    rows, clients, days, amounts, least, most, plain = engine.execute(f"SELECT {counted} FROM log").fetchall()[0]  # noqa: S608
    if not rows or (days, amounts) != (rows, rows) or (clients != rows and not form.numbered):
        raise Doubt
    spelt = not rest and (least != most or not plain)
    if clients != rows or spelt:
        numbered = form.numbered if clients == rows else None
        return load(engine, file, layout, delimiter, replace(form, numbered=numbered, spelt=form.spelt or spelt))
    return Loaded(rows, most, form.numbered, rest)
