"""`custecon predict MODEL ORDERS`: a model that was kept, used on the orders of today."""

from __future__ import annotations

from dataclasses import replace

from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.reading import read_orders_asked
from custecon.cli.session import Session
from custecon.core.errors import UsageError, notice, problem
from custecon.core.results import Result
from custecon.core.units import Period

__all__ = ["COMMAND"]


def run(session: Session, asked: Asked) -> Result:
    """What the clients of a log will bring, by a model that was fitted before."""
    from custecon.cli.predicting import answered, data_of, question_of
    from custecon.sources.model_file import read_model

    if len(asked.words) != 2:
        raise UsageError(
            problem(
                "E163",
                words=" ".join(asked.words) or "nothing named",
                cure="for example: custecon predict model.json orders.csv --horizon 12m",
            )
        )
    path, log = asked.words
    record, buying, spend = read_model(path)
    reading, reduced = read_orders_asked(session, asked, file=log)
    if record.currency and reading.controls.currency and record.currency != reading.controls.currency:
        raise UsageError(problem("E347", fitted=record.currency, given=reading.controls.currency))
    money = tuple(one or "no stated currency" for one in (record.currency, reading.controls.currency))
    question = question_of(asked, reading, reduced, occasions=record.occasion is not None)
    if record.occasion is not None and question.wanted.horizon.period is not Period(record.occasion):
        raise UsageError(problem("E164", fitted=f"{record.occasion}s", horizon=question.wanted.horizon))
    if spend is None:
        question = replace(question, history=replace(question.history, mean_spend=record.mean_spend))
    result = answered(question, data_of(question, buying.model), buying, spending=(spend, "the model has no fit of it"))
    told = [notice("N340", path=path, as_of=record.as_of)]
    if money[0] != money[1]:
        told.append(notice("N379", fitted=money[0], given=money[1]))
    return replace(result, command="predict", notices=(*told, *result.notices))


COMMAND = Command(
    name="predict",
    help="""What your clients will bring, by a model that was kept.

    The parameters come from the model file, each client's history from the log.""",
    run=run,
    options=(
        option_of("discount"),
        option_of("margin_rate"),
        Option("horizon", "How far it looks ahead: 90d, 26w, 36m or 3y; a year if not given.", "TIME", panel="Figures"),
        option_of("level", "the level of intervals, 95 if not given", metavar="PERCENT"),
        Option(
            "draws",
            "Simulated futures behind the intervals, 500 if not given; 0: no intervals.",
            "COUNT",
            panel="Figures",
        ),
    ),
    argument="MODEL FILE",
    argument_help="The model file, then an order log.",
    many=True,
    examples=("custecon predict model.json orders.csv --horizon 12m --discount 10%",),
)
