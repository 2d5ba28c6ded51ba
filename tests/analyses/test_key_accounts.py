"""Key accounts: values of published logs, second roads in SQL and by all pairs, the laws of a concentration."""

import datetime as dt
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyses.logs import logs

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.tables.concentration import (
    DRAWS,
    SEED,
    chosen_by,
    cuts_of,
    lorenz,
    percentile_ranks,
    steadiness,
    weighted,
)
from custecon.tables.concentration_index import index_of
from custecon.tables.whale_curve import gini

WEIGHTS = {"money": 50, "growth": 30, "tenure": 20}


@pytest.fixture(scope="module")
def cdnow():
    from tests.conftest import ROOT

    return custecon.key_accounts(ROOT / "examples/orders.csv")


@pytest.fixture(scope="module")
def weighted_cdnow():
    from tests.conftest import ROOT

    return custecon.key_accounts(ROOT / "examples/orders.csv", weights=WEIGHTS)


def test_the_concentration_of_the_published_log(cdnow) -> None:
    """CDNOW to 1998-06-30, reckoned from its data by the formulas of the literature."""
    shares = {"top_one_share": 2.6845, "top_five_share": 5.4968, "top_ten_share": 8.4941, "top_fifth_share": 67.348}
    assert {name: pytest.approx(100 * cdnow[name], abs=6e-4) for name in shares} == shares
    assert round(cdnow["concentration_index"], 3) == 22.858
    assert round(cdnow["equal_clients"], 1) == 437.5
    assert round(cdnow["gini"], 6) == 0.629660
    assert "0.629928" in cdnow.figure("gini").note
    rows = {str(row[0]): row for row in cdnow.table("concentration").rows}
    assert rows["the largest 20 % of clients"][1] == 470
    assert cdnow["largest_money"] == Decimal("6552.70")


def test_the_smallest_published_cases() -> None:
    assert float(gini([10, 20, 30, 40])) == 0.25
    assert index_of([7] * 10) == 1000
    assert lorenz([30, 10, 40, 20])[:3] == [(0, 0), (0.25, 0.1), (0.5, 0.3)]


def test_french_clients_of_a_real_log(shared) -> None:
    """Online Retail, France: 87 clients, of whom some sent back all they bought."""
    file = shared / "data/online-retail/OnlineRetail.csv.gz"
    if not file.exists():
        pytest.skip("../shared/data/online-retail is not here")
    rows = duckdb.execute(
        "SELECT CustomerID, strftime(InvoiceDate, '%Y-%m-%d'), CAST(Quantity * UnitPrice AS DECIMAL(18, 2)) "
        "FROM (SELECT CAST(CAST(CustomerID AS INT) AS VARCHAR) CustomerID, CAST(InvoiceDate AS TIMESTAMP) InvoiceDate, "
        "CAST(Quantity AS DECIMAL(9)) Quantity, CAST(UnitPrice AS DECIMAL(9, 2)) UnitPrice "
        "FROM read_csv(?, all_varchar=true) WHERE Country = 'France' AND CustomerID <> '')",
        [str(file)],
    ).fetchall()
    client, date, amount = map(list, zip(*rows, strict=True))
    found = custecon.key_accounts({"client": client, "date": date, "amount": amount})
    concentration = found.table("concentration").rows
    assert sum(row[5] for row in concentration) == Decimal("196712.84")
    assert sum(row[4] for row in concentration) == 87
    assert 100 * found["top_one_share"] == pytest.approx(9.5537, abs=6e-5)
    assert 100 * found["top_five_share"] == pytest.approx(36.328, abs=6e-4)
    assert round(found["concentration_index"], 2) == 394.46


