"""Accounts of a ledger and documents are no clients, whatever their column is called."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LEDGERS = [
    (",Date,Account,Amount\nAlder,,,\n,2024-01-05,Accounts Receivable (A/R),10\n,2024-01-06,Checking,20\n"
     "Birch,,,\n,2024-02-05,Accounts Receivable (A/R),5\n", "Checking", {"Alder", "Birch"}),
    (",Date,Num,Account name,Amount\nAlder,,,,\n,2024-01-05,1,1100 Accounts Receivable,10\n"
     ",2024-01-06,2,Petty cash,20\n"
     "Birch,,,,\n,2024-02-05,3,1100 Accounts Receivable,5\n", "Petty cash", {"Alder", "Birch"}),
    (";Дата;Счет;Сумма\nДуб;;;\n;05.01.2024;62.01 Расчеты с покупателями;10\n;06.01.2024;Расчетный счет;20\n"
     "Ель;;;\n;05.02.2024;62.01 Расчеты с покупателями;5\n", "Расчетный счет", {"Дуб", "Ель"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "account", "clients"), LEDGERS)
def test_accounts_of_a_ledger_are_no_clients_and_the_headings_are_offered(ask, text, account, clients):
    column = next(name for name in text.replace(";", ",").split("\n")[0].split(",") if name.startswith(("Acc", "Сч")))
    said = ask(f"check {{file}} --map client='{column}'" if column == "Счет" else "check {file}", text)
    if said.code == 0:
        assert said.tells(f"«{column}», as said", "accounts of a ledger", f"«{account}»")
    else:
        assert said.tells(f"«{column}» holds accounts of a ledger", f"«{account}»", "--client '#1' --fill-down '#1'")
    followed = ask("check {file} --client '#1' --fill-down '#1'", text)
    assert (followed.code, followed.total, set(followed.doc["client_keys"])) == (0, "35", clients)
    assert not followed.tells("there would be")


def test_accounts_without_headings_are_no_clients(ask):
    said = ask("check {file}", "Date,Account,Amount\n2024-01-05,Accounts Receivable,10\n2024-01-06,Cash,20\n")
    assert said.code == 3
    assert said.tells("«Account» holds accounts of a ledger", "--map client='…'")


DOCUMENTS = [
    "Контрагент;Дата;Сумма\nРеализация 0001 от 05.01.2024;05.01.2024;10\nРеализация 0002 от 06.01.2024;06.01.2024;20\n",
    "Customer,Date,Amount\nInvoice 1001,2024-01-05,10\nInvoice 1002,2024-01-06,20\nSales receipt 7,2024-01-07,5\n",
    "Клиент;Выручка;Себестоимость\nСчет-фактура № 1 от 05.01.2024;10;5\nСчет-фактура № 2 от 06.01.2024;20;5\n",
]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_documents_are_no_clients(ask, text):
    column = text.replace(";", ",").split(",")[0]
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(f"«{column}» holds documents, not clients")
    named = ask(f"check {{file}} --client {column}", text)
    assert named.code == 0
    assert named.tells(f"«{column}», as said", "documents")


def test_documents_under_the_rows_of_clients_say_who_the_clients_are(ask):
    text = ("Контрагент;Выручка;Себестоимость\nООО Дуб;100;50\nРеализация 0001 от 05.01.2024;40;20\n"
            "Реализация 0002 от 05.05.2024;60;30\nИП Ель;50;25\nРеализация 0003 от 05.06.2024;20;10\n"
            "Реализация 0004 от 06.06.2024;30;15\nИтого;150;75\n")  # fmt: skip
    said = ask("ltv {file} --retention 80% --discount 10%", text)
    assert said.code == 3
    assert said.tells("«Контрагент» holds documents", "«ООО Дуб»", "«ИП Ель»")


GUARDS = [
    ("Account,Date,Amount\nAlder Ltd,2024-01-05,10\nBirch,2024-01-06,20\nDelta,2024-01-07,5\n", 3),
    ("Account,Date,Amount\n1001,2024-01-05,10\n1002,2024-01-06,20\n", 2),
    ("Клиент;Дата;Сумма\nООО Реализация 24;05.01.2024;10\nДуб;06.01.2024;20\n", 2),
    ("Customer,Date,Amount\nOrder of Malta,2024-01-05,10\nBill Smith,2024-01-06,20\nBill Gray 2,2024-01-06,20\n", 3),
]


@pytest.mark.parametrize(("text", "clients"), GUARDS)
def test_ordinary_clients_are_read_without_a_word_of_it(ask, text, clients):
    said = ask("check {file}", text)
    assert (said.code, said.clients) == (0, clients)
    assert not said.tells("holds")


@pytest.mark.parametrize("text", [
    "Дата;Гость;Сумма\n05.01.2024;Анна;10\n06.01.2024;Пётр;20\n",
    "Date,Guest,Amount\n2024-01-05,Ann,10\n2024-01-06,Bob,20\n",
    "Учетный день;Гость;Кол-во гостей;Сумма\n05.01.2024;Анна;2;10\n06.01.2024;Пётр;1;20\n",
])  # fmt: skip
def test_a_guest_is_the_client_where_nobody_else_is(ask, text):
    said = ask("check {file}", text)
    assert (said.code, said.total, said.clients) == (0, "30", 2)
    assert said.tells("is taken as the client")


ACCOUNTS = ["Accounts Receivable", "Checking", "Undeposited Funds", "1200 Petty Cash"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=6), st.sampled_from(["Account", "Account name"]))
def test_accounts_are_never_counted_as_clients_in_silence(ask, names, header):
    rows = "".join(f"{name},2024-01-0{n + 1},{n + 1}0\n" for n, name in enumerate(names))
    said = ask("check {file}", f"{header},Date,Amount\n{rows}")
    assert said.code == 3
    assert said.tells(f"«{header}»")
