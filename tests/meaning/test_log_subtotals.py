# ruff: noqa: E501
"""Subtotals that stand in a log or a list with all that an order or a client has: a day, a name, an amount."""

import random
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.sources import read_log
from custecon.sources.period_names import part_of_year

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    "name",
    ["January", "Jan-24", "Март 2024", "за март", "в марте", "2024 May", "01.2024", "Q1", "2024 Q3", "1Q24", "IV кв. 2024",
     "1-й квартал", "H1 2024", "1 полугодие", "2024 год", "FY2024", "Week 5", "5-я неделя", "Неделя 12", "Месяц 3"],
)  # fmt: skip
def test_these_names_are_those_of_a_time(name):
    assert part_of_year(name) is not None


@pytest.mark.parametrize(
    "name", ["May & Co", "ООО Март", "2024", "Q Park", "Week", "Augustus", "C-12", "Dec Ltd", "Mark", "Год Быка", "12"]
)
def test_these_are_not(name):
    assert part_of_year(name) is None


# ---------------------------------------------------------------- named by a time

NAMED = {
    "a month, below its rows": (
        "Date,Client,Amount\n2024-01-05,Alder,100\n2024-01-20,Birch,250\n2024-01-31,January,350\n"
        "2024-02-03,Alder,120\n2024-02-14,Cedar,80\n2024-02-29,February,200\n2024-03-02,Birch,70\n",
        ("January", "February"), "620", 3,
    ),
    "a month, above its rows, as the newest come first": (
        "Клиент;Дата;Сумма\nФевраль;29.02.2024;200\nМаяк;14.02.2024;80\nБрод;03.02.2024;120\nЯнварь;31.01.2024;350\n"
        "Маяк;20.01.2024;250\nСтвор;05.01.2024;100\n",
        ("Февраль", "Январь"), "550", 3,
    ),
    "a quarter over months": (
        "Клиент;Дата;Сумма\nМаяк;05.01.2024;100\nСтвор;20.01.2024;250\nЯнварь 2024;31.01.2024;350\nМаяк;05.02.2024;40\n"
        "Февраль 2024;29.02.2024;40\n1 квартал 2024;31.03.2024;390\nБрод;05.04.2024;30\n",
        ("Январь", "1 квартал"), "420", 3,
    ),
    "a week": (
        "client,date,amount\nAlder,2024-01-30,10.50\nBirch,2024-02-01,20.25\nWeek 5,2024-02-04,30.75\nAlder,2024-02-05,7\n"
        "Week 6,2024-02-11,7\n",
        ("Week 5", "Week 6"), "37.75", 2,
    ),
    "all at the end, each of the rows of its month": (
        "client,date,amount\nAlder,2024-01-30,10\nBirch,2024-02-01,20\nBirch,2024-01-03,25\nAlder,2024-02-02,9\n"
        "Jan 2024,2024-01-31,35\nFeb 2024,2024-02-29,29\n",
        ("Jan 2024",), "64", 2,
    ),
    "one month alone, of which no other sum is there": (
        "Дата;Клиент;Сумма\n05.01.2024;Маяк;100\n20.01.2024;Створ;250\n31.01.2024;За январь;350\n03.02.2024;Маяк;120\n",
        ("За январь",), "470", 2,
    ),
    "a total that names a client who has more": (
        "Client,Date,Amount\nAlder,2024-01-05,100\nBirch,2024-01-06,250\nNorth total,2024-01-31,350\nCedar,2024-02-01,10\n"
        "Elm,2024-02-05,30\nSouth total,2024-02-29,40\n",
        ("North total", "South total"), "390", 4,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_a_subtotal_that_is_named_by_its_time_is_asked_about_and_both_answers_work(case, ask):
    text, names, total, clients = NAMED[case]
    said = ask("check {file}", text)
    assert said.code == 3, said.doc
    assert said.tells("sum of the rows", "twice", "--subtotals skip", "--subtotals keep", *names)
    left = ask("check {file} --subtotals skip", text)
    assert (left.total, left.clients) == (total, clients), left.all
    assert left.tells("skipped", names[0])
    kept = ask("check {file} --subtotals keep", text)
    assert kept.code == 0
    assert float(kept.total) > float(total)
    assert kept.tells("--subtotals keep", names[0])


@pytest.mark.parametrize("text", [
    # May, April and June buy like others do
    "client,date,amount\nAlder,2024-01-05,100\nMay,2024-01-20,250\nBirch,2024-01-31,350\nMay,2024-02-03,120\n",
    # a client equals the one above by accident
    "client,date,amount\nAlder,2024-01-05,100\nApril,2024-01-20,100\nBirch,2024-01-31,350\n",
    # once a sum by accident, once not
    "client,date,amount\nAlder,2024-01-05,100\nBirch,2024-01-06,200\nJune,2024-01-20,300\nJune,2024-01-31,70\n",
    "Клиент;Дата;Сумма\nООО Март;05.01.2024;100\nЛето;06.01.2024;200\nООО Март;07.01.2024;300\n",
])  # fmt: skip
def test_a_client_who_is_called_like_a_time_is_a_client(text, ask):
    said = ask("check {file}", text)
    assert said.code == 0, said.all
    assert not said.tells("sum of the rows")


# ---------------------------------------------------------------- any other name

PLAIN = {
    "cities": (
        "Date,Client,Amount\n2024-01-05,Alder,101.50\n2024-01-06,Birch,250.20\n2024-01-07,Elm,77.15\n2024-01-07,Moscow,428.85\n"
        "2024-01-08,Alder,120.10\n2024-01-09,Cedar,80.33\n2024-01-10,Birch,70.44\n2024-01-10,Tver,270.87\n",
        ("Moscow", "Tver"), "699.72", 4,
    ),
    "managers, above their rows": (
        "Клиент;Дата;Сумма\nМенеджер Иванов;05.01.2024;4270\nМаяк;05.01.2024;1510\nСтвор;06.01.2024;2030\nБрод;07.01.2024;730\n"
        "Менеджер Петрова;08.01.2024;3090\nМаяк;08.01.2024;1170\nРумб;09.01.2024;910\nЯкорь;10.01.2024;1010\n",
        ("Менеджер Иванов", "Менеджер Петрова"), "7360", 5,
    ),
    "shops, and all of them": (
        "client,date,amount\nA,2024-01-05,110\nB,2024-01-05,230\nC,2024-01-05,70\nShop 1,2024-01-31,410\nA,2024-01-06,330\n"
        "D,2024-01-06,90\nB,2024-01-06,170\nShop 2,2024-01-31,590\nEverything,2024-01-31,1000\n",
        ("Shop 1", "Shop 2", "Everything"), "1000", 4,
    ),
    "one row that is all others": (
        "client,date,amount\nA,2024-01-05,110.10\nB,2024-01-05,230.20\nC,2024-01-05,70.40\nThe shop,2024-01-31,410.70\n",
        ("The shop",), "410.70", 3,
    ),
    "another sum stands in a part by accident": (
        "client,date,amount\nA,2024-01-05,100\nB,2024-01-05,100\nC,2024-01-05,100\nD,2024-01-06,300\nE,2024-01-07,310\n"
        "North,2024-01-31,910\nA,2024-02-05,170\nB,2024-02-05,230\nE,2024-02-07,110\nSouth,2024-02-28,510\n",
        ("North", "South"), "1420", 5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PLAIN)
def test_a_subtotal_of_any_name_is_asked_about_where_the_sums_are_no_accident(case, ask):
    text, names, total, clients = PLAIN[case]
    said = ask("check {file}", text)
    assert said.code == 3, said.doc
    assert said.tells("sum of the rows", "twice", *names)
    left = ask("check {file} --subtotals skip", text)
    assert (float(left.total), left.clients) == (float(total), clients), left.all
    assert ask("check {file} --subtotals keep", text).tells("--subtotals keep", names[0])


@pytest.mark.parametrize("amounts", [
    [100, 100, 200, 50, 30], [100, 100, 100, 300, 70, 20, 50], [10, 10, 10, 30] * 12, [5, 5, 5, 15, 10, 5, 15, 30, 1],
    [100, 200, 300, 600],
])  # fmt: skip
def test_round_amounts_that_happen_to_be_sums_are_orders(amounts, ask):
    rows = "".join(f"C{n % 7},2024-01-{n % 28 + 1:02d},{amount}\n" for n, amount in enumerate(amounts))
    said = ask("check {file}", "client,date,amount\n" + rows)
    assert said.code == 0, said.all
    assert float(said.total) == sum(amounts)
    assert not said.tells("sum of the rows")


# ---------------------------------------------------------------- one that adds up many, wherever it stands


def _sales(rows, seed, unit=1):
    """Rows of a log of cents, in days that rise: client, day, amount."""
    chance = random.Random(seed)  # noqa: S311
    return [(f"C{n % 25} Ltd", f"{2021 + n // 336}-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}",
             unit * chance.randrange(2000 // unit, 90_000 // unit)) for n in range(rows)]  # fmt: skip


def _text(rows, header="Date,Customer,Amount"):
    return "".join(f"{line}\n" for line in [header, *(f"{day},{who},{cents / 100:.2f}" for who, day, cents in rows)])


MANY = {"in the midst": ([100], 300, 1), "of ten": ([10], 300, 1), "in round amounts": ([60], 200, 500),
        "of pages": ([40, 80, 120], 150, 1), "late": ([700], 900, 1)}  # fmt: skip


@pytest.mark.parametrize("name", ["ALL CLIENTS", "Balance", "Page 1", "Sales", "Лист 1", "Все продажи"])
@pytest.mark.parametrize("case", MANY)
def test_a_row_that_is_the_sum_of_many_above_it_is_asked_about(name, case, ask):
    stops, count, unit = MANY[case]
    rows = _sales(count, 7, unit)
    plain, total = _text(rows), sum(cents for *_, cents in rows)
    for start, stop in reversed([*zip([0, *stops], stops, strict=False)]):
        rows.insert(stop, (name, rows[stop - 1][1], sum(cents for *_, cents in rows[start:stop])))
    said = ask("check {file}", _text(rows))
    assert said.code == 3, said.doc
    assert said.tells("sum of the rows above", name, "--subtotals skip", "--subtotals keep")
    left = ask("check {file} --subtotals skip", _text(rows))
    assert (float(left.total), left.clients) == (total / 100, 25), left.all
    assert left.total == ask("check {file}", plain).total
    kept = ask("check {file} --subtotals keep", _text(rows))
    assert kept.clients == 26
    assert kept.tells("--subtotals keep", name)


def test_a_running_total_of_all_from_the_beginning_is_asked_about(ask):
    rows = _sales(120, 3)
    for stop in (80, 40):
        rows.insert(stop, ("So far", rows[stop - 1][1], sum(cents for *_, cents in rows[:stop])))
    assert ask("check {file}", _text(rows)).tells("2 rows are the sum of the rows above")
    plain = sum(cents for who, _, cents in rows if who != "So far") / 100
    assert float(ask("check {file} --subtotals skip", _text(rows)).total) == plain


def test_a_row_above_that_is_the_sum_of_many_below_it_is_asked_about(ask):
    rows = _sales(90, 5)
    rows.insert(0, ("North", rows[0][1], sum(cents for *_, cents in rows[:30])))
    assert ask("check {file}", _text(rows)).tells("sum of the rows below", "North")


@FEW
@given(seed=st.integers(0, 10**6), rows=st.integers(9, 90), unit=st.sampled_from([1, 100, 1000]), big=st.booleans())
def test_a_big_order_that_is_near_the_sum_above_it_is_an_order(ask, seed, rows, unit, big):
    sales = _sales(rows, seed, unit)
    who, day, _ = sales[-1]
    sales[len(sales) // 2] = (who, day, sum(cents for *_, cents in sales[: len(sales) // 2]) + (unit if big else -unit))
    assert not ask("check {file}", _text(sales)).tells("sum of the rows")


@FEW
@given(seed=st.integers(0, 10**6), rows=st.integers(3, 80), unit=st.sampled_from([1, 10, 50, 100, 490]))
def test_ordinary_logs_are_never_asked_about(ask, seed, rows, unit):
    chance = random.Random(seed)  # noqa: S311
    text = "".join(
        f"{chance.choice(string.ascii_uppercase)}x,2024-{chance.randrange(1, 13):02d}-05,{unit * chance.randrange(1, 40)}\n"
        for _ in range(rows)
    )
    assert not ask("check {file}", "client,date,amount\n" + text).tells("sum of the rows")


@FEW
@given(
    parts=st.lists(st.lists(st.integers(1, 99_999), min_size=3, max_size=6), min_size=2, max_size=5),
    named=st.sampled_from(["month", "city"]),
    above=st.booleans(),
)
def test_subtotals_never_change_a_total_without_a_word(ask, parts, named, above):
    months = "January Февраль March Апрель Май".split()
    cities = "Moscow Тверь Paris Рига Oslo".split()
    plain, text = "", "client,date,amount\n"
    for number, part in enumerate(parts):
        rows = "".join(f"K{n},2024-{number + 1:02d}-{n + 1:02d},{cents / 100:.2f}\n" for n, cents in enumerate(part))
        name = (months if named == "month" else cities)[number]
        total = f"{name},2024-{number + 1:02d}-28,{sum(part) / 100:.2f}\n"
        text += rows + total if above else total + rows
        plain += rows
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("sum of the rows")
    left = ask("check {file} --subtotals skip", text)
    assert left.total == ask("check {file}", "client,date,amount\n" + plain).total


@pytest.mark.parametrize("name", ["January", "Shop 3"])
def test_the_engine_for_big_logs_gives_way_to_the_exact_reader(tmp_path, name):
    chance = random.Random(4)  # noqa: S311
    amounts = [chance.randrange(100, 90_000) / 100 for _ in range(30)]
    rows = "".join(f"B{n % 9} Ltd,2024-01-{n % 28 + 1:02d},{amount:.2f}\n" for n, amount in enumerate(amounts))
    path = tmp_path / "log.csv"
    path.write_text(f"client,date,amount\n{rows}{name},2024-01-31,{sum(amounts):.2f}\n")
    with pytest.raises(Exception, match="sum of the rows"):
        read_log(path, engine="fast")


# ---------------------------------------------------------------- a list: one row that is all others

LISTS = {
    "on top": ("client,revenue\nBig shops,600\nA,100\nB,200\nC,300\n", "Big shops", 600, 3),
    "at the end": ("Клиент;Выручка\nА;100\nБ;200\nВ;300\nГ;50\nОпт;650\n", "Опт", 650, 4),
    "with a cost": ("client,revenue,cost\nA,100,50\nB,200,80\nC,300,100\nNorth,600,230\n", "North", 600, 3),
}


@pytest.mark.parametrize("case", LISTS)
def test_one_row_of_a_list_that_is_the_sum_of_all_others_is_asked_about(case, ask):
    text, name, total, clients = LISTS[case]
    said = ask("profit {file}", text)
    assert said.code == 3, said.doc
    assert said.tells(name, "sum of the rows", "--subtotals skip")
    left = ask("check {file} --subtotals skip", text)
    assert (float(left.total), left.clients) == (total, clients)
    assert ask("check {file} --subtotals keep", text).clients == clients + 1


@pytest.mark.parametrize("text", [
    "client,revenue\nA,300\nB,100\nC,200\n",  # two others: an accident
    "client,revenue\nA,100\nB,600\nC,200\nD,300\n",  # in the midst
    "client,revenue,cost\nA,600,400\nB,100,50\nC,200,80\nD,300,100\n",  # the cost is not
])  # fmt: skip
def test_a_list_whose_rows_may_be_clients_is_read(text, ask):
    assert ask("profit {file}", text).code == 0


def test_spending_with_a_row_of_all_is_asked_about(ask):
    text = "channel,spend\nEverything,600\nVK,100\nTV,200\nMail,300\n"
    assert ask("check {file}", text).tells("sum of the rows", "600")
    assert float(ask("check {file} --subtotals skip", text).total) == 600


# ---------------------------------------------------------------- a habit that comes again and again

EVERY_WEEK = "".join(
    f"Client {n},visits,{52 * k}\nClient {n},deliveries,{26 * k}\nClient {n},calls,{26 * k}\n"
    for n, k in enumerate([1, 1, 2, 1, 3, 1, 1, 2, 1, 1, 4, 1])
)
EVERY_MONTH = "".join(
    f"2024-{month:02d},{name}\n" for month in range(1, 13) for name in ("web,300", "tv,100", "radio,200")
)
REGULAR = {
    "activities of every week": ("client,activity,count\n" + EVERY_WEEK),
    "spending of every month": ("month,channel,spend\n" + EVERY_MONTH),
    "subscriptions billed on the first": "date,client,amount\n"
    + "".join(f"2024-{m:02d}-01,C{n},{[19.99, 29.99, 99.96][n % 3]}\n" for m in range(1, 13) for n in range(10)),
    "a weekly delivery": "client,date,amount\n"
    + "".join(f"C{n},2024-{1 + k // 4:02d}-{1 + k % 4 * 7:02d},{12.5 * n}\n" for n in range(1, 11) for k in range(48)),
}


@pytest.mark.parametrize("name", REGULAR)
def test_what_is_the_same_again_and_again_is_no_sum(name, ask):
    """Twice as many visits as deliveries, for each of twelve clients: one habit, seen twelve times."""
    said = ask("check {file}", REGULAR[name])
    assert said.code == 0, said.all
    assert not said.tells("sum of the rows")


def test_sums_that_differ_from_group_to_group_are_asked_about_as_before(ask):
    chance = random.Random(4)  # noqa: S311
    groups = [(a, b) for _ in range(8) for a, b in [(chance.randrange(20, 900), chance.randrange(20, 900))]]
    rows = "".join(
        f"Client {n},all,{a + b}\nClient {n},visits,{a}\nClient {n},calls,{b}\n" for n, (a, b) in enumerate(groups)
    )
    assert ask("check {file}", "client,activity,count\n" + rows).tells("8 rows are the sum of the rows below")