SQL = """
    WITH every AS (SELECT * FROM read_csv(?, types={'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}) WHERE amount <> 0),
    money AS (SELECT client, sum(amount) AS m, min(date) AS first FROM every GROUP BY 1 HAVING m > 0),
    quarters AS (SELECT money.client AS client, quarter, coalesce(sum(amount), 0) AS q
        FROM money CROSS JOIN (VALUES (0), (1), (2), (3)) AS of(quarter) LEFT JOIN every ON every.client = money.client
        AND datediff('quarter', DATE '1997-07-01', date) = quarter GROUP BY ALL),
    growth AS (SELECT client, regr_slope(q, quarter) AS g FROM quarters GROUP BY 1)
    SELECT client, m, m / sum(m) OVER (), g, 0.5 * 100 * percent_rank() OVER (ORDER BY m)
        + 0.3 * 100 * percent_rank() OVER (ORDER BY round(g, 4)) + 0.2 * 100 * percent_rank() OVER (ORDER BY first DESC)
    FROM money JOIN growth USING (client) ORDER BY client
"""


def test_another_road_gives_the_same_accounts(weighted_cdnow, examples) -> None:
    table = weighted_cdnow.table("accounts")
    names = [column.name for column in table.columns]
    wanted = [names.index(name) for name in ("client", "money", "share", "growth", "score")]
    ours = sorted(tuple(row[place] for place in wanted) for row in table.rows)
    for row, theirs in zip(ours, duckdb.execute(SQL, [str(examples / "orders.csv")]).fetchall(), strict=True):
        assert row[:2] == theirs[:2]
        assert (row[2], float(row[3]), row[4]) == pytest.approx(tuple(map(float, theirs[2:])), abs=1e-6)
    scores = [row[names.index("score")] for row in table.rows]
    assert scores == sorted(scores, reverse=True)
    assert [row[3] for row in table.rows[:11]] == ["key account"] * 10 + ["ordinary"]


SIZES = st.lists(st.integers(1, 10**6), min_size=1, max_size=60)


@given(SIZES)
def test_inequality_by_all_pairs_and_concentration_by_the_number_of_equal_clients(sizes) -> None:
    pairs = np.abs(np.subtract.outer(sizes, sizes)).mean()
    assert float(gini(sizes)) == pytest.approx(pairs / (2 * np.mean(sizes)), abs=1e-12)
    assert float(10_000 / index_of(sizes)) == pytest.approx(1 / np.square(np.array(sizes) / sum(sizes)).sum())
    curve = lorenz(sizes)
    area = np.trapezoid([money for _, money in curve], [clients for clients, _ in curve])
    assert float(gini(sizes)) == pytest.approx(1 - 2 * area, abs=1e-12)


@given(SIZES)
def test_equal_values_have_equal_ranks_and_scale_and_order_change_none(sizes) -> None:
    ranks = dict(zip(sizes, percentile_ranks(sizes).tolist(), strict=True))
    assert ranks == dict(zip(sizes, percentile_ranks([100 * size for size in sizes]).tolist(), strict=True))
    assert all((ranks[one] < ranks[other]) == (one < other) for one in sizes for other in sizes)
    assert cuts_of(len(sizes)) == sorted(cuts_of(len(sizes)))


@settings(max_examples=30)
@given(st.integers(1, 40), st.lists(st.integers(1, 100), min_size=1, max_size=4), st.integers(0, 10**6))
def test_who_is_left_out_of_the_draws_could_not_have_been_chosen(count, weights, seed) -> None:
    """Every client drawn for, with the same weights: the pruned road gives the same."""
    chance = np.random.default_rng(seed)
    ranks = [percentile_ranks(chance.integers(0, 30, count)) for _ in weights]
    top = min(5, count)
    found = steadiness(ranks, weights, top)
    moves = np.random.default_rng(SEED).uniform(0.75, 1.25, (DRAWS, len(weights)))
    usual = chosen_by(weighted(ranks, weights), top)
    drawn = [chosen_by(weighted(ranks, move), top) for move in (moves * np.asarray(weights)).tolist()]
    assert found.each.tolist() == np.mean(drawn, axis=0).tolist()
    assert found.all_stay == pytest.approx(np.mean([(one == usual).all() for one in drawn]))
    assert found.mean_kept == pytest.approx(np.mean([(one & usual).sum() for one in drawn]))


