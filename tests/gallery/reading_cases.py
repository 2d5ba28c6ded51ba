# ruff: noqa: DTZ001, E501
"""One small file for every message of the readers: what is read, with which options, and the code it must give.

The exact texts stand in `reading.json`; `python tests/gallery/reading_cases.py` writes them anew. The page of errors
in the documentation is made from both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import json
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from custecon.core.errors import CusteconError, Problem
from custecon.core.schemas import Kind, Role, Schema
from custecon.kinds.clients import CLIENTS
from custecon.kinds.complaints import COMPLAINTS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.kinds.shared import CLIENT
from custecon.kinds.spending import SPENDING
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources import ReadingOptions, read
from custecon.sources.aliases import read_aliases

HERE = Path(__file__).parent
GOLDEN = HERE / "reading.json"
HEAD = "client,date,amount\n"
CONTRACTS = "client,start,end,amount,interval,quantity,status\n"
GOOD = HEAD + "Acme,2024-01-05,10.50\n"
NUMBERED = "order_id,client,date,amount\n"


SURVEY = Schema(
    "survey",
    "one answer sheet",
    (CLIENT,),
    others=Role("answer", Kind.NUMBER, "from 1 to 5", blank=True, at_least=1, at_most=5),
)


class Example(NamedTuple):
    """A file that shows a message: the code, its name, its bytes (None: no such file) or a frame, the options."""

    code: str
    file: str
    data: Any
    options: dict[str, Any]


def show(code: str, data: Any, file: str = "sales.csv", **options: Any) -> Example:
    return Example(code, file, data.encode() if isinstance(data, str) else data, options)


def several(code: str, *texts: str, **options: Any) -> Example:
    """Files that are read as one: 2023.csv, 2024.csv."""
    return Example(code, "", {f"{2023 + n}.csv": text for n, text in enumerate(texts)}, options)


def log(*rows: str, header: str = HEAD) -> str:
    return header + "".join(f"{row}\n" for row in rows)


def book(*rows: list[Any], sheets: dict[str, list[list[Any]]] | None = None, change: Any = None) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Sales"
    for row in [["client", "date", "amount"], *rows] if rows else []:
        made.active.append(row)
    for name, cells in (sheets or {}).items():
        made.create_sheet(name)
        for row in cells:
            made[name].append(row)
    if change:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


DAY = dt.datetime(2024, 1, 5)
ROW = ["Acme", DAY, 10.5]


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def locked(archive: bytes) -> bytes:
    """An archive whose only file is marked as encrypted."""
    central = archive.index(b"PK\x01\x02") + 8
    return archive[:6] + b"\1" + archive[7:central] + b"\1" + archive[central + 1 :]


TYPED = pa.table({"client": ["Acme"], "date": [DAY.date()], "amount": [10.5], "items": [[1, 2]]})
IN_UTC = TYPED.set_column(1, "date", pa.array([DAY.replace(hour=10, tzinfo=dt.UTC)], pa.timestamp("us", "UTC")))


def database(*tables: str) -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        for table in tables:
            made.execute(f"CREATE TABLE {table} ({'note' if table == 'notes' else 'client, date, amount'})")
        made.execute("INSERT INTO orders VALUES ('Acme', '2024-01-05', 10.5)")
        return made.serialize()


RECORD = '{"client": "Acme", "date": "2024-01-05", "amount": 10.50}\n'


def parquet(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, store_schema=False)
    return stream.getvalue()


def arrow(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table)
    return stream.getvalue()


MIXED = "client,date,amount,currency\nAcme,2024-01-05,10.50,EUR\nByte,2024-01-06,1.00,USD\nAcme,2024-01-07,2.00,EUR\n"


def in_thousands(made: Any) -> None:
    made.active["C2"].number_format = "#,##0,"


def far_cell(made: Any) -> None:
    made.active["ZZ2"] = "checked"


def hidden_row(made: Any) -> None:
    made.active.row_dimensions[2].hidden = True


def merged(made: Any) -> None:
    made.active.append([None, DAY, 2])
    made.active.merge_cells("A2:A3")


def hidden_sheet(made: Any) -> None:
    made.create_sheet("2023").sheet_state = "hidden"


def hidden_column(made: Any) -> None:
    made.active.column_dimensions["C"].hidden = True


def patched(data: bytes, *slips: tuple[str, str]) -> bytes:
    """A workbook with some texts of its parts written another way."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for was, now in slips:
                text = text.replace(was.encode(), now.encode())
            new.writestr(name, text)
    return stream.getvalue()


