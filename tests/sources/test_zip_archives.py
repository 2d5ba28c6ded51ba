"""Zip archives: a file alone in one is read like itself, several as several files; what is hostile is refused."""

import io
import shlex
import struct
import unicodedata
import warnings
import zipfile
import zlib

import openpyxl
import pytest
from tests.sources.both_roads import both_roads

from custecon.core.errors import InputRefused
from custecon.core.file_names import Files
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, opening, read, read_log
from custecon.sources.several_files import resolved

HEAD = "client,date,amount\n"
FIRST = HEAD + "Acme,2023-01-05,10.50\nBeta,2023-02-05,20.00\n"
SECOND = HEAD + "Acme,2024-01-05,30.50\nGamma,2024-02-05,21.00\n"
MADE = (2024, 1, 5, 0, 0, 0)  # when: the same bytes whenever they are asked for
README = "Dear customer,\nthese are your orders.\n"


def archive(parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as made:
        warnings.simplefilter("ignore")  # a name that stands twice
        for name, data in parts if isinstance(parts, list) else parts.items():
            made.writestr(zipfile.ZipInfo(name, MADE), data, method)
    return stream.getvalue()


def saved(tmp_path, parts, name="orders.zip"):
    path = tmp_path / name
    path.write_bytes(parts if isinstance(parts, bytes) else archive(parts))
    return path


def book():
    made = openpyxl.Workbook()
    for line in FIRST.splitlines():
        made.active.append(line.split(","))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def reading(source, **options):
    return read(source, (CLIENTS, ORDERS), ReadingOptions(**options))


def refusal(source):
    with pytest.raises(InputRefused) as caught:
        reading(source)
    return caught.value.problems


def codes(found):
    return [notice.code for notice in found.notices]


def total(found):
    return str(found.controls.totals["amount"])


# ---------------------------------------------------------------- one file


@pytest.mark.parametrize(
    "data", [FIRST, FIRST.encode("utf-16"), book(), '{"client": "A", "date": "2023-01-05", "amount": 30.50}\n']
)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_file_alone_is_read_like_itself(data, method):
    inner = data.encode() if isinstance(data, str) else data
    alone, packed = (reading(io.BytesIO(each)) for each in (inner, archive({"deep/er/orders": inner}, method)))
    assert packed.table == alone.table
    assert codes(packed) == ["N298", *codes(alone)]
    assert packed.controls.sha256 != alone.controls.sha256


@pytest.mark.parametrize(
    "beside", ["__MACOSX/._orders.csv", ".DS_Store", "export/", "export/.hidden/x.csv", "Thumbs.db", "a\\desktop.ini"]
)
def test_what_systems_put_beside_a_file_is_nothing(beside):
    assert codes(reading(io.BytesIO(archive({"export/orders.csv": FIRST, beside: ""})))) == ["N298"]


@pytest.mark.parametrize(
    "beside", ["invoice.pdf", "README.txt", "docs/read me.TXT", "Прочти меня.txt", "LICENSE", "logo.png"]
)
def test_what_is_no_table_by_its_name_is_left_out_and_told(beside):
    found = reading(io.BytesIO(archive({beside: README, "orders.csv": FIRST})))
    (told,) = found.notices
    assert told.code == "N299"
    assert f"only «orders.csv» is read; not read: «{beside}»" in str(told)


def test_the_name_in_the_archive_tells_what_a_file_should_be(tmp_path):
    found = reading(saved(tmp_path, {"orders.csv": book()}))
    assert codes(found) == ["N298", "N202"]
    assert "named .csv but is an Excel workbook" in str(found.notices[1])


def test_a_file_in_an_archive_may_be_named(tmp_path):
    path = saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND})
    assert total(reading(f"{path}/2024.csv")) == "51.50"
    assert reading(f"{path}/2024.csv").controls.sha256 == reading(io.BytesIO(SECOND.encode())).controls.sha256


def test_the_engine_reads_what_is_packed(tmp_path):
    rows = "".join(f"C{n % 700},2024-{n % 12 + 1:02}-{n % 28 + 1:02},{n % 90}.50\n" for n in range(20_000))
    assert both_roads(saved(tmp_path, {"export/orders.csv": HEAD + rows}))
    assert both_roads(saved(tmp_path, {"orders.csv": HEAD + rows, "terms.pdf": "%PDF"}))
    assert not both_roads(saved(tmp_path, archive({"orders.csv": HEAD + rows}, zipfile.ZIP_BZIP2)))
    assert not both_roads(saved(tmp_path, {"sales.xlsx": book()}))
    assert not both_roads(saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND}))


def test_a_big_archive_goes_to_the_engine(tmp_path, monkeypatch):
    rows = "".join(f"C{n % 700},2024-{n % 12 + 1:02}-{n % 28 + 1:02},{n % 90}.50\n" for n in range(20_000))
    path = saved(tmp_path, {"orders.csv": HEAD + rows})
    monkeypatch.setattr("custecon.sources.makers.BIG", 8 * path.stat().st_size)
    found, _ = read_log(path, (ORDERS,))
    assert found.controls.settings["engine"].value == "duckdb"


