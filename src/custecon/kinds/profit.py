"""What each client was charged and cost."""

from __future__ import annotations

from custecon.core.schemas import BelowZero, Kind, Role, Schema
from custecon.kinds.shared import CLIENT, GROUPS

_FAULT = BelowZero.FAULT  # an amount that is taken off the revenue and is never below zero

PROFIT = Schema(
    "profit",
    "one client; several rows of a client are added up",
    (
        CLIENT,
        Role("revenue", Kind.MONEY, "what the client was charged", required=True),
        Role(
            "discounts",
            Kind.MONEY,
            "what was taken off, as a positive amount",
            blank=True,
            below_zero=_FAULT,
            en="discounts, discount, discount amount, bonus, rebates",
            ru="скидки, скидка, сумма скидки, бонусы",
        ),
        Role(
            "refunds",
            Kind.MONEY,
            "what was paid back, as a positive amount",
            blank=True,
            below_zero=_FAULT,
            turns=False,
            en="refunds, refund, refunded, refund amount, credit notes, repaid, returned money",
            ru="возврат денег, сумма возвратов, возмещения",
        ),
        Role("cost", Kind.MONEY, "what the goods or hours sold cost", below_zero=BelowZero.CREDIT),
        Role("margin", Kind.MONEY, "what is left after discounts, refunds and the direct cost"),
        Role(
            "cost_to_serve",
            Kind.MONEY,
            "cost to serve that is already known by client",
            blank=True,
            below_zero=_FAULT,
            turns=False,
            en="cost to serve, service cost, serving cost",
            ru="затраты на обслуживание, стоимость обслуживания, расходы на обслуживание",
        ),
        Role("orders", Kind.NUMBER, "how many orders", blank=True),
        Role(
            "deliveries",
            Kind.NUMBER,
            "how many deliveries",
            blank=True,
            en="deliveries, delivery count, number of deliveries, shipments",
            ru="доставки, доставок, отгрузки, количество доставок, число доставок",
        ),
        Role(
            "visits",
            Kind.NUMBER,
            "how many visits",
            blank=True,
            en="visits, number of visits, meetings",
            ru="визиты, визитов, встречи, выезды, количество визитов, число визитов",
        ),
        Role(
            "calls",
            Kind.NUMBER,
            "how many calls",
            blank=True,
            en="calls, number of calls, phone calls",
            ru="звонки, звонков, обращения, количество звонков, число звонков",
        ),
        Role(
            "returns",
            Kind.NUMBER,
            "how many returns",
            blank=True,
            en="returns, number of returns, returned orders",
            ru="возвраты, возвратов, количество возвратов, число возвратов",
        ),
        Role(
            "hours",
            Kind.NUMBER,
            "how many hours of work",
            blank=True,
            en="hours, hours worked, man hours",
            ru="часы, часов, трудозатраты, количество часов",
        ),
        *GROUPS,
    ),
    answered_by="custecon profit FILE",
    rank=7,
)
DRIVERS = tuple(role.name for role in PROFIT.roles if role.kind is Kind.NUMBER)  # what drives the cost to serve
