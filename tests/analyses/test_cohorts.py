"""Cohorts: published triangles and survival tables, second roads in SQL and by lifelines, the laws of a triangle."""

import datetime as dt
import itertools
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT

import custecon
from custecon.analyses.cohorts.contracts import lasted
from custecon.core.errors import Undefined
from custecon.models.kaplan_meier import log_rank, stay_of

ONLINE_RETAIL = ROOT.parent / "shared" / "data" / "online-retail" / "OnlineRetail.csv.gz"


def column(table, name):
    """A column of a table, as a list."""
    place = table.places([name])[0]
    return [row[place] for row in table.rows]


def row_of(table, label):
    """The cells of a cohort, those that exist."""
    begin = next(place for place, one in enumerate(table.columns) if one.name.startswith("age_"))
    return [cell for cell in next(row for row in table.rows if row[0] == label)[begin:] if cell is not None]


def counts(table, label):
    """The shares of a cohort as clients."""
    size = next(row[1] for row in table.rows if row[0] == label)
    return [size, *(round(cell * size) for cell in row_of(table, label))]


@pytest.fixture(scope="module")
def cdnow():
    return custecon.cohorts(ROOT / "examples/orders.csv")


def test_gives_the_triangle_of_the_published_log(cdnow) -> None:
    """CDNOW, 1/10 sample, clients of January 1997: 777 who paid."""
    assert counts(cdnow.table("on"), "1997-01") == [
        *(777, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33)
    ]
    assert counts(cdnow.table("on_or_after"), "1997-01") == [
        *(777, 355, 323, 300, 284, 273, 251, 234, 225, 213, 198, 180, 157, 142, 120, 83, 62, 33)
    ]
    brought = row_of(cdnow.table("money_so_far"), "1997-01")
    assert [round(brought[age], 4) for age in (0, 1, 2, 5, 11, 17)] == [
        *(36.7988, 45.8127, 51.2716, 65.6038, 86.7575, 101.4708)
    ]
    assert cdnow["won"] == 2349


def test_tells_how_soon_the_second_purchase_comes(cdnow) -> None:
    """CDNOW: 410, 601, 687, 887 of 2,349 within 30, 60, 90, 180 days; 1,139 bought again in all."""
    second = cdnow.table("second_purchase")
    assert [row[:3] for row in second.rows[:4]] == [
        *((30, 2349, 410), (60, 2349, 601), (90, 2349, 687), (180, 2349, 887))
    ]


def test_the_answer_says_what_is_seen(cdnow) -> None:
    assert cdnow.answer == "15% of the clients buy again 1 month after the first purchase."
    assert cdnow.screen.further[0] == "8% buy 12 months after it; by then a client has brought 92.67."
    assert cdnow.figure("again").interval.method == "Wilson"


SQL = """
    WITH days AS (SELECT client, date_trunc('{period}', date) AS period, date, sum(amount) AS net
                  FROM read_csv(?, types={{'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}})
                  WHERE amount <> 0 GROUP BY ALL),
    won AS (SELECT client, min(period) AS cohort FROM days WHERE net > 0 GROUP BY client)
    SELECT cohort, date_diff('{period}', cohort, period) AS age, count(DISTINCT client) FILTER (net > 0), sum(net)
    FROM days JOIN won USING (client) WHERE period >= cohort GROUP BY ALL
"""


@pytest.mark.parametrize("period", ["month", "quarter", "week"])
def test_another_road_gives_the_same_cells(period, examples, tmp_path) -> None:
    """Integer periods against date_trunc, on the published log and on one with refunds."""
    with_refunds = tmp_path / "log.csv"
    with_refunds.write_text(log_text(7), encoding="utf-8")
    for file in (examples / "orders.csv", with_refunds):
        expected = sorted(duckdb.execute(SQL.format(period=period), [str(file)]).fetchall())
        cells = custecon.cohorts(file, period=period).table("cells")
        found = zip(*(column(cells, name) for name in ("won_in", "age", "buyers", "paid")), strict=True)
        assert [(age, buyers, paid) for _, age, buyers, paid in found if buyers or paid] == [
            (age, buyers, paid) for _, age, buyers, paid in expected if buyers or paid
        ]


def log_text(seed: int, clients: int = 40) -> str:
    """A log of two years with refunds, some larger than what was paid that day."""
    chance = np.random.default_rng(seed)
    lines = ["client,date,amount,Region"]
    for client in range(clients):
        day = dt.date(2023, 1, 2) + dt.timedelta(int(chance.integers(0, 500)))
        for _ in range(int(chance.integers(1, 9))):
            amount = int(chance.integers(-3000, 9000)) / 100 or 1
            lines.append(f"c{client:03d},{day},{amount:.2f},region {client % 3}")
            day += dt.timedelta(int(chance.integers(0, 90)))
    return "\n".join([*lines, "c000,2024-12-20,5.00,region 0"]) + "\n"


