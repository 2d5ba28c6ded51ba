"""Where the header stands, what kind of file it is, and which column plays which role: found, told, never guessed."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from custecon.core.errors import InputRefused, Place, Problem, UsageError, problem
from custecon.core.schemas import CLIENTS, LEAVERS, ORDERS, PROFIT, SCHEMAS, SUBSCRIPTIONS, Decided, Kind, Role, Schema
from custecon.sources import amounts, dates, row_meaning
from custecon.sources.client_columns import namers
from custecon.sources.columns import (
    IGNORE,
    SYNONYMS,
    Header,
    doubt,
    header_of,
    hints,
    in_percent,
    means,
    names_currency,
    of_a_rate,
    squash,
)
from custecon.sources.contract_headers import OF_CONTRACTS, of_all_time
from custecon.sources.expressions import Computed, parse_expression
from custecon.sources.findings import no_money, text_of
from custecon.sources.money_columns import Beside, Sign, beside_of, pair_of, refund_of
from custecon.sources.named_alike import named_alike
from custecon.sources.options import ReadingOptions
from custecon.sources.presets import NONE, Preset, asked, best_of, of_header, schemas_of, with_preset
from custecon.sources.read_by import READ_BY
from custecon.sources.row_choices import Choice, choices_of, column_of
from custecon.sources.row_meaning import Trait
from custecon.sources.unnamed_column import clients_in_headings
from custecon.sources.usual import fitted
from custecon.sources.wording import BLANKS, clean_key, listed, shown

__all__ = ["SEARCHED", "Layout", "columns_called", "find_layout", "letter"]

SEARCHED = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """What a header says: the kind of file, its line, its columns, and the column of every role that was found.

    `extras` are the columns of no schema that are looked at all the same: currency, quantity. `traits` are those that
    may say what a row is, `choices` what the user says of rows, `beside` money beside the amount. `above` are the lines
    of the rows over the header; `left_out` roles that several columns may be. `namers` are the columns that could name
    the client beside the one taken: read, to be compared with it.
    """

    schema: Schema
    line: int
    headers: tuple[str, ...]
    roles: Mapping[str, int]
    computed: Mapping[str, Computed]
    decided: dict[str, Decided]
    extras: Mapping[str, tuple[int, ...]]
    above: tuple[int, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    preset: Preset | None = None
    traits: Mapping[int, Trait] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    beside: tuple[Beside, ...] = ()
    namers: tuple[int, ...] = ()

    def needed(self) -> tuple[int, ...]:
        """Every column that has to be read."""
        return tuple(sorted({*self._used(), *self.namers}))

    def _used(self) -> set[int]:
        found = [*self.roles.values(), *(c for e in self.computed.values() for c in e.columns())]
        found += [c for columns in self.extras.values() for c in columns]
        found += [*self.traits, *(choice.column for choice in self.choices), *(each.column for each in self.beside)]
        return set(found)

    def free(self) -> tuple[int, ...]:
        """The columns that nothing is known of, whose cells may yet say what a row is."""
        needed = set(self.needed())
        return tuple(n for n, text in enumerate(self.headers) if text and n not in needed)

    def unused(self) -> tuple[str, ...]:
        """The headers of the columns that nothing is taken from."""
        used = self._used()
        return tuple(text for n, text in enumerate(self.headers) if text and n not in used)


@dataclass(slots=True)
class _Match:
    schema: Schema
    roles: dict[str, int] = field(default_factory=dict)
    computed: dict[str, Computed] = field(default_factory=dict)
    decided: dict[str, Decided] = field(default_factory=dict)
    rivals: dict[str, list[int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    preset: Preset | None = None
    unknown: dict[str, str] = field(default_factory=dict)
    of_other_time: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def explained(self) -> int:
        return len(self.roles) + len(self.computed) + len(self.rivals)


def letter(column: int) -> str:
    """The letter that Excel shows for a column counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def find_layout(
    rows: Iterable[tuple[int, Sequence[object]]],
    schemas: Sequence[Schema],
    options: ReadingOptions,
    place: Place,
) -> Layout:
    """Find the first row that holds all wanted columns; refuse if there is none or if two columns compete."""
    _known_roles(schemas, options)
    schemas = _asked(schemas, options)
    best: tuple[int, int, list[str], _Match] | None = None
    above: list[tuple[int, list[str]]] = []
    typed = options
    for count, (line, cells) in enumerate(rows):
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
        matches = [_match(schema, headers, texts, options, preset and preset.read_as(schema.name)) for schema in wanted]
        complete = [match for match in matches if not match.missing and not match.unknown]
        if complete:
            chosen = _choose(complete, here)
            if SUBSCRIPTIONS not in schemas:
                _refuse_contracts(chosen, headers, texts, options, here)
            return _layout(chosen, headers, here, above, options)
        match = max(matches, key=lambda match: match.explained)
        if (best is None or match.explained > best[1]) and not any(map(_is_data, texts)):
            best = (line, match.explained, texts, match)
        above.append((line, texts))
    problems = _no_header(best, place, _other_kind(best[2], schemas, typed) if best else None)
    if best is not None and "client" in best[3].missing:
        below = [texts for line, texts in above if line > best[0]]
        headed = clients_in_headings(best[2], below, Place(place.file, best[0], sheet=place.sheet))
        problems = [headed] if headed else problems
    raise InputRefused(problems)


