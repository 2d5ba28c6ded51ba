"""Which way of an analysis answers, what the others take, and what is said of a word that means nothing here."""

from datetime import date
from typing import Annotated

import pandas as pd
import pytest

import custecon
from custecon.analyses.declared import PANELS, analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.index import INDEX
from custecon.analyses.ltv import ltv
from custecon.analyses.parameters import Another, choice_of_way, column, day, figure, one_of, text, whole
from custecon.analyses.question import Question
from custecon.analyses.ways import kinds_of, way_of
from custecon.cli.app import load
from custecon.clients.files import ComplaintFile, OrderRows
from custecon.clients.order_log import OrderLog
from custecon.core import quantities as of
from custecon.core.answer import Answer
from custecon.core.errors import InputRefused, UsageError
from custecon.core.phrases import say
from custecon.core.references import cite
from custecon.core.results import COUNTED
from custecon.core.screen import Screen
from custecon.core.units import Period

E369 = "custecon: error E369: {} does nothing with {}; it works on {}\n   {}"
BY_MODEL = "an order log with --method auto and a list of contracts or survivors with --method auto"


@pytest.mark.parametrize(
    ("line", "said", "here", "there", "cure"),
    [
        ("ltv --by segment", "--by", "figures alone", "a client list and an order log",
         "name the file first: custecon ltv FILE --by …"),
        ("ltv --horizon 3y", "--horizon", "figures alone", BY_MODEL,
         "name the file first: custecon ltv FILE --method auto --horizon …"),
        ("ltv --method sbg", "--method sbg", "figures alone", "a list of contracts or survivors",
         "name the file first: custecon ltv FILE --method sbg …"),
        ("ltv clients.csv --horizon 3y", "--horizon", "a client list or an order log", BY_MODEL,
         "for an order log say --method auto too; else leave it out"),
        ("ltv orders.csv --renewal month", "--renewal", "a client list or an order log",
         "a list of contracts or survivors with --method auto", "leave it out"),
        ("ltv orders.csv --method auto --lost-after 90d", "--lost-after",
         "an order log with --method auto or a list of contracts or survivors with --method auto",
         "a client list and an order log", "leave it out"),
        ("ltv orders.csv --method bg-nbd --renewal month", "--renewal", "an order log with --method bg-nbd",
         "a list of contracts or survivors with --method auto", "leave it out"),
        ("churn-cost --by segment", "--by", "figures alone",
         "a client list, a list of contracts or an order log", "name the file first: custecon churn-cost FILE --by …"),
        ("cac --orders orders.csv", "--orders", "figures alone", "a spend file",
         "name the file first: custecon cac FILE --orders …"),
        ("cac spend.csv --budget 5", "--budget", "a spend file", "figures alone", "leave it out"),
    ],
)  # fmt: skip
def test_what_means_nothing_here_is_told_with_what_takes_it(line, said, here, there, cure, custecon, examples) -> None:
    words = [str(examples / word) if word.endswith(".csv") else word for word in line.split()]
    ran = custecon(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(E369.format(said, here, there, cure) + "\n"), ran.err


def test_in_python_a_name_is_called_as_a_keyword_and_no_file_is_asked_for() -> None:
    with pytest.raises(UsageError) as refused:
        custecon.ltv(by="segment")
    assert str(refused.value).startswith("E369: by does nothing with figures alone; it works on a client list and an ")
    assert refused.value.problems[0].cure == "leave it out"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("subscriptions.csv", "E351",
         ["subscriptions.csv is a list of contracts or survivors, which is read by a method of its own",
          "say --method auto, or one of sbg, bdw"]),
        ("subscriptions.csv --method fixed-horizon", "E351", ["say --method auto, or one of sbg, bdw"]),
        ("orders.csv --method sbg", "E351",
         ["orders.csv is an order log", "one of bg-nbd, mbg-nbd, pareto-nbd, bg-cnbd-k, mbg-cnbd-k, bg-bb"]),
        ("complaints.csv", "E272", ["a file of complaints"]),
        ("clients.csv --method nonsense", "E112", ["--method: «nonsense»", "margin-multiple", "auto", "bdw"]),
    ],
)  # fmt: skip
def test_a_file_of_another_way_is_sent_there(line, code, words, custecon, examples) -> None:
    ran = custecon("ltv", *(str(examples / word) if word.endswith(".csv") else word for word in line.split()))
    assert ran.code in (2, 3)
    for word in (code, *words):
        assert word in ran.err


