# ruff: noqa: E501
"""Columns that say of what time money is, whether it is money or per cent, whether somebody is a client at all."""

import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from said import JUDGE

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def cures(said):
    """The options that a refusal prints, each as it is typed, without quotes."""
    return [" ".join(words) for words in JUDGE.options(said.doc, "", "/nowhere")]


def profit(said):
    return float(said.figure("total_profit"))


# ---------------------------------------------------------------- money of a month beside that of a year

# 12 × (100 + 200) − (600 + 1,200) = 1,800
TWO_TIMES = [
    ("Monthly revenue", "Annual cost"), ("Выручка в месяц", "Затраты за год"), ("Revenue per month", "Cost per year"),
    ("Ежемесячная выручка", "Себестоимость за 2025"), ("revenue/month", "Cost of sales FY24"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), TWO_TIMES)
def test_money_of_each_month_is_set_to_a_year_aloud_where_the_cost_is_a_years(ask, one, other):
    said = ask(f"profit {{file}} --map cost={shlex.quote(other)}", f"client;{one};{other}\nA;100;600\nB;200;1200\n")
    assert said.code == 0, said.all
    assert profit(said) == 1800
    assert said.tells(one, "12 times", "one year")


def test_a_cost_of_each_quarter_is_set_to_a_year_too(ask):
    """1,000 + 2,000 − 4 × (60 + 90) = 2,400."""
    said = ask(
        "profit {file} --map cost='Quarterly cost'", "client,Annual revenue,Quarterly cost\nA,1000,60\nB,2000,90\n"
    )
    assert profit(said) == 2400
    assert said.tells("Quarterly cost", "4 times")


@pytest.mark.parametrize(("one", "other"), [
    ("Revenue for the month", "Annual cost"), ("Выручка за месяц", "Затраты за год"), ("Revenue last quarter", "Annual cost"),
])  # fmt: skip
def test_money_of_one_month_beside_that_of_a_year_is_asked_about(ask, one, other):
    text = f"client;{one};{other}\nA;100;600\nB;200;1200\n"
    said = ask("profit {file}", text)
    assert said.code == 3
    assert said.tells(one, other, "a year")
    assert profit(ask(f"profit {{file}} --map revenue={shlex.quote(one)}", text)) == -1500


@pytest.mark.parametrize(("one", "other"), [
    ("Monthly revenue", "Monthly cost"), ("Выручка за год", "Затраты за год"), ("Revenue", "Cost of sales FY24"),
    ("Revenue 2024", "Cost 2024"), ("Выручка за месяц", "Затраты за месяц"), ("Revenue", "Cost"),
])  # fmt: skip
def test_money_of_one_time_is_taken_as_it_is(ask, one, other):
    said = ask(f"profit {{file}} --map cost={shlex.quote(other)}", f"client;{one};{other}\nA;1000;600\nB;2000;1200\n")
    assert profit(said) == 1200
    assert not said.tells("times")


def test_money_of_a_month_beside_a_cost_of_no_time_is_told(ask):
    said = ask("profit {file}", "client,Monthly revenue,Cost\nA,1000,600\nB,2000,1200\n")
    assert said.tells("Monthly revenue", "a month", "«Cost» names no time")


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("Year", "2023", "2024"),
        ("Год", "2023", "2024"),
        ("Отчетный месяц", "январь", "февраль"),
        ("Fiscal quarter", "Q1", "Q2"),
    ],
)
def test_rows_of_several_times_are_added_up_aloud(ask, header, first, last):
    text = f"client;{header};revenue;cost\nA;{first};1000;60\nA;{last};1500;70\nB;{first};2000;120\n"
    said = ask("profit {file}", text)
    assert profit(said) == 4500 - 250
    assert said.tells(header, first, last, "added up")
    one = ask(f"profit {{file}} --only {shlex.quote(f'{header}={last}')}", text)
    assert profit(one) == 1430
    assert not one.tells("added up over all")


@pytest.mark.parametrize("text", [
    "client,Year,revenue,cost\nA,2024,1000,60\nB,2024,2000,70\n",  # one year
    "client,Year,revenue,cost\nA,2019,1000,60\nB,2021,2000,70\n",  # nobody stands on two rows: since when, perhaps
    "client,Birth year,revenue,cost\nA,1990,1000,60\nA,1991,2000,70\n",
])  # fmt: skip
def test_one_time_is_not_told(ask, text):
    assert not ask("profit {file}", text).tells("added up over all")


