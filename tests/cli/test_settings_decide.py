"""Whatever a setting decided of a file is told, and marked as a setting in the control totals, in text and in JSON."""

import io
import json

import openpyxl
import pytest

from custecon.cli.options import USUAL


def log(*rows, head="client,date,amount"):
    return "\n".join([head, *rows]) + "\n"


def two_sheets():
    made = openpyxl.Workbook()
    for name, amount in (("Old", 5), ("Sales", 7)):
        for row in (("client", "date", "amount"), ("A", "2024-01-02", amount)):
            (made[name] if name in made else made.create_sheet(name)).append(row)
    del made["Sheet"]
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


STAGES = log("A,2024-01-02,100,Won", "B,2024-02-02,50,Lost", "B,2024-03-02,7,Back", head="client,date,amount,stage")
TAXED = log("A,2024-01-02,100,10", "B,2024-02-02,50,5", head="client,date,amount,tax")
MONTHS = log("Alder,2024-01-05,100", "Birch,2024-01-20,250", "January,2024-01-31,350", "Alder,2024-02-03,120",
             "Cedar,2024-02-14,80", "February,2024-02-29,200")  # fmt: skip
MINE = """title = "mine"
source = "https://example.invalid"
kind = "orders"
marks = [["client", "date", "amount", "tax"]]
rules = "the tax is the money"

[columns]
client = ["client"]
date = ["date"]
amount = ["tax"]
"""
# An option that may stand in the settings: what it says, and a file that is read otherwise, or not at all, without it.
DECIDES = {
    "encoding": ("koi8-r", "клиент;дата;сумма\nЁлка;2024-01-02;5\n".encode("koi8-r")),
    "delimiter": ("^", "client^date^amount\nA^2024-01-02^5\n"),
    "decimal": (",", log('A,2024-01-02,"1,234"', 'B,2024-01-03,"2,345"')),
    "thousands": (",", log('A,2024-01-02,"1,234"', 'B,2024-01-03,"2,345"')),
    "date_order": ("mdy", log("A,03/04/2024,5", "B,05/06/2024,6")),
    "preset": ("mine.toml", TAXED),
    "order_id": ("none", log("7,A,2024-01-02,5,Cup", "7,A,2024-01-02,5,Tea", head="order_id,client,date,total,item")),
    "refunds": ("drop", log("A,2024-01-02,5", "A,2024-01-03,-2")),
    "only": ("stage=Won", STAGES),
    "leave_out": ("stage=Lost,Back", STAGES),
    "minus": ("stage=Lost,Back", STAGES),
    "add": ("tax", TAXED),
    "subtract": ("tax", TAXED),
    "no_client": ("drop", log("A,2024-01-02,5", ",2024-01-03,7")),
    "zero_orders": ("count", log("A,2024-01-02,5", "B,2024-01-03,0")),
    "same_client": (True, log('"ООО ""Ромашка""",2024-01-02,10', "ООО «Ромашка»,2024-01-03,5")),
    "aliases": ("pairs.csv", log("A,2024-01-02,5", "AA,2024-01-03,7")),
    "identical": ("drop", log("A,2024-01-02,5", "A,2024-01-02,5", "B,2024-01-03,1")),
    "units": ("thousands", log("A,2024-01-02,5", "B,2024-01-03,7")),
    "subtotals": ("skip", MONTHS),
    "fill_down": ("client", log("A,2024-01-02,5", ",2024-01-03,7", "B,2024-01-04,3")),
    "sheet": ("Sales", two_sheets()),
}  # fmt: skip


@pytest.fixture
def asked(custecon, tmp_path, monkeypatch):
    """What `check` says of a file, with settings or without."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pairs.csv").write_text("name,client\nAA,A\n")
    (tmp_path / "mine.toml").write_text(MINE)

    def of(data, settings=None, *options):
        path = tmp_path / ("data.xlsx" if isinstance(data, bytes) and data[:2] == b"PK" else "data.csv")
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        (tmp_path / "custecon.toml").write_text(settings or "", encoding="utf-8")
        ran = custecon("check", path.name, *options, "-f", "json")
        table = custecon("check", path.name, *options, "-f", "table")
        document = json.loads(ran.out)
        return ran.code, document, ran.err, table.out

    return of


def read_so(document):
    return {name: document.get(name) for name in ("total", "clients", "rows", "date_min", "date_max", "client_keys")}


def test_every_option_that_may_stand_in_the_settings_is_tried():
    assert set(DECIDES) == {option.name for option in USUAL}


@pytest.mark.parametrize("name", DECIDES)
def test_what_a_setting_decided_is_told_and_marked_in_text_and_in_json(name, asked):
    value, data = DECIDES[name]
    code, document, err, table = asked(data, f"[file]\n{name} = {json.dumps(value)}\n")
    assert code == 0, err
    without = asked(data)
    assert without[0] or read_so(without[1]) != read_so(document), "the example shows nothing"
    said = {"same_client": "joined", "aliases": "joined"}.get(name, value)
    told = [one for one in document["notices"] if one["code"] == "N310"]
    assert [one["text"] for one in told] == [f"from custecon.toml: {name.replace('_', ' ')} {said}"]
    assert f"N310: from custecon.toml: {name.replace('_', ' ')}" in err
    assert document["control_totals"][0]["settings"][name] == {"value": said, "by": "settings"}
    label = "thousands sign" if name == "thousands" else name.replace("_", " ")
    assert f"{label} {said} (settings)" in " ".join(table.partition("Control totals")[2].split())
    typed = [] if value is True else [value]
    given = asked(data, None, f"--{name.replace('_', '-')}", *typed)
    assert read_so(given[1]) == read_so(document), "the option says the same"
    assert given[1]["control_totals"][0]["settings"].get(name, {}).get("by") != "settings"
    aside = asked(data, f"[file]\n{name} = {json.dumps(value)}\n", "--no-settings")
    assert (aside[0], read_so(aside[1])) == (without[0], read_so(without[1]))


@pytest.mark.parametrize("heading", ["[columns]", "[columns.orders]"])
@pytest.mark.parametrize("role", ["client", "date", "amount"])
def test_a_column_that_a_setting_chose_is_told_and_marked(heading, role, asked):
    """Two columns may be it; the setting says which."""
    other = {"client": "buyer", "date": "order date", "amount": "total"}[role]
    columns = {"client": "A,B", "date": "2024-01-02,2024-01-03", "amount": "5,7"}
    head = ",".join(f"{name},{other}" if name == role else name for name in columns)
    row = ",".join(cells if name == role else cells.split(",")[0] for name, cells in columns.items())
    code, document, err, table = asked(f"{head}\n{row}\n", f'{heading}\n{role} = "{other}"\n')
    assert code == 0, err
    assert f"from custecon.toml: column {role} «{other}»" in err
    assert document["control_totals"][0]["columns"][role] == {"value": other, "by": "settings"}
    assert f"{role} ← «{other}» (settings)" in " ".join(table.partition("Control totals")[2].split())


def test_the_currency_of_the_settings_is_told_and_marked(asked):
    code, document, err, table = asked(log("A,2024-01-02,5"), 'currency = "EUR"\n')
    assert (code, document["currency"]) == (0, "EUR"), err
    assert "from custecon.toml: currency EUR" in err
    assert document["control_totals"][0]["settings"]["currency"] == {"value": "EUR", "by": "settings"}
    assert "currency EUR (settings)" in " ".join(table.split())
