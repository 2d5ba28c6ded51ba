"""`--by` takes any column of the file, by its role or its own header, in every analysis that has it."""

import csv
import datetime as dt
import io
import json
import shlex
from dataclasses import replace

import pytest

import custecon as library
from custecon.core.errors import InputRefused, UsageError
from custecon.kinds import EVERY
from custecon.kinds.orders import ORDERS
from custecon.sources import makers as readers

LOG = """client;date;amount;Region;Product
Ann;2023-01-05;10;North;tea
Ann;2024-02-05;10;North;cup
Bob;2023-01-09;20;South;tea
Bob;2024-03-05;10;North;tea
Cat;2023-03-05;5;South;cup
Cat;2024-03-05;15;South;tea
Dan;2023-03-05;5;;cup
"""
LIST = """client;margin;retention;Область;Plan
Ann;100;80%;Север;basic
Bob;50;80%;Юг;basic
Cat;70;90%;Север;
"""
PROFIT = """client,revenue,cost,Plan,visits
Ann,100,60,basic,1
Bob,50,60,gold,2
Ann,20,10,basic,1
"""
SPEND = """Channel,spend,new clients,Month,Country,Agency
search,100,5,2024-01,FR,one
fair,80,2,2024-01,FR,two
search,50,1,2024-02,BE,one
"""
CONTRACTS = """client,start,end,mrr,Plan
Ann,2022-01-01,2024-06-30,10,basic
Ann,2024-03-01,,20,gold
Bob,2022-05-01,2024-05-31,10,basic
Cat,2021-05-01,,10,basic
Dan,2023-05-01,,30,gold
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    named = {"log": LOG, "list": LIST, "profit": PROFIT, "spend": SPEND, "contracts": CONTRACTS}
    for name, text in named.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(custecon, line: str) -> list[dict[str, str]]:
    ran = custecon(*shlex.split(line), "-f", "csv")
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def counts(custecon, line: str, column: str) -> dict[str, str]:
    return {row["group"]: row[column] for row in table(custecon, line)}


def test_a_log_is_added_up_by_a_column_of_its_own(files, custecon):
    assert counts(custecon, "ltv log.csv --by Region", "clients") == {"North": "1", "South": "2", "(none)": "1"}


def test_churn_counts_a_client_where_his_last_order_puts_him_and_value_where_his_first_does(files, custecon):
    churn = counts(custecon, "churn-cost log.csv --by Region", "clients_at_start")
    assert (churn["North"], churn["South"]) == ("2", "1")
    told = custecon("churn-cost", "log.csv", "--by", "Region").err
    assert "N359: 1 client stands in several groups; each is counted where the last order puts it" in told
    told = custecon("ltv", "log.csv", "--by", "Region").err
    assert "N359: 1 client stands in several groups; each is counted where the first order puts it" in told


def test_lists_profit_spend_and_contracts_have_theirs(files, custecon):
    assert counts(custecon, "ltv list.csv --by Область", "clients") == {"Север": "2", "Юг": "1"}
    assert counts(custecon, "profit profit.csv --by Plan", "profit") == {"basic": "50.00", "gold": "-10.00"}
    assert counts(custecon, "cac spend.csv --by Country", "new_clients") == {"FR": "7", "BE": "1"}
    several = table(custecon, "cac spend.csv --by channel,Country,Agency")
    assert [tuple(row.values())[:3] for row in several] == [
        ("search", "FR", "one"), ("fair", "FR", "two"), ("search", "BE", "one")
    ]  # fmt: skip
    assert list(several[0])[:3] == ["channel", "group", "group_2"]
    churn = table(custecon, "churn-cost contracts.csv --by Plan")
    assert {row["group"]: (row["clients_at_start"], row["lost"]) for row in churn} == {
        "basic": ("2", "1"), "gold": ("2", "0")
    }  # fmt: skip


def test_a_role_is_meant_by_its_name_or_by_its_header(files, custecon):
    by_role, by_header = (table(custecon, f"cac spend.csv --by {name}") for name in ("channel", "Channel"))
    assert by_role == by_header
    assert next(iter(by_role[0])) == "channel"


@pytest.mark.parametrize(
    "command",
    [
        "ltv log.csv",
        "churn-cost log.csv",
        "ltv list.csv",
        "profit profit.csv",
        "cac spend.csv",
        "churn-cost contracts.csv",
        "ltv log.csv --method auto",
    ],
)
def test_a_misspelt_column_is_refused_with_its_neighbours(command, files, custecon):
    near = {"log.csv": "Region", "list.csv": "Область", "profit.csv": "Plan", "spend.csv": "Country"}.get(
        command.split()[1], "Plan"
    )
    ran = custecon(*command.split(), "--by", near[:-1] + "x")
    assert ran.code == 2
    assert f"E117: --by {near[:-1]}x: there is no such column" in ran.err
    assert f"did you mean {near}?" in ran.err
    assert custecon(*command.split(), "--by", near).code in (0, 4)  # the cure, followed


def test_a_column_that_changes_from_order_to_order_is_no_group_of_clients(files, custecon):
    ran = custecon("ltv", "log.csv", "--by", "Product")
    assert ran.code == 2
    assert "E317: --by Product: «Product» changes from order to order: 2 of 3 clients" in ran.err
    assert "E317" in custecon("churn-cost", "log.csv", "--by", "Product").err
    assert (
        "E375" in custecon("profit", "profit.csv", "--by", "visits").err
        or "E316" in custecon("profit", "profit.csv", "--by", "visits").err
    )


@pytest.mark.parametrize("column", ["amount", "date", "client"])
def test_a_column_that_is_counted_is_no_group(column, files, custecon):
    ran = custecon("ltv", "log.csv", "--by", column)
    assert ran.code == 2
    assert f"E316: log.csv:1: --by {column}: the column is read as the {column}" in ran.err


@pytest.mark.parametrize("said", ["nothing", "client"])
def test_only_what_would_be_taken_is_offered(said, files, custecon):
    (files / "ru.csv").write_text("Клиент;Дата;Сумма;Отрасль\nАнна;01.01.2024;5;x\n", encoding="utf-8")
    ran = custecon("ltv", "ru.csv", "--by", said)
    assert f"E117: --by {said}: there is no such column; the file can be added up by «Отрасль»" in ran.err
    assert custecon("ltv", "ru.csv", "--by", "Отрасль").code == 0  # the cure, followed
    (files / "none.csv").write_text("Клиент;Дата;Сумма\nАнна;01.01.2024;5\n", encoding="utf-8")
    told = custecon("ltv", "none.csv", "--by", said).err
    assert "the file can be added up by no column" in told
    assert told.splitlines()[-1].strip() == "leave it out"


def test_the_column_is_told_as_used(files, custecon):
    for line in ("ltv log.csv --by Region", "churn-cost log.csv --by Region"):
        shown = json.loads(custecon(*line.split(), "-f", "json").out)["control_totals"][0]
        assert shown["columns"]["Region"] == {"value": "Region", "by": "given"}
        assert "Region" not in (*shown["unused_columns"], *shown["looked_at_columns"])


@pytest.mark.parametrize(
    "line", ["ltv log.csv --by Region", "churn-cost log.csv --by Region", "ltv log.csv --by cohort"]
)
def test_both_roads_give_the_same_groups(line, files, custecon, monkeypatch):
    rows = [row.rpartition(";")[0] for row in LOG.splitlines()]  # without goods, which may repeat an order
    (files / "log.csv").write_text("\n".join(rows) + "\n")
    with_table = custecon(*line.split(), "-f", "json")
    monkeypatch.setattr(readers, "BIG", 0)  # every clean log goes to the engine
    quick = custecon(*line.split(), "-f", "json")
    assert with_table.code == quick.code == 0
    one, other = json.loads(with_table.out), json.loads(quick.out)
    assert other["control_totals"][0]["settings"].pop("engine", {}).get("value") == "duckdb"
    assert one["tables"] == other["tables"]
    assert one["figures"] == other["figures"]
    assert one["control_totals"][0]["columns"] == other["control_totals"][0]["columns"]
    assert one["control_totals"][0]["unused_columns"] == other["control_totals"][0]["unused_columns"]


def test_a_workbook_holds_the_groups_alive(files, custecon):
    ran = custecon("ltv", "list.csv", "--by", "Область", "-o", "list.xlsx")
    assert ran.code == 0, ran.err
    from openpyxl import load_workbook

    book = load_workbook(files / "list.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Область" in cells


def test_python_takes_it_too_from_a_path_and_from_what_was_read(files):
    from_path = library.ltv("log.csv", by="Region").table("by_group")
    read = library.read("log.csv", by="Region")
    assert library.ltv(read, by="Region").table("by_group").rows == from_path.rows
    with pytest.raises(UsageError, match="E117") as refused:
        library.ltv(library.read("log.csv"), by="Region")
    assert "custecon.read(…, by='Region')" in str(refused.value.problems[0].cure)
    with pytest.raises(UsageError, match="E117"):
        library.ltv(read, by="Nothing")


def test_a_header_that_is_a_role_of_another_kind_is_a_column_as_any_other(files, custecon):
    """Such as first_date, which a list of clients has: in a log it says no day."""
    expected = library.ltv(LOG.encode(), by="Region").table("by_group")
    of_others = {role.name for kind in EVERY for role in kind.roles if not role.group}
    taken = 0
    for header in sorted(of_others - {role.name for role in ORDERS.roles}):
        log = LOG.replace("Region", header).encode()
        try:
            found = library.ltv(log, by=header)
        except (InputRefused, UsageError):
            continue  # such a header means something in a log too, and is asked about
        assert found.table("by_group").rows == expected.rows, header
        assert found.controls[0].first_date == dt.date(2023, 1, 5)
        taken += 1
    assert taken > 20


def test_one_header_twice_is_refused(files, custecon):
    (files / "twice.csv").write_text("client,date,amount,Region,Region\nAnn,2024-01-01,1,N,S\n")
    ran = custecon("ltv", "twice.csv", "--by", "Region")
    assert "E310" in ran.err
    (files / "twice.csv").write_text("client,date,amount,Region,Region 2\nAnn,2024-01-01,1,N,S\n")
    assert "E310" not in custecon("ltv", "twice.csv", "--by", "Region").err


@pytest.mark.parametrize("text", [LOG, LOG.replace(";tea", ";refund"), LOG.replace("Region", "Status"), LIST, PROFIT])
@pytest.mark.parametrize("column", ["Region", "Product", "Plan", "Status"])
def test_what_is_understood_of_a_file_does_not_depend_on_what_it_is_added_up_by(text, column):
    if column not in text:
        pytest.skip("no such column")
    found = []
    for groups in ((), (column,)):
        try:
            read = library.read(text.encode(), by=groups)
        except InputRefused as refusal:
            found.append([str(one) for one in refusal.problems])
        else:
            controls = replace(read.controls, columns={}, unused=(), looked_at=())
            found.append([controls, read.notices, read.table.cells("client")])
    assert found[0] == found[1]
