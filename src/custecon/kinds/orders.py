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
    ),
    answered_by="custecon ltv FILE",
    rank=2,
)
