"""What if, asked of a result: the same engine as the command's, on the inputs that the result stands on."""

import re

import pytest

import custecon
from custecon.core.errors import Undefined, UsageError
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
