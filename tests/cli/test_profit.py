"""`custecon profit`: totals tie to the file, what nobody caused is shown, the unprofitable are named with a cure."""

import csv
import io
import json
from decimal import Decimal

import pytest

import custecon

THREE = ("--activities", "activities.csv", "--prices", "activity_prices.csv")


def document(ran) -> dict:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def figures(ran) -> dict:
    return {figure["name"]: figure for figure in document(ran)["figures"]}


def rows(ran, name: str) -> list[dict]:
    return next(table["rows"] for table in document(ran)["tables"] if table["name"] == name)


@pytest.fixture
def example(custecon, examples):
    files = [examples / part if part.endswith(".csv") else part for part in THREE]

    def run(*more, **settings):
        return custecon("profit", examples / "profit_clients.csv", *files, *more, **settings)

    return run


# ------------------------------------------------------------------ one client, from figures


def test_one_client_from_figures(custecon) -> None:
    amounts = ["--revenue", 120000, "--direct-cost", 80000, "--rebates", 4000, "--repaid", 1000]
    ran = custecon("profit", *amounts, "--cost-to-serve", 42000, "-f", "json")
    found = figures(ran)
    assert found["contribution"]["value"] == 35_000
    assert found["client_profit"]["value"] == -7_000
    assert found["price_rise_to_zero"]["value"] == pytest.approx(7_000 / 115_000)
    assert found["cost_that_must_go"]["value"] == pytest.approx(35 / 42)
    assert "loses 7,000.00" in document(ran)["answer"]


@pytest.mark.parametrize("arguments", ["", "--revenue 100", "--direct-cost 100"])
def test_what_is_missing_is_named(custecon, arguments) -> None:
    ran = custecon("profit", *arguments.split())
    assert ran.code == 2
    assert "--direct-cost" in ran.err


# ------------------------------------------------------------------ the example: every total by a second road


