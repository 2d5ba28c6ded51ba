# ruff: noqa: E501
"""A table of a PostgreSQL server, a real one, gives what the CSV gives; who asks, and with which password, is not told."""

import csv
import datetime as dt
import sys
from decimal import Decimal
from urllib.parse import unquote

import pytest
from tests.sources.postgres_server import WORD
from tests.sources.readings import told

from custecon import read
from custecon.core.errors import InputRefused
from custecon.core.file_names import as_told
from custecon.sources.typed.addresses import address_of

KINDS = ["activities", "activity_prices", "clients", "complaints", "orders", "profit_clients", "spend", "subscriptions"]


@pytest.fixture
def shop(server, request):
    """An empty database, and what fills it."""
    import psycopg

    name = f"shop_{abs(hash(request.node.name)) % 10**9}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")

    def fill(*asked):
        with psycopg.connect(f"{server}/{name}") as made:
            for one in asked:
                made.execute(one)
        return f"{server}/{name}"

    return fill


WHERE = "SELECT * FROM orders WHERE date IS NOT NULL"
ORDERS = (
    "CREATE TABLE orders (client text, date date, amount numeric(12, 2))",
    "INSERT INTO orders VALUES ('Ann', '2024-01-05', 10.50), ('Боб', '2024-01-06', 3), (E'tab\\there\\\\n', '2024-02-06', 7.25)",
)


