"""Published figures and per-client outputs, from ../shared; a test that lacks its file is skipped by name."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from custecon.models.summary import PurchaseSummary, SpendSummary

SHARED = Path(__file__).resolve().parents[3] / "shared"


def table(name: str, delimiter: str = ",") -> dict[str, np.ndarray]:
    """The columns of a file of ../shared, numbers where they are numbers."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is absent")
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter=delimiter))
    columns = {}
    for column in rows[0]:
        texts = [row[column] for row in rows]
        try:
            columns[column] = np.array([float(text) if text else np.nan for text in texts])
        except ValueError:
            columns[column] = np.array(texts)
    return columns


def published(quantity: str) -> list[float]:
    """The published figures of one line of published_values.csv."""
    lines = table("reference/published_values.csv")
    (found,) = np.flatnonzero(lines["quantity"] == quantity)
    return [float(text) for text in str(lines["value"][found]).split("|")]


def days(weeks: np.ndarray) -> np.ndarray:
    """Weeks at the grain of days, as they were before a file rounded them."""
    return np.round(weeks * 7.0) / 7.0


def cdnow() -> tuple[PurchaseSummary, SpendSummary, dict[str, np.ndarray]]:
    """The 2,357 clients of the CDNOW sample after 39 weeks, what they spend, and BTYD's outputs on them."""
    columns = table("reference/btyd_R_cdnow_customers.csv")
    summary = PurchaseSummary(columns["x"], days(columns["t.x"]), days(columns["T.cal"]), "week")
    spending = np.where(columns["m.x"] > 0, columns["x"], 0.0)
    return summary, SpendSummary(spending, columns["m.x"]), columns
