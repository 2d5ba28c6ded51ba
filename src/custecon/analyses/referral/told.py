"""Referrals as an answer: sentence, figures, tables, the picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.analyses.referral.compared import Compared, compared
from custecon.analyses.referral.sources import KINDS, UNKNOWN, Sources, sources_of
from custecon.clients.life import margin_of
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import Notice, Problem, Undefined, notice, problem
from custecon.core.evaluation import figure as figure_of
from custecon.core.long_columns import Exact, whole_numbers
from custecon.core.phrases import Money, Phrase, Share, counted, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import INTERVAL, Column, Figure, Input, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, MONEY, PERIOD_NUMBER, SHARE, TEXT
from custecon.metrics.proportions import wilson_interval
from custecon.metrics.referral import referral_gain, reward_ceiling
from custecon.tables.calendar_periods import label_of, periods_of
from custecon.tables.client_states import Bought, bought_of
from custecon.tables.ledger import ClientSummary

PARTS = (0.0, 0.5, 1.0)  # who would have come anyway, where nobody says


@dataclass(frozen=True)
class Asked:
    """What is asked of a log; `given`: what is known of referrals."""

    months: int | None
    blank_is_nobody: bool
    channels: tuple[str, ...]
    margin_rate: Input | None
    given: tuple[Input, ...]
    top: int | None
    level: float


@dataclass(frozen=True, eq=False)
class Found:
    """The log, its clients, how they came, and the comparison where there is one; `rate`: margin of the money."""

    log: OrderLog
    clients: ClientSummary
    bought: Bought
    sources: Sources
    beside: Compared | None
    rate: float

    @property
    def totals(self) -> Exact:
        """What each client brought in all, refunds taken off."""
        return Exact(whole_numbers(self.clients.totals), self.clients.scale)

    def money(self, amount: Any) -> Money:
        """An amount with the currency of the log."""
        return Money(amount, self.log.currency)


def answered(log: OrderLog, asked: Asked) -> Answer:
    """What referrals bring, of an order log.

    Raises:
        Undefined: E301 the log does not tell who was referred. InputRefused: E353, E354, E355 what it tells is wrong.
    """
    clients = log.as_of(log.last_day)
    bought = bought_of(clients)
    if not len(bought.day):
        why, cure = say("nobody has bought"), say("give a log with orders")
        raise Undefined(problem("E301", figure=say("the part of referred clients"), reason=why, cure=cure))
    sources = sources_of(log, clients.clients, asked.channels, blank_is_nobody=asked.blank_is_nobody)
    margin, rate, of_revenue = margin_of(log, asked.margin_rate)
    beside = compared(log, clients, bought, sources, asked.months, asked.level)
    found = Found(log, clients, bought, sources, beside, rate)
    ceilings, inputs = _ceilings(found, asked) if not of_revenue else ((), ())
    list_, left = _referrers(found, asked, of_margin=not of_revenue)
    ways = _sources(found)
    tables = [list_, ways, _by_period(found, asked.level)]
    if beside is not None:
        tables.insert(1, _so_far(found, beside))
    idle = asked.given if of_revenue else [one for one in asked.given if one.name == "wanted_profit" and not ceilings]
    return Answer(
        _sentence(found),
        figures=(*_figures(found, asked.level), *ceilings),
        tables=tuple(tables),
        pictures=() if beside is None else (_picture(),),
        inputs=(*margin, *inputs),
        notices=(*sources.told, *_notices(beside), *of_revenue, *left),
        unused=tuple("cac" if one.name == "acquisition_cost" else one.name for one in idle),
        screen=Screen(
            scope=say("{n} {n:client|clients}, {day}", n=len(clients), day=clients.as_of),
            further=tuple(_further(found, ceilings, of_revenue=bool(of_revenue))),
            figures=(
                Key("referred_share", remark=_of_known(sources)),
                Key("difference", remark="" if beside is None else _each(found, beside)),
                Key("again_difference"),
                Key("referral_rate"),
                *(Key(one.name, certain="by the formula") for one in ceilings[:2]),
            ),
            picture="",
            table=Extract(
                "referrers",
                "Who referred most",
                ("client", "referred", "brought", "worth", "worth_low", "worth_high", "own"),
                rows=8,
            ),
            next=() if asked.given or of_revenue else ("--would-have-come 30%",),
        ),
    )


# ---------------------------------------------------------------------------------------------- words


def _of_known(sources: Sources) -> Phrase:
    return say("{n} of {all} of known source", n=int(sources.referred.sum()), all=int(sources.known.sum()))


def _sentence(found: Found) -> Phrase:
    referred, known = int(found.sources.referred.sum()), int(found.sources.known.sum())
    return say(
        "{share} of the clients of known source were referred: {n} of {all}.",
        share=Share(referred / known, 1),
        n=referred,
        all=known,
    )


def _each(found: Found, beside: Compared) -> Phrase:
    money = beside.money(beside.months)
    return say("{referred} against {others}", referred=found.money(money.referred), others=found.money(money.others))


def _further(found: Found, ceilings: Sequence[Figure], *, of_revenue: bool) -> list[Phrase]:
    """What the referred bring beside the others, and what a reward may be."""
    told, beside = [], found.beside
    if beside is not None:
        money = beside.money(beside.months)
        how = say("too few clients tell whether that is more than chance")
        if money.interval is not None:
            low, high = money.interval.low, money.interval.high
            how = say("that may well be chance" if low <= 0 <= high else "that is more than chance")
        told.append(
            say(
                "In the month they come and {time} after, each brings {referred}, others who come in the same months "
                "{others}: {how}.",
                time=counted(beside.months, "month"),
                referred=found.money(money.referred),
                others=found.money(money.others),
                how=how,
            )
        )
    if of_revenue:
        told.append(say("That is revenue: what a reward may be, only the margin tells, and none is given."))
    elif len(ceilings) > 2:
        told.append(
            say(
                "A reward may be {most} if none of them would have come anyway, {half} if half, {least} if all.",
                most=found.money(ceilings[0].value),
                half=found.money(ceilings[1].value),
                least=found.money(ceilings[2].value),
            )
        )
    elif ceilings:
        told.append(say("A reward may be {most} for each.", most=found.money(ceilings[0].value)))
    return told


def _notices(beside: Compared | None) -> list[Notice]:
    if beside is None:
        return []
    told = [notice("N534")]
    if not beside.enough:
        told.append(notice("N533", referred=beside.counts[0], others=beside.counts[1]))
    return told


# ---------------------------------------------------------------------------------------------- figures


def _nobody(figure: Phrase) -> Problem:
    why = say("in no month of which enough was seen both came, referred clients and others")
    return problem("E301", figure=figure, reason=why, cure=say("name a longer log, or say a smaller --months"))


def _figures(found: Found, level: float) -> tuple[Figure, ...]:
    sources, beside = found.sources, found.beside
    referred, known = int(sources.referred.sum()), int(sources.known.sum())
    referrers = len(np.unique(sources.referrer[sources.referrer >= 0]))
    everybody = len(found.clients)
    figures = [
        Figure(
            "referred_share",
            "referred",
            referred / known,
            SHARE,
            "referred clients ÷ clients of whom it is known how they came",
            "main",
            wilson_interval(referred, known, level),
        )
    ]
    more, again = say("brings more than others"), say("more of them buy again")
    if beside is None:
        figures.append(Figure("difference", more, None, MONEY, undefined=_nobody(more)))
        figures.append(Figure("again_difference", again, None, SHARE, undefined=_nobody(again)))
    else:
        money, back, time = beside.money(beside.months), beside.bought_again(), counted(beside.months, "month")
        count = say("{n} referred, {others} others", n=beside.counts[0], others=beside.counts[1])
        note = say("from the first purchase to the end of {time} after its month; {count}", time=time, count=count)
        figures += [
            Figure("difference", more, money.difference, MONEY, note, interval=money.interval),
            Figure("referred_brings", "a referred client brings", money.referred, MONEY, note),
            Figure("others_bring", "others of the same months bring", money.others, MONEY, note),
            Figure("again_difference", again, back.difference, SHARE, note, interval=back.interval),
            Figure("referred_again", "of the referred, who buy again", back.referred, SHARE, note),
            Figure("others_again", "of the others, who buy again", back.others, SHARE, note),
        ]
    if "referrer" in found.log.ledger.groups:  # a channel names nobody
        told = "clients who referred at least one ÷ all clients of the log: {n} of {all}"
        note = say(told, n=referrers, all=everybody)
        between = wilson_interval(referrers, everybody, level)
        rate = Figure("referral_rate", "clients who referred one", referrers / everybody, SHARE, note, interval=between)
        figures.append(rate)
    return tuple(figures)


def _ceilings(found: Found, asked: Asked) -> tuple[tuple[Figure, ...], tuple[Input, ...]]:
    """The most a reward may be: at the part that would have come anyway, or at none, half and all."""
    if found.beside is None:
        return (), asked.given
    value = found.beside.money(found.beside.months).referred * found.rate
    note = say("margin of the money that each referred client brought")
    inputs = (Input(QUANTITIES["referred_value"], max(0.0, value), "computed", note), *asked.given)
    names = {one.name for one in inputs}
    if "would_have_come" in names:
        figures = [figure_of(reward_ceiling, inputs, weight="detail")]
        if "reward" in names:
            figures.append(figure_of(referral_gain, inputs, weight="detail"))
        return tuple(figures), inputs
    figures = []
    for part in PARTS:
        assumed = Input(QUANTITIES["would_have_come"], part, "assumed")
        value_then = figure_of(reward_ceiling, (*inputs, assumed)).value
        share = Share(part, 0)
        label = say("most a reward may be, {share} would come anyway", share=share)
        means = say("by the formula of reward-ceiling, if {share} of the referred would have come anyway", share=share)
        figures.append(Figure(f"reward_ceiling_{round(100 * part)}", label, value_then, MONEY, means))
    return tuple(figures), inputs


# ---------------------------------------------------------------------------------------------- tables


def _worth(found: Found, asked: Asked) -> tuple[list[tuple[str, str, float]], float]:
    """The columns that say what a referrer is worth: name, label, part that would not have come; money a referral."""
    values = {one.name: float(one.value) for one in asked.given}
    each = values.get("acquisition_cost", 0.0) - values.get("reward", 0.0)
    if "would_have_come" in values:
        return [("worth", "worth", 1 - values["would_have_come"])], each
    return [("worth_low", "worth at least", 0.0), ("worth_high", "worth at most", 1.0)], each


def _referrers(found: Found, asked: Asked, *, of_margin: bool) -> tuple[Table, list[Notice]]:
    """One row a client who referred another: how many, what these brought, and what that is worth."""
    sources, totals = found.sources, found.totals
    named = np.flatnonzero(sources.referrer >= 0)
    order = named[np.argsort(sources.referrer[named], kind="stable")]
    cut = np.flatnonzero(np.diff(sources.referrer[order])) + 1
    groups = np.split(order, cut) if len(order) else []
    shown, each = _worth(found, asked)
    rows: list[tuple[Any, ...]] = []
    for group in groups:
        place = int(sources.referrer[group[0]])
        brought = totals.take(group).total()
        worth = [part * float(brought) * found.rate + each * len(group) for _, _, part in shown] if of_margin else []
        own = totals.take(np.array([place])).total()
        rows.append((found.clients.clients[place], len(group), brought, *worth, own))
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    left = []
    if asked.top is not None and asked.top < len(rows):
        rest = sum(row[2] for row in rows[asked.top :])
        left = [notice("N466", count=len(rows) - asked.top, total=found.money(rest))]
        rows = rows[: asked.top]
    means = "margin of what they brought × the part who would not have come anyway + CAC − reward for each"
    columns = (
        Column("client", "client", TEXT, "who referred others"),
        Column("referred", "referred", CLIENTS, "how many clients they referred", summed=True),
        Column("brought", "these brought", MONEY, "what those brought in all, refunds taken off", summed=True),
        *(
            Column(name, label, MONEY, means, summed=True, fixed=_COUNTED)
            for name, label, _ in (shown if of_margin else ())
        ),
        Column("own", "own", MONEY, "what they brought themselves in all, refunds taken off", summed=True),
    )
    return Table("referrers", "Who referred whom, and what that brought", columns, rows, shown=20), left


_COUNTED = "counted in the log when this was written"


def _sources(found: Found) -> Table:
    """How the clients of the log came: all of them, and all of its money."""
    known, rows = int(found.sources.known.sum()), []
    for kind, label in enumerate(KINDS):
        here = np.flatnonzero(found.sources.kind == kind)
        if len(here):
            share = None if kind == UNKNOWN else len(here) / known
            rows.append((say(label), len(here), share, found.totals.take(here).total()))
    columns = (
        Column("source", "how they came", TEXT, "as their first order that says it has it"),
        Column("clients", "clients", CLIENTS, "all clients of the log", summed=True),
        Column("share", "share", SHARE, "of the clients of known source", summed=True),
        Column("brought", "brought", MONEY, "in all, refunds taken off", summed=True),
    )
    return Table("sources", "How clients came", columns, rows)


def _so_far(found: Found, beside: Compared) -> Table:
    """What a client has brought so far, month by month, referred and others."""
    rows = []
    for age in range(beside.months + 1):
        money = beside.money(age)
        ends = (None, None) if money.interval is None else (money.interval.low, money.interval.high)
        rows.append((age, money.referred, money.others, money.difference, *ends))
    columns = (
        Column("age", "months after", PERIOD_NUMBER, "whole months after that of the first purchase"),
        Column("referred", "referred", MONEY, "what a referred client has brought by then"),
        Column("others", "others", MONEY, "what others who came in the same months have brought by then"),
        Column("difference", "difference", MONEY, "referred less others"),
        Column("low", "at least", MONEY, "lower end of the interval of the difference", fixed=INTERVAL),
        Column("high", "at most", MONEY, "upper end of the interval of the difference", fixed=INTERVAL),
    )
    return Table("so_far", "What a client has brought so far, referred and others of the same months", columns, rows)


def _picture() -> Picture:
    title = say("What a client has brought so far, referred and others of the same months")
    return Picture("so_far", title, "curve", "so_far", "age", ("referred", "others"))


def _by_period(found: Found, level: float) -> Table:
    """The new clients of each quarter by how they came, and how many of them a client of before referred."""
    buys = np.diff(found.bought.start) > 0
    first = found.bought.day[found.bought.start[:-1][buys]]
    kind, named = found.sources.kind[buys], found.sources.referrer[buys] >= 0
    begin = dt.date.fromordinal(int(first.min()))
    starts = periods_of(begin, found.clients.as_of, "quarter")
    edges = np.array([start.toordinal() for start in starts])
    quarter = np.searchsorted(edges, first, side="right") - 1
    rows, there = [], 0
    for place, start in enumerate(starts):
        here = quarter == place
        referred, known = int((kind[here] < 2).sum()), int((kind[here] != UNKNOWN).sum())
        ends = wilson_interval(referred, known, level) if known else None
        share = (None,) * 3 if ends is None else (referred / known, ends.low, ends.high)
        each = int(named[here].sum()) / there if there else None
        rows.append((label_of(start, "quarter"), int(here.sum()), known, referred, *share, there, each))
        there += int(here.sum())
    columns = (
        Column("period", "quarter", TEXT, "the quarter of the first purchase"),
        Column("new", "new clients", CLIENTS, "clients who bought for the first time", summed=True),
        Column("known", "source known", CLIENTS, "of them, of whom it is known how they came", summed=True),
        Column("referred", "referred", CLIENTS, "of these, who were referred", summed=True),
        Column("share", "share", SHARE, "referred ÷ source known"),
        Column("low", "at least", SHARE, "lower end of its interval, by Wilson", fixed=INTERVAL),
        Column("high", "at most", SHARE, "upper end of its interval, by Wilson", fixed=INTERVAL),
        Column("there", "clients before", CLIENTS, "clients who had bought before the quarter"),
        Column("each", "new for each", SHARE, "new clients whom a client of the log referred ÷ clients before"),
    )
    return Table("by_period", "Referred clients, quarter by quarter", columns, rows)
