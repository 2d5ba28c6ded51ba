"""Time and memory grow with what a file holds, not with its square: counted in calls and bytes, not in seconds."""

import datetime as dt
import io
import sys
import tracemalloc
from itertools import count as counter

import openpyxl
import pytest

from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read

DAY = dt.date(2024, 1, 5)


def calls(data):
    """How many functions the reader calls for a file."""
    steps = counter()
    sys.setprofile(lambda *_: next(steps))
    try:
        read(io.BytesIO(data), (ORDERS,), ReadingOptions(), name="f")
    finally:
        sys.setprofile(None)
    return next(steps)


def rows_by_columns(wide, rows=20):
    header = ["client", "date", "amount", *(f"c{n}" for n in range(wide))]
    lines = [["A", f"2024-01-{1 + n % 28:02}", "10", *["x"] * wide] for n in range(rows)]
    return "\n".join(map(",".join, [header, *lines])).encode()


def name_with(sign, times):
    return f"client,date,amount\nA{sign * times}B,2024-01-01,10\nC,2024-01-02,10\n".encode()


@pytest.mark.parametrize("made", [
    rows_by_columns,
    lambda n: rows_by_columns(0, rows=n),
    *[lambda n, sign=sign: name_with(sign, 20 * n) for sign in (" ", ":", '""', "-", "(", "«", "\u00a0", "0", "e")],
    lambda n: "\n".join(["client,date,amount", *(f"A{k},2024-01-01,10" for k in range(n))]).encode(),
    lambda n: "\n".join(["client,date,amount", *(["Total,,10"] * n), "A,2024-01-01,10"]).encode(),
    lambda n: "\n".join(["client,date,amount,comment", *(f"A,2024-01-01,1,s{k}" for k in range(n))]).encode(),
])  # fmt: skip
def test_four_times_the_file_is_about_four_times_the_work(made):
    calls(made(100))  # what is remembered from the first file
    small, large = calls(made(200)), calls(made(800))
    assert large < 6 * small


def sparse(rows, columns, *, header=False):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["client", "date", "amount"])
    for row in range(2, rows + 2):
        sheet.append([f"A{row}", DAY, 10])
        for column in columns:
            sheet.cell(row, column, "x")
    for column in columns if header else ():
        sheet.cell(1, column, f"Extra {column}")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_cell_at_the_end_of_every_row_costs_no_more_than_one_beside_the_table():
    near, far = sparse(400, [5]), sparse(400, [16384])
    peaks = []
    for data in (near, far):
        tracemalloc.start()
        found = read(io.BytesIO(data), (ORDERS,), ReadingOptions(), name="f")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found.controls.totals["amount"] == 4000
    assert peaks[1] < 2 * peaks[0]
    assert any(notice.code == "N274" and "XFD2" in str(notice) for notice in found.notices)


def test_columns_to_the_right_are_columns_and_far_ones_are_told():
    found = read(io.BytesIO(sparse(3, [200, 201], header=True)), (ORDERS,), ReadingOptions(), name="f")
    assert found.controls.totals["amount"] == 30
    assert found.controls.unused == ("Extra 200", "Extra 201")
    found = read(io.BytesIO(sparse(3, [400], header=True)), (ORDERS,), ReadingOptions(), name="f")
    assert found.controls.unused == ()
    assert any(notice.code == "N274" for notice in found.notices)


def test_a_table_far_to_the_right_is_found():
    made = openpyxl.Workbook()
    made.active["A1"] = "Report"
    for row, cells in enumerate([["client", "date", "amount"], ["A", DAY, 10], ["B", DAY, 20]], 2):
        for column, value in enumerate(cells, 400):
            made.active.cell(row, column, value)
    stream = io.BytesIO()
    made.save(stream)
    found = read(io.BytesIO(stream.getvalue()), (ORDERS,), ReadingOptions(), name="f")
    assert found.controls.totals["amount"] == 30