def test_one_weight_alone_is_moved_by_no_draw(examples) -> None:
    found = custecon.key_accounts(examples / "orders.csv", weights=["money=7"], top=3)
    assert found["same_key_share"] == 1
    assert [row[0] for row in found.table("accounts").rows[:3]] == ["1901", "0509", "1981"]


@settings(max_examples=30)
@given(logs(46), st.sampled_from([None, "3m"]))
def test_every_part_adds_up_to_the_whole_log(log, window) -> None:
    try:
        found = custecon.key_accounts(
            custecon.read(log, by="Region"), by="Region", window=window, weights={"recency": 1}
        )
    except Undefined:
        return
    first = dict(found.parameters)["time counted"][:10]
    rows = [row for row in zip(log["client"], log["date"], log["amount"], strict=True) if row[1] >= first]
    concentration = found.table("concentration").rows
    assert sum(row[5] for row in concentration) == sum(amount for *_, amount in rows)
    assert sum(row[4] for row in concentration) == len({client for client, *_ in rows})
    assert sum(row[6] or 0 for row in concentration) == pytest.approx(1)
    accounts, groups = found.table("accounts").rows, found.table("by_group").rows
    assert sum(row[1] for row in accounts) == sum(row[2] for row in groups)
    assert sum(row[2] for row in accounts) == pytest.approx(1)
    assert sum(row[3] == "key account" for row in accounts) == sum(row[4] for row in groups) >= min(10, len(accounts))
    turned = custecon.key_accounts({name: cells[::-1] for name, cells in log.items()}, window=window)
    hundredfold = custecon.key_accounts(log | {"amount": [100 * one for one in log["amount"]]}, window=window)
    assert [row[0] for row in turned.table("accounts").rows] == [row[0] for row in hundredfold.table("accounts").rows]


def orders(*rows):
    """A log of client, day, amount."""
    client, date, amount = zip(*rows, strict=True)
    return {"client": [*client], "date": [*date], "amount": [*amount]}


def codes(found):
    return {one.code for one in found.notices}


def test_one_client_on_whom_most_hangs_is_told() -> None:
    log = orders(("A", "2024-01-02", 60), ("B", "2024-01-03", 30), ("C", "2024-01-04", 10), ("D", "2024-01-05", -5))
    found = custecon.key_accounts(log, margin_rate="40%")
    assert found.answer == (
        "The largest client, A, brings 60% of the money: it is as concentrated as with 2.2 clients of one size."
    )  # 100² ÷ (60² + 30² + 10²) = 2.17
    assert found.screen.further == (
        "If A, who last bought on 2024-01-02, leaves, 60.00 is missing in as long a time, 24.00 of it margin.",
    )
    assert (found["half_clients"], found["largest_margin"]) == (1, Decimal("24"))
    assert {"N503", "N504", "N505", "N506", "N508", "N509"} <= codes(found)
    assert [(str(row[0]), *row[4:6]) for row in found.table("concentration").rows] == [
        ("1 largest client", 1, 60),
        ("all clients above 0", 2, 40),
        ("nothing above 0", 1, -5),
    ]


def test_a_single_client_and_equal_ones() -> None:
    one = custecon.key_accounts(orders(("A", "2024-01-02", 60)), weights={"money": 1, "recency": 1})
    assert (one["top_one_share"], one["equal_clients"], one["gini"]) == (1, 1, 0)
    assert [row[:4] for row in one.table("accounts").rows] == [("A", 60, 1, "key account")]
    alike = custecon.key_accounts(orders(*((f"c{n:02d}", "2024-01-02", 5) for n in range(20))))
    assert (alike["concentration_index"], alike["equal_clients"], alike["gini"]) == (500, 20, 0)
    assert {row[3] for row in alike.table("accounts").rows} == {"key account"}  # all who equal the tenth
    assert "N505" not in codes(alike)
    assert alike["half_clients"] == 10


