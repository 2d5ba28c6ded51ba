"""Every row of the file goes to exactly one place: used, skipped with a reason, set aside to be judged, or refused."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from custecon.core.errors import Notice, notice
from custecon.core.phrases import counted, say
from custecon.core.progress import report
from custecon.core.schemas import Kind
from custecon.sources import dates, fill_down
from custecon.sources.column_checks import text_of
from custecon.sources.layout import Layout
from custecon.sources.row_refusals import Faults, Ground
from custecon.sources.row_width import RowWidth
from custecon.sources.total_labels import Label, is_foot, label_in
from custecon.sources.units_of_money import units_in_row
from custecon.sources.wording import BLANKS, listed, shown

FURTHER = "further items of an order"  # the reason to skip a row
MOST_VALUES = 40  # different values of a column that can still be kinds of rows
_TOLD_EVERY = 10_000  # rows
NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is set aside: a total, a group row, a heading or a foot, or, when it is judged, a row like any other.

    `above`: how many rows that are used stand above it; `money`: whether it holds any; `whole`: whether it lacks
    nothing that is wanted; `text`: what it calls itself, in the column `column`; `label`: what that says of a total.
    """

    line: int
    cells: Sequence[Any]
    above: int
    money: bool
    whole: bool
    text: str
    column: int
    label: Label | None = None

    @property
    def sure(self) -> bool:
        """Whether it can be no row like any other."""
        return self.label is not None and self.label.sure

    def holds(self, column: int) -> bool:
        """Whether its cell in a column is filled."""
        return column < len(self.cells) and bool(text_of(self.cells[column]).strip(BLANKS))


