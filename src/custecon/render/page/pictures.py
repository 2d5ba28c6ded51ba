"""From a declared picture to its drawings: the numbers that it takes from its table, and what they say in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Column, Picture, Result
from custecon.core.units import PERIOD_NUMBER, Form
from custecon.render.page import svg, svg_bars, svg_curve, svg_dots, svg_heat, svg_waterfall
from custecon.render.page.svg import Drawing

MOST_BARS = 12
MOST_LINES = 18  # of a grid: the last ones, so that a page stays one sheet of paper
MOST_ROWS = 60  # of the table under a picture; all rows stand in the table itself
Draw = Callable[[float], Drawing]


class Drawn(NamedTuple):
    """A picture, ready to be placed: its heading, what it shows, how to draw it, and its numbers as a table."""

    title: str
    told: str
    draw: Draw
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    cut: str = ""  # how many of the rows are drawn, if not all are


class Series(NamedTuple):
    """A column of the picture: what it is called, its numbers, None where there is none, and their texts."""

    head: str
    column: Column
    numbers: Sequence[float | None]
    texts: Sequence[str]


class Taken(NamedTuple):
    """What a picture takes from its table: the column along its base, what is drawn, and the ends of a band."""

    picture: Picture
    base: Column
    at: Sequence[Any]
    labels: Sequence[str]
    series: Sequence[Series]
    band: Sequence[Series]
    over: Sequence[int | None] | None = None  # of a grid, how many cells of each row can change no more


def drawn(picture: Picture, result: Result) -> Drawn | None:
    """The picture, or None where its table has nothing to draw."""
    taken = _taken(picture, result)
    if not any(number is not None for series in taken.series for number in series.numbers):
        return None
    kept = _some(len(taken.at))
    every = [*taken.series, *taken.band]
    return Drawn(
        title=words(picture.title),
        told=_told(taken),
        draw=KINDS[picture.kind](taken),
        header=[words(taken.base.label), *(series.head for series in every)],
        rows=[[taken.labels[place], *(series.texts[place] for series in every)] for place in kept],
        note=words(say("{shown} of {all} rows", shown=len(kept), all=len(taken.at)))
        if len(kept) < len(taken.at)
        else "",
        cut=_cut(taken),
    )


def _cut(taken: Taken) -> str:
    """How many rows are drawn where there are too many of them; a curve has all its points."""
    rows = (
        sum(number is not None for number in taken.series[0].numbers) if taken.picture.kind == "dots" else len(taken.at)
    )
    if taken.picture.kind == "heat" and rows > MOST_LINES:
        return words(say("the last {shown} of {all}", shown=MOST_LINES, all=rows))
    if taken.picture.kind not in ("bars", "pairs", "dots") or rows <= MOST_BARS:
        return ""
    return words(say("the first {shown} of {all}", shown=MOST_BARS, all=rows))


def _taken(picture: Picture, result: Result) -> Taken:
    """The rows that have a name and, but for bars, at least one number."""
    table = result.table(picture.table)
    places = {column.name: (place, column) for place, column in enumerate(table.columns)}
    base, label = places[picture.labels]
    drawn_columns = [places[name] for name in picture.values]
    rows = [row for row in table.rows if row[base] is not None]
    if picture.kind != "bars":
        rows = [row for row in rows if any(row[place] is not None for place, _ in drawn_columns)]

    def series(place: int, column: Column) -> Series:
        values = [row[place] for row in rows]
        undefined = words("undefined") if picture.kind == "bars" else ""
        texts = [said or undefined for said in svg.shown(values, column, result.currency)]
        numbers = [None if one is None else svg.float_of(one) for one in values]
        return Series(words(column.label), column, numbers, texts)

    return Taken(
        picture,
        label,
        [row[base] for row in rows],
        svg.shown([row[base] for row in rows], label),
        [series(*one) for one in drawn_columns],
        [series(*places[name]) for name in picture.band or ()],
        [row[places[picture.finished][0]] for row in rows] if picture.finished else None,
    )


def _some(count: int) -> list[int]:
    """Which of so many rows stand under the picture: all, or some at even distances, the first and the last too."""
    if count <= MOST_ROWS:
        return list(range(count))
    return sorted({round(place * (count - 1) / (MOST_ROWS - 1)) for place in range(MOST_ROWS)})


def _told(taken: Taken) -> str:
    """What the picture shows, in words: every number of a few, else the first, the last and the ends between."""
    told = []
    for head, _, numbers, texts in taken.series:
        known = {place: number for place, number in enumerate(numbers) if number is not None}
        places = list(range(len(numbers)))
        if len(places) > MOST_BARS and known:
            places = sorted(
                {min(known), max(known), max(known, key=known.__getitem__), min(known, key=known.__getitem__)}
            )
        told.append(f"{head}: {'; '.join(f'{taken.labels[place]}: {texts[place]}' for place in places)}.")
    return " ".join(told)


# ---------------------------------------------------------------------------------------------- kinds


def _bars(taken: Taken) -> Draw:
    divider = (taken.picture.divider[0], words(taken.picture.divider[1])) if taken.picture.divider else None
    data = svg_bars.Bars(
        taken.labels[:MOST_BARS],
        [series.numbers[:MOST_BARS] for series in taken.series],
        [series.texts[:MOST_BARS] for series in taken.series],
        [series.head for series in taken.series] if len(taken.series) > 1 else (),
        divider,
    )
    return lambda width: svg_bars.bars(data, width)


def _waterfall(taken: Taken) -> Draw:
    series = taken.series[0]
    values = [number or 0.0 for number in series.numbers]
    data = svg_waterfall.Falls(taken.labels, values, series.texts, frozenset(taken.picture.totals))
    return lambda width: svg_waterfall.waterfall(data, width)


def _dots(taken: Taken) -> Draw:
    series, (low, high) = taken.series[0], taken.band
    some = [place for place, number in enumerate(series.numbers) if number is not None][:MOST_BARS]
    data = svg_dots.Dots(
        [taken.labels[place] for place in some],
        [series.numbers[place] or 0.0 for place in some],
        [series.texts[place] for place in some],
        [low.numbers[place] for place in some],
        [high.numbers[place] for place in some],
        series.column.unit,
    )
    return lambda width: svg_dots.dots(data, width)


def _heat(taken: Taken) -> Draw:
    rows = range(max(0, len(taken.labels) - MOST_LINES), len(taken.labels))
    heads = [series.head for series in taken.series]
    texts = [[series.texts[row] for series in taken.series] for row in rows]
    numbers = [[series.numbers[row] for series in taken.series] for row in rows]
    form = taken.series[0].column.unit.form
    short = [[_whole(number, form) for number in row] for row in numbers] if form in (Form.SHARE, Form.MONEY) else ()
    labels, over = [taken.labels[row] for row in rows], taken.over and [taken.over[row] for row in rows]
    data = svg_heat.Heat(labels, heads, numbers, texts, short, over)
    return lambda width: svg_heat.heat(data, width)


def _whole(number: float | None, form: Form) -> str:
    """A number without its fraction, where there is no room for it."""
    if number is None:
        return ""
    return svg.minus(spoken().share(number, 0) if form is Form.SHARE else spoken().grouped(number, 0))


def _curve(taken: Taken) -> Draw:
    kind = taken.picture.kind
    at, ticks = _base(taken.base, taken.at)
    lines = []
    for place, series in enumerate(taken.series):
        points = [(x, number) for x, number in zip(at, series.numbers, strict=True) if number is not None]
        last = max(here for here, number in enumerate(series.numbers) if number is not None)
        highest = max(range(len(series.numbers)), key=lambda here: series.numbers[here] or float("-inf"))
        lines.append(
            svg_curve.Line(
                series.head, points, series.texts[last], series.texts[highest], kind == "steps" and place == 1
            )
        )
    band = None
    if taken.band:
        low, high = taken.band
        ends = [
            one for one in zip(at, low.numbers, high.numbers, strict=True) if one[1] is not None and one[2] is not None
        ]
        band = [(x, low_end, high_end) for x, low_end, high_end in ends if low_end is not None and high_end is not None]
    data = svg_curve.Curve(
        lines=lines,
        ticks=ticks,
        unit=taken.series[0].column.unit,
        foot=words(taken.base.label) if taken.base.unit.form not in (Form.DATE, Form.TEXT) else "",
        band=band or (),
        falls=kind == "whale",
    )
    return lambda width: svg_curve.curve(data, width)


def _base(column: Column, values: Sequence[Any]) -> tuple[list[float], list[tuple[float, str]]]:
    """Where the points stand along the base, and its labels."""
    texts = svg.shown(values, column)
    if column.unit.form is Form.TEXT:
        return list(map(float, range(len(values)))), [(float(place), said) for place, said in enumerate(texts)]
    if isinstance(values[0], dt.date):
        at = [float(value.toordinal()) for value in values]
        some = sorted({round(place * (len(values) - 1) / 4) for place in range(5)})
        return at, [(at[place], texts[place]) for place in some]
    at = list(map(svg.float_of, values))
    if column.unit is PERIOD_NUMBER and len(values) <= MOST_BARS:
        return at, list(zip(at, texts, strict=True))
    levels = [level for level in svg.ticks(min(at), max(at), 5) if min(at) <= level <= max(at)]
    return at, list(zip(levels, svg.tick_labels(levels, column.unit), strict=True))


KINDS: Mapping[str, Callable[[Taken], Draw]] = {
    "bars": _bars,
    "pairs": _bars,
    "waterfall": _waterfall,
    "dots": _dots,
    "heat": _heat,
    "curve": _curve,
    "whale": _curve,
    "steps": _curve,
}
