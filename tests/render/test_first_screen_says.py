"""What a first screen must not claim, leave out, or call by another name than what it is."""

import datetime as dt
import io
import random
import re
import shlex

import pytest
from tests.conftest import ROOT

import custecon
from custecon.cli import completion
from custecon.cli.app import COMMANDS, load, run
from custecon.cli.session import Session
from custecon.core.errors import CusteconError
from custecon.core.phrases import Amount, Money, Phrase
from custecon.core.units import Form

custecon_ltv = custecon.ltv  # where a test takes the program by that name


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def said(custecon, monkeypatch, tmp_path):
    """The first screen of a line, asked among the examples."""
    monkeypatch.chdir(ROOT / "examples")

    def of(line, text="", **how):
        if text:
            (tmp_path / "own.csv").write_text(text, encoding="utf-8")
        ran = custecon(*shlex.split(line.format(file=tmp_path / "own.csv")), terminal=True, **how)
        assert ran.code == 0, ran.err
        return ran.out

    return of


def log_with_cost(cost="Себестоимость"):
    """Orders of sixty clients over two years, with what was sold cost beside the amount."""
    draw = random.Random(17)  # noqa: S311 - the same rows every time
    first, rows = dt.date(2022, 1, 3), []
    for client in range(60):
        day = first + dt.timedelta(days=draw.randrange(90))
        while day < dt.date(2023, 12, 30) and draw.random() < 0.93:
            amount = draw.randrange(100, 900)
            rows.append(f"C{client};{day:%d.%m.%Y};{amount};{amount * 6 // 10}")
            day += dt.timedelta(days=draw.randrange(5, 120))
    return f"Клиент;Дата;Сумма;{cost}\n" + "\n".join(rows) + "\n"


# ------------------------------------------------------------------ given, and assumed


@pytest.mark.parametrize(
    ("line", "given", "assumed"),
    [
        ("cac --cac 1200 --margin 80/month --churn 5%/month", "churn rate 5%", "discount rate 0%"),
        ("churn-cost clients.csv --discount 10%", "discount rate 10%", "fall of churn 1%"),
        ("profit profit_clients.csv --price deliveries=45", "", "highest price rise 10%"),
    ],
)
def test_what_is_assumed_is_not_called_given(said, line, given, assumed):
    text = flat(said(line))
    head, _, tail = text.partition("Assumed: ")
    assert assumed in tail
    assert given in head
    assert assumed not in head
    assert "(assumed)" not in text


# ------------------------------------------------------------------ the cost of churn


def test_a_first_figure_without_an_interval_says_why(said):
    for line, why in (
        ("churn-cost clients.csv", "as counted"),
        ("churn-cost --lost 120 --value 5000 --clients-at-start 1000", "as given"),
    ):
        (first,) = [one for one in said(line).splitlines() if one.startswith("cost of churn a year")]
        assert first.endswith(f" {why}"), line
    undefined = said("churn-cost --lost 120 --value 5000")
    assert "as given" not in undefined  # nothing has an interval there


def test_a_log_tells_how_many_of_the_lost_had_bought_on_one_day_only(said):
    """By hand: A, B and C bought in 2022 alone, B twice on one day and C on two."""
    rows = ["A,2022-04-01,100", "B,2022-04-01,50", "B,2022-04-01,50", "C,2022-04-01,20", "C,2022-05-01,20"]
    rows += [f"S,{year}-{month:02}-15,10" for year in (2021, 2022, 2023) for month in range(1, 13)]
    text = flat(said("churn-cost {file} --as-of 2023-05-31", "client,date,amount\n" + "\n".join(rows) + "\n"))
    assert "3 lost clients cost 240.00" in text
    assert "! of the 3 lost clients 2 bought on one day only, 200.00 of the cost" in text
    told = custecon.churn_cost("clients.csv")  # a list of clients has no days of each purchase
    assert "N430" not in [one.code for one in told.notices]


# ------------------------------------------------------------------ what winning a client costs


def test_what_winning_costs_is_told_with_its_time_its_currency_and_what_was_counted(said):
    text = flat(said("cac spend.csv --currency EUR --margin 80/month --churn 5%/month"))
    told = "Winning one client cost 270.32 EUR (2024-01 … 2024-12): 42,170 EUR was spent, 156 new clients were won."
    assert told in text
    assert "One client cost from 209.34 EUR (search) to 810.00 EUR (fair)" in text


