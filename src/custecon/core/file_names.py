"""The names of several files that are read as one."""

from __future__ import annotations

from collections.abc import Iterable

_TOLD = 3


class Files(str):
    """The names of several files, as one text that tells which."""

    __slots__ = ("names",)
    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str], told: str = "") -> Files:
        """The files of these names. `told`: the pattern that named them.

        >>> Files.of(["a.csv", "b.csv"]), Files.of(f"{n}.csv" for n in range(2020, 2026))
        ('a.csv, b.csv', '2020.csv … 2025.csv (6 files)')
        """
        every = tuple(names)
        many = len(every) > _TOLD
        made = cls(told or (f"{every[0]} … {every[-1]} ({len(every)} files)" if many else ", ".join(every)))
        made.names = every
        return made
