"""What the columns say that tell in words what was sold or paid for: a gift card, a loan, a refund are no new sale.

Such a column has as many texts as there are goods, or payments. Most say nothing of the kind; those that do are asked
about by themselves, and no other text of the column is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from custecon.kinds.orders import ORDERS
from custecon.sources.client_values import NoClients, holds_sales, no_clients
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Question, Work
from custecon.sources.header_words import header_of
from custecon.sources.money_ways import ways_of
from custecon.sources.no_new_money import no_new_money
from custecon.sources.phrases import phrase_of, word_of
from custecon.sources.row_headers import of_comments, of_means, of_purposes
from custecon.sources.row_meaning import NO_MONEY, Meaning, Trait, may_be_undone, meanings_of, of_no_client_money
from custecon.sources.rows_by_value import (
    ask,
    by_phrase,
    has_money,
    is_paid,
    tell_counted,
    texts_of,
    values_of,
    went_back,
)
from custecon.sources.wording import BLANKS


def prepaid(work: Work, answered: set[int]) -> None:
    """Ask about means of payment and goods that are no new money; a gift card that is sold, where none is used."""
    layout = work.source.layout
    if layout.schema is not ORDERS:
        return
    columns = [(column, header_of(layout.headers[column]).words, texts) for column, texts in texts_of(work, few=False)]
    columns.sort(key=lambda each: not of_means(each[1]))
    used = False
    for column, header, texts in columns:
        found = no_new_money(header, texts, gifts=not used)
        used = used or (of_means(header) and Meaning.PREPAID in found.values())
        if found and column not in answered:
            values = values_of(work, column)
            meanings = {value: found.get(word_of(value), Meaning.MONEY) for value in values}
            meanings |= went_back(work, values, meanings)
            asked = {
                value: kept
                for value, rows in values.items()
                if (kept := [row for row in rows if meanings[value] is Meaning.MONEY or has_money(work, row)])
            }
            if any(meanings[value] is not Meaning.MONEY for value in asked):
                ask(work, Question(column, asked, meanings))


def no_sales(work: Work, answered: set[int]) -> None:
    """Ask about goods that are called a refund, and payments for what no client pays for: a loan, the firm's own money.

    Money below zero went back already.
    """
    layout = work.source.layout
    if "amount" not in {*layout.roles, *layout.computed}:
        return
    for column, trait in layout.traits.items():
        header = header_of(layout.headers[column]).words
        if column in answered or trait not in (Trait.TEXT, Trait.NUMBER):
            continue
        values = by_phrase(values_of(work, column))
        if of_comments(header):  # nobody knows what else they say
            undone = {value: rows for value, rows in values.items() if may_be_undone(phrase_of(value))}
            tell_counted(work, column, {value: [n for n in rows if is_paid(work, n)] for value, rows in undone.items()})
            continue
        found = {value: _of_text(phrase_of(value), header) for value in values}
        asked = {
            value: above
            for value, rows in values.items()
            if found[value] is not Meaning.MONEY and (above := [row for row in rows if is_paid(work, row)])
        }
        if asked:
            ask(work, Question(column, asked, found))


def accounts(work: Work, answered: set[int]) -> None:
    """Ask about the rows of other accounts of a ledger where some are of sales: the same money stands there again."""
    layout = work.source.layout
    if layout.schema is not ORDERS:
        return
    named = ((n, {text_of(cell).strip(BLANKS) for cell in work.cells(n)} - {""}) for n in layout.namers)
    for column, texts in (*texts_of(work), *named):
        if column in answered or no_clients(layout.headers[column], texts) is not NoClients.LEDGER:
            continue
        values = values_of(work, column)
        found = {value: Meaning.MONEY if holds_sales(value) else Meaning.NOTHING for value in values}
        if len({*found.values()}) > 1:
            ask(work, Question(column, values, found))


def _of_text(phrase: str, header: tuple[str, ...]) -> Meaning:
    """What one text means: of goods only where all its words are known."""
    if of_purposes(header) and of_no_client_money(phrase):
        return Meaning.NOTHING
    meaning = meanings_of([phrase], Trait.TYPE, strictly=True)[phrase]
    return meaning if meaning is Meaning.AGAINST else Meaning.MONEY


def speaks_of_no_client(texts: Collection[str], header: tuple[str, ...]) -> bool:
    """Whether some texts of a column speak of a refund, or of money that no client paid."""
    phrases = map(phrase_of, texts)
    if of_comments(header):
        return any(map(may_be_undone, phrases))
    return any(_of_text(phrase, header) is not Meaning.MONEY for phrase in phrases)


def speaks_of_no_sale(texts: Collection[str], header: Sequence[str] = ()) -> bool:
    """Whether some of the cells of a column say, in words that are all known, that their rows are no sales."""
    if ways_of(texts, header):
        return True
    found = meanings_of({phrase_of(text) for text in texts}, Trait.TYPE, strictly=True)
    return any(meaning in NO_MONEY for meaning in found.values())
