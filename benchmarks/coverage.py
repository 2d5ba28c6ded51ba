"""How often predicted figures fall into their 95 % intervals, on logs and contracts simulated from known clients.

    python -m benchmarks.coverage            300 bases of 400 clients a model; about half an hour
    python -m benchmarks.coverage 50         fewer bases
    python -m benchmarks.coverage 300 large  the order logs alone, as if they were of hundreds of thousands of clients
    python -m benchmarks.coverage 300 contracts  the contracts alone
    python -m benchmarks.coverage 100 honest 400  totals with the model's own error, of logs of 400 clients

The road is that of the command line: a file is read, reduced, fitted, predicted. Whole counts cannot split a chance,
so an interval of counts covers 95 % or more; beside what it covered stand what it promises (the chance that the
fitted model itself gives it, "attained") and how often the count lay in the middle 95 % of its forecast when ties are
split at random ("randomised"): the first must be met by what was covered, the second must be 95 %. The number of
clients still active is looked at twice, since a log by days loses purchases of one day (see `simulated`).
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
from tests.models.simulated_logs import AS_LARGE, BUYING, LEAVING, foretold, simulated, simulated_contracts

from custecon.core.units import Period
from custecon.models import forecast_simulation
from custecon.models.buying_model import model_named
from custecon.models.contract_intervals import payments_interval, survivors_interval
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate, Span
from custecon.models.intervals import draw_parameters
from custecon.tables.contract_value import ContractTerms, valued
from custecon.tables.contracts import summary_of

BASES, CLIENTS, WEEKS, MONTHS = 300, 400, 26, 12
PARAMETERS = 12  # draws of the parameters over which a forecast is averaged
MOST_COUNTED = 60
FORECASTS = 40  # bases of each model for which the whole forecast is worked out, which takes its time
Shares = dict[str, list[float]]


def inside(value: Any, low: Any, high: Any) -> float:
    """The share of values within their ends."""
    return float(((np.asarray(value) >= low) & (np.asarray(value) <= high)).mean())


def split(below: np.ndarray, exactly: np.ndarray, rng: np.random.Generator) -> float:
    """How often a count lies in the middle 95 % of its forecast, ties split at random."""
    place = below + rng.random(len(below)) * exactly
    return float(((place >= 0.025) & (place <= 0.975)).mean())


def forecast(model: str, fit: Any, data: Any, days: int, rng: np.random.Generator) -> np.ndarray:
    """The chance of each count, one column a count, averaged over the doubt about the parameters."""
    predictor, horizon = model_named(model), Span(days, "day")
    return np.mean(
        [
            np.column_stack([predictor.probability_of_purchases(p, data, horizon, n) for n in range(MOST_COUNTED)])
            for p in draw_parameters(fit, PARAMETERS, rng)
        ],
        axis=0,
    )


def counted(shares: Shares, name: str, chances: np.ndarray, ends: tuple[Any, Any], seen: Any, rng: Any) -> None:
    """Note down what an interval of counts covers, promises, and covers with ties split."""
    low, high, seen = (np.asarray(one).astype(int) for one in (*ends, seen))
    fine = np.maximum(high, seen) < chances.shape[1]  # few clients may buy more often than is counted here
    reached = np.column_stack((np.zeros(len(chances)), np.cumsum(chances, axis=1)))
    rows = np.flatnonzero(fine)
    shares[name].append(inside(seen, low, high))
    shares[name + ", attained"].append(float((reached[rows, high[rows] + 1] - reached[rows, low[rows]]).mean()))
    shares[name + ", randomised"].append(split(reached[rows, seen[rows]], chances[rows, seen[rows]], rng))


def buying(model: str, bases: int) -> tuple[Shares, int]:
    """Coverage of what `custecon ltv orders.csv --method MODEL` says."""
    rng, shares, edges = np.random.default_rng(11), defaultdict(list), 0
    for number in range(bases):
        base = simulated(model, CLIENTS, WEEKS, rng)
        found = foretold(model, base)
        if found is None:
            edges += 1
            continue
        group, told = found
        ends = told.purchases.low, told.purchases.high
        if number < FORECASTS:
            chances = forecast(model, group.buying, base.history.purchases, base.asked.horizon.days, rng)
            counted(shares, "purchases of a client", chances, ends, base.bought, rng)
        else:
            shares["purchases of a client"].append(inside(base.bought, *ends))
        shares["value of a client"].append(inside(base.paid, told.value.low, told.value.high))
        for name, bounds, seen in (
            ("purchases of the base", told.total_purchases, base.bought.sum()),
            ("value of the base", told.total_value, base.paid.sum()),
            ("clients active", told.total_active, base.active),
        ):
            shares[name].append(inside(seen, bounds.low, bounds.high))
        slower = simulated(model, CLIENTS, WEEKS, rng, pace=10)
        found = foretold(model, replace(slower, asked=replace(slower.asked, draws=100)))
        if found is not None:
            bounds = found[1].total_active
            shares["clients active, pace 10"].append(inside(slower.active, bounds.low, bounds.high))
    return shares, edges


def honest(bases: int, clients: int) -> tuple[Shares, int]:
    """Coverage of what is said of all clients with the model's own error, on logs on which the model is true."""
    rng, shares, edges = np.random.default_rng(21), defaultdict(list), 0
    for _ in range(bases):
        base = simulated("bg_nbd", clients, WEEKS, rng)
        found = foretold("bg_nbd", base, honest=True)
        if found is None:
            edges += 1
            continue
        told = found[1]
        ends = told.purchases.low, told.purchases.high
        shares["purchases of a client"].append(inside(base.bought, *ends))
        for name, bounds, seen in (
            ("purchases of the base", told.total_purchases, base.bought.sum()),
            ("value of the base", told.total_value, base.paid.sum()),
        ):
            shares[name].append(inside(seen, bounds.low, bounds.high))
        for name, part in zip(("purchases", "value"), told.parts, strict=True):
            shares[f"half of the interval, {name}"].append(part.together)
            shares[f"the same without the model's error, {name}"].append(float(np.hypot(part.chance, part.parameters)))
    return shares, edges


