"""Two currencies are never one sum, wherever they stand: columns under any header, cells, formats, signs of several."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read
from custecon.sources.engines import duck

HEADERS = ["order_currency", "Order Currency Code", "Amount Currency", "presentment_currency", "Currency code",
           "Converted Currency", "currencyISO", "CurrencyIsoCode", "ccy", "Валюта", "Валюта документа", "Код валюты",
           "Money kind", "Тип", "X"]  # fmt: skip


def log(*rows, header="Currency"):
    lines = [f"client;date;amount;{header}"]
    lines += [f"C{place};2024-0{place % 9 + 1}-05;{amount};{currency}" for place, (amount, currency) in enumerate(rows)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(("one", "other"), [("USD", "JPY"), ("руб.", "EUR"), ("usd", "eur"), ("₽", "$")])
def test_two_currencies_are_refused_with_rows_and_sums_each_and_never_one_is_not(ask, header, one, other):
    said = ask("check {file}", log((100, one), (50, other), (20, one), header=header))
    assert said.code == 3
    assert said.tells(header, "on 2 rows (120)", "on 1 row (50)", "--only")
    single = ask("check {file}", log((100, one), (20, one), header=header))
    assert (single.code, single.total) == (0, "120"), single.all
    assert single.doc["currency"] in ("USD", "RUB", one)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Item", ("PEN", "CUP")), ("Exchange rate, currency", ("1.05", "0.93")), ("Курс валюты", ("90,5", "91,2")),
     ("Segment", ("TOP", "NET")), ("Size", ("M", "L")), ("Country", ("US", "CA")), ("Code", ("643", "840"))],
)  # fmt: skip
def test_guard_columns_that_hold_no_currencies_are_passed_over(ask, header, cells):
    said = ask("check {file}", log(*zip((10, 20), cells, strict=True), header=header))
    assert (said.code, said.total, said.doc["currency"]) == (0, "30", None), said.all


@pytest.mark.parametrize(
    "cells",
    [
        ("RUB", "руб.", "₽"),
        ("643", "643", "RUB"),
        ("USD", "usd", "доллар США"),
        ("€", "EUR", "Euro"),
        ("$", "CAD", "$"),
    ],
)
def test_one_currency_in_several_spellings_is_one(ask, cells):
    said = ask("check {file}", log(*zip((1, 2, 3), cells, strict=True)))
    if len(set(cells)) == 2 and "$" in cells:  # a column tells more than a sign: which dollar is asked
        assert said.code == 3
    else:
        assert (said.code, said.total) == (0, "6"), said.all


def test_the_currency_column_that_belongs_to_the_money_is_taken(ask):
    text = (
        "Customer,Date,Amount,Currency,Converted Amount,Converted Currency\n"
        "A,2024-01-05,5000,jpy,33,usd\nB,2024-02-05,80,usd,80,usd\n"
    )
    converted = ask("check {file} --amount 'Converted Amount'", text)
    assert (converted.code, converted.total, converted.doc["currency"]) == (0, "113", "USD"), converted.all
    own = ask("check {file} --amount Amount", text)
    assert own.code == 3
    assert own.tells("«Currency»", "JPY", "USD")
    head = "Customer,Date,Grand Total (Base),Base Currency Code,Order Currency Code\n"
    base = head + "A,2024-01-05,5,USD,EUR\nB,2024-02-05,8,USD,USD\n"
    assert ask("check {file}", base).doc["currency"] == "USD"


def test_two_columns_that_may_both_be_the_currency_are_asked_about(ask):
    text = "client,date,total,shop_currency,card_currency\nA,2024-01-05,5,USD,EUR\nB,2024-02-05,8,USD,USD\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("shop_currency", "card_currency", "--map currency='card_currency'")
    assert ask("check {file} --map currency=shop_currency", text).doc["currency"] == "USD"
    assert ask("check {file} --map currency=card_currency", text).tells("EUR on 1 row (5)", "USD on 1 row (8)")
    same = text.replace("EUR", "USD")
    assert ask("check {file}", same).doc["currency"] == "USD"


def test_a_column_that_is_put_aside_is_told_if_it_names_several(ask):
    text = log((100, "USD"), (50, "JPY"))
    said = ask("check {file} --map currency=", text)
    assert (said.code, said.total) == (0, "150")
    assert said.tells("Currency", "USD on 1 row (100)", "JPY on 1 row (50)", "put aside")


def test_blanks_among_currencies_are_asked_about_with_money_and_the_cure_is_followed(ask):
    text = log((100, "EUR"), (50, ""), (20, "EUR"), (7, "n/a"), (0, ""))
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("Currency", "2 rows", "57", "--currency EUR", "--only Currency=EUR")
    given_ = ask("check {file} --currency EUR", text)
    assert (given_.code, given_.total, given_.doc["currency"]) == (0, "177", "EUR")
    assert given_.tells("2 rows without a currency", "57 in all", "--currency says")
    assert ask("check {file} --currency USD", text).code == 3
    assert ask("check {file}", log((1, ""), (2, ""))).total == "3"


@pytest.mark.parametrize(
    ("cells", "fits"),
    [
        (("$10", "USD 10", "CAD 10"), False), (("$10", "CAD 10"), True), (("¥10", "10 JPY", "10 CNY"), False),
        (("10 kr", "10 SEK", "10 NOK"), False), (("10 kr", "10 SEK"), True), (("$10", "¥10"), False),
        (("$1", "£1"), False),
        (("$1,000.50", "CA$300.00"), False), (("$100", "A$300", "$100"), False), (("$1", "HK$3"), False),
        (("US$1", "$3"), True), (("A$1", "A$3"), True), (("10 руб.", "10 ₽", "10 RUB"), True),
        (("$10", "10 kr"), False), (("USD 10", "CAD 10"), False),
    ],
)  # fmt: skip
def test_all_signs_of_a_file_agree_on_one_currency_or_are_refused(ask, cells, fits):
    text = "client;date;amount\n" + "".join(f"A{n};2024-01-0{n + 1};{cell}\n" for n, cell in enumerate(cells))
    said = ask("check {file}", text)
    assert (said.code == 0) is fits, said.all
    if not fits:
        assert said.tells("one currency at a time")
        assert ask("check {file} --skip-bad bad.csv", text).code in (0, 3)


@pytest.mark.parametrize(("sign", "code"), [("$", "CAD"), ("¥", "CNY"), ("kr", "SEK")])
def test_amounts_with_a_sign_of_several_currencies_are_told_where_others_name_one(ask, sign, code):
    log_of = "client;date;amount\nA;2024-01-05;{0}5\nB;2024-01-06;{1} 7\nC;2024-01-06;{0}8\n".format
    said = ask("check {file}", log_of(sign, code))
    assert (said.total, said.doc["currency"]) == ("20", code)
    assert said.tells(f"2 amounts without a currency code, only «{sign}», 13 in all", f"all taken as {code}")
    assert not ask("check {file}", log_of(sign, sign)).tells("only «")
    assert not ask("check {file}", log_of(sign, sign).replace("amount", f"amount, {code}")).tells("only «")


def test_a_plain_dollar_beside_another_is_that_of_the_united_states_unless_the_user_says_which_it_is(ask):
    text = "client;date;amount\nA;2024-01-05;$100\nB;2024-01-06;A$300\nC;2024-01-07;$50\n"
    assert ask("check {file}", text).tells("A$300", "AUD", "USD", "one currency at a time", "--skip-bad")
    skipped = ask("check {file} --skip-bad bad.csv", text)
    assert (skipped.code, skipped.total, skipped.doc["currency"]) == (0, "150", "USD")
    said = ask("check {file} --currency AUD", text)
    assert (said.code, said.total, said.doc["currency"]) == (0, "450", "AUD")
    assert said.tells("2 amounts", "only «$»", "150")


@pytest.mark.parametrize(("header", "one", "other"), [
    ("Price list", "USD list", "EUR list"), ("Account", "USD account", "EUR account"), ("Счёт", "Счёт RUB", "Счёт USD"),
    ("Прайс", "Прайс в евро", "Прайс в рублях"), ("Code", "840", "978"), ("Код", "643", "978"),
])  # fmt: skip
def test_a_currency_in_a_phrase_or_by_its_number_is_asked_about(ask, header, one, other):
    text = log((100, one), (50, other), (20, one), header=header)
    said = ask("check {file} --client client", text)
    assert said.code == 3
    assert said.tells("two currencies", header, "(120)", "(50)", "--only", "--map currency=")
    assert ask(f"check {{file}} --client client --only '{header}={other}'", text).total == "50"
    assert ask("check {file} --client client --map currency=", text).total == "170"


@pytest.mark.parametrize(("header", "cells"), [
    ("Item", ("PEN red", "CUP red")), ("Account", ("USD account", "Main account")), ("Code", ("643", "840")),
    ("Code", ("840", "979")), ("Qty", ("840", "978")), ("Account", ("EUR north", "USD south")),
    ("Unit", ("pcs", "k pcs")), ("Unit", ("USD", "USD")), ("Product code", ("841", "978")),
])  # fmt: skip
def test_guard_phrases_and_numbers_of_another_kind_are_passed_over(ask, header, cells):
    said = ask("check {file} --client client", log(*zip((10, 20), cells, strict=True), header=header))
    assert (said.code, said.total) == (0, "30"), said.all


@pytest.mark.parametrize(("header", "one", "many"), [("Unit", "USD", "k USD"), ("Ед. изм.", "руб.", "тыс. руб.")])
def test_amounts_in_several_units_are_never_one_sum(ask, header, one, many):
    text = log((100, one), (300, one), (3, many), header=header)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E319", header, f"{one} on 2 rows (400)", f"{many} on 1 row (3)")
    assert ask(f"check {{file}} --only '{header}={one}'", text).total == "400"
    assert ask("check {file} --map currency=", text).total == "403"


def test_a_column_a_header_and_a_sign_must_name_one_currency(ask):
    header = ask("check {file}", "client;date;Amount, EUR;Currency\nA;2024-01-05;5;USD\n")
    assert header.code == 3
    assert header.tells("Currency", "USD", "EUR", "--map currency=")
    aside = ask("check {file} --map currency=", "client;date;Amount, EUR;Currency\nA;2024-01-05;5;USD\n")
    assert (aside.code, aside.doc["currency"]) == (0, "EUR")
    sign = ask("check {file}", "client;date;amount;currency\nA;2024-01-05;$5;CAD\n")
    assert (sign.code, sign.doc["currency"]) == (0, "CAD")
    columns = "Клиент;Выручка, USD;Себестоимость, EUR\nА;5;1\n"
    two = ask("profit {file}", columns)
    assert two.code == 3
    assert two.tells("EUR", "USD", "Себестоимость")


def test_money_in_two_columns_of_two_currencies_is_refused(ask):
    text = "client;revenue;Revenue currency;cost;Cost currency\nA;5;USD;1;EUR\nB;6;USD;1;EUR\n"
    said = ask("profit {file}", text)
    assert said.code == 3
    assert said.tells("USD", "EUR")
    assert ask("profit {file}", text.replace("EUR", "USD")).figure("total_profit") == "9.00"


def test_amounts_without_a_sign_are_told_with_what_they_come_to(ask):
    said = ask("check {file}", "client;date;amount\nA;2024-01-05;$5\nB;2024-01-06;7\n")
    assert said.tells("1 amount without a currency sign", "7 in all")


@pytest.mark.parametrize(
    ("form", "currency"),
    [('#,##0.00 "kr"', "kr"), ("#,##0.00 [$kr-41D]", "SEK"), ("[$kr-414] #,##0", "NOK"), ("[$¥-411]#,##0", "JPY"),
     ("[$$-1009]#,##0.00", "CAD"), ("[$$-409]#,##0.00", "$"), ('#,##0 "руб."', "RUB"), ("[$USD] #,##0", "USD"),
     ('0 "р."', "RUB"), ("[$￥-411]#,##0", "JPY"), ("￥#,##0", "¥"), ('0"円"', "JPY"), ('0"元"', "CNY"),
     ("0 руб", "RUB"), (r"0.0\ \k\r", "kr"), (r"# ##0,0\ \р\.", "RUB"), ("0 kr", "kr"), ("0;-0 €", None)],
)  # fmt: skip
def test_number_formats_name_a_currency(ask, form, currency):
    made = openpyxl.Workbook()
    for row in (["client", "date", "Amount"], ["A", "2024-01-05", 1.5]):
        made.active.append(row)
    made.active["C2"].number_format = form
    stream = io.BytesIO()
    made.save(stream)
    said = ask("check {file}", stream.getvalue(), suffix="xlsx")
    assert (said.code, said.total, said.doc["currency"]) == (0, "1.5", currency), said.all


def test_a_currency_that_stands_only_below_zero_is_that_of_those_cells(ask):
    made = openpyxl.Workbook()
    for row in (["client", "date", "Amount"], ["A", "2024-01-05", 10], ["B", "2024-02-05", -3]):
        made.active.append(row)
    for form, code in (("$0;-€0", 3), ("$0;-$0", 0), ("$0;(0)", 0)):
        made.active["C2"].number_format = made.active["C3"].number_format = form
        stream = io.BytesIO()
        made.save(stream)
        said = ask("check {file}", stream.getvalue(), suffix="xlsx")
        assert said.code == code, said.all
        assert said.tells("«10»", "$", "EUR") if code else (said.total, said.doc["currency"]) == ("7", "$")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(1, 9999), min_size=2, max_size=8),
    pair=st.permutations(["USD", "EUR", "RUB", "JPY", "KZT", "NOK"]),
    header=st.sampled_from(HEADERS),
    at=st.integers(0, 7),
)
def test_a_row_in_another_currency_never_changes_a_figure_without_a_word(ask, amounts, pair, header, at):
    main, other, *_ = pair
    rows = [(amount, main) for amount in amounts]
    before = ask("check {file}", log(*rows, header=header))
    assert Decimal(before.total) == sum(amounts)
    rows.insert(at, (5000, other))
    after = ask("check {file}", log(*rows, header=header))
    assert after.code == 3
    assert after.tells(main, other, "5,000", header)
    for figures in ("ltv {file} --discount 10% --margin-rate 50%", "churn-cost {file}"):
        assert ask(figures, log(*rows, header=header)).code == 3


@pytest.mark.parametrize("header", ["Currency", "Тип", "X"])
def test_the_cures_of_two_currencies_are_followed(ask, header):
    text = log((100, "USD"), (50, "EUR"), (20, "usd"), header=header)
    said = ask("check {file}", text)
    assert said.tells(f"--only {header}=USD,usd" if header.isascii() else f"--only '{header}=USD,usd'")
    assert said.tells(f"{header}=EUR")
    dollars = ask(f"check {{file}} --only {header}=USD,usd", text)
    assert (dollars.code, dollars.total, dollars.doc["currency"]) == (0, "120", "USD"), dollars.all
    euros = ask(f"check {{file}} --only {header}=EUR", text)
    assert (euros.total, euros.doc["currency"]) == ("50", "EUR")
    assert ask(f"check {{file}} --only {header}=USD,EUR", text).code == 3
    blank = log((100, "USD"), (50, ""), header="Currency")
    assert ask("check {file} --only Currency=USD", blank).total == "100"


def test_rows_that_are_no_money_may_be_in_any_currency(ask):
    text = "client;date;amount;currency;status\nA;2024-01-05;5;USD;paid\nB;2024-01-06;7;EUR;cancelled\n"
    said = ask("check {file} --leave-out status=cancelled", text)
    assert (said.code, said.total, said.doc["currency"]) == (0, "5", "USD"), said.all


def test_a_refund_beside_the_amount_is_brought_to_the_same_unit(ask):
    text = "client,date,{},{}\nA,2024-01-05,1000,200\nB,2024-02-05,500,0\n"
    cents = ask("check {file}", text.format("amount_cents", "refunded_cents"))
    assert Decimal(cents.total) == Decimal("13"), cents.all
    silent = ask("check {file}", text.format("amount_cents", "refunded"))
    assert silent.code == 3
    assert silent.tells("refunded", "amount_cents", "says nothing")
    answer = ask("check {file} --units refunded=hundredths", text.format("amount_cents", "refunded"))
    assert Decimal(answer.total) == Decimal("13")
    other = ask("check {file}", text.format("amount", "refunded_cents"))
    assert other.code == 3
    assert other.tells("amount", "says nothing")
    assert Decimal(ask("check {file} --units amount=ones", text.format("amount", "refunded_cents")).total) == Decimal(
        "1498"
    )
    two = ask("check {file}", text.format("Amount (USD)", "Refunded (EUR)"))
    assert two.code == 3
    assert two.tells("USD", "EUR")


@pytest.mark.parametrize(
    ("header", "cells"),
    [("client,date,amount,where", ["USD", "EUR"]), ("client,date,amount,segment", ["USD", "EUR"]),
     ("client,date,amount,Account", ["usd", ""]), ("client,date,amount,Account", ["USD account", "EUR account"]),
     ("client,date,amount,Price list", ["USD list", "EUR list"]), ("client,date,amount,Code", ["840", "978"]),
     ("client,date,amount,Unit", ["USD", "k USD"]), ("client,date,amount_cents,where", ["a", "b"]),
     ("client,date,Amount (K),where", ["a", "b"]), ("client,date,Amount (USD),where", ["a", "b"])],
)  # fmt: skip
def test_a_big_log_is_asked_the_same_or_left_to_the_exact_reader(tmp_path, header, cells):
    file = tmp_path / "orders.csv"
    rows = [f"C{n % 7},2024-0{n % 9 + 1}-05,{n + 1}.50,{cells[n % 97 == 96]}" for n in range(400)]
    file.write_text("\n".join([header, *rows]) + "\n")
    options = ReadingOptions(columns={"amount": header.split(",")[2], "client": "client"})
    by_engine = duck.summarise(file, file.name, (ORDERS,), options)
    try:
        exact = read(file, (ORDERS,), options)
    except InputRefused:
        exact = None
    if by_engine is not None:
        assert exact is not None
        assert by_engine[0].controls.totals == exact.controls.totals
        assert by_engine[0].controls.currency == exact.controls.currency == "USD"
    else:
        assert "USD" not in header


def test_rows_whose_status_is_in_question_are_asked_about_first(ask):
    text = "client;date;amount;currency;status\nA;2024-01-05;5;USD;paid\nB;2024-01-06;7;EUR;cancelled\n"
    first = ask("check {file}", text)
    assert first.tells("status", "cancelled")
    assert not first.tells("two currencies")
    assert ask("check {file} --only status=*", text).tells("two currencies", "USD", "EUR")


def test_of_a_header_and_a_few_cells_the_cells_are_named(ask):
    said = ask("check {file}", "client;date;Amount EUR\nA;2024-01-05;5\nB;2024-01-06;$7\nC;2024-01-07;8\n")
    assert said.code == 3
    assert said.tells("$7", "--skip-bad")
    every = ask("check {file}", "client;date;Amount EUR\nA;2024-01-05;$5\nB;2024-01-06;$7\n")
    assert every.tells("«Amount EUR» is in EUR")


@pytest.mark.parametrize(
    "header", ["Клиент;Дата;Сумма;Сумма в валюте;Валюта", "client;date;Amount;Amount in document currency;Currency"]
)
def test_the_currency_of_the_document_is_not_that_of_the_books(ask, header):
    money = header.split(";")[2:4]
    text = f"{header}\nА;2024-01-05;905;10;USD\nБ;2024-01-06;50;50;RUB\n"
    own = ask(f"check {{file}} --amount {money[0]}", text)
    assert (own.total, own.doc["currency"]) == ("955", None), own.all
    assert own.tells(f"not of «{money[0]}»")
    foreign = ask(f"check {{file}} --amount '{money[1]}'", text)
    assert foreign.code == 3
    assert foreign.tells("USD", "RUB")


@pytest.mark.parametrize("text", [
    "client,date,amount,Exchange rate\nA,2024-01-01,100,1\nB,2024-01-02,200,1.1\nC,2024-02-03,300,90\n",
    "Клиент;Дата;Сумма;Курс валюты\nА;01.01.2024;100;1\nБ;02.01.2024;200;1,1\nВ;03.02.2024;300;90\n",
    "Client,Date,Amount,CurrencyRate\nA,2024-01-01,100,1\nB,2024-01-02,200,1.1\nC,2024-02-03,300,90\n",
])  # fmt: skip
def test_rates_of_exchange_far_apart_are_several_currencies(ask, text):
    said = ask("check {file}", text)
    assert said.code == 3
    rate, amount = ("Курс валюты", "Сумма") if ";" in text else text.split("\n")[0].split(",")[3:1:-1]
    assert said.tells(rate, "1 on 1 row (100)", "90 on 1 row (300)")
    assert float(ask(f"check {{file}} --amount '{amount}*{rate}'", text).total) == 100 + 220 + 27000
    assert float(ask(f"check {{file}} --only '{rate}=*'", text).total) == 600
    assert float(ask(f"check {{file}} --only '{rate}=1'", text).total) == 100


@pytest.mark.parametrize("text", [
    "Date,Customer,Amount,Exchange rate\n2024-01-05,Acme,100,1\n2024-01-15,Beta,200,0.9\n2024-02-15,Acme,50,1.25\n",
    "Дата;Клиент;Сумма;Курс валюты\n05.01.2024;Маяк;100;1\n15.01.2024;Створ;200;0,9\n15.02.2024;Маяк;50;1,25\n",
    "Date,Customer,Amount,FX rate\n2024-01-05,Acme,100,1.0000\n2024-01-15,Beta,250,1.10\n",  # EUR and USD
    "Date,Customer,Amount,Exchange rate\n2024-01-05,Acme,100,0.85\n2024-01-05,Beta,200,0.92\n2024-02-15,Acme,50,0.9\n",
])  # fmt: skip
def test_a_rate_beside_1_and_two_rates_of_one_day_are_several_currencies(ask, text):
    said = ask("check {file}", text)
    assert said.code == 3, said.doc
    assert said.tells("several currencies", "--amount", "--only")
    headers = text.splitlines()[0].replace(";", ",").split(",")
    rows = [line.replace(",", ".").split(";") if ";" in line else line.split(",") for line in text.splitlines()[1:]]
    base = sum(float(row[2]) * float(row[3]) for row in rows)
    assert float(ask(f"check {{file}} --amount '{headers[2]}*{headers[3]}'", text).total) == pytest.approx(
        base, abs=1e-9
    )
    assert float(ask(f"check {{file}} --only '{headers[3]}=*'", text).total) == sum(float(row[2]) for row in rows)


@pytest.mark.parametrize("rates", [
    ("1", "1", "1"), ("1", "1.02", "0.98"), ("0.97", "1", "1.06"), ("75.1", "82.4", "98"), ("0.91", "0.9", "1.1"),
])  # fmt: skip
def test_a_rate_that_moves_from_month_to_month_is_of_one_currency(ask, rates):
    days = ("2022-01-05", "2022-06-05", "2022-11-05")
    rows = "".join(f"A{n},{day},100,{rate}\n" for n, (day, rate) in enumerate(zip(days, rates, strict=True)))
    assert ask("check {file}", f"client,date,amount,Exchange rate\n{rows}").total == "300"


@pytest.mark.parametrize("header", ["Exchange rate", "Курс", "Курс обучения", "Rate"])
def test_one_rate_or_a_rate_that_moves_a_little_is_no_question(ask, header):
    text = f"client,date,amount,{header}\nA,2024-01-01,100,90.5\nB,2024-01-02,200,91\nC,2024-02-03,300,98\n"
    assert ask("check {file}", text).total == "600"
