"""A rate without a period beside figures that name one: taken as yearly and told, asked about, or alike per any."""

import json

import pytest

import custecon as library
from custecon.core.errors import UsageError


@pytest.fixture
def ltv(custecon):
    def of(line):
        return custecon("ltv", *line.split(), "-f", "json")

    return of


def value(ran, name="margin_multiple"):
    assert ran.code == 0, ran.err
    return next(one["value"] for one in json.loads(ran.out)["figures"] if one["name"] == name)


MONTHLY = 1.1 ** (1 / 12) - 1  # 10 % a year, brought to a month by powers


@pytest.mark.parametrize(
    ("rate", "stay"), [("--retention 0", 0), ("--retention 100%", 1), ("--churn 0", 1), ("--churn 100%", 0)]
)
def test_a_certainty_is_the_same_per_any_period(ltv, rate, stay):
    ran = ltv(f"--margin 9/month {rate} --discount 10%/year")
    assert value(ran) == pytest.approx(9 * stay / (1 + MONTHLY - stay))
    assert "E387" not in ran.err


def test_no_discount_and_no_growth_are_the_same_per_any_period(ltv):
    ran = ltv("--margin 9/month --retention 95%/month --discount 0 --growth 0")
    assert value(ran) == pytest.approx(9 * 0.95 / 0.05)
    assert "N385" not in ran.err


def test_a_discount_of_one_is_no_certainty(ltv):
    """100 % a year is 2^(1/12) − 1 a month."""
    ran = ltv("--margin 9/month --retention 95%/month --discount 100%")
    assert value(ran) == pytest.approx(9 * 0.95 / (2 ** (1 / 12) - 0.95))
    assert "N385" in ran.err


@pytest.mark.parametrize(
    ("rate", "yearly", "monthly"),
    # of who stays 0.95^12 = 54.04 % stay a year; who stay at 95 % a year stay at 0.95^(1/12) = 99.57 % a month
    [("--retention 95%", "54.04%", "99.57%"), ("--churn 5%", "45.96%", "0.4265%"), ("--churn 0.05", "45.96%", "0.42")],
)
def test_how_many_stay_or_leave_is_asked_about_and_both_cures_answer(ltv, rate, yearly, monthly):
    ran = ltv(f"--margin 9/month {rate} --discount 10%/year")
    assert (ran.code, "E387" in ran.err) == (2, True)
    assert f"which is {yearly} per year, or per year, which is {monthly}" in ran.err
    cures = (f"{rate}/month", f"{rate}/year with --period month")
    assert f"write {', or '.join(cures)}, whichever is meant" in ran.err
    for cure in cures:
        assert ltv(f"--margin 9/month {cure.replace(' with', '')} --discount 10%/year").code == 0


def test_in_python_the_same_cures_answer():
    with pytest.raises(UsageError, match="E387") as refused:
        library.ltv(margin="9/month", retention="95%")
    assert "retention='95%/month', or retention='95%/year' with period='month'" in refused.value.__notes__[0].replace(
        '"', "'"
    )
    stay = 0.95 ** (1 / 12)
    found = library.ltv(margin="9/month", retention="95%/year", period="month")
    assert found["margin_multiple"] == pytest.approx(9 * stay / (1 - stay))


def test_both_rates_are_asked_about_at_once(custecon):
    ran = custecon("what-if", "ltv", "--margin", "9/month", "--retention", "95%", "--churn", "5%")
    assert ran.err.count("E387") == 2


def test_a_bare_discount_is_yearly_and_told(ltv):
    ran = ltv("--margin 9/month --retention 95%/month --discount 10%")
    assert value(ran) == pytest.approx(9 * 0.95 / (0.05 + MONTHLY))
    assert "N385: the discount rate of 10% names no period and is taken per year, brought to a month by powers; " in (
        ran.err
    )
    assert "if it is per month, write --discount 10%/month" in ran.err
    assert value(ltv("--margin 9/month --retention 95%/month --discount 10%/month")) == pytest.approx(9 * 0.95 / 0.15)


def test_beside_yearly_figures_nothing_is_asked_or_told(ltv):
    ran = ltv("--margin 9/year --retention 95% --discount 10%")
    assert value(ran) == pytest.approx(9 * 0.95 / 0.15)
    assert "N385" not in ran.err


