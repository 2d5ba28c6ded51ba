"""A cost of one piece beside a quantity is asked about, a cost or a chance in per cent is told how to be read."""

import shlex

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

PIECES = [(10, 100), (1, 100), (5, 100)]  # how many, and the price of one: each costs 60


def profit(said):
    return float(said.figure("total_profit") or "nan")


def made(quantity, cost, rows, sign=","):
    """A list by profit in which every piece costs 60."""
    header = sign.join(["client", "revenue", quantity, cost])
    return "\n".join(
        [header, *(f"C{n}{sign}{count * price}{sign}{count}{sign}60" for n, (count, price) in enumerate(rows))]
    )


@pytest.mark.parametrize("quantity", ["Quantity", "Кол-во", "Units"])
@pytest.mark.parametrize(
    "cost", ["Cost", "Unit cost", "Cost per unit", "Себестоимость", "Себестоимость за ед.", "Себестоимость единицы"]
)
def test_a_cost_of_one_piece_is_asked_about_and_both_answers_work(ask, quantity, cost):
    text = made(quantity, cost, PIECES)
    said = ask("profit {file}", text)
    assert said.code == 3
    product, alone = f"--map cost='{quantity}*{cost}'", f"--map cost='{cost}'"
    assert said.tells(cost, quantity, product, alone)
    assert profit(ask(f"profit {{file}} {product}", text)) == 1600 - 16 * 60
    assert profit(ask(f"profit {{file}} {alone}", text)) == 1600 - 3 * 60


def test_a_list_of_lifetime_value_asks_too(ask):
    text = made("Quantity", "Cost", PIECES)
    line = "ltv {file} --retention 80% --discount 10%"
    assert ask(line, text).tells("--map cost='Quantity*Cost'")
    worth = ask(f"{line} --map cost='Quantity*Cost'", text).figure("customer_equity")
    assert worth == pytest.approx(640 * 0.8 / 0.3)  # margin × retention ÷ (1 + discount − retention)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.integers(1, 90), st.integers(70, 200)), min_size=2, max_size=6))
def test_a_cost_of_one_piece_never_goes_in_silence(ask, rows):
    assume(len({count for count, _ in rows}) > 1)
    assert ask("profit {file}", made("Quantity", "Cost", rows)).code == 3


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.integers(1, 90), st.integers(40, 70)), min_size=2, max_size=6))
def test_a_cost_of_all_is_not_asked_about(ask, rows):
    lines = [f"C{n},{100 * count},{count},{rate * count}" for n, (count, rate) in enumerate(rows)]
    said = ask("profit {file}", "\n".join(["client,revenue,quantity,cost", *lines]))
    assert said.code == 0, said.all
    assert profit(said) == sum(count * (100 - rate) for count, rate in rows)


@pytest.mark.parametrize(
    "text",
    [
        "client,revenue,cost,quantity\nAlder,1000,60,10\nBirch,100,6,1\n",  # a high margin: 6% throughout
        "client,revenue,cost,quantity\nAlder,1000,600,10\n",
        "Клиент;Выручка;Себестоимость;Количество\nОльха;1000;600;1\nБерёза;800;300;1\n",
        "client,revenue,cost\nAlder,1000,60\nBirch,100,60\n",
    ],
)
def test_ordinary_lists_are_not_asked_about(ask, text):
    assert ask("profit {file}", text).code == 0


# ------------------------------------------------------------------ per cent


@pytest.mark.parametrize(
    ("role", "header", "cells", "left"),
    [
        ("cost", "Cost %", (60, 70), 400 + 150),
        ("cost", "Себестоимость, %", (60, 70), 400 + 150),
        ("cost", "Cost rate", ("60%", "70%"), 400 + 150),
        ("margin", "Margin %", (40, 30), 400 + 150),
        ("margin", "Маржа, %", ("40%", "30%"), 400 + 150),
        ("margin", "Margin", (40, 30), 400 + 150),
        ("margin", "Маржа", (40, 30), 400 + 150),
        ("margin", "Наценка %", (0.4, 0.3), 400 + 150),
    ],
)
def test_what_is_in_per_cent_is_asked_about_and_the_cure_reckons_it(ask, role, header, cells, left):
    text = "client;revenue;{}\nAlder;1000;{}\nBirch;500;{}\n".format(header, *cells)
    said = ask("profit {file}", text)
    assert said.code == 3, said.all
    typed = "revenue*" + header + ("%" if header in ("Margin", "Маржа", "Cost rate") else "")
    assert said.tells(f"--map {role}={shlex.quote(typed)}")
    assert profit(ask(f"profit {{file}} --map {role}={shlex.quote(typed)}", text)) == left


@pytest.mark.parametrize("header", ["Retention", "Удержание", "Retention rate"])
def test_chances_in_per_cent_without_a_sign_are_refused_with_the_option_that_reads_them(ask, header):
    text = f"client;revenue;margin;{header}\nAlder;1000;400;80\nBirch;500;150;90\n"
    said = ask("ltv {file} --discount 10%", text)
    assert said.code == 3
    option = f"--map retention={shlex.quote(header + '%')}"
    assert said.tells("80", option)
    found = ask(f"ltv {{file}} --discount 10% {option}", text)
    assert found.figure("customer_equity") == pytest.approx(400 * 0.8 / 0.3 + 150 * 0.9 / 0.2)
    assert ask(f"ltv {{file}} --discount 10% {option}", text.replace("90", "190")).tells("190")


def test_chances_as_they_are_usual_need_no_option(ask):
    for cells in (("0.8", "0.9"), ("80%", "90%")):
        text = "client,revenue,margin,retention\nAlder,1000,400,{}\nBirch,500,150,{}\n".format(*cells)
        for option in ("", " --map retention=retention%"):
            if option and cells[0] == "0.8":
                continue
            found = ask(f"ltv {{file}} --discount 10%{option}", text)
            assert found.figure("customer_equity") == pytest.approx(400 * 0.8 / 0.3 + 150 * 0.9 / 0.2)


# ------------------------------------------------------------------ returns


@pytest.mark.parametrize(
    ("header", "orders"),
    [("Возвраты", "Заказы"), ("Returns", "Orders"), ("Возвратов", "Кол-во"), ("returns", "visits")],
)
def test_more_returns_than_may_be_are_asked_about(ask, header, orders):
    text = f"client;revenue;{header};cost;{orders}\nAlder;1000;50;500;10\nBirch;500;20;300;5\n"
    said = ask("profit {file}", text)
    assert said.code == 3
    assert said.tells(header, f"--map refunds={shlex.quote(header)}", f"--map returns={shlex.quote(header)}")
    assert profit(ask(f"profit {{file}} --map refunds={shlex.quote(header)}", text)) == 630
    assert profit(ask(f"profit {{file}} --map returns={shlex.quote(header)}", text)) == 700


@pytest.mark.parametrize("header", ["Возвраты", "Returns", "Sales returns"])
def test_returns_below_zero_are_money_and_are_taken_off(ask, header):
    text = f"client;revenue;{header};cost\nAlder;1000;-50;500\nBirch;500;-20;300\n"
    said = ask("profit {file}", text)
    assert profit(said) == 630
    assert said.tells(header, "70", "taken off")


@pytest.mark.parametrize("orders", [40, 12])
def test_no_more_returns_than_orders_are_counts(ask, orders):
    text = f"client,revenue,returns,cost,orders\nAlder,1000,12,500,{orders}\nBirch,500,2,300,5\n"
    assert profit(ask("profit {file}", text)) == 700
