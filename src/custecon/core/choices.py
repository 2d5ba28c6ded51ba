"""The options of reading a file that have a list of choices: what the command line offers and every reader accepts."""

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
