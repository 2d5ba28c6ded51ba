"""Rows that are the sum of their parts are asked about: heads of orders above their items, sets, parents."""

import shlex

import pytest
from cures import cures_of

# Each with its true total, and with that where the heads count too.
LOGS = {
    "head": ("Order,Row,Date,Customer,Item,Amount\n1,order,2024-01-05,Acme,,300\n1,item,2024-01-05,Acme,Desk,200\n"
             "1,item,2024-01-05,Acme,Chair,100\n2,order,2024-02-05,Beta,,50\n2,item,2024-02-05,Beta,Lamp,50\n",
             "350", "700"),
    "голова": ("Заказ;Дата;Клиент;Номенклатура;Сумма\n1;05.01.2024;Альфа;;300\n1;05.01.2024;Альфа;Стол;200\n"
               "1;05.01.2024;Альфа;Стул;100\n2;05.02.2024;Бета;;50\n2;05.02.2024;Бета;Лампа;50\n", "350", "700"),
    "below": ("Order,Date,Customer,Product,Amount\n1,2024-01-05,Acme,Desk,200\n1,2024-01-05,Acme,Chair,100\n"
              "1,2024-01-05,Acme,,300\n2,2024-02-05,Beta,Lamp,50\n", "350", "650"),
    "set": ("Order,Date,Customer,Item,Parent item,Amount\n1,2024-01-05,Acme,Set,,300\n1,2024-01-05,Acme,Desk,Set,200\n"
            "1,2024-01-05,Acme,Chair,Set,100\n2,2024-02-05,Beta,Lamp,,50\n", "350", "650"),
    "набор": ("Заказ;Дата;Клиент;Товар;Родитель;Сумма\n1;05.01.2024;Альфа;Набор;;300\n1;05.01.2024;Альфа;Стол;Набор;"
              "200\n1;05.01.2024;Альфа;Стул;Набор;100\n2;05.02.2024;Бета;Лампа;;50\n", "350", "650"),
    "split": ("Order ID,Parent Order,Date,Customer,Total\n100,,2024-01-05,Ann,300\n101,100,2024-01-05,Ann,200\n"
              "102,100,2024-01-05,Ann,100\n103,,2024-02-05,Bob,50\n", "350", "650"),
    "holding": ("Client,Parent account,Revenue\nHolding A,,1600\nAcme,Holding A,1000\nBeta,Holding A,600\nCora,,400\n",
                "2000", "3600"),
    "холдинг": ("Клиент;Головная организация;Выручка\nХолдинг;;1600\nАльфа;Холдинг;1000\nБета;Холдинг;600\n"
                "Гамма;;400\n",
                "2000", "3600"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOGS)
def test_a_row_that_is_the_sum_of_its_parts_is_asked_about(ask, kind):
    text, parts, every = LOGS[kind]
    said = ask("check {file}", text)
    assert said.code == 3
    totals = {}
    for cure in cures_of("check", said.doc["problems"]):
        totals[cure.words] = ask("check {file} " + " ".join(map(shlex.quote, cure.words)), text).total
    assert totals == {("--subtotals", "skip"): parts, ("--subtotals", "keep"): every}


@pytest.mark.parametrize("text", [
    # a fee without a name beside goods; parents that sell for themselves; an order and its later part
    "Order,Date,Customer,Item,Amount\n1,2024-01-05,Acme,,20\n1,2024-01-05,Acme,Desk,200\n1,2024-01-05,Acme,Chair,100\n"
    "2,2024-02-05,Beta,Lamp,30\n",
    "Order ID,Parent Order,Date,Customer,Total\n100,,2024-01-05,Ann,100\n101,100,2024-01-05,Ann,200\n"
    "103,,2024-02-05,Bob,50\n",
    "Client,Parent account,Revenue\nHolding A,,50\nAcme,Holding A,200\nBeta,Holding A,100\n",
])  # fmt: skip
def test_parts_that_do_not_add_up_are_no_question(ask, text):
    assert (ask("check {file}", text).code, ask("check {file}", text).total) == (0, "350")
