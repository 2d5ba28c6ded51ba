"""The total of an order that stands on the row of each of its items is counted once, or asked about."""

import io
import shlex

import pytest
from cures import cures_of
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import read

# The number of the order, its client, day and total, and what was sold on the row.
ENGLISH = [
    ("Order ID,Customer,Date,Total,Product,Quantity", ["1,Ann,2024-01-05,70,Cup,2", "1,Ann,2024-01-05,70,Tea,1"]),
    ("Shipment number,Buyer,Date,Amount,SKU", ["S-1,Ann,2024-01-05,70,a1", "S-1,Ann,2024-01-05,70,a2"]),
    ("Invoice Ref,Client,Date,Amount,Description", ["1,Ann,2024-01-05,70,Design", "1,Ann,2024-01-05,70,Host"]),
]
RUSSIAN = [
    ("Номер отправления;Покупатель;Дата;Сумма;Артикул;Количество",
     ["1-1;Анна;05.01.2024;70;a1;2", "1-1;Анна;05.01.2024;70;a2;1"]),
    ("Код накладной;Клиент;Дата;Сумма;Товар", ["1;Анна;05.01.2024;70;Чашка", "1;Анна;05.01.2024;70;Чай"]),
    ("Номер чека;Клиент;Дата;Итого;Номенклатура", ["1;Анна;05.01.2024;70;Чашка", "1;Анна;05.01.2024;70;Чай"]),
]  # fmt: skip


def text_of(header, rows):
    """Beside the order of two items, of 70, one of 30, and one of two items of 50."""
    last = [rows[0].replace("70", "50"), rows[1].replace("70", "50")]
    sign = ";" if ";" in header else ","
    other = [f"9{row}" for row in last]
    single = sign.join(["8", *rows[0].replace("70", "30").split(sign)[1:]])
    return "\n".join([header, *rows, single, *other, ""])


@pytest.mark.parametrize(("header", "rows"), ENGLISH + RUSSIAN)
def test_a_total_on_the_row_of_each_item_is_asked_about(ask, header, rows):
    """70 + 30 + 50 = 150; row by row 270."""
    said = ask("check {file}", text_of(header, rows))
    assert said.code == 3
    assert said.tells("repeated on each of its lines", "lines 2, 3")
    number = header.replace(";", ",").split(",")[0]
    assert ask(f"check {{file}} --order-id '{number}'", text_of(header, rows)).total == "150"
    assert ask("check {file} --order-id none", text_of(header, rows)).total == "270"


def test_rows_of_one_order_on_other_days_are_one_total_too(ask):
    text = (
        "Номер отправления;Покупатель;Дата;Сумма;Товар\n1;Анна;05.01.2024;70;Чай\n1;Анна;06.01.2024;70;Чашка\n"
        "2;Олег;07.01.2024;30;Чай\n"
    )
    assert ask("check {file}", text).code == 3
    assert ask("check {file} --order-id 'Номер отправления'", text).total == "100"


@pytest.mark.parametrize("text", [
    "Order ID,Customer,Date,Amount,Product\n1,Ann,2024-01-05,70,Cup\n1,Ann,2024-01-05,30,Tea\n"
    "2,Bob,2024-01-06,20,Cup\n2,Bob,2024-01-06,20,Tea\n3,Bob,2024-01-07,5,Cup\n3,Bob,2024-01-07,15,Tea\n",
    "Номер отправления;Клиент;Дата;Сумма;Товар\n1;Анна;05.01.2024;70;Чай\n1;Анна;05.01.2024;30;Чашка\n"
    "2;Олег;06.01.2024;60;Чай\n",
    "Invoice no,Client,Date,Amount\n1,Ann,2024-01-05,80\n1,Ann,2024-02-05,80\n",
])  # fmt: skip
def test_amounts_of_the_rows_themselves_are_no_question(ask, text):
    assert (ask("check {file}", text).code, ask("check {file}", text).total) == (0, "160")


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 4)), min_size=1, max_size=6), st.booleans())
def test_items_never_multiply_a_total_in_silence(orders, russian):
    """Each order of some items, its total on the row of each."""
    header = "Номер отправления;Клиент;Дата;Сумма;Товар" if russian else "Order no;Client;Date;Amount;Product"
    rows = [
        f"{number};C{number};2024-01-{number + 1:02d};{total};P{item}"
        for number, (total, items) in enumerate(orders)
        for item in range(items)
    ]
    try:
        found = read(io.BytesIO("\n".join([header, *rows, ""]).encode()), (ORDERS,), name="x.csv")
    except InputRefused as refused:
        if refused.problems[0].code != "E247":
            raise
    else:
        assert found.controls.totals["amount"] == sum(total for total, _ in orders)


