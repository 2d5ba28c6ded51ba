"""A shell that asks what may stand next is told it quickly, and never anything that it could take for a command."""

import os
import shutil
import subprocess
import sys

import pytest

from custecon.cli import completion
from custecon.cli.app import COMMANDS, load

HEADER = 'Order ID;Сумма, ₽;a:b;"it\'s"\n1;2;3;4\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text("client,date,amount,Region\nAnn,2024-01-05,10,North\n", encoding="utf-8")
    (tmp_path / "odd file.csv").write_text(HEADER, encoding="utf-8")
    (tmp_path / "notes.docx").write_text("x", encoding="utf-8")
    (tmp_path / "model.json").write_text("{}", encoding="utf-8")
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "sales.xlsx").write_text("", encoding="utf-8")
    return tmp_path


def asked(shell, words, **more):
    """The environment in which the script of a shell calls the program; the last word is being typed."""
    line = " ".join(["custecon", *words])
    if shell == "bash":
        told = {"COMP_WORDS": "\n".join(["custecon", *words]), "COMP_CWORD": str(len(words))}
    else:
        told = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return {"_CUSTECON_COMPLETE": f"complete_{shell}", **told, **more}


def offered(*words, where="bash"):
    text, code = completion.answer(asked(where, words), COMMANDS, load)
    assert code == 0
    return text.splitlines()


def test_commands_and_options_are_offered():
    assert offered("") == [*COMMANDS]
    assert offered("lt") == ["ltv"]
    assert "--help-all" in offered("--he")
    assert set(offered("ltv", "--")) >= {flag for flag in load("ltv").flags if flag.startswith("--")}
    assert "--margin" not in offered("ltv", "--margin", "100", "--mar")
    assert "--map" in offered("ltv", "--map", "a=b", "--ma")  # which may be said again
    assert offered("nothing", "") == []


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("ltv --method b", ["bg-nbd", "bg-bb", "bdw"]),
        ("ltv --method margin-o", ["margin-over-churn"]),
        ("ltv --period m", ["month"]),
        ("ltv -f j", ["json"]),
        ("ltv --format=j", ["--format=json"]),
        ("ltv --refunds ", ["net", "drop", "refuse"]),
        ("ltv --as ", [*load("ltv").kinds]),
        ("ltv --preset sho", ["shopify"]),
        ("ltv --preset no", ["none"]),
        ("ltv --currency EU", ["EUR"]),
        ("ltv --locale d", ["de"]),
        ("ltv --units th", ["thousands", "thousandths"]),
        ("iceberg --shares tarp", ["tarp-large", "tarp-small"]),
        ("what-if lt", ["ltv"]),
        ("what-if ltv --change reten", ["retention="]),
        ("list me", ["methods", "messages"]),
        ("explain margin-over", ["margin-over-churn"]),
        ("ltv --map seg", ["segment="]),
    ],
)
def test_what_a_value_may_be_is_offered(line, some, folder):
    found = offered(*line.split(" "))
    assert set(some) <= set(found)
    assert all(value.startswith(line.split(" ")[-1]) for value in found)


def test_every_option_with_choices_offers_all_of_them(folder):
    for name in COMMANDS:
        for option in load(name).all_options:
            if option.choices and option.kind is str:
                assert offered(name, option.flags[-1], "", where="fish") == list(option.choices)


def test_the_columns_of_the_file_on_the_line_are_offered(folder):
    assert offered("ltv", "orders.csv", "--by", "") == ["client", "date", "amount", "Region", "cohort"]
    assert offered("ltv", "--client", "") == []
    assert offered("rfm", "orders.csv", "--date", "d") == ["date"]
    assert offered("ltv", "orders.csv", "--only", "Reg") == ["Region="]
    assert offered("ltv", "orders.csv", "--map", "segment=R", where="fish") == ["segment=Region"]
    assert offered("predict", "model.json", "orders.csv", "--amount", "a") == ["amount"]


def test_bash_has_a_word_in_three_where_a_sign_stands_in_it(folder):
    assert offered("ltv", "orders.csv", "--map", "segment", "=", "R") == ["Region"]
    assert offered("ltv", "orders.csv", "--map", "segment", "=") == ["client", "date", "amount", "Region"]
    assert offered("ltv", "--period", "=", "mo") == ["month"]
    assert offered("ltv", "odd\\ file.csv", "--by", "a", ":") == ["b"]


def test_what_is_offered_to_bash_can_stand_on_its_line(folder):
    assert offered("ltv", "odd") == ["odd\\ file.csv"]
    assert offered("ltv", "odd\\ file.csv", "--by", "Or") == ["Order\\ ID"]
    assert offered("ltv", "odd\\ file.csv", "--by", '"Or') == ["Order ID"]  # bash closes the quote
    assert offered("ltv", "odd\\ file.csv", "--by", "Су") == ["Сумма,\\ \\₽"]
    assert offered("ltv", "odd\\ file.csv", "--by", "it") == ["it\\'s"]


