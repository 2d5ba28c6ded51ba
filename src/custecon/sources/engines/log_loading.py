"""The columns of a log, loaded into DuckDB as numbers and texts, each cell proved by the form that its column has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from custecon.core.schemas import Kind, Role
from custecon.kinds.orders import ORDERS
from custecon.sources import log_subtotals
from custecon.sources.encoding import SAMPLE
from custecon.sources.engines.cell_forms import ODD_WAY, OF_A_FACTOR, PLACES, DayForm, MoneyForm, checked
from custecon.sources.engines.client_numbers import Numbered
from custecon.sources.engines.doubt import Doubt
from custecon.sources.expressions import Computed
from custecon.sources.header_words import header_of, in_percent
from custecon.sources.layout import Layout
from custecon.sources.money_columns import Sign
from custecon.sources.options import ReadingOptions
from custecon.sources.repeated_totals import numbering
from custecon.sources.row_headers import of_purposes
from custecon.sources.row_meaning import Trait
from custecon.sources.row_outcomes import MOST_VALUES

TEXTS = tuple(role.name for role in ORDERS.roles if role.group)  # what may stand beside the three that a log needs
MOST_TEXTS = 50_000  # different texts of a column that are all looked at
MOST_KINDS = 1_000  # different texts of a column that says what a row is
LETTERED = r"^(\p{L})[0-9]+$"  # the number of an order that begins with a letter
MOST_LETTERS = 15  # before the digits of a number that says what its document is


@dataclass(frozen=True, slots=True)
class Forms:
    """How the columns are written, as the first rows prove it.

    `money`: of each column of money. `kinds`: the columns that say what a row is, by their texts; `signs`: those of
    numbers that say so by being below zero. `few`: further ones of so few texts that they may do so; `said`: those that
    tell in words what was sold, or number documents. `unique`: whether each row has an order number of its own.
    `order`: the column that numbers them; `lettered`: whether some of its numbers begin with a letter and some do not.
    `nameless`: whether some rows, which are to be left out, have no client. `spelt`: whether the same row may be
    written in several ways. `computed`: the amount as it is computed from columns of money, in SQL, before anything
    beside it; `places`: the decimal places that it may have.
    """

    client: int
    date: int
    day: DayForm
    money: Mapping[int, MoneyForm]
    kinds: tuple[int, ...]
    signs: tuple[int, ...]
    few: tuple[int, ...]
    said: tuple[int, ...]
    order: int | None
    unique: bool
    numbered: Numbered | None
    spelt: bool
    computed: str | None
    places: int
    lettered: bool = False
    nameless: bool = False

    @property
    def texts(self) -> tuple[int, ...]:
        """The columns that are kept as texts."""
        order = () if self.order is None else (self.order,)
        return tuple(dict.fromkeys((*self.kinds, *self.few, *self.said, *order)))

    @property
    def face(self) -> tuple[str, ...]:
        """What a row is, but for who bought when and for how much: rows of one face have one fate."""
        money = [part for column in self.money for part in (f"f{column}", f"sign(m{column})")]
        signs = [f"s{column}" for column in self.signs]
        computed = [] if self.computed is None else [f"sign({self.computed})"]
        nameless = (f"{each} IS NULL" for each in ("client",) if self.nameless)
        letter = [f"regexp_extract(t{self.order}, '{LETTERED}', 1)"] if self.lettered else []
        kinds = (f"t{column}" for column in self.kinds)
        return (*money, *computed, "sign(amount)", "proof", *kinds, *signs, *nameless, *letter)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded into the table `loaded`: how many rows.

    `numbered`: how the column of clients holds names as numbers, if so. `rest`: whether there is a fingerprint of what
    else a row holds.
    """

    rows: int
    numbered: Numbered | None
    rest: bool


def forms_of(layout: Layout, rows: Sequence[Sequence[str]], size: int, options: ReadingOptions) -> Forms:
    """How the first rows, of so many bytes, write days and money; by the same checks as the exact reader's."""
    if any(len(cells) != len(layout.headers) for cells in rows) or not rows:
        raise Doubt
    roles = layout.roles

    def cells(column: int) -> list[str]:
        return [row[column] for row in rows]

    days, terms, factors = cells(roles["date"]), _terms(layout), _factors(layout)
    day = DayForm.of(days, checked(layout.role("date"), _filled(days), options), options.as_of)
    money = {}
    for column in terms:
        own = column == roles.get("amount")
        blank = layout.preset is not None if own else column not in factors
        texts = cells(column)
        role = layout.role("amount") if own else Role("amount", Kind.NUMBER, "", blank=blank)
        found = checked(role, _filled(texts) if blank else texts, options)
        money[column] = MoneyForm.of(found, blank=blank, places=OF_A_FACTOR if column in factors else PLACES)
        if column == roles.get("amount") and (
            log_subtotals.begins([cell for cell in found.cells if cell is not None])
            or (len(rows) < log_subtotals.FIRST and size > SAMPLE)
        ):
            raise Doubt
    said = [n for n, trait in layout.traits.items() if trait in (Trait.TEXT, Trait.NUMBER)]
    signs = list(layout.extras.get("quantity", ()))
    kinds = [n for n in layout.traits if n not in said]
    kinds += [choice.column for choice in layout.choices]
    kinds += [n for name, columns in layout.extras.items() if name != "quantity" for n in columns]
    groups = [*layout.groups.values()]
    free = [n for n in (*layout.free(), *(roles[name] for name in TEXTS if name in roles)) if n not in kinds]
    few = [n for n in free if len(set(cells(n))) <= MOST_VALUES]
    order = roles.get("order_id", next(iter(numbering(layout) or ()), None))
    places = {len(text.partition(money[column].decimal)[2]) for column in money for text in cells(column)}
    computed = None if "amount" in roles else _value(layout.computed["amount"], money)
    return Forms(
        client=roles["client"],
        date=roles["date"],
        day=day,
        money=money,
        kinds=tuple(dict.fromkeys(kinds)),
        signs=tuple(signs),
        few=tuple(dict.fromkeys([*few, *groups])),
        said=tuple(said),
        order=order,
        unique=order is not None and _all_different(rows, order, terms),
        numbered=Numbered.of(cells(roles["client"])),
        spelt=len(places) > 1 or day.timed,
        computed=None if computed is None else computed[0],
        places=PLACES if computed is None else computed[1],
    )


