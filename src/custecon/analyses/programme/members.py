"""Who is a member of the loyalty programme, and since when, as the columns of an order log tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.clients.files import TableFile
from custecon.core.errors import InputRefused, Notice, notice, problem
from custecon.core.schemas import Kind, Role
from custecon.sources.date_cells import check_days
from custecon.sources.flag_cells import NO, YES

NEVER, ALWAYS = np.iinfo(np.int64).max, 0  # no member; one, and the file does not say since when
DAY = Role("member_since", Kind.DATE, "the day on which the client joined", ahead=True)


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """Of each client the day on which they joined, an ordinal, or `NEVER` or `ALWAYS`; and what must be known."""

    since: Any
    told: tuple[Notice, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is a member."""
        return bool((self.since != NEVER).any())

    def at(self, first: int, last: int) -> Any:
        """Where each client stands in a period: `MEMBER`, `JOINED` in it or `OTHER`."""
        return np.where(self.since < first, MEMBER, np.where(self.since <= last, JOINED, OTHER))


MEMBER, JOINED, OTHER = range(3)
STANDS = ("members", "joined in it", "others")


def members_of(log: TableFile, clients: Sequence[str]) -> Members | None:
    """The members among the clients of a log, as their last row that says something has it; None: no column tells.

    Raises:
        InputRefused: E352 a cell is no day that can be read without guessing.
    """
    there = [name for name in ("member_since", "card") if name in log.ledger.groups]
    if not there:
        return None
    since = np.full(len(clients), NEVER, dtype=np.int64)
    told: list[Notice] = []
    for name in reversed(there):  # a day says more than a card
        found = log.ledger.grouped(name)
        days = _days(log, found.last) if name == "member_since" else {}
        if name == "member_since" and (several := len(found.several.intersection(clients))):
            told.append(notice("N522", count=several))
        for place, client in enumerate(clients):
            text = found.last.get(client, "").strip()
            if text and text.lower() not in NO:
                since[place] = days.get(text, ALWAYS)
    if undated := int((since == ALWAYS).sum()):
        told.append(notice("N521", count=undated))
    return Members(since, tuple(told))


def _days(log: TableFile, told: Mapping[str, str]) -> dict[str, int]:
    """The day that each text says, as an ordinal; a yes says none."""
    texts = list(dict.fromkeys(text.strip() for text in told.values()))
    texts = [text for text in texts if text and text.lower() not in YES | NO]
    controls = log.reading.controls
    order = controls.settings.get("date_order")
    checked = check_days(DAY, texts, order.value if order and order.by == "given" else None, None)
    wrong = [checked.stop.row] if checked.stop else [*checked.bad]
    if wrong:
        value = texts[wrong[0]]
        client = next(name for name, text in told.items() if text.strip() == value)
        header = controls.columns["member_since"].value
        raise InputRefused(problem("E352", header=header, client=client, value=value))
    return {text: day.toordinal() for text, day in zip(texts, checked.cells, strict=True)}
