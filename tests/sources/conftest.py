"""Where a file may lie. A name means nothing, so every test of the engine runs in one of these places, by turns."""

import os
from zlib import crc32

import pytest
from tests.sources.postgres_server import running_server

# A path, and the neighbour that an engine reads instead if it takes something in the name for more than a name.
PLACES = {
    "plain": ("log.csv", ""),
    "a set of signs in the folder": ("data[1]/log.csv", "data1/log.csv"),
    "a set of signs in the name": ("data/log[1].csv", "data/log1.csv"),
    "a star": ("da*a/log.csv", "data/log.csv"),
    "two stars": ("**/log.csv", "more/log.csv"),
    "a question mark": ("log?.csv", "log1.csv"),
    "braces": ("{a,b}/log.csv", "a/log.csv"),
    "a backslash": ("data\\[1]/log.csv", "data[1]/log.csv"),
    "a folder that looks like a column": ("c2=999.00/c0=Nobody/log.csv", ""),
    "a folder called as a column": ("client=Nobody/amount=999.00/log.csv", ""),
    "quotes": ("it's \"so\"/log', 'b.csv", 'it\'s "so"/log'),
    "blanks": (" data  of 2024 / log .csv ", "data"),
    "Cyrillic": ("Выгрузка №1/Заказы.csv", ""),
    "new lines": ("one\ntwo/log\r\n.csv", "one/log.csv"),
    "the name of another form": ("log.parquet", ""),
    "the name of a packed file": ("log.csv.gz", "log.csv"),
    "an address": ("s3:/bucket/https:/log.csv", ""),
    "a home": ("~/$HOME/%TEMP%/log.csv", ""),
    "a link into a folder of signs": ("link.csv", "data1/log.csv"),
}
LINKED = {"link.csv": "data[1]/log.csv"}


def made_in(place, tmp_path):
    """The path of a file there, not yet written, with its neighbour, which is not the file."""
    name, neighbour = PLACES[place]
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if neighbour:
        beside = tmp_path / neighbour
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text("client,date,amount\nNeighbour,2022-01-01,1.00\n")
    if name in LINKED:
        target = tmp_path / LINKED[name]
        target.parent.mkdir(exist_ok=True)
        path.symlink_to(target)
    return path


@pytest.fixture
def path(request, tmp_path):
    """A path in one of the places; each test has its own, always the same."""
    if os.name == "nt":
        return tmp_path / "log.csv"
    return made_in([*PLACES][crc32(request.node.name.encode()) % len(PLACES)], tmp_path)


@pytest.fixture(scope="session")
def server():
    """A server of PostgreSQL that all tests share; its address, with a user but no database."""
    with running_server() as address:
        yield address
