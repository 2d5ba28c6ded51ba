"""The total of an order that stands on the row of each of its items is counted once, or asked about."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.core.schemas import ORDERS
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
