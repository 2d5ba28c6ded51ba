"""A client who is nobody is no client: refused with their rows and money, left out, or counted from another column."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.sources.nobody_names import EMAILS, NAMES, is_nobody, plain
from custecon.sources.period_names import part_of_year

NOBODY = [
    "Guest", "GUEST", " guest ", "Guest checkout", "guest_checkout", "Guest (no account)", "N/A", "n.a.", "NULL",
    "None", "nan", "(not set)", "Unknown", "Unknown customer", "Customer: unknown", "Walk-in", "Walk-In Customer",
    "walkin", "Walk-in (Customer)", "CASH CUSTOMER", "Cash Sale", "Cash", "Anonymous", "anonymous user", "No name",
    "noname", "-", "--", "—", "...", "?", "Retail customers", "One-time customer", "(blank)", "Not specified",
    "Private person", "Customer", "noemail@shop.example", "+7 (000) 000-00-00", "0000000000", "Sundry customers",
    "Розничный покупатель", "РОЗНИЧНЫЙ ПОКУПАТЕЛЬ", "Розничный клиент", "Розничные продажи", "Покупатель розничный",
    "Физлицо", "Физ. лицо", "физ.лицо", "Физические лица", "Частное лицо", "Неизвестно", "Неизвестный клиент",
    "Контрагент не указан", "не определён", "Без имени", "Без названия", "Аноним", "Анонимный покупатель", "Гость",
    "Гостевой заказ", "Нет данных", "Н/Д", "Розница", "Население", "Наличные", "Разовый покупатель",
    "Розничный покупатель (физлицо)", "Покупатель", "Прохожий", "Незарегистрированный пользователь",
    "Test", "TEST Customer", "test 1", "Test customer 2", "Demo", "Demo account", "Dummy", "DO NOT USE", "Internal",
    "Internal use", "Own consumption", "Write-off", "Stock adjustment", "Inventory count", "Employee purchase",
    "Marketing dept", "Unallocated", "Suspense", "Suspense account", "Online shop", "Web-store", "Marketplace",
    "Card payment", "demo@shop.example", "Тест", "Тест 1", "Тестовый клиент", "Списание", "Списание товаров",
    "Внутреннее потребление", "Собственные нужды", "На хоз. нужды", "Разные", "Разное", "Разные покупатели",
    "Инвентаризация", "Корректировка остатков", "Наличный расчёт", "За наличный расчет", "Интернет-магазин", "Сайт",
    "Маркетплейс", "Продажа сотрудникам", "Не использовать", "Невыясненные платежи", "Отдел маркетинга",
]  # fmt: skip
SOMEBODY = [
    "Guest House Alder", "Unknown Pleasures Ltd", "Cash & Carry Birch", "Anonymous Content LLC", "No Name Foods",
    "Private Bank Alder", "Retail Systems", "Null & Sons", "None Such Ltd", "Walk-in Closets Inc", "Blank Inc",
    "Default Software", "Guestbook", "Nan Goldin", "Sundry & Sons", "customer1", "Customer 17", "guest7@shop.example",
    "client@firm.example", "Гость Двора", "Гостиный двор", "Частный лицей", "Частная гостиница", "ООО Розница",
    "Розничные системы", "Неизвестный художник", "ООО Аноним", "Чек Мария", "Покупатель №7", "Физтех", "Нет Мария",
    "Лицо моды", "Test Equipment Ltd", "Demo Days GmbH", "Testo AG", "Internal Medicine Clinic", "Own Brand Foods",
    "Suspense Films", "Marketplace Bakery", "Online Shop Solutions", "Stock Photo Agency", "Inventory Systems",
    "Marketing Alder", "Card Factory", "Test Drive 24", "Тест-драйв", "Тестовые системы", "Демонтаж", "Разные люди",
    "ООО Интернет-магазин Ель", "Сайтстрой", "Списание долгов РФ", "Инвентаризация Плюс", "Внутренняя Монголия",
    "10000000000", "100", "00123", "A", "X5", "[/]", "$", "@",
]  # fmt: skip


@pytest.mark.parametrize("name", NOBODY)
def test_it_is_nobodys_name(name):
    assert is_nobody(name)


@pytest.mark.parametrize("name", SOMEBODY)
def test_it_is_a_name(name):
    assert not is_nobody(name)


LOGS = {
    "en": "client,date,amount\nAlder,2023-03-05,10\n{0},2024-01-06,20\n{0},2024-02-07,30.50\nBirch,2024-03-08,40\n",
    "ru": "Контрагент;Дата;Сумма\nМаяк;05.03.2023;10\n{0};06.01.2024;20\n{0};07.02.2024;30,50\nСтвор;08.03.2024;40\n",
}
SIBLINGS = [
    ("en", "Walk-in customer"), ("en", "guest checkout"), ("en", "(not set)"), ("en", "—"),
    ("en", "Write-off"), ("en", "Test 1"), ("ru", "Интернет-магазин"), ("ru", "Собственные нужды"),
    ("ru", "Частное лицо"), ("ru", "Розничный клиент"), ("ru", "Покупатель не указан"), ("ru", "н/д"),
]  # fmt: skip


@pytest.mark.parametrize(("log", "name"), SIBLINGS)
@pytest.mark.parametrize("command", ["check {file}", "ltv {file} --retention 80%", "churn-cost {file}"])
def test_nobody_is_refused_with_his_rows_and_money_and_both_cures_work(ask, command, log, name):
    text = LOGS[log].format(name)
    said = ask(command, text)
    assert said.code == 3
    assert said.tells(name, "2 rows", "50.50", "--no-client drop", "--no-client keep")
    assert len(said.doc["problems"]) == 1
    dropped = ask(f"{command} --no-client drop", text)
    assert dropped.code in (0, 4)
    assert dropped.tells(name, "2 rows", "50.50", "left out")
    kept = ask(f"{command} --no-client keep", text)
    assert kept.code in (0, 4)
    assert kept.tells(name, "2 rows", "50.50", "counted")


@pytest.mark.parametrize(("log", "name"), SIBLINGS)
def test_without_nobody_the_totals_are_those_of_somebody(ask, log, name):
    text = LOGS[log].format(name)
    assert (ask("check {file} --no-client drop", text).clients, ask("check {file} --no-client keep", text).clients) == (
        2,
        3,
    )
    assert float(ask("check {file} --no-client drop", text).total) == 50
    assert float(ask("check {file} --no-client keep", text).total) == 100.5


BESIDE = [
    ("customer_id,billing_email,date,amount\n0,a@x.example,2024-01-05,10\n0,b@x.example,2024-01-06,20\n"
     "17,c@x.example,2024-01-07,5\n23,d@x.example,2024-01-08,5\n", "billing_email", 4),
    ("Customer Name,Phone,Date,Amount\nGuest,+1 212 555 0101,2024-01-05,10\nGuest,+1 212 555 0102,2024-01-06,20\n"
     "Ann,+1 212 555 0103,2024-01-07,5\n", "Phone", 3),
    ("Покупатель;Телефон;Дата;Сумма\nФизлицо;8 900 111-22-33;05.01.2024;10\nФизлицо;8 900 111-22-44;06.01.2024;20\n"
     "Физлицо;8 900 111-22-33;07.01.2024;5\n", "Телефон", 2),
    ("Контрагент;ИНН;Код товара;Дата;Сумма\nЧастное лицо;000000000011;1;05.01.2024;10\n"
     "Частное лицо;000000000022;2;06.01.2024;20\nООО Маяк;0000000033;3;07.01.2024;5\n", "ИНН", 3),
    ("Email,Customer name,Date,Amount\n,Ann A,2024-01-05,10\n,Ben B,2024-01-06,20\nc@x.example,Cid C,2024-01-07,5\n",
     "Customer name", 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "clients"), BESIDE)
def test_the_column_that_could_name_him_is_offered_and_counts_right(ask, text, column, clients):
    first = "Email" if text.startswith("Email") else text.split(";" if ";" in text else ",")[0]
    said = ask(f"check {{file}} --client '{first}'", text)
    assert said.code == 3
    assert f"--client '{column}'" in said.all
    followed = ask(f"check {{file}} --client '{column}'", text)
    assert (followed.code, followed.clients) == (0, clients)


def test_a_row_number_or_the_firm_itself_is_not_offered(ask):
    text = "ID;Организация;Компания;Контрагент;Дата;Сумма\n" + "".join(
        f"{number};ООО Мы;ООО Мы;Физлицо;0{number}.01.2024;10\n" for number in range(1, 5)
    )
    said = ask("check {file} --client Контрагент", text)
    assert said.code == 3
    assert "--client '" not in said.all


@pytest.mark.parametrize("header", ["customer,email,phone,date,amount", "Клиент,Почта,Телефон,Дата,Сумма"])
def test_an_empty_client_names_the_option_made_for_it(ask, header):
    text = f"{header}\n,,,2024-01-05,10\nA,a@x.example,1,2024-01-06,20\n"
    said = ask(f"check {{file}} --client {header.split(',')[0]}", text)
    assert said.tells("empty", "--no-client drop")
    assert "--client '" not in said.all  # nobody is named on that row
    followed = ask(f"check {{file}} --client {header.split(',')[0]} --no-client drop", text)
    assert (followed.code, followed.clients, followed.total) == (0, 1, "20")
    assert followed.tells("1 row", "10", "left out")


@pytest.mark.parametrize("text", [
    "Client;Revenue per year\nAlder;100\nn/a;50\nBirch;70\n",
    "Контрагент;Выручка за год\nООО Маяк;100\nРозничный покупатель;50\nСтвор;70\n",
])  # fmt: skip
def test_a_list_of_clients_asks_too(ask, text):
    said = ask("check {file} --as clients", text)
    assert said.code == 3
    assert said.tells("1 row", "50", "--no-client drop")
    assert ask("check {file} --as clients --no-client drop", text).total == "170"


def test_two_nobodies_of_a_list_are_one_question_and_no_duplicate(ask):
    said = ask("check {file}", "Client;Revenue per year\nAlder;100\nn/a;50\nn/a;70\n")
    assert [problem["code"] for problem in said.doc["problems"]] == ["E273"]


def test_where_several_such_names_are_all_there_is_they_are_counted_aloud(ask):
    text = "client,date,amount\nNA,2024-01-05,10\nnull,2024-01-06,20\nNA,2024-01-07,5\n"
    said = ask("check {file}", text)
    assert (said.code, said.clients, said.total) == (0, 2, "35")
    assert said.tells("«NA», «null»", "nobody", "3 rows", "35")
    assert ask("check {file}", text.replace("NA,", "null,")).code == 3


def test_skip_bad_lists_every_row_of_nobody(ask, tmp_path):
    said = ask("check {file} --skip-bad out.csv", LOGS["en"].format("Guest"))
    assert (said.code, said.clients, said.total) == (0, 2, "50.00")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count(",Guest,") == 2


def test_a_cancelled_order_of_a_guest_is_not_asked_about(ask):
    text = "client,date,amount,status\nAlder,2024-01-05,10,paid\nGuest,2024-01-06,20,cancelled\n"
    assert ask("check {file} --refunds drop", text).total == "10"


@pytest.mark.parametrize("ids", [(0, 17, 23), (0, 5), (0, 0, 0)])
def test_the_number_0_beside_others_is_nobody(ask, ids):
    text = "customer_id,date,amount\n" + "".join(f"{number},2024-01-0{day},10\n" for day, number in enumerate(ids, 1))
    assert ask("check {file}", text).code == 3


def test_the_number_0_of_clients_numbered_from_0_is_told(ask):
    text = "customer_id,date,amount\n" + "".join(f"{n % 4},2024-01-{n + 10},10\n" for n in range(12))
    said = ask("check {file}", text)
    assert (said.code, said.clients) == (0, 4)
    assert said.tells("«0»", "3 rows", "30", "--no-client drop")
    assert ask("check {file} --no-client drop", text).clients == 3


def test_the_number_0_with_most_of_the_orders_is_nobody(ask):
    text = "customer_id,date,amount\n1,2024-01-01,5\n2,2024-01-02,5\n" + "0,2024-01-03,10\n" * 5
    assert ask("check {file}", text).code == 3


GUARDS = [
    ("client,date,amount\n" + "".join(f"{name},2024-01-05,10\n" for name in SOMEBODY), "check {file}"),
    ("customer_id,date,amount\n101,2024-01-05,10\n100,2024-01-06,10\n1000,2024-01-07,10\n", "check {file}"),
    ("Клиент;Дата;Сумма\nЧастная гостиница «Маяк»;05.01.2024;10\nДом гостя;06.01.2024;20\n", "check {file}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "command"), GUARDS)
def test_names_that_only_hold_such_a_word_are_clients(ask, text, command):
    said = ask(command, text)
    assert said.code == 0
    assert not said.tells("nobody")


CLIENTS = st.sampled_from(["Alder", "Birch", "ООО Маяк", "Guest House", "17", "C-4"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(CLIENTS, st.integers(1, 28), st.integers(1, 900)), min_size=1, max_size=8),
    st.sampled_from([*NOBODY, "0", "00"]),
    st.integers(1, 900),
    st.randoms(use_true_random=False),
)
def test_a_guest_more_never_changes_a_figure_without_a_word(ask, rows, name, amount, chance):
    def log(rows):
        return "client;date;amount\n" + "".join(f'"{who}";2024-03-{day:02};{money}\n' for who, day, money in rows)

    before = ask("check {file}", log(rows))
    more = rows.copy()
    more.insert(chance.randrange(len(rows) + 1), (name, 14, amount))
    after = ask("check {file}", log(more))
    assert after.code == 3
    assert after.tells(name.strip(), f" {amount} in all")
    dropped = ask("check {file} --no-client drop", log(more))
    assert (dropped.total, dropped.clients) == (before.total, before.clients)
    assert dropped.tells(f" {amount} in all", "left out")


def test_the_grammars_are_those_that_the_engine_reads():
    import duckdb

    from custecon.sources.engines.client_numbers import _NOBODY_OR_PERIOD
    from custecon.sources.engines.look_alikes import WORDS

    names = [name.strip() for name in (*NOBODY, *SOMEBODY)]
    with duckdb.connect() as engine:
        people = f"SELECT client, {WORDS} AS words FROM (SELECT unnest(?) AS client)"  # noqa: S608
        query = f"SELECT client FROM ({people}) WHERE {_NOBODY_OR_PERIOD}"  # noqa: S608
        found = engine.execute(query, [names]).fetchall()
    meant = [name for name in names if is_nobody(name) or part_of_year(name) is not None]
    assert sorted(name for (name,) in found) == sorted(meant)


@pytest.mark.parametrize(
    "name", ["8 000 000 00 00", "0000000000", "Guest", "Гость", "guest1@shop.example", "C001", "Guest 7", "0", "7"]
)
def test_a_name_with_a_number_is_judged_by_the_grammar_too(name):
    words = plain(name)
    assert is_nobody(name) == bool(re.fullmatch(NAMES, words) or re.fullmatch(EMAILS, name))


@pytest.mark.parametrize(
    "name", ["Other customers (25)", "All others", "Прочие покупатели", "Остальные (12)", "Rest of the clients"]
)
def test_all_who_have_no_row_of_their_own_are_no_client(ask, name):
    text = f"Customer,Sales,Cost\nAcme,600,300\nBeta,300,200\n{name},500,250\n"
    said = ask("profit {file}", text)
    assert said.code == 3
    assert said.tells(name, "500", "--no-client")
    assert float(ask("profit {file} --no-client drop", text).figure("total_profit")) == 400


@pytest.mark.parametrize("name", ["The Others LLC", "Rest Inn", "Другие Решения", "Customer 25"])
def test_firms_with_such_a_word_in_their_name_are_clients(ask, name):
    text = f"Customer,Sales,Cost\nAcme,600,300\nBeta,300,200\n{name},500,250\n"
    assert float(ask("profit {file}", text).figure("total_profit")) == 650
