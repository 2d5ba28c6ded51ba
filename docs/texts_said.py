"""Every English text that custecon can say to a person, by the file of the source where it stands.

Three ways to find them, put together: what stands in the code where something is said (texts_in_code), what
declarations hold, and what is asked of the catalogue while the examples, every help and every explanation are answered.
"""

import io
import re
import shlex
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "custecon"
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from docs.answers import MORE  # noqa: E402
from docs.texts_in_code import GAP, texts_of  # noqa: E402
from tests.cli.conftest import fill  # noqa: E402
from tests.languages.asked import FORMS, LINES, computed_once  # noqa: E402
from tests.languages.made_up import texts_of_the_code  # noqa: E402

from custecon.analyses import model_words  # noqa: E402
from custecon.analyses.formulas import formulas  # noqa: E402
from custecon.cli.app import COMMANDS, load, run  # noqa: E402
from custecon.cli.commands.explain import words_known  # noqa: E402
from custecon.cli.help_text import paragraphs  # noqa: E402
from custecon.cli.session import Session  # noqa: E402
from custecon.cli.spoken_language import CURRENCIES  # noqa: E402
from custecon.core import units  # noqa: E402
from custecon.core.choices import CHOICES  # noqa: E402
from custecon.core.language import DAY, Language, speaking  # noqa: E402
from custecon.core.phrases import Phrase  # noqa: E402
from custecon.core.references import UNSIGNED, WORKS  # noqa: E402
from custecon.core.schemas import Kind  # noqa: E402
from custecon.models import CONTRACT_MODELS, MODELS  # noqa: E402

# What is the same in every language: names of parameters, of commands, of forms of files.
NAMES = frozenset(
    "direct_cost Wilson ltv cac rfm churn-cost what-if backtest fit predict preset sqlite duckdb arrow parquet xlsx"
    " xls ods json exp ln lnΓ hhi role map k a BdW sBG net".split()
) | {"r, alpha, a, b", "r, alpha, s, beta", "r, alpha, a, b, k", "alpha, beta, gamma, delta", "alpha, beta"}
NAMES |= {"alpha, beta, c", "p, q, gamma", "BG/NBD, MBG/NBD, Pareto/NBD, BG/CNBD-k, MBG/CNBD-k"}
OF_NUMBERS = (DAY, "p {value}", "p < {value}")
OF_TYPER = (
    "Usage",
    "Show the version.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
    "Show this message and exit.",
    "Customer economics from the exports you already have, every figure with its formula and its source.",
)


def said_by_file() -> dict[str, list[str]]:
    """The texts in the order of the source, each with the files where it stands."""
    where: dict[str, list[str]] = defaultdict(list)
    constants: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for text, said in texts_of(path):
            constants.setdefault(text, name)
            where[text] += [name] if said else []
    for text, name in (*_declared(), *_asked(constants)):
        where[text].append(name)
    found = {text: [*dict.fromkeys(names)] for text, names in where.items() if names and _can_be_said(text)}
    whole = "\n".join(found)
    parts = [text for text in found if text != text.strip() or text[0] in ",;"]
    for text in parts:  # of which whole texts are made in the code
        if whole.count(text.strip()) > 1:
            del found[text]
    return dict(sorted(found.items(), key=lambda one: one[1][0]))


def _can_be_said(text: str) -> bool:
    """Whether there is anything that another language has otherwise; who wrote a work called it so."""
    if text in _cited():
        return False
    words = re.search(r"[A-Za-z][a-z]|\ba\b", GAP.sub("", text))
    return text not in NAMES and bool(words or text in OF_NUMBERS or text in CURRENCIES)


@cache
def _cited() -> frozenset[str]:
    models: Any = [*MODELS.values(), *CONTRACT_MODELS.values()]
    titles = [work.title for work in WORKS.values() if work.authors not in UNSIGNED]
    return frozenset(titles + [model.source for model in models])


def _template(text: str) -> str:
    return text.template if isinstance(text, Phrase) else text


def _file_of(module: str) -> str:
    return f"src/{module.replace('.', '/')}.py"


def _declared() -> Iterator[tuple[str, str]]:
    """What declarations hold in another form than the code, or what is data."""
    yield from _of_commands()
    yield from _of_formulas()
    for word in model_words.FILES:
        facts = [part for about, told in model_words.facts_of(word) if about != "source" for part in (about, told)]
        yield from ((_template(text), _file_of(model_words.__name__)) for text in (model_words.title_of(word), *facts))
    yield from ((kind.value, "src/custecon/core/schemas.py") for kind in Kind)
    yield from ((unit, _file_of(units.__name__)) for unit in (*units.MULTIPLES, *CHOICES["date_order"], "blank"))
    yield from ((text, _file_of(Language.__module__)) for text in (*OF_NUMBERS, *CURRENCIES))
    yield from ((text, _file_of(run.__module__)) for text in OF_TYPER)
    for told in re.findall(r"^\| `[^`]+` \| (.+?) \|$", (ROOT / "examples/README.md").read_text("utf-8"), re.MULTILINE):
        yield told.replace("`", ""), "examples/README.md"
    yield from ((name, _file_of(units.__name__)) for name in _of_units())
    for work in WORKS.values():
        told = (work.authors, work.title, work.read) if work.authors in UNSIGNED else (work.read,)
        yield from ((text, "src/custecon/core/references.py") for text in told)
    notes = tomllib.loads((SOURCE / "metrics/parameters.toml").read_text(encoding="utf-8"))
    for text in _of_key(notes, "note"):
        yield text, "src/custecon/metrics/parameters.toml"
    for path in sorted((SOURCE / "sources/presets").glob("*.toml")):
        preset = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((preset[key], path.relative_to(ROOT).as_posix()) for key in ("title", "rules") if preset.get(key))


