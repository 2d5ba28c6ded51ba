"""What documents are by numbers or codes: «CN-1005» and «381» are credit notes, whatever no column says in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from custecon.sources.row_meaning import NO_MONEY, Meaning, Trait, meanings_of, phrase_of, word_of
from custecon.sources.row_words import spelt_out
from custecon.sources.wording import BLANKS

MOST_OF_CODE = 3  # letters and digits

__all__ = ["are_numbers", "by_letters", "meanings_of_codes", "meanings_of_letters"]


def are_numbers(values: Mapping[str, list[int]]) -> bool:
    """Whether most rows hold a number, with one word before it at most: «INV-7», not «Sale 7 of 10 January».

    >>> are_numbers({"INV-1": [0], "1002": [1], "refund": [2]}), are_numbers({"Возврат товаров УТ-01 от 10.01": [0, 1]})
    (True, False)
    """
    numbers = [rows for text, rows in values.items() if any(map(str.isdigit, text)) and " " not in phrase_of(text)]
    return 2 * sum(map(len, numbers)) > sum(map(len, values.values()))


def by_letters(values: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The rows of the numbers that begin with the same letters, those of plain numbers under "", of words as they are.

    >>> by_letters({"CN-1": [0], "INV-1": [1], "cn-2": [2], "1003": [3], "Opening balance": [4]})
    {'CN': [0, 2], 'INV': [1], '': [3], 'Opening balance': [4]}
    """
    found: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for value, rows in values.items():
        letters = phrase_of(value)
        plain = any(map(str.isdigit, letters))
        name = "" if plain else names.setdefault(letters, value[: len(letters)].strip())
        found.setdefault(name, []).extend(rows)
    return found


def meanings_of_letters(letters: Iterable[str]) -> dict[str, Meaning]:
    """What the documents are whose numbers begin so; nothing if none of them is surely no sale.

    >>> {name: str(means) for name, means in meanings_of_letters(["INV", "CN", "UT"]).items()}
    {'INV': 'money', 'CN': 'against', 'UT': 'money'}
    >>> meanings_of_letters(["INV", "UT"])
    {}
    """
    said = {name: word_of(name).rstrip("/. ") for name in letters}
    spelt = {name: spelt_out("prefixes").get(word, word) for name, word in said.items()}
    meant = meanings_of(spelt.values(), Trait.TYPE, strictly=True)
    found = {name: meant[word] for name, word in spelt.items()}
    if not any(meaning in NO_MONEY for meaning in found.values()):
        return {}
    return {name: meaning if meaning in NO_MONEY else Meaning.MONEY for name, meaning in found.items()}


def meanings_of_codes(values: Iterable[str]) -> dict[str, Meaning]:
    """What the types of documents are that are written as codes; nothing if some is a word, or all are one.

    >>> {code: str(means) for code, means in meanings_of_codes(["380", "381", "ZX"]).items()}
    {'380': 'money', '381': 'against', 'ZX': 'unknown'}
    >>> meanings_of_codes(["Sale", "ZX"]), meanings_of_codes(["ZX"])
    ({}, {})
    """
    codes = {value: value.strip(BLANKS).casefold() for value in values}
    filled = {code for code in codes.values() if code}
    if len(filled) < 2 or any(len(code) > MOST_OF_CODE or not code.isalnum() for code in filled):
        return {}
    spelt = {value: spelt_out("codes").get(code, code) for value, code in codes.items()}
    meant = meanings_of(spelt.values(), Trait.TYPE, strictly=True)
    return {value: meant[word] for value, word in spelt.items()}
