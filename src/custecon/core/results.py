"""A result: a frozen record that every renderer understands.

It holds what was computed, unrounded, and all that makes it checkable: inputs and where they came from, working,
conventions, sources, control totals, notices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from custecon.core.by_column import ByColumn
from custecon.core.catalogue import Metric, Working
from custecon.core.errors import Notice, Problem
from custecon.core.expression import Expression, Requirement
from custecon.core.lent import LENT
from custecon.core.phrases import Phrase, say
from custecon.core.quantities import Quantity
from custecon.core.references import Citation
from custecon.core.screen import MOST_FIGURES, Key, Screen
from custecon.core.units import Period, Unit

if TYPE_CHECKING:
    import os

    import pandas as pd

    from custecon.core.schemas import ControlTotals

COUNTED = "counted"  # the parameter that says what is counted, and how
INTERVAL = "an interval, taken when this was written"  # why a column is fixed


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values the figure lies, at which level, by which method; None where it does not exist at an end."""

    low: Any
    high: Any
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Input:
    """A value that went into a figure, and where it came from.

    `origin`: "given" (an option), "file", "environment", "settings" (custecon.toml), "computed" or "assumed"; `note`
    tells how, such as "10% a year, by powers". `formula`: how a computed one follows from other inputs (see
    core.relations); `made_from`: those inputs. `per`: the period that it was given per, if it named one.
    """

    quantity: Quantity
    value: Any
    origin: str = "given"
    note: str = ""
    formula: Expression | None = None
    made_from: tuple[Input, ...] = ()
    per: Period | None = None

    @property
    def name(self) -> str:
        """The name of the quantity."""
        return self.quantity.name

    @property
    def whence(self) -> Phrase:
        """Where it came from, and how."""
        origin = say(self.origin)
        return say("{origin}: {note}", origin=origin, note=say(self.note)) if self.note else origin


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the answer. `value` is None where it is undefined, and then `undefined` says why.

    `metric`, `working` and `inputs` are there for a figure that is a published formula; `note` tells how a figure that
    is not one was found. `formula`: how it follows from the tables, other figures and inputs of the result (see
    core.relations), so that a workbook keeps it alive, while `requires` holds.
    `weight`: "main" for the answer, "other" for other conventions, "detail" for the rest.
    """

    name: str
    label: str
    value: Any
    unit: Unit
    note: str = ""
    weight: str = "detail"
    interval: Interval | None = None
    undefined: Problem | None = None
    metric: Metric | None = None
    working: Working | None = None
    inputs: tuple[Input, ...] = ()
    formula: Expression | None = None
    requires: tuple[Requirement, ...] = ()

    @property
    def convention(self) -> str:
        """What is assumed about timing or counting."""
        return self.metric.convention if self.metric else self.note


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result table. `summed`: its total stands under it and means something.

    Shares are summed only where they are the parts of one whole, and so add up to 100%. `formula`: what each cell is of
    the other columns, figures and inputs (see core.relations), so that a workbook keeps it alive; its value stands in
    the row all the same, None where `requires` does not hold. `live`: row by row, whether the formula holds there; None
    means in every row. `cells`: instead of one formula for all rows, each row's own. `fixed`: why what was computed has
    no formula; a workbook says so beside it.
    """

    name: str
    label: str
    unit: Unit
    meaning: str
    summed: bool = False
    formula: Expression | None = None
    requires: tuple[Requirement, ...] = ()
    live: Sequence[bool] | None = None
    cells: Sequence[Expression | None] | None = None
    fixed: str = ""


