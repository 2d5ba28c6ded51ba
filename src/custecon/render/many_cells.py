"""The lines of a big table as bytes, a column at a time: the same texts as `full`, several times as quick.

The text of a cell is laid out in parts of fixed width, for numbers four digits each, with byte 0 wherever there is
nothing; the bytes 0 are dropped at the end. What does not fit the layout is written by `full` itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from custecon.core.long_columns import Exact, Gapped, Texts, Words
from custecon.core.rounding import full

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Parts = list[npt.NDArray[Any]]  # of the text of each row, side by side; byte 0 is no text

ROWS = 8192  # at once: they stay in the processor's cache
ROOM, FEWEST_ROWS = 1 << 22, 16  # texts: all cells of a column take the room of the longest
DIGITS = 15  # that a spreadsheet keeps, and `full`
LEAST, MOST = 1e-4, 1e15  # sizes that fit the layout; MOST is the first that does not
FRACTION = 18  # places of the smallest
GROUP = 10_000  # four digits at a time
WIDE = 8  # times as much room as the texts have letters
WIDEST = 10**18  # of whole numbers
DAYS = np.dtype("datetime64[D]")

# 10 to the power k is exact as a float up to 22.
_TENS = np.array([float(10**power) for power in range(FRACTION + 1)])
_WHOLE_TENS = np.array([10**power for power in range(FRACTION + 1)], dtype=np.int64)


def _groups() -> npt.NDArray[np.uint32]:
    """Four digits: whole, without zeros at the end, without zeros at the start, and the same but with a last 0."""
    digits = (np.arange(GROUP)[:, None] // (1000, 100, 10, 1) % 10).astype(np.uint8)
    every = digits + np.uint8(ord("0"))
    short = every * np.logical_or.accumulate(digits[:, ::-1] > 0, axis=1)[:, ::-1]
    front = every * np.logical_or.accumulate(digits > 0, axis=1)
    last = front.copy()
    last[0, 3] = ord("0")
    return np.concatenate([every, short, front, last]).view(np.uint32).reshape(-1)


_FOUR = _groups()
_SHORT, _FRONT, _LAST = GROUP, 2 * GROUP, 3 * GROUP  # where those begin


def _sizes() -> tuple[Whole, Floats]:
    """For the exponent of a float: how many places give 15 digits, and from which size on it is one place less."""
    power = np.floor(np.arange(-1023, 1025) * math.log10(2)).astype(np.int64)
    power = np.clip(power, DIGITS - 1 - FRACTION, DIGITS - 1)
    least = int(power[0])
    powers_of_ten = np.array([float(f"1e{each}") for each in range(least, DIGITS + 1)])
    places = DIGITS - 1 - power
    places[0] = 0  # of zero
    return places, powers_of_ten[power + 1 - least]


_PLACES, _NEXT = _sizes()

_BYTES = [chr(byte) for byte in range(128)]
_HARMLESS = np.array([letter.isprintable() and letter not in '",;' for letter in _BYTES] + [False] * 128)
_HARMLESS[0] = True  # no text
_PLAIN = np.array([letter.isalnum() for letter in _BYTES] + [False] * 128)


def suits(column: Any) -> bool:
    """Whether the cells of a column are numbers, days or plain names that can be written this way."""
    if isinstance(column, Exact):
        return suits(column.cells) and column.scale <= FRACTION
    if isinstance(column, Texts):
        return _plain(column.cells)
    if isinstance(column, Gapped):
        return True
    if isinstance(column, Words):
        return all(map(_is_plain, column.words))
    kind = getattr(column, "dtype", None)
    if kind is None:
        return False
    return kind in (np.float64, DAYS) or (kind == np.int64 and bool(((column > -WIDEST) & (column < WIDEST)).all()))


def lines(columns: Sequence[Any], delimiter: str, decimal: str) -> bytes:
    """Rows as lines in UTF-8, from columns that suit and texts (as a list or bytes) without quotes or a byte 0."""
    ready = [_written(column) for column in columns]
    longest = max((max(map(len, column)) for column in ready if isinstance(column, list)), default=0)
    step = max(FEWEST_ROWS, min(ROWS, ROOM // (longest + 1)))
    starts = range(0, len(columns[0]), step)
    return b"".join(_lines([column[start : start + step] for column in ready], delimiter, decimal) for start in starts)


def _lines(columns: Sequence[Any], delimiter: str, decimal: str) -> bytes:
    """Few enough rows at once."""
    parts: list[Any] = []
    for column in columns:
        parts += [*_parts(column, decimal), np.uint8(ord(delimiter))]
    parts[-1] = np.uint8(ord("\n"))
    row = np.empty(len(columns[0]), dtype=[(f"part {place}", part.dtype) for place, part in enumerate(parts)])
    for name, part in zip(row.dtype.names or (), parts, strict=True):
        row[name] = part
    return row.tobytes().translate(None, b"\0")


def _parts(column: Any, decimal: str) -> Parts:
    if isinstance(column, Exact):
        return _of_exact(column.cells, column.scale, decimal)
    if isinstance(column, list):
        return [_encoded(column)]
    if isinstance(column, Gapped):
        return _of_floats(column.cells, decimal, gaps=True)
    if column.dtype.kind == "f":
        return _of_floats(column, decimal)
    return [column] if column.dtype.kind == "S" else _of_exact(column, 0, decimal)


def of_texts(lines: str, count: int) -> Any:
    """So many texts, one a line and without byte 0, as a column for `lines`."""
    raw = np.frombuffer(f"{lines}\n".encode(), dtype=np.uint8)
    ends = np.flatnonzero(raw == ord("\n"))
    lengths = np.diff(ends, prepend=-1) - 1
    width = int(lengths.max())
    if count * width > WIDE * len(raw):  # few are that long
        return lines.split("\n")
    if width and (lengths == width).all():
        return np.ascontiguousarray(raw.reshape(count, width + 1)[:, :width]).view(f"S{width}").reshape(-1)
    cells = np.zeros((count, width + 1), dtype=np.uint8)
    cells[np.arange(width + 1) < lengths[:, None]] = raw[raw != ord("\n")]
    return cells.view(f"S{width + 1}").reshape(-1)


def _encoded(texts: Sequence[str]) -> Any:
    try:
        return np.array(texts, dtype=np.bytes_)
    except UnicodeEncodeError:
        return np.array([text.encode() for text in texts])


def _is_plain(word: str) -> bool:
    """Whether a text is empty, or starts with a letter or digit and has no sign that means anything to a table."""
    return not word or (word[0].isalnum() and word.isprintable() and not any(sign in word for sign in '",;'))


def _plain(names: Any) -> bool:
    """Whether names in bytes start with a letter or digit and have no sign that means anything to a table."""
    letters = names.view(np.uint8).reshape(len(names), -1)
    return bool(_PLAIN.take(letters[:, 0]).all() and _HARMLESS.take(letters).all())


def _written(column: Any) -> Any:
    """A column with days and names as texts."""
    if isinstance(column, Texts):
        return column.cells
    if isinstance(column, Words):
        return np.array([word.encode() for word in column.words])[column.cells]
    return _days(column) if getattr(column, "dtype", None) == DAYS else column


def _days(days: Any) -> Any:
    """Dates as the texts that ISO has for them; where they lie close together, each is written once."""
    first, last = days.min(), days.max()
    if int((last - first).astype(np.int64)) > len(days):
        return np.datetime_as_string(days).astype(np.bytes_)
    every = np.datetime_as_string(np.arange(first, last + np.timedelta64(1, "D"))).astype(np.bytes_)
    return every[(days - first).astype(np.int64)]


def _of_exact(number: Whole, scale: int, decimal: str) -> Parts:
    """Whole numbers of minor units, every place written."""
    size = np.abs(number)
    whole = size // 10**scale
    parts = [*_whole(whole), *_fraction(size - whole * 10**scale, scale, decimal, short=False)]
    return [*_minus(number), *parts]


def _minus(number: Any) -> Parts:
    below = number < 0
    return [np.where(below, np.uint8(ord("-")), np.uint8(0))] if below.any() else []


def _of_floats(values: Floats, decimal: str, *, gaps: bool = False) -> Parts:
    """Floats with 15 digits, correctly rounded, positional: what `full` writes; `gaps`: what is no number is none."""
    size = np.abs(values)
    odd = np.flatnonzero(~((size >= LEAST) & (size < MOST)) & (size != 0.0))
    if len(odd):
        size[odd] = 0.0
    exponent = size.view(np.int64) >> 52
    places = _PLACES.take(exponent)
    places -= size >= _NEXT.take(exponent)
    tens = _TENS.take(places)
    digits = _rounded(size, tens)
    whole = np.floor(digits / tens)  # exact: the quotient of two whole numbers below 2**53 is never rounded up to one
    most = int(places.max(initial=0))
    width = FRACTION if most > 16 else 16
    digits -= whole * tens
    fraction = digits.astype(np.int64)
    fraction *= _WHOLE_TENS.take(width - places)
    parts = [*_minus(values), *_whole(whole.astype(np.int64)), *_fraction(fraction, width, decimal, short=True)]
    if len(odd):
        for part in parts:
            part[odd] = np.zeros((), part.dtype)
        if gaps:
            odd = odd[~np.isnan(values[odd])]
        texts = [full(value).replace(".", decimal) for value in values[odd].tolist()]
        if texts:
            other = np.zeros(len(values), dtype=f"S{max(map(len, texts))}")
            other[odd] = texts
            parts.append(other)
    return parts


def _rounded(size: Floats, tens: Floats) -> Floats:
    """The whole number next to the exact product, halves to the even one, as C and Python round.

    A product below 10**15 is a multiple of 2**-6 at most 2**-4 off. So only where it lies halfway between two whole
    numbers does the part that the product lost decide.
    """
    product = size * tens
    digits = np.rint(product)
    off = product - digits
    half = np.flatnonzero(np.abs(off) == 0.5)
    if len(half):
        lost = _lost(size[half], tens[half], product[half])
        digits[half] += np.where(
            lost == 0.0, 0.0, np.where(lost > 0.0, off[half] > 0.0, -(off[half] < 0.0).astype(float))
        )
    return digits


def _lost(one: Any, other: Any, product: Any) -> Any:
    """What a product of floats has lost by being rounded, exactly (Dekker 1971)."""
    high, low = _halves(one)
    upper, lower = _halves(other)
    return low * lower - (((product - high * upper) - low * upper) - high * lower)


def _halves(number: Any) -> tuple[Any, Any]:
    """A float as a sum of two with half its digits each."""
    wide = number * 134_217_729.0  # 2**27 + 1
    high = wide - (wide - number)
    return high, number - high


def _whole(number: Whole) -> Parts:
    """Whole numbers, not negative, without zeros at the start."""
    groups: list[Any] = []
    while True:
        above = number // GROUP
        group = number - above * GROUP
        group += (above == 0) * (_FRONT if groups else _LAST)
        groups.insert(0, _FOUR.take(group))
        number = above
        if not number.any():
            return groups


def _fraction(number: Whole, places: int, decimal: str, *, short: bool) -> Parts:
    """A point and so many digits; `short`: without zeros at the end, and nothing where all are 0."""
    if not places:
        return []
    groups: list[Any] = []
    ended: Any = short
    for place in range(places, 0, -4):
        above = number // GROUP
        group = number - above * GROUP
        digits = _FOUR.take(group + ended * _SHORT)
        groups.insert(0, digits if place >= 4 else _last_bytes(digits, place))
        ended = ended & (group == 0)
        number = above
    return [np.where(ended, np.uint8(0), np.uint8(ord(decimal))), *groups]


def _last_bytes(digits: Any, count: int) -> Any:
    """The last ones of the four digits."""
    return np.ascontiguousarray(digits.view(np.uint8).reshape(-1, 4)[:, 4 - count :]).view(f"V{count}").reshape(-1)
