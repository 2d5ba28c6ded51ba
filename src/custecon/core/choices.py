"""What may be chosen: by the options of reading a file, in every reader alike, and among the columns of a list."""

from __future__ import annotations

from collections.abc import Mapping

CHOICES: Mapping[str, tuple[str, ...]] = {
    "decimal": (".", ","),
    "date_order": ("dmy", "mdy", "ymd"),
    "refunds": ("net", "drop", "refuse"),
    "no_client": ("refuse", "drop", "keep"),
    "zero_orders": ("none", "count"),
    "identical": ("keep", "drop", "refuse"),
    "subtotals": ("skip", "keep"),
}

FORMATS = {
    "table": ".txt", "csv": ".csv", "tsv": ".tsv", "json": ".json", "md": ".md", "html": ".html", "xlsx": ".xlsx",
}  # fmt: skip
"""How a result is written, with the suffix that asks for it."""

SOURCES = "CSV, Excel, Parquet, JSON lines, a database and others"  # what a file may be
