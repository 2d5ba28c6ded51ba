"""Every analysis keeps these promises; a new one is tested here without being told."""

import html
import inspect
import io
import pickle
import re
import shlex
import subprocess
import sys
from contextlib import chdir, suppress
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import import_module
from keyword import iskeyword

import pandas as pd
import pytest

import custecon
from custecon.analyses.declared import analysis
from custecon.analyses.index import INDEX
from custecon.cli.app import load, run
from custecon.cli.session import Session
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import InputRefused, Undefined, UsageError
from custecon.core.messages import MESSAGES
from custecon.core.phrases import Amount, Money, Phrase, say
from custecon.core.results import COUNTED, Column, Figure, Result, Table
from custecon.core.units import MONEY, ORDERS, SHARE, TEXT, Form
from custecon.kinds import EVERY, SCHEMAS
from custecon.render.json_record import content
from custecon.render.languages import language_of
from custecon.sources.cures_in_python import in_python

ROLES = {role.name for kind in EVERY for role in kind.roles}
EXAMPLES = [
    pytest.param(name, example, id=example)
    for name in INDEX
    for example in (line.partition(" > ")[0] for line in load(name).examples)
    if " -o " not in example
]


def function(name):
    python = name.replace("-", "_")
    return getattr(import_module(f"custecon.analyses.{python}"), python)


def asked(example):
    """A line of the help as a call: what stands on the line, and what is said by name."""
    sources, said, words = [], {}, iter(shlex.split(example)[2:])
    for word in words:
        if word.startswith("--"):
            name, value = word.lstrip("-").replace("-", "_"), next(words)
            name += "_" * iskeyword(name)
            said[name] = [*said[name], value] if name in said else [value] if name == "change" else value
        else:
            sources.append(word)
    return sources, said


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_library_answers_as_the_command_does(name, example, folder) -> None:
    sources, said = asked(example)
    out = io.StringIO()
    with chdir(folder):
        assert run([*shlex.split(example)[1:], "-f", "json"], Session(io.BytesIO(), out, io.StringIO())) == 0
        result = getattr(custecon, name.replace("-", "_"))(*sources, **said)
        assert b"".join(content(result)).decode() == out.getvalue()
        again = function(name)(*(custecon.read(one) if one.endswith(".csv") else one for one in sources), **said)
        assert b"".join(content(again)).decode() == out.getvalue()


@cache
def answer_to(name, example, folder):
    """What the library answers, asked once."""
    sources, said = asked(example)
    with chdir(folder):
        return function(name)(*sources, **said)


OPTION = re.compile(r"(?<![\w-])--[a-z]")
COMMAND = re.compile(r"\bcustecon [a-z-]+[^,;]*")  # a line of its own, which is for a shell


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_what_python_is_told_names_no_option_of_a_shell(name, example, folder) -> None:
    result = answer_to(name, example, folder)
    for one in result.notices:
        for text in (one.what, one.cure, one.brief, one.with_cure):
            assert not OPTION.search(COMMAND.sub("", text)), f"{one.code}: {text}"
            assert not OPTION.search(COMMAND.sub("", text.in_language(language_of("ru"))))
    assert not OPTION.search(COMMAND.sub("", str(result)))
    options = {found for one in result.notices for found in OPTION.findall(one.typed.with_cure)}
    assert not options or any(one.typed.with_cure != one.with_cure for one in result.notices)
    assert pickle.loads(pickle.dumps(result.notices)) == result.notices  # noqa: S301 - our own


def declared_of(name):
    return function(name).declared


@pytest.mark.parametrize("code", [code for code in MESSAGES if code.startswith("N") and code not in ("N377", "N420")])
def test_no_notice_can_name_an_option_of_a_shell_to_python(code) -> None:
    """All but those of files that are written."""
    others = {option: one.choices_of(option) for one in map(declared_of, INDEX) for option in one.offered}
    message = MESSAGES[code]
    for text in (message.text, message.cure, message.brief):
        assert not OPTION.search(COMMAND.sub("", in_python(text, others))), text


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_frame_gives_the_answer_of_its_file(name, example, folder) -> None:
    sources, said = asked(example)
    with chdir(folder):
        frames = [pd.read_csv(one, dtype={"client": str}) if one.endswith(".csv") else one for one in sources]
        result, of_frames = answer_to(name, example, folder), function(name)(*frames, **said)
    assert [(figure.name, figure.value) for figure in of_frames.figures] == [
        (figure.name, figure.value) for figure in result.figures
    ]
    assert [list(table.rows) for table in of_frames.tables] == [list(table.rows) for table in result.tables]


