"""An analysis, declared once as ordinary functions: its command and its call from Python are derived from them.

    @analysis("iceberg", panel="Figures", title="…", examples=["custecon iceberg --dissatisfied 100"])
    def iceberg(inputs: Shares, *, step: LeverStep = 0.1) -> Answer:
        \"\"\"How many dissatisfied clients leave without a word: the complaint iceberg.\"\"\"

    @iceberg.register
    def of_file(file: ComplaintFile, inputs: Shares, *, step: LeverStep = 0.1, level: Level = 0.95) -> Answer: ...

A parameter is a file (a `TableFile`), figures (a class of `Inputs`), one quantity, or has a `Parameter` beside its
type; its name is what it is called everywhere. The kind of file chooses the way. What that way does not take is refused
if it was said, and passed over if it stands in the settings. A declaration that lacks something is refused at import.
"""

import inspect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import NoneType
from typing import Any, Protocol, get_args

from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Another, Parameter, of_quantity, words_of
from custecon.analyses.question import Question
from custecon.clients.currency import one_currency
from custecon.clients.files import Reader
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.completing import with_parts
from custecon.core.errors import UsageError, notice, problem
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.references import Citation
from custecon.core.results import Input, Result
from custecon.core.schemas import Reading

PANELS = ("Figures", "Client base", "Predictions")  # in the order of the help


@dataclass(frozen=True)
class Way:
    """One function of an analysis, and what its parameters are.

    `files`: what stands on the line, by parameter, each of one of several kinds; `beside`: further files, which have a
    name, and what they tell. `parameters`: and what each is if nobody says it.
    """

    function: Callable[..., Answer]
    files: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    beside: dict[str, tuple[Another, tuple[Any, ...]]] = field(default_factory=dict)
    figures: dict[str, type[Inputs]] = field(default_factory=dict)
    parameters: dict[str, tuple[Parameter, Any]] = field(default_factory=dict)

    @property
    def quantities(self) -> dict[str, Quantity]:
        """The figures that may be told, by the name of their option."""
        return {one.option: one for inputs in self.figures.values() for one in inputs.quantities.values()}

    @property
    def taken(self) -> frozenset[str]:
        """All that may be said, by name."""
        return frozenset((*self.parameters, *self.quantities, *self.beside))

    @property
    def works_on(self) -> str:
        """What it answers from, in words."""
        return words_of([kind.called for kinds in self.files.values() for kind in kinds], "or") or "figures alone"

    def values(self, question: Question) -> dict[str, Any]:
        """What its function is called with besides files.

        Raises:
            UsageError: something said cannot be understood.
        """
        found = {name: _value(name, *self.parameters[name], question) for name in self.parameters}
        return found | {name: inputs.of(question) for name, inputs in self.figures.items()}


class Declared(Protocol):
    """What `@analysis` makes of a function: called with files and words, it answers with a result."""

    declared: "Analysis"
    register: Callable[[Callable[..., Answer]], Callable[..., Answer]]

    def __call__(self, *files: Any, **said: Any) -> Result:
        """The answer; a path, a frame or what was read already, then what is said, as texts or values."""


