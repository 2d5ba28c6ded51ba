"""What `ltv` and `backtest` cost beside the simplest model, on the same log in the same run: ratios of CPU count.

    python benchmarks/referee.py               100,000 orders, simulated (seeded)
    python benchmarks/referee.py --large       and a million

`auto` fits every model and judges each on a hold-out, then fits the chosen one anew; `backtest` does the first half;
`ltv` without a model values every client by one formula. A ratio above its bound means that work is done twice again:
client by client instead of once for all alike, or from every start to the same end. In a simulated log all leave at
one rate, so Pareto/NBD ends at the edge of its space, which is its slowest case.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from end_to_end import OURS, simulated

AHEAD = ["--horizon", "12m", "--discount", "10%", "--margin-rate", "35%", "--draws", "0"]
ASKED = {
    "ltv --method bg-nbd": ["ltv", "--method", "bg-nbd", *AHEAD],
    "ltv --method auto": ["ltv", "--method", "auto", *AHEAD],
    "backtest": ["backtest", "--holdout", "26w"],
    "ltv, no model": ["ltv"],
}
BOUNDS = {"ltv --method auto": 5.0, "backtest": 4.0, "ltv, no model": 2.0}
ROUNDS = 3


def cpu_seconds(asked: list[str], log: Path, out: Path) -> float:
    """The CPU time of one run in user mode; what else the machine does hardly counts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-c", OURS, asked[0], str(log), *asked[1:], "--no-settings", "-o", str(out), "--force"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def race(orders: int, folder: Path) -> None:
    log = folder / "orders.csv"
    simulated(log, orders)
    found: dict[str, list[float]] = {name: [] for name in ASKED}
    for _ in range(ROUNDS):
        for name, asked in ASKED.items():
            found[name].append(cpu_seconds(asked, log, folder / "answer.csv"))
    least = {name: min(seconds) for name, seconds in found.items()}
    print(f"about {orders:,} orders")
    for name, seconds in least.items():
        ratio = seconds / least["ltv --method bg-nbd"]
        bound = BOUNDS.get(name)
        verdict = "" if bound is None else f"at most {bound:.0f}x: {'held' if ratio <= bound else 'BROKEN'}"
        print(f"  {name:22} {seconds:7.2f} s of CPU  {ratio:5.2f}x  {verdict}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        race(100_000, Path(folder))
        if "--large" in sys.argv:
            race(1_000_000, Path(folder))


if __name__ == "__main__":
    main()
