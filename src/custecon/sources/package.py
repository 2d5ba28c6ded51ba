"""The parts of an Office package: found whatever the case or the slashes of their names, and walked over as XML.

Any document type declaration is refused before it can expand. A part that is missing or broken is named.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.phrases import say
from custecon.sources.wording import shown

_STEP = 1 << 18


class Damaged(InputRefused):
    """A package, or a part of it, that is not whole."""


class Relation(NamedTuple):
    """What a part says of another: the last word of the kind (`worksheet`, `styles`), and the name of the other."""

    kind: str
    part: str


def damaged(name: str, what: str = "the workbook") -> Damaged:
    """The refusal of a workbook that is cut off or broken."""
    return Damaged(problem("E208", place=Place(name), what=what))


def part_name(written: str) -> str:
    r"""The name of a part as it is compared: some programs write other slashes, or letters of another case.

    >>> part_name("xl\\SharedStrings.xml")
    'xl/sharedstrings.xml'
    """
    return unquote(written.replace("\\", "/")).lstrip("/").casefold()


def local(tag: str) -> str:
    """The name of an element or attribute without the prefix of its namespace."""
    return tag.rpartition(":")[2]


class Package:
    """A package whose zip directory has been found harmless."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.parts: dict[str, list[zipfile.ZipInfo]] = {}
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise damaged(name) from None
        for entry in self.archive.infolist():
            self.parts.setdefault(part_name(entry.filename), []).append(entry)

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def broken(self, part: str, how: str) -> Damaged:
        """The refusal of the whole because of one part."""
        written = self.parts[part][0].filename if part in self.parts else part
        return damaged(self.name, say("the workbook (its part «{written}» {how})", written=shown(written), how=how))

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        *,
        only: Callable[[Iterator[bytes]], Iterator[bytes]] = iter,
    ) -> None:
        """Walk over a part, or over what `only` leaves of its bytes; names come with their namespace prefix."""
        entries = self.parts.get(part, [])
        if len(entries) != 1:
            raise self.broken(part, "stands in it twice" if entries else "is missing")
        parser = expat.ParserCreate()
        parser.buffer_text = True
        _see(parser, start, end, text)

        def refuse(*_: object) -> None:
            raise InputRefused(problem("E210", place=Place(self.name), part=part))

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        try:
            with self.archive.open(entries[0]) as stream:
                for chunk in only(iter(lambda: stream.read(_STEP), b"")):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except InputRefused:
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, NotImplementedError, OSError):
            raise self.broken(part, "is not whole") from None
        except (LookupError, ValueError):
            raise self.broken(part, "names an encoding that there is not") from None

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part (or, for "", the package) says of others, by the ids that it uses."""
        folder, _, last = part.rpartition("/")
        told = f"{folder}/_rels/{last}.rels".lstrip("/")
        found: dict[str, Relation] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Relation(kind, self._target(folder, attributes.get("Target", "")))

        if told in self.parts:
            self.parse(told, start)
        return found

    def _target(self, folder: str, written: str) -> str:
        """The part that a relation means: from the folder, from the root, or from the root without its slash."""
        slashed = written.replace("\\", "/")
        target = part_name(posixpath.normpath(posixpath.join("/", folder, slashed)))
        from_root = part_name(slashed)
        return from_root if target not in self.parts and from_root in self.parts else target


def _see(
    parser: expat.XMLParserType,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None,
    text: Callable[[str], None] | None,
) -> None:
    """Let a parser tell what it comes by, but for lists of extensions: what stands there is none of the part's own."""
    depth = 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if tag.endswith("extLst") and local(tag) == "extLst":
            depth = 1
            parser.StartElementHandler, parser.EndElementHandler = deeper, shallower
            parser.CharacterDataHandler = None
        else:
            start(tag, attributes)

    def deeper(*_: object) -> None:
        nonlocal depth
        depth += 1

    def shallower(_: str) -> None:
        nonlocal depth
        depth -= 1
        if not depth:
            parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
