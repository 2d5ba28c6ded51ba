"""What is told stays readable: a line a finding, on however many rows it stands; one line says what was left out."""

import pytest

ENGLISH = """Order;Client;Date;Status;Amount;Refund
{n}1;Acme Ltd;2024-01-05;Paid;100.00;
{n}2;ACME LTD.;2024-02-05;Paid;200.00;20.00
{n}3;Guest;2024-02-06;Paid;50.00;
{n}4;Beta;2024-02-07;Cancelled;70.00;
{n}5;Gamma;2024-03-07;Paid;0.00;
{n}6;Delta;2024-06-07;Paid;30.00;
"""
RUSSIAN = """Заказ;Клиент;Дата;Статус заказа;Сумма;Возврат
{n}1;ООО "Маяк";05.01.2024;Оплачен;100,00;
{n}2;ООО «Маяк»;05.02.2024;Оплачен;200,00;20,00
{n}3;Частное лицо;06.02.2024;Оплачен;50,00;
{n}4;Створ;07.02.2024;Отменён;70,00;
{n}5;Гавань;07.03.2024;Оплачен;0,00;
{n}6;Бакен;07.06.2024;Оплачен;30,00;
"""
FILES = {"Cancelled": ENGLISH, "Отменён": RUSSIAN}
COLUMN = {"Cancelled": "Status", "Отменён": "Статус заказа"}


@pytest.mark.parametrize("times", [1, 2, 60])
@pytest.mark.parametrize("word", FILES)
def test_five_findings_are_five_lines(ask, word, times):
    header, rows = FILES[word].split("\n", 1)
    text = header + "\n" + "".join(rows.format(n=n) for n in range(1, times + 1))
    said = ask(f"check {{file}} --no-client drop --leave-out '{COLUMN[word]}={word}'", text)
    lines = [notice["text"] for notice in said.doc["notices"]]
    assert len(lines) == 5, lines
    assert all(len(line) < 240 and "\n" not in line for line in lines), lines
    assert float(said.total) == 310 * times  # 100 + 200 - 20 + 30
    left_out = said.doc["control_totals"][0]["left_out"]
    assert sorted(map(float, left_out.values())) == [0, 50 * times, 70 * times]


@pytest.mark.parametrize("times", [1, 60])
@pytest.mark.parametrize("word", FILES)
def test_what_is_asked_is_a_line_for_each_question(ask, word, times):
    header, rows = FILES[word].split("\n", 1)
    said = ask("check {file}", header + "\n" + "".join(rows.format(n=n) for n in range(1, times + 1)))
    assert said.code == 3
    assert sorted(problem["code"] for problem in said.doc["problems"]) == ["E250", "E273"]
