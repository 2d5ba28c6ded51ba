"""Which rows of a log are money: what their words say is asked, what the user answers is done, and both are told."""

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read
from custecon.sources.phrases import phrase_of
from custecon.sources.row_meaning import Meaning, Trait, meanings_of

DEALS = "customer,date,amount,pipeline step,stage\nAlder,2024-01-01,100,5,won\nBirch,2024-01-02,80,2,lost\n"
CRM = (
    "Клиент;Дата;Сумма;Этап\nМаяк;10.01.2025;100,50;Успешно реализовано\nСтвор;11.01.2025;80;Закрыто и не реализовано\n"
)

# A column beside client, date and amount, the words of a sale and the words of a row that is none: no two are equal.
NO_SALE = [
    ("status", "completed", "declined by bank"),
    ("Order Status", "Shipped", "Pending payment"),
    ("Deal - Status", "won", "lost"),
    ("Opportunity stage", "Closed Won", "Value Proposition"),
    ("payment_status", "paid", "unpaid"),
    ("Invoice State", "paid", "written off as uncollectible"),
    ("Статус заказа", "Доставлен", "Отказ от получения"),
    ("Стадия", "Сделка заключена успешно", "Анализ причины провала"),
    ("Состояние документа", "Проведён", "Не проведён"),
    ("Результат", "Оплачено", "Клиент отказался"),
    ("Type", "sale", "return"),
    ("transactionType", "invoice", "credit note"),
    ("Record kind", "charge", "chargeback"),
    ("Документ", "Реализация товаров 0001 от 10.01.2025", "Возврат от покупателя 0002 от 11.01.2025"),
    ("Вид документа", "Чек", "Возврат по чеку"),
    ("Операция", "Продажа", "Сторно"),
    ("is_test", "false", "true"),
    ("Deleted", "no", "yes"),
    ("Оплачен", "да", "нет"),
    ("posted", "1", "0"),
    ("Voided at", "", "2024-02-03"),
    ("Пометка удаления", "Нет", "Да"),
    ("mark", "", "refund"),
    ("Отметка", "", "возврат товара"),
]


def log_of(header, sale, other):
    quoted = ['"' + text + '"' for text in (sale, other)]
    return (
        f"client,date,amount,{header}\nAlder,2024-01-05,100.50,{quoted[0]}\nBirch,2024-02-05,40.25,{quoted[1]}\n"
        f"Alder,2024-03-05,7,{quoted[0]}\n"
    )


@pytest.mark.parametrize(("header", "sale", "other"), NO_SALE)
def test_a_row_that_is_no_sale_is_asked_about_and_every_cure_leads_on(ask, header, sale, other):
    """100.50 + 7 is money; 40.25 is none, counts against, or counts: 107.50, 67.25 or 147.75."""
    said = ask("check {file}", log_of(header, sale, other))
    assert said.code == 3
    assert said.tells(header, "40.25")
    cure = said.doc["problems"][0]["cure"]
    totals = set()
    for way in cure.removeprefix("say ").split(", or "):
        options = re.match(r"(?:--[a-z-]+ (?:'(?:[^']|'\"'\"')*'|\S+)\s?)+", way)[0]
        obeyed = ask(f"check {{file}} {options}", log_of(header, sale, other))
        assert obeyed.code == 0, obeyed.all
        totals.add(obeyed.total)
    assert totals <= {"107.50", "67.25", "147.75"}
    assert "147.75" in totals
    assert totals & {"107.50", "67.25"}


NOT_OF_THE_ROW = [
    ("Customer status", "VIP", "lost"),
    ("Тип клиента", "новый", "потерянный"),
    ("State", "CA", "NY"),
    ("Product", "Test strips", "Void filler"),
    ("type", "retail", "wholesale"),
    ("Category", "New", "Draft beer"),
    ("Payment method", "card", "bank transfer"),
    ("Способ оплаты", "наличные", "перевод"),
    ("Регион", "Новосибирск", "Отрадное"),
    ("Статус", "Выполнен", "Завершён"),
    ("Status", "Paid", "PAID"),
    ("posted by", "Ann", "Bob"),
    ("Shipped on", "2024-01-05", ""),
]


@pytest.mark.parametrize(("header", "one", "other"), NOT_OF_THE_ROW)
def test_a_column_that_says_nothing_of_the_money_is_no_question(ask, header, one, other):
    said = ask("check {file}", log_of(header, one, other))
    assert (said.code, said.total) == (0, "147.75")
    assert not said.tells("is this money")


