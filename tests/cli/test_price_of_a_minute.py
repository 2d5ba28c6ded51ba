"""`custecon profit --minutes`: what a minute costs, where it was typed, stands in the settings, or is said twice."""

import json

import pytest

TEXT = "client,revenue,cost,visits\nA,100,0,10\nB,200,0,0\n"  # A: 10 visits of 3 minutes, 30 minutes
PRICE, COST, TIME = ("--minute-price", "1"), ("--department-cost", "60"), ("--capacity-minutes", "120")
OF_PRICE, OF_COST = ("--department-cost", "--capacity-minutes"), ("--minute-price",)  # what did nothing then
FIRM_PRICE, FIRM_COST, FIRM_TIME = "minute_price = 1\n", 'department_cost = "60/year"\n', "capacity_minutes = 120\n"
AT_PRICE, AT_COST = 100 - 30 * 1, 100 - 30 * 60 / 120


@pytest.fixture
def asked(custecon, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(settings, *options):
        (tmp_path / "custecon.toml").write_text(settings)
        (tmp_path / "clients.csv").write_text(TEXT)
        return custecon("profit", "clients.csv", *options, "-f", "json")

    return of


def profit_of_a(ran):
    assert ran.code == 0, ran.err
    clients = next(table["rows"] for table in json.loads(ran.out)["tables"] if table["name"] == "clients")
    return float(next(row["profit"] for row in clients if row["client"] == "A"))


@pytest.mark.parametrize(
    ("settings", "typed", "profit", "used"),
    [
        ("", PRICE, AT_PRICE, ""),
        ("", (*COST, *TIME), AT_COST, ""),
        (FIRM_PRICE, (), AT_PRICE, "price of a minute"),
        (FIRM_COST + FIRM_TIME, (), AT_COST, "cost of the department, practical capacity"),
        (FIRM_COST, TIME, AT_COST, "cost of the department"),
        (FIRM_TIME, COST, AT_COST, "practical capacity"),
        # what was typed stands above the settings
        (FIRM_PRICE, (*COST, *TIME), AT_COST, ""),
        (FIRM_COST + FIRM_TIME, PRICE, AT_PRICE, ""),
        (FIRM_COST, PRICE, AT_PRICE, ""),
        (FIRM_TIME, PRICE, AT_PRICE, ""),
        (FIRM_PRICE + FIRM_COST, TIME, AT_COST, "cost of the department"),
        (FIRM_PRICE + FIRM_TIME, COST, AT_COST, "practical capacity"),
        (FIRM_PRICE + FIRM_COST + FIRM_TIME, PRICE, AT_PRICE, ""),
        (FIRM_PRICE + FIRM_COST + FIRM_TIME, COST, AT_COST, "practical capacity"),
    ],
)
def test_what_was_typed_prices_a_minute_before_the_settings_do(asked, settings, typed, profit, used):
    ran = asked(settings, "--minutes", "visits=3", *typed)
    assert profit_of_a(ran) == profit
    assert "N323" not in ran.err
    told = next((line for line in ran.err.splitlines() if "from custecon.toml" in line), "")
    every = ("price of a minute", "cost of the department", "practical capacity")
    assert [name in told for name in every] == [name in used for name in every], ran.err


@pytest.mark.parametrize(
    ("settings", "typed", "said"),
    [
        ("", (*PRICE, *COST), "E108"),
        ("", (*PRICE, *TIME), "E108"),
        (FIRM_COST, (*PRICE, *TIME), "E108"),
        (FIRM_PRICE + FIRM_COST, (), "E108"),
        (FIRM_PRICE + FIRM_TIME, (), "E108"),
        ("", COST, "E370"),
        ("", TIME, "E370"),
        (FIRM_COST, (), "E370"),
        (FIRM_TIME, (), "E370"),
        (FIRM_PRICE, COST, "E370"),
        (FIRM_PRICE, TIME, "E370"),
    ],
)
def test_two_prices_of_a_minute_or_half_of_one_are_refused(asked, settings, typed, said):
    ran = asked(settings, "--minutes", "visits=3", *typed)
    assert (ran.code, said in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("typed", [PRICE, COST, TIME])
def test_without_minutes_a_price_of_a_minute_changes_nothing_and_is_told(asked, typed):
    ran = asked("", "--price", "visits=2", *typed)
    assert profit_of_a(ran) == 80
    assert f"N323: {typed[0]} did nothing here" in ran.err


def test_without_minutes_the_settings_for_them_are_not_spoken_of(asked):
    ran = asked(FIRM_PRICE + FIRM_COST, "--price", "visits=2")
    assert profit_of_a(ran) == 80
    assert "custecon.toml" not in ran.err


def test_how_a_price_came_about_is_told(asked):
    assert "3 min at 1" in asked("", "--minutes", "visits=3", *PRICE).out


@pytest.mark.parametrize(("revenue", "told"), [((1, 9), "90.0%"), ((1, 8), "88.9%")])
def test_a_client_of_more_than_a_tenth_is_told_unless_there_is_no_other(custecon, revenue, told):
    text = "client,revenue,cost\n" + "".join(f"c{n},{one},0\n" for n, one in enumerate(revenue))
    assert f"N339: the client «c1» brings {told}" in custecon("profit", "-", stdin=text.encode()).err
    assert "N339" not in custecon("profit", "-", stdin=b"client,revenue,cost\nA,5,1\n").err
    ten = "client,revenue,cost\n" + "".join(f"c{n},1,0\n" for n in range(10))
    assert "N339" not in custecon("profit", "-", stdin=ten.encode()).err  # a tenth is no more than a tenth


UNKNOWN = " before any cost to serve them; who loses money after it is not known."


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("A,10,4\n", "The one client brings 6.00" + UNKNOWN),
        ("A,10,4\nB,5,3\n", "All 2 clients together bring 8.00" + UNKNOWN),
        ("A,10,14\n", "The one client loses 4.00."),
        ("A,10,4\nB,5,6\n", "1 of 2 clients earns 6.00; 1 loses 1.00; together they earn 5.00."),
        ("A,10,9\nB,5,16\n", "1 of 2 clients earns 1.00; 1 loses 11.00; together they lose 10.00."),
        ("A,10,5\nB,5,10\n", "1 of 2 clients earns 5.00; 1 loses 5.00; together they earn 0.00."),
        ("A,10,4\nB,5,3\nC,5,6\nD,5,7\nE,5,5\n",
         "2 of 5 clients earn 8.00; 2 lose 3.00; together they earn 5.00."),
    ],
)  # fmt: skip
def test_who_earns_and_who_loses_in_a_sentence(custecon, rows, sentence):
    ran = custecon("profit", "-", "-f", "json", stdin=f"client,revenue,cost\n{rows}".encode())
    assert json.loads(ran.out)["answer"] == sentence


