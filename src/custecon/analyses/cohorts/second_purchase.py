"""How soon clients buy a second time."""

from __future__ import annotations

from custecon.core.results import Column, Table
from custecon.core.units import CASES, CLIENTS, SHARE
from custecon.tables.ledger import ClientSummary
from custecon.tables.second_purchases import second_purchases


def second_purchase(clients: ClientSummary) -> Table:
    """How many have bought on a second day within so many days of the first, of those who were seen as long."""
    rows = [(*one, one.came_again / one.clients) for one in second_purchases(clients)]
    columns = (
        Column("within", "within days", CASES, "days from the first purchase day"),
        Column("clients", "clients", CLIENTS, "clients whose first purchase lies at least so many days back"),
        Column("came_again", "bought again", CLIENTS, "of them, who bought on a second day by then; refunds aside"),
        Column("share", "share", SHARE, "of these clients, who bought again by then"),
    )
    return Table("second_purchase", "How soon the second purchase comes", columns, rows)
