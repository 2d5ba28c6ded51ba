"""Which headers of a list of contracts mean what, in English and Russian: life, price, interval, seats.

The one place to add a word for a role of such a list. What other files understand by the same word does not matter
here: «Is Active» is where a subscription stands, and «Seats» is how many of it are paid for.
"""

from __future__ import annotations

__all__ = ["CONTRACTS", "FEES", "OF_CONTRACTS", "PAID_ONCE", "how_many", "of_all_time", "without_contract"]

CONTRACTS: dict[str, str] = {
    "start": "start, start date, started, started at, start at, begin, begin date, subscription start, "
    "subscription start date, contract start, contract start date, signup date, sign up date, customer since, "
    "client since, subscriber since, active since, since, activated at, activated on, начало, дата начала, "
    "начало подписки, начало договора, начало действия, дата начала действия, дата начала договора, "
    "дата начала подписки, дата договора, дата подписки, дата подключения, дата заключения, "
    "дата заключения договора, действует с, клиент с",
    "end": "end, end date, ended, ended at, ended on, end at, ends at, subscription end, subscription end date, "
    "contract end, contract end date, churned at, churned on, churn date, expires, expires at, expired at, "
    "expiry date, expiration date, конец, окончание, дата окончания, окончание подписки, окончание договора, "
    "окончание действия, дата окончания действия, дата окончания договора, дата окончания подписки, "
    "действует до, действует по, срок действия до, дата ухода, дата оттока",
    "terminated": "terminated at, terminated on, termination date, date terminated, дата расторжения, "
    "дата расторжения договора, дата досрочного расторжения, дата прекращения, дата отключения",
    "canceled": "cancelled at, canceled at, cancelled on, canceled on, cancellation date, cancel date, date canceled, "
    "date cancelled, дата отмены, дата отказа",
    "trial_end": "trial end, trial ends, trial end date, trial ends at, trial end at, trial ended at, trial until, "
    "free trial end, конец пробного периода, окончание пробного периода, дата окончания пробного периода, "
    "пробный период до, пробный до, окончание триала, триал до",
    "contract_status": "status, state, subscription status, subscription state, contract status, customer status, "
    "client status, account status, is active, active, статус, состояние, статус договора, статус подписки, "
    "статус контракта, состояние договора, статус клиента, статус абонента, активен, активна, действует",
    "contract_fee": "plan amount, plan price, subscription fee, subscription amount, recurring amount, "
    "recurring revenue, абонентская плата, абонплата, абонентский платеж, сумма абонентской платы",
    "mrr": "mrr, monthly recurring revenue, current mrr, total mrr, net mrr, customer mrr, subscription mrr, "
    "mrr amount",
    "arr": "arr, annual recurring revenue, annualized recurring revenue, annual run rate, annualized run rate, "
    "current arr, total arr",
    "interval": "interval, billing interval, billing cycle, billing cycle interval, billing frequency, "
    "billing period unit, billing unit, "
    "period unit, interval unit, plan interval, plan interval unit, payment interval, payment frequency, frequency, "
    "recurrence, renewal interval, renewal period, renewal frequency, subscription billing period, периодичность, "
    "периодичность оплаты, периодичность платежа, периодичность списания, период, период оплаты, период списания, "
    "расчетный период, интервал, интервал оплаты, интервал списания, частота оплаты, единица периода",
    "interval_count": "interval count, plan interval count, billing cycle frequency, billing interval count, "
    "billing period, period count, "
    "количество периодов, число периодов",
    "months": "interval months, months per interval, billing months, period in months, период в месяцах, период мес",
    "seats": "seats, seat count, number of seats, licenses, licences, number of licenses, number of licences, "
    "plan quantity, subscription quantity, рабочих мест, рабочие места, количество рабочих мест, лицензий, лицензии, "
    "количество лицензий",
}
# A header that has one of these words may be what is paid again and again, unless another says that it is paid once.
FEES = frozenset(["fee", "fees", "charge", "плата", "платеж", "абонплата", "взнос"])
PAID_ONCE = frozenset(
    "setup activation installation connection one once onetime late penalty deposit подключение установка разовая "
    "разовый разовое единовременная единовременный единовременно штраф пеня залог депозит".split()
)
# Money of a contract: in other kinds of file such a header may be plain money.
OF_CONTRACTS = frozenset(["contract_fee", "mrr", "arr"])
_A_CONTRACT = frozenset("subscription subscriptions sub contract contracts договора подписки контракта".split())
_OF_ITS_LIFE = frozenset(["start", "end", "terminated", "canceled", "trial_end", "contract_status"])
_INTERVAL = frozenset("interval period cycle billing frequency интервал интервала период периода периодов".split())
_HOW_MANY = frozenset("count length number every multiplier количество число длина".split())


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


_EVER = frozenset("lifetime ltv cumulative accumulated ytd payments накопленным нарастающим".split())
_IN_ALL = frozenset("total all overall всего итого общая общий общее".split())
_RECEIVED = frozenset("paid revenue spend spent sales collected оплачено выплачено поступило выручка доход".split())


def of_all_time(words: set[str]) -> bool:
    """Whether a header says that its money is all that was paid so far, which is no price.

    >>> of_all_time({"total", "paid"}), of_all_time({"lifetime", "value"}), of_all_time({"total"})
    (True, True, False)
    """
    return bool(words & _EVER or (words & _IN_ALL and words & _RECEIVED))
