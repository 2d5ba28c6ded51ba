"""The monitor: published counts of CDNOW, a second road in SQL, an interval by resampling, and its laws."""

import datetime as dt
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT

import custecon
from custecon.core.errors import InputRefused, Undefined

# CDNOW, its 2,349 clients by calendar quarter: who bought, and what was left of the money; 4,339 gaps, median 34 days.
BUYERS = [2349, 524, 418, 404, 384, 300]
MONEY = ["112498.61", "33629.63", "26987.31", "28109.27", "24886.58", "17980.54"]


@pytest.fixture(scope="module")
def cdnow():
    return custecon.programme(ROOT / "examples/orders.csv")


@pytest.fixture(scope="module")
def visits():
    return custecon.programme(ROOT / "examples/visits.csv")


def columns(table, *names):
    places = table.places(names)
    return [tuple(row[place] for place in places) for row in table.rows]


def codes(answer):
    return {one.code for one in answer.notices}


def test_counts_and_money_of_the_published_log(cdnow) -> None:
    found = columns(cdnow.table("monitor"), "clients", "left")[::-1]
    assert found == [(count, Decimal(money)) for count, money in zip(BUYERS, MONEY, strict=True)]
    repeat = sum(row[0] for row in columns(cdnow.table("monitor"), "repeat"))
    assert repeat == 4339
    assert cdnow["median_gap"] == 34
    assert "over the 4,339 gaps" in next(one.note for one in cdnow.figures if one.name == "median_gap")


def test_how_many_buy_again_is_what_cohorts_say(cdnow) -> None:
    """Of 2,349 all were seen for a year; formulas of their own in `cohorts` come to the same."""
    rows = columns(custecon.cohorts(ROOT / "examples/orders.csv").table("second_purchase"), "within", "came_again")
    assert columns(cdnow.table("again"), "within", "came_again") == rows
    assert cdnow["repeat_rate"] == dict(rows)[365] / 2349


ROAD = """
WITH log AS (SELECT client, date, amount, try_cast(member_since AS DATE) AS since,
                    date_trunc('quarter', date)::DATE AS q FROM read_csv(?, all_varchar=false,
                    types={'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)', 'date': 'DATE', 'member_since': 'VARCHAR'})),
firsts AS (SELECT client, min(date) AS first FROM log WHERE amount > 0 GROUP BY client),
marked AS (SELECT log.*, first, CASE WHEN since < q THEN 'members'
                  WHEN since < q + INTERVAL 3 MONTH THEN 'joined in it' ELSE 'others' END AS who
           FROM log LEFT JOIN firsts USING (client))
SELECT year(q) || '-Q' || quarter(q) AS period, who,
       count(DISTINCT client) FILTER (amount > 0),
       count(DISTINCT (client, date)) FILTER (amount > 0),
       count(DISTINCT (client, date)) FILTER (amount > 0 AND date > first),
       coalesce(sum(amount) FILTER (amount > 0 AND date = first), 0),
       coalesce(sum(amount) FILTER (amount > 0 AND date > first), 0),
       coalesce(-sum(amount) FILTER (amount < 0), 0),
       sum(amount),
       count(*) FILTER (amount > 0)
FROM marked GROUP BY ALL
"""


def test_another_road_gives_the_same_cells(visits) -> None:
    told = columns(
        visits.table("members"),
        *(
            "period",
            "who",
            "clients",
            "purchases",
            "repeat",
            "first_paid",
            "repeat_paid",
            "given_back",
            "left",
            "orders",
        ),
    )
    found = duckdb.execute(ROAD, [str(ROOT / "examples/visits.csv")]).fetchall()
    assert {row for row in told if row[2] or row[8]} == set(found)


def test_another_road_gives_the_same_regular_clients(visits) -> None:
    asked = """
    SELECT count(*) FROM (SELECT client FROM read_csv(?, types={'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)'})
    WHERE amount > 0 AND date > DATE '2023-12-31' GROUP BY client HAVING count(DISTINCT date) >= 3)
    """
    (count,) = duckdb.execute(asked, [str(ROOT / "examples/visits.csv")]).fetchone()
    assert visits["regular"] == count
    last = [row for row in columns(visits.table("members"), "period", "regular") if row[0] == "2024-Q4"]
    assert sum(row[1] for row in last) == count


