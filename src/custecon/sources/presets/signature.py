"""Which known export a file is: the one that was asked for, or the one whose marks all stand in the header.

A file `system.toml` is the usual export of a system, `system.other.toml` another one of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path

from custecon.core.errors import InputRefused, Place, UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Schema
from custecon.kinds import SCHEMAS
from custecon.sources.header_words import squash, squash_all
from custecon.sources.presets.declaration import Undeclared, declared
from custecon.sources.presets.preset import Preset
from custecon.sources.toml_file import Unreadable, text_of
from custecon.sources.wording import shown

NONE = "none"  # --preset none: the file is taken as it is
ENOUGH = 4  # headers that mark an export that comes with custecon
_FILE = ".toml"
_TAIL = re.compile(r"\s*[(\[].*[)\]]\s*$|\s*,[^,]*$")  # a currency or unit behind a header


@cache
def _texts() -> Mapping[str, str]:
    """The files of the presets that come with custecon, by name, not yet understood; the usual export goes first."""
    here = sorted(Path(__file__).parent.glob(f"*{_FILE}"), key=lambda one: one.stem)
    return {one.stem: one.read_text(encoding="utf-8") for one in here}


def names() -> tuple[str, ...]:
    """The presets that come with custecon."""
    return tuple(_texts())


@cache
def known(name: str) -> Preset:
    """A preset that comes with custecon."""
    return declared(name, _texts()[name])


@cache
def _quoted() -> Mapping[str, frozenset[str]]:
    """What is quoted above the first table of each file: its marks, and a little more."""
    found = {name: re.findall(r'"([^"]+)"', text.partition("\n[")[0]) for name, text in _texts().items()}
    squashed = iter(squash_all(chain.from_iterable(found.values())))
    return {name: frozenset(islice(squashed, len(quoted))) for name, quoted in found.items()}


def asked(name: str) -> tuple[Preset, ...]:
    """The preset of that name and the other exports of the system, or the one that a file of the user's declares.

    Raises:
        UsageError: E154 there is no such preset, E296 the file declares none, E298 it cannot be read.
    """
    if not name.endswith(_FILE):
        if name not in names():
            raise UsageError(problem("E154", value=shown(name), known=_offered()))
        return tuple(known(one) for one in names() if one == name or one.startswith(f"{name}."))
    path = Path(name)
    place = Place(shown(path.name))
    try:
        text = text_of(path)
    except Unreadable as fault:
        raise UsageError(problem("E298", place=place, reason=fault.reason, known=_offered())) from None
    try:
        return (declared(path.stem, text),)
    except Undeclared as fault:
        raise UsageError(problem("E296", place=place, key=fault.key, what=fault.what, known=_offered())) from None


def _offered() -> str:
    return ", ".join([*dict.fromkeys(name.partition(".")[0] for name in names()), NONE])


def _keys(headers: Sequence[str]) -> frozenset[str]:
    """Headers as marks are compared: as they stand, and without a currency or unit, as in «Amount spent (USD)»."""
    bare = [_TAIL.sub("", header) for header in headers]
    return frozenset(squash_all([*headers, *bare])) - {""}


def of_header(headers: Sequence[str], place: Place) -> Preset | None:
    """The preset that has most of its marks in a header, if any has all of them.

    Raises:
        InputRefused: E297 two of them fit as well.
    """
    here = _keys(headers)
    likely = [known(name) for name, quoted in _quoted().items() if len(quoted & here) >= ENOUGH]  # others: unparsed
    most = max((preset.fits(here) for preset in likely), default=0)
    best = [preset for preset in likely if most and preset.fits(here) == most]
    if len(best) > 1:
        titles = say("{titles:or}", titles=[say("«{title}»", title=say(preset.title)) for preset in best])
        raise InputRefused(problem("E297", place=place, titles=titles, first=best[0].name, second=best[1].name))
    return best[0] if best else None


def best_of(presets: Sequence[Preset], headers: Sequence[str]) -> Preset:
    """Of the exports of a system the one that has most of its marks in a header, else the usual one."""
    here = _keys(headers)
    return max(presets, key=lambda preset: preset.fits(here))


def schemas_of(preset: Preset, schemas: Sequence[Schema], place: Place) -> list[Schema]:
    """What a known export is read as, of the kinds of file that are wanted.

    Raises:
        InputRefused: E299 it is none of them: deals are no spending, whatever their columns are called.
    """
    fitting = [schema for schema in schemas if preset.read_as(schema.name)]
    if not fitting:
        values = {
            "title": say(preset.title),
            "row": SCHEMAS[preset.kind].row_is,
            "kinds": say("{kinds:or}", kinds=[f"«{s.name}»" for s in schemas]),
        }
        raise InputRefused(problem("E299", place=place, **values, command=SCHEMAS[preset.kind].answered_by))
    return [schema for schema in fitting if schema.name == preset.kind] or fitting


def with_preset(preset: Preset, headers: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The columns of a preset that stand in a header; what the user named goes before."""
    here = {squash(header): header for header in reversed(headers) if header}
    keys = squash_all(_TAIL.sub("", header) for header in headers)
    once = {key for key, count in Counter(keys).items() if count == 1}
    here = {key: header for key, header in zip(keys, headers, strict=True) if key in once and header} | here
    columns: dict[str, str] = {}
    for role in {**preset.columns, **preset.instead}:
        names = (*preset.columns.get(role, ()), *preset.instead.get(role, ()))
        found = next((here[squash(name)] for name in names if squash(name) in here), None)
        if found is not None or not names:
            columns[role] = found or ""
    bare = [number for number, header in enumerate(headers, 1) if not header]
    if preset.headings and bare:
        columns[preset.headings] = f"#{bare[0]}"
    return columns | {role: header for role, header in given.items() if header}
