"""Rates: a bare rate beside a figure per month means one thing in every command, and it is told or asked."""

import re
import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def by_power(yearly, times=12):
    return (1 + yearly) ** (1 / times) - 1


def multiple(margin, retention, discount):
    """Margin multiple: margin × r ÷ (1 + d − r)."""
    return margin * retention / (1 + discount - retention)


@pytest.mark.parametrize(
    ("command", "figure", "expected"),
    [
        ("ltv --margin 500/month --churn 4%/month --discount 15%", "margin_multiple",
         multiple(500, 0.96, by_power(0.15))),
        ("ltv --margin 500/month --churn 4%/month --discount 0.15", "margin_multiple",
         multiple(500, 0.96, by_power(0.15))),
        ("ltv --margin 900/quarter --retention 90%/quarter --discount 15%", "margin_multiple",
         multiple(900, 0.9, by_power(0.15, 4))),
        ("ltv --revenue 1000/мес --margin-rate 50% --churn 4%/мес --discount 15%", "margin_multiple",
         multiple(500, 0.96, by_power(0.15))),
        ("cac --cac 900 --margin 500/month --retention 96%/month --discount 15%", "margin_multiple_now",
         500 + multiple(500, 0.96, by_power(0.15))),
        ("cac --cac 900 --margin 6000/year --churn 4%/month --discount 15%", "margin_multiple_now",
         500 + multiple(500, 0.96, by_power(0.15))),
        ("what-if ltv --margin 500/month --churn 4%/month --discount 15% --change margin=+10%", "margin_multiple",
         multiple(500, 0.96, by_power(0.15))),
        ("what-if ltv --margin 500/month --churn 4%/month --discount 15%", "margin_multiple",
         multiple(500, 0.96, by_power(0.15))),
    ],
)  # fmt: skip
def test_a_bare_discount_beside_figures_per_month_is_yearly_and_told(command, figure, expected, ask):
    said = ask(command)
    assert said.figure(figure) == pytest.approx(expected, rel=1e-9)
    assert said.tells("discount", "15", "per year")


def test_a_bare_growth_is_quoted_by_the_year_like_a_discount(ask):
    said = ask("ltv --margin 500/month --churn 4%/month --discount 1%/month --growth 3%")
    expected = ask(f"ltv --margin 500/month --churn 4%/month --discount 1%/month --growth {by_power(0.03)!r}/month")
    assert said.figure("margin_multiple") == pytest.approx(expected.figure("margin_multiple"), rel=1e-9)
    assert said.tells("growth", "per year")


@pytest.mark.parametrize("rate", ["--churn 5%", "--retention 95%"])
@pytest.mark.parametrize(
    "others",
    ["ltv --margin 500/month", "ltv --margin 500 --discount 1%/month", "cac --cac 900 --margin 500/month",
     "what-if ltv --margin 500/month --change margin=+10%", "ltv --margin 1500/quarter"],
)  # fmt: skip
def test_a_bare_churn_beside_a_figure_per_month_is_asked_about_and_both_cures_work(others, rate, ask):
    said = ask(f"{others} {rate}")
    assert said.code == 2
    assert said.tells("per year", rate[2:].split()[0])
    cures = re.findall(r"(--\w+ \d+%/\w+)", said.all)
    assert len(cures) >= 2
    answers = {repr(ask(f"{others} {cure}").doc.get("figures")) for cure in dict.fromkeys(cures[-2:])}
    assert len(answers) == 2


def test_both_readings_of_a_bare_churn_are_written_out_as_arithmetic_has_them(ask):
    said = ask("ltv --margin 500/month --churn 5%")
    assert f"{1 - 0.95**12:.2%}" in said.all  # 5 % a month in a year
    assert f"{1 - 0.95 ** (1 / 12):.4%}" in said.all  # 5 % a year in a month


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ltv --margin 100 --retention 80% --discount 10%", 100 * 0.8 / 0.3),
        ("ltv --margin 100/year --retention 80%/year --discount 10%", 100 * 0.8 / 0.3),
        ("ltv --margin 100/month --churn 5%/month --discount 1%/month", 100 * 0.95 / 0.06),
        ("ltv --margin 100/month --churn 5%/month --discount 0", 100 * 0.95 / 0.05),
        ("ltv --margin 100/year --retention 80% --discount 10%", 100 * 0.8 / 0.3),
    ],
)
def test_where_no_reading_is_open_nothing_is_told(command, expected, ask):
    said = ask(command)
    assert said.figure("margin_multiple") == pytest.approx(expected)
    assert not said.texts


