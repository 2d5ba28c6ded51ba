"""What the rows of a list of contracts say of their life: who pays, who has left, and who never was a client.

A trial or an unpaid start pays nothing yet, so it is no contract that runs and none that ended; one that was canceled
is a client who left. What is left out or needs knowing is told by its word, once each.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from custecon.core.errors import Undefined, problem
from custecon.core.messages.cells import SKIP
from custecon.core.phrases import counted, say, some
from custecon.core.schemas import Decided
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources import open_ends, subscription_prices
from custecon.sources.column_checks import Bad, Checked, text_of
from custecon.sources.contract_life import Life, life_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of
from custecon.sources.phrases import flag_of, word_of
from custecon.sources.row_headers import of_header
from custecon.sources.row_meaning import Trait
from custecon.sources.wording import BLANKS, shown
from custecon.tables.contract_terms import last_day_of, price_role

_THERE = (Life.RUNS, Life.LATE, Life.PAUSED)
_NOT_YET = {
    Life.TRIAL: ("on trial", "a trial pays nothing yet"),
    Life.UNPAID: ("never paid", "begun, but not paid for"),
    Life.FUTURE: ("not begun", "not begun yet"),
}
_ENDS = ("end", "terminated", "canceled")
_FLAGS = frozenset(["active", "активен", "активна", "действует"])  # a header that yes and no answer


def leave_out(work: Work) -> None:
    """Leave out who has not paid yet before any cell is checked, so that a lead without a day is in nobody's way."""
    if work.source.layout.schema is not SUBSCRIPTIONS:
        return
    open_ends.empty(work)
    contracts = _Contracts(work)
    contracts.ask()
    for row in work.live():
        life = contracts.life(row)
        if life in _NOT_YET:
            work.skipped[row] = _NOT_YET[life][0]
            work.unread.add(row)


def apply(work: Work) -> None:
    """Settle where each contract stands and what it pays; refuse where that is not known."""
    if work.source.layout.schema is not SUBSCRIPTIONS:
        return
    contracts = _Contracts(work)
    if contracts.unknown:
        return  # it is asked about
    contracts.settle()
    subscription_prices.apply(work)
    contracts.price()
    contracts.tell()


