"""Every formula, loaded, and what is published of their inputs: for whoever tells of all of them."""

from custecon.core.catalogue import METRICS, Metric
from custecon.core.quantities import Quantity
from custecon.metrics import load_all, parameters
from custecon.metrics.parameters import Parameter


def formulas() -> dict[str, Metric]:
    """All of them, by name."""
    load_all()
    return METRICS


def published(quantity: Quantity) -> list[Parameter]:
    """The figures of the literature for a quantity."""
    return [one for one in map(parameters.parameter, parameters.names()) if one.quantity is quantity]
