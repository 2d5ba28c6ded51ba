"""The answer for a person at a terminal: tables by rich, the working, where it comes from, and the control totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Result, Table
from custecon.core.rounding import exact, rounded
from custecon.core.units import Form, Unit
from custecon.render import control_totals, terminal_charts, working
from custecon.render.figure_words import interval_at, interval_of, value_of
from custecon.render.output_formats import Look
from custecon.render.table_totals import totals_of
from custecon.render.terminal_tables import GAP, RIGHT, drawn, empty, fitting, narrowest, new_grid, plain, said, spread

NARROW = 60  # below this a table becomes a list: no digit is ever cut or wrapped apart
NARROWEST = 12  # a column of text folds down to this before any column is left out


def text(result: Result, look: Look) -> str:
    """The whole answer as lines of at most the width of the terminal."""
    return "\n".join(drawn(_parts(result, look), look)) + "\n"


def _parts(result: Result, look: Look) -> Iterable[RenderableType]:
    """What is shown, from the answer to its proofs, a blank line between the sections."""
    yield said(result.title, "bold")
    if sentences := [one for one in (result.answer, *result.first.further) if one]:
        yield said(" ".join(map(words, sentences)))
    for title, parts in _sections(result, look):
        if parts:
            yield Text()
            yield from [said(title, "bold"), *parts] if title else parts


def _sections(result: Result, look: Look) -> Iterable[tuple[str, list[RenderableType]]]:
    """Each section as its title and what stands under it; empty ones are left out by the caller."""
    by_weight: dict[str, list[Figure]] = {"main": [], "detail": [], "other": []}
    for figure in result.figures:
        by_weight[figure.weight].append(figure)
    yield "", [_figures(by_weight["main"] + by_weight["detail"], result, look)] if result.figures else []
    others = by_weight["other"]
    yield (
        "For comparison: by other conventions, methods and published figures",
        [_figures(others, result, look)] if others else [],
    )
    for picture in (one for one in result.pictures if one.kind in terminal_charts.KINDS):
        yield picture.title, [Text(terminal_charts.drawn(picture, result, look.width))]
    for table in (one for one in result.tables if one.shown != 0):  # of those a picture stands above
        yield table.title, [_table(table, result, look)]
    alone = [
        say("{title}: {option}", title=say(one.title), option=f"--table {one.name}")
        for one in result.tables
        if one.shown == 0
    ]
    yield "Tables that stand alone", [said(one) for one in alone]
    for figure in result.figures if look.explain else by_weight["main"]:
        lines = working.of(figure, result.currency)
        yield (
            say("How {figure} is computed", figure=say(figure.label)),
            [_working(figure, lines, result, look)] if lines else [],
        )
    yield "What went in", [_inputs(result, look)] if result.inputs else []
    yield "", [plain(f"! {words(told.with_cure)}") for told in result.notices]
    counted, unseen = (result.counted, result.criticism) if look.explain else ((), ())
    yield "What is counted, and how", [Padding(said(line), (0, 0, 0, 2)) for line in counted]
    yield "What these figures do not see", [Padding(said(line), (0, 0, 0, 2)) for line in unseen]
    yield "", [said(say("Source: {source}", source=source)) for source in dict.fromkeys(result.sources)]
    for controls in result.controls:
        yield "Control totals", [Padding(said(line), (0, 0, 0, 2)) for line in control_totals.lines(controls)]


def _as_list(pairs: Iterable[tuple[str, str]]) -> RenderableType:
    lines: list[RenderableType] = []
    for label, value in pairs:
        lines += [plain(label), Padding(plain(value), (0, 0, 0, 2))]
    return Group(*lines)


def _says(figure: Figure) -> str:
    return words(figure.undefined.phrase if figure.undefined else figure.convention)


def _figures(figures: Sequence[Figure], result: Result, look: Look) -> RenderableType:
    """The figures with their intervals, and what each of them counts."""
    between = interval_at(figures)
    if look.width < NARROW:
        pairs = [(words(figure.label), value_of(figure, result)) for figure in figures]
        pairs += [(f"{words(figure.label)}, {between}", interval_of(figure)) for figure in figures if figure.interval]
        return _as_list(pairs)
    grid = new_grid()
    grid.add_column(words("figure"), overflow="fold", ratio=3)
    grid.add_column(words("value"), justify="right", no_wrap=True)
    if between:
        grid.add_column(between, justify="right", no_wrap=True)
    grid.add_column(words("what is counted"), overflow="fold", ratio=4)
    for figure in figures:
        value = Text(value_of(figure, result), style="bold" if figure.weight == "main" else "")
        middle = [Text(interval_of(figure))] if between else []
        grid.add_row(said(figure.label), value, *middle, plain(_says(figure)))
    return grid


def _cell(value: Any, column: Column) -> str:
    if column.unit.form is Form.SHARE and value is not None:
        return spoken().share(value, 1)
    return spoken().shown(value, column.unit)


def _named(column: Column) -> str:
    """The name that is typed; before it the label, where another language has one."""
    label = words(column.label)
    return column.name if label == column.label else f"{label} ({column.name})"


def _table(table: Table, result: Result, look: Look) -> RenderableType:
    """The table, its total under it; as many columns as fit without cutting a digit, the rest named."""
    limit = table.shown if table.shown is not None else len(table.rows)
    cells = [
        [_cell(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows[:limit]
    ]
    total = totals_of(table, _cell)
    labels = [words(column.label) + _money_label(column.unit, result) for column in table.columns]
    widest = [max([len(total[i]) if total else 0, *(len(row[i]) for row in cells)]) for i, _ in enumerate(labels)]
    least = [
        narrowest(column, [labels[i], *(row[i] for row in cells)], widest[i], NARROWEST if i else look.width // 4)
        for i, column in enumerate(table.columns)
    ]
    told = [i for i, column in enumerate(table.columns) if not empty(column, [row[i] for row in cells])]
    telling = [i for i in _telling(table, result) if i in told]
    shown = sorted(fitting([*telling, *(i for i in told if i not in telling)], least, look.width))
    of_text = all(column.unit.form is Form.TEXT for column in table.columns)
    if (look.width < NARROW or of_text) and len(shown) < len(told):
        return Group(*(_as_list((words(table.columns[i].label), row[i]) for i in told) for row in cells), Text())
    full = {i: max(widest[i], len(labels[i])) for i in shown}
    widths = spread({i: least[i] for i in shown}, full, look.width - GAP * (len(shown) - 1))
    grid = new_grid()
    for i in shown:
        right = table.columns[i].unit.form in RIGHT
        grid.add_column(Text(labels[i]), justify="right" if right else "left", overflow="fold", width=widths[i])
    for row in cells:
        grid.add_row(*(plain(row[i]) for i in shown))
    if total:
        grid.add_section()
        grid.add_row(*(Text(total[i], style="bold") for i in shown))
    below: list[str] = []
    if limit < len(table.rows):
        of_it = "-f csv" if table is result.tables[0] else f"--table {table.name} -f csv"
        below.append(
            say(
                "{limit} of {all} rows; all of them with {option}, or -o FILE.xlsx",
                limit=limit,
                all=len(table.rows),
                option=of_it,
            )
        )
    if len(shown) < len(told):
        hidden = ", ".join(_named(table.columns[i]) for i in told if i not in shown)
        which = "" if table is result.tables[0] else f"--table {table.name} "
        below.append(say("not shown for want of width ({table}--columns picks): {hidden}", table=which, hidden=hidden))
    below += [table.note] if table.note else []
    if any(_rounding_shows(table, i) for i in shown):
        below.append("shares are rounded to a tenth of a percent, so their sum may differ from the total shown")
    return Group(grid, *(said(line) for line in below))


def _telling(table: Table, result: Result) -> list[int]:
    """The columns that the first screen shows of a table: they are the last to be left out."""
    extract = result.first.table
    if extract is None or extract.table != table.name or not extract.columns:
        return []
    return table.places(extract.columns)


def _money_label(unit: Unit, result: Result) -> str:
    return f" ({spoken().sign(result.currency)})" if unit.form is Form.MONEY and result.currency else ""


def _rounding_shows(table: Table, i: int) -> bool:
    """Whether the shares of a column, as shown, do not add up to their total as shown."""
    column = table.columns[i]
    if not column.summed or column.unit.form is not Form.SHARE:
        return False
    percents = [exact(row[i]) * 100 for row in table.rows if row[i] is not None]
    return sum(rounded(one, 1) for one in percents) != rounded(sum(percents), 1)


def _working(figure: Figure, lines: working.Lines, result: Result, look: Look) -> RenderableType:
    """The formula in words, its steps, the formula with its numbers."""
    parts: list[RenderableType] = [Padding(plain(f"{words(lines.symbol)} = {lines.formula}"), (0, 0, 0, 2))]
    for name, *step in lines.steps:
        line = " = ".join(filter(None, (words(name.replace("_", " ")), *step)))
        parts.append(Padding(plain(line), (0, 0, 0, 4)))
    if lines.with_numbers:
        value = value_of(figure, result)
        shown = "" if lines.with_numbers == value else f" = {value}"
        parts.append(Padding(plain(f"{' ' * len(words(lines.symbol))} = {lines.with_numbers}{shown}"), (0, 0, 0, 2)))
    if look.explain and figure.metric:
        told = [
            say("counted: {convention}", convention=say(figure.metric.convention)),
            say("valid while {valid}", valid=say(figure.metric.valid)),
        ]
        told += [say("needs {condition}", condition=condition) for condition in lines.conditions]
        told += [say("source: {source}", source=source) for source in figure.metric.sources]
        parts += [Padding(said(line), (0, 0, 0, 2)) for line in told]
    return Group(*parts)


def _inputs(result: Result, look: Look) -> RenderableType:
    rows = [
        (
            words(entry.quantity.label),
            spoken().shown(entry.value, entry.quantity.unit),
            spoken().unit(entry.quantity.unit, result.period, result.currency),
            words(entry.whence),
            words(entry.quantity.meaning),
        )
        for entry in result.inputs
    ]
    if look.width < NARROW:
        return _as_list((f"{label}, {unit}, {origin}", value) for label, value, unit, origin, _ in rows)
    grid = new_grid()
    for name in ("input", "value", "unit", "where from") + (("meaning",) if look.explain else ()):
        grid.add_column(
            words(name), justify="right" if name == "value" else "left", no_wrap=name == "value", overflow="fold"
        )
    for row in rows:
        grid.add_row(*(plain(cell) for cell in row[: 5 if look.explain else 4]))
    return grid
