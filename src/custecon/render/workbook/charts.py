"""Native charts over the live cells, readable without colour: patterns, markers and dashes tell the series apart."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Column, Picture
from custecon.core.screen import Extract
from custecon.core.units import DATE, PERIOD_NUMBER, RATIO, Form, Unit
from custecon.render.workbook import chart_cells, excel_limits
from custecon.render.workbook.book import Sheet, day_format
from custecon.render.workbook.cell_addresses import LiveTable, Part

HIGH, WIDE = 20, 760  # rows that a chart takes; pixels
ACROSS, SMALLER_WIDE, SMALLER = 3, 560, 17  # where those of several answers stand beside each other on one page
BESIDE = (79.0,) * ACROSS  # the widths of the columns of that sheet
MOST = 10  # bars of the rows to act on
MANY = 40  # from so many points on, a line has no markers and bars stand upright without labels
CROWDED = 12  # so many names stand at a scale in letters of the usual size
LABELLED = 14  # so many bars have their numbers beside them; more would lie on each other
_DARK = "#1F3864"
_LINES = (
    {"line": {"color": "#1F3864", "width": 2.25}, "mark": "circle"},
    {"line": {"color": "#C55A11", "width": 2.25, "dash_type": "dash"}, "mark": "square"},
    {"line": {"color": "#595959", "width": 2.25, "dash_type": "round_dot"}, "mark": "triangle"},
)
_GRID = {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
_FORMS = {Form.SHARE: "0.0%", Form.MONEY: "#,##0"}  # of a number beside its bar
_PATTERNS = ("wide_upward_diagonal", "dotted_grid", "wide_downward_diagonal")


def pictures_of(part: Part) -> list[Picture]:
    """The pictures of a result, and for a schedule without one the value as it builds up."""
    pictures = [one for one in part.result.pictures if one.kind in _DRAWN and part.tables[one.table].table.rows]
    drawn = {picture.table for picture in pictures}
    for name, live in part.tables.items():
        if live.gate is not None and name not in drawn and len(live.table.rows) > 1:
            labels = live.table.columns[0].name
            title = say("{value}: how it builds up, period by period", value=say(live.table.columns[-1].label))
            pictures.append(Picture(name, title, "curve", name, labels, ("so_far",)))
            break
    return pictures


def extract_of(part: Part) -> Extract | None:
    """The rows to act on, as declared; else the beginning of the first table that is shown."""
    declared = part.result.first.table
    if declared is not None:
        return declared if declared.table in part.tables else None
    beneath = {one.name for one in part.result.beneath.tables}  # what formulas stand on, and what is drawn
    shown = (one for one in part.result.tables if one.shown != 0 and len(one.rows) > 1 and one.name not in beneath)
    first = next(shown, None)
    return Extract(first.name) if first else None


def of_first_page(part: Part) -> list[Picture]:
    """The one or two pictures of the first page where the answer stands alone."""
    first = first_of(part)
    if first is None:
        return []
    seen = {(first.table, name) for name in first.values}
    extract = extract_of(part)
    seen |= {(extract.table, extract.bars)} if extract is not None else set()
    others = (one for one in pictures_of(part) if not {(one.table, name) for name in one.values} <= seen)
    return [first, *others][:2]


def first_of(part: Part) -> Picture | None:
    """The picture that comes first: the declared one, else the first, else bars of the rows to act on."""
    pictures, wished = pictures_of(part), part.result.first.picture
    named = [one for one in pictures if one.name == wished]
    if named or (pictures and wished is None):
        return (named or pictures)[0]
    return _bars_of(extract_of(part), part) or (pictures[0] if pictures else None)


def _bars_of(extract: Extract | None, part: Part) -> Picture | None:
    """The size of each row to act on, where it says what is drawn beside its numbers, or the first money it shows."""
    if extract is None:
        return None
    table = part.tables[extract.table].table
    columns = [table.columns[place] for place in table.places(extract.columns)]
    drawn = next((one for one in table.columns if one.name == extract.bars), None)
    drawn = drawn or next((one for one in columns if one.unit.form is Form.MONEY), None)
    if drawn is None or len(table.rows) < 2 or columns[0].unit.form not in (Form.TEXT, Form.DATE):
        return None
    title = say("{rows}: {size}", rows=say(extract.heading or table.title), size=say(drawn.label))
    return Picture(table.name, title, "bars", table.name, columns[0].name, (drawn.name,))


def beside_the_first(part: Part, *, alone: bool) -> list[Picture]:
    """The pictures that stand on another sheet; those of the first page do not where the answer stands alone."""
    first = first_of(part)
    pictures = pictures_of(part)
    if alone:
        on_first = of_first_page(part)
        return [one for one in pictures if one not in on_first]
    return pictures if first is None or first in pictures else [first, *pictures]


def write(sheet: Sheet, drawn: Sequence[tuple[Part, Picture]], *, beside: bool) -> None:
    """Charts below what a sheet has: one below the other, or smaller ones three beside each other."""
    top, across = sheet.rows + 1, ACROSS if beside else 1
    width, high = (SMALLER_WIDE, SMALLER) if beside else (WIDE, HIGH)
    for number, (part, picture) in enumerate(drawn):
        row = top + number // across * high
        place(sheet, row, picture, part, width=width, rows=high, column=number % across)
        sheet.rows = row + high


def place(sheet: Sheet, row: int, picture: Picture, part: Part, *, width: int, rows: int, column: int = 0) -> None:
    """The chart of a picture from a cell on, so many pixels wide and rows high."""
    most = MOST if picture not in pictures_of(part) else None
    live = part.tables[picture.table]
    columns = {column.name: column for column in live.table.columns}
    labels, drawn = columns[picture.labels], [columns[name] for name in picture.values]
    count = len(live.table.rows[:most])
    if picture.kind in _OVER_CELLS:
        extras = [_places(live, one.column, count) for one in chart_cells.beside(live, part)[picture.name]]
        chart = _OVER_CELLS[picture.kind](sheet, live, picture, extras, labels, drawn, count)
    else:
        chart = _KINDS[picture.kind](sheet, live, picture, labels, drawn, count)
    chart.set_title({"name": _words(picture.title), "name_font": {"size": 12}, "overlay": False})
    chart.set_size({"width": width, "height": rows * 20 - 30})
    chart.set_legend({"position": "bottom"} if len(drawn) > 1 or picture.divider else {"none": True})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()  # of a sheet that is hidden, too
    sheet.paper.insert_chart(row, column, chart, {"object_position": 2, "description": _words(picture.title)})
    sheet.charts.append((row, row + rows))


def crowded(picture: Picture, part: Part) -> int:
    """How many rows higher a chart must be for the names of all its lying bars to stand at its side."""
    rows = len(part.tables[picture.table].table.rows)
    lying = picture.kind == "waterfall" or (picture.kind in ("bars", "pairs") and CROWDED < rows < MANY)
    return min(max(0, rows - CROWDED), CROWDED) if lying and picture in pictures_of(part) else 0


def of_figures(sheet: Sheet, row: int, places: Sequence[int], unit: Unit, *, width: int, rows: int) -> None:
    """Bars of figures that stand on some rows of this sheet, their labels in the first column."""

    def cells(column: str) -> str:
        name = excel_limits.quoted(sheet.name)
        return f"=({','.join(f'{name}!${column}${place + 1}' for place in places)})"

    chart = sheet.book.file.add_chart({"type": "bar", "subtype": "clustered"})
    shown = {"data_labels": {"value": True, "num_format": _FORMS.get(unit.form, "#,##0.##")}}
    ink = {"fill": {"color": _DARK}, "border": {"color": _DARK}, "invert_if_negative": True, "gap": 40}
    chart.add_series({"categories": cells("A"), "values": cells("B"), **ink, **shown})
    chart.set_y_axis({"reverse": True, "crossing": "max", "label_position": "low"})
    chart.set_x_axis({"num_format": _FORMS.get(unit.form, "General")} | _GRID)
    chart.set_legend({"none": True})
    chart.set_size({"width": width, "height": rows * 20 - 30})
    sheet.paper.insert_chart(row, 0, chart, {"object_position": 2, "description": words("the figures above, as bars")})
    sheet.charts.append((row, row + rows))


def _range(live: LiveTable, column: Column, count: int) -> list[Any]:
    return _places(live, live.table.columns.index(column), count)


def _names(live: LiveTable, labels: Column, count: int) -> list[Any]:
    """The cells that name the bars: of groups by two columns those of both."""
    name, first, place, last, _ = _range(live, labels, count)
    columns, rows = live.table.columns, live.table.rows[:count]
    beside = columns[place + 1] if place + 1 < len(columns) else None
    several = len({row[place] for row in rows}) < len(rows)
    more = several and beside is not None and beside.unit.form in (Form.TEXT, Form.DATE)
    return [name, first, place, last, place + 1 if more else place]


def _places(live: LiveTable, index: int, count: int) -> list[Any]:
    return [live.sheet.name, live.header + 1, index, live.header + count, index]


def _words(text: str) -> str:
    """A text of a chart, never a reference to cells: XlsxWriter would take «=A1» and «Wow!B2B» for one."""
    text = re.sub(r"!(?=\$?[A-Z])", "! ", excel_limits.heading(words(text)))
    return f" {text}" if text.startswith("=") else text


def _axis(column: Column, unit: str) -> dict[str, Any]:
    name = words(column.label)
    said = set(re.findall(r"\w+", unit.casefold())) <= set(re.findall(r"\w+", name.casefold()))  # «active clients»
    if not (said or column.unit.form is Form.TEXT or column.unit in (PERIOD_NUMBER, DATE, RATIO)):
        name = f"{name} ({unit})"
    return {"name": _words(name), "name_font": {"size": 10, "bold": False}}


def _number_form(column: Column) -> str:
    return {Form.SHARE: "0%", Form.MONEY: "#,##0", Form.COUNT: "#,##0", Form.DATE: day_format()}.get(
        column.unit.form, "General"
    )


def _axes(
    chart: Any,
    live: LiveTable,
    labels: Column,
    drawn: Sequence[Column],
    sheet: Sheet,
    *,
    count: int,
    swapped: bool = False,
) -> None:
    base = _axis(labels, spoken().unit(labels.unit, None, sheet.currency))
    base |= {"label_position": "low", "num_format": _number_form(labels)}
    base |= _ends(live, [labels], count) if labels.unit.form is Form.SHARE else {}
    side = _axis(drawn[0], spoken().unit(drawn[0].unit, None, sheet.currency))
    side |= {"num_format": _number_form(drawn[0])} | _GRID | _ends(live, drawn, count)
    if swapped:  # lying bars: the labels stand at the side, the first on top, the scale below
        size = {"num_font": {"size": 8}} if count > CROWDED else {}
        chart.set_y_axis(base | {"reverse": True, "crossing": "max", "interval_unit": 1} | size)
        chart.set_x_axis(side)
    else:
        every = math.ceil(count / CROWDED)
        some = {"interval_unit": every, "num_font": {"size": 8}} if every > 1 and labels.unit is PERIOD_NUMBER else {}
        chart.set_x_axis(base | some)
        chart.set_y_axis(side)


def _ends(live: LiveTable, columns: Sequence[Column], count: int) -> dict[str, Any]:
    """Where a scale ends that a program would take too far, or begin late so that small differences look large."""
    places = [live.table.columns.index(column) for column in columns]
    cells = [row[place] for row in live.table.rows[:count] for place in places]
    values = [float(cell) for cell in cells if isinstance(cell, int | float | Decimal)]
    late = values and 0 < max(values) < 2 * min(values)  # far from 0: there is no other scale that shows how far
    ends: dict[str, Any] = {"min": 0} if late else {}
    whole = columns[0].unit.form is Form.SHARE and values and max(values) == 1  # there are no more than all
    return ends | ({"max": 1} if whole else {})


def _curve(sheet: Sheet, live: LiveTable, picture: Picture, labels: Column, drawn: Sequence[Column], count: int) -> Any:
    """A line over what the labels count; over names and dates the points stand evenly."""
    del picture
    few = count < MANY
    counted = labels.unit.form not in (Form.TEXT, Form.DATE) and labels.unit is not PERIOD_NUMBER
    kind = {"type": "scatter", "subtype": "straight_with_markers"} if counted else {"type": "line"}
    chart = sheet.book.file.add_chart(kind)
    for column, style in zip(drawn, _LINES * 3, strict=False):
        marker = {"type": style["mark"], "size": 6} if few else {"type": "none"}
        chart.add_series(
            {
                "name": _words(column.label),
                "categories": _range(live, labels, count),
                "values": _range(live, column, count),
                "line": style["line"],
                "marker": {**marker, "fill": {"color": style["line"]["color"]}} if few else marker,  # type: ignore[index]
            }
        )
    _axes(chart, live, labels, drawn, sheet, count=count)
    return chart


def _bars(sheet: Sheet, live: LiveTable, picture: Picture, labels: Column, drawn: Sequence[Column], count: int) -> Any:
    """One bar a row, the first on top; what lies below a divider is hatched."""
    many = count >= MANY
    chart = sheet.book.file.add_chart({"type": "column" if many else "bar", "subtype": "clustered"})
    labelled = count * len(drawn) <= LABELLED
    shown = {"data_labels": {"value": True, "num_format": _bar_form(drawn[0])}} if labelled else {}
    if picture.divider:
        at, told = picture.divider
        column = drawn[0]
        points = [{"fill": {"color": _DARK}}] * at
        points += [{"pattern": _hatched(0)}] * (count - at)
        chart.add_series(
            {
                "name": _words(say("hatched: {rows}", rows=say(told))),
                "categories": _range(live, labels, count),
                "values": _range(live, column, count),
                "pattern": _hatched(0),
                "points": points,
                "gap": 40,
                **shown,
            }
        )
    else:
        names = _names(live, labels, count)
        for number, column in enumerate(drawn):
            ink = {"fill": {"color": _DARK}} if number == 0 else {"pattern": _hatched(number - 1)}
            chart.add_series(
                {
                    "name": _words(column.label),
                    "categories": names,
                    "values": _range(live, column, count),
                    "invert_if_negative": True,
                    "border": {"color": _DARK},
                    "gap": 40,
                    **ink,
                    **shown,
                }
            )
    _axes(chart, live, labels, drawn, sheet, swapped=not many, count=count)
    return chart


def _bar_form(column: Column) -> str:
    return _FORMS.get(column.unit.form, "#,##0.##")


def _hatched(number: int) -> dict[str, str]:
    return {"pattern": _PATTERNS[number % len(_PATTERNS)], "fg_color": _DARK, "bg_color": "#FFFFFF"}


def _waterfall(
    sheet: Sheet,
    live: LiveTable,
    picture: Picture,
    extras: Sequence[Any],
    labels: Column,
    drawn: Sequence[Column],
    count: int,
) -> Any:
    """Lying stacked bars, the first part of each not seen; what falls is hatched."""
    del picture
    chart = sheet.book.file.add_chart({"type": "bar", "subtype": "stacked"})
    names, _, _, unseen, *seen = extras
    nothing: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
    solid = {"fill": {"color": _DARK}, "border": {"color": _DARK}}
    hatched = {"pattern": _hatched(0), "border": {"color": _DARK}}
    for values, ink in zip((unseen, *seen), (nothing, solid, solid, hatched, hatched), strict=True):
        chart.add_series({"categories": names, "values": values, "gap": 40, **ink})
    _axes(chart, live, labels, drawn, sheet, swapped=True, count=count)
    return chart


def _dots(
    sheet: Sheet,
    live: LiveTable,
    picture: Picture,
    extras: Sequence[Any],
    labels: Column,
    drawn: Sequence[Column],
    count: int,
) -> Any:
    """A dot for each row, and a whisker for where it may lie."""
    band = picture.band or ()
    above, below = (f"={excel_limits.quoted(name)}!{_cells(*at)}" for name, *at in extras)
    ends = {"type": "custom", "plus_values": above, "minus_values": below, "line": {"color": _DARK, "width": 1.5}}
    chart = sheet.book.file.add_chart({"type": "line"})
    chart.add_series(
        {
            "categories": _range(live, labels, count),
            "values": _range(live, drawn[0], count),
            "line": {"none": True},
            "marker": {"type": "circle", "size": 9, "fill": {"color": "#C55A11"}, "border": {"color": _DARK}},
            "data_labels": {"value": True, "position": "right", "num_format": _bar_form(drawn[0])},
            "y_error_bars": ends,
        }
    )
    for column in live.table.columns:
        if column.name in band:  # not seen: a scale reaches as far as what is drawn, but knows of no whiskers
            unseen = {"line": {"none": True}, "marker": {"type": "none"}}
            chart.add_series(
                {"categories": _range(live, labels, count), "values": _range(live, column, count), **unseen}
            )
    _axes(chart, live, labels, drawn, sheet, count=count)
    return chart


def _cells(first: int, column: int, last: int, _: int) -> str:
    letters = excel_limits.column_letters(column)
    return f"${letters}${first + 1}:${letters}${last + 1}"


# How a kind of picture is drawn; what is not here has its table alone, a "heat" the shades of its cells.
_KINDS = {"bars": _bars, "pairs": _bars, "curve": _curve, "whale": _curve, "steps": _curve}
_OVER_CELLS = {"waterfall": _waterfall, "dots": _dots}  # those that stand on further cells
_DRAWN = _KINDS.keys() | _OVER_CELLS.keys()
