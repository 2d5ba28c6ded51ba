"""`custecon churn-cost` of logs and contracts: whose year is known only in part, and which row decides a group."""

import datetime as dt
import json

import pytest

# Ann left (last bought on 2023-05-01, more than a year before the end), Eve, Cid and Dan stayed, Flo came in the year.
# The year up to the last purchase: Ann from 2022-05-02 on: 150; Eve 10; Cid 80 (70 was before it); Dan 50; Flo 1000.
ANN, EVE = "Ann,2022-12-20,100,web\nAnn,2023-05-01,50,shop\n", "Eve,2023-01-05,7,web\nEve,2023-08-01,3,web\n"
STAYED = "Cid,2023-06-15,70,shop\nCid,2024-06-30,80,shop\nDan,2023-04-01,10,web\nDan,2024-03-01,40,web\n"
FLO = "Flo,2024-02-01,1000,web\n"
HEAD = "client,date,amount,channel\n"
PART = "the log begins on {}: of the year up to the last purchase of {} of {} it shows only a part, so what they paid"
STAYED_PAID = "; who stayed paid 65.00 on average in the year up to their last purchase"


@pytest.fixture
def asked(custecon, tmp_path):
    """The document of `churn-cost` for a file of rows, and its notices by code."""

    def of(text, *options, before=()):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        ran = custecon("churn-cost", *before, path, *options, "-f", "json")
        assert ran.code == 0, ran.err
        found = json.loads(ran.out)
        return found, {one["code"]: "; ".join(filter(None, (one["text"], one["cure"]))) for one in found["notices"]}

    return of


def test_whom_a_log_shows_only_in_part_is_told_with_what_the_others_paid(asked):
    """Of who stayed Cid and Dan have a whole year: (80 + 50) ÷ 2 = 65; Eve's begins in August 2022, before the log."""
    found, told = asked(HEAD + ANN + EVE + STAYED + FLO)
    assert found["figures"][0]["value"] == 150
    assert found["answer"].endswith("costs 150.00 a year in income or more: the log does not show a whole year of all "
                                    "of them.")  # fmt: skip
    assert told["N384"].startswith(PART.format("2022-12-20", 1, "1 lost client"))
    assert told["N384"].endswith("say --value with what one of them paid in a year" + STAYED_PAID)
    assert "N253" in told


def test_where_nobody_who_stayed_shows_a_whole_year_no_average_is_told(asked):
    """Flo came in the year; of who was there at its start only Eve stayed, and of her year the log shows a part."""
    _, told = asked(HEAD + ANN + EVE + FLO.replace("02-01", "06-30"))
    assert told["N384"].startswith(PART.format("2022-12-20", 1, "1 lost client"))
    assert told["N384"].endswith("say --value with what one of them paid in a year")


@pytest.mark.parametrize(("first", "part"), [("2022-05-02", False), ("2022-05-03", True)])
def test_a_year_is_whole_from_the_day_after_that_day_a_year_before(asked, first, part):
    """Ann bought last on 2023-05-01: her year begins on 2022-05-02."""
    found, told = asked(HEAD + ANN.replace("2022-12-20", first) + STAYED)
    assert ("N384" in told) is part
    assert found["answer"].endswith("a year in income." if not part else "a whole year of all of them.")


@pytest.mark.parametrize("known", [("--value", "500"), ("--margin", "200"), ("--value", "500", "--margin", "200")])
def test_a_value_that_was_typed_needs_no_whole_year(asked, known):
    found, told = asked(HEAD + ANN + EVE + STAYED, *known)
    assert "N384" not in told
    assert "or more" not in found["answer"]


def test_where_nobody_left_no_year_of_theirs_is_told_of(asked):
    found, told = asked(HEAD + ANN + EVE + STAYED, "--lost-after", "500d")
    assert (found["figures"][0]["value"], "N384" in told) == (0, False)


def test_a_log_beside_a_number_tells_of_whom_it_shows_a_part(asked):
    """(150 + 10 + 80 + 50 + 1000) ÷ 5 = 258 a client, and 3 of them; of Ann and Eve not the whole year is there."""
    found, told = asked(HEAD + ANN + EVE + STAYED + FLO, before=("--lost", "3", "--clients"))
    assert found["figures"][0]["value"] == 774
    value = next(entry for entry in found["inputs"] if entry["name"] == "value")
    assert (value["value"], value["origin"]) == (258, "file")
    assert value["note"].startswith("average of the clients of ")
    assert value["note"].endswith("file.csv, paid in the year up to the last purchase")
    assert told["N384"].startswith(PART.format("2022-12-20", 2, "5 clients"))
    assert told["N384"].endswith("say --value with what one of them paid in a year")
    _, told = asked(HEAD + ANN + EVE + STAYED + FLO, "--value", "9", before=("--lost", "3", "--clients"))
    assert "N384" not in told