# ---------------------------------------------------------------- several files


def test_several_tables_are_read_as_several_files(tmp_path):
    path = saved(tmp_path, {"2024.csv": SECOND, "2023.csv": FIRST, "terms.pdf": "%PDF"})
    found = reading(path)
    assert total(found) == "82.00"
    assert [part.file for part in found.controls.parts] == [f"{path}/2023.csv", f"{path}/2024.csv"]
    assert codes(found) == ["N299"]
    assert "only «2023.csv», «2024.csv» are read; not read: «terms.pdf»" in str(found.notices[0])
    assert codes(reading(saved(tmp_path, {"2024.csv": SECOND, "2023.csv": FIRST}))) == ["N298"]


def test_a_pattern_may_lead_into_an_archive(tmp_path):
    path = saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND, "[2025].csv": HEAD, "old/2022.txt": README})
    assert total(reading(f"{path}/202*.csv")) == "82.00"
    assert resolved(f"{path}/*3.csv") == f"{path}/2023.csv"
    assert resolved([f"{path}/2023.csv", f"{path}/2024.csv"]) == Files.of([f"{path}/2023.csv", f"{path}/2024.csv"])
    assert resolved(f"{path}/[2025].csv") == f"{path}/[2025].csv"


def test_an_archive_stands_beside_other_files(tmp_path):
    path = saved(tmp_path, {"2023.csv": FIRST})
    (tmp_path / "2024.csv").write_text(SECOND)
    assert total(reading([path, tmp_path / "2024.csv"])) == "82.00"
    both = saved(
        tmp_path, {"2021.csv": FIRST.replace("2023", "2021"), "2022.csv": FIRST.replace("2023", "2022")}, "b.zip"
    )
    assert total(reading([path, both])) == "91.50"


def test_files_that_are_not_alike_are_refused_with_a_cure_that_works(tmp_path):
    path = saved(tmp_path, {"customers.csv": "customer,email\nAcme,a@x.y\n", "2023.csv": FIRST})
    hint, why = refusal(path)
    assert (hint.code, why.code) == ("E386", "E211")
    assert total(reading(_named_in(hint))) == "30.50"
    notes = saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND, "notes.txt": "Dear customer\nthese are yours\n"})
    hint, _ = refusal(notes)
    assert _named_in(hint) == f"{notes}/*.csv"
    assert total(reading(_named_in(hint))) == "82.00"
    other = saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND.replace("client", "buyer")})
    hint, why = refusal(other)
    assert (hint.code, why.code) == ("E386", "E394")
    assert total(reading(_named_in(hint))) == "30.50"


def test_a_fault_in_a_row_is_told_as_that_alone(tmp_path):
    path = saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND.replace("2024-01-05", "someday")})
    (found,) = refusal(path)
    assert (found.code, found.place.file) == ("E218", f"{path}/2024.csv")


def test_the_same_file_twice_is_refused(tmp_path):
    assert [found.code for found in refusal(saved(tmp_path, {"a.csv": FIRST, "b.csv": FIRST}))] == ["E396"]


def test_files_that_no_name_tells_from_each_other_are_asked_about(tmp_path):
    path = saved(tmp_path, {"a.dat": FIRST, "b.dat": SECOND})
    (found,) = refusal(path)
    assert found.code == "E384"
    assert total(reading(_named_in(found))) == "30.50"


def test_several_files_of_a_stream_have_no_names(tmp_path):
    (found,) = refusal(io.BytesIO(archive({"2023.csv": FIRST, "2024.csv": SECOND})))
    assert (found.code, str(found.cure)) == ("E384", "unpack it, and name one of the files")


def test_a_file_that_is_not_there_is_told_with_those_that_are(tmp_path):
    path = saved(tmp_path, {"2023.csv": FIRST, "2024.csv": SECOND})
    for name in ("2025.csv", "*.xlsx", "../2023.csv"):
        (found,) = refusal(f"{path}/{name}")
        assert found.code == "E389"
        assert "«2023.csv», «2024.csv»" in str(found)
    assert refusal(f"{saved(tmp_path, book(), 'b.xlsx')}/xl/workbook.xml")[0].code == "E201"


def _named_in(found):
    (name,) = shlex.split(str(found.cure).partition(", as in ")[2])
    return name


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("letters", ["cp866", "utf-8"])
def test_names_that_are_not_marked_as_utf_8(letters, tmp_path):
    data = archive({"PLACEHOLDERNAME.csv": FIRST, "other.csv": SECOND})
    name = "Заказы.csv".encode(letters).rjust(len("PLACEHOLDERNAME.csv"), b"_")
    path = saved(tmp_path, data.replace(b"PLACEHOLDERNAME.csv", name))
    shown = name.decode(letters)
    assert total(reading(f"{path}/{shown}")) == "30.50"
    assert f"«{shown}»" in str(reading(path).notices[0])


