"""`custecon backtest` and `--method auto`: models judged on what they have not seen; thin data answered aloud."""

import json

import pytest

COUNTED = ("--zero-orders", "count")  # as the authors of the models count CDNOW's orders of zero


def document(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def table_of(found, name):
    return next(one["rows"] for one in found["tables"] if one["name"] == name)


@pytest.fixture
def log(tmp_path):
    def of(*rows: str):
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["client,date,amount", *rows]) + "\n", encoding="utf-8")
        return path

    return of


def test_the_hold_out_of_cdnow_is_what_its_source_counts(custecon, examples, shared) -> None:
    """Fader, Hardie & Lee 2005 hold out weeks 40 to 78; the actual purchases are those of BTYD's table of clients."""
    import csv

    with (shared / "reference" / "btyd_R_cdnow_customers.csv").open(newline="", encoding="utf-8") as stream:
        theirs = sum(float(row["x.star"]) for row in csv.DictReader(stream))
    found = document(custecon("backtest", examples / "orders.csv", "--holdout", "39w", *COUNTED, "-f", "json"))
    rows = {row["model"]: row for row in table_of(found, "referee")}
    assert {row["actual"] for row in rows.values()} == {theirs}
    assert sum(row["chosen"] == "yes" for row in rows.values()) == 1
    assert rows["BG/NBD"]["log_score"] > rows["average rate × time"]["log_score"]
    assert {"Pareto/NBD", "MBG/NBD", "BG/CNBD-k", "MBG/CNBD-k", "last period again"} < rows.keys()


def test_tenths_add_up_to_the_forecast_and_the_curve_ends_at_the_log(custecon, examples) -> None:
    found = document(custecon("backtest", examples / "orders.csv", *COUNTED, "-f", "json"))
    rows = {row["model"]: row for row in table_of(found, "referee")}
    for name, row in rows.items():
        tenths = [one for one in table_of(found, "calibration") if one["model"] == name]
        assert sum(one["clients"] for one in tenths) == 2357
        assert sum(one["clients"] * one["forecast"] for one in tenths) == pytest.approx(row["forecast"])
        assert sum(one["clients"] * one["actual"] for one in tenths) == pytest.approx(row["actual"])
    curve = table_of(found, "tracking")
    assert curve[-1]["actual"] == 6919 - 223 - 2357  # orders, less same-day ones, less first ones
    assert curve[-1]["expected"] == pytest.approx(curve[-1]["actual"], rel=0.05)
    assert [row["actual"] for row in curve] == sorted(row["actual"] for row in curve)


def test_auto_answers_with_the_model_the_referee_chose(custecon, examples) -> None:
    options = ("--horizon", "12m", "--discount", "10%", "--draws", "0", "-f", "json")
    auto = document(custecon("ltv", examples / "orders.csv", "--method", "auto", *options))
    judged = document(custecon("backtest", examples / "orders.csv", "-f", "json"))
    chosen = next(row["model"] for row in table_of(judged, "referee") if row["chosen"] == "yes")
    assert auto["parameters"]["method"] == chosen
    assert table_of(auto, "referee") == table_of(judged, "referee")
    names = {"MBG/NBD": "mbg-nbd", "BG/NBD": "bg-nbd", "Pareto/NBD": "pareto-nbd"}
    alone = document(custecon("ltv", examples / "orders.csv", "--method", names[chosen], *options))
    assert auto["figures"][0]["value"] == alone["figures"][0]["value"]


SMALL = [f"c{i},2024-0{i}-05,{i + 5}\nc{i},2024-0{i}-25,{i + 9}" for i in range(1, 9)]
ONE_TIME = [f"c{i},2024-{i % 12 + 1:02d}-{i % 28 + 1:02d},{i + 5}" for i in range(60)]
SAME_DAY = [f"c{i % 20},2024-03-05,{i + 5}" for i in range(60)]
REFUNDS = [f"c{i},2024-03-0{i},-{i + 5}" for i in range(1, 9)]
REGULAR = [f"c{i},2024-0{month}-05,100" for i in range(30) for month in range(1, 7)]
ZEROS = ["A,2024-01-01,10", "B,2024-02-01,0", "B,2024-03-01,0"]
ALL_ZERO = ["A,2024-01-01,0", "B,2024-02-01,0"]
OVER = ["A,2024-01-01,10", "A,2024-02-01,-20"]
TWO = ["A,2020-01-01,10", "B,2024-02-01,10"]


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        (["A,2024-01-01,10"], 4, "no time has passed"),
        (["A,2024-01-01,10", "A,2024-02-01,10"], 0, "N343"),
        (TWO, 0, "N343"),
        (SMALL, 0, "N343"),
        (ONE_TIME, 0, "0 clients have bought again"),
        (SAME_DAY, 4, "no time has passed"),
        (REFUNDS, 4, "E342"),
        (ZEROS, 4, "no time has passed"),
        (ALL_ZERO, 3, "no payment"),
        (OVER, 4, "E343"),
        (REGULAR, 0, "N352"),
    ],
)
def test_hostile_bases_get_an_answer_or_a_reason(custecon, log, rows, code, said) -> None:
    ran = custecon("ltv", log(*rows), "--method", "auto", "--horizon", "6m", "--discount", "10%", "-f", "json")
    assert (ran.code, said in ran.err) == (code, True), ran.err
    if code == 0:
        main = json.loads(ran.out)["figures"][0]
        assert main["value"] >= 0
        assert main["interval"]["low"] <= main["value"] <= main["interval"]["high"]


