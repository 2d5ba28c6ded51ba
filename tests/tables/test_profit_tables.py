"""A small firm whose every cell of `profit` is reckoned by hand: who earns, what mends a loss, what leaves with whom.

Visits cost 30 each, orders 5, calls have no price; a visit and a call went to somebody who is not in the list.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest

from custecon.core.expression import value_of
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.profit import PROFIT
from custecon.tables import cost_to_serve, profit_actions, profit_parts, whale_curve
from custecon.tables.cost_to_serve import Price, Tally
from custecon.tables.profitability import Accounts, book_of

PRICES = [Price("visits", Fraction(30), "price each"), Price("orders", Fraction(5), "price each")]
ROLES = ("client", "segment", "revenue", "discounts", "refunds", "cost", "cost_to_serve", "orders", "visits", "calls")
FIRM = [
    #           revenue  discounts refunds cost served orders visits calls
    ("Ana", "a", 1000_00, 100_00, 50_00, 500_00, 0, 10, 2, 0),  # net 850, contribution 350, served 110
    ("Bo", "a", 400_00, 0, 0, 300_00, 0, 4, 5, 7),  # net 400, contribution 100, served 170
    ("Cy", "b", 200_00, 0, 20_00, 190_00, 0, 2, 1, 0),  # net 180, contribution -10, served 40
    ("Di", "b", 300_00, 0, 0, 200_00, 0, 0, 0, 0),  # net 300, contribution 100, served 0
    ("Ed", "b", 170_00, 0, 0, 100_00, 6_00, 0, 2, 0),  # net 170, contribution 70, served 66
]


def book(rows: list[tuple], prices: list[Price] = PRICES, *, elsewhere: int = 0) -> Accounts:
    money = {"revenue", "discounts", "refunds", "cost", "cost_to_serve"}
    columns = {
        role: CheckedColumn(PROFIT.role(role), role, [row[at] for row in rows], 2 if role in money else 0)
        for at, role in enumerate(ROLES)
    }
    table = CheckedTable(PROFIT, columns, len(rows))
    tallies = [
        Tally(one.activity, one.source, {**one.times, "somebody": Fraction(elsewhere)}, one.names)
        if elsewhere and one.activity != "orders"
        else one
        for one in cost_to_serve.tallies_of_columns(table)[0]
    ]
    return book_of(table, cost_to_serve.priced(tallies, prices))[0]


@pytest.fixture
def firm() -> Accounts:
    return book(FIRM, elsewhere=1)


def cells(table) -> dict[str, list]:
    """The columns of a table by their names."""
    return {column.name: [row[at] for row in table.rows] for at, column in enumerate(table.columns)}


def close(found, expected) -> bool:
    return [one if one is None or isinstance(one, str) else float(one) for one in found] == [
        one if one is None or isinstance(one, str) else pytest.approx(float(one)) for one in expected
    ]


def assert_cells(table, expected: dict[str, list]) -> None:
    found = cells(table)
    assert list(found) == list(expected)
    for name, column in expected.items():
        assert close(found[name], column), (name, found[name])


def test_every_client_with_what_his_profit_is_made_of(firm) -> None:
    """Profit 240, 100, 4, -50, -70: 224 in all. The average net revenue is 380."""
    assert_cells(
        whale_curve.client_table(firm),
        {
            "client": ["Ana", "Di", "Ed", "Cy", "Bo"],
            "profit": [240, 100, 4, -50, -70],
            "profit_rate": [240 / 850, 100 / 300, 4 / 170, -50 / 180, -70 / 400],
            "net_revenue": [850, 300, 170, 180, 400],
            "contribution": [350, 100, 70, -10, 100],
            "cost_to_serve": [110, 0, 66, 40, 170],
            "cumulative": [240, 340, 344, 294, 224],
            "cumulative_share": [240 / 224, 340 / 224, 344 / 224, 294 / 224, 1],
            "client_share": [0.2, 0.4, 0.6, 0.8, 1],
            "client_class": ["large, earns", "small, earns", "small, earns", "small, loses", "large, loses"],
            "segment": ["a", "b", "b", "b", "a"],
            "revenue": [1000, 300, 170, 200, 400],
            "discounts": [100, 0, 0, 0, 0],
            "refunds": [50, 0, 0, 20, 0],
            "direct_cost": [500, 200, 100, 190, 300],
            "known_cost": [0, 0, 6, 0, 0],
            "cost_of_orders": [50, 0, 0, 10, 20],
            "cost_of_visits": [60, 0, 60, 30, 150],
            "times_orders": [10, 0, 0, 2, 4],
            "times_visits": [2, 0, 2, 1, 5],
            "times_calls": [0, 0, 0, 0, 7],
        },
    )


def test_from_revenue_to_profit(firm) -> None:
    assert_cells(
        profit_parts.statement(firm),
        {
            "line": ["revenue", "− discounts", "− refunds", "= net revenue", "− direct cost", "= contribution",
                     "− cost to serve given in the file", "− orders", "− visits", "= profit of all clients",
                     "− not allocated: activities for clients who are not in the list",
                     "= after cost that is not allocated"],
            "amount": [2070, -100, -70, 1900, -1290, 610, -6, -80, -300, 224, -30, 194],
            "share": [one / 1900 for one in (2070, -100, -70, 1900, -1290, 610, -6, -80, -300, 224, -30, 194)],
        },
    )  # fmt: skip
    assert profit_parts.statement(firm).note == "without a price, so not in it: calls"
    plain = book([row for row in FIRM if row[0] in {"Di", "Ed"}])
    lines = cells(profit_parts.statement(plain))["line"]  # no line for what there is not
    assert lines == ["revenue", "= net revenue", "− direct cost", "= contribution",
                     "− cost to serve given in the file", "− visits", "= profit of all clients"]  # fmt: skip
    assert profit_parts.statement(plain).note == ""


CLASSES = {
    "clients": [1, 2, 1, 1],
    "profit": [240, 104, -50, -70],
    "profit_share": [240 / 224, 104 / 224, -50 / 224, -70 / 224],
    "net_revenue": [850, 470, 180, 400],
    "profit_rate": [240 / 850, 104 / 470, -50 / 180, -70 / 400],
    "cost_to_serve": [110, 66, 40, 170],
    "unprofitable": [0, 0, 1, 1],
    "loss": [0, 0, -50, -70],
}


def test_classes_and_groups(firm) -> None:
    names = ["large, earns", "small, earns", "small, loses", "large, loses"]
    assert_cells(profit_parts.class_table(firm), {"group": names, **CLASSES})
    every = cells(profit_parts.class_table(firm, empty=True))
    assert every["group"] == ["large, earns", "small, earns", "large, at zero", "small, at zero", *names[2:]]
    assert (every["clients"], every["profit_rate"][2]) == ([1, 2, 0, 0, 1, 1], None)
    assert_cells(
        profit_parts.by_group(firm, "segment"),
        {
            "segment": ["a", "b"],
            "clients": [2, 3],
            "profit": [170, 54],
            "profit_share": [170 / 224, 54 / 224],
            "net_revenue": [1250, 650],
            "profit_rate": [170 / 1250, 54 / 650],
            "cost_to_serve": [280, 106],
            "unprofitable": [1, 1],
            "loss": [-70, -50],
        },
    )


def test_what_would_bring_each_loss_to_zero(firm) -> None:
    """Bo: orders of 170 ÷ (100 ÷ 400) ÷ 4, or visits for 80 of 150; Cy: orders that lose money, a visit is 30 of 50."""
    assert_cells(
        profit_actions.to_zero_table(firm),
        {
            "client": ["Bo", "Cy"],
            "profit": [-70, -50],
            "net_revenue": [400, 180],
            "price_rise": [0.175, 50 / 180],
            "order_now": [100, 90],
            "order_needed": [170, None],
            "activity": ["visits", "visits"],
            "times_now": [5, 1],
            "times_at_most": [2, None],
            "size": ["large", "small"],
        },
    )


def test_who_is_not_mended_by_a_bearable_price(firm) -> None:
    assert_cells(
        profit_actions.let_go_table(firm, 0.15),
        {
            "client": ["Bo", "Cy"],
            "gain": [70, 50],
            "kept_cost": [-100, 10],
            "must_go": [100 / 170, 0],
            "cost_to_serve": [170, 40],
            "contribution": [100, -10],
            "net_revenue": [400, 180],
            "price_rise": [0.175, 50 / 180],
        },
    )
    assert cells(profit_actions.let_go_table(firm, 0.175))["client"] == ["Cy"]
    assert profit_actions.let_go_table(book([FIRM[0]]), 0.1) is None


def test_what_activities_cost_and_whom(firm) -> None:
    assert_cells(
        profit_actions.price_table(firm),
        {
            "activity": ["orders", "visits", "calls"],
            "times": [16, 11, 8],
            "price": [5, 30, None],
            "allocated": [80, 300, None],
            "elsewhere": [0, 30, None],
            "how": ["price each", "price each", "no price: in no client's profit"],
        },
    )


# ------------------------------------------------------------------ at the limits of each rule


def one(contribution: int, served: int, *, net: int = 100_00, orders: int = 0, visits: int = 0) -> tuple:
    return ("One", "a", net, 0, 0, net - contribution, served, orders, visits, 0)


@pytest.mark.parametrize(
    ("client", "goes"),
    [
        (one(1, 2), False),  # a cent of contribution: prices 0.01 % higher end their loss
        (one(0, 2), True),  # none: no price that is higher by a part helps
        (one(1, 2, net=1), False),  # a cent of revenue, a cent too little: prices twice as high
        (one(0, 2, net=0), True),
        (one(1, 1), False),  # at zero: nothing is lost
    ],
)
def test_a_cent_of_revenue_or_contribution_is_mended_by_the_price(client, goes) -> None:
    found = profit_actions.let_go_table(book([client]), 1.0)
    assert (found is not None) == goes


@pytest.mark.parametrize("contribution", [-5, 0, 5])
@pytest.mark.parametrize("served", [0, 3, 8])
def test_the_live_cell_of_what_must_go_says_the_same_when_prices_change(contribution: int, served: int) -> None:
    """Below a contribution of 0 nothing must go; above it the part of what they cost, if they cost anything."""
    table = profit_actions.let_go_table(book([one(0, 2)]), 1.0)
    (column,) = (each for each in table.columns if each.name == "must_go")
    row = {"contribution": contribution, "cost_to_serve": served}
    holds = all(value_of(needed.condition, row) for needed in column.requires)
    found = value_of(column.formula, row) if holds else None
    assert found == (0 if contribution <= 0 else contribution / served if served else None)


def test_with_the_last_visit_gone_the_loss_is_gone_too() -> None:
    """60 for two visits, a contribution of 0: none may be made. Of 1 cent less no number of visits is few enough."""
    assert cells(profit_actions.to_zero_table(book([one(0, 0, visits=2)])))["times_at_most"] == [0.0]
    assert cells(profit_actions.to_zero_table(book([one(-1, 0, visits=2)])))["times_at_most"] == [None]
    none = cells(profit_actions.to_zero_table(book([one(-1, 0)])))
    assert (none["activity"], none["times_now"], none["times_at_most"]) == ([""], [None], [None])


def test_parts_of_an_hour_stay_parts_and_of_two_equal_costs_the_later_name_is_told() -> None:
    """2½ hours at 40 with 60 of contribution: 1½ may be worked. Six orders at 5 cost what a visit costs: visits."""
    columns = {
        "client": (["One"], 0), "revenue": ([100_00], 2), "cost": ([40_00], 2), "hours": ([25], 1),
    }  # fmt: skip
    made = {role: CheckedColumn(PROFIT.role(role), role, values, scale) for role, (values, scale) in columns.items()}
    table = CheckedTable(PROFIT, made, 1)
    tallies, _ = cost_to_serve.tallies_of_columns(table)
    hours, _ = book_of(table, cost_to_serve.priced(tallies, [Price("hours", Fraction(40), "price each")]))
    found = cells(profit_actions.to_zero_table(hours))
    assert (found["times_now"], found["times_at_most"]) == ([2.5], [1.5])
    assert "order_now" not in found  # the file tells no orders
    alike = cells(profit_actions.to_zero_table(book([one(10_00, 0, orders=6, visits=1)])))
    assert (alike["activity"], alike["order_now"]) == (["visits"], [100 / 6])


def test_the_largest_loss_is_not_first_but_the_largest_client() -> None:
    small, large = ("Small", *one(0, 90_00)[1:]), ("Large", *one(0, 1, net=200_00)[1:])
    alike = ("Alike", *one(0, 5)[1:])
    assert cells(profit_actions.to_zero_table(book([small, large, alike])))["client"] == ["Large", "Alike", "Small"]


# ------------------------------------------------------------------ figures


def figures(made: Accounts) -> dict[str, object]:
    return {one.name: one.value for one in whale_curve.figures(made)}


def test_figures_of_the_firm(firm) -> None:
    """344 is earned and 120 lost; shares of net revenue from the definitions, pair by pair and square by square."""
    sizes = [850, 400, 180, 300, 170]
    index = sum((100 * size / 1900) ** 2 for size in sizes)
    apart = 2 * sum(abs(left - right) for left, right in combinations(sizes, 2)) / 25
    assert figures(firm) == {
        "total_profit": 224,
        "profit_after_unallocated": 194,
        "unprofitable_clients": 2,
        "unprofitable_loss": -120,
        "peak_share": pytest.approx(344 / 224),
        "profit_destroyed": pytest.approx(120 / 224),
        "top_one_share": pytest.approx(850 / 1900),
        "concentration_index": pytest.approx(index),
        "equal_clients": pytest.approx(10_000 / index),
        "gini": pytest.approx(apart / (2 * 380)),
    }
    assert whale_curve.largest(firm) == ("Ana", Decimal(850) / Decimal(1900))
    assert whale_curve.picture(firm).title == "Whale curve: 344.00 is earned, 2 clients take 120.00 away again"


def test_who_earns_nothing_loses_nothing() -> None:
    """Of profits of 5, 0 and -4 cents one is a loss, and the curve falls by one client."""
    rows = [(f"C{at}", "a", 100, 0, 0, 100 - profit, 0, 0, 0, 0) for at, profit in enumerate((5, 0, -4))]
    found = figures(book(rows))
    assert (found["unprofitable_clients"], found["unprofitable_loss"]) == (1, Decimal("-0.04"))
    assert "1 client takes" in whale_curve.picture(book(rows)).title
    assert cells(profit_actions.to_zero_table(book(rows)))["client"] == ["C2"]
    assert sum(cells(profit_parts.class_table(book(rows)))["unprofitable"]) == 1


def brings(*amounts: int) -> Accounts:
    return book([(f"C{at}", "a", amount, 0, 0, 0, 0, 0, 0, 0) for at, amount in enumerate(amounts)])


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, ["top_one_share"]), (5, ["top_one_share"]), (6, ["top_one_share", "top_five_share"]),
     (10, ["top_one_share", "top_five_share"]), (11, ["top_one_share", "top_five_share", "top_ten_share"])],
)  # fmt: skip
def test_the_share_of_the_largest_is_told_where_there_are_others(count: int, told: list[str]) -> None:
    found = figures(brings(*range(100, 100 + count)))
    assert [name for name in found if name.startswith("top_")] == told
    sizes = sorted(range(100, 100 + count), reverse=True)
    for name, top in (("top_one_share", 1), ("top_five_share", 5), ("top_ten_share", 10)):
        if name in told:
            assert found[name] == pytest.approx(sum(sizes[:top]) / sum(sizes))


def test_shares_mean_something_with_a_client_of_nothing_and_nothing_with_one_below() -> None:
    assert figures(brings(300, 100, 0))["top_one_share"] == 0.75
    assert whale_curve.largest(brings(300, 100, 0)) == ("C0", Decimal("0.75"))
    assert whale_curve.largest(brings(100, 300, 300)) == (
        "C1",
        Decimal(300) / Decimal(700),
    )  # of equals the first by name
    for none in (brings(300, 100, -1), brings(0, 0)):
        found = figures(none)
        assert (found["top_one_share"], found["concentration_index"], found["gini"]) == (None, None, None)
        assert "equal_clients" not in found
        assert whale_curve.largest(none) is None
    why = {one.name: str(one.undefined) for one in whale_curve.figures(brings(300, 100, -1)) if one.undefined}
    assert "a client has negative net revenue" in why["gini"]
    why = {one.name: str(one.undefined) for one in whale_curve.figures(brings(0, 0)) if one.undefined}
    assert "net revenue is not above 0" in why["gini"]


def test_a_part_of_a_cent_is_a_part_and_of_nothing_there_is_none() -> None:
    assert [whale_curve.share_of(1, whole) for whole in (2, 1, 0, -1)] == [0.5, 1.0, None, None]


def test_the_curve_is_drawn_in_money() -> None:
    """Amounts are in cents."""

    def drawn(*profits: int) -> tuple[str, tuple[str, ...]]:
        rows = [(f"C{at}", "a", 100, 0, 0, 100 - profit, 0, 0, 0, 0) for at, profit in enumerate(profits)]
        picture = whale_curve.picture(book(rows))
        return picture.title, picture.values

    money = ("cumulative",)
    assert drawn(50, -20) == ("Whale curve: 0.50 is earned, 1 client takes 0.20 away again", money)
    before = "Whale curve before any cost to serve: no client takes profit away yet"
    assert drawn(50, 0) == drawn(1, 0) == (before, money)
    assert drawn(20, -15, -25) == ("Whale curve: 0.20 is earned, 2 clients take 0.40 away again", money)