def _refuse_contracts(
    chosen: _Match, headers: list[Header], texts: list[str], options: ReadingOptions, place: Place
) -> None:
    """Refuse to take contracts for orders: each would be one purchase, on the day on which its row was written.

    Raises:
        InputRefused: E392 the columns tell intervals or trials, and more of contracts than of orders.
    """
    if chosen.schema.name != "orders" or options.kind is not None or options.columns.get("date"):
        return
    contracts = _match(SUBSCRIPTIONS, headers, texts, options)
    if (
        contracts.missing
        or contracts.explained <= chosen.explained
        or not {"interval", "trial_end"} & set(contracts.roles)
    ):
        return
    values = {"kind": SUBSCRIPTIONS.name, "row": SUBSCRIPTIONS.row_is, "other": chosen.schema.row_is}
    command = READ_BY[SUBSCRIPTIONS.name]
    raise InputRefused(problem("E392", place=place, headers=listed(filter(None, texts)), command=command, **values))


def _other_kind(texts: list[str], schemas: Sequence[Schema], options: ReadingOptions) -> Schema | None:
    """The kind of file, other than those wanted, that has all its columns in the header; the one that explains most."""
    if options.kind is not None:
        return None  # the person knows
    headers = [header_of(text) for text in texts]
    others = [schema for schema in SCHEMAS.values() if schema not in schemas]
    fitting = [match for match in (_match(schema, headers, texts, options) for schema in others) if not match.missing]
    return max(fitting, key=lambda match: match.explained).schema if fitting else None


def _known_roles(schemas: Sequence[Schema], options: ReadingOptions) -> None:
    known = {role.name for schema in schemas for role in schema.roles} | set(IGNORE)
    if options.several:  # another file may have it, which is looked at when all are read
        known |= {role.name for schema in SCHEMAS.values() for role in schema.roles}
    for name in options.columns:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1) or [", ".join(sorted(known))]
            raise UsageError(problem("E151", role=shown(name), known=near[0]))


def _asked(schemas: Sequence[Schema], options: ReadingOptions) -> Sequence[Schema]:
    """The schemas that can hold what the user named."""
    if options.kind is not None:
        fitting = [schema for schema in schemas if schema.name == options.kind]
        if not fitting:
            raise UsageError(problem("E152", kind=shown(options.kind), known=", ".join(s.name for s in schemas)))
        return fitting
    named = {role for role, header in options.columns.items() if header and role not in IGNORE}
    if options.order_id:
        named |= {"order_id"}
    return [schema for schema in schemas if named <= {role.name for role in schema.roles}] or schemas


def _match(
    schema: Schema, headers: list[Header], texts: list[str], options: ReadingOptions, preset: Preset | None = None
) -> _Match:
    match = _Match(schema, preset=preset)
    columns = with_preset(preset, texts, options.columns) if preset else options.columns
    named = {role: header for role, header in columns.items() if header}
    if options.order_id and options.order_id != "none":
        named["order_id"] = options.order_id
    taken: set[int] = set()
    for role in schema.roles:
        if role.name in named:
            _named(match, role, named[role.name], texts)
            taken |= set(match.rivals.get(role.name, [])) | {match.roles.get(role.name, -1)}
            by_user = options.columns.get(role.name) or (role.name == "order_id" and options.order_id)
            if preset and role.name in match.decided and not by_user:
                match.decided[role.name] = Decided(match.decided[role.name].value, f"preset {preset.name}")
    by_settings = _of_settings(match, named, texts, options)
    taken |= by_settings
    off = {role for role, header in columns.items() if header == ""}
    off |= {"order_id"} if options.order_id == "none" else set()
    if preset:  # what the export does not have is nothing else: its «id» numbers rows, not clients
        off |= {role.name for role in schema.roles if role.required}
    for role in schema.roles:
        if role.name not in named and role.name not in off and role.name not in match.decided:
            _found(match, role, headers, taken)
    _like_the_money(match, headers, {*named, *off})
    _pair_of_intervals(match, headers)
    if by_settings:
        _not_of_settings(match, _match(schema, headers, texts, replace(options, headers={}), preset))
    match.missing = [role.name for role in schema.roles if role.required and not _has(match, role.name)]
    if schema.any_of and not any(_has(match, name) for name in schema.any_of):
        match.missing.append(" or ".join(schema.any_of))
    return match


