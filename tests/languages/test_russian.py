"""The same answers in Russian: the same digits, the same bytes for programs, and no English left of what is ours."""

from __future__ import annotations

import io
import json
import re
import shlex
import zipfile
from collections import Counter
from contextlib import chdir, redirect_stdout
from html import unescape

import pytest
from tests.languages.asked import LINES

from custecon.cli.app import COMMANDS, run
from custecon.cli.session import Session
from custecon.render import poor_consoles

PLAIN = [line for line in LINES if " > " not in line]
# Periods of the calendar, of which one language says the number and the other the name: 2024-05, май 2024.
PERIODS = re.compile(
    r"\b\d{4}-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]|W\d\d)\b(?!-)"
    r"|\b(?:январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|I{1,3} кв\.|IV кв\.|"
    r"II? полугодие|\d{1,2}-я неделя) \d{4}".replace(" ", r"\s")
)
# Marks of a page, its pictures, which leave out what has no room, and what has no digit in English: the top tenth.
BESIDE = re.compile(
    rf"<style>.*?</style>|<svg.*?</svg>|<[^>]*>|верхних 10\N{{NO-BREAK SPACE}}%|{PERIODS.pattern}", re.DOTALL
)
FEW = [line for line in PLAIN if not re.search("backtest|fit|predict|auto", line)]


def asked(folder, line, *how, terminal=False, **environment):
    """The exit code and both streams of a line that is asked in a folder."""
    out, err = io.StringIO(), io.StringIO()
    session = Session(
        io.BytesIO(), out, err, environment=environment, stdout_is_terminal=terminal, width=4000, no_color=True
    )
    with chdir(folder), redirect_stdout(out):
        code = run([*shlex.split(line.removeprefix("custecon ")), *how], session)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("line", PLAIN)
def test_what_programs_read_is_the_same_in_both_languages(line, there):
    for how in (["-f", "json", "--explain"], ["-f", "csv"]):
        english, russian = (asked(there, line, *how, "--lang", lang) for lang in ("en", "ru"))
        assert russian[:2] == english[:2]


@pytest.mark.parametrize("line", PLAIN)
def test_the_digits_are_the_same_in_both_languages(line, there):
    for how in (["-f", "md", "--explain"], ["-f", "html"]):
        (code, english, _), (other, russian, _) = (asked(there, line, *how, "--lang", lang) for lang in ("en", "ru"))
        assert code == other
        digits = [Counter(re.findall(r"\d", re.sub(BESIDE, "", unescape(text)))) for text in (english, russian)]
        assert digits[0] == digits[1]


WORDS = re.compile(
    r"""'[^']+'!|"([^"&]|&[^q]|&quot;.*?&quot;)*"|&quot;.*?&quot;"""
)  # names of sheets, and what a cell says where there is no figure


