"""What the headers of a file of spending say: the spend, a plan, and what is no new client."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.sources.row_words import words

_SPENT, _PLAN, _BESIDE, _INSTEAD, _CLIENTS = (
    frozenset(words("spend", name)) for name in ("spent", "plan", "beside", "instead_of_new_clients", "clients")
)


def may_be_spend(said: Sequence[str]) -> bool:
    """Whether the words of a header speak of what was spent, or was to be, and of nothing else.

    >>> [may_be_spend(text.split()) for text in ("fact spend", "расход без ндс", "cost per click", "shipping cost")]
    [True, True, False, False]
    """
    found = {word for word in said if not word.isdigit()}
    return bool(found & _SPENT) and found <= _SPENT | _PLAN | _BESIDE


def says_spent(said: Sequence[str]) -> bool:
    """Whether the words of a header say that something was spent; «Факт» and «Budget» alone do not.

    >>> says_spent(["факт"]), says_spent(["budget"]), says_spent(["ad", "spend"])
    (False, False, True)
    """
    return bool(set(said) & (_SPENT - _PLAN))


def of_a_plan(said: Sequence[str]) -> bool:
    """Whether the words of a header speak of what was to be spent.

    >>> of_a_plan(["plan", "spend"]), of_a_plan(["бюджет"]), of_a_plan(["fact", "spend"])
    (True, True, False)
    """
    return bool(set(said) & _PLAN)


def instead_of_new_clients(said: Sequence[str]) -> bool:
    """Whether the words of a header count something else than clients who paid for the first time.

    >>> [instead_of_new_clients(text.split()) for text in ("leads", "лиды", "new clients", "new clients from leads")]
    [True, True, False, False]
    """
    return bool(set(said) & _INSTEAD) and not set(said) & _CLIENTS
