# ruff: noqa: T201
"""Compares, byte for byte, what custecon of an earlier commit answers with what it answers now.

    python -m tests.golden.compare main             # every example, in every format, in a pipe and at a terminal
    python -m tests.golden.compare main --options   # and every option of every command
    python -m tests.golden.compare main --only churn-cost

Nothing is kept: the earlier commit is unpacked and asked beside this one. A move of code changes nothing here; what is
changed on purpose is looked at, line by line, and has a commit of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import hashlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from custecon.cli.app import run
from custecon.cli.session import Session

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("csv", "tsv", "json", "md", "xlsx", "table", "explain", "wide")
Said = dict[str, str]


def lines(with_options: bool) -> list[tuple[str, str]]:
    """Every line that is asked, with its form: the examples of the help and of the documents in all forms."""
    from docs.answers import examples

    from custecon.cli.app import COMMANDS, load
    from tests.cli.test_every_option import ASKED, SAID
    from tests.transcripts.blocks import BLOCK, DOCUMENTS

    texts = [(ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS]
    told = [match["command"] for text in texts for match in BLOCK.finditer(text)]
    every = [line.removeprefix("custecon ") for line in (*examples(), *told)]
    found = [(line, form) for line in dict.fromkeys((*every, *ASKED.values())) for form in FORMS]
    found += [(f"{name} {wish}", "table") for name in COMMANDS for wish in ("--help", "--help-all")]
    if with_options:
        for line in ASKED.values():
            for option in load(line.split()[0]).options:
                text = "" if option.kind is bool else SAID.get(option.name, "5")
                found.append((f"{line} {option.flags[-1]} {text}".strip(), "json"))
    return found


def answered(line: str, form: str) -> Said:
    """What a run leaves: its streams, its code, the parts of a workbook."""
    arguments = shlex.split(line)
    terminal = form in ("table", "explain", "wide")
    if form == "explain":
        arguments.append("--explain")
    elif form == "xlsx":
        arguments += ["-o", "golden.xlsx", "--force"]
    elif not terminal and not {"-f", "-o"} & set(arguments):
        arguments += ["-f", form]
    out, err = io.StringIO(), io.StringIO()
    width = 200 if form == "wide" else 80
    session = Session(io.BytesIO(), out, err, stdout_is_terminal=terminal, width=width, no_color=True)
    with contextlib.redirect_stdout(out):  # where Typer writes its help
        code = run(arguments, session)
    said = {"code": str(code), "out": out.getvalue(), "err": err.getvalue()}
    book = Path("golden.xlsx")
    if book.exists():
        with zipfile.ZipFile(book) as parts:
            said |= {name: hashlib.sha256(parts.read(name)).hexdigest() for name in parts.namelist()}
        book.unlink()
    return said


def ask_all(asked: Path, into: Path) -> None:
    """The child: asks every line in a folder of example files, and writes down what it was told."""
    from tests.cli.conftest import fill

    fill(Path.cwd())
    found = [answered(line, form) for line, form in json.loads(asked.read_text(encoding="utf-8"))]
    into.write_text(json.dumps(found), encoding="utf-8")


def of_tree(tree: Path, asked: Path, folder: Path, name: str) -> subprocess.Popen[bytes]:
    """Starts the child with the package of a tree."""
    there = folder / name
    there.mkdir()
    path = os.pathsep.join([str(tree / "src"), str(ROOT)])
    command = [sys.executable, "-m", "tests.golden.compare", "--ask", str(asked), str(folder / f"{name}.json")]
    return subprocess.Popen(command, cwd=there, env={**os.environ, "PYTHONPATH": path})


def told(line: str, form: str, then: Said, now: Said) -> None:
    """Prints what differs."""
    print(f"\n$ custecon {line}   ({form})")
    for part in dict.fromkeys((*then, *now)):
        before, after = then.get(part, ""), now.get(part, "")
        if before != after:
            diff = difflib.unified_diff(
                before.splitlines(), after.splitlines(), f"{part} then", f"{part} now", "", "", 0
            )
            print("\n".join([*diff][:40]))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("commit", nargs="?", default="HEAD")
    asked.add_argument("--options", action="store_true", help="every option of every command too")
    asked.add_argument("--only", default="", help="lines that begin so")
    asked.add_argument("--ask", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.ask:
        ask_all(*given.ask)
        return
    wanted = [one for one in lines(given.options) if one[0].startswith(given.only)]
    folder = Path(tempfile.mkdtemp())
    try:
        archive = subprocess.run(["git", "archive", given.commit, "src"], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
        shutil.copytree(ROOT / "examples", folder / "examples")
        (folder / "asked.json").write_text(json.dumps(wanted), encoding="utf-8")
        children = [
            of_tree(tree, folder / "asked.json", folder, name) for name, tree in (("then", folder), ("now", ROOT))
        ]
        if any(child.wait() for child in children):
            sys.exit("a run broke off")
        then, now = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("then", "now"))
    finally:
        shutil.rmtree(folder)
    differing = [place for place in range(len(wanted)) if then[place] != now[place]]
    for place in differing:
        told(*wanted[place], then[place], now[place])
    print(f"{len(wanted) - len(differing)} of {len(wanted)} answers are the same as at {given.commit}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
