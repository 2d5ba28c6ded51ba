"""From small files: what of them went in and how it is told, the figures and tables in their order, what is noticed."""

from decimal import Decimal

import pandas as pd
import pytest

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.metrics import acquisition, lifetime, profitability


def inputs(found):
    return {one.name: (one.value, one.origin, str(one.note)) for one in found.inputs}


def codes(found):
    return [one.code for one in found.notices]


def told(found, code):
    return next(str(one) for one in found.notices if one.code == code)


def tables(found):
    return {one.name: len(one.rows) for one in found.tables}


def figures(found, weight):
    return [one.name for one in found.figures if one.weight == weight]


# ------------------------------------------------------------------ spend

SPEND = pd.DataFrame({
    "month": ["2024-01", "2024-01", "2024-02"], "channel": ["a", "b", "a"], "spend": [100, 50.5, 30],
    "new clients": [4, 0, None],
})  # fmt: skip
SILENT = SPEND.drop(columns="new clients")
ORDERS = pd.DataFrame({
    "client": list("aabcd"), "date": ["2024-01-05", "2024-02-05", "2024-01-09", "2024-02-01", "2023-12-01"],
    "amount": [10, 10, 5, 5, 5], "channel": ["a", "b", "mouth", "a", "a"],
})  # fmt: skip


def test_what_a_spend_file_tells_of_its_clients_and_what_it_does_not() -> None:
    """Two rows name their clients: 150.50 ÷ 4."""
    found = custecon.cac(SPEND)
    sentence = "Winning one client cost 37.63 (2024-01 … 2024-02): 150.50 was spent, 4 new clients were won."
    assert found.answer == sentence
    assert inputs(found) == {
        "spend": (150.5, "file", "sum of 2 rows"),
        "new_clients": (4, "file", "sum of the column"),
    }
    assert [*tables(found).items()] == [("by_channel", 2), ("without_clients", 1), ("new_clients_not_told", 1)]
    assert codes(found) == ["N363", "N365"]
    assert told(found, "N363").startswith("1 row with 30.00 of spend names no number")
    assert told(found, "N365").startswith("1 row cost 50.50 and won nobody")
    assert (found.period, found.sources) == (None, acquisition.blended_cost.sources)
    one = custecon.cac(SPEND.head(1))
    assert inputs(one)["spend"] == (100, "file", "sum of 1 row")
    assert (codes(one), tables(one)) == ([], {"by_channel": 1})


def test_groups_of_spend_are_set_against_a_lifetime_value() -> None:
    found = custecon.cac(SPEND, ltv=100, by="channel,month")
    groups = found.table("by_channel_and_month")
    assert [column.name for column in groups.columns][:2] == ["channel", "month"]
    assert [row[-1] for row in groups.rows] == [4, None]  # 100 ÷ (100 ÷ 4); nobody was won for the rest
    assert [one.name for one in found.figures] == ["blended_cost", "value_over_cost", "ceiling_price"]
    assert "ltv_to_cac" not in [column.name for column in custecon.cac(SPEND).table("by_channel").columns]
    months = custecon.cac(SPEND, by="month").table("by_month")
    assert [row[0] for row in months.rows] == ["2024-01"]


def test_clients_that_were_said_leave_nothing_to_add_up_by() -> None:
    """180.50 ÷ 10; nobody tells from where each of them came."""
    found = custecon.cac(SILENT, new_clients=10, by="channel")
    assert found["blended_cost"] == pytest.approx(18.05)
    assert inputs(found)["spend"] == (180.5, "file", "sum of 3 rows")
    assert inputs(found)["new_clients"] == (10, "given", "")
    assert (tables(found), codes(found)) == ({}, ["N323"])
    assert told(found, "N323") == "by did nothing here"
    assert codes(custecon.cac(SILENT, new_clients=10)) == []


