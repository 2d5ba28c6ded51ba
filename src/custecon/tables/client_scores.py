"""Clients scored by recency, frequency and money: the schemes by which values become scores, and the named segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

AXES = ("recency", "frequency", "money")
TRIMMED = 50  # one of so many is dropped at each end before steps of equal width are taken


def scores(values: Any, bins: int, among: Any = None) -> Any:
    """From 1 to `bins`, the highest value the best: 1 + floor(bins × those with a lower value ÷ all).

    `among`: the values that they are ranked among, such as those of an earlier day; their own if left out.

    >>> scores([10, 20, 20, 30], 4).tolist()
    [1, 2, 2, 4]
    >>> scores([5, 25, 99], 4, among=[10, 20, 20, 30]).tolist()
    [1, 4, 4]
    """
    ranked = np.sort(values if among is None else among)
    return np.minimum(bins, 1 + bins * np.searchsorted(ranked, values) // len(ranked))


def by_width(values: Any, bins: int, among: Any = None) -> Any:
    """Steps of equal width between the lowest and the highest, after one of fifty is dropped at each end.

    >>> by_width([1, 2, 3, 4, 6, 10], 3).tolist()  # steps of 3: 1 to below 4, to below 7, to 10
    [1, 1, 1, 2, 2, 3]
    """
    cells = np.asarray(values).astype(object)
    ranked = np.sort(values if among is None else among)
    dropped = len(ranked) // TRIMMED
    low, high = int(ranked[dropped]), int(ranked[-1 - dropped])
    if low == high:
        return np.ones(len(cells), dtype=np.int64)
    return np.clip(1 + bins * (cells - low) // (high - low), 1, bins).astype(np.int64)


def by_cuts(values: Any, cuts: Sequence[int]) -> Any:
    """By cuts that were said, rising: a value that equals one has the higher score.

    >>> by_cuts([1, 2, 7, 16], [2, 4, 8, 16]).tolist()
    [1, 2, 3, 5]
    """
    return 1 + np.searchsorted(np.asarray(cuts), values, side="right")


def nested(columns: Sequence[Any], bins: int) -> list[Any]:
    """Hughes' own way: equal parts by the first column, each of these by the second, each of those by the third.

    Equal values are parted by the other columns, and what is alike in all by the order in which it stands.

    >>> [column.tolist() for column in nested([[1, 1, 2, 2], [5, 6, 7, 8], [1, 1, 1, 1]], 2)]
    [[1, 1, 2, 2], [1, 2, 1, 2], [1, 1, 1, 1]]
    """
    cells = [np.asarray(column) for column in columns]
    found = [np.zeros(len(cells[0]), dtype=np.int64) for _ in cells]
    parts = [np.arange(len(cells[0]))]
    for place, column in enumerate(found):
        others = [cells[(place + step) % len(cells)] for step in range(1, len(cells))]
        inner = []
        for part in parts:
            order = part[np.lexsort([*(other[part] for other in reversed(others)), cells[place][part]])]
            column[order] = 1 + bins * np.arange(len(order)) // max(1, len(order))
            inner += [order[column[order] == score] for score in range(1, bins + 1)]
        parts = [np.sort(part) for part in inner]
    return found


class Segment(NamedTuple):
    """A named segment: from which score to which, by recency, by frequency and by money."""

    name: str
    recency: tuple[int, int]
    frequency: tuple[int, int]
    money: tuple[int, int]


OTHERS = "others"
# The ten of the R package rfm, as its README has them; the first that fits is taken.
RFM10 = (
    Segment("champions", (5, 5), (5, 5), (5, 5)),
    Segment("potential loyalists", (3, 5), (3, 5), (2, 5)),
    Segment("loyal", (2, 4), (2, 4), (2, 4)),
    Segment("promising", (3, 4), (1, 3), (3, 5)),
    Segment("new", (4, 5), (1, 3), (1, 5)),
    Segment("cannot lose them", (1, 2), (3, 4), (4, 5)),
    Segment("clients at risk", (1, 2), (2, 5), (4, 5)),
    Segment("need attention", (1, 3), (3, 5), (3, 5)),
    Segment("about to sleep", (2, 3), (1, 3), (1, 4)),
    Segment("lost clients", (1, 1), (1, 5), (1, 5)),
)
# Six that part all scores: of ours.
SIMPLE = (
    Segment("the best", (4, 5), (4, 5), (4, 5)),
    Segment("regular clients", (4, 5), (3, 5), (1, 5)),
    Segment("new or rare", (4, 5), (1, 2), (1, 5)),
    Segment("need attention", (2, 3), (3, 5), (1, 5)),
    Segment("sleeping clients", (2, 3), (1, 2), (1, 5)),
    Segment("lost clients", (1, 1), (1, 5), (1, 5)),
)
NAMES = {"rfm10": RFM10, "simple": SIMPLE}


def named(marks: Sequence[Any], segments: Sequence[Segment]) -> Any:
    """The place of the first segment that fits the scores of each client; one more than there are where none does.

    >>> named([[5, 1, 5], [5, 3, 1], [5, 4, 1]], RFM10).tolist()
    [0, 5, 4]
    """
    columns = [np.asarray(column) for column in marks]
    found = np.full(len(columns[0]), len(segments), dtype=np.int64)
    for place in reversed(range(len(segments))):
        fits = np.ones(len(found), dtype=np.bool_)
        for column, (low, high) in zip(columns, segments[place][1:], strict=True):
            fits &= (column >= low) & (column <= high)
        found[fits] = place
    return found