def by_hand(examples) -> dict[str, dict[str, Decimal]]:
    """The three files read with the csv module and added up with decimals."""
    office = Decimal(36000) / Decimal(54000)
    prices = {"orders": 12 * office, "service call": 15 * office, "return": 40 * office}
    prices |= {"deliveries": Decimal("22.50"), "visit": Decimal("95.00")}
    clients = {}
    with open(examples / "profit_clients.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            left = Decimal(row["revenue"]) - Decimal(row["discounts"]) - Decimal(row["refunds"])
            served = sum(Decimal(row[name]) * prices[name] for name in ("orders", "deliveries"))
            clients[row["client"]] = {"net": left, "left": left - Decimal(row["direct_cost"]), "served": served}
    with open(examples / "activities.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["client"] in clients:
                clients[row["client"]]["served"] += Decimal(row["times"]) * prices[row["activity"]]
    return clients


def test_the_profit_of_every_client_is_what_the_files_add_up_to(example, examples) -> None:
    expected = by_hand(examples)
    found = {row["client"]: row for row in rows(example("-f", "json"), "clients")}
    assert found.keys() == expected.keys()
    for name, row in found.items():
        assert Decimal(row["net_revenue"]) == expected[name]["net"]
        assert Decimal(row["contribution"]) == expected[name]["left"]
        # Minutes of the office have a price without an end, 0.666…: charged in whole cents.
        assert abs(Decimal(row["cost_to_serve"]) - expected[name]["served"]) < Decimal("0.03")
        assert Decimal(row["profit"]) == Decimal(row["contribution"]) - Decimal(row["cost_to_serve"])


def test_totals_tie_to_the_file_and_to_all_that_was_spent(example) -> None:
    ran = example("-f", "json")
    controls = document(ran)["control_totals"][0]["totals"]
    clients, lines = rows(ran, "clients"), {row["line"]: Decimal(row["amount"]) for row in rows(ran, "statement")}
    for column, total in (("revenue", "revenue"), ("discounts", "discounts"), ("refunds", "refunds")):
        assert sum(Decimal(row[column]) for row in clients) == Decimal(controls[total])
    assert sum(Decimal(row["direct_cost"]) for row in clients) == Decimal(controls["cost"])
    profit = sum(Decimal(row["profit"]) for row in clients)
    assert profit == lines["= profit of all clients"] == Decimal(figures(ran)["total_profit"]["value"])
    office = sum(-lines[f"− {name}"] for name in ("orders", "service call", "return"))
    assert office - lines["− not allocated: capacity of office that no activity used"] == 36_000
    assert lines["− not allocated: activities for clients who are not in the list"] == -190
    left = sum(amount for line, amount in lines.items() if not line.startswith("="))
    assert left == lines["= after cost that is not allocated"]


def test_groups_and_classes_add_up_to_the_whole(example) -> None:
    ran = example("--by", "segment", "-f", "json")
    total = Decimal(figures(ran)["total_profit"]["value"])
    for name in ("by_segment", "classes", "ranks"):
        parts = rows(ran, name)
        assert sum(row["clients"] for row in parts) == 24
        assert sum(Decimal(row["profit"]) for row in parts) == total
        assert sum(row["unprofitable"] for row in parts) == 5
        assert sum(row["profit_share"] for row in parts) == pytest.approx(1)


def test_the_whale_curve_rises_to_its_peak_and_ends_at_the_whole(example) -> None:
    ran = example("-f", "json")
    curve = [row["cumulative_share"] for row in rows(ran, "clients")]
    assert max(curve) == pytest.approx(figures(ran)["peak_share"]["value"])
    assert curve[-1] == 1
    assert figures(ran)["profit_destroyed"]["value"] == pytest.approx(max(curve) - 1)
    profits = [Decimal(row["profit"]) for row in rows(ran, "clients")]
    assert profits == sorted(profits, reverse=True)


def test_what_would_bring_a_loss_to_zero_does(example, custecon, examples, tmp_path) -> None:
    """The second road: change the file as the table says, and the client is at zero."""
    advice = next(row for row in rows(example("-f", "json"), "to_zero") if row["client"] == "Stonebridge Council")
    lines = (examples / "profit_clients.csv").read_text().splitlines()
    header, old = lines[0].split(","), next(line for line in lines if line.startswith("Stonebridge Council")).split(",")
    row = dict(zip(header, old, strict=True))
    net = Decimal(row["revenue"]) - Decimal(row["discounts"]) - Decimal(row["refunds"])
    dearer = Decimal(row["revenue"]) + net * Decimal(repr(advice["price_rise"]))
    fewer = {**row, "deliveries": str(int(advice["times_at_most"]))}
    files = [examples / part if part.endswith(".csv") else part for part in THREE]
    for changed in ({**row, "revenue": f"{dearer:.2f}"}, fewer):
        file = tmp_path / f"{changed['deliveries']}.csv"
        file.write_text("\n".join([",".join(header), ",".join(changed.values())]))
        client = rows(custecon("profit", file, *files, "-f", "json"), "clients")[0]
        assert 0 <= Decimal(client["profit"]) < Decimal("22.50")


def test_by_pipe_the_first_table_is_every_client_in_full(example) -> None:
    ran = example()
    found = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(found) == 24
    assert {"client", "profit", "cost_of_visit", "times_visit"} <= found[0].keys()
    by_segment = list(csv.DictReader(io.StringIO(example("--by", "segment").out)))
    assert [row["segment"] for row in by_segment] == ["medium", "large", "small"]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 110, 200])
def test_nothing_is_cut_at_any_width(example, width) -> None:
    ran = example("--by", "segment", "--full", terminal=True, width=width)
    assert ran.code == 0
    assert "Whale curve: 119,664.22 is earned, 5 clients take 25,106.09 away again" in " ".join(ran.out.split())
    assert "22,795.40" in ran.out
    assert max(map(len, ran.out.splitlines())) <= max(width, 24)


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_every_format(example, form) -> None:
    ran = example("-f", form, "--full")
    assert ran.code == 0, ran.err
    assert "Harbour Hotel" in ran.out


# ------------------------------------------------------------------ prices


CLIENTS = "client,revenue,direct cost,visits,calls\nA,1000.00,600.00,4,10\nB,500.00,300.00,1,0\n"


def profits(ran) -> dict[str, str]:
    return {row["client"]: row["profit"] for row in rows(ran, "clients")}


def test_a_price_for_each_time(custecon) -> None:
    ran = custecon("profit", "-", "--price", "visits=50", "--price", "call=2,50", "-f", "json", stdin=CLIENTS.encode())
    assert profits(ran) == {"A": "175.00", "B": "150.00"}
    assert "N335" not in ran.err


def test_an_activity_without_a_price_is_told_and_charged_to_nobody(custecon) -> None:
    ran = custecon("profit", "-", "--price", "visits=50", "-f", "json", stdin=CLIENTS.encode())
    assert profits(ran) == {"A": "200.00", "B": "150.00"}
    assert "note N335: «calls» was done 10 times and has no price" in ran.err


