"""Work done beside other work, in a thread: worth it for what runs outside the interpreter, such as sorting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["beside", "sort"]

T = TypeVar("T")


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin something; the function that is given back waits for its end and tells what came of it, or raises that."""
    found: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def ended() -> T:
        thread.join()
        if failed:
            raise failed[0]
        return found[0]

    return ended


def sort(numbers: Any) -> None:
    """Sort a column of NumPy in place: the upper half beside the lower one."""
    middle = len(numbers) // 2
    if not middle:
        return
    numbers.partition(middle)
    upper = beside(numbers[middle:].sort)
    numbers[:middle].sort()
    upper()
