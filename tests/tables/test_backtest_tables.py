"""A back-test by a second road: the log split with the csv module, the referee and the models asked directly."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
from bisect import bisect_right
from collections import defaultdict

import numpy as np
import pytest

from custecon.models import MODELS, Span
from custecon.models.model_selection import Trial, compare
from custecon.models.summary import PurchaseSummary

DAYS = 26 * 7
TITLES = {"bg_nbd": "BG/NBD", "mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD", "bg_cnbd_k": "BG/CNBD-k",
          "mbg_cnbd_k": "MBG/CNBD-k"}  # fmt: skip


@pytest.fixture
def split(examples, tmp_path):
    """The log, its purchase days by client, and the day of the split."""
    header, *rows = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    few = [row for row in rows if int(row.partition(",")[0]) <= 250]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([header, *few]) + "\n", encoding="utf-8")
    days: dict[str, set[dt.date]] = defaultdict(set)
    last = dt.date.min
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = dt.date.fromisoformat(row["date"])
            last = max(last, day)
            if float(row["amount"]) > 0:
                days[row["client"]].add(day)
    at = last - dt.timedelta(DAYS)
    came = {client: sorted(each) for client, each in sorted(days.items()) if min(each) <= at}
    return path, came, at, last


def trial_of(split) -> Trial:
    _, came, at, last = split

    def between(since: dt.date, until: dt.date) -> list[float]:
        return [float(sum(since < day <= until for day in each[1:])) for each in came.values()]

    known = [[day for day in each if day <= at] for each in came.values()]
    history = PurchaseSummary(
        [len(each) - 1 for each in known],
        [(each[-1] - each[0]).days / 7 for each in known],
        [(at - each[0]).days / 7 for each in known],
        "week",
        sum_log_intervals=[float(np.log(np.diff([day.toordinal() / 7 for day in each])).sum()) for each in known],
    )
    before = np.array(between(at - dt.timedelta(DAYS), at))
    return Trial(history, np.array(between(at, last)), Span(DAYS, "day"), before)


def test_every_cell_of_the_referee(custecon, split) -> None:
    path, came, at, last = split
    ran = custecon("backtest", path, "--holdout", "26w", "-f", "json")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    tables = {table["name"]: table for table in document["tables"]}
    trial = trial_of(split)
    verdict = compare(trial)
    rows = tables["referee"]["rows"]
    assert [row["log_score"] for row in rows] == sorted((row["log_score"] for row in rows), reverse=True)
    found = {row["model"]: row for row in rows}
    assert len(found) == len(verdict.scores)
    for score in verdict.scores:
        row = found[TITLES.get(score.name, score.name)]
        for name, value in (
            ("log_score", score.log_score), ("absolute_error", score.absolute_error), ("bias", score.bias),
            ("gini", score.gini), ("forecast", score.forecast_total), ("actual", float(trial.bought.sum())),
        ):  # fmt: skip
            assert row[name] == pytest.approx(value, rel=1e-5), (score.name, name)
        sizes = {"bg_cnbd_k": 5, "mbg_cnbd_k": 5, "average rate × time": 0, "last period again": 0}
        assert row["parameters"] == sizes.get(score.name, 4)
        assert row["chosen"] == ("yes" if score.name == verdict.chosen.name else "")
    rule = found["last period again"]
    assert trial.last_period is not None
    assert rule["forecast"] == trial.last_period.sum()
    assert rule["bias"] == pytest.approx(trial.last_period.sum() / trial.bought.sum() - 1)
    assert rule["absolute_error"] == pytest.approx(np.abs(trial.last_period - trial.bought).mean())
    figures = {figure["name"]: figure["value"] for figure in document["figures"]}
    chosen = found[TITLES[verdict.chosen.name]]
    assert figures == {
        "lead_over_naive": pytest.approx(verdict.lead_over_naive, rel=1e-4),
        "bias": chosen["bias"],
        "forecast": chosen["forecast"],
        "actual": chosen["actual"],
    }
    tenths = tables["calibration"]["rows"]
    for score in verdict.scores:
        mine = [row for row in tenths if row["model"] == TITLES.get(score.name, score.name)]
        assert [row["tenth"] for row in mine] == list(range(1, 11))
        assert sum(row["clients"] for row in mine) == pytest.approx(len(came), abs=10)
        weights = [clients for clients, _, _ in score.deciles]
        assert np.dot(weights, [row["forecast"] for row in mine]) == pytest.approx(score.forecast_total, rel=1e-5)
        assert np.dot(weights, [row["actual"] for row in mine]) == pytest.approx(trial.bought.sum())

    # the curve: what was bought again so far, and what the chosen model expects of each client since they came
    curve = tables["tracking"]["rows"]
    start = min(each[0] for each in came.values())
    again = sorted(day for each in came.values() for day in each[1:])
    fit = MODELS[verdict.chosen.name].fit(trial.known)
    newcomer = PurchaseSummary.newcomers("week")
    assert [row["day"] for row in curve if row["day"] in {at.isoformat(), last.isoformat(), start.isoformat()}] == [
        start.isoformat(), at.isoformat(), last.isoformat(),
    ]  # fmt: skip
    for row in curve[:: len(curve) // 8]:
        day = dt.date.fromisoformat(row["day"])
        assert row["actual"] == bisect_right(again, day)
        assert row["part"] == ("learnt from" if day <= at else "held out")
        since = [Span((day - each[0]).days, "day") for each in came.values() if each[0] <= day]
        expected = sum(float(one[0]) for one in MODELS[verdict.chosen.name].expected_purchases_at(fit, newcomer, since))
        assert row["expected"] == pytest.approx(expected, rel=1e-3, abs=1e-3)
    days = [dt.date.fromisoformat(row["day"]) for row in curve]
    gaps = {(later - earlier).days for earlier, later in itertools.pairwise(days)}
    assert max(gaps) == 7
