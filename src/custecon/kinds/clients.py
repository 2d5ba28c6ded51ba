"""Lists of clients: what each brings a year, and who is still there."""

from __future__ import annotations

from dataclasses import replace

from custecon.core.schemas import BelowZero, Kind, Role, Schema
from custecon.kinds.shared import CLIENT, GROUPS

CLIENTS = Schema(
    "clients",
    "one client",
    (
        CLIENT,
        Role("revenue", Kind.MONEY, "what the client pays in a year", blank=True, unit="per year"),
        Role(
            "margin",
            Kind.MONEY,
            "what is left of it after the direct cost, in a year",
            blank=True,
            unit="per year",
        ),
        Role(
            "cost",
            Kind.MONEY,
            "the direct cost of the client in a year",
            blank=True,
            unit="per year",
            below_zero=BelowZero.CREDIT,
        ),
        Role("orders", Kind.COUNT, "how many orders the client places in a year", blank=True, unit="per year"),
        Role(
            "first_date",
            Kind.DATE,
            "the day of the first purchase",
            blank=True,
            en="""
first date, first order, first order date, first purchase, first purchase date, start date, client since,
customer since, since, member since, active since, subscriber since, acquired at""",
            ru="""
первая дата, первый заказ, дата первого заказа, первая покупка, дата первой покупки, клиент с, дата начала""",
        ),
        Role(
            "last_date",
            Kind.DATE,
            "the day of the last purchase",
            blank=True,
            en="last date, last order, last order date, last purchase, last purchase date, end date",
            ru="последняя дата, последний заказ, дата последнего заказа, последняя покупка, дата последней покупки",
        ),
        Role(
            "retention",
            Kind.SHARE,
            "the chance that the client stays another year",
            blank=True,
            unit="per year",
            en="retention, retention rate, retention probability, probability of retention",
            ru="удержание, вероятность удержания, коэффициент удержания",
        ),
        Role(
            "active",
            Kind.FLAG,
            "whether the client is still a client",
            blank=True,
            en="active, is active, still active, current, client status, customer status, account status, status",
            ru="активен, активный, действующий, статус, статус клиента, состояние клиента",
        ),
        *GROUPS,
        Role("left", Kind.FLAG, "whether the client has left", blank=True),
        Role(
            "left_date",
            Kind.DATE,
            "the day the client left or will leave",
            blank=True,
            ahead=True,
            en="""
left date, date left, left on, left at, lost on, lost date, churn date, churned at, churned on, cancelled at,
canceled at, cancellation date, end of contract""",
            ru="дата ухода, дата потери, дата оттока, дата расторжения, ушел когда",
        ),
    ),
    any_of=("revenue", "margin"),
    answered_by="custecon ltv FILE",
    rank=1,
)
# The same list, asked who left and why: money may be missing, but something must tell who is still there.
LEAVERS = replace(
    CLIENTS,
    roles=(
        *CLIENTS.roles,
        Role(
            "reason",
            Kind.TEXT,
            "why the client left",
            blank=True,
            en="reason, churn reason, reason for leaving, reason left, lost reason, cancellation reason, why left",
            ru="причина, причина ухода, причина потери, причина оттока, причина отказа",
        ),
    ),
    any_of=("active", "left", "left_date", "last_date"),
    rank=10,
)
