"""JSON lines give what the CSV gives that they came from; numbers keep their digits, and every doubt has its line."""

import contextlib
import csv
import gzip
import json
import random
from decimal import Decimal

import pytest
from tests.sources.readings import told

from custecon import read
from custecon.core.errors import InputRefused
from custecon.sources.typed import columns

KINDS = ["activities", "activity_prices", "clients", "complaints", "orders", "profit_clients", "spend", "subscriptions"]
ANN = '{"client": "Ann", "date": "2024-01-05", "amount": 10.50}\n'
BOB = '{"amount": 3, "date": "2024-01-06", "client": "Боб", "colour": null}\n'


def refused(text, code, name=None, **how):
    with pytest.raises(InputRefused) as caught:
        read(text if isinstance(text, bytes) else text.encode(), name=name, **how)
    assert [one.code for one in caught.value.problems] == [code], caught.value
    return str(caught.value.problems[0])


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_json_are_what_their_csv_is(examples, kind):
    path = examples / f"{kind}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    assert told(read(text.encode())) == told(read(path))
    sparse = "".join(json.dumps({key: cell for key, cell in row.items() if cell}) + "\r\n" for row in rows)
    assert told(read(b"\xef\xbb\xbf" + sparse.encode())) == told(read(path))
    assert told(read(gzip.compress(text.encode())))[:-2] == told(read(path))[:-2]


def test_numbers_keep_their_digits():
    text = ANN.replace("10.50", "0.30000000000000004") + BOB.replace('"Боб"', "20250112000000000012")
    reading = read(text.encode())
    assert reading.table.values("client") == ["Ann", "20250112000000000012"]
    assert read((ANN + ANN.replace("10.50", "9007199254740993.25")).encode()).table.values("amount") == [
        Decimal("10.50"),
        Decimal("9007199254740993.25"),  # a binary number would end in .0
    ]
    assert read((ANN + ANN.replace("10.50", "1.5e2")).encode()).table.values("amount")[1] == 150
    assert "«1e999999999» is stored as a number" in refused(ANN + ANN.replace("10.50", "1e999999999"), "E289")
    assert "<bytes>:2, column «amount» (3): «NaN»" in refused(ANN + ANN.replace("10.50", "NaN"), "E289")


def test_text_and_numbers_in_one_column_are_read_where_they_agree_and_else_asked_about():
    assert read((ANN + ANN.replace("10.50", '"7.25"')).encode()).controls.totals["amount"] == Decimal("17.75")
    assert "<bytes>:2, column «amount» (3)" in refused(ANN + ANN.replace("10.50", '"1,234"'), "E215")
    assert "TRUE is a yes-or-no cell" in refused(ANN + ANN.replace("10.50", "true"), "E246")


def test_a_key_that_is_missing_is_an_empty_cell_and_a_blank_line_is_counted():
    reading = read((ANN + "\n" + BOB).encode())
    assert reading.table.values("client") == ["Ann", "Боб"]
    assert dict(reading.controls.skipped) == {"header": 1, "blank": 1}
    assert reading.controls.unused == ("colour",)
    assert "<bytes>:3, column «date» (2): the cell is empty" in refused(
        ANN + "\n" + '{"client": "Bob", "amount": 1}', "E224"
    )