# ---------------------------------------------------------------- a margin of two digits


@pytest.mark.parametrize("header", ["Margin", "Маржа", "Gross margin", "Маржа клиента"])
@pytest.mark.parametrize("command", ["profit {file}", "ltv {file} --retention 80% --discount 10%"])
def test_a_margin_that_may_be_in_per_cent_is_asked_about_and_both_answers_work(ask, header, command):
    text = f"client;revenue;{header}\nA;1000;40\nB;2000;35\nC;500;50\n"
    said = ask(command, text)
    assert said.code == 3, said.all
    assert said.tells(header, "per cent", "3.6% of the revenue")
    taken = ask(f"{command} --map margin={shlex.quote(header)}", text)
    assert taken.code == 0, taken.all
    if command.startswith("profit"):
        assert profit(taken) == 125
        assert profit(ask(f"{command} --map margin=", text)) == 3500


@pytest.mark.parametrize("text", [
    "client,revenue,margin\nA,1000,400\nB,2000,700\nC,500,50\n",  # one of three digits
    "client,revenue,margin\nA,99,40\nB,80,35\nC,50,20\n",  # a small firm
    "client,revenue,margin\nA,200,40\nB,150,35\n",  # a quarter of the revenue
    "client,revenue,margin\nA,1000,40.25\nB,2000,35.17\n",  # cents
    "client,revenue,profit\nA,1000,40\nB,2000,35\n",
    'client,revenue,"Margin, USD"\nA,1000,40\nB,2000,35\n',
    "client,revenue,margin\nA,1000,40\n",  # one client tells nothing
])  # fmt: skip
def test_a_margin_that_is_money_is_read(ask, text):
    assert ask("profit {file}", text).code == 0


@FEW
@given(rows=st.lists(st.tuples(st.integers(500, 90_000), st.integers(1, 100)), min_size=2, max_size=12))
def test_per_cents_are_never_money_in_silence(ask, rows):
    text = "client,revenue,margin\n" + "".join(f"C{n},{paid},{rate}\n" for n, (paid, rate) in enumerate(rows))
    said = ask("profit {file}", text)
    low = sum(rate for _, rate in rows) < 0.15 * sum(paid for paid, _ in rows)
    assert (said.code == 3) == low


# ---------------------------------------------------------------- who is no client yet

