"""A Parquet file is answered by an engine as the exact reader answers it, with row numbers and fingerprint, or left."""

import datetime as dt
import random
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.both_roads import told
from tests.sources.test_engines import CLEAN
from tests.sources.test_logs_where_they_lie import KINDS, LEFT, NOON, TAKEN, log, with_cell
from tests.sources.test_real_exports import SAID, SHAPES, write

from custecon.sources import ReadingOptions, makers, read_log
from custecon.sources.engines import typed_log
from custecon.sources.engines.engine_ledger import EngineLedger
from custecon.sources.engines.sorted_log import Log
from custecon.sources.opening import open_source
from custecon.tables.ledger import TableLedger


def both_ways(table, path, **options):
    """Hold both readings of a table in a Parquet file to each other; whether the engine gave one."""
    pq.write_table(table, path, row_group_size=100)
    said = ReadingOptions(**options)
    fast = told(lambda: read_log(path, KINDS, said, engine="fast"))
    exact = told(lambda: read_log(path, KINDS, said, engine="exact"), None if isinstance(fast[0], list) else fast[-1])
    assert fast == exact
    return not isinstance(exact[0], list) and isinstance(read_log(path, KINDS, said, engine="fast")[1], EngineLedger)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "orders.parquet"


@pytest.mark.parametrize("name", TAKEN)
def test_a_plain_log_is_answered_by_the_engine(name, path):
    assert both_ways(TAKEN[name], path)


@pytest.mark.parametrize("name", LEFT)
def test_whatever_hangs_on_single_rows_is_told_alike(name, path):
    both_ways(LEFT[name], path)


@pytest.mark.parametrize("name", CLEAN)
def test_what_files_of_text_hold_is_told_alike_of_their_values(name, path, tmp_path):
    (tmp_path / "log.csv").write_text(CLEAN[name], encoding="utf-8-sig")
    found = duckdb.sql("SELECT * FROM read_csv(?)", params=[str(tmp_path / "log.csv")])
    late = name in ("times of one day", "days with and without a time")  # after so many without that it is not seen
    assert both_ways(found.to_arrow_table(), path) is not late


@pytest.mark.parametrize("shape", SHAPES)
def test_exports_that_people_have_are_told_alike_of_their_values(shape, path, tmp_path):
    write(shape, 3_000, tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_text(encoding=SHAPES[shape][2])
    (tmp_path / "log.csv").write_text(text, encoding="utf-8")
    found = duckdb.sql("SELECT * FROM read_csv(?)", params=[str(tmp_path / "log.csv")])
    assert both_ways(found.to_arrow_table(), path, **dict(SAID)[shape])


@pytest.mark.parametrize("seed", range(40))
def test_whatever_stands_in_a_cell_both_ways_say_the_same(seed, path):
    chance = random.Random(seed)  # noqa: S311
    odd = {
        "client": [None, "", "n/a", "C 01", "Итого", "C001 ", "test", "0", "ООО Ель", "Ель ООО", "A; B", "2024-01"],
        "amount": [None, 0.0, -1.0, 0.005, 1e12, 1e15, 1e16, -0.0, 12.345, float("inf"), float("nan"), 1 / 3, 1e-7],
        "date": [None, dt.date(1989, 12, 31), dt.date(1990, 1, 1), dt.date(2031, 1, 1), dt.date(2100, 1, 1), NOON],
        "Status": [None, "cancelled", "lost", "", "Paid"],
        "store": [None, "Total", "refund", "s 1"],
    }
    table = log(
        seed=seed,
        low=chance.choice((1, -5_000)),
        money=chance.choice((pa.float64(), pa.decimal128(18, 2))),
        Status=lambda n: "paid" if n % 3 else "sent",
        store=lambda n: f"store {n % 4}",
    )
    if chance.random() < 0.5:
        table = table.set_column(1, "date", table["date"].cast(pa.timestamp("us")))
    for _ in range(chance.choice((1, 1, 2))):
        column = chance.choice([*odd])
        cell = chance.choice(odd[column])
        if column == "date" and cell is not None:
            of_moments = pa.types.is_timestamp(table["date"].type)
            cell = dt.datetime.combine(cell, NOON.time() if cell is NOON else dt.time()) if of_moments else cell
            cell = cell if of_moments or cell is not NOON else NOON.date()
        if column == "amount" and pa.types.is_decimal(table["amount"].type):
            cell = Decimal(str(chance.randrange(-500, 500) / 4)[:5]).quantize(Decimal("0.01"))
        table = with_cell(table, column, cell, row=chance.randrange(300))
    both_ways(table, path, only=("Status=paid,sent,Paid",) if chance.random() < 0.4 else ())


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        ({"leave_out": ("Status=cancelled",)}, True),
        ({"minus": ("Status=cancelled",)}, True),
        ({"as_of": dt.date(2023, 6, 30)}, True),
        ({"zero_orders": "count"}, True),
        ({"refunds": "drop", "leave_out": ("Status=cancelled",)}, True),
        ({"leave_out": ("Status=cancelled",), "groups": ("store",)}, True),
        ({"decimal": ","}, False),
        ({"identical": "drop"}, False),
    ],
)
def test_what_is_said_of_the_rows_is_said_of_values(options, taken, path):
    table = log(
        low=-9_000,
        Status=lambda n: "cancelled" if n % 9 == 5 else "paid",
        order_id=lambda n: n + 1,
        store=lambda n: "north",
    )
    if "leave_out" not in options and "minus" not in options:
        table = table.drop(["Status"])
    assert both_ways(table, path, **options) is taken


def test_a_record_is_columns_and_a_list_is_left(path):
    buyer = pa.array([{"name": f"C{n % 40}", "town": "Perm"} for n in range(300)])
    assert both_ways(log().drop(["client"]).append_column("buyer", buyer), path)


def test_the_engine_takes_a_big_file_of_its_own_accord(path, monkeypatch):
    pq.write_table(TAKEN["plain"], path)
    assert isinstance(read_log(path, KINDS)[1], TableLedger)
    monkeypatch.setattr(makers, "BIG", 0)
    ledger = read_log(path, KINDS)[1]
    assert isinstance(ledger, EngineLedger)
    assert isinstance(ledger.log, Log)


def test_a_file_of_few_bytes_that_unpacks_to_millions_of_rows_is_no_work_of_the_engine(path):
    many = pa.table({"client": ["A"] * 1_000_000, "date": [dt.date(2024, 1, 1)] * 1_000_000, "amount": [1] * 1_000_000})
    pq.write_table(many, path)
    assert path.stat().st_size < 200_000
    assert typed_log.summarise(open_source(path), KINDS, ReadingOptions()) is None
