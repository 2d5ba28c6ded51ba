"""Files as analyses take them: a type for each kind, which says what is read and what can be asked of it."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from custecon.core.choices import SOURCES
from custecon.core.phrases import say
from custecon.core.schemas import CheckedTable, Reading, Schema
from custecon.kinds.complaints import COMPLAINTS
from custecon.kinds.orders import ORDERS

if TYPE_CHECKING:
    from custecon.tables.ledger import Ledger


class Reader(Protocol):
    """How files are read, whoever asks: a shell with its options of reading, or Python."""

    def __call__(
        self,
        source: Any,
        kinds: Sequence[Schema],
        *,
        rows: bool = True,
        several: bool = False,
        beside: Reading | None = None,
        kept: Collection[str] | None = None,
        meanwhile: str = "",
        groups: Sequence[str] = (),
    ) -> "tuple[Reading, Ledger | None]":
        """A source as one of some kinds of file, and how it becomes clients if it is a log of orders.

        `rows`: whether its rows are asked for. `several`: other files stand beside it, and a column may be theirs.
        `beside`: the file whose clients are those of this one. `kept`: the options of reading that mean it too; all if
        not told. `meanwhile`: a module that is loaded while a long log is read. `groups`: the columns to add up by; "*"
        for all that have a role.
        """

    def all_read(self, readings: Sequence[Reading]) -> None:
        """Refuses what was said of files and is true of none of them."""


class TableFile:
    """A file that was read: its checked table, and the control totals that prove how.

    `currency`: that of the whole answer, which the file says itself, or another file, or who asks.
    """

    called: ClassVar[str]
    argument: ClassVar[str] = "FILE"  # how it stands in the help
    told: ClassVar[str]
    kinds: ClassVar[tuple[Schema, ...]]
    rows: ClassVar[bool] = True  # whether its rows are asked for
    kept: ClassVar[tuple[str, ...] | None] = None  # beside another file: the options of reading that mean it too
    meanwhile: ClassVar[str] = ""  # a module that is loaded while a long log is read
    groups: ClassVar[tuple[str, ...]] = ()  # columns to add up by that are always asked for

    def __init__(self, reading: Reading, ledger: "Ledger | None" = None) -> None:
        self.reading = reading
        self.currency = reading.controls.currency
        self._ledger = ledger

    @classmethod
    def opened(
        cls,
        source: Any,
        reader: Reader,
        *,
        several: bool = False,
        beside: Reading | None = None,
        groups: Sequence[str] = (),
    ) -> Self:
        """The file that a source holds; for what else is said see `Reader`.

        Raises:
            InputRefused: it cannot be read without guessing.
        """
        kept = cls.kept if beside else None
        how: Any = {"several": several, "beside": beside, "kept": kept, "meanwhile": cls.meanwhile}
        return cls(*reader(source, cls.kinds, rows=cls.rows, groups=(*cls.groups, *groups), **how))

    @property
    def last_day(self) -> dt.date:
        """The day that the file stands for: the one that was said, else the last in it."""
        if self.reading.as_of is None:
            raise ValueError("only a file of a kind whose rows must have a day has a last one")
        return self.reading.as_of

    @property
    def ledger(self) -> "Ledger":
        """All that can be asked of it if it is a log of orders."""
        if self._ledger is None:
            raise ValueError("only a log of orders has a ledger")
        return self._ledger

    @property
    def table(self) -> CheckedTable:
        """Its rows, checked."""
        return self.reading.table


class ComplaintFile(TableFile):
    """Dissatisfied clients, one a row: who complained, who was satisfied, who stayed."""

    called = "a list of complaints"
    told = "One row a client: complained, stayed or left, and if known satisfied, quickly; - reads stdin."
    kinds = (COMPLAINTS,)


class OrderRows(TableFile):
    """Orders or payments, one a row, asked for row by row."""

    called = "an order log"
    told = say("An order log: {sources}; - reads the standard input.", sources=say(SOURCES))
    kinds = (ORDERS,)
