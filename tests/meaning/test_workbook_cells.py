"""What a cell of a workbook holds: its one value, computed, and no more; and what nobody sees is told."""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
import xlwt
from tests.meaning.test_workbook_parts import ORDERS, RUSSIAN, Book, read_whole, zipped

EXTENSION = "<extLst><ext uri='x' xmlns:y='y'>{}</ext></extLst>"


def with_amount(*cells, calc="", header=RUSSIAN):
    """The workbook, its amounts from the first row on written so, and how it was calculated."""
    book = Book(header)
    for row, cell in enumerate(cells, 1):
        book.rows[row][2] = cell
    parts = book.parts()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</workbook>", f"{calc}</workbook>")
    return zipped(parts)


# ---------------------------------------------------------------- one value


@pytest.mark.parametrize("inside", [
    "<v>5</v>", "<y:v>5</y:v>", "<f>1+1</f>", "<is><t>7</t></is>", "<extLst><v>9</v></extLst><v>3</v>", "5",
])  # fmt: skip
@pytest.mark.parametrize("cell", ["><v>100</v>{}", ">{}<v>100</v>", 't="inlineStr"><is><t>100</t></is>{}'])
def test_what_stands_in_a_list_of_extensions_is_no_value_of_the_cell(ask, cell, inside):
    read_whole(ask("check {file}", with_amount(cell.format(EXTENSION.format(inside))), suffix="xlsx"))


PLAIN_ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>X</t></is></c><c r="C{0}"><v>7</v></c></row>'


@pytest.mark.parametrize("row", [PLAIN_ROW.format(9), PLAIN_ROW.format(2), PLAIN_ROW.format(5) * 2])
def test_rows_in_a_list_of_extensions_are_none_of_the_sheet(ask, row):
    read_whole(ask("check {file}", with_amount("><v>100</v>" + EXTENSION.format(row)), suffix="xlsx"))
    book = Book(RUSSIAN)
    book.head = EXTENSION.format(f"<sheetData>{row}</sheetData>")
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


def test_a_cell_with_nothing_but_extensions_is_empty(ask):
    said = ask("check {file}", with_amount(">" + EXTENSION.format("<v>5</v>")), suffix="xlsx")
    assert said.code == 3
    assert said.tells("Сумма", "empty")


def test_extensions_of_a_sheet_and_of_a_workbook_hide_and_change_nothing(ask):
    book = Book()
    book.head = EXTENSION.format("<col min='1' max='3' hidden='1'/><mergeCell ref='A2:A4'/>")
    parts = book.parts()
    told = EXTENSION.format("<workbookPr date1904='1'/><sheet name='Other' sheetId='2'/>")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</workbook>", f"{told}</workbook>")
    said = ask("check {file}", zipped(parts), suffix="xlsx")
    read_whole(said)
    assert not said.texts


@pytest.mark.parametrize("cell", [
    "><v>1</v><v>00</v>", 't="inlineStr"><is><t>1</t></is><is><t>00</t></is>',
    't="inlineStr"><v>1</v><is><t>00</t></is>', 't="inlineStr"><is><t>1</t></is><v>00</v>', "><v>1<v>00</v></v>",
])  # fmt: skip
def test_two_values_are_never_glued_into_one(ask, cell):
    said = ask("check {file}", with_amount(cell), suffix="xlsx")
    assert said.code == 3
    assert said.tells("C2", "two values")


def test_formats_of_conditions_are_no_formats_of_cells(ask):
    """A style for a condition may use the number of a format of cells for another one."""
    book = Book()
    own = '<dxfs><dxf><numFmt numFmtId="{}" formatCode="{}"/></dxf></dxfs></styleSheet>'
    for number, code in ((164, "0%"), (4, "0.0&quot; тыс.&quot;")):
        changed = Book()
        changed.styles = book.styles.replace("</styleSheet>", own.format(number, code))
        read_whole(ask("check {file}", changed.made(), suffix="xlsx"))


# ---------------------------------------------------------------- computed


ASKED = ['<calcPr fullCalcOnLoad="1"/>', '<calcPr fullCalcOnLoad="true"/>', '<calcPr calcCompleted="0"/>']


@pytest.mark.parametrize("calc", ASKED)
@pytest.mark.parametrize("cell", [
    "><f>A1*2</f><v>0</v>", "><f>A1*2</f><v>0.0</v>", "><f>A1*2</f><v>0E+00</v>", 't="n"><f>A1*2</f><v>-0</v>',
    't="str"><f>A1*2</f><v>0</v>', '><f t="shared" si="0" ref="C2:C3">A1*2</f><v>0</v>',
])  # fmt: skip
def test_a_formula_that_was_never_computed_is_no_zero(ask, calc, cell):
    said = ask("check {file}", with_amount(cell, calc=calc), suffix="xlsx")
    assert said.code == 3
    assert said.tells("Сумма", "A1*2", "let it calculate")


@pytest.mark.parametrize("cell", ["><f>A1*2</f>", "><f>A1*2</f><v/>", "><f>A1*2</f><v></v>"])
@pytest.mark.parametrize("calc", ["", *ASKED])
def test_a_formula_without_a_value_is_named_by_its_cell(ask, calc, cell):
    said = ask("check {file}", with_amount(cell, calc=calc), suffix="xlsx")
    assert said.code == 3
    assert said.tells("Сумма", "A1*2", "let it calculate")


