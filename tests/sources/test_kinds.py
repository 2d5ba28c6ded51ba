"""A kind of file is one file: it is found where it stands, and nothing else needs to know of it."""

import csv
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.test_every_option import ASKED

import custecon
from custecon.core.errors import InputRefused
from custecon.core.schemas import Kind, Role, Schema
from custecon.kinds import EVERY, SCHEMAS
from custecon.kinds.shared import CLIENT
from custecon.sources import ReadingOptions, read
from custecon.sources.role_names import NAMES

SURVEY_FILE = '''"""Answers to a survey."""

from custecon.core.schemas import Kind, Role, Schema

SURVEY = Schema(
    "survey",
    "the answers of one client",
    (
        Role("respondent", Kind.KEY, "who answers", required=True, en="respondent, answered by", ru="респондент"),
        Role("date", Kind.DATE, "the day of the answer", blank=True, en="answered on", ru="дата ответа"),
    ),
    others=Role("answer", Kind.COUNT, "an answer from 0 to 10", blank=True, at_least=0, at_most=10),
    adds_up=False,
)
'''
ASK = """
import io, json, shlex, sys
from custecon.cli.app import run
from custecon.cli.session import Session
said = []
for line in sys.stdin.read().splitlines():
    out, err = io.StringIO(), io.StringIO()
    said.append((line, run(shlex.split(line), Session(io.BytesIO(), out, err)), out.getvalue(), err.getvalue()))
print(json.dumps(said))
"""
SURVEY = Schema(
    "survey",
    "one answer sheet",
    (CLIENT,),
    others=Role("answer", Kind.NUMBER, "from 1 to 5", blank=True, at_least=1, at_most=5),
    adds_up=False,
)
AUDIT = Schema(
    "audit",
    "one visit",
    (Role("visit", Kind.KEY, "which visit", required=True, en="visit", ru="визит"),),
    others=Role("standard", Kind.FLAG, "whether the standard was kept", blank=True),
)
WIDE_PRICES = Schema(
    "prices",
    "one month",
    (Role("month", Kind.TEXT, "the month", required=True),),
    others=Role("price", Kind.MONEY, "what an activity costs once", blank=True, at_least=0),
    adds_up=False,
)


def answers(text: str, kind: Schema, **options: object) -> dict[str, tuple[object, ...]]:
    reading = read(text.encode(), (kind,), ReadingOptions(**options))
    return {name: column.cells for name, column in reading.table.columns.items()}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """The whole package with one file more."""
    root = Path(__file__).resolve().parents[2]
    target = tmp_path_factory.mktemp("house")
    shutil.copytree(root / "src/custecon", target / "custecon", ignore=shutil.ignore_patterns("__pycache__"))
    (target / "custecon/kinds/survey.py").write_text(SURVEY_FILE, encoding="utf-8")
    shutil.copytree(root / "examples", target / "examples")
    (target / "examples/survey.csv").write_text("Respondent,Price,Service,Why\nAnn,9,10,fine\nBob,7,,slow\n")
    (target / "examples/ответы.csv").write_text("Респондент;Дата ответа;Цена\nАнна;05.01.2025;9\n", "utf-8")
    (target / "examples/eleven.csv").write_text("Answered by,Price\nAnn,9\nBob,11\n")
    return target


