"""Whatever is answered in Russian is Russian, but for names, what is typed and what is the user's."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.languages.asked import LINES
from tests.languages.latin import latin_of_ours
from tests.languages.test_russian import asked

from custecon.cli import result_words
from custecon.cli.app import COMMANDS
from custecon.cli.commands.explain import words_known
from custecon.render.languages import language_of

sys.path.insert(0, str(Path(__file__).parents[1] / "gallery"))
from reading_cases import CASES, said

RUSSIAN = language_of("ru")


def of_a_case(example):
    """What the user wrote in an example of a message, with the names of files."""
    texts = [*example.data.values()] if isinstance(example.data, dict) else [example.data]
    words = [text.decode("latin-1") if isinstance(text, bytes) else str(text) for text in texts]
    return "\n".join(
        [*words, example.file, *map(str, example.options.values()), "sales xls parquet sqlite frame cliemt"]
    )


@pytest.mark.parametrize("example", CASES, ids=[example.code for example in CASES])
def test_a_message_in_russian_has_no_english_and_the_same_digits(example):
    problems, context = said(example)
    texts = [text for each in problems for text in (each.phrase, each.cure) if each.code == example.code]
    assert texts
    for text in (*texts, *context):
        russian = RUSSIAN.text(text)
        assert latin_of_ours(russian, of_a_case(example)) == [], russian
        assert Counter(re.findall(r"\d", russian)) == Counter(re.findall(r"\d", str(text))), russian


@pytest.mark.parametrize("line", LINES)
def test_an_answer_in_russian_has_no_english(line, there):
    named = [there / word for word in line.split() if (there / word).is_file()]
    of_the_user = line + "\n" + "\n".join(path.read_text(encoding="utf-8") for path in named)
    for how in ([], ["--full", "--explain"], ["-f", "html"]):
        _, out, err = asked(there, line, *how, "--lang", "ru", terminal="-f" not in how)
        assert latin_of_ours(out + err, of_the_user) == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_in_russian_has_no_english(name, there):
    for how in ("-h", "--help-all"):
        assert latin_of_ours(asked(there, name, how, "--lang", "ru")[1], "") == []


def test_explanations_in_russian_have_no_english(there):
    """Of everything that can be asked for; figures and columns in the words of the example that shows them."""
    lines = {entry.slug: entry.example for entry in result_words.known()}
    files = {
        word: (there / word).read_text("utf-8")
        for line in lines.values()
        for word in line.split()
        if (there / word).is_file()
    }
    left = {}
    for word in words_known():
        line = lines.get(word, "")
        of_the_user = "\n".join([word, line, *(text for name, text in files.items() if name in line)])
        said = asked(there, f"explain {word}", "--explain", "--lang", "ru", terminal=True)[1]
        if found := latin_of_ours(said, of_the_user):
            left[word] = found
    assert left == {}
