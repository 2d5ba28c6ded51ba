"""Logs of orders from clients whose own rates, chances to leave and spending are drawn first: the truth is known.

Written without the models' code, so that what a model foretells is judged by another road. Purchases come at
moments; the log has the calendar days that they fall on. At `pace` 1 every tenth client or so buys twice on some day,
which a log by days tells as once: a model in continuous time then takes some who bought twice on their first day and
left for clients (BG/NBD by 0.9 % of the base). At a slower pace, everything so many times later, that is gone.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

import numpy as np

from custecon.core.units import Period
from custecon.kinds.orders import ORDERS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.models.buying_model import model_named
from custecon.sources import read
from custecon.tables.certainty import errors_from
from custecon.tables.contracts import Contract, contracts_of
from custecon.tables.horizons import Horizon, months_later
from custecon.tables.ledger import TableLedger
from custecon.tables.prediction import Fitted, Prediction, Terms, fit_spend, predicted
from custecon.tables.purchase_histories import History, brought_by, history_of
from custecon.tables.rolling_backtests import ByModel, backtests, days_of

BUYING = {
    "bg_nbd": {"r": 0.5, "alpha": 5.0, "a": 0.8, "b": 2.5},
    "mbg_nbd": {"r": 0.7, "alpha": 5.0, "a": 0.8, "b": 2.5},
    "pareto_nbd": {"r": 0.6, "alpha": 8.0, "s": 0.7, "beta": 12.0},
}
SPENDING = {"p": 4.0, "q": 3.5, "gamma": 20.0}
START = dt.date(2023, 1, 2)
JOINING, SEEN = 39 * 7, 52 * 7  # days in which clients come, and that are observed
# limits of `models.forecast_simulation`: a small base is reckoned like one of hundreds of thousands, few futures
AS_LARGE = {
    "MOST_DRAWN": 1, "MOST_CERTAIN": 1, "MOST_ADDED": 1, "MOST_ROWS": 40, "CREW": 50, "SAMPLE": 500, "CELLS": 20_000,
}  # fmt: skip
ARRAY = np.ndarray


@dataclass(frozen=True)
class Simulated:
    """A log, and what came after its end: purchase days and discounted money of each client, in the log's order.

    `active`: how many clients had not left at its end.
    """

    history: History
    ledger: TableLedger
    asked: Terms
    bought: ARRAY
    paid: ARRAY
    active: int


def _moments(model: str, params: dict[str, float], until: float, rng: np.random.Generator) -> tuple[list[float], float]:
    """When one client buys again and when they leave for good, in weeks after their first purchase."""
    rate = rng.gamma(params["r"]) / params["alpha"]
    leaving = np.inf
    chance = 0.0
    if model == "pareto_nbd":
        leaving = rng.exponential() / max(rng.gamma(params["s"]) / params["beta"], 1e-12)
    else:
        chance = rng.beta(params["a"], params["b"])
    found: list[float] = []
    if model == "mbg_nbd" and rng.random() < chance:
        return found, 0.0
    now = 0.0
    while True:
        now += rng.exponential() / max(rate, 1e-12)
        if now > min(until, leaving):
            return found, leaving
        found.append(now)
        if rng.random() < chance:
            return found, now


def simulated(
    model: str, clients: int, weeks: int, rng: np.random.Generator, *, discount: float = 0.1, pace: int = 1
) -> Simulated:
    """A log of so many clients over a year times the pace, and what they did in the weeks times the pace after it."""
    seen = SEEN * pace
    end = START + dt.timedelta(days=seen)
    horizon = Horizon(end, weeks * pace, Period.WEEK)
    rows, bought, paid = [], np.zeros(clients), np.zeros(clients)
    active = 0
    worth = {step.days: (1.0 + discount) ** -step.years for step in horizon.steps}
    for client in range(clients):
        came = rng.uniform(0, JOINING * pace)
        own = rng.gamma(SPENDING["q"]) / SPENDING["gamma"]
        moments, leaves = _moments(model, BUYING[model], (seen + horizon.days + 1 - came) / (7.0 * pace), rng)
        active += came + 7.0 * pace * leaves > seen + 1
        later: set[int] = set()
        for moment in [0.0, *moments]:
            day = int(came + 7.0 * pace * moment)
            amount = max(round(rng.gamma(SPENDING["p"]) / own, 2), 0.01)
            if day <= seen:
                rows.append(f"{client:06d},{START + dt.timedelta(days=day)},{amount:.2f}\n")
            elif day <= seen + horizon.days:
                later.add(day)
                paid[client] += amount * worth[-(-(day - seen) // 7) * 7]
        bought[client] = len(later)
    table = read(io.BytesIO(("client,date,amount\n" + "".join(rows)).encode()), (ORDERS,)).table
    ledger = TableLedger(table)
    history = history_of(ledger.clients(as_of=end))
    return Simulated(history, ledger, Terms(horizon, discount, 1.0, 0.95), bought, paid, active)


def foretold(model: str, base: Simulated, *, honest: bool = False) -> tuple[Fitted, Prediction] | None:
    """What is foretold of the log; None where the fit lies at the edge, which the command line says aloud.

    `honest`: with the model's own error, as the command line has it; else as if the model were known to be true.
    """
    fit = model_named(model).fit(base.history.purchases, accept_edge=True)
    if fit.convergence.at_edge:
        return None
    group = Fitted("all", np.arange(len(base.history)), fit, fit_spend(base.history)[0])
    errors = None
    if honest:
        days = base.asked.horizon.days
        money = brought_by(base.ledger, base.history, days_of(base.history, days))
        tests = backtests(base.history, ByModel(fit, group.spend), days, money)
        errors = errors_from(base.history, tests, days)
    return group, predicted(base.history, base.history.purchases, [group], base.asked, errors)


LEAVING = {
    "shifted_beta_geometric": {"alpha": 0.8, "beta": 4.0},
    "beta_discrete_weibull": {"alpha": 0.8, "beta": 4.0, "c": 1.3},
}


@dataclass(frozen=True)
class SimulatedContracts:
    """Monthly contracts as they stood on a day, and of each that ran then, by name, the renewals it went on to make."""

    contracts: list[Contract]
    as_of: dt.date
    renewals: dict[str, int]
    began: ARRAY  # months since the start of every contract
    lasts: ARRAY  # how many months every contract lasts in all


def simulated_contracts(model: str, count: int, ahead: int, rng: np.random.Generator) -> SimulatedContracts:
    """So many contracts that began in the two years before a day, and what became of them in the months after it."""
    params, as_of = LEAVING[model], dt.date(2024, 12, 31)
    leaving = rng.beta(params["alpha"], params["beta"], count)
    # P(lasts > t) = (1 - leaving)^(t^c)
    lasts = 1 + np.floor((rng.exponential(size=count) / -np.log1p(-leaving)) ** (1.0 / params.get("c", 1.0)))
    began = rng.integers(1, 25, count)
    rows, renewals = ["client,start,end,amount\n"], {}
    for client in range(count):
        start = months_later(dt.date(2022, 12, int(rng.integers(1, 28))), 24 - int(began[client]))
        made = int(began[client])  # renewal days until the end of 2024
        end = ""
        if lasts[client] <= made:
            end = months_later(start, int(lasts[client])).isoformat()
        else:
            renewals[f"{client:05d}"] = int(min(lasts[client] - made - 1, ahead))
        rows.append(f"{client:05d},{start},{end},{rng.integers(10, 60)}.90\n")
    table = read(io.BytesIO("".join(rows).encode()), (SUBSCRIPTIONS,)).table
    found = contracts_of(table, as_of=as_of, renewal=Period.MONTH)
    return SimulatedContracts(found, as_of, renewals, began, lasts)
