"""`custecon ltv` from options: the rows of the parameter corpus that concern lifetime value, rates and rounding."""

import json
import re

import pytest

T0, END, T1 = "margin_multiple_now", "margin_multiple_end", "margin_multiple"


def texts(ran) -> dict[str, str | None]:
    assert ran.code == 0, ran.err
    return {figure["name"]: figure["text"] for figure in json.loads(ran.out)["figures"]}


def test_po03_the_textbook_conventions_under_their_names(custecon) -> None:
    """Fader and Hardie 2012, note 24: 366.67, 333.33, 266.67."""
    found = texts(custecon("ltv", "--margin", 100, "--retention", 0.8, "--discount", 0.1, "-f", "json"))
    assert found == {T0: "366.666667", END: "333.333333", T1: "266.666667"}


@pytest.mark.parametrize(
    ("method", "text"),
    [("margin-multiple", "266.666667"), ("margin-multiple-end", "333.333333"), ("margin_multiple_now", "366.666667")],
)
def test_one_method_alone(custecon, method, text) -> None:
    ran = custecon("ltv", "--margin", 100, "--retention", 0.8, "--discount", 0.1, "--method", method, "-f", "json")
    assert texts(ran) == {method.replace("-", "_"): text}


def test_po02_nobody_leaves_at_a_discount_is_a_perpetuity(custecon) -> None:
    found = texts(custecon("ltv", "--margin", 100, "--churn", 0, "--discount", 0.1, "-f", "json"))
    assert found[T0] == "1100.000000"
    assert found[T1] == "1000.000000"


def test_po04_everybody_leaves_after_one_period(custecon) -> None:
    ran = custecon("ltv", "--margin", 100, "--churn", 1, "--discount", 0.1, "-f", "json")
    found = texts(ran)
    assert found[T0] == "100.000000"
    assert found[T1] == "0.000000"
    assert "everybody leaves" in ran.err


def test_po06_percent_is_plain_speech_and_is_echoed(custecon) -> None:
    ran = custecon("ltv", "--margin", 100, "--retention", "80%", "--discount", "10%", "-f", "json")
    assert texts(ran)[T0] == "366.666667"
    terminal = custecon("ltv", "--margin", 100, "--retention", "80%", "--discount", "10%", terminal=True)
    assert "80%" in terminal.out


def test_po07_a_decimal_comma(custecon) -> None:
    assert texts(custecon("ltv", "--margin", 100, "--retention", "0,8", "--discount", "0,1", "-f", "json"))[T0] == (
        "366.666667"
    )


def test_po20_monthly_churn_and_annual_discount(custecon) -> None:
    ran = custecon("ltv", "--margin", 100, "--churn", "5%", "--discount", "10%/year", "--period", "month", "-f", "json")
    assert texts(ran)[T0] == "1738.661639"
    discount = next(entry for entry in json.loads(ran.out)["inputs"] if entry["name"] == "discount")
    assert discount["value"] == pytest.approx(0.0079741404, abs=5e-11)
    assert "by powers" in discount["note"]


def test_po23_a_negative_margin_is_answered_and_said(custecon) -> None:
    ran = custecon("ltv", "--margin", -20, "--retention", 0.8, "--discount", 0.1, "-f", "json")
    assert texts(ran)[T0] == "-73.333333"
    assert "negative" in ran.err


@pytest.mark.parametrize(
    ("name", "arguments", "code", "words"),
    [
        ("Po01", "--margin 100 --churn 0 --discount 0", 4, ["infinite"]),
        ("Po05", "--margin 100 --retention 80 --discount 0.1", 2, ["80", "0.8", "80%"]),
        ("Po08", "--margin 100 --retention 1.2 --discount 0.1", 2, ["1.2"]),
        ("Po09", "--margin 100 --retention=-0.1 --discount 0.1", 2, ["-0.1"]),
        ("Po10", "--margin 100 --retention nan --discount 0.1", 2, ["nan"]),
        ("Po10", "--margin 100 --retention inf --discount 0.1", 2, ["inf"]),
        ("Po11", "--margin 100 --retention 0.8 --discount=-1", 2, ["discount"]),
        ("Po12", "--margin 100 --retention 1 --discount 0", 4, ["infinite"]),
        ("Po24", "--margin 1e308 --retention 0.99 --discount 0", 4, ["1e308"]),
    ],
)
def test_what_has_no_answer_is_refused(custecon, name, arguments, code, words) -> None:
    for form in ("csv", "json", "table"):
        ran = custecon("ltv", *arguments.split(), "-f", form)
        assert ran.code == code
        assert "figures" not in ran.out
        assert all(word in ran.err for word in words), ran.err
        assert "Traceback" not in ran.err


