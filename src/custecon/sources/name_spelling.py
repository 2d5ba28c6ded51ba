"""What a client's name comes to when its spelling does not matter: quotes, legal form, case, armour, telephone signs.

A face is for comparing only. What tells two clients of one face apart (the legal form, the tax number, the country of a
telephone) is kept beside it, and no digit is ever lost.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from custecon.sources.client_columns import TAX_WORDS


class Face(NamedTuple):
    """A name without its spelling, and what may still tell it from another of the same text ("" where nothing does).

    `form`: the legal form; `tax`: the tax number that is written in the name; `country`: of a telephone number;
    `marked`: a telephone number that is written as one, with a plus, brackets or hyphens.
    """

    text: str
    form: str = ""
    tax: str = ""
    country: str = ""
    marked: bool = False


class Form(NamedTuple):
    """A spelling of a legal form: its words, the form it means ("" tells nobody apart), and where it may stand."""

    words: tuple[str, ...]
    means: str
    before: bool


class _Letters(dict[int, str]):
    """What becomes of each letter: blanks of every kind are one, what is not seen is nothing, «а» is «a»."""

    def __init__(self, alike: Mapping[int, str], blanks: str = "") -> None:
        super().__init__(alike)
        self.blanks = blanks

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        if letter in self.blanks or letter.isspace():
            found = " "
        elif category in ("Cf", "Cc"):
            found = ""
        else:
            found = "-" if category == "Pd" or letter == "\u2212" else letter
        self[code] = found
        return found


_ALIKE = {ord(letter): twin for letter, twin in zip("авекмнорстухі", "abekmhopctyxi", strict=True)}
_SEEN = _Letters(_ALIKE)
_SIGNS = "\"'`´«»‹›“”„‟‘’‚′″()[]{}<>,;:!|№#"
_LETTERS = _Letters(_ALIKE | {ord("ё"): "e"}, _SIGNS)
_ARMOUR = re.compile(r"""=\s*["“”](?P<formula>.*)["“”]|['’`](?P<text>.*[^'’`])""", re.DOTALL)
_FLOAT = re.compile(r"([0-9]+)[.,]00?")
_PHONE = re.compile(r"[+(0-9][0-9() ./-]*[0-9]")
_MARKS = re.compile(r"[+(]|[0-9][ ./)-]+[0-9]+[ ./)-]+[0-9]")
_MANY_DIGITS = re.compile(r"[0-9]{8}")
_TAX = re.compile(
    rf"[\s,;:(/\[]*\b(?:{'|'.join(sorted(TAX_WORDS))})\b(?:\s*/\s*кпп)?[\s:№#=.-]*([0-9]{{8,14}})"
    r"(?:\s*/\s*[0-9]{9})?[\s)\]]*"
)
_IN_THREES = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_DIGITS = frozenset("0123456789")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_.+-]*@[a-z0-9.-]*[a-z0-9]")
_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_WITH_ADDRESS = re.compile(r"[^<>]*[^<>\s][^<>]*<\s*([^<>\s]+@[^<>\s]+)\s*>")
_FOREIGN = re.compile("[\u00df-\u024f]")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_PLAINER = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i"})
JOINING = ("and", "und", "и")  # what «&» stands for
TITLES = ("mr", "mrs", "ms", "miss", "mister", "herr", "frau", "г-н", "г-жа", "господин", "госпожа")
_TITLE = re.compile(rf"(?:{'|'.join(TITLES)})(?:\.\s*|\s+)(\S+\s+\S.*)")
_OWN_COUNTRY = {"7": "7", "8": "7", "1": "1"}  # the first of 11 digits of a telephone number, and the country it means
LOCAL = 10  # digits of a telephone number without its country
_SHORTEST, _LONGEST = 7, 15  # digits of any


@cache
def forms() -> Mapping[str, tuple[Form, ...]]:
    """The spellings of legal forms by their first word, the longest first."""
    listed = tomllib.loads(Path(__file__).with_name("legal_forms.toml").read_text(encoding="utf-8"))
    found: dict[str, list[Form]] = {}
    for where, lines in listed.items():
        for name, spellings_of in lines.items():
            for spelling in spellings_of.split(","):
                words = tuple(spelling.strip().translate(_LETTERS).split())
                form = Form(words, "" if where == "said_or_not" else name, where == "anywhere")
                found.setdefault(words[0], []).append(form)
    return {word: tuple(sorted(every, key=lambda form: -len(form.words))) for word, every in found.items()}


@cache
def _endings() -> frozenset[str]:
    """The last words of legal forms."""
    return frozenset(form.words[-1] for every in forms().values() for form in every)


def face_of(name: str) -> Face:
    """The face of a name.

    >>> face_of("ООО «Ромашка»") == face_of('"Ромашка", ООО'), face_of("№1").text == face_of("№2").text
    (True, False)
    """
    if _PLAIN.fullmatch(name):
        return Face(name.casefold())
    if _ADDRESS.fullmatch(name):
        return Face(name)
    bare = _unarmoured(name)
    phone = _phone(bare)
    if phone is not None:
        return phone
    plain, tax = tax_in(bare.casefold())
    words = _words(plain)
    stem, form = _without_forms(words) if words and "@" not in plain else (words, "")
    return Face(_joined(stem) or plain, form, tax)


def has_form(name: str) -> bool:
    """Whether a name begins or ends with a legal form.

    >>> has_form("ТОО «Маяк»"), has_form("Beacon Oy"), has_form("Oy")
    (True, True, False)
    """
    words = _words(tax_in(_unarmoured(name).casefold())[0])
    return bool(words) and _at_an_end(_abbreviated(words)) is not None


def words_in_order(name: str) -> str:
    """The words of a name of two or three, letters alone, in one order; "" for any other name.

    >>> words_in_order("Smith, John") == words_in_order("John Smith"), words_in_order("Shop 12")
    (True, '')
    """
    if not 0 < name.count(" ") + name.count(",") < 4:
        return ""
    words = name.casefold().translate(_LETTERS).split()
    return " ".join(sorted(words)) if 1 < len(words) < 4 and all(map(str.isalpha, words)) else ""


def in_plain_letters(text: str) -> tuple[str, ...]:
    """How a text with accents and umlauts is written without them; nothing if it has none.

    >>> in_plain_letters("müller"), in_plain_letters("cafe")
    (('muller', 'mueller'), ())
    """
    if not _FOREIGN.search(text):
        return ()
    spelt = unicodedata.normalize("NFD", text.translate(_PLAINER))
    plain = "".join(letter for letter in spelt if not unicodedata.combining(letter))
    german = unicodedata.normalize("NFD", text.translate(_GERMAN))
    return plain, "".join(letter for letter in german if not unicodedata.combining(letter))


def of_address(name: str) -> str:
    """The e-mail address that stands behind a name; "" for any other name.

    >>> of_address("Ann <ann@shop.example>"), of_address("<ann@shop.example>")
    ('ann@shop.example', '')
    """
    found = _WITH_ADDRESS.fullmatch(name) if name.endswith(">") else None
    return found[1] if found else ""


def without_title(name: str) -> str:
    """A name of two words or more without «Mr.» before it; "" for any other name.

    >>> without_title("Mr. John Smith"), without_title("Mr. Proper"), without_title("John Smith")
    ('john smith', '', '')
    """
    found = _TITLE.fullmatch(name.casefold())
    return found[1] if found else ""


def plain_letters(text: str) -> str:
    """A text in the letters that faces are written in."""
    return text.translate(_LETTERS)


def spellings(name: str) -> tuple[str, ...]:
    """A name as it is read, and then step by step without its armour, case, «ё», signs and legal form."""
    bare = _unarmoured(name)
    plain = bare.casefold()
    seen = _joined(plain.translate(_SEEN).split())
    return name, bare, seen, seen.replace("ё", "e"), _joined(_words(plain)), face_of(name).text


def tax_in(plain: str) -> tuple[str, str]:
    """A name in small letters without the tax number that is written in it, and the number; "" if there is none.

    >>> tax_in("ооо маяк, инн 0000000001"), tax_in("маяк 0000000001")
    (('ооо маяк ', '0000000001'), ('маяк 0000000001', ''))
    """
    found = _TAX.search(plain) if _MANY_DIGITS.search(plain) else None
    if found is None:
        return plain, ""
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    return (rest, found[1]) if any(map(str.isalpha, rest)) else (plain, "")


def _unarmoured(name: str) -> str:
    """A name without what spreadsheets put around an id: '0012, ="0012", 12.0."""
    if found := _ARMOUR.fullmatch(name):
        name = (found["text"] or found["formula"] or "").strip() or name
    number = _FLOAT.fullmatch(name)
    return number[1] if number else name


def _phone(text: str) -> Face | None:
    """A telephone number as its digits without the country; None for anything else.

    >>> _phone("+7 (916) 000-00-12").text == _phone("8 916 000 00 12").text, _phone("1-12")
    (True, None)
    """
    if text[0] not in "+(0123456789":
        return None
    text = text.translate(_SEEN)
    if not _PHONE.fullmatch(text) or not _MARKS.search(text) or _IN_THREES.fullmatch(text):
        return None
    digits = "".join(filter(str.isdigit, text))
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return None
    country = _OWN_COUNTRY.get(digits[0], "") if len(digits) > LOCAL else ""
    return Face(digits[1:] if country and len(digits) == LOCAL + 1 else digits, country=country, marked=True)


def _words(plain: str) -> list[str]:
    """The words of a name in one case and one alphabet, without signs; digits keep what stands between them."""
    text = plain.translate(_SEEN if "@" in plain else _LETTERS)
    if "@" in text:
        return text.strip(_SIGNS + " ").split()
    if "." in text:
        text = re.sub(r"\.(?![0-9])|(?<![0-9])\.", " ", text)
    if "-" in text:
        text = re.sub(r"(?<![0-9])-(?![0-9])", " ", text)
    words = text.split()
    for place in range(1, len(words) - 1):
        if words[place] in JOINING and len(words[place - 1]) > 1 < len(words[place + 1]):
            words[place] = "&"
    return words


def _without_forms(words: list[str]) -> tuple[Sequence[str], str]:
    """The words without legal forms at either end, and the forms; a form that is the whole name stays."""
    stem: Sequence[str] = _abbreviated(words)
    said: set[str] = set()
    while (form := _at_an_end(stem)) and any(map(str.isalpha, "".join(rest := _without(stem, form)))):
        stem = rest
        said.add(form.means)
    return stem, " ".join(sorted(said - {""})) if said else ""


def _without(words: Sequence[str], form: Form) -> Sequence[str]:
    length = len(form.words)
    return words[length:] if form.before and tuple(words[:length]) == form.words else words[:-length]


def _at_an_end(words: Sequence[str]) -> Form | None:
    """A legal form that the words begin or end with, if they are more than that."""
    known = forms()
    if words[0] in known:
        for form in known[words[0]]:
            if form.before and len(form.words) < len(words) and tuple(words[: len(form.words)]) == form.words:
                return form
    if words[-1] in _endings():
        for start in range(max(1, len(words) - 5), len(words)):
            for form in known.get(words[start], ()):
                if tuple(words[start:]) == form.words:
                    return form
    return None


def _abbreviated(words: list[str]) -> list[str]:
    """Letters that stand alone, drawn together where they are a legal form, as in «l l c»; «и п» may be initials."""
    if [*map(len, words)].count(1) < 2:
        return words
    known = forms()
    for start in range(len(words)):
        for end in range(len(words), start + 1, -1):
            letters = words[start:end]
            whole = "".join(letters) if all(len(word) == 1 for word in letters) else ""
            found = [form for form in known.get(whole, ()) if len(form.words) == 1]
            behind = start > 0 and end == len(words) and not any(form.before for form in found)
            if found and (len(letters) > 2 or behind):
                return [*words[:start], whole, *words[end:]]
    return words


def _joined(words: Sequence[str]) -> str:
    """Words without the blanks between them, but those between digits, which would be another number."""
    whole = "".join(words)
    if whole.isalpha() or _IN_THREES.fullmatch(" ".join(words)):
        return whole
    whole = words[0] if words else ""
    for word in words[1:]:
        whole += f" {word}" if whole[-1] in _DIGITS and word[0] in _DIGITS else word
    return whole
