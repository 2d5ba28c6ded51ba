"""Which change moves a figure most, in words: of these steps, and by elasticity."""

import math
from collections.abc import Sequence
from typing import Any

from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Table
from custecon.core.wording import agreed
from custecon.render import numbers
from custecon.tables.levers import Lever
from custecon.tables.what_if import TOGETHER

_ALIKE = 1e-6  # the relative gap within which two effects are a tie; elasticities are reckoned by small steps


def sentence(base: Figure, table: Table | None, changes: Sequence[Lever]) -> str:
    """What the figure is and becomes, and which change moves it most."""
    symbol = base.metric.symbol if base.metric else base.label
    here = f"{symbol} is {numbers.shown(base.value, base.unit)}"
    rows = [row for row in table.rows if row[0] != TOGETHER and row[2]] if table else []
    if not rows:
        return f"{here}."
    last = table.rows[-1] if table and len(changes) > 1 else rows[0]
    if changes and last[1] is not None:
        said = "with all changes together" if len(changes) > 1 else f"with {last[0]}"
        share = f" ({'+' if last[2] > 0 else ''}{numbers.share(last[3], 1)})" if last[3] is not None else ""
        here += f"; {said} it is {numbers.shown(last[1], base.unit)}{share}"
    alone = [row for row in table.rows if row[0] != TOGETHER and row[2] is not None] if table else []
    return " ".join((f"{here}.", *_strongest(alone, "changes" if changes else "steps"), *_by_elasticity(alone, symbol)))


def _strongest(alone: Sequence[Any], what: str) -> list[str]:
    """Which of the steps moves the figure most: a comparison of these steps, which may be of unlike size."""
    most = max(abs(row[2]) for row in alone)
    steps = _steps([row[0] for row in alone])
    first = _steps([row[0] for row in alone if math.isclose(abs(row[2]), most, rel_tol=_ALIKE)])
    if len(steps) == 1 and first == steps:
        return []
    if first == steps:
        return [f"These {what} move it alike: {', '.join(steps)}."]
    verb = "moves it most" if len(first) == 1 else "move it most, alike"
    return [f"Of these {what} ({', '.join(steps)}) {' and '.join(first)} {verb}."]


def _steps(levers: Sequence[str]) -> list[str]:
    """The names of steps; two that differ only in their sign are one: margin ±10%."""

    def one(lever: str) -> str:
        name, _, step = lever.rpartition(" ")
        both = step[:1] in ("+", "-") and {f"{name} +{step[1:]}", f"{name} -{step[1:]}"} <= set(levers)
        return f"{name} ±{step[1:]}" if both else lever

    return list(dict.fromkeys(map(one, levers)))


def _by_elasticity(alone: Sequence[Any], symbol: str) -> list[str]:
    """Which quantity matters most if each grows by the same per cent, where at least two can be compared so."""
    found = {row[8]: row[4] for row in alone}
    slopes = {QUANTITIES[name].label: slope for name, slope in found.items() if slope is not None}
    if len(slopes) < 2 or not any(slopes.values()):
        return []
    most = max(map(abs, slopes.values()))
    first = {label: slope for label, slope in slopes.items() if math.isclose(abs(slope), most, rel_tol=_ALIKE)}
    verb, each = ("matters most", "it") if len(first) == 1 else ("matter most, alike", "each")
    moves = " and ".join(f"{'+' if slope > 0 else ''}{numbers.share(slope / 100)}" for slope in first.values())
    without = [QUANTITIES[name].label for name, slope in found.items() if slope is None]
    rest = f"; {' and '.join(without)} {agreed(len(without), 'has', 'have')} no elasticity here" if without else ""
    return [f"By elasticity {' and '.join(first)} {verb}: 1% more of {each} moves {symbol} by {moves}{rest}."]
