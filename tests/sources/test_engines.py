# ruff: noqa: E501
"""The engine and the exact reader give the same clients and the same totals, or the engine steps aside."""

import datetime as dt
import mmap
import random
import threading
from contextlib import nullcontext
from dataclasses import fields, replace

import duckdb
import numpy as np
import pytest
from tests.sources.both_roads import both_roads

from custecon.core.errors import CusteconError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read_clients, read_log
from custecon.sources.encoding import SAMPLE
from custecon.sources.engines import duck, proved_bytes, sorted_log, whole_log
from custecon.sources.engines.client_numbers import Numbered
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.open_file import held
from custecon.sources.engines.proved_bytes import ProvedBytes
from custecon.sources.engines.sorted_log import Log

DAYS = [dt.date(2022, 1, 1) + dt.timedelta(days) for days in range(700)]


def log(
    rows=400, seed=1, *, day="%Y-%m-%d", money="{:.2f}", header="client,date,amount", low=100, names="C{:03d}", tail=""
):
    chance = random.Random(seed)  # noqa: S311
    lines = [header]
    for _ in range(rows):
        amount = chance.randrange(low, 90_000) / 100
        name = names.format(chance.randrange(60))
        lines.append(
            f"{name},{chance.choice(DAYS).strftime(day)},{money.format(amount)}{tail.format(chance.randrange(5))}"
        )
    return "\n".join(lines) + "\n"


LATE = log(rows=4000)  # longer than the sample that settles how the columns are written
CLEAN = {
    "plain": log(),
    "no newline at the end": log().rstrip("\n"),
    "windows line ends": log().replace("\n", "\r\n"),
    "with a mark": "\ufeff" + log(),
    "dotted days": log(day="%d.%m.%Y"),
    "times": log(day="%Y-%m-%dT12:30:00"),
    "semicolons and commas": log().replace(",", ";").replace(".", ","),
    "refunds": log(low=-20_000),
    "whole numbers": log(money="{:.0f}"),
    "one place": log(money="{:.1f}"),
    "nothing to pay": log(rows=50) + "C001,2023-01-01,0.00\nC002,2023-01-01,0\n",
    "nothing to pay, twice": log(rows=50) + "C001,2023-01-01,0.00\n" * 3,
    "amounts in every honest way": LATE
    + "".join(
        f"C001,2023-01-01,{amount}\n"
        for amount in ("0.00", "0.5", "7", "-0.50", "-3", "9999999999.99", "0.05", "100.00")
    ),
    "days with and without a time": LATE + "C001,2023-01-01 10:20,1.00\nC001,2023-01-02T23:59:59,1.00\n",
    "further columns": log(header="client,date,amount,product", tail=",p{}"),
    "russian names": log(names="Клиент {}"),
    "names in two cases": log(names="c{:02d}") + log(names="C{:02d}", seed=2).split("\n", 1)[1],
    "odd but honest names": log(names="=SUM({})"),
    "repeated rows": log(rows=50) + log(rows=50).split("\n", 1)[1],
    "many of one day": log(names="C{:01.0e}", rows=900).replace("e+0", "x"),
    "huge amounts": log(money="{:.2f}".replace("{", "9000000000{")),
    "numbers of all lengths": log(names="{}") + "007,2023-01-01,1.00\n07,2023-01-01,1.00\n0,2023-01-01,1.00\n",
    "numbers of all lengths after a beginning": log(names="КЛ-{}") + "КЛ-00,2023-01-01,1.00\nКЛ-0,2023-01-02,2.00\n",
    "a beginning with an apostrophe": log(names="O'{}", seed=3),
    "long numbers": log(names="62837491{:05d}"),
    "the longest numbers": log(names="9{:015d}") + "1,2023-01-01,1.00\n",
    "numbers too long to be counted": log(names="1234567890{:010d}"),
    "numbers and further columns": log(names="{}", header="client,date,amount,product", tail=",p{}"),
    "a late name among numbers": LATE + "Alpha,2023-01-01,1.00\n",
    "a late beginning without a number": LATE + "C,2023-01-01,1.00\n",
    "a late number with a letter": LATE + "C1e3,2023-01-01,1.00\nC1000,2023-01-01,1.00\n",
    "a late number with a blank": LATE + "C 7,2023-01-01,1.00\nC7,2023-01-01,1.00\n",
    "a late number with a sign": LATE + "C-7,2023-01-01,1.00\nC7,2023-01-01,1.00\n",
    "a late number with a line below": LATE + "C1_0,2023-01-01,1.00\nC10,2023-01-01,1.00\n",
    "a late number with a point": LATE + "C1.0,2023-01-01,1.00\nC1,2023-01-01,1.00\n",
    "a late number of other digits": LATE + "C٧,2023-01-01,1.00\nC7,2023-01-01,1.00\n",
    "a late Russian С": LATE + "С001,2023-01-01,1.00\n",
    "a beginning that could be a total": log(names="Sum {}"),
    "times of one day": LATE + "C001,2023-01-01 09:00,5.00\nC001,2023-01-01 18:30,5.00\nC001,2023-01-01 18:30,5.00\n",
    "one amount in several ways": log(rows=50)
    + "".join(
        f"C001,2023-01-01,{amount}\nC002,2023-01-01,{amount}\n"
        for amount in ("1.0", "1.00", "1", "01.00", "0.00", "-0.00", "0")
    ),
    "whole amounts with zeros in front": log(money="{:.0f}")
    + "C001,2023-01-01,7\nC001,2023-01-01,07\nC001,2023-01-01,7\n",
    "late places": log(rows=4000, money="{:.0f}") + "C001,2023-01-01,1.5\n",
    **{
        f"late names of {digits} digits": LATE + f"C{'9' * digits},2023-01-01,1.00\n"
        for digits in (15, 16, 17, 18, 19, 30)
    },
    "refunds only": "client,date,amount\nA,2024-01-01,-5.00\nA,2024-01-02,-1.00\nB,2024-01-01,2.00\nB,2024-01-01,2.00\n",
}
OPTIONS = [ReadingOptions(), ReadingOptions(as_of=dt.date(2023, 6, 30), currency="руб."),
           ReadingOptions(zero_orders="count"), ReadingOptions(refunds="net"),
           ReadingOptions(refunds="net", usual=frozenset({"refunds"}))]  # fmt: skip


