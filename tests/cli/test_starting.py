"""`custecon init` and `custecon sample`: a newcomer's first files; nothing that is there is overwritten."""

import json
import tomllib
from pathlib import Path

import pytest

from custecon.cli.app import COMMANDS, load
from custecon.cli.settings_file import read


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_writes_a_file_that_changes_nothing_until_it_is_edited(folder, custecon):
    assert custecon("init").code == 0
    facts, headers = read(Path("custecon.toml"))
    assert facts == {}
    assert not any(headers.values())


def test_every_line_that_is_asleep_is_right_when_it_is_woken(folder, custecon):
    custecon("init")
    text = (folder / "custecon.toml").read_text(encoding="utf-8")
    woken = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    (folder / "custecon.toml").write_text(woken, encoding="utf-8")
    facts, headers = read(Path("custecon.toml"))
    assert {"currency", "period", "value", "margin", "discount", "churn", "lost_after", "decimal"} <= facts.keys()
    assert headers["orders"]["client"] == "client"


def test_from_a_client_list(folder, custecon, examples):
    """288,907.07 of revenue in 48 rows (control totals of the file): 6,018.90 a client."""
    ran = custecon("init", examples / "clients.csv")
    assert ran.code == 0, ran.err
    facts, headers = read(Path("custecon.toml"))
    assert facts["value"].text == "6018.90"
    assert headers["clients"]["revenue"] == "revenue"
    assert custecon("churn-cost", "--lost", 120).out.splitlines()[1].startswith("churn_cost,722268,")


def test_from_an_export_in_russian_and_read_back_by_it(folder, custecon, examples):
    assert custecon("init", examples / "clients_ru.csv").code == 0
    text = (folder / "custecon.toml").read_text(encoding="utf-8")
    assert 'client = "Клиент"  # who buys' in text
    ran = custecon("ltv", examples / "clients_ru.csv", "-f", "json")
    assert ran.code == 0, ran.err
    assert "column client" not in ran.err  # what would be found without the settings was not decided by them


def test_from_an_order_log_a_client_of_the_last_year(folder, custecon):
    (folder / "log.csv").write_text("client,date,amount\nA,2022-12-01,50\nA,2023-06-01,100\nB,2023-12-31,300\n")
    custecon("init", "log.csv")
    assert tomllib.loads((folder / "custecon.toml").read_text())["value"] == 200


@pytest.mark.parametrize("name", ['a "quoted" one', "back\\slash", "имя [red]", "=1+1"])
def test_a_hostile_header_is_text_in_the_settings(folder, custecon, name):
    quoted = '"' + name.replace('"', '""') + '"'
    (folder / "log.csv").write_text(f"{quoted},date,amount\nA,2023-06-01,100\n", encoding="utf-8")
    assert custecon("init", "log.csv", "--client", name).code == 0
    assert read(Path("custecon.toml"))[1]["orders"]["client"] == name


def test_what_is_there_stays_unless_force_says_otherwise(folder, custecon):
    (folder / "custecon.toml").write_text("value = 1\n")
    ran = custecon("init")
    assert (ran.code, (folder / "custecon.toml").read_text()) == (5, "value = 1\n")
    assert "E402" in ran.err
    assert custecon("init", "--force").code == 0
    assert custecon("sample", "files").code == 0
    (folder / "files" / "clients.csv").write_text("mine")
    (folder / "files" / "README.md").unlink()
    assert custecon("sample", "files").code == 5
    assert (folder / "files" / "clients.csv").read_text() == "mine"
    assert not (folder / "files" / "README.md").exists()
    assert custecon("sample", "files", "--force").code == 0


def test_a_file_that_cannot_be_read_writes_nothing(folder, custecon):
    assert custecon("init", "none.csv").code == 3
    assert not (folder / "custecon.toml").exists()


def test_sample_writes_the_examples_byte_for_byte_and_each_is_described(folder, custecon, examples):
    ran = custecon("sample", "files")
    assert ran.code == 0, ran.err
    for source in filter(Path.is_file, examples.iterdir()):
        assert (folder / "files" / source.name).read_bytes() == source.read_bytes()
        assert str(Path("files") / source.name) in ran.out
    assert all(line.split(",", 2)[1] for line in ran.out.splitlines())


def test_the_examples_of_the_help_that_name_a_sample_file_run(folder, custecon):
    custecon("sample", ".")
    tried = 0
    for name in COMMANDS:
        for example in load(name).examples:
            words = example.split()[1:]
            if ">" in words or not any(Path(word).is_file() for word in words) or name == "init":
                continue
            ran = custecon(*words, "--force")
            assert ran.code == 0, (example, ran.err)
            tried += 1
    assert tried


@pytest.mark.parametrize(("line", "code"), [("sample", 2), ("sample none/deep", 5), ("sample taken", 5)])
def test_a_folder_that_cannot_be_is_refused(folder, custecon, line, code):
    (folder / "taken").write_text("")
    ran = custecon(*line.split())
    assert (ran.code, ran.out) == (code, "")


def test_every_command_that_sample_names_gives_a_sensible_answer(custecon, tmp_path) -> None:
    told = custecon("sample", tmp_path / "made", "-f", "json").out
    tries = [row["try"] for row in json.loads(told)["tables"][0]["rows"] if row["try"]]
    assert len(tries) >= 7
    for command in dict.fromkeys(tries):
        ran = custecon(*command.split()[1:], "-f", "json")
        assert ran.code == 0, f"{command}: {ran.err}"
        figures = {figure["name"]: figure for figure in json.loads(ran.out)["figures"]}
        assert not [name for name, figure in figures.items() if figure["undefined"]], command
        if command.split()[1] == "profit":  # most earn, and some are worth a talk
            assert 0 < figures["unprofitable_clients"]["value"] < 12, command
            assert float(figures["total_profit"]["value"]) > 0, command
