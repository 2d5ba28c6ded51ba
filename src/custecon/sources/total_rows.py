"""Rows that were set aside as totals, or for what they lack: each is held against the rows near it and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import Any

from custecon.core.phrases import Exact, say, some
from custecon.core.schemas import Decided, Kind, exact
from custecon.sources import amounts
from custecon.sources.column_checks import Checked, text_of
from custecon.sources.controls import Work
from custecon.sources.expressions import Computed
from custecon.sources.row_outcomes import NUMBERS, Aside
from custecon.sources.row_sums import RowSums
from custecon.sources.total_labels import Label
from custecon.sources.wording import BLANKS, clean_key, shown

TOLD, LINES = 3, 12  # rows of a kind that are told by name, and by line
_SIGNS = {"blank": " "}


@dataclass(slots=True)
class Total:
    """A total row: what it says, by column, and between which places the rows add up to it, if they do.

    `values`: None where the number cannot be the sum of its column. `section`: where the rows since the last total
    begin. `without`: it adds up only if the group rows are left out.
    """

    aside: Aside
    values: dict[str, int | None]
    section: int
    span: tuple[int, int] | None = None
    without: bool = False

    @property
    def known(self) -> dict[str, int]:
        """What it says, by column."""
        return {name: value for name, value in self.values.items() if value is not None}


@dataclass
class Judged:
    """What became of the rows that were set aside.

    `totals` are total rows by their words, `groups` sums without such a word; `ordinary` lines of rows like any other.
    """

    work: Work
    columns: dict[str, Checked]
    totals: list[Total] = field(default_factory=list)
    groups: list[Aside] = field(default_factory=list)
    ordinary: set[int] = field(default_factory=set)

    @cached_property
    def sums(self) -> RowSums:
        """The sums of the rows."""
        rows = len(self.work.gathered.lines)
        return RowSums({name: checked.cells for name, checked in self.columns.items()}, rows)

    @cached_property
    def left(self) -> RowSums:
        """The sums of the rows without the group rows that are skipped."""
        out = {row for row, why in self.work.skipped.items() if why == "group rows"}
        columns = {
            name: [None if row in out else cell for row, cell in enumerate(checked.cells)]
            for name, checked in self.columns.items()
        }
        return RowSums(columns, self.sums.rows) if out else self.sums

    @cached_property
    def blocks(self) -> RowSums:
        """The sums of the rows from one row that was set aside to another."""
        places = {aside.above for aside in self.work.gathered.asides if aside.money}
        return self.sums.at(sorted({0, self.sums.rows, *places}))

    def unproved(self, rows: Sequence[int]) -> list[int]:
        """The rows that no total adds up with: any of them may itself be a sum."""
        begins = [0] * (self.sums.rows + 1)
        for total in self.totals:
            if total.span:
                begins[total.span[0]] += 1
                begins[total.span[1]] -= 1
        covered = list(accumulate(begins))
        return [row for row in rows if not covered[row]]

    def adds_up(self, total: Total, rows: Sequence[int]) -> bool:
        """Whether some rows add up to a total."""
        whole = len(total.known) == len(total.values)
        return whole and all(
            sum(self.columns[name].cells[row] or 0 for row in rows) == value for name, value in total.known.items()
        )

    def released(self) -> set[int]:
        """Lines of rows like any other; also of totals that add up to nothing, if the user keeps them."""
        kept = self.totals if self.work.options.subtotals == "keep" else []
        return self.ordinary | {total.aside.line for total in kept if doubtful(total)}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that stands in a column of names or as a heading."""
        layout, gathered = self.work.source.layout, self.work.gathered
        kinds = {column: layout.role(name).kind for name, column in layout.roles.items()}
        cells = (
            cell for column, kind in kinds.items() if kind in (Kind.KEY, Kind.TEXT) for cell in gathered.columns[column]
        )
        return frozenset(clean_key(text_of(cell)) for cell in cells) | frozenset(gathered.headings)


def _additive(work: Work) -> dict[str, Checked]:
    """The columns whose sums mean something: money, numbers, counts."""
    layout = work.source.layout
    if not layout.schema.adds_up:
        return {}
    return {name: checked for name, checked in work.columns.items() if layout.role(name).kind in NUMBERS}


