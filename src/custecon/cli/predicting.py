"""`custecon ltv ORDERS --method …`: what clients will bring, by a probability model of their own orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from custecon.analyses.inputs import given_figures
from custecon.cli import asking
from custecon.cli.backtesting import holdout_days
from custecon.cli.options import Asked
from custecon.cli.prediction_methods import AUTO, OF_ORDERS
from custecon.cli.reading import no_such_group, of_revenue, without_margin_rate
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.numbers import parse
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input, Picture, Result, Table
from custecon.core.schemas import Reading
from custecon.core.units import MONEY, Period
from custecon.core.wording import all_counted, counted
from custecon.models import model_named
from custecon.models.fit_record import Fit
from custecon.models.refereeing import FEWEST_REPEATERS, LAST_PERIOD, choose
from custecon.models.summary import DiscreteSummary, PurchaseSummary
from custecon.render import numbers
from custecon.tables import backtesting
from custecon.tables import prediction_tables as shown
from custecon.tables.grouping import fitted_groups, group_of_clients
from custecon.tables.histories import History, history_of, occasions_of
from custecon.tables.horizons import MONTHS_OF, Horizon
from custecon.tables.live_prediction import beneath, inputs_of
from custecon.tables.prediction import DRAWS, Fitted, Prediction, Terms, fit_spend, predicted
from custecon.tables.reduction import ClientSummary
from custecon.tables.tracking_curve import tracking

__all__ = ["Question", "data_of", "question_of", "result_of", "run"]

FIGURES = ("discount", "margin_rate")
DEFAULT_HORIZON = (12, Period.MONTH)
FAR_OFF = 0.25  # of what was bought in the hold-out
GROUPS = ("segment", "channel", "manager", "cohort")
LEAVE_AFTER_REPEATING = ("bg_nbd", "bg_cnbd_k")  # in these models nobody leaves before a repeat purchase
SILENT = 31  # days without an order at the end of a log, from which on it is told


@dataclass(frozen=True)
class Question:
    """What was asked of an order log: the log, the inputs, what the prediction is for, what must be told."""

    asked: Asked
    reading: Reading
    history: History
    inputs: tuple[Input, ...]
    wanted: Terms
    told: tuple[Notice, ...]

    @property
    def basis(self) -> str:
        """Whether the money is revenue or margin."""
        basis = self.reading.controls.settings.get("basis")
        return basis.value if basis else "revenue" if self.wanted.margin == 1.0 else "margin"


def run(asked: Asked, method: str, reading: Reading, reduced: ClientSummary) -> Result:
    """The value that clients are expected to bring to the horizon, by one model or by the one that proves best."""
    question = question_of(asked, reading, reduced, occasions=method == "bg-bb")
    found = fitted(question, method)
    if found.buying is None:
        result = _plain(question, found.rule, found.split)
    else:
        result = answered(question, data_of(question, found.buying.model), found.buying)
    at = 1 + next(i for i, table in enumerate(result.tables) if table.name == "clients")
    tables = (*result.tables[:at], *found.proofs, *result.tables[at:])
    return replace(result, tables=tables, pictures=found.pictures, notices=shown.titled((*result.notices, *found.told)))


def question_of(asked: Asked, reading: Reading, reduced: ClientSummary, *, occasions: bool = False) -> Question:
    """The log, read and reduced to clients, and what is wanted of it.

    Raises:
        UsageError: E161 an option that has no place here. Undefined: there is nothing to predict from.
    """
    given, _ = given_figures(asked, FIGURES, fixed=Period.YEAR)
    told: list[Notice] = []
    given, margin_already = without_margin_rate(asked, reading, given)
    by_name = {entry.name: entry for entry in given}
    if "discount" not in by_name:
        by_name["discount"] = Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given")
        told.append(notice("N303"))
    if "margin_rate" not in by_name and not margin_already:
        told.append(of_revenue(reading.header, reading.controls))
    history = history_of(reduced)
    span = asking.duration(asked, "horizon")
    horizon = Horizon(reduced.as_of, *((span.count, span.period) if span else DEFAULT_HORIZON), occasions=occasions)
    if span is None:
        told.append(notice("N350", horizon=horizon))
    seen = (reduced.as_of - history.bought.start).days
    if horizon.days > 2 * seen:
        told.append(notice("N356", seen=counted(seen, "day"), horizon=counted(horizon.days, "day")))
    last = reading.controls.last_date
    if last is not None and (silent := (reduced.as_of - last).days) > SILENT:
        told.append(
            notice("N378", silent=counted(silent, "day"), last=last.isoformat(), as_of=reduced.as_of.isoformat())
        )
    margin = by_name["margin_rate"].value if "margin_rate" in by_name else 1.0
    wanted = Terms(horizon, by_name["discount"].value, margin, asking.level(asked), _draws(asked))
    notices = (*reading.notices, *history.notices, *told)
    return Question(asked, reading, history, tuple(by_name.values()), wanted, notices)


def _draws(asked: Asked) -> int:
    """How many futures are simulated; 0 leaves the intervals out.

    Raises:
        UsageError: E103 neither 0 nor 100 … 100,000; E101 no number.
    """
    text = asked.text("draws")
    if text is None:
        return DRAWS
    number = parse(text, name="--draws").number
    if number != int(number) or not (number == 0 or 100 <= number <= 100_000):
        raise UsageError(
            problem("E103", name="--draws", value=text, bounds="0, or 100 to 100,000", meaning="0: no intervals")
        )
    return int(number)


def data_of(question: Question, model: str) -> PurchaseSummary | DiscreteSummary:
    """The histories in the form that the model needs: exact times, or occasions of the horizon's own period."""
    if model_named(model).summary_kind == "occasions":
        return occasions_of(question.history, question.wanted.horizon.period)
    return question.history.purchases


