"""Control totals: where every row went, what the rows add up to, and what a careful reader would ask next."""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from custecon.core.errors import ExpectationNotMet, InputRefused, Notice, Problem, notice, problem
from custecon.core.phrases import Day, Exact, Phrase, Signed, counted, say
from custecon.core.schemas import CheckedTable, ControlTotals, Decided, Kind, Schema, exact
from custecon.kinds.orders import ORDERS
from custecon.sources.amounts import shape_of
from custecon.sources.column_checks import Bad, Checked
from custecon.sources.header_words import of_another_time
from custecon.sources.months_across import months_beside
from custecon.sources.options import ReadingOptions
from custecon.sources.periods import times_a_year
from custecon.sources.row_meaning import Meaning
from custecon.sources.row_outcomes import Gathered
from custecon.sources.row_refusals import Faults, Ground
from custecon.sources.source import Source
from custecon.sources.units_of_money import Label
from custecon.sources.whole import Figures
from custecon.sources.wording import shown

JOINED_ROWS = "added to the row of the same client"
SUMS = ("total rows", "group rows", JOINED_ROWS)  # reasons to skip a row whose money stands on other rows
NO_CLIENT = "without client"
LEFT_OUT = ": in these control totals, in no other figure"  # orders after the as-of day
DAYS = ("date", "first_date", "last_date")
_NO_NAME = ("E224", "E245")  # an empty cell, an error of the spreadsheet


class Group(NamedTuple):
    """Rows of one value in one column, and what becomes of them: left out, counted against, or counted after all."""

    column: int
    value: str
    rows: list[int]
    does: str


class Question(NamedTuple):
    """A column some of whose rows are not known to be money: its different values with their rows and meanings.

    `known`: the values that a known export counts, as money or against it.
    """

    column: int
    values: dict[str, list[int]]
    meanings: dict[str, Meaning]
    known: tuple[str, ...] = ()


class Join(NamedTuple):
    """Names of clients that are counted under others: the option that says so, the names before, and their others."""

    option: str
    written: Sequence[str | None]
    names: Mapping[str, str]


@dataclass(slots=True)
class Work:
    """A table in the making: its rows by number, the columns checked so far, and what became of each row.

    `as_of`: the day of the data, where the rows tell it.
    `nameless`: rows whose cell of the client is empty or an error, and why; `nobody`: rows whose client is nobody;
    `zeros`: clients that are numbered 0, as others are 1 and 2. `joins`: how names of clients became one.
    `sale`: what was sold, where the amount is margin, and by which columns: `sold_by`.
    """

    source: Source
    options: ReadingOptions
    ground: Ground
    faults: Faults
    gathered: Gathered
    columns: dict[str, Checked] = field(default_factory=dict)
    sale: Checked | None = None
    sold_by: str = ""
    parts: dict[int, Checked] = field(default_factory=dict)
    skipped: dict[int, str] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    nameless: dict[int, Bad] = field(default_factory=dict)
    nobody: dict[int, str] = field(default_factory=dict)
    zeros: list[str] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    currency: str | None = None
    unread: set[int] = field(default_factory=set)  # rows that are left out, or in question, whatever their cells hold
    against: dict[int, str] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    named: dict[str, Any] = field(default_factory=dict)
    units: dict[int, tuple[Label | None, str]] = field(default_factory=dict)  # what says the unit of a column, and it
    as_of: dt.date | None = None
    flags: frozenset[int] = frozenset()  # columns that are named like refunds and say yes or no
    no_flags: dict[tuple[int, str], Mapping[str, object]] = field(default_factory=dict)  # what is told of each

    def written(self) -> Sequence[str | None]:
        """The names of the clients as they stand in the file."""
        return self.joins[0].written if self.joins else self.columns["client"].cells

    def cells(self, column: int) -> Sequence[Any]:
        """The cells of any column, on the rows that were gathered; one that was not gathered is read again."""
        if column not in self.gathered.columns:
            wanted = iter(self.gathered.lines)
            line = next(wanted, None)
            found = []
            for number, cells in self.source.rows():
                if number == line:
                    found.append(cells[column] if column < len(cells) else "")
                    line = next(wanted, None)
            self.gathered.columns[column] = found
        return self.gathered.columns[column]

    def counted(self, row: int) -> bool:
        """Whether a row is money, as far as anybody has said: not left out, refused or in question."""
        return row not in self.skipped and row not in self.refused and row not in self.unread

    def fault(self, row: int, column: int, bad: Bad) -> None:
        """Refuse a row, unless the policy of the user says what to do with it."""
        if row in self.unread:
            return
        if column == self.source.layout.roles.get("client") and bad.code in _NO_NAME:
            self.nameless[row] = bad
            if self.options.no_client == "drop" and row not in self.refused:
                self.skipped[row] = NO_CLIENT
            else:
                self._refuse(row)
            return
        self._refuse(row)
        if bad.code == "E254":
            self._no_flag(row, column, bad)
        else:
            self.faults.add(self.gathered.lines[row], column, bad.code, **bad.values)

    def _no_flag(self, row: int, column: int, bad: Bad) -> None:
        """Each word that is neither yes nor no is told once, and all numbers once: rates and counts are no kinds."""
        value = str(bad.values["value"])
        number = shape_of(value.rstrip("% ")) is not None
        pair = f"{self.source.layout.headers[column]}={value}"
        leave = "" if number else say("; or leave such rows out: --leave-out {quote}", quote=shlex.quote(pair))
        values = self.no_flags.setdefault((column, "" if number else value), bad.values | {"leave": leave})
        self.faults.add_together([self.gathered.lines[row]], column, bad.code, values)

    def fault_together(self, rows: Sequence[int], column: int, bad: Bad) -> None:
        """Refuse rows for one reason that is told once, at the first of them."""
        for row in rows:
            self._refuse(row)
        self.faults.add_together([self.gathered.lines[row] for row in rows], column, bad.code, bad.values)

    def _refuse(self, row: int) -> None:
        self.skipped.pop(row, None)
        self.refused.add(row)

    def live(self) -> list[int]:
        """The rows that are neither skipped nor refused."""
        skipped, refused = self.skipped, self.refused
        return [row for row in range(len(self.gathered.lines)) if row not in skipped and row not in refused]

    def out(self, row: int) -> bool:
        """Whether a row is skipped or refused."""
        return row in self.skipped or row in self.refused

    def count(self, rows: Iterable[int]) -> int:
        """How many rows of the file these are."""
        whole, lines = self.source.whole, self.gathered.lines
        return sum(1 if whole is None else whole.stands_for(lines[row]) for row in rows)

    def note(self, code: str, /, *, line: int | None = None, column: int | None = None, **values: object) -> None:
        """Tell the user something."""
        self.notices.append(notice(code, place=self.ground.place(line, column), **values))

    def money(self) -> Checked | None:
        """The money column that the totals are about."""
        name = self.money_role()
        return self.columns[name] if name else None

    def sold(self) -> Sequence[Any]:
        """The cells whose signs say whether a row is a purchase: what was sold, where that is not the amount itself."""
        return (self.sale or self.columns["amount"]).cells

    def money_role(self) -> str | None:
        """The role of money that the totals are about."""
        return next((name for name in self.source.layout.schema.money if name in self.columns), None)

    def sum(self, rows: Any) -> Decimal | None:
        """The exact money on some rows."""
        column = self.money()
        if column is None:
            return None
        return exact(sum(column.cells[row] or 0 for row in rows), column.scale)

    def sum_text(self, rows: Any) -> Phrase:
        """The exact money on some rows, as text."""
        total = self.sum(rows)
        return say("no money") if total is None else say("{total}", total=Exact(total))


