"""The command line: the list of commands, each loaded only when it is called; one place for errors and exit codes."""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from contextlib import suppress
from errno import ENOMEM
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from custecon.analyses.index import INDEX
from custecon.cli import completion
from custecon.cli.commands.index import OWN
from custecon.cli.help_text import HELP_ALL, Helpful, ToldCommand, one_line, placeholders, write_help
from custecon.cli.options import Asked, Command, signature_of
from custecon.cli.session import Session
from custecon.cli.spoken_language import shown_on, wanted
from custecon.core.catalogues import known
from custecon.core.errors import CusteconError, ExitCode, OutputRefused, UsageError, notice, problem
from custecon.core.file_names import Files
from custecon.core.files_read import noting_files
from custecon.core.language import speaking, spoken, words
from custecon.core.misspelling import chosen, no_such
from custecon.core.phrases import Phrase, say
from custecon.core.system_words import said_of
from custecon.core.version import __version__

COMMANDS = {**INDEX, **OWN}
"""Place in the help and first line, by name. An analysis is in `custecon.analyses`, another command in `commands`."""

EXAMPLES = """\
  custecon ltv --margin 100 --retention 80% --discount 10%
  custecon ltv clients.csv --discount 10%
  custecon explain ltv
"""
_NO_MEMORY = ("allocate memory", "failed to map segment", "can't start new thread")
_TYPER_SAYS = (
    "Missing command",
    "Option '{name}' requires an argument",
    "Option '{name}' does not take a value",
    "Got unexpected extra argument(s) ({words})",
    "Got unexpected extra argument ({words})",
    "Got unexpected extra arguments ({words})",
)
LAST_STREAM = 2  # standard input, output and error are 0, 1 and 2
# What Typer raises when it cannot read a command line: BadParameter ← UsageError ← this, under several names over time.
_MISREAD: Any = typer.BadParameter.__mro__[2]


def load(name: str) -> Command:
    """The command of that name; its module is imported now."""
    if name in INDEX:
        from custecon.cli.declared import command_of

        python = name.replace("-", "_")
        return command_of(getattr(import_module(f"custecon.analyses.{python}"), python).declared)
    command: Command = import_module(f"custecon.cli.commands.{name}").COMMAND
    return command


class _LazyGroup(Helpful, TyperGroup):
    """Knows the names and first lines of all commands, and imports one only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _typer_of(load(cmd_name))
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageError(no_such("command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        self.note(ctx, args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """One screen: the commands; its own few options are for `--help-all`."""
        if self.shows_all(ctx):
            super().format_help(ctx, formatter)
            return
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        longest = max(map(len, COMMANDS))
        formatter.write_paragraph()
        for panel, found in _panels():  # no blank lines between them: all of it is one screen
            formatter.write_heading(words(panel))
            with formatter.indentation():
                formatter.write_dl(
                    [(f"{name:{longest}}", one_line(words(first), formatter, longest)) for name, first in found]
                )
        self.format_epilog(ctx, formatter)
        more = say("One command: custecon ltv -h. Whole lines, --version, completion: {flag}", flag=HELP_ALL)
        formatter.write(f"{words(more)}\n")

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(
            ctx.command_path, placeholders(" ".join(self.collect_usage_pieces(ctx))), f"{words('Usage')}: "
        )

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        del ctx
        write_help(self.help or "", formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        records = [record for one in self.get_params(ctx) if (record := one.get_help_record(ctx))]
        with formatter.section(words("Options")):
            formatter.write_dl([(placeholders(typed), words(told)) for typed, told in records])
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for panel, found in _panels():
            with formatter.section(words(panel)):
                formatter.write_dl([(name, words(first)) for name, first in found])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        formatter.write(f"\n{words('Try')}:\n{EXAMPLES}")


def _panels() -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands with their first lines, group by group."""
    return [
        (panel, [(name, first) for name, (group, first) in COMMANDS.items() if group == panel])
        for panel in dict.fromkeys(panel for panel, _ in COMMANDS.values())
    ]


