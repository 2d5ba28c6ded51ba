"""A workbook for a meeting: what of it is printed, page by page, and that it speaks of cells, not of a command line."""

import io
import json
import re
import shutil
import subprocess

import openpyxl
import pytest

from custecon.core import units
from custecon.core.messages import MESSAGES
from custecon.core.messages.text import pattern_of
from custecon.core.results import Column, Result, Table
from custecon.render import workbook
from custecon.render.workbook import plain_words, printing

PROFIT = ("profit", "profit_clients.csv", "--price", "deliveries=45", "--price", "orders=60")
ASKED = {
    "ltv of figures": ("ltv", "--margin", "100", "--retention", "80%", "--discount", "10%", "--periods", "24"),
    "ltv of clients": ("ltv", "clients.csv", "--by", "segment"),
    "ltv of orders": ("ltv", "orders.csv", "--method", "auto", "--draws", "0"),
    "ltv of contracts": ("ltv", "subscriptions.csv", "--method", "auto"),
    "cac": ("cac", "spend.csv", "--by", "channel"),
    "cac of figures": ("cac", "--spend", "50000", "--new-clients", "250", "--margin", "40", "--churn", "5%"),
    "churn-cost of figures": ("churn-cost", "--lost", "120", "--value", "5000", "--clients-at-start", "1000"),
    "churn-cost of orders": ("churn-cost", "orders.csv"),
    "iceberg": ("iceberg", "complaints.csv", "--value", "5000"),
    "profit": PROFIT,
    "rfm": ("rfm", "orders.csv"),
    "backtest": ("backtest", "orders.csv", "--holdout", "26w"),
    "what if": (
        "what-if",
        "ltv",
        "--margin",
        "100",
        "--churn",
        "5%",
        "--discount",
        "1%",
        "--change",
        "churn=2%..8%:1%",
    ),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The workbook of every question, written once."""
    from tests.conftest import ROOT

    from custecon.cli.app import run
    from custecon.cli.session import Session

    folder, made = tmp_path_factory.mktemp("books"), {}
    for name, asked in ASKED.items():
        path = folder / f"{name}.xlsx"
        session = Session(stdin=io.BytesIO(), stdout=io.StringIO(), stderr=io.StringIO(), environment={}, width=80)
        words = [str(ROOT / "examples" / word) if word.endswith(".csv") else word for word in asked]
        assert run([*words, "-o", str(path)], session) == 0, name
        made[name] = path
    return made


def printed(folder, paths) -> dict[str, list[str]]:
    """The pages of workbooks, as LibreOffice prints them."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice (soffice) or pdftotext (poppler) is not installed")
    settings = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(["soffice", settings, *wanted, *map(str, paths)], check=True, capture_output=True, timeout=300)
    found = {}
    for path in paths:
        said = ["pdftotext", "-layout", str(folder / f"{path.stem}.pdf"), "-"]
        text = subprocess.run(said, check=True, capture_output=True).stdout.decode()
        found[path.stem] = text.split("\f")[:-1]
    return found


def whole_on_ten_pages(pages):
    """At most ten, the summary on the first and there alone, no cell too narrow for its number, no page empty."""
    assert {name: len(found) for name, found in pages.items() if len(found) > 10} == {}
    for name, found in pages.items():
        assert "Summary" in found[0].splitlines()[-1], name
        assert not any("Summary" in page.splitlines()[-1] for page in found[1:]), name
        assert not any("###" in page for page in found), name
        assert all(page.strip() for page in found), name


def test_all_of_an_answer_is_printed_on_ten_pages_and_what_comes_first_on_the_first(books, tmp_path):
    pages = printed(tmp_path, list(books.values()))
    assert pages.keys() == books.keys()
    whole_on_ten_pages(pages)


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """Workbooks of several answers: of two files, of six, of a year of logs, and the one to be filled in."""
    from tests.conftest import ROOT

    from custecon.cli.app import run
    from custecon.cli.session import Session

    folder, examples = tmp_path_factory.mktemp("several"), ROOT / "examples"
    kinds = ("clients", "orders", "subscriptions", "spend", "complaints", "profit_clients")
    rows = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    months = [folder / f"month {number}.csv" for number in range(1, 9)]
    for number, path in enumerate(months):
        path.write_text("\n".join([rows[0], *rows[1 + number :: len(months)]]), encoding="utf-8")
    asked = {
        "two": [examples / "clients.csv", examples / "orders.csv"],
        "six": [examples / f"{kind}.csv" for kind in kinds],
        "months": months,
        "empty": ["--template"],
    }
    for name, files in asked.items():
        session = Session(stdin=io.BytesIO(), stdout=io.StringIO(), stderr=io.StringIO(), environment={}, width=80)
        assert run(["workbook", *map(str, files), "-o", str(folder / f"{name}.xlsx")], session) == 0, name
    return {name: folder / f"{name}.xlsx" for name in asked}


