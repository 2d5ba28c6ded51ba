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

from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Unpack

from custecon.analyses.index import INDEX
from custecon.core.lent import LENT
from custecon.core.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from custecon.core.catalogue import Metric
    from custecon.core.results import Result
    from custecon.core.schemas import Reading
    from custecon.sources.keywords import How
    from custecon.sources.options import ReadingOptions
    from custecon.tables.purchase_histories import History

__all__ = ["__version__", "evaluate", "history", "read"]


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
    from custecon.analyses.formulas import formulas
    from custecon.core import evaluation

    return evaluation.evaluate(formulas()[metric.replace("-", "_")] if isinstance(metric, str) else metric, **inputs)


def read(source: Any, options: ReadingOptions | None = None, *, name: str | None = None, **how: Unpack[How]) -> Reading:
    """A file or a frame as a checked table, with the control totals that prove how it was read.

    Args:
        source: a path, bytes, a file open for bytes, a frame of pandas, Polars or Arrow, a mapping of columns; a list
            of paths, or a pattern such as "orders/*.csv", whose files are read as one; a table of a database as
            "sqlite:shop.db?table=orders"; a Reading is given back as it is.
        options: what is settled about it, if that is at hand as a whole.
        name: how messages call what has no path.
        how: the same as keywords, those of the command line: client="Who", map={"segment": "Branch"}, decimal=",".

    Raises:
        custecon.core.errors.InputRefused: it cannot be read without guessing; the error says where.
        custecon.core.errors.UsageError: an option cannot be.
        TypeError: it is nothing that can be read, or there is no such option.

    >>> read({"who": ["Ann", "Bob"], "day": ["2024-01-05", "2024-02-01"], "paid": [10.5, 20]}, client="who").table.rows
    2
    """
    from dataclasses import replace

    from custecon.core.schemas import Reading
    from custecon.kinds import EVERY
    from custecon.sources import read as read_source
    from custecon.sources.cures_in_python import told_in_python, with_cures
    from custecon.sources.keywords import options_of

    if isinstance(source, Reading):
        if options or name or how:
            raise TypeError("a Reading has been read: options come too late")
        return source
    with with_cures():
        reading = read_source(source, EVERY, options_of(how, options), name=name)
    return replace(reading, notices=told_in_python(reading.notices))


def history(log: Any) -> History:
    """What each client of an order log has done, which is what the models of `custecon.models` are fitted to.

    Args:
        log: what `read` takes, or a Reading of orders; the day until which it counts is said to `read` (`as_of`).

    Raises:
        custecon.core.errors.InputRefused: it cannot be read without guessing.
        custecon.core.errors.Undefined: nobody has bought.

    >>> history({"client": ["Ann", "Ann"], "date": ["2024-01-05", "2024-02-02"], "amount": [10, 20]}).purchases.age
    array([4.])
    """
    from custecon.clients.opening import Opener
    from custecon.clients.order_log import OrderLog

    return OrderLog.opened(log, Opener()).history


def _lent(module: str, name: str) -> Callable[..., Any]:
    """A function of another room, which is loaded when it is first called."""

    def call(*sources: Any, **said: Any) -> Any:
        return getattr(import_module(f"custecon.{module}"), name)(*sources, **said)

    return call


LENT |= {
    "html": _lent("render.page", "html_text"),
    "html of a fit": _lent("analyses.fit", "html_of"),
    "html of a reading": _lent("render.page", "html_of_reading"),
    "frame of a result": _lent("render.to_pandas", "of_result"),
    "frame of a reading": _lent("render.to_pandas", "of_reading"),
    "metric over columns": _lent("tables.elementwise", "over_columns"),
    "screen": _lent("render.result_files", "shown"),
    "save": _lent("render.result_files", "save"),
    "what if": _lent("analyses.what_if", "of_result"),
}


def _topics() -> dict[str, dict[str, Metric]]:
    """The metrics by the name of their topic, as Python has it."""
    from custecon.analyses.formulas import formulas

    found: dict[str, dict[str, Metric]] = {}
    for name, one in formulas().items():
        found.setdefault(one.topic.name.replace("-", "_"), {})[name] = one
    return found


def __getattr__(name: str) -> Any:
    declared = name.replace("_", "-") in INDEX
    metrics = {} if name.startswith("_") else _topics().get(name, {})  # an analysis has those of its topic
    if not declared and not metrics:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"custecon.analyses.{name}"), name) if declared else _Topic()
    vars(found).update(metrics)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *(name.replace("-", "_") for name in INDEX), *_topics()})
