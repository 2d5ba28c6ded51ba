"""Every metric over columns of every usual type: the answer at a place is that of the elements of the place."""

import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import custecon
from custecon.core.catalogue import METRICS, Metric
from custecon.core.errors import Undefined, UsageError
from custecon.core.units import Form

EACH = [pytest.param(metric, id=metric.name) for metric in METRICS.values()]
LTV = METRICS["margin_over_churn"]  # revenue × margin rate ÷ churn


def several(metric: Metric) -> dict[str, list[float]]:
    """Three values for each input of its example, near it, where the figure exists together and each alone."""
    example = metric.checked(dict(metric.examples[0].inputs))
    found = {}
    for needed in metric.asked:
        if needed.name not in metric.examples[0].inputs:
            continue
        value = example[needed.name]
        near = [value, value * 0.96875, value]
        if needed.quantity.whole:
            near = [value, value + 1, value]
        try:
            for one in near:
                metric(**{**metric.examples[0].inputs, needed.name: one})
        except (UsageError, Undefined):
            near = [value] * 3
        found[needed.name] = near
    return found


def as_text(values: list[float], share: bool) -> list[str]:
    return [f"{Decimal(repr(value)) * 100:f}%" if share else f"{Decimal(repr(value)):f}" for value in values]


KINDS = {
    "list": list,
    "tuple": tuple,
    "array": np.array,
    "objects": lambda values: np.array(values, dtype=object),
    "decimals": lambda values: [Decimal(repr(value)) for value in values],
    "fractions": lambda values: [Fraction(repr(value)) for value in values],
    "series": lambda values: pd.Series(values, index=["a", "b", "c"]),
    "categories": lambda values: pd.Series(values).astype("category"),
    "nullable": lambda values: pd.Series(values, dtype="Float64"),
    "arrow in pandas": lambda values: pd.Series(values, dtype="double[pyarrow]"),
    "polars": pl.Series,
    "arrow": pa.array,
    "chunks": lambda values: pa.chunked_array([values[:1], values[1:]]),
}


@pytest.mark.parametrize("kind", [*KINDS, "text", "text in polars"])
@pytest.mark.parametrize("metric", EACH)
def test_the_answer_at_a_place_is_that_of_the_elements_there(metric: Metric, kind: str) -> None:
    example = dict(metric.examples[0].inputs)
    for name, values in several(metric).items():
        share = next(n.quantity for n in metric.asked if n.name == name).unit.form is Form.SHARE
        if kind.startswith("text"):
            column = as_text(values, share) if kind == "text" else pl.Series(as_text(values, share))
        else:
            column = KINDS[kind]([float(value) for value in values])
        found = metric(**{**example, name: column})
        assert [*found] == pytest.approx([metric(**{**example, name: value}) for value in values], rel=1e-12)


@pytest.mark.parametrize("metric", EACH)
def test_all_inputs_as_columns_and_a_gap_in_each(metric: Metric) -> None:
    several_of = several(metric)
    rows = [dict(zip(several_of, row, strict=True)) for row in zip(*several_of.values(), strict=True)]
    try:
        alone = [metric(**row) for row in rows]
    except (UsageError, Undefined):
        rows = [{name: values[0] for name, values in several_of.items()}] * 3
        alone = [metric(**row) for row in rows]
    columns = {name: pd.Series([row[name] for row in rows], index=[5, 3, 1]) for name in several_of}
    found = metric(**columns)
    assert found.tolist() == pytest.approx(alone, rel=1e-12)
    assert (list(found.index), found.name) == ([5, 3, 1], metric.name)
    for name, column in columns.items():
        for gap in (None, float("nan"), pd.NA, np.float32("nan"), Decimal("nan"), pd.NaT):
            gapped = pd.Series([column.iloc[0], gap, column.iloc[2]], index=column.index, dtype=object)
            with_gap = metric(**{**columns, name: gapped})
            assert math.isnan(with_gap.iloc[1])
            assert [with_gap.iloc[0], with_gap.iloc[2]] == pytest.approx([alone[0], alone[2]], rel=1e-12)
    assert np.isnan(metric(**{**columns, next(iter(columns)): [None] * 3})).all()


