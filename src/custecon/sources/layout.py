"""What was understood of a header: the kind of file, its line, and the column of every role."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from custecon.core.schemas import Decided, Role, Schema
from custecon.kinds.shared import OWN_GROUP
from custecon.sources.expressions import Computed
from custecon.sources.money_columns import Beside, Sign
from custecon.sources.presets import Preset
from custecon.sources.row_choices import Choice
from custecon.sources.row_meaning import Trait


@dataclass(frozen=True, slots=True)
class Layout:
    """What a header says: the kind of file, its line, its columns, and the column of every role that was found.

    `extras` are the columns of no schema that are looked at all the same: currency, quantity. `traits` are those that
    may say what a row is, `choices` what the user says of rows, `beside` money beside the amount. `above` are the lines
    of the rows over the header; `left_out` roles that several columns may be. `namers` are the columns that could name
    the client beside the one taken, `days` those that may be the day: read, to be compared with it. `others` are
    columns that are no role of the kind and are read all the same, by their headers. `groups` are the columns to add up
    by, of a role or not; what else is understood does not depend on them.
    """

    schema: Schema
    line: int
    headers: tuple[str, ...]
    roles: Mapping[str, int]
    computed: Mapping[str, Computed]
    decided: dict[str, Decided]
    extras: Mapping[str, tuple[int, ...]]
    above: tuple[int, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    preset: Preset | None = None
    traits: Mapping[int, Trait] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    beside: tuple[Beside, ...] = ()
    namers: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    others: Mapping[str, Role] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)

    def role(self, name: str) -> Role:
        """The role of that name, or of the column with that header."""
        if name in self.others:
            return self.others[name]
        return OWN_GROUP if name in self.groups and name not in self.roles else self.schema.role(name)

    def needed(self) -> tuple[int, ...]:
        """Every column that has to be read."""
        return tuple(sorted({*self.known(), *self.groups.values()}))

    def known(self) -> set[int]:
        """Every column whose meaning is known, whatever is asked."""
        return {*self._used(), *self.namers, *self.days}

    def columns_decided(self) -> dict[str, Decided]:
        """The column of each role and group, and who decided it."""
        own = {name: Decided(self.headers[n], "given") for name, n in self.groups.items() if name not in self.decided}
        return self.decided | own

    def _used(self) -> set[int]:
        found = [*self.roles.values(), *(c for e in self.computed.values() for c in e.columns())]
        found += [c for columns in self.extras.values() for c in columns]
        found += [*self.traits, *(choice.column for choice in self.choices), *(each.column for each in self.beside)]
        return set(found)

    def free(self) -> tuple[int, ...]:
        """The columns that nothing is known of, whose cells may yet say what a row is."""
        known = self.known()
        return tuple(n for n, text in enumerate(self.headers) if text and n not in known)

    def looked_at(self, taken: Collection[int] = ()) -> tuple[str, ...]:
        """The headers of the columns that may say what a row is, but no role and no money is `taken` from."""
        taken = {*taken, *self.roles.values(), *(c for each in self.computed.values() for c in each.columns())}
        taken |= {*self.groups.values()}
        return tuple(self.headers[n] for n in sorted(self._used() - taken))

    def reckoned(self) -> set[int]:
        """The columns that figures are computed from."""
        computed = (column for each in self.computed.values() for column in each.columns())
        return {*computed, *(each.column for each in self.beside if each.sign is not Sign.NAMED)}

    def idle(self) -> tuple[int, ...]:
        """The columns that nothing is taken from."""
        used = self._used()
        return tuple(n for n, text in enumerate(self.headers) if text and n not in used)

    def unused(self) -> tuple[str, ...]:
        """The headers of the columns that nothing is taken from."""
        return tuple(self.headers[n] for n in self.idle() if n not in self.groups.values())


def letter(column: int) -> str:
    """The letter that Excel shows for a column counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(letters: str) -> int:
    """The number of a column, from 0, by its letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1
