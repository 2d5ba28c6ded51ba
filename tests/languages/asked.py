"""What custecon answers in the made-up language, and what of it is still English."""

from __future__ import annotations

import html
import io
import json
import re
import shlex
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path

from docs.answers import examples
from tests.cli.conftest import fill
from tests.languages.made_up import CITED, MADE_UP, texts_of_the_code

from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.language import speaking
from custecon.core.references import WORKS

NOT_YET = Path(__file__).parent / "not_yet.json"
WORDS = re.compile(r"[A-Za-z][A-Za-z'’&_/-]*(?: [A-Za-z&][A-Za-z'’&_/-]*)*")
ENGLISH_NUMBER = re.compile(r"(?<![\d-])\d{1,3}(?:,\d{3})+|\d+\.\d+")
# What is not English, or the same in every language.
KEPT = re.compile(
    r"""custecon                          # our name
    |LTV|CAC|CRR|HHI|RFM|NPS|BIC|AIC  # names of figures
    |UTF-8|CSV|xlsx|csv|json|FILE     # formats
    |exp|ln|e|pt                      # signs of formulas and changes""",
    re.VERBOSE,
)
FORMS = (["--explain"], ["-f", "md"], ["-f", "html"])
LINES = [line for line in examples() if " -f " not in line and " -o " not in line]
NUMBERS_OF_OURS = {number for text in texts_of_the_code() for number in ENGLISH_NUMBER.findall(text)}


def left(text: str, of_the_user: str) -> set[str]:
    """What is still English in a text; what the user wrote themselves is not."""
    own = {cell.strip().casefold() for cell in re.split(r"[,;\n\"]", of_the_user)}
    own |= {word.casefold() for word in re.findall(r"[\w.]+", of_the_user)}
    works = [part for work in WORKS.values() for part in (str(work), work.authors, work.title)]
    for source in sorted([*works, *map(str, CITED)], key=len, reverse=True):
        text = text.replace(source, "")
    text = re.sub(r"<style>.*?</style>|<[^>]*>", "  ", html.unescape(text.replace("\\", "")))
    text = re.sub(r"[\w/-]+\.(csv|xlsx|json)|\b[EN]\d{3}\b|--table \w+|(?<![\w-])--?[a-z][a-z-]*", " | ", text)
    found = {words for words in WORDS.findall(text) if len(words) > 1 and not KEPT.fullmatch(words)}
    numbers = set(ENGLISH_NUMBER.findall(text)) - NUMBERS_OF_OURS
    return {words for words in found if words.casefold() not in own} | {
        one for one in numbers if one not in of_the_user
    }


def answer(line: str, *how: str) -> str:
    """What a line is answered in the made-up language, on both streams."""
    out, err = io.StringIO(), io.StringIO()
    terminal = "-f" not in how
    session = Session(io.BytesIO(), out, err, stdout_is_terminal=terminal, width=4000, no_color=True)
    with speaking(MADE_UP), redirect_stdout(out):
        run([*shlex.split(line.removeprefix("custecon ")), *how], session)
    return out.getvalue() + err.getvalue()


def left_of(line: str, folder: Path) -> list[str]:
    """What is English in any form of the answer to a line, asked in a folder with its files."""
    named = [folder / word for word in line.split() if (folder / word).is_file()]
    of_the_user = line + "\n" + "\n".join(path.read_text(encoding="utf-8") for path in named)
    with chdir(folder):
        return sorted(set().union(*(left(answer(line, *how), of_the_user) for how in FORMS)))


def main() -> None:
    """Writes down what is not yet said by phrases; the list may only become shorter."""
    with tempfile.TemporaryDirectory() as made:
        folder = fill(Path(made))
        found = {line: texts for line in LINES if (texts := left_of(line, folder))}
    NOT_YET.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, found.values()))} texts in {len(found)} of {len(LINES)} answers\n")


if __name__ == "__main__":
    main()
