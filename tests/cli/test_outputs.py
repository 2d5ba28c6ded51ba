"""What is read is never written over, whatever option brings it; what is no file is never replaced."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import threading

import pytest

from custecon.cli.app import COMMANDS, load

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and links are others there")

# The file of every option that names one to read.
FILES_OF = {
    "aliases": "pairs.csv", "settings": "facts.toml", "activities": "activities.csv", "prices": "activity_prices.csv",
    "orders": "few.csv", "clients": "clients.csv",
}  # fmt: skip


def line_of(name):
    """A command line that names a file wherever one can be read."""
    examples = [line.partition(" > ")[0].removeprefix("custecon ") for line in load(name).examples]
    line = next((one for one in examples if ".csv" in one and "sales" not in one), examples[0]).partition(" -o ")[0]
    return line + "".join(
        f" {option.flag} {FILES_OF[option.name]}"
        for option in load(name).all_options
        if option.reads and option.flag not in line.split()
    )


WRITING = {"init", "sample"}  # they choose the names themselves
LINES = {name: line_of(name) for name in COMMANDS if name not in WRITING}
LINES["ltv"] = "ltv few.csv --aliases pairs.csv --settings facts.toml --preset mine.toml"
BY_ANY_NAME = {
    "as it was named": lambda path: path,
    "relative": lambda path: f"./x/../{path}",
    "a link": lambda path: os.symlink(path, "link.csv") or "link.csv",
    "a hard link": lambda path: os.link(path, "hard.csv") or "hard.csv",
}
FILES = [
    pytest.param(line, word, id=f"{name}: {word}")
    for name, line in LINES.items()
    for word in dict.fromkeys(line.split())
    if word.endswith((".csv", ".json", ".toml"))
]


@pytest.fixture
def here(folder, tmp_path, monkeypatch):
    """A folder with a file of every kind, which is the working folder."""
    made = tmp_path / "here"
    shutil.copytree(folder, made)
    (made / "facts.toml").write_text('currency = "EUR"\n')
    (made / "x").mkdir()
    (made / "mine.toml").write_text(
        'title = "mine"\nsource = "https://example.invalid"\nkind = "orders"\nmarks = [["client", "date", "amount"]]\n'
        'rules = "as it stands"\n\n[columns]\nclient = ["client"]\ndate = ["date"]\namount = ["amount"]\n'
    )
    monkeypatch.chdir(made)
    return made


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_every_option_that_names_a_file_to_read_is_tried():
    """By the declaration: whoever adds such an option names its file above."""
    for name in COMMANDS:
        command = load(name)
        named = {option.name for option in command.all_options if option.metavar == "FILE" and not option.reads}
        assert named <= {"output", "picture", "skip_bad"}, "a FILE is read, or it is written"


@pytest.mark.parametrize(("line", "file"), FILES)
def test_no_file_that_is_read_is_written_over(line, file, here, custecon):
    before = contents(here)
    form = "csv" if line.split()[0] != "workbook" else "xlsx"
    ran = custecon(*line.split(), "-f", form, "-o", file, "--force")
    assert (ran.code, "E403" in ran.err) == (5, True), ran.err
    assert contents(here) == before


@pytest.mark.parametrize("spelling", BY_ANY_NAME)
@pytest.mark.parametrize(
    "file", ["profit_clients.csv", "activities.csv", "activity_prices.csv", "pairs.csv", "facts.toml"]
)
def test_no_spelling_of_it_helps(file, spelling, here, custecon):
    content, named = (here / file).read_bytes(), BY_ANY_NAME[spelling](file)
    ran = custecon(*LINES["profit"].split(), "-f", "csv", "-o", named, "--force")
    assert (ran.code, "E403" in ran.err) == (5, True), ran.err
    assert (here / file).read_bytes() == content


def test_settings_that_were_found_are_read_too(here, custecon):
    (here / "custecon.toml").write_text('currency = "EUR"\n[file]\naliases = "pairs.csv"\n')
    before = contents(here)
    for file, environment in (
        ("custecon.toml", {}),
        ("pairs.csv", {}),
        ("facts.toml", {"CUSTECON_SETTINGS": "facts.toml"}),
        ("pairs.csv", {"CUSTECON_ALIASES": "pairs.csv", "CUSTECON_SETTINGS": "facts.toml"}),
    ):
        ran = custecon("ltv", "few.csv", "-f", "csv", "-o", file, "--force", **environment)
        assert (ran.code, "E403" in ran.err) == (5, True), ran.err
        assert contents(here) == before


@pytest.mark.parametrize(
    "file", ["profit_clients.csv", "activities.csv", "activity_prices.csv", "pairs.csv", "facts.toml"]
)
def test_rows_that_are_set_aside_go_into_none_of_them(file, here, custecon):
    for name in ("profit_clients.csv", "activities.csv"):
        text = (here / name).read_text(encoding="utf-8").rstrip("\n").split("\n")
        (here / name).write_text(
            "\n".join([*text, ",".join(["bad"] * len(text[0].split(",")))]) + "\n", encoding="utf-8"
        )
    before = contents(here)
    ran = custecon(*LINES["profit"].split(), "--skip-bad", file, "--force")
    assert (ran.code, "E403" in ran.err) == (5, True), ran.err
    assert contents(here) == before


def test_one_file_for_two_outputs_is_refused(here, custecon):
    (here / "bad.csv").write_text("client,date,amount\nA,2024-01-05,10.00\nB,2024-01-06,x\n")
    ran = custecon("ltv", "bad.csv", "--skip-bad", "out.csv", "-o", "out.csv", "--force")
    assert (ran.code, "E409" in ran.err) == (5, True), ran.err
    assert b"B,2024-01-06,x" in (here / "out.csv").read_bytes()


@pytest.fixture
def any_case(monkeypatch):
    """A disk that does not tell capitals from small letters, as far as looking for a file goes."""
    stat = os.stat

    def found(path, *more, **how):
        try:
            return stat(path, *more, **how)
        except FileNotFoundError:
            folder, name = os.path.split(os.fspath(path))
            for other in os.listdir(folder or "."):
                if other.casefold() == name.casefold():
                    return stat(os.path.join(folder, other), *more, **how)
            raise

    monkeypatch.setattr(os, "stat", found)


@pytest.mark.parametrize("file", ["Profit_Clients.CSV", "ACTIVITIES.csv", "Pairs.csv", "facts.TOML"])
def test_capitals_make_no_other_file_where_the_disk_does_not_tell_them(file, here, custecon, any_case):
    before = contents(here)
    ran = custecon(*LINES["profit"].split(), "-f", "csv", "-o", file, "--force")
    assert (ran.code, "E403" in ran.err) == (5, True), ran.err
    assert contents(here) == before


def test_two_outputs_that_differ_in_capitals_are_one_file_there(here, custecon, any_case):
    (here / "bad.csv").write_text("client,date,amount\nA,2024-01-05,10.00\nB,2024-01-06,x\n")
    ran = custecon("ltv", "bad.csv", "--skip-bad", "out.csv", "-o", "OUT.csv", "--force")
    assert (ran.code, "E409" in ran.err) == (5, True), ran.err
    assert b"B,2024-01-06,x" in (here / "out.csv").read_bytes()


def test_an_input_that_came_by_the_standard_input_is_kept(here):
    before = (here / "clients.csv").read_bytes()
    with (here / "clients.csv").open("rb") as file:
        ran = program("ltv", "-", "--discount", "10%", "-o", "clients.csv", "--force", stdin=file)
    assert ran.returncode == 5, ran.stderr
    assert (here / "clients.csv").read_bytes() == before


# ---------------------------------------------------------------- what is no file

LTV = ["ltv", "--margin", "100", "--retention", "80%", "--discount", "10%"]


def program(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "custecon", *arguments], capture_output=True, timeout=120, check=False, **options
    )


def device(path):
    """A device like /dev/null, or a link to it where nobody may make devices."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        with open(path, "wb"):
            pass
    except OSError:
        path.unlink(missing_ok=True)
        path.symlink_to("/dev/null")
    return path


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "by force"])
@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "md", "table"])
def test_a_device_is_written_to_and_stays(form, force, tmp_path, custecon):
    path = device(tmp_path / "out")
    before = os.lstat(path)
    ran = custecon(*LTV, "-f", form, "-o", str(path), *force)
    assert ran.code == 0, ran.err
    assert os.path.samestat(before, os.lstat(path))
    assert os.listdir(tmp_path) == ["out"]


