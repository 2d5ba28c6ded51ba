"""The client base: the quarters of a published log, flows that reconcile, and a state machine of its own beside it."""

import datetime as dt
import random
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.tables.calendar_periods import periods_of
from custecon.tables.client_states import FEWEST_GAPS, OF_PERIODS, Limits, limits_of

# CDNOW, its master log of 2,349 clients, by whole silent quarters: buyers as new, retained, woken, won back; sleeping,
# lost; fell asleep, went lost; money of the four.
CDNOW = {
    "1997-Q1": (2349, 0, 0, 0, 0, 0, 0, 0, "112498.61", "0.00", "0.00", "0.00"),
    "1997-Q2": (0, 524, 0, 0, 1825, 0, 1825, 0, "0.00", "33629.63", "0.00", "0.00"),
    "1997-Q3": (0, 214, 204, 0, 1931, 0, 310, 0, "0.00", "16586.98", "10400.33", "0.00"),
    "1997-Q4": (0, 203, 201, 0, 442, 1503, 215, 1503, "0.00", "16895.82", "11213.45", "0.00"),
    "1998-Q1": (0, 196, 100, 88, 365, 1600, 208, 185, "0.00", "15912.76", "4717.31", "4256.51"),
    "1998-Q2": (0, 169, 68, 63, 384, 1665, 215, 128, "0.00", "11759.21", "3643.40", "2577.93"),
}
FOUR = ("new", "retained", "woken", "won_back")
SHOWN = (*FOUR, "sleeping", "lost", "fell_asleep", "went_lost", *(f"money_{name}" for name in FOUR))


def columns(table, *names):
    places = {column.name: place for place, column in enumerate(table.columns)}
    return [tuple(row[places[name]] for name in names) for row in table.rows]


@pytest.fixture(scope="module")
def cdnow():
    from tests.conftest import ROOT

    return ROOT / "examples/orders.csv"


def test_gives_the_quarters_of_the_published_log(cdnow) -> None:
    flows = custecon.base(cdnow, silence="periods").table("flows")
    expected = [(name, *figures[:8], *map(Decimal, figures[8:])) for name, figures in CDNOW.items()]
    assert columns(flows, "period", *SHOWN) == expected
    assert sum(row[0] for row in columns(flows, "money")) == Decimal("244091.94")
    assert columns(flows, "buyers", "ever")[1:3] == [(524, 2349), (418, 2349)]


def test_limits_are_those_of_the_gaps_of_the_published_log(cdnow) -> None:
    asked = """
        SELECT count(gap), median(gap), round(avg(gap), 1), floor(quantile_cont(gap, 0.8)),
               floor(quantile_cont(gap, 0.9)),
               floor(quantile_cont(gap, 0.95))
        FROM (SELECT date - lag(date) OVER (PARTITION BY client ORDER BY date) AS gap
              FROM (SELECT DISTINCT client, date FROM read_csv(?, types={'client': 'VARCHAR'}) WHERE amount > 0))
    """
    found = duckdb.execute(asked, [str(cdnow)]).fetchone()
    assert found[:5] == (4339, 34, 70.9, 117, 196)  # as published with the specification of the log
    answer = custecon.base(cdnow)
    (told,) = (one for one in answer.notices if one.code == "N460")
    assert (told.values["sleeping"], told.values["lost"], told.values["gaps"]) == (117, int(found[5]), 4339)


def machine(days, starts, until, limits, *, final):
    """The same by walking through the life of one client at a time."""
    ends = [start - 1 for start in starts[1:]] + [until]
    flows = [dict.fromkeys((*FOUR, "fell_asleep", "lost_directly", "went_lost", "kept"), 0) for _ in starts]
    stands = [[0, 0, 0] for _ in starts]
    for own in days:
        state, last = None, None
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            buys = [day for day in own if start <= day <= end]
            before = state
            if buys:
                flows[number][{None: "new", 0: "retained", 1: "woken", 2: "won_back"}[before]] += 1
                last = buys[-1]
            if last is None:
                continue
            begun = sum(day <= last for day in starts) - 1
            silent = number - begun if limits.in_periods else end - last
            state = 0 if silent <= limits.sleeping_after else 1 if silent <= limits.lost_after else 2
            if final and state == 2 and any(day > end for day in own):
                state = 1
            stands[number][state] += 1
            flows[number]["fell_asleep"] += state == 1 and (before == 0 or bool(buys))
            flows[number]["lost_directly"] += state == 2 and (before == 0 or bool(buys))
            flows[number]["went_lost"] += state == 2 and (before != 2 or bool(buys))
            flows[number]["kept"] += before == 0 and state == 0
    return flows, stands


