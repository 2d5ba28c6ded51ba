"""`custecon churn-cost` with files: a client list, an order log, and a file that only tells the value."""

import csv
import io
import json
from pathlib import Path

import pytest

from custecon.cli.app import run
from custecon.cli.session import Session

EXAMPLES = Path(__file__).parents[2] / "examples"
LIST = """client,status,last purchase,revenue,segment,reason
Ann,active,2024-12-30,100,big,
Bob,lost,2024-03-01,200,big,price
[vip] Öl,lost,2024-05-01,300.50,small,service
Яна,lost,2024-06-01,50,small,service
"""


@pytest.fixture
def lost_list(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def typed(*arguments):
    out, err = io.StringIO(), io.StringIO()
    code = run(["churn-cost", *map(str, arguments)], Session(stdin=io.BytesIO(), stdout=out, stderr=err))
    return code, out.getvalue(), err.getvalue()


def answered(*arguments):
    code, out, err = typed(*arguments, "-f", "json")
    assert code == 0, err
    return json.loads(out)


def values(*arguments):
    return {figure["name"]: figure["value"] for figure in answered(*arguments)["figures"]}


def test_the_value_comes_from_a_client_list():
    shown = values("--lost", "120", "--clients", EXAMPLES / "clients.csv")
    with (EXAMPLES / "clients.csv").open(encoding="utf-8") as file:
        revenues = [float(row["revenue"]) for row in csv.DictReader(file)]
    assert float(shown["churn_cost"]) == pytest.approx(120 * sum(revenues) / len(revenues))


def test_a_given_value_wins_over_the_list():
    shown = values("--lost", "120", "--value", "5000", "--clients", EXAMPLES / "clients.csv")
    assert float(shown["churn_cost"]) == 600_000


def test_from_a_list_those_who_left_cost_what_they_paid(lost_list):
    shown = values(lost_list, "--map", "active=status")
    assert float(shown["churn_cost"]) == pytest.approx(550.50)
    assert float(shown["churn_rate"]) == 0.75
    assert float(shown["income_share_lost"]) == pytest.approx(550.50 / 650.50)


def test_the_pipe_gets_the_lost_clients_or_the_groups(lost_list):
    _, out, _ = typed(lost_list, "--map", "active=status")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["client"] for row in rows] == ["[vip] Öl", "Bob", "Яна"]
    _, out, _ = typed(lost_list, "--map", "active=status", "--by", "segment")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["segment"], row["lost"], row["income_lost"]) for row in rows] == [
        ("small", "2", "350.50"),
        ("big", "1", "200.00"),
    ]


def test_preventable_by_reason(lost_list):
    shown = values(lost_list, "--map", "active=status", "--preventable", "service")
    assert float(shown["preventable_share"]) == pytest.approx(2 / 3)
    assert float(shown["preventable_income"]) == 350.50
    code, _, err = typed(lost_list, "--map", "active=status", "--preventable", "weather")
    assert code == 2
    assert "price, service" in err


def test_from_a_log_silence_decides_and_is_told():
    code, out, err = typed(EXAMPLES / "orders.csv", "--lost-after", "180d")
    assert code == 0
    assert "180 days" in err
    lost = list(csv.DictReader(io.StringIO(out)))
    # Reckoned over again from the file, with nothing of ours.
    with (EXAMPLES / "orders.csv").open(encoding="utf-8") as file:
        days = {}
        for row in csv.DictReader(file):
            if float(row["amount"]) > 0:
                days.setdefault(row["client"], []).append(row["date"])
    there = {client for client, found in days.items() if min(found) <= "1997-06-30"}
    there = {client for client in there if max(days[client]) >= "1997-01-01"}  # 180 days before 1997-06-30
    gone = {client for client in there if max(days[client]) < "1998-01-01"}  # 180 days before 1998-06-30
    assert {row["client"] for row in lost} == gone


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lost", "5"], "E369"),
        (["--over", "month"], "E366"),
        (["--by", "manager"], "E117"),
    ],
)
def test_what_does_not_fit_a_file_is_refused(lost_list, arguments, said):
    code, _, err = typed(lost_list, "--map", "active=status", *arguments)
    assert code == 2
    assert said in err


def test_a_list_that_does_not_tell_who_left_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,revenue\nAnn,1\n", encoding="utf-8")
    assert typed(path)[0] == 3


