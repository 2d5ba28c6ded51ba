"""Contracts that renew: how long clients stay, and what each contract that runs is still worth, with its interval."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.errors import InputRefused, Undefined, problem
from custecon.core.relations import Over
from custecon.core.results import INTERVAL, Beneath, Column, Figure, Interval, Picture, Table
from custecon.core.schemas import CheckedTable
from custecon.core.units import Period
from custecon.core.wording import counted
from custecon.models import intervals
from custecon.models.contract_intervals import payments_interval, renewal_intervals, survivors_interval
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats, SurvivalSummary
from custecon.tables.horizons import months_later
from custecon.tables.live_contracts import LiveContracts
from custecon.tables.live_prediction import PURCHASES, retention
from custecon.tables.prediction import DRAWS, FEWEST_DRAWS, MOST_DRAWN, SEED

__all__ = [
    "MONTHS",
    "Contract",
    "contracts_of",
    "payments",
    "summary_of",
    "survival_of_table",
    "survival_table",
    "valued",
]

DOUBTS = "doubt about the parameters and own chance"
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract: who, since when, whether it runs, how many periods it has lasted, what a renewal pays.

    `lasted`: of one that runs the periods completed, so the renewals made; of one that ended the period at whose end
    it was not renewed. `next_renewal` is None for one that ended.
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

    Raises:
        InputRefused: E348 an end before the start.
    """
    months, found, bad = MONTHS[renewal], [], []
    money = table.columns.get("amount")
    for row, (client, start) in enumerate(zip(table.cells("client"), table.cells("start"), strict=True)):
        end = table.cells("end")[row]
        cell = money.cells[row] if money else None
        amount = money.number(cell) if money and cell is not None else None
        if end is not None and end < start:
            bad.append(problem("E348", client=client, start=start.isoformat(), end=end.isoformat()))
        elif start > as_of:
            continue
        elif end is None or end > as_of:
            made = _completed(start, as_of, months)
            found.append(Contract(client, start, end, made, months_later(start, (made + 1) * months), amount))
        else:
            whole = _completed(start, end, months)
            on_the_day = whole > 0 and months_later(start, whole * months) == end
            found.append(Contract(client, start, end, whole if on_the_day else whole + 1, None, amount))
    if bad:
        raise InputRefused(bad[:20], more=max(0, len(bad) - 20))
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
        Column("expected", "expected", units.SHARE, f"the same by {model.title}", fixed=PURCHASES),
        Column(
            "retention",
            "renewing",
            units.SHARE,
            f"of those there, who renew at its end, by {model.title}",
            formula=retention(fit),
            live=[row[0] > 0 for row in rows],
        ),
        Column("low", "low", units.SHARE, f"of all that began, who may be there then, level {level:.4g}: lower end"),
        Column("high", "high", units.SHARE, "upper end: doubt about the parameters and own chance"),
    )
    table = Table("survival", "Who is still there", columns, rows, shown=13)
    told = f"Share still there by {model.title}, over {counted(int(periods[-1]), 'period')}; {last} of them seen"
    return table, Picture("survival", told, "curve", "survival", "period", ("expected",))


def _worth(
    running: Sequence[Contract], *, as_of: dt.date, renewal: Period, renewals: int, discount: float, margin: float
) -> Floats:
    """What each renewal until the horizon brings, discounted from its own day to today: one row a contract."""
    years_each = MONTHS[renewal] / 12
    wait = np.array([(one.next_renewal - as_of).days / 365.25 for one in running if one.next_renewal])
    factors = (1.0 + discount) ** -(wait[:, None] + np.arange(renewals) * years_each)
    money = np.array([float(one.amount) if one.amount is not None else 1.0 for one in running]) * margin
    return np.asarray(factors * money[:, None])


def _shown(found: intervals.Interval) -> Interval:
    """The interval of a figure for all contracts, as a result shows it."""
    return Interval(float(found.low[0]), float(found.high[0]), found.level, f"{found.method}: {DOUBTS}")


def payments(fit: Fit, discount: DiscountRate, level: float) -> tuple[float, Interval]:
    """How many payments to expect of a new client, for ever, discounted; and how many a single one may make.

    Raises:
        Undefined: E334 without a discount where the mean is infinite.
    """
    value = CONTRACT_MODELS[fit.model].discounted_lifetime(fit, discount, fit.unit)
    return value, _shown(payments_interval(fit, discount, value, seed=SEED, level=level))


