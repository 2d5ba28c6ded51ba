"""What if, asked of a result: the same engine as the command's, on the inputs that the result stands on."""

import re

import pytest

import custecon
from custecon.core.catalogue import METRICS
from custecon.core.errors import Undefined, UsageError
from custecon.core.relations import Over
from custecon.metrics import lifetime
from custecon.render.json_record import content

TEXTBOOK = {"margin": 100, "retention": "80%", "discount": "10%"}


def test_a_result_answers_by_the_published_formula() -> None:
    """LTV = m·r ÷ (1 + d − r): 340 at 85 %, 261.33 at a margin of 98, 333.20 with both; 400 at 88 %."""
    worth = custecon.ltv(**TEXTBOOK)
    found = worth.what_if(change=["retention=+5pt", "margin=-2%"])
    assert [round(row[1], 2) for row in found.table("changes").rows] == [340.0, 261.33, 333.2]
    assert worth.what_if(reach=400, by="retention")["retention"] == pytest.approx(0.88)
    assert worth.what_if({"retention": "+5pt"})["margin_multiple"] == pytest.approx(266.6667, abs=1e-4)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (TEXTBOOK, {"change": ["retention=+5pt", "margin=-2%"]}),
        (TEXTBOOK, {"reach": "ltv=400", "by": "retention"}),
        (TEXTBOOK, {}),
        ({"revenue": 1000, "margin_rate": "10%", "churn": "20%"}, {"change": "revenue=+10%"}),
        ({"margin": "100/month", "churn": "5%/month", "discount": "10%/year"}, {"change": "churn=2%..8%:1%"}),
    ],
)
def test_a_result_and_the_command_give_one_answer(said, wanted) -> None:
    of_result = content(custecon.ltv(**said).what_if(**wanted))
    assert b"".join(of_result) == b"".join(content(custecon.what_if("ltv", **said, **wanted)))


def test_another_figure_of_the_result_is_asked_by_its_formula() -> None:
    """(1 + d) ÷ (1 + d − r): 100 · 1.1 ÷ 0.25 = 440 at 85 %."""
    now = custecon.ltv(**TEXTBOOK).what_if("retention=+5pt", method="margin-multiple-now")
    assert now.table("changes").rows[0][1] == pytest.approx(440)


def test_what_a_file_counted_is_changed_too_and_its_control_totals_stay(examples) -> None:
    counted = custecon.cac(examples / "spend.csv")
    found = counted.what_if("spend=+10%")
    assert found.table("changes").rows[0][1] == pytest.approx(1.1 * counted["blended_cost"])
    assert found.controls == counted.controls


