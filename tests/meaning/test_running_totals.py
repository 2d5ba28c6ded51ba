"""A running total is no money of a row: asked about in logs, whatever the language; what only sounds so is not."""

import pytest


def log_of(header):
    return f"Client,Date,{header}\nA,2025-01-31,100\nA,2025-02-28,150\nB,2025-02-28,300\n"


@pytest.mark.parametrize("header", [
    "Amount YTD", "Cumulative amount", "Running total amount", "Сумма накопительно", "Выручка нарастающим итогом",
    "Накопленным итогом сумма",
])  # fmt: skip
def test_a_running_total_is_asked_about_and_taken_when_it_is_named(ask, header):
    said = ask("check {file}", log_of(header))
    assert said.code == 3
    assert said.tells("E308", header)
    assert ask(f"check {{file}} --map 'amount={header}'", log_of(header)).total == "550"


@pytest.mark.parametrize("header", ["Amount", "Total amount", "Сумма", "Итоговая сумма"])
def test_ordinary_money_is_no_running_total(ask, header):
    said = ask("check {file}", log_of(header))
    assert (said.code, said.total) == (0, "550")
