"""Months in a spend file: in the order of the calendar, met with the days of orders, and told where they cannot be."""

import pytest

ORDERS = "client,date,amount\nold,2023-11-30,5\nA,2024-01-05,10\nB,2024-01-06,10\nC,2024-02-05,10\nA,2024-03-01,10\n"


def months(said, column="month"):
    return [row[column] for row in said.doc["tables"][0]["rows"]]


@pytest.mark.parametrize(
    "spend",
    [
        "month,channel,spend\nDec-23,ads,50\nJan-24,ads,600\nFeb-24,ads,300\n",
        "month,channel,spend\n12/23,ads,50\n1/24,ads,600\n2/24,ads,300\n",
        "Month,Channel,Spend\n202312,ads,50\n202401,ads,600\n202402,ads,300\n",
        "Месяц;Канал;Расход\nДекабрь 2023 г.;Директ;50\nЯнварь 2024 г.;Директ;600\nФевраль 2024 г.;Директ;300\n",
        "Месяц;Расход\nфев 2024;300\nянв 2024;600\nдек 2023;50\n",
        "Год;Месяц;Расход\n2024;Февраль;300\n2024;Январь;600\n2023;Декабрь;50\n",
        "year,month,spend\n2024,2,300\n2024,1,600\n2023,12,50\n",
        "Month,Spend\n2024-02-01 - 2024-02-29,300\n2024-01-01 - 2024-01-31,600\n2023-12-01 - 2023-12-31,50\n",
    ],
)
def test_months_of_spend_meet_the_days_of_orders(ask, spend):
    said = ask("cac {file} --orders {file2} --by month", spend, ORDERS)
    assert (said.code, months(said)) == (0, ["2023-12", "2024-01", "2024-02"])
    assert months(said, "cac") == [None, 300, 300]
    assert not said.tells("N380")
    assert not said.tells("begins on")


@pytest.mark.parametrize("months_of", [("Jan-24", "Feb-24"), ("01.2024", "02.2024"), ("январь 2024", "февраль 2024")])
@pytest.mark.parametrize("head", ["Date,Spend", "Дата,Расход"])
def test_a_column_of_days_that_holds_months_is_one_of_months(ask, months_of, head):
    spend = f"{head}\n{months_of[1]},300\n{months_of[0]},600\n"
    said = ask("cac {file} --orders {file2} --by month", spend, ORDERS)
    assert (said.code, months(said)) == (0, ["2024-01", "2024-02"])
    assert months(said, "cac") == [300, 300]
    mixed = ask("cac {file} --orders {file2}", f"{spend}05.02.2024,7\n", ORDERS)
    assert mixed.code == 3


def test_months_without_a_year_stand_in_order_and_meet_no_orders(ask):
    spend = "Месяц;Расход;Новые клиенты\nМарт;3000;1\nЯнварь;1000;1\nФевраль;2000;1\n"
    said = ask("cac {file} --by month", spend)
    assert (said.code, months(said)) == (0, ["Январь", "Февраль", "Март"])
    assert "further down" not in said.all
    refused = ask("cac {file} --orders {file2}", spend, ORDERS)
    assert refused.code == 3
    assert refused.tells("«Март»", "--map year=")


def test_months_of_two_years_that_name_none_are_told(ask):
    spend = "Month,Spend,New clients\n" + "".join(f"{name},100,1\n" for name in "Jan Feb Mar Jan Feb".split())
    said = ask("cac {file} --by month", spend)
    assert months(said, "spend") == ["200", "200", "100"]
    assert said.tells("«Month» names no year", "«Jan», «Feb»")
    by_channel = ask("cac {file} --by month", "channel,month,spend,new clients\na,Jan,1,1\na,Feb,1,1\nb,Jan,1,1\n")
    assert "names no year" not in by_channel.all


@pytest.mark.parametrize("first", ["Jan-01", "01/01"])
def test_weeks_of_a_month_are_no_years(ask, first):
    rows = "".join(f"{first[:3]}{first[3:-2]}{day:02d},100,1\n" for day in (1, 8, 15, 22, 29))
    said = ask("cac {file} --by month", "month,spend,new clients\n" + rows)
    assert said.code == 0
    assert said.tells(f"«{first}»", "nobody can tell")


def test_first_orders_of_the_month_in_which_a_log_begins_may_be_of_old_clients(ask):
    log = ORDERS.replace("old,2023-11-30,5\n", "")
    spend = "Месяц;Расход\nДекабрь 2023;50\nЯнварь 2024;600\nФевраль 2024;300\n"
    said = ask("cac {file} --orders {file2} --by month", spend, log)
    assert said.tells("begins on 2024-01-05", "2 clients", "2023-12, for which there is spend too")
    cured = ask(
        "cac {file} --orders {file2} --by month",
        spend.replace("Декабрь 2023;50\n", "").replace("Январь 2024;600\n", ""), log,
    )  # fmt: skip
    assert "begins on" not in cured.all
    assert months(cured, "cac") == [300]