def test_several_answers_are_printed_on_ten_pages_whatever_their_number(several, tmp_path):
    pages = printed(tmp_path, list(several.values()))
    whole_on_ten_pages(pages)
    assert all(title in " ".join(pages["six"]) for title in ("The clients who left", "From revenue to profit"))


def test_a_large_firm_is_printed_on_ten_pages_too(custecon, tmp_path):
    """Two thousand clients, thirty activities, four years of twelve channels: as many rows and columns as there are."""
    files = {
        "clients": ["client,revenue,direct cost,segment",
                    *(f"c{n},{n * 37 % 900 + 99},{n % 80},s{n % 9}" for n in range(2000))],
        "few": ["client,revenue,direct cost", *(f"c{n},{n * 37 % 900 + 99},{n % 80}" for n in range(300))],
        "done": ["client,activity,times",
                 *(f"c{n % 300},do {n // 300},{n * n * 7 % 97 + n % 5 + 1}" for n in range(9000))],
        "prices": ["activity,price", *(f"do {n},{n + 1}" for n in range(30))],
        "spend": ["channel,month,spend,new clients",
                  *(f"by {n % 12},{2021 + n // 144}-{n // 12 % 12 + 1:02},{n * 91 % 900},{n % 40}"
                    for n in range(576))],
    }  # fmt: skip
    paths = {name: tmp_path / f"{name}.csv" for name in files}
    for name, lines in files.items():
        paths[name].write_text("\n".join(lines), encoding="utf-8")
    asked = {
        "values": ("ltv", paths["clients"], "--by", "segment", "--retention", "80%", "--as-of", "2024-12-31"),
        "profits": ("profit", paths["few"], "--activities", paths["done"], "--prices", paths["prices"]),
        "channels": ("cac", paths["spend"], "--by", "channel,month"),
    }
    for name, words in asked.items():
        ran = custecon(*words, "-o", tmp_path / f"{name}.xlsx")
        assert ran.code == 0, ran.err
    whole_on_ten_pages(printed(tmp_path, [tmp_path / f"{name}.xlsx" for name in asked]))


def test_of_several_answers_every_sheet_is_there_and_the_hidden_ones_are_named(several):
    for name in ("two", "six", "empty"):
        book = openpyxl.load_workbook(several[name])
        hidden = [sheet.title for sheet in book if sheet.sheet_state == "hidden"]
        (told,) = [line for row in book["Summary"].iter_rows() if (line := str(row[0].value)).startswith("Hidden")]
        assert re.findall("«([^»]+)»", told)[1:] == hidden, name
        needed = {"Summary", "Assumptions", "Figures", "Tables", "Levers", "Sources", "Data"}
        # a template has a sheet for every topic; what tells of files, and of works, is the last to find a page
        needed -= {"Data", "Sources"} if name == "empty" else set()
        assert not needed & {*hidden}, name


def test_small_tables_below_each_other_are_alive(several, recalculated_by_libreoffice):
    content = several["six"].read_bytes()
    assert recalculated_by_libreoffice(content) == []
    sheet = openpyxl.load_workbook(several["six"])["Tables"]
    places = [table.ref for table in sheet.tables.values()]
    assert len(places) > 5
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 50


def test_how_a_figure_of_several_answers_comes_about_is_shown_by_a_click(several):
    sheet = openpyxl.load_workbook(several["two"])["Figures"]
    folded = [row for row, how in sheet.row_dimensions.items() if how.hidden]
    assert all(sheet.row_dimensions[row].outlineLevel == 1 for row in folded)
    said = [str(sheet.cell(row, 4).value or "") for row in folded]
    assert any(text.startswith("counted: ") for text in said)
    assert not any(
        str(row[3].value or "").startswith(("counted: ", "tells: ", "needs ")) and row[0].row not in folded
        for row in sheet.iter_rows()
    )


def of_clients(count: int) -> bytes:
    columns = (Column("client", "client", units.TEXT, "who"), Column("worth", "worth", units.MONEY, "", summed=True))
    rows = [(f"client {number}", float(count - number)) for number in range(count)]
    return workbook.content(
        Result(command="ltv", title="Clients", tables=(Table("clients", "Clients", columns, rows),))
    )


