"""Which clients bought lately, often and for much: recency, frequency and money, each as a score."""

from typing import Annotated, Any

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import whole
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.core.references import cite
from custecon.core.results import ByColumn, Column, Table, taken
from custecon.core.units import CASES, CLIENTS, DATE, MONEY, ORDERS, TEXT

AXES = ("recency", "frequency", "money")


def scores(values: Any, bins: int) -> Any:
    """From 1 to `bins`, the highest value the best: 1 + floor(bins × those with a lower value ÷ all).

    >>> scores([10, 20, 20, 30], 4).tolist()
    [1, 2, 2, 4]
    """
    import numpy as np

    return 1 + bins * np.searchsorted(np.sort(values), values) // len(values)


@analysis(
    "rfm",
    panel="Client base",
    title="Which clients bought lately, often and for much",
    examples=["custecon rfm orders.csv", "custecon rfm orders.csv --bins 4"],
    convention="equal parts of the clients; equal values share the lower score; refunds are taken off the money",
    criticism="Scores rank clients among each other and foretell nothing: a client of a good base may score 1.",
    source=cite("hughes-1994"),
)
def rfm(
    log: OrderLog, *, bins: Annotated[int, whole("How many scores there are, 5 if not given.", 2, 10)] = 5
) -> Answer:
    """Which clients bought lately, often and for much: RFM scores.

    Each client is scored from 1 to 5 by the last purchase, by the number of days with a purchase, and by the money left
    after refunds; 5 is the best fifth of the clients.
    """
    import numpy as np

    from custecon.core.long_columns import Exact, days_of, whole_numbers

    found = log.clients
    bought = np.flatnonzero(found.purchase_days)  # who only sent back is no buyer
    if not len(bought):
        raise Undefined(
            problem("E301", figure=say("the scores"), reason="nobody has bought", cure="give a log with orders")
        )
    last, often = days_of(found.last_dates)[bought], whole_numbers(found.purchase_days)[bought]
    paid = Exact(whole_numbers(found.totals), found.scale).take(bought)
    marks = [scores(last, bins), scores(often, bins), scores(paid.cells, bins)]
    order = np.argsort(-paid.cells, kind="stable")
    for column in reversed(marks):
        order = order[np.argsort(-column[order], kind="stable")]
    best = int(np.logical_and.reduce([column == bins for column in marks]).sum())
    scored = [(score, *(int((column == score).sum()) for column in marks)) for score in range(bins, 0, -1)]
    return Answer(
        say(
            "The best score in all three, having bought lately, often and for much: {best} of {rows} "
            "{rows:client|clients}.",
            best=best,
            rows=len(bought),
        ),
        tables=(
            Table(
                "clients",
                "Clients by their scores, the best first",
                (
                    Column("client", "client", TEXT, "who buys"),
                    *(
                        Column(axis, axis, CASES, say("the score by {axis}, {bins} the best", axis=axis, bins=bins))
                        for axis in AXES
                    ),
                    Column("last_date", "last purchase", DATE, "the last day with a purchase"),
                    Column("purchase_days", "days with a purchase", ORDERS, "orders of one day count once"),
                    Column("total", "paid in all", MONEY, "all that was paid, refunds taken off", summed=True),
                ),
                ByColumn([taken(found.clients, bought), *marks, last, often, paid], order),
                shown=20,
            ),
            Table(
                "scores",
                "How many clients have each score",
                (
                    Column("score", "score", CASES, say("{bins} is the best", bins=bins)),
                    *(
                        Column(axis, axis, CLIENTS, say("clients with that score by {axis}", axis=axis))
                        for axis in AXES
                    ),
                ),
                scored,
            ),
        ),
        parameters=(("scores", say("1 to {bins}", bins=bins)),),
    )
