"""A list of clients in a workbook: after a change of the yellow cells it shows what the command gives for them."""

import json

import openpyxl
import pytest

LIST = "client,revenue,cost,retention\nA,100,60,\nB,200,150,90%\nC,0,50,\n"
BOOKS = [
    (
        "--discount {discount} --periods {periods}",
        LIST,
        {"discount": 0.1, "periods": 3},
        {"discount": 0.2, "periods": 7},
    ),
    ("--method margin-over-churn", LIST, {"retention": 0.8}, {"retention": 0.5}),
    (
        "--margin-rate {margin_rate} --discount {discount}",
        "client,revenue\nA,100\nB,70\n",
        {"margin_rate": 0.4, "discount": 0.1},
        {"margin_rate": 0.3, "discount": 0.2},
    ),
]


@pytest.mark.parametrize(("asked", "text", "before", "after"), BOOKS, ids=["periods", "churn", "rate"])
def test_changed_cells_give_what_the_command_gives(
    custecon, tmp_path, cells_by_libreoffice, asked, text, before, after
):
    path, file = tmp_path / "firm.xlsx", tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")

    def command(values):
        values = {"retention": 0.8} | values
        return ("ltv", file, "--retention", values["retention"], *asked.format(**values).split())

    assert custecon(*command(before), "-o", path).code == 0
    book = openpyxl.load_workbook(path)
    places = {name: defined.attr_text.rpartition("!") for name, defined in book.defined_names.items()}
    for name, value in after.items():
        book[places[name][0].strip("'")][places[name][2].replace("$", "")].value = value
    book.save(path)
    cells = cells_by_libreoffice(path.read_bytes())
    ran = custecon(*command(after), "-f", "json")
    wanted = {figure["name"]: figure["value"] for figure in json.loads(ran.out)["figures"]}
    found = {name: cells.get((places[name][0].strip("'"), places[name][2].replace("$", ""))) for name in wanted}
    assert found == pytest.approx(wanted, rel=1e-9)
