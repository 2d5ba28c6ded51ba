"""The first screen: of every example on one screen, the answer first, and nothing that is not in the whole."""

import io
import json
import re
import shlex
import string

import pytest
from rich.cells import cell_len
from tests.conftest import ROOT, every_example

from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.errors import notice
from custecon.core.language import speaking, spoken, words
from custecon.core.messages import MESSAGES
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Interval, Result, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, MONEY, SHARE, TEXT
from custecon.render import first_screen, terminal
from custecon.render.figure_words import interval_of, value_of
from custecon.render.output_formats import Look
from custecon.render.short_numbers import ShortNumbers

WRITING = ("init", "sample")
EXAMPLES = [line for name, lines in every_example().items() if name not in WRITING for line in lines]
LINES = 40


def asked(line, *options, width=80, colour=False, height=50):
    out, err = io.StringIO(), io.StringIO()
    session = Session(io.BytesIO(), out, err, width=width, height=height, stdout_is_terminal=True, no_color=not colour)
    assert run([*shlex.split(line), *options], session) == 0, err.getvalue()
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _in_examples():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT / "examples")
        yield


def results(line):
    """The result behind an example, as its analysis gives it."""
    caught = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_screen, "text", lambda result, _look: caught.append(result) or "")
        asked(line)
    return caught[0]


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_stands_on_one_screen_with_the_answer_in_its_first_lines(line):
    text = asked(line)
    lines = text.splitlines()
    assert len(lines) <= LINES
    assert all(cell_len(one) <= 80 for one in lines)
    result = results(line)
    head = " ".join(lines[:10])
    if result.screen is None:  # a text that is read from its beginning
        return
    with speaking(ShortNumbers.of(spoken())):
        answer = flat(words(result.answer))
    assert answer in flat(head)
    shown = result.first_figures
    if shown and shown[0][1].interval is not None:
        assert "certainty it is between" in flat(head)
        assert " … " in head
    elif any(figure.interval for _, figure in shown):  # it says why it has none
        assert shown[0][0].certain


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_whole_loses_nothing(line):
    """Every sentence, figure, table and notice that a program gets from JSON stands there, or where it stands."""
    text = flat(asked(line, "--full", width=1000))
    told = json.loads(asked(line, "-f", "json"))
    result = results(line)
    if result.screen is None:
        return
    for sentence in (result.answer, *result.first.further):
        assert flat(words(sentence)) in text
    for figure, one in zip(told["figures"], result.figures, strict=True):
        assert flat(figure["label"]) in text
        assert one.value is None or value_of(one, result) in text
        assert interval_of(one) in text
    for table in told["tables"]:
        assert flat(table["title"]) in text
    for one in told["notices"]:
        assert flat(one["text"]) in text


@pytest.mark.parametrize("line", EXAMPLES)
@pytest.mark.parametrize("width", [60, 200])
def test_it_fits_narrow_and_wide_terminals(line, width):
    assert all(cell_len(one) <= width for one in asked(line, width=width).splitlines())


def test_a_low_terminal_keeps_sentence_figures_notices_and_control():
    line = next(one for one in EXAMPLES if one.startswith("iceberg --dissatisfied"))
    high, low = asked(line).splitlines(), asked(line, height=30).splitlines()
    assert len(low) <= 29 < len(high)
    assert "water line" in "".join(high)
    assert "water line" not in "".join(low)
    assert [one for one in high if one.startswith(("!", "Control", "worth of"))] == [
        one for one in low if one.startswith(("!", "Control", "worth of"))
    ]


@pytest.mark.parametrize("line", EXAMPLES)
def test_colour_adds_no_word_and_takes_none(line):
    plain = re.sub(r"\x1b\[[0-9;]*m", "", asked(line, colour=True))
    assert [one.rstrip() for one in plain.splitlines()] == asked(line).splitlines()


def test_what_analyses_declare_is_there():
    """A name that no example has is misspelt."""
    declared, found = {}, {}
    for line in EXAMPLES:
        result = results(line)
        name = result.command
        names = {f"figure {one.name}" for one in result.figures} | {f"table {one.name}" for one in result.tables}
        names |= {f"column {one.name}.{column.name}" for one in result.tables for column in one.columns}
        found.setdefault(name, set()).update(names)
        wanted = {f"figure {key.name}" for key in result.first.figures}
        if table := result.first.table:
            assert f"table {table.table}" in names, line
            columns = (*table.columns, *([table.bars] if table.bars else []))
            wanted |= {f"column {table.table}.{column}" for column in columns}
        declared.setdefault(name, set()).update(wanted)
    optional = {"column to_zero.order_now", "column to_zero.order_needed", "figure log_rank_p"}
    optional |= {f"column by_channel.{one}" for one in ("payback", "payback_surviving", "ltv_to_cac")}
    assert {name: declared[name] - found[name] - optional for name in declared} == {name: set() for name in declared}


def test_every_command_with_figures_declares_its_screen():
    bare = {results(line).command for line in EXAMPLES if results(line).screen is None}
    assert bare <= {"check", "explain", "list"}


