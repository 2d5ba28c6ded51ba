"""An order log, read: its clients as of a day."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from custecon.clients.files import OrderRows, TableFile
from custecon.core.schemas import CheckedTable

if TYPE_CHECKING:
    from custecon.tables.ledger import ClientSummary
    from custecon.tables.purchase_histories import History
    from custecon.tables.rolling_backtests import MoneyUntil


class OrderLog(TableFile):
    """Orders or payments, one a row: client, day, amount. What grows with its rows stays behind `as_of`."""

    called, told, kinds = OrderRows.called, OrderRows.told, OrderRows.kinds
    rows = False

    @property
    def table(self) -> CheckedTable:
        """There is none: a long log is reduced as it is read. Who needs its rows takes `OrderRows`."""
        raise TypeError("an OrderLog has no rows: declare OrderRows, which costs more, or ask `clients` or `as_of`")

    def as_of(self, day: dt.date) -> "ClientSummary":
        """One row per client as of a day."""
        if "clients" in self.__dict__:
            raise ValueError("the log was let go of when its clients were asked for")
        return self.ledger.clients(as_of=day)

    @cached_property
    def clients(self) -> "ClientSummary":
        """One row per client as of the day that the log stands for; then the log, which takes room, is let go of."""
        from custecon.sources import as_of_its_end

        found = as_of_its_end(self.reading, self.ledger)
        self.ledger.let_go()
        return found

    def brought(self, days_of: Callable[["History"], Sequence[dt.date]]) -> "MoneyUntil":
        """What each client of the history had brought by some of its days, refunds taken off.

        It must be asked before the log, which takes room, is let go of: before its clients are.
        """
        from custecon.sources import as_of_its_end
        from custecon.tables.purchase_histories import brought_by, history_of

        if "clients" in self.__dict__:
            raise ValueError("the log was let go of when its clients were asked for")
        clients = as_of_its_end(self.reading, self.ledger)
        self.__dict__["history"] = history = history_of(clients)
        found = brought_by(self.ledger, history, days_of(history))
        self.ledger.let_go()
        self.__dict__["clients"] = clients
        return found

    @cached_property
    def history(self) -> "History":
        """The clients as the models need them.

        Raises:
            Undefined: there is nothing to learn from.
        """
        from custecon.tables.purchase_histories import history_of

        return history_of(self.clients)


class LogToForecast(OrderLog):
    """The same, for models, which are loaded while a long log is read."""

    meanwhile = "custecon.clients.forecast"
