"""`custecon ltv subscriptions.csv --method sbg`: how long contracts last, and what those that run are worth."""

import datetime as dt
import json

import numpy as np
import pytest
from scipy.special import betaln

from custecon.core.units import Period
from custecon.tables.contracts import _completed, contracts_of

HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)  # Fader & Hardie 2007, table 1: eight years of a cohort


def document(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def table_of(found, name):
    return next(one["rows"] for one in found["tables"] if one["name"] == name)


@pytest.fixture
def high_end(tmp_path):
    path = tmp_path / "cohort.csv"
    path.write_text("year,survivors\n" + "".join(f"{year},{n}\n" for year, n in enumerate(HIGH_END)), encoding="utf-8")
    return path


def test_sbg_on_survivors_gives_the_parameters_of_fader_hardie_2007(custecon, high_end) -> None:
    ask = ("--method", "sbg", "--renewal", "year", "--horizon", "5y", "--discount", "10%", "-f", "json")
    found = document(custecon("ltv", high_end, *ask))
    parameters = {row["parameter"]: row["value"] for row in table_of(found, "parameters")}
    assert parameters == pytest.approx({"alpha": 0.668, "beta": 3.806}, abs=5e-4)
    rows = table_of(found, "survival")
    assert [row["survival"] for row in rows[:8]] == pytest.approx([n / 1000 for n in HIGH_END])
    assert sum(row["left"] or 0 for row in rows) == 1000 - 491
    # two roads: payments of a new client = sum of S(t) / 1.1^t
    alpha, beta = parameters["alpha"], parameters["beta"]
    years = np.arange(0, 2000)
    survival = np.exp(betaln(alpha, beta + years) - betaln(alpha, beta))
    assert found["figures"][0]["value"] == pytest.approx(float((survival / 1.1**years).sum()), rel=1e-6)


def test_a_contract_is_worth_its_renewals_discounted_from_their_days(custecon, examples) -> None:
    ask = ("--renewal", "month", "--horizon", "24m", "--discount", "10%", "--as-of", "2024-12-31", "-f", "json")
    found = document(custecon("ltv", examples / "subscriptions.csv", "--method", "sbg", *ask))
    parameters = {row["parameter"]: row["value"] for row in table_of(found, "parameters")}
    alpha, beta = parameters["alpha"], parameters["beta"]
    rows = table_of(found, "contracts")
    for row in rows[::17]:
        made, steps = row["renewals"], np.arange(1, 25)
        chance = np.exp(betaln(alpha, beta + made + steps) - betaln(alpha, beta + made))
        wait = (dt.date.fromisoformat(row["next_renewal"]) - dt.date(2024, 12, 31)).days / 365.25
        assert 0 < wait <= 31 / 365.25
        value = float(row["amount"]) * float((chance / 1.1 ** (wait + (steps - 1) / 12)).sum())
        assert row["predicted_value"] == pytest.approx(value)
        assert row["value_low"] <= row["value_high"]
    main = found["figures"][0]
    assert main["value"] == pytest.approx(sum(row["predicted_value"] for row in rows))
    assert main["interval"]["low"] < main["value"] < main["interval"]["high"]
    counts = {figure["name"]: figure["value"] for figure in found["figures"]}
    assert counts["running"] + counts["ended"] == 240


def test_auto_finds_out_that_a_file_holds_subscriptions(custecon, examples) -> None:
    ran = custecon("ltv", examples / "subscriptions.csv", "--method", "auto", "--discount", "10%", "-f", "json")
    assert document(ran)["parameters"]["method"] in ("sBG", "BdW")


@pytest.mark.parametrize(
    ("start", "day", "months", "count"),
    [
        ("2024-01-31", "2024-02-29", 1, 1),
        ("2024-01-31", "2024-02-28", 1, 0),
        ("2024-01-15", "2024-01-15", 1, 0),
        ("2024-01-15", "2025-01-14", 12, 0),
        ("2024-01-15", "2025-01-15", 12, 1),
        ("2024-01-15", "2024-07-14", 3, 1),
    ],
)
def test_periods_are_those_of_the_calendar(start, day, months, count) -> None:
    assert _completed(dt.date.fromisoformat(start), dt.date.fromisoformat(day), months) == count


def test_who_ends_on_a_day_of_renewal_did_not_renew_and_who_ends_before_paid_to_its_end(tmp_path) -> None:
    from custecon.kinds.subscriptions import SUBSCRIPTIONS
    from custecon.sources import read

    path = tmp_path / "s.csv"
    path.write_text(
        "client,start,end\nA,2024-01-10,2024-02-10\nB,2024-01-10,2024-02-09\nlater,2025-02-01,\nC,2024-01-10,2024-02-11\n"
        "D,2024-01-10,2024-01-10\nE,2024-01-10,\nF,2024-01-10,2025-01-01\nG,2024-12-31,\n",
        encoding="utf-8",
    )
    found = contracts_of(read(path, (SUBSCRIPTIONS,)).table, as_of=dt.date(2024, 12, 31), renewal=Period.MONTH)
    assert [(one.client, one.lasted, one.next_renewal is None) for one in found] == [
        ("A", 1, True),
        ("B", 1, True),
        ("C", 2, True),
        ("D", 1, True),
        ("E", 11, False),
        ("F", 11, False),
        ("G", 0, False),
    ]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("client,start,end\nA,2024-05-01,2024-01-01\nB,2024-01-01,\n", 3, "E348"),
        ("client,start,end\nA,2024-01-01,2024-05-01\nB,2024-01-01,2024-03-01\n", 4, ""),
        ("client,start,end\nA,2024-01-01,\n", 4, "E331"),
        ("client,start,end\nA,2024-01-01,\nB,2024-02-01,\n", 4, "no client has left"),
        ("period,survivors\n0,100\n1,120\n", 3, "E349"),
        ("period,survivors\n0,100\n2,80\n", 4, "E342"),
    ],
)
def test_contracts_that_tell_nothing_are_refused_with_the_reason(custecon, tmp_path, text, code, said) -> None:
    path = tmp_path / "contracts.csv"
    path.write_text(text, encoding="utf-8")
    ran = custecon("ltv", path, "--method", "sbg", "--discount", "10%")
    assert (ran.code, said in ran.err, "Traceback" in ran.err) == (code, True, False)


