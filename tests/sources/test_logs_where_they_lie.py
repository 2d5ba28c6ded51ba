"""A log in a database is read where it lies as the exact reader reads its rows, or is left to the exact reader."""

import datetime as dt
import json
import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.sources.both_roads import told
from tests.sources.elsewhere import duckdb_place, ibis, pa, postgres_place, spark_place

import custecon
from custecon.core.errors import InputRefused
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read_log
from custecon.sources.engines.relation_ledger import RelationLedger
from custecon.tables.ledger import TableLedger

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

PAIRS, ROW = re.compile(r"; lines [^)]*(?=\))"), re.compile(r", row \d+|:\d+(?=:)")
KINDS = (CLIENTS, ORDERS)
MONEY, DAY = pa.decimal128(18, 2), pa.date32()


def log(rows=300, seed=1, *, low=100, money=MONEY, **more):
    """A table of orders; `more`: what stands in further columns, of the number of the row."""
    chance = random.Random(seed)  # noqa: S311
    clients = [f"C{chance.randrange(60):03d}" for _ in range(rows)]
    days = [dt.date(2022, 1, 1) + dt.timedelta(chance.randrange(700)) for _ in range(rows)]
    cents = [chance.randrange(low, 90_000) for _ in range(rows)]
    amounts = [Decimal(each).scaleb(-2) if pa.types.is_decimal(money) else each / 100 for each in cents]
    columns = {"client": pa.array(clients), "date": pa.array(days, DAY), "amount": pa.array(amounts, money)}
    return pa.table(columns | {name: pa.array([of(n) for n in range(rows)]) for name, of in more.items()})


def with_cell(table, column, value, of_type=None, row=250):
    """A table with another value in one cell, beyond the first rows."""
    cells = table[column].to_pylist()
    cells[row] = value
    place = table.column_names.index(column)
    return table.set_column(place, column, pa.array(cells, of_type or table[column].type))


PLAIN = log()
AS_MOMENTS = PLAIN.set_column(1, "date", PLAIN["date"].cast(pa.timestamp("us")))
NOON = dt.datetime.fromisoformat("2022-05-05 12:30")
TAKEN = {
    "plain": PLAIN,
    "refunds and orders of zero": with_cell(log(low=-9_000), "amount", Decimal(0)),
    "binary money": log(money=pa.float64()),
    "whole money": PLAIN.set_column(2, "amount", pa.array(range(5, 305))),
    "rows that repeat another": pa.concat_tables([PLAIN, PLAIN.slice(0, 20)]),
    "a number of each order": log(order_id=lambda n: 1000 + n),
    "numbers in letters": log(order_id=lambda n: f"A-{n}"),
    "clients that are numbers": PLAIN.set_column(0, "client", pa.array([n % 50 + 1 for n in range(300)])),
    "moments": AS_MOMENTS,
    "moments of the day": with_cell(AS_MOMENTS, "date", NOON, row=0),
    "a further column": log(store=lambda n: f"store {n % 300}"),
    "goods": log(product=lambda n: f"product {n % 7}"),
    "a late refund": with_cell(PLAIN, "amount", Decimal("-5.00")),
    "a late amount of other places": with_cell(log(low=100), "amount", Decimal("7.00")),
    "names in Russian": PLAIN.set_column(0, "client", pa.array([f"Клиент {n % 40}" for n in range(300)])),
}  # fmt: skip
LEFT = {
    "a late time of day": with_cell(AS_MOMENTS, "date", NOON),
    "no name": with_cell(PLAIN, "client", None),
    "an empty name": with_cell(PLAIN, "client", " "),
    "a name with blanks": with_cell(PLAIN, "client", " C001"),
    "a guest": with_cell(PLAIN, "client", "Guest"),
    "a total": with_cell(PLAIN, "client", "Total"),
    "a name spelt otherwise": with_cell(PLAIN, "client", "c001"),
    "a month for a name": with_cell(PLAIN, "client", "March 2024"),
    "no money": with_cell(PLAIN, "amount", None),
    "no number": with_cell(log(money=pa.float64()), "amount", float("nan")),
    "no end": with_cell(log(money=pa.float64()), "amount", float("inf")),
    "a binary tail": with_cell(log(money=pa.float64()), "amount", 0.1 + 0.2),
    "parts of a cent": with_cell(log(money=pa.decimal128(18, 4)), "amount", Decimal("1.2345")),
    "too much": with_cell(log(money=pa.decimal128(30, 2)), "amount", Decimal("9" * 20)),
    "no day": with_cell(PLAIN, "date", None),
    "a day long gone": with_cell(PLAIN, "date", dt.date(1900, 1, 1)),
    "a day to come": with_cell(PLAIN, "date", dt.date(2999, 1, 1)),
    "numbers that repeat": log(order_id=lambda n: n // 2),
    "an order without a number": with_cell(log(order_id=lambda n: n), "order_id", None),
    "a status": log(status=lambda n: "cancelled" if n == 250 else "paid"),
    "a currency": log(currency=lambda n: "USD" if n == 250 else "EUR"),
    "a quantity": log(quantity=lambda n: -1 if n == 250 else 1),
    "money beside": log(shipping=lambda n: 5),
    "a refund in words": log(product=lambda n: "Refund" if n == 250 else f"product {n % 90}"),
    "a kind of row": log(note=lambda n: "refund" if n == 250 else "sale"),
    "another name": log(email=lambda n: f"c{n % 60}@a.example"),
    "a list": log(tags=lambda n: [n]),
    "no orders": pa.table({"client": ["A", "B"], "retention": [0.5, 0.6], "revenue": [5, 6]}),
    "no row": PLAIN.slice(0, 0),
}


@pytest.fixture(scope="module")
def place():
    made = duckdb_place()
    yield made
    made.connection.disconnect()


def without_numbers(answer):
    """What a reading says, but for numbers of rows and the fingerprint, which is that of the way it was read."""
    if not isinstance(answer[0], list):
        controls, notices, *rest = answer
        return [replace(controls, sha256=""), [PAIRS.sub("", ROW.sub("", each)) for each in notices], *rest]
    return answer


def assert_alike(source, rows=None, **options):
    """Hold what is read where the rows lie to what is read of the rows; whether it was read there."""
    said = ReadingOptions(**options)
    exact = told(lambda: read_log(source if rows is None else rows, KINDS, said, engine="exact"))
    there = told(lambda: read_log(source, KINDS, said, engine="fast"))
    assert without_numbers(there) == without_numbers(exact)
    if isinstance(exact[0], list):
        return False
    ledger = read_log(source, KINDS, said, engine="fast")[1]
    return isinstance(ledger, RelationLedger)


@pytest.mark.parametrize("name", TAKEN)
def test_a_plain_log_is_read_where_it_lies(name, place):
    assert assert_alike(place.table(TAKEN[name]))


@pytest.mark.parametrize("name", LEFT)
def test_what_hangs_on_single_rows_is_left_to_the_exact_reader(name, place):
    assert not assert_alike(place.table(LEFT[name]))


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        ({"as_of": dt.date(2023, 6, 30)}, True),
        ({"zero_orders": "count"}, True),
        ({"refunds": "drop"}, True),
        ({"currency": "EUR"}, True),
        ({"groups": ("Region",)}, True),
        ({"refunds": "refuse"}, False),
        ({"identical": "drop"}, False),
        ({"same_client": True}, False),
        ({"expect_rows": 5}, False),
    ],
)
def test_what_is_said_of_a_file_is_said_of_a_table(options, taken, place):
    table = with_cell(log(low=-9_000, Region=lambda n: f"region {n % 3}" if n % 5 else None), "amount", Decimal(0))
    table = table.set_column(3, "Region", pa.array([f"region {name[-1]}" for name in table["client"].to_pylist()]))
    assert assert_alike(place.table(table), **options) is taken


