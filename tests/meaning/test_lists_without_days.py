# ruff: noqa: E501
"""Files that are lists of clients although a column is missing or named otherwise: what is said leads on."""

import shlex

import pytest

LISTS = [  # the money of A and B that the cure takes
    ("Client,Credit limit,Balance,Sales YTD", ("A,5000,100,1000", "B,7000,50,600"), 1600),
    ("Client,Sales Jan-Jun 2024", ("A,1500", "B,900"), 2400),
    ("Клиент,Продажи за 2024 год по договорам", ("А,1500", "Б,900"), 2400),
    ("Client,Monthly fee", ("A,100", "B,50"), 1800),
    ("Client,Total", ("A,100", "B,50"), 150),
]


@pytest.mark.parametrize(("header", "rows", "total"), LISTS)
def test_a_list_without_a_day_is_asked_for_its_revenue(ask, header, rows, total):
    text = header + "\n" + "\n".join(rows) + "\n"
    money = header.split(",")[-1]
    said = ask("ltv {file} --discount 10%", text)
    assert said.tells(
        "E211",
        "revenue or margin",
        f"--map revenue='{money}'",
    )
    assert not said.tells("--map date")
    taken = ask(f"check {{file}} --map revenue={shlex.quote(money)}", text)
    assert (float(taken.total), taken.clients) == (total, 2)


def test_months_side_by_side_are_the_revenue_of_their_time_and_told(ask):
    """100 + 0 + 50 + 200 + 20 = 370, of three months."""
    text = "Client,Jan 2024,Feb 2024,Mar 2024,Total\nAcme,100,0,50,150\nBeta,200,20,,220\nTotal,300,20,50,370\n"
    said = ask("check {file}", text)
    assert said.tells("E211", "--map revenue='Jan 2024+Feb 2024+Mar 2024'", "client, month and amount on a row each")
    taken = ask("check {file} --map revenue='Jan 2024+Feb 2024+Mar 2024'", text)
    assert (float(taken.total), taken.clients) == (370, 2)
    assert taken.tells("N232", "«Jan 2024» … «Mar 2024»", "another time")


def test_twelve_months_side_by_side_are_a_year(ask):
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    text = "Client," + ",".join(names) + "\n" + "".join(f"{who},{','.join('1' * 12)}\n" for who in "AB")
    taken = ask(f"check {{file}} --map revenue={'+'.join(names)}", text)
    assert float(taken.total) == 24
    assert not taken.tells("N232")


@pytest.mark.parametrize(("header", "told"), [
    ("Revenue Jan-Jun 2024", True), ("Выручка за март", True), ("Revenue Jan-Dec 2024", False), ("Выручка, январь - декабрь 2024", False),
    ("Revenue Apr 2023 - Mar 2024", False),
])  # fmt: skip
def test_money_of_some_months_is_told_to_be_no_years(ask, header, told):
    said = ask(f"check {{file}} --map revenue={shlex.quote(header)}", f'Client;"{header}"\nA;1500\nB;900\n')
    assert said.tells("N232", "another time") is told, said.all


def test_balances_by_age_are_no_revenue(ask):
    text = "Customer,Current,1 - 30,31 - 60,91 and over,Total\nAcme,100,0,0,0,100\nBeta,0,50,0,0,50\n"
    said = ask("check {file} --map active=", text)
    assert said.tells("E211", "what they owe")
    assert not said.tells("--map revenue='Total'")


def test_a_client_on_two_rows_of_a_file_without_days_is_to_be_added_up(ask):
    text = "Client,City,Revenue\nAcme,Berlin,1500\nAcme,Munich,900\nBeta,Bonn,100\n"
    said = ask("check {file}", text)
    assert said.tells("E249", "pivot table")
    assert not said.tells("--as orders")


