"""Every command's workbook: other cells typed in give, in LibreOffice, what the command gives for the other inputs."""

import datetime as dt
import io
import json
import math

import openpyxl
import pytest


def typed_into(content: bytes, cells: dict[str, float]) -> bytes:
    """The workbook after a person typed other values into its named cells."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        sheet, cell = place(book, name)
        assert book[sheet][cell].data_type != "f", f"{name} follows from other cells"
        book[sheet][cell].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(book, name: str) -> tuple[str, str]:
    sheet, _, cell = book.defined_names[name].attr_text.rpartition("!")
    return sheet.strip("'"), cell.replace("$", "")


def rows_of(cells, sheet: str, texts: list[int]) -> dict[tuple[str, ...], list[object]]:
    """The rows of a table's sheet as LibreOffice shows them, by the texts that name them."""
    places = [openpyxl.utils.cell.coordinate_from_string(at) for title, at in cells if title == sheet]
    wide = max(openpyxl.utils.column_index_from_string(letter) for letter, _ in places)
    letters = [openpyxl.utils.get_column_letter(i + 1) for i in range(wide)]
    found = {}
    for row in range(6, max(number for _, number in places) + 1):
        line = [cells.get((sheet, f"{letter}{row}")) for letter in letters]
        found[tuple(key(line[i]) for i in texts)] = line
    return found


def key(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, int | float) else str(cell)


def alike(ours: object, theirs: object) -> bool:
    if ours in (None, ""):
        return theirs in (None, "", "undefined")
    if isinstance(theirs, dt.datetime):
        return str(ours) == theirs.date().isoformat()
    if not isinstance(theirs, int | float):
        return str(ours) == str(theirs)
    return math.isclose(float(ours), theirs, rel_tol=1e-9, abs_tol=1e-9)


def differences(cells, book, answer, *, leave: dict[str, set[str]], names: dict[str, list[str]]) -> list[str]:
    """Every figure and every cell of every table that is not what the command says."""
    found = []
    for figure in answer["figures"]:
        shown = cells[place(book, figure["name"])]
        if figure["value"] is None:
            assert str(shown).startswith("undefined"), (figure["name"], shown)
        elif figure["name"] not in leave.get("figures", ()) and not alike(figure["value"], shown):
            found.append(f"{figure['name']}: {shown!r}, not {figure['value']!r}")
    for table in answer["tables"]:
        columns = [column["name"] for column in table["columns"]]
        keys = [columns.index(name) for name in names.get(table["name"], columns[:1])]
        sheet = rows_of(cells, table["name"].replace("_", " "), keys)
        for row in table["rows"]:
            values = list(row.values()) if isinstance(row, dict) else row
            row_key = tuple(key(values[i]) for i in keys)
            if row_key not in sheet:
                found.append(f"{table['name']}: no row {row_key}")
                continue
            for name, ours, theirs in zip(columns, values, sheet[row_key], strict=False):
                if name not in leave.get(table["name"], ()) and not alike(ours, theirs):
                    found.append(f"{table['name']} {row_key} {name}: {theirs!r}, not {ours!r}")
    return found


@pytest.fixture
def lever(custecon, tmp_path, cells_by_libreoffice):
    """What the changed workbook of one command differs in from the other command."""

    def of(asked, other, cells, leave=None, names=None):
        path = tmp_path / "levers.xlsx"
        ran = custecon(*asked, "-o", path, "--force")
        assert ran.code == 0, ran.err
        assert "N411" not in ran.err  # no formula was left out for giving another value
        book = openpyxl.load_workbook(path)
        computed = cells_by_libreoffice(typed_into(path.read_bytes(), cells))
        shown = [f"{at} shows {value}" for at, value in computed.items() if str(value).startswith(("#", "Err:"))]
        answer = json.loads(custecon(*other, "-f", "json").out)
        return shown + differences(computed, book, answer, leave=leave or {}, names=names or {}), computed, answer

    return of


# ------------------------------------------------------------------ profit


