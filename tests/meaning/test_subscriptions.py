"""Lists of contracts as billing programs write them: what belongs to the price, who is no client yet, who has left."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AUTO = "ltv {file} --method auto --discount 10% --horizon 12m --no-settings"
CHURN = "churn-cost {file} --no-settings"
# Four who left in 2023 and 2024, six who are there: who, since when, until when. The last day is 2024-03-01.
GONE = (("C1", "2023-01-01", "2023-09-01"), ("C2", "2023-02-01", "2023-06-01"),
        ("C3", "2023-03-01", "2024-01-01"), ("C4", "2023-02-01", "2024-03-01"))  # fmt: skip
THERE = tuple((f"C{n + 5}", f"2023-0{2 + n}-01", "") for n in range(6))
EVERYBODY = (*GONE, *THERE)


def text(header, *rows):
    return "".join(f"{row}\n" for row in (header, *rows))


def plain(*more, header="", cells=lambda who: ""):
    """Ten contracts of 40, each with the cells of the further columns; `more` rows follow as they are."""
    rows = [f"{who},{start},{end},40{cells(who)}" for who, start, end in EVERYBODY]
    return text(f"client,start,end,amount{header}", *rows, *more)


def with_status(*more, gone="canceled", there="active"):
    return plain(*more, header=",status", cells=lambda who: f",{gone if who in ('C1', 'C2', 'C3', 'C4') else there}")


def contracts(said):
    return {row["client"]: row for row in next(t["rows"] for t in said.doc["tables"] if t["name"] == "contracts")}


def codes(said):
    return {one["code"] for one in [*(said.doc.get("notices") or []), *(said.doc.get("problems") or [])]}


# ---------------------------------------------------------------- the interval and the seats belong to the price


@pytest.mark.parametrize(
    ("header", "month", "longer", "amount"),
    [
        ("interval", "month", "year", 480),
        ("Billing cycle", "Monthly", "Annual", 480),
        ("billing_frequency", "monthly", "every 3 months", 120),
        ("Периодичность", "ежемесячно", "раз в полгода", 240),
        ("Период оплаты", "месяц", "год", 480),
        ("Plan Interval", "P1M", "quarterly", 120),
    ],
)
def test_what_is_paid_for_longer_is_worth_the_same_a_month(ask, header, month, longer, amount):
    rows = plain(f"Alder,2023-02-01,,{amount},{longer}", header=f",{header}", cells=lambda _: f",{month}")
    said = ask(f"{AUTO} --renewal month", rows)
    assert said.code == 0, said.all
    found = contracts(said)
    assert found["Alder"]["predicted_value"] == pytest.approx(found["C5"]["predicted_value"])  # 40 a month, same days
    assert Decimal(str(found["Alder"]["amount"])) == 40
    assert said.tells(header, "month") or said.tells("amount", "month")


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        (",billing_period,billing_period_unit", ",12,month"),
        (",plan_interval_unit,plan_interval_length", ",months,12"),
        (",interval_count,interval", ",1,year"),
        (",interval months", ",12"),
    ],
)
def test_an_interval_told_in_two_columns_or_in_months(ask, headers, cells):
    month = cells.replace("12", "1").replace("year", "month")
    said = ask(f"{AUTO} --renewal month", plain(f"Alder,2023-02-01,,480{cells}", header=headers, cells=lambda _: month))
    assert Decimal(str(contracts(said)["Alder"]["amount"])) == 40, said.all


def test_the_only_interval_of_a_list_is_that_of_its_renewals(ask):
    said = ask(AUTO.replace("12m", "2y"), plain(header=",interval", cells=lambda _: ",year"))
    assert (said.doc["parameters"]["renewal"], "N348" in codes(said)) == ("year", False)
    assert Decimal(str(contracts(said)["C5"]["amount"])) == 40


@pytest.mark.parametrize("word", ["week", "30 days", "once", "еженедельно", "5", "Gold"])
def test_an_interval_that_is_no_number_of_months_is_asked_about_and_every_cure_leads_on(ask, word):
    rows = plain(f"Alder,2023-02-01,,40,{word}", header=",interval", cells=lambda _: ",month")
    said = ask(f"{AUTO} --renewal month", rows)
    assert said.code == 3
    assert said.tells("interval", word)
    left = ask(f"{AUTO} --renewal month --leave-out 'interval={word}'", rows)
    assert (left.figure("running"), left.tells(word, "left out")) == (6, True)
    aside = ask(f"{AUTO} --renewal month --map interval=", rows)
    assert Decimal(str(contracts(aside)["Alder"]["amount"])) == 40


@pytest.mark.parametrize("header", ["quantity", "Seats", "plan_quantity", "Количество лицензий"])
def test_a_price_of_one_seat_is_multiplied_where_single_seats_show_it(ask, header):
    said = ask(f"{AUTO} --renewal month", plain("Alder,2023-02-01,,40,10", header=f",{header}", cells=lambda _: ",1"))
    assert Decimal(str(contracts(said)["Alder"]["amount"])) == 400
    assert said.tells(header, "price of one")


def test_a_price_of_all_seats_is_taken_as_it_stands_where_single_seats_show_it(ask):
    said = ask(f"{AUTO} --renewal month", plain("Alder,2023-02-01,,400,10", header=",seats", cells=lambda _: ",1"))
    assert Decimal(str(contracts(said)["Alder"]["amount"])) == 400
    assert said.tells("seats", "price of all")


@pytest.mark.parametrize(("amount", "pays"), [("seats*amount", 350), ("amount", 35)])
def test_a_price_beside_seats_that_nothing_settles_is_asked_and_both_cures_are_followed(ask, amount, pays):
    rows = plain("Alder,2023-02-01,,35,10", header=",seats", cells=lambda _: ",1")
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.code, said.tells("seats", f"--amount '{amount}'")) == (3, True)
    cured = ask(f"{AUTO} --renewal month --amount '{amount}'", rows)
    assert Decimal(str(contracts(cured)["Alder"]["amount"])) == pays


def test_a_list_whose_every_contract_has_one_seat_asks_nothing(ask):
    said = ask(f"{AUTO} --renewal month", plain(header=",seats", cells=lambda _: ",1"))
    assert (said.code, codes(said) & {"N261", "E262"}) == (0, set())


@pytest.mark.parametrize(
    ("header", "months"),
    [
        ("MRR", 1), ("Monthly fee", 1), ("Price per month", 1), ("ARR", 12), ("Annual fee", 12),
        ("Абонентская плата в месяц", 1), ("Ежемесячный платёж", 1), ("Плата в квартал", 3), ("Стоимость в год", 12),
    ],
)  # fmt: skip
def test_the_header_of_the_money_says_for_how_long_it_pays(ask, header, months):
    rows = text(f"client,start,end,{header}", *(f"{who},{start},{end},1200" for who, start, end in EVERYBODY))
    said = ask(f"{AUTO} --renewal year --margin-rate 60%", rows)
    assert said.code == 0, said.all
    assert Decimal(str(contracts(said)["C5"]["amount"])) == 1200 * 12 // months
    lost = ask(CHURN, rows)
    assert lost.figure("churn_cost") == pytest.approx(4 * 1200 * 12 / months)  # all four ran on 2023-03-01


@given(st.integers(1, 999_999), st.sampled_from([("month", 1), ("quarter", 3), ("year", 12), ("2 years", 24)]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_amount_a_month_is_that_many_times_as_much_for_longer(ask, cents, interval):
    """40 a month and 480 a year are the same price in every figure of both commands."""
    word, months = interval
    one = text("client,start,end,amount,interval", *(f"{w},{s},{e},{cents / 100:.2f},month" for w, s, e in EVERYBODY))
    whole = f"{cents * months // 100}.{cents * months % 100:02d}"
    longer = text("client,start,end,amount,interval", *(f"{w},{s},{e},{whole},{word}" for w, s, e in EVERYBODY))
    for command in (f"{AUTO} --renewal month", CHURN):
        first, second = ask(command, one), ask(command, longer)
        values = [{figure["name"]: figure["value"] for figure in said.doc["figures"]} for said in (first, second)]
        assert values[0] == values[1]


@pytest.mark.parametrize(
    ("plans", "month", "year"), [("Plan", "Pro Monthly", "Pro Annual"), ("Тариф", "Месячный", "Годовой")]
)
def test_plans_for_different_times_are_asked_about_and_both_cures_are_followed(ask, plans, month, year):
    rows = plain(f"Alder,2023-02-01,,480,{year}", header=f",{plans}", cells=lambda _: f",{month}")
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.code, said.tells(plans, year, f"--map interval='{plans}'")) == (3, True)
    named = ask(f"{AUTO} --renewal month --map interval='{plans}'", rows)
    assert Decimal(str(contracts(named)["Alder"]["amount"])) == 40
    aside = ask(f"{AUTO} --renewal month --map interval=", rows)
    assert Decimal(str(contracts(aside)["Alder"]["amount"])) == 480


@pytest.mark.parametrize("header", ["Lifetime value", "Total paid", "Net payments", "Оплачено всего", "Общая выручка"])
def test_what_was_paid_in_all_is_no_price(ask, header):
    rows = text(f"client,start,end,{header}", *(f"{who},{start},{end},1200" for who, start, end in EVERYBODY))
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.figure("predicted_value"), said.tells("renewals, not money")) == (None, True)


def test_one_fee_is_paid_again_and_again_and_the_other_once(ask):
    rows = text("client,start,end,Setup fee,Monthly fee", *(f"{w},{s},{e},100,40" for w, s, e in EVERYBODY))
    assert ask(CHURN, rows).figure("churn_cost") == 4 * 480
