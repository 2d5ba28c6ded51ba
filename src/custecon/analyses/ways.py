"""One way of an analysis: a function, and what its parameters are; what is not for it is refused."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import NoneType
from typing import Any, NamedTuple, get_args

from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Another, Parameter, of_quantity, words_of
from custecon.analyses.question import Question
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import UsageError, problem
from custecon.core.misspelling import as_choice
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.results import Input


class Choice(NamedTuple):
    """The parameter that chooses a way, the words by which it does, and whether one of them must be said."""

    name: str
    words: tuple[str, ...]
    must: bool


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
    def choice(self) -> Choice | None:
        """What chooses it besides the kind of file, if anything does."""
        found = ((name, told.chooses, default) for name, (told, default) in self.parameters.items() if told.chooses)
        return next((Choice(name, words, default is inspect.Parameter.empty) for name, words, default in found), None)

    def is_chosen(self, question: Question) -> bool:
        """Whether what was said chooses it: one of its own words, or nothing where nothing need be said."""
        if self.choice is None:
            return True
        said = question.options.get(self.choice.name)
        return not self.choice.must if said is None else as_choice(str(said)) in self.choice.words

    def choice_said(self, question: Question) -> str:
        """What must be said for it to answer, as who asks says it: --method auto."""
        if self.choice is None or not self.choice.must:
            return ""
        name, (first, *_), _ = self.choice
        said = as_choice(str(question.options.get(name)))
        return question.as_said(name, said if said in self.choice.words else first)

    @property
    def kinds(self) -> set[str]:
        """The kinds of file that it reads on the line."""
        return {name for types in self.files.values() for name in kinds_of(types)}

    @property
    def works_on(self) -> str:
        """What it answers from, in words."""
        return words_of([kind.called for types in self.files.values() for kind in types], "or") or "figures alone"

    def values(self, question: Question) -> dict[str, Any]:
        """What its function is called with besides files.

        Raises:
            UsageError: something said cannot be understood.
        """
        found = {name: _value(name, *self.parameters[name], question) for name in self.parameters}
        return found | {name: inputs.of(question) for name, inputs in self.figures.items()}


def way_of(function: Callable[..., Answer]) -> Way:
    """A function, its parameters entered under what they are.

    Raises:
        ValueError: one of them is nothing that is known.
    """
    way = Way(function)
    for each in inspect.signature(function).parameters.values():
        told = [one for one in get_args(each.annotation) if one is not NoneType]
        parameter = next((of_quantity(one) if isinstance(one, Quantity) else one
                          for one in told if isinstance(one, Parameter | Quantity)), None)  # fmt: skip
        kinds = tuple(told) if told and parameter is None else (each.annotation,)
        by_name = each.kind is each.KEYWORD_ONLY
        if parameter is not None and by_name and (each.default is not each.empty or parameter.chooses):
            way.parameters[each.name] = (parameter, each.default)
        elif isinstance(kinds[0], type) and issubclass(kinds[0], Inputs):
            way.figures[each.name] = kinds[0]
        elif by_name and each.default is None and told and isinstance(told[-1], Another):
            way.beside[each.name] = (told[-1], tuple(kind for kind in get_args(told[0]) if kind is not NoneType))
        elif all(hasattr(kind, "opened") for kind in kinds) and not by_name:
            way.files[each.name] = kinds
        else:
            raise ValueError(f"{function.__name__}: {each.name} {_unknown(each.annotation)}")
    return way


def _unknown(annotation: Any) -> str:
    """Why a parameter is nothing that is known, and the cure."""
    if isinstance(annotation, str):
        return "has its type as text: no quotes around it, and no `from __future__ import annotations` in its file"
    return "is no file, no figures, and has no kind with a default: CONTRIBUTING.md has a table of what it may be"


def kinds_of(types: Sequence[Any]) -> list[str]:
    """The kinds of file that several types of files read, by name."""
    return [schema.name for one in types for schema in one.kinds]


def does_nothing(command: str, question: Question, said: str, ways: Sequence[Way], others: Sequence[Way]) -> UsageError:
    """The refusal of what means nothing to these ways of a command, with the others that take it (E369)."""
    cure = "leave it out"
    kinds = set().union(*(way.kinds for way in ways))
    on_a_file = next((way for way in others if way.files), None)
    chosen = next((way for way in others if way.kinds & kinds and way.choice_said(question)), None)
    if chosen and len(ways) > 1:
        cure = say(
            "for {works_on} say {choice_said} too; else leave it out",
            works_on=chosen.works_on,
            choice_said=chosen.choice_said(question),
        )
    elif chosen:
        cure = say("say {choice_said} too, or leave it out", choice_said=chosen.choice_said(question))
    elif on_a_file and question.by_hand and not kinds:
        words = dict.fromkeys(filter(None, (on_a_file.choice_said(question), said)))
        cure = say("name the file first: custecon {command} FILE {words} …", command=command, words=" ".join(words))
    what, works_on = (_in_words(each, question, but=said) for each in (ways, others))
    return UsageError(
        problem("E369", name=said, what=words_of(what, "or"), works_on=words_of(works_on, "and"), cure=cure)
    )


def _in_words(ways: Sequence[Way], question: Question, *, but: str) -> list[str]:
    """What they answer from, with what must be said for it, unless the same answers from it without."""
    plain = {way.works_on for way in ways if way.choice_said(question) in ("", but)}
    return [
        way.works_on
        if way.works_on in plain
        else say("{works_on} with {choice_said}", works_on=way.works_on, choice_said=way.choice_said(question))
        for way in ways
    ]


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
        per = fact.typed.period if fact and fact.typed else None
        return Input(QUANTITIES[parameter.figure], found, fact.origin if fact else "given", per=per)
    return found if fact is None or not isinstance(found, CalendarSpan) else replace(found, typed=False)
