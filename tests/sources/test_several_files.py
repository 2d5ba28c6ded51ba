"""Several files are one: each proved by itself, their rows together; what stands in two of them is asked about."""

import gzip
import os
from decimal import Decimal
from pathlib import Path

import pytest

from custecon import read, rfm
from custecon.core.errors import ExpectationNotMet, InputRefused, UsageError

HEAD = "order_id,client,date,amount\n"
FIRST = HEAD + "1,Ann,2023-01-05,10.50\n2,Bob,2023-12-30,1\n3,Ann,2023-12-31,2\n"
SECOND = HEAD + "4,Cid,2024-01-05,4\n5,Ann,2024-03-06,5\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(**files):
    """Files of these names, with a point for the first underscore."""
    names = []
    for name, text in files.items():
        names.append("".join(name.removeprefix("n").replace("_", ".", 1)))
        data = text.encode() if isinstance(text, str) else text
        Path(names[-1]).write_bytes(data)
    return names


def refused(source, code, **how):
    with pytest.raises(InputRefused) as caught:
        read(source, **how)
    assert [one.code for one in caught.value.problems] == [code], caught.value
    return caught.value.problems[0]


def test_two_halves_of_a_log_are_the_whole(folder, examples):
    header, *rows = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    halves = ["\n".join([header, *rows[n::2]]) + "\n" for n in range(2)]
    put(n1_csv=halves[0], n2_csv=halves[1])
    whole, both = read(examples / "orders.csv"), read("[12].csv")
    assert both.controls.totals == whole.controls.totals
    assert (both.controls.clients, both.controls.used) == (whole.controls.clients, whole.controls.used)
    assert (both.as_of, both.controls.first_date) == (whole.as_of, whole.controls.first_date)
    assert sorted(zip(*(both.table.values(role) for role in ("client", "date", "amount")), strict=True)) == sorted(
        zip(*(whole.table.values(role) for role in ("client", "date", "amount")), strict=True)
    )
    one, two = rfm(examples / "orders.csv"), rfm(["1.csv", "2.csv"])
    assert [*one.tables[0].rows] == [*two.tables[0].rows]


def test_each_file_has_its_control_totals_and_all_have_the_sum(folder):
    names = put(n2023_csv=FIRST, n2024_csv=SECOND.replace(",", ";").replace("4\n", "4,25\n"))
    controls = read(names).controls
    assert (controls.file, controls.used, controls.rows_in_file) == ("2023.csv, 2024.csv", 5, 7)
    assert [one.file for one in controls.parts] == names
    assert [one.totals["amount"] for one in controls.parts] == [Decimal("13.50"), Decimal("9.25")]
    assert controls.totals["amount"] == Decimal("22.75")
    assert [one.used + sum(one.skipped.values()) for one in controls.parts] == [4, 3]
    assert str(controls.settings["delimiter"]) == ", / ; (in each file)"
    assert controls.sha256 not in {one.sha256 for one in controls.parts}
    assert [one.file for one in rfm(names).controls] == ["2023.csv, 2024.csv", *names]


def test_balance_assertions_are_of_all_files_together(folder, custecon):
    put(n2023_csv=FIRST, n2024_csv=SECOND)
    assert custecon("check", "2023.csv", "2024.csv", "--expect-total", "22.50", "--expect-rows", "5").code == 0
    assert custecon("check", "*.csv", "--expect-clients", "4").code == 6
    with pytest.raises(ExpectationNotMet):
        read("2023.cs[v]", expect_rows=5)
    assert read("2023.cs[v]", expect_rows=3).controls.used == 3


def test_any_sources_are_one(folder):
    put(
        n2023_csv_gz=gzip.compress(FIRST.encode()),
        n2024_jsonl='{"order_id": 4, "client": "Cid", "date": "2024-01-05", "amount": 4}\n',
    )
    reading = read([*sorted(os.listdir())])
    assert reading.controls.totals["amount"] == Decimal("17.50")