def test_by_time_at_a_price_of_a_minute(custecon) -> None:
    prices = ["--minutes", "visits=30", "--minutes", "calls=6", "--minute-price", "0.5"]
    assert profits(custecon("profit", "-", *prices, "-f", "json", stdin=CLIENTS.encode())) == {
        "A": "310.00",
        "B": "185.00",
    }


def test_by_time_of_a_department_shows_the_capacity_that_nobody_used(custecon) -> None:
    """Kaplan and Anderson 2004: 560,000 for 700,000 minutes; 97,120 of it is used by no activity."""
    text = "client,revenue,direct cost\nA,900000,0\nB,300000,0\n"
    log = "client,activity,times\nA,order,40000\nB,order,9000\nA,inquiry,1400\nB,credit check,2500\n"
    return_of = dict(zip(("order", "inquiry", "credit check"), (8, 44, 50), strict=True))
    minutes = [part for name, each in return_of.items() for part in ("--minutes", f"{name}={each}")]
    pool = ["--department-cost", 560000, "--capacity-minutes", 700000]
    ran = _with_log(custecon, text, log, *minutes, *pool)
    lines = {row["line"]: Decimal(row["amount"]) for row in rows(ran, "statement")}
    assert lines["− order"] == -313_600
    assert lines["− inquiry"] == -49_280
    assert lines["− credit check"] == -100_000
    assert lines["− not allocated: capacity of the department that no activity used"] == -97_120


def _with_log(custecon, text: str, log: str, *more, prices: str = ""):
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        files = []
        for name, content in (("activities", log), ("prices", prices)):
            if content:
                with open(f"{folder}/{name}.csv", "w", encoding="utf-8") as file:
                    file.write(content)
                files += [f"--{name}", f"{folder}/{name}.csv"]
        return custecon("profit", "-", *files, *more, "-f", "json", stdin=text.encode())


def test_more_minutes_than_the_department_has_is_told(custecon) -> None:
    pool = ["--minutes", "visits=30", "--department-cost", 100, "--capacity-minutes", 100]
    ran = custecon("profit", "-", *pool, "-f", "json", stdin=CLIENTS.encode())
    assert "more than its 100" in ran.err
    lines = {row["line"]: Decimal(row["amount"]) for row in rows(ran, "statement")}
    assert lines["+ charged to clients, but not spent: minutes beyond the capacity of the department"] == 50


def test_charging_more_than_was_spent_is_told_and_has_its_own_line(custecon) -> None:
    """Charged 48 + 5, spent 20: 33 were never spent, so what the firm keeps is 300 − 220 − 20."""
    text = "client,revenue,cost,visits,cost to serve\nA,100,50,10,5\nB,100,150,5,0\nC,100,20,1,0\n"
    ran = custecon("profit", "-", "--price", "visits=3", "--service-cost", 20, "-f", "json", stdin=text.encode())
    lines = {row["line"]: Decimal(row["amount"]) for row in rows(ran, "statement")}
    assert lines["+ charged to clients, but not spent: more than was spent on service"] == 33
    assert lines["= profit of all clients"] == 27
    assert lines["= after cost that is not allocated"] == 60
    assert "53.00 of service is charged, more than the 20.00 that was spent" in ran.err
    assert "more than the" not in custecon("profit", "-", "--price", "visits=3", stdin=text.encode()).err


def test_what_was_spent_on_service_beyond_the_activities_is_shown(custecon) -> None:
    ran = custecon("profit", "-", "--price", "visits=50", "--service-cost", 400, "-f", "json", stdin=CLIENTS.encode())
    lines = {row["line"]: Decimal(row["amount"]) for row in rows(ran, "statement")}
    assert lines["− not allocated: other cost of service that no activity caused"] == -150
    assert lines["= after cost that is not allocated"] == 200
    assert profits(ran) == {"A": "200.00", "B": "150.00"}


def test_a_client_of_several_rows_is_in_the_group_with_most_of_their_revenue(custecon) -> None:
    """Two managers look after A; the order of the rows changes nothing, and a tie goes by name."""
    lines = ["A,10,4,Ivanov", "A,30,5,Petrov", "B,7,1,Ivanov", "C,5,1,Petrov", "C,5,1,Ivanov"]
    for order in (lines, lines[::-1]):
        text = "client,revenue,cost,manager\n" + "\n".join(order) + "\n"
        ran = custecon("profit", "-", "--by", "manager", "-f", "json", stdin=text.encode())
        assert {row["manager"]: row["clients"] for row in rows(ran, "by_manager")} == {"Petrov": 1, "Ivanov": 2}
        assert "N359: 2 clients stand in several groups; each is counted where the larger part of their" in ran.err


