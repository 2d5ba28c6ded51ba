"""One walk over the bytes of a log: its fingerprint, and the proof that each row has as many fields as the header.

An engine passes over blank lines, short rows and stray quotes in silence. So its rows are only taken where the very
bytes leave it no room: strict UTF-8 without a NUL, one sort of line ends, every quote sign where RFC 4180 has it, and
as many line ends and delimiters outside of quotes as the rows and the header promise.
"""

from __future__ import annotations

import codecs
import io
import os
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from custecon.core.phrases import say
from custecon.core.progress import report
from custecon.core.sha256 import sha256
from custecon.sources.delimited import Scanner
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.open_file import Held
from custecon.sources.wording import shown

CHUNK = 1 << 20
MARK = codecs.BOM_UTF8
_LF, _CR, _QUOTE = ord("\n"), ord("\r"), ord('"')


class ProvedBytes:
    """What the walk over a file found; `quoted`: whether its fields may stand in quotes, as its first rows say.

    Where none does, a quote sign is a letter like any other, and only one at the head of a field is a doubt.
    """

    def __init__(self, file: Held, delimiter: str, *, quoted: bool, name: str = "") -> None:
        self._name = shown(os.path.basename(name))
        self._file, self._delimiter, self._quoted = file, delimiter, quoted
        self.sha256 = ""
        self._rows = self._delimiters = self._returns = 0  # outside of quotes
        self._last = 0
        self._begins: list[int] = []  # of each piece: where it begins,
        self._before: list[
            tuple[int, int, int]
        ] = []  # the rows and the lines before it, and whether it begins in quotes

    def walk(self) -> None:
        """Walk over all bytes.

        Raises:
            Doubt: a byte stands where the form of the file has no room for it.
        """
        import numpy as np  # it takes its time to load, and the engine does not wait for it

        fingerprint, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
        place = lines = quotes = 0
        cut, before = ord(self._delimiter), _LF  # what stands between fields, and before the piece
        waiting = False  # whether the last byte closed a quote, if nothing follows that is none
        for piece in self._file.pieces(CHUNK):
            fingerprint.update(piece)
            report(say("reading {file}", file=self._name), place / max(1, self._file.size))
            if decoder.getstate()[0] or not piece.isascii():
                _strictly(decoder, piece)
            if b"\0" in piece:
                raise Doubt
            own = piece[len(MARK) :] if not place and piece.startswith(MARK) else piece
            if self._begins and not own:
                raise Doubt
            self._begins.append(place + len(piece) - len(own))
            self._before.append((self._rows, lines, quotes & 1))
            letters = np.frombuffer(own, dtype=np.uint8)
            if self._quoted and (b'"' in own or quotes & 1):
                marks = np.flatnonzero(_one_of(letters, (_LF, _CR, _QUOTE, cut)))
                kinds = letters[marks]
                signs = kinds == _QUOTE
                waiting = _in_form(letters, marks[signs], quotes, before, waiting=waiting, cut=cut)
                within = (np.cumsum(signs, dtype=np.uint8) + (quotes & 1)) & 1
                quotes += int(np.count_nonzero(signs))
                lines += _count(kinds, _LF)
                outside = kinds[within == 0]
            else:
                if waiting and own[0] not in (_LF, _CR, cut):
                    raise Doubt
                waiting = False
                if b'"' in own:
                    self._no_field_begins_with_one(letters, before)
                lines += _count(letters, _LF)
                outside = letters
            self._rows += _count(outside, _LF)
            self._returns += _count(outside, _CR)
            self._delimiters += _count(outside, cut)
            place += len(piece)
            before = self._last = piece[-1]
        if decoder.getstate()[0] or quotes & 1:
            raise Doubt
        self._lines = lines
        self.sha256 = fingerprint.hexdigest()

    def _no_field_begins_with_one(self, letters: Any, before: int) -> None:
        """Where quotes are letters like any other, one at the head of a field is a doubt."""
        import numpy as np

        heads = np.flatnonzero(letters == _QUOTE)
        ahead = np.where(heads > 0, letters[heads - 1], before)
        if _one_of(ahead, (_LF, _CR, ord(self._delimiter), ord(" "), ord("\t"))).any():
            raise Doubt

    def prove(self, rows: int, columns: int, head: bytes) -> None:
        """Hold what was found against the rows that an engine found.

        Raises:
            Doubt: a line is no row, or a row has not as many fields as there are `columns`.
        """
        ends = self._rows + (self._last != _LF)
        if ends != rows + 1 or self._delimiters != (columns - 1) * ends:
            raise Doubt
        if self._returns not in (0, self._rows) or (self._returns and b"\r\n" not in head):
            raise Doubt

    def rows(self, wanted: Iterable[int], scanner: Scanner) -> Iterator[tuple[int, list[str]]]:
        """Some rows, counted from 0 with the header, in order: the line on which each begins, and its fields."""
        firsts = [rows for rows, _, _ in self._before]
        place = -1
        for row in wanted:
            if (now := max(0, bisect_right(firsts, row - 1) - 1)) != place:
                place = now
                piece, ends, lines = self._piece(place)
                rows_before, lines_before, _ = self._before[place]
            begin = int(ends[row - 1 - rows_before]) + 1 if row else 0
            number = row - rows_before
            text = piece[begin : int(ends[number]) + 1] if number < len(ends) else self._over_the_end(place, row, begin)
            line = lines_before + int(lines.searchsorted(begin)) + 1
            _, fields = next(scanner.rows(iter(io.StringIO(text.decode("utf-8", "ignore"), newline=""))))
            yield line, fields

    def _piece(self, place: int) -> tuple[bytes, Any, Any]:
        """A piece of the file, where its rows end in it, and where its lines do."""
        import numpy as np

        begin = self._begins[place]
        piece = self._file.at(begin, CHUNK - begin % CHUNK)
        letters = np.frombuffer(piece, dtype=np.uint8)
        lines = np.flatnonzero(letters == _LF)
        if not self._quoted:
            return piece, lines, lines
        within = (np.cumsum(letters == _QUOTE, dtype=np.uint8) + self._before[place][2]) & 1
        return piece, lines[within[lines] == 0], lines

    def _over_the_end(self, place: int, row: int, begin: int) -> bytes:
        """A row that begins in one piece of the file and ends in another, and what stands after it."""
        last = next((n for n in range(place + 1, len(self._before)) if self._before[n][0] > row), len(self._before))
        end = self._begins[last] if last < len(self._begins) else self._begins[-1] + CHUNK
        return self._file.at(self._begins[place] + begin, end - self._begins[place] - begin)