@pytest.mark.parametrize("gap", [None, float("nan")])
def test_a_gap_stands_in_every_library(gap) -> None:
    churn = [0.05, gap, 0.1]
    for column in (np.array(churn, float), pd.Series(churn), pd.Series(churn, dtype="Float64"), pl.Series(churn),
                   pa.array(churn), pa.chunked_array([churn]), pd.Series(churn, dtype="Float32"), churn):  # fmt: skip
        found = LTV(revenue=100, margin_rate=0.8, churn=column)
        assert [found[0], found[2]] == pytest.approx([1600, 800])
        assert math.isnan(found[1])


def test_the_column_is_of_the_library_that_it_came_from() -> None:
    others = {"revenue": 100, "margin_rate": "80%"}
    assert isinstance(LTV(**others, churn=[0.05]), np.ndarray)
    assert isinstance(LTV(**others, churn=pl.Series("churn", [0.05])), pl.Series)
    assert isinstance(LTV(revenue=[100], margin_rate=pd.Series([0.8]), churn=0.05), pd.Series)
    frame = LTV(**others, churn=pd.DataFrame({"a": [0.05], "b": [0.1]}))
    assert frame.to_dict("list") == {"a": [1600.0], "b": [800.0]}
    grid = LTV(revenue=np.array([[100.0], [200.0]]), margin_rate=0.8, churn=np.array([0.05, np.nan]))
    assert grid[:, 0].tolist() == [1600.0, 3200.0]
    assert np.isnan(grid[:, 1]).all()


def test_series_are_laid_beside_each_other_by_their_labels() -> None:
    revenue, churn = pd.Series([100.0, 200.0], index=["a", "b"]), pd.Series([0.1, 0.05], index=["b", "a"])
    found = LTV(revenue=revenue, margin_rate=0.8, churn=churn)
    assert found[["a", "b"]].tolist() == pytest.approx([1600.0, 1600.0])
    found = LTV(revenue=revenue, margin_rate=0.8, churn=churn.rename({"a": "c"}))
    assert found.isna().to_dict() == {"a": True, "b": False, "c": True}


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble])
def test_a_float_of_any_length_has_its_own_digits(kind) -> None:
    scalar, column = kind("0.1"), np.array(["0.1"], dtype=kind)
    assert LTV(revenue=100, margin_rate=0.8, churn=scalar) == LTV(revenue=100, margin_rate=0.8, churn=0.1)
    assert LTV(revenue=100, margin_rate=0.8, churn=column).tolist() == [LTV(revenue=100, margin_rate=0.8, churn=0.1)]


@pytest.mark.parametrize(
    "number",
    [
        np.int64(100),
        np.uint8(100),
        np.float32(100),
        Decimal(100),
        Fraction(200, 2),
        np.array(100),
        "100",
        pa.scalar(100),
        pd.Series([100]).iloc[0],
        pl.Series([100])[0],
        100.0,
    ],
)
def test_a_number_of_any_usual_type_is_one(number) -> None:
    assert float(LTV(revenue=number, margin_rate=0.8, churn=0.05)) == pytest.approx(1600)
    assert custecon.evaluate(LTV, revenue=number, margin_rate=0.8, churn=0.05)["margin_over_churn"] == pytest.approx(
        1600
    )


