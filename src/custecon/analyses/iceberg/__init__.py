"""How many dissatisfied clients leave without a word: from their number, from complaints, or counted in a file."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from custecon.analyses.declared import analysis
from custecon.analyses.iceberg.derived import DEFAULT, LOYALTIES, MONEY, Shares, completed
from custecon.analyses.parameters import Level, one_of
from custecon.clients.files import ComplaintFile
from custecon.core.answer import Answer
from custecon.core.derived_inputs import with_parts
from custecon.core.errors import Notice, notice
from custecon.core.evaluation import notices
from custecon.core.phrases import Money, Number, Phrase, counted, say
from custecon.core.quantities import LeverStep
from custecon.core.results import Figure, Table
from custecon.core.rounding import exact
from custecon.core.screen import Extract, Key, Screen
from custecon.metrics import complaint_money, complaints
from custecon.metrics.parameters import presets
from custecon.tables import complaints as tables

__all__ = ["iceberg", "of_file"]

MANY = 100  # dissatisfied clients, from which on a part of one is no matter
IN_MONEY = (
    complaint_money.lost_value,
    complaint_money.complaint_worth,
    complaint_money.desk_break_even,
    complaint_money.desk_return,
)
Published = Annotated[
    str, one_of("The published shares to use for what you do not give; classic if not told.", *presets("iceberg"))
]


@analysis(
    "iceberg",
    panel="Figures",
    title=complaints.TOPIC.title,
    examples=[
        "custecon iceberg --dissatisfied 100 --value 5000",
        "custecon iceberg --complaints 12 --shares tarp-large --satisfied-share 60%",
        "custecon iceberg complaints.csv --value 5000",
    ],
)
def iceberg(inputs: Shares, *, shares: Published = DEFAULT, step: LeverStep = Decimal("0.1")) -> Answer:
    """How many dissatisfied clients leave without a word: the complaint iceberg.

    From a number of dissatisfied clients, from known complaints upward, or from a file with one row a client
    (complained, stayed). Shares that you do not give are taken from the literature, and the answer says so.
    """
    return _answered(inputs, completed(inputs, shares), None, shares, step, dissatisfied=True)


@iceberg.register
def of_file(
    file: ComplaintFile,
    inputs: Shares,
    *,
    shares: Published = DEFAULT,
    step: LeverStep = Decimal("0.1"),
    level: Level = 0.95,
) -> Answer:
    """The iceberg as it was counted; with figures, the file's shares applied to the numbers that were given."""
    from custecon.tables import complaint_file

    counts = complaint_file.count(file.table)
    # What the file counts is nearer than the settings: of them only money stands beside it.
    said = [entry for entry in inputs.values() if entry.name in inputs.typed | MONEY]
    names = {entry.name for entry in said}
    replaced = names | ({"dissatisfied"} if names & {"complaints", "clients"} else set())
    own = [entry for entry in complaint_file.inputs(counts) if entry.name not in replaced]
    known = Shares([*own, *said], inputs.period, inputs.currency)
    as_counted = names <= MONEY
    told = [notice("N395", count=counted(counts.again))] if counts.again else []
    told += [] if counts.marked else [notice("N333")]
    answer = _answered(
        known,
        [*told, *completed(known, shares)],
        complaint_file.iceberg(counts) if as_counted else None,
        shares,
        step,
        dissatisfied=counts.marked or not as_counted,
    )
    figures = (*answer.figures, *complaint_file.figures(counts, level))
    if not as_counted:
        figures = complaint_file.with_intervals(figures, [*known.values()], counts, level)
    again = ("N209",) if counts.again else ()  # of the same rows, as they stand
    tables = (*answer.tables, complaint_file.path_table(counts, level))
    return replace(answer, figures=figures, tables=tables, instead_of=again)