def formulas(path):
    """Every formula and every defined name of a workbook, by its part."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if re.search(r"sheet\d+\.xml$", name)}
        names = re.findall('<definedName name="[^_].*?</definedName>', book.read("xl/workbook.xml").decode())
    names = [re.sub(WORDS, "", one) for one in names]
    return {
        name: [re.sub(WORDS, "", one) for one in re.findall(r"<f>.*?</f>", text)] for name, text in parts.items()
    }, names


@pytest.mark.parametrize("line", PLAIN)
def test_the_formulas_of_a_workbook_are_the_same_in_both_languages(line, there, tmp_path):
    books = []
    for lang in ("en", "ru"):
        path = tmp_path / f"{lang}.xlsx"
        if asked(there, line, "-o", str(path), "--lang", lang)[0]:
            pytest.skip("it writes no workbook")
        books.append(formulas(path))
    assert books[0] == books[1]


@pytest.mark.parametrize("line", ["ltv --margin 100 --retention 80% --discount 10%", "ltv --revenue 90/month "
                                  "--margin-rate 40% --churn 5%/month --currency RUB"])  # fmt: skip
def test_a_workbook_in_russian_is_read_back(line, there, tmp_path):
    path = tmp_path / "ru.xlsx"
    assert asked(there, line, "-o", str(path), "--lang", "ru")[0] == 0
    straight, back = (json.loads(asked(there, one, "-f", "json")[1]) for one in (line, f"ltv {path}"))
    for one, other in zip(straight["figures"], back["figures"], strict=True):
        assert (one["name"], one["unit"]) == (other["name"], other["unit"])
        assert one["value"] == pytest.approx(other["value"], rel=1e-12)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_russian(name, there):
    for how in ("-h", "--help-all"):
        _, out, _ = asked(there, name, how, "--lang", "ru")
        assert out.startswith(f"Использование: custecon {name}")
        assert not re.search(r"\b(the|of|what|and|which|that|is)\b", re.sub(r"custecon .*|--[a-z-]+|what-if", "", out))


SAYS = "ltv --margin 100 --retention 80% -f md"


@pytest.mark.parametrize(
    ("words", "environment", "toml", "russian"),
    [
        ([], {}, "", False),
        (["--lang", "ru"], {"CUSTECON_LANG": "en"}, "", True),
        (["--lang=en"], {"CUSTECON_LANG": "ru"}, "", False),
        ([], {"CUSTECON_LANG": "ru", "LC_ALL": "C"}, 'lang = "en"', True),
        ([], {"LANG": "de_DE.UTF-8"}, 'lang = "ru"', True),
        (["--no-settings"], {"CUSTECON_LANG": "ru"}, 'lang = "ru"', False),
        ([], {"LANG": "ru_RU.UTF-8"}, 'lang = "en"', False),
        ([], {"LANG": "ru_RU.UTF-8"}, "", True),
        ([], {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "", False),
        ([], {"LC_MESSAGES": "ru_RU", "LANG": "en_US"}, "", True),
        ([], {"LANG": "fr_FR"}, "", False),
    ],
)
def test_the_language_is_what_is_typed_then_the_environment_then_the_settings_then_the_system(
    words, environment, toml, russian, tmp_path
):
    (tmp_path / "custecon.toml").write_text(toml, encoding="utf-8")
    code, out, _ = asked(tmp_path, SAYS, *words, **environment)
    assert code == 0
    assert bool(re.search("[а-я]", out)) is russian


def test_refusals_are_in_russian_and_keep_their_codes(tmp_path):
    for line, code in (("ltv --margin", 2), ("ltv nowhere.csv", 3), ("ltv --margin 1 --retention 200%", 2), ("bad", 2)):
        english, russian = (asked(tmp_path, line, "--lang", lang) for lang in ("en", "ru"))
        assert english[0] == russian[0] == code
        assert re.findall(r"\b[EN]\d{3}\b", english[2]) == re.findall(r"\b[EN]\d{3}\b", russian[2])
        assert "ошибка" in russian[2]
    assert asked(tmp_path, SAYS, "--lang", "xx")[0] == 2


def test_numbers_money_and_days_are_those_of_russia(there):
    _, out, _ = asked(there, "ltv clients.csv --discount 10% --currency RUB", "--lang", "ru", terminal=True)
    assert re.search(r"\d\N{NO-BREAK SPACE}\d{3}\N{NO-BREAK SPACE}₽", out)
    assert re.search(r"\d,\d\N{NO-BREAK SPACE}%", out)
    assert re.search(r"\b\d\d\.\d\d\.20\d\d\b", out)
    assert not re.search(r"\d{4}-\d\d-\d\d|\d,\d{3}\b", out)


@pytest.mark.parametrize(
    "line",
    [
        "growth orders.csv",
        "cohorts orders.csv",
        "base orders.csv --period quarter",
        "cac spend.csv --by month",
        "ltv orders.csv --margin-rate 30% --discount 10%",
    ],
)
def test_periods_are_called_by_their_names(line, there):
    for how in ([], ["--full"], ["-f", "html"]):
        _, out, err = asked(there, line, *how, "--lang", "ru", terminal="-f" not in how)
        said = (out + err).replace("--against 1997-H1", "")  # as it is typed
        assert re.search(r"(январь|март|декабрь|I{1,3}\sкв\.|I\sполугодие)\s(1997|1998|2024)", said)
        assert not re.search(r"(?<![\d-])\d{4}-(\d\d|[QHW]\d+)(?![\d-])", said)


def test_a_minus_is_a_minus_but_for_programs(there):
    line = "profit profit_clients.csv --price deliveries=45"
    for how in ([], ["--full"], ["-f", "md"], ["-f", "html"]):
        out = asked(there, line, *how, "--lang", "ru", terminal="-f" not in how)[1]
        assert not re.search(r"(?<=[\s>(])-\d", unescape(re.sub(BESIDE, " ", out)))
    for how in (["-f", "csv"], ["-f", "csv", "--locale", "ru"], ["-f", "json"]):
        assert not re.search(r"\N{MINUS SIGN}\d", asked(there, line, *how, "--lang", "ru")[1])


def test_what_stands_for_what_is_typed_is_russian(there):
    out = asked(there, "profit", "-h", "--lang", "ru")[1]
    assert out.startswith("Использование: custecon profit [ПАРАМЕТРЫ] [ФАЙЛ]")
    assert "--price ОПЕРАЦИЯ=СУММА" in out
    assert "[ПАРАМЕТРЫ] КОМАНДА [АРГУМЕНТЫ]..." in asked(there, "", "-h", "--lang", "ru")[1]


def test_the_cure_of_a_share_is_typed_as_in_russia_and_taken(there):
    told = re.search(r"пишите (\S+) или (\S+)", asked(there, "ltv --margin 100 --retention 80", "--lang", "ru")[2])
    assert told.groups() == ("0,8", "80%")
    for share in told.groups():
        assert asked(there, f"ltv --margin 100 --retention {share}", "--lang", "ru")[0] == 0


def test_headers_in_words_are_asked_for(there):
    line = "ltv clients.csv --discount 10% -f csv"
    names, words = (asked(there, line, *how)[1].splitlines() for how in ([], ["--headers", "ru"]))
    assert names[1:] == words[1:]
    assert names[0].startswith("client,")
    assert words[0].startswith("клиент,")


@pytest.mark.parametrize("line", FEW)
def test_old_consoles_of_russia_show_it(line, there):
    for how in ([], ["--full"]):
        _, out, _ = asked(there, line, *how, "--lang", "ru", terminal=True)
        for codec in ("cp866", "cp1251"):
            assert "\\u" not in out.encode(codec, poor_consoles.NAME).decode(codec)


@pytest.mark.parametrize("codec", ["cp866", "cp1251"])
def test_roubles_are_in_words_where_a_console_has_no_sign_for_them(codec, there):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=codec, errors=poor_consoles.NAME, newline="\n")
    session = Session(io.BytesIO(), out, io.StringIO(), stdout_is_terminal=True, width=80, no_color=True)
    line = "ltv clients.csv --discount 10% --currency RUB --lang ru"
    with chdir(there):
        assert run(shlex.split(line), session) == 0
    out.flush()
    shown = raw.getvalue().decode(codec)
    assert re.search(r"205.904.руб\.", shown)
    assert "\\u" not in shown
    assert "\N{NARROW NO-BREAK SPACE}" not in shown
    assert "₽" in asked(there, line, terminal=True)[1]