def test_what_came_by_a_pipe_has_been_read_and_is_not_read_again(custecon, examples) -> None:
    """The kind of it is told, and the command that reads it; no other way can still look at it."""
    ran = custecon("ltv", "-", stdin=(examples / "subscriptions.csv").read_bytes())
    assert (ran.code, "E272" in ran.err, "E351" in ran.err) == (3, True, False)
    assert "custecon ltv FILE --method auto reads such a file" in ran.err


def test_too_many_or_too_few_files_are_told_with_how_it_is_called(custecon) -> None:
    with pytest.raises(UsageError) as refused:
        custecon_of("rfm")()
    assert str(refused.value).startswith("E163: nothing named: what is read here is an order log")
    assert refused.value.problems[0].cure == (
        "name an order log first and all else by name, as in custecon.rfm(log, bins=…, compare=…)"
    )
    with pytest.raises(UsageError, match=r"E163: a.csv b.csv: what is read here is a client list"):
        custecon_of("ltv")("a.csv", "b.csv")
    with pytest.raises(UsageError) as refused:
        custecon_of("predict")("model.json")
    assert refused.value.problems[0].cure == (
        "name a model file and an order log first and all else by name, as in custecon.predict(model, log, "
        "discount=…, draws=…)"
    )
    ran = custecon("what-if")
    assert (ran.code, "E163" in ran.err) == (2, True)
    assert "for example: custecon what-if ltv --margin 100" in ran.err


def custecon_of(name):
    return getattr(custecon, name)


# ------------------------------------------------------------------ what a way is


class Some(Inputs, per=Period.YEAR):
    """Figures."""

    value: of.AnnualValue
    acquisition_cost: of.AcquisitionCost


def full(
    log: OrderLog | ComplaintFile,
    inputs: Some,
    *,
    method: Annotated[str, choice_of_way("Which.", "auto", "sbg")],
    bins: Annotated[int, whole("How many.", 2, 10)] = 5,
    since: Annotated[date | None, day("When.")] = None,
    price_limit: Annotated[None, figure("price_limit")] = None,
    step: of.LeverStep = 0.1,
    orders: Annotated[OrderRows | None, Another("orders")] = None,
) -> Answer:
    """A first line."""


def test_every_parameter_is_entered_under_what_it_is() -> None:
    way = way_of(full)
    assert way.function is full
    assert way.files == {"log": (OrderLog, ComplaintFile)}
    assert way.figures == {"inputs": Some}
    assert [*way.parameters] == ["method", "bins", "since", "price_limit", "step"]
    assert way.parameters["bins"][1] == 5
    assert way.parameters["step"][0].settable == "step"
    assert way.beside == {"orders": (Another("orders"), (OrderRows,))}
    assert [*way.quantities] == ["value", "cac"]
    assert way.taken == {"method", "bins", "since", "price_limit", "step", "value", "cac", "orders"}
    assert way.kinds == {"orders", "complaints"}
    assert kinds_of([OrderLog, ComplaintFile]) == ["orders", "complaints"]
    assert way.works_on == f"{OrderLog.called} or {ComplaintFile.called}"
    assert way.choice == ("method", ("auto", "sbg"), True)


def of_nothing(inputs: Some, *, method: Annotated[str | None, choice_of_way("Which.", "plain")] = None) -> Answer:
    """A first line."""


def free(inputs: Some, *, over: Annotated[str, one_of("Over.", "month", "year")] = "year") -> Answer:
    """A first line."""


@pytest.mark.parametrize(
    ("options", "chosen"),
    [({}, [False, True, True]), ({"method": "auto"}, [True, False, True]), ({"method": "SBG"}, [True, False, True]),
     ({"method": "plain"}, [False, True, True]), ({"method": "none"}, [False, False, True])],
)  # fmt: skip
def test_a_way_is_chosen_by_its_own_words_or_by_silence_where_none_need_be_said(options, chosen) -> None:
    question = Question(options=options)
    assert [way_of(one).is_chosen(question) for one in (full, of_nothing, free)] == chosen
    assert way_of(free).choice is None
    assert way_of(of_nothing).choice == ("method", ("plain",), False)
    assert way_of(free).works_on == "figures alone"


def test_what_must_be_said_for_a_way_is_its_first_word_unless_another_was_said() -> None:
    shell = Question(by_hand=True)
    assert way_of(full).choice_said(shell) == "--method auto"
    assert way_of(full).choice_said(Question(options={"method": "sbg"})) == 'method="sbg"'
    assert way_of(full).choice_said(Question(options={"method": "plain"})) == 'method="auto"'
    assert (way_of(of_nothing).choice_said(shell), way_of(free).choice_said(shell)) == ("", "")


