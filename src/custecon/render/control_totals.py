"""What was left out of a file and why, with its money, in one line: beside every result that rests on the file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from custecon.core.schemas import ControlTotals
from custecon.core.wording import counted


def set_apart(controls: ControlTotals) -> str:
    """The rows that were left out, and those that count against the rest, by reason; "" if there are none."""
    parts = []
    if controls.set_aside:
        parts.append("left out: " + _reasons(controls.set_aside, controls.skipped))
    if controls.against:
        parts.append("counted against: " + _reasons(controls.against, {}))
    return "; ".join(parts)


def _reasons(money: Mapping[str, Decimal], rows: Mapping[str, int]) -> str:
    told = []
    for reason, total in money.items():
        count = f"{counted(rows[reason])}, " if reason in rows else ""
        told.append(f"{reason} ({count}{total:,f})")
    return ", ".join(told)
