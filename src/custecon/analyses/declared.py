"""An analysis, declared once as an ordinary function: its command and its call from Python are derived from it.

    @analysis("backtest", panel="Predictions", title="…", examples=["custecon backtest orders.csv --holdout 26w"])
    def backtest(log: OrderLog, *, holdout: Annotated[CalendarSpan | None, span("…")] = None) -> Answer:
        \"\"\"Which model forecasts your clients best, judged on your own orders.\"\"\"

A parameter is a file (a type with `opened`), figures (a class of `Inputs`), or has a `Parameter` beside its type; its
name is what it is called everywhere. A declaration that lacks something is refused at import.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, get_args

from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Parameter, words_of
from custecon.analyses.question import Question
from custecon.clients.order_log import Reader
from custecon.core.answer import Answer
from custecon.core.errors import UsageError, notice, problem
from custecon.core.references import Citation
from custecon.core.results import Result

__all__ = ["Analysis", "Declared", "analysis"]


class Declared(Protocol):
    """What `@analysis` makes of a function: called with a file and words, it answers with a result."""

    declared: "Analysis"

    def __call__(self, *files: Any, **said: Any) -> Result:
        """The answer; a path, a frame or what was read already, then what is said, as texts or values."""


@dataclass(frozen=True)
class Analysis:
    """An analysis: its name on the command line, its place in the help, and what its function says of it.

    `convention`, `criticism` and `sources` are told with every answer that does not tell its own; those of figures that
    are published formulas come with the formulas.
    """

    name: str
    panel: str
    title: str
    examples: tuple[str, ...]
    function: Callable[..., Answer]
    convention: str = ""
    criticism: str = ""
    sources: tuple[Citation, ...] = ()
    files: dict[str, Any] = field(default_factory=dict)  # what stands on the line, by parameter
    figures: dict[str, type[Inputs]] = field(default_factory=dict)
    parameters: dict[str, tuple[Parameter, Any]] = field(default_factory=dict)  # and what each is if nobody says it

    @property
    def help(self) -> str:
        """The docstring: the first line tells a manager what he gets."""
        return inspect.getdoc(self.function) or ""

    @property
    def offered(self) -> frozenset[str]:
        """All that may be said of it, by name."""
        told = (one.option for inputs in self.figures.values() for one in inputs.quantities.values())
        return frozenset((*self.parameters, *told))

    def ask(self, question: Question, sources: Sequence[Any], reader: Reader) -> Result:
        """The answer to a question. All that was said is read before a file is, which may be long.

        Raises:
            UsageError: something said cannot be understood. InputRefused: a file cannot be read without guessing.
            Undefined: the answer does not exist.
        """
        values = {name: self._value(name, question) for name in self.parameters}
        values |= {name: inputs.of(question) for name, inputs in self.figures.items()}
        if len(sources) != len(self.files):
            named = " ".join(map(str, sources)) or "nothing named"
            needed = words_of([kind.called for kind in self.files.values()])
            raise UsageError(problem("E163", words=named, needed=needed, cure=f"for example: {self.examples[0]}"))
        files = [kind.opened(source, reader) for kind, source in zip(self.files.values(), sources, strict=True)]
        answer = self.function(*files, **values)
        question.idle.update(answer.unused)
        answer = replace(
            answer,
            sources=answer.sources or self.sources,
            criticism=answer.criticism or tuple(filter(None, [self.criticism])),
            parameters=(*answer.parameters, *([("counted", self.convention)] if self.convention else [])),
        )
        readings = [one.reading for one in files if hasattr(one, "reading")]
        return answer.result(self.name, self.title, readings, question.text("currency"))

    def _value(self, name: str, question: Question) -> Any:
        parameter, otherwise = self.parameters[name]
        said = question.options.get(name) if not parameter.quantity else question.text(name)
        return otherwise if said is None else parameter.read(said, question.called(name))


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
    """Declare an analysis. A question without an answer in one line, a place and an example is none.

    Raises:
        ValueError: at import, if the declaration is incomplete.
    """

    def declare(function: Callable[..., Answer]) -> Declared:
        sources = source if isinstance(source, tuple) else (source,)
        declared = Analysis(name, panel, title, tuple(examples), function, convention, criticism, sources)
        for each in inspect.signature(function).parameters.values():
            _enter(declared, each)
        missing = [what for what in ("panel", "title", "examples", "help") if not getattr(declared, what)]
        if missing:
            raise ValueError(f"the analysis {name} lacks {words_of(missing)}")
        return _callable(declared)

    return declare


def _enter(declared: Analysis, each: inspect.Parameter) -> None:
    """Enters a parameter of the function under what it is."""
    kind, *told = get_args(each.annotation) if get_args(each.annotation) else (each.annotation,)
    parameter = next((one for one in told if isinstance(one, Parameter)), None)
    if parameter is not None and each.kind is each.KEYWORD_ONLY and each.default is not each.empty:
        declared.parameters[each.name] = (parameter, each.default)
    elif isinstance(kind, type) and issubclass(kind, Inputs):
        declared.figures[each.name] = kind
    elif hasattr(kind, "opened") and each.kind is not each.KEYWORD_ONLY:
        declared.files[each.name] = kind
    else:
        raise ValueError(f"{declared.name}: {each.name} is no file, no figures, and has no kind with a default")


def _callable(declared: Analysis) -> Declared:
    """The call from Python: sources in their order, all else by name, as a text or a value."""

    def call(*sources: Any, **said: Any) -> Result:
        from custecon.clients.opening import opened

        given: Mapping[str, Any] = {name: value for name, value in said.items() if value is not None}
        if strange := given.keys() - declared.offered:
            raise TypeError(f"{declared.function.__name__}() takes no {words_of(sorted(strange))}")
        question = Question(options=given, offered=declared.offered)
        result = declared.ask(question, sources, opened)
        idle = ", ".join(sorted(question.idle & given.keys()))
        told = (*question.told, *result.notices, *([notice("N323", names=idle, cure="")] if idle else ()))
        return replace(result, notices=told)

    call.__name__ = call.__qualname__ = declared.function.__name__
    call.__module__, call.__doc__ = declared.function.__module__, declared.function.__doc__
    call.__signature__ = _signature(declared)  # type: ignore[attr-defined]
    call.declared = declared  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]


def _signature(declared: Analysis) -> inspect.Signature:
    """What may be said, as Python shows it: figures one by one."""
    file, only = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    shown = [inspect.Parameter(name, file) for name in declared.files]
    figures = {one.option: None for inputs in declared.figures.values() for one in inputs.quantities.values()}
    others = figures | {name: default for name, (_, default) in declared.parameters.items()}
    shown += [inspect.Parameter(name, only, default=default) for name, default in others.items()]
    return inspect.Signature(shown, return_annotation=Result)