def without_a_default(log: OrderLog, *, bins: Annotated[int, whole("How many.", 2, 10)]) -> Answer:
    """A first line."""


def of_no_kind(log: OrderLog, *, bins: int = 5) -> Answer:
    """A first line."""


def a_file_by_name(*, log: OrderLog) -> Answer:
    """A first line."""


def on_the_line(log: OrderLog, bins: Annotated[int, whole("How many.", 2, 10)] = 5) -> Answer:
    """A first line."""


def another_that_must_be(log: OrderLog, *, orders: Annotated[OrderRows | None, Another("orders")]) -> Answer:
    """A first line."""


@pytest.mark.parametrize(
    ("function", "name"),
    [(without_a_default, "bins"), (of_no_kind, "bins"), (a_file_by_name, "log"), (on_the_line, "bins"),
     (another_that_must_be, "orders")],
)  # fmt: skip
def test_a_parameter_that_is_nothing_known_is_refused(function, name) -> None:
    message = f"{function.__name__}: {name} is no file, no figures, and has no kind with a default"
    with pytest.raises(ValueError, match=message):
        way_of(function)


# ------------------------------------------------------------------ what an analysis tells besides its ways' answers

SAID = {"panel": "Client base", "title": "A title", "examples": ["custecon asked orders.csv"]}


def declared(**more):
    @analysis("asked", **(SAID | more))
    def asked(log: OrderLog, *, by: Annotated[str | None, column("By.", "cohort")] = None) -> Answer:
        """A first line.

        And more.
        """
        return Answer(say("done"), unused=("by",), screen=Screen())

    return asked


def test_what_an_analysis_declares_is_told_with_every_answer_that_tells_none_of_its_own(examples) -> None:
    source = cite("hughes-1994")
    asked = declared(convention="all rows", criticism="none", source=source)
    found = asked(examples / "orders.csv", by="cohort")
    assert (found.command, found.title) == ("asked", "A title")
    assert (found.sources, found.criticism) == ((source,), ("none",))
    assert dict(found.parameters) == {COUNTED: "all rows"}
    assert [str(one) for one in found.notices if one.code == "N323"] == ["by did nothing here"]
    plain = declared()
    found = plain(examples / "orders.csv")
    assert (found.sources, found.criticism, found.parameters) == ((), (), ())
    assert "N323" not in [one.code for one in found.notices]
    of = asked.declared
    assert (of.name, of.panel, of.title, of.first, of.help) == (
        *("asked", "Client base", "A title", False),
        "A first line.\n\nAnd more.",
    )
    assert declared(first=True).declared.first
    assert declared(source=(source, source)).declared.sources == (source, source)
    assert of.offered == {"by"}
    assert of.figures == frozenset()


def test_several_ways_are_offered_together_and_the_first_tells_of_them() -> None:
    told = ltv.declared
    assert told.first
    assert told.figures == frozenset(name for way in told.ways for name in way.quantities)
    assert {"margin", "by", "horizon", "renewal"} <= told.offered
    words = told.choices_of("method")
    assert {"margin-multiple", "auto", "sbg", "bg-nbd"} <= words
    assert told.choices_of("renewal") == {"month", "quarter", "year"}
    assert told.choices_of("horizon") == told.choices_of("no such") == frozenset()
    # the way that stands first tells what a word means that several have
    assert told.parameters["period"] == told.ways[0].parameters["period"]
    assert "horizon" in told.parameters


def test_which_analysis_leads_the_help_and_in_which_panel_each_stands() -> None:
    firsts = [name for name in INDEX if function(name).declared.first]
    assert firsts == ["ltv"]
    assert next(iter(INDEX)) == "ltv"
    for name, (panel, line) in INDEX.items():
        of = function(name).declared
        assert (of.name, of.panel, of.help.partition("\n")[0]) == (name, panel, line)
    panels = [PANELS.index(panel) for panel, _ in INDEX.values()]
    assert panels == sorted(panels)


def function(name):
    python = name.replace("-", "_")
    return getattr(custecon, python)


@pytest.mark.parametrize("name", INDEX)
def test_the_help_of_an_option_says_what_its_parameter_means(name) -> None:
    """Meaning, how it is written and where it stands come from the declaration, whichever way has it."""
    shown = {option.name: option for option in load(name).options}
    ways = function(name).declared.ways
    for way in ways:
        for parameter, (told, _) in way.parameters.items():
            assert told.meaning
            metavars = {one.parameters[parameter][0].metavar for one in ways if parameter in one.parameters}
            assert shown[parameter].metavar in metavars - {""}


