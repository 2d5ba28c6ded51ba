"""Lifetime value client by client, with the values at both ends of what is not known for certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.core.catalogue import Metric
from custecon.core.errors import Problem, Undefined, UsageError
from custecon.core.long_columns import Words
from custecon.core.phrases import State, say
from custecon.core.progress import report
from custecon.core.results import Interval
from custecon.tables.client_columns import Client, Clients, From
from custecon.tables.client_rule import Rule

BLOCK = 10_000  # clients reckoned at once; where one of them has no value, each is asked about alone


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The values of clients, column by column, each with a place for each client.

    `lost`: who has left. `undefined`: by place, why an active client has no value. Of both the values are not a number,
    and so is a value at an end at which there is none.

    `at_low` and `at_high` are the values at the lower and the upper end of the retention observed in the file. All
    clients share that retention, so a total is known at either end; their own worst and best may not be added up.
    """

    clients: Clients
    lost: Any
    value: Any
    at_low: Any
    at_high: Any
    undefined: Mapping[int, Problem]

    def __len__(self) -> int:
        return len(self.clients)

    @property
    def status(self) -> Words:
        """Active or lost."""
        return Words(self.lost.astype(np.int8), [State("active"), State("lost")])

    @property
    def known(self) -> Any:
        """Who has a value."""
        known = ~self.lost
        known[list(self.undefined)] = False
        return known


def valued(clients: Clients, *, metric: Metric, options: Mapping[str, Any], estimate: Interval | None) -> Values:
    """The value of every client by one metric; who has left has no future value.

    Args:
        clients: with margin and retention filled in.
        metric: any lifetime metric over margin, retention and the options.
        options: discount, growth, periods … as numbers.
        estimate: the interval of the retention that was observed in the file, carried to those who use it.

    Raises:
        UsageError: a figure is outside its domain.
    """
    rule = Rule(metric, options, clients)
    value, low, high = columns = [np.full(len(clients), np.nan) for _ in range(3)]
    undefined: dict[int, Problem] = {}
    lost = clients.standings.lost == 1
    of_file = np.array([word == From.OBSERVED for word in clients.retention_from.words], dtype=np.bool_)
    for places in _alike(np.flatnonzero(~lost), clients.retention, of_file[clients.retention_from.cells]):
        observed = bool(of_file[clients.retention_from.cells[places[0]]])
        ends = ((estimate.low, estimate.high) if estimate else (None, None)) if observed else ()
        for start in range(0, len(places), BLOCK):
            report(say("valuing {all} {all:client|clients}", all=len(clients)), start / len(places))
            some = places[start : start + BLOCK]
            found, reasons = _together(rule, some, ends)
            undefined |= reasons
            for column, cells in zip(columns, found, strict=True):
                column[some] = cells
    return Values(clients, lost, value, low, high, undefined)


def _together(rule: Rule, places: Any, ends: Sequence[float | None]) -> tuple[Sequence[Any], dict[int, Problem]]:
    """The values of active clients who stay with one chance, those at both ends of it, and why some have none."""
    clients = rule.clients
    values = rule.together(places, float(clients.retention[places[0]]))
    if values is not None:
        low, high = (_at_end(rule, places, end) for end in ends) if ends else (values, values)
        return (values, low, high), {}
    each = [_asked(client, rule, ends) for client in clients.take(places)]
    reasons = {place: why for place, (*_, why) in zip(places.tolist(), each, strict=True) if why}
    return list(np.array([cells[:3] for cells in each], dtype=np.float64).T), reasons


def _alike(places: Any, retention: Any, observed: Any) -> list[Any]:
    """Some places, those of clients who stay with one chance together."""
    if not len(places):
        return []
    places = places[np.lexsort((observed[places], retention[places]))]
    both = retention[places], observed[places]
    return np.split(places, np.flatnonzero(np.logical_or(*(one[1:] != one[:-1] for one in both))) + 1)


def _at_end(rule: Rule, places: Any, retention: float | None) -> Any:
    """The values of many clients at one end of the observed retention."""
    found = rule.together(places, retention)
    if found is not None:
        return found
    return np.array([rule.at(client, retention) for client in rule.clients.take(places)], dtype=np.float64)


def _asked(client: Client, rule: Rule, ends: Sequence[float | None]) -> tuple[Any, Any, Any, Problem | None]:
    """The same for one client, asked about alone, and at both ends; with the reason where they have no value."""
    try:
        value = rule.value(client, client.retention)
    except (Undefined, UsageError) as why:
        return None, None, None, why.problems[0]
    low, high = (rule.at(client, end) for end in ends) if ends else (value, value)
    return value, low, high, None
