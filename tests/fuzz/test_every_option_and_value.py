"""Every option of every command with values that nobody can mean: refused by name, or without any effect, and told.

The options come from their declarations. Each is asked with every value on one of the lines that take it, and on one
more for every twenty of FUZZ_TIMES.
"""

import json
import shutil

import pytest
from tests.cli.test_every_option import SETTLES
from tests.fuzz.lines import LINES
from tests.fuzz.running import TIMES, ended, refused_or_answered

from custecon.cli.app import load
from custecon.cli.options import COMMON, FILE

VALUES = [
    "",
    " ",
    "-",
    "1e400",
    "nan",
    "-inf",
    "٣",
    "１２",
    "1,2,390",
    "x" * 5000,
    "\x01",
    "\x1b[31m",
    "here",
    "=1+1",
    "--",
]
ANYWHERE = (FILE, "Output", "Settings")  # panels of options that mean the same in every command


def taking():
    """The lines that take each option, by what tells options apart: its name, and its command if it is its own."""
    found = {}
    for name, line in LINES.items():
        command = line.split()[0]
        for option in load(command).all_options:
            if option not in COMMON and option.kind not in (bool, int) and option.name not in ("format", "output"):
                own = "" if option.panel in ANYWHERE else command
                found.setdefault((own, option.name), []).append((name, option.flags[-1]))
    return found


TAKING = taking()


def answer(words, there):
    """A run, and all that it computed."""
    (there / "custecon.toml").unlink(missing_ok=True)
    shutil.rmtree(there / "made", ignore_errors=True)
    ran = ended([*words, "-f", "json"])
    document = json.loads(ran.out) if ran.out and not ran.code else {}
    for echoed in ("inputs", "notices", "parameters", "control_totals"):
        document.pop(echoed, None)
    for table in document.get("tables", ()):  # what init writes down as it was given
        table["rows"] = [row for row in table["rows"] if row.get("where it comes from") != "given"]
    return ran, document


@pytest.fixture(scope="module")
def plain():
    """What each line answers by itself, once it was asked."""
    return {}


@pytest.mark.parametrize("key", TAKING, ids="-".join)
def test_a_value_that_nobody_can_mean_changes_nothing_in_silence(key, there, plain):
    lines = TAKING[key]
    for at, value in enumerate(VALUES):
        for name, flag in [lines[(at + more) % len(lines)] for more in range(min(len(lines), 1 + int(TIMES / 20)))]:
            words = LINES[name].split()
            if name not in plain:
                plain[name] = answer(words, there)[1]
            ran, found = answer([*words, f"{flag}={value}"], there)
            refused_or_answered(ran)
            if ran.code:
                continue
            said = f"{LINES[name]} {flag}={value[:20]!r} answers: {ran.err}"
            assert value, said
            # a workbook goes on without a command that cannot be, and says so
            assert found == plain[name] or "N413" in ran.err, said
            assert flag in ran.err or key[1] in SETTLES, said


@pytest.mark.parametrize("name", LINES)
def test_a_file_without_a_name_is_not_the_standard_input(name, there):
    words = LINES[name].split()
    for at, word in enumerate(words):
        if at and not word.startswith("-") and not words[at - 1].startswith("-"):
            ran = ended(
                [*words[:at], "", *words[at + 1 :], "-f", "json"], stdin=b"client,date,amount\nA,2024-01-02,5\n"
            )
            refused_or_answered(ran)
            assert "E155" in ran.err
