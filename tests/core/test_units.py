"""Periods convert once, by powers for rates and by multiplication for flows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.units import Change, Period, convert

MONTH, YEAR = Period.MONTH, Period.YEAR


def test_published_conversions() -> None:
    """3 % a month is 30.6 % a year, 12 %/yr is .9489 %/mo, 1 %/mo is 12.68 %/yr; Po21: 5 % is 45.964 %."""
    assert convert(0.03, Change.LOSS, given=MONTH, wanted=YEAR) == pytest.approx(0.306, abs=5e-4)
    assert convert(0.05, Change.LOSS, given=MONTH, wanted=YEAR) == pytest.approx(0.459640, abs=5e-7)
    assert convert(0.12, Change.COMPOUND, given=YEAR, wanted=MONTH) == pytest.approx(0.009489, abs=5e-7)
    assert convert(0.01, Change.COMPOUND, given=MONTH, wanted=YEAR) == pytest.approx(0.1268, abs=5e-5)
    assert convert(0.10, Change.COMPOUND, given=YEAR, wanted=MONTH) == pytest.approx(0.0079741404, abs=5e-11)


def test_flows_are_spread_evenly_and_lengths_divided() -> None:
    assert convert(1200, Change.FLOW, given=YEAR, wanted=MONTH) == 100
    assert convert(24, Change.LENGTH, given=MONTH, wanted=YEAR) == pytest.approx(2)


rates = st.floats(min_value=0, max_value=0.99)
periods = st.sampled_from(list(Period))


@given(rates, periods, periods, st.sampled_from(list(Change)))
def test_there_and_back_is_the_same(rate: float, one: Period, other: Period, change: Change) -> None:
    if change is Change.SURVIVAL and 0 < rate < 1e-2:
        return  # 0.001 to the power of 365 is below what a float can hold
    there = convert(rate, change, given=one, wanted=other)
    if change is Change.LOSS and there > 1 - 1e-9:
        return
    assert convert(there, change, given=other, wanted=one) == pytest.approx(rate, rel=1e-6, abs=1e-9)


@given(rates, periods, periods)
def test_staying_and_leaving_convert_to_the_same_story(churn: float, one: Period, other: Period) -> None:
    leaving = convert(churn, Change.LOSS, given=one, wanted=other)
    staying = convert(1 - churn, Change.SURVIVAL, given=one, wanted=other)
    assert leaving + staying == pytest.approx(1)
