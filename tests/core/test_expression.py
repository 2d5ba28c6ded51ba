"""Formulas record what they do, and refuse what cannot be recorded."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core import units
from custecon.core.expression import (
    HAIR,
    Constant,
    Name,
    Unmet,
    exp,
    log,
    maximum,
    minimum,
    recording,
    require,
    sqrt,
    step,
    value_of,
    warn,
    where,
)
from custecon.render.formulas import in_cells, in_numbers, in_words

MARGIN, CHURN = Name("margin"), Name("churn")
CELLS = {"margin": "A1", "churn": "B1"}


@pytest.mark.parametrize(
    ("expression", "cells"),
    [
        (MARGIN + CHURN, "A1+B1"),
        (MARGIN - (CHURN - MARGIN), "A1-(B1-A1)"),
        ((MARGIN - CHURN) - MARGIN, "A1-B1-A1"),
        (MARGIN / (CHURN * 2), "A1/(B1*2)"),
        (MARGIN / CHURN * 2, "A1/B1*2"),
        ((MARGIN + 1) ** 2, "(A1+1)^2"),
        ((-MARGIN) ** 2, "(-A1)^2"),
        ((MARGIN**CHURN) ** 2, "(A1^B1)^2"),
        (MARGIN ** (CHURN**2), "A1^(B1^2)"),
        (MARGIN * -CHURN, "A1*(-B1)"),
        (2 - MARGIN, "2-A1"),
        (1 / MARGIN, "1/A1"),
        (2**MARGIN, "2^A1"),
        (where(MARGIN > 0, MARGIN, 0), "IF(A1>0,A1,0)"),
        (exp(MARGIN) + log(CHURN) + sqrt(2 * MARGIN), "EXP(A1)+LN(B1)+SQRT(2*A1)"),
        (MARGIN * 1 + 0, "A1"),
        (1 * MARGIN - 0, "A1"),
        (MARGIN / 1, "A1"),
        (MARGIN**1, "A1"),
        (MARGIN * Decimal("0.5"), "A1*0.5"),
        (MARGIN * -2, "A1*(-2)"),
    ],
)
def test_is_written_for_a_sheet_with_the_parentheses_it_needs(expression, cells) -> None:
    assert in_cells(expression, CELLS) == cells


def test_a_leading_minus_before_a_power_is_our_power_first_in_a_sheet() -> None:
    """In Excel =-A1^2 is +4 for 2, while here −(2²) is −4: the minus must be enclosed away."""
    text = in_cells(-(MARGIN**2), CELLS)
    assert text == "-(A1^2)"


def test_words_and_numbers() -> None:
    formula = MARGIN * (1 - CHURN)
    assert in_words(formula) == "margin × (1 − churn rate)"
    assert in_numbers(formula, {"margin": -20, "churn": 0.25}) == "(-20.00) × (1 − 25%)"


def test_a_formula_cannot_branch_or_leave_its_symbols() -> None:
    with pytest.raises(TypeError, match="where"):
        bool(MARGIN > 0)
    with pytest.raises(TypeError, match=r"core\.expression"):
        math.exp(MARGIN)


def test_requirements_hold_for_numbers_arrays_and_are_recorded_for_names() -> None:
    require(True, "reason", "cure")
    require(np.array([True, True]), "reason", "cure")
    with pytest.raises(Unmet, match="reason"):
        require(np.array([True, False]), "reason", "cure")
    with recording() as trace:
        require(MARGIN > 0, "reason", "cure")
        warn(MARGIN < 0, "N301")
        named = step("half_of_it", MARGIN / 2, units.MONEY, "half")
    assert [r.reason for r in trace.requirements] == ["reason"]
    assert [w.notice.code for w in trace.warnings] == ["N301"]
    assert trace.steps == [named]
    assert step("half_of_it", 3, units.MONEY, "half") == 3


def test_functions_work_on_numbers_decimals_arrays() -> None:
    assert exp(0) == 1
    assert log(Decimal(1)) == 0
    assert sqrt(Decimal(4)) == 2
    assert list(sqrt(np.array([1.0, 4.0]))) == [1, 2]
    assert maximum(1, 2) == 2
    assert minimum(1, 2) == 1
    assert list(where(np.array([True, False]), 1, 2)) == [1, 2]


values = st.floats(min_value=0.1, max_value=100)


@given(values, values)
def test_the_recorded_expression_is_the_formula(margin: float, churn: float) -> None:
    def formula(a, b):
        return where(a > b, (a - b) ** 2 / (1 + a), exp(-b) + sqrt(a) - log(b) * 3)

    expected = formula(margin, churn)
    assert value_of(formula(MARGIN, CHURN), {"margin": margin, "churn": churn}) == expected


def test_constants_fold_only_where_nothing_changes() -> None:
    assert Constant(0) != MARGIN * 0  # zero times an undefined value is not zero


def test_cases_are_told_one_after_the_other_and_in_numbers_only_the_one_that_holds():
    margin, churn, cost = Name("margin"), Name("churn"), Name("acquisition_cost")
    cases = where(cost <= margin, cost, where(churn > HAIR, margin / churn, margin))
    assert in_words(cases) == "CAC if CAC ≤ margin; otherwise margin ÷ churn rate if churn rate > 0; otherwise margin"
    assert in_words(2 * cases).startswith("2 × (CAC if CAC ≤ margin; otherwise")
    held = {"margin": 80, "churn": 0.05, "acquisition_cost": 1200}
    assert in_numbers(cases, held) == "80.00 ÷ 5%"
    assert in_numbers(2**cases, held) == "2^(80.00 ÷ 5%)"
    assert in_numbers(cases, {**held, "acquisition_cost": 70}) == "70.00"
    assert in_numbers(cases, {**held, "churn": 0}) == "80.00"


def test_a_case_that_hangs_on_the_period_is_written_with_all_its_cases():
    cases = where(Name("period_number") <= 1, Name("margin"), 0)
    assert in_numbers(cases, {"margin": 80}) == "80.00 if period ≤ 1; otherwise 0"
