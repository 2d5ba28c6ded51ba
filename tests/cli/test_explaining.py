"""`custecon explain` and `custecon list`: nothing is listed that cannot be explained, and nothing explained is cut."""

import csv
import io
import json

import pytest

from custecon.cli.app import COMMANDS
from custecon.core.catalogue import METRICS
from custecon.core.messages import MESSAGES
from custecon.core.quantities import QUANTITIES
from custecon.core.references import WORKS

TOPICS = {metric.topic.name for metric in METRICS.values()}


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize("slug", [metric.slug for metric in METRICS.values()])
def test_a_method_is_told_in_full(custecon, slug):
    metric = METRICS[slug.replace("-", "_")]
    ran = custecon("explain", metric.topic.name, slug, "--full", terminal=True, width=300)
    assert ran.code == 0, ran.err
    text = plain(ran.out)
    for said in (metric.meaning, metric.convention, metric.valid, metric.criticism, str(metric.sources[0])):
        assert plain(said) in text
    for needed in metric.asked:
        assert needed.quantity.flag in text
        assert plain(needed.quantity.meaning) in text
    alone = custecon("explain", slug, "--full", terminal=True, width=300).out
    assert ran.out.partition("\nSource")[0] in alone or slug in TOPICS


def test_every_name_that_list_shows_can_be_explained(custecon):
    ran = custecon("list", "commands", "topics", "methods", "quantities", "messages", "works")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == len(COMMANDS) + len(TOPICS) + len(METRICS) + len(QUANTITIES) + len(MESSAGES) + len(WORKS)
    rows += csv.DictReader(io.StringIO(custecon("list", "figures", "columns").out))
    for row in rows:
        told = custecon("explain", row["name"])
        assert told.code == 0, (row["name"], told.err)
        assert told.out


@pytest.mark.parametrize("word", ["churn-cost", "contribution"])  # a topic and its method; a method and a figure
def test_what_a_word_means_is_told_once_and_every_table_has_a_name_of_its_own(custecon, word):
    tables = json.loads(custecon("explain", word, "-f", "json").out)["tables"]
    for unlike in ("name", "title"):
        assert len({table[unlike] for table in tables}) == len(tables)


def test_a_topic_shows_all_its_methods_and_with_explain_all_of_each(custecon):
    short = custecon("explain", "ltv", "--full", terminal=True).out
    long = custecon("explain", "ltv", "--explain", terminal=True).out
    for metric in METRICS.values():
        if metric.topic.name == "ltv":
            assert metric.slug in short
            assert f"Inputs of {metric.slug}" in long
    assert "Inputs of margin-multiple\n" in short
    assert "Inputs of margin-multiple-now" not in short


def test_a_message_says_what_it_is_and_what_to_do(custecon):
    out = custecon("explain", "e102", terminal=True).out
    assert "exit code 2" in out
    assert "write {share} or {percent}" in out
    assert "a notice" in custecon("explain", "N303", terminal=True).out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("explain", "E115"),
        ("explain margn", "did you mean margin"),
        ("explain ltv margin-multipel", "did you mean margin-multiple"),
        ("explain lvt margin-multiple", "there is no topic «lvt»\n   did you mean ltv?"),
        ("explain qqqqqq", "custecon list shows them all"),
        ("list quantites", "did you mean quantities?"),
    ],
)
def test_a_word_that_is_not_known_gets_its_neighbours(custecon, line, told):
    ran = custecon(*line.split())
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_every_figure_and_column_of_a_result_is_known(custecon, examples, monkeypatch):
    monkeypatch.chdir(examples)
    questions = (
        "ltv clients.csv --discount 10%",
        "ltv orders.csv --margin-rate 20%",
        "cac spend.csv --margin 80/month --churn 5%/month",
        "churn-cost clients.csv --lost-after 180d --value 100",
        "iceberg complaints.csv",
        "profit profit_clients.csv --activities activities.csv --prices activity_prices.csv",
        "check clients.csv",
    )
    theirs = {"total_revenue", "total_cost"}  # totals are named after the columns of the file
    for question in questions:
        answer = json.loads(custecon(*question.split(), "-f", "json").out)
        names = {figure["name"] for figure in answer["figures"]} - theirs
        names |= {column["name"] for table in answer["tables"] for column in table["columns"]}
        unknown = [name for name in names if custecon("explain", name).code != 0]
        assert not unknown, (question, unknown)


def test_a_figure_that_is_no_metric_is_told_in_the_words_of_its_result(custecon, examples, monkeypatch):
    monkeypatch.chdir(examples)
    figures = json.loads(custecon(*"ltv clients.csv --discount 10%".split(), "-f", "json").out)["figures"]
    equity = next(figure for figure in figures if figure["name"] == "customer_equity")
    told = plain(custecon("explain", "customer_equity", "--full", terminal=True, width=200).out)
    for words in (equity["label"], equity["convention"], "a figure of custecon ltv", "custecon ltv clients.csv"):
        assert words in told
    assert "custecon backtest" in custecon("explain", "gini", terminal=True, width=200).out
    assert "did you mean predicted-value" in custecon("explain", "predicted-valu").err


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
def test_tables_of_text_fold_and_lose_no_column(custecon, width):
    out = custecon("explain", "ltv", "--full", terminal=True, width=width).out
    assert max(map(len, out.splitlines())) <= width
    assert "not shown for want of width" not in out
    assert "more than -1" in plain(out)


def test_a_broken_settings_file_does_not_stop_the_explanation_of_its_fault(custecon, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text("churn = 18%")
    assert custecon("explain", "E131").code == 0
    assert custecon("list").code == 0


def test_a_figure_is_explained_by_its_printed_label(custecon):
    by_name = custecon("explain", "median-ltv")
    assert by_name.code == 0
    for typed in (["LTV, median"], ["ltv,  MEDIAN"], ["LTV,", "median"]):
        assert custecon("explain", *typed).out == by_name.out
    assert custecon("explain", "lost in all").out == custecon("explain", "lost-in-all").out


def test_a_label_of_several_things_lists_them(custecon):
    """A column of what-if, one of iceberg and one of churn-cost are all headed «from»."""
    ran = custecon("explain", "From")
    assert ran.code == 0, ran.err
    found = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["word"] for row in found} >= {"before", "low", "churn-low"}
    assert "a column of custecon what-if" in {row["what_it_is"] for row in found}
    for row in found:
        assert row["try"] == f"custecon explain {row['word']}"
        assert custecon(*row["try"].split()[1:]).code == 0


@pytest.mark.parametrize("slug", [metric.slug for metric in METRICS.values()])
def test_every_method_is_found_by_its_label(custecon, slug):
    ran = custecon("explain", METRICS[slug.replace("-", "_")].label.upper())
    assert ran.code == 0, ran.err
    listed = f"\ncustecon explain {slug}\n" in ran.out.replace(",", "\n")
    assert listed or ran.out == custecon("explain", slug).out
