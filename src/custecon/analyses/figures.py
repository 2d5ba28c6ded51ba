"""Figures of which any may be told: a class whose fields are quantities, and what was said of them."""

from collections.abc import Sequence
from inspect import get_annotations
from typing import Any, ClassVar, get_args

from custecon.analyses.inputs import given_figures
from custecon.analyses.question import Question
from custecon.core.quantities import Quantity
from custecon.core.results import Input
from custecon.core.units import Period

__all__ = ["Inputs"]


class Inputs(dict[str, Input]):
    """What is known, by the name of its quantity; a subclass names the quantities that may be told.

        class Future(Inputs, per=Period.YEAR):
            discount: DiscountRate
            margin_rate: Annotated[MarginRate, "what is left of revenue after the direct cost"]

    A text beside the quantity says what it means here. `per`: the period in which all is reckoned, whatever is said.
    """

    quantities: ClassVar[dict[str, Quantity]] = {}
    meanings: ClassVar[dict[str, str]] = {}
    per: ClassVar[Period | None] = None
    period: Period | None
    currency: str | None = None

    def __init_subclass__(cls, per: Period | None = None) -> None:
        cls.per = per or cls.per
        cls.quantities, cls.meanings = dict(cls.quantities), dict(cls.meanings)
        for name, annotation in get_annotations(cls).items():
            told = get_args(annotation)[1:]
            found = next((one for one in told if isinstance(one, Quantity)), None)
            if found is None or found.name != name:
                raise TypeError(f"{cls.__name__}: {name} must be a quantity of that name")
            cls.quantities[name] = found
            cls.meanings[name] = next((one for one in told if isinstance(one, str)), "")

    @classmethod
    def of(cls, question: Question) -> "Inputs":
        """What was said of them, the settings behind it.

        Raises:
            UsageError: a figure cannot be read, is out of bounds, or names a period where there is none.
        """
        given, period = given_figures(question, [*cls.quantities], fixed=cls.per)
        found = cls((entry.name, entry) for entry in given)
        found.period = period
        found.currency = question.text("currency")
        return found

    def add(self, found: Sequence[Input]) -> None:
        """Enters inputs; of two of one name the later stands."""
        self.update((entry.name, entry) for entry in found)

    def value(self, name: str, otherwise: Any = None) -> Any:
        """The number of an input, if it is known."""
        return self[name].value if name in self else otherwise
