# ruff: noqa: E501
"""Text tables that real programs and tired people make: read exactly, or refused with the line and the value."""

import datetime as dt
import io
from decimal import Decimal

import pytest

from custecon.core.errors import InputRefused
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.kinds.spending import SPENDING
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources import ReadingOptions, read
from custecon.sources.currencies import currency_in_header
from custecon.sources.opening import bytes_of
from custecon.sources.wording import shown

HEAD = "client;date;amount\n"


def reading(data, *schemas, **options):
    raw = data if isinstance(data, bytes) else data.encode()
    return read(io.BytesIO(raw), schemas or (CLIENTS, ORDERS), ReadingOptions(**options), name="f.csv")


def refused(data, *schemas, **options):
    with pytest.raises(InputRefused) as caught:
        reading(data, *schemas, **options)
    return caught.value.problems[0]


def total(data, **options):
    return reading(data, **options).controls.totals["amount"]


def told(found, code):
    return next(str(notice) for notice in found.notices if notice.code == code)


@pytest.mark.parametrize(("cell", "code"), [
    ("(5", "E214"), ("-5-", "E214"), ("$5 USD", "E214"), ("1,234.567.89", "E214"), ("1.234,567.8", "E214"),
    ("1" * 29, "E217"), ("1.0123456789", "E217"),
])  # fmt: skip
def test_an_amount_that_is_none_is_named_by_its_line_and_text(cell, code):
    found = refused(f"{HEAD}A;2024-01-05;1.50\nB;2024-01-06;{cell}\n")
    assert (found.code, found.place.line, found.place.column) == (code, 3, "amount")
    assert cell in str(found)


def test_the_signs_of_numbers_are_proved_by_the_column_or_given():
    rows = HEAD + "A;2024-01-05;{}\nB;2024-01-06;{}\n"
    assert total(rows.format("1,234,567", "1,234")) == Decimal(1_235_801)
    assert total(rows.format("1234.50", "1,234")) == Decimal("2468.50")
    assert total(rows.format("1,234", "5"), thousands="'") == Decimal("6.234")


@pytest.mark.parametrize(("key", "code"), [
    ("A\ufeffB", "E232"), ("Caf\ufffd", "E233"), ("????", "E233"), ("#N/A", "E245"), ("#н/д", "E245"),
])  # fmt: skip
def test_a_client_key_that_was_spoilt_on_the_way_is_refused(key, code):
    found = refused(f"{HEAD}A;2024-01-05;1\n{key};2024-01-06;2\n")
    assert (found.code, found.place.line, found.place.column) == (code, 3, "client")


@pytest.mark.parametrize(("cell", "code", "word"), [
    ("2024-01-05 25:00", "E219", "time of day"), ("1704412800", "E223", "time stamp"),
    ("1704412800000", "E223", "time stamp"), ("2024-01", "E223", "month without a day"),
])  # fmt: skip
def test_what_is_nearly_a_day_is_told_for_what_it_is(cell, code, word):
    found = refused(f"{HEAD}A;2024-01-05;1\nB;{cell};2\n")
    assert (found.code, found.place.line) == (code, 3)
    assert word in str(found)


def test_a_day_that_the_given_order_does_not_have_is_refused():
    found = refused(f"{HEAD}A;05/03/2024;1\nB;31/12/2024;2\n", date_order="mdy")
    assert (found.code, found.place.line) == ("E219", 3)
    assert reading(f"{HEAD}A;05/03/2024;1\nB;31/12/2024;2\n", date_order="dmy").controls.first_date == dt.date(
        2024, 3, 5
    )


@pytest.mark.parametrize(("row", "code", "column"), [
    ("B;1;-3;", "E253", "orders"), ("B;1;2.5;", "E253", "orders"), ("B;1;2;maybe", "E254", "active"),
])  # fmt: skip
def test_counts_and_flags_of_a_client_list_must_be_such(row, code, column):
    found = refused(f"client;revenue;orders;active\nA;1;2;yes\n{row}\n")
    assert (found.code, found.place.line, found.place.column) == (code, 3, column)


def test_a_client_list_names_every_client_once_and_ends_after_it_begins():
    twice = refused("client;revenue\nA;1\nB;2\nA;3\n")
    assert (twice.code, twice.place.line) == ("E249", 4)
    assert "line 2" in str(twice)
    ends = refused("client;revenue;first date;last date\nA;1;2024-02-01;2024-01-01\n")
    assert (ends.code, ends.place.line, ends.place.column) == ("E256", 2, "last date")


