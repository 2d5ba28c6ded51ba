"""Which clients bought lately, often and for much: recency, frequency and money, each as a score."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Annotated, Any

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import whole
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.core.references import cite
from custecon.core.results import Column, Table
from custecon.core.schemas import exact
from custecon.core.units import CASES, CLIENTS, DATE, MONEY, ORDERS, TEXT

AXES = ("recency", "frequency", "money")


def scores(values: Sequence[Any], bins: int) -> list[int]:
    """From 1 to `bins`, the highest value the best: 1 + floor(bins × those with a lower value ÷ all).

    >>> scores([10, 20, 20, 30], 4)
    [1, 2, 2, 4]
    """
    order = sorted(values)
    return [1 + bins * bisect_left(order, value) // len(order) for value in values]


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
    found = log.clients
    bought = [place for place, days in enumerate(found.purchase_days) if days]  # who only sent back is no buyer
    if not bought:
        raise Undefined(
            problem("E301", figure=say("the scores"), reason="nobody has bought", cure="give a log with orders")
        )
    last = [found.last_dates[place] for place in bought]
    often = [found.purchase_days[place] for place in bought]
    money = [found.totals[place] for place in bought]
    marks = [scores(last, bins), scores(often, bins), scores(money, bins)]
    paid = [exact(total, found.scale) for total in money]
    names = [found.clients[place] for place in bought]
    rows = sorted(
        zip(names, *marks, last, often, paid, strict=True), key=lambda row: (*(-n for n in row[1:4]), -row[6])
    )
    best = sum(row[1:4] == (bins,) * 3 for row in rows)
    scored = [(score, *(column.count(score) for column in marks)) for score in range(bins, 0, -1)]
    return Answer(
        say(
            "The best score in all three, having bought lately, often and for much: {best} of {rows} "
            "{rows:client|clients}.",
            best=best,
            rows=len(rows),
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
                rows,
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
