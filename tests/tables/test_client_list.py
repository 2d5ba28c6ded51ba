"""What a client list tells of each client and what options fill in, row by row, by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from custecon.core.errors import UsageError
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.clients import CLIENTS
from custecon.tables.client_columns import From
from custecon.tables.client_list import clients_of, members_of, origins
from custecon.tables.client_status import Year

YEAR = Year(dt.date(2024, 12, 31), 365)
SCALE = {"revenue": 2, "cost": 2, "margin": 2, "retention": 2}


def table(**columns) -> CheckedTable:
    made = {}
    for role, (header, cells) in columns.items():
        kept = [None if cell is None else Decimal(cell) / 100 for cell in cells] if role == "retention" else cells
        made[role] = CheckedColumn(CLIENTS.role(role), header, kept, SCALE.get(role, 0))
    return CheckedTable(CLIENTS, made, len(next(iter(columns.values()))[1]))


LIST = table(
    client=("Client", ["cost", "margin", "rate", "option", "gone"]),
    revenue=("Revenue a year", [100_00, None, 100_50, None, 10_00]),
    cost=("Cost", [60_00, None, None, None, 0]),
    margin=("Margin p.a.", [None, 30_00, None, None, None]),
    retention=("Retention", [90, None, None, 0, None]),
    active=("Active", [True, None, True, True, False]),
    segment=("Segment", ["a", "", "b", "b", "a"]),
)


def given(**options: float) -> dict[str, Input]:
    return {name: Input(QUANTITIES[name], value) for name, value in options.items()}


def test_members_say_what_their_rows_say() -> None:
    members, told = members_of(LIST, YEAR)
    assert [one.key for one in members] == ["cost", "margin", "rate", "option", "gone"]
    assert [one.revenue for one in members] == [Decimal(100), None, Decimal("100.5"), None, Decimal(10)]
    assert [one.margin for one in members] == [Decimal(40), Decimal(30), None, None, Decimal(10)]
    assert [one.retention for one in members] == [0.9, None, None, 0.0, None]
    assert [one.groups for one in members] == [{"segment": name} for name in ("a", "(none)", "b", "b", "a")]
    assert [one.standing.lost for one in members] == [False, None, False, False, True]
    assert [one.reason for one in members] == [""] * 5
    assert [(one.code, one.values["columns"], one.values["count"]) for one in told] == [("N316", "«Cost»", 1)]


def test_money_whose_headers_all_name_the_year_is_asked_nothing() -> None:
    yearly = table(client=("Client", ["a"]), revenue=("Annual revenue", [1_00]))
    assert members_of(yearly, YEAR)[1] == ()
    plain = table(client=("Client", ["a"]), revenue=("Revenue", [1_00]), cost=("Cost", [0]))
    (told,) = members_of(plain, YEAR)[1]
    assert (told.values["columns"], told.values["count"]) == ("«Revenue», «Cost»", 2)


def test_options_fill_what_rows_lack_and_overrule_nothing() -> None:
    members, _ = members_of(LIST, YEAR)
    clients = clients_of(members, given(margin_rate=0.4, margin=25, retention=0.7))
    assert {one.key: (one.margin, one.retention) for one in clients} == {
        "cost": (Decimal(40), 0.9),
        "margin": (Decimal(30), 0.7),
        "rate": (Decimal("40.20"), 0.7),
        "option": (Decimal(25), 0.0),
        "gone": (Decimal(10), 0.7),
    }
    sources = [From.COST, From.MARGIN, From.RATE, From.OPTION_MARGIN, From.COST]
    assert [one.margin_from for one in clients] == sources
    assert [one.retention_from for one in clients] == [
        From.RETENTION, From.OPTION_RETENTION, From.OPTION_RETENTION, From.RETENTION, From.OPTION_RETENTION,
    ]  # fmt: skip
    assert {(one.orders, one.past_value) for one in clients} == {(None, None)}
    (margins, retentions) = origins(clients)
    assert margins[0] == "margin from"
    assert retentions == ("retention from", f"{From.RETENTION} (2), {From.OPTION_RETENTION} (3)")
    alone = clients_of(members[1:2], {})
    assert (alone[0].retention, alone[0].retention_from) == (None, From.NOTHING)
    assert origins(alone)[1] == ("retention from", "nothing (1)")
    with pytest.raises(UsageError, match="E311") as refused:
        clients_of(members, given(margin_rate=0.4))
    assert refused.value.problems[0].values["client"] == "option"


def test_who_stays_as_observed_is_otherwise_the_same() -> None:
    members, _ = members_of(LIST, YEAR)
    before = clients_of(members[1:2], {})
    one, other = before[0], before.staying(0.5)[0]
    assert (other.retention, other.retention_from) == (0.5, From.OBSERVED)
    assert (other.member, other.margin, other.margin_from) == (one.member, one.margin, one.margin_from)
    assert (other.key, other.revenue, other.groups) == ("margin", one.revenue, one.groups)
