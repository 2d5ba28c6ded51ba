"""The names of columns for completion: of the beginning of a file, never a fault, never a wait."""

import gzip
import os

import pytest

from custecon.sources.header_names import names_of, sheets_of

NAMES = ["Клиент", "Дата", "Сумма, ₽"]
ROWS = "Клиент;Дата;Сумма, ₽\nАнна;05.01.2024;10,50\n"


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("utf-16"),
        ROWS.replace("₽", "р.").encode("windows-1251"),
        gzip.compress(ROWS.encode()),
        ("Выгрузка за 2024 год\n\n" + ROWS).encode(),
        ROWS.replace(";", "\t").encode(),
        ROWS.replace("\n", "\r\n").encode(),
        ROWS.encode() + b"\xd0",  # a letter cut in two, at the end of what is looked at
        '{"Клиент": "Анна", "Дата": "2024-01-05", "Сумма, ₽": 10.5}\n{"Клиент": 1}\n'.encode(),
    ],
)
def test_text_in_its_usual_forms(content, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(content)
    assert [name.replace("р.", "₽") for name in names_of(str(file))] == NAMES


def test_a_long_file_is_not_read_to_its_end(tmp_path):
    file = tmp_path / "long.csv"
    with file.open("wb") as stream:
        stream.write(b"client,date,amount\n")
        stream.truncate(1 << 36)  # 64 GB, none of it written
    assert names_of(str(file)) == []  # it is no text: what follows are zeros
    with file.open("r+b") as stream:
        stream.write(b"client,date,amount\n" + b"Ann,2024-01-05,10\n" * 5000)
    assert names_of(str(file)) == ["client", "date", "amount"]


def test_a_workbook_and_its_sheets(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "О файле"
    book.create_sheet("Продажи").append(NAMES)
    book["Продажи"].append(["Анна", "05.01.2024", 10.5])
    book.create_sheet("скрыт").sheet_state = "hidden"
    book.save(tmp_path / "sales.xlsx")
    assert names_of(str(tmp_path / "sales.xlsx")) == NAMES
    assert sheets_of(str(tmp_path / "sales.xlsx")) == ["О файле", "Продажи"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2",
        b"PK\x03\x04 no package",
        b"\x1f\x8b no gzip",
        b'{"a": ',
        b'"never closed',
        b"\xff\xfe\0",
        b"\n\n",
    ],
)
def test_what_is_no_table_has_no_names(content, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(content)
    assert names_of(str(file)) == sheets_of(str(file)) == []


def test_what_is_no_file_has_no_names_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "nowhere", "/dev/zero", "bad\0name", ""):
        assert names_of(str(path)) == sheets_of(str(path)) == []


def test_a_document_type_in_a_part_is_not_followed(root):
    for file in (root / "tests/ugly/corpus/open").glob("*.xlsx"):
        names_of(str(file))
        sheets_of(str(file))
