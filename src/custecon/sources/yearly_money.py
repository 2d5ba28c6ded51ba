"""Money of a month in a list of clients, which holds that of a year: counted twelve times, and told."""

from __future__ import annotations

from custecon.core.schemas import Kind
from custecon.sources.controls import Work
from custecon.sources.periods import times_a_year
from custecon.sources.wording import shown

__all__ = ["set_to_a_year"]

_PART = {12: "a month", 4: "a quarter"}


def set_to_a_year(work: Work) -> None:
    """Set columns whose header names a rate per month or quarter to a year; MRR is no year's revenue."""
    layout = work.source.layout
    for name, column in layout.roles.items():
        role = layout.schema.role(name)
        times = times_a_year(layout.headers[column]) if role.unit == "per year" and role.kind is Kind.MONEY else None
        if times is None:
            continue
        checked = work.columns[name]
        checked.cells = [None if cell is None else cell * times for cell in checked.cells]
        header = shown(layout.headers[column])
        work.note("N262", line=layout.line, column=column, header=header, of=_PART[times], times=times, role=name)
