"""What was said of rows is told with its money; what nobody can know is asked, with the options that answer it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import reduce

from custecon.core.phrases import Phrase, counted, say, some
from custecon.kinds.activities import ACTIVITIES
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.profit import PROFIT
from custecon.sources.controls import Group, Question, Work
from custecon.sources.header_words import header_of
from custecon.sources.phrases import phrase_of
from custecon.sources.row_choices import EVERY
from custecon.sources.row_headers import of_a_refund
from custecon.sources.row_meaning import Meaning, Trait, of_no_client
from custecon.sources.rows_by_value import TOLD, mark
from custecon.sources.wording import shown


def tell(work: Work) -> None:
    """Say what was left out, what counts against and with how much; ask what nobody can know."""
    for question in work.questions:
        _leave_out_prospects(work, question)
    by_column: dict[tuple[int, str], list[Group]] = {}
    for group in work.groups:
        by_column.setdefault((group.column, group.does), []).append(group)
    for (column, does), groups in by_column.items():
        rows = [row for group in groups for row in group.rows]
        values = _listed([(group.value, group.rows) for group in groups], work, len(groups) > 1)
        total = say(", {sum_text} in all", sum_text=work.sum_text(rows)) if work.money() is not None else ""
        done = {"against": "counted against"}.get(does, does)
        line, count = work.gathered.lines[rows[0]], counted(work.count(rows))
        work.note("N218", line=line, column=column, values=values, count=count, total=total, done=done)
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


def _leave_out_prospects(work: Work, question: Question) -> None:
    """In a list, somebody who may yet become a client and has paid nothing is none."""
    if work.source.layout.schema not in (CLIENTS, LEAVERS, PROFIT):
        return
    column = work.money()
    for value, rows in question.values.items():
        early = question.meanings.get(value) is Meaning.EARLY and of_no_client(phrase_of(value))
        if early and column is not None and not any(column.cells[row] for row in rows):
            mark(work, Group(question.column, value, rows, "left out"))


def _listed(values: Sequence[tuple[str, list[int]]], work: Work, sums: bool) -> str:
    told = []
    for value, rows in values[:TOLD]:
        own = {"": say("(empty)"), EVERY: say("(not empty)")}
        name = own.get(value, say("«{value}»", value=shown(value, 30)))
        if sums:
            every = [counted(work.count(rows)), *([work.sum_text(rows)] if work.money() is not None else [])]
            name = say("{name} {rows}", name=name, rows=every)
        told.append(name)
    return some(told, TOLD, len(values) - TOLD, apart=True)


def _refuse(work: Work, question: Question) -> None:
    column, values, meanings = question[:3]
    header = work.source.layout.headers[column]
    cases = work.source.layout.traits.get(column) is Trait.CASE
    activities = work.source.layout.schema is ACTIVITIES
    counts = say("a complaint" if cases else "something done" if activities else "money")
    asked = [(value, rows) for value, rows in values.items() if meanings.get(value) is not Meaning.MONEY]
    line = work.gathered.lines[min(row for _, rows in asked for row in rows)]
    told = {"header": shown(header), "values": _listed(asked, work, True), "cure": ""}
    told["cure"] = _done(header, question) if activities else _cure(work, question, cases)
    work.faults.add(line, column, "E250", **told, counts=counts)


def _done(header: str, question: Question) -> str:
    """The same for what was done, or not yet, or not at all."""
    done = [value for value in question.values if question.meanings.get(value) is Meaning.MONEY]
    other = [value for value in question.values if value not in done]
    way = _typed("--only", header, done) if done else _typed("--leave-out", header, other)
    every = _typed("--only", header, [EVERY])
    return say(
        "{way} if {which} done, or {every} if all were",
        way=way,
        which=say("these alone were" if done else "these were not"),
        every=every,
    )


def _cure(work: Work, question: Question, cases: bool) -> str:
    """The options that answer the question, each ready to be typed."""
    header = work.source.layout.headers[question.column]
    by_meaning: dict[Meaning, list[str]] = {}
    for value in question.values:
        by_meaning.setdefault(question.meanings.get(value, Meaning.UNKNOWN), []).append(value)
    money, against = by_meaning.get(Meaning.MONEY, []), by_meaning.get(Meaning.AGAINST, [])
    sure = [v for m in (Meaning.NOTHING, Meaning.EARLY) for v in by_meaning.get(m, [])]
    unknown = by_meaning.get(Meaning.UNKNOWN, [])
    out = sure or ([] if against else unknown)
    if cases:  # clients without a case have none of its kinds, and count
        every = _typed("--only", header, [EVERY])
        return say(
            "{typed} to leave these out, or {every} if each is one",
            typed=_typed("--leave-out", header, out),
            every=every,
        )
    if left := by_meaning.get(Meaning.LEFT, []):
        options = [
            say("--map active={quote}", quote=shlex.quote(header)),
            *([_typed("--leave-out", header, out)] if out else []),
        ]
        still = say("{typed} if it tells who is a client still", typed=" ".join(options))
        out += left
        return _or([still, say("{typed} if these paid nothing", typed=_typed("--leave-out", header, out))])
    if owed := by_meaning.get(Meaning.OWED, []):
        sent = say("{typed} if an invoice counts once it is sent", typed=_typed("--only", header, money + owed))
        paid = [say("{typed} if once it is paid", typed=_typed("--only", header, money))] if money else []
        return _or([sent, *paid, _every(header)])
    if early := by_meaning.get(Meaning.PREPAID, []):
        leave = _typed("--leave-out", header, early + out)
        every = _typed("--only", header, [EVERY])
        return say(
            "{leave} to leave out what is no new money, or {every} if every row is money", leave=leave, every=every
        )
    if question.known:  # the rules of the export go on
        rest = sure or unknown
        leave = _typed("--leave-out", header, rest)
        counts = _typed("--only", header, [*question.known, *rest])
        return say("{leave} to leave these out, or {counts} if these are money too", leave=leave, counts=counts)
    ways: list[Phrase] = []
    if money and not against and len(money) <= TOLD:
        ways.append(say("{typed} if these alone are money", typed=_typed("--only", header, money)))
    elif unknown and not money and not against:
        likely = unknown if sure else [max(unknown, key=lambda value: work.count(question.values[value]))]
        alone = "{typed} if these alone are money" if sure else "{typed}, naming what is money"
        ways.append(say(alone, typed=_typed("--only", header, likely)))
        out = sure
    if out or against:
        options = [
            _typed(name, header, values) for name, values in (("--leave-out", out), ("--minus", against)) if values
        ]
        what = (
            say("if these take money back{which}", which=say(" and all others are money" if unknown else ""))
            if not out
            else say("for what is no sale and what is taken back")
            if against
            else say("to leave these out")
            if out == unknown or not unknown
            else say("for what is no sale")
        )
        ways.append(say("{typed} {what}", typed=" ".join(options), what=what))
    if out and not against and of_a_refund(header_of(header).words):
        own = "{typed} if these are rows of their own that take money back"
        ways.append(say(own, typed=_typed("--minus", header, out)))
    return _or([*ways, _every(header)])


def _every(header: str) -> Phrase:
    return say("{typed} if every row is money", typed=_typed("--only", header, [EVERY]))


def _or(ways: Sequence[Phrase]) -> Phrase:
    """One way, or another, or another."""
    return reduce(lambda ways, way: say("{ways}, or {way}", ways=ways, way=way), ways)


def _typed(option: str, header: str, values: list[str]) -> str:
    """An option as a shell takes it; values with commas one by one."""
    together = [value for value in values if "," not in value]
    apart = [value for value in values if "," in value]
    parts = [",".join(together)] if together else []
    return " ".join(f"{option} {shlex.quote(f'{header}={part}')}" for part in [*parts, *apart])
