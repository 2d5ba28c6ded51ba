"""What each client will do and bring until a horizon: fitted models turned into figures with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np

from custecon.core.errors import Undefined
from custecon.core.phrases import say
from custecon.models import distinct_histories, gamma_gamma
from custecon.models.buying_model import model_named
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.forecast_simulation import Predictive, predictive_interval
from custecon.models.intervals import Intervals, delta_intervals
from custecon.models.model_error import ModelError
from custecon.models.summary import DiscreteSummary, Floats, Index, PurchaseSummary, dot
from custecon.tables.horizons import Horizon
from custecon.tables.p_alive import ActivityIntervals, ends_of_all, intervals_of, method_of
from custecon.tables.purchase_histories import History
from custecon.tables.seasons import Season
from custecon.tables.total_intervals import SEED, Errors, Parts, part_of, widened

DRAWS = 500
BLOCK = 8192  # rows at once: they stay in the processor's cache
STEP_CELLS = 300_000  # so many purchases of single clients in single steps are kept, for a workbook


@dataclass(frozen=True, eq=False)
class Estimate:
    """A figure for every client, or one, with the ends of its interval; None where there is none."""

    value: Floats
    low: Floats | None = None
    high: Floats | None = None


@dataclass(frozen=True, eq=False)
class Fitted:
    """Which clients (rising rows) are predicted from which fits; `spend` is None where everybody's average stands."""

    name: str
    rows: Index
    buying: Fit
    spend: Fit | None
    how: str = "own fit"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the prediction is for: until when, at which discount a year, with which margin, how sure, how many futures.

    `margin` 1 means revenue. `season`: the clock on which histories are counted, if not the calendar's.
    """

    horizon: Horizon
    discount: float
    margin: float
    level: float
    draws: int = DRAWS
    season: Season | None = None


@dataclass(frozen=True, eq=False)
class Prediction:
    """Client by client what is expected until the horizon, and the same for all together.

    `purchases` holds the interval of what the client themselves may do, `active` that of the chance. `discounted`: the
    purchases, each discounted. `steps`: for all clients together the purchases and the undiscounted value in each step;
    `by_step`: the purchases of each client, one row a step, None where they are more than `STEP_CELLS`.
    `group_values`: the value of each group that was fitted. `spend_ends`: of the interval of `spend`, where fitted.
    `parts`: of what the intervals of all purchases and of their value are made; `errors`: the model's error in them.
    """

    asked: Terms
    active: Estimate | None
    purchases: Estimate
    discounted: Floats
    spend: Floats
    value: Estimate
    total_purchases: Estimate
    total_value: Estimate
    steps: tuple[tuple[float, float], ...]
    method: str
    by_step: Floats | None = None
    total_active: Estimate | None = None
    active_method: str = ""
    spend_ends: tuple[Floats, ...] = ()
    group_values: tuple[Estimate, ...] = ()
    parts: tuple[Parts, ...] = ()
    errors: Errors | None = None

    @cached_property
    def order(self) -> Index:
        """The clients, the most valuable first; those of one value stay in the order of their names."""
        return np.argsort(-self.value.value, kind="stable")


def fit_spend(history: History, rows: Index | None = None) -> tuple[Fit | None, str]:
    """How clients differ in spend per purchase; or nothing, and why, where the data do not tell."""
    spend = history.spend if rows is None else history.spend.rows(rows)
    try:
        found = gamma_gamma.fit(spend)
    except Undefined as refusal:
        told = refusal.problems[0]
        return None, replace(told, values={**told.values, "model": "Gamma-Gamma"}).what
    if found.params["q"] <= 1.0:
        return None, "amounts differ so much that the Gamma-Gamma model has no finite mean"
    return found, ""


def predicted(
    history: History,
    data: PurchaseSummary | DiscreteSummary,
    groups: Sequence[Fitted],
    asked: Terms,
    errors: Errors | None = None,
) -> Prediction:
    """What the fitted models expect of every client, group by group, each client in exactly one.

    `errors`: how far the model itself may be off, which widens the intervals of totals; without it they are those of
    somebody who holds the model for true. Money is spend × margin × what refunds leave; each step's purchases are
    discounted from its end.
    """
    worth = asked.margin * history.kept
    order = np.concatenate([group.rows for group in groups])
    wander = errors.client if errors else 0.0
    parts = [
        _part(history, data, group, asked, worth=worth, wander=wander, seed=SEED + number)
        for number, group in enumerate(groups)
    ]

    def joined(columns: Sequence[Floats]) -> Floats:
        """One column of all clients from those of the groups; of one group, whose rows are all of them, rising."""
        if len(columns) == 1:
            return columns[0]
        found = np.empty(len(order))
        found[order] = np.concatenate(columns)
        return found

    def together(column: Callable[[_Part], Floats]) -> Floats:
        return joined([column(part) for part in parts])

    def ends(found: Sequence[Intervals | None]) -> tuple[Floats, Floats] | tuple[()]:
        """The ends of the intervals of all clients, where every group has some."""
        known = [one for one in found if one is not None]
        if len(known) < len(parts):
            return ()
        return joined([one.low for one in known]), joined([one.high for one in known])

    drawn = [part.drawn for part in parts if part.drawn is not None]

    def total(
        values: Floats,
        futures: Callable[[Predictive], Floats | None],
        some: Sequence[_Part] = parts,
        error: ModelError | None = None,
    ) -> Estimate:
        sums = _sums(futures, some)
        return Estimate(np.array([values.sum()]), *(() if sums is None else widened(sums, error, asked.level)))

    by_step = None
    if keeps_steps(len(order), asked.horizon):
        by_step = np.empty((len(asked.horizon.steps), len(order)))
        by_step[:, order] = np.concatenate([part.by_step for part in parts], axis=1)
    plain, value = together(lambda part: part.plain), together(lambda part: part.value)
    all_purchases = total(plain, lambda drawn: drawn.purchases_drawn, error=errors.purchases if errors else None)
    if all_purchases.low is not None and all_purchases.high is not None:  # whole ones
        all_purchases = replace(all_purchases, low=np.floor(all_purchases.low), high=np.ceil(all_purchases.high))
    of_groups = [part.active_intervals for part in parts if part.active_intervals is not None]
    number = sum(float(part.active.sum()) for part in parts)
    active_ends = ends_of_all(number, len(order), of_groups, asked.level) if of_groups else ()
    return Prediction(
        asked=asked,
        active=Estimate(together(lambda part: part.active), *ends([one.of_each for one in of_groups])),
        purchases=Estimate(plain, *ends([one.purchases for one in drawn])),
        discounted=together(lambda part: part.discounted),
        spend=together(lambda part: part.spend) * history.kept,
        value=Estimate(value, *ends([one.worth for one in drawn])),
        total_purchases=all_purchases,
        total_value=total(value, lambda drawn: drawn.worth_drawn, error=errors.money if errors else None),
        steps=tuple(map(tuple, np.sum([part.steps for part in parts], axis=0).tolist())),
        method=_method([one.draws for one in drawn]),
        by_step=by_step,
        total_active=Estimate(np.array([number]), *(np.array([end]) for end in active_ends)),
        active_method=method_of(of_groups) if of_groups else "",
        spend_ends=tuple(end * history.kept for end in ends([part.spend_ends for part in parts])),
        group_values=tuple(
            total(part.value, lambda drawn: drawn.worth_drawn, [part], error)
            for part, error in zip(
                parts, errors.groups if errors and errors.groups else [None] * len(parts), strict=True
            )
        ),
        parts=_parts_of(parts, errors, asked.level) if drawn and errors else (),
        errors=errors,
    )


def _sums(futures: Callable[[Predictive], Floats | None], parts: Sequence[_Part]) -> Floats | None:
    """The futures of some groups added up; None where none are simulated."""
    drawn = [futures(part.drawn) for part in parts if part.drawn is not None]
    together = [one for one in drawn if one is not None]
    return np.asarray(np.sum(together, axis=0)) if together else None


def _parts_of(parts: Sequence[_Part], errors: Errors, level: float) -> tuple[Parts, ...]:
    """Of what the intervals of all purchases and of their value are made."""
    found = []
    for error, line, alone in (
        (errors.purchases, "purchases_drawn", "purchases_by_chance"),
        (errors.money, "worth_drawn", "worth_by_chance"),
    ):
        both, chance = _sums(attrgetter(line), parts), _sums(attrgetter(alone), parts)
        if both is not None and chance is not None and both.mean() > 0:
            found.append(part_of(chance, both, error, level))
    return tuple(found)


def _method(draws: Sequence[int]) -> str:
    """How the intervals were found, from the number of futures behind those of each group."""
    if not draws:
        return ""
    more = " or more" if max(draws) > min(draws) else ""
    return say("{min}{more} simulated futures: doubt about the parameters and own chance", min=min(draws), more=more)


def keeps_steps(clients: int, horizon: Horizon) -> bool:
    """Whether the purchases of every client in every step are few enough to be kept."""
    return clients * len(horizon.steps) <= STEP_CELLS


@dataclass(frozen=True, eq=False)
class _Part:
    """The prediction of one group, in the order of its rows."""

    active: Floats
    active_intervals: ActivityIntervals | None
    plain: Floats
    discounted: Floats
    spend: Floats
    spend_ends: Intervals | None
    value: Floats
    steps: Floats
    by_step: Floats
    drawn: Predictive | None


def _part(
    history: History,
    data: PurchaseSummary | DiscreteSummary,
    group: Fitted,
    asked: Terms,
    *,
    worth: float,
    wander: float,
    seed: int,
) -> _Part:
    """Clients with the same history are reckoned once."""
    mine, model = data.part(group.rows), model_named(group.buying.model)
    first, inverse = distinct_histories.kinds(mine.columns)
    count = np.bincount(inverse, minlength=len(first)).astype(np.float64)
    kinds = replace(mine.rows(first), weights=count)
    blocks = _blocks(kinds)
    chance = np.concatenate([model.probability_active(group.buying.params, some) for some in blocks])
    spend, spend_ends = _spend(history, group, asked)
    paid = np.bincount(inverse, weights=spend * worth, minlength=len(kinds))
    keep = keeps_steps(len(history), asked.horizon)
    foreseen = _foreseen(group.buying, kinds, asked, np.array([count, paid]), keep=keep)
    plain, discounted = foreseen.plain, foreseen.discounted
    drawn = None
    if asked.draws:
        share = np.divide(discounted, plain, out=np.ones(len(kinds)), where=plain > 0)
        drawn = _drawn(history, group, mine, asked, factor=share[inverse] * worth, wander=wander, seed=seed)
    return _Part(
        active=chance[inverse],
        active_intervals=intervals_of(group.buying, mine, blocks, inverse, asked.level) if asked.draws else None,
        plain=plain[inverse],
        discounted=discounted[inverse],
        spend=spend,
        spend_ends=spend_ends,
        value=discounted[inverse] * spend * worth,
        steps=foreseen.steps,
        by_step=foreseen.by_step[:, inverse] if len(foreseen.by_step) else np.zeros((0, len(inverse))),
        drawn=drawn,
    )


def _blocks(rows: Any) -> list[Any]:
    """The rows in pieces that stay in the processor's cache."""
    return [rows.rows(slice(start, start + BLOCK)) for start in range(0, len(rows), BLOCK)]


