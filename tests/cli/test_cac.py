"""`custecon cac` as a person types it."""

import csv
import io
import json

import pytest

from custecon.cli.app import run
from custecon.cli.session import Session

SPLIT = (
    *("--prospects", "5000", "--clients-now", "1000", "--win-spend", "10", "--win-rate", "5%"),
    *("--win-ceiling", "20%", "--retention-spend", "50", "--retention", "80%", "--keep-ceiling", "95%"),
    *("--margin", "200", "--discount", "10%"),
)


def typed(*arguments, terminal=False):
    out, err = io.StringIO(), io.StringIO()
    session = Session(stdin=io.BytesIO(), stdout=out, stderr=err, stdout_is_terminal=terminal)
    return run(["cac", *arguments], session), out.getvalue(), err.getvalue()


def figures(*arguments):
    code, out, err = typed(*arguments)
    assert code == 0, err
    return {row["name"]: row for row in csv.DictReader(io.StringIO(out))}


def test_three_kinds_of_cac():
    shown = figures("--spend", "50000", "--new-clients", "250", "--paid-clients", "200", "--other-costs", "30000")
    values = [float(shown[name]["value"]) for name in ("paid_cost", "blended_cost", "loaded_cost")]
    assert values == [250, 200, 320]


def labels(*arguments):
    code, out, err = typed(*arguments, "-f", "json")
    assert code == 0, err
    return {figure["name"]: figure["label"] for figure in json.loads(out)["figures"]}


def test_the_cac_in_the_headline_is_the_one_that_ltv_and_payback_are_set_against():
    spent = ("--spend", "50000", "--new-clients", "250", "--margin", "80/month", "--churn", "5%/month")
    code, shown, _ = typed(*spent, "--other-costs", "30000", terminal=True)
    assert code == 0
    assert "Winning one client costs 320.00, everything counted (fully loaded)" in shown
    found = figures(*spent, "--other-costs", "30000")
    assert float(found["value_over_cost"]["value"]) == pytest.approx(1600 / 320)
    assert next(iter(found)) == "loaded_cost"
    assert float(found["blended_cost"]["value"]) == 200
    named = labels(*spent, "--other-costs", "30000")
    assert named["value_over_cost"] == "LTV to fully loaded CAC"
    assert named["payback"] == "payback of the fully loaded CAC, plain, in months"
    assert labels(*spent)["value_over_cost"] == "LTV to blended CAC"
    given = labels("--cac", "320", "--margin", "80", "--churn", "5%")
    assert given["value_over_cost"] == "LTV to CAC"
    assert given["payback"] == "payback, plain, in periods"


def test_a_client_who_loses_money_may_cost_nothing():
    spent = ("--spend", "50000", "--new-clients", "250", "--margin", "-5", "--churn", "5%")
    shown = figures(*spent)
    for name in ("ceiling_price", "value_over_cost"):
        assert shown[name]["value"] == ""
        assert "loses money" in shown[name]["undefined"]
    assert typed("--ltv", "-100")[0] == 4
    assert float(figures("--ltv", "0")["ceiling_price"]["value"]) == 0


def test_payback_28_months_not_15():
    shown = figures("--cac", "1200", "--margin", "80/month", "--churn", "5%/month")
    assert float(shown["payback_surviving"]["value"]) == 28
    assert float(shown["payback"]["value"]) == 15
    assert shown["payback"]["unit"] == "months"
    assert float(shown["value_over_cost"]["value"]) == pytest.approx(1600 / 1200)


def test_figures_a_year_are_brought_to_a_month():
    yearly = figures("--cac", "1200", "--margin", "960/year", "--churn", "5%/month")
    assert float(yearly["payback_surviving"]["value"]) == 28
    # params.csv Po20: 5 % a month, 10 % a year, margin 100 a month: 1738.66, not 733.33.
    mixed = figures("--cac", "1", "--margin", "100/month", "--churn", "5%/month", "--discount", "10%/year")
    assert float(mixed["margin_multiple_now"]["value"]) == pytest.approx(1738.661639)


def test_a_time_to_pay_back_is_in_months():
    a_month = figures("--margin", "80/month", "--churn", "5%/month", "--within", "12")
    a_year = figures("--margin", "960/year", "--churn", "5%/month", "--within", "12")
    assert float(a_month["ceiling_within"]["value"]) == pytest.approx(735.42, abs=0.005)
    assert float(a_year["ceiling_within"]["value"]) == pytest.approx(735.42, abs=0.005)