def test_a_device_that_is_full_is_told_and_stays(tmp_path, custecon):
    link = tmp_path / "out.csv"
    link.symlink_to("/dev/full")
    for path in ("/dev/full", str(link)):
        before = os.stat(path)
        ran = custecon(*LTV, "-f", "csv", "-o", path, "--force")
        assert (ran.code, "E401" in ran.err) == (5, True), ran.err
        assert os.path.samestat(before, os.stat(path))
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_name_is_the_standard_output(name, tmp_path):
    if not os.path.exists(name):
        pytest.skip("this system has no such name")
    before = os.lstat("/dev/stdout")
    plain = program(*LTV, "-f", "csv")
    assert program(*LTV, "-f", "csv", "-o", name, "--force").stdout == plain.stdout
    with (tmp_path / "out.csv").open("ab") as file:
        file.write(b"before\n")
        file.flush()
        ran = subprocess.run(
            [sys.executable, "-m", "custecon", *LTV, "-f", "csv", "-o", name, "--force", "-q"], stdout=file, check=False
        )
    assert ran.returncode == 0
    assert (tmp_path / "out.csv").read_bytes() == b"before\n" + plain.stdout
    assert os.path.samestat(before, os.lstat("/dev/stdout"))


@pytest.mark.parametrize("linked", [False, True], ids=["", "by a link"])
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "by force"])
def test_a_pipe_is_written_to_and_stays(force, linked, tmp_path, custecon):
    pipe, read = tmp_path / "pipe.csv", []
    os.mkfifo(pipe)
    named = pipe
    if linked:
        named = tmp_path / "link.csv"
        named.symlink_to(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    ran = custecon(*LTV, "-o", str(named), *force)
    reader.join(10)
    assert ran.code == 0, ran.err
    assert read == [custecon(*LTV, "-f", "csv").out.encode()]
    assert stat.S_ISFIFO(os.stat(pipe).st_mode)


def test_a_pipe_whose_reader_goes_away_is_no_fault(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["head", "-c", "1", str(pipe)], stdout=subprocess.DEVNULL)
    rows = "".join(f"C{n},{n}\n" for n in range(60_000))
    (tmp_path / "clients.csv").write_text("client,margin\n" + rows)
    ran = program("ltv", str(tmp_path / "clients.csv"), "--retention", "80%", "--discount", "10%", "-o", str(pipe))
    reader.wait(10)
    assert ran.returncode in (0, 5, 141), ran.stderr
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "by force"])
@pytest.mark.parametrize("option", ["-o", "--skip-bad"])
def test_a_folder_or_a_socket_is_refused_by_what_it_is(option, force, tmp_path, custecon):
    folder, path = tmp_path / "folder.csv", tmp_path / "s.csv"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as bound:
        try:
            bound.bind(str(path))
        except OSError:
            pytest.skip("the path is too long for a socket")
        rows = tmp_path / "log.csv"
        rows.write_text("client,date,amount\nA,2024-01-05,10.00\nB,2024-01-06,x\n")
        for named, code in ((folder, "E406"), (path, "E408")):
            ran = custecon("ltv", str(rows), option, str(named), *force)
            assert (ran.code, code in ran.err) == (5, True), ran.err
            assert named.exists()


