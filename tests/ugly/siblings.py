# ruff: noqa: E501
"""Cousins of the corpus: the same kinds of fault in other clothes, each with what must become of it.

A case is (name, data, verdict, details). Details: total, rows, clients, line, value, says (words the message or the
notices must hold), and options of the reader. `either` means: read to exactly these figures, or refused.
"""

from __future__ import annotations

import io

import openpyxl

HEAD = "Client,Date,Amount\n"
RU = "Клиент;Дата;Сумма\n"
NBSP, NNBSP, ZWSP, THIN = "\u00a0", "\u202f", "\u200b", "\u2009"
CASES = []


def case(name, data, verdict, columns=("Client", "Date", "Amount"), **details):
    CASES.append((name, data.encode() if isinstance(data, str) else data, verdict, columns, details))


def ru(name, data, verdict, **details):
    case(name, data, verdict, ("Клиент", "Дата", "Сумма"), **details)


def rows(*amounts, sep=",", head=HEAD):
    return head + "".join(f"C{n}{sep}2024-01-{n + 10}{sep}{amount}\n" for n, amount in enumerate(amounts))


def days(*dates, sep=",", head=HEAD):
    return head + "".join(f"C{n}{sep}{day}{sep}1.50\n" for n, day in enumerate(dates))


def names(*clients, sep=",", head=HEAD):
    return head + "".join(f"{name}{sep}2024-01-{n + 10}{sep}1.50\n" for n, name in enumerate(clients))


# ---------------------------------------------------------------- encodings
RUSSIAN = RU + "Ромашка;01.02.2024;10,50\nЁлка и сын;02.02.2024;20,00\n"
ru("cp1251", RUSSIAN.encode("cp1251"), "read", total="30.50", rows=2)
for codec in ("koi8-r", "cp866", "mac-cyrillic", "iso8859-5"):
    ru(f"russian in {codec}", RUSSIAN.encode(codec), "refuse", says="encoding|letter|no column")
    ru(f"russian in {codec}, said", RUSSIAN.encode(codec), "read", encoding=codec, total="30.50", rows=2)
ru("utf-16-be with mark", ("\ufeff" + RUSSIAN).encode("utf-16-be"), "read", total="30.50", rows=2)
ru("utf-16-le without mark", RUSSIAN.encode("utf-16-le"), "refuse", says="NUL", line=1)
ru("utf-16-le without mark, said", RUSSIAN.encode("utf-16-le"), "read", encoding="utf-16-le", total="30.50")
ru("utf-32", RUSSIAN.encode("utf-32"), "read", total="30.50")
ru("utf-16 cut in a letter", RUSSIAN.encode("utf-16")[:-1], "refuse", says="UTF-16", line=3)
ru("utf-8 cut in a letter", RUSSIAN.replace(";20,00\n", ";Я").encode()[:-1], "refuse", line=3, says="UTF-8")
ru("utf-8 mark twice", b"\xef\xbb\xbf\xef\xbb\xbf" + RUSSIAN.encode(), "read", total="30.50")
ru("mark in the middle", RUSSIAN + "\ufeffВектор;03.02.2024;1,00\n", "refuse", line=4, says="mark")
ru("mark before a repeated header", RUSSIAN + "\ufeff" + RUSSIAN, "either", total="61.00", rows=4)
ru("mojibake header", RUSSIAN.encode().decode("cp1251"), "refuse", says="no column|no header")
case("latin-1 names, ascii header", names("Müller", "Ålesund").encode("latin-1"), "refuse", line=2, says="byte")
case("cp1252 euro sign", rows("€5.00").encode("cp1252"), "refuse", line=2, says="byte")
case("lone surrogate", HEAD.encode() + b"A\xed\xa0\x80,2024-01-01,1\n", "refuse", line=2, says="byte")
case("overlong form", HEAD.encode() + b"A\xc0\xaf,2024-01-01,1\n", "refuse", line=2, says="byte")
case("replacement sign in a key", names("R\ufffdsum\ufffd", "Beta"), "refuse", line=2, says="letters")
case("question marks for names", names("?????", "??? ??", "Beta"), "refuse", line=2, says="letters")
case("nul padding at the end", names("A", "B").encode() + b"\0" * 40, "refuse", line=4, says="NUL")
case("control-z at the end", names("A", "B") + "\x1a", "either", total="3.00", line=4)
case("composed and decomposed é", names("Caf\u00e9", "Cafe\u0301"), "read", total="3.00", clients=1)
case("zero width space in a key", names("Acme", f"Ac{ZWSP}me"), "read", total="3.00", clients=2, says="alike")
case("cyrillic look-alike", names("Acme", "Асme"), "read", total="3.00", clients=2, says="alike")
case("pandas' float ids", names("1234", "1234.0"), "read", total="3.00", clients=2, says="alike")