def test_who_declares_nothing_more_than_that_it_has_a_screen_gets_one():
    """A text that is read from its beginning has none; an empty screen is one, of what follows from the answer."""
    parts = {"answer": "So it is.", "figures": (Figure("n", "clients", 3, CLIENTS, weight="main"),)}
    bare, empty = (screen_of(result_of(screen=screen, **parts)) for screen in (None, Screen()))
    assert "--full" not in bare  # it is whole
    assert "More: --full" in empty


def gaps(template):
    return {name.partition(":")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", [code for code, message in MESSAGES.items() if message.brief])
def test_a_brief_message_says_nothing_that_the_whole_does_not_know(code):
    message = MESSAGES[code]
    assert message.weight, "what has no weight never stands on the first screen"
    assert gaps(message.brief) <= gaps(message.text) | gaps(message.cure)
    options = re.findall(r"--[a-z][a-z-]+", message.brief)
    assert all(option in message.text + message.cure for option in options), options
    assert len(message.brief) <= 110


# ------------------------------------------------------------------ results made by hand


PLAIN = Screen(picture="")


def result_of(*, screen=PLAIN, **parts):
    return Result("ltv", "Title", screen=screen, **parts)


def screen_of(result, **look):
    return first_screen.text(result, Look(**look))


def test_three_notices_by_weight_and_how_many_more():
    told = (
        notice("N208", count=say("8 rows"), done="counted"),  # of the reading: no weight
        notice("N326"),
        notice("N303"),
        notice("N333"),
        notice("N302"),
    )
    lines = screen_of(result_of(answer="It is so.", notices=told)).splitlines()
    shown = [line for line in lines if line.startswith("!")]
    assert [line.split()[1:4] for line in shown] == [
        ["the", "file", "does"],
        ["no", "discount:", "money"],
        ["nothing", "was", "spent,"],
    ]
    assert "  and 2 more: --full" in lines


def test_what_makes_the_answer_another_comes_before_all_that_was_read(tmp_path):
    log = tmp_path / "log.csv"
    lines = [f"Client {n % 40},{2022 + n // 120}-{n % 12 + 1:02}-{n % 27 + 1:02},{n + 1},done" for n in range(360)]
    lines += ["Client 1,2024-06-01,77.50,cancelled", "guest,2024-06-02,5,done"]
    log.write_text("client,date,amount,status\n" + "\n".join(lines) + "\n", encoding="utf-8")
    text = asked(f"ltv {log} --leave-out status=cancelled --no-client drop --discount 10%")
    shown = [line for line in text.splitlines() if line.startswith("!")]
    assert any(line.startswith("! this is revenue, not margin") for line in shown)
    assert "in revenue" in text.split("! ")[0]
    # what was left out stands with its rows and money, whatever else is told
    flat = re.sub(r"\s+", " ", text)
    assert "362 rows = 360 used + 2 left out" in flat
    assert "left out: «status» cancelled (1 row, 77.50), without client (1 row, 5" in flat
    assert "Given: discount rate 10%" in flat


def test_the_sum_of_a_whole_table_is_not_set_under_some_of_its_rows_where_it_means_others(custecon, examples):
    text = custecon("ltv", examples / "clients.csv", "--discount", "10%", terminal=True).out
    assert "The most valuable" in text
    assert "\ntotal" not in text


def test_of_notes_without_weight_only_their_number_is_told():
    told = (notice("N208", count=say("8 rows"), done="counted"),)
    text = screen_of(result_of(answer="It is so.", notices=told))
    assert "!" not in text
    assert "1 note about the reading and the method: --full" in text


def rows_of(count, *, value=1000.5):
    columns = (Column("client", "client", TEXT, "who"), Column("paid", "paid", MONEY, "what", summed=True))
    return Table("clients", "Who paid", columns, [(f"Client {n}", value) for n in range(count)])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 500])
def test_a_long_table_is_cut_to_the_screen_and_says_of_how_many(count):
    table = rows_of(count)
    screen = Screen(table=Extract("clients", "Who paid most", ("client", "paid"), "paid", rows=500))
    text = screen_of(result_of(answer="So it is.", tables=(table,), screen=screen))
    assert len(text.splitlines()) <= LINES
    shown = text.count("Client ")
    assert shown == count if count < 25 else f"{shown} of 500 rows" in text
    if count > 1:  # the total is that of all rows, not of those shown
        label = f"all {count:,}" if count > 10 else "total"
        assert re.search(rf"{label}\s+{1000.5 * count:,.0f}\b", text.replace("1,001", "1,001"))


def test_cents_only_where_the_whole_column_is_below_a_thousand():
    columns = (Column("client", "client", TEXT, "who"), Column("paid", "paid", MONEY, "what"))
    small = Table("clients", "", columns, [("A", 1.5), ("B", 999.994)])
    large = Table("clients", "", columns, [("A", 1.5), ("B", 1000)])
    shown = [screen_of(result_of(answer="x", tables=(table,))) for table in (small, large)]
    assert re.search(r"A\s+1\.50\n", shown[0])
    assert re.search(r"A\s+2\n", shown[1])


