"""`custecon churn-cost` as a person types it."""

import csv
import io
import json

import pytest

from custecon.cli.app import run
from custecon.cli.session import Session


def typed(*arguments):
    out, err = io.StringIO(), io.StringIO()
    code = run(["churn-cost", *arguments], Session(stdin=io.BytesIO(), stdout=out, stderr=err))
    return code, out.getvalue(), err.getvalue()


def figures(*arguments):
    code, out, err = typed(*arguments)
    assert code == 0, err
    return {row["name"]: row for row in csv.DictReader(io.StringIO(out))}


def test_lost_alone_answers_in_client_values_and_says_how_to_get_money():
    code, out, err = typed("--lost", "120")
    assert code == 0
    assert next(csv.DictReader(io.StringIO(out)))["value"] == "120"
    assert "--value 5000" in err
    assert "custecon.toml" in err
    assert "--clients FILE" in err
    assert "money" not in out.split("annual client values")[0].splitlines()[-1]


def test_lost_times_value():
    shown = figures("--lost", "120", "--value", "5000")
    assert float(shown["churn_cost"]["value"]) == 600_000
    assert "churn_cost_in_values" not in shown


def test_value_a_month_is_brought_to_a_year():
    assert float(figures("--lost", "2", "--value", "100/month")["churn_cost"]["value"]) == 2400


def test_everything_it_can_say():
    shown = figures(
        *("--lost", "120", "--value", "5000", "--clients-at-start", "1000", "--annual-revenue", "5000000"),
        *("--margin-rate", "40%", "--discount", "10%", "--cac", "300", "--recovered", "20%"),
    )
    # Reckoned by hand: 120 of 1000; 600,000 of 5,000,000; 120 × 2000; 240,000 ÷ (10 % + 12 %); 120 × 300; 96 × 5000;
    # 10 clients × 5000 and × 2000; 2,000,000 × (0.89 ÷ 0.21 − 0.88 ÷ 0.22).
    expected = {
        "churn_cost": 600_000,
        "churn_rate": 0.12,
        "clients_kept": 880,
        "income_share_lost": 0.12,
        "margin_lost": 240_000,
        "lifetime_margin_lost": 240_000 / 0.22,
        "replacement_cost": 36_000,
        "churn_cost_after_recovery": 480_000,
        "less_churn_income": 50_000,
        "less_churn_a_year": 20_000,
        "less_churn_for_life": 2_000_000 * (0.89 / 0.21 - 0.88 / 0.22),
        "usual_income_lost": 600_000,
        "profit_lift_per_client": (0.93 / 0.17) / (0.88 / 0.22) - 1,
        "profit_lift_of_company": 0.05 / 0.88,
        "profit_lift_undiscounted": 0.12 / 0.07 - 1,
        "published_lift_bank": 0.85,
    }
    for name, value in expected.items():
        assert float(shown[name]["value"]) == pytest.approx(value), name


def labels(*arguments):
    return {row["name"]: row["label"] for row in json.loads(typed(*arguments, "-f", "json")[1])["figures"]}


KNOWN = ("--value", "5000", "--margin-rate", "40%", "--discount", "10%")
FALLS = ("less_churn_income", "less_churn_a_year", "less_churn_for_life")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lost", "120", "--clients-at-start", "1000", "--less-churn", "20%"),
        ("--lost", "0", "--clients-at-start", "9"),
    ],
)
def test_churn_never_falls_by_more_than_it_is(arguments):
    shown = figures(*arguments, *KNOWN)
    for name in FALLS:
        assert shown[name]["value"] == "", name
        assert shown[name]["undefined"] == "churn cannot fall by more than it is", name


def test_every_figure_with_less_churn_names_its_points():
    counted = ("--lost", "120", "--clients-at-start", "1000")
    shown = labels(*counted, *KNOWN)
    assert all("with 1 point less churn" in shown[name] for name in FALLS)
    for name in ("profit_lift_per_client", "profit_lift_undiscounted", "profit_lift_of_company"):
        assert "with 5 points less churn" in shown[name]
    shown = labels(*counted, *KNOWN, "--less-churn", "2.5%")
    assert all("with 2.5 points less churn" in shown[name] for name in FALLS)


def test_two_churns_are_told_with_both_figures_and_where_each_is_used():
    counted = ("--lost", "120", "--clients-at-start", "1000")
    _, _, err = typed(*counted, "--churn", "5%")
    assert "N366" in err
    assert "the lost clients make 12% a year, --churn says 5%" in err
    assert "--retention says 95%" not in typed(*counted, "--retention", "95%")[2]
    assert "--retention" in typed(*counted, "--retention", "95%")[2]
    for agreeing in (("--churn", "12%"), ("--retention", "88%"), ()):
        assert "N366" not in typed(*counted, *agreeing)[2]
    assert "N366" not in typed("--lost", "5", "--clients-at-start", "100", "--over", "month")[2]


