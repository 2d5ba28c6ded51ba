# ruff: noqa: S608
"""What each command costs on the public log Online Retail, beside DuckDB grouping it by client and day in the same run.

    python benchmarks/online_retail.py FOLDER            FOLDER has OnlineRetail.csv.gz
    python benchmarks/online_retail.py FOLDER --times 10 ten times the log: other clients, numbers and days each time

Seconds of the processor (user and system) and the peak of memory of one process each; only ratios count.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = "rfm base winback cohorts segments key-accounts signals growth programme referral".split()
SAID = ["--amount", "Quantity*UnitPrice", "--no-client", "drop"]
GROUPED = (
    'SELECT "CustomerID", CAST("InvoiceDate" AS DATE) AS day, count(*), sum("Quantity" * "UnitPrice") '
    "FROM read_csv('{}') WHERE \"CustomerID\" IS NOT NULL GROUP BY ALL"
)


def write(packed: Path, times: int, path: Path) -> None:
    """The log so many times, each a week later, with clients and order numbers of its own."""
    import duckdb  # in a process of its own: the peak of a child is no less than its parent's memory

    read = f"read_csv('{packed}', all_varchar=true)"
    duckdb.execute(
        f"""COPY (SELECT regexp_replace("InvoiceNo", '[0-9]+', CAST(
        CAST(regexp_extract("InvoiceNo", '[0-9]+') AS INTEGER) + 100000 * t AS VARCHAR))
        AS "InvoiceNo", "StockCode", "Description", "Quantity",
        strftime(CAST("InvoiceDate" AS TIMESTAMP) + to_days(CAST(7 * t AS INTEGER)), '%Y-%m-%d %H:%M:%S')
        AS "InvoiceDate",
        "UnitPrice", CAST("CustomerID" AS INTEGER) + 10000 * t AS "CustomerID", "Country"
        FROM {read}, range({times}) AS turns(t) ORDER BY t) TO '{path}' (HEADER)"""
    )


def cost(words: list[str]) -> tuple[int, float, float]:
    """How a process ended, its seconds of the processor, and its peak of memory in MB."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    times = int(sys.argv[sys.argv.index("--times") + 1]) if "--times" in sys.argv else 1
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.csv"
        packed = Path(sys.argv[1]) / "OnlineRetail.csv.gz"
        subprocess.run([sys.executable, __file__, "write", str(packed), str(times), str(log)], check=True)
        script = f"import duckdb; duckdb.execute({GROUPED.format(log)!r}).fetchnumpy()"
        _, base, memory = cost([sys.executable, "-c", script])
        print(f"| DuckDB, by client and day | {base:.1f} s | {memory:.0f} MB | 1 |", flush=True)
        for name in COMMANDS:
            ended, seconds, memory = cost([sys.executable, "-m", "custecon", name, str(log), *SAID])
            told = f"refused ({ended})" if ended else f"{seconds / base:.1f}"
            print(f"| `{name}` | {seconds:.1f} s | {memory:.0f} MB | {told} |", flush=True)


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])) if sys.argv[1] == "write" else main()
