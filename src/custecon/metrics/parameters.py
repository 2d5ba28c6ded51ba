"""Figures from the literature: dated, sourced data, never hidden in a formula, always open to the user's own figure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from custecon.core.phrases import Phrase, say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.references import Citation, cite


@dataclass(frozen=True, slots=True)
class Parameter:
    """A published figure for a quantity: its value, the year it stands for, where it was published, what to know."""

    name: str
    quantity: Quantity
    value: float
    year: int
    source: Citation
    note: str = ""

    @property
    def phrase(self) -> Phrase:
        """Where it was published, and what to know of it."""
        source = say("{source}, figure of {year:d}", source=self.source, year=self.year)
        return say("{source}; {note}", source=source, note=say(self.note)) if self.note else source

    def __str__(self) -> str:
        return str(self.phrase)


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(files("custecon.metrics").joinpath("parameters.toml").read_text(encoding="utf-8"))


def _parameter(name: str, entry: dict[str, Any]) -> Parameter:
    source = cite(entry["source"], entry.get("place", ""))
    quantity = QUANTITIES[entry.get("quantity", name)]
    return Parameter(name, quantity, entry["value"], entry["year"], source, entry.get("note", ""))


def parameter(name: str) -> Parameter:
    """The published figure of that name.

    Raises:
        KeyError: there is none in parameters.toml.
    """
    return _parameter(name, _book()["figures"][name])


def names() -> tuple[str, ...]:
    """The names of all published figures."""
    return tuple(_book()["figures"])


@dataclass(frozen=True, slots=True)
class PriorSize:
    """How large an error usually is on other logs, in logs, and by how much it differs from one to the other."""

    size: float
    spread: float


def prior(name: str) -> PriorSize:
    """What other logs say of an error before this one has told anything: of "purchases" or of "money".

    Raises:
        KeyError: there is none in parameters.toml.
    """
    return PriorSize(**_book()["priors"][name])


def presets(topic: str) -> tuple[str, ...]:
    """The names of the presets of a topic."""
    return tuple(_book().get("presets", {}).get(topic, {}))


def preset(topic: str, name: str) -> dict[str, Parameter]:
    """A named set of published figures, by quantity."""
    entry = _book()["presets"][topic][name]
    shared = {key: value for key, value in entry.items() if key != "values"}
    own = {name: value if isinstance(value, dict) else {"value": value} for name, value in entry["values"].items()}
    return {quantity: _parameter(quantity, {**shared, **value}) for quantity, value in own.items()}
