"""Whatever is typed or read, a run answers or refuses; it never ends in a fault of ours.

The same examples at every run. `make fuzz` asks many more, by another seed, which it prints.
"""

from contextlib import suppress

import pytest
from hypothesis import strategies as st
from tests.fuzz import documents, lines
from tests.fuzz.running import ended, explored, refused_or_answered

LINES = 11  # of each of some forty lines; FUZZ_TIMES=15, as in CI, asks 6,000
FILES = 30  # of a kind of file; FUZZ_TIMES=15 asks 2,000 models and settings, and as many tables and workbooks

COMMANDS = {
    "model": ["predict {} orders.csv --horizon 6m --draws 0", "predict {} few.csv --draws 100 --level 99.99"],
    "settings": [
        "ltv --margin 100 --retention 80% --settings {}",
        "ltv --settings {}",
        "ltv clients.csv --settings {}",
        "check few.csv --settings {}",
        "churn-cost --lost 120 --settings {}",
        "cac --spend 5 --new-clients 2 --settings {}",
    ],
    "table": ["check {}", "ltv {}", "churn-cost {}", "cac {}", "iceberg {}", "profit {}"],
    "book": ["check {}", "ltv {}"],
}


@pytest.mark.parametrize("name", lines.LINES)
def test_a_line_of_options(name, there):
    share = list(lines.LINES).index(name)

    def holds(words):
        for left in [*there.glob("out.*"), there / "custecon.toml", there / "out"]:
            left.unlink(missing_ok=True)
        refused_or_answered(ended(words), whole=words[-1] == "json" and "-o" not in words)

    explored(lines.line(lines.LINES[name]), holds, examples=LINES, share=share)


def of_files(there, strategy, kind, name, *, examples=FILES):
    def holds(both):
        data, command = both
        (there / name).write_bytes(data if isinstance(data, bytes) else data.encode(errors="surrogatepass"))
        refused_or_answered(ended([*command.format(name).split(), "-f", "json"]))

    try:
        explored(st.tuples(strategy, st.sampled_from(COMMANDS[kind])), holds, examples=examples)
    finally:
        with suppress(OSError):
            (there / name).unlink()


@pytest.mark.parametrize("at", range(5))
def test_a_model_that_was_changed(at, there, models):
    changed = [documents.model(models[at]), documents.covariance(models[at]), documents.possible_model(models[at])]
    of_files(there, st.one_of(changed), "model", "x.json", examples=FILES // 2)


def test_settings_that_were_changed(there, facts):
    of_files(there, documents.settings_file(facts), "settings", "x.toml", examples=FILES * 2)


def test_a_table_that_was_changed(there, tables):
    of_files(there, st.sampled_from(tables).flatmap(documents.table), "table", "x.csv", examples=FILES * 2)


def test_a_workbook_that_was_changed(there, books):
    of_files(there, st.sampled_from(books).flatmap(documents.workbook), "book", "x.xlsx", examples=FILES * 2)