def test_rows_without_client_are_put_aside_where_there_is_no_money_at_all():
    found = reading("client;start;end\nA;2024-01-01;\n;2024-02-01;\n", SUBSCRIPTIONS, no_client="drop")
    assert (found.table.rows, found.controls.skipped["without client"]) == (1, 1)
    assert found.controls.set_aside == {}
    assert "no money" in told(found, "N220")


def test_two_columns_that_may_be_the_channel_are_told_and_left_out():
    found = reading("client;date;amount;channel;source\nA;2024-01-05;1;ads;google\n")
    assert "channel" not in found.table
    assert "«channel», «source»" in told(found, "N221")


@pytest.mark.parametrize(("cell", "words"), [
    ("3", "equals the sum"), ("4", "differs from the sum of the rows above, 3"), ("n/a", "n/a"),
])  # fmt: skip
def test_a_total_row_is_held_against_the_rows_above(cell, words):
    found = reading(f"{HEAD}A;2024-01-05;1\nB;2024-01-06;2\nTotal;;{cell}\n")
    assert found.controls.totals == {"amount": Decimal(3)}
    assert words in told(found, "N297" if cell == "4" else "N204")


def test_one_letter_that_is_a_whole_header_names_no_currency():
    assert [currency_in_header(text) for text in ("р", "kr.", "Br", "Сумма, р.")] == [None, None, None, "RUB"]


def test_thousands_in_a_header_are_multiplied_and_told():
    text = "client;date;Сумма, тыс. руб.\nA;2024-01-05;1,25\n"
    assert "in thousands (1 is 1,000)" in told(reading(text), "N267")
    assert total(text) == total(text, units="thousands") == Decimal(1250)
    assert total(text, units="ones") == Decimal("1.25")
    assert "all figures are in thousands" in told(reading(text, units="ones"), "N268")


def test_a_blank_before_a_quote_is_refused():
    found = refused('client;date;amount\nA;2024-01-05;1\n "B; Ltd";2024-01-06;2\n')
    assert (found.code, found.place.line) == ("E228", 3)


def test_bytes_that_are_no_letters_are_named_by_their_line():
    header = refused("Клиент;Дата;Сумма\nРомашка;2024-01-05;1\n".encode("koi8-r"))
    assert (header.code, header.place.line) == ("E229", 1)
    assert "koi8-r" in str(header)
    marked = refused(b"\xef\xbb\xbf" + HEAD.encode() + b"A;2024-01-05;1\nCaf\xe9;2024-01-06;2\n")
    assert (marked.code, marked.place.line) == ("E229", 3)
    wide = refused((HEAD + "A;2024-01-05;1\nB;2024-01-06;2").encode("utf-16") + b"\x31")
    assert (wide.code, wide.place.line) == ("E229", 3)


def test_a_fault_in_a_row_of_several_lines_is_named_where_it_stands():
    found = refused('client;date;amount\n"A\nB";2024-01-05;1\n"C\n\nD";2024-01-06;x\n')
    assert (found.code, found.place.line, found.place.column) == ("E214", 6, "amount")


def test_a_total_row_of_spending_needs_no_hole():
    found = reading("channel;spend\nads;10.50\nfairs;2.00\nTotal;12.50\n", SPENDING)
    assert found.controls.totals == {"spend": Decimal("12.50")}
    assert found.controls.skipped == {"header": 1, "total rows": 1}
    assert "equals the sum" in told(found, "N204")


def test_the_foot_of_a_report_is_skipped_unless_data_follow():
    report = HEAD + "A;2024-01-05;1\nTotal;;1\nSigned;;\nby the accountant\n"
    found = reading(report)
    assert (found.table.rows, found.controls.skipped["below the total"]) == (1, 2)
    again = refused(report + "B;2024-01-06;2\n")
    assert (again.code, again.place.line) == ("E224", 4)


def test_a_row_that_repeats_the_first_header_only_is_a_row():
    found = refused(HEAD + "A;2024-01-05;1\nclient;2024-01-06;x\n")
    assert (found.code, found.place.line) == ("E214", 3)


def test_the_firms_own_header_is_taken_and_told():
    text = "who;date;amount\nA;2024-01-05;1\n"
    assert refused(text).code == "E211"
    found = reading(text, headers={"": {"client": "Who"}, "orders": {"client": "who"}})
    assert (found.table.cells("client"), found.controls.columns["client"].by) == (("A",), "settings")


def test_a_file_of_two_kinds_asks_which():
    text = "client;revenue;date;orders\nA;1.50;2024-01-01;3\n"
    found = refused(text)
    assert (found.code, found.place.line) == ("E240", 1)
    assert reading(text, kind="orders").controls.totals == {"amount": Decimal("1.50")}