def test_without_any_cost_to_serve_profit_is_contribution_and_says_so(custecon) -> None:
    ran = custecon("profit", "-", "-f", "json", stdin=b"client,revenue,cost\nA,10,4\n")
    assert profits(ran) == {"A": "6.00"}
    assert "no cost to serve is known, so profit is what is left after direct cost" in ran.err


def test_without_direct_cost_it_is_said(custecon) -> None:
    ran = custecon("profit", "-", "-f", "json", stdin=b"client,revenue\nA,10\n")
    assert "no direct cost" in ran.err


def test_a_margin_stands_for_the_direct_cost(custecon) -> None:
    ran = custecon("profit", "-", "-f", "json", stdin=b"client,revenue,margin\nA,10,4\nB,20,-1\n")
    assert profits(ran) == {"A": "4.00", "B": "-1.00"}


def test_rows_of_one_client_are_added_up_and_told(custecon) -> None:
    ran = custecon("profit", "-", "-f", "json", stdin=b"client,revenue,cost\nA,10,4\nB,5,5\nA,20,4\n")
    assert profits(ran) == {"A": "22.00", "B": "0.00"}
    assert "several rows, which were added up: 1" in ran.err


def test_empty_cells_count_as_none_and_are_counted(custecon) -> None:
    text = b"client,revenue,cost,discounts,visits\nA,10,4,,\nB,5,5,1,2\n"
    ran = custecon("profit", "-", "--price", "visits=1", "-f", "json", stdin=text)
    assert profits(ran) == {"A": "6.00", "B": "-3.00"}
    assert "empty cells in «visits», «discounts», which count as 0: 2" in ran.err


# ------------------------------------------------------------------ where shares mean nothing


def test_a_total_that_is_not_above_zero_is_told_in_money(custecon) -> None:
    text = b"client,revenue,cost\nA,100,50\nB,100,250\nC,100,90\n"
    ran = custecon("profit", "-", "-f", "json", stdin=text)
    found = figures(ran)
    assert Decimal(found["total_profit"]["value"]) == -90
    assert found["peak_share"]["value"] is None
    assert "earn nothing" in found["peak_share"]["undefined"]["text"]
    assert [row["cumulative_share"] for row in rows(ran, "clients")] == [None, None, None]
    shown = custecon("profit", "-", "--full", terminal=True, stdin=text)
    assert shown.code == 0
    assert "Whale curve: 60.00 is earned, 1 client takes 150.00 away again" in shown.out


def test_negative_net_revenue_leaves_concentration_undefined(custecon) -> None:
    text = b"client,revenue,cost,refunds\nA,100,50,0\nB,10,0,30\n"
    found = figures(custecon("profit", "-", "-f", "json", stdin=text))
    assert found["gini"]["value"] is None
    assert found["concentration_index"]["value"] is None
    assert Decimal(found["total_profit"]["value"]) == 30


def test_ten_equal_clients_have_an_index_of_1000(custecon) -> None:
    """10 equal clients: HHI 1000, Gini 0, each a tenth."""
    text = "client,revenue,cost\n" + "".join(f"C{i},100,60\n" for i in range(10))
    found = figures(custecon("profit", "-", "-f", "json", stdin=text.encode()))
    assert found["concentration_index"]["value"] == 1000
    assert found["equal_clients"]["value"] == 10
    assert found["gini"]["value"] == 0
    assert found["top_one_share"]["value"] == 0.1
    assert found["peak_share"]["value"] == 1
    assert found["profit_destroyed"]["value"] == 0


def test_a_client_above_a_tenth_of_revenue_is_named(custecon) -> None:
    text = "client,revenue,cost\n" + "".join(f"C{i},100,60\n" for i in range(10)) + "Big,300,100\n"
    ran = custecon("profit", "-", "-f", "json", stdin=text.encode())
    assert "note N339: the client «Big» brings 23.1%" in ran.err


def test_one_client(custecon) -> None:
    found = figures(custecon("profit", "-", "-f", "json", stdin=b"client,revenue,cost\nA,10,4\n"))
    assert found["gini"]["value"] == 0
    assert found["concentration_index"]["value"] == 10_000


# ------------------------------------------------------------------ whom to let go


