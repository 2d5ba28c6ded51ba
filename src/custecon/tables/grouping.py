"""Clients in groups, each with its own fit where it is large enough, else pulled towards the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from custecon.core.errors import Notice, Undefined, notice
from custecon.core.schemas import CheckedTable
from custecon.models.buying_model import model_named
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats, Index
from custecon.tables.histories import History
from custecon.tables.prediction import Fitted, fit_spend

__all__ = ["fitted_groups", "group_of_clients"]

FEWEST_CLIENTS = 200  # a group with fewer, or with fewer who bought again, gets no fit of its own
FEWEST_REPEATERS = 50
PULL = 100.0  # how many clients the rest of the base counts as in the fit of a small group


def group_of_clients(table: CheckedTable, history: History, by: str) -> tuple[list[str], int]:
    """The group of every client, and how many clients stand in several.

    `by`: "cohort", the month of the first order, or a column of the log; there the earliest row with a text decides,
    among rows of one day the first in the file.
    """
    if by == "cohort":
        firsts = [history.reduced.first_dates[row] for row in history.rows]
        return [f"{day.year:04d}-{day.month:02d}" for day in firsts], 0
    earliest: dict[str, tuple[Any, str]] = {}
    seen: dict[str, set[str]] = {}
    for key, day, text in zip(table.cells("client"), table.cells("date"), table.cells(by), strict=True):
        if not text:
            continue
        seen.setdefault(key, set()).add(text)
        if key not in earliest or day < earliest[key][0]:
            earliest[key] = (day, text)
    keys = [history.key(row) for row in range(len(history))]
    several = sum(len(seen.get(key, ())) > 1 for key in keys)
    return [earliest[key][1] if key in earliest else "" for key in keys], several


def fitted_groups(
    history: History, data: Any, whole: Fit, spend: Fit | None, labels: Sequence[str]
) -> tuple[list[Fitted], tuple[Notice, ...]]:
    """A fit for each group, of the model that the whole was fitted with.

    A large group stands for itself. In the fit of a small one the other clients count too, but together only as
    much as 100 clients (a power prior: Ibrahim and Chen 2000): the smaller the group, the closer to the whole.
    """
    found, own = [], 0
    names = np.array(labels)
    for label in sorted(set(labels)):
        rows: Index = np.flatnonzero(names == label)
        repeaters = int((data.repeat_purchases[rows] > 0).sum())
        group = None
        if len(rows) == len(names):
            group = Fitted(label, rows, whole, spend)
        elif len(rows) >= FEWEST_CLIENTS and repeaters >= FEWEST_REPEATERS:
            group = _of_its_own(history, data, whole.model, spend, label, rows)
        if group is None:
            group = _pulled(history, data, whole, spend, label, rows)
        own += group.how == "own fit"
        found.append(group)
    told = notice(
        "N358",
        own=own,
        pooled=len(found) - own,
        clients=FEWEST_CLIENTS,
        repeaters=FEWEST_REPEATERS,
        pull=f"{PULL:.0f}",
    )
    return found, (told,) if own < len(found) else ()


def _of_its_own(history: History, data: Any, model: str, spend: Fit | None, label: str, rows: Index) -> Fitted | None:
    try:
        fit = model_named(model).fit(data.rows(rows), accept_edge=False)
    except Undefined:
        return None  # pulled towards the whole instead, and told
    own_spend = fit_spend(history, rows)[0] if spend is not None else None
    return Fitted(label, rows, fit, own_spend or spend)


def _pulled(history: History, data: Any, whole: Fit, spend: Fit | None, label: str, rows: Index) -> Fitted:
    """The fit in which the rest of the base counts as 100 clients; the whole's own fit where that has no maximum."""
    weights: Floats = np.full(len(data), PULL / max(1, len(data) - len(rows)))
    weights = np.minimum(weights, 1.0)
    weights[rows] = 1.0
    how = "pulled towards the whole"
    try:
        fit = model_named(whole.model).fit(replace(data, weights=weights), accept_edge=True)
    except Undefined:
        fit, how = whole, "the fit of the whole"
    own_spend = fit_spend(history, np.arange(len(data)), weights)[0] if spend is not None else None
    return Fitted(label, rows, fit, own_spend or spend, how)
