"""Which model to believe: each forecasts a hold-out period it has not seen, against two naive rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import gammaln

from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.phrases import say
from custecon.core.progress import report
from custecon.models.buying_model import MODELS, model_named
from custecon.models.distinct_histories import kinds
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.naive import own_rates
from custecon.models.summary import DiscreteSummary, Floats, Index, PurchaseSummary

AVERAGE_RATE = say("average rate × time")
LAST_PERIOD = say("last period again")
RULE = (
    "the highest mean log score on the hold-out; a model with fewer parameters (or, with as many, one listed "
    "before) is preferred if it lies within one standard error of that"
)
OWN_SHARE = 0.95  # of a naive forecast; the rest is the base's mean, so that no count is impossible
LOWEST_CHANCE = 1e-12
TENTHS = 10
BLOCK = 4096  # clients at once: they stay in the processor's cache
FEWEST_REPEATERS = 10  # clients who bought again: with fewer no model is asked


@dataclass(frozen=True, eq=False)
class Trial:
    """A base split in two: what is known at the split, and what each client bought in the hold-out after it.

    `last_period`: purchases of each client in the period before the split that is as long as the hold-out
    (first purchases not counted); without it the rule "last period again" takes no part. `occasions`: the
    same clients on discrete occasions, for BG/BB, with the hold-out as whole occasions; counts must then be
    occasions taken.
    """

    known: PurchaseSummary
    bought: Floats
    holdout: Span
    last_period: Floats | None = None
    occasions: DiscreteSummary | None = None

    def __post_init__(self) -> None:
        for name, column in (("bought", self.bought), ("last_period", self.last_period)):
            if column is None:
                continue
            values = np.asarray(column, dtype=np.float64)
            if values.shape != (len(self.known),) or not np.isfinite(values).all() or (values < 0).any():
                raise Undefined(problem("E330", what=say("{name} is not one count per client", name=name)))
            object.__setattr__(self, name, values)
        if self.occasions is not None and len(self.occasions) != len(self.known):
            raise Undefined(problem("E330", what="occasions are not one row per client"))


@dataclass(frozen=True, eq=False)
class Score:
    """How well one model or rule did on the hold-out; all means are per client.

    `log_score`: mean natural log of the chance it gave to what happened, higher is better. `absolute_error`:
    mean absolute error. `bias`: forecast total ÷ actual total - 1 (None without purchases). `gini`: how well
    it ranks, 1 as well as hindsight, 0 not at all. `deciles`: (clients, mean forecast, mean actual) by
    forecast, lowest first.
    """

    name: str
    title: str
    parameters: int
    log_score: float
    absolute_error: float
    forecast_total: float
    actual_total: float
    bias: float | None
    gini: float | None
    deciles: tuple[tuple[float, float, float], ...]
    log_chances: Floats
    fit: Fit | None = None


@dataclass(frozen=True, eq=False)
class Verdict:
    """The referee's table, who won, by how much, and who could not take part and why."""

    scores: tuple[Score, ...]
    chosen: Score
    best: Score
    lead_over_naive: float
    lead_error: float
    notices: tuple[Notice, ...]
    rule: str = RULE


@dataclass(frozen=True, eq=False)
class Choice:
    """The model to answer with, fitted to all that is known; or, aloud, a naive rule."""

    name: str
    fit: Fit | None
    comparison: Verdict | None
    notices: tuple[Notice, ...]


def _rate_forecast(known: PurchaseSummary, time: float) -> Floats:
    rates = own_rates(known.repeat_purchases, known.age, known.counts)
    return np.zeros(len(known)) if rates is None else rates.expected(time)


def _poisson_log_chances(mean: Floats, weights: Floats, bought: Floats) -> Floats:
    middle = float(weights @ mean) / float(weights.sum())
    rate = np.maximum(OWN_SHARE * mean + (1.0 - OWN_SHARE) * middle, 1e-6)
    return np.asarray(bought * np.log(rate) - rate - gammaln(bought + 1.0))


