"""Every command's workbook: other cells typed in give, in LibreOffice, what the command gives for the other inputs."""

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
    if ours is None:
        return theirs in (None, "", "undefined")
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
                known = name in leave.get(table["name"], ()) or "date" in name
                if not known and not alike(ours, theirs):
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
APPLIED = ("iceberg", "examples/complaints.csv", "--complaint-share", "{share}", "--clients", "{clients}")
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