@dataclass(slots=True)
class _Contracts:
    """The contracts of a file while it is found out where each of them stands."""

    work: Work
    status: int = -1  # the column
    words: list[str] = field(default_factory=list)
    lives: dict[str, Life | None] = field(default_factory=dict)
    out: dict[str, _Group] = field(default_factory=dict)
    told: dict[str, _Group] = field(default_factory=dict)

    def __post_init__(self) -> None:
        work = self.work
        self.status = work.source.layout.roles.get("status", -1)
        if self.status >= 0:
            self.words = [text_of(cell).strip(BLANKS) for cell in work.gathered.columns[self.status]]
            flags = _FLAGS & set(header_of(work.source.layout.headers[self.status]).words)
            self.lives = {word: _life(word, yes_or_no=bool(flags)) for word in dict.fromkeys(self.words) if word}

    # ------------------------------------------------------------ what stands in the file

    def not_paying(self) -> list[int]:
        """The rows that were left out because their status says that nothing has been paid yet."""
        reasons = {reason for reason, _ in _NOT_YET.values()}
        return [row for row, why in self.work.skipped.items() if why in reasons and self.life(row) in _NOT_YET]

    def life(self, row: int) -> Life | None:
        """What its status says; None where it has none."""
        return self.lives.get(self.words[row]) if self.words else None

    def day(self, role: str, row: int) -> dt.date | None:
        """A day of a contract."""
        column = self.work.columns.get(role)
        found: dt.date | None = column.cells[row] if column else None
        return found

    @property
    def tells_ends(self) -> bool:
        """Whether the column of the status has a word for contracts that ended."""
        return Life.ENDED in self.lives.values()

    @property
    def unknown(self) -> dict[str, list[int]]:
        """The statuses whose meaning nobody knows, each with its rows."""
        found: dict[str, list[int]] = {}
        for row in self.work.live():
            if self.words and self.words[row] and self.life(row) is None:
                found.setdefault(self.words[row], []).append(row)
        return found

    def ask(self) -> None:
        """Ask about every status that is not known, once each."""
        for word, rows in self.unknown.items():
            line, header = self.work.gathered.lines[rows[0]], self.work.source.layout.headers[self.status]
            values = {
                "value": shown(word, 30),
                "pair": shlex.quote(f"{header}={word}"),
                "count": counted(len(rows)),
            }
            self.work.faults.add(line, self.status, "E287", **values)

    def end(self, row: int, as_of: dt.date | None) -> dt.date | None:
        """The day on which it ended or will: as told, else the day it was canceled if it did not go on from there."""
        end = self.day("terminated", row) or self.day("end", row)
        canceled = self.day("canceled", row)
        if end is not None or canceled is None:
            return end
        alone = not {"end", "terminated"} & set(self.work.columns)
        life = self.life(row)
        ended = life is Life.ENDED or (alone and life not in _THERE)
        return canceled if ended or (as_of is not None and canceled > as_of) else None

    def today(self) -> dt.date | None:
        """The day the data stand for: given, or the last day in them that was no plan."""
        work = self.work
        if work.options.as_of is not None:
            return work.options.as_of
        starts, ends = [], []
        for row in [*self.work.live(), *self.not_paying()]:
            life, start, end = self.life(row), self.day("start", row), self.end(row, None)
            if start is None or life is Life.FUTURE:
                continue
            starts.append(start)
            planned = life in _NOT_YET or (life in _THERE and self.tells_ends)  # it says that the end is still to come
            if end is not None and end >= start and not planned:
                ends.append(end)
        if not starts:
            return None
        day = last_day_of(starts, ends)
        if day not in starts:
            work.note("N372", as_of=day)
        return day

    # ------------------------------------------------------------ where each stands

    def settle(self) -> None:
        """Leave out who has not paid yet, refuse what contradicts itself, and find what must be told."""
        work = self.work
        as_of = work.as_of = self.today()
        ends: dict[int, dt.date | None] = {}
        for row in self.not_paying():
            life = self.life(row)
            if life is not None:
                self._leave_out(row, f"«{shown(self.words[row], 30)}»", *_NOT_YET[life])
        for row in self.work.live():
            end = ends[row] = self.end(row, as_of)
            if out := self._not_yet(row, end, as_of):
                self._leave_out(row, *out)
            elif bad := self._contradiction(row, end, as_of):
                work.fault(row, *bad)
            else:
                for what, done in self._worth_knowing(row, end, as_of):
                    self.told.setdefault(f"{what}{done}", _Group(what, done)).rows.append(row)
        self._one_end(ends)
        self._pay_from_the_end_of_trials()
        if self.out and not self.work.live() and not work.faults.found:
            raise Undefined(problem("E342", reason=say("no contract of the list has been paid for yet")))

    def tell(self) -> None:
        """Tell what was left out, with its money, what counts although its word may say otherwise, what is not used."""
        for group in self.out.values():
            self.work.note("N259", **self._place(group), total=self._sum(group.rows), why=group.done)
        for group in self.told.values():
            self.work.note("N260", **self._place(group), done=group.done)
        for column in self.work.source.layout.free():
            self._tell_unused(column)

    def _tell_unused(self, column: int) -> None:
        """A column that says something of payments or tests, or of a discount, and that nothing is taken from."""
        work, rows = self.work, self.work.live()
        header = header_of(work.source.layout.headers[column])
        says = of_header(header.words)
        if says in (None, Trait.TYPE) and not _LESS & set(header.words):
            return
        cells = work.cells(column)
        texts = Counter(text_of(cells[row]).strip(BLANKS) for row in rows)
        values = {text: count for text, count in texts.items() if text.strip("0.,% ")}
        if values:
            told = [say("«{text}» ({count})", text=shown(text, 30), count=count) for text, count in values.items()]
            line, count = work.source.layout.line, _contracts(sum(values.values()))
            work.note("N260", line=line, column=column, what=some(told, _TOLD), count=count, done=_UNUSED)

    def price(self) -> None:
        """A contract that pays nothing is told; one that pays less than nothing cannot be."""
        work, role = self.work, price_role(self.work.columns)
        if role is None:
            return
        cells, column = work.columns[role].cells, work.source.layout.roles.get(role, -1)
        ends, header = work.columns["end"].cells, shown(work.source.layout.decided[role].value)
        for row in self.work.live():
            runs = ends[row] is None or work.as_of is None or ends[row] > work.as_of
            if cells[row] is not None and cells[row] < 0:
                value = text_of(work.gathered.columns[column][row]).strip(BLANKS) if column >= 0 else str(cells[row])
                work.fault(
                    row, column, Bad("E288", {"value": shown(value), "but": say("no price is below 0"), "cure": SKIP})
                )
            elif cells[row] == 0 and runs:
                self.told.setdefault("free", _Group(say("0 in «{header}»", header=header), _FREE)).rows.append(row)

    def _leave_out(self, row: int, what: str, reason: str, why: str) -> None:
        self.work.skipped[row] = reason
        self.out.setdefault(f"{what}{reason}", _Group(what, why)).rows.append(row)

    def _place(self, group: _Group) -> dict[str, Any]:
        line = self.work.gathered.lines[group.rows[0]]
        column = self.status if group.what.startswith("«") else None
        return {"line": line, "column": column, "what": group.what, "count": _contracts(len(group.rows))}

    def _sum(self, rows: Sequence[int]) -> str:
        return say(", {sum_text} in all", sum_text=self.work.sum_text(rows)) if self.work.money() is not None else ""

    def _not_yet(self, row: int, end: dt.date | None, as_of: dt.date | None) -> tuple[str, str, str] | None:
        """What it is, the reason for the control totals and the words for it, if its days say that nobody pays yet."""
        start, trial_end = self.day("start", row), self.day("trial_end", row)
        if start is not None and as_of is not None and start > as_of:
            return say("starts after {as_of}", as_of=as_of), *_NOT_YET[Life.FUTURE]
        if trial_end is None or start is None or trial_end <= start:
            return None
        if end is not None and start <= end <= trial_end:
            return "ends before the trial was over", *_NOT_YET[Life.TRIAL]
        if as_of is not None and trial_end > as_of:
            return say("trials that end after {as_of}", as_of=as_of), *_NOT_YET[Life.TRIAL]
        return None

    def _contradiction(self, row: int, end: dt.date | None, as_of: dt.date | None) -> tuple[int, Bad] | None:
        """Why a row cannot be believed: the column and the fault."""
        work, life, start = self.work, self.life(row), self.day("start", row)
        if start is not None and end is not None and end < start:
            client = work.columns["client"].cells[row] or ""
            values: dict[str, object] = {"client": client, "start": start, "end": end}
            return self._column_of_ends(row), Bad("E348", values)
        word = shown(self.words[row], 30) if self.words else ""
        if life is Life.ENDED and end is None:
            return self.status, Bad("E288", {"value": word, "but": say("no day of its end is given"), "cure": _NO_END})
        if life in _THERE and self.tells_ends and end is not None and as_of is not None and end <= as_of:
            return self.status, Bad(
                "E288", {"value": word, "but": say("it ended on {end}", end=end), "cure": _DAYS_TELL}
            )
        return None

    def _worth_knowing(self, row: int, end: dt.date | None, as_of: dt.date | None) -> list[tuple[str, str]]:
        """What a reader must be told of a contract that counts, and how it counts."""
        life, found = self.life(row), []
        gone = end is not None and as_of is not None and end <= as_of
        word = f"«{shown(self.words[row], 30)}»" if self.words and self.words[row] else say("no status")
        if life in _THERE and gone:
            found.append((word, "with an end that has passed: counted as ended"))
        elif life is Life.LATE:
            found.append((word, "counted as still there"))
        elif life is Life.PAUSED:
            found.append((word, "counted as still there, though nothing may be paid meanwhile"))
        elif life is Life.ENDED and not gone:
            found.append((word, "with an end still to come: counted as running until then"))
        elif self.words and not self.words[row]:
            found.append((word, "the days alone tell whether they run"))
        if end is None and self.day("canceled", row) is not None:
            found.append(("canceled", "with no end given: counted as running on"))
        return found

    def _column_of_ends(self, row: int) -> int:
        """The column that the end of a row was taken from."""
        roles = self.work.source.layout.roles
        return next((roles[role] for role in ("terminated", *_ENDS) if self.day(role, row) is not None), -1)

    def _pay_from_the_end_of_trials(self) -> None:
        """Who began with a trial is a client since its end."""
        work = self.work
        starts = work.columns["start"].cells
        moved = []
        for row in self.work.live():
            trial_end = self.day("trial_end", row)
            if trial_end is not None and starts[row] is not None and trial_end > starts[row]:
                starts[row] = trial_end
                moved.append(row)
        if moved:
            done = say("{moved:counts|count} from its end", moved=len(moved))
            self.told["trial"] = _Group("begun with a trial", done, moved)

    def _one_end(self, ends: dict[int, dt.date | None]) -> None:
        """Put the end of each contract into one column, whatever columns tell it."""
        work = self.work
        name = next(role for role in _ENDS if role in work.columns)
        work.columns["end"] = Checked([ends.get(row) for row in range(len(work.gathered.lines))])
        if "end" not in work.source.layout.decided:
            work.source.layout.decided["end"] = Decided(
                work.source.layout.decided[name].value, say("column {name}", name=name)
            )


_LESS = frozenset("discount discounts coupon promo скидка скидки промокод купон".split())
_TOLD = 6  # values that a message lists
_UNUSED = "not used: neither who is a client nor the price depends on it"
_FREE = "counted as running, and as bringing nothing"
_NO_END = "fill in the end, or --skip-bad FILE to leave such rows out (they will be listed)"
_DAYS_TELL = "mend the row; or say --map status= (nothing after the sign) if the days alone tell who has left"


@dataclass(slots=True)
class _Group:
    """Contracts of which the same is told: what they are, and what is done with them or why they are left out."""

    what: str
    done: str
    rows: list[int] = field(default_factory=list)


def _contracts(count: int) -> str:
    return counted(count, "contract")


def _life(word: str, *, yes_or_no: bool) -> Life | None:
    flag = flag_of(word_of(word)) if yes_or_no else None
    return life_of(word) if flag is None else (Life.RUNS if flag else Life.ENDED)
