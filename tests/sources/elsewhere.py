"""Engines that hold the rows of a log for tests: DuckDB, PostgreSQL, Spark in local mode."""

import shutil
import sys

import pytest

from custecon.sources.engines.days import EPOCH

ibis = pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'custecon[cluster]'")
pa = pytest.importorskip("pyarrow")

from custecon.sources.engines.relation_ledger import RelationLedger  # noqa: E402 - it needs Ibis


class Place:
    """An engine that holds tables; `slow`: one that takes its time with each question."""

    def __init__(self, connection, put, *, slow=False):
        self.connection, self._put, self._made, self.slow = connection, put, 0, slow

    def table(self, rows):
        """A table with these rows."""
        self._made += 1
        return self._put(f"log_{self._made}", rows)

    def ledger(self, exact):
        """The rows of a ledger in memory, held there, and the ledger of them."""
        table = exact._table
        days = [(day - EPOCH).days for day in table.cells("date")]
        columns = {"client": table.cells("client"), "day": days, "amount": table.cells("amount")}
        types = {"client": pa.string(), "day": pa.int32(), "amount": pa.int64()}
        number = "number" if "order_id" in table else None
        if number:
            columns[number], types[number] = table.cells("order_id"), pa.string()
        groups = {name: f"group_{place}" for place, name in enumerate(table.groups)}
        for name, column in groups.items():
            columns[column], types[column] = table.cells(name), pa.string()
        held = pa.table({name: pa.array([*cells], types[name]) for name, cells in columns.items()})
        return RelationLedger(self.table(held), exact.scale, exact._currency, number, groups)


def duckdb_place():
    connection = ibis.duckdb.connect()
    return Place(connection, connection.create_table)


def postgres_place(server):
    import psycopg

    connection = ibis.connect(f"{server}/postgres")

    def put(name, table):
        called = {"string": "text", "int32": "integer", "int64": "bigint"}
        columns = ", ".join(f"{field.name} {called[str(field.type)]}" for field in table.schema)
        with psycopg.connect(f"{server}/postgres") as made, made.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {name} ({columns})")
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                    copy.write_row(row)
        return connection.table(name)

    return Place(connection, put)


def spark_place(folder):
    spark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: pip install pyspark")
    if shutil.which("java") is None:
        pytest.skip("Java, which Spark runs on, is not installed")
    session = (
        spark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(folder))
        .config("spark.pyspark.python", sys.executable)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    parquet = pytest.importorskip("pyarrow.parquet")
    connection = ibis.pyspark.connect(session)

    def put(name, table):
        path = str(folder / f"{name}.parquet")
        parquet.write_table(table, path)
        session.read.parquet(path).cache().createOrReplaceTempView(name)
        return connection.table(name)

    return Place(connection, put, slow=True)
