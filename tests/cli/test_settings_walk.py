"""Every setting against every command: the answer is the one without it, or the setting is told, or refused by name.

What is typed overrules the file, and the file overrules the settings.
"""

import csv
import json
import re

import pytest
from tests.cli.test_every_option import ASKED, READ, SAID

from custecon.cli.app import load
from custecon.cli.settings import NAMES, READING_NAMES
from custecon.core.quantities import QUANTITIES

# The shorter log of the two: no setting knows how long a log is.
LINES = {name: line.replace("orders.csv", "few.csv") for name, line in ASKED.items() if load(line.split()[0]).settings}
KEYS = (*NAMES, *READING_NAMES)
# What a firm may have written that is not what the example files are like.
WRITTEN = {"locale": "ru", "lang": "ru",
    "currency": "EUR", "period": "month", "lost_after": "90d", "encoding": "windows-1251", "delimiter": ";",
    "decimal": ",", "thousands": ".", "date_order": "dmy", "sheet": "Blatt7",
}  # fmt: skip


def probe(name):
    """A line of the settings: a value inside the bounds of the quantity, unlike what the examples are asked with."""
    if name in WRITTEN or name in READING_NAMES:
        heading = "[file]\n" if name in READING_NAMES else ""
        if name not in WRITTEN and name not in SAID:  # a switch
            return f"{heading}{name} = true\n"
        return f'{heading}{name} = "{WRITTEN.get(name) or SAID[name]}"\n'
    each = QUANTITIES[name]
    fitting = [number for number in ((0.37, 0.8) if each.is_share else (17, 0.37, 1)) if number in each.bounds]
    period = "/year" if each.change is not None and each.unit.per == "period" else ""
    return f'{name} = "{fitting[0]}{period}"\n'


def declared(line):
    """The settings that an option of the command is called by or stands for."""
    options = load(line.split()[0]).all_options
    names = {option.quantity.name if option.quantity else option.name for option in options}
    return [name for name in KEYS if name in names]


def walked(what, line):
    """Those that are tried on this line: reading is one for all commands, so it is tried once a kind of file."""
    return [name for name in declared(line) if name not in READING_NAMES or what in READ]


@pytest.fixture
def asked(custecon, folder, monkeypatch, tmp_path):
    monkeypatch.chdir(folder)

    def of(line, settings=None):
        """The exit code, all that is computed, what of it was told of the settings, the filled columns, stderr."""
        more = []
        if settings is not None:
            (tmp_path / "firm.toml").write_text(settings, encoding="utf-8")
            more = ["--settings", str(tmp_path / "firm.toml")]
        ran = custecon(*line.split(), *more, "-f", "json")
        document = json.loads(ran.out)
        told = [str(one["text"]) for one in document.get("notices", ()) if "firm.toml" in str(one["text"])]
        columns = {role for controls in document.get("control_totals", ()) for role in controls["columns"]}
        if columns and (file := line.split()[1]).endswith(".csv"):
            rows = list(csv.DictReader((folder / file).read_text(encoding="utf-8").splitlines()))
            columns = {role for role in columns if all(row.get(role) for row in rows)}
        for echoed in ("inputs", "notices", "parameters", "control_totals"):
            document.pop(echoed, None)
        return ran.code, document, told, columns, ran.err

    return of


BEFORE = {}


def before(asked, line):
    if line not in BEFORE:
        BEFORE[line] = asked(line)
    return BEFORE[line]


@pytest.mark.parametrize(
    ("line", "name"),
    [pytest.param(line, name, id=f"{what}: {name}") for what, line in LINES.items() for name in walked(what, line)],
)
def test_a_setting_changes_nothing_or_is_told_or_refused_by_name(line, name, asked):
    _, unchanged, _, columns, _ = before(asked, line)
    code, found, told, _, err = asked(line, probe(name))
    label = QUANTITIES[name].label if name in QUANTITIES else name.replace("_", " ")
    if code:
        assert "firm.toml" in err
        assert "no-settings" in err or re.search(r"firm\.toml(:\d+)?: .*\n   ", err), err
    elif name in READING_NAMES and name in WRITTEN:
        assert found == unchanged, "what the file proves overrules the settings"
    elif found != unchanged:
        assert name not in columns or "--clients" in line, "what the file says in every row overrules the settings"
        assert any(label in text for text in told), (told, err)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_settings_that_no_option_stands_for_change_nothing(line, asked):
    others = [name for name in NAMES if name not in (*declared(line), "period")]
    assert asked(line, "".join(map(probe, others)))[:2] == before(asked, line)[:2]


MONEY = {"revenue", "margin", "amount", "spend", "direct_cost", "rebates", "repaid", "discounts", "refunds"}


@pytest.mark.parametrize(
    "line", [line for line in LINES.values() if re.search(r"(clients|orders|few|thin|subscriptions|spend)\.csv", line)]
)
def test_a_file_in_another_currency_answers_in_its_own(line, asked, folder, tmp_path):
    """Whatever the settings say of the firm's money, no figure of a file in dollars is called euro."""
    for word in line.split():
        if word.endswith(".csv"):
            header, *rows = csv.reader((folder / word).read_text(encoding="utf-8").splitlines())
            money = [f"{name} (USD)" if name in MONEY else name for name in header]
            with (tmp_path / word).open("w", encoding="utf-8", newline="") as target:
                csv.writer(target).writerows([money, *rows])
            line = line.replace(word, str(tmp_path / word))
    code, plain, *_ = asked(line)
    assert code == 0
    with_settings = asked(line, 'currency = "EUR"\n')
    assert with_settings[1] == plain
    assert "EUR" not in json.dumps(with_settings[1])