def test_only_leaves_everything_else_out_and_tells_it_with_its_money(ask):
    said = ask("check {file} --only stage=Won", DEALS)
    assert (said.total, said.clients) == ("100", 1)
    assert said.tells("«lost»", "80", "left out")
    assert said.doc["control_totals"][0]["left_out"] == {"«stage» lost": "80"}


def test_an_open_deal_without_an_amount_stands_in_nobodys_way(ask):
    text = DEALS + "Cedar,2024-01-09,,1,negotiation\nCedar,,5,1,negotiation\n"
    assert ask("check {file} --only stage=won", text).total == "100"
    said = ask("check {file}", text)
    assert said.code == 3
    assert not said.tells("the cell is empty")  # it may be left out: that is asked first


def test_minus_takes_money_off_whatever_its_sign(ask):
    text = "client,date,amount,type\nA,2024-01-01,100,sale\nA,2024-01-02,30,refund\nB,2024-01-03,-20,refund\n"
    said = ask("check {file} --minus type=refund", text)
    assert said.total == "50"
    assert said.doc["control_totals"][0]["counted_against"] == {"«type» refund": "-50"}


def test_a_status_that_only_repeats_the_refund_beside_the_money_is_no_question(ask):
    text = (
        "client,date,total,refunded,payment_status\nA,2024-01-01,100,0,PAID\nB,2024-01-02,50,50,REFUNDED\n"
        "C,2024-01-03,70,20,PARTIALLY_REFUNDED\n"
    )
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "150")
    assert ask("check {file} --map refunds=", text).code == 3
    text = text.replace("payment_status", "fulfillment_status").replace(",REFUNDED", ",RETURNED")
    assert ask("check {file}", text).total == "150"


def test_refund_rows_that_are_all_below_zero_need_no_question(ask):
    text = "client,date,amount,type\nA,2024-01-01,100,sale\nA,2024-01-02,-30,refund\n"
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "70")
    assert said.tells("refund", "30")


def test_what_is_said_of_rows_holds_for_every_command(ask):
    text = "client,date,amount,stage\n" + "".join(
        f"C{n % 7},{2023 + n // 24}-{n % 12 + 1:02d}-05,{10 + n},{'lost' if n % 5 == 0 else 'won'}\n" for n in range(48)
    )
    paid = sum(10 + n for n in range(48) if n % 5)
    assert ask("ltv {file}", text).code == 3
    assert ask("churn-cost {file}", text).code == 3
    said = ask("ltv {file} --only stage=won --retention 70%", text)
    assert said.doc["control_totals"][0]["totals"]["amount"] == str(paid)
    assert said.tells("lost", "left out")


@pytest.mark.parametrize("option", ["--only", "--leave-out", "--minus"])
def test_a_column_or_a_value_that_is_not_there_is_named(ask, option):
    said = ask(f"check {{file}} {option} Stadium=won", DEALS)
    assert said.code == 2
    assert said.tells("Stadium=won", "«stage»")
    said = ask(f"check {{file}} {option} stage=wonn", DEALS)
    assert said.code == 2
    assert said.tells("wonn", "«won»", "«lost»")


def test_one_value_that_no_row_has_is_told(ask):
    said = ask("check {file} --leave-out stage=lost,void", DEALS)
    assert said.total == "100"
    assert said.tells("no row has", "«void»")


def test_values_may_hold_commas_and_headers_an_equals_sign(ask):
    text = 'client,date,amount,"ok=1","why"\nA,2024-01-01,5,yes,"Won, in part"\nB,2024-01-01,7,no,other\n'
    assert ask('check {file} --only "why=Won, in part"', text).total == "5"
    assert ask("check {file} --only ok=1=yes", text).total == "5"


def test_five_findings_are_five_short_lines(ask):
    header = "client,date,amount,stage,type,test,refund,tax\n"
    text = header + "".join(
        f"C{n},2024-01-{n % 28 + 1:02d},{50 + n},{'lost' if n % 9 == 0 else 'won'},"
        f"{'return' if n % 10 == 1 else 'sale'},{'true' if n % 11 == 2 else 'false'},{5 if n % 12 == 3 else 0},{1}\n"
        for n in range(60)
    )
    said = ask("check {file} --only stage=won --minus type=return --leave-out test=true", text)
    assert said.code == 0
    told = [notice for notice in said.doc["notices"] if notice["code"].startswith("N2")]
    assert len(told) <= 8
    assert all(len(notice["text"]) <= 160 for notice in told)


AMOUNTS = st.lists(st.integers(min_value=1, max_value=99_999), min_size=1, max_size=8)


