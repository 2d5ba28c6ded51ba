"""The profit of every client of a list, with an activity log and prices; and what to do about it."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from custecon.analyses.profit import ActivityLog, Each, PriceList, ProfitList
from custecon.clients.groups import group_named
from custecon.core.answer import Answer
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import Money, Number, Phrase, Share, say, some
from custecon.core.results import Input, Picture, Table, picture_of
from custecon.core.rounding import exact
from custecon.core.screen import Extract, Key, Screen
from custecon.metrics import profitability
from custecon.tables import cost_to_serve, profit_actions, profit_parts, whale_curve
from custecon.tables.cost_to_serve import Department, Price
from custecon.tables.groups import finding
from custecon.tables.profitability import Accounts, book_of

BEFORE = say("This is before any cost to serve them.")
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
    served, unpriced = book.total("cost_to_serve") != 0, _unpriced(book)
    nobody_loses = all(client.profit >= 0 for client in book.clients)
    nobody_to_mend = not profit_actions.losing(book)
    return Answer(
        _sentence(book, clients.currency),
        figures=whale_curve.figures(book),
        tables=tuple(table for table in tables if table is not None),
        pictures=tuple(_pictures(book, [table for table in tables if table is not None], group, clients.currency)),
        inputs=tuple(replace(one, value=float(one.value)) for one in (service_cost, limit) if one is not None),
        notices=(*told, *_of_gone(book, clients.currency), *_of_largest(book)),
        sources=(*profitability.client_profit.sources, *profitability.peak_share.sources),
        criticism=(profitability.client_profit.criticism, profitability.peak_share.criticism),
        beneath=profit_parts.beneath(book),
        unused=(*unused, *(["price_limit"] if nobody_to_mend else [])),  # then nobody needs a price rise
        screen=Screen(
            scope=say("{n} {n:client|clients}", n=len(book.clients)),
            further=() if served else (*([] if nobody_loses else [BEFORE]), _prices_wanted(unpriced)),
            figures=(
                Key("total_profit", "profit of all clients" if served else "before any cost to serve"),
                Key("profit_after_unallocated"),
                *([] if nobody_loses else [Key("unprofitable_clients"), Key("unprofitable_loss")]),
                Key("top_five_share", remark="of net revenue"),
            ),
            table=_to_act_on(tables[0] if group else None, nobody_to_mend=nobody_to_mend, served=served),
            next=()
            if served
            else (f"--price {shlex.quote(str(unpriced[0]))}=…",)
            if unpriced
            else ("--activities activities.csv", "--prices prices.csv"),
        ),
    )


def _pictures(book: Accounts, tables: Sequence[Table], group: str | None, currency: str | None) -> Iterator[Picture]:
    """The whale curve, what becomes of the revenue, and the groups that were asked for."""
    if len(book.clients) > 2:
        yield whale_curve.picture(book, currency)
    statement = profit_parts.statement_picture(next(table for table in tables if table.name == "statement"))
    yield replace(statement, title=_left_of_revenue(book, currency))
    if group:
        yield picture_of(tables[0], "bars", "profit", title=finding(tables[0], "profit"))


def _left_of_revenue(book: Accounts, currency: str | None) -> Phrase:
    """What the steps from revenue to profit come to."""
    revenue, profit = (Money(book.money(book.total(name)), currency) for name in ("revenue", "profit"))
    if not book.total("cost_to_serve"):
        return say("Of {revenue} revenue {left} is left before any cost to serve", revenue=revenue, left=profit)
    return say("Of {revenue} revenue {left} is left as profit", revenue=revenue, left=profit)


def _unpriced(book: Accounts) -> list[str]:
    """The activities that were done and have no price."""
    return [activity.name for activity in book.activities if activity.price is None and activity.times]


def _prices_wanted(unpriced: Sequence[str]) -> Phrase:
    """What is missing to know who loses after what it costs to serve them."""
    if unpriced:
        names = some([f"«{name}»" for name in unpriced], 3)
        return say("To see who loses after it, say what each of {names} costs once.", names=names)
    return say("To see who loses after it, a log of what was done for each is needed, and what each activity costs.")


def _to_act_on(group: Table | None, *, nobody_to_mend: bool, served: bool) -> Extract:
    """The groups that were asked for, else who loses and what would end it, else who earns most."""
    if group:
        return Extract(group.name, finding(group, "profit"), (), "profit")
    if nobody_to_mend:
        heading = say("Who earns most" if served else "Who brings most before any cost to serve them")
        return Extract("clients", heading, ("client", "profit", "profit_rate", "net_revenue"), "profit")
    ends = ("client", "net_revenue", "profit", "price_rise", "order_now", "order_needed")
    heading = say("Those who lose, the largest clients first, and what alone would bring each to zero")
    return Extract("to_zero", heading, ends)


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
    found = [Price(name, price, say("price each")) for name, price in each]
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


def told_of_time(told: Sequence[Input | None], unused: Sequence[str], currency: str | None) -> list[Notice]:
    """That a list says no time, for each figure which the settings have per a period and which counted (N397)."""
    timed = [one for one in told if one is not None and one.name not in unused]
    return [
        notice(
            "N397",
            name=say(one.quantity.label),
            amount=Money(one.value, currency),
            period=say(one.per.value),
            flag=one.quantity.flag,
        )
        for one in timed
        if one.per is not None
    ]


def _by_minute(name: str, each: Fraction, price: Fraction) -> Price:
    how = say("{minutes} min at {price}", minutes=Number(float(each)), price=Number(float(price)))
    return Price(name, each * price, how, None, each)


def _sentence(book: Accounts, currency: str | None) -> Phrase:
    earning = [client.profit for client in book.clients if client.profit > 0]
    losing = [client.profit for client in book.clients if client.profit < 0]
    total, everybody = book.total("profit"), len(book.clients)
    earned, lost, rest = (Money(book.money(minor), currency) for minor in (sum(earning), -sum(losing), abs(total)))
    served = book.total("cost_to_serve") != 0
    if not losing and not served:
        who = (
            "{all:The one client brings|All {all} clients together bring} {total} before any cost to serve them; who "
            "loses money after it is not known."
        )
        return say(who, all=everybody, total=earned)
    if not losing:
        who = "{all:The one client earns|All {all} clients together earn} {total}; none loses money{so_far}."
        so_far = say(" at the prices that are known") if _unpriced(book) else say("")
        return say(who, all=everybody, total=earned, so_far=so_far)
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


def _of_gone(book: Accounts, currency: str | None) -> Sequence[Notice]:
    """Who loses and has left already: nothing is to be done about them."""
    gone = [client for client in book.clients if client.gone and client.profit < 0]
    if not gone:
        return ()
    loss = Money(book.money(-sum(client.profit for client in gone)), currency)
    return (notice("N499", count=len(gone), names=some([client.key for client in gone], 3), loss=loss),)


def _of_largest(book: Accounts) -> Sequence[Notice]:
    found = whale_curve.largest(book)
    if found is None or len(book.clients) < 2 or found[1] <= exact("0.1"):
        return ()
    return (notice("N339", client=found[0], share=Share(found[1], 1)),)