WHO = [
    ("Status", ["client", "prospect", "lead"]), ("Тип", ["клиент", "потенциальный", "лид"]),
    ("Account Type", ["Customer", "Prospect", "Prospect"]), ("Тип клиента", ["постоянный", "потенциальный клиент", "Лид"]),
    ("Lifecycle stage", ["customer", "lead", "Marketing qualified lead"]), ("Статус контрагента", ["действующий", "лид", "потенциальный покупатель"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "values"), WHO)
def test_who_is_no_client_yet_is_asked_about_and_the_cure_leaves_him_out(ask, header, values):
    own, first, second = values
    text = f"client;{header};revenue;cost\nA;{own};100;50\nB;{first};200;70\nC;{own};300;100\nD;{second};300;50\n"
    command = "profit {file}"
    said = ask(command, text)
    assert said.code == 3, said.all
    assert said.tells(header, first, second, "--leave-out")
    left = ask(f"{command} --leave-out {shlex.quote(f'{header}={first},{second}')}", text)
    assert profit(left) == 250, left.all
    assert profit(ask(f"{command} --only {shlex.quote(f'{header}=*')}", text)) == 900 - 270


@pytest.mark.parametrize(("header", "values"), [
    ("Type", ["Lead generation", "Design"]), ("Status", ["new", "active"]), ("Тип клиента", ["новый", "постоянный"]),
    ("Client type", ["retailer", "wholesaler"]), ("Account status", ["active", "lost"]), ("Segment", ["lead", "gold"]),
])  # fmt: skip
def test_other_kinds_of_clients_are_clients(ask, header, values):
    text = f"client;{header};revenue;cost\nA;{values[0]};100;50\nB;{values[1]};200;70\n"
    assert profit(ask("profit {file}", text)) == 180


def test_a_list_for_ltv_asks_too(ask):
    text = "client,Stage,revenue,retention\nA,customer,100,80%\nB,lead,200,70%\nC,customer,300,60%\n"
    said = ask("ltv {file} --margin-rate 30% --discount 10%", text)
    assert said.code == 3
    assert said.tells("Stage", "lead")


# ---------------------------------------------------------------- a chance of being money


@pytest.mark.parametrize(("header", "chances"), [
    ("Probability", ["100%", "0%", "50%", "100%"]), ("Вероятность", ["100", "0", "50", "100"]),
    ("Вероятность сделки, %", ["100", "0", "20", "100"]), ("Probability (%)", ["100", "10", "20", "100"]),
    ("Win probability", ["1", "0", "0.5", "1.0"]),
])  # fmt: skip
def test_a_deal_that_is_not_certain_is_asked_about(ask, header, chances):
    days = ["2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05"]
    rows = "".join(f"C{n};{day};{100 * (n + 1)};{chances[n]}\n" for n, day in enumerate(days))
    text = f"client;date;amount;{header}\n{rows}"
    said = ask("check {file}", text)
    assert said.code == 3, said.all
    assert said.tells(header, "200", "300")
    sure = dict.fromkeys(value for value in (chances[0], chances[3]))
    answer = shlex.quote(f"{header}={','.join(sure)}")
    assert float(ask(f"check {{file}} --only {answer}", text).total) == 500
    assert float(ask(f"check {{file}} --only {shlex.quote(f'{header}=*')}", text).total) == 1000


@pytest.mark.parametrize("text", [
    "client,date,amount,Probability\nA,2024-01-05,100,100%\nB,2024-02-05,200,100%\n",
    "client,date,amount,Stage,Probability\nA,2024-01-05,100,won,90%\nB,2024-02-05,200,won,100%\n",  # the stage tells it
    "client,date,amount,Churn probability\nA,2024-01-05,100,10%\nB,2024-02-05,200,20%\n",
    "client;date;amount;Вероятность оттока\nA;2024-01-05;100;10%\nB;2024-02-05;200;20%\n",
    "client,date,amount,Probability\nA,2024-01-05,100,high\nB,2024-02-05,200,low\n",
])  # fmt: skip
def test_what_is_certain_or_of_something_else_is_read(ask, text):
    assert float(ask("check {file}", text).total) == 300


def test_a_deal_without_a_chance_beside_such_that_have_one_is_asked_about_with_them(ask):
    text = "client,date,amount,Probability\nA,2024-01-05,100,90\nB,2024-02-05,200,\nC,2024-03-05,300,100\n"
    said = ask("check {file}", text)
    assert said.tells("90", "(empty)", "--leave-out Probability=90,")
    assert float(ask("check {file} --leave-out Probability=90,", text).total) == 300


# ---------------------------------------------------------------- money beside the revenue


@pytest.mark.parametrize("header", [
    "Bad debt", "Visit cost", "Delivery cost", "Безнадёжный долг", "Стоимость визитов", "Расходы на доставку", "Marketing spend",
])  # fmt: skip
def test_other_costs_of_a_client_are_told_and_the_cure_takes_them_off(ask, header):
    text = f"client;revenue;cost;{header}\nA;1000;500;100\nB;2000;700;50\n"
    said = ask("profit {file}", text)
    assert profit(said) == 1800
    assert said.tells(header, "150", "--subtract")
    assert profit(ask(f"profit {{file}} --subtract {shlex.quote(header)}", text)) == 1650


@pytest.mark.parametrize("header", ["Cost center", "Cost type", "Visits", "Cost per order", "Центр затрат"])
def test_what_is_no_cost_is_not_told(ask, header):
    said = ask("profit {file}", f"client;revenue;cost;{header}\nA;1000;500;101\nB;2000;700;102\n")
    assert not said.tells("beside it stand")


def test_an_amount_that_was_set_anew_later_is_told(ask):
    text = "client,date,Order Total,Adjusted Order Total\nA,2024-01-05,105,80\nB,2024-02-05,205,205\n"
    said = ask("check {file} --map amount='Order Total'", text)
    assert float(said.total) == 310
    assert said.tells("Adjusted Order Total", "80", "105", "1 row")
    assert float(ask("check {file} --map amount='Adjusted Order Total'", text).total) == 285
    part = ask("check {file} --map amount='Order Total'", text.replace("205,205", "205,"))
    assert part.tells("Adjusted Order Total", "80", "1 row")
    assert not part.tells("--map amount='Adjusted Order Total'")
    same = ask("check {file} --map amount='Order Total'", text.replace("105,80", "105,105"))
    assert not same.tells("Adjusted Order Total")
