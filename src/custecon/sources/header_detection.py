"""Where the header stands, what kind of file it is, and what each column is for: found, told, never guessed."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from custecon.core.errors import InputRefused, Place, Problem, UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Kind, Schema
from custecon.kinds import SCHEMAS
from custecon.kinds.activities import ACTIVITIES
from custecon.kinds.clients import CLIENTS
from custecon.kinds.complaints import COMPLAINTS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.kinds.spending import SPENDING
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources import amounts, row_headers, running_totals
from custecon.sources.client_columns import namers
from custecon.sources.column_checks import no_money, text_of
from custecon.sources.column_names import column_of, columns_called
from custecon.sources.column_roles import Match, best_match, match_of, schemas_asked
from custecon.sources.company_lists import own_turnover
from custecon.sources.day_words import day_columns
from custecon.sources.header_shapes import is_data, on_two_rows, side_by_side
from custecon.sources.header_words import (
    IGNORE,
    Header,
    doubt,
    header_of,
    in_percent,
    means,
    names_currency,
    squash,
)
from custecon.sources.layout import Layout, letter
from custecon.sources.missing_columns import nearest, no_column, problems_of, what_came
from custecon.sources.money_columns import Beside, Sign, beside_of, rate_of_discount, refund_of
from custecon.sources.options import ReadingOptions
from custecon.sources.other_columns import with_groups, with_others
from custecon.sources.presets import NONE, asked, best_of, of_header, schemas_of
from custecon.sources.row_choices import choices_of
from custecon.sources.row_meaning import Trait
from custecon.sources.settings_defaults import fitted
from custecon.sources.spend_headers import may_be_spend
from custecon.sources.unnamed_column import clients_in_headings
from custecon.sources.wording import BLANKS, listed, shown

SEARCHED = 60
LOOKED_AT = 60  # rows below a header, where the words of several columns say money
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _columns_of_words(rows: Iterable[tuple[int, Sequence[object]]], width: int) -> frozenset[int]:
    """The columns that hold something, and in the first rows no number: days, names and words are no money."""
    filled, numbers = set(), set()
    for _, cells in rows:
        for column, cell in enumerate(cells[:width]):
            text = "" if cell is None else text_of(cell).strip(BLANKS)
            filled |= {column} if text else set()
            numbers |= {column} if amounts.shape_of(text) is not None else set()
    return frozenset(filled - numbers)


def find_layout(
    rows: Iterable[tuple[int, Sequence[object]]],
    schemas: Sequence[Schema],
    options: ReadingOptions,
    place: Place,
) -> Layout:
    """Find the first row that holds all wanted columns; refuse if there is none or if two columns compete."""
    _known_roles(schemas, options)
    readable, schemas = schemas, schemas_asked(schemas, options)
    best: tuple[int, int, list[str], Match] | None = None
    above: list[tuple[int, list[str]]] = []
    typed = options
    rest = iter(rows)
    for count, (line, cells) in enumerate(rest):
        if count >= SEARCHED:
            break
        texts = ["" if cell is None else text_of(cell).lstrip("\ufeff").strip(BLANKS) for cell in cells]
        if sum(map(bool, texts)) < 2:
            above.append((line, texts))
            continue
        headers = [header_of(text) for text in texts]
        here = Place(place.file, line, sheet=place.sheet)
        options = fitted(typed, texts)
        given = asked(options.preset) if options.preset not in (None, NONE) else ()
        preset = of_header(texts, here) if options.preset is None else best_of(given, texts) if given else None
        wanted = schemas_of(preset, schemas, here) if preset and not options.kind else schemas
        as_preset = [(schema, preset and preset.read_as(schema.name)) for schema in wanted]
        matches = [match_of(schema, headers, texts, options, known) for schema, known in as_preset]
        complete = [match for match in matches if not match.missing and not match.unknown]
        ahead = [*islice(rest, LOOKED_AT)] if complete else []
        if any("amount" in match.rivals or match.guesses("amount") for match in complete):
            words = _columns_of_words(ahead, len(texts))
            again = [match_of(schema, headers, texts, options, known, words) for schema, known in as_preset]
            complete = [match for match in again if not match.missing and not match.unknown] or complete
        if complete:
            chosen = best_match(complete, here)
            if ahead and (second := on_two_rows(chosen, texts, ahead[0], here)):
                raise InputRefused(second)
            if SUBSCRIPTIONS not in schemas:
                _refuse_contracts(chosen, headers, texts, options, here)
            layout = _layout(chosen, headers, here, above, options)
            if chosen.schema.others:
                layout = with_others(layout, _columns_of_words(ahead, len(texts)), here)
            return with_groups(layout, options, here)
        match = nearest(matches, texts)
        if (best is None or match.explained > best[1]) and not any(map(is_data, texts)):
            best = (line, match.explained, texts, match)
        above.append((line, texts))
    other = _other_kind(best[2], schemas, typed) if best else None
    by_name = _kind_by_name(best[2], best[1], readable, typed) if best else None
    problems = problems_of(best and (best[0], *best[2:]), place, other, above, by_name)
    if best is not None and "client" in best[3].missing:
        below = [texts for line, texts in above if line > best[0]]
        headed = clients_in_headings(best[2], below, Place(place.file, best[0], sheet=place.sheet))
        problems = [headed] if headed else problems
    raise InputRefused(problems)


def _refuse_contracts(
    chosen: Match, headers: list[Header], texts: list[str], options: ReadingOptions, place: Place
) -> None:
    """Refuse to take contracts for orders: each would be one purchase, on the day on which its row was written.

    Raises:
        InputRefused: E392 the columns tell intervals or trials, and more of contracts than of orders.
    """
    if chosen.schema.name != "orders" or options.kind is not None or options.columns.get("date"):
        return
    contracts = match_of(SUBSCRIPTIONS, headers, texts, options)
    if (
        contracts.missing
        or contracts.explained <= chosen.explained
        or not {"interval", "trial_end"} & set(contracts.roles)
    ):
        return
    values = {"kind": SUBSCRIPTIONS.name, "row": SUBSCRIPTIONS.row_is, "other": chosen.schema.row_is}
    command = SUBSCRIPTIONS.answered_by
    raise InputRefused(problem("E392", place=place, headers=listed(filter(None, texts)), command=command, **values))


def _other_kind(texts: list[str], schemas: Sequence[Schema], options: ReadingOptions) -> Match | None:
    """The kind of file, other than those wanted, that has all its columns in the header; the one that explains most."""
    if options.kind is not None:
        return None  # the person knows
    headers = [header_of(text) for text in texts]
    others = [schema for schema in SCHEMAS.values() if schema not in schemas and not schema.asked_for]
    fitting = [match for match in (match_of(schema, headers, texts, options) for schema in others) if not match.missing]
    return max(fitting, key=lambda match: match.explained, default=None)


def _kind_by_name(
    texts: list[str], explained: int, schemas: Sequence[Schema], options: ReadingOptions
) -> Schema | None:
    """The kind that is read only where it is asked for, and has all its columns there: no fewer than another has."""
    if options.kind is not None:
        return None  # the person knows
    headers = [header_of(text) for text in texts]
    matches = (match_of(schema, headers, texts, options) for schema in schemas if schema.asked_for)
    fitting = [match for match in matches if not match.missing and match.explained >= max(explained, 1)]
    return max(fitting, key=lambda match: match.explained).schema if fitting else None


def _known_roles(schemas: Sequence[Schema], options: ReadingOptions) -> None:
    known = {role.name for schema in schemas for role in schema.roles} | set(IGNORE)
    if options.several:  # another file may have it, which is looked at when all are read
        known |= {role.name for schema in SCHEMAS.values() for role in schema.roles}
    for name in options.columns:
        if name not in known:
            said = (role for role in sorted(known) if means(role, header_of(name)))
            near = [*said] or difflib.get_close_matches(name, known, 1) or [", ".join(sorted(known))]
            raise UsageError(problem("E151", role=shown(name), known=near[0]))


def _layout(
    match: Match, headers: list[Header], place: Place, above: list[tuple[int, list[str]]], options: ReadingOptions
) -> Layout:
    texts, line = [header.text for header in headers], 1 if place.line is None else place.line
    problems = [*_unknown_extras(texts, options, place)]
    problems += [
        problem("E257", place=Place(place.file, n, sheet=place.sheet), header=line) for n in _data_above(match, above)
    ]
    for name, column in match.roles.items():
        if match.schema.role(name).kind is Kind.MONEY and in_percent(texts[column]):
            position = letter(column) if place.sheet else str(column + 1)
            where = Place(place.file, line, shown(texts[column]), position, place.sheet)
            problems.append(problem("E267", place=where, **no_money(name)))
    left_out: list[tuple[str, str]] = []
    if both := side_by_side(match.rivals, texts, place):
        raise InputRefused(both)
    for name, rivals in match.rivals.items():
        role = match.schema.role(name)
        if role.required or role.decides or role.kind is Kind.MONEY or name in match.schema.any_of:
            problems.append(_rivals(name, rivals, headers, place))
        else:
            left_out.append((name, listed(texts[n] for n in rivals)))
    for name, (column, money) in match.of_other_time.items():
        why = say("it is of another time than «{texts}»", texts=shown(texts[money]))
        values = {"role": name, "header": shown(texts[column]), "why": why}
        problems.append(problem("E284", place=place, **values, typed=shlex.quote(texts[column]), percent=""))
    found = match.roles.get("revenue")
    if found is not None and match.decided["revenue"].by == "detected" and own_turnover(headers[found], headers):
        values = {"role": "revenue", "header": shown(texts[found]), "why": "in a list of companies it may be their own"}
        problems.append(problem("E284", place=place, **values, typed=shlex.quote(texts[found]), percent=""))
    problems += running_totals.problems_of(match, headers, place)
    if problems:
        raise InputRefused(problems)
    extras = _extras(match, headers, options)
    choices = choices_of(options, texts, place)
    used = {*match.roles.values(), *(c for each in match.computed.values() for c in each.columns())}
    used |= {c for columns in extras.values() for c in columns}
    beside = _beside(match, headers, used, options, place)
    traits = _traits(match, headers, used | {each.column for each in beside}, options)
    layout = Layout(
        match.schema, line, tuple(texts), match.roles, match.computed, match.decided, extras,
        tuple(n for n, _ in above), tuple(left_out), match.preset, traits, choices, beside,
    )  # fmt: skip
    if match.schema is ORDERS and layout.decided.get("date", Decided("", "")).by == "detected":
        layout = replace(layout, days=tuple(day_columns(headers, used)))
    return replace(layout, namers=namers(headers, layout.needed())) if "client" in layout.roles else layout


def _unknown_extras(texts: Sequence[str], options: ReadingOptions, place: Place) -> Iterator[Problem]:
    """Columns named for what no formula needs, such as status, that the file does not have."""
    for role in sorted(IGNORE & options.columns.keys()):
        name = options.columns[role]
        if name and not columns_called(name, texts):
            yield no_column(role, name, texts, place)


def _traits(match: Match, headers: list[Header], used: set[int], options: ReadingOptions) -> dict[int, Trait]:
    """The columns of a log or a list whose headers say that they tell what a row is, those that tell most first."""
    given = options.columns.get("status")
    of_header = {ORDERS: row_headers.of_header_in_log, CLIENTS: row_headers.of_header_in_list}
    of_header[PROFIT] = of_header[SPENDING] = of_header[CLIENTS]
    of_header[COMPLAINTS] = row_headers.of_header_in_complaints
    of_header[ACTIVITIES] = row_headers.of_header_in_activities
    if match.schema not in of_header or given == "":
        return {}
    if given is not None:
        column = column_of(given, [header.text for header in headers])
        return {} if column is None else {column: Trait.STATUS}
    found = {n: of_header[match.schema](header.words) for n, header in enumerate(headers) if n not in used}
    return {n: trait for each in Trait for n, trait in found.items() if trait is each}


def _beside(
    match: Match, headers: list[Header], used: set[int], options: ReadingOptions, place: Place
) -> tuple[Beside, ...]:
    """Money beside the amount: what the user adds or takes off, else what a known export or the headers say.

    Raises:
        UsageError: E268 --add or --subtract names no column of the file.
    """
    texts = [header.text for header in headers]
    given = []
    for sign, names in ((Sign.PLUS, options.add), (Sign.LESS, options.subtract)):
        for name in names:
            column = column_of(name, texts)
            if column is None:
                option = "--add" if sign is Sign.PLUS else "--subtract"
                values = {"option": option, "value": shown(name), "headers": listed(filter(None, texts))}
                raise UsageError(problem("E268", place=place, **values))
            given.append(Beside(column, sign, "given"))
    amount = match.roles.get("amount")
    free = {n for n, text in enumerate(texts) if text and n not in used} - {each.column for each in given}
    if match.schema is SPENDING:  # the same spend with its tax, or as it was planned, is no other money
        free = {n for n in free if not may_be_spend(headers[n].words)}
    if match.schema in (CLIENTS, PROFIT, SPENDING):  # what came back to clients is settled by its cells
        return (
            *given,
            *(each for each in beside_of(headers, free, None, costs=match.schema is PROFIT) if each.sign is Sign.NAMED),
        )
    if match.schema is ORDERS and "amount" in match.computed:
        return (*given, *(Beside(n, Sign.NAMED, "detected") for n in sorted(free) if rate_of_discount(headers[n])))
    if match.schema is not ORDERS or amount is None:
        return tuple(given)
    if (own := options.columns.get("refunds")) is not None:
        free -= {n for n in free if refund_of(headers[n])}
        column = column_of(own, texts)
        given += [Beside(column, Sign.LESS, "given")] if own and column is not None else []
    for rule in match.preset.subtract if match.preset else ():
        known = rule.column(texts[amount], texts)
        if known in free:
            given.append(Beside(known, Sign.LESS, say("preset {name}", name=match.preset.name)))  # type: ignore[union-attr]
            free = {n for n in free if not refund_of(headers[n])} - {known}
    return (*given, *beside_of(headers, free, headers[amount]))


def _extras(match: Match, headers: list[Header], options: ReadingOptions) -> dict[str, tuple[int, ...]]:
    """Columns that are looked at although no formula needs them: found by their headers, or named by the user."""
    used = set(match.roles.values())
    extras: dict[str, tuple[int, ...]] = {}
    for name in sorted(IGNORE - {"status", "refunds"}) if match.schema.others is None else ():
        given = options.columns.get(name)
        found = [
            n
            for n, header in enumerate(headers)
            if (names_currency(header.text) if name == "currency" else means(name, header))
        ]
        if given is not None:
            found = columns_called(given, [header.text for header in headers])
        extras[name] = tuple(n for n in found if n not in used)
    return {name: columns for name, columns in extras.items() if columns}


def _rivals(role: str, rivals: list[int], headers: list[Header], where: Place) -> Problem:
    names = [headers[n].text for n in rivals]
    if len({squash(name) for name in names}) == 1:
        numbers = say("{numbers:and}", numbers=[n + 1 for n in rivals])
        return problem("E213", place=where, header=shown(names[0]), numbers=numbers, role=role, number=rivals[0] + 1)
    came = what_came([header.text for header in headers]) if role == "amount" else None
    first = came or min((headers[n] for n in rivals), key=lambda header: (*doubt(role, header), -_year(header))).text
    return problem("E212", place=where, role=role, headers=listed(names), first=shown(first), why="")


def _year(header: Header) -> int:
    """The last year that a header names; 0 if none."""
    return max((int(word) for word in header.words if _YEAR.fullmatch(word)), default=0)


def _data_above(match: Match, above: list[tuple[int, list[str]]]) -> list[int]:
    """Lines over the header that look like data: to skip them in silence would lose them."""
    columns = {match.roles[name] for name in ("date", "amount", "revenue", "margin") if name in match.roles}
    return [
        line
        for line, texts in above
        if columns and all(column < len(texts) and is_data(texts[column]) for column in columns)
    ]
