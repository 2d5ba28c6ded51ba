"""Months however they are written: the same months, in the order of the calendar; what nobody can tell is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.tables.months import calendar_order, has_no_year, is_month, months_in

LONG = "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь".split()
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SPELLINGS = [
    lambda year, month: f"{year}-{month:02d}",
    lambda year, month: f"{year}{month:02d}",
    lambda year, month: f"{year}/{month}",
    lambda year, month: f"{year}M{month:02d}",
    lambda year, month: f"{month:02d}.{year}",
    lambda year, month: f"{month}/{year}",
    lambda year, month: f"{year}_{month:02d}",
    lambda year, month: f"{SHORT[month - 1]}_{year}",
    lambda year, month: f"{LONG[month - 1]} {year}",
    lambda year, month: f"{LONG[month - 1].lower()} {year} г.",
    lambda year, month: f"{LONG[month - 1][:3]}.{year % 100}",
    lambda year, month: f"{SHORT[month - 1]}-{year % 100}",
    lambda year, month: f"{SHORT[month - 1]} {year}",
    lambda year, month: f"{SHORT[month - 1]}'{year % 100}",
    lambda year, month: f"{year} {SHORT[month - 1]}",
    lambda year, month: f"{month:02d}.{year % 100}",
    lambda year, month: f"{month}/{year % 100}",
    lambda year, month: f"{year}-{month:02d}-01 00:00:00",
    lambda year, month: f"01.{month:02d}.{year} - 28.{month:02d}.{year}",
    lambda year, month: f"{year}-{month:02d}-01 – {year}-{month:02d}-28",
]


@given(
    st.integers(2015, 2029),
    st.integers(1, 12),
    st.integers(1, 30),
    st.sampled_from(SPELLINGS),
    st.randoms(use_true_random=False),
)
def test_every_spelling_is_the_same_months_in_the_same_order(year, month, count, spelling, chance):
    months = [((year * 12 + month - 1 + n) // 12, (month - 1 + n) % 12 + 1) for n in range(count)]
    wanted = [f"{year}-{month:02d}" for year, month in months]
    chance.shuffle(months)
    found = months_in([spelling(*one) for one in months])
    assert found.labels == [f"{year}-{month:02d}" for year, month in months]
    assert (found.doubtful, found.strange) == ((), ())
    assert list(calendar_order(found.labels)) == wanted
    assert all(is_month(label) for label in found.labels)


@pytest.mark.parametrize(
    "cells",
    [
        ["01/02", "02/02", "03/02"],  # the second or the first of 2002, 2001 …
        ["Jan-01", "Jan-08", "Jan-15", "Jan-22", "Jan-29"],  # weeks
        ["01/01", "01/08", "01/15", "01/22", "01/29"],
        [f"Jan-{day:02d}" for day in range(1, 32)],  # days
        ["24-Jan", "24-Feb", "24-Mar"],
        ["13/02", "02/13"],  # no order fits both
    ],
)
def test_what_may_be_several_months_is_left_as_it_is_and_told(cells):
    found = months_in(cells)
    assert found.labels == cells
    assert set(found.doubtful) == set(cells)
    assert list(calendar_order(found.labels)) == cells


def test_one_cell_settles_the_others():
    assert months_in(["01/12", "02/12", "12/11", "01/13"]).labels == ["2012-01", "2012-02", "2011-12", "2013-01"]
    assert months_in(["10-01", "13-01"]).labels == ["2010-01", "2013-01"]


def test_a_year_beside_completes_a_month_and_corrects_none():
    found = months_in(["Jan", "2", "Dec 2023", "кв. 1", ""], ["2024", "2024 г.", "2024", "2024", "2024"])
    assert found.labels == ["2024-01", "2024-02", "2023-12", "кв. 1", ""]
    assert found.strange == ("кв. 1",)


def test_one_month_without_a_year_written_in_two_ways_is_one():
    assert months_in(["Январь", "янв.", "Февраль"]).labels == ["Январь", "Январь", "Февраль"]


def test_quarters_and_halves_follow_the_calendar():
    found = months_in(["Q1 2025", "4 кв. 2024", "IV квартал 2023", "2024 Q3", "2 полугодие 2022", "H1 2022"])
    assert list(calendar_order(found.labels)) == ["2022-H1", "2022-H2", "2023-Q4", "2024-Q3", "2024-Q4", "2025-Q1"]
    assert not any(map(is_month, found.labels))


def test_months_without_a_year_that_follow_one_another_keep_their_order():
    around = [*LONG[9:], *LONG[:9]]
    assert list(calendar_order(around)) == around
    mixed = sorted(LONG)
    assert list(calendar_order(mixed)) == LONG
    assert all(map(has_no_year, LONG))


def test_what_is_no_month_stands_apart_by_its_numbers():
    labels = months_in(["week 10", "week 9", "Feb 2024", "Jan 2024"]).labels
    assert list(calendar_order(labels)) == ["2024-01", "2024-02", "week 9", "week 10"]
    assert months_in(["week 10", "week 9"]).strange == ()
    assert months_in(["week 10", "Jan 2024"]).strange == ("week 10",)
