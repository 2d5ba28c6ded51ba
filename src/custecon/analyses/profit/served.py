"""The profit of every client of a list, with an activity log and prices; and what to do about it."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from custecon.analyses.profit import ActivityLog, Each, PriceList, ProfitList
from custecon.clients.groups import group_named
from custecon.core.answer import Answer
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import Money, Number, Phrase, Share, say
from custecon.core.results import Input, Table
from custecon.core.rounding import exact
from custecon.metrics import profitability
from custecon.tables import cost_to_serve, profit_actions, profit_parts, whale_curve
from custecon.tables.cost_to_serve import Department, Price
from custecon.tables.profitability import Accounts, book_of

USUAL_LIMIT = "a usual bound; say --price-limit to change it"


def answered(
    clients: ProfitList,
    log: ActivityLog | None,
    prices: Sequence[Price],
    service_cost: Input | None,
    by: str | None,
    limit: Input,
    unused: Sequence[str],
) -> Answer:
    """What every client earns, the parts and the sum of it, and what would end a loss.

    `limit`: the price rise that is taken as bearable. `unused`: what changed nothing so far.
    """
    tallies, empty = cost_to_serve.tallies_of_columns(clients.table)
    if log is not None:
        tallies += cost_to_serve.tallies_of_log(log.table)
    activities = cost_to_serve.priced(tallies, prices)
    service = exact(float(service_cost.value)) if service_cost else None
    book, told = book_of(clients.table, activities, service_cost=service, empty=empty)
    group = None if by is None else group_named(clients.reading, by)
    highest = float(limit.value)
    tables: list[Table | None] = [
        profit_parts.by_group(book, group) if group else None,
        whale_curve.client_table(book),
        profit_parts.statement(book),
        profit_parts.class_table(book),
        profit_parts.tenths_table(book),
        profit_actions.to_zero_table(book),
        profit_actions.let_go_table(book, highest),
        profit_actions.price_table(book),
    ]
    nobody_loses = all(client.profit >= 0 for client in book.clients)
    return Answer(
        _sentence(book, clients.currency),
        figures=whale_curve.figures(book),
        tables=tuple(table for table in tables if table is not None),
        pictures=(whale_curve.picture(book),) if len(book.clients) > 2 else (),
        inputs=tuple(replace(one, value=float(one.value)) for one in (service_cost, limit) if one is not None),
        notices=(*told, *_of_largest(book)),
        sources=(*profitability.client_profit.sources, *profitability.peak_share.sources),
        criticism=(profitability.client_profit.criticism, profitability.peak_share.criticism),
        beneath=profit_parts.beneath(book),
        unused=(*unused, *(["price_limit"] if nobody_loses else [])),  # then nobody needs a price rise
    )


def prices_in(table: PriceList) -> list[Price]:
    """The prices of a table."""
    return cost_to_serve.prices_of(table.table)


def prices_told(
    each: Each, minutes: Each, of_minute: Input | None, of_department: Input | None, in_minutes: Input | None
) -> tuple[list[Price], tuple[str, ...]]:
    """The prices that were said: money each, or minutes times a price of a minute; and what of it changed nothing.

    Raises:
        UsageError: E370 minutes without a price of a minute; E108 two prices of a minute.
    """
    found = [Price(name, price, "price each") for name, price in each]
    if not minutes:
        return found, ("minute_price", "department_cost", "capacity_minutes")
    price, cost, capacity = (Fraction(one.value) if one else None for one in (of_minute, of_department, in_minutes))
    unused: tuple[str, ...] = ()
    if price is not None and (cost is not None or capacity is not None):
        by_cost = any(one is not None and one.origin == "given" for one in (of_department, in_minutes))
        if by_cost == (of_minute is not None and of_minute.origin == "given"):  # both typed, or both of the settings
            raise UsageError(problem("E108", name="minute_price", other=say("department_cost and capacity_minutes")))
        price, cost, capacity = (None, cost, capacity) if by_cost else (price, None, None)
        unused = ("minute_price",) if by_cost else ("department_cost", "capacity_minutes")
    if price is not None:
        return [*found, *(_by_minute(name, each, price) for name, each in minutes)], unused
    if cost is None or capacity is None:
        cure = "give --minute-price, or --department-cost and --capacity-minutes"
        raise UsageError(problem("E370", name="--minutes", missing="what a minute costs", cure=cure))
    department = Department("", cost, capacity)
    return [*found, *(cost_to_serve.by_time(name, each, department) for name, each in minutes)], unused


def _by_minute(name: str, each: Fraction, price: Fraction) -> Price:
    how = say("{minutes} min at {price}", minutes=Number(float(each)), price=Number(float(price)))
    return Price(name, each * price, how, None, each)


def _sentence(book: Accounts, currency: str | None) -> Phrase:
    earning = [client.profit for client in book.clients if client.profit > 0]
    losing = [client.profit for client in book.clients if client.profit < 0]
    total, everybody = book.total("profit"), len(book.clients)
    earned, lost, rest = (Money(book.money(minor), currency) for minor in (sum(earning), -sum(losing), abs(total)))
    if not losing:
        who = "{all:The one client earns|All {all} clients together earn} {total}; none loses money."
        return say(who, all=everybody, total=earned)
    if everybody == 1:
        return say("The one client loses {lost}.", lost=lost)
    if total >= 0:
        together = say("together they earn {total}", total=rest)
    else:
        together = say("together they lose {total}", total=rest)
    return say(
        "{n} of {all} {all:client|clients} {n:earns|earn} {earned}; {losing} {losing:loses|lose} {lost}; {together}.",
        n=len(earning),
        all=everybody,
        earned=earned,
        losing=len(losing),
        lost=lost,
        together=together,
    )


def _of_largest(book: Accounts) -> Sequence[Notice]:
    found = whale_curve.largest(book)
    if found is None or len(book.clients) < 2 or found[1] <= exact("0.1"):
        return ()
    return (notice("N339", client=found[0], share=Share(found[1], 1)),)