def test_a_word_that_is_none_is_refused_with_those_that_are_and_where_a_file_is_read(examples) -> None:
    with pytest.raises(TypeError) as refused:
        custecon.rfm(examples / "orders.csv", date_order="dmy")
    assert str(refused.value) == (
        "rfm() takes no date_order. How a file is read is said to custecon.read. It takes bins, compare, cuts, "
        "frequency, money, names, recency, scheme and window."
    )
    with pytest.raises(TypeError, match=r"rfm\(\) takes no binz\. did you mean bins\?"):
        custecon.rfm(examples / "orders.csv", binz=3)
    assert custecon.rfm(examples / "orders.csv", bins=None).answer == custecon.rfm(examples / "orders.csv").answer


def test_an_answer_in_several_currencies_is_refused_and_one_is_taken_from_the_file() -> None:
    spend = pd.DataFrame({"channel": ["a"], "spend": ["10 EUR"], "new clients": [2]})
    found = custecon.cac(spend)
    assert (found.currency, found.answer) == (
        "EUR",
        "Winning one client cost 5.00 EUR: 10.00 EUR was spent, 2 new clients were won.",
    )


def test_a_text_is_taken_as_it_stands() -> None:
    assert text("What.").read(" a b ", "it") == " a b "
    with pytest.raises(InputRefused, match="E201"):
        custecon.rfm("no such file.csv")


def test_an_analysis_shows_itself_in_python_as_a_function() -> None:
    import inspect

    from custecon.core.results import Result

    shown = inspect.signature(custecon.rfm)
    assert [(one.name, one.kind, one.default) for one in shown.parameters.values()] == [
        ("log", inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.empty),
        ("bins", inspect.Parameter.KEYWORD_ONLY, 5),
        ("scheme", inspect.Parameter.KEYWORD_ONLY, "quintile"),
        *((name, inspect.Parameter.KEYWORD_ONLY, None) for name in ("recency", "frequency", "money", "names")),
        *((name, inspect.Parameter.KEYWORD_ONLY, None) for name in ("window", "compare")),
        ("cuts", inspect.Parameter.KEYWORD_ONLY, "own"),
    ]
    assert shown.return_annotation is Result
    assert (custecon.rfm.__name__, custecon.rfm.__qualname__) == ("rfm", "rfm")
    assert custecon.rfm.__module__ == "custecon.analyses.rfm"
    assert custecon.rfm.__doc__ == custecon.rfm.declared.ways[0].function.__doc__
    figures = inspect.signature(ltv).parameters
    assert figures["file"].default is None  # it answers from figures alone too
    assert figures["method"].default is None  # a model alone must be named
    assert [*figures][:3] == ["file", "margin", "revenue"]
    assert (figures["margin"].default, figures["level"].default, figures["by"].default) == (None, 0.95, None)
    of_profit = inspect.signature(custecon.profit).parameters
    assert (of_profit["activities"].default, of_profit["prices"].default) == (None, None)
    both = inspect.signature(custecon.predict).parameters
    assert [one.name for one in both.values() if one.kind is inspect.Parameter.POSITIONAL_ONLY] == ["model", "log"]


def test_what_the_settings_say_of_a_parameter_stands_in_for_it_and_is_marked(custecon, tmp_path, monkeypatch) -> None:
    """A level of 50 % and a silence of 40 days of the settings; what was typed stands above them."""
    import json

    monkeypatch.chdir(tmp_path)
    rows = ["client,date,amount"] + [f"{name},2023-{month:02d}-01,10" for name in "ABCDE" for month in range(1, 13)]
    rows += [f"{name},2024-{month:02d}-01,10" for name in "ABC" for month in range(1, 13)] + ["D,2024-11-01,10"]
    (tmp_path / "log.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "custecon.toml").write_text('lost_after = "25d"\nlevel = "50%"\n')

    def lost(*options):
        ran = custecon("churn-cost", "log.csv", *options, "-f", "json")
        assert ran.code == 0, ran.err
        found = json.loads(ran.out)
        inputs = {one["name"]: one["value"] for one in found["inputs"]}
        rate = next(one for one in found["figures"] if one["name"] == "churn_rate")
        return inputs["lost"], rate["interval"]["level"]

    assert lost() == (2, 0.5)
    assert lost("--lost-after", "60d", "--level", "90%") == (1, 0.9)
    assert lost("--no-settings") == (1, 0.95)
