"""`custecon workbook`: all figures that the given files allow, in one workbook; or an empty one to fill in."""

from __future__ import annotations

from dataclasses import replace

from custecon.cli.options import COMMON, OUTPUT, READING, SETTINGS, Asked, Command, Option
from custecon.cli.session import Session
from custecon.core.choices import SOURCES
from custecon.core.errors import CusteconError, InputRefused, Notice, UsageError, notice, problem
from custecon.core.phrases import say
from custecon.core.results import Result

PANEL = "Figures"  # the commands of this panel of the help are tried on every file


def run(session: Session, asked: Asked) -> Result:
    """Every figure that the files allow; what a file does not allow is told.

    Raises:
        UsageError: E115 no file and no --template, or nothing can be computed from the files.
    """
    own = {option.name for option in _options()}
    if asked.switch("template"):
        from custecon.cli.template import empty

        asked.idle.update(own & asked.options.keys() - {"template"})
        return empty()
    if not asked.words:
        raise UsageError(
            problem("E115", missing="give one or more files", cure="or an empty workbook to fill in: --template")
        )
    _refuse_misread(asked)
    parts: list[Result] = []
    told: list[Notice] = []
    counted: set[str] = set()
    for file in asked.words:
        found, left_out = _of_file(session, asked, file, counted)
        parts += found
        told += left_out
    asked.placed.update(counted)
    asked.idle.update(own & asked.options.keys() - counted)
    if not parts:
        reasons = say("{all:;}", all=[one.phrase for one in told])
        raise UsageError(
            problem(
                "E115", missing=say("no figure can be computed from these files: {reasons}", reasons=reasons), cure=""
            )
        )
    return Result(
        command="workbook",
        title="All figures",
        figures=tuple(figure for part in parts for figure in part.figures if figure.weight == "main"),
        parts=tuple(parts),
        notices=(*_once(parts), *told),
    )


def _refuse_misread(asked: Asked) -> None:
    """A figure that was typed and cannot be read is no reason to leave out a command: nobody can read it."""
    for option in asked.command.all_options:
        if option.quantity is not None and option.name in asked.options:
            option.quantity.read(str(asked.options[option.name]), called=option.flag)


def _of_file(session: Session, asked: Asked, file: str, counted: set[str]) -> tuple[list[Result], list[Notice]]:
    """Every result that a file allows. That a list of complaints holds no orders is told only if it gave nothing.

    What is wrong with another file, which an option names, is told always. `counted`: the options that did something.
    """
    found: list[Result] = []
    of_other_kind: list[Notice] = []
    left_out: list[Notice] = []
    for command in _commands():
        question = _as_asked(command, file, asked)
        try:
            found.append(command.run(session, question))
            of_reading = {option.name for option in READING} - question.placed
            counted |= question.options.keys() - question.idle - of_reading
        except CusteconError as error:
            first = error.problems[0]
            other = first.place.file if first.place is not None and first.place.file not in ("", file) else ""
            reason = say("{file}: {what}", file=other, what=first.what) if other else first.what
            told = notice("N413", command=command.name, path=file, reason=reason, cure=first.cure)
            (of_other_kind if isinstance(error, InputRefused) and not other else left_out).append(told)
    return found, left_out if found else [*of_other_kind, *left_out]


def _once(parts: list[Result]) -> list[Notice]:
    """What the parts have to tell, each thing once."""
    return list({str(told): told for part in parts for told in part.notices}.values())


def _commands() -> list[Command]:
    from custecon.cli.app import COMMANDS, load

    found = [load(name) for name, (panel, _) in COMMANDS.items() if panel == PANEL]
    return [command for command in found if command.kinds and command.argument and not command.many]


def _as_asked(command: Command, file: str, asked: Asked) -> Asked:
    """The same question for another command: the options that it knows."""
    known = {option.name for option in command.all_options}
    options = {name: value for name, value in asked.options.items() if name in known}
    return replace(asked, command=command, file=file, words=(), options=options, shared=True, idle=set(), placed=set())


def _options() -> tuple[Option, ...]:
    """Whatever one of the commands can be told, so that one line answers for all of them."""
    shared = {option.name for option in (*READING, *SETTINGS, *OUTPUT, *COMMON)}
    known = {option.name: option for command in _commands() for option in command.options if option.name not in shared}
    return (Option("template", "An empty workbook to fill in.", kind=bool, panel=PANEL), *known.values())


COMMAND = Command(
    name="workbook",
    panel="Files",
    help="""All figures that your files allow, in one workbook that stays alive.

    Every input stands once on the sheet Assumptions, in a yellow cell; every figure, table and chart follows it. With
    --template: an empty workbook to fill in, which computes by itself and which custecon reads back.""",
    run=run,
    options=_options(),
    argument="[FILES]...",
    argument_help=say("Client lists, order logs, exports: {sources}.", sources=say(SOURCES)),
    many=True,
    examples=("custecon workbook clients.csv orders.csv -o firm.xlsx", "custecon workbook --template -o empty.xlsx"),
    kinds=("clients", "orders", "subscriptions", "survival", "spending", "complaints", "profit"),
)
