# ruff: noqa: E501, S608
"""Seeded files in the shape in which people get their orders, of any number of rows: the same ones every time.

    python benchmarks/export_shapes.py 1c 2000000 orders.csv

The rows are made by hashes of their numbers, so that a file is the same on every machine and however many threads.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

DAYS = 1000  # from the first day of 2022


def _part(salt: str) -> str:
    """A number from 0 to 1 that hangs on the number of the order and on nothing else."""
    return f"((hash(i * 31 + {sum(map(ord, salt)) * 7919}) % 1000003) / 1000003.0)"


def _orders(rows: int) -> str:
    """Number, client, day, second of the day, cents and a share for what else a row says."""
    clients = max(1, int(rows * 0.25))
    return (
        f"SELECT i, CAST(floor({clients} * pow({_part('client')}, 1.3)) AS BIGINT) AS who, "
        f"DATE '2022-01-01' + CAST(i * {DAYS} // {rows} AS INT) AS day, CAST(floor({_part('time')} * 86400) AS INT) AS second, "
        f"CAST(round(exp({_part('money')} * 4 + 2) * 100) AS BIGINT) AS cents, {_part('rest')} AS share FROM range({rows}) t(i)"
    )


_MONEY = "printf('%d.%02d', cents // 100, cents % 100)"
_COMMA = "printf('%d,%02d', cents // 100, cents % 100)"
_GROUPED = (
    "CASE WHEN cents >= 100000 THEN printf('%d %03d,%02d', cents // 100000, cents // 100 % 1000, cents % 100) "
    f"ELSE {_COMMA} END"
)
_CLOCK = "printf('%02d:%02d:%02d', second // 3600, second // 60 % 60, second % 60)"


def plain(rows: int) -> str:
    return f"SELECT printf('C%08d', who) AS client, day AS date, {_MONEY} AS amount FROM ({_orders(rows)})"


def real(rows: int) -> str:
    """Semicolons, quoted clients, order numbers, dotted days, decimal commas, segment, status."""
    return (
        'SELECT 100000 + i AS "Order", printf(\'"C%08d"\', who) AS "Client", strftime(day, \'%d.%m.%Y\') AS "Date", '
        f"{_COMMA} AS \"Amount\", CASE WHEN who % 3 = 0 THEN 'SMB' ELSE 'Retail' END AS \"Segment\", "
        f"CASE WHEN share < 0.05 THEN 'cancelled' WHEN share < 0.1 THEN 'shipped' ELSE 'paid' END AS \"Status\" "
        f"FROM ({_orders(rows)})"
    )


def one_c(rows: int) -> str:
    """As 1C writes a list of sales: windows-1251, times, grouped thousands, firms in quotes, what is not posted."""
    return (
        "SELECT printf('0000-%08d', i) AS \"Номер\", strftime(day, '%d.%m.%Y') || ' ' || " + _CLOCK + ' AS "Дата", '
        '\'"ООО ""Ромашка \' || who || \'"""\' AS "Контрагент", ' + _GROUPED + ' AS "Сумма", '
        "CASE WHEN share < 0.03 THEN 'Нет' ELSE 'Да' END AS \"Проведен\", "
        "'\"Иванова Анна ' || (who % 20) || '\"' AS \"Ответственный\" "
        f"FROM ({_orders(rows)})"
    )


def woocommerce(rows: int) -> str:
    return (
        "SELECT 1000 + i AS order_id, 1000 + i AS order_number, CAST(day AS VARCHAR) || ' ' || "
        + _CLOCK
        + " AS order_date, "
        "CASE WHEN share < 0.04 THEN 'cancelled' WHEN share < 0.06 THEN 'refunded' WHEN share < 0.15 THEN 'processing' "
        "ELSE 'completed' END AS status, "
        f"'0.00' AS shipping_total, {_MONEY} AS order_total, 'EUR' AS order_currency, "
        "CASE WHEN share >= 0.04 AND share < 0.06 THEN "
        + _MONEY
        + " ELSE '0.00' END AS refunded_total, 'stripe' AS payment_method, "
        "printf('client%d@mail.example', who) AS billing_email, "
        "'\"Street ' || (who % 90) || ', flat ' || (who % 7) || '\"' AS billing_address_1, 'product ' || (i % 200) AS item "
        f"FROM ({_orders(rows)})"
    )


