# ruff: noqa: E402, E501, T201
"""Changes one thing at a time in a module of the reader and looks whether any test notices.

    python tests/mutation/mutate.py amounts dates controls gathering

Every change runs in this process against the hostile files, the corpus, the gallery and the laws below; a change that
nothing notices is printed as a survivor. Survivors are mended by a test, or explained in docs/mutation.md.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import csv
import importlib
import io
import json
import signal
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
for folder in ("ugly", "gallery", "mutation"):
    sys.path.insert(0, str(HERE.parent / folder))

import siblings
import workbooks
from judging import CORPUS, judged, run
from reading_cases import CASES as GALLERY
from reading_cases import GOLDEN, told

import laws
from custecon.sources.wording import shown

SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip
MODULES = {"amounts": "", "dates": "", "controls": "", "gathering": "", "money": "", "expressions": ""}


def spots(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Callable[[ast.AST], None]]]:
    """Every place that can be changed: the node, what is done, and how."""
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    skipped = {id(inner) for node in ast.walk(tree) for note in _notes(node) for inner in ast.walk(note)}
    for node in ast.walk(tree):
        if id(node) in skipped or id(node) in docs:
            continue
        if isinstance(node, ast.Compare):
            for place, operator in enumerate(node.ops):
                if type(operator) in SWAPS:
                    yield node, f"{type(operator).__name__}", _compare(place)
        elif isinstance(node, ast.BoolOp) or (
            isinstance(node, ast.BinOp) and type(node.op) in SWAPS and not _in_text(node)
        ):
            yield node, type(node.op).__name__, _operator
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not", _drop_not
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int) and not isinstance(node.value, str):
            yield node, f"{node.value}", _constant
        elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
            yield node, "return", _return_none


def _notes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.AnnAssign) or (isinstance(node, ast.arg) and node.annotation):
        yield node.annotation
    elif isinstance(node, ast.FunctionDef) and node.returns:
        yield node.returns


def _in_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.Constant | ast.JoinedStr) and isinstance(getattr(side, "value", ""), str)
        for side in (node.left, node.right)
    )


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _compare(place: int) -> Callable[[Any], None]:
    def change(node: Any) -> None:
        node.ops[place] = SWAPS[type(node.ops[place])]()

    return change


def _operator(node: Any) -> None:
    node.op = SWAPS[type(node.op)]()


def _drop_not(node: Any) -> None:
    node.op = ast.UAdd()
    node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])


def _constant(node: Any) -> None:
    node.value = not node.value if isinstance(node.value, bool) else node.value + 1


def _return_none(node: Any) -> None:
    node.value = ast.Constant(None)


AGREED = json.loads(GOLDEN.read_text(encoding="utf-8"))
OPEN = list(csv.DictReader((CORPUS / "open" / "manifest.csv").read_text(encoding="utf-8").splitlines()))
FAST = [case for case in [*siblings.CASES, *workbooks.CASES] if len(case[1]) < 100_000]


def sibling_holds(case: Any) -> bool:
    _, data, verdict, columns, details = case
    known = {"total", "rows", "clients", "line", "value", "says", "first", "last", "has", "columns_amount"}
    options = {key: value for key, value in details.items() if key not in known}
    named = dict(zip(("client", "date", "amount"), columns, strict=True))
    named["amount"] = details.get("columns_amount", named["amount"])
    code, out, text = run(io.BytesIO(data), columns=named, name="file", **options)
    if code == 0:
        result = json.loads(out)
        figures = {"rows": "rows", "clients": "clients", "first": "date_min", "last": "date_max"}
        fine = verdict != "refuse" and Decimal(result["total"]) == Decimal(details.get("total", result["total"]))
        fine = fine and all(str(details.get(key, result[name])) == str(result[name]) for key, name in figures.items())
        fine = fine and set(details.get("has", ())) <= set(result["client_keys"])
    else:
        fine = code == 3 and verdict != "read" and shown(details.get("value", "")) in text
    if fine and (verdict != "either" or code):
        fine = "line" not in details or f"file:{details['line']}" in text or f"]:{details['line']}" in text
        fine = fine and any(word.lower() in text.lower() for word in details.get("says", "|").split("|"))
    return bool(fine)


def noticed() -> str | None:
    """The first test that notices a change; None if none does."""
    for law in laws.LAWS:
        if not law():
            return f"law {law.__name__}"
    for example in GALLERY:
        if told(example).get(example.code) != AGREED[example.code]:
            return f"gallery {example.code}"
    for case in FAST:
        if not sibling_holds(case):
            return f"cousin {case[0]}"
    for case in OPEN:
        if judged(case, CORPUS / case["file"], **json.loads(case["hints"] or "{}")) != ("PASS", ""):
            return f"corpus {case['case_id']}"
    return None


def mutate(name: str) -> tuple[int, list[str]]:
    """Change one thing after the other; how many there were, and which nobody noticed."""
    module = importlib.import_module(f"custecon.sources.{name}")
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    tree = ast.parse(source)
    kept = dict(module.__dict__)
    users = [each for key, each in sys.modules.items() if key.startswith("custecon.sources") and each is not module]
    survivors = []
    count = len(list(spots(tree)))
    for number in range(count):
        changed = copy.deepcopy(tree)
        node, what, change = list(spots(changed))[number]
        line = getattr(node, "lineno", 0)
        change(node)
        ast.fix_missing_locations(changed)
        found: str | None
        signal.alarm(60)
        try:
            exec(compile(changed, str(module.__file__), "exec"), module.__dict__)  # noqa: S102
            _spread(module, users, kept)
            with contextlib.redirect_stdout(io.StringIO()):
                found = noticed()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            found = type(error).__name__
        finally:
            signal.alarm(0)
            mutated = dict(module.__dict__)
            module.__dict__.update(kept)
            _back(mutated, users, kept)
        if found is None:
            survivors.append(f"{name}.py:{line}: {what}: {source.splitlines()[line - 1].strip()}")
            print("SURVIVOR", survivors[-1], flush=True)
    return count, survivors


def _spread(module: Any, users: list[Any], kept: dict[str, Any]) -> None:
    """Give the changed functions to the modules that hold them by name."""
    for user in users:
        for key, value in list(user.__dict__.items()):
            if key in kept and value is kept[key] and callable(value):
                setattr(user, key, module.__dict__[key])


def _back(mutated: dict[str, Any], users: list[Any], kept: dict[str, Any]) -> None:
    for user in users:
        for key, value in list(user.__dict__.items()):
            if key in kept and key in mutated and value is mutated[key] and callable(value):
                setattr(user, key, kept[key])


def _too_long(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _too_long)
    assert noticed() is None, noticed()
    for wanted in sys.argv[1:] or MODULES:
        total, left = mutate(wanted)
        print(f"{wanted}: {total} changes, {len(left)} survivors", flush=True)
