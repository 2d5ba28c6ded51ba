"""The complaint iceberg as a table above and below a water line, what each lever is worth, and the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.evaluation import figure
from custecon.core.expression import Expression, Name, minimum, where
from custecon.core.phrases import Number, say
from custecon.core.relations import Over, Rounded, formula_of
from custecon.core.results import Column, Figure, Input, Picture, Table
from custecon.core.rounding import exact, significant
from custecon.metrics import complaints

WATER = "water line: below, nobody speaks"
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Iceberg:
    """Dissatisfied clients by what they did, unrounded: two groups above the water line, two below."""

    heard_kept: Decimal
    heard_lost: Decimal
    silent_kept: Decimal
    silent_lost: Decimal

    @property
    def heard(self) -> Decimal:
        """Those who complained."""
        return self.heard_kept + self.heard_lost

    @property
    def silent(self) -> Decimal:
        """Those who said nothing."""
        return self.silent_kept + self.silent_lost

    @property
    def kept_in_all(self) -> Decimal:
        """Those who stayed."""
        return self.heard_kept + self.silent_kept

    @property
    def lost_in_all(self) -> Decimal:
        """Those who left."""
        return self.heard_lost + self.silent_lost

    @property
    def dissatisfied(self) -> Decimal:
        """All of them."""
        return self.heard + self.silent

    @property
    def parts(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """The four groups from the top of the iceberg down."""
        return self.heard_kept, self.heard_lost, self.silent_kept, self.silent_lost

    def in_persons(self) -> tuple[int, int, int, int]:
        """The four groups as whole clients that add up: first who speaks, then what became of each group."""
        everybody = whole_parts((self.dissatisfied,))[0]
        heard, silent = whole_parts((self.heard, self.silent), everybody)
        kept, lost = whole_parts((self.heard_kept, self.heard_lost), heard)
        stay, leave = whole_parts((self.silent_kept, self.silent_lost), silent)
        return kept, lost, stay, leave


def whole_parts(parts: Sequence[Decimal], whole: int | None = None) -> tuple[int, ...]:
    """Parts as whole numbers that add up to a whole: the largest remainders are rounded up.

    >>> whole_parts((Decimal("4.8"), Decimal("91.2")), 96)
    (5, 91)
    """
    total = sum(parts, Decimal(0))
    if whole is None:
        whole = int(total + Decimal("0.5"))
    if not total:
        return tuple(0 for _ in parts)
    scaled = [part * whole / total for part in parts]
    floors = [int(part) for part in scaled]
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - scaled[i], i))
    for i in order[: whole - sum(floors)]:
        floors[i] += 1
    return tuple(floors)


def exactly(metric: Metric, values: Mapping[str, Any]) -> Decimal:
    """A metric on the decimals that a person means: 96 × 5 % is 4.8, not 4.800000000000001."""
    inputs = {
        needed.name: Decimal(repr(values[needed.name]))
        if isinstance(values[needed.name], float)
        else Decimal(values[needed.name])
        for needed in metric.asked
    }
    result: Decimal = metric(**inputs)
    return result


def of_shares(values: Mapping[str, Any]) -> Iceberg:
    """The iceberg that follows from the number of dissatisfied clients and the three shares."""
    return Iceberg(
        exactly(complaints.heard_kept, values),
        exactly(complaints.heard_lost, values),
        exactly(complaints.silent_kept, values),
        exactly(complaints.silent_lost, values),
    )


def figures(iceberg: Iceberg, inputs: Sequence[Input]) -> tuple[Figure, ...]:
    """The groups and their sums as figures with their formulas; the values are those of the table."""
    shown = (
        complaints.lost_in_all,
        complaints.kept_in_all,
        complaints.heard,
        complaints.heard_kept,
        complaints.heard_lost,
        complaints.silent,
        complaints.silent_kept,
        complaints.silent_lost,
    )
    return tuple(
        replace(
            figure(metric, inputs, weight="main" if metric is complaints.lost_in_all else "detail"),
            value=float(getattr(iceberg, metric.name)),
        )
        for metric in shown
    )


def _persons() -> list[Expression]:
    """The four groups in whole clients, as `Iceberg.in_persons`: of two parts the first is rounded, the other is left.

    The larger of two remainders that add up to one is the one from a half on.
    """
    heard, silent = Name("heard"), Name("silent")

    def first(part: Expression, total: Expression, whole: Expression) -> Expression:
        found: Expression = where(total > 0, Rounded(part * whole / total, 0), 0)
        return found

    everybody = Rounded(heard + silent, 0)
    spoke = first(heard, heard + silent, everybody)
    kept = first(Name("heard_kept"), heard, spoke)
    stay = first(Name("silent_kept"), silent, everybody - spoke)
    return [kept, spoke - kept, stay, everybody - spoke - stay]


def table(iceberg: Iceberg, value: Decimal | None) -> Table:
    """The four groups: in whole clients, unrounded, as a share, and in money if a client's value is known."""
    groups = [Name(name) for name in ("heard_kept", "heard_lost", "silent_kept", "silent_lost")]
    columns: tuple[Column, ...] = (
        Column("group", "dissatisfied clients who", units.TEXT, "what the clients of this group did"),
        Column(
            "clients",
            "clients",
            units.CLIENTS,
            "whole clients; the groups add up to the whole",
            summed=True,
            cells=_persons(),
        ),
        Column(
            "unrounded",
            "clients, unrounded",
            units.CLIENTS,
            "the same before rounding to whole clients",
            summed=True,
            cells=groups,
        ),
        Column(
            "share",
            "share",
            units.SHARE,
            "part of all dissatisfied clients",
            summed=True,
            formula=Name("unrounded") / Over("sum", "water_line", "unrounded"),
        ),
    )
    if value is not None:
        columns += (
            Column(
                "kept_value",
                "kept a year",
                units.MONEY_PER_YEAR,
                "what the clients who stay bring",
                summed=True,
                formula=Name("unrounded") * Name("value"),
                live=[True, False, True, False],
            ),
            Column(
                "lost_value",
                "lost a year",
                units.MONEY_PER_YEAR,
                "what the clients who leave take away",
                summed=True,
                formula=Name("unrounded") * Name("value"),
                live=[False, True, False, True],
            ),
        )
    rows = []
    names = ("complain and are kept", "complain and leave", "are silent and stay", "are silent and leave")
    for i, (name, persons, part) in enumerate(zip(names, iceberg.in_persons(), iceberg.parts, strict=True)):
        row: tuple[Any, ...] = (say(name), persons, float(part), float(part / iceberg.dissatisfied))
        if value is not None:
            money = float(part * value)
            row += (0.0, money) if i % 2 else (money, 0.0)
        rows.append(row)
    return Table("water_line", "Above and below the water line", columns, rows)


