"""What a fit leaves behind: parameters, their uncertainty, how they came about; frozen, and plain JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, cast

import numpy as np
from scipy.special import chdtrc

from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.lent import LENT
from custecon.core.phrases import Number, say
from custecon.models.fitting import Convergence, Likelihood, maximise
from custecon.models.summary import Data, Floats

VERSION = 1
FEW_REPEATERS = 30


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model: parameters by the papers' letters, what they rest on, how sure they are.

    `unit` is the unit of time of the data ("" for spend). `log_covariance` is the covariance of the log
    parameters: on that scale the uncertainty is near normal. `data` holds a few figures that describe the
    data fitted.
    """

    model: str
    unit: str
    params: Mapping[str, float]
    log_likelihood: float
    log_covariance: Floats
    data: Mapping[str, float]
    convergence: Convergence
    notices: tuple[Notice, ...] = ()

    @property
    def html(self) -> str:
        """The fit as a notebook shows it."""
        return str(LENT["html of a fit"](self))

    def _repr_html_(self) -> str:
        return self.html

    @property
    def names(self) -> tuple[str, ...]:
        """The estimated parameters, in the order of the covariance."""
        return tuple(name for name in self.params if name != "k")

    @property
    def theta(self) -> Floats:
        """The estimated parameters as an array."""
        return np.array([self.params[name] for name in self.names])

    @property
    def clients(self) -> float:
        """How many clients the fit rests on."""
        return self.data["clients"]

    @property
    def covariance(self) -> Floats:
        """The covariance of the parameters themselves."""
        return np.asarray(self.log_covariance * np.outer(self.theta, self.theta))

    @property
    def standard_errors(self) -> dict[str, float]:
        """Parameter by parameter: how far it may be off (one standard error)."""
        return dict(zip(self.names, np.sqrt(np.diag(self.covariance)).tolist(), strict=True))

    @property
    def correlations(self) -> Floats:
        """How the errors of the parameters go together, -1 … 1; 0 for a parameter at the edge."""
        spread = np.sqrt(np.diag(self.log_covariance))
        scale = np.where(spread > 0, spread, 1.0)
        return np.asarray(self.log_covariance / np.outer(scale, scale))

    @property
    def aic(self) -> float:
        """Akaike's criterion: 2 · parameters - 2 · log-likelihood; lower is better."""
        return 2.0 * len(self.params) - 2.0 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion: ln(clients) · parameters - 2 · log-likelihood; lower is better."""
        return math.log(max(self.clients, 1.0)) * len(self.params) - 2.0 * self.log_likelihood

    def to_json(self) -> str:
        """The fit as plain JSON text; `Fit.from_json` reads it back to the last digit."""
        record = {
            "custecon_fit": VERSION,
            "model": self.model,
            "unit": self.unit,
            "params": dict(self.params),
            "standard_errors": self.standard_errors,
            "log_covariance": self.log_covariance.tolist(),
            "log_likelihood": self.log_likelihood,
            "aic": self.aic,
            "bic": self.bic,
            "data": dict(self.data),
            "convergence": asdict(self.convergence),
            "notices": [
                {"code": one.code, "values": {name: _kept(value) for name, value in one.values.items()}}
                for one in self.notices
            ],
        }
        return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Fit:
        """Read a fit that `to_json` wrote.

        Raises:
            Undefined: E338 if the text is not such a fit.
        """
        try:
            record = cast("dict[str, Any]", json.loads(text))
            if record["custecon_fit"] != VERSION:
                raise Undefined(
                    problem(
                        "E338",
                        what=say(
                            "version {custecon_fit}, expected {version}",
                            custecon_fit=record["custecon_fit"],
                            version=VERSION,
                        ),
                    )
                )
            steps = dict(record["convergence"])
            steps["at_edge"] = tuple(steps["at_edge"])
            found = cls(
                model=str(record["model"]),
                unit=str(record["unit"]),
                params={str(name): float(value) for name, value in record["params"].items()},
                log_likelihood=float(record["log_likelihood"]),
                log_covariance=np.array(record["log_covariance"], dtype=np.float64),
                data={str(name): float(value) for name, value in record["data"].items()},
                convergence=Convergence(**steps),
                notices=tuple(Notice(one["code"], dict(one["values"])) for one in record["notices"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            if isinstance(fault, Undefined):
                raise
            raise Undefined(problem("E338", what=f"{type(fault).__name__}: {fault}")) from fault
        size = len(found.names)
        if found.log_covariance.shape != (size, size) or not all(
            math.isfinite(value) and value > 0 for value in found.params.values()
        ):
            raise Undefined(problem("E338", what="its parameters or their covariance do not fit together"))
        return found


class LikelihoodRatio(NamedTuple):
    """Whether a richer model is worth its further parameters: twice the gain in log-likelihood, against chance."""

    statistic: float
    parameters: int
    p_value: float


def likelihood_ratio(simple: Fit, richer: Fit) -> LikelihoodRatio:
    """Whether the richer of two nested models (sBG in BdW, say), fitted to the same clients, is better than by chance.

    Raises:
        Undefined: E341 if the richer has no further parameters or they were fitted to different data.
    """
    further = len(richer.params) - len(simple.params)
    if further < 1 or simple.clients != richer.clients:
        raise Undefined(
            problem("E341", why=say("{model} is not a simpler model of the same clients", model=simple.model))
        )
    statistic = max(2.0 * (richer.log_likelihood - simple.log_likelihood), 0.0)
    return LikelihoodRatio(statistic, further, float(chdtrc(further, statistic)))


def checked(model: str, names: tuple[str, ...], params: Fit | Mapping[str, float]) -> Floats:
    """The parameters of a model as an array in its own order.

    Raises:
        Undefined: E336 if one is missing, not finite, or not above 0.
    """
    values = params.params if isinstance(params, Fit) else params
    missing = [name for name in names if name not in values]
    if missing:
        raise Undefined(
            problem(
                "E336", model=model, parameters=", ".join(values), what=say("{missing} is missing", missing=missing[0])
            )
        )
    theta = np.array([values[name] for name in names], dtype=np.float64)
    if not (np.isfinite(theta).all() and (theta > 0).all()):
        raise Undefined(
            problem(
                "E336", model=model, parameters=", ".join(names), what=say("it holds {min}", min=Number(theta.min()))
            )
        )
    return theta


def fit_likelihood(
    model: str,
    likelihood: Likelihood,
    data: Data,
    *,
    unit: str,
    accept_edge: bool = False,
    constant: float = 0.0,
    known: Mapping[str, float] | None = None,
    like: Fit | None = None,
) -> Fit:
    """Fit a prepared likelihood and keep what was found.

    `like`: a fit of nearly the same data, from which the climb begins. `constant` is added to the log-likelihood
    (what does not depend on the parameters); `known` parameters are kept beside the estimated ones.

    Raises:
        Undefined: E332 if the maximum lies at the edge and that is not accepted; E333 if there is none.
    """
    best = maximise(likelihood, model, None if like is None else checked(model, likelihood.names, like))
    notices: list[Notice] = []
    if best.convergence.at_edge:
        at_edge = ", ".join(best.convergence.at_edge)
        if not accept_edge:
            raise Undefined(problem("E332", model=model, parameters=at_edge))
        notices.append(notice("N341", model=model, parameters=at_edge))
    facts = data.facts()
    repeaters = facts.get("repeaters", math.inf)
    if repeaters < FEW_REPEATERS:
        notices.append(notice("N342", model=model, repeaters=Number(repeaters, 0)))
    params = dict(known or {}) | dict(zip(likelihood.names, best.theta.tolist(), strict=True))
    return Fit(
        model=model,
        unit=unit,
        params=params,
        log_likelihood=best.log_likelihood + constant,
        log_covariance=best.log_covariance,
        data=facts,
        convergence=best.convergence,
        notices=tuple(notices),
    )


def _kept(value: object) -> str | int | float:
    """A value of a notice as a file keeps it: what is worded in the language of who reads is kept in English."""
    return value if isinstance(value, str | int | float) else str(say("{value}", value=value))
