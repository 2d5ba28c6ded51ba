"""Every small change that mutmut knows, wherever it stands in a module.

mutmut itself leaves alone what is decorated and what stands outside functions: here that is every published formula,
every threshold and every table of constants. So its changes are taken and put into the text of the module.
"""

from __future__ import annotations

import difflib
import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("metrics", "models", "tables", "analyses")


@dataclass(frozen=True)
class Change:
    """One small change of one module: where it stands, and the text of the module after it."""

    module: str  # as in metrics/churn.py
    line: int
    kind: str
    number: int  # which of the module's changes
    text: Callable[[], str] = field(repr=False, compare=False)

    @property
    def path(self) -> Path:
        return Path("src/custecon") / self.module

    @property
    def lines(self) -> list[str]:
        """The lines that it removes and adds, with their signs."""
        before = (ROOT / self.path).read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(before, self.text().splitlines(), lineterm="", n=0)
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]

    def shown(self) -> str:
        """What it is, for whoever reads it."""
        return "\n".join([f"{self.module}:{self.line} #{self.number} ({self.kind})", *self.lines])

    @property
    def words(self) -> tuple[str, str, str]:
        """What it is, wherever its line comes to stand: the module, what is taken away, what takes its place."""
        return self.module, *("\n".join(line[1:].strip() for line in self.lines if line[0] == sign) for sign in "-+")


def modules() -> list[str]:
    """What changes are drawn from."""
    folder = ROOT / "src/custecon"
    return sorted(str(path.relative_to(folder)) for room in ROOMS for path in (folder / room).rglob("*.py"))


def changes_of(module: str) -> list[Change]:
    """The changes of a module, in the order in which they stand in it."""
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider
    from mutmut.mutation.file_mutation import MutationVisitor
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import IgnoredCode

    def sentence(node: cst.CSTNode) -> bool:
        """Words for people: the gallery and the generated pages hold them letter by letter."""
        if isinstance(node, cst.FormattedString | cst.ConcatenatedString):
            return True
        if isinstance(node, cst.SimpleString):
            return " " in node.value
        return isinstance(node, cst.BinaryOperation) and (sentence(node.left) or sentence(node.right))

    class Everywhere(MutationVisitor):
        """Decorated functions too; but neither declarations in decorators, nor sentences, nor what `import *` takes."""

        def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
            if isinstance(node, cst.FunctionDef):
                return False
            if isinstance(node, cst.Assign) and getattr(node.targets[0].target, "value", "") == "__all__":
                return True
            return sentence(node) or super()._skip_node_and_children(node)

    def takes_a_sentence(before: cst.CSTNode, after: cst.CSTNode) -> bool:
        if not (isinstance(before, cst.Call) and isinstance(after, cst.Call)):
            return False
        return any(sentence(each.value) for each in before.args if each not in after.args)

    wrapper = MetadataWrapper(cst.parse_module((ROOT / "src/custecon" / module).read_text(encoding="utf-8")))
    visitor = Everywhere(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    places = wrapper.resolve(PositionProvider)

    def change(number: int, before: cst.CSTNode, after: cst.CSTNode) -> Change:
        named = getattr(before, "operator", before)
        kind = "Comparison" if isinstance(before, cst.ComparisonTarget) else type(named).__name__
        return Change(
            module, places[before].start.line, kind, number, lambda: wrapper.module.deep_replace(before, after).code
        )

    pairs = [(each.original_node, each.mutated_node) for each in visitor.mutations if each.original_node in places]
    return [
        change(number, before, after)
        for number, (before, after) in enumerate(pairs)
        if not takes_a_sentence(before, after)
    ]


def sampled(names: list[str], size: int, seed: int, wanted: Callable[[str], bool]) -> tuple[list[Change], int]:
    """Some of the changes of wanted kinds in these modules, drawn by a seed; and how many there are to draw from."""
    every = [change for module in names for change in changes_of(module) if wanted(change.kind)]
    return random.Random(seed).sample(every, min(size, len(every))), len(every)  # noqa: S311 - a sample, no secret


def made_by_hand() -> list[Change]:
    """The changes of by_hand.toml."""
    found = []
    file = Path(__file__).with_name("by_hand.toml")
    for number, one in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["change"]):
        text = (ROOT / "src/custecon" / one["module"]).read_text(encoding="utf-8")
        if text.count(one["is"]) != 1:
            raise ValueError(f"{one['module']} does not hold once: {one['is']}")
        line = text[: text.index(one["is"])].count("\n") + 1
        changed = text.replace(one["is"], one["becomes"])
        found.append(Change(one["module"], line, one["what"], number, lambda changed=changed: changed))
    return found


def no_faults() -> dict[tuple[str, str, str], str]:
    """The changes of no_fault.toml, read one by one: nothing that anybody is told changes; and why."""
    text = Path(__file__).with_name("no_fault.toml").read_text(encoding="utf-8")
    return {
        (one["module"], one["is"].strip(), one["becomes"].strip()): kind["why"]
        for kind in tomllib.loads(text)["kind"]
        for one in kind["changes"]
    }


def unchanged(module: str) -> Change:
    """A change that changes nothing, in the middle of a module: whoever notices it is not to be trusted."""
    text = (ROOT / "src/custecon" / module).read_text(encoding="utf-8")
    return Change(module, text.count("\n") // 2, "nothing is changed", 0, lambda: text)