def _strictly(decoder: codecs.IncrementalDecoder, piece: bytes) -> None:
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        raise Doubt from None


def _one_of(letters: Any, signs: Collection[int]) -> Any:
    """Which letters are one of some signs."""
    return reduce(or_, (letters == sign for sign in signs))


def _count(letters: Any, sign: int) -> int:
    import numpy as np

    return int(np.count_nonzero(letters == sign))


def _in_form(letters: Any, places: Any, quotes: int, before: int, *, waiting: bool, cut: int) -> bool:
    """Whether the last letter closes a quote; a quote sign that neither opens nor closes a field is a doubt.

    The signs, at their `places`, are counted from 0: every even one opens a field or goes on with it after a pair,
    every odd one closes it, or is the first of a pair. `quotes`: how many there were before.
    """
    import numpy as np

    if waiting and letters[0] not in (_LF, _CR, cut, _QUOTE):
        raise Doubt
    number = np.arange(quotes, quotes + len(places)) & 1
    opening, closing = places[number == 0], places[number == 1]
    ahead = np.where(opening > 0, letters[opening - 1], before)
    if not _one_of(ahead, (_LF, cut, _QUOTE)).all():
        raise Doubt
    after = letters[closing[closing < len(letters) - 1] + 1]
    if not _one_of(after, (_LF, _CR, cut, _QUOTE)).all():
        raise Doubt
    return len(closing) > 0 and int(closing[-1]) == len(letters) - 1
