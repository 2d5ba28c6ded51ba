"""`custecon ltv FILE`: the sentence of the answer, and all that is told beside it, one notice kept beside another."""

import datetime as dt
import json

import pytest

# Ann left (last bought on 2023-05-01, more than a year before the end), Eve, Cid and Dan stayed, Flo came in the year.
LOG = (
    "client,date,amount,channel\nAnn,2022-12-20,100,web\nAnn,2023-05-01,50,shop\nEve,2023-01-05,7,web\n"
    "Eve,2023-08-01,3,web\nCid,2023-06-15,70,shop\nCid,2024-06-30,80,shop\nDan,2023-04-01,10,web\n"
    "Dan,2024-03-01,40,web\nFlo,2024-02-01,1000,web\n"
)
LIST = "client,margin,active\nAnn,100,yes\nBob,50,yes\nCid,50,no\n"


@pytest.fixture
def asked(custecon, tmp_path):
    """The document of `ltv` for a file of rows, and the codes of its notices in their order."""

    def of(text, *options):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        ran = custecon("ltv", path, *options, "-f", "json")
        assert ran.code == 0, ran.err
        found = json.loads(ran.out)
        return found, [one["code"] for one in found["notices"]]

    return of


def told(found, code):
    return next(f"{one['text']}; {one['cure']}" for one in found["notices"] if one["code"] == code)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("Ann,100,yes,0.8\n", "The one client you have is worth 266.67."),
        ("Ann,100,yes,0.8\nBob,50,no,0.8\n", "The one client you have is worth 266.67."),
        ("Ann,100,yes,0.8\nBob,50,yes,0.8\n", "The 2 clients you have are together worth 400.00."),
        ("Ann,100,yes,0.8\nBob,50,yes,1\n", "The 2 clients you have are together worth 766.67."),
    ],
)
def test_the_clients_you_have_are_those_who_have_not_left(asked, rows, sentence):
    """m·r ÷ (1 + d − r): 100 · 0.8 ÷ 0.3 = 266.67, and half of it; 50 · 1 ÷ 0.1 = 500."""
    found, _ = asked("client,margin,active,retention\n" + rows, "--discount", "10%")
    assert found["answer"] == sentence


def test_who_has_no_value_is_not_among_those_who_are_worth_it(asked):
    found, codes = asked("client,margin,retention\nAnn,100,0.8\nBob,50,1\nCid,50,0.8\n")
    assert found["answer"] == "2 of the 3 clients you have are together worth 600.00."
    assert [code for code in codes if code != "N316"] == ["N303", "N306"]
    assert told(found, "N306").startswith("1 client has no lifetime value: ")
    found, _ = asked("client,margin,retention\nAnn,100,0.8\nBob,50,1\n")
    assert found["answer"] == "1 of the 2 clients you have is worth 400.00."


def test_notices_of_a_list_stand_beside_one_another(asked):
    _, codes = asked(LIST, "--retention", "80%")
    assert codes == ["N316", "N303", "N304"]
    _, codes = asked(LIST, "--retention", "80%", "--discount", "10%")
    assert codes == ["N316", "N304"]
    found, codes = asked(LIST.replace("50,yes", "-50,yes"), "--retention", "80%")
    assert codes == ["N316", "N303", "N304", "N312"]
    assert told(found, "N312").startswith("1 client has a negative value, -200.00 in all")  # −50 · 0.8 ÷ 0.2


def test_of_whom_a_list_says_nothing_is_told_unless_it_says_nothing_of_anybody(asked):
    found, codes = asked(LIST.replace("Bob,50,yes", "Bob,50,"), "--retention", "80%", "--discount", "10%")
    assert codes == ["N316", "N362", "N304"]
    assert "of 1 client nothing tells whether they left; who is not known to have left is valued" in told(found, "N362")
    assert found["answer"] == "The 2 clients you have are together worth 400.00."
    _, codes = asked("client,margin\nAnn,100\nBob,50\n", "--retention", "80%", "--discount", "10%")
    assert codes == ["N316"]


def test_the_method_and_what_it_rests_on_are_told(asked):
    found, _ = asked("client,margin,retention\nAnn,100,0.9\nBob,100,\n", "--retention", "50%", "--discount", "10%")
    given = {entry["name"]: (entry["value"], entry["origin"]) for entry in found["inputs"]}
    assert given == {"discount": (0.1, "given"), "retention": (0.5, "given")}
    assert found["parameters"]["method"] == "margin-multiple"
    assert found["period"] == "year"
    found, _ = asked("client,margin\nAnn,100\n", "--churn", "20%", "--discount", "10%")
    given = {entry["name"]: (entry["value"], entry["origin"]) for entry in found["inputs"]}
    assert given == {"discount": (0.1, "given"), "retention": (0.8, "computed"), "churn": (0.2, "given")}
    found, _ = asked("client,margin,retention\nAnn,100,0.9\n", "--retention", "50%", "--discount", "10%")
    assert "retention" not in {entry["name"] for entry in found["inputs"]}  # the row has its own