def test_patterns_and_names_that_look_like_them(folder):
    put(n2024_csv=SECOND, n2023_csv=FIRST)
    os.mkdir("old.csv")  # a folder is none of them
    assert read("*.csv").controls.file == "*.csv"
    assert [one.file for one in read("*.csv").controls.parts] == ["2023.csv", "2024.csv"]
    put(**{"nlog[1]_csv": SECOND})
    assert read("log[1].csv").controls.used == 2  # a file of that very name
    assert refused("none*.csv", "E201").place.file == "none*.csv"
    os.makedirs("shops/north")
    os.rename("2023.csv", "shops/north/a.csv")
    assert read("shops/**/*.csv").controls.used == 3
    put(**{"nshops/b.csv": SECOND, "nshops/note": "x"})
    assert refused("shops", "E202").cure == "name a file in it, or all of them as 'shops/*.csv'"
    assert read("shops/*.csv").controls.used == 2


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ("order_id,client,date,total\n4,Cid,2024-01-05,4\n", "amount is «amount» there and «total» here"),
        ("client,date,amount\nCid,2024-01-05,4\n", "order_id is «order_id» there and no column here"),
        ("client,revenue\nCid,4\n", "kind is orders there and clients here"),
        ("order_id,client,date,amount,status\n4,Cid,2024-01-05,4,Paid\n", "«status» is in one of them alone"),
    ],
)
def test_columns_must_agree(folder, second, what):
    problem = refused(put(n2023_csv=FIRST, n2024_csv=second), "E394")
    assert str(problem).startswith("2024.csv: this file is not like 2023.csv: ")
    assert what in str(problem)


def test_columns_may_stand_in_another_order_and_others_are_told(folder):
    second = "date,Client,amount,order_id,colour\n2024-01-05,Cid,4,4,red\n"
    reading = read(put(n2023_csv=FIRST, n2024_csv=second))
    assert reading.table.values("client") == ["Ann", "Bob", "Ann", "Cid"]
    assert [str(one) for one in reading.notices] == [
        "2024.csv: columns that only one of this file and 2023.csv has, and nothing is taken from: «colour»"
    ]


def test_the_same_file_twice_is_refused_whatever_it_is_called_and_written_like(folder):
    names = put(n2023_csv=FIRST, ncopy_csv=FIRST, nsemi_csv=FIRST.replace(",", ";"))
    for pair in (["2023.csv", "2023.csv"], names[:2], [names[0], names[2]]):
        assert (
            str(refused(pair, "E396"))
            == f"{pair[1]}: this file holds what 2023.csv holds, row by row: it would be counted twice"
        )


def test_exports_that_overlap_are_asked_about_and_count_once_if_it_is_said(folder, custecon):
    names = put(n2023_csv=FIRST, n2024_csv=SECOND + "3,Ann,2023-12-31,2\n")
    ran = custecon("check", *names)
    assert ran.code == 3
    assert "2024.csv: order «3» stands here and in 2023.csv with the same lines (1 such order)" in ran.err
    assert "say --identical drop to count each once" in ran.err
    done = custecon("check", *names, "--identical", "drop", "--expect-total", "22.50", terminal=True)
    assert done.code == 0
    assert "left out: in another file too (1 row, 2)" in done.out
    assert custecon("check", *names, "--order-id", "none", "--expect-total", "24.50").code == 0
    reading = read(names, identical="drop")
    assert reading.controls.rows_in_file == reading.controls.used + sum(reading.controls.skipped.values())


def test_an_order_that_is_told_in_two_ways_is_never_counted(folder):
    names = put(n2023_csv=FIRST, n2024_csv=SECOND + "3,Ann,2023-12-31,2.50\n")
    for how in ({}, {"identical": "drop"}):
        problem = refused(names, "E395", **how)
        assert str(problem) == "2024.csv: order «3» stands here and in 2023.csv with other lines (1 such order)"
        assert "--identical" not in problem.cure


def test_numbers_that_start_again_are_other_orders(folder):
    again = HEAD + "1,Cid,2024-01-05,4\n2,Ann,2024-03-06,5\n"
    reading = read(put(n2023_csv=FIRST, n2024_csv=again))
    assert reading.controls.totals["amount"] == Decimal("22.50")
    assert len(set(reading.table.cells("order_id"))) == 5
    told = "in another file 2 numbers of orders are those of other orders (such as «1»): counted apart"
    assert f"2024.csv: {told}" in [str(one) for one in reading.notices]
    assert rfm(["2023.csv", "2024.csv"]).controls[0].used == 5


def test_two_shops_of_one_month_and_one_price(folder):
    north = HEAD + "".join(f"{n},N{n},2024-01-{n:02d},9.99\n" for n in range(1, 29))
    south = HEAD + "".join(f"{n},S{n},2024-01-{n % 28 + 1:02d},9.99\n" for n in range(1, 29)) + "30,S9,2024-01-30,1\n"
    assert read(put(nnorth_csv=north, nsouth_csv=south)).controls.used == 57


def test_rows_without_numbers_that_stand_in_both_are_told(folder):
    one = "client,date,amount\nAnn,2023-12-31,2\nAnn,2023-12-31,2\nBob,2023-12-30,1\n"
    two = "client,date,amount\nAnn,2023-12-31,2\nCid,2024-01-02,1\n"
    names = put(n2023_csv=one, n2024_csv=two)
    reading = read(names)
    assert reading.controls.totals["amount"] == 8
    told = "2024.csv: 1 row of this file stands in another one too, in every column that is read: counted"
    assert told in [str(one) for one in reading.notices]
    dropped = read(names, identical="drop")
    assert dropped.controls.totals["amount"] == 4  # one of the two in the first file is left out there