def _typer_of(command: Command) -> Any:
    """A Typer program of one command that parses and hands back what was asked."""

    def asked(**given: Any) -> Asked:
        file, words = given.pop("file", None), tuple(given.pop("words", None) or ())
        if words and not command.many:  # several files are one
            file, words = words[0] if len(words) == 1 else Files.of(words), ()
        options = {name: value for name, value in given.items() if value not in (None, False, 0, (), [])}
        told = []
        for option in command.all_options:
            if option.kind is str and (texts := options.get(option.name)):
                *others, options[option.name] = texts
                if others and {*others} != {texts[-1]}:
                    told.append(notice("N540", option=option.flags[-1], text=texts[-1], others=others))
        return Asked(command, file, words, options=options, by_hand=True, told=told)

    asked.__signature__ = signature_of(command)  # type: ignore[attr-defined]
    asked.__name__ = command.name
    program = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    program.command(command.name, cls=ToldCommand, help=command.help)(asked)
    parser = typer.main.get_command(program)
    parser.told = command  # type: ignore[attr-defined]
    return parser


app = typer.Typer(
    cls=_LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"custecon {__version__}")
        raise typer.Exit


@app.callback()
def custecon(
    version: bool = typer.Option(False, "--version", help="Show the version.", callback=_show_version, is_eager=True),
    lang: str = typer.Option(None, "--lang", metavar="LANG", help="The language of all words: en or ru."),
) -> None:
    """Customer economics from the exports you have, each figure with its formula."""
    if lang is not None:
        chosen(known(), "--lang", lang)


def main() -> None:
    """The program `custecon`."""
    _fill()
    if completion.is_asked(os.environ):
        with speaking(wanted((), os.environ) or spoken()):
            text, code = completion.answer(os.environ, COMMANDS, load)
        typer.echo(text)
        sys.exit(code)
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(run(sys.argv[1:], Session.of_process()))


class _Terminated(BaseException):
    """Somebody asked the program to end (SIGTERM); an engine does not let it through, and says a Ctrl-C instead."""

    asked = False


def _terminated(*_: object) -> None:
    _Terminated.asked = True
    raise _Terminated


def run(arguments: list[str], session: Session) -> int:
    """One run: parse, compute, answer. Every failure becomes one message and one exit code.

    What cannot be said on stderr spoils no answer, but it is no success either: what must be known was not told.
    """
    with speaking(shown_on(session.stdout, wanted(arguments, session.environment) or spoken())):
        code = _ran(arguments, session)
    if session.unsaid is None:
        return code
    _forget(2, unless=session.stderr is not sys.stderr)
    unsaid = ExitCode.READER_WENT_AWAY if isinstance(session.unsaid, BrokenPipeError) else ExitCode.OUTPUT
    return unsaid if code == ExitCode.DONE else code


def _ran(arguments: list[str], session: Session) -> int:
    asked = None
    session.verbose = not {"-v", "--verbose"}.isdisjoint(arguments)
    try:
        if sys.flags.optimize > 1:
            raise UsageError(problem("E149"))
        from custecon.cli.output import answer

        asked = _parse(arguments)
        if not isinstance(asked, Asked):
            return int(asked or 0)
        session.quiet = int(asked.options.get("quiet", 0))
        session.no_color = session.no_color or asked.switch("no_color")
        with noting_files():
            answer(session, asked)
    except CusteconError as error:
        return _refused(session, asked, error)
    except (KeyboardInterrupt, _Terminated):
        session.note("terminated" if _Terminated.asked else "interrupted")
        return ExitCode.TERMINATED if _Terminated.asked else ExitCode.INTERRUPTED
    except BrokenPipeError:
        _forget(1, unless=session.stdout is not sys.stdout)
        return ExitCode.READER_WENT_AWAY
    except OSError as error:
        if error.errno == ENOMEM:
            return _internal_fault(session, error)
        _forget(1, unless=session.stdout is not sys.stdout)
        session.refuse(OutputRefused(problem("E401", reason=said_of(error))))
        return ExitCode.OUTPUT
    except Exception as error:  # noqa: BLE001 - the one place where a fault of ours becomes a message
        return _internal_fault(session, error)
    return ExitCode.DONE


