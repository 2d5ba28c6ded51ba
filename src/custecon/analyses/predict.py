"""What clients will bring, by a model that was fitted before and kept."""

from dataclasses import replace
from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.future import Draws, Future
from custecon.analyses.parameters import Level, span
from custecon.clients.model_file import KeptModel
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import UsageError, notice, problem
from custecon.core.units import Period


@analysis(
    "predict",
    panel="Predictions",
    title="Predicted lifetime value",
    examples=["custecon predict model.json orders.csv --horizon 12m --discount 10%"],
)
def predict(
    model: KeptModel,
    log: OrderLog,
    *,
    inputs: Future,
    horizon: Annotated[
        CalendarSpan | None, span("How far it looks ahead: 90d, 26w, 36m or 3y; a year if not given.")
    ] = None,
    level: Level = 0.95,
    draws: Draws = None,
) -> Answer:
    """What your clients will bring, by a model that was kept.

    The parameters come from the model file, each client's history from the log.
    """
    from custecon.clients.forecast import answered, data_of, forecast_of

    record, money = model.record, log.reading.controls.currency
    if record.currency and money and record.currency != money:
        raise UsageError(problem("E347", fitted=record.currency, given=money))
    by_occasion = record.occasion is not None
    asked = forecast_of(log, [*inputs.values()], horizon=horizon, level=level, draws=draws, occasions=by_occasion)
    if record.occasion and asked.wanted.horizon.period is not Period(record.occasion):
        raise UsageError(problem("E164", fitted=f"{record.occasion}s", horizon=asked.wanted.horizon))
    if model.spend is None:
        asked = replace(asked, history=replace(asked.history, mean_spend=record.mean_spend))
    spending = (model.spend, "the model has no fit of it")
    answer = answered(asked, data_of(asked, model.buying.model), model.buying, spending=spending)
    told = [notice("N340", path=model.path, as_of=record.as_of)]
    if record.currency != money:
        fitted, given = (one or "no stated currency" for one in (record.currency, money))
        told.append(notice("N379", fitted=fitted, given=given))
    return replace(answer, notices=(*told, *answer.notices))
