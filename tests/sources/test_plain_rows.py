"""Rows taken by the pattern are those that the event parser would give; whatever is not plain goes to the parser."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.sources import package, xlsx
from custecon.sources.plain_rows import without_plain_rows

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [
    ["client", "date", "amount", "paid"],
    ["Ёлка & Co", dt.date(2024, 1, 31), 12.5, True],
    ["A <b>", dt.date(2024, 2, 29), -7, False],
    ["", None, 0.1, True],
    ["line\nbreak", dt.date(1999, 12, 31), 1e300, False],
]


def by_xlsxwriter(**options):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        price = book.add_format({"num_format": "#,##0.00 €"})
        sheet.set_row(3, None, None, {"hidden": True})
        for number, row in enumerate(ROWS):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell, price if isinstance(cell, float) else None)
        sheet.write_formula(7, 20, "=SUM(C2:C5)", None, 5)
        sheet.merge_range(9, 0, 9, 3, "together")
    return made.getvalue()


def by_openpyxl():
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


BOOKS = {
    "shared strings": by_xlsxwriter(),
    "own strings": by_xlsxwriter(constant_memory=True),
    "openpyxl": by_openpyxl(),
}


def with_sheet(book, change):
    """The workbook with another text of its sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == SHEET else old.read(name))
    return made.getvalue()


def read(book, plain, taken=None):
    """The sheet, or the code of its refusal."""

    def only(chunks, take):
        def told(number, cells):
            if taken is not None:
                taken.append(number)
            return take(number, cells)

        return without_plain_rows(chunks, told) if plain else iter(chunks)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx, "without_plain_rows", only)
        try:
            workbook = xlsx.Workbook(book, "book.xlsx")
            sheet = workbook.sheet(workbook.sheets[0])
        except InputRefused as refusal:
            return refusal.problems[0].code
    return sheet.rows, sheet.hidden_rows, sheet.hidden_columns, sheet.merged


@pytest.mark.parametrize("step", [7, 64, 1 << 18])
@pytest.mark.parametrize("name", BOOKS)
def test_both_ways_give_the_same_cells(name, step, monkeypatch):
    monkeypatch.setattr(package, "_STEP", step)
    taken = []
    assert read(BOOKS[name], True, taken) == read(BOOKS[name], False)
    assert len(taken) >= 3


ROW = b'<row r="2"'
ODD = {
    "a hidden row": (ROW, ROW + b' hidden="1"'),
    "attributes in another order": (b'<row r="2"', b'<row hidden="true" r="2"'),
    "a row without a number": (ROW, b"<row"),
    "two numbers of a row": (ROW, b'<row r="2" r="9"'),
    "a height of a row twice": (ROW, b'<row r="2" ht="9" ht="9"'),
    "a comment around a row": (ROW, b'<!-- <row r="8"><c r="A8"><v>1</v></c></row> -->' + ROW),
    "a comment in the head": (b"<sheetData>", b"<!-- <sheetData> --><sheetData>"),
    "an instruction": (ROW, b"<?x?>" + ROW),
    "a section of characters": (b"<v>12.5</v>", b"<v><![CDATA[12.5]]></v>"),
    "an end of a section": (b"<v>12.5</v>", b"<v>]]></v>"),
    "an entity": (b"<v>12.5</v>", b"<v>&#49;2.5</v>"),
    "a formula": (b"<v>12.5</v>", b"<f>1+2</f><v>12.5</v>"),
    "a formula without a result": (b"<v>12.5</v>", b"<f>1+2</f>"),
    "a control character": (b"<v>12.5</v>", b"<v>12.5\x01</v>"),
    "no XML character": (b"<v>12.5</v>", "<v>12.5\uffff</v>".encode()),
    "blanks about a number": (b"<v>12.5</v>", b"<v> 12.5\n</v>"),
    "no number": (b"<v>12.5</v>", b"<v>12,5</v>"),
    "an unknown kind": (b"<v>12.5</v>", b'</c><c r="D2" t="wonder"><v>12.5</v>'),
    "an error": (b"<v>12.5</v>", b'</c><c r="D2" t="e"><v>#REF!</v>'),
    "a cell far away": (b"<v>12.5</v>", b'</c><c r="XFE2"><v>12.5</v>'),
    "the same cell twice": (b"<v>12.5</v>", b'<v>1</v></c><c r="C2"><v>12.5</v>'),
    "a cell before": (b"<v>12.5</v>", b'<v>1</v></c><c r="A2"><v>12.5</v>'),
    "an empty cell": (b"<v>12.5</v>", b"<v></v>"),
    "rows after the end": (b"</sheetData>", b'</sheetData><row r="70"><c r="A70"><v>7</v></c></row>'),
    "no end": (b"</worksheet>", b""),
    "a broken tag": (b"</c></row>", b"</c></rows>"),
    "a declared type": (b"<worksheet", b"<!DOCTYPE a><worksheet"),
    "a declared type in the rows": (ROW, b"<!DOCTYPE a>" + ROW),
    "another encoding": (b'encoding="UTF-8"', b'encoding="windows-1251"'),
    "broken UTF-8": (b"<v>12.5</v>", b"<v>\xff</v>"),
    "a prefix": (b"<row", b"<x:row"),
    "no rows": (b"<sheetData>", b"<sheetData/><other>"),
}


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("name", ODD)
def test_what_is_not_plain_is_read_or_refused_as_ever(name, book):
    old, new = ODD[name]
    made = with_sheet(BOOKS[book], lambda sheet: sheet.replace(old, new))
    assert read(made, True) == read(made, False)


def test_the_doubtful_rows_are_not_taken():
    for name in ("a hidden row", "an entity", "a formula", "two numbers of a row", "a comment around a row"):
        taken = []
        read(with_sheet(BOOKS["own strings"], lambda sheet, name=name: sheet.replace(*ODD[name])), True, taken)
        refused_cells = [2] if name in ("an entity", "a formula") else []  # asked, and found to be otherwise
        assert [number for number in taken if number == 2] == refused_cells


PIECES = st.sampled_from(
    [b"<", b">", b"&amp;", b'"', b"<!--", b"-->", b"</row>", b"</c>", b"<v>", b"]]>", b" ", b"1", b"\n"]
)


@given(st.sampled_from(sorted(BOOKS)), st.integers(0, 3000), st.integers(0, 12), PIECES | st.binary(max_size=3))
def test_any_slip_in_the_sheet_reads_the_same_both_ways(name, place, cut, piece):
    made = with_sheet(BOOKS[name], lambda sheet: sheet[:place] + piece + sheet[place + cut :])
    assert read(made, True) == read(made, False)