def test_the_short_forms(custecon) -> None:
    """ChartMogul: $100 at 5 % is $2,000; the Starbucks case: $5,489."""
    assert (
        texts(custecon("ltv", "--revenue", 100, "--churn", "5%", "-f", "json"))["revenue_over_churn"] == "2000.000000"
    )
    arguments = [
        "--order-value",
        "5.90",
        "--orders-per-year",
        "218.4",
        "--years",
        "20",
        "--margin-rate",
        "21.3%",
        "-f",
        "json",
    ]
    assert texts(custecon("ltv", *arguments))["order_value_over_years"] == "5489.265600"


def test_a_fixed_horizon_has_one_row_a_period_that_add_up(custecon) -> None:
    ran = custecon("ltv", "--margin", 100, "--retention", 0.8, "--discount", 0.1, "--periods", 5, "-f", "json")
    document = json.loads(ran.out)
    rows = document["tables"][0]["rows"]
    assert len(rows) == 5
    main = document["figures"][0]
    assert main["name"] == "fixed_horizon"
    assert sum(row["fixed_horizon"] for row in rows) == pytest.approx(main["value"], rel=1e-12)


def test_no_discount_is_assumed_and_told(custecon) -> None:
    ran = custecon("ltv", "--margin", 100, "--retention", 0.8, "-f", "json")
    assert texts(ran)[T1] == "400.000000"
    assert "no discount was given" in ran.err


def test_churn_and_retention_that_contradict_are_refused(custecon) -> None:
    ran = custecon("ltv", "--margin", 100, "--retention", 0.8, "--churn", 0.3, "--discount", 0.1)
    assert ran.code == 2
    assert "retention" in ran.err
    assert custecon("ltv", "--margin", 100, "--retention", 0.9, "--churn", 0.1, "--discount", 0.1).code == 0


@pytest.mark.parametrize(
    "arguments", ["ltv", "ltv --margin 100", "ltv --margin 100 --method fixed-horizon", "ltv --method x"]
)
def test_what_is_missing_is_named(custecon, arguments) -> None:
    ran = custecon(*arguments.split())
    assert ran.code == 2
    assert ran.err.startswith("custecon: error E1")
    assert "--" in ran.err


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_no_digit_is_cut_at_any_width(custecon, width) -> None:
    line = ("ltv", "--margin", 123456789, "--retention", 0.8, "--discount", 0.1)
    for how, cents in ((["--full"], ".00"), ([], "")):
        ran = custecon(*line, *how, terminal=True, width=width)
        assert ran.code == 0
        for figure in ("329,218,104", "411,522,630", "452,674,893"):
            assert f"{figure}{cents}" in ran.out, ran.out
        assert max(map(len, ran.out.splitlines())) <= max(width, 24)


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        (("--margin", "100", "--retention", "80%", "--discount", "120%"), 100 * 0.8 / (1 + 1.2 - 0.8)),
        (
            ("--margin", "1200/year", "--retention", "80%/year", "--discount", "10%/month"),
            1200 * 0.8 / (1.1**12 - 0.8),
        ),
    ],
)
def test_a_discount_above_100_percent_is_reckoned_with(custecon, said, worth) -> None:
    ran = custecon("ltv", *said, "--method", "margin-multiple", "-f", "json")
    assert json.loads(ran.out)["figures"][0]["value"] == pytest.approx(worth, rel=1e-12)


def test_what_a_refused_share_is_told_to_write_is_taken(custecon) -> None:
    """0.8 or 80% for 80; for 180 nothing of the kind would be, so the bounds are told."""
    ran = custecon("ltv", "--margin", "100", "--retention", "80", "--discount", "10%")
    told = re.search(r"write (\S+) or (\S+)", ran.err)
    for share in (told[1], told[2]):
        assert custecon("ltv", "--margin", "100", "--retention", share, "--discount", "10%").code == 0
    assert "E103" in custecon("ltv", "--margin", "100", "--retention", "180").err
