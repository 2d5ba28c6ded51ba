"""Every row of the file goes to exactly one place: used, skipped with a reason, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from custecon.core.errors import Notice, notice
from custecon.sources.faults import Faults, Ground
from custecon.sources.findings import text_of
from custecon.sources.layout import Layout
from custecon.sources.row_width import RowWidth
from custecon.sources.units_of_money import units_in_row
from custecon.sources.wording import BLANKS, clean_key, counted, shown

__all__ = ["MOST_VALUES", "Gathered", "Total", "gather", "is_total", "label_of"]

_TOTAL = re.compile(
    r"(?i)(grand\s+totals?|sub-?\s?totals?|totals?|sum|итого|всего|итог|общий\s+итог|подытог|подитог|"
    r"промежуточн\w+\s+итог\w?|сумма|gesamt|summe|total\s+général|итого\s+всего|всего\s+итого)\s*[:.=]*"
)
_TOTAL_OF = re.compile(
    r"(?i)(sub-?\s?totals?|totals?|итого|всего|итог)\s*[:,]?\s+(for|of|by|per|по|за|в|на|для|from)\b.*", re.S
)


def is_total(label: str, client: str = "") -> bool:
    """Whether a cell labels a total row; `client` is the client of the row before, as in «Acme Total».

    >>> is_total("ИТОГО:"), is_total("Итого по Ромашка"), is_total("Total Wine")
    (True, True, False)
    """
    if _TOTAL.fullmatch(label) or _TOTAL_OF.fullmatch(label):
        return True
    rest = re.sub(r"(?i)^(итого|всего|total|subtotal)[\s:]+|[\s:]+(итог|итого|total|subtotal)$", "", label)
    return bool(client) and rest != label and clean_key(rest) == clean_key(client)


MOST_VALUES = 40  # different values of a column that can still be kinds of rows


@dataclass(frozen=True, slots=True)
class Total:
    """A total row that was skipped: its line, its label, its money as written, and how many rows stood above."""

    line: int
    label: str
    cell: Any
    above: int


@dataclass(slots=True)
class Gathered:
    """The rows that may be used, column by column, and what became of all the others."""

    lines: list[int] = field(default_factory=list)
    columns: dict[int, list[Any]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    rows: int = 0
    widths: dict[int, int] = field(default_factory=dict)
    misfits: list[tuple[int, int]] = field(default_factory=list)
    footers: list[int] = field(default_factory=list)
    notes: int = 0
    units: list[tuple[int, list[str]]] = field(default_factory=list)  # rows that only say a unit of money
    twins: set[int] = field(default_factory=set)
    watched: dict[int, set[str]] = field(default_factory=dict)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count a skipped row."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count


class _Gatherer:
    def __init__(self, layout: Layout, ground: Ground, *, ragged: bool, commas: bool) -> None:
        self.layout, self.ground, self.ragged = layout, ground, ragged
        self.width, self.widths = len(layout.headers), RowWidth(layout, commas=commas)
        self.result = Gathered(
            columns={column: [] for column in layout.needed()}, watched={column: set() for column in layout.free()}
        )
        roles = layout.roles
        required = [role.name for role in layout.schema.roles if role.required]
        self.keys = [roles[name] for name in required if name in roles]
        sums = [layout.computed[name] for name in required if name in layout.computed]
        self.parts = [column for each in sums for column in each.columns()]
        self.keys += [column for each in sums for column in each.columns() if column not in each.terms()]
        self.client = roles.get("client", -1)
        self.date = roles.get("date", -1)
        money = [roles[name] for name in ("amount", "revenue", "margin", "spend") if name in roles]
        self.money = money or self.parts
        # A spend file names no client: its total row lacks nothing, only its label tells.
        self.labelled = "spend" in roles
        self.last_client = ""
        self.order = roles.get("order_id", -1) if layout.preset and layout.preset.items else -1
        self.last_order = ""
        self.seen: dict[int, int] = {}

    def take(self, line: int, cells: Sequence[Any]) -> None:
        """Send one row below the header where it belongs."""
        fitted = self.fitted(line, cells)
        if fitted is None or (self.labelled and self.total_of_spend(line, fitted)):
            return
        cells = fitted
        for column in self.keys:
            cell = cells[column]
            if cell == "" or (isinstance(cell, str) and cell.isspace()):
                if self.says_units(line, cells) or self.special(line, cells):
                    return
                break
        else:
            if cells[self.client] == self.layout.headers[self.client] and self.repeated(line, cells):
                return
            if self.in_words(cells) and self.says_units(line, cells):
                return
        self.keep(line, cells)

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

    def in_words(self, cells: Sequence[Any]) -> bool:
        """Whether words stand where the money should."""
        cell = cells[self.money[0]] if self.money else ""
        return isinstance(cell, str) and cell[:1].isalpha() and not cell[-1:].isdigit()

    def keep(self, line: int, cells: Sequence[Any]) -> None:
        result = self.result
        if result.footers:
            self.footers_are_rows()
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
        self.last_client = text_of(cells[self.client])
        if self.order >= 0:
            self.last_order = text_of(cells[self.order])

    def filled(self, cells: Sequence[Any]) -> list[str]:
        return [text for cell in cells if (text := text_of(cell).strip(BLANKS))]

    def misfit(self, line: int, cells: Sequence[Any]) -> None:
        filled = self.filled(cells)
        if not filled:
            self.result.skip("blank")
        elif self.result.totals and len(filled) <= 1:
            self.result.footers.append(line)
        else:
            self.result.misfits.append((line, len(cells)))
            self.result.widths[len(cells)] = self.result.widths.get(len(cells), 0) + 1

    def says_units(self, line: int, cells: Sequence[Any]) -> bool:
        """A row below the header that only says what 1 of the money is."""
        texts = [text_of(cell).strip(BLANKS) for cell in cells]
        if not units_in_row(texts):
            return False
        self.result.units.append((line, texts))
        self.result.skip("rows of units")
        return True

    def special(self, line: int, cells: Sequence[Any]) -> bool:
        """A row that lacks a wanted cell: blank, total, footer; False if it is a row with a hole."""
        filled = self.filled(cells)
        if not filled:
            self.result.skip("blank")
            return True
        dated = self.date >= 0 and self.has_date(cells)
        if self.date >= 0 and not dated and is_total(filled[0], self.last_client) and self.has_money(cells):
            cell = next((cells[column] for column in self.money if text_of(cells[column]).strip(BLANKS)), "")
            cell = "" if self.parts else cell  # one part of a sum is no total
            self.result.totals.append(Total(line, filled[0], cell, len(self.result.lines)))
            self.result.skip("total rows")
            return True
        if self.is_further_item(cells) and not self.has_money(cells):
            self.result.skip("further items of an order")
            return True
        if self.result.totals and not dated and not self.has_money(cells):
            self.result.footers.append(line)
            return True
        return False

    def has_date(self, cells: Sequence[Any]) -> bool:
        """Whether the cell of the date may be one; reports put «Итого» and who signs into their first column."""
        text = text_of(cells[self.date]).strip(BLANKS)
        label = is_total(text, self.last_client) or not any(map(str.isdigit, text))
        if label and self.client >= 0 and not text_of(cells[self.client]).strip(BLANKS):
            return False
        return bool(text)

    def is_further_item(self, cells: Sequence[Any]) -> bool:
        """Whether a row has the number of the order above it, and neither another client nor another date."""
        if self.order < 0 or not self.last_order or text_of(cells[self.order]) != self.last_order:
            return False
        columns = self.result.columns
        return all(
            text_of(cells[column]).strip(BLANKS) in ("", text_of(columns[column][-1]).strip(BLANKS))
            for column in (self.client, self.date)
            if column in columns
        )

    def total_of_spend(self, line: int, cells: Sequence[Any]) -> bool:
        filled = self.filled(cells)
        if not filled or not is_total(filled[0]) or not self.has_money(cells):
            return False
        self.result.totals.append(Total(line, filled[0], cells[self.money[0]], len(self.result.lines)))
        self.result.skip("total rows")
        return True

    def has_money(self, cells: Sequence[Any]) -> bool:
        return any(text_of(cells[column]).strip(BLANKS) for column in self.money)

    def repeated(self, line: int, cells: Sequence[Any]) -> bool:
        texts = [text_of(cell).lstrip("\ufeff").strip(BLANKS) for cell in cells]
        if tuple(texts) != self.layout.headers:
            return False
        self.result.skip("repeated header")
        self.result.notices.append(notice("N205", place=self.ground.place(line)))
        return True

    def footers_are_rows(self) -> None:
        """Rows of data came after what looked like the foot of a report: then it is no foot."""
        for line in self.result.footers:
            self.result.misfits.append((line, -1))
        self.result.footers = []


def gather(
    rows: Iterable[tuple[int, Sequence[Any]]],
    layout: Layout,
    ground: Ground,
    faults: Faults,
    *,
    ragged: bool,
    commas: bool,
) -> Gathered:
    """Walk once over all rows; `ragged`: they end where their last cell is; `commas`: a comma is their delimiter."""
    gatherer = _Gatherer(layout, ground, ragged=ragged, commas=commas)
    result = gatherer.result
    above = set(layout.above)
    for line, cells in rows:
        result.rows += 1
        if line > layout.line:
            gatherer.take(line, cells)
        elif line == layout.line:
            result.skip("header")
        elif line in above and gatherer.filled(cells):
            result.skip("above the header")
        else:
            result.skip("blank")
    _tell(result, gatherer, faults)
    return result


def _set_aside_torn(result: Gathered, torn: dict[int, int]) -> None:
    """Take back the rows whose money may be cut in two by the delimiter."""
    if torn:
        kept = [row for row, line in enumerate(result.lines) if line not in torn]
        result.totals = [replace(total, above=sum(row < total.above for row in kept)) for total in result.totals]
        result.twins -= set(torn)
        result.misfits += [(line, torn[line]) for line in result.lines if line in torn]
        result.lines = [result.lines[row] for row in kept]
        result.columns = {column: [cells[row] for row in kept] for column, cells in result.columns.items()}


def _tell(result: Gathered, gatherer: _Gatherer, faults: Faults) -> None:
    _set_aside_torn(result, gatherer.widths.torn())
    if result.footers:
        result.skip("below the total", len(result.footers))
        place = gatherer.ground.place(result.footers[0])
        result.notices.append(notice("N206", place=place, count=counted(len(result.footers)), line=result.footers[0]))
    whole = len(result.widths) == 1 and not result.lines and sum(result.widths.values()) > 1
    if whole and not result.totals:
        faults.add(gatherer.layout.line, -1, "E226", wanted=gatherer.width, found=next(iter(result.widths)))
        return
    for line, found in result.misfits:
        if found < 0:
            faults.add(line, gatherer.client, "E224", role="date or amount")
        else:
            span = gatherer.ground.spans.get(line)
            lines = f" (lines {line} to {span[-1]})" if span else ""
            faults.add(line, -1, "E225", found=found, wanted=gatherer.width, lines=lines)


def label_of(cell: Any) -> str:
    """A cell as a label in a message."""
    return shown(text_of(cell).strip(BLANKS))
