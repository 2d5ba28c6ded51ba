"""`custecon what-if`: what the command adds to the tables: which metric, what is told, what a pipe receives."""

import csv
import io
import json
import re

import pytest

from custecon.cli.app import load
from custecon.core.catalogue import METRICS
from custecon.core.quantities import QUANTITIES

TEXTBOOK = "--margin 100 --retention 80% --discount 10%"


@pytest.fixture
def asked(custecon):
    def of(line, **keywords):
        return custecon("what-if", *line.split(), **keywords)

    return of


def rows(ran):
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_the_line_of_the_issue(asked):
    """LTV = m·r ÷ (1 + d − r): 340 at 85 %, 261.33 at a margin of 98, 333.20 with both."""
    found = rows(asked(f"ltv {TEXTBOOK} --change retention=+5pt --change margin=-2%"))
    assert [row["lever"] for row in found] == ["retention rate +5pt", "margin -2%", "all together"]
    assert [round(float(row["value"]), 2) for row in found] == [340.0, 261.33, 333.2]


def test_a_pipe_receives_the_range(asked):
    found = rows(asked("ltv --margin 100 --churn 5% --discount 1% --change churn=2%..8%:1%"))
    assert [row["churn"] for row in found] == ["0.02", "0.03", "0.04", "0.05", "0.06", "0.07", "0.08"]
    assert float(found[0]["margin_multiple"]) == pytest.approx(100 * 0.98 / 0.03)


def test_goal_seek_is_a_value_with_a_note_and_not_a_formula(asked):
    document = json.loads(asked(f"ltv {TEXTBOOK} --reach ltv=400 --by retention -f json").out)
    goal = document["figures"][0]
    assert goal["value"] == pytest.approx(0.88)
    assert "not by a formula; now 80%" in goal["convention"]
    assert document["answer"] == "LTV 400.00 is reached at retention rate 88% (now 80%)."


def test_an_unreachable_goal_is_undefined_with_what_can_be_reached(asked):
    ran = asked(f"ltv {TEXTBOOK} --reach ltv=4000 --by retention")
    assert (ran.code, ran.out) == (4, "")
    assert "whatever the retention rate, the figure stays between 0.00 and 1,000.00" in ran.err


def test_without_a_change_every_input_is_moved_a_little(asked):
    found = rows(asked(f"ltv {TEXTBOOK}"))
    assert {row["quantity"] for row in found} == {"margin", "retention", "discount", "growth"}
    assert len(found) == 8


def test_a_method_can_be_named_in_either_place(asked):
    one = asked(f"ltv {TEXTBOOK} --method margin-multiple-now --change margin=+1%").out
    assert one == asked(f"margin-multiple-now {TEXTBOOK} --change margin=+1%").out
    assert "370.33" in one


