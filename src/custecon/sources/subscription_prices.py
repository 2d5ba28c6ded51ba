"""What the amounts of a list of contracts are: for a month or a year, for one seat or for all of them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import Decided
from custecon.sources.column_checks import Bad, Checked, text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of
from custecon.sources.periods import months_named, months_of, months_of_rate
from custecon.sources.wording import BLANKS, listed, shown
from custecon.tables.contract_terms import price_role

_OF_ONE = frozenset("unit each seat license licence user piece место лицензию пользователя штуку единицу".split())
_PLANS = frozenset("plan plans product tariff package subscription тариф план пакет подписка продукт".split())
_OF_ALL = frozenset("total sum итого всего общая общий сумма".split())


def apply(work: Work) -> None:
    """Find out for how many months and for how many seats each amount pays; ask where the file does not tell."""
    decided = work.source.layout.decided
    if decided.get("amount", Decided("", "")).by == "given":  # what is typed overrules the file
        for name in ("mrr", "arr"):
            if name in work.columns and decided[name].by != "given":
                del work.columns[name]
    _one_price(work)
    months = _months(work)
    if price_role(work.columns) == "amount":
        _seats(work, months)


def _one_price(work: Work) -> None:
    """A month's and a year's price must tell the same, as far as both are rounded to the last place."""
    if not {"mrr", "arr"} <= set(work.columns):
        return
    month, year, decided = work.columns["mrr"], work.columns["arr"], work.source.layout.decided
    column = work.source.layout.roles.get("arr", -1)
    scale = max(month.scale, year.scale)
    up, off = 10 ** (scale - year.scale), 10 ** (scale - month.scale)
    headers = {name: shown(decided[name].value) for name in ("mrr", "arr")}
    for row in work.live():
        one, twelve = month.cells[row], year.cells[row]
        if one is not None and twelve is not None and abs(twelve * up - 12 * one * off) > 6 * off + up:
            value = shown(text_of(work.gathered.columns[column][row]).strip(BLANKS)) if column >= 0 else str(twelve)
            but = say("«{mrr}» tells another price", mrr=headers["mrr"])
            cure = "mend the row, or put one of the two aside: --map arr= or --map mrr= (nothing after the sign)"
            work.fault(row, column, Bad("E288", {"value": value, "but": but, "cure": cure}))


def _months(work: Work) -> list[int | None]:
    """For how many months each amount pays: as the header of the money says, else as the interval of the row says."""
    rows = len(work.gathered.lines)
    if "months" in work.columns:
        return list(work.columns["months"].cells)
    price, decided = price_role(work.columns), work.source.layout.decided
    rate = months_of_rate(decided["amount"].value) if price == "amount" else None
    if rate is not None:
        return _made(work, [rate] * rows, decided["amount"])
    names = [name for name in ("interval_count", "interval") if name in work.columns]
    if not names:
        if price == "amount":
            _ask_of_plans(work)
        return [None] * rows
    cells = [work.columns[name].cells for name in names]
    written = [" ".join(filter(None, texts)) for texts in zip(*cells, strict=True)]
    plans = decided[names[-1]].by == "given"  # it may be the name of a plan, which says more than the time
    known = {text: _known(text, plans=plans) for text in dict.fromkeys(written)}
    column = work.source.layout.roles[names[-1]]
    if price == "amount":
        _refuse_unknown(work, column, written, known)
    return _made(work, [known[text] for text in written], decided[names[-1]])


def _known(text: str, *, plans: bool) -> int | None:
    months = months_of(re.sub(r"(?<=[0-9])[.,]0+\b", "", text))
    return months_named(text) if months is None and plans else months


def _ask_of_plans(work: Work) -> None:
    """Plans that name different times, where no column says for how long an amount pays.

    Raises:
        InputRefused: E391 there are such.
    """
    if work.options.columns.get("interval") == "":
        return
    layout, amounts = work.source.layout, work.columns["amount"].cells
    for column in layout.free():
        if not _PLANS & set(header_of(layout.headers[column]).words):
            continue
        cells = work.cells(column)
        names = dict.fromkeys(text_of(cells[row]).strip(BLANKS) for row in work.live() if amounts[row] is not None)
        times = {months: name for name in names if (months := months_named(name)) is not None}
        if len(times) > 1:
            place = work.ground.place(layout.line, column)
            told = listed(times[months] for months in sorted(times))
            values = {"plans": told, "header": shown(layout.headers[column])}
            raise InputRefused(problem("E391", place=place, **values))


def _made(work: Work, months: list[int | None], source: Decided) -> list[int | None]:
    work.columns["months"] = Checked(months)
    work.source.layout.decided["months"] = Decided(source.value, "its words")
    return months


def _refuse_unknown(work: Work, column: int, written: Sequence[str], known: dict[str, int | None]) -> None:
    """Every interval that is no number of months is asked about, once each."""
    amounts = work.columns["amount"].cells
    found: dict[str, list[int]] = {}
    for row in work.live():
        if known[written[row]] is None and amounts[row] is not None:
            found.setdefault(written[row], []).append(row)
    for text, rows in found.items():
        written_so = text_of(work.gathered.columns[column][rows[0]]).strip(BLANKS)
        pair = shlex.quote(f"{work.source.layout.headers[column]}={written_so}")
        line, count = work.gathered.lines[rows[0]], counted(len(rows))
        work.faults.add(line, column, "E286", value=shown(text, 30), count=count, pair=pair)


def _seats(work: Work, months: Sequence[int | None]) -> None:
    """Whether an amount is the price of one seat or of all: as the file proves it, else as its header says.

    Raises:
        InputRefused: E262 neither tells.
    """
    if "quantity" not in work.columns:
        return
    amount, quantity, decided = work.columns["amount"], work.columns["quantity"], work.source.layout.decided
    one = 10**quantity.scale
    rows = [row for row in work.live() if amount.cells[row] is not None and quantity.cells[row] not in (None, one)]
    if not rows:
        return
    column = work.source.layout.roles["quantity"]
    headers = {"header": shown(decided["amount"].value), "quantity": shown(decided["quantity"].value)}
    each = False if decided["amount"].by == "given" else _is_of_one(work, rows, months)
    if each is None:
        place = work.ground.place(work.source.layout.line, work.source.layout.roles.get("amount"))
        raise InputRefused(problem("E262", place=place, **headers, what=say("price"), option="--amount "))
    if each:
        cells = [
            None if cell is None or seats is None else cell * seats
            for cell, seats in zip(amount.cells, quantity.cells, strict=True)
        ]
        amount.cells, amount.scale = cells, amount.scale + quantity.scale
    done = "the price of one, counted as often as there are" if each else "the price of all of them together"
    count = counted(len(rows), "contract")
    work.note(
        "N261", line=work.gathered.lines[rows[0]], column=column, count=count, done=done, header=headers["header"]
    )


def _is_of_one(work: Work, rows: Sequence[int], months: Sequence[int | None]) -> bool | None:
    """Contracts for one seat show which: they pay what others pay in all, or what others pay for each of theirs."""
    amounts, seats = work.columns["amount"].cells, work.columns["quantity"].cells
    one = 10 ** work.columns["quantity"].scale
    single = {(months[row], amounts[row]) for row in work.live() if seats[row] == one}
    in_all = all((months[row], amounts[row]) in single for row in rows)
    each = all(
        seats[row] > 0
        and not amounts[row] * one % seats[row]
        and (months[row], amounts[row] * one // seats[row]) in single
        for row in rows
    )
    if in_all != each:
        return in_all
    words = set(header_of(work.source.layout.decided["amount"].value).words)
    return bool(words & _OF_ONE) if bool(words & _OF_ONE) != bool(words & _OF_ALL) else None
