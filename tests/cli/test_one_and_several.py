"""Texts about one of something: "1 client has", never "1 clients have". Every command, from inputs of a single row."""

import re

import pytest
from tests.conftest import ROOT

from custecon.analyses.index import INDEX
from custecon.cli.app import COMMANDS, load
from custecon.core.messages import MESSAGES
from custecon.core.phrases import counted, say

NOUNS = (
    "activities cases cells clients complaints contracts days examples figures files horizons leavers methods models "
    "months orders payments periods problems prospects purchases quarters refunds renewals repeats rows sheets steps "
    "subscriptions texts times topics weeks words works years"
)
VERBS = "are begin bring complain count earn fall have hold leave lose name stand stay take were"
# "1 of 3 clients" is right, and so is a number that ends in 1: 21 clients, 0.1 clients, 2024-01-01 clients.
WRONG = re.compile(rf"(?<![\w.,/÷×+−-])1 (?!of\b|over\b)(?:[a-z]+ )?(?:{'|'.join((NOUNS + ' ' + VERBS).split())})\b")

FILES = {
    "one.csv": "client,revenue,cost,retention,active\nAnn,100,150,0.5,yes\n",
    "two.csv": "client,revenue,cost,active,first_date,last_date,segment,left_reason\n"
    "Ann,100,150,no,2020-01-01,2023-05-01,a,price\nBob,200,100,yes,2020-02-01,2024-06-01,a,\n",
    "sold.csv": "client,date,amount\nAnn,2023-01-01,10\nAnn,2024-02-01,10\nAnn,2024-02-01,15\nAnn,2024-03-01,-5\n",
    "once.csv": "client,date,amount\nAnn,2024-01-01,10\n",
    "back.csv": "client,date,amount\nAnn,2023-01-01,10\nAnn,2024-02-01,10\nBob,2023-03-01,-5\nBob,2023-04-01,-5\n",
    "contracts.csv": "client,start,end,amount\nAnn,2024-01-01,2024-02-01,10\nBob,2024-01-01,,10\n",
    "spend.csv": "month,channel,spend,new_clients\n2024-01,search,100,1\n2024-02,fair,100,0\n2024-03,fair,10,\n",
    "spent.csv": "month,channel,spend\n2024-02,search,100\n",
    "said.csv": "client,complained,satisfied,quickly,stayed\nAnn,yes,yes,yes,yes\n",
    "silent.csv": "client,complained,stayed\nAnn,no,no\n",
    "served.csv": "client,revenue,direct_cost,visits\nAnn,100,150,1\n",
    "pair.csv": "client,revenue,direct_cost,visits\nAnn,100,150,1\nBob,200,50,0\nBob,1,0,0\n",
    "bad.csv": "client,revenue,cost,active\nAnn,100,50,yes\nBob,x,50,yes\n",
    "wide.csv": "client,date,amount\nAnn,2024-01-01,10\n\nAnn\n",
    "custecon.toml": "margin_rate = 0.35\n",
}
QUESTIONS = {
    "ltv": (
        "one.csv --discount 10%",
        "two.csv --lost-after 1d",
        "two.csv --retention 0.5 --by segment",
        "sold.csv",
        "once.csv",
        "once.csv --discount 10% --margin-rate 0.5",
        "back.csv --method auto --horizon 1m",
        "sold.csv --method bg-nbd",
        "contracts.csv --as subscriptions --method auto --horizon 1m --renewal month",
        "bad.csv --retention 0.5 --skip-bad out.csv",
        "one.csv --expect-clients 2",
        "one.csv --expect-rows 2",
        "one.csv --retention 1",
        "wide.csv",
        "--margin 100 --retention 0.5 --periods 1 --explain",
    ),
    "cac": (
        "spend.csv --margin 100",
        "spent.csv --orders once.csv",
        "--spend 100 --new-clients 1 --paid-clients 2",
        "--spend 100 --new-clients 1 --margin 100/month",
    ),
    "churn-cost": (
        "two.csv",
        "two.csv --lost-after 1d --preventable price",
        "sold.csv --lost-after 1d",
        "--lost 1 --value 100",
        "--lost 1 --clients-at-start 1 --value 100",
        "--lost 2 --clients-at-start 1 --value 100",
        "--lost 1 --clients two.csv",
    ),
    "iceberg": (
        "said.csv --value 1",
        "silent.csv",
        "--complaints 1",
        "--dissatisfied 1 --complaints 1",
        "--dissatisfied 1 --complaints 2",
        "--dissatisfied 1",
    ),
    "profit": ("served.csv", "pair.csv", "served.csv --price visits=1", "--revenue 100 --direct-cost 60"),
    "what-if": (
        "ltv --margin 100 --retention 0.5 --change retention=+5pt",
        "ltv --margin 1 --retention 0.5 --reach ltv=9 --by margin",
    ),
    "backtest": ("sold.csv --holdout 1d", "back.csv --holdout 26w", "once.csv --holdout 1d"),
    "fit": ("sold.csv -o model.json", "back.csv -o model.json"),
    "predict": ("model.json once.csv",),
    "check": (
        "one.csv",
        "two.csv",
        "sold.csv",
        "once.csv",
        "contracts.csv",
        "bad.csv",
        "bad.csv --skip-bad out.csv",
        "wide.csv",
    ),
    "workbook": ("one.csv sold.csv -o book.xlsx",),
    "init": ("once.csv",),
    "sample": ("",),
    "explain": ("ltv",),
    "list": ("topics", "works"),
}