def asked(lines: list[str], house: Path | None, cwd: Path) -> list[tuple[str, int, str, str]]:
    where = {"PYTHONPATH": str(house)} if house else {}
    ran = subprocess.run(
        [sys.executable, "-c", ASK],
        input="\n".join(lines), cwd=cwd, env=os.environ | where, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [tuple(one) for one in json.loads(ran.stdout)]


def test_a_kind_is_added_by_one_file_and_read_by_command_and_library(house):
    cwd = house / "examples"
    found = asked(
        ["check survey.csv --as survey -f json", "check ответы.csv --as survey -f csv", "check eleven.csv --as survey"],
        house, cwd,
    )  # fmt: skip
    (_, code, out, err), (_, russian, table, _), (_, refused, _, why) = found
    assert code == 0, err
    shown = json.loads(out)["control_totals"][0]
    assert shown["kind"] == "survey"
    assert set(shown["columns"]) == {"respondent", "Price", "Service"}
    assert shown["unused_columns"] == ["Why"]
    assert russian == 0
    assert "Цена,Цена,its header,count,an answer from 0 to 10" in table
    assert refused == 3
    assert "E230: eleven.csv:3, column «Price» (2): «11» is not from 0 to 10" in why
    _, (_, code, _, unnamed) = asked(["check survey.csv --as survey", "check survey.csv"], house, cwd)
    assert code == 3
    assert unnamed.splitlines()[-1].endswith(", or say --as survey if a row is the answers of one client")
    code = (
        "import custecon; found = custecon.read('survey.csv', kind='survey'); print(found.table.cells('Service'))\n"
        "print(found.to_pandas().columns.tolist())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd, env=os.environ | {"PYTHONPATH": str(house)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.splitlines() == ["(10, None)", "['respondent', 'Price', 'Service']"]


def test_no_other_command_notices_a_kind_that_was_added(house):
    lines = [
        line for line in ASKED.values() if not {"pairs.csv", "model.json", "thin.csv", "few.csv"} & {*line.split()}
    ]
    lines += ["backtest subscriptions.csv", "ltv survey.csv", "check spend.csv", "ltv complaints.csv"]
    cwd = house / "examples"
    assert asked(lines, house, cwd) == asked(lines, None, cwd)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: f"{kind.name} {kind.rank}")
def test_every_role_has_headers_in_both_languages(kind):
    for role in kind.roles:
        assert all(name in NAMES for name in role.known_as), role.name
        assert bool(role.en) or not role.ru
    assert SCHEMAS[kind.name].row_is == kind.row_is


def test_every_other_column_is_an_answer_by_its_header():
    found = answers("client,Speed,Price,Comment\nAnn,5,1,so so\nBob,3,,\n", SURVEY)
    assert found == {"client": ("Ann", "Bob"), "Speed": (5, 3), "Price": (1, None)}


def test_an_audit_has_a_column_a_standard_and_prices_one_an_activity():
    audit = answers("visit;Greeted;Till clean\n1;yes;no\n2;no;\n", AUDIT)
    assert audit == {"visit": ("1", "2"), "Greeted": (True, False), "Till clean": (False, None)}
    prices = answers("month;visits;calls\n2025-01;1500,50;90\n2025-02;1600;\n", WIDE_PRICES, decimal=",")
    assert prices == {"month": ("2025-01", "2025-02"), "visits": (150050, 160000), "calls": (90, None)}


def test_values_of_a_role_are_what_the_file_says_in_ones(examples):
    with (examples / "orders.csv").open(encoding="utf-8") as file:
        written = [Decimal(row["amount"]) for row in csv.DictReader(file) if Decimal(row["amount"])]  # 8 of 0 are left
    table = custecon.read(examples / "orders.csv").table
    assert table.values("amount") == written
    assert all(isinstance(value, Decimal) for value in table.values("amount"))
    prices = read(b"month;visits;calls\n2025-01;1500,50;\n", (WIDE_PRICES,), ReadingOptions(decimal=",")).table
    assert (prices.values("month"), prices.values("visits")) == (["2025-01"], [Decimal("1500.50")])
    marks = read(b"client,Speed,Price\nAnn,5,1.5\nBob,4,\n", (SURVEY,), ReadingOptions()).table
    assert marks.values("Price") == [Decimal("1.5"), None]
    visits = read(b"visit,Greeted\n1,yes\n2,\n", (AUDIT,), ReadingOptions()).table
    assert visits.values("Greeted") == [True, None]


@pytest.mark.parametrize("cell", ["0", "6", "5.1", "-1", "0,5"])
def test_a_value_beyond_its_bounds_is_refused_with_its_place(cell):
    text = f"client;Speed\nAnn;4\nBob;{cell}\n"
    with pytest.raises(InputRefused) as refused:
        answers(text, SURVEY)
    (found,) = refused.value.problems
    assert found.code == "E230"
    assert (found.place.line, found.place.column) == (3, "Speed")
    assert "from 1 to 5" in str(found)
    left = read(text.encode(), (SURVEY,), ReadingOptions(skip_bad=True))
    assert left.controls.refused == 1


def test_the_bounds_themselves_are_within():
    assert answers("client,Speed\nAnn,1\nBob,5\n", SURVEY)["Speed"] == (1, 5)


def test_two_columns_of_one_header_cannot_both_be_called_by_it():
    with pytest.raises(InputRefused, match="E310"):
        answers("client,Speed,Speed\nAnn,1,2\n", SURVEY)
    assert answers("client,Speed,Speed 2\nAnn,1,2\n", SURVEY)["Speed 2"] == (2,)


def test_a_kind_whose_columns_may_be_anything_is_read_only_where_it_is_asked_for():
    text = b"client,date,amount\nAnn,2025-01-05,3\n"
    kinds = (SURVEY, SCHEMAS["orders"])
    assert read(text, kinds).controls.kind == "orders"
    with pytest.raises(InputRefused, match="E211") as refused:
        read(b"client,amount\nAnn,3\n", kinds)  # it has more of an order log
    assert "check that this is the right file" in refused.value.problems[0].cure
    with pytest.raises(InputRefused, match="E211") as refused:
        read(b"client,Speed\nAnn,3\n", kinds)
    assert "say --as survey if a row is one answer sheet" in refused.value.problems[0].cure
    assert read(b"client,Speed\nAnn,3\n", kinds, ReadingOptions(kind="survey")).controls.kind == "survey"
    assert read(b"client,amount\nAnn,3\n", kinds, ReadingOptions(kind="survey")).controls.kind == "survey"
