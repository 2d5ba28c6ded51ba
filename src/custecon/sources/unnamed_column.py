"""A column without a header that holds headings on rows of their own: where some reports put the client."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.errors import Place, Problem, problem
from custecon.sources.total_labels import is_foot, label_in
from custecon.sources.wording import listed

__all__ = ["clients_in_headings"]


def clients_in_headings(headers: Sequence[str], rows: Sequence[Sequence[str]], place: Place) -> Problem | None:
    """E277, if the clients may stand in a column without a header, above the rows that belong to them; else None."""
    for column in (number for number, header in enumerate(headers) if not header):
        filled = [row for row in rows if any(row)]
        above = [row[column] for row in filled if column < len(row) and row[column]
                 and sum(map(bool, row)) == 1 and not label_in(row[column]) and not is_foot(row[column])]  # fmt: skip
        below = [row for row in filled if column >= len(row) or not row[column]]
        if above and len(below) >= len(above):
            return problem("E277", place=place, number=column + 1, names=listed(dict.fromkeys(above), 3))
    return None
