"""Whether the money of a log is revenue or margin already, and how revenue becomes margin."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import say
from custecon.core.results import Input
from custecon.core.schemas import ControlTotals, Reading
from custecon.sources.amount_holds import is_likely_cost
from custecon.sources.header_words import header_of, means


def without_margin_rate(reading: Reading, given: Sequence[Input]) -> tuple[list[Input], bool]:
    """The inputs without a margin rate, where the amount of the log is margin already; and whether it is.

    Raises:
        UsageError: E108 the rate was typed beside such an amount: it would be the margin of a margin.
    """
    basis = reading.controls.settings.get("basis")
    if basis is None:
        return list(given), False
    if any(entry.name == "margin_rate" and entry.origin == "given" for entry in given):
        amount = reading.controls.columns["amount"].value
        raise UsageError(
            problem("E108", name="margin_rate", other=say("the amount «{amount}», which is margin", amount=amount))
        )
    return [entry for entry in given if entry.name != "margin_rate"], True


def of_revenue(header: Sequence[str], controls: ControlTotals) -> Notice:
    """That a projection is of revenue, and how to make it margin: by the cost beside the amount, if the file has it."""
    costs = [text for text in header if text and (means("cost", header_of(text)) or is_likely_cost(text))]
    amount = controls.columns["amount"].value if "amount" in controls.columns else ""
    if len(costs) == 1 and amount in header:
        return notice("N307", option="--map amount=" + shlex.quote(f"{amount}-{costs[0]}"))
    return notice("N307", option="--margin-rate 35%")
