"""A frame gives what the file gives that it came from, whichever library holds it."""

import datetime as dt
import io
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

import custecon
from custecon.core.errors import CusteconError, InputRefused, UsageError

COMMA = ["activities", "activity_prices", "clients", "complaints", "orders", "profit_clients", "spend", "subscriptions"]
DAYS = {"orders": ["date"], "clients": ["first_date", "last_date"], "subscriptions": ["start", "end"]}


def told(reading):
    """What a reading is, whatever its money is written like."""
    controls = reading.controls
    return (
        *(controls.kind, controls.used, controls.clients, dict(controls.totals), controls.first_date),
        *(controls.last_date, controls.as_of, controls.currency, dict(controls.set_aside), dict(controls.against)),
        {role: decided.value for role, decided in controls.columns.items()},
        [notice.code for notice in reading.notices],
    )


def cells(reading):
    return {role: [None if c is None else column.number(c) if column.scale else c for c in column.cells]
            for role, column in reading.table.columns.items()}  # fmt: skip


def as_pandas(path):
    return pd.read_csv(path)


def as_days(path):
    return pd.read_csv(path, parse_dates=DAYS.get(path.stem, []))


def as_nullable(path):
    return pd.read_csv(path).convert_dtypes()


def as_categories(path):
    frame = pd.read_csv(path, dtype=str)
    return frame.astype("category")


def as_arrow_types(path):
    return pd.read_csv(path, dtype_backend="pyarrow")


def as_objects(path):
    return pd.read_csv(path).astype(object)


