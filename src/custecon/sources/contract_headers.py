"""Headers of a list of contracts: the word for a contract left out, how many intervals, all that was paid so far."""

from __future__ import annotations

from custecon.sources.role_names import words

# Money of a contract: in other kinds of file such a header may be plain money.
OF_CONTRACTS = frozenset(["contract_fee", "mrr", "arr"])
_A_CONTRACT, _INTERVAL, _HOW_MANY = map(words, ("contract", "interval", "how_many"))
_OF_ITS_LIFE = frozenset(["start", "end", "terminated", "canceled", "trial_end", "contract_status"])


def without_contract(role: str, words: tuple[str, ...]) -> str:
    """A header of a day or a status without the word that it is that of a contract: «Subscription Started At».

    >>> without_contract("start", ("subscription", "started", "at")), without_contract("interval", ("sub", "period"))
    ('startedat', '')
    """
    return "".join(word for word in words if word not in _A_CONTRACT) if role in _OF_ITS_LIFE else ""


def how_many(words: set[str]) -> bool:
    """Whether a header says how many intervals an amount pays for, such as `plan_interval_length`.

    >>> how_many({"plan", "interval", "length"}), how_many({"billing", "interval"})
    (True, False)
    """
    return bool(words & _INTERVAL and words & _HOW_MANY)


_EVER, _IN_ALL, _RECEIVED = map(words, ("ever", "in_all", "received"))


def of_all_time(words: set[str]) -> bool:
    """Whether a header says that its money is all that was paid so far, which is no price.

    >>> of_all_time({"total", "paid"}), of_all_time({"lifetime", "value"}), of_all_time({"total"})
    (True, True, False)
    """
    return bool(words & _EVER or (words & _IN_ALL and words & _RECEIVED))