def test_of_two_groups_on_one_day_the_order_of_the_rows_decides(place):
    rows = {"client": ["A", "A", "B"] * 3, "date": [dt.date(2024, 1, n) for n in (1, 1, 2, 4, 5, 6, 7, 8, 9)]}
    rows |= {"amount": range(10, 19), "Region": ["north", "south", "north"] * 3}
    assert not assert_alike(place.table(pa.table(rows)), groups=("Region",))
    assert assert_alike(place.table(pa.table(rows)))


@pytest.mark.parametrize("seed", range(60))
def test_whatever_stands_in_a_cell_both_ways_say_the_same(seed, place):
    chance = random.Random(seed)  # noqa: S311
    odd = {
        "client": [None, "", "n/a", "C 01", "Итого", "C001 ", "test", "0", "ООО Ель", "Ель ООО", "A; B", "2024-01"],
        "amount": [None, 0.0, -1.0, 0.005, 1e12, 1e15, -0.0, 12.345, float("inf"), 1 / 3],
        "date": [None, dt.date(1989, 12, 31), dt.date(1990, 1, 1), dt.date(2031, 1, 1), dt.date(2100, 1, 1)],
    }  # fmt: skip
    table = log(seed=seed, low=chance.choice((1, -5_000)), money=pa.float64())
    for _ in range(chance.choice((1, 1, 2))):
        column = chance.choice([*odd])
        table = with_cell(table, column, chance.choice(odd[column]), row=chance.randrange(300))
    assert_alike(place.table(table))


