"""An analysis, declared once as ordinary functions: its command and its call from Python are derived from them.

    @analysis("iceberg", panel="Figures", title="…", examples=["custecon iceberg --dissatisfied 100"])
    def iceberg(inputs: Shares, *, step: LeverStep = 0.1) -> Answer:
        \"\"\"How many dissatisfied clients leave without a word: the complaint iceberg.\"\"\"

    @iceberg.register
    def of_file(file: ComplaintFile, inputs: Shares, *, step: LeverStep = 0.1, level: Level = 0.95) -> Answer: ...

A parameter is a file (a `TableFile`), figures (a class of `Inputs`), one quantity, or has a `Parameter` beside its
type; its name is what it is called everywhere. The kind of file chooses the way, and where that does not settle it, a
`choice_of_way`. What that way does not take is refused if it was said, and passed over if it stands in the settings. A
declaration that lacks something is refused at import.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from custecon.analyses.parameters import Parameter, words_of
from custecon.analyses.question import Question
from custecon.analyses.ways import Way, does_nothing, kinds_of, way_of
from custecon.clients.currency import one_currency
from custecon.clients.files import Reader
from custecon.core.answer import Answer
from custecon.core.derived_inputs import with_parts
from custecon.core.errors import CusteconError, Notice, UsageError, notice, problem
from custecon.core.file_names import as_told
from custecon.core.misspelling import as_choice, none_of
from custecon.core.option_names import flag_of
from custecon.core.phrases import Verbatim, say
from custecon.core.references import Citation
from custecon.core.results import COUNTED, Result
from custecon.core.schemas import Reading
from custecon.kinds.orders import ORDERS

PANELS = ("Figures", "Client base", "Predictions")  # in the order of the help
OF_ANOTHER_KIND = {"E152", "E156", "E211", "E272", "E392"}  # refusals of a file that is none of the kinds asked for


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
    first: bool = False  # in its panel of the help
    ways: list[Way] = field(default_factory=list)

    @property
    def help(self) -> str:
        """The docstring: the first line tells a manager what they get."""
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

    def choices_of(self, name: str) -> frozenset[str]:
        """The words of which what may be said by a name is one; none if there are no such words."""
        told = (way.parameters[name][0] for way in self.ways if name in way.parameters)
        return frozenset(word for one in told for word in one.known)

    def ask(self, question: Question, sources: Sequence[Any], reader: Reader) -> Result:
        """The answer to a question. All that was said is read before a file is, which may be long.

        Raises:
            UsageError: something said cannot be understood, or means nothing here.
            InputRefused: a file cannot be read without guessing. Undefined: the answer does not exist.
        """
        ways = [way for way in self.ways if len(way.files) == len(sources)]
        if not ways:
            longest = max((way.files for way in self.ways), key=len)
            needed = words_of([kinds[0].called for kinds in longest.values()])
            named = " ".join(as_told(str(one)) for one in sources) or "nothing named"
            cure = say("for example: {examples}", examples=self.examples[0])
            if not question.by_hand:
                cure = say(
                    "name {needed} first and all else by name, as in {called_so}",
                    needed=needed,
                    called_so=self._called_so(),
                )
            raise UsageError(problem("E163", words=named, needed=needed, cure=cure))
        for inputs in {one for way in ways for one in way.figures.values()}:
            question = inputs.restated(question)
        meant = [way for way in ways if way.is_chosen(question)]
        if not meant:
            raise self._of_no_way(question, ways)
        self._refuse(question, meant)
        # a misspelt word is refused before a long file is read
        found = [way.values(replace(question, told=[], consulted=set(), standing=set())) for way in meant]
        groups = {
            word: None
            for way, values in zip(meant, found, strict=True)
            for name, (told, _) in way.parameters.items()
            for word in told.columns_in(values[name])
        }
        several = any(name in question.options for way in meant for name in way.beside)
        try:
            files = _opened(meant, sources, reader, several=several, groups=tuple(groups))
        except CusteconError as refusal:
            self._refuse_of_another_way(question, [way for way in ways if way not in meant], sources, reader, refusal)
            raise
        way = next(one for one in meant if all(map(isinstance, files, one.files.values())))
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
        used = {entry.quantity.option for entry in with_parts(answer.inputs) if entry.origin == "given"}
        idle = {*answer.unused, *(self.figures - used), *(self.offered - way.taken)}
        question.idle.update(question.options.keys() & idle)
        question.consulted.difference_update(answer.unused)
        answer = replace(
            answer,
            notices=(*(self._of_another_kind(first) if first is not None else ()), *answer.notices),
            sources=answer.sources or self.sources,
            criticism=answer.criticism or tuple(filter(None, [self.criticism])),
            parameters=(*answer.parameters, *([(COUNTED, self.convention)] if self.convention else [])),
        )
        return answer.result(self.name, self.title, readings, question.text("currency"))

    def _of_another_kind(self, file: Reading) -> tuple[Notice, ...]:
        """That a file which was taken has the columns of a kind that none of its ways looks for."""
        from custecon.sources.closer_kind import told_of_closer  # loads the readers, as the file has

        return told_of_closer(file, {name for way in self.ways for one in way.files.values() for name in kinds_of(one)})

    def _called_so(self) -> str:
        """How it is called from Python, in short."""
        files = [*max((way.files for way in self.ways), key=len)]
        words = [f"{name}=…" for name in sorted(self.offered)]
        return say("custecon.{name}({words})", name=self.ways[0].function.__name__, words=[*[*files, *words[:2]]])

    def _refuse(self, question: Question, ways: Sequence[Way]) -> None:
        """Raises UsageError: E369 something was said that none of these ways takes."""
        for name in question.options if not question.shared else ():
            if name in self.offered and not any(name in way.taken for way in ways):
                others = [way for way in self.ways if name in way.taken]
                raise does_nothing(self.name, question, question.called(name), ways, others)

    def _of_no_way(self, question: Question, ways: Sequence[Way]) -> UsageError:
        """The refusal of a choice that is none (E112), or that is none of what was named on the line (E369)."""
        name = next(way.choice.name for way in ways if way.choice and way.choice.name in question.options)
        said, called = as_choice(str(question.options[name])), question.called(name)
        choices = [(way, way.choice) for way in self.ways if way.choice and way.choice.name == name]
        known = dict.fromkeys(word for _, choice in choices for word in choice.words)
        if said not in known:
            return none_of([*known], called, str(question.options[name]))
        others = [way for way, choice in choices if said in choice.words]
        return does_nothing(self.name, question, question.as_said(name, said), ways, others)

    def _refuse_of_another_way(
        self, question: Question, ways: Sequence[Way], sources: Sequence[Any], reader: Reader, refusal: CusteconError
    ) -> None:
        """Raises UsageError: E351 the file that was refused is of a kind that one of these ways reads, if chosen."""
        piped = any(isinstance(one, str) and one == "-" for one in sources)
        if piped or not OF_ANOTHER_KIND & {one.code for one in refusal.problems}:
            return  # what came by the standard input has been read
        for way in ways:
            if way.choice is None or not way.choice.must:
                continue
            try:
                (file, *_) = _opened([way], sources, reader)
            except CusteconError:
                continue
            first, *others = way.choice.words
            said = question.as_said(way.choice.name, first)
            told = problem(
                "E351", file=file.reading.controls.file, what=way.works_on, said=said, others=", ".join(others)
            )
            raise UsageError(told) from None


def analysis(
    name: str,
    *,
    panel: str,
    title: str,
    examples: Sequence[str],
    convention: str = "",
    criticism: str = "",
    source: Citation | tuple[Citation, ...] = (),
    first: bool = False,
) -> Callable[[Callable[..., Answer]], Declared]:
    """Declare an analysis by its first way; `first`: it leads its panel of the help.

    Raises:
        ValueError: at import, if it has no place, title, example or docstring, or a parameter is nothing that is known.
    """

    def declare(function: Callable[..., Answer]) -> Declared:
        if isinstance(examples, str) or name.replace("-", "_") != function.__name__:
            raise ValueError(f"the analysis {name} is declared by a function of that name, its examples in a list")
        if panel not in PANELS:
            raise ValueError(f"the analysis {name}: there is no panel {panel!r}; there are {words_of(PANELS)}")
        sources = source if isinstance(source, tuple) else (source,)
        declared = Analysis(name, panel, title, tuple(examples), convention, criticism, sources, first)
        declared.ways.append(way_of(function))
        missing = [what for what in ("panel", "title", "examples", "help") if not getattr(declared, what)]
        if missing:
            raise ValueError(f"the analysis {name} lacks {words_of(missing)}")
        return _callable(declared)

    return declare


def _opened(
    ways: Sequence[Way], sources: Sequence[Any], reader: Reader, *, several: bool = False, groups: tuple[str, ...] = ()
) -> list[Any]:
    """Every source as a file of one of the kinds that one of the ways takes in its place; `groups`: see `Reader`."""
    places = [[kind for way in ways for kind in [*way.files.values()][place]] for place in range(len(sources))]
    return [
        _one_of(kinds, one, reader, several=several, groups=groups) for kinds, one in zip(places, sources, strict=True)
    ]


def _one_of(
    types: Sequence[Any],
    source: Any,
    reader: Reader,
    *,
    several: bool = False,
    beside: Reading | None = None,
    groups: tuple[str, ...] = (),
) -> Any:
    if len(types) == 1:
        return types[0].opened(source, reader, several=several, beside=beside, groups=groups)
    logs = [one for one in types if ORDERS.name in kinds_of([one])]  # a kind whose rows may be left unread
    rows = any(one.rows for one in logs)
    meanwhile = next((one.meanwhile for one in logs if one.meanwhile), "")
    schemas = [schema for one in types for schema in one.kinds]
    how: Any = {"several": several, "beside": beside, "meanwhile": meanwhile, "groups": groups}
    reading, ledger = reader(source, schemas, rows=rows, **how)
    kind = next(one for one in types if reading.table.schema in one.kinds)
    return kind(reading, ledger)


def _callable(declared: Analysis) -> Declared:
    """The call from Python: sources in their order, all else by name, as a text or a value."""

    def call(*sources: Any, **said: Any) -> Result:
        from custecon.clients.opening import Opener
        from custecon.core.misspelling import neighbours
        from custecon.sources.cures_in_python import told_in_python, with_cures
        from custecon.sources.keywords import How

        given = {name: value for name, value in said.items() if value is not None}
        if strange := given.keys() - declared.offered:
            name = min(strange)
            close = neighbours(name, sorted(declared.offered))
            of_reading = " How a file is read is said to custecon.read." if name in How.__annotations__ else ""
            takes = words_of(map(Verbatim, sorted(declared.offered))) or say("nothing by name")
            known = close or say("It takes {words_of}.", words_of=takes)
            raise TypeError(f"{call.__name__}() takes no {name}.{of_reading} {known}")
        question = Question(options=given, offered=declared.offered)
        others = {name: declared.choices_of(name) for name in declared.offered}
        with with_cures(others=others):
            result = declared.ask(question, sources, Opener(others))
        idle = ", ".join(_idle(result, question))
        told = (*question.told, *result.notices, *([notice("N323", names=idle, cure="")] if idle else ()))
        return replace(result, notices=told_in_python(told, others))

    def register(function: Callable[..., Answer]) -> Callable[..., Answer]:
        declared.ways.append(way_of(function))
        call.__signature__ = _signature(declared)  # type: ignore[attr-defined]
        return function

    first = declared.ways[0].function
    call.__name__ = call.__qualname__ = first.__name__
    call.__module__, call.__doc__ = first.__module__, first.__doc__
    call.__signature__ = _signature(declared)  # type: ignore[attr-defined]
    call.declared, call.register = declared, register  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]


def _idle(result: Result, question: Question) -> list[str]:
    """What was said, taken, and changed nothing, unless the result tells of it."""
    told = {word for one in result.notices if one.code == "N323" for word in str(one.values["names"]).split(", ")}
    return [name for name in sorted(question.idle) if flag_of(name) not in told]


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
