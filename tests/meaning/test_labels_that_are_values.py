"""Words of totals and averages that are the values of a further column: every row goes on counting."""

import pytest


@pytest.mark.parametrize("word", ["средние", "Средний", "среднее", "average", "median", "Avg"])
def test_a_client_of_average_size_is_a_client(ask, word):
    text = f"client,revenue,cost,segment\nA,100,60,{word}\nB,50,20,{word}\nC,75,40,big\n"
    said = ask("profit {file}", text)
    assert float(said.figure("total_profit")) == 105
    assert said.doc["control_totals"][0]["used"] == 3
