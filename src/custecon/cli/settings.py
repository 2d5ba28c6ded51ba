"""The firm's facts, stated once: environment before custecon.toml, options before both.

A fact stands in for an option that was not typed. It keeps where it came from, and a figure per period keeps its
period, so that a yearly margin from the file is never taken for a monthly one.
"""

from __future__ import annotations

import re
from codecs import lookup
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from custecon.cli.options import USUAL, Asked
from custecon.core.derived_inputs import with_parts
from custecon.core.errors import CusteconError, InputRefused, Notice, Place, Problem, UsageError, notice, problem
from custecon.core.facts import Fact
from custecon.core.phrases import Amount, Number, RoleName, say
from custecon.core.quantities import QUANTITIES, Quantity, full_name
from custecon.core.units import Form, Period

if TYPE_CHECKING:
    from custecon.cli.session import Session
    from custecon.core.results import Result
    from custecon.core.schemas import ControlTotals

FILE_NAME = "custecon.toml"
PREFIX = "CUSTECON_"
COLUMNS = "[columns]"  # the fact that says where the names of columns come from
TEXT_NAMES = ("currency", "period", "lost_after")
READING_NAMES = tuple(option.name for option in USUAL)
HOW_WRITTEN = ("encoding", "delimiter", "decimal", "thousands", "date_order", "sheet")  # told in "read as: …"
SHOWN = ("locale", "lang")  # how numbers and words are shown; they change none, so nothing is told of them
NAMES = (*TEXT_NAMES, *SHOWN, *(name for name in QUANTITIES if name != "period_number"))


def applied(asked: Asked, session: Session) -> Asked:
    """What was asked, with the facts of the environment and of custecon.toml behind it.

    Raises:
        UsageError: E101-E106 a fact is outside its domain; E130-E136 the settings cannot be understood.
    """
    if not asked.command.settings or asked.switch("no_settings"):
        asked.idle.update({"settings"} & asked.options.keys())
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
            facts[name] = figure_fact(QUANTITIES[name], text, "environment", where, period, place=Place(where))
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
    cure = say("did you mean {close:or}?", close=close) if close else hint
    cure = cure or "custecon init writes a file with all of them"
    return problem("E130", place=place, given=prefix + given, cure=cure)


def told(result: Result, asked: Asked) -> Result:
    """The result, saying which facts came from the settings, if any did.

    Raises:
        UsageError: E133 money of the settings is in another currency than the answer.
    """
    results = (result, *result.parts)
    found: dict[str, Fact] = {}
    for each in results:
        for entry in with_parts(each.inputs):
            fact = asked.defaults.get(entry.name)
            if fact is not None and entry.origin == fact.origin:
                _refuse_other_money(fact, entry.quantity, each.currency, asked.defaults.get("currency"))
                found[entry.name] = fact
    names = [name for name in asked.consulted if name in QUANTITIES]
    mattering: dict[str, set[str | None]] = {
        "currency": {each.currency for each in results if not _own_currency(each)},
        "period": {each.period.value for each in results if each.period},
    }
    for name in TEXT_NAMES:
        fact = asked.defaults.get(name)
        if fact and name in asked.consulted and (fact.text in mattering[name] if name in mattering else asked.file):
            names.append(name)
    found |= {name: asked.defaults[name] for name in names}
    used: dict[str, list[str]] = {}
    for fact in found.values():
        used.setdefault(fact.where, []).append(_said(fact))
    files = [control for each in results for control in each.controls]
    for name, said in dict.fromkeys(one for control in files for one in _of_reading(asked, control)):
        used.setdefault(asked.defaults[name].where, []).append(said)
    notices = [notice("N310", where=where, facts=facts) for where, facts in used.items()]
    notices += list({str(one): one for control in files for one in _overruled(asked, control)}.values())
    return replace(result, notices=(*result.notices, *notices)) if notices else result


def _refuse_other_money(fact: Fact, quantity: Quantity, answer: str | None, currency: Fact | None) -> None:
    if quantity.unit.form is not Form.MONEY or fact.origin != "settings" or currency is None:
        return
    if answer and answer != currency.text:
        values = {"currency": currency.text, "other": answer, "flag": quantity.flag}
        raise UsageError(problem("E133", place=Place(fact.where), name=say(quantity.label), **values))


def _of_reading(asked: Asked, control: ControlTotals) -> Iterator[tuple[str, str]]:
    """What the settings decided about reading a file: the name of the setting, and what it said."""
    for name, decided in control.settings.items():
        if decided.by == "settings" and name != "currency":
            said = ", ".join(_units_said(asked, control)) if name == "units" else decided.value
            yield name, say("{setting} {said}", setting=say(name.replace("_", " ")), said=said)
    for role, decided in control.columns.items():
        if decided.by == "settings":
            yield COLUMNS, say("column {role} «{header}»", role=RoleName(role), header=decided.value)


