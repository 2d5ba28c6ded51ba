"""Complaints as a file tells them: who complained, who was satisfied, who stayed, each share with its interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import InputRefused, problem
from custecon.core.evaluation import along
from custecon.core.expression import Name
from custecon.core.phrases import Number, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import INTERVAL, Column, Figure, Input, Interval, Table
from custecon.core.schemas import CheckedTable, Kind
from custecon.metrics.proportions import wilson_interval
from custecon.tables.complaints import Iceberg

# What became of a client before they stayed or left, from the best answer to silence.
QUICK, GOOD, BAD, UNTOLD, SILENT = "quick", "good", "bad", "untold", "silent"
PATHS = {
    QUICK: "complained, satisfied quickly",
    GOOD: "complained, satisfied",
    BAD: "complained, not satisfied",
    UNTOLD: "complained, answer not told",
    SILENT: "said nothing",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clients took each path, and how many of them stayed; how many rows told the same client once more."""

    clients: Counter[str]
    stayed: Counter[str]
    marked: bool
    again: int = 0

    @property
    def everybody(self) -> int:
        """All clients that count as dissatisfied."""
        return sum(self.clients.values())

    @property
    def heard(self) -> int:
        """Those who complained."""
        return self.everybody - self.clients[SILENT]

    @property
    def heard_stayed(self) -> int:
        """Those who complained and stayed."""
        return sum(self.stayed.values()) - self.stayed[SILENT]

    @property
    def left(self) -> int:
        """Those who left, with and without a word."""
        return self.everybody - sum(self.stayed.values())

    @property
    def left_silently(self) -> int:
        """Those who left without a word."""
        return self.clients[SILENT] - self.stayed[SILENT]


def count(table: CheckedTable) -> Counts:
    """Count the paths of a checked file.

    Raises:
        InputRefused: E371 rows of a client do not agree, E374 stayed and left contradict, E373 nobody counts.
    """
    again = _again(table)
    stayed = _stayed(table)
    counts = Counts(Counter(), Counter(), "dissatisfied" in table, len(again))
    complained = table.cells("complained")
    satisfied = table.cells("satisfied") if "satisfied" in table else [None] * table.rows
    quickly = table.cells("quickly") if "quickly" in table else [None] * table.rows
    counted = table.cells("dissatisfied") if counts.marked else [True] * table.rows
    for row in range(table.rows):
        # Who complained was dissatisfied, whatever the column says.
        if row not in again and (counted[row] or complained[row]):
            path = _path(complained[row], satisfied[row], quickly[row])
            counts.clients[path] += 1
            counts.stayed[path] += bool(stayed[row])
    if not counts.everybody:
        raise InputRefused(problem("E373"))
    return counts


def _path(complained: bool, satisfied: bool | None, quickly: bool | None) -> str:
    if not complained:
        return SILENT
    if satisfied is None:
        return UNTOLD
    return (QUICK if quickly else GOOD) if satisfied else BAD


def _stayed(table: CheckedTable) -> list[bool]:
    if "left" not in table:
        return list(table.cells("stayed"))
    stayed = [not left for left in table.cells("left")]
    if "stayed" in table:
        against = sum(one != other for one, other in zip(stayed, table.cells("stayed"), strict=True))
        if against:
            one, other = (table.columns[name].header for name in ("stayed", "left"))
            raise InputRefused(problem("E374", stayed=one, left=other, count=against))
    return stayed


def _again(table: CheckedTable) -> frozenset[int]:
    """The rows of clients who stand above already with the same answers: each client is counted once.

    Raises:
        InputRefused: E371 the rows of a client do not agree.
    """
    if "client" not in table:
        return frozenset()
    names = [name for name, column in table.columns.items() if column.role.kind is Kind.FLAG]
    keys, answers = table.cells("client"), list(zip(*(table.cells(name) for name in names), strict=True))
    first: dict[str, int] = {}
    again = [row for row, key in enumerate(keys) if key is not None and first.setdefault(key, row) != row]
    torn = list(dict.fromkeys(keys[row] for row in again if answers[row] != answers[first[keys[row]]]))
    if torn:
        problems = [problem("E371", client=key) for key in torn[:20]]
        raise InputRefused(problems, more=len(torn) - len(problems))
    return frozenset(again)


def iceberg(counts: Counts) -> Iceberg:
    """The iceberg exactly as it was counted."""
    return Iceberg(
        Decimal(counts.heard_stayed),
        Decimal(counts.heard - counts.heard_stayed),
        Decimal(counts.stayed[SILENT]),
        Decimal(counts.left_silently),
    )


