"""The world around a run: streams, whether they are terminals, width, colour, environment. Injected in tests."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, TextIO

from custecon.core.errors import CusteconError, Notice, OutputRefused, Problem, problem
from custecon.core.language import words
from custecon.core.phrases import Phrase, say
from custecon.render import poor_consoles, safe_text

NAME = "custecon"
PROSE = 80  # sentences are never wider at a terminal
_QUOTED, _KEPT = re.compile(r"(?<=[\s=])'[^']*'"), "\x00"  # what a shell reads as one word, and the blanks in it
FEW = 3  # problems of one kind that are told one by one, and lines that are named of more


@dataclass
class Session:
    """Where a run reads and writes. `quiet`: 1 no notes, 2 no warnings either; errors are never hidden.

    `unsaid`: why the person could not be told something. Then the answer stands, and the exit code says it for them.
    """

    stdin: BinaryIO
    stdout: TextIO | None
    stderr: TextIO
    environment: Mapping[str, str] = field(default_factory=dict)
    stdin_is_terminal: bool = False
    stdout_is_terminal: bool = False
    stderr_is_terminal: bool = False
    width: int = 80
    height: int = 50
    quiet: int = 0
    verbose: bool = False
    no_color: bool = False
    unsaid: OSError | None = None

    @classmethod
    def of_process(cls) -> Session:
        """The session of this process, its streams made unable to fail on a character they cannot show."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=poor_consoles.NAME)
        size = shutil.get_terminal_size((80, 50))
        return cls(
            stdin=sys.stdin.buffer if sys.stdin else io.BytesIO(),
            stdout=sys.stdout,
            stderr=sys.stderr or io.StringIO(),
            environment=os.environ,
            stdin_is_terminal=_is_terminal(sys.stdin),
            stdout_is_terminal=_is_terminal(sys.stdout),
            stderr_is_terminal=_is_terminal(sys.stderr),
            width=max(20, size.columns),
            height=size.lines,
        )

    @property
    def colour(self) -> bool:
        """Whether the terminal is to be coloured."""
        plain = self.no_color or bool(self.environment.get("NO_COLOR")) or self.environment.get("TERM") == "dumb"
        return self.stdout_is_terminal and not plain

    def emit(self, text: str) -> None:
        """The answer for a person, in the encoding of their terminal; what it cannot show becomes its neighbour.

        Raises:
            OutputRefused: E407 there is no standard output.
        """
        if self.stdout is None:
            raise OutputRefused(problem("E407"))
        self.stdout.write(text)
        self.stdout.flush()

    def emit_bytes(self, content: bytes) -> None:
        """The answer for a program: the same bytes on every machine.

        Raises:
            OutputRefused: E407 there is no standard output.
        """
        if self.stdout is None:
            raise OutputRefused(problem("E407"))
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.emit(content.decode())
            return
        buffer.write(content)
        buffer.flush()

    def note(self, text: str) -> None:
        """One line for the person, on stderr, unless `-q`."""
        if self.quiet < 1:
            self._say(f"{NAME}: {words(text)}")

    def tell(self, notice: Notice) -> None:
        """A notice for the person, on stderr, unless `-qq`."""
        if self.quiet < 2:
            self._say(f"{NAME}: {words(say('note {code}: {notice}', code=notice.code, notice=notice.with_cure))}")

    def refuse(self, error: CusteconError) -> None:
        """What is wrong, where, why, and the cure, on stderr."""
        for same in _alike(error.problems):
            told = say("error {code}: {problem}", code=same[0].code, problem=same[0].phrase)
            self._say(f"{NAME}: {words(_with_lines(told, same[1:]))}")
        below: list[str] = [say("… and {more} more", more=error.more)] if error.more else []
        below += [*error.context, *dict.fromkeys(one.cure for one in error.problems if one.cure)]
        for line in below:
            self._say(f"   {words(line)}")

    def details(self, text: str) -> None:
        """What is for those who mend the program, as it is."""
        try:
            self.stderr.write(text)
            self.stderr.flush()
        except OSError as error:
            self.unsaid = self.unsaid or error

    def _say(self, line: str) -> None:
        """A line for who keeps it; for who reads it at a terminal as many as it takes, none wider than prose."""
        safe = safe_text.for_terminal(line)
        self.details((_wrapped(safe, min(self.width, PROSE)) if self.stderr_is_terminal else safe) + "\n")


def _alike(problems: Iterable[Problem]) -> Iterator[list[Problem]]:
    """Problems of one wording and column together, if they are more than one screen line has room to say one by one."""
    found: dict[tuple[object, ...], list[Problem]] = {}
    for one in problems:
        place = replace(one.place, line=None) if one.place else None
        found.setdefault((one.code, str(one.what), one.cure, place), []).append(one)
    for same in found.values():
        yield from [same] if len(same) > FEW else [[one] for one in same]


def _with_lines(told: Phrase, others: Sequence[Problem]) -> Phrase:
    """What is told of one line, with the lines of which it holds as well."""
    lines = [one.place.line for one in others if one.place and one.place.line is not None]
    if not lines:
        return told
    first, more = [f"{line}" for line in lines[:FEW]], len(lines[FEW:])
    if not more:
        return say("{told}; likewise on lines {lines}", told=told, lines=first)
    return say("{told}; likewise on lines {lines} and {more} more", told=told, lines=first, more=more)


def _wrapped(line: str, width: int) -> str:
    """The line over several; what is quoted for the shell, such as --only 'Deal Stage=Won', stays on one of them.

    >>> print(_wrapped("   say --only 'Deal Stage=Won', or --leave-out 'Deal Stage=Lost'", 40))
       say --only 'Deal Stage=Won', or
       --leave-out 'Deal Stage=Lost'
    """
    indent = " " * 3
    first = indent if line.startswith(indent) else ""
    whole = _QUOTED.sub(lambda found: found[0].replace(" ", _KEPT), line.removeprefix(first))
    lines = textwrap.wrap(
        whole,
        width,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return "\n".join(lines).replace(_KEPT, " ")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
