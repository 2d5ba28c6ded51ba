"""What each client earns after what it costs to serve them: of one from figures, of all from a file."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Another, column, figure, pairs
from custecon.clients.files import TableFile
from custecon.core import quantities as of
from custecon.core.answer import Answer
from custecon.core.choices import SOURCES
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.evaluation import figure as figure_of
from custecon.core.evaluation import notices
from custecon.core.phrases import Money, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input
from custecon.core.screen import Key, Screen
from custecon.kinds.activities import ACTIVITIES
from custecon.kinds.activity_prices import PRICES
from custecon.kinds.profit import PROFIT
from custecon.metrics import profitability

__all__ = ["of_file", "profit"]

SERVICE = "Service"  # the place of its options in the help


class OneClient(Inputs):
    """What one client pays and costs, all in one and the same time."""

    revenue: of.Revenue
    rebates: of.Rebates
    repaid: of.Repaid
    direct_cost: of.DirectCost
    cost_to_serve: of.CostToServe


class ProfitList(TableFile):
    """Clients, one a row, with revenue and direct cost, and how often they were served."""

    called = "a list of clients"
    told = say("Clients with revenue and direct cost: {sources}; - reads the standard input.", sources=say(SOURCES))
    kinds = (PROFIT,)


OF_ALL_FILES = (
    "encoding", "delimiter", "decimal", "thousands", "currency", "same_client", "aliases", "client", "map",
)  # fmt: skip


class PriceList(TableFile):
    """Activities, one a row, with what each costs once."""

    called = "a table of prices"
    kinds = (PRICES,)
    kept = OF_ALL_FILES


class ActivityLog(TableFile):
    """What was done, one a row: for which client, and if known how many times."""

    called = "a log of activities"
    kinds = (ACTIVITIES,)
    kept = (*OF_ALL_FILES, "subtotals", "only", "leave_out")


@analysis(
    "profit",
    panel="Figures",
    title=profitability.TOPIC.title,
    examples=[
        "custecon profit profit_clients.csv --price deliveries=45",
        "custecon profit profit_clients.csv --activities activities.csv --prices activity_prices.csv",
    ],
)
def profit(inputs: OneClient) -> Answer:
    """Which clients earn money and which lose it, after what it costs to serve them.

    From a file with one row a client: revenue, direct cost, and how often they were visited, called, delivered to. What
    an activity costs once comes from --price, or by time from --minutes, or from a table with --prices. What no client
    caused is shown, never spread.
    """
    given = [*inputs.values()]
    if not {"revenue", "direct_cost"} <= inputs.keys():
        what = "give a file with clients, or --revenue and --direct-cost of one client"
        cure = "for example: custecon profit profit_clients.csv --price deliveries=45"
        raise UsageError(problem("E115", missing=what, cure=cure))
    main = figure_of(profitability.client_profit, given)
    if main.undefined:
        raise Undefined(main.undefined)
    left = figure_of(profitability.contribution, given, weight="detail")
    words = "earns" if main.value > 0 else "loses" if main.value < 0 else "neither earns nor loses:"
    return Answer(
        say("The client {words} {main}.", words=say(words), main=Money(abs(main.value), inputs.currency)),
        figures=(main, left, *_to_zero(given, main.value, left.value)),
        inputs=tuple(given),
        notices=notices(profitability.client_profit, given),
        sources=main.metric.sources if main.metric else (),
        criticism=(profitability.client_profit.criticism,),
        period=inputs.period,
        screen=Screen(figures=tuple(Key(one.name) for one in (main, left))),
    )


Told = Input | None
Each = tuple[tuple[str, Fraction], ...]


@profit.register
def of_file(
    book: ProfitList,
    *,
    price: Annotated[
        Each, pairs("What an activity costs once: visits=1500. May be repeated.", "ACTIVITY=MONEY", SERVICE)
    ] = (),
    minutes: Annotated[
        Each, pairs("Minutes that it takes once: calls=12. May be repeated.", "ACTIVITY=MIN", SERVICE)
    ] = (),
    minute_price: Annotated[Told, figure("minute_price", "what a minute costs", panel=SERVICE)] = None,
    department_cost: Annotated[
        Told, figure("department_cost", "or: what the department cost in the time,", panel=SERVICE)
    ] = None,
    capacity_minutes: Annotated[
        Told,
        figure("capacity_minutes", "and the minutes in which it can really work", metavar="MIN", panel=SERVICE),
    ] = None,
    activities: Annotated[
        ActivityLog | None, Another("A log of what was done: client, activity, and if known times.", SERVICE)
    ] = None,
    prices: Annotated[
        PriceList | None, Another("A table: activity and price, or minutes and price of a minute.", SERVICE)
    ] = None,
    service_cost: Annotated[
        Told, figure("service_cost", "all that was spent on service; what no activity caused is shown", panel=SERVICE)
    ] = None,
    by: Annotated[str | None, column("Add up by a column of the file, as segment or as its header.")] = None,
    price_limit: Annotated[Told, figure("price_limit", "the highest bearable price rise, 10% if not told")] = None,
) -> Answer:
    """The profit of every client, from the files and options that were given."""
    from custecon.analyses.profit import served

    priced, unused = served.prices_told(price, minutes, minute_price, department_cost, capacity_minutes)
    answer = served.answered(
        book,
        activities,
        [*priced, *(served.prices_in(prices) if prices else ())],
        service_cost,
        by,
        price_limit or Input(QUANTITIES["price_limit"], Decimal("0.1"), "assumed", served.USUAL_LIMIT),
        unused,
    )
    told = served.told_of_time((department_cost, service_cost), unused, book.currency)
    return replace(answer, notices=(*answer.notices, *told))


def _to_zero(given: Sequence[Input], profit: float, left: float) -> list[Figure]:
    """For a client who loses money: the price rise that ends it, and what must be saved if they go."""
    if profit >= 0:
        return []
    values = {entry.name: entry.value for entry in given}
    net = values["revenue"] - values.get("rebates", 0) - values.get("repaid", 0)
    known = [
        *given,
        Input(QUANTITIES["client_loss"], -profit, "computed", "− profit"),
        Input(QUANTITIES["paid_revenue"], net, "computed", "revenue − discounts − refunds"),
        Input(QUANTITIES["contribution"], left, "computed", "net revenue − direct cost"),
    ]
    found = [figure_of(profitability.price_rise_to_zero, known, weight="detail")]
    if "cost_to_serve" in values:
        found.append(figure_of(profitability.cost_that_must_go, known, weight="detail"))
    return found