for name in INDEX:
    if name not in QUESTIONS and load(name).kinds == ("orders",):
        QUESTIONS[name] = ("sold.csv", "once.csv", "back.csv")
    elif name not in QUESTIONS:  # its first example, on files of one row
        QUESTIONS[name] = (load(name).examples[0].removeprefix(f"custecon {name} "),)


def test_no_command_is_left_out() -> None:
    assert set(QUESTIONS) == set(COMMANDS)


@pytest.mark.parametrize("form", ["table", "table --full", "json", "md"])
@pytest.mark.parametrize(("command", "question"), [(c, q) for c, asked in QUESTIONS.items() for q in asked])
def test_one_reads_right(command: str, question: str, form: str, custecon, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    for name in {word for word in question.split() if (ROOT / "examples" / word).is_file() and word not in FILES}:
        header, row, *_ = (ROOT / "examples" / name).read_text(encoding="utf-8").splitlines()
        (tmp_path / name).write_text(f"{header}\n{row}\n", encoding="utf-8")
    how = [] if " -o " in f" {question} " else ["-f", *form.split()]
    ran = custecon(command, *question.split(), *how, "--force", terminal=form.startswith("table"), width=200)
    assert ran.out + ran.err
    assert ran.code != 1, ran.err
    wrong = [line for line in (ran.out + ran.err).splitlines() if WRONG.search(line)]
    assert not wrong, f"both forms, as in {{n:order is|orders are}}, are wanted in {wrong}"


def test_every_gap_with_words_for_one_and_for_several_has_two_of_them() -> None:
    for code, message in MESSAGES.items():
        for words in re.findall(r"\{\w+:([^{}]*\|[^{}]*)\}", message.text + message.cure):
            one, several = words.split("|")
            assert one != several, code


COUNTING = [code for code, message in MESSAGES.items() if re.search(r"\{count\} \{count:", message.text)]


@pytest.mark.parametrize("code", COUNTING)
def test_a_message_about_a_count_reads_right_for_one_and_for_two(code: str) -> None:
    message = MESSAGES[code]
    gaps = set(re.findall(r"\{(\w+)", message.text))
    one = say(message.text, **dict.fromkeys(gaps, 7) | {"count": 1})
    two = say(message.text, **dict.fromkeys(gaps, 7) | {"count": 2})
    assert not WRONG.search(one)
    assert one.replace("1", "2") != two


def test_a_number_and_its_words() -> None:
    assert counted(1, "client") == "1 client"
    assert counted(0, "client") == "0 clients"
    assert counted(12345, "client") == "12,345 clients"
    assert counted("1", "year") == "1 year"
