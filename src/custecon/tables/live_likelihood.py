"""How likely every client is, as formulas of the parameters: so a solver can fit the model in the sheet itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from custecon.core import units
from custecon.core.expression import Constant, Expression, Name, log, log_gamma, where
from custecon.core.relations import Over
from custecon.core.results import Beneath, Column, Table
from custecon.models import gamma_gamma
from custecon.models.beta_geometric_model import BetaGeometricModel
from custecon.models.buying_model import model_named
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats
from custecon.tables.histories import History
from custecon.tables.live_prediction import LIVE, ONCE
from custecon.tables.prediction import Fitted, Prediction

__all__ = ["with_likelihoods"]

SOLVER = "a log-likelihood that follows its parameters is largest at the fit: a solver finds the fit again"
BUYING, SPENDING = "log_likelihood_of_buying", "log_likelihood_of_spending"


def with_likelihoods(beneath: Beneath, fits: Table, history: History, only: Fitted, prediction: Prediction) -> Beneath:
    """What a workbook holds, and a cell for every client, over which log-likelihood, AIC and BIC of `fits` add up.

    Fits of other data (a kept model's) stay as they are, and so does everything where the sheet holds no purchases of
    every client.
    """
    each, cells = beneath.columns.get("clients", ((), ()))
    found: dict[str, tuple[Column, Floats]] = {}
    model = model_named(only.buying.model)
    if each and model.name in LIVE and isinstance(model, BetaGeometricModel):
        meaning = "how likely his purchases are under the parameters, as a logarithm"
        column = Column(BUYING, "ln L of buying", units.RATIO, meaning, formula=_of_buying(only.buying))
        _take(found, only.buying, column, model.log_likelihood_each(only.buying, history.purchases))
    if each and only.spend is not None:
        meaning = "how likely his average spend is under the parameters, as a logarithm"
        column = Column(SPENDING, "ln L of spend", units.RATIO, meaning, formula=_of_spending())
        _take(found, only.spend, column, gamma_gamma.log_likelihood_each(only.spend, history.spend))
    if not found:
        return beneath
    further = np.column_stack([values[prediction.order] for _, values in found.values()]).tolist()
    rows = [(*row, *more) for row, more in zip(cells, further, strict=True)]
    columns = (*each, *(column for column, _ in found.values()))
    live = {only.buying.model: BUYING} | ({only.spend.model: SPENDING} if only.spend else {})
    names = [live.get(fit.model) for fit in (only.buying, only.spend) if fit is not None]
    totals = [Over("sum", "clients", name) if name in found else None for name in names]
    sizes = [len(fit.names) for fit in (only.buying, only.spend) if fit is not None]
    return replace(
        beneath,
        tables=(*beneath.tables, _added_up(fits, totals, sizes)),
        columns={**beneath.columns, "clients": (columns, rows)},
    )


def _take(found: dict[str, tuple[Column, Floats]], fit: Fit, column: Column, values: Floats) -> None:
    if np.isclose(values.sum(), fit.log_likelihood, rtol=1e-9):  # else it was fitted to other data
        found[column.name] = (column, values)


def _added_up(table: Table, totals: Sequence[Expression | None], sizes: Sequence[int]) -> Table:
    """The table of fits with live criteria: the sum over the clients, and what the number of parameters makes of it."""
    reached = Name("log_likelihood")
    live = {
        "log_likelihood": totals,
        "aic": [None if total is None else 2 * size - 2 * reached for total, size in zip(totals, sizes, strict=True)],
        "bic": [
            None if total is None else log(Name("clients")) * Constant(size) - 2 * reached
            for total, size in zip(totals, sizes, strict=True)
        ],
    }
    fixed = ONCE if any(total is None for total in totals) else ""
    columns = tuple(
        replace(column, cells=live[column.name], fixed=fixed) if column.name in live else column
        for column in table.columns
    )
    return replace(table, columns=columns, note=SOLVER)


def _of_buying(fit: Fit) -> Expression:
    """Fader, Hardie and Lee 2005, eq. 6; Batislam, Denizel and Filiztekin 2007, eq. 2: the case that he is active.

    Over the chance of that case, which stands in its own column, it is the whole.
    """
    count, age = Name("repeat_purchases"), Name("weeks_observed")
    shape, scale = Name("buying_shape"), Name("buying_scale")
    first, second = Name("leaving_first"), Name("leaving_second")
    stays = count + 1 if fit.model == "mbg_nbd" else count
    found: Expression = (
        log_gamma(shape + count)
        - log_gamma(shape)
        + shape * log(scale)
        - (shape + count) * log(scale + age)
        + log_gamma(first + second)
        - log_gamma(second)
        + log_gamma(second + stays)
        - log_gamma(first + second + stays)
        - log(Name("active"))
    )
    return found


def _of_spending() -> Expression:
    """Fader and Hardie 2013, eq. 1a; a client without a repeat purchase tells nothing of spend."""
    count, average = Name("repeat_purchases"), Name("average_spend")
    shape, spread, scale = Name("spend_shape"), Name("spend_spread"), Name("spend_scale")

    def told() -> Expression:
        found: Expression = (
            log_gamma(shape * count + spread)
            - log_gamma(shape * count)
            - log_gamma(spread)
            + spread * log(scale)
            + shape * count * log(count * average)
            - log(average)
            - (shape * count + spread) * log(scale + count * average)
        )
        return found

    found: Expression = where(average > 0, lambda: where(count > 0, told, 0), 0)
    return found