LOGS = st.lists(
    st.tuples(st.sampled_from("ABCDEFG"), st.integers(0, 800), st.integers(-30, 100).filter(bool)),
    min_size=1,
    max_size=60,
).filter(lambda rows: any(row[2] > 0 for row in rows))


@settings(max_examples=60, deadline=None)
@given(
    LOGS,
    st.sampled_from(["month", "quarter", "year"]),
    st.sampled_from(["days", "periods"]),
    st.sampled_from(["then", "final"]),
    st.tuples(st.integers(1, 120), st.integers(1, 300)),
)
def test_flows_reconcile_and_are_those_of_a_state_machine(rows, period, silence, lost_as, limits) -> None:
    first = dt.date(2022, 1, 1)
    rows = [("A", 0, 1), ("A", 801, 1), *rows]  # so that the log is longer than a year
    days = [first + dt.timedelta(day) for _, day, _ in rows]
    log = {"client": [row[0] for row in rows], "date": days, "amount": [row[2] for row in rows]}
    said = {"sleeping_after": f"{limits[0]}d", "lost_after": f"{sum(limits)}d"} if silence == "days" else {}
    answer = custecon.base(log, period=period, silence=silence, lost_as=lost_as, **said)
    flows = answer.table("flows")
    own: dict[str, set[int]] = {}
    for (client, _, amount), day in zip(rows, days, strict=True):
        if amount > 0:
            own.setdefault(client, set()).add(day.toordinal())
    starts = [day.toordinal() for day in periods_of(first, max(days), custecon.core.units.Period(period))]
    used = OF_PERIODS if silence == "periods" else Limits(limits[0], sum(limits))
    expected, stands = machine(map(sorted, own.values()), starts, max(days).toordinal(), used, final=lost_as == "final")
    names = (*FOUR, "fell_asleep", "lost_directly", "went_lost")
    assert columns(flows, *names) == [tuple(each[name] for name in names) for each in expected]
    assert columns(flows, "active", "sleeping", "lost") == [tuple(each) for each in stands]
    shown = columns(flows, "active", "sleeping", "lost", "ever", "buyers", *names)
    before = (0, 0, 0, 0)
    for active, sleeping, lost, ever, buyers, new, retained, woken, won_back, asleep, directly, went in shown:
        assert active == before[0] + new + woken + won_back - asleep - directly
        assert sleeping == before[1] - woken + asleep - (went - directly)
        assert lost == before[2] + went - won_back
        assert ever == before[3] + new == active + sleeping + lost
        assert buyers == new + retained + woken + won_back
        assert won_back == 0 or lost_as == "then"
        before = (active, sleeping, lost, ever)
    money = columns(flows, *(f"money_{name}" for name in FOUR), "money_refunds", "money")
    assert all(sum(row[:5]) == row[5] for row in money)
    assert all(row[4] <= 0 for row in money)
    total = sum(row[2] for row in rows)
    assert sum(row[5] for row in money) == total
    states = answer.table("states")
    assert sum(row[0] for row in columns(states, "total")) == total
    assert sum(row[0] for row in columns(states, "clients")) == len({row[0] for row in rows})
    assert [row[0] for row in columns(states, "clients")][:3] == stands[-1]
    if silence == "days":
        # months are parts of quarters, and these of years: the last day is the same
        assert (
            stands[-1] == machine(map(sorted, own.values()), starts[:1], max(days).toordinal(), used, final=False)[1][0]
        )


def test_a_log_cut_at_a_day_gives_what_the_cut_file_gives(cdnow, tmp_path) -> None:
    lines = cdnow.read_text().splitlines(keepends=True)
    early = tmp_path / "early.csv"
    early.write_text("".join(line for line in lines if not line[0].isdigit() or line.split(",")[1] <= "1997-12-31"))
    cut = custecon.base(custecon.read(cdnow, as_of="1997-12-31"))
    whole = custecon.base(custecon.read(early, as_of="1997-12-31"))
    assert [list(table.rows) for table in cut.tables] == [list(table.rows) for table in whole.tables]