def refused(source, code, **how):
    with pytest.raises(InputRefused) as caught:
        read(source, **how)
    assert [one.code for one in caught.value.problems] == [code], caught.value
    assert "s3cret" not in str(caught.value)
    assert "owner" not in str(caught.value)
    return str(caught.value.problems[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_what_its_csv_is(shop, examples, kind):
    import psycopg

    path = examples / f"{kind}.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    columns = ", ".join(f'"{name}" text' for name in header)
    url = shop(f'CREATE TABLE "{kind}" ({columns})')
    with psycopg.connect(url) as made, made.cursor() as cursor, cursor.copy(f'COPY "{kind}" FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    assert told(read(url)) == told(read(path))
    assert told(read(f"{url}?table={kind}")) == told(read(path))


def test_values_are_of_their_types(shop):
    url = shop(
        "CREATE TYPE mood AS ENUM ('well')",
        "CREATE DOMAIN price AS numeric",
        "CREATE TABLE orders (client bigint, date timestamptz, amount price, a float4, b float8, c money, d bool, e bytea, "
        "f jsonb, g int[], h mood, i uuid, j interval, k date)",
        "INSERT INTO orders VALUES (20250112000000001, '2024-01-05 01:30:00+03', 1234567890.125, 0.1, 0.1, 5.5, true, "
        "'\\x0102', '{\"a\": 1}', '{1,2}', 'well', gen_random_uuid(), '1 day', 'infinity')",
    )
    reading = read(url)
    assert reading.table.values("client") == ["20250112000000001"]
    assert reading.table.values("date") == [dt.date(2024, 1, 4)]  # in UTC, which is all that is stored
    assert reading.table.values("amount") == [Decimal("1234567890.125")]
    assert [one.code for one in reading.notices] == ["N291"]
    for column, value in {"a": Decimal("0.1"), "b": Decimal("0.1"), "c": Decimal("5.5")}.items():
        assert read(url, amount=column).table.values("amount") == [value]
    for column, said in {"e": "2 bytes", "f": 'a record: {"a": 1}', "g": "a list: {1,2}"}.items():
        assert f"but {said}" in refused(url, "E322", amount=column)
    assert "TRUE is a yes-or-no cell" in refused(url, "E246", amount="d")
    assert "«infinity»" in refused(url, "E289", date="k")


def test_text_with_any_sign_is_itself(shop):
    reading = read(shop(*ORDERS))
    assert reading.table.values("client") == ["Ann", "Боб", "tab\there\\n"]
    assert reading.controls.totals["amount"] == Decimal("20.75")


def test_places_and_control_totals_name_the_database_and_nobody(shop, custecon):
    url = shop(*ORDERS, "INSERT INTO orders VALUES ('Cid', NULL, 1)")
    place = as_told(url)
    assert place.startswith("postgresql://127.0.0.1:")
    assert "@" not in place
    assert refused(url, "E224") == f"{place}[orders], row 4, column «date» (2): the cell is empty (date is missing)"
    asked = f"{url}?query={WHERE}"
    assert read(asked).controls.file == place
    for form in ("table", "json", "csv", "md", "html"):
        ran = custecon("rfm", asked, "-f", form, terminal=form == "table")
        assert ran.code == 0
        assert "s3cret" not in ran.out + ran.err
        assert "owner" not in ran.out + ran.err


def test_no_file_that_is_written_holds_a_password(shop, custecon, tmp_path):
    url = shop(*ORDERS)
    path = tmp_path / "values.xlsx"
    assert custecon("rfm", f"{url}?table=orders", url.replace("127.0.0.1", "localhost"), "-o", path).code == 3
    assert custecon("rfm", f"{url}?table=orders", "-o", path).code == 0
    import zipfile

    with zipfile.ZipFile(path) as book:
        held = b"".join(book.read(name) for name in book.namelist())
    assert b"127.0.0.1" in held
    assert b"s3cret" not in held
    assert b"owner" not in held


def test_tables_are_found_asked_about_or_given(shop):
    url = shop(
        *ORDERS, "CREATE TABLE notes (note text)", "CREATE SCHEMA old", "CREATE VIEW old.orders AS SELECT * FROM orders"
    )
    assert "several tables may be meant: «orders», «old.orders»" in refused(url, "E326")
    assert read(url, sheet="old.orders").controls.used == 3
    assert "there is no table «order»" in refused(f"{url}?table=order", "E327")
    empty = shop("DROP VIEW old.orders", "DROP TABLE orders, notes")
    assert "the file is empty" in refused(empty, "E204")


@pytest.mark.parametrize(
    "query",
    [
        *(
            "DROP TABLE orders",
            "DELETE FROM orders RETURNING *",
            "selec",
            "SELECT 1; DROP TABLE orders",
            "SELECT * FROM no",
        ),
        *(
            "SELECT 1) TO PROGRAM 'touch custecon-was-here' --",
            "SELECT nextval('numbers') AS client",
            "COPY orders TO STDOUT",
        ),
        "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
        "SELECT 1) x, (SELECT 2",
    ],
)
def test_nothing_is_written(shop, query):
    url = shop(*ORDERS, "CREATE SEQUENCE numbers")
    assert "the PostgreSQL database cannot answer what is asked of it" in refused(url, "E393", query=query)
    assert read(url).controls.used == 3


def test_who_is_not_let_in_is_told_without_names(server):
    wrong = server.replace(WORD, "wr0ng")
    with pytest.raises(InputRefused) as caught:
        read(f"{wrong}/postgres?table=orders")
    said = str(caught.value)
    assert "the database cannot be reached" in said
    assert "wr0ng" not in said
    assert "owner" not in said
    assert "PGPASSWORD" in caught.value.problems[0].cure
    assert "does not exist" in refused(f"{server}/nowhere", "E398")
    assert "the database cannot be reached" in refused("postgresql://owner:s3cret@127.0.0.1:1/x", "E398")


def test_the_password_may_stand_in_the_environment(shop, monkeypatch):
    url = shop(*ORDERS)
    monkeypatch.setenv("PGPASSWORD", WORD.replace("%20", " "))
    assert read(url.replace(f":{WORD}", "")).controls.used == 3


def test_without_psycopg_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputRefused) as caught:
        read("postgresql://owner:s3cret@host/shop?table=orders")
    assert "s3cret" not in str(caught.value)
    assert caught.value.problems[0].cure == "pip install 'custecon[postgres]'"


def test_addresses_of_servers():
    found = address_of("postgres://ann:a%40b@db.example:5433/shop?sslmode=require&table=old%20orders")
    assert (found.form, found.place, found.table) == ("postgres", "postgresql://db.example:5433/shop", "old orders")
    assert str(found.secret) == "postgres://ann:a%40b@db.example:5433/shop?sslmode=require"
    assert "a@b" in found.secret.parts
    assert "a%40b" not in repr(found)
    assert as_told("postgresql://ann:p@x@db/shop?password=y") == "postgresql://db/shop"
    for word in ("a/b", "a#b", "a?b", "a@b:c", "a b", "ä%41", "a%2Fb"):  # any sign that people put into a password
        found = address_of(f"postgresql://ann:{word}@db/shop?table=x")
        assert (found.place, found.table) == ("postgresql://db/shop", "x")
        assert unquote(str(found.secret).partition(":")[2].partition(":")[2].partition("@")[0]) == unquote(word)
    assert as_told("postgresql://ann:a?b=c@db/shop") == "postgresql://…"
    assert address_of("postgresql://db/shop?query=SELECT%201").query == "SELECT 1"
