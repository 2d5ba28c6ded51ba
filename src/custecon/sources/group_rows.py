"""Group rows: departments, managers, channels that stand in a list of clients as the sum of the rows near them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import say, some
from custecon.core.schemas import Decided, Kind
from custecon.kinds.activities import ACTIVITIES
from custecon.sources import fill_down
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.name_spelling import has_form
from custecon.sources.period_names import part_of_year
from custecon.sources.row_forest import Forest, forest_of, independent
from custecon.sources.row_levels import groups_by_level
from custecon.sources.sums_by_name import sums_by_name
from custecon.sources.total_rows import Judged
from custecon.sources.wording import BLANKS, shown

LISTS = ("clients", "profit", "spending", "activities")  # kinds of file whose rows carry no day of their own
TOLD = 3
SMALL = 100  # times that something was done, below which a sum of some rows may be an accident
OTHERS = 3  # rows at least that one row must add up to be taken for the sum of all
_GROUP = re.compile(
    r"(?i)\b(отдел\w*|групп\w*|филиал\w*|регион\w*|подразделени\w*|департамент\w*|дивизион\w*|направлени\w*|сегмент\w*|"
    r"категори\w*|канал\w*|офис\w*|склад\w*|магазин\w*|район\w*|област\w*|округ\w*|город\w*|квартал|полугодие|год|все|вся|"
    r"север\w*|юг\w*|южн\w*|запад\w*|восток\w*|восточн\w*|центр\w*|москва|department\w*|dept|groups?|region\w*|branch\w*|"
    r"division\w*|segment\w*|category|channel\w*|teams?|office\w*|territory|district|area|all|quarter|q[1-4]|year|"
    r"north\w*|south\w*|east\w*|west\w*|cent(?:er|re|ral))\b"
)
BY_NAME = 6.0  # bits: how much names tell that call every group a group, or all others firms


def settle(judged: Judged) -> None:
    """Find the group rows of a list, skip them if the file proves what they are, else ask.

    What proves it: their rows stand further in; or the total of the file adds up without them, and only so. Where a
    total adds up with them, there are none.

    Raises:
        InputRefused: E276 rows are the sums of others, and nothing tells whether they are clients all the same.
    """
    work = judged.work
    if work.source.layout.schema.name not in LISTS or not judged.columns:
        return
    rows = [row for row in range(len(work.gathered.lines)) if row not in work.refused]
    columns = [checked.cells for checked in judged.columns.values()]
    found = groups_by_level(work, columns, rows)
    if found is not None:
        _proof(judged, found, rows)
        decide(judged, found, say("; the rows in {them} stand further in", them=_them(found)))
        return
    named = sums_by_name(judged, rows)
    if named is not None:
        decide(judged, Forest(named.groups, False, 0.0, False, len(rows), False), "", named.where)
        return
    open_rows = judged.unproved(rows)
    forest = _forest(columns, open_rows)
    proof = _proof(judged, forest, rows)
    if proof:
        decide(
            judged, forest, say("; the total «{proof}» adds up without {them}", proof=shown(proof), them=_them(forest))
        )
        return
    found = _likely(work, [forest, _forest(columns, open_rows, rounded=True)], open_rows) or _of_all(
        columns, open_rows, telling=_is_telling(judged)
    )
    if found is not None:
        decide(judged, found, "")


def _likely(work: Work, forests: Sequence[Forest], rows: Sequence[int]) -> Forest | None:
    """The group rows that can hardly be an accident; exact sums rather than rounded ones, unless these are more."""
    skip = work.options.subtotals == "skip"
    likely = [
        forest
        for forest in forests
        if forest.sure()
        or (forest.sure(2 * BY_NAME) and forest.sure(_by_name(work, forest, rows)))
        or (skip and forest.whole and max(forest.groups.values()) > 1)
    ]
    return max(likely, key=lambda forest: (forest.whole, forest.several), default=None)


def _forest(columns: Sequence[Sequence[Any]], rows: list[int], *, rounded: bool = False) -> Forest:
    telling = [columns[place] for place in independent([[column[row] for row in rows] for column in columns])]
    return forest_of(telling or columns[:1], rows, rounded=rounded)


def _of_all(columns: Sequence[Sequence[Any]], rows: Sequence[int], *, telling: bool) -> Forest | None:
    """The first or the last row, if it is the sum of all others, at least three."""
    for row, others in ((rows[0], rows[1:]), (rows[-1], rows[:-1])) if len(rows) > OTHERS else ():
        own = [column[row] for column in columns]
        added = [sum(column[other] or 0 for other in others) for column in columns]
        if telling and any(own) and all(value in (None, total) for value, total in zip(own, added, strict=True)):
            return Forest({row: len(others)}, row == rows[0], 0.0, True, len(rows), False)
    return None


def _is_telling(judged: Judged) -> bool:
    """Whether a sum is no accident: that of a few small counts may be one."""
    work = judged.work
    small = all(abs(cell or 0) < SMALL * 10**each.scale for each in judged.columns.values() for cell in each.cells)
    return not small or work.options.subtotals is not None or work.source.layout.schema is not ACTIVITIES


def _proof(judged: Judged, forest: Forest, rows: list[int]) -> str:
    """The total that adds up only if the groups are left out; "" if there is none."""
    others = [row for row in rows if row not in forest.groups]
    for total in judged.totals if forest.groups else ():
        total.without = total.span is None and bool(total.known) and judged.adds_up(total, others)
    return next((total.aside.text for total in judged.totals if total.without), "")


def decide(judged: Judged, forest: Forest, proof: str, where: str = "") -> None:
    """Skip the group rows, or count them as the user says, or ask; `where` says which rows they add up.

    Raises:
        InputRefused: E276 neither the file nor the user tells what they are.
    """
    work = judged.work
    lines, groups = work.gathered.lines, sorted(forest.groups)
    where = where or say("the rows {which} {them}", which=say("below" if forest.below else "above"), them=_them(forest))
    count, line = len(groups), lines[groups[0]]
    told: dict[str, Any] = {"count": count, "names": _named(work, groups)}
    values = told | {"where": where}
    if work.options.subtotals is not None:
        work.source.settings["subtotals"] = Decided(work.options.subtotals, work.options.by("subtotals"))
    if work.options.subtotals == "keep":
        work.note("N248", line=line, **told, total=work.sum_text(groups))
    elif work.options.subtotals == "skip" or proof:
        work.skipped.update(dict.fromkeys(groups, "group rows"))
        if forest.below and work.source.layout.schema.name in LISTS:
            fill_down.from_groups(work, frozenset(groups))
        work.note("N246", line=line, **values, why=proof)
    else:
        raise InputRefused(problem("E276", place=work.ground.place(line), **values))


def _them(forest: Forest) -> str:
    return say("it") if len(forest.groups) == 1 else say("them")


def _named(work: Work, rows: Sequence[int]) -> str:
    """Rows by their names, with the money on them."""
    columns = _names(work)
    names = [shown(_name(columns, row)) for row in rows[:TOLD]]
    called = [
        f"«{name}»" if name else say("line {lines:d}", lines=work.gathered.lines[row])
        for name, row in zip(names, rows, strict=False)
    ]
    told = [say("{name} ({sum})", name=name, sum=work.sum_text([row])) for name, row in zip(called, rows, strict=False)]
    return some(told, len(told), len(rows) - len(told))


def _name(columns: list[list[Any]], row: int) -> str:
    """What a row calls itself: the first of its names that is there."""
    return next((cell for column in columns if (cell := text_of(column[row]).strip(BLANKS))), "")


def _names(work: Work) -> list[list[Any]]:
    """The columns of names, the last first, the client's before all."""
    layout = work.source.layout
    kinds = {column: layout.role(name).kind for name, column in layout.roles.items()}
    names = (column for column, kind in kinds.items() if kind in (Kind.KEY, Kind.TEXT, Kind.DATE))
    order = sorted(names, key=lambda column: (column != layout.roles.get("client"), -column))
    return [work.gathered.columns[column] for column in order]


def _by_name(work: Work, forest: Forest, rows: Sequence[int]) -> float:
    """How much the names tell: every group is called a group and few others are, or every other is called a firm."""
    columns = _names(work)
    groups = [_name(columns, row) for row in forest.groups]
    others = [_name(columns, row) for row in rows if row not in forest.groups]
    called = sum(map(_is_group, others)) * 5 <= len(others) and all(map(_is_group, groups))
    firms = sum(map(has_form, others)) * 5 >= len(others) * 4 and not any(map(has_form, groups))
    return BY_NAME * called + BY_NAME * firms


def _is_group(name: str) -> bool:
    """Whether a name says that it is a group, or a time."""
    return bool(_GROUP.search(name)) or part_of_year(name) is not None
