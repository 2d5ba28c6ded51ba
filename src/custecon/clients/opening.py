"""A source as a call from Python names it: a path, a frame, or what was read already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import Any

from custecon.core.errors import UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Reading, Schema
from custecon.sources import ReadingOptions, ledger_of, read_log
from custecon.sources.cures_in_python import Others, with_cures
from custecon.tables.ledger import Ledger


class Opener:
    """How files are read for Python; what is to be said of one is said to `custecon.read`, whose reading is taken.

    `others`: what may be said to the analysis that reads, which a cure may name besides.
    """

    def __init__(self, others: Others = MappingProxyType({})) -> None:
        self._others = others

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
    ) -> tuple[Reading, Ledger | None]:
        """See `custecon.clients.files.Reader`."""
        if isinstance(source, Reading):
            if all(source.table.schema.name != kind.name for kind in kinds):
                names = [kind.name for kind in dict.fromkeys(kinds)]
                wanted, said = (
                    say("{kinds:or}", kinds=[*some]) for some in ([f"«{name}»" for name in names], map(repr, names))
                )
                was = source.controls
                raise UsageError(problem("E156", file=was.file, kind=was.kind, wanted=wanted, kinds=said))
            return source, ledger_of(source)
        del kept  # there are no options
        clients = beside.table.cells("client") if beside and "client" in beside.table else ()
        options = ReadingOptions(several=several, same_as=frozenset(clients) - {None}, groups=tuple(groups))
        with with_cures("custecon.read first: ", self._others):
            models = partial(import_module, meanwhile) if meanwhile else None
            return read_log(source, kinds, options, engine="exact" if rows else None, meanwhile=models)

    def all_read(self, readings: Sequence[Reading]) -> None:
        """Nothing was said of them."""
