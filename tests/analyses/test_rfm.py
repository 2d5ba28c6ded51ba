"""RFM: the scores of a published log, a second road in SQL, and what the scores must not depend on."""

import datetime as dt
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import custecon
from custecon.analyses.rfm import scores
from custecon.core.errors import Undefined

# CDNOW, its master log of 2,349 clients as of 1998-06-30; from the highest score to the lowest.
CDNOW = {
    "recency": [468, 468, 467, 468, 478],
    "frequency": [378, 358, 403, 0, 1210],
    "money": [469, 470, 470, 467, 473],
}


@pytest.fixture(scope="module")
def cdnow():
    from tests.conftest import ROOT

    return custecon.rfm(ROOT / "examples/orders.csv")


def test_gives_the_scores_of_the_published_log(cdnow) -> None:
    table = cdnow.table("scores")
    shown = {column.name: [row[place] for row in table.rows] for place, column in enumerate(table.columns)}
    assert {axis: shown[axis] for axis in CDNOW} == CDNOW
    assert cdnow.answer.endswith(": 229 of 2,349 clients.")
    assert sum(row[1:4] == (1, 1, 1) for row in cdnow.table("clients").rows) == 173
    assert len({row[1:4] for row in cdnow.table("clients").rows}) == 60


def test_another_road_gives_the_same_scores(cdnow, examples) -> None:
    asked = """
        SELECT client, 1 + floor(5 * (rank() OVER (ORDER BY r) - 1) / count(*) OVER ()),
               1 + floor(5 * (rank() OVER (ORDER BY f) - 1) / count(*) OVER ()),
               1 + floor(5 * (rank() OVER (ORDER BY m) - 1) / count(*) OVER ())
        FROM (SELECT client, max(date) FILTER (amount > 0) r, count(DISTINCT date) FILTER (amount > 0) f, sum(amount) m
              FROM read_csv(?, types={'client': 'VARCHAR', 'amount': 'DECIMAL(18,2)'})
              WHERE amount <> 0 GROUP BY client)
    """
    found = duckdb.execute(asked, [str(examples / "orders.csv")]).fetchall()
    assert {row[0]: tuple(map(int, row[1:])) for row in found} == {
        row[0]: row[1:4] for row in cdnow.table("clients").rows
    }


# openretailscience, days since the last order 16 30 46 7 25 and money 100 200 150 300 250; its scores begin at 0.
@pytest.mark.parametrize(
    ("values", "published"),
    [([-16, -30, -46, -7, -25], [3, 1, 0, 4, 2]), ([100, 200, 150, 300, 250], [0, 2, 1, 4, 3])],
)
def test_gives_what_others_publish(values, published) -> None:
    assert [score - 1 for score in scores(values, 5)] == published


@given(st.lists(st.integers(-1000, 1000), min_size=1), st.integers(2, 10))
def test_scores_rest_on_the_order_alone(values, bins) -> None:
    marks = scores(values, bins).tolist()
    assert scores([100 * value + 7 for value in values], bins).tolist() == marks
    assert all(1 <= mark <= bins for mark in marks)
    assert min(marks) == 1  # the lowest value and all that equal it
    assert all(
        (a < b) <= (x <= y) for a, x in zip(values, marks, strict=True) for b, y in zip(values, marks, strict=True)
    )


def test_refunds_are_taken_off_and_no_purchase(tmp_path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("client,date,amount\nA,2024-01-02,100\nA,2024-03-01,-40\nB,2024-02-02,70\nC,2024-02-03,-5\n")
    table = custecon.rfm(log, bins=2).table("clients")
    assert list(table.rows) == [
        ("B", 2, 1, 2, dt.date(2024, 2, 2), 1, Decimal("70")),
        ("A", 1, 1, 1, dt.date(2024, 1, 2), 1, Decimal("60")),
    ]


def test_where_nobody_has_bought_there_is_no_score(tmp_path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("client,date,amount\nA,2024-01-02,-100\nB,2024-03-01,-40\n")
    with pytest.raises(Undefined, match="nobody has bought"):
        custecon.rfm(log)
