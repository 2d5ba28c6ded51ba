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
        (
            "-q ltv --margin 100",
            "there is no option before the command «-q»\n   say it after the command: custecon ltv … -q",
        ),
        ("ltv --zzzz 100", "there is no option «--zzzz»\n   see custecon ltv --help"),
        ("lvt", "there is no command «lvt»\n   did you mean ltv?"),
        ("--verson", "did you mean --version?"),
    ],
)
def test_a_misspelling_gets_its_neighbours(custecon, line, told):
    ran = custecon(*line.split())
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.parametrize("name", [name for name in COMMANDS if load(name).kinds and not load(name).many])
def test_as_names_the_kinds_of_file_that_the_command_takes(custecon, name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some.csv").write_text("client,revenue\nAnn,10\n", encoding="utf-8")
    methods = [[], ["--method", "auto"], ["--method", "sbg"]] if name == "ltv" else [[]]
    taken = []
    for method in methods:
        told = custecon(name, "some.csv", *method, "--as", "nonsense").err
        assert "E152" in told
        taken += told.split("choose one of: ")[1].strip().split(", ")
    assert list(dict.fromkeys(taken)) == list(load(name).kinds)
    custecon(name, "-h")
    shown = " ".join(capsys.readouterr().out.split())
    assert f"if its columns do not tell: {', '.join(load(name).kinds)}." in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_options_for_a_file_stand_only_where_a_file_is_read(custecon, name, capsys):
    custecon(name, "-h")
    text = capsys.readouterr().out
    assert ("\nThe file:\n" in text) == ("--as" in text) == bool(load(name).kinds)
