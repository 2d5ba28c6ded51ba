"""Every column of a prediction by a second road: the log read with the csv module, the models asked directly."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pytest

from custecon.models import MODELS, Span, gamma_gamma
from custecon.models.summary import PurchaseSummary, SpendSummary
from custecon.tables.horizons import months_later

TITLES = {"bg_nbd": "BG/NBD", "mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD"}
REFUND = ("0001", "1998-06-30", "-50.00")  # the last row of the log


@pytest.fixture
def log(examples, tmp_path):
    header, *rows = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    few = [row for row in rows if int(row.partition(",")[0]) <= 250]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([header, *few, ",".join(REFUND)]) + "\n", encoding="utf-8")
    return path


class ByHand:
    """What the log says of each client: their purchase days with what they paid on them, and all that came of it."""

    def __init__(self, path) -> None:
        paid: dict[str, dict[dt.date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.past: dict[str, Decimal] = defaultdict(Decimal)
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.past[row["client"]] += Decimal(row["amount"])
                if Decimal(row["amount"]) > 0:
                    paid[row["client"]][dt.date.fromisoformat(row["date"])] += Decimal(row["amount"])
        self.clients = sorted(paid)
        self.end = dt.date.fromisoformat(REFUND[1])
        self.first = [min(paid[one]) for one in self.clients]
        self.last = [max(paid[one]) for one in self.clients]
        self.repeat = [len(paid[one]) - 1 for one in self.clients]
        later = [sum(paid[one].values()) - paid[one][min(paid[one])] for one in self.clients]
        self.average = [float(sum_ / times) if times else 0.0 for sum_, times in zip(later, self.repeat, strict=True)]
        whole = sum(sum(days.values()) for days in paid.values())
        self.kept = float(sum(self.past.values()) / whole)
        days = [
            ((last - first).days, (self.end - first).days) for first, last in zip(self.first, self.last, strict=True)
        ]
        self.to_last, self.observed = ([one[at] / 7 for one in days] for at in (0, 1))
        self.history = PurchaseSummary(self.repeat, self.to_last, self.observed, "week")
        self.spend = SpendSummary(self.repeat, self.average)


ASKED = [("bg_nbd", 0.35), ("mbg_nbd", 1.0), ("pareto_nbd", 0.35)]


class Told:
    """What the command tells: its figures, its tables, the columns of the clients in the order of their names."""

    def __init__(self, custecon, log, model: str, rate: float, *more: str) -> None:
        ask = ("--horizon", "12m", "--discount", "10%", "--draws", "100", *more)
        ask += () if rate == 1.0 else ("--margin-rate", str(rate))
        ran = custecon("ltv", log, "--method", model.replace("_", "-"), *ask, "-f", "json")
        assert ran.code == 0, ran.err
        told = json.loads(ran.out)
        self.figures = {figure["name"]: figure for figure in told["figures"]}
        self.tables = {table["name"]: table["rows"] for table in told["tables"]}
        self.clients = sorted(self.tables["clients"], key=lambda row: row["client"])

    def texts(self, name: str) -> list[str]:
        return [row[name] for row in self.clients]

    def column(self, name: str) -> list[float]:
        return list(map(float, self.texts(name)))


@pytest.mark.parametrize(("model", "rate"), ASKED)
def test_clients_and_groups_are_what_the_log_says(custecon, log, model: str, rate: float) -> None:
    told, hand = Told(custecon, log, model, rate, "--by", "cohort"), ByHand(log)
    tables, column = told.tables, told.column
    assert told.texts("client") == hand.clients
    assert column("repeat_purchases") == hand.repeat
    assert column("average_spend") == pytest.approx(hand.average)
    assert column("weeks_to_last") == pytest.approx(hand.to_last)
    assert column("weeks_observed") == pytest.approx(hand.observed)
    assert told.texts("first_date") == [day.isoformat() for day in hand.first]
    assert told.texts("last_date") == [day.isoformat() for day in hand.last]
    past = [hand.past[client] for client in hand.clients]
    assert column("past_value") == pytest.approx([float(one) * rate for one in past])
    assert ("past_revenue" in tables["clients"][0]) == (rate != 1.0)
    if rate != 1.0:
        assert list(map(Decimal, told.texts("past_revenue"))) == past
    cohorts = [f"{day:%Y-%m}" for day in hand.first]
    assert told.texts("cohort") == cohorts
    values = column("predicted_value")
    assert [row["predicted_value"] for row in tables["clients"]] == sorted(values, reverse=True)
    assert column("total_value") == pytest.approx(np.add(column("past_value"), values))
    for name, middle in (("value", "predicted_value"), ("active", "active"), ("spend", "expected_spend")):
        low, high = column(f"{name}_low"), column(f"{name}_high")
        inside = [least <= mean <= most for least, mean, most in zip(low, column(middle), high, strict=True)]
        assert np.mean(inside) > (0.7 if name == "value" else 0.999)  # their own future is mostly nothing or more
    for cohort in tables["by_cohort"]:
        mine = [at for at, one in enumerate(cohorts) if one == cohort["cohort"]]
        assert cohort["clients"] == len(mine)
        for name in ("predicted_value", "past_value", "expected_purchases"):
            assert float(cohort[name]) == pytest.approx(sum(column(name)[at] for at in mine))
        assert cohort["mean_value"] == pytest.approx(cohort["predicted_value"] / len(mine))
        assert cohort["value_low"] <= cohort["value_high"]
    assert [row["cohort"] for row in tables["by_cohort"]] == sorted(set(cohorts))


@pytest.mark.parametrize(("model", "rate"), ASKED)
def test_the_future_is_what_the_models_say_step_by_step(custecon, log, model: str, rate: float) -> None:
    told, hand, ways = Told(custecon, log, model, rate), ByHand(log), MODELS[model]
    column, figures = told.column, told.figures
    whole, spending = ways.fit(hand.history), gamma_gamma.fit(hand.spend)
    past = [hand.past[client] for client in hand.clients]
    ends = [months_later(hand.end, month) for month in range(1, 13)]
    until = [ways.expected_purchases(whole, hand.history, Span((end - hand.end).days, "day")) for end in ends]
    discounted = sum(
        step / 1.1 ** (month / 12) for month, step in enumerate(np.diff(until, axis=0, prepend=0 * until[0][None]), 1)
    )
    each = gamma_gamma.expected_spend(spending, hand.spend) * hand.kept
    assert column("active") == pytest.approx(ways.probability_active(whole, hand.history), rel=1e-9)
    assert column("expected_purchases") == pytest.approx(until[-1], rel=1e-9)
    assert column("discounted_purchases") == pytest.approx(discounted, rel=1e-9)
    assert column("expected_spend") == pytest.approx(each, rel=1e-9)
    assert column("predicted_value") == pytest.approx(discounted * each * rate, rel=1e-9)
    assert "cohort" not in told.clients[0]

    future, before = float(sum(discounted * each * rate)), float(sum(past)) * rate
    expected = {
        "predicted_value": future,
        "predicted_value_per_client": future / len(past),
        "expected_purchases": float(until[-1].sum()),
        "active_clients": float(ways.probability_active(whole, hand.history).sum()),
        "past_value": before,
        "total_value": before + future,
        "spend_and_frequency": gamma_gamma.independence_of_frequency(hand.spend).spearman,
    }
    assert {name: float(one["value"]) for name, one in figures.items()} == pytest.approx(expected, rel=1e-9)
    ends_of = {
        name: (one["interval"]["low"], one["interval"]["high"]) for name, one in figures.items() if one.get("interval")
    }
    low, high = ends_of["predicted_value"]
    assert low < future < high
    assert ends_of["predicted_value_per_client"] == pytest.approx((low / len(past), high / len(past)))
    assert ends_of["total_value"] == pytest.approx((low + before, high + before))


@pytest.mark.parametrize(("model", "rate"), ASKED)
def test_how_the_fits_came_about_and_how_sure_they_are(custecon, log, model: str, rate: float) -> None:
    tables, hand = Told(custecon, log, model, rate).tables, ByHand(log)
    whole, spending = MODELS[model].fit(hand.history), gamma_gamma.fit(hand.spend)
    (buying, paying) = tables["fits"]
    for row, fit, size in ((buying, whole, 4), (paying, spending, 3)):
        assert (row["group"], row["state"], row["clients"]) == ("all", "converged", fit.clients)
        assert row["log_likelihood"] == pytest.approx(fit.log_likelihood, abs=1e-6)
        assert row["aic"] == pytest.approx(2 * size - 2 * fit.log_likelihood, abs=1e-5)
        assert row["bic"] == pytest.approx(size * math.log(fit.clients) - 2 * fit.log_likelihood, abs=1e-5)
        assert row["gradient"] < 1e-3
        assert row["steps"] >= row["starts"] >= 1
    assert (buying["model"], paying["model"]) == (TITLES[model], "Gamma-Gamma")
    assert (buying["time_unit"], paying["time_unit"]) == ("week", "")
    rows = {(row["model"], row["parameter"]): row for row in tables["parameters"]}
    assert len(rows) == 7
    for title, fit in ((TITLES[model], whole), ("Gamma-Gamma", spending)):
        for at, name in enumerate(fit.names):
            row, size, wide = rows[title, name], fit.params[name], 1.959964 * math.sqrt(fit.log_covariance[at, at])
            assert row["value"] == pytest.approx(size, rel=1e-4)
            assert row["standard_error"] == pytest.approx(size * wide / 1.959964, rel=1e-3)
            assert (row["low"], row["high"]) == pytest.approx((size * math.exp(-wide), size * math.exp(wide)), rel=1e-3)
