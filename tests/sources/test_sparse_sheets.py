"""What a sheet costs to read is measured by what stands in it, not by how far it reaches."""

import tracemalloc
from decimal import Decimal

import pytest
from tests.ugly.workbooks import MAIN, raw

from custecon.kinds.orders import ORDERS
from custecon.sources import read
from custecon.sources.layout import letter
from custecon.sources.plain_rows import without_plain_rows

ROOM = 6 << 20  # bytes; a file of 4 rows takes 0.2 MB, and its parts are read some 0.3 MB at a time
MANY = 150_000


def rows_of(first: int, columns: str | list[str] = "ABC") -> str:
    """A log of four orders, 42.00 in all, whose header stands in a row."""
    rows = [("Client", "Date", "Amount"), *((f"C{n}", f"2024-01-0{n}", "10.50") for n in range(1, 5))]
    return "".join(row(first + place, zip(columns, cells, strict=True)) for place, cells in enumerate(rows))


def row(number, cells) -> str:
    told = "".join(f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for column, cell in cells)
    return f'<row r="{number}">{told}</row>'


def empty(first: int, form: str) -> str:
    return "".join(form.format(n=n) for n in range(first, first + MANY))


FAR = [letter(column) for column in range(16381, 16384)]
SPARSE = {
    "a dimension of the whole sheet": rows_of(1),
    "rows with a height": rows_of(1) + empty(6, '<row r="{n}" s="1" customFormat="1" ht="15" customHeight="1"/>'),
    "rows that are hidden": rows_of(1) + empty(6, '<row r="{n}" hidden="1"/>'),
    "rows of formatted cells": rows_of(1) + empty(6, '<row r="{n}"><c r="A{n}" s="1"/><c r="C{n}" s="1"/></row>'),
    "hidden rows of formatted cells": rows_of(1) + empty(6, '<row r="{n}" hidden="1"><c r="A{n}" s="1"/></row>'),
    "empty rows before the first": empty(1, '<row r="{n}" spans="1:3"/>') + rows_of(MANY + 1),
    "the last rows there are": rows_of((1 << 20) - 4),
    "a cell in the last column": rows_of(1) + row(9, [("XFD", "note")]),
    "a formatted row to the last column": rows_of(1)
    + f'<row r="9">{"".join(f"""<c r="{letter(column)}9" s="1"/>""" for column in range(16384))}</row>',
    "a table in the last columns": rows_of(1, FAR),
}


def book(rows: str, tail: str = "") -> bytes:
    return raw(
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>{tail}</worksheet>'
    )


@pytest.mark.parametrize("name", SPARSE)
def test_what_is_empty_takes_no_room(name):
    data = book(SPARSE[name])
    read(book(rows_of(1)), (ORDERS,))  # what is loaded once
    tracemalloc.start()
    found = read(data, (ORDERS,)).controls
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.used, found.totals["amount"], found.skipped) == (4, Decimal("42.00"), {"header": 1})
    assert most < ROOM


def test_a_row_that_never_ends_is_handed_on_piece_by_piece():
    """The plain way waits for whole rows, but not for ever: each piece would be searched again and again."""
    seen = []

    def chunks():
        yield b'<worksheet><sheetData><row r="1">'
        for number in range(64):
            seen.append(number)
            yield b" " * (1 << 18)

    handed = without_plain_rows(chunks(), lambda *_: None, formulas=True, stale=False)
    next(handed)
    next(handed)
    waited = len(seen)
    assert waited <= 16  # 4 MB
    assert sum(map(len, handed)) == (64 - waited) << 18
