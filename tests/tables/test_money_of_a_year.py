"""The money of a client list is that of a year; where no header says so, it is told."""

import pytest

from custecon.kinds.clients import CLIENTS
from custecon.sources import ReadingOptions, read
from custecon.tables.client_list import members_of
from custecon.tables.client_status import Year


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("client,revenue", "«revenue» of the client list is"),
        ("client,revenue,cost", "«revenue», «cost» of the client list are"),
        ("Клиент;Выручка;Себестоимость", "«Выручка», «Себестоимость» of the client list are"),
        ("client,annual_revenue", ""),
        ("client,margin a year", ""),
        ("Клиент;Выручка за год", ""),
        ("Клиент;Годовая выручка", ""),
        ("Клиент;Выручка и выгода", "«Выручка и выгода» of the client list is"),
    ],
)
def test_a_year_is_assumed_aloud(header, told, tmp_path) -> None:
    path = tmp_path / "list.csv"
    sign = ";" if ";" in header else ","
    path.write_text(f"{header}\nAcme{f'{sign}100' * header.count(sign)}\n", encoding="utf-8")
    _, notices = members_of(
        read(
            path, (CLIENTS,), ReadingOptions(columns={} if "margin" in header else {"revenue": header.split(sign)[1]})
        ).table,
        Year(None),
    )
    found = [str(one) for one in notices if one.code == "N316"]
    assert [told in one for one in found] == [True] * bool(told)
