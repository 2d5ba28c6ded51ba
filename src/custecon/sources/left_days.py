"""A column «Left» of a list of clients that holds days: the day on which a client left, not whether they did."""

from __future__ import annotations

from dataclasses import replace

from custecon.core.schemas import Decided
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.sources import dates
from custecon.sources.column_checks import text_of
from custecon.sources.returned_money import cells_of
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS


def settled(source: Source) -> Source:
    """The source with such a column taken as that of the days, where nothing else is."""
    layout = source.layout
    column = layout.roles.get("left")
    if layout.schema not in (CLIENTS, LEAVERS) or column is None or "left_date" in layout.decided:
        return source
    if layout.decided["left"].by != "detected":
        return source
    texts = {text_of(cell).strip(BLANKS) for cell in cells_of(source, [column])[column]} - {""}
    if not texts or any(dates.shape_of(text) is None for text in texts):
        return source
    roles = {name: n for name, n in layout.roles.items() if name != "left"} | {"left_date": column}
    decided = {name: said for name, said in layout.decided.items() if name != "left"}
    decided["left_date"] = Decided(layout.decided["left"].value, "its cells are days")
    return replace(source, layout=replace(layout, roles=roles, decided=decided))
