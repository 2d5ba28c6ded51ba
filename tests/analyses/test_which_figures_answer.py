"""From figures alone: which figure answers, what stands below it, of what period, and what it rests on and why."""

import io
import json
import math
import re

import pytest

import custecon
from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.errors import Undefined, UsageError
from custecon.metrics import acquisition, churn, lifetime


def names(found, weight):
    return [one.name for one in found.figures if one.weight == weight]


def inputs(found):
    return {one.name: (one.value, one.origin, str(one.note)) for one in found.inputs}


def codes(found):
    return [one.code for one in found.notices]


A_MONTH = {"margin": "80/month", "churn": "5%/month"}
SPENT = {"spend": 50_000, "new_clients": 250}
WORTH = ["margin_multiple_now", "value_over_cost", "payback_surviving", "payback", "ceiling_price"]


@pytest.mark.parametrize(
    ("said", "metric", "details", "answer", "period"),
    [
        # (50,000 + 30,000) ÷ 250, of which 50,000 ÷ 250
        ({**SPENT, "other_costs": 30_000, "paid_clients": 200}, acquisition.loaded_cost, ["blended_cost", "paid_cost"],
         "Winning one client costs 320.00, everything counted (fully loaded); 200.00 of it is paid spend.", None),
        ({**SPENT, "paid_clients": 250}, acquisition.blended_cost, ["paid_cost"], "Winning one client costs 200.00.",
         None),
        ({"spend": 50_000, "paid_clients": 200}, acquisition.paid_cost, [], "Winning one client costs 250.00.", None),
        ({**SPENT, **A_MONTH}, acquisition.blended_cost, WORTH, "Winning one client costs 200.00.", "month"),
        # the first n with 80 · (1 − 0.95^n) ÷ 0.05 ≥ 1,200; 1,200 ÷ 80
        ({"cac": 1200, **A_MONTH}, acquisition.payback_surviving, [one for one in WORTH if one != "payback_surviving"],
         "A client pays back what they cost after 28 months; it would be 15 if nobody left.", "month"),
        ({"cac": 1200, "margin": 80}, acquisition.payback, [], "A client pays back what they cost after 15 periods.",
         None),
        ({"cac": 100, "ltv": 300}, acquisition.value_over_cost, ["ceiling_price"],
         "A client brings back 3 times what it cost to win them.", None),
        ({"ltv": 300, "wanted_return": 3}, acquisition.ceiling_price, [], "A client may cost at most 100.00.", None),
        # 80 · (1 − 0.95^2) ÷ 0.05 = 156; worth 80 ÷ 0.05
        ({**A_MONTH, "within": 2}, acquisition.ceiling_price, ["margin_multiple_now", "ceiling_within"],
         "A client may cost at most 1,600.00.", "month"),
    ],
)  # fmt: skip
def test_the_cost_of_winning_is_answered_by_the_first_figure_that_can_be_reckoned(
    said, metric, details, answer, period
):
    found = custecon.cac(**said)
    assert (found.answer, found.period, found.title) == (answer, period, "Cost of winning a client (CAC)")
    assert (names(found, "main"), names(found, "detail"), names(found, "other")) == ([metric.name], details, [])
    assert found.sources == metric.sources
    assert found.criticism == tuple(dict.fromkeys(one.metric.criticism for one in found.figures))
    assert len(found.criticism) == len(found.figures)


def test_what_the_cost_of_winning_rests_on_is_told_in_the_order_in_which_it_is_needed():
    found = custecon.cac(**SPENT, **A_MONTH, other_costs=30_000)
    assert inputs(found) == {
        "spend": (50_000, "given", ""),
        "new_clients": (250, "given", ""),
        "other_costs": (30_000, "given", ""),
        "margin": (80, "given", ""),
        "churn": (0.05, "given", ""),
        "retention": (0.95, "computed", "1 − churn rate"),
        "discount": (0, "assumed", "no discount given"),
        "acquisition_cost": (320, "computed", "fully loaded"),
        "lifetime_value": (pytest.approx(1600), "computed", "LTV, first margin now"),
        "wanted_return": (1, "assumed", "the limit"),
    }
    assert [*inputs(found)] == [
        *("spend", "new_clients", "other_costs", "margin", "churn", "retention", "discount"),
        *("acquisition_cost", "lifetime_value", "wanted_return"),
    ]
    assert codes(found) == ["N303"]
    labels = {one.name: str(one.label) for one in found.figures}
    assert labels["value_over_cost"] == "LTV to fully loaded CAC"
    assert labels["payback_surviving"] == "payback of the fully loaded CAC, counting those who leave, in months"
    assert labels["ceiling_price"] == acquisition.ceiling_price.label
    assert inputs(custecon.cac(**SPENT, **A_MONTH))["acquisition_cost"] == (200, "computed", "blended")


