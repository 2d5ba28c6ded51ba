# ruff: noqa: E501
"""Rare corners of the readers, each of which some file has."""

import datetime as dt
import gzip
import io
import os
import subprocess
import sys
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from custecon.core.errors import InputRefused, UsageError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, amounts, dates, opening, read, xlsx
from custecon.sources.phrases import word_of

GOOD = "client,date,amount\nA,2024-01-05,1.50\n"


def reading(data, name="f", **options):
    raw = data if isinstance(data, bytes) else data.encode()
    return read(io.BytesIO(raw), (CLIENTS, ORDERS), ReadingOptions(**options), name=name)


def code(data, **options):
    with pytest.raises(InputRefused) as caught:
        reading(data, **options)
    return caught.value.problems[0].code


def archive(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def book(*rows, change=None):
    made = openpyxl.Workbook()
    for row in (("Client", "Date", "Amount"), *rows):
        made.active.append(row)
    if change:
        change(made.active)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("data", "wanted"), [
    (gzip.compress(gzip.compress(GOOD.encode(), mtime=0), mtime=0), "E205"),
    (gzip.compress(GOOD.encode(), mtime=0)[:-12], "E208"),
    (gzip.compress(GOOD.encode(), mtime=0)[:-8] + bytes(8), "E208"),
    (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "E205"),
    (b"<?xml version='1.0'?><html/>", "E207"),
    (b"MIME-Version: 1.0\nContent-Type: multipart", "E207"),
    (b"PK\x03\x04 cut off", "E208"),
    (archive(a_dot_csv="x"), "E263"),
    (archive(xl__workbook_dot_bin="x"), "E205"),
    (archive(word__document_dot_xml="x"), "E205"),
    (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "E208"),
    (archive(**{"[Content_Types]_dot_xml": "<Types/>"}), "E208"),
    (archive(**{f"p{n}": "" for n in range(10_001)}), "E209"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "E208"),
    (b"SQLite format 3\0", "E208"),
    (b"\x00\x00\x00\x00", "E231"),
    (book(), "E238"),
])  # fmt: skip
def test_what_is_no_table_is_refused_by_name(data, wanted):
    assert code(data) == wanted


