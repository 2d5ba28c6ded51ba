"""A number and the words that go with it: 1 client has, 2 clients have. For every text that counts something."""

from __future__ import annotations

from typing import Any


def agreed(number: object, one: str, several: str) -> str:
    """The words that go with a number, which may be written already: "1", "1,234".

    >>> agreed(1, "loses", "lose"), agreed("2", "loses", "lose"), agreed(0, "client", "clients")
    ('loses', 'lose', 'clients')
    """
    return one if number in (1, "1") else several


def counted(number: Any, what: str = "row", several: str = "") -> str:
    """How many of what, in words; `several` where it is not just an s more.

    >>> counted(1), counted(2, "cell"), counted(1234, "client has", "clients have")
    ('1 row', '2 cells', '1,234 clients have')
    """
    return f"{number:,} {agreed(number, what, several or f'{what}s')}"


def all_counted(number: int, one: str, several: str) -> str:
    """All of them as the start of a sentence; of a single one the number goes without saying.

    >>> all_counted(1, "client is", "clients are"), all_counted(1234, "client is", "clients are")
    ('The client is', 'The 1,234 clients are')
    """
    return f"The {one}" if number == 1 else f"The {counted(number, one, several)}"


def p_shown(value: float) -> str:
    """A p-value to a thousandth; a smaller one is never called 0.

    >>> p_shown(0.0341), p_shown(1e-9)
    ('p 0.034', 'p < 0.001')
    """
    return "p < 0.001" if value < 0.001 else f"p {value:.3f}"
