# ruff: noqa: DTZ001
"""Workbooks as odd programs write them: what a spreadsheet program opens is read; else the cell or part is named."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.sources.own_workbook import filled_in

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

ENGLISH, RUSSIAN = ("client", "date", "amount"), ("Контрагент", "Дата", "Сумма")
# two clients, three orders: 100 + 250.5 + 49.5 = 400; serial 45296 is 2024-01-05, 45400 is 2024-04-18
ORDERS = (("Alder", 45296, "100"), ("Ёлка & Ко", 45327, "250.5"), ("Alder", 45400, "49.5"))
TOTAL = "400.0"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def letters(column):
    return "ABCDEFGH"[column]


def inline(text):
    return f't="inlineStr"><is><t>{escaped(text)}</t></is>'


class Book:
    """A workbook from its parts, each of which a test may write another way."""

    def __init__(self, header=ENGLISH, orders=ORDERS):
        self.rows = [[inline(name) for name in header]]
        self.rows += [
            [inline(client), f's="1"><v>{day}</v>', f's="2"><v>{amount}</v>'] for client, day, amount in orders
        ]
        self.styles = (
            f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts>'
            '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>'
        )
        self.reference = lambda column, row: f' r="{letters(column)}{row}"'
        self.row = lambda row, cells: f'<row r="{row}">{cells}</row>'
        self.sheets = '<sheet name="S" sheetId="1" r:id="rId1"/>'
        self.targets = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId3": ("styles", "styles.xml")}
        self.book, self.book_of = "xl/workbook.xml", "xl/workbook.xml"
        self.extra, self.drop, self.order = {}, (), list
        self.head = ""

    def cell(self, row, column):
        return f"<c{self.reference(column, row)} {self.rows[row - 1][column]}</c>"

    def sheet(self):
        rows = [
            self.row(number, "".join(self.cell(number, column) for column in range(len(cells))))
            for number, cells in enumerate(self.rows, 1)
        ]
        return (
            f'{DECLARED}<worksheet xmlns="{MAIN}">{self.head}<sheetData>{"".join(self.order(rows))}</sheetData>'
            "</worksheet>"
        )

    def parts(self):
        told = "".join(
            f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{target}"/>'
            for key, (kind, target) in self.targets.items()
        )
        folder, _, last = self.book.rpartition("/")
        parts = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACK}"><Relationship Id="r" Type="{REL}/officeDocument" '
            f'Target="{self.book_of}"/></Relationships>',
            self.book: f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{self.sheets}</sheets></workbook>',
            f"{folder}/_rels/{last}.rels".lstrip("/"): f'<Relationships xmlns="{PACK}">{told}</Relationships>',
            "xl/worksheets/sheet1.xml": self.sheet(),
            "xl/styles.xml": self.styles,
        }
        return {name: text for name, text in (parts | self.extra).items() if name not in self.drop}

    def made(self, name=lambda part: part, **how):
        return zipped({name(part): text for part, text in self.parts().items()}, **how)


def zipped(parts, *, stream=False, large=False):
    """`stream`: sizes stand behind each part, as in a pipe; `large`: zip64 records."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    made = Pipe() if stream else io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=large) as part:
                part.write(text.encode() if isinstance(text, str) else text)
    return made.getvalue()


def read_whole(said):
    assert (said.code, said.total, said.clients) == (0, TOTAL, 2), said.all
    assert (said.doc["date_min"], said.doc["date_max"]) == ("2024-01-05", "2024-04-18")


# ---------------------------------------------------------------- styles


