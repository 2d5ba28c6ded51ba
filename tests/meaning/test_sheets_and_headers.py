"""Sheets with the same columns of which one is read are told; so are headers on two rows, or of two tables."""

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def workbook(sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


EN, RU = ["Customer", "Date", "Amount"], ["Клиент", "Дата", "Сумма"]

MONTHS = [
    ({"Jan": [EN, ["Alder", "2024-01-05", 100]], "Feb": [EN, ["Birch", "2024-02-05", 200]]}, ["Feb"]),
    ({"Январь": [RU, ["Дуб", "05.01.2024", 100]], "Февраль": [RU, ["Ель", "05.02.2024", 200]],
      "Март": [RU, ["Ель", "05.03.2024", 300]]}, ["Февраль", "Март"]),
    ({"Shop 1": [EN, ["Alder", "2024-01-05", 100]], "Shop 2": [["All"], EN, ["Birch", "2024-02-05", 20]]}, ["Shop 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("sheets", "others"), MONTHS)
def test_sheets_with_the_same_columns_that_are_not_read_are_told(ask, sheets, others):
    first = next(iter(sheets))
    asked = ask("check {file}", workbook(sheets), suffix="xlsx")
    assert asked.code == 3
    assert asked.tells("several sheets", f"«{first}»", *(f"«{name}»" for name in others), f"--sheet '{first}'")
    said = ask(f"check {{file}} --sheet '{first}'", workbook(sheets), suffix="xlsx")
    assert (said.code, said.total) == (0, "100")
    assert said.tells("the same columns", f"only «{first}»", *(f"«{name}»" for name in others))


def test_sheets_of_another_kind_are_no_further_months(ask):
    sheets = {"Orders": [EN, ["Alder", "2024-01-05", 100]], "Notes": [["By", "Ann"]], "Prices": [["Item", "Price"]]}
    said = ask("check {file} --sheet Orders", workbook(sheets), suffix="xlsx")
    assert (said.code, said.total) == (0, "100")
    assert not said.tells("the same columns")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 900), min_size=2, max_size=4), st.sampled_from([EN, RU]))
def test_further_months_are_never_left_out_in_silence(ask, amounts, headers):
    sheets = {f"M{n}": [headers, [f"C{n}", f"2024-0{n + 1}-05", amount]] for n, amount in enumerate(amounts)}
    said = ask("check {file} --sheet M0", workbook(sheets), suffix="xlsx")
    assert (said.code, said.total) == (0, str(amounts[0]))
    assert said.tells("the same columns", "«M1»")


TWO_ROWS = [
    "Счет;Сальдо на начало;;Обороты;\nКонтрагенты;Дебет;Кредит;Дебет;Кредит\nДуб;10;;100;90\nЕль;;;50;50\n",
    "Ledger 62,Opening balance,,Movement,\nCustomers,Debit,Credit,Debit,Credit\nAlder,10,,100,90\nBirch,,,50,50\n",
]


@pytest.mark.parametrize("text", TWO_ROWS)
def test_a_header_on_two_rows_is_called_so(ask, text):
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("make one row of the header", "lines 1 and 2")
    assert not said.tells("the right file")


def test_a_header_that_lacks_a_column_is_still_one_row(ask):
    said = ask("check {file}", "Report,2024\nclient,color\nAlder,red\n")
    assert said.code == 3
    assert said.tells("the right file")


MERGED = [
    "Client,Sales,,Returns,\n,Date,Amount,Date,Amount\nAcme,2024-01-05,100,,\nBeta,2024-02-05,200,2024-02-20,50\n",
    "Клиент;Продажи;;Возвраты;\n;Дата;Сумма;Дата;Сумма\nМаяк;05.01.2024;100;;\nСтвор;05.02.2024;200;20.02.2024;50\n",
    "client,revenue,,cost,\n,Q1,Q2,Q1,Q2\nAcme,100,200,50,60\nBeta,30,40,10,20\n",
]


@pytest.mark.parametrize("text", MERGED)
def test_a_merged_header_whose_first_row_would_do_is_called_so(ask, text):
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("make one row of the header")
    assert said.tells("two lines", "line 2") or said.tells("lines 1 and 2")


def test_one_row_made_of_such_a_header_is_read(ask):
    text = MERGED[0].split("\n", 2)[2]
    said = ask("check {file}", "Client,Date,Amount,Day returned,Returned amount\n" + text)
    assert said.total == "250", said.all  # 100 + 200 - 50


@pytest.mark.parametrize("row", ["x,tbd,,", "Acme,n/a,soon,", ",,,later"])
def test_a_first_row_with_words_for_money_is_a_faulty_row_where_it_has_a_name_for_each_column(ask, row):
    said = ask("check {file}", f"client,revenue,cost,note\n{row}\nAcme,100,50,\n")
    assert not said.tells("two lines")


# ---------------------------------------------------------------- two tables side by side

BESIDE = [
    (EN, ["Acme", "2024-01-05", 100], ["Gamma", "2024-01-15", 40], ["Beta", "2024-02-05", 200],
     ["Delta", "2024-02-25", 30]),
    (RU, ["Маяк", "05.01.2024", 100], ["Брод", "15.01.2024", 40], ["Створ", "05.02.2024", 200],
     ["Румб", "25.02.2024", 30]),
]  # fmt: skip


@pytest.mark.parametrize("table", BESIDE)
@pytest.mark.parametrize("gap", [[], [None], [None, None]])
def test_two_tables_side_by_side_are_called_so_and_the_second_is_never_left_out_in_silence(ask, table, gap):
    head, *cells = table
    sheets = {"All": [head + gap + head, cells[0] + gap + cells[1], cells[2] + gap + cells[3]]}
    said = ask("check {file}", workbook(sheets), suffix="xlsx")
    assert said.code == 3
    assert said.tells("side by side", "below the other", *head)
    options = "--map client='#1' --map date='#2' --map amount='#3'"
    assert said.tells(options)
    one = ask(f"check {{file}} {options}", workbook(sheets), suffix="xlsx")
    assert one.total == "300"
    assert one.tells(f"«{head[2]}» stands twice", "70 in all", "is not")
    both = ask("check {file}", workbook({"All": [head, *cells]}), suffix="xlsx")
    assert (both.total, both.clients) == ("370", 4)


def test_a_column_that_stands_twice_is_no_second_table(ask):
    said = ask("check {file}", "client,date,amount,amount\nAcme,2024-01-05,12,10\n")
    assert said.tells("duplicate header", "--map amount='#3'")
    assert ask("check {file} --map amount='#3'", "client,date,amount,amount\nAcme,2024-01-05,12,10\n").tells(
        "10 in all"
    )


# ---------------------------------------------------------------- sheets of what is no sale


@pytest.mark.parametrize(
    ("head", "names"), [(EN, ("Sales", "Returns")), (RU, ("Продажи", "Возвраты")), (EN, ("Credit notes", "Invoices"))]
)
def test_sheets_of_returns_are_not_to_be_put_below_the_sales(ask, head, names):
    rows = {name: [head, ["Acme", "2024-01-05", 100], ["Beta", "2024-02-05", 200]] for name in names}
    odd = next(name for name in names if name not in ("Sales", "Продажи", "Invoices"))
    rows[odd] = [head, ["Beta", "2024-02-20", 50]]
    said = ask("check {file}", workbook(rows), suffix="xlsx")
    sales = next(name for name in names if name != odd)
    assert said.tells("several sheets", f"--sheet '{sales}'", "a column «Type»", f"«{odd}» may hold what is no sale")
    alone = ask(f"check {{file}} --sheet '{sales}'", workbook(rows), suffix="xlsx")
    assert alone.total == "300"
    assert alone.tells("a column «Type»", odd)
    joined = [[*head, "Type"], *([*row, name] for name in names for row in rows[name][1:])]
    asked = ask("check {file}", workbook({"All": joined}), suffix="xlsx")
    assert asked.tells("is this money", odd, "--minus", f"Type={odd}")
    assert ask(f"check {{file}} --minus 'Type={odd}'", workbook({"All": joined}), suffix="xlsx").total == "250"
