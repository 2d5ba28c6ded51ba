"""`custecon iceberg`: from dissatisfied clients, known complaints or a file, down to the silent who leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from custecon.analyses.inputs import given_figures
from custecon.cli import asking
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.session import Session
from custecon.core.catalogue import Metric
from custecon.core.completing import not_overruled, with_parts
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.evaluation import figure, notices
from custecon.core.expression import Expression, Name
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result, Table
from custecon.core.schemas import ControlTotals
from custecon.core.units import Period
from custecon.core.wording import agreed
from custecon.metrics import complaint_answers, complaint_money, complaints
from custecon.metrics.parameters import Parameter, preset, presets
from custecon.render import numbers
from custecon.tables import complaints as tables

__all__ = ["COMMAND", "FIGURES"]

FIGURES = (
    "dissatisfied",
    "complaints",
    "clients",
    "problem_share",
    "complaint_share",
    "kept_after_complaint",
    "silent_loyalty",
    "satisfied_share",
    "quick_share",
    "loyalty_unsatisfied",
    "loyalty_satisfied",
    "loyalty_quick",
    "value",
    "desk_complaint_share",
    "desk_kept",
    "desk_cost",
)
ANSWERS = ("satisfied_share", "quick_share", "loyalty_unsatisfied", "loyalty_satisfied", "loyalty_quick")
LOYALTIES = ANSWERS[2:]
# Of what says one thing twice, that which was typed overrules the settings.
FOLLOWING = (
    ("complaint_share", ("complaints", "dissatisfied")),
    ("dissatisfied", ("clients", "problem_share")),
    *(("kept_after_complaint", (name,)) for name in ANSWERS),
)
DEFAULT = "classic"
EXAMPLE = 100  # clients, where no number was given: then every figure reads as a percentage


class Known:
    """The inputs so far, and which of them were taken from the literature."""

    def __init__(self, given: Sequence[Input]) -> None:
        self.inputs: dict[str, Input] = {entry.name: entry for entry in given}
        self.published: dict[str, Parameter] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.inputs

    def __getitem__(self, name: str) -> Any:
        return self.inputs[name].value

    def add(
        self,
        name: str,
        value: Any,
        origin: str,
        note: str,
        formula: Expression | None = None,
        made_from: Sequence[str] = (),
    ) -> None:
        """An input that was not given."""
        parts = tuple(self.inputs[part] for part in made_from)
        self.inputs[name] = Input(QUANTITIES[name], value, origin, note, formula, made_from=parts)

    def borrow(self, published: Mapping[str, Parameter], name: str) -> bool:
        """Take a figure from the literature where there is none of the user's; whether it is there now."""
        if name not in self.inputs and name in published:
            found = published[name]
            source = f"literature: {found.source.work.authors} ({found.source.work.year})"
            self.add(name, found.value, "assumed", source)
            self.published[name] = published[name]
        return name in self.inputs

    def compute(self, metric: Metric, name: str) -> None:
        """An input that follows from others by a metric.

        Raises:
            Undefined: it does not follow.
        """
        values = {needed.name: self[needed.name] for needed in metric.asked}
        found = float(tables.exactly(metric, values))
        self.add(name, found, "computed", metric.label, metric.traced(frozenset(values)).expression, tuple(values))

    def exact(self) -> dict[str, Decimal]:
        """All values as the decimals a person means."""
        return {name: numbers.exact(entry.value) for name, entry in self.inputs.items()}


def run(session: Session, asked: Asked) -> Result:
    """The iceberg from options, or from a file with options filling what it does not tell."""
    if asked.file is not None:
        from custecon.cli import complaints_of_file

        return complaints_of_file.run(session, asked)
    given, _ = given_figures(asked, FIGURES, fixed=Period.YEAR)
    typed = [entry for entry in given if entry.origin == "given"]
    standing = [entry for entry in given if entry.origin != "given"]
    return answered(asked, Known([*typed, *not_overruled(standing, typed, FOLLOWING)]))


