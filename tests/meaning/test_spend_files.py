"""Files of spend as advertisers and managers write them: an empty date, parts of a conversion, nobody won."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

UNDATED = [
    "channel,spend,new clients,date\nSearch,1000,10,2025-01-15\nFair,500,5,\n",
    "Канал;Расход;Новые клиенты;Дата\nДирект;1000;10;\nSEO;500;5;01.02.2025\n",
    "channel,spend,new clients,date\nSearch,1000,10,\nFair,500,5,\n",
]


@pytest.mark.parametrize("text", UNDATED)
def test_an_empty_date_of_spend_is_nothing(ask, text):
    assert ask("cac {file}", text).figure("blended_cost") == 100  # 1,500 ÷ 15
    assert ask("check {file}", text).total == "1500"
    assert ask("workbook {file} -o out.xlsx", text).code == 0
    assert ask("cac {file} --by month", text).figure("blended_cost") == 100


ORDERS = "client,date,amount\nAlder,2025-01-20,10\nBirch,2025-02-20,10\n"


@pytest.mark.parametrize("text", UNDATED)
def test_beside_orders_a_row_without_a_month_is_refused(ask, text):
    said = ask("cac {file} --orders {file2}", text, ORDERS)
    assert said.code in (2, 3)
    assert said.tells("month")


ADS = {
    "Google Ads": ("Month,Campaign,Cost,Conversions", ",", "Conversions"),
    "a sheet": ("Campaign;Spend;Leads and sales", ";", "Leads and sales"),
    "Директ": ("Кампания;Расход;Конверсии", ";", "Конверсии"),
}


def ads(name, rows):
    header, sign, _ = ADS[name]
    front = "2024-01" + sign if name == "Google Ads" else ""
    return "\n".join([header, *(f"{front}C{n}{sign}{spend}{sign}{won}" for n, (spend, won) in enumerate(rows))]) + "\n"


@pytest.mark.parametrize("name", ADS)
def test_parts_of_a_conversion_are_added_up_and_told(ask, name):
    *_, column = ADS[name]
    said = ask(
        f"cac {{file}} --map 'new_clients={column}'", ads(name, [(1200, "20.00"), (1100, "18.50"), (700, "0.00")])
    )
    assert abs(said.figure("blended_cost") - 3000 / 38.5) < 1e-9, said.all
    assert said.tells(column, "18.50", "parts")


@pytest.mark.parametrize("name", ADS)
def test_whole_conversions_are_nothing_to_tell(ask, name):
    *_, column = ADS[name]
    said = ask(f"cac {{file}} --map 'new_clients={column}'", ads(name, [(1200, "20.00"), (1800, "10")]))
    assert said.figure("blended_cost") == 100
    assert not said.tells("parts")


@pytest.mark.parametrize("header", ["channel,spend,new customers", "Канал,Расход,Новые клиенты"])
def test_parts_of_a_client_are_asked_about_and_the_cure_works(ask, header):
    text = f"{header}\nSearch,300,1.5\nFair,100,1\n"
    said = ask("cac {file}", text)
    assert said.code == 3
    column = header.split(",")[2]
    assert said.tells("1.5", f"--map new_clients='{column}'")
    assert ask(f"cac {{file}} --map new_clients='{column}'", text).figure("blended_cost") == 160  # 400 ÷ 2.5


@pytest.mark.parametrize("won", ["-1", "x", "1,5,2"])
def test_no_number_of_clients_is_still_refused(ask, won):
    said = ask("cac {file} --map new_clients=Conversions", f'Campaign,Cost,Conversions\nBrand,300,"{won}"\nB,100,1\n')
    assert said.code == 3
    assert said.tells(won, "2")


@pytest.mark.parametrize("nothing", ["", "-", "--", "—"])
def test_a_dash_for_conversions_is_an_empty_cell(ask, nothing):
    text = ads("Директ", [(600, "12"), (200, "8"), (300, nothing)])
    said = ask("cac {file} --map new_clients=Конверсии", text)
    assert said.code == 0
    assert said.tells("300", "1 row")


def test_a_workbook_with_parts_of_a_client_is_not_read_back_as_whole_clients(ask):
    """What a person types there is whole clients; 38.5 is refused by name, never cut to 38."""
    made = ads("Google Ads", [(1200, "20.00"), (1100, "18.50")])
    assert ask("cac {file} --map new_clients=Conversions -o out.xlsx", made).code == 0
    said = ask("cac out.xlsx")
    assert said.code == 2
    assert said.tells("38.5", "not a whole number")


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(ADS)),
    rows=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 9999)), min_size=1, max_size=6),
)  # fmt: skip
def test_the_cost_is_all_spend_by_all_parts(ask, name, rows):
    rows = [*rows, (100, 1050)]
    made = ads(name, [(spend, f"{won / 100:.2f}") for spend, won in rows])
    said = ask(f"cac {{file}} --map 'new_clients={ADS[name][2]}'", made)
    spend, won = sum(spend for spend, _ in rows), sum(won for _, won in rows)
    assert abs(said.figure("blended_cost") - spend * 100 / won) < 1e-6
    assert said.tells("parts") == any(won % 100 for _, won in rows)


def test_spend_after_the_end_of_the_log_is_told(ask):
    """The log ends in March, 7,000 of 10,000 was spent in June: of whom it won the log tells nothing."""
    spend = "Month,Spend\n2024-01,1000\n2024-02,1000\n2024-03,1000\n2024-06,7000\n"
    log = "client,date,amount\n" + "".join(f"C{n},2024-0{n % 3 + 1}-16,100\n" for n in range(6))
    assert ask("cac {file} --orders {file2}", spend, log).tells("2024-03-16", "7,000", "2024-06")
    assert not ask("cac {file} --orders {file2}", spend.replace("2024-06,7000\n", ""), log).tells("ends on")


@pytest.mark.parametrize(("plan", "fact"), [("Budget", "Fact"), ("Бюджет", "Факт")])
def test_of_a_budget_and_what_was_spent_neither_is_taken_in_silence(ask, plan, fact):
    """800 + 900 of 10 + 20 new clients: 56.67."""
    text = f"Month,{plan},{fact},New clients\n2024-01,1000,800,10\n2024-02,1000,900,20\n"
    assert ask("cac {file}", text).tells(plan, fact)
    assert round(ask(f"cac {{file}} --map 'spend={fact}'", text).figure("blended_cost"), 2) == 56.67
