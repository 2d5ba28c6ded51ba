"""A column of years or months in a list whose rows are added up: over all of them, which is told."""

from __future__ import annotations

import shlex

from custecon.core.phrases import say
from custecon.kinds.profit import PROFIT
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import words_of
from custecon.sources.row_words import words
from custecon.sources.wording import BLANKS, shown

_TIMES, _BESIDE = (frozenset(words("headers", name)) for name in ("times", "beside_times"))


def tell(work: Work) -> None:
    """Say that the rows of a client are of several times, and how to take one of them."""
    layout = work.source.layout
    if layout.schema.name != PROFIT.name or "client" not in work.columns:
        return
    keys = work.columns["client"].cells
    rows = work.live()
    chosen = {choice.column for choice in layout.choices}
    for column, header in enumerate(layout.headers):
        said = set(words_of(header))
        if not said & _TIMES or not said <= _TIMES | _BESIDE or column in chosen or column in layout.roles.values():
            continue
        texts = [text_of(cell).strip(BLANKS) for cell in work.cells(column)]
        times = dict.fromkeys(texts[row] for row in rows if texts[row])
        of_client: dict[str, set[str]] = {}
        for row in rows:
            of_client.setdefault(str(keys[row]), set()).add(texts[row])
        if len(times) > 1 and any(len(found) > 1 for found in of_client.values()):
            first, *_, last = sorted(times) if all(map(str.isdigit, times)) else times
            what = say(
                "{times} times, «{first}» to «{last}»: the rows of a client are added up over all",
                times=len(times),
                first=shown(first),
                last=shown(last),
            )
            cure = say("to take one alone: --only {quote}", quote=shlex.quote(f"{header}={last}"))
            work.note("N258", line=layout.line, header=shown(header), what=what, cure=cure)
            return
