"""How sure it is who is still a client: of each, and of how many all together are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import ndtri

from custecon.core.phrases import say
from custecon.models.buying_model import model_named
from custecon.models.fit_record import Fit
from custecon.models.intervals import Intervals, delta_intervals
from custecon.models.profile_likelihood import Ends, profile_ends
from custecon.models.summary import Index, dot

TINY = 1e-12  # clients, so that all or none can be active
MOST_LOGIT = 700.0


@dataclass(frozen=True, eq=False)
class ActivityIntervals:
    """How sure it is who of a group is active.

    `of_each`: the intervals of their chances; `of_all`: between which numbers of active clients the parameters leave
    us; `own_variance`: the variance of that number which is the clients' own.
    """

    of_each: Intervals
    of_all: Ends
    own_variance: float


def intervals_of(fit: Fit, mine: Any, blocks: Sequence[Any], inverse: Index, level: float) -> ActivityIntervals:
    """How sure it is who is active; `inverse`: which row of the blocks each client is like."""
    model = model_named(fit.model)
    found = delta_intervals(fit, model.probability_active, blocks, level=level, scale="logit")
    count = np.concatenate([some.counts for some in blocks])
    return ActivityIntervals(
        of_each=replace(
            found,  # at chances next to 0 or 1 the logit's digits run out
            estimate=found.estimate[inverse],
            low=np.minimum(found.low, found.estimate)[inverse],
            high=np.maximum(found.high, found.estimate)[inverse],
        ),
        of_all=profile_ends(
            fit,
            model.likelihood(mine, fit),
            lambda params: sum(dot(some.counts, model.probability_active(params, some)) for some in blocks),
            level=level,
        ),
        own_variance=dot(count, found.estimate * (1.0 - found.estimate)),
    )


def ends_of_all(number: float, clients: int, groups: Sequence[ActivityIntervals], level: float) -> tuple[float, float]:
    """Between which numbers so many active clients lie, each side apart, on the logit scale; `groups`: by group."""

    def logit(count: float) -> float:
        count = min(max(count, 0.0), clients)
        return math.log((count + TINY) / (clients - count + TINY))

    spread = clients / ((number + TINY) * (clients - number + TINY))  # of the logit, for one client more or less
    own = ndtri(0.5 * (1.0 + level)) * math.sqrt(sum(one.own_variance for one in groups)) * spread
    ends = []
    for side, reaches in (
        (-1.0, [one.of_all.estimate - one.of_all.low for one in groups]),
        (1.0, [one.of_all.high - one.of_all.estimate for one in groups]),
    ):
        doubt = logit(number + side * math.hypot(*reaches)) - logit(number)
        place = logit(number) + side * math.hypot(doubt, own)
        ends.append(clients / (1.0 + math.exp(min(-place, MOST_LOGIT))))
    return min(ends[0], number), max(ends[1], number)


def method_of(groups: Sequence[ActivityIntervals]) -> str:
    """How those ends were found."""
    road = "profile likelihood" if all(one.of_all.profiled for one in groups) else "delta method"
    return say("doubt about the parameters ({road}) and own chance, logit scale", road=say(road))
