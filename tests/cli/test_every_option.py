"""Every option of every command changes the answer, is refused, or is told to have done nothing; none is lost."""

import json

import pytest
from tests.conftest import examples_of_analyses

from custecon.analyses.index import INDEX
from custecon.cli import result_words
from custecon.cli.app import COMMANDS, load
from custecon.cli.options import COMMON, FILE, OUTPUT, SETTINGS
from custecon.core.catalogue import METRICS

# A command line that answers, from figures and from every kind of file.
ASKED = {
    "ltv of figures": "ltv --margin 100 --retention 80% --discount 10%",
    "ltv by a method": "ltv --margin 100 --retention 80% --method margin-multiple",
    "ltv of a list": "ltv clients.csv --discount 10%",
    "ltv of a list without discount": "ltv clients.csv --method margin-over-churn",
    "ltv of a log": "ltv orders.csv --discount 10%",
    "ltv by a model": "ltv few.csv --method bg-nbd --draws 0",
    "ltv by a rule": "ltv thin.csv --method auto",
    "ltv of contracts": "ltv subscriptions.csv --method sbg",
    "ltv of a cohort": "ltv survival.csv --method sbg",
    "cac of figures": "cac --spend 50000 --new-clients 250",
    "cac and margin": "cac --cac 100 --margin 80 --churn 5%",
    "cac of a file": "cac spend.csv",
    "cac of a split": "cac --prospects 5000 --clients-now 1000 --win-spend 10 --win-rate 5% --win-ceiling 20% "
    "--retention-spend 50 --retention 80% --keep-ceiling 95% --margin 200",
    "churn-cost of figures": "churn-cost --lost 120",
    "churn-cost of shares": "churn-cost --lost 120 --clients-at-start 1000 --value 5000",
    "churn-cost of a list": "churn-cost clients.csv",
    "churn-cost of a log": "churn-cost orders.csv",
    "churn-cost with a list": "churn-cost --lost 12 --clients clients.csv",
    "iceberg": "iceberg",
    "iceberg upward": "iceberg --complaints 12",
    "iceberg of shares": "iceberg --dissatisfied 100 --complaint-share 20% --kept-after-complaint 50%",
    "iceberg of a file": "iceberg complaints.csv",
    "profit of figures": "profit --revenue 100 --direct-cost 60",
    "profit of a file": "profit profit_clients.csv --price deliveries=1500",
    "what-if": "what-if ltv --margin 100 --retention 80% --discount 10%",
    "what-if of one": "what-if payback --cac 400 --margin 20",
    "growth": "growth orders.csv --period quarter",
    "cohorts": "cohorts orders.csv --period quarter",
    "cohorts of contracts": "cohorts subscriptions.csv --period quarter",
    "backtest": "backtest few.csv",
    "fit": "fit few.csv --method bg-nbd",
    "predict": "predict model.json few.csv --horizon 6m --draws 0",
    "check": "check orders.csv",
    "explain": "explain ltv",
    "list": "list",
}
ASKED |= examples_of_analyses(but={line.split()[0] for line in ASKED.values()})
WRITING = {"workbook", "init", "sample"}  # they write files
# What a person may say; a quantity says its own.
SAID = {
    "period": "month", "method": "margin-over-churn", "by": "segment", "horizon": "24m", "holdout": "26w",
    "origins": "2", "renewal": "quarter", "draws": "100", "level": "80", "lost_after": "90d", "orders": "orders.csv",
    "over": "month", "clients": "clients.csv", "preventable": "price", "shares": "tarp-large", "step": "20%",
    "price": "visits=5", "minutes": "visits=5", "minute_price": "2", "department_cost": "5000",
    "capacity_minutes": "9000", "prices": "activity_prices.csv", "activities": "activities.csv",
    "service_cost": "90000", "price_limit": "90%", "change": "margin=+5%", "reach": "5", "currency": "EUR",
    "kind": "clients", "client": "client", "date": "date", "amount": "amount", "map": "segment=client",
    "encoding": "utf-8", "delimiter": ",", "decimal": ".", "thousands": ",", "date_order": "ymd",
    "preset": "shopify", "order_id": "none", "refunds": "drop", "no_client": "drop", "zero_orders": "count",
    "identical": "drop", "aliases": "pairs.csv",
    "units": "thousands", "subtotals": "skip", "fill_down": "client",
    "skip_bad": "bad.csv", "expect_total": "1", "expect_clients": "1", "expect_rows": "1",
    "sheet": "Sales", "query": "SELECT 1", "only": "#1=nobody", "leave_out": "#1=nobody", "minus": "#1=nobody",
    "add": "#1", "subtract": "#1",
    "as_of": "2024-06-01", "bins": "4", "silence": "periods", "sleeping_after": "30d", "lost_as": "final", "top": "3",
    "against": "1997-Q3", "regular": "2", "months": "3", "blank": "nobody",
    "weights": "tenure=3", "window": "12m",
    "referral_channel": "Radio",
    "boundary": "exclusive", "xyz": "money", "compare": "1997-09-30", "scheme": "width", "names": "simple",
    "cuts": "first", "recency": "30,90", "frequency": "2,4", "money": "20,50",
}  # fmt: skip
# Options of reading that settle what the file would settle in the same way, and that a file need not need.
SETTLES = {"kind", "client", "date", "amount", "encoding", "delimiter", "decimal", "thousands", "date_order",
           "order_id", "refunds", "no_client", "zero_orders", "identical", "skip_bad", "as_of", "currency",
           "add", "subtract"}  # fmt: skip
