"""Two independent engines recalculate our workbooks and get the same numbers."""

from custecon.core.catalogue import METRICS
from custecon.core.evaluation import evaluate
from custecon.metrics import load_all
from custecon.render import workbook

load_all()


def every_example():
    return [evaluate(metric, **example.inputs) for metric in METRICS.values() for example in metric.examples]


def test_every_metric_recalculates_in_formulas(recalculated):
    assert recalculated(workbook.content_of(every_example())) == []


def test_every_metric_recalculates_in_libreoffice(recalculated_by_libreoffice):
    assert recalculated_by_libreoffice(workbook.content_of(every_example())) == []


def test_the_formula_reads_like_the_text(stored_in):
    result = evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1)
    formulas, cells = stored_in(workbook.content(result))
    live = formulas["ltv", "B5"]
    assert "margin*retention/(1+discount-retention)" in live
    assert cells["ltv", "B5"] == 100 * 0.8 / (1 + 0.1 - 0.8)
