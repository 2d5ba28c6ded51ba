"""`custecon profit`: what each client earns after what it costs to serve him."""

from __future__ import annotations

from custecon.analyses.inputs import given_figures
from custecon.cli.options import Asked, Command, Option, file_option, option_of
from custecon.cli.session import Session
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.evaluation import figure, notices
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result
from custecon.metrics import profitability
from custecon.render import numbers

__all__ = ["COMMAND"]

FIGURES = ("revenue", "rebates", "repaid", "direct_cost", "cost_to_serve")
EXAMPLE = "for example: custecon profit profit_clients.csv --price deliveries=45"


def run(session: Session, asked: Asked) -> Result:
    """The profit of every client of a file, or of one client from figures."""
    if asked.file is not None:
        from custecon.cli import profit_of_file

        return profit_of_file.run(session, asked)
    return of_figures(asked)


def of_figures(asked: Asked) -> Result:
    """The profit of one client.

    Raises:
        UsageError: E115 revenue or direct cost is missing. Undefined: the figure does not exist.
    """
    given, period = given_figures(asked, FIGURES)
    missing = {"revenue", "direct_cost"} - {entry.name for entry in given}
    if missing:
        what = "give a file with clients, or --revenue and --direct-cost of one client"
        raise UsageError(problem("E115", missing=what, cure=EXAMPLE))
    main = figure(profitability.client_profit, given)
    if main.undefined:
        raise Undefined(main.undefined)
    left = figure(profitability.contribution, given, weight="detail")
    words = "earns" if main.value > 0 else "loses" if main.value < 0 else "neither earns nor loses:"
    return Result(
        command="profit",
        title=profitability.TOPIC.title,
        answer=f"The client {words} {numbers.money(abs(main.value), asked.text('currency'))}.",
        figures=(main, left, *_to_zero(given, main.value, left.value)),
        inputs=tuple(given),
        notices=notices(profitability.client_profit, given),
        sources=main.metric.sources if main.metric else (),
        criticism=(profitability.client_profit.criticism,),
        period=period,
        currency=asked.text("currency"),
    )


def _to_zero(given: list[Input], profit: float, left: float) -> list[Figure]:
    """For a client who loses money: the price rise that ends it, and what must be saved if he goes."""
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
    found = [figure(profitability.price_rise_to_zero, known, weight="detail")]
    if "cost_to_serve" in values:
        found.append(figure(profitability.cost_that_must_go, known, weight="detail"))
    return found


COMMAND = Command(
    name="profit",
    help="""Which clients earn money and which lose it, after what it costs to serve them.

    From a file with one row a client: revenue, direct cost, and how often he was visited, called, delivered to. What an
    activity costs once comes from --price, or by time from --minutes, or from a table with --prices. What no client
    caused is shown, never spread.""",
    run=run,
    options=(
        *(option_of(name) for name in FIGURES),
        Option(
            "price", "What an activity costs once: visits=1500. May be repeated.", "ACTIVITY=MONEY", list, "Service"
        ),
        Option("minutes", "Minutes that it takes once: calls=12. May be repeated.", "ACTIVITY=MIN", list, "Service"),
        option_of("minute_price", "what a minute costs", panel="Service"),
        option_of("department_cost", "or: what the department cost in the time,", panel="Service"),
        option_of("capacity_minutes", "and the minutes in which it can really work", metavar="MIN", panel="Service"),
        file_option("prices", "A table: activity and price, or minutes and price of a minute.", panel="Service"),
        file_option("activities", "A log of what was done: client, activity, and if known times.", panel="Service"),
        option_of("service_cost", "all that was spent on service; what no activity caused is shown", panel="Service"),
        Option("by", "Add up by a column: segment, channel or manager.", "COLUMN", panel="Figures"),
        option_of("price_limit", "the highest bearable price rise, 10% if not told"),
    ),
    argument="[FILE]",
    argument_help="Clients with revenue and direct cost: CSV, TSV or Excel; - reads the standard input.",
    examples=(
        "custecon profit profit_clients.csv --price deliveries=45",
        "custecon profit profit_clients.csv --activities activities.csv --prices activity_prices.csv",
    ),
    kinds=("profit",),
)
