"""From a file of orders to every client's value, against `lifetimes` on the same file in the same run: ratios count.

    python benchmarks/end_to_end.py            CDNOW (6,919 orders)
    python benchmarks/end_to_end.py --large    and a million orders, simulated (seeded)
    python benchmarks/end_to_end.py --huge     and ten million (some ten minutes)

Needs `pip install lifetimes`. Each side is a program of its own: start, read, fit BG/NBD and Gamma-Gamma, twelve months
ahead, write a CSV with one row a client. `lifetimes` gives no intervals and reads the file as pandas finds it, without
control totals; so custecon is run without intervals: with its whole table of 18 columns, with the seven that the other
side writes, and once more whole with intervals.
"""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "orders.csv"
THEIRS = """
import sys, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data
log = pd.read_csv(sys.argv[1], dtype={"client": str}, parse_dates=["date"])
s = summary_data_from_transaction_data(log, "client", "date", "amount", freq="D")
s[["recency", "T"]] /= 7
b = BetaGeoFitter().fit(s["frequency"], s["recency"], s["T"])
paid = s[(s["frequency"] > 0) & (s["monetary_value"] > 0)]
g = GammaGammaFitter().fit(paid["frequency"], paid["monetary_value"])
s["active"] = b.conditional_probability_alive(s["frequency"], s["recency"], s["T"])
s["value"] = g.customer_lifetime_value(
    b, s["frequency"], s["recency"], s["T"], s["monetary_value"], time=12, discount_rate=0.01, freq="W")
s.to_csv(sys.argv[2])
"""
OURS = "import sys; from custecon.__main__ import main; sys.argv = ['custecon', *sys.argv[1:]]; main()"
SAME = "client,repeat_purchases,weeks_to_last,weeks_observed,average_spend,active,predicted_value"


def simulated(path: Path, orders: int) -> None:
    """A log of about so many orders: clients who come over a year, buy at their own rate and leave."""
    rng = np.random.default_rng(11)
    clients = orders // 3
    start, rate = rng.integers(0, 365, clients), rng.gamma(0.6, 1 / 60, clients)
    stays = rng.exponential(365, clients)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(["client", "date", "amount"])
        first = np.datetime64("2022-01-01")
        for client in range(clients):
            time_left = min(730 - start[client], stays[client])
            days = np.sort(rng.random(1 + rng.poisson(rate[client] * time_left))) * time_left
            days[0] = 0
            spend = rng.gamma(4, 10 / rng.gamma(4, 1) * 3, len(days)) + 0.01
            for day, amount in zip(days, spend, strict=True):
                out.writerow([f"C{client:07d}", first + int(start[client] + day), f"{amount:.2f}"])


def compiled(folder: str) -> dict[str, str]:
    """The environment in which both sides run from compiled bytecode, as an installed program does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}


def seconds(environment: dict[str, str], *command: str) -> float:
    began = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, "-c", *command], check=True, env=environment, **quiet)
    return time.perf_counter() - began


def race(title: str, log: Path, rounds: int, environment: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ask = ["ltv", str(log), "--method", "bg-nbd", "--horizon", "12m", "--discount", "1%/month", "--no-settings"]
        sides = {
            "lifetimes": lambda: seconds(environment, THEIRS, str(log), f"{folder}/theirs.csv"),
            "custecon": lambda: seconds(environment, OURS, *ask, "--draws", "0", "-o", f"{folder}/ours.csv", "--force"),
            "same columns": lambda: seconds(
                environment, OURS, *ask, "--draws", "0", "--columns", SAME, "-o", f"{folder}/ours.csv", "--force"
            ),
            "with intervals": lambda: seconds(environment, OURS, *ask, "-o", f"{folder}/ours.csv", "--force"),
        }
        found: dict[str, list[float]] = {name: [] for name in sides}
        for turn in range(rounds):
            order = list(sides)[turn % len(sides) :] + list(sides)[: turn % len(sides)]
            for name in order:  # nobody always comes after the same other
                found[name].append(sides[name]())
    medians = {name: statistics.median(times) for name, times in found.items()}
    ratios = {name: medians["lifetimes"] / each for name, each in medians.items() if name != "lifetimes"}
    print(
        f"{title:28} lifetimes {medians['lifetimes']:7.2f} s"
        + "".join(f"   {name} {medians[name]:7.2f} s ({ratio:.1f} ×)" for name, ratio in ratios.items())
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = compiled(folder)
        race("CDNOW, 6,919 orders", EXAMPLE, 8, environment)
        for orders, rounds in ((1_000_000, 4), (7_900_000, 2)):
            if "--huge" not in sys.argv and ("--large" not in sys.argv or orders > 1_000_000):
                continue
            log = Path(folder, "orders.csv")
            simulated(log, orders)
            with log.open(encoding="utf-8") as stream:
                count = sum(1 for _ in stream) - 1
            race(f"simulated, {count:,} orders", log, rounds, environment)


if __name__ == "__main__":
    main()
