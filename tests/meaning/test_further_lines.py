"""Lines of an order below its head, on which only the goods stand, go with the head, its client, day and status."""

import shlex

import pytest
from cures import cures_of

ENGLISH = "Order Reference,Order Date,Customer,Status,Total,Order Lines/Product,Order Lines/Subtotal"
RUSSIAN = "Номер заказа,Дата заказа,Клиент,Статус,Итого,Товар,Сумма позиции"
WORDS = {ENGLISH: ("Sales Order", "Quotation", "Cancelled"), RUSSIAN: ("Оплачен", "Черновик", "Отменён")}


def text_of(header):
    """Two orders that are sold, of 200 + 100 and of 100; a quotation of 400 + 100; one that is cancelled, of 100."""
    sold, draft, off = WORDS[header]
    return "\n".join([
        header,
        f"S1,2024-01-05,Acme,{sold},300,Desk,200", ",,,,,Chair,100",
        f"S2,2024-02-05,Beta,{draft},500,Desk,400", ",,,,,Chair,100",
        f"S3,2024-03-05,Beta,{sold},100,Chair,100", f"S4,2024-04-05,Acme,{off},100,Chair,100", "",
    ])  # fmt: skip


@pytest.mark.parametrize("header", WORDS)
def test_the_lines_of_an_order_are_filled_and_then_go_with_its_status(ask, header):
    """200 + 100 + 100 = 400; 300 where the further lines are left out."""
    amount = header.split(",")[-1]
    sold = WORDS[header][0]
    command = f"check {{file}} --map 'amount={amount}'"
    for status in ("", f" --only 'Status={sold}'".replace("Status", header.split(",")[3])):
        said = ask(command + status, text_of(header))
        assert said.code == 3
        assert said.tells(*header.split(",")[:4], "2 rows", "further lines")
    fill = next(cure for cure in cures_of("check", said.doc["problems"]) if cure.words[0] == "--fill-down")
    filled = command + " " + " ".join(map(shlex.quote, fill.words))
    asked = ask(filled, text_of(header))
    assert asked.code == 3
    only = next(cure for cure in cures_of("check", asked.doc["problems"]) if cure.words == ("--only", cure.words[1]))
    assert ask(filled + " " + " ".join(map(shlex.quote, only.words)), text_of(header)).total == "400"


@pytest.mark.parametrize("header", WORDS)
def test_the_total_of_the_order_needs_no_lines(ask, header):
    """300 + 100 = 400 on the heads alone."""
    _, _, _, status, total, *_ = header.split(",")
    command = f"check {{file}} --map 'amount={total}' --only '{status}={WORDS[header][0]}'"
    assert ask(command, text_of(header)).total == "400"


@pytest.mark.parametrize("row", [",,,,,,70", "S5,,,Sales Order,,Desk,70", "S5,2024-05-05,,Sales Order,,Desk,70"])
def test_a_hole_that_is_no_further_line_is_told_as_one(ask, row):
    said = ask("check {file} --map 'amount=Order Lines/Subtotal' --only 'Status=Sales Order'",
               text_of(ENGLISH).replace(",,,,,Chair,100\n", "") + row + "\n")  # fmt: skip
    assert not said.tells("further lines")
