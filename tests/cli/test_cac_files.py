"""`custecon cac` with files: real advertising, a made-up spend file, first orders from a second file."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from custecon.cli.app import run
from custecon.cli.session import Session

ROOT = Path(__file__).parents[2]
KAG = ROOT.parent / "shared/data/kag-facebook-ads/KAG_conversion_data.csv"
SPEND = "month,channel,spend\n2024-01,search,100\n2024-01,fair,50.50\n2024-02,search,30\n"
ORDERS = """client,date,amount,channel
a,2024-01-05,10,search
a,2024-02-05,10,fair
b,2024-01-09,5,word of mouth
c,2024-02-01,5,search
d,2023-12-01,5,search
"""


def typed(*arguments):
    out, err = io.StringIO(), io.StringIO()
    code = run(["cac", *map(str, arguments)], Session(stdin=io.BytesIO(), stdout=out, stderr=err))
    return code, out.getvalue(), err.getvalue()


def table(*arguments):
    code, out, err = typed(*arguments)
    assert code == 0, err
    return list(csv.DictReader(io.StringIO(out)))


def values(*arguments):
    code, out, err = typed(*arguments, "-f", "json")
    assert code == 0, err
    return {figure["name"]: figure["value"] for figure in json.loads(out)["figures"]}


@pytest.fixture
def file(tmp_path):
    def make(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return make


@pytest.mark.skipif(not KAG.exists(), reason="shared data: kag-facebook-ads")
def test_real_advertising_by_campaign():
    # SOURCE.md of the data: 916 149.71 ÷ 24 = 6.24; 936 2,893.37 ÷ 183 = 15.81; 1178 55,662.15 ÷ 872 = 63.83.
    columns = ("--map", "new_clients=Approved_Conversion", "--map", "campaign=xyz_campaign_id", "--by", "campaign")
    rows = {row["campaign"]: row for row in table(KAG, *columns)}
    assert {name: round(float(row["cac"]), 2) for name, row in rows.items()} == {
        "916": 6.24,
        "936": 15.81,
        "1178": 63.83,
    }
    assert round(float(values(KAG, *columns)["blended_cost"]), 2) == 54.41
    code, out, _ = typed(KAG, *columns, "-f", "json")
    vain = next(one for one in json.loads(out)["tables"] if one["name"] == "without_clients")
    with KAG.open(encoding="utf-8") as source:
        ads = list(csv.DictReader(source))
    wanted = [ad for ad in ads if ad["Approved_Conversion"] == "0" and Decimal(ad["Spent"]) > 0]
    assert code == 0
    assert len(vain["rows"]) == len(wanted)
    assert sum(Decimal(row["spend"]) for row in vain["rows"]) == sum(Decimal(ad["Spent"]) for ad in wanted)


def test_the_example_by_channel_and_month_adds_up_to_its_file():
    path = ROOT / "examples/spend.csv"
    with path.open(encoding="utf-8") as source:
        given = list(csv.DictReader(source))
    for names in ("channel", "month", "channel,month"):
        rows = table(path, "--by", names)
        assert sum(Decimal(row["spend"]) for row in rows) == sum(Decimal(row["spend"]) for row in given)
        assert sum(int(row["new_clients"]) for row in rows) == sum(int(row["new_clients"]) for row in given)


def test_by_channel_and_month_is_a_grid_as_well_with_what_each_channel_cost_in_all(custecon):
    """Each pair and each channel added up by hand; where nobody was won the cell is empty."""
    path = ROOT / "examples/spend.csv"
    with path.open(encoding="utf-8") as source:
        given = [
            (row["channel"], row["month"], Decimal(row["spend"]), int(row["new_clients"]))
            for row in csv.DictReader(source)
        ]
    ran = custecon("cac", path, "--by", "channel,month", "-f", "json")
    tables = {one["name"]: one for one in json.loads(ran.out)["tables"]}
    grid, alone = tables["grid"], tables["by_channel"]
    channels = [one["meaning"].partition(":")[0] for one in grid["columns"][1:]]
    assert channels == sorted({row[0] for row in given})
    for month, *cells in (one.values() for one in grid["rows"]):
        for channel, cell in zip(channels, cells, strict=True):
            some = [row for row in given if row[:2] == (channel, month)]
            won = sum(row[3] for row in some)
            assert (cell is None) == (not won)
            assert cell is None or cell == pytest.approx(float(sum(row[2] for row in some)) / won)
    for row in alone["rows"]:
        some = [one for one in given if one[0] == row["channel"]]
        assert row["cac"] == pytest.approx(float(sum(one[2] for one in some)) / sum(one[3] for one in some))
    screen = custecon("cac", path, "--by", "channel,month", terminal=True).out
    assert re.search(r"\n2024-10 +975▓? +122 +172 +498", screen)
    assert "CAC by channel" in screen


def test_a_grid_needs_few_columns(custecon, tmp_path):
    path = tmp_path / "spend.csv"
    rows = [f"{channel},{month},10,1" for channel in range(9) for month in ("2024-01", "2024-02")]
    path.write_text("channel,month,spend,new clients\n" + "\n".join(rows) + "\n")
    names = [
        one["name"] for one in json.loads(custecon("cac", path, "--by", "channel,month", "-f", "json").out)["tables"]
    ]
    assert names == ["by_channel_and_month"]


def test_new_clients_from_first_orders_in_a_second_file(file):
    orders = file("orders.csv", ORDERS)
    rows = table(file("spend.csv", SPEND), "--orders", orders, "--by", "channel")
    found = {row["channel"]: (float(row["spend"]), int(row["new_clients"]), row["cac"]) for row in rows}
    assert found == {"search": (130, 2, "65"), "fair": (50.5, 0, ""), "word of mouth": (0, 1, "0")}
    shown = values(file("spend.csv", SPEND), "--orders", orders)
    assert float(shown["blended_cost"]) == pytest.approx(180.5 / 3)
    assert float(shown["paid_cost"]) == pytest.approx(180.5 / 2)
    assert "1 new client came in months" in typed(file("spend.csv", SPEND), "--orders", orders)[2]


def test_orders_of_another_time_than_the_spend_are_named(file):
    orders = file("orders.csv", ORDERS.replace("2024", "1997").replace("2023", "1996"))
    code, out, err = typed(file("spend.csv", SPEND), "--orders", orders)
    assert (code, out) == (4, "")
    assert "E359" in err
    assert "from 1996-12 to 1997-02, the spend from 2024-01 to" in err


def test_orders_are_not_set_beside_spend_without_months(file):
    orders = file("orders.csv", ORDERS)
    code, out, err = typed(
        file("spend.csv", "channel,spend,new clients\nsearch,100,4\nfair,50,1\n"), "--orders", orders
    )
    assert (code, out) == (2, "")
    assert "E381" in err
    assert "add a column month" in err
    assert "leave --orders out: the file counts new clients itself, in «new clients»" in err
    bare = typed(file("bare.csv", "channel,spend\nsearch,100\n"), "--orders", orders)
    assert bare[0] == 2
    assert "E381" in bare[2]
    assert "leave --orders out" not in bare[2]


def test_a_column_of_new_clients_that_orders_replace_is_told(file):
    """The log has one first order in that month from search, one by word of mouth; the column says 9."""
    spend = file("spend.csv", "month,channel,spend,new clients\n2024-01,search,100,9\n")
    code, _, err = typed(spend, "--orders", file("orders.csv", ORDERS))
    assert code == 0
    assert "N371" in err
    assert "«new clients» of the spend file is not used" in err


def test_by_channel_where_the_order_log_has_none_says_so(file):
    orders = file("orders.csv", "client,date,amount\na,2024-01-05,10\n")
    code, _, err = typed(file("spend.csv", SPEND), "--orders", orders, "--by", "channel")
    assert code == 2
    assert "E382" in err
    assert "has a column channel, but the order log has none" in err
    assert "--by month" in err


def test_a_russian_file_with_a_total_row_is_not_counted_twice(file):
    text = "Месяц;Канал;Затраты;Новые клиенты\n01.2024;Поиск;1 200,50;4\n01.2024;Выставка;3000;0\n02.2024;Поиск;900;3\n"
    path = file("spend.csv", text + "Итого;;5 100,50;7\n", "windows-1251")
    assert float(values(path)["blended_cost"]) == pytest.approx(5100.50 / 7)
    rows = table(path, "--by", "month")
    assert [(row["month"], row["new_clients"]) for row in rows] == [("2024-01", "4"), ("2024-02", "3")]
    assert "equals the sum" in typed(path)[2]


def test_a_total_row_under_the_channel_is_not_counted_either(file):
    path = file("spend.csv", "channel,spend,new clients\nsearch,10,1\nTotal,10,1\n")
    assert float(values(path)["blended_cost"]) == 10


@pytest.mark.parametrize(
    ("text", "arguments", "code", "said"),
    [
        ("channel,spend,new clients\nsearch,10,0\n", [], 4, "new clients 0"),
        ("channel,spend\nsearch,10\n", [], 2, "--orders"),
        ("channel,spend,new clients\nsearch,10,2.5\n", [], 3, "2.5"),
        ("channel,spend,new clients\nsearch,10,1\n", ["--spend", "5"], 2, "E369"),
        ("channel,spend,new clients\nsearch,10,1\n", ["--by", "month"], 2, "channel"),
        ("channel,spend,new clients\nsearch,10,\n", [], 2, "E367"),
        ("channel,spend,new clients\nsearch,-100,6\nfair,700,6\n", [], 3, "E375"),
        ("channel,spend,new clients\n", [], 3, ""),
        ("", [], 3, ""),
    ],
)
def test_refused_with_the_reason(file, text, arguments, code, said):
    found, out, err = typed(file("spend.csv", text), *arguments)
    assert (found, out) == (code, "")
    assert said in err


def test_a_row_that_does_not_tell_its_clients_is_in_no_figure(file):
    path = file("spend.csv", "channel,spend,new clients\na,100,10\nb,300,\nc,50,0\n")
    assert float(values(path)["blended_cost"]) == 15
    code, out, err = typed(path, "-f", "json")
    found = {one["name"]: [row["channel"] for row in one["rows"]] for one in json.loads(out)["tables"]}
    assert code == 0
    assert found == {"by_channel": ["a", "c"], "without_clients": ["c"], "new_clients_not_told": ["b"]}
    assert "1 row with 300.00 of spend names no number" in err


@pytest.mark.parametrize("month", ["2024-01", "01.2024", "01.01.2024", "2024-01-31", "Январь 2024", "Jan-24"])
def test_a_month_is_set_beside_the_first_orders_of_that_month(file, month):
    spend = file("spend.csv", f"month,spend\n{month},30\n")
    assert float(values(spend, "--orders", file("orders.csv", ORDERS))["blended_cost"]) == 15


@pytest.mark.parametrize("month", ["Январь", "01/02/2024", "Q1", ""])
def test_a_month_that_cannot_be_told_is_set_beside_nothing(file, month):
    spend = file("spend.csv", f"month,spend\n{month},30\n2024-02,10\n")
    code, out, err = typed(spend, "--orders", file("orders.csv", ORDERS))
    assert (code, out) == (3, "")
    assert "E358" in err


def test_a_cac_has_the_digits_of_a_float(file):
    rows = table(file("spend.csv", "channel,spend,new clients\na,100,3\nb,50,1\n"))
    assert rows[0]["cac"] == "33.3333333333333"


def test_names_that_look_like_markup_or_formulas_are_text(file):
    path = file("spend.csv", "channel,spend,new clients\n[red]=1+1,10,1\n")
    for form in ("table", "csv", "md", "json"):
        assert "[red]" in typed(path, "-f", form)[1].replace("\\", "")


def test_one_row_without_any_group_is_an_answer(file):
    code, out, _ = typed(file("spend.csv", "spend,new clients\n10,4\n"))
    assert code == 0
    assert "blended_cost,2.5," in out