def test_payback_by_channel_is_that_of_each_channel_asked_alone(said):
    """The second road: the formula with the CAC of the channel."""
    found = custecon.cac("spend.csv", margin="80/month", churn="5%/month")
    names = [column.name for column in found.tables[0].columns]
    for row in found.tables[0].rows:
        cells = dict(zip(names, row, strict=True))
        alone = custecon.cac(cac=cells["cac"], margin="80/month", churn="5%/month")
        assert cells["payback_surviving"] == alone["payback_surviving"]
    assert "payback," in said("cac spend.csv --margin 80/month --churn 5%/month")
    plain = custecon.cac("spend.csv", margin="80/month")
    for row in plain.tables[0].rows:
        cells = dict(zip([column.name for column in plain.tables[0].columns], row, strict=True))
        assert cells["payback"] == pytest.approx(float(cells["cac"]) / 80)
    never = custecon.cac("spend.csv", margin="80/month", churn="20%/month")  # 400 at most comes back
    paid = {row[0]: row[-1] for row in never.tables[0].rows}
    assert paid["search"] is not None
    assert paid["fair"] is paid["social"] is None


def test_few_new_clients_are_told(said):
    assert "! social, fair won at most 10 clients each" in flat(said("cac spend.csv"))


# ------------------------------------------------------------------ revenue is not called margin


def test_no_heading_promises_margin_where_the_money_is_revenue(said):
    for line in ("ltv orders.csv", "ltv orders.csv --by cohort"):
        text = flat(said(line))
        assert "margin a" not in text
        assert re.search(r"revenue a|revenue LTV year|a year", text)
    assert "margin a" in flat(said("ltv orders.csv --margin-rate 35%"))
    found = custecon.ltv("orders.csv", by="cohort", discount="10%")
    labels = {column.label for table in found.tables for column in table.columns}
    assert not {label for label in labels if "margin a year" in str(label)}


def test_an_amount_that_is_margin_is_never_called_revenue(said):
    text = said("ltv {file} --discount 10% --map amount='Сумма-Себестоимость' --full", log_with_cost())
    assert "in revenue" not in text
    assert "evenue to date" not in flat(text)
    assert "margin to date" in flat(text)


@pytest.mark.parametrize("cost", ["Себестоимость", "cost", "COGS", "Cost of goods"])
@pytest.mark.parametrize("how", ["", "--method mbg-nbd"])
def test_margin_comes_from_the_column_of_costs_where_there_is_one(said, cost, how):
    text = flat(said(f"ltv {{file}} --discount 10% {how}", log_with_cost(cost)))
    option = "--map amount=" + shlex.quote(f"Сумма-{cost}")
    assert f"{option} makes it margin" in text
    assert "--margin-rate" not in text
    cured = flat(said(f"ltv {{file}} --discount 10% {how} {option}", log_with_cost(cost)))
    assert "makes it margin" not in cured


# ------------------------------------------------------------------ two answers to one question


def test_formula_and_model_tell_that_the_other_says_another_sum_and_what_each_is_for(said):
    formula, model = said("ltv orders.csv"), said("ltv orders.csv --method mbg-nbd")
    assert "! this lets last year's buyers go on as then: rank clients by it, plan by --method auto" in flat(formula)
    assert "! the plain formula lets last year's buyers go on as then, another total: plan by this one" in flat(model)


# ------------------------------------------------------------------ who loses money


def test_nobody_is_said_to_lose_nothing_before_it_is_known_what_serving_costs(said):
    text = flat(said("profit profit_clients.csv"))
    assert "none loses" not in text
    assert "before any cost to serve them; who loses money after it is not known" in text
    assert "Who brings most before any cost to serve them" in text


# ------------------------------------------------------------------ money has its currency


def _moneys(value):
    if isinstance(value, Phrase):
        for one in value.values.values():
            yield from _moneys(one)
    elif isinstance(value, Money) or (isinstance(value, Amount) and value.unit.form is Form.MONEY):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _moneys(one)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: custecon.what_if("ltv", margin=100, retention="80%", discount="10%", change="retention=+5pt",
                                 currency="EUR"),
        lambda: custecon.what_if("ltv", margin=100, retention="80%", discount="10%", reach="ltv=400", by="margin",
                                 currency="EUR"),
        lambda: custecon.profit(custecon.read("profit_clients.csv", kind="profit", currency="EUR"),
                                price="deliveries=45"),
        lambda: custecon.cac(custecon.read("spend.csv", kind="spending", currency="EUR"), margin="80/month"),
    ],
)  # fmt: skip
def test_every_sum_in_a_sentence_names_the_currency_that_is_known(ask, monkeypatch):
    monkeypatch.chdir(ROOT / "examples")
    found = ask()
    told = [found.answer, *found.first.further, *(one.phrase for one in found.notices)]
    told += [one.title for one in (*found.pictures, *found.tables)]
    sums = [one for text in told for one in _moneys(text)]
    assert sums
    assert {one.currency for one in sums} == {"EUR"}


