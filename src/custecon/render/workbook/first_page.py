"""The first sheet, one printed page: the answer, what it rests on, a chart, the rows to act on, what could change it.

What comes first is declared by the analysis (`core.screen`); figures and rows are references to the other sheets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from custecon.core.language import speaking, spoken, words
from custecon.core.messages import MESSAGES
from custecon.core.own_workbook import SHEET
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Result
from custecon.core.screen import Key
from custecon.core.units import TEXT, Form, Unit
from custecon.render import opening
from custecon.render.plain_words import without_options
from custecon.render.short_numbers import ShortNumbers
from custecon.render.workbook import cell_formulas, charts, excel_limits, plain_words
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import LiveTable, Part, Plan

WIDTHS = (28, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5)  # an upright page of A4 at about its own size
LAST = len(WIDTHS) - 1
BESIDE = sum(WIDTHS[4:])  # letters of a remark beside a figure
WIDE = round(sum(7 * width + 5 for width in WIDTHS))  # in pixels
MOST_ROWS = 10
CHART, LOWER, LOW = 18, 17, 11  # rows of a chart, of one of two, and of one of a few bars
FEW, SOME = 6, 3  # figures of one answer, and of each of several
FROM_FILES = "each answer with the files it comes from"
CHANGED = "Cells were changed since: the sentence above and the intervals are as before."
FOLLOWS = "Change a yellow cell on the sheet {sheet}: everything here follows{exception}."
FOUND = "All of it was found in the data when this was written."
HIDDEN = "Hidden sheets («Unhide» by a right click on the name of a sheet): «{names}»."
_NUMBERS = frozenset((Form.MONEY, Form.SHARE, Form.COUNT, Form.NUMBER))


def write(sheet: Sheet, plan: Plan, hidden: Sequence[str]) -> None:
    """The page of one answer; of several each in short. `hidden`: names of sheets."""
    sheet.paper.set_portrait()
    sheet.paper.center_horizontally()
    sheet.short = True
    replaced = sheet.book.replaced
    with speaking(ShortNumbers.of(spoken())):
        _Page(sheet, plan, hidden).write()
    sheet.book.replaced = replaced  # what is told here stands on another sheet too, and was counted there


class _Page:
    """The page while it is written from the top."""

    def __init__(self, sheet: Sheet, plan: Plan, hidden: Sequence[str]) -> None:
        self.sheet, self.plan, self.hidden, self.row = sheet, plan, hidden, 0
        self.one = len(plan.parts) == 1
        self.alike: list[tuple[int, Unit]] = []  # the rows of the figures that are of one kind with the first

    def write(self) -> None:
        """All of it, in the order in which it is read."""
        if self.one:
            (part,) = self.plan.parts
            self._head(words(part.result.title), "title", _facts(part.result))
            self._answer(part)
            self._figures(part)
            self._chart([part])
            self._table(part)
        else:
            self._head(words("Summary"), "title", "" if self.plan.template else words(FROM_FILES))
            for part in self.plan.parts:
                self._head(f"{part.title}: {words(part.result.title)}", "section", _facts(part.result))
                self._answer(part)
                self._figures(part)
            self._chart(self.plan.parts)
        self._decision()
        self._control()

    # ------------------------------------------------------------------ sections

    def _head(self, title: str, look: str, facts: str) -> None:
        self.sheet.high(self.row, 24 if look == "title" else 19)
        self._across(title, look)
        if facts:
            self._across(facts, "wrapped")

    def _answer(self, part: Part) -> None:
        """The sentence; once a figure is another than the sentence says, it says of when it is."""
        result = part.result
        sentences = [result.answer, opening.surely(result), *result.first.further] if result.answer else []
        said = " ".join(words(one) for one in sentences if one)
        if not said:
            return
        changed = self._changed(part, [figure for _, figure in _keys(part, FEW)])
        self._across(said, "answer")
        if changed:
            told = excel_limits.literal(words(CHANGED))
            text = f'IF({changed},{told},"")'
            self._row_of("", "wrapped")
            self.sheet.live(self.row - 1, 0, text, "", unit=TEXT, look="warned")

    def _figures(self, part: Part) -> None:
        """The figures that matter, live, each with its interval and what was counted."""
        sheet, result = self.sheet, part.result
        sheet.currency = result.currency
        shown = _keys(part, FEW if self.one else SOME)
        if self.plan.template:
            shown = [(Key(figure.name), figure) for figure in result.figures]
        levels = {figure.interval.level for _, figure in shown if figure.interval}
        if levels:
            each = " / ".join(spoken().share(level) for level in sorted(levels))
            sheet.write(self.row, 2, words(say("{levels} interval", levels=each)), "faint")
            self.row += 1
        for key, figure in shown:
            self._figure(key, figure, part)
        self.row += 1

    def _figure(self, key: Key, figure: Figure, part: Part) -> None:
        sheet, row = self.sheet, self.row
        sheet.write(row, 0, words(key.label or figure.label), "label")
        name, value = part.figures[figure.name], part.stored[figure.name]
        undefined = isinstance(value, str) and bool(value)
        said = cell_formulas.undefined()
        text = f"IF(ISNUMBER({name}),{name},{excel_limits.literal(said)})" if undefined else name
        value = said if undefined else value
        sheet.live(row, 1, text, value, unit=figure.unit, look="label" if undefined else "strong", what=figure.label)
        if not undefined and figure.unit.form is (self.alike[0][1] if self.alike else figure.unit).form:
            self.alike.append((row, figure.unit))
        between = figure.interval
        if between is not None and None not in (between.low, between.high):
            said = spoken().between(between.low, between.high, figure.unit)
            self._merged(2, 3, said, "beside")
        elif between is None and key.certain and not figure.undefined:
            self._merged(2, 3, words(key.certain), "beside")
        remark = without_options(words(figure.undefined.phrase)) if figure.undefined else words(key.remark)
        unit = spoken().unit(figure.unit, part.result.period, part.result.currency) if figure.unit.per else ""
        lines = math.ceil(len(remark or unit) / BESIDE)
        if lines > 1 and sheet.heights.get(row, 0) < 15 * lines:
            sheet.high(row, 15 * lines)
        self._merged(4, LAST, remark or unit, "wrapped" if lines > 1 else "faint")
        self.row += 1

    def _changed(self, part: Part, figures: Iterable[Figure]) -> str:
        """The condition that a figure is no longer what it was, "" where none can move."""
        stored = [(part.figures[one.name], part.stored[one.name]) for one in figures if one.name in part.live]
        numbers = [
            (name, float(value))
            for name, value in stored
            if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        if not numbers:
            return ""
        there = ",".join(f"ISNUMBER({name})" for name, _ in numbers)
        moved = ",".join(f"ABS({name}-{value!r})>{max(abs(value), 1e-9) * 1e-6!r}" for name, value in numbers)
        return f"IF(AND({there}),OR({moved}),TRUE)"

    def _chart(self, parts: Sequence[Part]) -> None:
        pictures = [(part, picture) for part in parts for picture in charts.of_first_page(part)]
        drawn = pictures[: 2 if self.one else 1]
        high = CHART if len(drawn) == 1 else LOWER
        for part, picture in drawn:
            more = charts.crowded(picture, part) if self.one else 0
            charts.place(self.sheet, self.row, picture, part, width=WIDE, rows=high + more)
            self.row += high + more + 1
        if drawn:
            return
        if self.one and len(self.alike) > 1:
            unit = self.alike[0][1]
            charts.of_figures(self.sheet, self.row, [row for row, _ in self.alike], unit, width=WIDE, rows=LOW)
            self.row += LOW + 1

    def _table(self, part: Part) -> None:
        """The rows to act on, each cell that of the full sheet."""
        extract = charts.extract_of(part)
        live = part.tables.get(extract.table) if extract is not None else None
        if extract is None or live is None or not live.table.rows:
            return
        told = [one for one in live.table.places(extract.columns) if _has_cells(live, one)]
        places, beyond = told[: LAST + 1], told[LAST + 1 :]
        count = min(MOST_ROWS, extract.rows, len(live.table.rows))
        self._across(words(extract.heading or live.table.title), "strong")
        for column, place in enumerate(places):
            head = live.table.columns[place]
            self.sheet.write(self.row, column, words(head.label), _head_look(head))
        self.row += 1
        for number in range(count):
            for column, place in enumerate(places):
                self._cell(column, live, place, number)
            self.row += 1
        if extract.total and any(live.table.columns[place].summed for place in places):
            self._totals(live, places)
        if count < len(live.table.rows):
            more = "{n} of {all} rows; all of them on the sheet «{sheet}»"
            self._across(words(say(more, n=count, all=len(live.table.rows), sheet=live.sheet.name)), "faint")
        if beyond:
            labels = [say(live.table.columns[one].label) for one in beyond]
            self._across(
                words(say("further columns on the sheet «{sheet}»: {names}", sheet=live.sheet.name, names=labels)),
                "faint",
            )
        self.row += 1

    def _cell(self, at: int, live: LiveTable, place: int, number: int) -> None:
        column, value = live.table.columns[place], live.table.rows[number][place]
        numeric = isinstance(value, int | float) or (value is not None and column.unit.form in _NUMBERS)
        if not numeric or isinstance(value, bool):
            self.sheet.write(
                self.row, at, value, "shrunk" if at else "fact" if isinstance(value, str) else "", column.unit
            )
            return
        of_column = [row[place] for row in live.table.rows[:MOST_ROWS] if row[place] is not None]
        where = live.sheet.at(live.header + 1 + number, place)
        self.sheet.live(self.row, at, where, value, unit=column.unit, what=column.label, like=max(of_column, key=abs))

    def _totals(self, live: LiveTable, places: Sequence[int]) -> None:
        for at, place in enumerate(places):
            column = live.table.columns[place]
            if column.summed:
                where = live.sheet.at(live.top + 2, place)
                self.sheet.live(
                    self.row, at, where, live.total(place), unit=column.unit, look="total", what=column.label
                )
            else:
                self.sheet.write(
                    self.row, at, words(say("all {n}", n=len(live.table.rows))) if at == 0 else "", "total"
                )
        self.row += 1

    def _decision(self) -> None:
        """What could change the decision, and how many notes more there are."""
        told = {str(one): (one, part.title) for part in self.plan.parts for one in opening.heaviest(part.result)}
        heavy = sorted(told.values(), key=lambda found: -MESSAGES[found[0].code].weight)
        said = ((plain_words.of_notice(one, self.plan), "" if self.one else f"{of}: ") for one, of in heavy)
        lines = [f"{of}{line}" for line, of in said if line][: opening.MOST_NOTICES]
        every = {str(one) for part in self.plan.parts for one in part.result.notices}
        if not lines and not every:
            return
        if lines:
            self._across(words("What could change the decision"), "strong")
        for line in lines:
            self._across(f"! {line}", "long")
        if more := len(every) - len(lines):
            told_of = (
                "and {n} more {n:note|notes}: on the sheet {sheet}"
                if lines
                else "{n} {n:note|notes}: on the sheet {sheet}"
            )
            self._across(words(say(told_of, n=more, sheet=words("Data"))), "faint")
        self.row += 1

    def _control(self) -> None:
        proved = [] if self.plan.template else self.plan.parts  # nothing was read yet that could be proved
        for line in _proofs(proved):
            self._across(line, "wrapped")
        told = say(FOLLOWS, sheet=SHEET, exception=say(self.plan.exception)) if self.plan.inputs else FOUND
        self._across(words(told), "wrapped")
        if self.hidden:
            self._across(words(say(HIDDEN, names="», «".join(self.hidden))), "wrapped")

    # ------------------------------------------------------------------ helpers

    def _across(self, text: str, look: str) -> None:
        """A text over the width of the page, and the next row."""
        self._row_of(text, look)

    def _row_of(self, text: str, look: str) -> None:
        wide = sum(WIDTHS) / (1.6 if look == "title" else 1.15 if look in ("answer", "section") else 1.0)
        if look in ("wrapped", "long", "answer"):
            high = 18 if look == "answer" else 15
            self.sheet.high(self.row, high * max(1, math.ceil(len(text) * 0.95 / wide)))
        self._merged(0, LAST, text, look)
        self.row += 1

    def _merged(self, first: int, last: int, text: str, look: str) -> None:
        self.sheet.merged(self.row, first, last, text, look)


def _proofs(parts: Sequence[Part]) -> Iterable[str]:
    """The control lines: of several answers each file once, as the answer tells it that uses most of its columns.

    What was given is told once then.
    """
    if len(parts) == 1:
        yield from map(words, opening.control(parts[0].result))
        return
    told: dict[str, list[str]] = {}
    for part in parts:
        of = ", ".join(dict.fromkeys(str(one.file) for one in part.result.controls))
        lines = [f"{of}: {words(line)}" for line in opening.proof(part.result)]
        told[of] = max(told.get(of, []), lines, key=lambda one: len("".join(one)))
    yield from (line for lines in told.values() for line in lines)
    read = [part.result for part in parts if part.result.controls]
    for sentence, facts_of in ((opening.GIVEN, opening.given), (opening.ASSUMING, opening.assumed)):
        if facts := dict.fromkeys(words(one) for result in read for one in facts_of(result)):
            yield words(say(sentence, facts=[*facts]))
    for part in parts:
        if not part.result.controls:
            yield from (f"{part.title}: {words(line)}" for line in opening.control(part.result))


def _has_cells(live: LiveTable, place: int) -> bool:
    """Whether a column says anything: that of reasons is empty where nothing is undefined."""
    column = live.table.columns[place]
    return column.unit.form is not Form.TEXT or any(row[place] not in (None, "") for row in live.table.rows)


def _facts(result: Result) -> str:
    """Of whom and when it is, and from which files."""
    files = ", ".join(dict.fromkeys(str(one.file) for one in result.controls))
    scope = words(result.first.scope or opening.scope(result))
    return " · ".join(one for one in (scope, words(say("from {files}", files=files)) if files else "") if one)


def _keys(part: Part, most: int) -> list[tuple[Key, Figure]]:
    """The declared figures; of an answer that declares none the first by weight."""
    declared = part.result.first_figures
    if not declared:
        ranked = [one for weight in ("main", "detail", "other") for one in part.result.figures if one.weight == weight]
        declared = [(Key(one.name), one) for one in ranked]
    return declared[:most]


def _head_look(column: Column) -> str:
    return "heading" if column.unit.form in (Form.TEXT, Form.DATE) else "right"
