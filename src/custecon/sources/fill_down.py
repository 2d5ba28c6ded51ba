"""Headings on rows of their own, and cells that are empty because they repeat what stands above them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from custecon.core.errors import InputRefused, notice, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import Decided, Kind
from custecon.sources.column_checks import text_of
from custecon.sources.column_names import columns_called
from custecon.sources.layout import Layout
from custecon.sources.row_refusals import Ground
from custecon.sources.wording import BLANKS, clean_key, listed, shown

if TYPE_CHECKING:
    from custecon.sources.controls import Work
    from custecon.sources.row_outcomes import Aside, Gathered

NAMING = (Kind.KEY, Kind.TEXT, Kind.DATE)


def columns_given(layout: Layout, names: Sequence[str], ground: Ground) -> list[int]:
    """The columns that the user wants filled down.

    Raises:
        InputRefused: E258 there is not one such column.
    """
    columns = []
    for name in names:
        found = columns_called(name, layout.headers)
        if len(found) != 1:
            twice = (
                say(
                    "; there are {found}, choose by number, as in --fill-down '#{number:d}'",
                    found=len(found),
                    number=found[0] + 1,
                )
                if found
                else ""
            )
            headers = listed(header for header in layout.headers if header)
            values = {"role": "--fill-down", "name": shown(name), "headers": headers, "hint": twice}
            raise InputRefused(problem("E258", place=ground.place(layout.line), **values))
        columns += found
    return columns


def settle(gathered: Gathered, layout: Layout, ground: Ground, given: Sequence[int]) -> None:
    """Skip the headings, and fill them down into the rows below them.

    What is neither a heading nor a sum is a row like any other, and will be refused if it lacks something.
    """
    bare = [aside for aside in gathered.asides if not aside.money and aside.label is None]
    own = gathered.blank | set(given)
    headings = _headings(gathered, bare, own, strict=not given)
    proper = {aside.line for aside in headings}
    gathered.ordinary |= {aside.line for aside in bare if aside.line not in proper and aside.column >= 0}
    sums = [aside for aside in gathered.asides if aside.money or aside.label is not None]
    torn = [aside for aside in bare if aside.line not in proper and aside.column < 0]
    gathered.asides = sums + torn
    columns = {column for name, column in layout.roles.items() if layout.role(name).kind in NAMING}
    columns |= set(given)
    feeding = sorted([*headings, *sums], key=lambda aside: aside.line)
    for column in sorted(columns & set(gathered.columns)):
        headed = column in own and any(aside.label is None and aside.holds(column) for aside in feeding)
        if headed or column in given or _named_by_totals(gathered, column):
            _fill(gathered, layout, ground, column, feeding)
    if headings:
        gathered.skip("headings", len(headings))
        gathered.headings = [clean_key(aside.text) for aside in headings]
        if not any(aside.holds(column) for aside in headings for column in columns & own):
            told = listed([shown(aside.text) for aside in headings], 3)
            count, place = (
                counted(len(headings), "heading"),
                ground.place(headings[0].line),
            )
            gathered.notices.append(notice("N249", place=place, count=count, headings=told))


def _headings(gathered: Gathered, bare: list[Aside], own: set[int], *, strict: bool) -> list[Aside]:
    """Those of the rows without money that can only be headings.

    What such a row holds stands in columns that are empty on every row that is used: in all of them, unless the user
    has said which column is filled down. Or a total names it; or every part of the list begins with one and ends with a
    total.
    """
    if not gathered.lines:
        return []
    apart = [aside for aside in bare if all(n in own or not aside.holds(n) for n in range(len(aside.cells)))]
    if apart and (len(apart) == len(bare) or not strict):
        return apart
    totals = [aside for aside in gathered.asides if aside.label is not None and aside.money]
    if len(totals) > 1 and _begins_each(bare, [0, *(total.above for total in totals)]):
        return bare
    named = {total.label.named for total in totals if total.label} - {""}
    return [aside for aside in bare if clean_key(aside.text) in named]


def _named_by_totals(gathered: Gathered, column: int) -> bool:
    """Whether the totals in a column name what stands on the first of their rows, and the rest of these are empty."""
    cells, start = gathered.columns[column], 0
    totals = [aside for aside in gathered.asides if aside.label is not None and aside.money]
    named = 0
    for total in totals:
        first, *rest = [text_of(cell).strip(BLANKS) for cell in cells[start : total.above]] or [""]
        if any(rest) or (first and total.column == column and total.label and total.label.named != clean_key(first)):
            return False
        named += bool(first and total.column == column and total.label and total.label.named)
        start = total.above
    return named > 0


def _begins_each(bare: list[Aside], ends: list[int]) -> bool:
    """Whether each part of the list begins with one of these rows, and holds no other; a total of all may follow."""
    starts = list(dict.fromkeys(ends))[:-1]
    return [aside.above for aside in bare] == starts


def _fill(gathered: Gathered, layout: Layout, ground: Ground, column: int, feeding: list[Aside]) -> None:
    """Fill one column; below a total nothing is known until the next heading."""
    cells, value, filled = gathered.columns[column], None, 0
    rest = iter([*feeding, None])
    coming = next(rest)
    for row, cell in enumerate(cells):
        while coming is not None and coming.above <= row:
            if coming.label is not None:
                value = None
            elif coming.holds(column):
                value = coming.cells[column]
            coming = next(rest)
        if text_of(cell).strip(BLANKS):
            value = cell
        elif value is not None:
            cells[row] = value
            line = gathered.lines[row]
            gathered.filled[line] = (*gathered.filled.get(line, ()), value)
            filled += 1
    if filled:
        gathered.filled_columns.append(layout.headers[column] or f"#{column + 1}")
        header = shown(layout.headers[column]) or f"#{column + 1}"
        place = ground.place(layout.line, column)
        gathered.notices.append(notice("N247", place=place, header=header, count=counted(filled)))


def from_groups(work: Work, groups: Collection[int]) -> None:
    """Fill names that stand on the group rows alone into the rows below them: channels above their campaigns."""
    layout, gathered = work.source.layout, work.gathered
    for name, column in layout.roles.items():
        cells = work.columns[name].cells
        if layout.role(name).kind is not Kind.TEXT or any(map(bool, _without(cells, groups))):
            continue
        value, filled = "", 0
        for row in range(len(cells)):
            if row in groups:
                value = cells[row] or value
            elif value:
                cells[row], filled = value, filled + 1
        if filled:
            header = layout.headers[column]
            gathered.filled_columns.append(header)
            work.note(
                "N247",
                line=layout.line,
                column=column,
                header=shown(header),
                count=counted(filled),
            )


def _without(cells: Sequence[Any], rows: Collection[int]) -> Iterator[Any]:
    return (cell for row, cell in enumerate(cells) if row not in rows)


def tell(work: Work, *, given: bool) -> None:
    """Say which columns were filled down, beside the other settings."""
    if work.gathered.filled_columns:
        by = "given" if given else "nothing else stands there"
        work.source.settings["fill_down"] = Decided(listed(work.gathered.filled_columns), by)


def ask(work: Work) -> None:
    """Ask whether empty cells repeat the client above them, where a report may have written each client once.

    Raises:
        InputRefused: E278 a quarter of the clients or more is empty, and no client is written twice.
    """
    layout, gathered = work.source.layout, work.gathered
    column = layout.roles.get("client")
    if column is None or not layout.role("client").required:
        return
    if layout.preset is not None and layout.preset.headings is None:
        return  # a known export names the client on each row; an empty cell is a guest
    rows = [row for row in range(len(gathered.lines)) if row not in work.skipped and row not in work.unread]
    texts = [text_of(gathered.columns[column][row]).strip(BLANKS) for row in rows]
    filled = [text for text in texts if text]
    empty = len(texts) - len(filled)
    if filled and texts[0] and len(set(filled)) == len(filled) and empty * 4 >= len(texts):
        row = next(row for row, text in zip(rows, texts, strict=True) if not text)
        header = shown(layout.headers[column]) or f"#{column + 1}"
        place = work.ground.place(gathered.lines[row], column)
        raise InputRefused(problem("E278", place=place, header=header, count=counted(empty)))
