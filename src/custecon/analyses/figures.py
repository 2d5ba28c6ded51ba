"""Figures of which any may be told: a class whose fields are quantities, and what is known of them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from inspect import get_annotations
from typing import Any, ClassVar, Self, get_args

from custecon.analyses.inputs import given_figures
from custecon.analyses.question import Question
from custecon.core.catalogue import Metric
from custecon.core.derived_inputs import completed, not_overruled
from custecon.core.errors import UsageError, problem
from custecon.core.evaluation import figure
from custecon.core.expression import Expression, value_of
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.relations import names_in
from custecon.core.results import Figure, Input
from custecon.core.rounding import exact
from custecon.core.units import Period
from custecon.metrics.parameters import Parameter

SETTINGS = ("settings", "environment")


class Inputs(dict[str, Input]):
    """What is known, by the name of its quantity; a subclass names the quantities that may be told.

        class Future(Inputs, per=Period.YEAR):
            discount: DiscountRate
            margin_rate: Annotated[MarginRate, "what is left of revenue after the direct cost"]

    A text beside the quantity says what it means here; `panels`: where some stand in the help.
    What a class adds to another one comes first. `per`: the period
    in which all is reckoned, whatever is said. What was said comes first, then what was not: `tell` of a file, `derive`
    of the others, `assume`.
    """

    quantities: ClassVar[dict[str, Quantity]] = {}
    meanings: ClassVar[dict[str, str]] = {}
    panels: ClassVar[dict[str, str]] = {}
    per: ClassVar[Period | None] = None
    period: Period | None
    currency: str | None

    def __init__(self, known: Iterable[Input] = (), period: Period | None = None, currency: str | None = None) -> None:
        super().__init__((entry.name, entry) for entry in known)
        self.period, self.currency = period or self.per, currency
        self.published: dict[str, Parameter] = {}

    def __init_subclass__(cls, per: Period | None = None) -> None:
        if per is not None:
            cls.per = per
        quantities, meanings = {}, {}
        for name, annotation in get_annotations(cls).items():
            told = get_args(annotation)[1:]
            found = next((one for one in told if isinstance(one, Quantity)), None)
            if found is None or found.name != name:
                raise TypeError(f"{cls.__name__}: {name} must be a quantity of that name")
            quantities[name] = found
            meanings[name] = next((one for one in told if isinstance(one, str)), "")
        for base in (one for one in cls.__bases__ if issubclass(one, Inputs)):
            quantities |= {name: one for name, one in base.quantities.items() if name not in quantities}
            meanings |= {name: one for name, one in base.meanings.items() if name not in meanings}
        cls.quantities, cls.meanings, cls.panels = quantities, meanings, {}

    @classmethod
    def restated(cls, question: Question) -> Question:
        """What was said, as these figures say it; a class may take one figure for another, and tell so."""
        return question

    @classmethod
    def of(cls, question: Question) -> Self:
        """What was said of them, the settings behind it.

        Raises:
            UsageError: a figure cannot be read, is out of bounds, or names a period where there is none.
        """
        given, period = given_figures(question, [*cls.quantities], fixed=cls.per)
        return cls(given, period, question.text("currency"))

    # ------------------------------------------------------------------ what is known

    @property
    def typed(self) -> set[str]:
        """The names of what was said in so many words."""
        return {name for name, entry in self.items() if entry.origin == "given"}

    def value(self, name: str) -> Any:
        """The number of an input; it must be known."""
        return self[name].value

    def exact(self) -> dict[str, Decimal]:
        """All values as the decimals a person means."""
        return {name: exact(entry.value) for name, entry in self.items()}

    # ------------------------------------------------------------------ making more of it known

    def tell(self, found: Iterable[Input]) -> None:
        """What a file tells: it stands above the settings and below what was said."""
        found = list(found)
        self.drop_settings(entry.name for entry in found)
        for entry in found:
            self.setdefault(entry.name, entry)

    def drop_settings(self, names: Iterable[str]) -> None:
        """Forget what only the settings say of these: something nearer tells it better."""
        for name in [*names]:
            if name in self and self[name].origin in SETTINGS:
                del self[name]

    def overruled(self, following: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Of what says one thing twice, what was said stands, and the settings yield.

        `following`: a name, and what it follows from.
        """
        said = [entry for entry in self.values() if entry.origin not in SETTINGS]
        kept = not_overruled([entry for entry in self.values() if entry.origin in SETTINGS], said, following)
        stays = {entry.name for entry in (*said, *kept)}
        for name in [*self]:
            if name not in stays:
                del self[name]

    def complete(self) -> None:
        """What follows from pairs everybody knows: churn from retention, margin from revenue.

        Raises:
            UsageError: E108 two inputs say the same thing differently.
        """
        for entry in completed([*self.values()]):
            self.setdefault(entry.name, entry)

    def derive(self, name: str, formula: Expression, note: str, *, contradicts: str = "") -> None:
        """An input that follows from others, if they are known and nobody said it.

        `contradicts`: how the others are called in the refusal of a value that is not what follows; "" lets it stand.

        Raises:
            UsageError: E108 it was said and is not what follows.
        """
        needs = names_in(formula)
        if not needs <= self.keys():
            return
        value = value_of(formula, {need: self[need].value for need in needs})
        if name not in self:
            parts = tuple(self[need] for need in sorted(needs))
            self[name] = Input(QUANTITIES[name], value, "computed", note, formula, parts)
        elif contradicts and abs(self[name].value - value) > 1e-9 * abs(value):
            raise UsageError(problem("E108", name=QUANTITIES[name].flag, other=say(contradicts)))

    def compute(self, name: str, metric: Metric) -> None:
        """An input that follows from others by a published formula, on the decimals that a person means.

        Raises:
            Undefined: it does not follow.
        """
        needs = [needed.name for needed in metric.asked]
        value = float(metric(**{need: exact(self[need].value) for need in needs}))
        parts = tuple(self[need] for need in needs)
        formula = metric.traced(frozenset(needs)).expression
        self[name] = Input(QUANTITIES[name], value, "computed", metric.label, formula, parts)

    def assume(self, name: str, what: Any, note: str = "") -> bool:
        """A value where nobody says one: a number, or a published figure with its source. Whether it was taken."""
        if name in self:
            return False
        if isinstance(what, Parameter):
            self.published[name] = what
            note = note or say(
                "literature: {authors} ({year:d})", authors=what.source.authors, year=what.source.work.year
            )
            what = what.value
        self[name] = Input(QUANTITIES[name], what, "assumed", note)
        return True

    # ------------------------------------------------------------------ what it allows

    def possible(self, *metrics: Metric, weight: str = "detail") -> list[Figure]:
        """The figures of those metrics whose inputs are all known."""
        known = [*self.values()]
        return [figure(metric, known, weight=weight) for metric in metrics if metric.required <= self.keys()]
