"""What the clients of an order log brought so far, and a plain projection: each goes on as in the last year."""

import calendar
import datetime as dt
from dataclasses import replace

import numpy as np

from custecon.analyses.ltv.each_client import Asked, valued
from custecon.clients import client_status
from custecon.clients.groups import groups_of
from custecon.clients.margin_basis import of_revenue, without_margin_rate
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import Notice, notice
from custecon.core.phrases import Money, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Picture, Table, picture_of
from custecon.core.screen import Key, Screen
from custecon.tables.client_status import year_before
from custecon.tables.ledger import ClientSummary
from custecon.tables.log_span import LONGEST_PAUSE, holds_from, usual_pause
from custecon.tables.past_value import clients_of_orders, past_by_cohort
from custecon.tables.past_value import figures as past_figures


def projected(log: OrderLog, asked: Asked) -> Answer:
    """Past value to date, and the projection, as long as clients stay; without a whole year of orders only the past."""
    reading, as_of = log.reading, log.last_day
    known, margin_already = without_margin_rate(reading, asked.known)
    given = {entry.name: entry for entry in known}
    now = log.as_of(as_of)
    start, year = year_before(as_of), client_status.year_of(asked.lost_after, as_of)
    groups, several = groups_of(log, asked.by, now.clients)
    clients = clients_of_orders(now, log.as_of(start), year, given, groups, as_margin=margin_already)
    cohorts, past = past_by_cohort(clients), past_figures(now, clients.brought)
    first = clients.standings.first.min().item() if len(clients) else as_of
    whole, more = _whole_year(now, first, start)
    if not whole or (first > start and "retention" not in given):
        return Answer(
            say(
                "{now:The client has|The {now} clients have} brought {total} so far.",
                now=len(now),
                total=Money(now.total(), reading.controls.currency),
            ),
            figures=past,
            tables=(cohorts,),
            pictures=_picture(cohorts),
            notices=(_no_projection(now, first, whole=whole, nearly=bool(more)), *(more if whole else ())),
            unused=("by", "level", "method"),
            screen=Screen(figures=tuple(Key(one.name) for one in past[:4])),
        )
    told = [] if margin_already or "margin_rate" in given else [of_revenue(reading.header, reading.controls)]
    typed = [QUANTITIES[name].flag for name in ("margin", "retention") if name in given]
    told += [*several, notice("N308", instead=say(" in place of {typed:and}", typed=typed) if typed else ""), *more]
    if "retention" not in given:
        told += client_status.told_of_start(year, first, lambda: _days_of(now))
    if young := int((clients.standings.first > np.datetime64(start)).sum()):
        told.append(notice("N313", count=young, clients=len(now)))
    answer = valued(asked, known, reading, clients, year)
    return replace(
        answer,
        figures=(*answer.figures, *past),
        tables=(*answer.tables, cohorts),
        pictures=(*answer.pictures, *_picture(cohorts)),
        notices=(*answer.notices, *told),
    )


def _picture(cohorts: Table) -> tuple[Picture, ...]:
    """What a client of each month has brought, where there are enough months for a curve."""
    title = "What a client brought so far, by the month of the first order"
    return (picture_of(cohorts, "curve", "past_value_per_client", title=title),) if len(cohorts.rows) > 2 else ()


def _whole_year(now: ClientSummary, first: dt.date, start: dt.date) -> tuple[bool, list[Notice]]:
    """Whether the log holds the whole year after a day, and what must be known of how it begins."""
    late = (first - start).days - 1
    if not 0 < late <= LONGEST_PAUSE:
        return late <= 0, []
    pause = usual_pause(_days_of(now))
    told = notice("N254", first=first, count=late, as_of=now.as_of, pause=pause)
    return holds_from(first, start, pause), [told]


def _days_of(now: ClientSummary) -> list[dt.date]:
    return [dt.date.fromordinal(day) for day in np.unique(now.days).tolist()]


def _no_projection(now: ClientSummary, first: dt.date, *, whole: bool, nearly: bool) -> Notice:
    """Why there is only past value; where the log may hold a year up to the end of its last month, that is offered.

    `whole`: it holds one year; `nearly`: but for some days without an order.
    """
    if whole:
        cure = say("say --retention 80% for one, or name a log that goes back further")
        time = "{year}, so how many clients stay for another cannot be counted"
        time = say(time, year=say("taken as one year") if nearly else say("one year"))
        return notice("N309", start=first, as_of=now.as_of, time=time, cure=cure)
    last = now.as_of
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    cure = say("name a log that goes back further")
    if last < end and holds_from(first, year_before(end), usual_pause(_days_of(now))):
        cure = say("say --as-of {end} if it holds all orders up to that day, or {cure}", end=end, cure=cure)
    return notice("N309", start=first, as_of=last, time=say("less than a year"), cure=cure)
