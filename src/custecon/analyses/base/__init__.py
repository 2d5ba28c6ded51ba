"""How many clients there really are, who came, fell asleep, was lost and came back, and whom to wake."""

from typing import TYPE_CHECKING, Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import By, LostAfter, MarginRate, SleepingAfter, Top, one_of
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.phrases import Money, Phrase, Share, say, some
from custecon.core.results import Figure, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, SHARE, Period

if TYPE_CHECKING:
    from custecon.clients.life import Base
    from custecon.tables.client_states import Life

FIRST = 10  # whom to wake first
NAMED = 3  # of them, whom the sentence names: more rows than that stand on every screen


@analysis(
    "base",
    panel="Client base",
    title="Your client base",
    examples=[
        "custecon base orders.csv",
        "custecon base orders.csv --silence periods --margin-rate 35%",
        "custecon base orders.csv --period month --lost-as final --top 20",
    ],
    convention=(
        "a purchase is a day with an order; who is silent for longer than the limits sleeps, then is lost; refunds are "
        "taken off the money, and in a period without a purchase stand apart"
    ),
    criticism=(
        "Long gaps are seen less often than they occur, as the log ends: the limits are rather too short. A sleeping "
        "client who was called is counted as one who came back alone."
    ),
)
def base(
    log: OrderLog,
    *,
    period: Annotated[
        str | None,
        one_of("How long a period is; quarters if clients buy often, else years.", "month", "quarter", "year"),
    ] = None,
    silence: Annotated[
        str,
        one_of(
            "How silence is counted: in days, or in whole periods without a purchase (one is sleep, three are a loss).",
            "days",
            "periods",
        ),
    ] = "days",
    sleeping_after: SleepingAfter = None,
    lost_after: LostAfter = None,
    lost_as: Annotated[
        str,
        one_of("Whether who came back later was lost then, or counts as never lost (final).", "then", "final"),
    ] = "then",
    margin_rate: MarginRate = None,
    by: By = None,
    top: Top = None,
) -> Answer:
    """How many clients you have, who came, fell asleep and came back; whom to wake.

    Every client is active, sleeping or lost by how long they have been silent; the limits come from the gaps between
    the purchases in your own log. Flows say how the active clients of one period became those of the next.
    """
    from custecon.analyses.base.flows import by_group, edges, flows, periods, states
    from custecon.clients.life import base_of, beyond, groups_in, margin_of, returns_in
    from custecon.clients.waking import to_wake, waiting
    from custecon.tables.calendar_periods import label_of
    from custecon.tables.client_states import SLEEPING, life_of

    in_periods = silence == "periods"
    found = base_of(log, sleeping_after, lost_after, in_periods=in_periods)
    length, starts = periods(found, Period(period) if period else None)
    life = life_of(
        found.bought,
        [day.toordinal() for day in starts],
        found.as_of.toordinal(),
        found.limits,
        final=lost_as == "final",
    )
    inputs, rate, told = margin_of(log, margin_rate)
    returns, untold = returns_in(found, None, overdue=not in_periods)
    groups = groups_in(found, by)
    asleep = life.now == SLEEPING
    sleeping = asleep if in_periods else asleep & found.overdue(found.as_of)
    wake, left_out = to_wake(found, sleeping, returns, rate, groups, top, with_margin=bool(inputs))
    left_out += waiting(found, asleep & ~sleeping)
    notices = [*found.told, *edges(found, length, starts, final=lost_as == "final"), *told, *untold, *left_out]
    if returns is not None:
        notices += beyond(returns, found.silence[sleeping])
    added_up = () if groups is None else (by_group(found, life, groups[0], groups[1]),)
    return Answer(
        _sentence(life, label_of(starts[-1], length)),
        figures=_figures(life),
        tables=(flows(found, life, length, starts), states(found, life), wake, *added_up),
        pictures=(
            Picture(
                "flows",
                "Who came or came back, and who went, period by period",
                "pairs",
                "flows",
                "period",
                ("came", "went"),
            ),
            Picture("active", "Active clients at the end of each period", "bars", "flows", "period", ("active",)),
        ),
        inputs=tuple(inputs),
        notices=(*notices, *(groups[2] if groups else ())),
        unused=("sleeping_after", "lost_after") if in_periods else (),
        screen=Screen(
            scope=say("{n} {n:client|clients} ever, {day}", n=int((life.now >= 0).sum()), day=found.as_of),
            further=_first(wake, found),
            figures=(
                Key("active", remark=say("{share} of all who ever bought", share=_share(life, "active"))),
                Key("sleeping", remark=_silent(found, "sleeping")),
                Key("lost", remark=_silent(found, "lost")),
                Key("change"),
            ),
            picture="active",
            table=Extract(
                "wake",
                "To wake: sleeping clients by what they are expected to bring",
                ("client", "expected", "silence", "usual_gap", "mean_purchase", "last_date"),
                rows=FIRST,
            ),
        ),
    )


