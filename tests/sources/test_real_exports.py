# ruff: noqa: E501
"""Exports as people have them: the engine answers as the exact reader does, word for word and to the last digit."""

import datetime as dt
import gzip
import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
from tests.sources.both_roads import both_roads
from tests.sources.random_logs import RandomLog

from custecon.sources.delimited import Scanner
from custecon.sources.engines import extract, proved_bytes
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import as_text
from custecon.sources.engines.open_file import held
from custecon.sources.engines.proved_bytes import ProvedBytes

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
from export_shapes import SHAPES, write  # noqa: E402

SAID = [
    ("plain", {}),
    ("real", {}),  # asks what a cancelled order is
    ("real", {"leave_out": ["Status=cancelled"]}),
    ("real", {"only": ["Status=paid,shipped"], "groups": ("Segment",)}),
    ("real", {"minus": ["Status=cancelled"], "refunds": "net"}),
    ("1c", {}),
    ("1c", {"leave_out": ["Проведен=Нет"]}),
    ("woocommerce", {}),
    ("shopify", {}),
    ("items", {"columns": {"amount": "Quantity*UnitPrice"}}),
    ("items", {"columns": {"amount": "Quantity*UnitPrice"}, "refunds": "drop", "groups": ("Country",)}),
    ("items", {"columns": {"amount": "Quantity*UnitPrice-UnitPrice"}}),
]


