# ruff: noqa: E501
"""Rows that are sums by what they are called: «All» channels, a campaign above its advertisements, a holding among clients."""

import shlex

import pytest

ALL = [
    ("Search,2024-01,1000,10", "Search,2024-02,500,5", "Search,All,1500,15", "Social,2024-01,300,3", "Social,All,300,3", "All,All,1800,18"),
    ("All,All,1800,18", "Search,All,1500,15", "Social,All,300,3", "Search,2024-01,1000,10", "Social,2024-01,300,3", "Search,2024-02,500,5"),
    ("Все каналы,2024-01,1300,13", "Поиск,2024-01,1000,10", "Поиск,2024-02,500,5", "Соцсети,2024-01,300,3", "Все каналы,2024-02,500,5"),
]  # fmt: skip


@pytest.mark.parametrize("rows", ALL)
def test_rows_of_all_channels_or_months_are_no_spending_of_their_own(ask, rows):
    """1,000 + 500 + 300 = 1,800, and 10 + 5 + 3 = 18 clients: 100 each."""
    text = "Channel,Month,Spend,New customers\n" + "\n".join(rows) + "\n"
    said = ask("check {file}", text)
    assert said.tells("E276", "the rows that", "--subtotals skip")
    assert float(ask("check {file} --subtotals skip", text).total) == 1800
    assert float(ask("cac {file} --subtotals skip", text).figure("blended_cost")) == 100
    assert float(ask("check {file} --subtotals keep", text).total) == sum(float(row.split(",")[2]) for row in rows)


@pytest.mark.parametrize(("parts", "year"), [(("Q1 2024", "Q2 2024"), "2024"), (("2024-01", "2024-02"), "2024")])
def test_a_year_beside_its_parts_is_asked_about(ask, parts, year):
    """1,000 + 500 = 1,500."""
    text = f"Period,Channel,Spend\n{parts[0]},S,1000\n{parts[1]},S,500\n{year},S,1500\n"
    assert ask("check {file}", text).tells("E276", "--subtotals skip")
    assert float(ask("check {file} --subtotals skip", text).total) == 1500


def test_a_row_called_all_that_is_no_sum_is_spending_like_any_other(ask):
    text = "Channel,Month,Spend\nSearch,2024-01,1000\nSocial,2024-01,300\nAll,2024-01,250\n"
    assert float(ask("check {file}", text).total) == 1550


LEVELS = [
    ("Level,Campaign,Ad set,Month", ("campaign,Sales,,2024-01,300,30", "adset,Sales,A,2024-01,100,10", "adset,Sales,B,2024-01,200,20")),
    ("Campaign,Ad set,Month", ("Sales,A,2024-01,100,10", "Sales,B,2024-01,200,20", "Sales,,2024-01,300,30")),
    ("Level,Name,Month", ("campaign,Sales,2024-01,300,30", "adset,A,2024-01,100,10", "adset,B,2024-01,200,20")),
    ("Уровень,Кампания,Объявление,Месяц", ("кампания,Весна,,2024-01,300,30", "объявление,Весна,А,2024-01,100,10", "объявление,Весна,Б,2024-01,200,20")),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "rows"), LEVELS)
def test_a_campaign_beside_its_advertisements_is_asked_about(ask, headers, rows):
    """300 is 100 + 200."""
    text = f"{headers},Spend,New customers\n" + "\n".join(rows) + "\n"
    said = ask("check {file}", text)
    assert said.tells("E276", "--subtotals skip", "--subtotals keep")
    assert float(ask("check {file} --subtotals skip", text).total) == 300
    assert float(ask("check {file} --subtotals keep", text).total) == 600


def test_a_campaign_without_advertisements_is_no_sum(ask):
    text = "Campaign,Ad set,Month,Spend\nSales,,2024-01,250\nNews,A,2024-01,100\nNews,B,2024-01,200\n"
    assert float(ask("check {file}", text).total) == 550


PARENTS = ["Parent account", "Holding", "Ultimate parent", "Головная организация", "Холдинг"]


@pytest.mark.parametrize("header", PARENTS)
def test_a_holding_that_is_the_sum_of_its_members_is_asked_about(ask, header):
    """1,000 + 600 + 400 = 2,000 by three clients."""
    text = f"Client;{header};Revenue\nHolding A;;1600\nAcme;Holding A;1000\nBeta;Holding A;600\nGamma;;400\n"
    assert ask("check {file}", text).tells("E276", "Holding A")
    skipped = ask("check {file} --subtotals skip", text)
    assert (float(skipped.total), skipped.clients) == (2000, 3)
    kept = ask("check {file} --subtotals keep", text)
    assert (float(kept.total), kept.clients) == (3600, 4)


def test_a_holding_with_money_of_its_own_is_a_client(ask):
    text = "Client,Parent account,Revenue\nHolding A,,1500\nAcme,Holding A,1000\nBeta,Holding A,600\n"
    assert float(ask("check {file}", text).total) == 3100


