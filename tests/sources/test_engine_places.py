"""Whatever a file is called and wherever it lies, the engine reads that very file, and says so if it changes."""

import hashlib
import os
import threading

import pytest
from tests.sources.conftest import PLACES, made_in

from custecon.core.errors import InputRefused
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, opening, read, read_clients, read_log
from custecon.sources.engines import duck
from custecon.sources.engines.open_file import Held
from custecon.sources.engines.whole_log import WholeLog

pytestmark = pytest.mark.skipif(os.name == "nt", reason="such names are not to be had there")
ROWS = [f"C{n % 40:02},2022-{n % 12 + 1:02}-{n % 28 + 1:02},{n}.50" for n in range(400)]
LOG = "client,date,amount\n" + "\n".join(ROWS) + "\n"
WIDE = "c0,client,date,amount\n" + "\n".join(f"x{n % 7},{row}" for n, row in enumerate(ROWS)) + "\n"
TOTAL = sum(range(400)) + 400 * 0.5


def by_engine(path):
    return duck.summarise(path, str(path), (CLIENTS, ORDERS), ReadingOptions())


@pytest.mark.parametrize("text", [LOG, WIDE], ids=["three columns", "four columns"])
@pytest.mark.parametrize("relative", [False, True], ids=["", "from its folder"])
@pytest.mark.parametrize("place", PLACES)
def test_the_engine_reads_that_very_file(place, relative, text, tmp_path, monkeypatch):
    path = made_in(place, tmp_path)
    path.write_text(text)
    if relative:
        monkeypatch.chdir(path.parent)
        path = type(path)(path.name)
    fast, exact = by_engine(path), read_clients(path, engine="exact")
    assert fast is not None
    controls = fast[0].controls
    assert (controls.used, controls.clients, float(controls.totals["amount"])) == (400, 40, TOTAL)
    assert controls.sha256 == hashlib.sha256(text.encode()).hexdigest() == exact.controls.sha256
    assert list(fast[1].clients(as_of=fast[0].as_of).clients) == list(exact.summary.clients)


def test_a_name_that_is_not_utf8_is_that_very_file_too(tmp_path):
    path = tmp_path / os.fsdecode(b"\xcb\xeb\xe8[1].csv")
    try:
        path.write_text(LOG)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert by_engine(path)[0].controls.used == 400


@pytest.mark.parametrize("engine", ["fast", "exact"])
def test_a_pipe_is_read_once_and_not_by_the_engine(engine, tmp_path):
    path = tmp_path / "log[1].csv"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(LOG,))
    writer.start()
    found = read_clients(path, engine=engine)
    writer.join(10)
    assert found.controls.used == 400
    assert "engine" not in found.controls.settings


def test_a_pipe_is_not_even_opened_by_the_engine(tmp_path):
    os.mkfifo(tmp_path / "log.csv")
    assert by_engine(tmp_path / "log.csv") is None  # to open it would wait for a writer


def written_over(path, text, mode):
    with path.open(mode) as file:
        file.write(text)


CHANGES = {
    "grows": lambda path: written_over(path, "C01,2022-01-01,7.00\n", "a"),
    "shrinks": lambda path: os.truncate(path, 300),
    "is emptied": lambda path: os.truncate(path, 0),
    "changes in its place": lambda path: written_over(path, LOG.replace("C0", "D0"), "r+"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["load", "_in_order", "only_further"])
def test_a_file_that_changes_under_the_engine_is_left_to_the_exact_reader(change, when, tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    done = []
    where = duck if hasattr(duck, when) else WholeLog
    real = getattr(where, when)

    def meddled(*given, **more):
        if not done:
            done.append(CHANGES[change](path))
        return real(*given, **more)

    monkeypatch.setattr(where, when, meddled)
    assert by_engine(path) is None
    assert done


def test_a_file_that_is_emptied_while_its_bytes_are_walked_over_ends_nothing(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    real = Held.pieces

    def emptied(self, size):
        os.truncate(path, 0)
        return real(self, size)

    monkeypatch.setattr(Held, "pieces", emptied)
    assert by_engine(path) is None


def test_a_file_that_is_replaced_under_the_engine_is_still_the_one_that_was_opened(tmp_path, monkeypatch):
    path, other = tmp_path / "log.csv", tmp_path / "other.csv"
    path.write_text(LOG)
    other.write_text(LOG.replace("C0", "D0"))
    real = duck.load

    def replaced(*given):
        if other.exists():
            other.replace(path)
        return real(*given)

    monkeypatch.setattr(duck, "load", replaced)
    found = by_engine(path)
    if found is not None:  # the link count is part of what a file is, so it may also be a doubt
        assert found[0].controls.sha256 == hashlib.sha256(LOG.encode()).hexdigest()
        assert "C01" in found[1].clients(as_of=found[0].as_of).clients


@pytest.mark.parametrize("change", [CHANGES["grows"], CHANGES["shrinks"]], ids=["grows", "shrinks"])
def test_a_file_that_changes_while_it_is_read_is_told(change, tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    real = opening._from_stream

    def meddled(stream, name):
        first = real(stream, name)
        change(path)
        return first

    monkeypatch.setattr(opening, "_from_stream", meddled)
    with pytest.raises(InputRefused, match="it changed while it was being read") as refusal:
        read(path, (ORDERS,))
    assert refusal.value.problems[0].code == "E203"
    assert "read a copy" in refusal.value.problems[0].cure


def test_the_engine_loads_nothing_by_itself_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with duck.engine_of() as engine:
        said = dict(engine.execute("SELECT name, value FROM duckdb_settings()").fetchall())
        assert said["autoinstall_known_extensions"] == said["autoload_known_extensions"] == "false"
        assert os.stat(said["temp_directory"]).st_mode & 0o077 == 0
    assert not os.path.exists(said["temp_directory"])
    (tmp_path / "log.csv").write_text(LOG)
    assert read_log("log.csv", engine="fast")[0].controls.settings["engine"].value == "duckdb"
    assert os.listdir(tmp_path) == ["log.csv"]
