"""How often an activity was done for whom, and what it costs once, by hand: every spelling, every form of price."""

from __future__ import annotations

from fractions import Fraction

import pytest

from custecon.core.errors import CusteconError
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.activities import ACTIVITIES
from custecon.kinds.activity_prices import PRICES
from custecon.kinds.profit import PROFIT
from custecon.tables import cost_to_serve
from custecon.tables.cost_to_serve import Department, Price, Tally


def table(schema, scale: int = 0, **columns) -> CheckedTable:
    made = {role: CheckedColumn(schema.role(role), role, cells, scale) for role, cells in columns.items()}
    return CheckedTable(schema, made, len(next(iter(columns.values()))))


def refused(act, *given) -> str:
    with pytest.raises(CusteconError) as told:
        act(*given)
    return f"{told.value}; {told.value.problems[0].cure}"


def test_an_activity_is_named_as_most_rows_spell_it() -> None:
    """Three rows write «visit», two «Visit»: whichever comes first. Of calls each spelling stands once: by alphabet."""
    log = table(
        ACTIVITIES,
        client=["A", "B", "A", "B", "A", "A", "B"],
        activity=["Visit", "Visit", "visit", "visit ", " visit", "call", "Call"],
    )
    visit, call = sorted(cost_to_serve.tallies_of_log(log), key=lambda one: -one.total)
    assert (call.activity, call.times) == ("Call", {"A": 1, "B": 1})
    assert (visit.names, visit.times, visit.total) == (frozenset({"visit"}), {"A": 3, "B": 2}, 5)
    plain = table(ACTIVITIES, client=["A"] * 5, activity=["Visit", "visit", "Visit", "visit", "visit"])
    assert [one.activity for one in cost_to_serve.tallies_of_log(plain)] == ["visit"]
    assert visit.source == call.source == "the activity log"


def test_a_row_counts_as_often_as_it_says() -> None:
    log = table(ACTIVITIES, 1, client=["A", "A", "B"], activity=["hours"] * 3, times=[15, 20, 0])
    (hours,) = cost_to_serve.tallies_of_log(log)
    assert hours.times == {"A": Fraction(7, 2), "B": 0}
    below = table(ACTIVITIES, 1, client=["A"], activity=["hours"], times=[-1])
    told = refused(cost_to_serve.tallies_of_log, below)
    assert "«hours»" in told
    assert "A" in told
    assert "nothing is done less than no times" in told


def test_columns_of_a_list_are_activities_under_each_name_that_they_have() -> None:
    listed = table(PROFIT, client=["A", "B", "A"], revenue=[1, 1, 1], deliveries=[2, None, 3], visits=[0, 1, 1])
    (deliveries, visits), empty = cost_to_serve.tallies_of_columns(listed)
    assert (deliveries.times, visits.times) == ({"A": 5, "B": 0}, {"A": 1, "B": 1})
    assert (deliveries.names, visits.names) == ({"deliveries", "delivery"}, {"visits", "visit"})
    assert (deliveries.source, empty) == ("the column «deliveries»", {"deliveries": 1})
    parts = table(PROFIT, 1, client=["A"], revenue=[1], hours=[25])
    assert cost_to_serve.tallies_of_columns(parts)[0][0].times == {"A": Fraction(5, 2)}
    told = refused(cost_to_serve.tallies_of_columns, table(PROFIT, client=["A"], revenue=[1], visits=[-1]))
    assert "«visits»" in told


def prices(**columns) -> list[Price]:
    return cost_to_serve.prices_of(table(PRICES, 1, **columns))


