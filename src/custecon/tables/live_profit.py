"""Profit by client as formulas that a spreadsheet keeps alive: prices as inputs, everything else follows from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.expression import Constant, Expression, Name, Requirement, minimum, where
from custecon.core.phrases import say
from custecon.core.quantities import NOT_NEGATIVE, POSITIVE, QUANTITIES, Quantity
from custecon.core.relations import Over, Rank, Rounded, Top, Word, of_figure, substituted
from custecon.core.results import Beneath, Column, Input, Picture, Table
from custecon.tables.cost_to_serve import Department, Price, places
from custecon.tables.profitability import Accounts, Activity

FEW = 2_000  # so many clients may look at all others, row by row, before a spreadsheet becomes slow
POINTS = 100  # of the curve
NET, PROFIT = Over("sum", "clients", "net_revenue"), Over("sum", "clients", "profit")
RANKED = f"a rank in every row is too slow for more than {FEW:,} clients"
LISTED = "who is listed was decided when this was written"
CHOSEN = "the dearest activity was chosen when this was written"
CONCENTRATED = (
    Requirement(NET > 0, "net revenue is not above 0", "look at the amounts in money"),
    Requirement(
        Over("smallest", "clients", "net_revenue") >= 0, "a client has negative net revenue", "look at the amounts"
    ),
)


def _sum(parts: Sequence[Expression]) -> Expression:
    none: Expression = Constant(0)
    return reduce(lambda one, other: one + other, parts, none)


def _plain(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


# ------------------------------------------------------------------ prices


def price_inputs(book: Accounts) -> tuple[Input, ...]:
    """The price of every activity in a cell, and what it was made from: minutes, what a minute costs."""
    priced = [(activity.name, activity.price) for activity in book.activities if activity.price]
    rates = {price.each / price.minutes for _, price in priced if price.minutes and not price.department}
    return tuple(_price_input(name, price, alike=len(rates) == 1) for name, price in priced)


def _price_input(name: str, price: Price, *, alike: bool) -> Input:
    quantity = Quantity(
        f"price_of_{name}",
        say("price of {name}", name=name),
        units.MONEY,
        say("what {name} costs once", name=name),
        NOT_NEGATIVE,
    )
    if not price.minutes:
        return Input(quantity, float(price.each), "given", price.how)
    takes = Quantity(
        f"minutes_of_{name}",
        say("minutes of {name}", name=name),
        units.MINUTES,
        say("how long {name} takes once", name=name),
        NOT_NEGATIVE,
    )
    minutes = Input(takes, _plain(price.minutes))
    made: tuple[Input, ...]
    if price.department is None:
        minute = QUANTITIES["minute_price"]
        if not alike:
            minute = Quantity(
                f"minute_of_{name}",
                say("price of a minute of {name}", name=name),
                units.MONEY,
                minute.meaning,
                NOT_NEGATIVE,
            )
        each = Input(minute, _plain(price.each / price.minutes))
        made, formula = (minutes, each), Name(takes.name) * Name(minute.name)
    else:
        cost, capacity = department_inputs(price.department)
        made = (minutes, cost, capacity)
        formula = Name(takes.name) * Name(cost.name) / Name(capacity.name)
    return Input(quantity, float(price.each), "computed", price.how, formula=formula, made_from=made)


def department_inputs(department: Department) -> tuple[Input, Input]:
    """What a department costs, and its minutes."""
    cost, capacity = QUANTITIES["department_cost"], QUANTITIES["capacity_minutes"]
    if department.name:
        cost = Quantity(
            f"cost_of_department_{department.name}",
            say("cost of {name}", name=department.name),
            cost.unit,
            cost.meaning,
            NOT_NEGATIVE,
        )
        capacity = Quantity(
            f"capacity_of_department_{department.name}",
            say("capacity of {name}", name=department.name),
            capacity.unit,
            capacity.meaning,
            POSITIVE,
        )
    return Input(cost, _plain(department.cost)), Input(capacity, _plain(department.capacity))


def cost_of(activity: Activity, book: Accounts) -> Expression:
    """What an activity cost for a client; a price without an end is rounded as the exact amounts are."""
    cost = Name(f"times_{activity.name}") * Name(f"price_of_{activity.name}")
    endless = activity.price is not None and places(activity.price.each) is None
    return Rounded(cost, book.scale) if endless else cost


def cost_of_serving(charged: Sequence[str]) -> Expression:
    """What serving a client cost: what the file gives, and every activity."""
    return _sum([Name("known_cost"), *(Name(f"cost_of_{name}") for name in charged)])


# ------------------------------------------------------------------ cost that no client caused


def elsewhere(activity: Activity, book: Accounts) -> Expression:
    """What an activity cost for those who are not in the list."""
    here = sum((client.times[activity.name] for client in book.clients), Fraction(0))
    others = activity.times - here
    return Constant(_plain(others)) * Name(f"price_of_{activity.name}") if others else Constant(0)


def left_over(book: Accounts) -> dict[str, Expression]:
    """Every kind of cost that is in no client's profit, by its name in the book."""
    priced = [activity for activity in book.activities if activity.price]
    parts: dict[str, Expression] = {
        "activities for clients who are not in the list": _sum([elsewhere(activity, book) for activity in priced])
    }
    for department in dict.fromkeys(a.price.department for a in priced if a.price and a.price.department):
        cost, _ = department_inputs(department)
        used = [
            Over("sum", "clients", f"cost_of_{a.name}") + elsewhere(a, book)
            for a in priced
            if a.price and a.price.department == department
        ]
        name = say(
            "capacity of {department} that no activity used", department=department.name or say("the department")
        )
        parts[name] = Name(cost.name) - _sum(used)
    rest = Name("service_cost") - Over("sum", "clients", "cost_to_serve") - _sum(list(parts.values()))
    return {**parts, "other cost of service that no activity caused": rest}


