"""Numbers of orders that start again are other orders; what is one order, paid or sent in parts, stays one."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.sources.order_numbers import _Lines, _times


def english(rows):
    return "order id,date,client,amount\n" + "".join(f"{n},{day},{who},{paid}\n" for n, day, who, paid in rows)


def russian(rows):
    head = "Номер заказа;Дата;Клиент;Сумма\n"
    return head + "".join(f"{n};{day:%d.%m.%Y};{who};{paid}\n" for n, day, who, paid in rows)


YEARS = [
    (f"{form}{number}", dt.date(year, 1 + number, 10), f"c{number}", 10 * number)
    for year in (2022, 2023, 2024)
    for form, number in (("A-", 1), ("A-", 2), ("A-", 3))
]


@pytest.mark.parametrize("written", [english, russian])
def test_numbers_that_start_again_each_year_are_other_orders(ask, written):
    for command in ("ltv {file} --discount 10%", "ltv {file} --discount 10% --order-id '#1'"):
        said = ask(command, written(YEARS))
        assert (said.code, said.figure("orders_per_client")) == (0, 3)
        assert said.tells("3 numbers come again", "«A-1»", "--order-id none")
        assert said.figure("past_value") == "180"


def test_numbers_that_start_again_each_month_go_to_other_clients(ask):
    clients = "ann bob cat dan eve".split()
    rows = [
        (number, dt.date(2024, month, number + 1), clients[(number + month) % 5], 5)
        for month in range(1, 7) for number in (1, 2, 3)
    ]  # fmt: skip
    said = ask("ltv {file} --discount 10%", english(rows))
    assert said.figure("orders_per_client") == pytest.approx(18 / 5)
    assert said.tells("other orders")


def test_two_shops_that_number_alike(ask):
    rows = [
        (number, dt.date(2024, 1, number), f"{shop}{number}", 5) for number in (1, 2, 3) for shop in ("north", "south")
    ]
    said = ask("ltv {file} --discount 10%", english(rows))
    assert said.figure("orders_per_client") == 1
    assert said.figure("past_value") == "30"


@pytest.mark.parametrize("written", [english, russian])
def test_an_order_paid_in_parts_is_one_order(ask, written):
    rows = [
        *(("7", dt.date(2024, month, 5), "ann", 10) for month in (1, 2, 3)),
        *(("8", dt.date(2024, month, 6), "bob", 10) for month in (1, 2, 3)),
    ]
    said = ask("ltv {file} --discount 10%", written(rows))
    assert said.figure("orders_per_client") == 1
    assert said.tells("2 numbers come again for the same client within 180 days", "one order each")


def test_lines_of_one_order_are_nothing_to_tell(ask):
    rows = [
        *(("7", dt.date(2024, 1, 5), "ann", paid) for paid in (10, 4, 3)),
        *((number, dt.date(2024, number, 5), "bob", 10) for number in (8, 9)),
    ]
    said = ask("ltv {file} --discount 10%", english(rows))
    assert said.figure("orders_per_client") == 1.5
    assert not said.tells("come again")


def test_a_line_of_an_order_that_names_another_client_is_refused_still(ask):
    rows = [
        ("7", dt.date(2024, 1, 5), "ann", 10),
        ("7", dt.date(2024, 1, 5), "bob", 10),
        ("8", dt.date(2024, 1, 6), "ann", 1),
    ]
    said = ask("ltv {file} --discount 10% --order-id 'order id'", english(rows))
    assert said.code == 3
    assert said.tells("order «7»", "client")


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 900), st.sampled_from("abcd")), min_size=2, max_size=25),
    st.sampled_from(["year", "month"]),
)
def test_restarting_the_numbers_changes_no_count_without_a_word(ask, orders, each):
    rows, counts = [], {}
    for number, (offset, who) in enumerate(sorted(orders)):
        day = dt.date(2022, 1, 1) + dt.timedelta(offset)
        period = day.year if each == "year" else (day.year, day.month)
        counts[period] = counts.get(period, 0) + 1
        rows.append((number + 1, counts[period], day, who))
    plain = ask("ltv {file} --discount 10%", english((f"X{n}", day, who, 5) for n, _, day, who in rows))
    again = ask("ltv {file} --discount 10%", english((f"X{n}", day, who, 5) for _, n, day, who in rows))
    if plain.figure("orders_per_client") != again.figure("orders_per_client"):
        assert again.tells("again") or again.code != 0


def test_many_lines_of_one_number_take_no_longer_each():
    """Whether thousands of lines of a number are told apart, without a look from each at all others."""
    looked = []

    class Client(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other):
            looked.append(1)
            return str.__eq__(self, other)

    day = dt.date(2024, 1, 1)
    lines = _Lines([(day + dt.timedelta(n), n, Client(f"c{n % 7}")) for n in range(2000)])
    assert _times(lines, anew=True) == list(range(2000))
    assert len(looked) < 20_000


def test_a_line_that_repeats_the_total_of_an_order_is_told_once(ask):
    """Such lines are left out; it is not said of them as well that they are counted."""
    rows = [("A-1", dt.date(2024, 1, 5), "ann", 10)] * 2 + [("A-2", dt.date(2024, 2, 5), "bob", 30)] * 3
    rows += [("A-3", dt.date(2024, 3, 5), "ann", 7), ("A-4", dt.date(2024, 4, 5), "cat", 9)]
    said = ask("ltv {file} --discount 10% --order-id 'order id'", english(rows))
    assert said.code == 0
    assert said.tells("repeating the total of an order")
    assert not said.tells("identical to another")