def prices(path, *, office: int, back: int, delivery: str) -> None:
    path.write_text(
        "activity,price,minutes,department,department_cost,capacity\n"
        f"orders,,12,office,{office},54000\nservice call,,15,office,,\nreturn,,{back},office,,\n"
        f"deliveries,{delivery},,,,\nvisit,120,,,,\n",
        encoding="utf-8",
    )


def test_changed_prices_move_every_table_of_profit(lever, examples, tmp_path):
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    prices(before, office=36000, back=40, delivery="22.50")
    prices(after, office=45000, back=60, delivery="30")
    asked = ("profit", examples / "profit_clients.csv", "--activities", examples / "activities.csv", "--by", "segment")
    asked = (*asked, "--service-cost", 900_000)
    cells = {"cost_of_department_office": 45000, "minutes_of_return": 60, "price_of_deliveries": 30}
    stale = {"cumulative", "cumulative_share", "client_share"}  # the rows stay where they were
    leave = {"clients": stale, "to_zero": {"activity", "times_now", "times_at_most"}, "activities": {"how"}}
    found, computed, answer = lever((*asked, "--prices", before), (*asked, "--prices", after), cells, leave)
    listed = [line for line in found if ": no row " in line]
    assert [line for line in found if line not in listed] == []
    assert all(line.startswith(("to_zero", "let_go")) for line in listed)
    clients = next(table for table in answer["tables"] if table["name"] == "clients")
    at = [column["name"] for column in clients["columns"]].index("cumulative_share")
    curve = [list(row.values())[at] if isinstance(row, dict) else row[at] for row in clients["rows"]]
    drawn = [computed["whale curve", f"D{row}"] for row in range(6, 6 + len(curve))]
    assert drawn == pytest.approx(curve, rel=1e-9)


# ------------------------------------------------------------------ what if

LTV = ("what-if", "ltv", "--margin", "{margin}", "--discount", "{discount}")
BY_RETENTION = (*LTV, "--retention", "{retention}")
BY_CHURN = (*LTV, "--churn", "{churn}")
WHAT_IF = {
    "usual": (BY_RETENTION, ()),
    "changes": (BY_RETENTION, ("--change", "retention=+5pt", "--change", "margin=-2%", "--change", "discount==3%")),
    "churn given": (BY_CHURN, ("--change", "churn=-1pt")),
    "churn not given": (BY_RETENTION, ("--change", "churn=-20%")),
    "range": (BY_CHURN, ("--change", "churn=2%..8%:1%", "--change", "margin=+10")),
    "two ranges": (BY_RETENTION, ("--change", "retention=70%..90%:10%", "--change", "discount=0..0.1:0.05")),
}


@pytest.mark.parametrize("name", WHAT_IF)
def test_changed_assumptions_move_every_what_if(lever, name):
    figures, changes = WHAT_IF[name]
    before = {"margin": 100, "discount": 0.1, "retention": 0.8, "churn": 0.2}
    after = {"margin": 140, "discount": 0.05, "retention": 0.7, "churn": 0.3}
    asked, other = ((*(word.format(**values) for word in figures), *changes) for values in (before, after))
    cells = {"margin": 140, "discount": 0.05, **({"churn": 0.3} if figures is BY_CHURN else {"retention": 0.7})}
    spans = [word.partition("=")[0] for word in changes if ".." in word]
    names = {"range": spans}
    found, _, answer = lever(asked, other, cells, names=names)
    assert found == []
    assert answer["tables"]


def test_a_change_that_becomes_impossible_says_so(lever):
    asked = ("what-if", "ltv", "--margin", "100", "--discount", "10%", "--change", "retention=+5pt")
    leave = {"changes": {"undefined"}}  # the words of the command
    found, computed, _ = lever(
        (*asked, "--retention", "80%"), (*asked, "--retention", "97%"), {"retention": 0.97}, leave
    )
    assert found == []
    assert computed["changes", "B6"] == "undefined"


# ------------------------------------------------------------------ files