# ------------------------------------------------------------------ one client


def class_of() -> Expression:
    """The class of a client by size and sign of their profit."""

    def signed(size: str) -> Any:
        loses = where(Name("profit") < 0, Word(f"{size}, loses"), Word(f"{size}, at zero"))
        return where(Name("profit") > 0, Word(f"{size}, earns"), loses)

    found: Expression = where(Name("net_revenue") > Name("average_net_revenue"), signed("large"), signed("small"))
    return found


def of_client(column: str, listed: int, book: Accounts) -> Expression | None:
    """A cell of the client in the list of all; None where it would be looked for too often."""
    if listed * len(book.clients) > FEW * FEW:
        return None
    return Over("sum", "clients", column, by="client")


def from_metric(metric: Metric, names: dict[str, Expression]) -> dict[str, Any]:
    """The formula of a metric and its requirements for a column, over other columns."""
    traced = metric.traced(frozenset(names))
    conditions = [
        Requirement(substituted(needed.condition, names), needed.reason, needed.cure) for needed in traced.requirements
    ]
    return {"formula": substituted(traced.expression, names), "requires": tuple(conditions)}


# ------------------------------------------------------------------ groups


def by_part(by: str, here: str) -> Callable[[str], Expression]:
    """The sum over a group of clients, by the column that tells the group."""
    return lambda column: Over("sum", "clients", column, by=by, here=here)


def part_of(part: str, whole: Expression, what: str) -> dict[str, Any]:
    """A column as a part of a whole that is above 0."""
    needed = Requirement(whole > 0, f"{what} is not above 0", "look at the amounts in money")
    return {"formula": Name(part) / whole, "requires": (needed,)}


# ------------------------------------------------------------------ concentration


def top_share(top: int) -> Expression:
    """What the largest clients bring of all."""
    return Over({1: "largest", 5: "top_five", 10: "top_ten"}[top], "clients", "net_revenue") / NET


def index() -> Expression:
    """The sum of the squared shares in percent; 0 where shares mean nothing."""
    found: Expression = where(NET > 0, 10_000 * (Over("squares", "clients", "net_revenue") / (NET * NET)), Constant(0))
    return found


