"""Workbooks, new and old, that programs write and disks break: read exactly, or refused by sheet, row and value."""

import datetime as dt
import io
import re
import struct
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from custecon.core.errors import InputRefused
from custecon.core.own_workbook import FIRST, HEADINGS, METHOD, SHEET
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, own_workbook, read

DAY = dt.date(2024, 1, 5)
PART = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def reading(data, **options):
    return read(io.BytesIO(data), (CLIENTS, ORDERS), ReadingOptions(**options), name="f")


def refused(data, **options):
    with pytest.raises(InputRefused) as caught:
        reading(data, **options)
    return caught.value.problems[0]


def told(found, code):
    return next(str(notice) for notice in found.notices if notice.code == code)


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def book(*rows, change=None):
    made = openpyxl.Workbook()
    for row in (("Client", "Date", "Amount"), *rows):
        made.active.append(row)
    if change:
        change(made.active)
    return saved(made)


def patched(data, part, old, new):
    """The same workbook with one text changed in one part; `new` None leaves the part out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                if new is None:
                    continue
                assert re.search(old.encode(), text)
                text = re.sub(old.encode(), new.encode(), text, count=1)
            target.writestr(name, text)
    return stream.getvalue()


ONE = book(("A", DAY, 1.5))


@pytest.mark.parametrize(("row", "code", "column"), [
    ((DAY, DAY, 1), "E255", "Client"), ((True, DAY, 1), "E246", "Client"), ((10**15, DAY, 1), "E235", "Client"),
    (("=A1", DAY, 1), "E244", "Client"), (("B", True, 1), "E246", "Date"), (("B", DAY, DAY), "E255", "Amount"),
    (("B", DAY, True), "E246", "Amount"),
])  # fmt: skip
def test_a_cell_of_the_wrong_kind_is_named_by_its_row(row, code, column):
    found = refused(book(("A", DAY, 1), row))
    assert (found.code, found.place.line, found.place.column, found.place.sheet) == (code, 3, column, "Sheet")


def test_dates_that_excel_took_half_of_are_refused():
    found = refused(book(("A", DAY, 1), ("B", "13/01/2024", 2)))
    assert (found.code, found.place.line) == ("E264", 3)
    assert "2024-01-05" in str(found)


def test_more_decimals_than_money_can_have_are_cut_and_told():
    found = reading(book(("A", DAY, 0.12345678901234)))
    assert found.controls.totals == {"amount": Decimal("0.123456789")}
    assert "1 cell" in told(found, "N222")


def test_a_total_without_a_stored_result_is_skipped_without_a_verdict():
    sums = reading(book(("A", DAY, 1.5), ("B", DAY, 2), ("Total", None, 3.5)))
    assert "equals the sum" in told(sums, "N204")
    found = reading(book(("A", DAY, 1), ("Total", None, "=SUM(C2:C2)")))
    assert found.controls.totals == {"amount": Decimal(1)}
    assert found.controls.skipped["total rows"] == 1
    assert "equals" not in told(found, "N204")
    assert "differs" not in told(found, "N204")


def test_rows_that_end_early_or_late_are_rows():
    data = book(("A", DAY, 1, "note"), ("B", DAY))
    found = refused(data)
    assert (found.code, found.place.line, found.place.column) == ("E224", 3, "Amount")
    assert reading(data, skip_bad=True).controls.totals == {"amount": Decimal(1)}


def test_rows_that_only_a_hash_takes_for_one_are_not_identical():
    assert hash(Decimal(-1)) == hash(Decimal(-2))
    found = reading(book(("A", DAY, 5), ("A", DAY, -1), ("A", DAY, -2)))
    assert found.controls.totals == {"amount": Decimal(2)}
    assert "identical rows" not in found.controls.counts


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are():
    found = refused(ONE, sheet="Sales")
    assert found.code == "E243"
    assert "«Sheet»" in str(found)
    assert reading(ONE, sheet="sheet").table.rows == 1


@pytest.mark.parametrize(("part", "old", "new", "code"), [
    (PART, "</row>", "</raw>", "E208"), (PART, "", None, "E208"), (PART, 't="n"><v>1.5', 't="s"><v>99', "E208"),
    (PART, "<v>1.5<", "<v>1,5<", "E289"), (PART, 'r="C2"', 'r="XFE2"', "E290"),
    ("xl/workbook.xml", "<sheets>.*</sheets>", "<sheets/>", "E204"),
])  # fmt: skip
def test_a_damaged_part_of_a_workbook_is_refused(part, old, new, code):
    assert refused(patched(ONE, part, old, new)).code == code


def test_how_a_name_is_pronounced_is_no_part_of_it():
    spoken = '<t>Tokyo</t><rPh sb="0" eb="2"><t>TOKYO</t></rPh>'
    inline = patched(ONE, PART, "<is><t>A</t></is>", f"<is>{spoken}</is>")
    assert reading(inline).table.cells("client") == ("Tokyo",)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet()
        for row, cells in enumerate((("Client", "Date", "Amount"), ("A", "2024-01-05", 1.5))):
            sheet.write_row(row, 0, cells)
    shared = patched(stream.getvalue(), STRINGS, "<si><t>A</t></si>", f"<si>{spoken}</si>")
    assert reading(shared).table.cells("client") == ("Tokyo",)


def test_number_formats_tell_currencies_and_leading_zeros():
    def formats(sheet):
        sheet["A2"].number_format = "00000"
        sheet["C2"].number_format = '#,##0.00 "руб."'
        sheet["C3"].number_format = "#,##0.00 [$₽-419]"
        sheet.column_dimensions["C"].hidden = True

    found = reading(book((42, DAY, 1.5), ("B", DAY, 2), change=formats))
    assert found.table.cells("client") == ("00042", "B")
    assert (found.controls.totals["amount"], found.controls.currency) == (Decimal("3.5"), "RUB")
    assert "«Amount»" in told(found, "N229")
    mixed = refused(book((42, DAY, 1.5), ("B", DAY, 2), ("C", DAY, 3), change=lambda sheet: (
        formats(sheet), setattr(sheet["C4"], "number_format", "[$$-409]#,##0.00"))))  # fmt: skip
    assert (mixed.code, mixed.place.line, mixed.place.column) == ("E236", 4, "Amount")


def test_a_number_too_long_for_its_zeros_is_no_key():
    found = refused(book((10**15, DAY, 1), change=lambda sheet: setattr(sheet["A2"], "number_format", "00000")))
    assert (found.code, found.place.line) == ("E235", 2)


@pytest.mark.parametrize(("text", "total"), [("1E2", Decimal(100)), ("1e-999", Decimal(0))])
def test_a_power_of_ten_is_a_number(text, total):
    found = reading(patched(ONE, PART, "<v>1.5<", f"<v>{text}<"), zero_orders="count")
    assert found.controls.totals == {"amount": total}


@pytest.mark.parametrize(("text", "code"), [("1e300", "E235"), ("1e999", "E289"), ("1E+400", "E289")])
def test_a_power_of_ten_beyond_all_money_is_refused_by_its_cell(text, code):
    found = refused(patched(ONE, PART, "<v>1.5<", f"<v>{text}<"))
    assert (found.code, found.place.line, found.place.position) == (code, 2, "C")


# ---------------------------------------------------------------- old workbooks


def old_book(header=("Client", "Date", "Amount"), row=("A", "2024-01-05", 1.5)):
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sales")
    for number, cells in enumerate((header, row)):
        for column, cell in enumerate(cells):
            sheet.write(number, column, cell)
    return saved(made)


def test_yes_and_no_of_an_old_workbook_are_flags():
    found = reading(old_book(("client", "revenue", "active"), ("A", 1.5, False)))
    assert (found.table.cells("active"), found.controls.totals["revenue"]) == ((False,), Decimal("1.5"))


def test_an_old_workbook_with_a_password_is_told_by_name():
    data = bytearray(old_book())
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[start : start + 2] = b"\x2f\x00"  # FILEPASS, where the first record after the beginning stood
    assert refused(bytes(data)).code == "E206"


def test_an_old_workbook_whose_cell_points_nowhere_is_damaged():
    data = bytearray(old_book())
    start = data.index(b"\x7e\x02\x0a\x00\x01\x00\x02\x00")  # RK, a number, row 1, column 2
    data[start + 8 : start + 10] = b"\xff\x7f"
    assert refused(bytes(data)).code == "E208"


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("number", ["nan", "inf"])
def test_bits_that_are_no_number_are_named_by_their_cell(number, dated):
    import xlwt

    made = xlwt.Workbook()
    sheet = made.add_sheet("Sales")
    for column, cell in enumerate(("Client", "Date", "Amount")):
        sheet.write(0, column, cell)
    sheet.write(1, 0, "A")
    style = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    sheet.write(1, 1, 45296.123456789, style)
    sheet.write(1, 2, 0.123456789)
    old = struct.pack("<d", 45296.123456789 if dated else 0.123456789)
    data = saved(made)
    assert data.count(old) == 1
    found = refused(data.replace(old, struct.pack("<d", float(number))))
    assert (found.code, found.place.line, found.place.position) == ("E289", 2, "B" if dated else "C")
    assert f"«{number}»" in str(found)


def test_formats_of_an_old_workbook_that_cannot_be_read_are_told_and_stop_no_cell():
    import xlwt

    made = xlwt.Workbook()
    made.set_colour_RGB(0x21, 1, 2, 3)
    sheet = made.add_sheet("Sales")
    for number, cells in enumerate((("Client", "Date", "Amount"), ("A", DAY, 1.5))):
        for column, cell in enumerate(cells):
            day = xlwt.easyxf(num_format_str="DD.MM.YYYY") if isinstance(cell, dt.date) else xlwt.easyxf()
            sheet.write(number, column, cell, day)
    data = bytearray(saved(made))
    palette = data.index(b"\x92\x00\xe2\x00")
    data[palette + 4] = 0x99  # more colours than there are
    found = reading(bytes(data))
    assert (found.controls.totals, found.controls.last_date) == ({"amount": Decimal("1.5")}, DAY)
    assert "hidden rows" in told(found, "N263")


# ---------------------------------------------------------------- workbooks of our own


def own(tmp_path, *rows, headings=HEADINGS, method=None):
    made = openpyxl.Workbook()
    made.active.title = SHEET
    for _ in range(FIRST - 1):
        made.active.append(["", ""])
    for row in (headings, *rows):
        made.active.append(row)
    if method:
        made.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name=METHOD + "ltv", value=method))
    path = tmp_path / "own.xlsx"
    made.save(path)
    return str(path)


def row(cell, value, unit="share", origin="given", used="ltv"):
    return ("", value, unit, "", "", origin, cell, used)


def test_another_file_is_no_workbook_of_ours(tmp_path):
    (tmp_path / "f.csv").write_text("client,date,amount\n")
    assert own_workbook.filled_in(str(tmp_path / "f.csv"), "ltv") is None
    assert own_workbook.filled_in(own(tmp_path, headings=("input", "value")), "ltv") is None
    (tmp_path / "f.xlsx").write_bytes(ONE)
    assert own_workbook.filled_in(str(tmp_path / "f.xlsx"), "ltv") is None


def test_a_formula_that_was_never_computed_is_refused_by_its_cell(tmp_path):
    with pytest.raises(InputRefused) as caught:
        own_workbook.filled_in(own(tmp_path, row("retention", "=1-0.2")), "ltv")
    found = caught.value.problems[0]
    assert (found.code, found.place.line, found.place.position, found.place.sheet) == ("E414", FIRST + 1, "B", SHEET)


def test_a_text_where_a_number_must_be_is_refused_by_its_cell(tmp_path):
    with pytest.raises(InputRefused) as caught:
        own_workbook.filled_in(own(tmp_path, row("margin", 5), row("retention", "80 %")), "ltv")
    assert (caught.value.problems[0].code, caught.value.problems[0].place.line) == ("E415", FIRST + 2)


def test_the_cells_of_the_command_come_first_and_empty_ones_say_nothing(tmp_path):
    path = own(
        tmp_path, row("retention_iceberg", 0.5, used="iceberg"), row("retention", 0.8), row("margin", None),
        row("nonsense", 3), method="perpetuity",
    )  # fmt: skip
    assert own_workbook.filled_in(path, "ltv").options == {"retention": "0.8", "method": "perpetuity"}
    both = own(tmp_path, row("retention_one", 0.5, used="churn"), row("retention_two", 0.6, used="churn"))
    assert own_workbook.filled_in(both, "ltv").options == {}
