"""Winning back: the counted returns of a published log, another road in SQL, the list and its own test."""

import datetime as dt
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyses.test_base import columns

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.kinds.orders import ORDERS
from custecon.metrics import win_back
from custecon.metrics.proportions import wilson_interval
from custecon.sources import ReadingOptions, read_log
from custecon.tables.client_states import bought_of
from custecon.tables.return_rates import returns_of

# CDNOW as of 1997-09-30, who bought in the 273 days after, by days of silence.
CDNOW = [(175, 131), (236, 156), (317, 149), (1621, 248)]
LABELS = ["up to 30 days", "31 to 90 days", "91 to 182 days", "183 days and more"]
SLEEPING = 117  # days after which a client of it sleeps


@pytest.fixture(scope="module")
def path():
    from tests.conftest import ROOT

    return ROOT / "examples/orders.csv"


@pytest.fixture(scope="module")
def cdnow(path):
    return custecon.winback(path, margin_rate="35%")


def test_counts_who_came_back_as_published(path, cdnow) -> None:
    """Of everybody; the list looks at those who were silent for longer than usual."""
    _, ledger = read_log(path, (ORDERS,), ReadingOptions())
    until = dt.date(1998, 6, 30)
    found = returns_of(bought_of(ledger.clients(as_of=until)), dt.date(1997, 9, 30), until)
    assert [str(label) for label in found.labels()] == LABELS
    assert [*zip(found.clients["all"].tolist(), found.back["all"].tolist(), strict=True)] == CDNOW
    bands = cdnow.table("bands")
    assert columns(bands, "band", "clients", "back")[-1] == (LABELS[-1], *CDNOW[-1])
    assert columns(bands, "once", "more")[-1] == (1403, 218)
    assert columns(bands, "once_share", "more_share")[-1] == (193 / 1403, 55 / 218)
    for low, high, clients, back in columns(bands, "low", "high", "clients", "back"):
        interval = wilson_interval(back, clients, 0.95)
        assert (low, high) == (interval.low, interval.high)


@pytest.mark.parametrize(("horizon", "cut"), [("273d", "1997-09-30"), ("120d", "1998-03-02")])
def test_another_road_counts_the_same(path, horizon, cut) -> None:
    asked = """
        WITH bought AS (SELECT DISTINCT client, date FROM read_csv(?, types={'client': 'VARCHAR'}) WHERE amount > 0),
        seen AS (SELECT client, CAST(? AS DATE) - max(date) FILTER (date <= CAST(? AS DATE)) AS silent,
                        count(*) FILTER (date > CAST(? AS DATE)) AS later FROM bought GROUP BY client),
        banded AS (SELECT CASE WHEN silent <= 182 THEN 3 WHEN silent <= 365 THEN 4 ELSE 5 END AS band, later
                   FROM seen WHERE client IN (SELECT unnest(?)))
        SELECT count(*), count(*) FILTER (later > 0), sum(later) / nullif(count(*) FILTER (later > 0), 0)
        FROM banded GROUP BY band ORDER BY band
    """
    silent, usual = as_usual(path, cut, SLEEPING)
    found = duckdb.execute(asked, [str(path), cut, cut, cut, sorted(silent - usual)]).fetchall()
    bands = custecon.winback(path, horizon=horizon).table("bands")
    assert columns(bands, "clients", "back") == [row[:2] for row in found]
    assert [row[0] for row in columns(bands, "purchases_each")] == pytest.approx([row[2] for row in found])


