"""Rows are written as JSON a column at a time, and parse to what `json` writes cell by cell."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from custecon.core import units
from custecon.core.by_column import ByColumn
from custecon.core.errors import notice
from custecon.core.long_columns import Exact, Texts
from custecon.core.phrases import say
from custecon.core.results import Column, Result, Table
from custecon.core.rounding import full
from custecon.render import json_rows, safe_text
from custecon.render.json_record import content

ODD = ['the "best"', "back\\slash", "two\nlines", "a\tb", "\x00", "\u202eabc", "\x7f", "\u2028", "\ud800",
       "Иван", "😀", " ", ""]  # fmt: skip
COLUMNS: dict[str, Any] = {
    "floats": [0.1 + 0.2, 1e22, -0.0, 5e-324, 1e16, 100.0],
    "wholes": [0, -7, 10**30],
    "money": [Decimal("2.50"), Decimal("2.5"), Decimal("-0.00"), Decimal("1E+3"), Decimal(10**27)],
    "days": [dt.date(2024, 2, 29), dt.date(1990, 1, 1)],
    "plain texts": ["a", "Иван Петров", "C-1", "%s", "=1+1"],
    "odd texts": ODD,
    "phrases": [say("{n} {n:client has|clients have} left", n=2)],
    "gaps": [None, 1.5, None],
    "gaps among texts": [None, "a"],
    "gaps among money": [Decimal("1.10"), None],
    "nothing": [None],
    "all kinds": [True, 1, 1.0, Decimal("1.0"), "1", None, dt.date(2024, 1, 1), False, say("one")],
    "numbers of NumPy": np.array([0.1, 1e300, -3.0]),
    "one of NumPy in a list": [np.float64(0.1), 2.5],
    "wholes of NumPy": np.arange(5),
    "days of NumPy": np.arange("2023-12-25", "2024-01-09", dtype="M8[D]"),
    "exact": Exact(np.array([-5, 0, 1234567]), 2),
    "names": Texts(np.array([text.encode() for text in ("C1", "Иван", 'a"b', "", "=2")])),
}  # fmt: skip


def cell(value: Any) -> Any:
    """The second road: a cell by itself."""
    if isinstance(value, Decimal | dt.date):
        return full(value)
    return safe_text.for_sheet(value) if isinstance(value, str) else value


def table(columns: dict[str, Any], name: str = "clients") -> Table:
    told = tuple(Column(each, "", units.TEXT, "") for each in columns)
    return Table(name, "", told, ByColumn(list(columns.values())))


def written(*tables: Table) -> str:
    return b"".join(content(Result("ltv", "rows", tables=tables, notices=(notice("N420", count=3),)))).decode()


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_cells_are_written_as_single_ones(column: Any) -> None:
    found = written(table({'%d «it"s»': column, "second": list(range(len(column)))}))
    rows = json.loads(found, parse_float=str)["tables"][0]["rows"]
    plain = column.tolist() if hasattr(column, "tolist") else column
    alone = [json.loads(json.dumps(cell(value), ensure_ascii=False), parse_float=str) for value in plain]
    assert rows == [{'%d «it"s»': value, "second": place} for place, value in enumerate(alone)]
    assert [type(row['%d «it"s»']) for row in rows] == list(map(type, alone))
    assert found.count('\n        {"') == len(rows)  # each on a line of its own


def test_no_invisible_control_is_written() -> None:
    """What would do something to a terminal is an escape; the content is the same."""
    found = written(table({"client": ODD}))
    assert not [sign for sign in found if sign != "\n" and (sign < " " or sign in "\u202e\x7f\ud800")]
    assert json.loads(found)["tables"][0]["rows"][5]["client"] == "\\u202eabc"  # as in every cell: made visible


def test_a_document_is_whole_whatever_its_tables_hold() -> None:
    tricky = '\n      "rows": []'
    one, two = table({tricky: [tricky, '"tables": [']}, name="first"), table({"a": []}, name="empty")
    for tables in ((), (two,), (one,), (two, one, two), (one, one)):
        told = [Table(f"{each.name}{place}", tricky, each.columns, each.rows) for place, each in enumerate(tables)]
        found = json.loads(written(*told))
        assert [len(each["rows"]) for each in found["tables"]] == [len(each.rows) for each in told]
        assert list(found)[-3:] == ["sources", "criticism", "control_totals"]
        assert found["notices"][0]["code"] == "N420"
    assert list(json.loads(written(one))["tables"][0]) == ["name", "title", "columns", "rows"]
    assert '"rows": []\n' in written(two)


def test_a_number_that_json_has_no_word_for_is_never_written() -> None:
    for value in (float("nan"), float("inf"), np.float64("-inf")):
        with pytest.raises(ValueError, match="not JSON compliant"):
            written(table({"ltv": [1.5, value]}))


def test_rows_are_written_without_holding_them() -> None:
    """Eight times as many rows take no more memory; they would be some hundred bytes each."""

    def peak(rows: int) -> int:
        names = Texts(np.char.add(b"C", np.arange(rows).astype("S7")))
        of_rows = table({"client": names, "ltv": np.arange(rows) / 7, "orders": Exact(np.arange(rows), 2)})
        tracemalloc.start()
        for _ in json_rows.pieces(of_rows, ""):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(json_rows.ROWS * 8), peak(json_rows.ROWS * 64)
    assert many < few * 1.2
