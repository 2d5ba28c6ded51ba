"""Of the clients who came in one period: how many come back, what each has brought, how long contracts run."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import Level, column, one_of, span
from custecon.clients.files import TableFile
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.references import cite
from custecon.kinds.subscriptions import SUBSCRIPTIONS

LENGTHS = ("day", "week", "month", "quarter", "year")

Length = Annotated[
    str | None,
    one_of(
        "How long a period is: a month if not given; a day only with contracts.", *LENGTHS, metavar="|".join(LENGTHS)
    ),
]
By = Annotated[str | None, column("Add up by a column of the file, as segment or as its header.")]


class ContractList(TableFile):
    """Contracts, one a row: who, since when, until when."""

    called = "a list of contracts"
    told = "A list of contracts: client, start, end; the end is empty while it runs."
    kinds = (SUBSCRIPTIONS,)


@analysis(
    "cohorts",
    panel="Client base",
    title="Cohorts: who comes back",
    examples=[
        "custecon cohorts orders.csv",
        "custecon cohorts orders.csv --period quarter",
        "custecon cohorts subscriptions.csv",
    ],
    convention=(
        "orders: a client belongs to the period of the first purchase in the file; a purchase is a day on which more "
        "was paid than given back; refunds are taken off the money of their own day; money is divided by all clients "
        "of the cohort; averages are weighted by clients, take finished periods only and count a cohort that bought "
        "nothing as 0. Contracts: a client stays from the first start to the last end; who still runs is counted as "
        "seen until the last day of the file"
    ),
    criticism=(
        "Clients from before the file look new in its first periods. How many buy later or still falls at the end of "
        "the file only because it ends."
    ),
    source=(cite("kaplan-meier-1958"), cite("greenwood-1926"), cite("wilson-1927")),
)
def cohorts(
    log: OrderLog,
    *,
    period: Length = None,
    by: By = None,
    level: Level = 0.95,
) -> Answer:
    """Of the clients won in a month, how many come back, and what each has brought so far.

    From orders: a triangle of cohorts by the month of the first purchase: who buys in a month, who in it or later, what
    a client has brought; what is not over is marked and in no average. From contracts: how many are still there, by
    Kaplan and Meier, with half and mean of their stay.
    """
    from custecon.analyses.cohorts.orders import answered
    from custecon.core.misspelling import none_of

    if period == "day":
        raise none_of(LENGTHS[1:], "--period", period)
    return answered(log, period or "month", by, level)


@cohorts.register
def of_contracts(
    contracts: ContractList,
    *,
    period: Length = None,
    horizon: Annotated[
        CalendarSpan | None, span("Within what time the mean stay is: 24m; as long as was seen if not given.")
    ] = None,
    by: By = None,
    level: Level = 0.95,
) -> Answer:
    """How long the clients of contracts stay."""
    from custecon.analyses.cohorts.contracts import answered

    return answered(contracts, period or "month", horizon, by, level)
