"""What 1 of money stands for: cents, thousands, millions are read by their column, exactly, and told; else asked."""

import io
import re
import shlex
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LOG = "client;date;{}\nA;2024-01-05;1,5\nB;2024-02-06;2\n"  # 3.5 in all
PROFIT = "Клиент;{};{}\nМаяк;1200,5;{}\nСтвор;300,2;{}\n"


def book(*rows, forms=(), title=()):
    """A workbook; `forms`: the number formats of its cells below the header, by letter."""
    made = openpyxl.Workbook()
    for row in (*title, *rows):
        made.active.append(row)
    for letter, form in forms:
        for number in range(len(title) + 2, len(title) + len(rows) + 1):
            made.active[f"{letter}{number}"].number_format = form
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def cures(said):
    """Every option with --units that a refusal prints, as words of a command line."""
    cures = [problem["cure"] for problem in said.doc["problems"]]
    return [shlex.split(option) for cure in cures for option in re.findall(r"--units (?:'[^']*'|[^\s,;]+)", cure)]


READ = {
    "0.0000035": "cost_micros",
    "0.035": "amount_cents; Amount (in cents); amountMinor units; Сумма, коп.; Сумма в копейках; Amount, pence; "
    "SUM_KOP; amountCents",
    "3500": "Сумма тыс. руб.; сумма_тыс_руб; Сумма т.р.; Сумма, т. р.; Сумма тр; Сумма, тысяч рублей; Сумма, тыс.руб; "
    "Сумма (в тысячах рублей); Revenue ($000s); Revenue ('000); Revenue kEUR; Revenue TEUR; Revenue in 1000 EUR; "
    "Revenue, k€; Revenue (thousands); Revenue, USD '000; Revenue KUSD; Выручка за 2024, тыс. руб.; "
    "сумма_руб_тыс; Сумма, руб., тыс.; Сумма_в_тыс_руб; revenue_k_eur; SUM_TYS_RUB; Amount (in 1.000 EUR)",
    "350000": "Revenue (lakhs)",
    "3500000": "Сумма, млн; Сумма, миллионов; Revenue MSEK; Revenue $M; Revenue, mln EUR; Revenue (USD million)",
    "35000000": "Revenue (₹ Cr); Revenue, crores",
    "3500000000": "Сумма, млрд руб.; SUM_MLRD_RUB; Revenue $bn; Сумма в миллиардах",
}


@pytest.mark.parametrize(
    ("header", "total"), [(header, total) for total, headers in READ.items() for header in headers.split("; ")]
)
def test_a_unit_in_words_is_read_exactly_and_told(ask, header, total):
    role = "" if "micros" not in header else f" --amount {header}"
    said = ask("check {file}" + role, LOG.format(header))
    assert said.code == 0, said.all
    assert Decimal(said.total) == Decimal(total)
    assert said.tells(header, "1 is", "--units ones")


@pytest.mark.parametrize(
    "header",
    (
        "Сумма; Сумма (транспорт); Amount trip; Total К оплате; Итого к оплате; Amount, 1C; Amount of 000123; "
        "Сумма свыше 100 тыс. руб.; Amount (USD); Сумма, руб.; Total, Test; Сумма, Тест; Сумма (руб. коп.); "
        "Сумма, руб., коп.; Сумма в рублях и копейках; Amount (dollars and cents); Amount per thousand impressions; "
        "Сумма за тыс. показов; Amount, per cent of nothing"
    ).split("; "),
)
def test_guard_words_that_only_look_like_a_unit_change_nothing(ask, header):
    said = ask("check {file}", LOG.format(header))
    assert (said.code, Decimal(said.total or 0)) == (0, Decimal("3.5")), said.all
    assert not said.tells("unit")
    assert not said.tells("thousand")


def test_guard_names_and_titles_that_only_look_like_a_unit_change_nothing(ask):
    log = "Cents & Co: sales\n\nclient,date,amount,size\nMillion,2024-01-05,1.5,M\nCents & Co,2024-02-06,2,K\n"
    said = ask("check {file}", log)
    assert (said.code, said.total) == (0, "3.5")
    assert not said.tells("--units")


