"""What is asked about the future of clients, whichever analysis asks it."""

from typing import Annotated

from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import whole
from custecon.core.quantities import DiscountRate, MarginRate
from custecon.core.units import Period

Draws = Annotated[
    int | None,
    whole(
        "Simulated futures behind the intervals, 500 if not given; 0: no intervals.",
        100,
        100_000,
        or_zero="no intervals",
    ),
]


class Future(Inputs, per=Period.YEAR):
    """What turns purchases to come into value of today."""

    discount: DiscountRate
    margin_rate: MarginRate
