"""Who is a client on a day is told by what was known on that day, by one rule in every command."""

import pytest

# As of 2024-12-31, lost after 365 days. On 2023-12-31 8 had bought in the year before: keep 1…4 buy
# again, gone 1…4 do not. back 1, 2 and 3 had been silent since 2022 and buy again in 2024; new comes in 2024.
ROWS = [
    *((f"keep {n}", day) for n in range(1, 5) for day in ("2023-05-01", "2024-05-01")),
    *((f"gone {n}", "2023-06-01") for n in range(1, 5)),
    *((f"back {n}", day) for n in range(1, 4) for day in ("2022-02-01", "2024-07-01")),
    ("new", "2024-12-31"),
]


def log(header, row):
    return header + "".join(row.format(client, day, ".".join(reversed(day.split("-")))) for client, day in ROWS)


ENGLISH = log("client,date,amount\n", "{0},{1},100\n")
RUSSIAN = log("Клиент;Дата;Сумма\n", "{0};{2};100\n")


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
def test_both_commands_count_the_same_clients_and_tell_who_came_back(ask, text):
    value = ask("ltv {file} --discount 20%", text)
    assert value.input("retention") == 0.5
    assert value.tells("3 clients had been silent", "2023-12-31", "came back")
    churn = ask("churn-cost {file}", text)
    assert (churn.input("lost"), churn.input("clients_at_start"), churn.input("churn")) == (4, 8, 0.5)
    assert churn.tells("3 clients had been silent", "came back")


def test_a_longer_silence_makes_them_clients_of_that_day_again(ask):
    """After 1,000 days nobody is lost: 11 of 11 who had come are clients still."""
    value = ask("ltv {file} --discount 20% --lost-after 1000d", ENGLISH)
    assert value.input("retention") == 1
    assert not value.tells("came back")


def test_a_list_says_that_it_does_not_tell_it(ask):
    rows = "".join(f"c{n},100,2022-02-01,2024-0{n}-01\n" for n in range(1, 8))
    value = ask("ltv {file} --discount 20%", "client,margin,first order,last order\n" + rows)
    assert value.tells("without a purchase", "who bought after 2023-07-01", "does not tell")


def test_nobody_came_back_and_nothing_is_said(ask):
    rows = "".join(f"{client},{day},100\n" for client, day in ROWS if not client.startswith("back"))
    value = ask("ltv {file} --discount 20%", "client,date,amount\n" + rows)
    assert value.input("retention") == 0.5
    assert not value.tells("came back")
