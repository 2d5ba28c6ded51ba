"""The command of a declared analysis: its options, its help and its run all come from the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from custecon.analyses.declared import Analysis
from custecon.analyses.parameters import Parameter
from custecon.analyses.question import Question
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.reading import read_log_asked
from custecon.cli.session import Session
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Result

__all__ = ["command_of"]


def command_of(declared: Analysis) -> Command:
    """The command that puts the question of an analysis."""
    files = [*declared.files.values()]
    several = len(files) > 1
    on_the_line = ", then ".join([files[0].told.rstrip("."), *(one.called for one in files[1:])]) + "."
    return Command(
        name=declared.name,
        help=declared.help,
        run=partial(_run, declared),
        options=tuple(_options(declared)),
        argument=" ".join([*(name.upper() for name in [*declared.files][:-1]), "FILE"]),
        argument_help=on_the_line,
        many=several,
        examples=declared.examples,
        kinds=tuple(schema.name for kind in files for schema in kind.kinds),
    )


def _options(declared: Analysis) -> Iterator[Option]:
    for inputs in declared.figures.values():
        for name in inputs.quantities:
            yield option_of(name, inputs.meanings[name])
    for name, (parameter, _) in declared.parameters.items():
        yield _option(name, parameter)


def _option(name: str, parameter: Parameter) -> Option:
    quantity = QUANTITIES.get(parameter.quantity)
    return Option(name, parameter.meaning, parameter.metavar, panel=parameter.panel, quantity=quantity)


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
    sources = asked.words if asked.command.many else (asked.file or "-",)
    result = declared.ask(question, sources, lambda source, kinds: read_log_asked(session, asked, kinds, file=source))
    asked.heard.update(declared.parameters)
    asked.in_vain(*question.idle)
    return result
