"""Where sales growth comes from: new, returned, growing, shrinking and lost clients, and how often and how much."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import column, one_of, text, whole
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.references import cite

LENGTHS = ("month", "quarter", "half-year", "year")


@analysis(
    "growth",
    panel="Client base",
    title="Where sales growth comes from",
    examples=[
        "custecon growth orders.csv",
        "custecon growth orders.csv --against 1997-H1 --method shapley",
        "custecon growth orders.csv --period quarter",
    ],
    convention=(
        "two whole periods of one length; sales are what was paid less what was given back on its own day. Of the "
        "clients with sales above 0 in the second alone, new ones had no purchase until the end of the first, returned "
        "ones had; lost ones have sales above 0 in the first alone; in both they buy more, less or the same; a "
        "purchase is a day on which more was paid than given back. A period that is not over stands beside the same "
        "days of the year before. Where the amounts are margins, the money is margin, and who bought what was sold "
        "tells, at a loss or not"
    ),
    criticism=(
        "The file tells what clients bought here, not why: whether new ones come from competitors or are new to the "
        "market, and whether lost ones buy elsewhere or no more, it does not tell. Season and prices are not taken out."
    ),
    source=(cite("ang-2005"), cite("shorrocks-2013")),
)
def growth(
    log: OrderLog,
    *,
    period: Annotated[
        str | None,
        one_of("How long a period is; the longest of which the log holds two if not given.", *LENGTHS),
    ] = None,
    against: Annotated[
        str | None,
        text(
            "The period that the last one is set against: 2024-H1, 2024-Q1, 2024-03, 2024; the one before if not given."
        ),
    ] = None,
    method: Annotated[
        str,
        one_of("How a product is split among its factors: lmdi if not given.", "lmdi", "shapley", "sequential"),
    ] = "lmdi",
    by: Annotated[str | None, column("Add up by a column of the file, as segment or as its header.")] = None,
    top: Annotated[int | None, whole("How many clients the list has; all if not given.", 1, 1_000_000)] = None,
) -> Answer:
    """Where sales growth comes from: new, returned, growing, shrinking and lost clients.

    A bridge from the sales of one period to those of the next, client by client, to the last cent; and of those who
    stayed, how much of the change is how often they buy and how much they pay each time.
    """
    from custecon.analyses.growth.told import answered

    return answered(log, period, against, method, by, top)
