"""The ledger of rows that lie elsewhere: DuckDB, PostgreSQL and Spark answer, by Ibis, what rows in memory give."""

import datetime as dt
import random
import shlex
import shutil
from pathlib import Path

import pytest
from tests.conftest import every_example
from tests.sources.elsewhere import duckdb_place, postgres_place, spark_place
from tests.sources.test_engines import CLEAN
from tests.sources.test_ledger_conformance import EXAMPLE, GROUPED, assert_alike, by_hand, plain
from tests.sources.warehouse_sql import FOLDER, WAREHOUSES, text_for

import custecon.cli.reading
from custecon.analyses.index import INDEX
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read_log
from custecon.tables.ledger import TableLedger

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")


@pytest.fixture(scope="module")
def place(request, tmp_path_factory):
    if request.param == "DuckDB":
        made = duckdb_place()
    elif request.param == "PostgreSQL":
        made = postgres_place(request.getfixturevalue("server"))
    else:
        made = spark_place(tmp_path_factory.mktemp("spark"))
    yield made
    made.connection.disconnect()


every_place = pytest.mark.parametrize("place", ["DuckDB", "PostgreSQL", "Spark"], indirect=True)
quick_places = pytest.mark.parametrize("place", ["DuckDB", "PostgreSQL"], indirect=True)


def exact_ledger(text, groups=()):
    ledger = read_log(text.encode(), (ORDERS,), ReadingOptions(groups=groups), name="log.csv", engine="exact")[1]
    assert isinstance(ledger, TableLedger)
    return ledger


NUMBERED = (
    "client,date,amount,order_id,Product\nA,2024-01-05,10,1,tea\nA,2024-01-05,5,1,cup\nA,2024-02-05,-4,,tea\n"
    "A,2024-03-01,7,2,\nB,2024-02-29,3,3,tea\nB,2024-03-31,1,4,cup\nB,2024-03-31,1,4,tea\nC,2024-02-01,-1,,tea\n"
    "ё,2024-02-03,0.5,5,tea\nЯ,2024-02-03,2,6,cup\né,2024-04-03,2,7,cup\nE,2024-04-04,2,,cup\nE,2024-04-04,1,,cup\n"
)  # refunds alone, an order of two lines, orders without a number, names that languages sort otherwise


@every_place
def test_questions_of_a_log_with_everything_have_one_answer(place):
    """One log for engines that take their time: order numbers, refunds, groups, names in several languages."""
    exact = exact_ledger(NUMBERED, ("Product",))
    there = place.ledger(exact)
    for day, cut in ((dt.date(2024, 12, 31), None), (dt.date(2024, 3, 31), dt.date(2024, 2, 10))):
        ours, theirs = (one.clients(as_of=day, calibration_end=cut) for one in (there, exact))
        assert plain(ours) == plain(theirs)
        assert ours.gaps() == theirs.gaps()
        assert list(there.paid_by_day(day)) == list(exact.paid_by_day(day))
    starts, until = [dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)], dt.date(2024, 3, 30)
    assert plain(there.in_periods(starts, until)) == plain(exact.in_periods(starts, until))
    assert plain(there.by_value("Product", starts, until)) == plain(exact.by_value("Product", starts, until))
    assert there.grouped("Product")[2:] == exact.grouped("Product")[2:]
    after = {"A": dt.date(2024, 1, 5), "B": dt.date(2024, 2, 28), "ё": dt.date(2024, 2, 3)}
    assert there.brought(after, until) == exact.brought(after, until)
    assert there.brought({}, until) == {}
    assert list(there.days(until)) == list(exact.days(until))
    assert [*there.groups] == ["Product"]


@quick_places
def test_the_answers_are_those_reckoned_by_hand(place):
    there = place.ledger(by_hand())
    found = there.in_periods([dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)], dt.date(2024, 3, 30))
    assert [*zip(*found[1:], strict=True)] == [
        (0, 0, 1, 1, 0, 15, 1, 15), (0, 1, 0, 0, 1, -4, 0, -4), (0, 2, 1, 1, 0, 7, 1, 7), (1, 1, 1, 1, 0, 3, 1, 3)
    ]  # fmt: skip
    assert there.brought({"A": dt.date(2024, 1, 5), "B": dt.date(2024, 2, 28)}, dt.date(2024, 3, 30)) == {
        "A": 3,
        "B": 3,
    }
    assert there.clients(as_of=dt.date(2024, 12, 31)).gaps() == [[56], [31]]


