"""Clients that the user says are one: names of a file of pairs, then names that differ only in spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from custecon.core.errors import notice
from custecon.core.phrases import counted, say
from custecon.core.schemas import Decided
from custecon.sources.client_choice import tax_numbers
from custecon.sources.controls import Join, Work
from custecon.sources.look_alikes import look_alikes, money_of, of_phones, told
from custecon.sources.name_spelling import spellings

ALIASES, SAME_CLIENT = "--aliases", "--same-client"


def joined_by(option: str) -> str:
    """Under what the control totals count the names that an option joined."""
    return say("names joined by {option}", option=option)


def join(work: Work) -> None:
    """Give the names of one client the same name, where the user says which are one."""
    if work.columns.get("client") is None:
        return
    if work.options.aliases:
        _under(work, ALIASES, work.options.aliases)
    if work.options.same_client:
        _under(work, SAME_CLIENT, _same(work))


def _under(work: Work, option: str, names: Mapping[str, str]) -> None:
    """Count clients under other names."""
    column = work.columns["client"]
    work.joins.append(Join(option, column.cells, names))
    column.cells = [key if key is None else names.get(key, key) for key in column.cells]


def _same(work: Work) -> dict[str, str]:
    """Names that differ only in spelling, each with the one that is kept: that of the file beside, if it is there."""
    beside, settled = work.options.same_as, work.options.aliases.keys()
    keys = work.columns["client"].cells
    rows = Counter(key for row, key in enumerate(keys) if key is not None and row not in work.nobody)
    names = [name for name in {**rows, **dict.fromkeys(beside)} if name not in settled]
    kept: dict[str, str] = {}
    for alike in look_alikes(names, phones=of_phones(work), taxes=tax_numbers(work)).alike:
        there = [name for name in alike.names if name in beside]
        if len(there) < 2:
            kept |= dict.fromkeys(alike.names, there[0] if there else _best(alike.names, rows))
    return kept


def _best(names: tuple[str, ...], rows: Mapping[str, int]) -> str:
    """The name under which a client stands: without armour, on most rows; of equals the first by letters."""
    return min(names, key=lambda name: (spellings(name)[1] != name, -rows[name], name))


def tell(work: Work) -> None:
    """Tell which names were joined on the rows that count, with their money."""
    live = work.live()
    for option, written, names in work.joins:
        together: dict[str, dict[str, None]] = {}
        for row in live:
            name = written[row]
            if name is not None and (name in names or (option == ALIASES and name in names.values())):
                kept = names.get(name, name)
                beside = {kept: None} if kept in work.options.same_as else {}
                together.setdefault(kept, beside)[name] = None
        groups = [tuple(each) for kept, each in together.items() if set(each) != {kept}]
        if groups:
            many = sum(map(len, groups))
            work.counts[joined_by(option)] = many
            if (setting := option.removeprefix("--").replace("-", "_")) in work.options.usual:
                work.source.settings[setting] = Decided("joined", "settings")
            values = {"count": counted(many, "name"), "clients": len(groups)}
            groups_told = told(groups, money_of(work, written, live, groups))
            place = work.ground.place(None, work.source.layout.roles["client"])
            work.notices.append(notice("N242", place=place, by=option, groups=groups_told, **values))
