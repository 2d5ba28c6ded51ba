"""Which column of a header plays which role of a kind of file: as named, else as the settings or its words say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from custecon.core.errors import InputRefused, Place, UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Kind, Role, Schema
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources import row_headers
from custecon.sources.client_columns import Naming, naming_of, of_a_firm, of_a_guest
from custecon.sources.column_names import columns_called
from custecon.sources.contract_headers import OF_CONTRACTS, of_all_time
from custecon.sources.day_words import payment_among
from custecon.sources.expressions import Computed, parse_expression
from custecon.sources.header_words import IGNORE, Header, hints, is_called, means, of_a_piece, of_a_rate, premiums
from custecon.sources.money_columns import pair_of
from custecon.sources.named_alike import named_alike
from custecon.sources.options import ReadingOptions
from custecon.sources.presets import Preset, with_preset
from custecon.sources.role_names import NAMES
from custecon.sources.row_meaning import has_client
from custecon.sources.spend_headers import of_a_plan, says_spent
from custecon.sources.wording import clean_key, shown


@dataclass(slots=True)
class Match:
    """How far a header fits one kind of file: the columns of its roles, the rivals for one, what is missing.

    `unknown`: roles whose column the user named, and no column is called so. `of_other_time`: role -> its column and
    that of the money beside it, which is of another time. `put_aside`: roles that the user said no column plays.
    """

    schema: Schema
    roles: dict[str, int] = field(default_factory=dict)
    computed: dict[str, Computed] = field(default_factory=dict)
    decided: dict[str, Decided] = field(default_factory=dict)
    rivals: dict[str, list[int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    preset: Preset | None = None
    unknown: dict[str, str] = field(default_factory=dict)
    of_other_time: dict[str, tuple[int, int]] = field(default_factory=dict)
    put_aside: set[str] = field(default_factory=set)

    def guesses(self, role: str) -> bool:
        """Whether the column of a role was found by its header."""
        return role in self.decided and self.decided[role].by == "detected"

    @property
    def explained(self) -> int:
        """How many roles have a column, or several."""
        return len(self.roles) + len(self.computed) + len(self.rivals)


def schemas_asked(schemas: Sequence[Schema], options: ReadingOptions) -> Sequence[Schema]:
    """The schemas that can hold what the user named.

    Raises:
        UsageError: E152 a kind was named that none of them is.
    """
    if options.kind is not None:
        fitting = [schema for schema in schemas if schema.name == options.kind]
        if not fitting:
            raise UsageError(
                problem("E152", kind=shown(options.kind), known=", ".join(dict.fromkeys(s.name for s in schemas)))
            )
        return fitting
    named = {role for role, header in options.columns.items() if header and role not in IGNORE}
    if options.order_id:
        named |= {"order_id"}
    known = [schema for schema in schemas if not schema.asked_for] or schemas
    return [schema for schema in known if named <= {role.name for role in schema.roles}] or known


def match_of(
    schema: Schema,
    headers: list[Header],
    texts: list[str],
    options: ReadingOptions,
    preset: Preset | None = None,
    words: Collection[int] = (),
) -> Match:
    """The roles of one kind of file that the columns of a header play; those that hold `words` are no money."""
    match = Match(schema, preset=preset)
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
                match.decided[role.name] = Decided(
                    match.decided[role.name].value, say("preset {preset}", preset=preset.name)
                )
    by_settings = _of_settings(match, named, texts, options)
    taken |= by_settings
    off = {role for role, header in columns.items() if header == ""}
    match.put_aside = {role for role, header in options.columns.items() if header == ""}
    off |= {"order_id"} if options.order_id == "none" else set()
    if preset:  # what the export does not have is nothing else: its «id» numbers rows, not clients
        off |= {role.name for role in schema.roles if role.required}
    for role in schema.roles:
        if role.name not in named and role.name not in off and role.name not in match.decided:
            _found(match, role, headers, taken | {*words} if role.kind is Kind.MONEY else taken)
    _like_the_money(match, headers, {*named, *off})
    _pair_of_intervals(match, headers)
    if by_settings:
        _not_of_settings(match, match_of(schema, headers, texts, replace(options, headers={}), preset))
    match.missing = [role.name for role in schema.roles if role.required and not _has(match, role.name)]
    if schema.any_of and not any(_has(match, name) for name in schema.any_of):
        match.missing.append(" or ".join(schema.any_of))
    return match


def _like_the_money(match: Match, headers: list[Header], settled: set[str]) -> None:
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


def _pair_of_intervals(match: Match, headers: list[Header]) -> None:
    """Two columns for the interval are its unit and how many of them, whichever is which; the cells must make sense."""
    rivals = match.rivals.get("interval", [])
    if len(rivals) == 2 and not _has(match, "interval_count"):
        del match.rivals["interval"]
        for role, column in zip(("interval_count", "interval"), rivals, strict=True):
            match.roles[role] = column
            match.decided[role] = Decided(headers[column].text, "detected")


def _of_settings(match: Match, named: Mapping[str, str], texts: list[str], options: ReadingOptions) -> set[int]:
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


def _not_of_settings(match: Match, plain: Match) -> None:
    """What would have been found without the settings was not decided by them."""
    for role, column in match.roles.items():
        if match.decided[role].by == "settings" and plain.roles.get(role) == column:
            match.decided[role] = plain.decided[role]


def _has(match: Match, role: str) -> bool:
    return role in match.roles or role in match.computed or role in match.rivals


def _named(match: Match, role: Role, name: str, texts: list[str]) -> None:
    """Settle a role whose column the user named."""
    found = columns_called(name, texts)
    as_percent = name.rstrip().endswith("%") and role.kind is Kind.SHARE
    if len(found) == 1 and as_percent and not texts[found[0]].endswith("%"):
        match.computed[role.name] = Computed("%", found[0])
        match.decided[role.name] = Decided(name, "given")
    elif len(found) == 1:
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


def _found(match: Match, role: Role, headers: list[Header], taken: set[int]) -> None:
    """Settle a role by the words of the headers."""
    free = [n for n in range(len(headers)) if n not in taken and headers[n].text]
    if role.name == "spend" and any(row_headers.of_a_deal(header.words) for header in headers):
        return  # what deals come to is no spending
    if role.kind is Kind.MONEY:
        pair = pair_of([header.text for header in headers]) if role.name == "spend" else None
        free = [n for n in free if not of_a_rate(role.name, headers[n]) and n not in (pair or ())]
    if match.schema is SUBSCRIPTIONS and role.name == "amount":
        free = [n for n in free if not of_all_time(set(headers[n].words))]
    sure = [n for n in free if is_called(role, headers[n])]
    if role.name == "client" and len(sure) > 1:  # beside a column that names the client, «id» numbers the rows
        sure = [n for n in sure if headers[n].key != "id"]
    maybe = [
        n
        for n in free
        if n not in sure
        and any(hints(name, headers[n]) for name in role.known_as)
        and not _means_other(role, headers[n], match.schema)
    ]
    if role.name == "amount":
        maybe += [n for n in premiums(headers) if n in free and n not in (*sure, *maybe)]
    if role.name == "spend":
        if any(means("client", header) and _names_clients(header) for header in headers):
            sure = [n for n in sure if says_spent(headers[n].words)]  # what was planned and came of a client is sales
            maybe = [n for n in maybe if says_spent(headers[n].words)]
        found = _spent(headers, sure, maybe)
    elif len(sure) == 1 and not (maybe and role.kind is Kind.MONEY and role.required):
        found = sure
    else:
        found = sorted(sure + maybe) if role.kind is Kind.MONEY or not sure else sure
    found = _likelier(role, match.schema, headers, found)
    if len(found) == 1:
        match.roles[role.name] = found[0]
        match.decided[role.name] = Decided(headers[found[0]].text, "detected")
    elif found:
        match.rivals[role.name] = found
    elif role.name == "client" and role.required:
        _stand_in(match, headers, free)


def _likelier(role: Role, schema: Schema, headers: list[Header], found: list[int]) -> list[int]:
    """Those of several columns that the other headers leave open."""
    if role.name == "amount" and len(found) > 1 and any(means("quantity", header) for header in headers):
        found = [n for n in found if not of_a_piece(headers[n])] or found  # the price of one piece, and of all
    if role.name == "amount" and schema is ORDERS and len(found) > 1:
        payment = payment_among(found, headers)
        return found if payment is None else [payment]
    if role.name == "date" and schema is ORDERS and len({headers[n].key for n in found}) > 1:
        return found[:1]  # the cells tell which
    return found


def _names_clients(header: Header) -> bool:
    """Whether a header says that clients stand in its column; an account may be that of an advertiser."""
    return has_client(" ".join(header.words)) or "контрагент" in header.words


def _spent(headers: list[Header], sure: list[int], maybe: list[int]) -> list[int]:
    """The columns that may be the spend: a plan alone is one only where its header says nothing else."""
    if any(not of_a_plan(headers[n].words) for n in sure):
        return sure
    actual = [n for n in maybe if not of_a_plan(headers[n].words)]
    return sorted(sure + maybe) if actual else sure


def _stand_in(match: Match, headers: list[Header], free: Sequence[int]) -> None:
    """A firm, a guest or a telephone names the client where no column is called so."""
    firms = [n for n in free if naming_of(headers[n]) is Naming.NAME and of_a_firm(headers[n])]
    phones = [n for n in free if naming_of(headers[n]) is Naming.PHONE]
    guests = [n for n in free if naming_of(headers[n]) is Naming.NAME and of_a_guest(headers[n])]
    for found in (firms, guests, phones):
        if len(found) == 1:
            match.roles["client"] = found[0]
            match.decided["client"] = Decided(headers[found[0]].text, "detected")
            return


def _means_other(role: Role, header: Header, schema: Schema) -> bool:
    own = {name for one in schema.roles for name in one.known_as}
    apart = {*role.known_as, *(OF_CONTRACTS - own)}
    return any(means(name, header) for name in NAMES if name not in apart)


def best_match(complete: list[Match], place: Place) -> Match:
    """The kind of file that explains most columns, of those that have all they need.

    Raises:
        InputRefused: E240 two kinds explain as many.
    """
    most = max(match.explained for match in complete)
    best = [match for match in complete if match.explained == most]
    if len(best) > 1:
        clear = [match for match in best if not match.rivals]
        if len(clear) == 1:
            return clear[0]
        if all(match.roles == best[0].roles and match.computed == best[0].computed for match in best):
            return best[0]  # whatever it is called, every column is taken for the same
        kinds = [*dict.fromkeys(match.schema.name for match in best)]
        if set(kinds) == {CLIENTS.name, SUBSCRIPTIONS.name}:  # the same days and the same money
            return next(match for match in best if match.schema.name == CLIENTS.name)
        if len(kinds) == 1:
            return best[0]
        raise InputRefused(
            problem(
                "E240",
                place=place,
                kinds=say("{kinds:or}", kinds=[f"«{kind}»" for kind in kinds]),
                first=kinds[0],
                second=kinds[1],
            )
        )
    return best[0]