def _like_the_money(match: _Match, headers: list[Header], settled: set[str]) -> None:
    """Settle roles of a list of clients whose headers are named like the money beside them, or with a year."""
    if match.schema.name not in (CLIENTS.name, LEAVERS.name, PROFIT.name):
        return
    kinds = (Kind.MONEY, Kind.NUMBER, Kind.COUNT)
    wanted = [role.name for role in match.schema.roles if role.kind in kinds]
    wanted = [name for name in wanted if name not in settled and not _has(match, name)]
    used = {*match.roles.values(), *(n for rivals in match.rivals.values() for n in rivals)}
    used |= {n for each in match.computed.values() for n in each.columns()}
    free = [n for n, header in enumerate(headers) if header.text and n not in used]
    alike = named_alike(wanted, match.roles, headers, free)
    for role, column in alike.found.items():
        match.roles[role] = column
        match.decided[role] = Decided(headers[column].text, "detected")
    match.rivals |= {role: list(columns) for role, columns in alike.rivals.items()}
    if alike.anchor is not None:
        match.of_other_time = {role: (column, alike.anchor) for role, column in alike.of_other_time.items()}


def _pair_of_intervals(match: _Match, headers: list[Header]) -> None:
    """Two columns for the interval are its unit and how many of them, whichever is which; the cells must make sense."""
    rivals = match.rivals.get("interval", [])
    if len(rivals) == 2 and not _has(match, "interval_count"):
        del match.rivals["interval"]
        for role, column in zip(("interval_count", "interval"), rivals, strict=True):
            match.roles[role] = column
            match.decided[role] = Decided(headers[column].text, "detected")


def _of_settings(match: _Match, named: Mapping[str, str], texts: list[str], options: ReadingOptions) -> set[int]:
    """Settle the roles whose header the settings know, where exactly one column has it; which columns are taken."""
    known = {**options.headers.get("", {}), **options.headers.get(match.schema.name, {})}
    taken = set()
    for role in match.schema.roles:
        found = [n for n, text in enumerate(texts) if text and clean_key(text) == clean_key(known.get(role.name, ""))]
        if role.name not in named and len(found) == 1:
            match.roles[role.name] = found[0]
            match.decided[role.name] = Decided(texts[found[0]], "settings")
            taken.add(found[0])
    return taken


def _not_of_settings(match: _Match, plain: _Match) -> None:
    """What would have been found without the settings was not decided by them."""
    for role, column in match.roles.items():
        if match.decided[role].by == "settings" and plain.roles.get(role) == column:
            match.decided[role] = plain.decided[role]


def _has(match: _Match, role: str) -> bool:
    return role in match.roles or role in match.computed or role in match.rivals


def _named(match: _Match, role: Role, name: str, texts: list[str]) -> None:
    """Settle a role whose column the user named."""
    found = columns_called(name, texts)
    if len(found) == 1:
        match.roles[role.name] = found[0]
        match.decided[role.name] = Decided(texts[found[0]], "given")
    elif found:
        match.rivals[role.name] = found
    else:
        expression = parse_expression(name, texts) if role.kind is Kind.MONEY else None
        if expression is None:
            match.unknown[role.name] = name
        else:
            match.computed[role.name] = expression
            match.decided[role.name] = Decided(name, "given")


def columns_called(name: str, texts: Sequence[str]) -> list[int]:
    """The columns that a name means: exactly as written, else without case and blanks, else by number, as in «#2»."""
    wanted = clean_key(name)
    found = [n for n, text in enumerate(texts) if clean_key(text) == wanted]
    found = found or [n for n, text in enumerate(texts) if text and squash(text) == squash(name)]
    if not found and re.fullmatch("#[0-9]{1,6}", name) and 0 < int(name[1:]) <= len(texts):
        found = [int(name[1:]) - 1]
    return found


