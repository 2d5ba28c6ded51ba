"""Who referred whom, as the columns of an order log tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.clients.files import TableFile
from custecon.core.errors import InputRefused, Notice, Undefined, UsageError, notice, problem
from custecon.core.phrases import Phrase, say, some
from custecon.sources.flag_cells import NO, YES

BY_CLIENT, BY_OTHERS, OTHERWISE, UNKNOWN = range(4)
KINDS = (
    "referred by a client of the log",
    "referred, the log does not tell by which client",
    "came otherwise",
    "not known",
)
NOBODY = NO | {"none", "nobody", "никто"}
# Words of a channel by which clients are referred; visits from other sites, which some call so, are none.
REFERRAL = re.compile(
    r"\b(referrals?|referred|recommend(ed|ations?)|word[ -]of[ -]mouth|friends?"
    r"|рекоменд\w+|реферал\w*|сарафан\w*|знакомы[еймх]\w*|друз\w+)\b"
)
NO_REFERRAL = re.compile(r"^(no|not|non|without|не|без|нет)\b|\btraffic\b|\bтрафик\b|/")
MOST_NAMES = 10  # of a circle
OPTION = "--referral-channel"
MOST_CHANNELS = 4  # that are told
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


def _referrals(there: Sequence[str], said: Sequence[str]) -> set[str]:
    """Which channels of a log are referrals: those that somebody said, else by their words.

    Raises:
        UsageError: E112 one that was said is not there.
    """
    if not said:
        words = {channel: channel.casefold() for channel in there}
        return {one for one, word in words.items() if REFERRAL.search(word) and not NO_REFERRAL.search(word)}
    named = {channel.casefold(): channel for channel in there}
    for one in said:
        if one.casefold() not in named:
            known = some([f"«{channel}»" for channel in there], MOST_NAMES) if there else say("no channels")
            cure = say("write it as the file does" if there else "name the column: --map channel=COLUMN")
            raise UsageError(problem("E112", name=OPTION, value=one, known=known, cure=cure))
    return {named[one.casefold()] for one in said}


def _by_channel(log: TableFile, clients: Sequence[str]) -> dict[str, list[int]]:
    """The places of the clients who came by each channel, of those of whom it is known."""
    found: dict[str, list[int]] = {}
    first = log.ledger.grouped("channel").first if "channel" in log.ledger.groups else {}
    for number, client in enumerate(clients):
        if channel := first.get(client, "").strip():
            found.setdefault(channel, []).append(number)
    return found


def _nobody_of(by_channel: Mapping[str, Sequence[int]]) -> Undefined:
    """Why nobody was referred."""
    if not by_channel:
        return _undefined(say("nobody was referred"), say("name a log with referred clients"))
    why = say("no channel is a referral: {channels}", channels=_named(by_channel, by_channel))
    return _undefined(why, say("if one of them is a referral, say which: {option} CHANNEL", option=OPTION))


def _named(channels: Collection[str], by_channel: Mapping[str, Sequence[int]]) -> Phrase:
    """Channels with how many clients came by each, the most first."""
    most = sorted(channels, key=lambda one: -len(by_channel[one]))
    told = [say("«{channel}» {n}", channel=one, n=len(by_channel[one])) for one in most]
    return some(told, MOST_CHANNELS)


def sources_of(log: TableFile, clients: Sequence[str], channels: Sequence[str], *, blank_is_nobody: bool) -> Sources:
    """How each of the clients of a log came; `channels`: those that are said to be referrals, none if by their words.

    Raises:
        UsageError: E112 a channel that was said to be a referral is none of the log.
        InputRefused: E353 the column holds web addresses, E354 a client referred themselves, E355 a circle.
        Undefined: E301 no column tells it, or not of anybody who came otherwise.
    """
    there = log.ledger.groups
    if not {"referrer", "channel"} & {*there}:
        raise _undefined(say("no column tells who referred a client"), say("name it: --map referrer=COLUMN"))
    kind = np.full(len(clients), UNKNOWN, dtype=np.int8)
    referrer = np.full(len(clients), -1, dtype=np.int64)
    told: list[Notice] = []
    by_channel = _by_channel(log, clients)
    referrals = _referrals(list(by_channel), channels)
    for channel, numbers in by_channel.items():
        kind[numbers] = BY_OTHERS if channel in referrals else OTHERWISE
    if referrals:
        others = [one for one in by_channel if one not in referrals]
        named = _named(others, by_channel) if others else say("none")
        told.append(notice("N542", channels=_named(referrals, by_channel), others=named))
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
        raise _nobody_of(by_channel)
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
