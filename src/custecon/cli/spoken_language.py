"""In which language a run speaks: what is typed, CUSTECON_LANG, custecon.toml, and where none says it, the system.

It is settled before the line is parsed, for help and refusals are said in it too; a word that is no language of ours is
refused where options are read, and passed over here.
"""

from __future__ import annotations

import re
import sys
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from custecon.cli.settings import FILE_NAME, PREFIX
from custecon.core.language import ENGLISH, Language
from custecon.render.languages import known, language_of

NAME = "lang"
CURRENCIES = ("RUB", "USD", "EUR", "GBP", "KZT", "UAH", "BYN", "CNY")  # of which a language may have a sign


def wanted(arguments: Sequence[str], environment: Mapping[str, str]) -> Language | None:
    """The language that is asked for, None if nobody asks for one that custecon speaks."""
    languages = known()
    for said in _said(arguments, environment):
        name = re.split("[_.@-]", said.strip())[0].lower()
        if name in languages:
            return language_of(name)
        if name in ("c", "posix"):
            return None
    return None


def shown_on(stream: object, language: Language) -> Language:
    """The language as a console can show it: «руб.» where its code page lacks the sign of a currency."""
    encoding = getattr(stream, "encoding", None)
    lacking: dict[str, str] = {}
    for currency in CURRENCIES if encoding and language is not ENGLISH else ():
        sign = language.catalogue.get(currency, currency)
        try:
            sign.encode(encoding)  # type: ignore[arg-type] # it has one
        except (UnicodeEncodeError, LookupError):
            lacking[currency] = language.catalogue.get(f"short\x04{currency}", currency)
    return replace(language, catalogue=ChainMap(lacking, language.catalogue)) if lacking else language  # type: ignore[arg-type]


def _said(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[str]:
    """What is said of it, the weightiest first."""
    flag = f"--{NAME}"
    words = [*arguments, ""]
    yield from reversed([*_after(flag, words)])
    if "--no-settings" not in arguments:
        yield environment.get(f"{PREFIX}{NAME.upper()}", "")
        yield from _in_settings(
            environment.get(f"{PREFIX}SETTINGS", "") or next(_after("--settings", words), FILE_NAME)
        )
    yield next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    if sys.platform == "win32" and environment:
        yield _of_windows()


def _after(flag: str, words: Sequence[str]) -> Iterator[str]:
    """What is typed behind an option, or behind its equals sign."""
    for word, after in pairwise(words):
        if word == flag:
            yield after
        elif word.startswith(f"{flag}="):
            yield word.removeprefix(f"{flag}=")


def _in_settings(name: str) -> Iterator[str]:
    """What a settings file says, which need not be right otherwise: what is wrong with it is told where it is read."""
    path = Path(name)
    with suppress(OSError, ValueError):
        if not path.is_file():
            return
        from custecon.sources.toml_file import Unreadable, text_of

        with suppress(Unreadable):
            own = re.split(r"^\s*\[", text_of(path), maxsplit=1, flags=re.MULTILINE)[0]
            if found := re.search(rf"^\s*{NAME}\s*=\s*[\"'](\w+)[\"']", own, re.MULTILINE):
                yield found[1]


def _of_windows() -> str:
    """The language that Windows shows its own words in."""
    from ctypes import windll  # type: ignore[attr-defined]
    from locale import windows_locale

    return windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "")
