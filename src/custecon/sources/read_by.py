"""Which command answers from which kind of file, for whoever gave it to another."""

from custecon.core.schemas import (
    ACTIVITIES,
    CLIENTS,
    COMPLAINTS,
    ORDERS,
    PRICES,
    PROFIT,
    SPENDING,
    SUBSCRIPTIONS,
    SURVIVAL,
)

# The command that answers from such a file, as it is typed.
READ_BY: dict[str, str] = {
    CLIENTS.name: "custecon ltv FILE",
    ORDERS.name: "custecon ltv FILE",
    SUBSCRIPTIONS.name: "custecon ltv FILE --method auto",
    SURVIVAL.name: "custecon ltv FILE --method auto",
    SPENDING.name: "custecon cac FILE",
    COMPLAINTS.name: "custecon iceberg FILE",
    PROFIT.name: "custecon profit FILE",
    ACTIVITIES.name: "custecon profit CLIENTS --activities FILE",
    PRICES.name: "custecon profit CLIENTS --activities LOG --prices FILE",
}