def as_text(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def as_polars(path):
    return pl.read_csv(path)


def as_polars_days(path):
    return pl.read_csv(path, try_parse_dates=True)


def as_arrow(path):
    return pa_csv.read_csv(path)


def as_batch(path):
    return pa_csv.read_csv(path).to_batches()[0]


def as_mapping(path):
    return pd.read_csv(path).to_dict("list")


def as_arrays(path):
    return {name: column.to_numpy() for name, column in pd.read_csv(path).items()}


LIBRARIES = [as_pandas, as_days, as_nullable, as_categories, as_arrow_types, as_objects, as_text, as_polars,
             as_polars_days, as_arrow, as_batch, as_mapping, as_arrays]  # fmt: skip


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", COMMA)
def test_a_frame_gives_what_its_file_gives(name, library, examples):
    path = examples / f"{name}.csv"
    file, frame = custecon.read(path), custecon.read(library(path))
    assert told(frame) == told(file)
    names = ("client",) if name == "orders" else ()  # 0001 is the number 1 for those that guess types
    assert {r: c for r, c in cells(frame).items() if r not in names} == {
        r: c for r, c in cells(file).items() if r not in names
    }


def test_a_russian_file_and_a_workbook_as_frames(examples):
    path = examples / "clients_ru.csv"
    typed = pd.read_csv(path, sep=";", encoding="cp1251", decimal=",", thousands=" ")
    text = pd.read_csv(path, sep=";", encoding="cp1251", dtype=str)
    file = custecon.read(path)
    for frame in (typed, text):
        found = custecon.read(frame)
        assert told(found)[:-1] == told(file)[:-1]  # the encoding is told of the file alone
        assert cells(found) == cells(file)
    book = examples / "clients.xlsx"
    assert cells(custecon.read(pd.read_excel(book))) == cells(custecon.read(book))


def test_every_library_gives_the_same_fingerprint(examples):
    path = examples / "clients.csv"
    found = {custecon.read(library(path)).controls.sha256 for library in (as_pandas, as_nullable, as_polars, as_arrow)}
    assert len(found) == 1
    changed = pd.read_csv(path)
    changed.loc[3, "revenue"] += 0.01
    assert custecon.read(changed).controls.sha256 not in found


# ------------------------------------------------------------------------------------------------ cells


def one(amount, **how):
    return custecon.read({"client": ["A"], "date": ["2024-01-05"], "amount": [amount]}, **how)


@pytest.mark.parametrize(
    ("value", "total"),
    [
        (12, "12"),
        (12.0, "12"),
        (0.1, "0.1"),
        (np.float32(0.1), "0.1"),
        (np.float16(0.1), "0.1"),
        (np.int64(7), "7"),
        (np.uint8(7), "7"),
        (Decimal("7.50"), "7.50"),
        (Decimal("123456789012345678.25"), "123456789012345678.25"),
        (10**17 + 1, "100000000000000001"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333"),
        (1e-5, "0.00001"),
        ("1234,50", "1234.50"),
        (1.234, "1.234"),
        (pd.NA, None),
        (pd.NaT, None),
        (float("nan"), None),
        (Decimal("nan"), None),
        (None, None),
        (True, "E246"),
        (float("inf"), "E289"),
        (1e16, "E235"),
        (dt.date(2024, 1, 1), "E255"),
        ("по договору", "E214"),
    ],
)
def test_a_number_is_what_it_says(value, total):
    if total is not None and not total.startswith("E"):
        assert one(value).controls.totals["amount"] == Decimal(total)
        return
    with pytest.raises(InputRefused) as refused:
        one(value)
    problem = refused.value.problems[0]
    assert problem.code == (total or "E224")
    assert str(problem).startswith("<frame>, row 0, column «amount» (3): ")


@pytest.mark.parametrize(
    "amounts", [["3.000", "1.000"], ["3.000", "1.125"], ["12E+2", "3.000"], ["1234567890123456789.000"]]
)
def test_a_whole_decimal_with_three_places_is_no_thousand(amounts):
    exact = [Decimal(text) for text in amounts]
    days = ["2024-01-05"] * len(exact)
    reading = custecon.read({"client": [*"abc"][: len(exact)], "date": days, "amount": exact})
    assert reading.table.values("amount") == exact


@pytest.mark.parametrize("dtype", [np.float32, pl.Float32, pa.float32(), pd.Float32Dtype()])
def test_a_column_of_short_floats_has_its_own_digits(dtype):
    amounts = [0.1, 10.25, 1234.56, 3.0]
    frame = pd.DataFrame({"client": list("ABCD"), "date": ["2024-01-05"] * 4, "amount": amounts})
    if isinstance(dtype, pa.DataType):
        table = pa.Table.from_pandas(frame)
        made = table.set_column(2, "amount", table["amount"].cast(dtype))
    elif dtype is pl.Float32:
        made = pl.from_pandas(frame).with_columns(pl.col("amount").cast(dtype))
    else:
        made = frame.astype({"amount": dtype})
    assert custecon.read(made).controls.totals["amount"] == Decimal("1247.91")


@pytest.mark.parametrize(
    "values",
    [
        pd.to_datetime(["2024-01-05", "2024-03-01"]),
        pd.to_datetime(["2024-01-05 23:30", "2024-03-01 00:00"]),
        pd.to_datetime(["2024-01-05 23:30", "2024-03-01 00:00"]).tz_localize("America/New_York"),
        pl.Series(["2024-01-05 01:00", "2024-03-01 00:00"]).str.to_datetime().dt.replace_time_zone("Asia/Tokyo"),
        np.array(["2024-01-05", "2024-03-01"], "datetime64[ns]"),
        np.array(["2024-01-05", "2024-03-01"], "datetime64[D]"),
        pa.array([dt.date(2024, 1, 5), dt.date(2024, 3, 1)]),
        [20240105, 20240301],
        [dt.date(2024, 1, 5), pd.Timestamp("2024-03-01")],
        pd.period_range("2024-01-05", "2024-03-01", freq="56D"),
    ],
)
def test_a_day_is_the_written_one_in_any_zone(values):
    read = custecon.read({"client": ["A", "B"], "date": values, "amount": [1, 2]})
    assert list(read.table.cells("date")) == [dt.date(2024, 1, 5), dt.date(2024, 3, 1)]


def test_a_day_that_is_missing_is_refused_with_its_row():
    days = pd.to_datetime(["2024-01-05", None, "2024-03-01"])
    with pytest.raises(InputRefused, match=r"E224: <frame>, row 1, column «date» \(2\)"):
        custecon.read(pd.DataFrame({"client": list("ABC"), "date": days, "amount": [1, 2, 3]}))


def test_numbers_of_clients_with_gaps_stay_whole_and_long_ones_exact():
    frame = pd.DataFrame({"client": [12.0, None, 7.0], "date": ["2024-01-05"] * 3, "amount": [1.5, 2, 3]})
    assert list(custecon.read(frame, no_client="drop").table.cells("client")) == ["12", "7"]
    exact = {"client": [4503599627370497123, 4503599627370497124], "date": ["2024-01-05"] * 2, "amount": [1, 2]}
    for made in (exact, pd.DataFrame(exact), pl.DataFrame(exact), pa.table(exact)):
        assert custecon.read(made).controls.clients == 2
    with pytest.raises(InputRefused, match="E235"):
        custecon.read(pd.DataFrame(exact).astype({"client": float}))


def test_nothing_is_in_doubt_that_is_a_number():
    """`1,234` and `1.234` in a file must be asked about; a float is what it is."""
    assert one(1.234).controls.totals["amount"] == Decimal("1.234")
    with pytest.raises(InputRefused, match="E215"):
        one("1,234")
    assert one("1,234", decimal=",").controls.totals["amount"] == Decimal("1.234")


ZONES = st.none() | st.timezones()
ODD = [
    pd.NA,
    pd.NaT,
    np.float32(0.1),
    np.datetime64("NaT", "D"),
    Decimal("nan"),
    [1],
    b"1",
    1j,
    dt.timedelta(1),
    "1,234",
]
ANYTHING = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=6), st.dates(), st.times()),
    *(st.datetimes(timezones=ZONES), st.sampled_from(ODD)),
)
RECENT = st.dates(dt.date(2020, 1, 1), dt.date(2024, 1, 1))
USUAL = {
    "client": st.sampled_from(["A", "B", 12, 7.0]),
    "date": RECENT | RECENT.map(str),
    "amount": st.floats(1, 100) | st.integers(1, 9),
    "status": st.sampled_from(["paid", "new", None]),
    ("a", "b"): st.just(1),
}


