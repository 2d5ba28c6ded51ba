"""What is known of an export: which columns it has, what its rows mean, and what stands beside its money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.sources.header_words import squash
from custecon.sources.row_meaning import Meaning

WORDS = "words"


@dataclass(frozen=True, slots=True)
class RowRule:
    """A column that says what a row is.

    `headers` are its names, the first that stands in the file counts; `meanings` says what each value is, written as
    `word_of` leaves it; a value that is in none of them is asked about, unless `otherwise` says what it is; with
    `WORDS` it is understood by its words if they tell: firms name their stages themselves. `filled` is what a row is on
    which the column holds anything at all, such as the day an order was called off. `settles` are the headers of
    columns that need not be asked any more where this one stands.
    """

    headers: tuple[str, ...]
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    otherwise: str | None = None
    filled: Meaning | None = None
    settles: tuple[str, ...] = ()

    def column(self, headers: Sequence[str]) -> int | None:
        """Where the column stands among the headers of a file."""
        return _first(self.headers, headers)


@dataclass(frozen=True, slots=True)
class Beside:
    """A column that belongs to some columns of money: what was given back of them."""

    of: tuple[str, ...]
    headers: tuple[str, ...]

    def column(self, header: str, headers: Sequence[str]) -> int | None:
        """Where it stands in a file, if the money has that header."""
        return _first(self.headers, headers) if squash(header) in map(squash, self.of) else None


def _first(wanted: tuple[str, ...], headers: Sequence[str]) -> int | None:
    here = {squash(header): number for number, header in reversed(list(enumerate(headers))) if header}
    return next((here[squash(name)] for name in wanted if squash(name) in here), None)


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of an export.

    Attributes:
        name: what the user calls it.
        title: what is told when it is used.
        source: where its columns are documented.
        kind: the name of the schema of such a file.
        marks: sets of squashed headers; a file that has all of one of them is such an export.
        columns: role -> names of its header, the usual first; an empty list takes none for the role.
        instead: role -> headers that stand in where none of those is there, which is told.
        headings: the role that stands above its rows, in the column without a header.
        units: role of money -> what 1 in its column is, where the header does not say it.
        rows: the columns that say what a row is.
        subtract: money that is taken off the amount on the same row, whatever its sign; blank is 0.
        items: rows of further items of an order, which repeat its number and leave its money empty.
        rules: what is done, in words.
    """

    name: str
    title: str
    source: str
    kind: str
    marks: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    rules: str
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[RowRule, ...] = ()
    subtract: tuple[Beside, ...] = ()
    items: bool = False

    def fits(self, squashed: frozenset[str]) -> int:
        """How many marks of it stand among the headers; 0 unless a whole set of them does."""
        return max((len(marks) for marks in self.marks if marks <= squashed), default=0)

    def read_as(self, kind: str) -> Preset | None:
        """The same export read as a kind of file: rows that only add up may be what each client brought, too."""
        if kind == self.kind:
            return self
        adds_up = (
            self.kind == ORDERS.name
            and not self.columns.get("order_id")
            and not (self.subtract or self.headings or self.units)
        )
        if not adds_up or kind != PROFIT.name:
            return None
        names = {"client": "client", "amount": "revenue", "segment": "segment", "channel": "channel"}
        columns, instead = (
            {names[role]: headers for role, headers in known.items() if role in names}
            for known in (self.columns, self.instead)
        )
        return replace(self, kind=kind, columns=columns, instead=instead)
