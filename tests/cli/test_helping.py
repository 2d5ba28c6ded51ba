"""The help is for reading: groups, one spelling an option, examples to copy; a misspelling gets its neighbour."""

import pytest

from custecon.cli.app import COMMANDS, load


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_the_help_of_its_command_under_its_group(custecon, name, capsys):
    assert custecon(name, "-h").code == 0
    text = capsys.readouterr().out
    for option in load(name).all_options:
        assert f"\n{option.panel}:\n" in text
        assert all(f" {flag}" in text for flag in option.flags)
    assert "<str>" not in text
    assert "[[" not in text


def test_the_groups_stand_in_the_order_of_the_command(custecon, capsys):
    custecon("ltv", "--help")
    text = capsys.readouterr().out
    places = [text.index(f"\n{panel}:") for panel in ("Argument", "Figures", "The file", "Settings", "Output", "Try")]
    assert places == sorted(places)
    assert text.startswith("Usage: custecon ltv [OPTIONS] [FILE]\n")
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ltv --margn 100", "there is no option «--margn»\n   did you mean --margin"),
        ("ltv --zzzz 100", "there is no option «--zzzz»\n   see custecon ltv --help"),
        ("lvt", "there is no command «lvt»\n   did you mean ltv?"),
        ("--verson", "did you mean --version?"),
    ],
)
def test_a_misspelling_gets_its_neighbours(custecon, line, told):
    ran = custecon(*line.split())
    assert ran.code == 2
    assert told in ran.err