def test_what_those_pay_who_stayed_has_its_currency(custecon, tmp_path):
    path = tmp_path / "mrr.csv"
    rows = [f"C{n},2021-01-01,{'2023-05-05' if n % 3 == 0 else ''},{0 if n % 3 == 0 else 100}" for n in range(12)]
    path.write_text("client,start,end,mrr\n" + "\n".join(rows) + "\n", encoding="utf-8")
    ran = custecon("churn-cost", path, "--currency", "EUR", "--as-of", "2023-12-31")
    (told,) = [line for line in ran.err.splitlines() if "N393" in line]
    assert "pay 1,200.00 EUR on average" in told


# ------------------------------------------------------------------ rows that were left out


SHOP = (
    "Name,Email,Financial Status,Paid at,Total,Created at,Lineitem quantity,Lineitem name,Cancelled at,Refunded Amount,"
    "Outstanding Balance\n"
)


def test_what_was_left_out_is_told_with_the_money_that_is_written_on_its_rows(said):
    """By hand: 50 + 80 never came, 30 was cancelled; what was paid back in full has no money left to tell."""
    rows = [
        "#1,a@x.y,paid,2023-01-05,100.00,2023-01-05,1,Chair,,0.00,0.00",
        "#2,b@x.y,pending,,50.00,2023-02-05,1,Lamp,,0.00,50.00",
        "#3,b@x.y,pending,,80.00,2023-03-05,1,Lamp,,0.00,80.00",
        "#4,c@x.y,paid,2024-05-05,30.00,2024-05-06,1,Lamp,2024-05-07,30.00,0.00",
        "#5,c@x.y,refunded,2024-05-05,20.00,2024-05-06,1,Lamp,,20.00,0.00",
        "#6,a@x.y,paid,2024-06-05,10.00,2024-06-05,1,Lamp,,0.00,0.00",
    ]
    text = flat(said("ltv {file} --discount 10%", SHOP + "\n".join(rows) + "\n"))
    assert "pending (2 rows, 130.00)" in text
    assert "Cancelled at» not empty (1 row, 30.00)" in text or "(1 row, 30.00)" in text
    assert "refunded in full (1 row)" in text
    assert "amount 110.00" in text
    assert ", 0.00)" not in text


# ------------------------------------------------------------------ headings tell what is found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ltv clients.csv --discount 10% --by segment", "By segment: medium makes 54.9% of the customer equity"),
        ("churn-cost clients.csv --by segment", "Churn by segment: medium makes 60.2% of the income lost"),
        ("what-if ltv --margin 100 --churn 5% --discount 1% --change churn=2%..8%:1%",
         "LTV is 3,267 at churn rate 2%, 1,022 at 8%"),
        ("iceberg complaints.csv --value 5000", "What helps most: half of them complain, all are satisfied quickly"),
        ("cac spend.csv", "One client cost from 209.34 (search) to 810.00 (fair)"),
    ],
)  # fmt: skip
def test_a_heading_says_what_the_table_tells(said, line, told):
    assert told in flat(said(line))


def test_a_part_of_the_whole_is_not_told_where_one_is_below_zero(said):
    rows = "client,revenue,cost,segment\nA,10,4,x\nB,10,40,y\nC,9,1,x\n"
    assert "makes" not in said("profit {file} --by segment", rows)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--dissatisfied 5 --complaint-share 3.96% --silent-loyalty 0 --kept-after-complaint 1%", "about 5;"),
        ("--dissatisfied 100", "about 92 (92.2 unrounded)"),
        ("--dissatisfied 100 --complaint-share 10% --silent-loyalty 10% --kept-after-complaint 10%", "Lost in all: 90"),
    ],
)
def test_a_number_and_itself_unrounded_are_not_both_told(said, line, told):
    text = flat(said(f"iceberg {line} --value 10"))
    assert told.rstrip(";") in text
    assert not re.search(r"about (\d+) \(\1 unrounded\)", text)


# ------------------------------------------------------------------ refusals


def refused(line, *, terminal, width=80):
    out, err = io.StringIO(), io.StringIO()
    session = Session(io.BytesIO(), out, err, width=width, stderr_is_terminal=terminal)
    assert run(shlex.split(line), session) != 0
    return err.getvalue()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_refusals_fit_a_terminal_and_are_one_line_each_in_a_pipe(monkeypatch, tmp_path, width):
    monkeypatch.chdir(ROOT / "examples")
    log = tmp_path / "log.csv"
    log.write_text("client,date,amount\nA,2024-01-05,1\nA,2024-13-05,1\n" * 3, encoding="utf-8")
    for line in (f"ltv '{log}'", "ltv orders.csv --by nothing", "ltv spend.csv", "profit clients.csv --revenue 100"):
        piped, shown = refused(line, terminal=False), refused(line, terminal=True, width=width)
        assert flat(shown).strip() == flat(piped).strip()
        longest = max(len(word) for word in piped.split())
        assert all(len(one) <= max(min(width, 80), longest + 3) for one in shown.splitlines())
    assert any(len(one) > 80 for one in refused(f"ltv '{log}'", terminal=False).splitlines())