def _filled(cells: Sequence[str]) -> list[str]:
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        raise Doubt
    return filled


def _all_different(rows: Sequence[Sequence[str]], order: int, money: Sequence[int]) -> bool:
    """Whether no number of an order comes again on a row with money."""
    numbers = [row[order] for row in rows if any(row[column].strip() for column in money)]
    return len({*numbers}) == len(numbers)


def _terms(layout: Layout) -> tuple[int, ...]:
    """The columns that the amount is made of, and the money beside it that is named."""
    if "amount" in layout.roles:
        own = [layout.roles["amount"]]
    else:
        expression = layout.computed["amount"]
        own = [*expression.columns()]
        if not own or expression.percents():
            raise Doubt
    return tuple(dict.fromkeys([*own, *(each.column for each in layout.beside)]))


def _factors(layout: Layout) -> frozenset[int]:
    """The columns that are multiplied, of which none may be empty.

    Raises:
        Doubt: one is perhaps in per cent; one stands beside the amount as well.
    """
    if "amount" in layout.roles:
        return frozenset()
    expression = layout.computed["amount"]
    found = frozenset(expression.columns()) - expression.terms()
    if any(in_percent(layout.headers[n]) for n in found) or found & {each.column for each in layout.beside}:
        raise Doubt
    return found


def _value(computed: Computed, money: Mapping[int, MoneyForm]) -> tuple[str, int]:
    """What an expression comes to, as SQL over the columns of money, and its decimal places."""
    if computed.left is None or computed.right is None:
        cell = f"m{computed.column}"
        return f"coalesce({cell}, 0)" if money[computed.column].blank else cell, money[computed.column].places
    (one, places), (two, others) = (_value(each, money) for each in (computed.left, computed.right))
    if computed.sign == "*":
        return f"({one} * {two})", places + others
    most = max(places, others)
    return f"({one} * {10 ** (most - places)} {computed.sign} {two} * {10 ** (most - others)})", most


def amount_of(layout: Layout, forms: Forms) -> str:
    """The amount of a row in units of its last place: what stands beside it is added, or taken off."""
    amount = forms.computed or f"m{layout.roles['amount']}"
    for beside in layout.beside:
        other = f"coalesce(m{beside.column}, 0)"
        if forms.places > PLACES:
            other = f"{other} * {10 ** (forms.places - PLACES)}"
        if beside.sign is Sign.PLUS:
            amount = f"({amount}) + {other}"
        elif beside.sign is Sign.LESS:
            amount = f"(CASE WHEN ({amount}) < 0 THEN -1 ELSE 1 END * (abs({amount}) - abs({other})))"
    return amount


def as_text(columns: int, delimiter: str, *, quoted: bool) -> str:
    """The rows of the file as the engine reads them: every column as text, nothing guessed, nothing forgiven.

    Nothing is taken from the name of the file either: no partitions, no columns of its folders.
    """
    named = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(columns))
    cut, quote = delimiter.replace("'", "''"), '"' if quoted else ""
    return (
        f"read_csv(?, auto_detect=false, columns={{{named}}}, header=true, delim='{cut}', quote='{quote}', "
        f"escape='{quote}', compression='none', strict_mode=true, null_padding=false, ignore_errors=false, "
        "hive_partitioning=false, union_by_name=false, filename=false)"
    )


