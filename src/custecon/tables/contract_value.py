"""What contracts that run are still worth: the base, and one by one, with intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from custecon.core import units
from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.phrases import Number, say
from custecon.core.relations import Over
from custecon.core.results import INTERVAL, Beneath, Column, Figure, Table
from custecon.core.units import Period
from custecon.models.contract_intervals import RenewalIntervals, renewal_intervals
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats
from custecon.tables.contracts import Contract, shown_interval
from custecon.tables.horizons import MONTHS_OF, months_later
from custecon.tables.live_contracts import LiveContracts
from custecon.tables.prediction import DRAWS
from custecon.tables.total_intervals import SEED

MOST_DRAWN = 30_000_000  # futures of single contracts in one run; beyond, each contract gets fewer
FEWEST_DRAWS = 100


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """Today, how often contracts renew, how many renewals are counted, discount a year, margin (1: revenue), level."""

    as_of: dt.date
    renewal: Period
    renewals: int
    discount: float
    margin: float
    level: float

    @property
    def months(self) -> int:
        """The length of a period of renewal."""
        return MONTHS_OF[self.renewal]


@dataclass(frozen=True, eq=False)
class ContractValue:
    """Figures of all contracts that run, a table with one row each, what a workbook needs, what must be told.

    `counted`: how many contracts the value is of; `priced`: whether it is money, and not renewals.
    """

    counted: int
    priced: bool
    figures: tuple[Figure, ...]
    table: Table
    beneath: Beneath
    notices: tuple[Notice, ...]


def valued(fit: Fit, contracts: Sequence[Contract], wanted: ContractTerms) -> ContractValue:
    """What the contracts that run are still worth: the base, and one by one; and what a workbook needs for it.

    A contract without an amount is in no figure of money where others have one; where none has, there is no money to
    tell of, and only renewals are counted.
    Of one whose end is known no renewal from that day on is counted.

    Args:
        fit: how long contracts last.
        contracts: all of the file.
        wanted: for which day and how far ahead.

    Raises:
        Undefined: E342 no contract runs.
    """
    running = [one for one in contracts if one.next_renewal is not None]
    if not running:
        raise Undefined(problem("E342", reason=say("no contract runs on {as_of}", as_of=wanted.as_of)))
    priced = any(one.amount is not None for one in running)
    possible = _possible(running, wanted)
    draws = min(DRAWS, max(FEWEST_DRAWS, MOST_DRAWN // len(running)))
    found = renewal_intervals(
        fit, [one.lasted for one in running], _worth(running, wanted, priced=priced), possible,
        seed=SEED, level=wanted.level, draws=draws,
    )  # fmt: skip
    told = []
    if unpriced := sum(one.amount is None for one in running) * priced:
        told.append(notice("N370", count=unpriced))
    if not priced:
        told.append(notice("N391"))
    if ending := sum(one.end is not None for one in running):
        told.append(notice("N369", count=ending))
    live = LiveContracts(fit, len(running), wanted.renewals, wanted.months / 12, wanted.discount)
    order = sorted(range(len(running)), key=lambda i: (-found.worth.estimate[i], running[i].client, running[i].start))
    table = _table(running, order, found, live, wanted, priced=priced)
    waits = [_wait(running[i], wanted.as_of) for i in order]
    beneath = live.beneath(waits, found.chances[order].tolist(), possible[order])
    ended = len(contracts) - len(running)
    return ContractValue(
        len(running) - unpriced,
        priced,
        _figures(found, wanted, ended, unpriced, priced=priced),
        table,
        beneath,
        tuple(told),
    )


def _wait(contract: Contract, as_of: dt.date) -> float:
    """Years until the next renewal."""
    return ((contract.next_renewal or as_of) - as_of).days / 365.25


def _worth(running: Sequence[Contract], wanted: ContractTerms, *, priced: bool) -> Floats:
    """What each renewal until the horizon brings, discounted from its own day to today: one row a contract."""
    wait = np.array([_wait(one, wanted.as_of) for one in running])
    factors = (1.0 + wanted.discount) ** -(wait[:, None] + np.arange(wanted.renewals) * (wanted.months / 12))
    if not priced:
        return np.asarray(factors)
    money = np.array([float(one.amount or 0) for one in running]) * wanted.margin
    return np.asarray(factors * money[:, None])


def _possible(running: Sequence[Contract], wanted: ContractTerms) -> Floats:
    """1 for each renewal that may come, 0 for one on the day of a known end or later: one row a contract."""
    found = np.ones((len(running), wanted.renewals))
    for row, one in enumerate(running):
        if one.end is not None and one.next_renewal is not None:
            days = (months_later(one.start, (one.lasted + 1 + n) * wanted.months) for n in range(wanted.renewals))
            found[row] = [day < one.end for day in days]
    return found


def _figures(
    found: RenewalIntervals, wanted: ContractTerms, ended: int, unpriced: int, *, priced: bool
) -> tuple[Figure, ...]:
    running, total = len(found.still.estimate), shown_interval(found.total_worth)
    counting = running - unpriced
    each = replace(total, low=total.low / counting, high=total.high / counting)
    value = float(found.worth.estimate.sum())
    contracts = say("{counting} {counting:contract that runs|contracts that run}", counting=counting)
    told = say(
        "future {basis} of {contracts}, {renewals} {renewals:renewal|renewals} ahead, discounted",
        basis=_basis(wanted),
        contracts=contracts,
        renewals=wanted.renewals,
    )
    money = (
        Figure("predicted_value", "predicted value", value, units.MONEY, told, "main", interval=total,
               formula=Over("sum", "contracts", "predicted_value")),
        Figure("predicted_value_per_contract", "per contract", value / counting, units.MONEY,
               "predicted value ÷ these contracts", interval=each,
               formula=Over("mean", "contracts", "predicted_value")),
    )  # fmt: skip
    return (
        *(money if priced else ()),
        Figure("expected_renewals", "expected renewals", float(found.renewals.estimate.sum()), units.RATIO,
               "not discounted", "detail" if priced else "main", interval=shown_interval(found.total_renewals),
               formula=Over("sum", "contracts", "expected_renewals")),
        Figure("still_clients", "still there then", float(found.still.estimate.sum()), units.RATIO,
               say("contracts that run and will have renewed {n} {n:time|times} more", n=wanted.renewals),
               interval=shown_interval(found.total_still), formula=Over("sum", "contracts", "still")),
        Figure("running", "contracts that run", running, units.CLIENTS, say("on {as_of}", as_of=wanted.as_of)),
        Figure("ended", "contracts that ended", ended, units.CLIENTS, "until then"),
    )  # fmt: skip


def _basis(wanted: ContractTerms) -> str:
    return say("revenue" if wanted.margin == 1.0 else "margin")


def _table(
    running: Sequence[Contract],
    order: Sequence[int],
    found: RenewalIntervals,
    live: LiveContracts,
    wanted: ContractTerms,
    *,
    priced: bool,
) -> Table:
    what = _basis(wanted) if priced else say("renewals")
    level, renewals = say("level {level}", level=Number(wanted.level)), wanted.renewals
    worth = (
        Column("predicted_value", "predicted value", units.MONEY, say("future {what}, discounted", what=what),
               summed=True, **live.worth(margin=wanted.margin)),
        Column("value_low", "value, low", units.MONEY, say("what it may bring, {level}: lower end", level=level),
               fixed=INTERVAL),
        Column("value_high", "value, high", units.MONEY, "upper end", fixed=INTERVAL),
    )  # fmt: skip
    pays = (Column("amount", "amount", units.MONEY, say("what a {value} pays", value=say(wanted.renewal.value))),)
    columns = (
        Column("client", "client", units.TEXT, "who"),
        *(worth if priced else ()),
        Column("renewals", "renewals made", units.ORDERS, "to date"),
        Column("expected_renewals", "expected renewals", units.RATIO, say("of the next {renewals}", renewals=renewals),
               summed=True, **live.counted),
        Column("still", "P(still there)", units.SHARE, say("the chance to make all {n} renewals", n=renewals),
               **live.last),
        *(pays if priced else ()),
        Column("start", "since", units.DATE, "the day it began"),
        Column("next_renewal", "next renewal", units.DATE, "the next day of renewal"),
        Column("renewals_low", "renewals, low", units.RATIO, say("how many it may make itself, {level}", level=level),
               fixed=INTERVAL),
        Column("renewals_high", "renewals, high", units.RATIO, "upper end", fixed=INTERVAL),
        Column("still_low", "P(still there), low", units.SHARE, say("doubt about the parameters, {level}", level=level),
               fixed=INTERVAL),
        Column("still_high", "P(still there), high", units.SHARE, "upper end", fixed=INTERVAL),
    )  # fmt: skip
    rows = []
    for i in order:
        one = running[i]
        ends = (found.worth.estimate, found.worth.low, found.worth.high)
        value = [None if one.amount is None else float(end[i]) for end in ends]
        renewed = [float(end[i]) for end in (found.renewals.estimate, found.renewals.low, found.renewals.high)]
        still = [float(end[i]) for end in (found.still.estimate, found.still.low, found.still.high)]
        rows.append(
            (one.client, *(value if priced else ()), one.lasted, renewed[0], still[0],
             *((one.amount,) if priced else ()), one.start, one.next_renewal, *renewed[1:], *still[1:])
        )  # fmt: skip
    return Table("contracts", say("Contract by contract: {what} to come", what=what), columns, rows, shown=10)