@dataclass(frozen=True)
class Found:
    """The fit that answers, or a naive rule; the referee's proofs and what must be told of them."""

    buying: Fit | None
    rule: str = ""
    split: backtesting.Split | None = None
    proofs: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    told: tuple[Notice, ...] = ()


def fitted(question: Question, method: str) -> Found:
    """The model that was named, or the one that forecast the last part of the log best.

    Raises:
        Undefined: E345 too few have bought again for the model that was named; E331 … E333 it has no fit.
    """
    purchases = question.history.purchases
    repeaters = purchases.facts()["repeaters"]
    if method != AUTO:
        model = model_named(OF_ORDERS[method])
        if repeaters < FEWEST_REPEATERS:
            raise Undefined(problem("E345", model=model.title, repeaters=f"{repeaters:.0f}", fewest=FEWEST_REPEATERS))
        return Found(model.fit(data_of(question, model.name), accept_edge=True))
    split, told = _split(question)
    choice = choose(purchases, split.trial if split else None)
    # of fits that are not the answer; the referee's table tells of them
    of_others = ("N341", "N342", "N375")
    notices = shown.titled([*told, *(one for one in choice.notices if one.code not in of_others)])
    if choice.comparison is None or split is None:
        return Found(choice.fit, choice.name, told=notices)
    chosen = choice.comparison.chosen
    if chosen.bias is not None and abs(chosen.bias) > FAR_OFF:
        much = "too much" if chosen.bias > 0 else "too little"
        notices = (*notices, notice("N376", model=chosen.title, share=f"{abs(chosen.bias):.0%}", much=much))
    proofs = [backtesting.referee_table(choice.comparison, split), backtesting.decile_table((chosen,))]
    pictures = []
    if chosen.fit is not None:
        table, picture = tracking(split, chosen.fit, chosen.title)
        proofs.append(table)
        pictures.append(picture)
    return Found(choice.fit, choice.name, split, tuple(proofs), tuple(pictures), notices)


def _split(question: Question) -> tuple[backtesting.Split | None, tuple[Notice, ...]]:
    """The log split for the referee; nothing, and why, where it is too short."""
    if question.history.purchases.facts()["repeaters"] < FEWEST_REPEATERS:
        return None, ()  # no model will be asked
    days = holdout_days(question.asked, question.history)
    try:
        return backtesting.split_of(question.history, days), ()
    except Undefined as refusal:
        return None, (notice("N355", why=refusal.problems[0].what),)


def _plain(question: Question, rule: str, split: backtesting.Split | None) -> Result:
    """The answer by a naive rule, where no model can be fitted or none forecasts better."""
    from custecon.tables.plain_prediction import plainly_predicted  # loads scipy.stats, which takes its time

    history, purchases = question.history, question.history.purchases
    bought, weeks = purchases.repeat_purchases, purchases.age
    if rule == LAST_PERIOD and split is not None:
        as_of = question.wanted.horizon.start
        bought = history.bought.between(as_of - dt.timedelta(days=split.days), as_of)
        weeks = np.minimum(purchases.age, split.days / 7)
    prediction = plainly_predicted(history, bought, weeks, question.wanted)
    labels = {}
    by = _group(question)
    if by is not None:
        labels[by], _ = group_of_clients(question.reading.table, history, by)
    table = shown.client_table(history, prediction, question.basis, labels)
    question.asked.in_vain("draws")  # nothing is simulated
    why = "the rule that answers does not look at what each client spends"
    told = (notice("N352", mean=history.mean_spend, why=why),)
    return result_of(question, prediction, rule, tables=(table,), told=told)


