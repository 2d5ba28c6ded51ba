"""`-v` says how a log of orders is read, and why so."""

import shutil

import pytest

from custecon.sources import makers


def said(ran):
    assert ran.code == 0, ran.err
    return [line for line in ran.err.splitlines() if "row by row" in line or "answered by" in line]


def test_a_small_log_is_read_row_by_row(custecon, examples, monkeypatch):
    monkeypatch.chdir(examples)
    assert said(custecon("rfm", "orders.csv", "-v")) == [
        "custecon: orders.csv: it is read row by row: it is smaller than 4,194,304 bytes"
    ]
    assert said(custecon("rfm", "orders.csv")) == []


def test_a_big_one_is_answered_by_an_engine_unless_single_rows_matter(custecon, examples, tmp_path, monkeypatch):
    monkeypatch.setattr(makers, "BIG", 0)
    shutil.copy(examples / "orders.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert said(custecon("rfm", "orders.csv", "-v")) == [
        "custecon: orders.csv: its questions are answered by duckdb: the log is big and clean"
    ]
    with (tmp_path / "orders.csv").open("a") as log:
        log.write("1,1998-07-01, 5\n")
    assert said(custecon("rfm", "orders.csv", "-v")) == [
        "custecon: orders.csv: it is read row by row: something in it has to be looked at row by row"
    ]


@pytest.mark.parametrize("source", [["orders.csv", "more.csv"], ["orders.parquet"]])
def test_other_sources_are_read_row_by_row(source, custecon, examples, tmp_path, monkeypatch):
    import pandas as pd

    table = pd.read_csv(examples / "orders.csv", dtype={"client": str}, parse_dates=["date"])
    table.to_parquet(tmp_path / "orders.parquet")
    table.to_csv(tmp_path / "orders.csv")
    table.assign(client=table["client"] + "x").to_csv(tmp_path / "more.csv")
    monkeypatch.chdir(tmp_path)
    (line,) = said(custecon("rfm", *source, "-v"))
    assert "it is read row by row: " in line


def test_a_table_of_clients_has_no_such_way(custecon, examples):
    assert said(custecon("ltv", examples / "clients.csv", "--discount", "10%", "-v")) == []
