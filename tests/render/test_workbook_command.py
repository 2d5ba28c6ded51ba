"""`custecon workbook`, the template, and our own workbooks read back."""

import io
import json
import subprocess

import openpyxl
import pytest


def figures(ran) -> dict[str, float | None]:
    assert ran.code == 0, ran.err
    return {figure["name"]: figure["value"] for figure in json.loads(ran.out)["figures"]}


ASKED = [
    ("ltv", "--margin", "100", "--retention", "80%", "--discount", "10%"),
    ("ltv", "--margin", "100", "--churn", "5%", "--discount", "10%/year", "--period", "month", "--periods", "24"),
    ("ltv", "--revenue", "90", "--margin-rate", "0.333333333333", "--churn", "0.0007", "--currency", "RUB"),
    ("ltv", "--margin", "100", "--retention", "0.8", "--discount", "0.1", "--method", "margin-multiple-now"),
    ("ltv", "--order-value", "5.9", "--orders-per-year", "218.4", "--years", "20", "--margin-rate", "21.3%"),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: " ".join(asked[1:5]))
def test_our_workbook_read_back_gives_the_same_results(custecon, tmp_path, asked):
    path = tmp_path / "firm.xlsx"
    assert custecon(*asked, "-o", path).code == 0
    straight, back = custecon(*asked, "-f", "json"), custecon("ltv", path, "-f", "json")
    assert figures(back) == pytest.approx(figures(straight), rel=1e-12)
    one, other = json.loads(straight.out), json.loads(back.out)
    assert other["figures"][0]["unit"] == one["figures"][0]["unit"]


def test_an_option_overrules_the_cell(custecon, tmp_path):
    path = tmp_path / "firm.xlsx"
    custecon("ltv", "--margin", 100, "--retention", "80%", "--discount", "10%", "-o", path)
    ran = custecon("ltv", path, "--discount", "0", "-f", "json")
    assert figures(ran)["margin_multiple_now"] == pytest.approx(500)
    assert "N412" in ran.err


def test_the_answer_never_replaces_the_workbook_it_came_from(custecon, tmp_path):
    path = tmp_path / "firm.xlsx"
    custecon("ltv", "--margin", 100, "--retention", "80%", "--discount", "10%", "-o", path)
    ran = custecon("ltv", path, "-o", path, "--force")
    assert (ran.code, "E403" in ran.err) == (5, True)


# ------------------------------------------------------------------ levers

LTV = ("ltv", "--margin", "{margin}", "--retention", "{retention}", "--discount", "{discount}", "--periods", "8")
CLIENTS = ("ltv", "examples/clients.csv", "--retention", "{retention}", "--discount", "{discount}", "--by", "segment")
ICEBERG = (
    "iceberg",
    "--dissatisfied",
    "{dissatisfied}",
    "--value",
    "{value}",
    "--complaint-share",
    "{complaint_share}",
)
CHURN = ("churn-cost", "--lost", "{lost}", "--clients-at-start", "1000", "--value", "{value}", "--discount", "0.1")
CAC = ("cac", "--spend", "{spend}", "--new-clients", "50", "--margin", "{margin}", "--churn", "{churn}")
CAC = (*CAC, "--discount", "0.01", "--period", "month")


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        (
            LTV,
            {"margin": 100, "retention": 0.8, "discount": 0.1},
            {"margin": 140, "retention": 0.9, "discount": 0.05},
        ),
        (CLIENTS, {"retention": 0.75, "discount": 0.1}, {"retention": 0.85, "discount": 0.08}),
        (
            ICEBERG,
            {"dissatisfied": 1000, "value": 500, "complaint_share": 0.04},
            {"dissatisfied": 1200, "value": 450, "complaint_share": 0.1},
        ),
        (CHURN, {"lost": 120, "value": 5000}, {"lost": 150, "value": 4000}),
        (CAC, {"spend": 10000, "margin": 40, "churn": 0.05}, {"spend": 9000, "margin": 35, "churn": 0.04}),
    ],
    ids=["ltv", "ltv of clients", "iceberg", "churn-cost", "cac"],
)
def test_changed_cells_give_what_the_command_gives(
    custecon, tmp_path, root, cells_by_libreoffice, monkeypatch, asked, before, after
):
    monkeypatch.chdir(root)
    path = tmp_path / "firm.xlsx"
    assert custecon(*(word.format(**before) for word in asked), "-o", path).code == 0
    book = openpyxl.load_workbook(path)
    places = {name: defined.attr_text.rpartition("!") for name, defined in book.defined_names.items()}
    for name, value in after.items():
        sheet, _, cell = places[name]
        book[sheet.strip("'")][cell.replace("$", "")].value = value
    book.save(path)
    cells = cells_by_libreoffice(path.read_bytes())
    wanted = figures(custecon(*(word.format(**after) for word in asked), "-f", "json"))
    found = {name: cells.get((places[name][0].strip("'"), places[name][2].replace("$", ""))) for name in wanted}
    assert found == pytest.approx(wanted, rel=1e-9)
    assert not any(str(value).startswith(("#", "Err:")) for value in cells.values())


