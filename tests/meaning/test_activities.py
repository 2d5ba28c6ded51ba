"""What was done for clients: a status tells what was not, and a few small counts that add up are no total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

CLIENTS = {
    "en": "Client,Revenue,Cost\nAcme,1000,500\nBeta,800,500\n",
    "ru": "Клиент;Выручка;Затраты\nМаяк;1000;500\nСтвор;800;500\n"
}  # fmt: skip
LOGS = {
    "en": "Client,Activity,{0}\nAcme,calls,{1}\nAcme,calls,{2}\nBeta,calls,{1}\nBeta,calls,{3}\n",
    "ru": "Клиент;Операция;{0}\nМаяк;звонки;{1}\nМаяк;звонки;{2}\nСтвор;звонки;{1}\nСтвор;звонки;{3}\n",
}


@pytest.fixture
def profit(ask, tmp_path):
    """The answer of `custecon profit` for a log of activities at 10 each call."""

    def of(language, log, more=""):
        path = tmp_path / "log.csv"
        path.write_text(log, encoding="utf-8")
        price = "calls=10" if language == "en" else "звонки=10"
        return ask(f"profit {{file}} --activities {path} --price {price} {more}", CLIENTS[language])

    return of


STATUSES = [
    ("en", "Status", "done", "cancelled", "planned"), ("en", "Call outcome", "Completed", "no answer", "scheduled"),
    ("en", "Task status", "Done", "Open", "In progress"), ("ru", "Статус", "Выполнен", "Отменён", "Запланирован"),
    ("ru", "Результат", "Состоялся", "Не дозвонились", "Не состоялся"),
    ("ru", "Состояние", "Сделано", "Новая", "В работе"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "header", "done", "one", "other"), STATUSES)
def test_what_was_not_done_is_asked_about(profit, language, header, done, one, other):
    """1,000 - 500 + 800 - 500 = 800, less 2 calls of 10; with all four 760."""
    log = LOGS[language].format(header, done, one, other)
    said = profit(language, log)
    assert said.code == 3
    assert said.tells(header, one, other, "1 row")
    only, every = said.doc["problems"][0]["cure"].removeprefix("say ").split(", or ")
    assert float(profit(language, log, only.partition(" if ")[0]).figure("total_profit")) == 780
    assert float(profit(language, log, every.partition(" if ")[0]).figure("total_profit")) == 760


@pytest.mark.parametrize(("language", "header", "values"), [
    ("en", "Status", ("done", "Done", "completed")), ("en", "Task type", ("new", "cancelled", "open")),
    ("ru", "Статус", ("Выполнен", "Выполнено", "Сделано")), ("ru", "Тип клиента", ("новый", "старый", "потерян")),
])  # fmt: skip
def test_what_says_nothing_of_that_is_no_question(profit, language, header, values):
    said = profit(language, LOGS[language].format(header, *values))
    assert (said.code, float(said.figure("total_profit"))) == (0, 760)


def test_a_column_that_no_file_has_is_named(profit):
    said = profit("en", LOGS["en"].format("Status", "done", "done", "done"), "--only State=done")
    assert said.code == 2
    assert said.tells("State=done", "names no column")


def test_a_status_that_the_list_of_clients_has_too_is_answered_for_the_log_alone(ask, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOGS["en"].format("Status", "done", "cancelled", "planned"), encoding="utf-8")
    text = "Client,Status,Revenue,Cost\nAcme,active,1000,500\nBeta,active,800,500\n"
    said = ask(f"profit {{file}} --activities {path} --price calls=10 --only Status=done", text)
    assert (said.code, float(said.figure("total_profit"))) == (0, 780)
    assert said.tells("no row has", "done")


@pytest.mark.parametrize(("language", "log"), [
    ("en", "Client,Activity,Count\nAcme,calls,10\nAcme,calls,5\nBeta,calls,2\nBeta,calls,3\n"),
    ("en", "Client,Activity,Count\nAcme,calls,2\nAcme,calls,3\nBeta,calls,5\nBeta,calls,10\n"),
    ("ru", "Клиент;Операция;Количество\nМаяк;звонки;10\nМаяк;звонки;5\nСтвор;звонки;2\nСтвор;звонки;3\n"),
])  # fmt: skip
def test_small_counts_that_happen_to_add_up_are_no_total(profit, language, log):
    """20 calls of 10: 600; the first or the last left out, 700."""
    said = profit(language, log)
    assert (said.code, float(said.figure("total_profit"))) == (0, 600)
    assert float(profit(language, log, "--subtotals skip").figure("total_profit")) == 700


def test_a_sum_of_large_counts_is_asked_about_and_both_cures_work(profit):
    log = "Client,Activity,Count\nAcme,calls,1000\nAcme,calls,500\nBeta,calls,200\nBeta,calls,300\n"
    assert profit("en", log).tells("sum of the rows")
    assert float(profit("en", log, "--subtotals skip").figure("total_profit")) == 800 - 10_000
    assert float(profit("en", log, "--subtotals keep").figure("total_profit")) == 800 - 20_000


@given(st.lists(st.sampled_from(["cancelled", "planned", "no answer"]), min_size=1, max_size=4))
def test_what_was_not_done_is_never_counted_in_silence(others):
    import io

    from custecon.core.errors import InputRefused
    from custecon.kinds.activities import ACTIVITIES
    from custecon.sources import read

    rows = ["A,calls,done", *(f"B,calls,{other}" for other in others)]
    with pytest.raises(InputRefused) as refused:
        read(io.BytesIO("\n".join(["client,activity,status", *rows, ""]).encode()), (ACTIVITIES,), name="x.csv")
    assert refused.value.problems[0].code == "E250"
