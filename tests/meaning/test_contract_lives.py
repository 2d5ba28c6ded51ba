"""Who of a list of contracts pays, who has left and who never was a client; and what those who left cost a year."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_subscriptions import AUTO, CHURN, EVERYBODY, codes, contracts, plain, text, with_status

from custecon.sources.contract_life import Life, life_of

NO_WORD = {"N316", "N320", "N322", "N325", "N348", "N350", "N307", "N372", "N392", "N341", "N345", "N303"}


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("life", "words"),
    [
        (Life.RUNS, "active Active live non_renewing Действует Активен Действующий «Продлён» pending_cancellation "
                    "cancel_at_period_end"),
        (Life.LATE, "past_due Past-Due overdue unpaid Просрочен Задолженность"),
        (Life.PAUSED, "paused suspended on_hold Приостановлена Заморожен Пауза"),
        (Life.TRIAL, "trialing in_trial trial active_trial trial_expired Пробный Пробный_период Тестовый демо"),
        (Life.UNPAID, "incomplete incomplete_expired pending draft failed New_Lead Черновик Ожидает_оплаты "
                      "Не_подписан"),
        (Life.FUTURE, "future scheduled not_started upcoming Будущий Не_начат"),
        (Life.ENDED, "canceled cancelled Cancelled expired churned ended terminated inactive Расторгнут Завершён "
                     "Закрыт Не_действует Неактивен Отключён Истёк"),
    ],
)  # fmt: skip
def test_a_status_says_where_a_contract_stands(life, words):
    assert {word: life_of(word.replace("_", " ")) for word in words.split()} == dict.fromkeys(words.split(), life)


@pytest.mark.parametrize(
    "word", ["Gold", "active, later cancelled", "not paid", "Не оплачен", "Новый", "В работе", "1"]
)
def test_what_a_status_does_not_say_is_not_guessed(word):
    assert life_of(word) is None


# ---------------------------------------------------------------- who is no client yet


@pytest.mark.parametrize("header", ["status", "Subscription Status", "Статус договора"])
@pytest.mark.parametrize(
    "word",
    [
        "trialing",
        "in_trial",
        "incomplete",
        "incomplete_expired",
        "pending",
        "future",
        "Пробный период",
        "Ожидает оплаты",
    ],
)
def test_who_pays_nothing_yet_is_left_out_of_both_answers_and_told(ask, word, header):
    rows = with_status(f"Alder,2024-02-10,,40,{word}", f"Birch,2024-02-20,,40,{word}").replace(",status", f",{header}")
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.figure("running"), said.figure("ended")) == (6, 4)
    assert said.tells(word, "2 contracts", "80", "left out")
    skipped = said.doc["control_totals"][0]["left_out"]
    assert [float(amount) for amount in skipped.values()] == [80]
    lost = ask(f"{CHURN} --renewal month", rows)
    assert (lost.input("clients_at_start"), lost.input("lost"), lost.figure("churn_cost")) == (6, 4, 4 * 480)
    assert lost.tells(word, "left out")


def test_a_lead_without_a_day_is_in_nobodys_way(ask):
    said = ask(f"{AUTO} --renewal month", with_status("Alder,,,,New Lead"))
    assert (said.figure("running"), said.tells("New Lead", "left out")) == (6, True)


def test_a_list_of_trials_alone_has_nothing_to_tell(ask):
    said = ask(AUTO, text("client,start,end,amount,status", "A,2024-01-01,,40,trialing", "B,2024-01-05,,40,trialing"))
    assert (said.code, said.tells("paid")) == (4, True)


@pytest.mark.parametrize("header", ["trial_end", "Trial End (UTC)", "Trial Ends At", "Конец пробного периода"])
def test_a_trial_that_is_not_over_pays_nothing_yet_and_one_that_is_counts_from_its_end(ask, header):
    rows = plain(
        "Alder,2024-02-20,,40,2024-03-20",  # still on trial
        "Birch,2023-02-20,2023-03-05,40,2023-03-06",  # left within the trial: never paid
        "Cedar,2023-02-20,,40,2023-03-06",
        header=f",{header}",
        cells=lambda _: ",",
    )
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.figure("running"), said.figure("ended")) == (7, 4)
    assert contracts(said)["Cedar"]["start"] == "2023-03-06"
    assert said.tells("trial", "left out")
    assert said.tells("begun with a trial", "1 contract")


def test_a_contract_that_begins_after_the_day_of_the_data_is_told(ask):
    said = ask(f"{AUTO} --renewal month --as-of 2024-03-01", plain("Alder,2024-05-01,,40"))
    assert (said.figure("running"), said.tells("2024-03-01", "1 contract", "left out")) == (6, True)


# ---------------------------------------------------------------- who has left


@pytest.mark.parametrize("word", ["canceled", "cancelled", "expired", "churned", "Расторгнут", "Завершён", "refunded"])
@pytest.mark.parametrize("refunds", ["", " --refunds drop", " --refunds net", " --refunds refuse"])
def test_a_contract_that_was_canceled_is_a_client_who_left_and_no_refund(ask, word, refunds):
    if word == "refunded":  # no word for a contract: asked as such, not as money
        said = ask(f"{AUTO} --renewal month{refunds}", with_status(gone=word))
        assert (said.code, said.tells("refunded", "run"), said.tells("is this money")) == (3, True, False)
        return
    said = ask(f"{AUTO} --renewal month{refunds}", with_status(gone=word))
    assert (said.code, said.figure("running"), said.figure("ended")) == (0, 6, 4)
    assert "E250" not in codes(said)
    assert said.tells("--refunds did nothing") == bool(refunds)


@pytest.mark.parametrize(("header", "word"), [("status", "canceled"), ("Статус", "Расторгнут")])
def test_who_left_on_a_day_that_is_not_told_is_asked_about(ask, tmp_path, header, word):
    rows = with_status(f"Alder,2023-03-01,,40,{word}").replace(",status", f",{header}")
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.code, said.tells(word, "end")) == (3, True)
    left = ask(f"{AUTO} --renewal month --skip-bad {tmp_path}/skipped.csv", rows)
    assert (left.figure("running"), left.figure("ended")) == (6, 4)
    assert "Alder" in (tmp_path / "skipped.csv").read_text(encoding="utf-8")


def test_a_status_that_contradicts_an_end_is_asked_about_where_the_column_tells_ends(ask):
    rows = with_status("Alder,2023-03-01,2023-08-01,40,active")
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.code, said.tells("active", "2023-08-01", "--map status=")) == (3, True)
    cured = ask(f"{AUTO} --renewal month --map status=", rows)
    assert (cured.figure("running"), cured.figure("ended")) == (6, 5)


def test_a_status_that_never_tells_an_end_yields_to_the_days_and_is_told(ask):
    said = ask(f"{AUTO} --renewal month", with_status(gone="active"))
    assert (said.figure("running"), said.figure("ended")) == (6, 4)
    assert said.tells("active", "4 contracts", "ended")


@pytest.mark.parametrize("word", ["canceled", "Расторгнут"])
def test_who_was_canceled_to_a_day_still_to_come_runs_until_then(ask, word):
    rows = with_status(f"Alder,2023-03-01,2024-05-01,40,{word}")
    said = ask(f"{AUTO} --renewal month --as-of 2024-03-01", rows)
    assert (said.figure("running"), said.figure("ended")) == (7, 4)
    assert said.tells(word, "running until then")


def test_terms_of_contracts_that_run_are_no_last_day_of_the_data(ask):
    """«Действует» with an end on 31.12.2024 says that today is before it."""
    said = ask(f"{AUTO} --renewal month", with_status("Alder,2023-03-01,2024-06-30,40,active"))
    assert (said.doc["as_of"], said.figure("running")) == ("2024-03-01", 7)


@pytest.mark.parametrize(
    ("word", "told"), [("past_due", "still there"), ("paused", "still there"), ("Приостановлена", "still there"),
                       ("Просрочена оплата", "still there"), ("", "no status")],
)  # fmt: skip
def test_who_is_late_or_paused_or_without_a_status_is_there_and_told(ask, word, told):
    said = ask(f"{AUTO} --renewal month", with_status(f"Alder,2023-03-01,,40,{word}"))
    assert (said.figure("running"), said.tells(word, told, "1 contract")) == (7, True)


@pytest.mark.parametrize(("header", "word"), [("status", "Gold"), ("Статус", "Особый")])
def test_a_status_that_nobody_knows_is_asked_about_and_every_cure_leads_on(ask, header, word):
    rows = with_status(f"Alder,2023-03-01,,40,{word}").replace(",status", f",{header}")
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.code, said.tells(header, word, "1 row", "--map status=")) == (3, True)
    assert ask(f"{AUTO} --renewal month --map status=", rows).figure("running") == 7
    left = ask(f"{AUTO} --renewal month --leave-out {header}={word}", rows)
    assert (left.figure("running"), left.tells(word, "left out")) == (6, True)


@pytest.mark.parametrize(
    ("end", "canceled", "runs"),
    [("", "2024-02-01", True), ("2024-02-01", "2024-01-15", False), ("2024-09-01", "2024-02-01", True)],
)
def test_the_day_of_a_cancellation_is_not_that_of_the_end(ask, end, canceled, runs):
    header = "client,start,Ended At (UTC),Canceled At (UTC),amount"
    rows = text(header, *(f"{w},{s},{e},,40" for w, s, e in EVERYBODY), f"Alder,2023-03-01,{end},{canceled},40")
    said = ask(f"{AUTO} --renewal month --as-of 2024-03-01", rows)
    assert ("Alder" in contracts(said), said.code) == (runs, 0)
    assert said.tells("canceled", "1 contract", "running on") == (runs and not end)


def test_a_contract_that_was_terminated_before_its_term_ended_then(ask):
    header = "Клиент;Начало;Окончание;Дата расторжения;Плата"
    rows = [f"{w};{s};{e};;40" for w, s, e in EVERYBODY]
    said = ask(
        f"{AUTO} --renewal month --as-of 2024-03-01", text(header, *rows, "А;2023-03-01;2024-12-31;2023-11-01;40")
    )
    assert (said.figure("running"), said.figure("ended")) == (6, 5)


# ---------------------------------------------------------------- what those who left cost


def test_the_cost_of_churn_is_what_they_paid_a_year(ask):
    said = ask(f"{CHURN} --renewal month", plain())
    assert (said.input("clients_at_start"), said.input("lost")) == (6, 4)  # of 2023-03-01; C7 … C10 began later
    assert said.figure("churn_cost") == 4 * 40 * 12
    asked = ask(CHURN, plain())
    assert (asked.code, asked.tells("amount", "--renewal")) == (2, True)
    assert ask(f"{CHURN} --renewal year", plain()).figure("churn_cost") == 4 * 40


def test_a_client_with_several_contracts_has_left_when_the_last_of_them_ended(ask):
    rows = text(
        "client,start,end,mrr",
        "A,2022-01-01,2023-12-01,10", "A,2023-12-01,2024-05-01,30",  # went up to 30 and left then
        "B,2022-01-01,2024-01-01,10", "B,2022-06-01,,5",  # gave up one of two
        "C,2022-01-01,,20", "D,2022-01-01,2022-09-01,99", "E,2024-06-01,,20",
    )  # fmt: skip
    said = ask(CHURN, rows)
    assert (said.input("clients_at_start"), said.input("lost"), said.figure("churn_cost")) == (3, 1, 30 * 12)


def test_a_list_of_contracts_and_one_of_clients_tell_the_same_churn(ask):
    contracts_ = text("client,start,end,arr", *(f"{w},{s},{e},480" for w, s, e in EVERYBODY))
    clients = text("client,first_date,left_date,revenue per year", *(f"{w},{s},{e},480" for w, s, e in EVERYBODY))
    one, other = ask(f"{CHURN} --as-of 2024-03-01", contracts_), ask(f"{CHURN} --as-of 2024-03-01", clients)
    for name in ("churn_cost", "churn_rate", "clients_kept", "income_share_lost"):
        assert one.figure(name) == pytest.approx(other.figure(name))


@pytest.mark.parametrize(
    "header",
    ["client,start,end,MRR", "Customer,Customer since,Churned at,MRR", "Клиент,Начало,Окончание,Абонплата в месяц"],
)
def test_a_price_of_0_of_those_who_left_is_not_what_they_paid(ask, header):
    rows = text(header, *(f"{w},{s},{e},{'0.00' if e else '49.00'}" for w, s, e in EVERYBODY))
    said = ask(CHURN, rows)
    assert said.figure("churn_cost") is None
    assert (said.input("lost"), said.figure("churn_cost_in_values")) == (4, 4)
    assert said.tells(header.split(",")[3], "left", "588.00", "--value")
    assert ask(f"{CHURN} --value 588", rows).figure("churn_cost") == 4 * 588


def test_a_client_list_with_0_for_everybody_who_left_does_not_tell_what_they_paid_either(ask):
    rows = text("client,first_date,left_date,revenue", *(f"{w},{s},{e},{0 if e else 588}" for w, s, e in EVERYBODY))
    said = ask(f"{CHURN} --as-of 2024-03-01", rows)
    assert (said.figure("churn_cost"), said.tells("revenue", "left", "--value")) == (None, True)


def test_a_0_of_some_who_left_is_an_amount_and_is_told(ask):
    rows = text("client,start,end,mrr", *(f"{w},{s},{e},{0 if w == 'C1' else 40}" for w, s, e in EVERYBODY))
    said = ask(CHURN, rows)
    assert said.figure("churn_cost") == 3 * 480
    assert said.tells("1 of the 4 clients who left", "mrr")


def test_a_price_a_month_and_one_a_year_must_tell_the_same(ask):
    rows = text("client,start,end,MRR,ARR", *(f"{w},{s},{e},8.33,100.00" for w, s, e in EVERYBODY))
    assert ask(CHURN, rows).figure("churn_cost") == pytest.approx(4 * 8.33 * 12)  # rounded to the cent
    said = ask(CHURN, rows + "Alder,2023-01-01,,40.00,40.00\n")
    assert (said.code, said.tells("ARR", "MRR", "--map arr=")) == (3, True)
    assert ask(f"{CHURN} --map arr=", rows + "Alder,2023-01-01,,40.00,40.00\n").code == 0


def test_the_value_of_a_client_can_come_from_a_list_of_contracts(ask):
    said = ask("churn-cost --lost 3 --clients {file} --renewal month --no-settings", plain())
    assert said.figure("churn_cost") == 3 * 480


# ---------------------------------------------------------------- money of a month in a list of clients


@pytest.mark.parametrize(
    ("header", "times"), [("MRR", 12), ("Revenue per month", 12), ("Ежемесячная выручка", 12), ("Quarterly revenue", 4)]
)
def test_money_of_a_month_is_never_that_of_a_year(ask, header, times):
    rows = text(f"client,{header}", "A,49", "B,99")
    ask_for = "ltv {file} --margin-rate 100% --discount 10% --retention 80% --no-settings"
    said = ask(f"{ask_for} --map 'revenue={header}'", rows)
    assert said.figure("customer_equity") == pytest.approx(148 * times * 0.8 / (1 + 0.1 - 0.8))
    assert said.tells(header, "times", "year")


@pytest.mark.parametrize("header", ["Выручка за месяц", "Revenue last month", "Lifetime revenue"])
def test_money_of_one_month_alone_is_told_and_not_multiplied(ask, header):
    said = ask("check {file} --map 'revenue=" + header + "'", text(f"client,{header}", "A,49", "B,99"))
    assert (float(said.total), said.tells(header, "one year")) == (148, True)


# ---------------------------------------------------------------- nothing is shown as money that is none


@pytest.mark.parametrize("header", ["client,start,end", "Клиент,Дата начала,Дата окончания"])
def test_renewals_are_not_shown_as_value_where_no_price_is_known(ask, header):
    rows = text(header, *(",".join(row) for row in EVERYBODY))
    said = ask(f"{AUTO} --renewal month --margin-rate 60%", rows)
    assert (said.figure("predicted_value"), said.figure("running")) == (None, 6)
    assert said.tells("renewals, not money")
    assert said.tells("--margin-rate")
    assert "predicted_value" not in contracts(said)["C5"]


def test_a_discount_beside_the_price_is_named(ask):
    said = ask(f"{AUTO} --renewal month", plain(header=",Discount %", cells=lambda who: ",10" if who == "C5" else ",0"))
    assert said.tells("Discount", "10", "not used")


# ---------------------------------------------------------------- guards: nothing to ask, nothing to tell


@pytest.mark.parametrize(
    "rows",
    [
        plain(),
        plain(header=",plan", cells=lambda _: ",Pro"),
        with_status(),
        plain(header=",interval,quantity", cells=lambda _: ",month,1"),
        text("Клиент;Тариф;Дата начала;Дата окончания;Абонентская плата", *(
            f"ООО {w};Базовый;{s};{e};5 000,00" for w, s, e in EVERYBODY)),
    ],
    ids=["plain", "plan", "status", "interval", "russian"],
)  # fmt: skip
def test_an_ordinary_list_is_read_without_a_question_or_a_notice_of_its_rows(ask, rows):
    said = ask(f"{AUTO} --renewal month", rows)
    assert (said.code, said.figure("running"), said.figure("ended")) == (0, 6, 4)
    assert codes(said) <= NO_WORD


@pytest.mark.parametrize(
    "header",
    ["client,date,amount,period", "Клиент,Дата,Сумма,Период", "client,date,amount,interval", "client,date,amount,MRR"],
)
def test_an_order_log_with_such_a_column_is_an_order_log(ask, header):
    rows = text(header, *(f"C{n % 7},2024-0{1 + n % 9}-05,{10 + n},month" for n in range(30)))
    said = ask("check {file}", rows.replace(",month", ",5") if "MRR" in header else rows)
    assert (said.code, float(said.total)) == (0, sum(10 + n for n in range(30)))
    assert said.doc["control_totals"][0]["kind"] == "orders"


def test_a_client_list_with_days_and_a_status_is_a_client_list(ask):
    rows = text("client,revenue,start date,end date,status", *(
        f"C{n},100,2022-01-0{1 + n},{'2024-02-01' if n > 5 else '2024-03-01'},active" for n in range(8)))  # fmt: skip
    said = ask("check {file}", rows)
    assert said.doc["control_totals"][0]["kind"] == "clients"


# ---------------------------------------------------------------- exports as they come


def export(header, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, [name.strip() for name in header.split(",")], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


STRIPE = (
    "id,Customer ID,Customer Description,Customer Email,Plan,Product,Quantity,Currency,Interval,Amount,Status,"
    "Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),"
    "Application Fee Percent,Coupon,Tax Percent,Canceled At (UTC),Ended At (UTC)"
)
CHARGEBEE = (
    "Subscription Id,Customer Id,Plan Id,Plan Quantity,Billing Period,Billing Period Unit,Status,Started At,"
    "Current Term Start,Current Term End,Cancelled At,Trial Start,Trial End,MRR,Currency"
)
RECURLY = (
    "uuid,account_code,plan_code,quantity,unit_amount,plan_interval_unit,plan_interval_length,state,activated_at,"
    "canceled_at,expires_at,trial_ends_at"
)


def test_a_subscriptions_export_of_stripe(ask):
    usual = {"Quantity": 1, "Currency": "usd", "Interval": "month", "Amount": "40.00", "Status": "active"}
    rows = [
        {"Start (UTC)": "2023-01-05 10:00"},
        {"Start (UTC)": "2023-02-05 10:00", "Quantity": 10},
        {
            "Start (UTC)": "2023-03-05 10:00",
            "Interval": "year",
            "Amount": "400.00",
            "Canceled At (UTC)": "2024-05-01 9:00",
        },
        {"Start (UTC)": "2023-01-15 10:00", "Status": "canceled", "Ended At (UTC)": "2023-09-15 10:00"},
        {"Start (UTC)": "2023-04-15 10:00", "Status": "canceled", "Ended At (UTC)": "2024-02-15 10:00", "Quantity": 2},
        {"Start (UTC)": "2024-05-20 10:00", "Status": "trialing", "Trial End (UTC)": "2024-06-03 10:00"},
        {"Start (UTC)": "2024-04-20 10:00", "Status": "incomplete_expired", "Ended At (UTC)": "2024-04-21 10:00"},
        {"Start (UTC)": "2023-05-01 10:00", "Status": "past_due"},
    ]
    rows = [usual | row | {"id": f"sub_{n}", "Customer ID": f"cus_{n}", "Customer Email": f"{n}@x.com"}
            for n, row in enumerate(rows)]  # fmt: skip
    file = export(STRIPE, rows)
    said = ask(CHURN, file)  # the client is «Customer ID», and never «id», which is that of the subscription
    assert said.doc["control_totals"][0]["columns"]["client"]["value"] == "Customer ID"
    assert (said.doc["as_of"], said.input("clients_at_start"), said.input("lost")) == ("2024-05-20", 6, 2)
    assert said.figure("churn_cost") == 480 + 2 * 480
    value = ask(f"{AUTO} --renewal month", file)
    assert {who: float(row["amount"]) for who, row in contracts(value).items()} == {
        "cus_0": 40, "cus_1": 400, "cus_2": pytest.approx(400 / 12), "cus_7": 40,
    }  # fmt: skip
    for word in ("trialing", "incomplete_expired", "past_due", "Quantity", "canceled"):
        assert value.tells(word)


def test_a_subscriptions_export_of_chargebee(ask):
    usual = {"Plan Quantity": 1, "Billing Period": 1, "Billing Period Unit": "month", "Status": "active", "MRR": "100"}
    rows = [
        {"Started At": "2023-01-05"},
        {"Started At": "2023-02-05", "Plan Quantity": 3, "Billing Period Unit": "year", "MRR": "300"},
        {"Started At": "2023-03-05", "Status": "non_renewing", "Cancelled At": "2024-06-05"},
        {"Started At": "2023-03-05", "Status": "cancelled", "Cancelled At": "2024-02-05", "MRR": "0"},
        {"Started At": "2024-05-25", "Status": "in_trial", "Trial End": "2024-06-08", "MRR": "0"},
        {"Started At": "2024-07-25", "Status": "future", "MRR": "0"},
        {"Started At": "2023-04-05", "Status": "paused", "MRR": "0"},
        {"Started At": "2023-03-05", "Status": "cancelled", "Cancelled At": "2024-03-05", "MRR": "0"},
    ]
    file = export(CHARGEBEE, [usual | row | {"Customer Id": f"c{n}"} for n, row in enumerate(rows)])
    value = ask(f"{AUTO} --renewal month", file)
    assert {who: float(row["amount"]) for who, row in contracts(value).items()} == {
        "c0": 100,
        "c1": 300,
        "c2": 100,
        "c6": 0,
    }
    for word in ("in_trial", "future", "paused", "0 in «MRR»"):
        assert value.tells(word)
    said = ask(CHURN, file)
    assert (said.input("clients_at_start"), said.input("lost"), said.figure("churn_cost")) == (6, 2, None)
    assert said.tells("MRR", "left", "--value")


def test_a_subscriptions_export_of_recurly(ask):
    usual = {"quantity": 1, "unit_amount": "40.00", "plan_interval_unit": "months", "plan_interval_length": 1}
    rows = [
        {"state": "active", "activated_at": "2023-01-05"},
        {"state": "active", "activated_at": "2023-02-05", "quantity": 5},
        {"state": "canceled", "activated_at": "2023-03-05", "canceled_at": "2024-05-01", "expires_at": "2024-06-05"},
        {"state": "expired", "activated_at": "2023-03-15", "expires_at": "2024-02-15"},
        {"state": "active", "activated_at": "2023-04-15", "unit_amount": "480.00", "plan_interval_length": 12},
        {"state": "expired", "activated_at": "2023-05-15", "expires_at": "2023-05-29", "trial_ends_at": "2023-05-29"},
    ]
    file = export(RECURLY, [usual | row | {"account_code": f"a{n}"} for n, row in enumerate(rows)])
    said = ask(f"{AUTO} --renewal month --as-of 2024-05-20", file)
    assert {who: float(row["amount"]) for who, row in contracts(said).items()} == {
        "a0": 40,
        "a1": 200,
        "a2": 40,
        "a4": 40,
    }
    assert said.tells("canceled", "running until then")
    assert said.tells("trial", "left out")


def test_a_customer_list_of_baremetrics(ask):
    file = text(
        "Customer ID,Name,Is Active,MRR,LTV,Created,Active Since,Cancelled At,Plans",
        "cus_1,Alder,true,49.00,588.00,2023-01-01,2023-01-01,,Pro",
        "cus_2,Birch,false,0.00,98.00,2023-03-01,2023-03-01,2024-05-01,Pro",
        "cus_3,Cedar,true,99.00,98.00,2024-03-01,2024-03-01,,Pro",
    )
    said = ask(CHURN, file)
    assert (said.input("clients_at_start"), said.input("lost"), said.figure("churn_cost")) == (2, 1, None)
    assert said.tells("MRR", "left", "888.00")


# ---------------------------------------------------------------- a row more never changes a figure without a word

ADDED = st.sampled_from(
    ["trialing", "in_trial", "incomplete", "incomplete_expired", "paused", "past_due", "Пробный период",
     "Приостановлен", "canceled", "Расторгнут", "Gold"]
)  # fmt: skip


DAYS = st.dates(min_value=dt.date(2023, 1, 1), max_value=dt.date(2024, 2, 1))


@given(ADDED, DAYS, st.integers(0, 90), st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_such_a_row_is_left_out_or_counted_and_always_told(ask, word, start, days, ended):
    """Unless it is simply a client who left, whose row looks like those of the others who left."""
    end = (start + dt.timedelta(days=days)).isoformat() if ended else ""
    before = ask(f"{CHURN} --renewal month", with_status())
    after = ask(f"{CHURN} --renewal month", with_status(f"Alder,{start},{end},40,{word}"))
    figures = [
        {figure["name"]: figure["value"] for figure in said.doc.get("figures") or []} for said in (before, after)
    ]
    if after.code == 0 and figures[0] != figures[1] and not (life_of(word) is Life.ENDED and ended):
        assert after.tells(word)
    if life_of(word) in (Life.TRIAL, Life.UNPAID):
        assert (after.code, figures[0]) == (0, figures[1])
        assert after.tells(word, "left out")
    if life_of(word) is Life.ENDED and not ended:
        assert (after.code, after.tells(word, "end")) == (3, True)


# ---------------------------------------------------------------- ends that are none, and two more systems


@pytest.mark.parametrize(
    "word", ["бессрочно", "Бессрочный", "present", "9999-12-31", "31.12.2099", "по настоящее время"]
)
def test_an_open_end_is_no_day_and_is_told(ask, word):
    rows = text("client,start,end,mrr", *(f"{w},{s},{e or word},40" for w, s, e in EVERYBODY))
    said = ask(CHURN, rows)
    assert (said.doc.get("as_of"), said.figure("churn_cost")) == ("2024-03-01", 4 * 480), said.all
    assert said.tells(word, "6 contracts")


@pytest.mark.parametrize("sign", ["-", "—", "0", "NULL", "n/a", "0000-00-00"])
def test_a_sign_for_nothing_is_an_empty_end(ask, sign):
    rows = text("client,start,end,mrr", *(f"{w},{s},{e or sign},40" for w, s, e in EVERYBODY))
    said = ask(CHURN, rows)
    assert (said.figure("churn_cost"), codes(said) <= NO_WORD) == (4 * 480, True)


def test_subscriptions_of_woocommerce(ask):
    header = (
        "subscription_id,subscription_status,customer_id,start_date,trial_end_date,end_date,billing_period,"
        "billing_interval,order_total"
    )
    rows = [f"{w},wc-{'cancelled' if e else 'active'},{w},{s} 10:00:00,0,{e or 0},month,1,40" for w, s, e in EVERYBODY]
    more = ["9,wc-pending-cancel,Alder,2023-03-01 9:00:00,0,2024-06-01,year,1,480",
            "8,wc-on-hold,Birch,2023-03-01 9:00:00,0,0,month,3,120"]  # fmt: skip
    said = ask(f"{AUTO} --renewal month", text(header, *rows, *more))
    assert (said.figure("running"), said.figure("ended")) == (8, 4)
    assert {float(row["amount"]) for row in contracts(said).values()} == {40}
    assert said.tells("wc-on-hold", "still there")


def test_subscriptions_whose_interval_is_a_number_beside_its_unit(ask):
    header = "customer,start_date,end_date,amount,interval,interval_unit,status"
    rows = [f"{w},{s},{e},120,3,monthly,{'finished' if e else 'active'}" for w, s, e in EVERYBODY]
    assert ask(CHURN, text(header, *rows)).figure("churn_cost") == 4 * 480


def test_deals_with_days_of_begin_and_close_are_no_contracts(ask):
    header = "ID;Название сделки;Стадия сделки;Сумма;Компания;Дата;Дата начала;Дата завершения"
    rows = [
        f"{n};Поставка;Сделка успешна;1000;ООО К{n % 4};0{1 + n}.03.2025;0{1 + n}.03.2025;2{n}.03.2025"
        for n in range(8)
    ]
    said = ask("check {file}", text(header, *rows))
    assert (said.code, said.doc["control_totals"][0]["kind"]) == (0, "orders")


# ---------------------------------------------------------------- commands and lists of another kind


@pytest.mark.parametrize("command", ["backtest {file}", "fit {file} -o model.json"])
def test_contracts_are_not_taken_for_orders(ask, command):
    rows = text(
        "Customer,Created,Start,Ended At,Amount,Interval", *(f"{w},{s},{s},{e},40,month" for w, s, e in EVERYBODY)
    )
    said = ask(command, rows)
    assert (said.code, said.tells("subscriptions", "--method auto")) == (3, True)
    assert ask("ltv {file} --no-settings", rows).tells("--method auto")
    assert ask(f"{AUTO} --renewal month", rows).figure("running") == 6


def test_who_is_late_in_a_list_of_clients_is_there_and_a_lead_is_asked_about(ask):
    header = "Customer,Status,ARR,Customer since,Churned at"
    rows = text(header, *(f"{w},{'Cancelled' if e else 'Past Due'},{0 if e else 588},{s},{e}" for w, s, e in EVERYBODY))
    command = f"{CHURN} --map revenue=ARR --as-of 2024-03-01"
    said = ask(command, rows)
    assert (said.input("clients_at_start"), said.input("lost"), said.figure("churn_cost")) == (6, 4, None)
    assert said.tells("ARR", "left")
    asked = ask(command, rows + "Lead,New Lead,0,,\n")
    assert (asked.code, asked.tells("new lead", "--leave-out")) == (3, True)
    assert ask(f"{command} --leave-out 'Status=new lead'", rows + "Lead,New Lead,0,,\n").input("lost") == 4
