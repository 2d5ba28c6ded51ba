"""Who is a client, who has left and when: by hand, by laws, and the same for every question asked of a list."""

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.core.long_columns import days_of
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.orders import ORDERS
from custecon.tables.client_status import (
    Standing,
    Standings,
    ToldBy,
    Year,
    flags_of,
    observe,
    of_list,
    of_log,
    standings_of,
    year_before,
)
from custecon.tables.ledger import TableLedger

END = dt.date(2024, 12, 31)
YEAR = Year(END, 180)


def table(schema, scale=2, **columns):
    rows = len(next(iter(columns.values())))
    made = {name: CheckedColumn(schema.role(name), name, cells, scale) for name, cells in columns.items()}
    return CheckedTable(schema, made, rows)


def standing(year, *, first=None, last=None, gone=None, left_on=None, before=None, days_told=False):
    """How one client stands."""
    days = {"first": [first], "last": [last], "left_on": [left_on], "before": [before]}
    columns = {name: days_of(column) for name, column in days.items()}
    return standings_of(year, gone=flags_of([gone]), days_told=days_told, **columns)[0]


def listed(**columns):
    found = of_list(table(LEAVERS, **columns), YEAR)
    return dict(zip(columns["client"], found, strict=True))


def those(found, what):
    return [key for key, one in found.items() if getattr(one, what)]


def test_by_status_those_who_left_before_the_year_and_those_won_in_it_are_not_counted():
    found = listed(
        client=["stays", "left in the year", "left before", "won since", "left, nobody knows when"],
        active=[True, False, False, True, False],
        first_date=[dt.date(2020, 1, 1)] * 3 + [dt.date(2024, 5, 1), dt.date(2020, 1, 1)],
        last_date=[dt.date(2024, 12, 1), dt.date(2024, 3, 1), dt.date(2023, 3, 1), dt.date(2024, 6, 1), None],
    )
    assert those(found, "at_start") == ["stays", "left in the year", "left, nobody knows when"]
    assert those(found, "left") == ["left in the year", "left, nobody knows when"]
    assert those(found, "undated") == ["left, nobody knows when"]


def test_by_silence_the_days_since_the_last_purchase_decide():
    found = listed(
        client=["180 days", "181 days", "silent before the start", "no date"],
        last_date=[END - dt.timedelta(180), END - dt.timedelta(181), dt.date(2023, 6, 1), None],
    )
    assert [one.lost for one in found.values()] == [False, True, True, None]
    assert [one.at_start for one in found.values()] == [True, True, False, False]


def test_the_day_a_client_left_is_presumed_where_only_his_last_purchase_tells_it():
    """180 days after it, as far as the data go; a day that is told is none of that, and some days nobody knows."""
    may, after = dt.date(2024, 5, 1), dt.date(2024, 10, 28)
    lists = {
        "by silence": listed(client=["gone", "stays"], last_date=[may, END]),
        "by status": listed(client=["gone", "gone today", "unknown"], active=[False] * 3, last_date=[may, END, None]),
        "by the day": listed(client=["gone", "stays"], left_date=[may, None]),
    }
    assert {
        name: [(one.until, one.presumed) for one in found.values() if one.lost] for name, found in lists.items()
    } == {
        "by silence": [(after, True)],
        "by status": [(after, True), (END, True), (None, False)],
        "by the day": [(dt.date(2024, 4, 30), False)],
    }


def test_at_either_end_of_the_calendar_and_without_a_day_of_the_data():
    """Silence is counted from the last purchase, never beyond the day of the data, which may be the last there is."""
    late = standing(Year(dt.date.max, 180), last=dt.date.max, gone=True)
    assert (late.lost, late.until) == (True, dt.date.max)
    after = standing(YEAR, last=dt.date.max, gone=True)  # bought after the day of the data: had not left on it
    assert (after.lost, after.until, after.presumed) == (False, None, False)
    first = standing(YEAR, left_on=dt.date.min)
    assert (first.lost, first.until, first.at_start) == (True, dt.date.min, False)
    undated = standing(Year(None, 180), first=dt.date(2020, 1, 1), last=END)
    assert (undated.lost, undated.told_by, undated.first, undated.last) == (
        None, ToldBy.NOTHING, dt.date(2020, 1, 1), END,
    )  # fmt: skip
    gone = standing(Year(None, 180), last=END, gone=True)
    assert (gone.lost, gone.until, gone.presumed, gone.undated, gone.at_start) == (True, None, False, True, True)


