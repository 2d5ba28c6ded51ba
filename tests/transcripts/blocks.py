"""Transcripts in documents: ```console blocks whose first line is `$ custecon …`; the rest is what a terminal shows."""

import io
import re
import shlex
from pathlib import Path

from custecon.cli.app import run
from custecon.cli.session import Session

BLOCK = re.compile(r"^```console\n\$ custecon (?P<command>.*)\n(?P<output>(?:.*\n)*?)```$", re.MULTILINE)


def language_of(name: str) -> str:
    """The language of a document: `README.ru.md` is Russian."""
    return name.split(".")[-2] if name.count(".") == 2 else "en"


def shown(command: str, width: int = 80, *, lang: str = "en") -> str:
    """What a terminal of that width shows for a command in a language, notes and errors included."""
    out, environment = io.StringIO(), {"CUSTECON_LANG": lang}
    session = Session(
        io.BytesIO(), out, out, environment=environment, stdout_is_terminal=True, width=width, no_color=True
    )
    run(shlex.split(command), session)
    return out.getvalue()


def written(text: str, lang: str = "en") -> str:
    """A document with the output of every block put in anew."""
    return BLOCK.sub(lambda m: f"```console\n$ custecon {m['command']}\n{shown(m['command'], lang=lang)}```", text)


DOCUMENTS = ("README.md", "docs/transcripts.md", "README.ru.md", "docs/walk-through.ru.md")

if __name__ == "__main__":
    for name in DOCUMENTS:
        path = Path(name)
        if path.exists():
            path.write_text(written(path.read_text(encoding="utf-8"), language_of(name)), encoding="utf-8")
