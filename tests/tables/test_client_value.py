"""The value of every client of a list: by hand, alive in a workbook, and by a second road."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from custecon.cli.lifetime_of_figures import METRICS
from custecon.core.expression import value_of
from custecon.metrics import lifetime
from custecon.tables.client_list import Client, From, Member
from custecon.tables.client_value import client_table, valued
from custecon.tables.standing import Standing

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


def of(metric, options, clients=CLIENTS):
    wanted = {needed.name for needed in metric.asked}
    used = {name: value for name, value in options.items() if name in wanted}
    rows = valued(clients, metric=metric, options=used, estimate=None)
    return {row.client.key: row for row in rows}, client_table(rows, metric=metric, options=used.keys())


# ------------------------------------------------------------------ by hand


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
