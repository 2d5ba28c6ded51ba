"""Files of spending: a plan is no spend, months side by side are added up, and a number of new clients must be one."""

import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CAC = "cac {file}"
TWO = "channel,{},{},new clients\nSearch,1000,900,9\nSocial,500,600,6\n"  # 1,500 of each, 15 new clients


def cac(said):
    return float(said.figure("blended_cost") or "nan")


@pytest.mark.parametrize(
    ("plan", "actual"),
    [("Plan spend", "Fact spend"), ("Budget", "Ad spend net"), ("Бюджет", "Расход без НДС"), ("План затрат", "x"),
     ("Planned cost", "Actual cost"), ("Бюджет", "Фактические расходы"), ("Target budget", "Media cost")],
)  # fmt: skip
def test_a_plan_is_never_taken_in_silence_and_the_example_is_what_was_spent(ask, plan, actual):
    text = TWO.replace("900", "950").format(plan, actual)
    said = ask(CAC, text)
    assert said.code == 3
    if actual == "x":
        assert said.tells("spend", plan)
        return
    assert said.tells(plan, actual, f"--map spend={shlex.quote(actual)}")
    assert cac(ask(f"{CAC} --map spend={shlex.quote(actual)}", text)) == pytest.approx(1550 / 15)


@pytest.mark.parametrize("header", ["Spend", "Cost", "Расход", "Бюджет", "Budget"])
@pytest.mark.parametrize("beside", ["Cost per click", "Цена клика", "Plan", "Shipping cost", "CPC", "Расход план"])
def test_the_usual_name_beside_others_needs_no_question(ask, header, beside):
    said = ask(CAC, TWO.format(header, beside))
    assert said.code == 0, said.all
    assert cac(said) == 100


def test_spend_with_and_without_tax_is_no_other_money(ask):
    text = TWO.format("Расход без НДС", "Расход с НДС")
    said = ask(f"{CAC} --map 'spend=Расход без НДС'", text)
    assert cac(said) == 100
    assert not said.tells("--subtract")


# ------------------------------------------------------------------ months side by side

WIDE = [
    ("Jan,Feb,Mar", "New customers"), ("Январь,Февраль,Март", "Новые клиенты"), ("янв 2024,фев 2024", "Новые клиенты"),
    ("Spend Jan,Spend Feb", "New clients"),
]  # fmt: skip


@pytest.mark.parametrize(("months", "won"), WIDE)
def test_months_side_by_side_are_added_up_by_the_cure_and_one_alone_is_told(ask, months, won):
    names = months.split(",")
    text = f"channel,{months},{won}\nSearch,{','.join(['100'] * len(names))},5\n"
    together = f"--map spend='{'+'.join(names)}'"
    said = ask(CAC, text)
    assert said.code == 3
    assert said.tells(together)
    assert cac(ask(f"{CAC} {together}", text)) == 100 * len(names) / 5
    alone = ask(f"{CAC} --map spend={shlex.quote(names[-1])}", text)
    assert cac(alone) == 20
    assert alone.tells(names[-1], names[0], f"--map spend={shlex.quote('+'.join(names))}")


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wide=st.sampled_from(WIDE), spent=st.lists(st.integers(1, 9999), min_size=3, max_size=3), at=st.integers(0, 1))
def test_no_month_is_ever_left_out_in_silence(ask, wide, spent, at):
    names = wide[0].split(",")
    text = f"channel,{wide[0]},{wide[1]}\nSearch,{','.join(map(str, spent[: len(names)]))},5\n"
    assert ask(f"{CAC} --map spend={shlex.quote(names[at])}", text).tells("beside it stand", names[1 - at])


@pytest.mark.parametrize("line", ["ltv {file} --retention 80% --discount 10%", "profit {file}"])
def test_a_list_of_clients_with_months_side_by_side(ask, line):
    text = "client,Jan,Feb,cost\nAlder,100,200,50\nBirch,300,400,60\n"
    said = ask(line, text)
    assert said.code == 3
    assert said.tells("--map revenue='Jan+Feb'")
    assert ask(f"{line} --map revenue=Jan", text).tells("Feb", "--map revenue=Jan+Feb")


def test_one_month_is_no_question(ask):
    assert not ask(CAC, "month,spend,new clients\nMarch,100,5\nMay,200,10\n").tells("beside")
    assert not ask("check {file}", "client,date,amount,May\nAlder,2024-01-05,10,1\n").tells("beside it stand")


# ------------------------------------------------------------------ new clients


