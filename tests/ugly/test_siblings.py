"""Every cousin of the corpus is read exactly or refused by name."""

import io
import json
from decimal import Decimal

import pytest
from judging import run
from siblings import CASES
from workbooks import CASES as WORKBOOKS

from custecon.sources.wording import shown

EXPECTED = {"total", "rows", "clients", "line", "value", "says", "first", "last", "has", "columns_amount"}
FIGURES = {"rows": "rows", "clients": "clients", "first": "date_min", "last": "date_max"}


@pytest.mark.parametrize("case", [*CASES, *WORKBOOKS], ids=[case[0] for case in [*CASES, *WORKBOOKS]])
def test_a_hostile_file_is_read_exactly_or_refused_by_name(case):
    _, data, verdict, columns, details = case
    options = {key: value for key, value in details.items() if key not in EXPECTED}
    columns = dict(zip(("client", "date", "amount"), columns, strict=True))
    columns["amount"] = details.get("columns_amount", columns["amount"])
    code, out, told = run(io.BytesIO(data), columns=columns, name="file", **options)
    assert verdict in ("read", "refuse", "either")
    if code == 0:
        assert verdict != "refuse", out
        result = json.loads(out)
        if "total" in details:
            assert Decimal(result["total"]) == Decimal(details["total"])
        for detail, figure in FIGURES.items():
            assert str(details.get(detail, result[figure])) == str(result[figure])
        assert set(details.get("has", ())) <= set(result["client_keys"])
    else:
        assert (code, verdict != "read") == (3, True), told
        if "value" in details:
            assert shown(details["value"]) in told
    if verdict != "either" or code:
        if "line" in details:
            assert f"file:{details['line']}" in told or f"]:{details['line']}" in told, told
        if "says" in details and details["says"] != "|":
            assert any(word.lower() in told.lower() for word in details["says"].split("|")), told