def test_files_are_those_that_may_be_read(folder):
    assert offered("ltv", "o") == ["odd\\ file.csv", "orders.csv"]
    assert offered("ltv", "n") == []
    assert offered("ltv", "i") == ["in/deep/sales.xlsx"]  # a folder that is alone is looked into
    assert offered("predict", "m") == ["model.json"]
    assert offered("rfm", "m") == []
    assert offered("ltv", "--settings", "o") == ["own.toml"]
    assert offered("churn-cost", "--clients", "or") == ["orders.csv"]
    assert offered("ltv", "--preset", "ow") == ["own.toml"]
    assert offered("ltv", "orders.csv", "-o", "") == []  # the shell offers what it likes


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_a_shell_could_take_for_a_command_is_not_offered(shell, folder):
    evil = ["$(touch x)", "`touch x`", "a'; touch x; '", '"; touch x; "', "\\$(touch x)", "a\x1b[2Jb", "two\nlines"]
    quoted = ('"' + name.replace('"', '""') + '"' for name in [*evil, "good"])
    (folder / "evil.csv").write_text(",".join(quoted) + "\n", encoding="utf-8")
    found = offered("ltv", "evil.csv", "--by", "", where=shell)
    text = "\n".join(found)
    assert "good" in text
    assert "\x1b" not in text
    assert "lines" not in text
    if shell == "zsh":
        assert "touch" not in text
    if shell == "bash":
        ran = subprocess.run(
            ["bash", "-c", f"printf '%s\\n' {' '.join(found)}"], check=True, capture_output=True, text=True
        )
        assert ran.stdout.splitlines() == [*evil[:5], "good", "cohort"]
        assert not (folder / "x").exists()


def test_descriptions_stand_beside_what_is_offered_where_the_shell_shows_them():
    first = COMMANDS["ltv"][1]
    assert offered("lt", where="fish") == [f"ltv\t{first}"]
    assert offered("ltv", "--cur", where="powershell") == [f"--currency:::{_help('currency')}"]
    assert offered("lt", where="zsh") == [f'_arguments \'*: :(("ltv":"{first.replace(":", chr(92) * 2 + ":")}"))\'']
    assert offered("nothing", "", where="zsh") == ["_files"]


def _help(name):
    return next(option.help for option in load("ltv").all_options if option.name == name)


def test_fish_is_told_whether_there_is_anything():
    for word, code in (("lt", 0), ("zzz", 1)):
        environment = asked("fish", [word]) | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
        assert completion.answer(environment, COMMANDS, load) == ("", code)


@pytest.mark.parametrize("line", ["custecon ltv 'a --by ", "custecon ltv a\\", "", 'custecon "'])
def test_a_line_that_is_not_whole_yet_is_no_fault(line):
    for environment in (
        {"_CUSTECON_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "3"},
        {"_CUSTECON_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "no number"},
        {"_CUSTECON_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line},
        {"_CUSTECON_COMPLETE": "complete_fish"},
    ):
        assert isinstance(completion.answer(environment, COMMANDS, load)[0], str)


PROBE = """
import sys
from custecon.cli import completion
from custecon.cli.app import COMMANDS, load
import os
print(completion.answer(os.environ, COMMANDS, load)[0])
print(*sorted({name if name.startswith("custecon") else name.split(".")[0] for name in sys.modules}))
"""


def test_completing_the_columns_of_a_file_loads_nothing_heavy(folder):
    environment = os.environ | asked("zsh", ["ltv", "orders.csv", "--by", "R"])
    ran = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=True)
    told, modules = ran.stdout.splitlines()
    assert "Region" in told
    heavy = {
        "custecon.sources.reading",
        "custecon.sources.header_detection",
        "pandas",
        "narwhals",
        "numpy",
        "scipy",
        "openpyxl",
        "xlsxwriter",
        "duckdb",
        "pydantic",
        "rich",
    }
    assert not heavy & set(modules.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_that_typer_writes_asks_as_it_is_answered(shell, folder):
    """The script itself, in its shell where that is here: Typer may change what it asks by."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    path = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "_CUSTECON_COMPLETE": f"source_{shell}"}
    script = subprocess.run(["custecon"], env=environment, capture_output=True, text=True, check=True).stdout
    calls = {
        "bash": "COMP_WORDS=(custecon ltv orders.csv --by R); COMP_CWORD=4; _custecon_completion custecon; "
        "echo ${COMPREPLY[@]}",
        "zsh": "words=(custecon ltv orders.csv --by R); CURRENT=5; _arguments() { print -r -- $@ }; "
        "_custecon_completion",
        "fish": "complete -C 'custecon ltv orders.csv --by R'",
    }
    before = "compdef() { true }; " if shell == "zsh" else ""
    environment = os.environ | {"PATH": path, "HOME": str(folder)}
    ran = subprocess.run(
        [shell, "-c", f"{before}{script}\n{calls[shell]}"], check=False, env=environment, capture_output=True, text=True
    )
    assert "Region" in ran.stdout, ran.stderr
    assert "Traceback" not in ran.stderr
