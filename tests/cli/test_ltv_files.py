"""`custecon ltv FILE`: client lists and order logs, their totals, and where every figure came from."""

import csv
import io
import json
import math
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

DISCOUNT = ("--discount", "10%")


def rows_of(ran) -> list[dict[str, str]]:
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def document(ran) -> dict:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def values(found: dict) -> dict[str, float]:
    return {figure["name"]: figure["value"] for figure in found["figures"]}


@pytest.fixture
def clients(tmp_path: Path):
    """Write a client list and give its path."""

    def of(text: str) -> Path:
        path = tmp_path / "clients.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return of


def test_the_three_spellings_of_one_company_give_the_same_figures_to_the_last_digit(custecon, examples) -> None:
    tables = []
    for name in ("clients.csv", "clients_ru.csv", "clients.xlsx"):
        found = rows_of(custecon("ltv", examples / name, *DISCOUNT))
        tables.append(sorted((row["ltv"], row["margin"], row["retention"]) for row in found))
    assert tables[0] == tables[1] == tables[2]
    assert len(tables[0]) == 48


def test_every_row_is_the_published_formula_on_its_own_figures(custecon, examples) -> None:
    """The second road: note 24, eq. 2, row by row, from the columns of the file read with the csv module."""
    with (examples / "clients.csv").open(encoding="utf-8", newline="") as file:
        source = {row["client"]: row for row in csv.DictReader(file)}
    for row in rows_of(custecon("ltv", examples / "clients.csv", *DISCOUNT)):
        given = source[row["client"]]
        margin = float(Decimal(given["revenue"]) - Decimal(given["cost"]))
        if given["active"] == "no":
            assert (row["ltv"], row["status"]) == ("", "lost")
            continue
        retention = float(given["retention"] or 31 / 40)
        assert float(row["ltv"]) == pytest.approx(margin * retention / (1.1 - retention), rel=1e-12)
        assert row["retention_from"] == ("row: retention" if given["retention"] else "file: observed")


def test_the_observed_retention_is_counted_from_the_file(custecon, examples) -> None:
    with (examples / "clients.csv").open(encoding="utf-8", newline="") as file:
        source = list(csv.DictReader(file))
    last = max(row["last_date"] for row in source)
    start = f"{int(last[:4]) - 1}{last[4:]}"
    there = [r for r in source if r["first_date"] <= start and (r["active"] == "yes" or r["last_date"] > start)]
    kept = [r for r in there if r["active"] == "yes"]
    found = document(custecon("ltv", examples / "clients.csv", *DISCOUNT, "-f", "json"))
    retention = next(entry for entry in found["inputs"] if entry["name"] == "retention")
    assert retention["value"] == len(kept) / len(there)
    assert f"{len(kept)} of {len(there)} clients" in retention["note"]


def test_parts_add_up_to_the_whole(custecon, examples) -> None:
    whole = values(document(custecon("ltv", examples / "clients.csv", *DISCOUNT, "-f", "json")))
    for group in ("segment", "channel", "manager"):
        parts = rows_of(custecon("ltv", examples / "clients.csv", *DISCOUNT, "--by", group))
        assert sum(float(row["customer_equity"]) for row in parts) == pytest.approx(whole["customer_equity"])
        assert sum(int(row["clients"]) for row in parts) == 48
        assert sum(float(row["share"]) for row in parts) == pytest.approx(1)


def test_mean_median_and_quartiles_are_those_of_the_values(custecon, examples) -> None:
    found = values(document(custecon("ltv", examples / "clients.csv", *DISCOUNT, "-f", "json")))
    ltv = [float(row["ltv"]) for row in rows_of(custecon("ltv", examples / "clients.csv", *DISCOUNT)) if row["ltv"]]
    assert found["customer_equity"] == pytest.approx(math.fsum(ltv), rel=1e-15)
    assert found["mean_ltv"] == pytest.approx(math.fsum(ltv) / len(ltv))
    ordered = sorted(ltv)
    for name, share in (("first_quartile_ltv", 0.25), ("median_ltv", 0.5), ("third_quartile_ltv", 0.75)):
        at = share * (len(ordered) - 1)
        low = ordered[int(at)]
        assert found[name] == pytest.approx(low + (at - int(at)) * (ordered[int(at) + 1] - low))
    assert found["top_tenth_share"] == pytest.approx(math.fsum(sorted(ltv)[-4:]) / math.fsum(ltv))


