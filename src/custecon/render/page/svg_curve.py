"""Lines over numbers, days or names: one or more, in steps, over a band, with what falls off behind the peak."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from custecon.core.units import Unit
from custecon.render.page import svg
from custecon.render.page.svg import Drawing

MANY = 40  # from so many points on, a line has no dots
MOST = 400  # points of a line: more than the pixels that it has
Points = list[tuple[float, float]]


class Line(NamedTuple):
    """A line: its name, its points, the texts of its last and its highest; `steps`: each holds until the next."""

    name: str
    points: Sequence[tuple[float, float]]
    last: str
    highest: str
    steps: bool = False


class Curve(NamedTuple):
    """What is drawn.

    Attributes:
        lines: the first is the main one. ticks: where the base is labelled, and how.
        unit: of the numbers. foot: what the base counts. band: where a point is, lowest and highest.
        falls: whether what comes after the highest point is what is lost.
    """

    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]]
    unit: Unit
    foot: str = ""
    band: Sequence[tuple[float, float, float]] = ()
    falls: bool = False


class _Room(NamedTuple):
    """Where the points of a curve stand in its drawing."""

    width: float
    size: float
    left: float
    right: float
    top: float
    bottom: float
    base: tuple[float, float]
    levels: Sequence[float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point in pixels."""
        (first, last), low, high = self.base, self.levels[0], self.levels[-1]
        across = self.left + (x - first) / ((last - first) or 1.0) * (self.width - self.left - self.right)
        return across, self.bottom - (y - low) / (high - low) * (self.bottom - self.top)


def curve(data: Curve, width: float) -> Drawing:
    """The lines in so much room, each named where it ends."""
    size, height = (svg.SMALL, 210.0) if width <= svg.NARROW else (svg.SIZE, 230.0)
    room = _room(data, width, size, height)
    marks = []
    for level, label in zip(room.levels, svg.tick_labels(room.levels, data.unit), strict=True):
        y = room.place(0, level)[1]
        marks.append(svg.line(room.left, y, width - room.right, y, "z" if level in (0, room.levels[0]) else "g"))
        marks.append(svg.text(room.left - 8, y + size * 0.36, label, size, anchor="end", name="m"))
    marks += _feet([(room.place(x, 0)[0], said) for x, said in data.ticks], height - 4, size, width)
    if data.foot:
        height += size + 6
        marks.append(svg.text(room.left, height - 4, svg.fitted(data.foot, size, width - room.left), size, name="m"))
    if data.band:
        lower, upper = ([room.place(x, end[side]) for x, *end in data.band] for side in (0, 1))
        marks.append(svg.path([*upper, *reversed(lower)], "s", closed=True))
    lines = [[room.place(*point) for point in line.points] for line in data.lines]
    for number, points in enumerate(lines):
        marks += _line(points, number, data, room.bottom)
    marks += _one_ending(data, lines[0], room) if len(lines) == 1 else _endings(data, lines, room)
    return Drawing(width, height, marks)


def _room(data: Curve, width: float, size: float, height: float) -> _Room:
    """The scales, and what their labels leave of the ground."""
    numbers = [y for line in data.lines for _, y in line.points] + [end for _, *ends in data.band for end in ends]
    base = [x for line in data.lines for x, _ in line.points]
    low, high = min(numbers), max(numbers)
    levels = svg.ticks(min(low, 0.0), max(high, 0.0))
    left = max(svg.wide(label, size) for label in svg.tick_labels(levels, data.unit)) + 8
    named = [said for line in data.lines for said in (line.name, line.last)] if len(data.lines) > 1 else []
    right = min(max(svg.wide(said, size) for said in named) * svg.BOLD + 12, width * 0.3) if named else 14.0
    return _Room(width, size, left, right, size + 8, height - size - 8, (min(base), max(base)), levels)


