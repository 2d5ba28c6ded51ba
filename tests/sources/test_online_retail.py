"""A real log of 541,909 rows: what it holds is counted, what it adds up to is exact, what is done is the user's say."""

from decimal import Decimal
from pathlib import Path

import pytest

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read

FILE = Path(__file__).parents[3] / "shared" / "data" / "online-retail" / "OnlineRetail.csv.gz"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/data/online-retail is not here")
AMOUNT = {"amount": "Quantity*UnitPrice"}


def test_the_control_totals_name_everything_a_careful_reader_asks():
    controls = read(FILE, (ORDERS,), ReadingOptions(columns=AMOUNT, no_client="drop", zero_orders="count")).controls
    assert (controls.rows_in_file, controls.used, controls.clients) == (541_910, 406_829, 4_372)
    assert controls.counts["without client"] == controls.skipped["without client"] == 135_080
    assert controls.counts["order numbers beginning with C"] == 9_288
    assert controls.counts["negative quantity"] == 10_624
    assert controls.counts["identical rows"] == 5_268
    assert controls.totals["amount"] + sum(controls.set_aside.values()) == Decimal("9747747.934")


def test_rows_without_a_client_are_refused_unless_the_user_says_otherwise():
    with pytest.raises(InputRefused) as caught:
        read(FILE, (ORDERS,), ReadingOptions(columns=AMOUNT))
    assert len(caught.value.problems) + caught.value.more == 135_080
