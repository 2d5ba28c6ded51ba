"""Which model forecasts these clients best, and how good it is."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import span
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.phrases import Number, say


@analysis(
    "backtest",
    panel="Predictions",
    title="Which model forecasts these clients best",
    examples=["custecon backtest orders.csv --holdout 26w"],
)
def backtest(
    log: OrderLog,
    *,
    holdout: Annotated[
        CalendarSpan | None, span("How much of the end of the log judges the models: 26w; else a third.")
    ] = None,
) -> Answer:
    """Which model forecasts your clients best, judged on your own orders.

    The log is split in two. Every model learns from the first part and forecasts the second, against two naive rules:
    average rate × time, and last period again. The table tells who was right, and by how much.
    """
    from custecon.tables import backtesting
    from custecon.tables.prediction_tables import titled
    from custecon.tables.tracking_curve import tracking

    split = backtesting.split_of(log.history, backtesting.holdout_days(log.history, holdout))
    found = backtesting.compared(split)
    best = found.chosen
    drawn = [] if best.fit is None else [tracking(split, best.fit, best.title)]
    return Answer(
        say(
            "{title} forecasts these clients best: {forecast_total} purchases against {actual_total} made in the "
            "{split}.",
            title=say(best.title),
            forecast_total=Number(best.forecast_total, 0),
            actual_total=Number(best.actual_total, 0),
            split=split,
        ),
        figures=backtesting.figures(found, split),
        tables=(
            backtesting.referee_table(found, split),
            backtesting.decile_table(found.scores),
            *(table for table, _ in drawn),
        ),
        pictures=tuple(picture for _, picture in drawn),
        notices=(*log.history.notices, *titled(found.notices)),
        parameters=(("hold-out", str(split)), ("rule", found.rule)),
        unused=("units",),  # purchases are counted, not money
    )
