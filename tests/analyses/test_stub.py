"""A type checker sees every analysis with its own parameters, and every topic with its metrics."""

import importlib.util
import io
import subprocess
import sys
from datetime import date
from typing import Annotated

import pytest
from tests.conftest import ROOT

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import day, text
from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import UsageError
from custecon.core.phrases import say
from custecon.core.screen import Screen

GOOD = """\
import custecon

reading = custecon.read("clients.csv", client="Who", map={"segment": "Branch"})
custecon.churn_cost(lost=120, value="400/month", over="quarter")
custecon.churn_cost(reading, by="segment", lost_after="180d")
custecon.iceberg(dissatisfied=100).to_pandas()
custecon.what_if("ltv", margin=100, retention="80%", change={"retention": "+5pt"})
custecon.ltv(margin=100, retention="80%").what_if(reach=400, by="retention").save("goal.xlsx")
custecon.profit(reading, price={"visits": 1500}, prices="prices.csv").save("profit.xlsx")
custecon.predict("model.json", "orders.csv", horizon="12m", draws=0)
custecon.ltv(margin=100, retention="80%", method="margin-multiple")
custecon.ltv(reading, by="cohort").table("clients")
custecon.ltv("orders.csv", method="auto", horizon="36m", draws=0)
custecon.ltv("contracts.csv", method="sbg", renewal="quarter")
share: str = custecon.rfm("orders.csv", bins=4).answer
custecon.churn_cost.churn_rate(lost=12, clients_at_start=100)
custecon.ltv.margin_multiple(margin=100, retention="80%", discount=0.1)
"""
WRONG = {
    "custecon.churn_cost(lots=3)": "call-overload",
    'custecon.churn_cost(lost=3, by="segment")': "call-overload",
    'custecon.churn_cost(lost=3, over="decade")': "call-overload",
    'custecon.rfm("orders.csv", bins=[5])': "arg-type",
    'custecon.backtest("orders.csv", horizon="26w")': "call-arg",
    "custecon.fit()": "call-arg",
    'custecon.ltv("orders.csv", horizon="3y")': "call-overload",
    "custecon.churn_cost.no_such_metric(lost=1)": "attr-defined",
    "custecon.no_such_analysis()": "attr-defined",
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """What mypy says, line by line."""
    file = tmp_path_factory.mktemp("stub") / "asked.py"
    file.write_text(GOOD + "\n".join(WRONG) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--follow-imports=silent", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=file.parent)
    said = [line.split(":", 2) for line in ran.stdout.splitlines() if ": error:" in line]
    assert ran.returncode == 1, ran.stdout + ran.stderr  # it found errors; whatever else it says is none of ours
    assert not ran.stderr, ran.stderr
    return {int(number): text for _, number, text in said}, ran.stdout


def test_what_is_declared_may_be_said(checked) -> None:
    errors, said = checked
    assert not [number for number in errors if number <= GOOD.count("\n")], said


@pytest.mark.parametrize(("place", "line"), [*enumerate(WRONG, GOOD.count("\n") + 1)])
def test_what_is_not_declared_is_refused(checked, place, line) -> None:
    errors, said = checked
    assert f"[{WRONG[line]}]" in errors.get(place, ""), said


TAKES = """\
from datetime import date

import face

face.asked("orders.csv", since=date(1997, 1, 31), label="ours")
face.asked("orders.csv", since="1997-01-31")
face.asked("orders.csv", since=1997)
"""


@pytest.fixture
def asked(of_ones_own):
    """An analysis that takes a day and a text."""

    @analysis("asked", panel="Client base", title="What was asked", examples=["custecon asked orders.csv"])
    def asked(
        log: OrderLog,
        *,
        since: Annotated[date | None, day("The day of the start.")] = None,
        label: Annotated[str | None, text("What it is called.")] = None,
    ) -> Answer:
        """What was asked of a log."""
        assert since is None or type(since) is date
        return Answer(
            say(
                "{clients} clients since {since}, {label}",
                clients=log.reading.controls.clients,
                since=since,
                label=label,
            ),
            screen=Screen(),
        )

    return of_ones_own(asked)


def stub() -> str:
    """The stub as docs/stub.py writes it."""
    spec = importlib.util.spec_from_file_location("stub", ROOT / "docs/stub.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made.stub()


def test_a_day_and_a_text_are_said_alike_in_a_shell_and_in_python(asked, examples) -> None:
    log, out = str(examples / "orders.csv"), io.StringIO()
    typed = ["asked", log, "--since", "31.01.1997", "--label", "ours", "-f", "md"]
    assert run(typed, Session(io.BytesIO(), out, errors := io.StringIO())) == 0, errors.getvalue()
    said = asked(log, since=date(1997, 1, 31), label="ours").answer
    assert "since 1997-01-31, ours" in said
    assert said in out.getvalue()
    assert asked(log, since="1997-01-31", label="ours").answer == said
    with pytest.raises(UsageError, match="E123"):
        asked("no such file.csv", since="tomorrow")


def test_the_stub_imports_what_a_parameter_needs(asked, tmp_path) -> None:
    (tmp_path / "face.pyi").write_text(stub(), encoding="utf-8")
    (tmp_path / "takes.py").write_text(TAKES, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "face.pyi", "takes.py"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    errors = [line for line in ran.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1, ran.stdout
    assert errors[0].startswith("takes.py:7:")


@pytest.mark.parametrize(("outside", "strange"), [("str | Nothing", "Nothing"), ("str |", "str |"), ("", "an empty")])
def test_a_parameter_of_an_unknown_type_is_refused_by_name(asked, outside, strange) -> None:
    parameters = asked.declared.ways[0].parameters
    known, default = parameters["label"]
    parameters["label"] = (known._replace(outside=outside), default)
    with pytest.raises(ValueError, match=rf"asked: label .*{strange}.*docs/stub\.py"):
        stub()