def as_usual(path, day, sleeping_after):
    """Who is silent on a day, and of them who is so no longer than nine tenths of their own gaps: in SQL."""
    asked = """
        WITH bought AS (SELECT DISTINCT client, date FROM read_csv(?, types={'client': 'VARCHAR'})
                        WHERE amount > 0 AND date <= CAST(? AS DATE)),
        gaps AS (SELECT client, date - lag(date) OVER (PARTITION BY client ORDER BY date) AS gap FROM bought),
        own AS (SELECT client, quantile_cont(gap, 0.9) AS own FROM gaps GROUP BY client HAVING count(*) >= 4),
        seen AS (SELECT client, CAST(? AS DATE) - max(date) AS silent FROM bought GROUP BY client)
        SELECT client, own IS NOT NULL AND silent <= own FROM seen LEFT JOIN own USING (client) WHERE silent > ?
    """
    found = duckdb.execute(asked, [str(path), day, day, sleeping_after]).fetchall()
    return {client for client, _ in found}, {client for client, usual in found if usual}


def test_who_is_silent_as_usual_is_not_on_the_list_and_told(path, cdnow) -> None:
    silent, usual = as_usual(path, "1998-06-30", SLEEPING)
    assert len(silent) == cdnow["silent_clients"]
    assert {row[0] for row in columns(cdnow.table("calls"), "client")} == silent - usual
    assert len(usual) > 30
    told = next(one for one in cdnow.notices if one.code == "N498")
    assert str(told).startswith(f"{len(usual)} more clients are silent")
    then, as_then = as_usual(path, "1997-09-30", SLEEPING)
    assert columns(cdnow.table("proof"), "clients")[-1][0] == len(then - as_then)


def test_a_regular_client_within_their_own_gaps_is_not_called(tmp_path) -> None:
    """One buys every 200 days for much and is silent for 150; others bought every week and have stopped."""
    rows = [("Rare", f"20{18 + n * 200 // 365}-{n * 200 % 365 // 31 + 1:02d}-05", 9000) for n in range(11)]
    rows += [
        (f"C{n}", f"2023-{1 + w // 4:02d}-{1 + 7 * (w % 4):02d}", 50) for n in range(30) for w in range(20 + n % 20)
    ]
    rows += [("Late", "2023-12-31", 10)]
    log = {
        name: list(column) for name, column in zip(("client", "date", "amount"), zip(*rows, strict=True), strict=True)
    }
    found = custecon.winback(log)
    assert "Rare" not in {row[0] for row in columns(found.table("calls"), "client")}
    two = [place for place, who in enumerate(log["client"]) if who in ("Rare", "Late")]
    with pytest.raises(Undefined, match="nobody is silent for longer than is usual of them"):
        custecon.winback(
            {name: [column[place] for place in two] for name, column in log.items()},
            sleeping_after="20d",
            lost_after="300d",
        )


def test_the_list_is_of_the_sleeping_and_lost_and_the_first_are_named(path, cdnow) -> None:
    base = custecon.base(path)
    rows = columns(cdnow.table("calls"), "client", "state", "silence", "chance", "at_stake", "expected_value")
    silent, usual = as_usual(path, "1998-06-30", SLEEPING)
    assert len(silent) == cdnow["silent_clients"] == base["sleeping"] + base["lost"]
    assert len(rows) == len(silent - usual)
    assert sum(row[1] == "is lost" for row in rows) <= base["lost"]
    worth = [row[5] for row in rows if row[5] is not None]
    assert worth == sorted(worth, reverse=True)
    assert all(row[5] is None for row in rows[len(worth) :])
    assert [row[3] is None for row in rows] == [row[2] > 272 for row in rows]
    names = [row[0] for row in rows[:10]]
    assert f"Call {', '.join(names[:3])} and 7 more first" in cdnow.answer
    assert cdnow["stake_of_the_first"] == pytest.approx(sum(row[4] for row in rows[:10]))
    first = rows[0]
    assert first[0] == "1670"
    clients, back, each = columns(cdnow.table("bands"), "clients", "back", "purchases_each")[0]  # proved in SQL above
    assert first[3] == pytest.approx(back / clients)
    assert first[4] == pytest.approx(180.58 * each * 0.35, abs=0.01)


