"""One grammar for numbers that people type; what has two readings is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import UsageError
from custecon.core.numbers import Typed, parse
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.units import Period

EACH = [pytest.param(quantity, id=name) for name, quantity in QUANTITIES.items()]


def anything(text: str) -> Typed:
    return parse(text, name="x", percent=True, period=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("100", "100"),
        ("0.8", "0.8"),
        ("0,8", "0.8"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("80%", "0.8"),
        ("80 %", "0.8"),
        ("12,5%", "0.125"),
        ("-20", "-20"),
        ("−20", "-20"),
        ("+3", "3"),
        ("1 234,50", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1'234.50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234", "1.234"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("1e3", "1000"),
        ("1e308", "1e308"),
        ("007", "7"),
    ],
)
def test_reads_what_people_write(text: str, number: str) -> None:
    assert anything(text).number == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "nan",
        "inf",
        "-inf",
        "1_000",
        "１２",
        "1,23,4",
        "12.34.5",
        "1 23",
        "0x10",
        "--1",
        "1.",
        "5%%",
        "1/2",
    ],
)
def test_refuses_what_is_not_a_number(text: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(text, name="margin")
    assert error.value.problems[0].code in ("E101", "E106")


def test_a_comma_before_three_digits_is_asked_about_with_both_readings() -> None:
    with pytest.raises(UsageError) as error:
        parse("1,234", name="margin")
    assert "1234" in str(error.value)
    assert "1.234" in str(error.value)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("10%/year", Period.YEAR),
        ("10%/yr", Period.YEAR),
        ("5% a month", Period.MONTH),
        ("5% per month", Period.MONTH),
        ("5%/мес.", Period.MONTH),
        ("10% в год", Period.YEAR),
        ("100/quarter", Period.QUARTER),
    ],
)
def test_a_rate_may_name_its_period(text: str, period: Period) -> None:
    assert anything(text).period is period


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(UsageError, match="E106"):
        parse("10%/fortnight", name="discount")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_every_plain_decimal_reads_back(number: Decimal) -> None:
    assert parse(f"{number:f}", name="x").number == number
    assert anything(f"{number:f}".replace(".", ",") + "%").number == number / 100


@pytest.mark.parametrize("text", ["50%", "50 %", "50%/month", "50 per month", "50/year"])
def test_a_bare_number_has_no_percent_and_no_period(text: str) -> None:
    with pytest.raises(UsageError, match=r"E144|E145"):
        parse(text, name="--price visits")


@pytest.mark.parametrize("quantity", EACH)
def test_a_percentage_is_a_share_and_nothing_else(quantity: Quantity) -> None:
    inside = "60%" if 0.6 in quantity.bounds else "100%"
    if quantity.is_share:
        typed = quantity.read(inside)
        assert (typed.percent, float(typed.number)) == (True, float(inside[:-1]) / 100)
    else:
        with pytest.raises(UsageError, match="E144"):
            quantity.read(inside)


@pytest.mark.parametrize("quantity", EACH)
def test_a_period_is_named_only_where_a_figure_is_per_period_and_never_dropped(quantity: Quantity) -> None:
    said = "60%/year" if quantity.is_share else "1/year"
    if quantity.change is None:
        with pytest.raises(UsageError, match="E145"):
            quantity.read(said)
    else:
        assert quantity.read(said).period is Period.YEAR
    with pytest.raises(UsageError, match=r"E127|E145"):
        quantity.read(said, period=False)