@dataclass(frozen=True)
class Analysis:
    """An analysis: its name on the command line, its place in the help, and its ways, the first of which tells of it.

    `convention`, `criticism` and `sources` are told with every answer that does not tell its own; those of figures that
    are published formulas come with the formulas.
    """

    name: str
    panel: str
    title: str
    examples: tuple[str, ...]
    convention: str
    criticism: str
    sources: tuple[Citation, ...]
    ways: list[Way] = field(default_factory=list)

    @property
    def help(self) -> str:
        """The docstring: the first line tells a manager what he gets."""
        return inspect.getdoc(self.ways[0].function) or ""

    @property
    def parameters(self) -> dict[str, tuple[Parameter, Any]]:
        """Those of all ways."""
        return {name: told for way in reversed(self.ways) for name, told in way.parameters.items()}

    @property
    def figures(self) -> frozenset[str]:
        """The figures that may be told, by the name of their option."""
        return frozenset(name for way in self.ways for name in way.quantities)

    @property
    def offered(self) -> frozenset[str]:
        """All that may be said of it, by name."""
        return frozenset().union(*(way.taken for way in self.ways))

    def ask(self, question: Question, sources: Sequence[Any], reader: Reader) -> Result:
        """The answer to a question. All that was said is read before a file is, which may be long.

        Raises:
            UsageError: something said cannot be understood, or means nothing here.
            InputRefused: a file cannot be read without guessing. Undefined: the answer does not exist.
        """
        ways = [way for way in self.ways if len(way.files) == len(sources)]
        if not ways:
            needed = words_of([kinds[0].called for kinds in self.ways[-1].files.values()])
            named = " ".join(map(str, sources)) or "nothing named"
            cure = f"for example: {self.examples[0]}"
            if not question.by_hand:
                cure = f"name {needed} first and all else by name, as in {self._called_so()}"
            raise UsageError(problem("E163", words=named, needed=needed, cure=cure))
        self._refuse(question, ways)
        for way in ways:  # a misspelt word is refused before a long file is read
            way.values(replace(question, told=[], consulted=set(), standing=set()))
        several = any(name in question.options for way in ways for name in way.beside)
        files = _opened(ways, sources, reader, several=several)
        way = next(one for one in ways if all(map(isinstance, files, one.files.values())))
        self._refuse(question, [way])
        readings = [one.reading for one in files if hasattr(one, "reading")]
        first = next(iter(readings), None)
        beside = {
            name: _one_of(kinds, question.options[name], reader, several=first is not None, beside=first)
            for name, (_, kinds) in way.beside.items()
            if name in question.options
        }
        readings += [one.reading for one in beside.values()]
        reader.all_read(readings)
        if currency := one_currency(readings):  # whatever the settings say of the firm's
            question = replace(question, options={**question.options, "currency": currency})
        for one in files:
            one.currency = question.text("currency")
        answer = way.function(*files, **dict.fromkeys(way.beside) | beside | way.values(question))
        question.idle.update(answer.unused)
        answer = replace(
            answer,
            sources=answer.sources or self.sources,
            criticism=answer.criticism or tuple(filter(None, [self.criticism])),
            parameters=(*answer.parameters, *([("counted", self.convention)] if self.convention else [])),
        )
        return answer.result(self.name, self.title, readings, question.text("currency"))

    def _called_so(self) -> str:
        """How it is called from Python, in short."""
        files = [*max((way.files for way in self.ways), key=len)]
        words = [f"{name}=…" for name in sorted(self.offered)]
        return f"custecon.{self.ways[0].function.__name__}({', '.join([*files, *words[:2]])})"

    def _refuse(self, question: Question, ways: Sequence[Way]) -> None:
        """Raises UsageError: E369 something was said that none of these ways takes."""
        for name in question.options:
            if name not in self.offered or any(name in way.taken for way in ways):
                continue
            others = [way for way in self.ways if name in way.taken]
            on_a_file = next((way for way in others if way.files), None)
            command = f"custecon {self.name} FILE {question.called(name)} …" if question.by_hand and on_a_file else ""
            raise UsageError(
                problem(
                    "E369",
                    name=question.called(name),
                    what=words_of([way.works_on for way in ways], "or"),
                    works_on=words_of([way.works_on for way in others], "and"),
                    cure=f"name the file first: {command}" if command else "leave it out",
                )
            )


def analysis(
    name: str,
    *,
    panel: str,
    title: str,
    examples: Sequence[str],
    convention: str = "",
    criticism: str = "",
    source: Citation | tuple[Citation, ...] = (),
) -> Callable[[Callable[..., Answer]], Declared]:
    """Declare an analysis by its first way.

    Raises:
        ValueError: at import, if it has no place, title, example or docstring, or a parameter is nothing that is known.
    """

    def declare(function: Callable[..., Answer]) -> Declared:
        if isinstance(examples, str) or name.replace("-", "_") != function.__name__:
            raise ValueError(f"the analysis {name} is declared by a function of that name, its examples in a list")
        if panel not in PANELS:
            raise ValueError(f"the analysis {name}: there is no panel {panel!r}; there are {words_of(PANELS)}")
        sources = source if isinstance(source, tuple) else (source,)
        declared = Analysis(name, panel, title, tuple(examples), convention, criticism, sources)
        declared.ways.append(_way_of(function))
        missing = [what for what in ("panel", "title", "examples", "help") if not getattr(declared, what)]
        if missing:
            raise ValueError(f"the analysis {name} lacks {words_of(missing)}")
        return _callable(declared)

    return declare


def _way_of(function: Callable[..., Answer]) -> Way:
    """A function, its parameters entered under what they are."""
    way = Way(function)
    for each in inspect.signature(function).parameters.values():
        told = [one for one in get_args(each.annotation) if one is not NoneType]
        parameter = next((of_quantity(one) if isinstance(one, Quantity) else one
                          for one in told if isinstance(one, Parameter | Quantity)), None)  # fmt: skip
        kinds = tuple(told) if told and parameter is None else (each.annotation,)
        if parameter is not None and each.kind is each.KEYWORD_ONLY and each.default is not each.empty:
            way.parameters[each.name] = (parameter, each.default)
        elif isinstance(kinds[0], type) and issubclass(kinds[0], Inputs):
            way.figures[each.name] = kinds[0]
        elif each.kind is each.KEYWORD_ONLY and each.default is None and told and isinstance(told[-1], Another):
            way.beside[each.name] = (told[-1], tuple(kind for kind in get_args(told[0]) if kind is not NoneType))
        elif all(hasattr(kind, "opened") for kind in kinds) and each.kind is not each.KEYWORD_ONLY:
            way.files[each.name] = kinds
        else:
            raise ValueError(f"{function.__name__}: {each.name} is no file, no figures, and has no kind with a default")
    return way


