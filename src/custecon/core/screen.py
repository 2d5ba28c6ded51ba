"""What of an answer somebody with one minute reads first, as its analysis declares it; all else comes when asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from custecon.core.phrases import Phrase

MOST_FIGURES = 6
WHOLE = 30  # rows of a table that was asked for by its name, or of which nobody said which matter


class Key(NamedTuple):
    """A figure of the first screen.

    Attributes:
        name: of the figure.
        label: a shorter one, where it says more beside the sentence: "all 37 clients".
        remark: what was counted, in at most 38 letters: "77 of the 85".
        certain: where its interval would stand: why it has none, in a word or two: "counted".
    """

    name: str
    label: str | Phrase = ""
    remark: str | Phrase = ""
    certain: str | Phrase = ""


class Extract(NamedTuple):
    """The rows of a table that somebody acts on.

    Attributes:
        table: its name. heading: what its rows are, in words.
        columns: names of its columns, the most telling first; as many stand there as there are, and fit.
        bars: the column that is drawn beside its numbers, "" for none; such a table needs no picture.
        rows: at most how many of the first ones. least: so many stand before any figure or notice does: of a list to
            call. total: whether what the whole table adds up to stands beneath.
    """

    table: str
    heading: str | Phrase = ""
    columns: tuple[str, ...] = ()
    bars: str = ""
    rows: int = 10
    total: bool = True
    least: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen, one page: what of an answer comes first; what is left empty follows from the answer.

    Attributes:
        scope: of whom and when it is, beside the title: "37 of 48 clients, 25 Dec 2024".
        further: sentences after that of the answer, at most two: who or what makes most of it, what would mend it.
        figures: three to six; the first is what the answer says, and how sure that is, is said with it.
        sure: how far that goes: "as far as the retention that was counted goes". Those that an
            answer lacks, as its inputs allow, are passed over.
        picture: the name of one picture; None: the first, "": none.
        table: the rows to act on; None: those of the first table.
        next: what to ask next, as it is typed: "--by segment".
    """

    scope: str | Phrase = ""
    further: tuple[Phrase, ...] = ()
    figures: tuple[Key, ...] = ()
    sure: str | Phrase = ""
    picture: str | None = None
    table: Extract | None = None
    next: tuple[str, ...] = ()
