"""`fit`, `predict` and `backtest` as library calls, and how a model is explained: what is kept and what is told."""

import inspect
import json

import numpy as np
import pytest

import custecon
from custecon.analyses.model_words import FILES, SPEND, facts_of, title_of
from custecon.clients.prediction_methods import AUTO, CONTRACTS, OF_ORDERS
from custecon.core.errors import Undefined, UsageError
from custecon.models import MODELS, gamma_gamma, model_selection
from custecon.models import cnbd_k as cnbd_k_file


def codes(found):
    """Of its notices, those that are not about how the file was read."""
    return [one.code for one in found.notices if not one.code.startswith("N2")]


@pytest.fixture(scope="module")
def log(root):
    """The clients of CDNOW whose number is below 300."""
    import pandas as pd

    orders = pd.read_csv(root / "examples/orders.csv", dtype={"client": str})
    return orders[orders["client"].astype(int) <= 300].reset_index(drop=True)


@pytest.fixture(scope="module")
def root():
    from tests.conftest import ROOT

    return ROOT


@pytest.fixture(scope="module")
def fitted(log):
    return custecon.fit(log, method="bg-nbd")


def test_what_is_kept_of_a_fit_is_what_its_tables_show(fitted, log) -> None:
    assert fitted.answer == f"BG/NBD was fitted to {log[log['amount'] > 0]['client'].nunique()} clients."
    assert dict(fitted.parameters) == {"method": "BG/NBD"}
    assert [table.name for table in fitted.tables] == ["parameters", "fits"]
    kept = fitted.extra["model"]
    assert (kept["occasion"], kept["currency"], kept["as_of"]) == (None, None, log["date"].max())
    shown = {row[2]: row[3] for row in fitted.table("parameters").rows if row[1] == "BG/NBD"}
    assert kept["buying"]["params"] == pytest.approx(shown)
    assert {row[0] for row in fitted.table("parameters").rows} == {"all"}
    assert [row[1] for row in fitted.table("fits").rows] == ["BG/NBD", "Gamma-Gamma"]
    assert kept["spend"]["model"] == "gamma_gamma"
    # who has bought again, by the mean of their averages
    assert kept["mean_spend"] > 0
    assert kept["sha256"] == fitted.controls[0].sha256
    assert not {"N303", "N307", "N350", "N356"} & {*codes(fitted)}  # of money and horizons a fit knows nothing


def test_a_level_is_that_of_the_intervals_and_a_horizon_did_nothing(log, fitted) -> None:
    narrow = custecon.fit(log, method="bg-nbd", level="50%")
    for wide, half in zip(fitted.table("parameters").rows, narrow.table("parameters").rows, strict=True):
        assert wide[3] == half[3]
        assert wide[5] < half[5] < half[3] < half[6] < wide[6]
    told = [str(one) for one in custecon.fit(log, method="bg-nbd", horizon="1m").notices if one.code == "N323"]
    assert told == ["horizon did nothing here"]
    told = [str(one) for one in custecon.fit(log, method="bg-nbd", holdout="13w").notices if one.code == "N323"]
    assert told == ["holdout did nothing here"]


@pytest.mark.parametrize(("horizon", "kept"), [("1m", "month"), ("1w", "week"), ("3m", "month")])
def test_a_model_of_occasions_keeps_how_long_one_is(log, horizon, kept) -> None:
    found = custecon.fit(log, method="bg-bb", horizon=horizon)
    assert found.extra["model"]["occasion"] == kept
    assert "N323" not in codes(found)


def test_the_model_that_proves_best_is_kept_with_its_proofs(log) -> None:
    found = custecon.fit(log)
    assert [table.name for table in found.tables] == ["parameters", "fits", "referee", "calibration", "tracking"]
    chosen = [row[0] for row in found.table("referee").rows if row[1] == "yes"]
    assert chosen == [dict(found.parameters)["method"]]
    assert "N323" not in codes(custecon.fit(log, holdout="13w"))


