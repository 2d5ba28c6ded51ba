"""Growth: values of the published log, second roads in SQL and by permutations, the laws of a bridge."""

import itertools
import math
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import custecon
from custecon.analyses.growth.parts import parts_of
from custecon.core.errors import Undefined, UsageError


def bridge(found):
    """The steps of the bridge: clients and money by name."""
    return {str(row[0]): (row[1], row[2]) for row in found.table("bridge").rows}


@pytest.fixture(scope="module")
def cdnow():
    from tests.conftest import ROOT

    return custecon.growth(ROOT / "examples/orders.csv")


def test_the_bridge_of_the_published_log(cdnow) -> None:
    """CDNOW, the second half of 1997 and the first of 1998."""
    assert dict(cdnow.parameters)["periods"] == "1998-H1 against 1997-H2"
    assert bridge(cdnow) == {
        "sales of 1997-H2": (619, Decimal("55096.58")),
        "lost": (297, Decimal("-17108.67")),
        "buy less": (178, Decimal("-14546.87")),
        "came back": (193, Decimal("10516.85")),
        "buy more": (144, Decimal("8909.23")),
        "new": (0, Decimal(0)),
        "sales of 1998-H1": (515, Decimal("42867.12")),
    }
    assert cdnow["stayed"] == 322
    assert cdnow.answer == (
        "Sales fell by 12,229.46 (-22%): new clients brought 0.00, returned ones 10,516.85, those who buy more "
        "8,909.23; those who buy less took 14,546.87, lost ones 17,108.67."
    )


@pytest.mark.parametrize(
    ("method", "parts"),
    [("lmdi", (-5319.75, -317.89)), ("shapley", (-5319.18, -318.46)), ("sequential", (-5343.27, -294.37))],
)
def test_how_often_and_how_much_of_the_published_log(method, parts, examples) -> None:
    found = custecon.growth(examples / "orders.csv", method=method)
    assert (round(found["by_frequency"], 2), round(found["by_basket"], 2)) == parts
    stayed = [row for row in found.table("intensity").rows if row[0] == "clients who stayed"]
    assert [(round(row[2], 4), round(row[3], 4)) for row in stayed] == [(3.0248, 2.5994), (39.0020, 38.6503)]


def test_the_same_half_a_year_before(examples) -> None:
    found = bridge(custecon.growth(examples / "orders.csv", against="1997-H1"))
    assert found["lost"] == (1834, Decimal("-95727.87"))
    assert found["buy more"] == (240, Decimal("14755.76"))
    assert found["buy less"] == (275, Decimal("-22289.01"))
    assert found["sales of 1997-H1"][1] == Decimal("146128.24")


@pytest.mark.parametrize(
    ("method", "parts"),
    [
        ("lmdi", (1028.190, 1028.190, -440.381)),
        ("shapley", (1028.667, 1028.667, -441.333)),
        ("sequential", (1000, 1100, -484)),
    ],
)
def test_gives_the_parts_that_were_reckoned(method, parts) -> None:
    """Clients, frequency, basket from 100 · 2 · 50 to 110 · 2.2 · 48: 1,616 more."""
    assert [round(part, 3) for part in parts_of((100, 2, 50), (110, 2.2, 48), method)] == list(parts)


FACTORS = st.lists(st.tuples(st.floats(0.01, 1000), st.floats(0.01, 1000)), min_size=1, max_size=4)


@given(FACTORS, st.sampled_from(["lmdi", "shapley", "sequential"]))
def test_the_parts_add_up_to_the_change(pairs, method) -> None:
    before, after = zip(*pairs, strict=True)
    low, high = math.prod(before), math.prod(after)
    assert sum(parts_of(before, after, method)) == pytest.approx(high - low, rel=1e-9, abs=1e-9 * (low + high))


@given(FACTORS)
def test_a_second_road_to_the_parts(pairs) -> None:
    """Shapley by the marginal of every order; LMDI turns round when time does, and knows no order of factors."""
    before, after = zip(*pairs, strict=True)
    scale = 1e-9 * (math.prod(before) + math.prod(after))
    every = list(itertools.permutations(range(len(before))))
    for place, part in enumerate(parts_of(before, after, "shapley")):
        gains = []
        for order in every:
            ahead = order[: order.index(place)]
            rest = math.prod(after[one] if one in ahead else before[one] for one in range(len(before)) if one != place)
            gains.append(rest * (after[place] - before[place]))
        assert part == pytest.approx(sum(gains) / len(every), rel=1e-9, abs=scale)
    forth, back = parts_of(before, after, "lmdi"), parts_of(after, before, "lmdi")
    assert forth == pytest.approx([-part for part in back], rel=1e-9, abs=scale)
    assert parts_of(before[::-1], after[::-1], "lmdi") == pytest.approx(forth[::-1], rel=1e-9, abs=scale)


