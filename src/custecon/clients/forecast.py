"""What clients will bring, by a probability model of their own orders: what `ltv`, `fit` and `predict` share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from custecon.clients.groups import groups_of
from custecon.clients.margin_basis import of_revenue, without_margin_rate
from custecon.clients.order_log import OrderLog
from custecon.clients.prediction_methods import AUTO, OF_ORDERS
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.phrases import Amount, Number, Share, counted, say
from custecon.core.progress import report
from custecon.core.quantities import QUANTITIES
from custecon.core.results import COUNTED, Input, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import MONEY, Period
from custecon.models import model_named
from custecon.models.fit_record import Fit
from custecon.models.model_selection import FEWEST_REPEATERS, LAST_PERIOD, choose
from custecon.models.summary import DiscreteSummary, PurchaseSummary
from custecon.tables import backtesting
from custecon.tables import prediction_tables as shown
from custecon.tables.certainty import certainty_table, errors_from, in_words, past_table, season_table
from custecon.tables.group_fits import cohorts_of, fitted_groups
from custecon.tables.groups import finding
from custecon.tables.horizons import MONTHS_OF, Horizon
from custecon.tables.live_prediction import beneath, inputs_of
from custecon.tables.prediction import DRAWS, Fitted, Prediction, Terms, fit_spend, predicted
from custecon.tables.purchase_histories import History, occasions_of
from custecon.tables.rolling_backtests import (
    Backtest,
    ByModel,
    ByRule,
    Forecaster,
    MoneyUntil,
    backtests,
    days_of,
)
from custecon.tables.seasons import Season, season_of
from custecon.tables.tracking_curve import tracking

DEFAULT_HORIZON = (12, Period.MONTH)
FAR_OFF = 0.25  # of what was bought in the hold-out
LEAVE_AFTER_REPEATING = ("bg_nbd", "bg_cnbd_k")  # in these models nobody leaves before a repeat purchase
SILENT = 31  # days without an order at the end of a log, from which on it is told


@dataclass(frozen=True)
class Forecast:
    """What is asked of an order log: the log, the inputs, what the prediction is for, what must be told.

    `brought`: the money of its clients by the days of past forecasts; None where nothing is predicted with intervals.
    """

    log: OrderLog
    history: History
    inputs: tuple[Input, ...]
    wanted: Terms
    told: tuple[Notice, ...]
    brought: MoneyUntil | None = None

    @property
    def basis(self) -> str:
        """Whether the money is revenue or margin."""
        basis = self.log.reading.controls.settings.get("basis")
        return basis.value if basis else "revenue" if self.wanted.margin == 1.0 else "margin"


def predicted_by(forecast: Forecast, method: str, holdout: CalendarSpan | None, by: str | None) -> Answer:
    """The value that clients are expected to bring to the horizon, by one model or by the one that proves best."""
    found = fitted(forecast, method, holdout)
    if found.buying is None:
        answer = _plain(forecast, found.rule, found.split, by)
    else:
        answer = answered(forecast, data_of(forecast, found.buying.model), found.buying, by=by)
    at = 1 + next(i for i, table in enumerate(answer.tables) if table.name == "clients")
    return replace(
        answer,
        tables=(*answer.tables[:at], *found.proofs, *answer.tables[at:]),
        pictures=found.pictures,
        notices=shown.titled((*answer.notices, *found.told)),
        unused=(*answer.unused, *found.unused),
    )


def forecast_of(
    log: OrderLog,
    given: Sequence[Input],
    *,
    horizon: CalendarSpan | None,
    level: float,
    draws: int | None = None,
    occasions: bool = False,
) -> Forecast:
    """The log, read and reduced to clients, and what is wanted of it.

    `given`: discount and margin rate, per year. `occasions`: the model counts occasions as long as the horizon's unit.

    Raises:
        UsageError: E108 a margin rate where the amount is margin. Undefined: there is nothing to predict from.
    """
    told: list[Notice] = []
    given, margin_already = without_margin_rate(log.reading, given)
    by_name = {entry.name: entry for entry in given}
    if "discount" not in by_name:
        by_name["discount"] = Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given")
        told.append(notice("N303"))
    if "margin_rate" not in by_name and not margin_already:
        told.append(of_revenue(log.reading.header, log.reading.controls))
    count, period = (horizon.count, horizon.period) if horizon else DEFAULT_HORIZON

    def days(history: History) -> Sequence[dt.date]:
        return days_of(history, Horizon(history.reduced.as_of, count, period).days, period if occasions else None)

    brought = log.brought(days) if draws != 0 else None
    history, as_of = log.history, log.clients.as_of
    ahead = Horizon(as_of, count, period, occasions=occasions)
    if horizon is None:
        told.append(notice("N350", horizon=ahead))
    seen = (as_of - history.bought.start).days
    if ahead.days > 2 * seen:
        told.append(
            notice(
                "N356",
                seen=counted(seen, "day"),
                horizon=counted(ahead.days, "day"),
            )
        )
    last = log.reading.controls.last_date
    if last is not None and (silent := (as_of - last).days) > SILENT:
        told.append(notice("N378", silent=counted(silent, "day"), last=last, as_of=as_of))
    margin = by_name["margin_rate"].value if "margin_rate" in by_name else 1.0
    wanted = Terms(ahead, by_name["discount"].value, margin, level, DRAWS if draws is None else draws)
    return Forecast(log, history, tuple(by_name.values()), wanted, (*history.notices, *told), brought)


def came_due(forecast: Forecast, forecaster: Forecaster) -> list[Backtest]:
    """What would have been forecast of the log before, beside what came; nothing where no intervals are asked for."""
    if not forecast.wanted.draws:
        return []
    return backtests(forecast.history, forecaster, forecast.wanted.horizon.days, forecast.brought)


def data_of(forecast: Forecast, model: str) -> PurchaseSummary | DiscreteSummary:
    """The histories in the form that the model needs: exact times, or occasions of the horizon's own period."""
    if model_named(model).summary_kind == "occasions":
        return occasions_of(forecast.history, forecast.wanted.horizon.period)
    return forecast.history.purchases


