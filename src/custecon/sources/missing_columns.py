"""What is said where a header lacks a column that is wanted, or that the user named, and what may be it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from itertools import pairwise

from custecon.core.errors import Place, Problem, problem
from custecon.core.phrases import Phrase, RoleName, say
from custecon.core.schemas import Schema
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.sources import amounts
from custecon.sources.column_roles import Match
from custecon.sources.day_words import day_columns
from custecon.sources.header_shapes import second_row
from custecon.sources.header_words import header_of, hints, means, of_a_piece, of_a_rate
from custecon.sources.money_columns import pair_of
from custecon.sources.months_across import sum_of_months
from custecon.sources.periods import times_a_year
from custecon.sources.row_words import words
from custecon.sources.spend_headers import of_a_plan
from custecon.sources.tax_words import without_tax
from custecon.sources.wording import listed, shown

_SALES = frozenset(words("money", "sales"))
_AGE = re.compile(r"(?i)[0-9]{1,3}\s*[-\u2013\u2014]\s*[0-9]{1,3}(?:\s*(?:days?|дн\w*))?")
_BUYERS = frozenset("customer customers buyer debtor покупатель заказчик дебитор".split())  # of a ledger, not a bank
_TIMES, _BESIDE_TIMES = (frozenset(words("headers", name)) for name in ("times", "beside_times"))
_OF_MONTHS = ("spend", "revenue", "revenue or margin")  # what may stand in a column for each month


def nearest(matches: Sequence[Match], texts: Sequence[str]) -> Match:
    """The kind of file that a header comes nearest to: without any day, and with money, it is a list of clients."""
    best = max(matches, key=lambda match: match.explained)
    listed_ = next((match for match in matches if match.schema is CLIENTS), None)
    if best.schema is not ORDERS or "date" not in best.missing or listed_ is None or "client" in listed_.missing:
        return best
    days = any(hints("date", header_of(text)) for text in texts if text)
    return listed_ if not days and _day(texts) is None and (_money_of_lists(texts) or sum_of_months(texts)) else best


def problems_of(
    best: tuple[int, list[str], Match] | None,
    place: Place,
    other: Match | None,
    rows: Sequence[tuple[int, list[str]]] = (),
    by_name: Schema | None = None,
) -> list[Problem]:
    """Why no row is the header of such a file, and which columns may be what is missing.

    Args:
        best: line, cells and match of the row that comes nearest, if there is one.
        place: the file.
        other: the kind of file, other than those wanted, that has all its columns there.
        rows: lines and cells of the rows that were looked at.
        by_name: the kind of file that has its columns there, and is read only where it is asked for.
    """
    if best is None:
        return [problem("E263", place=place, cure=_unnamed(rows) or "add a first row such as client,date,amount")]
    line, texts, match = best
    where = Place(place.file, line, sheet=place.sheet)
    here = [text for text in texts if text]
    problems = []
    if match.preset and match.missing and not match.unknown:
        first = match.missing[0].split(" ")[0]
        values = {"missing": roles_of(match.missing), "first": first, "example": _may_be(first, texts, match) or "…"}
        return [problem("E260", place=where, preset=match.preset.name, **values, headers=listed(here))]
    for role, name in match.unknown.items():
        problems.append(no_column(role, name, here, where))
    put_aside = [name for name in match.missing if name in match.put_aside]
    for role in put_aside:
        problems.append(problem("E200", place=where, role=role, kind=match.schema.name, headers=listed(here)))
    missing = [name for name in match.missing if name not in match.unknown and name not in put_aside]
    told = {"missing": roles_of(missing), "headers": listed(here)}
    may_be = _may_be_revenue(texts, match) if missing and not (other and match.schema is CLIENTS) else []
    months = sum_of_months(texts) if missing and missing[0] in _OF_MONTHS else None
    if len(may_be) > 1:
        first = next((text for text in may_be if without_tax(header_of(text).words)), may_be[0])
        values = {"role": "revenue", "headers": listed(may_be), "first": shown(first), "why": ""}
        problems.append(problem("E212", place=where, **values))
    elif missing and other is not None and other.explained > match.explained and not (may_be or months):
        kind = other.schema
        values = told | {"kind": say(kind.name), "row": kind.row_is, "command": kind.answered_by}
        money = _sold_in(other, match, texts)
        instead = say("; or say --map revenue='{money}': its rows are added up by client", money=money) if money else ""
        problems.append(problem("E272", place=where, **values, wanted=match.schema.row_is, instead=instead))
    elif missing:
        first = missing[0].split(" ")[0]
        example = months or next(iter(may_be), None) or _may_be(first, texts, match) or "…"
        none = ", or say --amount 1 if there is none: every row then counts as one purchase"
        values = told | {"first": first, "example": example, "none": none if first == "amount" else ""}
        instead = second_row(texts, line, rows) or "check that this is the right file"
        if months and match.schema is CLIENTS:
            instead = "write client, month and amount on a row each, to have it read as orders"
        elif other is not None:
            kind = other.schema
            instead = say("{command} reads it as a file of {kind}", command=kind.answered_by, kind=say(kind.name))
        elif by_name is not None:
            instead = say("say --as {kind} if a row is {row}", kind=by_name.name, row=say(by_name.row_is))
        elif _by_age(texts):
            instead = "export what the clients bought: this is what they owe, by its age"
        problems.append(problem("E211", place=where, **values, instead=instead))
    return problems


def roles_of(names: Sequence[str]) -> Phrase:
    """Roles in words, of which «revenue or margin» is one."""
    return say("{all}", all=[say("{any:or}", any=[*map(RoleName, name.split(" or "))]) for name in names])


def _unnamed(rows: Sequence[tuple[int, list[str]]]) -> str:
    """What to do about a header whose first cell is empty, above rows of a name and a number; "" if there is none."""
    filled = [(line, texts) for line, texts in rows if any(texts)]
    for (line, texts), (_, below) in pairwise(filled):
        named = [column for column, text in enumerate(texts) if text]
        if named == [1] and len(below) > 1 and below[0] and amounts.shape_of(below[1]) is not None:
            return say(
                "write client into the empty cell of line {line:d}, before «{texts}»", line=line, texts=shown(texts[1])
            )
    return ""


def no_column(role: str, name: str, texts: Sequence[str], place: Place) -> Problem:
    """That a column which the user named for a role is not there, and which is called much the same."""
    here = [text for text in texts if text]
    near = difflib.get_close_matches(name, here, 1, 0.6)
    hint = say("; did you mean «{near}»?", near=shown(near[0])) if near else ""
    return problem("E258", place=place, role=role, name=shown(name), headers=listed(here), hint=hint)


def what_came(texts: Sequence[str]) -> str | None:
    """The column of what comes in, where a file has another of what goes out: who is only paid is no client."""
    pair = pair_of(texts)
    return texts[pair[0]] if pair else None


def _may_be(role: str, texts: Sequence[str], match: Match) -> str | None:
    """The column that may be what is missing, as the header stands; None if nothing says so."""
    if role in ("amount", "revenue"):
        return (_sold(texts, match) or what_came(texts) if role == "amount" else None) or _fact(texts)
    return _day(texts) if role == "date" else None


def _sold_in(log: Match, match: Match, texts: Sequence[str]) -> str | None:
    """What may be the revenue of a log whose rows tell their cost as well, where profit is asked."""
    told = match.schema is PROFIT and match.missing == ["revenue"] and {"cost", "margin"} & match.roles.keys()
    return texts[log.roles["amount"]] if told and "amount" in log.roles else None


def _fact(texts: Sequence[str]) -> str | None:
    """The column of what came, beside that of a plan."""
    headers = [header_of(text) for text in texts]
    if not any(of_a_plan(header.words) for header in headers):
        return None
    return next((one.text for one in headers if means("spend", one) and not of_a_plan(one.words)), None)


def _sold(texts: Sequence[str], match: Match) -> str | None:
    """What was sold in a ledger of clients: their debit, less their credit; a bank books what comes in as a credit."""
    pair, client = pair_of(texts), match.roles.get("client")
    if pair is None or client is None or not set(header_of(texts[client]).words) & _BUYERS:
        return None
    credit, debit = (texts[column] for column in pair)
    return f"{debit}-{credit}" if re.search("(?i)debi|дебет", debit) else None


def _day(texts: Sequence[str]) -> str | None:
    """The column of months or weeks of a log without days, each of which stands for its last day; or one of days."""
    headers = [header_of(text) for text in texts]
    months = (header.text for header in headers if header.text and (means("month", header) or _of_a_time(header.words)))
    may_be = sorted(day_columns(headers, ()).items(), key=lambda found: found[1].value != "won")
    return next(months, None) or next((headers[column].text for column, _ in may_be), None)


def _of_a_time(said: Sequence[str]) -> bool:
    """Whether a header is that of a part of a year: «Week», «Отчётный квартал»."""
    return bool(_TIMES & set(said)) and set(said) <= _TIMES | _BESIDE_TIMES


def _may_be_revenue(texts: Sequence[str], match: Match) -> list[str]:
    """What may be the revenue of a list by profit that calls it an amount, as a log does: «Сумма продажи»."""
    if match.schema is CLIENTS and "revenue or margin" in match.missing:
        return _money_of_lists(texts) if not sum_of_months(texts) else []
    if match.schema is not PROFIT or "revenue" not in match.missing:
        return []
    headers = [header_of(text) for text in texts if text]
    if any(means("date", header) for header in headers):
        return []  # it is a log
    own = {texts[column] for column in match.roles.values()}
    return [
        header.text
        for header in headers
        if header.text not in own
        and (means("amount", header) or hints("amount", header))
        and not of_a_rate("revenue", header)
        and not of_a_piece(header)
    ]


def _money_of_lists(texts: Sequence[str]) -> list[str]:
    """What may be the revenue of a list of clients: sales of some time, a fee, MRR; not what they owe."""
    headers = [header_of(text) for text in texts if text]
    if _by_age(texts):
        return []
    return [
        header.text
        for header in headers
        if (
            hints("revenue", header)
            or means("amount", header)
            or set(header.words) & _SALES
            or times_a_year(header.text)
            or means("arr", header)
        )
        and not of_a_rate("revenue", header)
        and not of_a_piece(header)
        and not of_a_plan(header.words)
    ]


def _by_age(texts: Sequence[str]) -> bool:
    """Whether columns are of so many days each, as balances by age have them."""
    return sum(bool(_AGE.fullmatch(text.strip())) for text in texts) > 1