@st.composite
def frames(draw):
    """Columns of usual values, some of them of anything."""
    rows = draw(st.integers(0, 4))
    names = draw(st.lists(st.sampled_from([*USUAL, None, 7, "revenue"]), unique=True, max_size=2))
    cells = {name: USUAL.get(name, ANYTHING) for name in ["client", "date", "amount", *names]}
    for name in draw(st.lists(st.sampled_from([*cells]), max_size=2)):
        cells[name] = USUAL.get(name, ANYTHING) | ANYTHING
    return {name: draw(st.lists(each, min_size=rows, max_size=rows)) for name, each in cells.items()}


@given(frames(), st.booleans())
def test_whatever_a_frame_holds_it_is_read_or_refused(columns, of_pandas):
    try:
        controls = custecon.read(pd.DataFrame(columns, dtype=object) if of_pandas else columns).controls
    except CusteconError:
        return
    assert controls.rows_in_file == controls.used + sum(controls.skipped.values()) + controls.refused


# ------------------------------------------------------------------------------------------------ headers, rows, index


def test_columns_without_a_name_and_names_of_several_levels():
    rows = [["client", "date", "amount"], ["A", "2024-01-05", "10"], ["B", "2024-02-05", "20"]]
    assert custecon.read(pd.DataFrame(rows)).controls.totals["amount"] == 30  # as pandas reads with header=None
    levels = pd.MultiIndex.from_tuples([("client", ""), ("date", ""), ("amount", "sum")])
    assert custecon.read(pd.DataFrame(rows[1:], columns=levels), amount="amount sum").controls.used == 2
    saved = io.StringIO()
    pd.DataFrame(rows[1:], columns=rows[0]).to_csv(saved)
    again = pd.read_csv(io.StringIO(saved.getvalue()))
    assert next(iter(again)) == "Unnamed: 0"
    assert custecon.read(again).controls.unused == custecon.read(saved.getvalue().encode()).controls.unused == ()