# Reading is one and the same for all commands, so its options are tried on a file of every kind, and on none.
READ = {"ltv of figures", "ltv of a list", "ltv of a log", "ltv of contracts", "ltv of a cohort", "cac of a file",
        "churn-cost with a list", "iceberg of a file", "profit of a file", "backtest", "check"}  # fmt: skip
KNOWN = {entry.name for entry in result_words.known()} | set(METRICS)
CASES = [
    pytest.param(line, option, id=f"{name}: {option.flags[-1]}")
    for name, line in ASKED.items()
    for option in load(line.split()[0]).all_options
    if option not in (*COMMON, *OUTPUT, *SETTINGS) and option.flags[-1] not in line.split()
    if option.panel != FILE or name in READ
]


def said(option):
    if option.name in SAID and (option.quantity is None or option.name == "step"):
        return SAID[option.name]
    assert option.quantity, f"say in SAID what {option.flags[-1]} may be"
    bounds, unit = option.quantity.bounds, option.quantity.unit.form.value
    return "30%" if unit == "share" and 0.3 in bounds else "90%" if unit == "share" else "7"


def test_every_command_is_asked():
    assert {line.split()[0] for line in ASKED.values()} | WRITING == set(COMMANDS)


ANSWERS = {}


def answer(line, custecon):
    """The exit code, all that is computed, and what was told."""
    ran = custecon(*line, "-f", "json")
    document = json.loads(ran.out)
    told = " ".join(str(one) for one in document.get("notices", ()))
    for echoed in ("inputs", "notices", "parameters", "control_totals"):
        document.pop(echoed, None)
    return ran.code, document, told


@pytest.mark.parametrize(("line", "option"), CASES)
def test_an_option_changes_the_answer_or_is_refused_or_told(line, option, custecon, folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "bad.csv").unlink(missing_ok=True)
    if line not in ANSWERS:
        ANSWERS[line] = answer(line.split(), custecon)
    before, flag = ANSWERS[line], option.flags[-1]
    assert before[0] == 0, before
    value = () if option.kind is bool else (said(option),)
    code, found, told = answer([*line.split(), flag, *value], custecon)
    reads = any(word.endswith(".csv") for word in line.split())
    silent = code == 0 and found == before[1] and flag not in told and not (reads and option.name in SETTLES)
    assert not silent, f"{flag} {' '.join(value)} did nothing and nobody was told"
    names = {column["name"] for table in found.get("tables", ()) for column in table["columns"]}
    names |= {figure["name"] for figure in found.get("figures", ())}
    unknown = names - KNOWN if line.split()[0] in INDEX else ()
    assert not unknown, f"`explain` knows none of {unknown}: give an example with {flag}, or FOR_EXPLAIN a line"


@pytest.mark.parametrize(
    ("line", "flags"),
    [
        ("ltv orders.csv --discount 10% --margin 10 --years 3", "--margin, --years"),
        ("ltv survival.csv --method sbg --margin-rate 30%", "--margin-rate"),
        ("iceberg --dissatisfied 100 --complaints 4 --clients 1000", "--clients"),
        ("iceberg --desk-cost 20000", "--desk-cost"),
        ("ltv --margin 100 --retention 80% --client name", "--client"),
        ("ltv --margin 100 --retention 80% --locale ru --excel", "--excel, --locale"),
        ("ltv --margin 100 --retention 80% --force", "--force"),
    ],
)
def test_what_did_nothing_is_named(line, flags, custecon, folder, monkeypatch):
    monkeypatch.chdir(folder)
    ran = custecon(*line.split(), "-f", "json")
    assert ran.code == 0, ran.err
    assert f"{flags} did nothing here" in ran.err


def test_what_did_something_is_not_named(custecon, folder, monkeypatch):
    monkeypatch.chdir(folder)
    for line in ASKED.values():
        assert "did nothing" not in custecon(*line.split(), "-f", "json").err, line