def test_records_in_records_are_columns_and_lists_are_named_where_they_are_wanted():
    text = (
        '{"buyer": {"name": "Ann", "at": {"town": "Perm"}}, "date": "2024-01-05", "amount": 1, "items": [{"sku": 1}]}\n'
    )
    reading = read((text + text.replace("Ann", "Bob")).encode())
    assert reading.table.values("client") == ["Ann", "Bob"]
    assert reading.controls.unused == ("buyer.at.town", "items")
    assert 'but a list: [{"sku": "1"}]' in refused(text * 2, "E322", amount="items")
    one = ANN.replace("10.50", "[1, 2]")
    assert "<bytes>:2, column «amount» (3): a number, a day or a text is wanted here" in refused(ANN + one, "E321")
    twice = text.replace('"date"', '"buyer.name": "Bob", "date"')
    assert "<bytes>:2: the key «buyer.name» stands twice" in refused(text + twice, "E325")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[1, 2]", "it is no record"),
        ("5", "it is no record"),
        (ANN[:-5], "«Expecting ',' delimiter» at character 53"),
        (ANN[:20], ""),
        ("{'client': 'Ann'}", "«Expecting property name"),
        ('{"a": ' * 100_000, "it is nested too deeply"),
        ('{"client": "\\ud83d"}', "it holds half a letter"),
        ('{"cli\\udc00ent": 1}', "it holds half a letter"),
        (ANN.strip() + ANN, "«Extra data» at character"),
        ('{"client": 007}', "«Expecting ',' delimiter» at character 13"),
    ],
)
def test_a_line_that_is_no_record_is_refused_by_its_number(line, why):
    assert refused(f"{ANN}{line.strip()}\n{BOB}", "E324").startswith(f"<bytes>:2: the line is no record of JSON: {why}")


def test_twenty_faults_are_told_and_the_rest_counted():
    with pytest.raises(InputRefused) as caught:
        read((ANN + "oops\n" * 25).encode())
    assert (len(caught.value.problems), caught.value.more) == (20, 5)


def test_a_pair_of_halves_is_a_letter():
    assert read(ANN.replace("Ann", "\\ud83d\\ude00").encode()).table.values("client") == ["😀"]


def test_what_is_one_record_or_one_list_as_a_whole_is_refused_as_before():
    whole = ["[" + ANN.strip() + "]", '{"orders": [' + ANN.strip() + "]}", '{\n"client": "Ann"\n}']
    for text in whole:
        assert "JSON that is not one record on each line" in refused(text, "E205")
    assert refused(ANN[:-5], "E324", name="cut.jsonl").startswith("cut.jsonl:1: the line is no record")
    assert "the file is empty" in refused("\n", "E204", name="empty.jsonl")


def test_one_line_the_wrong_name_and_other_letters(tmp_path):
    assert read(ANN.encode()).controls.used == 1
    path = tmp_path / "orders.csv"
    path.write_text(ANN + BOB, encoding="utf-8")
    assert str(read(path).notices[0]) == f"{path}: the file is named .csv but is JSON lines; it was read as such"
    assert read((ANN + BOB).encode("utf-16")).table.values("client") == ["Ann", "Боб"]
    assert "byte 0xC1 is no letter in UTF-8" in refused((ANN + BOB).encode("windows-1251"), "E229")
    assert read((ANN + BOB).encode("windows-1251"), encoding="windows-1251").table.values("client") == ["Ann", "Боб"]


def test_keys_without_number_are_refused_before_they_are_held(monkeypatch):
    monkeypatch.setattr(columns, "MOST_CELLS", 1000)
    text = "".join(json.dumps({f"k{n}": 1}) + "\n" for n in range(50))
    assert "50 rows of 50 columns; the limit is 1,000 cells" in refused(text, "E209")


def test_damaged_lines_are_read_or_refused_and_nothing_else():
    draw, data = random.Random(3), (ANN + BOB).encode() * 3  # noqa: S311
    for _ in range(300):
        spoilt = bytearray(data)
        for _ in range(draw.randrange(1, 4)):
            spoilt[draw.randrange(len(spoilt))] = draw.randrange(256)
        with contextlib.suppress(InputRefused):
            read(bytes(spoilt))


def test_the_shell_reads_it_from_a_pipe_and_tells_the_line(custecon):
    assert custecon("check", "-", "--expect-total", "13.50", stdin=(ANN + BOB).encode(), terminal=True).code == 0
    ran = custecon("check", "-", stdin=(ANN + ANN.replace("10.50", '"x"')).encode())
    assert ran.code == 3
    assert "<stdin>:2, column «amount» (3): «x» is not a number" in ran.err
