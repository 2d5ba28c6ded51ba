"""The firm's facts, stated once: environment before custecon.toml, options before both.

A fact stands in for an option that was not typed. It keeps where it came from, and a figure per period keeps its
period, so that a yearly margin from the file is never taken for a monthly one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from custecon.core.completing import with_parts
from custecon.core.errors import Place, Problem, UsageError, notice, problem
from custecon.core.numbers import Typed
from custecon.core.quantities import QUANTITIES, Quantity, full_name
from custecon.core.units import Form, Period
from custecon.render import numbers

if TYPE_CHECKING:
    from custecon.cli.options import Asked
    from custecon.cli.session import Session
    from custecon.core.results import Result

__all__ = ["FILE_NAME", "NAMES", "READING_NAMES", "TEXT_NAMES", "Fact", "applied", "figure_fact", "told", "unknown"]

FILE_NAME = "custecon.toml"
PREFIX = "CUSTECON_"
TEXT_NAMES = ("currency", "period", "lost_after")
READING_NAMES = ("encoding", "delimiter", "decimal", "thousands", "date_order", "sheet")
NAMES = (*TEXT_NAMES, *(name for name in QUANTITIES if name != "period_number"))


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands in for an option: its text, and for a figure its number with its period.

    `origin` is "environment" or "settings"; `where` is the variable or the file.
    """

    name: str
    text: str
    origin: str
    where: str
    typed: Typed | None = None


def applied(asked: Asked, session: Session) -> Asked:
    """What was asked, with the facts of the environment and of custecon.toml behind it.

    Raises:
        UsageError: E101-E106 a fact is outside its domain; E130-E136 the settings cannot be understood.
    """
    if not asked.command.settings or asked.switch("no_settings"):
        return asked
    environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in session.environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    named = asked.text("settings") or environment.pop("settings", None)
    facts: dict[str, Fact] = {}
    columns: Mapping[str, Mapping[str, str]] = {}
    path = Path(named or FILE_NAME)
    if named or path.is_file():
        from custecon.cli import settings_file

        facts, columns = settings_file.read(path)
    facts |= _of_environment(environment, facts.get("period"))
    return replace(asked, defaults=facts, headers=columns)


def _of_environment(given: Mapping[str, str], standing: Fact | None) -> dict[str, Fact]:
    known = (*NAMES, *READING_NAMES)
    facts: dict[str, Fact] = {}
    said = given.get("period") or (standing.text if standing else None)
    period = Period(said) if said in [each.value for each in Period] else None
    for said_as, text in given.items():
        name, where = full_name(said_as), f"{PREFIX}{said_as.upper()}"
        if name not in known:
            raise UsageError(unknown(name.upper(), [one.upper() for one in (*known, "settings")], prefix=PREFIX))
        if name in QUANTITIES:
            facts[name] = figure_fact(QUANTITIES[name], text, "environment", where, period)
        else:
            facts[name] = Fact(name, text, "environment", where)
    return facts


def figure_fact(
    quantity: Quantity, given: Any, origin: str, where: str, period: Period | None, *, place: Place | None = None
) -> Fact:
    """The fact of a quantity, read with its grammar, its period settled.

    Raises:
        UsageError: with the place, what `Quantity.read` refuses; E136 no period is known for a figure that has one.
    """
    try:
        typed = quantity.read(given)
    except UsageError as error:
        raise UsageError([replace(one, place=place) for one in error.problems]) from None
    if quantity.change is not None and quantity.unit.per == "period" and typed.period is None:
        if period is None:
            raise UsageError(problem("E136", place=place, name=quantity.name, value=str(given)))
        typed = typed._replace(period=period)
    return Fact(quantity.name, str(given), origin, where, typed)


def unknown(
    given: str, known: Sequence[str], place: Place | None = None, *, hint: str = "", prefix: str = ""
) -> Problem:
    """There is no such setting; did you mean …?"""
    close = [prefix + one for one in get_close_matches(given, known, n=2, cutoff=0.75)]
    cure = f"did you mean {' or '.join(close)}?" if close else hint or "custecon init writes a file with all of them"
    return problem("E130", place=place, given=prefix + given, cure=cure)


def told(result: Result, asked: Asked) -> Result:
    """The result, saying which facts came from the settings, if any did.

    Raises:
        UsageError: E133 money of the settings is in another currency than the answer.
    """
    used: dict[str, list[str]] = {}
    currency = asked.defaults.get("currency")
    for entry in with_parts(result.inputs):
        fact = asked.defaults.get(entry.name)
        if fact is None or entry.origin != fact.origin:
            continue
        money = entry.quantity.unit.form is Form.MONEY
        if money and currency and result.currency and result.currency != currency.text and fact.origin == "settings":
            values = {"currency": currency.text, "other": result.currency, "flag": entry.quantity.flag}
            raise UsageError(problem("E133", place=Place(fact.where), name=entry.quantity.label, **values))
        used.setdefault(fact.where, []).append(f"{entry.quantity.label} {_said(fact, entry.quantity)}")
    mattering = {"currency": result.currency, "period": result.period and result.period.value}
    for name in (*TEXT_NAMES, *READING_NAMES):
        fact = asked.defaults.get(name)
        if fact and name in asked.consulted and (mattering[name] == fact.text if name in mattering else asked.file):
            used.setdefault(fact.where, []).append(f"{name.replace('_', ' ')} {fact.text}")
    notices = [notice("N310", where=where, facts=", ".join(facts)) for where, facts in used.items()]
    return replace(result, notices=(*result.notices, *notices)) if notices else result


def _said(fact: Fact, quantity: Quantity) -> str:
    """The fact as a person would say it: 10% per year."""
    if fact.typed is None:
        return fact.text
    shown = numbers.shown(fact.typed.number, quantity.unit)
    period = fact.typed.period.value if fact.typed.period else "year" if quantity.unit.per == "year" else ""
    return f"{shown} per {period}" if period else shown
