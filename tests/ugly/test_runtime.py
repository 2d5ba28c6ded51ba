"""Faults of the world around: pipes, disks, signals, consoles, locales. Each a real run (runtime.csv)."""

import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "custecon"]
CLIENTS = str(ROOT / "examples/clients.csv")
ORDERS = str(ROOT / "examples/orders.csv")
LTV = ["ltv", CLIENTS, "--discount", "10%"]


def run(*arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    options.setdefault("stdout", subprocess.PIPE)
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [*PROGRAM, *arguments],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=120,
        check=False,
        **options,
    )


def shell(line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "CUSTECON": f"{sys.executable} -m custecon", **env}
    return subprocess.run(["bash", "-c", line], capture_output=True, env=environment, timeout=120, check=False)


def one_line(err: bytes) -> bool:
    text = err.decode()
    return "Traceback" not in text and text.startswith("custecon: ")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_ro01_the_reader_goes_away(unbuffered: str) -> None:
    ran = shell(f"$CUSTECON ltv {ORDERS} -qq | head -1; echo ${{PIPESTATUS[0]}} >&2", PYTHONUNBUFFERED=unbuffered)
    assert ran.stdout.startswith(b"client,ltv,")
    assert ran.stderr.decode().strip() in ("0", "141")


@pytest.mark.parametrize("arguments", [LTV, [*LTV, "-f", "table"], ["ltv", "--margin", "1", "--retention", "0.5"]])
def test_ro02_stdout_is_full(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        ran = run(*arguments, "-qq", stdout=full)
    assert ran.returncode == 5
    assert one_line(ran.stderr)
    assert b"space" in ran.stderr


def test_ro03_stdout_is_closed() -> None:
    ran = shell(f"$CUSTECON ltv {CLIENTS} --discount 10% -qq >&-")
    assert ran.returncode not in (0, 1)
    assert one_line(ran.stderr)
    assert b"closed" in ran.stderr


@pytest.mark.parametrize(
    "env", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1251"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_ro04_a_console_that_cannot_show_every_character(env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("client,margin\nТёплый дом ₽,100\n", encoding="utf-8")
    for form in ("table", "csv", "json"):
        ran = run("ltv", str(path), "--discount", "10%", "--retention", "80%", "-f", form, env=env)
        assert ran.returncode == 0, ran.stderr
        assert b"266.67" in ran.stdout or b"266.666" in ran.stdout


def test_ro05_a_narrow_terminal_cuts_no_digit() -> None:
    for how, figure in ((["--full"], "205,903.68"), ([], "205,904")):
        ran = run(*LTV, "-f", "table", *how, env={"COLUMNS": "20"})
        assert ran.returncode == 0
        assert figure in ran.stdout.decode()


def test_ro06_no_escape_in_a_pipe() -> None:
    for env in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert b"\x1b" not in run(*LTV, "-f", "table", env=env).stdout


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "md", "html", "tsv", "txt"])
def test_ro07_a_target_that_exists_is_kept(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out.{suffix}"
    target.write_bytes(b"mine")
    ran = run(*LTV, "-o", str(target))
    assert (ran.returncode, target.read_bytes()) == (5, b"mine")
    assert run(*LTV, "-o", str(target), "--force").returncode == 0
    assert target.read_bytes() != b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name]


