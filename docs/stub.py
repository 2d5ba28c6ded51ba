"""What an editor and a type checker see of custecon: src/custecon/__init__.pyi, made from the declarations."""

from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter
from pathlib import Path

from custecon.analyses.declared import Analysis
from custecon.analyses.index import INDEX
from custecon.analyses.ways import Way
from custecon.core.catalogue import METRICS

STUB = Path(__file__).resolve().parents[1] / "src/custecon/__init__.pyi"
HEAD = '''"""The face of the library. Written by docs/generate.py from the declarations; do not edit."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal, Unpack, overload

from custecon.core.catalogue import Metric
from custecon.core.results import Result
from custecon.core.schemas import Reading
from custecon.sources.keywords import How
from custecon.sources.options import ReadingOptions
from custecon.tables.purchase_histories import History

__version__: str
Source = Any  # a path, bytes, a file open for bytes, a frame, a mapping of columns, a Reading
Figure = float | Decimal | str  # 0.8, "80%", "100/month"

def evaluate(metric: Metric | str, **inputs: Any) -> Result: ...
def read(
    source: Source, options: ReadingOptions | None = None, *, name: str | None = None, **how: Unpack[How]
) -> Reading: ...
def history(log: Source) -> History: ...
'''


def stub() -> str:
    """Every analysis with its own parameters, a signature a way; every topic with its metrics."""
    topics = dict.fromkeys(metric.topic.name for metric in METRICS.values())
    return HEAD + "".join(_of(name) for name in dict.fromkeys((*topics, *INDEX)))


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
        must = otherwise is Parameter.empty
        yield name, parameter.outside if must else f"{parameter.outside} | None = None"
