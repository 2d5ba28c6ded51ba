"""What clients have brought, from a log of seven orders: by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.orders import ORDERS
from custecon.tables.client_columns import From
from custecon.tables.client_status import Year
from custecon.tables.ledger import TableLedger
from custecon.tables.past_value import clients_of_orders, figures, past_by_cohort

END, BEFORE = dt.date(2024, 12, 31), dt.date(2023, 12, 31)
LOG = [
    ("Ana", dt.date(2022, 3, 5), 100_00),
    ("Ana", BEFORE, 50_00),  # still of the year before
    ("Ana", dt.date(2024, 1, 1), 30_00),
    ("Ana", dt.date(2024, 12, 31), -10_00),
    ("Bo", dt.date(2022, 3, 31), 80_00),  # silent since
    ("Cy", dt.date(2024, 11, 2), 20_00),
    ("Cy", dt.date(2024, 11, 2), 5_00),  # the same day: they have not bought again
]


@pytest.fixture
def log() -> CheckedTable:
    cells = zip(("client", "date", "amount"), zip(*LOG, strict=True), strict=True)
    made = {role: CheckedColumn(ORDERS.role(role), role, list(column), 2) for role, column in cells}
    return CheckedTable(ORDERS, made, len(LOG))


def clients(log: CheckedTable, **options: float):
    given = {name: Input(QUANTITIES[name], value) for name, value in options.items()}
    both = TableLedger(log).clients(as_of=END), TableLedger(log).clients(as_of=BEFORE)
    return clients_of_orders(*both, Year(END, 365), given, {})


def test_what_a_client_brought_in_the_last_year_is_what_he_brings_a_year(log) -> None:
    found = {one.key: one for one in clients(log)}
    assert {key: (one.margin, one.past_value, one.orders) for key, one in found.items()} == {
        "Ana": (Decimal(20), Decimal(170), 3),
        "Bo": (Decimal(0), Decimal(80), 1),
        "Cy": (Decimal(25), Decimal(25), 2),
    }
    assert {one.margin_from for one in found.values()} == {From.LAST_YEAR}
    assert {(one.retention, one.retention_from) for one in found.values()} == {(None, From.NOTHING)}
    assert [bool(one.standing.lost) for one in found.values()] == [False, True, False]
    assert {key: one.groups["cohort"] for key, one in found.items()} == {
        "Ana": "2022-03", "Bo": "2022-03", "Cy": "2024-11",
    }  # fmt: skip


def test_a_margin_rate_makes_margin_of_revenue_and_a_retention_holds_for_all(log) -> None:
    found = {one.key: one for one in clients(log, margin_rate=0.35, retention=0.8)}
    assert {key: one.margin for key, one in found.items()} == {
        "Ana": Decimal("7.00"), "Bo": Decimal(0), "Cy": Decimal("8.75"),
    }  # fmt: skip
    assert found["Ana"].past_value == Decimal(170)  # what was brought is revenue still
    assert {one.margin_from for one in found.values()} == {From.LAST_YEAR_RATE}
    assert {(one.retention, one.retention_from) for one in found.values()} == {(0.8, From.OPTION_RETENTION)}


def test_months_of_the_first_order_add_up_to_the_log(log) -> None:
    table = past_by_cohort(clients(log))
    names = [column.name for column in table.columns]
    assert [dict(zip(names, row, strict=True)) for row in table.rows] == [
        {"cohort": "2022-03", "clients": 2, "orders": 4, "past_value": Decimal(250),
         "past_value_per_client": Decimal(125), "active": 1},
        {"cohort": "2024-11", "clients": 1, "orders": 2, "past_value": Decimal(25),
         "past_value_per_client": Decimal(25), "active": 1},
    ]  # fmt: skip
    assert [column.name for column in table.columns if column.summed] == ["clients", "orders", "past_value", "active"]


def test_figures_of_the_log(log) -> None:
    found = {one.name: one.value for one in figures(TableLedger(log).clients(as_of=END))}
    assert found == {
        "past_value": Decimal(275),
        "past_value_per_client": Decimal(275) / 3,
        "orders_per_client": 2.0,
        "bought_again": pytest.approx(1 / 3),
    }
