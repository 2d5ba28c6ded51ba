"""Money of a month in a list of clients, which holds that of a year: counted twelve times, and told."""

from __future__ import annotations

import shlex

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import say
from custecon.core.schemas import Kind
from custecon.kinds.profit import PROFIT
from custecon.sources.controls import Work
from custecon.sources.periods import months_said, times_a_year
from custecon.sources.wording import shown

_PART = {12: say("a month"), 4: say("a quarter"), 2: say("half a year")}
_LONG = {1: say("a month"), 3: say("a quarter"), 6: say("half a year"), 12: say("a year")}


def set_to_a_year(work: Work) -> None:
    """Set columns whose header names a rate per month or quarter to a year; MRR is no year's revenue.

    In a list by profit only where another column is of another time.

    Raises:
        InputRefused: E284 money of one month or quarter stands beside that of a longer time.
    """
    layout = work.source.layout
    if layout.schema.name == PROFIT.name:
        _of_one_time(work)
        return
    for name, column in layout.roles.items():
        role = layout.role(name)
        times = times_a_year(layout.headers[column]) if role.unit == "per year" and role.kind is Kind.MONEY else None
        if times is not None:
            _times(work, name, times)


def _times(work: Work, name: str, times: int) -> None:
    layout = work.source.layout
    column = layout.roles[name]
    checked = work.columns[name]
    checked.cells = [None if cell is None else cell * times for cell in checked.cells]
    header = shown(layout.headers[column])
    work.note("N262", line=layout.line, column=column, header=header, of=_PART[times], times=times, role=name)


def _of_one_time(work: Work) -> None:
    """Money of a month beside that of a year: what comes again is set to a year, what does not is asked about."""
    layout = work.source.layout
    money = {name: layout.headers[column] for name, column in layout.roles.items()
             if layout.role(name).kind is Kind.MONEY}  # fmt: skip
    said = {name: months for name, header in money.items() if (months := months_said(header))}
    shortest = min(said, key=lambda name: said[name], default=None)
    if shortest is None:
        return
    longest = max(said, key=lambda name: said[name])
    if said[shortest] < said[longest]:
        for name, header in money.items():
            times = times_a_year(header)
            if times is not None:
                _times(work, name, times)
            elif name in said and said[name] < said[longest] and layout.decided[name].by == "detected":
                why = say(
                    "it is money of {time}, and «{money}» that of {other}",
                    time=_LONG[said[name]],
                    money=shown(money[longest]),
                    other=_LONG[said[longest]],
                )
                values = {
                    "role": name,
                    "header": shown(header),
                    "why": why,
                    "typed": shlex.quote(header),
                    "percent": "",
                }
                place = work.ground.place(layout.line, layout.roles[name])
                raise InputRefused(problem("E284", place=place, **values))
    elif said[shortest] < 12 and (silent := next((header for name, header in money.items() if name not in said), None)):
        header = money[shortest]
        what = say(
            "money of {long}; «{silent}» names no time and is taken as that of the same",
            long=_LONG[said[shortest]],
            silent=shown(silent),
        )
        work.note(
            "N258", line=layout.line, header=shown(header), what=what, cure="if it is not, export both for one time"
        )
