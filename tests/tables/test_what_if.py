"""What-if: laws that hold for every metric, because the metric itself is evaluated again."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from custecon.core.catalogue import METRICS
from custecon.core.errors import UsageError
from custecon.core.expression import value_of
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.metrics import load_all
from custecon.tables.quantity_changes import Lever, Sweep, lever
from custecon.tables.what_if import TOGETHER, Case, changes_table, elasticity, range_table, reach, usual

load_all()
MARGIN_MULTIPLE = METRICS["margin_multiple"]


def case_of(metric, **values):
    return Case(metric, tuple(Input(QUANTITIES[name], value) for name, value in values.items()))


def textbook(**values):
    return case_of(MARGIN_MULTIPLE, **{"margin": 100, "retention": 0.8, "discount": 0.1, **values})


EXAMPLES = [pytest.param(metric, metric.examples[0].inputs, id=metric.slug) for metric in METRICS.values()]


def close(one, other):
    return one == other or one == pytest.approx(other, rel=1e-9, abs=1e-12)


# ------------------------------------------------------------------ the words of a change


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("retention=+5pt", 0.8, 0.85),
        ("retention=-2 pp", 0.8, 0.78),
        ("retention=+5 п.п.", 0.8, 0.85),
        ("retention=+5%", 0.8, 0.84),
        ("retention==85%", 0.8, 0.85),
        ("retention=85%", 0.8, 0.85),
        ("retention=0,85", 0.8, 0.85),
        ("margin=-2%", 100, 98),
        ("margin=+10", 100, 110),
        ("margin=−10", 100, 90),
        ("margin==-10", 100, -10),
        ("margin-rate=+1pt", 0.4, 0.41),
        ("periods=+2", 4, 6),
    ],
)
def test_a_change_is_read_as_it_is_said_and_reckoned_in_decimals(text, before, after):
    assert lever(text).after(before) == after


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("retention", "E125"),
        ("retention=", "E125"),
        ("retentoin=+5pt", "E110"),
        ("retention=+5", "E126"),
        ("retention=+0.05", "E126"),
        ("margin=+5pt", "E126"),
        ("discount=10%/year", "E127"),
        ("margin=+100/year", "E127"),
        ("margin=+5%/year", "E127"),
        ("retention=+1%/year", "E127"),
        ("retention=+1%/year pt", "E127"),
        ("margin=10..100:10/month", "E127"),
        ("margin=10..100:10%", "E144"),
        ("margin=35%", "E144"),
        ("lost=+1/year", "E145"),
        ("churn=2%..8%:0%", "E128"),
        ("churn=0%..100%:0.0001%", "E128"),
        ("retention=85", "E102"),
        ("margin=+ten", "E101"),
        ("margin=+1,234", "E105"),
    ],
)
def test_a_change_of_two_readings_or_none_is_refused(text, code):
    with pytest.raises(UsageError) as refused:
        lever(text)
    assert refused.value.problems[0].code == code


def test_per_cent_of_nothing_is_refused_rather_than_shown_as_no_effect():
    with pytest.raises(UsageError, match="E137"):
        changes_table(textbook(), [lever("growth=+5%")])


@given(first=st.integers(0, 100), last=st.integers(0, 100), step=st.integers(1, 50))
def test_a_range_goes_from_its_first_value_by_even_steps_and_never_past_its_last(first, last, step):
    values = lever(f"churn={first}%..{last}%:{step}%").values
    assert values[0] == first / 100
    sign = 1 if last >= first else -1
    assert list(values) == [(first + sign * step * i) / 100 for i in range(len(values))]
    assert abs(last - first) / 100 - abs(values[-1] - values[0]) < step / 100


# ------------------------------------------------------------------ laws of every metric


@pytest.mark.parametrize(("metric", "values"), EXAMPLES)
def test_every_metric_can_be_asked_what_if(metric, values):
    case = case_of(metric, **values)
    table = changes_table(case, usual(case))
    assert len(table.rows) >= len(metric.asked)
    for row in table.rows[:-1]:
        direct = case_of(metric, **{**values, row[8]: row[7]}).outcome()
        assert (row[1], row[5]) == (direct.value, str(direct.why) if direct.why else None)
        assert row[1] is not None or row[5]


@pytest.mark.parametrize(("metric", "values"), EXAMPLES)
def test_a_goal_that_is_reached_is_the_goal_when_evaluated(metric, values):
    case = case_of(metric, **values)
    for name, before in case.levers().items():
        moved = case.outcome({name: before * 0.9 if not QUANTITIES[name].whole else max(1, before - 1)})
        if moved.value is None or moved.value == case.outcome().value:
            continue
        found = reach(case, moved.value, name)
        assert found.value is not None, name
        assert found.value in QUANTITIES[name].bounds
        assert close(case.outcome({name: found.value}).value, moved.value), name
        assert found.lowest <= moved.value <= found.highest


@pytest.mark.parametrize(("metric", "values"), EXAMPLES)
def test_an_unreachable_goal_has_no_value_but_the_ends_of_what_can_be_reached(metric, values):
    case = case_of(metric, **values)
    for name in list(case.levers())[:3]:
        best = reach(case, 0.0, name).highest
        beyond = reach(case, best + abs(best) + 1, name)
        assert beyond.value is None
        assert beyond.highest == best


# ------------------------------------------------------------------ laws of the tables

MONEY = st.floats(1, 1e5)
SHARE = st.floats(0.01, 0.98)
POINTS = st.integers(-20, 20)


@given(margin=MONEY, retention=SHARE, points=POINTS, percent=st.integers(-50, 50).filter(bool))
def test_together_is_all_changes_evaluated_at_once(margin, retention, points, percent):
    case = textbook(margin=margin, retention=retention)
    changes = [lever(f"retention={points:+}pt"), lever(f"margin={percent:+}%")]
    *alone, together = changes_table(case, changes).rows
    assert together[0] == TOGETHER
    at_once = textbook(**{change.name: change.after(case.before(change.name)) for change in changes}).outcome()
    assert together[1] == at_once.value
    assert len(alone) == 2


@given(margin=MONEY, retention=SHARE, discount=st.floats(0.01, 0.5))
def test_the_elasticity_of_margin_is_one(margin, retention, discount):
    case = textbook(margin=margin, retention=retention, discount=discount)
    assert elasticity(case, "margin") == pytest.approx(1, abs=1e-6)


@given(margin=MONEY, retention=st.floats(0.05, 0.9), discount=st.floats(0.05, 0.5))
def test_the_elasticity_of_retention_is_that_of_the_formula(margin, retention, discount):
    """d ln LTV / d ln r = 1 + r ÷ (1 + d − r), by hand from LTV = m·r ÷ (1 + d − r)."""
    case = textbook(margin=margin, retention=retention, discount=discount)
    assert elasticity(case, "retention") == pytest.approx(1 + retention / (1 + discount - retention), rel=1e-6)


def test_at_the_end_of_its_range_a_quantity_is_moved_to_the_one_side_that_is_there():
    """From 100 % retention only down: 1 + r ÷ (1 + d − r) = 11. From a wanted return of 1 only up: -1."""
    assert elasticity(textbook(margin=100, retention=1, discount=0.1), "retention") == pytest.approx(11, rel=1e-5)
    ceiling = case_of(METRICS["ceiling_price"], lifetime_value=300, wanted_return=1)
    assert elasticity(ceiling, "wanted_return") == pytest.approx(-1, rel=1e-6)


def test_gupta_lehmann_stuart_one_per_cent_of_retention_moves_value_about_five_times_one_per_cent_of_discount():
    """Gupta, Lehmann and Stuart 2004: 1 % of retention ≈ 5 %, of margin 1 %; retention ≈ 5 × discount, in size."""
    case = case_of(METRICS["margin_multiple"], margin=1, retention=0.78, discount=0.12)
    assert 3 < elasticity(case, "retention") < 5.5
    assert elasticity(case, "retention") / -elasticity(case, "discount") > 5


def test_five_points_of_retention_at_twelve_per_cent():
    """[CALC] formulas.md 3.5: from 70, 80, 90 % retention at 12 %: +21.6, +25.9, +36.6 %."""
    found = []
    for retention in (0.7, 0.8, 0.9):
        case = textbook(retention=retention, discount=0.12)
        found.append(changes_table(case, [lever("retention=+5pt")]).rows[0][3])
    assert [round(100 * share, 1) for share in found] == [21.6, 25.9, 36.6]


@given(retention=SHARE, margin=MONEY)
def test_a_range_is_the_single_evaluations_one_a_row(retention, margin):
    case = textbook(margin=margin, retention=retention)
    spans = [lever("churn=0%..20%:5%"), lever("discount=5%..10%:5%")]
    table = range_table(case, spans)
    assert [row[:2] for row in table.rows] == [(c / 100, d / 100) for c in range(0, 25, 5) for d in (5, 10)]
    for churn, discount, value, *_ in table.rows:
        assert value == pytest.approx(margin * (1 - churn) / (discount + churn))


def test_changes_hold_in_every_row_of_a_range():
    table = range_table(textbook(), [lever("retention=70%..80%:10%")], [lever("margin=+100%")])
    single = range_table(textbook(margin=200), [lever("retention=70%..80%:10%")])
    assert [row[1] for row in table.rows] == [row[1] for row in single.rows]
    assert table.note == "with margin +100%"


def test_the_largest_stands_first_and_the_undefined_is_kept_with_its_reason():
    changes = [lever("margin=+1%"), lever("retention=+25pt"), lever("discount=-9pt"), lever("retention_spend=5")][:3]
    rows = changes_table(textbook(), changes).rows
    assert [row[8] for row in rows] == ["discount", "margin", "retention", None]
    assert rows[2][1] is None
    assert "1.05 is outside its bounds" in rows[2][5]
    assert rows[3][1] is None
    assert "1.05" in rows[3][5]


def test_churn_moves_a_metric_that_takes_retention_and_the_other_way_round():
    by_churn = changes_table(textbook(), [lever("churn=-5pt")]).rows[0][1]
    assert by_churn == changes_table(textbook(), [lever("retention=+5pt")]).rows[0][1]
    assert close(by_churn, 340)


def test_a_quantity_that_does_not_enter_is_refused_instead_of_shown_as_no_effect():
    with pytest.raises(UsageError, match="E129"):
        changes_table(textbook(), [lever("years=+5")])


def test_two_changes_of_one_thing_contradict_each_other():
    with pytest.raises(UsageError, match="E108"):
        changes_table(textbook(), [lever("churn=+5pt"), lever("retention=+5pt")])


@given(goal=st.floats(1, 900), retention=SHARE)
def test_goal_seek_agrees_with_the_formula_solved_by_hand(goal, retention):
    """LTV = m·r ÷ (1 + d − r) gives r = LTV·(1 + d) ÷ (m + LTV)."""
    wanted = goal * 1.1 / (100 + goal)
    assume(wanted < 1)
    assert reach(textbook(retention=retention), goal, "retention").value == pytest.approx(wanted, rel=1e-12)


def test_a_count_is_the_first_that_passes_the_goal():
    case = case_of(METRICS["fixed_horizon"], margin=100, retention=0.8, discount=0.1, periods=4)
    found = reach(case, 200, "periods")
    assert found.value == 5
    assert case.outcome({"periods": 4}).value < 200 <= found.there
    assert math.isfinite(found.highest)


def test_a_large_count_is_sought_by_halving_and_not_one_by_one():
    case = case_of(METRICS["dissatisfied_from_clients"], clients=1_000_000, problem_share=0.4)
    assert reach(case, 40_000_000, "clients").value == 100_000_000


def test_a_span_and_a_change_say_what_they_are():
    assert isinstance(lever("churn=5%"), Lever)
    assert isinstance(lever("churn=5%..7%"), Sweep)
    assert len(lever("periods=1..12").values) == 12


def test_from_a_figure_of_nothing_differences_are_told_and_their_parts_are_not():
    """A margin of 0 is worth 0; of 10 it is 10 × 0.8 ÷ 0.3, of 20 twice that; the largest difference stands first."""
    nothing = textbook(margin=0)
    table = changes_table(nothing, [lever("margin=+10"), lever("retention=+5pt"), lever("margin=+20")], together=False)
    names = [column.name for column in table.columns]
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert [one["value"] for one in found] == pytest.approx([20 * 0.8 / 0.3, 10 * 0.8 / 0.3, 0])
    assert [one["difference"] for one in found] == pytest.approx([20 * 0.8 / 0.3, 10 * 0.8 / 0.3, 0])
    assert [(one["relative"], one["elasticity"]) for one in found] == [(None, None)] * 3


def test_in_a_sheet_whose_figure_becomes_nothing_the_parts_of_it_are_empty():
    """The formulas were written when the figure was 267; a condition that divides by it would be an error now."""
    table = changes_table(textbook(), [lever("margin=+10")], together=False)
    at = {column.name: column.cells[0] for column in table.columns if column.cells is not None}
    now = {"figure margin_multiple": 0.0, "before": 0.0, "after": 10.0, "value": 80 / 3, "difference": 80 / 3}
    now |= {"margin": 0.0, "retention": 0.8, "discount": 0.1}
    now |= {f"input {name}": now[name] for name in ("margin", "retention", "discount")}
    for name in ("relative", "elasticity"):
        assert not all(value_of(needed.condition, now) for needed in at[name].requires), name
    for name in ("value", "difference"):
        assert all(value_of(needed.condition, now) for needed in at[name].requires), name
        assert value_of(at[name].formula, now) == pytest.approx(80 / 3)
    below = now | {"figure margin_multiple": -80.0, "difference": 20.0}  # a part of what it was, whatever its sign
    assert value_of(at["relative"].formula, below) == pytest.approx(0.25)


@pytest.mark.parametrize("goal", [1e5, 1e9, 1e11])
def test_a_goal_is_found_next_to_the_end_of_what_may_be(goal):
    """Without a discount margin × r ÷ (1 − r) has no end: a goal of 1e9 is reached at a loss of one in ten million."""
    found = reach(textbook(discount=0), goal, "retention")
    assert found.value == pytest.approx(goal / (100 + goal), abs=1e-13)
    assert found.there == pytest.approx(goal, rel=1e-5)
    small = reach(textbook(discount=0), 1 / goal, "retention")
    assert small.value == pytest.approx(1 / goal / 100, rel=1e-5)
