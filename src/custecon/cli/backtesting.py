"""`custecon backtest ORDERS`: which model forecasts these clients best, and how good it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from custecon.cli import asking
from custecon.cli.options import Asked, Command, Option
from custecon.cli.reading import read_orders_asked
from custecon.cli.session import Session
from custecon.core.errors import UsageError, problem
from custecon.core.results import Result

if TYPE_CHECKING:
    from custecon.tables.histories import History

__all__ = ["COMMAND", "holdout_days"]


def run(session: Session, asked: Asked) -> Result:
    """The models judged on the last part of a log."""
    from custecon.tables import backtesting
    from custecon.tables.histories import history_of
    from custecon.tables.prediction_tables import titled
    from custecon.tables.tracking_curve import tracking

    reading, reduced = read_orders_asked(session, asked)
    history = history_of(reduced)
    asked.in_vain("units")  # purchases are counted, not money
    split = backtesting.split_of(history, holdout_days(asked, history))
    found = backtesting.compared(split)
    tables = [backtesting.referee_table(found, split), backtesting.decile_table(found.scores)]
    pictures = []
    if found.chosen.fit is not None:
        table, picture = tracking(split, found.chosen.fit, found.chosen.title)
        tables.append(table)
        pictures.append(picture)
    return Result(
        command="backtest",
        title="Which model forecasts these clients best",
        answer=f"{found.chosen.title} forecasts these clients best: {found.chosen.forecast_total:,.0f} purchases "
        f"against {found.chosen.actual_total:,.0f} made in the {split}.",
        figures=backtesting.figures(found, split),
        tables=tuple(tables),
        pictures=tuple(pictures),
        notices=(*reading.notices, *history.notices, *titled(found.notices)),
        controls=(reading.controls,),
        parameters=(("hold-out", str(split)), ("rule", found.rule)),
        currency=reading.controls.currency or asked.text("currency"),
        as_of=reduced.as_of.isoformat(),
    )


def holdout_days(asked: Asked, history: History) -> int:
    """The length of the hold-out: as told, else the last third of the log.

    Raises:
        UsageError: E162 no client had come before it.
    """
    from custecon.tables.backtesting import third_of

    as_of = history.reduced.as_of
    days = asking.days_before(asked, "holdout", as_of)
    if days is None:
        return third_of(history)
    split = as_of - dt.timedelta(days=days)
    if split < history.bought.start:
        raise UsageError(problem("E162", holdout=asked.text("holdout"), split=split.isoformat()))
    return days


COMMAND = Command(
    name="backtest",
    help="""Which model forecasts your clients best, judged on your own orders.

    The log is split in two. Every model learns from the first part and forecasts the second, against two naive rules:
    average rate × time, and last period again. The table tells who was right, and by how much.""",
    run=run,
    options=(
        Option(
            "holdout",
            "How much of the end of the log judges the models: 26w; else a third.",
            "TIME",
            panel="Figures",
        ),
    ),
    argument="FILE",
    argument_help="An order log: CSV, TSV or Excel; - reads the standard input.",
    settings=True,
    examples=("custecon backtest orders.csv --holdout 26w",),
)
