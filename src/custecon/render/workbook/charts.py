"""Native charts over the live cells, readable without colour: patterns, markers and dashes tell the series apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from custecon.core.language import spoken
from custecon.core.results import Column, Picture
from custecon.core.units import PERIOD_NUMBER, Form
from custecon.render.workbook import excel_limits
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import HEADER, LiveTable, Part

HIGH = 22  # rows that a chart takes
MANY = 40  # from so many points on, a line has no markers and bars stand upright without labels
_DARK = "#1F3864"
_LINES = (
    {"line": {"color": "#1F3864", "width": 2.25}, "mark": "circle"},
    {"line": {"color": "#C55A11", "width": 2.25, "dash_type": "dash"}, "mark": "square"},
    {"line": {"color": "#595959", "width": 2.25, "dash_type": "round_dot"}, "mark": "triangle"},
)
_PATTERNS = ("wide_upward_diagonal", "dotted_grid", "wide_downward_diagonal")


def pictures_of(part: Part) -> list[Picture]:
    """The pictures of a result, and for a schedule without one the value as it builds up."""
    pictures = [one for one in part.result.pictures if part.tables[one.table].table.rows]
    drawn = {picture.table for picture in pictures}
    for name, live in part.tables.items():
        if live.gate is not None and name not in drawn and len(live.table.rows) > 1:
            labels = live.table.columns[0].name
            title = f"{live.table.columns[-1].label}: how it builds up, period by period"
            pictures.append(Picture(name, title, "curve", name, labels, ("so_far",)))
            break
    return pictures


def write(sheet: Sheet, part: Part) -> None:
    """The charts of a result, one a page."""
    sheet.currency = part.result.currency
    sheet.title(part.result.title, "These charts are drawn from cells: they follow every change.")
    row = 3
    for number, picture in enumerate(pictures_of(part)):
        _write_chart(sheet, row + number * HIGH, picture, part)
        breaks = [row + count * HIGH for count in range(1, number + 1)]
        sheet.paper.set_h_pagebreaks(breaks)


def _write_chart(sheet: Sheet, row: int, picture: Picture, part: Part) -> None:
    live = part.tables[picture.table]
    columns = {column.name: column for column in live.table.columns}
    labels, drawn = columns[picture.labels], [columns[name] for name in picture.values]
    make = _bars if picture.kind == "bars" else _curve
    chart = make(sheet, live, picture, labels, drawn)
    chart.set_title({"name": _words(picture.title), "name_font": {"size": 12}, "overlay": False})
    chart.set_size({"width": 700, "height": HIGH * 20 - 30})
    chart.set_legend({"position": "bottom"} if len(drawn) > 1 or picture.divider else {"none": True})
    chart.show_blanks_as("gap")
    sheet.paper.insert_chart(row, 0, chart, {"object_position": 2, "description": _words(picture.title)})


def _range(live: LiveTable, column: Column, first: int = 0, last: int | None = None) -> list[Any]:
    index = live.table.columns.index(column)
    end = len(live.table.rows) if last is None else last
    return [live.sheet.name, HEADER + 1 + first, index, HEADER + end, index]


def _words(text: str) -> str:
    """A text of a chart, never a reference to cells: XlsxWriter would take «=A1» and «Wow!B2B» for one."""
    text = re.sub(r" \(░[^)]*\)", "", text)  # how a terminal shows what is below 0
    text = re.sub(r"(?<= )[•+] (?=\w)", "", text)  # and which marks it draws
    text = re.sub(r"!(?=\$?[A-Z])", "! ", excel_limits.heading(text))
    return f" {text}" if text.startswith("=") else text


def _axis(column: Column, unit: str) -> dict[str, Any]:
    name = column.label if column.unit.form is Form.TEXT else f"{column.label} ({unit})"
    return {"name": _words(name), "name_font": {"size": 10, "bold": False}}


def _number_form(column: Column) -> str:
    return {Form.SHARE: "0%", Form.MONEY: "#,##0", Form.COUNT: "#,##0", Form.DATE: "yyyy-mm-dd"}.get(
        column.unit.form, "General"
    )


def _axes(chart: Any, labels: Column, drawn: Sequence[Column], sheet: Sheet, *, swapped: bool) -> None:
    base = _axis(labels, spoken().unit(labels.unit, None, sheet.currency))
    base |= {"label_position": "low", "num_format": _number_form(labels)}
    base |= {"max": 1} if labels.name == "client_share" else {}  # there are no more than all of them
    side = _axis(drawn[0], spoken().unit(drawn[0].unit, None, sheet.currency))
    side |= {"num_format": _number_form(drawn[0]), "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    if swapped:  # lying bars: the labels stand at the side, the first on top, the scale below
        chart.set_y_axis(base | {"reverse": True, "crossing": "max"})
        chart.set_x_axis(side)
    else:
        chart.set_x_axis(base)
        chart.set_y_axis(side)


def _curve(sheet: Sheet, live: LiveTable, picture: Picture, labels: Column, drawn: Sequence[Column]) -> Any:
    """A line over what the labels count; over names and dates the points stand evenly."""
    del picture
    few = len(live.table.rows) < MANY
    counted = labels.unit.form not in (Form.TEXT, Form.DATE) and labels.unit is not PERIOD_NUMBER
    kind = {"type": "scatter", "subtype": "straight_with_markers"} if counted else {"type": "line"}
    chart = sheet.book.file.add_chart(kind)
    for column, style in zip(drawn, _LINES * 3, strict=False):
        marker = {"type": style["mark"], "size": 6} if few else {"type": "none"}
        chart.add_series(
            {
                "name": _words(column.label),
                "categories": _range(live, labels),
                "values": _range(live, column),
                "line": style["line"],
                "marker": {**marker, "fill": {"color": style["line"]["color"]}} if few else marker,  # type: ignore[index]
            }
        )
    _axes(chart, labels, drawn, sheet, swapped=False)
    return chart


def _bars(sheet: Sheet, live: LiveTable, picture: Picture, labels: Column, drawn: Sequence[Column]) -> Any:
    """One bar a row, the first on top; what lies below a divider is hatched."""
    many = len(live.table.rows) >= MANY
    chart = sheet.book.file.add_chart({"type": "column" if many else "bar", "subtype": "clustered"})
    shown = {"data_labels": {"value": True, "num_format": _bar_form(drawn[0])}} if not many else {}
    if picture.divider:
        at, words = picture.divider
        whole, column = len(live.table.rows), drawn[0]
        points = [{"fill": {"color": _DARK}}] * at
        points += [{"pattern": _hatched(0)}] * (whole - at)
        chart.add_series(
            {
                "name": _words(f"hatched: {words}"),
                "categories": _range(live, labels),
                "values": _range(live, column),
                "pattern": _hatched(0),
                "points": points,
                "gap": 40,
                **shown,
            }
        )
    else:
        for number, column in enumerate(drawn):
            ink = {"fill": {"color": _DARK}} if number == 0 else {"pattern": _hatched(number - 1)}
            chart.add_series(
                {
                    "name": _words(column.label),
                    "categories": _range(live, labels),
                    "values": _range(live, column),
                    "invert_if_negative": True,
                    "border": {"color": _DARK},
                    "gap": 40,
                    **ink,
                    **shown,
                }
            )
    _axes(chart, labels, drawn, sheet, swapped=not many)
    return chart


def _bar_form(column: Column) -> str:
    return {Form.SHARE: "0.0%", Form.MONEY: "#,##0"}.get(column.unit.form, "#,##0.##")


def _hatched(number: int) -> dict[str, str]:
    return {"pattern": _PATTERNS[number % len(_PATTERNS)], "fg_color": _DARK, "bg_color": "#FFFFFF"}
