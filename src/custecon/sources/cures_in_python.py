"""What a refusal offers as options of the command line, as the keywords of `custecon.read`."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from custecon.core.choices import CHOICES
from custecon.core.errors import CusteconError, Notice
from custecon.core.option_names import flag_of
from custecon.core.phrases import Phrase, say
from custecon.sources.keywords import SEVERAL, How

Others = Mapping[str, Collection[str]]  # options that are none of reading, and the words that each may be

_FLAGS = {"--as": "kind"} | {flag_of(name): name for name in How.__annotations__ if name != "kind"}
_PIECE = r"(?:'[^']*'|\"[^\"]*\"|[^\s,;:()'\"])"
_OPTION = rf"--(?:same-client|[a-z][a-z-]*[a-z](?: +(?!--|(?:if|out|with|to|or|and)\b){_PIECE}+)?)"
_RUN = re.compile(rf"(?<![\w-]){_OPTION}(?: +{_OPTION})*(?: \(nothing after the sign\))?")
_ONE = re.compile(_OPTION)
_PROSE = re.compile(r"[a-z]+")  # after an option that takes no such word: the sentence goes on
_CALL = re.compile(r"\bcustecon ([a-z][a-z-]*) FILE((?: --[a-z-]+ [\w-]+)*)")
_OTHERS = re.compile(r"\bcustecon [a-z-]+[^,;]*")  # a whole command line, which is none of ours


def in_python(text: str, others: Others = MappingProxyType({})) -> str:
    """A text with the options that it names as keywords; those of other commands stay as they are.

    `others`: the options of what was called, besides those of reading.

    >>> in_python("say --only status=paid if these alone are money, or --only 'status=*' if every row is")
    'say only="status=paid" if these alone are money, or only="status=*" if every row is'
    >>> in_python("put it aside: --map segment= (nothing after the sign), or --skip-bad FILE to leave such rows out")
    'put it aside: map={"segment": None}, or skip_bad=True to leave such rows out'
    >>> in_python("custecon ltv FILE --method auto reads such a file; say --as orders if each row is one")
    'custecon.ltv(FILE, method="auto") reads such a file; say kind="orders" if each row is one'
    >>> in_python("leave --over out, or say --over month or quarter, --value 5000", {"over": ["month"], "value": ()})
    'leave over out, or say over="month" or quarter, value="5000"'
    """
    text = _CALL.sub(_called, text)
    kept = [match.span() for match in _OTHERS.finditer(text)]
    return _RUN.sub(lambda run: run[0] if any(a <= run.start() < b for a, b in kept) else _said(run[0], others), text)


class _InPython(Phrase):
    """A phrase whose options are said as keywords, in whatever language it is."""

    __slots__ = ("others",)
    others: Others

    def in_language(self, language: Any) -> str:
        """The phrase in a language."""
        return in_python(super().in_language(language), self.others)

    def __reduce__(self) -> tuple[Any, ...]:
        return _phrase_in_python, (say(self.template, **self.values), dict(self.others))


def _phrase_in_python(phrase: Phrase, others: Others) -> Phrase:
    made = _InPython(in_python(phrase, others))
    made.template, made.values, made.others = phrase.template, phrase.values, others
    return made


def told_in_python(notices: Iterable[Notice], others: Others = MappingProxyType({})) -> tuple[Notice, ...]:
    """The same notices, naming keywords and not options; `others`: see `in_python`."""
    worded = partial(_phrase_in_python, others=others)
    return tuple(replace(one, worded=worded) for one in notices)


def offered(text: str) -> list[dict[str, Any]]:
    """The keywords that a text offers, those that are said together together."""
    return [found for run in _RUN.finditer(_OTHERS.sub("", text)) if (found := _keywords(run[0])[0])]


@contextmanager
def with_cures(where: str = "", others: Others = MappingProxyType({})) -> Iterator[None]:
    """A refusal that leaves here tells how the file was understood, and what it names in words of Python.

    `where`: what takes the keywords of reading, if that is not what was called, which takes `others`.
    """
    try:
        yield
    except CusteconError as refusal:
        if hasattr(refusal, "__notes__"):  # told where it was closer
            raise
        refusal.args = (in_python(str(refusal), others),)
        cures = dict.fromkeys(one.cure for one in refusal.problems if one.cure)
        for line in refusal.context:
            refusal.add_note(line)
        for cure in cures:
            refusal.add_note(f"{where if in_python(cure) != cure else ''}{in_python(cure, others)}")
        raise


def _called(line: re.Match[str]) -> str:
    """A command line about one file as the call that answers it; what `check` shows is what `read` gives."""
    name = "read" if line[1] == "check" else line[1].replace("-", "_")
    words = (option.split() for option in line[2].split("--")[1:])
    said = [f"{option.replace('-', '_')}={_written(value)}" for option, value in words]
    return f"custecon.{name}({', '.join(['FILE', *said])})"


def _said(run: str, others: Others) -> str:
    found, left = _keywords(run, others)
    written = [f"{name}={_written(value)}" for name, value in found.items()]
    said = ", ".join(written + left[:1])
    for one, before in zip(left[1:], left, strict=False):
        said += f" {one}" if " " in before else f", {one}"  # a sentence goes on: «quick_share needs loyalty_quick»
    return said


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {_written(each)}" for key, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | list) else repr(value)


def _keywords(run: str, others: Others = MappingProxyType({})) -> tuple[dict[str, Any], list[str]]:
    """The keywords of options that stand together, and what says no value of an option, or is none that is known."""
    found: dict[str, Any] = {}
    left: list[str] = []
    known = {flag_of(name): name for name in others} | _FLAGS
    for option in _ONE.findall(run):
        flag, _, value = option.partition(" ")
        name, words = known.get(flag), shlex.split(value)
        if name is None:
            left.append(option)
        elif name in ("same_client", "skip_bad"):
            found[name] = True
        elif not words or not _is_value(name, words[0], others):
            left.append(" ".join([name, *words]))
        elif name == "map":
            role, _, column = words[0].partition("=")
            found.setdefault(name, {})[role] = column or None
        elif name in SEVERAL or name == "units":
            found[name] = [*found.get(name, []), words[0]]
        else:
            found[name] = words[0]
    single = {name: value[0] for name, value in found.items() if isinstance(value, list) and len(value) == 1}
    return found | single, left


def _is_value(name: str, word: str, others: Others) -> bool:
    """Whether a word after an option is its value."""
    if name in CHOICES:
        return word in CHOICES[name]
    return name not in others or word in others[name] or not _PROSE.fullmatch(word)
