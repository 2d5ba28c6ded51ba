"""Which figures, pictures and rows a page begins with: those declared; else the main figures, a picture, a table."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Figure, Picture, Result, Table
from custecon.core.screen import Extract, Key
from custecon.render import opening
from custecon.render.figure_words import interval_of, value_of
from custecon.render.page.svg import minus

TILES, ROWS, PICTURES = 4, 10, 2  # of an answer that declares none; pictures of any


class Tile(NamedTuple):
    """A figure with its interval and what was counted, in words."""

    label: str
    value: str
    between: str
    remark: str


def tiles(result: Result) -> list[Tile]:
    """The three to six figures that matter."""
    declared = result.first_figures
    if not declared:
        ranked = [one for weight in ("main", "detail") for one in result.figures if one.weight == weight]
        declared = [(Key(one.name), one) for one in ranked[:TILES]]
    if len(declared) == 1 and result.tables and not declared[0][1].interval:
        return []  # the headline says it
    return [_tile(key, figure, result) for key, figure in declared]


def _tile(key: Key, figure: Figure, result: Result) -> Tile:
    label, value = words(key.label or figure.label), minus(value_of(figure, result))
    if figure.undefined:
        return Tile(label, value, "", words(figure.undefined.phrase))
    between = words(key.certain)
    if figure.interval:
        between = words(
            say(
                "{level}: {ends}",
                level=spoken().share(figure.interval.level),
                ends=interval_of(figure),
            )
        )
    return Tile(label, value, minus(between), words(key.remark))


def rows(result: Result) -> tuple[Table, Extract] | None:
    """The table to act on, and which of its rows and columns."""
    wished = opening.rows_to_act_on(result, ROWS)
    return (result.table(wished.table), wished) if wished else None


def with_curves(result: Result) -> Result:
    """The answer with the pictures, and their tables, that only a workbook holds else: the curve of a payback."""
    own = {picture.name for picture in result.pictures}
    more = tuple(picture for picture in result.beneath.pictures if picture.name not in own)
    tables = tuple(table for table in result.beneath.tables if table.name in {picture.table for picture in more})
    return replace(result, pictures=(*result.pictures, *more), tables=(*result.tables, *tables)) if more else result


def pictures(result: Result) -> list[Picture]:
    """The declared one first; none that shows the same numbers as the bars in the table or as one before."""
    shown = {(found[1].table, found[1].bars)} if (found := rows(result)) else set()
    kept: list[Picture] = []
    for picture in sorted(result.pictures, key=lambda one: one.name != result.first.picture):
        drawn = {(picture.table, name) for name in picture.values}
        if not drawn <= shown:
            kept.append(picture)
            shown |= drawn
    return kept[:PICTURES]