def test_a_link_to_a_file_is_itself_replaced_by_force_alone(tmp_path, custecon):
    victim, link = tmp_path / "victim.csv", tmp_path / "out.csv"
    victim.write_text("precious")
    link.symlink_to(victim)
    assert "E402" in custecon(*LTV, "-o", str(link)).err
    assert custecon(*LTV, "-o", str(link), "--force").code == 0
    assert (victim.read_text(), link.is_symlink()) == ("precious", False)


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664])
def test_a_file_that_is_replaced_keeps_who_may_read_it(rights, tmp_path, custecon):
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(rights)
    assert custecon(*LTV, "-o", str(path), "--force").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == rights


# ---------------------------------------------------------------- what can be read but once


@pytest.mark.parametrize("command", ["check", "ltv", "workbook"])
@pytest.mark.parametrize("name", ["pipe.csv", "pipe.xlsx", "/dev/stdin", "-"])
def test_a_pipe_is_read_once_however_often_a_command_asks(name, command, here):
    """A command that reads a file for every figure must not wait for a second writer, nor take what is left."""
    data = (here / "clients.csv").read_bytes()
    tail = [
        *(["--discount", "10%"] if command != "check" else []),
        "-f",
        "xlsx" if command == "workbook" else "csv",
        "-qq",
    ]
    whole = program(command, "clients.csv", *tail)
    if name.startswith("pipe"):
        os.mkfifo(name)
        writer = threading.Thread(target=(here / name).write_bytes, args=(data,))
        writer.start()
        ran = program(command, name, *tail, stdin=subprocess.DEVNULL)
        writer.join(10)
    else:
        ran = program(command, name, *tail, input=data)
    assert ran.returncode == whole.returncode == 0, ran.stderr
    if command == "ltv":
        assert ran.stdout == whole.stdout