def test_first_orders_are_the_new_clients_of_the_months_of_the_spend() -> None:
    """a and b came in January, c in February, d before; b by word of mouth: 180.50 ÷ 3 and ÷ 2."""
    found = custecon.cac(SILENT, orders=ORDERS)
    assert [one.name for one in found.figures] == ["blended_cost", "paid_cost"]
    assert inputs(found) == {
        "spend": (180.5, "file", "sum of 3 rows"),
        "new_clients": (3, "file", "first orders in the months of the spend"),
        "paid_clients": (2, "file", "first orders from channels with spend"),
    }
    assert codes(found) == ["N364", "N365", "N431"]
    assert told(found, "N364").startswith("1 new client came in months")
    assert [*tables(found)] == ["by_channel", "without_clients"]
    assert codes(custecon.cac(SPEND, orders=ORDERS)) == ["N371", "N364", "N365", "N431"]
    assert "«new clients»" in told(custecon.cac(SPEND, orders=ORDERS), "N371")
    all_paid = custecon.cac(SILENT, orders=ORDERS.replace("mouth", "a"))
    assert [*inputs(all_paid)] == ["spend", "new_clients"]
    bounded = custecon.cac(SILENT, orders=ORDERS[ORDERS["client"] != "d"])
    assert "N364" not in codes(bounded)


@pytest.mark.parametrize(
    ("frame", "said", "code", "words"),
    [
        (SPEND, {"new_clients": 10}, "E365", ["new_clients is counted", "leave the column aside"]),
        (SILENT, {"new_clients": 3, "orders": ORDERS}, "E365", ["new_clients is counted"]),
        (SILENT, {}, "E367", ["does not tell how many new clients"]),
        (SPEND.tail(1), {}, "E367", ["does not tell how many new clients"]),
        (SILENT.drop(columns="month"), {"orders": ORDERS}, "E381", []),
        (
            SPEND.drop(columns="month"),
            {"orders": ORDERS},
            "E381",
            ["the file counts new clients itself", "new clients"],
        ),
        (SILENT, {"orders": ORDERS.drop(columns="channel"), "by": "channel"}, "E382", ["month"]),
    ],
)
def test_spend_without_its_clients_is_refused_with_every_way_to_tell_them(frame, said, code, words) -> None:
    with pytest.raises(UsageError, match=code) as refused:
        custecon.cac(frame, **said)
    text = "\n".join([str(refused.value), *refused.value.__notes__])
    for word in words:
        assert word in text
    if code == "E365":
        assert ("leave the column aside" in text) is ("orders" not in said)
    if code == "E381":
        assert ("the file counts new clients itself" in text) is ("new clients" in frame)


