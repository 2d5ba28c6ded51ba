"""A file whose rows can be walked over: what the readers of text and of workbooks hand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from custecon.core.errors import Notice
from custecon.core.schemas import Decided
from custecon.sources.layout import Layout
from custecon.sources.opening import Opened
from custecon.sources.whole import Whole

Rows = Iterator[tuple[int, Sequence[Any]]]


@dataclass(slots=True)
class Source:
    """A file whose rows can be walked over again and again.

    `loose` are unquoted fields with an odd number of quotes, as (line, column); `spans` are the lines of the fields
    of rows that run over several lines; `workbook` says that rows end where their last cell is; `levels` are the rows
    that a workbook shows further in than others, by line. `whole`: what the rows are an extract of, if they are one.
    """

    opened: Opened
    layout: Layout
    rows: Callable[[], Rows]
    settings: dict[str, Decided] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    sheet: str | None = None
    loose: set[tuple[int, int]] = field(default_factory=set)
    spans: dict[int, tuple[int, ...]] = field(default_factory=dict)
    workbook: bool = False
    levels: Mapping[int, int] = field(default_factory=dict)
    whole: Whole | None = None
