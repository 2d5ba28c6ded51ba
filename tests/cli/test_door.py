"""The program ends at once, and nothing that it wrote is lost by that."""

import subprocess
import sys
import time

import pytest

LOG = ["ltv", "examples/orders.csv", "--method", "bg-nbd", "--draws", "0", "-f", "csv"]
DOOR = [sys.executable, "-m", "custecon"]


def test_a_slow_reader_of_a_pipe_gets_every_byte(custecon, root, monkeypatch) -> None:
    monkeypatch.chdir(root)
    whole = custecon(*LOG).out
    with subprocess.Popen([*DOOR, *LOG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as ran:
        time.sleep(1.5)  # the pipe is full by then
        out, err = ran.communicate()
    assert out.decode() == whole
    assert len(out) > 200_000
    assert ran.returncode == 0
    assert b"note N349" in err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{door} --version", 0),
        ("{door} ltv --nonsense", 2),
        ("{door} ltv nowhere.csv", 3),
        ("{door} --version > /dev/full", 5),
        ("{door} ltv --margin 1 --retention 50% --discount 10% 2>&-", 0),
        ("{door} ltv --margin 1 --retention 50% --discount 10% | true; exit ${{PIPESTATUS[0]}}", None),
    ],
)
def test_exit_codes_are_those_of_the_run(line, code, root) -> None:
    ran = subprocess.run(
        ["bash", "-c", line.format(door=" ".join(DOOR))], capture_output=True, text=True, cwd=root, check=False
    )
    assert ran.returncode == code or (code is None and ran.returncode in (0, 141))
    assert "Traceback" not in ran.stderr


PROBE = """
import sys, threading
import custecon.sources.makers as makers
import custecon.cli.declared as declared
makers.BIG, real, seen = 0, declared.import_module, []
def watched(name):
    found = real(name)
    seen.append((threading.current_thread() is threading.main_thread(), found.__name__))
    return found
declared.import_module = watched
from custecon.cli.app import run
from custecon.cli.session import Session
import io
code = run(sys.argv[1:], Session(io.BytesIO(), io.StringIO(), io.StringIO()))
print(code, seen, "custecon.clients.forecast" in sys.modules)
"""


def test_the_models_are_loaded_while_a_big_log_is_read(root) -> None:
    ran = subprocess.run([sys.executable, "-c", PROBE, *LOG], capture_output=True, text=True, cwd=root, check=True)
    assert ran.stdout.split("\n")[0] == "0 [(False, 'custecon.clients.forecast')] True"