@pytest.mark.parametrize("header", ["Left", "Churned", "Ушел"])
def test_a_column_left_that_holds_days_tells_when(ask, header):
    """1,000 + 500 + 700 a year, and B left on 2024-06-30."""
    text = (
        f"Client;Revenue 2024;Last order;{header}\nA;1000;2024-11-30;\nB;500;2024-06-01;2024-06-30\nC;700;2024-12-05;\n"
    )
    said = ask("check {file}", text)
    assert said.code == 0, said.all
    assert float(said.total) == 2200
    assert said.tells("left") or any("left_date" in str(table) for table in said.doc["tables"])
    assert float(ask("churn-cost {file}", text).figure("lost") or 1) == 1


def test_a_column_left_that_says_yes_or_no_stays_what_it_was(ask):
    text = "Client;Revenue;Left\nA;1000;no\nB;500;yes\n"
    assert any("'left'" in str(table) for table in ask("check {file}", text).doc["tables"])


def test_no_kind_of_file_is_named_twice(ask):
    text = (
        "Topic,Potential Customer,Est. Close Date,Est. Revenue,Actual Close Date,Actual Revenue,Status\n"
        "A,Acme,2024-01-15,1000,2024-01-20,900,Won\n"
    )
    said = ask("check {file}", text)
    assert not said.tells("clients or orders or clients")


def test_a_role_is_found_by_a_name_of_its_columns(ask):
    text = "Client,Sales,Cost\nA,1000,600\n"
    assert ask("profit {file} --map repaid=Sales", text).tells("E151", "did you mean refunds")
    assert ask("profit {file} --map customer=Client", text).tells("E151", "did you mean client")


def test_clients_are_added_up_by_a_column_of_any_header_as_by_a_segment(ask):
    text = "Customer,Region,Margin\n" + "".join(f"C{n},{'NSS'[n % 3]},100\n" for n in range(9))
    line = "ltv {file} --retention 80% --discount 10%"
    for by, name in (("Region", "group"), ("segment --map segment=Region", "segment")):
        said = ask(f"{line} --by {by}", text)
        assert said.code == 0, said.all
        table = next(table for table in said.doc["tables"] if table["name"] == f"by_{name}")
        assert {row[name]: row["clients"] for row in table["rows"]} == {"N": 3, "S": 6}
    assert ask(f"{line} --by Regon", text).tells("E117", "did you mean Region?")


def test_a_cost_beside_the_amount_is_offered_as_margin(ask):
    text = "Date,Customer,Amount,Cost\n2023-01-05,A,100,60\n2023-02-05,B,200,100\n2024-01-05,A,100,60\n2024-03-05,B,50,30\n"
    said = ask("ltv {file} --discount 10%", text)
    assert said.tells("N307", "--map amount=Amount-Cost")
    assert not said.tells("--margin-rate")  # a guess beside the cost itself
    taken = ask("ltv {file} --discount 10% --map amount=Amount-Cost", text)
    assert taken.code == 0
    assert not taken.tells("N307")


@pytest.mark.parametrize("header", ["Had problem", "Had a problem", "Были проблемы"])
def test_who_had_a_problem_is_counted(ask, header):
    """Of three who had one, one complained: two are silent."""
    text = f"Client;{header};Complained;Still a client\nA;yes;yes;yes\nB;yes;no;no\nC;no;no;yes\nD;yes;no;yes\nE;no;no;yes\n"
    said = ask("iceberg {file}", text)
    assert float(said.figure("silent")) == 2, said.all


def test_a_header_whose_first_cell_is_empty_is_told_what_to_write(ask):
    text = 'My Company LLC\nSales by Customer Summary\n\n,Total\nAcme,"1,500.00"\nBeta,150.00\n'
    said = ask("check {file}", text)
    assert said.tells("E263", "write client into the empty cell of line 4", "«Total»")
    named = ask("check {file} --map revenue=Total", text.replace("\n,Total", "\nclient,Total"))
    assert (float(named.total), named.clients) == (1650, 2)


def test_the_day_on_which_a_client_left_is_known_by_left_on(ask):
    text = "Client,Revenue,Left on\nA,1000,\nB,500,2024-05-01\n"
    assert any("left_date" in str(table) for table in ask("check {file}", text).doc["tables"])