def test_twenty_per_cent_is_not_more_than_twenty() -> None:
    log = orders(*((f"c{n}", "2024-01-02", 5) for n in range(5)))
    assert {"N505"} == codes(custecon.key_accounts(log)) & {"N504", "N505"}
    more = orders(("a", "2024-01-02", 6), *((f"c{n}", "2024-01-02", 5) for n in range(4)))  # 6 of 26
    assert "N504" in codes(custecon.key_accounts(more))


def test_a_window_counts_its_own_days_alone() -> None:
    log = orders(("A", "2023-01-31", 9), ("A", "2024-01-31", 1), ("B", "2024-01-01", 2), ("B", "2024-01-31", 1))
    found = custecon.key_accounts(log, window="1m", weights={"frequency": 1})
    assert dict(found.parameters)["time counted"] == "2024-01-01 to 2024-01-31"
    rows = {row[0]: row for row in found.table("accounts").rows}
    assert {name: row[1] for name, row in rows.items()} == {"A": 1, "B": 3}
    assert rows["A"][-2:] == (dt.date(2023, 1, 31), dt.date(2024, 1, 31))  # first and last day of all
    assert [row[4] for row in found.table("accounts").rows] == [100, 0]


@pytest.mark.parametrize(
    ("weights", "code"),
    [("money", "E112"), ("size=3", "E112"), ("money=0", "E103"), ("money=-1", "E103"), ("money=x", "E101")],
)
def test_what_is_no_weight_is_refused_before_a_file_is_read(weights, code) -> None:
    with pytest.raises(UsageError, match=code):
        custecon.key_accounts("no such file.csv", weights=weights)
    with pytest.raises(UsageError, match="E112"):
        custecon.key_accounts("no such file.csv", weights="money=1,money=2")


def test_growth_needs_four_whole_quarters(examples) -> None:
    log = orders(("A", "2024-01-02", 60), ("B", "2024-06-30", 30))
    with pytest.raises(Undefined, match="four whole quarters"):
        custecon.key_accounts(log, weights={"growth": 1})
    with pytest.raises(Undefined, match="more than 0"):
        custecon.key_accounts(orders(("A", "2024-01-02", -60)))
    # 10 0 0 40 and 25 25 25 25: 3·(40 − 10) ÷ 10 = 9 and 0 a quarter
    rows = [("A", "2024-01-01", 10), ("A", "2024-12-31", 40), *(("B", f"2024-{n:02d}-01", 25) for n in (1, 4, 7, 10))]
    found = custecon.key_accounts(orders(*rows), weights={"growth": 1})
    assert {row[0]: row[6] for row in found.table("accounts").rows} == {"A": 9, "B": 0}


def test_who_bought_nothing_for_a_year_is_not_told_to_leave() -> None:
    """What the largest brought is gone perhaps; the last year alone is one option away."""
    log = {
        "client": ["Old", "New", "New", "Old again"],
        "date": ["2024-01-10", "2024-03-01", "2026-01-31", "2025-01-31"],
        "amount": [900, 10, 20, 50],
    }
    found = custecon.key_accounts(log)
    missing, gone = map(str, found.first.further)
    assert missing == "Old last bought on 2024-01-10 and may have left already: 900.00 is missing in as long a time."
    assert gone == "2 of the 3 key accounts bought nothing in the year to 2026-01-31."
    assert found.first.next[0] == "--window 12m"
    lately = custecon.key_accounts(log, window="12m")
    assert "If New, who last bought on 2026-01-31, leaves, 20.00 is missing" in str(lately.first.further[0])
    assert len(lately.first.further) == 1
    assert "--window 12m" not in lately.first.next