# ------------------------------------------------------------------ template


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    from custecon.cli.app import run
    from custecon.cli.session import Session

    path = tmp_path_factory.mktemp("template") / "empty.xlsx"
    session = Session(stdin=io.BytesIO(), stdout=io.StringIO(), stderr=io.StringIO(), environment={}, width=80)
    assert run(["workbook", "--template", "-o", str(path)], session) == 0
    return path.read_bytes()


def fill(content: bytes, path, **values) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Assumptions"]
    cells = {sheet.cell(row, 7).value: sheet.cell(row, 2) for row in range(6, sheet.max_row + 1)}
    for name, value in values.items():
        cells[name].value = value
    book.save(path)


FILLED = {"margin": 120, "retention": 0.85, "discount": 0.01, "revenue": 300, "margin_rate": 0.4, "periods": 12}


def test_an_empty_template_shows_nothing_and_no_error(template, cells_by_libreoffice):
    cells = cells_by_libreoffice(template)
    assert not any(str(value).startswith(("#", "Err:")) for value in cells.values())
    assert cells["ltv", "B5"] in (None, "")
    assert not any("Control" in str(value) for (sheet, _), value in cells.items() if sheet == "Summary")


def test_a_filled_template_computes_in_the_spreadsheet_and_reads_back_to_the_same(
    template, tmp_path, custecon, cells_by_libreoffice
):
    path = tmp_path / "firm.xlsx"
    fill(template, path, **FILLED)
    computed = cells_by_libreoffice(path.read_bytes())
    by_name = {}
    for name, defined in openpyxl.load_workbook(path).defined_names.items():
        sheet, _, cell = defined.attr_text.rpartition("!")
        by_name[name] = computed.get((sheet.strip("'"), cell.replace("$", "")))
    found = figures(custecon("ltv", path, "-f", "json"))
    assert len(found) >= 8
    assert {name: by_name[name] for name in found} == pytest.approx(found, rel=1e-9)


def test_a_share_typed_as_a_whole_number_is_refused_with_the_cure(template, tmp_path, custecon):
    path = tmp_path / "firm.xlsx"
    fill(template, path, margin=120, retention=85, discount=0.01)
    ran = custecon("ltv", path)
    assert (ran.code, "E102" in ran.err, "0.85" in ran.err) == (2, True, True)


def test_a_text_in_a_yellow_cell_is_refused_with_its_cell(template, tmp_path, custecon):
    path = tmp_path / "firm.xlsx"
    fill(template, path, margin="about 100", retention=0.85, discount=0.01)
    ran = custecon("ltv", path)
    assert ran.code == 3
    assert "E415" in ran.err
    assert "about 100" in ran.err


def test_another_workbook_is_read_as_the_table_it_is(custecon, examples):
    assert custecon("ltv", examples / "clients.xlsx", "--discount", "10%").code == 0


# ------------------------------------------------------------------ all that the files allow


def test_all_figures_of_several_files_in_one_workbook(custecon, examples, tmp_path, recalculated_by_libreoffice):
    path = tmp_path / "firm.xlsx"
    ran = custecon("workbook", examples / "clients.csv", examples / "orders.csv", "--discount", "10%", "-o", path)
    assert ran.code == 0, ran.err
    names = openpyxl.load_workbook(path).sheetnames
    assert names[:2] == ["Summary", "Assumptions"]
    assert names[-3:] == ["Levers", "Sources", "Data"]
    assert {"Figures", "Tables", "ltv clients clients", "ltv orders clients"} <= set(names)
    assert recalculated_by_libreoffice(path.read_bytes()) == []


