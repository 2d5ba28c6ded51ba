"""What the user settles about a reading, as keywords of Python: those of the command line, by their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypedDict

from custecon.core.errors import UsageError, problem
from custecon.core.numbers import parse
from custecon.core.phrases import say
from custecon.core.units import MULTIPLES
from custecon.sources.aliases import read_aliases
from custecon.sources.dates import EARLIEST_YEAR, LATEST_YEAR
from custecon.sources.options import ReadingOptions
from custecon.sources.units_of_money import unit_named
from custecon.sources.wording import shown

Texts = str | Sequence[str]
Number = int | float | Decimal | str


class How(TypedDict, total=False):
    """The options of reading; `ReadingOptions` says what each does.

    `map`: role -> column, None where there is to be none. `units`: of all money, or column -> unit. `aliases`: name ->
    client, or a file or frame of such pairs. `by`: columns to add up by, as a role or by their headers.
    """

    kind: str | None
    client: str | None
    date: str | None
    amount: str | None
    map: Mapping[str, str | None] | None
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    thousands: str | None
    date_order: str | None
    preset: str | None
    order_id: str | None
    refunds: str | None
    only: Texts | None
    leave_out: Texts | None
    minus: Texts | None
    add: Texts | None
    subtract: Texts | None
    no_client: str | None
    zero_orders: str | None
    same_client: bool
    aliases: Any
    identical: str | None
    units: Texts | Mapping[str, str] | None
    subtotals: str | None
    fill_down: Texts | None
    skip_bad: bool
    expect_total: Number | None
    expect_clients: int | None
    expect_rows: int | None
    sheet: str | None
    query: str | None
    as_of: dt.date | str | None
    currency: str | None
    by: Texts | None


_ROLES = ("client", "date", "amount")
SEVERAL = ("only", "leave_out", "minus", "add", "subtract", "fill_down")
_COUNTS = ("expect_clients", "expect_rows")


def options_of(
    how: Mapping[str, Any], base: ReadingOptions | None = None, *, called: Callable[[str], str] = str
) -> ReadingOptions:
    """The options that keywords say, on top of others; `called`: as who says them calls them. None is not said.

    Raises:
        TypeError: there is no such option. UsageError: a value cannot be.

    >>> options_of({"client": "Who", "map": {"segment": None}, "only": "Stage=Won"}).columns
    {'client': 'Who', 'segment': ''}
    """
    base = base or ReadingOptions()
    for name in how:
        if name not in How.__annotations__:
            near = get_close_matches(name, How.__annotations__, 1)
            hint = (
                say("; did you mean {near}?", near=near[0])
                if near
                else say("; there are {annotations}", annotations=[*How.__annotations__])
            )
            raise TypeError(f"there is no option {name}{hint}")
    said = {name: value for name, value in how.items() if value is not None}
    columns = {role: str(said.pop(role)) for role in _ROLES if role in said}
    columns |= {role: "" if name is None else str(name) for role, name in said.pop("map", {}).items()}
    fields: dict[str, Any] = {"columns": {**base.columns, **columns}}
    general, units = _units(said.pop("units", ()))
    fields |= {"units": general or base.units, "units_of": {**base.units_of, **units}}
    fields |= {name: _several(said.pop(name)) for name in SEVERAL if name in said}
    fields |= {name: count_of(said.pop(name), called(name)) for name in _COUNTS if name in said}
    if "expect_total" in said:
        fields["expect_total"] = parse(str(said.pop("expect_total")), name=called("expect_total")).number
    if "as_of" in said:
        fields["as_of"] = day_of(said.pop("as_of"), called("as_of"))
    if "by" in said:
        fields["groups"] = _several(said.pop("by"))
    if "aliases" in said:
        pairs = said.pop("aliases")
        of_names = isinstance(pairs, Mapping) and all(isinstance(client, str) for client in pairs.values())
        fields["aliases"] = dict(pairs) if of_names else read_aliases(pairs)
    return replace(base, **fields, **said)


def _several(given: Texts) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(map(str, given))


def _units(given: Texts | Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
    """The unit of all money, and those of single columns.

    Raises:
        UsageError: E153 there is no such unit.
    """
    if isinstance(given, Mapping):
        pairs = [(str(column), str(unit)) for column, unit in given.items()]
    else:
        parted = [text.rpartition("=") for text in _several(given)]
        pairs = [(column.strip(), unit) for column, _, unit in parted]
    found = {}
    for column, said in pairs:
        unit = unit_named(said)
        if unit is None:
            raise UsageError(problem("E153", name="units", value=shown(said), known=", ".join(MULTIPLES)))
        found[column] = unit
    return found.pop("", None), found


def count_of(given: Number, called: str) -> int:
    """How many there must be.

    Raises:
        UsageError: E101 it is no number, E104 it is not whole.
    """
    number = parse(str(given), name=called).number
    if number < 0 or number != int(number):
        raise UsageError(problem("E104", name=called, value=given, meaning=say("how many there must be")))
    return int(number)


def day_of(given: dt.date | str, called: str) -> dt.date:
    """A day, or a text such as 2024-12-31 or 31.12.2024.

    Raises:
        UsageError: E123 it is none; E103 no file may hold it either.
    """
    found = _written(given) if isinstance(given, str) else given
    if not isinstance(found, dt.date) or type(found).__name__ == "NaTType":
        raise UsageError(problem("E123", name=called, value=given))
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        years, why = (
            say("from {first:d} to {last:d}", first=EARLIEST_YEAR, last=LATEST_YEAR),
            "no file may hold any other day",
        )
        raise UsageError(problem("E103", name=called, value=given, bounds=years, meaning=why))
    return dt.date(found.year, found.month, found.day)


def _written(text: str) -> dt.date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
    return None