def test_by_the_day_of_leaving():
    found = listed(
        client=["stays", "in the year", "before", "gives notice"],
        left_date=[None, dt.date(2024, 1, 2), dt.date(2023, 12, 31), dt.date(2025, 2, 1)],
    )
    assert [one.at_start for one in found.values()] == [True, True, False, True]
    assert [one.left for one in found.values()] == [False, True, False, False]


def test_the_year_begins_with_its_first_day():
    """A year up to 31 December 2024 begins on 31 December 2023: who is a client on that day was there."""
    start = dt.date(2023, 12, 31)
    found = listed(
        client=["that day was their first", "the next was", "that day was their last", "they left on that day"],
        first_date=[start, start + dt.timedelta(1), dt.date(2020, 1, 1), dt.date(2020, 1, 1)],
        left_date=[None, None, start + dt.timedelta(1), start],
    )
    assert those(found, "at_start") == ["that day was their first", "that day was their last"]
    assert those(found, "left") == ["that day was their last"]


def test_who_left_on_the_day_of_the_data_has_left():
    found = listed(client=["that day", "the next"], left_date=[END, END + dt.timedelta(1)])
    assert [one.lost for one in found.values()] == [True, False]


@pytest.mark.parametrize(
    ("day", "before"),
    [((2024, 2, 29), (2023, 2, 28)), ((2025, 2, 28), (2024, 2, 28)), ((2024, 3, 1), (2023, 3, 1)),
     ((2024, 3, 29), (2023, 3, 29)), ((2025, 1, 1), (2024, 1, 1))],
)  # fmt: skip
def test_a_year_before_is_the_same_day_and_28_february_for_the_29th(day, before):
    assert year_before(dt.date(*day)) == dt.date(*before)


def test_a_client_who_did_not_renew_counts_as_lost_in_the_year_though_he_bought_last_before_it():
    """One year's contract, paid once a year: their last purchase is never in the year in which they leave."""
    found = listed(
        client=["renewed", "did not"],
        active=[True, False],
        first_date=[dt.date(2020, 1, 1)] * 2,
        last_date=[dt.date(2024, 11, 15), dt.date(2023, 11, 10)],
    )
    assert those(found, "at_start") == ["renewed", "did not"]
    assert those(found, "left") == ["did not"]


def test_of_a_column_with_gaps_each_client_is_judged_by_the_surest_word_of_his_own_row():
    found = listed(
        client=["yes", "nothing", "no", "silent", "bought"],
        active=[True, None, False, None, None],
        last_date=[END, None, dt.date(2024, 5, 1), dt.date(2023, 2, 1), dt.date(2024, 12, 20)],
    )
    assert [one.lost for one in found.values()] == [False, None, True, True, False]
    by = [ToldBy.STATUS, ToldBy.NOTHING, ToldBy.STATUS, ToldBy.SILENCE, ToldBy.SILENCE]
    assert [one.told_by for one in found.values()] == by


def test_an_empty_column_of_days_tells_nothing_where_another_column_does():
    found = listed(client=["a"], left_date=[None], last_date=[dt.date(2020, 1, 1)])
    assert found["a"].lost is True
    assert listed(client=["a"], left_date=[None])["a"].lost is False


def test_two_columns_that_contradict_each_other_are_refused():
    with pytest.raises(InputRefused, match="contradict"):
        listed(client=["a"], active=[True], left=[True])


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31))
PAIRS = st.tuples(DAYS, DAYS).map(sorted)
ROWS = st.fixed_dictionaries(
    {
        "first": st.none() | DAYS,
        "last": st.none() | DAYS,
        "gone": st.none() | st.booleans(),
        "left_on": st.none() | DAYS,
        "days_told": st.booleans(),
    }
)
YEARS = st.builds(Year, DAYS, st.integers(1, 800))