@pytest.mark.parametrize(
    ("header", "whole"),
    [
        ("Revenue (K)", "3500"), ("Revenue, M", "3500000"), ("Revenue K", "3500"), ("Сумма, т", "3500"),
        ("Сумма (м)", "3500000"), ("Revenue, m EUR", "3500000"), ("AmountK", "3500"), ("Revenue Thousand Ltd", "3500"),
        ("Amount 1000 EUR", "3500"), ("Revenue 1.000 €", "3500"),
    ],
)  # fmt: skip
def test_a_letter_is_asked_about_and_both_cures_are_followed(ask, header, whole):
    text = LOG.format(header)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, "--units", "=ones")
    for option, total in zip(cures(said), (whole, "3.5"), strict=True):
        answer = ask("check {file} " + shlex.join(option), text)
        assert (answer.code, Decimal(answer.total)) == (0, Decimal(total)), answer.all


@pytest.mark.parametrize(
    ("title", "factor"),
    [("Отчёт о продажах, тыс. руб.", 1000), ("Единица измерения: млн руб.", 10**6),
     ("All amounts in thousands of USD", 1000),
     ("(in millions)", 10**6), ("Суммы в копейках", Decimal("0.01")), ("Sales, EUR '000", 1000)],
)  # fmt: skip
def test_a_unit_in_a_title_is_read_and_told(ask, title, factor):
    said = ask("check {file}", f"{title}\n\n" + LOG.format("Сумма"))
    assert (said.code, Decimal(said.total)) == (0, Decimal("3.5") * factor), said.all
    assert said.tells("line 1", "--units ones")


def test_a_title_against_a_header_and_two_titles_are_asked_about(ask):
    against = ask("profit {file}", "Отчёт, тыс. руб.\n\n" + PROFIT.format("Выручка", "Себестоимость, руб.", 800, 250))
    assert against.code == 3
    assert against.tells("Себестоимость, руб.", "line 1 says thousands")
    two = ask(
        "check {file}",
        "Выручка в тыс. руб.\nСебестоимость в млн руб.\n" + PROFIT.format("Выручка", "Себестоимость", 1, 1),
    )
    assert two.code == 3
    assert two.tells("Выручка", "line 1 says thousands", "line 2 says millions")


def test_a_unit_over_one_of_two_columns_is_asked_about(ask):
    text = PROFIT.format("Выручка", "Себестоимость", 800, 250)
    said = ask("profit {file}", "Показатель;тыс. руб.;\n" + text)
    assert said.code == 3
    assert said.tells("Себестоимость", "not over every column")
    both = ask("profit {file}", "Показатель;тыс. руб.;тыс. руб.\n" + text)
    assert Decimal(both.figure("total_profit")) == Decimal("450700")  # (1200.5 + 300.2 - 800 - 250) × 1000


def test_units_belong_to_their_columns(ask):
    text = PROFIT.format("Выручка, тыс. руб.", "Себестоимость, руб.", 800000, 250100)
    said = ask("profit {file}", text)
    assert Decimal(said.figure("total_profit")) == Decimal("450600")
    assert said.tells("Выручка, тыс. руб.", "in thousands", "Себестоимость, руб.", "as it stands")
    forced = ask("profit {file} --units thousands", text)
    assert forced.code == 3
    assert forced.tells("Себестоимость, руб.", "--units 'Себестоимость, руб.=thousands'")


def test_a_column_that_says_nothing_beside_one_in_thousands_is_asked_about(ask):
    text = PROFIT.format("Выручка, тыс. руб.", "Себестоимость", 800, 250)
    said = ask("profit {file}", text)
    assert said.code == 3
    thousands, ones = cures(said)
    answer = ask("profit {file} " + shlex.join(thousands), text)
    assert Decimal(answer.figure("total_profit")) == Decimal("450700")
    answer = ask("profit {file} " + shlex.join(ones), text)
    assert Decimal(answer.figure("total_profit")) == Decimal(1500700 - 1050)
    answer = ask("profit {file} --units thousands", text)
    assert Decimal(answer.figure("total_profit")) == Decimal("450700")


def test_what_the_user_says_of_one_column_overrules_its_header_loudly(ask):
    text = LOG.format("Сумма, млрд руб.")
    said = ask("check {file} --units millions", text)
    assert said.code == 3
    assert said.tells("billions", "millions", "Сумма, млрд руб.")
    for option in cures(said):
        answer = ask("check {file} " + shlex.join(option), text)
        assert (answer.code, answer.total) == (0, "3500000")
        assert answer.tells("file says billions", "read in millions")
    ones = ask("check {file} --units ones", text)
    assert (ones.total, ones.tells("all figures are in billions")) == ("3.5", True)