def test_letters_of_western_names_are_not_taken_for_cyrillic(tmp_path):
    data = archive({"r_gl_s.csv": FIRST}).replace(b"r_gl_s.csv", "réglés.csv".encode("cp437"))
    assert "«réglés.csv»" in str(reading(io.BytesIO(data)).notices[0])


def test_a_name_may_be_composed_or_not(tmp_path):
    path = saved(tmp_path, {unicodedata.normalize("NFD", "Ёлки.csv"): FIRST, "b.csv": SECOND})
    for form in ("NFC", "NFD"):
        assert total(reading(f"{path}/{unicodedata.normalize(form, 'Ёлки.csv')}")) == "30.50"


@pytest.mark.parametrize(
    "name", ["../../etc/orders.csv", "/etc/orders.csv", "C:\\orders.csv", "a\x1b[2Jb.csv", "=cmd|'x'!A1.csv"]
)
def test_a_hostile_name_is_but_a_name(name, tmp_path):
    path = saved(tmp_path, {name: FIRST})
    found = reading(path)
    assert total(found) == "30.50"
    assert "\x1b" not in str(found.notices[0])
    assert {each.name for each in tmp_path.iterdir()} == {"orders.zip"}


# ---------------------------------------------------------------- hostile and broken archives


def encrypted(data):
    found = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found[found.index(mark) + place] |= 1
    return bytes(found)


def lying(data, size):
    """The size that the directory gives of its file is another."""
    found = bytearray(data)
    place = found.index(b"PK\x01\x02") + 24
    found[place : place + 4] = struct.pack("<I", size)
    return bytes(found)


WHOLE = archive({"orders.csv": FIRST})


@pytest.mark.parametrize(("data", "code"), [
    (archive({}), "E204"),
    (archive({"folder/": "", "__MACOSX/._x": "x"}), "E204"),
    (archive({"orders.csv": ""}), "E204"),
    (WHOLE[:-25], "E208"),
    (WHOLE[:40], "E208"),
    (WHOLE.replace(zlib.crc32(FIRST.encode()).to_bytes(4, "little"), b"1234"), "E208"),
    (lying(WHOLE, 20), "E208"),
    (lying(WHOLE, 4_000), "E208"),
    (archive([("a.csv", FIRST), ("a.csv", SECOND)]), "E384"),
    (encrypted(WHOLE), "E385"),
    (archive({"inner.zip": WHOLE}), "E205"),
    (archive({"inner.zip": archive({"a.csv": FIRST, "b.csv": SECOND})}), "E205"),
    (archive({"orders.csv.gz": b"\x1f\x8b\x08\x00"}), "E205"),
    (archive({"orders.csv": FIRST}, zipfile.ZIP_LZMA), "E205"),
    (archive({"orders.csv": FIRST}, zipfile.ZIP_BZIP2), "E205"),
    (archive({"orders.csv": "%PDF-1.7"}), "E205"),
    (archive({"Index/Document.iwa": "x", "preview.jpg": "x"}), "E205"),
    (archive({"sales.xlsx": book()[:2000]}), "E208"),
    (archive({f"{n}.csv": "" for n in range(10_001)}), "E209"),
], ids=lambda each: each if isinstance(each, str) else "archive")  # fmt: skip
def test_what_is_hostile_or_broken_is_refused(data, code):
    assert [found.code for found in refusal(io.BytesIO(data))] == [code]


def test_a_name_that_stands_twice_means_no_file(tmp_path):
    path = saved(tmp_path, archive([("a.csv", FIRST), ("a.csv", SECOND), ("b.csv", SECOND)]))
    assert {found.code for found in refusal(path)} == {"E208"}
    assert total(reading(f"{path}/b.csv")) == "51.50"


@pytest.mark.parametrize("make", [
    lambda: archive({"orders.csv": HEAD.encode() + b"\n" * (12 << 20)}),
    lambda: archive({f"{n}.csv": b"\n" * (1 << 20) for n in range(12)}),
    lambda: archive({"sales.xlsx": archive({"xl/workbook.xml": b" " * (12 << 20)}, zipfile.ZIP_STORED)}),
    lambda: archive({"sales.xlsx": archive({"xl/workbook.xml": b" " * (12 << 20)})}),
])  # fmt: skip
def test_a_bomb_is_refused_before_it_is_unpacked(make, tmp_path):
    data = make()
    assert len(data) < 100_000
    assert refusal(io.BytesIO(data))[0].code == refusal(saved(tmp_path, data))[0].code == "E209"


def test_an_archive_is_bounded_as_any_file_is(tmp_path, monkeypatch):
    path = saved(tmp_path, archive({"a.csv": FIRST, "b.csv": SECOND}, zipfile.ZIP_STORED))
    monkeypatch.setattr(opening, "LARGEST", 100)
    assert refusal(path)[0].code == "E209"
    assert refusal(f"{path}/a.csv")[0].code == "E209"


def test_too_many_files_are_not_read_as_one(tmp_path):
    path = saved(tmp_path, archive({f"{n}.csv": FIRST for n in range(1_001)}, zipfile.ZIP_STORED))
    assert [found.code for found in refusal(path)] == ["E209"]
    assert total(reading(f"{path}/7.csv")) == "30.50"