@dataclass(slots=True)
class Gathered:
    """The rows that may be used, column by column, and what became of all the others.

    `blank`: the columns that are empty on every row that is used. `filled`: what was filled into rows, by
    line, from the columns `filled_columns`.
    """

    lines: list[int] = field(default_factory=list)
    columns: dict[int, list[Any]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    rows: int = 0
    misfits: list[tuple[int, int]] = field(default_factory=list)
    notes: int = 0
    units: list[tuple[int, list[str]]] = field(default_factory=list)  # rows that only say a unit of money
    twins: set[int] = field(default_factory=set)
    watched: dict[int, set[str]] = field(default_factory=dict)
    blank: set[int] = field(default_factory=set)
    filled: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    filled_columns: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    ordinary: frozenset[int] = frozenset()

    def skip(self, reason: str, count: int = 1) -> None:
        """Count a skipped row."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count


class _Gatherer:
    def __init__(self, layout: Layout, ground: Ground, *, ragged: bool, commas: bool, ordinary: frozenset[int]) -> None:
        self.layout, self.ground, self.ragged, self.ordinary = layout, ground, ragged, ordinary
        self.width, self.widths = len(layout.headers), RowWidth(layout, commas=commas)
        self.result = Gathered(
            columns={column: [] for column in layout.needed()},
            watched={column: set() for column in layout.free()},
            blank=set(range(self.width)),
            ordinary=ordinary,
        )
        roles = layout.roles
        required = [role.name for role in layout.schema.roles if role.required]
        self.keys = [roles[name] for name in required if name in roles]
        sums = [layout.computed[name] for name in required if name in layout.computed]
        self.keys += [column for each in sums for column in each.columns() if column not in each.terms()]
        self.client = roles.get("client", -1)
        kinds = {column: layout.role(name).kind for name, column in roles.items()}
        self.days = [roles[name] for name in required if name in roles and kinds[roles[name]] is Kind.DATE]
        self.numbers = [column for column, kind in kinds.items() if kind in NUMBERS]
        self.numbers += [column for each in layout.computed.values() for column in each.columns()]
        self.names = [column for column, kind in kinds.items() if kind in (Kind.KEY, Kind.TEXT, Kind.DATE)]
        self.order = roles.get("order_id", -1)
        self.last_order = ""
        self.seen: dict[int, int] = {}
        self.totals = False

    def take(self, line: int, cells: Sequence[Any]) -> None:
        """Send one row below the header where it belongs."""
        fitted = self.fitted(line, cells)
        if fitted is not None and (line in self.ordinary or not self.goes_elsewhere(line, fitted)):
            self.keep(line, fitted)

    def fitted(self, line: int, cells: Sequence[Any]) -> Sequence[Any] | None:
        """A row with a field for every header; None if it is sent elsewhere."""
        if not self.ragged:
            if len(cells) == self.width and not self.widths.open:
                self.widths.even = True
                return cells
            fitted = self.widths.fitted(line, cells)
            if fitted is None and not self.says_units(line, cells):
                self.misfit(line, cells)
            return fitted
        if len(cells) == self.width:
            return cells
        if any(text_of(cell).strip(BLANKS) for cell in cells[self.width :]) and not self.filled(cells[: self.width]):
            self.result.skip("notes outside the table")
            self.result.notes += 1
            return None
        return list(cells[: self.width]) + [""] * (self.width - len(cells))

    def goes_elsewhere(self, line: int, cells: Sequence[Any]) -> bool:
        """Whether a row is skipped or set aside."""
        for column in self.keys:
            cell = cells[column]
            if cell == "" or (isinstance(cell, str) and cell.isspace()):
                return self.says_units(line, cells) or self.lacks(line, cells)
        if cells[self.client] == self.layout.headers[self.client] and self.repeated(line, cells):
            return True
        if self.in_words(cells) and self.says_units(line, cells):
            return True
        return self.no_day(line, cells) if self.days else self.labelled(line, cells)

    def no_day(self, line: int, cells: Sequence[Any]) -> bool:
        """A row of a log that is called a total where its day should stand."""
        for column in self.days:
            cell = cells[column]
            if isinstance(cell, str) and not cell[:1].isdigit() and (label := label_in(cell)) and label.sure:
                self.aside(line, cells, cell.strip(BLANKS), column, label)
                return True
        return False

    def in_words(self, cells: Sequence[Any]) -> bool:
        """Whether words stand where the money should."""
        cell = cells[self.numbers[0]] if self.numbers else ""
        return isinstance(cell, str) and cell[:1].isalpha() and not cell[-1:].isdigit()

    def says_units(self, line: int, cells: Sequence[Any]) -> bool:
        """A row below the header that only says what 1 of the money is."""
        texts = [text_of(cell).strip(BLANKS) for cell in cells]
        if not units_in_row(texts):
            return False
        self.result.units.append((line, texts))
        self.result.skip("rows of units")
        return True

    def keep(self, line: int, cells: Sequence[Any]) -> None:
        result = self.result
        mark = hash(tuple(cells))
        if mark in self.seen:
            result.twins.add(line)
            result.twins.add(self.seen[mark])
        else:
            self.seen[mark] = line
        result.lines.append(line)
        for column, values in result.columns.items():
            values.append(cells[column])
        for column, texts in list(result.watched.items()):
            if cells[column] and isinstance(cells[column], str):
                texts.add(cells[column])
                if len(texts) > MOST_VALUES:
                    del result.watched[column]
        if result.blank:
            result.blank -= {column for column in result.blank if text_of(cells[column]).strip(BLANKS)}
        if self.order >= 0:
            self.last_order = text_of(cells[self.order])

    def filled(self, cells: Sequence[Any]) -> list[str]:
        return [text for cell in cells if (text := text_of(cell).strip(BLANKS))]

    def misfit(self, line: int, cells: Sequence[Any]) -> None:
        filled = self.filled(cells)
        if not filled:
            self.result.skip("blank")
        elif len(filled) == 1:
            self.aside(line, cells, filled[0], -1)  # a heading or a foot, if it is shown to be one
        else:
            self.result.misfits.append((line, len(cells)))

    def aside(self, line: int, cells: Sequence[Any], text: str, column: int, label: Label | None = None) -> None:
        """Set a row aside."""
        fits = len(cells) == self.width
        money, whole = fits and self.has_money(cells), fits and column not in self.days and not self.hole(cells)
        self.result.asides.append(Aside(line, cells, len(self.result.lines), money, whole, text, column, label))
        self.totals = self.totals or label is not None

    def hole(self, cells: Sequence[Any]) -> bool:
        return any(not text_of(cells[column]).strip(BLANKS) for column in self.keys)

    def lacks(self, line: int, cells: Sequence[Any]) -> bool:
        """A row that lacks a wanted cell: blank, total, heading, foot; False if it is a row with a hole."""
        filled = [column for column, cell in enumerate(cells) if text_of(cell).strip(BLANKS)]
        if not filled:
            self.result.skip("blank")
            return True
        money = self.has_money(cells)
        if not money and self.is_further_item(cells):
            self.result.skip(FURTHER)
            return True
        # a client with anything where the day stands is a row with a fault, whatever stands there
        someone = not money and self.client in filled and any(column in filled for column in self.days)
        if someone or any(self.is_day(cells[column]) for column in self.days):
            return False
        named = ((column, label_in(cells[column])) for column in filled if money and isinstance(cells[column], str))
        column, label = next(((column, label) for column, label in named if label), (filled[0], None))
        self.aside(line, cells, text_of(cells[column]).strip(BLANKS), column, label)
        return True

    @staticmethod
    def is_day(cell: Any) -> bool:
        """Whether a cell may be a day; reports put «Итого», the month and who signs where the date stands."""
        if isinstance(cell, str):
            return dates.shape_of(cell.strip(BLANKS)) is not None
        return isinstance(cell, dt.date) or bool(text_of(cell).strip(BLANKS))

    def labelled(self, line: int, cells: Sequence[Any]) -> bool:
        """A row that lacks nothing may still be a total by what one of its names says, or the foot of the report."""
        first = next((column for column, cell in enumerate(cells) if text_of(cell).strip(BLANKS)), -1)
        for column in (first, *self.names):
            cell = cells[column]
            label = label_in(cell) if isinstance(cell, str) else None
            # «average» beside a client is what they are, not what the row is
            if label is not None and not (label.balance and column != (self.client if self.client >= 0 else first)):
                # «Total» may be a brand, in a column that is not used, on a row that names its client
                sure = label.sure and (column in self.names or self.client < 0)
                self.aside(line, cells, text_of(cell).strip(BLANKS), column, label._replace(sure=sure))
                return True
        if self.numbers and not self.has_money(cells) and (self.totals or len(self.filled(cells)) == 1):
            self.aside(line, cells, text_of(cells[first]).strip(BLANKS), first)
            return True
        return False

    def is_further_item(self, cells: Sequence[Any]) -> bool:
        """Whether a row has the number of the order above it, and neither another client nor another date."""
        if self.order < 0 or not self.last_order or text_of(cells[self.order]) != self.last_order:
            return False
        columns = self.result.columns
        return all(
            text_of(cells[column]).strip(BLANKS) in ("", text_of(columns[column][-1]).strip(BLANKS))
            for column in (self.client, *self.days)
            if column in columns
        )

    def has_money(self, cells: Sequence[Any]) -> bool:
        return any(text_of(cells[column]).strip(BLANKS) for column in self.numbers)

    def repeated(self, line: int, cells: Sequence[Any]) -> bool:
        texts = [text_of(cell).lstrip("\ufeff").strip(BLANKS) for cell in cells]
        if tuple(texts) != self.layout.headers:
            return False
        self.result.skip("repeated header")
        self.result.notices.append(notice("N205", place=self.ground.place(line)))
        return True


def gather(
    rows: Iterable[tuple[int, Sequence[Any]]],
    layout: Layout,
    ground: Ground,
    faults: Faults,
    *,
    ragged: bool,
    commas: bool,
    fill: Sequence[int] = (),
    ordinary: frozenset[int] = frozenset(),
) -> Gathered:
    """Walk once over all rows.

    Args:
        rows: line and cells of each.
        layout: what the header says.
        ground: what places are made from.
        faults: where rows of a wrong width are noted.
        ragged: whether rows end where their last cell is, as in workbooks.
        commas: whether a comma is their delimiter.
        fill: columns whose empty cells take what stands above, as the user says.
        ordinary: lines that were set aside before, and have been found to be rows like any other.
    """
    gatherer = _Gatherer(layout, ground, ragged=ragged, commas=commas, ordinary=ordinary)
    result = gatherer.result
    above = set(layout.above)
    for line, cells in rows:
        result.rows += 1
        if not result.rows % _TOLD_EVERY:
            report(say("reading {file}: {rows}", file=shown(os.path.basename(ground.file)), rows=counted(result.rows)))
        if line > layout.line:
            gatherer.take(line, cells)
        elif line == layout.line:
            result.skip("header")
        elif line in above and gatherer.filled(cells):
            result.skip("above the header")
        else:
            result.skip("blank")
    torn = gatherer.widths.torn()
    _set_aside_torn(result, torn)
    _feet(result, ground)
    fill_down.settle(result, layout, ground, fill)
    _tell(result, gatherer, faults, torn)
    return result


def _set_aside_torn(result: Gathered, torn: dict[int, int]) -> None:
    """Take back the rows whose money may be cut in two by the delimiter."""
    if torn:
        kept = [row for row, line in enumerate(result.lines) if line not in torn]
        places = [*accumulate((line not in torn for line in result.lines), initial=0)]
        result.asides = [replace(aside, above=places[aside.above]) for aside in result.asides]
        result.twins -= set(torn)
        result.lines = [result.lines[row] for row in kept]
        result.columns = {column: [cells[row] for row in kept] for column, cells in result.columns.items()}


def _feet(result: Gathered, ground: Ground) -> None:
    """What stands below the last total and holds no money, or says how the report was made, is its foot."""
    last = max((aside.line for aside in result.asides if aside.label is not None), default=None)
    total = last is not None
    feet = [
        aside
        for aside in result.asides
        if aside.above == len(result.lines) and not aside.money and aside.label is None and aside.line > (last or 0)
    ]
    if feet and (total or any(is_foot(aside.text) for aside in feet)):
        lines = {aside.line for aside in feet}
        result.asides = [aside for aside in result.asides if aside.line not in lines]
        result.skip("below the total" if total else "foot of the report", len(feet))
        told = listed([shown(aside.text) for aside in feet], 3)
        result.notices.append(
            notice(
                "N206",
                place=ground.place(feet[0].line),
                count=counted(len(feet)),
                line=feet[0].line,
                texts=told,
            )
        )


def _tell(result: Gathered, gatherer: _Gatherer, faults: Faults, torn: dict[int, int]) -> None:
    misfits = result.misfits + [(aside.line, len(aside.cells)) for aside in result.asides if aside.column < 0]
    result.asides = [aside for aside in result.asides if aside.column >= 0]
    widths = {width for _, width in misfits}
    if len(widths) == 1 and not result.lines and len(misfits) > 1 and not result.asides:
        faults.add(gatherer.layout.line, -1, "E226", wanted=gatherer.width, found=next(iter(widths)))
        return
    for line, found in [*misfits, *torn.items()]:
        span = gatherer.ground.spans.get(line)
        lines = say(" (lines {line:d} to {span:d})", line=line, span=span[-1]) if span else ""
        faults.add(line, -1, "E225", found=found, wanted=gatherer.width, lines=lines)