def by_engine(path, options=None):
    return duck.summarise(path, str(path), (CLIENTS, ORDERS), options or ReadingOptions())


def plain(summary):
    return {each.name: (list(value) if hasattr(value := getattr(summary, each.name), "__len__") and not isinstance(value, str) else value)
            for each in fields(summary)}  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS, ids=["", "as of", "zeros", "refunds", "refunds of the settings"])
@pytest.mark.parametrize("end", [None, dt.date(2022, 12, 31)], ids=["", "held out"])
@pytest.mark.parametrize("name", CLEAN)
def test_both_engines_give_the_same_clients_and_totals(name, end, options, path):
    path.write_bytes(CLEAN[name].encode())
    fast, ledger = by_engine(path, options)
    exact = read_clients(path, options, calibration_end=end, engine="exact")
    assert plain(ledger.clients(as_of=fast.as_of, calibration_end=end)) == plain(exact.summary)
    settings = dict(fast.controls.settings)
    assert settings.pop("engine").value == "duckdb"
    assert replace(fast.controls, settings=settings) == exact.controls
    assert list(map(str, fast.notices)) == list(map(str, exact.notices))


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("day", ["2022-06-30", "2022-01-01", "2000-01-01"])
def test_a_log_can_be_reduced_as_of_any_day(name, day, path):
    path.write_bytes(CLEAN[name].encode())
    _, ledger = by_engine(path)
    _, exactly = read_log(path, engine="exact")
    day = dt.date.fromisoformat(day)
    assert plain(ledger.clients(as_of=day)) == plain(exactly.clients(as_of=day))


BITTEN = {
    "a bad byte": (b"C\xff01,2023-01-01,1.00\n", False),
    "a letter that is cut short": (b"C001,2023-01-01,1.00\n\xd0", False),
    "a nul": (b"C\x00,2023-01-01,1.00\n", False),
    "a quote": (b'"C001",2023-01-01,1.00\n', False),
    "Russian names": ("Иван,2023-01-01,1.00\n".encode() * 700, True),
}


