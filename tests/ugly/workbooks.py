# ruff: noqa: E501, DTZ001
"""Hostile workbooks: what Excel hides, merges, computes and converts."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import xlsxwriter

CASES = []
COLUMNS = ("Client", "Date", "Amount")
DAY = dt.datetime(2024, 1, 5)
ROWS = [("A", dt.datetime(2024, 1, 5), 10.5), ("B", dt.datetime(2024, 2, 6), 20.25), ("A", dt.datetime(2024, 3, 7), 3)]
CT = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"


def case(name, data, verdict, columns=COLUMNS, **details):
    CASES.append((name, data, verdict, columns, details))


def book(fill=None, rows=ROWS, header=COLUMNS):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    if fill:
        fill(made, sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def setting(**cells):
    def fill(_, sheet):
        for place, value in cells.items():
            sheet[place] = value

    return book(fill)


def raw(sheet, *, main=MAIN, shared=None, workbook=None, styles=None, extra=()):
    """A minimal workbook from its XML."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{CT}"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACK}"><Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook
        or f'<workbook xmlns="{main}" xmlns:r="{REL}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACK}"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{REL}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if shared:
        parts["xl/sharedStrings.xml"] = shared
    if styles:
        parts["xl/styles.xml"] = styles
    parts |= dict(extra)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def text(value):
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(*rows, main=MAIN, tail=""):
    body = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    return f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>{tail}</worksheet>'


HEADER = [text(name) for name in COLUMNS]


def one(amount, day=None, client=None):
    return sheet(HEADER, [client or text("A"), day or text("2024-01-05"), amount])


