"""The workbook of a prediction: parameters in cells, chances and values as formulas; another engine gets the same."""

import pytest


@pytest.fixture
def book(custecon, examples, tmp_path):
    def of(method: str) -> bytes:
        lines = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
        log = tmp_path / "orders.csv"
        kept = [line for line in lines[1:] if int(line[:4]) <= 60]
        log.write_text("\n".join([lines[0], *kept, "0001,1998-06-30,-50"]) + "\n", encoding="utf-8")
        path = tmp_path / f"{method}.xlsx"
        ask = ("--horizon", "12m", "--discount", "10%", "--margin-rate", "35%", "--draws", "100", "-o", path)
        ran = custecon("ltv", log, "--method", method, *ask)
        assert ran.code == 0, ran.err
        assert "N411" not in ran.err  # no formula was left out for giving another value
        return path.read_bytes()

    return of


@pytest.mark.parametrize("method", ["bg-nbd", "mbg-nbd"])
def test_a_prediction_recalculates_in_formulas(book, method, recalculated, stored_in) -> None:
    content = book(method)
    formulas, _ = stored_in(content)
    assert sum("buying_shape" in str(text) for text in formulas.values()) >= 60
    assert sum("spend_shape" in str(text) for text in formulas.values()) >= 60
    assert sum("margin_rate" in str(text) for text in formulas.values()) >= 60
    assert recalculated(content) == []


def test_retention_of_contracts_is_a_formula_of_the_parameters(custecon, examples, tmp_path, stored_in) -> None:
    path = tmp_path / "contracts.xlsx"
    assert custecon("ltv", examples / "subscriptions.csv", "--method", "sbg", "-o", path).code == 0
    formulas, cells = stored_in(path.read_bytes())
    live = {place: text for place, text in formulas.items() if place[0] == "survival"}
    live = {place: text for place, text in live.items() if "leaving_second" in str(text)}
    assert len(live) >= 12
    assert all(0 < cells[place] <= 1 for place in live)  # 1: of all that began, all are there at first
