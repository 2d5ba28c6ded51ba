"""One suite for both makers of the ledger: every question, on every good file, to the last digit."""

import datetime as dt
import random
from dataclasses import fields
from pathlib import Path

import pytest
from tests.sources.test_engines import CLEAN

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read_log
from custecon.sources.engines import sorted_log
from custecon.sources.engines.engine_ledger import EngineLedger
from custecon.tables.ledger import TableLedger

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "orders.csv"


def grouped_log(seed: int, *, changes: int = 0, money: str = "{:.2f}", region: str = "region {}") -> str:
    """A log whose clients have a region; some of them move to another one on a later day."""
    chance = random.Random(seed)  # noqa: S311
    lines = ["client;date;amount;Region"]
    for client in range(40):
        place = chance.randrange(4)
        for number in range(chance.randrange(1, 12)):
            day = dt.date(2023, 1, 1) + dt.timedelta(30 * number + chance.randrange(20))
            place = (place + 1) % 4 if client < changes and number == 3 else place
            amount = money.format(chance.randrange(-2_000, 90_000) / 100)
            text = region.format(place) if chance.random() < 0.8 else ""
            lines += [f"C{client:03d};{day};{amount};{text}"] * chance.choice((1, 1, 1, 2))
    return "\n".join(lines) + "\n"


GROUPED = {
    "a region": grouped_log(1),
    "a region of whole money": grouped_log(2, money="{:.0f}"),
    "some move": grouped_log(3, changes=9),
    "a region in Russian": grouped_log(4, changes=3, region="область {}"),
}


def both(path: Path, groups: tuple[str, ...] = ()) -> tuple[EngineLedger, TableLedger]:
    options = ReadingOptions(groups=groups)
    quick, exact = (read_log(path, (ORDERS,), options, engine=engine) for engine in ("fast", "exact"))
    assert isinstance(quick[1], EngineLedger), "the engine stepped aside"
    assert isinstance(exact[1], TableLedger)
    assert quick[0].controls.columns == exact[0].controls.columns
    assert quick[0].controls.unused == exact[0].controls.unused
    return quick[1], exact[1]


def plain(found: object) -> list[object]:
    """An answer as lists, whatever its columns are stored in."""
    parts = found if isinstance(found, tuple) else [getattr(found, one.name) for one in fields(found)]
    return [list(part) if hasattr(part, "__len__") and not isinstance(part, str) else part for part in parts]


def days_to_ask(ledger: TableLedger, seed: int) -> list[dt.date]:
    days = ledger.days(dt.date(2100, 1, 1))
    chance = random.Random(seed)  # noqa: S311
    within = [days[0] + dt.timedelta(chance.randrange((days[-1] - days[0]).days + 1)) for _ in range(3)]
    return [days[0] - dt.timedelta(1), days[0], *within, days[-1], days[-1] + dt.timedelta(400)]


