"""Every metric of the catalogue keeps these promises; a new one is tested here without being told."""

import math
import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import custecon
from custecon.core.catalogue import MEASURED, METRICS, Example, Metric
from custecon.core.errors import UsageError
from custecon.core.evaluation import evaluate
from custecon.core.expression import value_of
from custecon.core.quantities import QUANTITIES
from custecon.render import formulas

CASES = [
    pytest.param(metric, example, id=f"{metric.name}-{number}")
    for metric in METRICS.values()
    for number, example in enumerate(metric.examples)
]
EACH = [pytest.param(metric, id=metric.name) for metric in METRICS.values()]


def all_values(metric: Metric, example: Example) -> dict[str, float]:
    return metric.checked(dict(example.inputs))


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_gives_its_published_example(metric: Metric, example: Example) -> None:
    assert metric(**example.inputs) == pytest.approx(example.gives, abs=0.5001 * 10**-example.places)


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_the_recorded_formula_gives_the_same_number(metric: Metric, example: Example) -> None:
    values = all_values(metric, example)
    working = metric.traced({needed.name for needed in metric.inputs})
    if metric.is_schedule:
        found = sum(value_of(working.expression, {**values, MEASURED: n}) for n in range(1, int(values["periods"]) + 1))
    else:
        found = value_of(working.expression, values)
    assert found == pytest.approx(metric(**example.inputs), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_decimals_give_the_same_number_as_floats(metric: Metric, example: Example) -> None:
    if any(name in str(metric.traced({n.name for n in metric.inputs}).expression) for name in ("sqrt", "1.5")):
        pytest.skip("the formula has a root or a half power: floats only")
    exact = {name: Decimal(str(value)) for name, value in example.inputs.items()}
    assert float(metric(**exact)) == pytest.approx(metric(**example.inputs), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_arrays_and_columns_give_the_number_row_by_row(metric: Metric, example: Example) -> None:
    varied = next(name for name in example.inputs if name != "periods")
    number = metric(**example.inputs)
    many = np.array([float(example.inputs[varied])] * 3)
    assert metric(**{**example.inputs, varied: many}) == pytest.approx([number] * 3, rel=1e-12)
    column = pd.Series(many, index=["a", "b", "c"])
    assert list(metric(**{**example.inputs, varied: column})) == pytest.approx([number] * 3, rel=1e-12)


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_python_evaluates_the_cell_formula_to_the_same_number(metric: Metric, example: Example) -> None:
    """A third road, for formulas without functions: the text for the sheet, read as arithmetic."""
    working = metric.traced({needed.name for needed in metric.inputs})
    text = formulas.in_cells(working.expression, {needed.name: needed.name for needed in metric.inputs})
    if metric.is_schedule or re.search(r"[A-Z]{2,}\(", text):
        pytest.skip("a schedule or a function: recalculated by a spreadsheet engine in tests/workbook")
    values = {name: float(value) for name, value in all_values(metric, example).items()}
    found = eval(text.replace("^", "**"), {"__builtins__": {}}, values)  # noqa: S307 - our own formula
    assert found == pytest.approx(metric(**example.inputs), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("metric", EACH)
def test_says_everything_a_user_must_know(metric: Metric) -> None:
    assert metric.meaning[0].isupper()
    assert not metric.meaning.endswith(".")
    for text in (metric.label, metric.convention, metric.valid, metric.criticism):
        assert text == text.strip()
        assert text
    assert all(source.work.read for source in metric.sources)
    assert metric.topic.default in METRICS


@pytest.mark.parametrize("metric", EACH)
def test_a_notebook_finds_it_under_its_topic(metric: Metric) -> None:
    topic = getattr(custecon, metric.topic.name.replace("-", "_"))
    assert getattr(topic, metric.name) is metric
    assert metric.topic.name.replace("-", "_") in dir(custecon)


@pytest.mark.parametrize("metric", EACH)
def test_its_inputs_can_be_names_in_a_workbook(metric: Metric) -> None:
    for needed in metric.inputs:
        assert re.fullmatch(r"[a-z_]{4,}", needed.name)
        assert QUANTITIES[needed.name] is needed.quantity


@pytest.mark.parametrize("metric", EACH)
def test_nothing_outside_a_bound_is_computed(metric: Metric) -> None:
    example = dict(metric.examples[0].inputs)
    for needed in metric.asked:
        for bad in (float("nan"), float("inf"), "many", True, None if needed.default is None else "x"):
            with pytest.raises((UsageError, TypeError)):
                metric(**{**example, needed.name: bad})
        bounds = needed.quantity.bounds
        outside = [bounds.low - 1, bounds.high + 1, *([bounds.low] if bounds.open_low else [])]
        for bad in (number for number in outside if math.isfinite(number)):
            with pytest.raises(UsageError):
                metric(**{**example, needed.name: bad})


@pytest.mark.parametrize("metric", EACH)
def test_a_missing_or_unknown_input_is_named(metric: Metric) -> None:
    example = dict(metric.examples[0].inputs)
    with pytest.raises(TypeError, match=next(iter(example))):
        metric(**{name: value for name, value in example.items() if name != next(iter(example))})
    with pytest.raises(TypeError, match="unheard_of"):
        metric(**example, unheard_of=1)


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_every_format_shows_it(metric: Metric, example: Example) -> None:
    from custecon.render.output_formats import Look, written

    result = evaluate(metric, **example.inputs)
    for form in ("table", "csv", "tsv", "json", "md", "html"):
        content = written(result, form, Look(explain=True)).decode()
        assert not re.findall(r"\b(?:nan|inf(?:inity)?)\b", content, re.IGNORECASE)
        assert content.endswith("\n")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", content)
