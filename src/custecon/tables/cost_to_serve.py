"""What it costs to serve a client: how often each activity was done for them, times what it costs once. Exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from custecon.core.errors import InputRefused, UsageError, problem
from custecon.core.phrases import Number, RoleName, say
from custecon.core.schemas import CheckedTable
from custecon.kinds.profit import DRIVERS

_SINGULAR = {"deliveries": "delivery", **{name: name[:-1] for name in DRIVERS if name != "deliveries"}}


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an activity was done, by client; `names` are the spellings a price may be given under."""

    activity: str
    source: str
    times: Mapping[str, Fraction]
    names: frozenset[str]

    @property
    def total(self) -> Fraction:
        """How often in all."""
        return sum(self.times.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class Department:
    """Who does activities, what they cost, and the minutes in which they can really work."""

    name: str
    cost: Fraction
    capacity: Fraction


@dataclass(frozen=True, slots=True)
class Price:
    """What an activity costs once, how that was found, and whose minutes it takes."""

    activity: str
    each: Fraction
    how: str
    department: Department | None = None
    minutes: Fraction | None = None


def plain_name(name: str) -> str:
    """A name without case and outer or doubled blanks, so that «Visit » and «visit» are one activity."""
    return " ".join(name.casefold().split())


# ------------------------------------------------------------------ how often


def tallies_of_columns(table: CheckedTable) -> tuple[list[Tally], dict[str, int]]:
    """The driver columns of a client list, and how many of their cells were empty and count as 0.

    Raises:
        InputRefused: E375 something was done less than no times.
    """
    found, empty = [], {}
    for role in DRIVERS:
        if role not in table:
            continue
        column = table.columns[role]
        times: dict[str, Fraction] = {}
        for client, cell in zip(table.cells("client"), column.cells, strict=True):
            times[client] = times.get(client, Fraction(0)) + Fraction(cell or 0, 10**column.scale)
            _refuse_negative(column.header, client, cell)
        blanks = sum(cell is None for cell in column.cells)
        if blanks:
            empty[column.header] = blanks
        names = frozenset(map(plain_name, (role, _SINGULAR[role], column.header)))
        found.append(Tally(RoleName(role), say("the column «{header}»", header=column.header), times, names))
    return found, empty


def tallies_of_log(table: CheckedTable) -> list[Tally]:
    """The activities of a log, each with how often it was done for whom; a row without a count is once.

    Raises:
        InputRefused: E375 something was done less than no times.
    """
    activities: dict[str, dict[str, Fraction]] = {}
    shown: dict[str, Counter[str]] = {}
    column = table.columns.get("times")
    for row, (client, activity) in enumerate(zip(table.cells("client"), table.cells("activity"), strict=True)):
        cell = column.cells[row] if column else 1
        _refuse_negative(activity, client, cell)
        times = activities.setdefault(plain_name(activity), {})
        times[client] = times.get(client, Fraction(0)) + Fraction(cell, 10 ** (column.scale if column else 0))
        shown.setdefault(plain_name(activity), Counter())[activity] += 1
    # The commonest spelling names the activity; among equals the first by alphabet, whatever the order of the rows.
    spelt = {name: min(counts, key=lambda text: (-counts[text], text)) for name, counts in shown.items()}
    return [
        Tally(spelt[name], say("the activity log"), times, frozenset({name}))
        for name, times in sorted(activities.items())
    ]


def _refuse_negative(activity: str, client: str, cell: int | None) -> None:
    if cell is not None and cell < 0:
        why = "nothing is done less than no times"
        values = {"what": f"«{activity}»", "name": client, "value": "negative", "why": why}
        raise InputRefused(problem("E375", place=None, **values, cure="mend the cell"))


# ------------------------------------------------------------------ what it costs once


def by_time(activity: str, minutes: Fraction, department: Department) -> Price:
    """Time-driven: minutes × (cost of the department ÷ its practical capacity)."""
    how = say(
        "{minutes} min of {department}", minutes=_number(minutes), department=department.name or say("the department")
    )
    return Price(activity, minutes * department.cost / department.capacity, how, department, minutes)


def _number(value: Fraction) -> str | Number:
    return str(value.numerator) if value.denominator == 1 else Number(float(value))


def prices_of(table: CheckedTable) -> list[Price]:
    """The prices of a price table: money each, minutes × price of a minute, or minutes of a department.

    Raises:
        InputRefused: E379 an activity has no price, two prices, or a department without cost or capacity.
    """
    departments = _departments(table)
    found: dict[str, Price] = {}
    for row, activity in enumerate(table.cells("activity")):
        cells = {role: _cell(table, role, row) for role in ("price", "minutes", "minute_price")}
        price = _price(activity, cells, departments.get(_text(table, "department", row)))
        known = found.setdefault(plain_name(activity), price)
        if known is not price:
            raise _unpriced(activity, "the table has two rows for it", "leave one of them")
    return list(found.values())


def _price(activity: str, cells: Mapping[str, Fraction | None], department: Department | None) -> Price:
    price, minutes, minute_price = cells["price"], cells["minutes"], cells["minute_price"]
    if any(cell is not None and cell < 0 for cell in cells.values()):
        raise _unpriced(activity, "it has a negative cell", "mend the cell")
    if price is not None:
        if minutes is not None and minute_price is not None and minutes * minute_price != price:
            raise _unpriced(activity, "price and minutes × price of a minute differ", "leave one of them empty")
        return Price(activity, price, say("price each"), None, minutes)
    if minutes is None:
        raise _unpriced(activity, "there is neither a price nor minutes", "give one of them")
    if minute_price is not None:
        return Price(
            activity,
            minutes * minute_price,
            say("{minutes} min at {price}", minutes=_number(minutes), price=_number(minute_price)),
            None,
            minutes,
        )
    if department is None:
        raise _unpriced(
            activity,
            "there are minutes, but no price of a minute",
            "give a column minute price, or department cost and capacity",
        )
    return by_time(activity, minutes, department)


def _departments(table: CheckedTable) -> dict[str, Department]:
    """The departments of a price table; a cell left empty takes what another row of the department says."""
    found: dict[str, dict[str, Fraction]] = {}
    for row in range(table.rows):
        name = _text(table, "department", row)
        for role in ("department_cost", "capacity"):
            cell = _cell(table, role, row)
            if cell is not None and found.setdefault(name, {}).setdefault(role, cell) != cell:
                activity = table.cells("activity")[row]
                raise _unpriced(
                    activity,
                    say("two rows differ in the {role} of «{name}»", role=RoleName(role), name=name),
                    "make them the same",
                )
    complete = {}
    for name, facts in found.items():
        if len(facts) == 2:
            if facts["capacity"] <= 0 or facts["department_cost"] < 0:
                raise _unpriced(name, "its department has no capacity or a negative cost", "mend the cell")
            complete[name] = Department(name, facts["department_cost"], facts["capacity"])
    return complete


def _cell(table: CheckedTable, role: str, row: int) -> Fraction | None:
    if role not in table:
        return None
    column = table.columns[role]
    cell = column.cells[row]
    return None if cell is None else Fraction(cell, 10**column.scale)


def _text(table: CheckedTable, role: str, row: int) -> str:
    return str(table.cells(role)[row]) if role in table else ""


def _unpriced(activity: str, reason: str, cure: str) -> InputRefused:
    return InputRefused(problem("E379", activity=activity, reason=reason, cure=cure))


# ------------------------------------------------------------------ both together


def priced(tallies: Sequence[Tally], prices: Iterable[Price]) -> list[tuple[Tally, Price | None]]:
    """Every activity with its price, or None where it has none.

    Raises:
        InputRefused: E376 an activity is counted twice. UsageError: E378 a price is for an activity nobody did.
    """
    spelt: dict[str, Tally] = {}
    for tally in tallies:
        for name in tally.names:
            other = spelt.setdefault(name, tally)
            if other is not tally:
                raise InputRefused(problem("E376", activity=name, first=other.source, second=tally.source))
    found: dict[int, Price] = {}
    for price in prices:
        owner = spelt.get(plain_name(price.activity))
        if owner is None:
            known = [str(tally.activity) for tally in tallies]
            none = "no column counts activities; name one, as in --map deliveries=COLUMN, or give --activities"
            cure = say("the data have {known}", known=known) if known else none
            raise UsageError(problem("E378", given=price.activity, cure=cure))
        if found.setdefault(id(owner), price) is not price:
            raise _unpriced(price.activity, "it is given twice", "give it once")
    return [(tally, found.get(id(tally))) for tally in tallies]


def places(value: Fraction) -> int | None:
    """How many decimal places a number needs, or None if it has no end.

    >>> places(Fraction(5, 4)), places(Fraction(1, 3))
    (2, None)
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