def test_an_encrypted_member_of_a_zip_is_a_password():
    data = bytearray(archive(xl__workbook_dot_xml="<workbook/>"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = data.index(mark) + (6 if mark[2] == 3 else 8)
        data[place] |= 1
    assert code(bytes(data)) == "E206"


def test_a_workbook_of_empty_sheets_is_empty():
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert code(stream.getvalue()) == "E204"
    assert code(stream.getvalue(), sheet="Sheet") == "E204"


def test_too_large_sources_are_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "LARGEST", 20)
    (tmp_path / "f").write_text(GOOD)
    with pytest.raises(InputRefused) as caught:
        read(tmp_path / "f", (ORDERS,))
    assert caught.value.problems[0].code == code(GOOD) == "E209"


def test_a_file_without_the_right_to_read_says_so(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError

    path = tmp_path / "f"
    path.write_text(GOOD)
    monkeypatch.setattr(type(path), "open", forbidden)
    with pytest.raises(InputRefused, match="no right"):
        read(path, (ORDERS,))


@pytest.mark.parametrize(("given", "data"), [
    ("utf-16", ("\ufeff" + GOOD).encode("utf-16-le")), ("utf-8", b"\xef\xbb\xbf" + GOOD.encode()),
    ("utf-32", GOOD.encode("utf-32")), ("cp1251", GOOD.encode()),
])  # fmt: skip
def test_a_mark_is_taken_off_when_the_encoding_is_given(given, data):
    found = reading(data, encoding=given)
    assert found.controls.settings["encoding"].by == "given"
    assert found.table.rows == 1


def test_a_nul_in_wide_text_is_named_by_its_line():
    assert code((GOOD + "B\0,2024-01-05,1\n").encode("utf-16")) == "E231"


def test_columns_can_be_chosen_by_number():
    text = "client,date,amount,amount\nA,2024-01-05,1.50,2.50\n"
    assert reading(text, columns={"amount": "#4"}).controls.totals == {"amount": Decimal("2.50")}
    assert code(text, columns={"amount": "#9"}) == "E258"


def test_status_and_currency_columns_can_be_named_or_put_aside():
    text = "client,date,amount,settled?,status\nA,2024-01-05,1.50,void,cancelled\n"
    assert code(text, columns={"status": "settled?"}) == "E250"
    assert reading(text, columns={"status": ""}).table.rows == 1
    assert (
        code("client,date,amount,money\nA,2024-01-05,1,EUR\nB,2024-01-05,1,USD\n", columns={"currency": "money"})
        == "E292"
    )


def test_an_empty_currency_column_decides_nothing():
    assert reading("client,date,amount,currency\nA,2024-01-05,1.50,\n").controls.currency is None


@pytest.mark.parametrize(
    ("amount", "given", "currency", "by"),
    [
        ("$5", "CAD", "CAD", "given"),
        ("$5", "usd", "USD", "given"),
        ("$5", "$", "$", "in the file"),
        ("€5", "EUR", "EUR", "in the file"),
        ("5", "EUR", "EUR", "given"),
    ],
)
def test_a_currency_that_is_given_may_say_which_the_sign_is(amount, given, currency, by):
    found = reading(f"client,date,amount\nA,2024-01-05,{amount}\n", currency=given).controls
    assert (found.currency, found.settings["currency"].by) == (currency, by)


@pytest.mark.parametrize(("amount", "given"), [("$5", "EUR"), ("€5", "USD"), ("¥5", "RUB")])
def test_a_currency_that_the_file_contradicts_is_refused_unless_it_is_only_the_usual_one(amount, given):
    text = f"client,date,amount\nA,2024-01-05,{amount}\n"
    assert code(text, currency=given) == "E265"
    found = reading(text, currency=given, usual=frozenset({"currency"})).controls
    assert found.currency in {"$", "EUR", "¥"}
    assert found.settings["currency"].by == "in the file"


def test_the_currency_can_be_given():
    assert reading(GOOD, currency="руб.").controls.currency == "RUB"


def test_a_total_row_of_a_client_list_is_skipped_if_it_is_the_sum():
    text = "client,revenue,margin\nA,100.50,10.00\nB,50.00,\n"
    found = reading(text + "Total,150.50,10.00\n")
    assert (found.controls.totals["revenue"], found.controls.skipped["total rows"]) == (Decimal("150.50"), 1)
    assert code(text + "Total,150.50,11.00\n") == "E239"
    assert code(text + "Total,,\n") == "E239"


def test_a_client_list_without_the_order_log_and_the_other_way_round():
    assert reading("client,revenue,date,orders\nA,1.50,2024-01-01,3\n", kind="clients").table.schema is CLIENTS
    assert code("client,revenue\nA,1.50\n", kind="orders") == "E211"


def test_clear_columns_win_over_rivals_in_a_tie():
    text = "client,revenue,date,amount,orders\nA,1.50,2024-01-01,2.50,3\n"
    assert reading(text).table.schema is CLIENTS


def test_a_tie_of_two_kinds_without_rivals_is_asked_about():
    assert code("client,revenue,date,invoice date,orders\nA,1.50,2024-01-01,2024-01-01,3\n") == "E240"


def test_where_every_row_is_left_out_it_is_said_why():
    assert code("client,date,amount\nA,2024-01-05,-1\n", refunds="drop") == "E279"


def test_millions_are_multiplied_exactly():
    text = "client,date,Amount (mln)\nA,2024-01-05,1.234567\n"
    assert reading(text).controls.totals == {"amount": Decimal(1234567)}
    assert reading(text, units="millions").controls.totals == {"amount": Decimal(1234567)}


def test_shares_flags_and_counts_are_what_they_say():
    text = "client;revenue;retention;active;orders\nA;1,5;80%;да;3\nB;2,5;0,75;нет;4,0\nC;2,5;;;\n"
    table = reading(text).table
    assert table.cells("retention") == (Decimal("0.8"), Decimal("0.75"), None)
    assert table.cells("active") == (True, False, None)
    assert table.cells("orders") == (3, 4, None)


def test_yes_and_no_of_a_workbook_are_flags():
    made = openpyxl.Workbook()
    made.active.append(["client", "revenue", "active"])
    made.active.append(["A", 1.5, True])
    made.active.append(["B", 1.5, False])
    stream = io.BytesIO()
    made.save(stream)
    assert reading(stream.getvalue()).table.cells("active") == (True, False)


def test_an_id_with_a_fraction_stays_as_it_is_shown():
    assert reading(book((1.5, dt.date(2024, 1, 5), 2))).table.cells("client") == ("1.5",)


def test_more_than_fifteen_digits_of_money_in_a_workbook_are_refused():
    assert code(book(("A", dt.date(2024, 1, 5), 10**15))) == "E235"


def test_a_day_before_march_1900_is_no_day():
    assert code(book(("A", dt.date(1900, 1, 5), 1))) == "E223"


def test_a_damaged_archive_is_named():
    with pytest.raises(InputRefused):
        xlsx.Workbook(b"PK", "f")


def test_words_of_days_that_cannot_be():
    assert isinstance(dates.shape_of("31 февраля 2024"), dates.Impossible)
    assert isinstance(dates.shape_of("5 мая 2024 25:00"), dates.Impossible)


def test_a_status_is_one_word():
    assert word_of("Не оплачён ") == word_of("не_оплачен")
    assert word_of("wc-on-hold") == word_of("On hold")


def test_a_column_whose_groups_differ_from_the_given_ones_is_refused():
    assert code("client;date;amount\nA;2024-01-05;1 234\n", thousands="'") == "E214"
    assert amounts.number(amounts.shape_of("1,234"), amounts.Spelling(None, "'")) is None


@pytest.mark.parametrize("option", [{"columns": {"amount": "'amuont*"}}, {"columns": {"amount": "(amount*amount"}}])
def test_half_an_expression_is_an_unknown_column(option):
    assert code(GOOD, **option) == "E258"


def test_a_preset_can_be_switched_off():
    text = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\nch_1,2024-01-05,10,1,usd,Paid,a@x.y\n"
    assert reading(text).controls.totals == {"amount": Decimal(9)}
    named = {"client": "Customer Email", "date": "Created date (UTC)", "amount": "Amount"}
    assert reading(text, preset="none", columns=named | {"refunds": ""}).controls.totals == {"amount": Decimal(10)}
    with pytest.raises(UsageError):
        reading(text, preset="ebay")


def test_merged_cells_outside_the_data_are_not_told():
    data = book(("A", dt.date(2024, 1, 5), 1), change=lambda sheet: sheet.merge_cells("F1:G1"))
    assert reading(data).notices == ()


def test_the_same_numbers_come_out_under_every_seed_zone_and_locale(tmp_path):
    path = tmp_path / "log.csv"
    rows = "".join(f"К{n % 7};{n % 28 + 1:02d}.0{n % 9 + 1}.2024;{n * 37 % 999},{n % 10}0\n" for n in range(60))
    path.write_text("Клиент;Дата;Сумма\n" + rows + "Итого;;1\n", encoding="cp1251")
    code_ = "from custecon.core.schemas import *; from custecon.sources import *; import sys;r = read_clients(sys.argv[1]); print(ascii(r))"
    seen = set()
    for seed in ("0", "1"):
        for zone, locale in (
            ("UTC", "C"),
            ("Pacific/Kiritimati", "ru_RU.UTF-8"),
            ("America/Los_Angeles", "de_DE.UTF-8"),
        ):
            env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
            seen.add(
                subprocess.run(
                    [sys.executable, "-c", code_, str(path)], env=env, capture_output=True, check=True
                ).stdout
            )
    assert len(seen) == 1


def old_book(fill):
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sales")
    for column, name in enumerate(("Client", "Date", "Amount")):
        sheet.write(0, column, name)
    sheet.write(1, 0, "A")
    sheet.write(1, 1, dt.date(2024, 1, 5), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    sheet.write(1, 2, 1.5)
    fill(made, sheet, xlwt.easyxf)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_an_old_workbook_tells_the_same_flags():
    def padded(_, sheet, style):
        sheet.write(2, 0, 7, style(num_format_str="00000"))
        sheet.write(2, 1, dt.date(2024, 1, 6), style(num_format_str="DD.MM.YYYY"))
        sheet.write(2, 2, 2.5, style(num_format_str='#,##0.00 "€"'))
        sheet.write(3, 4, "note")
        sheet.write(3, 5, "", style())
        sheet.row(2).hidden = True
        sheet.col(2).hidden = True

    found = reading(old_book(padded))
    assert found.table.cells("client") == ("A", "00007")
    assert found.controls.currency == "EUR"
    assert {"N211", "N224", "N229"} <= {notice.code for notice in found.notices}


def test_an_old_workbook_with_an_odd_cell_is_refused():
    def early(_, sheet, style):
        sheet.write(2, 0, "B")
        sheet.write(2, 1, 5, style(num_format_str="DD.MM.YYYY"))
        sheet.write(2, 2, 1)

    def error(_, sheet, style):
        import xlwt

        sheet.write(2, 0, "B", style())
        sheet.write(2, 1, dt.date(2024, 1, 5), style(num_format_str="DD.MM.YYYY"))
        sheet.row(2).set_cell_error(2, "#REF!")
        assert xlwt

    assert code(old_book(early)) == "E223"
    assert code(old_book(error)) == "E245"


def test_an_old_workbook_that_shows_money_in_percent_is_refused():
    def percent(_, sheet, style):
        sheet.write(2, 0, "B")
        sheet.write(2, 1, dt.date(2024, 1, 6), style(num_format_str="DD.MM.YYYY"))
        sheet.write(2, 2, 0.4, style(num_format_str="0%"))

    assert code(old_book(percent)) == "E267"


def test_an_old_workbook_in_the_date_system_of_1904():
    def epoch(made, *_):
        made.dates_1904 = True

    assert reading(old_book(epoch)).controls.last_date is not None


def test_russian_names_below_an_english_header_are_known_only_beyond_doubt():
    rows = "".join(f"{name};2024-01-05;1.50\n" for name in ("Ромашка", "Тёплый дом", "ИП Соколов", "Альфа Трейд"))
    found = reading(("client;date;amount\n" + rows).encode("cp1251"))
    assert found.controls.settings["encoding"].value == "windows-1251"
    assert "Тёплый дом" in found.table.cells("client")
    for codec in ("koi8-r", "cp866", "iso8859-5"):
        assert code(("client;date;amount\n" + rows).encode(codec)) == "E229"
    greek = "".join(f"{name};2024-01-05;1.50\n" for name in ("Αθήνα", "Πειραιάς", "Θεσσαλονίκη", "Καλαμάτα"))
    assert code(("client;date;amount\n" + greek).encode("iso8859-7")) == "E229"
    assert code("client;date;amount\nЯ;2024-01-05;1.50\n".encode("cp1251")) == "E229"


def test_years_of_two_digits_among_years_of_four_are_refused():
    assert code("client,date,amount\nA,05.01.2024,1\nA,06.01.2024,1\nA,07.01.20,1\n") == "E219"
    assert code("client,date,amount\nA,05.01.24,1\nA,06.01.24,1\nA,07.01.2024,1\n") == "E219"


def test_a_long_value_is_cut_in_a_message():
    with pytest.raises(InputRefused, match="…"):
        reading("client,date,amount\nA,2024-01-05," + "x" * 100 + "\n")
