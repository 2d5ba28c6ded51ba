"""What proves the reading of a file, in lines: rows, sums, what was left out and why, and how it was understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain

from custecon.core.phrases import Exact, Phrase, RoleName, counted, say
from custecon.core.schemas import ControlTotals


def lines(controls: ControlTotals) -> Iterator[str]:
    """All of it, as a terminal shows it."""
    facts: list[str] = [say("{rows} {rows:row|rows} used", rows=controls.used)]
    facts += [
        say("{rows} skipped ({reason})", rows=count, reason=say(reason))
        for reason, count in controls.skipped.items()
        if reason not in controls.set_aside
    ]
    facts += [say("{rows} refused", rows=controls.refused)] if controls.refused else []
    facts += [_clients(controls.clients)] if controls.clients is not None else []
    if controls.first_date and controls.last_date:
        facts.append(say("{first} to {last}", first=controls.first_date, last=controls.last_date))
    facts += [say(controls.currency)] if controls.currency else []
    yield say("{file}: {facts}", file=str(controls.file), facts=facts)
    if sums := [
        say("{name} {total}", name=RoleName(name), total=Exact(total)) for name, total in controls.totals.items()
    ]:
        yield say("sums: {sums:;}", sums=sums)
    if apart := set_apart(controls):
        yield apart
    told = {
        "read as: {all}": [
            say(
                "{setting} {decided}",
                setting=say("{name:@setting}", name=say("thousands sign" if name == "thousands" else _words(name))),
                decided=decided.phrase,
            )
            for name, decided in controls.settings.items()
        ],
        "columns: {all}": [
            say("{role} ← «{header}» ({by})", role=RoleName(role), header=decided.value, by=say(decided.by))
            for role, decided in controls.columns.items()
        ],
        "looked at: {all}": [f"«{header}»" for header in controls.looked_at],
        "not used: {all}": [f"«{header}»" for header in controls.unused],
        "noticed: {all}": [
            say("{what}: {n}", n=count, what=say(what)) for what, count in controls.counts.items() if count
        ],
    }
    for template, every in told.items():
        if every:
            yield say(template, all=every)


def _words(name: str) -> str:
    return name.replace("_", " ")


def in_short(controls: ControlTotals) -> Iterator[str]:
    """The sums, and what was left out."""
    facts: list[str] = [counted(controls.used)]
    facts += [_clients(controls.clients)] if controls.clients is not None else []
    sums = [say("{name} {total}", name=RoleName(name), total=Exact(total)) for name, total in controls.totals.items()]
    facts.append(say("{sums}", sums=sums))
    yield say("Control totals of {file}: {facts}", file=str(controls.file), facts=facts)
    if apart := set_apart(controls):
        yield say("Of {file}: {apart}", file=str(controls.file), apart=apart)


def set_apart(controls: ControlTotals) -> Phrase:
    """The rows that were left out, and those that count against the rest, by reason; "" if there are none."""
    parts = []
    if controls.set_aside:
        parts.append(say("left out: {reasons}", reasons=_reasons(controls.set_aside, controls.skipped)))
    if controls.against:
        parts.append(say("counted against: {reasons}", reasons=_reasons(controls.against, {})))
    return say("{parts:;}", parts=parts)


def _clients(count: int) -> Phrase:
    return counted(count, "client")


def _reasons(money: Mapping[str, Decimal], rows: Mapping[str, int]) -> list[Phrase]:
    """Each reason with its money; a column of which several values are reasons is named once, after all others."""
    of_column: dict[str | None, list[str]] = {}
    for reason in money:
        of_column.setdefault(_column(reason), []).append(reason)
    several = [reasons for column, reasons in of_column.items() if column and len(reasons) > 1]
    further = {reason for reasons in several for reason in reasons[1:]}
    alone = [reason for reason in money if not any(reason in reasons for reasons in several)]
    return [
        _reason(
            reason.values["value"] if isinstance(reason, Phrase) and reason in further else reason,
            total,
            rows.get(reason),
        )
        for reason, total in ((one, money[one]) for one in [*alone, *chain.from_iterable(several)])
    ]


def _column(reason: str) -> str | None:
    """The column whose value is the reason, if it is that of one column."""
    return reason.values.get("header") if isinstance(reason, Phrase) else None


def _reason(reason: str, total: Decimal, rows: int | None) -> Phrase:
    """Rows without money are told by their number alone: a sum of 0 says nothing that they do not."""
    if rows is None:
        return say("{reason} ({total})", reason=say(reason), total=Exact(total))
    if not total:
        return say("{reason} ({rows} {rows:row|rows})", reason=say(reason), rows=rows)
    return say("{reason} ({rows} {rows:row|rows}, {total})", reason=say(reason), rows=rows, total=Exact(total))