def _found(match: _Match, role: Role, headers: list[Header], taken: set[int]) -> None:
    """Settle a role by the words of the headers."""
    free = [n for n in range(len(headers)) if n not in taken and headers[n].text]
    if role.kind is Kind.MONEY:
        pair = pair_of([header.text for header in headers]) if role.name == "spend" else None
        free = [n for n in free if not of_a_rate(role.name, headers[n]) and n not in (pair or ())]
    if match.schema is SUBSCRIPTIONS and role.name == "amount":
        free = [n for n in free if not of_all_time(set(headers[n].words))]
    sure = [n for n in free if any(means(name, headers[n]) for name in role.known_as)]
    if role.name == "client" and len(sure) > 1:  # beside a column that names the client, «id» numbers the rows
        sure = [n for n in sure if headers[n].key != "id"]
    maybe = [
        n
        for n in free
        if n not in sure
        and any(hints(name, headers[n]) for name in role.known_as)
        and not _means_other(role, headers[n], match.schema)
    ]
    if len(sure) == 1 and not (maybe and role.kind is Kind.MONEY and role.required):
        found = sure
    else:
        found = sorted(sure + maybe) if role.kind is Kind.MONEY or not sure else sure
    if len(found) == 1:
        match.roles[role.name] = found[0]
        match.decided[role.name] = Decided(headers[found[0]].text, "detected")
    elif found:
        match.rivals[role.name] = found


def _means_other(role: Role, header: Header, schema: Schema) -> bool:
    own = {name for one in schema.roles for name in one.known_as}
    apart = {*role.known_as, *(OF_CONTRACTS - own)}
    return any(means(name, header) for name in SYNONYMS if name not in apart)


def _choose(complete: list[_Match], place: Place) -> _Match:
    most = max(match.explained for match in complete)
    best = [match for match in complete if match.explained == most]
    if len(best) > 1:
        clear = [match for match in best if not match.rivals]
        if len(clear) == 1:
            return clear[0]
        if all(match.roles == best[0].roles and match.computed == best[0].computed for match in best):
            return best[0]  # whatever it is called, every column is taken for the same
        kinds = [match.schema.name for match in best]
        if set(kinds) == {CLIENTS.name, SUBSCRIPTIONS.name}:  # the same days and the same money
            return next(match for match in best if match.schema.name == CLIENTS.name)
        raise InputRefused(problem("E240", place=place, kinds=" or ".join(kinds), first=kinds[0], second=kinds[1]))
    return best[0]


def _layout(
    match: _Match, headers: list[Header], place: Place, above: list[tuple[int, list[str]]], options: ReadingOptions
) -> Layout:
    texts, line = [header.text for header in headers], place.line or 1
    problems = [
        problem("E257", place=Place(place.file, n, sheet=place.sheet), header=line) for n in _data_above(match, above)
    ]
    for name, column in match.roles.items():
        if match.schema.role(name).kind is Kind.MONEY and in_percent(texts[column]):
            position = letter(column) if place.sheet else str(column + 1)
            where = Place(place.file, line, shown(texts[column]), position, place.sheet)
            problems.append(problem("E267", place=where, **no_money(name)))
    left_out: list[tuple[str, str]] = []
    for name, rivals in match.rivals.items():
        role = match.schema.role(name)
        if role.required or role.decides or role.kind is Kind.MONEY or name in match.schema.any_of:
            problems.append(_rivals(name, rivals, headers, place))
        else:
            left_out.append((name, listed(texts[n] for n in rivals)))
    for name, (column, money) in match.of_other_time.items():
        values = {"role": name, "header": shown(texts[column]), "other": shown(texts[money])}
        problems.append(problem("E284", place=place, **values, typed=shlex.quote(texts[column])))
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
    return replace(layout, namers=namers(headers, layout.needed())) if "client" in layout.roles else layout


def _traits(match: _Match, headers: list[Header], used: set[int], options: ReadingOptions) -> dict[int, Trait]:
    """The columns of a log or a list whose headers say that they tell what a row is, those that tell most first."""
    given = options.columns.get("status")
    of_header = {ORDERS: row_meaning.of_header, CLIENTS: row_meaning.of_header_in_list}
    of_header[PROFIT] = of_header[CLIENTS]
    if match.schema not in of_header or given == "":
        return {}
    if given is not None:
        column = column_of(given, [header.text for header in headers])
        return {} if column is None else {column: Trait.STATUS}
    found = {n: of_header[match.schema](header.words) for n, header in enumerate(headers) if n not in used}
    return {n: trait for each in Trait for n, trait in found.items() if trait is each}


