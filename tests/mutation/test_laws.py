"""The exact facts that mutation testing leans on."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from laws import LAWS


@pytest.mark.parametrize("law", LAWS, ids=[law.__name__ for law in LAWS])
def test_an_exact_fact_holds(law):
    assert law()
