"""Totals stand under a table wherever people read it, and no sheet of a workbook is there for nothing."""

import html
import io
import re
from decimal import Decimal

import openpyxl

import custecon
from custecon.core.results import Column, Figure, Result, Table
from custecon.core.units import CLIENTS, MONEY, SHARE, TEXT
from custecon.render import documents, page, workbook

ROWS = [("North", 3, Decimal("1000.25"), Decimal("0.2")), ("South", 5, Decimal("4000.50"), Decimal("0.8"))]
TABLE = Table(
    "by_group",
    "By region",
    (
        Column("group", "Region", TEXT, "a group"),
        Column("clients", "clients", CLIENTS, "who", summed=True),
        Column("money", "money", MONEY, "what they paid", summed=True),
        Column("share", "share", SHARE, "of the money"),
    ),
    ROWS,
)
RESULT = Result("asked", "Regions", answer="Two regions.", tables=(TABLE,))
TOTAL = ["total", "8", "5,000.75", ""]  # 3 + 5, 1,000.25 + 4,000.50; shares that nobody says to sum have none


def test_markdown_has_the_total_under_the_rows():
    last = [line for line in documents.markdown(RESULT).splitlines() if line.startswith("|")][-1]
    assert [cell.strip().strip("*") for cell in last.strip("|").split("|")] == TOTAL


def test_html_has_it_in_the_foot_of_the_table():
    short, whole = re.findall("<tfoot>(.*?)</tfoot>", page.html_text(RESULT))  # of the first rows, and of all
    assert [html.unescape(cell) for cell in re.findall("<t[hd].*?>(.*?)</t[hd]>", whole)] == TOTAL
    assert re.findall("<t[hd].*?>(.*?)</t[hd]>", short) == ["total", "8", "5,001", ""]


def test_a_table_without_sums_has_no_total():
    plain = Result("asked", "t", tables=(TABLE.only([0, 3]),))
    assert "total" not in documents.markdown(plain)
    assert "<tfoot" not in page.html_text(plain)


def test_control_totals_are_grouped_as_the_total_of_the_table(examples):
    result = custecon.rfm(examples / "orders.csv")
    shown = documents.markdown(result)
    assert shown.count("244,091.94") == 2  # under the table, and in the control totals
    assert "244091.94" not in shown


def sheets_of(result):
    return openpyxl.load_workbook(io.BytesIO(workbook.content(result)))


def test_an_answer_of_tables_alone_has_its_sentence_and_no_sheet_about_nothing():
    book = sheets_of(RESULT)
    assert book.sheetnames == ["Summary", "by group", "Sources", "Data"]
    cells = [cell for row in book["Summary"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert "Two regions." in cells
    assert not {"value", "unit"} & {*cells}


def test_figures_of_the_data_have_their_sheet_and_nothing_to_assume():
    book = sheets_of(
        Result("asked", "Regions", answer="Two.", figures=(Figure("regions", "regions", 2, CLIENTS, "all"),))
    )
    assert "Assumptions" not in book.sheetnames
    assert "Levers" not in book.sheetnames
    assert ["regions", "=regions"] in [[cell.value for cell in row][:2] for row in book["Summary"].iter_rows()]


def test_what_has_inputs_has_both():
    book = sheets_of(custecon.ltv(margin=100, retention="80%", discount="10%"))
    assert {"Assumptions", "Levers"} <= {*book.sheetnames}
