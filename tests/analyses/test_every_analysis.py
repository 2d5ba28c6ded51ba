"""Every analysis keeps these promises; a new one is tested here without being told."""

import inspect
import io
import shlex
import subprocess
import sys
from contextlib import chdir
from importlib import import_module

import pandas as pd
import pytest

import custecon
from custecon.analyses.index import INDEX
from custecon.cli.app import load, run
from custecon.cli.session import Session
from custecon.core.errors import UsageError
from custecon.render.structured import json_text

EXAMPLES = [
    pytest.param(name, example, id=example)
    for name in INDEX
    for example in load(name).examples
    if " -o " not in example
]


def function(name):
    python = name.replace("-", "_")
    return getattr(import_module(f"custecon.analyses.{python}"), python)


def asked(example):
    """A line of the help as a call: what stands on the line, and what is said by name."""
    sources, said, words = [], {}, iter(shlex.split(example)[2:])
    for word in words:
        if word.startswith("--"):
            said[word.lstrip("-").replace("-", "_")] = next(words)
        else:
            sources.append(word)
    return sources, said


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_library_answers_as_the_command_does(name, example, folder) -> None:
    sources, said = asked(example)
    out = io.StringIO()
    with chdir(folder):
        assert run([*shlex.split(example)[1:], "-f", "json"], Session(io.BytesIO(), out, io.StringIO())) == 0
        result = getattr(custecon, name.replace("-", "_"))(*sources, **said)
        assert json_text(result) == out.getvalue()
        again = function(name)(*(custecon.read(one) if one.endswith(".csv") else one for one in sources), **said)
        assert json_text(again) == out.getvalue()


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_frame_gives_the_answer_of_its_file(name, example, folder) -> None:
    sources, said = asked(example)
    with chdir(folder):
        frames = [pd.read_csv(one, dtype={"client": str}) if one.endswith(".csv") else one for one in sources]
        result, of_frames = function(name)(*sources, **said), function(name)(*frames, **said)
    assert [(figure.name, figure.value) for figure in of_frames.figures] == [
        (figure.name, figure.value) for figure in result.figures
    ]
    assert [list(table.rows) for table in of_frames.tables] == [list(table.rows) for table in result.tables]


@pytest.mark.parametrize("name", INDEX)
def test_what_is_not_declared_is_refused(name) -> None:
    with pytest.raises(TypeError, match="no_such_word"):
        function(name)("nothing.csv", no_such_word=1)


def takes_any_words(parameter) -> bool:
    try:
        return bool(parameter.read("no such thing", "it"))
    except UsageError:
        return False


@pytest.mark.parametrize(
    ("name", "place", "parameter"),
    [
        (name, place, parameter)
        for name in INDEX
        for place, way in enumerate(function(name).declared.ways)
        for parameter, (told, _) in way.parameters.items()
        if not takes_any_words(told)
    ],
)
def test_what_cannot_be_understood_is_refused_before_a_file_is_read(name, place, parameter) -> None:
    sources = ["no such file.csv"] * len(function(name).declared.ways[place].files)
    with pytest.raises(UsageError, match=parameter):
        function(name)(*sources, **{parameter: "no such thing"})


@pytest.mark.parametrize("name", INDEX)
def test_python_shows_what_the_command_line_offers(name) -> None:
    declared = function(name).declared
    words = inspect.signature(function(name)).parameters.values()
    shown = {each.name for each in words if each.kind is each.KEYWORD_ONLY}
    assert shown == {option.name for option in load(name).options} == declared.offered
    assert inspect.getdoc(function(name)).splitlines()[0] == INDEX[name][1]


@pytest.mark.parametrize("name", INDEX)
def test_an_analysis_is_light_until_it_is_asked(name) -> None:
    probe = f"import sys, custecon; custecon.{name.replace('-', '_')}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not {"numpy", "scipy", "pandas", "duckdb", "typer", "rich"} & set(ran.stdout.split())
