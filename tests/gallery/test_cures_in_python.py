"""What a refusal offers in Python works in Python, followed to the letter."""

import io
import sys
from pathlib import Path

import pandas as pd
import pytest

import custecon
from custecon.core.errors import CusteconError, InputRefused
from custecon.core.messages import MESSAGES, options_in
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
