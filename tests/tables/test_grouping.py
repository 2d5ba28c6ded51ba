"""The group of a client of a log, for a prediction by segment: by hand."""

import datetime as dt
from types import SimpleNamespace

from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.orders import ORDERS
from custecon.tables.grouping import group_of_clients

FIRST, SECOND = dt.date(2024, 1, 1), dt.date(2024, 1, 2)


def test_the_earliest_row_that_names_a_group_decides_and_of_one_day_the_first():
    rows = [
        ("a", SECOND, "late"),
        ("a", FIRST, "early"),
        ("a", FIRST, "early too"),
        ("b", FIRST, ""),
        ("b", SECOND, "named later"),
        ("nowhere", FIRST, ""),
    ]
    cells = dict(zip(("client", "date", "segment"), map(list, zip(*rows, strict=True)), strict=True))
    columns = {name: CheckedColumn(ORDERS.role(name), name, cells[name], 0) for name in cells}
    groups, several = group_of_clients(
        CheckedTable(ORDERS, columns, len(rows)), SimpleNamespace(keys=["a", "b", "nowhere"]), "segment"
    )
    assert (groups, several) == (["early", "named later", ""], 1)