@given(st.lists(st.integers(1, 400), max_size=60))
def test_limits_lie_in_order_and_scale_with_nothing_but_the_gaps(gaps) -> None:
    import numpy as np

    found = limits_of(np.array(gaps, dtype=np.int64))
    assert 0 < found.sleeping_after < found.lost_after
    if len(gaps) < FEWEST_GAPS:
        assert (found.sleeping_after, found.lost_after, found.gaps) == (182, 365, 0)
    else:
        assert found.sleeping_after == int(np.floor(np.quantile(gaps, 0.8) + 1e-9))
        assert found.gaps == len(gaps)
    assert limits_of(np.array(gaps, dtype=np.int64), 10, 20) == Limits(10, 20)
    for sleeping, lost in ((500, None), (None, 5)):
        found = limits_of(np.array(gaps, dtype=np.int64), sleeping, lost)
        assert found.sleeping_after < found.lost_after


def made_up(folder, seed):
    """A log of forty clients over two years, some of whom buy every week and some of whom leave."""
    chance = random.Random(seed)  # noqa: S311
    lines = ["client,date,amount"]
    for number in range(40):
        day, gap, end = chance.randrange(300), chance.choice((7, 20, 45, 90)), chance.choice((250, 500, 700, 700))
        while day <= end:
            lines.append(f"c{number:02d},{dt.date(2023, 1, 1) + dt.timedelta(day)},{chance.randrange(5, 500)}")
            day += 1 + round(chance.expovariate(1 / gap))
    path = folder / f"made_up_{seed}.csv"
    path.write_text("\n".join([*lines, "c00,2024-12-31,9"]) + "\n")
    return path


@pytest.mark.parametrize("days", ["90d", "365d"])
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_who_is_lost_is_who_churn_cost_counts_with_the_same_silence(cdnow, tmp_path, seed, days) -> None:
    """Of the lost of a year before, some came back; churn-cost counts those who were lost since: the sums reconcile."""
    path = cdnow if seed is None else made_up(tmp_path, seed)
    end = "1998-06-30" if seed is None else "2024-12-31"
    start = f"{int(end[:4]) - 1}{end[4:]}"
    gone = len(custecon.churn_cost(path, lost_after=days).table("lost_clients").rows)
    now, then = (custecon.base(custecon.read(path, as_of=day), lost_after=days) for day in (end, start))
    asked = """
        WITH seen AS (SELECT max(date) FILTER (date <= CAST($start AS DATE)) AS before, max(date) AS last
                      FROM read_csv($path, types={'client': 'VARCHAR'}) WHERE amount > 0 GROUP BY client)
        SELECT count(*) FILTER (CAST($start AS DATE) - before > $days AND CAST($end AS DATE) - last <= $days),
               count(*) FILTER (before IS NULL AND CAST($end AS DATE) - last > $days) FROM seen
    """
    told = {"path": str(path), "start": start, "end": end, "days": int(days[:-1])}
    back, brief = duckdb.execute(asked, told).fetchone()
    assert now["lost"] == then["lost"] - back + gone + brief
    winback = custecon.winback(path, lost_after=days)
    assert winback["silent_clients"] == now["sleeping"] + now["lost"]


def test_the_list_to_wake_has_the_sleeping_by_chance_times_a_purchase(cdnow) -> None:
    answer = custecon.base(cdnow, silence="periods", margin_rate="35%")
    rows = columns(answer.table("wake"), "client", "silence", "purchase_days", "mean_purchase", "chance", "expected")
    assert len(rows) == answer["sleeping"] == 384
    chance = 149 / 317  # of those silent for 91 to 182 days on 1997-09-30, who bought by 1998-06-30
    assert rows[0][0] == "1670"
    assert rows[0][4] == pytest.approx(chance)
    assert rows[0][5] == pytest.approx(chance * 180.58 * 0.35, abs=0.01)
    assert [row[5] for row in rows] == sorted((row[5] for row in rows), reverse=True)
    ten = columns(custecon.base(cdnow, silence="periods", margin_rate="35%", top=10).table("wake"), "client")
    assert ten == [(row[0],) for row in rows[:10]]


