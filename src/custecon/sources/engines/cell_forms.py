"""How the days and the money of a column are written, as SQL that reads what is written so and nothing else.

A cell that does not fit its form in full is NULL: the engine understands nothing by itself, and what a form gives is
what the exact reader would make of the cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from custecon.core.schemas import Role
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import Checked
from custecon.sources.dates import LATEST_YEAR
from custecon.sources.engines.days import EPOCH, LAST_DAY
from custecon.sources.engines.doubt import Doubt
from custecon.sources.options import ReadingOptions

CLOCK = r"([T ]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?( ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})( UTC)?)?)?"
_WAYS = {  # as the exact reader calls them: what a day looks like, and what the engine calls that
    ("ymd", "ymd"): (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "%Y-%m-%d"),
    (".", "dmy"): (r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}", "%d.%m.%Y"),
    ("/", "dmy"): (r"[0-9]{2}/[0-9]{2}/[0-9]{4}", "%d/%m/%Y"),
    ("/", "mdy"): (r"[0-9]{2}/[0-9]{2}/[0-9]{4}", "%m/%d/%Y"),
    ("-", "dmy"): (r"[0-9]{2}-[0-9]{2}-[0-9]{4}", "%d-%m-%Y"),
    ("-", "mdy"): (r"[0-9]{2}-[0-9]{2}-[0-9]{4}", "%m-%d-%Y"),
}
PLAIN_DAY = 10  # letters of a day without a time
PLACES, OF_A_FACTOR = 2, 4  # decimal places: of money; of what is multiplied, as prices of a piece and weights are
_GROUPS = {
    " ": "\u00a0\u202f\u2009\u2007 ",
    "'": "''’",
    ",": ",",
    ".": ".",
}  # group signs that are one, as SQL has them
BLANK, ODD_WAY, GROUPED = -1, 10, 20  # forms of money: none; zeros in front; in groups. The rest is how many places


def checked(role: Role, cells: Sequence[str], options: ReadingOptions) -> Checked:
    """The first cells of a column, as the exact reader reads them; cells that it cannot read are a doubt."""
    found = checked_as_written(role, cells, options)
    if found.stop or found.bad or found.signs or found.floats or found.power:
        raise Doubt
    return found


@dataclass(frozen=True, slots=True)
class DayForm:
    """Days of one way and order, with or without a time of day.

    `timed`: whether the first ones have one; `latest`: the last year that may be.
    """

    way: str
    order: str
    timed: bool
    latest: int

    @classmethod
    def of(cls, cells: Sequence[str], found: Checked, as_of: dt.date | None) -> Self:
        """The form of a column, from its first cells."""
        ways = set(found.ways)
        if len(ways) != 1 or "date_order" not in found.decided:
            raise Doubt
        timed = any(len(cell) > PLAIN_DAY for cell in cells)
        latest = as_of.year + 1 if as_of else LATEST_YEAR
        form = cls(ways.pop(), found.decided["date_order"].value, timed, latest)
        if (form.way, form.order) not in _WAYS:
            raise Doubt
        return form

    def sql(self, cell: str) -> str:
        """The days since the first one that may be."""
        looks, called = _WAYS[self.way, self.order]
        day = f"CAST(try_strptime(left({cell}, {PLAIN_DAY}), '{called}') AS DATE)"
        if self.way == "ymd":
            day = f"TRY_CAST(left({cell}, {PLAIN_DAY}) AS DATE)"
        fits = f"regexp_full_match({cell}, '{looks}{CLOCK if self.timed else ''}')"
        since = f"{day} - DATE '{EPOCH}'"
        last = min(LAST_DAY, (dt.date(self.latest, 12, 31) - EPOCH).days)
        return f"CASE WHEN {fits} AND {since} BETWEEN 0 AND {last} THEN CAST({since} AS INTEGER) END"

    def proof(self, cell: str) -> str:
        """What a day proves of the order of its column: nothing, or that it is the one or the other."""
        if self.way not in ("/", "-"):
            return "0"
        return f"CASE WHEN substr({cell}, 1, 2) > '12' THEN 1 WHEN substr({cell}, 4, 2) > '12' THEN 2 ELSE 0 END"


@dataclass(frozen=True, slots=True)
class MoneyForm:
    """Money with a decimal sign and, if the first cells have one, a group sign; `blank`: whether one may be empty.

    `places`: how many decimal places a cell may have; its value is a whole number of units of the last one.
    """

    decimal: str
    group: str | None
    blank: bool
    places: int = PLACES

    @classmethod
    def of(cls, found: Checked, *, blank: bool, places: int = PLACES) -> Self:
        """The form of a column, from its first cells; where none has a decimal sign, later ones may have a point."""
        if found.scale > places:
            raise Doubt
        group = found.decided["thousands"].value if "thousands" in found.decided else None
        decimal = found.decided["decimal"].value if "decimal" in found.decided else "," if group == "." else "."
        if (group is not None and group not in (_GROUPS | {"blank": ""})) or decimal not in ".,":
            raise Doubt
        return cls(decimal, " " if group == "blank" else group, blank, places)

    def form(self, cell: str) -> str:
        """The number of decimal places of a cell that is written in the one plain way; others as above."""
        sign = f"[{self.decimal}]"
        at = f"instr({cell}, '{self.decimal}')"
        places = f"CASE {at} WHEN 0 THEN 0 ELSE length({cell}) - {at} END"
        usual = [2, 0, 1, *range(3, self.places + 1)]  # first what most cells have
        cases = [(self._plain(many, sign), str(many)) for many in usual]
        cases.append((f"-?[0-9]{{1,15}}({sign}[0-9]{{1,{self.places}}})?", f"{ODD_WAY} + {places}"))
        if self.group is not None:
            groups = f"-?[1-9][0-9]{{0,2}}([{_GROUPS[self.group]}][0-9]{{3}}){{1,4}}({sign}[0-9]{{1,{self.places}}})?"
            cases.append((groups, f"{GROUPED} + {places}"))
        when = " ".join(f"WHEN regexp_full_match({cell}, '{looks}') THEN {form}" for looks, form in cases)
        empty = f" WHEN coalesce(trim({cell}), '') = '' THEN {BLANK}" if self.blank else ""
        return f"CAST(CASE {when}{empty} END AS TINYINT)"

    @staticmethod
    def _plain(places: int, sign: str) -> str:
        """What a number of so many decimal places looks like in the one plain way; 0 has no minus."""
        if not places:
            return "-?[1-9][0-9]{0,14}|0"
        some = "|".join(f"{'0' * zeros}[1-9][0-9]{{{places - zeros - 1}}}" for zeros in range(places))
        return f"(-?[1-9][0-9]{{0,14}}|0){sign}[0-9]{{{places}}}|-0{sign}({some})"

    def value(self, cell: str, form: str) -> str:
        """The cell in units of its last place, from its form; NULL if it has none."""
        signs = self.decimal + (_GROUPS[self.group] if self.group is not None else "")
        digits = f"translate({cell}, '{signs}', '')" if len(signs) > 1 else f"replace({cell}, '{signs}', '')"
        units = " ".join(f"WHEN {many} THEN {10 ** (self.places - many)}" for many in range(self.places, 0, -1))
        value = f"CAST({digits} AS BIGINT) * CASE {form} % 10 {units} ELSE {10**self.places} END"
        return f"CASE WHEN {form} >= 0 THEN {value} END"
