# ruff: noqa: T201
"""A command with the contract of the corpus checker, for the time before there is `custecon check`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys

from custecon.core.errors import CusteconError
from custecon.core.schemas import CLIENTS, ORDERS
from custecon.sources import ReadingOptions, read


def main() -> int:
    parser = argparse.ArgumentParser()
    for option in (
        "client",
        "date",
        "amount",
        "decimal",
        "thousands",
        "date-order",
        "as-of",
        "sheet",
        "preset",
        "order-id",
    ):
        parser.add_argument(f"--{option}")
    parser.add_argument("file")
    given = parser.parse_args()
    columns = {role: value for role in ("client", "date", "amount") if (value := getattr(given, role))}
    options = ReadingOptions(
        decimal=given.decimal, thousands=given.thousands, date_order=given.date_order, sheet=given.sheet,
        as_of=dt.date.fromisoformat(given.as_of) if given.as_of else None,
        preset=given.preset, order_id=given.order_id, columns=columns,
    )  # fmt: skip
    try:
        reading = read(given.file, (CLIENTS, ORDERS), options)
    except CusteconError as error:
        for problem in error.problems:
            print(f"error {problem.code}: {problem}\n   {problem.cure}", file=sys.stderr)
        for line in error.context:
            print(f"   {line}", file=sys.stderr)
        return int(error.exit_code)
    controls = reading.controls
    notices = [f"{notice.code}: {notice}" for notice in reading.notices]
    result = {
        "total": str(next(iter(controls.totals.values()))), "clients": controls.clients, "rows": controls.used,
        "date_min": str(controls.first_date), "date_max": str(controls.last_date),
        "client_keys": sorted(set(reading.table.cells("client"))), "notices": notices,
    }  # fmt: skip
    print(json.dumps(result))
    print("\n".join(notices), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
