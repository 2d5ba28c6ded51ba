r"""Completion in a shell: what may stand next on the line that is being typed.

Typer writes the scripts (`custecon --install-completion`); they ask the program by its environment, and here they are
answered: Typer would load all that draws its own help, and hands bash a column «Order ID» that is not `Order\ ID`.
Whatever a file holds, nothing is raised and nothing is said; what a shell might take for a command is not offered.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from custecon.cli.help_text import HELP, HELP_ALL
from custecon.cli.options import Command, Option
from custecon.core.language import spoken

ASKS = "_CUSTECON_COMPLETE"
_OF_PROGRAM = ("--version", "--install-completion", "--show-completion", *HELP, HELP_ALL)
_FISH_HAS_NONE = 1


class Offer(NamedTuple):
    """What may stand next, and what it is."""

    value: str
    told: str = ""


@dataclass
class Typed:
    """A line up to the cursor: the words before, the word that is being typed, how it is written in the shell.

    `cut`: so many letters of the word bash takes for a word before; `quoted`: it begins with a quote sign.
    """

    words: list[str]
    word: str
    cut: int = 0
    quoted: bool = False


def is_asked(environment: Mapping[str, str]) -> bool:
    """Whether a shell asks for what may stand next."""
    return environment.get(ASKS, "").startswith("complete_")


def answer(
    environment: Mapping[str, str], commands: Mapping[str, tuple[str, str]], load: Callable[[str], Command]
) -> tuple[str, int]:
    """What the script of the shell prints or evaluates, and the exit code that it looks at."""
    shell = environment[ASKS].partition("_")[2]
    line, found = Typed([], ""), list[Offer]()
    with suppress(Exception):  # a shell shows an error in the middle of the line that is being typed
        line = _in_bash(environment) if shell == "bash" else _elsewhere(environment)
        found = [one for one in dict.fromkeys(_next(line, commands, load)) if one.value.isprintable()]
    return _written(shell, line, found, environment)


# ------------------------------------------------------------------ how shells say it


def _in_bash(environment: Mapping[str, str]) -> Typed:
    """Bash takes a = and a : for the ends of words: they are put together again."""
    raw, number = environment.get("COMP_WORDS", ""), int(environment.get("COMP_CWORD") or 0)
    parts = raw.split("\n") if "\n" in raw else raw.split(" ")
    parts = [*parts[1 : number + 1], *[""] * (number + 1 - len(parts))]
    words: list[str] = []
    cut = 0
    joined = True
    for part in parts:
        ends = bool(part) and set(part) <= {"=", ":"}
        if words and (ends or joined):
            cut = len(_plain(words[-1] + part * ends))
            words[-1] += part
        else:
            words.append(part)
            cut = 0
        joined = ends
    *before, last = words or [""]
    return Typed([*map(_plain, before)], _plain(last), cut, last[:1] in ("'", '"'))


def _elsewhere(environment: Mapping[str, str]) -> Typed:
    raw = environment.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(raw)[1:]
    last = words.pop() if words and not raw.endswith(" ") else ""
    return Typed(words, last)


def _split(text: str) -> list[str]:
    """The words of a line as a shell has them, also where a quote is still open."""
    for closing in ("", '"', "'"):
        with suppress(ValueError):
            return shlex.split(text.rstrip("\\") + closing)
    return text.split()


def _plain(text: str) -> str:
    return " ".join(_split(text))


def _written(shell: str, line: Typed, found: list[Offer], environment: Mapping[str, str]) -> tuple[str, int]:
    if shell == "bash":
        return "\n".join(_for_bash(one.value, line) for one in found), 0
    if shell == "zsh":  # which evaluates it twice
        safe = [one for one in found if not re.search(r"[\\$`'\"]", one.value)]
        rows = "\n".join(f'"{_colons(one.value)}"' + f':"{_colons(_bare(one.told))}"' * bool(one.told) for one in safe)
        return (f"_arguments '*: :(({rows}))'" if safe else "_files"), 0
    if shell == "fish":
        if environment.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            return "", 0 if found else _FISH_HAS_NONE
        return "\n".join(one.value + f"\t{one.told}" * bool(one.told) for one in found), 0
    return "\n".join(f"{one.value}:::{one.told or ' '}" for one in found), 0


def _for_bash(value: str, line: Typed) -> str:
    value = value[line.cut :]
    if line.quoted:
        return value
    home, rest = ("~", value[1:]) if line.word.startswith("~") and value.startswith("~") else ("", value)
    return home + re.sub(r"([^\w@%+=:,./-])", r"\\\1", rest)


def _colons(text: str) -> str:
    return text.replace(":", r"\\:")


def _bare(text: str) -> str:
    return re.sub(r"[\\$`'\"]", "", text)


# ------------------------------------------------------------------ what may stand next


@dataclass
class _Before:
    """What stands on the line before the word: files and words, options, and one that waits for its value."""

    waits: Option | None = None
    words: list[str] = field(default_factory=list)
    given: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, words: Iterable[str], by_flag: Mapping[str, Option]) -> _Before:
        found = cls()
        for word in words:
            flag, sign, value = word.partition("=")
            option = by_flag.get(flag) if word.startswith("-") else None
            if found.waits is not None:
                found.words += [word] * found.waits.reads
                found.waits = None
            elif option is not None:
                found.given.add(option.name)
                found.words += [value] * (bool(sign) and option.reads)
                found.waits = None if sign or option.kind in (bool, int) else option
            elif not word.startswith("-"):
                found.words.append(word)
        return found


def _next(line: Typed, commands: Mapping[str, tuple[str, str]], load: Callable[[str], Command]) -> Iterable[Offer]:
    if not line.words:
        known = [Offer(name, spoken().text(first)) for name, (_, first) in commands.items()]
        known += [Offer(flag) for flag in _OF_PROGRAM] if line.word.startswith("-") else []
        return _beginning(line.word, known)
    name, *words = line.words
    return _of_command(load(name), words, line.word) if name in commands else []


def _of_command(command: Command, words: Iterable[str], typed: str) -> list[Offer]:
    """What may follow the name of a command and these words."""
    by_flag = {flag: option for option in command.all_options for flag in option.flags}
    before = _Before.of(words, by_flag)
    if before.waits is not None:
        return _values(before.waits, typed, command, before.words)
    flag, sign, value = typed.partition("=")
    if sign and flag in by_flag and by_flag[flag].kind not in (bool, int):
        found = _values(by_flag[flag], value, command, before.words)
        return [Offer(f"{flag}={one.value}", one.told) for one in found]
    if typed.startswith("-"):
        free = [one for one in command.all_options if one.kind in (list, int) or one.name not in before.given]
        known = [Offer(flag, spoken().text(one.help)) for one in free for flag in one.flags]
        return _beginning(typed, [*known, *map(Offer, (*HELP, HELP_ALL))])
    suffixes = [one for one in command.offers() if one.startswith(".")]
    suffixes += _tables() if command.kinds else []
    found = _beginning(typed, [Offer(one) for one in command.offers() if not one.startswith(".")])
    return found + (_files(typed, suffixes) if suffixes else [])


def _values(option: Option, typed: str, command: Command, files: Iterable[str]) -> list[Offer]:
    """What the value of an option may be."""
    if option.reads:
        return _files(typed, _tables() if option.panel != "Settings" else [".toml"])
    if option.name == "columns":
        return _columns_of_result(command, typed)
    plain = [Offer(word) for word in (*option.choices, *(option.offers() if option.offers else ()))]
    left, sign, right = typed.partition("=")
    if "=" not in option.metavar:
        values = _names(option, command, files) + plain
        found = _beginning(typed, values)
        return found or (_files(typed, [".toml"]) if option.name == "preset" else [])
    may_be_alone = option.metavar.startswith("[")
    if sign:
        values = plain if may_be_alone else _columns(files) if option.metavar.endswith("=COLUMN") else []
        return [Offer(f"{left}={one.value}", one.told) for one in _beginning(right, values)]
    heads = [Offer(f"{one.value}=", one.told) for one in _names(option, command, files)]
    found = _beginning(typed, (plain if may_be_alone else []) + heads)
    if len(found) == 1 and found[0].value.endswith("="):  # after a word that is whole a shell would go on to the next
        return _values(option, found[0].value, command, files) or found
    return found


def _names(option: Option, command: Command, files: Iterable[str]) -> list[Offer]:
    """What an option names, or what it says something of: columns of the file, their meanings, quantities."""
    what = option.metavar.strip("[").partition("=")[0].rstrip("]")
    if what == "COLUMN":
        return _columns(files)
    if what == "ROLE":
        from custecon.kinds import SCHEMAS

        roles = [role for kind in command.kinds for role in SCHEMAS[kind].roles]
        return [*dict.fromkeys(Offer(role.name, spoken().text(role.meaning)) for role in roles)]
    if option.name == "table":
        from custecon.cli.result_words import tables_of

        return [Offer(one.name, spoken().text(one.title)) for one in tables_of(command.name)]
    if what == "QUANTITY":
        return [Offer(one.flag.removeprefix("--"), spoken().text(one.help)) for one in command.options if one.quantity]
    if option.name == "sheet":
        from custecon.sources.header_names import sheets_of

        return [Offer(name) for file in files for name in sheets_of(file)]
    return []


def _columns_of_result(command: Command, typed: str) -> list[Offer]:
    """The columns of the tables of a command, each behind those that stand there already."""
    from custecon.cli.result_words import tables_of

    before, comma, last = typed.rpartition(",")
    names = dict.fromkeys(name for one in tables_of(command.name) for name in one.columns.split(";"))
    free = [Offer(name) for name in names if name not in before.split(",")]
    return [Offer(f"{before}{comma}{one.value}") for one in _beginning(last, free)]


def _columns(files: Iterable[str]) -> list[Offer]:
    from custecon.sources.header_names import names_of

    return [Offer(name) for file in files for name in names_of(file)]


def _beginning(typed: str, offers: Iterable[Offer]) -> list[Offer]:
    return [one for one in offers if one.value.startswith(typed)]


def _tables() -> list[str]:
    from custecon.sources.opening import CALLED

    return [f".{suffix}" for suffix in CALLED]


def _files(typed: str, suffixes: Iterable[str]) -> list[Offer]:
    """Files of these suffixes, and folders, one level; a folder that is alone is looked into.

    After a name that is whole a shell goes on to the next word, so that a folder is never offered alone.
    """
    folder, name = os.path.split(typed)
    found: list[str] = []
    with suppress(OSError), os.scandir(os.path.expanduser(folder) or ".") as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if not entry.name.startswith(name) or (entry.name.startswith(".") and not name):
                continue
            if entry.is_dir():
                found.append(os.path.join(folder, entry.name, ""))
            elif entry.name.lower().endswith(tuple(suffixes)):
                found.append(os.path.join(folder, entry.name))
    if len(found) == 1 and found[0].endswith(os.sep) and found[0] != typed:
        return _files(found[0], suffixes)
    return [Offer(one) for one in found]
