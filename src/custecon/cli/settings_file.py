"""custecon.toml: read, checked by pydantic at this boundary, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from custecon.cli.options import USUAL, Option
from custecon.cli.settings import COLUMNS, NAMES, READING_NAMES, figure_fact, unknown
from custecon.core.errors import Place, Problem, UsageError, problem
from custecon.core.facts import Fact
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES, full_name
from custecon.core.units import Period
from custecon.kinds import SCHEMAS
from custecon.render.languages import known
from custecon.render.locales import LOCALES
from custecon.sources.toml_file import NotToml, Unreadable, document_of, text_of

MOST = 20  # faults that are told at once
_STRICT = ConfigDict(extra="forbid", strict=True)
_PERIODS = tuple(period.value for period in Period)


def _type_of(option: Option) -> Any:
    """What the settings may say of an option: one of its choices, a text, or several of them."""
    if option.kind is bool:
        return bool | None
    if option.kind is list:
        return str | list[str] | None
    return Literal[option.choices] | None if option.choices else str | None


_OF_OPTIONS: Any = {option.name: (_type_of(option), None) for option in USUAL}
_Reading = create_model("_Reading", __config__=_STRICT, **_OF_OPTIONS)


class _Facts(BaseModel):
    """What is not a figure; the figures are added from the dictionary of quantities."""

    model_config = _STRICT

    currency: str | None = None
    period: Literal["day", "week", "month", "quarter", "year"] | None = None
    lost_after: str | None = None
    locale: Literal[tuple(LOCALES)] | None = None  # type: ignore[valid-type]
    lang: Literal[known()] | None = None  # type: ignore[valid-type]
    columns: dict[str, str | dict[str, str]] = {}
    file: _Reading = _Reading()  # type: ignore[valid-type]


_FIGURES: Any = {name: (int | Decimal | str | None, None) for name in NAMES if name in QUANTITIES}
_Settings = create_model("_Settings", __base__=_Facts, **_FIGURES)

_WANTED = {
    "currency": ("a currency", 'write its code: currency = "EUR"'),
    "period": ("a period", say("write one of {periods}", periods=[*_PERIODS])),
    "lost_after": ("a number of days", 'write lost_after = "180d"'),
    "locale": ("a country", say("write one of {known}", known=[*LOCALES])),
    "lang": ("a language", say("write one of {known}", known=[*known()])),
    "columns": ("columns by name", 'under [columns] write client = "Customer", one a line'),
    "file": ("a way to read a file", 'under [file] write such as decimal = "," or only = ["stage=Won"]'),
}


def read(path: Path) -> tuple[dict[str, Fact], Mapping[str, Mapping[str, str]]]:
    """The facts of a settings file, and the headers of its columns by kind of file ("" for every kind).

    Raises:
        UsageError: every fault of the file, each with its line.
    """
    name = str(path)
    try:
        text = text_of(path)
        document = document_of(text)
    except Unreadable as fault:
        raise UsageError(problem("E135", place=Place(name), reason=fault.reason)) from None
    except NotToml as fault:
        raise UsageError(problem("E131", place=Place(name, fault.line), reason=fault.reason)) from None
    document = {full_name(key.replace("-", "_")): value for key, value in document.items()}
    try:
        settings = _Settings.model_validate(document)
    except ValidationError as error:
        faults = {_keys(one["loc"]): one for one in reversed(error.errors())}
        found = [_fault(where, one, name, text) for where, one in [*faults.items()][-MOST:]]
        raise UsageError(sorted(found, key=lambda one: one.place.line or 0 if one.place else 0)) from None
    return _facts(settings, name, text), _columns(settings.columns, name, text)


def _keys(location: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys of a fault: a name, or a heading and a name; pydantic adds the types it tried."""
    return tuple(map(str, location[: 2 if location[0] in ("columns", "file") else 1]))