@dataclass(frozen=True)
class Found:
    """The fit that answers, or a naive rule; the referee's proofs and what must be told of them."""

    buying: Fit | None
    rule: str = ""
    split: backtesting.Split | None = None
    proofs: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    told: tuple[Notice, ...] = ()
    unused: tuple[str, ...] = ()


def fitted(forecast: Forecast, method: str, holdout: CalendarSpan | None) -> Found:
    """The model that was named, or the one that forecast the last part of the log best.

    Raises:
        Undefined: E345 too few have bought again for the model that was named; E331 … E333 it has no fit.
    """
    purchases = forecast.history.purchases
    repeaters = purchases.facts()["repeaters"]
    if method != AUTO:
        model = model_named(OF_ORDERS[method])
        if repeaters < FEWEST_REPEATERS:
            raise Undefined(problem("E345", model=model.title, repeaters=Number(repeaters, 0), fewest=FEWEST_REPEATERS))
        report(say("fitting {model}", model=model.title))
        fit = model.fit(data_of(forecast, model.name), accept_edge=True)
        return Found(fit, unused=("holdout",))  # nobody judges the model that was named
    judged_by_none = repeaters < FEWEST_REPEATERS
    split, told = (None, ()) if judged_by_none else _split(forecast, holdout)
    choice = choose(purchases, split.trial if split else None)
    # of fits that are not the answer; the referee's table tells of them
    of_others = ("N341", "N342", "N375")
    notices = shown.titled([*told, *(one for one in choice.notices if one.code not in of_others)])
    if choice.comparison is None or split is None:
        return Found(choice.fit, choice.name, told=notices, unused=("holdout",) if judged_by_none else ())
    chosen = choice.comparison.chosen
    if chosen.bias is not None and abs(chosen.bias) > FAR_OFF:
        much = "too much" if chosen.bias > 0 else "too little"
        notices = (*notices, notice("N376", model=chosen.title, share=Share(abs(chosen.bias), 0), much=much))
    proofs = [backtesting.referee_table(choice.comparison, split), backtesting.decile_table((chosen,))]
    tenths = Picture("calibration", proofs[1].title, "pairs", "calibration", "tenth", ("forecast", "actual"))
    pictures = []
    if chosen.fit is not None:
        table, picture = tracking(split, chosen.fit, chosen.title)
        proofs.append(table)
        pictures.append(picture)
    pictures.append(tenths)
    return Found(choice.fit, choice.name, split, tuple(proofs), tuple(pictures), notices)