def answered(
    asked: Asked,
    known: Known,
    *,
    counted: tables.Iceberg | None = None,
    more_figures: tuple[Figure, ...] = (),
    more_tables: tuple[Table, ...] = (),
    told: tuple[Notice, ...] = (),
    controls: tuple[ControlTotals, ...] = (),
    who: str = "dissatisfied client",
) -> Result:
    """The answer for these inputs. `counted`: the iceberg as it was counted in a file, if it was; `who` is counted.

    Raises:
        UsageError: inputs are missing or contradict each other. Undefined: the iceberg does not exist.
    """
    notes = [*told, *complete(asked, known)]
    inputs = tuple(known.inputs.values())
    iceberg = counted or tables.of_shares(known.exact())
    value = known.exact().get("value")
    main, *others = tables.figures(iceberg, inputs)
    money = tuple(figure(metric, inputs, weight="detail") for metric in _with_value(known))
    changes = tables.standard_levers(_step(asked)) + tables.answer_levers(known.exact())
    if iceberg.dissatisfied:
        pictures: tuple[Any, ...] = (tables.picture(iceberg),)
        shown: tuple[Table, ...] = (tables.table(iceberg, value),)
    else:
        pictures, shown = (), ()
    used = {needed.name for m in (complaints.lost_in_all, *_with_value(known)) for needed in m.asked} | set(LOYALTIES)
    used = {entry.name for entry in with_parts(entry for entry in inputs if entry.name in used)}
    borrowed = known.published.values()
    return Result(
        command="iceberg",
        title=complaints.TOPIC.title,
        answer=_sentence(iceberg, who, value, asked.text("currency")),
        figures=(main, *others, *money, *more_figures),
        tables=(*shown, tables.levers(known.exact(), changes, value), *more_tables),
        pictures=pictures,
        inputs=tuple(entry for entry in inputs if entry.name in used),
        notices=(*notes, *notices(complaints.lost_in_all, inputs)),
        sources=tuple(dict.fromkeys(entry.source for entry in borrowed)) or complaints.lost_in_all.sources,
        criticism=(complaints.lost_in_all.criticism,),
        parameters=(("preset", asked.text("shares") or DEFAULT),) if borrowed else (),
        period=Period.YEAR if value is not None else None,
        currency=asked.text("currency"),
        controls=controls,
    )


# ------------------------------------------------------------------ completing the inputs


def complete(asked: Asked, known: Known) -> list[Notice]:
    """Fill in what was not given: from the other inputs, then from the literature, aloud.

    Raises:
        UsageError: two inputs say the same thing (E108), an answer's loyalty is missing (E370), or there are more
            complaints than dissatisfied clients (E372), or more of these than clients (E380).
    """
    name = asking.chosen(asked, "shares", presets("iceberg")) or DEFAULT
    published = preset("iceberg", name)
    told = []
    if "dissatisfied" in known and known["dissatisfied"] != int(known["dissatisfied"]):
        quantity = QUANTITIES["dissatisfied"]
        raise UsageError(problem("E104", name=quantity.name, value=known["dissatisfied"], meaning=quantity.meaning))
    if "clients" in known and "problem_share" in known:
        _refuse_twice(known, "dissatisfied", "clients and problem_share")
        known.compute(complaints.dissatisfied_from_clients, "dissatisfied")
    if "complaints" in known and "dissatisfied" in known:
        _share_of_complaints(known)
    known.borrow(published, "complaint_share")
    known.borrow(published, "silent_loyalty")
    told += _answers(known, published)
    if "dissatisfied" not in known and "complaints" in known:
        known.compute(complaints.dissatisfied_from_complaints, "dissatisfied")
        if "complaint_share" in known.published and name in ("classic", "classic-26"):
            told.append(_both_conventions(known["complaints"]))
    elif "dissatisfied" not in known:
        known.add("dissatisfied", EXAMPLE, "assumed", "no number given: per 100, so that clients read as percent")
    _no_more_than_clients(known)
    _desk(known)
    if known.published:
        told.append(_borrowed(known.published))
    else:
        asked.in_vain("shares")
    return told


