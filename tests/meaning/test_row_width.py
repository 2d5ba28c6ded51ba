"""Empty fields at the end of rows are nothing; a delimiter inside a number that nobody quoted is never passed over."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ENGLISH = ["client;date;amount", "Alder;2024-01-05;100,50", "Birch;2024-02-06;250,25"]
RUSSIAN = ["Клиент;Дата;Сумма", "ООО Маяк;05.01.2024;100,50", "ИП Створ;06.02.2024;250,25"]
TABS = [line.replace(";", "\t") for line in RUSSIAN]
COMMAS = ["client,date,amount", "Alder,2024-01-05,100.50", "Birch,2024-02-06,250.25"]
PREAMBLE = ["Vendor Name;Test", "Start Date;06/02/2024", ""]


def text(lines):
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("lines", [ENGLISH, RUSSIAN, TABS, COMMAS])
@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("which", ["every row", "the first", "the last"])
def test_empty_fields_at_the_end_are_nothing(ask, lines, many, which):
    sign = "\t" if "\t" in lines[0] else ";" if ";" in lines[0] else ","
    longer = {"every row": (1, 2), "the first": (1,), "the last": (2,)}[which]
    made = [line + sign * many if number in longer else line for number, line in enumerate(lines)]
    said = ask("check {file}", text(made))
    assert (said.code, said.total, said.clients) == (0, "350.75", 2), said.all
    assert not said.texts


@pytest.mark.parametrize("lines", [ENGLISH, RUSSIAN])
def test_below_a_preamble_too(ask, lines):
    said = ask("check {file}", text([*PREAMBLE, lines[0], *(line + ";" for line in lines[1:])]))
    assert (said.code, said.total) == (0, "350.75"), said.all


COMMENTED = "client,date,amount,comment\n"
CUT = "Alder,2024-01-05,12,50,"


@pytest.mark.parametrize("others", [
    "Birch,2024-02-06,9.50,hello\n", "Birch,2024-02-06,9,hello\n", "Birch,2024-02-06,9.50,\n",
    "Birch,2024-02-06,9,50,\n",
    "Birch,2024-02-06,9.50,hello\nCedar,2024-03-06,7.00,x,\n", "",
])  # fmt: skip
def test_a_number_that_the_delimiter_cuts_is_never_read_in_part(ask, others):
    said = ask("check {file}", COMMENTED + CUT + "\n" + others)
    assert said.code == 3
    assert said.tells("5 fields", "4")
    assert not ask("check {file} --skip-bad bad.csv", COMMENTED + CUT + "\n" + others).tells("N204")


@pytest.mark.parametrize("row", ["Alder,2024-01-05,12,50,x", "Alder,2024-01-05,12,50 €,", "Alder,2024-01-05,1,234,"])
def test_nor_in_any_other_shape(ask, row):
    said = ask("check {file}", COMMENTED + row + "\nBirch,2024-02-06,9.50,hello\n")
    assert said.code == 3
    assert said.tells("5 fields")


def test_what_stands_under_no_header_may_be_the_rest_of_a_number(ask):
    header = "client,date,amount,comment,\n"
    said = ask("check {file}", header + "Alder,2024-01-05,12,50,hello\nBirch,2024-02-06,9.50,hi,\n")
    assert said.code == 3
    plain = ask("check {file}", header + "Alder,2024-01-05,12.50,50,hello\nBirch,2024-02-06,9.50,hi,\n")
    assert plain.total == "22.00"


@pytest.mark.parametrize("rows", [
    "Alder,2024-01-05,100,2,\nBirch,2024-02-06,200,1500,\n",  # every row ends alike, and 200,1500 is no number
    "Alder,2024-01-05,100.00,2,\nBirch,2024-02-06,200.00,50,\n",  # a point is there already
])  # fmt: skip
def test_a_number_that_is_sure_is_read_beside_a_count(ask, rows):
    said = ask("check {file}", "client,date,amount,pieces\n" + rows)
    assert (said.code, float(said.total)) == (0, 300), said.all


@pytest.mark.parametrize("row", ["Alder;2024-01-05", "Alder;2024-01-05;100,50;x", "Alder;2024-01-05;100,50;;x"])
def test_a_row_that_is_really_longer_or_shorter_is_refused(ask, row):
    said = ask("check {file}", text([*ENGLISH, row]))
    assert said.code == 3
    assert said.tells("4", "fields" if row.count(";") != 1 else "2 fields")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cents=st.lists(st.integers(0, 99_999), min_size=1, max_size=6),
    comments=st.lists(st.sampled_from(["", "hello", "50"])),
    tails=st.lists(st.sampled_from(["", ",", ",,"]), min_size=6, max_size=6), point=st.booleans(),
)  # fmt: skip
def test_any_tail_of_commas_gives_the_sum_or_a_refusal(ask, cents, comments, tails, point):
    comments += ["x"] * len(cents)
    rows = [
        f"Alder,2024-01-05,{cent // 100}{'.' if point else ','}{cent % 100:02d},{comment}{tail}"
        for cent, comment, tail in zip(cents, comments, tails, strict=False)
    ]
    said = ask("check {file}", COMMENTED + "\n".join(rows) + "\n")
    if point:
        assert said.code == 0, said.all
        assert round(float(said.total) * 100) == sum(cents)
    else:  # a comma that nobody quoted: where a field is over, 12 is never read for 12,50
        over = [row for row in rows if len(row.split(",")) > 4]
        assert said.code == 3 or not over
