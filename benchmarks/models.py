"""How fast the models fit, against `lifetimes` on the same data in the same run: ratios, not seconds, count.

    python benchmarks/models.py            2,357 and 100,000 clients
    python benchmarks/models.py --large    and 1,000,000 (BG/NBD; minutes)

Needs `pip install lifetimes`. Each task alternates between the two and takes medians; both must reach
the same log-likelihood (±0.01), computed here with one formula for both.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from custecon.models import BG_NBD, PARETO_NBD, gamma_gamma
from custecon.models.summary import PurchaseSummary, SpendSummary

BUYING = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
LEAVING = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
SPENDING = {"p": 6.25, "q": 3.74, "gamma": 15.44}
GOALS = {
    ("BG/NBD", 2357): 10, ("BG/NBD", 100_000): 30, ("BG/NBD", 1_000_000): 35,
    ("Gamma-Gamma", 100_000): 30, ("Pareto/NBD", 2357): 10, ("Pareto/NBD", 100_000): 30,
}  # fmt: skip


def base(size: int, params: dict[str, float], model: Any, seed: int) -> PurchaseSummary:
    """Simulated clients of 27 to 39 weeks, at the grain of days as a real order log has it."""
    rng = np.random.default_rng(seed)
    ages = rng.integers(27 * 7, 39 * 7 + 1, size) / 7.0
    drawn = model.draw_histories(params, ages, rng, "week")
    last = np.minimum(np.ceil(drawn.age_at_last_purchase * 7.0) / 7.0, ages)
    return PurchaseSummary(drawn.repeat_purchases, last, ages, "week")


def race(tasks: dict[str, Callable[[], Any]], rounds: dict[str, int]) -> tuple[dict[str, float], dict[str, Any]]:
    """Median seconds of each task, run in turn, and what each returned last."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    answers: dict[str, Any] = {}
    for turn in range(max(rounds.values())):
        for name, task in tasks.items():
            if turn >= rounds[name]:
                continue
            start = time.perf_counter()
            answers[name] = task()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}, answers


def report(title: str, size: int, seconds: dict[str, float], likelihoods: dict[str, float]) -> None:
    """One line: seconds of both, the ratio against its goal, and by how much the log-likelihoods differ."""
    ratio = seconds["lifetimes"] / seconds["custecon"]
    goal = GOALS.get((title, size))
    verdict = "" if goal is None else f"goal {goal}x {'met' if ratio >= goal else 'MISSED'}"
    gap = likelihoods["custecon"] - likelihoods["lifetimes"]
    print(
        f"{title:12} {size:>9,}  lifetimes {seconds['lifetimes']:8.4f} s"
        f"  custecon {seconds['custecon']:8.4f} s  {ratio:6.1f}x  {verdict:14} log-likelihood {gap:+.4f}"
    )


def buying(title: str, model: Any, peer: Callable[[], Any], data: PurchaseSummary, rounds: dict[str, int]) -> None:
    """Race one model of buying, from raw columns to a fit."""
    columns = (np.array(data.repeat_purchases), np.array(data.age_at_last_purchase), np.array(data.age))

    def theirs() -> Any:
        fitter = peer()
        fitter.fit(*columns)
        return fitter

    def ours() -> Any:
        return model.fit(PurchaseSummary(*columns, "week"))

    seconds, answers = race({"custecon": ours, "lifetimes": theirs}, rounds)
    likelihoods = {
        "custecon": answers["custecon"].log_likelihood,
        "lifetimes": model.log_likelihood(dict(answers["lifetimes"].params_), data),
    }
    report(title, len(data), seconds, likelihoods)


def spending(size: int, rounds: dict[str, int]) -> None:
    """Race Gamma-Gamma on so many clients with a repeat purchase."""
    from lifetimes import GammaGammaFitter

    rng = np.random.default_rng(3)
    drawn = gamma_gamma.draw_averages(SPENDING, 1.0 + rng.negative_binomial(1, 0.3, size), rng)
    columns = np.array(drawn.repeat_purchases), np.round(drawn.average_spend, 2) + 0.01

    def theirs() -> Any:
        fitter = GammaGammaFitter()
        fitter.fit(*columns)
        return fitter

    seconds, answers = race({"custecon": lambda: gamma_gamma.fit(SpendSummary(*columns)), "lifetimes": theirs}, rounds)
    found = dict(answers["lifetimes"].params_)
    theirs_at = {"p": found["p"], "q": found["q"], "gamma": found["v"]}
    likelihoods = {
        "custecon": answers["custecon"].log_likelihood,
        "lifetimes": gamma_gamma.log_likelihood(theirs_at, SpendSummary(*columns)),
    }
    report("Gamma-Gamma", size, seconds, likelihoods)


def main() -> None:
    """Run all races, small before large."""
    from lifetimes import BetaGeoFitter, ParetoNBDFitter

    warnings.simplefilter("ignore")  # the peer's: it warns on every fit with current NumPy
    for size, rounds in (
        (2357, {"custecon": 15, "lifetimes": 15}),
        (100_000, {"custecon": 7, "lifetimes": 3}),
    ):
        buying("BG/NBD", BG_NBD, BetaGeoFitter, base(size, BUYING, BG_NBD, 1), rounds)
        spending(size, rounds)
        slow = rounds if size < 10_000 else {"custecon": 5, "lifetimes": 1}
        buying("Pareto/NBD", PARETO_NBD, ParetoNBDFitter, base(size, LEAVING, PARETO_NBD, 2), slow)
    if "--large" in sys.argv:
        data = base(1_000_000, BUYING, BG_NBD, 1)
        buying("BG/NBD", BG_NBD, BetaGeoFitter, data, {"custecon": 5, "lifetimes": 2})


if __name__ == "__main__":
    main()
