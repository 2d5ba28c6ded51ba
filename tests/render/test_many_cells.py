"""Columns of NumPy are written cell by cell as `full` writes single values, and lines as `csv` writes them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core import units
from custecon.core.by_column import ByColumn
from custecon.core.long_columns import Exact, Texts
from custecon.core.results import Column, Result, Table
from custecon.core.rounding import full
from custecon.render import delimited, many_cells, safe_text
from custecon.render.locales import SheetText

MANY = 40_000
RANDOM = np.random.default_rng(20_260_101)


def written(column: Any, decimal: str = ".") -> list[str]:
    assert many_cells.suits(column)
    return many_cells.lines([column], ";", decimal).decode().split("\n")[:-1]


def digits(count: int) -> Any:
    """Whole numbers of so many digits."""
    return RANDOM.integers(10 ** (count - 1), 10**count, MANY)


HARD = {
    "amounts of money": RANDOM.lognormal(3, 2, MANY),
    "cents": np.round(RANDOM.lognormal(5, 3, MANY), 2),
    "shares": RANDOM.random(MANY),
    "all sizes that occur": 10 ** RANDOM.uniform(-9, 18, MANY) * RANDOM.choice([-1, 1], MANY),
    "every float there is": RANDOM.integers(0, 0x7FF0 << 48, MANY // 10).view(np.float64),
    "whole numbers": RANDOM.integers(-(10**15), 10**15, MANY).astype(float),
    "halfway between two of 15 digits": (digits(15) * 10 + 5) / 10.0 ** RANDOM.integers(1, 20, MANY),
    "exactly halfway": digits(14) + 0.5,
    "exactly halfway at the 15th digit": digits(14) / 8 + 0.0625,
    "short in binary": RANDOM.integers(0, 2**50, MANY) / 2.0 ** RANDOM.integers(0, 60, MANY),
    "powers of ten": 10.0 ** np.arange(-20, 25),
    "just below powers of ten": np.nextafter(10.0 ** np.arange(-20, 25), 0),
    "just above powers of ten": np.nextafter(10.0 ** np.arange(-20, 25), np.inf),
    "edges": np.array([0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e22, -1e22, 1e-7,
                       1e15, 999999999999999.9, 99999999999999.95, 1e-4, 9.9999999999999999e-5, 0.1 + 0.2, 0.5, -0.5,
                       4000.0, 3999.9999999999995, 2.5, -1e-4]),
}  # fmt: skip


@pytest.mark.parametrize("values", HARD.values(), ids=HARD)
def test_floats_are_written_as_single_ones(values: Any) -> None:
    assert written(values) == [full(value) for value in values.tolist()]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_any_float(values: list[float]) -> None:
    assert written(np.array(values)) == list(map(full, values))


def test_the_fifteenth_digit_is_that_of_the_exact_binary_value() -> None:
    """The second road: the exact decimal of the float, rounded half to even by `decimal`."""
    from decimal import ROUND_HALF_EVEN, Context

    fifteen = Context(prec=15, rounding=ROUND_HALF_EVEN)
    values = np.concatenate([HARD["exactly halfway"], HARD["exactly halfway at the 15th digit"], HARD["shares"]])
    told = [Decimal(text) for text in written(values)]
    assert told == [fifteen.create_decimal(Decimal(value)) for value in values.tolist()]


def test_an_undefined_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="undefined"):
        written(np.array([1.0, np.nan]))
    with pytest.raises(ValueError, match="undefined"):
        written(np.array([-np.inf]))


@given(st.lists(st.integers(-(10**18) + 1, 10**18 - 1), min_size=1), st.integers(0, 18))
def test_exact_amounts_keep_every_place(whole: list[int], scale: int) -> None:
    column = Exact(np.array(whole), scale)
    assert written(column) == [f"{Decimal(amount).scaleb(-scale):f}" for amount in whole]
    assert [value.as_tuple() for value in column] == [Decimal(amount).scaleb(-scale).as_tuple() for amount in whole]
    assert written(column.cells) == list(map(str, whole))


def test_what_does_not_fit_is_left_to_python() -> None:
    for column in (np.array([10**18]), np.array([-(2**63)]), Exact(np.array([1]), 19), np.array([True]), ["a"],
                   Exact(np.array([10**30], dtype=object), 2), np.array([1.0], dtype=np.float32)):  # fmt: skip
        assert not many_cells.suits(column)


def result_of(*columns: Any) -> Result:
    described = tuple(Column(f"c{place}", "", units.TEXT, "") for place in range(len(columns)))
    return Result("ltv", "", tables=(Table("clients", "", described, ByColumn(columns)),))


TEXTS = [
    "plain",
    "",
    "Иван",
    'the "best"',
    "a,b",
    "a;b",
    "a\tb",
    "two\nlines",
    "=1+1",
    "-",
    "x" * 9000,
    "\x00null",
    "a\rb",
]
COLUMNS: dict[str, Any] = {
    "numbers": [np.array([0.1 + 0.2, 1e22, -0.0] * 5), Exact(np.array([-5, 0, 1234567] * 5), 2), np.arange(15)],
    "days": [np.arange("2023-12-25", "2024-01-09", dtype="M8[D]"), np.linspace(0, 1, 15)],
    "texts": [[*TEXTS, "y", "z"], np.linspace(-1, 1, 15)],
    "gaps": [[None, 1.5, Decimal("2.50"), True, dt.date(2024, 2, 29)] * 3, np.geomspace(1e-30, 1e30, 15)],
    "plain names": [
        Texts(np.array([b"C%d" % 10**n for n in range(15)])),
        Texts(np.array([b"00-%03d" % n for n in range(15)])),
    ],
    "odd names": [
        Texts(
            np.array(
                [
                    text.encode()
                    for text in ("=1", "-2", "a,b", "a;b", 'a"b', "", "Иван", "＝1", "\u202ea", " b", "x\ty", *"defg")
                ]
            )
        ),
        np.linspace(-1, 1, 15),
    ],
    "a tab among names": [Texts(np.array([b"a\tb", b"c"] * 8)[:15]), np.linspace(-1, 1, 15)],
    "one column of names": [Texts(np.array([b"", b"a"] * 8)[:15])],
    "what does not fit": [np.array([2**62] * 15), Exact(np.array([7**i for i in range(30, 45)], dtype=object), 3)],
    "one column": [np.geomspace(0.01, 99, 15)],
    "one column of texts": [[*TEXTS, "y", "z"]],
}
SHEETS = {"plain": None, "comma": SheetText(";", ","), "clash": SheetText(",", ",")}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_a_file_is_what_the_csv_module_writes(columns: list[Any], sheet: SheetText | None) -> None:
    result = result_of(*columns)
    delimiter, decimal = (sheet.delimiter, sheet.decimal) if sheet else (",", ".")
    expected = io.StringIO()
    writer = csv.writer(expected, delimiter=delimiter, lineterminator="\n")
    writer.writerow([column.name for column in result.tables[0].columns])
    for row in result.tables[0].rows:
        cells = [safe_text.for_cell(value) if isinstance(value, str) else full(value) for value in row]
        shown = [
            cell if isinstance(value, str) else cell.replace(".", decimal)
            for value, cell in zip(row, cells, strict=True)
        ]
        writer.writerow(shown)
    mark = "\ufeff" if sheet else ""
    found = b"".join(delimited.content(result, ",", sheet=sheet)).decode()
    bare = "\na\rb", '\n"a\rb"'  # Python quotes a lone carriage return from 3.13 on; we always do
    assert found == mark + expected.getvalue().replace(*bare)


def test_many_rows_are_the_same_rows_one_by_one() -> None:
    """More rows than one block holds, in every order of size."""
    count = 70_000
    columns: list[Any] = [
        [f"C{place}" for place in range(count)],
        10 ** RANDOM.uniform(-6, 12, count),
        Exact(RANDOM.integers(-(10**9), 10**9, count), 2),
        np.datetime64("2020-01-01") + RANDOM.integers(0, 2000, count),
    ]
    whole = b"".join(delimited.content(result_of(*columns), "\t")).decode()
    plain = result_of(*(column if isinstance(column, list) else column.tolist() for column in columns))
    assert whole == b"".join(delimited.content(plain, "\t")).decode()
    assert whole.count("\n") == count + 1