# ---------------------------------------------------------------- dialects
case("cr line ends", names("A", "B").replace("\n", "\r"), "read", total="3.00", rows=2)
case("mixed line ends", HEAD + "A,2024-01-01,1\r\nB,2024-01-01,2\rC,2024-01-01,3\n", "read", total="6", rows=3)
case("no newline at the end", names("A", "B").rstrip(), "read", total="3.00", rows=2)
case("pipes", names("A", "B").replace(",", "|"), "read", total="3.00", rows=2)
case("sep=tab", "sep=\t\n" + names("A", "B").replace(",", "\t"), "read", total="3.00", rows=2)
case("SEP=;", "SEP=;\r\n" + names("A", "B").replace(",", ";"), "read", total="3.00", rows=2)
case("mark and sep", "\ufeffsep=;\r\n" + names("A", "B").replace(",", ";"), "read", total="3.00", rows=2)
case("quoted with apostrophes", "'Client','Date','Amount'\n'A, B','2024-01-01','1.50'\n", "read", total="1.50",
     has=["A, B"])  # fmt: skip
case("apostrophe in a name", names("O'Neil", "Beta"), "read", total="3.00", has=["O'Neil"])
case("blanks around headers", "Client , Date , Amount \nA , 2024-01-01 , 1.50 \n", "read", total="1.50", has=["A"])
case("blank before a quote", HEAD + 'A, "2024-01-01",1\n', "refuse", line=2, says="quote")
case("backslash escape", HEAD + '"A \\"x\\" B",2024-01-01,1\n', "refuse", line=2, says="quote")
case("text behind a quote", HEAD + 'A,2024-01-01,1\n"B"x,2024-01-01,1\n', "refuse", line=3, says="quote")
case("inner quotes, paired", names('ООО "Ромашка"', "Beta"), "read", total="3.00", has=['ООО "Ромашка"'])
case("inner quote, alone", names('Ac"me', "Beta"), "refuse", line=2, says="quote")
case("unclosed at the last field", HEAD + 'A,2024-01-01,1\nB,2024-01-02,"2\n', "refuse", line=3, says="quote")
case(
    "unclosed, later quotes",
    HEAD + '"A,2024-01-01,1\nB,2024-01-01,1\n"C",2024-01-01,1\n',
    "refuse",
    line=2,
    says="quote",
)
case("comma in a name", HEAD + "A,2024-01-01,1\nSmith, Jr,2024-01-01,1\n", "refuse", line=3, says="fields")
case("backslash-n is text", names("A\\nB"), "read", has=["A\\nB"])
case("trailing delimiter everywhere", "Client,Date,Amount,\nA,2024-01-01,1.5,\n", "read", total="1.5")
case(
    "trailing delimiter in the header",
    "Client,Date,Amount,\nA,2024-01-01,1.5\nB,2024-01-01,1\n",
    "refuse",
    says="fields",
)
case("comment above", "# exported 2024\n" + names("A", "B"), "read", total="3.00", rows=2)
case("comment in the middle", names("A") + "# note\n" + "B,2024-01-01,1.50\n", "refuse", line=3, says="1 field,")
case("decimal comma in quotes", HEAD + 'A,2024-01-01,"1234,50"\nB,2024-01-01,"1,5"\n', "read", total="1236.00")
case("doubled delimiter", "Client;;Date;;Amount\nA;;2024-01-01;;1.5\n", "either", total="1.5")
case("fixed width", "Client    Date        Amount\nAcme      2024-01-01    1.50\n", "refuse", says="column|header")
case("markdown", "| Client | Date | Amount |\n|---|---|---|\n| A | 2024-01-01 | 1.50 |\n", "refuse", says="|")
case("a very long name", names("A" * 3_000_000), "read", total="1.50")
case(
    "vertical tab and nel are no line ends",
    names("A\x0bB", "C\x85D", "E\u2028F") + "X,2024-01-01,oops\n",
    "refuse",
    line=5,
)
case("json", '[{"Client": "A", "Date": "2024-01-01", "Amount": 1}]', "refuse", says="JSON")
case("html", "<html><table><tr><td>Client</td></tr></table>", "refuse", says="HTML")
case("pdf", b"%PDF-1.7\n%\xe2\xe3\n", "refuse", says="PDF")
case("only blanks", " \n\n \n", "refuse", says="empty")
case("only a mark", b"\xef\xbb\xbf", "refuse", says="empty")

