"""Whom of an order log to win back: the list, the chances that were counted, and whether the order helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.analyses.winback.own_test import bands, proof_of
from custecon.clients.life import Base, base_of, beyond, groups_in, margin_of, returns_in
from custecon.clients.order_log import OrderLog
from custecon.clients.waking import chance_column, chances_of, first_of, in_order_of, told_of_each, waiting
from custecon.core.answer import Answer
from custecon.core.by_column import ByColumn
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Undefined, problem
from custecon.core.evaluation import figure as figure_of
from custecon.core.expression import Name
from custecon.core.long_columns import Gapped, Words
from custecon.core.phrases import Money, Phrase, Share, say, some
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Column, Figure, Input, Interval, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, MONEY, SHARE, TEXT
from custecon.metrics import win_back
from custecon.tables.client_states import ACTIVE
from custecon.tables.client_status import lost_are, silent_beyond
from custecon.tables.groups import group_columns
from custecon.tables.return_rates import Returns

FIRST = 10  # who are called first
NAMED = 3  # of them, whom the sentence names: more rows than that stand on every screen
EFFECT = 0.05  # of a trial, where nobody says how many come back when called
EXAMPLE = 5  # what a call may cost, as the first screen asks it


@dataclass(frozen=True)
class Asked:
    """What is asked of a log; `given`: what is known of calling."""

    sleeping_after: CalendarSpan | None
    lost_after: CalendarSpan | None
    horizon: CalendarSpan | None
    margin_rate: Input | None
    given: tuple[Input, ...]
    by: str | None
    top: int | None
    level: float


def answered(log: OrderLog, asked: Asked) -> Answer:
    """Whom of a log to call first, and what that may cost.

    Raises:
        Undefined: E301 nobody is silent, or the log does not tell who comes back.
    """
    found = base_of(log, asked.sleeping_after, asked.lost_after)
    margin, rate, told = margin_of(log, asked.margin_rate)
    silent, overdue = found.state > ACTIVE, found.overdue(found.as_of)
    returns, untold = returns_in(found, asked.horizon, overdue=True)
    if returns is None or not overdue.any():
        reason = say("nobody is silent for longer than {n} days", n=found.limits.sleeping_after)
        cure = say("name a longer log, or say a shorter --sleeping-after")
        if returns is None:
            reason = say("all was bought on one day")
        elif silent.any():
            reason = say(
                "nobody is silent for longer than is usual of them ({n} silent {n:client|clients})", n=int(silent.sum())
            )
            cure = say("call nobody yet: custecon signals tells who leaves their own rhythm")
        raise Undefined(problem("E301", figure=say("the list to call"), reason=reason, cure=cure))
    groups = groups_in(found, asked.by)
    of_each = chances_of(found, returns)
    second = np.where(np.isnan(of_each.chance), np.nan, of_each.purchases * found.mean_purchase * rate)
    brought = found.totals.floats()
    order = in_order_of(np.flatnonzero(overdue), of_each.chance * second, brought)
    order, left_out = first_of(found, order, asked.top)
    first = order[:FIRST][~np.isnan((of_each.chance * second)[order[:FIRST]])]
    calls = _calls(found, order, of_each.chance, second, groups)
    proof, helps = proof_of(found, returns, rate)
    figures, inputs = _figures(found, first, of_each.chance, second, asked.given)
    if len(first):
        between = returns.average(found.silence[first], found.number[first], asked.level)
        figures = (_uncalled(found, first, of_each.chance, between), *figures)
    tables = [calls, bands(returns, asked.level), proof]
    if groups is not None:
        tables.append(_by_group(found, overdue, of_each.chance * second, groups))
    notices = [*found.told, *told, *untold, *left_out, *beyond(returns, found.silence[overdue]), *helps]
    notices += waiting(found, silent & ~overdue)
    return Answer(
        _sentence(found, first, of_each.chance, second, returns)
        if len(first)
        else _unknown(found, order, of_each.chance, returns),
        figures=figures,
        tables=tuple(tables),
        pictures=(
            Picture(
                "bands",
                say("Who came back uncalled within {days} days, by silence", days=returns.days),
                "dots",
                "bands",
                "band",
                ("share",),
                band=("low", "high"),
            ),
        ),
        inputs=(*margin, *inputs),
        notices=(*notices, *(groups[2] if groups else ())),
        screen=Screen(
            scope=say("{n} silent {n:client|clients}, {day}", n=int(silent.sum()), day=found.as_of),
            further=(
                *_further(found, figures, inputs, len(first), of_revenue=bool(told)),
                lost_are([silent_beyond(found.limits.lost_after)]),
            ),
            figures=(
                Key("uncalled"),
                Key("stake_of_the_first", remark=say("if all {n} came back", n=len(first)), certain="by averages"),
                Key("silent_clients", remark=_how_silent(found), certain="as counted"),
                Key("break_even_return"),
                Key("win_back_gain"),
                Key("contact_ceiling"),
                Key("trial_size", _of_trial(figures, int(overdue.sum())), remark=_found_by(asked)),
            ),
            picture="",
            table=Extract(
                "calls",
                "Whom to call first",
                ("client", "silence", "chance", "at_stake", "last_date", "purchase_days"),
                rows=FIRST,
                least=FIRST,
                total=not np.isnan(second[order]).any(),  # else it is that of those of whom a stake is known
            ),
            next=(
                *(("--margin-rate 35%",) if told else ()),
                *(() if any(one.name == "contact_cost" for one in asked.given) else (f"--contact-cost {EXAMPLE}",)),
            ),
        ),
    )


def _of_trial(figures: tuple[Figure, ...], there: int) -> str:
    wanted = next((one.value for one in figures if one.name == "trial_size"), None)
    return "clients for a trial" if wanted is None or wanted <= there else "a trial would need more, clients"


def _found_by(asked: Asked) -> Phrase:
    if any(one.name == "regained" for one in asked.given):
        return say("called and held out together")
    return say("to see 5 points more come back")


def _how_silent(found: Base) -> Phrase:
    states = np.bincount(found.state[found.state > ACTIVE], minlength=3)
    return say("{sleeping} sleeping, {lost} lost", sleeping=int(states[1]), lost=int(states[2]))


def _names(found: Base, places: Any) -> list[str]:
    return [found.clients.clients[place] for place in places.tolist()]


def _unknown(found: Base, order: Any, chance: Any, returns: Returns) -> Phrase:
    """What is said where nobody knows what any of them would bring."""
    most = order[np.argsort(-found.totals.floats()[order], kind="stable")][:FIRST]
    told = {"names": some(_names(found, most), NAMED)}
    if np.isnan(chance[order]).all():
        return say(
            "Everybody who is silent is so for longer than the log can tell who comes back: {days} days. {names} "
            "brought most.",
            days=returns.longest,
            **told,
        )
    return say(
        "None of the {n} who were as silent on {cut} came back by themselves. {names} brought most.",
        n=int(returns.clients["all"].sum()),
        cut=returns.cut,
        **told,
    )


def _sentence(found: Base, first: Any, chance: Any, second: Any, returns: Returns) -> Phrase:
    return say(
        "Call {names} first: they would bring {stake} if all of them came back; uncalled, {share} of such come back "
        "within {days} days.",
        names=some(_names(found, first), NAMED),
        share=Share(float(chance[first].mean()), 0),
        days=returns.days,
        stake=Money(float(second[first].sum()), found.log.currency),
    )


def _further(
    found: Base, figures: tuple[Figure, ...], inputs: tuple[Input, ...], count: int, *, of_revenue: bool
) -> list[Phrase]:
    """What the calls cost, and when they pay; of revenue nobody can say."""
    values = {one.name: one.value for one in inputs}
    there = {one.name: one for one in figures}
    if of_revenue and count:
        return [say("What a call may cost, only the margin tells; it is not given.")]
    told: list[Phrase] = []
    if "point_worth" in there and "break_even_return" not in there:
        worth = Money(there["point_worth"].value, found.log.currency)
        told.append(
            say("A call may cost up to {worth} for each percentage point more of them who come back.", worth=worth)
        )
    elif "contact_cost" in values and there["break_even_return"].value is not None:
        told.append(
            say(
                "{n} {n:call costs|calls cost} {cost}: they pay if at least {part} of those called come back.",
                n=count,
                cost=Money(count * values["contact_cost"], found.log.currency),
                part=Share(there["break_even_return"].value, 1),
            )
        )
    return told


def _uncalled(found: Base, first: Any, chance: Any, between: Interval) -> Figure:
    noted = say("average of the first {n}: the part that came back uncalled of those as silent as each", n=len(first))
    return Figure("uncalled", "come back uncalled", float(chance[first].mean()), SHARE, noted, "main", interval=between)


def _figures(
    found: Base, first: Any, chance: Any, second: Any, given: tuple[Input, ...]
) -> tuple[tuple[Figure, ...], tuple[Input, ...]]:
    """Of those called first: what is at stake, and what a call may cost by the published formulas."""
    silent = found.state > ACTIVE
    note = "who is silent for longer than the limit, sleeping and lost together"
    figures = [Figure("silent_clients", "silent clients", int(silent.sum()), CLIENTS, note)]
    if not len(first):
        return tuple(figures), ()
    stake = float(second[first].sum())
    noted = say("a mean purchase of each × the purchases of those who came back, of the first {n}", n=len(first))
    average = say("average of the first {n}", n=len(first))
    inputs: tuple[Input, ...] = (
        Input(QUANTITIES["base_return"], float(chance[first].mean()), "computed", average),
        Input(QUANTITIES["second_value"], max(0.0, stake / len(first)), "computed", average),
        *given,
    )
    known = {one.name for one in inputs}
    figures.append(Figure("stake_of_the_first", "what they would bring", stake, MONEY, noted))
    worth = say("what the average of the first {n} would bring ÷ 100", n=len(first))
    figures.append(Figure("point_worth", "worth of a point", stake / len(first) / 100, MONEY, worth))
    for metric in (
        win_back.break_even_return,
        win_back.win_back_gain,
        win_back.contact_ceiling,
        win_back.offer_ceiling,
        win_back.trial_size,
    ):
        costs = metric is not win_back.break_even_return or known & {"contact_cost", "offer_cost"}
        if metric.required <= known and costs:
            figures.append(figure_of(metric, inputs, weight="detail"))
    hoped = float(chance[first].mean()) + EFFECT
    if "regained" not in known and hoped <= 1:  # a trial is planned all the same, for an effect that is worth finding
        note = "five points of a hundred more than uncalled"
        inputs = (*inputs, Input(QUANTITIES["regained"], hoped, "assumed", note))
        figures.append(figure_of(win_back.trial_size, inputs, weight="detail"))
    return tuple(figures), tuple(one for one in inputs if any(one in figure.inputs for figure in figures))


def _calls(found: Base, order: Any, chance: Any, second: Any, groups: Any) -> Table:
    columns, cells = told_of_each(found, order, groups)
    columns.insert(1, Column("state", "state", TEXT, "sleeping, or lost: by how long they have been silent"))
    states = Words(found.state[order], [say("is active"), say("sleeps"), say("is lost")])
    cells.insert(1, states)
    columns += [
        chance_column(),
        Column(
            "at_stake",
            "at stake",
            MONEY,
            "what they would bring if they came back: a mean purchase, times how often those bought who did",
            summed=True,
            fixed="counted in the log when this was written",
        ),
        Column(
            "expected_value",
            "expected uncalled",
            MONEY,
            "the chance to come back × what is at stake",
            summed=True,
            formula=Name("chance") * Name("at_stake"),
            live=(~np.isnan(chance[order])).tolist(),
        ),
    ]
    worth = chance * second
    rows = ByColumn([*cells, Gapped(chance[order]), Gapped(second[order]), Gapped(worth[order])])
    return Table("calls", "Whom to call, the most promising first", tuple(columns), rows, shown=20)


def _by_group(found: Base, silent: Any, worth: Any, groups: Any) -> Table:
    rows = []
    year = found.last_year()
    for group, here in groups[1].places().items():
        theirs = here[silent[here]]
        if len(theirs):
            rows.append((group, len(theirs), year.take(theirs).total(), float(np.nansum(worth[theirs]))))
    rows.sort(key=lambda row: (-row[3], row[0]))
    return Table(
        "by_group",
        "Silent clients by group",
        (
            *group_columns([groups[0]]),
            Column("clients", "clients", CLIENTS, "sleeping or lost", summed=True),
            Column(
                "last_year", "in a year", MONEY, "what they brought in the last year, refunds taken off", summed=True
            ),
            Column(
                "expected_value", "expected uncalled", MONEY, "the chance × what is at stake, added up", summed=True
            ),
        ),
        rows,
    )
