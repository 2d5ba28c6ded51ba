"""`custecon ltv`: from figures, from a client list, from an order log."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module

from custecon.analyses.inputs import given_figures
from custecon.analyses.predict import DRAWS
from custecon.cli import asking
from custecon.cli.lifetime_of_figures import FIGURES, METRICS, of_figures
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.session import Session
from custecon.clients.groups import no_such_group
from custecon.clients.order_log import OrderLog
from custecon.clients.prediction_methods import AUTO, CONTRACTS, PREDICTED, that_predicts
from custecon.core.choices import GROUPS
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.results import Result
from custecon.core.units import Period

OF_FILE = (("a log of orders", "orders.csv"), ("subscriptions, or the survivors of a cohort", "subscriptions.csv"))


def run(session: Session, asked: Asked) -> Result:
    """The lifetime value from a file, from options, or from both."""
    method = that_predicts(asked.text("method"))
    if asked.file is None:
        if method is not None:
            needs, example = OF_FILE[method in CONTRACTS]
            raise UsageError(problem("E160", method=method, needs=needs, example=example))
        return of_figures(asked)
    asked, told = _margin_rate_named_margin(asked)
    if method is None:
        from custecon.cli import lifetime_of_file

        result = lifetime_of_file.run(session, asked)
    else:
        _refuse_figures(asked, method)
        result = _predicted(session, asked, method)
    return replace(result, notices=(*told, *result.notices))


def _predicted(session: Session, asked: Asked, method: str) -> Result:
    """From a log of orders, or from contracts."""
    if method in CONTRACTS:
        from custecon.cli.predicting_contracts import run

        return run(session, asked, method)
    from custecon.cli.reading import read_log_asked
    from custecon.core.schemas import ORDERS, SUBSCRIPTIONS, SURVIVAL

    known = (ORDERS, SUBSCRIPTIONS, SURVIVAL) if method == AUTO else (ORDERS,)
    by_rows = asked.text("by") not in (None, "cohort")  # the groups stand in the rows
    models = partial(import_module, "custecon.clients.forecast")
    reading, reduce = read_log_asked(session, asked, known, by_rows=by_rows, meanwhile=models)
    if reduce is None or reading.as_of is None:
        from custecon.cli import predicting_contracts

        asked.in_vain("by")  # contracts are not grouped
        return predicting_contracts.of_reading(asked, method, reading)
    log = OrderLog(reading, reduce)
    del reduce  # the log lets go of it when its clients are known, and what follows needs the room
    return _of_log(asked, method, log)


def _of_log(asked: Asked, method: str, log: OrderLog) -> Result:
    """By a model of orders, or by the one that proves best."""
    from custecon.clients.forecast import forecast_of, predicted_by

    given, _ = given_figures(asked, ("discount", "margin_rate"), fixed=Period.YEAR)
    draws = asked.text("draws")
    forecast = forecast_of(
        log,
        given,
        horizon=asking.duration(asked, "horizon"),
        level=asking.level(asked),
        draws=None if draws is None else DRAWS.read(draws, "--draws"),
        occasions=method == "bg-bb",
    )
    by = asking.chosen(asked, "by", (*GROUPS, "cohort"))
    if by not in (None, "cohort") and by not in log.reading.table:
        raise no_such_group(
            log.reading, by, [n for n in (*GROUPS, "cohort") if n == "cohort" or n in log.reading.table]
        )
    answer = predicted_by(forecast, method, asking.duration(asked, "holdout"), by)
    asked.in_vain(*answer.unused)
    return answer.result("ltv", "Predicted lifetime value", [log.reading], asked.text("currency"))


def _margin_rate_named_margin(asked: Asked) -> tuple[Asked, tuple[Notice, ...]]:
    """For a file `--margin 35%` can only be the margin rate: a margin per client is money."""
    given = str(asked.options.get("margin", ""))
    if not given.rstrip().endswith("%") or "margin_rate" in asked.options:
        return asked, ()
    options = {name: value for name, value in asked.options.items() if name != "margin"}
    asked.heard.add("margin")
    return replace(asked, options={**options, "margin_rate": given}), (notice("N357", given=given.strip()),)


def _refuse_figures(asked: Asked, method: str) -> None:
    """Raises UsageError: E161 a figure was given that a predicting method takes from the file."""
    stray = [f"--{name.replace('_', '-')}" for name in (*FIGURES, "lost_after", "period") if name in asked.options]
    stray = [flag for flag in stray if flag not in ("--discount", "--margin-rate")]
    if stray:
        raise UsageError(problem("E161", options=", ".join(stray), method=method, known=", ".join(METRICS)))


COMMAND = Command(
    name="ltv",
    help="""What a client is worth: lifetime value (LTV), by every convention.

    From figures alone, from a client list (one row a client), or from an order log (client, date, amount). The default
    method is margin-multiple: the value of a client you have, the next margin coming one period from now.""",
    run=run,
    options=(
        *(option_of(name) for name in FIGURES),
        Option(
            "period",
            "The period of the calculation and of figures that name none; rates per another are converted, by powers.",
            "day|week|month|quarter|year",
            panel="Figures",
        ),
        Option(
            "method",
            f"One formula only: {', '.join(METRICS)}. Or, from a file, a probability model: {', '.join(PREDICTED)}.",
            "METHOD",
            panel="Figures",
        ),
        Option("by", "Add the clients up by a column: segment, channel, manager or cohort.", "COLUMN", panel="Figures"),
        Option("horizon", "How far a probability model looks ahead: 90d, 26w, 36m or 3y.", "TIME", panel="Figures"),
        Option(
            "holdout",
            "With --method auto: how much of the end of the log judges the models; else its last third.",
            "TIME",
            panel="Figures",
        ),
        Option(
            "renewal",
            "With sbg or bdw: how often a contract renews; a month if not given.",
            "month|quarter|year",
            panel="Figures",
        ),
        Option(
            "draws",
            "Simulated futures behind the intervals of a model, 500 if not given; 0: no intervals.",
            "COUNT",
            panel="Figures",
        ),
        option_of("level", "the level of intervals, 95 if not given", metavar="PERCENT"),
        Option("lost_after", "A client who has not bought for so long counts as lost: 180d.", "DAYS", panel="Figures"),
    ),
    argument="[FILE]",
    argument_help="A client list or an order log: CSV, TSV or Excel; - reads the standard input.",
    examples=(
        "custecon ltv --margin 100 --retention 80% --discount 10%",
        "custecon ltv clients.csv --discount 10% --by segment",
        "custecon ltv orders.csv --method auto --horizon 36m --discount 10%",
        "custecon ltv orders.csv --margin-rate 35%",
        "custecon ltv subscriptions.csv --method auto --discount 10%",
    ),
    kinds=("clients", "orders", "subscriptions", "survival"),
)