@given(AMOUNTS, st.sampled_from(NO_SALE), st.integers(1, 99_999), st.booleans())
def test_a_row_that_is_no_sale_never_changes_a_total_in_silence(amounts, words, other, first):
    """Whatever stands beside the money: without an answer there is no figure, or it is that of the sales, and told."""
    header, sale, no_sale = words
    rows = [f'C{n},2024-01-{n + 1:02d},{amount},"{sale}"' for n, amount in enumerate(amounts)]
    rows.insert(0 if first else len(rows), f'X,2024-03-01,{other},"{no_sale}"')
    text = "\n".join([f"client,date,amount,{header}", *rows, ""])
    try:
        reading = read(_stream(text), (ORDERS,), name="x.csv")
    except InputRefused as refusal:
        codes = [one.code for one in refusal.problems]
        if codes[0] != "E250":
            raise
    else:
        assert reading.controls.totals["amount"] == sum(amounts)
        assert reading.notices
    options = ReadingOptions(only=(f"{header}={sale}",))
    if phrase_of(sale) and sale:
        assert read(_stream(text), (ORDERS,), options, name="x.csv").controls.totals["amount"] == sum(amounts)


def _stream(text):
    import io

    return io.BytesIO(text.encode())


@pytest.mark.parametrize(("phrase", "trait", "meaning"), [
    ("not yet paid", Trait.STATUS, Meaning.NOTHING), ("оплата не поступила", Trait.STATUS, Meaning.NOTHING),
    ("частично оплачен", Trait.STATUS, Meaning.UNKNOWN), ("отменён успешно", Trait.STATUS, Meaning.UNKNOWN),
    ("оплачен, ожидает отгрузки", Trait.STATUS, Meaning.UNKNOWN), ("awaiting shipment", Trait.STATUS, Meaning.NOTHING),
    ("xyzzy", Trait.STATUS, Meaning.UNKNOWN), ("не отменён", Trait.STATUS, Meaning.UNKNOWN),
])  # fmt: skip
def test_a_phrase_is_understood_by_its_words(phrase, trait, meaning):
    (found,) = meanings_of([phrase_of(phrase)], trait).values()
    assert found is meaning


def test_a_cure_can_be_typed_whatever_signs_it_holds(ask):
    text = 'client,date,amount,status\nA,2024-01-01,5,paid\nB,2024-01-02,7,"can\'t pay, void"\n'
    said = ask("check {file}", text)
    option = re.search(r"--leave-out .+?(?= to leave)", said.doc["problems"][0]["cure"])[0]
    assert len(shlex.split(option)) == 2
    assert ask(f"check {{file}} {option}", text).total == "5"


