"""What an analysis answers: what only it can know of a result; all else of it is derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from custecon.core.errors import Notice
from custecon.core.references import Citation
from custecon.core.results import Beneath, Figure, Input, Picture, Result, Table
from custecon.core.schemas import Reading
from custecon.core.screen import Screen
from custecon.core.units import Period


@dataclass(frozen=True)
class Answer:
    """An answer in one sentence, with its figures, tables and pictures; see `Result` for what they are.

    Attributes:
        title: what it answers, where that is not what its analysis always answers.
        notices: what must be known besides what was told of the files.
        unused: what was said, taken, and changed nothing here, by name; options of reading too.
        instead_of: codes of notices of the files that one of its own says better.
        screen: what of it comes first.
    """

    sentence: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notices: tuple[Notice, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    inputs: tuple[Input, ...] = ()
    sources: tuple[Citation, ...] = ()
    criticism: tuple[str, ...] = ()
    title: str = ""
    period: Period | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    beneath: Beneath = field(default_factory=Beneath)
    unused: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    screen: Screen = field(kw_only=True)

    def result(self, command: str, title: str, files: Sequence[Reading], currency: str | None) -> Result:
        """The whole result: what was told of its files, the first of which says its currency and day, comes first."""
        of_files = [told for one in files for told in one.notices]
        days = [one.as_of.isoformat() for one in files if one.as_of]
        return Result(
            command=command,
            title=self.title or title,
            answer=self.sentence,
            figures=self.figures,
            tables=self.tables,
            pictures=self.pictures,
            inputs=self.inputs,
            notices=(*(one for one in of_files if one.code not in self.instead_of), *self.notices),
            sources=self.sources,
            criticism=self.criticism,
            controls=tuple(every for one in files for every in (one.controls, *one.controls.parts)),
            parameters=self.parameters,
            period=self.period,
            currency=next((one.controls.currency for one in files if one.controls.currency), currency),
            as_of=days[0] if days else None,
            extra=self.extra,
            beneath=self.beneath,
            screen=self.screen,
        )
