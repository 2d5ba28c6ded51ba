"""Whether the values of the column of the client are clients: accounts of a ledger and documents are none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import say
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of
from custecon.sources.unnamed_column import headings_above
from custecon.sources.wording import BLANKS, listed, shown

_FEWEST = 2  # different values
_TOLD = 3
_LEDGER = frozenset("account accounts name full gl ledger the of счет счета учета дебет кредит дт кт корр кор".split())
_CODE = re.compile(r"[0-9]{1,3}(?:\.[0-9A-ZА-Я]{1,3}){0,3}|[0-9]{4,6}")
_WORDS = re.compile(r"[^\W\d_]+")


class NoClients(Enum):
    """What stands where clients should."""

    LEDGER = "accounts of a ledger"
    DOCUMENT = "documents"


@cache
def _listed(section: str) -> frozenset[tuple[str, ...]]:
    lines = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[section]
    return frozenset(tuple(phrase.split()) for line in lines.values() for phrase in line.replace("\n", " ").split(","))


def no_clients(header: str, names: Collection[str]) -> NoClients | None:
    """What the names of a column are, if nearly all are no clients.

    >>> no_clients("Account", ["Accounts Receivable (A/R)", "Checking"])
    <NoClients.LEDGER: 'accounts of a ledger'>
    >>> no_clients("Контрагент", ["Реализация 0001 от 05.01.2024", "Реализация 0002 от 05.05.2024"])
    <NoClients.DOCUMENT: 'documents'>
    """
    if len(names) >= _FEWEST and _nearly_all(names, _is_document):
        return NoClients.DOCUMENT
    if not set(header_of(header).words) <= _LEDGER or not any(map(_is_account, names)):
        return None
    return NoClients.LEDGER if _nearly_all(names, _may_be_account) else None


def _nearly_all(names: Collection[str], are: Callable[[str], bool]) -> bool:
    """Whether nine of ten are; looks no further than it must."""
    others = 0
    for name in names:
        others += not are(name)
        if others * 10 > len(names):
            return False
    return True


def _is_document(name: str) -> bool:
    if not name[-1:].isalnum() or not any(map(str.isdigit, name)):
        return False
    words = _words(re.split(r"[0-9№#]", name, maxsplit=1)[0])
    return any(words[:length] in _listed("document") for length in (1, 2)) and len(words) <= 4


def _is_account(name: str) -> bool:
    return _account(name) in _listed("ledger")


def holds_sales(account: str) -> bool:
    """Whether an account of a ledger is one of sales.

    >>> holds_sales("4000 Sales"), holds_sales("1200 Bank")
    (True, False)
    """
    return _account(account) in _listed("sales")


def _may_be_account(name: str) -> bool:
    return _is_account(name) or _CODE.fullmatch(name) is not None


def _account(name: str) -> tuple[str, ...]:
    """The words of an account, without its number."""
    return _words(re.sub(r"^[0-9.]+\s", "", name))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text.casefold().replace("ё", "е")))


def ask(work: Work) -> None:
    """Refuse a column of accounts or of documents as the client; tell it where it was named.

    Raises:
        InputRefused: E281 nearly all of its values are such.
    """
    layout = work.source.layout
    column = layout.roles.get("client")
    if column is None or work.source.whole:
        return  # an engine gives a log up that has such clients
    header = layout.headers[column]
    names = dict.fromkeys(key for row, key in enumerate(work.columns["client"].cells) if key and not work.out(row))
    found = no_clients(header, names)
    if found is None:
        return
    values = {"header": shown(header), "what": found.value, "names": listed([*names], _TOLD)}
    if layout.decided["client"].by != "detected" and not layout.decided["client"].by.startswith("preset"):
        work.note("N277", line=layout.line, column=column, **values)
        return
    cure = _cure(work, found)
    raise InputRefused(problem("E281", place=work.ground.place(layout.line, column), **values, cure=cure))


def _cure(work: Work, found: NoClients) -> str:
    """Where the clients may stand instead: in a column that names them, on group rows, in headings."""
    headers, written = work.source.layout.headers, work.written()
    beside = [headers[n] for n in work.source.layout.namers if naming_of(header_of(headers[n])) is Naming.NAME]
    if beside:
        return say("«{beside}» may name the clients: --map client='{beside}'", beside=shown(beside[0]))
    groups = [name for row, why in work.skipped.items() if why == "group rows" and (name := written[row])]
    if groups:
        whose = listed(groups, _TOLD)
        return say(
            "make the report by clients alone, without {found}: its group rows {whose} are they",
            found=found.value,
            whose=whose,
        )
    heads = headings_above(headers, _rows(work))
    if heads is None:
        return "name the column of the clients: --map client='…'"
    number, called = heads
    where = say("--client '#{number:d}' --fill-down '#{number:d}'", number=number)
    return say("if {listed}, on rows of their own, are the clients: {where}", listed=listed(called, _TOLD), where=where)


def _rows(work: Work) -> Iterator[list[str]]:
    rows: Iterable[tuple[int, Iterable[object]]] = work.source.rows()
    return ([text_of(cell).strip(BLANKS) for cell in cells] for line, cells in rows if line > work.source.layout.line)