def _shares(counts: Counts) -> dict[str, tuple[int, int]]:
    """The shares that the file shows, as part and whole."""
    found = {
        "complaint_share": (counts.heard, counts.everybody),
        "kept_after_complaint": (counts.heard_stayed, counts.heard),
        "silent_loyalty": (counts.stayed[SILENT], counts.clients[SILENT]),
        "loyalty_quick": (counts.stayed[QUICK], counts.clients[QUICK]),
        "loyalty_satisfied": (counts.stayed[GOOD], counts.clients[GOOD]),
        "loyalty_unsatisfied": (counts.stayed[BAD], counts.clients[BAD]),
    }
    return {name: (part, whole) for name, (part, whole) in found.items() if whole}


def inputs(counts: Counts) -> list[Input]:
    """The shares of the file as inputs, as far as it shows them."""
    marked = say("{everybody} marked dissatisfied", everybody=counts.everybody)
    note = marked if counts.marked else say("{everybody} {everybody:row|rows} of the file", everybody=counts.everybody)
    found = [Input(QUANTITIES["dissatisfied"], counts.everybody, "file", note)]
    for name, (part, whole) in _shares(counts).items():
        found.append(Input(QUANTITIES[name], part / whole, "file", say("{part} of {whole}", part=part, whole=whole)))
    return found


def with_intervals(
    shown: Sequence[Figure], inputs: Sequence[Input], counts: Counts, level: float
) -> tuple[Figure, ...]:
    """The figures that rest on shares counted in the file, each with what so few rows leave open.

    Where several shares were counted, each has its interval at a level so high that all of them hold together at the
    level that was asked for (Bonferroni).

    Args:
        shown: figures of metrics; those that have an interval keep it.
        inputs: all inputs, those that follow from a counted share with their formula.
        counts: what was counted in the file.
        level: of the intervals.
    """
    shares = _shares(counts)
    rests = [entry.name for entry in inputs if entry.origin == "file" and entry.name in shares]

    def between(metric: Metric) -> Interval | None:
        alone = {name: wilson_interval(*shares[name], level) for name in rests}
        matter = [name for name, one in alone.items() if along(metric, inputs, {name: one})]
        each = 1 - (1 - level) / max(1, len(matter))
        method = "Wilson" if len(matter) == 1 else say("Wilson at {each} each", each=Number(each))
        ends = {name: replace(wilson_interval(*shares[name], each), level=level, method=method) for name in matter}
        return along(metric, inputs, ends)

    return tuple(
        one if one.metric is None or one.undefined or one.interval else replace(one, interval=between(one.metric))
        for one in shown
    )


def figures(counts: Counts, level: float) -> tuple[Figure, ...]:
    """What the file shows of leaving, with intervals; what nobody did is undefined."""
    heard_left = counts.heard - counts.heard_stayed
    return (
        _share("observed_complaint_share", "complain, of all that count", counts.heard, counts.everybody, level),
        _share("heard_leave_share", "leave, of those who complain", heard_left, counts.heard, level),
        _share("silent_leave_share", "leave, of the silent", counts.left_silently, counts.clients[SILENT], level),
        _share("leavers_silent_share", "never complained, of those who left", counts.left_silently, counts.left, level),
    )


def _share(name: str, label: str, part: int, whole: int, level: float) -> Figure:
    note = say("{part} of {whole} in the file", part=part, whole=whole)
    if not whole:
        why = problem("E301", figure=label, reason="there is nobody of this kind in the file", cure="give more rows")
        return Figure(name, label, None, units.SHARE, note, undefined=why)
    return Figure(name, label, part / whole, units.SHARE, note, interval=wilson_interval(part, whole, level))


def path_table(counts: Counts, level: float) -> Table:
    """Who stayed, by what became of their complaint."""
    columns = (
        Column("path", "what happened", units.TEXT, "what became of the client's trouble"),
        Column("clients", "clients", units.CLIENTS, "rows of the file", summed=True),
        Column("stayed", "stayed", units.CLIENTS, "of them, those who stayed", summed=True),
        Column(
            "left",
            "left",
            units.CLIENTS,
            "of them, those who left",
            summed=True,
            formula=Name("clients") - Name("stayed"),
        ),
        Column("stay_share", "stay", units.SHARE, "the part who stayed", formula=Name("stayed") / Name("clients")),
        Column("low", "from", units.SHARE, "lower end of its interval", fixed=INTERVAL),
        Column("high", "to", units.SHARE, "upper end of its interval", fixed=INTERVAL),
    )
    rows = []
    for path, words in PATHS.items():
        whole, part = counts.clients[path], counts.stayed[path]
        if whole:
            interval = wilson_interval(part, whole, level)
            rows.append((say(words), whole, part, whole - part, part / whole, interval.low, interval.high))
    return Table("paths", "Who stays, by what became of the complaint", columns, rows)
