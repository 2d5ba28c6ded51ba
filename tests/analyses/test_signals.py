"""Early signals: the published test of a log, another road by plain Python and SQL, and the list."""

import datetime as dt
import random
from decimal import Decimal
from itertools import pairwise
from statistics import mean, median, quantiles

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyses.test_base import columns

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.metrics.proportions import wilson_interval


@pytest.fixture(scope="module")
def path():
    from tests.conftest import ROOT

    return ROOT / "examples/orders.csv"


@pytest.fixture(scope="module")
def cdnow(path):
    return custecon.signals(path, margin_rate="35%")


def test_the_test_is_the_published_one(cdnow) -> None:
    """CDNOW as of 1997-09-30 and 273 days after: 293 clients, 84 did not return; silence above the own P90."""
    names = ("judged", "flagged", "flagged_back", "others", "others_back", "gone", "caught")
    assert columns(cdnow.table("proof"), *names)[0] == (293, 122, 63, 171, 146, 84, 59)
    (right, low, high, lift) = columns(cdnow.table("proof"), "right", "low", "high", "lift")[0]
    interval = wilson_interval(59, 122, 0.95)
    assert (right, low, high) == (59 / 122, interval.low, interval.high)
    assert round(right, 3) == 0.484
    assert lift == pytest.approx((59 / 122) / (84 / 293))
    assert cdnow["not_back"] == 59 / 122
    assert cdnow["caught"] == 59 / 84


def test_silence_alone_is_told_beside_and_what_is_worse_is_off(path, cdnow) -> None:
    """By SQL: as many of those judged with the longest silence on the day of the cut."""
    asked = """
        WITH bought AS (SELECT DISTINCT client, date FROM read_csv(?, types={'client': 'VARCHAR'}) WHERE amount > 0),
        seen AS (SELECT client, count(*) FILTER (date <= DATE '1997-09-30') AS days,
                        DATE '1997-09-30' - max(date) FILTER (date <= DATE '1997-09-30') AS silent,
                        count(*) FILTER (date > DATE '1997-09-30') AS later FROM bought GROUP BY client)
        SELECT count(*) FILTER (later = 0) FROM
            (SELECT later FROM seen WHERE days >= ? ORDER BY silent DESC, client LIMIT ?)
    """
    for fewest, row in zip(
        (4, 7, 6), columns(cdnow.table("proof"), "used", "flagged", "caught", "silence_caught"), strict=True
    ):
        (expected,) = duckdb.execute(asked, [str(path), fewest, row[1]]).fetchone()
        assert row[3] == expected
        assert row[0] == ("on" if row[2] > row[3] else "off")
    assert [row[0] for row in columns(cdnow.table("proof"), "used")] == ["on", "off", "off"]
    assert sum(one.code == "N474" for one in cdnow.notices) == 2


def of_cdnow(path):
    """Clients, days and payments of the example, by DuckDB; and who is judged and flagged on its last day."""
    asked = """SELECT client, date - DATE '1997-01-01', CAST(round(100 * sum(amount)) AS BIGINT)
               FROM read_csv(?, types={'client': 'VARCHAR'}) WHERE amount > 0 GROUP BY ALL"""
    rows = duckdb.execute(asked, [str(path)]).fetchall()
    judged, shown = by_hand(rows, (dt.date(1998, 6, 30) - dt.date(1997, 1, 1)).days, 279)
    return judged[0], shown[0]


