"""The folder of example files that the tests of the command line use."""

import sys
from types import ModuleType

import pytest
from tests.cli.conftest import folder

from custecon.analyses.index import INDEX
from custecon.cli.app import COMMANDS

__all__ = ["folder"]


@pytest.fixture
def of_ones_own(monkeypatch):
    """Enters an analysis of one's own, found from then on as if it were a file of the room."""

    def enter(asked):
        declared = asked.declared
        room = ModuleType(f"custecon.analyses.{declared.name}")
        setattr(room, declared.name, asked)
        monkeypatch.setitem(sys.modules, room.__name__, room)
        for names in (INDEX, COMMANDS):
            monkeypatch.setitem(names, declared.name, (declared.panel, declared.help.splitlines()[0]))
        return asked

    return enter
