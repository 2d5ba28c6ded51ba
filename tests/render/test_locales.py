"""`--locale`: the signs of numbers as a country writes them, and never another number."""

import json
import re

import pytest

from custecon.render.locales import LOCALES

LINES = (
    "ltv clients.csv --discount 10%",
    "cac spend.csv --by channel",
    "profit profit_clients.csv --price deliveries=45",
)
KEPT = "\N{NO-BREAK SPACE}"


def as_english(text, signs):
    """Numbers of a country as they stand in English: the second road goes backwards."""
    group, point = re.escape(signs.group), re.escape(signs.point)

    def number(found):
        return found[0].translate({ord(signs.group): ",", ord(signs.point): "."})

    text = text.replace(signs.percent, "%") if signs.percent != "%" else text
    text = re.sub(r"%(\d[\d.,]*)", r"\1%", text) if signs.percent_first else text
    return re.sub(rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{point}\d+)?|\d+{point}\d+", number, text)


def digits(text):
    """The figures of a text in their order; blanks, rules and bars give way to longer or shorter numbers."""
    return re.findall(r"\d[\d,.]*%?", text)


@pytest.mark.parametrize("how", [("-f", "table"), ("-f", "table", "--full"), ("-f", "md")])
@pytest.mark.parametrize("locale", [name for name, signs in LOCALES.items() if signs.point == ","])
def test_signs_change_and_no_digit(custecon, examples, monkeypatch, locale, how):
    monkeypatch.chdir(examples)
    for line in LINES:
        english = custecon(*line.split(), *how, width=120).out
        other = custecon(*line.split(), *how, "--locale", locale, width=120).out
        assert digits(as_english(other, LOCALES[locale])) == digits(english), line
        assert re.search(rf"\d{re.escape(LOCALES[locale].group)}\d\d\d", other)


def test_programs_get_the_same_and_are_told(custecon, examples):
    line = ("ltv", examples / "clients.csv", "--discount", "10%", "-f", "json")
    ran = custecon(*line, "--locale", "ru")
    asked, plain = json.loads(ran.out), json.loads(custecon(*line).out)
    assert [one["code"] for one in asked.pop("notices")] == [one["code"] for one in plain.pop("notices")] + ["N323"]
    assert asked == plain
    assert "--locale did nothing here" in ran.err


def test_the_settings_say_it_once_for_screen_and_page_but_not_for_programs(custecon, examples, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = ("ltv", examples / "clients.csv", "--discount", "10%")
    plain = {form: custecon(*line, "-f", form).out for form in ("csv", "json")}
    typed = {form: custecon(*line, "-f", form, "--locale", "ru").out for form in ("table", "html")}
    (tmp_path / "custecon.toml").write_text('locale = "ru"\n', encoding="utf-8")
    assert f"205{KEPT}904" in typed["table"]
    assert {form: custecon(*line, "-f", form).out for form in typed} == typed
    assert {form: custecon(*line, "-f", form).out for form in plain} == plain
    assert "N310" not in custecon(*line, "-f", "csv").err
    assert custecon(*line, "-f", "table", CUSTECON_LOCALE="de").out != typed["table"]
    assert custecon(*line, "-f", "table", "--locale", "en").out == custecon(*line, "-f", "table", "--no-settings").out


def test_a_country_that_is_not_known_is_refused_with_those_that_are(custecon, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text('locale = "xx"\n', encoding="utf-8")
    ran = custecon("ltv", "--margin", 1, "--retention", 0.5)
    assert ran.code == 2
    assert "E134" in ran.err
    assert all(name in ran.err for name in LOCALES)
    ran = custecon("ltv", "--margin", 1, "--retention", 0.5, "--no-settings", CUSTECON_LOCALE="xx")
    assert ran.code == 0  # left aside with the settings


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
def test_consoles_have_the_signs(encoding):
    for signs in (LOCALES["ru"], LOCALES["uk"]):
        (signs.group + signs.point + signs.percent).encode(encoding)


def test_json_of_a_page_holds_no_number_of_a_country(custecon, examples):
    found = json.loads(
        custecon("ltv", examples / "clients.csv", "--discount", "10%", "-f", "json", "--locale", "ru").out
    )
    assert found["answer"] == "The 37 clients you have are together worth 205,903.68."