def test_units_are_known_by_many_words_and_others_are_refused(ask):
    text = LOG.format("Сумма")
    for word in ("thousands", "тыс", "тыс. руб.", "k€"):
        assert ask("check {file} " + shlex.join(["--units", word]), text).total == "3500"
    assert Decimal(ask("check {file} --units cents", text).total) == Decimal("0.035")
    unknown = ask("check {file} --units dozens", text)
    assert unknown.code == 2
    assert unknown.tells("thousands")
    assert ask("check {file} --units Betrag=thousands", text).tells("Betrag", "Сумма")
    assert ask("check {file} --units client=thousands", text).tells("client=thousands", "Сумма")


def test_both_columns_of_a_contradiction_are_named_in_the_cure(ask):
    text = PROFIT.format("Выручка, млрд", "Себестоимость, млрд", 800, 250)
    said = ask("profit {file} --units millions", text)
    both = [word for option in cures(said) for word in option]
    answer = ask("profit {file} " + shlex.join(both), text)
    assert Decimal(answer.figure("total_profit")) == Decimal("450700000")


def test_a_total_row_is_held_against_the_sum_in_the_same_unit(ask):
    said = ask("check {file}", LOG.format("Сумма, тыс. руб.") + "Итого;;3,5\n")
    assert (said.code, said.total) == (0, "3500")
    assert said.tells("equals the sum")


def test_money_that_is_computed_has_the_units_of_its_parts(ask):
    text = "client;date;Qty;Price, cents;Fee, cents\nA;2024-01-05;3;150;30\n"
    product = ask("check {file} --amount 'Qty*Price, cents'", text)
    assert Decimal(product.total) == Decimal("4.5")
    less = ask("check {file} --amount 'Price, cents-Fee, cents'", text)
    assert Decimal(less.total) == Decimal("1.2")
    mixed = ask("check {file} --amount 'Price, cents-Qty'", text)
    assert mixed.code == 3
    assert mixed.tells("Qty", "says nothing")


def test_cents_of_a_currency_without_hundredths_are_asked_about(ask):
    text = "client,date,amount_cents,currency\nA,2024-01-05,500,jpy\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("amount_cents", "JPY has no hundredths")
    hundredths, ones = cures(said)
    assert Decimal(ask("check {file} " + shlex.join(hundredths), text).total) == 5
    assert Decimal(ask("check {file} " + shlex.join(ones), text).total) == 500
    dinar = ask("check {file}", text.replace("jpy", "kwd"))
    assert dinar.tells("amount_cents=thousandths")


@pytest.mark.parametrize("form", ["#,##0,", "0.0,K", '0.0,"K"', '#,##0,"тыс."'])
def test_numbers_that_excel_divides_are_stored_whole(ask, form):
    rows = (["client", "date", "Amount"], ["A", "2024-01-05", 1500], ["B", "2024-02-06", 2000])
    said = ask("check {file}", book(*rows, forms=[("C", form)]), suffix="xlsx")
    assert (said.code, said.total) == (0, "3500"), said.all
    assert said.tells("Amount", "thousands", "stored whole")
    header = (["client", "date", "Amount ($000)"], *rows[1:])
    said = ask("check {file}", book(*header, forms=[("C", form)]), suffix="xlsx")
    assert (said.code, said.total) == (0, "3500"), said.all
    mixed = book(*header, ["C", "2024-03-06", 1], forms=[])
    assert ask("check {file}", mixed, suffix="xlsx").total == "3501000"
    torn = ask("check {file}", book(*header, forms=[("C", '0.0,,"M"')]), suffix="xlsx")
    assert torn.code == 3
    assert torn.tells("Amount ($000)")


def test_a_unit_that_excel_prints_behind_the_number_is_one(ask):
    rows = (["Клиент", "Дата", "Сумма"], ["А", "2024-01-05", 1.5], ["Б", "2024-02-06", 2])
    said = ask("check {file}", book(*rows, forms=[("C", '#,##0.0" тыс. руб."')]), suffix="xlsx")
    assert (said.code, said.total, said.doc["currency"]) == (0, "3500", "RUB"), said.all
    assert said.tells("Сумма", "thousands", "number format")


UNITS = {
    "0.035": '0.0" коп."; 0.0 "cents"',
    "3500": '#,##0.0 "k€"; 0.0 "kEUR"; 0.0 "TEUR"; 0.0" t€"; 0.0 тыс; 0.0\\ \\т\\ы\\с\\.; [Red]0.0_р_.\\ "т.р."; '
    "# ##0,0 k€",
    "350000": '0.0 "lakh"; [$₹-4009] 0.0 "lakhs"',
    "3500000": '0.0" млн ₽"; 0.0 "Mio. €"; 0.0 "MEUR"',
    "35000000": '0.0 "crore"',
    "3500000000": '0.0 "bn"; 0.0" млрд"',
}