def load(engine: duckdb.DuckDBPyConnection, file: str, source: str, layout: Layout, forms: Forms) -> Loaded:
    """Read every column as text and turn into numbers what fits its form; the rest becomes NULL.

    Names that turn out not all to be numbers are read again, as they are written; so is a log whose rows may be the
    same although they are written otherwise.
    """
    client, day = f"c{forms.client}", f"c{forms.date}"
    others = [
        f"c{n}" for n in range(len(layout.headers)) if n not in (forms.client, forms.date, layout.roles.get("amount"))
    ]
    rest = not forms.unique and (bool(others) or forms.spelt)
    written = [day, *(f"c{column}" for column in forms.money)] if forms.spelt else []
    fingerprint = f", hash({', '.join(dict.fromkeys([*others, *written]))}) AS rest" if rest else ""
    digits, name = forms.numbered.sql(client) if forms.numbered else ("", f"nullif({client}, '')")
    money = ", ".join(f"{form.form(f'c{column}')} AS f{column}" for column, form in forms.money.items())
    values = ", ".join(f"{form.value(f'c{column}', f'f{column}')} AS m{column}" for column, form in forms.money.items())
    texts = "".join(f", coalesce(c{column}, '') AS t{column}" for column in forms.texts)
    signs = "".join(f", CASE WHEN {_below_zero(f'c{n}')} THEN -1 ELSE 1 END AS s{n}" for n in forms.signs)
    names = f", {digits}" if digits else ""
    undated = f", CASE WHEN day IS NULL THEN coalesce(trim({day}), '') = '' ELSE false END AS undated"
    undated = undated if forms.order is not None else ""
    kept = "".join(f", t{n}" for n in forms.texts) + "".join(f", s{n}" for n in forms.signs)
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE loaded AS SELECT *, CAST({amount_of(layout, forms)} AS BIGINT) AS amount FROM ("
        f"SELECT {name} AS client, {forms.day.sql(day)} AS day, "
        f"CAST({forms.day.proof(day)} AS TINYINT) AS proof{undated}, "
        f"{', '.join(f'f{n}' for n in forms.money)}, {values}{', rest' if rest else ''}{kept} "
        f"FROM (SELECT *{names}, {money}{texts}{signs}{fingerprint} FROM {source}))",
        [file],
    )
    one_way = " AND ".join(f"(f{column} IS NULL OR f{column} < {ODD_WAY})" for column in forms.money)
    least, most = (f"{end}(f{next(iter(forms.money))})" for end in ("min", "max"))
    counted = f"count(*), count(client), bool_and({one_way}), {least}, {most}"
    rows, clients, plain, low, high = engine.execute(f"SELECT {counted} FROM loaded").fetchall()[0]
    if not rows:
        raise Doubt
    late = not forms.unique and not rest and (not plain or low != high)
    if (clients != rows and forms.numbered) or late:
        numbered = forms.numbered if clients == rows else None
        return load(engine, file, source, layout, replace(forms, numbered=numbered, spelt=forms.spelt or late))
    return Loaded(rows, forms.numbered, rest)


def _below_zero(cell: str) -> str:
    """Whether a number is written below zero, as the exact reader has it."""
    return f"regexp_matches({cell}, '^[ ]*[-\u2212(]|[-\u2212][ ]*$')"


def few_of(engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms) -> dict[int, list[str]]:
    """The different texts of the columns that have so few that they may be kinds of rows.

    Raises:
        Doubt: a column that says what a row is has too many; a quantity is below zero beside an amount.
    """
    below = " OR ".join(f"s{column} < 0" for column in forms.signs) if "amount" in layout.roles else ""
    if below and engine.execute(f"SELECT 1 FROM loaded WHERE {below} LIMIT 1").fetchall():
        raise Doubt  # of goods that came back each number is asked about
    found = {}
    for column in dict.fromkeys((*forms.few, *forms.kinds)):
        texts = _distinct(engine, f"t{column}", MOST_KINDS if column in forms.kinds else MOST_VALUES + 1)
        if texts is None and column in forms.kinds:
            raise Doubt
        if texts is not None and len(texts) <= MOST_VALUES:
            found[column] = texts
    return found


def texts_of(engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms) -> dict[int, list[str]]:
    """The different texts of columns that tell in words what was sold; too many to look at are a doubt."""
    purposes = {n for n in layout.traits if of_purposes(header_of(layout.headers[n]).words)}
    found = {}
    for column in forms.texts:
        if layout.traits.get(column) is Trait.TEXT or column in purposes:
            texts = _distinct(engine, f"t{column}", MOST_TEXTS)
            if texts is None:
                raise Doubt
            found[column] = texts
    return found


def letters_of(engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms) -> set[str]:
    """The letters that numbers of documents begin with."""
    found: set[str] = set()
    numbers = [n for n in forms.said if layout.traits.get(n) is Trait.NUMBER]
    for column in numbers if forms.order is None else {*numbers, forms.order}:
        letters = f"regexp_extract(t{column}, '^([^0-9]{{1,{MOST_LETTERS}}})[0-9]', 1)"
        found |= {*(_distinct(engine, letters, MOST_TEXTS) or ())}
    return found


def _distinct(engine: duckdb.DuckDBPyConnection, what: str, most: int) -> list[str] | None:
    """The different texts, but the empty one; None if there are more than `most`."""
    found = engine.execute(f"SELECT DISTINCT {what} FROM loaded LIMIT {most + 1}").fetchall()
    return None if len(found) > most else [text for (text,) in found if text]