def judge(work: Work) -> Judged:
    """Judge every row that was set aside; nothing is told or refused yet."""
    judged = Judged(work, _additive(work))
    asides = work.gathered.asides
    section = 0
    for aside in asides:
        if aside.label is not None:
            _judge_label(judged, Total(aside, _values(judged, aside), section), aside.label)
            section = aside.above if aside.money else section
    _judge_unnamed(judged, [aside for aside in asides if aside.label is None])
    return judged


def _judge_label(judged: Judged, total: Total, label: Label) -> None:
    """A total by its words is one even if it adds up to nothing; a name such as «Total Wine» only if it adds up."""
    total.span = None if label.balance else _span(judged, total, label)
    sure = label.sure or label.named in judged.names
    # a client may equal the one above them by accident
    if sure or (total.span and (not total.aside.whole or total.span[1] - total.span[0] > 1)):
        judged.totals.append(total)
    else:
        judged.ordinary.add(total.aside.line)


def _span(judged: Judged, total: Total, label: Label) -> tuple[int, int] | None:
    """Between which places the rows add up to a total: since the last one, all above, all, up to the next ones.

    In the midst of a list they may also begin or end where nothing stands; the total at its end is that of all.
    """
    sums, place, values = judged.sums, total.aside.above, total.known
    if not values or len(values) < len(total.values):
        return None
    for start, stop in ((total.section, place), (0, place), (0, sums.rows)):
        if sums.fits(start, stop, values):
            return start, stop
    if not label.sure:
        return None
    return judged.blocks.next_to(place, values) or (sums.next_to(place, values) if 0 < place < sums.rows else None)


def _judge_unnamed(judged: Judged, asides: list[Aside]) -> None:
    """Rows that lack a client or a day are sums if every one of them adds up the rows next to it, up to another one.

    Each may equal the one row next to it by accident: one at least must add up several, unless they are the headings
    of all rows.
    """
    most = 0
    for aside in asides:
        values = _values(judged, aside)
        known = {name: value for name, value in values.items() if value is not None}
        span = judged.blocks.next_to(aside.above, known) if any(known.values()) and len(known) == len(values) else None
        if span is None:
            break
        most = max(most, span[1] - span[0])
    else:
        if most > 1 or judged.work.gathered.filled:
            judged.groups = asides
            return
    judged.ordinary |= {aside.line for aside in asides}


def _values(judged: Judged, aside: Aside) -> dict[str, int | None]:
    """What a row says in the columns that have sums; None where no sum of the column can be that."""
    layout, parts = judged.work.source.layout, judged.work.parts
    values: dict[str, int | None] = {}
    for name, checked in judged.columns.items():
        if name in layout.roles:
            value = _number(aside.cells[layout.roles[name]], checked)
        else:
            value = _computed(layout.computed[name], aside, parts)
        if value is not None:
            scaled = value.scaleb(checked.scale)
            values[name] = int(scaled) if scaled == scaled.to_integral_value() else None
    return values


def _computed(expression: Computed, aside: Aside, parts: Mapping[int, Checked]) -> Decimal | None:
    """The same for a column that is computed from others by adding and subtracting; a product has no such sum."""
    columns = expression.columns()
    if set(columns) != expression.terms() or not any(aside.holds(column) for column in columns):
        return None
    cells: dict[int, tuple[int, int]] = {}
    for column in columns:
        value = _number(aside.cells[column], parts[column]) if aside.holds(column) else Decimal(0)
        if value is None:
            return None
        exponent = value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cells[column] = (int(value.scaleb(places)), places)
    return exact(*expression.value(cells))


def _number(cell: Any, column: Checked) -> Decimal | None:
    """A cell as a number, as its column writes them and in the unit of that."""
    if isinstance(cell, Decimal):
        return cell.scaleb(column.power)
    if not isinstance(cell, str):
        return None
    decimal, group = column.decided.get("decimal"), column.decided.get("thousands")
    sign = group.value if group else None
    shape = amounts.shape_of(cell.strip(BLANKS))
    if shape is None:
        return None
    spelling = amounts.Spelling(decimal.value if decimal else None, _SIGNS.get(sign, sign) if sign else shape.group)
    found = amounts.number(shape, spelling)
    return exact(found[0], found[1] - column.power) if found else None


