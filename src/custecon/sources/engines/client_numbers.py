"""Who is who in a log that DuckDB holds: every client once, sorted by name, and a number for each of their rows.

Most exports call clients by a beginning and digits (`C000123`, `17850`). Such a name is read as a number: a 1 and its
digits, so that no zero at the front is lost. Rows are then sorted without a look at a name. Any other name is looked up
in a table of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import duckdb

from custecon.core.long_columns import Texts
from custecon.sources.cells import key_of
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.look_alikes import WORDS, alike_of
from custecon.sources.look_alikes import Found, look_alikes
from custecon.sources.nobody import numbered_from
from custecon.sources.nobody_names import EMAILS, LONGEST, NAMES, SIGNS, ZEROS, is_nobody
from custecon.sources.period_names import PERIODS
from custecon.sources.several_clients import SIGNS as BETWEEN_NAMES
from custecon.sources.several_clients import several_in
from custecon.sources.total_labels import HINT, label_in

_PLAIN_KEY = r"[A-Za-z0-9А-Яа-яЁё]([A-Za-z0-9А-Яа-яЁё _@&/:()#''-]*[A-Za-z0-9А-Яа-яЁё)])?"
# Made of these a name stays as it is: letters that no form of Unicode composes, no sign of a fault or of a shortened
# number (which has a +). All others are looked at one by one.
_LETTERS = "A-Za-z0-9А-Яа-яЁёÀ-ÖØ-öø-ž"
_CLEAN_KEY = rf"""[{_LETTERS}"«“„(]([{_LETTERS} _@.,;!"«»“”„№*%&/:()#''-]*[{_LETTERS}.!"»”)])?"""
_NOBODY_OR_PERIOD = (  # as `plain` has words
    f"length(client) <= {LONGEST} AND (regexp_full_match(replace(words, 'ё', 'е'), '{NAMES}|{PERIODS}') "
    f"OR (contains(client, '@') AND regexp_full_match(lower(client), '{EMAILS}')) "
    f"OR (words = '' AND regexp_full_match(client, '{SIGNS}')))"
)
_MOST_DIGITS = 16
_ALL_ZERO = (*("0" * digits for digits in range(1, _MOST_DIGITS + 1)), "7" + "0" * 10, "8" + "0" * 10)
_ZERO_NUMBERS = ", ".join(f"1{digits}" for digits in _ALL_ZERO)
_LENGTH_BITS = 5


@dataclass(frozen=True, slots=True)
class Numbered:
    """Names of one beginning and some digits after it."""

    start: str

    @classmethod
    def of(cls, names: Sequence[str]) -> Self | None:
        """How some names begin; None if they are no numbers, or might be anything else than plain names."""
        start = names[0].rstrip("0123456789")
        form = re.compile(rf"{re.escape(start)}[0-9]{{1,{_MOST_DIGITS}}}")
        if not all(form.fullmatch(name) for name in names):
            return None
        plain = re.fullmatch(_PLAIN_KEY.replace("''", "'"), f"{start}1")
        return cls(start) if plain and not re.search(HINT, f"{start}1") else None

    def sql(self, name: str) -> tuple[str, str]:
        """What to select beside the column of names, and from that the number; NULL if a name is not so written."""
        start = self.start.replace("'", "''")
        digits = f"substr({name}, {len(self.start) + 1})" if start else name
        longest = 2 * 10**_MOST_DIGITS
        proof = f"CAST(name_number AS VARCHAR) = name_digits AND name_number BETWEEN 10 AND {longest - 1}" + (
            f" AND starts_with({name}, '{start}')" if start else ""
        )
        texts = f"'1' || {digits} AS name_digits, TRY_CAST(name_digits AS BIGINT) AS name_number"
        return texts, f"CASE WHEN {proof} THEN name_number END"


@dataclass(frozen=True, slots=True)
class _Order:
    """Numbers that sort as the names do, where `least` and `most` are the first and the last number of a name.

    Names of one length sort as their numbers. Others are filled up with zeros; of equals the shortest is the first.
    """

    start: str
    least: int
    most: int

    @property
    def _lengths(self) -> range:
        """How many digits names may have."""
        return range(len(str(self.least)) - 1, len(str(self.most)))

    @property
    def sql(self) -> str:
        """The number to sort by, from the number of the name."""
        if len(self._lengths) == 1:
            return f"(client - {self.least})"
        longest = self._lengths[-1]
        when = " ".join(
            f"WHEN client < {10 ** (digits + 1)} THEN ((client * {10 ** (longest - digits)} - {10**longest}) "
            f"<< {_LENGTH_BITS}) | {digits}"
            for digits in self._lengths
        )
        return f"(CASE {when} END)"

    @property
    def last(self) -> int:
        """No number to sort by is above this one."""
        if len(self._lengths) == 1:
            return self.most - self.least
        return int(10 ** self._lengths[-1]) << _LENGTH_BITS

    def names(self, numbers: Any) -> Texts:
        """The names of numbers to sort by."""
        import numpy as np  # it takes its time to load, and the engine does not wait for it

        longest = self._lengths[-1]
        if len(self._lengths) == 1:
            digits, lengths = numbers + (self.least - 10**longest), None
        else:
            digits, lengths = numbers >> _LENGTH_BITS, numbers & ((1 << _LENGTH_BITS) - 1)
        start = np.frombuffer(self.start.encode(), dtype=np.uint8)
        letters = np.empty((len(numbers), len(start) + longest), dtype=np.uint8)
        letters[:, : len(start)] = start
        for place in range(longest, 0, -1):
            above = digits // 10
            cell = letters[:, len(start) + place - 1]
            cell[:] = digits - above * 10 + ord("0")
            if lengths is not None:
                cell[lengths < place] = 0
            digits = above
        return Texts(letters.view(f"S{letters.shape[1]}").reshape(-1))


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """The clients of the table `log`: `number` gives each row of `rows` a number from 0 to `last`, in order of names.

    `alike`: names that look alike. `zeros`: clients that are numbered 0.
    """

    rows: str
    number: str
    last: int
    names: Callable[[Any], Sequence[str]]
    alike: Found
    zeros: list[str]


def read_as_number(engine: duckdb.DuckDBPyConnection, start: Numbered, *, room: int) -> Named:
    """The clients of a log whose column `client` holds their names as numbers.

    `room`: so many bits a number may take; where they are too few, clients are counted.
    """
    least, most = engine.execute("SELECT min(client), max(client) FROM log").fetchall()[0]
    order = _Order(start.start, least, most)
    name = "'" + start.start.replace("'", "''") + "' || substr(CAST(client AS VARCHAR), 2)"
    zeros = _zeros(engine, name, f"client IN ({_ZERO_NUMBERS})")
    alike = Found([], []) if start.start else _with_zeros(engine)
    if order.last.bit_length() <= room:
        return Named("log", order.sql, order.last, order.names, alike, zeros)
    count = _counted(engine, order.sql)
    numbers = engine.execute(f"SELECT {order.sql} AS number FROM people ORDER BY id").fetchnumpy()["number"]
    return _looked_up(order.names(numbers), count, alike, zeros)


def _with_zeros(engine: duckdb.DuckDBPyConnection) -> Found:
    """The numbers that are one but for zeros at their head."""
    names = "SELECT DISTINCT substr(CAST(client AS VARCHAR), 2) AS name FROM log"
    if not engine.execute(f"SELECT 1 FROM ({names}) WHERE name LIKE '0_%' LIMIT 1").fetchall():
        return Found([], [])
    named = "SELECT substr(CAST(client AS VARCHAR), 2) AS name, min(place) AS first FROM log GROUP BY client"
    twins = "count(*) OVER (PARTITION BY ltrim(name, '0')) > 1"
    found = engine.execute(f"SELECT name FROM ({named}) QUALIFY {twins} ORDER BY first").fetchall()
    return look_alikes(name for (name,) in found)


def named(engine: duckdb.DuckDBPyConnection) -> Named:
    """The clients of a log by name; keys that the exact reader would change or refuse are a doubt."""
    count = _counted(engine, "client", f", {WORDS} AS words")
    odd = engine.execute(
        f"SELECT client FROM people WHERE NOT regexp_full_match(client, '{_CLEAN_KEY}') "
        f"OR regexp_matches(client, '{HINT}')"
    ).fetchall()
    for (key,) in odd:
        if key_of(key) != key or label_in(key):
            raise Doubt
    if engine.execute(f"SELECT 1 FROM people WHERE {_NOBODY_OR_PERIOD} LIMIT 1").fetchall():
        raise Doubt
    if _some_name_several(engine):
        raise Doubt
    zeros = _zeros(engine, "client", f"regexp_full_match(client, '{ZEROS}')", "people")
    names = list(engine.execute("SELECT client FROM people ORDER BY id").fetchnumpy()["client"])
    return _looked_up(names, count, alike_of(engine), zeros)


def _some_name_several(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether one cell names two clients of the log."""
    held = f"SELECT client FROM people WHERE regexp_matches(client, '{BETWEEN_NAMES}')"
    joined = [name for (name,) in engine.execute(held).fetchall()]
    parts = {part.strip() for name in joined for part in re.split(BETWEEN_NAMES, name)}
    there = engine.execute("SELECT client FROM people WHERE list_contains(?::VARCHAR[], client)", [[*parts]]).fetchall()
    return any(several_in(joined, {name for (name,) in there}))


def _zeros(engine: duckdb.DuckDBPyConnection, name: str, are: str, among: str = "log") -> list[str]:
    """The clients whose number is 0, where others are numbered from it; if one is nobody it is a doubt."""
    found = [key for (key,) in engine.execute(f"SELECT DISTINCT {name} FROM {among} WHERE {are}").fetchall()]
    if any(map(is_nobody, found)):
        raise Doubt
    zeros = sorted(key for key in found if re.fullmatch(ZEROS, key))
    for zero in zeros:
        wanted = ", ".join(f"'{zero[:-1]}{digit}'" for digit in "012")
        counted = f"SELECT {name} AS name, count(*) AS rows FROM log GROUP BY client"
        most = engine.execute(f"SELECT * FROM ({counted}) ORDER BY rows DESC LIMIT 2").fetchall()
        first = engine.execute(f"SELECT * FROM ({counted}) WHERE name IN ({wanted})").fetchall()
        if not numbered_from(zero, dict(most + first)):
            raise Doubt
    return zeros


def _counted(engine: duckdb.DuckDBPyConnection, order: str, further: str = "") -> int:
    """Count the clients from 0 in an order, in a table `people`; how many they are."""
    engine.execute(
        f"CREATE TEMP TABLE people AS SELECT client, CAST(row_number() OVER (ORDER BY {order}) - 1 AS INTEGER) AS id"
        f"{further} FROM (SELECT DISTINCT client FROM log)"
    )
    return int(engine.execute("SELECT count(*) FROM people").fetchall()[0][0])


def _looked_up(names: Sequence[str], count: int, alike: Found, zeros: list[str]) -> Named:
    # everybody has a row, so the numbers asked for are those of all
    return Named("log JOIN people USING (client)", "id", count - 1, lambda _: names, alike, zeros)
