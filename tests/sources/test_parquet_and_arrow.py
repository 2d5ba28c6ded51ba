"""A Parquet, Arrow or Feather file gives what the CSV gives that it came from, with its own types, or says why not."""

import contextlib
import datetime as dt
import io
import random
import sys
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from tests.sources.readings import told

from custecon import read
from custecon.core.errors import InputRefused
from custecon.sources.typed import columns, relations
from custecon.sources.typed.arrow_zones import zones_of

KINDS = ["activities", "activity_prices", "clients", "complaints", "orders", "profit_clients", "spend", "subscriptions"]
ORDERS = {"client": ["Ann", "Боб", "Ann"], "amount": [Decimal("10.50"), Decimal("3.25"), Decimal("7.00")]}
DAYS = [dt.date(2024, 1, 5), dt.date(2024, 1, 6), dt.date(2024, 2, 6)]
UTC, MOSCOW = dt.UTC, "Europe/Moscow"


def parquet(table, **how):
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


def arrow(table, **how):
    out = io.BytesIO()
    with pa.ipc.new_file(out, table.schema, **how) as writer:
        writer.write_table(table)
    return out.getvalue()


def stream(table):
    out = io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def by_polars(table):
    out = io.BytesIO()
    pl.from_arrow(table).write_parquet(out)
    return out.getvalue()


def by_pandas(table):
    return table.to_pandas().to_parquet()


def by_duckdb(table):
    with duckdb.connect() as engine:
        engine.register("given", table)
        engine.execute(f"COPY given TO '{by_duckdb.path}' (FORMAT parquet)")
    return by_duckdb.path.read_bytes()


def feather(table):
    return arrow(table, options=pa.ipc.IpcWriteOptions(compression="zstd"))


def table_of(**others):
    return pa.table({**ORDERS, "date": DAYS, **others})


