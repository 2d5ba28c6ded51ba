"""Sheets with the same columns of which one is read are told; so is a header that stands on two rows."""

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
