"""A prediction as tables and figures: the base, client by client, what was fitted and how well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.by_column import ByColumn, taken
from custecon.core.errors import Notice
from custecon.core.expression import Name
from custecon.core.phrases import Number, Phrase, PValue, say
from custecon.core.relations import Over
from custecon.core.results import INTERVAL, Column, Figure, Interval, Table
from custecon.models.buying_model import MODELS
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.fit_record import Fit
from custecon.models.intervals import parameter_intervals
from custecon.models.summary import Floats
from custecon.tables import live_prediction as live
from custecon.tables.certainty import method_of
from custecon.tables.groups import NO_GROUP, column_name, group_columns, group_label
from custecon.tables.prediction import Estimate, Fitted, Prediction
from custecon.tables.purchase_histories import UNIX_EPOCH, WEEK, History, Ordinals

TITLES = {"gamma_gamma": "Gamma-Gamma"}


def title_of(model: str) -> str:
    """The name of a model as its papers write it."""
    known = MODELS.get(model) or CONTRACT_MODELS.get(model)
    return known.title if known else TITLES.get(model, model)


def titled(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices of fits, with the models called as their papers call them, each once."""
    named = [
        Notice(one.code, {**one.values, "model": title_of(str(one.values["model"]))}) if "model" in one.values else one
        for one in notices
    ]
    return tuple({(one.code, str(one)): one for one in named}.values())


def _interval(
    bounds: Estimate, row: int, level: float, method: str, *, plus: float = 0.0, over: float = 1.0
) -> Interval | None:
    """The interval of a figure, or of it and something certain; `over`: per so many."""
    if bounds.low is None or bounds.high is None:
        return None
    return Interval((float(bounds.low[row]) + plus) / over, (float(bounds.high[row]) + plus) / over, level, method)


def figures(history: History, prediction: Prediction, basis: str) -> tuple[Figure, ...]:
    """What the whole base is expected to bring, and what it has brought."""
    asked, clients = prediction.asked, len(history)
    past = history.past_total * _exact(asked.margin)
    future = float(prediction.total_value.value[0])
    until = say("{as_of} to {end}", as_of=history.reduced.as_of, end=asked.horizon.end)
    errors = prediction.errors
    method = method_of(prediction.method, errors.money if errors else None)
    shown = [
        Figure(
            "predicted_value",
            "predicted value",
            future,
            units.MONEY,
            say(
                "future {basis} of {clients} {clients:client|clients}, {until}, discounted to the first of these days",
                basis=say(basis),
                clients=clients,
                until=until,
            ),
            "main",
            interval=_interval(prediction.total_value, 0, asked.level, method),
            formula=Over("sum", "clients", "predicted_value"),
        ),
        Figure(
            "predicted_value_per_client",
            "predicted value per client",
            future / clients,
            units.MONEY,
            "predicted value ÷ clients",
            interval=_interval(prediction.total_value, 0, asked.level, method, over=clients),
            formula=Over("mean", "clients", "predicted_value"),
        ),
        Figure(
            "expected_purchases",
            "expected purchases",
            float(prediction.total_purchases.value[0]),
            units.RATIO,
            say("purchases of these clients, {until}; who is yet to come is not counted", until=until),
            interval=_interval(
                prediction.total_purchases,
                0,
                asked.level,
                method_of(prediction.method, errors.purchases if errors else None),
            ),
            formula=Over("sum", "clients", "expected_purchases"),
        ),
        Figure(
            "past_value",
            "past value",
            past,
            units.MONEY,
            say("{basis} to date, refunds taken off", basis=say(basis)),
            formula=Over("sum", "clients", "past_value"),
        ),
        Figure(
            "total_value",
            "total value",
            float(past) + future,
            units.MONEY,
            "past value + predicted value",
            interval=_interval(prediction.total_value, 0, asked.level, method, plus=float(past)),
            formula=Name("past_value") + Name("predicted_value"),
        ),
    ]
    if prediction.total_active is not None:
        active = float(prediction.total_active.value[0])
        told = say("the chances to be active added up; of {clients} {clients:client|clients}", clients=clients)
        shown.insert(
            3,
            Figure(
                "active_clients",
                "clients still active",
                active,
                units.RATIO,
                told,
                interval=_interval(prediction.total_active, 0, asked.level, prediction.active_method),
                formula=Over("sum", "clients", "active"),
            ),
        )
    found = history.spend_and_frequency
    if found is not None:
        told = say(
            "rank correlation over {clients} clients ({p_value}); the product assumes 0",
            clients=Number(found.clients, 0),
            p_value=PValue(found.p_value),
        )
        shown.append(Figure("spend_and_frequency", "spend and frequency", found.spearman, units.RATIO, told))
    return tuple(shown)


def _exact(share: float) -> Decimal:
    return Decimal(1) if share == 1 else Decimal(repr(share))


