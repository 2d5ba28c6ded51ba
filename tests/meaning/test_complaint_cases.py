"""A list of complaints: each client counts once, and a question, a duplicate or spam is no complaint."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = "email,{kind},complained,stayed\n"
PLAIN = "a@x.y,Problem,yes,no\nb@x.y,Problem,yes,yes\nc@x.y,,no,yes\n"
KINDS = ["Type", "Ticket type", "Status", "Category", "Тип обращения", "Вид", "Категория", "Метка"]
NONE = ["Question", "Duplicate", "spam", "Test ticket", "How-to", "Вопрос", "Дубль", "дубликат", "Спам", "Консультация"]


def silent_and_heard(told):
    """How many complained, and how many said nothing."""
    (groups,) = (table["rows"] for table in told.doc["tables"] if table["name"] == "water_line")
    count = {row["group"]: row["clients"] for row in groups}
    heard = sum(int(number) for group, number in count.items() if group.startswith("complain"))
    return sum(map(int, count.values())) - heard, heard


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", NONE)
def test_what_is_no_complaint_is_asked_about_by_its_kind(ask, kind, value):
    told = ask("iceberg {file}", HEAD.format(kind=kind) + PLAIN + f"d@x.y,{value},yes,no\n")
    assert told.code == 3
    assert told.tells(f"«{kind}»", "is this a complaint?", value, "--leave-out")
    assert not told.tells("money")


def test_its_cures_act_and_keep_the_silent(ask):
    text = HEAD.format(kind="Type") + PLAIN + "d@x.y,Question,yes,no\n"
    out = ask("iceberg {file} --leave-out Type=Question", text)
    assert (out.code, silent_and_heard(out)) == (0, (1, 2))
    assert out.tells("«Question»", "1 row", "left out")
    assert silent_and_heard(ask("iceberg {file} --only 'Type=*'", text)) == (1, 3)


@pytest.mark.parametrize("kind", [*KINDS, "Client type"])
@pytest.mark.parametrize(
    "values", [("Problem", "Incident"), ("open", "closed"), ("Качество", "Доставка"), ("New", "On hold")]
)
def test_ordinary_kinds_and_states_of_tickets_are_not_asked_about(ask, kind, values):
    rows = "".join(f"{name}@x.y,{value},yes,no\n" for name, value in zip("de", values, strict=True))
    told = ask("iceberg {file}", HEAD.format(kind=kind) + PLAIN + rows)
    assert (told.code, silent_and_heard(told)) == (0, (1, 4))
    assert not told.tells("is this")


@given(st.lists(st.sampled_from(NONE), min_size=1, max_size=4), st.sampled_from(KINDS))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_case_that_is_no_complaint_never_changes_a_figure_without_a_word(ask, values, kind):
    plain = ask("iceberg {file}", HEAD.format(kind=kind) + PLAIN)
    rows = "".join(f"{n}@x.y,{value},yes,no\n" for n, value in enumerate(values))
    told = ask("iceberg {file}", HEAD.format(kind=kind) + PLAIN + rows)
    assert told.code != 0 or silent_and_heard(told) == silent_and_heard(plain)


# ---------------------------------------------------------------- each client once


def test_a_client_who_complains_twice_is_counted_once(ask):
    text = "client,complained,stayed\nA,yes,no\nA,yes,no\nB,no,yes\n"
    told = ask("iceberg {file}", text)
    assert silent_and_heard(told) == (1, 1)
    assert told.tells("N395") or told.tells("each client is counted once")
    assert not told.tells("duplicates")
    assert silent_and_heard(ask("iceberg {file} --map client=", text)) == (1, 2)


def test_rows_of_a_client_that_do_not_agree_are_refused_and_the_cure_acts(ask):
    text = "client,complained,stayed\nA,yes,no\nA,no,no\nB,no,yes\n"
    told = ask("iceberg {file}", text)
    assert (told.code, told.tells("«A»", "do not agree", "--map client=")) == (3, True)
    assert silent_and_heard(ask("iceberg {file} --map client=", text)) == (2, 1)


@pytest.mark.parametrize(
    ("one", "other"), [("Ann@x.y", "ann@x.y"), ("ИВАН@ПОЧТА.РФ", "иван@почта.рф"), ("a@X.Y", "a@x.y")]
)
def test_e_mails_that_differ_in_case_are_told_with_what_they_would_be_together(ask, one, other):
    text = f"email,complained,stayed\n{one},yes,no\n{other},yes,no\nb@x.y,no,yes\n"
    told = ask("iceberg {file}", text)
    assert told.tells("look-alike", "2 names would be 1 client", one, other, "--same-client")
    assert silent_and_heard(ask("iceberg {file} --same-client", text)) == (1, 1)


# ---------------------------------------------------------------- what is neither yes nor no


@pytest.mark.parametrize("header", ["complaints", "complained", "Жалобы"])
def test_complaints_that_are_counted_are_a_yes_and_told(ask, header):
    told = ask("iceberg {file}", f"client,{header},stayed\nA,2,no\nB,0,yes\nC,1,yes\n")
    assert silent_and_heard(told) == (1, 2)
    assert told.tells(header, "counts complaints", "«2»")


@pytest.mark.parametrize("values", [("1", "2"), ("0", "1.5"), ("0", "-2"), ("yes", "2")])
def test_numbers_that_may_be_answers_are_asked_about_and_never_as_kinds_of_rows(ask, values):
    rows = "".join(f"{name},{value},yes\n" for name, value in zip("AB", values, strict=True))
    told = ask("iceberg {file}", f"client,complained,stayed\n{rows}")
    assert told.code == 3
    assert told.tells("neither yes nor no")
    assert not told.tells("--leave-out")


@pytest.mark.parametrize(("header", "values"), [("Churn", "0.05 0.10 0.2"), ("Отток", "5% 10% 3%"), ("lost", "2 3 4")])
def test_a_rate_is_no_state_of_a_client_and_told_once(ask, header, values):
    rows = "".join(f"{name},100.5,{value}\n" for name, value in zip("ABC", values.split(), strict=True))
    told = ask("churn-cost {file}", f"client,revenue,{header}\n{rows}")
    assert told.code == 3
    assert len(told.doc["problems"]) == 1
    assert told.tells("neither yes nor no", "--map left=")
    assert not told.tells("--leave-out")
    after = ask("churn-cost {file} --map left=", f"client,revenue,{header}\n{rows}")
    assert after.tells("who left cannot be counted") or after.tells("no column for")


def test_each_word_that_is_neither_is_told_once_with_its_own_cure(ask):
    text = "client,revenue,status\n" + "".join(f"{n},100,{'gold' if n % 2 else 'silver'}\n" for n in range(40))
    told = ask("churn-cost {file}", text)
    assert len(told.doc["problems"]) == 2
    assert told.tells("--leave-out status=gold")
    assert told.tells("--leave-out status=silver")
