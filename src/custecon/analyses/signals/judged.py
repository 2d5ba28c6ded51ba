"""The list of clients who show a signal that proved right, and the test of each signal on the log itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from custecon.clients.life import Base, base_of, groups_in, margin_of
from custecon.clients.order_log import OrderLog
from custecon.clients.waking import first_of, in_order_of, told_of_each
from custecon.core.answer import Answer
from custecon.core.by_column import ByColumn
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.long_columns import Exact, Gapped, whole_numbers
from custecon.core.phrases import Money, Phrase, Share, say
from custecon.core.results import INTERVAL, Column, Figure, Input, Interval, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, DAYS, MONEY, RATIO, SHARE, TEXT
from custecon.metrics.proportions import wilson_interval
from custecon.tables.groups import group_columns
from custecon.tables.return_rates import usual_horizon
from custecon.tables.signals import REGULAR, Proof, Signal, proofs_of, signals_of

FIRST = 10  # whom the first screen names
FEW = 30  # clients judged in the test below which every share is a guess
REASONS = {
    "gap": "silent longer than usual",
    "rhythm": "buys less often",
    "amount": "buys for less",
}
RULES = {
    "gap": "silent for longer than 90 % of their own gaps (4 purchases or more)",
    "rhythm": "the median of the last 3 gaps above 1.5 × that of the earlier ones (6 gaps or more)",
    "amount": "the mean of the last 3 purchases below 70 % of the median of the earlier ones (6 purchases or more)",
}


def answered(
    log: OrderLog,
    horizon: CalendarSpan | None,
    margin_rate: Input | None,
    by: str | None,
    top: int | None,
    level: float,
) -> Answer:
    """Whom of the regular clients to call.

    Raises:
        Undefined: E301 nobody has a rhythm, or all was bought on one day. UsageError: E172 the horizon is too long.
    """
    found = base_of(log, None, None)
    paid = whole_numbers(log.ledger.paid_by_day(found.as_of))
    margin, rate, told = margin_of(log, margin_rate)
    days = horizon.days_before(found.as_of) if horizon else usual_horizon(found.bought, found.as_of)
    most = (found.as_of - found.first).days
    if horizon and days > most:
        raise UsageError(problem("E172", horizon=days, last=found.as_of, first=found.first, most=max(1, most)))
    now, _, limit = signals_of(found.bought, paid, found.as_of, found.limits.lost_after)
    regular = now[0].judged
    if not regular.any():
        reason = say("nobody has bought on {n} days", n=REGULAR)
        if (found.number >= REGULAR).any():
            reason = say("all regular clients are lost: silent for more than {n} days", n=found.limits.lost_after)
        cure = say("name a longer log; custecon winback tells of clients without a rhythm")
        raise Undefined(problem("E301", figure=say("the list to call"), reason=reason, cure=cure))
    cut = found.as_of - dt.timedelta(days)
    proofs = proofs_of(found.bought, paid, cut, found.as_of, found.limits.lost_after)
    on = [proof.beats_silence for proof in proofs]
    if not any(on):  # no money is at risk that a margin could be of
        margin, told = [], ()
    risk, ends, shown = _risk(found, now, proofs, on, rate, level)
    groups = groups_in(found, by)
    order = in_order_of(np.flatnonzero(shown), risk if any(on) else found.last_year().floats(), found.totals.floats())
    year = found.last_year()
    listed, left_out = first_of(found, order, top)
    figures = _figures(order, risk, ends, proofs[0], level)
    notices = [*_told(found, now, proofs, on, cut), *told, *left_out]
    calls = _calls(found, listed, _reasons(now, on, listed), limit, risk, groups)
    tables = [calls, _proof(proofs, on, cut, found.as_of, level)]
    if groups is not None:
        tables.append(_by_group(found, regular, shown, risk, groups))
    first = order[:FIRST]
    return Answer(
        _sentence(found, first, order, risk, year, on, proofs[0]),
        figures=figures,
        tables=tuple(tables),
        pictures=(
            Picture(
                "proof",
                say(
                    "Who came back by {until}: those with a signal on {cut}, and the others", until=found.as_of, cut=cut
                ),
                "pairs",
                "proof",
                "signal",
                ("flagged_share", "others_share"),
            ),
        ),
        inputs=tuple(margin),
        unused=() if any(on) else ("margin_rate",),
        notices=(
            *(one for one in found.told if one.code not in ("N460", "N461")),
            *notices,
            *(groups[2] if groups else ()),
        ),
        screen=Screen(
            scope=say("{n} regular {n:client|clients}, {day}", n=int(regular.sum()), day=found.as_of),
            further=_came_back(proofs, on, cut, level),
            figures=(
                Key("flagged", remark=say("of {n}", n=int(regular.sum())), certain="as counted"),
                Key(
                    "at_risk",
                    "money at risk in a year",
                    remark=say("{money} bought a year", money=Money(year.take(order).total(), None))
                    if len(order)
                    else "",
                ),
                Key("not_back"),
                Key("caught"),
            ),
            picture="",
            table=Extract(
                "calls",
                "Whom to call, the most money at risk first" if any(on) else "Whom to call, the largest buyers first",
                tuple(
                    name
                    for name in ("client", "at_risk", "silence", "usual_gap", "last_year", "last_date", "reasons")
                    if (name != "reasons" or sum(on) > 1) and (name != "at_risk" or any(on))
                ),
                rows=FIRST,
            ),
        ),
    )


def _risk(
    found: Base, now: list[Signal], proofs: list[Proof], on: list[bool], rate: float, level: float
) -> tuple[Any, Any, Any]:
    """The money at risk of each client, its ends, and who is on the list: by the signals that are on, or silence alone.

    It is the margin of the last year × the largest drop of the client's signals: drops are never added up. By silence
    alone it is not known, and not a number.
    """
    if not any(on):
        shown = now[0].judged & (found.silence > found.limits.sleeping_after)
        return np.full(len(shown), np.nan), None, shown
    shown, drop = np.zeros(len(found.silence), dtype=np.bool_), np.zeros(len(found.silence))
    ends = np.zeros((2, len(drop)))
    for signal, proof, is_on in zip(now, proofs, on, strict=True):
        if not is_on:
            continue
        shown |= signal.shown
        if proof.drop is not None:
            larger = signal.shown & (proof.drop > drop)
            between = proof.drop_interval(level)
            drop[larger] = proof.drop
            ends[:, larger] = [[max(0.0, between.low)], [between.high]]
    money = np.maximum(found.last_year().floats(), 0.0) * rate
    return money * drop, money * ends, shown


def _reasons(now: list[Signal], on: list[bool], listed: Any) -> list[Phrase]:
    """Why each of the listed stands there, in words."""
    said = [(signal.shown[listed].tolist(), say(REASONS[signal.name])) for signal in now]
    used = [one for one, is_on in zip(said, on, strict=True) if is_on]
    found = []
    for row in range(len(listed)):
        words = [phrase for flags, phrase in used if flags[row]]
        found.append(say("{all}", all=words) if words else say("silent for long"))
    return found


def _sentence(found: Base, first: Any, order: Any, risk: Any, year: Exact, on: list[bool], silence: Proof) -> Phrase:
    if not len(order):
        return say("Nobody of the regular clients shows a signal today.")
    names = [found.clients.clients[place] for place in first.tolist()]
    currency = found.log.currency
    if not any(on) and silence.flagged and not silence.caught:
        return say(
            "Nobody need be called yet: of {count} who were silent for longer than usual before, all came back by "
            "themselves. Such are now: {names}.",
            count=silence.flagged,
            names=names,
        )
    if not any(on) and len(first) == len(order):
        brought = Money(year.take(order).total(), currency)
        told = "Call today: {names}. They have been silent for long; in the last year they brought {brought}."
        return say(told, names=names, brought=brought)
    if not any(on):
        return say(
            "Call today: {names}. They have been silent for long; in the last year they brought {theirs} of the "
            "{all} of all who are to be called.",
            names=names,
            theirs=Money(year.take(first).total(), currency),
            all=Money(year.take(order).total(), currency),
        )
    return say(
        "Call today: {names}. {why}; {theirs} of the {all} a year at risk is theirs.",
        names=names,
        why=say(
            "They are silent for longer than is usual for them"
            if on[0]
            else "They buy otherwise than is usual for them"
        ),
        theirs=Money(float(risk[first].sum()), currency),
        all=Money(float(risk[order].sum()), currency),
    )


def _came_back(proofs: list[Proof], on: list[bool], cut: dt.date, level: float) -> tuple[Phrase, ...]:
    gap = proofs[0]
    if not on[0] or not gap.flagged:
        return ()
    between = wilson_interval(gap.flagged_back, gap.flagged, level)
    return (
        say(
            "Of {all} who were as silent on {cut}, {back} came back uncalled: with {level} certainty {low} to {high}.",
            all=gap.flagged,
            cut=cut,
            back=gap.flagged_back,
            level=Share(level),
            low=Share(between.low, 0),
            high=Share(between.high, 0),
        ),
    )


def _figures(order: Any, risk: Any, ends: Any, proof: Proof, level: float) -> tuple[Figure, ...]:
    found = [Figure("flagged", "to call", len(order), CLIENTS, "regular clients who show a signal that is on", "main")]
    if not np.isnan(risk[order]).any():
        note = "money of the last year, its margin rate × how many fewer of the flagged came back in the test"
        between = None
        if ends is not None and proof.judged:
            low, high = ends[:, order].sum(axis=1).tolist()
            between = Interval(low, high, level, "Newcombe")
        found.append(Figure("at_risk", "money at risk", float(risk[order].sum()), MONEY, note, interval=between))
    for name, label, part, whole in (
        ("not_back", "flagged who did not come back", proof.caught, proof.flagged),
        ("caught", "caught of those who did not", proof.caught, proof.gone),
    ):
        if whole:
            note = say("{part} of {all} in the test", part=part, all=whole)
            interval = wilson_interval(part, whole, level)
            found.append(Figure(name, label, part / whole, SHARE, note, interval=interval))
    return tuple(found)


def _told(found: Base, now: list[Signal], proofs: list[Proof], on: list[bool], cut: dt.date) -> list[Notice]:
    told = []
    if not any(proof.judged for proof in proofs):
        told.append(notice("N476", few=REGULAR, cut=cut))
    elif not any(on):
        told.append(notice("N475", cut=cut, days=found.limits.sleeping_after))
    if 0 < proofs[0].judged < FEW:
        told.append(notice("N473", count=proofs[0].judged, cut=cut))
    for proof, is_on in zip(proofs, on, strict=True):
        if not is_on and proof.flagged:
            said = {"caught": proof.caught, "flagged": proof.flagged, "silence": proof.silence_caught}
            told.append(notice("N474", signal=say(REASONS[proof.name]), cut=cut, place=None, **said))
    if lost := int(((found.number >= REGULAR) & ~now[0].judged).sum()):
        told.append(notice("N541", count=lost, days=found.limits.lost_after))
    others = int(((found.number > 0) & (found.number < REGULAR)).sum())
    if others:
        told.append(notice("N472", count=others, few=REGULAR))
    return told


def _calls(found: Base, order: Any, reasons: list[Phrase], limit: Any, risk: Any, groups: Any) -> Table:
    columns, cells = told_of_each(found, order, groups)
    own = Column("own_limit", "own limit, days", DAYS, "90 % of their own gaps are no longer")
    columns += [
        own,
        Column("reasons", "why", TEXT, "the signals that they show, of those that are on"),
        Column(
            "at_risk",
            "at risk",
            MONEY,
            "money of the last year, its margin rate × how many fewer of the flagged came back in the test",
            summed=True,
            fixed="counted in the log when this was written",
        ),
    ]
    rows = ByColumn([*cells, Gapped(limit[order]), reasons, Gapped(risk[order])])
    return Table("calls", "Whom to call, the most money at risk first", tuple(columns), rows, shown=20)


def _proof(proofs: list[Proof], on: list[bool], cut: dt.date, until: dt.date, level: float) -> Table:
    """Every signal as it would have been on the day of the cut, against silence alone."""
    rows = []
    for proof, is_on in zip(proofs, on, strict=True):
        low = high = right = lift = None
        if proof.flagged:
            interval = wilson_interval(proof.caught, proof.flagged, level)
            right, low, high = proof.caught / proof.flagged, interval.low, interval.high
        if right is not None and proof.gone:
            lift = right / (proof.gone / proof.judged)
        rows.append(
            (
                say(REASONS[proof.name]),
                say("on" if is_on else "off"),
                proof.judged,
                proof.flagged,
                proof.flagged_back,
                proof.flagged_back / proof.flagged if proof.flagged else None,
                proof.others,
                proof.others_back,
                proof.others_back / proof.others if proof.others else None,
                proof.gone,
                proof.caught,
                proof.silence_caught,
                right,
                low,
                high,
                lift,
                say(RULES[proof.name]),
            )
        )
    shown = Share(level)
    return Table(
        "proof",
        say("Each signal tested: as of {cut}, who came back by {until}", cut=cut, until=until),
        (
            Column("signal", "signal", TEXT, "what is seen"),
            Column("used", "on or off", TEXT, "on where it finds more of who does not come back than silence alone"),
            Column("judged", "judged", CLIENTS, "clients with purchases enough for it"),
            Column("flagged", "flagged", CLIENTS, "who showed it"),
            Column("flagged_back", "of these came back", CLIENTS, "of the flagged, who bought by the last day"),
            Column("flagged_share", "flagged who came back", SHARE, "their part of the flagged"),
            Column("others", "not flagged", CLIENTS, "who did not show it"),
            Column("others_back", "of those came back", CLIENTS, "of the others, who bought by the last day"),
            Column("others_share", "others who came back", SHARE, "their part of the others"),
            Column("gone", "did not come back", CLIENTS, "of all who were judged"),
            Column("caught", "of them flagged", CLIENTS, "who did not come back and had shown it"),
            Column(
                "silence_caught",
                "by silence alone",
                CLIENTS,
                "as many with the longest silence would have found so many",
            ),
            Column("right", "rightly flagged", SHARE, "of the flagged, who did not come back"),
            Column(
                "low", "at least", SHARE, say("lower end of the {level} Wilson interval", level=shown), fixed=INTERVAL
            ),
            Column(
                "high", "at most", SHARE, say("upper end of the {level} Wilson interval", level=shown), fixed=INTERVAL
            ),
            Column("lift", "lift", RATIO, "rightly flagged ÷ part of all judged who did not come back"),
            Column("rule", "rule", TEXT, "when it is shown"),
        ),
        rows,
    )


def _by_group(found: Base, regular: Any, shown: Any, risk: Any, groups: Any) -> Table:
    year = found.last_year()
    rows = []
    for group, here in groups[1].places().items():
        theirs = here[regular[here]]
        if len(theirs):
            sums = year.take(theirs).total(), float(np.nansum(risk[theirs][shown[theirs]]))
            rows.append((group, len(theirs), int(shown[theirs].sum()), *sums))
    rows.sort(key=lambda row: (-row[4], row[0]))
    return Table(
        "by_group",
        "Regular clients by group",
        (
            *group_columns([groups[0]]),
            Column("regular", "regular clients", CLIENTS, "with 4 days of purchase or more", summed=True),
            Column("flagged", "to call", CLIENTS, "who show a signal that is on", summed=True),
            Column(
                "last_year", "in a year", MONEY, "what they brought in the last year, refunds taken off", summed=True
            ),
            Column("at_risk", "at risk", MONEY, "money at risk, added up", summed=True),
        ),
        rows,
    )
