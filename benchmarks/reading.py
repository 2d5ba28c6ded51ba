# ruff: noqa: S608
"""How fast logs and workbooks are read, against others in the same run: only ratios count.

    python benchmarks/reading.py                 1 million rows, and a workbook of 50,000 rows
    python benchmarks/reading.py --large         10 million rows, and 200,000 rows
    python benchmarks/reading.py --books         workbooks alone

Every task runs in a process of its own, in turn, three times; medians of wall time, CPU time and the peak of memory are
told. All logs must give the same number of clients and the same total; each reader computes the same columns:
first and last day, orders, purchase days, total. `lifetimes` takes part if it is installed.

Workbooks are read twice: `cells` are all cells of the sheet, ours with formulas without a result, hidden rows, merged
ranges and number formats; `book` goes from the file to checked columns, totals and questions, which openpyxl does not.
Both against the values that openpyxl gives in its read-only way; ours as the command line reads (`custecon.__main__`).
"""

from __future__ import annotations

import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TURNS = 3


def write_log(path: Path, rows: int) -> None:
    """A made-up log: clients whose orders are unevenly spread, cents, ISO days."""
    import duckdb

    clients = int(rows * 0.3)
    duckdb.execute(
        f"COPY (SELECT 'C'||lpad(CAST(CAST(floor({clients}*pow(random(),1.3)) AS BIGINT) AS VARCHAR),8,'0') AS client, "
        "CAST(DATE '2022-01-01' + CAST(floor(random()*1000) AS INT) AS DATE) AS date, "
        f"CAST(round(exp(random()*4+2),2) AS DECIMAL(18,2)) AS amount FROM range({rows})) TO '{path}' (HEADER)"
    )


def write_book(path: Path, rows: int, form: str = "texts in cells") -> None:
    """A made-up log of six columns; `form`: its texts shared, as Excel writes them, or its money computed."""
    import datetime as dt

    import xlsxwriter

    chance = random.Random(1)  # noqa: S311
    with xlsxwriter.Workbook(str(path), {"constant_memory": form == "texts in cells"}) as book:
        sheet, day = book.add_worksheet("Sales"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["client", "date", "amount", "city", "product", "note"])
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"C{chance.randrange(rows // 3)}")
            sheet.write_datetime(row, 1, dt.datetime(2022, 1, 1) + dt.timedelta(chance.randrange(900)), day)  # noqa: DTZ001
            amount = chance.randrange(10**6) / 100
            if form == "formulas":
                sheet.write_formula(row, 2, f"=ROUND({amount},2)&B{row + 1}", None, amount)
            else:
                sheet.write_number(row, 2, amount)
            sheet.write_row(row, 3, ["Omsk", f"p{chance.randrange(50)}", "x"])


def custecon(path: str) -> tuple[int, str]:
    from custecon.sources import read_clients

    found = read_clients(path)
    return len(found.summary), str(found.controls.totals["amount"])


def duckdb(path: str) -> tuple[int, str]:
    import duckdb as engine

    found = engine.execute(
        "SELECT client, min(date), max(date), count(*), count(DISTINCT date), sum(amount) "
        f"FROM read_csv('{path}') GROUP BY client"
    ).fetchnumpy()
    return len(found["client"]), f"{sum(found['sum(amount)'].tolist()):.2f}"


def pandas(path: str) -> tuple[int, str]:
    import pandas as pd

    log = pd.read_csv(path, parse_dates=["date"])
    days = log.groupby(["client", "date"], as_index=False).agg(rows=("amount", "size"), total=("amount", "sum"))
    found = days.groupby("client").agg(
        first=("date", "min"),
        last=("date", "max"),
        orders=("rows", "sum"),
        days=("date", "size"),
        total=("total", "sum"),
    )
    return len(found), f"{found['total'].sum():.2f}"


def lifetimes(path: str) -> tuple[int, str]:
    import pandas as pd
    from lifetimes.utils import summary_data_from_transaction_data

    log = pd.read_csv(path, parse_dates=["date"])
    found = summary_data_from_transaction_data(log, "client", "date", monetary_value_col="amount")
    return len(found), f"{log['amount'].sum():.2f}"


def book_custecon(path: str) -> tuple[int, str]:
    from custecon.kinds.orders import ORDERS
    from custecon.sources import read

    found = read(path, (ORDERS,)).controls
    return found.used, str(found.totals["amount"])


def book_openpyxl(path: str) -> tuple[int, str]:
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).active
    rows = [row for number, row in enumerate(sheet.iter_rows(values_only=True)) if number]
    return len(rows), f"{sum(row[2] for row in rows):.2f}"


def cells_custecon(path: str) -> tuple[int, str]:
    from custecon.sources.xlsx import Workbook

    book = Workbook(Path(path).read_bytes(), path)
    rows = book.sheet(book.sheets[0]).rows[1:]
    return len(rows), str(sum(cells[2] for _, cells in rows))


TASKS = {
    "log": (custecon, duckdb, pandas, lifetimes),
    "book": (book_custecon, book_openpyxl),
    "cells": (cells_custecon, book_openpyxl),
}


def child(name: str, path: str) -> None:
    task = next(each for tasks in TASKS.values() for each in tasks if each.__name__ == name)
    if name in ("book_custecon", "cells_custecon"):
        gc.set_threshold(100_000)  # as `custecon.__main__` has it
    began = time.perf_counter()
    rows, total = task(path)
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "wall": wall,
                "cpu": used.ru_utime + used.ru_stime,
                "mb": used.ru_maxrss / 1024,
                "rows": rows,
                "total": total,
            }
        )
    )


def race(kind: str, path: Path, form: str = "") -> None:
    results: dict[str, list[dict[str, float]]] = {}
    for _ in range(TURNS):
        for task in TASKS[kind]:
            name = task.__name__
            done = subprocess.run(
                [sys.executable, __file__, name, str(path)], capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                results.setdefault(name, []).append(json.loads(done.stdout))
    ours = next(iter(results))
    for name, runs in results.items():  # x: how many times what ours takes
        middle = {key: statistics.median(run[key] for run in runs) for key in ("wall", "cpu", "mb")}
        base = {key: statistics.median(run[key] for run in results[ours]) for key in middle}
        told = ", ".join(f"{key} {middle[key]:.2f} (x{middle[key] / base[key]:.2f})" for key in middle)
        print(f"{kind} {form} {name:14} {told}  rows {runs[0]['rows']}, total {runs[0]['total']}")


def main() -> None:
    large = "--large" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        log, book = Path(folder) / "log.csv", Path(folder) / "book.xlsx"
        if "--books" not in sys.argv:
            write_log(log, 10_000_000 if large else 1_000_000)
            race("log", log)
        for form in ("texts in cells", "shared texts", "formulas"):
            write_book(book, 200_000 if large else 50_000, form)
            race("cells", book, form)
            race("book", book, form)


if __name__ == "__main__":
    child(*sys.argv[1:]) if len(sys.argv) == 3 and sys.argv[1] != "--books" else main()
