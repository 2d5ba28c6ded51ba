"""How fast exports are read in the shapes that people have, against what they would write themselves: ratios count.

    python benchmarks/real_exports.py                      two million rows of every shape
    python benchmarks/real_exports.py --rows 10000000 real
    python benchmarks/real_exports.py --growth real        1, 2, 4 and 8 million rows, with exponents of time and memory
    python benchmarks/real_exports.py --commands real      whole commands instead of reading alone
    python benchmarks/real_exports.py --quick              few rows: only whether all come to the same

Every task is a process of its own, in turn, three times; medians of wall time, processor time and the peak of memory.
DuckDB and pandas do what somebody who knows them would write: they check nothing, keep no control totals and take a
cancelled order for money unless told. Of each client all compute first and last day, orders, purchase days and total.
"""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from export_shapes import SHAPES

TURNS = 3
SAID = {  # what custecon is told of a shape
    "real": {"leave_out": ["Status=cancelled"]},
    "1c": {"leave_out": ["Проведен=Нет"]},
    "items": {"columns": {"amount": "Quantity*UnitPrice"}},
}
QUERIES = {  # client, day, amount and what counts, as a script would have them
    "plain": ("client", "date::DATE", "amount", "true"),
    "real": ("\"Client\"", "strptime(\"Date\", '%d.%m.%Y')::DATE", "replace(\"Amount\", ',', '.')::DECIMAL(18,2)",
             "\"Status\" <> 'cancelled'"),
    "1c": ("\"Контрагент\"", "strptime(left(\"Дата\", 10), '%d.%m.%Y')::DATE",
           "replace(replace(\"Сумма\", ' ', ''), ',', '.')::DECIMAL(18,2)", "\"Проведен\" = 'Да'"),
    "woocommerce": ("billing_email", "order_date::DATE", "order_total::DECIMAL(18,2) - refunded_total::DECIMAL(18,2)",
                    "status <> 'cancelled' AND order_total <> refunded_total"),
    "shopify": ("\"Email\"", "left(\"Created at\", 10)::DATE",
                "\"Total\"::DECIMAL(18,2) - \"Refunded Amount\"::DECIMAL(18,2)",
                "\"Financial Status\" NOT IN ('', 'voided') AND \"Total\" <> \"Refunded Amount\""),
    "items": ("\"CustomerID\"", "left(\"InvoiceDate\", 10)::DATE",
              "\"Quantity\"::INTEGER * \"UnitPrice\"::DECIMAL(12,2)", "true"),
}  # fmt: skip


def custecon(shape: str, path: str) -> tuple[int, str]:
    from custecon.sources import ReadingOptions, read_clients

    found = read_clients(path, ReadingOptions(**SAID.get(shape, {})), engine="fast")  # type: ignore[arg-type]
    return len(found.summary), str(found.controls.totals["amount"])


def duckdb(shape: str, path: str) -> tuple[int, str]:
    import duckdb as engine

    client, day, amount, counts = QUERIES[shape]
    delimiter, encoding = SHAPES[shape][1:]
    if encoding != "utf-8":  # DuckDB reads none but UTF-8, UTF-16 and Latin-1
        path = _as_utf8(path, encoding)
    types = "" if shape == "plain" else ", all_varchar=true"
    found = engine.execute(
        f"SELECT client, min(day), max(day), count(*), count(DISTINCT day), sum(amount) AS total FROM "  # noqa: S608
        f"(SELECT {client} AS client, {day} AS day, {amount} AS amount FROM "
        f"read_csv('{path}', delim='{delimiter}', header=true, quote='\"'{types}) WHERE {counts}) GROUP BY client"
    ).fetchnumpy()
    return len(found["client"]), f"{sum(found['total'].tolist()):.2f}"


def _as_utf8(path: str, encoding: str) -> str:
    plain = path + ".utf8"
    with open(path, encoding=encoding, newline="") as old, open(plain, "w", encoding="utf-8", newline="") as new:
        while piece := old.read(1 << 20):
            new.write(piece)
    return plain


def pandas(shape: str, path: str) -> tuple[int, str]:
    import pandas as pd

    _, delimiter, encoding = SHAPES[shape]
    log: Any = pd.read_csv(path, sep=delimiter, encoding=encoding, dtype=str, keep_default_na=False)
    if shape == "plain":
        log.columns = ["client", "date", "amount"]
        log["amount"] = log["amount"].astype(float)
    elif shape in ("real", "1c"):
        kept = log.iloc[:, 5] != "cancelled" if shape == "real" else log.iloc[:, 4] == "Да"
        names = {"real": ["Client", "Date", "Amount"], "1c": ["Контрагент", "Дата", "Сумма"]}[shape]
        log = log.loc[kept, names].set_axis(["client", "date", "amount"], axis=1)
        log["amount"] = log["amount"].str.replace(" ", "").str.replace(",", ".").astype(float)
        log["date"] = pd.to_datetime(log["date"].str[:10], format="%d.%m.%Y")
    elif shape == "items":
        log["amount"] = log["Quantity"].astype(int) * log["UnitPrice"].astype(float)
        log = log[["CustomerID", "InvoiceDate", "amount"]].set_axis(["client", "date", "amount"], axis=1)
        log["date"] = log["date"].str[:10]
    else:
        names = {
            "woocommerce": ["billing_email", "order_date", "order_total", "refunded_total", "status"],
            "shopify": ["Email", "Created at", "Total", "Refunded Amount", "Financial Status"],
        }[shape]
        log = log[names].set_axis(["client", "date", "total", "back", "status"], axis=1)
        log = log[~log["status"].isin(["", "cancelled", "voided"]) & (log["total"] != log["back"])]
        log["amount"] = log["total"].astype(float) - log["back"].astype(float)
        log["date"] = log["date"].str[:10]
    log["date"] = pd.to_datetime(log["date"])
    days = log.groupby(["client", "date"], as_index=False).agg(rows=("amount", "size"), total=("amount", "sum"))
    found = days.groupby("client").agg(
        first=("date", "min"),
        last=("date", "max"),
        orders=("rows", "sum"),
        days=("date", "size"),
        total=("total", "sum"),
    )
    return len(found), f"{found['total'].sum():.2f}"