@pytest.mark.parametrize("within", [(), ("--period", "month"), ("--period", "year")])
def test_a_time_to_pay_back_may_name_its_period(within):
    """The same facts per year and per month give the same figures."""
    a_year = (*("--cac", "100", "--margin", "960/year", "--churn", "40%/year", "--discount", "10%/year"), *within)
    churn, discount = 1 - 0.6 ** (1 / 12), 1.1 ** (1 / 12) - 1
    a_month = ("--cac", "100", "--margin", "80/month", "--churn", f"{churn}/month", "--discount", f"{discount}/month")
    expected = {name: row["value"] for name, row in figures(*a_month, "--within", "12/month").items()}
    for said in ("12/month", "1/year", "4/quarter"):
        found = figures(*a_year, "--within", said)
        assert found.keys() == expected.keys()
        for name, row in found.items():
            assert float(row["value"]) == pytest.approx(float(expected[name]), rel=1e-9), name


def test_a_bare_time_to_pay_back_beside_another_period_is_asked_about():
    code, out, err = typed("--cac", "100", "--margin", "960", "--churn", "40%", "--period", "year", "--within", "1")
    assert (code, out) == (2, "")
    assert "1/month or 1/year" in err


def test_what_if_counts_a_time_to_pay_back_as_cac_does(custecon):
    ran = custecon("what-if", "ceiling-within", "--margin", "960/year", "--churn", "40%/year", "--within", "12")
    assert (ran.code, "E146" in ran.err) == (2, True)


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_the_split_of_a_budget_does_not_depend_on_how_its_period_is_called(period):
    _, without, _ = typed("--budget", "100000", *SPLIT)
    _, named, _ = typed("--budget", "100000", *SPLIT, "--period", period)
    assert named.replace(period, "") == without
    assert period in typed("--budget", "100000", *SPLIT, "--period", period, "--full", terminal=True)[1].split(".")[1]


def test_a_split_of_figures_per_different_periods_is_refused_until_the_period_is_said():
    other = [one if one != "200" else "200/month" for one in SPLIT]
    other[other.index("10%")] = "10%/year"
    assert typed(*other)[0] == 2
    assert "E387" in typed(*other)[2]
    assert typed(*other, "--period", "month")[0] == 0


def test_no_spend_is_an_answer_and_the_ratio_says_why_it_is_not():
    shown = figures("--spend", "0", "--new-clients", "10", "--ltv", "300")
    assert float(shown["blended_cost"]["value"]) == 0
    assert shown["value_over_cost"]["value"] == ""
    assert "CAC is 0" in shown["value_over_cost"]["undefined"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--spend", "50000", "--new-clients", "0"], 4, "new clients 0"),
        (["--ltv", "300", "--cac", "0"], 4, "CAC is 0"),
        (["--cac", "100", "--margin", "0"], 4, "margin"),
        (["--cac", "1200", "--margin", "80", "--churn", "10%"], 4, "never"),
        (["--cac", "100", "--margin", "20", "--retention", "80%"], 4, "not more than CAC"),
        (["--spend", "1000", "--new-clients", "2.5"], 2, "2.5"),
        (["--spend", "-5", "--new-clients", "2"], 2, "-5"),
        (["--spend", "10", "--new-clients", "2", "--paid-clients", "3"], 2, "E361"),
        (["--spend", "10", "--new-clients", "2", "--cac", "7"], 2, "E108"),
        (["--spend", "10", "--new-clients", "2", "--by", "channel"], 2, "E369"),
        (["--win-rate", "5%"], 2, "--keep-ceiling"),
        ([], 2, "--new-clients"),
    ],
)
def test_refused_with_the_reason(arguments, code, said):
    found, out, err = typed(*arguments)
    assert (found, out) == (code, "")
    assert said in err


def test_a_budget_is_split_and_the_curve_goes_into_the_pipe():
    code, out, err = typed("--budget", "100000", *SPLIT)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(rows) == 21
    assert "judged" in err
    _, shown, _ = typed("--budget", "100000", *SPLIT, "--full", terminal=True)
    best = max(rows, key=lambda row: float(row["worth"]))
    assert float(best["share_for_winning"]) == 0.25
    assert "23.7%" in shown
    assert "•" in shown


def test_without_a_budget_the_present_spend_is_split_anew():
    _, with_budget, _ = typed("--budget", "100000", *SPLIT)
    _, without, _ = typed(*SPLIT)
    assert with_budget == without


def test_wanted_return_lowers_the_ceiling():
    assert float(figures("--ltv", "300")["ceiling_price"]["value"]) == 300
    assert float(figures("--ltv", "300", "--wanted-return", "1.2")["ceiling_price"]["value"]) == 250


def test_every_format_carries_the_answer():
    for form in ("table", "csv", "tsv", "json", "md"):
        assert "200" in typed("--spend", "50000", "--new-clients", "250", "-f", form)[1]


def test_a_cac_of_the_settings_gives_way_to_what_was_spent(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text('cac = 300\nmargin = "80/month"\ndiscount = "10%/year"\n', encoding="utf-8")
    assert float(figures("--ltv", "900")["value_over_cost"]["value"]) == 3
    shown = figures("--spend", "1000", "--new-clients", "4", "--ltv", "900")
    assert float(shown["value_over_cost"]["value"]) == 3.6
    assert float(shown["payback"]["value"]) == 250 / 80
