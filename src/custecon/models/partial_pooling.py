"""Parameters by segment: large groups stand alone, small ones are drawn towards the whole, and told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from custecon.core.errors import Undefined, notice, problem
from custecon.core.phrases import Number, say
from custecon.models.buying_model import model_named
from custecon.models.fit_record import Fit
from custecon.models.fitting import Likelihood, Whole, maximise
from custecon.models.summary import Floats

ENOUGH_REPEATERS = 200  # clients who bought again: from here a group may stand alone
NO_DOUBT = 1e-14  # of the largest: a covariance so narrow in some direction has no inverse that means anything
STRENGTH = 100.0  # the whole speaks to a small group with the voice of so many clients


class _DrawnTowards(Whole):
    """A group's log-likelihood and a normal prior of the log parameters around those of the whole."""

    def __init__(self, own: Likelihood, whole: Fit, precision: Floats) -> None:
        self._own = own
        self._centre = np.log(whole.theta)
        self._precision = precision
        self.names = own.names
        self.scales: Floats = whole.theta

    def starts(self) -> list[list[float]]:
        """The parameters of the whole."""
        return [np.exp(self._centre).tolist()]

    def value(self, theta: Floats) -> float:
        """The log-likelihood and the prior's log density, up to a constant."""
        gap = np.log(theta) - self._centre
        return self._own.value(theta) - 0.5 * float(gap @ self._precision @ gap)

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The value with gradient and Hessian in the natural parameters."""
        value, gradient, hessian = self._own.derivatives(theta)
        gap = np.log(theta) - self._centre
        pull = self._precision @ gap
        hessian = hessian - self._precision / np.outer(theta, theta) + np.diag(pull / theta**2)
        return value - 0.5 * float(gap @ pull), gradient - pull / theta, hessian


def fit_by_group(model: str, history: Any, groups: Sequence[str], *, whole: Fit | None = None) -> dict[str, Fit]:
    """The parameters of each group of clients, in the order in which groups first appear.

    `groups`: the group of each row of the history. A group with 200 clients or more who bought again is fitted alone;
    any other, and one whose own fit ends at the edge, is drawn towards the whole as if 100 of all clients spoke in it
    (normal prior in log parameters with the whole's information), with notice N347. Where the fit of the whole lies at
    the edge of its space, or leaves no doubt in some direction, there is nothing to draw towards: it is then the fit of
    every group. `whole`: the fit of all clients, if it is at hand.

    Raises:
        Undefined: E330 if there is not one group per row; E331, E332, E333 if the whole cannot be fitted.
    """
    if len(groups) != len(history):
        raise Undefined(
            problem("E330", what=say("{groups} groups for {history} clients", groups=len(groups), history=len(history)))
        )
    predictor = model_named(model)
    everyone = whole if whole is not None else predictor.fit(history)
    doubt = np.linalg.eigvalsh(everyone.log_covariance)
    if everyone.convergence.at_edge or doubt.min() <= NO_DOUBT * doubt.max():
        return dict.fromkeys(groups, everyone)
    share = STRENGTH / max(everyone.clients, STRENGTH)
    precision = np.asarray(np.linalg.inv(everyone.log_covariance) * share, dtype=np.float64)
    member = np.asarray(groups)
    fits: dict[str, Fit] = {}
    for group in dict.fromkeys(groups):
        part = history.rows(np.flatnonzero(member == group))
        facts = part.facts()
        if facts["repeaters"] >= ENOUGH_REPEATERS:
            alone = predictor.fit(part, accept_edge=True)
            if not alone.convergence.at_edge:
                fits[group] = alone
                continue
        own = predictor.likelihood(part, everyone)
        best = maximise(_DrawnTowards(own, everyone, precision), predictor.title)
        told = notice("N347", group=group, repeaters=Number(facts["repeaters"], 0), clients=Number(facts["clients"], 0))
        fits[group] = replace(
            everyone,
            params=dict(everyone.params) | dict(zip(own.names, best.theta.tolist(), strict=True)),
            log_likelihood=own.value(best.theta),
            log_covariance=best.log_covariance,
            data=facts,
            convergence=best.convergence,
            notices=(told,),
        )
    return fits