def test_members_joiners_and_others_are_all_clients_to_the_last_cent(visits) -> None:
    names = ("clients", "new", "purchases", "repeat", "first_paid", "repeat_paid", "given_back", "left", "orders")
    sums: dict = {}
    for period, *cells in columns(visits.table("members"), "period", *names):
        sums[period] = [a + b for a, b in zip(sums.get(period, [0] * len(cells)), cells, strict=True)]
    whole = {period: cells for period, *cells in columns(visits.table("monitor"), "period", *names)}
    assert sums == whole
    assert sum(cells[7] for cells in whole.values()) == visits.controls[0].totals["amount"]


def test_the_interval_is_what_clients_drawn_again_give() -> None:
    """Of 400 clients who pay unlike amounts unlike often: the ends of 4,000 such bases, drawn with replacement."""
    chance, spring = np.random.default_rng(11), dt.date(2024, 4, 1)
    rows = [("c0", dt.date(2024, 1, 1), 50), ("c0", dt.date(2024, 6, 30), 50)]
    for client in range(400):
        usual = chance.lognormal(4, 0.6)
        for day in chance.choice(90, size=1 + chance.poisson(2), replace=False).tolist():
            rows.append((f"c{client}", spring + dt.timedelta(day), round(usual * chance.uniform(0.7, 1.4))))
    names = ("client", "date", "amount")
    log = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    check = next(one for one in custecon.programme(log, period="quarter").figures if one.name == "check")
    money, orders = np.zeros(400), np.zeros(400)
    for name, day, amount in rows:
        if day >= spring:
            money[int(name[1:])] += amount
            orders[int(name[1:])] += 1
    drawn = chance.integers(400, size=(4000, 400))
    low, high = np.percentile(money[drawn].sum(axis=1) / orders[drawn].sum(axis=1), [2.5, 97.5])
    assert check.value == pytest.approx(money.sum() / orders.sum())
    assert check.interval.high - check.interval.low == pytest.approx(high - low, rel=0.06)
    assert check.interval.low == pytest.approx(low, rel=0.01)


def test_the_time_to_the_next_purchase_counts_those_who_still_wait(visits) -> None:
    """Kaplan and Meier's product by hand: of all waits of a length, those that ended with it."""
    rows = duckdb.execute(
        "SELECT DISTINCT client, date FROM read_csv(?) WHERE amount > 0 ORDER BY ALL",
        [str(ROOT / "examples/visits.csv")],
    ).fetchall()
    waits = []
    for (client, day), (following, later) in zip(rows, [*rows[1:], ("", None)], strict=True):
        ended = client == following
        waits.append((((later if ended else dt.date(2024, 12, 31)) - day).days, ended))
    left, share = len(waits), 1.0
    for length in sorted({wait for wait, _ in waits}):
        here = [ended for wait, ended in waits if wait == length]
        share *= 1 - sum(here) / left
        left -= len(here)
        if share <= 0.5:
            break
    assert visits["typical_gap"] == length
    assert visits["typical_gap"] > visits["median_gap"]  # gaps that have ended are the shorter ones


SMALL = {
    "client": ["a", "b", "a", "b", "c", "a", "b", "c"],
    "date": [
        "2024-01-01",
        "2024-01-15",
        "2024-02-01",
        "2024-02-10",
        "2024-02-20",
        "2024-03-05",
        "2024-03-31",
        "2024-03-02",
    ],
    "amount": [10, 20, 30, 40, 50, 60, -5, 70],
}


def test_who_joins_is_a_member_from_the_next_period_on() -> None:
    log = SMALL | {"member since": ["2024-02-10", "", "2024-02-10", "", "", "2024-02-10", "", ""]}
    answer = custecon.programme(log, period="month", regular=2)
    assert columns(answer.table("members"), "period", "who", "clients", "purchases", "left") == [
        ("2024-03", "members", 1, 1, Decimal(60)),
        ("2024-03", "others", 1, 1, Decimal(65)),
        ("2024-02", "joined in it", 1, 1, Decimal(30)),
        ("2024-02", "others", 2, 2, Decimal(90)),
        ("2024-01", "others", 2, 2, Decimal(30)),
    ]
    assert "N520" in codes(answer)
    monitor = columns(answer.table("monitor"), "repeat", "first_paid", "repeat_paid", "given_back", "check", "median")
    assert monitor[0] == (2, Decimal(0), Decimal(130), Decimal(5), 62.5, 65.0)
    again = columns(answer.table("again"), "who", "within", "clients", "came_again")
    assert ("members at their first purchase", 30, 1, 1) not in again  # a joined after their first purchase
    assert ("others", 30, 3, 2) in again  # b after 26 days, c after 11, a after 31