def answered(
    question: Question,
    data: PurchaseSummary | DiscreteSummary,
    fit: Fit,
    *,
    spending: tuple[Fit | None, str] | None = None,
) -> Result:
    """The prediction from a fit of the whole, group by group where that was asked for.

    `spending`: the fit of the spend, or why there is none; without it the spend of this log is fitted.
    """
    history, wanted = question.history, question.wanted
    spend, why = spending or fit_spend(history)
    told = list(fit.notices)
    once = int((data.repeat_purchases == 0).sum())
    if fit.model in LEAVE_AFTER_REPEATING and once:
        told.append(notice("N346", model=fit.model, count=once))
    if spend is None:
        told.append(notice("N352", mean=history.mean_spend, why=why))
    else:
        told.extend(spend.notices)
    by = _group(question)
    groups, labels = [Fitted("all", np.arange(len(history)), fit, spend)], {}
    if by is not None:
        labels[by], several = group_of_clients(question.reading.table, history, by)
        if several:
            told.append(notice("N359", count=several))
        groups, more = fitted_groups(history, data, fit, spend, labels[by], name=by)
        told.extend(more)
    prediction = predicted(history, data, groups, wanted)
    parts = (shown.by_group(history, prediction, groups, by),) if by else ()
    fits = [(group.name, one) for group in groups for one in (group.buying, group.spend) if one is not None]
    tables = (*parts, shown.client_table(history, prediction, question.basis, labels, groups))
    fitted = (shown.parameter_table(fits, wanted.level), shown.fits_table(fits))
    model = shown.title_of(fit.model)
    result = result_of(question, prediction, model, tables=(*tables, *fitted), told=tuple(told))
    if len(groups) > 1:
        return result  # parameters differ from row to row
    known = inputs_of([one for _, one in fits], kept=history.kept)
    return replace(result, inputs=(*result.inputs, *known))


def result_of(
    question: Question, prediction: Prediction, model: str, *, tables: tuple[Table, ...], told: tuple[Notice, ...]
) -> Result:
    """The answer with what was assumed."""
    history, wanted = question.history, question.wanted
    figures = shown.figures(history, prediction, question.basis)
    as_of = wanted.horizon.start.isoformat()
    step = "month" if wanted.horizon.period in MONTHS_OF else "week"
    above = prediction.value.high is not None and int((prediction.value.value > prediction.value.high).sum())
    if above:
        told = (*told, notice("N374", count=above, level=f"{wanted.level:.4g}"))
    assumed = notice("N349", as_of=as_of, model=model, step=step)
    return Result(
        command="ltv",
        title="Predicted lifetime value",
        answer=f"{all_counted(len(history), 'client is', 'clients are')} expected to bring "
        f"{numbers.shown(figures[0].value, MONEY)} more in {question.basis} until {wanted.horizon.end.isoformat()}.",
        figures=figures,
        tables=tables,
        inputs=question.inputs,
        notices=(*question.told, *shown.titled(told), assumed),
        controls=(question.reading.controls,),
        parameters=(
            ("method", model),
            ("counted", f"future {question.basis} of the clients in the log"),
            ("horizon", f"{wanted.horizon}: {as_of} to {wanted.horizon.end.isoformat()}, by the calendar"),
            ("intervals", prediction.method or "none asked for"),
        ),
        period=Period.YEAR,
        currency=question.reading.controls.currency or question.asked.text("currency"),
        as_of=as_of,
        beneath=beneath(prediction),
    )


def _group(question: Question) -> str | None:
    """The column that clients are grouped by.

    Raises:
        UsageError: E117 the log has no such column.
    """
    wanted = asking.chosen(question.asked, "by", GROUPS)
    if wanted in (None, "cohort") or wanted in question.reading.table:
        return wanted
    raise no_such_group(question.reading, wanted, [n for n in GROUPS if n == "cohort" or n in question.reading.table])