def test_a_period_that_is_said_for_all_settles_bare_rates_and_the_discount_is_told(ask):
    said = ask("ltv --margin 100 --churn 5% --discount 1% --period month")
    assert said.figure("margin_multiple") == pytest.approx(100 * 0.95 / 0.06)
    assert said.tells("discount", "per month", "--discount 1%/year")
    assert ask("ltv --margin 100 --churn 5% --discount 1% --period year").texts == []


def test_a_discount_never_settles_the_period_of_a_margin(ask):
    """`20%/year` typed out is the same as the bare 20 %."""
    written = ask("ltv --margin 12000/month --churn 5%/month --discount 20%/year")
    assert written.figure("margin_multiple") == pytest.approx(174553.55115835633)
    assert not written.texts


def test_bare_money_beside_rates_per_month_is_of_the_month_and_told(ask):
    said = ask("ltv --margin 100 --churn 5%/month --discount 1%/month")
    assert said.figure("margin_multiple") == pytest.approx(100 * 0.95 / 0.06)
    assert said.tells("margin", "per month", "--margin 100/year")


def test_figures_of_two_periods_ask_for_one_and_the_cure_keeps_the_discount_yearly(ask):
    line = "ltv --margin 500/month --churn 40%/year --discount 15%"
    said = ask(line)
    assert said.code == 2
    cure = "--period month --discount 15%/year"
    assert all(word in said.all for word in shlex.split(cure))
    followed = ask(f"ltv --margin 500/month --churn 40%/year {cure}")
    assert followed.figure("margin_multiple") == pytest.approx(multiple(500, 0.6 ** (1 / 12), by_power(0.15)))


def test_what_a_command_reckons_by_the_year_is_told_beside_a_figure_per_month(ask):
    said = ask("churn-cost --lost 12 --margin 1000/month --churn 5% --discount 20%")
    assert said.code == 0
    assert said.tells("churn", "per year", "--churn 5%/month")
    assert not ask("churn-cost --lost 12 --margin 1000 --churn 5% --discount 20%").tells("per month")
    clients = "client,margin,active\nAnn,100,yes\nBob,80,yes\n"
    assert ask("ltv {file} --margin 10/month --churn 5% --discount 20%", clients).tells("churn", "per year")


@pytest.mark.parametrize(
    "change", ["--change discount=+1pt", "--change discount=5%..25%:5%", "--reach ltv=9000 --by discount"]
)
def test_a_change_of_a_discount_that_was_brought_to_a_month_is_no_point_a_month(change, ask):
    line = "what-if ltv --margin 500/month --churn 4%/month --discount 15%"
    said = ask(f"{line} {change}")
    assert said.code == 2
    by_year, by_month = "--period year", re.search(r"--discount \S+/month", said.all)[0]
    assert by_year in said.all
    assert ask(f"{line} {by_year} {change}").code == 0
    followed = ask(f"{line} {by_month} {change}")
    assert followed.code == 0
    assert followed.figure("margin_multiple") == pytest.approx(multiple(500, 0.96, by_power(0.15)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    margin=st.integers(1, 10_000),
    churn=st.integers(1, 60),
    discount=st.integers(1, 15),
    period=st.sampled_from(["week", "month", "quarter"]),
    command=st.sampled_from(["ltv", "what-if ltv", "cac --cac 1"]),
)
def test_leaving_out_the_period_of_a_rate_never_changes_a_figure_without_a_word(
    margin, churn, discount, period, command, ask
):
    whole = f"{command} --margin {margin}/{period} --churn {churn}%/{period} --discount {discount}%"
    known = {repr(ask(f"{whole}/{per}").doc["figures"]): per for per in (period, "year")}
    said = ask(whole)
    taken = known[repr(said.doc["figures"])]
    assert said.tells("discount", f"per {taken}")
