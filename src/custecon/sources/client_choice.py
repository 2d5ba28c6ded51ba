"""Whether the right column was taken as the client: another that could name them is compared with it, row by row.

A number that is different on every row, or the account of a ledger, is asked about where a better column stands beside
it; a name that one e-mail would tell apart, or two names that it would bring together, are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted, say, some
from custecon.kinds.orders import ORDERS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources.client_columns import Naming, naming_of, of_a_firm
from custecon.sources.client_values import no_clients
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import Header, header_of, hints, means
from custecon.sources.name_spelling import face_of
from custecon.sources.nobody_names import is_nobody
from custecon.sources.whole import Whole
from custecon.sources.wording import BLANKS, listed, shown

_FEWEST = 3  # rows that say something by being all different
_TOLD = 2  # examples
_OF_A_LEDGER = frozenset({"account", "счет", "счёт"})


class Beside(NamedTuple):
    """Another column that could name the client: how surely, and whom it names on the rows where it names anybody.

    `names`: each value, without its spelling, with the clients on its rows; `values`: the other way round.
    """

    column: int
    naming: Naming
    rows: int
    names: Mapping[str, dict[str, None]]
    values: Mapping[str, dict[str, None]]

    @property
    def of_clients(self) -> bool:
        """Whether its values may be those of the clients, and not of the firm that sells or of its people."""
        return len(self.names) > 1 and 2 * len(self.names) >= len(self.values)


def settle(work: Work) -> None:
    """Ask about a column that does not look like the client, or tell what another column would count.

    Raises:
        InputRefused: E212 another column looks more like the client.
    """
    layout = work.source.layout
    if layout.schema not in (ORDERS, SUBSCRIPTIONS) or "client" not in layout.roles:
        return
    header = header_of(layout.headers[layout.roles["client"]])
    naming = naming_of(header)
    ledger = frozenset() < {*header.words} <= _OF_A_LEDGER
    if work.source.whole:
        _settle_whole(work, work.source.whole, header, ledger=ledger)
        return
    keys = work.columns["client"].cells
    live = [row for row in work.live() if keys[row] is not None]
    unique = len(live) >= _FEWEST and len({keys[row] for row in live}) == len(live)
    number = unique and naming in (None, Naming.NUMBER)
    every = [
        _beside(work, column, keys, live)
        for column in layout.namers
        if number or ledger or _may_be_surer(_naming(layout.headers[column]), naming, header)
    ]
    if number:
        _not_of_every_row(work, header, every, len(live))
    if ledger:
        _ask_of_ledgers(work, header, every)
    for other in every if layout.schema is ORDERS else ():
        if _may_be_surer(other.naming, naming, header) and _tells_clients_apart(work, other):
            _tell(work, header, other)


def _settle_whole(work: Work, whole: Whole, header: Header, *, ledger: bool) -> None:
    """Of an extract: where a column may count others, or every row is another client, the whole log is read."""
    layout, naming = work.source.layout, naming_of(header)
    figures = whole.figures(work)
    unique = figures.rows >= _FEWEST and figures.clients == figures.rows and naming in (None, Naming.NUMBER)
    for column in layout.namers:
        surer = layout.schema is ORDERS and _may_be_surer(_naming(layout.headers[column]), naming, header)
        if ledger or unique or (surer and whole.names_others(work, column)):
            whole.give_up()


def tell_stand_in(work: Work) -> None:
    """Say that a firm or a telephone stands for the client, in a file that names them in no other way."""
    layout = work.source.layout
    column = layout.roles.get("client")
    if column is None or layout.decided["client"].by != "detected":
        return
    header = header_of(layout.headers[column])
    if not means("client", header) and not hints("client", header):
        work.note("N273", line=layout.line, column=column, header=shown(header.text), role="client")


def _naming(header: str) -> Naming:
    naming = naming_of(header_of(header))
    return Naming.NUMBER if naming is None else naming


def _may_be_surer(other: Naming, naming: Naming | None, header: Header) -> bool:
    """Whether another column may tell clients apart more surely; several people of a firm may write and call."""
    if naming is None or other is Naming.NUMBER:
        return other is Naming.NUMBER and naming is Naming.NAME
    return other > naming and not (other in (Naming.EMAIL, Naming.PHONE) and of_a_firm(header))


def _beside(work: Work, column: int, keys: Sequence[str | None], live: Sequence[int]) -> Beside:
    """What a column says on the rows that count."""
    cells = work.cells(column)
    naming = _naming(work.source.layout.headers[column])
    faces: dict[str, str] = {}
    names: dict[str, dict[str, None]] = {}
    values: dict[str, dict[str, None]] = {}
    named = 0
    for (key, cell), rows in Counter((str(keys[row]), cells[row]) for row in live).items():
        text = text_of(cell).strip(BLANKS)
        if text not in faces:
            faces[text] = "" if not text or is_nobody(text) else _face(text, naming)
        of_key = values.setdefault(key, {})
        if face := faces[text]:
            named += rows
            names.setdefault(face, {})[key] = None
            of_key[face] = None
    return Beside(column, naming, named, names, values)


def _face(text: str, naming: Naming) -> str:
    return face_of(f"+{text}" if naming is Naming.PHONE and text.isdigit() else text).text


def _not_of_every_row(work: Work, header: Header, every: Sequence[Beside], rows: int) -> None:
    """Tell that the client is a number that is different on every row, where a column that could name them repeats.

    Raises:
        InputRefused: E212 nobody named the column.
    """
    repeats = [other for other in every if other.naming is not Naming.NUMBER and 1 < len(other.names) < other.rows]
    if not repeats:
        return
    other = max(repeats, key=lambda other: (other.rows, other.naming))
    name = shown(work.source.layout.headers[other.column])
    if work.source.layout.decided["client"].by == "detected":
        _refuse(
            work,
            name,
            header,
            say(": «{text}» is different on every row, «{name}» is not", text=shown(header.text), name=name),
        )
    column, clients = work.source.layout.roles["client"], len(other.names)
    work.note(
        "N245",
        column=column,
        header=shown(header.text),
        count=counted(rows),
        other=name,
        clients=clients,
    )


def _ask_of_ledgers(work: Work, header: Header, every: list[Beside]) -> None:
    """Ask whether an account is one of a ledger, where a name stands beside it that counts others.

    Raises:
        InputRefused: E212 it may be, and nobody named the column.
    """
    for other in every:
        if other.naming is Naming.NAME and other.names and _differ(other):
            if work.source.layout.decided["client"].by != "detected":
                _tell(work, header, other)
                continue
            name = shown(work.source.layout.headers[other.column])
            clients = sum(bool(values) for values in other.values.values())
            why = say(
                ": on {rows} {rows:row|rows} «{text}» names {clients}, «{name}» {names}",
                rows=other.rows,
                text=shown(header.text),
                clients=clients,
                name=name,
                names=len(other.names),
            )
            _refuse(work, name, header, why)


def _differ(other: Beside) -> bool:
    return any(len(each) > 1 for each in (*other.names.values(), *other.values.values()))


def _refuse(work: Work, first: str, header: Header, why: str) -> None:
    layout = work.source.layout
    values = {"role": "client", "headers": listed([first, header.text]), "first": first, "why": why}
    raise InputRefused(problem("E212", place=work.ground.place(layout.line), **values))


def _tells_clients_apart(work: Work, other: Beside) -> bool:
    """Whether a column is one of clients; a bare number may be that of the row, or of the order and its day."""
    texts = {text_of(cell).strip(BLANKS) for cell in work.cells(other.column)} - {""}
    if no_clients(work.source.layout.headers[other.column], texts):
        return False
    if not other.of_clients or other.naming is not Naming.NUMBER:
        return other.of_clients
    if len(other.names) == other.rows or any(len(keys) > 1 for keys in other.names.values()):
        return False
    cells, days = work.cells(other.column), work.columns["date"].cells
    first: dict[str, Any] = {}
    return any(
        first.setdefault(text, days[row]) != days[row]
        for row, cell in enumerate(cells)
        if not work.out(row) and (text := text_of(cell).strip(BLANKS))
    )


def _tell(work: Work, header: Header, other: Beside) -> None:
    """Tell how many clients another column would count, and who they are."""
    layout = work.source.layout
    apart = [
        say("«{key}» has {values}", key=shown(key), values=len(values))
        for key, values in other.values.items()
        if len(values) > 1
    ]
    together = [
        say("{listed} have one", listed=listed(names, 3))
        for names in other.names.values()
        if len(names) > 1 and other.naming is not Naming.TAX  # look-alikes
    ]
    if not apart and not together:
        return
    examples = [*apart[:_TOLD], *together[:_TOLD]]
    more = len(apart) + len(together) - len(examples)
    by = layout.decided["client"].by
    why = {"detected": "its header says", "given": "--client says"}.get(by, say("the {by} says", by=by))
    work.note(
        "N244",
        column=layout.roles["client"],
        header=shown(header.text),
        why=why,
        other=shown(layout.headers[other.column]),
        clients=len(other.names) + sum(not values for values in other.values.values()),
        taken=len(other.values),
        examples=some(examples, len(examples), more, apart=True),
    )


def tax_numbers(work: Work) -> Mapping[str, str]:
    """The tax number of each client who has one of their own in a column beside."""
    layout, keys = work.source.layout, work.columns["client"].cells
    live = [row for row in work.live() if keys[row] is not None]
    for column in layout.namers:
        if _naming(layout.headers[column]) is Naming.TAX:
            beside = _beside(work, column, keys, live)
            if beside.of_clients:
                return {key: next(iter(values)) for key, values in beside.values.items() if len(values) == 1}
    return {}
