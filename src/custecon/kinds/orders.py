"""Orders or payments."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema
from custecon.kinds.shared import CLIENT, GROUPS

ORDERS = Schema(
    "orders",
    "one order",
    (
        CLIENT,
        Role("date", Kind.DATE, "the day of the order", required=True),
        Role(
            "amount",
            Kind.MONEY,
            "what the client paid, refunds negative",
            required=True,
            headers=("amount", "payable"),
        ),
        Role(
            "order_id",
            Kind.KEY,
            "the number of the order, if several rows belong to one",
            blank=True,
            en="""
order id, order, order no, order number, transaction id, invoice, invoice no, invoice number, receipt, receipt
no, receipt number, receipt id, shipment""",
            ru="""
номер заказа, заказ, № заказа, ид заказа, id заказа, номер документа, номер счета, код заказа, чек, номер чека,
№ чека, отправление""",
        ),
        *GROUPS,
        Role(
            "member_since",
            Kind.TEXT,
            "the day on which the client joined the loyalty programme, 2024-12-31 or 31.12.2024; empty: no member",
            blank=True,
            group=True,
            en="member since, enrolled, enrolled at, enrolment date, joined programme, joined program, programme since",
            ru="участник с, вступил в программу, дата вступления в программу, дата выдачи карты, карта выдана",
        ),
        Role(
            "card",
            Kind.TEXT,
            "the loyalty card of the client, or yes; empty or no: no member",
            blank=True,
            group=True,
            en="""
loyalty card, loyalty card no, loyalty card number, loyalty id, club card, bonus card, programme member, program
member, loyalty member""",
            ru="""
карта лояльности, номер карты лояльности, бонусная карта, номер бонусной карты, дисконтная карта, номер дисконтной
карты, клубная карта, участник программы, участник программы лояльности""",
        ),
        Role(
            "referrer",
            Kind.TEXT,
            "the client who recommended you to this one, or yes; no: they came otherwise; empty: not known",
            blank=True,
            group=True,
            en="referrer, referrer id, referred by, recommended by",
            ru="кто рекомендовал, рекомендатель, кто пригласил, пригласил, по рекомендации",
        ),
    ),
    answered_by="custecon ltv FILE",
    rank=2,
)