@pytest.mark.parametrize(("tail", "fine"), BITTEN.values(), ids=BITTEN)
@pytest.mark.parametrize("chunk", [mmap.PAGESIZE, 5 * mmap.PAGESIZE, 1 << 20])
def test_what_comes_after_the_first_lines_is_looked_at_too(tail, fine, chunk, path, monkeypatch):
    monkeypatch.setattr(duck, "HEAD", 2 * SAMPLE)
    monkeypatch.setattr(proved_bytes, "CHUNK", chunk)
    head = log(rows=8000).encode()
    assert len(head) > duck.HEAD
    path.write_bytes(head + tail)
    assert (by_engine(path) is not None) is fine
    if fine:
        fast, ledger = by_engine(path)
        exact = read_clients(path, engine="exact")
        assert plain(ledger.clients(as_of=fast.as_of)) == plain(exact.summary)
        assert fast.controls.sha256 == exact.controls.sha256


@pytest.mark.parametrize("sign", [".", ","])
@pytest.mark.parametrize("name", ["plain", "semicolons and commas", "whole numbers", "late places"])
def test_a_decimal_sign_that_is_given_holds(name, sign, path):
    path.write_bytes(CLEAN[name].encode())
    options = ReadingOptions(decimal=sign)
    try:
        exact = read_clients(path, options, engine="exact")
    except CusteconError:
        assert by_engine(path, options) is None
    else:
        fast, _ = by_engine(path, options)
        assert fast.controls.totals == exact.controls.totals
        assert fast.controls.settings["decimal"] == exact.controls.settings["decimal"]


@pytest.mark.parametrize("said", [
    duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException, duckdb.OutOfMemoryException,
    duckdb.InternalException,
])  # fmt: skip
def test_what_the_engine_says_of_the_file_or_the_machine_is_a_doubt(said, path, monkeypatch):
    def load(*_):
        raise said("as it is")

    path.write_text(GOOD)
    monkeypatch.setattr(duck, "load", load)
    assert by_engine(path) is None


@pytest.mark.parametrize("query", ["SELECT no_such FROM range(1)", "SELECT * FROM no_such", "SELECT FROM FROM"])
def test_what_the_engine_says_of_a_query_of_ours_is_a_fault(query, path, monkeypatch):
    path.write_text(GOOD)
    monkeypatch.setattr(duck, "load", lambda engine, *_: engine.execute(query))
    with pytest.raises(duckdb.ProgrammingError):
        by_engine(path)