# ---------------------------------------------------------------- structure
ru("ВСЕГО", RUSSIAN + "ВСЕГО ПО ОТЧЁТУ;;30,50\n", "read", total="30.50", line=4, says="ВСЕГО")
ru("ВСЕГО with a date", RUSSIAN + "ВСЕГО;29.02.2024;30,50\n", "refuse", line=4, value="ВСЕГО", says="total")
ru("Итого that differs", RUSSIAN + "Итого:;;31,50\n", "read", total="30.50", line=4, says="differs")
ru("Итого on top", RU + "Итого;;30,50\n" + RUSSIAN[len(RU) :], "read", total="30.50", line=2, says="Итого")
ru(
    "Итого in another column",
    "№;Клиент;Дата;Сумма\n1;А;01.02.2024;10,50\nИтого;;;10,50\n",
    "read",
    total="10.50",
    line=3,
)
ru("Общий итог", RUSSIAN + "Общий итог;;30,50\n", "read", total="30.50", line=4, says="итог")
ru("Ромашка Итог", RU + "Ромашка;01.02.2024;10,50\nРомашка Итог;;10,50\n", "read", total="10.50", line=3)
ru("foot without a total", RUSSIAN + "Ответственный: Иванова;;\n", "refuse", line=4)
ru("rows after the foot", RUSSIAN + "Итого;;30,50\nИванова;;\nВектор;03.02.2024;1,00\n", "refuse", line=5)
case("a shop called Total", HEAD + "Total Wine,2024-01-01,5.00\nTotalEnergies,2024-01-02,6.00\n", "read", total="11.00")
case("Total without a date but a client", HEAD + "A,2024-01-01,5\nTotal Wine,,6\n", "refuse", line=3, says="empty")
case("grand total with a date", HEAD + "A,2024-01-01,5\nGrand Total,2024-01-31,5\n", "refuse", line=3, says="total")
case("units below the header", HEAD + "name,day,USD\nA,2024-01-01,5\n", "refuse", line=2)
case(
    "header with a line break",
    'Client,Date,"Order\nAmount"\nA,2024-01-01,5.5\n',
    "read",
    ("Client", "Date", "Order Amount"),
    total="5.5",
)
case("empty columns between", "Client,,Date,,Amount\nA,,2024-01-01,,5.5\n", "read", total="5.5")
case("amount in two cases", "Client,Date,Amount,amount\nA,2024-01-01,5.5,7\n", "either", total="5.5")
case("data above the header", "A,2024-01-01,1.00\n" + names("B"), "refuse", line=1)
case("two header rows apart", names("A") + "\n" + names("B"), "read", total="3.00", rows=2, says="header")
case("another header further down", names("A") + "Customer,Day,Sum\nB,2024-01-01,2.5\n", "refuse", line=3)
case("wide table of months", "Client,2024-01,2024-02\nA,5,6\n", "refuse", ("", "", ""), says="column|header")
case(
    "several dates",
    "client,order date,payment date,amount\nA,2024-01-01,2024-02-01,5\n",
    "refuse",
    ("", "", ""),
    says="order date",
)
case(
    "gross and net",
    "client,date,gross amount,net amount\nA,2024-01-01,5,4\n",
    "refuse",
    ("", "", ""),
    says="net amount",
)
ru("sum and sum without vat", "Клиент;Дата;Сумма;Сумма без НДС\nА;01.02.2024;12,00;10,00\n", "read", total="12.00")
case("sum and sum without vat, unnamed", "Клиент;Дата;Сумма;Сумма без НДС\nА;01.02.2024;12,00;10,00\n", "refuse", ("", "", ""),
     says="Сумма без НДС")  # fmt: skip
