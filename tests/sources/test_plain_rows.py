"""Rows taken by the pattern are those that the event parser would give; whatever is not plain goes to the parser."""

import datetime as dt
import io
import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.ugly.workbooks import CASES

from custecon.core.errors import InputRefused
from custecon.sources import package, xlsx
from custecon.sources.column_checks import Spoilt
from custecon.sources.plain_rows import without_plain_rows, without_plain_strings

ROOT = Path(__file__).resolve().parents[2]
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
    return with_part(book, SHEET, change)


def with_part(book, part, change):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def read(book, plain, taken=None):
    """The sheet, or the code of its refusal."""

    def rows_only(chunks, rows, **told_of):
        def told(numbers, columns):
            keep = rows(numbers, columns)

            def noted(first, last):
                if taken is not None:
                    taken.extend(numbers[first:last])
                keep(first, last)

            return keep and noted

        return without_plain_rows(chunks, told, **told_of) if plain else iter(chunks)

    def strings_only(chunks, keep):
        return without_plain_strings(chunks, keep) if plain else iter(chunks)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx, "without_plain_rows", rows_only)
        patch.setattr(xlsx, "without_plain_strings", strings_only)
        try:
            workbook = xlsx.Workbook(book, "book.xlsx")
            return [cells_of(workbook.sheet(each)) for each in workbook.sheets]
        except InputRefused as refusal:
            return refusal.problems[0].code


def cells_of(sheet):
    """All that is known of a sheet, with what the cells themselves carry."""
    rows = [(number, [(type(cell), cell, vars_of(cell)) for cell in cells]) for number, cells in sheet.rows]
    return rows, sheet.hidden_rows, sheet.hidden_columns, sheet.merged, sheet.levels, sheet.far


def vars_of(cell):
    return [getattr(cell, name, None) for name in ("currency", "unit", "sure", "scaled", "code", "text")]


@pytest.mark.parametrize("step", [7, 64, 1 << 18])
@pytest.mark.parametrize("name", BOOKS)
def test_both_ways_give_the_same_cells(name, step, monkeypatch):
    monkeypatch.setattr(package, "_STEP", step)
    taken = []
    assert read(BOOKS[name], True, taken) == read(BOOKS[name], False)
    assert len(taken) >= 3


ROW = b'<row r="2"'
D2 = b'<c r="D2" t="b">'
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
    "an entity that has a name": (b"<t>client</t>", b"<t>client &amp;amp; &lt;&gt;&quot;&apos;</t>"),
    "a text of two lines": (b"<t>client</t>", b"<t>cli\n\tent</t>"),
    "a carriage return": (b"<t>client</t>", b"<t>cli\r\nent</t>"),
    "style behind the kind": (D2, b'<c r="D2" t="b" s="0">'),
    "a style twice": (D2, b'<c r="D2" t="b" t="b">'),
    "a row that is empty": (ROW, b'<row r="2" s="1" customFormat="1"/><row r="3"/>' + ROW),
    "an entity": (b"<v>12.5</v>", b"<v>&#49;2.5</v>"),
    "a formula": (b"<v>12.5</v>", b"<f>1+2</f><v>12.5</v>"),
    "a formula whose result is zero": (b"<v>12.5</v>", b"<f>1-1</f><v> 0.00 </v>"),
    "a formula whose result is a word": (b"<v>12.5</v>", b"<f>1-1</f><v>#N/A</v>"),
    "a formula of several rows": (b"<v>12.5</v>", b'<f t="shared" ref="C2:C3" si="0">A2&amp;"1"</f><v>12.5</v>'),
    "the same formula": (b"<v>12.5</v>", b'<f t="shared" si="0"/><v>12.5</v>'),
    "a formula that fills": (b"<v>12.5</v>", b'<f t="array" ref="C2:C4">A2:A4</f><v>12.5</v>'),
    "a formula that fills zeros": (b"<v>12.5</v>", b'<f t="array" ref="C2:C9">A2:A4</f><v>0</v>'),
    "a formula with an empty result": (b"<v>12.5</v>", b"<f>1</f><v></v>"),
    "a formula with an empty text": (D2 + b"<v>1</v>", b'<c r="D2" t="str"><f>""</f><v></v>'),
    "a formula with a text": (D2 + b"<v>1</v>", b'<c r="D2" t="str"><f>A1</f><v>word</v>'),
    "a formula without a result": (b"<v>12.5</v>", b"<f>1+2</f>"),
    "a control character": (b"<v>12.5</v>", b"<v>12.5\x01</v>"),
    "no XML character": (b"<v>12.5</v>", "<v>12.5\uffff</v>".encode()),
    "blanks about a number": (b"<v>12.5</v>", b"<v> 12.5\n</v>"),
    "no number": (b"<v>12.5</v>", b"<v>12,5</v>"),
    "an unknown kind": (D2, b'<c r="D2" t="wonder">'),
    "an error of a formula": (D2 + b"<v>1</v>", b'<c r="D2" t="e"><f>A1</f><v>#REF!</v>'),
    "an error": (D2 + b"<v>1</v>", b'<c r="D2" t="e"><v>#REF!</v>'),
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


PLAIN = (
    "a formula",
    "a formula whose result is a word",
    "a formula of several rows",
    "the same formula",
    "a formula with a text",
    "an entity that has a name",
    "a text of two lines",
    "style behind the kind",
    "an unknown kind",
    "an error",
    "an error of a formula",
    "no number",
    "an empty cell",
    "blanks about a number",
    "a row that is empty",
)