def cures(said):
    """The options that an answer offers."""
    return cures_of("check", said.doc["problems"])


# ---------------------------------------------------------------- the number of the order has a header of any name

# A-1 of two goods, 300; A-2 of 100; A-3 of 50: 450, and 750 row by row.
ANY_NAME = [
    "Document number", "Sales Order", "ID", "PO Number", "Deal name", "Project", "Policy no.", "Ticket", "Check #",
    "Ref", "Opportunity Name", "Номер сделки", "№ договора", "Название сделки", "Наименование сделки", "Проект",
    "Код", "№", "Сделка",
]  # fmt: skip


@pytest.mark.parametrize("number", ANY_NAME)
def test_whatever_numbers_the_orders_their_totals_are_asked_about(ask, number):
    text = (
        f"{number},Date,Customer,Product,Total\nA-1,2024-01-05,Acme,Desk,300\nA-1,2024-01-05,Acme,Chair,300\n"
        "A-2,2024-02-05,Beta,Lamp,100\nA-3,2024-03-05,Acme,Desk,50\n"
    )
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(f"--order-id '{number}'", "lines 2, 3")
    totals = [ask("check {file} " + " ".join(map(shlex.quote, cure.words)), text).total for cure in cures(said)]
    assert totals == ["450", "750"]


DEALS = {
    "Salesforce": ("Opportunity Name,Account Name,Stage,Close Date,Amount,Product Name,Total Price",
                   "{id},{client},Closed Won,{day},{total},{item},{part}"),
    "HubSpot": ("Record ID,Deal Name,Deal Stage,Close Date,Associated Company,Amount,Product name",
                "{id},x,Closed won,{day},{client},{total},{item}"),
    "Bitrix24": ("ID,Название сделки,Стадия сделки,Сумма,Компания,Дата создания,Товар,Цена",
                 "{id},x,Сделка успешна,{total},{client},{day},{item},{part}"),
    "amoCRM": ("ID,Название сделки,Бюджет,Этап сделки,Компания,Дата закрытия,Товар",
               "{id},x,{total},Успешно реализовано,{client},{day},{item}"),
    "Kommo": ("ID,Lead title,Sale,Lead stage,Pipeline,Company name,Closed at,Product",
              "{id},x,{total},Closed - won,p,{client},{day},{item}"),
}  # fmt: skip


@pytest.mark.parametrize("system", DEALS)
def test_a_deal_on_the_row_of_each_of_its_products_counts_once_or_is_asked_about(ask, system):
    """1,500 in two products and 300 in one: 1,800; row by row 3,300."""
    header, row = DEALS[system]
    rows = [
        {"id": 1, "client": "Acme", "day": "2024-01-15", "total": 1500, "item": "Desk", "part": 1000},
        {"id": 1, "client": "Acme", "day": "2024-01-15", "total": 1500, "item": "Chair", "part": 500},
        {"id": 2, "client": "Beta", "day": "2024-04-15", "total": 300, "item": "Chair", "part": 300},
    ]
    text = "\n".join([header, *(row.format(**values) for values in rows), ""])
    said = ask("check {file}", text)
    number = header.split(",")[0]
    assert said.code == 3
    assert said.tells(f"--order-id '{number}'")
    assert ask(f"check {{file}} --order-id '{number}'", text).total == "1800"
    assert ask("check {file} --order-id none", text).total == "3300"