def _place(name: str, text: str, *keys: str) -> Place:
    """Where a key stands: cheap, by its name at the start of a line, after its heading if it has one."""
    lines = text.splitlines()
    start = 0
    *headings, key = keys
    for heading in headings:
        pattern = re.compile(rf"\s*\[[^\]]*\b{re.escape(heading)}\s*\]|\s*{re.escape(heading)}\s*=")
        start = next((i for i in range(start, len(lines)) if pattern.match(lines[i])), start)
    short = QUANTITIES[key].short if key in QUANTITIES else ""
    spelled = "|".join(re.escape(one).replace("_", "[-_]") for one in (key, short) if one)
    pattern = re.compile(rf"\s*(\[\s*)?[\"']?(?:{spelled})[\"']?\s*[=.\]]")
    found = next((i for i in range(start, len(lines)) if pattern.match(lines[i])), None)
    return Place(name, found + 1 if found is not None else None)


def _fault(where: tuple[str, ...], one: Any, name: str, text: str) -> Problem:
    """What pydantic refuses, in our words."""
    place = _place(name, text, *where)
    if one["type"] == "extra_forbidden":
        inside = where[0] if len(where) > 1 else ""
        known = READING_NAMES if inside else (*NAMES, "columns", "file")
        hint = say("figures stand above [{inside}]", inside=inside) if inside and where[-1] in NAMES else ""
        if not inside and where[-1] in READING_NAMES:
            hint = say("{where} stands under [file]", where=where[-1])
        return unknown(where[-1], known, place, hint=hint)
    wanted, cure = _WANTED.get(
        where[0], ("a number", say('write {where} = 1234.5, or in quotes "10%/year"', where=where[0]))
    )
    return problem("E134", place=place, name=".".join(where), value=_shown(one["input"]), wanted=wanted, cure=cure)


def _shown(value: Any) -> str:
    """A value as the file has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _facts(settings: Any, name: str, text: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    faults: list[Problem] = []
    period = Period(settings.period) if settings.period else None
    for key in NAMES:
        value = getattr(settings, key)
        if value is None:
            continue
        if key not in QUANTITIES:
            facts[key] = Fact(key, str(value), "settings", name)
            continue
        try:
            facts[key] = figure_fact(QUANTITIES[key], value, "settings", name, period, place=_place(name, text, key))
        except UsageError as error:
            faults += error.problems
    if settings.currency is not None and not re.fullmatch(r"[A-Z]{3}", settings.currency):
        wanted, cure = _WANTED["currency"]
        values = {"name": "currency", "value": settings.currency, "wanted": wanted, "cure": cure}
        faults.append(problem("E134", place=_place(name, text, "currency"), **values))
    if faults:
        raise UsageError(faults)
    for key in READING_NAMES:
        if (value := getattr(settings.file, key)) is not None:
            texts = tuple(value) if isinstance(value, list) else (_shown(value),)
            facts[key] = Fact(key, ", ".join(texts), "settings", name, texts=texts)
    if any(settings.columns.values()):
        facts[COLUMNS] = Fact(COLUMNS, "", "settings", name)
    return facts


def _columns(given: Mapping[str, str | dict[str, str]], name: str, text: str) -> Mapping[str, Mapping[str, str]]:
    """Headers by kind of file and role; a role that no kind of file has is refused."""
    of_kind: dict[str, dict[str, str]] = {"": {}}
    for key, value in given.items():
        if isinstance(value, str):
            of_kind[""][key] = value
        else:
            of_kind[key] = value
    if faults := [*islice(_strange(of_kind, name, text), MOST)]:
        raise UsageError(faults)
    return of_kind


def _strange(of_kind: Mapping[str, Mapping[str, str]], name: str, text: str) -> Iterator[Problem]:
    for kind, headers in of_kind.items():
        if kind and kind not in SCHEMAS:
            yield unknown(
                f"columns.{kind}",
                [f"columns.{one}" for one in SCHEMAS],
                _place(name, text, kind),
            )
            continue
        schemas = [SCHEMAS[kind]] if kind else list(SCHEMAS.values())
        roles = list(dict.fromkeys(role.name for schema in schemas for role in schema.roles))
        for role in headers:
            if role not in roles:
                hint = say("{role} is a figure: it stands above [columns]", role=role) if role in NAMES else ""
                place = _place(name, text, "columns", role)
                yield unknown(role, roles, place, hint=hint or say("the columns are: {roles}", roles=[*roles]))
