"""`custecon iceberg FILE`: the user's own shares, counted in a file with one row a client."""

from __future__ import annotations

from dataclasses import replace

from custecon.analyses.inputs import given_figures
from custecon.cli import asking
from custecon.cli.complaints import FIGURES, Known, answered
from custecon.cli.options import Asked
from custecon.cli.reading import in_currency_of, read_asked
from custecon.cli.session import Session
from custecon.core import wording
from custecon.core.errors import notice
from custecon.core.results import Result
from custecon.core.schemas import COMPLAINTS
from custecon.core.units import Period
from custecon.tables import complaint_file

__all__ = ["run"]

MONEY = frozenset({"value", "desk_complaint_share", "desk_kept", "desk_cost"})


def run(session: Session, asked: Asked) -> Result:
    """The iceberg as it was counted; with options, the file's shares applied to the numbers that were given."""
    given, _ = given_figures(asked, FIGURES, fixed=Period.YEAR)
    # What the file counts overrules the settings: of them only money stands beside it.
    given = [entry for entry in given if entry.origin == "given" or entry.name in MONEY]
    level = asking.level(asked)
    reading = read_asked(session, asked, (COMPLAINTS,))
    asked = in_currency_of(asked, reading)
    counts = complaint_file.count(reading.table)
    names = {entry.name for entry in given}
    as_counted = names <= MONEY
    replaced = names | ({"dissatisfied"} if names & {"complaints", "clients"} else set())
    own = [entry for entry in complaint_file.inputs(counts) if entry.name not in replaced]
    told = list(reading.notices)
    if counts.again:
        told = [one for one in told if one.code != "N209"]  # of the same rows, as they stand
        told.append(notice("N395", count=wording.counted(counts.again)))
    if not counts.marked:
        told.append(notice("N333"))
    known = Known([*own, *given])
    result = answered(
        asked,
        known,
        counted=complaint_file.iceberg(counts) if as_counted else None,
        more_figures=complaint_file.figures(counts, level),
        more_tables=(complaint_file.path_table(counts, level),),
        told=tuple(told),
        controls=(reading.controls,),
        who="dissatisfied client" if counts.marked or not as_counted else "client",
    )
    if as_counted:
        return result
    shown = complaint_file.with_intervals(result.figures, list(known.inputs.values()), counts, level)
    return replace(result, figures=shown)