def client_table(
    history: History,
    prediction: Prediction,
    basis: str,
    labels: Mapping[str, Sequence[str]],
    fitted: Sequence[Fitted] = (),
) -> Table:
    """One row a client, the most valuable first; `fitted`: what a spreadsheet may reckon anew from."""
    asked = prediction.asked
    as_revenue = asked.margin == 1.0
    drawn = prediction.value.low is not None
    columns = [
        Column("client", "client", units.TEXT, "who buys"),
        Column("predicted_value", "predicted value", units.MONEY,
               say("future {basis} to the horizon, discounted", basis=say(basis)), True,
               formula=live.value(margin=asked.margin)),
        *_ends("value", "value", units.MONEY, _at("what they themselves may bring", asked.level), drawn),
        Column("past_value", "past value", units.MONEY, say("{basis} to date, refunds taken off", basis=say(basis)),
               True, formula=None if as_revenue else Name("past_revenue") * Name("margin_rate")),
        Column("total_value", "total value", units.MONEY, "past value + predicted value", True,
               formula=Name("past_value") + Name("predicted_value")),
        *([Column("active", "P(active)", units.SHARE, "the chance that they are still a client",
                  formula=live.chance(fitted), fixed="" if live.chance(fitted) is not None else live.CHANCE)]
          if prediction.active else []),
        Column("expected_purchases", "expected purchases", units.RATIO, "purchases expected to the horizon", True,
               fixed=live.PURCHASES),
        *_ends("purchases", "purchases", units.RATIO, _at("how often they themselves may buy", asked.level), drawn),
        Column("discounted_purchases", "discounted purchases", units.RATIO, "the same, discounted: a value", True,
               **live.discounted(prediction)),
        Column("expected_spend", "spend per order", units.MONEY, "expected revenue of one purchase, after refunds",
               formula=live.spend(fitted, kept=history.kept)),
        *_ends("spend", "spend per order", units.MONEY, _at("doubt about the parameters", asked.level),
               drawn=bool(prediction.spend_ends)),
        *_ends("active", "P(active)", units.SHARE, _at("doubt about the parameters", asked.level),
               drawn=prediction.active is not None and prediction.active.low is not None),
        Column("repeat_purchases", "repeat purchases", units.ORDERS, "purchase days after the first, to date", True),
        Column("average_spend", "average spend", units.MONEY, "of the purchases after the first, to date"),
        Column("weeks_to_last", "weeks to last", units.RATIO, "from the first purchase to the last"),
        Column("weeks_observed", "weeks observed", units.RATIO, "from the first purchase to the end of the log"),
        *([] if as_revenue else [Column("past_revenue", "past revenue", units.MONEY, "to date, after refunds", True)]),
        Column("first_date", "first order", units.DATE, "the day of the first order"),
        Column("last_date", "last order", units.DATE, "the day of the last order"),
        *group_columns([*labels]),
    ]  # fmt: skip
    value, purchases, active = prediction.value, prediction.purchases, prediction.active
    revenue, margin = history.past, _exact(asked.margin)
    past = revenue if as_revenue else revenue.times(margin)
    first, bought = history.bought.first, history.purchases
    until = np.rint(bought.age_at_last_purchase * WEEK).astype(np.int64)
    cells = (
        history.keys,
        value.value,
        *_pair(value),
        past,
        past.floats() + value.value,
        *((active.value,) if active else ()),
        purchases.value,
        *_pair(purchases),
        prediction.discounted,
        prediction.spend,
        *prediction.spend_ends,
        *(_pair(active) if active else ()),
        bought.repeat_purchases.astype(np.intp),
        history.spend.average_spend,
        bought.age_at_last_purchase,
        bought.age,
        *(() if as_revenue else (revenue,)),
        _days(first),
        _days(first + until),
        *(np.array(label, dtype=object) for label in labels.values()),
    )
    rows = ByColumn(cells, prediction.order)
    title = say("Client by client: {basis} expected to {end}", basis=say(basis), end=asked.horizon.end)
    return Table("clients", title, tuple(columns), rows, shown=10)


def _at(what: str, level: float) -> Phrase:
    """What an interval is of, and its level."""
    return say("{what}, level {level}", what=say(what), level=Number(level))


def _ends(name: str, label: str, unit: units.Unit, meaning: str, drawn: bool) -> list[Column]:
    if not drawn:
        return []
    return [
        Column(
            f"{name}_low",
            say("{label}, low", label=say(label)),
            unit,
            say("lower end: {meaning}", meaning=say(meaning)),
            fixed=INTERVAL,
        ),
        Column(
            f"{name}_high",
            say("{label}, high", label=say(label)),
            unit,
            say("upper end: {meaning}", meaning=say(meaning)),
            fixed=INTERVAL,
        ),
    ]


def _pair(bounds: Estimate) -> tuple[Floats, ...]:
    return () if bounds.low is None or bounds.high is None else (bounds.low, bounds.high)


