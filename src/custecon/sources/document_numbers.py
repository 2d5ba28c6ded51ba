"""What documents are by numbers or codes: «CN-1005» and «381» are credit notes, whatever no column says in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from custecon.sources.phrases import phrase_of, word_of
from custecon.sources.row_meaning import NO_MONEY, Meaning, Trait, meanings_of
from custecon.sources.row_words import spelt_out
from custecon.sources.wording import BLANKS

_MOST_OF_CODE = 3  # letters and digits


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


def meanings_of_codes(values: Iterable[str], *, surely: bool) -> dict[str, Meaning]:
    """What the types of documents are that are written as codes; nothing if they are words, or may be something else.

    `surely`: whether the header leaves no doubt that they are types of documents; then a code that nobody knows is one
    too, and else only where all are known and some are no sales.

    >>> {code: str(means) for code, means in meanings_of_codes(["380", "381", "ZX"], surely=True).items()}
    {'380': 'money', '381': 'against', 'ZX': 'unknown'}
    >>> {code: str(means) for code, means in meanings_of_codes(["INV", "PMT"], surely=False).items()}
    {'INV': 'money', 'PMT': 'nothing'}
    >>> meanings_of_codes(["M", "L", "SC"], surely=False), meanings_of_codes(["Sale", "Lease"], surely=True)
    ({}, {})
    """
    words = {value: word_of(value) for value in values if value.strip(BLANKS)}
    short = spelt_out("codes")
    if len(set(words.values())) < 2 or not (surely or any(word in short for word in words.values())):
        return {}
    meant = meanings_of((short.get(word, word) for word in words.values()), Trait.TYPE, strictly=True)
    found = {value: meant[short.get(word, word)] for value, word in words.items()}
    unknown = [word for value, word in words.items() if found[value] is Meaning.UNKNOWN and word not in short]
    both = Meaning.MONEY in found.values() and any(meaning in NO_MONEY for meaning in found.values())
    if any(len(word) > _MOST_OF_CODE or not word.isalnum() for word in unknown) or (unknown and not (surely or both)):
        return {}
    return found if surely or any(meaning is not Meaning.MONEY for meaning in found.values()) else {}
