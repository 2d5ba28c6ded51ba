"""The world around a run: streams, whether they are terminals, width, colour, environment. Injected in tests."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO

from custecon.core.errors import CusteconError, Notice, OutputRefused, problem
from custecon.core.language import words
from custecon.core.phrases import say
from custecon.render import safe_text

NAME = "custecon"


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
    quiet: int = 0
    verbose: bool = False
    no_color: bool = False
    unsaid: OSError | None = None

    @classmethod
    def of_process(cls) -> Session:
        """The session of this process, its streams made unable to fail on a character they cannot show."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return cls(
            stdin=sys.stdin.buffer if sys.stdin else io.BytesIO(),
            stdout=sys.stdout,
            stderr=sys.stderr or io.StringIO(),
            environment=os.environ,
            stdin_is_terminal=_is_terminal(sys.stdin),
            stdout_is_terminal=_is_terminal(sys.stdout),
            stderr_is_terminal=_is_terminal(sys.stderr),
            width=max(20, shutil.get_terminal_size((80, 24)).columns),
        )

    @property
    def colour(self) -> bool:
        """Whether the terminal is to be coloured."""
        plain = self.no_color or bool(self.environment.get("NO_COLOR")) or self.environment.get("TERM") == "dumb"
        return self.stdout_is_terminal and not plain

    def emit(self, text: str) -> None:
        """The answer for a person, in the encoding of their terminal; what it cannot show becomes an escape.

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
        for one in error.problems:
            self._say(f"{NAME}: {words(say('error {code}: {problem}', code=one.code, problem=one.phrase))}")
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
        self.details(safe_text.for_terminal(line) + "\n")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