def refused(source, code, **how):
    with pytest.raises(InputRefused) as caught:
        read(source, **how)
    assert [one.code for one in caught.value.problems] == [code], caught.value
    return str(caught.value.problems[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("write", [parquet, by_polars, by_pandas, by_duckdb, arrow, feather, stream])
def test_a_file_with_types_is_what_its_csv_is(examples, tmp_path, kind, write):
    by_duckdb.path = tmp_path / "written"
    path = examples / f"{kind}.csv"
    as_text = {"client": pa.string()}  # 0001
    data = write(pa_csv.read_csv(path, convert_options=pa_csv.ConvertOptions(column_types=as_text)))
    assert told(read(data, name=path.name.replace(".csv", ""))) == told(read(path))


@pytest.mark.parametrize("write", [parquet, arrow, stream])
def test_values_are_exact_whatever_their_type(write):
    types = {
        "amount": pa.array(
            [Decimal("0.000000001"), Decimal("1234567890123456789.123456789"), None], pa.decimal128(38, 9)
        ),
        "margin": pa.array([0.1, 2.5, None], pa.float32()),
        "cost": pa.array([0.1, 1e2, 0.0], pa.float64()),
        "order_id": pa.array([9_007_199_254_740_993, 2, 3], pa.uint64()),
        "date": pa.array([*DAYS[:2], dt.date(2024, 1, 7)]).cast(pa.timestamp("ns")),
        "client": pa.array(["007", " 7 ", "7"]).dictionary_encode() if write is not parquet else ["007", " 7 ", "7"],
        "quantity": pa.array([1, 2, 3], pa.int8()),
    }
    typed = pa.table(types)
    reading = read(write(typed.slice(0, 2)), add="cost")
    assert reading.table.values("client") == ["007", "7"]
    assert reading.table.values("date") == DAYS[:2]
    assert reading.table.values("amount") == [Decimal("0.100000001"), Decimal("1234567890123456889.123456789")]
    assert reading.controls.sha256 != read(write(typed.slice(0, 1)), add="cost").controls.sha256
    assert "row 3, column «amount» (1): the cell is empty" in refused(write(typed), "E224", add="cost")
    again = read(write(typed.slice(0, 2)), amount="margin")
    assert again.table.values("amount") == [Decimal("0.1"), Decimal("2.5")]  # not 0.100000001490116


@pytest.mark.parametrize("write", [parquet, by_polars, by_pandas, arrow])
def test_the_day_is_that_of_the_zone_in_which_it_was_written(write):
    moments = pa.array([dt.datetime(2024, 1, 4, 22, tzinfo=UTC), dt.datetime(2024, 1, 5, 22, tzinfo=UTC)])
    table = pa.table({"client": ["a", "b"], "amount": [1, 2], "date": moments.cast(pa.timestamp("us", MOSCOW))})
    reading = read(write(table))
    assert reading.table.values("date") == DAYS[:2]  # 22:00 in London is the next day in Moscow
    assert [one.code for one in reading.notices] == []
    assert told(reading) == told(read(table.to_pandas()))


def test_moments_whose_zone_nobody_stored_are_of_utc_and_told(tmp_path):
    path = tmp_path / "log.parquet"
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'Europe/Moscow'")
        rows = "SELECT 'a' AS client, 1 AS amount, TIMESTAMPTZ '2024-01-05 01:00:00+03' AS date"
        engine.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    reading = read(path)
    assert reading.table.values("date") == [dt.date(2024, 1, 4)]
    assert str(reading.notices[0]).startswith(f"{path}, column «date» (3): these moments are stored")
    days = pa.array([dt.datetime(2024, 1, 5, tzinfo=UTC)])  # midnight: the day itself
    whole = pa.table({"client": ["a"], "amount": [1], "date": days.cast(pa.timestamp("us", "UTC"))})
    assert read(parquet(whole)).notices == ()


def test_zones_stand_in_the_schema_of_arrow():
    fields = [
        ("a", pa.timestamp("us", MOSCOW)),
        ("b", pa.timestamp("ns")),
        ("c", pa.string()),
        ("d", pa.list_(pa.int8())),
    ]
    fields += [("день", pa.timestamp("s", "+05:30")), ("e", pa.timestamp("ms", "UTC"))]
    file = pq.ParquetFile(io.BytesIO(parquet(pa.schema(fields).empty_table())))
    stored = file.metadata.metadata[b"ARROW:schema"]
    assert zones_of(stored) == {"a": MOSCOW, "день": "+05:30", "e": "UTC"}
    draw = random.Random(5)  # noqa: S311
    for _ in range(2000):
        spoilt = bytearray(stored)
        for _ in range(draw.randrange(1, 4)):
            spoilt[draw.randrange(len(spoilt))] = draw.choice(b"AZaz09+/")
        assert isinstance(zones_of(bytes(spoilt[: draw.randrange(1, len(spoilt))])), dict)


@pytest.mark.parametrize("write", [parquet, arrow])
def test_what_holds_several_values_is_named_where_it_is_wanted_and_else_left_alone(write):
    data = write(table_of(items=[[1], [2, 3], []], raw=[b"1", b"22", None]))
    assert read(data).controls.unused == ("items", "raw")
    assert "column «items» (4): the column holds no numbers, days or texts but a list: [1]" in refused(
        data, "E322", amount="items"
    )
    assert "but 1 byte" in refused(data, "E322", client="raw")
    frame = {**ORDERS, "buyer": [{"id": 1}] * 3, "date": DAYS}
    assert "<frame>, column «buyer» (3): the column holds" in refused(frame, "E322", client="buyer")


def test_a_single_list_in_a_frame_is_refused_by_its_row():
    frame = {"client": ["a", "b"], "date": DAYS[:2], "amount": [1, [2, 3]]}
    assert refused(frame, "E321") == (
        "<frame>, row 1, column «amount» (3): a number, a day or a text is wanted here, and this is a list: [2, 3]"
    )


@pytest.mark.parametrize(
    ("write", "what"), [(parquet, "the Parquet file"), (arrow, "the Arrow file"), (stream, "the Arrow file")]
)
def test_what_is_cut_off_is_refused_wherever_it_is_cut(write, what):
    data = write(table_of())
    for length in [7, 9, 40, len(data) // 2, len(data) - 9, len(data) - 1]:
        if write is stream and length == len(data) - 1:
            continue  # its last bytes only say that nothing follows
        assert what in refused(data[:length], "E208")


@pytest.mark.parametrize("write", [parquet, arrow, feather, stream])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(write):
    draw, data = random.Random(7), write(table_of(items=[[1], [2], None]))  # noqa: S311
    for _ in range(150):
        spoilt = bytearray(data)
        for _ in range(draw.randrange(1, 5)):
            spoilt[draw.randrange(8, len(spoilt))] = draw.randrange(256)
        with contextlib.suppress(InputRefused):
            read(bytes(spoilt))


def test_names_of_columns_that_stand_twice_are_asked_about():
    twice = pa.table([["a"], ["b"], [DAYS[0]], [1]], names=["client", "Client", "date", "amount"])
    for write in (parquet, arrow):
        assert "duplicate header: «client» stands twice (columns 1 and 2)" in refused(write(twice), "E213")
        assert read(write(twice), map={"client": "#2"}).table.values("client") == ["b"]
    nested = pa.table([[{"a": 1, "b": [1]}], ["x"], ["y"]], names=["rest", "client", "client"])
    assert "columns 3 and 4" in refused(parquet(nested), "E213", amount="rest.a", date="rest.a")


@pytest.mark.parametrize("write", [parquet, arrow])
def test_a_record_is_as_many_columns_as_it_has_parts(write):
    buyers = [{"name": "Ann", "place": {"town": "Perm", 'it\'s "so"': 1}}, {"name": "Bob", "place": None}, None]
    reading = read(write(table_of(buyer=buyers)), client="buyer.name", no_client="drop")
    assert reading.table.values("client") == ["Ann", "Bob"]
    assert reading.controls.unused == ("client", "buyer.place.town", 'buyer.place.it\'s "so"')


def test_the_bytes_decide_and_not_the_name(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(parquet(table_of()))
    reading = read(path)
    assert reading.controls.totals["amount"] == Decimal("20.75")
    assert str(reading.notices[0]) == f"{path}: the file is named .csv but is a Parquet file; it was read as such"
    text = tmp_path / "orders.parquet"
    text.write_text("client,date,amount\nAnn,2024-01-05,1\n")
    assert "is named .parquet but is a text table" in str(read(text).notices[0])
    assert read(path.read_bytes()).controls.sha256 == reading.controls.sha256


def test_empty_files_and_one_row():
    for write in (parquet, arrow):
        assert refused(write(table_of().slice(0, 0)), "E238").endswith("no data: no row below the header")
        assert read(write(table_of().slice(0, 1))).controls.used == 1
    assert "the file is empty" in refused(arrow(pa.table({})), "E204")


def test_an_encrypted_parquet_file_is_refused_by_that_name(tmp_path):
    data = parquet(table_of())
    assert refused(b"PARE" + data[4:-4] + b"PARE", "E323") == "<bytes>: the Parquet file is encrypted"


def test_what_would_not_fit_is_refused_before_it_is_held(monkeypatch, tmp_path):
    path = tmp_path / "bomb.parquet"
    with duckdb.connect() as engine:  # 60 MB of text in some 100 KB
        text = "SELECT repeat('a', 60000) AS client, DATE '2024-01-05' AS date, 1 AS amount FROM range(1000)"
        engine.execute(f"COPY ({text}) TO '{path}' (FORMAT parquet)")
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(columns, "LARGEST", 1 << 20)
    assert "60,000,000 bytes" in refused(path, "E209")
    monkeypatch.setattr(columns, "LARGEST", 1 << 30)
    monkeypatch.setattr(columns, "MOST_CELLS", 2999)
    assert "1,000 rows of 3 columns; the limit is 2,999 cells" in refused(path, "E209")
    assert "the limit is 2,999 cells" in refused(arrow(pa.table({"client": ["a"] * 3000})), "E209")


@pytest.mark.parametrize("codec", ["zstd", "lz4"])
def test_an_arrow_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(codec, monkeypatch):
    packed = pa.ipc.IpcWriteOptions(compression=codec)
    plain, word = pa.array([0] * 3_000_000), pa.array(["a" * 9_000_000, "b"]).dictionary_encode()
    monkeypatch.setattr(columns, "LARGEST", 1 << 23)
    monkeypatch.setattr(pa.ipc, "open_file", None)
    for table in (pa.table({"client": plain}), pa.table({"client": word})):
        data = arrow(table, options=packed)
        assert len(data) < 1_000_000
        assert "bytes; the limit is 8,388,608" in refused(data, "E209")


def test_without_pyarrow_an_arrow_file_names_the_extra(monkeypatch):
    data = arrow(table_of())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputRefused) as caught:
        read(data)
    assert caught.value.problems[0].cure == "pip install 'custecon[arrow]'"
    assert read(parquet(table_of())).controls.clients == 2


def test_ctrl_c_is_ctrl_c_while_the_engine_reads():
    with pytest.raises(KeyboardInterrupt), relations.blamed_on_the_file("x", "the Parquet file"):
        raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")


def test_the_shell_reads_it_and_keeps_it(custecon, tmp_path):
    path = tmp_path / "orders.parquet"
    path.write_bytes(parquet(table_of()))
    done = custecon("check", path, terminal=True)
    assert done.code == 0
    assert "format Parquet (detected)" in done.out
    assert custecon("check", path, "-o", path, "-f", "json", "--force").code == 5
    assert pd.read_parquet(path).shape == (3, 3)
