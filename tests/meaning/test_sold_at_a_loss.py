"""Amounts that are margins: what is sold below its cost is sold all the same. Held against pandas and by hand."""

import io

import pandas as pd
import pytest
from tests.sources.both_roads import both_roads

# of each client: when and for how much they bought, at which cost; Birch's first order is sold at a loss, Cedar's only
# one too; Alder sends back what was sold at a loss, and Elm gets a sample for nothing before the first order.
LOG = """Order,Date,Client,Sales,Cost,Quantity,Profit
1,2021-01-02,Alder,100.00,60.00,2,40.00
2,2021-01-20,Alder,80.00,95.00,1,-15.00
2R,2021-02-10,Alder,-80.00,-95.00,-1,15.00
3,2021-02-20,Birch,50.00,70.00,1,-20.00
4,2022-03-01,Birch,90.00,30.00,3,60.00
5,2022-04-04,Alder,120.00,110.00,2,10.00
6,2022-07-07,Cedar,40.00,55.00,1,-15.00
7,2022-08-08,Dogwood,30.00,30.00,1,0.00
8,2021-03-03,Elm,0.00,5.00,1,-5.00
9,2022-03-03,Elm,60.00,40.00,2,20.00
10,2023-01-05,Alder,10.00,5.00,1,5.00
"""
GAINS = "Order,Date,Client,Sales,Cost\n" + "".join(f"{n},2022-01-{n:02d},C{n % 7},{n}0,{n}\n" for n in range(1, 29))
WAYS = ["Sales-Cost", "Profit", "Sales-(Cost)"]


def by_pandas():
    """The bridge from 2021 to 2022: who bought by sales, and what they brought by margin."""
    log = pd.read_csv(io.StringIO(LOG), parse_dates=["Date"])
    log["year"], log["margin"] = log.Date.dt.year, log.Sales - log.Cost
    sold, margin = (log.pivot_table(index="Client", columns="year", values=v, aggfunc="sum", fill_value=0)
                    for v in ("Sales", "margin"))  # fmt: skip
    first = log[log.Sales > 0].groupby("Client").year.min()
    found = {"lost": [], "less": [], "back": [], "more": [], "new": []}
    for client in sold.index:
        before, after = sold.loc[client, 2021] > 0, sold.loc[client, 2022] > 0
        change = margin.loc[client, 2022] - margin.loc[client, 2021]
        if after and not before:
            found["new" if first[client] == 2022 else "back"].append(change)
        elif before:
            found["more" if change > 0 else "less"].append(change) if after else found["lost"].append(change)
    return {name: (len(changes), round(sum(changes), 2)) for name, changes in found.items()}


@pytest.mark.parametrize("way", [f"--amount {way}" for way in WAYS] + ["--amount Sales --subtract Cost"])
def test_new_clients_are_those_of_the_sales(ask, way):
    """Birch bought in 2021, at a loss: no new client of 2022; Cedar is one, though their only order lost money."""
    found = ask(f"growth {{file}} {way} --period year -f json", LOG)
    steps = {row["step"]: (row["clients"], float(row["amount"])) for row in _rows(found, "bridge")}
    named = ("lost", "less", "back", "more", "new")
    words = ("lost", "buy less", "came back", "buy more", "new")
    assert {name: steps[word] for name, word in zip(named, words, strict=True)} == by_pandas()
    assert steps["margin of 2021"] == (2, 15.0)
    assert steps["margin of 2022"] == (5, 75.0)
    assert found.tells("is margin", "3 rows of 3 clients", "-50", "purchases all the same")
    assert "Margin rose by 60" in found.doc["answer"]


def _rows(found, name):
    table = next(one for one in found.doc["tables"] if one["name"] == name)
    names = [column["name"] for column in table["columns"]]
    return [row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in table["rows"]]


