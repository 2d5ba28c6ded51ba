"""The man page, one with all commands: what they share stands once; made of the same options as the help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path

from custecon.cli.app import COMMANDS, app, load
from custecon.cli.help_text import HELP, HELP_ALL
from custecon.cli.options import COMMON, OUTPUT, READING, SETTINGS, Command, Option
from custecon.core.version import __version__

PAGE = Path(__file__).parent / "man" / "custecon.1"
SHARED = {
    "READING A FILE": (
        "The options of every command that reads a file.",
        READING[1:],
    ),  # the first names the kinds of each
    "SETTINGS": ("The facts of a firm, said once.", SETTINGS),
    "OUTPUT": ("The options of every command.", (*OUTPUT, *COMMON)),
}
SIGNS = {"\\": "\\e", "-": "\\-", "'": "\\[aq]", "`": "\\[ga]", "^": "\\[ha]", "~": "\\[ti]"}


def page(exits: Iterable[tuple[int, str]]) -> str:
    """The whole page; `exits`: the exit codes and what they mean."""
    parts = [
        '.\\" made by docs/generate.py from the code; do not edit',
        f'.TH CUSTECON 1 "" "custecon {__version__}" "User Commands"',
        ".nh",  # a name that is cut in two cannot be copied
        ".ad l",
        ".SH NAME",
        f"custecon \\- {plain(_first_line().rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B custecon",
        plain("COMMAND [OPTIONS] [FILE]…"),
        ".br",
        f".B {plain('custecon -h')}",
        ".br",
        f".B {plain('custecon --version')}",
        ".SH DESCRIPTION",
        plain(_first_line()),
        ".PP",
        *_text("`custecon COMMAND -h` shows examples and the options that people use, `--help-all` every option."),
        ".SH COMMANDS",
        *_commands(),
    ]
    for title, (told, options) in SHARED.items():
        parts += [f".SH {title}", plain(told), *_rows(options)]
    parts += _row(", ".join(HELP), "", "What it is, examples, the options that people use.")
    parts += _row(HELP_ALL, "", "Every option.")
    parts += [".SH EXIT STATUS"]
    for code, meaning in exits:
        parts += [".TP", f".B {code}", plain(meaning)]
    parts += [".SH ENVIRONMENT", *_row("NO_COLOR", "", "No colour, whatever it is.")]
    parts += _row("CUSTECON_MARGIN_RATE", "", "A fact of the firm, as any of custecon.toml may be said.")
    parts += [".SH FILES", *_row("custecon.toml", "", "The facts of the firm; custecon init writes it.")]
    return "\n".join(parts) + "\n"


def _first_line() -> str:
    return str(app.registered_callback.callback.__doc__)


def _commands() -> Iterator[str]:
    shared = {(option.name, option.help) for _, options in SHARED.values() for option in options}
    told: dict[tuple[str, str], str] = {}  # by option and help, the command that has it first
    for name in COMMANDS:
        command = load(name)
        yield from _about(command)
        above: dict[str, list[Option]] = {}
        own = [option for option in command.all_options if (option.name, option.help) not in shared]
        for option in own:
            first = told.setdefault((option.name, option.help), name)
            if first != name:
                above.setdefault(first, []).append(option)
        yield from _rows(one for one in own if told[one.name, one.help] == name)
        for other, options in above.items():
            yield ".PP"
            yield f"{plain(f'As for {other}:')} {', '.join(_bold(one.flag) for one in options)}."
        if command.examples:
            yield from (".PP", ".nf", ".RS 4", *map(plain, command.examples), ".RE", ".fi")


def _about(command: Command) -> Iterator[str]:
    first, _, more = cleandoc(command.help).partition("\n")
    yield f".SS {plain(f'custecon {command.name} {command.argument}'.strip())}"
    yield plain(first)
    for paragraph in filter(None, map(str.strip, more.split("\n\n"))):
        yield from (".PP", plain(" ".join(paragraph.split())))
    if command.argument:
        yield from _row(re.sub(r"[\[\]]", "", command.argument), "", command.argument_told)


def _rows(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        yield from _row(", ".join(option.flags), option.metavar if option.kind in (str, list) else "", option.help)


def _row(names: str, value: str, told: str) -> Iterator[str]:
    yield ".TP"
    yield ", ".join(map(_bold, names.split(", "))) + f" \\fI{plain(value)}\\fR" * bool(value)
    yield plain(told)


def _text(told: str) -> Iterator[str]:
    """What stands between ` and ` is to be typed."""
    yield "".join(_bold(part) if place % 2 else plain(part) for place, part in enumerate(told.split("`")))


def _bold(text: str) -> str:
    return f"\\fB{plain(text)}\\fR"


def plain(text: str) -> str:
    """A text as troff has it: no sign is taken for a request, every letter by its number where it is not ASCII."""
    found = "".join(SIGNS.get(sign, sign if sign.isascii() else f"\\[u{ord(sign):04X}]") for sign in text)
    return f"\\&{found}" if found.startswith(".") else found
