"""What counts as money, and who is a client: the open cases, each judged as `cases/check_cases.py` does."""

import csv

import pytest
from said import CASES, JUDGE, in_process

MANIFEST = list(csv.DictReader((CASES / "manifest.csv").read_text(encoding="utf-8").splitlines()))
# Cases that do not hold yet: one that begins to hold fails here until it is taken out.
OPEN: set[str] = set()


def _case(case):
    marks = pytest.mark.xfail(reason="issue 13: not there yet") if case["id"] in OPEN else ()
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [_case(case) for case in MANIFEST])
def test_the_case_is_answered_as_an_accountant_would(case, monkeypatch, tmp_path):
    def run(binary, words, folder, seconds):
        monkeypatch.chdir(folder)
        try:
            return in_process(binary, words, folder, seconds)
        finally:
            monkeypatch.chdir(tmp_path)

    monkeypatch.setattr(JUDGE, "run", run)
    holds, why = JUDGE.judge(case, "", CASES, 0)
    assert holds, f"{case['why']}: {why}"


def test_the_cases_are_whole():
    assert len(MANIFEST) == 196
