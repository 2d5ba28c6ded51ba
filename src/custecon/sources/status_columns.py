"""What the words of columns say of rows: a status, a stage, a type, a flag, a chance.

A row that its words do not call money is in question, unless an option says what becomes of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from custecon.kinds.activities import ACTIVITIES
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources import amounts, dates
from custecon.sources.column_checks import text_of
from custecon.sources.contract_life import Life, life_of
from custecon.sources.controls import Group, Question, Work
from custecon.sources.document_numbers import are_numbers, by_letters, meanings_of_codes, meanings_of_letters
from custecon.sources.flag_cells import GONE, STILL
from custecon.sources.header_words import header_of
from custecon.sources.money_beside import refund_is_missing
from custecon.sources.money_columns import Sign
from custecon.sources.money_ways import of_stock, ways_of
from custecon.sources.no_new_money import paid_before
from custecon.sources.phrases import flag_of, phrase_of, word_of
from custecon.sources.row_choices import EVERY
from custecon.sources.row_headers import (
    of_a_reason,
    of_a_refund,
    of_a_sale,
    of_a_stage,
    of_invoices,
    of_means,
    of_numbers,
    of_others,
    of_types_of_documents,
)
from custecon.sources.row_meaning import (
    NO_MONEY,
    Meaning,
    Trait,
    called_off,
    cancelled,
    meanings_of,
    of_a_life,
    of_an_invoice,
    of_another,
    of_documents,
    of_no_client,
    of_outcome,
    paid_back,
)
from custecon.sources.rows_by_value import (
    ask,
    by_phrase,
    is_below_zero,
    mark,
    tell_counted,
    texts_of,
    values_of,
    went_back,
)
from custecon.sources.told_twice import measures
from custecon.sources.wording import BLANKS

LOGS = (ORDERS, ACTIVITIES)
OF_CLIENTS = (ORDERS, CLIENTS, LEAVERS, PROFIT, SUBSCRIPTIONS)  # kinds of file whose rows are of who pays


def status_columns(work: Work) -> Iterator[tuple[int, Trait]]:
    """The columns that may say what a row is: by their headers, then those whose every value says so."""
    layout = work.source.layout
    for column, trait in layout.traits.items():
        if trait is Trait.TEXT:
            continue  # they say so only now and then
        yield column, Trait.NUMBER if trait is Trait.TYPE and _is_number(work, column) else trait
    if "order_id" in layout.roles and _is_number(work, layout.roles["order_id"]):
        yield layout.roles["order_id"], Trait.NUMBER
    yield from ((beside.column, Trait.UNDONE) for beside in layout.beside if beside.column in work.flags)
    whose = []
    for column, texts in texts_of(work):
        phrases = {phrase_of(text) for text in texts}
        if measures(phrases) or (layout.schema in OF_CLIENTS and any(map(of_another, phrases))):
            whose.append(column)
    yield from ((column, Trait.WHO) for column in whose)
    if layout.schema is ORDERS and work.options.columns.get("status") is None:
        yield from _by_values(work, whose)


def _by_values(work: Work, whose: Collection[int]) -> Iterator[tuple[int, Trait]]:
    """The columns whose every value says what its row is, whatever their headers say; words among others are told."""
    layout = work.source.layout
    for column, texts in texts_of(work):
        if column in whose:
            continue
        header = header_of(layout.headers[column]).words
        ways = ways_of(texts, header)
        if ways:
            yield column, Trait.TYPE
        if ways or of_others(header) or (of_means(header) and not any(paid_back(phrase_of(text)) for text in texts)):
            continue
        meanings = meanings_of({phrase_of(text) for text in texts}, Trait.TYPE, strictly=True)
        if any(meaning in NO_MONEY for meaning in meanings.values()):
            if Meaning.UNKNOWN not in meanings.values() or Meaning.MONEY in meanings.values():
                yield column, Trait.TYPE
            else:
                _name(work, column, {phrase for phrase, meaning in meanings.items() if meaning in NO_MONEY})


def _name(work: Work, column: int, phrases: set[str]) -> None:
    """Words among other texts that would take money away: counted, and told."""
    values = values_of(work, column)
    tell_counted(work, column, {value: rows for value, rows in values.items() if phrase_of(value) in phrases})


def outcome(work: Work) -> int | None:
    """The status that says of every row whether it was won, where another column says at which stage that was."""
    stages = [n for n, trait in work.source.layout.traits.items() if trait is Trait.STATUS]
    for column in stages if len(stages) > 1 else ():
        words = [phrase_of(text) for text in values_of(work, column)]
        meanings = meanings_of(words, Trait.STATUS).values()
        if any(map(of_outcome, words)) and Meaning.UNKNOWN not in meanings and not _is_stage(work, column):
            return column
    return None


def _is_stage(work: Work, column: int) -> bool:
    return of_a_stage(header_of(work.source.layout.headers[column]).words)


def understand(work: Work, column: int, trait: Trait, settling: int | None = None) -> None:
    """Ask about the rows of a column whose words do not all say that they are money.

    `settling`: the column that says of each row whether it was won; a stage is where it stood then.
    """
    values = values_of(work, column)
    header = header_of(work.source.layout.headers[column]).words
    # what is taken off beside the amount, or written below zero, went back already
    taken_off = any(each.sign is Sign.LESS and each.column not in work.flags for each in work.source.layout.beside)
    if taken_off and trait is Trait.UNDONE and of_a_refund(header):
        return
    if several := measures({phrase_of(value) for value in values}):
        ask(work, Question(column, values, {value: several[phrase_of(value)] for value in values}))
        return
    any_text = trait is Trait.UNDONE and of_a_reason(header)
    coded = trait is Trait.TYPE and header != ("state",)
    codes = meanings_of_codes(values, surely=of_types_of_documents(header)) if coded else {}
    if codes or trait is Trait.NUMBER:
        _ask_by_codes(work, column, values if codes else by_letters(values), codes)
        return
    if trait in (Trait.CHANCE, Trait.WHO):
        found = _chances(values) if trait is Trait.CHANCE else _no_clients(work, values)
        if found:
            ask(work, Question(column, values, found))
        return
    if ways := ways_of(values, header):
        found = {value: ways.get(value.strip(BLANKS).casefold(), Meaning.UNKNOWN) for value in values}
        none = [row for value, rows in values.items() if found[value] is not Meaning.MONEY for row in rows]
        either = [rows for value, rows in values.items() if of_stock(header) and found[value] is Meaning.UNKNOWN]
        by_sign = any(all(is_below_zero(work, row) for row in rows) for rows in either)
        if not by_sign and not all(is_below_zero(work, row) for row in none):
            ask(work, Question(column, values, found))
        return
    flags = _flags_of(work, column, trait, values, any_text=any_text) if trait in (Trait.DONE, Trait.UNDONE) else None
    if flags is not None:
        values, meanings = flags
    else:
        values, meanings = _by_words(work, column, trait, values, settling, taken_off=taken_off)
        in_list = trait is not Trait.CASE and work.source.layout.schema not in LOGS
        left = Meaning.LEFT in meanings.values()
        closed = trait is Trait.TYPE and not in_list and _is_closed(meanings, header)
        of_clients = in_list and not left and not of_a_sale(header) and _are_clients(meanings)
        if of_clients or not (left or closed or _is_about_rows(meanings, trait)):
            if in_list and (no_clients := _no_clients(work, values)):
                ask(work, Question(column, values, no_clients))
            return
    open_ = {
        value: rows
        for value, rows in values.items()
        if meanings[value] is not Meaning.MONEY and not settled(work, column, trait, value, rows, meanings[value])
    }
    if open_:
        money = {value: rows for value, rows in values.items() if meanings[value] is Meaning.MONEY}
        ask(work, Question(column, money | open_, meanings))


def _is_closed(meanings: dict[str, Meaning], header: tuple[str, ...]) -> bool:
    """Whether a column is of documents, and some are not known as sales: then these are asked about, as in a status."""
    filled = {value: meaning for value, meaning in meanings.items() if value}
    sold = any(meaning is Meaning.MONEY and of_documents(phrase_of(value)) for value, meaning in filled.items())
    doubtful = {Meaning.UNKNOWN, Meaning.EARLY} & {*filled.values()}
    return bool(doubtful) and len(meanings) > 1 and (sold or of_types_of_documents(header))


def _is_number(work: Work, column: int) -> bool:
    """Whether a column holds numbers of documents: its header says so, and so do most of its cells."""
    header = header_of(work.source.layout.headers[column]).words
    return work.source.layout.schema is ORDERS and of_numbers(header) and are_numbers(values_of(work, column))


def _ask_by_codes(work: Work, column: int, values: dict[str, list[int]], codes: dict[str, Meaning]) -> None:
    """Ask about documents by their codes, or the letters of their numbers; below zero, money went back already."""
    meanings = codes or meanings_of_letters(values)
    meanings |= went_back(work, values, meanings)
    if any(meaning is not Meaning.MONEY for meaning in meanings.values()):
        ask(work, Question(column, values, meanings))


def _by_words(
    work: Work, column: int, trait: Trait, values: dict[str, list[int]], settling: int | None, *, taken_off: bool
) -> tuple[dict[str, list[int]], dict[str, Meaning]]:
    """What the words of a column mean, and what its other words, another column or a refund beside it say of them."""
    values = by_phrase(values)
    known = meanings_of(map(phrase_of, values), trait)
    blank = Meaning.UNKNOWN if trait is Trait.STATUS else Meaning.MONEY
    meanings = {value: known[phrase_of(value)] if value else blank for value in values}
    if trait is Trait.TYPE:
        meanings |= {
            value: Meaning.AGAINST
            for value, rows in values.items()
            if meanings[value] is Meaning.NOTHING and cancelled(phrase_of(value)) and _repeats(work, rows)
        }
    meanings |= went_back(work, values, meanings)
    if taken_off and trait is not Trait.TYPE:
        paid = {value: rows for value, rows in values.items() if paid_back(phrase_of(value))}
        meanings |= {value: Meaning.MONEY for value, rows in paid.items() if not refund_is_missing(work, rows)}
    if trait is Trait.STATUS:
        _tell_life(work, column, values)
    if trait is Trait.STATUS and _of_invoices(work, column):
        meanings |= {value: of for value in values if (of := of_an_invoice(phrase_of(value)))}
    if trait is Trait.STATUS:
        meanings |= {
            value: Meaning.PREPAID
            for value, meaning in meanings.items()
            if meaning is Meaning.MONEY and paid_before(phrase_of(value))
        }
    if settling is not None and settling != column and _is_stage(work, column):
        meanings |= _at_stage(work, settling, values, meanings)
    if trait is not Trait.CASE and work.source.layout.schema not in LOGS:
        meanings |= _clients_of(work, values)
    return values, meanings


def _tell_life(work: Work, column: int, values: dict[str, list[int]]) -> None:
    """A status that tells how long what was sold runs says nothing of the money: told where some of it is over."""
    words = {phrase_of(value) for value in values if value}
    if work.source.layout.schema is ORDERS and of_a_life(words):
        meanings = meanings_of(words, Trait.STATUS)
        _name(work, column, {word for word in words if meanings[word] is Meaning.MONEY and of_a_life([word, "active"])})


def _of_invoices(work: Work, column: int) -> bool:
    """Whether a status is that of invoices: its header says so, or the file has their numbers and days of payment."""
    headers = work.source.layout.headers
    return of_invoices([header_of(text).words for text in (headers[column], *headers)])


def _at_stage(
    work: Work, settling: int, values: dict[str, list[int]], meanings: dict[str, Meaning]
) -> dict[str, Meaning]:
    """The stages that need no question: no row there was won, as the other column says, or the stage is no loss."""
    cells = work.cells(settling)
    words = {word: text for text in {text_of(cell) for cell in cells} if (word := phrase_of(text))}
    won = {text for word, text in words.items() if meanings_of([word], Trait.STATUS)[word] is Meaning.MONEY}
    return {
        value: Meaning.MONEY
        for value, rows in values.items()
        if meanings[value] not in NO_MONEY or not any(text_of(cells[row]) in won for row in rows)
    }


def _clients_of(work: Work, values: dict[str, list[int]]) -> dict[str, Meaning]:
    """In a list, a stage of clients some of whom are there and some have left: what these paid is money."""
    words = {value: word_of(value) for value in values if value}
    if not set(words.values()) & (STILL - {"open"}) or not set(words.values()) & GONE:
        return {}
    layout = work.source.layout
    asks = layout.schema is CLIENTS and "active" not in layout.roles
    still = {value: Meaning.MONEY for value in words if life_of(value) in (Life.RUNS, Life.PAUSED, Life.LATE)}
    return still | {value: Meaning.LEFT if asks else Meaning.MONEY for value, word in words.items() if word in GONE}


def _repeats(work: Work, rows: list[int]) -> bool:
    """Whether each of the rows repeats the client and the money of another: a sale, called off by a row of its own."""
    roles = work.source.layout.roles
    if "client" not in roles or "amount" not in roles:
        return False
    faces = list(zip(work.cells(roles["client"]), work.cells(roles["amount"]), strict=True))
    own = set(rows)
    others = {face for row, face in enumerate(faces) if row not in own and row not in work.skipped}
    return all(faces[row] in others for row in rows)


def _are_clients(meanings: dict[str, Meaning]) -> bool:
    """Whether all that is no money in a list of clients is a word for clients who left, whose money was paid."""
    return all(word_of(value) in GONE for value, meaning in meanings.items() if meaning in NO_MONEY)


def _no_clients(work: Work, values: dict[str, list[int]]) -> dict[str, Meaning]:
    """What the values mean where some say that somebody is no client, or in a list none yet; else nothing."""
    found = dict.fromkeys(values, Meaning.MONEY)
    for value in values:
        if of_another(phrase_of(value)):
            found[value] = Meaning.NOTHING
        elif work.source.layout.schema not in LOGS and of_no_client(phrase_of(value)):
            found[value] = Meaning.EARLY
    return found if {Meaning.NOTHING, Meaning.EARLY} & {*found.values()} else {}


def _chances(values: dict[str, list[int]]) -> dict[str, Meaning]:
    """What the values of a column of chances mean where some are not sure; nothing where all are, or one is none."""
    texts = {value: value.replace(",", ".").replace("%", "").strip() for value in values if value}
    if not texts or not all(re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) for text in texts.values()):
        return {}
    numbers = {value: Decimal(text) for value, text in texts.items()}
    percent = max(numbers.values()) > 1 or any("%" in value for value in texts)
    sure = 100 if percent else 1
    if all(number >= sure for number in numbers.values()):
        return {}
    return {"": Meaning.EARLY} | {
        value: Meaning.MONEY if number >= sure else Meaning.EARLY if number else Meaning.NOTHING
        for value, number in numbers.items()
    }


def _flags_of(
    work: Work, column: int, trait: Trait, values: dict[str, list[int]], *, any_text: bool
) -> tuple[dict[str, list[int]], dict[str, Meaning]] | None:
    """The flags of a column; none in question where it holds money on rows that are left out, and nothing else."""
    return ({}, {}) if _holds_numbers(work, column) else _flags(values, trait, any_text=any_text)


def _flags(
    values: dict[str, list[int]], trait: Trait, *, any_text: bool = False
) -> tuple[dict[str, list[int]], dict[str, Meaning]] | None:
    """What yes, no, a day or nothing mean in a flag, all days together; None if the column is no flag.

    `any_text`: any other text is a yes, as in a column of reasons.
    """
    money_if = trait is Trait.DONE
    rows_of: dict[str, list[int]] = {}
    found: dict[str, Meaning] = {}
    for value, rows in values.items():
        yes, name = flag_of(word_of(value)), value
        if yes is None and value and (any_text or (trait is Trait.UNDONE and dates.shape_of(value) is not None)):
            yes, name = True, EVERY
        if yes is None and value:
            return None
        rows_of.setdefault(name, []).extend(rows)
        found[name] = Meaning.MONEY if bool(yes) is money_if else Meaning.NOTHING
    return rows_of, found


def _holds_numbers(work: Work, column: int) -> bool:
    """Whether a column holds numbers that are no yes and no, on rows that are left out alone."""
    if values_of(work, column).keys() != {""}:
        return False
    texts = {text_of(cell).strip(BLANKS) for cell in work.cells(column)} - {"", "0", "1"}
    return any(amounts.shape_of(text) is not None for text in texts)


def _is_about_rows(meanings: dict[str, Meaning], trait: Trait) -> bool:
    """Whether the values of a column speak of what the rows are; a type of goods or a state of the USA does not."""
    filled = {value: meaning for value, meaning in meanings.items() if value}
    sure = any(meaning in NO_MONEY for meaning in filled.values())
    return bool(filled) if trait is Trait.STATUS else sure


def settled(work: Work, column: int, trait: Trait, value: str, rows: list[int], meaning: Meaning) -> bool:
    """Whether --refunds says what becomes of rows that were called off, failed or paid back."""
    policy = work.options.refunds
    if policy == "drop" and meaning in (Meaning.NOTHING, Meaning.EARLY, Meaning.AGAINST):
        mark(work, Group(column, value, rows, "left out"))
        return True
    if policy == "net" and meaning is Meaning.AGAINST:
        mark(work, Group(column, value, rows, "against"))
        return True
    if policy == "net" and trait is Trait.STATUS and called_off(phrase_of(value)):
        mark(work, Group(column, value, rows, "counted as they stand"))
        return True
    return False
