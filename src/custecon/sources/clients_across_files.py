"""Clients whose names differ only in spelling, one in each of several files: told as those of one file are."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.errors import Notice, Place
from custecon.core.schemas import CheckedTable
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.header_words import header_of
from custecon.sources.look_alikes import Found, Sums, look_alikes, notices_of
from custecon.sources.options import ReadingOptions


def alike_across(name: str, tables: Sequence[CheckedTable], options: ReadingOptions) -> tuple[list[Notice], int]:
    """What is told of clients of all files together that no file alone could tell, and how many groups they are.

    `name`: what the files are called together.
    """
    if "client" not in tables[0]:
        return [], 0
    own = [dict.fromkeys(key for key in table.cells("client") if key is not None) for table in tables]
    every = [key for key in {key: None for keys in own for key in keys} if key not in options.aliases]
    phones = naming_of(header_of(tables[0].columns["client"].header)) is Naming.PHONE
    found = look_alikes(every, phones=phones)

    def across(names: Sequence[str]) -> bool:
        return not any(all(key in keys for key in names) for keys in own)

    found = Found(
        [group for group in found.alike if across(group.names)],
        [one for one in found.unsure if across((one.name, *one.others))],
        tuple(numbers for numbers in found.zeros if across(numbers)),
    )
    return notices_of(found, _money(tables), Place(name)), len(found.alike)


def _money(tables: Sequence[CheckedTable]) -> Sums | None:
    """The money of each client in all files."""
    role = next((role for role in tables[0].schema.money if role in tables[0].columns), None)
    if role is None:
        return None
    scale = max(table.columns[role].scale for table in tables)
    sums: dict[str, int] = {}
    for table in tables:
        column = table.columns[role]
        for key, cell in zip(table.cells("client"), column.cells, strict=True):
            if key is not None:
                sums[key] = sums.get(key, 0) + (cell or 0) * 10 ** (scale - column.scale)
    return Sums(sums.__getitem__, scale)
