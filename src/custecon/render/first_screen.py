"""What somebody with one minute reads at a terminal: the answer, what it rests on, what could change the decision.

Everything is as its analysis declares it (`core.screen`); here it is only set on one screen. `terminal` has all of it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rich.cells import cell_len
from rich.table import Table as Grid

from custecon.core.language import speaking, spoken, words
from custecon.core.option_names import keyword_of
from custecon.core.phrases import say
from custecon.core.results import Figure, Picture, Result
from custecon.core.screen import MOST_FIGURES, Key
from custecon.render import opening, safe_text, terminal, terminal_charts
from custecon.render.figure_words import between_or_why, interval_at, value_of
from custecon.render.output_formats import Look
from custecon.render.screen_table import screen_table, sums_of
from custecon.render.short_numbers import ShortNumbers
from custecon.render.terminal_tables import GAP, drawn, plain

PROSE = 80  # sentences are never wider
WIDEST = 120  # nor is the whole, but for a table
FEWEST_ROWS = 3
NARROWEST = 48  # below it figures stand under their labels
_MOST = (MOST_FIGURES, opening.MOST_NOTICES)
_LESS = ((3, 3), (2, 3), (0, 3), (0, 2), (0, 1))  # figures and notices that are left beside a list to call

Lines = list[str]


def text(result: Result, look: Look) -> str:
    """At most `look.height` lines, where the answer can be said in as few; of what has no screen the beginning."""
    if result.screen is None:
        return _beginning(terminal.text(result, look), look.height)
    with speaking(ShortNumbers.of(spoken())):
        return "\n".join(line.rstrip() for line in _set(_Screen(result, look))) + "\n"


def _beginning(whole: str, height: int) -> str:
    lines = whole.splitlines()
    if len(lines) <= height:
        return whole
    kept = lines[: height - 2]
    more = words(say("and {n} more {n:line|lines}: --full", n=len(lines) - len(kept)))
    return "\n".join([*kept, "", more]) + "\n"


def _set(screen: _Screen) -> Lines:
    """All sections; where they are too many the table loses rows, then the picture goes.

    A list to call keeps its rows longer: figures, which its sentence says too, and notices go first.
    """
    picture = screen.picture()
    for shown, figures, notices in ((picture, *_MOST), *(([], *some) for some in (_MOST, *_LESS))):
        if screen.least and (lines := _within(screen, shown, figures, notices, screen.least)):
            return lines
    for shown in (picture, []):
        if lines := _within(screen, shown, *_MOST, FEWEST_ROWS):
            return lines
    return _whole(screen, [], *_MOST, min(FEWEST_ROWS, screen.rows))


def _within(screen: _Screen, picture: Lines, figures: int, notices: int, fewest: int) -> Lines:
    """The sections with as many rows of the table as fit; none if the fewest do not."""
    rows = screen.rows
    while len(lines := _whole(screen, picture, figures, notices, rows)) > screen.look.height and rows > fewest:
        rows = max(fewest, rows - max(1, (len(lines) - screen.look.height) // 4))
    return lines if len(lines) <= screen.look.height else []


def _whole(screen: _Screen, picture: Lines, figures: int, notices: int, rows: int) -> Lines:
    head, foot = [screen.title(), screen.answer(), screen.figures(figures)], [screen.notices(notices), screen.last()]
    return _apart([*head, picture, screen.table(rows), *foot])


def _apart(sections: Iterable[Lines]) -> Lines:
    """The sections that have anything in them, a blank line between two of them."""
    lines: Lines = []
    for section in sections:
        lines += ["", *section] if lines and section else section
    return lines


class _Screen:
    """The sections of one result, each as lines."""

    def __init__(self, result: Result, look: Look) -> None:
        self.result, self.look, self.declared = result, look, result.first
        self.width = min(look.width, WIDEST)
        self.prose = min(look.width, PROSE)
        self.look_within = replace(look, width=self.width)
        self.extract = opening.rows_to_act_on(result)
        self.rows = self.extract.rows if self.extract else 0
        self.least = self.extract.least if self.extract else 0
        self.sums: dict[int, Any] | None = None  # once: a table may have a million rows

    # ------------------------------------------------------------------ sections

    def title(self) -> Lines:
        """What it answers, and of whom and when at the other end of the line."""
        title, scope = _safe(words(self.result.title)), _safe(words(self.declared.scope or opening.scope(self.result)))
        gap = self.prose - cell_len(title) - cell_len(scope)
        if not scope or gap >= GAP:
            return [self._bold(title) + " " * gap + scope if scope else self._bold(title)]
        return [*map(self._bold, self._wrapped(title)), *self._wrapped(scope)]

    def answer(self) -> Lines:
        """The sentence, how sure it is, who or what makes most of it."""
        told = [self.result.answer, opening.surely(self.result), *self.declared.further]
        return self._wrapped(" ".join(words(one) for one in told if one))

    def figures(self, most: int) -> Lines:
        """The few that matter, each with its interval and what was counted."""
        shown = self.result.first_figures[:most]
        if len(shown) < 2 and self.extract and not any(figure.interval for _, figure in shown):
            return []  # the sentence says it
        reasons = dict.fromkeys(str(words(one.undefined.phrase)) for _, one in shown if one.undefined)
        why = [line for reason in reasons for line in self._wrapped(reason, "  ")]
        if self.width < NARROWEST:
            return [*(line for key, figure in shown for line in self._under(key, figure)), *why]
        between = interval_at(figure for _, figure in shown)
        rows = [
            [
                words(key.label or figure.label),
                value_of(figure, self.result),
                between_or_why(key, figure) if between else "",
                words(key.remark),
            ]
            for key, figure in shown
        ]
        wide = [max(map(cell_len, cells)) for cells in zip(["", "", between, ""], *rows, strict=True)]
        kept = [0, 1, *([2] if between else [])]
        if sum(wide[place] + GAP for place in kept) + wide[3] <= self.width:
            kept.append(3)
        grid = Grid(box=None, pad_edge=False, show_header=bool(between), padding=(0, GAP, 0, 0))
        for place in kept:
            figures = place in (1, 2)
            name = between if place == 2 else ""
            grid.add_column(name, justify="right" if figures else "left", no_wrap=figures, overflow="fold")
        for row in rows:
            grid.add_row(*(plain(row[place]) for place in kept))
        return [*drawn([grid], self.look_within), *why]

    def _under(self, key: Key, figure: Figure) -> Lines:
        """A figure under its label, where they do not fit beside each other."""
        values = filter(None, (value_of(figure, self.result), between_or_why(key, figure)))
        return [*self._wrapped(words(key.label or figure.label)), *(f"  {value}" for value in values)]

    def picture(self) -> Lines:
        """One picture under its finding; none where the table has bars."""
        if (self.extract and self.extract.bars) or self.declared.picture == "":
            return []
        wanted = self.declared.picture
        for picture in self.result.pictures:
            if wanted in (None, picture.name) and _worth_it(picture, self.result):
                drawn = terminal_charts.drawn(picture, self.result, min(self.width, PROSE))
                return [*map(self._bold, self._wrapped(words(picture.title))), *drawn.splitlines()]
        return []

    def table(self, most: int) -> Lines:
        """The rows to act on, with as many columns as fit; what they add up to beneath."""
        if self.extract is None:
            return []
        whole = self.result.table(self.extract.table)
        if len(whole.rows) < (1 if self.declared.table else 2):
            return []
        if self.sums is None:
            self.sums = sums_of(whole, self.extract)
        return screen_table(whole, self.extract, self.sums, most, self.look)

    def notices(self, most: int) -> Lines:
        """The first of those that could change the decision, and how many more there are."""
        heavy = [one for one in opening.heaviest(self.result) if not opening.told_by_control(one)][:most]
        lines = [line for one in heavy for line in self._wrapped(f"! {words(one.brief)}", "  ")]
        more = len(self.result.notices) - len(heavy) - sum(map(opening.told_by_control, self.result.notices))
        if more and lines:
            lines.append("  " + words(say("and {n} more: {where}", n=more, where=self._whole())))
        elif more:
            said = "{n} {n:note|notes} about the reading and the method: {where}"
            lines.append(words(say(said, n=more, where=self._whole())))
        return lines

    def last(self) -> Lines:
        """What proves it, and where more is."""
        lines = [line for one in opening.control(self.result) for line in self._wrapped(words(one), "  ")]
        return [*lines, *self._wrapped(words(say("More: {offers}", offers=" · ".join(self._offers()))), "  ")]

    # ------------------------------------------------------------------ helpers

    def _whole(self) -> str:
        return "--full" if self.look.typed else ".notices"

    def _offers(self) -> Iterable[str]:
        others = [table.name for table in self.result.tables if not self.extract or table.name != self.extract.table]
        options = [*self.declared.next, *(f"--table {one}" for one in others[:1])]
        page = f"{self.result.command}.html"
        if self.look.typed:
            yield from ("--full", *options, f"-o {page}", f"custecon explain {self.result.command}")
        else:
            yield from (".figures", ".notices", *map(keyword_of, options), f'.save("{page}")')

    def _bold(self, line: str) -> str:
        return f"\x1b[1m{line}\x1b[0m" if self.look.colour and line else line

    def _wrapped(self, said: str, indent: str = "") -> Lines:
        return textwrap.wrap(_safe(said), self.prose, subsequent_indent=indent, break_on_hyphens=False)


def _safe(said: str) -> str:
    return safe_text.for_terminal(str(said))


def _worth_it(picture: Picture, result: Result) -> bool:
    """Whether it shows more than two numbers; a curve of letters is a diagonal without a message."""
    return picture.kind in ("bars", "heat", "waterfall") and len(result.table(picture.table).rows) > 2
