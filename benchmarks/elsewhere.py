"""Every analysis of orders over two million rows, answered where the rows lie: the bytes are those of rows in memory.

    python benchmarks/elsewhere.py [--rows N] [--models] [DuckDB PostgreSQL Spark]

Without `--models` those analyses are left out that fit some, minutes each: what a model sees of a log, the days of all
clients, is compared instead.

Needs the extra `cluster`; Spark needs `spark` and Java, PostgreSQL its programs. The rows are put there first, which is
not timed; a command is timed from the reading on, with the rows of the reading at hand. On a busy machine hold the
seconds of the processor to each other.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import export_shapes
from tests.sources.elsewhere import duckdb_place, postgres_place, spark_place
from tests.sources.postgres_server import running_server

from custecon.analyses.index import INDEX
from custecon.cli import reading as cli
from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.sources import read_log

PLACES = ("DuckDB", "PostgreSQL", "Spark")
MODELS = ("backtest", "fit", "predict")


def clocks() -> tuple[float, float]:
    return time.monotonic(), time.process_time()


def since(began: tuple[float, float]) -> str:
    """The seconds that went by, and those of the processor here: what a server took is in the first alone."""
    wall, here = (now - then for now, then in zip(clocks(), began, strict=True))
    return f"{wall:.1f} s ({here:.1f} s of the processor here)"


def asked(line: str, found: tuple[Any, Any]) -> tuple[int, str, str]:
    """The exit code, the fingerprint of what a command writes, and what it took, if it is given what was read."""
    cli.read_log = lambda *_, **__: found
    out, began = io.StringIO(), clocks()
    session = Session(
        stdin=io.BytesIO(), stdout=out, stderr=io.StringIO(), environment={}, stdout_is_terminal=False, width=80,
        no_color=True,
    )  # fmt: skip
    code = run([*line.split(), "-f", "json"], session)
    return code, hashlib.sha256(out.getvalue().encode()).hexdigest(), since(began)


def place_of(name: str, folder: Path, opened: ExitStack) -> Any:
    if name == "DuckDB":
        return duckdb_place()
    return spark_place(folder) if name == "Spark" else postgres_place(opened.enter_context(running_server()))


def main(arguments: list[str]) -> None:
    rows = int(arguments[arguments.index("--rows") + 1]) if "--rows" in arguments else 2_000_000
    wanted = [name for name in PLACES if name in arguments] or PLACES
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        path = Path(folder, "orders.csv")
        export_shapes.write("plain", rows, path)
        began = time.monotonic()
        reading, here = read_log(path, engine="exact")
        print(
            f"{rows:,} rows, {reading.controls.clients:,} clients, read in {time.monotonic() - began:.1f} s", flush=True
        )
        lines = [f"{name} orders.csv" for name in INDEX if "--models" in arguments or name not in MODELS]
        told = {line: asked(line, (reading, here)) for line in lines}
        told = {line: answer for line, answer in told.items() if answer[0] == 0}
        for line, (_, _, took) in told.items():
            print(f"in memory  {line}: {took}", flush=True)
        for name in wanted:
            began = time.monotonic()
            there = place_of(name, Path(folder), opened).ledger(here)
            print(f"{name}: put there in {time.monotonic() - began:.1f} s", flush=True)
            for line, (code, digest, _) in told.items():
                found = asked(line, (reading, there))
                same = "the same bytes" if found[:2] == (code, digest) else "OTHER BYTES"
                print(f"{name}  {line}: {found[2]}, {same}", flush=True)
            began, ours = clocks(), there.clients(as_of=reading.as_of)
            same = list(ours.days) == list(here.clients(as_of=reading.as_of).days)
            print(f"{name}  {len(ours.days):,} purchase days: {since(began)}, same: {same}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
