"""The clients in classes: ABC by what they bring, XYZ by how evenly they buy, and how the classes changed."""

import datetime as dt
from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import By, day, one_of, span
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.references import cite


@analysis(
    "segments",
    panel="Client base",
    title="Your clients in classes",
    examples=[
        "custecon segments orders.csv",
        "custecon segments orders.csv --compare 1997-09-30",
        "custecon segments orders.csv --xyz money --period quarter --window 12m",
    ],
    convention=(
        "A are the largest clients up to 80 % of the money, B up to 95 %, C the rest, D who brought nothing above 0; "
        "shares are of the money of those above 0, refunds taken off; how evenly clients buy is told by all the log; "
        "a purchase is a day with an order"
    ),
    criticism=(
        "The lines are habits of whoever draws them. ABC tells size and not worth, and XYZ tells rhythm and not "
        "loyalty: a client who buys evenly may leave tomorrow."
    ),
    source=(cite("mcnemar-1947"), cite("holm-1979")),
)
def segments(
    log: OrderLog,
    *,
    boundary: Annotated[
        str,
        one_of(
            "To which class belongs who crosses a line: the better one (inclusive), or the lower one.",
            "inclusive",
            "exclusive",
        ),
    ] = "inclusive",
    xyz: Annotated[
        str,
        one_of(
            "What evenness is judged by: the gaps between purchases, or the money of whole periods.", "rhythm", "money"
        ),
    ] = "rhythm",
    period: Annotated[str, one_of("With --xyz money: how long a period is.", "month", "quarter", "year")] = "quarter",
    window: Annotated[
        CalendarSpan | None, span("Count only the money of the last time: 12m; all of the log if not given.")
    ] = None,
    compare: Annotated[dt.date | None, day("Set the classes against those of an earlier day of the log.")] = None,
    by: By = None,
) -> Answer:
    """Your clients in classes: who brings most (ABC), who buys evenly (XYZ), who moved.

    A, B and C by what clients bring, D for who brought nothing above 0; X, Y and Z by how even the gaps between their
    purchases are; and with an earlier day, who moved from class to class, and what of it is no more than chance.
    """
    from custecon.analyses.segments.told import Asked, answered

    return answered(log, Asked(boundary == "inclusive", xyz, period, window, compare, by))