def test_who_bought_how_often_and_for_how_much(ask):
    """By hand: Alder bought on 4 days after a refund of one, Elm's sample is no purchase, its cost is theirs."""
    found = ask("rfm {file} --amount Sales-Cost -f json", LOG)
    assert {row["client"]: (row["purchase_days"], float(row["total"])) for row in _rows(found, "clients")} == {
        "Alder": (4, 55.0),
        "Birch": (2, 40.0),
        "Cedar": (1, -15.0),
        "Dogwood": (1, 0.0),
        "Elm": (1, 15.0),
    }


def test_without_sales_the_quantity_tells(ask):
    lines = [line.split(",") for line in LOG.splitlines()]
    log = "\n".join(",".join(cells[:3] + cells[5:]) for cells in lines) + "\n"
    found = ask("rfm {file} --amount Profit -f json", log)
    days = {row["client"]: row["purchase_days"] for row in _rows(found, "clients")}
    assert days["Alder"], days["Birch"] == (4, 2)
    assert found.tells("as «Quantity» tells")


def test_without_either_a_loss_is_a_sale_at_a_loss_and_the_cure_makes_it_a_refund(ask):
    lines = [line.split(",") for line in LOG.splitlines()]
    log = "\n".join(",".join(cells[:3] + cells[6:]) for cells in lines) + "\n"
    found = ask("rfm {file} --amount Profit -f json", log)
    days = {row["client"]: row["purchase_days"] for row in _rows(found, "clients")}
    assert (days["Birch"], days["Cedar"]) == (2, 1)
    assert found.tells("no column tells what was sold", "4 rows of 4 clients", "--refunds net")
    cured = ask("rfm {file} --amount Profit --refunds net -f json", log)
    assert {row["client"]: row["purchase_days"] for row in _rows(cured, "clients")}["Birch"] == 1
    assert "Cedar" not in {row["client"] for row in _rows(cured, "clients")}


def test_money_that_went_back_beside_the_cost_stays_a_refund(ask):
    """«Sales-Cost-Refund»: what was sold is the sales less what was given back of them."""
    log = (
        "Date,Client,Sales,Cost,Refund\n2024-01-05,Alder,100,60,0\n2024-02-05,Alder,0,0,100\n"
        "2024-02-06,Birch,100,130,0\n2024-03-01,Birch,50,20,0\n"
    )
    found = ask("rfm {file} --amount Sales-Cost-Refund -f json", log)
    assert {row["client"]: (row["purchase_days"], float(row["total"])) for row in _rows(found, "clients")} == {
        "Alder": (1, -60.0),
        "Birch": (2, 0.0),
    }


def test_a_revenue_that_is_below_zero_stays_a_refund(ask):
    found = ask("rfm {file} --amount Sales -f json", LOG)
    assert {row["client"]: row["purchase_days"] for row in _rows(found, "clients")}["Alder"] == 4
    assert found.tells("1 row with a negative amount (refunds), -80")
    assert not found.tells("purchases all the same")


def test_a_model_of_margins_foretells_with_the_losses_in_it(ask):
    """What repeat purchases lost lowers the value of all: shares by hand, 25 − 10 = 15 of 25 is left."""
    rows = [f"2023-{1 + n % 12:02d}-{1 + n:02d},C{n},10,5" for n in range(20)]
    rows += [f"2024-{1 + n % 12:02d}-{1 + n:02d},C{n},10,{20 if n < 4 else 5}" for n in range(20)]
    found = ask("ltv {file} --method bg-nbd --amount Sales-Cost -f json", "Date,Client,Sales,Cost\n" + "\n".join(rows))
    assert found.code == 0
    # firsts bring 20 × 5 = 100, repeats 16 × 5 = 80, four lose 40: of 180 two ninths are lost
    assert found.tells("4 clients lost 40", "22")


@pytest.mark.parametrize(("amount", "log"), [("Sales-Cost", LOG), ("Profit", LOG), ("Sales-Cost", GAINS)])
def test_a_big_log_of_margins_is_read_alike(tmp_path, amount, log):
    """An engine knows the sign of an amount alone: it takes the log only where every margin is above 0."""
    path = tmp_path / "long.csv"
    path.write_text(log, encoding="utf-8")
    assert both_roads(path, columns={"amount": amount}) is (log is GAINS)