def test_bare_money_is_of_the_period_of_the_only_other_figure_and_told(ltv):
    ran = ltv("--margin 9 --retention 95%/month --discount 0")
    assert value(ran) == pytest.approx(9 * 0.95 / 0.05)
    told = "N385: the margin of 9 names no period and is taken per month, as the retention rate is; if it is per year, "
    assert told + "write --margin 9/year" in ran.err
    yearly = "--margin 9/year --retention 95%/month --discount 0 --period month"
    assert value(ltv(yearly)) == pytest.approx(0.75 * 0.95 / 0.05)


def test_of_several_periods_the_one_of_the_calculation_is_asked_for(ltv):
    ran = ltv("--margin 9 --retention 95%/month --retention-spend 24/year --discount 0")
    assert (ran.code, "E107" in ran.err, "N385" in ran.err) == (2, True, False)
    assert "say --period month, quarter or year" in ran.err
    assert ltv("--margin 9 --retention 95%/month --retention-spend 24/year --discount 0 --period month").code == 0


@pytest.mark.parametrize(
    ("period", "taken", "rate"),
    [("month", "month", 0.1), ("quarter", "quarter", 0.1), ("year", None, 0.1)],
)
def test_a_period_that_makes_a_bare_discount_a_rate_of_less_than_a_year_is_told(ltv, period, taken, rate):
    ran = ltv(f"--margin 9 --retention 95% --discount 10% --period {period}")
    assert value(ran) == pytest.approx(9 * 0.95 / (0.05 + rate))
    assert ("N385" in ran.err) is bool(taken)
    if taken:
        assert f"the discount rate of 10% names no period and is taken per {taken}, as --period says; " in ran.err
        assert "if it is per year, write --discount 10%/year" in ran.err
    assert "the margin of" not in ran.err
    assert "retention rate of" not in ran.err


def test_a_period_of_the_settings_is_named_by_its_place(ltv, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text('period = "month"\n')
    ran = ltv("--margin 9 --retention 95% --discount 10%")
    assert value(ran) == pytest.approx(9 * 0.95 / 0.15)
    assert "is taken per month, as custecon.toml says" in ran.err
    (tmp_path / "custecon.toml").write_text('period = "year"\n')
    assert "N385" not in ltv("--margin 9 --retention 95% --discount 10%").err


def test_beside_a_file_all_is_per_year_and_a_bare_figure_beside_a_monthly_one_is_told(custecon, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,revenue\nAnn,1200\n")
    ask = ("ltv", path, "--margin-rate", "50%", "--retention", "80%")
    ran = custecon(*ask, "--discount", "1%/month", "-f", "json")
    assert json.loads(ran.out)["figures"][0]["value"] == pytest.approx(600 * 0.8 / (1.01**12 - 0.8))
    assert "N385: the retention rate of 80% names no period and is taken per year; " in ran.err
    assert "if it is per month, write --retention 80%/month" in ran.err
    assert "N385" not in custecon(*ask, "--discount", "10%").err
    assert "N385" not in custecon(*ask, "--discount", "10%/year").err


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ("discount=+2pt", True),  # of a yearly discount that was brought to a month it is neither
        ("discount=+2%", True),
        ("margin=+2%", False),  # per cent of money are the same per any period
        ("margin=+2", False),  # of the period of the calculation
        ("retention=+1pt", False),
        ("discount=1%..3%:1%", True),
    ],
)
def test_a_change_of_a_figure_of_another_period_is_refused(custecon, change, refused):
    given = ("--margin", "9/month", "--retention", "95%/month", "--discount", "10%/year")
    ran = custecon("what-if", "ltv", *given, "--change", change)
    assert ("E388" in ran.err) is refused, ran.err
    assert ran.code == (2 if refused else 0)


def test_a_yearly_margin_brought_to_a_month_changes_by_per_cent_alone(custecon):
    given = ("--margin", "120/year", "--retention", "95%/month", "--discount", "0", "--period", "month")
    ran = custecon("what-if", "ltv", *given, "--change", "margin=+10%", "-f", "json")
    rows = next(table["rows"] for table in json.loads(ran.out)["tables"] if table["name"] == "changes")
    assert rows[0]["value"] == pytest.approx(11 * 0.95 / 0.05)
    for change in ("margin=+10", "margin==20", "margin=5..15:5"):
        assert "E388" in custecon("what-if", "ltv", *given, "--change", change).err
    assert "E388" in custecon("what-if", "ltv", *given, "--reach", "400", "--by", "margin").err
    assert custecon("what-if", "ltv", *given, "--reach", "400", "--by", "retention").code == 0
