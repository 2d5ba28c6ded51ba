"""How a new client pays back what it cost, period by period: a table that only a workbook holds, and its curve."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import accumulate

from custecon.core import units
from custecon.core.expression import Name, where
from custecon.core.phrases import say
from custecon.core.relations import Running
from custecon.core.results import Beneath, Column, Input, Picture, Table

FEWEST, MOST = 12, 60  # periods that are drawn


def beneath(known: Mapping[str, Input], after: float | None) -> Beneath:
    """The margins so far of the average new client beside what it cost; `after`: the periods of its payback.

    Without a churn nobody leaves. Nothing, where the cost or a margin above 0 is not known.
    """
    if not {"acquisition_cost", "margin"} <= known.keys() or known["margin"].value <= 0:
        return Beneath()
    cost, margin = known["acquisition_cost"].value, known["margin"].value
    churn = known["churn"].value if "churn" in known else 0.0
    count = min(MOST, max(FEWEST, 2 * math.ceil(after or 0)))
    periods = range(1, count + 1)
    left = [1.0 if period == 1 else (1 - churn) ** (period - 1) for period in periods]
    brought = [margin * share for share in left]
    stays = where(Name("period") > 1, (1 - Name("churn")) ** (Name("period") - 1), 1) if "churn" in known else None
    columns = (
        Column("period", "period", units.PERIOD_NUMBER, "from the first margin on"),
        Column("still_here", "still here", units.SHARE, "of the clients won", formula=stays),
        Column("brought", "margin in period", units.MONEY, "of the average client won",
               formula=Name("margin") * Name("still_here")),
        Column("so_far", "margin so far", units.MONEY, "added up to this period", formula=Running("brought")),
        Column("cost", "CAC", units.MONEY, "what it cost to win", formula=Name("acquisition_cost")),
    )  # fmt: skip
    rows = [*zip(periods, left, brought, accumulate(brought), [float(cost)] * count, strict=True)]
    table = Table("payback_curve", "What a new client has brought, beside what it cost", columns, rows)
    paid = next((row[0] for row in rows if row[3] >= cost), None)
    title = (
        say("Payback: in period {period} a new client has brought what it cost", period=paid)
        if paid
        else say("Payback: within {count} periods a new client does not bring what it cost", count=count)
    )
    drawn = Picture("payback", title, "curve", table.name, "period", ("so_far", "cost"))
    return Beneath(tables=(table,), pictures=(drawn,))
