"""What custecon answers in the made-up language, and what of it is still English."""

from __future__ import annotations

import html
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

from docs.answers import examples
from tests.languages.made_up import CITED, MADE_UP, SOURCE, texts_of_the_code

from custecon.analyses.declared import Analysis
from custecon.analyses.index import INDEX
from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.language import speaking, spoken
from custecon.core.own_workbook import HEADINGS, SHEET
from custecon.core.references import WORKS
from custecon.core.results import Result

WORDS = re.compile(r"[A-Za-z][A-Za-z'’&_/-]*(?: [A-Za-z&][A-Za-z'’&_/-]*)*")
ENGLISH_NUMBER = re.compile(r"(?<![\d-])\d{1,3}(?:,\d{3})+|\d+\.\d+")
# What is not English, or the same in every language.
KEPT = re.compile(
    r"""custecon                          # our name
    |LTV|CAC|CRR|HHI|RFM|NPS|BIC|AIC|LMDI  # names of figures
    |UTF-8|CSV|xlsx|csv|json|FILE     # formats
    |exp|ln|e|pt                      # signs of formulas and changes
    |alpha|beta|gamma|sBG|Gamma-Gamma # parameters and models, as the papers call them
    |(M?BG|Pareto)/C?NBD(-k)?""",
    re.VERBOSE,
)
COMMANDS = frozenset(INDEX)
FORMS = ([], ["--explain"], ["-f", "md"], ["-f", "html"])
WRITTEN = (
    "explain",
    "force",
    "format",
    "full",
    "headers",
    "lang",
    "output",
)  # how an answer is written, not what it is
LINES = [line for line in examples() if " -f " not in line and " -o " not in line]
PLACES = set(
    re.findall(r'place = "([^"]*)"', SOURCE.joinpath("metrics", "parameters.toml").read_text(encoding="utf-8"))
)
NUMBERS_OF_OURS = {number for text in texts_of_the_code() for number in ENGLISH_NUMBER.findall(text)}


@contextmanager
def computed_once(known: dict[tuple[str, ...], Result]) -> Iterator[None]:
    """Whoever asks the same in one language in several forms gets what was computed for the first of them."""
    ask = Analysis.ask

    def asked_once(self, question, sources, reader):
        said = {name: value for name, value in question.options.items() if name not in WRITTEN}
        key = (self.name, spoken().name, os.getcwd(), repr(sources), repr(sorted(said.items())))
        if key not in known:
            known[key] = ask(self, question, sources, reader)
        return known[key]

    with patch.object(Analysis, "ask", asked_once):
        yield


def left(text: str, of_the_user: str) -> set[str]:
    """What is still English in a text; what the user wrote themselves is not."""
    own = {cell.strip().casefold() for cell in re.split(r"[,;\n\"]", of_the_user)}
    own |= {word.casefold() for word in re.findall(r"[\w.]+", of_the_user)}
    works = [part for work in WORKS.values() for part in (str(work), work.authors, work.title)]
    for source in sorted([*works, *map(str, CITED), *PLACES], key=len, reverse=True):
        text = text.replace(source, "")
    text = re.sub(r"<style>.*?</style>|<[^>]*>", "  ", html.unescape(text.replace("\\", "")))
    text = re.sub(r"[A-Za-z]+…", "…", text)  # of the user, cut
    text = re.sub(r"\bcustecon\s+explain\s+[\w-]+|[\w/-]+\.html", " | ", text)
    text = re.sub(
        r"[\w/-]+\.(csv|xlsx|json)|\b[EN]\d{3}\b|--(?:table|by|period|window)\s+\w+|--weights\s+[\w=,]+|(?<![\w-])--?[a-z][a-z-]*",
        " | ",
        text,
    )
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


def book(line: str, folder: Path) -> list[str]:
    """The texts of the workbook of an answer in the made-up language, each once: of cells, formulas, rules and feet.

    But for the names of cells, by which formulas call them, and of commands, by which parts are called.
    """
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "answer.xlsx"
        session = Session(io.BytesIO(), io.StringIO(), io.StringIO(), width=4000)
        with chdir(folder), speaking(MADE_UP):
            run([*shlex.split(line.removeprefix("custecon ")), "-o", str(path)], session)
        if not path.exists():  # a fit is no answer that a workbook holds
            return []
        found: dict[str, None] = {}
        with ZipFile(path) as parts:
            of_cells = set(re.findall(r'<definedName name="([^"]*)"', parts.read("xl/workbook.xml").decode()))
            for name in parts.namelist():
                if re.search(r"sharedStrings|worksheets/sheet|charts/chart", name):
                    xml = parts.read(name).decode()
                    texts = re.findall(r"<t\b[^>]*>([^<]*)</t>|<a:t>([^<]*)</a:t>|<oddFooter>([^<]*)</oddFooter>", xml)
                    found.update(dict.fromkeys(text for several in texts for text in several))
                    said = re.findall(r'(?:promptTitle|prompt|errorTitle|error)="([^"]*)"', xml)
                    formulas = {html.unescape(one) for one in re.findall(r"<f>([^<]*)</f>", xml)}
                    found.update(dict.fromkeys((*said, *re.findall(r'"([^"]*)"', "\n".join(formulas)))))
        return [
            re.sub(r"&[LCRFAPN]|&\d+", " ", html.unescape(text)) for text in found if text not in of_cells | COMMANDS
        ]


def left_in_the_book(line: str, folder: Path) -> list[str]:
    """What is English in the workbook of the answer to a line."""
    named = [folder / word for word in line.split() if (folder / word).is_file()]
    of_the_user = line + "\n" + "\n".join(path.read_text(encoding="utf-8") for path in named)
    text = re.sub(r"\b[0-9a-f]{64}\b", "", "\n | \n".join(book(line, folder)))  # what proves a file
    for where in sorted({work.where for work in WORKS.values()}, key=len, reverse=True):
        text = text.replace(where, "")
    sheet = line.split()[1].replace(
        "-", " "
    )  # a sheet is called by its command, so that formulas are the same anywhere
    return sorted(
        left(text, of_the_user) - {SHEET, *HEADINGS, sheet}
    )  # by which the yellow cells are found when it is read back


def left_of(line: str, folder: Path) -> list[str]:
    """What is English in any form of the answer to a line, asked in a folder with its files."""
    named = [folder / word for word in line.split() if (folder / word).is_file()]
    of_the_user = line + "\n" + "\n".join(path.read_text(encoding="utf-8") for path in named)
    with chdir(folder):
        return sorted(set().union(*(left(answer(line, *how), of_the_user) for how in FORMS)))
