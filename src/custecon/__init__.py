"""custecon: customer economics from the exports you already have.

    >>> import custecon
    >>> round(custecon.ltv.margin_multiple(margin=100, retention="80%", discount=0.1), 2)
    266.67

An analysis is called by its name, `custecon.backtest("orders.csv", holdout="26w")`, with a path or what `read` gave,
and answers with a result. `custecon.ltv`, `cac`, `churn_cost`, `iceberg`, `profit` and `shares` hold the metrics of a
topic, `evaluate` gives a metric's result with its working, `read` a checked table with its control totals. All is
loaded when it is first used.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from custecon.analyses.index import INDEX
from custecon.core.version import __version__

if TYPE_CHECKING:
    import os

    from custecon.core.catalogue import Metric
    from custecon.core.results import Result
    from custecon.core.schemas import Reading
    from custecon.sources.options import ReadingOptions

    cac: SimpleNamespace
    churn_cost: SimpleNamespace
    iceberg: SimpleNamespace
    ltv: SimpleNamespace
    profit: SimpleNamespace
    shares: SimpleNamespace

__all__ = ["__version__", "cac", "churn_cost", "evaluate", "iceberg", "ltv", "profit", "read", "shares"]

_TOPICS = ("cac", "churn_cost", "iceberg", "ltv", "profit", "shares")


class _Topic(SimpleNamespace):
    """The metrics that answer one question, each by its name."""

    def __repr__(self) -> str:
        return f"metrics: {', '.join(vars(self))}"


def evaluate(metric: Metric | str, **inputs: Any) -> Result:
    """A figure with its working, conventions and sources; a notebook shows it as tables.

    Args:
        metric: a metric such as `custecon.ltv.margin_multiple`, or its name.
        inputs: by keyword, numbers or texts such as "80%".

    Raises:
        KeyError: there is no metric of that name.
        custecon.core.errors.UsageError: an input is outside its domain.
        custecon.core.errors.Undefined: the figure does not exist for these inputs.

    >>> evaluate("margin_multiple", margin=100, retention=0.8, discount=0.1)["margin_multiple"]
    266.66666666666663
    """
    from custecon.core import evaluation
    from custecon.core.catalogue import METRICS

    _teach_notebooks()
    if isinstance(metric, str):
        from custecon.metrics import load_all

        load_all()
        metric = METRICS[metric.replace("-", "_")]
    return evaluation.evaluate(metric, **inputs)


def read(file: str | os.PathLike[str], options: ReadingOptions | None = None) -> Reading:
    """A file as a checked table, with the control totals that prove how it was read.

    Raises:
        custecon.core.errors.InputRefused: it cannot be read without guessing; the error says where.
    """
    from custecon.core.schemas import EVERY
    from custecon.sources import read as read_file
    from custecon.sources.options import ReadingOptions

    return read_file(file, EVERY, options or ReadingOptions())


def _teach_notebooks() -> None:
    """Give results their look in a notebook; core does not know the renderers."""
    from custecon.core.results import Result
    from custecon.render.documents import html_text

    Result.html = html_text


def __getattr__(name: str) -> Any:
    if name in _TOPICS:
        from custecon.core.catalogue import METRICS
        from custecon.metrics import load_all

        load_all()
        found = {one.name: one for one in METRICS.values() if one.topic.name.replace("-", "_") == name}
        globals()[name] = _Topic(**found)
        return globals()[name]
    if name.replace("_", "-") in INDEX:
        from importlib import import_module

        _teach_notebooks()
        globals()[name] = getattr(import_module(f"custecon.analyses.{name}"), name)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, *(name.replace("-", "_") for name in INDEX)})
