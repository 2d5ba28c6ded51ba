"""Which clients bought lately, often and for much: recency, frequency and money, each as a score."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import Parameter, day, one_of, span, whole
from custecon.clients.order_log import OrderLog
from custecon.core import numbers
from custecon.core.answer import Answer
from custecon.core.by_column import ByColumn
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import Money, say
from custecon.core.references import cite
from custecon.core.results import Column, Table
from custecon.core.screen import Extract, Screen
from custecon.core.units import CASES, CLIENTS, DATE, DAYS, MONEY, ORDERS, SHARE, TEXT

if TYPE_CHECKING:
    from custecon.clients.scored import Scheme, Scored

CALLED = 5  # whom the first screen names
AXES = ("recency", "frequency", "money")
NAMED_BY = 5  # scores that the named segments are drawn in


def _cuts(said: Any, called: str) -> tuple[Decimal, ...]:
    """Cuts from a text with commas between them, or from numbers.

    Raises:
        UsageError: E101 one is no number. E103 they do not rise, or one is below 0.
    """
    texts = said.split(",") if isinstance(said, str) else [str(one) for one in said]
    found = tuple(numbers.parse(text, name=called).number for text in texts)
    if found[0] < 0 or any(one >= other for one, other in pairwise(found)):
        shown = ",".join(text.strip() for text in texts)
        raise UsageError(problem("E103", name=called, value=shown, bounds=say("rising numbers"), meaning=_FIXED))
    return found


_FIXED = say("with --scheme fixed, for example: --recency 30,90,180,365 --frequency 2,4,8,16 --money 50,100,200,500")


def _cut(meaning: str) -> Parameter:
    return Parameter(meaning, "NUMBER,…", _cuts, "str | Sequence[Figure]")


@analysis(
    "rfm",
    panel="Client base",
    title="Which clients bought lately, often and for much",
    examples=[
        "custecon rfm orders.csv",
        "custecon rfm orders.csv --names rfm10 --compare 1997-09-30",
        "custecon rfm orders.csv --bins 4",
    ],
    convention="equal parts of the clients; equal values share the lower score; refunds are taken off the money",
    criticism="Scores rank clients among each other and foretell nothing: a client of a good base may score 1.",
    source=cite("hughes-1994"),
)
def rfm(
    log: OrderLog,
    *,
    bins: Annotated[int, whole("How many scores there are, 5 if not given.", 2, 10)] = 5,
    scheme: Annotated[
        str,
        one_of(
            "How values become scores: equal parts of the clients, each axis alone (quintile) or within the one before "
            "(nested); steps of equal width; or by cuts of your own (fixed).",
            "quintile",
            "nested",
            "width",
            "fixed",
        ),
    ] = "quintile",
    recency: Annotated[
        tuple[Decimal, ...] | None, _cut("With --scheme fixed: the days of silence at which scores end.")
    ] = None,
    frequency: Annotated[
        tuple[Decimal, ...] | None, _cut("With --scheme fixed: the days with a purchase at which scores begin.")
    ] = None,
    money: Annotated[tuple[Decimal, ...] | None, _cut("With --scheme fixed: the money at which scores begin.")] = None,
    names: Annotated[
        str | None,
        one_of(
            "Call the scores by named segments: the ten of the R package rfm, or six simple ones.", "rfm10", "simple"
        ),
    ] = None,
    window: Annotated[
        CalendarSpan | None, span("Count only purchases of the last time: 12m; all of the log if not given.")
    ] = None,
    compare: Annotated[dt.date | None, day("Set the scores against those of an earlier day of the log.")] = None,
    cuts: Annotated[
        str,
        one_of("With --compare: whether each day has cuts of its own, or those of the first day.", "own", "first"),
    ] = "own",
) -> Answer:
    """Which clients bought lately, often and for much: RFM scores.

    Each client is scored from 1 to 5 by the last purchase, by the number of days with a purchase, and by the money left
    after refunds; 5 is the best fifth of the clients. The scores may be named, and set against those of an earlier day.
    """
    import numpy as np

    from custecon.clients.scored import Scheme, scored_of
    from custecon.tables.client_scores import NAMES

    own = {axis: said for axis, said in zip(AXES, (recency, frequency, money), strict=True) if said}
    how = Scheme(scheme, _checked(scheme, bins, own, names, cuts if compare else "own"), own, window)
    earlier = scored_of(log, _before(log, compare), how) if compare else None
    found = scored_of(log, log.last_day, how, earlier if cuts == "first" else None)
    bins, marks = how.bins, found.marks
    order = np.argsort(-found.paid.cells, kind="stable")
    for column in reversed(marks):
        order = order[np.argsort(-column[order], kind="stable")]
    ranks = [2 * column - bins - 1 for column in marks]  # above 0: better than the middle
    slipping = np.flatnonzero((ranks[0] < 0) & (ranks[1] > 0) & (ranks[2] > 0))
    slipping = slipping[np.argsort(-found.paid.cells[slipping], kind="stable")]
    best = int(np.logical_and.reduce([column == bins for column in marks]).sum())
    called = found.names
    parts = (_segments(found, NAMES[names]),) if names else ()
    moves = _moves(found, earlier, bins, names) if earlier else ()
    rows = len(called)
    return Answer(
        say(
            "The best score in all three, having bought lately, often and for much: {best} of {rows} "
            "{rows:client|clients}.",
            best=best,
            rows=rows,
        ),
        tables=(_clients(found, order, bins, names), _scores(found, bins), _ends(found, bins), *parts, *moves),
        notices=tuple(_notices(found, how, names)),
        parameters=(
            ("scores", say("1 to {bins}", bins=bins)),
            *([("scheme", say(_SCHEMES[scheme]))] if scheme != "quintile" else ()),
            *([("time counted", say("{first} to {last}", first=found.start, last=found.day))] if window else ()),
        ),
        unused=(
            *(("bins",) if scheme == "fixed" else AXES),
            *(() if compare else ("cuts",)),
        ),
        screen=Screen(
            scope=say("{n} {n:client|clients}, {day}", n=rows, day=log.last_day),
            further=(
                say(
                    "{n} who bought often and for much {n:has|have} not bought lately; {n:this one|they} paid {paid} "
                    "in all: call {names:and} first.",
                    n=len(slipping),
                    paid=Money(found.paid.take(slipping).total(), log.currency),
                    names=[called[place] for place in slipping[:CALLED].tolist()],
                ),
            )
            if len(slipping)
            else (),
            table=_extract(moves, names, compare),
        ),
    )


_SCHEMES = {
    "nested": "equal parts of the clients by recency, each of them by frequency, each of those by money (Hughes)",
    "width": "steps of equal width between the lowest and the highest, after one of fifty is dropped at each end",
    "fixed": "cuts that were given; who is exactly at one has the better score",
}


def _extract(moves: Sequence[Table], names: str | None, compare: dt.date | None) -> Extract:
    if moves:
        columns = ("class_before", "clients", "stayed", "money") if names else ()
        return Extract(moves[0].name, say("From class to class since {day}", day=compare), columns, rows=12)
    if names:
        return Extract("segments")
    return Extract("clients", "The best", ("client", "total", *AXES, "last_date", "purchase_days"), rows=10)


def _checked(scheme: str, bins: int, own: dict[str, tuple[Decimal, ...]], names: str | None, cuts: str) -> int:
    """How many scores there are.

    Raises:
        UsageError: E116 cuts are missing or unequal, or something needs what this scheme has not.
    """
    if scheme == "fixed":
        if len(own) < len(AXES) or len({len(cuts) for cuts in own.values()}) > 1:
            missing = say("--recency, --frequency and --money, with as many numbers each")
            raise UsageError(problem("E116", method=scheme, missing=missing, cure=_FIXED))
        bins = len(own["money"]) + 1
    if names and bins != NAMED_BY:
        cure = say("say --bins 5, or leave --names out") if scheme != "fixed" else say("give four cuts of each")
        raise UsageError(problem("E116", method=f"--names {names}", missing=say("five scores"), cure=cure))
    if cuts == "first" and scheme == "nested":
        missing = say("cuts, and nested scores have none: they part clients who are alike")
        raise UsageError(problem("E116", method="--cuts first", missing=missing, cure=say("take another --scheme")))
    return bins


def _before(log: OrderLog, compare: dt.date) -> dt.date:
    """The earlier day, if the log has anything until then.

    Raises:
        UsageError: E103 it is none before the last day of the log.
    """
    first, last = log.ledger.days(log.last_day)[0], log.last_day - dt.timedelta(1)
    if not first <= compare <= last:
        bounds = say("{first} to {last}", first=first, last=last)
        meaning = say("name a day of the log before its last one")
        raise UsageError(problem("E103", name="--compare", value=compare, bounds=bounds, meaning=meaning))
    return compare


def _notices(found: "Scored", how: "Scheme", names: str | None) -> Iterable[Notice]:
    import numpy as np

    for axis, column in zip(AXES, found.marks, strict=True):
        counts = np.bincount(column, minlength=how.bins + 1)[1:]
        missing = [score for score, count in enumerate(counts.tolist(), 1) if not count]
        if len(missing) == how.bins - 1:
            yield notice("N516", axis=say(axis))
        elif missing and how.name == "quintile":
            yield notice("N517", axis=say(axis), scores=missing)
    if how.name == "nested":
        yield notice("N518")
    if names:
        yield notice("N519")


def _clients(found: "Scored", order: Any, bins: int, names: str | None) -> Table:
    columns = (
        Column("client", "client", TEXT, "who buys"),
        *(
            Column(
                axis,
                say("{axis:@score}", axis=say(axis)),
                CASES,
                say("the score by {axis}, {bins} the best", axis=say(axis), bins=bins),
            )
            for axis in AXES
        ),
        Column("last_date", "last purchase", DATE, "the last day with a purchase"),
        Column("purchase_days", "days with a purchase", ORDERS, "orders of one day count once"),
        Column("total", "paid in all", MONEY, "all that was paid, refunds taken off", summed=True),
    )
    cells = [found.names, *found.marks, found.last, found.often, found.paid]
    if names:
        columns = (*columns, Column("segment", "segment", TEXT, "the first named segment that fits the scores"))
        cells.append(_named(found, names))
    return Table("clients", "Clients by their scores, the best first", columns, ByColumn(cells, order), shown=20)


def _named(found: "Scored", names: str) -> Any:
    from custecon.core.long_columns import Words
    from custecon.tables.client_scores import NAMES, OTHERS, named

    segments = NAMES[names]
    return Words(named(found.marks, segments), [say(name) for name in (*(one.name for one in segments), OTHERS)])


def _scores(found: "Scored", bins: int) -> Table:
    rows = [(score, *(int((column == score).sum()) for column in found.marks)) for score in range(bins, 0, -1)]
    columns = (
        Column("score", "score", CASES, say("{bins} is the best", bins=bins)),
        *(Column(axis, axis, CLIENTS, say("clients with that score by {axis}", axis=say(axis))) for axis in AXES),
    )
    return Table("scores", "How many clients have each score", columns, rows)


def _ends(found: "Scored", bins: int) -> Table:
    """The lowest and the highest value of each score."""
    rows: list[tuple[Any, ...]] = []
    silent, often = -found.values[0], found.often
    for score in range(bins, 0, -1):
        row: list[Any] = [score]
        for column, cells in zip(found.marks, (silent, often), strict=False):
            here = cells[column == score]
            row += [int(here.min()), int(here.max())] if len(here) else [None, None]
        here = found.paid.cells[found.marks[2] == score]
        row += [found.clients.money(int(end)) for end in (here.min(), here.max())] if len(here) else [None, None]
        rows.append(tuple(row))
    columns = [Column("score", "score", CASES, say("{bins} is the best", bins=bins))]
    ends = (
        (DAYS, "days since the last purchase, from", "days since the last purchase, to"),
        (ORDERS, "days with a purchase, from", "days with a purchase, to"),
        (MONEY, "money, from", "money, to"),
    )
    for axis, (unit, low, high) in zip(AXES, ends, strict=True):
        columns.append(Column(f"{axis}_from", low, unit, "the lowest with that score"))
        columns.append(Column(f"{axis}_to", high, unit, "the highest with that score"))
    return Table("cuts", "What each score stands for", tuple(columns), rows)


def _segments(found: "Scored", segments: Sequence[Any]) -> Table:
    """One row a named segment: what scores it takes, how many clients, what they paid."""
    import numpy as np

    from custecon.tables.client_scores import OTHERS, named

    place, total = named(found.marks, segments), found.paid.total()
    rows = []
    for number in range(len(segments) + 1):
        here = np.flatnonzero(place == number)
        other = number == len(segments)
        if other and not len(here):
            continue
        spans = ["", "", ""] if other else [f"{low}–{high}" for low, high in segments[number][1:]]
        paid = found.paid.take(here).total()
        part = float(paid / total) if total > 0 else None
        name = say(OTHERS if other else segments[number].name)
        rows.append((name, len(here), len(here) / len(place), paid, part, *spans))
    columns = (
        Column("segment", "segment", TEXT, "the first that fits the scores"),
        Column("clients", "clients", CLIENTS, "how many", summed=True),
        Column("client_share", "of clients", SHARE, "of all clients", summed=True),
        Column("total", "paid in all", MONEY, "all that was paid, refunds taken off", summed=True),
        Column("total_share", "of the money", SHARE, "of what all of them paid", summed=total > 0),
        *(Column(f"by_{axis}", axis, TEXT, say("the scores by {axis} that it takes", axis=say(axis))) for axis in AXES),
    )
    return Table("segments", "Named segments", columns, rows)


def _moves(found: "Scored", earlier: "Scored", bins: int, names: str | None) -> tuple[Table, ...]:
    """From which score or segment to which since the earlier day."""
    import numpy as np

    from custecon.core.long_columns import places_of
    from custecon.tables.client_scores import NAMES, OTHERS, named
    from custecon.tables.migration import NOT_YET, migration_tables

    money = np.zeros(len(found.clients), dtype=found.paid.cells.dtype)
    money[found.places] = found.paid.cells
    known = places_of(earlier.clients.clients, found.clients.clients)
    made: list[Table] = []

    def add(words: Sequence[str], before: Any, after: Any, axis: str) -> None:
        was, now = (np.full(len(found.clients), NOT_YET) for _ in range(2))
        was[known[earlier.places]], now[found.places] = before, after
        some = np.flatnonzero((was != NOT_YET) | (now != NOT_YET))
        gone = now == NOT_YET
        now[gone] = len(words)
        listed = [*words, say("no purchase any more")] if gone[some].any() else [*words]
        title = say(": {axis}", axis=say(axis)) if axis else say("")
        made.extend(
            migration_tables(
                listed,
                was[some],
                now[some],
                type(found.paid)(money[some], found.paid.scale),
                suffix=f"_{axis}" if axis else "",
                of_what=title,
                ranked=bool(axis),
            )
        )

    if names:
        segments = NAMES[names]
        words = [say(one) for one in (*(one.name for one in segments), OTHERS)]
        before, after = (named(one.marks, segments) for one in (earlier, found))
        add(words if max(before.max(), after.max()) == len(segments) else words[:-1], before, after, "")
        return tuple(made)
    for axis, before, after in zip(AXES, earlier.marks, found.marks, strict=True):
        add([str(score) for score in range(bins, 0, -1)], bins - before, bins - after, axis)
    return tuple(made)