def test_a_wanted_column_that_stands_twice_is_asked_about_as_in_a_file():
    frame = pd.DataFrame([["A", "2024-01-05", 1, 2]], columns=["client", "date", "amount", "amount"])
    with pytest.raises(InputRefused) as of_frame:
        custecon.read(frame)
    with pytest.raises(InputRefused) as of_file:
        custecon.read(frame.to_csv(index=False).encode())
    assert [one.what for one in of_frame.value.problems] == [one.what for one in of_file.value.problems]
    assert custecon.read(frame, amount="#4").controls.totals["amount"] == 2


def test_names_that_are_no_text():
    frame = pd.DataFrame([["A", "2024-01-05", 1]], columns=[1, 2, 3.0])
    assert custecon.read(frame, client="1", date="2", amount="3").controls.used == 1
    days = pd.DataFrame([["A", "2024-01-05", 1, 5]], columns=["client", "date", "amount", pd.Timestamp("2024-01-01")])
    assert custecon.read(days).controls.unused == ("2024-01-01",)


def test_rows_are_counted_from_0_whatever_the_index(examples):
    frame = pd.read_csv(examples / "orders.csv").astype({"amount": object}).iloc[::-1]
    frame.iloc[7, frame.columns.get_loc("amount")] = "по договору"
    with pytest.raises(InputRefused, match=r"E214: <frame>, row 7, column «amount» \(3\): «по договору»"):
        custecon.read(frame)
    with pytest.raises(InputRefused, match="E214: sales of May, row 7, "):
        custecon.read(frame, name="sales of May")
    left = custecon.read(frame, skip_bad=True)
    assert left.controls.incomplete
    assert [row.line for row in left.refused] == [7]


def test_an_index_with_a_name_is_told_and_not_read(examples):
    frame = pd.read_csv(examples / "orders.csv", index_col="client")
    with pytest.raises(InputRefused) as refused:
        custecon.read(frame)
    assert "the index of the frame is not read: client; reset_index() makes columns of it" in refused.value.context
    assert custecon.read(frame.reset_index()).controls.used == custecon.read(examples / "orders.csv").controls.used
    numbered = pd.read_csv(examples / "orders.csv").rename_axis("row")
    assert "N284" in [one.code for one in custecon.read(numbered).notices]


def test_an_empty_frame_and_columns_of_different_lengths_are_refused():
    for empty in (pd.DataFrame(), pl.DataFrame(), {}):
        with pytest.raises(InputRefused, match="E204: <frame>: "):
            custecon.read(empty)
    with pytest.raises(InputRefused, match="E238: <frame>: "):
        custecon.read(pd.DataFrame(columns=["client", "date", "amount"]))
    with pytest.raises(InputRefused, match="E318: <frame>: the columns have different lengths: «client» 2, «amount» 1"):
        custecon.read({"client": ["A", "B"], "amount": [1]})


def test_the_frame_is_not_changed(examples):
    frame = pd.read_csv(examples / "clients.csv")
    before = frame.copy(deep=True)
    custecon.read(frame)
    pd.testing.assert_frame_equal(frame, before)


# ------------------------------------------------------------------------------------------------ what else is read


