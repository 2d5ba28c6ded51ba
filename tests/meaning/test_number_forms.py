"""Numbers as other countries and programs write them: one reading is read, a shortened one refused, a float told."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADERS = ["client;date;amount", "Клиент;Дата;Сумма"]


def log(*amounts, header=HEADERS[0]):
    return "\n".join([header, *(f"C{n};2024-01-{n:02d};{amount}" for n, amount in enumerate(amounts, 1))]) + "\n"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(("amounts", "total"), [
    (["1,00,000.00", "950.00"], "100950.00"),
    (["12,34,567", "5.5"], "1234572.5"),
    (["1,23,45,67,890", "1,234"], "1234569124"),  # a group that only a comma can be settles 1,234
    (["₹ 1,00,000", "Rs. 50"], None),
    (["-1,00,000.50", "(2,00,000.50)"], "-300001.00"),
    (["1'234.50", "7'654'321"], "7655555.50"),
    (["1’234.50", "10"], "1244.50"),
    (["1 234 567,50", "10"], "1234577.50"),
    (["1\u00a0234\u00a0567,50", "1\u202f000,25"], "1235567.75"),
    (["100-", "(50)", "500"], "350"),
])  # fmt: skip
def test_groups_that_leave_one_reading_are_read(ask, amounts, total, header):
    said = ask("check {file}", log(*amounts, header=header))
    if total is None:
        assert said.code == 3  # «Rs.» is no currency that is known: named, not guessed
        assert said.tells("Rs. 50", "3")
    else:
        assert (said.code, Decimal(said.total)) == (0, Decimal(total)), said.all
        assert not said.tells("binary")


@pytest.mark.parametrize("amount", [
    "1,00,00", "1,000,00", "01,00,000", "1,00,000,00", "1.00.000", "1,00,0000", "100,00,000", "1,0,000", "30.00 DR",
    "30 CR", "1.2E+03", "1,2E+05", "5e3", "1e+16", "1_000", "1.234.56", "0x1F", "１２", "nan", "inf",
])  # fmt: skip
def test_what_has_no_one_reading_is_named(ask, amount):
    said = ask("check {file}", log("950.00", amount, "10.50"))
    assert said.code == 3
    assert said.tells(amount, "3")


@pytest.mark.parametrize("amount", ["1.2E+03", "4.6E+11"])
def test_a_shortened_number_says_so(ask, amount):
    assert ask("check {file}", log("950.00", amount)).tells(amount, "shortened")


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(("amount", "means"), [
    ("78.25999999999999", "78.26"), ("0.30000000000000004", "0.3"), ("1234.5600000000001", "1234.56"),
    ("-0.30000000000000004", "-0.3"), ("99.99000000000001", "99.99"), ("5.551115123125783e-17", "0"),
    ("1e-05", "0.00001"),
    ("33.333333333333336", "33.333333333"), ("-3.552713678800501e-15", "0"),
])  # fmt: skip
def test_a_float_is_what_its_first_15_digits_say_and_told_in_one_line(ask, amount, means, header):
    said = ask("check {file}", log("10.50", amount, amount, header=header))
    assert (said.code, Decimal(said.total)) == (0, Decimal("10.50") + 2 * Decimal(means)), said.all
    assert [text for text in said.doc["notices"] if amount in text["text"]] != []
    assert sum(amount in text["text"] for text in said.doc["notices"]) == 1
    assert said.tells("2 cells", amount)


def test_zeros_behind_say_nothing(ask):
    said = ask("check {file}", log("12.5000000000", "7.250000000000000"))
    assert (said.code, Decimal(said.total)) == (0, Decimal("19.75"))
    assert not said.texts


@pytest.mark.parametrize("amount", ["1.2345678901", "0.12345678901234", "1.234567890123456789"])
def test_a_number_with_places_that_no_float_has_is_refused(ask, amount):
    said = ask("check {file}", log("10.50", amount))
    assert said.code == 3
    assert said.tells(amount, "3")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-(10**7), 10**7), st.integers(1, 9)), min_size=1, max_size=6))
def test_sums_of_floats_as_a_program_writes_them_are_the_exact_sum(ask, sums):
    """Cents added up as binary numbers, written as Python and pandas write them, are those cents."""
    written = []
    for cents, pieces in sums:
        total = 0.0
        for _ in range(pieces):
            total += cents / 100
        written.append(repr(total))
    said = ask("check {file} --zero-orders count", log(*written))
    assert said.code == 0, said.all
    assert Decimal(said.total) == sum(Decimal(cents * pieces) / 100 for cents, pieces in sums)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=6))
def test_indian_groups_are_the_number_without_its_commas(ask, numbers):
    def grouped(number):
        head, tail = f"{number:03d}"[:-3], f"{number:03d}"[-3:]
        pairs = []
        while head:
            head, pair = head[:-2], head[-2:]
            pairs.insert(0, pair)
        return ",".join([*pairs, tail if pairs else str(number)])

    said = ask("check {file}", log("1,00,000.50", *map(grouped, numbers)))
    assert said.code == 0, said.all
    assert Decimal(said.total) == Decimal("100000.50") + sum(numbers)
