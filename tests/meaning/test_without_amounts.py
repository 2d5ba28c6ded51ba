"""Logs that hold no money: what only counts purchases is answered, and money is said to be a number of purchases."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def log(header="client,date", clients=60, sign=","):
    chance = random.Random(3)  # noqa: S311
    rows = [
        f"C{client}{sign}{year}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        for client in range(clients)
        for year in (2022, 2023)
        for _ in range(chance.randrange(0, 5))
    ]
    return "\n".join([header.replace(",", sign), *rows]) + "\n"


HEADERS = ["client,date", "Клиент,Дата", "customer,order date"]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("command", ["fit", "backtest", "churn-cost", "ltv", "check"])
def test_what_is_offered_works_to_the_letter(ask, command, header):
    text = log(header, sign=";")
    said = ask(f"{command} {{file}}", text)
    assert said.code == 3
    assert said.tells("amount", "--amount 1", "counts as one purchase")
    cured = ask(f"{command} {{file}} --amount 1", text)
    assert cured.code == 0, cured.all
    assert cured.tells("every row counts as 1", "number of purchases")


def test_counts_are_those_of_the_same_log_with_money(ask):
    text = log()
    priced = "\n".join(line + (",amount" if not n else ",25.00") for n, line in enumerate(text.splitlines())) + "\n"
    bare, whole = ask("backtest {file} --amount 1", text), ask("backtest {file}", priced)
    for figure in whole.doc["figures"]:
        assert bare.figure(figure["name"]) == figure["value"]
    assert ask("churn-cost {file} --amount 1", text).input("lost") == ask("churn-cost {file}", priced).input("lost")


def test_the_purchases_of_a_log_have_no_currency(ask):
    assert ask("check {file} --amount 1 --currency EUR", log()).doc.get("currency") is None


@pytest.mark.parametrize("given", ["2", "25", "1.0", "#9"])
def test_only_the_number_one_is_no_column(ask, given):
    said = ask(f"check {{file}} --amount {given}", log())
    assert said.code == 3
    assert said.tells(given, "amount")


def test_a_column_that_is_called_1_is_that_column(ask):
    assert ask("check {file} --amount 1", "client,date,1\nAlder,2024-01-05,7\n").total == "7"


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["Alder", "Маяк"]), st.integers(1, 28)), min_size=1, max_size=9))
def test_the_total_is_the_number_of_rows(ask, rows):
    text = "client,date\n" + "".join(f"{client},2024-01-{day:02d}\n" for client, day in rows)
    assert ask("check {file} --amount 1", text).total == str(len(rows))