def faults_of(result: Result) -> list[str]:
    """What an answer does not say of what it counts, and which of its totals mean nothing."""
    silent = [one.name for one in result.figures if not (one.metric or one.note or one.undefined)]
    if not result.figures:
        silent = [table.name for table in result.tables]
    cure = "a note of its own, or the convention of its analysis, says what is counted"
    found = [f"{name}: {cure}" for name in silent if COUNTED not in dict(result.parameters)]
    divided = "what is no money is computed as a float, so that JSON has it as a number"
    found += [
        f"{one.name}: {divided}"
        for one in result.figures
        if isinstance(one.value, Decimal) and one.unit.form is not Form.MONEY
    ]
    for table in result.tables:
        for place, column in enumerate(table.columns):
            if column.unit.form is not Form.MONEY and any(isinstance(row[place], Decimal) for row in table.rows):
                found.append(f"{table.name}: {column.name}: {divided}")
            if column.summed and column.unit.form is Form.SHARE and table.rows:
                total = float(sum(row[place] or 0 for row in table.rows))
                if total != pytest.approx(1):
                    found.append(f"{table.name}: {column.name} is summed to {total:.0%}; only parts of one whole are")
    return found


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_answer_says_what_is_counted_divides_to_floats_and_sums_only_parts_of_a_whole(name, example, folder) -> None:
    assert not faults_of(answer_to(name, example, folder))


def test_what_an_answer_lacks_is_found() -> None:
    rates = [Column("day", "day", TEXT, "the day"), Column("late", "late", SHARE, "of its orders", summed=True)]
    days = Table("days", "Days", tuple(rates), [("Mon", 0.9), ("Tue", 1.1)])
    plain = Result("asked", "t", figures=(Figure("orders", "orders", 3, ORDERS),), tables=(days,))
    assert [fault.partition(":")[0] for fault in faults_of(plain)] == ["orders", "days"]
    assert "late is summed to 200%" in faults_of(plain)[1]
    whole = replace(days, rows=[("Mon", 0.25), ("Tue", 0.75)])
    counted = replace(plain, tables=(whole,), parameters=((COUNTED, "rows with an amount"),))
    assert not faults_of(counted)
    assert not faults_of(replace(plain, tables=(), figures=(replace(plain.figures[0], note="rows"),)))
    assert faults_of(replace(plain, figures=(), tables=(whole,)))  # a table alone
    exact = replace(whole, rows=[("Mon", Decimal("0.25")), ("Tue", Decimal("0.75"))])
    (fault,) = faults_of(replace(counted, tables=(exact,)))
    assert fault.startswith("days: late: what is no money is computed as a float")
    (fault,) = faults_of(replace(counted, figures=(replace(plain.figures[0], value=Decimal(3)),)))
    assert fault.startswith("orders: what is no money is computed as a float")


def without_currency(said):
    """The amounts of money in a phrase whose currency it does not know."""
    if isinstance(said, Money) or (isinstance(said, Amount) and said.unit.form is Form.MONEY):
        return [] if said.currency else [said]
    values = said.values.values() if isinstance(said, Phrase) else said if isinstance(said, list) else ()
    return [amount for value in values for amount in without_currency(value)]


@pytest.mark.parametrize(("name", "example"), [one for one in EXAMPLES if ".csv" in one.id])
def test_money_in_what_is_said_has_the_currency_of_its_file(name, example, folder) -> None:
    sources, said = asked(example)
    with chdir(folder):
        files = [custecon.read(one, currency="EUR") if one.endswith(".csv") else one for one in sources]
        result = function(name)(*files, **said)
    bare = without_currency([result.answer, *(value for one in result.notices for value in one.values.values())])
    assert not bare, "the currency of the file is said beside the amount: Money(total, log.currency)"


