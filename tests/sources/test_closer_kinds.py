"""A kind whose columns are those of another and one more: no file becomes one of it, or fails to, in silence."""

import shutil
from pathlib import Path

import pytest
from tests.sources.test_kinds import asked

import custecon
from custecon.core.errors import InputRefused
from custecon.kinds import SCHEMAS
from custecon.sources import read
from custecon.sources.closer_kind import told_of_closer

LOANS = '''"""Loans."""

from custecon.core.schemas import Kind, Role, Schema
from custecon.kinds.shared import CLIENT

LOANS = Schema(
    "loans",
    "one loan",
    (
        CLIENT,
        Role("date", Kind.DATE, "the day of the loan", required=True),
        Role("amount", Kind.MONEY, "what was lent", required=True),
        Role("due", Kind.DATE, "when it is due", required=True, ahead=True, en="due day", ru="срок возврата"),
    ),
    by_name=ONLY,
    answered_by="custecon overdue FILE",
)
'''
FILES = {
    "lent.csv": "client,date,amount,due day\nAnn,2024-01-10,100,2024-02-10\nBob,2024-02-01,50,2024-03-01\n",
    "выдано.csv": "Клиент;Дата;Сумма;Срок возврата\nАнна;10.01.2024;100;10.02.2024\nБорис;01.02.2024;50;01.03.2024\n",
    "ordered.csv": "client,date,amount,when\nAnn,2024-01-10,100,2024-02-10\nBob,2024-02-01,50,2024-03-01\n",
    "given.csv": "Who,date,amount,due day\nAnn,2024-01-10,100,2024-02-10\nBob,2024-02-01,50,2024-03-01\n",
}


@pytest.fixture(scope="module", params=["False", "True"], ids=["wherever it fits", "by name"])
def house(request, tmp_path_factory):
    """The whole package with the kind, and whether it is read by its name alone."""
    root = Path(__file__).resolve().parents[2]
    target = tmp_path_factory.mktemp("house")
    shutil.copytree(root / "src/custecon", target / "custecon", ignore=shutil.ignore_patterns("__pycache__"))
    (target / "custecon/kinds/loans.py").write_text(LOANS.replace("ONLY", request.param), encoding="utf-8")
    for name, text in FILES.items():
        (target / name).write_text(text, encoding="utf-8")
    return target, request.param == "True"


def test_such_a_file_is_of_that_kind_wherever_it_fits_or_where_it_is_asked_for(house) -> None:
    folder, by_name = house
    lines = ["check lent.csv", "check ordered.csv", "check lent.csv --as loans", "check выдано.csv"]
    lent, ordered, named, russian = (out for _, code, out, _ in asked(lines, folder, folder) if code == 0)
    for out in (lent, russian):
        assert ("kind,loans" in out or "due" in out) is not by_name
    assert "due" not in ordered
    assert "due" in named


def test_a_command_that_takes_it_for_another_says_so(house) -> None:
    folder, by_name = house
    lines = [f"rfm {name}" for name in ("lent.csv", "выдано.csv", "ordered.csv", "given.csv --client Who")]
    lent, russian, ordered, given = asked(lines, folder, folder)
    told = "those of a file of loans, a row of which is one loan; here each row counts as one order"
    cure = "say --as loans if that is what it is" if by_name else "custecon overdue FILE reads such a file"
    for _, code, _, err in (lent, russian):
        assert code == 0
        assert told in err
        assert cure in err
    assert "N396: lent.csv: the columns «due day» are" in lent[3]
    assert "loans" not in ordered[3]
    assert "loans" not in given[3]  # who names its columns knows what it is


def test_a_file_that_another_kind_explains_as_well_may_lack_one_column(tmp_path) -> None:
    """It is asked for, and the command that reads the file as it stands is named besides."""
    path = tmp_path / "list.csv"
    path.write_text("client,revenue,when\nAnn,10,2024-01-05\n")
    with pytest.raises(InputRefused) as refused:
        custecon.rfm(path)
    (told,) = refused.value.problems
    assert told.code == "E211"
    assert told.cure == "name it with --map date='…', or custecon ltv FILE reads it as a file of clients"
    assert custecon.rfm(custecon.read(path, kind="orders", map={"date": "when"})).tables[0].rows
    assert custecon.ltv(path, retention="80%", margin_rate="30%").controls[0].kind == "clients"


@pytest.mark.parametrize("name", ["orders.csv", "clients.csv", "profit_clients.csv", "spend.csv", "subscriptions.csv"])
def test_what_is_of_the_kind_that_is_wanted_is_told_nothing(name, examples) -> None:
    reading = read(examples / name, [*SCHEMAS.values()])
    assert not told_of_closer(reading, {reading.controls.kind})