@pytest.mark.parametrize(
    ("column", "code", "place"),
    [
        ([0.05, True, 0.1], "E101", "churn[1]"),
        ([True, False], "E101", "churn[0]"),
        (np.array([True, False]), "E101", "churn[0]"),
        (pd.Series([0.05, 0.1, 5.0], index=list("abc")), "E102", "churn[2]"),
        (np.array([0.05, -0.1]), "E103", "churn[1]"),
        (np.array([0.05, np.inf]), "E101", "churn[1]"),
        (["5%", "many"], "E101", "churn[1]"),
        (["5%", ""], "E101", "churn[1]"),
        (["5%", "10%/year"], "E127", "churn[1]"),
        ([0.05, [0.1]], "E101", "churn[1]"),
        ([0.05, 10**400], "E101", "churn[1]"),
        (pd.to_datetime(["2024-01-05"]), "E101", "churn[0]"),
        (np.array(["2024-01-05"], "datetime64[ns]"), "E101", "churn[0]"),
        (np.array([5], "timedelta64[ns]"), "E101", "churn[0]"),
        (np.array([[0.05, 0.1], [0.1, 2]]), "E102", "churn[1, 1]"),
        (pl.Series(["5%", "5 apples"]), "E101", "churn[1]"),
    ],
)
def test_an_element_that_is_no_such_number_is_refused_with_its_place(column, code, place) -> None:
    with pytest.raises(UsageError, match=rf"{code}: {re.escape(place)}: "):
        LTV(revenue=100, margin_rate=0.8, churn=column)


@pytest.mark.parametrize(
    "day", [np.datetime64("2024-01-05", "ns"), np.timedelta64(5, "ns"), pd.Timestamp("2024-01-05")]
)
def test_a_day_is_no_number(day) -> None:
    with pytest.raises(UsageError, match="E101: revenue: "):
        LTV(revenue=day, margin_rate=0.8, churn=0.05)


def test_a_number_beyond_all_machine_numbers_is_none() -> None:
    for number in (10**400, Decimal("1e400"), Fraction(10**400, 3)):
        with pytest.raises(UsageError, match="E101: revenue: "):
            LTV(revenue=number, margin_rate=0.8, churn=0.1)


def test_a_place_without_a_figure_is_named() -> None:
    with pytest.raises(Undefined, match=r"E301: LTV, average revenue × margin rate ÷ churn\[2\]"):
        LTV(revenue=100, margin_rate=0.8, churn=[0.05, None, 0, 0.1])


def test_a_whole_number_among_columns_is_whole() -> None:
    metric = METRICS["churn_rate"]
    with pytest.raises(UsageError, match=r"E104: lost\[1\]"):
        metric(lost=np.array([1, 2.5]), clients_at_start=100)


def test_decimals_stay_exact_among_themselves_and_are_floats_beside_one() -> None:
    exact = LTV(revenue=Decimal("100.10"), margin_rate=Decimal("0.8"), churn=Decimal("0.1"))
    assert (exact, type(exact)) == (Decimal("800.80"), Decimal)
    assert LTV(revenue=Decimal("100.10"), margin_rate=0.8, churn=Decimal("0.1")) == pytest.approx(800.8)
    assert LTV(revenue=Decimal("100.10"), margin_rate=0.8, churn=[0.1, None])[0] == pytest.approx(800.8)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="the columns have different lengths: revenue 2, churn 3"):
        LTV(revenue=[1, 2], margin_rate=0.8, churn=[0.1, 0.1, 0.1])
    with pytest.raises(TypeError, match="takes revenue"):
        LTV(revenue=[1, 2], churn=0.1)
    with pytest.raises(UsageError, match="E102: margin_rate: 80"):
        LTV(revenue=[None, None], margin_rate=80, churn=0.1)


@pytest.mark.parametrize("column", [[0.05, 0.1], np.array([0.05]), pd.Series([0.05])])
def test_a_result_is_of_one_number_each(column) -> None:
    with pytest.raises(TypeError, match="churn is a column: call margin_over_churn"):
        custecon.evaluate(LTV, revenue=100, margin_rate=0.8, churn=column)


def test_a_schedule_has_as_many_periods_as_each_row_says() -> None:
    metric = next(metric for metric in METRICS.values() if metric.is_schedule)
    example = dict(metric.examples[0].inputs)
    found = metric(**{**example, "periods": [3, 5, 3, None]})
    assert found[:3].tolist() == pytest.approx([metric(**{**example, "periods": n}) for n in (3, 5, 3)])
    assert math.isnan(found[3])
