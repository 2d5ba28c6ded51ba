"""Which tests run through which lines, and how long each takes: found once by running them, kept in mutants/map."""

from __future__ import annotations

import ast
import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from changes import ROOMS

# Whose tests are asked: those of figures, commands and documents. What tests of reading and of workbooks would notice
# besides is not counted.
ASKED = (
    "metrics/test_",
    "tables/test_",
    "laws/test_",
    "conformance/test_",
    "models/test_",
    "analyses/test_",
    "cli/test_",
    "transcripts/test_",
    "architecture/test_docs",
)
TOLD = "tests/architecture/test_docs.py"  # the generated pages tell what is declared


class Recorder:
    """Notes, while the tests of a file run, the lines of the rooms that each runs through."""

    def __init__(self, package: Path, into: Path, digest: str) -> None:
        self.package, self.into, self.digest = package, into, digest
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_configure(self) -> None:
        import coverage

        rooms = [str(self.package / room) for room in ROOMS]
        self.watching = coverage.Coverage(data_file=None, source=rooms, config_file=False)
        self.watching.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.watching.switch_context(item.nodeid)
        begun = _spent()
        found = yield
        self.seconds[item.nodeid] = round(_spent() - begun, 3)
        self.watching.switch_context("")
        return found

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.watching.stop()
        data = self.watching.get_data()
        tests = [test for test in self.seconds if test not in self.failed]
        number = {test: place for place, test in enumerate(tests)}
        lines = {
            str(Path(file).relative_to(self.package)): {
                line: sorted(number[test] for test in through if test in number)
                for line, through in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        found = {"digest": self.digest, "tests": [(test, self.seconds[test]) for test in tests], "lines": lines}
        self.into.write_text(json.dumps(found), encoding="utf-8")


def _spent() -> float:
    """The seconds that this process has worked, and those that it started."""
    return sum(os.times()[:4])


def stale(root: Path, folder: Path) -> Iterator[tuple[str, Path, str]]:
    """The files of tests that are not in the map as they stand: their names, where in the map, and their digests."""
    for file in (file for name in ASKED for file in sorted((root / "tests").glob(f"{name}*.py"))):
        name, digest = str(file.relative_to(root)), hashlib.sha256(file.read_bytes()).hexdigest()
        into = folder / f"{file.parent.name}.{file.stem}.json"
        if not into.exists() or json.loads(into.read_text(encoding="utf-8"))["digest"] != digest:
            yield name, into, digest


class Chosen:
    """Lets only the tests through that were chosen, the quickest first."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


class Map:
    """What the recorders noted: the tests of a line, quickest first, as many as fit into some seconds."""

    def __init__(self, folder: Path) -> None:
        self.of_line: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        for file in sorted(folder.glob("*.json")):
            found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            names = [test for test, _ in found["tests"]]
            self.seconds.update(found["tests"])
            for module, lines in found["lines"].items():
                for line, through in lines.items():
                    self.of_line[module, int(line)].update(names[each] for each in through)

    def tests_of(self, module: str, line: int, source: str, seconds: float) -> list[str]:
        """The tests through the statement of a line; of one that runs at import, those through what it decides.

        Beside these, as far as the seconds go, of one that runs at import every test of the files that know the module:
        a declaration is looked at by tests that run through none of its lines.
        """
        tree = ast.parse(source)
        through = set[str]().union(*(self.of_line.get((module, each), ()) for each in _acts(tree, line)))
        further = set[str]()
        declared = not _in_a_body(tree, line)
        if not through or declared:
            known = set[str]().union(*(tests for (name, _), tests in self.of_line.items() if name == module))
            files = {test.partition("::")[0] for test in known}
            further = known | {test for test in self.seconds if test.partition("::")[0] in files}
        chosen, spent = [], 0.0
        unit = f"tests/{module.partition('/')[0]}/"  # the tests of its own room come first
        named = {part for part in Path(module).with_suffix("").parts[1:] if part != "__init__"}
        ways: dict[str, set[int]] = defaultdict(set)  # the lines of the module through which each test runs
        for (name, each), tests in self.of_line.items():
            for test in tests if name == module else ():
                ways[test].add(each)
        # Every file tells something else, and so does every way through the module: the quickest of each.
        same: Counter[tuple[str, frozenset[int]]] = Counter()
        again: dict[str, int] = {}  # how many of its file go the same way and are quicker
        for test in sorted(through | further, key=lambda test: (test not in through, self.seconds[test], test)):
            way = test.partition("::")[0], frozenset(ways[test])
            again[test] = same[way]
            same[way] += 1
        turn: dict[str, int] = {}
        seen: Counter[str] = Counter()
        for test in sorted(again, key=lambda test: (test not in through, again[test], self.seconds[test], test)):
            turn[test] = seen[test.partition("::")[0]]
            seen[test.partition("::")[0]] += 1

        def nearest(test: str) -> tuple[bool, int, float, str]:
            file = test.partition("::")[0]
            near = file.startswith(unit) or any(part in Path(file).stem for part in named)
            near |= declared and file == TOLD
            return not near or self.seconds[test] > seconds / 4, turn[test], self.seconds[test], test

        for test in sorted(turn, key=nearest):
            spent += self.seconds[test]
            if spent > seconds:
                break
            chosen.append(test)
        return chosen


def _around(tree: ast.Module, line: int) -> ast.FunctionDef | ast.ClassDef | None:
    """The innermost function or class that a line belongs to, its head and decorators among it."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and _head(node) <= line <= (node.end_lineno or 0)
    ]
    return max(around, key=_head, default=None)


def _in_a_body(tree: ast.Module, line: int) -> bool:
    """Whether a line runs when a function is called, and not at import."""
    inner = _around(tree, line)
    return isinstance(inner, ast.FunctionDef) and line >= inner.body[0].lineno


def _acts(tree: ast.Module, line: int, seen: frozenset[int] = frozenset()) -> set[int]:
    """The lines through which a test runs if it runs through this one.

    A statement at import runs in no test of its own: of the head of a function (its defaults, its decorators) the body
    counts, of a constant the places where its name is used.
    """
    inner = _around(tree, line)
    if _in_a_body(tree, line):
        first, last = _statement(tree, line)
        return set(range(first, last + 1))
    if inner is not None and line < inner.body[0].lineno:
        return set(range(inner.body[0].lineno, (inner.end_lineno or 0) + 1))
    first, last = _statement(tree, line)
    told = [
        node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and first <= node.lineno <= last
    ]
    names = {
        name.id
        for node in told
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }
    used = {
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in names) or (isinstance(node, ast.Attribute) and node.attr in names)
    } - set(range(first, last + 1))
    seen |= {line}
    return set[int]().union(*(_acts(tree, each, seen) for each in used - seen))


def _head(node: ast.FunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(each.lineno for each in node.decorator_list)])


def _statement(tree: ast.Module, line: int) -> tuple[int, int]:
    """The lines of the innermost statement around a line, without the statements inside it."""
    best = (line, line)
    size = len(ast.unparse(tree)) + line
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
        last = max(last, node.lineno)
        if node.lineno <= line <= last and last - node.lineno < size:
            best, size = (node.lineno, last), last - node.lineno
    return best
