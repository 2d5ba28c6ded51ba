"""Every cure that a message prints is followed to the letter, on the file that caused it: it acts, and leads on."""

import shlex
import shutil

import pytest
from cures import answered_right, cures_of
from said import CASES, in_process
from test_cases import MANIFEST

from custecon.core.errors import ExitCode

DEEPEST = 3  # cures followed one after the other
BY_HAND = {  # whose cure is no option to add
    "f05": "--units is to be left out again",
    "f07": "--units is to be left out again",
    "b10": "nobody paid, so there is no figure",
    "p09": "issue 13: not there yet",
    "f14": "the cell of the guest is to be filled",
}


def answer(words, folder, monkeypatch):
    monkeypatch.chdir(folder)
    return in_process("", words, folder, 0)


def words_of(case, folder):
    files = [name for name in case["files"].split(";") if name]
    names = []
    for name in files:
        shutil.copy(CASES / name, folder)
        names.append(name.rpartition("/")[2])
    names = names or [""]
    fill = {"file": names[0], "file2": names[-1], "tmp": str(folder)}
    return [word.format(**fill) for word in shlex.split(case["command"])]


def said_of(doc):
    return [] if doc is None else [*(doc.get("problems") or ()), *(doc.get("notices") or ())]


def same(one, two):
    return (one["code"], one.get("place"), one["text"]) == (two["code"], two.get("place"), two["text"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in MANIFEST])
def test_every_cure_acts_and_leads_to_an_answer_or_to_the_next_question(case, tmp_path, monkeypatch):
    words = words_of(case, tmp_path)
    _, doc, _ = answer(words, tmp_path, monkeypatch)
    for cure in cures_of(words[0], said_of(doc)):
        code, after, err = answer(cure.follow(words), tmp_path, monkeypatch)
        assert code not in (ExitCode.USAGE, ExitCode.INTERNAL_FAULT), f"{cure}: {err}"
        again = [one for one in said_of(after) for two in said_of(doc) if one["code"] == cure.code and same(one, two)]
        assert not again, f"{cure} changes nothing: {again}"


def ways(words, doc, folder, monkeypatch, depth=0):
    """Every answer that the cures lead to, one after the other."""
    for cure in cures_of(words[0], doc.get("problems") or ()):
        further = cure.follow(words)
        code, after, err = answer(further, folder, monkeypatch)
        assert code not in (ExitCode.USAGE, ExitCode.INTERNAL_FAULT), f"{' '.join(further)}: {err}"  # they compose
        yield further, code, after
        if after and code == ExitCode.INPUT_REFUSED and depth + 1 < DEEPEST:
            yield from ways(further, after, folder, monkeypatch, depth + 1)


ASKED = [case for case in MANIFEST if case["figures"] and case["id"] not in BY_HAND]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in ASKED])
def test_where_a_file_is_refused_the_cures_lead_to_the_right_figure(case, tmp_path, monkeypatch):
    words = words_of(case, tmp_path)
    code, doc, _ = answer(words, tmp_path, monkeypatch)
    if code != ExitCode.INPUT_REFUSED or not cures_of(words[0], doc["problems"]):
        return
    tried = []
    for further, code, after in ways(words, doc, tmp_path, monkeypatch):
        if answered_right(case, code, after):
            return
        tried.append(" ".join(further[1:]))
    pytest.fail("; ".join(tried))
