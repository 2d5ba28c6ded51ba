"""Every command answers from a file of the examples or from figures, in every format, at a terminal and in a pipe."""

import csv
import io
import json

import openpyxl
import pytest

from custecon.cli.app import COMMANDS

ASKED = {
    "ltv": "ltv clients.csv --discount 10%",
    "cac": "cac spend.csv --margin 80/month --churn 5%/month",
    "churn-cost": "churn-cost clients.csv --lost-after 180d",
    "iceberg": "iceberg complaints.csv --value 5000",
    "profit": "profit profit_clients.csv --activities activities.csv --prices activity_prices.csv",
    "what-if": "what-if ltv --margin 100 --retention 80% --discount 10% --change retention=+5pt",
    "backtest": "backtest orders.csv --holdout 26w",
    "check": "check orders.csv",
    "explain": "explain ltv",
    "list": "list",
}
ELSEWHERE = {"fit", "predict", "workbook", "init", "sample"}  # they write files; each has its own tests
FORMATS = ("table", "csv", "tsv", "json", "md", "xlsx")


def test_no_command_is_left_out() -> None:
    assert set(COMMANDS) == set(ASKED) | ELSEWHERE


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", sorted(set(ASKED) - {"backtest"}))
def test_a_command_answers_in_every_format(command, form, custecon, examples, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(examples)
    if form == "xlsx":
        target = tmp_path / "out.xlsx"
        ran = custecon(*ASKED[command].split(), "-o", target)
        assert ran.code == 0, ran.err
        assert openpyxl.load_workbook(target).sheetnames
        return
    ran = custecon(*ASKED[command].split(), "-f", form, terminal=form == "table")
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.out + ran.err
    assert "\x1b" not in ran.out
    if form == "json":
        assert json.loads(ran.out)["schema"] == "custecon/1"
    if form in ("csv", "tsv"):
        header, *rows = csv.reader(io.StringIO(ran.out), delimiter="," if form == "csv" else "\t")
        assert rows
        assert {len(row) for row in rows} == {len(header)}