case(
    "price beside quantity",
    "client,date,quantity,unit price\nA,2024-01-01,2,5\n",
    "refuse",
    ("", "", ""),
    says="quantity",
)
case("date misspelt", "Client,Dat,Amount\nA,2024-01-01,5\n", "refuse", says="Date")
case("one column only", "Client\nA\nB\n", "refuse", says="column|header")

# ---------------------------------------------------------------- client keys
case("excel errors as names", names("#N/A", "#REF!", "Beta"), "refuse", line=2, value="#N/A")
case("russian excel errors as names", names("#Н/Д", "Beta"), "refuse", line=2, value="#Н/Д")
case("shortened ids with a comma", names('"4,60712E+11"', "Beta"), "refuse", line=2, value="4,60712E+11")
case("shortened ids, small letter", names("4.6e+11", "Beta"), "refuse", line=2, value="4.6e+11")
case("codes that look shortened", names("1E5", "12E3", "AE+B"), "read", has=["1E5", "12E3", "AE+B"])
case("keys of every odd kind", names("0", "00", '="007"', "'007", "1.", "TRUE", "#1"), "read", clients=7,
     no_client="keep")  # fmt: skip
case("blank key of nbsp", names(NBSP, "Beta"), "refuse", line=2, says="empty")
case("blank key in quotes", names('""', "Beta"), "refuse", line=2, says="empty")

# ---------------------------------------------------------------- amounts, read
case("narrow nbsp groups", rows(f"1{NNBSP}234.50", "10.00"), "read", total="1244.50")
case("thin space groups", rows(f"1{THIN}234.50", "10.00"), "read", total="1244.50")
case("swiss groups", rows("1'234.50", "10.00"), "read", total="1244.50")
case("swiss curly groups", rows("1’234’567.50", "10.00"), "read", total="1234577.50")
case("trailing minus", rows("5.00-", "10.00"), "read", total="5.00")
case("unicode minus", rows("\u22125.00", "10.00"), "read", total="5.00")
case("blank behind the minus", rows("- 5.00", "10.00"), "read", total="5.00")
case("dollar in parentheses", rows('"($1,234.50)"', "$10.00"), "read", total="-1224.50")
case("minus before the dollar", rows("-$5.00", "$-1.00", "$10.00"), "read", total="4.00")
case(
    "roubles in words", rows("1 234,50 руб.", "1,00 р.", sep=";", head="Client;Date;Amount\n"), "read", total="1235.50"
)
case("code before", rows("RUB 1234.50", "RUB 1.00"), "read", total="1235.50")
case("code behind", rows("1234.50 EUR", "1.00EUR"), "read", total="1235.50")
case("euro behind", rows("1.234,50 €", "1,00 €", sep=";", head="Client;Date;Amount\n"), "read", total="1235.50")
case("groups proved by another cell", rows('"1,234"', "12.50"), "read", total="1246.50")
case(
    "decimals proved by another cell",
    rows("1,234", "12,5", sep=";", head="Client;Date;Amount\n"),
    "read",
    total="13.734",
)
case(
    "leading zero proves the decimal",
    rows("0,234", "1,234", sep=";", head="Client;Date;Amount\n"),
    "read",
    total="1.468",
)
case("four digits prove the decimal", rows("1234.567", "1.234"), "read", total="1235.801")
case("two groups prove the sign", rows('"1,234,567"', '"1,234"'), "read", total="1235801")
case("Indian groups", rows('"1,23,456.00"', "10.50"), "read", total="123466.50")
case("nine decimals", rows("1.429999948", "2.000000001"), "read", total="3.429999949")
case("28 digits", rows("1234567890123456789012345.678", "0.001"), "read", total="1234567890123456789012345.679")
case("plus sign", rows("+5.00", "10.00"), "read", total="15.00")
case("blanks around", rows(" 5.00 ", f"{NBSP}10.00{NBSP}"), "read", total="15.00")
case("zeros before", rows("0005.50", "10.00"), "read", total="15.50")
case("all negative", rows("-5.00", "-1.00"), "read", total="-6.00", says="negative")
case("all zero", rows("0.00", "0"), "refuse", says="zero")

