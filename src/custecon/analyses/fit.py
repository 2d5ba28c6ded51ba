"""How clients buy, leave and spend, kept as a model for later orders."""

from typing import TYPE_CHECKING, Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import Level, one_of, span
from custecon.clients.order_log import OrderLog
from custecon.clients.prediction_methods import AUTO, OF_ORDERS
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Undefined, notice, problem
from custecon.core.phrases import Number, say
from custecon.core.results import Result
from custecon.core.screen import Extract, Screen

if TYPE_CHECKING:
    from custecon.models.fit_record import Fit

OF_MONEY = ("N303", "N307", "N350", "N356")  # about money and horizons, which a fit has none of


@analysis(
    "fit",
    panel="Predictions",
    title="How your clients buy, leave and spend",
    examples=["custecon fit orders.csv -o model.json"],
)
def fit(
    log: OrderLog,
    *,
    method: Annotated[
        str,
        one_of(
            say("One model: {of_orders}; auto if not given.", of_orders=[*OF_ORDERS]),
            AUTO,
            *OF_ORDERS,
            metavar="METHOD",
        )._replace(usual=True),
    ] = AUTO,
    holdout: Annotated[
        CalendarSpan | None, span("How much of the end of the log judges the models: 26w; else a third.")
    ] = None,
    horizon: Annotated[CalendarSpan | None, span("For bg-bb: 1m, 1w or 1y tells how long an occasion is.")] = None,
    level: Level = 0.95,
) -> Answer:
    """How your clients buy, leave and spend, as a model to keep.

    The model that forecasts the last part of the log best, or the one named by --method. The file is plain JSON:
    parameters, their covariance, what they rest on.
    """
    from custecon.clients.forecast import fitted, forecast_of
    from custecon.sources.model_file import written
    from custecon.tables import prediction_tables as shown
    from custecon.tables.prediction import fit_spend

    asked = forecast_of(log, (), horizon=horizon, level=level, draws=0)  # nothing is predicted
    found = fitted(asked, method, holdout)
    if found.buying is None:
        why = next(one.values["why"] for one in found.told if one.code == "N343")
        raise Undefined(problem("E346", why=why))
    spend, why = fit_spend(log.history)
    mean = Number(log.history.mean_spend, 2)
    told = found.told if spend is not None else (*found.told, notice("N352", mean=mean, why=why))
    fits = [(say("all"), one) for one in (found.buying, spend) if one is not None]
    by_occasion = found.buying.unit == "occasion"
    controls = log.reading.controls
    record = written(
        found.buying,
        spend,
        mean_spend=log.history.mean_spend,
        currency=controls.currency,
        occasion=asked.wanted.horizon.period.value if by_occasion else None,
        as_of=log.clients.as_of.isoformat(),
        sha256=controls.sha256,
    )
    title = shown.title_of(found.buying.model)
    general = (one for one in asked.told if one.code not in OF_MONEY)
    return Answer(
        say("{title} was fitted to {history} {history:client|clients}.", title=say(title), history=len(log.history)),
        tables=(shown.parameter_table(fits, level), shown.fits_table(fits), *found.proofs),
        pictures=found.pictures,
        notices=shown.titled((*general, *found.buying.notices, *told)),
        parameters=(("method", title),),
        screen=Screen(table=Extract("parameters")),
        extra={"model": record},
        unused=(*found.unused, *([] if by_occasion else ["horizon"])),  # it tells how long an occasion is
    )


def html_of(made: "Fit") -> str:
    """What a notebook shows of a fit that was made step by step: its parameters, how sure they are, how it was made."""
    from custecon.render import page
    from custecon.tables import prediction_tables as shown

    title, fits = shown.title_of(made.model), [(say("all"), made)]
    answer = say("{title} was fitted to {n} {n:client|clients}.", title=say(title), n=round(made.clients))
    tables = (shown.parameter_table(fits, 0.95), shown.fits_table(fits))
    result = Result("fit", title, tables=tables, answer=answer, notices=shown.titled(made.notices))
    return page.html_text(result)
