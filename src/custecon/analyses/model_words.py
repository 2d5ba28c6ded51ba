"""What `custecon explain bg-nbd` says: a probability model in the words of its own file, and how to ask for it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from custecon.clients.prediction_methods import AUTO, CONTRACTS, OF_ORDERS
from custecon.core.phrases import say

SPEND = "gamma-gamma"
FILES = OF_ORDERS | CONTRACTS | {SPEND: "gamma_gamma", AUTO: "model_selection"}
"""The words that are explained here, each with the name of its model, or of its file in `custecon.models`."""
REGULAR = ("bg_cnbd_k", "mbg_cnbd_k")  # their k says how regularly clients buy; one file has both


def title_of(word: str) -> str:
    """What the model tells a manager; loads the model."""
    return str(inspect.getdoc(_file(word))).partition("\n")[0]


def facts_of(word: str) -> Iterator[tuple[str, str]]:
    """What is said about the model, each with its heading; loads the models."""
    if word == AUTO:
        yield from _of_auto()
        return
    if word == SPEND:
        from custecon.models import gamma_gamma as file

        yield "what it assumes", _assumed(file.GammaGammaLikelihood)
        yield "parameters", ", ".join(file.NAMES)
        yield "what it reads", "the average spend of clients who have bought again, beside any model of orders"
        yield "how to ask", "it is fitted with every --method of orders"
        return
    from custecon.models import CONTRACT_MODELS, MODELS

    name = FILES[word]
    model: Any = MODELS.get(name) or CONTRACT_MODELS[name]
    yield "what it assumes", _assumed(type(model))
    parameters = [*model.parameters, "k"] if name in REGULAR else model.parameters
    yield "parameters", ", ".join(parameters)
    yield "source", model.source
    if word in CONTRACTS:
        yield "what it reads", "contracts with start and end, or the survivors of a cohort"
        yield "how to ask", say("custecon ltv subscriptions.csv --method {word}", word=word)
    else:
        by_occasion = model.summary_kind == "occasions"
        reads = "a log of orders; it counts the weeks or months in which a client bought" if by_occasion else ORDERS
        yield "what it reads", reads
        yield "how to ask", say("custecon ltv orders.csv --method {word}", word=word)
        yield "how sure totals are", SURE
        yield "how good it is", "custecon backtest orders.csv sets it against the others and two naive rules"


ORDERS = "a log of orders"
AVERAGE = (
    "nobody leaves, and each goes on at their own rate: (1 + their repeat purchases) ÷ (their time + everybody's time "
    "between purchases), which is all time ÷ (all repeat purchases + ½)"
)
LAST = "the same from the last stretch of the log alone, as long as the hold-out"

SURE = (
    "six days of the log, from 35% to 85% of it, are gone back to: the model is fitted to what was known then and "
    "forecasts as far ahead as you ask, or as far as the log goes. How far it was off, beyond what chance and the "
    "parameters explain, is the model's own error. It widens the intervals of totals, and where the log tells little "
    "or nothing, that of other logs stands behind it. The table certainty says what each of the three makes of the "
    "interval, past_forecasts what was forecast and what came"
)


def _of_auto() -> Iterator[tuple[str, str]]:
    from custecon.models import MODELS, model_selection

    yield "of orders", "models and naive rules forecast the last part of the log, which they have not seen"
    yield "which one answers", model_selection.RULE
    yield "models", ", ".join(model.title for model in MODELS.values() if model.summary_kind == "purchases")
    yield "naive rules", say("{rules:;}", rules=[model_selection.AVERAGE_RATE, model_selection.LAST_PERIOD])
    yield model_selection.AVERAGE_RATE, AVERAGE
    yield model_selection.LAST_PERIOD, LAST
    yield "how sure totals are", SURE
    yield "of contracts", "sBG or BdW, whichever has the lower BIC"
    yield "how to ask", "custecon ltv orders.csv --method auto"
    yield "the whole trial", "custecon backtest orders.csv"


def _assumed(described: type) -> str:
    """What a docstring says up to its source."""
    text, _, _ = str(inspect.getdoc(described)).partition("Source:")
    return " ".join(text.split())


def _file(word: str) -> Any:
    name = FILES[word]
    return import_module(f"custecon.models.{'cnbd_k' if name in REGULAR else name}")
