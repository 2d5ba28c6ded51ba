"""The same file read by the engine and by the exact reader: their answers, told so that they can be compared."""

from collections.abc import Sequence
from dataclasses import fields, replace

from custecon.core.errors import CusteconError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read_log
from custecon.sources.engines import duck


def plain(summary):
    values = {each.name: getattr(summary, each.name) for each in fields(summary)}
    return {
        name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in values.items()
    }


def told(read, asked=None):
    """What a reading says: its control totals, notices, clients and groups; or the refusal, word for word.

    `asked`: the groups, if not all are.
    """
    try:
        found = read()
    except CusteconError as error:
        return [str(problem) for problem in error.problems], getattr(error, "context", ()), getattr(error, "more", 0)
    if found is None:
        return None
    reading, ledger = found
    if ledger is None:
        return reading.controls, [str(notice) for notice in reading.notices], {}, {}
    settings = {name: how for name, how in reading.controls.settings.items() if name != "engine"}
    controls = replace(reading.controls, settings=settings)
    clients = plain(ledger.clients(as_of=reading.as_of))
    groups = {name: ledger.grouped(name) for name in ledger.groups if asked is None or name in asked}
    return controls, [str(notice) for notice in reading.notices], clients, groups


def both_roads(path, **options):
    """Hold both answers to each other; whether the engine gave one itself."""
    said = ReadingOptions(**options)
    kinds = (CLIENTS, ORDERS)
    fast = told(lambda: duck.summarise(path, str(path), kinds, said))
    exact = told(lambda: read_log(path, kinds, said, engine="exact"), fast and fast[-1])
    if fast is None:
        fast = told(lambda: read_log(path, kinds, said, engine="fast"))
        assert fast == exact
        return False
    for mine, theirs in zip(fast, exact, strict=True):
        assert mine == theirs
    return True
