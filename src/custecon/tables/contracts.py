"""Contracts that renew: how long clients stay, and what each contract that runs is still worth, with its interval."""

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
from custecon.core.results import INTERVAL, Column, Figure, Interval, Picture, Table
from custecon.core.schemas import CheckedTable
from custecon.core.units import Period
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.fit_record import Fit
from custecon.models.intervals import draw_parameters
from custecon.models.summary import Floats, SurvivalSummary
from custecon.tables.horizons import MONTHS_OF, months_later
from custecon.tables.live_prediction import retention
from custecon.tables.prediction import DRAWS, SEED

__all__ = ["Contract", "contracts_of", "survival_of_table", "survival_table", "valued"]


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
    months, found, bad = MONTHS_OF[renewal], [], []
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


def survival_table(fit: Fit, summary: SurvivalSummary, ahead: int) -> tuple[Table, Picture]:
    """Who was there and who left, period by period, and what the model makes of it, also beyond what was seen."""
    weights, last = summary.counts, int(summary.periods.max(initial=0.0))
    model, periods = CONTRACT_MODELS[fit.model], np.arange(0, last + ahead + 1)
    expected = model.survival(fit, periods)
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
            )
        )
    columns = (
        Column("period", "period", units.PERIOD_NUMBER, "periods since the start of the contract"),
        Column("at_risk", "could leave", units.CLIENTS, "contracts seen to the end of the period"),
        Column("left", "left", units.CLIENTS, "those that were not renewed at its end", summed=True),
        Column("survival", "still there", units.SHARE, "of all that began, as seen (Kaplan and Meier)"),
        Column("expected", "expected", units.SHARE, f"the same by {model.title}"),
        Column(
            "retention",
            "renewing",
            units.SHARE,
            f"of those there, who renew at its end, by {model.title}",
            formula=retention(fit),
            live=[row[0] > 0 for row in rows],
        ),
    )
    table = Table("survival", "Who is still there", columns, rows, shown=13)
    told = f"Share still there by {model.title}, over {int(periods[-1])} periods; {last} of them were seen"
    return table, Picture("survival", told, "curve", "survival", "period", ("expected",))


@dataclass(frozen=True, eq=False)
class _Futures:
    """The contracts that run: discounted renewals expected of each, their interval, the total's draws."""

    expected: Floats
    renewals: Floats
    still: Floats
    low: Floats
    high: Floats
    totals: Floats


def _futures(fit: Fit, running: Sequence[Contract], asked: _Wanted) -> _Futures:
    """Every renewal until the horizon is discounted from its own day to today."""
    model, rng = CONTRACT_MODELS[fit.model], np.random.default_rng(SEED)
    made = np.array([one.lasted for one in running], dtype=np.float64)
    kinds, inverse = np.unique(made, return_inverse=True)
    steps = np.arange(1, asked.renewals + 1)
    years_each = MONTHS_OF[asked.renewal] / 12
    wait = np.array([(one.next_renewal - asked.as_of).days / 365.25 for one in running if one.next_renewal])
    factors = (1.0 + asked.discount) ** -(wait[:, None] + (steps - 1) * years_each)
    money = np.array([float(one.amount) if one.amount is not None else 1.0 for one in running]) * asked.margin

    def chances(params: Any) -> Floats:
        """The chance of each renewal, one row a kind of contract."""
        return np.array([model.probability_still_client(params, kinds, int(step)) for step in steps]).T

    own = chances(fit)[inverse]
    worth = np.cumsum(factors, axis=1) * money[:, None]
    worth = np.column_stack((np.zeros(len(running)), worth))
    drawn = np.empty((asked.draws, len(running)), dtype=np.float32)
    for draw, params in enumerate(draw_parameters(fit, asked.draws, rng)):
        lasts = (chances(params)[inverse] >= rng.random(len(running))[:, None]).sum(axis=1)
        drawn[draw] = worth[np.arange(len(running)), lasts]
    tail = 0.5 * (1.0 - asked.level)
    low, high = np.quantile(drawn, [tail, 1.0 - tail], axis=0) if asked.draws else (np.zeros(0), np.zeros(0))
    value = (own * factors).sum(axis=1) * money
    return _Futures(value, own.sum(axis=1), own[:, -1], low, high, drawn.sum(axis=1, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class _Wanted:
    as_of: dt.date
    renewal: Period
    renewals: int
    discount: float
    margin: float
    level: float
    draws: int = DRAWS


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
) -> tuple[tuple[Figure, ...], Table]:
    """What the contracts that run are still worth: the base, and one by one.

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
    wanted = _Wanted(as_of, renewal, renewals, discount, margin if priced else 1.0, level)
    found = _futures(fit, running, wanted)
    tail = 0.5 * (1.0 - level)
    low, high = (float(end) for end in np.quantile(found.totals, [tail, 1.0 - tail]))
    method = f"{wanted.draws} simulated futures: doubt about the parameters and own chance"
    told = f"future {what} of {len(running):,} contracts that run, {renewals} renewals ahead, discounted"
    figures = (
        Figure("predicted_value", "predicted value", float(found.expected.sum()), unit, told, "main",
               interval=Interval(low, high, level, method)),
        Figure("predicted_value_per_contract", "per contract", float(found.expected.mean()), unit,
               "predicted value ÷ contracts that run"),
        Figure("expected_renewals", "expected renewals", float(found.renewals.sum()), units.RATIO, "not discounted"),
        Figure("still_clients", "still there then", float(found.still.sum()), units.RATIO,
               f"contracts that run and will have renewed {renewals} times more"),
        Figure("running", "contracts that run", len(running), units.CLIENTS, f"on {as_of.isoformat()}"),
        Figure("ended", "contracts that ended", len(contracts) - len(running), units.CLIENTS, "until then"),
    )  # fmt: skip
    columns = (
        Column("client", "client", units.TEXT, "who"),
        Column("predicted_value", "predicted value", unit, f"future {what}, discounted", summed=True),
        Column("value_low", "value, low", unit, f"what it may bring, level {level:.4g}: lower end", fixed=INTERVAL),
        Column("value_high", "value, high", unit, "upper end", fixed=INTERVAL),
        Column("renewals", "renewals made", units.ORDERS, "to date"),
        Column("expected_renewals", "expected renewals", units.RATIO, f"of the next {renewals}", summed=True),
        Column("still", "P(still there)", units.SHARE, f"the chance to make all {renewals} renewals"),
        Column("amount", "amount", units.MONEY, f"what a {renewal.value} pays"),
        Column("start", "since", units.DATE, "the day it began"),
        Column("next_renewal", "next renewal", units.DATE, "the next day of renewal"),
    )
    order = sorted(range(len(running)), key=lambda i: (-found.expected[i], running[i].client, running[i].start))
    rows = [
        (
            running[i].client,
            float(found.expected[i]),
            float(found.low[i]),
            float(found.high[i]),
            running[i].lasted,
            float(found.renewals[i]),
            float(found.still[i]),
            running[i].amount,
            running[i].start,
            running[i].next_renewal,
        )
        for i in order
    ]
    return figures, Table("contracts", f"Contract by contract: {what} to come", columns, rows, shown=10)