def _beside(
    match: _Match, headers: list[Header], used: set[int], options: ReadingOptions, place: Place
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
    if match.schema.name != "orders" or amount is None:
        return tuple(given)
    free = {n for n, text in enumerate(texts) if text and n not in used} - {each.column for each in given}
    if (own := options.columns.get("refunds")) is not None:
        free -= {n for n in free if refund_of(headers[n])}
        column = column_of(own, texts)
        given += [Beside(column, Sign.LESS, "given")] if own and column is not None else []
    for rule in match.preset.subtract if match.preset else ():
        known = rule.column(texts[amount], texts)
        if known in free:
            given.append(Beside(known, Sign.LESS, f"preset {match.preset.name}"))  # type: ignore[union-attr]
            free = {n for n in free if not refund_of(headers[n])} - {known}
    return (*given, *beside_of(headers, free, headers[amount]))


def _extras(match: _Match, headers: list[Header], options: ReadingOptions) -> dict[str, tuple[int, ...]]:
    """Columns that are looked at although no formula needs them: found by their headers, or named by the user."""
    used = set(match.roles.values())
    extras: dict[str, tuple[int, ...]] = {}
    for name in sorted(IGNORE - {"status", "refunds"}):
        given = options.columns.get(name)
        found = [
            n
            for n, header in enumerate(headers)
            if (names_currency(header.text) if name == "currency" else means(name, header))
        ]
        if given is not None:
            found = [n for n, header in enumerate(headers) if given and squash(header.text) == squash(given)]
        extras[name] = tuple(n for n in found if n not in used)
    return {name: columns for name, columns in extras.items() if columns}


def _rivals(role: str, rivals: list[int], headers: list[Header], where: Place) -> Problem:
    names = [headers[n].text for n in rivals]
    if len({squash(name) for name in names}) == 1:
        numbers = " and ".join(str(n + 1) for n in rivals)
        return problem("E213", place=where, header=shown(names[0]), numbers=numbers, role=role, number=rivals[0] + 1)
    came = _what_came([header.text for header in headers]) if role == "amount" else None
    first = came or min((headers[n] for n in rivals), key=lambda header: doubt(role, header)).text
    return problem("E212", place=where, role=role, headers=listed(names), first=shown(first), why="")


def _what_came(texts: Sequence[str]) -> str | None:
    """The column of what comes in, where a file has another of what goes out: who is only paid is no client."""
    pair = pair_of(texts)
    return texts[pair[0]] if pair else None


def _no_header(best: tuple[int, int, list[str], _Match] | None, place: Place, other: Schema | None) -> list[Problem]:
    if best is None:
        return [problem("E263", place=place)]
    line, _, texts, match = best
    where = Place(place.file, line, sheet=place.sheet)
    here = [text for text in texts if text]
    problems = []
    if match.preset and match.missing:
        values = {"missing": ", ".join(match.missing), "first": match.missing[0].split(" ")[0]}
        return [problem("E260", place=where, preset=match.preset.name, **values, headers=listed(here))]
    for role, name in match.unknown.items():
        near = difflib.get_close_matches(name, here, 1, 0.6)
        hint = f"; did you mean «{shown(near[0])}»?" if near else ""
        problems.append(problem("E258", place=where, role=role, name=shown(name), headers=listed(here), hint=hint))
    missing = [name for name in match.missing if name not in match.unknown]
    told = {"missing": ", ".join(missing), "headers": listed(here)}
    if missing and other is not None:
        values = told | {"kind": other.name, "row": other.row_is, "command": READ_BY[other.name]}
        problems.append(problem("E272", place=where, **values))
    elif missing:
        first = missing[0].split(" ")[0]
        example = (first == "amount" and _what_came(texts)) or "…"
        none = ", or say --amount 1 if there is none: every row then counts as one purchase"
        values = told | {"first": first, "example": example, "none": none if first == "amount" else ""}
        problems.append(problem("E211", place=where, **values))
    return problems


def _is_data(text: str) -> bool:
    """Whether a cell is a number or a day, which no header is."""
    return bool(text) and (amounts.shape_of(text) is not None or dates.shape_of(text) is not None)


def _data_above(match: _Match, above: list[tuple[int, list[str]]]) -> list[int]:
    """Lines over the header that look like data: to skip them in silence would lose them."""
    columns = {match.roles[name] for name in ("date", "amount", "revenue", "margin") if name in match.roles}
    return [
        line
        for line, texts in above
        if columns and all(column < len(texts) and _is_data(texts[column]) for column in columns)
    ]
