"""The rows of a log in a database or on a cluster: every cell is proved where it lies, by expressions of Ibis.

What a cell may be is settled by the type of its column; what does not fit becomes nothing, and is a doubt.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import ibis

from custecon.core.errors import Place
from custecon.core.sha256 import sha256
from custecon.sources.column_checks import text_of
from custecon.sources.dates import LATEST_YEAR
from custecon.sources.document_numbers import meanings_of_letters
from custecon.sources.engines.cell_forms import PLACES
from custecon.sources.engines.days import EPOCH, LAST_DAY
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import MOST_LETTERS, MOST_TEXTS
from custecon.sources.layout import Layout
from custecon.sources.options import ReadingOptions
from custecon.sources.row_outcomes import MOST_VALUES
from custecon.sources.typed.frames import columns_of
from custecon.sources.wording import clean_key

MOST_MONEY = 10**13  # of an amount; a sum of all is bounded besides
DAY, MONEY, WHO = "custecon_day", "custecon_amount", "custecon_client"  # columns beside those of the table


class Kind(NamedTuple):
    """Rows whose money is above, at or below zero, in so many places: how many they are, and their money."""

    sign: int
    places: int
    rows: int
    total: int


@dataclass(eq=False)
class RelationRows:
    """A table of Ibis whose columns are known, and its rows as client, day and money.

    `count`: how many they are, and `timed`: whether a day has a time, once they are proved.
    """

    table: Any
    layout: Layout
    options: ReadingOptions
    count: int = 0
    timed: bool = False

    def _of(self, role: str) -> Any:
        return self.table[self.table.columns[self.layout.roles[role]]]

    def amount(self, scale: int) -> Any:
        """The money of a row in units of so many places; nothing where it is not so written."""
        money, unit = self._of("amount"), 10**scale
        of_type, inside = money.type(), money.abs() < MOST_MONEY
        if of_type.is_integer():
            return ibis.ifelse(inside, money.cast("int64") * unit, None)
        if of_type.is_floating():
            units = ibis.ifelse(inside, (money * unit).round().cast("int64"), None)
            return ibis.ifelse(units.cast("float64") / unit == money, units, None)
        units = ibis.ifelse(inside, (money * unit).cast("int64"), None)
        return ibis.ifelse(units == money * unit, units, None)

    def _day(self) -> Any:
        """The day of a row; nothing where there is none that may be."""
        column = self._of("date")
        day = column.date() if column.type().is_timestamp() else column
        latest = dt.date(self.options.as_of.year + 1 if self.options.as_of else LATEST_YEAR, 12, 31)
        last = min(latest, EPOCH + dt.timedelta(LAST_DAY))
        inside = (day >= ibis.date(1990, 1, 1)) & (day <= ibis.date(last.year, last.month, last.day))
        return ibis.ifelse(inside, day.delta(ibis.date(1990, 1, 1), unit="day").cast("int32"), None)

    def _client(self) -> Any:
        client = self._of("client")
        return client if client.type().is_string() else client.cast("string")

    @cached_property
    def marked(self) -> Any:
        """The table with client, day and money of each row beside its own columns."""
        return self.table.mutate(**{WHO: self._client(), DAY: self._day(), MONEY: self.amount(PLACES)})

    def prove(self) -> None:
        """Hold every cell against what it may be.

        Raises:
            Doubt: one is nothing, or not written so; order numbers repeat, or say what their document is.
        """
        rows = self.marked
        figures = {
            "rows": rows.count(),
            "clients": rows.count(where=rows[WHO] != ""),
            "days": rows[DAY].count(),
            "amounts": rows[MONEY].count(),
            "most": rows[MONEY].abs().max(),
        }
        moment = rows[self.table.columns[self.layout.roles["date"]]]
        if moment.type().is_timestamp():
            figures["timed"] = rows.count(where=moment != moment.date().cast(moment.type()))
        if numbered := "order_id" in self.layout.roles:
            number = rows[self.table.columns[self.layout.roles["order_id"]]].cast("string")
            figures |= {"numbers": number.nunique(), "told": rows.count(where=number != "")}
        found = rows_of(rows.agg(**figures))[0]
        self.count, self.timed = int(found["rows"]), bool(found.get("timed"))
        every = {int(found[name]) for name in figures if name not in ("rows", "most", "timed")}
        if not self.count or every != {self.count} or self.count * int(found["most"]) >= 1 << 62:
            raise Doubt
        if numbered:
            letters = number.re_extract(f"^([^0-9]{{1,{MOST_LETTERS}}})[0-9]", 1)
            asked = rows.select(letters=letters).distinct().limit(MOST_TEXTS)
            if meanings_of_letters({row["letters"] for row in rows_of(asked) if row["letters"]}):
                raise Doubt
        for column in self.layout.groups.values():
            text = self.table[self.table.columns[column]]
            texts = [row["text"] for row in rows_of(self.table.select(text=text).distinct().limit(MOST_TEXTS + 1))]
            if len(texts) > MOST_TEXTS or any(text and clean_key(text) != text for text in texts):
                raise Doubt

    @cached_property
    def kinds(self) -> list[Kind]:
        """What the rows are by their money."""
        money = self.marked[MONEY]
        places = ibis.ifelse(money % 100 == 0, 0, ibis.ifelse(money % 10 == 0, 1, 2))
        sign = ibis.ifelse(money < 0, -1, ibis.ifelse(money == 0, 0, 1))
        kinds = self.marked.select(money=money, sign=sign, places=places)
        found = rows_of(kinds.group_by(["sign", "places"]).agg(rows=kinds.count(), total=kinds.money.sum()))
        return [Kind(*(int(one[name]) for name in Kind._fields)) for one in found]

    @cached_property
    def people(self) -> list[tuple[str, int, int, int, int, int]]:
        """Client, sign, rows, money, first and last day of each client and sign, in order of names."""
        rows = self.marked
        people = rows.select(
            client=rows[WHO],
            sign=ibis.ifelse(rows[MONEY] < 0, -1, ibis.ifelse(rows[MONEY] == 0, 0, 1)),
            money=rows[MONEY],
            day=rows[DAY],
        )
        asked = people.group_by(["client", "sign"]).agg(
            rows=people.count(), total=people.money.sum(), first=people.day.min(), last=people.day.max()
        )
        names = ("sign", "rows", "total", "first", "last")
        return sorted((one["client"], *(int(one[name]) for name in names)) for one in rows_of(asked))

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the columns' names and of what each client comes to: their rows, money and days."""
        sha = sha256()
        sha.update(json.dumps([*self.layout.headers]).encode())
        for one in self.people:
            sha.update(json.dumps(one).encode())
        return sha.hexdigest()


def few_of(table: Any, layout: Layout) -> dict[int, list[str]]:
    """The texts of the columns of which nothing is known and that have so few that they may be kinds of rows."""
    every = {n: _different(table, n, MOST_VALUES) for n in (*layout.free(), *layout.groups.values())}
    return {column: texts for column, texts in every.items() if texts is not None}


def told_of(table: Any, layout: Layout) -> dict[int, list[str]]:
    """The texts of the columns that tell in words what was sold.

    Raises:
        Doubt: they are too many to be looked at.
    """
    found = {}
    for column in layout.traits:
        texts = _different(table, column, MOST_TEXTS)
        if texts is None:
            raise Doubt
        found[column] = texts
    return found


def _different(table: Any, column: int, most: int) -> list[str] | None:
    """The different texts of a column, but the empty one; None if there are more than so many."""
    asked = table.select(value=table[table.columns[column]]).distinct().limit(most + 2)
    texts = [text for cell in columns_of(asked.to_pyarrow(), Place("")).cells[0] if (text := text_of(cell))]
    return texts if len(texts) <= most else None


def rows_of(asked: Any) -> list[dict[str, Any]]:
    """What an expression gives, a mapping a row."""
    return list(asked.to_pyarrow().to_pylist())
