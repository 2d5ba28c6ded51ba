"""RFM: the scores of a published log, a second road in SQL, and what the scores must not depend on."""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.tables.client_scores import NAMES, by_cuts, by_width, named, nested, scores

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


def test_clients_alike_in_all_stand_by_their_names_and_the_best_first() -> None:
    """Forty who bought once, on one day, for the same; then the last, who bought more, leads."""
    names = [f"c{number * 7 % 40:02d}" for number in range(40)]
    log = {"client": [*names, "best"], "date": ["2024-01-02"] * 41, "amount": [5] * 40 + [6]}
    rows = custecon.rfm(log, bins=2).table("clients").rows
    assert [row[0] for row in rows] == ["best", *sorted(names)]
    found = custecon.rfm(log, bins=2)
    assert found.answer == ("The best score in all three, having bought lately, often and for much: 0 of 41 clients.")
    assert dict(found.parameters)["scores"] == "1 to 2"
    # 41 alike are all in the lowest part; of 41 sums one is above 40 others: 1 + floor(2 · 40 ÷ 41) = 2
    assert [tuple(row) for row in found.table("scores").rows] == [(2, 0, 0, 1), (1, 41, 41, 40)]
    clients, scored, _ = found.tables
    assert (clients.shown, clients.columns[-1].summed) == (20, True)
    assert [column.name for column in clients.columns] == [
        *("client", "recency", "frequency", "money", "last_date", "purchase_days", "total"),
    ]
    assert [column.name for column in scored.columns] == ["score", "recency", "frequency", "money"]
    assert [column.unit.name for column in scored.columns[1:]] == ["clients"] * 3


def test_of_clients_with_the_same_scores_those_who_paid_as_much_stand_by_their_names() -> None:
    """Three hundred who bought once on one day: the most money first."""
    paid = {f"c{number:03d}": number % 7 + 1 for number in range(300)}
    log = {"client": [*paid], "date": ["2024-01-02"] * 300, "amount": [*paid.values()]}
    rows = custecon.rfm(log, bins=2).table("clients").rows
    assert [row[0] for row in rows] == sorted(paid, key=lambda client: -paid[client])


def test_who_was_good_and_slips_away_is_named_the_largest_first(cdnow) -> None:
    """Scores 4 and 5 of what they bought, 1 and 2 of when: of five scores those beyond the middle one."""
    rows = [row for row in cdnow.table("clients").rows if row[1] <= 2 and row[2] >= 4 and row[3] >= 4]
    rows.sort(key=lambda row: -row[6])
    (told,) = cdnow.screen.further
    assert told.startswith(f"{len(rows)} who bought often and for much have not bought lately; ")
    assert f"paid {sum(row[6] for row in rows):,} in all: call " in told
    assert re.findall(r"\b\d{4}\b", told.split("call ")[1]) == [row[0] for row in rows[:5]]


# ------------------------------------------------------------------ schemes, names, an earlier day


def marks_of(found):
    """The scores of each client."""
    return {row[0]: row[1:4] for row in found.table("clients").rows}


@pytest.fixture(scope="module")
def moved():
    from tests.conftest import ROOT

    return custecon.rfm(ROOT / "examples/orders.csv", compare="1997-09-30")


def test_gives_the_scores_of_the_published_log_as_of_an_earlier_day(moved, examples) -> None:
    then = custecon.rfm(custecon.read(examples / "orders.csv", as_of="1997-09-30"))
    marks = marks_of(then)
    assert [[Counter(mark[axis] for mark in marks.values())[score] for score in range(1, 6)] for axis in range(3)] == [
        [476, 475, 478, 455, 465],
        [1403, 0, 439, 214, 293],
        [472, 468, 470, 470, 469],
    ]
    cells = Counter(marks.values())
    assert (cells[5, 5, 5], cells[1, 1, 1], len(cells)) == (191, 147, 64)
    assert [row[1] for row in moved.table("migration_recency").rows] == [465, 455, 478, 475, 476]


def test_gives_the_migration_of_the_published_log(moved) -> None:
    """Recency of CDNOW from 1997-09-30 to 1998-06-30; rows and columns from the lowest score to the highest."""
    rows = [row[2:7][::-1] for row in moved.table("migration_recency").rows][::-1]
    assert rows == [
        (422, 0, 0, 19, 35), (56, 351, 0, 24, 44), (0, 117, 277, 33, 51), (0, 0, 190, 156, 109), (0, 0, 0, 236, 229)
    ]  # fmt: skip
    assert sum(row[7] for row in moved.table("migration_money").rows) == Decimal("244091.94")


def test_named_segments_take_the_first_that_fits(examples) -> None:
    """The bounds that the README of the R package rfm gives, as SQL has them."""
    case = " ".join(
        f"WHEN r BETWEEN {one.recency[0]} AND {one.recency[1]} AND f BETWEEN {one.frequency[0]} AND {one.frequency[1]} "
        f"AND m BETWEEN {one.money[0]} AND {one.money[1]} THEN '{one.name}'"
        for one in NAMES["rfm10"]
    )
    every = [(r, f, m) for r in range(1, 6) for f in range(1, 6) for m in range(1, 6)]
    asked = f"SELECT r, f, m, CASE {case} ELSE 'others' END FROM (VALUES {str(every)[1:-1]}) AS t(r, f, m)"  # noqa: S608
    theirs = {row[:3]: row[3] for row in duckdb.execute(asked).fetchall()}
    words, columns = [*(one.name for one in NAMES["rfm10"]), "others"], list(zip(*every, strict=True))
    assert [theirs[marks] for marks in every] == [words[place] for place in named(columns, NAMES["rfm10"])]
    assert max(named(columns, NAMES["simple"])) < len(NAMES["simple"])  # the six part all scores
    found = custecon.rfm(examples / "orders.csv", names="rfm10", compare="1997-09-30")
    for row in found.table("clients").rows:
        assert str(row[7]) == theirs[row[1:4]]
    parts = found.table("segments").rows
    assert sum(row[1] for row in parts) == 2349 == sum(row[1] for row in found.table("migration").rows)
    assert sum(row[3] for row in parts) == Decimal("244091.94")
    assert sum(row[2] for row in parts) == pytest.approx(sum(row[4] for row in parts)) == pytest.approx(1)