def _refused(session: Session, asked: Any, error: CusteconError) -> int:
    """The refusal for a person on stderr, and for a program that asked for JSON as an object on stdout."""
    if isinstance(asked, Asked):
        error.problems = tuple(one.within(asked.command.flags) for one in error.problems)
    session.refuse(error)
    if isinstance(asked, Asked) and asked.text("format") == "json" and not asked.several("output"):
        from custecon.render.json_record import refusal

        with suppress(OSError, CusteconError):
            session.emit_bytes(refusal(error).encode())
    return error.exit_code


def _parse(arguments: list[str]) -> Any:
    """What was asked, or an exit code where Typer itself answered (help, version).

    A command that is named first is parsed by itself; the list of commands is for help, completion and misspelling.
    """
    first, *others = arguments or [""]
    try:
        if first in COMMANDS:
            return _typer_of(load(first)).main(others, prog_name=f"custecon {first}", standalone_mode=False)
        return typer.main.get_command(app).main(arguments, prog_name="custecon", standalone_mode=False)
    except _MISREAD as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            return ExitCode.DONE
        if (given := getattr(error, "option_name", None)) and type(error).__name__.startswith("NoSuchOption"):
            name = next((word for word in arguments if word in COMMANDS), None)
            known = [flag for option in load(name).all_options for flag in option.flags] if name else ["--version"]
            hint = say("see {typed}", typed=" ".join(filter(None, ("custecon", name, HELP_ALL))))
            if name and given in known:  # it stands before the command
                hint, known = say("say it after the command: {typed}", typed=f"custecon {name} … {given}"), []
            what = "option" if known else "option before the command"
            raise UsageError(no_such(what, given, [*known, "--help", HELP_ALL], hint=hint)) from None
        raise UsageError(problem("E111", message=_in_our_words(error.format_message().rstrip(".")))) from None


def _in_our_words(message: str) -> str | Phrase:
    """What Typer says of a line, which it puts together itself."""
    for template in _TYPER_SAYS:
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template))
        if found := re.fullmatch(pattern, message):
            return say(template, **found.groupdict())
    return message


def _internal_fault(session: Session, error: Exception) -> int:
    """One line, an id that is the same for the same fault, how to get details; of memory that there is too little."""
    if _is_short_of_memory(error):
        loading = "a library cannot be loaded" if isinstance(error, ImportError) else ""
        reason = loading or " ".join(str(error).split()) or "the system gives no more"
        session.refuse(CusteconError(problem("E902", reason=reason)))
    else:
        from custecon.core.sha256 import sha256

        frame = traceback.extract_tb(error.__traceback__)[-1]
        fault = sha256(f"{type(error).__name__}:{frame.name}:{frame.lineno}".encode()).hexdigest()[:8]
        session.refuse(CusteconError(problem("E901", fault=fault)))
    if session.verbose:
        session.details("".join(traceback.format_exception(error)))
    return ExitCode.INTERNAL_FAULT


def _is_short_of_memory(error: BaseException | None) -> bool:
    """Whether memory ran out, in Python or in a library, which may tell it in its own way, or cannot even be loaded."""
    while error is not None:
        told = isinstance(error, ImportError | OSError | RuntimeError) and any(
            word in str(error) for word in _NO_MEMORY
        )
        if told or isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
            return True
        error = error.__cause__ or error.__context__
    return not _some_is_left()


def _some_is_left() -> bool:
    """Whether a little memory can still be had: where not, whatever broke, broke for want of it."""
    try:
        bytearray(4 << 20)
    except MemoryError:
        return False
    return True


def _forget(stream: int, *, unless: bool) -> None:
    """Let go of a stream that can no longer be written, so that Python does not complain at its end.

    Unless the run wrote to another one: the caller goes on with their own.
    """
    if unless:
        return
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream)
    except OSError:
        return


def _fill() -> None:
    """No file that is opened may get the number of a stream that the caller has closed."""
    with suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= LAST_STREAM:
            pass
        os.close(number)
