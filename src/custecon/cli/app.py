"""The command line: the list of commands, each loaded only when it is called; one place for errors and exit codes."""

from __future__ import annotations

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
from custecon.cli.commands.index import OWN
from custecon.cli.help_text import ToldCommand
from custecon.cli.options import Asked, Command, signature_of
from custecon.cli.session import Session
from custecon.core.errors import CusteconError, ExitCode, OutputRefused, UsageError, problem
from custecon.core.file_names import Files
from custecon.core.files_read import noting_files
from custecon.core.misspelling import no_such
from custecon.core.version import __version__

COMMANDS = {**INDEX, **OWN}
"""Place in the help and first line, by name. An analysis is in `custecon.analyses`, another command in `commands`."""

EXAMPLES = """\
Try:
  custecon ltv --margin 100 --retention 80% --discount 10%
  custecon ltv clients.csv --discount 10%
  custecon explain ltv
"""
HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
_NO_MEMORY = ("allocate memory", "failed to map segment", "can't start new thread")
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


class _LazyGroup(TyperGroup):
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

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for panel in dict.fromkeys(panel for panel, _ in COMMANDS.values()):
            with formatter.section(panel):
                formatter.write_dl([(name, first) for name, (group, first) in COMMANDS.items() if group == panel])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n" + EXAMPLES)


def _typer_of(command: Command) -> Any:
    """A Typer program of one command that parses and hands back what was asked."""

    def asked(**given: Any) -> Asked:
        file, words = given.pop("file", None), tuple(given.pop("words", None) or ())
        if words and not command.many:  # several files are one
            file, words = words[0] if len(words) == 1 else Files.of(words), ()
        options = {name: value for name, value in given.items() if value not in (None, False, 0, (), [])}
        return Asked(command, file, words, options=options, by_hand=True)

    asked.__signature__ = signature_of(command)  # type: ignore[attr-defined]
    asked.__name__ = command.name
    program = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    program.command(command.name, cls=ToldCommand, help=command.help, context_settings=HELP_OPTIONS)(asked)
    parser = typer.main.get_command(program)
    parser.told = command  # type: ignore[attr-defined]
    return parser


app = typer.Typer(
    cls=_LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings=HELP_OPTIONS,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"custecon {__version__}")
        raise typer.Exit


@app.callback()
def custecon(
    version: bool = typer.Option(False, "--version", help="Show the version.", callback=_show_version, is_eager=True),
) -> None:
    """Customer economics from the exports you already have, every figure with its formula and its source."""


def main() -> None:
    """The program `custecon`."""
    _fill()
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
        session.refuse(OutputRefused(problem("E401", reason=error.strerror or error)))
        return ExitCode.OUTPUT
    except Exception as error:  # noqa: BLE001 - the one place where a fault of ours becomes a message
        return _internal_fault(session, error)
    return ExitCode.DONE


def _refused(session: Session, asked: Any, error: CusteconError) -> int:
    """The refusal for a person on stderr, and for a program that asked for JSON as an object on stdout."""
    if isinstance(asked, Asked):
        error.problems = tuple(one.within(asked.command.flags) for one in error.problems)
    session.refuse(error)
    if isinstance(asked, Asked) and asked.text("format") == "json" and asked.text("output") is None:
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
            hint = f"see custecon {name or ''} --help".replace("  ", " ")
            if name and given in known:  # it stands before the command
                hint, known = f"say it after the command: custecon {name} … {given}", []
            what = "option" if known else "option before the command"
            raise UsageError(no_such(what, given, [*known, "--help"], hint=hint)) from None
        raise UsageError(problem("E111", message=error.format_message().rstrip("."))) from None


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
    import os

    if unless:
        return
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream)
    except OSError:
        return


def _fill() -> None:
    """No file that is opened may get the number of a stream that the caller has closed."""
    import os

    with suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= LAST_STREAM:
            pass
        os.close(number)