@pytest.mark.parametrize("header", ["Лиды", "Leads", "Заявки", "Conversions", "Clicks", "Sales", "Регистрации"])
def test_what_is_no_new_client_by_its_name_is_told(ask, header):
    said = ask(f"{CAC} --map new_clients={header}", f"channel,spend,{header}\nSearch,100,5\n")
    assert cac(said) == 20
    assert said.tells(header, "no clients who paid")


@pytest.mark.parametrize("header", ["New clients", "Новые клиенты", "Won", "Customers acquired", "Клиенты из заявок"])
def test_a_name_of_clients_is_not(ask, header):
    said = ask(f"{CAC} --map 'new_clients={header}'", f"channel,spend,{header}\nSearch,100,5\n")
    assert not said.tells("no clients who paid")


MONTHLY = "Month,Channel,Spend,{}\n2024-01,A,1000,30\n2024-01,B,500,30\n2024-02,A,1200,40\n2024-02,B,300,40\n"


@pytest.mark.parametrize("header", ["New customers (total)", "New clients", "Новые клиенты (всего)", "Новые клиенты"])
def test_a_total_of_the_month_on_each_row_is_asked_about_and_both_answers_work(ask, header):
    text = MONTHLY.format(header)
    said = ask(CAC, text)
    assert said.code == 3
    assert said.tells(header, "2024-01", "--map new_clients= --new-clients 70", f"--map new_clients='{header}'")
    assert cac(ask(f"{CAC} --map new_clients= --new-clients 70", text)) == pytest.approx(3000 / 70)
    assert cac(ask(f"{CAC} --map new_clients='{header}'", text)) == pytest.approx(3000 / 140)


@pytest.mark.parametrize("change", [("B,500,30", "B,500,31"), ("B,300,40", "B,300,0"), ("40", "30")])
def test_channels_that_happen_to_win_as_many_are_no_question(ask, change):
    assert ask(CAC, MONTHLY.format("New clients").replace(*change)).code == 0


ADS = {
    "Google Ads": "Campaign,Cost,Conversions\nBrand,500,10\nGeneric,1200,6\n",
    "Директ": "Кампания;Расход;Конверсии\nБренд;1500;5\nОбщая;200;4\n",
    "VK": "Кампания;Потрачено всего, ₽;Лиды\nК1;1700,00;2\n",
}


@pytest.mark.parametrize("name", ADS)
def test_a_report_of_ads_and_a_known_number_of_new_clients(ask, name):
    said = ask(CAC, ADS[name])
    assert said.code == 2
    assert said.tells("--new-clients COUNT")
    assert cac(ask(f"{CAC} --new-clients 8", ADS[name])) == 1700 / 8


def test_a_number_beside_a_column_of_the_file_is_refused_and_the_cure_works(ask):
    text = "channel,spend,new clients\nSearch,1000,9\n"
    said = ask(f"{CAC} --new-clients 8", text)
    assert said.code == 2
    assert said.tells("--new-clients", "--map new_clients=")
    assert not said.tells("--clients FILE")
    assert cac(ask(f"{CAC} --new-clients 8 --map new_clients=", text)) == 125


# ------------------------------------------------------------------ a list by profit that calls its revenue an amount


@pytest.mark.parametrize(
    ("header", "revenue"),
    [("Контрагент;Сумма продажи;Сумма без НДС;Себестоимость", "Сумма без НДС"),
     ("Customer;Sales amount;Total;Cost", "Sales amount"),
     ("Клиент;Сумма продажи;Оплачено;Себестоимость", "Сумма продажи")],
)  # fmt: skip
def test_amounts_that_may_be_the_revenue_are_named(ask, header, revenue):
    text = f"{header}\nAlder;1000;1000;600\nBirch;500;500;200\n"
    said = ask("profit {file}", text)
    assert said.code == 3
    assert said.tells(*header.split(";")[1:3], f"--map revenue='{revenue}'")
    assert float(ask(f"profit {{file}} --map revenue='{revenue}'", text).figure("total_profit")) == 700


@pytest.mark.parametrize("header", ["Сумма продажи", "Amount", "Sales amount"])
def test_one_amount_is_the_example(ask, header):
    text = f"client;{header};cost\nAlder;1000;600\nBirch;500;200\n"
    said = ask("profit {file}", text)
    assert said.code == 3
    assert said.tells(f"--map revenue='{header}'")


def test_a_log_is_still_no_list_by_profit(ask):
    assert ask("profit {file}", "client,date,amount\nAlder,2024-01-05,10\n").tells("custecon ltv FILE")