@pytest.mark.parametrize("rows", [SMALL, ONE_TIME, SAME_DAY, REFUNDS, ZEROS, OVER, TWO])
@pytest.mark.parametrize("method", ["bg-nbd", "pareto-nbd", "mbg-cnbd-k", "bg-bb"])
def test_a_named_model_is_refused_where_too_few_bought_again(custecon, log, rows, method) -> None:
    ran = custecon("ltv", log(*rows), "--method", method, "--horizon", "6m")
    assert (ran.code, "E3" in ran.err, ran.out) == (4, True, "")


@pytest.mark.parametrize("rows", [SMALL, ONE_TIME, SAME_DAY, REFUNDS, ZEROS, OVER, TWO, REGULAR])
def test_a_back_test_of_a_hostile_base_answers_or_says_why_not(custecon, log, rows) -> None:
    ran = custecon("backtest", log(*rows))
    assert ran.code in (0, 4), ran.err
    assert ran.code == 0 or "E34" in ran.err


def test_the_plain_answer_is_a_rate_times_a_time(custecon, log) -> None:
    """Five clients, one of whom bought again after 100 of 200 days: by hand."""
    rows = [f"c{i},2024-01-01,10" for i in range(5)] + ["c0,2024-04-10,10"]
    ran = custecon("ltv", log(*rows), "--method", "auto", "--as-of", "2024-07-19", "--horizon", "100d", "-f", "json")
    weeks, ahead = 200 / 7, 100 / 7
    overall = 1.5 / (5 * weeks)  # one repeat purchase, Jeffreys
    once, never = (2 / (1 / overall + weeks), 1 / (1 / overall + weeks))
    found = document(ran)
    expected = {figure["name"]: figure["value"] for figure in found["figures"]}["expected_purchases"]
    assert expected == pytest.approx((once + 4 * never) * ahead)
    assert found["figures"][0]["value"] == pytest.approx(expected * 10)


def test_a_hold_out_longer_than_the_log_is_refused(custecon, examples) -> None:
    ran = custecon("backtest", examples / "orders.csv", "--holdout", "5y")
    assert (ran.code, "E162" in ran.err) == (2, True)


def test_groups_add_up_and_small_ones_are_told(custecon, tmp_path, examples) -> None:
    lines = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "groups.csv"
    rows = [f"{line},{'small' if int(line[:4]) <= 60 else 'large'}" for line in lines[1:]]
    path.write_text("\n".join([f"{lines[0]},segment", *rows]) + "\n", encoding="utf-8")
    ask = ("--method", "mbg-nbd", "--by", "segment", "--horizon", "12m", "--draws", "100", "-f", "json")
    ran = custecon("ltv", path, *ask)
    found = document(ran)
    groups = {row["segment"]: row for row in table_of(found, "by_segment")}
    assert groups["small"]["fitted"] == "a fit drawn towards the whole"
    assert groups["large"]["fitted"] == "own fit"
    assert "N358" in ran.err
    assert "small" in ran.err
    total = sum(row["predicted_value"] for row in groups.values())
    assert found["figures"][0]["value"] == pytest.approx(total)
    interval = found["figures"][0]["interval"]
    assert interval["low"] < total < interval["high"]


def test_a_group_the_log_does_not_have_is_refused(custecon, examples) -> None:
    ran = custecon("ltv", examples / "orders.csv", "--method", "mbg-nbd", "--by", "segment")
    assert (ran.code, "E117" in ran.err) == (2, True)
