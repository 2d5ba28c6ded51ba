"""Which sheets a workbook has, and which of them are printed: ten pages, however many answers, files and clients.

One answer has a sheet of its figures and one for each table. Of several answers the figures stand below each other on
one sheet, so do small tables, and charts; long tables have sheets of their own.
"""

from __future__ import annotations

from custecon.core.language import words
from custecon.core.own_workbook import SHEET
from custecon.core.phrases import say
from custecon.core.results import Picture
from custecon.render.workbook import charts, first_page, printing, tables
from custecon.render.workbook.book import Book, Sheet
from custecon.render.workbook.cell_addresses import Part, Plan

MOST_PAGES = 10
OF_FIGURES = (40, 18, 16, 80)  # the widths of the columns of a sheet of figures
_MORE = 2  # pages of figures, or of small tables, of several answers


class Layout:
    """The sheets, settled before the first cell is written."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book, self.plan = book, plan
        self.alone = len(plan.parts) == 1
        self.together = not self.alone and not plan.template
        self.front = book.sheet(words("Summary"), first_page.WIDTHS, whole=True)
        assumes = bool(plan.inputs) or plan.template
        self.assumptions = book.sheet(SHEET, (30, 16, 17, 40, 22, 30, 18, 15)) if assumes else None
        self.figures: dict[str, Sheet] = {}
        self.charts: dict[str, list[tuple[Part, Picture]]] = {}  # by the name of the sheet that they stand on
        if self.together:
            self._below_each_other()
        else:
            self._each_its_own()
        self.levers = (
            book.sheet(words("Levers"), (40, 16, 16, *(17,) * 8)) if plan.inputs and not plan.template else None
        )
        self.sources = book.sheet(words("Sources"), (30, 44, 32, 28, 40, 40))
        self.data = book.sheet(words("Data"), (34, 100))

    def _each_its_own(self) -> None:
        for part in self.plan.parts:
            if part.result.figures:
                self.figures[part.title] = self.book.sheet(part.title, OF_FIGURES)
            self.plan.place_tables(part)
            drawn = [(part, picture) for picture in charts.beside_the_first(part, alone=self.alone)]
            if drawn:
                sheet = self.figures.get(part.title) or self.book.sheet(
                    words(say("{of} charts", of=say(part.title))), whole=True
                )
                self.charts[sheet.name] = drawn

    def _below_each_other(self) -> None:
        parts = self.plan.parts
        if any(part.result.figures for part in parts):
            sheet = self.book.sheet(words("Figures"), OF_FIGURES)
            self.figures = {part.title: sheet for part in parts if part.result.figures}
        if any(part.small_tables() for part in parts):
            self.plan.together = self.book.sheet(words("Tables"))
            self.plan.together.rows = 2  # below its title
        for part in parts:
            self.plan.place_tables(part)
        if drawn := [(part, picture) for part in parts for picture in charts.beside_the_first(part, alone=False)]:
            self.charts[self.book.sheet(words("Charts"), charts.BESIDE, whole=True).name] = drawn
        for part in parts:
            for live in part.tables.values():
                if live.stacked:
                    live.sheet.widen(tables.widths(live))

    def printed(self) -> list[Sheet]:
        """Settle what is printed; gives the sheets that are hidden, so that all of it are `MOST_PAGES` pages."""
        beyond = self._beyond(MOST_PAGES - len(self.book.sheets))
        hidden = [sheet for sheet in self.book.sheets.values() if sheet in beyond]
        for sheet in hidden:
            sheet.paper.hide()
        left = MOST_PAGES - len(self.book.sheets) + len(hidden)
        for sheet in self._stacked():
            more = min(left, _MORE - 1, printing.pages(sheet) - 1)
            sheet.pages += more
            left -= more
        return hidden

    def _stacked(self) -> list[Sheet]:
        """The sheets that may have a second page, the first one first."""
        if not self.together:
            return []
        found = [*self.figures.values(), self.plan.together]
        return list({id(sheet): sheet for sheet in found if sheet is not None}.values())

    def _beyond(self, spare: int) -> list[Sheet]:
        """The sheets of tables for which no page is left; that of the rows to act on is the last to go.

        First go those that only hold what formulas stand on, then those that a terminal does not show, then the last
        ones; those of several answers leave a second page for the figures. A template can do without what tells of
        files.
        """
        found = [(part, live) for part in self.plan.parts for live in part.tables.values() if not live.stacked]
        acted = {id(live): _acted_on(part, live.table.name) for part, live in found}
        kept = {id(live) for _, live in found if acted[id(live)]} if self.alone else set()
        beneath = {
            id(live): live.table.name in {one.name for one in part.result.beneath.tables} for part, live in found
        }
        last = [live for _, live in reversed(found) if id(live) not in kept]
        last.sort(key=lambda live: (acted[id(live)], not beneath[id(live)], live.table.shown != 0))
        if self.together:
            spare -= sum(printing.pages(sheet) > 1 for sheet in self._stacked()[:1])
        sheets = [live.sheet for live in last]
        if self.plan.template:  # nothing was read yet
            sheets += [self.data, self.sources]
        return sheets[: max(0, -spare)]


def _acted_on(part: Part, name: str) -> bool:
    """Whether a table is the first one of its answer, or that of the rows to act on."""
    extract = charts.extract_of(part)
    return name in {next(iter(part.tables), ""), extract.table if extract else ""}
