"""Whatever custecon says can be said in another language: in a made-up one no English is left."""

from __future__ import annotations

import pytest
from tests.languages.asked import LINES, book, left_in_the_book, left_of
from tests.languages.made_up import said as in_made_up

CURE = "words of ours, also those in a cell, are say(…) of core/phrases.py, and numbers are values of it"


@pytest.mark.parametrize("line", LINES)
def test_no_english_is_left_in_an_answer(line, there):
    plain = left_of(line, there)
    assert not plain, f"not said by a phrase: {plain}; {CURE}"


@pytest.mark.parametrize("line", LINES)
def test_no_english_is_left_in_a_workbook(line, there):
    plain = left_in_the_book(line, there)
    assert not plain, f"not said by a phrase: {plain}; {CURE}"


def test_the_texts_of_a_workbook_are_those_of_cells_formulas_rules_and_feet(there):
    texts = book("custecon ltv orders.csv --margin-rate 35%", there)
    told = "\n".join(texts)
    assert "1981" in texts  # a client
    assert {in_made_up("customer equity"), in_made_up("outside its bounds")} <= {*texts}  # of a cell, of a rule
    assert in_made_up("rows are printed") in told  # of a foot
    assert in_made_up("undefined") in told  # of a formula