def _answered(
    inputs: Shares, told: list[Notice], found: tables.Iceberg | None, shares: str, step: Decimal, *, dissatisfied: bool
) -> Answer:
    """The answer for these inputs. `found`: the iceberg as it was counted in a file, if it was; who is counted."""
    whole = found or tables.of_shares(inputs.exact())
    known = [*inputs.values()]
    value = inputs.exact().get("value")
    money: tuple[Figure, ...] = tuple(inputs.possible(*IN_MONEY))
    changes = tables.standard_levers(step) + tables.answer_levers(inputs.exact())
    shown: dict[str, Any] = {"tables": (), "pictures": ()}
    if whole.dissatisfied:
        shown = {"tables": (tables.table(whole, value),), "pictures": (tables.picture(whole),)}
    improvements = tables.levers(inputs.exact(), changes, value)
    asked = (complaints.lost_in_all, *(metric for metric in IN_MONEY if metric.required <= inputs.keys()))
    used = {needed.name for metric in asked for needed in metric.asked} | {*LOYALTIES}
    used = {entry.name for entry in with_parts(entry for entry in known if entry.name in used)}
    borrowed = inputs.published.values()
    return Answer(
        _sentence(whole, value, inputs.currency, dissatisfied=dissatisfied),
        figures=(*tables.figures(whole, known), *money),
        tables=(*shown["tables"], improvements),
        pictures=shown["pictures"],
        inputs=tuple(entry for entry in known if entry.name in used),
        notices=(*told, *notices(complaints.lost_in_all, known)),
        sources=tuple(dict.fromkeys(entry.source for entry in borrowed)) or complaints.lost_in_all.sources,
        criticism=(complaints.lost_in_all.criticism,),
        parameters=(("preset", shares),) if borrowed else (),
        period=inputs.period if value is not None else None,
        screen=Screen(
            figures=(
                Key("lost_in_all"),
                Key("silent_lost", "of them without a word"),
                Key("heard", "who complain"),
                Key("lost_value", "what they take a year"),
                Key("complaint_worth", "worth of one more who speaks"),
            ),
            table=Extract(
                "improvements", _best(improvements, inputs.currency), ("lever", "saved", "worth", "lost"), rows=9
            ),
        ),
        unused=() if borrowed else ("shares",),
    )


def _best(improvements: Table, currency: str | None) -> Phrase | str:
    """Which lever does most."""
    saved, *worth = improvements.places(("saved", "worth"))
    levers = [row for row in improvements.rows if str(row[0]) != "nothing changes"]
    best = max(levers, key=lambda row: row[saved], default=None)
    if best is None or best[saved] <= 0:
        return ""
    if worth:
        told = "What helps most: {lever}, worth {money} a year"
        return say(told, lever=best[0], money=Money(best[worth[0]], currency))
    return say("What helps most: {lever}, {saved} saved", lever=best[0], saved=counted(best[saved], "client"))


def _sentence(found: tables.Iceberg, value: Decimal | None, currency: str | None, *, dissatisfied: bool) -> Phrase:
    persons = found.in_persons()
    whole, unrounded = persons[1] + persons[3], Number(found.lost_in_all)
    in_all: Any = whole
    if exact(found.lost_in_all) != whole:
        # to a tenth of a person, and to a person of a hundred, it is the whole number: said twice it tells nothing
        nearly = round(float(found.lost_in_all), 1 if whole < MANY else 0) == whole
        told = "about {whole}" if nearly else "about {whole} ({unrounded} unrounded)"
        in_all = say(told, whole=whole, unrounded=unrounded)
    everybody, heard, silent = (sum(part) for part in (persons, persons[:2], persons[2:]))
    told = say(
        "Of {everybody} {who} {heard} {heard:complains|complain} → {kept} kept, {lost} lost; {silent} {silent:is|are} "
        "silent → {stay} {stay:stays|stay}, {leave} {leave:leaves|leave}. Lost in all: {in_all}",
        **dict(zip(("kept", "lost", "stay", "leave"), persons, strict=True)),
        everybody=everybody,
        who=say("{n:dissatisfied client|dissatisfied clients}" if dissatisfied else "{n:client|clients}", n=everybody),
        heard=heard,
        silent=silent,
        in_all=in_all,
    )
    if not value:
        return say("{told}.", told=told)
    money = Money(found.lost_in_all * value, currency)
    return say("{told}; they take {money} a year with them.", told=told, money=money)
