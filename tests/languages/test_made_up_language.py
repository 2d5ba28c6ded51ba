"""Whatever custecon says can be said in another language: in a made-up one no English is left."""

from __future__ import annotations

import html
import io
import re
import shlex
from contextlib import redirect_stdout

import pytest
from docs.answers import examples
from tests.cli.conftest import fill
from tests.languages.made_up import CITED, MADE_UP, texts_of_the_code

from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.language import speaking
from custecon.core.references import WORKS

WORDS = re.compile(r"[A-Za-z][A-Za-z'’&_/-]*(?: [A-Za-z&][A-Za-z'’&_/-]*)*")
ENGLISH_NUMBER = re.compile(r"(?<![\d-])\d{1,3}(?:,\d{3})+|\d+\.\d+")
# What is not English, or the same in every language.
KEPT = re.compile(
    r"""custecon                          # our name
    |LTV|CAC|CRR|HHI|RFM|NPS|BIC|AIC  # names of figures
    |UTF-8|CSV|xlsx|csv|json|FILE     # formats
    |exp|ln|e""",
    re.VERBOSE,
)
NOT_YET = {"predict", "backtest", "rfm", "ltv", "what-if", "profit", "iceberg", "check"}
NUMBERS_OF_OURS = {number for text in texts_of_the_code() for number in ENGLISH_NUMBER.findall(text)}
FORMS = (["--explain"], ["-f", "md"], ["-f", "html"])


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("files"))


def left(text: str, of_the_user: str) -> set[str]:
    """What is still English in a text; what the user wrote himself is not."""
    own = {cell.strip().casefold() for cell in re.split(r"[,;\n\"]", of_the_user)}
    own |= {word.casefold() for word in re.findall(r"[\w.]+", of_the_user)}
    works = [part for work in WORKS.values() for part in (str(work), work.authors, work.title)]
    for source in sorted([*works, *map(str, CITED)], key=len, reverse=True):
        text = text.replace(source, "")
    text = re.sub(r"[\w/-]+\.(csv|xlsx|json)|\b[EN]\d{3}\b|--table \w+|(?<![\w-])--?[a-z][a-z-]*", " | ", text)
    text = re.sub(r"<style>.*?</style>|<[^>]*>", "  ", html.unescape(text.replace("\\", "")))
    found = {words for words in WORDS.findall(text) if len(words) > 1 and not KEPT.fullmatch(words)}
    return {words for words in found if words.casefold() not in own} | {
        number for number in ENGLISH_NUMBER.findall(text) if number not in of_the_user and number not in NUMBERS_OF_OURS
    }


def asked(line: str, *how: str) -> str:
    """What a line is answered in the made-up language."""
    out, err = io.StringIO(), io.StringIO()
    terminal = "-f" not in how
    session = Session(io.BytesIO(), out, err, stdout_is_terminal=terminal, width=4000, no_color=True)
    with speaking(MADE_UP), redirect_stdout(out):
        run([*shlex.split(line.removeprefix("custecon ")), *how], session)
    return out.getvalue() + err.getvalue()


def marks(line: str):
    command = line.split()[1]
    return [pytest.mark.xfail(strict=True, reason="its texts are not yet phrases")] if command in NOT_YET else []


@pytest.mark.parametrize("how", FORMS, ids=" ".join)
@pytest.mark.parametrize(
    "line", [pytest.param(line, marks=marks(line)) for line in examples() if " -f " not in line and " -o " not in line]
)
def test_no_english_is_left_in_an_answer(line, how, there, monkeypatch):
    monkeypatch.chdir(there)
    named = [there / word for word in line.split() if (there / word).is_file()]
    of_the_user = line + "\n" + "\n".join(path.read_text(encoding="utf-8") for path in named)
    assert left(asked(line, *how), of_the_user) == set()
