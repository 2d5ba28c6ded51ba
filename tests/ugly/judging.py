"""Runs the reader in process and judges it as the corpus checker does: read exactly, or refuse and name it."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
from pathlib import Path

from custecon.core.errors import CusteconError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read

CORPUS = Path(__file__).parent / "corpus"


def load(name):
    """A script of the corpus as a module."""
    spec = importlib.util.spec_from_file_location(f"corpus_{name}", CORPUS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(source, *, columns, name=None, **options):
    """Exit code, standard output and standard error, as `custecon check --format json` gives them."""
    if isinstance(options.get("as_of"), str):
        options["as_of"] = dt.date.fromisoformat(options["as_of"])
    columns = {role: header for role, header in columns.items() if header}
    try:
        reading = read(source, (CLIENTS, ORDERS), ReadingOptions(columns=columns, **options), name=name)
    except CusteconError as error:
        told = [f"error {problem.code}: {problem}\n   {problem.cure}" for problem in error.problems]
        return int(error.exit_code), "", "\n".join([*told, *error.context])
    controls = reading.controls
    assert controls.rows_in_file == controls.used + sum(controls.skipped.values()) + controls.refused
    result = {
        "total": str(next(iter(controls.totals.values()))),
        "clients": controls.clients,
        "rows": controls.used,
        "date_min": str(controls.first_date),
        "date_max": str(controls.last_date),
        "client_keys": sorted(set(reading.table.cells("client"))),
    }
    return 0, json.dumps(result), "\n".join(f"{notice.code}: {notice}" for notice in reading.notices)


def judged(case, source, **options):
    """The verdict of the corpus checker and its reason."""
    columns = {"client": case["client_col"], "date": case["date_col"], "amount": case["amount_col"]}
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else case["file"]
    code, out, err = run(source, columns=columns, name=name, **options)
    return CHECKER.judge(case, code, out, err, False)


CHECKER = load("check_corpus")