def _feet(ticks: Sequence[tuple[float, str]], y: float, size: float, width: float) -> list[str]:
    """The labels along the base: those that have room beside the one before, the last always."""
    marks: list[str] = []
    if not ticks:
        return marks
    taken = -1e9
    last_x, last = ticks[-1]
    last_from = min(last_x + svg.wide(last, size) / 2, width) - svg.wide(last, size)
    for place, (x, said) in enumerate(ticks, 1):
        wide = svg.wide(said, size)
        start = min(max(x - wide / 2, 0.0), width - wide)
        if start < taken + 10 or (place < len(ticks) and start + wide > last_from - 10):
            continue
        marks.append(svg.text(start + wide / 2, y, said, size, anchor="middle", name="m"))
        taken = start + wide
    return marks


def _walked(points: Points) -> Points:
    """The points connected in steps."""
    walked = points[:1]
    for (_, before), (x, y) in pairwise(points):
        walked += [(x, before), (x, y)]
    return walked


def _thinned(points: Points) -> Points:
    """At most so many of the points, the first, the last, the highest and the lowest among them."""
    if len(points) <= MOST:
        return points
    every = len(points) / MOST
    ys = [y for _, y in points]
    kept = {round(place * every) for place in range(MOST)} | {len(points) - 1, ys.index(min(ys)), ys.index(max(ys))}
    return [points[place] for place in sorted(kept)]


def _line(points: Points, number: int, data: Curve, floor: float) -> list[str]:
    """A line: the first whole, the second in dashes; under one that falls, the ground says how far."""
    few = len(points) < MANY
    points = _thinned(points)
    peak = _peak(points)
    if data.falls:
        marks = []
        for part, area, stroke, mark in ((points[: peak + 1], "s", "l", "b"), (points[peak:], "t", "la", "a")):
            if len(part) > 1:
                marks.append(svg.path([(part[0][0], floor), *part, (part[-1][0], floor)], area, closed=True))
                marks.append(svg.path(part, stroke))
            marks += [svg.dot(x, y, 3.2, mark) for x, y in part] if few and len(part) > 1 else []
        return marks
    steps = data.lines[number].steps
    name = ("l", "la", "l n")[number % 3] + (" n" if number % 3 == 1 and not steps else "")
    marks = [svg.path(_walked(points) if steps else points, name)]
    if (few and len(data.lines) == 1) or len(points) == 1:
        marks += [svg.dot(x, y, 3.2, "b") for x, y in points]
    return marks


def _peak(points: Points) -> int:
    return min(range(len(points)), key=lambda place: points[place][1])


def _one_ending(data: Curve, points: Points, room: _Room) -> list[str]:
    """The number at the end of the only line, and that of its peak where it falls from it."""
    x, y = points[-1]
    peak_x, peak_y = points[_peak(points)]
    fell = data.falls and x - peak_x > 40
    said = data.lines[0]
    marks = [_beside(peak_x, peak_y - 9, said.highest, room)] if fell else []
    return [*marks, _beside(x, y + room.size + 8 if fell else y - 9, said.last, room)]


def _endings(data: Curve, lines: Sequence[Points], room: _Room) -> list[str]:
    """The names of the lines and their last numbers, one below the other where they end."""
    size, x = room.size, room.width - room.right + 8
    order = sorted(range(len(lines)), key=lambda number: lines[number][-1][1])
    marks, free = [], room.top - size
    for number in order:
        y = max(lines[number][-1][1] - 2, free + size)
        kind = "wa" if number % 3 == 1 else "w"
        marks.append(svg.text(x, y, svg.fitted(data.lines[number].name, size, room.right - 8), size, name=kind))
        marks.append(svg.text(x, y + size + 2, data.lines[number].last, size, name=kind))
        free = y + size + 6
    return marks


def _beside(x: float, y: float, said: str, room: _Room) -> str:
    half = svg.wide(said, room.size) / 2
    y = min(y, room.bottom - 4)
    return svg.text(min(max(x, half), room.width - half), y, said, room.size, anchor="middle", name="w")
