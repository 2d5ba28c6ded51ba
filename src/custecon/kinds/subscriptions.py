"""Subscriptions and contracts that renew."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema
from custecon.kinds.shared import CLIENT

SUBSCRIPTIONS = Schema(
    "subscriptions",
    "one subscription or contract",
    (
        CLIENT,
        Role(
            "start",
            Kind.DATE,
            "the day on which the contract began",
            required=True,
            en="""
start, start date, started, started at, start at, begin, begin date, subscription start, subscription start
date, contract start, contract start date, signup date, sign up date, customer since, client since, subscriber
since, active since, since, activated at, activated on""",
            ru="""
начало, дата начала, начало подписки, начало договора, начало действия, дата начала действия, дата начала
договора, дата начала подписки, дата договора, дата подписки, дата подключения, дата заключения, дата заключения
договора, действует с, клиент с""",
        ),
        Role(
            "end",
            Kind.DATE,
            "the day on which it ended or will; else empty",
            blank=True,
            ahead=True,
            decides=True,
            en="""
end, end date, ended, ended at, ended on, end at, ends at, subscription end, subscription end date, contract
end, contract end date, churned at, churned on, churn date, expires, expires at, expired at, expiry date,
expiration date""",
            ru="""
конец, окончание, дата окончания, окончание подписки, окончание договора, окончание действия, дата окончания
действия, дата окончания договора, дата окончания подписки, действует до, действует по, срок действия до, дата
ухода, дата оттока""",
        ),
        Role(
            "terminated",
            Kind.DATE,
            "the day on which it was ended before or after its term",
            blank=True,
            ahead=True,
            decides=True,
            en="terminated at, terminated on, termination date, date terminated",
            ru="""
дата расторжения, дата расторжения договора, дата досрочного расторжения, дата прекращения, дата отключения""",
        ),
        Role(
            "canceled",
            Kind.DATE,
            "the day on which it was canceled; it may run on to its end",
            blank=True,
            ahead=True,
            decides=True,
            en="""
cancelled at, canceled at, cancelled on, canceled on, cancellation date, cancel date, date canceled, date
cancelled""",
            ru="дата отмены, дата отказа",
        ),
        Role(
            "trial_end",
            Kind.DATE,
            "the day on which the trial ends and the client pays",
            blank=True,
            ahead=True,
            decides=True,
            en="""
trial end, trial ends, trial end date, trial ends at, trial end at, trial ended at, trial until, free trial end""",
            ru="""
конец пробного периода, окончание пробного периода, дата окончания пробного периода, пробный период до, пробный
до, окончание триала, триал до""",
        ),
        Role(
            "status",
            Kind.TEXT,
            "where it stands: active, on trial, paused, canceled",
            blank=True,
            headers=("contract_status",),
            decides=True,
        ),
        Role(
            "amount",
            Kind.MONEY,
            "what the client pays at each renewal, or for each interval where there is one",
            blank=True,
            headers=("amount", "contract_fee"),
        ),
        Role(
            "mrr",
            Kind.MONEY,
            "what the client pays a month",
            blank=True,
            unit="per month",
            en="""
mrr, monthly recurring revenue, current mrr, total mrr, net mrr, customer mrr, subscription mrr, mrr amount""",
        ),
        Role(
            "arr",
            Kind.MONEY,
            "what the client pays a year",
            blank=True,
            unit="per year",
            en="""
arr, annual recurring revenue, annualized recurring revenue, annual run rate, annualized run rate, current arr,
total arr""",
        ),
        Role(
            "interval",
            Kind.TEXT,
            "how long an amount pays for: month, quarter, year",
            blank=True,
            decides=True,
            en="""
interval, billing interval, billing cycle, billing cycle interval, billing frequency, billing period unit,
billing unit, period unit, interval unit, plan interval, plan interval unit, payment interval, payment
frequency, frequency, recurrence, renewal interval, renewal period, renewal frequency, subscription billing
period""",
            ru="""
периодичность, периодичность оплаты, периодичность платежа, периодичность списания, период, период оплаты,
период списания, расчетный период, интервал, интервал оплаты, интервал списания, частота оплаты, единица периода""",
        ),
        Role(
            "interval_count",
            Kind.TEXT,
            "how many of them",
            blank=True,
            decides=True,
            en="""
interval count, plan interval count, billing cycle frequency, billing interval count, billing period, period
count""",
            ru="количество периодов, число периодов",
        ),
        Role(
            "months",
            Kind.COUNT,
            "how many months an amount pays for",
            blank=True,
            decides=True,
            en="interval months, months per interval, billing months, period in months",
            ru="период в месяцах, период мес",
        ),
        Role(
            "quantity",
            Kind.NUMBER,
            "how many seats or licences",
            blank=True,
            headers=("quantity", "seats"),
            decides=True,
        ),
    ),
    any_of=("end", "terminated", "canceled"),
    answered_by="custecon ltv FILE --method auto",
    rank=3,
)