def test_the_terminal_shows_the_reason_of_what_is_undefined_at_every_width(asked):
    for width in (40, 80, 200):
        out = asked(f"ltv {TEXTBOOK} --change retention=+25pt --change margin=+1%", terminal=True, width=width).out
        assert "1.05" in out
        assert "undefined" in out
        assert max(map(len, out.splitlines())) <= width


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_every_format(asked, form):
    ran = asked(f"ltv {TEXTBOOK} --change retention=+5pt --reach 400 --by margin -f {form}")
    assert ran.code == 0, ran.err
    assert ran.out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "E163: nothing named: what is read here is a topic (cac, churn-cost, "),
        ("lvt", "did you mean ltv?"),
        ("ltv --margin 100", "E116: the method margin-multiple needs --retention"),
        (f"ltv {TEXTBOOK} --change years=+1", "E129"),
        (f"ltv {TEXTBOOK} --change margin=+1% --change margin=+2%", "E138: margin is changed twice"),
        (f"ltv {TEXTBOOK} --reach ltv=400", "E139: --reach: by which quantity?"),
        (f"ltv {TEXTBOOK} --by retention", "E139: --reach: what is to be reached?"),
        (f"ltv {TEXTBOOK} --reach cac=400 --by retention", "«cac» is not what is computed"),
        (f"ltv {TEXTBOOK} --reach 400 --by retentoin", "did you mean retention?"),
    ],
)
def test_what_is_refused(asked, line, told):
    ran = asked(line)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_the_facts_of_the_firm_stand_behind_it_too(asked, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text('period = "year"\nmargin = 100\nchurn = 0.2\ndiscount = 0.1\n')
    ran = asked("ltv --change churn=-5pt")
    assert float(rows(ran)[0]["value"]) == pytest.approx(340)
    assert "from custecon.toml: margin 100.00 per year, discount rate 10% per year, churn rate 20% per year" in ran.err


@pytest.mark.parametrize("metric", [pytest.param(one, id=one.slug) for one in METRICS.values()])
def test_the_options_that_a_refusal_asks_for_exist(metric, custecon):
    ran = custecon("what-if", metric.slug)
    known = {flag for option in load("what-if").all_options for flag in option.flags}
    asked_for = re.findall(r"--[a-z-]+", ran.err)
    assert ran.code == 2
    assert asked_for
    assert known.issuperset(asked_for)


@pytest.mark.parametrize(
    "metric", [pytest.param(one, id=one.slug) for one in METRICS.values() if not one.required & {"periods"}]
)
def test_the_goal_that_a_refusal_advises_is_understood(metric, custecon):
    given = [
        text for name, value in metric.examples[0].inputs.items() for text in (QUANTITIES[name].flag, f"{value:g}")
    ]
    ran = custecon("what-if", metric.slug, *given, "--reach", "0.4")
    found = re.search(r"write (--reach \S+ --by \S+)", ran.err)
    assert (ran.code, bool(found)) == (2, True), ran.err
    ran = custecon("what-if", metric.slug, *given, *found[1].replace("400", "0.4").split())
    assert ran.code in (0, 4), ran.err
    assert not {"E110", "E139"}.intersection(re.findall(r"E\d+", ran.err))


@pytest.mark.parametrize("said", ["cac", "acquisition-cost", "acquisition_cost"])
def test_a_quantity_is_changed_by_the_name_of_its_option_too(said, custecon):
    asked = ("what-if", "payback", "--cac", "400", "--margin", "20")
    assert "420" in custecon(*asked, "--change", f"{said}=+5%").out
    assert custecon(*asked, "--reach", "12", "--by", said).out.splitlines()[1].startswith("acquisition_cost,240,")


def test_another_figure_than_the_one_computed_is_no_goal(custecon):
    ran = custecon("what-if", "payback", "--cac", "400", "--margin", "20", "--reach", "cac=400", "--by", "margin")
    assert (ran.code, "--reach payback=400" in ran.err) == (2, True)


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["answer"]


def test_what_matters_most_is_told_of_the_steps_and_by_elasticity(asked):
    """LTV = m·r ÷ (1 + d − r): +10 % of m is 26.67, +1 point of r 12.64; elasticities 1 and (1 + d) ÷ (1 + d − r)."""
    said = answer(asked(f"ltv {TEXTBOOK} -f json"))
    assert "moves it most" not in said  # our own steps are of unlike size: a tenth beside a point
    asked_for = answer(asked(f"ltv {TEXTBOOK} --change margin=+10% --change retention=+1pt -f json"))
    assert "Of these changes (margin +10%, retention rate +1pt) margin +10% moves it most." in asked_for
    assert f"By elasticity retention rate matters most: 1% more of it moves LTV by +{1.1 / 0.3:.3f}%" in said
    assert "margin growth has no elasticity here" in said


def test_ties_are_told_as_ties(asked):
    """Margin is revenue × margin rate, so a tenth more of either is the same."""
    line = "ltv --revenue 500 --margin-rate 20% --retention 80% --discount 10%"
    said = answer(asked(f"{line} --change revenue=+10% --change margin-rate=+10% -f json"))
    assert "These changes move it alike: revenue +10%, margin rate +10%." in said
    assert "By elasticity revenue and margin rate matter most, alike: 1% more of each moves LTV by +1% and +1%." in said
    said = answer(asked(f"{line} --change revenue=+10% --change margin-rate=-10% --change retention=+1pt -f json"))
    assert ") revenue +10% and margin rate -10% move it most, alike." in said
    assert "By elasticity retention rate matters most" in said


def test_one_change_is_compared_with_nothing(asked):
    said = answer(asked(f"ltv {TEXTBOOK} --change retention=+5pt -f json"))
    assert said == "LTV is 266.67; with retention rate +5pt it is 340.00 (+27.5%)."
