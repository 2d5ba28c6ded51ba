"""A file that another command reads is called by its kind."""

import pytest


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("backtest subscriptions.csv", "subscriptions"),
        ("backtest clients.csv", "clients"),
        ("fit spend.csv -o model.json", "spending"),
        ("cac orders.csv", "orders"),
        ("churn-cost complaints.csv", "complaints"),
    ],
)
def test_the_refusal_says_what_the_file_is(line, kind, custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*line.split())
    assert ran.code == 3
    assert "E211" in ran.err
    assert f"they fit a file of {kind}, a row of which is one" in ran.err.replace("is what was spent on one", "is one")


def test_a_file_that_no_command_reads_is_not_called_anything(custecon, tmp_path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("article,quantity\nA,3\nB,4\n")
    ran = custecon("backtest", path)
    assert ran.code == 3
    assert "they fit" not in ran.err