def test_postgres_is_asked_where_its_rows_lie_by_its_address(server):
    import psycopg

    put = postgres_place(server)
    table = pa.concat_tables([PLAIN.set_column(2, "amount", PLAIN["amount"]), PLAIN.slice(0, 9)])
    with psycopg.connect(f"{server}/postgres", autocommit=True) as made:
        made.execute("CREATE SCHEMA shop")
        made.execute("CREATE TABLE shop.orders (client text, date date, amount numeric)")
        with made.cursor() as cursor, cursor.copy("COPY shop.orders FROM STDIN") as copy:
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                copy.write_row(row)
    address = f"{server}/postgres?table=shop.orders"
    assert assert_alike(address)
    reading, ledger = read_log(address, KINDS, engine="fast")
    assert reading.controls.settings["engine"].value == "postgres"
    assert reading.controls.file.startswith("postgresql://127.0.0.1")
    assert len(ledger.clients(as_of=reading.as_of).days) > 200  # asked for after all else, in the same state
    assert isinstance(read_log(address, KINDS)[1], TableLedger)  # it is small
    put.connection.disconnect()


def without_fingerprint(answer):
    """All that an analysis computes, and the model that it keeps, but for the fingerprint of the way it was read."""
    kept = re.sub('"[0-9a-f]{64}"', '""', json.dumps(answer.extra, default=str))
    return answer.tables, answer.figures, answer.pictures, kept


@pytest.mark.parametrize(("analysis", "asked"), [
    (custecon.fit, {}),
    (custecon.fit, {"method": "bg-bb", "horizon": "1m"}),
    (custecon.fit, {"method": "mbg-cnbd-k"}),
    (custecon.backtest, {"holdout": "26w"}),
])  # fmt: skip
def test_models_are_fitted_and_judged_where_the_log_lies(analysis, asked, server, place, monkeypatch):
    import psycopg

    monkeypatch.setattr("custecon.sources.makers.BIG_TABLE", 10)
    table = log(500, seed=3, low=-900)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as made, made.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bought")
        cursor.execute("CREATE TABLE bought (client text, date date, amount numeric)")
        with cursor.copy("COPY bought FROM STDIN") as copy:
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                copy.write_row(row)
    exact = without_fingerprint(analysis(table, **asked))
    asked_there = []
    monkeypatch.setattr(RelationLedger, "days_bought", watched(RelationLedger.days_bought, asked_there))
    assert without_fingerprint(analysis(place.table(table), **asked)) == exact
    assert without_fingerprint(analysis(f"{server}/postgres?table=bought", **asked)) == exact
    assert len(asked_there) == 2


def watched(method, calls):
    def call(*arguments):
        calls.append(arguments)
        return method(*arguments)

    return call


def test_texts_that_a_server_may_take_for_one_are_compared_here(server):
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as made:
        made.execute("CREATE DATABASE loose")
    with psycopg.connect(f"{server}/loose", autocommit=True) as made:
        made.execute("CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
        made.execute("CREATE TABLE orders (client text COLLATE loose, date date, amount numeric)")
        made.execute(
            "INSERT INTO orders SELECT 'c' || n % 9, date '2024-01-01' + n, n + 1 FROM generate_series(1, 90) n"
        )
        made.execute("INSERT INTO orders VALUES ('C1', '2024-02-01', 5)")
    reading, ledger = read_log(f"{server}/loose", KINDS, engine="fast")
    assert isinstance(ledger, TableLedger)
    assert reading.controls.clients == 10


def test_a_table_that_changes_after_it_was_read_is_refused(place):
    table = place.table(PLAIN)
    reading, ledger = read_log(table, KINDS)
    assert len(ledger.clients(as_of=reading.as_of)) == reading.controls.clients
    place.connection.con.execute(f"INSERT INTO {table.get_name()} VALUES ('C001', '2022-06-01', 5)")  # noqa: S608
    with pytest.raises(InputRefused) as caught:
        ledger.clients(as_of=reading.as_of)
    assert "it changed while it was being read" in str(caught.value)


def test_spark_is_asked_where_its_rows_lie(tmp_path):
    place = spark_place(tmp_path)
    assert assert_alike(place.table(TAKEN["refunds and orders of zero"]))
    assert assert_alike(place.table(log(order_id=lambda n: f"A-{n}", Region=lambda n: "north")), groups=("Region",))
    assert not assert_alike(place.table(LEFT["a binary tail"]))
    place.connection.disconnect()


def test_a_table_of_ibis_is_a_source_like_any_other(place):
    table = place.table(TAKEN["plain"])
    assert custecon.rfm(table).figures == custecon.rfm(table.to_pyarrow()).figures


def test_an_engine_that_nobody_tried_is_not_asked(place, monkeypatch):
    monkeypatch.setattr("custecon.sources.engines.relation_log.ENGINES", ())
    assert isinstance(read_log(place.table(PLAIN), KINDS)[1], TableLedger)


def test_an_engine_that_fails_leaves_the_log_to_the_exact_reader(place, monkeypatch):
    def fails(*_):
        raise ibis.common.exceptions.OperationNotDefinedError

    monkeypatch.setattr("custecon.sources.engines.relation_rows.RelationRows.prove", fails)
    assert isinstance(read_log(place.table(PLAIN), KINDS)[1], TableLedger)