@dataclass(frozen=True, eq=False)
class _Foreseen:
    """The purchases expected of each kind of history, plain and discounted.

    `steps`: one row a step, the purchases added up with each of the weights; `by_step`: the purchases themselves, one
    row a step, no rows where they are not kept.
    """

    plain: Floats
    discounted: Floats
    steps: Floats
    by_step: Floats


def _foreseen(fit: Fit, kinds: Any, asked: Terms, weights: Floats, *, keep: bool) -> _Foreseen:
    """The purchases expected in each step; each step's are discounted from its end.

    An expectation that falls by rounding counts as standing still.
    """
    plain, discounted = np.zeros(len(kinds)), np.zeros(len(kinds))
    sums, kept = [], []
    until = model_named(fit.model).expected_purchases_at(fit, kinds, _spans(fit, asked))
    for step, now in zip(asked.horizon.steps, until, strict=True):
        bought = np.maximum(now - plain, 0.0)
        plain = np.maximum(now, plain)
        discounted += (1.0 + asked.discount) ** -step.years * bought
        sums.append([dot(each, bought) for each in weights])
        if keep:
            kept.append(bought)
    return _Foreseen(plain, discounted, np.array(sums), np.array(kept))


def _spans(fit: Fit, asked: Terms) -> list[Span]:
    """The ends of the steps as the model counts time: exact days, those of a season's clock, or occasions."""
    horizon = asked.horizon
    if fit.unit == "occasion":
        return [Span(number, "occasion") for number in range(1, len(horizon.steps) + 1)]
    if asked.season is not None:
        return [Span(asked.season.days_between(horizon.start, step.end), "day") for step in horizon.steps]
    return [Span(step.days, "day") for step in horizon.steps]