def _of_units() -> Iterator[str]:
    """The names of periods and units, with the period and the currency of a result in their place."""
    yield from (period.value for period in units.Period)
    for unit in vars(units).values():
        if isinstance(unit, units.Unit):
            with_period = unit.name.replace("per period", "per {period}") if unit.per == "period" else unit.name
            yield from (unit.name, with_period)
            if unit.form is units.Form.MONEY:
                yield from (one.replace("money", "{currency}", 1) for one in (unit.name, with_period))


def _of_key(data: Mapping[str, Any], key: str) -> Iterator[str]:
    for name, value in data.items():
        if name == key:
            yield value
        elif isinstance(value, Mapping):
            yield from _of_key(value, key)


def _of_commands() -> Iterator[tuple[str, str]]:
    for name, (panel, _) in COMMANDS.items():
        command, python = load(name), name.replace("-", "_")
        places = (SOURCE / f"cli/commands/{name}.py", SOURCE / f"analyses/{python}.py")
        path = next((one for one in places if one.exists()), SOURCE / f"analyses/{python}/__init__.py")
        file = path.relative_to(ROOT).as_posix()
        yield panel, "src/custecon/cli/commands/index.py"
        yield from ((paragraph, file) for paragraph in paragraphs(command.help))
        told = [command.argument_help, *(option.help for option in command.options)]
        told += [text for fact in command.about for text in fact]
        yield from ((_template(text), file) for text in told if text)
        yield from ((_template(option.panel), "src/custecon/cli/options.py") for option in command.all_options)


def _of_formulas() -> Iterator[tuple[str, str]]:
    for metric in formulas().values():
        working = metric.traced({needed.name for needed in metric.inputs})
        texts = [metric.symbol, metric.label, metric.meaning, metric.convention, metric.valid, metric.criticism]
        texts += [metric.topic.title, *(step.name.replace("_", " ") for step in working.steps)]
        texts += [_template(needed.reason) for needed in working.requirements]
        yield from ((text, _file_of(metric.formula.__module__)) for text in texts)


class _Noting(dict[str, str]):
    """A catalogue without texts, which notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, None] = {}

    def get(self, text: str, otherwise: Any = None) -> Any:
        self.asked[str(text)] = None
        return otherwise


def _asked(constants: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What was asked while everything was answered, where the code holds it, with the file where most of it stands."""
    noting = _Noting()
    with tempfile.TemporaryDirectory() as made, chdir(fill(Path(made))), speaking(Language("noting", noting)):
        for line in (*LINES, *MORE):
            with computed_once({}):
                for how in FORMS:
                    _answer(line, *how)
                _answer(line, terminal=False)
                if " -o " not in line:
                    _answer(line, "-o", "all.xlsx", "--force", terminal=False)
        for line in _of_others():
            _answer(line)
    held = texts_of_the_code()
    names = {text.replace("_", " "): name for text, name in constants.items() if re.fullmatch("[a-z_]+", text)}
    for text in noting.asked:
        name = constants.get(text) or names.get(text)
        if name is None and re.search(r"\{(period|currency)\}", text):
            name = "src/custecon/core/units.py"
        if text not in WORKS and (name is not None or text in held):
            yield text, name or _holder(text)


def _of_others() -> Iterator[str]:
    """Lines that ask for help and explanations."""
    yield from ("custecon", "custecon --help-all", "custecon list")
    yield from (f"custecon {name} {how}" for name in COMMANDS for how in ("-h", "--help-all"))
    yield from (f"custecon explain {word} --explain" for word in words_known())
    yield from (f"custecon list {kind}" for kind in ("messages", "works", "figures", "columns", "presets"))


def _answer(line: str, *how: str, terminal: bool = True) -> None:
    out = io.StringIO()
    session = Session(io.BytesIO(), out, io.StringIO(), stdout_is_terminal=terminal, width=200, no_color=True)
    with redirect_stdout(out), suppress(SystemExit):
        run([*shlex.split(line.removeprefix("custecon")), *how], session)


@cache
def _sources() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}


def _holder(text: str) -> str:
    """The file in which most of a put-together text stands."""
    words = text.split()
    for size in range(min(len(words), 8), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            if len(part) > 6 and (name := next((name for name, told in _sources().items() if part in told), None)):
                return name
    return "src/custecon/core/phrases.py"
