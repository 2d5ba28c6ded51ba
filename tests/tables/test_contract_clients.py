"""Who is a client of a list of contracts and what they bring a year: by hand, day by day."""

import datetime as dt
from decimal import Decimal

import pytest

from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.tables.client_status import Year
from custecon.tables.contract_clients import clients_of_contracts
from custecon.tables.contract_terms import price_of

END = dt.date(2024, 12, 31)
START = dt.date(2023, 12, 31)
LONG_AGO = dt.date(2020, 1, 1)


def member(*contracts):
    """The client whose contracts these are: start, end, and what each pays a month."""
    begun, ended, monthly = zip(*contracts, strict=True)
    cells = {
        "client": ["A"] * len(contracts),
        "start": list(begun),
        "end": list(ended),
        "mrr": [None if one is None else one * 100 for one in monthly],
    }
    columns = {name: CheckedColumn(SUBSCRIPTIONS.role(name), name, each, 2) for name, each in cells.items()}
    table = CheckedTable(SUBSCRIPTIONS, columns, len(contracts))
    (found,) = clients_of_contracts(table, Year(END), price_of(table))
    return found


def test_a_price_that_fell_is_the_price():
    """They paid 50 a month until May, then 30 under a new contract: 360 a year, not 960."""
    found = member((LONG_AGO, dt.date(2024, 5, 1), 50), (dt.date(2024, 5, 1), None, 30))
    assert (found.revenue, found.standing.left) == (Decimal(360), False)


def test_who_left_paid_what_ran_on_his_last_day():
    change, end = dt.date(2024, 5, 1), dt.date(2024, 9, 1)
    found = member((LONG_AGO, change, 50), (change, end, 30), (LONG_AGO, end, 5))
    assert (found.revenue, found.standing.left, found.standing.until) == (Decimal(420), True, dt.date(2024, 8, 31))


@pytest.mark.parametrize(
    ("contract", "at_start", "left"),
    [
        ((LONG_AGO, None, 1), True, False),
        ((LONG_AGO, START, 1), False, False),  # ended as the year began: they were none any more
        ((LONG_AGO, START + dt.timedelta(1), 1), True, True),
        ((START, None, 1), True, False),
        ((START + dt.timedelta(1), None, 1), False, False),
        ((LONG_AGO, END, 1), True, True),  # on the day of its end it runs no more
        ((LONG_AGO, END + dt.timedelta(1), 1), True, False),
    ],
)
def test_a_contract_runs_from_its_first_day_to_the_day_before_its_end(contract, at_start, left):
    found = member(contract)
    assert (found.standing.at_start, found.standing.left) == (at_start, left)


def test_of_a_client_one_of_whose_running_contracts_has_no_price_nothing_is_known():
    assert member((LONG_AGO, None, 50), (LONG_AGO, None, None)).revenue is None
    assert member((LONG_AGO, None, 50), (LONG_AGO, START, None)).revenue == Decimal(600)
