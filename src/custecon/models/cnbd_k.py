"""BG/CNBD-k and MBG/CNBD-k: clients who buy more regularly than chance; how regularly (k) is estimated."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from custecon.core.errors import Undefined, notice, problem
from custecon.models.beta_geometric_likelihood import interval_constant
from custecon.models.beta_geometric_model import BetaGeometricModel
from custecon.models.buying_model import register
from custecon.models.fit_record import Fit
from custecon.models.summary import PurchaseSummary

MOST_REGULAR = 12


class _Regular(BetaGeometricModel):
    """Every k-th event of a random process is a purchase: the larger k, the more regular.

    Times between purchases are Erlang-k with mean k / rate, rates ~ Gamma(r, alpha); leaving as in BG/NBD or
    MBG/NBD. The summary must hold the sums of the logs of the times between purchases: only they tell k.
    Expectations are summed term by term, exactly; the source approximates them.
    """

    source = "Platzer & Reutterer 2016, Marketing Science 35 (5)"
    plain: ClassVar[str]  # what it is called with k = 1

    def fit(self, summary: PurchaseSummary, *, accept_edge: bool = False, like: Fit | None = None) -> Fit:
        """The parameters, k among them (1 … 12), under which the history is likeliest.

        k rises from 1 as long as that makes the history likelier.

        Raises:
            Undefined: E339 without the logs of the times between purchases; E331, E332, E333 as for any
            model.
        """
        interval_constant(summary, 2)
        if like is not None:
            k = self._regularity(like)
            return self._fit_regular(summary, k, accept_edge=accept_edge, with_k=True, like=like)
        best: Fit | None = None
        refusal: Undefined | None = None
        for regularity in range(1, MOST_REGULAR + 1):
            try:
                found = self._fit_regular(summary, regularity, accept_edge=True, with_k=True)
            except Undefined as fault:
                refusal = refusal or fault
                continue
            if best is not None and found.log_likelihood <= best.log_likelihood:
                break
            best = found
        if best is None:
            raise refusal or Undefined(problem("E331", model=self.title, why="no k gives a fit"))
        if best.convergence.at_edge and not accept_edge:
            raise Undefined(problem("E332", model=self.title, parameters=", ".join(best.convergence.at_edge)))
        if best.params["k"] == 1:
            told = notice("N375", model=self.name, plain=self.plain)
            best = replace(best, notices=(*best.notices, told))
        return best


class BgCnbdK(_Regular):
    """Regular buying at one's own rate; after each repeat purchase a chance to leave."""

    name = "bg_cnbd_k"
    title = "BG/CNBD-k"
    plain = "BG/NBD"
    leaves_at_once = False


class MbgCnbdK(_Regular):
    """Regular buying at one's own rate; after every purchase, the first included, a chance to leave."""

    name = "mbg_cnbd_k"
    title = "MBG/CNBD-k"
    plain = "MBG/NBD"
    leaves_at_once = True


BG_CNBD_K = register(BgCnbdK())
MBG_CNBD_K = register(MbgCnbdK())
