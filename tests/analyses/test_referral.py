"""Referrals: a log worked by hand, a second road in pandas, a published interval, how often intervals hold, laws."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT

import custecon
from custecon.analyses.referral.compared import Compared
from custecon.core.errors import InputRefused, Undefined, UsageError

VISITS = ROOT / "examples/visits.csv"
# a refers b and c; d, e came otherwise; f is not known. Joined in January: a, b, d, f; in February: c, e.
LOG = {
    "client": ["a", "b", "d", "f", "c", "e", "b", "d", "c", "e", "a", "b"],
    "date": [
        *("2024-01-02", "2024-01-10", "2024-01-20", "2024-01-21", "2024-02-01", "2024-02-10"),
        *("2024-02-20", "2024-02-28", "2024-03-05", "2024-03-06", "2024-03-31", "2024-03-30"),
    ],
    "amount": [10, 20, 30, 7, 40, 50, 60, -5, 80, -20, 90, 1],
    "referrer": ["no", "a", "no", "", "a", "no", "a", "no", "a", "no", "no", "a"],
}


@pytest.fixture(scope="module")
def visits():
    return custecon.referral(VISITS, margin_rate="40%", months=6)


def columns(table, *names):
    places = table.places(names)
    return [tuple(row[place] for place in places) for row in table.rows]


def codes(answer):
    return {one.code for one in answer.notices}


def test_a_log_worked_by_hand() -> None:
    """January: b 20 + 60 = 80 against a 10 and d 30 − 5 = 25, mean 17.5; February: c 120 against e 30; both weigh 1."""
    answer = custecon.referral(LOG, months=1, margin_rate="50%", cac=12)
    assert answer["referred_share"] == 2 / 5
    assert answer["referred_brings"] == (80 + 120) / 2
    assert answer["others_bring"] == (17.5 + 30) / 2
    assert answer["difference"] == 100 - 23.75
    assert answer["referred_again"] == 1  # b in February, c in March
    assert answer["others_again"] == 0  # a in March, d and e only sent back
    assert answer["again_difference"] == 1
    assert answer["referral_rate"] == 1 / 6
    assert [answer[f"reward_ceiling_{part}"] for part in (0, 50, 100)] == [62, 37, 12]
    assert columns(answer.table("sources"), "clients", "share", "brought") == [
        (2, 0.4, Decimal(201)),
        (3, 0.6, Decimal(155)),
        (1, None, Decimal(7)),
    ]
    assert columns(answer.table("referrers"), "client", "referred", "brought", "worth_low", "worth_high", "own") == [
        ("a", 2, Decimal(201), 24, 124.5, Decimal(100)),
    ]
    assert {"N532", "N533", "N534"} <= codes(answer)
    assert next(one.interval for one in answer.figures if one.name == "difference") is None
    known = custecon.referral(
        LOG, months=1, margin_rate="50%", cac=12, would_have_come="25%", reward=10, wanted_profit=5
    )
    assert known["reward_ceiling"] == 0.75 * 50 + 12 - 5
    assert known["referral_gain"] == 0.75 * 50 + 12 - 10
    assert columns(known.table("referrers"), "worth") == [(0.75 * 201 * 0.5 + 2 * 2,)]


def test_the_same_money_for_all_is_counted_for_the_same_time() -> None:
    """What comes after the month counted changes nothing; who came too late for it is in no comparison."""
    found = custecon.referral(LOG, months=1)
    later = {name: [*cells] for name, cells in LOG.items()}
    for cells in (("b", "2024-04-15", 500, "a"), ("g", "2024-04-20", 900, "a"), ("h", "2024-04-30", 5, "no")):
        for name, cell in zip(later, cells, strict=True):
            later[name].append(cell)
    assert custecon.referral(later, months=1)["difference"] == found["difference"]


def by_pandas(months):
    """The months, the money of each so far and who is whose, by frames."""
    log = pd.read_csv(VISITS, parse_dates=["date"], keep_default_na=False)
    log["month"] = log.date.dt.year * 12 + log.date.dt.month
    bought = log[log.amount > 0]
    first = bought.groupby("client").month.min().rename("joined")
    clients = log.groupby("client").referrer.first().to_frame().join(first)
    log = log.join(first, on="client")
    clients["money"] = log[log.month <= log.joined + months].groupby("client").amount.sum()
    days = bought.join(first, on="client")
    clients["again"] = days[days.month <= days.joined + months].groupby("client").date.nunique() > 1
    clients["kind"] = np.where(
        clients.referrer == "", "unknown", np.where(clients.referrer == "no", "other", "referred")
    )
    seen = clients[(clients.joined + months <= 2024 * 12 + 12) & (clients.kind != "unknown")]
    both = seen.groupby("joined").kind.transform("nunique") == 2
    return log, clients, seen[both]


def test_another_road_gives_the_same_comparison(visits) -> None:
    _, clients, seen = by_pandas(6)
    known = clients[clients.kind != "unknown"]
    assert visits["referred_share"] == (known.kind == "referred").sum() / len(known)
    for name, column in (("difference", "money"), ("again_difference", "again")):
        cells = seen.groupby(["joined", "kind"])[column].mean().unstack()
        weight = seen[seen.kind == "referred"].groupby("joined").size()
        weight = weight / weight.sum()
        assert visits[name] == pytest.approx(((cells.referred - cells.other) * weight).sum())
    figure = next(one for one in visits.figures if one.name == "difference")
    error = 0.0
    for kind in ("referred", "other"):
        mine = seen[seen.kind == kind]
        within = mine.money - mine.groupby("joined").money.transform("mean")
        spread = (within**2).sum() / (len(mine) - mine.joined.nunique())
        error += spread * (weight**2 / mine.groupby("joined").size()).sum()
    assert figure.interval.high - figure.value == pytest.approx(1.959963985 * error**0.5)
    assert figure.value - figure.interval.low == pytest.approx(1.959963985 * error**0.5)
    last = columns(visits.table("so_far"), "age", "difference", "low", "high")[-1]
    assert last == (6, figure.value, figure.interval.low, figure.interval.high)


def test_another_road_gives_the_same_referrers_and_sources(visits) -> None:
    log, clients, _ = by_pandas(6)
    total = log.groupby("client").amount.sum()
    mine = clients[clients.kind == "referred"].join(total)
    expected = mine.groupby("referrer").amount.agg(["count", "sum"])
    found = {
        row[0]: (row[1], float(row[2])) for row in columns(visits.table("referrers"), "client", "referred", "brought")
    }
    assert found == {name: (row["count"], pytest.approx(row["sum"])) for name, row in expected.iterrows()}
    sums = clients.join(total).groupby("kind").amount.agg(["count", "sum"])
    ways = [sums.loc[kind] for kind in ("referred", "other", "unknown")]
    assert [(row[0], float(row[1])) for row in columns(visits.table("sources"), "clients", "brought")] == [
        (way["count"], pytest.approx(way["sum"])) for way in ways
    ]
    assert sum(row[0] for row in columns(visits.table("by_period"), "new")) == len(clients)
    assert sum(row[0] for row in columns(visits.table("by_period"), "referred")) == sums.loc["referred", "count"]


def compared(month, referred, money, again=None, level=0.95):
    chosen = np.asarray(referred, dtype=np.bool_)
    back = np.zeros(len(chosen), dtype=np.bool_) if again is None else np.asarray(again, dtype=np.bool_)
    return Compared(0, np.asarray(month), chosen, np.asarray(money, dtype=np.float64)[:, None], back, level)


def test_of_one_month_the_difference_of_who_buys_again_is_newcombes() -> None:
    """His table II, (a): 56 of 70 against 48 of 80, 0.0524 to 0.3339."""
    again = [True] * 56 + [False] * 14 + [True] * 48 + [False] * 32
    found = compared([0] * 150, [True] * 70 + [False] * 80, [0.0] * 150, again).bought_again()
    assert (round(found.interval.low, 4), round(found.interval.high, 4)) == (0.0524, 0.3339)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    """Simulated: months that differ in level and in who comes, skewed money, referred clients who bring 15 more."""
    chance, held, times = np.random.default_rng(5), 0, 600
    month = np.repeat(np.arange(8), 20)
    referred = chance.random(160) < np.repeat(np.linspace(0.15, 0.5, 8), 20)
    referred[::20], referred[1::20] = True, False
    level = np.repeat(np.linspace(120, 60, 8), 20) + 15 * referred
    for _ in range(times):
        found = compared(month, referred, level + chance.gamma(2, 25, size=160) - 50).money(0)
        held += found.interval.low <= 15 <= found.interval.high
    assert held / times == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        (["no", "b", "no", "no"], "E354", "b is said to have referred themselves"),
        (["b", "a", "no", "no"], "E355", "in a circle: a, b, a"),
        (["c", "a", "b", "no"], "E355", "referred each other in a circle"),
        (["no", "https://shop.example/x", "no", "no"], "E353", "of b is a web address"),
        (["no", "www.google.com", "no", "no"], "E353", "web address"),
    ],
)
def test_what_cannot_be_is_refused(cells, code, said) -> None:
    log = {"client": [*"abcd"], "date": ["2024-01-02"] * 4, "amount": [1] * 4, "referrer": cells}
    with pytest.raises(InputRefused, match=code) as refused:
        custecon.referral(log)
    assert said in str(refused.value)


def test_a_blank_is_not_known_until_it_is_said_what_it_means() -> None:
    log = {name: [*cells] for name, cells in LOG.items()}
    log["referrer"] = ["" if cell == "no" else cell for cell in log["referrer"]]
    with pytest.raises(Undefined, match="of nobody it says that they came otherwise") as refused:
        custecon.referral(log)
    assert "--blank nobody" in str(refused.value.problems[0].cure)
    answer = custecon.referral(log, blank="nobody", months=1)
    assert answer["referred_share"] == 2 / 6
    assert "N535" in codes(answer)
    assert "N532" not in codes(answer)
    with pytest.raises(Undefined, match="nobody was referred"):
        custecon.referral(log | {"referrer": ["no"] * 12})
    with pytest.raises(Undefined, match="no column tells who referred"):
        custecon.referral({name: cells for name, cells in log.items() if name != "referrer"})


def test_channels_tell_it_too_and_names_that_are_no_clients_are_told() -> None:
    log = LOG | {"channel": ["fair", "", "search", "Recommendation", "", "", "", "", "", "", "", ""]}
    answer = custecon.referral(log, months=1)
    assert answer["referred_share"] == 3 / 6  # f by the channel
    outside = LOG | {"referrer": ["no", "a", "no", "Mr Black", "yes", "no", "a", "no", "yes", "no", "no", "a"]}
    answer = custecon.referral(outside, months=1)
    assert answer["referred_share"] == 3 / 6
    assert next(one.values["count"] for one in answer.notices if one.code == "N530") == 1  # a yes names nobody
    several = LOG | {"referrer": [*LOG["referrer"][:6], "d", *LOG["referrer"][7:]]}
    assert next(one.values["count"] for one in custecon.referral(several, months=1).notices if one.code == "N531") == 1


def test_a_channel_is_a_referral_by_its_words_or_because_it_is_said() -> None:
    log = {name: cells for name, cells in LOG.items() if name != "referrer"}
    ways = {
        "a": "Yandex",
        "b": "Рекомендация клиента",
        "c": "Customer referral",
        "d": "Partner",
        "e": "google.com / referral",
        "f": "Fair",
    }
    answer = custecon.referral(log | {"channel": [ways[one] for one in log["client"]]}, months=1)
    assert answer["referred_share"] == 2 / 6
    told = next(one for one in answer.notices if one.code == "N542")
    assert "Customer referral" in told.what
    assert "google.com / referral" in told.what.split("came otherwise")[1]
    assert "referral_rate" not in {one.name for one in answer.figures}  # a channel does not say who referred
    partner = custecon.referral(
        log | {"channel": [ways[one] for one in log["client"]]}, months=1, referral_channel="partner"
    )
    assert partner["referred_share"] == 1 / 6
    with pytest.raises(UsageError, match="E112"):
        custecon.referral(log | {"channel": [ways[one] for one in log["client"]]}, referral_channel="Radio")
    with pytest.raises(UsageError, match="E112"):
        custecon.referral(LOG, referral_channel="Radio")
    with pytest.raises(Undefined, match="no channel is a referral: «Fair» 6"):
        custecon.referral(log | {"channel": ["Fair"] * 12})


def test_where_nobody_can_be_compared_it_says_so() -> None:
    answer = custecon.referral(LOG, months=12, margin_rate="50%", wanted_profit=5)
    undefined = {one.name: one.undefined.what for one in answer.figures if one.undefined}
    assert undefined.keys() == {"difference", "again_difference"}
    assert "in no month of which enough was seen" in undefined["difference"]
    assert answer["referred_share"] == 2 / 5
    assert [table.name for table in answer.tables] == ["referrers", "sources", "by_period"]


def test_of_revenue_nobody_is_told_what_a_reward_may_be(visits) -> None:
    of_revenue = custecon.referral(VISITS)
    assert not [one for one in of_revenue.figures if "ceiling" in one.name]
    assert not {"worth", "worth_low", "worth_high"} & {one.name for one in of_revenue.table("referrers").columns}
    assert "N307" in codes(of_revenue)
    assert visits["reward_ceiling_0"] == pytest.approx(0.4 * visits["referred_brings"])


def test_a_short_list_tells_what_it_leaves_out() -> None:
    answer = custecon.referral(VISITS, top=3)
    whole = custecon.referral(VISITS).table("referrers").rows
    assert list(answer.table("referrers").rows) == list(whole[:3])
    told = next(one for one in answer.notices if one.code == "N466")
    assert told.values["count"] == len(whole) - 3
    assert told.values["total"].value == sum(row[2] for row in whole[3:])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 300), st.integers(-20, 100).filter(bool)), min_size=1, max_size=40
    ),
    st.lists(st.sampled_from(["", "no", "earlier", "yes", "somebody else"]), min_size=10, max_size=10),
    st.randoms(),
)
def test_every_client_and_all_money_has_one_source_whatever_the_order_of_the_rows(rows, told, chance) -> None:
    """Each may have been referred by the one before them; 0 came otherwise, 1 was referred by 0."""
    rows = [(0, 0, 5), (1, 1, 9), *rows]
    told = ["no", "earlier", *told[2:]]
    there = {row[0] for row in rows}

    def answer(some):
        names = {client: f"c{client - 1}" if word == "earlier" else word for client, word in enumerate(told)}
        return custecon.referral(
            {
                "client": [f"c{row[0]}" for row in some],
                "date": [dt.date(2023, 1, 1) + dt.timedelta(row[1]) for row in some],
                "amount": [row[2] for row in some],
                "referrer": [names[row[0]] for row in some],
            }
        )

    found = answer(rows)
    sources = columns(found.table("sources"), "source", "clients", "share", "brought")
    assert sum(row[1] for row in sources) == len(there)
    assert sum(row[3] for row in sources) == sum(row[2] for row in rows)
    assert sum(row[2] or 0 for row in sources) == pytest.approx(1)
    listed = columns(found.table("referrers"), "referred", "brought")
    assert (sum(row[0] for row in listed), sum(row[1] for row in listed)) == next(
        (row[1], row[3]) for row in sources if row[0] == "referred by a client of the log"
    )
    chance.shuffle(rows)
    assert [list(table.rows) for table in answer(rows).tables] == [list(table.rows) for table in found.tables]
