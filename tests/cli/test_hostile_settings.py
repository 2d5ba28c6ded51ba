"""A file of settings or of a preset may be made to do harm: it is refused in one line, and soon."""

import os
import time

import pytest

BOUND = 5.0  # seconds: none of them takes one; without a bound they take minutes, or the memory

HOSTILE = {
    "ten thousand digits": "margin = " + "9" * 10_000,
    "ten thousand digits in quotes": 'margin = "' + "9" * 10_000 + '/year"',
    "a hundred thousand hexadecimal digits": "margin = 0x" + "f" * 100_000,
    "a number that is infinite to a machine": "margin = 1e400",
    "the same in quotes": 'margin = "1e400/year"',
    "an exponent of a thousand digits": 'margin = "1e' + "9" * 1000 + '/year"',
    "a number that is nothing to a machine": "margin = 1e-400",
    "infinity": "margin = inf",
    "no number": "margin = nan",
    "lists in lists, open": "a = " + "[" * 100_000,
    "lists in lists": "a = " + "[" * 60 + "]" * 60,
    "lists deeper than Python goes": "a = " + "[" * 30_000 + "]" * 30_000,
    "tables in tables": "a = " + "{b = " * 500 + "1" + "}" * 500,
    "a name of fifty thousand dots": "a." * 50_000 + "b = 1",
    "names of many dots": ("a." * 150 + "b = 1\n") * 700,
    "a heading of many dots": "[" + "a." * 50_000 + "b]",
    "more than anybody writes": "# " + "x" * (2 << 20),
    "a name of a hundred thousand letters": "k" * 100_000 + " = 1",
    "thousands of names that are none": "".join(f"a{n} = 1\n" for n in range(9000)),
    "thousands of columns that are none": "[columns]\n" + "".join(f'a{n} = "x"\n' for n in range(9000)),
    "thousands of kinds that are none": "".join(f'[columns.a{n}]\nclient = "x"\n' for n in range(4000)),
    "a NUL": "margin = 1\0",
    "a bad byte": "margin = \udcff",
    "a day that is none": "margin = 2024-02-31",
}


def told_soon(ran, started):
    assert ran.code == 2, ran.err
    assert "E901" not in ran.err
    assert time.monotonic() - started < BOUND
    assert len(ran.err.splitlines()) < 60


@pytest.mark.parametrize("found", [False, True], ids=["named", "found"])
@pytest.mark.parametrize("name", HOSTILE)
def test_settings_made_to_do_harm_are_refused_soon(name, found, tmp_path, custecon, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = "custecon.toml" if found else "facts.toml"
    (tmp_path / file).write_bytes(HOSTILE[name].encode(errors="surrogateescape"))
    started = time.monotonic()
    ran = custecon("ltv", "--retention", "80%", "--discount", "10%", *([] if found else ["--settings", file]))
    told_soon(ran, started)
    assert file in ran.err


@pytest.mark.parametrize("name", HOSTILE)
def test_a_preset_made_to_do_harm_is_refused_soon(name, tmp_path, custecon):
    (tmp_path / "mine.toml").write_bytes(HOSTILE[name].encode(errors="surrogateescape"))
    (tmp_path / "log.csv").write_text("client,date,amount\nA,2024-01-05,10.00\n")
    started = time.monotonic()
    ran = custecon("ltv", tmp_path / "log.csv", "--preset", tmp_path / "mine.toml")
    told_soon(ran, started)


@pytest.mark.skipif(os.name == "nt", reason="there are no such devices")
@pytest.mark.parametrize("option", ["--settings", "--preset"])
@pytest.mark.parametrize("what", ["/dev/zero", "/dev/null", "/dev/stdin", "a pipe", "a folder", "a link to a device"])
def test_no_device_pipe_or_folder_is_a_file_of_settings(what, option, tmp_path, custecon):
    path = tmp_path / "facts.toml"
    if what == "a pipe":
        os.mkfifo(path)
    elif what == "a folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if what == "a link to a device" else what)
    (tmp_path / "log.csv").write_text("client,date,amount\nA,2024-01-05,10.00\n")
    ran = custecon("ltv", tmp_path / "log.csv", option, path)
    assert (ran.code, "cannot be read: it is " in ran.err) == (2, True), ran.err


@pytest.mark.skipif(os.name == "nt", reason="there are no such devices")
def test_a_pipe_that_is_found_under_the_name_of_the_settings_is_passed_over(tmp_path, custecon, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "custecon.toml")
    assert custecon("ltv", "--margin", "100", "--retention", "80%", "--discount", "10%").code == 0


@pytest.mark.parametrize(
    "value",
    ["1e400", "9e308", "-1e400", "1e-400", "9" * 5000, "9" * 301, "0." + "1" * 5000, "1e" + "9" * 5000, "1e+999999999"],
)
@pytest.mark.parametrize("option", ["--margin", "--prospects", "--discount", "--retention"])
def test_a_figure_of_endless_digits_is_refused_wherever_it_is_typed(option, value, custecon):
    command = ["cac", "--prospects"] if option == "--prospects" else ["ltv", option]
    ran = custecon(*command, value)
    assert (ran.code, "E901" in ran.err) == (2, False), ran.err


@pytest.mark.parametrize("digits", [28, 29, 40, 299])
def test_a_long_figure_is_computed_or_refused(digits, custecon):
    for line in (
        ["ltv", "--retention", "80%", "--discount", "10%", "--margin"],
        ["cac", "--new-clients", "10", "--spend"],
    ):
        ran = custecon(*line, "9" * digits, "-f", "json")
        assert ran.code in (0, 2, 4), ran.err
        assert "E901" not in ran.err