STYLES = {
    "an empty fill": "<fills><fill/></fills>",
    "a fill without a pattern": '<fills><fill><patternFill patternType="none2"/></fill></fills>',
    "an underline that is a number": '<fonts><font><u val="1"/></font></fonts>',
    "an underline of no kind": '<fonts><font><u val="wavy"/></font></fonts>',
    "a family beyond the last": '<fonts><font><family val="99"/></font></fonts>',
    "a colour as on the web": '<fonts><font><color rgb="#00FF00"/></font></fonts>',
    "a colour by name": '<fonts><font><color rgb="red"/></font></fonts>',
    "a size of no number": '<fonts><font><sz val="big"/></font></fonts>',
    "a border of no kind": '<borders><border><left style="wobbly"/></border></borders>',
    "a style of cells without a name": '<cellStyles><cellStyle xfId="9"/></cellStyles>',
    "a difference of styles": '<dxfs><dxf><fill><patternFill><bgColor theme="x"/></patternFill></fill></dxf></dxfs>',
}


@pytest.mark.parametrize("header", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("name", STYLES)
def test_no_look_at_styles_stops_the_reading_of_cells(ask, name, header):
    book = Book(header)
    book.styles = book.styles.replace("<cellXfs", STYLES[name] + "<cellXfs")
    said = ask("check {file}", book.made(), suffix="xlsx")
    read_whole(said)
    assert not said.texts


@pytest.mark.parametrize("old", ['<xf numFmtId="164"/>', '<xf numFmtId="4"/>'])
@pytest.mark.parametrize("inside", [
    '<alignment horizontal="start"/>', '<alignment vertical="middle" textRotation="999"/>',
    '<protection locked="maybe"/>',
])  # fmt: skip
def test_an_alignment_of_no_kind_is_nothing_to_a_number(ask, old, inside):
    book = Book()
    book.styles = book.styles.replace(old, f"{old[:-2]}>{inside}</xf>")
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("styles", ["", "<styleSheet><numFmts>", "no XML", None])
def test_styles_that_cannot_be_read_are_told_and_stop_no_cell(ask, styles):
    book = Book(orders=[("Alder", 45296, "100")])
    book.rows[1][1] = inline("2024-01-05")
    book.styles, book.drop = styles or "", () if styles is not None else ("xl/styles.xml",)
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert (said.code, said.total) == (0, "100")
    assert said.tells("xl/styles.xml", "currencies")


def test_dates_that_only_lost_styles_show_are_refused_by_their_cell(ask):
    book = Book(RUSSIAN)
    book.styles = "<styleSheet>"
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("45296", "Дата", "2")


def test_a_workbook_without_any_styles_is_nothing_to_tell(ask):
    book = Book(orders=[("Alder", 45296, "100")])
    book.rows[1][1] = inline("2024-01-05")
    book.drop = ("xl/styles.xml",)
    del book.targets["rId3"]
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert (said.code, said.total, said.texts) == (0, "100", [])


# ---------------------------------------------------------------- names of parts


NAMES = {
    "capitals": str.upper,
    "small letters": str.lower,
    "backslashes": lambda part: part.replace("/", "\\"),
    "a slash in front": lambda part: f"/{part}",
    "capitals and backslashes": lambda part: part.replace("/", "\\").title(),
}


@pytest.mark.parametrize("header", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("name", NAMES)
def test_names_of_parts_are_compared_without_case_and_slashes(ask, name, header):
    read_whole(ask("check {file}", Book(header).made(NAMES[name]), suffix="xlsx"))


@pytest.mark.parametrize("target", [
    "worksheets/sheet1.xml", "worksheets\\sheet1.xml", "/xl/worksheets/sheet1.xml", "\\xl\\worksheets\\sheet1.xml",
    "xl/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml", "../xl/worksheets/sheet1.xml", "./worksheets/sheet1.xml",
    "Worksheets/Sheet1.xml", "/XL/worksheets/SHEET1.XML", "worksheets/sheet%31.xml",
])  # fmt: skip
def test_a_relation_finds_its_part_however_it_is_written(ask, target):
    book = Book()
    book.targets["rId1"] = ("worksheet", target)
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("folder", ["", "xl/", "Book/"])
def test_the_workbook_may_stand_in_any_folder(ask, folder):
    book = Book()
    book.book = book.book_of = f"{folder}workbook.xml"
    book.targets = {key: (kind, f"/xl/{target}") for key, (kind, target) in book.targets.items()}
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("drop", [("_rels/.rels",), ("xl/_rels/workbook.xml.rels",), ("[Content_Types].xml",)])
def test_what_is_not_told_stands_where_it_usually_does(ask, drop):
    book = Book()
    book.drop = drop
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


def test_sheets_that_nothing_tells_apart_are_not_guessed(ask):
    book = Book()
    book.sheets += '<sheet name="T" sheetId="2" r:id="rId2"/>'
    book.extra = {"xl/worksheets/sheet2.xml": book.sheet().replace("100", "900")}
    book.drop = ("xl/_rels/workbook.xml.rels",)
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("part", "missing")


def test_a_part_that_stands_there_twice_is_named(ask):
    book = Book()
    book.extra = {"xl/worksheets/Sheet1.xml": book.sheet().replace("100", "900")}
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("xl/worksheets/sheet1.xml", "twice")


def test_a_broken_part_is_named(ask):
    book = Book()
    book.extra = {"xl/worksheets/sheet1.xml": book.sheet()[:-20]}
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("xl/worksheets/sheet1.xml", "not whole")


@pytest.mark.parametrize("suffix", ["xlsx", "xlsm", "xltx", "xltm", "XLSX"])
@pytest.mark.parametrize("how", [{}, {"stream": True}, {"large": True}])
def test_any_suffix_and_any_zip_is_read(ask, suffix, how):
    read_whole(ask("check {file}", Book().made(**how), suffix=suffix))


@pytest.mark.parametrize("prefix", ["x", "ss", "main"])
def test_names_of_elements_may_have_a_prefix(ask, prefix):
    book = Book(RUSSIAN)
    parts = {}
    for name, text in book.parts().items():
        if name.startswith("xl/") and not name.endswith(".rels"):
            named = text.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
            parts[name] = named.replace(f"<{prefix}:?", "<?").replace("xmlns=", f"xmlns:{prefix}=")
        else:
            parts[name] = text
    read_whole(ask("check {file}", zipped(parts), suffix="xlsx"))


def test_strict_workbooks_are_read(ask):
    parts = {name: text.replace(MAIN, STRICT).replace(REL, STRICT_REL) for name, text in Book().parts().items()}
    read_whole(ask("check {file}", zipped(parts), suffix="xlsx"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_sheet_in_another_encoding_of_xml_is_read(ask, encoding):
    book = Book(RUSSIAN)
    book.extra = {
        "xl/worksheets/sheet1.xml": book.sheet().replace("UTF-8", encoding.upper()[:6].strip("-")).encode(encoding)
    }
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("named", ["UTF-99", "klingon", "shift_jis"])
def test_an_encoding_that_xml_cannot_have_is_named_by_its_part(ask, named):
    book = Book()
    book.extra = {"xl/worksheets/sheet1.xml": book.sheet().replace("UTF-8", named)}
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("xl/worksheets/sheet1.xml", "encoding")


# ---------------------------------------------------------------- shared strings


def shared(book, strings=None):
    """The texts of the first column as shared strings."""
    texts = [text[0] for text in ORDERS]
    si = strings or [f"<si><t>{escaped(text)}</t></si>" for text in texts]
    for row, _ in enumerate(texts, 1):
        book.rows[row][0] = f't="s"><v>{row - 1}</v>'
    book.targets["rId2"] = ("sharedStrings", "sharedStrings.xml")
    book.extra["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(si)}</sst>'
    return book


@pytest.mark.parametrize("strings", [
    None,
    ["<si><r><t>Al</t></r><r><rPr><b/></rPr><t>der</t></r></si>", "<si><t>Ёлка &amp; Ко</t></si>",
     "<si><t>Alder</t></si>"],
    ['<si><t xml:space="preserve">Alder </t></si>', "<si><t>Ёлка &amp; Ко</t></si>", "<si><t>Alder</t></si>"],
    ["<si><t>Alder_x000D_</t></si>", "<si><t>Ёлка &amp; Ко</t></si>", "<si><t>_x0041_lder</t></si>"],
    ['<si><t>Alder</t><rPh sb="0" eb="1"><t>ALDER</t></rPh><phoneticPr fontId="1"/></si>',
     "<si><t>Ёлка &amp; Ко</t></si>", "<si><t>Alder</t></si>"],
])  # fmt: skip
def test_shared_strings_are_read_with_all_their_runs(ask, strings):
    read_whole(ask("check {file}", shared(Book(RUSSIAN), strings).made(), suffix="xlsx"))


def test_shared_strings_that_are_told_and_absent_are_nothing_where_no_cell_points_to_them(ask):
    book = Book()
    book.targets["rId2"] = ("sharedStrings", "sharedStrings.xml")
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


def test_shared_strings_that_are_absent_where_cells_point_to_them_are_named(ask):
    book = shared(Book())
    book.drop = ("xl/sharedStrings.xml",)
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("xl/sharedstrings.xml", "missing")


@pytest.mark.parametrize("number", ["3", "99", "-1", "x"])
def test_a_cell_that_points_beyond_the_shared_strings_is_named(ask, number):
    book = shared(Book(RUSSIAN))
    book.rows[2][0] = f't="s"><v>{number}</v>'
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells(number, "Контрагент", "3")
    assert ask("check {file} --skip-bad bad.csv", book.made(), suffix="xlsx").total == "149.5"  # 100 + 49.5


@pytest.mark.parametrize("header", [ENGLISH, RUSSIAN])
def test_a_header_that_points_beyond_the_shared_strings_is_named(ask, header):
    book = shared(Book(header))
    book.rows[0][2] = 't="s"><v>99</v>'
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("text number 99", "1 C")


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize("header", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize(
    "text", ["NaN", "49,5", "INF", "-INF", "1E+400", "1e4000", "1.000,50", "0x10", "1_000", "#N/A", "12 руб."]
)
def test_a_cell_that_is_no_number_is_named_with_its_value(ask, text, header):
    book = Book(header, [*ORDERS, ("Cedar", 45400, text)])
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    problem = said.doc["problems"][0]
    assert (problem["place"]["line"], problem["place"]["column"]) == (5, header[2])
    assert text in problem["text"]
    cured = ask("check {file} --skip-bad bad.csv", book.made(), suffix="xlsx")
    read_whole(cured)  # the rest is read, and it is told that something is missing
    assert cured.tells("1 row", "incomplete")


def test_a_cell_that_is_no_number_is_nothing_where_nobody_wants_it(ask):
    book = Book((*ENGLISH, "Note"))
    for row in book.rows[1:]:
        row.append("><v>NaN</v>")
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("written", ["+100", "100.", "1e2", "1.0E+2", " 100\n", "100.00000000000001"])
def test_a_number_is_a_number_however_xml_writes_it(ask, written):
    book = Book(orders=[("Alder", 45296, written), *ORDERS[1:]])
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("text", ["a yes", "2", "TRUEE"])
def test_a_yes_or_no_that_is_neither_is_no_no(ask, text):
    book = Book(("client", "revenue", "active"), [])
    book.rows += [
        [inline("Alder"), "><v>5</v>", 't="b"><v>1</v>'],
        [inline("Birch"), "><v>7</v>", f't="b"><v>{text}</v>'],
    ]
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells(text, "active", "3")


@pytest.mark.parametrize("yes", ["1", "true", "TRUE", " 1 "])
def test_a_yes_is_a_yes_however_it_is_written(ask, yes):
    book = Book(("client", "revenue", "active"), [])
    book.rows += [
        [inline("Alder"), "><v>5</v>", f't="b"><v>{yes}</v>'],
        [inline("Birch"), "><v>7</v>", 't="b"><v>0</v>'],
    ]
    said = ask("churn-cost {file}", book.made(), suffix="xlsx")
    assert (said.code, said.input("lost")) == (0, 1), said.all


@pytest.mark.parametrize(("cell", "said"), [
    ('t="d"><v>2024-01-05T00:00:00.000</v>', 0), ('t="d"><v>2024-01-05</v>', 0), ('t="str"><v>2024-01-05</v>', 0),
    ('><is><t>2024-01-05</t></is>', 0), ('t="inlineStr"><is><r><t>2024-</t></r><r><t>01-05</t></r></is>', 0),
    ('t="e"><v>#VALUE!</v>', 3), ('t="b"><v>1</v>', 3), ('><v/>', 3), ('><v></v>', 3), ('><v> </v>', 3), ("s='1'>", 3),
])  # fmt: skip
def test_every_kind_of_cell_is_read_or_named(ask, cell, said):
    book = Book(RUSSIAN)
    book.rows[1][1] = cell
    answer = ask("check {file}", book.made(), suffix="xlsx")
    if said == 0:
        read_whole(answer)
    else:
        assert answer.code == 3
        assert answer.tells("Дата", "2")


def test_two_values_in_one_cell_are_not_one_number(ask):
    book = Book()
    book.rows[1][2] = "><v>1</v><v>00</v>"
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("C2", "two values")


# ---------------------------------------------------------------- references


REFERENCES = {
    "none": lambda column, row: "",
    "numbers from 0": lambda column, row: f' r="{column}"',
    "numbers from 1": lambda column, row: f' r="{column + 1}"',
    "small letters": lambda column, row: f' r="{letters(column).lower()}{row}"',
    "absolute": lambda column, row: f' r="${letters(column)}${row}"',
    "letters only": lambda column, row: f' r="{letters(column)}"',
    "zeros in front": lambda column, row: f' r="{letters(column)}00{row}"',
}


@pytest.mark.parametrize("header", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("name", REFERENCES)
def test_references_are_read_however_they_are_written(ask, name, numbered, header):
    book = Book(header)
    book.reference = REFERENCES[name]
    if not numbered:
        book.row = lambda row, cells: f"<row>{cells}</row>"
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("name", ["numbers from 0", "numbers from 1"])
def test_columns_with_numbers_may_be_left_out(ask, name):
    book = Book(("client", "segment", "date", "amount"), [])
    book.rows += [
        [inline(client), inline("A"), f's="1"><v>{day}</v>', f"><v>{amount}</v>"] for client, day, amount in ORDERS
    ]
    book.reference = REFERENCES[name]
    book.cell = lambda row, column: "" if row > 1 and column == 1 else Book.cell(book, row, column)
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


@pytest.mark.parametrize("reference", ["R2C3", "?", "C-2", "XFE2", "ZZZZ2", "C2:D2", "C3", "2C", "99999"])
def test_a_reference_that_says_no_place_is_named(ask, reference):
    book = Book(RUSSIAN)
    book.reference = lambda column, row: f' r="{reference if (column, row) == (2, 2) else letters(column) + str(row)}"'
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells(reference, "row 2")


def test_a_cell_that_stands_there_twice_is_named_unless_it_is_the_same(ask):
    for again, code in (("100", 0), ("900", 3)):
        book = Book()
        book.rows[1].append(f"><v>{again}</v>")
        book.reference = lambda column, row: f' r="{letters(min(column, 2))}{row}"'
        said = ask("check {file}", book.made(), suffix="xlsx")
        assert said.code == code
        if code:
            assert said.tells("C2", "«100» and «900»")
        else:
            read_whole(said)


def test_cells_and_rows_out_of_order_stand_where_they_say(ask):
    book = Book()
    book.order = reversed
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))
    backwards = Book()
    cells = lambda row: "".join(Book.cell(backwards, row, column) for column in (2, 0, 1))  # noqa: E731
    backwards.row = lambda row, _: f'<row r="{row}">{cells(row)}</row>'
    read_whole(ask("check {file}", backwards.made(), suffix="xlsx"))


def test_a_row_that_stands_there_twice_is_named(ask):
    book = Book()
    book.order = lambda rows: [*rows, rows[-1].replace("49.5", "60")]
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells("row 4", "twice")


@pytest.mark.parametrize("number", ["0", "x", "1.0"])
def test_a_row_with_no_number_is_named(ask, number):
    book = Book()
    book.row = lambda row, cells: f'<row r="{number if row == 2 else row}">{cells}</row>'
    said = ask("check {file}", book.made(), suffix="xlsx")
    assert said.code == 3
    assert said.tells(f"«{number}»", "row")


def test_rows_that_are_missing_keep_the_numbers_that_excel_shows(ask):
    for numbered in (True, False):
        book = Book(orders=[*ORDERS, ("Birch", 45400, "x")])
        place = lambda row: row if row == 1 else row + 10  # noqa: E731
        book.reference = lambda column, row: f' r="{letters(column)}{place(row)}"'  # noqa: B023
        book.row = lambda row, cells: f'<row r="{place(row)}">{cells}</row>' if numbered else f"<row>{cells}</row>"  # noqa: B023
        said = ask("check {file}", book.made(), suffix="xlsx")
        assert said.doc["problems"][0]["place"]["line"] == 15


@pytest.mark.parametrize("dimension", ["A1", "A1:A1", "A1:XFD1048576", "", "nonsense"])
def test_what_the_sheet_says_of_its_size_is_nothing(ask, dimension):
    book = Book()
    book.head = f'<dimension ref="{dimension}"/>'
    read_whole(ask("check {file}", book.made(), suffix="xlsx"))


# ---------------------------------------------------------------- a workbook of ours


def test_a_workbook_of_ours_is_known_from_its_parts_whatever_became_of_its_styles(ask, tmp_path):
    ask("ltv --margin 100 --retention 80% --discount 10% -o ours.xlsx")
    parts = {}
    with zipfile.ZipFile(tmp_path / "ours.xlsx") as made:
        for name in made.namelist():
            text = made.read(name)
            parts[name.replace("/", "\\").title()] = (
                text.replace(b"<fill>", b"<fill/><fill>", 1) if "styles" in name else text
            )
    (tmp_path / "again.xlsx").write_bytes(zipped(parts))
    for name in ("ours.xlsx", "again.xlsx"):
        found = filled_in(str(tmp_path / name), "ltv")
        assert {key: found.options[key] for key in ("margin", "retention", "discount")} == {
            "margin": "100", "retention": "0.8", "discount": "0.1",
        }  # fmt: skip
        assert found.options == filled_in(str(tmp_path / "ours.xlsx"), "ltv").options


def test_a_sheet_of_assumptions_that_is_not_ours_is_no_question(ask):
    for torn in (False, True):
        book = Book()
        book.sheets += '<sheet name="Assumptions" sheetId="2" r:id="rId2"/>'
        book.targets["rId2"] = ("worksheet", "worksheets/sheet2.xml")
        book.extra = {"xl/worksheets/sheet2.xml": "<worksheet>" if torn else book.sheet().replace("client", "who")}
        read_whole(ask("check {file} --sheet S", book.made(), suffix="xlsx"))


# ---------------------------------------------------------------- which sheet


def several(change=None, **sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        made.create_sheet(name)
        for row in rows:
            made[name].append(row)
    if change:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


DAY = dt.datetime(2024, 1, 5)
SALES = [ENGLISH, ("Alder", DAY, 100), ("Birch", DAY, 250)]
SALES_IN_RUSSIAN = [("Заказчик", "Дата заказа", "Сумма заказа"), ("Маяк", DAY, 100), ("Створ", DAY, 250)]
COVERS = {
    "Cover": [["Report of the sales department"], ["2024"]],
    "Readme": [["Sheet", "What it holds"], ["Sales", "orders"], ["Notes", "remarks"]],
    "Обложка": [["Отчёт по заказам"], ["за 2025 год", "составил", "Иванов"]],
}


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize(("title", "rows"), [("Orders 2024", SALES), ("Заказы", SALES_IN_RUSSIAN)])
@pytest.mark.parametrize("first", [True, False])
def test_the_one_sheet_with_a_table_is_read_and_the_others_are_told(ask, cover, title, rows, first):
    sheets = {cover: COVERS[cover], title: rows} if first else {title: rows, cover: COVERS[cover]}
    said = ask("check {file}", several(**sheets), suffix="xlsx")
    assert (said.code, said.total, said.clients) == (0, "350", 2), said.all
    assert said.tells(cover, title, "not read")


def test_two_sheets_with_tables_are_asked_about_and_each_cure_works(ask):
    book = several(Обложка=COVERS["Обложка"], Январь=SALES_IN_RUSSIAN, Февраль=[*SALES_IN_RUSSIAN, ("Риф", DAY, 50)])
    said = ask("check {file}", book, suffix="xlsx")
    assert said.code == 3
    assert said.tells("--sheet 'Январь'", "no such table is in «Обложка»")
    for sheet, total in (("Январь", "350"), ("Февраль", "400")):
        assert ask(f"check {{file}} --sheet '{sheet}'", book, suffix="xlsx").total == total


def test_a_table_of_another_kind_is_told_too(ask):
    book = several(Budget=[("channel", "spend", "new clients"), ("Search", 100, 5)], Orders=SALES)
    said = ask("ltv {file}", book, suffix="xlsx")
    assert said.tells("Budget", "Orders", "not read")


def test_where_no_sheet_holds_a_table_the_likeliest_is_named_first(ask):
    book = several(Cover=COVERS["Cover"], Data=[("client", "quantity", "remark"), ("Alder", 3, "x")])
    said = ask("check {file}", book, suffix="xlsx")
    assert said.tells("Cover", "Data", "--sheet 'Data'")
    assert ask("check {file} --sheet Data", book, suffix="xlsx").tells("client", "quantity")


def test_a_hidden_sheet_with_the_table_is_named_where_the_visible_one_has_none(ask):
    def hide(made):
        made["Orders"].sheet_state = "hidden"

    book = several(hide, Cover=COVERS["Cover"], Orders=SALES)
    said = ask("check {file}", book, suffix="xlsx")
    assert said.code == 3
    assert said.tells("Cover", "«Orders» is hidden", "--sheet 'Orders'")
    assert ask("check {file} --sheet Orders", book, suffix="xlsx").total == "350"


# ---------------------------------------------------------------- any workbook


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    orders=st.lists(
        st.tuples(st.sampled_from(["Alder", "Birch", "Ёлка"]), st.integers(45000, 45400), st.integers(-9999, 99999)),
        min_size=1, max_size=8,
    ),
    name=st.sampled_from(sorted(NAMES)), reference=st.sampled_from(sorted(REFERENCES)), numbered=st.booleans(),
    seed=st.randoms(use_true_random=False),
    target=st.sampled_from(["worksheets\\sheet1.xml", "/xl/worksheets/sheet1.xml"]),
)  # fmt: skip
def test_however_the_parts_are_written_the_total_is_the_sum(ask, orders, name, reference, seed, numbered, target):
    book = Book(orders=[(client, day, f"{cents / 100}") for client, day, cents in orders])
    book.reference, book.targets["rId1"] = REFERENCES[reference], ("worksheet", target)
    if numbered:
        book.order = lambda rows: seed.sample(rows, len(rows))
    else:
        book.row = lambda row, cells: f"<row>{cells}</row>"
    said = ask("check {file} --zero-orders count", book.made(NAMES[name]), suffix="xlsx")
    assert said.code == 0, said.all
    assert round(float(said.total) * 100) == sum(cents for *_, cents in orders)