def test_a_price_is_money_or_minutes_at_a_price_or_minutes_of_a_department() -> None:
    assert prices(activity=["visit"], price=[125]) == [Price("visit", Fraction(25, 2), "price each", None, None)]
    assert prices(activity=["visit"], price=[200], minutes=[100], minute_price=[20]) == [
        Price("visit", Fraction(20), "price each", None, Fraction(10))
    ]
    assert prices(activity=["visit"], minutes=[75], minute_price=[20]) == [
        Price("visit", Fraction(15), "7.5 min at 2", None, Fraction(15, 2))
    ]
    office = Department("office", Fraction(300), Fraction(600))
    found = prices(
        activity=["visit", "call", "fair"], department=["office", "office", ""], minutes=[100, 40, None],
        department_cost=[3000, None, None], capacity=[None, 6000, None], price=[None, None, 0],
    )  # fmt: skip
    assert found == [
        Price("visit", Fraction(5), "10 min of office", office, Fraction(10)),
        Price("call", Fraction(2), "4 min of office", office, Fraction(4)),
        Price("fair", Fraction(0), "price each", None, None),
    ]
    unnamed = prices(activity=["visit"], minutes=[100], department_cost=[3000], capacity=[6000])
    assert [(one.each, one.how) for one in unnamed] == [(5, "10 min of the department")]
    free = prices(activity=["visit"], minutes=[0], minute_price=[0])
    assert [one.each for one in free] == [0]


def test_what_is_no_price_says_why() -> None:
    one = {"activity": ["visit"]}
    why = {
        "the table has two rows for it": {"activity": ["visit", " Visit"], "price": [1, 1]},
        "it has a negative cell": {**one, "price": [-1]},
        "price and minutes × price of a minute differ": {**one, "price": [10], "minutes": [10], "minute_price": [11]},
        "there is neither a price nor minutes": {**one, "price": [None], "minute_price": [10]},
        "there are minutes, but no price of a minute": {**one, "minutes": [10]},
        "two rows differ in the capacity of «office»": {
            "activity": ["visit", "call"], "department": ["office"] * 2, "minutes": [1, 1],
            "department_cost": [1, 1], "capacity": [1, 2],
        },
        "its department has no capacity or a negative cost": {
            **one, "department": ["office"], "minutes": [1], "department_cost": [1], "capacity": [0],
        },
    }  # fmt: skip
    for reason, columns in why.items():
        assert reason in refused(lambda columns=columns: prices(**columns))
    owes = {"department": ["office"], "minutes": [1], "department_cost": [-1], "capacity": [1]}
    assert "a negative cost" in refused(lambda: prices(**one, **owes))
    unpaid = prices(**one, **owes | {"department_cost": [0]})
    assert [each.each for each in unpaid] == [0]
    half = {"department": ["office"], "minutes": [1], "department_cost": [1], "capacity": [None]}
    assert "no price of a minute" in refused(lambda: prices(**one, **half))


def test_each_activity_meets_its_price_by_any_of_its_names() -> None:
    visits = Tally("visits", "the column «visits»", {"A": Fraction(1)}, frozenset({"visits", "visit"}))
    calls = Tally("call", "the activity log", {"A": Fraction(1)}, frozenset({"call"}))
    price = Price(" Visit", Fraction(3), "price each")
    assert cost_to_serve.priced([visits, calls], [price]) == [(visits, price), (calls, None)]
    twice = Tally("visit", "the activity log", {"A": Fraction(1)}, frozenset({"visit"}))
    told = refused(cost_to_serve.priced, [visits, twice], [])
    assert "visit" in told
    assert "the column «visits»" in told
    assert "the activity log" in told
    unknown = refused(cost_to_serve.priced, [visits, calls], [Price("fair", Fraction(3), "price each")])
    assert "fair" in unknown
    assert "visits, call" in unknown
    assert "no column counts activities" in refused(cost_to_serve.priced, [], [price])
    again = [price, Price("visits", Fraction(3), "price each")]
    assert "it is given twice" in refused(cost_to_serve.priced, [visits], again)


@pytest.mark.parametrize(
    ("number", "expected"),
    [((1, 1), 0), ((7, 2), 1), ((1, 8), 3), ((1, 5), 1), ((3, 25), 2), ((1, 40), 3), ((1, 3), None), ((1, 6), None)],
)
def test_how_many_decimal_places_a_number_needs(number: tuple[int, int], expected: int | None) -> None:
    """One eighth is 0.125, one fortieth 0.025; thirds never end."""
    assert cost_to_serve.places(Fraction(*number)) == expected