def test_a_horizon_must_hold_whole_renewals(custecon, examples) -> None:
    ran = custecon("ltv", examples / "subscriptions.csv", "--method", "sbg", "--renewal", "year", "--horizon", "18m")
    assert (ran.code, "E164" in ran.err) == (2, True)


@pytest.mark.parametrize(("horizon", "said"), [("1y", "in the next year."), ("2y", "in the next 2 years.")])
def test_one_renewal_is_told_without_its_number(custecon, examples, horizon, said) -> None:
    ask = ("--method", "sbg", "--renewal", "year", "--horizon", horizon, "--discount", "10%", "-f", "json")
    assert document(custecon("ltv", examples / "subscriptions.csv", *ask))["answer"].endswith(said)


def contracts(tmp_path, changed):
    """Ten contracts that run and twenty that ended, 10 a month; `changed` rows by client."""
    rows = {f"R{n}": f"2023-0{1 + n % 9}-15,,10" for n in range(10)}
    rows |= {f"L{n}": f"2023-01-{1 + n:02d},2023-{2 + n % 11:02d}-20,10" for n in range(20)}
    path = tmp_path / "subscriptions.csv"
    text = "".join(f"{client},{row}\n" for client, row in (rows | changed).items())
    path.write_text(f"client,start,end,amount\n{text}", encoding="utf-8")
    return path


def by_client(custecon, path, *more):
    ask = ("ltv", path, "--method", "sbg", "--as-of", "2024-01-31", "--discount", "10%", "-f", "json", *more)
    found = document(custecon(*ask))
    return found, {row["client"]: row for row in table_of(found, "contracts")}


