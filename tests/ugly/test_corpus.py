"""The whole corpus of hostile files, and the two bombs, which are built here rather than stored."""

import csv
import gzip
import io
import json
import time
import zipfile

import pytest
from judging import CORPUS, judged, run

CASES = list(csv.DictReader((CORPUS / "open" / "manifest.csv").read_text(encoding="utf-8").splitlines()))
NAMED = {"client": "Client", "date": "Date", "amount": "Amount"}


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_every_case_of_the_corpus_passes(case):
    hints = json.loads(case["hints"] or "{}")
    assert judged(case, CORPUS / case["file"], **hints) == ("PASS", "")


def test_the_corpus_is_whole():
    assert len(CASES) == 88


def zip_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><sheets/></workbook>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(250):
                part.write(b" " * (1 << 20))
    return stream.getvalue()


def gzip_bomb():
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb") as packed:
        packed.write(b"Client,Date,Amount\n")
        for _ in range(300):
            packed.write(b"\n" * (1 << 20))
    return stream.getvalue()


@pytest.mark.parametrize("bomb", [zip_bomb, gzip_bomb])
def test_a_bomb_is_refused_before_it_goes_off(bomb):
    data = bomb()
    began = time.monotonic()
    code, _, told = run(io.BytesIO(data), columns=NAMED, name="bomb")
    assert code == 3
    assert "E209" in told
    assert time.monotonic() - began < 5
