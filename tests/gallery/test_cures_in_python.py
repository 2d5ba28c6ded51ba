"""What a refusal offers in Python works in Python, followed to the letter."""

import io
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.analyses.test_every_analysis import function

import custecon
from custecon.analyses.index import INDEX
from custecon.core.errors import CusteconError, InputRefused
from custecon.core.messages import MESSAGES, options_in
from custecon.core.option_names import flag_of
from custecon.kinds import EVERY
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read
from custecon.sources.cures_in_python import in_python, offered
from custecon.sources.keywords import How, options_of

sys.path.insert(0, str(Path(__file__).parent))
from reading_cases import CASES, told

# Cures whose other half is not at hand: a place holder, an encoding that is a guess, a file to be written by hand.
BY_HAND = {"E211", "E281", "E285", "E260", "E267", "E229"}
CODES = {name for name in MESSAGES if name.startswith(("E2", "E30"))}


SHORT = pd.DataFrame({"client": ["A", "B"], "date": ["2024-01-02", "2024-02-02"], "amount": [5, 6]})
MINUTES = pd.DataFrame({"client": ["A", "B"], "revenue": [9, 9], "cost": [5, 6], "visits": [1, 2], "calls": [3, 1]})
CONTRACTS = pd.DataFrame(
    {"client": ["A", "B"], "start": ["2022-01-02"] * 2, "end": ["", "2024-09-02"], "amount": [5, 6]}
)


def refusals():
    for example in CASES:
        said = told(example).get(example.code)
        if example.code in CODES - BY_HAND and isinstance(example.data, bytes) and len(said) > 1:
            yield from (pytest.param(example, each, id=f"{example.code} {each}") for each in offered(said[1]))


def refused_for(example, options):
    try:
        read(io.BytesIO(example.data), (CLIENTS, ORDERS), options, name=example.file)
    except CusteconError as refusal:
        return {one.code for one in refusal.problems}
    return set()


@pytest.mark.parametrize(("example", "said"), [*refusals()])
def test_each_cure_of_a_refusal_takes_its_refusal_away(example, said):
    options = options_of(said, ReadingOptions(**example.options))
    assert example.code not in refused_for(example, options) or "skip_bad" in said


@pytest.mark.parametrize("code", MESSAGES)
def test_no_option_of_reading_is_left_in_a_cure(code):
    flags = {f"--{name.replace('_', '-')}" for name in How.__annotations__} - {"--kind"} | {"--as"}
    assert not options_in(in_python(MESSAGES[code].cure)) & flags


@pytest.mark.parametrize("name", INDEX)
def test_no_option_of_an_analysis_is_left_in_a_cure_for_it(name):
    declared = function(name).declared
    others = {option: declared.choices_of(option) for option in declared.offered}
    left = {
        code: in_python(message.cure, others)
        for code, message in MESSAGES.items()
        if options_in(in_python(message.cure, others)) & set(map(flag_of, others))
    }
    assert not left


@pytest.mark.parametrize(
    ("ask", "cure", "cured"),
    [
        (
            lambda: custecon.churn_cost(SHORT),
            "name a file that goes back more than a year, or give lost and clients_at_start",
            lambda: custecon.churn_cost(lost=1, clients_at_start=9),
        ),
        (
            lambda: custecon.profit(MINUTES, price={"visits": 5}, minutes={"calls": 3}),
            "give minute_price, or department_cost and capacity_minutes",
            lambda: custecon.profit(MINUTES, price={"visits": 5}, minutes={"calls": 3}, minute_price=2),
        ),
        (
            lambda: custecon.churn_cost(CONTRACTS),
            'say renewal="month", quarter or year, or name the column that tells it: map={"interval": "COLUMN"}',
            lambda: custecon.churn_cost(CONTRACTS, renewal="month"),
        ),
    ],
)
def test_a_cure_that_names_an_option_of_the_analysis_is_a_keyword_and_works(ask, cure, cured):
    with pytest.raises(CusteconError) as refused:
        ask()
    assert cure in refused.value.__notes__
    assert cured().figures


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_the_command_that_reads_a_kind_is_a_call_that_is_there(kind):
    called = re.match(r"custecon\.(\w+)\((FILE.*)\)|custecon [a-z-]+ ", in_python(kind.answered_by))
    assert called
    if called[1]:
        assert callable(getattr(custecon, called[1]))


def test_a_file_of_another_kind_names_the_call_that_reads_it(examples):
    with pytest.raises(InputRefused) as refused:
        custecon.rfm(examples / "subscriptions.csv")
    assert 'custecon.ltv(FILE, method="auto") reads such a file' in refused.value.__notes__[-1]
    assert custecon.ltv(examples / "subscriptions.csv", method="auto").controls[0].kind == "subscriptions"


def test_what_is_raised_in_python_tells_how_it_was_read_and_what_to_say():
    with pytest.raises(InputRefused) as refused:
        custecon.read(b"client,date,amount\nA,01/02/2024,5\n")
    assert (
        refused.value.__notes__
        == [
            "read as: «,» (detected), encoding UTF-8 (detected)",
            'date_order="dmy" if it is 2024-02-01, date_order="mdy" if it is 2024-01-02',
        ]
        or refused.value.__notes__[-1] == 'date_order="dmy" if it is 2024-02-01, date_order="mdy" if it is 2024-01-02'
    )
    frame = pd.DataFrame({"client": ["A"], "date": ["01/02/2024"], "amount": [5]})
    with pytest.raises(InputRefused) as refused:
        custecon.rfm(frame)
    (cure,) = refused.value.__notes__
    assert cure == 'custecon.read first: date_order="dmy" if it is 2024-02-01, date_order="mdy" if it is 2024-01-02'
    assert custecon.rfm(custecon.read(frame, date_order="dmy")).as_of == "2024-02-01"
