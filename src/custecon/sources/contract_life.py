"""Where a contract stands in its life, by the words of its status: it runs, is on trial, was never paid, has ended.

What these words say of an order, that its money does not count, they do not say here: a contract that was canceled is
a client who left, and what they paid was money. The one place to add a word.
"""

from __future__ import annotations

import re
from enum import StrEnum

from custecon.sources.phrases import word_of


class Life(StrEnum):
    """Where a contract stands."""

    RUNS = "runs"
    LATE = "late"  # a payment is overdue: still there
    PAUSED = "paused"  # still there
    TRIAL = "trial"  # pays nothing yet
    UNPAID = "unpaid"  # begun and never paid
    FUTURE = "future"  # not begun
    ENDED = "ended"


# The beginnings of words; «=» ends a word that is meant whole. «ё» is written «е».
_WORDS = {
    Life.TRIAL: "trial demo= freemium evaluat пробн триал демо ознакомит тест= тестов",
    Life.UNPAID: "incomplet pending= draft fail= failed= await lead= leads= unconfirm ожида черновик проект= "
    "согласован подписани неподписан лид=",
    Life.FUTURE: "future= schedul upcoming будущ заплан предстоящ неначат неначал",
    Life.PAUSED: "pause suspend frozen freez hold= onhold paus приостан заморож пауз заблокир",
    Life.LATE: "pastdue overdue delinquen dunning arrear unpaid= просроч задолж должник долг=",
    Life.RUNS: "activ live= running= current= ongoing= renew nonrenew open= ok= paid= valid= subscribed= customer= "
    "client= inforce willcancel действ актив текущ продлен= продлена= работа подключен обслуж исполняет всиле клиент= "
    "оплачен",
    Life.ENDED: "cancel churn end= ended= ends= expir terminat close laps inactiv finish complet stop lost= former= "
    "deactiv disabl unsubscri transferred= archiv left= gone= расторг заверш законч окончен окончил закрыт прекращ "
    "истек отключ отмен отказ аннулир ушел= ушла= ушли= потерян бывш архив неактив недейств выбыл отток",
}
_STEMS = [(stem, life) for life, stems in _WORDS.items() for stem in stems.split()]
_TOGETHER = {
    "past due": "pastdue", "in arrears": "arrears", "on hold": "onhold", "in force": "inforce", "в силе": "всиле",
    "non renewing": "nonrenewing", "non renewal": "nonrenewing", "not renewing": "nonrenewing",
    r"(pending|scheduled( for| to)?|set to|will|to) (be )?cancel\w*": "willcancel", "cancell?ing": "willcancel",
    r"cancel\w* (is )?(pending|scheduled)": "willcancel",
    "cancels? at( the)? (period end|end of( the)? period)": "willcancel",
    "(на расторжении|ожидает расторжения|к расторжению)": "willcancel", "не начат": "неначат",
    "не начал(ся|ась|ось)": "неначался", "не подписан": "неподписан",
    "not started": "future", "not active": "inactive", "не действует": "недействует", "не активен": "неактивен",
    "не активна": "неактивна", "не действующий": "недействующий",
}  # fmt: skip
_NO = frozenset("not no never без не нет".split())
# Of two that stand in one status: an active trial is a trial, an incomplete one that has expired was never paid.
_BEFORE_ENDED = (Life.TRIAL, Life.UNPAID)
_BEFORE_RUNS = (*_BEFORE_ENDED, Life.FUTURE, Life.LATE, Life.PAUSED)


def life_of(text: str) -> Life | None:
    """Where a contract with this status stands; None where the words do not tell.

    >>> [str(life_of(text)) for text in ("past_due", "incomplete_expired", "Действует", "Не действует", "in_trial")]
    ['late', 'unpaid', 'runs', 'ended', 'trial']
    >>> life_of("On probation"), life_of("not paid"), life_of("active, then cancelled")
    (None, None, None)
    """
    plain = word_of(text)
    for apart, together in _TOGETHER.items():
        plain = re.sub(rf"\b{apart}\b", together, plain)
    words = re.findall(r"[^\W\d_]+", plain)
    if _NO & set(words):
        return None
    found = {life for word in words if (life := _of_word(word)) is not None}
    if len(found) == 1:
        return found.pop()
    for other, first in ((Life.RUNS, _BEFORE_RUNS), (Life.ENDED, _BEFORE_ENDED)):
        if len(found) == 2 and other in found:
            return next((life for life in first if life in found), None)
    return None


def _of_word(word: str) -> Life | None:
    """The longest beginning that is known decides: «неактивен» is not «активен», «unpaid» is not «paid»."""
    fitting = [
        (len(stem), life) for stem, life in _STEMS if (word == stem[:-1] if stem[-1] == "=" else word.startswith(stem))
    ]
    return max(fitting)[1] if fitting else None
