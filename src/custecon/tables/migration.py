"""How clients moved between classes from one day to another, as tables: who came from where, and what is chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from custecon.core.long_columns import Exact
from custecon.core.phrases import Phrase, say
from custecon.core.results import Column, Table
from custecon.core.units import CLIENTS, MONEY, RATIO, SHARE, TEXT
from custecon.tables.client_classes import holm, moved

NOT_YET = -1


def migration_tables(
    names: Sequence[str],
    before: Any,
    after: Any,
    money: Exact,
    *,
    suffix: str = "",
    of_what: str | Phrase = "",
    ranked: bool = True,
) -> tuple[Table, Table]:
    """A row a class of the first day, a column a class of the second; and how the share of each class changed.

    Args:
        names: of the classes, the best first.
        before: the place of the class of each client on the first day, `NOT_YET` of who was none.
        after: the same on the second day.
        money: what each has brought by the second day.
        suffix: what the names of the tables end with, where an answer has several.
        of_what: the classes, said in the titles.
        ranked: whether a class that stands before another is better.
    """
    was, now = np.asarray(before), np.asarray(after)
    rows = []
    for place in (*range(len(names)), NOT_YET):
        here = np.flatnonzero(was == place)
        if not len(here):
            continue
        found = now[here]
        counts = [int((found == one).sum()) for one in range(len(names))]
        shares: list[float | None] = [None] * (3 if ranked else 1)
        if place != NOT_YET:
            parts = (found == place, found < place, found > place)[: len(shares)]
            shares = [*(float(part.mean()) for part in parts)]
        label = say("not yet a client") if place == NOT_YET else names[place]
        rows.append((label, len(here), *counts, money.take(here).total(), *shares))
    columns = (
        Column("class_before", "class before", TEXT, "the class on the first day"),
        Column("clients", "clients", CLIENTS, "who were of that class on the first day", summed=True),
        *(
            Column(f"to_{place}", say("to {name}", name=name), CLIENTS, "who are of this class now", summed=True)
            for place, name in enumerate(names, 1)
        ),
        Column("money", "money", MONEY, "what they brought by the second day, refunds taken off", summed=True),
        Column("stayed", "stayed", SHARE, "who are of the same class now"),
        *(
            Column("up", "up", SHARE, "who are of a better class now"),
            Column("down", "down", SHARE, "who are of a lower class now"),
        )[: 2 if ranked else 0],
    )
    title = say("From class to class{of_what}", of_what=of_what)
    matrix = Table(f"migration{suffix}", title, columns, rows)
    return matrix, _changes(names, was[was != NOT_YET], now[was != NOT_YET], suffix, of_what)


def _changes(names: Sequence[str], was: Any, now: Any, suffix: str, of_what: str | Phrase) -> Table:
    every = [moved(was, now, place) for place in range(len(names))] if len(was) else []
    adjusted = holm([one.p for one in every])
    rows = [
        (
            names[place],
            one.stayed + one.left,
            one.stayed + one.came,
            one.left,
            one.came,
            one.change,
            one.between.low if one.between else None,
            one.between.high if one.between else None,
            one.p,
            adjusted[place],
        )
        for place, one in enumerate(every)
    ]
    columns = (
        Column("class", "class", TEXT, "the class, of those who were clients on both days"),
        Column("before", "before", CLIENTS, "who were of it on the first day"),
        Column("after", "after", CLIENTS, "who are of it on the second day"),
        Column("left", "left", CLIENTS, "who were of it and are no more"),
        Column("came", "came", CLIENTS, "who are of it and were not"),
        Column("change", "change", SHARE, "(came − left) ÷ clients of both days"),
        Column("low", "from", SHARE, "the lower end of the change, by Wilson's interval of who moved, 95 %"),
        Column("high", "to", SHARE, "the upper end"),
        Column("p", "p", RATIO, "McNemar's exact test: so often chance alone would move it as far, this class alone"),
        Column("p_together", "p of all", RATIO, "the same where all classes are looked at together (Holm)"),
    )
    return Table(f"changes{suffix}", say("What of the change is chance{of_what}", of_what=of_what), columns, rows)