def test_a_long_list_prints_its_first_page_and_says_so(tmp_path):
    paths = []
    for count in (20, 800):
        paths.append(tmp_path / f"{count}.xlsx")
        paths[-1].write_bytes(of_clients(count))
    pages = printed(tmp_path, paths)
    assert len(pages["20"]) == len(pages["800"])
    assert not any("are printed" in page for page in pages["20"])
    (said,) = [found for page in pages["800"] if (found := re.search(r"the first (\d+) of 800 rows are printed", page))]
    page = said.string
    assert f"client {int(said[1]) - 1} " in page
    assert f"client {int(said[1])} " not in page
    sheet = openpyxl.load_workbook(paths[1])["clients"]
    assert sheet.print_area == f"'clients'!$A$1:$B${int(said[1]) + 5}"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.max_row == 805, "all of them are in the file"


def test_of_a_wide_table_those_columns_are_printed_that_can_be_read():
    widths = dict.fromkeys(range(60), 12.0)
    columns = printing.first_page(widths, {}, 10).columns
    across = 765 / 66.75  # columns of 12 letters on the 270 mm between the margins, in letters of 11 points
    assert columns * 7 / 11 <= across < (columns + 1) * 7.25 / 11, (
        "letters of 7 points, and no column less than they leave room for"
    )
    assert printing.first_page({0: 12.0}, {}, 10) == (10, 1)


# ------------------------------------------------------------------ words


def test_in_another_language_every_formula_gives_what_the_cell_says(
    custecon, examples, tmp_path, recalculated_by_libreoffice
):
    """Classes and ranks of clients are words: those of a formula are compared with those of the cells beside it."""
    line = ("profit", examples / "profit_clients.csv", "--price", "deliveries=45", "--price", "orders=60")
    alive = {}
    for language in ("en", "ru"):
        path = tmp_path / f"{language}.xlsx"
        assert custecon(*line, "--lang", language, "-o", path).code == 0
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
        alive[language] = sum(cell.data_type == "f" for cell in cells)
    assert alive["ru"] == alive["en"]
    assert recalculated_by_libreoffice(path.read_bytes()) == []


OPTION = re.compile(r"(?<![\w-])--[a-z]|\bcustecon (?:ltv|cac|churn|profit|iceberg|predict|check|explain)")


def test_no_sheet_names_an_option_or_a_command(books):
    found = []
    for name, path in books.items():
        for sheet in openpyxl.load_workbook(path):
            texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            rules = sheet.data_validations.dataValidation
            texts += [text for rule in rules for text in (rule.prompt, rule.error) if text]
            found += [(name, sheet.title, text) for text in texts if OPTION.search(text)]
    assert found == []


@pytest.mark.parametrize("code", [code for code in MESSAGES if code.startswith("N")])
def test_no_notice_brings_an_option_to_a_sheet(code):
    message = MESSAGES[code]
    for text in (message.text, message.cure, message.brief):
        assert not OPTION.search(plain_words.without_options(pattern_of(text)))


def test_a_notice_that_an_option_settles_names_the_cell(books):
    sheet = openpyxl.load_workbook(books["ltv of clients"])["Summary"]
    told = [str(row[0].value) for row in sheet.iter_rows() if str(row[0].value).startswith("! ")]
    assert any(line.endswith("change «discount rate» on the sheet Assumptions") for line in told), told


# ------------------------------------------------------------------ the first page


def test_the_first_page_follows_the_cells_and_says_that_its_sentence_does_not(books, cells_by_libreoffice):
    path = books["ltv of figures"]
    before = cells_by_libreoffice(path.read_bytes())
    book = openpyxl.load_workbook(path)
    sheet, _, cell = book.defined_names["retention"].attr_text.rpartition("!")
    book[sheet.strip("'")][cell.replace("$", "")].value = 0.9
    out = io.BytesIO()
    book.save(out)
    after = cells_by_libreoffice(out.getvalue())
    said = [value for (sheet, _), value in after.items() if sheet == "Summary"]
    assert not any("Cells were changed" in str(value) for (sheet, _), value in before.items() if sheet == "Summary")
    assert any("Cells were changed" in str(value) for value in said)
    worth = sum(100 * 0.9**period / 1.1**period for period in range(1, 25))
    assert any(value == pytest.approx(worth, rel=1e-9) for value in said if isinstance(value, float))


