"""What the tests of all commands share: a folder with a file of every kind."""

import io

import pytest
from tests.conftest import ROOT

from custecon.cli.app import run
from custecon.cli.session import Session


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with them."""
    return fill(tmp_path_factory.mktemp("files"))


def fill(made):
    """Puts into a folder the example files, a log short enough for a model and one too short for any; gives it back."""
    for path in (ROOT / "examples").glob("*.csv"):
        (made / path.name).write_bytes(path.read_bytes())
    lines = (ROOT / "examples/orders.csv").read_text(encoding="utf-8").splitlines()
    clients = sorted({line.split(",")[0] for line in lines[1:]})[:300]
    few = [lines[0], *(line for line in lines[1:] if line.split(",")[0] in clients)]
    (made / "few.csv").write_text("\n".join(few) + "\n", encoding="utf-8")
    (made / "thin.csv").write_text("client,date,amount\nA,2023-01-01,10\nB,2023-02-01,10\nB,2024-03-01,10\n")
    (made / "pairs.csv").write_text("name,client\nNobody there,A\n")
    (made / "survival.csv").write_text("period,survivors\n0,100\n1,80\n2,70\n3,65\n4,62\n")
    session = Session(io.BytesIO(), io.StringIO(), io.StringIO())
    assert run(["fit", str(made / "few.csv"), "--method", "bg-nbd", "-o", str(made / "model.json")], session) == 0
    return made