def test_two_pipes_are_two_files(here):
    line = ["profit", "profit_clients.csv", "--activities", "activities.csv", "--prices", "activity_prices.csv"]
    whole = program(*line, "-f", "csv", "-qq")
    piped = [f"pipe_{word}" if word.endswith(".csv") else word for word in line]
    writers = []
    for word in line:
        if word.endswith(".csv"):
            os.mkfifo(f"pipe_{word}")
            data = (here / word).read_bytes()
            writers.append(threading.Thread(target=(here / f"pipe_{word}").write_bytes, args=(data,)))
            writers[-1].start()
    ran = program(*piped, "-f", "csv", "-qq")
    for writer in writers:
        writer.join(10)
    assert (ran.returncode, ran.stdout) == (whole.returncode, whole.stdout) == (0, whole.stdout)


def test_one_answer_goes_into_every_file_that_is_named(here, custecon):
    ran = custecon("ltv", "clients.csv", "-o", "a.html", "-o", "b.csv", "-o", "./b.csv", "-o", "c.json")
    assert ran.code == 0, ran.err
    for name in ("a.html", "b.csv", "c.json"):
        alone = f"alone{os.path.splitext(name)[1]}"
        assert custecon("ltv", "clients.csv", "-o", alone).code == 0
        assert (here / name).read_bytes() == (here / alone).read_bytes()
        assert ran.err.count(f"{name} written") == 1


def test_none_is_written_if_one_cannot_be(here, custecon):
    before = contents(here)
    ran = custecon("ltv", "clients.csv", "-o", "a.html", "-o", "few.csv")
    assert (ran.code, "E402" in ran.err) == (5, True), ran.err
    assert contents(here) == before


def test_a_model_is_kept_by_one_of_its_files(here, custecon):
    assert "N377" in custecon("fit", "orders.csv", "-o", "m.csv", "-o", "m.xlsx").err
    assert "N377" not in custecon("fit", "orders.csv", "-o", "m.json", "-o", "n.xlsx").err


def test_a_figure_that_is_given_twice_is_told(custecon):
    ran = custecon("churn-cost", "--lost", "3", "--lost", "4", "--value", "100", "-f", "csv")
    assert "N540: --lost is given more than once: 4 counts, not 3" in ran.err
    assert "400" in ran.out
    assert "N540" not in custecon("churn-cost", "--lost", "4", "--lost", "4", "--value", "100", "-f", "csv").err


def test_no_folder_can_have_that_name(custecon):
    ran = custecon("sample", "\0")
    assert (ran.code, "E401" in ran.err) == (5, True), ran.err