@pytest.mark.parametrize(
    ("head", "first"),
    [("my costs", "my costs"), ("x costs,my costs", "x costs"), ("sales rep,my costs", "my costs")],
)
def test_the_first_column_that_may_be_the_cost_is_named_and_answers(custecon, tmp_path, head, first):
    path = tmp_path / "list.csv"
    cells = ",".join(["600"] * len(head.split(",")))
    path.write_text(f"client,revenue,{head}\nAnn,1000,{cells}\n")
    ask = ("ltv", path, "--retention", "80%", "--discount", "10%")
    refused = custecon(*ask)
    assert (refused.code, "E311" in refused.err) == (2, True)
    assert f"say --map cost='{first}' if that is it; or give --margin-rate" in refused.err
    found = custecon(*ask, "--map", f"cost={first}", "-f", "json")
    assert json.loads(found.out)["figures"][0]["value"] == pytest.approx(400 * 0.8 / 0.3)


def test_without_a_column_that_may_be_the_cost_none_is_named(custecon, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("client,revenue,sales rep\nAnn,1000,Bob\n")
    refused = custecon("ltv", path, "--retention", "80%", "--discount", "10%")
    assert (refused.code, "E311" in refused.err, "--map cost" in refused.err) == (2, True, False)


def by(found, name):
    rows = next(table["rows"] for table in found["tables"] if table["name"] == f"by_{name}")
    return {row[name]: row["clients"] for row in rows}


def test_by_cohort_a_log_is_added_up_without_a_column_and_a_list_is_not(custecon, asked, tmp_path):
    found, codes = asked(LOG, "--by", "cohort", "--discount", "10%")
    assert by(found, "cohort") == dict.fromkeys(("2022-12", "2023-01", "2023-04", "2023-06", "2024-02"), 1)
    assert "N359" not in codes
    (tmp_path / "list.csv").write_text(LIST)
    refused = custecon("ltv", tmp_path / "list.csv", "--retention", "80%", "--by", "cohort")
    assert (refused.code, "E117" in refused.err, "no column for any group" in refused.err) == (2, True, True)
    (tmp_path / "list.csv").write_text("client,margin,segment\nAnn,100,big\n")
    refused = custecon("ltv", tmp_path / "list.csv", "--retention", "80%", "--by", "chanel")
    assert "cohort" not in refused.err  # a list has none to offer


def test_the_first_order_decides_a_group_and_is_told(asked):
    found, codes = asked(LOG, "--by", "channel", "--discount", "10%")
    assert by(found, "channel") == {"web": 4, "shop": 1}  # Ann came by the web
    assert told(found, "N359").startswith("1 client stands in several groups; each is counted where the first order")
    assert codes == ["N305", "N311", "N304", "N307", "N359", "N308", "N253", "N313"]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ((), ["N303", "N305", "N311", "N304", "N307", "N308", "N253", "N313"]),
        (("--margin-rate", "40%"), ["N303", "N305", "N311", "N304", "N308", "N253", "N313"]),
        (("--margin", "40%"), ["N357", "N303", "N305", "N311", "N304", "N308", "N253", "N313"]),
        (("--retention", "75%"), ["N303", "N305", "N304", "N307", "N308", "N313"]),
        (("--discount", "0"), ["N305", "N311", "N304", "N307", "N308", "N253", "N313"]),
    ],
)
def test_notices_of_a_log_stand_beside_one_another(asked, options, codes):
    found, listed = asked(LOG, *options)
    assert listed == codes
    assert told(found, "N313").startswith("1 of 5 clients bought for the first time less than a year ago")
    assert (", in place of --retention asks" in told(found, "N308")) is False
    assert ("36m in place of --retention asks" in told(found, "N308")) is ("--retention" in options)


def test_both_figures_that_a_model_would_replace_are_named(asked):
    found, _ = asked(LOG, "--retention", "75%", "--margin", "100")
    assert "36m in place of --margin and --retention asks" in told(found, "N308")


