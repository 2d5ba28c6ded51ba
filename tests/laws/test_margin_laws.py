"""What must hold between revenue, cost and margin in every file, and through every command that reads them."""

import contextlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.core.schemas import BelowZero, Kind, Schema
from custecon.kinds.clients import CLIENTS
from custecon.kinds.profit import PROFIT
from custecon.sources import read
from custecon.tables.client_list import members_of
from custecon.tables.client_status import Year
from custecon.tables.margins import mostly_negative
from custecon.tables.profitability import book_of

YEAR = Year(None)
CENTS = st.integers(-10_000, 10_000)
COSTS = [role.name for role in PROFIT.roles if role.below_zero is not BelowZero.AMOUNT]


def file(columns: dict[str, list[int]]) -> io.BytesIO:
    """A list of clients with these amounts, in hundredths."""
    rows = zip(*columns.values(), strict=True)
    lines = [",".join([f"C{n}", *(f"{cell / 100:.2f}" for cell in row)]) for n, row in enumerate(rows)]
    return io.BytesIO("\n".join([",".join(["client", *columns]), *lines]).encode())


def reading(schema: Schema, columns: dict[str, list[int]]):
    """The file as it is read, or None if it is refused."""
    with contextlib.suppress(InputRefused):
        return read(file(columns), (schema,), name="f")
    with pytest.raises(InputRefused, match="written as a positive amount"):
        read(file(columns), (schema,), name="f")
    return None


def told(found) -> set[str]:
    return {notice.code for notice in found.notices}


@given(st.lists(st.tuples(st.integers(0, 10_000), CENTS), min_size=1, max_size=12))
def test_for_any_column_of_costs_the_margin_is_not_above_the_revenue_unless_money_back_is_told(rows):
    revenue, cost = map(list, zip(*rows, strict=True))
    found = reading(CLIENTS, {"revenue": revenue, "cost": cost})
    if found is None:
        assert any(cell < 0 for cell in cost)
        return
    above = [member for member in members_of(found.table, YEAR)[0] if member.margin > member.revenue]
    assert bool(above) == ("N231" in told(found))
    assert len(above) <= len(rows) / 2
    assert sum(member.margin for member in members_of(found.table, YEAR)[0]) * 100 <= sum(revenue)


@given(st.data(), st.sampled_from(COSTS))
def test_nothing_that_is_taken_off_ever_raises_the_profit_of_all(data, role):
    size = data.draw(st.integers(1, 8))
    amounts = data.draw(st.lists(CENTS, min_size=size - 1, max_size=size - 1))
    amounts.append(data.draw(st.sampled_from([-250_00, 250_00])))  # a column of small numbers alone may hold rates
    columns = {"revenue": [100_00] * size, "cost": [10_00] * size} | {role: amounts}
    found = reading(PROFIT, columns)
    if found is not None:
        book, _ = book_of(found.table, ())
        assert book.total("profit") <= book.total("revenue")


@pytest.mark.parametrize("schema", [CLIENTS, PROFIT], ids=lambda schema: schema.name)
def test_a_column_of_costs_written_with_a_minus_is_refused(schema):
    assert reading(schema, {"revenue": [100_00, 200_00], "cost": [-60_00, -150_00]}) is None


def test_every_amount_that_is_taken_off_has_the_rule():
    """Whoever adds a column of costs to a list of clients must say what a minus in it is."""
    free = {role.name for role in (*CLIENTS.roles, *PROFIT.roles) if role.kind is Kind.MONEY}
    assert free - {"revenue", "margin"} == set(COSTS)


@pytest.mark.parametrize("command", ["ltv", "profit", "churn-cost"])
def test_every_command_that_reads_costs_refuses_them_turned_round(custecon, tmp_path, command):
    path = tmp_path / "list.csv"
    path.write_text("client,revenue,cost,active\nA,100,-60,yes\nB,200,-150,no\n", encoding="utf-8")
    ran = custecon(command, path)
    assert (ran.code, ran.out) == (3, "")
    assert "E375" in ran.err


def test_the_direct_cost_of_one_client_is_positive(custecon):
    assert custecon("profit", "--revenue", "100", "--direct-cost", "-60").code == 2
    ran = custecon("profit", "--revenue", "100", "--direct-cost", "60", "-f", "json")
    assert json.loads(ran.out)["figures"][0]["value"] == 40


POSITIVE = st.integers(0, 10_000)


@given(st.lists(st.tuples(POSITIVE, POSITIVE, CENTS), min_size=1, max_size=12), st.booleans())
def test_the_margin_of_a_row_is_the_same_for_every_question(rows, with_cost):
    revenue, cost, margin = map(list, zip(*rows, strict=True))
    columns = {"revenue": revenue, "margin": margin} | ({"cost": cost} if with_cost else {})
    as_list, as_profit = reading(CLIENTS, columns), reading(PROFIT, columns)
    if as_list is None or as_profit is None:
        assert (as_list, as_profit) == (None, None)
        return
    if not with_cost and mostly_negative([r - m for r, m in zip(revenue, margin, strict=True)]):
        with pytest.raises(InputRefused, match="part of the revenue"):
            members_of(as_list.table, YEAR)
        with pytest.raises(InputRefused, match="part of the revenue"):
            book_of(as_profit.table, ())
        return
    members, told = members_of(as_list.table, YEAR)
    book, of_profit = book_of(as_profit.table, ())
    assert {one.key: one.margin for one in members} == {one.key: book.money(one.contribution) for one in book.clients}
    contradicted = with_cost and any(r - c != m for r, c, m in rows)
    above = not with_cost and any(m > r for r, _, m in rows)
    told = [one for one in told if one.code != "N316"]  # a list is of a year, which no other question assumes
    assert [one.code for one in told] == ["N336"] * (contradicted or above)
    assert all(one in of_profit for one in told)


@pytest.mark.parametrize("command", ["ltv", "profit", "churn-cost"])
def test_a_margin_that_contradicts_revenue_and_cost_is_told_and_not_used(custecon, tmp_path, command):
    path = tmp_path / "list.csv"
    path.write_text("client,revenue,cost,margin,active\nA,100,50,80,yes\nB,100,50,50,no\n", encoding="utf-8")
    more = ("--retention", "80%", "--discount", "10%") if command == "ltv" else ()
    ran = custecon(command, path, *more, "-f", "json")
    found = json.loads(ran.out)
    assert "the margin differs from revenue less direct cost in 1 row" in str(found["notices"])
    if command == "ltv":
        assert found["figures"][0]["value"] == pytest.approx(50 * 0.8 / 0.3)