def _desk(known: Known) -> None:
    """A desk that changes only one of the two shares leaves the other as it is."""
    pairs = {"desk_complaint_share": "complaint_share", "desk_kept": "kept_after_complaint"}
    if any(name in known for name in pairs):
        for name, now in pairs.items():
            if name not in known:
                known.add(name, known[now], "computed", "as it is now", Name(now), (now,))


def _refuse_twice(known: Known, name: str, other: str) -> None:
    if name in known and known.inputs[name].origin == "given":
        raise UsageError(problem("E108", name=name, other=other))


def _share_of_complaints(known: Known) -> None:
    """Both counts are known, so the complaint rate is the user's own."""
    follows = known.inputs["dissatisfied"].origin == "computed"
    both = "complaints with clients and problem_share" if follows else "complaints and dissatisfied"
    _refuse_twice(known, "complaint_share", both)
    heard, everybody = known["complaints"], known["dissatisfied"]
    if heard > everybody:
        how = f" ({known['clients']:,} clients × {numbers.share(known['problem_share'])})" if follows else ""
        raise UsageError(problem("E372", complaints=heard, dissatisfied=numbers.plain(everybody), how=how))
    if not everybody:
        raise Undefined(problem("E301", figure="complaint rate", reason="nobody is dissatisfied", cure="count again"))
    known.add(
        "complaint_share",
        float(numbers.exact(heard) / numbers.exact(everybody)),
        "computed",
        "complaints ÷ (clients × problem share)" if follows else "complaints ÷ dissatisfied",
        Name("complaints") / Name("dissatisfied"),
        ("complaints", "dissatisfied"),
    )


def _no_more_than_clients(known: Known) -> None:
    """Of so many clients no more can be dissatisfied.

    Raises:
        UsageError: E380 more are.
    """
    everybody = known.inputs["dissatisfied"]
    if "clients" not in known or everybody.origin == "assumed" or everybody.value <= known["clients"]:
        return
    reason, cure = "", "--clients counts all clients, the dissatisfied among them"
    if everybody.origin == "computed":
        rate = numbers.share(known["complaint_share"])
        reason = f": so many stand behind {known['complaints']:,} complaints if {rate} of them complain"
        first = "give your own" if "complaint_share" in known.published else "check"
        cure = f"{first} --complaint-share, or give --problem-share, from which with --clients it follows"
    count = numbers.grouped(everybody.value, 0 if everybody.value == int(everybody.value) else 1)
    clients = f"{known['clients']:,}"
    raise UsageError(problem("E380", dissatisfied=count, clients=clients, reason=reason, cure=cure))


def _answers(known: Known, published: Mapping[str, Parameter]) -> list[Notice]:
    """The share kept after a complaint: given, or from how complaints are answered, or from the literature."""
    typed = [name for name in ANSWERS if name in known]
    if typed:
        _refuse_twice(known, "kept_after_complaint", f"{typed[0]}")
    if "kept_after_complaint" in known:
        for name in LOYALTIES:
            known.borrow(published, name) if "loyalty_quick" in published else None
        return []
    if not typed and known.borrow(published, "kept_after_complaint"):
        return []
    missing = [name for name in LOYALTIES if not known.borrow(published, name)]
    if missing:
        flags = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        cure = f"give {flags}, or take them from the literature with --shares tarp-large or tarp-small"
        raise UsageError(problem("E370", name=f"--{typed[0].replace('_', '-')}", missing=flags, cure=cure))
    told = []
    if not any(known.borrow(published, name) for name in ("satisfied_share", "quick_share")):
        told.append(notice("N331"))
    for name in ("satisfied_share", "quick_share"):
        if not known.borrow(published, name):
            known.add(name, 0.0, "assumed", "not given: nobody")
    known.compute(complaint_answers.kept_by_answers, "kept_after_complaint")
    return told