def test_the_list_is_tested_on_the_log_itself(cdnow) -> None:
    ours, silence, everybody = columns(cdnow.table("proof"), "rule", "clients", "brought", "each")
    assert (ours[0], silence[0], everybody[0]) == ("this list", "shortest silence first", "all of the list")
    assert ours[1] == silence[1] == -(-everybody[1] // 10)
    assert ("N470" in {one.code for one in cdnow.notices}) == (ours[2] <= silence[2])


def test_it_says_so_where_silence_alone_is_better() -> None:
    """Who bought much and rarely never comes back; who bought little and is silent for a short time does."""
    rows = []
    for number in range(40):
        rows += [(f"big{number:02d}", "2024-01-01", 1000), (f"big{number:02d}", "2024-02-01", 1000)]
        rows += [(f"new{number:02d}", "2024-03-01", 900), (f"new{number:02d}", f"2024-10-{number % 28 + 1:02d}", 10)]
    log = dict(zip(("client", "date", "amount"), zip(*rows, strict=True), strict=True))
    log = {name: list(values) for name, values in log.items()}
    answer = custecon.winback(log, sleeping_after="30d", lost_after="300d", horizon="120d")
    ours, silence, _ = columns(answer.table("proof"), "brought")
    assert ("N470" in {one.code for one in answer.notices}) == (ours[0] <= silence[0])


def test_what_a_call_costs_is_that_of_the_formulas(path) -> None:
    answer = custecon.winback(path, margin_rate="35%", contact_cost=2, offer_cost=3, regained="60%")
    told = {one.name: one.value for one in answer.inputs}
    p0, p1, value = told["base_return"], 0.6, told["second_value"]
    assert answer["win_back_gain"] == pytest.approx((p1 - p0) * value - 2 - p1 * 3)
    assert answer["offer_ceiling"] == pytest.approx(((p1 - p0) * value - 2) / p1)
    assert answer["break_even_return"] == pytest.approx((p0 * value + 2) / (value - 3))
    assert answer["contact_ceiling"] == pytest.approx((p1 - p0) * value - p1 * 3)


def test_figures_of_the_specification() -> None:
    answer = custecon.winback(base_return="5%", regained="12%", second_value=300, contact_cost=10)
    assert round(answer["offer_ceiling"], 2) == 91.67
    assert answer["contact_ceiling"] == pytest.approx(21)
    assert answer["win_back_gain"] == pytest.approx(11)
    assert custecon.winback(base_return="5%", second_value=300, contact_cost=10)["break_even_return"] == pytest.approx(
        25 / 300
    )


SHARES = st.floats(0.01, 0.99)
MONEY = st.floats(1, 1e6)


@given(SHARES, SHARES, MONEY, st.floats(0, 1e3), st.floats(0, 1e3))
def test_at_the_ceilings_and_at_break_even_nothing_is_gained(p0, p1, value, call, offer) -> None:
    lower, upper = sorted((p0, p1))
    known = {"base_return": lower, "regained": upper, "second_value": value}
    scale = max(value, call, offer, 1)
    most = win_back.contact_ceiling(**known, offer_cost=offer)
    if most >= 0:
        assert abs(win_back.win_back_gain(**known, contact_cost=most, offer_cost=offer)) < 1e-9 * scale
    most = win_back.offer_ceiling(**known, contact_cost=call)
    if most >= 0:
        assert abs(win_back.win_back_gain(**known, contact_cost=call, offer_cost=most)) < 1e-9 * scale
    if value > offer:
        part = win_back.break_even_return(base_return=lower, second_value=value, contact_cost=call, offer_cost=offer)
        if part <= 1:
            gain = {**known, "regained": part, "contact_cost": call, "offer_cost": offer}
            assert abs(win_back.win_back_gain(**gain)) < 1e-9 * scale


def test_a_trial_of_the_size_told_finds_the_effect_four_times_of_five() -> None:
    chance = np.random.default_rng(7)
    count = win_back.trial_size(base_return=0.2, regained=0.3, held_out=0.2)
    held, called = round(count * 0.2), round(count * 0.8)
    rest, came = (chance.binomial(*one, size=4000) for one in ((held, 0.2), (called, 0.3)))
    error = np.sqrt(0.2 * 0.8 / held + 0.3 * 0.7 / called)
    found = (came / called - rest / held) / error > 1.959964
    assert found.mean() == pytest.approx(0.8, abs=0.03)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 700), st.integers(-20, 100).filter(bool)),
        min_size=2,
        max_size=60,
    )
)
def test_bands_hold_every_client_of_the_cut_and_the_list_every_silent_one(rows) -> None:
    rows = [("A", 0, 5), ("B", 701, 5), ("Z", 1, 5), *rows]
    first = dt.date(2023, 1, 1)
    log = {
        "client": [row[0] for row in rows],
        "date": [first + dt.timedelta(row[1]) for row in rows],
        "amount": [row[2] for row in rows],
    }
    answer = custecon.winback(log, sleeping_after="20d", lost_after="200d", horizon="351d")
    cut = 701 - (701 + 1) // 2
    days = {who: sorted({day for one, day, amount in rows if one == who and amount > 0}) for who, _, _ in rows}

    def overdue(until):
        seen = {who: [day for day in own if day <= until] for who, own in days.items()}
        late = {who for who, own in seen.items() if own and until - own[-1] > 20}
        return {
            who for who in late if len(seen[who]) < 4 or until - seen[who][-1] > np.percentile(np.diff(seen[who]), 90)
        }

    there = overdue(cut)
    if not there:  # nobody was on such a list: everybody tells
        there = {row[0] for row in rows if row[1] <= cut and row[2] > 0}
    back = {row[0] for row in rows if row[1] > cut and row[2] > 0} & there
    bands = answer.table("bands")
    assert sum(row[0] for row in columns(bands, "clients")) == len(there)
    assert sum(row[0] for row in columns(bands, "back")) == len(back)
    assert all(row[0] == row[1] + row[2] for row in columns(bands, "clients", "once", "more"))
    last = {}
    for client, day, amount in rows:
        if amount > 0:
            last[client] = max(day, last.get(client, 0))
    listed = {row[0]: row[1] for row in columns(answer.table("calls"), "client", "silence")}
    assert listed == {client: 701 - last[client] for client in overdue(701)}


