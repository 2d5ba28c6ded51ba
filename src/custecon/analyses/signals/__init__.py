"""Which clients are slipping away now, judged by their own rhythm, and whether such signals proved right before."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import By, Level, MarginRate, Top, span
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan


@analysis(
    "signals",
    panel="Client base",
    title="Early signals: whom to call",
    examples=["custecon signals orders.csv --margin-rate 35%", "custecon signals orders.csv --horizon 90d --top 20"],
    convention=(
        "clients with 4 days of purchase or more who are not lost, each against the own past: silent for longer than "
        "90 % of their own gaps; gaps half as long again; purchases below 70 %; a purchase is a day with an order, "
        "refunds are no purchase"
    ),
    criticism=(
        "Many who are flagged come back uncalled, and whoever was called counts among them. Clients who buy by season "
        "look silent out of it. With a few dozen clients every figure is a guess."
    ),
)
def signals(
    log: OrderLog,
    *,
    horizon: Annotated[
        CalendarSpan | None,
        span("How long the flagged are watched in the test: 90d; if not given, as long as is a loss."),
    ] = None,
    margin_rate: MarginRate = None,
    by: By = None,
    top: Top = None,
    level: Level = 0.95,
) -> Answer:
    """Which regular clients slip away now, by their own rhythm: whom to call today.

    Every signal is tested on your own log as it was on an earlier day, and is off where it finds those who do not come
    back no better than silence alone. The list stands by the money at risk.
    """
    from custecon.analyses.signals.judged import answered

    return answered(log, horizon, margin_rate, by, top, level)