def test_ro08_the_target_is_the_input_by_any_spelling(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_bytes(Path(CLIENTS).read_bytes())
    (tmp_path / "link.csv").symlink_to(data)
    os.link(data, tmp_path / "hard.csv")
    (tmp_path / "sub").mkdir()
    for spelling in ("data.csv", "./data.csv", "sub/../data.csv", "link.csv", "hard.csv", str(data)):
        ran = run("ltv", "data.csv", "--discount", "10%", "-o", spelling, "--force", cwd=tmp_path)
        assert ran.returncode == 5, spelling
        assert data.read_bytes() == Path(CLIENTS).read_bytes()


def test_ro09_a_target_that_is_a_link_spares_what_it_points_to(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim.txt", tmp_path / "out.csv"
    victim.write_text("precious")
    link.symlink_to(victim)
    assert run(*LTV, "-o", str(link)).returncode == 5
    run(*LTV, "-o", str(link), "--force")
    assert victim.read_text() == "precious"


def test_ro10_the_disk_fills_in_the_middle(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    ran = run("ltv", ORDERS, "-o", str(target), "--force", "-qq", preexec_fn=limit)
    assert ran.returncode == 5
    assert one_line(ran.stderr)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_ro11_killed_while_writing_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("ltv", ORDERS, "-o", str(target), "-qq").returncode == 0
    new = target.read_bytes()
    start = time.monotonic()
    run("ltv", ORDERS, "-o", str(target), "--force", "-qq")
    whole = time.monotonic() - start
    for step in range(12):
        target.write_bytes(b"old")
        process = subprocess.Popen(
            [*PROGRAM, "ltv", ORDERS, "-o", str(target), "--force", "-qq"], stderr=subprocess.DEVNULL
        )
        time.sleep(whole * (0.5 + step / 20))
        process.kill()
        process.wait()
        assert target.read_bytes() in (b"old", new)


def test_ro12_a_folder_that_is_missing_or_closed_is_refused_before_reading(tmp_path: Path) -> None:
    for target in ("nodir/out.csv", "/proc/out.csv"):
        ran = run("ltv", "there-is-no-such-file.csv", "-o", target, cwd=tmp_path)
        assert ran.returncode == 5, ran.stderr
        assert Path(target).parent.name.encode() in ran.stderr


def test_ro13_ro14_ro16_names_in_a_workbook_are_text(tmp_path: Path) -> None:
    names = ["=1+1", "+7 916 000", "-2+3", "@SUM(1)", "\x1b[2Jesc", "12345678901234567890", "＝1+1"]
    path, target = tmp_path / "names.csv", tmp_path / "out.xlsx"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["client", "margin"], *([name, "-5.00"] for name in names)])
    arguments = ("ltv", str(path), "--retention", "50%", "--discount", "10%")
    assert run(*arguments, "-o", str(target)).returncode == 0
    found = [
        (cell.value, cell.data_type)
        for sheet in openpyxl.load_workbook(target)
        for row in sheet.iter_rows()
        for cell in row
    ]
    for name in (*names[:4], "␛[2Jesc", *names[5:]):
        assert (name, "s") in found
    rows = list(csv.DictReader(io.StringIO(run(*arguments).stdout.decode())))
    assert {row["client"][0] for row in rows} == {"'", "␛", "1"}
    assert {row["margin"] for row in rows} == {"-5.00"}


def test_ro15_an_undefined_figure_in_a_workbook_is_no_number(tmp_path: Path) -> None:
    path, target = tmp_path / "clients.csv", tmp_path / "out.xlsx"
    path.write_text("client,margin,retention\nAnn,100,1\nBob,100,0.8\n")
    assert run("ltv", str(path), "-o", str(target)).returncode == 0
    values = [str(c.value) for s in openpyxl.load_workbook(target, data_only=True) for r in s.iter_rows() for c in r]
    assert any("infinite" in value for value in values)
    assert not {"nan", "inf", "#DIV/0!", "#NUM!"} & set(values)


def test_ro17_no_such_file_a_folder_no_right(tmp_path: Path) -> None:
    for name in ("nothing.csv", str(tmp_path)):
        ran = run("ltv", name)
        assert ran.returncode in (2, 3)
        assert one_line(ran.stderr)
        assert Path(name).name.encode() in ran.stderr
    if os.geteuid() != 0:
        closed = tmp_path / "closed.csv"
        closed.write_text("client,margin\nA,1\n")
        closed.chmod(0)
        assert run("ltv", str(closed)).returncode in (2, 3)


def test_ro18_a_file_that_grows_while_it_is_read_is_one_file(tmp_path: Path) -> None:
    """Rows and total come from the same bytes: whatever was read, they agree with each other."""
    path = tmp_path / "growing.csv"
    path.write_text("client,date,amount\n" + "A,2024-01-05,1.00\n" * 100_000)
    process = subprocess.Popen(
        [*PROGRAM, "check", str(path), "-f", "json", "-qq"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with path.open("a") as file:
        while process.poll() is None:
            file.write("A,2024-01-05,1.00\n")
            file.flush()
            time.sleep(0.001)
    out, err = process.communicate()
    assert process.returncode in (0, 3), err
    if process.returncode == 0:
        found = json.loads(out)
        assert Decimal(found["total"]) == found["rows"]


def test_ro20_a_file_too_large_for_memory_is_refused_early_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b'client,date,amount\n"A",2024-01-05,1.00\n')
        file.truncate(10 << 30)  # a sparse file: 10 GB to a reader, nothing to the disk

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

    ran = run("check", str(path), preexec_fn=limit)
    assert ran.returncode == 3, ran.stderr
    assert one_line(ran.stderr)
    assert b"10,737,418,240" in ran.stderr


def test_ro19_standard_input_gives_the_same_and_is_named() -> None:
    content = Path(CLIENTS).read_bytes()
    command = [*PROGRAM, "ltv", "-", "--discount", "10%"]
    piped = subprocess.run(command, input=content, capture_output=True, check=True)
    assert piped.stdout == run(*LTV).stdout
    bad = subprocess.run(command, input=content.replace(b"2113.84", b"2x13.84"), capture_output=True, check=False)
    assert bad.returncode == 3
    assert b"<stdin>:2" in bad.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ro21_ro22_interrupted_in_one_line(tmp_path: Path, number: int, code: int) -> None:
    path = tmp_path / "many.csv"
    row = "client{0},2024-01-{1:02d},{0}.50\n"
    path.write_text("client,date,amount\n" + "".join(row.format(i, i % 28 + 1) for i in range(400_000)))
    for wait in (0.25, 1.0):
        process = subprocess.Popen(
            [*PROGRAM, "ltv", str(path), "-o", str(tmp_path / "out.csv")],
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        time.sleep(wait)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        if process.returncode == 0 and (tmp_path / "out.csv").exists():
            (tmp_path / "out.csv").unlink()
            continue
        assert process.returncode in (code, -number), err
        assert b"Traceback" not in err
        assert [entry.name for entry in tmp_path.iterdir()] == ["many.csv"]


def test_ro23_ro24_the_same_bytes_everywhere() -> None:
    seen = set()
    for seed in ("0", "1"):
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles", "UTC"):
            for locale in ("C", "de_DE.UTF-8", "ru_RU.UTF-8"):
                env = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
                seen.add(run(*LTV, "--by", "segment", "-f", "json", env=env).stdout)
    assert len(seen) == 1
    found = {run("ltv", ORDERS, "-qq", env={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}).stdout for seed in "01"}
    assert len(found) == 1
    total = sum(Decimal(row["past_value"]) for row in csv.DictReader(io.StringIO(found.pop().decode())))
    assert total == Decimal("244091.94")
    installed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.lower()
    missing = [name for name in ("de_DE", "ru_RU") if f"{name.lower()}.utf" not in installed]
    if missing:  # an unknown locale is C to every program: held for seeds and zones, not shown for these
        pytest.skip(f"seeds and time zones hold; locales not installed: {', '.join(missing)}")


def test_ro25_a_bad_row_shows_the_bad_value_only(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("client,date,amount,note\nSecret Ltd,2024-01-01,by agreement,ann@example.invalid\n")
    ran = run("ltv", str(path))
    assert ran.returncode == 3
    assert b"by agreement" in ran.stderr
    assert b"Secret" not in ran.stdout + ran.stderr
    assert b"ann@" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json", "md", "xlsx"])
def test_a_file_name_that_is_not_utf8_is_read_and_shown_by_its_bytes(tmp_path: Path, form: str) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xcb\xeb\xe8\xe5\xed\xf2\xfb.csv")  # «Клиенты» in windows-1251
    try:
        Path(name).write_bytes(Path(CLIENTS).read_bytes())
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    target = tmp_path / f"answer.{form}"
    ran = run("ltv", name, "--discount", "10%", "-f", form, "-o", str(target))
    assert ran.returncode == 0, ran.stderr
    content = target.read_bytes()
    if form == "json":
        assert json.loads(content)["control_totals"][0]["file"] == name
    elif form == "xlsx":
        assert openpyxl.load_workbook(target).sheetnames
    else:
        content.decode()
    missing = run("ltv", name + "x", "-f", "json")
    assert missing.returncode == 3
    assert one_line(missing.stderr)
    assert json.loads(missing.stdout)["problems"][0]["place"]["file"] == name + "x"


BOOK = [*LTV, "-f", "xlsx"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(LTV, 5), (["ltv", "nothing.csv"], 3), (["ltv", "--bogus"], 2), (BOOK, 5)]
)
def test_a_full_stderr_spoils_no_answer_and_is_no_success(arguments: list[str], code: int) -> None:
    line = " ".join(arguments)
    ran = shell(f"$CUSTECON {line} 2>/dev/full")
    assert (ran.returncode, ran.stderr) == (code, b"")
    assert ran.stdout == run(*arguments).stdout or arguments == BOOK
    assert shell(f"$CUSTECON {line} -qq 2>/dev/full").returncode == (0 if code == 5 else code)


def test_a_reader_of_stderr_that_went_away_is_told_by_the_exit_code() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    ran = subprocess.run([*PROGRAM, *LTV], stdout=subprocess.PIPE, stderr=writes, timeout=120, check=False)
    os.close(writes)
    assert (ran.returncode, ran.stdout) == (141, run(*LTV).stdout)


def test_both_streams_full() -> None:
    both = shell(f"$CUSTECON ltv {CLIENTS} --discount 10% >/dev/full 2>/dev/full")
    assert (both.returncode, both.stdout + both.stderr) == (5, b"")


@pytest.mark.parametrize("form", ["table", "csv", "json", "md", "xlsx"])
def test_a_closed_stdout_is_told_in_every_form(form: str) -> None:
    ran = shell(f"$CUSTECON ltv {CLIENTS} --discount 10% -qq -f {form} >&-")
    assert (ran.returncode, b"E407" in ran.stderr) == (5, True), ran.stderr
    full = shell(f"$CUSTECON ltv {CLIENTS} --discount 10% -qq -f {form} >/dev/full")
    assert (full.returncode, b"E401" in full.stderr) == (5, True), full.stderr


def test_no_file_takes_the_place_of_a_stream_that_is_closed(tmp_path: Path) -> None:
    """Whatever writes to 1 or 2 by number must not write into the file that got that number."""
    target = tmp_path / "out.csv"
    ran = shell(f"$CUSTECON ltv {CLIENTS} --discount 10% -o {target} <&- >&- 2>&-")
    assert ran.returncode == 0
    assert target.read_bytes() == run(*LTV, "-f", "csv").stdout
    numbers = "import custecon.cli.app as a, os; a._fill(); print(os.open(os.devnull, 0))"
    ran = shell(f"{sys.executable} -c '{numbers}' <&- 2>&-")
    assert int(ran.stdout) > 2