def plainly(year, *, first, last, gone, left_on, days_told, before):
    """The same rule for one client, step by step."""
    start = year.start
    silent = None if last is None or year.as_of is None else (year.as_of - last).days
    until = None if silent is None else last + dt.timedelta(days=min(max(silent, 0), year.silence))
    presumed = False
    if left_on is not None:
        told_by, lost = ToldBy.DAY, year.as_of is None or left_on <= year.as_of
        until = dt.date.fromordinal(max(1, left_on.toordinal() - 1))
    elif gone is not None:
        told_by, lost = ToldBy.STATUS, gone and not (silent is not None and silent < 0)
        presumed = lost and until is not None
    elif days_told:
        told_by, lost = ToldBy.DAY, False
    elif silent is not None:
        told_by, lost, presumed = ToldBy.SILENCE, silent > year.silence, True
    else:
        return Standing(first=first, last=last)
    until = until if lost else None
    there = until is None or start is None or until >= start
    if told_by is ToldBy.SILENCE and before is not None and start is not None:
        there = (start - before).days <= year.silence
    there = there and (start is None or first is None or first <= start)
    return Standing(told_by, lost, until, presumed, first, last, there)


@given(st.lists(st.tuples(ROWS, st.none() | DAYS), min_size=1), YEARS | st.just(Year(None)), st.booleans())
def test_all_at_once_stand_as_each_of_them_does(rows, year, days_told):
    told = [{**row, "days_told": days_told, "before": before} for row, before in rows]
    columns = {name: days_of([row[name] for row in told]) for name in ("first", "last", "left_on", "before")}
    found = standings_of(year, gone=flags_of([row["gone"] for row in told]), days_told=days_told, **columns)
    assert [*found] == [plainly(year, **row) for row in told]
    assert [*Standings.of([*found])] == [*found]
    assert found.left.tolist() == [one.left for one in found]


@given(PAIRS, DAYS, st.integers(1, 800), st.booleans())
def test_who_was_there_at_the_start_is_who_had_not_left_on_that_day(dates, as_of, silence, by_day):
    """The same rule asked of the day a year before gives the same clients: years join without gap or overlap."""
    first, last = dates
    start = year_before(as_of)
    told = {"left_on": last} if by_day else {"last": last}
    if not by_day and last > start:
        return  # on the day of the start their later purchases were not known
    before = standing(Year(start, silence), first=first, **told)
    assert standing(Year(as_of, silence), first=first, **told).at_start == (first <= start and not before.lost)


@given(st.lists(ROWS, min_size=1), YEARS)
def test_retention_and_churn_are_counted_on_the_same_clients(rows, year):
    found = [standing(year, **row) for row in rows]
    seen = observe(Standings.of(found), year, level=0.95)
    there = sum(one.at_start for one in found)
    if seen is not None:
        assert (seen.at_start, seen.at_start - seen.kept) == (there, sum(one.left for one in found))


@given(ROWS, YEARS)
def test_a_longer_silence_never_makes_a_client_be_lost(row, year):
    longer = Year(year.as_of, year.silence + 30)
    assert bool(standing(longer, **row).lost) <= bool(standing(year, **row).lost)
    assert standing(longer, **row).at_start >= standing(year, **row).at_start or not row["last"]


@given(ROWS, YEARS)
def test_nobody_left_after_the_day_of_the_data(row, year):
    found = standing(year, **row)
    assert found.until is None or (bool(found.lost) and found.until <= year.as_of)


LOGS = st.lists(st.tuples(st.sampled_from("abcd"), DAYS), min_size=1)


def log_of(orders):
    keys, days = zip(*orders, strict=True)
    return table(ORDERS, client=keys, date=days, amount=[1_00] * len(orders))


def of_log_on(log, year):
    now, a_year_ago = (TableLedger(log).clients(as_of=day) for day in (year.as_of, year.start))
    return dict(zip(now.clients, of_log(now, a_year_ago, year), strict=True))


