"""Classes of clients: values of published logs and series, second roads in SQL, the laws of a partition."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import comb

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyses.logs import logs

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.tables.client_classes import abc_of, holm, money_evenness, moved, rhythm_of
from custecon.tables.client_states import Bought

LINES = (Fraction(80, 100), Fraction(95, 100))
EVEN = (Fraction(10, 100), Fraction(25, 100))


@pytest.fixture(scope="module")
def cdnow():
    from tests.conftest import ROOT

    return custecon.segments(ROOT / "examples/orders.csv", compare="1997-09-30")


ORDER = """
    SELECT client, sum(amount) AS m, row_number() OVER (ORDER BY sum(amount) DESC, client),
           coalesce(sum(sum(amount)) OVER (ORDER BY sum(amount) DESC, client
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) / sum(sum(amount)) OVER () AS before,
           coalesce(sum(sum(amount)) OVER (ORDER BY sum(amount) DESC
               RANGE BETWEEN UNBOUNDED PRECEDING AND 0.01 PRECEDING), 0) / sum(sum(amount)) OVER () AS larger
    FROM read_csv(?, types={'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}) WHERE amount <> 0 GROUP BY 1
"""


def class_by(share):
    return "A" if share < 0.8 else "B" if share < 0.95 else "C"


def test_the_classes_of_the_published_log(cdnow, examples) -> None:
    """CDNOW to 1998-06-30: A 777, B 801, C 771 where clients alike are parted by their names, as was reckoned.

    With us those alike are of one class: who crosses the line of B paid as much as three who stand behind them.
    """
    rows = duckdb.execute(ORDER, [str(examples / "orders.csv")]).fetchall()
    assert Counter(class_by(row[3]) for row in rows) == {"A": 777, "B": 801, "C": 771}
    ours = {row[0]: row[1] for row in cdnow.table("clients").rows}
    assert ours == {row[0]: class_by(row[4]) for row in rows}
    assert Counter(ours.values()) == {"A": 777, "B": 804, "C": 768}
    other = {row[1] for row in rows if class_by(row[3]) != ours[row[0]]}
    assert len(other) == 1
    exclusive = custecon.segments(examples / "orders.csv", boundary="exclusive")
    assert exclusive["a_clients"] == 776


RHYTHM = """
    WITH days AS (SELECT DISTINCT client, date FROM read_csv(?, types={'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)'})
                  WHERE amount > 0),
    gaps AS (SELECT client, date - lag(date) OVER (PARTITION BY client ORDER BY date) AS gap FROM days)
    SELECT client, CASE WHEN count(*) < 4 THEN NULL ELSE stddev_pop(gap) / avg(gap) END FROM gaps GROUP BY 1
"""


def test_another_road_gives_the_same_rhythm(cdnow, examples) -> None:
    theirs = dict(duckdb.execute(RHYTHM, [str(examples / "orders.csv")]).fetchall())
    for row in cdnow.table("clients").rows:
        client, name, variation = row[0], row[2], row[6]
        assert variation == pytest.approx(theirs[client])
        assert name == ("–" if variation is None else "X" if variation < 0.5 else "Y" if variation < 1 else "Z")


# Sales of 36 weeks, as posted; the whole variation falls from 58 % by week to 28 % by month and 16 % by quarter.
WEEKS = [*map(int, "0 15 40 15 10 15 20 15 10 15 20 15 5 20 45 20 15 20 25 20 15 20 25 20 40 10 35 10 5 10 15 10 "
                   "5 10 15 10".split())]  # fmt: skip


@pytest.mark.parametrize(("weeks", "per_cent", "name"), [(1, 58, 2), (4, 28, 2), (12, 16, 3)])
def test_the_variation_of_a_published_series(weeks, per_cent, name) -> None:
    cells = np.array(WEEKS).reshape(1, -1, weeks).sum(axis=2)
    found = money_evenness(cells, [0], EVEN)
    assert found.place[0] == name  # three quarters are too few to tell
    assert round(100 * cells.std() / cells.mean()) == per_cent
    if name != 3:
        assert round(100 * found.variation[0]) == per_cent


def test_lines_are_met_to_the_last_digit() -> None:
    """Gaps 1 and 3: mean 2, deviation 1, variation exactly one half, which is Y; 2, 2, 2 is X; 0.25 is Z of money."""
    bought = Bought(
        np.repeat([0, 1, 2], [5, 4, 3]), np.array([1, 2, 5, 6, 9, 1, 3, 5, 7, 1, 2, 9]), np.array([0, 5, 9, 12])
    )
    found = rhythm_of(bought, (Fraction(1, 2), Fraction(1)))
    assert found.place.tolist() == [1, 0, 3]
    assert found.variation[:2].tolist() == [0.5, 0]
    assert money_evenness(
        np.array([[3, 5, 3, 5], [9, 11, 9, 11], [10, 10, 10, 10]]), [0, 0, 0], EVEN
    ).place.tolist() == [2, 1, 0]


def test_a_client_is_judged_from_the_period_of_the_first_purchase_on() -> None:
    cells = np.array([[0, 4, 4, 4, 4], [0, 0, 4, 4, 4], [4, 0, 4, 0, 4]])
    found = money_evenness(cells, [1, 2, 0], EVEN)
    assert found.place.tolist() == [0, 3, 2]


@given(st.lists(st.integers(-50, 200), min_size=1, max_size=40).filter(lambda cells: max(cells) > 0), st.booleans())
def test_equal_amounts_are_of_one_class_and_scale_and_order_change_none(cells, inclusive) -> None:
    found = abc_of(cells, LINES, inclusive=inclusive).tolist()
    known = dict(zip(cells, found, strict=True))
    assert [known[cell] for cell in cells] == found
    assert abc_of([100 * cell for cell in cells], LINES, inclusive=inclusive).tolist() == found
    assert abc_of(cells[::-1], LINES, inclusive=inclusive).tolist() == found[::-1]
    assert all((place == 3) == (cell <= 0) for cell, place in known.items())
    above = sorted((cell for cell in cells if cell > 0), reverse=True)
    for cell in {*above}:
        before = sum(one for one in above if one > cell) + (0 if inclusive else cell)
        parts = [before >= line * sum(above) if inclusive else before > line * sum(above) for line in LINES]
        assert known[cell] == sum(parts)
    if inclusive:
        assert 0 in found


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40), st.integers(0, 2))
def test_the_test_of_who_moved_by_the_binomial(pairs, place) -> None:
    before, after = map(np.array, zip(*pairs, strict=True))
    found = moved(before, after, place)
    left = sum(was == place != now for was, now in pairs)
    came = sum(now == place != was for was, now in pairs)
    assert (found.left, found.came) == (left, came)
    n = left + came
    tail = sum(comb(n, k) for k in range(min(left, came) + 1))
    assert found.p == pytest.approx(min(1, 2 * tail / 2**n))
    assert found.change == pytest.approx(sum(now == place for _, now in pairs) / len(pairs) - np.mean(before == place))
    if n:
        assert found.between.low <= found.change <= found.between.high


def test_p_values_that_are_looked_at_together() -> None:
    """R: p.adjust(c(0.01, 0.02, 0.03), "holm")."""
    assert holm([0.01, 0.02, 0.03]) == pytest.approx([0.03, 0.04, 0.04])


def test_who_moved_adds_up_to_both_days(cdnow, examples) -> None:
    now = Counter(row[1] for row in cdnow.table("clients").rows)
    rows = {str(row[0]): row for row in cdnow.table("migration").rows}
    assert [sum(row[2 + place] for row in rows.values()) for place in range(3)] == [now["A"], now["B"], now["C"]]
    assert sum(row[6] for row in rows.values()) == Decimal("244091.94")
    then = custecon.segments(custecon.read(examples / "orders.csv", as_of="1997-09-30"))
    before = Counter(row[1] for row in then.table("clients").rows)
    assert {name: row[1] for name, row in rows.items()} == before
    for row in cdnow.table("changes").rows:
        assert row[2] - row[1] == row[4] - row[3]
        assert row[6] is None or row[6] <= row[5] <= row[7]


@settings(max_examples=30)
@given(logs(13), st.sampled_from([None, "3m"]), st.sampled_from([None, "2023-06-15"]))
def test_every_table_adds_up_to_the_whole_log(log, window, compare) -> None:
    try:
        found = custecon.segments(
            custecon.read(log, by="Region"), by="Region", window=window, compare=compare, xyz="money", period="month"
        )
    except (Undefined, UsageError):
        return
    first = dict(found.parameters)["time counted"][:10]
    rows = [row for row in zip(log["client"], log["date"], log["amount"], strict=True) if row[1] >= first]
    money, clients = sum(amount for *_, amount in rows), len({client for client, *_ in rows})
    for name, at, counted in (("classes", 3, 1), ("grid", 3, 2), ("by_group", 2, 1), ("clients", 3, None)):
        cells = found.table(name).rows
        assert sum(row[at] for row in cells) == money
        assert (len(cells) if counted is None else sum(row[counted] for row in cells)) == clients
    assert sum(sum(row[5:9]) for row in found.table("classes").rows) == clients
    if compare:
        assert sum(row[6] for row in found.table("migration").rows) == money
        assert sum(row[1] for row in found.table("migration").rows) == len({*log["client"]})


def orders(*rows):
    """A log of client, day, amount."""
    client, date, amount = zip(*rows, strict=True)
    return {"client": [*client], "date": [*date], "amount": [*amount]}


def test_losses_are_a_class_of_their_own_and_new_clients_a_row() -> None:
    log = orders(
        ("a", "2024-01-01", 90), ("b", "2024-01-02", 10), ("d", "2024-01-03", -7), ("new", "2024-03-01", 400),
        ("d", "2024-03-02", 2),
    )  # fmt: skip
    found = custecon.segments(log, compare=dt.date(2024, 1, 31))
    assert {row[0]: row[1] for row in found.table("clients").rows} == {"new": "A", "a": "B", "b": "C", "d": "D"}
    rows = {str(row[0]): row for row in found.table("migration").rows}
    assert [(name, *row[1:7]) for name, row in rows.items()] == [
        ("A", 1, 0, 1, 0, 0, 90),
        ("B", 1, 0, 0, 1, 0, 10),
        ("D", 1, 0, 0, 0, 1, -5),
        ("not yet a client", 1, 1, 0, 0, 0, 400),
    ]
    assert found.screen.further == ("Of the 1 A clients of 2024-01-31 0 still are, 1 is no more; 1 came into A.",)
    assert {"N510", "N511", "N513", "N514", "N515"} <= {one.code for one in found.notices}
    assert "1 has nothing" in next(str(one.brief) for one in found.notices if one.code == "N510").replace("client ", "")


def test_lines_that_part_nobody_are_told(examples) -> None:
    found = custecon.segments(examples / "orders.csv", xyz="money", period="month")
    assert "N512" in {one.code for one in found.notices}
    assert not {row[2] for row in found.table("clients").rows} & {"X", "Y"}


def test_what_has_no_answer_is_refused(examples) -> None:
    with pytest.raises(Undefined, match="more than 0"):
        custecon.segments(orders(("a", "2024-01-01", -1)))
    for day in ("1998-06-30", "1996-12-31", "2001-01-01"):
        with pytest.raises(UsageError, match="E103"):
            custecon.segments(examples / "orders.csv", compare=day)
    one = custecon.segments(orders(("a", "2024-01-01", 1)), boundary="exclusive")
    assert (one["a_clients"], one.table("classes").rows[2][1]) == (0, 1)