def test_the_interval_of_the_retention_carries_through(custecon, clients) -> None:
    """Po18's counts: 47 of 50 kept; Wilson for 3 of 50 is 2.0615 % … 16.2171 %, so retention 83.78 % … 97.94 %."""
    rows = [f"c{i},2020-01-01,2024-12-31,100,yes" for i in range(47)]
    rows += [f"l{i},2020-01-01,2024-06-30,100,no" for i in range(3)]
    path = clients("client,first_date,last_date,margin,active\n" + "\n".join(rows) + "\n")
    figure = document(custecon("ltv", path, *DISCOUNT, "-f", "json"))["figures"][0]
    low, high = 1 - 0.162171, 1 - 0.020615
    assert figure["interval"]["low"] == pytest.approx(47 * 100 * low / (1.1 - low), rel=1e-5)
    assert figure["interval"]["high"] == pytest.approx(47 * 100 * high / (1.1 - high), rel=1e-5)
    assert figure["interval"]["level"] == 0.95


def test_row_beats_option_and_the_result_says_so(custecon, clients) -> None:
    path = clients("client,margin,retention\nAnn,100,0.9\nBob,100,\n")
    found = {row["client"]: row for row in rows_of(custecon("ltv", path, *DISCOUNT, "--retention", "50%"))}
    assert float(found["Ann"]["ltv"]) == pytest.approx(100 * 0.9 / 0.2)
    assert float(found["Bob"]["ltv"]) == pytest.approx(100 * 0.5 / 0.6)
    assert found["Ann"]["retention_from"] == "row: retention"
    assert found["Bob"]["retention_from"] == "option: retention"
    assert {row["undefined"] for row in found.values()} == {""}  # both have a value


def test_of_a_log_too_it_is_told_where_a_retention_comes_from(custecon, clients) -> None:
    path = clients("client,date,amount\nAnn,2023-05-01,100\nAnn,2024-11-01,50\nBob,2023-06-01,80\nBob,2024-12-01,70\n")
    told = {
        option: {row["retention_from"] for row in rows_of(custecon("ltv", path, *DISCOUNT, *option))}
        for option in ((), ("--retention", "50%"))
    }
    assert told == {(): {"file: observed"}, ("--retention", "50%"): {"option: retention"}}


def test_revenue_without_cost_asks_for_the_margin_rate(custecon, clients) -> None:
    path = clients("client,revenue\nAnn,1000\n")
    ran = custecon("ltv", path, *DISCOUNT, "--retention", "80%")
    assert ran.code == 2
    assert "--margin-rate" in ran.err
    row = rows_of(custecon("ltv", path, *DISCOUNT, "--retention", "80%", "--margin-rate", "10%"))[0]
    assert float(row["ltv"]) == pytest.approx(266.6666667)


def test_a_list_that_shows_no_retention_asks_for_it(custecon, clients) -> None:
    ran = custecon("ltv", clients("client,margin\nAnn,100\n"), *DISCOUNT)
    assert ran.code == 4
    assert "--retention" in ran.err


def test_rates_may_be_given_per_month_for_a_list_per_year(custecon, clients) -> None:
    path = clients("client,margin\nAnn,1200\n")
    row = rows_of(custecon("ltv", path, *DISCOUNT, "--churn", "5%/month"))[0]
    stay = 0.95**12
    assert float(row["ltv"]) == pytest.approx(1200 * stay / (1.1 - stay))
    assert custecon("ltv", path, *DISCOUNT, "--churn", "5%", "--period", "month").code == 2


