"""Money in two columns, one for each way: an empty cell of a difference is nothing; the other way is no income."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# what came in 1,000 + 500, what went out 400: 1,100
STATEMENTS = {
    "a bank": ("Date,Client,Debit,Credit", "{1},{0},{3},{2}", "Credit", "Debit"),
    "amounts": ("Date;Client;Debit amount;Credit amount", "{1};{0};{3};{2}", "Credit amount", "Debit amount"),
    "money in and out": ("Date\tClient\tMoney In\tMoney Out", "{1}\t{0}\t{2}\t{3}", "Money In", "Money Out"),
    "deposits": ("Client,Date,Deposit,Withdrawal", "{0},{1},{2},{3}", "Deposit", "Withdrawal"),
    "1С": ("Дата;Контрагент;Приход;Расход", "{1};{0};{2};{3}", "Приход", "Расход"),
    "банк": ("Дата;Контрагент;Дебет;Кредит", "{1};{0};{3};{2}", "Кредит", "Дебет"),
    "руб.": ("Дата;Клиент;Поступление, руб.;Списание, руб.", "{1};{0};{2};{3}", "Поступление, руб.", "Списание, руб."),
}  # fmt: skip
ROWS = [("Alder", "2024-01-05", "1000", ""), ("Alder", "2024-01-20", "", "400"), ("Маяк", "2024-03-10", "500", "")]


def statement(name, rows=ROWS, nothing=""):
    header, form, *_ = STATEMENTS[name]
    return "\n".join([header, *(form.format(*(cell or nothing for cell in row)) for row in rows)]) + "\n"


@pytest.mark.parametrize("nothing", ["", "-", "–", "—", " ", "0", "0.00"])
@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_in_one_part_of_a_difference_is_nothing(ask, name, nothing):
    *_, came, went = STATEMENTS[name]
    said = ask(f"check {{file}} --amount '{came} - {went}'", statement(name, nothing=nothing))
    assert (said.code, float(said.total), said.clients) == (0, 1100, 2), said.all


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_row_without_any_part_is_still_refused(ask, name):
    *_, came, went = STATEMENTS[name]
    rows = [*ROWS, ("Створ", "2024-04-10", "", "")]
    said = ask(f"check {{file}} --amount '{came} - {went}'", statement(name, rows))
    assert said.code == 3
    assert said.tells("empty", "amount", "5")


@pytest.mark.parametrize(("came", "went"), [
    (" $1,000.00 ", " $-   "), ("1 000,00 ₽", "-   ₽"), (" € 1.000,00 ", " € - "), ("1000", " -   "),
    ("1 000,00 руб.", "– руб."),
])  # fmt: skip
def test_the_dash_of_a_spreadsheet_beside_a_currency_is_nothing(ask, came, went):
    text = f"client;date;credit;debit\nAlder;2024-01-05;{came};{went}\nBirch;2024-01-06;{went};{came}\n"
    said = ask("check {file} --amount credit-debit", text)
    assert (said.code, float(said.total)) == (0, 0), said.all


def test_an_empty_factor_is_no_zero(ask):
    text = "client,date,quantity,price,discount\nAlder,2024-01-05,2,10,\nBirch,2024-01-06,,10,5\n"
    said = ask("check {file} --amount 'quantity*price - discount'", text)
    assert said.code == 3
    assert said.tells("empty", "quantity", "3")
    whole = ask("check {file} --amount 'quantity*price - discount'", text.replace(",,10,5", ",1,10,5"))
    assert whole.total == "25"  # 2 × 10 + 1 × 10 − 5


def test_a_sum_of_parts_within_a_product_may_have_empty_parts(ask):
    text = "client,date,total,discount,rate\nAlder,2024-01-05,100,,2\nBirch,2024-01-06,60,15,1\n"
    assert ask("check {file} --amount '(total - discount)*rate'", text).total == "245"  # 100 × 2 + 45


def test_a_part_that_is_no_number_is_named(ask):
    said = ask("check {file} --amount 'Приход - Расход'", statement("1С", [*ROWS, ("Риф", "2024-05-01", "10", "нет")]))
    assert said.code == 3
    assert said.tells("нет", "Расход", "5")


@pytest.mark.parametrize("nothing", ["", "-", "—", "0,00"])
@pytest.mark.parametrize("name", ["1С", "банк", "руб."])
def test_one_way_alone_leaves_the_other_out_and_tells_it(ask, name, nothing):
    *_, came, went = STATEMENTS[name]
    text = statement(name, nothing=nothing)
    said = ask(f"check {{file}} --amount '{came}'", text)
    assert (said.code, float(said.total)) == (0, 1500), said.all
    assert said.tells(came, went, "400", "1 row", f"--amount '{came}-{went}'")
    cured = ask(f"check {{file}} --amount '{came}-{went}'", text)  # the cure, to the letter
    assert float(cured.total) == 1100


def test_a_supplier_is_no_lost_client(ask):
    rows = [("Alder", "2023-01-10", "1000", ""), ("Rent", "2023-02-05", "", "900"), ("Alder", "2024-01-20", "500", "")]
    said = ask("churn-cost {file} --amount Credit", statement("a bank", [*rows, ("Tax", "2023-03-05", "", "400")]))
    assert said.input("lost") == 0, said.all
    assert said.tells("Debit", "1,300")  # 900 + 400


def test_an_empty_amount_with_nothing_the_other_way_is_still_refused(ask):
    said = ask("check {file} --amount Credit", statement("a bank", [*ROWS, ("Cedar", "2024-05-01", "", "")]))
    assert said.code == 3
    assert said.tells("Credit", "empty", "5")


@pytest.mark.parametrize(
    "header", ["client,date,amount,deposit", "client,date,credit,note", "Клиент,Дата,Сумма,Кредит"]
)
def test_a_file_with_one_of_the_two_columns_is_no_statement(ask, header):
    amount = header.split(",")[2]
    said = ask(f"check {{file}} --amount {amount}", f"{header}\nAlder,2024-01-05,100,\nBirch,2024-01-06,200,7\n")
    assert (said.code, said.total) == (0, "300")
    assert not said.tells("other way")


def test_a_total_row_of_a_statement_is_no_payment(ask):
    text = statement("1С") + ";Итого;1500;400\n"
    said = ask("check {file} --amount Приход-Расход", text)
    assert said.total == "1100"
    assert said.tells("Итого", "skipped")
    assert not said.tells("differs")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(STATEMENTS)), nothing=st.sampled_from(["", "-", "—", "0"]),
    moves=st.lists(
        st.tuples(st.sampled_from(["Alder", "Маяк"]), st.integers(1, 999), st.booleans()), min_size=1, max_size=8
    ),
)  # fmt: skip
def test_the_difference_is_what_came_less_what_went(ask, name, nothing, moves):
    *_, came, went = STATEMENTS[name]
    moves = [*moves, ("Риф", 10, True)]
    rows = [
        (client, "2024-01-05", str(money) if into else "", "" if into else str(money)) for client, money, into in moves
    ]
    said = ask(f"check {{file}} --amount '{came} - {went}'", statement(name, rows, nothing))
    assert int(said.total) == sum(money if into else -money for _, money, into in moves)
    one = ask(f"check {{file}} --amount '{came}'", statement(name, rows, nothing))
    assert int(one.total) == sum(money for _, money, into in moves if into)
    assert one.tells(went, "left out") or all(into for *_, into in moves)


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_column_that_is_offered_is_that_of_what_came_in(ask, name):
    """A landlord and the tax office are paid, and are no clients of less than nothing: 1,000 + 500 of two clients."""
    text = statement(name, [*ROWS, ("Tax office", "2024-03-12", "", "300")])
    said = ask("check {file}", text)
    *_, came, went = STATEMENTS[name]
    assert said.code == 3
    assert said.tells(f"--map amount='{came}'")
    cured = ask(f"check {{file}} --map 'amount={came}'", text)
    assert (float(cured.total), cured.clients) == (1500, 2)
    assert cured.tells(went, "2 rows", "700", "left out")