def test_the_ends_of_each_score_are_those_of_its_clients(cdnow) -> None:
    rows = cdnow.table("clients").rows
    for score, *ends in cdnow.table("cuts").rows:
        silent = [(dt.date(1998, 6, 30) - row[4]).days for row in rows if row[1] == score]
        often, paid = ([row[place] for row in rows if row[axis] == score] for axis, place in ((2, 5), (3, 6)))
        expected = [end(cells) if cells else None for cells in (silent, often, paid) for end in (min, max)]
        assert ends == expected
    assert cdnow.table("cuts").rows[3][3:5] == (None, None)  # nobody has a 2 by frequency, and that is told
    assert "N517" in {one.code for one in cdnow.notices}


COLUMNS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)


@given(COLUMNS, st.integers(2, 5))
def test_nested_parts_are_equal_and_inside_one_another(rows, bins) -> None:
    """Hughes: sort by the first column into equal parts, each by the second, each of those by the third."""
    columns = list(zip(*rows, strict=True))
    marks = list(zip(*(column.tolist() for column in nested(columns, bins)), strict=True))

    def check(places, axis):
        counts = Counter(marks[place][axis] for place in places)
        sizes = [len(places) * (score + 1) // bins - len(places) * score // bins for score in range(bins)]
        assert sorted(counts[score] for score in range(1, bins + 1)) == sorted(sizes)
        ends = [sorted(columns[axis][place] for place in places if marks[place][axis] == one) for one in sorted(counts)]
        assert all(lower[-1] <= upper[0] for lower, upper in pairwise(ends))
        if axis < 2:
            for score in counts:
                check([place for place in places if marks[place][axis] == score], axis + 1)

    check(list(range(len(rows))), 0)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=120), st.integers(2, 10))
def test_steps_of_equal_width(values, bins) -> None:
    marks = by_width(values, bins).tolist()
    dropped = len(values) // 50
    low, high = sorted(values)[dropped], sorted(values)[-1 - dropped]
    for value, mark in zip(values, marks, strict=True):
        step = (high - low) / bins
        expected = 1 if low == high else min(bins, max(1, 1 + int((value - low) // step)))
        assert mark == expected or abs((value - low) / step - round((value - low) / step)) < 1e-9
    assert by_width([100 * value for value in values], bins).tolist() == marks


def test_cuts_that_were_given_hold_their_own_value(examples) -> None:
    assert by_cuts([-31, -30, -90, -91], [-365, -180, -90, -30]).tolist() == [4, 5, 4, 3]
    own = {"recency": "30,90,180,365", "frequency": "2,4,8,16", "money": [20, 50, 100, Decimal("200.5")]}
    found = custecon.rfm(examples / "orders.csv", scheme="fixed", **own)
    for row in found.table("clients").rows:
        silent = (dt.date(1998, 6, 30) - row[4]).days
        assert row[1] == 5 - sum(silent > cut for cut in (30, 90, 180, 365))
        assert row[2] == 1 + sum(row[5] >= cut for cut in (2, 4, 8, 16))
        assert row[3] == 1 + sum(row[6] >= cut for cut in own["money"])
    with pytest.raises(UsageError, match="E116"):
        custecon.rfm(examples / "orders.csv", scheme="fixed", recency="30,90")
    with pytest.raises(UsageError, match=r"E103.*rising"):
        custecon.rfm("no such file.csv", scheme="fixed", recency="90,30")
    with pytest.raises(UsageError, match=r"E116.*five scores"):
        custecon.rfm(examples / "orders.csv", bins=4, names="simple")
    with pytest.raises(UsageError, match="E116"):
        custecon.rfm(examples / "orders.csv", scheme="nested", compare="1997-09-30", cuts="first")
    with pytest.raises(UsageError, match="E103"):
        custecon.rfm(examples / "orders.csv", compare="1998-06-30")


def test_cuts_of_the_first_day_and_a_window() -> None:
    """Two of four who bought once buy on: by the cuts of the first day they stand above all who were there."""
    log = {
        "client": ["a", "b", "c", "d", "a", "b", "new"],
        "date": ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-03-01", "2024-03-02", "2024-03-03"],
        "amount": [1, 2, 3, 4, 5, 6, 7],
    }
    found = custecon.rfm(log, bins=4, compare="2024-01-31", cuts="first")
    assert {client: mark[2] for client, mark in marks_of(found).items()} == {"a": 4, "b": 4, "c": 3, "d": 4, "new": 4}
    rows = {str(row[0]): row for row in found.table("migration_money").rows}
    assert {name: row[1] for name, row in rows.items()} == {"4": 1, "3": 1, "2": 1, "1": 1, "not yet a client": 1}
    late = custecon.rfm(log, bins=2, window="1m", compare="2024-01-31")
    assert {row[0] for row in late.table("clients").rows} == {"a", "b", "new"}
    rows = {str(row[0]): row for row in late.table("migration_money").rows}
    assert [column.label for column in late.table("migration_money").columns][4] == "to no purchase any more"
    assert sum(row[4] for row in rows.values()) == 2
    assert {"N516"} <= {one.code for one in custecon.rfm({k: v[:4] for k, v in log.items()}).notices}
