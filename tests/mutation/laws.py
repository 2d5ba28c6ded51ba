# ruff: noqa: E501
"""Small exact facts about numbers, days and totals that must hold whatever else is changed; quick to check."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl

from custecon.core.errors import CusteconError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, amounts, dates, expressions, read
from custecon.sources.zeros_refunds_twins import ZERO

POINT, COMMA = amounts.Spelling(".", ","), amounts.Spelling(",", ".")
NUMBERS = {
    "0": (0, 0), "7": (7, 0), "-7": (-7, 0), "+7": (7, 0), "12.5": (125, 1), "-12.50": (-1250, 2), "1,234.50": (123450, 2),
    "12,345": (12345, 0), "123,456,789": (123456789, 0), "(12.50)": (-1250, 2), "12.50-": (-1250, 2), "$12.50": (1250, 2),
    "12.50 €": (1250, 2), "-$5": (-5, 0), "$-5": (-5, 0), "- 5": (-5, 0), "(€ 5)": (-5, 0), "5 руб.": (5, 0), "0.123": (123, 3),
    "1234.567": (1234567, 3), "001.50": (150, 2), "123456789012345678901234.5678": (1234567890123456789012345678, 4),
    "1,234": (1234, 0), "-1,234": (-1234, 0), "1234567890123456789.5": (12345678901234567895, 1),
}  # fmt: skip
REFUSED = (
    "", "-", "+", "--5", "+-5", "(-5)", "(5", "5)", "5--", "-5-", "(5-)", "$5$", "1,23", "1,2345", "1,234,56", ",5", "5,", "1.2.3",
    "1,234.5,6", "12,34.5", "0,123.4", "1 234,567.8", "1'234,567", "5.5.", "e5", "５", "1_0", "$", "1,,234", "1, 234", "1234,567", "0,123",
)  # fmt: skip


def numbers_read_as_they_are():
    found = {text: amounts.number(shape, POINT) for text in NUMBERS if (shape := amounts.shape_of(text))}
    return found == NUMBERS


def what_is_no_number_is_refused():
    return all((shape := amounts.shape_of(text)) is None or amounts.number(shape, POINT) is None for text in REFUSED)


def shapes_say_what_they_prove():
    said = {text: (s.decimal, s.group, s.either, s.currency) for text in ("1.5", "1,5", "1,234", "1.234", "1 234", "1'234", "1 234,5", "1.234,5",
            "0,234", "1234,567", "1,234,567", "€5", "5 USD", "12") if (s := amounts.shape_of(text))}  # fmt: skip
    return said == {
        "1.5": (".", None, None, None), "1,5": (",", None, None, None), "1,234": (None, None, ",", None), "1.234": (None, None, ".", None),
        "1 234": (None, " ", None, None), "1'234": (None, "'", None, None), "1 234,5": (",", " ", None, None), "1.234,5": (",", ".", None, None),
        "0,234": (",", None, None, None), "1234,567": (",", None, None, None), "1,234,567": (None, ",", None, None),
        "€5": (None, None, None, "EUR"), "5 USD": (None, None, None, "USD"), "12": (None, None, None, None),
    }  # fmt: skip


def settled(*texts, decimal=None, thousands=None):
    evidence = amounts.Evidence()
    for row, text in enumerate(texts):
        evidence.add(row, text, amounts.shape_of(text), 1)
    found = evidence.settle(decimal, thousands)
    if isinstance(found, amounts.Stalemate):
        return found.kind, found.cell[0], found.other[0] if found.other else None, found.signs
    return tuple(found[0]), found[1][0] if found[1] else None


def columns_are_spelled_one_way():
    return (
        settled("12", "7") == ((None, None), None)
        and settled("12", "1.5", "2.5") == ((".", None), 1)
        and settled("1,5", "1.234") == ((",", "."), 0)
        and settled("1.234", "1,5") == ((",", "."), 1)
        and settled("1 234", "5") == ((None, " "), None)
        and settled("1,234,567") == ((".", ","), 0)
        and settled("1.234.567", "5") == ((",", "."), 0)
        and settled("1,234") == ("either", 0, None, (",", ","))
        and settled("7", "1.234") == ("either", 1, None, (".", "."))
        and settled("1.5", "1,5", "2.5") == ("both", 1, 0, (",", "."))
        and settled("1,5", "1.5", "2.5") == ("both", 0, 1, (",", "."))
        and settled("1.5", "1,5") == ("both", 1, 0, (",", "."))
        and settled("1 234", "1'234", "2'234") == ("both", 0, 1, (" ", "'"))
        and settled("1,234,567", "1,5", "2,5") == ("both", 0, 1, (",", ","))
        and settled("1,234,567", "1,5") == ("both", 1, 0, (",", ","))
        and settled("1,234", decimal=",") == ((",", None), None)
        and settled("1,234", decimal=".") == ((".", ","), None)
        and settled("1,234", thousands=",") == ((".", ","), None)
        and settled("1.234", thousands=".") == ((",", "."), None)
        and settled("1,234", thousands=" ") == ((",", " "), None)
        and settled("1.234", "1,234", thousands=" ")[0] == "either"
        and settled("1,5", "1.5", decimal=".") == ((".", None), None)
        and settled("1 234", "1,234", decimal=",") == ((",", " "), None)
    )


DAYS = {
    "2024-03-05": ("ymd",), "05.03.2024": ("dmy",), "5.3.24": ("dmy", "ymd"), "29.02.23": ("ymd",), "05/03/2024": ("dmy", "mdy"), "25/03/2024": ("dmy",),
    "03/25/2024": ("mdy",), "05-03-2024": ("dmy", "mdy"), "20240305": ("ymd",), "2024/3/5": ("ymd",), "5 марта 2024": ("ymd",),
    "01/02/03": ("dmy", "mdy", "ymd"), "25/02/03": ("dmy", "ymd"), "05.03.2024 23:59:60": ("dmy",), "3/25/2024 12:00 PM": ("mdy",),
    "2024-03-05T00:00:00Z": ("ymd",), "Mar 5, 2024": ("ymd",), "2024-Mar-05": ("ymd",), "5 Mar 24": ("ymd",), "03.25.2024": (),
    "05.03.2024 23:00": ("dmy",), "05.03.2024 00:59": ("dmy",), "1/13/99": ("mdy",), "13/1/99": ("dmy",),
}  # fmt: skip
NO_DAYS = ("", "2024-3", "31.02.2024", "2024-13-01", "05.03.2024 24:00", "05.03.2024 10:60", "3/25/2024 13:00 PM", "2024-03-05 10:00:61",
           "5 мартобря 2024", "32 мая 2024", "99/99/2024", "2024-02-30T10:00", "5 мая 2024 25:00", "31.13.23", "32/13/99")  # fmt: skip


def days_read_as_they_are():
    found = {text: shape.orders for text in DAYS if isinstance(shape := dates.shape_of(text), dates.DateShape)}
    return found == DAYS and not any(isinstance(dates.shape_of(text), dates.DateShape) for text in NO_DAYS)


def impossible_days_are_told_from_no_days():
    impossible = [text for text in NO_DAYS if isinstance(dates.shape_of(text), dates.Impossible)]
    return len(impossible) == 12 and dates.shape_of("2024-3") is None and dates.shape_of("") is None


def day(text, order="dmy"):
    shape = dates.shape_of(text)
    return dates.day_of(shape, order) if isinstance(shape, dates.DateShape) else None


def days_fall_where_they_are_written():
    d = dt.date
    return (
        day("05/03/2024") == d(2024, 3, 5) and day("05/03/2024", "mdy") == d(2024, 5, 3) and day("01/02/03", "ymd") == d(2001, 2, 3)
        and day("01/02/03") == d(2003, 2, 1) and day("1/1/89") == d(2089, 1, 1) and day("1/1/90") == d(1990, 1, 1)
        and day("2024-03-05", "mdy") == d(2024, 3, 5) and day("5 Mar 24", "mdy") == d(2024, 3, 5) and day("25/03/2024", "mdy") is None
        and day("05/03/2024", None) is None and day("5.3.89") == d(2089, 3, 5) and day("0024-01-01") == d(24, 1, 1)
        and day("20240305") == d(2024, 3, 5) and day("03.25.2024", "mdy") == d(2024, 3, 25) and day("5 Mar 90") == d(1990, 3, 5)
    )  # fmt: skip


def ordered(*texts, given=None):
    evidence = dates.DateEvidence()
    for row, text in enumerate(texts):
        evidence.add(row, text, dates.shape_of(text))
    found = evidence.settle(given)
    if isinstance(found, dates.DateStalemate):
        return found.kind, found.cell[0], found.orders, found.other[0] if found.other else None
    return {family: (order, proof[0] if proof else None) for family, (order, proof) in found.items()}, dict(
        evidence.counts
    )


def columns_have_one_order():
    return (
        ordered("2024-03-05", "5 мая 2024") == ({}, {"ymd": 1, "words": 1})
        and ordered("05.03.2024", "06.03.2024") == ({".": ("dmy", None)}, {".": 2})
        and ordered("05/03/2024", "25/03/2024") == ({"/": ("dmy", 1)}, {"/": 2})
        and ordered("05/03/2024", "03/25/2024") == ({"/": ("mdy", 1)}, {"/": 2})
        and ordered("25/02/03", "01/13/99") == ("both", 1, ("dmy/ymd", "mdy"), 0)
        and ordered("01/02/03", "13/1/99") == ({"/yy": ("dmy", 1)}, {"/yy": 2})
        and ordered("05/03/2024") == ("either", 0, ("dmy", "mdy"), None)
        and ordered("01/02/03", "25/02/03") == ("either", 0, ("dmy", "ymd"), None)
        and ordered("25/03/2024", "06/03/2024", "03/25/2024") == ("both", 2, ("dmy", "mdy"), 0)
        and ordered("25/03/2024", "01-02-2024") == ("either", 1, ("dmy", "mdy"), None)
        and ordered("05/03/2024", given="mdy") == ({"/": ("mdy", None)}, {"/": 1})
        and ordered("25/03/2024", "05-13-2024") == ({"/": ("dmy", 0), "-": ("mdy", 1)}, {"/": 1, "-": 1})
        and ordered("01/13/03", "13/01/03", "25/26/03"[:0] or "25/01/03") == ("both", 1, ("mdy", "dmy/ymd"), 0)
    )


def suspicions_are_told():
    return [dates.suspicion(text) for text in ("31999", "32000", "80000", "80001", "45356.5", "1709596800", "2024-03", "03.2024", "x", "123456")] == [
        None, "an Excel serial number", "an Excel serial number", None, "an Excel serial number",
        "a time stamp in seconds or milliseconds since 1970", "a month without a day", "a month without a day", None, None,
    ]  # fmt: skip


def reading(text, **options):
    return read(io.BytesIO(text.encode()), (CLIENTS, ORDERS), ReadingOptions(**options), name="f")


def told(text, **options):
    try:
        found = reading(text, **options)
    except CusteconError as error:
        return [f"{each.code} {each}" for each in error.problems]
    return [f"{each.code} {each}" for each in found.notices]


LOG = "client,date,amount\nA,2024-01-01,1.50\nB,2024-01-03,2.25\nA,2024-01-03,-0.25\nB,2024-01-02,0.00\n"


def control_totals_are_exact():
    controls = reading(LOG).controls
    return (
        (controls.rows_in_file, controls.used, dict(controls.skipped), controls.refused, controls.clients)
        == (5, 3, {"header": 1, ZERO: 1}, 0, 2)
        and controls.totals == {"amount": Decimal("3.50")}
        and (controls.first_date, controls.last_date, controls.as_of)
        == (dt.date(2024, 1, 1), dt.date(2024, 1, 3), dt.date(2024, 1, 3))
        and dict(controls.counts) == {"zero amounts": 1, "negative amounts": 1}
        and controls.settings["as_of"].by == "last date"
        and controls.settings["kind"].by == "detected"
        and reading(LOG, kind="orders").controls.settings["kind"].by == "given"
        and dict(controls.set_aside) == {ZERO: 0}
        and not controls.incomplete
    )


def what_is_set_aside_and_what_is_used_add_up():
    found = reading(
        LOG + ",2024-01-01,7.00\nA,2024-01-01,1.50\n", no_client="drop", refunds="drop", identical="drop"
    ).controls
    return (
        dict(found.set_aside)
        == {"without client": Decimal("7.00"), ZERO: 0, "refund": Decimal("-0.25"), "identical row": Decimal("1.50")}
        and found.totals["amount"] + sum(found.set_aside.values()) == Decimal("12.00")
        and found.used == 2
        and found.counts["without client"] == 1
    )


def policies_excuse_only_what_they_name():
    return (
        told(LOG + "4.6E+11,2024-01-01,7.00\n", no_client="drop")[0][:8] == "E234 f:6"
        and told(LOG + "C,,7.00\n", no_client="drop")[0][:8] == "E224 f:6"
        and told(LOG + ",2024-01-01,x\n", no_client="drop")[-1][:8] == "E214 f:6"
        and [line[:4] for line in told(LOG)] == ["N208", "N207"]
        and told(LOG + "C,,7.00\n", skip_bad=True)[0][:4] == "N219"
        and told("client,date,amount\nA,2024-01-01,1\n", expect_total=Decimal(5)) == [
            "E501 f: the total is 1, expected 5: the difference is -4"
        ]
    )  # fmt: skip


def totals_of_lists_and_workbooks_agree():
    rows = reading("client,revenue\nA,1.50\nB,2.50\nTotal,4.00\n").controls
    book = openpyxl.Workbook()
    for row in (("client", "date", "amount"), ("A", dt.date(2024, 1, 1), 1.5), ("Total", None, 1.5)):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    found = read(io.BytesIO(stream.getvalue()), (ORDERS,), name="f")
    return not rows.set_aside and rows.used == 2 and "it equals" in str(found.notices[0])


def later_rows_are_told():
    found = reading(LOG, as_of=dt.date(2024, 1, 2))
    return (
        found.controls.counts["later than as of"] == 2
        and found.controls.settings["as_of"].by == "given"
        and found.as_of == dt.date(2024, 1, 2)
    )


def totals_are_compared():
    def said(tail, head=LOG):
        lines = [line.partition(": ")[2] for line in told(head + tail) if line.startswith(("N204", "N297"))]
        return [
            line.removeprefix("total row «Total» skipped ").removeprefix("total row «Итого» skipped ") for line in lines
        ]

    dotted = "client;date;amount\nA;01.02.2024;1.000,50\nA;02.02.2024;2,00\n"
    return (
        said("Total,,3.50\n") == ["(3.50); it equals the sum of the rows above"]
        and said("Total,,3.51\n") == ["(3.51); it differs from the sum of the rows above, 3.50"]
        and said("Total,,3.50\nC,2024-01-04,1.00\nTotal,,1.00\n")
        == ["2 total rows skipped (lines 6, 8): «Total» (3.50), «Total» (1.00); each equals the sum of its rows"]
        and said("Total,,3.50\nC,2024-01-04,1.00\nTotal,,4.50\n")
        == ["2 total rows skipped (lines 6, 8): «Total» (3.50), «Total» (4.50); each equals the sum of its rows"]
        and said("Total,,3.50\nC,2024-01-04,1.00\nTotal,,9.00\n")[1]
        == "(9.00); it differs from the sum of the rows above, 1.00"
        and said("Total,,about 4\n") == ["(about 4)"]
        and said("Итого;;1.002,50\n", dotted) == ["(1.002,50); it equals the sum of the rows above"]
        and said("Итого;;1 002,50\n", dotted) == ["(1 002,50)"]
        and said("Итого;;1 002,50\n", dotted.replace("1.000", "1000"))
        == ["(1 002,50); it equals the sum of the rows above"]
    )


def rows_go_to_one_place():
    text = "Title\n\n" + LOG + ",,\n \nclient,date,amount\nTotal,,3.50\nmade by Ann,,\nAnn\n"
    found = reading(text).controls
    return dict(found.skipped) == {
        "above the header": 1, "blank": 3, "header": 1, "repeated header": 1, "total rows": 1, "below the total": 2,
        ZERO: 1,
    } and found.rows_in_file == 13  # fmt: skip


def totals_are_found_wherever_their_columns_stand():
    stripe = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\nch_1,2024-01-05,10.00,,usd,Paid,a@x.y\n"
    return (
        reading("date,client,amount\n2024-01-01,A,1.50\n,Total,1.50\n").controls.skipped["total rows"] == 1
        and reading(
            "client,date,qty,price\nA,2024-01-01,2,1.50\nTotal,,2,\n", columns={"amount": "qty*price"}
        ).controls.skipped["total rows"]
        == 1
        and told("date,client,qty,price\n2024-01-01,A,2,1.50\n2024-01-31,Total,2,\n", columns={"amount": "qty*price"})[
            0
        ][:8]
        == "E239 f:3"
        and told("date,client,amount\n2024-01-01,A,1.50\n,Total,1.50\n2024-01-05,B,\n")[0][:8] == "E224 f:4"
        and reading(stripe).controls.totals == {"amount": Decimal("10.00")}
        and reading("Client,Date,Amount\nA,2024-01-01,1.50\nClient,Date,Amount\n").controls.skipped["repeated header"]
        == 1
    )


def feet_are_feet_only_at_the_end():
    return (
        told(LOG + "Total,,3.50\nmade by Ann,,\nC,2024-01-05,1.00\n")
        == [
            f"E224 f:7, column «{name}» ({n}): the cell is empty ({name} is missing)"
            for n, name in ((2, "date"), (3, "amount"))
        ]
        and told(LOG + "made by Ann,,\n")[0].startswith("E224 f:6, column «date»")
        and told(LOG + "Total,,3.50\nAnn,x,\n")[0].startswith("E218 f:7")
        and told(LOG + "Total,,3.50\nAnn,,5\n")[0].startswith("E224 f:7")
        and told(LOG + "Total,,3.50\na,b\n")[0].startswith("E225 f:7")
        and told(LOG + "Total,,\n")[0].startswith("E224 f:6")
    )


def all_rows_of_another_width_are_one_fault():
    one = "client,date,amount\nA,2024-01-01,1,50\n"
    return (
        told(one + "B,2024-01-01,2,50\n") == ["E226 f:1: the header has 3 fields, every row has 4 (columns)"]
        and told(one) == ["E225 f:2: the row has 4 fields, the header has 3 (columns)"]
        and told(one + "B,2024-01-01,2\n")[0].startswith("E225 f:2")
        and [line[:8] for line in told(one + "B,2024-01-01\n")] == ["E225 f:2", "E225 f:3"]
    )


def look_alikes_are_told():
    def said(*names):
        return [
            line.partition("but for ")[2]
            for line in told("client,date,amount\n" + "".join(f"{n},2024-01-01,1\n" for n in names))
            if line[:4] == "N210"
        ]

    case, armour = "capitals, blanks and letters of two alphabets: ", "what a spreadsheet puts around an id: "
    many = [f"{letter}{case}" for letter in "qwzr" for case in ("l", "L")]
    return (
        said("Acme", "acme", "Beta") == [case + "«Acme» 1 + «acme» 1 = 2"]
        and said("12", "12.0", "13") == [armour + "«12» 1 + «12.0» 1 = 2"]
        and said("Acme", "Beta", "Beta 1", "Beta 2", "Acme Inc", "Acme Ltd", "1-1", "11", "1 1") == []
        and said("Acme", "Асme") == [case + "«Acme» 1 + «Асme» 1 = 2"]
        and said("a b", "ab") == [case + "«a b» 1 + «ab» 1 = 2"]
        and said("Acme", "Acme Ltd.") == ["the legal form: «Acme» 1 + «Acme Ltd.» 1 = 2"]
        and len(said("Acme", "acme", "Beta", "Beta Inc")) == 2
        and said(*many)[0].endswith("; and 1 more")
        and "more" not in said(*many[:6])[0]
        and said(*many)[0].count(";") == 3
        and said("abcde", "ABCDE", "Abcde", "aBcde", "abCde")[0].endswith("«aBcde» 1 + 1 more 1 = 5")
    )


def computed_money_and_currencies_are_plain():
    product = reading(
        "client,date,qty,price\nA,2024-01-01,2.00,1.00\nA,2024-01-01,4.00,1.00\n", columns={"amount": "qty*price"}
    )
    half = reading("client,date,qty,price\nA,2024-01-01,2,1.25\nA,2024-01-01,1,1.00\n", columns={"amount": "qty*price"})
    return (
        (str(product.controls.totals["amount"]), str(half.controls.totals["amount"])) == ("6", "3.5")
        and reading("client,date,Amount (CAD)\nA,2024-01-01,$5\n").controls.currency == "CAD"
        and reading("client,date,amount\nA,2024-01-01,$5\n").controls.currency == "$"
        and reading(
            "client,date,amount,currency\nA,2024-01-01,5,EUR\n,2024-01-01,5,USD\n", no_client="drop"
        ).controls.currency
        == "EUR"
    )


def expressions_are_exact():
    headers = ["a", "b", "a-b", "c d"]
    cells = {0: (25, 1), 1: (3, 0), 2: (7, 2), 3: (-1, 0)}

    def value(text):
        found = expressions.parse_expression(text, headers)
        return found.value(cells) if found else None

    return (
        value("a*b") == (75, 1) and value("a+b") == (55, 1) and value("b - a") == (5, 1) and value("a-b*b") == (21, 2)
        and value("a*(b+c d)") == (50, 1) and value("`a`*\"b\"") == (75, 1) and value("a * a-b") == (175, 3) and value("b-b-b") == (-3, 0)
        and value("a") is None and value("a*") is None and value("a*x") is None and value("(a*b") is None and value("a*b)") is None
        and value("(a+b)*a") == (1375, 2) and value("(a+b)-a*b") == (-20, 1)
        and value("a**b") is None and value("") is None and value("a×b") == (75, 1) and value("`x`*a") is None and value("`a*b") is None
        and expressions.parse_expression("a*b+a", headers).columns() == (0, 1)
    )  # fmt: skip


LAWS = (
    computed_money_and_currencies_are_plain,
    totals_are_found_wherever_their_columns_stand,
    numbers_read_as_they_are, what_is_no_number_is_refused, shapes_say_what_they_prove, columns_are_spelled_one_way,
    days_read_as_they_are, impossible_days_are_told_from_no_days, days_fall_where_they_are_written, columns_have_one_order,
    suspicions_are_told, control_totals_are_exact, what_is_set_aside_and_what_is_used_add_up, policies_excuse_only_what_they_name, totals_of_lists_and_workbooks_agree, later_rows_are_told,
    totals_are_compared, rows_go_to_one_place, feet_are_feet_only_at_the_end, all_rows_of_another_width_are_one_fault,
    look_alikes_are_told, expressions_are_exact,
)  # fmt: skip
