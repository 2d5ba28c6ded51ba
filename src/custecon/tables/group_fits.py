"""Clients in groups, each with its own fit where it is large enough, else drawn towards the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from custecon.core.errors import Notice, notice
from custecon.core.phrases import CalendarPeriod, say, some
from custecon.models.fit_record import Fit
from custecon.models.partial_pooling import fit_by_group
from custecon.tables.calendar_periods import label_of
from custecon.tables.prediction import Fitted, fit_spend
from custecon.tables.purchase_histories import History

MOST_NAMED = 5


def cohorts_of(history: History) -> list[CalendarPeriod]:
    """The month of the first order of every client."""
    months = {day: label_of(dt.date.fromordinal(day), "month") for day in np.unique(history.bought.first).tolist()}
    return [months[day] for day in history.bought.first.tolist()]


def fitted_groups(
    history: History, data: Any, whole: Fit, spend: Fit | None, labels: Sequence[str], *, name: str
) -> tuple[list[Fitted], tuple[Notice, ...]]:
    """A fit for each group, of the model that the whole was fitted with; small groups are drawn towards the whole.

    Spend is fitted by group only where the group stands alone; elsewhere that of the whole holds, which draws each
    client's own average towards everybody's. Where the fit of the whole lies at the edge of its space there is nothing
    to draw towards, and it holds for every group.
    """
    names = np.array(labels)
    fits = fit_by_group(whole.model, data, labels, whole=whole)
    edge = all(fit is whole for fit in fits.values())
    found: list[Fitted] = []
    told: list[Notice] = []
    for label, fit in fits.items():
        rows = np.flatnonzero(names == label)
        drawn = any(one.code == "N347" for one in fit.notices)
        own = None if edge or drawn or spend is None else fit_spend(history, rows)[0]
        how = "the fit of the whole" if edge else "a fit drawn towards the whole" if drawn else "own fit"
        found.append(Fitted(label, rows, fit, own or spend, how))
        told.extend(fit.notices if not edge else ())
    small = [group.name or say("(none)") for group in found if group.how != "own fit"]
    if small:
        told = [one for one in told if one.code != "N347"]
        named = some(small, MOST_NAMED)
        told.append(notice("N358", groups=named, how=next(group.how for group in found if group.how != "own fit")))
    if any(group.how != "the fit of the whole" for group in found):
        told.append(notice("N373", group=name))
    return found, tuple(told)