def test_a_log_shorter_than_a_year_is_undefined(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("client,date,amount\nAnn,2024-05-01,1\nBob,2024-06-01,2\n", encoding="utf-8")
    code, _, err = typed(path)
    assert code == 4
    assert "2023-06-01" in err


def test_nobody_left_is_an_answer(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,active,revenue\nAnn,yes,10\nBob,yes,20\n", encoding="utf-8")
    shown = values(path)
    assert float(shown["churn_cost"]) == 0
    assert float(shown["clients_kept"]) == 2


def test_a_client_list_without_money_does_not_invent_a_value(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,active\nAnn,yes\nBob,no\n", encoding="utf-8")
    assert values(path)["churn_cost_in_values"] == 1
    code, _, err = typed("--lost", "3", "--clients", path)
    assert code == 2
    assert "--value" in err


def test_a_list_that_only_tells_the_value_need_not_tell_who_left(tmp_path):
    path = tmp_path / "worth.csv"
    path.write_text("client,revenue\nA,100\nB,200\n", encoding="utf-8")
    code, out, err = typed("--lost", "2", "--clients", path)
    assert code == 0, err
    assert next(csv.DictReader(io.StringIO(out)))["value"] == "300"


def test_the_annual_income_is_that_of_the_clients_at_the_start(tmp_path):
    """A and B stay, C left in the year, H came in it, four left in 2018: a third of the income at the start is lost."""
    rows = ["A,yes,2015-01-01,2024-12-31", "B,yes,2015-01-01,2024-12-30", "C,no,2015-01-01,2024-06-30"]
    rows += [f"{name},no,2015-01-01,2018-06-30" for name in "DEFG"] + ["H,yes,2024-06-01,2024-12-30"]
    path = tmp_path / "list.csv"
    path.write_text("client,active,first_date,last_date,revenue\n" + "".join(f"{row},100\n" for row in rows))
    found = answered(path)
    shown = {figure["name"]: figure["value"] for figure in found["figures"]}
    assert shown["churn_rate"] == pytest.approx(1 / 3)
    assert shown["income_share_lost"] == pytest.approx(1 / 3)
    income = next(entry for entry in found["inputs"] if entry["name"] == "annual_revenue")
    assert (income["value"], income["note"]) == (300, "all 3 clients at the start")


@pytest.mark.parametrize("each", [1, 50, 1000])
def test_where_all_pay_alike_the_share_of_income_lost_is_the_churn(tmp_path, each):
    rows = [f"s{n},yes,2020-01-01,2024-12-31" for n in range(7)] + ["g,no,2020-01-01,2024-05-01"]
    rows += [f"old{n},no,2012-01-01,2014-05-01" for n in range(5)] + ["new,yes,2024-11-01,2024-12-01"]
    path = tmp_path / "list.csv"
    path.write_text("client,active,first_date,last_date,revenue\n" + "".join(f"{row},{each}\n" for row in rows))
    shown = values(path)
    assert shown["income_share_lost"] == pytest.approx(shown["churn_rate"])


def test_a_typed_margin_rate_overrules_the_margins_of_the_file(custecon, examples):
    """The margin lost is that part of the income lost, whatever the rows say their costs are."""
    for line in (
        ("churn-cost", examples / "clients.csv"),
        ("churn-cost", "--lost", 3, "--clients", examples / "clients.csv"),
    ):
        ran = custecon(*line, "--margin-rate", "40%", "-f", "json")
        assert ran.code == 0, ran.err
        inputs = {entry["name"]: entry["value"] for entry in json.loads(ran.out)["inputs"]}
        assert inputs["margin"] == pytest.approx(0.4 * inputs["value"])


def test_who_came_and_left_within_the_year_is_told_and_in_no_figure(custecon, tmp_path):
    rows = [
        "Ann,100,60,2020-01-01,2024-12-31,yes",
        "Bob,50,20,2021-01-01,2024-05-01,no",
        "Cid,8.5,3,2024-03-01,2024-06-01,no",
    ]
    found = {}
    for name, listed in (("with", rows), ("without", rows[:2])):
        path = tmp_path / f"{name}.csv"
        path.write_text(
            "client,revenue,cost,first_date,last_date,active\n" + "\n".join(listed) + "\n", encoding="utf-8"
        )
        found[name] = json.loads(custecon("churn-cost", path, "--currency", "EUR", "-f", "json").out)
    told = {name: [one["text"] for one in found[name]["notices"] if one["code"] == "N398"] for name in found}
    assert told["without"] == []
    assert told["with"] == [
        "1 more client came and left within the year, 8.50 EUR a year: no client at its start, so in no figure"
    ]
    assert found["with"]["answer"] == found["without"]["answer"] == "1 lost client costs 50.00 EUR a year in income."
