"""The files people really have: each reads to the same numbers, and says how it was understood."""

import datetime as dt
import io
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest

from custecon.core.errors import ExpectationNotMet, InputRefused, UsageError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read

ROWS = [
    ("Acme", dt.date(2024, 1, 15), "1234.50"),
    ("Beta", dt.date(2024, 2, 28), "99.00"),
    ("Acme", dt.date(2024, 3, 1), "-10.25"),
]
TOTAL = Decimal("1323.25")


def reading(data, **options):
    raw = data if isinstance(data, bytes) else data.encode()
    return read(io.BytesIO(raw), (CLIENTS, ORDERS), ReadingOptions(**options), name="sales.csv")


def refused(data, **options):
    with pytest.raises(InputRefused) as caught:
        reading(data, **options)
    return caught.value.problems[0]


def table(header, day, money, delimiter):
    lines = [delimiter.join(header)]
    lines += [delimiter.join((client, date.strftime(day), money(amount))) for client, date, amount in ROWS]
    return "\n".join(lines) + "\n"


def comma(amount):
    return amount.replace(".", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize(("delimiter", "money"), [(";", comma), ("\t", comma), (",", str), ("|", str)])
@pytest.mark.parametrize("day", ["%Y-%m-%d", "%d.%m.%Y"])
def test_russian_exports_read_the_same_in_every_spelling(encoding, delimiter, money, day):
    found = reading(table(("Клиент", "Дата", "Сумма"), day, money, delimiter).encode(encoding))
    assert found.controls.totals == {"amount": TOTAL}
    assert (found.controls.clients, found.controls.used) == (2, 3)
    assert (found.controls.first_date, found.controls.last_date) == (dt.date(2024, 1, 15), dt.date(2024, 3, 1))
    assert found.table.schema is ORDERS


def test_control_totals_say_who_decided():
    found = reading(table(("client", "date", "amount"), "%d/%m/%Y", comma, ";"))
    settings = {key: str(decided) for key, decided in found.controls.settings.items()}
    assert settings["decimal"] == ", (line 2: 1234,50)"
    assert settings["date_order"] == "dmy (line 2: 15/01/2024)"
    assert settings["delimiter"] == "; (detected)"
    assert settings["encoding"] == "UTF-8 (detected)"
    assert settings["as_of"] == "2024-03-01 (last date)"


def test_every_row_ends_in_exactly_one_place():
    found = reading(
        "Sales\n\nclient,date,amount\nA,2024-01-01,1\n,,\nclient,date,amount\nB,2024-01-02,2\nTotal,,3\nby Ann,,\n"
    )
    controls = found.controls
    assert controls.rows_in_file == controls.used + sum(controls.skipped.values()) + controls.refused == 9
    assert controls.skipped == {
        "above the header": 1, "blank": 2, "header": 1, "repeated header": 1, "total rows": 1, "below the total": 1,
    }  # fmt: skip


def test_a_workbook_reads_like_its_csv():
    book = openpyxl.Workbook()
    book.active.append(["Client", "Date", "Amount"])
    for client, day, amount in ROWS:
        book.active.append([client, day, float(amount)])
    stream = io.BytesIO()
    book.save(stream)
    found = read(io.BytesIO(stream.getvalue()), (CLIENTS, ORDERS), name="sales.xlsx")
    assert found.controls.totals == {"amount": TOTAL}
    assert found.table.cells("date") == tuple(day for _, day, _ in ROWS)


def test_a_client_list_is_told_from_an_order_log_by_its_columns():
    found = reading("Клиент;Выручка;Маржа;Сегмент\nА;100,5;20;x\nБ;200;30,25;y\n")
    assert found.table.schema is CLIENTS
    assert found.controls.totals == {"revenue": Decimal("300.5"), "margin": Decimal("50.25")}
    assert found.table.cells("segment") == ("x", "y")


def test_a_file_that_fits_both_kinds_is_asked_about():
    text = "client,revenue,sales date\nA,1.5,2024-01-01\n"
    assert reading(text, kind="orders").table.schema is ORDERS
    assert reading(text, kind="clients").table.schema is CLIENTS


def test_a_bad_cell_is_named_with_its_line_and_column():
    problem = refused("Клиент;Дата;Сумма\nА;01.02.2024;10,5\nБ;02.02.2024;по договору\n")
    assert str(problem) == "sales.csv:3, column «Сумма» (3): «по договору» is not a number"


def test_up_to_twenty_bad_cells_are_shown_and_the_rest_counted():
    with pytest.raises(InputRefused) as caught:
        reading("client,date,amount\nA,2024-01-01,1\n" + "B,2024-01-01,x\n" * 30)
    assert (len(caught.value.problems), caught.value.more) == (20, 10)


def test_expectations_are_balance_assertions():
    text = "client,date,amount\nA,2024-01-01,1.50\n"
    assert reading(text, expect_total=Decimal("1.5"), expect_clients=1, expect_rows=1).controls.used == 1
    with pytest.raises(ExpectationNotMet) as caught:
        reading(text, expect_total=Decimal(2), expect_clients=2, expect_rows=3)
    assert [problem.code for problem in caught.value.problems] == ["E501", "E502", "E503"]
    assert "difference is -0.50" in str(caught.value.problems[0])


def test_a_small_file_is_read_without_heavy_packages():
    code = (
        "import sys, io; from custecon.kinds.clients import CLIENTS; from custecon.kinds.orders import ORDERS;"
        "from custecon.sources import read;"
        "read(io.BytesIO(b'client,date,amount\\nA,2024-01-01,1\\n'), (CLIENTS, ORDERS));"
        "print(sorted({'pandas','numpy','openpyxl','duckdb','xlrd','pydantic','rich','zipfile'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("option", [{"decimal": ";"}, {"thousands": "x"}, {"date_order": "ydm"}, {"refunds": "x"},
                                    {"decimal": ",", "thousands": ","}, {"delimiter": "ab"}, {"kind": "x"},
                                    {"encoding": "klingon"}, {"columns": {"x": "y"}}])  # fmt: skip
def test_an_option_that_cannot_be_is_a_usage_error(option):
    with pytest.raises(UsageError):
        reading("client,date,amount\nA,2024-01-01,1\n", **option)


@pytest.mark.parametrize(
    ("header", "role", "likeliest"),
    [
        ("client,date,Price,Order total", "amount", "Order total"),
        ("client,date,Unit price,Total sum before discount,Revenue", "amount", "Revenue"),
        ("Клиент,Дата,Цена,Сумма", "amount", "Сумма"),
        ("Client name,Client,Date,Amount", "client", "Client"),
        ("client,date,amount gross,amount net", "amount", "amount gross"),  # alike: the first
    ],
)
def test_of_several_columns_the_example_names_the_likeliest(header: str, role: str, likeliest: str) -> None:
    rows = ",".join("5" for _ in header.split(",")[2:])
    text = f"{header}\nAcme,2024-01-05,{rows}\n" if role == "amount" else f"{header}\nAcme,Acme,2024-01-05,5\n"
    problem = refused(text)
    assert problem.code == "E212"
    assert f"--map {role}='{likeliest}'" in problem.cure