def _order(values: Floats) -> Index:
    return np.argsort(values, kind="stable")


def _concentration(values: Floats, actual: Floats, weights: Floats, order: Index) -> float:
    """The covariance of purchases with the rank of a figure; equal values share the middle of their ranks."""
    ranked = values[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    together = np.add.reduceat(weights[order], starts)
    middle = (np.cumsum(together) - 0.5 * together) / together.sum()
    place = np.empty(len(order))
    place[order] = np.repeat(middle, np.diff(np.append(starts, len(order))))
    return float(weights @ (actual * (place - 0.5)))


def _deciles(mean: Floats, actual: Floats, weights: Floats, order: Index) -> tuple[tuple[float, float, float], ...]:
    share = (np.cumsum(weights[order]) - 0.5 * weights[order]) / weights.sum()
    group = np.minimum((share * TENTHS).astype(np.int64), TENTHS - 1)
    found = []
    ends = np.searchsorted(group, np.arange(TENTHS + 1))
    for start, end in pairwise(ends.tolist()):
        rows = order[start:end]
        if len(rows):
            mass = float(weights[rows].sum())
            means = float(weights[rows] @ mean[rows]) / mass, float(weights[rows] @ actual[rows]) / mass
            found.append((mass, *means))
    return tuple(found)


def _score(
    trial: Trial, name: str, title: str, *, size: int, mean: Floats, chances: Floats, fit: Fit | None, hindsight: float
) -> Score:
    weights, actual, order = trial.known.counts, trial.bought, _order(mean)
    clients = float(weights.sum())
    forecast_total, actual_total = float(weights @ mean), float(weights @ actual)
    return Score(
        name=name,
        title=title,
        parameters=size,
        log_score=float(weights @ chances) / clients,
        absolute_error=float(weights @ np.abs(mean - actual)) / clients,
        forecast_total=forecast_total,
        actual_total=actual_total,
        bias=forecast_total / actual_total - 1.0 if actual_total > 0 else None,
        gini=_concentration(mean, actual, weights, order) / hindsight if hindsight > 0 else None,
        deciles=_deciles(mean, actual, weights, order),
        log_chances=chances,
        fit=fit,
    )


def _lead(one: Score, other: Score, weights: Floats) -> tuple[float, float]:
    """By how much the mean log score of one is above the other's, and the standard error of that."""
    gap = one.log_chances - other.log_chances
    clients = float(weights.sum())
    lead = float(weights @ gap) / clients
    variance = float(weights @ (gap - lead) ** 2) / clients
    return lead, float(np.sqrt(variance / clients))


def _foretold(fit: Fit, data: Any, trial: Trial) -> tuple[Floats, Floats]:
    """What a fit expects each client to buy in the hold-out, and the chance it gives to what they did buy.

    Clients alike in history and in what they bought are asked about once.
    """
    model = model_named(fit.model)
    first, kind = kinds([*data.histories(), trial.bought])
    some = [first[at : at + BLOCK] for at in range(0, len(first), BLOCK)]
    mean = [model.expected_purchases(fit, data.rows(rows), trial.holdout) for rows in some]
    chances = [model.probability_of_counts(fit, data.rows(rows), trial.holdout, trial.bought[rows]) for rows in some]
    return np.concatenate(mean)[kind], np.concatenate(chances)[kind]


def _entries(trial: Trial, names: Sequence[str] | None, hindsight: float) -> tuple[list[Score], list[Notice]]:
    scores: list[Score] = []
    notices: list[Notice] = []
    for name in names if names is not None else MODELS:
        model = model_named(name)
        data: Any = trial.known if model.summary_kind == "purchases" else trial.occasions
        if data is None:
            continue
        try:
            report(say("fitting {model}", model=model.title))
            fit = model.fit(data, accept_edge=True)
            mean, chances = _foretold(fit, data, trial)
        except Undefined as refusal:
            notices.append(notice("N345", model=model.title, why=refusal.problems[0].what))
            continue
        notices.extend(fit.notices)
        logs = np.log(np.maximum(chances, LOWEST_CHANCE))
        size = len(fit.params)
        scores.append(
            _score(trial, name, model.title, size=size, mean=mean, chances=logs, fit=fit, hindsight=hindsight)
        )
    return scores, notices


def compare(trial: Trial, models: Sequence[str] | None = None) -> Verdict:
    """The referee's table on a hold-out period: every model that the data allow, and two naive rules.

    Naive forecasts are scored as Poisson counts around 95 % of the forecast and 5 % of the base's mean.

    Raises:
        Undefined: E341 for a base without clients or a hold-out without length.
    """
    time = trial.holdout.to(trial.known.unit)
    if len(trial.known) == 0 or time <= 0:
        raise Undefined(problem("E341", why="there are no clients or no hold-out"))
    weights = trial.known.counts
    hindsight = _concentration(trial.bought, trial.bought, weights, _order(trial.bought))
    scores, notices = _entries(trial, models, hindsight)
    naive = [(AVERAGE_RATE, _rate_forecast(trial.known, time))]
    if trial.last_period is not None:
        naive.append((LAST_PERIOD, trial.last_period))
    rules = [
        _score(
            trial,
            name,
            name,
            size=0,
            mean=mean,
            chances=_poisson_log_chances(mean, weights, trial.bought),
            fit=None,
            hindsight=hindsight,
        )
        for name, mean in naive
    ]
    everyone = [*scores, *rules]
    best = max(everyone, key=lambda score: score.log_score)
    chosen = best
    for score in sorted(scores, key=lambda score: score.parameters):
        gap, error = _lead(best, score, weights)
        if best.fit is not None and score.parameters <= best.parameters and gap <= error:
            chosen = score
            break
    lead, error = _lead(chosen, max(rules, key=lambda score: score.log_score), weights)
    return Verdict(tuple(everyone), chosen, best, lead, error, tuple(notices))


def choose(known: PurchaseSummary, trial: Trial | None = None, models: Sequence[str] | None = None) -> Choice:
    """The model to answer with, fitted to all that is known.

    With a trial: the referee's choice. Without one: the lowest BIC. If no model can be fitted, the answer is
    average rate × time, and a notice says so and why.
    """
    comparison = compare(trial, models) if trial is not None else None
    notices: list[Notice] = list(comparison.notices) if comparison is not None else []
    if comparison is not None and comparison.chosen.fit is not None:
        names: Sequence[str] = [comparison.chosen.name]
    else:
        given = models if models is not None else list(MODELS)
        names = [name for name in given if model_named(name).summary_kind == "purchases"]
    fits: list[Fit] = []
    why = ""
    repeaters = known.facts()["repeaters"]
    if repeaters < FEWEST_REPEATERS:
        why = say(
            "{repeaters} {repeaters:client has|clients have} bought again, fewer than {fewest_repeaters}",
            repeaters=int(repeaters),
            fewest_repeaters=FEWEST_REPEATERS,
        )
    elif comparison is None or comparison.chosen.fit is not None:
        for name in names:
            try:
                fits.append(model_named(name).fit(known, accept_edge=True))
            except Undefined as refusal:
                why = why or refusal.problems[0].what
                notices.append(notice("N345", model=model_named(name).title, why=refusal.problems[0].what))
    else:
        why = "a naive rule forecast the hold-out better"
    if not fits:
        rule = comparison.chosen.name if comparison is not None and comparison.chosen.fit is None else AVERAGE_RATE
        notices.append(notice("N343", why=why, rule=rule))
        return Choice(rule, None, comparison, tuple(notices))
    inside = [fit for fit in fits if not fit.convergence.at_edge]
    best = min(inside or fits, key=lambda fit: fit.bic)
    notices.extend(one for one in best.notices if one not in notices)
    return Choice(best.model, best, comparison, tuple(notices))
