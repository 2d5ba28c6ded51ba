"""Equal rows counted once: the same groups and sums as a dictionary finds, on every road through the code."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custecon.models import BG_NBD
from custecon.models.distinct_histories import distinct_rows, kinds, sums_by_value
from custecon.models.summary import PurchaseSummary

GRIDS = {
    "whole": st.integers(0, 5).map(float),
    "days in weeks": st.integers(0, 300).map(lambda days: days / 7.0),
    "days in years": st.integers(0, 3000).map(lambda days: days / 365.25),
    "far apart": st.sampled_from([0.0, 9_999_999.0, 123_456.0]),
    "off every grid": st.sampled_from([0.1, 0.12345, 7.7, 1e-3]),
    "tiny": st.sampled_from([0.0, 1e-12, 2e-12, 3e-10]),
    "huge": st.sampled_from([1e9 + 0.5, 1e12, 3e15]),
    "below 0": st.sampled_from([-2.0, -1.0, 0.0, 1.0]),
}
COLUMNS = st.sampled_from(list(GRIDS)).flatmap(lambda name: st.lists(GRIDS[name], min_size=40, max_size=40))


def grouped(columns, weights) -> dict[tuple[float, ...], float]:
    """The second road."""
    found: dict[tuple[float, ...], float] = defaultdict(float)
    for row, weight in zip(zip(*columns, strict=True), weights, strict=True):
        found[tuple(map(float, row))] += float(weight)
    return dict(found)


def same(rows, totals, expected) -> None:
    found = {
        tuple(row): total for row, total in zip(zip(*(r.tolist() for r in rows), strict=True), totals, strict=True)
    }
    assert len(found) == len(totals)  # no row twice
    assert found.keys() == expected.keys()
    for row, total in expected.items():
        assert found[row] == pytest.approx(total, rel=1e-12)


@settings(max_examples=300, deadline=None)
@given(st.lists(COLUMNS, min_size=1, max_size=3), st.integers(0, 40), st.booleans())
def test_groups_are_those_of_a_dictionary(columns, length, weighted) -> None:
    arrays = [np.array(column[:length]) for column in columns]
    weights = np.linspace(0.5, 9.5, 40)[:length] if weighted else None
    rows, totals = distinct_rows(arrays, weights)
    same(rows, totals, grouped(arrays, np.ones(length) if weights is None else weights))


@pytest.mark.parametrize("weighted", [False, True])
def test_rows_too_many_sided_for_one_whole_number(weighted) -> None:
    rng = np.random.default_rng(1)
    columns = [rng.integers(0, 3, 500) * 4_999_999.0 for _ in range(3)]  # 1e7³ possible keys
    weights = rng.random(500) if weighted else None
    rows, totals = distinct_rows(columns, weights)
    assert len(totals) == 27
    same(rows, totals, grouped(columns, np.ones(500) if weights is None else weights))


@pytest.mark.parametrize("weighted", [False, True])
def test_rows_that_leave_no_room_for_their_place_beside_their_number(weighted) -> None:
    rng = np.random.default_rng(3)
    columns = [*(rng.integers(0, 3, 500) * 4_999_999.0 for _ in range(2)), rng.integers(0, 20_000, 500) * 1.0]
    columns[2][-1] = 19_999.0  # 2e18 possible keys, below 2**62
    weights = rng.random(500) if weighted else None
    rows, totals = distinct_rows(columns, weights)
    same(rows, totals, grouped(columns, np.ones(500) if weights is None else weights))
    first, kind = kinds(columns)
    assert len(first) == len(totals)
    assert all((column[first][kind] == column).all() for column in columns)


@settings(max_examples=200, deadline=None)
@given(COLUMNS)
def test_sums_by_value_are_those_of_a_dictionary(column) -> None:
    array = np.array(column)
    one, two = np.arange(40.0), np.full(40, 0.5)
    values, (first, second) = sums_by_value(array, one, two)
    same([values], first, grouped([array], one))
    same([values], second, grouped([array], two))


def test_likelihood_of_rows_together_is_the_sum_of_the_likelihoods_one_by_one() -> None:
    rng = np.random.default_rng(2)
    params = {"r": 0.5, "alpha": 5.0, "a": 0.8, "b": 2.5}
    ages = rng.integers(10, 60, 300).astype(float)
    drawn = BG_NBD.draw_histories(params, ages, rng, "week")
    for scale in (1.0, 1e-9, 1e6):  # shorter than any grid, and longer
        theta = {**params, "alpha": params["alpha"] * scale}
        columns = drawn.repeat_purchases, np.floor(drawn.age_at_last_purchase) * scale, ages * scale
        data = PurchaseSummary(*columns, "week")
        pieces = [data.rows(slice(row, row + 1)) for row in range(len(data))]
        twins = [PurchaseSummary(p.repeat_purchases, p.age_at_last_purchase, p.age, "week", [2.0]) for p in pieces]
        other = sum(0.5 * BG_NBD.likelihood(twin, theta).value(np.array(list(theta.values()))) for twin in twins)
        assert BG_NBD.log_likelihood(theta, data) == pytest.approx(other, rel=1e-11)


@settings(max_examples=300, deadline=None)
@given(st.lists(COLUMNS, min_size=1, max_size=4), st.integers(0, 40))
def test_every_row_finds_its_like(columns, length) -> None:
    arrays = [np.array(column[:length]) for column in columns]
    first, kind = kinds(arrays)
    assert all((column[first][kind] == column).all() for column in arrays)
    assert len(first) == len(grouped(arrays, np.ones(length)))


def test_rows_too_many_sided_for_one_whole_number_find_their_like() -> None:
    rng = np.random.default_rng(2)
    columns = [rng.integers(0, 3, 500) * 4_999_999.0 for _ in range(3)]
    first, kind = kinds(columns)
    assert len(first) == 27
    assert all((column[first][kind] == column).all() for column in columns)