def test_the_doubtful_rows_are_not_taken_and_plain_ones_are():
    for name, (old, new) in ODD.items():
        taken = []
        read(with_sheet(BOOKS["own strings"], lambda sheet, old=old, new=new: sheet.replace(old, new)), True, taken)
        if any(each in old for each in (ROW, D2, b"<v>12.5</v>")):
            assert (2 in taken) == (name in PLAIN), name


def test_what_a_formula_may_fill_is_never_taken():
    """Beside a result that was never computed, a plain 0 further down is another cell of the same formula."""
    filling = (b"<v>12.5</v>", b'<f t="array" ref="C2:C9">A2:A9</f><v>0</v>')
    for name, book in BOOKS.items():
        made = with_sheet(book, lambda sheet: sheet.replace(*filling).replace(b"<v>-7</v>", b"<v>0</v>"))
        made = with_part(
            made, "xl/workbook.xml", lambda part: re.sub(b"<calcPr[^>]*>", b'<calcPr fullCalcOnLoad="1"/>', part)
        )
        rows = read(made, True)[0][0]
        assert read(made, True) == read(made, False), name
        assert [cells[2][0] for number, cells in rows if number in (2, 3)] == [Spoilt, Spoilt], name


STORED = [path for folder in ("tests", "examples") for path in sorted((ROOT / folder).rglob("*.xlsx"))]


@pytest.mark.parametrize("path", STORED, ids=[path.name for path in STORED])
def test_both_ways_read_every_stored_workbook_alike(path):
    book = path.read_bytes()
    if book.startswith(b"PK"):
        assert read(book, True) == read(book, False)


@pytest.mark.parametrize("name", [name for name, data, *_ in CASES if data.startswith(b"PK")])
def test_both_ways_read_every_hostile_workbook_alike(name):
    book = next(data for each, data, *_ in CASES if each == name)
    assert read(book, True) == read(book, False)


TEXTS = ["", "a", "Ёлка & Co", "A <b>", ' "x" ', "two\nlines", "a\tb", "_x0041_", "12", "=1", "x" * 300, "]]>", "😀"]
FORMATS = ["0.00", "#,##0.00 €", "0.0%", "dd.mm.yyyy", "hh:mm", "0000000", '0" тыс."', "General", "#,##0;[Red]-#,##0"]
NUMBERS = [0, 1, -7, 12.5, 0.1, 1e300, 2**60, 45000.25, 59]
FORMULAS, RESULTS = ['=A1&"x"', "=1<2", "=B2"], [0, 5, "word", True, "#N/A", "", 0.5]
WRITERS = {
    "text": lambda sheet, here, form, pick: sheet.write_string(*here, pick(TEXTS), form),
    "number": lambda sheet, here, form, pick: sheet.write_number(*here, pick(NUMBERS), form),
    "formula": lambda sheet, here, form, pick: sheet.write_formula(*here, pick(FORMULAS), form, pick(RESULTS)),
    "flag": lambda sheet, here, form, pick: sheet.write_boolean(*here, pick([True, False]), form),
    "cents": lambda sheet, here, form, pick: sheet.write_number(*here, pick(range(10**6)) / 100),
    "blank": lambda sheet, here, form, pick: sheet.write_blank(*here, None, form),
    "array": lambda sheet, here, form, pick: sheet.write_array_formula(*here, *here, "=SUM(A1:A2)", form, pick([0, 3])),
    "rich": lambda sheet, here, form, pick: sheet.write_rich_string(*here, "a ", form or "b", "c", " d"),
}


def at_random(seed):
    """A workbook that nobody means: every kind of cell, in any order, with gaps, formats, indents and hidden rows."""
    chance, made = random.Random(seed), io.BytesIO()  # noqa: S311
    mixed, often = chance.choice([0, 0.02, 0.3]), list(WRITERS)[:5]
    with xlsxwriter.Workbook(made, {"in_memory": True, "constant_memory": seed % 2 == 0}) as book:
        sheet = book.add_worksheet()
        forms = [book.add_format({"num_format": code, "indent": chance.choice([0, 0, 2])}) for code in FORMATS]
        usual = [(chance.choice(often), chance.choice([None, *forms])) for _ in range(chance.randint(1, 30))]
        for row in range(chance.randint(1, 300)):
            if chance.random() < mixed:
                told = {"hidden": chance.random() < 0.3, "level": chance.choice([0, 0, 1])}
                sheet.set_row(row, chance.choice([None, 0, 20]), chance.choice([None, *forms]), told)
            for column, expected in enumerate(usual):
                other = chance.choice(list(WRITERS)), chance.choice(forms)
                kind, form = other if chance.random() < mixed else expected
                if chance.random() > 0.1:
                    WRITERS[kind](sheet, (row, column), form, chance.choice)
    return made.getvalue()


@pytest.mark.parametrize("seed", range(40))
def test_both_ways_read_workbooks_at_random_alike(seed, monkeypatch):
    book = at_random(seed)
    if seed % 3 == 0:
        monkeypatch.setattr(package, "_STEP", 1 << 10)
    if seed % 4 > 1:  # as Excel leaves it: everything is computed
        book = with_part(book, "xl/workbook.xml", lambda part: part.replace(b' fullCalcOnLoad="1"', b""))
    assert read(book, True) == read(book, False)


PIECES = st.sampled_from(
    [b"<", b">", b"&amp;", b'"', b"<!--", b"-->", b"</row>", b"</c>", b"<v>", b"]]>", b" ", b"1", b"\n"]
)


@given(st.sampled_from(sorted(BOOKS)), st.integers(0, 3000), st.integers(0, 12), PIECES | st.binary(max_size=3))
def test_any_slip_in_the_sheet_reads_the_same_both_ways(name, place, cut, piece):
    made = with_sheet(BOOKS[name], lambda sheet: sheet[:place] + piece + sheet[place + cut :])
    assert read(made, True) == read(made, False)