def test_bytes_streams_and_readings(examples):
    path = examples / "clients.csv"
    file = custecon.read(path)
    for source in (path.read_bytes(), bytearray(path.read_bytes()), io.BytesIO(path.read_bytes()), str(path)):
        assert custecon.read(source).controls.sha256 == file.controls.sha256
    with path.open("rb") as stream:
        assert custecon.read(stream).controls.file == str(path)
    assert custecon.read(file) is file
    assert custecon.read(path.read_bytes(), name="list.csv").controls.file == "list.csv"
    with path.open() as stream, pytest.raises(TypeError, match="'rb'"):
        custecon.read(stream)
    with pytest.raises(TypeError, match="too late"):
        custecon.read(file, decimal=",")


@pytest.mark.parametrize("source", [5, None, [1, 2], pd.Series([1]), pl.DataFrame({"a": [1]}).lazy(), {"client": "A"}])
def test_what_is_no_source_is_named(source):
    with pytest.raises(TypeError, match=r"cannot be read; give a path|must be a list"):
        custecon.read(source)


# ------------------------------------------------------------------------------------------------ options


def test_options_are_those_of_the_command_line_by_their_names():
    from custecon.cli.options import READING
    from custecon.sources.keywords import How

    own = {"by"}  # which analyses have on the command line, each its own
    assert set(How.__annotations__) - own == {option.name for option in READING}


def test_options_are_read_as_on_the_command_line(custecon, tmp_path):
    import custecon as library

    path = tmp_path / "deals.csv"
    path.write_text(
        "Who;Day;Sum;Tax;Stage;Branch\n"
        "Ann;05/03/2024;1,5;0,5;Won;North\nBob;06/03/2024;2;1;Lost;South\nAnne;07/03/2024;3;1;Won;North\n"
    )
    read = library.read(
        path,
        kind="orders",
        client="Who",
        date="Day",
        amount="Sum",
        map={"segment": "Branch", "channel": None},
        decimal=",",
        date_order="dmy",
        only="Stage=Won",
        subtract="Tax",
        units={"Sum": "thousands", "Tax": "thousands"},
        aliases={"Anne": "Ann"},
        as_of="31.03.2024",
        expect_total=3000,
        expect_clients=1,
        currency="EUR",
    )
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("name,client\nAnne,Ann\n")
    typed = (
        "check {0} --as orders --client Who --date Day --amount Sum --map segment=Branch --map channel= --decimal , "
        "--date-order dmy --only Stage=Won --subtract Tax --units Sum=thousands --units Tax=thousands --aliases {1} "
        "--as-of 31.03.2024 --expect-total 3000 --expect-clients 1 --currency EUR -f json"
    )
    import json

    shown = json.loads(custecon(*typed.format(path, pairs).split()).out)["control_totals"][0]
    assert (read.controls.used, str(read.controls.totals["amount"])) == (shown["used"], shown["totals"]["amount"])
    assert read.as_of.isoformat() == shown["settings"]["as_of"]["value"] == "2024-03-31"
    assert shown["used"] == 2


def test_an_option_that_is_none_or_cannot_be_is_named(examples):
    path = examples / "clients.csv"
    with pytest.raises(TypeError, match="there is no option clients; did you mean client"):
        custecon.read(path, clients="client")
    for how, code in (
        ({"as_of": "yesterday"}, "E123"),
        ({"as_of": "1066-10-14"}, "E103"),
        ({"as_of": pd.NaT}, "E123"),
        ({"units": "dozens"}, "E153"),
        ({"decimal": ";"}, "E153"),
        ({"map": {"no_such_role": "client"}}, "E151"),
        ({"expect_rows": 1.5}, "E104"),
        ({"expect_total": "many"}, "E101"),
    ):
        with pytest.raises(UsageError, match=code):
            custecon.read(path, **how)
    assert custecon.read(path, client=None, decimal=None).controls.used == 48
    day = pd.Timestamp("2024-12-31 10:00")
    assert custecon.read(path, as_of=day).as_of == dt.date(2024, 12, 31)
