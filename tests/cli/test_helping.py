"""The help is for reading: groups, one spelling an option, examples to copy; a misspelling gets its neighbour."""

import pytest

from custecon.cli.app import COMMANDS, load

LINES, COLUMNS = 40, 80  # of one screen


def printed(custecon, capsys, *line):
    assert custecon(*line).code == 0
    return capsys.readouterr().out


def rows_of(text):
    """How many rows of a terminal a text takes: what is copied whole may be wider than it."""
    return sum(max(1, -(-len(line) // COLUMNS)) for line in text.splitlines())


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_short_help_is_one_screen(custecon, name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    text = printed(custecon, capsys, *filter(None, [name]), "-h")
    assert text == printed(custecon, capsys, *filter(None, [name]), "--help")
    assert rows_of(text) <= LINES
    assert "<str>" not in text
    told = [line for line in text.splitlines() if not line.startswith("  custecon ")]
    assert max(map(len, told)) <= COLUMNS
    assert text.rstrip().endswith("--help-all")


@pytest.mark.parametrize("width", [60, 200])
@pytest.mark.parametrize("name", ["", "ltv", "what-if", "workbook"])
def test_the_short_help_holds_at_any_width(custecon, name, width, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    text = printed(custecon, capsys, *filter(None, [name]), "-h")
    told = [line for line in text.splitlines() if not line.startswith("  custecon ")]
    wide = [line for line in told if len(line) > width and "--help-all" not in line]
    assert not wide
    assert max(map(len, told)) <= 80  # nobody reads wider lines


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_shows_what_it_is_examples_and_the_options_they_use(custecon, name, capsys):
    text, command = printed(custecon, capsys, name, "-h"), load(name)
    assert " ".join(text.split()).startswith(f"Usage: custecon {name} [OPTIONS]")
    first = command.help.partition("\n")[0]
    assert first in " ".join(text.split())
    assert [line.strip() for line in text.splitlines() if line.startswith("  custecon ")] == [*command.examples[:3]]
    options = text[text.index("\nOptions:\n") :]
    used = {word for example in command.examples for word in example.split() if word.startswith("-")}
    assert all(f" {flag.partition('=')[0]}" in options for flag in used)
    assert all(f" {flag} " in options for flag in ("--format", "--output", *["--as-of", "--map"] * bool(command.kinds)))
    assert len(command.usual_options) <= 16
    assert text.endswith(f"\nAll {len(command.all_options)} options, group by group: custecon {name} --help-all\n")


def test_an_option_that_no_example_uses_stands_in_the_whole_help_alone(custecon, capsys):
    short, whole = printed(custecon, capsys, "ltv", "-h"), printed(custecon, capsys, "ltv", "--help-all")
    for flag in ("--holdout", "--encoding", "--expect-total", "--settings", "--excel"):
        assert f" {flag} " in whole
        assert f" {flag} " not in short
    assert "The default method is margin-multiple" in whole


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_the_whole_help_of_its_command_under_its_group(custecon, name, capsys):
    text, command = printed(custecon, capsys, name, "--help-all"), load(name)
    flat = " ".join(text.split())
    for option in command.all_options:
        assert f"\n{option.panel}:\n" in text
        assert all(f" {flag}" in text for flag in option.flags)
        assert "".join(option.help.split()) in "".join(text.split())
    assert " ".join(command.help.split()) in flat
    assert all(f"  {example}\n" in text for example in command.examples)
    assert "<str>" not in text
    assert "[[" not in text


def test_the_whole_help_of_the_program_has_its_own_options(custecon, capsys):
    short, whole = printed(custecon, capsys, "-h"), printed(custecon, capsys, "--help-all")
    for word in ("--version", "--install-completion", "-h, --help, --help-all"):
        assert word in whole
    for name, (_, first) in COMMANDS.items():
        assert f"\n  {name} " in short
        assert "".join(first.split()) in "".join(whole.split())


def test_the_groups_stand_in_the_order_of_the_command(custecon, capsys):
    text = printed(custecon, capsys, "ltv", "--help-all")
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
        ("ltv --zzzz 100", "there is no option «--zzzz»\n   see custecon ltv --help-all"),
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
    shown = " ".join(printed(custecon, capsys, name, "--help-all").split())
    assert f"if its columns do not tell: {', '.join(load(name).kinds)}." in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_options_for_a_file_stand_only_where_a_file_is_read(custecon, name, capsys):
    text = printed(custecon, capsys, name, "--help-all")
    assert ("\nThe file:\n" in text) == ("--as" in text) == bool(load(name).kinds)
