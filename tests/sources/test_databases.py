"""A table of SQLite or DuckDB gives what the CSV gives that it came from; what is meant is found, asked, or named."""

import contextlib
import csv
import datetime as dt
import os
import random
import signal
import sqlite3
from decimal import Decimal

import duckdb
import pytest
from tests.sources.readings import told

from custecon import read
from custecon.core.errors import InputRefused, UsageError
from custecon.core.progress import heard_by
from custecon.sources.typed import columns, sqlite
from custecon.sources.typed.addresses import address_of

KINDS = ["activities", "activity_prices", "clients", "complaints", "orders", "profit_clients", "spend", "subscriptions"]
TWELVE = "SELECT 'a' AS client, '2024-01-05' AS date, n AS amount FROM n"
ROWS = [("Ann", "2024-01-05", 10.5), ("Боб", "2024-01-06", 3), ("Ann", "2024-02-06", "7.25")]


def in_sqlite(path, columns="client TEXT, date TEXT, amount", rows=ROWS, table="orders", more=()):
    with contextlib.closing(sqlite3.connect(path)) as made:
        made.execute(f'CREATE TABLE "{table}" ({columns})')
        made.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)  # noqa: S608
        for one in more:
            made.execute(one)
        made.commit()
    return path


def in_duckdb(path, *asked):
    with duckdb.connect(str(path)) as made:
        for one in asked or [
            "CREATE TABLE orders AS SELECT 'Ann' AS client, DATE '2024-01-05' AS date, 10.50 AS amount"
        ]:
            made.execute(one)
    return path