def test_names_of_any_kind_keep_the_table_straight():
    names = ["عميل", "客户客户客户", "👩‍👩‍👧 Ltd", "x" * 200, "<b>&", "\x1b[31mred", "[bold]"]
    columns = (Column("client", "client", TEXT, "who"), Column("paid", "paid", MONEY, "what"))
    table = Table("clients", "", columns, [(name, 1.0) for name in names])
    text = screen_of(result_of(answer="x", tables=(table,)))
    assert "\x1b" not in text
    assert "[bold]" in text
    assert all(cell_len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (138955.8, 302636.57, "With 95% certainty it is between 138,000 and 303,000."),
        (-1234.5, 99.5, "With 95% certainty it is between -1,240 and 100."),
        (None, 5, ""),
        (5, None, ""),
    ],
)
def test_the_sentence_says_how_sure_it_is(low, high, said):
    screen = Screen(figures=(Key("worth"),))
    figure = Figure("worth", "worth", 205903.68, MONEY, weight="main", interval=Interval(low, high, 0.95, ""))
    text = re.sub(r"\s+", " ", screen_of(result_of(answer="So it is.", figures=(figure,), screen=screen)))
    assert ("certainty" in text) == bool(said)
    assert said in text


def test_what_is_undefined_is_said_and_a_figure_that_is_not_there_left_out():
    figures = (Figure("share", "share", None, SHARE, weight="main"), Figure("n", "clients", 4902.87, CLIENTS))
    screen = Screen(figures=(Key("share"), Key("nothing"), Key("n", "all of them", "counted")))
    lines = screen_of(result_of(answer="x", figures=figures, screen=screen)).splitlines()
    assert any(re.fullmatch(r"share\s+undefined", line) for line in lines)
    assert any(re.fullmatch(r"all of them\s+4,903\s+counted", line) for line in lines)


def test_full_is_the_whole(monkeypatch):
    line = EXAMPLES[0]
    result = results(line)
    assert asked(line, "--full") == terminal.text(result, Look())


def test_a_name_of_a_column_is_data_as_well(custecon, examples):
    rows = "\n".join(f"Client {n},{100 + n},{n % 2},no" for n in range(5))
    text = custecon("churn-cost", "-", terminal=True, stdin=f"client,revenue,\x1b[31mred,active\n{rows}\n".encode()).out
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("level", "said"), [(0.95, "With 95% certainty"), (0.9999, "With 99.99% certainty"), (0.5, "With 50% certainty")]
)
def test_nearly_certain_is_not_certain(level, said):
    figure = Figure(
        "worth", "worth", 123456789, MONEY, weight="main", interval=Interval(123412345, 123487654, level, "")
    )
    result = result_of(answer="So.", figures=(figure,), screen=Screen(figures=(Key("worth"),)), currency="EUR")
    text = re.sub(r"\s+", " ", screen_of(result))
    assert f"{said} it is between 123,412,300 and 123,487,700 EUR." in text  # the figure lies within


def test_every_file_has_its_control_line_and_what_was_given_every_digit(custecon, tmp_path):
    for year in (2023, 2024):
        (tmp_path / f"{year}.csv").write_text(
            "client,date,amount\n" + "".join(f"C{n},{year}-{n % 12 + 1:02}-05,{n + 1}\n" for n in range(60)),
            encoding="utf-8",
        )
    ran = custecon("ltv", f"{tmp_path}/*.csv", "--retention", "99.985%", "--discount", "10%", terminal=True)
    assert ran.code == 0, ran.err
    flat = re.sub(r"\s+", " ", ran.out)
    assert "120 rows = 120 used + 0 left out" in flat  # of both together
    assert "retention rate 99.99%" in flat  # four digits, as everywhere


@pytest.mark.parametrize("by", ["Territory", "segment", "client"])
def test_profit_by_any_column_has_its_first_screen(custecon, tmp_path, by):
    path = tmp_path / "list.csv"
    path.write_text(
        "client,revenue,cost,segment,Territory\nA,100,60,x,north\nB,50,70,y,south\nC,9,5,x,south\n", encoding="utf-8"
    )
    ran = custecon("profit", path, "--by", by, terminal=True)
    assert ran.code in (0, 2), ran.err
    assert "E901" not in ran.err


def test_a_label_is_never_of_another_number_of_points(custecon, examples):
    line = ("churn-cost", examples / "clients.csv", "--less-churn", "5%")
    text = custecon(*line, terminal=True).out
    assert "one point" not in text
    assert "5 points less churn" in text


def test_another_sum_is_not_called_part_of_the_answer(custecon, examples):
    text = custecon("churn-cost", examples / "clients.csv", "--value", "100", terminal=True).out
    assert "9 lost clients cost 900.00" in text
    assert "60,128" not in text