def assert_alike(quick: EngineLedger, exact: TableLedger, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    assert quick.scale == exact.scale
    asked = days_to_ask(exact, seed)
    for day in asked[1:]:
        ours, theirs = quick.clients(as_of=day), exact.clients(as_of=day)
        assert plain(ours) == plain(theirs)
        assert ours.gaps() == theirs.gaps()
        assert list(quick.days(day)) == list(exact.days(day))
        assert list(quick.paid_by_day(day)) == list(exact.paid_by_day(day))
        assert len(exact.paid_by_day(day)) == len(theirs.days)
        assert sum(exact.paid_by_day(day)) == sum(theirs.paid)
        lasts = dict(zip(theirs.clients, theirs.last_dates, strict=True))
        after = {key: last - dt.timedelta(chance.randrange(400)) for key, last in lasts.items()}
        assert quick.brought(after, day) == exact.brought(after, day)
        for cut in asked[1:]:
            if cut <= day:
                ours, theirs = (one.clients(as_of=day, calibration_end=cut) for one in (quick, exact))
                assert plain(ours) == plain(theirs)
    first = asked[1]
    for starts in (
        [first],
        [first - dt.timedelta(5)],
        sorted({*asked[2:-1]}),
        [dt.date(year, month, 1) for year in (first.year, first.year + 1) for month in range(1, 13)],
    ):
        for until in asked[3:]:
            assert plain(quick.in_periods(starts, until)) == plain(exact.in_periods(starts, until))


@pytest.mark.parametrize("name", CLEAN)
def test_every_question_has_one_answer(name, tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(CLEAN[name].encode())
    try:
        read_log(path, (ORDERS,), engine="exact")
    except InputRefused:
        pytest.skip("no good file")
    quick = read_log(path, (ORDERS,), engine="fast")[1]
    if isinstance(quick, TableLedger):
        pytest.skip("read by the exact reader alone")
    assert_alike(*both(path), seed=len(name))


@pytest.mark.parametrize("rows", [1 << 16, 50])
def test_every_question_of_the_example_has_one_answer(rows, monkeypatch):
    monkeypatch.setattr(sorted_log, "PART", rows)  # cut into parts between clients
    assert_alike(*both(EXAMPLE), 1)


@pytest.mark.parametrize("name", GROUPED)
def test_every_question_about_a_column_has_one_answer(name, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(GROUPED[name], encoding="utf-8")
    quick, exact = both(path, ("Region",))
    assert_alike(quick, exact, 2)
    assert quick.grouped("Region") == exact.grouped("Region")
    for starts in ([dt.date(2022, 1, 1)], [dt.date(2023, month, 1) for month in range(2, 13)]):
        for until in (dt.date(2023, 7, 15), dt.date(2024, 12, 31)):
            assert plain(quick.by_value("Region", starts, until)) == plain(exact.by_value("Region", starts, until))
    whole = exact.by_value("Region", [dt.date(2022, 1, 1)], dt.date(2030, 1, 1))
    assert sum(whole.totals) == sum(exact.clients(as_of=dt.date(2030, 1, 1)).totals)
    assert sum(whole.rows) == exact.clients(as_of=dt.date(2030, 1, 1)).rows


def test_of_two_groups_on_one_day_the_order_of_the_file_decides_so_the_engine_steps_aside(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(GROUPED["a region"] + "C001;2023-12-01;5.00;south\nC001;2023-12-01;6.00;north\n", encoding="utf-8")
    ledger = read_log(path, (ORDERS,), ReadingOptions(groups=("Region",)), engine="fast")[1]
    assert isinstance(ledger, TableLedger)
    assert ledger.grouped("Region").last["C001"] == "north"
    assert isinstance(read_log(path, (ORDERS,), engine="fast")[1], EngineLedger)


def by_hand() -> TableLedger:
    text = (
        b"client,date,amount,order_id,Product\nA,2024-01-05,10,1,tea\nA,2024-01-05,5,1,cup\nA,2024-02-05,-4,,tea\n"
        b"A,2024-03-01,7,2,\nB,2024-02-29,3,3,tea\nB,2024-03-31,1,4,cup\n"
    )
    ledger = read_log(text, (ORDERS,), ReadingOptions(groups=("Product",)), name="log.csv")[1]
    assert isinstance(ledger, TableLedger)
    return ledger


def test_the_answers_are_those_reckoned_by_hand():
    ledger = by_hand()
    found = ledger.in_periods([dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)], dt.date(2024, 3, 30))
    assert found.clients == ("A", "B")
    assert [*zip(*found[1:], strict=True)] == [
        (0, 0, 1, 1, 0, 15, 1, 15), (0, 1, 0, 0, 1, -4, 0, -4), (0, 2, 1, 1, 0, 7, 1, 7), (1, 1, 1, 1, 0, 3, 1, 3)
    ]  # fmt: skip
    money = ledger.by_value("Product", [dt.date(2024, 1, 1), dt.date(2024, 3, 1)], dt.date(2024, 12, 31))
    assert [*zip(*money, strict=True)] == [
        ("", 1, 1, 0, 7), ("cup", 0, 1, 0, 5), ("cup", 1, 1, 0, 1), ("tea", 0, 3, 1, 9)
    ]  # fmt: skip
    assert ledger.grouped("Product") == ({"A": "tea", "B": "tea"}, {"A": "tea", "B": "cup"}, {"A", "B"}, 2)
    assert ledger.brought({"A": dt.date(2024, 1, 5), "B": dt.date(2024, 2, 28)}, dt.date(2024, 3, 30)) == {
        "A": 3,
        "B": 3,
    }
    assert ledger.clients(as_of=dt.date(2024, 12, 31)).gaps() == [[56], [31]]


def test_a_table_of_24_months_is_one_walk_over_what_was_read(monkeypatch):
    """No question reads the file again, and the rows are put in order once."""
    ledger = by_hand()
    rows = ledger._rows
    starts = [dt.date(2022 + month // 12, month % 12 + 1, 1) for month in range(24, 48)]
    ledger.in_periods(starts, dt.date(2025, 12, 31))
    ledger.clients(as_of=dt.date(2024, 2, 1))
    assert ledger._rows is rows
