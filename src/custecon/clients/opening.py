"""A source as a call from Python names it: a path, a frame, or what was read already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from custecon.core.schemas import Reading, Schema
from custecon.sources import Reduce, read_log, reduction_of
from custecon.sources.cures_in_python import with_cures

__all__ = ["opened"]


def opened(source: Any, kinds: Sequence[Schema], rows: bool) -> tuple[Reading, Reduce | None]:
    """The reading of a source as one of some kinds of file, and how it becomes clients if it is a log of orders.

    `rows`: whether its rows are asked for.
    """
    if isinstance(source, Reading):
        return source, reduction_of(source)
    with with_cures("custecon.read first: "):
        return read_log(source, kinds, engine="exact" if rows else None)