def contracts(model: str, bases: int) -> tuple[Shares, int]:
    """Coverage of what `custecon ltv subscriptions.csv --method MODEL` says."""
    rng, shares, edges = np.random.default_rng(12), defaultdict(list), 0
    predictor, rate = CONTRACT_MODELS[model], DiscountRate(0.1, "year")
    for seed in range(bases):
        base = simulated_contracts(model, CLIENTS, MONTHS, rng)
        summary = summary_of(base.contracts, Period.MONTH)
        fit = predictor.fit(summary, accept_edge=True)
        if fit.convergence.at_edge:
            edges += 1
            continue
        found = valued(fit, base.contracts, ContractTerms(base.as_of, Period.MONTH, MONTHS, 0.0, 1.0, 0.95))
        figures, table = found.figures, found.table
        names = [column.name for column in table.columns]
        rows = [dict(zip(names, row, strict=True)) for row in table.rows]
        seen = np.array([base.renewals[row["client"]] for row in rows])
        made = np.array([row["renewals"] for row in rows], dtype=float)
        reach = np.mean(
            [
                predictor.probability_still_client(p, made[:, None], np.arange(MONTHS + 1))
                for p in draw_parameters(fit, 50, rng)
            ],
            axis=0,
        )
        chances = np.column_stack((reach[:, :-1] - reach[:, 1:], reach[:, -1]))
        ends = [row["renewals_low"] for row in rows], [row["renewals_high"] for row in rows]
        counted(shares, "renewals of a contract", chances, ends, seen, rng)
        amounts = np.array([float(row["amount"]) for row in rows])
        shares["value of a contract"].append(
            inside(
                seen * amounts, [row["value_low"] - 1e-6 for row in rows], [row["value_high"] + 1e-6 for row in rows]
            )
        )
        by_name = {figure.name: figure.interval for figure in figures}
        for name, figure, total in (
            ("renewals of all", "expected_renewals", seen.sum()),
            ("value of all", "predicted_value", (seen * amounts).sum()),
            ("still there then", "still_clients", (seen == MONTHS).sum()),
        ):
            shares[name].append(inside(total, by_name[figure].low, by_name[figure].high))
        later = 24 + np.array([1, 6, 12])
        told = survivors_interval(fit, summary, later, seed=seed)
        reached = (base.lasts[:, None] > later).mean(axis=0)
        shares["share still there, later"].append(inside(reached, told.low - 1e-12, told.high + 1e-12))
        new = predictor.draw_lifetimes(LEAVING[model], 500, rng)
        paid = np.array([(1.0 / (1.0 + rate.per_unit("month")) ** np.arange(min(life, 5000))).sum() for life in new])
        single = payments_interval(fit, rate, 0.0, seed=seed)
        shares["payments of a new client"].append(inside(paid, single.low, single.high))
    return shares, edges


def shown(title: str, bases: int, shares: Shares, edges: int) -> None:
    """Print what was measured, each with its standard error."""
    print(f"{title}: {bases} bases, {edges} at the edge")
    for name, values in shares.items():
        error = np.std(values) / np.sqrt(len(values))
        print(f"  {name:50} {np.mean(values):6.1%}  ± {error:.1%}", flush=True)


def main() -> None:
    """Print the table, model by model."""
    bases = int(sys.argv[1]) if len(sys.argv) > 1 else BASES
    alone = sys.argv[2:]
    if alone[:1] == ["honest"]:
        clients = int(alone[1]) if alone[1:] else CLIENTS
        shown(f"bg_nbd, {clients} clients, with the model's own error", bases, *honest(bases, clients))
        return
    large = alone == ["large"]
    for limit, value in AS_LARGE.items() if large else ():
        setattr(forecast_simulation, limit, value)
    for models, measure in (({} if alone == ["contracts"] else BUYING, buying), ({} if large else LEAVING, contracts)):
        for model in models:
            start = time.perf_counter()
            shares, edges = measure(model, bases)
            shown(f"{model}, {CLIENTS} clients, {time.perf_counter() - start:.0f} s", bases, shares, edges)


if __name__ == "__main__":
    main()
