"""A folder with a file of every kind, all of them short, and what the tests here start from."""

import json
import re

import openpyxl
import pytest
from tests.cli.conftest import folder
from tests.conftest import ROOT
from tests.fuzz.running import ended

__all__ = ["folder"]
METHODS = ("mbg-nbd", "bg-nbd", "pareto-nbd", "mbg-cnbd-k", "bg-bb --horizon 1m")


@pytest.fixture(scope="module")
def files(folder):
    """The folder, its logs shortened: what is asked here is whether an answer comes, not which."""
    lines = (folder / "few.csv").read_text(encoding="utf-8").splitlines()
    (folder / "few.csv").write_text("\n".join(lines[:150]) + "\n", encoding="utf-8")
    (folder / "orders.csv").write_text("\n".join(lines[:500]) + "\n", encoding="utf-8")
    (folder / "empty.csv").write_text("", encoding="utf-8")
    (folder / "here").mkdir(exist_ok=True)
    return folder


@pytest.fixture
def there(files, monkeypatch):
    """The folder to work in, where no settings of an earlier run stand."""
    monkeypatch.chdir(files)
    (files / "custecon.toml").unlink(missing_ok=True)
    return files


@pytest.fixture
def models(there):
    """Models of every kind that can be kept, as JSON documents."""
    kept = [ended(["fit", "orders.csv", "--method", *words.split(), "-f", "json"]) for words in METHODS]
    assert not any(ran.code for ran in kept), kept
    return [json.loads(ran.out) for ran in kept]


@pytest.fixture
def facts(there):
    """A settings file in which much stands that may."""
    assert ended(["init", "clients.csv"]).code == 0
    text = (there / "custecon.toml").read_text(encoding="utf-8").partition("# How your exports")[0]
    (there / "custecon.toml").unlink()
    reading = '[file]\ndecimal = "."\nrefunds = "net"\nonly = ["stage=Won"]\n[columns.orders]\nclient = "client"\n'
    return re.sub(r"(?m)^# (\w+ = )", r"\1", text) + reading


@pytest.fixture
def tables(there):
    """Short tables of every kind, as bytes."""
    return [b"".join(path.read_bytes().splitlines(keepends=True)[:15]) for path in sorted(there.glob("[!ex]*.csv"))]


@pytest.fixture
def books(there):
    """Workbooks as bytes: a client list and a short log."""
    book = openpyxl.Workbook()
    for line in (there / "few.csv").read_text(encoding="utf-8").splitlines()[:12]:
        client, day, amount = line.split(",")
        book.active.append([client, day, amount if day == "date" else float(amount)])
    book.save(there / "log.xlsx")
    return [(there / "log.xlsx").read_bytes(), (ROOT / "examples/clients.xlsx").read_bytes()]
