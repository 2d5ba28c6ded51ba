"""Which model forecasts these clients best, and how good it is."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import span, whole
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import notice
from custecon.core.phrases import Number, say
from custecon.core.screen import Extract, Key, Screen

_JUDGED = ("model", "chosen", "forecast", "actual", "bias", "absolute_error", "log_score", "gini")


@analysis(
    "backtest",
    panel="Predictions",
    title="Which model forecasts these clients best",
    examples=["custecon backtest orders.csv --holdout 26w", "custecon backtest orders.csv --holdout 26w --origins 6"],
)
def backtest(
    log: OrderLog,
    *,
    holdout: Annotated[
        CalendarSpan | None, span("How much of the end of the log judges the models: 26w; else a third.")
    ] = None,
    origins: Annotated[
        int | None, whole("Try the model on so many days of the log, each with the interval it would have said.", 2, 20)
    ] = None,
) -> Answer:
    """Which model forecasts your clients best, judged on your own orders.

    The log is split in two. Every model learns from the first part and forecasts the second, against two naive rules:
    average rate × time, and last period again. The table tells who was right, and by how much.

    With --origins 6 the best of them also forecasts from six days of the log, as far ahead as the hold-out is long: how
    many of these totals lay in their interval, how wide that was, and what it cost.
    """
    from custecon.tables import backtesting
    from custecon.tables.forecast_record import held, record_figures, record_in_words, record_table
    from custecon.tables.prediction_tables import titled
    from custecon.tables.rolling_backtests import backtests, forecaster_of
    from custecon.tables.tracking_curve import tracking

    split = backtesting.split_of(log.history, backtesting.holdout_days(log.history, holdout))
    found = backtesting.compared(split)
    best = found.chosen
    drawn = [] if best.fit is None else [tracking(split, best.fit, best.title)]
    record = []
    if origins is not None:
        record = held(backtests(log.history, forecaster_of(best, split.days), split.days, None, origins))
    fewer = origins is not None and len(record) < origins
    return Answer(
        say(
            "{title} forecasts these clients best: {forecast_total} purchases against {actual_total} made in the "
            "{split}.",
            title=say(best.title),
            forecast_total=Number(best.forecast_total, 0),
            actual_total=Number(best.actual_total, 0),
            split=split,
        ),
        figures=(*backtesting.figures(found, split), *record_figures(record)),
        tables=(
            backtesting.referee_table(found, split),
            *([record_table(record)] if record else []),
            backtesting.decile_table(found.scores),
            *(table for table, _ in drawn),
        ),
        pictures=tuple(picture for _, picture in drawn),
        notices=(
            *log.history.notices,
            *titled(found.notices),
            *([notice("N490", asked=origins, n=len(record))] if fewer else []),
        ),
        parameters=(("hold-out", str(split)), ("rule", found.rule)),
        screen=Screen(
            scope=say("{n} {n:client|clients}", n=len(log.history)),
            figures=(
                Key("forecast"),
                Key("actual"),
                Key("bias"),
                Key("lead_over_naive", remark="in log score, the larger the better"),
                Key("inside"),
                Key("half_width"),
            ),
            further=(
                *([] if origins is None else [record_in_words(record)]),
                say("The rule: {rule}.", rule=say(found.rule)),
            ),
            table=Extract("referee", "The models by their score on what they had not seen", _JUDGED),
        ),
        unused=("units",),  # purchases are counted, not money
    )
