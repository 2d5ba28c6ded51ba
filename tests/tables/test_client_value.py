"""The value of every client of a list: by hand, alive in a workbook, and by a second road."""

import csv
import io
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from custecon.analyses.ltv.formulas import METRICS
from custecon.core.errors import Problem, Undefined, UsageError
from custecon.core.expression import value_of
from custecon.core.long_columns import Words
from custecon.core.results import Interval
from custecon.core.schemas import exact
from custecon.metrics import lifetime
from custecon.tables import client_rule, client_value, customer_equity
from custecon.tables.client_columns import Client, Clients, From, Member, Members
from custecon.tables.client_status import Standing
from custecon.tables.client_value import Values, valued
from custecon.tables.customer_equity import client_table

OPTIONS = {
    "discount": 0.1,
    "growth": 0.02,
    "periods": 5,
    "retention_spend": 3.0,
    "order_value": 12.0,
    "orders_per_year": 4.0,
    "years": 3.0,
}
OTHERS = {
    "discount": 0.25,
    "growth": 0.0,
    "periods": 9,
    "retention_spend": 7.0,
    "order_value": 15.0,
    "orders_per_year": 2.0,
    "years": 8.0,
}


def client(key, revenue, cost, retention, source=From.RETENTION):
    margin = Decimal(revenue) - Decimal(cost)
    return Client(Member(key, Standing(), Decimal(revenue)), margin, From.COST, retention, source)


CLIENTS = [
    client("A", 100, 60, 0.8),
    client("B", 200, 150, 0.95),
    client("loses", 100, 150, 0.8),
    client("pays nothing", 0, 50, 0.8),
    client("got money back", -30, 5, 0.5),
    client("leaves at once", 100, 60, 0.0),
    client("stays for ever", 100, 60, 1.0),
]


class Row(NamedTuple):
    """What is told of one client."""

    key: str
    status: str
    value: float | None
    at_low: float | None
    at_high: float | None
    undefined: Problem | None


def columns_of(clients):
    """Clients column by column."""
    margins, sources, kept, kept_from = zip(
        *((one.margin, one.margin_from, one.retention, one.retention_from) for one in clients), strict=True
    )
    members = Members.of([one.member for one in clients])
    return Clients(members, [*margins], Words.of(sources), np.array(kept), Words.of(kept_from))


def rows_of(found):
    """What is told of each client."""
    values = ([None if np.isnan(one) else one for one in column.tolist()] for column in
              (found.value, found.at_low, found.at_high))  # fmt: skip
    return list(
        map(Row, found.clients.members.keys, found.status, *values, map(found.undefined.get, range(len(found))))
    )


def worth(clients, *values):
    """Active clients of these values, which rest on nothing that is not known."""
    made = np.array(values)
    return Values(columns_of(clients), np.zeros(len(made), dtype=bool), made, made, made, {})


def of(metric, options, clients=CLIENTS):
    wanted = {needed.name for needed in metric.asked}
    used = {name: value for name, value in options.items() if name in wanted}
    rows = valued(columns_of(clients), metric=metric, options=used, estimate=None)
    return {row.key: row for row in rows_of(rows)}, client_table(rows, metric=metric, options=used.keys())


# ------------------------------------------------------------------ by hand


@pytest.mark.parametrize(("clients", "tenth"), [(1, 1), (9, 1), (10, 1), (11, 2), (37, 4), (40, 4), (41, 5)])
def test_the_top_tenth_is_a_tenth_of_the_clients_and_a_started_one_is_whole(clients, tenth):
    """Everybody is worth 1 and the best 10 times as much: what they hold tells how many they are."""
    made = [client(str(number), 100, 0, 0.5) for number in range(clients)]
    rows = worth(made, 10.0, *[1.0] * (clients - 1))
    found = {each.name: each for each in customer_equity.figures(rows, level=0.95, method="")}
    assert found["top_tenth_share"].value == pytest.approx((9 + tenth) / (9 + clients), rel=1e-14)
    assert found["customer_equity"].value == 9 + clients


def test_what_the_top_tenth_holds_of_nothing_is_undefined():
    found = {each.name: each for each in customer_equity.figures(worth(CLIENTS[:2], 5.0, -5.0), level=0.95, method="")}
    assert found["top_tenth_share"].value is None
    assert found["top_tenth_share"].undefined.code == "E301"


def test_a_client_without_revenue_loses_his_margin_every_year():
    """Margin −50 a year and a fifth of such clients leaves: −50 ÷ 0.2."""
    found, _ = of(lifetime.margin_over_churn, {})
    assert found["pays nothing"].value == pytest.approx(-250)
    assert found["loses"].value == pytest.approx(-250)
    assert found["A"].value == pytest.approx(200)
    assert found["got money back"].value == pytest.approx(-70)


def test_a_margin_rate_of_no_revenue_is_undefined_and_says_so():
    found, _ = of(lifetime.order_value_over_years, OPTIONS)
    assert found["pays nothing"].value is None
    assert "without revenue" in str(found["pays nothing"].undefined)
    assert found["A"].value == pytest.approx(12 * 4 * 3 * 0.4)


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_one_client_of_whom_there_is_no_value_never_stops_the_list(metric):
    found, _ = of(metric, OPTIONS)
    assert len(found) == len(CLIENTS)
    assert all((row.value is None) == (row.undefined is not None) for row in found.values())


