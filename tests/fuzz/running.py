"""One run inside this process, and what no run may do, whatever it was given."""

import io
import json
import os
import re
import warnings
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, seed, settings

from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.errors import ExitCode

FRESH = os.environ.get("FUZZ_SEED")  # another seed than that of every run
TIMES = float(os.environ.get("FUZZ_TIMES", "1"))
SEED = 20_240_229
ANSWERS = {ExitCode.DONE, ExitCode.USAGE, ExitCode.INPUT_REFUSED, ExitCode.UNDEFINED, ExitCode.OUTPUT,
           ExitCode.EXPECTATION}  # fmt: skip


def explored(strategy, holds, *, examples, share=0):
    """Ask so many examples, the same ones at every run unless a seed or more of them are asked for."""
    body = given(strategy)(holds)
    body = settings(
        max_examples=max(1, round(examples * TIMES)),
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(body)
    seed((int(FRESH) if FRESH else SEED) + share)(body)()


@dataclass(frozen=True)
class Ended:
    """A run: what it was, how it ended, what it left on either stream."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str


def ended(words, stdin=b"", **environment):
    out, err = io.StringIO(), io.StringIO()
    session = Session(io.BytesIO(stdin), out, err, environment=environment, width=100, no_color=True)
    with warnings.catch_warnings(record=True) as aside:
        warnings.simplefilter("always")
        code = run(["-v" if word == "--verbose" else word for word in words], session)
    said = err.getvalue() + "".join(f"{one.category.__name__}: {one.message} ({one.filename}:{one.lineno})\n"
                                    for one in aside)  # fmt: skip
    return Ended(tuple(words), int(code), out.getvalue(), said)


def no_such_number(name):
    raise ValueError(f"{name} is no JSON")


def refused_or_answered(ran, *, whole=True):
    """A documented exit code, no fault of ours, nothing on standard error that we do not say, JSON whole."""
    told = f"custecon {' '.join(map(repr, ran.words))}\n{ran.err}"
    assert ran.code in ANSWERS, told
    assert "E901" not in ran.err, told
    assert "Traceback" not in ran.err, told
    assert "Warning: " not in ran.err, told
    if ran.code:
        assert re.search(r"^custecon: \w+ [EX]\d", ran.err, re.MULTILINE), told  # «error» in the language asked for
    if whole and (ran.out or not ran.code):
        json.loads(ran.out, parse_constant=no_such_number)
