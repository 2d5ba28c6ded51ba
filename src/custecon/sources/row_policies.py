"""Which rows of a log or a list are money: what the user says of them, what a known export says, and what is asked.

Rows are left out before their cells are checked, so that an open deal without an amount stands in nobody's way.
What they come to is told once the money is read.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from custecon.core.errors import UsageError, problem
from custecon.core.schemas import ORDERS
from custecon.sources import dates
from custecon.sources.cells import GONE
from custecon.sources.column_names import column_of
from custecon.sources.columns import header_of
from custecon.sources.controls import Group, Question, Work
from custecon.sources.findings import text_of
from custecon.sources.gathering import MOST_VALUES
from custecon.sources.money_beside import is_flag
from custecon.sources.money_columns import Sign
from custecon.sources.presets import WORDS, Preset, RowRule
from custecon.sources.row_choices import EVERY, Choice, Does
from custecon.sources.row_meaning import (
    NO_MONEY,
    Meaning,
    Trait,
    called_off,
    cancelled,
    flag_of,
    meanings_of,
    of_a_reason,
    of_a_refund,
    of_a_sale,
    of_no_client,
    of_others,
    paid_back,
    phrase_of,
    word_of,
)
from custecon.sources.wording import BLANKS, counted, listed, shown

__all__ = ["apply", "sign", "tell"]

TOLD = 6  # values that a message lists


def apply(work: Work) -> None:
    """Mark the rows that are no money or count against, before any cell is checked.

    Raises:
        UsageError: E269 no value that was named stands in the column.
    """
    layout = work.source.layout
    answered: set[int] = set()
    for column in dict.fromkeys(choice.column for choice in layout.choices):
        _choose(work, column, [choice for choice in layout.choices if choice.column == column])
        answered |= {choice.column for choice in layout.choices if choice.does is Does.ONLY}
    known: set[int] = set()
    if layout.preset is not None:
        known = _by_preset(work, layout.preset, answered)
        answered |= known
    staged = bool(known) or any(trait in (Trait.STATUS, Trait.DONE) for trait in layout.traits.values())
    for column, trait in _traits(work):
        if column not in answered and not (trait is Trait.CHANCE and staged):
            _understand(work, column, trait)


def _traits(work: Work) -> Iterator[tuple[int, Trait]]:
    """The columns that may say what a row is: by their headers, then those whose every value says so."""
    layout = work.source.layout
    yield from layout.traits.items()
    yield from ((beside.column, Trait.UNDONE) for beside in layout.beside if is_flag(work, beside))
    if layout.schema is not ORDERS or work.options.columns.get("status") is not None:
        return
    for column, texts in work.gathered.watched.items():
        if of_others(header_of(layout.headers[column]).words):
            continue
        meanings = meanings_of({phrase_of(text) for text in texts}, Trait.TYPE, strictly=True)
        if any(meaning in NO_MONEY for meaning in meanings.values()):
            if Meaning.UNKNOWN not in meanings.values() or Meaning.MONEY in meanings.values():
                yield column, Trait.TYPE
            else:
                _name(work, column, {phrase for phrase, meaning in meanings.items() if meaning in NO_MONEY})


def _name(work: Work, column: int, phrases: set[str]) -> None:
    """Words among other texts that would take money away: counted, and told."""
    values = {value: rows for value, rows in _values(work, column).items() if phrase_of(value) in phrases}
    work.groups += [Group(column, value, rows, "counted, as nothing else says") for value, rows in values.items()]


# ---------------------------------------------------------------- what the user says


def _choose(work: Work, column: int, choices: list[Choice]) -> None:
    values, every = _values(work, column), _values(work, column, every=True)
    header = work.source.layout.headers[column]
    meant: dict[Does, set[str]] = {}
    for choice in choices:
        found, absent = choice.matching(values)
        if absent:  # rows that another option left out already have their values all the same
            nowhere = choice.matching(every)[1]
            absent = [value for value in absent if value in nowhere]
        meant[choice.does] = found
        told = ", ".join(f"«{shown(value, 30)}»" for value in absent)
        if choice.usual and (found or choice.does is not Does.ONLY):
            continue
        if absent and not found:
            values_ = {"option": choice.option, "header": shown(header), "value": told, "known": listed(every, TOLD)}
            raise UsageError(problem("E269", place=work.ground.place(work.source.layout.line, column), **values_))
        if absent:
            work.note("N234", column=column, option=choice.option, values=told)
    out: dict[str, list[int]] = {}
    for value, rows in values.items():
        if value in meant.get(Does.MINUS, ()):
            _mark(work, Group(column, value, rows, "against"))
        elif value in meant.get(Does.LEAVE_OUT, ()) or (Does.ONLY in meant and value not in meant[Does.ONLY]):
            out[value] = rows
    if len(out) > MOST_VALUES:
        out = {f"{len(out):,} other values": [row for rows in out.values() for row in rows]}
    for value, rows in out.items():
        _mark(work, Group(column, value, rows, "left out"))


def _values(work: Work, column: int, *, every: bool = False) -> dict[str, list[int]]:
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


def _mark(work: Work, group: Group) -> None:
    """Take rows out, or let them count against; rows that are out already stay where they are."""
    rows = [row for row in group.rows if row not in work.skipped and row not in work.against]
    if not rows:
        return
    value = {"": "empty", EVERY: "filled"}.get(group.value, shown(group.value, 30))
    reason = f"«{shown(work.source.layout.headers[group.column], 30)}» {value}"
    if group.does == "left out":
        work.skipped.update(dict.fromkeys(rows, reason))
        work.unread.update(rows)
    elif group.does == "against":
        work.against.update(dict.fromkeys(rows, reason))
    work.groups.append(group._replace(rows=rows))


# ---------------------------------------------------------------- what a known export says


def _by_preset(work: Work, preset: Preset, answered: set[int]) -> set[int]:
    """The rows as a known export means them; a value that it does not know is asked about."""
    layout = work.source.layout
    settled: set[int] = set()
    for rule in preset.rows:
        column = rule.column(layout.headers)
        if column is None or column in answered | settled:
            continue
        others = (column_of(name, layout.headers) for name in rule.settles)
        settled |= {column, *(n for n in others if n is not None)}
        values = _by_phrase(_values(work, column), rule.meanings)
        if rule.filled:
            values = {EVERY: [row for value, rows in values.items() if value for row in rows]}
        meanings = {value: rule.filled or _as_known(work, preset, rule, value, rows) for value, rows in values.items()}
        for value, meaning in meanings.items():
            if meaning in (Meaning.NOTHING, Meaning.EARLY):
                _mark(work, Group(column, value, values[value], "left out"))
            elif meaning is Meaning.AGAINST:
                _mark(work, Group(column, value, values[value], "against"))
        if Meaning.UNKNOWN in meanings.values():
            asked = {value: values[value] for value, meaning in meanings.items() if meaning is Meaning.UNKNOWN}
            money = {value: values[value] for value, meaning in meanings.items() if meaning is Meaning.MONEY}
            _ask(work, Question(column, money | asked, meanings))
    return settled


def _as_known(work: Work, preset: Preset, rule: RowRule, value: str, rows: list[int]) -> Meaning:
    """What a known export says of a value; a refunded order is money only where the refund beside it is taken off."""
    known = rule.meanings.get(word_of(value)) or rule.meanings.get(phrase_of(value))
    refunded = any(each.by.startswith("preset") for each in work.source.layout.beside)
    if known is None and rule.otherwise == WORDS and value:
        known = meanings_of([phrase_of(value)], Trait.STATUS)[phrase_of(value)]
    elif known is None and rule.otherwise is not None and rule.otherwise != WORDS:
        known = Meaning(rule.otherwise)
    paid_out = preset.subtract and known is Meaning.MONEY and called_off(phrase_of(value))
    if paid_out and (not refunded or _refund_is_missing(work, rows)):
        return Meaning.UNKNOWN
    if not value and preset.items:
        return Meaning.MONEY  # the row of a further item, which lacks more than this
    return known or Meaning.UNKNOWN


# ---------------------------------------------------------------- what the words say


def _understand(work: Work, column: int, trait: Trait) -> None:
    """Ask about the rows of a column whose words do not all say that they are money."""
    values = _values(work, column)
    header = header_of(work.source.layout.headers[column]).words
    # what is taken off beside the amount, or written below zero, went back already
    taken_off = any(each.sign is Sign.LESS and not is_flag(work, each) for each in work.source.layout.beside)
    if taken_off and trait is Trait.UNDONE and of_a_refund(header):
        return
    any_text = trait is Trait.UNDONE and of_a_reason(header)
    if trait in (Trait.CHANCE, Trait.WHO):
        found = _chances(values) if trait is Trait.CHANCE else _prospects(values)
        if found:
            _ask(work, Question(column, values, found))
        return
    flags = _flags(values, trait, any_text=any_text) if trait in (Trait.DONE, Trait.UNDONE) else None
    if flags is not None:
        values, meanings = flags
    else:
        values = _by_phrase(values)
        known = meanings_of(map(phrase_of, values), trait)
        blank = Meaning.UNKNOWN if trait is Trait.STATUS else Meaning.MONEY
        meanings = {value: known[phrase_of(value)] if value else blank for value in values}
        if trait is Trait.TYPE:
            meanings |= {
                value: Meaning.AGAINST
                for value, rows in values.items()
                if meanings[value] is Meaning.NOTHING and cancelled(phrase_of(value)) and _repeats(work, rows)
            }
        meanings |= {
            value: Meaning.MONEY
            for value, rows in values.items()
            if (meanings[value] is Meaning.AGAINST and all(_below_zero(work, row) for row in rows))
            or (
                taken_off
                and trait is not Trait.TYPE
                and paid_back(phrase_of(value))
                and not _refund_is_missing(work, rows)
            )
        }
        in_list = trait is not Trait.CASE and work.source.layout.schema is not ORDERS
        of_clients = in_list and not of_a_sale(header) and _are_clients(meanings)
        if of_clients or not _is_about_rows(meanings, trait):
            if in_list and (prospects := _prospects(values)):
                _ask(work, Question(column, values, prospects))
            return
    open_ = {
        value: rows
        for value, rows in values.items()
        if meanings[value] is not Meaning.MONEY and not _settled(work, column, trait, value, rows, meanings[value])
    }
    if open_:
        money = {value: rows for value, rows in values.items() if meanings[value] is Meaning.MONEY}
        _ask(work, Question(column, money | open_, meanings))


def _repeats(work: Work, rows: list[int]) -> bool:
    """Whether each of the rows repeats the client and the money of another: a sale, called off by a row of its own."""
    roles = work.source.layout.roles
    if "client" not in roles or "amount" not in roles:
        return False
    faces = list(zip(work.cells(roles["client"]), work.cells(roles["amount"]), strict=True))
    own = set(rows)
    others = {face for row, face in enumerate(faces) if row not in own and row not in work.skipped}
    return all(faces[row] in others for row in rows)


def _below_zero(work: Work, row: int) -> bool:
    """Whether the money of a row is written below zero: then it counts against already."""
    column = work.source.layout.roles.get("amount")
    text = "" if column is None else text_of(work.gathered.columns[column][row]).strip(BLANKS)
    return text.startswith(("-", "\u2212", "(")) or text.endswith(("-", "\u2212"))


def _refund_is_missing(work: Work, rows: list[int]) -> bool:
    """Whether some of these rows, that were paid back, have money and no refund in the columns that are taken off."""
    layout = work.source.layout
    back = [
        work.cells(each.column)
        for each in layout.beside
        if each.sign is Sign.LESS and of_a_refund(header_of(layout.headers[each.column]).words)
    ]
    money = work.cells(layout.roles["amount"]) if "amount" in layout.roles else []
    return any(_is_filled(money[row]) and not any(_is_filled(cells[row]) for cells in back) for row in rows if money)


def _is_filled(cell: object) -> bool:
    """Whether a cell of money holds any but 0."""
    return re.search("[1-9]", text_of(cell)) is not None


def _by_phrase(values: dict[str, list[int]], known: Collection[str] = ()) -> dict[str, list[int]]:
    """The same rows by what their cells say without numbers and days, where a cell has such and is not `known` so."""
    found: dict[str, list[int]] = {}
    names: dict[str, str] = {}  # «Overdue» and «Overdue 3 days» are one
    for value, rows in values.items():
        phrase, word = phrase_of(value), word_of(value)
        name = value if word in known else names.setdefault(phrase, value if phrase == word else phrase)
        found.setdefault(name, []).extend(rows)
    return found


def _are_clients(meanings: dict[str, Meaning]) -> bool:
    """Whether all that is no money in a list of clients is a word for clients who left, whose money was paid."""
    return all(word_of(value) in GONE for value, meaning in meanings.items() if meaning in NO_MONEY)


def _prospects(values: dict[str, list[int]]) -> dict[str, Meaning]:
    """What the values of a list mean where some say that somebody is no client yet; else nothing."""
    found = {value: Meaning.EARLY if of_no_client(phrase_of(value)) else Meaning.MONEY for value in values}
    return found if Meaning.EARLY in found.values() else {}


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


def _is_about_rows(meanings: dict[str, Meaning], trait: Trait) -> bool:
    """Whether the values of a column speak of what the rows are; a type of goods or a state of the USA does not."""
    filled = {value: meaning for value, meaning in meanings.items() if value}
    sure = any(meaning in NO_MONEY for meaning in filled.values())
    return bool(filled) if trait is Trait.STATUS else sure


def _settled(work: Work, column: int, trait: Trait, value: str, rows: list[int], meaning: Meaning) -> bool:
    """Whether --refunds says what becomes of rows that were called off, failed or paid back."""
    policy = work.options.refunds
    if policy == "drop" and meaning in (Meaning.NOTHING, Meaning.EARLY, Meaning.AGAINST):
        _mark(work, Group(column, value, rows, "left out"))
        return True
    if policy == "net" and meaning is Meaning.AGAINST:
        _mark(work, Group(column, value, rows, "against"))
        return True
    if policy == "net" and trait is Trait.STATUS and called_off(phrase_of(value)):
        _mark(work, Group(column, value, rows, "counted as they stand"))
        return True
    return False


def _ask(work: Work, question: Question) -> None:
    work.questions.append(question)
    work.unread.update(row for value, rows in question.values.items() for row in rows
                       if question.meanings.get(value) is not Meaning.MONEY)  # fmt: skip


# ---------------------------------------------------------------- told and asked, once the money is read


def tell(work: Work) -> None:
    """Say what was left out, what counts against and with how much; ask what nobody can know."""
    by_column: dict[tuple[int, str], list[Group]] = {}
    for group in work.groups:
        by_column.setdefault((group.column, group.does), []).append(group)
    for (column, does), groups in by_column.items():
        rows = [row for group in groups for row in group.rows]
        values = _listed([(group.value, group.rows) for group in groups], work, len(groups) > 1)
        total = f", {work.sum_text(rows)} in all" if work.money() is not None else ""
        done = {"against": "counted against"}.get(does, does)
        work.note("N218", line=work.gathered.lines[rows[0]], column=column, values=values, count=counted(len(rows)),
                  total=total, done=done)  # fmt: skip
    for question in work.questions:
        asked = {value: rows for value, rows in question.values.items() if not _worth_nothing(work, question, value)}
        if any(question.meanings.get(value) is not Meaning.MONEY for value in asked):
            _refuse(work, question._replace(values=asked))
            return


def _worth_nothing(work: Work, question: Question, value: str) -> bool:
    """Whether rows in question have no money that could count: refunded in full, or an amount of 0."""
    if question.meanings.get(value) is Meaning.MONEY:
        return False
    column = work.money()
    rows = [row for row in question.values[value] if row not in work.skipped]
    return column is not None and all(column.cells[row] == 0 for row in rows)


def sign(work: Work) -> None:
    """Money that counts against is below zero, however it was written; so before anything is added up or taken off."""
    column = work.money()
    if column is not None:
        for row in work.against:
            if column.cells[row] is not None:
                column.cells[row] = -abs(column.cells[row])


def _listed(values: Sequence[tuple[str, list[int]]], work: Work, sums: bool) -> str:
    told = []
    for value, rows in values[:TOLD]:
        name = {"": "(empty)", EVERY: "(filled)"}.get(value, f"«{shown(value, 30)}»")
        money = f", {work.sum_text(rows)}" if work.money() is not None else ""
        told.append(f"{name} {counted(len(rows))}{money}" if sums else name)
    more = f"; and {len(values) - TOLD} more" if len(values) > TOLD else ""
    return "; ".join(told) + more


def _refuse(work: Work, question: Question) -> None:
    column, values, meanings = question
    header = work.source.layout.headers[column]
    cases = work.source.layout.traits.get(column) is Trait.CASE
    asked = [(value, rows) for value, rows in values.items() if meanings.get(value) is not Meaning.MONEY]
    line = work.gathered.lines[min(row for _, rows in asked for row in rows)]
    told = {"header": shown(header), "values": _listed(asked, work, True), "cure": _cure(header, question, cases)}
    work.faults.add(line, column, "E250", **told, counts="a complaint" if cases else "money")


def _cure(header: str, question: Question, cases: bool) -> str:
    """The options that answer the question, each ready to be typed."""
    by_meaning: dict[Meaning, list[str]] = {}
    for value in question.values:
        by_meaning.setdefault(question.meanings.get(value, Meaning.UNKNOWN), []).append(value)
    money, against = by_meaning.get(Meaning.MONEY, []), by_meaning.get(Meaning.AGAINST, [])
    sure = [v for m in (Meaning.NOTHING, Meaning.EARLY) for v in by_meaning.get(m, [])]
    unknown = by_meaning.get(Meaning.UNKNOWN, [])
    out = sure or unknown
    if cases:  # clients without a case have none of its kinds, and count
        every = _typed("--only", header, [EVERY])
        return f"{_typed('--leave-out', header, out)} to leave these out, or {every} if each is one"
    ways = []
    if money and not against and len(money) <= TOLD:
        ways.append(_typed("--only", header, money) + " if these alone are money")
    elif unknown and not money and not against:
        likely = unknown if sure else [max(unknown, key=lambda value: len(question.values[value]))]
        ways.append(
            _typed("--only", header, likely) + (" if these alone are money" if sure else ", naming what is money")
        )
        out = sure
    if out or against:
        options = [
            _typed(name, header, values) for name, values in (("--leave-out", out), ("--minus", against)) if values
        ]
        what = (
            "if these take money back"
            if not out
            else "for what is no sale and what is taken back"
            if against
            else "to leave these out"
            if out == unknown or not unknown
            else "for what is no sale"
        )
        ways.append(" ".join(options) + f" {what}")
    ways.append(_typed("--only", header, [EVERY]) + " if every row is money")
    return ", or ".join(ways)


def _typed(option: str, header: str, values: list[str]) -> str:
    """An option as a shell takes it; values with commas one by one."""
    together = [value for value in values if "," not in value]
    apart = [value for value in values if "," in value]
    parts = [",".join(together)] if together else []
    return " ".join(f"{option} {shlex.quote(f'{header}={part}')}" for part in [*parts, *apart])
