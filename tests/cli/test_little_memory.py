"""Where memory is short, or Python was told to forget texts, a run says so; it is no fault of custecon."""

import subprocess
import sys

import pytest

from custecon.cli import app

resource = pytest.importorskip("resource")
LINES = ["ltv --margin 100 --retention 80% --discount 10%", "ltv orders.csv --discount 10%", "check clients.xlsx",
         "ltv orders.csv --method bg-nbd --draws 100", "profit profit_clients.csv"]  # fmt: skip


def ran_within(megabytes, words, folder):
    def bounded():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    command = [sys.executable, "-m", "custecon", *words.split(), "-f", "json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=bounded)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps to the limit")
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("megabytes", [30, 45, 60, 100])
def test_too_little_memory_is_told(line, megabytes, examples):
    ran = ran_within(megabytes, line, examples)
    assert "Traceback" not in ran.stderr
    assert "E901" not in ran.stderr
    if ran.returncode:
        assert (ran.returncode, ran.stdout) == (1, "")
        assert "E902" in ran.stderr or "OpenBLAS error: Memory" in ran.stderr, (
            ran.stderr
        )  # which ends the process itself


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps to the limit")
def test_a_small_file_takes_little_memory(examples):
    ran = ran_within(400, "ltv clients.csv --discount 10%", examples)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "the system gives no more"),
        (MemoryError("Unable to allocate 3.00 GiB for an array"), "3.00 GiB"),
        (OSError(12, "Cannot allocate memory"), "Cannot allocate memory"),
        (ImportError("x.so: failed to map segment from shared object"), "a library cannot be loaded"),
        (RuntimeError("can't start new thread"), "can't start new thread"),
    ],
)
def test_every_way_of_running_out_is_told_alike(error, told, custecon, monkeypatch):
    def failing(*_):
        raise error

    monkeypatch.setattr("custecon.cli.output.answer", failing)
    ran = custecon("ltv", "--margin", "100", "--retention", "80%", "--discount", "10%")
    assert (ran.code, ran.out) == (1, "")
    assert "E902" in ran.err
    assert told in ran.err


def test_a_fault_where_no_memory_is_left_is_taken_for_it(custecon, monkeypatch):
    def failing(*_):
        raise SystemError("error return without exception set")

    monkeypatch.setattr("custecon.cli.output.answer", failing)
    monkeypatch.setattr(app, "_some_is_left", lambda: False)
    assert "E902" in custecon("ltv", "--margin", "100", "--retention", "80%").err


def test_another_fault_is_not_taken_for_it(custecon, monkeypatch):
    def failing(*_):
        raise RuntimeError("something else")

    monkeypatch.setattr("custecon.cli.output.answer", failing)
    assert "E901" in custecon("ltv", "--margin", "100", "--retention", "80%").err
    assert not app._is_short_of_memory(ImportError("no such thing"))


@pytest.mark.parametrize("line", ["--help", "ltv --help", "explain ltv", "list", LINES[0], LINES[2]])
def test_python_without_its_texts_is_told(line, examples):
    command = [sys.executable, "-OO", "-m", "custecon", *line.split()]
    ran = subprocess.run(command, cwd=examples, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "E149" in ran.stderr
    assert len(ran.stderr.splitlines()) == 2


@pytest.mark.parametrize("line", ["--help", "ltv --help", "explain margin-over-churn", "list", *LINES])
def test_python_without_assertions_answers_the_same(line, examples):
    plain, stripped = (
        subprocess.run(
            [sys.executable, *how, "-m", "custecon", *line.split()], cwd=examples, capture_output=True, check=False
        )
        for how in ((), ("-O",))
    )
    assert plain.returncode == 0, plain.stderr
    assert (stripped.stdout, stripped.stderr) == (plain.stdout, plain.stderr)