def test_each_answer_of_several_files_names_the_file_it_comes_from(custecon, examples, tmp_path):
    path = tmp_path / "firm.xlsx"
    ran = custecon("workbook", examples / "clients.csv", examples / "spend.csv", "--discount", "10%", "-o", path)
    assert ran.code == 0, ran.err
    book = openpyxl.load_workbook(path)
    lines = [str(row[0].value) for row in book["Summary"].iter_rows()]
    for title, file in (("ltv", "clients.csv"), ("churn cost", "clients.csv"), ("cac", "spend.csv")):
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{title}: "))
        assert lines[place + 1].endswith(f"from {examples / file}"), lines[place : place + 3]
    told = [str(row[0].value) for row in book["Figures"].iter_rows() if "When this was written" in str(row[0].value)]
    assert [re.search(r"From .*/(.*)\.$", line)[1] for line in told] == ["clients.csv"] * 3 + ["spend.csv"]


def test_of_several_answers_each_file_and_each_assumption_is_told_once(several):
    lines = [str(row[0].value) for row in openpyxl.load_workbook(several["six"])["Summary"].iter_rows()]
    proofs = [line for line in lines if ": Control: " in line]
    assert len(proofs) == len({line.partition(": ")[0] for line in proofs}) == 5
    said = [line for line in lines if line.startswith(("Given: ", "Assumed: "))]
    assert said
    assert len({line.partition(":")[0] for line in said}) == len(said)


def test_a_column_that_says_nothing_is_not_on_the_first_page(books):
    path = books["what if"]
    heads = [
        str(cell.value) for row in openpyxl.load_workbook(path)["Summary"].iter_rows() for cell in row if cell.value
    ]
    assert "churn rate" in heads
    assert "undefined because" not in heads


@pytest.mark.parametrize(("name", "drawn"), [
    ("ltv of figures", "how it builds up"),
    ("ltv of clients", "customer equity"),
    ("cac", "CAC"),
    ("cac of figures", "margin so far"),
    ("churn-cost of figures", "Summary"),
    ("churn-cost of orders", "lost"),
])  # fmt: skip
def test_the_first_page_has_a_chart(books, name, drawn):
    import zipfile

    with zipfile.ZipFile(books[name]) as archive:
        assert "drawing1.xml" in archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        assert drawn in archive.read("xl/charts/chart1.xml").decode()


def test_the_payback_curve_meets_the_cost_where_the_payback_says_and_follows_the_cells(books, cells_by_libreoffice):
    path = books["cac of figures"]
    book = openpyxl.load_workbook(path)
    before = [row[3] for row in book["payback curve"].iter_rows(min_row=6, values_only=True)]
    assert len(before) == 12
    assert all(str(cell).startswith("=SUM(") for cell in before)
    sheet, _, cell = book.defined_names["churn"].attr_text.rpartition("!")
    book[sheet.strip("'")][cell.replace("$", "")].value = 0.1
    out = io.BytesIO()
    book.save(out)
    for content, churn in ((path.read_bytes(), 0.05), (out.getvalue(), 0.1)):
        cells = cells_by_libreoffice(content)
        so_far = [cells["payback curve", f"D{row}"] for row in range(6, 18)]
        assert so_far == pytest.approx([40 * (1 - (1 - churn) ** n) / churn for n in range(1, 13)], rel=1e-9)
        reached = next(number for number, sum_of in enumerate(so_far, 1) if sum_of >= 200)
        sheet, _, cell = book.defined_names["payback_surviving"].attr_text.rpartition("!")
        assert cells[sheet.strip("'"), cell.replace("$", "")] == reached


def test_one_retention_of_the_file_drives_the_values_and_the_cost_of_churn(
    custecon, examples, tmp_path, cells_by_libreoffice
):
    """`ltv` saw it in the file, `churn-cost` reckons it from who left: in one workbook it is one cell."""
    path = tmp_path / "firm.xlsx"
    assert custecon("workbook", examples / "clients.csv", "--discount", "10%", "-o", path).code == 0
    book = openpyxl.load_workbook(path)
    places = {name: found.attr_text.rpartition("!") for name, found in book.defined_names.items()}
    assert [name for name in places if name.startswith("retention")] == ["retention", "retention_elasticity"]
    cell = places["retention"][2]
    book["Assumptions"][cell.replace("$", "")].value = 0.9
    out = io.BytesIO()
    book.save(out)
    cells = cells_by_libreoffice(out.getvalue())
    for command in ("ltv", "churn-cost"):
        asked = (command, examples / "clients.csv", "--discount", "10%", "--retention", "90%", "-f", "json")
        wanted = {one["name"]: one["value"] for one in json.loads(custecon(*asked).out)["figures"]}
        found = {name: cells[places[name][0].strip("'"), places[name][2].replace("$", "")] for name in wanted}
        assert found == pytest.approx(wanted, rel=1e-9), command