def test_one_client_is_enough_and_no_client_is_refused(custecon, clients) -> None:
    assert len(rows_of(custecon("ltv", clients("client,margin\nAnn,100\n"), *DISCOUNT, "--retention", "80%"))) == 1
    assert custecon("ltv", clients("client,margin\n"), *DISCOUNT, "--retention", "80%").code == 3


def test_an_undefined_value_is_empty_with_its_reason(custecon, clients) -> None:
    path = clients("client,margin,retention\nAnn,100,1\nBob,100,0.8\n")
    ran = custecon("ltv", path)
    found = {row["client"]: row for row in rows_of(ran)}
    assert found["Ann"]["ltv"] == ""
    assert "infinite" in found["Ann"]["undefined"]
    assert float(found["Bob"]["ltv"]) == pytest.approx(400)
    assert "1 client has no lifetime value" in ran.err


def test_the_order_log_of_cdnow_ties_to_its_source(custecon, examples) -> None:
    """CDNOW 1/10 sample: 6,919 orders, 2,357 clients, 244,091.94, 1997-01-01 to 1998-06-30."""
    counted = document(custecon("ltv", examples / "orders.csv", "--zero-orders", "count", "-f", "json"))
    controls = counted["control_totals"][0]
    assert (controls["used"], controls["clients"], controls["totals"]["amount"]) == (6919, 2357, "244091.94")
    found = document(custecon("ltv", examples / "orders.csv", "-f", "json"))
    controls = found["control_totals"][0]
    assert (controls["used"], controls["clients"], controls["totals"]["amount"]) == (6911, 2349, "244091.94")
    assert (controls["first_date"], controls["last_date"]) == ("1997-01-01", "1998-06-30")
    assert found["figures"][0]["name"] == "customer_equity"
    assert values(found)["past_value"] == "244091.94"
    table = found["tables"][0]["rows"]
    assert sum(Decimal(row["past_value"]) for row in table) == Decimal("244091.94")
    cohorts = next(t for t in found["tables"] if t["name"] == "past_by_cohort")["rows"]
    assert [row["cohort"] for row in cohorts] == ["1997-01", "1997-02", "1997-03"]
    assert sum(Decimal(row["past_value"]) for row in cohorts) == Decimal("244091.94")
    terminal = custecon("ltv", examples / "orders.csv", "--full", terminal=True, width=100).out
    for fact in ("6,911 rows", "2,349 clients", "244,091.94", "1997-01-01 to", "1998-06-30"):
        assert fact in " ".join(terminal.split())  # wherever the line breaks: the path of the file decides


