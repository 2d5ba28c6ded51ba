"""Contracts that renew: when each began and ended, and how long clients stay."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.errors import InputRefused, Undefined, problem
from custecon.core.phrases import Number, say
from custecon.core.results import Column, Interval, Picture, Table, picture_of
from custecon.core.schemas import CheckedTable
from custecon.core.units import Period
from custecon.models import intervals
from custecon.models.contract_intervals import payments_interval, survivors_interval
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate
from custecon.models.fit_record import Fit
from custecon.models.summary import SurvivalSummary
from custecon.tables.contract_terms import price_of
from custecon.tables.horizons import MONTHS_OF, months_later
from custecon.tables.live_prediction import retention, surviving
from custecon.tables.total_intervals import SEED

DOUBTS = "doubt about the parameters and own chance"


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract: who, since when, whether it runs, how many periods it has lasted, what a renewal pays.

    `lasted`: of one that runs the periods completed, so the renewals made; of one that ended the period at whose end
    it was not renewed. `next_renewal` is None for one that ended. `end` may be still to come: a term, or notice given.
    """

    client: str
    start: dt.date
    end: dt.date | None
    lasted: int
    next_renewal: dt.date | None
    amount: Decimal | None


def _completed(start: dt.date, day: dt.date, months: int) -> int:
    """How many whole periods lie between two days."""
    count = ((day.year - start.year) * 12 + day.month - start.month) // months + 1
    while months_later(start, count * months) > day:
        count -= 1
    return count


def contracts_of(table: CheckedTable, *, as_of: dt.date, renewal: Period) -> list[Contract]:
    """The contracts of a file as they stood on a day.

    Who ended within a period counts as leaving at its end; who ended on a day of renewal, as not renewing on that day.
    An end after the day is still to come: the contract runs. Contracts that begin later are left out.
    """
    months, found = MONTHS_OF[renewal], []
    price, clients, ends = price_of(table), table.cells("client"), table.cells("end")
    for row, start in enumerate(table.cells("start")):
        end = ends[row]
        amount = price.per(row, months) if price is not None else None
        if start > as_of:
            continue
        if end is None or end > as_of:
            made = _completed(start, as_of, months)
            found.append(Contract(clients[row], start, end, made, months_later(start, (made + 1) * months), amount))
        else:
            whole = _completed(start, end, months)
            on_the_day = whole > 0 and months_later(start, whole * months) == end
            found.append(Contract(clients[row], start, end, whole if on_the_day else whole + 1, None, amount))
    return found


def summary_of(contracts: Sequence[Contract], renewal: Period) -> SurvivalSummary:
    """What the models need to know of the contracts."""
    lasted = np.array([one.lasted for one in contracts], dtype=np.float64)
    left = np.array([one.next_renewal is None for one in contracts], dtype=np.bool_)
    return SurvivalSummary(lasted, left, renewal.value)


def survival_of_table(table: CheckedTable, renewal: Period) -> tuple[SurvivalSummary, list[int]]:
    """The survivors of one cohort, from the start on, and the summary of them.

    Raises:
        InputRefused: E349 survivors rise. Undefined: E342 a period is missing.
    """
    rows = sorted(zip(table.cells("period"), table.cells("survivors"), strict=True))
    for (_, before), (period, after) in itertools.pairwise(rows):
        if after > before:
            raise InputRefused(problem("E349", before=before, after=after, period=period))
    first = rows[0][0]
    if [period for period, _ in rows] != list(range(first, first + len(rows))) or first not in (0, 1):
        raise Undefined(problem("E342", reason="the periods of the cohort do not run 0, 1, 2 … without a gap"))
    survivors = [count for _, count in rows]
    return SurvivalSummary.from_survivors(survivors, renewal.value), survivors


def survival_table(fit: Fit, summary: SurvivalSummary, ahead: int, level: float) -> tuple[Table, Picture]:
    """Who was there and who left, period by period, and what the model makes of it, also beyond what was seen."""
    weights, last = summary.counts, int(summary.periods.max(initial=0.0))
    model, periods = CONTRACT_MODELS[fit.model], np.arange(0, last + ahead + 1)
    expected = model.survival(fit, periods)
    coming = survivors_interval(fit, summary, periods[last + 1 :], seed=SEED, level=level)
    rows: list[tuple[Any, ...]] = []
    share = 1.0
    for period in periods.tolist():
        at_risk = float(weights[summary.periods >= period].sum())
        gone = float(weights[(summary.periods == period) & summary.left].sum())
        seen = period <= last and (period == 0 or at_risk > 0)
        share = share * (1.0 - gone / at_risk) if period and at_risk > 0 else share
        kept = float(model.retention_rate(fit, period)[0]) if period else None
        rows.append(
            (
                period,
                round(at_risk) if seen and period else None,
                round(gone) if seen and period else None,
                share if seen else None,
                float(expected[period]),
                kept,
                *((float(end[period - last - 1]) if period > last else None) for end in (coming.low, coming.high)),
            )
        )
    columns = (
        Column("period", "period", units.PERIOD_NUMBER, "periods since the start of the contract"),
        Column("at_risk", "could leave", units.CLIENTS, "contracts seen to the end of the period"),
        Column("left", "left", units.CLIENTS, "those that were not renewed at its end", summed=True),
        Column("survival", "still there", units.SHARE, "of all that began, as seen (Kaplan and Meier)"),
        Column(
            "expected",
            "expected",
            units.SHARE,
            say("the same by {title}", title=say(model.title)),
            formula=surviving(fit),
        ),
        Column(
            "retention",
            "renewing",
            units.SHARE,
            say("of those there, who renew at its end, by {title}", title=say(model.title)),
            formula=retention(fit),
            live=[row[0] > 0 for row in rows],
        ),
        Column(
            "low",
            "low",
            units.SHARE,
            say("of all that began, who may be there then, level {level}: lower end", level=Number(level)),
        ),
        Column("high", "high", units.SHARE, "upper end: doubt about the parameters and own chance"),
    )
    table = Table("survival", "Who is still there", columns, rows, shown=13)
    told = say(
        "Share still there by {title}, over {periods} {periods:period|periods}; {last} of them seen",
        title=say(model.title),
        periods=int(periods[-1]),
        last=last,
    )
    return table, picture_of(table, "steps", "expected", "survival", title=told, band=("low", "high"))


def shown_interval(found: intervals.Intervals) -> Interval:
    """The interval of a figure for all contracts, as a result shows it."""
    return Interval(
        float(found.low[0]),
        float(found.high[0]),
        found.level,
        say("{method}: {doubts}", method=say(found.method), doubts=say(DOUBTS)),
    )


def payments(fit: Fit, discount: DiscountRate, level: float) -> tuple[float, Interval]:
    """How many payments to expect of a new client, for ever, discounted; and how many a single one may make.

    Raises:
        Undefined: E334 without a discount where the mean is infinite.
    """
    value = CONTRACT_MODELS[fit.model].discounted_lifetime(fit, discount, fit.unit)
    return value, shown_interval(payments_interval(fit, discount, value, seed=SEED, level=level))
