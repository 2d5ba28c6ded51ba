"""`custecon profit FILE`: from a client list, with an activity log and prices, to profit by client and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from custecon.cli import asking
from custecon.cli.options import Asked
from custecon.cli.reading import read_asked, refuse_columns_of_no_file
from custecon.cli.session import Session
from custecon.clients.currency import one_currency
from custecon.clients.groups import no_such_group
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.numbers import parse
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input, Result, Table
from custecon.core.schemas import ACTIVITIES, PRICES, PROFIT, Reading
from custecon.core.wording import agreed, counted
from custecon.metrics import profitability
from custecon.render import numbers
from custecon.tables import cost_to_serve, profit_actions, profit_parts, whale
from custecon.tables.client_list import GROUPS
from custecon.tables.cost_to_serve import Department, Price
from custecon.tables.profitability import Accounts, book_of

__all__ = ["run"]

LIMIT = 0.1  # the price rise that is taken as bearable where none was told
BESIDE = ("revenue", "rebates", "repaid", "direct_cost", "cost_to_serve")


def run(session: Session, asked: Asked) -> Result:
    """The profit of every client, from the files and options that were given."""
    _refuse_figures(asked)
    service = _amount(asked, "service_cost")
    limit = float(_amount(asked, "price_limit") or 0) if asked.text("price_limit") else LIMIT
    prices = _prices_of_options(asked)
    several = asked.text("activities") is not None or asked.text("prices") is not None
    reading = read_asked(session, asked, (PROFIT,), several=several)
    others: list[Reading] = []
    tallies, empty = cost_to_serve.tallies_of_columns(reading.table)
    if log := asked.text("activities"):
        others.append(_beside(session, asked, log, "activities", reading))
        tallies += cost_to_serve.tallies_of_log(others[-1].table)
    if table := asked.text("prices"):
        others.append(_beside(session, asked, table, "prices", reading))
        prices += cost_to_serve.prices_of(others[-1].table)
    refuse_columns_of_no_file(asked, [reading, *others])
    activities = cost_to_serve.priced(tallies, prices)
    service_cost = numbers.exact(service) if service is not None else None
    book, told = book_of(reading.table, activities, service_cost=service_cost, empty=empty)
    group = _group(asked, reading)
    currency = one_currency([reading, *others]) or asked.text("currency")
    inputs = _inputs(asked, service, limit)
    if all(client.profit >= 0 for client in book.clients):
        asked.in_vain("price_limit")  # nobody needs a price rise
    tables: list[Table | None] = [
        profit_parts.by_group(book, group) if group else None,
        whale.client_table(book),
        profit_parts.statement(book),
        profit_parts.class_table(book),
        profit_parts.tenths_table(book),
        profit_actions.to_zero_table(book),
        profit_actions.let_go_table(book, limit),
        profit_actions.price_table(book),
    ]
    return Result(
        command="profit",
        title=profitability.TOPIC.title,
        answer=_sentence(book, currency),
        figures=whale.figures(book),
        tables=tuple(table for table in tables if table is not None),
        pictures=(whale.picture(book),) if len(book.clients) > 2 else (),
        inputs=inputs,
        notices=(*reading.notices, *(n for other in others for n in other.notices), *told, *_of_largest(book)),
        sources=(*profitability.client_profit.sources, *profitability.peak_share.sources),
        criticism=(profitability.client_profit.criticism, profitability.peak_share.criticism),
        controls=(reading.controls, *(other.controls for other in others)),
        currency=currency,
        as_of=reading.as_of.isoformat() if reading.as_of else None,
        beneath=profit_parts.beneath(book),
    )


# ------------------------------------------------------------------ what was asked


def _refuse_figures(asked: Asked) -> None:
    """Figures of one client make no sense beside a file of many."""
    for name in BESIDE:
        if name in asked.options:
            flag = f"--{name.replace('_', '-')}"
            cure = "leave it out, or give it as a column of the file"
            raise UsageError(problem("E370", name=flag, missing="one client, not a file", cure=cure))


def _amount(asked: Asked, name: str) -> float | None:
    text = asked.text(name)
    return None if text is None else float(_read(asked, name, text))


def _read(asked: Asked, name: str, text: str) -> Decimal:
    """The figure, per the time of the file, which nothing tells; that of the settings is told with its period."""
    number: Decimal = QUANTITIES[name].read(text, period=asked.origin(name) != "given").number
    return number


def _beside(session: Session, asked: Asked, file: str, name: str, clients: Reading) -> Reading:
    """Read a second file beside that of the clients; columns that were named are those of the file that has them."""
    if file == "-":
        raise UsageError(
            problem("E370", name=f"--{name}", missing="a file", cure="only the client list may be piped in")
        )
    kept: tuple[str, ...] = (
        "encoding",
        "delimiter",
        "decimal",
        "thousands",
        "currency",
        "same_client",
        "aliases",
        "client",
        "map",
    )
    kept += ("subtotals", "only", "leave_out") if name == "activities" else ()
    options = {option: value for option, value in asked.options.items() if option in kept}
    options["units"] = [said for said in asked.several("units") if "=" in said]
    own = replace(asked, file=file, options=options, heard=set(), consulted=set())
    reading = read_asked(
        session, own, (ACTIVITIES if name == "activities" else PRICES,), file=file, several=True, beside=clients
    )
    asked.heard.update(own.heard & {"same_client", "aliases", "subtotals"})
    return reading


def _prices_of_options(asked: Asked) -> list[Price]:
    """The prices given as options: money each, or minutes times a price of a minute.

    Raises:
        UsageError: E377 not ACTIVITY=NUMBER, E370 minutes without a price of a minute.
    """
    found = [Price(name, each, "price each") for name, each in _pairs(asked, "price")]
    minutes = _pairs(asked, "minutes")
    if not minutes:
        return found
    price = _exact(asked, "minute_price")
    cost, capacity = _exact(asked, "department_cost"), _exact(asked, "capacity_minutes")
    if price is not None and (cost is not None or capacity is not None):
        by_cost = bool({"department_cost", "capacity_minutes"} & asked.options.keys())
        if by_cost == ("minute_price" in asked.options):  # both were typed, or both stand in the settings
            raise UsageError(problem("E108", name="minute_price", other="department_cost and capacity_minutes"))
        price, cost, capacity = (None, cost, capacity) if by_cost else (price, None, None)
        asked.in_vain(*(["minute_price"] if by_cost else ["department_cost", "capacity_minutes"]))
    if price is not None:
        return found + [
            Price(name, each * price, f"{float(each):g} min at {float(price):g}", None, each) for name, each in minutes
        ]
    if cost is None or capacity is None:
        cure = "give --minute-price, or --department-cost and --capacity-minutes"
        raise UsageError(problem("E370", name="--minutes", missing="what a minute costs", cure=cure))
    department = Department("", cost, capacity)
    return found + [cost_to_serve.by_time(name, each, department) for name, each in minutes]


def _pairs(asked: Asked, name: str) -> list[tuple[str, Fraction]]:
    found = []
    for pair in asked.several(name):
        activity, sign, number = pair.rpartition("=")
        if not (sign and activity.strip() and number.strip()):
            raise UsageError(problem("E377", name=f"--{name}", value=pair))
        value = parse(number, name=f"--{name} {activity.strip()}").number
        if value < 0:
            raise UsageError(
                problem("E103", name=f"--{name} {activity}", value=number, bounds="at least 0", meaning="")
            )
        found.append((activity.strip(), Fraction(value)))
    return found


def _exact(asked: Asked, name: str) -> Fraction | None:
    text = asked.text(name)
    return None if text is None else Fraction(_read(asked, name, text))


def _group(asked: Asked, reading: Reading) -> str | None:
    wanted = asking.chosen(asked, "by", GROUPS)
    if wanted is not None and wanted not in reading.table:
        raise no_such_group(reading, wanted, [name for name in GROUPS if name in reading.table])
    return wanted


# ------------------------------------------------------------------ what is shown


def _inputs(asked: Asked, service: float | None, limit: float) -> tuple[Input, ...]:
    shown = []
    if service is not None:
        shown.append(Input(QUANTITIES["service_cost"], service, asked.origin("service_cost")))
    told = asked.text("price_limit") is not None
    note = "" if told else "a usual bound; say --price-limit to change it"
    shown.append(Input(QUANTITIES["price_limit"], limit, asked.origin("price_limit") if told else "assumed", note))
    return tuple(shown)


def _sentence(book: Accounts, currency: str | None) -> str:
    def money(minor: int) -> str:
        return numbers.money(book.money(minor), currency)

    earning = [client.profit for client in book.clients if client.profit > 0]
    losing = [client.profit for client in book.clients if client.profit < 0]
    total = book.total("profit")
    if not losing:
        who = agreed(len(book.clients), "The one client earns", f"All {len(book.clients):,} clients together earn")
        return f"{who} {money(total)}; none loses money."
    if len(book.clients) == 1:
        return f"The one client loses {money(-total)}."
    together = f"together they {'earn' if total >= 0 else 'lose'} {money(abs(total))}"
    return (
        f"{len(earning):,} of {counted(len(book.clients), 'client')} {agreed(len(earning), 'earns', 'earn')} "
        f"{money(sum(earning))}; {counted(len(losing), 'loses', 'lose')} {money(-sum(losing))}; {together}."
    )


def _of_largest(book: Accounts) -> Sequence[Notice]:
    found = whale.largest(book)
    if found is None or len(book.clients) < 2 or found[1] <= numbers.exact("0.1"):
        return ()
    return (notice("N339", client=found[0], share=numbers.share(found[1], 1)),)
