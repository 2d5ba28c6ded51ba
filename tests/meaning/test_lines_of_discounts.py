"""A line of an order that is a discount is taken off, or asked about; it is never turnover in silence."""

import shlex

import pytest

LINES = [
    ("Order,Date,Customer,Item,Amount", "Discount"), ("Order,Date,Customer,Product,Amount", "Loyalty discount"),
    ("Order,Date,Customer,Description,Amount", "Discount 10%"), ("Заказ,Дата,Клиент,Товар,Сумма", "Скидка"),
    ("Заказ,Дата,Клиент,Номенклатура,Сумма", "Скидка по карте"),
]  # fmt: skip


def text_of(header, line, money):
    return f"{header}\n1,2024-01-05,Acme,Desk,200\n1,2024-01-05,Acme,{line},{money}\n2,2024-02-05,Beta,Lamp,50\n"


@pytest.mark.parametrize(("header", "line"), LINES)
def test_a_discount_above_zero_is_asked_about(ask, header, line):
    """200 less 20, and 50: 230; 270 if it is money."""
    text, column = text_of(header, line, 20), header.split(",")[3]
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(line, f"--minus {shlex.quote(f'{column}={line}')}", "--only")
    assert ask(f"check {{file}} --minus '{column}={line}'", text).total == "230"
    assert ask(f"check {{file}} --only '{column}=*'", text).total == "270"


@pytest.mark.parametrize(("header", "line"), LINES)
def test_a_discount_below_zero_is_taken_off_already(ask, header, line):
    said = ask("check {file}", text_of(header, line, -20))
    assert (said.code, said.total) == (0, "230")


@pytest.mark.parametrize("line", ["Discount card", "Discounted desk", "Карта со скидкой"])
def test_goods_that_only_speak_of_a_discount_are_goods(ask, line):
    said = ask("check {file}", text_of("Order,Date,Customer,Item,Amount", line, 20))
    assert (said.code, said.total) == (0, "270")
