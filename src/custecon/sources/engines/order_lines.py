"""Orders of several rows in a log that DuckDB holds: further items without money, and numbers that come again."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

from custecon.sources import repeated_totals, written_anew
from custecon.sources.engines.cell_forms import BLANK
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import LETTERED, Forms
from custecon.sources.layout import Layout


def leave_out_further_items(engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms, rows: int) -> int:
    """Take away the rows that have the number and client of the row above, no day and no money; how many of `rows`."""
    if "order_id" not in layout.roles:
        return 0
    empty = " AND ".join(["undated", *(f"f{column} = {BLANK}" for column in forms.money)])
    if not engine.execute(f"SELECT 1 FROM loaded WHERE {empty} LIMIT 1").fetchall():
        return 0
    same = f"t{forms.order} <> '' AND t{forms.order} = lag(t{forms.order}) OVER () AND client = lag(client) OVER ()"
    engine.execute(
        "DELETE FROM loaded WHERE rowid IN (SELECT place FROM "
        f"(SELECT rowid AS place, {empty} AS empty, {same} AS same FROM loaded) WHERE empty AND same)"
    )
    return rows - int(engine.execute("SELECT count(*) FROM loaded").fetchall()[0][0])


class Numbers(NamedTuple):
    """Whether orders have several rows, and whether some of their numbers begin with a letter and some do not."""

    several: bool
    lettered: bool


def numbers_of(engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms) -> Numbers:
    """What the numbers of orders are, once they were held against the questions of the exact reader.

    Raises:
        Doubt: some are empty, or some come again and may count once.
    """
    lettered = False
    if forms.order is None:
        if repeated_totals.may_repeat(layout):
            raise Doubt
        return Numbers(several=False, lettered=False)
    if "order_id" not in layout.roles:
        _only_numbers(engine, layout, forms)
        return Numbers(several=False, lettered=False)
    number = f"t{forms.order}"
    rows, plain, repeated = engine.execute(
        f"SELECT count(*), count(*) FILTER (regexp_full_match({number}, '[0-9]+')), "
        f"count(*) - count(DISTINCT {number}) FROM loaded"
    ).fetchall()[0]
    if repeated and forms.unique:
        raise Doubt
    if plain < rows:
        _only_plain_numbers(engine, forms)
        empty, lettered = engine.execute(
            f"SELECT count(*) FILTER (trim({number}) = ''), "
            f"count(*) FILTER (regexp_matches({number}, '{LETTERED}')) FROM loaded"
        ).fetchall()[0]
        if empty:
            raise Doubt
    if repeated:
        _of_several_lines(engine, layout, number)
    return Numbers(several=bool(repeated), lettered=bool(plain and lettered))


def _only_plain_numbers(engine: duckdb.DuckDBPyConnection, forms: Forms) -> None:
    """Numbers that the exact reader would write otherwise (blanks around them, letters of two parts) are a doubt."""
    letter = "[!-~А-Яа-яЁё№]"
    plain = f"({letter}([ -~А-Яа-яЁё№]*{letter})?)?"
    if engine.execute(
        f"SELECT 1 FROM loaded WHERE NOT regexp_full_match(t{forms.order}, '{plain}') LIMIT 1"
    ).fetchall():
        raise Doubt


def _only_numbers(engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms) -> None:
    """A column that may number the orders, though it is not taken for that, asks nothing if none comes again.

    Raises:
        Doubt: one comes again, or another column may say so.
    """
    if repeated_totals.numbering(layout) != [forms.order]:
        raise Doubt
    _only_plain_numbers(engine, forms)
    number = f"t{forms.order}"
    again = f"SELECT count(*) - count(DISTINCT {number}) FROM loaded"
    if not forms.unique or engine.execute(again).fetchall()[0][0]:
        raise Doubt


def _of_several_lines(engine: duckdb.DuckDBPyConnection, layout: Layout, number: str) -> None:
    """Orders of several lines, each with money of its own, are added up: nothing is asked and nothing told."""
    goods = bool(repeated_totals.goods_of(layout)) or repeated_totals.of_a_whole(layout)
    if layout.decided["order_id"].by != "detected" or (written_anew.has_version(layout) and not goods):
        raise Doubt
    several, apart, same, repeating = engine.execute(
        "SELECT count(*), count(*) FILTER (first < last OR NOT of_one), count(*) FILTER (one AND first = last), "
        "count(*) FILTER (one AND any_money <> 0) FROM ("
        f"SELECT min(day) AS first, max(day) AS last, min(amount) AS any_money, "
        "min(client) = max(client) AS of_one, min(client) = max(client) AND min(amount) = max(amount) AS one "
        f"FROM loaded WHERE client IS NOT NULL GROUP BY {number} HAVING count(*) > 1)"
    ).fetchall()[0]
    if apart:
        raise Doubt
    if repeated_totals.of_a_row(layout):
        return
    if same == several or (goods and 2 * repeating > several):
        raise Doubt
    if same and not goods:
        raise Doubt