def test_ten_are_named_by_the_money_at_risk(path, cdnow) -> None:
    """The names of the first screen that was drawn before the program was; 35 % × 33.7 points of the last year."""
    ten = ["2149", "1820", "0509", "2221", "1088", "2044", "0167", "1126", "0164", "0841"]
    rows = columns(cdnow.table("calls"), "client", "at_risk", "silence", "last_year", "reasons")
    assert [row[0] for row in rows[:10]] == ten
    assert all(name in cdnow.answer for name in ten)
    judged, shown = of_cdnow(path)
    assert {row[0] for row in rows} == shown
    assert len(rows) == cdnow["flagged"] == len(shown)
    lost = next(one for one in cdnow.notices if one.code == "N541")
    assert (lost.values["count"], lost.values["days"]) == (527 - len(judged), 279)  # 527 bought on four days or more
    drop = 146 / 171 - 63 / 122
    assert all(row[1] == pytest.approx(0.35 * drop * float(row[3])) for row in rows)
    assert round(sum(row[1] for row in rows[:10]), 2) == pytest.approx(871.44, abs=0.01)
    assert cdnow["at_risk"] == pytest.approx(sum(row[1] for row in rows))
    assert {row[4] for row in rows} == {"silent longer than usual"}
    # Newcombe's interval of the drop, written out: the distances to Wilson's ends, as squares
    others, flagged = wilson_interval(146, 171), wilson_interval(63, 122)
    below = ((146 / 171 - others.low) ** 2 + (flagged.high - 63 / 122) ** 2) ** 0.5
    above = ((others.high - 146 / 171) ** 2 + (63 / 122 - flagged.low) ** 2) ** 0.5
    year = 0.35 * sum(float(row[3]) for row in rows)
    interval = next(one for one in cdnow.figures if one.name == "at_risk").interval
    assert (interval.low, interval.high) == (pytest.approx(year * (drop - below)), pytest.approx(year * (drop + above)))


def percentile(values, part):
    """PERCENTILE.INC by the standard library."""
    return values[0] if len(values) == 1 else quantiles(values, n=100, method="inclusive")[part - 1]


def by_hand(rows, cut, lost):
    """Who is judged and who is flagged on a day: three sets of each, walking through one client at a time.

    `lost`: days of silence, and longer than the own limit, after which nobody is judged.
    """
    own: dict[str, dict[int, int]] = {}
    for client, day, amount in sorted(rows, key=lambda row: row[1]):
        if amount >= 0 and day <= cut:
            days = own.setdefault(client, {})
            days[day] = days.get(day, 0) + amount
    judged, shown = ([set(), set(), set()] for _ in range(2))
    for client, days in own.items():
        when, paid = list(days), list(days.values())
        gaps = [later - day for day, later in pairwise(when)]
        if cut - when[-1] > lost and len(when) >= 4 and cut - when[-1] > percentile(sorted(gaps), 90) + 1e-9:
            continue
        if len(when) >= 4:
            judged[0].add(client)
            if cut - when[-1] > percentile(sorted(gaps), 90) + 1e-9:
                shown[0].add(client)
        if len(gaps) >= 6:
            judged[1].add(client)
            if median(gaps[-3:]) > 1.5 * median(gaps[:-3]):
                shown[1].add(client)
        if len(when) >= 6:
            judged[2].add(client)
            if mean(map(Decimal, paid[-3:])) < Decimal("0.7") * median(map(Decimal, paid[:-3])):
                shown[2].add(client)
    return judged, shown


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 300))
def test_another_road_flags_the_same(seed, count) -> None:
    chance = random.Random(seed)  # noqa: S311
    clients = "ABCDEFGHIJKLMNOP"
    rows = [
        (chance.choice(clients), chance.randrange(400), chance.choice((-5, 0, 10, 10, 20, 90))) for _ in range(count)
    ]
    rows += [("A", day, 10) for day in (0, 50, 90, 400)]
    first = dt.date(2023, 1, 1)
    log = {
        "client": [row[0] for row in rows],
        "date": [first + dt.timedelta(row[1]) for row in rows],
        "amount": [row[2] for row in rows],
    }
    answer = custecon.signals(custecon.read(log, zero_orders="count"), horizon="200d")
    base = custecon.base(custecon.read(log, zero_orders="count"))
    lost = next(one.values["lost"] for one in base.notices if one.code in ("N460", "N461"))
    judged, shown = by_hand(rows, 400 - 200, lost)
    bought = {(row[0], row[1]) for row in rows if row[2] >= 0}
    later = {client for client, day in bought if day > 200}
    found = columns(answer.table("proof"), "judged", "flagged", "flagged_back", "others_back", "gone")
    for own, flagged, row in zip(judged, shown, found, strict=True):
        assert row == (len(own), len(flagged), len(flagged & later), len((own - flagged) & later), len(own - later))
    judged, shown = by_hand(rows, 400, lost)
    used = [row[0] == "on" for row in columns(answer.table("proof"), "used")]
    listed = {row[0] for row in columns(answer.table("calls"), "client")}
    if any(used):
        assert listed == set().union(*(flagged for flagged, on in zip(shown, used, strict=True) if on))
    else:
        assert listed <= judged[0]
        assert {"N475", "N476"} & {one.code for one in answer.notices}
    risk = [row[0] for row in columns(answer.table("calls"), "at_risk")]
    if any(used):
        assert risk == sorted(risk, reverse=True)
        assert answer["at_risk"] == pytest.approx(sum(risk))
    else:
        assert set(risk) <= {None}


