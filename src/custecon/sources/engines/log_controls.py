"""What is told of a log that an engine has read: the control totals and notices that the exact reader would give."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from custecon.core.errors import Notice, notice
from custecon.core.phrases import Exact, counted
from custecon.core.schemas import CheckedTable, ControlTotals, Decided, Reading, exact
from custecon.kinds.orders import ORDERS
from custecon.sources.controls import LEFT_OUT
from custecon.sources.currencies import currency_of
from custecon.sources.engines.days import DAY_BITS, EPOCH
from custecon.sources.engines.engine_ledger import Column, EngineLedger
from custecon.sources.engines.sorted_log import Log, identical_rows
from custecon.sources.header_words import header_of
from custecon.sources.look_alikes import COUNTED, Found, Sums, notices_of
from custecon.sources.options import ReadingOptions
from custecon.sources.row_refusals import Ground
from custecon.sources.source import Source
from custecon.sources.zeros_refunds_twins import ZERO, done_with_zeros


@dataclass(frozen=True, slots=True, eq=False)
class LogRead:
    """A log that was read: its rows, whose amounts have `places` decimal places, and its clients in their order.

    `alike`: clients that may be one. `zeros`: clients numbered 0. `form`: how the columns are written, and what
    proved it; `columns`: what those to add up by say. `zero`: how many rows had an amount of 0, in the log or not, as
    the policy says.
    """

    log: Log
    clients: Sequence[str]
    alike: Found
    zeros: list[str]
    zero: int
    first: dt.date
    last: dt.date
    places: int
    sha256: str
    form: dict[str, Decided]
    columns: Mapping[str, Column]

    def of(self, client: str) -> tuple[int, int]:
        """How many rows a client has, and their money in minor units."""
        number = bisect_left(self.clients, client)
        first, last = np.searchsorted(self.log.key, [number << DAY_BITS, (number + 1) << DAY_BITS])
        return int(last - first), int(self.log.amount[first:last].sum())


def reading_of(source: Source, options: ReadingOptions, found: LogRead) -> tuple[Reading, EngineLedger]:
    """The reading of a log without its rows, and its ledger."""
    log, as_of = found.log, options.as_of or found.last
    settings = source.settings | found.form
    currency = header_of(source.layout.headers[source.layout.roles["amount"]]).currency
    if currency:
        settings["currency"] = Decided(currency, "in the file")
    elif options.currency:
        currency = currency_of(options.currency)
        settings["currency"] = Decided(currency, "settings" if "currency" in options.usual else "given")
    if found.zero and "zero_orders" in options.usual:
        settings["zero_orders"] = Decided(options.zero_orders, "settings")
    settings["kind"] = Decided("orders", "given" if options.kind else "detected")
    settings["as_of"] = Decided(as_of.isoformat(), "given" if options.as_of else "last date")
    settings["engine"] = Decided("duckdb", "the log is big and clean")
    ground = Ground(source.opened.name, source.layout.headers)
    counts, notices = _told(found, ground, options.zero_orders)
    if "negative amounts" in counts:
        settings["refunds"] = Decided("net", options.by("refunds") if options.refunds else "usual")
    after = log.after((as_of - EPOCH).days) if as_of < found.last else 0
    if after:
        counts["later than as of"] = after
        values = {"count": counted(after), "as_of": as_of.isoformat(), "done": LEFT_OUT}
        notices.append(notice("N214", place=ground.place(), **values))
    left_out = found.zero if options.zero_orders == "none" else 0
    controls = ControlTotals(
        file=source.opened.name,
        sha256=found.sha256,
        kind="orders",
        rows_in_file=len(log.key) + left_out + 1,
        used=len(log.key),
        skipped={"header": 1} | ({ZERO: left_out} if left_out else {}),
        clients=len(found.clients),
        totals={"amount": exact(int(log.amount.sum()), found.places)},
        first_date=found.first,
        last_date=found.last,
        currency=currency,
        settings=settings,
        columns=source.layout.columns_decided(),
        counts=counts,
        set_aside={ZERO: exact(0, found.places)} if left_out else {},
        as_of=as_of,
        looked_at=source.layout.looked_at(),
        unused=source.layout.unused(),
    )
    nothing = CheckedTable(ORDERS, {}, controls.used)
    reading = Reading(nothing, controls, (*source.notices, *notices), source.layout.headers)
    return reading, EngineLedger(log, found.clients, found.places, currency, found.columns)


def _told(found: LogRead, ground: Ground, zero_orders: str) -> tuple[dict[str, int], list[Notice]]:
    """What a careful reader asks of the log, as the exact reader tells it."""
    log = found.log
    counts: dict[str, int] = {}
    notices: list[Notice] = []
    negative = log.amount < 0
    again, below = identical_rows(log), int(negative.sum())
    if found.zero:
        counts["zero amounts"] = found.zero
        done = done_with_zeros(zero_orders)
        notices.append(notice("N208", place=ground.place(), count=counted(found.zero), done=done))
    if below:
        counts["negative amounts"] = below
        total = Exact(exact(int(log.amount[negative].sum()), found.places))
        done = "counted, and lower the total (net)"
        notices.append(notice("N207", place=ground.place(), count=counted(below), total=total, done=done))
    if again:
        counts["identical rows"] = again
        notices.append(
            notice(
                "N209",
                place=ground.place(),
                count=counted(again),
                lines="",
                done="counted",
            )
        )
    for number in found.zeros:
        rows, money = found.of(number)
        told = {
            "name": number,
            "count": counted(rows),
            "total": Exact(exact(money, found.places)),
        }
        notices.append(notice("N241", place=ground.place(), **told))
    if found.alike.alike:
        counts[COUNTED] = len(found.alike.alike)
    notices += notices_of(found.alike, Sums(lambda name: found.of(name)[1], found.places), ground.place())
    return counts, notices