def test_a_preset_whose_columns_are_missing_says_which():
    found = refused("Email;Created at;Sum\na@x.y;2024-01-05;1\n", preset="shopify")
    assert (found.code, found.place.line) == ("E260", 1)
    assert "amount" in str(found)


HEADER = "Name,Email,Financial Status,Paid at,Total,Created at,Lineitem quantity,Lineitem name,Refunded Amount\n"
ORDER = "#1,a@x.y,paid,2024-01-05,30.00,2024-01-05 10:00,1,Tee,0.00\n"


@pytest.mark.parametrize(
    "item", ["#1,a@x.y,,,,2024-01-05 10:00,2,Cap,\n", "#1,a@x.y,,,,,2,Cap,\n", "#1,,,,,2024-01-05 10:00,2,Cap,\n"]
)
def test_a_further_item_of_an_order_is_skipped_with_and_without_client_and_date(item):
    found = reading(HEADER + ORDER + item, preset="shopify")
    assert found.controls.totals["amount"] == Decimal("30.00")
    assert found.controls.skipped["further items of an order"] == 1


@pytest.mark.parametrize(
    "row", ["#1,b@x.y,,,,,2,Cap,\n", "#1,a@x.y,,,,2024-01-06 10:00,2,Cap,\n", "#2,a@x.y,,,,,2,Cap,\n"]
)
def test_a_row_of_another_client_day_or_order_without_money_is_no_further_item(row):
    assert "E224" in refused(HEADER + ORDER + row, preset="shopify").code


def test_a_price_beside_a_quantity_is_not_taken_for_the_money():
    text = "client;date;quantity;price\nA;2024-01-05;3;1.50\n"
    found = refused(text)
    assert (found.code, found.place.line, found.place.column) == ("E262", 1, "price")
    assert total(text, columns={"amount": "price"}) == Decimal("1.50")
    assert total(text, columns={"amount": "quantity*price"}) == Decimal("4.50")
    part = refused("client;date;quantity;price\nA;2024-01-05;x;1.50\n", columns={"amount": "quantity*price"})
    assert (part.code, part.place.line, part.place.column) == ("E214", 2, "quantity")


def test_two_currencies_are_never_added():
    headers = refused("client;revenue (EUR);cost (RUB)\nA;10;4\n")
    assert (headers.code, headers.place.line) == ("E236", 1)
    against = refused("client;date;amount;currency\nA;2024-01-05;€5;USD\n")
    assert (against.code, against.place.column) == ("E236", "currency")


def test_what_cannot_be_opened_says_why(tmp_path):
    for path, code in ((tmp_path, "E202"), (tmp_path / "none.csv", "E201"), (f"{tmp_path}/a\0b.csv", "E203")):
        with pytest.raises(InputRefused) as caught:
            read(path, (ORDERS,))
        assert caught.value.problems[0].code == code
    (tmp_path / "model.json").write_bytes(b"{}")
    assert bytes_of(str(tmp_path / "model.json")) == b"{}"


@pytest.mark.parametrize(("data", "code"), [
    (b'[{"client": "A"}]', "E205"), (b"[[1, 2]]", "E205"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "E206"),
])  # fmt: skip
def test_json_and_encrypted_packages_are_no_tables(data, code):
    assert refused(data).code == code


SHOPIFY = "Name,Email,Financial Status,Paid at,Total,Lineitem quantity,Lineitem name,Created at,Cancelled at,Refunded Amount\n"


def test_cancelled_orders_of_a_shop_are_left_out_with_their_money():
    text = SHOPIFY + "#1,a@x.y,paid,,10.00,1,cup,2024-01-05,,2.50\n#2,b@x.y,paid,,7.00,1,cup,2024-01-06,2024-01-07,0\n"
    found = reading(text)
    assert found.controls.totals == {"amount": Decimal("7.50")}
    assert found.controls.set_aside == {"«Cancelled at» not empty": Decimal("7.00")}


def test_lines_of_one_order_that_contradict_each_other_are_refused():
    text = "order;client;date;amount\n7;A;2024-01-05;1.50\n7;A;2024-01-05;2.50\n"
    found = refused(text, order_id="order")
    assert (found.code, found.place.line) == ("E248", 3)
    assert "amount «1.50»" in str(found)
    assert "amount «2.50»" in str(found)
    shop = SHOPIFY + "#1,a@x.y,paid,,10.00,1,cup,2024-01-05,,2.50\n#1,a@x.y,paid,,10.00,1,cup,2024-01-05,,3.50\n"
    found = refused(shop)
    assert (found.code, found.place.line) == ("E248", 3)
    assert "amount «7.50»" in str(found)
    assert "amount «6.50»" in str(found)