# ---------------------------------------------------------------- a row of all other clients


@pytest.mark.parametrize("name", ["Other", "Others", "The rest", "Прочие", "Остальные", "Другие"])
def test_a_row_of_a_list_for_all_others_is_told(ask, name):
    """Two clients have 1,000 + 600; the 400 are those of nobody knows how many."""
    text = f"Client;Revenue\nA;1000\nB;600\n{name};400\n"
    said = ask("check {file}", text)
    assert (float(said.total), said.clients) == (2000, 3)
    assert said.tells("N285", name, "400", "--no-client drop")
    out, kept = (ask(f"check {{file}} --no-client {what}", text) for what in ("drop", "keep"))
    assert (float(out.total), out.clients) == (1600, 2)
    assert (float(kept.total), kept.clients) == (2000, 3)


@pytest.mark.parametrize("name", ["The Others Ltd", "Otherworld", "Прочность", "ООО Другие"])
def test_a_name_that_only_begins_so_is_a_client(ask, name):
    assert ask("check {file}", f"Client;Revenue\nA;1000\nB;600\n{name};400\n").clients == 3


# ---------------------------------------------------------------- what was planned, among what came


PLANS = [
    ("Status", "actual", "forecast"),
    ("Scenario", "Actual", "Budget"),
    ("Тип", "факт", "план"),
    ("Сценарий", "Факт", "Прогноз"),
]


@pytest.mark.parametrize(("header", "came", "plan"), PLANS)
def test_spending_that_is_only_planned_is_asked_about(ask, header, came, plan):
    """1,000 + 500 for 15 clients: 100 each."""
    text = f"Month;Channel;{header};Spend;New customers\n2024-01;S;{came};1000;10\n2024-02;S;{came};500;5\n2024-03;S;{plan};700;8\n"
    said = ask("cac {file}", text)
    assert said.tells("E250", header, plan, "700")
    assert float(ask(f"cac {{file}} --only {shlex.quote(f'{header}={came}')}", text).figure("blended_cost")) == 100
    assert float(ask(f"check {{file}} --leave-out {shlex.quote(f'{header}={plan}')}", text).total) == 1500


@pytest.mark.parametrize(("header", "came", "plan"), PLANS)
def test_sales_that_are_only_planned_are_asked_about(ask, header, came, plan):
    text = f"Date;Client;{header};Amount\n2024-01-05;A;{came};100\n2024-02-05;B;{plan};70\n2024-02-07;A;{came};50\n"
    assert ask("check {file}", text).tells("E250", header, plan, "70")
    assert float(ask(f"check {{file}} --only {shlex.quote(f'{header}={came}')}", text).total) == 150


def test_a_tariff_called_plan_is_no_question(ask):
    text = "Date;Client;Tariff;Amount\n2024-01-05;A;plan;100\n2024-02-05;B;budget;70\n"
    assert float(ask("check {file}", text).total) == 170


# ---------------------------------------------------------------- plan and fact in columns of their own


@pytest.mark.parametrize("headers", ["Дата;Клиент;План;Факт", "Date;Customer;Budget;Fact", "Дата;Контрагент;План;Факт"])
def test_plan_and_fact_of_clients_are_sales_not_spending(ask, headers):
    """900 + 2,100 + 400 = 3,400 of two clients."""
    text = f"{headers}\n2024-01-05;А;1000;900\n2024-01-06;Б;2000;2100\n2024-02-16;А;800;400\n"
    fact = headers.split(";")[3]
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E211", "amount", f"--map amount='{fact}'")
    taken = ask(f"check {{file}} --map amount={fact}", text)
    assert (float(taken.total), taken.clients) == (3400, 2)


def test_plan_and_fact_of_channels_are_spending(ask):
    text = "Месяц;Канал;План;Факт;Новые клиенты\n2024-01;Поиск;1000;900;10\n2024-02;Поиск;800;400;3\n"
    assert float(ask("check {file}", text).total) == 1300


# ---------------------------------------------------------------- all clients so far, taken for new ones


@pytest.mark.parametrize(
    ("header", "told"), [("Total customers", True), ("Клиентов всего", True), ("Total new customers", False)]
)
def test_a_running_total_of_clients_taken_for_new_ones_is_told(ask, header, told):
    text = f"Month;Channel;Spend;{header}\n2024-01;S;1000;110\n2024-02;S;500;115\n2024-03;S;500;125\n"
    assert ask(f"cac {{file}} --map new_clients={shlex.quote(header)}", text).tells("N258", "never falls") is told


def test_a_total_that_falls_is_none(ask):
    text = "Month;Spend;Total customers\n2024-01;1000;110\n2024-02;500;115\n2024-03;500;25\n"
    assert not ask("cac {file} --map new_clients='Total customers'", text).tells("never falls")