def test_money_without_its_currency_is_found() -> None:
    inner = say("{total} of {all}", total=Money(3), all=Money(4, "EUR"))
    assert without_currency(say("{n}: {each}", n=2, each=[inner])) == [Money(3)]
    assert without_currency([Amount(3, MONEY), Amount(3, MONEY, "EUR"), Amount(3, SHARE)]) == [Amount(3, MONEY)]
    assert not without_currency("nothing")


def adds_up_by(name):
    """The parameters of an analysis that name a column of the file to add up by."""
    return [word for word, (told, _) in function(name).declared.parameters.items() if told.columns is not None]


@pytest.mark.parametrize(
    ("name", "example", "by"),
    [
        pytest.param(name, example, by, id=f"{example} --{by}")
        for name, example in (one.values for one in EXAMPLES)
        for by in adds_up_by(name)
        if ".csv" in example and "--method" not in example
    ],
)
def test_a_column_to_add_up_by_may_be_called_as_a_column_of_the_answer(name, example, by, folder) -> None:
    """The answer is that of the same column under a name of its own, and no column takes the place of another."""
    sources, said = asked(example.replace("orders.csv", "few.csv"))
    with chdir(folder):
        frame = pd.read_csv(sources[0], dtype=str)
    first = frame.columns[0]
    groups = [f"group {sum(map(ord, cell)) % 3}" for cell in frame[first]]

    def tables(header):
        with chdir(folder):
            result = function(name)(frame.assign(**{header: groups}), **said | {by: header})
        if header in ROLES or header not in result.controls[0].columns:
            return None  # such a header says more of a client than a group
        return [(table.name, [one.name for one in table.columns], list(table.rows)) for table in result.tables]

    expected = tables("Zone of ours")
    assert any("group" in columns for _, columns, _ in expected)
    names = {column for _, columns, _ in expected for column in columns} - {*frame.columns, "group"}
    taken = 0
    for header in names:
        with suppress(InputRefused, UsageError):  # the header means something else in such a file
            found = tables(header)
            assert found in (expected, None), header
            taken += found is not None
    assert taken > len(names) // 2
    for role in {role.name for kind in load(name).kinds for role in SCHEMAS[kind].roles if role.group}:
        with suppress(InputRefused, UsageError, Undefined):  # what it means in this kind of file is then missing
            tables(role)  # such a column is called as its role, and so is none of the answer's own


TELLS = [name for name in INDEX if function(name).declared.convention or function(name).declared.criticism]


@pytest.mark.parametrize("name", TELLS)
@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_what_is_counted_not_seen_and_cited_is_told(name, form, folder) -> None:
    """By `explain`, and by `--explain` in every form for people; rfm declares all three."""
    declared = function(name).declared
    said = [declared.convention, declared.criticism, *map(str, declared.sources)]
    for line in (f"explain {name}", f"{declared.examples[0].removeprefix('custecon ')} --explain"):
        out = io.StringIO()
        with chdir(folder):
            assert run([*shlex.split(line), "-f", form], Session(io.BytesIO(), out, io.StringIO(), width=300)) == 0
        told = " ".join(html.unescape(out.getvalue()).replace("\\", "").split())
        for words in said:
            assert words in told


def test_a_work_tells_which_analysis_cites_it() -> None:
    for name in TELLS:
        for source in function(name).declared.sources:
            out = io.StringIO()
            assert run(["explain", source.key], Session(io.BytesIO(), out, io.StringIO())) == 0
            assert f"cited by,custecon {name}" in out.getvalue()


@pytest.mark.parametrize("name", INDEX)
def test_what_is_not_declared_is_refused(name) -> None:
    with pytest.raises(TypeError, match="no_such_word"):
        function(name)("nothing.csv", no_such_word=1)


def takes_any_words(parameter) -> bool:
    try:
        return bool(parameter.read("no such thing", "it"))
    except UsageError:
        return False