def test_without_spend_that_can_be_fitted_the_mean_stands_in_and_is_told(log) -> None:
    alike = log.assign(amount=10)
    found = custecon.fit(alike, method="bg-nbd")
    assert "N352" in codes(found)
    mean = found.extra["model"]["mean_spend"]  # more than 10: some bought twice on a day
    assert f"everybody's average, {mean:.2f}: " in next(str(one) for one in found.notices if one.code == "N352")
    assert (found.extra["model"]["spend"], 10 < mean < 11) == (None, True)
    assert [row[1] for row in found.table("fits").rows] == ["BG/NBD"]


def test_where_no_model_can_be_fitted_none_is_kept_and_the_reason_told() -> None:
    thin = {"client": ["A", "B", "B"], "date": ["2023-01-01", "2023-02-01", "2024-03-01"], "amount": [10, 10, 10]}
    with pytest.raises(Undefined) as refused:
        custecon.fit(thin)
    assert refused.value.problems[0].code == "E346"
    assert "1 client has bought again" in str(refused.value)


# ------------------------------------------------------------------ predict


@pytest.fixture
def predict(tmp_path, log, fitted):
    """The answer of a kept model, its record changed in some places."""

    def of(orders=log, model=fitted, *, changes=(), **said):
        record = {**model.extra["model"], **dict(changes)}
        path = tmp_path / "model.json"
        model_text = json.loads(b"".join(_document(model)))
        model_text["model"] = record
        path.write_text(json.dumps(model_text))
        return custecon.predict(path, orders, **said)

    return of


def _document(found):
    from custecon.render.json_record import content

    return content(found)


def test_a_kept_model_tells_how_it_was_fitted_before_all_else(predict, log) -> None:
    found = predict(discount="10%", draws=0)
    assert codes(found)[0] == "N340"
    (told,) = (str(one) for one in found.notices if one.code == "N340")
    assert log["date"].max() in told
    assert "model.json" in told
    assert found.title == "Predicted lifetime value"
    fresh = custecon.ltv(log, method="bg-nbd", discount="10%", draws=0)
    assert found["predicted_value"] == fresh["predicted_value"]
    assert codes(found)[1:] == codes(fresh)


def test_another_currency_is_refused_and_one_that_nobody_states_is_told(predict, log) -> None:
    in_euro = log.assign(amount=log["amount"].astype(str) + " EUR")
    with pytest.raises(UsageError, match=r"E347.*USD.*EUR|E347.*EUR.*USD"):
        predict(in_euro, changes={"currency": "USD"}, draws=0)
    assert "N379" not in codes(predict(in_euro, changes={"currency": "EUR"}, draws=0))
    for orders, kept, said in (
        (log, "USD", ("USD", "no stated currency")),
        (in_euro, None, ("no stated currency", "EUR")),
    ):
        found = predict(orders, changes={"currency": kept}, draws=0)
        (told,) = (str(one) for one in found.notices if one.code == "N379")
        assert told.index(said[0]) < told.index(said[1])
        assert codes(found)[:2] == ["N340", "N379"]


def test_a_model_of_occasions_is_asked_in_its_own(predict, log) -> None:
    kept = custecon.fit(log, method="bg-bb", horizon="1m")
    assert "N323" not in codes(predict(model=kept, horizon="6m", draws=0))
    with pytest.raises(UsageError, match="E164") as refused:
        predict(model=kept, horizon="26w", draws=0)
    assert "reckons in months; the horizon 26 weeks" in str(refused.value)


def test_where_the_model_has_no_spend_its_mean_serves(predict, log) -> None:
    """Twice the mean, twice the value."""
    kept = custecon.fit(log.assign(amount=10), method="bg-nbd")
    one = predict(model=kept, changes={"mean_spend": 10.0}, draws=0)
    two = predict(model=kept, changes={"mean_spend": 20.0}, draws=0)
    assert two["predicted_value"] == pytest.approx(2 * one["predicted_value"])
    assert "the model has no fit of it" in " ".join(map(str, one.notices))


# ------------------------------------------------------------------ backtest