def _both_conventions(count: int) -> Notice:
    first, second = (
        tables.exactly(
            complaints.dissatisfied_from_complaints,
            {"complaints": count, "complaint_share": preset("iceberg", name)["complaint_share"].value},
        )
        for name in ("classic", "classic-26")
    )
    return notice("N334", complaints=count, first=numbers.grouped(first, 0), second=numbers.grouped(second, 0))


def _borrowed(published: Mapping[str, Parameter]) -> Notice:
    what = ", ".join(f"{p.quantity.label} {numbers.shown(p.value, p.quantity.unit)}" for p in published.values())
    sources = "; ".join(dict.fromkeys(str(parameter) for parameter in published.values()))
    options = ", ".join(f"--{name.replace('_', '-')}" for name in published)
    return notice("N330", what=f"{what} ({sources})", options=options)


# ------------------------------------------------------------------ what is shown


def _with_value(known: Known) -> list[Metric]:
    """The figures in money that the inputs allow."""
    possible = (
        complaint_money.lost_value,
        complaint_money.complaint_worth,
        complaint_money.desk_break_even,
        complaint_money.desk_return,
    )
    return [metric for metric in possible if metric.required <= known.inputs.keys()]


def _step(asked: Asked) -> Decimal:
    text = asked.text("step")
    if text is None:
        return Decimal("0.1")
    step: Decimal = QUANTITIES["step"].read(text, period=False).number
    return step


def _sentence(iceberg: tables.Iceberg, who: str, value: Decimal | None, currency: str | None) -> str:
    persons = iceberg.in_persons()
    whole, exact = f"{persons[1] + persons[3]:,}", numbers.plain(iceberg.lost_in_all)
    in_all = (
        whole if numbers.exact(iceberg.lost_in_all) == persons[1] + persons[3] else f"about {whole} ({exact} unrounded)"
    )
    kept, lost, stay, leave = (f"{part:,}" for part in persons)
    everybody, heard, silent = (f"{sum(part):,}" for part in (persons, persons[:2], persons[2:]))
    money = f"; they take {numbers.money(iceberg.lost_in_all * value, currency)} a year with them" if value else ""
    return (
        f"Of {everybody} {agreed(everybody, who, f'{who}s')} {heard} {agreed(heard, 'complains', 'complain')} → "
        f"{kept} kept, {lost} lost; "
        f"{silent} {agreed(silent, 'is', 'are')} silent → {stay} {agreed(stay, 'stays', 'stay')}, "
        f"{leave} {agreed(leave, 'leaves', 'leave')}. Lost in all: {in_all}{money}."
    )


COMMAND = Command(
    name="iceberg",
    help="""How many dissatisfied clients leave without a word: the complaint iceberg.

    From a number of dissatisfied clients, from known complaints upward, or from a file with one row a client
    (complained, stayed). Shares that you do not give are taken from the literature, and the answer says so.""",
    run=run,
    options=(
        *(option_of(name) for name in FIGURES),
        Option(
            "shares",
            "The published shares to use for what you do not give; classic if not told.",
            "|".join(presets("iceberg")),
            panel="Figures",
        ),
        option_of("step"),
        option_of("level", "the level of intervals, 95 if not given", metavar="PERCENT"),
    ),
    argument="[FILE]",
    argument_help="One row a client: complained, stayed or left, and if known satisfied, quickly; - reads stdin.",
    examples=(
        "custecon iceberg --dissatisfied 100 --value 5000",
        "custecon iceberg --complaints 12 --shares tarp-large --satisfied-share 60%",
        "custecon iceberg complaints.csv --value 5000",
    ),
    kinds=("complaints",),
)