@given(LOGS, st.integers(1, 800))
def test_a_log_and_the_list_made_of_it_stand_alike_but_for_who_came_back(orders, silence):
    year = Year(max(day for _, day in orders), silence)
    log = log_of(orders)
    now, a_year_ago = (TableLedger(log).clients(as_of=day) for day in (year.as_of, year.start))
    as_list = table(CLIENTS, client=now.clients, first_date=now.first_dates, last_date=now.last_dates)
    then = dict(zip(a_year_ago.clients, a_year_ago.last_dates, strict=True))
    for key, one, other in zip(now.clients, of_log(now, a_year_ago, year), of_list(as_list, year), strict=True):
        came_back = key in then and one.last > year.start and (year.start - then[key]).days > silence
        assert one == (other._replace(at_start=False) if came_back else other)


@given(LOGS, st.integers(1, 800))
def test_who_is_a_client_on_the_day_of_the_start_is_what_the_log_said_on_that_day(orders, silence):
    year = Year(max(day for _, day in orders), silence)
    there = {key for key, one in of_log_on(log_of(orders), year).items() if one.at_start}
    earlier = [(key, day) for key, day in orders if day <= year.start]
    as_seen = of_log_on(log_of(earlier), Year(year.start, silence)) if earlier else {}
    assert there == {key for key, one in as_seen.items() if not one.lost}


@given(LOGS, LOGS, st.integers(1, 800))
def test_orders_after_the_start_change_nobody_at_the_start(orders, more, silence):
    year = Year(max(day for _, day in orders), silence)
    later = [(key, day) for key, day in more if year.start < day <= year.as_of]
    there, and_more = (
        {key for key, one in of_log_on(log_of(rows), year).items() if one.at_start} for rows in (orders, orders + later)
    )
    assert there == and_more


# ------------------------------------------------------------------ on the command line


@pytest.fixture
def asked(custecon, tmp_path):
    """The figures that both commands count on one list: ltv's retention, churn-cost's churn, and what they tell."""

    def of(text, *arguments):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        inputs, told = [], []
        for command in (["ltv", "--discount", "10%"], ["churn-cost"]):
            ran = custecon(command[0], path, *command[1:], *arguments, "-f", "json")
            assert ran.code == 0, ran.err
            document = json.loads(ran.out)
            inputs.append({entry["name"]: entry["value"] for entry in document["inputs"]})
            told.append({notice["code"] for notice in document["notices"]})
        return inputs[0].get("retention"), inputs[1]["churn"], *told

    return of


def rows(*texts):
    return "client,first_date,last_date,active,left_date,margin,revenue\n" + "".join(f"{text},5,9\n" for text in texts)


def test_both_commands_count_the_same_clients_whatever_the_list_tells(asked):
    """Of A, C, D, E, F, clients at the start, C and F left by status; D's 365 days of silence ran out on 2024-02-01."""
    retention, churn, *_ = asked(
        rows(
            "A,2020-01-01,2024-12-31,yes,",
            "B,2020-01-01,,,",
            "C,2020-01-01,2024-05-01,no,",
            "D,2020-01-01,2023-02-01,,",
            "E,,2024-12-20,,",
            "F,2020-01-01,2024-01-20,no,",
        )
    )
    assert churn == pytest.approx(3 / 5)
    assert retention == pytest.approx(1 - churn)


def test_fifty_of_a_hundred_who_did_not_renew_are_half(asked):
    stay = [f"y{n},2020-01-01,2024-11-15,yes," for n in range(50)]
    gone = [f"n{n},2020-01-01,2023-11-10,no," for n in range(50)]
    retention, churn, of_ltv, of_churn = asked(rows(*stay, *gone))
    assert (retention, churn) == (0.5, 0.5)
    assert "N367" in of_ltv & of_churn
    retention, churn, *_ = asked(rows(*stay, *gone), "--lost-after", "90d")
    assert (retention, churn) == (0.5, 0.5)  # 90 days after 2023-11-10 is in the year too
    retention, churn, *_ = asked(rows(*stay, *gone), "--lost-after", "3d")
    assert (retention, churn) == (1, 0)


DEPARTURES = rows(
    "z,2024-03-01,,,",
    *(f"y{n},2020-01-01,,," for n in range(20)),
    *(f"n{n},2020-01-01,,,2024-{n + 1:02d}-05" for n in range(10)),
)