def test_what_a_shell_reads_as_one_word_is_not_broken(monkeypatch, tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text("client,date,amount,Deal Stage\n" + "A,2024-01-05,5,Open and shut case\n" * 2 +
                    "B,2024-02-05,5,Closed won\n", encoding="utf-8")  # fmt: skip
    text = refused(f"ltv {path}", terminal=True, width=44)
    for quoted in re.findall(r"(?<=[\s=])'[^']*'", flat(text)):
        assert quoted in text


def test_a_role_that_was_put_aside_is_not_said_to_have_no_column(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("client,date,amount\nA,2024-01-05,5\nB,2024-02-05,6\n", encoding="utf-8")
    for how in ("--as orders --map client=", "--map client="):
        text = refused(f"ltv {path} {how}", terminal=False)
        assert "E200" in text
        assert "says that no column is the client" in text
        assert "leave that out" in text


def test_the_only_row_of_a_file_is_looked_at(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("client,date,amount\nA,,5\n", encoding="utf-8")
    assert "one.csv:2, column «date» (2): the cell is empty" in refused(f"ltv {path}", terminal=False)
    path.write_text("client,date,amount\nTotal,,5\n", encoding="utf-8")
    assert "no row below the header" in refused(f"ltv {path}", terminal=False)


CONTRACTS = {"client": ["a", "b"], "start": ["2023-01-01"] * 2, "end": ["2024-01-02", ""], "mrr": [1, 2]}
ORDERS = {"client": ["a", "b"], "date": ["2023-01-01", "2024-01-02"], "amount": [1, 2]}
SPEND = {"channel": ["a"], "month": ["2024-01"], "spend": [10], "new clients": [1]}


@pytest.mark.parametrize(
    ("ask", "code", "told"),
    [
        (lambda: custecon.ltv(CONTRACTS), "E351", 'method="auto"'),
        (lambda: custecon.ltv(ORDERS, horizon="12m"), "E369", 'method="auto"'),
        (lambda: custecon.cac(SPEND, new_clients=3), "E365", "new_clients is counted"),
        (lambda: custecon.read(ORDERS, kind="orders", map={"client": None}), "E200", 'map={"client": None}'),
    ],
)
def test_python_is_told_in_words_of_python(ask, code, told):
    with pytest.raises(CusteconError, match=code) as found:
        ask()
    text = "\n".join([str(found.value), *found.value.__notes__])
    assert told in text
    assert "--" not in text


def test_a_margin_that_is_a_share_is_told_in_words_of_who_asks(custecon):
    paid = {"client": ["A", "B"], "revenue": [100, 200], "active": ["yes", "no"]}
    found = custecon_ltv(paid, margin="35%", retention="80%")
    (told,) = [one for one in found.notices if one.code == "N357"]
    assert str(told.with_cure).startswith('margin="35%" is taken as the margin rate')
    assert 'margin_rate="35%"' in str(told.with_cure)


# ------------------------------------------------------------------ other countries, other shells


def test_in_turkish_the_sign_of_percents_stands_before_them(custecon, examples):
    text = custecon("ltv", examples / "clients.csv", "--discount", "10%", "--locale", "tr", terminal=True).out
    assert "%45,3" in text
    assert not re.search(r"\d%", text.replace("95% certainty", ""))
    assert "-%2" in custecon("what-if", "ltv", "--margin", 100, "--retention", "80%", "--discount", "10%", "--change",
                             "margin=-2%", "--locale", "tr", terminal=True).out  # fmt: skip


def test_tables_and_columns_of_an_answer_are_completed():
    def offered(*words):
        told = {"COMP_WORDS": "\n".join(["custecon", *words]), "COMP_CWORD": str(len(words))}
        text, _ = completion.answer({"_CUSTECON_COMPLETE": "complete_bash", **told}, COMMANDS, load)
        return text.splitlines()

    found = custecon_ltv(str(ROOT / "examples" / "clients.csv"), discount="10%", by="segment")
    assert {one.name for one in found.tables} <= set(offered("ltv", "clients.csv", "--table", ""))
    assert offered("ltv", "clients.csv", "--table", "by_s") == ["by_segment"]
    assert {"client", "ltv"} <= set(offered("ltv", "clients.csv", "--columns", ""))
    assert "client,ltv" in offered("ltv", "clients.csv", "--columns", "client,lt")
    assert "client,client" not in offered("ltv", "clients.csv", "--columns", "client,")
