"""A file that another command reads is called by its kind, and that command is named."""

from dataclasses import replace

import pytest

from custecon.cli.app import COMMANDS, load
from custecon.core.schemas import Schema
from custecon.kinds import EVERY, SCHEMAS


@pytest.mark.parametrize(
    ("line", "kind", "reads"),
    [
        ("backtest subscriptions.csv", "subscriptions", "custecon ltv FILE --method auto reads"),
        ("backtest clients.csv", "clients", "custecon ltv FILE reads"),
        ("fit spend.csv -o model.json", "spending", "custecon cac FILE reads"),
        ("cac orders.csv", "orders", "custecon ltv FILE reads"),
        ("signals clients.csv", "clients", "here one is wanted a row of which is one order"),
        ("churn-cost complaints.csv", "complaints", "custecon iceberg FILE reads"),
    ],
)
def test_the_refusal_says_what_the_file_is(line, kind, reads, custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*line.split())
    assert ran.code == 3
    assert "E272" in ran.err
    assert f"are those of a file of {kind}, a row of which is" in ran.err
    assert reads in " ".join(ran.err.split())
    assert "--map" not in ran.err


def test_a_file_that_no_command_reads_is_not_called_anything(custecon, tmp_path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("article,quantity\nA,3\nB,4\n")
    ran = custecon("backtest", path)
    assert ran.code == 3
    assert "E211" in ran.err


def wrong_about(kind: Schema) -> str:
    """What is wrong with the command that a kind names; "" if it reads such a file."""
    program, name, *words = kind.answered_by.split()
    if program != "custecon" or name not in COMMANDS:
        return f"{kind.name}: answered_by names no command of custecon: {kind.answered_by!r}"
    if (kind.name in load(name).kinds and "FILE" in words) or f"--{kind.name.split()[-1]}" in words:
        return ""
    return f"{kind.name}: answered_by names a command that reads no such file: {kind.answered_by!r}"


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_every_kind_names_a_command_that_takes_it(kind) -> None:
    assert not wrong_about(kind)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("custecon weekdayz FILE", "no command"),
        ("weekdays FILE", "no command"),
        ("custecon cac FILE", "reads no such file"),
        ("custecon ltv", "reads no such file"),
        ("custecon ltv FILE", ""),
    ],
)
def test_a_command_that_does_not_take_it_is_found(command, said) -> None:
    wrong = wrong_about(replace(SCHEMAS["orders"], answered_by=command))
    assert said in wrong
    assert bool(said) == bool(wrong)


def test_who_asks_profit_of_a_log_with_costs_is_told_how(custecon, tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "customer,invoice date,invoice total,COGS\nA,2024-01-05,100,60\nB,2024-01-06,50,70\nA,2024-02-05,9,5\n"
    )
    ran = custecon("profit", path)
    assert "--map revenue='invoice total'" in " ".join(ran.err.split())
    ran = custecon("profit", path, "--map", "revenue=invoice total", terminal=True)
    assert "1 of 2 clients earns 44.00; 1 loses 20.00; together they earn 24.00." in " ".join(ran.out.split())
