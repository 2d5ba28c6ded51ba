"""Revenue that says to be after discounts or refunds already: what stands beside it is not taken off a second time.

«Выручка со скидкой» beside «Скидка» is what was paid; «Net revenue» is after both, as accounts have it. What the user
names themselves is taken off all the same.
"""

from __future__ import annotations

import shlex
from dataclasses import replace

from custecon.core.errors import Place, notice
from custecon.core.phrases import say
from custecon.kinds.profit import PROFIT
from custecon.sources.header_words import words_of
from custecon.sources.money_columns import TAKEN_OFF, is_after
from custecon.sources.source import Source
from custecon.sources.wording import shown


def settled(source: Source) -> Source:
    """The source without the discounts and refunds that were found beside a revenue which is after them; told."""
    layout = source.layout
    if layout.schema is not PROFIT or "revenue" not in layout.roles:
        return source
    revenue = layout.headers[layout.roles["revenue"]]
    roles, decided = dict(layout.roles), dict(layout.decided)
    for role in TAKEN_OFF:
        if role in roles and decided[role].by == "detected" and is_after(role, words_of(revenue)):
            header = layout.headers[roles.pop(role)]
            del decided[role]
            cure = say("say --map {role!s}={quote} to take it off all the same", role=role, quote=shlex.quote(header))
            done = say("not taken off, as «{revenue}» is after it", revenue=shown(revenue))
            place = Place(source.opened.name, layout.line)
            source.notices.append(notice("N256", place=place, header=shown(header), done=done, cure=cure))
    return replace(source, layout=replace(layout, roles=roles, decided=decided))
