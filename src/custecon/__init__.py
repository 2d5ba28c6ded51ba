"""custecon: customer economics from the exports you already have.

    >>> import custecon
    >>> round(custecon.ltv.margin_multiple(margin=100, retention="80%", discount=0.1), 2)
    266.67

`custecon.ltv` and its neighbours hold the metrics of a topic, `evaluate` gives a metric's result with its working,
`read` a checked table with its control totals. Everything is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custecon.core.version import __version__

if TYPE_CHECKING:
    import os

    from custecon.core.catalogue import Metric
    from custecon.core.results import Result
    from custecon.core.schemas import Reading
    from custecon.metrics import lifetime as ltv
    from custecon.sources.options import ReadingOptions

__all__ = ["__version__", "evaluate", "ltv", "read"]

_TOPICS = {"ltv": "lifetime"}


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
        from importlib import import_module

        return import_module(f"custecon.metrics.{_TOPICS[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