@pytest.mark.parametrize(("header", "parts", "sign"), [
    ("Date,Customer,Amount,Product,Line total", "Line total", ","),
    ("Date,Customer,Amount,Product,Quantity,Unit price", "Unit price * Quantity", ","),
    ("Дата;Клиент;Итого;Товар;Сумма позиции", "Сумма позиции", ";"),
    ("Дата;Клиент;Сумма;Номенклатура;Количество;Цена", "Цена * Количество", ";"),
])  # fmt: skip
def test_money_of_the_rows_that_adds_up_to_the_amount_proves_it_repeated(ask, header, parts, sign):
    """Without any number: 300 = 200 + 100, 70 = 70, 90 = 50 + 40; 460 in all, 850 row by row."""
    rows = [("2024-01-05", "Acme", 300, "Desk", 200), ("2024-01-05", "Acme", 300, "Chair", 100),
            ("2024-01-06", "Acme", 70, "Lamp", 70), ("2024-01-07", "Beta", 90, "Cup", 50),
            ("2024-01-07", "Beta", 90, "Tea", 40)]  # fmt: skip
    pieces = [(*row[:4], 2, row[4] // 2) for row in rows]
    text = "\n".join([header, *(sign.join(map(str, row)) for row in (pieces if "*" in parts else rows)), ""])
    taken = "Amount" if "Amount" in header else "Итого" if "Итого" in header else "Сумма"
    said = ask(f"check {{file}} --amount {taken}", text)
    assert said.code == 3
    assert said.tells(parts, "adds up to it", "lines 2, 3")
    assert ask(f"check {{file}} --amount '{parts}'", text).total == "460"
    assert ask(f"check {{file}} --amount {taken} --order-id none", text).total == "850"


@pytest.mark.parametrize("header", ["Line total", "Item amount", "Сумма позиции", "Сумма строки"])
def test_an_amount_that_says_it_is_of_the_row_is_no_total(ask, header):
    text = (
        f"Order,Date,Client,SKU,{header}\n1,2024-01-05,Acme,A,100\n1,2024-01-05,Acme,B,100\n2,2024-02-05,Beta,C,100\n"
    )
    assert (ask("check {file}", text).code, ask("check {file}", text).total) == (0, "300")


@pytest.mark.parametrize("text", [
    # lines of one price, one manager, one shop: nothing says that they are one order
    "Date,Client,Product,Amount,Manager\n2024-01-05,Acme,Desk,300,Kim\n2024-01-05,Acme,Chair,300,Kim\n"
    "2024-02-05,Beta,Lamp,100,Kim\n2024-03-05,Acme,Desk,50,Lee\n",
    "Дата;Клиент;Товар;Сумма;Город\n05.01.2024;Альфа;Чай;300;Омск\n05.01.2024;Альфа;Чашка;300;Омск\n"
    "05.02.2024;Бета;Чай;100;Тула\n05.03.2024;Альфа;Чай;50;Омск\n",
    # a cost that happens to be a half of the amount
    "Date,Client,Product,Amount,Cost\n2024-01-05,Acme,Desk,300,150\n2024-01-05,Acme,Chair,300,150\n"
    "2024-02-05,Beta,Lamp,50,25\n2024-03-05,Acme,Desk,100,50\n",
    # deals of one name, year after year
    "Deal name,Client,Close date,Deal amount\nSupport,Acme,2023-01-05,300\nSupport,Acme,2024-01-05,300\n"
    "Set-up,Beta,2024-02-05,150\n",
])  # fmt: skip
def test_rows_of_equal_money_alone_are_no_question(ask, text):
    assert (ask("check {file}", text).code, ask("check {file}", text).total) == (0, "750")


@pytest.mark.parametrize(("number", "total"), [
    ("Contract", "Contract amount"), ("№ договора", "Сумма договора"), ("Order no", "Order total"),
    ("Номер счета", "Сумма счета"),
])  # fmt: skip
def test_the_sum_of_a_contract_on_the_row_of_each_payment_is_asked_about(ask, number, total):
    """Contracts of 1,000 and 600, the first on two rows: 1,600; row by row 2,600."""
    text = f"{number},Client,Date,{total}\nC1,Acme,2024-01-05,1000\nC1,Acme,2024-02-05,1000\nC2,Beta,2024-02-15,600\n"
    assert ask("check {file}", text).code == 3
    assert ask(f"check {{file}} --order-id '{number}'", text).total == "1600"
    assert ask("check {file} --order-id none", text).total == "2600"


@pytest.mark.parametrize("header", [
    "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company,Associated Contact",
    "Opportunity Name,Opportunity Owner,Stage,Close Date,Amount,Account Name,Contact Name",
    "Deal ID,Deal,Outcome,Date,Amount,Client,Contact person", "Номер сделки,Сделка,Исход,Дата,Сумма,Клиент,Участник",
])  # fmt: skip
def test_a_deal_on_the_row_of_each_of_its_contacts_is_asked_about(ask, header):
    """300 with two contacts and 100 with one: 400; row by row 700."""
    rows = ["A1,A,Closed won,2024-01-05,300,Acme,Ann", "A1,A,Closed won,2024-01-05,300,Acme,Al"]
    text = "\n".join([header, *rows, "B1,B,Closed won,2024-02-05,100,Beta,Bo", ""])
    number = header.split(",")[0]
    assert ask("check {file}", text).tells(f"--order-id '{number}'", "lines 2, 3")
    assert ask(f"check {{file}} --order-id '{number}'", text).total == "400"
    assert ask("check {file} --order-id none", text).total == "700"
