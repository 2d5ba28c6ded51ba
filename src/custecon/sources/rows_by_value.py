"""The rows of a column by its values; rows of a value are left out, counted against or asked about together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from custecon.core.phrases import say
from custecon.core.schemas import Kind
from custecon.sources.column_checks import below_zero, text_of
from custecon.sources.controls import Group, Question, Work
from custecon.sources.expressions import Computed
from custecon.sources.money_columns import Sign
from custecon.sources.phrases import phrase_of, word_of
from custecon.sources.row_choices import EVERY
from custecon.sources.row_meaning import Meaning, Trait
from custecon.sources.row_outcomes import MOST_VALUES
from custecon.sources.wording import BLANKS, shown

TOLD = 6  # values that a message lists


def values_of(work: Work, column: int, *, every: bool = False) -> dict[str, list[int]]:
    """The different values of a column, as first written, and their live rows, or every row."""
    found: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    for row, cell in enumerate(work.cells(column)):
        if not every and (row in work.skipped or row in work.against):
            continue
        text = text_of(cell).strip(BLANKS)
        name = known.get(text)
        if name is None:
            name = known[text] = names.setdefault(word_of(text), text)
        found.setdefault(name, []).append(row)
    return found


def texts_of(work: Work, *, few: bool = True) -> Iterator[tuple[int, Collection[str]]]:
    """The different texts of the columns that no formula takes money from.

    `few`: only where they are so few that they may be kinds of rows.
    """
    layout = work.source.layout
    yield from work.gathered.watched.items()
    named = [each.column for each in layout.beside if each.sign is Sign.NAMED]
    said = [column for column, trait in layout.traits.items() if trait is Trait.TEXT]
    roles = [n for name, n in layout.roles.items() if layout.role(name).kind is Kind.TEXT]
    for column in (*named, *said, *roles):
        texts = {cell for cell in work.cells(column) if cell and isinstance(cell, str)}
        if len(texts) <= MOST_VALUES or (not few and column in said):
            yield column, texts


def by_phrase(values: dict[str, list[int]], known: Collection[str] = ()) -> dict[str, list[int]]:
    """The same rows by what their cells say without numbers and days, where a cell has such and is not `known` so."""
    found: dict[str, list[int]] = {}
    names: dict[str, str] = {}  # «Overdue» and «Overdue 3 days» are one
    for value, rows in values.items():
        phrase, word = phrase_of(value), word_of(value)
        name = value if word in known else names.setdefault(phrase, value if phrase == word else phrase)
        found.setdefault(name, []).extend(rows)
    return found


def mark(work: Work, group: Group) -> None:
    """Take rows out, or let them count against; rows that are out already stay where they are."""
    rows = [row for row in group.rows if row not in work.skipped and row not in work.against]
    if not rows:
        return
    value = {"": say("empty"), EVERY: say("not empty")}.get(group.value, shown(group.value, 30))
    reason = say("«{header}» {value}", header=shown(work.source.layout.headers[group.column], 30), value=value)
    if group.does == "left out":
        work.skipped.update(dict.fromkeys(rows, reason))
        work.unread.update(rows)
    elif group.does == "against":
        work.against.update(dict.fromkeys(rows, reason))
    work.groups.append(group._replace(rows=rows))


def is_below_zero(work: Work, row: int) -> bool:
    """Whether the money of a row is written below zero, so that it counts against already; of a product, one factor."""
    layout, columns = work.source.layout, work.gathered.columns
    if "amount" in layout.roles:
        return below_zero(columns[layout.roles["amount"]][row])
    return "amount" in layout.computed and _product_is(layout.computed["amount"], lambda n: below_zero(columns[n][row]))


def has_money(work: Work, row: int) -> bool:
    """Whether the money of a row may be another than 0, as it is written; of a product, no factor is 0."""
    layout, columns = work.source.layout, work.gathered.columns
    if "amount" in layout.roles:
        return _is_something(columns[layout.roles["amount"]][row])
    return "amount" in layout.computed and _may_be_something(layout.computed["amount"], lambda n: columns[n][row])


def _is_something(cell: object) -> bool:
    return any(digit in "123456789" for digit in text_of(cell))


def _may_be_something(each: Computed, cell: Callable[[int], object]) -> bool:
    if each.left is None or each.right is None:
        return each.column < 0 or _is_something(cell(each.column))
    of = all if each.sign == "*" else any
    return of(_may_be_something(part, cell) for part in (each.left, each.right))


def _product_is(each: Computed, column_is: Callable[[int], bool]) -> bool:
    if each.left is None or each.right is None:
        return each.column >= 0 and column_is(each.column)
    return each.sign == "*" and _product_is(each.left, column_is) != _product_is(each.right, column_is)


def is_paid(work: Work, row: int) -> bool:
    """Whether the money of a row is written above zero."""
    return has_money(work, row) and not is_below_zero(work, row)


def went_back(work: Work, values: Mapping[str, list[int]], meanings: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """The values whose rows count against and are all written below zero: that is what they are worth already."""
    return {
        value: Meaning.MONEY
        for value, rows in values.items()
        if meanings.get(value) is Meaning.AGAINST and all(is_below_zero(work, row) for row in rows)
    }


def tell_counted(work: Work, column: int, values: Mapping[str, list[int]]) -> None:
    """Tell rows that may be no money by their words, and are counted."""
    done = "counted, as nothing else says"
    work.groups += [Group(column, value, rows, done) for value, rows in values.items() if rows]


def ask(work: Work, question: Question) -> None:
    """Put rows in question: nobody need read their cells until it is answered."""
    work.questions.append(question)
    work.unread.update(row for value, rows in question.values.items() for row in rows
                       if question.meanings.get(value) is not Meaning.MONEY)  # fmt: skip