def _all_differ(where: str, what: str, names: Sequence[str]) -> None:
    """Raises ValueError: two have one name, and a program would lose one of them."""
    if len(names) > len(set(names)):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{where} has two {what} called {twice}")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns with unit and meaning; `None` is an empty cell. `shown`: how many rows a terminal shows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    shown: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _all_differ(f"the table {self.name}", "columns", [column.name for column in self.columns])

    def places(self, names: Sequence[str]) -> list[int]:
        """Where those of these columns stand that are there; of no names, where all do."""
        there = {column.name: place for place, column in enumerate(self.columns)}
        return [there[name] for name in names or there if name in there]

    def only(self, places: Sequence[int]) -> Table:
        """The same rows under some of the columns, in that order; not for a workbook, whose formulas rest on all."""
        if isinstance(self.rows, ByColumn):
            rows: Sequence[tuple[Any, ...]] = ByColumn([self.rows.columns[place] for place in places], self.rows.order)
        else:
            rows = [tuple(row[place] for place in places) for row in self.rows]
        return replace(self, columns=tuple(self.columns[place] for place in places), rows=rows)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of columns of a table of the same result, drawn by each renderer in its own way.

    A renderer that cannot draw a kind leaves the picture out; the table holds its numbers.

    Attributes:
        title: the message it shows, in words.
        kind: "bars" (one a row), "pairs" (two bars a row), "waterfall" (steps from one total to the next), "dots" (a
            value and its interval a row), "heat" (a grid of values, None where there is none yet), "curve" (y over x),
            "whale" (a curve whose fall behind its peak is the message), "steps" (a curve, and beside it, in steps, what
            was seen of it).
        table: the name of the table; `labels`: its column along the base; `values`: the columns drawn.
        divider: (after how many bars, what the line there says), such as the water line of an iceberg.
        band: the columns that hold the lower and the upper end of the first of `values`.
        totals: the places of the rows of a waterfall that are totals.
        finished: of a "heat", the column that says how many cells of a row, from the first of `values` on, can change
            no more; the others are hatched.
    """

    name: str
    title: str
    kind: str
    table: str
    labels: str
    values: tuple[str, ...]
    divider: tuple[int, str] | None = None
    band: tuple[str, str] | None = None
    totals: tuple[int, ...] = ()
    finished: str = ""


def picture_of(
    table: Table, kind: str, *values: str, title: str | Phrase = "", band: tuple[str, str] | None = None
) -> Picture:
    """A picture of columns of a table over its first one, called as the table unless it has a title of its own."""
    return Picture(table.name, title or table.title, kind, table.name, table.columns[0].name, values, band=band)


@dataclass(frozen=True, slots=True)
class Beneath:
    """What only a workbook holds, so that the formulas of a result have cells to stand on; a page draws its pictures.

    `columns`: by table, further columns and their cells row by row. `tables` and `pictures` take the place of those of
    their name.
    """

    inputs: tuple[Input, ...] = ()
    tables: tuple[Table, ...] = ()
    columns: Mapping[str, tuple[tuple[Column, ...], Sequence[tuple[Any, ...]]]] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()

    def under(self, result: Result) -> Result:
        """The result with all of it."""
        pictures = {picture.name: picture for picture in (*result.pictures, *self.pictures)}
        own = {table.name: table for table in self.tables}
        tables = []
        for table in (own.pop(table.name, table) for table in result.tables):
            columns, cells = self.columns.get(table.name, ((), ()))
            rows = [(*row, *more) for row, more in zip(table.rows, cells, strict=True)] if columns else table.rows
            tables.append(replace(table, columns=(*table.columns, *columns), rows=rows))
        return replace(
            result,
            inputs=(*result.inputs, *self.inputs),
            tables=(*tables, *own.values()),
            pictures=tuple(pictures.values()),
        )


@dataclass(frozen=True, repr=False)
class Result:
    """The answer to one question, ready for every renderer.

    Attributes:
        command: the command that gives it; `title`: what it answers; `answer`: the answer in one sentence.
        figures: the numbers, the main one first. tables: the first one is what a pipe receives, if there is one.
        parameters: what else was asked for, as (name, value); in JSON, and on the sheet Data of a workbook.
        parts: results that stand together in one workbook.
        period: of rates and flows, if one was named; currency: of all money, if it is known.
        beneath: what only a workbook holds. screen: what of it somebody with one minute reads first; None: it is a
            text of its own, such as an explanation, which is read from its beginning.
    """

    command: str
    title: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    answer: str = ""
    inputs: tuple[Input, ...] = ()
    notices: tuple[Notice, ...] = ()
    sources: tuple[Citation, ...] = ()
    criticism: tuple[str, ...] = ()
    controls: tuple[ControlTotals, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    parts: tuple[Result, ...] = ()
    period: Period | None = None
    currency: str | None = None
    as_of: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    beneath: Beneath = field(default_factory=Beneath)
    screen: Screen | None = None

    def __post_init__(self) -> None:
        where = f"the answer of {self.command}"
        if self.parts:  # the figures of several answers, each of which stands by itself
            return
        _all_differ(where, "figures", [figure.name for figure in self.figures])
        _all_differ(where, "tables", [table.name for table in self.tables])
        wanted = self.first.table
        if wanted and all(table.name != wanted.table for table in self.tables):
            raise ValueError(f"{where} has no table {wanted.table} for its first screen")

    @property
    def first(self) -> Screen:
        """What of it comes first; where nobody declared that, what follows from it."""
        return self.screen or Screen()

    @property
    def counted(self) -> tuple[str, ...]:
        """What is counted, and how, where it does not stand beside a figure already."""
        beside = {figure.convention for figure in self.figures}
        return tuple(told for name, told in self.parameters if name == COUNTED and told not in beside)

    @property
    def first_figures(self) -> list[tuple[Key, Figure]]:
        """The declared figures of the first screen that are there, each with what it is called on it."""
        there = {figure.name: figure for figure in self.figures}
        return [(key, there[key.name]) for key in self.first.figures if key.name in there][:MOST_FIGURES]

    def __str__(self) -> str:
        """The first screen, as a terminal of 80 columns has it."""
        return str(LENT["screen"](self))

    def __repr__(self) -> str:
        return f"<{': '.join(filter(None, (self.title, self.answer)))}>"

    @property
    def html(self) -> str:
        """The result as a notebook shows it: a piece of a page; `save("result.html")` writes a whole one."""
        return str(LENT["html"](self))

    def _repr_html_(self) -> str:
        return self.html

    def to_pandas(self, table: str | None = None, *, exact: bool = False) -> pd.DataFrame:
        """A table by its name as a frame; left out, the figures. `exact`: exact money as `Decimal`, else as floats.

        Raises:
            KeyError: there is no table of that name.
        """
        frame: pd.DataFrame = LENT["frame of a result"](self, table, exact=exact)
        return frame

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write it to a file, as `-o` does: its suffix says the format, and nothing is replaced without `force`.

        Raises:
            UsageError: E114 no such suffix is known. OutputRefused: it cannot be written there.
        """
        LENT["save"](self, path, force=force)

    def what_if(
        self,
        change: str | Sequence[str] | Mapping[str, str] = (),
        *,
        reach: float | str | None = None,
        by: str | None = None,
        method: str | None = None,
    ) -> Result:
        """What its first figure that is a formula becomes when inputs change, or what it takes to reach a goal.

        Args:
            change: "retention=+5pt", several of them, or {"retention": "+5pt"}; left out, each input is moved a little.
            reach: the goal, such as 400 or "ltv=400".
            by: the quantity that is to reach it.
            method: another figure of the result, by the name of its formula.

        Raises:
            UsageError: E166 no figure of the result is a formula. Undefined: the goal is out of reach.
        """
        found: Result = LENT["what if"](self, change, reach=reach, by=by, method=method)
        return found

    def table(self, name: str) -> Table:
        """The table of that name.

        Raises:
            KeyError: there is none.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def figure(self, name: str) -> Figure:
        """The figure of that name.

        Raises:
            KeyError: there is none.
        """
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)

    def __getitem__(self, name: str) -> Any:
        """The value of the figure of that name."""
        return self.figure(name).value