def picture(iceberg: Iceberg) -> Picture:
    """The iceberg: those who were heard above the water line, the silent below it."""
    heard, silent = iceberg.heard, iceberg.silent
    title = say("The iceberg")
    if heard:
        times = Number(significant(exact(float(silent / heard)), 3))
        title = say("The iceberg, {times} silent for every complaint", times=times)
    return Picture("iceberg", title, "bars", "water_line", "group", ("unrounded",), (2, WATER))


# ------------------------------------------------------------------ levers


@dataclass(frozen=True, slots=True)
class Lever:
    """A change to try: points more than now, a part fewer than now, or a share that is set."""

    name: str
    more_complain: Decimal = Decimal(0)
    more_kept: Decimal = Decimal(0)
    fewer: Decimal = Decimal(0)
    complaint_share: Decimal | None = None
    kept: Decimal | None = None

    def applied(self, now: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The inputs with this lever pulled; no share goes above 100 %."""
        share = min(now["complaint_share"] + self.more_complain, Decimal(1))
        kept = min(now["kept_after_complaint"] + self.more_kept, Decimal(1))
        return {
            **now,
            "dissatisfied": now["dissatisfied"] * (1 - self.fewer),
            "complaint_share": share if self.complaint_share is None else self.complaint_share,
            "kept_after_complaint": kept if self.kept is None else self.kept,
        }


def standard_levers(step: Decimal) -> tuple[Lever, ...]:
    """More of them speak, better answers, both, fewer dissatisfied: each by one step."""
    points = Number(step * 100)
    return (
        Lever(say("{points} points more of them complain", points=points), more_complain=step),
        Lever(say("{points} points more of those who complain are kept", points=points), more_kept=step),
        Lever("both", more_complain=step, more_kept=step),
        Lever(say("{points} % fewer dissatisfied clients", points=points), fewer=step),
    )


def answer_levers(now: Mapping[str, Decimal]) -> tuple[Lever, ...]:
    """What the answer decides, as far as the loyalty after each kind of answer is known."""
    known = (
        ("nobody who complains is satisfied", "loyalty_unsatisfied"),
        ("everybody who complains is satisfied", "loyalty_satisfied"),
        ("everybody who complains is satisfied quickly", "loyalty_quick"),
    )
    found = [Lever(name, kept=now[loyalty]) for name, loyalty in known if loyalty in now]
    if "loyalty_quick" in now:
        half = Lever(
            "half of them complain, all are satisfied quickly", complaint_share=HALF, kept=now["loyalty_quick"]
        )
        found.append(half)
    return tuple(found)


def levers(now: Mapping[str, Decimal], changes: Sequence[Lever], value: Decimal | None) -> Table:
    """What each lever would save, against the present: clients, and money a year if a client's value is known."""
    before = exactly(complaints.lost_in_all, now)
    pulled = (Lever("nothing changes"), *changes)
    rows = []
    for lever in pulled:
        then = lever.applied(now)
        lost, kept = exactly(complaints.lost_in_all, then), exactly(complaints.kept_in_all, then)
        saved = before - lost
        money = () if value is None else (saved * value,)
        shares = (then["complaint_share"], then["kept_after_complaint"], then["dissatisfied"])
        steps = (lever.more_complain, lever.more_kept, lever.fewer)
        rows.append((say(lever.name), *map(float, (saved, *money, lost, kept, *shares, *steps))))
    note = "" if value is None else "worth a year: the most that a complaint desk which brings this about may cost"
    return Table("improvements", "What each lever is worth", _lever_columns(pulled, value is not None), rows, note=note)


def _lever_columns(pulled: Sequence[Lever], in_money: bool) -> tuple[Column, ...]:
    """The columns of the lever table; in a workbook they follow the assumptions."""
    lost, kept = formula_of(complaints.lost_in_all), formula_of(complaints.kept_in_all)
    worth = Column(
        "worth",
        "worth a year",
        units.MONEY_PER_YEAR,
        "the most that this lever may cost in a year",
        formula=Name("saved") * Name("value"),
    )
    return (
        Column("lever", "if", units.TEXT, "what changes"),
        Column(
            "saved",
            "clients saved",
            units.CLIENTS,
            "fewer clients lost than now; less than 0: more are lost",
            formula=Name("lost_in_all") - Name("lost"),
        ),
        *((worth,) if in_money else ()),
        Column("lost", "lost", units.CLIENTS, "lost in all, with the lever", formula=lost),
        Column("kept", "kept", units.CLIENTS, "kept in all, with the lever", formula=kept),
        Column(
            "complaint_share",
            "complaint rate",
            units.SHARE,
            "the part of the dissatisfied who complain",
            formula=minimum(Name("complaint_share") + Name("more_complain"), 1),
            live=[lever.complaint_share is None for lever in pulled],
        ),
        Column(
            "kept_after_complaint",
            "kept after a complaint",
            units.SHARE,
            "the part of those who complain who stay",
            formula=minimum(Name("kept_after_complaint") + Name("more_kept"), 1),
            live=[lever.kept is None for lever in pulled],
        ),
        Column(
            "dissatisfied",
            "dissatisfied",
            units.CLIENTS,
            "clients who had reason to complain",
            formula=Name("dissatisfied") * (1 - Name("fewer")),
        ),
        Column("more_complain", "points more complain", units.SHARE, "added to the complaint rate"),
        Column("more_kept", "points more kept", units.SHARE, "added to the share kept after a complaint"),
        Column("fewer", "fewer dissatisfied", units.SHARE, "taken off the number of dissatisfied clients"),
    )
