"""Wilson's interval: published values, its defining equation, and laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import Undefined, UsageError
from custecon.metrics.proportions import deviate_of, of_several, wilson_high, wilson_interval, wilson_low

COUNTS = st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@pytest.mark.parametrize("metric", [wilson_low, wilson_high])
def test_published_examples(metric):
    for example in metric.examples:
        assert metric(**example.inputs) == pytest.approx(example.gives, abs=0.5 * 10**-example.places)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(3, 50, 0.020615, 0.162171), (0, 10, 0.0, 0.277533)],  # badinput/open/params.csv, Po18 and Po19
)
def test_values_of_params_po18_po19(part, whole, low, high):
    interval = wilson_interval(part, whole, 0.95)
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-7), pytest.approx(high, abs=5e-7))
    assert (interval.level, interval.method) == (0.95, "Wilson")


def test_none_and_all_give_exact_ends():
    assert wilson_interval(0, 7).low == 0
    assert wilson_interval(7, 7).high == 1


@given(COUNTS, LEVELS)
def test_the_ends_solve_the_equation_that_defines_them(count, level):
    # Wilson 1927: |p − π| = z √(π(1 − π) ÷ n), the share and the end set against the end's own deviation.
    part, whole = count
    interval = wilson_interval(part, whole, level)
    for end in (interval.low, interval.high):
        distance = (part / whole - end) ** 2
        assert distance == pytest.approx(deviate_of(level) ** 2 * end * (1 - end) / whole, rel=1e-6, abs=1e-13)


@given(COUNTS, LEVELS)
def test_the_interval_holds_the_share_and_stays_between_0_and_1(count, level):
    part, whole = count
    interval = wilson_interval(part, whole, level)
    assert 0 <= interval.low <= part / whole * (1 + 1e-12)
    assert part / whole * (1 - 1e-12) <= interval.high <= 1


@given(COUNTS, LEVELS)
def test_those_who_left_and_those_who_stayed_mirror_each_other(count, level):
    part, whole = count
    left, stayed = wilson_interval(part, whole, level), wilson_interval(whole - part, whole, level)
    assert left.low == pytest.approx(1 - stayed.high, abs=1e-12)


@given(COUNTS)
def test_a_higher_level_is_never_narrower(count):
    part, whole = count
    narrow, wide = wilson_interval(part, whole, 0.8), wilson_interval(part, whole, 0.99)
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


@given(st.integers(1, 1000), LEVELS)
def test_ten_times_the_cases_narrow_it(whole, level):
    few, many = wilson_interval(0, whole, level), wilson_interval(0, 10 * whole, level)
    assert many.high < few.high


def test_more_than_the_whole_is_refused():
    with pytest.raises(Undefined, match="larger than the whole"):
        wilson_interval(12, 10)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (-1, 5), (2.5, 5), (math.nan, 5)])
def test_counts_that_are_no_counts_are_refused(part, whole):
    with pytest.raises(UsageError):
        wilson_interval(part, whole)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(first, second, low, high):
    """Newcombe 1998, eleven methods, table II, method 10."""
    interval = of_several([(1, *first), (-1, *second)])
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(st.lists(COUNTS, min_size=1, max_size=4), LEVELS)
def test_the_interval_of_an_average_lies_within_the_average_of_the_intervals(counts, level):
    each = [wilson_interval(part, whole, level) for part, whole in counts]
    found = of_several([(1 / len(counts), part, whole) for part, whole in counts], level)
    average = sum(part / whole for part, whole in counts) / len(counts)
    assert sum(one.low for one in each) / len(each) - 1e-12 <= found.low <= average + 1e-12
    assert average - 1e-12 <= found.high <= sum(one.high for one in each) / len(each) + 1e-12
    if len(counts) == 1:
        assert (found.low, found.high) == (pytest.approx(each[0].low), pytest.approx(each[0].high))
