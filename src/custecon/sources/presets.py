"""Known exports: which columns they have and what their rows mean. The one place to add another shop or program.

A preset is given with --preset, or found by its header where that is certain; it is always told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from custecon.sources.columns import squash
from custecon.sources.options import ReadingOptions

__all__ = ["PRESETS", "Preset", "preset_of", "with_preset"]


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of an export.

    Attributes:
        name: what the user calls it.
        columns: role -> headers, the best first.
        marks: headers that no other export has all of.
        keep: statuses whose rows are money.
        drop: statuses whose rows are none.
        refunded: the header of the money that was given back on the same row; it is subtracted.
        cancelled: the header of the day an order was called off; such rows are no money.
        items: rows of further items of an order, which repeat its number and leave its money empty.
        rules: what is done, in words.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    refunded: tuple[str, ...] = ()
    cancelled: str = ""
    items: bool = False
    rules: str = ""
    settles: Mapping[str, str] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "shopify",
            columns={
                "client": ("Email", "Customer ID", "Billing Name"),
                "date": ("Created at", "Paid at"),
                "amount": ("Total",),
                "order_id": ("Name", "Id"),
            },
            marks=("Name", "Email", "Financial Status", "Paid at", "Total", "Lineitem quantity", "Lineitem name"),
            keep=frozenset(["paid", "partially_refunded", "refunded", "partially_paid"]),
            drop=frozenset(["pending", "voided", "authorized", "expired", "unpaid"]),
            refunded=("Refunded Amount",),
            cancelled="Cancelled at",
            items=True,
            rules="one row per order, further items of an order skipped; the money is «Total» less «Refunded Amount»"
            "; orders that are pending, voided, authorized, expired, unpaid or cancelled are left out",
        ),
        Preset(
            "stripe",
            columns={
                "client": ("Customer ID", "Customer Email"),
                "date": ("Created date (UTC)", "Created (UTC)", "Created"),
                "amount": ("Amount",),
                "order_id": ("id", "PaymentIntent ID"),
            },
            marks=("id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Status"),
            keep=frozenset(["paid", "refunded", "succeeded", "partially_refunded", "partial_refund", "disputed"]),
            drop=frozenset(
                [
                    "failed",
                    "canceled",
                    "cancelled",
                    "uncaptured",
                    "requires_payment_method",
                    "requires_confirmation",
                    "requires_action",
                    "incomplete",
                    "expired",
                    "blocked",
                    "pending",
                    "processing",
                    "requires_capture",
                ]
            ),
            refunded=("Amount Refunded",),
            rules="the money is «Amount» less «Amount Refunded»; charges whose status is Failed, Canceled, Uncaptured "
            "or unfinished are left out",
        ),
        Preset(
            "woocommerce",
            columns={
                "client": ("customer_id", "billing_email", "customer_email", "customer_user", "Email (Billing)"),
                "date": ("order_date", "date", "date_created", "Order Date", "date_paid"),
                "amount": ("order_total", "Order Total Amount", "Order Total", "total"),
                "order_id": ("order_id", "order_number", "Order Number", "Order ID"),
            },
            marks=("order_id", "order_number", "status", "order_total", "billing_email"),
            keep=frozenset(["completed", "processing", "refunded", "partially_refunded"]),
            drop=frozenset(
                [
                    "pending",
                    "pending_payment",
                    "on_hold",
                    "on-hold",
                    "cancelled",
                    "canceled",
                    "failed",
                    "draft",
                    "checkout_draft",
                    "checkout-draft",
                    "trash",
                    "auto_draft",
                    "auto-draft",
                ]
            ),
            refunded=("refunded_total", "order_refund_amount", "Order Refund Amount"),
            rules="each order counts once; the money is the order total less what was refunded; orders that are "
            "pending, on hold, cancelled, failed, draft or in the trash are left out",
        ),
        Preset(
            "1c",
            columns={
                "client": ("Контрагент", "Покупатель", "Клиент", "Партнер", "Заказчик"),
                "date": ("Дата", "Дата документа", "Период", "День"),
                "amount": ("Сумма", "Сумма документа", "Сумма продажи", "Выручка", "Стоимость продажи", "Стоимость"),
                "order_id": ("Номер", "Номер документа", "Документ", "Регистратор", "Ссылка"),
            },
            drop=frozenset(["не_проведен", "помечен_на_удаление", "отменен"]),
            rules="title rows above the header, rows «Итого» and signatures below are skipped and told",
            settles={"order_id": ""},
        ),
    )
}


def preset_of(headers: Sequence[str], options: ReadingOptions) -> Preset | None:
    """The preset that was asked for, or the one whose marks all stand in the header."""
    if options.preset == "none":
        return None
    if options.preset is not None:
        return PRESETS.get(options.preset)
    here = {squash(header) for header in headers}
    for preset in PRESETS.values():
        if preset.marks and {squash(mark) for mark in preset.marks} <= here:
            return preset
    return None


def with_preset(preset: Preset, headers: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The columns of a preset that stand in a header; what the user named goes before."""
    here = {squash(header): header for header in reversed(headers) if header}
    columns: dict[str, str] = {}
    for role, names in preset.columns.items():
        found = next((here[squash(name)] for name in names if squash(name) in here), None)
        if found is not None:
            columns[role] = found
    columns |= preset.settles
    return columns | {role: header for role, header in given.items() if header}
