"""Every kind of parameter: what is shown of it, how it is read once, and what is refused at the door."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from custecon.analyses import parameters as of
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import UsageError
from custecon.core.quantities import QUANTITIES

PLAIN = of.Parameter("What it is.", "WORD", lambda said, _: said)


def but(parameter, **changes):
    """All that is shown of a parameter, against what a plain one shows."""
    shown, plain = parameter._asdict(), PLAIN._asdict()
    del shown["read"], plain["read"]
    assert shown == plain | changes


def refused(parameter, said, *words):
    with pytest.raises(UsageError) as refusal:
        parameter.read(said, "--it")
    (problem,) = refusal.value.problems
    told = f"{refusal.value}\n{problem.cure}"
    for word in words:
        assert word in told, told
    return told


def test_a_plain_parameter_is_an_option_of_figures_and_neither_a_column_nor_a_setting() -> None:
    but(PLAIN)
    assert PLAIN._asdict() | {"read": None} == {
        "meaning": "What it is.", "metavar": "WORD", "read": None, "outside": "str", "settable": "",
        "panel": "Figures", "repeats": False, "figure": "", "chooses": (), "columns": None, "known": (),
        "usual": False,
    }  # fmt: skip
    assert of.Another("what it tells") == ("what it tells", "Figures")


def test_one_of_some_words() -> None:
    told = of.one_of("Which.", "month", "year")
    but(told, meaning="Which.", metavar="month|year", outside="Literal['month', 'year']", known=("month", "year"))
    assert of.one_of("Which.", "month", "year", metavar="PERIOD").metavar == "PERIOD"
    assert told.read("month", "--it") == told.read("Month", "--it") == "month"
    refused(told, "mnth", "E112", "--it", "month")


def test_a_word_that_chooses_the_way() -> None:
    told = of.choice_of_way("Which.", "auto", "sbg", metavar="METHOD")
    but(
        told, meaning="Which.", metavar="METHOD", outside="Literal['auto', 'sbg']", known=("auto", "sbg"),
        chooses=("auto", "sbg"),
    )  # fmt: skip


def test_a_text() -> None:
    but(of.text("What."), meaning="What.", metavar="TEXT")
    but(of.text("What.", "GOAL", "Figure", "Options"), meaning="What.", metavar="GOAL", outside="Figure",
        panel="Options")  # fmt: skip
    assert of.text("What.").read(7, "--it") == "7"


def test_a_day() -> None:
    but(of.day("When."), meaning="When.", metavar="DATE", outside="str | date")
    assert of.day("When.", "DAY").metavar == "DAY"
    for said in ("2024-12-31", "31.12.2024", dt.date(2024, 12, 31)):
        assert of.day("When.").read(said, "--it") == dt.date(2024, 12, 31)
    refused(of.day("When."), "soon", "--it", "soon")


def test_a_column() -> None:
    but(of.column("By.", "cohort"), meaning="By.", metavar="COLUMN", columns=("cohort",), usual=True)
    assert of.column("By.").columns == ()
    assert of.column("By.").read("  Zone of ours ", "--by") == "Zone of ours"
    told = of.column("By.", "cohort")
    assert (told.columns_in("segment"), told.columns_in("cohort"), told.columns_in(None)) == (("segment",), (), ())
    several = of.words("By.", "COLUMN")._replace(columns=("month",))
    assert several.columns_in(("channel", "month", "zone")) == ("channel", "zone")
    assert PLAIN.columns_in("segment") == ()


def test_a_length_of_time() -> None:
    but(of.span("How long."), meaning="How long.", metavar="TIME", outside="str | timedelta")
    but(of.span("How long.", metavar="DAYS", settable="lost_after"), meaning="How long.", metavar="DAYS",
        outside="str | timedelta", settable="lost_after")  # fmt: skip
    assert of.span("How long.").read("26w", "--it") == CalendarSpan.read("26w", "--it")
    refused(of.span("How long."), "soon", "E119", "--it", "soon")


def test_a_whole_number_between_bounds() -> None:
    told = of.whole("How many.", 2, 10)
    but(told, meaning="How many.", metavar="COUNT", outside="int | str")
    for said, meant in (("2", 2), (10, 10), ("5.0", 5)):
        found = told.read(said, "--bins")
        assert (found, type(found)) == (meant, int)
    for said in ("1", "11", "2.5", "0", "-3"):
        refused(told, said, f"E103: --it: {said}", "2 to 10", "How many.")
        assert "0, or" not in refused(told, said)
    or_none = of.whole("How many.", 100, 100_000, or_zero="no intervals")
    assert (or_none.read("0", "--it"), or_none.read("100", "--it")) == (0, 100)
    for said in ("1", "99", "100001", "0.5"):
        refused(or_none, said, "0, or 100 to 100", "0: no intervals")


def test_a_figure_of_the_dictionary() -> None:
    quantity = QUANTITIES["price_limit"]
    told = of.figure("price_limit", "the highest bearable price rise, 10% if not told")
    but(told, meaning="The highest bearable price rise, 10% if not told.", metavar="SHARE", outside="Figure",
        settable="price_limit", figure="price_limit")  # fmt: skip
    assert told.read("12%", "--it") == Decimal("0.12")
    refused(told, "x", "x")
    plain = of.of_quantity(quantity)
    assert plain.meaning == f"{quantity.meaning[0].upper()}{quantity.meaning[1:]}."
    but(plain, meaning=plain.meaning, metavar="SHARE", outside="Figure", settable="price_limit")
    open_end = of.figure("department_cost", "or: what it cost,", metavar="SUM", panel="Service")
    but(open_end, meaning="Or: what it cost,", metavar="SUM", panel="Service", outside="Figure",
        settable="department_cost", figure="department_cost")  # fmt: skip
    assert of.figure("minute_price").metavar == "MONEY"
    assert [of.of_quantity(QUANTITIES[name]).metavar for name in ("lost", "wanted_return")] == ["COUNT", "NUMBER"]
    with pytest.raises(UsageError):
        of.of_quantity(QUANTITIES["value"]).read("5/month", "--it")  # it is no figure of a period here


def test_numbers_by_name() -> None:
    told = of.pairs("What it costs.", "ACTIVITY=MONEY", "Service")
    but(told, meaning="What it costs.", metavar="ACTIVITY=MONEY", panel="Service", repeats=True,
        outside="Mapping[str, Figure] | Sequence[str]")  # fmt: skip
    assert of.pairs("What.", "A=B").panel == "Figures"
    both = (("visits", Fraction(1500)), ("calls a=b", Fraction(1, 2)))
    assert told.read(["visits=1500", "calls a=b = 0.5"], "--price") == both
    assert told.read({"visits": 1500, "calls a=b": "0.5"}, "--price") == both
    assert told.read("visits=0", "--price") == (("visits", 0),)
    for said in ("visits", "=5", " = 5", "visits=", "visits= "):
        refused(told, said, "E377", "--it", said)
    refused(told, "visits=-1", "E103", "--it visits: -1", "at least 0")
    refused(told, "visits=x", "--it visits")


def test_several_words() -> None:
    told = of.words("Why.", "REASON")
    but(told, meaning="Why.", metavar="REASON", outside="str | Sequence[str]", repeats=True)
    assert told.read("price, moved", "--it") == told.read(["price", " moved"], "--it") == ("price", "moved")


def test_the_level_of_intervals_and_the_silence_after_which_a_client_is_lost() -> None:
    _, level = get_args(of.Level)
    but(level, meaning="The level of intervals, 95 if not given.", metavar="PERCENT", outside="Figure",
        settable="level")  # fmt: skip
    assert level.read("90", "--it") == level.read("90%", "--it") == level.read(0.9, "--it") == 0.9
    refused(level, "101%", "101")
    *_, lost = get_args(of.LostAfter)
    but(lost, meaning="A client who has not bought for so long counts as lost: 180d.", metavar="DAYS",
        outside="str | timedelta", settable="lost_after")  # fmt: skip


def test_names_are_told_as_a_sentence_has_them() -> None:
    assert of.words_of([]) == ""
    assert of.words_of(["a"]) == of.words_of(["a", "a"]) == "a"
    assert of.words_of(["a", "b"]) == "a and b"
    assert of.words_of(["a", "b", "a", "c"], "or") == "a, b or c"