SQL = """
    WITH days AS (SELECT client, date, sum(amount) AS net FROM read_csv(?, types={'client': 'VARCHAR',
                  'amount': 'DECIMAL(18,2)'}) WHERE amount <> 0 GROUP BY ALL),
    a AS (SELECT client, sum(net) AS m FROM days WHERE date BETWEEN '1997-07-01' AND '1997-12-31' GROUP BY 1),
    b AS (SELECT client, sum(net) AS m FROM days WHERE date BETWEEN '1998-01-01' AND '1998-06-30' GROUP BY 1)
    SELECT client, coalesce(a.m, 0), coalesce(b.m, 0), coalesce(b.m, 0) - coalesce(a.m, 0)
    FROM a FULL JOIN b USING (client)
"""


def test_another_road_gives_the_same_clients(cdnow, examples) -> None:
    expected = duckdb.execute(SQL, [str(examples / "orders.csv")]).fetchall()
    assert sorted((row[0], *row[2:5]) for row in cdnow.table("clients").rows) == sorted(expected)


@st.composite
def logs(draw):
    """Orders and refunds of some clients over a year and a half."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 9), st.integers(1, 18), st.integers(1, 28), st.integers(-500, 900).filter(bool)),
            max_size=60,
        )
    )
    rows += [(10, 1, 1, 100), (10, 18, 30, 100)]
    return {
        "client": [f"c{client}" for client, *_ in rows],
        "date": [f"{2022 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-{day:02d}" for _, month, day, _ in rows],
        "amount": [amount for *_, amount in rows],
        "Region": [f"region {client % 3}" for client, *_ in rows],
    }


@given(logs(), st.sampled_from(["month", "quarter", "half-year"]))
def test_a_bridge_adds_up_to_the_cent_whatever_was_bought(log, period) -> None:
    try:
        found = custecon.growth(custecon.read(log, by="Region"), period=period, by="Region")
    except Undefined:  # nobody bought in either
        return
    first, *steps, last = [row[2] for row in found.table("bridge").rows]
    assert first + sum(steps) == last
    assert (first, last) == (found["sales_before"], found["sales"])
    rows = found.table("clients").rows
    assert sum(row[4] for row in rows) == last - first == found["change"]
    assert [sum(row[place] for row in rows) for place in (2, 3)] == [first, last]
    groups = found.table("by_group").rows
    assert [sum(row[place] for row in groups) for place in (2, 3, 4)] == [first, last, last - first]
    parts = [row[1:3] for row in found.table("bridge").rows[1:-1]]
    assert sum(clients for clients, _ in parts) == len(rows)
    labels = dict(found.parameters)["periods"].split(" against ")
    ends = {"quarter": 3, "month": 1, "half-year": 6}[period]

    def sales(label):
        """The money of a period, by its label."""
        year, _, part = label.partition("-")
        months = range((int(part.strip("QH")) - 1) * ends + 1, int(part.strip("QH")) * ends + 1)
        inside = {f"{year}-{month:02d}" for month in months}
        return sum(amount for day, amount in zip(log["date"], log["amount"], strict=True) if day[:7] in inside)

    assert [sales(label) for label in labels] == [last, first]
    intensity = (
        [row for row in found.table("intensity").rows if row[0] == "all clients"] if len(found.tables) > 3 else []
    )
    assert not intensity or sum(row[4] for row in intensity) == pytest.approx(float(last - first), abs=1e-6)


@given(logs())
def test_the_order_of_rows_and_the_unit_of_money_change_no_class(log) -> None:
    try:
        found = custecon.growth(log, period="quarter")
    except Undefined:
        return
    kinds = {row[0]: row[1] for row in found.table("clients").rows}
    turned = custecon.growth({name: cells[::-1] for name, cells in log.items()}, period="quarter")
    assert list(turned.table("clients").rows) == list(found.table("clients").rows)
    hundredfold = custecon.growth(log | {"amount": [100 * amount for amount in log["amount"]]}, period="quarter")
    assert {row[0]: row[1] for row in hundredfold.table("clients").rows} == kinds


ROWS = """
    first 2022-01-01 1, old 2023-02-01 10, old 2024-02-01 -3, won 2024-03-01 20, lost 2023-05-01 30,
    back 2022-05-01 40, back 2024-05-01 40, refunded 2023-06-01 50, refunded 2024-12-31 -5, more 2023-01-02 10,
    more 2024-01-02 15, less 2023-01-03 10, less 2024-01-03 4, same 2023-01-04 7, same 2024-01-04 7
