"""An order of zero is no purchase, no new client and no repeat: left out in every command, counted and told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LOG = "client,date,amount\nAlder,2023-01-05,100\nBirch,2023-02-05,50\nAlder,2023-11-05,30\nBirch,2024-03-05,20\n"
ZERO = ["Cedar,2023-05-05,0", "Alder,2024-01-06,0"]
RU = "Покупатель;Дата заказа;Сумма заказа\nМаяк;05.01.2023;100,00\nСтвор;05.02.2023;50,00\nСтвор;06.01.2024;20,00\n"
RU_ZERO = ["Вымпел;07.05.2023;0,00", "Маяк;01.01.2024;0"]


def figures(doc):
    return [(one["name"], one["value"]) for one in doc.get("figures", ())]


def rows(doc):
    return [one["rows"] for one in doc.get("tables", ())]


@pytest.mark.parametrize(
    "command", ["check {file}", "ltv {file} --discount 10%", "churn-cost {file} --lost-after 200d"]
)
@pytest.mark.parametrize(("log", "zeros"), [(LOG, ZERO), (RU, RU_ZERO)])
def test_an_order_of_zero_changes_no_figure_and_is_told(ask, command, log, zeros):
    plain, wider = ask(command, log), ask(command, log + "\n".join(zeros) + "\n")
    assert wider.tells("2 rows", "amount of zero", "no purchase", "--zero-orders count")
    assert (plain.code, plain.total, plain.clients) == (wider.code, wider.total, wider.clients)
    assert figures(plain.doc) == figures(wider.doc)
    assert rows(plain.doc) == rows(wider.doc)


def test_who_counts_them_has_them_as_purchases_and_is_told(ask):
    log = LOG + "\n".join(ZERO) + "\n"
    assert (ask("check {file}", log).clients, ask("check {file} --zero-orders count", log).clients) == (2, 3)
    assert ask("check {file} --zero-orders count", log).tells("2 rows", "counted as purchases")


def test_a_new_client_is_new_when_he_first_pays(ask):
    """Cedar tries for nothing in January and pays in February; Dogwood never pays: 1 new client of 60 spent."""
    spend = "month,spend\n2024-02,60\n"
    orders = "client,date,amount\nAlder,2023-01-05,100\nCedar,2024-01-10,0\nCedar,2024-02-10,20\nDogwood,2024-02-11,0\n"
    found = ask("cac {file} --orders {file2}", spend, orders)
    assert float(found.figure("blended_cost")) == 60


def test_where_nobody_paid_there_is_no_figure_and_both_cures_work(ask):
    log = "client,date,amount,net\nAlder,2024-01-05,0,10\nBirch,2024-02-05,0,20\n"
    found = ask("check {file} --amount amount", log)
    assert (found.code, found.total) == (3, None)
    assert found.tells("every row is left out", "no payment", "2 rows", "--zero-orders count", "--amount")
    assert ask("check {file} --amount net", log).total == "30"
    assert ask("check {file} --amount amount --zero-orders count", log).clients == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 28), st.integers(1, 9000)), min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 28)), min_size=1, max_size=4),
)
def test_zeros_never_change_a_total_or_the_clients_without_a_word(ask, paid, free):
    lines = [f"client {name},2024-01-{day:02d},{cents / 100:.2f}" for name, day, cents in paid]
    zeros = [f"client {name},2024-01-{day:02d},0.00" for name, day in free]
    plain = ask("check {file}", "\n".join(["client,date,amount", *lines]) + "\n")
    wider = ask("check {file}", "\n".join(["client,date,amount", *lines, *zeros]) + "\n")
    assert (plain.total, plain.clients) == (wider.total, wider.clients)
    assert wider.tells("amount of zero")