TASKS = (custecon, duckdb, pandas)
COMMANDS = {
    "ltv": ["ltv", "FILE", "-f", "csv"],
    "churn-cost": ["churn-cost", "FILE", "-f", "csv"],
    "rfm": ["rfm", "FILE", "-f", "csv"],
    "predict": ["ltv", "FILE", "--method", "auto", "--horizon", "12m", "--draws", "0", "-f", "csv"],
}


def child(task: str, shape: str, path: str) -> None:
    began = time.perf_counter()
    clients, total = next(each for each in TASKS if each.__name__ == task)(shape, path)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    told = {
        "wall": time.perf_counter() - began,
        "cpu": cpu,
        "mb": used.ru_maxrss / 1024,
        "clients": clients,
        "total": total,
    }
    print(json.dumps(told))


def measured(task: str, shape: str, path: Path) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, __file__, "child", task, shape, str(path)], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"{task} on {shape}: {ran.stderr[-500:]}")
    return dict(json.loads(ran.stdout))


def race(shape: str, path: Path, turns: int) -> dict[str, dict[str, float]]:
    """The tasks in turn; medians, and the ratios of custecon to each other."""
    runs: dict[str, list[dict[str, Any]]] = {}
    for _ in range(turns):
        for task in TASKS:
            runs.setdefault(task.__name__, []).append(measured(task.__name__, shape, path))
    middle = {
        name: {key: statistics.median(run[key] for run in all_) for key in ("wall", "cpu", "mb")}
        for name, all_ in runs.items()
    }
    found = {name: (all_[0]["clients"], all_[0]["total"]) for name, all_ in runs.items()}
    if len({*found.values()}) > 1:
        raise SystemExit(f"{shape}: not all come to the same: {found}")
    ours = middle["custecon"]
    for name, figures in middle.items():
        told = "  ".join(f"{key} {figures[key]:8.2f} (x{ours[key] / figures[key]:.2f})" for key in figures)
        print(f"{shape:12} {name:9} {told}  clients {found[name][0]}, total {found[name][1]}")
    return middle


def made_in_a_process_of_its_own(shape: str, rows: int, path: Path) -> None:
    """Else its memory would count as that of every process that is started later."""
    subprocess.run(
        [sys.executable, Path(__file__).parent / "export_shapes.py", shape, str(rows), str(path)], check=True
    )


def commands(shape: str, path: Path) -> None:
    """Whole commands: from the file to a CSV with a row for each client."""
    said = dict(SAID.get(shape, {}))
    options = [f"--{role}={column}" for role, column in said.pop("columns", {}).items()]
    options += [part for name, values in said.items() for part in (f"--{name.replace('_', '-')}", *values)]
    for name, words in COMMANDS.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        line = [str(path) if word == "FILE" else word for word in words]
        out = path.with_suffix(".out.csv")
        ran = subprocess.run([sys.executable, "-m", "custecon", *line, *options, "-o", str(out), "--force", "-q"],
                             capture_output=True, text=True, check=False)  # fmt: skip
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        print(f"{shape:12} {name:12} wall {time.perf_counter() - began:7.2f}  cpu {cpu:7.2f}  exit {ran.returncode}")


def growth(shape: str, folder: Path) -> None:
    """Time and memory at 1, 2, 4 and 8 million rows, and the slope of their logarithms."""
    sizes, found = [1, 2, 4, 8], []
    for millions in sizes:
        path = folder / f"{millions}.csv"
        made_in_a_process_of_its_own(shape, millions * 1_000_000, path)
        runs = [measured("custecon", shape, path) for _ in range(TURNS)]
        found.append({key: statistics.median(run[key] for run in runs) for key in ("wall", "cpu", "mb")})
        print(f"{shape:12} {millions} M  " + "  ".join(f"{key} {value:8.2f}" for key, value in found[-1].items()))
        path.unlink()
    for key in ("wall", "cpu", "mb"):
        exponent = statistics.linear_regression(
            [math.log(n) for n in sizes], [math.log(one[key]) for one in found]
        ).slope
        print(f"{shape:12} exponent of {key}: {exponent:.2f}")


def main(arguments: list[str]) -> None:
    if {"-h", "--help"} & {*arguments}:
        print(__doc__)
        return
    quick = "--quick" in arguments
    rows = int(arguments[arguments.index("--rows") + 1]) if "--rows" in arguments else 20_000 if quick else 2_000_000
    shapes = [shape for shape in SHAPES if shape in arguments] or list(SHAPES)
    with tempfile.TemporaryDirectory() as folder:
        for shape in shapes:
            if "--growth" in arguments:
                growth(shape, Path(folder))
                continue
            path = Path(folder) / f"{shape}.csv"
            made_in_a_process_of_its_own(shape, rows, path)
            commands(shape, path) if "--commands" in arguments else race(shape, path, 1 if quick else TURNS)
            for made in Path(folder).iterdir():
                os.unlink(made)


if __name__ == "__main__":
    child(*sys.argv[2:]) if sys.argv[1:2] == ["child"] else main(sys.argv[1:])
