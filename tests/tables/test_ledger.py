"""One row per client: counts, days and exact money, whatever the order of the rows."""

import datetime as dt
import io
import random
from decimal import Decimal
from pathlib import Path

import pytest

from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read
from custecon.tables.ledger import TableLedger, grouped, rows_by_client

CDNOW = Path(__file__).parents[2] / "examples" / "orders.csv"


def log(*rows):
    text = "client,date,amount\n" + "".join(f"{client},{day},{amount}\n" for client, day, amount in rows)
    return read(io.BytesIO(text.encode()), (ORDERS,)).table


AS_OF = dt.date(2024, 12, 31)


def test_orders_of_one_day_are_one_purchase_day():
    found = TableLedger(log(("A", "2024-01-01", "1.50"), ("A", "2024-01-01", "2"), ("A", "2024-01-11", "3"))).clients(
        as_of=AS_OF
    )
    assert (found.orders, found.purchase_days, found.repeat_purchases) == ((3,), (2,), (1,))
    assert (found.days_to_last, found.days_observed) == ((10,), (365,))
    assert found.money(found.totals[0]) == Decimal("6.50")
    assert found.money(found.repeat_totals[0]) == Decimal("3.00")


def test_a_refund_lowers_the_total_and_is_no_purchase():
    found = TableLedger(log(("A", "2024-01-01", "10"), ("A", "2024-02-01", "-4"))).clients(as_of=AS_OF)
    assert (found.orders, found.refunds, found.purchase_days, found.totals) == ((1,), (1,), (1,), (6,))
    assert found.last_dates == (dt.date(2024, 1, 1),)


def test_a_client_with_refunds_only_has_no_purchase():
    found = TableLedger(log(("A", "2024-02-01", "-4"), ("A", "2024-01-01", "-1"))).clients(as_of=AS_OF)
    assert (found.orders, found.purchase_days, found.repeat_purchases, found.totals) == ((0,), (0,), (0,), (-5,))
    assert found.first_dates == (dt.date(2024, 1, 1),)


@pytest.mark.parametrize(("zero_orders", "orders"), [("none", 1), ("count", 2)])
def test_an_order_of_zero_is_a_purchase_only_if_the_user_says_so(zero_orders, orders):
    text = "client,date,amount\nA,2024-02-01,0\nA,2024-03-01,5\n"
    table = read(io.BytesIO(text.encode()), (ORDERS,), ReadingOptions(zero_orders=zero_orders)).table
    found = TableLedger(table).clients(as_of=AS_OF)
    assert (found.orders, found.purchase_days) == ((orders,), (orders,))


def test_days_after_the_calibration_are_held_out():
    table = log(("A", "2024-01-01", "1"), ("A", "2024-06-01", "2"), ("A", "2024-07-01", "-1"), ("B", "2024-08-01", "9"))
    found = TableLedger(table).clients(as_of=AS_OF, calibration_end=dt.date(2024, 3, 31))
    assert (found.clients, found.totals, found.holdout_days, found.holdout_totals) == (("A",), (1,), (1,), (1,))
    assert found.days_observed == (90,)


def test_rows_after_the_as_of_day_are_told_and_count_nowhere():
    found = TableLedger(log(("A", "2024-01-01", "1"), ("B", "2025-01-01", "2"))).clients(as_of=AS_OF)
    assert (found.clients, found.rows, found.rows_after, found.total()) == (("A",), 2, 1, Decimal(1))


def test_order_numbers_count_orders_not_rows():
    text = "client,date,amount,order id\nA,2024-01-01,1,7\nA,2024-01-01,2,7\nA,2024-01-05,2,8\n"
    table = read(io.BytesIO(text.encode()), (ORDERS,)).table
    assert TableLedger(table).clients(as_of=AS_OF).orders == (2,)


def test_shuffled_rows_change_nothing():
    rows = [(f"c{n % 7}", f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d}", f"{n % 91 - 5}.{n % 10}0") for n in range(300)]
    first = TableLedger(log(*rows)).clients(as_of=AS_OF)
    random.Random(1).shuffle(rows)  # noqa: S311
    assert TableLedger(log(*rows)).clients(as_of=AS_OF) == first


@pytest.mark.skipif(not CDNOW.exists(), reason="examples/orders.csv is not here")
def test_cdnow_is_reduced_to_its_published_counts():
    table = read(CDNOW, (ORDERS,), ReadingOptions(zero_orders="count")).table
    end = dt.date(1997, 9, 30)
    found = TableLedger(table).clients(as_of=dt.date(1998, 6, 30), calibration_end=end)
    assert len(found) == 2357
    assert sum(found.repeat_purchases) == 2457
    assert sum(x == 0 for x in found.repeat_purchases) == 1411


def test_the_first_and_the_last_row_that_name_a_group_tell_it_and_of_one_day_the_order_of_the_file():
    early, late = dt.date(2024, 1, 1), dt.date(2024, 1, 2)
    rows = [
        ("a", late, "late"), ("a", early, "early"), ("a", early, "early too"), ("a", late, "late too"),
        ("b", early, ""), ("b", late, "named later"), ("nowhere", early, ""),
    ]  # fmt: skip
    keys, days, texts = zip(*rows, strict=True)
    found = grouped(rows_by_client(keys, days), texts)
    assert found.first == {"a": "early", "b": "named later"}
    assert found.last == {"a": "late too", "b": "named later"}
    assert (found.several, found.telling) == ({"a"}, 1)