def _days(ordinals: Ordinals) -> Any:
    """Ordinals as days of NumPy."""
    return (ordinals - UNIX_EPOCH).astype("datetime64[D]")


def by_group(history: History, prediction: Prediction, groups: Sequence[Fitted], by: str) -> Table:
    """What each group is expected to bring; the groups add up to the base."""
    margin, paid, name = _exact(prediction.asked.margin), history.past, column_name(by)
    columns = (
        *group_columns([by], "the group"),
        Column("clients", "clients", units.CLIENTS, "clients who have bought", summed=True),
        Column("predicted_value", "predicted value", units.MONEY, "the sum of its clients", summed=True,
               formula=Over("sum", "clients", "predicted_value", by=name)),
        Column("mean_value", "per client", units.MONEY, "predicted value ÷ clients",
               formula=Name("predicted_value") / Name("clients")),
        *_ends("value", "value", units.MONEY, _at("what the group may bring", prediction.asked.level),
               prediction.total_value.low is not None),
        Column("past_value", "past value", units.MONEY, "to date, refunds taken off", summed=True,
               formula=Over("sum", "clients", "past_value", by=name)),
        Column("expected_purchases", "expected purchases", units.RATIO, "to the horizon", summed=True,
               fixed=live.PURCHASES),
        Column("fitted", "fitted", units.TEXT, "own fit, or pulled towards the whole"),
    )  # fmt: skip
    rows = []
    for group, ends in sorted(zip(groups, prediction.group_values, strict=True), key=lambda pair: pair[0].name):
        value = float(prediction.value.value[group.rows].sum())
        past = sum(taken(paid, group.rows), Decimal(0)) * margin
        bought = float(prediction.purchases.value[group.rows].sum())
        value_ends = [float(end[0]) for end in _pair(ends)]
        rows.append((group.name or NO_GROUP, len(group.rows), value, value / len(group.rows), *value_ends, past, bought,
                     group.how))  # fmt: skip
    title = say("Predicted value by {name}", name=group_label(by))
    return Table(f"by_{name}", title, columns, rows, shown=24)


def parameter_table(fits: Sequence[tuple[str, Fit]], level: float) -> Table:
    """The parameters of every fit with standard errors and intervals; times in the unit of the fit."""
    columns = live.found_once(
        Column("group", "group", units.TEXT, "which clients"),
        Column("model", "model", units.TEXT, "which model"),
        Column("parameter", "parameter", units.TEXT, "as the papers write it"),
        Column("value", "value", units.RATIO, "the estimate"),
        Column("standard_error", "standard error", units.RATIO, "how far it may be off"),
        Column(
            "low",
            "low",
            units.RATIO,
            say("lower end of its interval, level {level}, from its logarithm", level=Number(level)),
        ),
        Column("high", "high", units.RATIO, "upper end of its interval"),
    )
    rows = []
    for group, fit in fits:
        errors, ends = fit.standard_errors, parameter_intervals(fit, level=level)
        for name, value in fit.params.items():
            low, high = ends.get(name, (None, None))
            rows.append((group, title_of(fit.model), name, value, errors.get(name), low, high))
    return Table("parameters", "Parameters", columns, rows)


def fits_table(fits: Sequence[tuple[str, Fit]]) -> Table:
    """How every fit came about: the data behind it, the likelihood reached, whether it converged."""
    columns = live.found_once(
        Column("group", "group", units.TEXT, "which clients"),
        Column("model", "model", units.TEXT, "which model"),
        Column("state", "state", units.TEXT, "converged, or at the edge of the space and in which parameters"),
        Column("clients", "clients", units.CLIENTS, "clients behind it"),
        Column("log_likelihood", "log-likelihood", units.RATIO, "of the data under the estimate"),
        Column("bic", "BIC", units.RATIO, "Schwarz's criterion, lower is better"),
        Column("aic", "AIC", units.RATIO, "Akaike's criterion, lower is better"),
        Column("steps", "steps", units.CASES, "steps of the fitter"),
        Column("starts", "starts", units.CASES, "starting points climbed from"),
        Column("gradient", "gradient left", units.RATIO, "largest slope at the estimate, in log parameters"),
        Column("time_unit", "time in", units.TEXT, "the unit of time of its parameters"),
    )
    rows = []
    for group, fit in fits:
        came = fit.convergence
        state = say("at the edge: {at_edge}", at_edge=[*came.at_edge]) if came.at_edge else say("converged")
        rows.append(
            (
                group,
                title_of(fit.model),
                state,
                round(fit.clients) if np.isfinite(fit.clients) else None,
                float(fit.log_likelihood),
                float(fit.bic),
                float(fit.aic),
                came.steps,
                came.starts_tried,
                float(came.largest_gradient),
                say(fit.unit),
            )
        )
    return Table("fits", "How the models were fitted", columns, rows)
