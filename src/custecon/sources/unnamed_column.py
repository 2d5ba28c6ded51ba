"""A column without a header that holds headings on rows of their own: where some reports put the client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from custecon.core.errors import Place, Problem, problem
from custecon.sources.total_labels import is_foot, label_in
from custecon.sources.wording import listed


def clients_in_headings(headers: Sequence[str], rows: Sequence[Sequence[str]], place: Place) -> Problem | None:
    """E277, if the clients may stand in a column without a header, above the rows that belong to them; else None."""
    found = headings_above(headers, rows)
    return problem("E277", place=place, number=found[0], names=listed(found[1], 3)) if found else None


def headings_above(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, list[str]] | None:
    """The number of a column without a header that holds headings on rows of their own, and these; else None."""
    filled = [row for row in rows if any(row)]
    for column in (number for number, header in enumerate(headers) if not header):
        above = [row[column] for row in filled if column < len(row) and row[column]
                 and sum(map(bool, row)) == 1 and not label_in(row[column]) and not is_foot(row[column])]  # fmt: skip
        below = [row for row in filled if column >= len(row) or not row[column]]
        if above and len(below) >= len(above):
            return column + 1, [*dict.fromkeys(above)]
    return None
