"""Amounts as programs export them: cents of an API, two currencies, amounts that were set anew, rules that go on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.sources.api_cents import of_an_api

API = [
    "id,customer,created,amount\nch_1,cus_a,2024-01-05,10000\nch_2,cus_b,2024-02-05,5000\n",
    "invoice,customer_name,date,amount_paid\nin_1,Ann,2024-01-05,10000\nin_2,Bob,2024-02-05,5000\n",
    "client,date,amount,id\nМаяк,2024-01-05,10000,pi_3\nСтвор,2024-02-05,5000,pi_4\n",
    "customer_id,date,amount\ncus_a,2024-01-05,10000\ncus_b,2024-02-05,5000\n",
]


@pytest.mark.parametrize("text", API)
@pytest.mark.parametrize("command", ["check {file}", "ltv {file} --discount 10%"])
def test_whole_amounts_of_an_api_may_be_cents(ask, command, text):
    said = ask(command, text)
    assert said.code == 3
    assert said.tells("counts cents", "=hundredths", "=ones")
    header = next(name for name in text.splitlines()[0].split(",") if name.startswith("amount"))
    assert ask(f"check {{file}} --units {header}=hundredths", text).total == "150.00"
    assert ask(f"check {{file}} --units {header}=ones", text).total == "15000"


@pytest.mark.parametrize("text", [
    "id,customer,created,amount\nch_1,cus_a,2024-01-05,10000.00\nch_2,cus_b,2024-02-05,5000.00\n",
    "id,Customer,Date,Amount\nch_1,cus_a,2024-01-05,10000\nch_2,cus_b,2024-02-05,5000\n",
    "order_id,client,date,amount\nA_1,c_1,2024-01-05,10000\nA_2,c_2,2024-02-05,5000\n",
    "клиент,дата,сумма\nМаяк,05.01.2024,10000\nСтвор,05.02.2024,5000\n",
])  # fmt: skip
def test_other_whole_amounts_are_no_question(ask, text):
    said = ask("check {file}", text)
    assert (said.code, float(said.total)) == (0, 15000)


@given(st.lists(st.integers(0, 10**7), min_size=1), st.sampled_from(["amount", "amount_paid", "total"]))
def test_only_whole_numbers_are_cents(amounts, header):
    cells = list(map(str, amounts))
    assert of_an_api(header, ["in_1", *cells[:1]], cells)
    assert not of_an_api(header, ["in_1"], [*cells, "1.50"])
    assert not of_an_api(header, ["17", "Ann"], cells)


def test_magento_counts_in_the_currency_of_the_shop(ask):
    """Refunds are in it too: 100 + (80 - 80) + (40 - 10) = 130; the buyers paid 90, 70 and 36."""
    text = (
        "ID,Purchase Point,Purchase Date,Bill-to Name,Grand Total (Base),Grand Total (Purchased),Status,Customer Email,"
        "Total Refunded\n1,Main,2024-01-05,Ann,100,90,complete,a@x.example,0\n"
        "2,Main,2024-02-05,Bob,80,70,complete,b@x.example,80\n3,Main,2024-03-05,Bob,40,36,complete,b@x.example,10\n"
    )
    assert ask("check {file}", text).total == "130"


@pytest.mark.parametrize("amount", ["Order Value", "Order Total"])
def test_a_total_that_was_set_anew_is_told_beside_any_amount(ask, amount):
    text = (
        "Client,Date,Order Value,Order Total,Adjusted Order Total\nA,2024-01-05,100,103,\nB,2024-02-05,80,86,0.00\n"
        "B,2024-03-05,30,35,20.00\n"
    )
    said = ask(f"check {{file}} --map 'amount={amount}'", text)
    assert said.code == 0
    assert said.tells("Adjusted Order Total", "2 rows", "20.00 where «Order Total» is 121.00")


PAYPAL = (
    "Date,Time,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID\n"
    "01/15/2024,10:00:00,Ann,Website Payment,Completed,USD,100.00,-1.00,99.00,ann@x.example,T1\n"
    "03/15/2024,10:00:00,Ann,Payment Refund,Completed,USD,-30.00,0.00,-30.00,ann@x.example,T2\n"
    "05/15/2024,10:00:00,,General Withdrawal,Completed,USD,-70.00,0.00,-70.00,,T3\n"
    "07/18/2024,10:00:00,PayPal,Working Capital Loan,Completed,USD,3000.00,0.00,3000.00,p@x.example,T4\n"
)


def test_what_is_asked_of_a_known_export_leaves_its_other_rules_standing(ask):
    """100 - 30 without the loan; with it 3,070; the withdrawal is none of both."""
    said = ask("check {file}", PAYPAL)
    assert said.code == 3
    leave, count = said.doc["problems"][0]["cure"].removeprefix("say ").split(", or ")
    assert ask(f"check {{file}} {leave.partition(' to leave')[0]}", PAYPAL).total == "70.00"
    assert ask(f"check {{file}} {count.partition(' if these')[0]}", PAYPAL).total == "3070.00"


def test_amounts_below_zero_that_are_left_out_lower_no_total(ask):
    said = ask("check {file} --only 'Type=Website Payment'", PAYPAL)
    assert said.total == "100.00"
    assert not said.tells("lower the total")