def _split(forecast: Forecast, holdout: CalendarSpan | None) -> tuple[backtesting.Split | None, tuple[Notice, ...]]:
    """The log split for the referee; nothing, and why, where it is too short."""
    days = backtesting.holdout_days(forecast.history, holdout)
    try:
        return backtesting.split_of(forecast.history, days), ()
    except Undefined as refusal:
        return None, (notice("N355", why=refusal.problems[0].what),)


def _labels(forecast: Forecast, by: str | None) -> tuple[str | None, dict[str, Sequence[str]], tuple[Notice, ...]]:
    """The column to add up by, the group of every client by it, and what must be told of these."""
    if by is None:
        return None, {}, ()
    history = forecast.history
    of_log, told = groups_of(forecast.log, by, history.keys)
    for name, found in of_log.items():
        return name, {name: [found.get(key, "") for key in history.keys]}, told
    return by, {by: cohorts_of(history)}, told


def _plain(forecast: Forecast, rule: str, split: backtesting.Split | None, by: str | None) -> Answer:
    """The answer by a naive rule, where no model can be fitted or none forecasts better."""
    from custecon.tables.plain_prediction import plainly_predicted  # loads scipy.stats, which takes its time

    history, purchases = forecast.history, forecast.history.purchases
    bought, weeks = purchases.repeat_purchases, purchases.age
    if rule == LAST_PERIOD and split is not None:
        as_of = forecast.wanted.horizon.start
        bought = history.bought.between(as_of - dt.timedelta(days=split.days), as_of)
        weeks = np.minimum(purchases.age, split.days / 7)
    tests = came_due(forecast, ByRule(split.days if rule == LAST_PERIOD and split is not None else None))
    errors = errors_from(history, tests, forecast.wanted.horizon.days) if forecast.wanted.draws else None
    prediction = plainly_predicted(history, bought, weeks, forecast.wanted, errors)
    by, labels, several = _labels(forecast, by)
    table = shown.client_table(history, prediction, forecast.basis, labels)
    why = "the rule that answers does not look at what each client spends"
    told = (*several, notice("N352", mean=Number(history.mean_spend, 2), why=why))
    tables = (table, *_certainty(prediction, tests))
    answer = _answer(forecast, prediction, rule, tables=tables, told=told)
    return replace(answer, unused=("draws",))  # nothing is simulated


def _certainty(prediction: Prediction, tests: Sequence[Backtest]) -> tuple[Table, ...]:
    """Why the totals are not surer; what past forecasts said and what came."""
    if not prediction.parts:
        return ()
    return (certainty_table(prediction), *((past_table(tests),) if tests else ()))


def answered(
    forecast: Forecast,
    data: PurchaseSummary | DiscreteSummary,
    fit: Fit,
    *,
    spending: tuple[Fit | None, str] | None = None,
    by: str | None = None,
) -> Answer:
    """The prediction from a fit of the whole, group by group where that was asked for.

    `spending`: the fit of the spend, or why there is none; without it the spend of this log is fitted.
    """
    history, wanted = forecast.history, forecast.wanted
    spend, why = spending or fit_spend(history)
    fit, data, tests, season = _tried(forecast, data, fit, spend, kept=spending is not None)
    wanted = replace(wanted, season=season)
    told = list(fit.notices)
    once = int((data.repeat_purchases == 0).sum())
    if fit.model in LEAVE_AFTER_REPEATING and once:
        told.append(notice("N346", model=fit.model, count=once))
    if spend is None:
        told.append(notice("N352", mean=Number(history.mean_spend, 2), why=why))
    else:
        told.extend(spend.notices)
    groups = [Fitted(say("all"), np.arange(len(history)), fit, spend)]
    by, labels, several = _labels(forecast, by)
    if by is not None:
        groups, more = fitted_groups(history, data, fit, spend, labels[by], name=by)
        told.extend((*several, *more))
    errors = (
        errors_from(history, tests, wanted.horizon.days, [group.rows for group in groups]) if wanted.draws else None
    )
    prediction = predicted(history, data, groups, wanted, errors)
    parts = (shown.by_group(history, prediction, groups, by),) if by else ()
    fits = [(group.name, one) for group in groups for one in (group.buying, group.spend) if one is not None]
    # a spreadsheet has no clock: what a season makes of a client is no formula of the days beside it
    clients = shown.client_table(history, prediction, forecast.basis, labels, groups if season is None else ())
    tables = (*parts, clients, *_certainty(prediction, tests), *((season_table(season),) if season else ()))
    fitted = (shown.parameter_table(fits, wanted.level), shown.fits_table(fits))
    model = shown.title_of(fit.model)
    answer = _answer(forecast, prediction, model, tables=(*tables, *fitted), told=tuple(told))
    if len(groups) > 1:
        return answer  # parameters differ from row to row
    known = inputs_of([one for _, one in fits], kept=history.kept)
    return replace(answer, inputs=(*answer.inputs, *known))


