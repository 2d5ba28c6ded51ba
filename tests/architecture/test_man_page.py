"""The man page tells all that the help does, and a viewer has nothing to complain of."""

import re
import shutil
import subprocess
import tomllib

import pytest

from custecon.cli.app import COMMANDS, load


@pytest.fixture
def page(root):
    return root / "docs/man/custecon.1"


def shown(page, *viewer):
    if shutil.which(viewer[0]) is None:
        pytest.skip(f"{viewer[0]} is not installed")
    ran = subprocess.run([*viewer, str(page)], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout


def test_it_renders_without_a_warning(page):
    shown(page, "groff", "-man", "-ww", "-z", "-Tutf8")


def test_all_that_the_help_tells_stands_in_it(page):
    text = shown(page, "groff", "-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=2000n")
    text = "".join(text.split())
    for name in COMMANDS:
        command = load(name)
        told = [command.help, command.argument_told, *command.examples]
        told += [part for option in command.all_options for part in (*option.flags, option.help)]
        assert [one for one in told if "".join(one.split()) not in text] == []


def test_each_option_of_a_command_stands_in_its_section_or_with_the_command_that_has_it_first(page):
    text = page.read_text(encoding="utf-8").replace("\\-", "-")
    sections = re.split(r"^\.S[HS] ", text, flags=re.MULTILINE)
    of = {name: next(one for one in sections if re.match(rf"custecon {name}( |$)", one, re.M)) for name in COMMANDS}
    for name in COMMANDS:
        command = load(name)
        for option in command.options:
            assert f"\\fB{option.flags[-1]}\\fR" in of[name]


def test_no_text_is_taken_for_a_request():
    from docs.manual import plain

    assert plain(".toml") == "\\&.toml"
    assert plain("'a' \\n --x «я»") == "\\[aq]a\\[aq] \\en \\-\\-x \\[u00AB]\\[u044F]\\[u00BB]"


def test_it_is_installed_where_man_looks(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/man/custecon.1": "share/man/man1/custecon.1"}
