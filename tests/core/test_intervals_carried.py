"""The interval of a figure from those of its inputs: at the ends, through what follows, and where it does not exist."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.evaluation import along
from custecon.core.expression import Name
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input, Interval
from custecon.metrics import complaints, lifetime
from custecon.metrics.proportions import wilson_interval


def inputs(**values):
    return [Input(QUANTITIES[name], value) for name, value in values.items()]


def between(low, high):
    return Interval(low, high, 0.95, "test")


def test_an_end_at_which_the_figure_does_not_exist_is_shown_as_such():
    """Undiscounted, a client who stays for ever is worth without end; at 80 % they are worth 100 × 0.8 ÷ 0.2."""
    given_ = inputs(margin=100, retention=0.9, discount=0)
    found = along(lifetime.margin_multiple, given_, {"retention": between(0.8, 1)})
    assert (found.low, found.high) == (pytest.approx(400), None)
    losing = inputs(margin=-100, retention=0.9, discount=0)
    found = along(lifetime.margin_multiple, losing, {"retention": between(0.8, 1)})
    assert (found.low, found.high) == (None, pytest.approx(-400))


def test_what_was_computed_from_an_input_follows_it():
    churn = Input(QUANTITIES["churn"], 0.1, "computed", formula=1 - Name("retention"))
    found = along(
        lifetime.revenue_over_churn,
        [*inputs(revenue=10, retention=0.9), churn],
        {"retention": between(0.8, 0.95)},
    )
    assert (found.low, found.high) == (pytest.approx(50), pytest.approx(200))


def test_a_figure_that_rests_on_nothing_counted_has_no_interval():
    assert along(lifetime.margin_multiple, inputs(margin=100, retention=0.9, discount=0.1), {}) is None
    assert (
        along(complaints.heard, inputs(dissatisfied=50, complaint_share=0.1), {"silent_loyalty": between(0, 1)}) is None
    )


SHARES = st.floats(0.02, 0.98)


@given(SHARES, SHARES, SHARES, st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0, 0.9)), st.data())
def test_every_value_between_the_ends_lies_in_the_interval(complain, kept, loyal, down, data):
    names = ("complaint_share", "kept_after_complaint", "silent_loyalty")
    at = dict(zip(names, (complain, kept, loyal), strict=True))
    ends = {
        name: between(at[name] * part, at[name] + (1 - at[name]) * part) for name, part in zip(names, down, strict=True)
    }
    found = along(complaints.lost_in_all, inputs(dissatisfied=100, **at), ends)
    drawn = {name: data.draw(st.floats(one.low, one.high)) for name, one in ends.items()}
    value = complaints.lost_in_all(dissatisfied=100, **drawn)
    if found is not None:
        assert found.low - 1e-9 <= value <= found.high + 1e-9


# ------------------------------------------------------------------ on the command line


def figures(ran):
    assert ran.code == 0, ran.err
    return {figure["name"]: figure for figure in json.loads(ran.out)["figures"]}


def test_shares_counted_on_four_rows_leave_nearly_everything_open(custecon):
    """The second road: who complains is 12 ÷ share, with Wilson's ends for 1 of 4 rows."""
    rows = "complained,stayed\nyes,yes\nno,no\nno,no\nno,yes\n"
    found = figures(custecon("iceberg", "-", "--complaints", 12, "-f", "json", stdin=rows.encode()))
    ends = wilson_interval(1, 4)
    silent = found["silent"]["interval"]
    assert silent["low"] == pytest.approx(12 / ends.high - 12)
    assert silent["high"] == pytest.approx(12 / ends.low - 12)
    assert "interval" not in found["heard"]  # the number of complaints was given
    for name in ("lost_in_all", "kept_in_all", "silent_lost", "heard_kept"):
        interval = found[name]["interval"]
        assert interval["low"] <= found[name]["value"] <= interval["high"]
    assert found["lost_in_all"]["interval"]["high"] > 10 * found["lost_in_all"]["value"]


def test_the_iceberg_as_it_was_counted_is_no_estimate(custecon):
    rows = "complained,stayed\nyes,yes\nno,no\nno,no\nno,yes\n"
    assert "interval" not in figures(custecon("iceberg", "-", "-f", "json", stdin=rows.encode()))["lost_in_all"]


def test_more_rows_make_the_interval_narrower(custecon):
    widths = []
    for times in (1, 10, 100):
        rows = "complained,stayed\n" + "yes,yes\nno,no\nno,no\nno,yes\n" * times
        found = figures(custecon("iceberg", "-", "--complaints", 12, "-f", "json", stdin=rows.encode()))["lost_in_all"]
        widths.append(found["interval"]["high"] - found["interval"]["low"])
    assert widths == sorted(widths, reverse=True)


@pytest.fixture
def growing(custecon, tmp_path):
    """40 of 50 clients stayed and margins grow by a fifth: 0.8 × 1.2 < 1, but not at the upper end of the retention."""
    rows = [f"y{n},2020-01-01,2024-12-31,100,yes" for n in range(40)]
    rows += [f"n{n},2020-01-01,2024-06-30,100,no" for n in range(10)]
    path = tmp_path / "list.csv"
    path.write_text("client,first_date,last_date,margin,active\n" + "\n".join(rows) + "\n")
    return lambda *more, **how: custecon("ltv", path, "--growth", "20%", "--discount", "0", *more, **how)


def test_the_value_of_all_clients_may_have_no_upper_end(growing):
    ran = growing("-f", "json")
    found = figures(ran)
    low = wilson_interval(40, 50).low
    assert found["customer_equity"]["interval"]["high"] is None
    assert found["customer_equity"]["interval"]["low"] == pytest.approx(40 * 100 * low / (1 - low * 1.2))
    assert found["mean_ltv"]["interval"]["high"] is None
    assert "N314" in ran.err
    assert "… undefined" in growing("-f", "table", terminal=True, width=140).out
    assert "… undefined" in growing("-f", "md").out


def test_an_undefined_end_is_written_into_a_workbook(growing, tmp_path):
    import openpyxl

    path = tmp_path / "firm.xlsx"
    assert growing("-o", path).code == 0
    rows = [row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]
    ends = [row[1] for row in rows if row and "interval, high" in str(row[0])]
    assert ends
    assert set(ends) == {"undefined"}


def test_what_less_churn_brings_has_the_interval_of_the_counted_churn(custecon):
    asked = ("--lost", 1, "--clients-at-start", 100, "--value", 100, "--margin", 50, "--discount", "0")
    found = figures(custecon("churn-cost", *asked, "-f", "json"))
    rests = [figure for figure in found.values() if figure.get("interval")]
    assert {"churn_rate", "lifetime_margin_lost"} <= {figure["name"] for figure in rests}
    for figure in rests:
        low, high = figure["interval"]["low"], figure["interval"]["high"]
        assert low is None or low <= figure["value"]
        assert high is None or high >= figure["value"]
