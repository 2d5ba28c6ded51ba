"""Who the key accounts are, and how much hangs on them: concentration, what leaves with the largest, a score."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from custecon.analyses.declared import analysis
from custecon.analyses.parameters import By, MarginRate, Parameter, span, whole
from custecon.clients.order_log import OrderLog
from custecon.core import numbers
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import UsageError, problem
from custecon.core.phrases import say
from custecon.core.references import cite

CRITERIA = ("money", "growth", "frequency", "recency", "tenure")
KEPT = 10  # key accounts, if nobody says how many


def _weights(said: Any, called: str) -> dict[str, Fraction]:
    """What was said of the criteria: money=60,growth=40, or one by one; in Python a mapping will do.

    Raises:
        UsageError: E112 it is no criterion with a number, or one comes twice. E101, E103 the number is no weight.
    """
    texts = [f"{name}={weight}" for name, weight in said.items()] if isinstance(said, Mapping) else said
    found: dict[str, Fraction] = {}
    for text in (one for every in ([texts] if isinstance(texts, str) else texts) for one in str(every).split(",")):
        name, sign, weight = (part.strip() for part in text.partition("="))
        if not sign or name not in CRITERIA or name in found:
            known = ", ".join(f"{criterion}=…" for criterion in CRITERIA if criterion not in found)
            cure = say("say each criterion once, with a number: money=60")
            raise UsageError(problem("E112", name=called, value=text, known=known, cure=cure))
        number = numbers.parse(weight, name=f"{called} {name}").number
        if number <= 0:
            meaning = say("say how much it counts, and leave out what does not")
            raise UsageError(
                problem("E103", name=f"{called} {name}", value=weight, bounds=say("above 0"), meaning=meaning)
            )
        found[name] = Fraction(number)
    return found


WEIGHTS = Parameter(
    say(
        "What makes a client key to you, and how much it counts: {names}; money alone if not given.",
        names=", ".join(CRITERIA),
    ),
    "CRITERION=NUMBER,…",
    _weights,
    "Mapping[str, Figure] | Sequence[str]",
    repeats=True,
    usual=True,
)


@analysis(
    "key-accounts",
    panel="Client base",
    title="Your key accounts",
    examples=[
        "custecon key-accounts orders.csv",
        "custecon key-accounts orders.csv --weights money=50,growth=30,tenure=20",
        "custecon key-accounts orders.csv --window 12m --margin-rate 35% --top 5",
    ],
    convention=(
        "what clients paid in the time counted, refunds taken off; shares are of the money of the clients who brought "
        "more than 0; a per cent of clients is rounded up to whole ones"
    ),
    criticism=(
        "A score ranks clients by weights that somebody chose, and no weights are right for all. Clients of several "
        "names who belong to one firm leave together and are counted apart. How much more a client could buy, and "
        "where else they buy, the log does not tell."
    ),
    source=(cite("hhi"), cite("lorenz-1905"), cite("ifrs-8")),
)
def key_accounts(
    log: OrderLog,
    *,
    weights: Annotated[Mapping[str, Fraction] | None, WEIGHTS] = None,
    window: Annotated[
        CalendarSpan | None, span("Count only the last time of the log: 12m; all of it if not given.")
    ] = None,
    margin_rate: MarginRate = None,
    by: By = None,
    top: Annotated[int, whole("How many key accounts there are, 10 if not given.", 1, 1_000)] = KEPT,
) -> Answer:
    """Your key accounts, how much hangs on them, and what goes if the largest leaves.

    How far the money hangs on few clients, what leaves with the largest, and the list of key accounts: the largest, or
    those with the highest score by the weights you state, with how far the list rests on these weights.
    """
    from custecon.analyses.key_accounts.told import answered

    return answered(log, weights or {}, window, margin_rate, by, top)
