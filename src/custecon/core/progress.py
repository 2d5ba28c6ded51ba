"""What is being done and how much of it is, said by whoever does it and shown by whoever waits; nobody need listen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, float | None], None]

_listeners: list[Listener] = []


def report(what: str, share: float | None = None) -> None:
    """Say what is being done, such as «reading orders.csv», and which part of it is done, where that is known."""
    for listener in _listeners:
        listener(what, share)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell a listener what is reported meanwhile, from whichever thread."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
