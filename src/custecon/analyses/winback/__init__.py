"""Whom of the sleeping and lost to call, what that may cost, and how to see whether it helped."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import By, Level, LostAfter, MarginRate, SleepingAfter, Top, figure, span
from custecon.clients.order_log import OrderLog
from custecon.core import quantities as of
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.evaluation import figure as figure_of
from custecon.core.evaluation import notices
from custecon.core.phrases import Money, Share, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.screen import Key, Screen
from custecon.metrics import win_back

__all__ = ["of_log", "winback"]

ANSWERS = (win_back.win_back_gain, win_back.break_even_return)
FURTHER = (
    win_back.win_back_gain,
    win_back.contact_ceiling,
    win_back.offer_ceiling,
    win_back.break_even_return,
    win_back.trial_size,
)


HELD_OUT = Input(QUANTITIES["held_out"], 0.2, "assumed", "one of five")


class Calls(Inputs):
    """What is known of calling clients who fell silent."""

    base_return: of.BaseReturn
    regained: of.Regained
    second_value: of.SecondValue
    contact_cost: of.ContactCost
    offer_cost: of.OfferCost
    held_out: of.HeldOut


@analysis(
    "winback",
    panel="Client base",
    title=win_back.TOPIC.title,
    examples=[
        "custecon winback orders.csv --margin-rate 35%",
        "custecon winback orders.csv --margin-rate 35% --contact-cost 2 --regained 55%",
        "custecon winback --base-return 5% --regained 12% --second-value 300 --contact-cost 10",
    ],
    convention=(
        "who is silent for longer than the limits of the base, and than 90 of 100 of their own gaps, if they bought on "
        "four days or more; who came back uncalled is counted in the log itself, cut at a day, of those who were on "
        "such a list then; a purchase is a day with an order, refunds are taken off the money"
    ),
    criticism=(
        "Whoever was called in the time that was counted is among those who came back uncalled, so the chances are "
        "rather too high. Who is worth a call is decided by what calling changes, which only a trial shows."
    ),
)
def winback(inputs: Calls) -> Answer:
    """Which silent clients to call, what a call may cost, and how to see if it helped.

    From an order log: the sleeping and the lost, the chance that each comes back uncalled, and what they would bring;
    from figures: what a call brings, and the most that it and an offer may cost.
    """
    return of_figures(inputs)


@winback.register
def of_log(
    log: OrderLog,
    *,
    sleeping_after: SleepingAfter = None,
    lost_after: LostAfter = None,
    horizon: Annotated[
        CalendarSpan | None,
        span("How long somebody has to come back: 90d; if not given, as long as counts as a loss."),
    ] = None,
    margin_rate: MarginRate = None,
    regained: Annotated[Input | None, figure("regained")] = None,
    contact_cost: Annotated[Input | None, figure("contact_cost")] = None,
    offer_cost: Annotated[Input | None, figure("offer_cost")] = None,
    held_out: Annotated[Input | None, figure("held_out")] = None,
    by: By = None,
    top: Top = None,
    level: Level = 0.95,
) -> Answer:
    """The sleeping and lost of an order log, by what they would bring."""
    from custecon.analyses.winback.counted import Asked, answered

    given = [one for one in (regained, contact_cost, offer_cost, held_out or HELD_OUT) if one]
    return answered(log, Asked(sleeping_after, lost_after, horizon, margin_rate, tuple(given), by, top, level))


def of_figures(inputs: Inputs) -> Answer:
    """What the figures tell of a call.

    Raises:
        UsageError: E115 too little is given. Undefined: the first of them does not exist.
    """
    given = [*inputs.values(), *([] if "held_out" in inputs else [HELD_OUT])]
    known = {one.name for one in given}
    metric = next((one for one in ANSWERS if one.required <= inputs.keys()), None)
    if metric is None:
        cure = say("for example: custecon winback orders.csv --margin-rate 35%")
        missing = say("give an order log, or --base-return and --second-value")
        raise UsageError(problem("E115", missing=missing, cure=cure))
    main = figure_of(metric, given)
    if main.undefined:
        raise Undefined(main.undefined)
    others = [one for one in FURTHER if one is not metric and one.required <= known]
    figures = (main, *(figure_of(one, given, weight="detail") for one in others))
    if metric is win_back.win_back_gain:
        sentence = say(
            "A call {words} {gain} on average.",
            words=say("brings" if main.value >= 0 else "loses"),
            gain=Money(abs(main.value), inputs.currency),
        )
    else:
        sentence = say("A call pays if at least {part} of those called come back.", part=Share(main.value))
    return Answer(
        sentence,
        figures=figures,
        inputs=tuple(one for one in given if any(one in told.inputs for told in figures)),
        notices=notices(metric, given),
        sources=metric.sources,
        screen=Screen(figures=tuple(Key(one.name) for one in figures)),
    )
