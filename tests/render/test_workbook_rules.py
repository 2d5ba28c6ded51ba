"""Excel's own rules: what a workbook may hold, so that it opens without a repair, and hostile text in it."""

import datetime as dt
import io
import re
import string
import sys
import zipfile

import openpyxl
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from custecon.core import units
from custecon.core.catalogue import METRICS
from custecon.core.errors import OutputRefused
from custecon.core.evaluation import evaluate
from custecon.core.results import Column, Result, Table
from custecon.render import workbook
from custecon.render.workbook import book as book_module
from custecon.render.workbook import excel_limits

TEXT = Column("client", "client", units.TEXT, "who")
MONEY = Column("amount", "amount", units.MONEY, "how much")


def of_rows(rows, columns=(TEXT, MONEY), **more) -> Result:
    return Result(command="profit", title="t", tables=(Table("clients", "Clients", columns, rows),), **more)


def read(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


# ------------------------------------------------------------------ names


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=5))
def test_a_sheet_name_is_always_one_that_excel_takes(wanted, others):
    taken: list[str] = []
    for text in (*others, wanted, wanted):
        name = excel_limits.sheet_name(text, taken)
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"
        assert name.casefold() not in {other.casefold() for other in taken}
        taken.append(name)


@given(st.text(max_size=300), st.lists(st.text(string.ascii_letters + string.digits, max_size=6), max_size=4))
def test_a_cell_name_is_always_one_that_excel_takes(wanted, others):
    name = excel_limits.free_name(wanted, others)
    assert len(name) <= 255
    assert set(name) <= set(string.ascii_letters + string.digits + "_")
    assert not name[0].isdigit()
    assert name.casefold() not in {other.casefold() for other in others}
    assert not excel_limits._LIKE_A_CELL.fullmatch(name)


@pytest.mark.parametrize("name", ["cac1", "R1C1", "XFD1048576", "r", "c", "RC", "true"])
def test_a_name_is_never_like_a_cell(name):
    assert excel_limits.free_name(name, []) == f"{name}_"


def test_every_quantity_and_every_metric_is_a_name_as_it_stands():
    from custecon.core.quantities import QUANTITIES

    for name in (*QUANTITIES, *METRICS):
        assert excel_limits.free_name(name, []) == name


def test_headings_of_a_table_are_each_once():
    columns = (TEXT, Column("one", "Client", units.TEXT, ""), Column("two", "client", units.TEXT, ""))
    content = workbook.content(of_rows([("a", "b", "c")], columns))
    sheet = read(content)["clients"]
    assert [cell.value for cell in sheet[5]] == ["client", "Client 2", "client 3"]
    assert list(sheet.tables) == ["clients_table"]


# ------------------------------------------------------------------ limits


def test_too_many_rows_are_refused_by_name():
    with pytest.raises(OutputRefused, match=r"E410.*«Clients» has 1,048,576 rows"):
        workbook.content(of_rows([("a", 1)] * 1_048_576))


def test_too_many_columns_are_refused():
    columns = tuple(Column(f"c{i}", f"c{i}", units.TEXT, "") for i in range(16_385))
    with pytest.raises(OutputRefused, match="E412"):
        workbook.content(of_rows([], columns))


def test_a_text_too_long_for_a_cell_is_refused_with_its_place():
    with pytest.raises(OutputRefused, match=r"E411: sheet «clients», cell A7: a text of 32,768"):
        workbook.content(of_rows([("a", 1), ("x" * 32_768, 1)]))


def test_emoji_count_twice_as_excel_counts():
    assert workbook.content(of_rows([("😀" * 16_383, 1)]))
    with pytest.raises(OutputRefused, match="E411"):
        workbook.content(of_rows([("😀" * 16_384, 1)]))


def test_a_formula_too_long_is_refused():
    with pytest.raises(OutputRefused, match="E413"):
        excel_limits.formula("1+" * 5_000 + "1", "LTV")