@pytest.mark.parametrize(
    ("asked", "wanted", "code"),
    [
        (lambda examples: custecon.ltv(examples / "clients.csv", discount="10%"), {}, "E166"),
        (lambda _: custecon.ltv(**TEXTBOOK), {"change": "years=+1"}, "E129"),
        (lambda _: custecon.ltv(**TEXTBOOK), {"change": ["margin=+1", "margin=+2"]}, "E138"),
        (lambda _: custecon.ltv(**TEXTBOOK), {"reach": 400}, "E139"),
        (lambda _: custecon.ltv(**TEXTBOOK), {"method": "fixed-horizon"}, "E112"),
        (
            lambda _: custecon.ltv(margin="9/month", retention="95%/month", discount="10%/year"),
            {"change": "discount=+2pt"},
            "E388",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_cure(asked, wanted, code, examples) -> None:
    with pytest.raises(UsageError, match=code) as refused:
        asked(examples).what_if(**wanted)
    assert refused.value.__notes__


def test_the_result_that_a_refusal_offers_answers(examples) -> None:
    with pytest.raises(UsageError, match="E166") as refused:
        custecon.ltv(examples / "clients.csv", discount="10%").what_if()
    offered = re.search(r"custecon\.ltv.*\)", refused.value.__notes__[0])[0]
    assert eval(offered, {"custecon": custecon}).answer.startswith("LTV is 400.00.")  # noqa: S307 - our own text


def test_a_goal_out_of_reach_is_undefined() -> None:
    with pytest.raises(Undefined, match=r"stays between 0.00 and 1,000.00"):
        custecon.ltv(**TEXTBOOK).what_if(reach=4000, by="retention")


def figures(found):
    return [(one.name, one.weight) for one in found.figures]


def codes(found):
    return [one.code for one in found.notices]


def test_what_an_answer_rests_on_is_told_as_of_the_formula_itself() -> None:
    found = custecon.what_if("ltv", **TEXTBOOK, change=["retention=+5pt", "margin=-2%"])
    metric = lifetime.margin_multiple
    assert found.title == "What if: LTV, next margin in a period"
    assert (found.sources, found.criticism, found.period) == (metric.sources, (metric.criticism,), None)
    assert found.parameters == (("change retention", "+5pt"), ("change margin", "-2%"))
    assert [(one.name, one.value, one.origin) for one in found.inputs] == [
        *(("margin", 100, "given"), ("retention", 0.8, "given"), ("discount", 0.1, "given"))
    ]
    assert codes(found) == []
    assert custecon.what_if("ltv", margin="100/month", retention="80%/month").period == "month"


def test_a_discount_that_nobody_gave_is_told() -> None:
    found = custecon.what_if("ltv", margin=100, retention="80%", change="retention=+5pt")
    assert codes(found) == ["N303"]
    (discount,) = (one for one in found.inputs if one.name == "discount")
    assert (discount.value, discount.origin, discount.note) == (0, "assumed", "no discount given")
    assert codes(custecon.what_if("churn-rate", lost=5, clients_at_start=100)) == []


def test_changes_together_are_a_figure_and_so_is_what_one_adds_to_the_other() -> None:
    """333.20 together; alone 340 and 261.33 of 266.67, which adds up to 66.53 − (73.33 − 5.33)."""
    found = custecon.what_if("ltv", **TEXTBOOK, change=["retention=+5pt", "margin=-2%"])
    assert figures(found) == [("margin_multiple", "main"), ("combined", "detail"), ("interplay", "detail")]
    assert found["combined"] == pytest.approx(333.2)
    assert found["interplay"] == pytest.approx(333.2 - 340 - 261.3333333 + 266.6666667)
    combined, interplay = found.figures[1:]
    assert combined.label == "LTV, next margin in a period, all changes together"
    assert combined.formula == Over("last", "changes", "value")
    assert interplay.formula is not None
    one = custecon.what_if("ltv", **TEXTBOOK, change="retention=+5pt")
    assert figures(one) == [("margin_multiple", "main")]
    by_periods = {**TEXTBOOK, "periods": 3, "method": "fixed-horizon"}
    found = custecon.what_if("ltv", **by_periods, change=["retention=+5pt", "margin=-2%"])
    assert [one.formula for one in found.figures] == [None, None, None]  # no cell reckons a schedule again


def test_changes_that_come_to_nothing_together_say_why() -> None:
    found = custecon.what_if("ltv", **TEXTBOOK, change=["retention=+25pt", "margin=+1%"])
    assert figures(found) == [("margin_multiple", "main"), ("combined", "detail")]
    combined = found.figures[1]
    assert (combined.value, combined.undefined.code) == (None, "E301")
    assert combined.undefined.what.startswith("LTV, next margin in a period, all changes together is undefined: ")
    assert "1.05 is outside its bounds" in combined.undefined.what
    assert combined.undefined.cure == "see the table"


def test_where_one_of_the_changes_alone_comes_to_nothing_there_is_no_interplay() -> None:
    """Retention 100 % at no discount has no end, but has one at a discount of 10 %: 100 ÷ 0.1."""
    found = custecon.what_if("ltv", margin=100, retention="80%", discount=0, change=["retention=100%", "discount=10%"])
    assert figures(found) == [("margin_multiple", "main"), ("combined", "detail")]
    assert found["combined"] == pytest.approx(1000)


def test_a_range_alone_is_a_curve_and_beside_changes_a_table_of_its_own() -> None:
    """100 · r ÷ (1.1 − r) at 70, 80 and 90 %."""
    found = custecon.what_if("ltv", **TEXTBOOK, change="retention=70%..90%:10%")
    assert [round(row[1], 2) for row in found.table("range").rows] == [175.0, 266.67, 450.0]
    (picture,) = found.pictures
    assert (picture.name, picture.kind, picture.table) == ("range", "curve", "range")
    assert (picture.labels, picture.values) == ("retention", ("margin_multiple",))
    assert picture.title == "LTV is 175.00 at retention rate 70%, 450.00 at 90%"
    assert [table.name for table in found.tables] == ["range"]
    assert found.answer == "LTV is 266.67."
    two_points = custecon.what_if("ltv", **TEXTBOOK, change="retention=70%..80%:10%")
    assert two_points.pictures == ()
    both = custecon.what_if("ltv", **TEXTBOOK, change=["retention=70%..90%:10%", "margin=+10%"])
    assert [table.name for table in both.tables] == ["range", "changes"]
    assert [one.name for one in both.pictures] == ["range", "tornado"]
    tornado = both.pictures[1]
    assert (tornado.kind, tornado.table, tornado.labels, tornado.values) == (
        *("bars", "changes", "lever"),
        ("difference",),
    )
    assert tornado.title == "What each change does to LTV"
    grid = custecon.what_if("ltv", **TEXTBOOK, change=["retention=70%..90%:10%", "margin=80..120:20"])
    assert [one.name for one in grid.pictures] == []


def test_a_goal_beside_changes_is_reached_with_all_of_them_made() -> None:
    """110 · r ÷ (1.1 − r) = 400: r = 440 ÷ 510."""
    found = custecon.what_if("ltv", **TEXTBOOK, change="margin=+10%", reach=400, by="retention")
    assert figures(found) == [("retention", "main"), ("margin_multiple", "main")]
    assert found["retention"] == pytest.approx(440 / 510)
    goal = found.figures[0]
    assert goal.label == "retention rate for LTV 400.00"
    assert goal.note == "found by trying values and halving, not by a formula; now 80%; all changes made"
    assert found.answer == "LTV 400.00 is reached at retention rate 86.27% (now 80%)."
    assert [table.name for table in found.tables] == ["changes"]
    alone = custecon.what_if("ltv", **TEXTBOOK, reach="LTV = 400", by="retention")
    assert alone.figures[0].note == "found by trying values and halving, not by a formula; now 80%"
    assert alone.tables == ()


@pytest.mark.parametrize("goal", ["ltv=400", "margin-multiple=400", "MARGIN_MULTIPLE=400", "LTV=400", "400", 400])
def test_the_default_formula_of_a_topic_may_be_called_by_the_topic(goal) -> None:
    assert custecon.what_if("ltv", **TEXTBOOK, reach=goal, by="retention")["retention"] == pytest.approx(0.88)


def test_another_formula_of_a_topic_is_called_by_its_own_name_or_symbol() -> None:
    """Payback 12 at a CAC of 240, 20 a month."""
    said = {"cac": 400, "margin": 20, "by": "cac"}
    for goal in ("payback=12", "12"):
        assert custecon.what_if("payback", **said, reach=goal)["acquisition_cost"] == pytest.approx(240)
    with pytest.raises(UsageError, match=r"«cac» is not what is computed"):
        custecon.what_if("payback", **said, reach="cac=12")


def test_a_share_as_a_goal_is_one() -> None:
    """Lost ÷ 100 = 5 %."""
    said = {"lost": 10, "clients_at_start": 100, "by": "lost"}
    for goal in ("5%", "0.05", "churn-rate=5%", "Churn=5%"):
        found = custecon.what_if("churn-rate", **said, reach=goal)
        assert found["lost"] == 5
        assert "the first count" not in found.figures[0].note
    with pytest.raises(UsageError, match=r"E139: reach: 5 is not a share; write 5%"):
        custecon.what_if("churn-rate", **said, reach="5")
    assert custecon.what_if("churn-rate", **said, reach="1")["lost"] == 100
    found = custecon.what_if("churn-rate", **said, reach="4.5%")
    assert found["lost"] == 4
    assert found.figures[0].note.endswith("the first count to pass the goal, there 4%")


def test_a_topic_leads_with_its_default_formula_and_names_its_methods() -> None:
    from custecon.analyses.what_if import TOPICS, Subject
    from custecon.clients.opening import Opener

    assert [*TOPICS] == sorted({metric.topic.name for metric in METRICS.values()})
    assert ", ".join(TOPICS) in Subject.called
    assert Subject.told.startswith(", ".join(TOPICS))
    for name, topic in TOPICS.items():
        subject = Subject.opened(name, Opener())
        assert subject.metrics[0].name == topic.default
        assert {one.name for one in subject.metrics} == {one.name for one in METRICS.values() if one.topic.name == name}
        if topic.default.replace("_", "-") == name:
            assert len(subject.metrics) > 1  # it is the topic, though a formula has its name
    assert [one.name for one in Subject.opened("payback-surviving", Opener()).metrics] == ["payback_surviving"]
    with pytest.raises(UsageError, match=r"E112.*no-such"):
        custecon.what_if("ltv", **TEXTBOOK, method="no-such")


def test_the_first_formula_that_the_figures_allow_answers_and_a_discount_may_lack() -> None:
    assert custecon.what_if("ltv", revenue=100, churn="20%").figures[0].name == "revenue_over_churn"
    assert custecon.what_if("ltv", margin=100, retention="80%").figures[0].name == "margin_multiple"
    with pytest.raises(UsageError, match="E116") as refused:
        custecon.what_if("ltv", years=3)
    assert "the method margin-multiple needs margin, retention" in str(refused.value)


def test_a_topic_that_is_called_as_its_default_formula_has_its_other_formulas_too() -> None:
    counted = {"lost": 10, "clients_at_start": 100}
    assert custecon.what_if("churn-cost", **counted).figures[0].name == "churn_cost_in_values"
    assert custecon.what_if("churn-cost", **counted, method="churn-rate")["churn_rate"] == pytest.approx(0.1)
    assert custecon.what_if("churn-cost", **counted, value=5).figures[0].name == "churn_cost"


def test_a_method_beside_a_method_did_nothing() -> None:
    found = custecon.what_if("margin-multiple", **TEXTBOOK, method="margin-multiple-now")
    assert ("N323", "method did nothing here") in [(one.code, str(one)) for one in found.notices]
    assert "N323" not in codes(custecon.what_if("ltv", **TEXTBOOK, method="margin-multiple-now"))


def test_a_change_of_what_was_given_per_another_period_is_refused_unless_it_scales() -> None:
    said = {"margin": "120/year", "churn": "5%/month", "discount": "10%/year", "period": "month"}
    for change in ("discount=+2pt", "margin=+10", "margin=10..20:5"):
        with pytest.raises(UsageError, match="E388") as refused:
            custecon.what_if("ltv", **said, change=change)
        assert f"change {change.partition('=')[0]}" in str(refused.value)
    assert custecon.what_if("ltv", **said, change="margin=+10%").table("changes").rows[0][7] == pytest.approx(11)
    custecon.what_if("ltv", **said, change="churn=+1pt")
    with pytest.raises(UsageError, match="E388") as refused:
        custecon.what_if("ltv", **said, reach=400, by="margin")
    assert "by margin" in str(refused.value)


def test_a_result_without_a_formula_names_the_command_that_has_none(examples) -> None:
    with pytest.raises(UsageError, match="E166") as refused:
        custecon.rfm(examples / "orders.csv").what_if()
    assert "rfm" in str(refused.value)


@pytest.mark.parametrize("goal", [94, 95, 97, 99, 100])
def test_a_goal_near_the_end_of_what_can_be_is_reached(goal) -> None:
    """Of 100 clients no more than 100 can be lost; 11 ÷ (x − 10) has no end as x comes down to 10."""
    found = custecon.what_if("churn-rate", lost=10, clients_at_start=100, reach=f"{goal}%", by="lost")
    assert found["lost"] == goal
    with pytest.raises(Undefined, match="stays between 0% and 100%"):
        custecon.what_if("churn-rate", lost=10, clients_at_start=100, reach="-5%", by="lost")
    # LTV = m·r ÷ (1 + d − r·(1 + g)) grows without end as g comes to (1 + d) ÷ r − 1 = 0.375
    worth = custecon.what_if("ltv", **TEXTBOOK, growth=0, reach=80e9, by="growth")
    growth = worth["growth"]
    assert 0.374 < growth < 0.375


def test_a_figure_of_nothing_changes_by_no_share() -> None:
    """100 − 100, then 110 − 100; and back to nothing."""
    said = {"revenue": 100, "direct_cost": 100}
    found = custecon.what_if("client-profit", **said, change="revenue=+10")
    symbol = METRICS["client_profit"].symbol
    assert found.answer == f"{symbol} is 0.00; with revenue +10 it is 10.00."
    of_many = custecon.what_if("client-profit", **said, change=["revenue=+10", "direct_cost=+10"])
    assert of_many.answer.startswith(f"{symbol} is 0.00; with all changes together it is 0.00. These changes ")
    assert "move it alike: revenue +10, direct cost +10." in of_many.answer
