"""`custecon ltv`: from figures, from a client list, from an order log."""

from __future__ import annotations

from custecon.cli.lifetime_of_figures import FIGURES, METRICS, of_figures
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.session import Session
from custecon.core.results import Result

__all__ = ["COMMAND"]


def run(session: Session, asked: Asked) -> Result:
    """The lifetime value from a file, from options, or from both."""
    if asked.file is not None:
        from custecon.cli import lifetime_of_file

        return lifetime_of_file.run(session, asked)
    return of_figures(asked)


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
            "The period of the calculation; rates given per another are converted once, by powers.",
            "month|year",
            panel="Figures",
        ),
        Option("method", f"One method only: {', '.join(METRICS)}.", "METHOD", panel="Figures"),
        Option("by", "Add the clients up by a column: segment, channel or manager.", "COLUMN", panel="Figures"),
        Option("level", "The level of intervals, 95 if not given.", "PERCENT", panel="Figures"),
        Option("lost_after", "A client who has not bought for so long counts as lost: 180d.", "DAYS", panel="Figures"),
    ),
    argument="[FILE]",
    argument_help="A client list or an order log: CSV, TSV or Excel; - reads the standard input.",
    examples=(
        "custecon ltv --margin 100 --retention 80% --discount 10%",
        "custecon ltv clients.csv --discount 10% --by segment",
    ),
)