def _tried(
    forecast: Forecast, data: PurchaseSummary | DiscreteSummary, fit: Fit, spend: Fit | None, *, kept: bool
) -> tuple[Fit, PurchaseSummary | DiscreteSummary, list[Backtest], Season | None]:
    """The fit, the data it is of, past forecasts, and the months of the log if they return.

    `kept`: the parameters of the fit stay what they are.
    """
    history, horizon = forecast.history, forecast.wanted.horizon
    occasion = horizon.period if fit.unit == "occasion" else None
    season = None if occasion else season_of(history.bought, horizon.start, fit)
    if season is not None:
        on_clock = history.bought.summary(horizon.start, season)
        try:
            fit = fit if kept else model_named(fit.model).fit(on_clock, accept_edge=True, like=fit)
            data = on_clock
        except Undefined:
            season = None
    return fit, data, came_due(forecast, ByModel(fit, spend, occasion)), season


def _screen(history: History, first: Table, model: str, prediction: Prediction) -> Screen:
    """Who brings most, or which group does; what is expected of all, and of how many."""
    sure = in_words(prediction)
    of_all = say("{n} {n:client|clients}, {day}", n=len(history), day=history.reduced.as_of)
    brings = ("client", "predicted_value", "expected_purchases", "active", "past_value")
    clients = Extract("clients", "Who is expected to bring most", brings, "predicted_value", total=False)
    parts = Extract(first.name, finding(first, "predicted_value"), (), "predicted_value")
    return Screen(
        scope=of_all,
        further=(say("The model is {model}.", model=say(model)), *((sure,) if sure else ())),
        figures=(
            Key("predicted_value", "all of them"),
            Key("predicted_value_per_client", "one client, mean"),
            Key("expected_purchases"),
            Key("active_clients", "clients still active", say("of {n}; others never back", n=len(history))),
            Key("past_value", "brought so far"),
        ),
        table=clients if first.name == "clients" else parts,
    )


def _answer(
    forecast: Forecast, prediction: Prediction, model: str, *, tables: tuple[Table, ...], told: tuple[Notice, ...]
) -> Answer:
    """The answer with what was assumed."""
    history, wanted = forecast.history, forecast.wanted
    figures = shown.figures(history, prediction, forecast.basis)
    as_of = wanted.horizon.start
    step = say("month") if wanted.horizon.period in MONTHS_OF else say("week")
    above = prediction.value.high is not None and int((prediction.value.value > prediction.value.high).sum())
    if above:
        told = (*told, notice("N374", count=above, level=Number(wanted.level)))
    if prediction.errors is not None and not prediction.errors.purchases.past:
        told = (*told, notice("N399", size=Share(prediction.errors.purchases.size, 0)))
    code = "N349" if prediction.asked.season is None else "N400"
    assumed = notice(code, as_of=as_of, model=model, step=step)
    return Answer(
        say(
            "{history:The client is|The {history} clients are} expected to bring {value} more in {basis} until {end}.",
            history=len(history),
            value=Amount(figures[0].value, MONEY, forecast.log.reading.controls.currency),
            basis=say(forecast.basis),
            end=wanted.horizon.end,
        ),
        figures=figures,
        tables=tables,
        inputs=forecast.inputs,
        notices=(*forecast.told, *shown.titled(told), assumed, notice("N432")),
        parameters=(
            ("method", model),
            (COUNTED, say("future {basis} of the clients in the log", basis=say(forecast.basis))),
            (
                "horizon",
                say(
                    "{horizon}: {as_of} to {end}, by the calendar",
                    horizon=wanted.horizon,
                    as_of=as_of,
                    end=wanted.horizon.end,
                ),
            ),
            ("intervals", prediction.method or "none asked for"),
        ),
        period=Period.YEAR,
        beneath=beneath(prediction),
        screen=_screen(history, tables[0], model, prediction),
    )