def test_ctrl_c_while_the_engine_reads_is_ctrl_c(path, monkeypatch):
    def interrupted(*_, **__):
        raise RuntimeError("Query interrupted")

    path.write_text(GOOD)
    monkeypatch.setattr(duck, "load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        by_engine(path)


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("room", [0, 20, 40])
def test_it_does_not_matter_how_clients_are_told_apart(name, room, path, monkeypatch):
    path.write_bytes(CLEAN[name].encode())
    fast, ledger = by_engine(path)
    monkeypatch.setattr(whole_log, "BITS", room)
    less, with_less = by_engine(path)
    monkeypatch.setattr(Numbered, "of", lambda names: None)
    named, by_name = by_engine(path)
    assert fast.controls == less.controls == named.controls
    assert (
        plain(ledger.clients(as_of=fast.as_of))
        == plain(with_less.clients(as_of=fast.as_of))
        == plain(by_name.clients(as_of=fast.as_of))
    )


@pytest.mark.parametrize(("names", "start"), [
    (["C001", "C99"], "C"), (["1", "02", "0"], ""), (["00-00001234"], "00-"), (["Клиент 1"], "Клиент "), (["C1", "D1"], None),
    (["Anna"], None), (["C1", "C"], None), (["1234567890123456"], ""), (["12345678901234567"], None), (["-1"], None),
    (["Итого 1"], None), (["=1"], None), (["C1", ""], None), ([""], None), (["C١"], None),
])  # fmt: skip
def test_names_that_are_a_beginning_and_digits(names, start):
    found = Numbered.of(names)
    assert (found and found.start) == start


def test_a_client_list_is_not_taken_for_a_log(path):
    path.write_text("client,revenue,retention\n" + "".join(f"C{n},{n}.50,0.8\n" for n in range(1, 50)))
    assert by_engine(path) is None


GOOD = CLEAN["plain"]
LONG = LATE
ODD_AMOUNTS = (
    "1e3",
    "+5.00",
    " 5.00",
    "5.00 ",
    "5.",
    ".5",
    "1_000",
    "1,50",
    "--5",
    "0x10",
    "1234567890123456.00",
    "inf",
    "-",
    "5.005",
    "٣.00",
)
ODD_DAYS = (
    "2023-1-5",
    "2023-01-01 ",
    " 2023-01-01",
    "20230101",
    "2023/01/01",
    "2023-01-01T",
    "+2023-01-01",
    "2023-01-01 24:00",
    "epoch",
    "2023-01-01Z",
    "10000-01-01",
)
DOUBTFUL = {
    **{f"a late {amount}": LONG.replace(",", ";") + f"C001;2023-01-01;{amount}\n" for amount in ODD_AMOUNTS},
    **{f"a late day {day}": LONG + f"C001,{day},1.00\n" for day in ODD_DAYS},
    "a late point among commas": LONG.replace(",", ";").replace(".", ",") + "C001;2023-01-01;1.50\n",
    "late dashes among dots": log(rows=4000, day="%d.%m.%Y") + "C001,2023-01-01,1.50\nC001,01-02-2023,1.50\n",
    "a bad cell": GOOD.replace(",2022-", ",2022-x", 1),
    "late Indian groups": LONG.replace(",", ";") + "C001;2023-01-01;1,00,000.00\n",
    "a late binary number": GOOD + "C001,2023-01-01,78.25999999999999\n",
    "a late number near zero": GOOD + "C001,2023-01-01,5.551115123125783e-17\n",
    "money of the other way": log(header="client,date,credit,debit", tail=",0.0{}")
    .replace("credit", "amount credit")
    .replace("debit", "amount debit"),
    "a number cut in two before a column without a name": log(header="client,date,amount,note,", tail=",x{},")
    + "C001,2023-01-01,12,50,x\n",
    "a late bad amount": GOOD + "C001,2023-01-01,12O.50\n",
    "thousandths": GOOD + "C001,2023-01-01,1.234\n",
    "a blank client": GOOD + ",2023-01-01,1.00\n",
    "a blank row": GOOD + "\n" + "C001,2023-01-01,1.00\n",
    "a row of delimiters": GOOD + ",,\nC001,2023-01-01,1.00\n",
    "a short row": GOOD + "C001,2023-01-01\n",
    "a long row": GOOD + "C001,2023-01-01,1.00,\n",
    "a quote": GOOD + '"C001",2023-01-01,1.00\n',
    "an impossible day": GOOD + "C001,2023-02-30,1.00\n",
    "a day before 1990": GOOD + "C001,1989-12-31,1.00\n",
    "a day far away": GOOD + "C001,2099-12-31,1.00\n",
    "another way of dates": GOOD + "C001,31.12.2022,1.00\n",
    "an outer blank": GOOD + "C001 ,2023-01-01,1.00\n",
    "a total row": GOOD + "Total,2023-01-01,1.00\n",
    "a total row without a day": GOOD + "Total,,1.00\n",
    "the total of a client": GOOD + "C001 Total,2023-01-01,1.00\n",
    **{
        f"a label of no sum, {label}": GOOD + f"{label},2023-01-01,1.00\n"
        for label in ("Average", "Avg.", "MEDIAN", "Среднее", "медиана:", "В среднем", "Сальдо конечное", "% of total")
    },
    "two columns that may be the segment": log(header="client,date,amount,segment,client segment", tail=",a{},b"),
    "a balance": GOOD + "Opening balance,2023-01-01,1.00\n",
    "a Russian total behind a name": GOOD + "C001 Итог,2023-01-01,1.00\n",
    "a group row": GOOD + "North,,5.00\n",
    "a heading": "client,date,amount\nAcme,,\n" + GOOD.split("\n", 1)[1].replace("C", ",", 1),
    "a shortened id": GOOD + "4.6E+11,2023-01-01,1.00\n",
    "a decomposed name": GOOD + "Cafe\u0301,2023-01-01,1.00\n",
    "a repeated header": GOOD + GOOD,
    "a lone carriage return": GOOD.replace("\n", "\r", 1),
    "mixed line ends": GOOD.replace("\n", "\r\n", 5),
    "a nul": GOOD + "C\x001,2023-01-01,1.00\n",
    "a status": CLEAN["further columns"].replace("product", "status"),
    "a late word of a refund": log(rows=40_000, header="client,date,amount,mark", tail=",x")
    + "C001,2023-01-01,1.50,возврат\n",
    "an order number": CLEAN["further columns"].replace("product", "order id"),
    "a title above": "Sales\n" + GOOD,
    "slashes": log(day="%d/%m/%Y"),
    "currency signs": log(money="${:.2f}"),
    "groups": log(money="{:.2f}").replace(",date", ";date").replace(",", ";").replace(";amount", ";amount")
    + "C1;2022-01-01;1,234.50\n",
    "utf-16": GOOD,
    "nothing but a header": "client,date,amount\n",
    "a far day below many clean rows": LONG + "C001,2101-01-01,1.00\n",
    "a slip of the keys": LONG + "C001,2203-05-01,1.00\n",
    "a slip of the keys in a wide log": log(rows=4000, header="client,date,amount,product", tail=",p{}")
    + "C001,2203-05-01,1.00,p1\n",
    "a slip of the year": LONG + "C001,2025-12-01,1.00\n",
    "a day some months ahead": LONG + "C001,2024-06-01,1.00\n",
    "a day years before all others": LONG + "C001,2015-01-01,1.00\n",
    "an early day below many clean rows": LONG + "C001,1203-05-01,1.00\n",
    "as many carriage returns as lines": GOOD.replace("\n", "\n\r"),
    "a letter of windows-1251": "windows-1251",
    "gigantic amounts": log(money="999999999999{:.2f}"),
}


def test_money_of_one_way_beside_that_of_the_other_goes_to_the_exact_reader(path):
    path.write_text(log(header="client,date,credit,debit", tail=",0.0{}"))
    assert by_engine(path, ReadingOptions(columns={"amount": "credit"})) is None


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_is_odd_is_answered_as_the_exact_reader_answers(name, path):
    text = DOUBTFUL[name].replace("windows-1251", log(header="клиент,дата,сумма", names="Клиент {}"))
    path.write_bytes(text.encode({"utf-16": "utf-16", "a letter of windows-1251": "cp1251"}.get(name, "utf-8")))
    both_roads(path)


@pytest.mark.parametrize("day", ["2030-01-01", "2024-12-01"])
def test_a_day_that_cannot_be_is_a_doubt_though_its_amount_is_0(day, path):
    path.write_text(GOOD + f"C001,{day},0.00\n")
    assert by_engine(path) is not None
    options = ReadingOptions(as_of=dt.date(2023, 12, 31))
    assert (by_engine(path, options) is None) == (day == "2030-01-01")
    if day == "2030-01-01":
        with pytest.raises(CusteconError, match="2030-01-01"):
            read_clients(path, options, engine="fast")


@pytest.mark.parametrize("day", ["2035-01-01", "1990-01-01"])
def test_a_row_of_no_money_is_no_first_or_last_day(day, path):
    path.write_text(GOOD + f"C001,{day},0.00\n")
    fast, _ = by_engine(path)
    exact = read_clients(path, engine="exact")
    days = (exact.controls.first_date, exact.controls.last_date)
    assert (fast.controls.first_date, fast.controls.last_date) == days
    assert day not in map(str, days)
    assert [notice.code for notice in fast.notices] == [notice.code for notice in exact.notices]
    assert by_engine(path, ReadingOptions(zero_orders="count")) is None


@pytest.mark.parametrize("options", [{"skip_bad": True}, {"refunds": "refuse"}, {"identical": "drop"}, {"units": "thousands"}, {"order_id": "x"}])  # fmt: skip
def test_policies_are_the_exact_readers(options, path):
    path.write_text(GOOD)
    assert by_engine(path, ReadingOptions(**options)) is None


@pytest.mark.parametrize(("data", "doubt"), [
    (b"a,b\nc,d\n", False), (b"a,b\r\nc,d\r\n", False), (b"a,b\r\nc,d\n", True), (b"\ra,b\n\rc,d\n", True),
])  # fmt: skip
def test_the_walk_over_the_bytes_doubts_stray_line_ends_by_itself(data, doubt, path):
    path.write_bytes(data)
    with held(path) as file, pytest.raises(Doubt) if doubt else nullcontext():
        found = ProvedBytes(file, ",", quoted=False)
        found.walk()
        found.prove(1, 2, data)


def test_expectations_hold_for_the_engine_too(path):
    path.write_text(GOOD)
    with pytest.raises(CusteconError):
        read_clients(path, ReadingOptions(expect_rows=1), engine="fast")


def test_the_days_of_some_clients_are_those_of_the_exact_reader(path):
    path.write_text(GOOD)
    fast, exact = (read_clients(path, engine=engine).summary for engine in ("fast", "exact"))
    assert list(fast.days) == list(exact.days)
    assert len(fast.days) == sum(fast.purchase_days)


def test_days_look_like_dates(path):
    path.write_text(GOOD)
    days = read_clients(path, engine="fast").summary.first_dates
    assert days[0] == next(iter(days))
    assert list(days[1:3]) == list(days)[1:3]
    assert days != list(days)[1:]
    assert len(days) == len(list(days))


ENDS = {
    "whole": (None, None),
    "held out": (None, dt.date(2022, 12, 31)),
    "as of the middle": (dt.date(2022, 12, 31), None),
    "both": (dt.date(2023, 6, 30), dt.date(2022, 6, 30)),
    "before all": (None, dt.date(2021, 1, 1)),
    "after all": (dt.date(2030, 1, 1), dt.date(2029, 1, 1)),
}


@pytest.mark.parametrize("name", ["refunds", "repeated rows", "refunds only", "many of one day"])
@pytest.mark.parametrize("rows", [1, 7, 100])
@pytest.mark.parametrize(("as_of", "end"), ENDS.values(), ids=ENDS)
def test_a_log_reduced_in_parts_is_the_whole_log_reduced(name, rows, as_of, end, path, monkeypatch):
    path.write_text(CLEAN[name])
    (fast, in_parts), (exact, row_by_row) = (read_log(path, engine=engine) for engine in ("fast", "exact"))
    day = as_of or exact.as_of
    whole = plain(in_parts.clients(as_of=day, calibration_end=end))
    monkeypatch.setattr(sorted_log, "PART", rows)
    assert plain(in_parts.clients(as_of=day, calibration_end=end)) == whole
    assert whole == plain(row_by_row.clients(as_of=day, calibration_end=end))
    assert fast.as_of == exact.as_of


def test_parts_are_cut_between_clients(monkeypatch):
    client, day = np.array([0, 0, 0, 1, 2, 2, 3]), np.array([5, 5, 9, 9, 1, 2, 1])
    log = Log((client << 16) | day, np.arange(7))
    for rows, counts in ((1, [1, 1, 1, 1]), (3, [1, 2, 1]), (4, [2, 2]), (100, [4])):
        monkeypatch.setattr(sorted_log, "PART", rows)
        parts = list(sorted_log.parts(log))
        assert [count for _, count in parts] == counts
        assert all(part.key[0] >> 16 == 0 for part, _ in parts)
        assert [amount for part, _ in parts for amount in part.amount] == list(range(7))


def test_what_is_done_beside_the_engine_is_done_and_may_fail(path):
    path.write_text(GOOD)
    done = []
    reading, _ = read_log(path, engine="fast", meanwhile=lambda: done.append(threading.current_thread()) or 1 / 0)
    assert reading.controls.settings["engine"].value == "duckdb"
    assert done[0] is not threading.current_thread()