def valued(
    fit: Fit,
    contracts: Sequence[Contract],
    *,
    as_of: dt.date,
    renewal: Period,
    renewals: int,
    discount: float,
    margin: float,
    level: float,
) -> tuple[tuple[Figure, ...], Table, Beneath]:
    """What the contracts that run are still worth: the base, and one by one; and what a workbook needs for it.

    Args:
        fit: how long contracts last.
        contracts: all of the file.
        as_of: today.
        renewal: how often they renew.
        renewals: how many renewals are counted.
        discount: a year.
        margin: the part of the amount that is left; 1 for revenue.
        level: of the intervals.

    Raises:
        Undefined: E342 no contract runs.
    """
    running = [one for one in contracts if one.next_renewal is not None]
    if not running:
        raise Undefined(problem("E342", reason=f"no contract runs on {as_of.isoformat()}"))
    priced = all(one.amount is not None for one in running)
    unit, what = (units.MONEY, "revenue" if margin == 1.0 else "margin") if priced else (units.RATIO, "renewals")
    live = LiveContracts(fit, len(running), renewals, MONTHS[renewal] / 12, discount)
    worth = _worth(
        running, as_of=as_of, renewal=renewal, renewals=renewals, discount=discount, margin=margin if priced else 1.0
    )
    draws = min(DRAWS, max(FEWEST_DRAWS, MOST_DRAWN // len(running)))
    found = renewal_intervals(fit, [one.lasted for one in running], worth, seed=SEED, level=level, draws=draws)
    total = _shown(found.total_worth)
    each = replace(total, low=total.low / len(running), high=total.high / len(running))
    value = found.worth.estimate
    which = counted(len(running), "contract that runs", "contracts that run")
    told = f"future {what} of {which}, {counted(renewals, 'renewal')} ahead, discounted"
    figures = (
        Figure("predicted_value", "predicted value", float(value.sum()), unit, told, "main", interval=total,
               formula=Over("sum", "contracts", "predicted_value")),
        Figure("predicted_value_per_contract", "per contract", float(value.mean()), unit,
               "predicted value ÷ contracts that run", interval=each,
               formula=Over("mean", "contracts", "predicted_value")),
        Figure("expected_renewals", "expected renewals", float(found.renewals.estimate.sum()), units.RATIO,
               "not discounted", interval=_shown(found.total_renewals),
               formula=Over("sum", "contracts", "expected_renewals")),
        Figure("still_clients", "still there then", float(found.still.estimate.sum()), units.RATIO,
               f"contracts that run and will have renewed {counted(renewals, 'time')} more",
               interval=_shown(found.total_still), formula=Over("sum", "contracts", "still")),
        Figure("running", "contracts that run", len(running), units.CLIENTS, f"on {as_of.isoformat()}"),
        Figure("ended", "contracts that ended", len(contracts) - len(running), units.CLIENTS, "until then"),
    )  # fmt: skip
    columns = (
        Column("client", "client", units.TEXT, "who"),
        Column("predicted_value", "predicted value", unit, f"future {what}, discounted", summed=True,
               **live.worth(priced=priced, margin=margin)),
        Column("value_low", "value, low", unit, f"what it may bring, level {level:.4g}: lower end", fixed=INTERVAL),
        Column("value_high", "value, high", unit, "upper end", fixed=INTERVAL),
        Column("renewals", "renewals made", units.ORDERS, "to date"),
        Column("expected_renewals", "expected renewals", units.RATIO, f"of the next {renewals}", summed=True,
               **live.counted),
        Column("still", "P(still there)", units.SHARE, f"the chance to make all {renewals} renewals",
               **live.last),
        Column("amount", "amount", units.MONEY, f"what a {renewal.value} pays"),
        Column("start", "since", units.DATE, "the day it began"),
        Column("next_renewal", "next renewal", units.DATE, "the next day of renewal"),
        Column("renewals_low", "renewals, low", units.RATIO, f"how many it may make itself, level {level:.4g}",
               fixed=INTERVAL),
        Column("renewals_high", "renewals, high", units.RATIO, "upper end", fixed=INTERVAL),
        Column("still_low", "P(still there), low", units.SHARE, f"doubt about the parameters, level {level:.4g}",
               fixed=INTERVAL),
        Column("still_high", "P(still there), high", units.SHARE, "upper end", fixed=INTERVAL),
    )  # fmt: skip
    order = sorted(range(len(running)), key=lambda i: (-value[i], running[i].client, running[i].start))
    rows = [
        (
            running[i].client,
            float(value[i]),
            float(found.worth.low[i]),
            float(found.worth.high[i]),
            running[i].lasted,
            float(found.renewals.estimate[i]),
            float(found.still.estimate[i]),
            running[i].amount,
            running[i].start,
            running[i].next_renewal,
            float(found.renewals.low[i]),
            float(found.renewals.high[i]),
            float(found.still.low[i]),
            float(found.still.high[i]),
        )
        for i in order
    ]
    waits = [(running[i].next_renewal or as_of) - as_of for i in order]
    made, model = np.array([running[i].lasted for i in order], dtype=np.float64), CONTRACT_MODELS[fit.model]
    own = np.array([model.probability_still_client(fit.params, made, number + 1) for number in range(renewals)]).T
    beneath = live.beneath([wait.days / 365.25 for wait in waits], own.tolist())
    return figures, Table("contracts", f"Contract by contract: {what} to come", columns, rows, shown=10), beneath
