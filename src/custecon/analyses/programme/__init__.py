"""How repeat purchases, regular clients and the average check move: members of a loyalty programme beside others."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import Level, one_of, whole
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.references import cite


class MemberLog(OrderLog):
    """Orders; a column may tell who is a member of the loyalty programme."""

    groups = ("*",)


@analysis(
    "programme",
    panel="Client base",
    title="Repeat purchases, regular clients, average check",
    examples=["custecon programme visits.csv", "custecon programme orders.csv --period month --regular 2"],
    convention=(
        "a purchase is a day with an order; a repeat purchase is one that is not the first of its client in the file; "
        "the average check is what was paid less what was given back, divided by the orders; who had joined before a "
        "period began is a member in it, and who joins in it stands apart"
    ),
    criticism=(
        "Members beside others are no effect of the programme: good clients join. Whether it pays, only clients tell "
        "who were left out of it by lot. Who bought before the file began looks new in it."
    ),
    source=(cite("kaplan-meier-1958"), cite("wilson-1927"), cite("cochran-1977")),
)
def programme(
    log: MemberLog,
    *,
    period: Annotated[
        str | None,
        one_of("How long a period is; the longest of which the log holds two if not given.", "month", "quarter"),
    ] = None,
    regular: Annotated[
        int, whole("From how many purchases in 12 months on a client is regular, 3 if not given.", 2, 366)
    ] = 3,
    level: Level = 0.95,
) -> Answer:
    """How repeat purchases, regulars and the average check move, members beside others.

    Period by period: number, money and time of repeat purchases, regular clients, the average check with its interval.
    With a column that tells since when a client is a member of the loyalty programme, members stand beside others.
    """
    from custecon.analyses.programme.told import answered

    return answered(log, period, regular, level)
