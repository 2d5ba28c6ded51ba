"""Rows into a checked table: every column checked as a whole, every row used, skipped or refused, every total exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from custecon.core.errors import InputRefused, Problem, Records, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import CheckedColumn, CheckedTable, Decided, Kind, Reading, Role
from custecon.sources import (
    amount_holds,
    client_choice,
    client_values,
    column_refusals,
    cost_of_a_piece,
    day_choice,
    fill_down,
    further_lines,
    gone_clients,
    group_rows,
    joined_names,
    joined_rows,
    log_subtotals,
    look_alikes,
    money,
    money_beside,
    new_clients,
    nobody,
    one_row_a_client,
    order_numbers,
    per_cent,
    rates_in_columns,
    returned_money,
    row_policies,
    row_questions,
    several_clients,
    sold_at_a_loss,
    strange_days,
    subscription_rows,
    sums_of_parts,
    times_in_rows,
    titles,
    total_rows,
    units_of_columns,
    unknown_headers,
    written_anew,
    zeros_refunds_twins,
)
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import Bad, Checked, Stop, text_of
from custecon.sources.controls import Work, controls_of, expectations
from custecon.sources.expressions import ONE, Computed
from custecon.sources.months_for_days import last_days, with_months
from custecon.sources.options import ReadingOptions
from custecon.sources.other_columns import read_groups
from custecon.sources.presets import preset_notices
from custecon.sources.row_outcomes import FURTHER, gather
from custecon.sources.row_refusals import Faults, Ground
from custecon.sources.seconds_for_days import days_of_seconds
from custecon.sources.source import Source
from custecon.sources.two_money_columns import already_less, column_of_other_way, other_way, without_dashes
from custecon.sources.wording import BLANKS, shown
from custecon.sources.yearly_money import set_to_a_year

IN_PARTS = "new_clients"  # the role that advertisers count in parts

_CALLED = {  # what a column of days holds instead
    "month": {"kind": say("months"), "one": say("month")},
    "quarter": {"kind": say("quarters"), "one": say("quarter")},
    "half": {"kind": say("halves of years"), "one": say("half")},
    "week": {"kind": say("weeks"), "one": say("week")},
}


def assemble(source: Source, options: ReadingOptions) -> Reading:
    """Make the checked table of a source, or refuse and name every row that stands in the way."""
    work = _read(source, options)
    money.weigh(work)
    _combine(work)
    _check(work)
    _decide(work)
    _refuse_if_bad(work)
    _settle_clients(work)
    table = _table(work)
    controls, notices = controls_of(work, table)
    expectations(controls, table.schema, options, work.ground)
    refused = work.faults.rows(_raw(work, work.faults.lines())) if work.faults.found else ()
    if source.whole:
        table = CheckedTable(table.schema, {}, controls.used)
    return Reading(table, controls, notices, source.layout.headers, refused)


def _read(source: Source, options: ReadingOptions) -> Work:
    """The rows that are rows of data, with every column checked; totals are told."""
    judged = _judged(day_choice.with_day(source), options)
    if options.no_client == "refuse" and not options.skip_bad:
        further_lines.ask(judged.work)
        fill_down.ask(judged.work)
    total_rows.settle(judged)
    return judged.work


def _combine(work: Work) -> None:
    """Names that are one client; the amount with the money beside it, in one unit, of one year."""
    client_values.ask(work)
    nobody.find(work)
    joined_names.join(work)
    sold_at_a_loss.find(work)
    money_beside.apply(work)
    units_of_columns.tell(work)
    cost_of_a_piece.ask(work)
    amount_holds.tell_other_months(work)
    amount_holds.tell_term(work)
    amount_holds.tell_twins(work)
    set_to_a_year(work)


def _check(work: Work) -> None:
    """The rows against each other, and the columns of a row."""
    times_in_rows.tell(work)
    one_row_a_client.check(work)
    _check_dates(work)


def _decide(work: Work) -> None:
    """What is asked, and what becomes of rows that are money only if somebody says so; then the sums are told."""
    row_questions.tell(work)
    titles.ask(work)
    unknown_headers.tell(work)
    money_beside.tell(work)
    subscription_rows.apply(work)
    preset_notices.tell(work)
    client_choice.tell_stand_in(work)
    sold_at_a_loss.settle(work)
    order_numbers.count_once(work)
    written_anew.ask(work)
    zeros_refunds_twins.apply(work)
    strange_days.find(work)
    returned_money.tell(work)
    amount_holds.tell(work)
    new_clients.tell(work)
    rates_in_columns.tell(work)
    nobody.settle(work)
    money.settle(work)
    money.below_zero(work)


def _settle_clients(work: Work) -> None:
    """Whether the right column names the clients, who looks like whom, and rows of one client joined."""
    read_groups(work)
    client_choice.settle(work)
    day_choice.settle(work)
    look_alikes.tell(work)
    several_clients.tell(work)
    joined_names.tell(work)
    joined_rows.add_up(work)


def _judged(source: Source, options: ReadingOptions) -> total_rows.Judged:
    """The rows with their columns checked, and a judgement on those that were set aside.

    A row that was set aside and turns out to be like any other is taken with them, all over again.
    """
    layout = source.layout
    ground = Ground(source.opened.name, layout.headers, source.sheet, source.workbook, source.spans)
    fill = fill_down.columns_given(layout, options.fill_down, ground)
    above = layout.preset.headings if layout.preset else None
    fill += [column for role, column in layout.roles.items() if role == above]
    delimiter = source.settings.get("delimiter")
    commas = delimiter is not None and delimiter.value == ","
    ordinary: frozenset[int] = frozenset()
    while True:
        faults = Faults(ground)
        gathered = gather(
            source.rows(), layout, ground, faults, ragged=source.workbook, commas=commas, fill=fill, ordinary=ordinary
        )
        if source.whole:
            gathered.watched = {column: set(texts) for column, texts in source.whole.few.items()}
            if source.whole.further:
                gathered.skip(FURTHER, source.whole.further)
        if (with_these := with_months(layout, gathered.columns)) is not layout:
            source = replace(source, layout=with_these)
            layout = source.layout
            continue
        seconds, periods = days_of_seconds(layout, gathered.columns), last_days(layout, gathered.columns)
        work = Work(source, options, ground, faults, gathered)
        for column in seconds:
            work.note("N287", line=layout.line, column=column, header=shown(layout.headers[column]))
        if periods is not None:
            column, one = periods
            work.note("N283", line=layout.line, column=column, header=shown(layout.headers[column]), **_CALLED[one])
        released = gathered.ordinary - ordinary or _released(work) - ordinary
        if not released:
            judged = total_rows.judge(work)
            group_rows.settle(judged)
            log_subtotals.settle(judged)
            sums_of_parts.settle(judged)
            released = frozenset(judged.released()) - ordinary
            if not released:
                fill_down.tell(work, given=bool(fill))
                return judged
        ordinary |= released


def _released(work: Work) -> frozenset[int]:
    """Check the columns; the lines that were set aside and may be wanted for them, where they cannot be read without.

    Raises:
        InputRefused: a column cannot be read at all.
    """
    if not work.gathered.lines and not work.faults.found:
        if rows := frozenset(one.line for one in work.gathered.asides if one.money and one.label is None):
            return rows  # money under a name, and no row beside it of which it could be the sum
        raise InputRefused(problem("E238", place=work.ground.place(work.source.layout.line)))
    row_policies.apply(work)
    subscription_rows.leave_out(work)
    stops = _check_columns(work)
    unsure = frozenset(aside.line for aside in work.gathered.asides if stops and not aside.sure)
    if stops and not unsure:
        raise InputRefused([_stopped(work, column, stop) for column, stop in stops])
    return unsure


def _check_columns(work: Work) -> list[tuple[int, Stop]]:
    """Check every column; the columns that cannot be read at all."""
    layout, gathered = work.source.layout, work.gathered
    stops: list[tuple[int, Stop]] = []
    for name, column in layout.roles.items():
        other, cells = column_of_other_way(layout, name), gathered.columns[column]
        role = _role(work, name)
        nothing = other is not None or name == IN_PARTS
        checked = checked_as_written(role, without_dashes(cells) if nothing else cells, work.options)
        work.columns[name] = checked
        if checked.stop:
            stops.append((column, checked.stop))
        if other is not None:
            other_way(work, name, checked, other)
        if role.name == IN_PARTS:
            _tell_parts(work, checked, whole=not role.parts)
        if role.name == "complained" and checked.ways:
            work.note("N282", column=column, header=shown(layout.headers[column]), value=next(iter(checked.ways)))
        _tell_proofs(work, checked)
        per_cent.offer(work, name, checked)
        for row, bad in checked.bad.items():
            work.fault(row, column, bad)
    money_of = {name: each for name, each in layout.computed.items() if layout.role(name).kind is Kind.MONEY}
    for name, expression in money_of.items():
        stops += _parts(work, name, expression)
    for name in layout.computed.keys() - money_of.keys():
        per_cent.settle(work, name)
    if stops:
        return stops
    units_of_columns.settle(work)
    for name, expression in money_of.items():
        _compute(work, name, expression)
    row_policies.sign(work)
    return []


def _parts(work: Work, name: str, expression: Computed) -> list[tuple[int, Stop]]:
    """Check the columns that money is computed from; what stands in the way of a whole one is given back."""
    parts = {column: _part(work, name, column, expression) for column in expression.columns()}
    for column, part in parts.items():
        _tell_proofs(work, part)
        for row, bad in part.bad.items():
            work.fault(row, column, bad)
    work.parts |= parts
    return [(column, part.stop) for column, part in parts.items() if part.stop]


def _compute(work: Work, name: str, expression: Computed) -> None:
    """Compute a column of money from its parts."""
    already_less(work, name, expression, work.parts)
    work.columns[name] = money.computed(expression, work.parts, len(work.gathered.lines))
    if expression is ONE:
        work.note("N281", line=work.source.layout.line)
    for row, cell in enumerate(work.columns[name].cells):
        if cell is None and not any(row in work.parts[column].bad for column in expression.columns()):
            work.fault(row, expression.columns()[0], Bad("E224", {"role": name, "instead": ""}))


def _role(work: Work, name: str) -> Role:
    """What is wanted of a column; one that was named as the new clients may count parts of one."""
    layout = work.source.layout
    role = layout.role(name)
    return replace(role, parts=True) if name == IN_PARTS and layout.decided[name].by != "detected" else role


def _tell_parts(work: Work, checked: Checked, *, whole: bool) -> None:
    """Say that a column counts parts of a client; or, where it must not, how to let it."""
    column = work.source.layout.roles[IN_PARTS]
    header = shown(work.source.layout.headers[column])
    for bad in checked.bad.values() if whole else ():
        if bad.code == "E253":
            bad.values["parts"] = say(
                "say --map {in_parts}='{header}' if it counts parts of a client, as advertisers do; or ",
                in_parts=IN_PARTS,
                header=header,
            )
    rows = [row for row, cell in enumerate(checked.cells) if cell and cell % 10**checked.scale]
    if rows:
        value = shown(text_of(work.gathered.columns[column][rows[0]]).strip(BLANKS))
        line, count = work.gathered.lines[rows[0]], counted(len(rows))
        work.note("N280", line=line, column=column, header=header, count=count, value=value)


def _part(work: Work, name: str, column: int, expression: Computed) -> Checked:
    """A column that money is computed from; where it is only added or taken off, an empty cell or a dash is nothing."""
    alone = column in expression.terms()
    cells = work.gathered.columns[column]
    role = Role(name, Kind.NUMBER, "", blank=alone)
    if not alone and per_cent.is_in_percent(work.source.layout.headers[column], cells, column in expression.percents()):
        return per_cent.checked(role, cells, work.options)
    return checked_as_written(role, without_dashes(cells) if alone else cells, work.options)


def _tell_proofs(work: Work, checked: Checked) -> None:
    """Say which cell decided: «,» (line 2: 3485,97)."""
    for key, decided in checked.decided.items():
        proof = checked.proofs.get(key)
        if proof:
            told = "row {line:d}: {cell}" if isinstance(work.ground.file, Records) else "line {line:d}: {cell}"
            by = say(told, line=work.gathered.lines[proof[0]], cell=shown(proof[1], 30))
            work.source.settings.setdefault(key, Decided(decided.value, by))
        work.source.settings.setdefault(key, decided)


def _stopped(work: Work, column: int, stop: Stop) -> Problem:
    values = dict(stop.values)
    lines = work.gathered.lines
    if stop.other is not None:
        values["line"] = lines[stop.other]
    return problem(stop.code, place=work.ground.place(lines[stop.row], column), **values)


def _check_dates(work: Work) -> None:
    columns, layout = work.columns, work.source.layout
    if "first_date" in columns and "last_date" in columns:
        for row, (first, last) in enumerate(zip(columns["first_date"].cells, columns["last_date"].cells, strict=True)):
            if first and last and last < first:
                values: dict[str, object] = {"value": last, "other": first}
                work.fault(row, layout.roles["last_date"], Bad("E256", values))


def _refuse_if_bad(work: Work) -> None:
    faults, options = work.faults, work.options
    if not faults.found:
        return
    whole = any(fault.code in ("E226", "E250", "E286", "E287") for fault in faults.found)
    left = work.live()
    if not options.skip_bad or whole or not left:
        instead = column_refusals.found(work)
        problems, more = faults.problems()
        raise InputRefused([*instead, *problems], more=more)


def _table(work: Work) -> CheckedTable:
    rows = work.live()
    layout = work.source.layout
    columns = {}
    for name, checked in work.columns.items():
        role = layout.role(name)
        cells = checked.cells if len(rows) == len(checked.cells) else [checked.cells[row] for row in rows]
        header = layout.columns_decided()[name].value
        currency = work.currency if role.kind is Kind.MONEY else None
        columns[name] = CheckedColumn(role, header, tuple(cells), checked.scale, currency)
    if work.sale is not None:
        sold = tuple(work.sale.cells[row] for row in rows)
        columns["sale"] = CheckedColumn(sold_at_a_loss.SALE, work.sold_by, sold, work.sale.scale)
    columns |= gone_clients.states_of(work, rows)
    if not rows:
        why = [say("{why}: {rows}", why=say(why), rows=counted(n)) for why, n in Counter(work.skipped.values()).items()]
        reasons = say("{why:;}", why=why)
        instead = ", or --zero-orders count" if zeros_refunds_twins.ZERO in work.skipped.values() else ""
        raise InputRefused(problem("E279", place=work.ground.place(layout.line), reasons=reasons, instead=instead))
    return CheckedTable(layout.schema, columns, len(rows))


def _raw(work: Work, lines: set[int]) -> dict[int, tuple[str, ...]]:
    """The cells of some rows, as they stand in the file."""
    rows: Iterator[tuple[int, Any]] = work.source.rows()
    return {line: tuple(text_of(cell) for cell in cells) for line, cells in rows if line in lines}