def test_groups_of_the_silent_add_up() -> None:
    log = {
        "client": ["a", "b", "c", "a", "d"],
        "date": ["2024-01-05", "2024-02-05", "2024-03-01", "2024-03-20", "2024-06-30"],
        "amount": [10, 20, 30, 5, 4],
        "manager": ["Ann", "Bob", "Ann", "Ann", "Bob"],
    }
    answer = custecon.winback(log, by="manager", sleeping_after="30d", lost_after="60d")
    found = columns(answer.table("by_group"), "manager", "clients", "last_year")
    assert sorted(found) == [("Ann", 2, Decimal(45)), ("Bob", 1, Decimal(20))]
    assert [row[0] for row in columns(answer.table("calls"), "manager")].count("Ann") == 2
    one = custecon.winback(log, by="manager", sleeping_after="30d", lost_after="60d", top=1)
    assert len(one.table("calls").rows) == 1
    assert "N466" in {told.code for told in one.notices}


def test_refuses_what_cannot_be_counted(path) -> None:
    with pytest.raises(UsageError, match="E172"):
        custecon.winback(path, horizon="3y")
    with pytest.raises(Undefined, match="all was bought on one day"):
        custecon.winback({"client": ["a"], "date": ["2024-01-05"], "amount": [1]})
    with pytest.raises(Undefined, match="nobody is silent"):
        custecon.winback({"client": ["a", "a"], "date": ["2024-01-05", "2024-02-05"], "amount": [1, 1]})
    with pytest.raises(UsageError, match="E115"):
        custecon.winback(contact_cost=5)