@pytest.mark.parametrize(
    ("name", "place", "parameter"),
    [
        (name, place, parameter)
        for name in INDEX
        for place, way in enumerate(function(name).declared.ways)
        for parameter, (told, _) in way.parameters.items()
        if not takes_any_words(told)
    ],
)
def test_what_cannot_be_understood_is_refused_before_a_file_is_read(name, place, parameter) -> None:
    sources = ["no such file.csv"] * len(function(name).declared.ways[place].files)
    with pytest.raises(UsageError, match=parameter):
        function(name)(*sources, **{parameter: "no such thing"})


@pytest.mark.parametrize("name", INDEX)
def test_python_shows_what_the_command_line_offers(name) -> None:
    declared = function(name).declared
    words = inspect.signature(function(name)).parameters.values()
    shown = {each.name for each in words if each.kind is each.KEYWORD_ONLY}
    assert shown == {option.name for option in load(name).options} == declared.offered
    assert inspect.getdoc(function(name)).splitlines()[0] == INDEX[name][1]


@pytest.mark.parametrize("name", INDEX)
def test_an_analysis_is_light_until_it_is_asked(name) -> None:
    probe = f"import sys, custecon; custecon.{name.replace('-', '_')}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    heavy = {"numpy", "scipy", "pandas", "duckdb", "typer", "rich"} & set(ran.stdout.split())
    assert not heavy, f"{sorted(heavy)}: import it, and what imports it, in the body of the function, not at the head"


@pytest.mark.parametrize(
    "name", [name for name in INDEX if load(name).kinds not in ((), ("complaints",)) and not load(name).many]
)
def test_a_reading_of_another_kind_is_refused_and_the_cure_holds(name, folder) -> None:
    other = custecon.read(folder / "complaints.csv")
    with pytest.raises(UsageError, match=r"E156.*complaints") as refused:
        function(name)(other)
    assert "custecon.read" in refused.value.__notes__[0]
    words = refused.value.problems[0].values["kinds"]
    assert {*re.findall(r"[\w-]+", words)} - {"or"} <= {schema.name for schema in EVERY}


@pytest.mark.parametrize("name", [name for name in INDEX if len(load(name).kinds) and not load(name).many])
def test_what_stands_on_the_line_and_what_has_a_name_is_told(name) -> None:
    with pytest.raises(UsageError, match="E163") as refused:
        function(name)("one.csv", "26w")
    assert "by name" in refused.value.__notes__[0]
    for first in sorted(function(name).declared.offered)[:1]:
        with pytest.raises(TypeError, match=rf"did you mean .*{first}"):
            function(name)("one.csv", **{f"{first}x": 1})
    with pytest.raises(TypeError, match=r"said to custecon\.read"):
        function(name)("one.csv", date_order="dmy")


@pytest.mark.parametrize("said", ["26 minutes", "10 decades", "1 million", "26wombats", "3", "d", "0d", "101y"])
def test_a_length_of_time_is_one(said) -> None:
    with pytest.raises(UsageError, match="E119"):
        custecon.backtest("no such file.csv", holdout=said)


@pytest.mark.parametrize(
    "said", ["26w", "26 weeks", "1 week", "180d", "180 days", "6m", "6 months", "1y", "2 Quarters"]
)
def test_a_length_of_time_may_be_written_out(said) -> None:
    with pytest.raises(InputRefused, match="E201"):
        custecon.backtest("no such file.csv", holdout=said)


def declared_wrongly(**changes):
    def asked(log: OrderLog) -> Answer:
        """A first line."""

    return analysis(**({"name": "asked", "panel": "Figures", "title": "t", "examples": ["custecon asked"]} | changes))(
        asked
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"panel": "Figurs"}, "no panel 'Figurs'"),
        ({"examples": "custecon asked"}, "in a list"),
        ({"name": "asks"}, "function of that name"),
        ({"title": ""}, "lacks title"),
        ({"examples": []}, "lacks examples"),
    ],
)
def test_a_declaration_that_lacks_something_is_refused(changes, said) -> None:
    with pytest.raises(ValueError, match=said):
        declared_wrongly(**changes)