def test_a_discount_beside_a_stated_lifetime_value_does_nothing_and_is_none_of_what_was_used():
    found = custecon.cac(cac=100, ltv=300, discount="1%/month")
    assert codes(found) == ["N323"]
    assert "discount did nothing here" in str(found.notices[0])
    assert [*inputs(found)] == ["acquisition_cost", "lifetime_value", "wanted_return"]
    assert codes(custecon.cac(**SPENT, **A_MONTH, discount="1%/month")) == []


def test_a_period_is_told_where_it_was_said_or_something_per_period_was_used(tmp_path, monkeypatch):
    assert custecon.cac(**SPENT).period is None
    assert custecon.cac(**SPENT, period="month").period == "month"
    assert custecon.cac(**SPENT, discount="10%/month").period == "month"  # said, though it did nothing
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spend.csv").write_text("spend,new clients\n50000,250\n")

    def period(settings, *line):
        (tmp_path / "custecon.toml").write_text(settings)
        out = io.StringIO()
        assert run(["cac", *line, "-f", "json"], Session(io.BytesIO(), out, io.StringIO())) == 0
        return json.loads(out.getvalue()).get("period")

    for line in (["--spend", "50000", "--new-clients", "250"], ["spend.csv"]):
        assert period("", *line) is None
        assert period("", *line, "--period", "month") == "month"
        # of settings that served for nothing none is told
        assert period('period = "month"\n', *line) is None
        assert period('discount = "1%/month"\n', *line) is None
        assert period('margin = "80/month"\n', *line) == "month"


def test_all_who_came_may_have_come_from_paid_channels_but_no_more():
    assert custecon.cac(**SPENT, paid_clients=250)["paid_cost"] == 200
    with pytest.raises(UsageError, match="E361"):
        custecon.cac(**SPENT, paid_clients=251)
    with pytest.raises(Undefined):
        custecon.cac(spend=10, new_clients=0, paid_clients=0)


def test_a_stated_cac_beside_what_was_spent_must_be_what_follows():
    assert custecon.cac(**SPENT, cac=200, ltv=600)["value_over_cost"] == 3
    with pytest.raises(UsageError, match="E108") as refused:
        custecon.cac(**SPENT, cac=201, ltv=600)
    assert "cac" in str(refused.value)
    assert "spend with new_clients" in str(refused.value)


LIFE = {"margin": 100, "retention": "80%"}
SPLIT = {"prospects": 5000, "clients_now": 1000, "win_spend": 10, "win_rate": "5%", "win_ceiling": "20%",
         "retention_spend": 50, "retention": "80%", "keep_ceiling": "95%", "margin": 200}  # fmt: skip


def test_the_present_spend_is_the_budget_where_none_is_said_and_all_that_served_is_told():
    """5,000 · 10 + 1,000 · 50 = 100,000."""
    found = custecon.cac(**SPLIT)
    assert inputs(found)["budget"] == (100_000, "computed", "as spent at present")
    assert inputs(found)["discount"] == (0, "assumed", "no discount given")
    assert {one for one in inputs(found) if inputs(found)[one][1] == "given"} == {*SPLIT}
    assert codes(found) == ["N303", "N329"]
    assert found.title == "Winning and keeping out of one budget"
    assert {one.key for one in found.sources} == {"blattberg-deighton-1996", "pfeifer-2005"}
    assert len(found.criticism) == 1
    with_all = custecon.cac(**SPLIT, discount="10%", budget=50_000)
    assert codes(with_all) == ["N329"]
    assert inputs(with_all)["budget"] == (50_000, "given", "")
    assert inputs(with_all)["discount"] == (0.1, "given", "")


def test_the_figures_of_a_split_budget_follow_from_its_best_part():
    """What the best split spends on one prospect and one client, what it adds up to, and the gain against now."""
    found = custecon.cac(**SPLIT, discount="10%", budget=80_000)
    assert [one.weight for one in found.figures] == ["main", *["detail"] * (len(found.figures) - 1)]
    assert found["spend_on_winning"] + found["spend_on_keeping"] == pytest.approx(80_000)
    assert found["spend_on_winning"] == pytest.approx(80_000 * found["share_for_winning"])
    assert found["win_spend_best"] == pytest.approx(found["spend_on_winning"] / 5000)
    assert found["retention_spend_best"] == pytest.approx(found["spend_on_keeping"] / 1000)
    # a share bought by a spend: ceiling · (1 − e^(−steepness · spend)), so that the present point lies on the curve
    win, keep = found["win_steepness"], found["keep_steepness"]
    assert 0.2 * (1 - math.exp(-win * 10)) == pytest.approx(0.05)
    assert 0.95 * (1 - math.exp(-keep * 50)) == pytest.approx(0.8)
    assert found["win_rate_best"] == pytest.approx(0.2 * (1 - math.exp(-win * found["win_spend_best"])))
    assert found["retention_best"] == pytest.approx(0.95 * (1 - math.exp(-keep * found["retention_spend_best"])))
    assert found["gain"] == pytest.approx(found["worth_best"] - found["worth_now"])
    (picture,) = found.pictures
    assert (picture.name, picture.kind, picture.table) == ("split", "curve", "split")
    assert (picture.labels, picture.values) == ("share_for_winning", ("worth",))
    assert [table.name for table in found.tables] == ["split"]