def test_a_chance_that_rests_on_few_is_called_a_guess(path) -> None:
    days = ["2024-01-05", "2024-01-20", "2024-03-01", "2024-06-30", "2024-05-15"]
    log = {"client": ["a", "b", "a", "c", "d"], "date": days, "amount": [1] * 5}
    answer = custecon.winback(log, sleeping_after="30d")
    (told,) = (one for one in answer.notices if one.code == "N477")
    assert told.values["count"] == 2  # a and b, silent for 32 and 73 days in the middle of the log
    assert "N477" not in {one.code for one in custecon.winback(path).notices}


def test_somebody_has_as_long_to_come_back_as_counts_as_a_loss(path) -> None:
    """Half of the example's log is shorter than its 279 days; where clients buy every week it is some weeks."""
    assert "within 273 days" in custecon.winback(path).answer
    weeks = [str(dt.date(2024, 1, 1) + dt.timedelta(7 * week)) for week in range(40)]
    weekly = {"client": ["a"] * 40 + ["b"] * 20, "date": weeks + weeks[:20], "amount": [1] * 60}
    assert (
        "within 14 days" in custecon.winback(weekly).answer or "longer than the log" in custecon.winback(weekly).answer
    )


def test_a_trial_is_planned_also_where_nobody_says_how_many_come_back_when_called(path) -> None:
    answer = custecon.winback(path)
    told = {one.name: one.value for one in answer.inputs}
    assert told["regained"] == pytest.approx(told["base_return"] + 0.05)
    p0, p1 = told["base_return"], told["regained"]
    by_hand = 7.848879734 * (p0 * (1 - p0) / 0.2 + p1 * (1 - p1) / 0.8) / 0.05**2
    assert answer["trial_size"] == pytest.approx(by_hand)
    half = custecon.winback(path, held_out="50%")
    assert half["trial_size"] == pytest.approx(7.848879734 * (p0 * (1 - p0) + p1 * (1 - p1)) / 0.5 / 0.05**2)


def test_how_sure_the_chance_of_the_first_ten_is(cdnow) -> None:
    """By hand from the bands: of who bought once and more often apart, each with Wilson's interval, as squares."""
    rows = columns(cdnow.table("calls"), "silence", "purchase_days", "chance")[:10]
    bands = columns(cdnow.table("bands"), "once", "once_share", "more", "more_share")
    counts = {}
    for silence, days, _ in rows:
        band = int(silence > 182)
        once, share, more, more_share = bands[band]
        cell = (round(once * share), once) if days == 1 else (round(more * more_share), more)
        counts[cell] = counts.get(cell, 0) + 1
    average = sum(count / 10 * back / clients for (back, clients), count in counts.items())
    below = sum((count / 10 * (b / c - wilson_interval(b, c).low)) ** 2 for (b, c), count in counts.items()) ** 0.5
    above = sum((count / 10 * (wilson_interval(b, c).high - b / c)) ** 2 for (b, c), count in counts.items()) ** 0.5
    figure = next(one for one in cdnow.figures if one.name == "uncalled")
    assert figure.value == pytest.approx(average) == pytest.approx(sum(row[2] for row in rows) / 10)
    assert figure.interval.low == pytest.approx(average - below)
    assert figure.interval.high == pytest.approx(average + above)


def test_of_revenue_nobody_is_told_what_a_call_may_cost(path) -> None:
    """A call that pays by revenue may lose money: the margin is asked for."""
    of_revenue = " ".join(str(custecon.winback(path)).split())
    assert "may cost up to" not in of_revenue
    assert "What a call may cost, only the margin tells" in of_revenue
    of_margin = " ".join(str(custecon.winback(path, margin_rate="35%")).split())
    assert "A call may cost up to" in of_margin


def test_what_a_client_of_the_test_brought_is_what_all_brought_by_their_number(cdnow) -> None:
    for _, clients, _, _, brought, each in cdnow.table("proof").rows:
        assert each == pytest.approx(float(brought) / clients)