def test_a_client_of_a_list_stands_in_one_file(folder):
    names = put(na_csv="client,revenue\nAnn,5\nBob,1\n", nb_csv="client,revenue\nBob,2\nCid,1\n")
    assert str(refused(names, "E395")) == "b.csv: client «Bob» stands here and in a.csv too"
    assert read(put(na_csv="client,revenue\nAnn,5\n", nb_csv="client,revenue\nBob,2\n")).controls.clients == 2


def test_one_currency(folder):
    names = put(na_csv="client,date,amount\nAnn,2023-12-31,2 EUR\n", nb_csv="client,date,amount\nBob,2024-01-02,1\n")
    problem = refused(names, "E397")
    assert "the money here is in no currency that is told, and that of a.csv in EUR" in str(problem)
    assert read(names, currency="EUR").controls.currency == "EUR"
    put(nb_csv="client,date,amount\nBob,2024-01-02,1 USD\n")
    refused(names, "E397")


def test_a_month_without_orders_is_told(folder):
    reading = read(put(n2023_csv=FIRST, n2024_csv=HEAD))
    assert reading.controls.used == 3
    assert "2024.csv: this file holds no row below its header" in str(reading.notices[0])
    refused(put(n2023_csv=HEAD, n2024_csv=HEAD.replace("client", "Client")), "E238")
    refused("2023.cs[v]", "E238")


def test_names_that_differ_in_spelling_from_file_to_file_are_told_and_joined(folder, custecon):
    one = "client,date,amount\nООО Ромашка,2023-12-31,2\nBirch,2023-12-30,1\n"
    two = "client,date,amount\nРомашка ООО,2024-01-02,1.50\nBIRCH,2024-01-03,4\nbirch ,2024-01-04,8\n"
    names = put(n2023_csv=one, n2024_csv=two)
    reading = read(names)
    assert reading.controls.clients == 5
    told = [str(notice) for notice in reading.notices if notice.code == "N210"]
    assert [text.partition(":")[0] for text in told] == ["2024.csv, column «client» (1)", *["2023.csv, 2024.csv"] * 2]
    assert "«ООО Ромашка» 2.00 + «Ромашка ООО» 1.50 = 3.50" in " ".join(told)
    assert "«birch» 8.00 + «BIRCH» 4.00 + «Birch» 1.00 = 13.00" in " ".join(told)
    joined = read(names, same_client=True)
    assert joined.controls.clients == 2
    assert {*joined.table.values("client")} == {"ООО Ромашка", "Birch"}
    assert custecon("check", *names, "--same-client", "--expect-clients", "2").code == 0
    three = put(n2025_csv="client,date,amount\nРОМАШКА,2025-01-02,1\n")
    assert read([*names, *three], same_client=True).controls.clients == 2


def test_scales_of_numbers_differ(folder):
    names = put(na_csv="client,date,amount\nAnn,2023-12-31,2\n", nb_csv="client,date,amount\nBob,2024-01-02,1.005\n")
    reading = read(names, decimal=".")
    assert reading.table.values("amount") == [2, Decimal("1.005")]
    assert reading.controls.totals["amount"] == Decimal("3.005")


def test_a_fault_of_one_file_has_its_line(folder, custecon):
    names = put(n2023_csv=FIRST, n2024_csv=SECOND + "6,Ann,2024-03-07,x\n")
    assert str(refused(names, "E214")).startswith("2024.csv:4, column «amount» (4): «x» is not a number")
    assert custecon("check", *names, "--skip-bad", "bad.csv").code == 0
    assert Path("bad.csv").read_text(encoding="utf-8").count("2024-03-07") == 1


def test_what_is_piped_in_stands_alone(folder, custecon):
    names = put(n2023_csv=FIRST)
    for command in ("check", "rfm"):
        ran = custecon(command, *names, "-", stdin=SECOND.encode())
        assert (ran.code, "- needs to stand alone" in ran.err) == (2, True)


def test_no_file_is_written_over_and_a_workbook_of_ours_is_left_alone(folder, custecon):
    names = put(n2023_csv=FIRST, n2024_csv=SECOND)
    assert custecon("rfm", *names, "-o", "2024.csv", "--force").code == 5
    assert custecon("rfm", "a.xlsx", "b.xlsx").code == 3
    assert custecon("rfm", *names, "-o", "values.xlsx").code == 0
    with pytest.raises(UsageError):
        read(names, decimal="x")
