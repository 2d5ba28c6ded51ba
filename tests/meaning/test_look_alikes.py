"""Clients whose names differ only in spelling: told with their money together, joined on demand, never in silence."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.sources.look_alikes import look_alikes
from custecon.sources.name_spelling import face_of, words_in_order

ONE = [
    ("ООО «Ромашка»", 'ООО "Ромашка"', "ООО Ромашка", "ооо ромашка", "Ромашка, ООО", "Ромашка (ООО)", "Ромашка"),
    ("ЗАО «Маяк»", "Маяк ЗАО", "Закрытое акционерное общество «Маяк»", "АО МАЯК", "Акционерное общество Маяк"),
    ("ИП Артёмов", "ИП Артемов", "Индивидуальный предприниматель Артемов", "Артёмов ИП", "ИП  артёмов"),
    ("Общество с ограниченной ответственностью «Створ»", "О.О.О. Створ", "створ"),
    ("Acme Inc.", "Acme, Inc", "ACME INC", "acme inc", "“Acme” Inc.", "Acme Incorporated", "Acme Co., Inc."),
    ("Birch LLC", "Birch L.L.C.", "Birch", "LLC Birch", "Birch Limited Liability Company"),
    ("Müller GmbH", "MÜLLER GMBH", "Müller Gesellschaft mit beschränkter Haftung", "Müller"),
    ("Foo Sp. z o.o.", "FOO sp. z o. o.", "Foo"),
    ("Bar S.A.", "Bar SA", "bar"),
    ("Baz GmbH & Co. KG", "baz gmbh & co kg"),
    ("A.Petrov@Example.org", "a.petrov@example.org", "<a.petrov@example.org>", "'a.petrov@example.org"),
    ("Анна Петрова", "Анна\u00a0Петрова", "анна петрова", "Анна  Петрова"),
    ("O'Neil", "O’Neil", "Oneil"),
    ("Альфа-Банк", "Альфа–Банк", "Альфа Банк"),
    ("0012", "'0012", '="0012"', "’0012"),
    ("1001", "1001.0", "1 001", "1001.00", "1001,0"),
    ("+7 (916) 123-45-67", "8 916 123 45 67", "+79161234567", "8(916)123-45-67", "89161234567", "916 123-45-67"),
    ("+1 (212) 555-0101", "1-212-555-0101", "(212) 555-0101"),
    ("+100200300", "'+100200300", "100200300"),
    ("ООО Маяк ИНН 7701234567", "ООО «Маяк» (ИНН: 7701234567)", "Маяк, ИНН/КПП 7701234567/770101001", "ООО Маяк"),
    ("Кофейня №1", "Кофейня 1", "кофейня № 1"),
    ("Acme", "Асme", "Ac\u200bme"),
    ("Acme & Co", "Acme and Co", "ACME AND CO."),
    ("Смирнов и сыновья", "Смирнов & сыновья"),
    ("Müller GmbH", "Mueller GmbH", "Muller GmbH"),
    ("Café", "Cafe"),
    ("Straße 9 Bar", "Strasse 9 Bar"),
    ("Łódź Foods", "Lodz Foods"),
    ("ann@shop.example", "Ann <ann@shop.example>"),
    ("Mr. John Smith", "John Smith"),
    ("Mrs Ann Lee", "Ann Lee"),
    ("Г-н Иван Петров", "Иван Петров"),
]
OTHERS = [
    ("Кофейня №1", "Кофейня №2", "Кофейни №1 и №2"),
    ("ООО Маяк", "АО Маяк", "ИП Маяк"),
    ("Acme Inc", "Acme Ltd", "Acme GmbH"),
    ("1-1", "11", "1 1", "1.1"),
    ("Shop 1 1", "Shop 11"),
    ("0012", "12", "012"),
    ("1000", "1", "1.0001"),
    ("1.000", "1"),
    ("user_1", "user1", "user-1"),
    ("a.petrov@example.org", "apetrov@example.org", "a-petrov@example.org"),
    ("+7 916 123-45-67", "+1 916 123-45-67"),
    ("+7 916 123-45-67", "+7 916 123-45-68", "79161234569"),
    ("79161234567", "89161234567"),  # numbers, until something says that they are telephones
    ("ИП Иванов", "Иванов И.П.", "И.П. Иванов"),
    ("АО Мир", "Мир А.О."),
    ("ООО Маяк ИНН 7701234567", "ООО Маяк ИНН 7801234567"),
    ("Вектор", "Вектор плюс", "Вектора"),
    ("ООО", "АО", "ИП"),
    ("Guest House Alder", "Guest House Adler"),
    ("C-1001", "C1001"),
    ("ABCDE", "ABCDF"),
    ("Blue Ltd", "Blu Ltd"),
    ("Samuel", "Samul"),
    ("Mr. Proper", "Proper"),
    ("Mr. John Smith", "Mr. John Smythe"),
    ("Ann <ann@shop.example>", "Ann <ann@firm.example>"),
    ("Андрей", "Андреи"),
    ("Anders", "&ers"),
    ("Rock and Roll", "Rock Roll"),
    ("Müller", "Möller"),
]


@pytest.mark.parametrize("names", ONE, ids=lambda names: names[0])
def test_names_of_one_client_look_alike(names):
    found = look_alikes(names)
    assert [set(group.names) for group in found.alike] == [set(names)]
    assert not found.unsure


@pytest.mark.parametrize("names", OTHERS, ids=lambda names: names[0])
def test_names_of_several_clients_do_not(names):
    assert look_alikes(names).alike == []


@pytest.mark.parametrize(("one", "other", "why"), [
    ("Acme & Co", "Acme and Co", "quotes and signs"), ("Müller", "Mueller", "accents and umlauts"),
    ("Mr. John Smith", "John Smith", "a title"), ("ann@shop.example", "Ann <ann@shop.example>", "e-mail address"),
    ("Г-жа Анна Ли", "Анна Ли", "a title"),
])  # fmt: skip
def test_it_is_told_in_what_they_differ_and_they_are_joined_on_demand(ask, one, other, why):
    text = f"client;date;amount\n{one};2024-01-05;10\n{other};2024-02-05;20\nBirch;2024-02-06;1\n"
    said = ask("check {file}", text)
    assert (said.code, said.clients) == (0, 3)
    assert said.tells(one, other, why, "30", "--same-client")
    assert ask("check {file} --same-client", text).clients == 2


@pytest.mark.parametrize(("name", "others"), [
    ("Маяк", ("ООО Маяк", "АО Маяк")), ("Acme", ("Acme Inc", "Acme Ltd")),
    ("ООО Маяк", ("ООО Маяк ИНН 7701234567", "ООО Маяк ИНН 7801234567")),
])  # fmt: skip
def test_a_name_that_may_be_each_of_several_is_none_of_them_and_told(ask, name, others):
    text = "client;date;amount\n" + "".join(f"{one};2024-01-05;10\n" for one in (name, *others))
    for command in ("check {file}", "check {file} --same-client"):
        said = ask(command, text)
        assert said.clients == 3
        assert said.tells(f"«{name}»", *others, "may be")


def test_telephones_without_signs_are_alike_in_a_column_of_telephones(ask):
    text = "{},date,amount\n89161234567,2024-01-05,10\n79161234567,2024-01-06,20\n9161234568,2024-01-06,5\n"
    said = ask("check {file} --client Телефон", text.format("Телефон"))
    assert said.tells("telephone", "89161234567", "79161234567", "30")
    assert not ask("check {file}", text.format("client")).tells("look-alike")
    ids = "Телефон;Дата;Сумма\n1001;05.01.2024;10\n1001.0;06.01.2024;20\n"
    assert ask("check {file} --client Телефон", ids).tells("look-alike", "1001.0", "30")


SIBLINGS = [
    ("Контрагент;Дата;Сумма\nООО «Ель»;10.01.2024;100,50\nЕль ООО;10.02.2024;10\nООО Дуб;10.03.2024;7\n", 2,
     ("Ель ООО", "ООО «Ель»", "100.50", "110.50")),
    ("client,date,amount\nAcme Inc,2024-01-05,10\n\"Acme, Inc.\",2024-02-05,20\nBeta,2024-03-05,5\n", 2,
     ("Acme, Inc.", "30")),
    ("Клиент;Дата;Сумма\nФёдоров;10.01.2024;100\nФедоров;10.02.2024;10\nЁлкин;10.03.2024;7\n", 2, ("Фёдоров", "110")),
    ("email,date,amount\nAnn@X.example,2024-01-05,10\nann@x.example,2024-02-05,20\nbob@x.example,2024-02-05,1\n", 2,
     ("ann@x.example", "30")),
    ("customer_id,date,amount\n'0012,2024-01-05,10\n0012,2024-02-05,20\n0013,2024-02-05,1\n", 2, ("'0012", "30")),
    ("Телефон;Дата;Сумма\n+7 (900) 111-22-33;05.01.2024;10\n89001112233;05.02.2024;20\n89001112234;05.02.2024;1\n", 2,
     ("89001112233", "30")),
    ("Покупатель;Дата;Сумма\nООО Маяк ИНН 0000000001;05.01.2024;10\nООО «Маяк»;05.02.2024;20\nДуб;05.02.2024;1\n", 2,
     ("ИНН", "30")),
]  # fmt: skip


@pytest.mark.parametrize("command", ["check {file}", "ltv {file} --retention 80%"])
@pytest.mark.parametrize(("text", "clients", "words"), SIBLINGS)
def test_look_alikes_are_told_with_what_they_would_be_together_and_joined_on_demand(ask, text, clients, words, command):
    if text.startswith("Телефон"):
        command += " --client Телефон"
    apart = ask(command, text)
    assert apart.tells("look-alike", "--same-client", "would be 1 client", *words)
    joined = ask(f"{command} --same-client", text)
    assert joined.tells("--same-client", "2 names counted as 1 client", *words[-1:])
    assert not joined.tells("look-alike")
    if command.startswith("check"):
        assert (apart.clients, joined.clients, joined.total) == (clients + 1, clients, apart.total)


PLAIN = "client,date,amount\n" + "".join(
    f"{name},{year}-0{month}-0{day},{money}\n"
    for year, month, day, name, money in [
        (2022, 1, 5, "Acme", 10), (2022, 3, 5, "Acme", 20), (2023, 3, 5, "Acme", 30), (2022, 2, 5, "Birch", 15),
        (2022, 2, 6, "Cedar", 15), (2023, 2, 6, "Cedar", 25), (2023, 4, 6, "Dogwood", 35), (2023, 5, 6, "Elm", 5),
    ]
)  # fmt: skip


@pytest.mark.parametrize("command", ["check", "ltv", "churn-cost", "backtest"])
def test_the_answer_is_that_of_one_spelling(ask, command):
    def figures(said):
        return [(figure["name"], figure["value"]) for figure in said.doc.get("figures", [])]

    spelt = PLAIN.replace("Acme,2023", "ACME LLC,2023").replace("Cedar,2022", '"«Cedar»",2022')
    one, several = ask(f"{command} {{file}}", PLAIN), ask(f"{command} {{file}} --same-client", spelt)
    assert one.code == several.code
    assert figures(one) == figures(several)
    assert several.tells("4 names counted as 2 clients")


LISTS = [
    ("Client;Revenue per year;Annual cost;Last purchase;Active;Segment\n"
     "Acme Inc;100;40;2023-05-01;no;A\n“Acme”, Inc.;50.50;10;2024-01-01;yes;\nBeta;70;20;2024-01-01;yes;B\n",
     "Acme", "220.50"),
    ("Клиент;Выручка за год;Затраты за год;Последняя покупка;Активен;Сегмент\n"
     "ООО «Ель»;100;40;01.05.2023;нет;А\nЕль ООО;50,50;10;01.01.2024;да;\nДуб;70;20;01.01.2024;да;Б\n",
     "Ель", "220.50"),
    ("Client;Revenue per year;Annual cost;Last purchase;Active;Segment\n"
     "'0012;100;40;2023-05-01;no;\n0012;50.50;10;2024-01-01;yes;B\n0013;70;20;2024-01-01;yes;B\n", "0012", "220.50"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "total"), LISTS)
def test_joined_rows_of_a_list_are_one_row(ask, text, name, total):
    apart = ask("check {file}", text)
    assert (apart.clients, apart.total) == (3, total)
    assert apart.tells("look-alike", name, "150.5", "--same-client")
    joined = ask("check {file} --same-client", text)
    assert (joined.code, joined.clients, joined.total) == (0, 2, total)
    assert joined.doc["control_totals"][0]["skipped"]["added to the row of the same client"] == 1
    lost = ask("churn-cost {file} --same-client", text)  # whoever is active under one name has not left
    assert (lost.code, lost.input("lost"), lost.input("clients_at_start")) == (0, 0, 2)
    value = ask("ltv {file} --same-client --retention 80% --method margin-multiple", text)
    assert value.tells("2 names counted as 1 client")


@pytest.mark.parametrize(("text", "header", "cure"), [
    ("client,revenue,segment\nAcme,10,A\nACME,20,B\n", "segment", "--map segment="),
    ("Клиент;Выручка за год;Менеджер\nООО Ель;10;Анна\n«Ель»;20;Пётр\n", "Менеджер", "--map manager="),
    ("client,revenue,cost\nAcme,10,4\nACME,20,\n", "cost", "--map cost="),
    ("client,revenue,retention\nAcme,10,80%\nAcme Ltd,20,90%\n", "retention", "--map retention="),
])  # fmt: skip
def test_rows_that_cannot_be_added_up_are_asked_about_and_the_cure_works(ask, text, header, cure):
    said = ask("check {file} --same-client", text)
    assert said.code == 3
    assert said.tells(header, cure)
    followed = ask(f"check {{file}} --same-client {cure}", text)
    assert (followed.code, followed.clients, followed.total) == (0, 1, "30")


def test_a_client_twice_in_one_spelling_is_still_asked_about(ask):
    assert "E249" in str(ask("check {file} --same-client", "client,revenue\nAcme,10\nAcme,20\nACME,5\n").doc)


def test_contracts_of_a_client_in_two_spellings_are_his(ask):
    text = "client,start,end,amount\nAcme,2023-01-01,2024-01-01,10\nACME LLC,2024-01-01,,12\nBeta,2023-01-01,,5\n"
    assert ask("churn-cost {file} --as subscriptions --renewal year", text).tells("look-alike", "ACME LLC")
    assert ask("check {file} --as subscriptions --same-client", text).clients == 2


def test_an_activity_log_finds_the_clients_of_the_list(ask):
    clients = "client,revenue,cost\nООО «Ель»,1000,400\nДуб,700,100\n"
    log = "client,activity,times\nЕль ООО,visit,3\nДУБ,visit,2\nДуб,visit,1\n"
    command = "profit {file} --activities {file2} --price visit=10"
    apart, joined = ask(command, clients, log), ask(f"{command} --same-client", clients, log)
    assert apart.tells("look-alike", "«Ель ООО»", "«ООО «Ель»»")
    assert apart.figure("total_profit") != joined.figure("total_profit")
    assert float(joined.figure("total_profit")) == 1140  # 600 + 600 - 6 visits at 10
    assert not joined.tells("look-alike")
    assert not joined.tells("did nothing")


def test_orders_beside_a_spend_file_count_a_client_once(ask):
    spend = "month,spend\n2024-01,100\n2024-02,100\n"
    orders = "client,date,amount\nAcme,2024-01-05,10\nACME,2024-02-05,10\nBeta,2024-02-06,10\n"
    assert ask("cac {file} --orders {file2}", spend, orders).input("new_clients") == 3
    said = ask("cac {file} --orders {file2} --same-client", spend, orders)
    assert said.input("new_clients") == 2
    assert said.tells("--same-client", "2 names")


PAIRS = "name,client\nACME Holding,Acme\nAcme,Acme\n"
LOG = "client,date,amount\nACME Holding,2024-01-05,10\nAcme,2024-02-05,20\nBeta,2024-02-06,5\n"


def test_names_of_a_file_of_pairs_are_one_client(ask):
    said = ask("check {file} --aliases {file2}", LOG, PAIRS)
    assert (said.code, said.clients, said.total) == (0, 2, "35")
    assert said.tells("--aliases", "2 names counted as 1 client", "«Acme» 20 + «ACME Holding» 10 = 30")
    assert said.doc["control_totals"][0]["counts"]["names joined by --aliases"] == 2


@pytest.mark.parametrize("pairs", [
    "name;client\nACME Holding;Acme\n", "Имя;Клиент\nACME Holding;Acme\n", "как в файле,клиент\nACME Holding,Acme\n",
    "alias\tcustomer\nACME Holding\tAC\nAC\tAcme\n",
])  # fmt: skip
def test_a_file_of_pairs_may_be_written_in_many_ways(ask, pairs):
    assert ask("check {file} --aliases {file2}", LOG, pairs).doc["client_keys"] == ["Acme", "Beta"]


@pytest.mark.parametrize(("pairs", "words"), [
    ("x,y\na,b\n", ("«x», «y»", "column «name»")),
    ("name,client\nACME Holding,Acme\nACME Holding,Beta\n", ("two clients", "«Acme», «Beta»")),
    ("name,client\na,b\nb,c\nc,a\n", ("circle", "«a», «b», «c»")),
    ("name,client\na,\n", ("empty",)),
])  # fmt: skip
def test_a_file_of_pairs_that_says_no_client_is_refused(ask, pairs, words):
    said = ask("check {file} --aliases {file2}", LOG, pairs)
    assert said.code == 3
    assert said.tells(*words, "data2.csv") or said.tells(*words)


def test_a_name_that_may_be_several_is_settled_by_a_pair(ask):
    text = "client,date,amount\nМаяк,2024-01-05,10\nООО Маяк,2024-01-05,20\nАО Маяк,2024-01-05,5\n"
    to_one = ask("check {file} --aliases {file2}", text, "name,client\nМаяк,ООО Маяк\n")
    assert to_one.clients == 2
    by_himself = ask("check {file} --aliases {file2}", text, "name,client\nМаяк,Маяк\n")
    assert (by_himself.clients, by_himself.tells("may be each")) == (3, False)


def test_look_alikes_that_a_pair_keeps_apart_stay_apart(ask):
    text = "client,date,amount\nAcme,2024-01-05,10\nACME,2024-01-05,20\nacme,2024-01-05,5\n"
    said = ask("check {file} --same-client --aliases {file2}", text, "name,client\nacme,acme\n")
    assert (said.clients, said.tells("2 names counted as 1 client")) == (2, True)


def test_the_file_of_pairs_is_never_written_over(ask):
    said = ask("check {file} --aliases {file2} -o {file2} --force", LOG, PAIRS)
    assert said.code != 0


def test_pairs_of_which_no_name_is_there_are_told_to_have_done_nothing(ask):
    assert ask("check {file} --aliases {file2}", LOG, "name,client\nX,Y\n").tells("--aliases")


def test_five_kinds_are_five_short_lines(ask):
    names = ["ООО «Ель»", "ООО Ель", "Дуб ООО", "Дуб", "Фёдоров", "Федоров", "ACME", "acme", "12", "12.0"]
    text = "client;date;amount\n" + "".join(f"{name};2024-01-05;10\n" for name in names)
    told = [one for one in ask("check {file}", text).doc["notices"] if one["code"] == "N210"]
    assert len(told) == 5
    assert all("2 names" in one["text"] and len(one["text"]) < 190 for one in told)


def test_many_pairs_are_one_line_with_most_money_first(ask):
    text = "client,date,amount\n" + "".join(
        f"{name},2024-01-05,{n}\n" for n in range(1, 9) for name in (f"Firm {'ab' * n}", f"FIRM {'AB' * n}")
    )
    said = ask("check {file}", text)
    assert said.tells("16 names would be 8 clients", f"«Firm {'ab' * 8}» 8 + «FIRM {'AB' * 8}» 8 = 16; ", "and 5 more")


def test_where_nothing_is_alike_the_option_is_told_to_have_done_nothing(ask):
    assert ask("check {file} --same-client", PLAIN).tells("--same-client")


def test_rows_that_are_left_out_are_not_told(ask):
    text = "client,date,amount,status\nAcme,2024-01-05,10,paid\nACME,2024-01-05,10,cancelled\n"
    assert not ask("check {file} --refunds drop", text).tells("look-alike")


NAMES = st.sampled_from(["Alder", "Birch & Sons", "Маяк", "Ёлка и сын", "C-4 West", "Guest House", "17"])
SPELT = [
    str.upper, str.lower, "ООО {}".format, "{} ООО".format, "«{}»".format, "{} Ltd.".format, "'{}".format,
    lambda name: name.replace(" ", "\u00a0"), lambda name: name.replace("ё", "е").replace("Ё", "Е"),
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(NAMES, st.integers(1, 28), st.integers(1, 900)), min_size=1, max_size=8),
    st.sampled_from(SPELT),
    st.integers(1, 900),
    st.randoms(use_true_random=False),
)
def test_a_second_spelling_never_changes_a_figure_without_a_word(ask, rows, spell, amount, chance):
    def log(rows):
        return "client;date;amount\n" + "".join(f"{who};2024-03-{day:02};{money}\n" for who, day, money in rows)

    who = chance.choice(rows)[0]
    again = spell(who)
    if who.isdigit() and any(map(str.isalpha, again)):
        return  # the number of a client is no firm of that name
    one = ask("check {file}", log([*rows, (who, 14, amount)]))
    two = ask("check {file}", log([*rows, (again, 14, amount)]))
    if again == who:
        return
    assert two.total == one.total
    assert two.clients == one.clients + 1
    assert two.tells("look-alike", f"«{who}»", f"«{again}»")
    assert ask("check {file} --same-client", log([*rows, (again, 14, amount)])).clients == one.clients


@pytest.mark.parametrize("names", [*ONE, *OTHERS], ids=lambda names: names[0])
def test_what_the_engine_compares_is_coarser_than_a_face(names):
    import duckdb

    from custecon.sources.engines.look_alikes import WORDS as AS_WORDS
    from custecon.sources.engines.look_alikes import alike_of

    others = [f"other{number} b" for number in range(9)]
    names = sorted([*names, *others])
    with duckdb.connect() as engine:
        people = f"SELECT client, {AS_WORDS} AS words FROM (SELECT unnest(?) AS client)"  # noqa: S608
        engine.execute(f"CREATE TABLE people AS {people}", [names])
        engine.execute("CREATE TABLE log AS SELECT client, rowid AS place FROM people")
        found = alike_of(engine)
    assert found == look_alikes(names)


LETTERS = st.text(alphabet=list("аеокс Ёё«»\"'.,-()№01 acoeltdns&/+"), min_size=1, max_size=12)
WORDS = st.sampled_from(["ООО", "ltd", "Inc.", "ао", "l.l.c.", "co", "Маяк", "1", "ИНН 1234567890", "gmbh", "a/s"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(LETTERS | WORDS, min_size=1, max_size=4).map(" ".join), min_size=2, max_size=6))
def test_who_has_a_twin_by_the_rule_has_one_in_the_engine(texts):
    import duckdb

    from custecon.sources.engines.look_alikes import _FACES
    from custecon.sources.engines.look_alikes import WORDS as AS_WORDS

    names = sorted({text.strip() for text in texts} - {""})
    names = sorted({*names, *(name.upper() for name in names), *(f"{name} Ltd" for name in names)})
    with duckdb.connect() as engine:
        people = f"SELECT client, {AS_WORDS} AS words FROM (SELECT unnest(?) AS client)"  # noqa: S608
        engine.execute(f"CREATE TABLE people AS {people}", [names])
        keys = {name: (("flat", flat), ("face", face), ("mixed", mixed))
                for name, _, flat, face, mixed in engine.execute(_FACES).fetchall()}  # fmt: skip
    rows = Counter(key for both in keys.values() for key in set(both))
    faces = {}
    for name in names:
        faces.setdefault(face_of(name).text, []).append(name)
        if words := words_in_order(name):
            faces.setdefault((words, "in order"), []).append(name)
    for twins in faces.values():
        assert len(twins) == 1 or all(max(rows[key] for key in keys[name]) > 1 for name in twins)


# ---------------------------------------------------------------- the order of the words, and zeros at the head


IN_OTHER_ORDER = [
    ("Smith, John", "John Smith"),
    ("Иванов Пётр", "Петр Иванов"),
    ("García López, Ana", "Ana García López"),
    ("SMITH John", "John Smith"),
]


@pytest.mark.parametrize("names", IN_OTHER_ORDER)
def test_the_same_words_in_another_order_look_alike(ask, names):
    text = "client;date;amount\n" + "".join(f'"{name}";2024-01-05;10\n' for name in (*names, "Beta"))
    said = ask("check {file}", text)
    assert said.clients == 3
    assert said.tells("N210", "order of their words", *(f"«{name}»" for name in names))
    assert ask("check {file} --same-client", text).clients == 2


@pytest.mark.parametrize(
    "names", [("John Smith", "John Smit"), ("Shop 12", "12 Shop"), ("ООО Дом Мебели", "Мебели Дом"), ("Al", "La")]
)
def test_other_words_do_not(ask, names):
    text = "client;date;amount\n" + "".join(f"{name};2024-01-05;10\n" for name in names)
    assert not ask("check {file}", text).tells("order of their words")


def test_numbers_that_differ_in_zeros_at_the_head_are_told_and_never_joined(ask):
    text = "client;date;amount\n" + "".join(f"{name};2024-01-05;10\n" for name in ("00123", "123", "124", "125"))
    said = ask("check {file}", text)
    assert said.clients == 4
    assert said.tells("N286", "«00123»", "«123»", "--aliases")
    assert ask("check {file} --same-client", text).clients == 4
    aliases = "alias;client\n00123;123\n"
    assert ask("check {file} --aliases {file2}", text, aliases).clients == 3


def test_numbers_of_one_width_are_told_nothing(ask):
    text = "client;date;amount\n" + "".join(f"{n:03};2024-01-05;10\n" for n in range(1, 130))
    assert not ask("check {file}", text).tells("N286")
