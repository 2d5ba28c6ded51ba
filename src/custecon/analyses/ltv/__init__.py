"""What a client is worth: from figures, from a client list, from orders, from contracts."""

from dataclasses import replace
from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.future import Draws, Future
from custecon.analyses.ltv.formulas import METRICS, answered
from custecon.analyses.parameters import Level, LostAfter, choice_of_way, column, one_of, span
from custecon.analyses.question import Question
from custecon.clients.files import TableFile
from custecon.clients.order_log import LogToForecast, OrderLog
from custecon.clients.prediction_methods import AUTO, CONTRACTS, OF_ORDERS, PREDICTED
from custecon.core import quantities as of
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.choices import SOURCES
from custecon.core.errors import notice
from custecon.core.phrases import say
from custecon.core.units import Period
from custecon.kinds.clients import CLIENTS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.kinds.survival import SURVIVAL
from custecon.metrics import lifetime

__all__ = ["by_model", "ltv", "of_contracts", "of_list", "of_log"]


class OneClient(Inputs):
    """What a client brings and how long they stay."""

    margin: of.Margin
    revenue: of.Revenue
    margin_rate: of.MarginRate
    retention: of.RetentionRate
    churn: of.ChurnRate
    discount: of.DiscountRate
    growth: of.MarginGrowth
    periods: of.Periods
    retention_spend: of.RetentionSpend
    order_value: of.OrderValue
    orders_per_year: of.OrdersPerYear
    years: of.LifetimeYears


class _OfFile(Inputs):
    """Beside a file `--margin 35%` can only be the margin rate: the margin of a client is money."""

    @classmethod
    def restated(cls, question: Question) -> Question:
        said = str(question.options.get("margin", "")).strip()
        if not said.endswith("%") or "margin_rate" in question.options:
            return question
        typed, meant = question.as_said("margin", said), question.as_said("margin_rate", said)
        question.told.append(notice("N357", said=typed, option=meant))
        others = {name: value for name, value in question.options.items() if name != "margin"}
        return replace(question, options={**others, "margin_rate": said})


class EachClient(_OfFile, OneClient, per=Period.YEAR):
    """What a file of clients does not tell, per year."""


class Ahead(_OfFile, Future):
    """What a file to forecast from does not tell."""


class ClientList(TableFile):
    """Clients, one a row, with what each brings."""

    called = "a client list"
    told = say("A client list or an order log: {sources}; - reads the standard input.", sources=say(SOURCES))
    kinds = (CLIENTS,)


class Contracts(TableFile):
    """Contracts that renew, one a row; or how many of a cohort are left."""

    called = "a list of contracts or survivors"
    kinds = (SUBSCRIPTIONS, SURVIVAL)


METHOD = say(
    "One formula only: {metrics}. Or, from a file, a probability model: {predicted}.",
    metrics=[*METRICS],
    predicted=[*PREDICTED],
)
Formula = Annotated[str | None, choice_of_way(METHOD, *METRICS, metavar="METHOD")]
PeriodSaid = Annotated[
    str | None,
    one_of(
        "The period of the calculation and of figures that name none; rates per another are converted, by powers.",
        *(period.value for period in Period),
    ),
]
By = Annotated[
    str | None,
    column("Add the clients up by a column of the file, as segment or as its header; or by cohort.", "cohort"),
]
Horizon = Annotated[CalendarSpan | None, span("How far a probability model looks ahead: 90d, 26w, 36m or 3y.")]


@analysis(
    "ltv",
    panel="Figures",
    first=True,
    title=lifetime.TOPIC.title,
    examples=[
        "custecon ltv --margin 100 --retention 80% --discount 10%",
        "custecon ltv clients.csv --discount 10% --by segment",
        "custecon ltv orders.csv --method auto --horizon 36m --discount 10%",
        "custecon ltv orders.csv --margin-rate 35%",
        "custecon ltv subscriptions.csv --method auto --discount 10%",
    ],
)
def ltv(inputs: OneClient, *, period: PeriodSaid = None, method: Formula = None) -> Answer:
    """What a client is worth: lifetime value (LTV), by every convention.

    From figures alone, from a client list (one row a client), or from an order log (client, date, amount). The default
    method is margin-multiple: the value of a client you have, the next margin coming one period from now.
    """
    return answered(inputs, method)


@ltv.register
def of_list(
    file: ClientList,
    inputs: EachClient,
    *,
    period: PeriodSaid = None,
    method: Formula = None,
    by: By = None,
    lost_after: LostAfter = None,
    level: Level = 0.95,
) -> Answer:
    """The value of the clients of a list."""
    from custecon.analyses.ltv.each_client import Asked, of_clients

    return of_clients(file, Asked(inputs, method, by, lost_after, level))


@ltv.register
def of_log(
    file: OrderLog,
    inputs: EachClient,
    *,
    period: PeriodSaid = None,
    method: Formula = None,
    by: By = None,
    lost_after: LostAfter = None,
    level: Level = 0.95,
) -> Answer:
    """What clients have brought, and what they bring if each goes on as in the last year."""
    from custecon.analyses.ltv.each_client import Asked
    from custecon.analyses.ltv.orders import projected

    return projected(file, Asked(inputs, method, by, lost_after, level))


@ltv.register
def by_model(
    log: LogToForecast,
    inputs: Ahead,
    *,
    method: Annotated[str, choice_of_way(METHOD, AUTO, *OF_ORDERS, metavar="METHOD")],
    by: By = None,
    horizon: Horizon = None,
    holdout: Annotated[
        CalendarSpan | None,
        span("With --method auto: how much of the end of the log judges the models; else its last third."),
    ] = None,
    draws: Draws = None,
    level: Level = 0.95,
) -> Answer:
    """What clients are expected to bring, by a model of their orders, or by the one that proves best."""
    from custecon.clients.forecast import forecast_of, predicted_by

    known = [*inputs.values()]
    asked = forecast_of(log, known, horizon=horizon, level=level, draws=draws, occasions=method == "bg-bb")
    return replace(predicted_by(asked, method, holdout, by), title="Predicted lifetime value")


@ltv.register
def of_contracts(
    contracts: Contracts,
    inputs: Ahead,
    *,
    method: Annotated[str, choice_of_way(METHOD, AUTO, *CONTRACTS, metavar="METHOD")],
    horizon: Horizon = None,
    renewal: Annotated[
        str | None,
        one_of("With sbg or bdw: how often a contract renews; a month if not given.", "month", "quarter", "year"),
    ] = None,
    level: Level = 0.95,
) -> Answer:
    """What contracts that renew are still worth, or how long a cohort stays, by a model of how long contracts last."""
    from custecon.analyses.ltv.contracts import Asked, answered

    return answered(contracts, inputs, Asked(method, horizon, Period(renewal) if renewal else None, level))