def test_a_client_to_let_go_and_what_leaves_with_him(custecon) -> None:
    text = b"client,revenue,cost,visits\nA,1000,600,2\nB,1000,800,5\nC,1000,900,1\nD,100,150,0\n"
    ran = custecon("profit", "-", "--price", "visits=100", "-f", "json", stdin=text)
    found = {row["client"]: row for row in rows(ran, "let_go")}
    assert found.keys() == {"B", "D"}
    assert (Decimal(found["B"]["gain"]), Decimal(found["B"]["kept_cost"])) == (300, -200)
    assert found["B"]["must_go"] == pytest.approx(0.4)
    assert found["D"]["must_go"] == 0
    strict = custecon("profit", "-", "--price", "visits=100", "--price-limit", "40%", "-f", "json", stdin=text)
    assert [row["client"] for row in rows(strict, "let_go")] == ["D"]


def test_nobody_unprofitable_nobody_to_let_go(custecon) -> None:
    ran = custecon("profit", "-", "-f", "json", stdin=b"client,revenue,cost\nA,10,4\nB,20,4\n")
    assert {table["name"] for table in document(ran)["tables"]} == {"clients", "statement", "classes"}
    assert "who loses money after it is not known" in document(ran)["answer"]
    text = b"client,revenue,cost,visits\nA,10,4,1\nB,20,4,2\n"
    ran = custecon("profit", "-", "--price", "visits=1", "-f", "json", stdin=text)
    assert document(ran)["answer"].endswith("together earn 19.00; none loses money.")
    ran = custecon("profit", "-", "--price", "visits=1", "-f", "json", stdin=text.replace(b"visits", b"visits,calls")
                   .replace(b",1\n", b",1,3\n").replace(b",2\n", b",2,3\n"))  # fmt: skip
    assert document(ran)["answer"].endswith("none loses money at the prices that are known.")


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("text", "arguments", "code", "words"),
    [
        (CLIENTS, "--price visits", 2, ["E377", "visits"]),
        (CLIENTS, "--price visits=", 2, ["E377"]),
        (CLIENTS, "--price visits=-3", 2, ["-3"]),
        (CLIENTS, "--price visits=abc", 2, ["abc"]),
        (CLIENTS, "--price vists=3", 2, ["E378", "visits, calls"]),
        (CLIENTS, "--price visits=3 --price visit=4", 3, ["E379", "twice"]),
        (CLIENTS, "--minutes visits=3", 2, ["E370", "--minute-price"]),
        (CLIENTS, "--minutes visits=3 --minute-price 1 --department-cost 5", 2, ["E108"]),
        (CLIENTS, "--minutes visits=3 --department-cost 5 --capacity-minutes 0", 2, ["0"]),
        (CLIENTS, "--by segment", 2, ["segment"]),
        (CLIENTS, "--by size", 2, ["size"]),
        (CLIENTS, "--revenue 100", 2, ["--revenue", "E369"]),
        (CLIENTS, "--activities -", 2, ["--activities"]),
        ("client,revenue,cost,refunds\nA,10,4,-2\nB,10,4,1\n", "", 3, ["E375", "«A»", "-2"]),
        ("client,revenue,cost,visits\nA,10,4,-2\n", "", 3, ["E375", "«A»"]),
        ("client,revenue,cost\nA,10,\n", "", 3, ["cost"]),
        ("client,cost\nA,10\n", "", 3, ["revenue"]),
        ("client,revenue\n", "", 3, []),
        ("", "", 3, []),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_cure(custecon, text, arguments, code, words) -> None:
    ran = custecon("profit", "-", *arguments.split(), stdin=text.encode())
    assert ran.code == code, ran.err
    assert all(word in ran.err for word in words), ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("log", "prices", "words"),
    [
        ("client,activity\nA,visit\n", "", ["E376", "the activity log"]),
        ("client,activity\nA,fax\n", "activity,price\nfax,1\nFAX,2\n", ["E379", "two rows"]),
        ("client,activity\nA,fax\n", "activity,price,minutes\nfax,,\n", ["E379", "neither"]),
        ("client,activity\nA,fax\n", "activity,minutes\nfax,3\n", ["E379", "no price of a minute"]),
        (
            "client,activity\nA,fax\n",
            "activity,minutes,department,department cost,capacity\nfax,3,o,5,9\nx,1,o,6,9\n",
            ["E379", "differ"],
        ),
    ],
)
def test_logs_and_prices_that_contradict_are_refused(custecon, log, prices, words) -> None:
    ran = _with_log(custecon, CLIENTS, log, prices=prices)
    assert ran.code == 3, ran.err
    assert all(word in ran.err for word in words), ran.err