def refused(source, code, **how):
    with pytest.raises(InputRefused) as caught:
        read(source, **how)
    assert [one.code for one in caught.value.problems] == [code], caught.value
    return str(caught.value.problems[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_what_its_csv_is(examples, tmp_path, kind):
    path = examples / f"{kind}.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    names = ", ".join(f'"{name}"' for name in header)
    given = told(read(path))
    as_text = in_sqlite(tmp_path / "text.db", names, rows, kind)
    assert told(read(as_text)) == given
    assert told(read(as_text.read_bytes())) == given
    by_value = ", ".join(f'"{name}" {"TEXT" if name == "client" else "NUMERIC"}' for name in header)
    assert told(read(f"sqlite:{in_sqlite(tmp_path / 'typed.db', by_value, rows, kind)}?table={kind}")) == given
    table = f"CREATE TABLE {kind} AS FROM read_csv('{path}', types = {{'client': 'VARCHAR'}})"
    table = table if "client" in header else table.replace(", types = {'client': 'VARCHAR'}", "")
    assert told(read(in_duckdb(tmp_path / "shop.duckdb", table))) == given


def test_values_are_of_the_type_that_they_are_stored_as(tmp_path):
    rows = [
        ("007", "2024-01-05", 0.1, 20250112000000001),
        ("7", "2024-01-06", 1e2, 2),
        ("7", "2024-01-07", "1 234.50", 3),
    ]
    reading = read(in_sqlite(tmp_path / "a.db", "client, date, amount, order_id", rows))
    assert reading.table.values("client") == ["007", "7", "7"]
    assert reading.table.values("amount") == [Decimal("0.1"), 100, Decimal("1234.50")]
    rows = [("a", "2024-01-05", 1, b"x"), ("b", None, 2, None), ("c", "2024-01-05", b"12", None)]
    path = in_sqlite(tmp_path / "b.db", "client, date, amount, picture", rows)
    with pytest.raises(InputRefused) as caught:
        read(path)
    assert [str(one) for one in caught.value.problems] == [
        f"{path}[orders], row 2, column «date» (2): the cell is empty (date is missing)",
        f"{path}[orders], row 3, column «amount» (3): a number, a day or a text is wanted here, and this is 2 bytes",
    ]


def test_text_that_is_no_text_is_refused_by_its_row(tmp_path):
    more = ["INSERT INTO orders VALUES (CAST(x'CFE5F2FF' AS TEXT), '2024-01-05', 1)"]
    path = in_sqlite(tmp_path / "a.db", more=more)
    assert refused(path, "E321") == (
        f"{path}[orders], row 4, column «client» (1): a number, a day or a text is wanted here, "
        "and this is text that is no UTF-8: Ïåòÿ"
    )


def test_which_table_is_found_asked_or_given(tmp_path):
    notes = "CREATE TABLE notes (id, note)"
    path = in_sqlite(tmp_path / "shop.db", more=[notes, 'CREATE TABLE "it\'s ""odd""" (x)'])
    reading = read(path)
    assert str(reading.controls.settings["table"]) == "orders (the only one with such rows)"
    assert [str(one) for one in reading.notices] == [
        f'{path}: only the table «orders» has such columns; not read: «it\'s "odd"», «notes»'
    ]
    assert read(f"sqlite:{path}?table=Orders").notices == ()
    assert read(path, sheet="orders").controls.sha256 == reading.controls.sha256
    assert read(f"sqlite:{path}", sheet="orders").controls.settings["table"].by == "given"
    assert "no column for" in refused(path, "E211", sheet="notes")
    assert f'{path}[it\'s "odd"]: no header' in refused(path, "E263", sheet='it\'s "odd"')
    assert "there is no table «order»; the tables are" in refused(f"sqlite:{path}?table=order", "E327")


@pytest.mark.parametrize("put", ["sqlite", "duckdb"])
def test_several_such_tables_are_asked_about_and_the_cure_reads_one(tmp_path, put, custecon):
    two = ["CREATE TABLE orders_2023 AS SELECT * FROM orders", "CREATE VIEW latest AS SELECT * FROM orders"]
    path = tmp_path / "shop.db"
    if put == "sqlite":
        in_sqlite(path, more=two)
    else:
        in_duckdb(path, "CREATE TABLE orders AS SELECT 'Ann' AS client, DATE '2024-01-05' AS date, 1 AS amount", *two)
    ran = custecon("check", path)
    assert ran.code == 3
    assert "several tables may be meant: «latest», «orders», «orders_2023»" in ran.err
    cure = ran.err.splitlines()[-1].strip()
    assert cure == "say --sheet latest, or another of them"
    assert custecon("check", path, *cure.removeprefix("say ").partition(",")[0].split()).code == 0
    assert custecon("check", f"{put}:{path}?table=orders_2023").code == 0


def test_a_question_is_answered_by_the_database_and_told(tmp_path, custecon):
    path = in_sqlite(tmp_path / "shop.db", more=["CREATE TABLE people (id, who)"])
    query = "SELECT client, date, amount * 2 AS amount\nFROM orders WHERE date < '2024-02-01'"
    reading = read(path, query=query)
    assert reading.controls.totals["amount"] == 27
    assert reading.controls.settings["query"].value == " ".join(query.split())
    assert f"{path}, row 2, column «client» (1): the cell is empty" in refused(
        path, "E224", query="SELECT nullif(client, 'Боб') AS client, date, amount FROM orders"
    )
    done = custecon("check", path, "--query", query, "-f", "json")
    assert done.code == 0
    assert "its query" not in done.err
    ran = custecon("check", tmp_path / "x.csv", "--query", query)
    assert ran.code == 3
    with pytest.raises(UsageError, match="E329"):
        read(f"sqlite:{path}?table=orders", query=query)
    asked = "SELECT client, date, amount FROM orders"
    same = read(f"sqlite:{path}?query={asked}")
    assert same.controls.totals["amount"] == Decimal("20.75")


def test_a_question_that_is_put_to_no_database_is_named(custecon, examples):
    ran = custecon("check", examples / "clients.csv", "--query", "SELECT 1")
    assert (ran.code, "--query" in ran.err) == (0, True)


@pytest.mark.parametrize("put", [in_sqlite, in_duckdb])
@pytest.mark.parametrize(
    "query",
    [
        *("DROP TABLE orders", "DELETE FROM orders", "UPDATE orders SET amount = 0 RETURNING *", "selec", ""),
        *("SELECT * FROM nothing", "SELECT 1; SELECT 2", "ATTACH 'other.db' AS o", "SELECT * FROM read_csv('x.csv')"),
        *(
            "CREATE TABLE t (a)",
            "VACUUM INTO 'copy.db'",
            "COPY orders TO 'x.csv'",
            "INSTALL httpfs",
            "PRAGMA user_version = 5",
        ),
    ],
)
def test_nothing_is_written_and_no_other_file_is_read(tmp_path, put, query, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text("client,date,amount\nAnn,2024-01-05,1\n")
    path = put(tmp_path / "shop.db")
    before = path.read_bytes()
    if query:
        assert "cannot answer what is asked of it" in refused(path, "E393", query=query)
    else:
        assert read(path, query=query).controls.used
    assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["shop.db", "x.csv"]


def test_what_is_new_and_stands_beside_the_file_is_read_too(tmp_path):
    path = tmp_path / "shop.db"
    with contextlib.closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE orders (client, date, amount)")
        writer.executemany("INSERT INTO orders VALUES (?, ?, ?)", ROWS)
        writer.commit()
        assert read(path).controls.totals["amount"] == Decimal("20.75")  # of which the file itself has nothing yet
    tmp_path.chmod(0o555)
    try:
        assert read(path).controls.totals["amount"] == Decimal("20.75")
        assert os.listdir(tmp_path) == ["shop.db"]
    finally:
        tmp_path.chmod(0o755)


def test_a_database_that_changes_meanwhile_is_refused(tmp_path, monkeypatch):
    path = in_sqlite(tmp_path / "shop.db", more=["PRAGMA journal_mode = WAL"])
    whole = sqlite.SQLite.rows

    def rows(self, table):
        found = whole(self, table)
        os.utime(path, (1, 1))
        return found

    monkeypatch.setattr(sqlite.SQLite, "rows", rows)
    assert "it changed while it was being read" in refused(path, "E203")


def test_duckdb_another_schema_and_types(tmp_path):
    asked = [
        "CREATE TABLE orders (client VARCHAR, day TIMESTAMPTZ, amount DECIMAL(18, 3), lines STRUCT(sku INT)[])",
        "INSERT INTO orders VALUES ('Ann', '2024-01-05 01:30:00+03', 10.005, [{'sku': 1}]), ('Bob', NULL, 3, NULL)",
        "CREATE SCHEMA old",
        "CREATE TABLE old.orders AS SELECT * FROM orders WHERE client = 'Ann'",
    ]
    path = in_duckdb(tmp_path / "shop.duckdb", *asked)
    assert "several tables may be meant: «orders», «old.orders»" in refused(path, "E326")
    reading = read(f"duckdb:{path}?table=old.orders", date="day")
    assert reading.table.values("date") == [dt.date(2024, 1, 4)]  # 22:30 in UTC, which is all that is stored
    assert reading.table.values("amount") == [Decimal("10.005")]
    assert [one.code for one in reading.notices] == ["N291"]
    assert f"{path}[orders], row 2, column «day» (2)" in refused(f"duckdb:{path}?table=orders", "E224", date="day")


def test_the_bytes_decide_and_not_the_address(tmp_path):
    path = in_duckdb(tmp_path / "shop.db")
    assert str(read(f"sqlite:{path}").controls.settings["format"]) == "DuckDB (detected)"
    text = tmp_path / "text.db"
    text.write_text("client,date,amount\nAnn,2024-01-05,1\n")
    assert read(text).controls.used == 1
    assert "this is no database of SQLite or DuckDB" in refused(f"sqlite:{text}", "E399")
    assert "no such file" in refused("sqlite:nothing.db", "E201")
    assert "this is a folder" in refused(f"duckdb:{tmp_path}", "E202")
    odd = in_sqlite(tmp_path / "a?b #c%20d.db")
    assert read(odd).controls.used == 3
    assert read(f"sqlite://{in_sqlite(tmp_path / 'e f.db')}".replace(" ", "%20")).controls.used == 3


def test_addresses():
    assert address_of("sqlite:a/b.db?table=a%20b&query=")[1:4] == ("a/b.db", "a b", "")
    assert address_of("sqlite:///a.db").place == "a.db"
    assert address_of("sqlite:////data/a.db").place == "/data/a.db"
    assert (
        address_of("orders.csv") is address_of("http://x") is address_of(b"sqlite:x") is address_of("x" * 5000) is None
    )
    for wrong in ("sqlite:a.db?x=1", "sqlite:a.db?table=a&table=b", "duckdb:a.db?orders", "sqlite:a.db?"):
        if wrong.endswith("?"):
            assert address_of(wrong).table == ""
            continue
        with pytest.raises(UsageError, match="E328"):
            address_of(wrong)


@pytest.mark.parametrize("put", [in_sqlite, in_duckdb])
def test_a_damaged_database_is_read_or_refused_and_nothing_else(tmp_path, put):
    data, draw = put(tmp_path / "shop.db").read_bytes(), random.Random(4)  # noqa: S311
    for length in (16, 100, 4096, len(data) - 1):
        with pytest.raises(InputRefused):
            read(data[:length])
    for _ in range(60):
        spoilt = bytearray(data)
        for _ in range(draw.randrange(1, 6)):
            spoilt[draw.randrange(20, len(spoilt))] = draw.randrange(256)
        with contextlib.suppress(InputRefused):
            read(bytes(spoilt))


def test_empty_databases_and_tables(tmp_path):
    path = tmp_path / "shop.db"
    with contextlib.closing(sqlite3.connect(path)) as made:
        made.execute("VACUUM")
    assert "the file is empty" in refused(in_duckdb(tmp_path / "none.duckdb", "SELECT 1"), "E204")
    assert "no row below the header" in refused(
        in_duckdb(tmp_path / "one.duckdb", "CREATE TABLE o (client VARCHAR, date DATE, amount INT)"), "E238"
    )


def test_what_would_not_fit_is_refused(tmp_path, monkeypatch):
    path = in_sqlite(tmp_path / "shop.db", rows=ROWS * 1000)
    monkeypatch.setattr(columns, "MOST_CELLS", 8000)
    assert "3 columns; the limit is 8,000 cells" in refused(path, "E209")
    endless = "WITH RECURSIVE n(client) AS (SELECT 1 UNION ALL SELECT client + 1 FROM n) SELECT client FROM n"
    assert "the limit is 8,000 cells" in refused(path, "E209", query=endless)
    monkeypatch.undo()
    long = "SELECT replace(hex(zeroblob(9000000)), '0', 'x') AS client, '2024-01-05' AS date, 1 AS amount"
    assert "a value of more than 16,777,216 bytes" in refused(path, "E209", query=long)


@pytest.mark.skipif(os.name == "nt", reason="no alarm there")
@pytest.mark.parametrize("put", [in_sqlite, in_duckdb])
def test_ctrl_c_ends_a_long_question(tmp_path, put):
    path = put(tmp_path / "shop.db")
    endless = (
        "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a > 0) SELECT max(a) AS client FROM n"
    )

    def pressed(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, pressed)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            read(path, query=endless)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("put", [in_sqlite, in_duckdb])
def test_who_waits_is_told_how_far_it_is(tmp_path, put):
    path, heard = put(tmp_path / "shop.db"), []
    numbers = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 12000)"
    many = f"{numbers} {TWELVE}"
    with heard_by(lambda what, _: heard.append(str(what))):
        assert read(path, query=many).controls.used == 12000
    assert {"reading shop.db: 10,000 rows", "reading shop.db: 12,000 rows"} <= {*heard}


def test_a_database_that_is_open_for_writing_elsewhere(tmp_path):
    path = in_duckdb(tmp_path / "shop.duckdb")
    with duckdb.connect(str(path)):
        assert "the file cannot be read" in refused(path, "E203")
    assert read(path).controls.used == 1


def test_the_database_is_never_written_over(custecon, tmp_path):
    path = in_sqlite(tmp_path / "shop.db")
    before = path.read_bytes()
    assert custecon("check", f"sqlite:{path}", "-f", "json", "-o", path, "--force").code == 5
    assert path.read_bytes() == before
