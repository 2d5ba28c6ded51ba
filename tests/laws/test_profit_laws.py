"""What must hold between the profits of clients, whatever the amounts."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.profit import PROFIT
from custecon.tables import cost_to_serve, profit_actions, profit_parts, whale_curve
from custecon.tables.cost_to_serve import Department, Price
from custecon.tables.profitability import Accounts, book_of

rows = st.fixed_dictionaries(
    {
        "client": st.sampled_from([f"C{i}" for i in range(12)]),
        "revenue": st.integers(0, 10_000_00),
        "discounts": st.integers(0, 500_00),
        "cost": st.integers(0, 9_000_00),
        "visits": st.integers(0, 40),
        "hours": st.integers(0, 4_000),
    }
)
lists = st.lists(rows, min_size=1, max_size=25)
SCALES = {"revenue": 2, "discounts": 2, "cost": 2, "hours": 1}
PRICES = [Price("visits", Fraction(5, 2), "price each"), Price("hours", Fraction(33), "price each")]


def table_of(content: list[dict]) -> CheckedTable:
    columns = {
        role: CheckedColumn(PROFIT.role(role), role, [row[role] for row in content], SCALES.get(role, 0))
        for role in content[0]
    }
    return CheckedTable(PROFIT, columns, len(content))


def book(content: list[dict], prices: list[Price] | None = None, service: Decimal | None = None) -> Accounts:
    table = table_of(content)
    tallies, _ = cost_to_serve.tallies_of_columns(table)
    activities = cost_to_serve.priced(tallies, PRICES if prices is None else prices)
    return book_of(table, activities, service_cost=service)[0]


@given(lists)
def test_the_profits_of_the_clients_are_the_profit_of_the_firm(content) -> None:
    """The second road: every column of the file added up as it stands."""
    made = book(content)
    roles = [role for role in content[0] if role != "client"]
    sums = {role: Fraction(sum(row[role] for row in content), 10 ** SCALES.get(role, 0)) for role in roles}
    whole = sums["revenue"] - sums["discounts"] - sums["cost"] - sums["visits"] * Fraction(5, 2) - sums["hours"] * 33
    assert Fraction(made.money(made.total("profit"))) == whole
    assert Fraction(made.money(made.total("revenue"))) == sums["revenue"]


@given(lists, st.randoms(use_true_random=False))
def test_shuffled_rows_change_nothing(content, order: random.Random) -> None:
    shuffled = list(content)
    order.shuffle(shuffled)
    one, other = book(content), book(shuffled)
    assert one == other
    assert whale_curve.client_table(one) == whale_curve.client_table(other)


@given(lists, st.integers(2, 1000))
def test_money_times_k_changes_money_only(content, factor) -> None:
    money = ("revenue", "discounts", "cost")
    dearer = [{**row, **{role: row[role] * factor for role in money}} for row in content]
    one = book(content)
    other = book(dearer, [Price(price.activity, price.each * factor, price.how) for price in PRICES])
    assert Fraction(other.money(other.total("profit"))) == factor * Fraction(one.money(one.total("profit")))
    for before, after in zip(whale_curve.whales(one), whale_curve.whales(other), strict=True):
        assert before.key == after.key
        assert whale_curve.client_class(before, one) == whale_curve.client_class(after, other)
    shares = {"peak_share", "profit_destroyed", "gini", "concentration_index", "top_one_share"}
    figures = [{f.name: f.value for f in whale_curve.figures(made) if f.name in shares} for made in (one, other)]
    assert figures[0].keys() == figures[1].keys()
    for name, value in figures[0].items():
        assert value == pytest.approx(figures[1][name], rel=1e-9) if value is not None else figures[1][name] is None


@given(lists)
def test_the_whale_curve_never_passes_its_peak_and_ends_at_the_whole(content) -> None:
    made = book(content)
    curve = [row[6] for row in whale_curve.client_table(made).rows]
    earned = sum(client.profit for client in made.clients if client.profit > 0)
    assert curve[-1] == made.money(made.total("profit"))
    assert max([*curve, Decimal(0)]) == made.money(earned)
    steps = [after - before for before, after in pairwise(curve)]
    assert steps == sorted(steps, reverse=True)


@given(lists)
def test_parts_sum_to_wholes(content) -> None:
    made = book(content)
    tables = [profit_parts.class_table(made), profit_parts.tenths_table(made)]
    for table in filter(None, tables):
        names = [column.name for column in table.columns]
        for name, whole in (("profit", made.total("profit")), ("net_revenue", made.total("net_revenue"))):
            assert sum(row[names.index(name)] for row in table.rows) == made.money(whole)
        assert sum(row[names.index("clients")] for row in table.rows) == len(made.clients)


@given(lists, st.integers(1, 10_000_000), st.integers(1, 100_000), st.integers(0, 5000_00))
def test_all_that_was_spent_is_charged_or_shown(content, cost, capacity, spent) -> None:
    """A price without an end is charged in whole cents; what that leaves over is shown, not lost."""
    department = Department("office", Fraction(cost, 100), Fraction(capacity))
    prices = [cost_to_serve.by_time("visits", Fraction(7), department), PRICES[1]]
    made = book(content, prices, Decimal(spent) / 100)
    served = made.total("cost_to_serve")
    assert made.money(served + made.not_allocated) == Decimal(spent) / 100
    unused = sum(left.amount for left in made.unallocated if left.reason.startswith("capacity of office"))
    of_office = next(activity.allocated for activity in made.activities if activity.name == "visits")
    assert made.money(of_office + unused) == Decimal(cost) / 100


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_gini_lies_between_nothing_and_one_client_has_all(sizes) -> None:
    """The second road: half the mean difference between any two clients, over the mean."""
    count, total = len(sizes), sum(sizes)
    found = whale_curve.gini(sizes)
    assert 0 <= found <= 1 - Fraction(1, count)
    assert found == Fraction(sum(abs(one - other) for one in sizes for other in sizes), 2 * count * total)


@given(st.integers(1, 60), st.integers(1, 10**6))
def test_equal_clients_are_as_concentrated_as_their_number(count, size) -> None:
    """10 equal clients have an index of 1000."""
    content = [
        {"client": f"C{i}", "revenue": size, "discounts": 0, "cost": 0, "visits": 0, "hours": 0} for i in range(count)
    ]
    figures = {figure.name: figure.value for figure in whale_curve.figures(book(content))}
    assert figures["concentration_index"] == pytest.approx(10_000 / count)
    assert figures["equal_clients"] == pytest.approx(count)
    assert figures["gini"] == 0


@given(lists)
def test_the_price_rise_named_brings_the_loss_to_zero(content) -> None:
    made = book(content)
    advice = profit_actions.to_zero_table(made)
    for row in advice.rows if advice else ():
        _, profit, net, rise, *_ = row
        if rise is not None:
            assert float(profit) + float(net) * rise == pytest.approx(0, abs=1e-6 * max(1.0, abs(float(profit))))


@given(lists)
def test_less_of_the_dearest_activity_brings_the_loss_to_zero_and_once_more_does_not(content) -> None:
    made = book(content)
    advice = profit_actions.to_zero_table(made)
    names = [column.name for column in advice.columns] if advice else []
    clients = {client.key: client for client in made.clients}
    for row in advice.rows if advice else ():
        found = dict(zip(names, row, strict=True))
        client = clients[found["client"]]
        if found["activity"] == "visits" and found["times_at_most"] is not None:
            assert found["times_at_most"] % 1 == 0  # nobody makes half a visit
            saved = (client.times["visits"] - Fraction(found["times_at_most"])) * Fraction(5, 2)
            assert Fraction(made.money(client.profit)) + saved >= 0
            assert Fraction(made.money(client.profit)) + saved < Fraction(5, 2)


@given(lists)
def test_to_let_a_client_go_gains_his_loss_only_if_all_his_cost_ends(content) -> None:
    made = book(content)
    going = profit_actions.let_go_table(made, 0.0)
    for row in going.rows if going else ():
        _, gain, if_nothing, must_go, served, left, *_ = row
        assert gain == served - left
        assert if_nothing == -left
        if must_go is not None and left > 0:
            assert Decimal(must_go) * served == pytest.approx(left, rel=Decimal("1e-9"))


def clients_of(amounts: dict[str, tuple[int, int]]) -> Accounts:
    return book([{"client": key, "revenue": brings, "cost": costs} for key, (brings, costs) in amounts.items()], [])


@pytest.mark.parametrize(
    ("count", "best", "worst"), [(10, 2, 1), (12, 2, 1), (13, 3, 1), (14, 3, 1), (15, 3, 2), (25, 5, 3)]
)
def test_a_fifth_and_a_tenth_of_the_clients_are_whole_clients_half_up(count, best, worst) -> None:
    made = clients_of({f"C{number:02}": (100 + number, 0) for number in range(count)})
    assert [row[1] for row in profit_parts.tenths_table(made).rows] == [best, count - best - worst, worst]


def test_two_clients_are_no_curve_and_three_are_one() -> None:
    for count in (2, 3):
        made = clients_of({f"C{number}": (100 + number, 0) for number in range(count)})
        assert len(profit_parts.beneath(made).pictures) == (count > 2)


def test_nine_clients_have_no_tenth() -> None:
    assert profit_parts.tenths_table(clients_of({f"C{number}": (100, 0) for number in range(9)})) is None


def test_large_is_above_the_average_and_not_at_it() -> None:
    made = clients_of({"below": (99, 0), "at it": (100, 0), "above": (101, 0)})
    assert {one.key: whale_curve.client_class(one, made) for one in made.clients} == {
        "below": "small, earns",
        "at it": "small, earns",
        "above": "large, earns",
    }


def test_who_just_covers_his_cost_neither_earns_nor_loses() -> None:
    made = clients_of({"at zero": (100, 100), "a cent less": (100, 101), "a cent more": (100, 99)})
    assert {one.key: whale_curve.client_class(one, made) for one in made.clients} == {
        "at zero": "small, at zero",
        "a cent less": "small, loses",
        "a cent more": "small, earns",
    }


def test_who_is_mended_by_a_price_rise_of_just_the_limit_is_not_let_go() -> None:
    """A loss of 20 on 100 ends with prices 20 % higher; of 21, with prices 21 % higher."""
    made = clients_of({"stays": (100_00, 120_00), "just": (100_00, 80_00), "goes": (100_00, 121_00)})
    unserved = [row[0] for row in profit_actions.let_go_table(made, 0.2).rows]
    assert unserved == ["goes", "stays"]  # who brings less than they cost: no price mends a contribution below zero
    served = [
        {"client": key, "revenue": 100_00, "cost": 50_00, "visits": visits}
        for key, visits in (("mended", 70), ("beyond", 71))
    ]
    going = profit_actions.let_go_table(book(served, [Price("visits", Fraction(1), "price each")]), 0.2)
    assert [row[0] for row in going.rows] == ["beyond"]
