"""Who referred whom, as the columns of an order log tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.clients.files import TableFile
from custecon.core.errors import InputRefused, Notice, Undefined, notice, problem
from custecon.core.phrases import say, some
from custecon.sources.flag_cells import NO, YES

BY_CLIENT, BY_OTHERS, OTHERWISE, UNKNOWN = range(4)
KINDS = (
    "referred by a client of the log",
    "referred, the log does not tell by which client",
    "came otherwise",
    "not known",
)
NOBODY = NO | {"none", "nobody", "никто"}
# Channels that are a referral.
CHANNELS = frozenset((
    "referral", "referrals", "referred", "recommendation", "word of mouth", "friend", "friends",
    "рекомендация", "рекомендации", "по рекомендации", "реферал", "сарафанное радио", "знакомые", "друзья",
))  # fmt: skip
MOST_NAMES = 10  # of a circle
ADDRESS = re.compile(r"://|^www\.|^[\w-]+(\.[\w-]+)*\.(com|ru|org|net|io)(/.*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Of each client how they came, a place in `KINDS`, and the place of the client who referred them, else -1."""

    kind: Any
    referrer: Any
    told: tuple[Notice, ...]

    @property
    def referred(self) -> Any:
        """Who was referred."""
        return self.kind <= BY_OTHERS

    @property
    def known(self) -> Any:
        """Of whom it is known how they came."""
        return self.kind != UNKNOWN


def sources_of(log: TableFile, clients: Sequence[str], *, blank_is_nobody: bool) -> Sources:
    """How each of the clients of a log came.

    Raises:
        InputRefused: E353 the column holds web addresses, E354 a client referred themselves, E355 a circle.
        Undefined: E301 no column tells it, or not of anybody who came otherwise.
    """
    there = log.ledger.groups
    if not {"referrer", "channel"} & {*there}:
        raise _undefined(say("no column tells who referred a client"), say("name it: --map referrer=COLUMN"))
    kind = np.full(len(clients), UNKNOWN, dtype=np.int8)
    referrer = np.full(len(clients), -1, dtype=np.int64)
    told: list[Notice] = []
    if "channel" in there:
        channels = log.ledger.grouped("channel").first
        for number, client in enumerate(clients):
            if word := channels.get(client, "").strip().lower():
                kind[number] = BY_OTHERS if word in CHANNELS else OTHERWISE
    if "referrer" in there:
        found = log.ledger.grouped("referrer")
        told += _by_name(log, clients, found.first, kind, referrer)
        if several := len(found.several.intersection(clients)):
            told.append(notice("N531", count=several))
        _refuse_circles(clients, referrer)
    if unknown := int((kind == UNKNOWN).sum()):
        told.append(notice("N535" if blank_is_nobody else "N532", count=unknown))
    if blank_is_nobody:
        kind[kind == UNKNOWN] = OTHERWISE
    if not (kind == OTHERWISE).any():
        why = say("of nobody it says that they came otherwise, so the part that was referred is not known")
        raise _undefined(why, say("say --blank nobody if an empty cell means that nobody referred them"))
    if not (kind <= BY_OTHERS).any():
        raise _undefined(say("nobody was referred"), say("name a log with referred clients"))
    return Sources(kind, referrer, tuple(told))


def _by_name(log: TableFile, clients: Sequence[str], told: Mapping[str, str], kind: Any, referrer: Any) -> list[Notice]:
    """Enters who is named as the referrer of each client, or that nobody was; how many are no clients of the log."""
    place, outside = {client: number for number, client in enumerate(clients)}, 0
    for number, client in enumerate(clients):
        text = told.get(client, "").strip()
        if ADDRESS.search(text):
            header = log.reading.controls.columns["referrer"].value
            raise InputRefused(problem("E353", header=header, client=client, value=text))
        if text == client:
            raise InputRefused(problem("E354", client=client))
        if text in place:
            kind[number], referrer[number] = BY_CLIENT, place[text]
        elif text:
            kind[number] = OTHERWISE if text.lower() in NOBODY else BY_OTHERS
            outside += text.lower() not in NOBODY | YES
    return [notice("N530", count=outside)] if outside else []


def _undefined(reason: str, cure: str) -> Undefined:
    return Undefined(problem("E301", figure=say("the part of referred clients"), reason=reason, cure=cure))


def _refuse_circles(clients: Sequence[str], referrer: Any) -> None:
    """Raises InputRefused: E355 some referred each other in a circle."""
    ends: Mapping[int, int] = dict(enumerate(referrer.tolist()))
    seen: set[int] = set()
    for start in ends:
        path: dict[int, None] = {}
        here = start
        while here >= 0 and here not in seen and here not in path:
            path[here] = None
            here = ends[here]
        if here in path:
            circle = [*path][[*path].index(here) :]
            raise InputRefused(problem("E355", names=some([clients[number] for number in (*circle, here)], MOST_NAMES)))
        seen |= path.keys()