def test_money_times_a_hundred_changes_no_flag(path) -> None:
    import pandas as pd

    frame = pd.read_csv(path, dtype={"client": str})
    plain, dearer = (custecon.signals(frame.assign(amount=(frame["amount"] * times).round(2))) for times in (1, 100))
    assert list(plain.table("proof").rows) == list(dearer.table("proof").rows)
    assert columns(plain.table("calls"), "client") == columns(dearer.table("calls"), "client")


def test_groups_add_up_to_the_regular_clients(path) -> None:
    import pandas as pd

    frame = pd.read_csv(path, dtype={"client": str})
    frame["manager"] = ["Ann" if int(client) % 2 else "Bob" for client in frame["client"]]
    answer = custecon.signals(frame, by="manager")
    groups = columns(answer.table("by_group"), "manager", "regular", "flagged", "at_risk")
    assert {row[0] for row in groups} == {"Ann", "Bob"}
    judged, shown = of_cdnow(path)
    assert (sum(row[1] for row in groups), sum(row[2] for row in groups)) == (len(judged), len(shown))
    assert sum(row[3] for row in groups) == pytest.approx(answer["at_risk"])
    assert len(custecon.signals(frame, top=7).table("calls").rows) == 7


def test_refuses_what_cannot_be_judged(path) -> None:
    with pytest.raises(UsageError, match="E172"):
        custecon.signals(path, horizon="3y")
    with pytest.raises(Undefined, match="nobody has bought on 4 days"):
        custecon.signals({"client": ["a"], "date": ["2024-01-05"], "amount": [1]})


def test_where_no_signal_could_be_tested_it_says_so() -> None:
    days = ["2024-01-01", "2024-05-01", "2024-05-10", "2024-05-20", "2024-06-01"]
    answer = custecon.signals({"client": ["a"] * 5, "date": days, "amount": [1] * 5})
    assert "N476" in {one.code for one in answer.notices}
    assert answer["flagged"] == 0
    assert answer.answer == "Nobody of the regular clients shows a signal today."


def test_where_no_signal_is_on_the_list_goes_by_money_and_says_so() -> None:
    """Ten regular clients, two of them long silent; the log is too short for a test of a signal."""
    rows = [(f"C{n}", dt.date(2024, 1, 1 + 3 * k), 10 * (n + 1)) for n in range(10) for k in range(4)]
    rows += [(f"C{n}", dt.date(2024, 1, 21), 10 * (n + 1)) for n in range(8)]
    found = custecon.signals(pd.DataFrame(rows, columns=["client", "date", "amount"]))
    names = [row[0] for row in columns(found.table("calls"), "client")]
    assert found.screen.table.heading == "Whom to call, the largest buyers first"
    assert names == sorted(names, key=lambda name: -int(name[1:]))
    total = sum(row[2] for row in rows if row[0] in names)
    assert f"in the last year they brought {total}.00." in found.answer