def test_a_contract_without_an_amount_is_in_no_figure_of_money(custecon, tmp_path) -> None:
    whole, rows = by_client(custecon, contracts(tmp_path, {}))
    found, less = by_client(custecon, contracts(tmp_path, {"R1": "2023-02-15,,"}))
    assert less["R1"]["predicted_value"] is None
    assert less["R1"]["expected_renewals"] == rows["R1"]["expected_renewals"]
    values = [row["predicted_value"] for row in less.values() if row["predicted_value"] is not None]
    assert len(values) == 9
    assert found["figures"][0]["value"] == pytest.approx(sum(values))
    assert found["figures"][0]["value"] == pytest.approx(whole["figures"][0]["value"] - rows["R1"]["predicted_value"])
    assert found["figures"][1]["value"] == pytest.approx(sum(values) / 9)
    assert found["figures"][0]["unit"] == whole["figures"][0]["unit"]
    assert "N370" in [one["code"] for one in found["notices"]]


def test_without_any_amount_renewals_are_counted(custecon, tmp_path) -> None:
    blank = {f"R{n}": f"2023-0{1 + n % 9}-15,," for n in range(10)}
    found, rows = by_client(custecon, contracts(tmp_path, blank))
    assert found["figures"][0]["unit"] == "ratio"
    assert found["figures"][0]["name"] == "expected_renewals"
    assert all(row["expected_renewals"] > 0 and "predicted_value" not in row for row in rows.values())
    assert "N391" in [one["code"] for one in found["notices"]]
    assert found["answer"].endswith("times in the next 12 months.")


def test_no_renewal_is_counted_from_a_known_end_on(custecon, tmp_path) -> None:
    _, rows = by_client(custecon, contracts(tmp_path, {}))
    ends = {"R1": "2023-02-15,2024-04-15,10", "R2": "2023-03-15,2024-02-15,10"}
    found, cut = by_client(custecon, contracts(tmp_path, ends))
    assert (cut["R2"]["expected_renewals"], cut["R2"]["predicted_value"], cut["R2"]["value_high"]) == (0, 0, 0)
    assert 0 < cut["R1"]["expected_renewals"] < 2  # of 15 February and 15 March; on 15 April it ends
    assert cut["R1"]["renewals_high"] <= 2
    assert (cut["R1"]["still"], cut["R1"]["still_high"]) == (0, 0)
    assert cut["R3"] == rows["R3"]
    told = next(one for one in found["notices"] if one["code"] == "N369")
    assert told["text"].startswith("2 contracts that run have")


def test_an_end_long_after_the_last_start_asks_for_the_day(custecon, tmp_path) -> None:
    path = contracts(tmp_path, {"R1": "2023-02-15,2030-12-31,10"})
    refused = custecon("ltv", path, "--method", "sbg", "--discount", "10%")
    assert refused.code == 2
    assert "E350" in refused.err
    assert "--as-of 2023-09-15" in refused.err
    assert custecon("ltv", path, "--method", "sbg", "--discount", "10%", "--as-of", "2024-01-31").code == 0


def test_the_last_end_as_today_is_told_and_the_headline_counts_what_it_values(custecon, tmp_path) -> None:
    path = contracts(tmp_path, {"R1": "2023-02-15,,", "R5": "2023-10-15,,10"})
    found = document(custecon("ltv", path, "--method", "sbg", "--discount", "10%", "-f", "json"))
    told = next(one for one in found["notices"] if one["code"] == "N372")
    assert "2023-12-20" in told["text"]
    assert found["answer"].startswith("The 9 contracts that run are expected to bring")  # 10 run, 1 has no amount
    known = document(custecon("ltv", path, "--method", "sbg", "--as-of", "2023-12-20", "-f", "json"))
    assert "N372" not in [one["code"] for one in known["notices"]]


@pytest.mark.parametrize("more", [(), ("--as", "subscriptions")])
def test_contracts_without_a_method_are_sent_to_one(custecon, examples, more) -> None:
    refused = custecon("ltv", examples / "subscriptions.csv", "--discount", "10%", *more)
    assert (refused.code, "E351" in refused.err, "--method auto" in refused.err) == (2, True, True)