INTERVALS = {"by_segment": {"churn_low", "churn_high"}, "paths": {"low", "high"}}
CHURN = ("churn-cost", "examples/clients.csv", "--by", "segment", "--discount", "{discount}", "--margin", "{margin}")
AVERAGE = ("churn-cost", "--clients", "examples/clients.csv", "--lost", "{lost}", "--clients-at-start", "{start}")
CAC = ("cac", "examples/spend.csv", "--margin", "{margin}", "--churn", "{churn}", "--discount", "{discount}")
OF_LTV = ("cac", "examples/spend.csv", "--by", "channel,month", "--ltv", "{ltv}")
COUNTED = ("iceberg", "examples/complaints.csv", "--value", "{value}")
APPLIED = ("iceberg", "examples/complaints.csv", "--complaint-share", "{share}", "--clients", "{clients}",
           "--problem-share", "10%")  # fmt: skip
ORDERS = ("ltv", "examples/orders.csv", "--discount", "{discount}", "--margin-rate", "{rate}")
FILES = {
    "churn-cost of a file": (CHURN, {"discount": (0.1, 0.05), "margin": (900, 700)}),
    "churn-cost of clients": (AVERAGE, {"lost": (20, 30), "start": (100, 120)}),
    "cac of a file": ((*CAC, "--period", "month"), {"margin": (40, 55), "churn": (0.05, 0.04), "discount": (0.01, 0)}),
    "cac and ltv": (OF_LTV, {"ltv": (900, 700)}),
    "iceberg as counted": (COUNTED, {"value": (500, 350)}),
    "iceberg of more": (APPLIED, {"share": (0.1, 0.23), "clients": (20000, 13333)}),
    "ltv of orders": (ORDERS, {"discount": (0.1, 0.2), "rate": (0.35, 0.3)}),
}
CELLS = {"start": "clients_at_start", "ltv": "lifetime_value", "share": "complaint_share", "rate": "margin_rate"}
NAMED = {"by_channel_and_month": ["channel", "month"], "without_clients": ["channel", "month"]}


@pytest.mark.parametrize("name", FILES)
def test_changed_assumptions_move_what_a_file_gave(lever, name, root, monkeypatch):
    monkeypatch.chdir(root)
    words, values = FILES[name]
    asked, other = (
        tuple(word.format(**{key: pair[n] for key, pair in values.items()}) for word in words) for n in (0, 1)
    )
    cells = {CELLS.get(key, key): pair[1] for key, pair in values.items()}
    found, _, answer = lever(asked, other, cells, INTERVALS, NAMED)
    assert found == []
    assert answer["figures"]


# ------------------------------------------------------------------ predictions


def small_log(examples, tmp_path):
    """The clients 1 to 60 of the example, with a refund."""
    lines = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    log = tmp_path / "orders.csv"
    kept = [line for line in lines[1:] if int(line[:4]) <= 60]
    log.write_text("\n".join([lines[0], *kept, "0001,1998-06-30,-50"]) + "\n", encoding="utf-8")
    return log


DOUBT = {"clients": {"active_low", "active_high"}}
FITTED = {"parameters": ["group", "model", "parameter"], "fits": ["group", "model"]}


@pytest.mark.parametrize(
    ("method", "horizon"), [("bg-nbd", "12m"), ("mbg-nbd", "90d"), ("pareto-nbd", "2y"), ("bg-bb", "20w")]
)
def test_discount_and_margin_move_a_prediction(lever, examples, tmp_path, method, horizon):
    asked = ("ltv", small_log(examples, tmp_path), "--method", method, "--draws", "0", "--horizon", horizon)
    one, other = (
        (*asked, "--discount", rate, "--margin-rate", margin) for rate, margin in (("10%", 0.35), ("3%", 0.5))
    )
    found, _, _ = lever(one, other, {"discount": 0.03, "margin_rate": 0.5}, DOUBT, FITTED)
    assert found == []


def test_the_discount_moves_a_prediction_by_group(lever, examples, tmp_path):
    asked = ("ltv", small_log(examples, tmp_path), "--method", "bg-nbd", "--draws", "0", "--by", "cohort")
    found, _, answer = lever((*asked, "--discount", "10%"), (*asked, "--discount", "0"), {"discount": 0}, DOUBT, FITTED)
    assert found == []
    assert answer["tables"][0]["name"] == "by_cohort"