@pytest.mark.parametrize(
    ("day", "options", "time", "cure"),
    [
        # one year of orders, from 2022-12-20 on, does not show who stays for another
        ("2023-12-19", (), "one year, so how many clients stay for another cannot be counted", "say --retention 80%"),
        ("2023-06-15", (), "less than a year", "name a log that goes back further"),
        ("2023-06-15", ("--retention", "80%"), "less than a year", "name a log that goes back further"),
    ],
)
def test_without_a_year_behind_the_year_there_is_only_the_past(asked, day, options, time, cure):
    found, codes = asked(LOG, "--as-of", day, *options)
    assert "N309" in codes
    assert "N303" not in codes
    assert told(found, "N309").startswith(f"the orders run from 2022-12-20 to {day}, {time}: no projection")
    assert told(found, "N309").split("; ")[1].startswith(cure)
    assert [table["name"] for table in found["tables"]] == ["past_by_cohort"]
    clients, total = {"2023-12-19": (4, 240), "2023-06-15": (4, 237)}[day]
    assert found["answer"] == f"The {clients} clients have brought {total:.2f} so far."


def test_a_year_but_for_days_without_an_order_is_not_called_one_year(asked):
    # pauses of 20 days are usual here, so 19 days missing at the start are taken as one more
    days = [dt.date(2023, 1, 20) + dt.timedelta(20 * step) for step in range(18)]
    found, codes = asked("client,date,amount\n" + "".join(f"A,{day},1\n" for day in days) + "B,2023-12-31,5\n")
    assert "for the year up to" not in found["answer"]
    assert "taken as one year, so how many clients stay" in told(found, "N309")
    assert codes.index("N254") > codes.index("N309")
    assert "the orders begin on 2023-01-20, 19 days into the year up to 2023-12-31" in told(found, "N254")


def test_what_only_a_projection_needs_did_nothing_where_there_is_none(custecon, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("client,date,amount,channel\nAnn,2024-01-05,10.50,web\nBob,2024-06-01,5,web\n")
    for option in (("--by", "channel"), ("--level", "90"), ("--method", "margin-multiple")):
        ran = custecon("ltv", path, *option)
        assert ran.code == 0, ran.err
        assert f"N323: {option[0]} did nothing here" in ran.err
    assert "N323" not in custecon("ltv", path).err


def each_fifth_day(first, last):
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    days = (begin + dt.timedelta(days=5 * step) for step in range((end - begin).days // 5 + 1))
    return "client,date,amount\n" + "".join(f"A,{day},1\n" for day in [*days, last])


@pytest.mark.parametrize(
    ("first", "last", "offered"),
    [
        ("2023-01-01", "2023-12-20", True),  # up to the end of December it holds a year
        ("2023-01-05", "2023-12-20", True),  # four days may pass without an order
        ("2023-01-06", "2023-12-20", False),
        ("2023-01-10", "2023-12-31", False),  # the month is whole already
    ],
)
def test_the_end_of_the_last_month_is_offered_where_it_makes_a_year_and_answers(
    custecon, tmp_path, first, last, offered
):
    path = tmp_path / "log.csv"
    path.write_text(each_fifth_day(first, last))
    ask = ("ltv", path, "--retention", "80%", "--discount", "10%", "-f", "json")
    ran = custecon(*ask)
    assert f"the orders run from {first} to {last}, less than a year: no projection, only past value" in ran.err
    cure = "say --as-of 2023-12-31 if it holds all orders up to that day, or name a log that goes back further"
    assert (cure in ran.err) is offered
    if offered:
        found = json.loads(custecon(*ask, "--as-of", "2023-12-31").out)
        assert found["figures"][0]["name"] == "customer_equity"


@pytest.mark.parametrize(
    ("first", "whole", "told_so"),
    [("2023-01-01", True, False), ("2023-01-02", True, True), ("2023-01-05", True, True), ("2023-01-06", False, False)],
)
def test_a_log_that_begins_a_usual_pause_into_the_year_counts_as_a_year_and_is_told(
    custecon, tmp_path, first, whole, told_so
):
    """The year up to 2023-12-31 begins on 2023-01-01; in a log of every fifth day four pass without an order."""
    path = tmp_path / "log.csv"
    path.write_text(each_fifth_day(first, "2023-12-31"))
    ran = custecon("ltv", path, "--retention", "80%", "--discount", "10%", "-f", "json")
    assert ("N309" not in ran.err) is whole
    late = int(first[-2:]) - 1
    said = f"the orders begin on {first}, {late} {'day' if late == 1 else 'days'} into the year up to 2023-12-31"
    assert (said in ran.err) is told_so
    assert ("N254" in ran.err) is told_so