@pytest.mark.parametrize(("first", "code"), [("2023-07-01", 0), ("2023-07-04", 0), ("2023-07-05", 2)])
def test_a_log_beside_a_number_must_hold_a_year(custecon, tmp_path, first, code):
    """Up to 2024-06-30 a year begins on 2023-07-01; the log has an order every fourth day, so three may pass."""
    begin = dt.date.fromisoformat(first)
    days = (begin + dt.timedelta(days=4 * step) for step in range(90))
    path = tmp_path / "log.csv"
    path.write_text("client,date,amount\n" + "".join(f"A,{day},1\n" for day in days))
    ran = custecon("churn-cost", "--lost", 3, "--clients", path, "--as-of", "2024-06-30")
    assert ran.code == code, ran.err
    if code:
        assert "E383" in ran.err
        assert f"log.csv runs from {first} to 2024-06-30, less than a year" in ran.err
        assert custecon("churn-cost", "--lost", 3, "--clients", path, "--value", 5).code == 0


# ------------------------------------------------------------------ which row decides


def by_channel(found):
    rows = next(table["rows"] for table in found["tables"] if table["name"] == "by_channel")
    return {row["channel"]: (row["clients_at_start"], row["lost"]) for row in rows}


def test_the_last_order_decides_a_group_and_is_told(asked):
    found, told = asked(HEAD + ANN + EVE + STAYED, "--by", "channel")
    assert by_channel(found) == {"shop": (2, 1), "web": (2, 0)}  # Ann bought last in the shop
    assert told["N359"] == "1 client stands in several groups; each is counted where the last order puts it"


def test_the_last_contract_decides_a_group_and_is_told(asked):
    """A's second contract is of the shop and ended; B has one of the web, ended; C runs, twice of the shop."""
    rows = [
        "A,2022-01-01,2022-12-31,10,web", "A,2023-01-01,2023-12-01,10,shop", "B,2022-01-01,2023-08-01,20,web",
        "C,2022-01-01,2022-06-30,5,shop", "C,2022-07-01,,5,shop", "D,2022-01-01,,5,web",
    ]  # fmt: skip
    text = "client,start,end,amount,channel\n" + "".join(f"{row}\n" for row in rows)
    found, told = asked(text, "--by", "channel", "--renewal", "month", "--as-of", "2024-01-01")
    assert by_channel(found) == {"shop": (2, 1), "web": (2, 1)}
    assert told["N359"] == "1 client stands in several groups; each is counted where the last contract puts it"
    assert found["figures"][0]["value"] == 12 * (10 + 20)
    assert "N384" not in told


# ------------------------------------------------------------------ what changed nothing


@pytest.mark.parametrize(
    ("line", "idle"),
    [
        ("--over month", "--over"),
        ("--level 90", "--level"),
        ("--renewal month", "--renewal"),
        ("--over month --clients-at-start 100", None),
        ("--level 90 --clients-at-start 100", None),
    ],
)
def test_what_a_count_alone_needs_not_is_told(custecon, line, idle):
    ran = custecon("churn-cost", "--lost", 3, "--value", 100, *line.split())
    assert ran.code == 0, ran.err
    told = [part for part in ran.err.splitlines() if "N323" in part]
    assert [f"N323: {idle} did nothing here" in part for part in told] == ([True] if idle else [])


@pytest.mark.parametrize(
    ("text", "line", "idle"),
    [
        ("client,active,revenue\nA,yes,10\nB,no,20\n", "--lost-after 90d", "--lost-after"),
        ("client,active,revenue\nA,yes,10\nB,no,20\n", "--renewal month", "--renewal"),
        (HEAD + ANN + STAYED, "--renewal month", "--renewal"),
        (HEAD + ANN + STAYED, "--lost-after 90d", None),
        ("client,start,end,amount\nA,2022-01-01,2023-08-01,2\nB,2022-01-01,,5\n", "--renewal month", None),
        ("client,start,end,amount,interval\nA,2022-01-01,2023-08-01,2,month\nB,2022-01-01,,5,month\n",
         "--renewal month", "--renewal"),
    ],
)  # fmt: skip
def test_what_a_file_needs_not_be_told_is_told(custecon, tmp_path, text, line, idle):
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    for before in ((), ("--lost", 3, "--clients")):
        if before and "lost-after" in line:
            continue  # nothing asks there who left
        ran = custecon("churn-cost", *before, path, *line.split())
        assert ran.code == 0, ran.err
        told = [part for part in ran.err.splitlines() if "N323" in part]
        assert [f"N323: {idle} did nothing here" in part for part in told] == ([True] if idle else []), before


def test_a_list_without_days_says_that_the_time_is_unknown(custecon, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,active,revenue\nA,yes,10\nB,no,20\nC,no,30\n", encoding="utf-8")
    ran = custecon("churn-cost", path)
    assert "N252: the list has no dates: in how long a time 2 of 3 clients left it does not say" in ran.err
    for span in ("month", "quarter"):
        assert "N252" not in custecon("churn-cost", path, "--over", span).err
    path.write_text("client,active,revenue\nA,yes,10\nB,yes,20\n", encoding="utf-8")
    assert "N252" not in custecon("churn-cost", path).err


def test_a_client_of_whom_nothing_tells_is_counted_and_told(custecon, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,active,revenue\nA,yes,10\nB,no,20\nC,,30\n", encoding="utf-8")
    ran = custecon("churn-cost", path, "-f", "json")
    found = {one["name"]: one["value"] for one in json.loads(ran.out)["figures"]}
    assert (found["churn_rate"], found["churn_cost"]) == (0.5, 20)
    assert "N362: of 1 client nothing tells whether they left; they are in no figure" in ran.err