def test_the_plain_projection_is_the_last_year_carried_on(custecon, examples) -> None:
    """The second road: what each client paid after 1997-06-30, from the file read with the csv module."""
    recent: dict[str, Decimal] = {}
    last: dict[str, str] = {}
    with (examples / "orders.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not Decimal(row["amount"]):
                continue  # an order of zero is no purchase
            last[row["client"]] = max(last.get(row["client"], ""), row["date"])
            amount = Decimal(row["amount"]) if row["date"] > "1997-06-30" else Decimal(0)
            recent[row["client"]] = recent.get(row["client"], Decimal(0)) + amount
    kept = sum(day >= "1997-06-30" for day in last.values())
    retention = kept / len(last)
    for row in rows_of(custecon("ltv", examples / "orders.csv", *DISCOUNT, "--margin-rate", "40%")):
        if row["status"] == "lost":
            assert last[row["client"]] < "1997-06-30"
            continue
        margin = float(recent[row["client"]] * Decimal("0.4"))
        assert float(row["ltv"]) == pytest.approx(margin * retention / (1.1 - retention), rel=1e-12)


def test_less_than_a_year_of_orders_gives_the_past_only(custecon, tmp_path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("client,date,amount\nAnn,2024-01-05,10.50\nBob,2024-03-01,20\nAnn,2024-06-01,5\n")
    found = document(custecon("ltv", path, "-f", "json"))
    assert values(found)["past_value"] == "35.50"
    assert "customer_equity" not in values(found)
    assert any(notice["code"] == "N309" for notice in found["notices"])


def test_as_settles_what_a_file_is(custecon, tmp_path) -> None:
    path = tmp_path / "both.csv"
    path.write_text("client,date,amount,margin,first_date,last_date\nAnn,2024-01-05,10,100,2020-01-01,2024-01-05\n")
    for kind in ("clients", "orders"):
        ran = custecon("check", path, "--as", kind, "-f", "json")
        assert ran.code == 0, ran.err
        assert f"as {kind}" in json.loads(ran.out)["answer"]


def test_stdin_gives_the_same_as_the_file(custecon, examples) -> None:
    content = (examples / "clients.csv").read_bytes()
    piped = custecon("ltv", "-", *DISCOUNT, stdin=content)
    assert piped.out == custecon("ltv", examples / "clients.csv", *DISCOUNT).out


def test_names_from_data_are_never_markup_formula_or_control(custecon, clients, tmp_path) -> None:
    hostile = ["[red]Bob[/red]", "[/]", "=cmd|' /C echo 1'!A0", "+7 916", "\x1b[2Jclear", "a\u202eb", "@SUM(1+1)"]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["client", "margin"], *([name, 100] for name in hostile)])
    path = clients(buffer.getvalue())
    arguments = ("ltv", path, *DISCOUNT, "--retention", "80%")
    for form in ("csv", "tsv", "json", "md", "table"):
        out = custecon(*arguments, "-f", form, terminal=form == "table", width=200).out
        assert not set(out) & {"\x1b", "\u202e", "\x07"}, form
        assert "Bob" in out
    for row in rows_of(custecon(*arguments)):
        assert row["client"][0] not in "=+-@"
    assert "N420" in custecon(*arguments).err
    assert "[red]Bob[/red]" in custecon(*arguments, "-f", "table", terminal=True, width=200).out


def test_the_workbook_holds_ids_and_hostile_names_as_text(custecon, clients, tmp_path) -> None:
    path = clients("client,margin\n=1+1,100\n00012345678901234567,100\n")
    target = tmp_path / "out.xlsx"
    assert custecon("ltv", path, *DISCOUNT, "--retention", "80%", "-o", target).code == 0
    cells = [cell for sheet in openpyxl.load_workbook(target) for row in sheet.iter_rows() for cell in row]
    assert {"=1+1", "00012345678901234567"} <= {cell.value for cell in cells if cell.data_type == "s"}


def test_a_column_that_tells_something_else_can_be_put_aside(custecon, clients) -> None:
    """«churn» names who has left; here it is a rate, and the list is refused until that is said."""
    path = clients("client,margin,churn,lost revenue\nAnn,100,0.2,12\nBob,50,0.3,3\n")
    given = (*DISCOUNT, "--retention", "80%")
    ran = custecon("ltv", path, *given)
    assert ran.code == 3
    assert "E254" in ran.err
    ran = custecon("ltv", path, *given, "--map", "left=")
    assert ran.code == 3  # a margin above its revenue
    assert "E375" in ran.err
    found = rows_of(custecon("ltv", path, *given, "--map", "left=", "--map", "revenue="))
    assert [float(row["ltv"]) for row in found] == [pytest.approx(100 * 0.8 / 0.3), pytest.approx(50 * 0.8 / 0.3)]
    for wrong in ("left", "=left", " =left"):
        assert custecon("ltv", path, *given, "--map", wrong).code == 2


def test_many_rows_with_one_fault_are_told_on_one_line(custecon, clients):
    rows = [f"{'' if row % 4 == 0 else 'A'},2024-01-{row:02d},{'ten' if row == 5 else 10}" for row in range(1, 25)]
    ran = custecon("ltv", clients("client,date,amount\n" + "\n".join(rows) + "\n"))
    empty, word = [line.partition("clients.csv:")[2] for line in ran.err.splitlines() if "error" in line]
    assert (
        empty == "5, column «client» (1): the cell is empty (client is missing); likewise on lines 9, 13, 17 and 2 more"
    )
    assert word.startswith("6, column «amount» (3): «ten» is not a number")