def test_the_firms_own_figures_stand_before_all_that_is_published():
    arguments = ("--lost", "120", "--clients-at-start", "1000", "--annual-revenue", "5000000", *KNOWN)
    weights = [figure["weight"] for figure in json.loads(typed(*arguments, "-f", "json")[1])["figures"]]
    assert weights == sorted(weights, key=["main", "detail", "other"].index)
    shown = figures(*arguments)
    foreign = ("usual_income_lost", "usual_churn_low", "profit_lift_undiscounted", "published_lift_bank")
    own = [name for name, row in shown.items() if name not in foreign and not name.startswith(("usual", "published"))]
    assert max(map(list(shown).index, own)) < min(map(list(shown).index, foreign))
    assert "not a count of yours" in labels(*arguments)["usual_income_lost"]


def test_churn_has_wilson_interval_and_so_has_what_rests_on_it():
    shown = figures("--lost", "3", "--clients-at-start", "50", "--margin", "100", "--discount", "10%")
    assert float(shown["churn_rate"]["low"]) == pytest.approx(0.020615, abs=5e-7)
    assert float(shown["churn_rate"]["high"]) == pytest.approx(0.162171, abs=5e-7)
    life = shown["lifetime_margin_lost"]
    assert float(life["low"]) == pytest.approx(300 / (0.1 + 0.1621708), rel=1e-5)
    assert float(life["high"]) == pytest.approx(300 / (0.1 + 0.0206153), rel=1e-5)


def test_a_month_is_carried_to_a_year_by_powers_and_told():
    code, out, err = typed("--lost", "5", "--clients-at-start", "100", "--over", "month")
    shown = {row["name"]: row for row in csv.DictReader(io.StringIO(out))}
    assert code == 0
    assert float(shown["annual_churn"]["value"]) == pytest.approx(0.459640, abs=5e-7)
    assert "by powers" in err


def test_nobody_lost_is_an_answer():
    shown = figures("--lost", "0", "--value", "5000", "--clients-at-start", "10")
    assert float(shown["churn_cost"]["value"]) == 0
    assert float(shown["churn_rate"]["high"]) == pytest.approx(0.277533, abs=5e-7)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lost", "12", "--clients-at-start", "10"], ["E360", "12", "10"]),
        (["--lost", "0", "--clients-at-start", "0"], ["--clients-at-start: 0 is outside"]),
        (["--lost", "2.5"], ["E104", "2.5"]),
        (["--lost", "-1"], ["E103", "-1"]),
        (["--lost", "nan"], ["E101", "nan"]),
        (["--lost", "10", "--recovered", "20"], ["E102", "20%"]),
        ([], ["E115", "--lost 120"]),
        (["--lost", "10", "--by", "segment"], ["E369", "FILE"]),
        (["--lost", "1", "--value", "9", "--margin-rate", "50%", "--margin", "9"], ["E108"]),
    ],
)
def test_refused_with_the_reason(arguments, said):
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    for word in said:
        assert word in err


def test_a_figure_given_in_vain_is_told_with_what_is_missing():
    _, _, err = typed("--lost", "10", "--margin-rate", "40%", "--recovered", "20%")
    assert "--margin-rate did nothing" in err
    assert "--recovered did nothing here; give --value" in err


def test_a_published_figure_in_place_of_ones_own_is_told_and_can_be_replaced():
    _, _, err = typed("--lost", "10", "--annual-revenue", "1000")
    assert "N322" in err
    code, out, err = typed("--lost", "10", "--annual-revenue", "1000", "--usual-share", "10%")
    assert "N322" not in err
    assert "usual_income_lost,100," in out
    assert code == 0


def test_the_claim_comes_with_its_criticism():
    _, _, err = typed("--lost", "10", "--clients-at-start", "100")
    assert "Sharp" in err


def test_every_format_carries_the_answer():
    for form in ("table", "csv", "tsv", "json", "md"):
        code, out, _ = typed("--lost", "120", "--value", "5000", "-f", form)
        assert code == 0
        assert "600,000" in out or "600000" in out
    assert json.loads(typed("--lost", "120", "-f", "json")[1])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_value_comes_from_the_settings_and_an_option_wins(folder):
    (folder / "custecon.toml").write_text('value = 5000\nmargin = "150/month"\nchurn = "4%/month"\n', encoding="utf-8")
    shown = figures("--lost", "120")
    assert float(shown["churn_cost"]["value"]) == 600_000
    assert float(shown["margin_lost"]["value"]) == 120 * 1800
    assert float(figures("--lost", "120", "--value", "100")["churn_cost"]["value"]) == 12_000
    assert "custecon.toml" in typed("--lost", "120")[2]


def test_a_count_and_a_rate_that_were_typed_win_over_the_settings(folder):
    (folder / "custecon.toml").write_text('margin = "150/month"\nchurn = "4%/month"\n', encoding="utf-8")
    shown = figures("--lost", "10", "--clients-at-start", "100", "--value", "50", "--margin-rate", "50%")
    assert float(shown["margin_lost"]["value"]) == 250
    assert float(shown["profit_lift_of_company"]["value"]) == pytest.approx(0.05 / 0.9)


def test_a_file_wins_over_the_settings(folder):
    (folder / "custecon.toml").write_text("value = 5000\n", encoding="utf-8")
    (folder / "list.csv").write_text("client,active,revenue\nAnn,yes,10\nBob,no,20\n", encoding="utf-8")
    code, out, err = typed("list.csv", "-f", "json")
    assert code == 0, err
    assert json.loads(out)["figures"][0]["value"] == 20
    assert float(figures("--lost", "2", "--clients", "list.csv")["churn_cost"]["value"]) == 30
