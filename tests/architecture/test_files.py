"""There is one way to a file that somebody names, so that it is bounded, and known to have been read."""

import re
from pathlib import Path

OPENS = re.compile(r"\.(read_bytes|read_text|open)\(|(?<![\w.])open\(")
# Nothing that somebody names: what comes with the package, and the parts of a package of a workbook.
OWN = re.compile(
    r"__file__|FOLDER / name / INSIDE|files\(|examples\(\)|folder_of\(|\bone\.read_|os\.open\(|archive\.open\("
)
DOORS = {"sources/opening.py", "render/safe_files.py"}


def test_files_are_opened_at_one_door(root: Path) -> None:
    source = root / "src/custecon"
    found = [
        f"{path.relative_to(source)}: {line.strip()}"
        for path in sorted(source.rglob("*.py"))
        if path.relative_to(source).as_posix() not in DOORS
        for line in path.read_text(encoding="utf-8").splitlines()
        if OPENS.search(line) and not OWN.search(line)
    ]
    assert found == []
