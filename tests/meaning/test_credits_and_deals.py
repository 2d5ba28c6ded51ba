"""What came back of the spend, totals in the units of the file, two currencies, and deals, which are no spending."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SPEND = [("Ads", 1000, 10), ("Fair", 900, 9)]


def spending(*rows, header="channel,spend,new clients"):
    return header + "\n" + "".join(f"{name},{spend},{count}\n" for name, spend, count in rows)


@pytest.mark.parametrize("header", ["channel,spend,new clients", "Канал,Расход,Новые клиенты"])
@pytest.mark.parametrize("count", ["0", ""])
def test_a_credit_note_lowers_the_spend_and_is_told(ask, header, count):
    told = ask("cac {file}", spending(*SPEND, ("Ads", -50, count), header=header))
    assert told.code == 0
    assert told.figure("blended_cost") == pytest.approx(1850 / 19)
    assert told.tells("1 amount", "below zero", "-50", "money back")
    assert not told.tells("sign")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("Ads", -1000, 10), ("Fair", -900, 9)], "turn the sign around"),
        ([("Ads", -1000, 10), ("Fair", -900, 9), ("Mail", 10, 1)], "turn the sign around"),
        ([*SPEND, ("Ads", -50, 2)], "money that came back won nobody"),
        ([("Ads", 20, 1), ("Fair", 900, 9), ("Ads", -50, 0)], "more came back than was spent there"),
    ],
)
def test_what_cannot_be_money_back_is_refused_with_a_reason_of_its_own(ask, rows, words):
    told = ask("cac {file}", spending(*rows))
    assert told.code == 3
    assert told.tells("E375") or told.tells(words)
    assert told.tells(words)


@given(st.integers(1, 990), st.sampled_from(["Ads", "Fair"]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_credit_never_changes_a_figure_without_a_word(ask, back, channel):
    told = ask("cac {file}", spending(*SPEND, (channel, -back, 0)))
    assert told.code != 0 or told.tells("below zero", f"-{back}")


# ---------------------------------------------------------------- totals in the units and the column that are meant


def test_a_total_row_is_compared_in_the_units_of_the_file(ask):
    text = "Кампания;Расход, тыс. руб.;Новые клиенты\nБренд;1,5;10\nПоиск;2,5;20\nИтого;5,0;30\n"
    told = ask("cac {file}", text)
    assert told.tells("«Итого»", "(5,0)", "differs from the sum of the rows above, 4")
    assert not told.tells("(5,0)", "4000")


def test_a_total_row_that_differs_in_another_column_says_in_which(ask):
    text = "Campaign,Spend ($000s),New clients\nBrand,1.5,10\nSearch,2.5,20\nTotal,4.0,31\n"
    assert ask("cac {file}", text).tells("differs from the sum of the rows above, 30 in «New clients»")


def test_a_total_row_in_cents_is_compared_in_cents(ask):
    text = "client,date,amount_cents\nAcme,2024-01-05,1050\nBeta,2024-01-06,1000\nTotal,,2100\n"
    assert ask("check {file}", text).tells("(2100)", "differs from the sum of the rows above, 2050")


# ---------------------------------------------------------------- two currencies


@pytest.mark.parametrize(
    "header",
    ["revenue EUR,cost USD", "revenue USD,cost EUR", '"Выручка, руб.","Себестоимость, USD"', "revenue $,cost €"],
)
def test_a_cost_of_another_currency_is_not_to_be_put_aside(ask, header):
    told = ask("profit {file}", f"client,{header}\nAcme,100,40\n")
    assert told.code == 3
    assert told.tells("one currency at a time", "custecon converts no money")
    assert not told.tells("--map")
    first = header.split(",")[0].strip('"')
    assert told.tells(f"«{first}", "is in", "cost" if "cost" in header else "Себестоимость")


# ---------------------------------------------------------------- deals are no spending

DEALS = [
    "Название сделки;Этап сделки;Бюджет;Источник;Дата создания\nСтолы;Успешно;1000;Сайт;05.01.2024\n",
    "Deal;Stage;Budget;Source;Month\nDesks;Won;1000;Site;2024-01\n",
    "Opportunity name;Stage;Budget;Channel;Close date\nDesks;Won;1000;Site;2024-01-05\n",
    "Сделка;Клиент;Статус;Бюджет;Канал;Месяц\nСтолы;Альфа;Успешно;1000;Сайт;2024-01\n",
]


@pytest.mark.parametrize("text", DEALS)
@pytest.mark.parametrize("command", ["ltv", "check", "profit", "churn-cost", "cac"])
def test_deals_are_never_spending_and_nobody_is_sent_to_cac(ask, text, command):
    told = ask(f"{command} {{file}}", text)
    assert told.code == 3
    assert told.tells("no column for") or told.tells("neither yes nor no")
    assert not told.tells("custecon cac")
    assert not told.tells("spending")


@pytest.mark.parametrize(
    "header", ["Deals", "Cost per deal", "Сделки", "Стоимость сделки", "Deals won", "Number of deals"]
)
def test_a_spend_file_that_counts_deals_is_one_all_the_same(ask, header):
    told = ask("cac {file}", f"channel,spend,new clients,{header}\nAds,1000,10,4\nFair,900,9,3\n")
    assert (told.code, told.figure("blended_cost")) == (0, 100)