def controls_of(work: Work, table: CheckedTable) -> tuple[ControlTotals, tuple[Notice, ...]]:
    """The control totals of a table, and everything the user must be told."""
    source, gathered, options = work.source, work.gathered, work.options
    _tell_rows(work)
    _tell_years(work)
    skipped = dict(gathered.skipped)
    set_aside: dict[str, Decimal] = {}
    rows_of: dict[str, list[int]] = {}
    for row, reason in work.skipped.items():
        rows_of.setdefault(reason, []).append(row)
    for reason, rows in rows_of.items():
        skipped[reason] = skipped.get(reason, 0) + work.count(rows)
        total = work.sum(rows)
        if total is not None and reason not in SUMS:
            set_aside[reason] = total
    rows_against: dict[str, list[int]] = {}
    for row, reason in work.against.items():
        if row not in work.skipped:
            rows_against.setdefault(reason, []).append(row)
    against = {reason: work.sum(rows) for reason, rows in rows_against.items()}
    figures = source.whole.figures(work) if source.whole else _figures(table)
    first, last = figures.first, figures.last
    refused = len(work.faults.lines())
    if refused:
        work.notices.insert(0, notice("N219", place=work.ground.place(), count=counted(refused)))
    as_of = options.as_of or work.as_of or _last_departure(work, table, last) or last
    settings = dict(source.settings)
    settings |= {name: Decided(", ".join(texts), "settings") for name, texts in options.said.items() if name != "units"}
    if options.unsaid:
        told = ", ".join(f"{name.replace('_', ' ')} {text}" for name, texts in options.unsaid.items() for text in texts)
        work.note("N387", line=source.layout.line, told=shown(told, 100))
    settings["kind"] = Decided(table.schema.name, "given" if options.kind else "detected")
    if as_of:
        settings["as_of"] = Decided(Day(as_of.isoformat()), "given" if options.as_of else "last date")
        _tell_later(work, table, as_of)
    controls = ControlTotals(
        file=source.opened.name, sha256=source.opened.sha256, kind=table.schema.name,
        rows_in_file=1 + source.whole.rows if source.whole else gathered.rows, used=figures.rows, skipped=skipped,
        refused=refused, clients=figures.clients, totals=dict(figures.totals),
        first_date=first, last_date=last, currency=work.currency, settings=settings,
        columns=source.layout.columns_decided(), counts=dict(work.counts), set_aside=set_aside,
        against={reason: total for reason, total in against.items() if total is not None}, as_of=as_of,
        looked_at=source.layout.looked_at(work.parts), unused=source.layout.unused(),
    )  # fmt: skip
    return controls, tuple(source.notices + gathered.notices + work.notices)


