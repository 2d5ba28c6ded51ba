"""Which model to believe: a log split in two, every model and two naive rules judged on the second part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from custecon.core import units
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Undefined, UsageError, notice, problem
from custecon.core.phrases import Number, Phrase, Signed, counted, say
from custecon.core.results import Column, Figure, Table
from custecon.models.durations import Span
from custecon.models.model_selection import FEWEST_REPEATERS, Score, Trial, Verdict, compare
from custecon.tables.live_prediction import found_once
from custecon.tables.purchase_histories import History, Purchases


@dataclass(frozen=True, eq=False)
class Split:
    """A log split at a day: the clients who had come by then, and what the referee needs of what came after.

    `bought` has all purchases of these clients, until the end of the log.
    """

    day: dt.date
    days: int
    bought: Purchases
    trial: Trial

    def __str__(self) -> str:
        return say("{n} {n:day|days} after {day}", n=self.days, day=self.day)


def third_of(history: History) -> int:
    """The length of a hold-out where none was given, in days: the last third of the log."""
    return max(1, (history.reduced.as_of - history.bought.start).days // 3)


def holdout_days(history: History, holdout: CalendarSpan | None) -> int:
    """The length of the hold-out in days: as told, else the last third of the log.

    Raises:
        UsageError: E162 no client had come before it.
    """
    if holdout is None:
        return third_of(history)
    as_of = history.reduced.as_of
    days = holdout.days_before(as_of)
    split = as_of - dt.timedelta(days=days)
    if split < history.bought.start:
        raise UsageError(problem("E162", holdout=holdout.said, split=split))
    return days


def split_of(history: History, days: int) -> Split:
    """What was known at the split, and what each client bought in so many days after it.

    Clients who came after the split take no part: no model can know of them.

    Raises:
        Undefined: E341 nobody had bought by then.
    """
    as_of = history.reduced.as_of
    day = as_of - dt.timedelta(days=days)
    if day < history.bought.start:
        raise Undefined(
            problem(
                "E341", why=say("{days} {days:day|days} before {as_of} nobody had bought yet", days=days, as_of=as_of)
            )
        )
    bought = history.bought.of(history.bought.first <= day.toordinal())
    known = bought.until(day)
    trial = Trial(
        known=known.summary(day),
        bought=bought.between(day, as_of),
        holdout=Span(days, "day"),
        last_period=known.between(day - dt.timedelta(days=days), day),
    )
    return Split(day, days, bought, trial)


def compared(split: Split) -> Verdict:
    """The referee's judgement; where too few had bought again by the split, of the naive rules alone, and told."""
    repeaters = split.trial.known.facts()["repeaters"]
    if repeaters >= FEWEST_REPEATERS:
        return compare(split.trial)
    found = compare(split.trial, ())
    who = counted(int(repeaters), "client")
    why = say(
        "by {day} {who} had bought again, fewer than {fewest_repeaters}",
        day=split.day,
        who=who,
        fewest_repeaters=FEWEST_REPEATERS,
    )
    return replace(found, notices=(*found.notices, notice("N343", why=why, rule=found.chosen.name)))


def referee_table(found: Verdict, split: Split) -> Table:
    """Every model and naive rule, the best first, judged on the hold-out."""
    columns = found_once(
        Column("model", "model", units.TEXT, "the model or the naive rule"),
        Column("chosen", "chosen", units.TEXT, "the one that answers"),
        Column(
            "log_score", "log score", units.RATIO, "mean log of the chance it gave to what happened; higher is better"
        ),
        Column("absolute_error", "error per client", units.RATIO, "mean absolute error, in purchases of a client"),
        Column("bias", "bias of total", units.SHARE, "forecast ÷ actual purchases of all clients, less 1"),
        Column("gini", "Gini", units.RATIO, "how well it ranks clients: 1 as well as hindsight, 0 not at all"),
        Column("forecast", "forecast", units.RATIO, "purchases forecast for all clients"),
        Column("actual", "actual", units.RATIO, "purchases that were made"),
        Column("parameters", "parameters", units.CASES, "how many figures it was fitted with"),
    )
    rows = [
        (
            say(score.title),
            say("yes") if score is found.chosen else "",
            score.log_score,
            score.absolute_error,
            score.bias,
            score.gini,
            score.forecast_total,
            score.actual_total,
            score.parameters,
        )
        for score in sorted(found.scores, key=lambda score: -score.log_score)
    ]
    note = say(
        "chosen by: {rule}. {title} is {ahead}",
        rule=say(found.rule),
        title=say(found.chosen.title),
        ahead=_ahead(found),
    )
    title = say(
        "Who forecast best what {bought} {bought:client|clients} bought in the {split}",
        bought=len(split.bought),
        split=split,
    )
    return Table("referee", title, columns, rows, note=note)


def _ahead(found: Verdict) -> Phrase:
    """By how much, in words and figures."""
    if found.chosen.fit is None:
        return say("itself a naive rule: no model forecast better")
    ahead = say(
        "{lead} in mean log score ahead of the better naive rule (standard error {error})",
        lead=Signed(Number(found.lead_over_naive, 4)),
        error=Number(found.lead_error, 4),
    )
    if found.chosen is found.best:
        return say("{ahead}, and the best", ahead=ahead)
    behind = Signed(Number(found.chosen.log_score - found.best.log_score, 4))
    return say("{ahead}, {behind} from the best, {best}", ahead=ahead, behind=behind, best=say(found.best.title))


def figures(found: Verdict, split: Split) -> tuple[Figure, ...]:
    """How good the chosen one is."""
    chosen = found.chosen
    told = say(
        "mean log score of {title} less that of the better naive rule; standard error {lead_error}",
        title=say(chosen.title),
        lead_error=Number(found.lead_error, 4),
    )
    nobody = problem("E341", why="nobody bought in the hold-out") if chosen.bias is None else None
    return (
        Figure("lead_over_naive", "lead over the naive rules", found.lead_over_naive, units.RATIO, told, "main"),
        Figure(
            "bias",
            "bias of the total",
            chosen.bias,
            units.SHARE,
            "forecast ÷ actual purchases, less 1",
            undefined=nobody,
        ),
        Figure(
            "forecast", "purchases forecast", chosen.forecast_total, units.RATIO, say("in the {split}", split=split)
        ),
        Figure(
            "actual",
            "purchases made",
            chosen.actual_total,
            units.RATIO,
            say("in the {split}, by the same clients", split=split),
        ),
    )


def decile_table(scores: tuple[Score, ...]) -> Table:
    """Clients by tenths of the forecast, the lowest first: what was forecast and what they did."""
    columns = found_once(
        Column("model", "model", units.TEXT, "the model or the naive rule"),
        Column("tenth", "tenth", units.PERIOD_NUMBER, "1 holds the clients with the lowest forecast"),
        Column("clients", "clients", units.CLIENTS, "clients in it"),
        Column("forecast", "forecast", units.RATIO, "mean purchases forecast for one of them"),
        Column("actual", "actual", units.RATIO, "mean purchases made by one of them"),
    )
    rows = [
        (score.title, number, round(clients), forecast, actual)
        for score in scores
        for number, (clients, forecast, actual) in enumerate(score.deciles, start=1)
    ]
    return Table("calibration", "Forecast and actual purchases of a client, by tenths of the forecast", columns, rows)