def shopify(rows: int) -> str:
    """Two rows an order as a rule: the further items have the number and the e-mail, and no money."""
    first, filled = "i % 2 = 0", "(i - i % 2)"
    orders = _orders(rows).replace("SELECT i,", "SELECT i,", 1)
    return (
        f"SELECT '#' || (1001 + i // 2) AS \"Name\", printf('client%d@mail.example', one) AS \"Email\", "
        f"CASE WHEN {first} THEN CASE WHEN share < 0.05 THEN 'refunded' WHEN share < 0.08 THEN 'voided' ELSE 'paid' END ELSE '' END "
        'AS "Financial Status", '
        f"CASE WHEN {first} THEN CAST(day AS VARCHAR) || ' ' || {_CLOCK} || ' +0300' ELSE '' END AS \"Paid at\", "
        f"CASE WHEN {first} THEN 'fulfilled' ELSE '' END AS \"Fulfillment Status\", CASE WHEN {first} THEN 'EUR' ELSE '' END AS \"Currency\", "
        f"CASE WHEN {first} THEN {_MONEY} ELSE '' END AS \"Subtotal\", CASE WHEN {first} THEN {_MONEY} ELSE '' END AS \"Total\", "
        f"CASE WHEN {first} THEN CAST(day AS VARCHAR) || ' ' || {_CLOCK} || ' +0300' ELSE '' END AS \"Created at\", "
        '1 + i % 3 AS "Lineitem quantity", \'"Shirt, size \' || (i % 40) || \'"\' AS "Lineitem name", '
        f"CASE WHEN {first} THEN CASE WHEN share < 0.05 THEN {_MONEY} ELSE '0.00' END ELSE '' END AS \"Refunded Amount\", "
        f"CASE WHEN {first} THEN '0.00' ELSE '' END AS \"Outstanding Balance\", '' AS \"Cancelled at\" "
        f"FROM (SELECT *, first_value(who) OVER (PARTITION BY {filled} ORDER BY i) AS one FROM ({orders})) ORDER BY i"
    )


def items(rows: int) -> str:
    """The lines of invoices, some four to each: pieces, some of them sent back, and the price of one; no amounts."""
    invoice = "(i - i % 4)"
    return (
        f'SELECT 500000 + {invoice} // 4 AS "InvoiceNo", 10000 + hash(i) % 4000 AS "StockCode", '
        'CASE WHEN share < 0.02 THEN -1 - i % 3 ELSE 1 + i % 12 END AS "Quantity", '
        f"CAST(on_day AS VARCHAR) || ' 08:' || printf('%02d', {invoice} // 4 % 60) || ':00' AS \"InvoiceDate\", "
        f'{_MONEY} AS "UnitPrice", 12000 + one AS "CustomerID", \'United Kingdom\' AS "Country" '
        f"FROM (SELECT *, first_value(who) OVER one_of AS one, first_value(day) OVER one_of AS on_day FROM ({_orders(rows)}) "
        f"WINDOW one_of AS (PARTITION BY {invoice} ORDER BY i)) ORDER BY i"
    )


SHAPES: dict[str, tuple[Callable[[int], str], str, str]] = {  # the rows, what is between cells, how letters are written
    "plain": (plain, ",", "utf-8"),
    "real": (real, ";", "utf-8"),
    "1c": (one_c, ";", "cp1251"),
    "woocommerce": (woocommerce, ",", "utf-8"),
    "shopify": (shopify, ",", "utf-8"),
    "items": (items, ",", "utf-8"),
}


def write(shape: str, rows: int, path: Path) -> None:
    """Write a file of a shape."""
    query, delimiter, encoding = SHAPES[shape]
    duckdb.execute(f"COPY ({query(rows)}) TO '{path}' (HEADER, DELIMITER '{delimiter}', QUOTE '', ESCAPE '')")
    if encoding != "utf-8":
        plain_text = path.with_suffix(".utf-8")
        path.rename(plain_text)
        with plain_text.open(encoding="utf-8", newline="") as old, path.open("w", encoding=encoding, newline="") as new:
            while piece := old.read(1 << 20):
                new.write(piece)
        plain_text.unlink()


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