@pytest.fixture(scope="module", params=SHAPES)
def export(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("exports") / f"{request.param}.csv"
    write(request.param, 5_000, path)
    return request.param, path


def test_exports_of_every_shape_are_read_by_the_engine(export):
    shape, path = export
    for named, options in SAID:
        if named == shape:
            assert both_roads(path, **options), options


def test_what_is_packed_is_read_as_what_is_in_it(export, tmp_path):
    shape, path = export
    packed = tmp_path / f"{shape}.csv.gz"
    half = path.stat().st_size // 2
    packed.write_bytes(gzip.compress(path.read_bytes()[:half]) + gzip.compress(path.read_bytes()[half:]))
    assert both_roads(packed, **dict(SAID)[shape])
    with zipfile.ZipFile(archive := tmp_path / f"{shape}.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.write(path, path.name)
    assert both_roads(archive, **dict(SAID)[shape])


@pytest.mark.parametrize("letters", ["utf-16", "utf-8-sig"])
def test_what_is_written_in_other_letters_is_read_as_the_same_text(export, letters, tmp_path):
    shape, path = export
    other = tmp_path / "log.csv"
    other.write_bytes(path.read_text("cp1251" if shape == "1c" else "utf-8").encode(letters))
    assert both_roads(other, **dict(SAID)[shape])


@pytest.mark.parametrize("start", range(0, 240, 40))
def test_logs_of_any_dialect_are_answered_alike_on_both_roads(start, tmp_path):
    path, taken = tmp_path / "log.csv", 0
    for seed in range(start, start + 40):
        log = RandomLog(seed)
        path.write_bytes(log.data)
        try:
            taken += both_roads(path, **log.options)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {log.options}: {error}") from None
    assert taken >= 4


@pytest.mark.parametrize("start", range(0, 120, 40))
def test_logs_of_pieces_and_prices_are_answered_alike_on_both_roads(start, tmp_path):
    """Prices of two to four decimal places, pieces that come back, refunds that are taken off the product."""
    path, taken = tmp_path / "items.csv", 0
    for seed in range(start, start + 40):
        log = RandomLog(seed, items=True)
        path.write_bytes(log.data)
        try:
            taken += both_roads(path, **log.options)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {log.options}: {error}") from None
    assert taken


def test_duckdb_and_pandas_come_to_the_same_sums():
    """The quick mode of the benchmark: what somebody would write who knows them, on every shape."""
    pytest.importorskip("pandas")
    ran = subprocess.run(
        [sys.executable, BENCHMARKS / "real_exports.py", "--quick"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


@pytest.mark.parametrize(
    "folder", [ROOT / "examples", ROOT / "tests", SHARED / "cases", SHARED / "badinput"], ids=lambda folder: folder.name
)
def test_every_file_of_text_is_answered_alike(folder):
    if not folder.is_dir():
        pytest.skip(f"{folder.name} of ../shared is not here")
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".csv", ".tsv", ".txt", ".gz")]
    files = [path for path in files if path.stat().st_size < 3 << 20]
    taken = sum(both_roads(path) for path in files)
    assert 0 < taken < len(files)


CHANGED = {  # a cell of one row in the middle, by column
    "Order": ["100000", "", "007", "C100", "1 2"],
    "Client": ["", "C00000001 ", "Guest", "Total", '"a""b"', '"a', 'a"b', "C0\x001", "Итого"],
    "Date": ["31.02.2024", " 01.02.2022", "01.02.22", "2022-02-01", "01/02/2022", "", "01.02.2031", "01.02.1890"],
    "Amount": ["1.5", "1e3", "1_0,00", "12,5", "-3,00", "0,00", "", "5,005", "1 234,50", "-", "$5,00", "\uff11,00"],
    "Status": ["", "refunded", "Paid", "something new", "test"],
    "Segment": ["", "refund", "Total"],
    "a row": ["", ";;;;;", "x", "1;2;3;4;5;6;7", "\r"],
}


@pytest.mark.parametrize(("column", "text"), [(column, text) for column, texts in CHANGED.items() for text in texts])
def test_one_changed_row_among_many_is_seen(column, text, tmp_path):
    path = tmp_path / "log.csv"
    write("real", 1_200, path)
    lines = path.read_text().split("\n")
    cells, headers = lines[600].split(";"), lines[0].split(";")
    if column in headers:
        cells[headers.index(column)] = text
        text = ";".join(cells)
    path.write_text("\n".join([*lines[:600], text, *lines[601:]]), newline="")
    both_roads(path, leave_out=["Status=cancelled"])


def test_the_extract_says_what_the_rows_of_all_pieces_say(tmp_path, monkeypatch):
    monkeypatch.setattr(proved_bytes, "CHUNK", 4096)
    monkeypatch.setattr(extract, "FIRST", 3)
    for shape in SHAPES:
        path = tmp_path / f"{shape}.csv"
        write(shape, 900, path)
        assert both_roads(path, **dict(SAID)[shape]), shape


CELLS = {True: ["x", '"x"', '"a,b"', '"a\nb"', '"a""b"', ""], False: ["x", "", 'a"b', '5" x 4"', "é"]}


@pytest.mark.parametrize("piece", [1 << 20, 7, 3, 1])
@pytest.mark.parametrize("quoted", [True, False])
def test_rows_that_are_proved_are_those_of_the_scanner(quoted, piece, tmp_path, monkeypatch):
    monkeypatch.setattr(proved_bytes, "CHUNK", piece)
    chance, path, taken = random.Random(piece), tmp_path / "rows.csv", 0  # noqa: S311
    for _ in range(400):
        rows = [",".join(chance.choice(CELLS[quoted]) for _ in range(3)) for _ in range(4)]
        letters = list("h1,h2,h3\n" + "\n".join(rows) + "\n")
        for _ in range(chance.randrange(3)):
            letters[chance.randrange(9, len(letters))] = chance.choice(['"', '""', ",", "\n", "\r\n", "a", " ", "é"])
        text = "".join(letters)
        path.write_text(text, newline="")
        with held(path) as file:
            proved = ProvedBytes(file, ",", quoted=quoted)
            try:
                proved.walk()
                rows = duckdb.sql(f"FROM {as_text(3, ',', quoted=quoted)}", params=[file.name]).fetchall()
                proved.prove(len(rows), 3, text.encode())
            except (Doubt, duckdb.Error):
                continue
            taken += 1
            expected = list(Scanner("", ",").rows(io.StringIO(text, newline="")))
            assert [[cell or "" for cell in row] for row in rows] == [cells for _, cells in expected[1:]], text
            assert list(proved.rows(range(len(expected)), Scanner("", ","))) == expected, text
    assert taken > 20


def log(header, row, *, rows=1_200, odd=""):
    return (
        "\n".join([header, *(row(n) for n in range(rows // 2)), odd, *(row(n) for n in range(rows // 2, rows))]) + "\n"
    )


DAY, MONEY = (lambda n: f"2022-{n % 12 + 1:02}-{n % 28 + 1:02}"), (lambda n: f"{n % 89 + 10}.{n % 100:02}")
SINGLE = {  # one row in the middle that hangs on what it is beside other rows
    "a day later than the as-of day allows": (
        "client,date,amount", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)}", "C1,2025-01-01,5.00", {"as_of": dt.date(2023, 1, 1)}),
    "an order number with a blank behind": (
        "client,date,amount,order id", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},A{n}", "C3,2022-04-04,13.03,A3 ", {}),
    "an order number that comes again": (
        "client,date,amount,order id", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},A{n}", "C3,2022-04-04,13.03,A3", {}),
    "a quantity below zero": (
        "client,date,amount,quantity", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},{n % 9 + 1}", "C3,2022-04-04,13.03,-77", {}),
    "a refund in a column and as a row": (
        "client,date,amount,refunded", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},{'5.00' if n == 700 else '0.00'}",
        "C0,2022-04-04,-5.00,0.00", {}),
    "a refund above the amount": (
        "client,date,amount,refunded", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},{n % 9}.00", "C0,2022-04-04,5.00,9.00", {}),
    "an amount set anew": (
        "client,date,amount,adjusted amount", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},{MONEY(n)}", "C0,2022-04-04,5.00,4.00", {}),
    "another tax number": (
        "client,date,amount,inn", lambda n: f"Firm {n % 70},{DAY(n)},{MONEY(n)},77{n % 70:08}", "firm 1,2022-04-04,5.00,7700000001", {}),
    "an e-mail of two clients": (
        "name,date,amount,email", lambda n: f"N{n % 70},{DAY(n)},{MONEY(n)},e{n % 70}@x.example", "N1,2022-04-04,5.00,e2@x.example", {}),
    "a client without a name": ("client,date,amount", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)}", ",2022-04-04,5.00", {}),
    "client 0 among those who are left out": (
        "client,date,amount", lambda n: f"{n % 70},{DAY(n)},{MONEY(n)}", "0,2022-04-04,5.00", {"no_client": "drop"}),
    "the forty-first kind": (
        "client,date,amount,mark", lambda n: f"C{n % 70},{DAY(n)},{MONEY(n)},m{n % 40}", "C1,2022-04-04,5.00,refund", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_what_one_row_is_beside_others_is_seen(name, tmp_path):
    header, row, odd, options = SINGLE[name]
    path = tmp_path / "log.csv"
    path.write_text(log(header, row, odd=odd))
    both_roads(path, **options)


def shop_log(seed):
    """Lines of a shop's orders as Online Retail has them: guests, cancellations by a letter, goods that were none."""
    chance = random.Random(seed)  # noqa: S311
    guests, undone, none = chance.choice([0, 0.02, 0.4]), chance.choice([0, 0.05]), chance.choice([0, 0.05])
    letters, price_of_none = chance.choice(["C", "CA", "CКA"]), chance.choice(["0.00", "0.00", "1.25"])
    goods = [f"{colour} {thing}" for colour in ("RED", "BLUE", "OLD", "TINY", "BIG", "WIDE", "THIN", "GOLD", "GREY")
             for thing in ("MUG", "LANTERN", "RACK", "TRAY", "BUNTING", "BOWL")]  # fmt: skip
    rows = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"]
    for order in range(900):
        day = dt.datetime(2024, 1, 1, 8, tzinfo=dt.UTC) + dt.timedelta(hours=7 * order, minutes=chance.randrange(300))
        client = "" if chance.random() < guests else str(12_000 + chance.randrange(160))
        back = chance.random() < undone
        number = f"{chance.choice(letters) if back else ''}{536_365 + order}"
        for _ in range(chance.randint(1, 5)):
            strange = chance.random() < none
            thing = (
                chance.choice(["returned", "lost??", "SAMPLES", "?", "Discount"]) if strange else chance.choice(goods)
            )
            pieces = chance.randint(1, 24) * (-1 if back or thing == "Discount" else 1)
            price = price_of_none if strange and thing != "Discount" else f"{chance.randrange(20, 2_000) / 100:.2f}"
            rows.append(
                f"{number},{20_000 + chance.randrange(99)},{thing},{pieces},{day:%Y-%m-%d %H:%M:%S},{price},{client},UK"
            )
    if chance.random() < 0.2:
        rows.append(rows[-1])
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_guests_letters_of_numbers_and_goods_that_were_none_are_told_alike_on_both_roads(start, tmp_path):
    path, taken = tmp_path / "shop.csv", 0
    for seed in range(start, start + 20):
        path.write_text(shop_log(seed))
        options = {"columns": {"amount": "Quantity*UnitPrice"}, "no_client": "drop" if seed % 5 else "refuse"}
        options |= {"refunds": (None, "net", "drop")[seed % 3]}
        try:
            taken += both_roads(path, **options)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {options}: {error}") from None
    assert taken >= 10
