"""Writing a workbook: 50,000 clients × 15 columns with formulas against XlsxWriter's own plain values.

    python benchmarks/workbook.py

Prints the time per row of both (best of five, interleaved), their ratio, and the memory that the sheets add to the
table itself at two sizes: flat means that it does not grow with the rows.

Both sides write the same 50,000 × 15 cells, compressed, each row to the disk as it comes. The plain side writes nothing
else: no format, no header, no formula, one sheet. Ours gives every cell its format and 6 of 15 a formula beside the
value, computes each formula before it is written, and writes what every workbook of ours has besides (header, totals,
the sheets of assumptions, levers and sources: about 10 ms that do not grow with the rows). Formats and formulas alone,
written by XlsxWriter without any check, already take about 1.7 times as long as the plain values.

The finished file, which both sides make in memory, is not counted: it grows with the rows (140 bytes each). Before it
is made, the columns that formulas are checked by take up to 100 bytes a row, so the file sets the most that is held.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
import tracemalloc

from custecon.core import units
from custecon.core.expression import Name, Requirement
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import Over, Running
from custecon.core.results import Column, Figure, Input, Result, Table

GOAL = 2.0
VALUES, LIVE = 9, 6


def result(rows: int) -> Result:
    """Clients with nine columns of data and six of formulas."""
    margin, retention, discount = Name("margin"), Name("retention"), Name("discount")
    stays = Requirement(retention < 1 + discount, "it never ends", "give a discount")
    data = [Column("client", "client", units.TEXT, "who"), Column("segment", "segment", units.TEXT, "group")]
    data += [Column("margin", "margin", units.MONEY, ""), Column("retention", "retention", units.SHARE, "")]
    data += [Column(name, name, units.MONEY, "") for name in ("revenue", "cost", "spend", "past", "refunds")]
    live = [
        Column("ltv", "LTV", units.MONEY, "", True, margin * retention / (1 + discount - retention), (stays,)),
        Column("profit", "profit", units.MONEY, "", True, Name("revenue") - Name("cost") - Name("spend")),
        Column("rate", "margin rate", units.SHARE, "", False, Name("profit") / Name("revenue")),
        Column("churn", "churn", units.SHARE, "", False, 1 - retention),
        Column("net", "past net", units.MONEY, "", True, Name("past") - Name("refunds")),
        Column("so_far", "so far", units.MONEY, "", False, Running("profit")),
    ]
    cells, total = [], 0.0
    for i in range(rows):
        own, stay, revenue, cost = 100.0 + i % 977, 0.5 + i % 40 / 100, 900.0 + i % 311, 300.0 + i % 101
        total += revenue - cost - 50
        row = (f"client {i:06d}", "abc"[i % 3], own, stay, revenue, cost, 50.0, 4000.0 + i, 10.0)
        worth = own * stay / (1 + 0.1 - stay)
        profit = revenue - cost - 50
        cells.append((*row, worth, profit, profit / revenue, 1 - stay, 3990.0 + i, total))
    figure = Figure(
        "equity", "equity", sum(row[9] for row in cells), units.MONEY, formula=Over("sum", "clients", "ltv")
    )
    return Result(
        command="profit",
        title="Clients",
        figures=(figure,),
        tables=(Table("clients", "Clients", (*data, *live), cells),),
        inputs=(Input(QUANTITIES["discount"], 0.1),),
    )


def ours(answer: Result) -> bytes:
    from custecon.render import workbook

    return workbook.content(answer)


def plain(answer: Result) -> bytes:
    """The same cells as values, by XlsxWriter alone, in its own way for large files."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(answer.tables[0].rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value)
    book.close()
    return out.getvalue()


def memory(rows: int) -> float:
    """The most that writing takes beyond the result itself and the finished file, in MB."""
    answer = result(rows)
    tracemalloc.start()
    size = len(ours(answer))
    return (tracemalloc.get_traced_memory()[1] - size) / 1e6


def main() -> None:
    if len(sys.argv) == 3 and sys.argv[1] == "memory":
        print(memory(int(sys.argv[2])))
        return
    answer = result(50_000)
    times: dict[str, list[float]] = {"plain": [], "ours": []}
    for _ in range(5):
        for name, write in (("plain", plain), ("ours", ours)):
            start = time.process_time()
            write(answer)
            times[name].append(time.process_time() - start)
    best = {name: min(those) for name, those in times.items()}
    for name, seconds in best.items():
        print(f"{name:6} {seconds:6.2f} s of processor, {seconds / 50_000 * 1e6:6.1f} µs a row")
    ratio = best["ours"] / best["plain"]
    print(f"ratio  {ratio:6.2f} (goal: at most {GOAL})")
    for rows in (10_000, 50_000):
        taken = subprocess.run(
            [sys.executable, __file__, "memory", str(rows)], check=True, capture_output=True, text=True
        )
        print(f"memory beyond the result at {rows:,} rows: {float(taken.stdout):.1f} MB")


if __name__ == "__main__":
    main()