def test_a_split_that_lacks_figures_names_each_of_them():
    with pytest.raises(UsageError, match="E115") as refused:
        custecon.cac(prospects=5000, margin=200)
    for name in ("clients_now", "win_spend", "win_rate", "win_ceiling", "keep_ceiling", "retention_spend"):
        assert str(refused.value).count(name) >= 1
    assert "prospects" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "metric", "others"),
    [
        ({**LIFE, "periods": 3, "retention_spend": 5}, lifetime.retention_programme, 6),
        ({**LIFE, "periods": 3}, lifetime.fixed_horizon, 5),
        (LIFE, lifetime.margin_multiple, 2),
        ({"revenue": 100, "margin_rate": "50%", "churn": "20%"}, lifetime.margin_multiple, 4),
        ({"revenue": 100, "churn": "20%"}, lifetime.revenue_over_churn, 0),
        ({"order_value": 10, "orders_per_year": 4, "years": 2, "margin_rate": "50%"},
         lifetime.order_value_over_years, 0),
    ],
)  # fmt: skip
def test_lifetime_value_is_answered_by_the_first_formula_that_the_figures_allow(said, metric, others):
    found = custecon.ltv(**said)
    assert (names(found, "main"), len(names(found, "other"))) == ([metric.name], others)
    assert (found.sources, found.criticism) == (metric.sources, (metric.criticism,))
    assert found.answer.startswith(f"{metric.meaning}: ")
    assert [table.name for table in found.tables] == ([metric.name] if metric.is_schedule else [])
    needed = {one.name for one in metric.asked} & {*inputs(found)}
    assert needed >= metric.required - {"discount"}


def test_the_formula_asked_for_answers_alone_and_what_it_lacks_is_named():
    found = custecon.ltv(**LIFE, discount="10%", method="margin-multiple-now")
    assert [one.name for one in found.figures] == ["margin_multiple_now"]
    assert found["margin_multiple_now"] == pytest.approx(100 * 1.1 / 0.3)
    assert (codes(found), found.period) == ([], None)
    assert codes(custecon.ltv(**LIFE)) == ["N303"]
    with pytest.raises(UsageError, match="E116") as refused:
        custecon.ltv(margin=100, method="fixed-horizon")
    assert "needs periods, retention" in str(refused.value)
    assert not re.search(r"\bmargin\b(?!-)", str(refused.value))


EVERYTHING = {"lost": 120, "value": 5000, "clients_at_start": 1000, "annual_revenue": 5_000_000, "margin_rate": "40%",
              "discount": "10%", "cac": 300, "recovered": "20%"}  # fmt: skip
OF_CHURN = ["profit_lift_per_client", "profit_lift_of_company", "retention_elasticity"]
PUBLISHED = [
    *("published_lift_bank", "published_lift_insurance", "published_lift_garage"),
    *("published_lift_garage_later", "published_lift_card"),
]


def test_every_figure_of_lost_clients_stands_in_its_place():
    found = custecon.churn_cost(**EVERYTHING)
    assert names(found, "main") == ["churn_cost"]
    assert names(found, "detail") == [
        *("churn_rate", "clients_kept", "income_share_lost", "margin_lost", "lifetime_margin_lost"),
        *("replacement_cost", "churn_cost_after_recovery"),
        *("less_churn_income", "less_churn_a_year", "less_churn_for_life", *OF_CHURN),
    ]
    assert names(found, "other") == [
        *("usual_income_lost", "profit_lift_undiscounted", "usual_churn_low", "usual_churn_high"),
        *PUBLISHED,
    ]
    of_formulas = [one.metric.criticism for one in found.figures if one.metric]
    assert found.criticism == tuple(dict.fromkeys(of_formulas))
    assert found.sources == churn.churn_cost.sources
    assert (found.period, codes(found)) == ("year", ["N322", "N325"])
    assert inputs(found)["average_margin"] == (2000, "computed", "taken to be that of the lost clients")
    assert inputs(found)["margin"] == (2000, "computed", "annual value × margin rate")
    assert inputs(found)["churn"] == (0.12, "computed", "lost ÷ clients at the start")
    assert inputs(found)["retention"] == (0.88, "computed", "1 − churn rate")
    assert inputs(found)["less_churn"] == (0.01, "assumed", "one point of a hundred")
    assert inputs(found)["compared_fall"] == (0.05, "assumed", "five points of a hundred")
    values = {one.name: one.value for one in found.figures}
    assert [values[one] for one in ("usual_churn_low", "usual_churn_high")] == [0.15, 0.2]
    assert [values[one] for one in PUBLISHED] == [0.85, 0.5, 0.3, 0.81, 1.25]
    of_bank = next(one for one in found.figures if one.name == "published_lift_bank")
    assert str(of_bank.label) == "published for others, 5 points less churn: a bank's branches"
    assert str(of_bank.note).startswith("Reichheld, F. F. and Sasser, W. E. (1990): one bank's branches")