def settle(judged: Judged) -> None:
    """Skip the totals and tell them; a client of that name is asked about where it is the sum of nothing."""
    work = judged.work
    column = work.source.layout.roles.get("client", -1)
    told: dict[str, list[Total]] = {}
    policy = work.options.subtotals
    if policy is not None and any(map(doubtful, judged.totals)):
        work.source.settings["subtotals"] = Decided(policy, work.options.by("subtotals"))
    for total in judged.totals:
        if _asks(judged, total):
            values = {"value": shown(total.aside.text), "why": _difference(judged, total) or "holds no money"}
            work.faults.add(total.aside.line, column, "E239", **values)
        else:
            work.gathered.skip("total rows")
            told.setdefault(_kind(judged, total), []).append(total)
    for kind, totals in told.items():
        _tell(judged, kind, totals)
    if judged.groups:
        work.gathered.skip("group rows", len(judged.groups))
        count = len(judged.groups)
        names = some([_called(aside) for aside in judged.groups], TOLD)
        work.note("N250", line=judged.groups[0].line, count=count, names=names)


def _called(aside: Aside) -> str:
    """The name of a group row, or its line where it holds nothing but numbers."""
    return say("line {line:d}", line=aside.line) if amounts.shape_of(aside.text) else f"«{shown(aside.text)}»"


def doubtful(total: Total) -> bool:
    """Whether a total by its words adds up to nothing, and lacks nothing that a client has."""
    label = total.aside.label
    return total.aside.whole and total.span is None and not total.without and not (label and label.balance)


def _asks(judged: Judged, total: Total) -> bool:
    work = judged.work
    named = "client" in work.source.layout.roles and bool(judged.columns)
    return named and doubtful(total) and work.options.subtotals is None and not work.refused


def _kind(judged: Judged, total: Total) -> str:
    if total.without:
        return "without"
    if total.span:
        return "agree"
    balance = total.aside.label is not None and total.aside.label.balance
    return "silent" if balance or not total.values or judged.work.refused else "differ"


def _difference(judged: Judged, total: Total) -> str:
    """What the rows above add up to instead, in the first column that does not fit; "" where nothing is compared."""
    label = total.aside.label
    if label is None or label.balance:
        return ""
    place = total.aside.above
    for number, (name, value) in enumerate(total.values.items()):
        every, part = (judged.left.between(name, start, place) for start in (0, total.section))
        if value not in (every, part):
            column = judged.columns[name]
            found = exact(part, column.scale).scaleb(-column.power)  # as the file writes it
            amount = Exact(found.normalize() if column.power else found, grouped=False)
            if not number:
                return say("differs from the sum of the rows above, {amount}", amount=amount)
            where = shown(judged.work.source.layout.decided[name].value)
            return say("differs from the sum of the rows above, {amount} in «{column}»", amount=amount, column=where)
    return say("differs from the sum of the rows above" if total.values else "")


def _tell(judged: Judged, kind: str, totals: list[Total]) -> None:
    """Tell the totals of a kind in one line."""
    work, first = judged.work, totals[0].aside
    one, many = {
        "agree": ("; it equals the sum of the rows above", "; each equals the sum of its rows"),
        "without": ("; it equals the sum of the rows that are no groups", "; each equals that of no groups"),
        "differ": (
            say("; it {difference}", difference=_difference(judged, totals[0])),
            "; they differ from the sums of the rows above",
        ),
        "silent": ("", ""),
    }[kind]
    verdict = one if len(totals) == 1 else many
    names = [f"«{shown(total.aside.text)}»" for total in totals]
    money = [_written(judged, total) for total in totals[:TOLD]]
    lines = [total.aside.line for total in totals]
    code = "N297" if kind == "differ" else "N204"
    work.note(code, line=first.line, **several(names, money, lines), verdict=verdict)


def several(names: Sequence[str], money: Sequence[str], lines: Sequence[int]) -> dict[str, Any]:
    """One total row or several, as N204 tells them."""
    if len(names) == 1:
        return {"rows": say("total row {name}", name=names[0]), "labels": money[0]}
    each = [say("{name}{money}", name=name, money=one) for name, one in zip(names, money, strict=False)]
    told = some(each, len(each), len(names) - len(money))
    numbers = ", ".join(map(str, lines[:LINES])) + (" …" if len(lines) > LINES else "")
    return {
        "rows": say("{n} total rows", n=len(names)),
        "labels": say(" (lines {lines}): {told}", lines=numbers, told=told),
    }


def _written(judged: Judged, total: Total) -> str:
    """The money of a total as it is written."""
    roles = judged.work.source.layout.roles
    columns = (roles[name] for name in judged.columns if name in roles)
    cells = (total.aside.cells[column] for column in columns if total.aside.holds(column))
    return next((f" ({shown(text_of(cell).strip(BLANKS))})" for cell in cells), "")