"""


def test_every_kind_of_client_is_where_it_belongs() -> None:
    client, date, amount = zip(*(row.split() for row in ROWS.split(",")), strict=True)
    log = {"client": [*client], "date": [*date], "amount": [*map(int, amount)]}
    found = custecon.growth(log)
    assert {row[0]: str(row[1]) for row in found.table("clients").rows} == {
        "old": "lost",
        "won": "new",
        "lost": "lost",
        "back": "came back",
        "refunded": "lost",
        "more": "buy more",
        "less": "buy less",
        "same": "buy the same",
    }
    assert "N447" not in {one.code for one in found.notices}
    new = next(row for row in found.table("bridge").rows if row[0] == "new")
    assert "not told by the file" in new[6]
    assert len(custecon.growth(log, top=2).table("clients").rows) == 2
    assert "N450" in {one.code for one in custecon.growth(log, top=2).notices}


def test_what_is_not_over_is_left_out_and_told() -> None:
    log = {"client": ["a", "b", "c"], "date": ["2024-01-01", "2024-02-10", "2024-03-05"], "amount": [1, 2, 3]}
    found = custecon.growth(log)
    assert dict(found.parameters)["periods"] == "2024-02 against 2024-01"
    assert {"N446", "N447", "N445"} <= {one.code for one in found.notices}
    assert "2024-03 is not over on 2024-03-05 and is in no figure here." in " ".join(str(found).split())
    with pytest.raises(UsageError, match=r"E180.*2024-03"):
        custecon.growth(log, against="2024-03", period="month")


@pytest.mark.parametrize("said", [{}, {"period": "year"}, {"period": "month"}])
def test_a_log_without_two_whole_periods_is_refused_with_a_cure(said) -> None:
    log = {"client": ["a", "b"], "date": ["2024-01-05", "2024-02-10"], "amount": [1, 2]}
    with pytest.raises(Undefined, match="two whole periods") as refused:
        custecon.growth(log, **said)
    assert str(refused.value.problems[0].cure).endswith("name a longer log")


def test_a_period_that_is_not_over_stands_beside_the_same_days_of_the_year_before(tmp_path) -> None:
    """In SQL: 2024 until 26 November against 2023 until 26 November, leap day and refunds in it."""
    path = tmp_path / "log.csv"
    days = [f"{year}-{month:02d}-{day:02d}" for year in (2022, 2023, 2024) for month in range(1, 13) for day in (1, 26)]
    rows = [(f"C{n % 7}", day, 100 + n * 13 % 89) for n, day in enumerate(days) if day <= "2024-11-26"]
    rows += [("C1", "2024-02-29", 50), ("C2", "2023-11-27", 1000), ("C3", "2023-05-05", -40)]
    path.write_text("client,date,amount\n" + "".join(f"{who},{day},{sum_}\n" for who, day, sum_ in rows))
    found = custecon.growth(path)
    asked = """
        SELECT sum(amount), count(DISTINCT client), count(DISTINCT (client, date)) FILTER (amount > 0) FROM read_csv(?)
        WHERE year(date) = ? AND strftime(date, '%m-%d') <= '11-26' GROUP BY year(date)
    """
    told = [duckdb.execute(asked, [str(path), year]).fetchone() for year in (2023, 2024)]
    assert [(int(row[3]), row[4], row[5]) for row in found.table("to_date").rows] == told
    assert (found["to_date_before"], found["to_date"]) == (told[0][0], told[1][0])
    more = told[1][0] / told[0][0] - 1
    said = str(found.screen.further[0])
    assert said.startswith(f"2024 is not over: until 2024-11-26 it brought {told[1][0]:,}.00, {abs(more):.0%} ")
    assert ("more than" if more > 0 else "less than") in said
    short = {
        name: [row[place] for row in rows if row[1] < "2022-03-15"]
        for place, name in enumerate(("client", "date", "amount"))
    }
    early = custecon.growth(custecon.read(short, as_of="2022-03-15"), period="month")
    assert "is in no figure here" in str(early.screen.further[0])
    assert not [one for one in early.tables if one.name == "to_date"]


def test_why_nobody_is_new(cdnow, tmp_path) -> None:
    """All of CDNOW were won in its first quarter: the file holds no others, which is no absence of new clients."""
    assert "Nobody is new: all clients of the log were won by 1997-03-25." in str(cdnow.screen.further[0])
    path = tmp_path / "log.csv"
    path.write_text("client,date,amount\nA,2022-01-01,5\nA,2023-01-01,5\nB,2023-05-01,5\nA,2024-01-02,1\n")
    assert not any("Nobody is new" in str(one) for one in custecon.growth(path, period="year").screen.further)