def gini(book: Accounts) -> Expression | None:
    """The Gini coefficient, from ranks counted from the largest."""
    if len(book.clients) > FEW:
        return None
    count = len(book.clients)
    return Constant(count + 1) / count - 2 * Over("ranked", "clients", "net_revenue") / (count * NET)


# ------------------------------------------------------------------ what only a workbook holds


def beneath(book: Accounts, best: int, worst: int, classes: Table, picture: Picture | None) -> Beneath:
    """Prices as inputs, helping columns of the client table, all classes, and the curve in its order of today.

    `best` and `worst`: how many clients are the best and the worst part.
    """
    count = len(book.clients)
    average = Fraction(book.all_net_revenue, count * 10**book.scale)
    quantity = Quantity(
        "average_net_revenue", "average net revenue", units.MONEY, "net revenue of the average client: above it, large"
    )
    inputs = (
        *price_inputs(book),
        Input(quantity, float(average), "computed", "of all clients", formula=Over("mean", "clients", "net_revenue")),
    )
    curve = _curve(book)
    pictures: tuple[Picture, ...] = ()
    if picture is not None:
        pictures = (Picture(picture.name, picture.title, picture.kind, curve.name, "client_share", ("so_far",)),)
    columns, rows = _helping(book, best, worst)
    return Beneath(inputs, (classes, curve), {"clients": (columns, rows)}, pictures)


def _helping(book: Accounts, best: int, worst: int) -> tuple[tuple[Column, ...], list[tuple[Any, ...]]]:
    count, ranked = len(book.clients), len(book.clients) <= FEW
    loses = Name("profit") < 0
    columns = [
        Column("loses", "loses", units.CLIENTS, "1 for who loses money", formula=where(loses, 1, Constant(0))),
        Column("loss", "their loss", units.MONEY, "profit below 0", formula=minimum(Name("profit"), Constant(0))),
    ]
    profits = sorted((client.profit for client in book.clients), reverse=True)  # the order of the table
    rows: list[tuple[Any, ...]] = [(int(profit < 0), book.money(min(profit, 0))) for profit in profits]
    if ranked:
        part = where(Name("place") > count - worst, Word("worst 10 %"), Word("middle 70 %"))
        columns += [
            Column("place", "rank now", units.CLIENTS, "by profit, the best first", formula=Rank("profit")),
            Column(
                "part", "part now", units.TEXT, "by rank", formula=where(Name("place") <= best, Word("best 20 %"), part)
            ),
        ]
        shares = (("best 20 %", best), ("middle 70 %", count - best - worst), ("worst 10 %", worst))
        parts = [say(share) for share, many in shares for _ in range(many)]
        rows = [(*row, rank, of) for row, rank, of in zip(rows, range(1, count + 1), parts, strict=True)]
    return tuple(columns), rows


def _curve(book: Accounts) -> Table:
    """The whale curve by today's order: after so many clients so much profit."""
    count, total = len(book.clients), book.total("profit")
    profits = sorted((client.profit for client in book.clients), reverse=True)
    counts = sorted({-(-count * point // POINTS) for point in range(1, POINTS + 1)})
    above = Requirement(of_figure("total_profit") > 0, "all clients together earn nothing", "look at the money")
    columns = (
        Column("best_clients", "best clients", units.CLIENTS, "so many of the most profitable"),
        Column("client_share", "clients", units.SHARE, "as a part of all", formula=Name("best_clients") / count),
        Column("so_far", "cumulative profit", units.MONEY, "their profit",
               formula=Top("clients", "profit", "best_clients")),
        Column("so_far_share", "cumulative", units.SHARE, "as a part of the profit of all clients",
               formula=Name("so_far") / of_figure("total_profit"), requires=(above,)),
    )  # fmt: skip
    rows, running, at = [], 0, 0
    for best in counts:
        running, at = running + sum(profits[at:best]), best
        share = float(Fraction(running, total)) if total > 0 else None
        rows.append((best, best / count, book.money(running), share))
    note = "the most profitable clients of today first; the rows of the client list stay in the order of the day"
    return Table("whale curve", "Whale curve", columns, rows, note=note)
