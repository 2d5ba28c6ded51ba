"""What a figure becomes when its inputs change, and what it takes to reach a goal: of any formula, or of a result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.inputs import in_months, months_or
from custecon.analyses.parameters import Parameter, one_of, text
from custecon.clients.files import Reader
from custecon.core.answer import Answer
from custecon.core.catalogue import METRICS, Metric, Topic
from custecon.core.derived_inputs import FOLLOWING, completed
from custecon.core.errors import UsageError, problem
from custecon.core.misspelling import as_choice, chosen, no_such, none_of
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input, Result
from custecon.core.schemas import Schema
from custecon.core.units import Period
from custecon.metrics import load_all
from custecon.tables.quantity_changes import Lever, Sweep, lever

__all__ = ["of_result", "what_if"]

load_all()
FORMULAS = sorted(METRICS.values(), key=lambda metric: metric.topic.name)  # whatever was loaded first
TOPICS: dict[str, Topic] = {metric.topic.name: metric.topic for metric in FORMULAS}


class Every(Inputs):
    """Every input of every formula, under the topic that asks for it first."""


for _metric in FORMULAS:
    for _needed in _metric.asked:
        Every.quantities.setdefault(_needed.name, _needed.quantity)
        Every.meanings.setdefault(_needed.name, "")
        Every.panels.setdefault(_needed.name, say("Figures: {title}", title=say(_metric.topic.title)))


class Subject:
    """What is asked about: a topic, or a method of one; it stands on the line where others have a file."""

    called: ClassVar[str] = say("a topic ({topics})", topics=[*TOPICS])
    told: ClassVar[str] = say("{topics}; or a method such as margin-multiple.", topics=[*TOPICS])
    argument: ClassVar[str] = "TOPIC"
    offers: ClassVar[tuple[str, ...]] = (*TOPICS, *(metric.slug for metric in FORMULAS))
    kinds: ClassVar[tuple[Schema, ...]] = ()
    currency: str | None = None

    def __init__(self, word: str, metrics: Sequence[Metric]) -> None:
        self.word, self.metrics = word, metrics

    @classmethod
    def opened(cls, source: Any, reader: Reader, **how: object) -> "Subject":
        """The formulas of a topic, its default first; or the one that was named.

        Raises:
            UsageError: E110 there is no such topic.
        """
        del reader, how  # it is no file
        word = str(source)
        if topic := TOPICS.get(word):  # also where its default formula has its name
            of_topic = [metric for metric in FORMULAS if metric.topic == topic]
            return cls(word, sorted(of_topic, key=lambda metric: metric.name != topic.default))
        if metric := METRICS.get(word.replace("-", "_")):
            return cls(word, [metric])
        raise UsageError(no_such("topic", word, TOPICS))

    def formula(self, method: str | None, known: set[str]) -> Metric:
        """The formula asked for, the default of the topic, or the first of it that the inputs allow.

        Raises:
            UsageError: E112 the topic has no such method; E116 an input is missing.
        """
        metrics = self.metrics
        if method is not None and self.word in TOPICS:
            slug = chosen([metric.slug for metric in metrics], "--method", method)
            metrics = [metric for metric in metrics if metric.slug == slug]
        needs = [metric.required - {"discount"} - known for metric in metrics]
        if not all(needs):
            return metrics[needs.index(frozenset())]
        flags = ", ".join(QUANTITIES[name].flag for name in sorted(needs[0]))
        raise UsageError(problem("E116", method=metrics[0].slug, missing=flags, cure=say("give {flags}", flags=flags)))


def read_changes(said: Any, _: str = "") -> tuple[Lever | Sweep, ...]:
    """Changes as texts, or in Python by the name of the quantity.

    Raises:
        UsageError: E125 one cannot be understood; E138 a quantity is changed twice.
    """
    texts = [f"{name}={change}" for name, change in said.items()] if isinstance(said, Mapping) else said
    levers = tuple(lever(str(one)) for one in ([texts] if isinstance(texts, str) else texts))
    names = [one.name for one in levers]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise UsageError(problem("E138", name=twice))
    return levers


Changes = Annotated[
    tuple[Lever | Sweep, ...],
    Parameter(
        "retention=+5pt, margin=-2%, churn=2%..8%:1%. May be repeated.",
        "QUANTITY=CHANGE",
        read_changes,
        "str | Sequence[str] | Mapping[str, str]",
        panel="Options",
        repeats=True,
    ),
]


@analysis(
    "what-if",
    panel="Figures",
    title="What if",
    examples=[
        "custecon what-if ltv --margin 100 --retention 80% --discount 10% --change retention=+5pt --change margin=-2%",
        "custecon what-if ltv --margin 100 --churn 5% --discount 1% --change churn=2%..8%:1% > churn.csv",
        "custecon what-if ltv --margin 100 --retention 80% --discount 10% --reach ltv=400 --by retention",
    ],
)
def what_if(
    subject: Subject,
    *,
    change: Changes = (),
    reach: Annotated[str | None, text("The goal: ltv=400. With --by.", "GOAL", "Figure", panel="Options")] = None,
    by: Annotated[str | None, text("The quantity that is to reach the goal.", "QUANTITY", panel="Options")] = None,
    method: Annotated[
        str | None, text("The method of the topic; its default if not given.", "METHOD", panel="Options")
    ] = None,
    period: Annotated[
        str | None,
        one_of("The period of the calculation.", *(one.value for one in Period), metavar="month|year")._replace(
            panel="Options"
        ),
    ] = None,
    currency: Annotated[str | None, text("The currency of all money.", "CODE", panel="Options")] = None,
    inputs: Every,
) -> Answer:
    """What a figure becomes when its inputs change; and what it takes to reach a goal.

    Name a topic and its figures as for the topic's own command, then what changes: +5pt is percentage points, +5% is
    per cent of what it is, +10 is added, =85% replaces, 2%..8%:1% tries every step. Without a change each input is
    moved a little, so that you see what matters.
    """
    from custecon.analyses.what_if.case import Wanted, answered

    given = [*inputs.values()]
    if inputs.period not in (None, Period.MONTH) and (bare := in_months(given)):
        raise months_or(bare[0], inputs.period)
    metric = subject.formula(method, {entry.name for entry in completed(given)})
    if "discount" in metric.required and "discount" not in inputs:
        given.append(Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given"))
    answer = answered(metric, given, Wanted(change, reach, by), inputs.period, inputs.currency)
    return answer if subject.word in TOPICS else replace(answer, unused=("method",))  # the word names it


def of_result(result: Result, change: Any, *, reach: Any, by: str | None, method: str | None) -> Result:
    """The same of a figure of a result, with the inputs it stands on; see `Result.what_if`."""
    from custecon.sources.cures_in_python import with_cures

    with with_cures():
        return _of_result(result, change, reach, by, method)


def _of_result(result: Result, change: Any, reach: Any, by: str | None, method: str | None) -> Result:
    from custecon.analyses.what_if.case import Wanted, answered
    from custecon.sources.cures_in_python import told_in_python

    known = {one.metric.slug: (one.metric, one.inputs) for one in result.figures if one.metric and not one.undefined}
    if not known:
        raise UsageError(problem("E166", command=result.command))
    if method is not None and as_choice(method) not in known:
        raise none_of([*known], "method", method)
    metric, inputs = known[as_choice(method) if method is not None else next(iter(known))]
    wanted = Wanted(read_changes(change), None if reach is None else str(reach), by)
    answer = answered(metric, [*_as_told(inputs)], wanted, result.period, result.currency)
    found = answer.result("what-if", answer.title, [], result.currency)
    return replace(found, controls=result.controls, as_of=result.as_of, notices=told_in_python(found.notices))


def _as_told(inputs: Sequence[Input]) -> Iterator[Input]:
    """The inputs of a figure without those that follow from others: these stand for them, and can be changed."""
    for entry in inputs:
        needs = {part.name for part in entry.made_from}
        if any(entry.name == name and needs == {*parts} for name, parts in FOLLOWING):
            yield from _as_told(entry.made_from)
        else:
            yield entry