@st.composite
def logs(draw):
    """Orders and refunds of some clients over half a year."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 7), st.integers(0, 180), st.integers(-500, 900).filter(bool)),
            min_size=3,
            max_size=40,
        )
    )
    rows += [(8, 0, 100), (8, 180, 100)]  # so that the log has finished periods
    day = dt.date(2024, 1, 1)
    return {
        "client": [f"c{client}" for client, _, _ in rows],
        "date": [str(day + dt.timedelta(later)) for _, later, _ in rows],
        "amount": [amount for _, _, amount in rows],
    }


@given(logs())
def test_the_cells_are_a_partition_of_the_whole_log(log) -> None:
    """All money is in a cell or told to be in none, all clients are in a cohort or told to be in none."""
    found = custecon.cohorts(log)
    cells, on = found.table("cells"), found.table("on")
    outside = [one.values for one in found.notices if one.code == "N442"]
    apart = outside[0]["total"].value if outside else Decimal(0)
    assert sum(column(cells, "paid")) + apart == sum(log["amount"])
    sizes = column(on, "size")
    assert sum(sizes[:-1]) == sizes[-1] == found["won"]
    assert found["won"] + (outside[0]["count"] if outside else 0) == len(set(log["client"]))
    assert sum(column(cells, "buyers")) == sum(len({(client, day[:7])}) for client, day in paying_months(log))


def paying_months(log):
    """Clients and months with a day on which more was paid than given back."""
    days: dict[tuple[str, str], int] = {}
    for client, day, amount in zip(log["client"], log["date"], log["amount"], strict=True):
        days[client, day] = days.get((client, day), 0) + amount
    return {(client, day[:7]) for (client, day), net in days.items() if net > 0}


@given(logs())
def test_the_laws_of_a_triangle(log) -> None:
    found = custecon.cohorts(log)
    cells = found.table("cells")
    rows = [dict(zip([one.name for one in cells.columns], row, strict=True)) for row in cells.rows]
    for row in rows:
        assert 0 <= row["buyers"] <= row["later_buyers"] <= row["size"]
        assert row["low"] <= row["on"] <= row["high"]
        assert row["age"] or row["buyers"] == row["later_buyers"] == row["size"]
    by_cell = {(row["won_in"], row["age"]): row for row in rows}
    for (cohort, age), row in by_cell.items():
        if (before := by_cell.get((cohort, age - 1))) is not None:
            assert row["later_buyers"] <= before["later_buyers"]
            paid = row["money_so_far"] - before["money_so_far"]
            assert paid == pytest.approx(float(row["paid"]) / row["size"], abs=1e-9)
    for average in found.table("ages").rows:
        age, cohorts, clients, share = average[:4]
        over = [row for row in rows if row["age"] == age and row["state"] == "over"]
        assert (cohorts, clients) == (len(over), sum(row["size"] for row in over))
        assert share == pytest.approx(sum(row["buyers"] for row in over) / clients)  # true zeros are in it
    unfinished = [row for row in rows if row["state"] == "not over"]
    assert {row["won_in"] for row in unfinished} <= {row["won_in"] for row in rows}
    reordered = {name: values[::-1] for name, values in log.items()}
    assert list(custecon.cohorts(reordered).table("cells").rows) == list(cells.rows)
    hundredfold = custecon.cohorts(log | {"amount": [amount * 100 for amount in log["amount"]]})
    assert list(hundredfold.table("on").rows) == list(found.table("on").rows)


def test_groups_are_the_cohorts_of_their_clients(tmp_path) -> None:
    text = log_text(3)
    header, *lines = text.splitlines()
    whole = custecon.cohorts(custecon.read(text.encode(), by="Region"), by="Region").table("by_group")
    assert column(whole, "group")[0] == "region 0"
    for region in range(3):
        apart = tmp_path / "log.csv"
        own = [line if line.endswith(f"region {region}") else "other,2023-01-02,1,x" for line in lines]
        apart.write_text("\n".join([header, *own, "other,2024-12-20,1,x"]), encoding="utf-8")
        alone = custecon.cohorts(apart).table("cells")
        sizes = {row[0]: row[3] for row in alone.rows if row[1] == 0}
        first = next(row for row in whole.rows if row[0] == f"region {region}" and row[1] == 0)
        assert first[3] == sum(sizes.values()) - 1  # «other» is one client of the first cohort


def test_an_average_counts_cohorts_that_bought_nothing_and_no_month_that_is_not_over() -> None:
    """PostHog issue 30624: of one client who came back and one who did not 50 %, not 100 %."""
    log = {
        "client": ["a", "a", "b", "c", "d"],
        "date": ["2024-01-05", "2024-02-05", "2024-02-06", "2024-03-01", "2024-04-10"],
        "amount": [10, 10, 10, 10, 10],
    }
    found = custecon.cohorts(log)
    assert list(found.table("ages").rows)[1][:4] == (1, 2, 2, 0.5)
    on = found.table("on")
    assert column(on, "finished") == [2, 1, 0, 0, 2]
    assert dict(found.figure("again").undefined or {}) == {}
    assert {one.code for one in found.notices} >= {"N440", "N443"}
    assert "N440" not in {one.code for one in custecon.cohorts(custecon.read(log, as_of="2024-04-30")).notices}


def test_a_day_on_which_as_much_was_given_back_is_no_purchase() -> None:
    log = {
        "client": ["a", "a", "a", "b", "b"],
        "date": ["2024-01-05", "2024-02-05", "2024-02-05", "2024-01-06", "2024-03-31"],
        "amount": [10, 10, -10, 10, 10],
    }
    assert counts(custecon.cohorts(log).table("on"), "2024-01") == [2, 0, 1]


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ({"client": ["a"], "date": ["2024-01-05"], "amount": [-5]}, "nobody has bought"),
        ({"client": ["a"], "date": ["2024-01-05"], "amount": [5]}, "seen through the whole month after the first"),
    ],
)
def test_where_no_cohort_can_be_seen_it_says_why(log, told) -> None:
    with pytest.raises(Undefined, match=told):
        custecon.cohorts(log)


@pytest.mark.skipif(not ONLINE_RETAIL.exists(), reason="../shared/data/online-retail is not here")
def test_gives_the_triangle_of_online_retail() -> None:
    """By the rule that a client-day whose net is above 0 is a purchase: 4,334 clients."""
    log = custecon.read(ONLINE_RETAIL, amount="Quantity*UnitPrice", no_client="drop")
    on = custecon.cohorts(log).table("on")
    assert counts(on, "2010-12") == [883, 322, 283, 338, 320, 351, 319, 305, 313, 349, 329, 441, 234]
    assert column(on, "size") == [883, 415, 380, 452, 300, 285, 244, 186, 169, 299, 357, 323, 41, 4334]
    assert next(row[2] for row in on.rows if row[0] == "2010-12") == 11  # December 2011 ends on the 9th


# ---------------------------------------------------------------------------------------------- contracts

LEFT = (6, 6, 6, 7, 10, 13, 16, 22, 23)  # 6-MP against leukaemia, weeks to a relapse (Freireich and others 1963)
SEEN = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
TREATED = ([*LEFT, *SEEN], [True] * len(LEFT) + [False] * len(SEEN))


def test_gives_the_textbook_table_of_6_mp() -> None:
    stay = stay_of(*TREATED)
    assert stay.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert [round(share, 4) for share in stay.share] == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert [round(error, 4) for error in stay.error] == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert [round(end, 4) for end in stay.after(6)[1:]] == [0.6197, 0.9516]
    assert [round(end, 4) for end in stay.after(23)[1:]] == [0.1881, 0.6801]
    assert stay.median == 23
    assert stay.mean_within(35) == pytest.approx(23.287, abs=5e-4)


def test_gives_the_textbook_test_against_the_placebo() -> None:
    assert stay_of(PLACEBO, [True] * len(PLACEBO)).median == 8
    test = log_rank([*TREATED[0], *PLACEBO], [*TREATED[1], *[True] * len(PLACEBO)], [0] * 21 + [1] * 21)
    assert (round(test.statistic, 3), test.freedom) == (16.793, 1)


def as_contracts(lasted_days, ended, group=None):
    """Contracts that were seen for so many days, all until one day."""
    last = dt.date(2024, 12, 31)
    starts = [last - dt.timedelta(days if not left else 40) for days, left in zip(lasted_days, ended, strict=True)]
    ends = [
        str(start + dt.timedelta(days)) if left else ""
        for start, days, left in zip(starts, lasted_days, ended, strict=True)
    ]
    made = {"client": [f"c{n}" for n in range(len(starts))], "start": [*map(str, starts)], "end": ends}
    return made | ({"arm": group} if group else {})


def test_a_list_of_contracts_gives_the_same(tmp_path) -> None:
    arms = ["6-MP"] * 21 + ["placebo"] * 21
    book = as_contracts([*TREATED[0], *PLACEBO], [*TREATED[1], *[True] * 21], arms)
    found = custecon.cohorts(custecon.read(book, as_of="2024-12-31", by="arm"), period="day", by="arm")
    assert found["log_rank"] == pytest.approx(16.793, abs=5e-4)
    medians = dict(
        zip(column(found.table("by_group"), "group"), column(found.table("by_group"), "median_stay"), strict=True)
    )
    assert medians == {"6-MP": 23, "placebo": 8}
    alone = custecon.cohorts(custecon.read(as_contracts(*TREATED), as_of="2024-12-31"), period="day", horizon="35d")
    assert (alone["median_stay"], round(alone["mean_stay"], 3), alone["left"]) == (23, 23.287, 9)
    assert [row[:3] for row in alone.table("survival").rows][:3] == [(0, 21, 0), (6, 21, 3), (7, 17, 1)]


def random_stays(seed):
    chance = np.random.default_rng(seed)
    return chance.integers(1, 60, 300).astype(float), chance.random(300) < 0.6


@pytest.mark.parametrize("data", [TREATED, (PLACEBO, [True] * 21), random_stays(1), random_stays(2)])
def test_lifelines_gives_the_same(data) -> None:
    """A second road: the reference implementation in Python."""
    from lifelines import KaplanMeierFitter
    from lifelines.utils import median_survival_times, restricted_mean_survival_time

    stay, theirs = stay_of(*data), KaplanMeierFitter().fit(*data)
    at = theirs.survival_function_.loc[stay.times]
    assert stay.share == pytest.approx(at.to_numpy()[:, 0], abs=1e-9)
    band = theirs.confidence_interval_.loc[stay.times].to_numpy()
    some = stay.share > 0
    assert stay.low[some] == pytest.approx(band[some, 0], abs=1e-9)
    assert stay.high[some] == pytest.approx(band[some, 1], abs=1e-9)
    assert stay.median == theirs.median_survival_time_
    low, high = median_survival_times(theirs.confidence_interval_).to_numpy()[0]
    assert [float("inf") if end is None else end for end in stay.median_interval] == [low, high]
    assert stay.mean_within(20) == pytest.approx(restricted_mean_survival_time(theirs, t=20), abs=1e-9)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_lifelines_gives_the_same_test_of_groups(groups) -> None:
    from lifelines.statistics import multivariate_logrank_test

    (time, ended), of = random_stays(3), np.arange(300) % groups
    test, theirs = log_rank(time, ended, of), multivariate_logrank_test(time, of, ended)
    assert test.statistic == pytest.approx(theirs.test_statistic, abs=1e-9)
    assert test.p == pytest.approx(theirs.p_value, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_the_laws_of_a_survival_table(rows) -> None:
    time, ended = zip(*rows, strict=True)
    stay = stay_of(time, ended)
    assert all(np.diff(stay.share) < 0)
    assert ((stay.low <= stay.share + 1e-12) & (stay.share <= stay.high + 1e-12)).all()
    assert ((stay.low >= 0) & (stay.high <= 1)).all()
    assert int(stay.ended.sum()) == sum(ended)
    if all(ended):  # then it is the share that lasted longer
        assert stay.share == pytest.approx([np.mean(np.array(time) > at) for at in stay.times])
        assert stay.mean_within(31) == pytest.approx(np.mean(time))


def test_several_contracts_of_a_client_are_one_stay() -> None:
    book = {
        "client": ["a", "a", "b", "c", "c"],
        "start": ["2024-01-01", "2024-06-01", "2024-01-01", "2024-02-01", "2025-02-01"],
        "end": ["2024-04-01", "", "2024-03-01", "2024-03-01", ""],
    }
    found = custecon.cohorts(custecon.read(book, as_of="2024-12-31"))
    assert (found["seen"], found["left"]) == (3, 2)
    assert "N259" in {one.code for one in found.notices}


def test_a_month_is_full_on_the_day_of_its_renewal() -> None:
    assert lasted(dt.date(2023, 6, 8), dt.date(2023, 9, 8), "month") == 3
    assert lasted(dt.date(2023, 6, 8), dt.date(2023, 9, 7), "month") < 3
    assert lasted(dt.date(2023, 6, 8), dt.date(2024, 6, 8), "quarter") == 4
    assert lasted(dt.date(2023, 6, 8), dt.date(2023, 6, 22), "week") == 2


def test_months_of_one_truth_are_seldom_set_apart() -> None:
    """Twenty logs of 30 months in which everybody comes back with one chance: some two are told apart, by the level.

    And with a real difference it is told in nearly all.
    """
    chance, named = np.random.default_rng(11), {0.66: 0, None: 0}
    for one, truth in itertools.product(range(20), named):
        rows = []
        for month in range(30):
            first = dt.date(2020 + month // 12, month % 12 + 1, 3)
            then = dt.date(first.year + (first.month == 12), first.month % 12 + 1, 9)
            for who in range(24):
                back = chance.random() < (truth or (0.45 if month % 2 else 0.85))
                rows += [(f"{one}-{month}-{who}", first, 10)] + [(f"{one}-{month}-{who}", then, 10)] * back
        log = dict(zip(("client", "date", "amount"), map(list, zip(*rows, strict=True)), strict=True))
        named[truth] += "most of the clients of" in str(custecon.cohorts(log, period="month"))
    assert named[0.66] <= 3
    assert named[None] >= 19
