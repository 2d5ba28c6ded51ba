"""CONTRIBUTING.md names what is there: every file, and whatever it says can be asked of a log."""

import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

from custecon.clients.files import OrderRows
from custecon.clients.order_log import OrderLog
from custecon.tables.ledger import Ledger

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TO_BE_MADE = re.compile("NAME|SYSTEM|COMMIT")  # the reader's own


@pytest.mark.parametrize("path", sorted({*re.findall(r"`((?:[a-z_]+/)*[\w.]+\.(?:py|toml|md)|(?:[a-z_]+/)+)`", TEXT)}))
def test_every_file_that_is_named_is_there(path: str) -> None:
    if not TO_BE_MADE.search(path):
        rooms = (ROOT, ROOT / "src/custecon")
        assert any((room / Path(path)).exists() for room in rooms), f"{path}: a path from the root or from src/custecon"


def test_what_can_be_asked_of_a_log_can_be() -> None:
    asked = {*re.findall(r"`(?:exact\(total, )?log\.(\w+)", TEXT)}
    of_ledger = {*re.findall(r"log\.ledger\.(\w+)", TEXT)}
    assert {"clients", "as_of", "ledger", "last_day", "table"} <= asked
    assert not [name for name in asked if not (hasattr(OrderLog, name) or hasattr(OrderRows, name))]
    assert {"scale", "grouped"} <= of_ledger
    assert not [name for name in of_ledger if not hasattr(Ledger, name)]
