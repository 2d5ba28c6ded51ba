"""Rows whose client is nobody: an empty cell, or a name such as «Guest», «n/a», «Розничный покупатель» that says so.

Counted as one client, everybody without a name would be the most loyal of all. So such rows are refused together, with
their money and with the column that could name the client, unless `--no-client` says what to do with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from custecon.core.phrases import Exact, counted, say
from custecon.core.schemas import Decided
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.profit import PROFIT
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.column_checks import Bad, text_of
from custecon.sources.controls import NO_CLIENT, Work
from custecon.sources.header_words import header_of
from custecon.sources.nobody_names import ZEROS, is_nobody, of_all_others
from custecon.sources.wording import BLANKS, listed, shown

LISTS = (CLIENTS, LEAVERS, PROFIT)


def find(work: Work) -> None:
    """Note the rows whose client is nobody, and set them aside at once where the user wants them left out."""
    column = work.columns.get("client")
    if column is None or work.source.whole:
        return  # an engine gives a log up that has such clients
    rows = Counter(key for key in column.cells if key is not None)
    in_list = work.source.layout.schema in LISTS
    names = {key for key in rows if is_nobody(key) or (in_list and of_all_others(key))}
    for zero in (key for key in rows if re.fullmatch(ZEROS, key)):
        if work.options.no_client == "drop" or not numbered_from(zero, rows):
            names.add(zero)
        elif work.options.no_client == "refuse":
            work.zeros.append(zero)
    if not names:
        return
    for row, key in enumerate(column.cells):
        if key in names and row not in work.unread:
            work.nobody[row] = key
    if work.source.layout.role("client").blank:  # a file that need not name anybody
        column.cells = [None if row in work.nobody else key for row, key in enumerate(column.cells)]
        work.nobody.clear()
    elif work.options.no_client == "drop":
        work.skipped.update((row, NO_CLIENT) for row in work.nobody if not work.out(row))


def numbered_from(zero: str, rows: Mapping[str, int]) -> bool:
    """Whether «0» is one client of many: 1 and 2 are there too, and they have not more rows than any two others."""
    others = [count for key, count in rows.items() if key != zero]
    return zero[:-1] + "1" in rows and zero[:-1] + "2" in rows and rows[zero] <= 2 * max(others)


def settle(work: Work) -> None:
    """Refuse the rows that name no client and are money, or tell what was done with them."""
    _tell_zeros(work)
    count = work.count([*work.nameless, *work.nobody])
    if not count:
        return
    policy = work.options.no_client
    work.counts[NO_CLIENT] = count
    if "no_client" in work.options.usual:
        work.source.settings["no_client"] = Decided(policy, "settings")
    if policy == "drop":
        left_out = [row for row, why in work.skipped.items() if why == NO_CLIENT]
        if left_out:
            names = listed(dict.fromkeys(work.nobody[row] for row in left_out if row in work.nobody), 6)
            names = names and f" ({names})"
            work.note(
                "N220",
                count=counted(work.count(left_out)),
                total=work.sum_text(left_out),
                names=names,
            )
        return
    live = [row for row in work.nobody if not work.out(row)]
    others = [row for row in live if policy == "refuse" and _is_row_of_others(work.nobody[row])]
    if others:
        work.note("N285", line=work.gathered.lines[others[0]], column=None, **_values(work, others))
        live = [row for row in live if row not in others]
    instead = _other_column(work, [*work.nameless, *live])
    if live and (policy == "keep" or (not instead and _all_there_is(work, live))):
        work.note("N240", line=None, column=None, **_values(work, live))
        live = []
    column, lines = work.source.layout.roles["client"], work.gathered.lines
    for row, bad in work.nameless.items():
        if row not in work.skipped:
            cure = say(", {instead}--no-client drop to leave rows without a client out", instead=instead)
            work.faults.add(lines[row], column, bad.code, **bad.values | {"instead": cure})
    if live:
        work.fault_together(live, column, Bad("E273", _values(work, live) | {"instead": instead}))


def _is_row_of_others(name: str) -> bool:
    """Whether a name may be that of a row of a list for all who have none, and is no word for nobody."""
    return of_all_others(name) and not is_nobody(name)


def _all_there_is(work: Work, live: Sequence[int]) -> bool:
    """Whether several such names are all that the file has: then they tell clients apart as no other word does."""
    names = {work.nobody[row] for row in live}
    return len(names) > 1 and all(row in work.nobody for row in work.live())


def _tell_zeros(work: Work) -> None:
    if work.source.whole:
        for name, (count, total) in work.source.whole.zeros(work).items():
            work.note("N241", name=name, count=counted(count), total=Exact(total))
    for zero in work.zeros:
        keys = work.columns["client"].cells
        rows = [row for row, key in enumerate(keys) if key == zero and not work.out(row)]
        if rows:
            work.note("N241", name=zero, count=counted(len(rows)), total=work.sum_text(rows))


def _values(work: Work, rows: Sequence[int]) -> dict[str, object]:
    """What is told of rows of nobody: their names, how many they are, the rows and their money."""
    names = dict.fromkeys(work.nobody[row] for row in rows)
    total = work.sum_text(rows)
    return {
        "names": listed(names, 6),
        "many": len(names),
        "count": counted(len(rows)),
        "total": total,
    }


def _other_column(work: Work, rows: list[int]) -> str:
    """How to take the client from another column, if one names somebody on these rows; the fullest, then the surest."""
    layout = work.source.layout
    best: tuple[int, int, int] = (0, 0, 0)
    found = None
    for column in layout.namers:
        naming = naming_of(header_of(layout.headers[column]))
        if naming is None or naming is Naming.NUMBER:
            continue  # it may number the rows
        texts = [text_of(cell).strip(BLANKS) for cell in work.gathered.columns[column]]
        named = {text: bool(text) and not is_nobody(text) for text in set(texts)}
        if sum(named.values()) < 2:
            continue  # the same on every row, such as the firm itself
        fit = (sum(named[texts[row]] for row in rows), sum(named[text] for text in texts), naming)
        if fit > best and fit[0]:
            best, found = fit, column
    if found is None:
        return ""
    return say("--client '{headers}' to take the client from there, ", headers=shown(layout.headers[found]))
