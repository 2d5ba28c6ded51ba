"""`--table` and `--columns` pick a table and columns of it, in the order asked for, and change no cell."""

import csv
import io
import json
import re

import pytest

ASKED = ["ltv", "clients.csv", "--discount", "10%"]
LOG = ["ltv", "orders.csv", "--method", "bg-nbd", "--draws", "0"]


@pytest.fixture(autouse=True)
def _in_examples(examples, monkeypatch):
    monkeypatch.chdir(examples)


def rows_of(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


@pytest.mark.parametrize("asked", [ASKED, LOG], ids=["rows", "columns in order"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_the_cells_are_those_of_the_whole_table(asked, form, custecon) -> None:
    delimiter = "," if form == "csv" else "\t"
    whole = rows_of(custecon(*asked, "-f", form).out, delimiter)
    last, *_, first = whole[0]
    found = rows_of(custecon(*asked, "-f", form, "--columns", f"{first},{last}").out, delimiter)
    assert list(found[0]) == [first, last]
    assert found == [{first: row[first], last: row[last]} for row in whole]


def test_json_keeps_the_figures_and_the_other_tables(custecon) -> None:
    whole = json.loads(custecon(*LOG, "-f", "json").out)
    found = json.loads(custecon(*LOG, "-f", "json", "--columns", "client,predicted_value").out)
    first, *others = whole["tables"]
    assert [column["name"] for column in found["tables"][0]["columns"]] == ["client", "predicted_value"]
    assert found["tables"][0]["rows"] == [
        {name: row[name] for name in ("client", "predicted_value")} for row in first["rows"]
    ]
    assert found["tables"][1:] == others
    assert found["figures"] == whole["figures"]


def test_names_may_be_typed_as_a_terminal_shows_them_and_count_once(custecon) -> None:
    ran = custecon(*LOG, "-f", "csv", "--columns", " Predicted Value,CLIENT,p(active),predicted-value")
    assert ran.out.splitlines()[0] == "predicted_value,client,active"


def test_a_narrow_terminal_shows_what_was_picked(custecon) -> None:
    plain = custecon(*LOG, "--full", terminal=True).out
    assert "not shown for want of width (--columns picks):" in plain
    hidden = " ".join(plain.split("(--columns picks): ")[1].split("\n\n")[0].split())
    assert "expected_spend, repeat_purchases" in hidden
    assert custecon(*LOG, "--columns", hidden, "-f", "csv").out.split("\n")[0].split(",") == hidden.split(", ")
    picked = custecon(*LOG, "--columns", "client,active,last_date", "--full", terminal=True).out
    assert "for want of width" not in picked.split("Parameters")[0]
    header = next(line for line in picked.splitlines() if "P(active)" in line)
    assert header.split() == ["client", "P(active)", "last", "order"]


def test_a_picture_that_needs_another_column_is_left_out(custecon) -> None:
    asked = ["profit", "profit_clients.csv", "-f", "table", "--full", "--columns"]
    drawn = "cumulative,client_share"
    assert "Whale curve" in custecon(*asked, drawn).out
    assert "Whale curve" not in custecon(*asked, "client").out


def test_any_table_can_be_written(custecon) -> None:
    asked = ["profit", "profit_clients.csv"]
    tables = {table["name"]: table for table in json.loads(custecon(*asked, "-f", "json").out)["tables"]}
    told = custecon(*asked, "-f", "csv").err
    assert "with --table; all of it with -f json or -o FILE.xlsx" in told
    for name, table in tables.items():
        ran = custecon(*asked, "-f", "csv", "--table", name.replace("_", " ").upper())
        assert ran.out.splitlines()[0].split(",") == [column["name"] for column in table["columns"]]
        assert len(rows_of(ran.out)) == len(table["rows"])
        assert f"written: {table['title']}" in ran.err
        assert ".xlsx" not in ran.err.split("written: ")[1].split("\n")[0]  # which --table rules out
        assert name in told or name == "clients"
    by_title = custecon(*asked, "-f", "csv", "--table", tables["statement"]["title"])
    assert by_title.out == custecon(*asked, "-f", "csv", "--table", "statement").out


def test_a_terminal_names_the_table_that_has_all_rows(custecon) -> None:
    by_segment = [*ASKED, "--by", "segment"]
    assert (
        "10 of 48 rows; all of them with --table clients -f csv, or -o FILE.xlsx"
        in custecon(*by_segment, "--full", terminal=True).out
    )
    shown = custecon(*by_segment, "--table", "clients", "--columns", "client,ltv", "--full", terminal=True).out
    assert "10 of 48 rows; all of them with -f csv, or -o FILE.xlsx" in shown
    assert shown.index("Client by client") < shown.rindex("By segment")  # its picture stands above both
    assert len(rows_of(custecon(*by_segment, "--table", "clients", "-f", "csv").out)) == 48


@pytest.mark.parametrize(
    ("asked", "code", "cure"),
    [
        ([*ASKED, "--columns", "client,ltvv"], "E110", "did you mean ltv?"),
        ([*ASKED, "--columns", "client,"], "E110", "there are: client, ltv"),
        ([*ASKED, "--columns", ""], "E155", "leave it out"),
        ([*ASKED, "--columns", " "], "E155", "leave it out"),
        (["list", "--table", "-"], "E110", "there are: list"),
        (["ltv", "--margin", "100", "--retention", "80%", "--discount", "10%", "--columns", "ltv"], "E147", "leave it"),
        ([*ASKED, "--by", "segment", "--columns", "ltv"], "E110", "the table clients has it: --table clients"),
        ([*ASKED, "--table", "client"], "E110", "did you mean clients?"),
        ([*ASKED, "--table", "clients", "-f", "xlsx"], "E148", "-o result.csv"),
        ([*ASKED, "--columns", "client", "-f", "xlsx"], "E148", "-o result.csv"),
        (["ltv", "nowhere.csv", "--columns", "client", "-o", "nowhere.xlsx"], "E148", "-o result.csv"),
    ],
)
def test_what_cannot_be_picked_is_refused(asked, code, cure, custecon) -> None:
    ran = custecon(*asked)
    assert ran.code == 2
    assert code in ran.err
    assert cure in ran.err
    assert not ran.out


@pytest.mark.parametrize(
    "asked",
    [
        "ltv orders.csv --by cohort", "ltv orders.csv --method auto --by cohort", "ltv clients.csv --by segment",
        "ltv subscriptions.csv --method auto", "profit profit_clients.csv", "churn-cost clients.csv --by segment",
        "iceberg complaints.csv", "cac spend.csv", "backtest orders.csv", "predict model.json orders.csv --draws 0",
    ],
)  # fmt: skip
def test_every_table_has_a_name_of_its_own(asked, custecon, tmp_path) -> None:
    if asked.startswith("predict"):
        asked = asked.replace("model.json", str(tmp_path / "model.json"))
        assert custecon(*f"fit orders.csv --method bg-nbd -o {tmp_path}/model.json".split()).code == 0
    ran = custecon(*asked.split(), "-f", "json")
    assert ran.code == 0, ran.err
    names = [table["name"] for table in json.loads(ran.out)["tables"]]
    assert len(set(names)) == len(names)


def test_hidden_columns_of_every_table_are_named_as_they_are_picked(custecon) -> None:
    told = " ".join(custecon("ltv", "clients.csv", "--by", "segment", "--full", terminal=True).out.split())
    named = re.search(r"\(--table clients --columns picks\): ([a-z_, ]+?) What went in", told)
    assert named
    ran = custecon("ltv", "clients.csv", "--by", "segment", "--table", "clients", "--columns", named[1], "-f", "csv")
    assert ran.out.splitlines()[0].split(",") == named[1].split(", ")


def test_a_log_too_short_for_a_projection_says_so_where_its_columns_are_asked_for(custecon, tmp_path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("client,date,amount\nA,2024-01-01,10\nB,2024-01-02,20\n", encoding="utf-8")
    ran = custecon("ltv", path, "--columns", "client,predicted_value")
    assert ran.code == 2
    assert "less than a year: no projection" in ran.err


def test_the_columns_of_the_first_screen_are_the_last_to_be_left_out(custecon, examples, monkeypatch):
    monkeypatch.chdir(examples)
    first = custecon("winback", "orders.csv", "--margin-rate", "35%", terminal=True).out
    full = custecon("winback", "orders.csv", "--margin-rate", "35%", "--full", terminal=True).out
    hidden = full.split("(--columns picks): ")[1].split("\n\n")[0]
    assert "at_stake" not in hidden
    assert "chance" not in hidden
    assert "stake" in first
