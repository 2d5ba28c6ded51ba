"""Statuses whose words mislead: a noun alone, a negation, what is still to come, a life, a stage beside an outcome."""

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import read
from custecon.sources.nobody_names import is_nobody


def log_of(header, *values):
    rows = [f'C{n},2024-0{n + 1}-05,{100 * 2**n},"{value}"' for n, value in enumerate(values)]
    return "\n".join([f"client,date,amount,{header}", *rows, ""])


# A column and its values, of 100, 200, 400 and so on; the values that are asked about.
ASKED = [
    ("Status", ["Complete", "Missing Orders"], ["Missing Orders"]),
    ("Order status", ["Paid", "Payment stuck"], ["Payment stuck"]),
    ("Статус", ["Оплачен", "Заказ у курьера"], ["Заказ у курьера"]),
    ("Статус визита", ["Клиент пришёл", "Клиент не пришёл", "Клиент подтвердил"], ["не пришёл", "подтвердил"]),
    ("Visit status", ["Attended", "No-show", "Confirmed"], ["No-show", "Confirmed"]),
    ("Статус записи", ["Пришла", "Неявка", "Запись подтверждена"], ["Неявка", "подтверждена"]),
    ("Deal Stage", ["Closed won (Sales Pipeline)", "Closed lost (Sales Pipeline)"], ["Closed lost"]),
    ("Этап сделки", ["Успешно реализовано (Воронка продаж)", "Переговоры (Воронка продаж)"], ["Переговоры"]),
    ("Вид операции", ["Товары", "Товары, услуги, комиссия", "Возврат от покупателя"], ["Возврат"]),
    ("Вид операции", ["Товары", "Отгрузка без перехода права собственности"], ["Отгрузка без перехода"]),
    ("Invoice status", ["paid", "draft", "overdue"], ["draft", "overdue"]),
    ("Статус счёта", ["Оплачен", "Черновик", "Просрочен"], ["Черновик", "Просрочен"]),
    ("Status", ["Paid", "Expired"], ["Expired"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "values", "asked"), ASKED)
def test_what_its_words_do_not_call_money_is_asked_and_nothing_else(ask, header, values, asked):
    said = ask("check {file}", log_of(header, *values))
    assert said.code == 3
    text = said.doc["problems"][0]["text"]
    assert [any(word in value for word in asked) for value in values] == [f"«{value[:20]}" in text for value in values]


@pytest.mark.parametrize(("header", "values"), [
    ("Status", ["Complete", "Payment accepted"]), ("Статус заказа", ["Оплата получена", "Доставлен"]),
    ("Status", ["Order shipped", "Order completed"]), ("Deal Stage", ["Closed won (Sales Pipeline)", "Shipped (Shop)"]),
    ("Вид операции", ["Товары", "Услуги"]), ("Status", ["Confirmed", "Paid"]), ("Статус", ["Подтверждён", "Выдан"]),
    ("Visit status", ["Attended", "Arrived"]), ("Статус визита", ["Пришёл", "Пришла"]),
    ("Status", ["Active", "Expired"]), ("Статус", ["Действует", "Истёк"]),
])  # fmt: skip
def test_ordinary_statuses_are_no_question(ask, header, values):
    said = ask("check {file}", log_of(header, *values))
    assert (said.code, said.total) == (0, "300")


@pytest.mark.parametrize(("running", "over"), [("Active", "Expired"), ("Действует", "Истёк"), ("Frozen", "expired")])
def test_how_long_runs_what_was_sold_is_told_as_counted(ask, running, over):
    said = ask("check {file}", log_of("Status", over, running))
    assert said.total == "300"
    assert said.tells(over, "1 row", "100", "counted")


OUTCOMES = [
    ("Deal - Stage,Deal - Status", "Negotiations,Won", "Negotiations,Lost", "Proposal,Open"),
    ("Этап,Статус", "Переговоры,Выиграна", "Переговоры,Проиграна", "Новая,Открыта"),
    ("Sales stage,Status", "Qualified,won", "Qualified,lost", "Contacted,open"),
    ("Status,Stage", "Won,Demo made", "Lost,Demo made", "Open,Contact"),
]


@pytest.mark.parametrize(("headers", "won", "lost", "open_"), OUTCOMES)
def test_a_stage_beside_an_outcome_is_where_the_deal_stood(ask, headers, won, lost, open_):
    """100 was won; 200 was lost and 400 is open."""
    rows = [f"C{n},2024-0{n + 1}-05,{100 * 2**n},{value}" for n, value in enumerate((won, lost, open_))]
    text = "\n".join([f"client,date,amount,{headers}", *rows, ""])
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("200", "400", headers.split(",")["tus" in headers.split(",")[1] or "Стат" in headers])
    option = re.search(r"--only .+?(?= if)", said.doc["problems"][0]["cure"])[0]
    assert ask(f"check {{file}} {option}", text).total == "100"


def test_a_stage_that_says_another_thing_than_the_outcome_is_asked_about(ask):
    text = "client,date,amount,Stage,Status\nA,2024-01-05,100,Closed lost,Won\nB,2024-02-05,200,Talks,Won\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("Closed lost", "100")


INVOICES = [
    ("Invoice Status", "paid", "draft", ["sent", "overdue"]), ("Invoice state", "Closed", "Void", ["Open", "Overdue"]),
    ("Статус счета", "Оплачен", "Черновик", ["Выставлен", "Просрочен"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "paid", "draft", "owed"), INVOICES)
def test_invoices_that_were_sent_are_offered_as_revenue_first(ask, header, paid, draft, owed):
    """100 paid, 200 draft, 400 and 800 owed: 1,300 by accrual, 100 by cash."""
    text = log_of(header, paid, draft, *owed)
    said = ask("check {file}", text)
    assert said.code == 3
    ways = said.doc["problems"][0]["cure"].removeprefix("say ").split(", or ")
    totals = [ask(f"check {{file}} {shlex.join(shlex.split(way)[:2])}", text).total for way in ways]
    assert totals == ["1300", "100", "1500"]


def test_a_list_with_numbers_and_due_days_is_of_invoices(ask):
    header = "client,date,amount,Invoice no,Due date,Status\n"
    text = header + "A,2024-01-05,100,1,2024-02-01,Paid\nB,2024-01-06,200,2,2024-02-01,Sent\n"
    assert (
        ask("check {file}", text)
        .doc["problems"][0]["cure"]
        .startswith("say --only Status=Paid,Sent if an invoice counts")
    )


CLIENTS = [
    ("Client,Stage,Revenue,Cost\nA,Live,1000,600\nB,Negotiation,900,300\nC,Churned,500,300\nD,On hold,400,100\n",
     "Stage"),
    ("Клиент;Этап;Выручка;Затраты\nА;Действующий;1000;600\nБ;Переговоры;900;300\nВ;Бывший;500;300\n"
     "Г;Приостановлен;400;100\n", "Этап"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "header"), CLIENTS)
def test_who_has_left_is_not_dropped_from_a_list_of_clients(ask, text, header):
    """C has left: no value; A 400 and D 300 at retention 80 % and discount 10 %: 700 × 0.8 / 0.3."""
    said = ask("ltv {file} --retention 80% --discount 10%", text)
    assert said.code == 3
    first = said.doc["problems"][0]["cure"].removeprefix("say ").split(" if ")[0]
    assert f"--map active={shlex.quote(header)}" in first
    said = ask(f"ltv {{file}} --retention 80% --discount 10% {first}", text)
    assert said.code == 0, said.all
    assert round(float(said.figure("customer_equity")), 2) == 1866.67
    assert said.tells("1 of 3 clients has left")


def test_what_a_client_paid_who_has_left_is_profit(ask):
    text = "Client,Stage,Revenue,Cost\nA,Live,1000,600\nC,Churned,500,300\n"
    said = ask("profit {file}", text)
    assert (said.code, float(said.figure("total_profit"))) == (0, 600)


@pytest.mark.parametrize("name", [
    "Amazon customer", "Counter", "POS", "Касса", "Покупатель Ozon", "Клиент WB", "test@test.com", "mail@mail.ru",
    "ebay buyer", "Front desk",
])  # fmt: skip
def test_more_names_of_nobody(name):
    assert is_nobody(name)


@pytest.mark.parametrize("name", [
    "Amazon", "Ozon", "Counterpoint", "POS Systems", "ann@mail.ru", "testa@firm.example", "Shop", "eBay Inc",
    "Кассандра", "client@firm.example",
])  # fmt: skip
def test_names_that_are_somebodys(name):
    assert not is_nobody(name)


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=6), st.sampled_from(ASKED), st.integers(1, 9999))
def test_a_misleading_status_never_changes_a_total_in_silence(amounts, column, other):
    import io

    header, values, asked = column
    money = [value for value in values if not any(word in value for word in asked)]
    wrong = next(value for value in values if any(word in value for word in asked))
    rows = [f'C{n},2024-01-{n + 1:02d},{amount},"{money[0]}"' for n, amount in enumerate(amounts)]
    text = "\n".join([f"client,date,amount,{header}", *rows, f'X,2024-03-01,{other},"{wrong}"', ""])
    with pytest.raises(InputRefused) as refused:
        read(io.BytesIO(text.encode()), (ORDERS,), name="x.csv")
    assert refused.value.problems[0].code == "E250"


@pytest.mark.parametrize(
    "text",
    ["Date,Type,Guest,Amount,Paid Out\n2024-01-07,Payout,,,190.00\n2024-01-06,Reservation,Ann,190.00,\n"
     "2024-02-16,Reservation,Bob,290.00,\n",
     "Дата;Тип;Клиент;Сумма;Оплачено\n07.01.2024;Выплата;;;190,00\n06.01.2024;Заказ;Маяк;190,00;\n16.02.2024;Заказ;Створ;290,00;\n"],
)  # fmt: skip
def test_a_column_of_money_on_rows_that_are_left_out_is_no_status_of_the_others(ask, text):
    client, kind, amount, payout = (
        ("Guest", "Type", "Amount", "Payout") if "," in text[:6] else ("Клиент", "Тип", "Сумма", "Выплата")
    )
    said = ask(f"check {{file}} --client {client} --amount {amount} --leave-out {kind}={payout}", text)
    assert (said.code, float(said.total or 0)) == (0, 480), said.all
