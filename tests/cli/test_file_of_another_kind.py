"""A file that another command reads is called by its kind, and that command is named."""

import pytest

from custecon.cli.app import load
from custecon.kinds import SCHEMAS


@pytest.mark.parametrize(
    ("line", "kind", "reads"),
    [
        ("backtest subscriptions.csv", "subscriptions", "custecon ltv FILE --method auto reads"),
        ("backtest clients.csv", "clients", "custecon ltv FILE reads"),
        ("fit spend.csv -o model.json", "spending", "custecon cac FILE reads"),
        ("cac orders.csv", "orders", "custecon ltv FILE reads"),
        ("churn-cost complaints.csv", "complaints", "custecon iceberg FILE reads"),
    ],
)
def test_the_refusal_says_what_the_file_is(line, kind, reads, custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*line.split())
    assert ran.code == 3
    assert "E272" in ran.err
    assert f"are those of a file of {kind}, a row of which is" in ran.err
    assert reads in ran.err
    assert "--map" not in ran.err


def test_a_file_that_no_command_reads_is_not_called_anything(custecon, tmp_path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("article,quantity\nA,3\nB,4\n")
    ran = custecon("backtest", path)
    assert ran.code == 3
    assert "E211" in ran.err


def test_every_kind_names_a_command_that_takes_it() -> None:
    for kind, schema in SCHEMAS.items():
        command = load(schema.answered_by.split()[1])
        assert kind in command.kinds or f"--{kind.split()[-1]}" in schema.answered_by
