"""Means of payment and goods that are no new money are named with their sums and asked about; all others never."""

import io
import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import read


def log_of(header, *values):
    """Rows of 100, 200, 400 and so on, one for each value."""
    rows = [f'C{n},2024-0{n + 1}-05,{100 * 2**n},"{value}"' for n, value in enumerate(values)]
    return "\n".join([f"client,date,amount,{header}", *rows, ""])


PREPAID = [
    ("Payment Method", "Gift Card"), ("Payment method", "gift_card"), ("Tender type", "Store credit"),
    ("Payment Method", "Bogus"), ("Payment", "Loyalty points"), ("Payment gateway", "Shopify Payments + Gift Card"),
    ("Вид платежа", "Абонемент"), ("Способ оплаты", "Подарочный сертификат"), ("Тип оплаты", "Бонусы"),
    ("Вид оплаты", "Баллами"), ("Статус оплаты", "Оплачено абонементом"), ("Форма оплаты", "Зачёт аванса"),
    ("Item", "Gift Card $50"), ("Product", "eGift card"), ("Item", "Tip"), ("Description", "Security deposit"),
    ("Lineitem name", "Gift certificate"), ("Item", "Deposit return"), ("Товар", "Подарочная карта 3000 руб."),
    ("Item", "VAT 20%"), ("Item", "Rounding"), ("Product", "Prepayment"), ("Товар", "НДС"),
    ("Номенклатура", "Аванс"), ("Товар", "Округление"), ("Товар", "Бонусы"),
    ("Номенклатура", "Чаевые"), ("Услуга", "Пополнение депозита"), ("Наименование товара", "Залог"),
]  # fmt: skip
ORDINARY = {"Статус оплаты": "Оплачено"}


@pytest.mark.parametrize(("header", "value"), PREPAID)
def test_no_new_money_is_asked_about_with_its_sum(ask, header, value):
    text = log_of(header, ORDINARY.get(header, "Visa"), value, ORDINARY.get(header, "Lamp"))
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, value.partition(" $")[0][:20], "1 row", "200")
    totals = []
    for way in said.doc["problems"][0]["cure"].removeprefix("say ").split(", or "):
        option = re.match(r"--[a-z-]+ (?:'[^']*'|\S+)", way)[0]
        totals.append(ask(f"check {{file}} {shlex.join(shlex.split(option))}", text).total)
    assert totals == ["500", "700"]


@pytest.mark.parametrize(("header", "values"), [
    ("Payment Method", ["Visa", "Bank transfer", "PayPal Express Checkout", "Cash on delivery (COD)", "Manual"]),
    ("Payment type", ["card", "cash", "invoice"]), ("Tender", ["Cash", "Credit card", "Apple Pay"]),
    ("Тип оплаты", ["Карта", "Наличные", "Перевод", "Предоплата"]), ("Способ оплаты", ["СБП", "Эквайринг", "Безнал"]),
    ("Вид платежа", ["картой", "наличными", "онлайн"]), ("Форма оплаты", ["Наложенный платёж", "Счёт", "Visa"]),
    ("Item", ["Gift box", "Tip-top soap", "Deposit slip book", "Gift card holder", "Test strips"]),
    ("Товар", ["Подарочный набор", "Абонемент 5 посещений", "Карта мира", "Чай"]),
    ("Payment terms", ["Net 30", "Deposit"]),
])  # fmt: skip
def test_ordinary_means_and_goods_are_no_question(ask, header, values):
    said = ask("check {file}", log_of(header, *values))
    assert (said.code, said.total) == (0, str(100 * (2 ** len(values) - 1)))
    assert not said.tells("counted, as nothing else says")


def test_a_gift_card_counts_when_it_is_sold_where_its_use_is_asked_about(ask):
    """The card of 50 is sold, and an order of 80 is paid with it: 100 + 50."""
    text = (
        "client,date,amount,Item,Payment Method\nA,2024-01-05,100,Lamp,Visa\nB,2024-02-05,50,Gift card,Visa\n"
        "B,2024-03-05,80,Lamp,Gift Card\n"
    )
    said = ask("check {file}", text)
    assert said.tells("Payment Method", "Gift Card", "80")
    assert ask("check {file} --leave-out 'Payment Method=Gift Card'", text).code == 3  # now none is used
    assert ask("check {file} --leave-out 'Payment Method=Gift Card' --only 'Item=*'", text).total == "150"


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=6), st.sampled_from(PREPAID), st.integers(1, 9999))
def test_no_new_money_never_adds_to_a_total_in_silence(amounts, column, other):
    header, value = column
    ordinary = ORDINARY.get(header, "Visa")
    rows = [f'C{n},2024-01-{n + 1:02d},{amount},"{ordinary}"' for n, amount in enumerate(amounts)]
    text = "\n".join([f"client,date,amount,{header}", *rows, f'X,2024-03-01,{other},"{value}"', ""])
    with pytest.raises(InputRefused) as refused:
        read(io.BytesIO(text.encode()), (ORDERS,), name="x.csv")
    assert refused.value.problems[0].code == "E250"
