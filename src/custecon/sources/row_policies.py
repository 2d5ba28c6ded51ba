"""What the user, the firm's settings and known exports say of rows, applied: which are money, and which count against.

Rows are left out before their cells are checked, so that an open deal without an amount stands in nobody's way.
What they come to is told once the money is read.
"""

from __future__ import annotations

from custecon.core.errors import UsageError, problem
from custecon.core.schemas import Kind
from custecon.sources.column_names import column_of
from custecon.sources.controls import Group, Question, Work
from custecon.sources.goods_sent_back import sent_back
from custecon.sources.money_beside import flags_of, refund_is_missing
from custecon.sources.phrases import flag_of, phrase_of, word_of
from custecon.sources.presets import WORDS, Preset, RowRule
from custecon.sources.row_choices import EVERY, Choice, Does
from custecon.sources.row_meaning import Meaning, Trait, agreed, called_off, meanings_of
from custecon.sources.row_outcomes import MOST_VALUES
from custecon.sources.rows_by_value import TOLD, ask, by_phrase, mark, values_of
from custecon.sources.sold_in_words import accounts, no_sales, prepaid
from custecon.sources.status_columns import outcome, status_columns, understand
from custecon.sources.told_twice import ask_which
from custecon.sources.wording import listed, shown


def apply(work: Work) -> None:
    """Mark the rows that are no money or count against, before any cell is checked.

    Raises:
        UsageError: E269 no value that was named stands in the column.
    """
    layout = work.source.layout
    work.flags = flags_of(work)
    answered: set[int] = set()
    for column in dict.fromkeys(choice.column for choice in layout.choices):
        if Does.ONLY in _choose(work, column, [choice for choice in layout.choices if choice.column == column]):
            answered.add(column)
    known: set[int] = set()
    if layout.preset is not None:
        known = _by_preset(work, layout.preset, answered)
        answered |= known
    staged = bool(known) or any(
        trait is Trait.STATUS or (trait is Trait.DONE and any(flag_of(word_of(value)) for value in values_of(work, n)))
        for n, trait in layout.traits.items()
    )
    settling = outcome(work)
    for column, trait in status_columns(work):
        if column not in answered and not (trait is Trait.CHANCE and staged):
            understand(work, column, trait, settling)
    sent_back(work, answered)
    prepaid(work, answered)
    no_sales(work, answered)
    accounts(work, answered)
    ask_which(work, answered)


def _choose(work: Work, column: int, choices: list[Choice]) -> set[Does]:
    """Do what was said of a column; what was done. Of several files, another may have the values that were named."""
    values, every = values_of(work, column), values_of(work, column, every=True)
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
        if absent and not found and work.options.several:
            del meant[choice.does]
            work.note("N234", column=column, option=choice.option, values=told)
            continue
        if absent and not found:
            values_ = {"option": choice.option, "header": shown(header), "value": told, "known": listed(every, TOLD)}
            raise UsageError(problem("E269", place=work.ground.place(work.source.layout.line, column), **values_))
        if absent:
            work.note("N234", column=column, option=choice.option, values=told)
    out: dict[str, list[int]] = {}
    for value, rows in values.items():
        if value in meant.get(Does.MINUS, ()):
            mark(work, Group(column, value, rows, "against"))
        elif value in meant.get(Does.LEAVE_OUT, ()) or (Does.ONLY in meant and value not in meant[Does.ONLY]):
            out[value] = rows
    if len(out) > MOST_VALUES:
        out = {f"{len(out):,} other values": [row for rows in out.values() for row in rows]}
    for value, rows in out.items():
        mark(work, Group(column, value, rows, "left out"))
    return set(meant)


def _by_preset(work: Work, preset: Preset, answered: set[int]) -> set[int]:
    """The rows as a known export means them; a value that it does not know is asked about."""
    layout = work.source.layout
    settled: set[int] = set()
    for rule in preset.rows:
        column = rule.column(layout.headers)
        if column is None or column in settled:
            continue
        if column in answered:  # what else counts was said; what counts against does so still
            _against(work, rule, column)
            continue
        others = (column_of(name, layout.headers) for name in rule.settles)
        settled |= {column, *(n for n in others if n is not None)}
        values = by_phrase(values_of(work, column), rule.meanings)
        if rule.filled:
            values = {EVERY: [row for value, rows in values.items() if value for row in rows]}
        meanings = {value: rule.filled or _as_known(work, preset, rule, value, rows) for value, rows in values.items()}
        for value, meaning in meanings.items():
            if meaning in (Meaning.NOTHING, Meaning.EARLY):
                mark(work, Group(column, value, values[value], "left out"))
            elif meaning is Meaning.AGAINST:
                mark(work, Group(column, value, values[value], "against"))
        if Meaning.UNKNOWN in meanings.values():
            asked = {value: values[value] for value, meaning in meanings.items() if meaning is Meaning.UNKNOWN}
            money = {value: values[value] for value, meaning in meanings.items() if meaning is Meaning.MONEY}
            against = [value for value, meaning in meanings.items() if meaning is Meaning.AGAINST]
            ask(work, Question(column, money | asked, meanings, (*money, *against)))
    return settled


def _against(work: Work, rule: RowRule, column: int) -> None:
    """Count against what a known export says so of, of the rows that the user keeps by their values."""
    choices = [each for each in work.source.layout.choices if each.column == column and each.does is Does.ONLY]
    if any(EVERY in each.values for each in choices):
        return  # every row is money
    for value, rows in by_phrase(values_of(work, column), rule.meanings).items():
        if (rule.meanings.get(word_of(value)) or rule.meanings.get(phrase_of(value))) is Meaning.AGAINST:
            mark(work, Group(column, value, rows, "against"))


def _as_known(work: Work, preset: Preset, rule: RowRule, value: str, rows: list[int]) -> Meaning:
    """What a known export says of a value; a refunded order is money only where the refund beside it is taken off."""
    known = rule.meanings.get(word_of(value)) or rule.meanings.get(phrase_of(value))
    refunded = any(each.by.startswith("preset") for each in work.source.layout.beside)
    if known is None and rule.otherwise == WORDS and value:
        phrase = phrase_of(value)
        known = Meaning.UNKNOWN if agreed(phrase) else meanings_of([phrase], Trait.STATUS)[phrase]
    elif known is None and rule.otherwise is not None and rule.otherwise != WORDS:
        known = Meaning(rule.otherwise)
    paid_out = preset.subtract and known is Meaning.MONEY and called_off(phrase_of(value))
    if paid_out and (not refunded or refund_is_missing(work, rows)):
        return Meaning.UNKNOWN
    if not value and preset.items:
        return Meaning.MONEY  # the row of a further item, which lacks more than this
    return known or Meaning.UNKNOWN


def sign(work: Work) -> None:
    """Money that counts against is below zero, however it was written; so before anything is added up or taken off.

    Of a row that counts against all its money does: goods that came back brought no revenue and cost nothing.
    """
    for name, column in work.columns.items():
        role = work.source.layout.role(name)
        if role.kind is Kind.MONEY and role.turns:
            for row in work.against:
                if column.cells[row] is not None:
                    column.cells[row] = -abs(column.cells[row])
