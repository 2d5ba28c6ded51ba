"""Lists of clients: money of half a year, of a quarter or of a whole contract is no year's; a prospect is no client."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LTV = "ltv {file} --retention 80% --discount 10%"
OF = 0.8 / 0.3  # retention ÷ (1 + discount − retention)


def equity(said):
    return float(said.figure("customer_equity") or "nan")


@pytest.mark.parametrize(
    "part", ["H1 2024", "2H 2023", "half year", "1 полугодие 2024", "за полгода", "Q1 2024", "3Q", "first half-year"]
)
def test_money_of_a_part_of_a_year_is_told(ask, part):
    name = "Выручка" if part[-1] in "4а" and not part.isascii() else "Revenue"
    text = f"client;{name} {part};margin\nAlder;100;40\nBirch;50;20\n"
    said = ask(f"{LTV} --map 'revenue={name} {part}'", text)
    assert said.tells(part, "one year, though its name says another time"), said.all


@pytest.mark.parametrize("header", ["Semi-annual revenue", "Revenue per half-year", "Полугодовая выручка"])
def test_money_of_each_half_year_counts_twice_aloud(ask, header):
    text = f"client;{header};cost\nAlder;100;160\nBirch;50;80\n"
    said = ask(f"{LTV} --map 'revenue={header}'", text)
    assert said.tells(header, "half a year", "2 times")
    assert equity(said) == pytest.approx((200 - 160 + 100 - 80) * OF)


def test_revenue_and_cost_of_the_same_half_year_belong_together(ask):
    text = "client,Revenue H1 2024,Cost H1 2024\nAlder,1000,300\n"
    said = ask("profit {file} --map 'revenue=Revenue H1 2024'", text)
    assert float(said.figure("total_profit")) == 700


@pytest.mark.parametrize("header", ["Revenue", "Annual revenue", "Выручка за 2024", "Revenue 2024"])
def test_a_year_is_a_year(ask, header):
    text = f"client;{header};margin\nAlder;100;40\nBirch;50;20\n"
    assert not ask(f"{LTV} --map 'revenue={header}'", text).tells("another time")


# ------------------------------------------------------------------ a whole contract

CONTRACTS = "contract;customer;date;{};{}\n1;Alder;2023-01-15;{};36000\n2;Birch;2024-01-15;{};6000\n"


@pytest.mark.parametrize(
    ("term", "value", "cells"),
    [("Term (months)", "Contract value", (36, 12)), ("Срок, мес", "Сумма договора", (36, 12)),
     ("Term in years", "Total contract value", (3, 1)), ("Contract term", "TCV amount", ("36 months", "12 months")),
     ("Срок", "Сумма контракта", ("3 года", "1 год"))],
)  # fmt: skip
def test_money_of_a_contract_of_years_is_never_taken_in_silence(ask, term, value, cells):
    text = CONTRACTS.format(term, value, *cells)
    said = ask("check {file} --as orders", text)
    assert said.code == 3
    assert said.tells(value, term, "36 months")
    taken = ask(f"check {{file}} --as orders --amount '{value}'", text)
    assert taken.total == "42000"
    assert taken.tells(value, term, "36 months")


@pytest.mark.parametrize(
    ("term", "value", "cells"),
    [("Term (months)", "Contract value", (12, 6)), ("Term (months)", "Amount", (36, 12)),
     ("Payment terms", "Amount", (30, 30)),
     ("Срок оплаты, дней", "Сумма", (30, 60))],
)  # fmt: skip
def test_other_amounts_are_no_question(ask, term, value, cells):
    said = ask("check {file} --as orders", CONTRACTS.format(term, value, *cells))
    assert said.code == 0, said.all
    assert said.total == "42000"
    assert not said.tells("whole contract")


# ------------------------------------------------------------------ who is no client yet

PEOPLE = "client;{};revenue;cost\nAlder;{};1000;600\nBirch;{};500;300\nCedar;{};{};{}\n"
STAGES = [
    ("Статус", "Действующий", "Бывший", "Потенциальный"),
    ("Lifecycle Stage", "customer", "customer", "lead"),
    ("Lifecycle Stage", "customer", "customer", "opportunity"),
    ("Стадия", "Клиент", "Клиент", "Потенциальный клиент"),
    ("Type", "Client", "Client", "Prospect"),
]


@pytest.mark.parametrize(("header", "one", "other", "early"), STAGES)
@pytest.mark.parametrize("nothing", ["0", "0.00"])
def test_who_is_no_client_yet_and_paid_nothing_is_left_out_and_told(ask, header, one, other, early, nothing):
    said = ask("profit {file}", PEOPLE.format(header, one, other, early, nothing, nothing))
    assert said.code == 0, said.all
    assert float(said.figure("total_profit")) == 600
    assert said.doc["control_totals"][0]["clients"] == 2
    assert said.tells(header, early, "left out")


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stage=st.sampled_from(STAGES), paid=st.integers(1, 9999))
def test_who_is_no_client_yet_and_paid_is_asked_about(ask, stage, paid):
    header, *values = stage
    said = ask("profit {file}", PEOPLE.format(header, *values, paid, 0))
    assert said.code == 3
    assert said.tells(header, values[-1])


def test_a_list_of_clients_alone_is_not(ask):
    said = ask("profit {file}", PEOPLE.format("Статус", "Действующий", "Бывший", "Действующий", 0, 0))
    assert said.doc["control_totals"][0]["clients"] == 3
