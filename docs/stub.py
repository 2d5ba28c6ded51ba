"""What an editor and a type checker see of custecon: src/custecon/__init__.pyi, made from the declarations."""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter
from pathlib import Path

from custecon.analyses.declared import Analysis
from custecon.analyses.index import INDEX
from custecon.analyses.ways import Way
from custecon.core.catalogue import METRICS

STUB = Path(__file__).resolve().parents[1] / "src/custecon/__init__.pyi"
MODULES = {  # what the stub may name, and where it comes from; it imports what it names
    "Mapping": "collections.abc",
    "Sequence": "collections.abc",
    "date": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "Any": "typing",
    "Literal": "typing",
    "Unpack": "typing",
    "overload": "typing",
    "Metric": "custecon.core.catalogue",
    "Result": "custecon.core.results",
    "Reading": "custecon.core.schemas",
    "How": "custecon.sources.keywords",
    "ReadingOptions": "custecon.sources.options",
    "History": "custecon.tables.purchase_histories",
}
HEAD = '''"""The face of the library. Written by docs/generate.py from the declarations; do not edit."""

'''
FACE = """
__version__: str
Source = Any  # a path, bytes, a file open for bytes, a frame, a mapping of columns, a Reading
Figure = float | Decimal | str  # 0.8, "80%", "100/month"

def evaluate(metric: Metric | str, **inputs: Any) -> Result: ...
def read(
    source: Source, options: ReadingOptions | None = None, *, name: str | None = None, **how: Unpack[How]
) -> Reading: ...
def history(log: Source) -> History: ...
"""
KNOWN = {*MODULES, *dir(builtins), "Source", "Figure"}


def stub() -> str:
    """Every analysis with its own parameters, a signature a way; every topic with its metrics."""
    topics = dict.fromkeys(metric.topic.name for metric in METRICS.values())
    text = FACE + "".join(_of(name) for name in dict.fromkeys((*topics, *INDEX)))
    return HEAD + _imports(_named_in(ast.parse(text))) + text


def _named_in(parsed: ast.AST) -> set[str]:
    """The names that stand in a piece of Python."""
    return {node.id for node in ast.walk(parsed) if isinstance(node, ast.Name)}


def _imports(names: set[str]) -> str:
    """Lines that import them, those of custecon below."""
    of_modules = defaultdict(list)
    for name, module in MODULES.items():
        if name in names:
            of_modules[module].append(name)
    lines = {module: f"from {module} import {', '.join(found)}\n" for module, found in of_modules.items()}
    own = [module for module in lines if module.startswith("custecon")]
    return (
        "".join(lines[module] for module in lines if module not in own)
        + "\n"
        + "".join(lines[module] for module in own)
    )


def _of(name: str) -> str:
    python = name.replace("-", "_")
    lines = []
    if name in INDEX:
        lines += _calls(getattr(import_module(f"custecon.analyses.{python}"), python).declared)
    lines += [f"    {metric.name}: Metric" for metric in METRICS.values() if metric.topic.name == name]
    kind = "_" + python.title().replace("_", "")
    return f"\nclass {kind}:\n" + "\n".join(lines) + f"\n\n{python}: {kind}\n"


def _calls(declared: Analysis) -> Iterator[str]:
    calls = dict.fromkeys(map(_call, declared.ways))  # several kinds of file may be asked alike
    for call in calls:
        if len(calls) > 1:
            yield "    @overload"
        yield call


def _call(way: Way) -> str:
    files = [f"{name}: Source" for name in way.files]
    words = [f"{name}: {kind}" for name, kind in _words(way)]
    told = ", ".join(["self", *files, *(["/"] if files else []), *(["*", *words] if words else [])])
    return f"    def __call__({told}) -> Result: ..."


def _words(way: Way) -> Iterator[tuple[str, str]]:
    yield from ((name, "Figure | None = None") for name in way.quantities)
    yield from ((name, "Source | None = None") for name in way.beside)
    for name, (parameter, otherwise) in way.parameters.items():
        if strange := _strange(parameter.outside):
            called = f"{way.function.__module__}.{way.function.__name__}: {name}"
            cure = "a type that needs an import is entered with its module in MODULES of docs/stub.py"
            raise ValueError(f"{called} may be {parameter.outside!r}, where {strange} is nothing known; {cure}")
        must = otherwise is Parameter.empty
        yield name, parameter.outside if must else f"{parameter.outside} | None = None"


def _strange(outside: str) -> str:
    """What in the type of a parameter a type checker would not know; "" if it knows all of it."""
    try:
        return ", ".join(sorted(_named_in(ast.parse(outside, mode="eval")) - KNOWN))
    except SyntaxError:
        return outside or "an empty text"
