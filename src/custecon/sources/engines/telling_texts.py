"""Texts that speak of no sale on rows that nobody paid for: «returned», «lost», «sample» in a list of goods.

The exact reader asks about such a text where its rows brought money, and about nothing where they brought none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.extract import FIRST
from custecon.sources.engines.log_loading import Forms
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.no_new_money import no_new_money
from custecon.sources.row_meaning import Meaning
from custecon.sources.row_outcomes import MOST_VALUES
from custecon.sources.sold_in_words import speaks_of_no_client, speaks_of_no_sale

PREPAID, LESS = "= 0", "<= 0"  # what is asked about wherever it is money; what is asked about above zero


def unpaid_texts(
    engine: duckdb.DuckDBPyConnection, layout: Layout, forms: Forms, columns: Mapping[int, Sequence[str]]
) -> dict[int, set[str]]:
    """The texts of each column that speak of no sale, if none of their rows is one that the exact reader asks about.

    Raises:
        Doubt: one is; or a column has few texts in the extract, so that they would be taken for kinds of rows.
    """
    found = {}
    for column, texts in columns.items():
        words = header_of(layout.headers[column]).words
        if not _speak(words, texts):
            continue
        told = {text: way for text in texts if (way := _asked_unless(words, text))}
        first = f"SELECT count(DISTINCT t{column}) FROM (SELECT t{column} FROM loaded ORDER BY rowid LIMIT {FIRST})"
        if engine.execute(first).fetchall()[0][0] <= MOST_VALUES:
            raise Doubt
        money = forms.computed or f"m{layout.roles['amount']}"
        for way in (PREPAID, LESS):
            asked = [text for text, of in told.items() if of == way]
            query = (
                f"SELECT 1 FROM loaded WHERE t{column} IN (SELECT unnest(?)) AND client IS NOT NULL "
                f"AND NOT coalesce({money} {way}, false) LIMIT 1"
            )
            if asked and engine.execute(query, [asked]).fetchall():
                raise Doubt
        found[column] = {*told}
    return found


def _asked_unless(words: tuple[str, ...], text: str) -> str:
    """The money with which nobody asks about a text; nothing if it says nothing that could be asked about."""
    if Meaning.PREPAID in no_new_money(words, [text]).values():
        return PREPAID
    return LESS if _speak(words, [text]) else ""


def _speak(words: tuple[str, ...], texts: Sequence[str]) -> bool:
    return bool(no_new_money(words, texts)) or speaks_of_no_client(texts, words) or speaks_of_no_sale(texts, words)


def without_client(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether some rows name no client."""
    return bool(engine.execute("SELECT 1 FROM loaded WHERE client IS NULL LIMIT 1").fetchall())
