"""Declarations that no analysis of ours has yet, and that the next one may."""

import io
import json
from datetime import date
from typing import Annotated

import pytest
from tests.conftest import ROOT

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import day
from custecon.cli.app import load, run
from custecon.cli.session import Session
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Result, Table
from custecon.core.screen import Screen
from custecon.core.units import ORDERS, TEXT

ORDERS_FILE = ROOT / "examples/orders.csv"
SAID = {"panel": "Figures", "title": "t", "convention": "all rows", "examples": ["custecon asked orders.csv"]}


def shell(*words):
    out, err = io.StringIO(), io.StringIO()
    assert run([*words], Session(io.BytesIO(), out, err)) == 0, err.getvalue()
    return out.getvalue(), err.getvalue()


def test_an_option_may_be_a_word_that_python_keeps_for_itself(of_ones_own) -> None:
    @analysis("asked", **SAID)
    def asked(
        log: OrderLog,
        *,
        from_: Annotated[date | None, day("The first day.")] = None,
        until_: Annotated[date | None, day("The last day.")] = None,
    ) -> Answer:
        """A first line."""
        return Answer(
            say("From {day}.", day=from_ or "the start"), unused=("until_",) if until_ else (), screen=Screen()
        )

    of_ones_own(asked)
    assert [option.flag for option in load("asked").options] == ["--from", "--until"]
    out, err = shell("asked", str(ORDERS_FILE), "--from", "1997-05-01", "--until", "1998-01-01", "-f", "json")
    assert json.loads(out)["answer"] == "From 1997-05-01."
    assert "--until did nothing here" in err
    found = asked(ORDERS_FILE, from_="1997-05-01", until_="1998-01-01")
    assert found.answer == "From 1997-05-01."
    assert [str(one) for one in found.notices if one.code == "N323"] == ["until_ did nothing here"]
    with pytest.raises(TypeError, match=r"asked\(\) takes no since\. It takes from_ and until_\."):
        asked(ORDERS_FILE, since="1997-05-01")


def test_an_analysis_may_have_no_options_at_all(of_ones_own) -> None:
    @analysis("asked", **SAID)
    def asked(log: OrderLog) -> Answer:
        """A first line."""
        return Answer(say("{n} {n:client|clients}.", n=len(log.clients)), screen=Screen())

    of_ones_own(asked)
    rows = [line.split(",") for line in ORDERS_FILE.read_text(encoding="utf-8").splitlines()[1:]]
    clients = {row[0] for row in rows if float(row[-1])}  # an order of 0 is none
    assert load("asked").options == ()
    assert json.loads(shell("asked", str(ORDERS_FILE), "-f", "json")[0])["answer"] == f"{len(clients):,} clients."
    with pytest.raises(TypeError, match=r"asked\(\) takes no top\. It takes nothing by name\."):
        asked(ORDERS_FILE, top=1)


def test_a_parameter_that_is_nothing_known_is_told_its_cure() -> None:
    def plain(log: OrderLog, *, least: int = 5) -> Answer:
        """A first line."""

    def as_text(log: "OrderLog") -> Answer:
        """A first line."""

    with pytest.raises(ValueError, match=r"plain: least is no file, .*: CONTRIBUTING\.md has a table"):
        analysis("plain", **SAID)(plain)
    with pytest.raises(ValueError, match=r"as_text: log has its type as text: .* no `from __future__"):
        analysis("as_text", **SAID)(as_text)


def test_nothing_of_an_answer_takes_the_place_of_another() -> None:
    """Two of one name would be one in JSON and in a frame."""
    group, orders = Column("orders", "orders", TEXT, "the group"), Column("orders", "orders", ORDERS, "how many")
    with pytest.raises(ValueError, match="the table t has two columns called orders"):
        Table("t", "T", (group, orders), [])
    figure, table = Figure("orders", "orders", 1, ORDERS), Table("orders", "T", (orders,), [])
    with pytest.raises(ValueError, match="the answer of asked has two figures called orders"):
        Result("asked", "t", figures=(figure, figure))
    with pytest.raises(ValueError, match="the answer of asked has two tables called orders"):
        Result("asked", "t", tables=(table, table))