def test_a_long_text_in_a_formula_comes_in_pieces():
    pieces = excel_limits.literal("x" * 600).split("&")
    assert [len(piece) for piece in pieces] == [257, 257, 92]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_never_reaches_a_cell(value):
    with pytest.raises((ValueError, ArithmeticError, TypeError)):
        workbook.content(of_rows([("a", value)]))


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7 900",
        "-5",
        "@SUM(A1)",
        "{=1}",
        "00123",
        "1e5",
        "http://a.b",
        "mailto:x@y",
        "'quoted",
        "TRUE",
        "[b]",
        "<r>",
        "<r><t>bold</t></r>",
        "<r></sheetData></r>",
        "  blanks  ",
        "a\nb",
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_text_stays_the_text_it_was(text, large, monkeypatch):
    monkeypatch.setattr(workbook, "LARGE", 0 if large else 10**9)
    cell = read(workbook.content(of_rows([(text, 1)])))["clients"]["A6"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None


def test_what_looks_like_an_escape_of_excel_stays_what_it_is():
    assert read(workbook.content(of_rows([("_x0041_", 1)])))["clients"]["A6"].value == "_x0041_"


def test_control_characters_become_visible_and_are_told():
    told = []
    content = workbook.content(of_rows([("a\x00b\x1b[31m", 1), ("c\u202ed", 2)]), told.append)
    assert read(content)["clients"]["A6"].value == "a␀b␛[31m"
    assert [(notice.code, notice.values["count"]) for notice in told] == [("N410", 2)]


def test_whatever_can_be_seen_stays_as_it_is():
    seen = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert excel_limits.clean(seen) == seen
    assert excel_limits.clean("\0" + seen) == "␀" + seen, "with something to replace each character is looked at"


def test_ids_stay_text_and_dates_are_dates():
    columns = (TEXT, Column("day", "day", units.DATE, ""))
    days = [dt.date(2024, 2, 29), dt.date(1899, 12, 31), None]
    sheet = read(workbook.content(of_rows([("007", day) for day in days], columns)))["clients"]
    assert sheet["A6"].value == "007"
    assert sheet["B6"].value.date() == dt.date(2024, 2, 29)
    assert sheet["B7"].value == "1899-12-31", "a day that Excel does not know stays readable"
    assert sheet["B8"].value is None


HOSTILE = [
    "=1+1",
    "=Sheet1!$A$1",
    "a\x00b",
    "x\uffffy",
    "\ud800",
    "<r>&amp;</r>",
    'say "no" & <go>',
    "a\nb",
    "x" * 400,
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_headings_titles_and_names_give_a_whole_workbook(text):
    from custecon.core.results import Picture

    columns = (Column("client", text, units.TEXT, text), Column("amount", text, units.MONEY, text, summed=True))
    table = Table("clients", text or "t", columns, [(text, 1.0), ("b", 2.0)], note=text)
    pictures = tuple(
        Picture(kind, text or "t", kind, "clients", "client", ("amount",), (1, text) if kind == "bars" else None)
        for kind in ("bars", "curve")
    )
    answer = Result(command="profit", title=text or "t", answer=text, tables=(table,), pictures=pictures)
    content = workbook.content(answer)
    sheet = read(content)["clients"]
    (own,) = sheet.tables.values()
    assert [column.name for column in own.tableColumns] == [cell.value for cell in sheet[5]]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.endswith(".xml"):
                ElementTree.fromstring(archive.read(part))
        charts = archive.read("xl/charts/chart1.xml").decode() + archive.read("xl/charts/chart2.xml").decode()
    references = re.findall("<c:f>(.*?)</c:f>", charts)
    assert references
    assert all(reference.startswith("clients!") for reference in references)


def test_no_macro_no_link_no_outside_part():
    content = workbook.content(evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.namelist()
        assert not [part for part in parts if "vba" in part.lower() or "externalLink" in part]
        assert not [part for part in parts if b'TargetMode="External"' in archive.read(part)]


def test_the_same_result_is_the_same_file():
    result = evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1)
    assert workbook.content(result) == workbook.content(result)


# ------------------------------------------------------------------ looks


def test_numbers_look_like_what_they_are():
    columns = (TEXT, MONEY, Column("part", "part", units.SHARE, ""), Column("day", "day", units.DATE, ""))
    rows = [("a", 1.5, 0.25, dt.date(2024, 1, 2))]
    sheet = read(workbook.content(of_rows(rows, columns, currency="RUB")))["clients"]
    assert sheet["B6"].number_format == '#,##0.00 "RUB"'
    assert sheet["C6"].number_format == "0.0%"
    assert sheet["D6"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "B6"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$5:$5"


def test_an_input_cell_takes_only_its_domain():
    result = evaluate(METRICS["fixed_horizon"], margin=100, retention=0.8, discount=0.1, periods=4)
    sheet = read(workbook.content(result))["Assumptions"]
    rules_of = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    by_name = {sheet.cell(row, 7).value: rules_of[f"B{row}"] for row in range(6, 10)}
    assert (by_name["retention"].type, by_name["retention"].formula1, by_name["retention"].formula2) == (
        "decimal",
        "0",
        "1",
    )
    assert by_name["discount"].formula1 == "AND(ISNUMBER($B$8),$B$8>-1)"
    assert (by_name["periods"].type, by_name["periods"].formula2) == ("whole", "60")


def test_a_large_workbook_is_written_as_a_small_one(monkeypatch):
    rows = [(f"client {i}", i * 1.5) for i in range(300)]
    small = read(workbook.content(of_rows(rows)))
    monkeypatch.setattr(workbook, "LARGE", 100)
    large = read(workbook.content(of_rows(rows)))
    assert book_module.Book  # the same writer for both
    for sheet in small:
        ours = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert ours == [[cell.value for cell in row] for row in large[sheet.title].iter_rows()]