def _spend(history: History, group: Fitted, asked: Terms) -> tuple[Floats, Intervals | None]:
    """What a purchase of each client is expected to bring, and how sure that is (not for everybody's average)."""
    if group.spend is None:
        return np.full(len(group.rows), history.mean_spend), None
    fit, mine = group.spend, history.spend.part(group.rows)
    if not asked.draws:
        return gamma_gamma.expected_spend(fit, mine), None
    try:
        found = delta_intervals(fit, gamma_gamma.expected_spend, _blocks(mine), level=asked.level)
    except Undefined:  # next to q = 1 the mean is infinite on one side
        return gamma_gamma.expected_spend(fit, mine), None
    return found.estimate, found


def _drawn(
    history: History, group: Fitted, mine: Any, asked: Terms, *, factor: Floats, wander: float, seed: int
) -> Predictive:
    """Simulated futures of a group; where no spend could be fitted every purchase brings everybody's average."""
    span = _spans(group.buying, asked)[-1]
    told: dict[str, Any] = {"seed": seed, "level": asked.level, "draws": asked.draws}
    if group.buying.unit != "occasion":  # which are whole and do not stretch
        told["wander"] = wander
    if group.spend is not None:
        spend = (group.spend, history.spend.part(group.rows))
        return predictive_interval(group.buying, mine, span, spend=spend, per_purchase=factor, **told)
    found = predictive_interval(group.buying, mine, span, **told)
    money, paid = factor * history.mean_spend, found.purchases
    mean = float(np.average(money, weights=paid.estimate + 1e-300))  # of one purchase of the group
    worth = Intervals(paid.low * money, paid.estimate * money, paid.high * money, paid.level, paid.covers, paid.method)
    drawn, by_chance = found.purchases_drawn * mean, found.purchases_by_chance * mean
    return replace(found, worth=worth, worth_drawn=drawn, worth_by_chance=by_chance)