# ---------------------------------------------------------------- amounts, refused
for bad in ("1.5E+03", "1e3", "12.50%", "1 000k", "1,23,45.00", "12O.50", "l2.50", "١٢٣", "1.234.5", "1..5", "--5", "5.", ".5",
            "—", "-", "0x1F", "½", "1 23", "12 34.50", "(-5.00)", "(5.00", "5.00)", "$5.00$", "1_0", "５", "∞", "null", "N/A",
            "5,00,", "5.00.", "1\u200b0", "5 шт", "=1+1", "5/2", "1:30", "2024-01-01", "#N/A", "TRUE", "1234567890123456789012345678.9",
            "1.1234567891", "5.00 -5", "1'23.50", "1 234 56.00", "USD", "'5.00", "5.00*"):  # fmt: skip
    case(f"amount {bad}", rows("10.50", f'"{bad}"' if "," in bad else bad), "refuse", line=3, value=bad)
case("dotted groups alone", rows("1.234", "5.678"), "refuse", value="1.234", says="ambig")
case("dotted groups alone, given", rows("1.234", "5.678"), "read", decimal=".", total="6.912")
case("dotted groups alone, groups given", rows("1.234", "5.678"), "read", thousands=".", total="6912")
case("mixed signs, few against many", rows("1.50", "2.50", "3,50", "4.50", sep=";", head="Client;Date;Amount\n"), "refuse",
     line=4, value="3,50")  # fmt: skip
case("mixed groups", rows("1 234.50", '"2,345.50"', "3.50"), "refuse", line=3)
case("given decimal contradicts", rows("1.50", "2.50"), "refuse", decimal=",", line=2, value="1.50")
ru("thousands in the header", "Клиент;Дата;Сумма, тыс. руб.\nА;01.02.2024;1,5\n".replace("Сумма, тыс. руб.", '"Сумма, тыс. руб."'), "read",
   total="1500", columns_amount="Сумма, тыс. руб.")  # fmt: skip
case("thousands of dollars", "client,date,Amount ($000)\nA,2024-01-01,1.5\n", "read", ("", "", ""), total="1500")
case("a letter for thousands", "client,date,Amount (K)\nA,2024-01-01,1.5\n", "refuse", ("", "", ""), says="thousands")
case("cents", "client,date,amount (cents)\nA,2024-01-01,150\n", "read", ("", "", ""), total="1.50")
case(
    "thousands, said",
    "client,date,Amount ($000)\nA,2024-01-01,1.5\n",
    "read",
    ("", "", ""),
    units="thousands",
    total="1500",
)
case("currency column mixed", "Client,Date,Amount,Currency\nA,2024-01-01,1,EUR\nB,2024-01-01,2,EUR\nC,2024-01-01,3,USD\n",
     "refuse", line=4, value="USD")  # fmt: skip
case("currency column against signs", "Client,Date,Amount,Currency\nA,2024-01-01,€1,USD\nB,2024-01-01,€2,USD\n", "refuse",
     says="EUR")  # fmt: skip
case(
    "dollar sign and its code",
    "Client,Date,Amount,Currency\nA,2024-01-01,$1,CAD\nB,2024-01-01,$2,CAD\n",
    "read",
    total="3",
)
case("rouble signs of three kinds", rows("1.00 ₽", "2.00 руб.", "RUB 3.00"), "read", total="6.00")
case(
    "header and cells disagree",
    "Client,Date,Amount (USD)\nA,2024-01-01,€5\n",
    "refuse",
    ("Client", "Date", "Amount (USD)"),
    says="USD",
)

# ---------------------------------------------------------------- dates, read
for written in ("5 марта 2024", "05 мар 2024", "5 марта 2024 г.", "March 5, 2024", "5 March 2024", "05-Mar-2024", "5-Mar-24", "2024/03/05",
                "2024.03.05", "20240305", "2024-03-05T10:00:00Z", "2024-03-05 23:59:59.999", "2024-03-05 10:00:00 +0300", "2024-3-5",
                "05.03.2024 14:30", "5.3.2024", "05.03.24", "Mar 5 2024", "2024-03-05T23:30:00-08:00", "2024-03-05 10:00 UTC",
                "05.03.2024 г.", "2024-Mar-05", "05.03.2024, 14:30:10", "2024-03-05 2:30:00 PM"):  # fmt: skip
    case(f"date {written}", days(*([f'"{written}"'] * 3)), "read", total="4.50", first="2024-03-05", last="2024-03-05")