def test_refunds_can_be_refused_whether_written_or_computed():
    written = refused(HEAD + "A;2024-01-05;5\nA;2024-01-06;-1.50\n", refunds="refuse")
    assert (written.code, written.place.line, written.place.column) == ("E251", 3, "amount")
    text = "client;date;quantity;price\nA;2024-01-05;3;1.50\nA;2024-01-06;-2;1.50\n"
    computed = refused(text, refunds="refuse", columns={"amount": "quantity*price"})
    assert (computed.code, computed.place.line) == ("E251", 3)
    assert "-3.0" in str(computed)


def test_identical_rows_are_kept_dropped_or_refused():
    text = HEAD + "A;2024-01-05;1\nB;2024-01-05;2\nA;2024-01-05;1\nA;2024-01-05;1\n"
    assert total(text) == Decimal(5)
    found = reading(text, identical="drop")
    assert found.controls.totals == {"amount": Decimal(3)}
    assert found.controls.set_aside == {"identical row": Decimal(2)}
    again = refused(text, identical="refuse")
    assert (again.code, again.place.line) == ("E261", 4)


def test_an_identical_row_that_is_refused_is_not_counted_as_dropped():
    text = HEAD + "A;2024-01-05;1\nB;2024-01-05;x\nB;2024-01-05;x\n"
    found = reading(text, identical="drop", skip_bad=True)
    assert (found.table.rows, found.controls.refused) == (1, 2)
    assert "identical row" not in found.controls.skipped


def test_apostrophes_quote_where_only_they_can():
    found = reading("'client','date','amount'\n'Smith, Co','2024-01-05','1.50'\n")
    assert found.table.cells("client") == ("Smith, Co",)
    assert found.controls.settings["quote"].value == "'"
    assert found.controls.totals == {"amount": Decimal("1.50")}


def test_a_delimiter_can_be_given():
    assert total("client^date^amount\nA^2024-01-05^1.50\n", delimiter="^") == Decimal("1.50")
    assert (
        reading("client\tdate\tamount\nA\t2024-01-05\t1\n", delimiter="tab").controls.settings["delimiter"].by
        == "given"
    )


def test_a_header_is_looked_for_in_the_first_sixty_rows_only():
    head = "client;date;amount\nA;2024-01-05;1\n"
    assert reading("note\n" * 59 + head).controls.skipped["above the header"] == 59
    assert refused("note\n" * 60 + head).code == "E263"
    assert refused("note\n" * 70 + head).code == "E263"


def test_a_wide_blank_is_shown_as_a_blank():
    assert shown("A\u2003B\x00") == "A B\\x00"


def test_currencies_of_money_that_is_computed_are_never_added_either():
    price = {"columns": {"amount": "quantity*price"}}
    text = "client;date;quantity;price\nA;2024-01-05;3;$1.50\nB;2024-01-05;3;{}\n"
    found = refused(text.format("€1.50"), **price)
    assert (found.code, found.place.line, found.place.column) == ("E236", 2, "price")
    silent = reading(text.format("1.50"), **price)
    assert (silent.controls.totals["amount"], silent.controls.currency) == (Decimal(9), "$")
    assert "1 amount without a currency sign" in told(silent, "N223")
    less = refused("client;date;gross;back\nA;2024-01-05;$3;€1.50\n", columns={"amount": "gross-back"})
    assert less.code == "E236"


@pytest.mark.parametrize(("expression", "thousands"), [("quantity*price", 4500), ("quantity-price", 1500)])
def test_money_computed_from_two_columns_is_multiplied_by_its_unit_once(expression, thousands):
    text = "client;date;quantity;price\nA;2024-01-05;3;1.50\n"
    assert total(text, columns={"amount": expression}, units="thousands") == Decimal(thousands)


def test_a_cell_against_the_given_decimal_sign_is_refused():
    found = refused(HEAD + "A;2024-01-05;1.25\nB;2024-01-06;1,50\n", decimal=".")
    assert (found.code, found.place.line) == ("E214", 3)


def test_parentheses_of_an_expression_come_first():
    text = "client;date;quantity;price;rebate\nA;2024-01-05;3;1.50;0.25\n"
    assert total(text, columns={"amount": "quantity*(price-rebate)"}) == Decimal("3.75")
    assert total(text, columns={"amount": "quantity*price-rebate"}) == Decimal("4.25")


def test_a_lone_quote_inside_a_client_is_refused():
    found = refused(HEAD + 'A;2024-01-05;1\nB 15";2024-01-06;2\n')
    assert (found.code, found.place.line, found.place.column) == ("E241", 3, "client")
    assert total('client;date;amount;note\nA;2024-01-05;1;a 15" screen\n') == Decimal(1)
