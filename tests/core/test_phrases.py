"""The grammar of phrases: what is shown in each kind of gap was written down by hand, in English and in Russian."""

import datetime as dt
import pickle
from decimal import Decimal

import pytest

from custecon.core.language import ENGLISH, Language, speaking, spoken, words
from custecon.core.phrases import Amount, Exact, Money, Number, Phrase, PValue, Share, Verbatim, say
from custecon.core.units import MONEY, MONEY_PER_PERIOD, PERIODS, Period


def few_and_many(shown: str) -> int:
    """The forms of Russian nouns; what has a fraction takes the second."""
    if "." in shown:
        return 1
    number = int(shown)
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


RUSSIAN = Language(
    "ru",
    {
        "{n} {n:client has|clients have} left": "{n:ушёл|ушли|ушло} {n} {n:клиент|клиента|клиентов}",
        "{points} {points:point|points} less churn": "отток ниже на {points} {points:пункт|пункта|пунктов}",
        "{total} by {why}": "{why}: {total}",
        "because of {reason}": "из-за «{reason}»",
        "and": "и",
        "undefined": "не определено",
        "status": "состояние",
        "active": "активен",
        "{currency} per {period}": "{currency} за {period}",
        "year": "год",
        "years": "лет",
    },
    few_and_many,
    group="\u00a0",
    point=",",
    percent="\u00a0%",
)
LEFT = "{n} {n:client has|clients have} left"


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (1234567, "1,234,567"),
        (dt.date(2024, 3, 5), "2024-03-05"),
        ("{name}", "{name}"),
        (Money(2.675), "2.68"),
        (Money(-1234.5, "EUR"), "-1,234.50 EUR"),
        (Share(0.00797414), "0.7974%"),
        (Share(0.45964, 1), "46.0%"),
        (Number(12345.678), "12,345.7"),
        (Number(1.005, 2), "1.01"),
        (Exact(Decimal(12345)), "12,345"),
        (Exact(Decimal(12345), grouped=False), "12345"),
        (Amount(3, MONEY, "USD"), "3.00 USD"),
        (PValue(0.0341), "p 0.034"),
        (PValue(0.0009), "p < 0.001"),
        (["a", say(LEFT, n=2)], "a, 2 clients have left"),
    ],
)
def test_a_value_in_its_gap(value, english):
    assert say("<{it}>", it=value) == f"<{english}>"


def test_an_end_that_does_not_exist_is_undefined():
    assert ENGLISH.between(1, None, MONEY) == "1.00 … undefined"


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (0, "0 clients have left", "ушло 0 клиентов"),
        (1, "1 client has left", "ушёл 1 клиент"),
        (2, "2 clients have left", "ушли 2 клиента"),
        (11, "11 clients have left", "ушло 11 клиентов"),
        (21, "21 clients have left", "ушёл 21 клиент"),
        (112, "112 clients have left", "ушло 112 клиентов"),
        (1001, "1,001 clients have left", "ушёл 1\u00a0001 клиент"),
    ],
)
def test_words_agree_with_their_number_in_every_language(number, english, russian):
    said = say(LEFT, n=number)
    assert said == english
    assert RUSSIAN.text(said) == russian


def test_words_agree_with_a_number_as_it_is_shown():
    template = "{points} {points:point|points} less churn"
    assert say(template, points=Number(1.0)) == "1 point less churn"
    assert say(template, points=Number(1.00000001)) == "1 point less churn"
    assert say(template, points=Number(0.5)) == "0.5 points less churn"
    assert RUSSIAN.text(say(template, points=Number(1.5))) == "отток ниже на 1,5 пункта"
    assert say("{names} {names:is|are} here", names=["a"]) == "a is here"
    assert say("{names:and} {names:is|are} here", names=["a", "b", "c"]) == "a, b and c are here"
    assert say("{names:or}", names=["a", "b"]) == "a or b"
    assert say("{parts:;}", parts=["a", "b"]) == "a; b"
    assert say("line {line:d}", line=12345) == "line 12345"


def test_a_phrase_in_a_phrase_and_the_users_own_text_in_another_language():
    whole = say("{total} by {why}", total=Money(1234.5), why=say("because of {reason}", reason="active"))
    assert whole == "1,234.50 by because of active"
    assert RUSSIAN.text(whole) == "из-за «active»: 1\u00a0234,50"
    assert RUSSIAN.text(say("{names:and}", names=["a", say("active")])) == "a и активен"


def test_a_constant_is_ours_and_a_verbatim_text_is_the_users():
    assert RUSSIAN.text("status") == "состояние"
    assert RUSSIAN.text(Verbatim("status")) == "status"
    assert RUSSIAN.text("what the catalogue lacks") == "what the catalogue lacks"
    assert RUSSIAN.worded("status") == "status"
    assert RUSSIAN.worded(say("status")) == "состояние"


def test_units_and_shares_in_another_language():
    assert ENGLISH.unit(MONEY_PER_PERIOD, Period.YEAR, "RUB") == "RUB per year"
    assert RUSSIAN.unit(MONEY_PER_PERIOD, Period.YEAR, "RUB") == "RUB за год"
    assert RUSSIAN.unit(PERIODS, Period.YEAR, None) == "лет"
    assert RUSSIAN.share(0.125) == "12,5\u00a0%"
    assert RUSSIAN.between(None, 2, MONEY) == "не определено … 2,00"


def test_a_language_is_spoken_in_its_block_alone():
    with speaking(RUSSIAN):
        assert spoken() is RUSSIAN
        assert words("active") == "активен"
        assert say(LEFT, n=2) == "2 clients have left"  # as a text it is always English
    assert words("active") == "active"


def test_a_phrase_is_kept_whole_on_its_way():
    said = say(LEFT, n=2)
    again = pickle.loads(pickle.dumps(said))  # noqa: S301 - our own
    assert isinstance(again, Phrase)
    assert RUSSIAN.text(again) == "ушли 2 клиента"
    assert say(said) is said