def test_a_formula_that_was_computed_is_read(ask):
    computed = ("><f>A1*2</f><v>100</v>", "><f>A1*2</f><v>250.5</v>")
    for calc in ("", *ASKED):
        read_whole(ask("check {file}", with_amount(*computed, calc=calc), suffix="xlsx"))
    zero = ask("check {file}", with_amount("><f>A1*2</f><v>0</v>"), suffix="xlsx")
    assert (zero.code, zero.total) == (0, "300.0")  # 250.5 + 49.5: this zero is a result


@pytest.mark.parametrize("first", ["0", "100"])
@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_the_other_cells_of_a_formula_of_several_are_computed_or_named_too(ask, kind, first):
    """Of such a formula only the first cell has a text; the others hold nothing but a zero."""
    cells = (f'><f t="{kind}" ref="C2:C3">A1*2</f><v>{first}</v>', "><v>0</v>")
    said = ask("check {file}", with_amount(*cells, calc=ASKED[0]), suffix="xlsx")
    assert said.code == 3
    assert said.tells("3, column «Сумма»", "A1*2")
    below = ask("check {file}", with_amount(cells[0].replace(":C3", ":C2"), calc=ASKED[0]), suffix="xlsx")
    assert (below.code == 0) is (first == "100")
    beside = ("><f>A1*2</f><v>100</v>", "><v>0</v>", '><f t="array" ref="C4:D9">A1*2</f><v>49.5</v>')
    said = ask("check {file}", with_amount(*beside, calc=ASKED[0]), suffix="xlsx")
    assert (said.code, said.total) == (0, "149.5")


def test_what_libraries_write_of_formulas_is_refused_until_it_is_computed(ask):
    """openpyxl writes no result, XlsxWriter a zero, xlwt an empty text."""
    day = dt.datetime(2024, 1, 5)  # noqa: DTZ001 - a cell has no time zone
    head = ("client", "date", "amount")
    one = openpyxl.Workbook()
    for row in (head, ("A", day, 5), ("B", day, "=C2*2")):
        one.active.append(row)
    stream = io.BytesIO()
    one.save(stream)
    said = [ask("check {file}", stream.getvalue(), suffix="xlsx")]
    for value in (None, 10):
        stream = io.BytesIO()
        two = xlsxwriter.Workbook(stream)
        sheet, form = two.add_worksheet(), two.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, head)
        for row in (1, 2):
            sheet.write(row, 0, "AB"[row - 1])
            sheet.write_datetime(row, 1, day, form)
        sheet.write(1, 2, 5)
        sheet.write_formula(2, 2, "=C2*2", None, *(() if value is None else (value,)))
        two.close()
        said.append(ask("check {file}", stream.getvalue(), suffix="xlsx"))
    old = xlwt.Workbook()
    page, dotted = old.add_sheet("S"), xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for row, cells in enumerate((head, ("A", day, 5), ("B", day, xlwt.Formula("C2*2")))):
        for column, cell in enumerate(cells):
            page.write(row, column, cell, dotted if cell is day else xlwt.Style.default_style)
    stream = io.BytesIO()
    old.save(stream)
    said.append(ask("check {file}", stream.getvalue(), suffix="xls"))
    assert [one.code for one in said] == [3, 3, 0, 3]
    assert said[2].total == "15"
    assert all(one.tells("3, column «amount»") for one in (said[0], said[1], said[3]))


# ---------------------------------------------------------------- not seen


@pytest.mark.parametrize("said", ['ht="0"', 'ht="0" customHeight="1"', 'ht="0.0"', 'hidden="1"', 'spans="1:3" ht="0"'])
def test_rows_that_nobody_sees_are_told(ask, said):
    book = Book()
    book.row = lambda number, cells: f'<row r="{number}" {said if number in (3, 4) else ""}>{cells}</row>'
    found = ask("check {file}", book.made(), suffix="xlsx")
    read_whole(found)
    assert found.tells("2 rows hidden")


@pytest.mark.parametrize("said", ['width="0" customWidth="1"', 'width="0.0"', 'width="9" hidden="1"'])
def test_columns_that_nobody_sees_are_told(ask, said):
    book = Book()
    book.head = f'<cols><col min="2" max="3" {said}/></cols>'
    found = ask("check {file}", book.made(), suffix="xlsx")
    read_whole(found)
    assert found.tells("hidden columns", "date", "amount")


@pytest.mark.parametrize("head", ['<cols><col min="2" max="3" width="0.5"/></cols>', ""])
@pytest.mark.parametrize("said", ['ht="15"', 'ht="0.75"', 'ht="10" customHeight="1"'])
def test_guard_low_rows_and_narrow_columns_are_nothing_to_tell(ask, head, said):
    book = Book()
    book.head, book.row = head, lambda number, cells: f'<row r="{number}" {said}>{cells}</row>'
    found = ask("check {file}", book.made(), suffix="xlsx")
    read_whole(found)
    assert not found.texts


def test_rows_and_columns_of_an_old_workbook_that_nobody_sees_are_told(ask):
    made = xlwt.Workbook()
    sheet = made.add_sheet("S")
    for row, cells in enumerate(
        (("client", "date", "amount"), *((name, "2024-01-05", float(m)) for name, _, m in ORDERS))
    ):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.row(2).height_mismatch, sheet.row(2).height = True, 0
    sheet.col(2).width = 0
    stream = io.BytesIO()
    made.save(stream)
    found = ask("check {file}", stream.getvalue(), suffix="xls")
    assert (found.code, found.total) == (0, "400.0")
    assert found.tells("1 row hidden")
    assert found.tells("hidden columns", "amount")