case("month first, proved", days("3/25/2024", "3/5/2024"), "read", total="3.00", first="2024-03-05", last="2024-03-25")
case("hyphens, proved", days("25-03-2024", "05-03-2024"), "read", total="3.00", first="2024-03-05")
case("us time", days("3/25/2024 2:30 PM", "3/5/2024 9:00 AM"), "read", total="3.00", first="2024-03-05")
case("iso and dotted", days("2024-03-05", "06.03.2024"), "either", total="3.00", first="2024-03-05", last="2024-03-06")
case(
    "dotted, month first given",
    days("03.25.2024", "03.05.2024"),
    "read",
    date_order="mdy",
    total="3.00",
    first="2024-03-05",
)

# ---------------------------------------------------------------- dates, refused
for bad, why in (("29.02.2023", "impossible"), ("00.01.2024", "impossible"), ("2024-13-01", "impossible"), ("2024-02-30", "impossible"),
                 ("0000-00-00", "impossible"), ("1900-01-01", "early"), ("1970-01-01", "early"), ("1989-12-31", "early"),
                 ("2024-01-01 25:00", "impossible"), ("2024-01-01 10:61", "impossible"), ("2024-W10-2", "not a date"), ("Q1 2024", "not a date"),
                 ("45356", "serial"), ("45356.5", "serial"), ("1709596800", "stamp"), ("1709596800000", "stamp"), ("2024-03", "month"),
                 ("03.2024", "month"), ("yesterday", "not a date"), ("5 мартобря 2024", "not a date"), ("20241301", "impossible"),
                 ("2024-03-05T", "not a date"), ("2024--03-05", "not a date"), ("05.03,2024", "not a date"), ("０５.03.2024", "not a date"),
                 ("31.04.2024", "impossible"), ("2204-05-17", "future|later"), ("0024-03-05", "early")):  # fmt: skip
    quoted = f'"{bad}"' if "," in bad else bad
    case(
        f"date {bad}",
        days("2024-01-05", "2024-02-06", quoted, "2024-02-07", "2024-02-08"),
        "refuse",
        line=4,
        value=bad,
        says=why,
    )
case("slashes with short years", days("01/02/03", "02/03/04"), "refuse", value="01/02/03", says="ambig")
case("hyphens, not proved", days("01-02-2024", "02-03-2024"), "refuse", value="01-02-2024", says="ambig")
case(
    "equal day and month",
    days("05/05/2024", "06/06/2024"),
    "either",
    total="3.00",
    first="2024-05-05",
    last="2024-06-06",
)
case("slashes beside iso", days("2024-03-25", "01/02/2024"), "refuse", says="ambig", value="01/02/2024")
case(
    "contradiction by the minority",
    days("13/01/2024", "14/01/2024", "01/25/2024", "15/01/2024"),
    "refuse",
    line=4,
    value="01/25/2024",
)
case(
    "given order contradicts", days("2024-01-05", "25/01/2024"), "refuse", date_order="mdy", line=3, value="25/01/2024"
)
case(
    "later than as of",
    days("2024-01-05", "2027-01-05"),
    "refuse",
    as_of="2024-06-30",
    line=3,
    value="2027-01-05",
    says="future|later",
)
case(
    "a little later than as of",
    days("2024-01-05", "2024-12-05"),
    "read",
    as_of="2024-06-30",
    total="3.00",
    says="later",
)
case(
    "one date far from all others",
    days("2014-01-05", "2014-02-05", "2014-03-05", "2014-04-05", "2024-05-05"),
    "refuse",
    line=6,
)

# ---------------------------------------------------------------- commerce
ORDER = "client,date,amount,order id\n"
case(
    "order totals repeated",
    ORDER + "A,2024-01-01,5,1\nA,2024-01-01,5,1\nB,2024-01-02,7,2\n",
    "refuse",
    ("", "", ""),
    says="order",
)
case("order totals repeated, said", ORDER + "A,2024-01-01,5,1\nA,2024-01-01,5,1\nB,2024-01-02,7,2\n", "read", ("", "", ""),
     order_id="order id", total="12", rows=2)  # fmt: skip