def test_russian_exports(custecon) -> None:
    text = "Клиент;Выручка;Себестоимость;Визиты;Сегмент\nООО «Ромашка»;1 000,50;600,25;3;опт\n"
    text += "ИП Петров;200,00;150,00;2;розница\n"
    ran = custecon("profit", "-", "--price", "визиты=100", "--by", "segment", "-f", "json", stdin=text.encode("cp1251"))
    assert profits(ran) == {"ООО «Ромашка»": "100.25", "ИП Петров": "-150.00"}
    assert [row["segment"] for row in rows(ran, "by_segment")] == ["опт", "розница"]


def test_names_are_data_never_markup_or_formulas(custecon) -> None:
    text = b'client,revenue,cost\n"[red]=1+1[/red]",10,4\n=HYPERLINK(1),20,30\n'
    shown = custecon("profit", "-", "--full", terminal=True, stdin=text)
    assert "[red]=1+1[/red]" in shown.out
    piped = custecon("profit", "-", stdin=text)
    assert "\n'=HYPERLINK(1)," in piped.out


def test_of_a_return_all_money_counts_against(custecon, tmp_path) -> None:
    """What came back brought no revenue, had no discount and cost nothing; what serving the return cost did cost."""
    path = tmp_path / "sales.csv"
    path.write_text(
        "client;kind;revenue;discounts;cost;service cost\n"
        "Zenit;sale;1000,00;50,00;600,00;20,00\nZenit;return;300,00;30,00;180,00;7,00\nMys;sale;200,00;0,00;100,00;0,00\n"
    )
    ran = custecon("profit", path, "--minus", "kind=return", "-f", "csv")
    assert ran.code == 0, ran.err
    zenit = next(row for row in csv.DictReader(io.StringIO(ran.out)) if row["client"] == "Zenit")
    assert Decimal(zenit["net_revenue"]) == (1000 - 300) - (50 - 30)
    assert Decimal(zenit["direct_cost"]) == 600 - 180
    assert Decimal(zenit["profit"]) == 680 - 420 - (20 + 7)


GONE = """Client,Revenue,Cost,Status,Deliveries
Alder,10000,6000,active,20
Birch,5000,5200,left,10
Dogwood,2000,2500,active,30
Elm,900,400,left,2
"""


def _asked(tmp_path, text, **said):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return custecon.profit(path, **said)


def test_who_has_left_is_on_no_list_of_what_to_do(tmp_path):
    """Birch loses 200 and has left: still among those who lose, but nobody renegotiates with them."""
    found = _asked(tmp_path, GONE)
    assert (found["unprofitable_clients"], found["unprofitable_loss"]) == (2, -700)
    for name in ("to_zero", "let_go"):
        assert [row[0] for row in found.table(name).rows] == ["Dogwood"]
    told = next(str(one) for one in found.notices if one.code == "N499")
    assert told.startswith("1 client of those who lose has left (Birch), 200.00 of the loss")
    assert [row[0] for row in _asked(tmp_path, GONE.replace("active", "left")).table("clients").rows][:1] == ["Alder"]


def test_a_status_that_says_something_else_marks_nobody(tmp_path):
    found = _asked(tmp_path, GONE.replace("active", "gold").replace("left", "silver"))
    assert {row[0] for row in found.table("to_zero").rows} == {"Birch", "Dogwood"}
    assert "N499" not in {one.code for one in found.notices}


def test_without_prices_the_cure_stands_first_and_nothing_is_called_known(tmp_path):
    """Nobody loses before any cost to serve; how many lose after it no figure claims to know."""
    found = _asked(tmp_path, GONE.replace("5200", "4000").replace("2500", "1500"))
    assert "who loses money after it is not known" in found.answer
    assert str(found.screen.further[0]) == "To see who loses after it, say what each of «deliveries» costs once."
    assert found.screen.next == ("--price deliveries=…",)  # an option is no word of a sentence: a page has none
    (figure,) = (one for one in found.figures if one.name == "unprofitable_clients")
    assert figure.label == "who lose before any cost to serve"
    assert "not known" in str(figure.note)
    priced = _asked(tmp_path, GONE, price={"deliveries": 1})
    assert not priced.screen.further
    (figure,) = (one for one in priced.figures if one.name == "unprofitable_clients")
    assert figure.label == "clients who lose money"