def _value(name: str, parameter: Parameter, otherwise: Any, question: Question) -> Any:
    fact = question.defaults.get(parameter.settable) if parameter.settable and name not in question.options else None
    said = question.options.get(name)
    if fact is not None:
        said = fact.typed.number if fact.typed else question.text(name)
        question.consulted.add(parameter.settable)
    if said is None:
        return otherwise
    found = parameter.read(said, question.called(name))
    if parameter.figure:
        return Input(QUANTITIES[parameter.figure], found, fact.origin if fact else "given")
    return found if fact is None or not isinstance(found, CalendarSpan) else replace(found, typed=False)


def _opened(ways: Sequence[Way], sources: Sequence[Any], reader: Reader, *, several: bool) -> list[Any]:
    """Every source as a file of one of the kinds that one of the ways takes in its place."""
    places = [[kind for way in ways for kind in [*way.files.values()][place]] for place in range(len(sources))]
    return [_one_of(kinds, one, reader, several=several) for kinds, one in zip(places, sources, strict=True)]


def _one_of(
    kinds: Sequence[Any], source: Any, reader: Reader, *, several: bool = False, beside: Reading | None = None
) -> Any:
    if len(kinds) == 1:
        return kinds[0].opened(source, reader, several=several, beside=beside)
    schemas = [each for kind in kinds for each in kind.kinds]
    reading, reduce = reader(source, schemas, rows=any(kind.rows for kind in kinds), several=several, beside=beside)
    kind = next(one for one in kinds if reading.table.schema in one.kinds)
    return kind(reading, reduce)


def _callable(declared: Analysis) -> Declared:
    """The call from Python: sources in their order, all else by name, as a text or a value."""

    def call(*sources: Any, **said: Any) -> Result:
        from custecon.clients.opening import Opener
        from custecon.core.misspelling import neighbours
        from custecon.sources.cures_in_python import with_cures
        from custecon.sources.keywords import How

        given = {name: value for name, value in said.items() if value is not None}
        if strange := given.keys() - declared.offered:
            name = min(strange)
            close = neighbours(name, sorted(declared.offered))
            of_reading = " How a file is read is said to custecon.read." if name in How.__annotations__ else ""
            known = close or f"It takes {words_of(sorted(declared.offered))}."
            raise TypeError(f"{call.__name__}() takes no {name}.{of_reading} {known}")
        question = Question(options=given, offered=declared.offered)
        with with_cures():
            result = declared.ask(question, sources, Opener())
        idle = ", ".join(_idle(declared, given, result, question))
        told = (*question.told, *result.notices, *([notice("N323", names=idle, cure="")] if idle else ()))
        return replace(result, notices=told)

    def register(function: Callable[..., Answer]) -> Callable[..., Answer]:
        declared.ways.append(_way_of(function))
        call.__signature__ = _signature(declared)  # type: ignore[attr-defined]
        return function

    first = declared.ways[0].function
    call.__name__ = call.__qualname__ = first.__name__
    call.__module__, call.__doc__ = first.__module__, first.__doc__
    call.__signature__ = _signature(declared)  # type: ignore[attr-defined]
    call.declared, call.register = declared, register  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]


def _idle(declared: Analysis, given: Collection[str], result: Result, question: Question) -> Iterator[str]:
    """What was said, taken, and changed nothing: the answer tells, or it is a figure and went into none."""
    used = {entry.quantity.option for entry in with_parts(result.inputs)}
    told = {word for one in result.notices if one.code == "N323" for word in str(one.values["names"]).split(", ")}
    idle = question.idle | (declared.figures - used)
    return (name for name in given if name in idle and f"--{name.replace('_', '-')}" not in told)


def _signature(declared: Analysis) -> inspect.Signature:
    """What may be said, as Python shows it: files first, then figures one by one."""
    optional = any(not way.files for way in declared.ways)
    names = [*max((way.files for way in declared.ways), key=len)]
    kind, only = inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.KEYWORD_ONLY
    files = [inspect.Parameter(name, kind, default=None if optional else inspect.Parameter.empty) for name in names]
    figures = {option: None for way in declared.ways for option in (*way.quantities, *way.beside)}
    others = figures | {name: default for name, (_, default) in declared.parameters.items()}
    words = [inspect.Parameter(name, only, default=default) for name, default in others.items()]
    return inspect.Signature([*files, *words], return_annotation=Result)
