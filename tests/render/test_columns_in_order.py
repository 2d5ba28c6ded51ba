"""Rows kept by column and put in order only as they are read are the rows put in order beforehand."""

import datetime as dt
from decimal import Decimal

import numpy as np

from custecon.core import by_column
from custecon.core.by_column import ByColumn, blocks
from custecon.core.long_columns import Exact, Texts

COLUMNS = [
    np.array([3.5, -0.0, 2.5, 9.0, 0.25]),
    Exact(np.array([150, 2, 3, 4, 5]), 2),
    np.array(["а", "b", "", "d", "e"], dtype=object),
    np.arange("2024-01-01", "2024-01-06", dtype="M8[D]"),
    ["one", None, 3, Decimal("4.0"), 5.0],
    Texts(np.array([text.encode() for text in ("Иван", "", "C1", "=2", "x" * 30)])),
]
ORDER = np.array([4, 0, 3, 2])  # not every row need stand in it


def test_a_list_of_rows_and_rows_in_order_read_alike() -> None:
    rows = ByColumn(COLUMNS, ORDER)
    plain = [list(ByColumn(COLUMNS))[place] for place in ORDER]
    assert list(rows) == plain
    assert len(rows) == 4
    assert [rows[place] for place in range(4)] == plain
    assert rows[-1] == plain[-1]
    assert rows[1:3] == plain[1:3]
    assert rows[2:2] == []
    assert list(plain[1]) == [3.5, Decimal("1.50"), "а", dt.date(2024, 1, 1), "one", "Иван"]
    assert plain[0][-1] == "x" * 30


def test_long_columns_read_like_lists() -> None:
    for column in (COLUMNS[1], COLUMNS[5]):
        cells = column.tolist()
        assert column == cells
        assert list(column[1:3]) == cells[1:3]
        assert [column[-1], column[0]] == [cells[-1], cells[0]]
        assert list(column.take(ORDER)) == [cells[place] for place in ORDER]
        assert list(column[:0]) == []
        assert column != cells[1:]


def test_blocks_are_the_columns_of_some_rows_at_a_time(monkeypatch) -> None:
    monkeypatch.setattr(by_column, "BLOCK", 3)
    first, second = blocks(ByColumn(COLUMNS, ORDER))
    assert [list(column) for column in first][2:5] == [
        ["e", "а", "d"],
        list(COLUMNS[3][[4, 0, 3]]),
        [5.0, "one", Decimal("4.0")],
    ]
    assert list(second[1]) == [Decimal("0.03")]
    assert list(first[0]) + list(second[0]) == [0.25, 3.5, 9.0, 2.5]
