"""A type checker sees every analysis with its own parameters, and every topic with its metrics."""

import subprocess
import sys

import pytest

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