def test_departures_after_every_other_day_are_counted_once_it_is_said_of_when_the_data_are(asked):
    """Ten of thirty left from January to October; the newest purchase is of March."""
    retention, churn, *_ = asked(DEPARTURES, "--as-of", "2024-10-31")
    assert churn == pytest.approx(10 / 30)
    assert retention == pytest.approx(1 - churn)
    retention, churn, *_ = asked(DEPARTURES, "--as-of", "2024-03-01")
    assert churn == pytest.approx(2 / 30)  # the other eight gave notice, or the file was made later


@pytest.mark.parametrize("command", ["ltv", "churn-cost"])
def test_until_then_they_are_refused_since_they_may_be_ends_of_contracts_still_to_come(custecon, tmp_path, command):
    path = tmp_path / "list.csv"
    path.write_text(DEPARTURES, encoding="utf-8")
    ran = custecon(command, path)
    assert (ran.code, ran.out) == (3, "")
    assert "E266" in ran.err
    assert "--as-of 2024-10-05" in ran.err


@pytest.mark.parametrize("column", ["left", "left_date"])
def test_who_has_left_has_no_future_value(custecon, tmp_path, column):
    gone = {"left": ("no", "yes"), "left_date": ("", "2022-05-01")}[column]
    path = tmp_path / "list.csv"
    path.write_text(f"client,margin,{column}\nA,100,{gone[0]}\nB,100,{gone[1]}\n", encoding="utf-8")
    ran = custecon("ltv", path, "--retention", "80%", "--discount", "10%", "-f", "csv")
    found = {row["client"]: (row["status"], row["ltv"]) for row in csv.DictReader(io.StringIO(ran.out))}
    assert found["B"] == ("lost", "")
    assert found["A"][0] == "active"
    assert float(found["A"][1]) == pytest.approx(266.6666667)


def test_clients_of_whom_nothing_tells_are_told(custecon, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,margin,active\nA,100,yes\nB,100,\n", encoding="utf-8")
    assert "N362" in custecon("ltv", path, "--retention", "80%", "-f", "csv").err
    path.write_text("client,margin\nA,100\nB,100\n", encoding="utf-8")
    assert "N362" not in custecon("ltv", path, "--retention", "80%", "-f", "csv").err


ACTIVE_AND_GONE = "client,margin,first_date,last_date,status,left_date\nA,9,2020-01-01,2024-12-20,active,2024-03-15\n"
NOTICE_GIVEN = "client,margin,first_date,last_date,status,left_date\nA,9,2020-01-01,2024-12-20,active,2027-03-31\n"


def test_a_status_that_the_day_of_leaving_contradicts_is_refused(custecon, tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(ACTIVE_AND_GONE + "B,9,2020-01-01,2024-12-21,active,\n", encoding="utf-8")
    refused = custecon("ltv", path, "--retention", "80%", "--discount", "10%")
    assert (refused.code, "E374" in refused.err) == (3, True)
    assert custecon("ltv", path, "--retention", "80%", "--discount", "10%", "--map", "active=").code == 0


def test_a_day_of_leaving_may_lie_years_ahead(custecon, tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(NOTICE_GIVEN + "B,9,2020-01-01,2024-12-21,active,\n", encoding="utf-8")
    refused = custecon("ltv", path, "--retention", "80%", "--discount", "10%")
    assert "--as-of 2024-12-21" in refused.err
    ran = custecon("ltv", path, "--retention", "80%", "--discount", "10%", "--as-of", "2024-12-21")
    assert (ran.code, ran.out.count(",active,")) == (0, 2)


@pytest.mark.parametrize(("clients", "gone", "told"), [(29, 3, True), (30, 3, False), (40, 0, True), (40, 1, False)])
def test_a_retention_seen_on_fewer_than_thirty_clients_or_without_a_change_is_told(
    custecon, tmp_path, clients, gone, told
) -> None:
    file = tmp_path / "list.csv"
    rows = [
        f"C{number},100,{'no' if number < gone else 'yes'},2020-01-01,2024-0{6 if number < gone else 9}-01"
        for number in range(clients)
    ]
    file.write_text("client,margin,active,first_date,last_date\n" + "\n".join(rows) + "\n", encoding="utf-8")
    ran = custecon("ltv", file, "--discount", "10%", "-f", "json")
    assert ("N311" in [one["code"] for one in json.loads(ran.out)["notices"]]) is told
