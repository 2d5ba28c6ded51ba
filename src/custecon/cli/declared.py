"""The command of a declared analysis: its options, its help and its run all come from the declaration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from custecon.analyses.declared import Analysis
from custecon.analyses.parameters import Parameter
from custecon.analyses.question import Question
from custecon.cli.options import Asked, Command, Option, file_option, option_of
from custecon.cli.reading import read_log_asked
from custecon.cli.session import Session
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Result
from custecon.core.schemas import Reading, Schema
from custecon.sources import Reduce

__all__ = ["command_of"]


def command_of(declared: Analysis) -> Command:
    """The command that puts the question of an analysis."""
    files = [*max((way.files for way in declared.ways), key=len).values()]
    kinds = [kind for way in declared.ways for places in way.files.values() for kind in places]
    several = len(files) > 1
    names = " ".join([*(kinds[0].called.split()[1].upper() for kinds in files[:-1]), "FILE"])
    told = ", then ".join([files[0][0].told.rstrip("."), *(one[0].called for one in files[1:])]) + "."
    return Command(
        name=declared.name,
        help=declared.help,
        run=partial(_run, declared),
        options=tuple(_options(declared)),
        argument=names if all(way.files for way in declared.ways) else f"[{names}]",
        argument_help=told,
        many=several,
        examples=declared.examples,
        kinds=tuple(dict.fromkeys(schema.name for kind in kinds for schema in kind.kinds)),
    )


def _options(declared: Analysis) -> Iterator[Option]:
    """Each figure and parameter once, in the order of the ways."""
    found: dict[str, Option] = {}
    for way in declared.ways:
        for inputs in way.figures.values():
            for name in inputs.quantities:
                option = option_of(name, inputs.meanings[name])
                found.setdefault(option.name, option)
        for name, (told, _) in way.beside.items():
            found.setdefault(name, file_option(name, told, panel="Figures"))
    for name, (parameter, _) in declared.parameters.items():
        found.setdefault(name, _option(name, parameter))
    yield from found.values()


def _option(name: str, parameter: Parameter) -> Option:
    quantity = QUANTITIES.get(parameter.settable)
    kind = list if parameter.repeats else str
    return Option(name, parameter.meaning, parameter.metavar, kind, parameter.panel, quantity=quantity)


def _run(declared: Analysis, session: Session, asked: Asked) -> Result:
    question = Question(
        options=asked.options,
        defaults=asked.defaults,
        offered=declared.offered,
        by_hand=True,
        consulted=asked.consulted,
        standing=asked.standing,
        told=asked.told,
    )
    if asked.command.many:
        sources = asked.words
    elif asked.file is not None:
        sources = (asked.file,)
    else:
        sources = ("-",) if all(way.files for way in declared.ways) else ()

    def read(source: Any, kinds: Sequence[Schema], rows: bool) -> tuple[Reading, Reduce | None]:
        return read_log_asked(session, asked, kinds, file=source, by_rows=rows)

    result = declared.ask(question, sources, read)
    asked.heard.update(declared.offered - declared.figures)
    asked.in_vain(*question.idle)
    return result