@pytest.mark.parametrize(
    ("header", "cells", "members"),
    [
        ("loyalty card", ["", "X7", "", "", "no", "", "", "no"], {"b"}),
        ("loyalty card", ["no", "", "", "no", "yes", "no", "X7", ""], {"b", "c"}),
        ("участник программы", ["нет", "да", "нет", "да", "", "нет", "да", ""], {"b"}),
        ("member since", ["15.12.2023", "no", "", "", "no", "", "", ""], {"a"}),
    ],
)
def test_cards_and_words_tell_who_is_a_member(header, cells, members) -> None:
    answer = custecon.programme(SMALL | {header: cells}, period="month")
    found = columns(answer.table("members"), "period", "who", "clients")
    told = {"a": {1, 2, 3}, "b": {1, 2}, "c": {2, 3}}  # the months in which each bought
    for month in (1, 2, 3):
        count = sum(month in told[client] for client in members)
        assert sum(row[2] for row in found if row[:2] == (f"2024-{month:02}", "members")) == count
    assert ("N521" in codes(answer)) == (header != "member since")


@pytest.mark.parametrize("cell", ["03/04/2024", "2024-13-01", "gold", "31.02.2024"])
def test_a_day_that_would_be_a_guess_is_refused(cell) -> None:
    with pytest.raises(InputRefused, match=r"E352: «member since» of b: .* no day") as refused:
        custecon.programme(SMALL | {"member since": ["", cell, "", cell, "", "", cell, ""]})
    assert "2024-12-31" in str(refused.value.problems[0].cure)


def test_several_days_of_joining_are_told_and_the_last_is_taken() -> None:
    cells = ["2023-12-01", "", "2023-12-01", "", "", "2024-03-01", "", ""]
    answer = custecon.programme(SMALL | {"member since": cells}, period="month")
    assert "N522" in codes(answer)
    assert ("2024-03", "joined in it", 1) in columns(answer.table("members"), "period", "who", "clients")


def test_where_no_column_tells_of_members_none_are_shown(cdnow) -> None:
    assert [table.name for table in cdnow.tables] == ["monitor", "again"]
    assert not codes(cdnow) & {"N520", "N521", "N524"}
    every = custecon.programme(SMALL | {"loyalty card": ["1", "2", "1", "2", "3", "1", "2", "3"]}, period="month")
    assert "N524" in codes(every)
    assert "N520" not in codes(every)


def test_refuses_what_is_too_short_and_says_what_works() -> None:
    log = {"client": ["a", "a"], "date": ["2024-01-05", "2024-03-31"], "amount": [1, 1]}
    with pytest.raises(Undefined, match="two whole periods of a quarter") as refused:
        custecon.programme(log, period="quarter")
    assert "--period month" in str(refused.value.problems[0].cure)
    assert custecon.programme(log, period="month")["repeat_purchases"] == 1
    with pytest.raises(Undefined, match="two whole periods of a month"):
        custecon.programme({"client": ["a"], "date": ["2024-01-05"], "amount": [1]})
    with pytest.raises(Undefined, match="nobody has bought"):
        custecon.programme({"client": ["a", "a"], "date": ["2024-01-01", "2024-03-31"], "amount": [-1, -1]})
    year = custecon.programme(log, period="month")
    assert year["regular"] is None
    assert "12 months" in next(one.undefined.what for one in year.figures if one.name == "regular")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.integers(0, 200), st.integers(-20, 100).filter(bool)),
        min_size=1,
        max_size=40,
    ),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(-30, 230)),
    st.randoms(),
)
def test_every_part_is_of_the_whole_whatever_the_order_of_the_rows(rows, joined, chance) -> None:
    first = dt.date(2023, 1, 1)
    rows = [("a", 0, 5), ("a", 212, 7), *rows]

    def answer(some):
        log = {
            "client": [row[0] for row in some],
            "date": [first + dt.timedelta(row[1]) for row in some],
            "amount": [row[2] for row in some],
            "member since": [str(first + dt.timedelta(joined[row[0]])) if row[0] in joined else "" for row in some],
        }
        return custecon.programme(log, period="month")

    found = answer(rows)
    total = sum(row[2] for row in rows)
    for table in found.tables[: 2 if joined else 1]:
        assert sum(row[0] for row in columns(table, "left")) == total
        days = {row[:2] for row in rows if row[2] > 0}
        assert sum(row[0] for row in columns(table, "purchases")) == len(days)
        assert sum(row[0] for row in columns(table, "new")) == len({row[0] for row in days})
    chance.shuffle(rows)
    again = answer(rows)
    assert [list(table.rows) for table in again.tables] == [list(table.rows) for table in found.tables]
