"""Goods with a negative quantity are goods that came back: their money never counts for the sale in silence."""

import pytest
from cures import cures_of
from hypothesis import given
from hypothesis import strategies as st

ENGLISH = "Date,Receipt,Customer,Item,{qty},Price,{sum}"
RUSSIAN = "Дата,Чек,Клиент,Товар,{qty},Цена,{sum}"
ROWS = ["2024-01-05,1,Acme,Mug,2,50,100", "2024-01-15,2,Beta,Mug,3,50,150", "2024-01-20,3,Beta,Mug,{back},50,{money}"]
QUANTITIES = [
    (ENGLISH, "Qty", "Sum"), (ENGLISH, "Quantity", "Amount"), (ENGLISH, "Units", "Total"),
    (RUSSIAN, "Количество", "Сумма"), (RUSSIAN, "Кол-во", "Итого"), (RUSSIAN, "Кол-во, шт.", "Выручка"),
]  # fmt: skip


def text_of(header, back="-1", money="50"):
    return "\n".join([header, *ROWS, ""]).format(back=back, money=money)


@pytest.mark.parametrize(("header", "qty", "money"), QUANTITIES)
def test_a_negative_quantity_with_money_above_zero_is_asked_about(ask, header, qty, money):
    """100 + 150 − 50 = 200; 250 without the row; 300 if it is a sale after all."""
    text = text_of(header.format(qty=f'"{qty}"', sum=money))
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(qty, "-1", "1 row, 50")
    totals = {}
    for cure in cures_of("check", said.doc["problems"]):
        totals[cure.words[0]] = ask("check {file} " + " ".join(f'"{word}"' for word in cure.words), text).total
    assert totals == {"--minus": "200", "--only": "300"}
    assert ask(f'check {{file}} --leave-out "{qty}=-1"', text).total == "250"
    assert ask("check {file} --refunds net", text).total == "200"
    assert ask("check {file} --refunds drop", text).total == "250"


@pytest.mark.parametrize(("header", "qty", "money"), QUANTITIES)
@pytest.mark.parametrize(("back", "sum_", "total"), [("-1", "-50", "200"), ("1", "50", "300"), ("-1", "0", "250")])
def test_a_quantity_that_agrees_with_its_money_is_no_question(ask, header, qty, money, back, sum_, total):
    said = ask("check {file}", text_of(header.format(qty=f'"{qty}"', sum=money), back, sum_))
    assert (said.code, said.total) == (0, total)


def test_a_document_that_says_return_answers_for_the_quantity(ask):
    text = "Date,Client,Type,Qty,Sum\n2024-01-05,Acme,Sale,2,100\n2024-01-06,Acme,Return,-1,50\n"
    assert ask("check {file} --minus Type=Return", text).total == "50"


@given(st.lists(st.tuples(st.integers(-9, 9).filter(bool), st.integers(1, 500)), min_size=1, max_size=8))
def test_what_came_back_lowers_the_total_by_its_money(tmp_path_factory, rows):
    """Each row some pieces and their money above zero: told what is taken back, the total is that of the signs."""
    from said import in_process

    folder = tmp_path_factory.mktemp("back")
    lines = [f"2024-01-{day:02d},C{day},{qty},{money}" for day, (qty, money) in enumerate(rows, 1)]
    (folder / "x.csv").write_text("\n".join(["Date,Client,Qty,Amount", *lines, ""]))
    code, doc, _ = in_process("", ["check", str(folder / "x.csv")], folder, 0)
    assert (code == 3) is any(qty < 0 for qty, _ in rows)
    back = sorted({str(qty) for qty, _ in rows if qty < 0})
    if back:
        words = ["check", str(folder / "x.csv"), "--minus", f"Qty={','.join(back)}"]
        code, doc, _ = in_process("", words, folder, 0)
    assert doc["total"] == str(sum(money if qty > 0 else -money for qty, money in rows))