def test_discount_and_margin_move_what_a_kept_model_predicts(lever, custecon, examples, tmp_path):
    model, log = tmp_path / "model.json", small_log(examples, tmp_path)
    assert custecon("fit", log, "--method", "bg-nbd", "-o", model).code == 0
    asked = ("predict", model, log, "--horizon", "12m", "--draws", "0")
    one, other = ((*asked, "--discount", rate, "--margin-rate", part) for rate, part in (("10%", 0.4), ("4%", 0.6)))
    found, _, _ = lever(one, other, {"discount": 0.04, "margin_rate": 0.6}, {}, FITTED)
    assert found == []


def test_the_discount_moves_a_naive_prediction(lever, tmp_path):
    log = tmp_path / "few.csv"
    log.write_text("client,date,amount\na,2024-01-05,10\na,2024-03-05,30\nb,2024-02-01,20\n")
    asked = ("ltv", log, "--method", "auto", "--as-of", "2024-06-30")
    leave = {"clients": {"value_low", "value_high"}}
    found, _, _ = lever((*asked, "--discount", "10%"), (*asked, "--discount", "30%"), {"discount": 0.3}, leave)
    assert found == []


@pytest.mark.parametrize("method", ["sbg", "bdw"])
def test_discount_and_margin_move_contracts(lever, examples, method):
    asked = ("ltv", examples / "subscriptions.csv", "--method", method, "--horizon", "18m", "--renewal", "month")
    one, other = ((*asked, "--discount", rate, "--margin-rate", part) for rate, part in (("10%", 0.4), ("4%", 0.6)))
    leave = {"contracts": {"value_low", "value_high"}}
    found, _, _ = lever(one, other, {"discount": 0.04, "margin_rate": 0.6}, leave, FITTED)
    assert found == []


def test_contracts_with_a_known_end_or_no_amount_move_too(lever, examples, tmp_path):
    path = tmp_path / "mixed.csv"
    text = (examples / "subscriptions.csv").read_text(encoding="utf-8")
    path.write_text(
        f"{text}Z1,2024-03-10,2025-04-20,30\nZ2,2024-03-10,,\nZ3,2024-03-10,2025-01-05,30\n", encoding="utf-8"
    )
    asked = ("ltv", path, "--method", "sbg", "--as-of", "2024-12-31", "--horizon", "18m", "--renewal", "month")
    one, other = ((*asked, "--discount", rate) for rate in ("10%", "4%"))
    found, _, _ = lever(one, other, {"discount": 0.04}, {"contracts": {"value_low", "value_high"}}, FITTED)
    assert found == []


@pytest.mark.parametrize(
    ("method", "model", "trend"),
    [("sbg", "shifted_beta_geometric", {}), ("bdw", "beta_discrete_weibull", {"leaving_trend": 1.2})],
)
def test_changed_parameters_give_the_renewals_of_the_model(
    custecon, examples, tmp_path, cells_by_libreoffice, recalculated, method, model, trend
):
    import numpy as np

    from custecon.models.contract_model import CONTRACT_MODELS

    path, predictor = tmp_path / "contracts.xlsx", CONTRACT_MODELS[model]
    assert custecon("ltv", examples / "subscriptions.csv", "--method", method, "--horizon", "12m", "-o", path).code == 0
    assert recalculated(path.read_bytes()) == []
    changed = {"leaving_first": 1.3, "leaving_second": 6.1} | trend
    cells = cells_by_libreoffice(typed_into(path.read_bytes(), changed))
    heads = {value: at[:-1] for (sheet, at), value in cells.items() if sheet == "contracts" and at[-1] == "5"}
    rows = [row for row in range(6, 400) if cells.get(("contracts", f"A{row}"))]

    def column(head: str) -> np.ndarray:
        return np.array([cells["contracts", f"{heads[head]}{row}"] for row in rows], dtype=float)

    made, params = column("renewals made"), {"alpha": 1.3, "beta": 6.1} | ({"c": 1.2} if trend else {})
    wanted = [predictor.probability_still_client(params, made, number) for number in range(1, 13)]
    assert column("P(still there)") == pytest.approx(wanted[-1], rel=1e-9)
    assert column("expected renewals") == pytest.approx(sum(wanted), rel=1e-9)
    heads = {value: at[:-1] for (sheet, at), value in cells.items() if sheet == "survival" and at[-1] == "5"}
    there = [cells["survival", f"{heads['expected']}{row}"] for row in range(6, 26)]
    assert there == pytest.approx(predictor.survival(params, np.arange(20)).tolist(), rel=1e-9)


