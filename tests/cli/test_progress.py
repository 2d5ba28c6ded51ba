"""What takes long says at a terminal what it does, and writes nothing anywhere else."""

import io
import os
import pty
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from custecon.cli import progress_bar
from custecon.cli.app import _fill, run
from custecon.cli.session import Session
from custecon.core.progress import heard_by, report

ROWS = [f"C{n % 300},2023-{n % 12 + 1:02}-{n % 28 + 1:02},{n}.50" for n in range(25_000)]
LOG = "\n".join(["client,date,amount", *ROWS, ""])


@pytest.fixture
def session():
    return Session(io.BytesIO(), io.StringIO(), io.StringIO(), stderr_is_terminal=True)


def answered(session, tmp_path, *words):
    _fill()
    path = tmp_path / "orders.csv"
    path.write_text(LOG)
    return run(["rfm", str(path), "-f", "csv", *words], session)


def test_a_person_at_a_terminal_is_told_what_is_done(session, tmp_path, monkeypatch):
    monkeypatch.setattr(progress_bar, "AFTER", 0)
    assert answered(session, tmp_path) == 0
    assert "orders.csv: 20,000 rows" in session.stderr.getvalue()
    assert "reading" not in session.stdout.getvalue()


@pytest.mark.parametrize("other", [
    {"stderr_is_terminal": False}, {"environment": {"TERM": "dumb"}},
])  # fmt: skip
def test_nobody_else_is(session, tmp_path, monkeypatch, other):
    monkeypatch.setattr(progress_bar, "AFTER", 0)
    silent = replace(session, **other)
    assert answered(silent, tmp_path) == 0
    assert "reading" not in silent.stderr.getvalue()


def test_who_wants_to_be_told_nothing_is_not(session, tmp_path, monkeypatch):
    monkeypatch.setattr(progress_bar, "AFTER", 0)
    assert answered(session, tmp_path, "-q") == 0
    assert "reading" not in session.stderr.getvalue()


def test_what_is_quick_says_nothing(session, tmp_path, monkeypatch):
    monkeypatch.setattr(progress_bar, "AFTER", 3600)
    assert answered(session, tmp_path) == 0
    assert "reading" not in session.stderr.getvalue()


def test_a_name_with_markup_or_control_letters_is_shown_as_it_is(session, monkeypatch):
    monkeypatch.setattr(progress_bar, "AFTER", 0)
    with progress_bar.shown(session):
        report("reading [bold]\x1b[2Jorders")
    told = session.stderr.getvalue()
    assert "[bold]" in told
    assert "\x1b[2J" not in told


def test_whoever_listens_hears_it_and_then_no_more():
    heard = []
    with heard_by(lambda what, share: heard.append((what, share))):
        report("fitting", 0.5)
    report("fitting", 0.6)
    assert heard == [("fitting", 0.5)]


def test_a_big_log_writes_no_bar_of_the_engine_into_a_pipe(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["client,date,amount", *(ROWS * 12)]))
    ran = subprocess.run([sys.executable, "-m", "custecon", "rfm", path, "-f", "csv"], capture_output=True, check=False)
    assert ran.returncode == 0
    assert not {"%", "█", "▕"} & {*ran.stderr.decode().replace("100 %", "").replace("85 %", "")}


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals there")
def test_the_screen_of_a_terminal_ends_with_the_answer_alone(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(LOG)
    main, other = pty.openpty()
    begin = "import custecon.cli.progress_bar as p; p.AFTER = 0; from custecon.__main__ import main; main()"
    child = subprocess.Popen([sys.executable, "-c", begin, "rfm", str(path), "-f", "csv"],
                             stderr=other, stdout=subprocess.PIPE)  # fmt: skip
    os.close(other)
    seen = b""
    while True:
        try:
            piece = os.read(main, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    answer = child.communicate()[0]
    assert child.returncode == 0
    assert b"reading" in seen
    assert answer.startswith(b"client,")
    assert b"\x1b[?25h" in seen  # the cursor is shown again


ENDLESS = """
import os, threading, custecon.sources.engines.duck as duck
def load(engine, *_):
    threading.Timer(0.3, os.kill, (os.getpid(), NUMBER)).start()
    while True:
        engine.execute("SELECT count(*) FROM range(3000000) t(i) WHERE hash(i) % 7 = 3")
duck.load = load
from custecon.__main__ import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals there")
@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")]
)
def test_who_ends_it_within_the_engine_is_told_what_they_did(number, code, word, tmp_path):
    """DuckDB makes a Ctrl-C of whatever a signal raises in the midst of a query."""
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["client,date,amount", *(ROWS * 12)]))
    line = [sys.executable, "-c", ENDLESS.replace("NUMBER", str(int(number))), "rfm", path, "-f", "csv"]
    ran = subprocess.run(line, capture_output=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr.decode().strip()) == (code, f"custecon: {word}")
