"""Rows of a file of spending that are sums by what they are called: of all channels, of all months, of a level.

Such a row may stand anywhere: no order of the rows gives it away. What proves it is that each row that is called
so is to the cent, in every column, the sum of the rows that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from custecon.core.schemas import Kind
from custecon.kinds.spending import SPENDING
from custecon.sources.column_checks import text_of
from custecon.sources.header_words import header_of
from custecon.sources.row_words import words
from custecon.sources.total_labels import is_total
from custecon.sources.total_rows import Judged
from custecon.sources.wording import BLANKS

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LEVEL = frozenset(words("headers", "level"))
_ALL = frozenset(words("values", "all"))


class Sums(NamedTuple):
    """Rows that are sums, each with how many rows it adds up; and which those are."""

    groups: dict[int, int]
    where: str


def sums_by_name(judged: Judged, rows: Sequence[int]) -> Sums | None:
    """The rows of a file of spending that are sums by what they are called; None if there are none."""
    if judged.work.source.layout.schema is not SPENDING:
        return None
    found = (*_called_all(judged, rows), *_lacking(judged, rows), *_of_levels(judged, rows))
    return next(iter(found), None)


def _called_all(judged: Judged, rows: Sequence[int]) -> Iterator[Sums]:
    """The rows of a file of spending that are called «All» in a column, where each is the sum of the rows it means."""
    cells = {column: _texts(judged, column) for column in _columns_of_names(judged)}
    holes = {column: {row for row in rows if _is_all(texts[row])} for column, texts in cells.items()}
    holes |= {column: here for column, texts in cells.items() if (here := _years(texts, rows))}
    groups = _cube(judged, rows, cells, {column: here for column, here in holes.items() if here})
    if groups:
        yield Sums(groups, "the rows that it speaks of" if len(groups) == 1 else "the rows that they speak of")


def _lacking(judged: Judged, rows: Sequence[int]) -> Iterator[Sums]:
    """The rows that lack what others have, such as an advertisement, where each is the sum of the rows that have it."""
    cells = {column: _texts(judged, column) for column in _columns_of_names(judged)}
    for column, texts in cells.items():
        groups = _cube(judged, rows, cells, {column: {row for row in rows if not texts[row]}})
        if groups:
            yield Sums(groups, "the rows that say more")


def _of_levels(judged: Judged, rows: Sequence[int]) -> Iterator[Sums]:
    """The rows of one level, campaigns or advertisements, where they are together what those of another are."""
    headers = judged.work.source.layout.headers
    for column in _columns_of_names(judged):
        if not _LEVEL & set(header_of(headers[column]).words):
            continue
        texts = _texts(judged, column)
        levels: dict[str, list[int]] = {}
        for row in rows:
            levels.setdefault(texts[row], []).append(row)
        finest = max(levels.values(), key=len)
        groups = {row: 1 for level in levels.values() if level is not finest for row in level}
        whole = all(_sums(judged, level) == _sums(judged, finest) for level in levels.values())
        if groups and whole and len(finest) > 1:
            yield Sums(groups, "the rows of another level")


def _cube(
    judged: Judged, rows: Sequence[int], cells: dict[int, list[str]], holes: dict[int, set[int]]
) -> dict[int, int]:
    """The rows that say nothing in a column, or all, where each is the sum of those that say the same elsewhere."""
    open_ = set().union(*holes.values())
    leaves = [row for row in rows if row not in open_]
    known = {column: {texts[row] for row in leaves} - {""} for column, texts in cells.items()}
    groups = {}
    for row in sorted(open_):
        said = {
            column: texts[row]
            for column, texts in cells.items()
            if row not in holes.get(column, ()) and texts[row] in known[column]
        }
        own = [leaf for leaf in leaves if all(cells[column][leaf] == text for column, text in said.items())]
        if not own or not _adds_up(judged, row, own):
            return {}
        groups[row] = len(own)
    return groups if max(groups.values(), default=0) > 1 else {}


def _years(texts: Sequence[str], rows: Sequence[int]) -> set[int]:
    """The rows of a whole year in a column of which all others are of parts of that year."""
    years = {row for row in rows if _YEAR.fullmatch(texts[row])}
    named = {texts[row][:4] for row in years}
    others = [texts[row] for row in rows if row not in years and texts[row]]
    return years if len(named) == 1 and others and all(named & set(_YEAR.findall(text)) for text in others) else set()


def _is_all(text: str) -> bool:
    """Whether a cell says that its row is of all: «All», «Все каналы»."""
    said = [word.strip("()") for word in text.casefold().replace("ё", "е").split()]
    return is_total(text) or (0 < len(said) < 3 and said[0] in _ALL)


def _columns_of_names(judged: Judged) -> list[int]:
    """The columns that say of what a row is: those of roles, and the free ones of few texts."""
    work = judged.work
    layout = work.source.layout
    kinds = {column: layout.role(name).kind for name, column in layout.roles.items()}
    own = [column for column, kind in kinds.items() if kind in (Kind.KEY, Kind.TEXT, Kind.DATE)]
    return sorted({*own, *work.gathered.watched, *layout.traits})


def _texts(judged: Judged, column: int) -> list[str]:
    return [text_of(cell).strip(BLANKS) for cell in judged.work.cells(column)]


def _adds_up(judged: Judged, row: int, own: Sequence[int]) -> bool:
    """Whether a row is the sum of others in every column where it says something."""
    pairs = [(checked.cells[row], checked.cells) for checked in judged.columns.values()]
    said = [(value, cells) for value, cells in pairs if value is not None]
    return any(value for value, _ in said) and all(
        value == sum(cells[other] or 0 for other in own) for value, cells in said
    )


def _sums(judged: Judged, rows: Sequence[int]) -> list[int]:
    return [sum(checked.cells[row] or 0 for row in rows) for checked in judged.columns.values()]
