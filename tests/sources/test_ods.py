# ruff: noqa: E501
"""An OpenDocument table gives what the Excel workbook gives that it came from, with the same flags."""

import contextlib
import csv
import datetime as dt
import io
import random
import shutil
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from tests.sources.readings import told

from custecon import read
from custecon.core.errors import InputRefused
from custecon.sources import ods

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
    ]
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = (
    "<table:table-row>"
    + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("client", "date", "amount")
    )
    + "</table:table-row>"
)


def text(value, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell>'


def day(value="2024-01-05"):
    return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>whatever</text:p></table:table-cell>'


def number(value, more="", kind="float"):
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"{more}><text:p>shown</text:p></table:table-cell>'


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def table(*rows, name="Sales", more="", columns="", header=HEAD):
    return f'<table:table table:name="{name}"{more}>{columns}{header}{"".join(rows)}</table:table>'


def ods_of(*tables, styles="", parts=None, content=None):
    out = io.BytesIO()
    body = "".join(tables)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), KIND)
        content = content or (
            f'<?xml version="1.0"?><office:document-content {SPACES}><office:automatic-styles>{styles}'
            f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        archive.writestr("content.xml", content)
        for part, data in (parts or {}).items():
            archive.writestr(part, data)
    return out.getvalue()


def values(*rows, **how):
    return read(ods_of(table(*rows)), **how).table.values("amount")


def refused(data, code, **how):
    with pytest.raises(InputRefused) as caught:
        read(data, **how)
    assert [one.code for one in caught.value.problems] == [code], caught.value
    return str(caught.value.problems[0])


@pytest.fixture(scope="session")
def converted(tmp_path_factory):
    """A workbook as LibreOffice writes it in OpenDocument."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("ods")

    def of(path):
        settings = f"-env:UserInstallation=file://{folder}/profile"
        wanted = ["--headless", "--convert-to", "ods", "--outdir", str(folder), str(path)]
        subprocess.run(["soffice", settings, *wanted], check=True, capture_output=True, timeout=120)
        return (folder / f"{path.stem}.ods").read_bytes()

    return of


@pytest.mark.parametrize("kind", ["clients", "subscriptions", "spend"])
def test_what_libreoffice_writes_is_what_the_workbook_says(converted, examples, tmp_path, kind):
    path = tmp_path / f"{kind}.xlsx"
    made = openpyxl.Workbook()
    for cells in csv.reader((examples / f"{kind}.csv").read_text(encoding="utf-8").splitlines()):
        typed = []
        for cell in cells:
            typed.append(cell)
            with contextlib.suppress(ValueError):
                typed[-1] = (
                    dt.date.fromisoformat(cell) if cell.count("-") == 2 else float(cell) if "." in cell else cell
                )
        made.active.append(typed)
    made.save(path)
    assert told(read(converted(path))) == told(read(path))


def test_flags_of_libreoffice_are_those_of_excel(converted, tmp_path):
    path = tmp_path / "flags.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    for cells in [["client", "date", "amount"], ["Ann", dt.date(2024, 1, 5), 10.5], ["Bob", dt.date(2024, 1, 6), 3],
                  ["Cid", dt.date(2024, 1, 7), 1], [None, dt.date(2024, 1, 8), 2], [7, dt.date(2024, 1, 9), 5]]:  # fmt: skip
        sheet.append(cells)
    for cell in ("C2", "C3", "C4", "C5", "C6"):
        sheet[cell].number_format = "#,##0.00 [$€-407]"
    sheet["A6"].number_format = "00000"
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.create_sheet("Old")["A1"] = "x"
    made["Old"].sheet_state = "hidden"
    made.save(path)
    one, two = read(path), read(converted(path))
    assert told(one) == told(two)
    assert one.table.values("client") == ["Ann", "Bob", "Cid", "Cid", "00007"]
    assert one.controls.currency == "EUR"
    assert {"N211", "N212", "N213", "N229"} <= {notice.code for notice in two.notices}


def test_values_are_those_that_are_stored():
    assert values(
        row(text("a"), day(), number("10.50")), row(text("b"), day("2024-01-06T23:59:59"), number("1E2"))
    ) == [
        Decimal("10.50"),
        100,
    ]
    reading = read(ods_of(table(row(text("a"), day("2024-01-06T23:59:59"), number("0.30000000000000004")))))
    assert reading.table.values("date") == [dt.date(2024, 1, 6)]
    assert reading.table.values("amount") == [Decimal("0.3")]
    assert reading.controls.columns["amount"].value == "amount"


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        (number("", ' table:formula="of:=[.A1]"').replace("shown", ""), "E244", "of:=[.A1]"),
        ('<table:table-cell table:formula="of:=[.A1]"/>', "E244", "of:=[.A1]"),
        (number("0", ' table:formula="of:=1/0"').replace("shown", "#DIV/0!"), "E245", "#DIV/0!"),
        (number("0", ' table:formula="of:=1/0"').replace("shown", "Err:502"), "E245", "Err:502"),
        (text("#N/A", ' table:formula="of:=NA()"'), "E245", "#N/A"),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', "E246", "TRUE"),
        (number("1", ' table:formula="of:=TRUE()"').replace("shown", "TRUE"), "E246", "TRUE"),
        (number("1,5"), "E289", "1,5"),
        (number("1e999"), "E289", "1e999"),
        (number("12345678901234567"), "E235", "12345678901234567"),
        (day(), "E255", "2024-01-05"),
        (text("по договору"), "E214", "по договору"),
    ],
)
def test_a_cell_that_is_no_number_is_refused_as_in_excel(cell, code, said):
    told = refused(ods_of(table(row(text("a"), day(), number(1)), row(text("b"), day(), cell))), code)
    assert told.startswith("<bytes>[Sales]:3, column «amount» (C): ")
    assert said in told


def test_a_formula_that_is_stored_is_its_value():
    assert values(row(text("a"), day(), number("21", ' table:formula="of:=[.C2]*2"'))) == [21]


@pytest.mark.parametrize("value", ["2024-13-01", "05.01.2024", "20240105"])
def test_a_day_that_is_none(value):
    told = refused(ods_of(table(row(text("a"), day(value), number(1)))), "E289")
    assert told.startswith("<bytes>[Sales]:2, column «date» (B): ")


def test_what_is_repeated_is_counted_and_not_written_out():
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    far = '<table:table-cell table:number-columns-repeated="16000"/>'
    twice = row(text("Ann"), day(), number(2), more=' table:number-rows-repeated="3"')
    reading = read(ods_of(table(twice, empty, row(text("Bob"), day(), number(1), far))))
    assert reading.controls.totals["amount"] == 7
    assert reading.controls.used == 4
    wide = row(text("x", ' table:number-columns-repeated="3"'), number(5))
    data = ods_of(table(wide, header=HEAD))
    with pytest.raises(InputRefused, match="<bytes>\\[Sales\\]:2, column «date» \\(B\\): «x»"):
        read(data)


def test_a_bomb_of_repetitions_is_refused_before_it_is_held(monkeypatch):
    monkeypatch.setattr(ods, "_MOST_CELLS", 100_000)
    many = row(text("Ann"), day(), number(2), more=' table:number-rows-repeated="1048575"')
    assert "more than 100,000 cells" in refused(ods_of(table(many)), "E209")
    wide = row(text("x", ' table:number-columns-repeated="999999999"'))
    assert "a row with more than 16,384 columns" in refused(ods_of(table(wide)), "E209")


def test_what_stands_beside_the_value_is_no_part_of_it():
    comment = "<office:annotation><dc:creator>A</dc:creator><text:p>call <text:span>him</text:span></text:p></office:annotation>"
    comment = comment.replace("dc:creator", "text:creator")
    picture = "<text:frame><text:p>logo</text:p><table:table><table:table-row/></table:table></text:frame>"
    noted = f'<table:table-cell office:value-type="string">{comment}<text:p>An<text:span>n</text:span></text:p>{picture}</table:table-cell>'
    changes = f"<table:tracked-changes>{table(row(text('Old'), day(), number(99)))}</table:tracked-changes>"
    forms = "<office:forms><text:p>x</text:p></office:forms>"
    reading = read(ods_of(changes, table(row(noted, day(), number(1)), columns=forms)))
    assert reading.table.values("client") == ["Ann"]
    assert reading.controls.totals["amount"] == 1


def test_blanks_tabs_and_lines_in_a_cell():
    cell = '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:tab/>c</text:p><text:p>d</text:p></table:table-cell>'
    assert read(ods_of(table(row(cell, day(), number(1))))).table.values("client") == ["a  b\tc\nd"]


def test_hidden_rows_columns_and_sheets_are_told_and_groups_are_levels():
    hidden = ' table:visibility="collapse"'
    columns = f'<table:table-column/><table:table-column{hidden} table:number-columns-repeated="2"/>'
    rows = [
        row(text("a"), day(), number(1), more=hidden),
        row(text("b"), day(), number(2), more=' table:visibility="filter"'),
    ]
    style = '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
    old = table(row(text("z"), day(), number(9)), name="Old", more=' table:style-name="off"')
    reading = read(ods_of(old, table(*rows, row(text("c"), day(), number(4)), columns=columns), styles=style))
    assert reading.controls.totals["amount"] == 7
    assert sorted(one.code for one in reading.notices) == ["N211", "N213", "N229"]
    assert "2 rows hidden" in " ".join(map(str, reading.notices))


def test_several_sheets_are_asked_about_and_given():
    data = ods_of(
        table(row(text("a"), day(), number(1)), name="May"), table(row(text("b"), day(), number(2)), name="June")
    )
    assert "several sheets with data: «May», «June»" in refused(data, "E242")
    assert read(data, sheet="june").controls.totals["amount"] == 2
    assert "there is no sheet «July»" in refused(data, "E243", sheet="July")


def test_currencies_shares_zeros_and_thousands_that_only_a_format_shows():
    number_of = '<number:number number:decimal-places="0" number:min-integer-digits="{}" number:display-factor="{}"/>'
    styles = (
        f'<number:number-style style:name="N1">{number_of.format(5, 1)}</number:number-style>'
        f'<number:number-style style:name="N2">{number_of.format(1, 1000)}<number:text> тыс. руб.</number:text></number:number-style>'
        '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
        '<style:style style:name="c2" style:family="table-cell" style:parent-style-name="c3"/>'
        '<style:style style:name="c3" style:family="table-cell" style:data-style-name="N2"/>'
    )
    rows = row(number("7", ' table:style-name="c1"'), day(), number("10.5", ' office:currency="EUR"', "currency"))
    reading = read(ods_of(table(rows), styles=styles))
    assert reading.table.values("client") == ["00007"]
    assert reading.controls.currency == "EUR"
    rows = row(text("a"), day(), number("5000", ' table:style-name="c2"'))
    divided = read(ods_of(table(rows), styles=styles))
    assert (divided.controls.totals["amount"], divided.controls.currency) == (5000, "RUB")
    assert "N269" in [one.code for one in divided.notices]


def test_a_password_a_cut_and_what_does_harm(tmp_path):
    good = ods_of(table(row(text("a"), day(), number(1))))
    encrypted = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert "protected by a password" in refused(ods_of(table(), parts={"META-INF/manifest.xml": encrypted}), "E206")
    assert "protected by a password" in refused(ods_of(table(), parts={"encrypted-package": "x"}), "E206")
    for length in (60, len(good) // 2, len(good) - 30):
        assert "damaged or cut off" in refused(good[:length], "E208")
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "defines XML entities" in refused(ods_of(content=entity), "E210")
    assert "damaged" in refused(ods_of(content="<office:document-content"), "E208")
    path = tmp_path / "orders.csv"
    path.write_bytes(good)
    assert "is named .csv but is an OpenDocument table" in str(read(path).notices[0])
    old = '<?xml version="1.0"?><!DOCTYPE manifest:manifest PUBLIC "x" "Manifest.dtd"><m/>'
    assert (
        read(ods_of(table(row(text("a"), day(), number(1))), parts={"META-INF/manifest.xml": old})).controls.used == 1
    )
    assert "the file is empty" in refused(ods_of(table(header="")), "E204")
    assert "no row below the header" in refused(ods_of(table()), "E238")


def test_a_damaged_table_is_read_or_refused_and_nothing_else():
    draw = random.Random(6)  # noqa: S311
    content = zipfile.ZipFile(io.BytesIO(ods_of(table(row(text("a"), day(), number(1)))))).read("content.xml")
    for _ in range(300):
        spoilt = bytearray(content)
        for _ in range(draw.randrange(1, 4)):
            spoilt[draw.randrange(len(spoilt))] = draw.choice(b'<>/"= azAZ09:')
        with contextlib.suppress(InputRefused):
            read(ods_of(content=bytes(spoilt)))