# ------------------------------------------------------------------ alive


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_the_formula_of_the_column_gives_what_other_assumptions_give(metric):
    """What a workbook shows after a change of its yellow cells is what the command gives for them."""
    _, table = of(metric, OPTIONS)
    after, _ = of(metric, OTHERS)
    names = [column.name for column in table.columns]
    column = table.columns[names.index("ltv")]
    assert column.formula is not None
    for row, live in zip(table.rows, column.live, strict=True):
        cells = {name: cell for name, cell in zip(names, row, strict=True) if isinstance(cell, int | float | Decimal)}
        inputs = OTHERS | {name: float(cell) for name, cell in cells.items()}
        wanted = after[row[0]].value
        if live and wanted is not None and all(value_of(needed.condition, inputs) for needed in column.requires):
            assert value_of(column.formula, inputs) == pytest.approx(wanted)


@given(
    st.sampled_from([metric for metric in METRICS.values() if metric.is_schedule]),
    st.floats(0, 1),
    st.floats(0, 0.5),
    st.floats(-0.2, 0.5),
    st.integers(1, 40),
)
def test_the_rows_of_a_fixed_horizon_add_up_to_its_one_formula(metric, retention, discount, growth, periods):
    ratio = retention * (1 + growth) / (1 + discount)
    assume(ratio == 1 or abs(ratio - 1) > 1e-6)  # nearer to 1 the series has no digits left, and a cell keeps its value
    inputs = {"margin": 100.0, "retention": retention, "discount": discount, "periods": periods}
    inputs |= {"retention_spend": 5.0} if metric is lifetime.retention_programme else {"growth": growth}
    formula = lifetime.in_one_formula(metric, inputs.keys())
    if metric is lifetime.retention_programme:
        assume(retention == 0 or abs(retention / (1 + discount) - 1) > 1e-6 or retention / (1 + discount) == 1)
    assert value_of(formula, inputs) == pytest.approx(metric(**inputs), rel=1e-6, abs=1e-9)


def test_who_costs_more_than_he_brings_is_told_also_without_revenue(custecon, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("client,revenue,cost\nA,0,50\n", encoding="utf-8")
    ran = custecon("ltv", file, "--method", "margin-over-churn", "--retention", "80%", "-f", "csv")
    row = next(csv.DictReader(io.StringIO(ran.out)))
    assert float(row["ltv"]) == pytest.approx(-250)
    assert "N312" in ran.err


# ------------------------------------------------------------------ many clients at once

MONEY = st.decimals(-1_000_000, 1_000_000, places=2) | st.sampled_from(
    [Decimal(0), Decimal("-0.00"), Decimal("1e-30"), Decimal("1e300"), Decimal("-1e308"), Decimal("1e400")]
)
CHANCES = st.sampled_from([0.0, 0.8, 1.0, 0.3756]) | st.floats(0, 1) | st.sampled_from([1.5, -0.1])


@st.composite
def lists_of_clients(draw):
    """Clients with odd money and odd retentions of their own or of the file, some without revenue, some lost."""
    paid = draw(st.booleans())
    found = []
    for number in range(draw(st.integers(1, 12))):
        margin, revenue = draw(MONEY), draw(MONEY)
        source = draw(st.sampled_from([From.RETENTION, From.OPTION_RETENTION, From.OBSERVED]))
        retention = 0.6 if source is From.OBSERVED else draw(CHANCES)
        stands = Standing(lost=draw(st.sampled_from([None, False, False, True])))
        member = Member(str(number), stands, revenue if paid else None)
        found.append(Client(member, margin, From.MARGIN, retention, source))
    return found


def told(found):
    return [(*row[:-1], str(row.undefined)) for row in rows_of(found)]


def valued_or_why(clients, metric, used, estimate):
    try:
        return told(valued(columns_of(clients), metric=metric, options=used, estimate=estimate))
    except (Undefined, UsageError, TypeError) as why:
        return type(why), str(why)


@settings(max_examples=400, deadline=None)
@given(
    lists_of_clients(),
    st.sampled_from(list(METRICS.values())),
    st.sampled_from([Interval(0.5, 0.7, 0.95, "Wilson"), Interval(0.5, 1.0, 0.95, "Wilson"), None]),
    st.sampled_from([0.0, 0.1, 3.0]),
    st.sampled_from([0.0, -0.5, 0.02, 2.0]),
    st.sampled_from([1, 3, 10_000]),
)
def test_asking_about_many_at_once_is_asking_about_each(clients, metric, estimate, discount, growth, block):
    wanted = {needed.name for needed in metric.asked}
    options = OPTIONS | {"discount": discount, "growth": growth}
    used = {name: value for name, value in options.items() if name in wanted}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client_rule, "MANY", 1)
        patch.setattr(client_value, "BLOCK", block)
        at_once = valued_or_why(clients, metric, used, estimate)
    one_by_one = valued_or_why(clients, metric, used, estimate)
    assert repr(at_once) == repr(one_by_one)  # to the last digit, and -0.0 is not 0.0


@pytest.mark.parametrize("name", ["margin_multiple", "margin_over_churn", "revenue_over_churn", "margin_multiple_now"])
def test_many_clients_are_indeed_asked_about_at_once(name, monkeypatch):
    monkeypatch.setattr(client_rule, "MANY", 1)
    metric = METRICS[name] if name in METRICS else METRICS[name.replace("_", "-")]
    asked = []
    monkeypatch.setattr(client_rule.Rule, "value", lambda *_: asked.append(1))
    rows = valued(columns_of(CLIENTS[:2] * 3), metric=metric, options={"discount": 0.1}, estimate=None)
    assert not asked
    assert all(isinstance(row.value, float) for row in rows_of(rows))


def test_the_amounts_of_a_log_are_exact_whatever_their_length():
    for whole in (0, 5, -5, 123450, -(10**40) - 1, 10**60 + 7):
        for scale in (0, 2, 5):
            made = exact(whole, scale)
            digits = tuple(map(int, str(abs(whole))))
            assert made.as_tuple() == (int(whole < 0), digits, -scale)