@pytest.mark.parametrize(
    ("form", "total"), [(form, total) for total, forms in UNITS.items() for form in forms.split("; ")]
)
def test_a_unit_is_read_from_a_number_format_however_it_is_written_there(ask, form, total):
    rows = (["Клиент", "Дата", "Сумма"], ["А", "2024-01-05", 1.5], ["Б", "2024-02-06", 2])
    said = ask("check {file}", book(*rows, forms=[("C", form)]), suffix="xlsx")
    assert said.code == 0, said.all
    assert Decimal(said.total) == Decimal(total)
    assert said.tells("Сумма", "number format")


@pytest.mark.parametrize("form", ['0.0"K"', "0.0 k", '0.0 "Cr"', r"0.0\m", '0.0 "mn"', '0.0"L"'])
def test_a_letter_behind_a_number_is_asked_about_and_both_cures_are_followed(ask, form):
    rows = (["Клиент", "Дата", "Сумма"], ["А", "2024-01-05", 1.5], ["Б", "2024-02-06", 2])
    data = book(*rows, forms=[("C", form)])
    said = ask("check {file}", data, suffix="xlsx")
    assert said.code == 3
    assert said.tells("Сумма", "letter")
    factor = {"K": 3, "k": 3, "C": 7, "m": 6, "L": 5}[next(sign for sign in form if sign in "KkCmL")]
    for option, total in zip(cures(said), (Decimal("3.5").scaleb(factor), Decimal("3.5")), strict=True):
        assert Decimal(ask("check {file} " + shlex.join(option), data, suffix="xlsx").total) == total


def test_guard_what_formats_print_beside_a_number_is_not_always_a_unit(ask):
    rows = (["client", "date", "Amount"], ["A", "2024-01-05", 1500], ["B", "2024-02-06", -200])
    for form in (
        "#,##0.00_р_.;-#,##0.00_р_.", "General", "General;-General", '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)',
        "#,##0;[Red]-#,##0", '0" шт."', '"Total: "0', "0.00E+00", "0;-0;;@", '[=0]"-";0', "# ?/?",
    ):  # fmt: skip
        said = ask("check {file}", book(*rows, forms=[("C", form)]), suffix="xlsx")
        assert (said.code, said.total, said.doc["currency"]) == (0, "1300", None), (form, said.all)
        assert not said.tells("unit"), form


def test_a_unit_that_stands_only_below_zero_is_asked_about(ask):
    rows = (["client", "date", "Amount"], ["A", "2024-01-05", 1500], ["B", "2024-02-06", -2])
    said = ask("check {file}", book(*rows, forms=[("C", '0;-0" тыс."')]), suffix="xlsx")
    assert said.code == 3
    assert said.tells("Amount", "only some")
    plain = book(rows[0], rows[1], forms=[("C", '0;-0" тыс."')])
    assert ask("check {file}", plain, suffix="xlsx").total == "1500"
    both = book(*rows, forms=[("C", '0" тыс.";-0')])  # a unit is often written but once
    assert ask("check {file}", both, suffix="xlsx").total == "1498000"


@pytest.mark.parametrize("form", [
    "h:mm", "[h]:mm:ss", "mm:ss", "0%", "0.00;-0.00%", "dd.mm.yyyy", "0;-h:mm", "0;-0;h:mm", "General;[h]:mm",
    "0.00;dd.mm.yyyy", "0;-0;0%", '0"%"', r"0\%", "0‰", '0.0" %";-0.0" %"',
])  # fmt: skip
def test_amounts_that_excel_shows_as_a_time_or_in_percent_are_refused_by_name(ask, form):
    rows = (["client", "date", "Amount"], ["A", "2024-01-05", 1.5], ["B", "2024-02-06", 20])
    said = ask("check {file}", book(*rows, forms=[("C", form)]), suffix="xlsx")
    assert said.code == 3
    assert said.tells("Amount")


def test_a_rate_is_read_as_excel_shows_it(ask):
    """77.5 shown as 77.5% by a sign that is only printed, and 0.775 shown so by a format of per cent, are one rate."""
    values = []
    for rate, form in ((0.775, "0.0%"), (77.5, '0.0"%"'), (77.5, r"0.0\%"), (775, '0"‰"')):
        rows = (["client", "revenue", "cost", "retention"], ["A", 100, 40, rate], ["B", 300, 90, rate])
        said = ask("ltv {file} --discount 10%", book(*rows, forms=[("D", form)]), suffix="xlsx")
        assert said.code == 0, (form, said.all)
        values.append(said.figure("customer_equity"))
    assert len(set(values)) == 1
    # by hand: 270 × 0.775 ÷ (1.1 − 0.775)
    assert abs(Decimal(str(values[0])) - Decimal(270) * Decimal("0.775") / Decimal("0.325")) < Decimal("0.01")


