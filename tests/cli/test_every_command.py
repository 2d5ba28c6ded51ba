"""Every command answers from a file of the examples or from figures, in every format, at a terminal and in a pipe."""

import csv
import io
import json

import openpyxl
import pytest
from tests.conftest import every_example

from custecon import read
from custecon.core.catalogue import METRICS
from custecon.core.choices import FORMATS
from custecon.core.errors import UsageError

WRITING = {"init", "sample"}  # files of their own; each has its tests
LINES = [
    line
    for name, lines in every_example().items()
    for line in lines
    if name not in WRITING and "--method auto" not in line  # they take long, and are asked elsewhere
]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("line", LINES)
def test_a_command_answers_in_every_format(line, form, custecon, examples, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(examples)
    if form == "xlsx":
        target = tmp_path / "out.xlsx"
        ran = custecon(*line.split(), "-o", target)
        assert ran.code == 0, ran.err
        assert openpyxl.load_workbook(target).sheetnames
        return
    ran = custecon(*line.split(), "-f", form, terminal=form == "table")
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.out + ran.err
    assert "\x1b" not in ran.out
    if form == "json":
        assert json.loads(ran.out)["schema"] == "custecon/1"
    if form in ("csv", "tsv"):
        header, *rows = csv.reader(io.StringIO(ran.out), delimiter="," if form == "csv" else "\t")
        assert rows
        assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize(
    "command",
    [
        "ltv --margin 35% --retention 80% --discount 10%",
        "churn-cost --lost 120 --value 50%",
        "profit --revenue 100 --direct-cost 60 --cost-to-serve 10%",
        "profit profit_clients.csv --price visits=50%",
        "profit profit_clients.csv --minutes visits=50% --minute-price 1",
        "profit profit_clients.csv --service-cost 10%",
        "what-if ltv --margin 100 --retention 80% --reach 50% --by retention",
        "what-if payback --margin 50%",
        "check orders.csv --expect-total 50%",
        "check orders.csv --expect-rows 50%",
    ],
)
def test_a_percentage_is_no_amount_of_money_and_no_count(command, custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert "E144" in ran.err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("profit profit_clients.csv --price visits=50/month", "E145"),
        ("profit profit_clients.csv --service-cost 10/year", "E127"),
        (
            "what-if ltv --margin 100/month --churn 5%/month --reach 100/year --by margin",
            "E145",
        ),
        ("iceberg --complaint-share 4%/month", "E145"),
        ("iceberg --step 4%/month", "E145"),
        ("cac --period year --spend 12000/month --new-clients 4", "E145"),
        ("cac --period month --spend 12000/month --new-clients 4", "E145"),
    ],
)
def test_a_period_that_would_be_dropped_is_refused(command, code, custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert code in ran.err


def test_a_notebook_call_names_no_period() -> None:
    with pytest.raises(UsageError, match="E127"):
        METRICS["margin_multiple"](margin="100/month", retention="80%/year", discount=0.1)


@pytest.mark.parametrize(
    ("command", "code", "cure"),
    [
        ("iceberg --step 80", "step: 80 is not a share", "0.8 or 80%"),
        ("profit --revenue 100/month --direct-cost 60/year", "E107", "write all figures per the same period"),
        ("ltv --margin 100/month --retention 80%/year", "E107", "say --period month"),
    ],
)
def test_the_cure_can_be_followed(command, code, cure, custecon) -> None:
    ran = custecon(*command.split())
    assert ran.code == 2
    assert code in ran.err
    assert cure in ran.err


KINDS = {
    "activities.csv": "activities",
    "activity_prices.csv": "activity prices",
    "clients.csv": "clients",
    "clients_ru.csv": "clients",
    "complaints.csv": "complaints",
    "orders.csv": "orders",
    "profit_clients.csv": "profit",
    "spend.csv": "spending",
    "subscriptions.csv": "subscriptions",
    "visits.csv": "orders",
}


def test_check_knows_every_kind_of_file(custecon, examples) -> None:
    assert set(KINDS) == {path.name for path in examples.glob("*.csv")}
    for name, kind in KINDS.items():
        for asked in ((), ("--as", kind)):
            ran = custecon("check", examples / name, *asked, "-f", "json")
            assert ran.code == 0, ran.err
            assert f"read whole as {kind}:" in json.loads(ran.out)["answer"]
        assert read(examples / name).table.schema.name == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("period,survivors\n0,100\n1,80\n", "survival"),
        ("client,active\nA,yes\nB,no\n", "clients"),
        ("client,left date,reason\nA,2024-05-01,price\nB,,\n", "clients"),
        ("client,revenue,cost\nA,100,60\n", "clients"),
        ("client,revenue,cost,visits\nA,100,60,3\n", "profit"),
    ],
)
def test_check_tells_alike_files_apart(text, kind, custecon, tmp_path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    ran = custecon("check", path, "-f", "json")
    assert ran.code == 0, ran.err
    assert f"read whole as {kind}:" in json.loads(ran.out)["answer"]
