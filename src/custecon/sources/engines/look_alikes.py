"""Names that differ only in spelling in a log that DuckDB holds: it finds who may have a twin, the one rule decides.

What the engine compares is coarser than a face: letters and digits alone, with and without every legal form. So whoever
has a twin by the rule has one here too.
"""

from __future__ import annotations

import duckdb

from custecon.sources.client_columns import TAX_WORDS
from custecon.sources.look_alikes import Found, look_alikes
from custecon.sources.name_spelling import JOINING, TITLES, forms, plain_letters

# Ids in capitals and addresses in small letters: no two of them have one face, but for zeros at the head of a number.
_DISTINCT = r"([A-Z0-9_]|[0-9]-|-[0-9]+-?)+|[a-z0-9_.+-]+@[a-z0-9.-]+"
_KNOWN = "[ -~А-Яа-яЁё«»“”„’№–—\u00a0]*"
_PHONE = "['+(0-9][0-9() ./-]*[0-9]"
_GAP = "(?:  )?"


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _forms() -> str:
    """Every spelling of a legal form, as it stands among words with two blanks between them."""
    spelt = {" ".join(form.words) for every in forms().values() for form in every}
    words = {tuple("".join(letter if letter.isalnum() else " " for letter in text).split()) for text in spelt}
    longest_first = sorted(words, key=lambda each: (len(each), len(each[0])), reverse=True)
    return "|".join("  ".join(each) if len(each) > 1 else _GAP.join(each[0]) for each in longest_first)


def _titles() -> str:
    return "|".join(plain_letters(title).replace("-", " ") for title in TITLES)


def _tax() -> str:
    return "|".join(sorted(map(plain_letters, TAX_WORDS)))


WORDS = r"trim(regexp_replace(lower(client), '[^\p{L}\p{N}]+', ' ', 'g'))"
_BESIDE = r"'^([0-9]+)[.,]00?$|^[^<]*<([^<>]+@[^<>]+)>$'"  # what a spreadsheet or a mail program writes around a key
_BARE_KEY = f"regexp_replace(client, {_BESIDE}, '\\1\\2')"
_SPLIT = f"CASE WHEN regexp_matches(client, {_BESIDE}) THEN {WORDS.replace('client', _BARE_KEY)} ELSE words END"
_LETTERS = f"translate({_SPLIT}, 'авекмнорстухіё', 'abekmhopctyxie')"
_ANDS = f"regexp_replace({_LETTERS}, ' (?:{'|'.join(JOINING)}) ', ' ', 'g')"
_UNTITLED = rf"regexp_replace({_ANDS}, '^(?:{_titles()}) (.* .*)$', '\1')"
_TAXED = rf"(?:^| )(?:{_tax()})(?: kпп)? [0-9]{{8,14}}(?: [0-9]{{9}})?"


_STEM = f"CASE WHEN taxed THEN regexp_replace(words, {_sql(_TAXED)}, ' ', 'g') ELSE words END"
_BARE = f"regexp_replace(' ' || replace({_STEM}, ' ', '  ') || ' ', {_sql(f' (?:{_forms()}) ')}, '', 'g')"
_FACES = (  # as fingerprints: two that are one by chance are told apart by the rule
    "SELECT client, taxed, hash(flat) AS flat, "
    f"hash(CASE WHEN regexp_full_match(client, {_sql(_PHONE)}) THEN right(flat, 10) "
    f"ELSE replace({_BARE}, ' ', '') END) AS face, "
    "hash(CASE WHEN regexp_full_match(flat, '[0-9]+') THEN ltrim(flat, '0') "
    "ELSE array_to_string(list_sort(string_split(words, ' ')), '') END) AS mixed "
    f"FROM (SELECT client, words, replace(words, ' ', '') AS flat, regexp_matches(words, {_sql(_TAXED)}) AS taxed "
    f"FROM (SELECT client, {_UNTITLED} AS words FROM people))"
)
_TWINS = "taxed OR " + " OR ".join(
    f"{each} IN (SELECT {each} FROM faces GROUP BY {each} HAVING count(*) > 1)" for each in ("flat", "face", "mixed")
)


def alike_of(engine: duckdb.DuckDBPyConnection) -> Found:
    """The clients of the table `people` that look alike, by the order in which they come in the table `log`."""
    if not _any(engine, f"NOT regexp_full_match(client, {_sql(_DISTINCT)}) OR regexp_full_match(client, '0[0-9]+')"):
        return Found([], [])
    if _any(engine, f"NOT regexp_full_match(client, {_sql(_KNOWN)})"):
        return look_alikes(_as_they_come(engine, "people"))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE faces AS {_FACES}")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE twins AS SELECT client FROM faces WHERE {_TWINS}")
    return look_alikes(_as_they_come(engine, "twins"))


def _as_they_come(engine: duckdb.DuckDBPyConnection, names: str) -> list[str]:
    """The names of a table, by the first row of each."""
    found = f"SELECT client FROM log SEMI JOIN {names} USING (client) GROUP BY client ORDER BY min(place)"
    return [name for (name,) in engine.execute(found).fetchall()]


def _any(engine: duckdb.DuckDBPyConnection, condition: str) -> bool:
    return bool(engine.execute(f"SELECT 1 FROM people WHERE {condition} LIMIT 1").fetchall())
