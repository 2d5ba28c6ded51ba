"""What a refusal offers as options of the command line, as the keywords of `custecon.read`."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from custecon.core.choices import CHOICES
from custecon.core.errors import CusteconError
from custecon.sources.keywords import SEVERAL, How

_FLAGS = {"--as": "kind"} | {f"--{name.replace('_', '-')}": name for name in How.__annotations__ if name != "kind"}
_PIECE = r"(?:'[^']*'|\"[^\"]*\"|[^\s,;:()'\"])"
_OPTION = rf"--(?:same-client|[a-z][a-z-]*[a-z](?: +(?!--|(?:if|out|with|to|or|and)\b){_PIECE}+)?)"
_RUN = re.compile(rf"(?<![\w-]){_OPTION}(?: +{_OPTION})*(?: \(nothing after the sign\))?")
_ONE = re.compile(_OPTION)
_OTHERS = re.compile(r"\bcustecon [a-z-]+[^,;]*")  # a whole command line, which is none of ours


def in_python(text: str) -> str:
    """A text with the options that it names as keywords; those of other commands stay as they are.

    >>> in_python("say --only status=paid if these alone are money, or --only 'status=*' if every row is")
    'say only="status=paid" if these alone are money, or only="status=*" if every row is'
    >>> in_python("put it aside: --map segment= (nothing after the sign), or --skip-bad FILE to leave such rows out")
    'put it aside: map={"segment": None}, or skip_bad=True to leave such rows out'
    """
    kept = [match.span() for match in _OTHERS.finditer(text)]
    return _RUN.sub(lambda run: run[0] if any(a <= run.start() < b for a, b in kept) else _said(run[0]), text)


def offered(text: str) -> list[dict[str, Any]]:
    """The keywords that a text offers, those that are said together together."""
    return [found for run in _RUN.finditer(_OTHERS.sub("", text)) if (found := _keywords(run[0])[0])]


@contextmanager
def with_cures(where: str = "") -> Iterator[None]:
    """A refusal that leaves here tells how the file was understood, and its cures in words of Python.

    `where`: what takes the keywords, if that is not what was called.
    """
    try:
        yield
    except CusteconError as refusal:
        if hasattr(refusal, "__notes__"):  # told where it was closer
            raise
        cures = dict.fromkeys(one.cure for one in refusal.problems if one.cure)
        for line in refusal.context:
            refusal.add_note(line)
        for cure in cures:
            told = in_python(cure)
            refusal.add_note(f"{where if told != cure else ''}{told}")
        raise


def _said(run: str) -> str:
    found, others = _keywords(run)
    written = [f"{name}={_written(value)}" for name, value in found.items()]
    return ", ".join(written + others)


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {_written(each)}" for key, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | list) else repr(value)


def _keywords(run: str) -> tuple[dict[str, Any], list[str]]:
    """The keywords of options that stand together, and those that are no options of reading."""
    found: dict[str, Any] = {}
    others: list[str] = []
    for option in _ONE.findall(run):
        flag, _, value = option.partition(" ")
        name, words = _FLAGS.get(flag), shlex.split(value)
        if name is None:
            others.append(option)
        elif name in ("same_client", "skip_bad"):
            found[name] = True
        elif not words or (name in CHOICES and words[0] not in CHOICES[name]):
            others += [name, *words]
        elif name == "map":
            role, _, column = words[0].partition("=")
            found.setdefault(name, {})[role] = column or None
        elif name in SEVERAL or name == "units":
            found[name] = [*found.get(name, []), words[0]]
        else:
            found[name] = words[0]
    single = {name: value[0] for name, value in found.items() if isinstance(value, list) and len(value) == 1}
    return found | single, others