def _first(wake: Table, found: "Base") -> tuple[Phrase, ...]:
    """Whom to wake first, and what they are expected to bring together."""
    client, expected = (wake.places([name])[0] for name in ("client", "expected"))
    first = [row for row in wake.rows[:FIRST] if row[expected] is not None]
    if not first:
        return ()
    brought = Money(sum(row[expected] for row in first), found.log.currency)
    names = some([row[client] for row in first], NAMED)
    return (say("Wake {names} first: {brought} is expected of them, uncalled.", names=names, brought=brought),)


def _share(life: "Life", name: str) -> Share:
    return Share(life.stands[name][-1] / max(1, int((life.now >= 0).sum())), 0)


def _silent(found: "Base", state: str) -> Phrase:
    """After how long a silence a client is in a state."""
    from custecon.tables.client_status import silent_beyond

    limits = found.limits
    if limits.in_periods:
        return say("silent for 1 or 2 whole periods" if state == "sleeping" else "silent for 3 whole periods or more")
    if state == "sleeping":
        return say("silent for {low} to {high} days", low=limits.sleeping_after + 1, high=limits.lost_after)
    return silent_beyond(limits.lost_after)


def _sentence(life: "Life", period: str) -> Phrase:
    flows = {name: column[-1] for name, column in life.counts.items()}
    return say(
        "Of {ever} {ever:client|clients} {active} {active:is|are} active: in {period} {new} came, {back} came "
        "back, {gone} fell silent. {sleeping} {sleeping:sleeps|sleep}, {lost} {lost:is|are} lost.",
        ever=int((life.now >= 0).sum()),
        active=life.stands["active"][-1],
        period=period,
        new=flows["new"],
        back=flows["woken"] + flows["won_back"],
        gone=flows["fell_asleep"] + flows["lost_directly"],
        sleeping=life.stands["sleeping"][-1],
        lost=life.stands["lost"][-1],
    )


def _figures(life: "Life") -> tuple[Figure, ...]:
    stands = {name: column[-1] for name, column in life.stands.items()}
    before = life.stands["active"][-2] if len(life.stands["active"]) > 1 else 0
    kept, note = life.counts["kept"][-1], "clients at the end of the last period"
    found = [
        Figure("active", "active clients", stands["active"], CLIENTS, note, "main"),
        Figure("sleeping", "sleeping clients", stands["sleeping"], CLIENTS, note),
        Figure("lost", "lost clients", stands["lost"], CLIENTS, note),
        Figure(
            "change",
            "change of the active",
            stands["active"] - before,
            CLIENTS,
            "active at the end of the last period less those at its start",
        ),
    ]
    if before:
        share = "part of the clients active at the start of the last period who are active at its end"
        found.append(Figure("retained_share", "still active", kept / before, SHARE, share))
        net = "active at the end ÷ active at the start − 1; often called churn, which it is not"
        found.append(Figure("net_change", "net change", stands["active"] / before - 1, SHARE, net))
    return tuple(found)
