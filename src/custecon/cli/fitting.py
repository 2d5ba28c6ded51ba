"""`custecon fit ORDERS -o model.json`: how clients buy, leave and spend, kept as a model for later orders."""

from __future__ import annotations

from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.prediction_methods import AUTO, OF_ORDERS
from custecon.cli.reading import read_orders_asked
from custecon.cli.session import Session
from custecon.core.errors import Undefined, notice, problem
from custecon.core.results import Result
from custecon.core.wording import counted

__all__ = ["COMMAND"]


def run(session: Session, asked: Asked) -> Result:
    """How clients buy, leave and spend, as parameters; with -o model.json kept for later."""
    from custecon.cli import asking
    from custecon.cli.predicting import fitted, question_of
    from custecon.sources.model_file import written
    from custecon.tables import prediction_tables as shown
    from custecon.tables.prediction import fit_spend

    method = asking.chosen(asked, "method", (AUTO, *OF_ORDERS)) or AUTO
    question = question_of(asked, *read_orders_asked(session, asked), occasions=method == "bg-bb")
    found = fitted(question, method)
    if found.buying is None:
        why = next(one.values["why"] for one in found.told if one.code == "N343")
        raise Undefined(problem("E346", why=why))
    spend, why = fit_spend(question.history)
    told = found.told if spend is not None else (*found.told, notice("N352", mean=question.history.mean_spend, why=why))
    fits = [("all", one) for one in (found.buying, spend) if one is not None]
    history, reading = question.history, question.reading
    if found.buying.unit != "occasion":
        asked.in_vain("horizon")  # it tells how long an occasion is
    occasion = question.wanted.horizon.period.value if found.buying.unit == "occasion" else None
    record = written(
        found.buying,
        spend,
        mean_spend=history.mean_spend,
        currency=reading.controls.currency,
        occasion=occasion,
        as_of=history.reduced.as_of.isoformat(),
        sha256=reading.controls.sha256,
    )
    title = shown.title_of(found.buying.model)
    of_figures = ("N303", "N307", "N350", "N356")  # about money and horizons, which a fit has none of
    return Result(
        command="fit",
        title="How your clients buy, leave and spend",
        answer=f"{title} was fitted to {counted(len(history), 'client')}.",
        tables=(shown.parameter_table(fits, question.wanted.level), shown.fits_table(fits), *found.proofs),
        notices=shown.titled(
            (*(one for one in question.told if one.code not in of_figures), *found.buying.notices, *told)
        ),
        controls=(reading.controls,),
        parameters=(("method", title),),
        currency=reading.controls.currency,
        as_of=history.reduced.as_of.isoformat(),
        extra={"model": record},
    )


COMMAND = Command(
    name="fit",
    help="""How your clients buy, leave and spend, as a model to keep.

    The model that forecasts the last part of the log best, or the one named by --method. The file is plain JSON:
    parameters, their covariance, what they rest on.""",
    run=run,
    options=(
        Option("method", f"One model: {', '.join(OF_ORDERS)}; auto if not given.", "METHOD", panel="Figures"),
        Option(
            "holdout", "How much of the end of the log judges the models: 26w; else a third.", "TIME", panel="Figures"
        ),
        Option("horizon", "For bg-bb: 1m, 1w or 1y tells how long an occasion is.", "TIME", panel="Figures"),
        option_of("level", "the level of intervals, 95 if not given", metavar="PERCENT"),
    ),
    argument="FILE",
    argument_help="An order log: CSV, TSV or Excel; - reads the standard input.",
    examples=("custecon fit orders.csv -o model.json",),
)