def shared(client: str) -> bytes:
    """A workbook whose texts all stand in one place, which its cells point to; that of the client is number 3."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet("Sales")
        sheet.write_row(0, 0, ["client", "date", "amount"])
        sheet.write_row(1, 0, [client, "2024-01-05", 10.5])
    return stream.getvalue()


def priced(made: Any) -> None:
    made.active["C2"].number_format = '#,##0.00 "€"'


COVER = {"Cover": [["Sales of 2024"], ["made in January"]]}

SHOP = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\nch_1,2024-01-05,10.00,0.00,usd,Paid,a@x.y\n"
TWO_SHOPS = (
    "Name,Email,Financial Status,Paid at,Total,Lineitem quantity,Lineitem name,"
    "order_id,order_number,order_date,status,order_total,order_currency,customer_email\n"
)
DEALS = "ID;Название сделки;Стадия сделки;Сумма;Компания;Дата создания\n1;Столы;Сделка успешна;10,50;Альфа;05.01.2024\n"
ORDER = "client,date,amount,order id\n"
LIST = "client,revenue,first date,last date\n"
GROUPS = "client,revenue,margin\nNorth,300.15,90.10\nAcme,100.05,40.05\nBeta,200.10,50.05\nSouth,50.10,5.05\nGamma,50.10,5.05\n"

CASES: tuple[Example, ...] = (
    show("E150", GOOD, encoding="klingon"),
    show("E151", GOOD, columns={"cliemt": "client"}),
    show("E152", GOOD, kind="complaints"),
    show("E153", GOOD, date_order="ydm"),
    show("E154", GOOD, preset="ebay"),
    show("E200", GOOD, columns={"client": ""}),
    show("E201", None, "nothing.csv"),
    Example("E202", "", {"orders": None}, {}),
    show("E203", None, "x" * 300),
    show("E204", ""),
    show("E205", "%PDF-1.7"),
    show(
        "E206", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "sales.xlsx"
    ),
    show("E207", "<html><body><table><tr><td>client</td></tr></table></body></html>", "sales.xls"),
    show("E208", book(ROW)[:3000], "sales.xlsx"),
    show("E209", gzip.compress(HEAD.encode() + b"\n" * (12 << 20)), "sales.csv.gz"),
    show("E210", zipped(xl__workbook_dot_xml='<!DOCTYPE x [<!ENTITY a "a">]><workbook/>'), "sales.xlsx"),
    show("E211", "client,date,quantity\nAcme,2024-01-05,3\n"),
    show("E212", "client,date,amount gross,amount net\nAcme,2024-01-05,12.00,10.00\n"),
    show("E230", "client,Speed,Price\nAcme,5,4\nBolt,6,3\n"),
    show("E310", "client,Speed,Speed\nAcme,5,4\n"),
    show("E213", "client,date,amount,amount\nAcme,2024-01-05,12.00,10.00\n"),
    show("E307", log("Acme,2024-01-05,10.50", "Beta,2024-01-06,100.00 CR")),
    show("E319", "client,date,amount,Unit\nAcme,2024-01-05,12.00,USD\nBeta,2024-01-06,1.50,k USD\n"),
    show("E305", "client,date,amount,,client,date,amount\nAcme,2024-01-05,12.00,,Beta,2024-01-06,10.00\n"),
    show("E306", "client,sales,,cost\n,January,February,January\nAcme,12.00,10.00,8.00\n"),
    show("E314", "Returns report\n\nclient,date,amount\nAcme,2024-01-05,12.00\n"),
    show("E315", "order,client,date,amount,version\n1,Acme,2024-01-05,12.00,1\n1,Acme,2024-01-05,14.00,2\n"),
    show("E214", "Клиент;Дата;Сумма\nАльфа;05.01.2024;3485,97\nБета;06.01.2024;по договору\n"),
    show("E215", "client;date;amount\nAcme;2024-01-05;1,234\n"),
    show("E216", "client;date;amount\nAcme;2024-01-05;10.50\nBeta;2024-01-06;20.50\nGamma;2024-01-07;30,50\n"),
    show("E217", log("Acme,2024-01-05,1.1234567891")),
    show("E218", log("Acme,tomorrow,10.50")),
    show("E219", log("Acme,2024-02-30,10.50")),
    show("E220", log("Acme,02/01/2024,10.50")),
    show("E221", log("Acme,13/01/2024,10.50", "Acme,01/14/2024,10.50")),
    show("E222", log("Acme,1970-01-01,10.50")),
    show("E223", log("Acme,45356,10.50")),
    show("E224", log(",2024-01-05,10.50")),
    show("E225", log("Acme,2024-01-05,10.50", "Beta,2024-01-05,10,50")),
    show("E226", log("Acme,2024-01-05,10,50", "Beta,2024-01-05,10,50")),
    show("E227", log('"Acme,2024-01-05,10.50', "Beta,2024-01-05,10.50")),
    show("E228", log('"Acme"s,2024-01-05,10.50')),
    show("E229", b"client,date,amount\nAcme,2024-01-05,10.50\nB\xfcro,2024-01-06,1.00\n"),
    show("E231", b"client,date,amount\nAcme\x00,2024-01-05,10.50\n"),
    show("E232", log("Acme,2024-01-05,10.50", "\ufeffBeta,2024-01-06,1.00")),
    show("E233", log("M\ufffdller,2024-01-05,10.50")),
    show("E234", log("4.60712E+11,2024-01-05,10.50")),
    show("E235", book([1234567890123456, DAY, 10.5]), "sales.xlsx"),
    show("E236", log("Acme,2024-01-05,$10.50", "Beta,2024-01-06,€1.00", "Acme,2024-01-07,$2.00")),
    show("E237", "client,date,Revenue (K)\nAcme,2024-01-05,10.50\n"),
    show("E292", MIXED),
    show("E280", "client,date,amount,exchange rate\nAcme,2024-01-05,10.50,1\nByte,2024-01-06,1.00,90\n"),
    show("E293", "client,date,amount,currency\nAcme,2024-01-05,10.50,EUR\nByte,2024-01-06,1.00,\n"),
    show("E295", "client,revenue_usd,cost_cents\nAcme,10.50,300\n", units="thousands"),
    show("E238", HEAD),
    show("E279", log("Acme,2024-01-05,0.00")),
    show("E239", log("Acme,2024-01-05,10.50", "Total,2024-01-31,10.50")),
    show("E240", "client,revenue,date,orders\nAcme,10.50,2024-01-05,3\n"),
    show("E241", log('Ac"me,2024-01-05,10.50')),
    show("E242", book(ROW, sheets={"February": [["client", "date", "amount"], ROW]}), "sales.xlsx"),
    show("E243", book(ROW), "sales.xlsx", sheet="March"),
    show("E244", book(["Acme", DAY, "=2*5"]), "sales.xlsx"),
    show("E245", log("#N/A,2024-01-05,10.50")),
    show("E246", book(["Acme", DAY, True]), "sales.xlsx"),
    show("E247", log("Acme,2024-01-05,10.50,7", "Acme,2024-01-05,10.50,7", header=ORDER)),
    show("E248", log("Acme,2024-01-05,10.50,7", "Acme,2024-01-05,11.50,7", header=ORDER), order_id="order id"),
    show(
        "E300",
        "client,date,total,item,line amount\nAcme,2024-01-05,9,Tea,4\nAcme,2024-01-05,9,Cup,5\n",
        columns={"amount": "total"},
    ),
    show("E304", "client,date,amount,item\nAcme,2024-01-05,9.50,Tea\n,,5.00,Cup\n"),
    show("E249", "client,revenue\nAcme,100.50\nBeta,50.00\nAcme,20.00\n"),
    show("E250", "client,date,amount,status\nAcme,2024-01-05,10.50,paid\nBeta,2024-01-06,1.00,cancelled\n"),
    show("E268", GOOD, only=("stage=won",)),
    show("E269", "client,date,amount,stage\nAcme,2024-01-05,10.50,won\n", only=("stage=lost",)),
    show(
        "E270", "client,date,subtotal,total,refund\nAcme,2024-01-05,10.50,12.50,12.50\n", columns={"amount": "subtotal"}
    ),
    show("E271", "client,date,total,refund\nAcme,2024-01-05,10.50,1.50\nAcme,2024-01-07,-1.50,0\n"),
    show("N234", "client,date,amount,stage\nAcme,2024-01-05,10.50,won\n", only=("stage=won,paid",)),
    show("N235", "client,date,total,refund\nAcme,2024-01-05,10.50,1.50\n"),
    show("N236", "client,date,total,tax\nAcme,2024-01-05,10.50,1.50\n"),
    show("E309", "Клиент;Дата;Сумма;Списано\nМаяк;05.01.2024;1000;\nСтвор;06.02.2024;2000;2000\n"),
    show("E283", "client,revenue,cost,returned\nAcme,1000,600,3\n"),
    show("E308", "client,date,Amount YTD\nAcme,2024-01-31,100\nAcme,2024-02-29,150\n"),
    show("E284", "client,Revenue 2025,Cost 2024\nAcme,1000,600\n"),
    show("E294", "month,channel,spend,new clients (total)\n2024-01,A,100,30\n2024-01,B,50,30\n"),
    show("E285", "client,revenue,margin\nAcme,1000,0.4\n"),
    show("N256", "client,revenue,cost,refunds\nAcme,1000,600,50\n"),
    show("N257", "client,date,Total incl VAT,VAT\nAcme,2024-01-05,120.00,20.00\n"),
    show("N258", "client,revenue,cost,discount\nAcme,1000,600,0.2\n"),
    show("E251", log("Acme,2024-01-05,10.50", "Acme,2024-01-06,-1.00"), refunds="refuse"),
    show("E252", "client,revenue,retention\nAcme,100.50,80\n"),
    show("E253", "client,revenue,orders\nAcme,100.50,2.5\n"),
    show("E254", "client,revenue,active\nAcme,100.50,perhaps\n"),
    show("E255", book(["Acme", DAY, DAY]), "sales.xlsx"),
    show("E256", LIST + "Acme,100.50,2024-02-01,2024-01-01\n"),
    show("E257", "Acme,2024-01-04,5.00\n" + GOOD),
    show("E258", GOOD, columns={"amount": "amonut"}),
    show("E259", log(*(f"Acme,2014-0{n}-05,1.00" for n in range(1, 5)), "Acme,2041-05-05,1.00")),
    show("E260", GOOD, preset="shopify"),
    show("E261", log("Acme,2024-01-05,10.50", "Acme,2024-01-05,10.50"), identical="refuse"),
    show("E262", "client,date,quantity,unit price\nAcme,2024-01-05,3,3.50\n"),
    show("E272", "client,start,end,amount\nAcme,2024-01-05,,3\n"),
    show("E289", patched(book(ROW), ("<v>10.5</v>", "<v>10,5</v>")), "sales.xlsx"),
    show("E290", patched(book(ROW), ('r="C2"', 'r="R2C3"')), "sales.xlsx"),
    show("E291", patched(shared("Acme"), ('t="s"><v>3<', 't="s"><v>7<')), "sales.xlsx"),
    show("E263", "Acme,2024-01-05,10.50\nBeta,2024-01-06,1.00\n"),
    show("E266", "client,revenue,last_date,left_date\nAcme,10.50,2024-01-05,\nByte,9,2023-05-01,2024-02-01\n"),
    show("E265", log("Acme,2024-01-05,$10.50"), currency="EUR"),
    show("E296", GOOD, preset=str(HERE / "half_a_preset.toml")),
    show("E297", TWO_SHOPS),
    show("E299", DEALS),
    show("N273", DEALS.replace("Компания", "Контакт")),
    show("E298", GOOD, preset=str(HERE / "nowhere.toml")),
    show("E264", book(ROW, ["Beta", "13/01/2024", 1]), "sales.xlsx"),
    show("E267", "client,revenue,margin %\nAcme,100.50,40\n", columns={"margin": "margin %"}),
    show("E276", GROUPS),
    show("E277", ",date,amount\nAcme,,\n,2024-01-05,10.50\n,2024-01-06,1.00\n"),
    show("E278", log("Acme,2024-01-05,10.50", ",2024-01-06,1.00", "Beta,2024-01-07,2.00")),
    show("E501", GOOD, expect_total=Decimal("10.00")),
    show("E502", GOOD, expect_clients=2),
    show("E503", GOOD, expect_rows=2),
    show("N201", gzip.compress(GOOD.encode(), mtime=0), "sales.csv.gz"),
    show("N202", GOOD, "sales.xlsx"),
    show("N203", "Sales of the year\n" + GOOD),
    show("N204", log("Acme,2024-01-05,10.50", "Total,,10.50")),
    show("N297", log("Acme,2024-01-05,10.50", "Total,,11.00")),
    show("N205", GOOD + GOOD),
    show("N206", log("Acme,2024-01-05,10.50", "Total,,10.50", "made by Ann,,")),
    show("N207", log("Acme,2024-01-05,10.50", "Acme,2024-01-06,-1.00")),
    show("N208", log("Acme,2024-01-05,10.50", "Acme,2024-01-06,0.00")),
    show("N209", log("Acme,2024-01-05,10.50", "Acme,2024-01-05,10.50")),
    show("E273", log("Acme,2024-01-05,10.50", "Guest,2024-01-06,1.00", "n/a,2024-01-07,2.00")),
    show("N240", log("Acme,2024-01-05,10.50", "Guest,2024-01-06,1.00"), no_client="keep"),
    show("N290", log("Acme,2024-01-05,10.50", "Beta,2024-01-06,1.00", "Acme; Beta,2024-01-07,2.00")),
    show("N286", log("0012,2024-01-05,10.50", "12,2024-01-06,1.00")),
    show("N285", "client,revenue\nAcme,10\nOther,5\n"),
    show("N241", log("0,2024-01-05,10.50", "1,2024-01-06,1.00", "2,2024-01-06,1.00")),
    show("N210", log("Acme,2024-01-05,10.50", "acme,2024-01-06,1.00")),
    show("E274", "name,client\nACME,Acme\nACME,Beta\n", "aliases.csv"),
    show("E275", "client,revenue,segment\nAcme,10.50,A\nACME,9,B\n", same_client=True),
    show("N242", log("Acme,2024-01-05,10.50", "acme,2024-01-06,1.00"), same_client=True),
    show("N243", log("Acme,2024-01-05,10.50", "Acme Ltd,2024-01-06,1.00", "Acme Inc,2024-01-06,1.00")),
    show("N244", "buyer name,buyer email,date,amount\nSam,a@x.y,2024-01-05,10.50\nSam,b@x.y,2024-01-06,1\n"),
    show(
        "N245",
        "ID,Company,Date,Amount\n1,Acme,2024-01-05,10.50\n2,Acme,2024-01-06,1\n3,Beta,2024-01-06,1\n",
        columns={"client": "ID"},
    ),
    show("E282", "client,date,amount\nAcme,10:00,10.50\nBeta,11:00,1\n"),
    show("E281", "account,date,amount\nAccounts receivable,2024-02-05,10.50\nChecking,2024-02-06,1\n"),
    show("N277", "account,date,amount\nSales,2024-02-05,1\nChecking,2024-02-06,1\n", columns={"client": "account"}),
    show("N275", "client,order date,created at,amount\nAcme,2024-02-05,2024-01-30,10.50\n"),
    show("N276", "client,expected close date,amount\nAcme,2024-02-05,10.50\n"),
    show(
        "N288",
        "Kunde;Datum;Nettobetrag;Vermerk\nAcme;05.01.2024;100,00;\nBeta;15.01.2024;200,00;X\nAcme;05.02.2024;50,00;\n",
        columns={"client": "Kunde", "date": "Datum", "amount": "Nettobetrag"},
    ),
    show("N287", "client,timestamp,amount\nAcme,1704448800,12.00\n"),
    show("N289", "client,date,amount,amount\nAcme,2024-01-05,12.00,10.00\n", columns={"amount": "#3"}),
    show("N278", book(ROW, sheets={"February": [["client", "date", "amount"], ROW]}), "sales.xlsx", sheet="Sales"),
    show("N211", book(ROW, change=hidden_row), "sales.xlsx"),
    show("N212", book(ROW, change=merged), "sales.xlsx"),
    show("N274", book(ROW, change=far_cell), "sales.xlsx"),
    show("N213", book(ROW, change=hidden_sheet), "sales.xlsx"),
    show("N214", log("Acme,2024-01-05,10.50", "Acme,2024-09-05,1.00"), as_of=dt.date(2024, 6, 30)),
    show("N215", log("Acme,2024-01-05,10.50", "Acme,06.01.2024,1.00")),
    show("N216", log("Acme,2024-01-05,10.50,7", "Acme,2024-01-05,10.50,7", header=ORDER), order_id="order id"),
    show("N217", SHOP),
    show("N218", SHOP + "ch_2,2024-01-06,5.00,0.00,usd,Failed,a@x.y\n"),
    show("N219", log("Acme,2024-01-05,10.50", "Acme,2024-01-06,x"), skip_bad=True),
    show("N220", log("Acme,2024-01-05,10.50", ",2024-01-06,1.00"), no_client="drop"),
    show("N221", "client,date,amount,segment,group\nAcme,2024-01-05,10.50,a,b\n"),
    show("N222", book(["Acme", DAY, 10 / 3]), "sales.xlsx"),
    show("N223", log("Acme,2024-01-05,€10.50", "Acme,2024-01-06,1.00")),
    show("N267", "Клиент;Дата;Сумма (тыс. руб.)\nАльфа;05.01.2024;10,5\n"),
    show("N268", "Клиент;Дата;Сумма (тыс. руб.)\nАльфа;05.01.2024;10,5\n", units="ones"),
    show("N269", book(ROW, change=in_thousands), "sales.xlsx"),
    show("N270", "client,date,amount,currency\nAcme,2024-01-05,10.50,EUR\nByte,2024-01-06,1,\n", currency="EUR"),
    show("N272", "Клиент;Дата;Сумма;Сумма в валюте;Валюта\nАльфа;05.01.2024;905;10;USD\n", columns={"amount": "Сумма"}),
    show("N271", MIXED, columns={"currency": ""}),
    show("N224", book(ROW, [None, None, None, None, "checked"]), "sales.xlsx"),
    show("N225", "Клиент;Дата;Сумма\nАльфа;05.01.2024;3485,97\n".encode("cp1251")),
    show("N226", log("Acme,2024-01-05,10.50,1", "Acme,2024-01-06,1.00,2", "Acme,2024-01-07,-1.00,C3", header=ORDER)),
    show("N251", log(*(f"Acme,2024-0{n}-05,1.00" for n in range(1, 6)), "Acme,2024-10-05,1.00")),
    show("N255", log("Acme,2024-01-05,10.50,7", "Acme,2025-01-07,1.00,7", header=ORDER)),
    show("N495", "client,date,sales,cost\nAcme,2024-01-05,10,12\n", columns={"amount": "sales-cost"}),
    show("N496", "client,date,profit\nAcme,2024-01-05,-2\nAcme,2024-02-05,3\n", columns={"amount": "profit"}),
    show("N227", "client,date,qty,price\nAcme,2024-01-05,-1,2.50\n", columns={"amount": "qty*price"}),
    show("N229", book(ROW, change=hidden_column), "sales.xlsx"),
    show("N231", "client,revenue,cost\nAcme,10.50,4\nByte,9,-1.20\n"),
    show("E286", CONTRACTS + "A,2024-01-05,,10,week,1,active\n"),
    show("E287", CONTRACTS + "A,2024-01-05,,10,month,1,gold\n"),
    show("E288", CONTRACTS + "A,2024-01-05,,10,month,1,canceled\nB,2024-01-06,,10,month,1,active\n"),
    show("N259", CONTRACTS + "A,2024-01-05,,10,month,1,trialing\nB,2024-01-06,,10,month,1,active\n"),
    show("N260", CONTRACTS + "A,2024-01-05,,10,month,1,past_due\nB,2024-01-06,,10,month,1,active\n"),
    show("N261", CONTRACTS + "A,2024-01-05,,10,month,3,active\nB,2024-01-06,,10,month,1,active\n"),
    show("N262", "client,MRR\nAcme,100.50\n", columns={"revenue": "MRR"}),
    show("N232", "client,lifetime revenue\nAcme,100.50\n"),
    show("N263", patched(book(["Acme", "2024-01-05", 10.5], change=priced), ("</styleSheet>", "")), "sales.xlsx"),
    show(
        "N264",
        "Date,Client,Credit,Debit\n2024-01-05,Acme,10.50,\n2024-01-06,Rent,,4.00\n",
        columns={"amount": "Credit"},
    ),
    show("N266", log("Acme,2024-01-05,78.25999999999999")),
    show("N280", "campaign,cost,conversions\nBrand,100.50,1.50\n", columns={"new_clients": "conversions"}),
    show("N283", "client,date,amount\nAcme,January 2024,10.50\nAcme,February 2024,1.00\n"),
    show("N282", "client,complaints,stayed\nAcme,2,no\nBeta,0,yes\n"),
    show("N281", "client,date\nAcme,2024-01-05\n", columns={"amount": "1"}),
    show("N265", book(ROW, sheets=COVER), "sales.xlsx"),
    show("N246", GROUPS + "Total,350.25,95.15\n"),
    show("N247", log("Acme,,", ",2024-01-05,10.50", ",2024-01-06,1.00")),
    show("N248", GROUPS, subtotals="keep"),
    show("N250", log("Acme,2024-01-05,10.50", "Beta,2024-01-06,1.00", "North,,11.50")),
    show("N249", "client,date,amount,type\n,,,Goods\nAcme,2024-01-05,10.50,\nBeta,2024-01-06,1.00,\n"),
    show("E318", {"client": ["Acme", "Beta"], "date": ["2024-01-05", "2024-01-06"], "amount": [10.5]}, "<frame>"),
    show("E320", arrow(TYPED), "sales.arrow"),
    show(
        "E321", {"client": ["Acme", "Beta"], "date": ["2024-01-05", "2024-01-06"], "amount": [10.5, [1, 2]]}, "<frame>"
    ),
    show("E322", parquet(TYPED), "sales.parquet", columns={"amount": "items"}),
    show("E323", parquet(TYPED).replace(b"PAR1", b"PARE"), "sales.parquet"),
    show("E324", RECORD + RECORD[:-5] + "\n", "sales.jsonl"),
    show("E325", RECORD.replace('"client"', '"date"'), "sales.jsonl"),
    show("E326", database("orders", "orders_2023"), "shop.db"),
    show("E327", database("orders"), "shop.db", sheet="order"),
    show("E328", None, "sqlite:shop.db?tabel=orders"),
    show("E329", database("orders"), "shop.db", sheet="orders", query="SELECT * FROM orders"),
    show("E393", database("orders"), "shop.db", query="SELECT * FROM order"),
    show("N292", database("orders", "notes"), "shop.db"),
    show("E398", None, "postgresql://ann:secret@localhost/shop?sslmode=none"),
    Example("E399", "", {"orders.csv": GOOD}, {}),
    show("E384", zipped(**{"2023.dat": GOOD, "2024.dat": GOOD}), "sales.zip"),
    show("E385", locked(zipped(sales_dot_csv=GOOD)), "sales.zip"),
    Example("E386", "", {"sales.zip": zipped(clients_dot_csv="client,city\nAcme,Omsk\n", orders_dot_csv=GOOD)}, {}),
    Example("E389", "", {"sales.zip": zipped(sales_dot_csv=GOOD)}, {}),
    show("N298", zipped(sales_dot_csv=GOOD), "sales.zip"),
    show("N299", zipped(sales_dot_csv=GOOD, terms_dot_pdf="%PDF-1.7"), "sales.zip"),
    several("E394", GOOD, GOOD.replace("amount", "amount,status").replace("10.50", "1,Paid")),
    several("E395", NUMBERED + "7,Acme,2024-01-05,10.50\n", NUMBERED + "7,Acme,2024-01-05,1\n"),
    several("E396", GOOD, GOOD.replace(",", ";")),
    several("E397", GOOD.replace("10.50", "10.50 EUR"), GOOD.replace("01", "02")),
    several("N293", GOOD, GOOD.replace("amount", "amount,colour").replace("10.50", "1,red")),
    several("N294", NUMBERED + "7,Acme,2024-01-05,10.50\n", NUMBERED + "7,Beta,2024-06-05,1\n"),
    several("N296", GOOD, HEAD),
    several("N295", GOOD + "Beta,2024-02-05,1\n", GOOD + "Beta,2024-03-05,1\n"),
    show("N291", parquet(IN_UTC), "sales.parquet"),
    show("N284", pd.DataFrame([ROW], columns=HEAD.strip().split(",")).rename_axis("order"), "<frame>"),
    show("N230", "client,revenue,left_date\nAcme,10.50,\nByte,9,2024-02-01\n"),
)


OF_PROFIT = ("E283", "N258")  # messages of lists of profit by client


def said(example: Example) -> tuple[list[Problem], Sequence[str]]:
    """What an example says, and how the file was understood."""
    if example.code == "E320":
        with mock.patch.dict(sys.modules, {"pyarrow": None}):
            return said(example._replace(code="without extras"))
    more = (
        (SPENDING,)
        if example.code == "N280"
        else (SUBSCRIPTIONS,)
        if isinstance(example.data, bytes) and CONTRACTS.encode() in example.data
        else ()
    )
    schemas = (SPENDING,) if example.code in ("E294", "E299") else (CLIENTS, ORDERS, *more)
    schemas = (PROFIT,) if example.code in OF_PROFIT else (COMPLAINTS,) if example.code == "N282" else schemas
    schemas = (SURVEY,) if example.code in ("E230", "E310") else schemas
    options = ReadingOptions(**example.options)
    try:
        if example.file == "aliases.csv":
            read_aliases(io.BytesIO(example.data), name=example.file)
        if not example.file:
            with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
                for name, data in example.data.items():
                    content = data.encode() if isinstance(data, str) else data
                    Path(name).mkdir() if content is None else Path(name).write_bytes(content)
                asked = {"E399": "sqlite:{}", "E389": "{}/2024.csv"}.get(example.code, "{}")
                named = [asked.format(name) for name in example.data]
                found = read(named, schemas, options)
        elif example.data is None:
            found = read(example.file, schemas, options)
        else:
            source = io.BytesIO(example.data) if isinstance(example.data, bytes) else example.data
            found = read(source, schemas, options, name=example.file)
        return list(found.notices), ()
    except CusteconError as error:
        return list(error.problems), error.context


def told(example: Example) -> dict[str, list[str]]:
    """Everything an example says: for each code its text, its cure, and how the file was understood."""
    messages, context = said(example)
    return {each.code: [str(each), *([each.cure] if each.cure else []), *context] for each in messages}


def texts() -> dict[str, list[str]]:
    return {example.code: told(example).get(example.code, []) for example in CASES}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory():
        GOLDEN.write_text(json.dumps(texts(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
