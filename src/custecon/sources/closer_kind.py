"""Whether a file that was read as one kind has the columns of another, and more of them."""

from __future__ import annotations

from collections.abc import Collection

from custecon.core.errors import Notice, Place, notice
from custecon.core.phrases import say
from custecon.core.schemas import Reading
from custecon.kinds import SCHEMAS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.sources.column_roles import Match, match_of
from custecon.sources.header_words import header_of
from custecon.sources.options import ReadingOptions
from custecon.sources.wording import listed

_CHOSEN = ("given", "settings")  # who decided it was somebody who knows the file


def told_of_closer(reading: Reading, wanted: Collection[str]) -> tuple[Notice, ...]:
    """That a file has the columns of a kind that was not looked for; nothing where somebody said what it is.

    `wanted`: the kinds that were looked for.
    """
    controls, taken = reading.controls, reading.table.schema
    if not (controls.unused or controls.looked_at):
        return ()
    needed = [role.name for role in taken.roles if role.required]
    said = [controls.settings.get("kind"), *(controls.columns.get(name) for name in needed)]
    if "preset" in controls.settings or any(one is not None and one.by in _CHOSEN for one in said):
        return ()
    texts = [*reading.header]
    headers = [header_of(text) for text in texts]

    def match(name: str) -> Match:
        return match_of(SCHEMAS[name], headers, texts, ReadingOptions())

    own = match(taken.name)
    others = [
        match(name)
        for name, kind in SCHEMAS.items()
        if kind.others is None and not _looked_for(name, wanted) and (taken, kind) != (PROFIT, ORDERS)
    ]  # what orders earned is added up by client
    closer = [one for one in others if not (one.missing or one.rivals) and _needed(own) < _needed(one)]
    if not closer:
        return ()
    best = max(closer, key=lambda one: one.explained)
    columns = _needed(best) - {*own.roles.values()}
    if not columns:
        return ()
    kind = best.schema
    reads = say("{command} reads such a file", command=kind.answered_by)
    if kind.by_name:
        reads = say("say --as {kind} if that is what it is", kind=kind.name)
    values = {"headers": listed(texts[n] for n in sorted(columns)), "kind": kind.name, "row": kind.row_is}
    return (notice("N396", place=Place(controls.file), **values, taken=taken.row_is, cure=reads),)


def _needed(match: Match) -> set[int]:
    """The columns without which a file were none of that kind."""
    return {column for name, column in match.roles.items() if match.schema.role(name).required}


def _looked_for(name: str, wanted: Collection[str]) -> bool:
    return name in wanted and not SCHEMAS[name].by_name