def _figures(table: CheckedTable) -> Figures:
    days = [day for name in DAYS if name in table for day in table.cells(name) if day]
    return Figures(
        table.rows,
        len(set(table.cells("client")) - {None}) if "client" in table else None,
        {name: column.total() for name, column in table.columns.items() if column.role.kind is Kind.MONEY},
        min(days, default=None),
        max(days, default=None),
    )


def _tell_rows(work: Work) -> None:
    layout = work.source.layout
    if work.gathered.skipped.get("above the header"):
        work.note(
            "N203",
            line=layout.line,
            count=counted(work.gathered.skipped["above the header"]),
        )
    if work.gathered.notes:
        work.note("N224", count=counted(work.gathered.notes))
    for role, headers in layout.left_out:
        work.note("N221", line=layout.line, role=role, headers=headers)
    every = [*work.columns.values(), *work.parts.values()]
    if cut := sum(checked.cut for checked in every):
        work.note("N222", count=counted(cut, "cell"))
    if floats := sum(checked.floats for checked in every):
        first = next(checked.float for checked in every if checked.float)
        work.note("N266", count=counted(floats, "cell"), value=shown(first))
    for name in (*DAYS, "left_date"):
        ways = work.columns[name].ways if name in work.columns else {}
        if len(ways) > 1:
            words = {
                "ymd": say("year first"),
                ".": say("dotted"),
                "/": say("slashes"),
                "-": say("hyphens"),
                "words": say("month in words"),
            }
            told = [say("{way}: {count}", way=words.get(way, way), count=count) for way, count in ways.items()]
            work.note("N215", line=layout.line, column=layout.roles[name], ways=told)


def _tell_years(work: Work) -> None:
    """Columns that are taken as a year's although their header says all time, or another time."""
    layout = work.source.layout
    for name in work.columns:
        role = layout.role(name)
        if role.unit != "per year" or role.kind not in (Kind.MONEY, Kind.COUNT):
            continue
        columns = [layout.roles[name]] if name in layout.roles else layout.computed[name].columns()
        months = [column for column in columns if column in months_beside(layout.headers)]
        for column in columns if len(months) < 2 else () if len(months) == 12 else months[:1]:
            set_to_a_year = role.kind is Kind.MONEY and name in layout.roles and times_a_year(layout.headers[column])
            if of_another_time(layout.headers[column]) and not set_to_a_year:
                header = shown(layout.headers[column])
                header += f"» … «{shown(layout.headers[months[-1]])}" if len(months) > 1 else ""
                work.note("N232", line=layout.line, column=column, header=header, role=name)


def _tell_later(work: Work, table: CheckedTable, as_of: dt.date) -> None:
    if "date" in table:
        whole = work.source.whole
        days = whole.days(work) if whole else Counter(table.cells("date"))
        later = sum(rows for day, rows in days.items() if day is not None and day > as_of)
        if later:
            work.counts["later than as of"] = later
            work.note(
                "N214",
                count=counted(later),
                as_of=as_of,
                done=LEFT_OUT if table.schema is ORDERS else "",
            )


def _last_departure(work: Work, table: CheckedTable, last: dt.date | None) -> dt.date | None:
    """The last day on which a client left, where no other day says of when the data are.

    Raises:
        InputRefused: E266 clients left after every other day: those may be past, or notice given for days to come.
    """
    days: list[dt.date] = [day for day in table.cells("left_date") if day] if "left_date" in table else []
    if not days:
        return None
    as_of = max(days)
    if last is None:
        work.note("N230", as_of=as_of)
        return as_of
    if as_of > last:
        row = work.columns["left_date"].cells.index(as_of)
        place = work.ground.place(work.gathered.lines[row], work.source.layout.roles["left_date"])
        later = sum(day > last for day in days)
        raise InputRefused(problem("E266", place=place, count=later, last=last, as_of=as_of))
    return None


def expectations(controls: ControlTotals, schema: Schema, options: ReadingOptions, ground: Ground) -> None:
    """Hold the user's balance assertions against the control totals."""
    problems: list[Problem] = []
    total = next((controls.totals[name] for name in schema.money if name in controls.totals), None)
    checks = (
        ("E501", total, options.expect_total),
        ("E502", controls.clients, options.expect_clients),
        ("E503", controls.used, options.expect_rows),
    )
    for code, found, expected in checks:
        if expected is not None and found != expected:
            exact = [Exact(Decimal(one or 0)) for one in (found, expected)]
            difference = Signed(Exact(exact[0].value - exact[1].value))
            values = {"found": exact[0], "expected": exact[1], "difference": difference}
            problems.append(problem(code, place=ground.place(), **values))
    if problems:
        raise ExpectationNotMet(problems)
