"""Headers of another shape than one row of one table: on two rows, or of two tables that stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from custecon.core.errors import Place, Problem, problem
from custecon.core.phrases import say
from custecon.core.schemas import Kind
from custecon.sources import amounts, dates
from custecon.sources.column_checks import text_of
from custecon.sources.column_roles import Match
from custecon.sources.header_words import squash
from custecon.sources.wording import BLANKS, listed

_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.DATE)


def is_data(text: str) -> bool:
    """Whether a cell is a number or a day, which no header is."""
    return bool(text) and (amounts.shape_of(text) is not None or dates.shape_of(text) is not None)


def second_row(texts: Sequence[str], line: int, rows: Sequence[tuple[int, list[str]]]) -> str:
    """What to do about a header that stands on two rows; "" if it does not.

    Its names repeat, under a row that tells them apart; or words stand below its empty cells.
    """
    filled = [text for text in texts if text]
    over = [text for number, cells in rows if number == line - 1 for text in cells if text]
    below = next((cells for number, cells in rows if number == line + 1), ())
    under = len(set(filled)) < len(filled) and len(over) > 1 and not any(amounts.shape_of(text) for text in over)
    if not under and not _words_under(texts, below):
        return ""
    first = line - 1 if under else line
    return say(
        "make one row of the header, which stands on two (lines {first:d} and {next:d})", first=first, next=first + 1
    )


def _words_under(texts: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row has words below empty cells of the row over it, and neither numbers nor days."""
    under = [cell for n, cell in enumerate(cells) if cell and (n >= len(texts) or not texts[n])]
    return bool(under) and not any(map(is_data, cells))


def on_two_rows(
    match: Match, texts: Sequence[str], below: tuple[int, Sequence[object]], place: Place
) -> Problem | None:
    """That the row below the header is the second of its rows: words under its empty cells, where numbers should be."""
    line, cells = below
    words = ["" if cell is None else text_of(cell).strip(BLANKS) for cell in cells]
    words += [""] * (len(texts) - len(words))
    wanted = [column for name, column in match.roles.items() if match.schema.role(name).kind in _NUMBERS]
    if not _words_under(texts, words) or not wanted or not all(words[column] for column in wanted):
        return None
    return problem("E306", place=place, names=listed(dict.fromkeys(filter(None, words))), line=line)


def side_by_side(rivals: Mapping[str, Sequence[int]], headers: Sequence[str], place: Place) -> Problem | None:
    """That two tables with the same headers stand side by side, where several roles have a column in each."""
    same = {role: columns for role, columns in rivals.items() if len({squash(headers[n]) for n in columns}) == 1}
    if len(same) < 2 or len({len(columns) for columns in same.values()}) > 1:
        return None
    tables = list(zip(*(sorted(columns) for columns in same.values()), strict=True))
    if any(max(left) >= min(right) for left, right in pairwise(tables)):
        return None
    numbers = [say("{numbers}", numbers=[n + 1 for n in sorted(table)]) for table in tables]
    names = listed(dict.fromkeys(headers[n] for n in sorted(tables[0])))
    options = " ".join(
        say("--map {role!s}='#{number:d}'", role=role, number=columns[0] + 1) for role, columns in same.items()
    )
    return problem("E305", place=place, names=names, numbers=say("{numbers:and}", numbers=numbers), options=options)


def twins(column: int, headers: Sequence[str], used: Collection[int]) -> list[int]:
    """The columns that have the same header as one, and are not used.

    >>> twins(2, ["Client", "Date", "Amount", "", "Client", "Date", "amount"], {0, 1, 2})
    [6]
    """
    key = squash(headers[column])
    return [n for n, text in enumerate(headers) if key and n not in used and squash(text) == key]
