"""A column that the user names: every option means the same column by the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.sources.column_names import column_of, columns_called

LOG = "Client,Date,OrderTotal,OrderStatus\nAlder,2024-01-01,100,won\nBirch,2024-01-02,80,lost\n"
NAMES = ["OrderStatus", "orderstatus", "order status", "Order_Status", "order-status", "#4"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", ["--only '{}=won'", "--leave-out '{}=lost'"])
def test_a_column_is_known_however_it_is_typed(ask, name, option):
    assert ask(f"check {{file}} {option.format(name)}", LOG).total == "100"


@pytest.mark.parametrize("name", ["СуммаДокумента", "сумма документа", "Сумма_документа", "#3"])
def test_the_same_holds_for_money(ask, name):
    text = "Клиент;Дата;СуммаДокумента;Доставка\nМаяк;10.01.2025;100;5\nСтвор;11.01.2025;80;5\n"
    assert ask(f"check {{file}} --amount '{name}' --add ДОСТАВКА", text).total == "190"
    assert ask(f"check {{file}} --amount '{name}' --units '{name}=thousands'", text).total == "180000"


def test_what_differs_least_is_meant():
    assert columns_called("net total", ["NetTotal", "Net Total", "Net (Total)"]) == [1]
    assert columns_called("nettotal", ["Net Total", "Net (Total)"]) == [0, 1]
    assert column_of("nettotal", ["Net Total", "Net (Total)"]) is None
    assert columns_called("a", ["A", "a", "a"]) == [1, 2]


def test_a_number_is_a_number_unless_a_column_is_called_so():
    assert column_of("#2", ["№2", "Sum", "N2"]) == 1
    assert column_of("#2", ["Sum", "Net", "#2"]) == 2
    assert columns_called("#9", ["Sum"]) == columns_called("%", ["$", ""]) == columns_called("", ["", "$"]) == []


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=5, unique_by=str.strip))
def test_every_column_is_found_by_its_own_name(headers):
    for number, header in enumerate(headers):
        if header.strip().isprintable() and header.strip():
            assert number in columns_called(header, headers)


@pytest.mark.parametrize("header", [
    "Client,Date,Quantity,Unit price,Amount", "client,date,qty,price,total", "Customer,Date,Qty,Sales Price,Amount",
    "Клиент,Дата,Количество,Цена,Сумма", "Контрагент,Дата,Кол-во,Цена за единицу,Выручка",
])  # fmt: skip
def test_the_price_of_a_piece_beside_a_quantity_is_not_the_amount(ask, header):
    said = ask("check {file}", f"{header}\nA,2024-01-01,2,50,100\nA,2024-01-05,1,40,40\nB,2024-03-01,3,60,180\n")
    assert (said.code, said.total) == (0, "320"), said.all


def test_a_price_without_an_amount_beside_it_is_still_asked_about(ask):
    text = "Client,Date,Quantity,Price\nA,2024-01-01,2,50\nB,2024-03-01,3,60\n"
    assert ask("check {file}", text).tells("Price", "Quantity")
    assert ask("check {file}", text.replace("Quantity", "Amount")).code == 3