CASES = st.sampled_from(
    [
        ("Выручка, тыс. руб.", 3),
        ("revenue_cents", -2),
        ("Revenue MEUR", 6),
        ("Выручка (млрд)", 9),
        ("Revenue (lakhs)", 5),
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(unit=CASES, numbers=st.lists(st.decimals(1, 10**6, places=2), min_size=2, max_size=6))
def test_a_unit_multiplies_exactly_in_every_command(ask, unit, numbers):
    header, power = unit
    total = sum(number.scaleb(power) for number in numbers)
    rows = "\n".join(f"C{place};2024-0{place % 9 + 1}-05;{number}" for place, number in enumerate(numbers))
    check = ask("check {file} --as orders", f"client;date;{header}\n{rows}\n")
    assert Decimal(check.total) == total
    listed = "\n".join(f"C{place};{number};0" for place, number in enumerate(numbers))
    profit = ask("profit {file} --map cost=cost --units cost=ones", f"client;{header};cost\n{listed}\n")
    assert Decimal(profit.figure("total_profit")) == total
    ltv = ask(
        "ltv {file} --discount 10% --retention 80% --margin-rate 100%", f"client;{header}\n" + listed.replace(";0", "")
    )
    plain = ask(
        "ltv {file} --discount 10% --retention 80% --margin-rate 100%",
        "client;revenue\n" + "\n".join(f"C{place};{number.scaleb(power):f}" for place, number in enumerate(numbers)),
    )
    assert ltv.code == plain.code == 0, ltv.all
    assert ltv.figure("total_clv") == plain.figure("total_clv")
    assert [figure["value"] for figure in ltv.doc["figures"]] == [figure["value"] for figure in plain.doc["figures"]]


@pytest.mark.parametrize(
    ("row", "answers"),
    [
        ("в тыс. руб.;;", True), ("* all figures in thousands of EUR;;", True), (";TEUR;TEUR", True),
        ("Ед. изм.;тыс. руб.;тыс. руб.", True),
        ("тыс. руб.", True), ("in thousands", True), (";тыс. руб.;руб.", False), (";тыс. руб.;млн руб.", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("below", [True, False])
def test_a_row_below_the_header_that_only_says_a_unit_is_read_or_asked_about(ask, row, answers, below):
    head, *rows = PROFIT.format("Выручка", "Себестоимость", 800, 250).splitlines()
    rows.insert(0 if below else len(rows), row)
    said = ask("profit {file}", "\n".join([head, *rows, ""]))
    if answers:
        assert Decimal(said.figure("total_profit")) == Decimal("450700"), said.all
        assert said.tells("line 2 says" if below else "line 4 says")
    else:
        assert said.code == 3
        assert said.tells("thousands", "--units")


def test_guard_a_client_with_a_unit_in_its_name_is_a_client(ask):
    text = "client;revenue;cost\nТысяча (тыс.);5;1\nООО Миллион;7;2\n"
    said = ask("profit {file}", text)
    assert said.figure("total_profit") == "9.00"
    assert not said.tells("--units")


def test_of_two_files_each_has_its_own_units_and_currency(ask):
    clients = "client;revenue, тыс. руб.;cost, тыс. руб.;visits\nA;5;1;2\n"
    prices = "activity;price{}\nvisits;3\n"
    said = ask("profit {file} --prices {file2}", clients, prices.format(", руб."))
    assert said.figure("total_profit") == "3994.00"  # (5 - 1) × 1000 - 2 × 3
    letter = ask("profit {file} --prices {file2}", clients, prices.format(" (K)"))
    assert letter.code == 3
    thousands, ones = cures(letter)
    answer = ask("profit {file} --prices {file2} " + shlex.join(thousands), clients, prices.format(" (K)"))
    assert answer.figure("total_profit") == "-2000.00"
    answer = ask("profit {file} --prices {file2} " + shlex.join(ones), clients, prices.format(" (K)"))
    assert answer.figure("total_profit") == "3994.00"
    nowhere = ask("profit {file} --prices {file2} --units Umsatz=thousands", clients, prices.format(", руб."))
    assert nowhere.tells("Umsatz", "price")
    currencies = ask("profit {file} --prices {file2}", clients, prices.format(", EUR"))
    assert currencies.code == 2
    assert currencies.tells("RUB", "EUR")
