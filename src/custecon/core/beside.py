"""Work done beside other work, in a thread: worth it for what runs outside the interpreter, such as sorting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar

__all__ = ["Beside", "sort"]

T = TypeVar("T")


class Beside(Generic[T]):
    """Work that begins at once; where no thread is to be had, it is done before anything else.

    As a context it has ended when the context has. Whoever does not ask for the result does not hear that it failed.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._found: list[T] = []
        self._failed: BaseException | None = None
        self._thread: threading.Thread | None = threading.Thread(target=self._run)
        try:
            self._thread.start()
        except RuntimeError:  # the system has no thread left
            self._thread = None
            self._run()

    def _run(self) -> None:
        try:
            self._found.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again where somebody asks for the result
            self._failed = error

    def wait(self) -> None:
        """Until it has ended, well or not."""
        if self._thread is not None:
            self._thread.join()

    def result(self) -> T:
        """What came of it, or the error that it ended with."""
        self.wait()
        if self._failed is not None:
            raise self._failed
        return self._found[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()


def sort(numbers: Any) -> None:
    """Sort a column of NumPy in place: the upper half beside the lower one."""
    middle = len(numbers) // 2
    if not middle:
        return
    numbers.partition(middle)
    with Beside(numbers[middle:].sort) as upper:
        numbers[:middle].sort()
    upper.result()