@quick_places
def test_every_question_of_the_example_has_one_answer(place):
    exact = read_log(EXAMPLE, (ORDERS,), engine="exact")[1]
    assert_alike(place.ledger(exact), exact, 1)


@pytest.mark.parametrize("place", ["DuckDB"], indirect=True)
@pytest.mark.parametrize("name", CLEAN)
def test_every_question_has_one_answer(name, place):
    exact = exact_ledger(CLEAN[name])
    assert_alike(place.ledger(exact), exact, len(name))


@quick_places
@pytest.mark.parametrize("name", GROUPED)
def test_every_question_about_a_column_has_one_answer(name, place):
    exact = exact_ledger(GROUPED[name], ("Region",))
    there = place.ledger(exact)
    assert there.grouped("Region") == exact.grouped("Region")
    for starts in ([dt.date(2022, 1, 1)], [dt.date(2023, month, 1) for month in range(2, 13)]):
        for until in (dt.date(2023, 7, 15), dt.date(2024, 12, 31)):
            assert plain(there.by_value("Region", starts, until)) == plain(exact.by_value("Region", starts, until))


@quick_places
def test_a_random_log_with_order_numbers_has_one_answer(place):
    chance = random.Random(4)  # noqa: S311
    lines = ["client,date,amount,order_id"]
    for number in range(300):
        day = dt.date(2023, 1, 1) + dt.timedelta(chance.randrange(500))
        client = f"client {chance.randrange(40)}"
        for _ in range(chance.choice((1, 1, 2, 3))):
            lines.append(f"{client},{day},{chance.randrange(1, 9_000) / 100:.2f},{number}")
        if number % 10 == 0:
            lines.append(f"{client},{day},-{chance.randrange(1, 900) / 100:.2f},")
    exact = exact_ledger("\n".join(lines) + "\n")
    assert_alike(place.ledger(exact), exact, 4)


@pytest.mark.parametrize("warehouse", WAREHOUSES)
def test_warehouses_that_are_not_here_are_asked_in_these_words(warehouse):
    """The texts were read by eye; `python -m tests.sources.warehouse_sql` writes them anew."""
    assert text_for(warehouse) == (FOLDER / f"{warehouse}.sql").read_text(encoding="utf-8")


EXAMPLES = sorted({line for lines in every_example().values() for line in lines if "orders.csv" in line})
PLAINLY = [f"{name} orders.csv" for name in INDEX]  # of each analysis; those that read no orders refuse
MODELS = ["fit orders.csv --method bg-bb --horizon 1m", "backtest orders.csv --holdout 26w"]
BY_REGION = ["churn-cost grouped.csv --by Region", "ltv grouped.csv --by Region", "rfm grouped.csv"]


@pytest.fixture
def elsewhere(monkeypatch):
    """Have every log that a command reads answered from a place; what was answered from there."""
    answered = []

    def answer(place):
        def read_it(*arguments, **said):
            reading, ledger = read_log(*arguments, **said, engine="exact")
            if isinstance(ledger, TableLedger):
                answered.append(ledger := place.ledger(ledger))
            return reading, ledger

        monkeypatch.setattr(custecon.cli.reading, "read_log", read_it)
        return answered

    return answer


@every_place
def test_every_analysis_of_orders_is_the_same_to_the_byte(place, elsewhere, custecon, tmp_path, monkeypatch):
    shutil.copy(EXAMPLE, tmp_path)
    Path(tmp_path, "grouped.csv").write_text(GROUPED["some move"] + "C000;2024-06-01;5.00;region 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked = [*PLAINLY, *MODELS, *BY_REGION, *([] if place.slow else EXAMPLES)]
    here = {line: ran for line in asked if (ran := custecon(*shlex.split(line), "-f", "json")).code == 0}
    answered = elsewhere(place)
    for line, ran in here.items():
        there = custecon(*shlex.split(line), "-f", "json")
        assert (there.code, there.out, there.err) == (ran.code, ran.out, ran.err), line
    assert {"fit orders.csv", "backtest orders.csv", *MODELS, *BY_REGION} <= {*here}
    assert len(answered) >= 7