case(
    "order totals repeated, all meant",
    ORDER + "A,2024-01-01,5,1\nA,2024-01-01,5,1\n",
    "read",
    ("", "", ""),
    order_id="none",
    total="10",
)
case(
    "order with two amounts",
    ORDER + "A,2024-01-01,5,1\nA,2024-01-01,6,1\n",
    "refuse",
    ("", "", ""),
    order_id="order id",
    line=3,
)
case(
    "order with two clients",
    ORDER + "A,2024-01-01,5,1\nB,2024-01-01,5,1\n",
    "refuse",
    ("", "", ""),
    order_id="order id",
    line=3,
    value="B",
)
case(
    "items of an order",
    ORDER + "A,2024-01-01,5,1\nA,2024-01-01,6,1\nB,2024-01-02,7,2\n",
    "read",
    ("", "", ""),
    total="18",
)
STATUS = "client,date,amount,status\nA,2024-01-01,5,paid\nB,2024-01-02,7,cancelled\nC,2024-01-03,9,completed\n"
case("cancelled orders", STATUS, "refuse", ("", "", ""), line=3, value="cancelled", says="status")
case("cancelled orders, dropped", STATUS, "read", ("", "", ""), refunds="drop", total="14", rows=2, says="cancelled")
case("cancelled orders, kept", STATUS, "read", ("", "", ""), refunds="net", total="21", rows=3, says="cancelled")
ru(
    "russian statuses",
    "Клиент;Дата;Сумма;Статус\nА;01.02.2024;5,5;Оплачен\nБ;02.02.2024;7,5;Отменён\n",
    "refuse",
    line=3,
    value="Отменён",
)
case("refunds refused", rows("5.00", "-1.00"), "refuse", refunds="refuse", line=3, value="-1.00")
case("refunds dropped", rows("5.00", "-1.00"), "read", refunds="drop", total="5.00", rows=1, says="refund")
case(
    "identical rows refused",
    HEAD + "A,2024-01-01,5\nA,2024-01-01,5\n",
    "refuse",
    identical="refuse",
    line=3,
    says="identical",
)
case("identical rows dropped", HEAD + "A,2024-01-01,5\nA,2024-01-01,5\n", "read", identical="drop", total="5", rows=1)
case(
    "no client, dropped",
    HEAD + "A,2024-01-01,5\n,2024-01-01,7\n",
    "read",
    no_client="drop",
    total="5",
    rows=1,
    says="7",
)
WOO = "order_id,order_number,date,status,order_total,billing_email,refunded_total\n"
case("woocommerce", WOO + "1,1,2024-01-01,completed,5.00,a@x.y,0.00\n2,2,2024-01-02,cancelled,7.00,b@x.y,0.00\n"
     "3,3,2024-01-03,processing,9.00,a@x.y,1.00\n", "read", ("", "", ""), total="13.00", rows=2, says="cancelled")  # fmt: skip
case("stripe, found by its header", "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\n"
     "ch_1,2024-01-05 21:30,10.00,0.00,usd,Paid,a@x.y\nch_2,2024-01-06 21:30,20.00,20.00,usd,Refunded,a@x.y\n"
     "ch_3,2024-01-07 21:30,30.00,0.00,usd,Failed,b@x.y\n", "read", ("", "", ""), total="10.00", rows=1, says="Failed")  # fmt: skip
SHOP = "Name,Email,Financial Status,Paid at,Total,Refunded Amount,Lineitem quantity,Lineitem name,Cancelled at\n"
case("shopify with refunds and a cancellation", SHOP + "#1,a@x.y,partially_refunded,2024-01-01,10.00,2.00,1,x,\n#1,a@x.y,,,,,1,y,\n"
     "#2,b@x.y,paid,2024-01-02,20.00,0.00,1,x,2024-01-03\n#3,b@x.y,voided,2024-01-02,20.00,0.00,1,x,\n", "read", ("", "", ""),
     total="8.00", rows=1, says="voided")  # fmt: skip
case("preset that does not fit", names("A"), "refuse", ("", "", ""), preset="shopify", says="shopify")
case(
    "product of columns",
    "client,date,qty,price\nA,2024-01-01,3,1.25\nB,2024-01-01,-1,2.5\n",
    "read",
    ("", "", "qty*price"),
    total="1.25",
)
case(
    "a hole in a factor",
    "client,date,qty,price\nA,2024-01-01,3,1.25\nB,2024-01-01,,2.5\n",
    "refuse",
    ("", "", "qty*price"),
    line=3,
)
case("unknown factor", "client,date,qty,price\nA,2024-01-01,3,1.25\n", "refuse", ("", "", "qty*cost"), says="qty*cost")


# ---------------------------------------------------------------- workbooks
def book(fill, **kind):
    made = openpyxl.Workbook(**kind)
    fill(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
