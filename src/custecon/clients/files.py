"""Files as analyses take them: a type for each kind, which says what is read and what can be asked of it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from custecon.core.schemas import COMPLAINTS, CheckedTable, Reading, Schema

if TYPE_CHECKING:
    from custecon.sources import Reduce

__all__ = ["ComplaintFile", "Reader", "TableFile"]

Reader = Callable[[Any, Sequence[Schema], bool], "tuple[Reading, Reduce | None]"]
"""How a source is read as one of some kinds of file, with its rows or without, and how a log becomes clients."""


class TableFile:
    """A file that was read: its checked table, and the control totals that prove how."""

    called: ClassVar[str]
    told: ClassVar[str]
    kinds: ClassVar[tuple[Schema, ...]]
    rows: ClassVar[bool] = True  # whether its rows are asked for

    def __init__(self, reading: Reading, reduce: "Reduce | None" = None) -> None:
        self.reading = reading
        del reduce  # only a log has one

    @classmethod
    def opened(cls, source: Any, reader: Reader) -> Self:
        """The file that a source holds.

        Raises:
            InputRefused: it cannot be read without guessing.
        """
        return cls(*reader(source, cls.kinds, cls.rows))

    @property
    def table(self) -> CheckedTable:
        """Its rows, checked."""
        return self.reading.table


class ComplaintFile(TableFile):
    """Dissatisfied clients, one a row: who complained, who was satisfied, who stayed."""

    called = "a list of complaints"
    told = "One row a client: complained, stayed or left, and if known satisfied, quickly; - reads stdin."
    kinds = (COMPLAINTS,)
