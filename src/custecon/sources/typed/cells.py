"""Values of their own types as cells: a number without a doubt about its sign, a day, text, nothing.

A whole number is its digits, as it would be in a file, so that a day such as 20240105 and a long id stay what they are;
a number with a fraction is a decimal. A missing value of any kind is an empty cell. What holds several values, or
bytes, is no cell, and is named where it is wanted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Set
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from custecon.core.phrases import say
from custecon.sources.amounts import MOST_DECIMALS
from custecon.sources.column_checks import Spoilt
from custecon.sources.wording import shown

_FIFTEEN = Context(prec=15)
_DIGITS = 15  # that a binary number keeps
_SEVERAL = (Mapping, list, tuple, Set)
_BYTES = (bytes, bytearray, memoryview)


def cells_of(values: Iterable[Any]) -> list[Any]:
    """The values of a column as cells."""
    return days([_OF_TYPE.get(type(value), cell_of)(value) for value in values])


def days(cells: list[Any]) -> list[Any]:
    """The moments of a column are days where none has a time of day, else text, as they are written."""
    moments = [cell for cell in cells if isinstance(cell, dt.datetime)]
    if not moments:
        return cells
    if any(moment.time() != dt.time() for moment in moments):
        return [cell.isoformat(" ") if isinstance(cell, dt.datetime) else cell for cell in cells]
    return [dt.date(cell.year, cell.month, cell.day) if isinstance(cell, dt.datetime) else cell for cell in cells]


def cell_of(value: Any) -> Any:
    """One value as a cell: text, a decimal, a day, a moment, yes or no, or nothing.

    >>> [cell_of(value) for value in (12, 12.0, 0.1, Decimal("7.50"), None, float("nan"), True)]
    ['12', '12', Decimal('0.1'), Decimal('7.50'), '', '', True]
    >>> cell_of([1, 2]).text, cell_of({"id": 5}).text, cell_of(b"12").text
    ('a list: [1, 2]', "a record: {'id': 5}", '2 bytes')
    """
    kind = type(value)
    if kind in _OF_TYPE:
        return _OF_TYPE[kind](value)
    if isinstance(value, _BYTES):
        return of_bytes(len(value))
    if hasattr(value, "dtype") and hasattr(value, "item") and not getattr(value, "ndim", None):
        return _of_numpy(value)
    if kind.__name__ in ("NAType", "NaTType"):
        return ""
    for known, read in _OF_TYPE.items():
        if isinstance(value, known):
            return read(value)
    if isinstance(value, _SEVERAL) or getattr(value, "ndim", None):
        return of_several("a record: {value}" if isinstance(value, Mapping) else "a list: {value}", value)
    return str(value)


def of_several(what: str, value: object) -> Spoilt:
    """What holds several values is no cell."""
    return Spoilt("E321", say(what, value=shown(value)))


def of_bytes(count: int) -> Spoilt:
    """Bytes are neither text nor a number."""
    return Spoilt("E321", say("{count} {count:byte|bytes}", count=count))


def _of_numpy(value: Any) -> Any:
    """A scalar of NumPy by its own digits; a moment of nanoseconds by its microseconds."""
    if value.dtype.kind == "f":
        return of_binary(str(value))
    if value.dtype.kind == "M":
        value = value.astype("datetime64[us]")
    plain = value.item()
    return str(plain) if type(plain) not in _OF_TYPE else _OF_TYPE[type(plain)](plain)


def of_binary(digits: str) -> Any:
    """A binary number by the digits that its own program writes.

    >>> of_binary("0.1"), of_binary("3.0"), of_binary("nan")
    (Decimal('0.1'), '3', '')
    """
    return _of_decimal(Decimal(digits))


def _of_decimal(value: Decimal) -> Any:
    """A number: whole as its digits, as long as it is exact; a binary one with a long tail to the digits it keeps."""
    if not value.is_finite():
        return "" if value.is_nan() else Spoilt("E289", str(value))
    digits, exponent = value.as_tuple()[1:]
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS and len(digits) > _DIGITS:
        value = _FIFTEEN.create_decimal(value)
    if value == value.to_integral_value() and value.adjusted() < _DIGITS:
        return f"{int(value)}"
    return value


def _of_float(value: float) -> Any:
    return f"{value:.0f}" if value.is_integer() and abs(value) < 10**_DIGITS else _of_decimal(Decimal(repr(value)))


def _of_exact(value: Decimal) -> Any:
    """A decimal as it is, whatever its length; one that is not a number is nothing."""
    if not value.is_finite():
        return _of_decimal(value)
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"  # 3.000 is 3 and not, perhaps, 3000
    return f"{value:f}" if value.adjusted() >= _DIGITS else value


_OF_TYPE: dict[type, Callable[[Any], Any]] = {
    str: str,
    bool: bool,
    int: str,
    float: lambda value: _of_float(float(value)),
    Decimal: _of_exact,
    Fraction: lambda value: _of_float(float(value)),
    dt.datetime: lambda value: value,
    dt.date: lambda value: value,
    type(None): lambda _: "",
    Spoilt: lambda value: value,
}