LISTS = [
    ("Client,Revenue,Cost,Stage\nAlder,1000,600,Won\nBirch,90000,100,{0}\nCedar,500,100,Won\n", "Closed Lost"),
    ("Client,Revenue,Cost,Order Status\nAlder,1000,600,Paid\nBirch,90000,100,{0}\nCedar,500,100,Paid\n", "Voided"),
    ("Клиент;Выручка;Себестоимость;Статус сделки\nМаяк;1000;600;Успешна\nСтвор;90000;100;{0}\nРиф;500;100;Успешна\n",
     "Закрыто и не реализовано"),
    ("Client,Revenue,Cost,State\nAlder,1000,600,Won\nBirch,90000,100,{0}\nCedar,500,100,Won\n", "Closed Lost"),
    ("Клиент;Выручка;Себестоимость;Статус\nМаяк;1000;600;Оплачено\nСтвор;90000;100;{0}\nРиф;500;100;Оплачено\n",
     "Не купили"),
    ("Client,Revenue,Cost,Type\nAlder,1000,600,Invoice\nBirch,90000,100,{0}\nCedar,500,100,Invoice\n", "Quote"),
    ("Клиент;Выручка;Себестоимость;Этап\nМаяк;1000;600;Оплачен\nСтвор;90000;100;{0}\nРиф;500;100;Оплачен\n", "Отказ"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lost"), LISTS)
def test_a_lost_deal_in_a_list_of_clients_earns_nothing(ask, text, lost):
    """1,000 − 600 + 500 − 100 = 800; the 90,000 never came."""
    said = ask("profit {file}", text.format(lost))
    assert said.code == 3
    assert said.tells(lost, "1 row", "90,000")
    header = text.splitlines()[0].replace(";", ",").split(",")[3]
    cured = ask(f"profit {{file}} --leave-out '{header}={lost}'", text.format(lost))
    assert float(cured.figure("total_profit")) == 800


@pytest.mark.parametrize(
    "text",
    [
        "Client,Revenue,Cost,Status\nAlder,1000,600,active\nBirch,900,100,lost\n",
        "Клиент;Выручка;Себестоимость;Статус\nМаяк;1000;600;действующий\nСтвор;900;100;потерян\n",
        "Client,Revenue,Cost,Stage\nAlder,1000,600,seed\nBirch,900,100,growth\n",
    ],
)
def test_the_state_of_a_client_is_not_that_of_a_deal(ask, text):
    said = ask("profit {file}", text)
    assert (said.code, float(said.figure("total_profit"))) == (0, 1200)


def test_the_documents_of_1c_are_left_out_by_their_kind_not_one_by_one(ask):
    """40 sales of 100 and 30 returns of 10: 3,700; the returns are one line."""
    sales = [f"Маяк;{n % 28 + 1:02d}.01.2024;100;Реализация товаров и услуг {n:08d} от 05.01.2024" for n in range(40)]
    back = [f"Маяк;{n % 28 + 1:02d}.02.2024;10;Возврат товаров от покупателя {n:08d} от 05.02.2024" for n in range(30)]
    said = ask("check {file} --preset 1c", "\n".join(["Контрагент;Дата;Сумма;Документ", *sales, *back]) + "\n")
    assert (said.code, float(said.total)) == (0, 3700), said.all
    assert len(said.doc["control_totals"][0]["counted_against"]) == 1
    assert said.tells("возврат товаров от покупателя", "30 rows", "-300")


@pytest.mark.parametrize("text", [
    "Date,Customer,Amount,Reason of payment\n2024-01-01,A,100,Sale\n2024-01-02,A,20,Fines\n2024-01-04,B,200,Return\n",
    "Дата;Клиент;Сумма;Обоснование для оплаты\n01.01.2024;А;100;Продажа\n02.01.2024;А;20;Логистика\n"
    "04.01.2024;Б;200;Возврат\n",
    "Date,Customer,Amount,Operation\n2024-01-01,A,100,Purchase\n2024-01-02,A,20,Bonus\n2024-01-04,B,200,Refund\n",
])  # fmt: skip
def test_a_column_that_names_sales_and_what_is_none_tells_what_the_rows_are(ask, text):
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("200", "20", "--minus")


@pytest.mark.parametrize(("header", "yes", "no"), [
    ("Training", "Y", "N"), ("Duplicate", "yes", "no"), ("Is demo", "true", "false"), ("Rejected", "1", "0"),
    ("Дубль", "да", "нет"), ("Сторнирован", "Да", "Нет"), ("Учебный", "1", "0"), ("Брак", "да", ""),
    ("Отмена", "да", "нет"), ("Defective", "yes", "no"), ("Закрыта", "нет", "да"), ("Подписан", "нет", "да"),
    ("Договор подписан", "нет", "да"), ("Is closed", "false", "true"), ("Contract signed", "no", "yes"),
    ("Утверждено", "", "да"),
])  # fmt: skip
def test_a_flag_of_what_is_no_sale_is_asked_about(ask, header, yes, no):
    text = f"client,date,amount,{header}\nA,2024-01-01,100,{no}\nB,2024-01-02,200,{yes}\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, yes, "200", "--leave-out")
    assert ask(f"check {{file}} --leave-out '{header}={yes}'", text).total == "100"
    assert ask("check {file}", text.replace(f"200,{yes}", f"200,{no}")).total == "300"


@pytest.mark.parametrize("header", [
    "Дата отмены", "Дата отказа", "Дата аннулирования", "Дата отмены заказа", "Cancellation date", "Void date",
    "Date of cancellation", "Order cancel date", "Отмена",
])  # fmt: skip
def test_the_day_of_being_undone_is_asked_about(ask, header):
    text = f"client,date,amount,{header}\nA,2024-01-01,100,\nB,2024-01-02,200,2024-02-10\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, "1 row", "200", "--leave-out")
    assert ask(f"check {{file}} --leave-out '{header}=*'", text).total == "100"


@pytest.mark.parametrize(("header", "one", "two"), [
    ("Closed", "", "2024-02-10"), ("Закрыта", "10.02.2024", ""), ("Closed by", "Ann", "Bob"), ("Signed by", "", "Ann"),
    ("Accepted marketing", "yes", "no"), ("Cancellation insurance", "yes", "no"), ("Подписан на рассылку", "да", "нет"),
    ("Закрывающие документы", "да", "нет"), ("Брак, шт", "0", "3"),
])  # fmt: skip
def test_what_says_something_else_of_a_row_is_no_question(ask, header, one, two):
    text = f"client;date;amount;{header}\nA;2024-01-01;100;{one}\nB;2024-01-02;200;{two}\n"
    assert ask("check {file}", text).total == "300"


def test_a_closed_account_in_a_list_is_the_clients_own_state(ask):
    told = ask("check {file}", "Client,Revenue,Closed\nAlder,1000,no\nBirch,900,yes\n")
    assert told.code == 0


def test_the_day_a_deal_was_closed_says_nothing_of_its_chance(ask):
    text = "Deal,Client,Date,Amount,Probability,Closed\n1,A,2024-01-01,100,50,2024-05-01\n2,B,2024-01-02,200,100,\n"
    said = ask("check {file}", text)
    assert (said.code, said.tells("Probability", "50")) == (3, True)


@pytest.mark.parametrize(("header", "first", "second", "cure"), [
    ("Direction", "In", "Out", "--only Direction=In"),
    ("Вид движения", "Приход", "Расход", "--only 'Вид движения=Приход'"),
    ("Sign", "+", "-", "--minus Sign=-"), ("Credit/Debit", "C", "D", "--only"), ("Dr/Cr", "Dr", "Cr", "--only"),
    ("Win/Loss", "W", "L", "--only"), ("Дт/Кт", "Дт", "Кт", "--only"), ("Op", "INCOME", "EXPENSE", "--only Op=INCOME"),
])  # fmt: skip
def test_two_values_that_tell_the_way_of_the_money_are_asked_about(ask, header, first, second, cure):
    rows = f"A,2024-01-01,100,{first}\nB,2024-01-02,200,{second}\nC,2024-02-03,300,{first}\n"
    said = ask("check {file}", f"client,date,amount,{header}\n{rows}")
    assert said.code == 3, said.all
    assert said.tells(header, second, "200", cure)
    told = ask("check {file}", f"client,date,amount,{header}\n{rows.replace('200', '-200')}")
    assert (told.code, told.total) == ((3, None) if cure == "--only" else (0, "200")), told.all


@pytest.mark.parametrize(("header", "first", "second"), [
    ("Class", "C", "D"), ("Size", "L", "W"), ("Direction", "North", "South"), ("Направление", "Турция", "Египет"),
    ("Gender", "f", "m"), ("Group", "+", "x"),
])  # fmt: skip
def test_other_pairs_of_values_are_no_question(ask, header, first, second):
    text = f"client,date,amount,{header}\nA,2024-01-01,100,{first}\nB,2024-01-02,200,{second}\n"
    assert ask("check {file}", text).total == "300"


@pytest.mark.parametrize(("header", "sale", "none"), [
    ("Kind", "Sale", "Exchange"), ("Type", "Order", "Warranty replacement"), ("Document", "INV-1", "Opening balance"),
    ("Операция", "Продажа", "Обмен"), ("Документ", "Реализация 5", "Сальдо начальное"), ("Phase", "Delivered", "RTO"),
    ("Voucher Type", "Sales", "Receipt"), ("Cancel reason", "", "Changed mind"), ("is_return", "0", "1"),
    ("voided", "f", "t"), ("Billable", "Yes", "No"), ("Подтвержден", "да", "нет"),
])  # fmt: skip
def test_what_nobody_pays_for_is_asked_about(ask, header, sale, none):
    text = f"client,date,amount,{header}\nA,2024-01-01,100,{sale}\nB,2024-01-02,200,{none}\nC,2024-02-03,300,{sale}\n"
    said = ask("check {file}", text)
    assert said.code == 3, said.all
    assert said.tells(header, "200")


@pytest.mark.parametrize(("header", "word"), [
    ("Source", "Sample"), ("Channel", "Internal use"), ("Канал", "Подарок"), ("Manager", "Test"), ("Segment", "Refund"),
    ("Delivery", "Returned to sender"), ("Доставка", "Отменена"),
])  # fmt: skip
def test_words_that_take_money_away_are_told_in_every_column(ask, header, word):
    text = f"client,date,amount,{header}\nA,2024-01-01,100,Online\nB,2024-01-02,200,{word}\nC,2024-02-03,300,Online\n"
    said = ask("check {file}", text)
    assert said.tells(header, word, "200"), said.all


@pytest.mark.parametrize("stage", ["Contract signed", "Contract signed (Sales Pipeline)", "Approved by legal"])
def test_a_deal_that_is_only_agreed_is_asked_about_where_the_export_knows_what_was_won(ask, stage):
    text = (
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Pipeline,Associated Company\n"
        f"1,A,{stage},2024-01-15,1000,Sales,Acme\n2,B,Closed won (Sales Pipeline),2024-02-15,500,Sales,Beta\n"
    )
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("Deal Stage", "1,000", "--only 'Deal Stage=Closed won")
