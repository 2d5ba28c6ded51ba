"""Which change moves a figure most, in words: of these steps, and by elasticity."""

import math
from collections.abc import Sequence
from typing import Any

from custecon.core.phrases import Amount, Phrase, Share, Signed, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Table
from custecon.tables.quantity_changes import Lever
from custecon.tables.what_if import TOGETHER

_ALIKE = 1e-6  # the relative gap within which two effects are a tie; elasticities are reckoned by small steps


def sentence(base: Figure, table: Table | None, changes: Sequence[Lever], currency: str | None) -> Phrase:
    """What the figure is and becomes, and which change moves it most."""
    symbol = say(base.metric.symbol if base.metric else base.label)
    here = say("{symbol} is {value}", symbol=symbol, value=Amount(base.value, base.unit, currency))
    rows = [row for row in table.rows if row[0] != TOGETHER and row[2]] if table else []
    if not rows:
        return say("{here}.", here=here)
    last = table.rows[-1] if table and len(changes) > 1 else rows[0]
    if changes and last[1] is not None:
        what = say("all changes together") if len(changes) > 1 else last[0]
        becomes = Amount(last[1], base.unit, currency)
        here = say("{here}; with {what} it is {value}", here=here, what=what, value=becomes)
        if last[3] is not None:
            here = say("{here} ({change})", here=here, change=Signed(Share(last[3], 1)))
    alone = [row for row in table.rows if row[0] != TOGETHER and row[2] is not None] if table else []
    told = say("{here}.", here=here)
    like_with_like = _by_elasticity(alone, symbol)
    # steps that nobody asked for are of unlike size: what is compared by them is the steps, not what to work on
    of_steps = _strongest(alone, "changes" if changes else "steps") if changes or not like_with_like else None
    for more in (of_steps, like_with_like):
        told = say("{told} {more}", told=told, more=more) if more else told
    return told


def _strongest(alone: Sequence[Any], what: str) -> Phrase | None:
    """Which of the steps moves the figure most: a comparison of these steps, which may be of unlike size."""
    most = max(abs(row[2]) for row in alone)
    steps = _steps([row[0] for row in alone])
    first = _steps([row[0] for row in alone if math.isclose(abs(row[2]), most, rel_tol=_ALIKE)])
    if len(steps) == 1 and first == steps:
        return None
    if first == steps:
        return say("These {what} move it alike: {steps}.", what=say(what), steps=steps)
    most_of = "Of these {what} ({steps}) {first:and} {first:moves it most|move it most, alike}."
    return say(most_of, what=say(what), steps=steps, first=first)


def _steps(levers: Sequence[Phrase]) -> list[Phrase]:
    """The names of steps; two that differ only in their sign are one: margin ±10%."""

    def one(lever: Phrase) -> Phrase:
        label, step = lever.values["label"], lever.values["change"]
        both = step[:1] in ("+", "-") and {f"{label} +{step[1:]}", f"{label} -{step[1:]}"} <= set(levers)
        return say("{label} ±{change}", label=label, change=step[1:]) if both else lever

    return list(dict.fromkeys(map(one, levers)))


def _by_elasticity(alone: Sequence[Any], symbol: Phrase) -> Phrase | None:
    """Which quantity matters most if each grows by the same per cent, where at least two can be compared so."""
    found = {row[8]: row[4] for row in alone}
    slopes = {QUANTITIES[name].label: slope for name, slope in found.items() if slope is not None}
    if len(slopes) < 2 or not any(slopes.values()):
        return None
    most = max(map(abs, slopes.values()))
    first = {label: slope for label, slope in slopes.items() if math.isclose(abs(slope), most, rel_tol=_ALIKE)}
    told = say(
        "By elasticity {first:and} {first:matters most|matter most, alike}: 1% more of {first:it|each} moves "
        "{symbol} by {moves:and}",
        first=[*map(say, first)],
        symbol=symbol,
        moves=[Signed(Share(slope / 100)) for slope in first.values()],
    )
    without = [say(QUANTITIES[name].label) for name, slope in found.items() if slope is None]
    if not without:
        return say("{told}.", told=told)
    return say("{told}; {without:and} {without:has|have} no elasticity here.", told=told, without=without)
