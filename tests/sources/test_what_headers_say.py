"""What a header or a number format says of a number: percent is no money, and all time is no year."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from custecon.core.errors import InputRefused
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read


def reading(data, schemas=(CLIENTS, ORDERS), **options):
    raw = data if isinstance(data, bytes) else data.encode()
    return read(io.BytesIO(raw), schemas, ReadingOptions(**options), name="clients")


def refused(data, schemas=(CLIENTS, ORDERS), **options):
    with pytest.raises(InputRefused) as caught:
        reading(data, schemas, **options)
    return caught.value.problems


def notices(data, **options):
    return [notice for notice in reading(data, **options).notices if notice.code == "N232"]


def book(header, *rows, form=None):
    made = openpyxl.Workbook()
    for row in (header, *rows):
        made.active.append(row)
    for row in range(2, len(rows) + 2):
        if form:
            made.active.cell(row, len(header)).number_format = form
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "header",
    ["Margin %", "% margin", "Маржа, %", "Маржа (%)", "Маржа в %", "Margin％", "margin rate", "MarginRate",
     "Margin (share)", "Gross margin pct", "Маржа (доля)", "Рентабельность, маржа", "Profit percent", "Доля маржи"],
)  # fmt: skip
def test_a_share_of_money_is_never_taken_for_money(header):
    found = reading(f'client;revenue;"{header}"\nA;100.50;40\nB;200.50;35\n')
    assert set(found.controls.totals) == {"revenue"}
    assert found.controls.unused == (header,)


@pytest.mark.parametrize("header", ["Сумма с НДС 20%", "Сумма (с НДС 20 %)", "Сумма без НДС, 10%"])
def test_a_rate_of_tax_beside_money_leaves_it_money(header):
    found = reading(f'Клиент;Дата;"{header}"\nA;05.01.2024;100.50\n')
    assert found.controls.totals == {"amount": Decimal("100.50")}


def test_a_column_of_percent_named_as_money_is_refused():
    problems = refused("client,revenue,Margin %\nA,100.50,40\n", columns={"margin": "Margin %"})
    assert [each.code for each in problems] == ["E267"]
    assert problems[0].place.column == "Margin %"
    assert "--margin-rate" in problems[0].cure


@pytest.mark.parametrize("form", ["0%", "0.00%", "0.0%", "#,##0.0 %;[Red]-0.0 %"])
def test_cells_that_excel_shows_in_percent_are_no_money(form):
    (problem,) = refused(book(["client", "revenue", "margin"], ["A", 100.5, 0.4], ["B", 200, 0.35], form=form))
    assert (problem.code, problem.place.column, problem.place.line) == ("E267", "margin", 2)
    assert "--map margin=" in problem.cure
    assert "--margin-rate" in problem.cure


def test_a_share_in_percent_and_a_product_with_one_are_read_as_excel_shows_them():
    rows = [["A", 100, 0.5], ["B", 200, 0.25]]
    found = reading(book(["client", "revenue", "retention"], *rows, form="0%"))
    assert found.table.cells("retention") == (Decimal("0.5"), Decimal("0.25"))
    found = reading(book(["client", "revenue", "part"], *rows, form="0%"), columns={"margin": "revenue*part"})
    assert found.controls.totals["margin"] == Decimal(100)  # 100 × 50% + 200 × 25%


def test_a_percent_sign_in_quotes_is_no_percent_format():
    found = reading(book(["client", "margin"], ["A", 40], form='0" % paid"'))
    assert found.controls.totals == {"margin": Decimal(40)}


@pytest.mark.parametrize(
    "header",
    ["Выручка за всё время", "Total revenue", "TotalRevenue", "Lifetime revenue", "Cumulative revenue",
     "Выручка, всего", "Выручка накопленным итогом", "Всего выручка", "Revenue (all time)", "Общая выручка",
     "Выручка за месяц", "Revenue since 2019"],
)  # fmt: skip
def test_money_of_another_time_that_is_taken_as_a_year_is_told(header):
    (found,) = notices(f'client;"{header}"\nA;100.50\n')
    assert (found.place.column, found.place.line) == (header, 1)
    assert "one year" in str(found)


def test_a_column_of_all_time_that_was_named_is_told_too():
    (found,) = notices("client,Revenue to date\nA,100.50\n", columns={"revenue": "Revenue to date"})
    assert found.place.column == "Revenue to date"
    (found,) = notices("client,Total sales,fees\nA,9,4\n", columns={"margin": "Total sales-fees"})
    assert found.place.column == "Total sales"


@pytest.mark.parametrize(
    "header",
    ["Revenue", "Выручка", "Выручка за год, всего", "Total annual revenue", "Total revenue 2024", "Выручка 2024г",
     "Revenue, last 12 months", "Выручка за 12 мес.", "Годовая выручка"],
)  # fmt: skip
def test_money_of_a_year_is_not_told(header):
    assert notices(f'client;"{header}"\nA;100.50\n') == []


def test_an_order_log_has_no_years_to_tell_of():
    assert reading("client,date,total\nA,2024-01-05,1.50\n").controls.last_date == dt.date(2024, 1, 5)
    assert notices("client,date,total\nA,2024-01-05,1.50\n") == []


@pytest.mark.parametrize(
    ("header", "role", "schemas"),
    [("Статус", "active", (CLIENTS,)), ("churned", "left", (CLIENTS,)), ("Статус клиента", "active", (LEAVERS,))],
)
def test_an_unknown_word_of_a_status_names_the_role_that_the_column_has(header, role, schemas):
    (problem,) = refused(f"Клиент;Выручка;{header}\nA;100,50;да\nB;200,50;Отвал\n", schemas)
    assert problem.code == "E254"
    assert f"--map {role}= " in problem.cure
    set_aside = reading(f"Клиент;Выручка;{header}\nA;100,50;да\nB;200,50;Отвал\n", columns={role: ""})
    assert set_aside.controls.used == 2
