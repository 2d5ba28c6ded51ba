"""Lists of clients: what came back is taken off once, a rate is no money, a cost named like its revenue is its cost."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

PROFIT = "profit {file}"
TWO = "client,revenue,cost,{}\nAlder,1000,500,{}\nBirch,800,300,{}\n"


def profit(said):
    return float(said.figure("total_profit"))


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [  # 1,000 − 500 + 800 − 300 = 1,000, less what came back
        ("Возвраты, руб.", ("100", "0"), 100),
        ("Возвращено", ("100,00", "0,00"), 100),
        ("Сумма возвратов", ("100", "20"), 0),  # its name says it all, so that there is nothing to tell
        ("Returned amount", ("100", "20"), 120),
        ("Returns, USD", ("7", ""), 7),
        ("Sales returns", ("7.50", "0.00"), 7.5),
        ("Возвраты товаров", ("7,50", "0,00"), 7.5),
        ("Refunded Volume", ("10.25", "3"), 13.25),
        ("refunds", ("5", "6"), 0),
    ],
)
def test_money_that_was_paid_back_is_taken_off_and_told(ask, header, cells, told):
    said = ask(PROFIT, TWO.replace(",", ";").format(header, *cells))
    back = sum(float(cell.replace(",", ".") or 0) for cell in cells)
    assert profit(said) == pytest.approx(1000 - back)
    assert said.tells(header, "taken off") == bool(told)


@pytest.mark.parametrize("header", ["Возвраты", "returns", "Количество возвратов", "Number of returns", "Возвратов"])
def test_a_few_returns_are_counts(ask, header):
    said = ask(PROFIT, TWO.format(header, 2, 0))
    assert profit(said) == 1000
    assert said.tells("returns", "2 times")


@pytest.mark.parametrize(("header", "cells"), [("Возвраты", (12000, 0)), ("Returned", (3, 1)), ("Возвращено", (5, 0))])
def test_what_may_be_money_or_a_count_is_asked_and_both_answers_work(ask, header, cells):
    text = TWO.replace("1000", "100000").replace("800", "80000").format(header, *cells)
    said = ask(PROFIT, text)
    assert said.code == 3
    plain = 100000 - 500 + 80000 - 300
    for role, found in (("refunds", plain - sum(cells)), ("returns", plain)):
        option = f"--map {role}={shlex.quote(header)}"
        assert said.tells(option)
        assert profit(ask(f"{PROFIT} {option}", text)) == found


def test_a_list_without_a_place_for_refunds_says_so_and_the_cure_takes_them_off(ask):
    text = "client,revenue,cost,refunds\nA,1000,600,50\nB,500,200,0\n"
    line = "ltv {file} --retention 80% --discount 10%"
    said = ask(line, text)
    assert said.tells("«refunds»", "not taken off", "--subtract refunds")
    less = ask(f"{line} --subtract refunds", text)
    # margin × retention ÷ (1 + discount − retention), of 700 and of 650
    assert said.figure("customer_equity") == pytest.approx(700 * 0.8 / 0.3)
    assert less.figure("customer_equity") == pytest.approx(650 * 0.8 / 0.3)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("discount", ("0.2", "0.15")), ("Скидка", ("0,1", "0,05")), ("rebates", ("20%", "15%")), ("Discount, %", (20, 15)),
     ("Скидка, %", (10, "")), ("Скидки", ("0,1", "0"))],
)  # fmt: skip
def test_a_rate_is_no_money_and_is_told(ask, header, cells):
    said = ask(PROFIT, TWO.replace(",", ";").format(header, *cells))
    assert profit(said) == 1000
    assert said.tells(header, "rates such as", "left aside")


@pytest.mark.parametrize(
    ("header", "cells"), [("discount", ("100", "0.5")), ("Скидка", (100, 80)), ("discount", (1, 0))]
)
def test_an_amount_is_no_rate(ask, header, cells):
    said = ask(PROFIT, TWO.format(header, *cells))
    assert profit(said) == 1000 - sum(map(float, cells))
    assert not said.tells("rates such as")


def test_discounts_that_may_be_per_cent_are_told(ask):
    text = "client,revenue,cost,discount\nA,120000,500,10\nB,90000,300,5\n"
    said = ask(PROFIT, text)
    assert said.tells("«discount»", "taken as money", "15 in all", "--map discounts=")
    assert profit(said) == 210000 - 800 - 15
    assert profit(ask(f"{PROFIT} --map discounts=", text)) == 210000 - 800


@pytest.mark.parametrize("command", [PROFIT, "ltv {file} --retention 80% --discount 10%"])
@pytest.mark.parametrize("header", ["margin", "маржа"])
def test_a_margin_that_is_a_rate_is_refused(ask, command, header):
    said = ask(command, f"client,revenue,{header}\nA,1000,0.4\nB,500,0.25\n")
    assert said.code == 3
    assert said.tells(header, "0.4", "--map margin=")


# ------------------------------------------------------------------ named like the revenue


@pytest.mark.parametrize(
    ("revenue", "cost"),
    [
        ("Выручка за 2025", "Себестоимость за 2025"),
        ("Выручка 2024 г.", "Затраты 2024 г."),
        ("Revenue", "Cost of sales FY24"),
        ("Sales FY24", "COGS FY24"),
        ("2025 Revenue", "2025 Cost"),
        ("Revenue (online)", "Cost (online)"),
        ("Выручка, январь", "Себестоимость, январь"),
        ("Turnover EU", "Direct costs EU"),
        ("Выручка, руб.", "Себестоимость за 2025, руб."),
    ],
)
def test_a_cost_that_is_named_like_the_revenue_is_its_cost(ask, revenue, cost):
    said = ask(PROFIT, f'client;"{revenue}";"{cost}"\nA;1000;500\nB;400;470\n')
    assert profit(said) == 430
    assert said.figure("unprofitable_clients") == 1


def test_of_costs_of_several_years_that_of_the_year_of_the_revenue_is_taken(ask):
    said = ask(PROFIT, "client,Revenue 2025,Cost 2024,Cost 2025\nA,1000,1,500\nB,400,2,470\n")
    assert profit(said) == 430


@pytest.mark.parametrize(("cost", "left"), [("Cost 2024", 430), ("Себестоимость за 2024 год", 430)])
def test_a_cost_of_another_year_is_asked_about_and_both_answers_work(ask, cost, left):
    text = f"client,Revenue 2025,{cost}\nA,1000,500\nB,400,470\n"
    said = ask(PROFIT, text)
    assert said.code == 3
    option = f"--map cost={shlex.quote(cost)}"
    assert said.tells(cost, "Revenue 2025", option)
    assert profit(ask(f"{PROFIT} {option}", text)) == left
    assert profit(ask(f"{PROFIT} --map cost=", text)) == 1400


def test_costs_of_two_years_beside_a_revenue_of_none_are_asked_about(ask):
    said = ask(PROFIT, "Клиент;Выручка;Себестоимость 2023;Себестоимость 2024\nА;1000;1;500\nБ;400;2;470\n")
    assert said.code == 3
    assert said.tells("«Себестоимость 2023»", "«Себестоимость 2024»")


@pytest.mark.parametrize(
    "header", ["Cost to serve 2025", "Затраты на рекламу 2025", "Cost center 2025", "Shipping cost"]
)
def test_another_cost_is_not_the_cost_of_what_was_sold(ask, header):
    said = ask(PROFIT, f"client,Revenue 2025,{header}\nA,1000,5\nB,400,4\n")
    assert "cost" not in said.doc["control_totals"][0]["columns"]


@given(
    money=st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), min_size=1, max_size=8),
    tail=st.sampled_from(["", " 2025", " за 2025", " FY24", " (EU)", ", online"]),
    back=st.lists(st.integers(0, 10**5), min_size=8, max_size=8),
    word=st.sampled_from(["Returned amount", "Возвраты, руб.", "Возвращено"]),
)
def test_what_is_added_to_a_list_never_changes_its_profit_without_a_word(tmp_path_factory, money, tail, back, word):
    """Revenue less cost less what came back, from any list, whatever its columns are called."""
    from said import JUDGE, Said, in_process

    folder = tmp_path_factory.mktemp("list")
    rows = [f"c{n};{revenue}.00;{cost}.00;{back[n]}.05" for n, (revenue, cost) in enumerate(money)]
    file = folder / "list.csv"
    file.write_text("\n".join([f'client;"Revenue{tail}";"Cost{tail}";"{word}"', *rows]) + "\n", encoding="utf-8")
    code, doc, err = in_process("", ["profit", str(file)], folder, 0)
    said = Said(code, doc or {}, JUDGE.said(doc, err))
    assert code == 0, said.all
    expected = sum(revenue - cost for revenue, cost in money) - sum(back[: len(money)]) - 0.05 * len(money)
    assert profit(said) == pytest.approx(expected)
    assert said.tells(word, "taken off")


# ------------------------------------------------------------------ margin, tax, the second file, groups


LOG = "Дата;Контрагент;Сумма;Себестоимость;{}\n" + "".join(
    f"{1 + n % 28:02}.{1 + n % 12:02}.{2022 + n // 12};{'АБВГ'[n % 4]};{100 + n}.00;60.00;{('Север', 'Юг')[n % 2]}\n"
    for n in range(36)
)


@pytest.mark.parametrize("amount", ["--amount Сумма-Себестоимость", "--subtract Себестоимость"])
@pytest.mark.parametrize("method", ["", "--method auto"])
def test_an_amount_less_its_cost_is_margin(ask, amount, method):
    said = ask(f"ltv {{file}} {amount} {method} --discount 20%", LOG.format("Офис"))
    assert said.code == 0
    assert not said.tells("not of margin")
    plain = ask(f"ltv {{file}} {method} --discount 20%", LOG.format("Офис"))
    assert plain.tells("not of margin", "Себестоимость")
    twice = ask(f"ltv {{file}} {amount} {method} --discount 20% --margin-rate 40%", LOG.format("Офис"))
    assert (twice.code, twice.tells("margin_rate", "which is margin")) == (2, True)


def test_an_amount_less_a_discount_is_no_margin(ask):
    text = LOG.format("Офис").replace("Себестоимость", "Скидка")
    assert ask("ltv {file} --amount Сумма-Скидка --discount 20%", text).tells("not of margin")


def test_churn_cost_of_a_log_of_margin_is_in_margin(ask):
    said = ask("churn-cost {file} --amount Сумма-Себестоимость --lost-after 20d", LOG.format("Офис"))
    assert said.code == 0
    assert "in margin" in said.doc["answer"] or "margin" in said.all


@pytest.mark.parametrize("header", ["Сумма с НДС", "Сумма, включая НДС", "Total (incl. VAT)", "Amount including tax"])
def test_money_with_the_tax_is_called_so(ask, header):
    text = f'date;client;"{header}"\n2025-01-10;A;120.00\n'
    assert ask("check {file}", text).tells(header, "holds the tax")
    assert not ask(f"check {{file}} --amount {shlex.quote(header)}", text).tells("holds the tax")


def test_the_cure_of_money_with_the_tax_takes_it_off(ask):
    text = "date;client;Сумма с НДС;НДС\n2025-01-10;A;120;20\n2025-01-11;B;240;40\n"
    said = ask("check {file}", text)
    assert said.tells("Сумма с НДС", "--subtract 'НДС'")
    assert ask("check {file} --subtract НДС", text).total == "300"
    both = ask("check {file}", "date;client;Сумма с НДС;Сумма без НДС\n2025-01-10;A;120;100\n")
    assert both.tells("several columns", "--map amount='Сумма без НДС'")


@pytest.mark.parametrize("header", ["Сумма без НДС", "Amount excl. VAT", "Amount", "Net amount"])
def test_money_without_the_tax_is_not(ask, header):
    assert not ask("check {file}", f"date;client;{header}\n2025-01-10;A;120.00\n").tells("tax")


CLIENTS = "Клиент;Выручка;Себестоимость\nМаяк;120000;80000\nСтвор;60000;30000\n"
DONE = "Дата;Клиент;{};Кол-во\n10.01.2025;Маяк;Визит;2\n11.01.2025;Маяк;Звонок;15\n12.02.2025;Створ;Визит;1\n"
PRICES = "--price Визит=500 --price Звонок=10"


@pytest.mark.parametrize("header", ["Вид активности", "Что сделано", "Work done"])
def test_the_column_of_the_second_file_can_be_named_as_the_refusal_says(ask, header):
    line = f"profit {{file}} --activities {{file2}} {PRICES}"
    refused = ask(line, CLIENTS, DONE.format(header))
    if refused.code:
        assert refused.tells("--map activity=")
    said = ask(f"{line} --map {shlex.quote(f'activity={header}')}", CLIENTS, DONE.format(header))
    assert profit(said) == 40000 + 30000 - 3 * 500 - 15 * 10


def test_the_client_of_either_file_can_be_named(ask):
    log = DONE.format("Активность").replace("Клиент", "Кому")
    line = f"profit {{file}} --activities {{file2}} {PRICES}"
    assert profit(ask(f"{line} --map client=Кому", CLIENTS, log)) == 68350
    assert profit(ask(f"{line} --client Клиент --map client=Кому", CLIENTS, log)) == 68350


def test_a_column_that_no_file_has_is_refused(ask):
    line = f"profit {{file}} --activities {{file2}} {PRICES}"
    said = ask(f"{line} --map times=Сколько", CLIENTS, DONE.format("Активность"))
    assert (said.code, said.tells("Сколько", "times")) == (2, True)
    assert ask(f"{line} --map tmes=Кол-во", CLIENTS, DONE.format("Активность")).tells("tmes", "times")


@pytest.mark.parametrize("header", ["Менеджер", "manager", "Ответственный"])
@pytest.mark.parametrize("line", ["ltv {file} --method auto --discount 20%", "churn-cost {file}"])
def test_a_log_is_added_up_by_its_manager(ask, header, line):
    said = ask(f"{line} --by manager", LOG.format(header))
    assert said.code == 0, said.all
    table = next(table for table in said.doc["tables"] if "manager" in table["rows"][0])
    assert {row["manager"] for row in table["rows"]} == {"Юг", "Север"}


@pytest.mark.parametrize("line", ["ltv {file} --method auto --discount 20%", "churn-cost {file} --lost-after 20d"])
def test_a_group_that_no_header_names_is_offered_its_column(ask, line):
    said = ask(f"{line} --by segment", LOG.format("Офис продаж"))
    assert said.code == 2
    assert said.tells("name one of them as its header has it", "«Офис продаж»")
    for cure in ("'Офис продаж'", "segment --map segment='Офис продаж'"):
        assert ask(f"{line} --by {cure}", LOG.format("Офис продаж")).code == 0


def test_a_margin_that_cannot_be_told_names_the_column_that_may_be_the_cost(ask):
    text = "client,revenue,Purchase cost (est)\nA,100,60\nB,50,20\n"
    line = "ltv {file} --retention 80% --discount 10%"
    said = ask(line, text)
    assert said.tells("--map cost='Purchase cost (est)'")
    assert ask(f"{line} --map cost='Purchase cost (est)'", text).figure("customer_equity") == pytest.approx(
        70 * 0.8 / 0.3
    )


@pytest.mark.parametrize(
    "header", ["Закупка", "Закупочная цена", "Расходы, факт", "Expenses", "Cost price", "Average cost"]
)
def test_what_may_be_the_only_cost_of_a_list_is_asked_about_and_both_answers_work(ask, header):
    text = f'client;revenue;"{header}"\nA;1000;500\nB;400;470\n'
    said = ask(PROFIT, text)
    option = f"--map cost={shlex.quote(header)}"
    assert (said.code, said.tells(header, option)) == (3, True)
    assert profit(ask(f"{PROFIT} {option}", text)) == 430
    none = ask(f"{PROFIT} --map cost=", text)
    assert profit(none) == 1400
    assert none.tells("no direct cost")


@pytest.mark.parametrize(
    "header", ["Shipping cost", "Cost center", "Затраты на рекламу", "Cost per order", "Cost type"]
)
def test_another_cost_is_not_asked_about(ask, header):
    said = ask(PROFIT, f"client,revenue,{header}\nA,1000,5\nB,400,4\n")
    assert said.code == 0
    assert said.tells("no direct cost")


@pytest.mark.parametrize("header", ["refunds", "discounts", "Возвраты, руб.", "Скидка"])
def test_what_is_written_with_a_minus_is_taken_off_all_the_same(ask, header):
    said = ask(PROFIT, TWO.format(f'"{header}"', -100, -7))
    assert profit(said) == 1000 - 107
    assert said.tells(header, "107 in all is taken off")
    mixed = ask(PROFIT, TWO.format(f'"{header}"', 100, -7))
    assert mixed.code != 0 or mixed.tells("below zero")


def test_the_example_of_two_years_of_money_is_the_later(ask):
    text = "Customer,Revenue 2022,Revenue 2023,Cost 2023\nA,100,200,50\nB,300,400,100\n"
    assert ask("profit {file}", text).tells("Revenue 2022", "--map revenue='Revenue 2023'")


@pytest.mark.parametrize(("revenue", "off", "role"), [
    ("Выручка со скидкой", "Скидка", "discounts"), ("Net revenue", "Discounts", "discounts"),
    ("Revenue after discounts", "Discount", "discounts"), ("Net sales", "Refunds", "refunds"),
    ("Выручка за вычетом возвратов", "Сумма возвратов", "refunds"), ("Чистая выручка", "Скидки", "discounts"),
])  # fmt: skip
def test_what_revenue_is_after_already_is_not_taken_off_again(ask, revenue, off, role):
    text = f"Client,{revenue},{off},Cost\nA,900,100.50,500\nB,500,0,300\n"
    said = ask(f"profit {{file}} --map revenue='{revenue}' --map cost=Cost", text)
    assert float(said.figure("total_profit")) == 600, said.all
    assert said.tells(off, "not taken off", revenue)
    asked = f"profit {{file}} --map revenue='{revenue}' --map cost=Cost --map {role}='{off}'"
    assert float(ask(asked, text).figure("total_profit")) == 499.5


@pytest.mark.parametrize("revenue", ["Revenue", "Выручка без скидки", "Gross sales", "Net amount"])
def test_discounts_are_taken_off_revenue_that_is_before_them(ask, revenue):
    text = f"Client,{revenue},Discounts,Cost\nA,900,100.50,500\nB,500,0,300\n"
    said = ask(f"profit {{file}} --map revenue='{revenue}' --map cost=Cost", text)
    assert float(said.figure("total_profit")) == 499.5, said.all


@pytest.mark.parametrize(("header", "beside"), [
    ("Annual Revenue", "Number of employees"), ("Annual revenue", "Industry"), ("Годовой оборот", "Отрасль"),
    ("Годовая выручка", "Число сотрудников"),
])  # fmt: skip
def test_the_turnover_of_the_companies_of_a_list_is_asked_about(ask, header, beside):
    text = f"Company,{header},{beside}\nAcme,5000000,50\nBeta,9000000,10\n"
    command = "ltv {file} --as clients --margin-rate 50% --retention 80% --discount 10%"
    said = ask(command, text)
    assert said.code == 3, said.all
    assert said.tells(header, f"--map revenue='{header}'")
    assert ask(f"{command} --map 'revenue={header}'", text).code == 0
    assert ask(command, text.replace(beside, "Manager")).code == 0


RATES = ["Rebate %", "Rebate rate", "Discount %", "Annual rebate, %", "Ретробонус, %", "Скидка клиента, %"]


@pytest.mark.parametrize("header", RATES)
def test_a_rebate_in_per_cent_is_told_with_the_option_that_takes_it_off(ask, header):
    """1,000 × 5% + 500 × 10% = 100: 1,500 − 800 − 100 = 600."""
    text = f"Client;Sales;Cost;{header}\nAcme;1000;600;5\nBeta;500;200;10\n"
    said = ask("profit {file}", text)
    assert said.tells(header, "rates such as 5", "--map discounts=")
    product = f"Sales*{header}" if "%" in header else f"Sales*{header}%"
    off = ask(f"profit {{file}} --map discounts={shlex.quote(product)}", text)
    assert float(off.figure("total_profit")) == 600, off.all


SERVED = [("Visit cost",), ("Delivery cost", "Support costs"), ("Стоимость визитов",), ("Расходы на доставку",)]


@pytest.mark.parametrize("headers", SERVED)
def test_what_serving_clients_costs_is_told_with_the_option_that_counts_it(ask, headers):
    """1,500 − 800 = 700, less 150 a column."""
    names = ";".join(headers)
    rows = f"Acme;1000;600{';100' * len(headers)}\nBeta;500;200{';50' * len(headers)}\n"
    text = f"Client;Revenue;Direct cost;{names}\n{rows}"
    said = ask("profit {file}", text)
    served = f"--map cost_to_serve={shlex.quote('+'.join(headers))}"
    assert said.tells("N236", served)
    assert float(ask(f"profit {{file}} {served}", text).figure("total_profit")) == 700 - 150 * len(headers)