@pytest.mark.parametrize(
    ("cost", "words"),
    [("60", "The client earns 40.00."), ("140", "The client loses 40.00."),
     ("100", "The client neither earns nor loses: 0.00.")],
)  # fmt: skip
def test_one_client_in_a_sentence(custecon, cost, words):
    ran = custecon("profit", "--revenue", 100, "--direct-cost", cost, "-f", "json")
    found = json.loads(ran.out)
    assert found["answer"] == words
    assert [one["name"] for one in found["figures"]] == ["client_profit", "contribution"] + (
        ["price_rise_to_zero"] if cost == "140" else []
    )


@pytest.mark.parametrize(
    ("options", "idle"),
    [(("--price-limit", "5%"), True), ((), False)],
)
def test_a_limit_of_prices_is_idle_where_nobody_loses(custecon, options, idle):
    earning, losing = b"client,revenue,cost\nA,10,4\nB,5,5\n", b"client,revenue,cost\nA,10,4\nB,5,6\n"
    assert ("N323: --price-limit did nothing" in custecon("profit", "-", *options, stdin=earning).err) is idle
    assert "N323" not in custecon("profit", "-", *options, stdin=losing).err


@pytest.mark.parametrize(
    ("settings", "options", "names"),
    [
        ('department_cost = "60/month"\n' + FIRM_TIME, ("--minutes", "visits=3"), ["cost of the department is 60.00"]),
        (FIRM_COST + FIRM_TIME, ("--minutes", "visits=3"), ["cost of the department is 60.00 a year"]),
        ('service_cost = "40/month"\n', ("--price", "visits=3"), ["spent on service is 40.00 a month"]),
        # not used, or said for the time of the list
        ('department_cost = "60/month"\n' + FIRM_TIME, ("--minutes", "visits=3", *PRICE), []),
        ('department_cost = "60/month"\n' + FIRM_TIME, ("--minutes", "visits=3", *COST), []),
        ('service_cost = "40/month"\n', ("--price", "visits=3", "--service-cost", "40"), []),
        (FIRM_PRICE, ("--minutes", "visits=3"), []),
    ],
)
def test_a_cost_that_the_settings_have_per_a_period_is_taken_for_the_time_of_the_list_and_told(
    asked, settings, options, names
):
    told = [one["text"] for one in json.loads(asked(settings, *options).out)["notices"] if one["code"] == "N397"]
    assert len(told) == len(names)
    assert all(name in text for name, text in zip(names, told, strict=True))


@pytest.mark.parametrize(("name", "options"), [("department_cost", ("--minutes", "visits=3", *TIME)),
                                               ("service_cost", ("--price", "visits=3"))])  # fmt: skip
def test_its_cure_works_as_it_stands(asked, name, options):
    told = json.loads(asked(f'{name} = "60/month"\n', *options).out)["notices"]
    flag = next(one["cure"] for one in told if one["code"] == "N397").split("say ")[1].split()[0]
    ran = asked(f'{name} = "60/month"\n', *options, flag, "5")
    assert ran.code == 0
    assert "N397" not in ran.err
