"""A file is there whole or not at all, however it is written."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from custecon.core.errors import OutputRefused
from custecon.render import safe_files
from custecon.render.safe_files import Target, place


@pytest.mark.parametrize("pieces", [[], [b""], [b"one\n"], [b"one\n", b"", b"two\n", b"three\n"]], ids=len)
def test_the_file_holds_the_pieces_in_their_order(pieces: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    place(Target(str(path), force=False, inputs=[]), iter(pieces))
    assert path.read_bytes() == b"".join(pieces)
    assert os.listdir(tmp_path) == ["out.csv"]


def test_pieces_are_written_while_the_next_are_made(tmp_path: Path) -> None:
    here, made = threading.current_thread(), []

    def pieces():
        for number in range(50):
            assert threading.current_thread() is here
            made.append(b"%d\n" % number * 10_000)
            yield made[-1]

    path = tmp_path / "out.csv"
    place(Target(str(path), force=False, inputs=[]), pieces())
    assert path.read_bytes() == b"".join(made)


class Full:
    """A disk on which there is room for so many pieces."""

    def __init__(self, file: object, room: int) -> None:
        self.file, self.room = file, room

    def __enter__(self) -> "Full":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, _: bytes) -> None:
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def flush(self) -> None:
        pass

    def fileno(self) -> int:
        return self.file.fileno()


@pytest.mark.parametrize("room", [0, 1, 3])
def test_a_full_disk_leaves_the_old_file_and_no_other(room: int, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    target, opened = Target(str(path), force=True, inputs=[]), os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda *given: Full(opened(*given), room))
    with pytest.raises(OutputRefused) as refusal:
        place(target, iter([b"a", b"b", b"c", b"d"]))
    assert refusal.value.problems[0].code == "E401"
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_what_stops_the_making_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def pieces():
        yield b"new"
        yield b"newer"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place(Target(str(path), force=True, inputs=[]), pieces())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.csv"]


KILLED = """
import os, sys, time
from custecon.render.safe_files import Target, place

def pieces():
    yield b"new"
    yield b"newer"
    print("begun", flush=True)
    time.sleep(60)

place(Target(sys.argv[1], force=True, inputs=[]), pieces())
"""


@pytest.mark.skipif(os.name == "nt", reason="a file in use cannot be removed there anyway")
def test_what_a_killed_run_leaves_is_known_by_its_name_and_swept_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    writer = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"begun\n"
    left = [name for name in os.listdir(tmp_path) if name != "out.csv"]
    assert [(name.startswith(safe_files.PREFIX), name.endswith(safe_files.SUFFIX)) for name in left] == [(True, True)]
    mine = tmp_path / "notes.part"
    mine.write_text("mine")
    for name in (left[0], "notes.part"):
        os.utime(tmp_path / name, (0, 0))
    place(Target(str(path), force=True, inputs=[]), b"by another run")
    assert set(os.listdir(tmp_path)) == {"out.csv", "notes.part", left[0]}, "what is being written is left alone"
    writer.kill()
    writer.wait()
    writer.stdout.close()
    assert path.read_bytes() == b"by another run"
    os.utime(tmp_path / left[0])
    place(Target(str(path), force=True, inputs=[]), b"at once")
    assert left[0] in os.listdir(tmp_path), "it may have begun a moment ago"
    os.utime(tmp_path / left[0], (0, 0))
    place(Target(str(path), force=True, inputs=[]), b"later")
    assert set(os.listdir(tmp_path)) == {"out.csv", "notes.part"}
