"""Which column is the client: asked where a better one stands beside it, told where another would count others."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SPLIT = [
    ("Buyer name,Buyer email,Date,Amount\nSam Sample,s1@x.example,2024-01-05,10\nSam Sample,s2@x.example,2024-02-05,2\n"
     "Ann A,ann@x.example,2024-02-05,5\n", "Buyer email", "Sam Sample", 3, 2),
    ("Покупатель;Телефон;Дата;Сумма\nИван Петров;+7 900 111-22-33;05.01.2024;10\n"
     "Иван Петров;8 900 111-22-44;06.01.2024;20\nАнна;8 900 111-22-55;06.01.2024;20\n", "Телефон", "Иван Петров", 3, 2),
    ("Клиент;Код клиента;Дата;Сумма\nМаяк;К-1;05.01.2024;10\nМаяк;К-2;06.01.2024;20\nДуб;К-3;06.01.2024;20\n",
     "Код клиента", "Маяк", 3, 2),
    ("Контрагент;ИНН;Дата;Сумма\nООО Маяк;0000000001;05.01.2024;10\nООО Маяк;0000000002;06.01.2024;20\n"
     "Дуб;0000000003;06.01.2024;20\n", "ИНН", "ООО Маяк", 3, 2),
]  # fmt: skip


SPLIT += [
    ("Client,ID,Date,Amount\nAnn Alder,7,2024-01-05,10\nAnn Alder,7,2024-02-05,20\nAnn Alder,9,2024-02-06,20\n"
     "Bob,8,2024-02-05,5\n", "ID", "Ann Alder", 3, 2),
    ("Buyer name,Buyer username,Date,Amount\nSam Sample,sam1,2024-01-05,10\nSam Sample,sam2,2024-02-05,20\n"
     "Ann A,ann,2024-02-05,5\n", "Buyer username", "Sam Sample", 3, 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "name", "by_other", "taken"), SPLIT)
def test_two_of_one_name_are_told_and_counted_by_the_column_that_is_named(ask, text, column, name, by_other, taken):
    client = text.replace(";", ",").split(",")[0]
    said = ask(f"check {{file}} --client '{client}'", text)
    assert (said.code, said.clients) == (0, taken)
    assert said.tells(f"«{column}»", f"{by_other}, not {taken}", f"«{name}» has 2", f"--client '{column}'")
    followed = ask(f"check {{file}} --client '{column}'", text)
    assert (followed.code, followed.clients) == (0, by_other)


def test_one_address_of_two_spellings_of_a_person_is_told(ask):
    text = ("Customer name,Billing email,Date,Amount\nAnn Alder,a@x.example,2024-01-05,10\n"
            "A. Alder,A@x.example,2024-02-05,20\nBob,b@x.example,2024-02-05,5\n")  # fmt: skip
    said = ask("check {file}", text)
    assert said.tells("«Billing email»", "2, not 3", "«Ann Alder», «A. Alder» have one")


QUIET = [
    # each name has its own address, however that is written
    "Buyer name,Buyer email,Date,Amount\nSam,s@x.example,2024-01-05,1\nSam,S@x.example,2024-02-05,2\nAnn,,2024-02-05,5",
    # several people of a firm write and call
    "Контрагент;E-mail покупателя;Дата;Сумма\nООО Маяк;a@x.example;05.01.2024;1\nООО Маяк;b@x.example;06.01.2024;2\n"
    "Дуб;c@x.example;06.01.2024;2\n",
    # the tax number of the firm that sells
    "Контрагент;ИНН;Дата;Сумма\nООО Маяк;0000000001;05.01.2024;1\nООО Ель;0000000001;06.01.2024;2\n"
    "Дуб;0000000001;06.01.2024;2\n",
    # a number of the row is no client
    "Клиент;ID;Дата;Сумма\nМаяк;1;05.01.2024;1\nМаяк;2;06.01.2024;2\nДуб;3;06.01.2024;2\n",
    # a number of the order, on each of its lines
    "Клиент;ID;Дата;Сумма\nМаяк;1;05.01.2024;1\nМаяк;1;05.01.2024;2\nМаяк;2;06.01.2024;2\nДуб;3;06.01.2024;2\n",
    # everybody bought once
    "client id,name,date,amount\n11,Ann,2024-01-05,1\n12,Bob,2024-01-06,2\n13,Cid,2024-01-07,3\n",
    "customer_id,date,amount\n11,2024-01-05,1\n12,2024-01-06,2\n13,2024-01-07,3\n",
]  # fmt: skip


@pytest.mark.parametrize("text", QUIET)
def test_ordinary_files_are_read_without_a_word_of_it(ask, text):
    client = text.replace(";", ",").split(",")[0]
    said = ask(f"check {{file}} --client '{client}'", text)
    assert said.code == 0
    assert not [one for one in said.doc["notices"] if one["code"] in ("N244", "N245", "N210")]


NUMBERED = [
    ("ID;Имя покупателя;Дата;Сумма\n1;Анна;05.01.2024;10\n2;Анна;06.01.2024;20\n3;Пётр;07.01.2024;5\n",
     "Имя покупателя", 2),
    ("ID,Phone,Date,Amount\n1,+1 212 555 0101,2024-01-05,10\n2,+1 212 555 0101,2024-01-06,20\n"
     "3,+1 212 555 0102,2024-01-07,5\n", "Phone", 2),
    ("id,Buyer email,Date,Amount\n1,a@x.example,2024-01-05,10\n2,A@x.example,2024-01-06,20\n"
     "3,b@x.example,2024-01-07,5\n", "Buyer email", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "clients"), NUMBERED)
def test_a_number_of_the_row_is_no_client_where_another_column_repeats(ask, text, column, clients):
    said = ask("check {file}", text)
    number = text[:2]
    assert said.code == 3
    assert said.tells("client", f"«{number}»", f"«{column}»", "different on every row", f"--map client='{column}'")
    followed = ask(f"check {{file}} --map client='{column}'", text)
    assert (followed.code, followed.clients) in ((0, clients), (0, clients + 1))  # a@x and A@x are told
    named = ask(f"check {{file}} --client {number}", text)
    assert (named.code, named.clients) == (0, 3)
    assert named.tells(f"«{number}»", "every row", f"«{column}»", f"names {clients}")


def test_a_number_of_a_deal_that_is_named_as_the_client_is_told(ask):
    text = "Номер сделки;Компания;Дата;Сумма\n7;ООО Маяк;05.01.2024;10\n8;ООО Маяк;06.01.2024;20\n9;Дуб;07.01.2024;5\n"
    said = ask("check {file} --client 'Номер сделки'", text)
    assert said.tells("«Номер сделки»", "every row", "«Компания»", "--client 'Компания'")


LEDGERS = [
    "Date,Name,Account,Amount\n2024-01-05,Alder,Sales,10\n2024-01-06,Birch,Sales,20\n",
    "Date,Customer Name,Account,Amount\n2024-01-05,Alder,4000,10\n2024-01-06,Birch,4000,20\n2024-01-06,Birch,4010,2\n",
    "Date,Account,Name,Amount\n2024-01-05,Accounts Receivable (A/R),Alder,10\n2024-01-06,Undeposited Funds,Birch,20\n"
    "2024-01-06,Accounts Receivable (A/R),Birch,20\n",
]  # fmt: skip


@pytest.mark.parametrize("text", LEDGERS)
def test_an_account_of_a_ledger_is_no_client(ask, text):
    said = ask("check {file}", text)
    name = "Customer Name" if "Customer" in text else "Name"
    assert said.code == 3
    assert said.tells("«Account»", f"«{name}»", f"--map client='{name}'")
    followed = ask(f"check {{file}} --map client='{name}'", text)
    assert (followed.code, followed.clients) == (0, 2)


def test_an_account_of_a_ledger_that_is_named_as_the_client_is_told(ask):
    said = ask("check {file} --client Account", LEDGERS[0])
    assert (said.code, said.clients) == (0, 1)
    assert said.tells("«Account»", "--client says", "by «Name» there would be 2, not 1", "--client 'Name'")


def test_an_account_that_is_the_client_is_read(ask):
    text = "Account,Name,Date,Amount\nAlder,Alder,2024-01-05,10\nBirch,Birch,2024-01-06,20\nAlder,Alder,2024-01-07,5\n"
    assert (ask("check {file}", text).code, ask("check {file}", text).clients) == (0, 2)


ONE_NUMBER = [
    ("Контрагент;ИНН контрагента;Дата;Сумма\nМаяк-Сервис;0000000001;05.01.2024;10\nСервисный центр «Маяк»;0000000001;"
     "06.01.2024;20\nДуб;0000000002;07.01.2024;5\n", "Маяк-Сервис"),
    ("Customer,VAT number,Date,Amount\nAlder & Sons,GB111,2024-01-05,10\nAlder Brothers,GB111,2024-01-06,20\n"
     "Birch,GB222,2024-01-07,5\n", "Alder Brothers"),
    ("Company name,Tax ID,Date,Amount\nAlder,11-111,2024-01-05,10\nAlder West,11-111,2024-01-06,20\n"
     "Birch,22-222,2024-01-07,5\n", "Alder West"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), ONE_NUMBER)
def test_names_of_one_tax_number_are_one_client(ask, text, name):
    client = text.replace(";", ",").split(",")[0]
    said = ask(f"check {{file}} --client '{client}'", text)
    assert said.clients == 3
    assert said.tells("look-alike", name, "tax number", "ИНН", "= 30")
    joined = ask(f"check {{file}} --client '{client}' --same-client", text)
    assert (joined.clients, joined.total) == (2, "35")


def test_one_name_of_two_tax_numbers_is_not_joined(ask):
    text = ("Контрагент;ИНН;Дата;Сумма\nООО Маяк;0000000001;05.01.2024;10\nООО «Маяк»;0000000002;06.01.2024;20\n"
            "Дуб;0000000003;07.01.2024;5\n")  # fmt: skip
    said = ask("check {file} --same-client", text)
    assert (said.clients, said.tells("look-alike")) == (3, False)


PEOPLE = ["Ann Alder", "Bob Birch", "Анна Ель", "Пётр Дуб"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 28)), min_size=1, max_size=8))
def test_a_namesake_is_never_counted_in_silence(ask, rows):
    text = "buyer name,buyer email,date,amount\n" + "".join(
        f"{PEOPLE[who]},m{mail}@x.example,2024-03-{day:02},10\n" for who, mail, day in rows
    )
    said = ask("check {file}", text)
    people, mails, pairs = {who for who, *_ in rows}, {mail for _, mail, _ in rows}, {row[:2] for row in rows}
    assert (said.code, said.clients) == (0, len(people))
    one_each = len(people) == len(mails) == len(pairs)
    of_the_shop = len(mails) == 1 or 2 * len(mails) < len(people)  # then it tells nobody apart
    assert said.tells("buyer email", f"{len(mails)}, not {len(people)}") is not (one_each or of_the_shop)
