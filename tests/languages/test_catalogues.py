"""Every catalogue is whole: in step with the code and compiled, no gap is lost, as many forms as its grammar has."""

from __future__ import annotations

import gettext
import io

import pytest
from docs import catalogue
from tests.languages.latin import latin_left

from custecon.core.catalogues import catalogue_of, known, plural_of
from custecon.core.language import Language
from custecon.core.phrases import Number, say
from custecon.render.languages import language_of

OTHERS = [name for name in known() if name != "en"]
MOST = {"ru": 0}  # texts that are still said in English; may only fall
ALIKE = {"ru": 40}  # texts that a catalogue has as they are in English; may only fall


def test_russian_is_there():
    assert OTHERS == ["ru"]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_compiled_is_what_is_written(name):
    path = catalogue.po_of(name)
    assert path.with_suffix(".mo").read_bytes() == catalogue.as_mo(catalogue.read(name)), (
        "run docs/catalogue.py compile"
    )


@pytest.mark.parametrize("name", OTHERS)
def test_the_catalogue_holds_what_the_code_says_and_nothing_else(name):
    kept = catalogue.read(name)
    said = {message.id for message in catalogue.gathered(kept) if message.id}
    assert {message.id for message in kept if message.id} == said, "run docs/catalogue.py gather"


@pytest.mark.parametrize("name", OTHERS)
def test_no_gap_is_lost_and_every_number_has_its_forms(name):
    kept = catalogue.read(name)
    found = {
        message.id: wrong
        for message in kept
        if message.id and message.string and (wrong := catalogue.faults(message.id, message.string, kept.num_plurals))
    }
    assert found == {}


@pytest.mark.parametrize("name", OTHERS)
def test_no_more_is_missing(name):
    texts = [message for message in catalogue.read(name) if message.id and not message.context]
    assert len([one.id for one in texts if not one.string]) <= MOST[name]
    alike = [one.id for one in texts if one.string == one.id and not one.id.startswith("--")]  # but for what is typed
    assert len(alike) <= ALIKE[name]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_read_text_by_text_is_what_gettext_reads(name):
    data = catalogue.po_of(name).with_suffix(".mo").read_bytes()
    whole, own = gettext.GNUTranslations(io.BytesIO(data)), catalogue_of(name)
    assert all(whole.gettext(text) == own[text] for text in own if "\x04" not in text)
    assert own.get("") is None  # gettext gives its header
    assert own.get("nobody says so") is None
    assert len(own) == len(list(own))


# By the table of plural rules of CLDR for Russian; a fraction takes the genitive, which is the second form.
@pytest.mark.parametrize(
    ("shown", "form"),
    [*[("0", 2), ("1", 0), ("2", 1), ("5", 2), ("11", 2), ("12", 2), ("21", 0), ("22", 1), ("25", 2), ("101", 0)],
     *[("111", 2), ("112", 2), ("1001", 0), ("-1", 0), ("1.5", 1), ("2.0", 1), ("0.3", 1)]],
)  # fmt: skip
def test_the_form_that_goes_with_a_number(shown, form):
    assert plural_of("ru")(shown) == form


def test_a_text_that_a_catalogue_lacks_is_said_in_english_with_its_forms():
    russian = language_of("ru")
    told = say("{n} {n:odd sock|odd socks} of {x}", n=21, x=Number(1.5))
    assert russian.text(told) == "21 odd socks of 1,5"


def test_a_word_stands_in_the_case_that_a_catalogue_asks_for():
    texts = {"per {period}": "в {period:@acc}", "acc\x04week": "неделю", "week": "неделя", "see {x}": "{x!s}: {x}"}
    language = Language("odd", texts)
    assert language.text(say("per {period}", period=say("week"))) == "в неделю"
    assert language.text(say("see {x}", x=say("week"))) == "week: неделя"


def test_a_translation_with_a_fault_is_refused():
    faults = catalogue.faults
    assert faults("{n} {n:row|rows} of {all}", "{n} {n:строка|строки|строк} из {all}", 3) == []
    assert faults("{n} rows of {all}", "{n} строк", 3) == ["it lacks {all}"]
    assert faults("{n} rows", "{m} строк", 3) == ["it lacks {n}", "there is no {m}"]
    assert faults("{n} {n:row|rows}", "{n} {n:строка|строк}", 3) == ["{n:строка|строк} has 2 forms of 3"]
    assert faults("{all:and}", "{all}", 3) == ["it lacks {all:and}"]
    assert faults(" if so", "если так", 3) == ["blanks before or behind it differ"]


def test_no_latin_word_is_left_in_russian():
    found = {
        message.id: latin
        for message in catalogue.read("ru")
        if message.id and message.string and (latin := latin_left(message.string))
    }
    assert found == {}


def test_another_language_is_one_file(tmp_path, monkeypatch):
    """A catalogue put beside the others is spoken: no line of code knows it."""
    from custecon.cli import spoken_language
    from custecon.core import catalogues

    german = catalogue.Catalog(locale="de")
    german.add("average revenue of a {period}", "")
    german.add("margin", "Marge")
    german.add("{n} {n:client|clients}", "{n} {n:Kunde|Kunden}")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "custecon.mo").write_bytes(catalogue.as_mo(german))
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    for remembered in (known, catalogue_of, plural_of, language_of):
        getattr(remembered, "cache_clear", lambda: None)()
    try:
        language = spoken_language.wanted(["--lang", "de"], {})
        assert language is not None
        assert language.text("margin") == "Marge"
        assert language.text(say("{n} {n:client|clients}", n=1)) == "1 Kunde"
        assert language.text(say("{n} {n:client|clients}", n=1234)) == "1.234 Kunden"
        assert language.text("churn") == "churn"
    finally:
        for remembered in (known, catalogue_of, plural_of, language_of):
            getattr(remembered, "cache_clear", lambda: None)()
