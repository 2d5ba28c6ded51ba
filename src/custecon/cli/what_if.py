"""`custecon what-if`: any calculator with levers. The metric is evaluated again, so there is no code per calculator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from custecon.analyses import bare_rates
from custecon.analyses.inputs import given_figures, in_months, months_or
from custecon.cli import asking
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.session import Session
from custecon.core.catalogue import METRICS, Metric, Topic
from custecon.core.completing import completed
from custecon.core.errors import Problem, Undefined, UsageError, notice, problem
from custecon.core.evaluation import figure, notices
from custecon.core.misspelling import no_such
from custecon.core.numbers import parse
from custecon.core.quantities import QUANTITIES, full_name
from custecon.core.relations import Over
from custecon.core.results import Figure, Input, Picture, Result, Table
from custecon.core.units import Form, Period
from custecon.core.wording import agreed
from custecon.metrics import load_all
from custecon.render import numbers
from custecon.tables.levers import Lever, Sweep, lever
from custecon.tables.live_what_if import interplay
from custecon.tables.what_if import TOGETHER, Case, changes_table, range_table, reach, usual

load_all()
_ALIKE = 1e-6  # the relative gap within which two effects are a tie; elasticities are reckoned by small steps
TOPICS: dict[str, Topic] = {metric.topic.name: metric.topic for metric in METRICS.values()}


def run(session: Session, asked: Asked) -> Result:
    """What a figure becomes when its inputs change."""
    del session
    names = list(dict.fromkeys(needed.name for metric in METRICS.values() for needed in metric.asked))
    asked = bare_rates.settled(asked, names)
    given, period = given_figures(asked, names)
    if period not in (None, Period.MONTH) and (bare := in_months(asked, given)):
        raise months_or(bare[0], period)
    levers = _levers(asked)
    _refuse_of_another_period(asked, given, period, levers)
    metric = _metric(asked, [entry.name for entry in completed(given)])
    told = []
    if "discount" in metric.required and not any(entry.name == "discount" for entry in given):
        given.append(Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given"))
        told.append(notice("N303"))
    case = Case(metric, tuple(given))
    base = figure(metric, case.inputs())
    if base.undefined:
        raise Undefined(base.undefined)
    changes = [one for one in levers if isinstance(one, Lever)]
    spans = [one for one in levers if isinstance(one, Sweep)]
    goal = _goal(asked, case, changes)
    tables: list[Table] = [range_table(case, spans, changes)] if spans else []
    tried = changes if changes or spans or goal else usual(case)
    if tried:
        tables.append(changes_table(case, tried, together=bool(changes)))
    return Result(
        command="what-if",
        title=f"What if: {metric.label}",
        answer=goal[1] if goal else _sentence(base, tables[-1] if tried else None, changes),
        figures=(*((goal[0],) if goal else ()), base, *_together(base, tables, changes)),
        tables=tuple(tables),
        pictures=_pictures(tables, spans, metric),
        inputs=base.inputs,
        notices=(*notices(metric, case.inputs()), *told),
        sources=metric.sources,
        criticism=(metric.criticism,),
        parameters=tuple((f"change {one.name}", one.text) for one in levers),
        period=period,
        currency=asked.text("currency"),
    )


def _levers(asked: Asked) -> list[Lever | Sweep]:
    levers = [lever(text) for text in asked.several("change")]
    seen: set[str] = set()
    for one in levers:
        if one.name in seen:
            raise UsageError(problem("E138", name=one.name))
        seen.add(one.name)
    return levers


def _refuse_of_another_period(
    asked: Asked, given: Sequence[Input], period: Period | None, levers: Sequence[Lever | Sweep]
) -> None:
    """Raises UsageError: E388 a change, or a goal, of a figure that was given per another period than the others."""
    entries = {entry.name: entry for entry in given}
    for one in levers:
        if one.name in entries:
            scales = isinstance(one, Lever) and one.kind == "percent"
            bare_rates.refuse_of_another_period(asked, entries[one.name], f"--change {one.name}", period, scales=scales)
    if (aim := asked.text("by")) and (entry := entries.get(full_name(aim.replace("-", "_")))):
        bare_rates.refuse_of_another_period(asked, entry, f"--by {aim}", period, scales=False)


def _metric(asked: Asked, known: Sequence[str]) -> Metric:
    """The metric asked for, the default of the topic, or the first of the topic that the inputs allow."""
    word = asked.file or ""
    if word.replace("-", "_") in METRICS:
        candidates, wanted = [METRICS[word.replace("-", "_")]], word.replace("_", "-")
    else:
        if word not in TOPICS:
            raise UsageError(no_such("topic", word, TOPICS) if word else _no_topic())
        candidates = [metric for metric in METRICS.values() if metric.topic.name == word]
        candidates.sort(key=lambda metric: metric.name != metric.topic.default)
        wanted = asking.chosen(asked, "method", [metric.slug for metric in candidates]) or ""
    if wanted:
        candidates = [metric for metric in candidates if metric.slug == wanted]
    assumed = {"discount"}
    for metric in candidates:
        if metric.required - assumed <= set(known):
            return metric
    missing = sorted(candidates[0].required - set(known) - assumed)
    flags = ", ".join(QUANTITIES[name].flag for name in missing)
    raise UsageError(problem("E116", method=candidates[0].slug, missing=flags, cure=f"give {flags}"))


def _no_topic() -> Problem:
    cure = f"for example: {COMMAND.examples[0]}"
    return problem("E115", missing=f"name a topic ({', '.join(TOPICS)}) and its figures", cure=cure)


def _goal(asked: Asked, case: Case, changes: Sequence[Lever]) -> tuple[Figure, str] | None:
    """The value of one quantity that makes the figure the goal, as a figure with a note, and as a sentence.

    Raises:
        Undefined: E301 no value of the quantity does; the reason says what can be reached.
    """
    metric, text, name = case.metric, asked.text("reach"), asked.text("by")
    names = _names(metric)
    example: dict[str, Any] = {"figure": names[0], "lever": QUANTITIES[next(iter(case.levers()))].flag.lstrip("-")}
    if text is None and name is None:
        return None
    if text is None or name is None:
        missing = "what is to be reached?" if text is None else "by which quantity?"
        raise UsageError(problem("E139", reason=missing, **example))
    named, sign, said = text.rpartition("=")
    if sign and named.strip().lower().replace("_", "-") not in names:
        raise UsageError(problem("E139", reason=f"«{named}» is not what is computed", **example))
    quantity = QUANTITIES.get(full_name(name.replace("-", "_")))
    if quantity is None:
        raise UsageError(no_such("quantity", name, [QUANTITIES[one].flag.lstrip("-") for one in case.levers()]))
    unit = metric.unit
    goal = float(parse(said.strip(), name="--reach", percent=unit.form is Form.SHARE).number)
    if unit.form is Form.SHARE and abs(goal) > 1:
        raise UsageError(problem("E139", reason=f"{said} is not a share; write {said}%", **example))
    found = reach(case, goal, quantity.name, changes)
    aim = f"{metric.symbol} {numbers.shown(goal, unit)}"
    label = f"{quantity.label} for {aim}"
    if found.value is None:
        low, high = numbers.shown(found.lowest, unit), numbers.shown(found.highest, unit)
        reason = f"whatever the {quantity.label}, the figure stays between {low} and {high}"
        cure = "choose a goal in this range, or another quantity with --by"
        raise Undefined(problem("E301", figure=label, reason=reason, cure=cure))
    before = numbers.shown(case.before(quantity.name), quantity.unit)
    note = f"found by trying values and halving, not by a formula; now {before}"
    note += "; all changes made" if changes else ""
    if found.others:
        note += "; also at " + ", ".join(numbers.shown(value, quantity.unit) for value in found.others[:3])
    if quantity.whole and found.there != goal:
        note += f"; the first count to pass the goal, there {numbers.shown(found.there, unit)}"
    answer = f"{aim} is reached at {quantity.label} {numbers.shown(found.value, quantity.unit)} (now {before})."
    return Figure(quantity.name, label, found.value, quantity.unit, note, "main"), answer


def _names(metric: Metric) -> list[str]:
    """What the figure may be called in --reach: by its topic or its symbol, where these mean it, and by its name."""
    topic, symbol = metric.topic.name, metric.symbol.lower()
    by_topic = [topic] if metric.name == metric.topic.default or symbol == topic else []
    return [*by_topic, metric.slug, symbol]


def _sentence(base: Figure, table: Table | None, changes: Sequence[Lever]) -> str:
    symbol = base.metric.symbol if base.metric else base.label
    here = f"{symbol} is {numbers.shown(base.value, base.unit)}"
    rows = [row for row in table.rows if row[0] != TOGETHER and row[2]] if table else []
    if not rows:
        return f"{here}."
    last = table.rows[-1] if table and len(changes) > 1 else rows[0]
    if changes and last[1] is not None:
        said = "with all changes together" if len(changes) > 1 else f"with {last[0]}"
        share = f" ({'+' if last[2] > 0 else ''}{numbers.share(last[3], 1)})" if last[3] is not None else ""
        here += f"; {said} it is {numbers.shown(last[1], base.unit)}{share}"
    alone = [row for row in table.rows if row[0] != TOGETHER and row[2] is not None] if table else []
    return " ".join((f"{here}.", *_strongest(alone, "changes" if changes else "steps"), *_by_elasticity(alone, symbol)))


def _strongest(alone: Sequence[Any], what: str) -> list[str]:
    """Which of the steps moves the figure most: a comparison of these steps, which may be of unlike size."""
    most = max(abs(row[2]) for row in alone)
    steps = _steps([row[0] for row in alone])
    first = _steps([row[0] for row in alone if math.isclose(abs(row[2]), most, rel_tol=_ALIKE)])
    if len(steps) == 1 and first == steps:
        return []
    if first == steps:
        return [f"These {what} move it alike: {', '.join(steps)}."]
    verb = "moves it most" if len(first) == 1 else "move it most, alike"
    return [f"Of these {what} ({', '.join(steps)}) {' and '.join(first)} {verb}."]


def _steps(levers: Sequence[str]) -> list[str]:
    """The names of steps; two that differ only in their sign are one: margin ±10%."""

    def one(lever: str) -> str:
        name, _, step = lever.rpartition(" ")
        both = step[:1] in ("+", "-") and {f"{name} +{step[1:]}", f"{name} -{step[1:]}"} <= set(levers)
        return f"{name} ±{step[1:]}" if both else lever

    return list(dict.fromkeys(map(one, levers)))


def _by_elasticity(alone: Sequence[Any], symbol: str) -> list[str]:
    """Which quantity matters most if each grows by the same per cent, where at least two can be compared so."""
    found = {row[8]: row[4] for row in alone}
    slopes = {QUANTITIES[name].label: slope for name, slope in found.items() if slope is not None}
    if len(slopes) < 2 or not any(slopes.values()):
        return []
    most = max(map(abs, slopes.values()))
    first = {label: slope for label, slope in slopes.items() if math.isclose(abs(slope), most, rel_tol=_ALIKE)}
    verb, each = ("matters most", "it") if len(first) == 1 else ("matter most, alike", "each")
    moves = " and ".join(f"{'+' if slope > 0 else ''}{numbers.share(slope / 100)}" for slope in first.values())
    without = [QUANTITIES[name].label for name, slope in found.items() if slope is None]
    rest = f"; {' and '.join(without)} {agreed(len(without), 'has', 'have')} no elasticity here" if without else ""
    return [f"By elasticity {' and '.join(first)} {verb}: 1% more of {each} moves {symbol} by {moves}{rest}."]


def _together(base: Figure, tables: Sequence[Table], changes: Sequence[Lever]) -> tuple[Figure, ...]:
    """The figure with all changes made, and what they do beyond the sum of each alone."""
    if len(changes) < 2:
        return ()
    *alone, together = tables[-1].rows
    note = "the same formula with all changes made"
    label = f"{base.label}, all changes together"
    live = interplay(len(tables[-1].rows)) if base.metric and not base.metric.is_schedule else {}
    last = Over("last", "changes", "value") if live else None
    combined = Figure("combined", label, together[1], base.unit, note, undefined=None, formula=last)
    if together[1] is None:
        got = problem("E301", figure=label, reason=together[5], cure="see the table")
        return (replace(combined, undefined=got),)
    if any(row[2] is None for row in alone):
        return (combined,)
    beyond = together[2] - sum(row[2] for row in alone)
    note = "all changes together less the sum of each alone: what one adds to the other"
    return combined, Figure("interplay", "what the changes do to each other", beyond, base.unit, note, **live)


def _pictures(tables: Sequence[Table], spans: Sequence[Sweep], metric: Metric) -> tuple[Picture, ...]:
    pictures = []
    for table in tables:
        if table.name == "changes":
            title = f"What each change does to {metric.symbol} (░ lowers it)"
            pictures.append(Picture("tornado", title, "bars", "changes", "lever", ("difference",)))
        elif len(spans) == 1 and sum(row[1] is not None for row in table.rows) > 2:
            pictures.append(Picture("range", table.title, "curve", "range", spans[0].name, (metric.name,)))
    return tuple(pictures)


def _options() -> tuple[Option, ...]:
    """Every input of every metric, under the topic that asks for it first."""
    options: dict[str, Option] = {}
    for metric in METRICS.values():
        for needed in metric.asked:
            panel = f"Figures: {metric.topic.title}"
            options.setdefault(needed.name, replace(option_of(needed.name), panel=panel))
    return tuple(options.values())


COMMAND = Command(
    name="what-if",
    help="""What a figure becomes when its inputs change; and what it takes to reach a goal.

    Name a topic and its figures as for the topic's own command, then what changes: +5pt is percentage points, +5% is
    per cent of what it is, +10 is added, =85% replaces, 2%..8%:1% tries every step. Without a change each input is
    moved a little, so that you see what matters.""",
    run=run,
    options=(
        Option("change", "retention=+5pt, margin=-2%, churn=2%..8%:1%. May be repeated.", "QUANTITY=CHANGE", list),
        Option("reach", "The goal: ltv=400. With --by.", "GOAL"),
        Option("by", "The quantity that is to reach the goal.", "QUANTITY"),
        Option("method", "The method of the topic; its default if not given.", "METHOD"),
        Option("period", "The period of the calculation.", "month|year"),
        Option("currency", "The currency of all money.", "CODE"),
        *_options(),
    ),
    argument="TOPIC",
    argument_help=f"{', '.join(TOPICS)}; or a method such as margin-multiple.",
    examples=(
        "custecon what-if ltv --margin 100 --retention 80% --discount 10% --change retention=+5pt --change margin=-2%",
        "custecon what-if ltv --margin 100 --churn 5% --discount 1% --change churn=2%..8%:1% > churn.csv",
        "custecon what-if ltv --margin 100 --retention 80% --discount 10% --reach ltv=400 --by retention",
    ),
)
