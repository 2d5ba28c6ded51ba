"""An order that was written anew stands twice: whether its later row takes the place of the earlier one is asked."""

import pytest

ROWS = ("Order,Date,Customer,Amount,{0}\n1,2024-01-05,Acme,100,{1}\n1,2024-01-05,Acme,120,{2}\n"
        "2,2024-02-05,Beta,200,{1}\n")  # fmt: skip


@pytest.mark.parametrize(("header", "first", "second"), [
    ("Last modified", "2024-01-05", "2024-01-09"), ("Updated at", "2024-01-05 10:00", "2024-01-05 11:00"),
    ("Version", "1", "2"), ("Revision", "A", "B"), ("Версия", "1", "2"), ("Дата изменения", "05.01.2024", "09.01.2024"),
])  # fmt: skip
def test_an_order_that_was_written_anew_is_asked_about(ask, header, first, second):
    text = ROWS.format(header, first, second)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("order «1»", header, "lines 2, 3")
    assert ask(f"check {{file}} --only '{header}=*'", text).total == "420"
    last = text.replace(f"1,2024-01-05,Acme,100,{first}\n", "")
    assert (ask("check {file}", last).code, ask("check {file}", last).total) == (0, "320")


@pytest.mark.parametrize("text", [
    ROWS.format("Updated at", "2024-01-05", "2024-01-05"), ROWS.format("Channel", "web", "shop"),
    ROWS.format("Version", "1", "2").replace("Order,", "Item,Order,").replace("\n1,", "\nDesk,1,")
    .replace("\n2,", "\nLamp,2,"),
    ROWS.format("Version", "1", "2").replace("\n1,2024-01-05,Acme,120", "\n3,2024-01-05,Acme,120"),
    ROWS.format("Version", "1", "2").replace(",100,", ",-100,"),
])  # fmt: skip
def test_other_rows_of_an_order_are_no_question(ask, text):
    assert ask("check {file}", text).code == 0