def _units_said(asked: Asked, control: ControlTotals) -> Iterator[str]:
    """The units of the settings in their own words, those by which some money of the file is read."""
    from custecon.sources.column_names import column_of
    from custecon.sources.units_of_money import unit_named

    fact, read_in = asked.defaults["units"], control.settings["units"].value
    pairs = [each.rpartition(": ") for each in read_in.split("; ")]  # one unit alone is that of every column
    columns = [header for header, _, _ in pairs if header] or [one.value for one in control.columns.values()]
    for text in fact.texts or (fact.text,):
        column, _, unit = text.rpartition("=")
        if unit_named(unit) in {unit for _, _, unit in pairs} and (
            not column or column_of(column, columns) is not None
        ):
            yield text


def _overruled(asked: Asked, control: ControlTotals) -> Iterator[Notice]:
    """What a file proves to be otherwise than the settings say."""
    from custecon.sources.encoding import PLAIN

    for name in (*HOW_WRITTEN, "currency", "units") if not control.parts else ():  # else it is told of each
        decided = control.settings.get(name)
        if asked.origin(name) == "given" or decided is None or decided.by in ("settings", "given", PLAIN):
            continue
        fact = asked.defaults[name]
        if "=" not in fact.text and not _same(name, fact.text, decided.value):
            told = {"what": say(name.replace("_", " ")), "said": fact.text, "found": decided.value, "by": decided.by}
            yield notice("N386", place=Place(control.file), where=fact.where, **told)


def _same(name: str, said: str, found: str) -> bool:
    """Whether two names mean the same: cp1251 and windows-1251, tab and its sign, «$» and USD."""
    if name == "encoding":
        return lookup(said).name == lookup(found).name
    if name == "currency":
        from custecon.sources.currencies import agree, currency_of

        return agree(currency_of(said), found)
    if name == "units":
        from custecon.sources.units_of_money import unit_named

        return unit_named(said) == found
    if name == "delimiter":
        return said.lower().replace("\\t", "tab").replace("\t", "tab") == found
    if name == "thousands":
        return found == ("blank" if said == " " else said)
    return " ".join(said.split()).casefold() == " ".join(found.split()).casefold()


def _own_currency(result: Result) -> bool:
    """Whether a file of the result says itself in which currency its money is."""
    return any(control.currency and control.settings["currency"].by != "settings" for control in result.controls)


def blamed(refusal: CusteconError, asked: Asked) -> None:
    """Let a refusal name the facts of the settings of which it speaks: nobody looks for them in what they typed.

    Figures are known by their names and values in what is refused; what decided how a file is read stands with it.
    """
    names = []
    if not isinstance(refusal, UsageError):
        written_so = any("(settings)" in line for line in refusal.context)
        names += [name for name in READING_NAMES if name in asked.consulted and (written_so or name not in HOW_WRITTEN)]
    if not isinstance(refusal, InputRefused):
        said = " ".join((*map(str, refusal.problems), *(one.cure for one in refusal.problems)))
        names += [name for name in (*asked.standing, *asked.consulted) if _speaks_of(said, asked.defaults[name])]
    told: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        fact = asked.defaults[name]
        if not any(one.place and one.place.file == fact.where for one in refusal.problems):
            told.setdefault(fact.where, []).append(_said(fact))
    gives = "{where} gives {facts}; --no-settings leaves it aside"
    lines = [say(gives, where=where, facts=facts) for where, facts in told.items()]
    refusal.context = (*refusal.context, *lines)


def _speaks_of(said: str, fact: Fact) -> bool:
    """Whether a text names a fact, by its option, its name, its label or its number."""
    quantity = QUANTITIES.get(fact.name)
    words = [fact.name, fact.name.replace("_", "-")]
    words += [] if quantity is None else [quantity.flag, quantity.label, fact.text]
    words += [] if fact.typed is None else [say("{number}", number=Number(float(fact.typed.number)))]
    return any(re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.]*\w)", said) for word in words)


def _said(fact: Fact) -> str:
    """The fact as a person would say it: discount rate 10% per year."""
    if fact.typed is None:
        return say("{setting} {said}", setting=say(fact.name.replace("_", " ")), said=fact.text)
    quantity = QUANTITIES[fact.name]
    period = fact.typed.period.value if fact.typed.period else "year" if quantity.unit.per == "year" else ""
    said = say("{label} {value}", label=say(quantity.label), value=Amount(fact.typed.number, quantity.unit))
    return say("{said} per {period}", said=said, period=say(period)) if period else said