def test_what_a_trial_tells_comes_of_the_model_that_won(log) -> None:
    found = custecon.backtest(log, holdout="26w")
    chosen = next(row for row in found.table("referee").rows if row[1] == "yes")
    columns = [column.name for column in found.table("referee").columns]
    forecast, actual = chosen[columns.index("forecast")], chosen[columns.index("actual")]
    assert found.answer.startswith(f"{chosen[0]} forecasts these clients best: {forecast:,.0f} purchases against ")
    assert f"against {actual:,.0f} made in the 182 days after " in found.answer
    assert [one.name for one in found.figures] == ["lead_over_naive", "bias", "forecast", "actual"]
    assert [table.name for table in found.tables] == ["referee", "calibration", "tracking"]
    assert [one.name for one in found.pictures] == ["tracking"]
    parameters = dict(found.parameters)
    assert parameters["rule"] == model_selection.RULE
    assert parameters["hold-out"].startswith("182 days after ")
    assert found.title == "Which model forecasts these clients best"
    assert all(isinstance(row[columns.index("log_score")], float | np.floating) for row in found.table("referee").rows)


# ------------------------------------------------------------------ how a model is explained


def test_the_words_that_are_explained() -> None:
    assert {*FILES} == {*OF_ORDERS, *CONTRACTS, SPEND, AUTO}
    assert (SPEND, FILES[SPEND], FILES[AUTO]) == ("gamma-gamma", "gamma_gamma", "model_selection")


@pytest.mark.parametrize("word", FILES)
def test_the_title_of_a_model_is_the_first_line_of_its_file(word) -> None:
    from importlib import import_module

    name = "cnbd_k" if "cnbd" in word else FILES[word]
    module = import_module(f"custecon.models.{name}")
    assert title_of(word) == inspect.getdoc(module).splitlines()[0]
    assert module is not cnbd_k_file or "cnbd" in word


@pytest.mark.parametrize(
    ("word", "headings"),
    [
        ("bg-nbd", ["what it assumes", "parameters", "source", "what it reads", "how to ask", "how sure totals are",
                    "how good it is"]),
        ("sbg", ["what it assumes", "parameters", "source", "what it reads", "how to ask"]),
        ("gamma-gamma", ["what it assumes", "parameters", "what it reads", "how to ask"]),
        ("auto", ["of orders", "which one answers", "models", "naive rules", model_selection.AVERAGE_RATE,
                  model_selection.LAST_PERIOD, "how sure totals are", "of contracts", "how to ask", "the whole trial"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_model_stands_under_its_headings(word, headings) -> None:
    said = dict(facts_of(word))
    assert [*said] == headings
    assert all(str(text) for text in said.values())


def test_what_a_model_assumes_is_told_without_its_source() -> None:
    said = dict(facts_of("bg-nbd"))
    assert said["what it assumes"].startswith("Buying at one's own rate")
    assert "Source" not in said["what it assumes"]
    assert "\n" not in said["what it assumes"]
    assert said["what it reads"] == "a log of orders"
    assert said["parameters"] == "r, alpha, a, b"
    assert said["how to ask"] == "custecon ltv orders.csv --method bg-nbd"
    occasions = dict(facts_of("bg-bb"))["what it reads"]
    assert occasions == "a log of orders; it counts the weeks or months in which a client bought"
    assert dict(facts_of("mbg-cnbd-k"))["parameters"] == "r, alpha, a, b, k"
    assert dict(facts_of(SPEND))["parameters"] == ", ".join(gamma_gamma.NAMES)
    assert dict(facts_of("sbg"))["how to ask"] == "custecon ltv subscriptions.csv --method sbg"
    of_auto = dict(facts_of(AUTO))
    assert of_auto["models"] == ", ".join(one.title for one in MODELS.values() if one.title != "BG/BB")
    assert of_auto["naive rules"] == f"{model_selection.AVERAGE_RATE}; {model_selection.LAST_PERIOD}"
    assert of_auto["which one answers"] == model_selection.RULE
