"""The catalogues of languages, which lie in the folder `locale`: their names, their texts, their forms for numbers.

A catalogue is a compiled custecon.mo of GNU gettext. Each text is looked up where the file has it: to read all of them,
as `gettext` does, takes longer than a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from struct import unpack_from

from custecon.core.language import ENGLISH

FOLDER = Path(__file__).parents[1] / "locale"
INSIDE = Path("LC_MESSAGES", "custecon.mo")


class Compiled(Mapping[str, str]):
    """The texts of a compiled catalogue, whose file has them in order, found by halving."""

    def __init__(self, data: bytes) -> None:
        self._count: int
        _, _, self._count, self._texts, self._translations = unpack_from("<5I", data)
        self._data = data

    def _at(self, table: int, place: int) -> bytes:
        length, start = unpack_from("<2I", self._data, table + 8 * place)
        return self._data[start : start + length]

    @property
    def header(self) -> str:
        """What the file says of itself, which it has as the translation of an empty text: no text of ours."""
        return self._at(self._translations, 0).decode()

    def __getitem__(self, text: str) -> str:
        wanted, low, high = text.encode(), 1, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._at(self._texts, middle)
            if found == wanted:
                return self._at(self._translations, middle).decode()
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        raise KeyError(text)

    def __iter__(self) -> Iterator[str]:
        return (self._at(self._texts, place).decode() for place in range(1, self._count))

    def __len__(self) -> int:
        return self._count - 1


def known() -> tuple[str, ...]:
    """The names of the languages that custecon speaks, English first."""
    return (ENGLISH.name, *sorted(path.parents[1].name for path in FOLDER.glob(f"*/{INSIDE.as_posix()}")))


@cache
def catalogue_of(name: str) -> Mapping[str, str]:
    """The texts of a language; none of English, which is ours."""
    return {} if name == ENGLISH.name else Compiled((FOLDER / name / INSIDE).read_bytes())


def plural_of(name: str) -> Callable[[str], int]:
    """Which form goes with a number, by the line Plural-Forms of a catalogue; with a fraction that of 2."""
    catalogue = catalogue_of(name)
    found = re.search(r"plural=([^;\n]+)", catalogue.header) if isinstance(catalogue, Compiled) else None
    form: Callable[[int], int] = c2py(found[1].strip() if found else "n != 1")

    def form_with(shown: str) -> int:
        return form(abs(int(shown)) if re.fullmatch("-?[0-9]+", shown) else 2)

    return form_with
