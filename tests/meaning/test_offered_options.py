"""What a message tells a user to type exists: on the command at hand, and in the words that they wrote themselves."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from said import in_process

from custecon.cli.app import COMMANDS, load
from custecon.cli.options import READING
from custecon.core.errors import Problem
from custecon.core.messages import MESSAGES, Offer, options_in
from custecon.core.messages.reading import READING as OF_READERS
from custecon.core.units import MULTIPLES

ALL = {name: load(name).flags for name in COMMANDS}
OF_A_FILE = {flag for option in READING for flag in option.flags}


@pytest.mark.parametrize("code", MESSAGES)
def test_an_option_that_a_message_names_is_that_of_some_command(code):
    named = options_in(f"{MESSAGES[code].text} {MESSAGES[code].cure}") - {"--help", "--help-all"}
    assert any(named <= flags for flags in ALL.values())


@pytest.mark.parametrize("code", OF_READERS)
def test_what_the_readers_name_is_an_option_of_every_command_that_reads(code):
    assert options_in(f"{MESSAGES[code].text} {MESSAGES[code].cure}") <= OF_A_FILE


def test_what_a_command_does_not_have_is_not_offered():
    told = Problem("E267", {"role": "margin", "instead": Offer(" and say the rate as --margin-rate")})
    assert told.within(ALL["ltv"]).cure == told.cure
    assert told.within(ALL["profit"]).cure == told.cure.removesuffix(" and say the rate as --margin-rate")


@pytest.mark.parametrize(("command", "offered"), [("profit", False), ("cac", False), ("ltv", True), ("check", False)])
@pytest.mark.parametrize("header", ["margin %", "Маржа, %", "Margin (%)"])
def test_a_margin_in_per_cent_is_offered_as_a_rate_where_there_is_such_an_option(ask, command, offered, header):
    kind = "campaign,spend,new_clients" if command == "cac" else "client,revenue,cost"
    told = ask(f"{command} {{file}} --map margin='{header}'", f'{kind},"{header}"\nAcme,100.50,40,40\n')
    assert told.tells("--margin-rate") is offered


# ---------------------------------------------------------------- a column that is not there


@pytest.mark.parametrize("role", ["status", "currency", "quantity", "refunds", "amount"])
@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("check", "client,date,amount,status\nAcme,2024-01-05,10,paid\n"),
        ("check", "Клиент;Дата;Сумма;Статус\nАльфа;05.01.2024;10,5;оплачен\n"),
        ("ltv", "client,date,amount,Stage\nAcme,2024-01-05,10,won\nAcme,2025-03-05,10,lost\n"),
    ],
)
def test_a_column_that_is_not_there_is_never_passed_over(ask, command, text, role):
    told = ask(f"{command} {{file}} --map {role}=NoSuch", text)
    assert told.code == 3
    assert told.tells("no column «NoSuch»", role, *text.splitlines()[0].replace(";", ",").split(","))


@pytest.mark.parametrize("role", ["status", "currency", "quantity", "refunds"])
def test_no_column_at_all_can_still_be_named(ask, role):
    told = ask(f"check {{file}} --map {role}=", "client,date,amount\nAcme,2024-01-05,10\n")
    assert (told.code, told.total) == (0, "10")


def test_a_column_of_another_file_is_found_there(ask):
    spend, log = (
        "month,channel,spend\n2024-01,Ads,100\n",
        "client,date,amount,channel,state of order\nA,2024-01-05,1,Ads,x\n",
    )
    told = ask("cac {file} --orders {file2} --map status='state of order'", spend, log)
    assert told.tells("state of order")
    assert not told.tells("no column")


# ---------------------------------------------------------------- the words of the settings


def from_settings(folder, setting, header, *words):
    (folder / "custecon.toml").write_text(f"[file]\nunits = {setting}\n", encoding="utf-8")
    (folder / "log.csv").write_text(f'client,date,"{header}",fee\nAcme,2024-01-05,10,1\n', encoding="utf-8")
    code, doc, _ = in_process("", ["check", "log.csv", *words], folder, 0)
    assert code == 0
    return {told["code"]: told["text"] for told in doc["notices"]}


@pytest.mark.parametrize(
    ("setting", "header", "words", "told"),
    [
        ('"thousands"', "amount", [], "units thousands"),
        ('"тыс."', "amount", [], "units тыс."),
        ('"cents"', "amount", [], "units cents"),
        ('["amount=cents"]', "amount", [], "units amount=cents"),
        ('"thousands"', "amount, cents", [], None),  # what the file says overrules it, which N386 tells
        ('"thousands"', "amount, cents", ["--add", "fee"], "units thousands"),
        ('["thousands", "fee=cents"]', "amount, cents", ["--add", "fee"], "units fee=cents"),
        ('["тыс.", "fee=cents"]', "amount", ["--add", "fee"], "units тыс., fee=cents"),
        ('["thousands", "fee=cents"]', "amount", ["--units", "ones"], None),
        ('"cents"', "amount, cents", [], None),
    ],
)
def test_what_the_settings_say_of_units_is_told_in_their_own_words(tmp_path, monkeypatch, setting, header, words, told):
    monkeypatch.chdir(tmp_path)
    notices = from_settings(tmp_path, setting, header, *words)
    assert notices.get("N310", "").removeprefix("from custecon.toml: ") == (told or "")
    overruled = told is None and setting == '"thousands"'
    assert ("N386" in notices) is overruled
    if overruled:
        assert "says units thousands, but this file shows hundredths" in notices["N386"]


@given(
    st.sampled_from(sorted(MULTIPLES)), st.sampled_from(["amount", "amount, cents", "amount, тыс. руб.", "amount, EUR"])
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_unit_is_told_of_the_settings_that_they_do_not_say(tmp_path, monkeypatch, unit, header):
    monkeypatch.chdir(tmp_path)
    told = from_settings(tmp_path, f'"{unit}"', header).get("N310", "units")
    assert told.removeprefix("from custecon.toml: ") in ("units", f"units {unit}")


# ---------------------------------------------------------------- what is typed goes before a known export

BITRIX = (
    "ID;Название сделки;Стадия сделки;Сумма;Компания;Дата создания\n"
    "1;Столы;Сделка успешна;10,50;Альфа;05.01.2024\n2;Столы;Сделка провалена;20,50;Бета;05.02.2024\n"
)
RULES = "deals that were won are money"


@pytest.mark.parametrize(
    ("typed", "total", "says", "rules"),
    [
        ("", "10.50", "", True),
        ("--only 'Стадия сделки=Сделка провалена'", "20.50", "give way to --only for «Стадия сделки»", False),
        ("--only 'Стадия сделки=*'", "31.00", "give way to --only for «Стадия сделки»", False),
        ("--leave-out 'ID=2'", "10.50", "", True),
        ("--minus 'Стадия сделки=Сделка провалена'", "-10.00", "give way to --minus for «Стадия сделки»", True),
    ],
)
def test_a_rule_of_a_known_export_that_was_overruled_is_not_told_as_if_it_held(ask, typed, total, says, rules):
    told = ask(f"check {{file}} {typed}", BITRIX)
    assert (told.code, told.total) == (0, total)
    read_as = next(text for text in told.texts if "read as «Bitrix24" in text)
    assert says in read_as
    assert (RULES in read_as) is rules


def test_an_option_of_a_file_says_that_there_is_none(ask):
    assert ask("ltv --margin 100 --retention 80% --only stage=won").tells("--only did nothing", "no file was named")
    told = ask("ltv {file} --retention 80% --sheet 2024", "client,revenue,margin\nAcme,100,40\n")
    assert told.tells("--sheet did nothing here", "nothing in this file is read by it")
