"""Rows that are several measures or events of the same sales: which of them are money is asked, never added up."""

import pytest

EVENTS = ("event_time,{},user_id,price\n2024-01-05 10:00:00,{},u1,100\n2024-01-05 10:01:00,{},u1,100\n"
          "2024-01-05 10:02:00,{},u1,100\n2024-02-05 10:02:00,{},u2,50\n")  # fmt: skip
TOLD = ("Date,Customer,{0},Amount\n2024-01-05,Acme,{1},100\n2024-01-05,Acme,{2},60\n2024-02-05,Beta,{1},300\n"
        "2024-02-05,Beta,{2},120\n")  # fmt: skip
TWICE = TOLD.replace(",60", ",100").replace(",120", ",300")


@pytest.mark.parametrize(("header", "seen", "put", "bought"), [
    ("event_type", "view", "cart", "purchase"), ("event", "view", "add_to_cart", "purchase"),
    ("Event", "page view", "click", "Purchase"), ("Событие", "просмотр", "корзина", "покупка"),
])  # fmt: skip
def test_what_was_only_looked_at_is_no_purchase(ask, header, seen, put, bought):
    text = EVENTS.format(header, seen, put, bought, bought)
    said = ask("check {file}", text)
    assert "E250" in said.all
    assert said.tells(f"--only {header}={bought}" if header.isascii() else bought)
    assert ask(f"check {{file}} --only {header}={bought}", text).total == "150"
    assert ask(f"check {{file}} --only '{header}=*'", text).total == "350"


@pytest.mark.parametrize(("header", "sales", "other"), [
    ("Metric", "Revenue", "Cost"), ("Metric", "Sales", "Cost of sales"), ("Measure", "Net sales", "Gross profit"),
    ("Показатель", "Выручка", "Себестоимость"), ("Показатель", "Продажи", "Валовая прибыль"),
])  # fmt: skip
def test_a_cost_or_a_profit_is_no_sale_beside_the_revenue(ask, header, sales, other):
    text = TOLD.format(header, sales, other)
    assert "E250" in ask("check {file}", text).all
    assert ask(f"check {{file}} --only '{header}={sales}'", text).total == "400"
    assert ask(f"check {{file}} --leave-out '{header}={other}'", text).total == "400"


@pytest.mark.parametrize(("header", "one", "other"), [
    ("Amount type", "Net", "Gross"), ("Basis", "Gross amount", "Net amount"), ("Вид суммы", "Нетто", "Брутто"),
])  # fmt: skip
def test_net_and_gross_are_the_same_sale(ask, header, one, other):
    text = TOLD.format(header, one, other)
    assert "E250" in ask("check {file}", text).all
    assert ask(f"check {{file}} --only '{header}={one}'", text).total == "400"
    assert ask(f"check {{file}} --only '{header}={other}'", text).total == "180"


@pytest.mark.parametrize(("header", "one", "other"), [("Book", "IFRS", "Local GAAP"), ("Учет", "МСФО", "РСБУ")])
def test_sales_that_stand_once_in_each_book_are_asked_about(ask, header, one, other):
    text = TWICE.format(header, one, other)
    assert "E250" in ask("check {file}", text).all
    assert ask(f"check {{file}} --only '{header}={one}'", text).total == "400"
    assert ask(f"check {{file}} --only '{header}=*'", text).total == "800"


@pytest.mark.parametrize(("header", "no", "yes"), [("Latest", "no", "yes"), ("Актуальная", "нет", "да")])
def test_a_row_that_is_not_the_latest_is_asked_about(ask, header, no, yes):
    rows = f"1,2024-01-05,Acme,100,{no}\n1,2024-01-05,Acme,120,{yes}\n2,2024-02-05,Beta,200,{yes}\n"
    text = f"Order,Date,Customer,Amount,{header}\n{rows}"
    assert "E250" in ask("check {file}", text).all
    assert ask(f"check {{file}} --only {header}={yes}", text).total == "320"


@pytest.mark.parametrize("text", [
    TOLD.format("Category", "Sales", "Marketing"), TOLD.format("Room", "Sea view", "Garden"),
    TWICE.format("Product", "Desk", "Chair"),
    TWICE.format("Book", "IFRS", "Local GAAP").replace("05,Beta,IF", "06,Beta,IF"),
    TOLD.format("Price type", "Net", "Retail"), TOLD.format("Department", "Orders", "Profit centre"),
])  # fmt: skip
def test_other_words_are_no_question(ask, text):
    assert ask("check {file}", text).code == 0