def test_groups_add_up_to_the_whole() -> None:
    log = {
        "client": ["a", "b", "c", "a", "d"],
        "date": ["2024-01-05", "2024-02-05", "2024-05-01", "2024-05-20", "2024-06-30"],
        "amount": [10, 20, 30, 5, -4],
        "manager": ["Ann", "Bob", "Ann", "Ann", ""],
    }
    answer = custecon.base(log, by="manager", sleeping_after="30d", lost_after="60d")
    assert columns(answer.table("by_group"), "manager", "active", "sleeping", "lost", "last_year") == [
        ("(none)", 0, 0, 0, Decimal(-4)),
        ("Ann", 0, 2, 0, Decimal(45)),
        ("Bob", 0, 0, 1, Decimal(20)),
    ]
    assert [one.code for one in answer.notices if one.code in ("N467", "N463")] == ["N467"]
    assert columns(answer.table("states"), "state", "clients", "total")[-1] == ("never bought", 1, Decimal(-4))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"sleeping_after": "60d", "lost_after": "60d"}, "E170"),
        ({"period": "year"}, "E171"),
    ],
)
def test_refuses_what_means_nothing(said, code) -> None:
    log = {"client": ["a", "b"], "date": ["2024-01-05", "2024-03-05"], "amount": [1, 2]}
    with pytest.raises(UsageError, match=code):
        custecon.base(log, **said)


def test_where_nobody_bought_there_is_no_base() -> None:
    with pytest.raises(Undefined, match="nobody has bought"):
        custecon.base({"client": ["a"], "date": ["2024-01-05"], "amount": [-1]})


def test_one_purchase_is_a_base_of_one() -> None:
    answer = custecon.base({"client": ["a"], "date": ["2024-01-05"], "amount": [1]})
    assert (answer["active"], answer["sleeping"], answer["lost"]) == (1, 0, 0)
    assert "N468" in [one.code for one in answer.notices]


def test_the_first_ten_to_wake_are_named_with_their_money(cdnow) -> None:
    found = custecon.base(cdnow)
    rows = columns(found.table("wake"), "client", "expected")[:10]
    (told,) = found.screen.further
    assert f"Wake {', '.join(client for client, _ in rows[:3])} and 7 more first" in str(told)
    assert f"{sum(expected for _, expected in rows):.2f}" in told


def test_what_lost_means_stands_where_lost_is_said(cdnow, examples) -> None:
    """One set of words: after how long a silence, or what else of the file tells; a model speaks of never."""
    silent = "silent for more than {} days"
    base = custecon.base(cdnow)
    assert str(next(key for key in base.screen.figures if key.name == "lost").remark) == silent.format(279)
    for found, days in ((custecon.winback(cdnow), 279), (custecon.churn_cost(cdnow), 365), (custecon.ltv(cdnow), 365)):
        assert str(found.screen.further[-1]) == f"Lost: {silent.format(days)}."
    assert str(custecon.churn_cost(cdnow, lost_after="200d").screen.further[-1]) == f"Lost: {silent.format(200)}."
    for found in (custecon.churn_cost(examples / "clients.csv"), custecon.ltv(examples / "clients.csv")):
        assert str(found.screen.further[-1]) == "Lost: the file tells by their status."


@pytest.mark.parametrize("file", ["orders.csv", "visits.csv"])
def test_whom_to_wake_and_whom_to_win_back_are_one_list(examples, file) -> None:
    """The sleeping of both, each with the same chance; who is silent as usual is on neither, and told by both."""
    base, winback = custecon.base(examples / file), custecon.winback(examples / file)
    asleep = {
        client: (silence, chance)
        for client, state, silence, chance in columns(winback.table("calls"), "client", "state", "silence", "chance")
        if state == "sleeps"
    }
    wake = columns(base.table("wake"), "client", "silence", "chance")
    assert {client: told for client, *told in map(list, wake)} == {client: [*told] for client, told in asleep.items()}
    waiting = [sum(one.values["count"] for one in found.notices if one.code == "N498") for found in (base, winback)]
    assert base["sleeping"] == len(wake) + waiting[0]
    assert base["sleeping"] + base["lost"] == len(winback.table("calls").rows) + waiting[1]