PARAMETERS = {"buying_shape": 0.4, "buying_scale": 6.5, "leaving_first": 1.1, "leaving_second": 3.2}
PARAMETERS |= {"spend_shape": 5.5, "spend_spread": 4.1, "spend_scale": 18.0}


def test_changed_parameters_give_the_chances_and_spends_of_the_models(
    custecon, examples, tmp_path, cells_by_libreoffice
):
    import numpy as np

    from custecon.models import model_named
    from custecon.models.gamma_gamma import expected_spend
    from custecon.models.summary import PurchaseSummary, SpendSummary

    path = tmp_path / "parameters.xlsx"
    ran = custecon("ltv", small_log(examples, tmp_path), "--method", "bg-nbd", "--draws", "0", "-o", path)
    assert ran.code == 0, ran.err
    cells = cells_by_libreoffice(typed_into(path.read_bytes(), PARAMETERS))
    heads = {
        str(value): at.rstrip("0123456789")
        for (sheet, at), value in cells.items()
        if (sheet, at[-1:], at[-2:-1].isdigit()) == ("clients", "5", False)
    }
    rows = [row for row in range(6, 80) if cells.get(("clients", f"A{row}"))]

    def column(head: str) -> np.ndarray:
        return np.array([cells["clients", f"{heads[head]}{row}"] for row in rows], dtype=float)

    bought, last, seen = column("repeat purchases"), column("weeks to last"), column("weeks observed")
    model = model_named("bg_nbd")
    params = dict(zip("r alpha a b".split(), list(PARAMETERS.values())[:4], strict=True))
    wanted = model.probability_active(params, PurchaseSummary(bought, last, seen, "week"))
    assert column("P(active)") == pytest.approx(wanted, rel=1e-9)
    average = column("average spend")
    params = dict(zip("p q gamma".split(), list(PARAMETERS.values())[4:], strict=True))
    wanted = expected_spend(params, SpendSummary(np.where(average > 0, bought, 0.0), average))
    kept = cells_kept(path)
    assert column("spend per order") == pytest.approx(wanted * kept, rel=1e-9)
    assert column("predicted value") == pytest.approx(
        column("discounted purchases") * column("spend per order"), rel=1e-9
    )


def cells_kept(path) -> float:
    book = openpyxl.load_workbook(path)
    sheet, cell = place(book, "kept_of_refunds")
    return book[sheet][cell].value


# ------------------------------------------------------------------ as written


PROFIT = ("profit", "examples/profit_clients.csv", "--activities", "examples/activities.csv", "--by", "segment")
WRITTEN = {
    "profit": (*PROFIT, "--prices", "examples/activity_prices.csv", "--service-cost", "900000"),
    "changes": ("what-if", "ltv", "--margin", "100", "--retention", "80%", "--discount", "10%"),
    "ranges": ("what-if", "ltv", "--margin", "100", "--churn", "5%", "--discount", "1%", "--change", "churn=2%..8%:1%"),
    "cac": ("cac", "examples/spend.csv", "--by", "channel,month", "--ltv", "900"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_as_written_both_engines_get_what_is_stored(
    custecon, tmp_path, root, monkeypatch, recalculated, recalculated_by_libreoffice, name
):
    monkeypatch.chdir(root)
    path = tmp_path / "written.xlsx"
    ran = custecon(*WRITTEN[name], "-o", path)
    assert (ran.code, "N411" in ran.err) == (0, False), ran.err
    assert recalculated(path.read_bytes()) == []
    assert recalculated_by_libreoffice(path.read_bytes()) == []
