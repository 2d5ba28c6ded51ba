"""Every method that predicts can be explained, by the name on the command line and by the one that results print."""

import pytest

from custecon.analyses.model_words import FILES
from custecon.clients.prediction_methods import CONTRACTS, OF_ORDERS, PREDICTED
from custecon.models import CONTRACT_MODELS, MODELS


def test_none_is_left_out() -> None:
    assert set(PREDICTED) < set(FILES)


@pytest.mark.parametrize("word", FILES)
def test_a_method_is_explained(word, custecon) -> None:
    ran = custecon("explain", word, "-f", "csv")
    assert ran.code == 0
    assert "how to ask" in ran.out
    assert "parameters" in ran.out or word == "auto"


@pytest.mark.parametrize("word", OF_ORDERS | CONTRACTS)
def test_what_is_said_is_what_the_model_has(word, custecon) -> None:
    name = (OF_ORDERS | CONTRACTS)[word]
    model = MODELS.get(name) or CONTRACT_MODELS[name]
    out = custecon("explain", model.title, "-f", "csv").out
    assert out == custecon("explain", word, "-f", "csv").out
    for part in (model.source, ", ".join(model.parameters), f"--method {word}"):
        assert part in out
    assert (", k" in out) == ("cnbd" in word)


def test_a_model_may_be_asked_for_as_results_call_it(custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    asked = ["ltv", "orders.csv", "--draws", "0", "-f", "csv", "--method"]
    assert custecon(*asked, "BG/NBD").out == custecon(*asked, "bg-nbd").out
    ran = custecon(*asked, "autoo")
    assert ran.code == 2
    assert "did you mean auto?" in ran.err


def test_how_to_ask_is_an_example_that_answers(custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*"ltv subscriptions.csv --method sbg --columns client".split())
    assert ran.code == 0