@pytest.mark.parametrize(
    ("said", "main", "answer", "notices"),
    [
        ({"value": 50}, "churn_cost", "1 lost client costs 50.00 a year in income.", []),
        ({"margin": 20}, "margin_lost", "1 lost client costs 20.00 a year in margin.", []),
        ({}, "churn_cost_in_values", "1 lost client costs 1 × the annual value of a client, every year they would have "
         "stayed.", ["N320"]),
        ({"annual_revenue": 500, "clients_at_start": 10}, "churn_cost", "1 lost client costs 50.00 a year in income.",
         ["N322", "N325"]),
        ({"value": 50, "churn": "10%"}, "churn_cost", "1 lost client costs 50.00 a year in income.", ["N325"]),
    ],
)  # fmt: skip
def test_the_cost_of_one_lost_client(said, main, answer, notices):
    found = custecon.churn_cost(lost=1, **said)
    assert (names(found, "main"), found.answer, codes(found)) == ([main], answer, notices)
    claimed = "clients_at_start" in said or "churn" in said
    assert ("published_lift_bank" in names(found, "other")) is claimed
    assert ("usual_churn_low" in names(found, "other")) is ("clients_at_start" in said)


def test_what_serves_for_nothing_beside_lost_clients_is_told():
    """The time and the level are of a churn, which nobody can reckon without the clients at the start."""

    def idle(**said):
        return [str(one) for one in custecon.churn_cost(lost=1, **said).notices if one.code == "N323"]

    assert idle(over="month", level="90%", renewal="month") == ["level, over, renewal did nothing here"]
    assert idle(over="month", level="90%", clients_at_start=9) == []
    assert idle(renewal="month", clients_at_start=9) == ["renewal did nothing here"]


def test_churn_in_another_time_than_a_year_is_carried_to_a_year():
    """5 of 100 in a quarter: 1 − 0.95^4 a year."""
    found = custecon.churn_cost(lost=5, clients_at_start=100, over="quarter", margin=100, discount="10%")
    assert inputs(found)["counted_churn"] == (0.05, "computed", "lost ÷ clients at the start, in a quarter")
    assert inputs(found)["times_a_year"] == (4, "computed", "a year ÷ a quarter")
    assert inputs(found)["churn"] == (pytest.approx(1 - 0.95**4), "computed", "from a quarter, by powers")
    assert found["annual_churn"] == pytest.approx(1 - 0.95**4)
    assert codes(found) == ["N324", "N325"]
    assert "is that of the quarter in which" in str(found.notices[0])
    figures = {one.name: one for one in found.figures}
    low, high = (figures["churn_rate"].interval.low, figures["churn_rate"].interval.high)
    assert figures["annual_churn"].interval.low == pytest.approx(1 - (1 - low) ** 4)
    assert figures["annual_churn"].interval.high == pytest.approx(1 - (1 - high) ** 4)
    # 500 ÷ (10 % + churn), the more churn the less
    assert figures["lifetime_margin_lost"].interval.low == pytest.approx(500 / (0.1 + 1 - (1 - high) ** 4))
    assert figures["lifetime_margin_lost"].interval.high == pytest.approx(500 / (0.1 + 1 - (1 - low) ** 4))
    assert figures["less_churn_a_year"].interval is None
    given = custecon.churn_cost(lost=5, clients_at_start=100, churn="30%", margin=100, discount="10%")
    assert next(one for one in given.figures if one.name == "lifetime_margin_lost").interval is None
    (two,) = (one for one in given.notices if one.code == "N366")
    assert "make 5% a year, churn says 30%" in str(two)
    of_months = custecon.churn_cost(lost=5, clients_at_start=100, over="quarter", retention="70%")
    (two,) = (one for one in of_months.notices if one.code == "N366")
    assert "make 18.55% a year" in str(two)  # 1 − 0.95^4
    assert "retention says 30%" in str(two)
