"""What can go wrong, as data: a stable code, where, which value, why, and the cure.

A `Problem` is a value: readers collect many of them and show them together. A `CusteconError` carries
problems to the outside; its class alone decides the exit code. The texts stand in `core.messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import ClassVar, Self

from custecon.core.messages import MESSAGES, Offer, options_in
from custecon.core.phrases import Phrase, RoleName, say


class ExitCode(IntEnum):
    """What the shell learns from a run."""

    DONE = 0
    INTERNAL_FAULT = 1
    USAGE = 2
    INPUT_REFUSED = 3
    UNDEFINED = 4
    OUTPUT = 5
    EXPECTATION = 6
    INTERRUPTED = 130
    READER_WENT_AWAY = 141
    TERMINATED = 143


# Values that explain: a plain text there is a constant of ours, in all others it is the user's.
PROSE = frozenset((
    "alike", "consequence", "counts", "cure", "done", "fact", "figure", "how", "instead", "meaning", "missing", "none",
    "reason", "row", "rules", "side", "unseen", "verdict", "wanted", "what", "why", "works_on",
))  # fmt: skip
ROLES = frozenset(("role", "roles"))  # values that name what a column means


class Records(str):
    """The name of what has rows that are counted from 1 and no lines, such as a table of a database."""

    __slots__ = ()


class Frame(Records):
    """The name of a frame: its rows are counted from 0."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: what an editor or Excel would show for it.

    `line` is the physical line of a text file, 1 for the first, the Excel row, the row of a table from 1 or of a frame
    from 0; a header that stands on none is on the one before. `position` is the column's number from 1 in text ("3") or
    its letter in Excel ("C").
    """

    file: str
    line: int | None = None
    column: str | None = None
    position: str | None = None
    sheet: str | None = None

    @property
    def row(self) -> int | None:
        """The line; the header of what has no lines stands on none."""
        first = 0 if isinstance(self.file, Frame) else 1
        return None if self.line is None or self.line < first else self.line

    @property
    def phrase(self) -> Phrase:
        """Where it is, in words."""
        file = f"{self.file}" if self.sheet is None else f"{self.file}[{self.sheet}]"
        if self.row is not None and not isinstance(self.file, Records):
            file += f":{self.row}"
        parts: list[str] = [file]
        if self.row is not None and isinstance(self.file, Records):
            parts.append(say("row {row:d}", row=self.row))
        if self.column is not None:
            place = "" if self.position is None else f" ({self.position})"
            parts.append(say("column «{column}»{place}", column=self.column, place=place))
        return say("{parts}", parts=parts)

    def __str__(self) -> str:
        return str(self.phrase)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its code, the values that fill its text, and its place."""

    code: str
    values: dict[str, object] = field(default_factory=dict)
    place: Place | None = None

    @property
    def what(self) -> Phrase:
        """The text of the problem, its values filled in; no place, no cure."""
        return self._filled(MESSAGES[self.code].text)

    @property
    def cure(self) -> Phrase:
        """What the user can do about it."""
        return self._filled(MESSAGES[self.code].cure)

    def _filled(self, template: str) -> Phrase:
        """A text with the values; a plain value that can only be ours is a phrase. KeyError: one is missing."""
        values = {name: _worded(name, value) for name, value in self.values.items()}
        return say(template, **values) if values else say(template.format_map({}))

    @property
    def phrase(self) -> Phrase:
        """Where it is and what."""
        return say("{place}: {what}", place=self.place.phrase, what=self.what) if self.place else self.what

    @property
    def with_cure(self) -> Phrase:
        """Where it is, what, and what can be done about it."""
        return say("{problem}; {cure}", problem=self.phrase, cure=self.cure) if self.cure else self.phrase

    @property
    def brief(self) -> Phrase:
        """The same in one line, as the first screen has it."""
        message = MESSAGES[self.code]
        return self._filled(message.brief) if message.brief else self.what

    def within(self, options: Collection[str]) -> Self:
        """The same for a command with these options: nothing is offered that it does not have."""
        idle = {name: Offer() for name, offered in self.values.items()
                if isinstance(offered, Offer) and not options_in(offered) <= set(options)}  # fmt: skip
        return replace(self, values=self.values | idle) if idle else self

    def __str__(self) -> str:
        return str(self.phrase)


def _worded(name: str, value: object) -> object:
    """A plain text as what its name says that it is: ours, what a column means, or the user's."""
    if not isinstance(value, str) or hasattr(value, "in_language"):
        return value
    return say(value) if name in PROSE else RoleName(value) if name in ROLES else value


@dataclass(frozen=True, slots=True)
class Notice(Problem):
    """Something the user must know although the answer stands; shown on stderr and in every export.

    `worded`: how who asks calls what it names, where that is not as a shell does.
    """

    worded: Callable[[Phrase], Phrase] | None = field(default=None, compare=False, repr=False)

    @property
    def typed(self) -> Self:
        """The same as a shell says it, which is how files tell it."""
        return replace(self, worded=None)

    def _filled(self, template: str) -> Phrase:
        filled = Problem._filled(self, template)  # a class with slots has no super()
        return filled if self.worded is None else self.worded(filled)


def problem(code: str, /, *, place: Place | None = None, **values: object) -> Problem:
    """Make a problem from its code and the values of its text."""
    return Problem(code, values, place)


def notice(code: str, /, *, place: Place | None = None, **values: object) -> Notice:
    """Make a notice from its code and the values of its text."""
    return Notice(code, values, place)


class CusteconError(Exception):
    """A refusal. `problems` says what is wrong; `context` how the file was understood; the class the exit code.

    Attributes:
        problems: up to 20 problems, the first first.
        more: how many further problems there are beyond those.
        context: lines that help to understand, such as "read as: windows-1251 (detected)".
    """

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL_FAULT

    def __init__(self, problems: Problem | Sequence[Problem], *, context: Sequence[str] = (), more: int = 0) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.context = tuple(context)
        self.more = more
        super().__init__("; ".join(f"{p.code}: {p}" for p in self.problems))


class UsageError(CusteconError, ValueError):
    """The question cannot be understood: an option, a value outside its bounds, something missing."""

    exit_code = ExitCode.USAGE


class InputRefused(CusteconError, ValueError):
    """A file cannot be read without guessing."""

    exit_code = ExitCode.INPUT_REFUSED


class Undefined(CusteconError, ArithmeticError):
    """The figure does not exist for these inputs; the problem says why."""

    exit_code = ExitCode.UNDEFINED


class OutputRefused(CusteconError, OSError):
    """The result cannot be written there."""

    exit_code = ExitCode.OUTPUT


class ExpectationNotMet(CusteconError):
    """A balance assertion (`--expect-total` …) does not hold."""

    exit_code = ExitCode.EXPECTATION
