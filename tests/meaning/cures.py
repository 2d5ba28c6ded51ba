"""The cures that a run printed: every option in them as a user would type it, and what came of following it."""

import re
import shlex
from dataclasses import dataclass

from said import JUDGE

from custecon.cli.app import load

# An option, and behind it a value: quoted, COLUMN='VALUE', or one word.
OPTION = re.compile(r"(--[a-z][a-z-]+)(?:[ =]('[^']*'|\"[^\"]*\"|[\w ]+='[^']*'|[\w-]+=\"[^\"]*\"|[^\s,;)«]+))?")
PLACE = re.compile(r"^[A-Z][A-Z_=]*(\.[a-z]+)?$|…")  # the name of a value, not a value: COLUMN, FILE.xlsx


@dataclass(frozen=True)
class Cure:
    """Options that a problem offers, in place of others or not; and the code of the problem."""

    code: str
    words: tuple[str, ...]
    instead_of: tuple[str, ...] = ()

    def follow(self, command):
        """The command as the cure has it."""
        kept = list(command)
        for flag in self.instead_of:
            if flag in kept:
                del kept[kept.index(flag) : kept.index(flag) + 2]
        return [*kept, *self.words]


def cures_of(command, problems):
    """What the cures of some problems say to add; options with only a blank between them go together."""
    declared = {flag: option for option in load(command).all_options for flag in option.flags}
    found = {}
    for problem in problems:
        text, end, together = problem.get("cure") or "", None, []
        instead = re.search(r" in place of ((?:--[a-z-]+|and| )+)", text)
        text = text.replace(instead[0], " ") if instead else text
        left = tuple(re.findall(r"--[a-z-]+", instead[1])) if instead else ()
        for match in OPTION.finditer(text):
            words = _typed(declared.get(match[1]), match[1], match[2] or "")
            if end is not None and text[end : match.start()].strip():
                found[Cure(problem["code"], tuple(together), left)] = None
                together = []
            together += words
            end = match.end()
        found[Cure(problem["code"], tuple(together), left)] = None
    return [cure for cure in found if cure.words]


def _typed(option, flag, value):
    """An option as it is typed, with its value; nothing if what stands behind it is no value."""
    value = value.rstrip(".:")
    if option is None:  # of another command, or none: the run will say
        return [flag, *shlex.split(value)]
    if option.kind not in (str, list):
        return [flag]
    number = option.quantity or option.metavar in ("DATE", "COUNT", "MONEY", "SHARE", "NUMBER")
    if not value or PLACE.search(value) or (option.choices and value not in option.choices):
        return []
    return [] if number and not any(map(str.isdigit, value)) else [flag, *shlex.split(value)]


def answered_right(case, code, doc):
    """Whether a run gave the figures that the case asks for."""
    import json

    return code == 0 and isinstance(doc, dict) and not JUDGE.wrong(doc, json.loads(case["figures"] or "{}"))