@pytest.mark.parametrize(
    ("line", "sheet"),
    [
        ("churn-cost --lost 120 --value 5000", "churn cost"),
        ("what-if ltv --margin 100 --retention 80% --discount 10%", "what if"),
    ],
)
def test_a_sheet_is_called_by_words_not_as_a_command_is_typed(line, sheet, custecon, tmp_path):
    assert custecon(*line.split(), "-o", tmp_path / "out.xlsx").code == 0
    assert sheet in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames


def test_a_file_that_allows_nothing_is_told_and_nothing_is_written(custecon, tmp_path):
    (tmp_path / "a.csv").write_text("when,what\n1,2\n")
    ran = custecon("workbook", tmp_path / "a.csv", "-o", tmp_path / "firm.xlsx")
    assert ran.code == 2
    assert "E115" in ran.err
    assert not (tmp_path / "firm.xlsx").exists()


def test_without_files_it_says_what_it_needs(custecon):
    ran = custecon("workbook")
    assert (ran.code, "--template" in ran.err) == (2, True)


# ------------------------------------------------------------------ text for spreadsheets


def test_excel_writes_a_byte_order_mark_and_the_separators_of_the_country(custecon):
    asked = ("ltv", "--margin", "100", "--retention", "0.8", "--discount", "0.1", "--method", "margin-multiple-end")
    plain, excel = custecon(*asked).out, custecon(*asked, "--excel").out
    russian = custecon(*asked, "--locale", "ru").out
    tabs = custecon(*asked, "--locale", "ru", "-f", "tsv").out
    assert not plain.startswith("\ufeff")
    assert excel == "\ufeff" + plain
    assert russian.startswith("\ufeffname;value;unit")
    assert ";333,333333333333;" in russian
    assert "\t333,333333333333\t" in tabs


def test_an_unknown_locale_is_refused_with_the_known_ones(custecon):
    ran = custecon("ltv", "--margin", 1, "--retention", 0.5, "--locale", "xx")
    assert (ran.code, "E112" in ran.err) == (2, True)


