"""The margin of a row, the same for every question: revenue less direct cost, or what the row itself says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from custecon.core.errors import InputRefused, Notice, notice, problem
from custecon.core.phrases import say

Amount = TypeVar("Amount", int, Decimal)


def margin_of(revenue: Amount | None, cost: Amount | None, margin: Amount | None) -> tuple[Amount | None, str]:
    """What is left of a row's revenue after its direct cost, and which column told it; None where none does.

    Args:
        revenue: what was charged, after discounts and refunds where the list has them.
        cost: the direct cost.
        margin: what the row itself calls its margin; revenue less cost, where both are there, counts more.
    """
    if revenue is not None and cost is not None:
        return revenue - cost, "cost"
    return (margin, "margin") if margin is not None else (None, "")


def checked_margins(
    clients: Sequence[str],
    revenues: Sequence[Amount | None],
    costs: Sequence[Amount | None],
    margins: Sequence[Amount | None],
) -> tuple[list[tuple[Amount | None, str]], tuple[Notice, ...]]:
    """The margin of every row, and what must be told where the columns contradict each other.

    Raises:
        InputRefused: E375 most margins are above the revenue they are part of.
    """
    found = [margin_of(*row) for row in zip(revenues, costs, margins, strict=True)]
    told = []
    differ = above = 0
    implied = []
    first = ""
    for client, revenue, cost, margin in zip(clients, revenues, costs, margins, strict=True):
        if revenue is None or margin is None:
            continue
        if cost is not None:
            differ += revenue - cost != margin
            continue
        implied.append(revenue - margin)
        if margin > revenue:
            above += 1
            first = first or client
    if differ:
        fact = say("the margin differs from revenue less direct cost in {differ} {differ:row|rows}", differ=differ)
        cure = "take the column out that is wrong"
        told.append(notice("N336", fact=fact, consequence="revenue less direct cost was used", cure=cure))
    if above and mostly_negative(implied):
        values = {"what": "the margin", "value": say("above their revenue"), "why": "a margin is a part of the revenue"}
        cure = (
            "see that both are of one client and one time, or name other columns: --map revenue=COLUMN, margin= (none)"
        )
        raise InputRefused(problem("E375", place=None, name=first, cure=cure, **values))
    if above:
        fact = say("the margin is above the revenue in {above} {above:row|rows}", above=above)
        told.append(notice("N336", fact=fact, consequence="these clients have a direct cost below zero", cure=""))
    return found, tuple(told)


def mostly_negative(costs: Iterable[Amount]) -> bool:
    """Whether costs are written, or come out, the other way round: most of them, or all together, below zero."""
    cells = list(costs)
    negative = sum(cell < 0 for cell in cells)
    return negative > len(cells) - negative or sum(cells) < 0