case("plain", book(), "read", total="33.75", rows=3, first="2024-01-05", last="2024-03-07")
case("cells without places, inline", raw(one("<c><v>1.5</v></c>")), "read", total="1.5")
case("strict workbook", raw(one("<c><v>1.5</v></c>").replace(MAIN, STRICT), main=STRICT), "read", total="1.5")
case("prefixed names", raw(one("<c><v>1.5</v></c>").replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")), "read",
     total="1.5")  # fmt: skip
case("seventeen digits", raw(one("<c><v>0.30000000000000004</v></c>")), "read", total="0.3")
case("a small power of ten", raw(one("<c><v>1.25E-2</v></c>")), "read", total="0.0125")
case(
    "a third, cut and told", raw(one("<c><v>0.33333333333333331</v></c>")), "read", total="0.333333333", says="decimal"
)
case("no number at all", raw(one("<c><v>nan</v></c>")), "refuse", line=2, value="nan")
case("string without strings", raw(one('<c t="s"><v>7</v></c>')), "refuse", says="sharedstrings")
case(
    "string out of range",
    raw(one('<c t="s"><v>7</v></c>'), shared=f'<sst xmlns="{MAIN}"><si><t>A</t></si></sst>'),
    "refuse",
    line=2,
    says="text number 7",
)
case("rich and phonetic strings", raw(one("<c><v>1.5</v></c>", client='<c t="s"><v>0</v></c>'),
     shared=f'<sst xmlns="{MAIN}"><si><r><t>Ac</t></r><r><t>me</t></r><rPh sb="0" eb="1"><t>xx</t></rPh></si></sst>'), "read",
     total="1.5", has=["Acme"])  # fmt: skip
case(
    "formula that gives text",
    raw(one("<c><v>1.5</v></c>", client='<c t="str"><f>"A"&amp;"B"</f><v>AB</v></c>')),
    "read",
    has=["AB"],
)
case("formula without a value", raw(one("<c><f>1+1</f></c>")), "refuse", line=2, says="formula")
case("formula with an empty value", raw(one("<c><f>1+1</f><v></v></c>")), "refuse", line=2, says="formula")
case("shared formula without a value", raw(one('<c><f t="shared" si="0"/></c>')), "refuse", line=2, says="formula")
case(
    "date cell of the kind d",
    raw(one("<c><v>1.5</v></c>", day='<c t="d"><v>2024-01-05T00:00:00</v></c>')),
    "read",
    first="2024-01-05",
)
case(
    "excel error in a key",
    raw(one("<c><v>1.5</v></c>", client='<c t="e"><v>#REF!</v></c>')),
    "refuse",
    line=2,
    value="#REF!",
)
case(
    "excel error in a date",
    raw(one("<c><v>1.5</v></c>", day='<c t="e"><v>#VALUE!</v></c>')),
    "refuse",
    line=2,
    value="#VALUE!",
)
case(
    "external entity",
    raw('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + one("<c><v>1</v></c>")),
    "refuse",
    says="entities",
)
case("part is missing", raw(one("<c><v>1</v></c>"), workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="S" r:id="rId2"/>'
     "</sheets></workbook>"), "refuse", says="empty|damaged")  # fmt: skip
case("broken xml", raw(one("<c><v>1</v></c>")[:-30]), "refuse", says="damaged")
case("column beyond excel", raw(one('<c r="ZZZZ2"><v>1</v></c>')), "refuse", says="ZZZZ2")
case(
    "no sheets", raw("<x/>", workbook=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'), "refuse", says="empty|damaged"
)
case("not a workbook", raw("<x/>", extra={"word/document.xml": "<x/>"}).replace(b"xl/workbook.xml", b"xl/workbooq.xml"), "refuse",
     says="Word|damaged")  # fmt: skip
case("very hidden first sheet", book(lambda made, first: (made.create_sheet("Old", 0).append(["Client"]),
     setattr(made["Old"], "sheet_state", "veryHidden"))), "read", total="33.75", says="Old")  # fmt: skip
case("an empty second sheet", book(lambda made, _: made.create_sheet("Empty")), "read", total="33.75")
case(
    "a second sheet with notes",
    book(lambda made, _: made.create_sheet("Notes").append(["x"])),
    "read",
    total="33.75",
    says="Notes",
)
case(
    "a second sheet, named",
    book(lambda made, _: made.create_sheet("Notes").append(["x"])),
    "read",
    sheet="Sheet",
    total="33.75",
)
case("sheet in another case", book(), "read", sheet="SHEET", total="33.75")
case("no such sheet", book(), "refuse", sheet="Sales", value="Sales")
case("yes-or-no amount", setting(C3=True), "refuse", line=3, value="TRUE")
case("yes-or-no client", setting(A3=True), "refuse", line=3, value="TRUE")
case("yes-or-no date", setting(B3=False), "refuse", line=3, value="FALSE")
case("date for a client", setting(A3=DAY), "refuse", line=3, value="2024-01-05")
case("date for an amount", setting(C3=DAY), "refuse", line=3, value="2024-01-05")
case(
    "serial for a date",
    book(lambda _, s: (setattr(s["B3"], "value", 45356), setattr(s["B3"], "number_format", "0"))),
    "refuse",
    line=3,
    value="45356",
)
case("text date, dotted", setting(B3="06.02.2024"), "either", total="33.75")
case("half converted dates", setting(B3="13/02/2024"), "refuse", line=3, value="13/02/2024")
case(
    "number with sixteen digits for a client", setting(A3=1234567890123456), "refuse", line=3, value="1234567890123456"
)
case("twenty digits as text", setting(A3="12345678901234567890"), "read", has=["12345678901234567890"])
case("whole number for a client", setting(A3=1234.0), "read", has=["1234"])
case("empty amount", setting(C3=None), "refuse", line=3, says="empty")
case("text amount", setting(C3="x"), "refuse", line=3, value="«x»")
case("date before 1990", setting(B3=dt.datetime(1950, 1, 1)), "refuse", line=3, value="1950-01-01")
case("sum beside the table", setting(F2=99), "read", total="33.75")
case("sum in a row of its own", setting(F9=99), "read", total="33.75", says="outside")
case("total row of a table", setting(A5="Total", C5="=SUM(C2:C4)"), "read", total="33.75", line=5, says="Total")
case(
    "hidden column",
    book(lambda _, s: setattr(s.column_dimensions["C"], "hidden", True)),
    "read",
    total="33.75",
    says="hidden",
)
case("merged dates", book(lambda _, s: (setattr(s["B3"], "value", None), s.merge_cells("B2:B3"))), "either", total="33.75", last="2024-03-07",
     says="merged|empty")  # fmt: skip
case(
    "merged amounts",
    book(lambda _, s: (setattr(s["C3"], "value", None), s.merge_cells("C2:C3"))),
    "refuse",
    line=3,
    says="empty",
)


def styled(*formats, currency=False):
    """Numbers under number formats."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    out = made.add_worksheet("Sales")
    out.write_row(0, 0, COLUMNS)
    for row, form in enumerate(formats, 1):
        out.write(row, 0, "A")
        out.write_datetime(row, 1, DAY, made.add_format({"num_format": "dd/mm/yyyy"}))
        out.write(row, 2, 1.5, made.add_format({"num_format": form}))
    made.close()
    return stream.getvalue()


case("one currency in formats", styled("[$€-407] #,##0.00", '#,##0.00 "€"'), "read", total="3.0")
case(
    "two currencies in formats",
    styled("[$€-407] #,##0.00", "[$$-409]#,##0.00", "[$$-409]#,##0.00"),
    "refuse",
    line=2,
    says="EUR",
)
case("roubles in formats", styled('# ##0,00 "₽"', '# ##0.00 "руб."', '#,##0.00"р."'), "read", total="4.5")
case("colours and conditions", styled("[Red]#,##0.00;[Blue]-#,##0.00", "[>100]0.00;0.0"), "read", total="3.0")


def stale():
    """A script's workbook: every formula has the stored result 0 until Excel has seen it."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    out = made.add_worksheet("Sales")
    out.write_row(0, 0, COLUMNS)
    out.write_row(1, 0, ["A", "2024-01-05"])
    out.write_formula(1, 2, "=1+1")
    made.close()
    return stream.getvalue()


case("formula never computed", stale(), "refuse", line=2, says="formula")


def padded():
    made = openpyxl.Workbook()
    made.active.append(COLUMNS)
    made.active.append([7, DAY, 1.5])
    made.active["A2"].number_format = "00000"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


case("zeros shown by the format", padded(), "read", has=["00007"])

PLAIN = book()
case("zip directory cut off", PLAIN[:-40], "refuse", says="damaged")
case("zip cut in the middle", PLAIN[: len(PLAIN) // 2], "refuse", says="damaged")
SPOT = PLAIN.index(b"xl/worksheets/sheet1.xml") + 100
case(
    "a byte flipped in a part", PLAIN[:SPOT] + bytes([PLAIN[SPOT] ^ 0x55]) + PLAIN[SPOT + 1 :], "refuse", says="damaged"
)
case(
    "an archive of a table",
    raw("x").replace(b"xl/", b"zz/").replace(b"[Content_Types].xml", b"[Content_Typeq].xml"),
    "refuse",
    says="zip|damaged",
)


def legacy(fill):
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    out = made.add_sheet("Sales")
    fill(out, xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def old(client="A", day=DAY, amount=1.5):
    def fill(out, date):
        for column, name in enumerate(COLUMNS):
            out.write(0, column, name)
        out.write(1, 0, client)
        out.write(1, 1, day, date)
        out.write(1, 2, amount)
        out.write(2, 0, "B")
        out.write(2, 1, day, date)
        out.write(2, 2, 2.25)

    return legacy(fill)


case("old workbook", old(), "read", total="3.75", first="2024-01-05")
case("old workbook, yes-or-no", old(amount=True), "refuse", line=2, value="TRUE")
case("old workbook, a number for a client", old(client=1234), "read", has=["1234"])
case("old workbook cut off", old()[:2000], "refuse", says="damaged")