def test_clients_of_the_settings_yield_to_those_that_a_file_counts(custecon, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text("new_clients = 10\n")
    SPEND.to_csv("spend.csv", index=False)
    SILENT.to_csv("silent.csv", index=False)
    ran = custecon("cac", "spend.csv", "-f", "json")
    assert (ran.code, "Winning one client cost 37.63" in ran.out) == (0, True), ran.err
    ran = custecon("cac", "silent.csv", "-f", "json")
    assert (ran.code, "Winning one client cost 18.05" in ran.out) == (0, True), ran.err


# ------------------------------------------------------------------ clients who left

LIST = pd.DataFrame({"client": list("ABCD"), "active": ["yes", "no", "yes", "yes"], "margin": [110, 10, 50, 30],
                     "segment": list("xxyy")})  # fmt: skip
PAID = pd.DataFrame({"client": list("ABC"), "active": ["yes", "no", "no"], "revenue": [100, 10, None],
                     "reason": ["", "price", "moved"]})  # fmt: skip


def test_what_who_left_leaves_is_their_own_margin_and_what_who_stays_longer_brings_is_everybodys() -> None:
    """B left with 10 a year; the four of the start have 50 on average, at a churn of 25 % and a discount of 10 %."""
    found = custecon.churn_cost(LIST, discount="10%")
    assert found.answer == "1 lost client costs 10.00 a year in margin."
    assert inputs(found)["margin"] == (10, "file", "average of the 1 lost client")
    assert inputs(found)["average_margin"] == (50, "file", "average of the 4 clients at the start")
    assert inputs(found)["lost"] == (1, "file", "the list has no dates: all of it")
    assert inputs(found)["clients_at_start"] == (4, "file", "the list has no dates: all of it")
    assert found["less_churn_for_life"] == pytest.approx(4 * 50 * (0.76 / 0.34 - 0.75 / 0.35))
    typed = custecon.churn_cost(LIST, discount="10%", margin=30)
    assert inputs(typed)["average_margin"] == (30, "computed", "taken to be that of the lost clients")
    assert typed["less_churn_for_life"] == pytest.approx(4 * 30 * (0.76 / 0.34 - 0.75 / 0.35))


def test_an_average_is_of_those_whose_money_is_known() -> None:
    found = custecon.churn_cost(PAID, margin_rate="50%")
    assert inputs(found)["value"] == (10, "file", "average of the 1 of 2 lost clients")
    assert inputs(found)["margin"] == (5, "computed", "annual value × margin rate")
    assert "annual_revenue" not in inputs(found)  # of one of those at the start it is not known
    whole = custecon.churn_cost(PAID.fillna({"revenue": 20}))
    assert inputs(whole)["annual_revenue"] == (130, "file", "all 3 clients at the start")
    assert inputs(whole)["value"] == (15, "file", "average of the 2 lost clients")
    nobody = custecon.churn_cost(PAID.fillna({"revenue": 20}).assign(active="yes", reason=""))
    assert inputs(nobody)["value"] == (pytest.approx(130 / 3), "file", "average of the 3 clients at the start")
    of_nothing = custecon.churn_cost(PAID.assign(revenue=0))
    assert "annual_revenue" not in inputs(of_nothing)


def test_what_could_have_been_prevented_stands_behind_the_answer() -> None:
    found = custecon.churn_cost(PAID, preventable=["price"])
    assert [one.name for one in found.figures][:3] == ["churn_cost", "preventable_share", "preventable_income"]
    assert (found["preventable_share"], found["preventable_income"]) == (0.5, 10)
    share = found.figures[1]
    assert share.label == "preventable, of the lost clients"
    assert share.note == "1 of 2 lost clients; reasons named with --preventable: price"
    assert found.figures[2].label == "preventable, in income a year"
    without_money = custecon.churn_cost(PAID.drop(columns="revenue"), preventable=["price", "moved"])
    assert without_money["preventable_share"] == 1
    assert "preventable_income" not in [one.name for one in without_money.figures]
    assert [*tables(found)] == ["lost_clients", "by_reason"]
    assert [*tables(custecon.churn_cost(LIST, by="segment"))] == ["by_segment", "lost_clients"]
    with pytest.raises(UsageError, match="E363") as refused:
        custecon.churn_cost(PAID, preventable=["price", "rain", "snow"])
    assert "rain, snow" in str(refused.value)
    assert "moved, price" in str(refused.value)
    with pytest.raises(UsageError, match=r"E363.*no reasons"):
        custecon.churn_cost(LIST, preventable=["rain"])


def test_the_value_of_a_client_of_a_list_is_told_with_its_file() -> None:
    found = custecon.churn_cost(lost=3, clients=PAID)
    assert inputs(found)["value"] == (55, "file", "average of the 2 of clients of <frame>, a year")
    assert found["churn_cost"] == 165
    assert found.title == "Cost of churn"
    with pytest.raises(UsageError, match="E364"):
        custecon.churn_cost(lost=3, clients=PAID.drop(columns="revenue"))
    for known in ({"value": 9}, {"margin": 9}):
        assert custecon.churn_cost(lost=3, clients=PAID.drop(columns="revenue"), **known).figures[0].value == 27


def test_who_left_cannot_be_counted_where_nobody_was_there_or_no_day_is() -> None:
    with pytest.raises(Undefined, match="no row tells whether the client is still one"):
        custecon.churn_cost(PAID.assign(active=""))
    dated = PAID.assign(first_date=["2024-05-01"] * 3, last_date=["2024-06-01"] * 3, active="yes")
    with pytest.raises(Undefined, match="the file shows no client who was one on 2023-06-01"):
        custecon.churn_cost(dated)


# ------------------------------------------------------------------ lifetime value of a list

WORTH = pd.DataFrame({"client": list("ABC"), "margin": [100, -50, 20], "retention": [0.8, 0.5, None],
                      "active": ["yes", "yes", "no"]})  # fmt: skip


def test_the_clients_of_a_list_are_valued_one_by_one() -> None:
    """100 · 0.8 ÷ 0.2, −50 · 0.5 ÷ 0.5; C has left. The retention of C is that of the option."""
    found = custecon.ltv(WORTH, retention="50%", margin_rate="10%")
    assert found.answer == "The 2 clients you have are together worth 350.00."
    assert [row[1] for row in found.table("clients").rows] == [pytest.approx(400), pytest.approx(-50), None]
    assert inputs(found) == {"retention": (0.5, "given", ""), "discount": (0, "assumed", "no discount given")}
    assert codes(found) == ["N316", "N303", "N304", "N312", "N323"]
    assert told(found, "N304").startswith("1 of 3 clients has left")
    assert told(found, "N312").startswith("1 client has a negative value, -50.00 in all")
    assert told(found, "N323") == "margin_rate did nothing here"
    metric = lifetime.margin_multiple
    assert (found.period, found.sources, found.criticism) == ("year", metric.sources, (metric.criticism,))
    assert dict(found.parameters) == {
        "method": "margin-multiple",
        "counted": metric.convention,
        "margin from": "row: margin (3)",
        "retention from": "row: retention (2), option: retention (1)",
    }
    assert figures(found, "main") == ["customer_equity"]


def test_a_percentage_as_a_margin_beside_a_file_is_the_margin_rate() -> None:
    """35 of 100 and 17.50 of 50, 0.8 ÷ 0.2."""
    paid = pd.DataFrame({"client": ["A", "B"], "revenue": [100, 50]})
    found = custecon.ltv(paid, margin="35%", retention="80%")
    assert found["customer_equity"] == pytest.approx(52.5 * 4)
    assert codes(found) == ["N357", "N316", "N303"]
    assert "35%" in told(found, "N357")
    assert [*inputs(found)] == ["margin_rate", "retention", "discount"]
    assert "N357" not in codes(custecon.ltv(paid, margin_rate="35%", retention="80%"))
    both = custecon.ltv(paid, margin=7, margin_rate="35%", retention="80%")
    assert "N357" not in codes(both)
    by_segment = custecon.ltv(paid.assign(segment=["x", "y"]), margin="35%", retention="80%", by="segment")
    assert [*tables(by_segment).items()] == [("by_segment", 2), ("clients", 2)]


# ------------------------------------------------------------------ how long contracts last

LEFT = pd.DataFrame({"period": [0, 1, 2, 3, 4], "survivors": [100, 80, 70, 65, 62]})


def test_a_cohort_tells_how_many_payments_to_expect() -> None:
    found = custecon.ltv(LEFT, method="auto", discount="10%")
    assert [(one.name, one.weight) for one in found.figures] == [
        *(("payments", "main"), ("clients", "detail"), ("survivors", "detail"))
    ]
    payments, clients, still = found.figures
    assert (payments.label, payments.unit.name) == ("payments of a new client", "ratio")
    assert payments.note == "payments, one a month, the first at once, for ever, discounted to the first"
    assert payments.interval.low <= payments.value <= payments.interval.high
    assert (clients.label, clients.value, clients.note) == ("clients at the start", 100, "of the cohort")
    assert (still.label, still.value, still.note) == ("still there", 62, "after 4 periods")
    assert [one.unit.name for one in (clients, still)] == ["clients", "clients"]
    assert found.answer == f"A new client is expected to make {payments.value:.4f} payments, discounted."
    assert found.title == "How long clients stay"
    assert dict(found.parameters) == {"method": "sBG", "renewal": "month"}
    assert next(one.name for one in found.inputs) == "discount"
    assert codes(found) == ["N348"]
    assert [*tables(found)] == ["survival", "parameters", "fits"]
    assert [one.name for one in found.pictures] == ["survival"]
    assert found.period == "year"
    yearly = custecon.ltv(LEFT, method="bdw", renewal="year", discount="10%", horizon="3y")
    assert dict(yearly.parameters) == {"method": "BdW", "renewal": "year"}
    assert "one a year" in yearly.figures[0].note
    assert not {"N303", "N348"} & {*codes(yearly)}
    assert len(yearly.table("survival").rows) == 5 + 3


def contracts(**more):
    """Twelve contracts of 10 a month; every other one has ended, after some months."""
    ends = [f"2022-{2 + n:02d}-10" if n % 2 else "" for n in range(11)] + ["2022-11-10"]
    return pd.DataFrame({"client": list("ABCDEFGHIJKL"), "start": ["2022-01-10"] * 12, "end": ends} | more)


def test_contracts_tell_what_those_that_run_bring() -> None:
    priced = contracts(price=[10] * 12)
    found = custecon.ltv(priced, method="sbg", renewal="month")
    assert codes(found)[:4] == ["N372", "N303", "N350", "N307"]
    assert told(found, "N307") == "the projection is of revenue, not of margin"
    assert "the next 12 months are counted" in told(found, "N350")
    assert found.answer.startswith("The 6 contracts that run are expected to bring ")
    assert found.answer.endswith(" more in the next 12 months.")
    assert (found.title, found.period) == ("Predicted value of contracts", "year")
    assert dict(found.parameters) == {"method": "sBG", "renewal": "month"}
    assert [*tables(found)] == ["contracts", "survival", "parameters", "fits"]
    assert [one.name for one in found.pictures] == ["survival"]
    assert inputs(found)["discount"] == (0, "assumed", "no discount given")
    margin = custecon.ltv(priced, method="sbg", renewal="month", margin_rate="50%", discount=0, horizon="12m")
    assert not {"N303", "N350", "N307"} & {*codes(margin)}
    assert margin["predicted_value"] == pytest.approx(found["predicted_value"] / 2)
    assert {*inputs(margin)} >= {"margin_rate", "discount"}


def test_contracts_without_a_price_are_counted_by_their_renewals() -> None:
    found = custecon.ltv(contracts(), method="sbg", renewal="month", horizon="1m")
    assert found.answer.startswith("The 6 contracts that run are expected to renew ")
    assert found.answer.endswith(" times in the next month.")
    assert "N391" in codes(found)
    assert not {"N303", "N307", "N350"} & {*codes(found)}  # what is no money is not discounted
    assert "discount" not in inputs(found)
    assert custecon.ltv(contracts(), method="sbg", renewal="month", horizon="2m").answer.endswith("next 2 months.")
    one = contracts().assign(end=["", *(f"2022-{2 + n % 10:02d}-10" for n in range(11))])
    assert custecon.ltv(one, method="sbg", renewal="month").answer.startswith("The contract that runs is expected")


def test_the_better_of_two_models_of_contracts_answers() -> None:
    """By the lower BIC, each of which its own answer tells."""
    bic = {name: custecon.ltv(LEFT, method=name, discount="10%").table("fits").rows[0][5] for name in ("sbg", "bdw")}
    best = min(bic, key=bic.get)
    auto = custecon.ltv(LEFT, method="auto", discount="10%")
    assert auto.table("fits").rows[0][5] == bic[best]
    assert dict(auto.parameters)["method"] == {"sbg": "sBG", "bdw": "BdW"}[best]


def test_without_a_discount_payments_may_have_no_end_and_the_answer_says_so() -> None:
    found = custecon.ltv(LEFT, method="sbg")
    assert (found.figures[0].value, found.answer) == (None, "")
    assert "no end" in found.figures[0].undefined.what
    assert codes(found) == ["N303", "N348"]
    assert inputs(found)["discount"] == (0, "assumed", "no discount given")


@pytest.mark.parametrize(
    ("horizon", "renewal", "said"),
    [("18m", "year", "years"), ("26w", "month", "months"), ("7m", "quarter", "quarters"), ("30d", "month", "months")],
)
def test_a_horizon_is_a_whole_number_of_renewals(horizon, renewal, said) -> None:
    with pytest.raises(UsageError, match="E164") as refused:
        custecon.ltv(LEFT, method="sbg", discount="10%", horizon=horizon, renewal=renewal)
    assert f"reckons in {said}; the horizon {horizon} is not" in str(refused.value)
    assert custecon.ltv(LEFT, method="sbg", discount="10%", horizon="12m", renewal=renewal).figures[0].value > 1


# ------------------------------------------------------------------ what one client earns


@pytest.mark.parametrize(
    ("said", "answer", "values"),
    [
        # of 90 that are paid 60 are direct cost; 20 more than the 30 left: 20 ÷ 90, and 30 of 50 must go
        ({"rebates": 6, "repaid": 4, "cost_to_serve": 50}, "The client loses 20.00.",
         {"client_profit": -20, "contribution": 30, "price_rise_to_zero": 20 / 90, "cost_that_must_go": 30 / 50}),
        ({"cost_to_serve": 40}, "The client neither earns nor loses: 0.00.", {"client_profit": 0, "contribution": 40}),
        ({}, "The client earns 40.00.", {"client_profit": 40, "contribution": 40}),
        ({"cost_to_serve": 39.5}, "The client earns 0.50.", {"client_profit": 0.5, "contribution": 40}),
        ({"cost_to_serve": 40.5}, "The client loses 0.50.",
         {"client_profit": -0.5, "contribution": 40, "price_rise_to_zero": 0.5 / 100, "cost_that_must_go": 40 / 40.5}),
        ({"rebates": 50}, "The client loses 10.00.",
         {"client_profit": -10, "contribution": -10, "price_rise_to_zero": 10 / 50}),
    ],
)  # fmt: skip
def test_what_one_client_earns(said, answer, values) -> None:
    found = custecon.profit(revenue=100, direct_cost=60, **said)
    assert found.answer == answer
    assert {one.name: one.value for one in found.figures} == pytest.approx(values)
    assert (figures(found, "main"), figures(found, "other")) == (["client_profit"], [])
    metric = profitability.client_profit
    assert (found.sources, found.criticism, found.period) == (metric.sources, (metric.criticism,), None)
    assert {*inputs(found)} == {"revenue", "direct_cost", *said}


SERVED = pd.DataFrame({"client": list("ABC"), "revenue": [100, 200, 60], "cost": [50, 190, 70], "visits": [1, 10, 0],
                       "segment": list("xyx")})  # fmt: skip


def test_what_the_clients_of_a_list_earn() -> None:
    """50 − 5, 10 − 50, −10 at 5 a visit."""
    found = custecon.profit(SERVED, price="visits=5", by="segment")
    assert found.answer == "1 of 3 clients earns 45.00; 2 lose 50.00; together they lose 5.00."
    assert [*tables(found)] == [
        *("by_segment", "clients", "statement", "classes", "to_zero", "let_go", "activities"),
    ]
    assert inputs(found) == {"price_limit": (0.1, "assumed", "a usual bound; say --price-limit to change it")}
    assert codes(found) == ["N339"]
    assert told(found, "N339").startswith("the client «B» brings 55.6% of net revenue")
    assert found.criticism == (profitability.client_profit.criticism, profitability.peak_share.criticism)
    assert {*found.sources} == {*profitability.client_profit.sources, *profitability.peak_share.sources}
    assert [one.name for one in found.pictures] == ["whale", "statement", "by_segment"]
    more = custecon.profit(SERVED, price="visits=5", price_limit="20%")
    assert inputs(more) == {"price_limit": (0.2, "given", "")}
    assert "by_segment" not in tables(more)
    together = custecon.profit(SERVED, price="visits=1")  # 49, 0, −10
    assert together.answer == "1 of 3 clients earns 49.00; 1 loses 10.00; together they earn 39.00."
    minutes = custecon.profit(SERVED, minutes="visits=5", minute_price="2", service_cost=200)
    assert minutes["total_profit"] == Decimal(-60)  # 50 − 10, 10 − 100, −10
    (activity,) = minutes.table("activities").rows
    assert (activity[0], activity[-1]) == ("visits", "5 min at 2")
    assert inputs(minutes)["service_cost"] == (200, "given", "")


@pytest.mark.parametrize(
    ("clients", "answer", "idle", "pictures"),
    [
        (
            ["A"],
            "The one client brings 50.00 before any cost to serve them; who loses money after it is not known.",
            True,
            0,
        ),
        (["C"], "The one client loses 10.00.", False, 0),
        (
            ["A", "B"],
            "All 2 clients together bring 60.00 before any cost to serve them; who loses money after it is not known.",
            True,
            0,
        ),
        (["A", "B", "C"], "2 of 3 clients earn 60.00; 1 loses 10.00; together they earn 50.00.", False, 1),
    ],
)
def test_the_sentence_of_few_clients(clients, answer, idle, pictures) -> None:
    found = custecon.profit(SERVED[SERVED["client"].isin(clients)], price_limit="10%")
    assert found.answer == answer
    assert ("price_limit did nothing here" in [str(one) for one in found.notices]) is idle
    assert [one.name for one in found.pictures] == ["whale"] * pictures + ["statement"]
    assert ("N339" in codes(found)) is (len(clients) > 1)


@pytest.mark.parametrize(("largest", "noticed"), [(100, False), (101, True)])
def test_a_client_of_a_tenth_of_the_revenue_is_not_named_yet(largest, noticed) -> None:
    """One of 100 or 101 beside nine of 100: 10 % or more than that."""
    names = [f"c{n}" for n in range(10)]
    frame = pd.DataFrame({"client": names, "revenue": [largest, *[100] * 9], "cost": [1] * 10})
    assert ("N339" in codes(custecon.profit(frame))) is noticed