def test_libreoffice_opens_the_russian_text_right(custecon, tmp_path, examples):
    import shutil

    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = tmp_path / "firm.csv"
    assert custecon("ltv", examples / "clients.csv", "--discount", "10%", "--locale", "ru", "-o", path).code == 0
    settings = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    read_as = "--infilter=CSV:59,34,76,1,,1049"  # ; and " and UTF-8, Russian
    wanted = ["--headless", read_as, "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run(["soffice", settings, *wanted, str(path)], check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "firm.xlsx").active
    assert sheet["A1"].value == "client"
    assert isinstance(sheet["B2"].value, float)


@pytest.mark.parametrize(("asked", "kept"), [
    (("ltv", "--margin", "100", "--retention", "80%", "--discount", "10%"), True),
    (("ltv", "orders.csv", "--method", "bg-nbd", "--draws", "0"), False),
])  # fmt: skip
def test_the_promise_that_all_follows_the_yellow_cells_says_what_does_not(custecon, examples, tmp_path, asked, kept):
    words = [examples / word if word.endswith(".csv") else word for word in asked]
    assert custecon(*words, "-o", tmp_path / "book.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    cells = [[str(row[0].value) for row in book[name].iter_rows()] for name in ("Summary", "Assumptions")]
    told = [next(cell for cell in sheet if cell.startswith("Change a yellow cell")) for sheet in cells]
    assert [text.endswith("follows.") for text in told] == [kept, kept], told
    fixed = [
        sheet.title
        for sheet in book
        if any("values that follow no cell" in str(row[0].value) for row in sheet.iter_rows(1, 3))
    ]
    assert bool(fixed) is not kept


@pytest.mark.parametrize("option", [("--discount", "lots"), ("--churn", "nan"), ("--margin-rate", "-")])
def test_a_figure_that_is_none_is_refused_and_leaves_out_nothing(custecon, examples, option):
    ran = custecon("workbook", examples / "clients.csv", "=".join(option), "-f", "json")
    assert (ran.code, option[0] in ran.err) == (2, True), ran.err


def test_a_file_of_an_option_that_stops_a_command_is_told(custecon, examples, tmp_path):
    for option in ("--prices", "--activities"):
        ran = custecon("workbook", examples / "clients.csv", option, tmp_path / "misspelt.csv", "-f", "json")
        assert ran.code == 0, ran.err
        assert "profit of" in ran.err
        assert "misspelt.csv: no such file" in ran.err


def test_an_option_that_only_a_refused_command_heard_did_nothing(custecon, examples):
    """A list of clients is no file of spending, so that nobody looks at the orders."""
    ran = custecon("workbook", examples / "clients.csv", "--orders", "misspelt.csv", "-f", "json")
    assert ran.code == 0, ran.err
    assert "--orders did nothing here" in ran.err


def told_idle(ran):
    assert ran.code == 0, ran.err
    return [line.split("N323: ")[1].split(" did")[0] for line in ran.err.splitlines() if "N323" in line]


def test_every_file_takes_of_the_line_what_it_knows(custecon, examples, tmp_path, monkeypatch):
    """`--horizon` is for the model of the log, `--lost` for figures alone: neither keeps a sheet out of the book."""
    monkeypatch.chdir(examples)
    book = ("-o", str(tmp_path / "book.xlsx"))
    said = ("--method", "bg-nbd", "--horizon", "6m", "--draws", "0", "--discount", "10%")
    ran = custecon("workbook", "orders.csv", "clients.csv", *said, "--lost", "5", "--step", "20%", *book)
    assert told_idle(ran) == ["--lost, --step"]
    assert "churn-cost of clients.csv is left out" not in ran.err
    assert "ltv of orders.csv is left out" not in ran.err


def test_an_option_counts_if_any_of_the_files_takes_it(custecon, examples, tmp_path, monkeypatch):
    monkeypatch.chdir(examples)
    for files in (("clients.csv", "complaints.csv"), ("complaints.csv", "clients.csv")):
        ran = custecon("workbook", *files, "--discount", "10%", "--step", "20%", "--force", "-o", tmp_path / "b.xlsx")
        assert told_idle(ran) == []


def test_an_empty_workbook_takes_no_figures(custecon, tmp_path):
    assert told_idle(custecon("workbook", "--template", "--margin", "5", "-o", tmp_path / "b.xlsx")) == ["--margin"]


@pytest.mark.parametrize(("lang", "sheet", "form"), [("en", "Data", "yyyy-mm-dd"), ("ru", "Данные", "dd.mm.yyyy")])
def test_days_and_sums_of_the_proof_are_days_and_numbers(custecon, tmp_path, lang, sheet, form):
    """But for a sum of more digits than a cell keeps, which stays a text with all of them."""
    made = {"few": ("1234.5", "0.05"), "many": ("12345678901234567", "0.05")}
    for name, (first, second) in made.items():
        rows = f"client,date,amount\na,2024-01-05,{first}\na,2024-03-01,{second}\nb,2024-02-01,1\n"
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
        asked = ("rfm", tmp_path / f"{name}.csv", "--bins", "2", "--lang", lang, "-o", tmp_path / f"{name}.xlsx")
        assert custecon(*asked).code == 0
    cells = [row[1] for row in openpyxl.load_workbook(tmp_path / "few.xlsx")[sheet].iter_rows()]
    days = [(cell.value.date().isoformat(), cell.number_format) for cell in cells if cell.is_date]
    assert days == [("2024-03-01", form), ("2024-01-05", form), ("2024-03-01", form)]
    assert [(cell.value, cell.number_format) for cell in cells if cell.value == 1235.55] == [(1235.55, "#,##0.00")]
    texts = [
        str(row[1].value).replace(",", ".") for row in openpyxl.load_workbook(tmp_path / "many.xlsx")[sheet].iter_rows()
    ]
    assert "12345678901234568.05" in texts


def test_shares_of_a_column_have_as_many_decimals_all_of_them(custecon, examples, tmp_path):
    path = tmp_path / "profit.xlsx"
    assert custecon("profit", examples / "profit_clients.csv", "--price", "deliveries=45", "-o", path).code == 0
    forms = {}
    for sheet in openpyxl.load_workbook(path):
        for table in sheet.tables.values():
            for column in next(iter(sheet[table.ref])):
                cells = [sheet.cell(row, column.column) for row in range(column.row + 1, sheet.max_row + 1)]
                found = {cell.number_format for cell in cells if cell.value is not None and "%" in cell.number_format}
                forms |= {(sheet.title, column.value): found} if found else {}
    assert len(forms) > 4
    assert {name: found for name, found in forms.items() if len(found) > 1} == {}
