# ruff: noqa: T201
"""Draws changes of the formulas, models and tables by a seed, and looks which of them no test notices.

    python tests/mutation/sample.py --seed 1 --size 60           # of every room
    python tests/mutation/sample.py --seed 1 --only tables/lost_clients.py --size 20
    python tests/mutation/sample.py --seed 1 --only analyses

Every change is written into a copy of the project (in mutants/), where the tests that run through its line are asked.
What nobody notices is printed and read: it gets a test, or a reason in no_fault.toml why it is no fault. The first run
finds out which test runs through which line and keeps it; --map finds it out anew.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from changes import ROOMS, ROOT, Change, made_by_hand, modules, no_faults, sampled, unchanged
from which_tests import Chosen, Map, Recorder, stale

PLACE = ROOT / "mutants"
PLAIN = (
    "Call",
    "SimpleString",
    "Assign",
    "AnnAssign",
)  # arguments, names and values taken away: mostly an error at once
SECONDS = 60.0  # of tests for one change, as the map has them
PATIENCE = 300  # seconds on the clock
NOTHING_RUN, FAULT = 5, 70  # pytest's code, and that of a child of ours that broke before its tests
NEAR = 3  # files whose tests are asked first


def copied(number: int) -> Path:
    """A copy of what git knows of the project, as it stands now."""
    there = PLACE / f"{os.getpid()}-{number}"
    shutil.rmtree(there, ignore_errors=True)
    atexit.register(shutil.rmtree, there, ignore_errors=True)
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, there / name)
    return there


def warmed() -> None:
    """Loads the packages of others once; the tests run in children of this process."""
    import numpy
    import pandas
    import pydantic
    import pytest
    import rich.table
    import scipy.optimize
    import scipy.special
    import scipy.stats
    import typer

    assert all((numpy, pandas, pydantic, pytest, rich.table, scipy.optimize, typer))
    assert "custecon" not in sys.modules


def run_in(there: Path, runs: list[tuple[list[str], object]], say: Path) -> int:
    """Runs pytest in a child in a copy, once or until the first run that fails; its process id."""
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)
    os.chdir(there)
    sys.path.insert(0, str(there / "src"))
    os.environ["PYTHONPATH"] = str(there / "src")
    code = FAULT
    try:
        with say.open("w") as stream, contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            import pytest

            for arguments, plugin in runs:
                code = int(pytest.main(["-q", *arguments], plugins=[plugin]))
                if code not in (0, NOTHING_RUN):
                    break
    except BaseException:  # noqa: BLE001 - whatever it was, the child says it and ends
        traceback.print_exc()
    os._exit(code)


def mapped(afresh: bool) -> Map:
    """The map of tests and lines; what is not in it yet, or has changed since, is run."""
    folder = PLACE / "map"
    if afresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    there = None
    for name, into, digest in stale(ROOT, folder):
        print(f"which lines does {name} run through?", flush=True)
        there = there or copied(0)
        child = run_in(there, [([name], Recorder(there / "src/custecon", into, digest))], there.with_suffix(".log"))
        os.waitpid(child, 0)
    return Map(folder)


def noticed(change: Change, tests: list[str], there: Path, say: Path) -> int:
    """Writes a change into a copy and runs its tests in a child; the id of that process."""
    target = there / change.path
    target.write_text(change.text(), encoding="utf-8")
    os.utime(target, (time.time(), time.time() + change.number))  # never the time of the bytecode that lies there
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    near = set(files[:NEAR])  # few files are collected sooner than many, and most changes do not live to see the rest
    first = [test for test in tests if test.partition("::")[0] in near]
    rest = [test for test in tests if test.partition("::")[0] not in near]
    runs = [(["-x", *sorted(near)], Chosen(first))]
    return run_in(there, [*runs, (["-x", *files[NEAR:]], Chosen(rest))] if rest else runs, say)


def judged(drawn: list[Change], lines: Map, workers: int, seconds: float = SECONDS) -> dict[Change, str]:
    """What became of every change: noticed, survived (or that is no fault), or nothing runs through it.

    `seconds`: of tests for each.
    """
    places = [copied(number) for number in range(workers)]
    sources = {change.module: (ROOT / change.path).read_text(encoding="utf-8") for change in drawn}
    waiting, busy, verdicts, harmless = list(drawn), {}, {}, no_faults()
    while waiting or busy:
        while waiting and places:
            change = waiting.pop()
            tests = lines.tests_of(change.module, change.line, sources[change.module], seconds)
            if not tests:
                verdicts[change] = "no test"
                print("NO TEST", change.shown(), flush=True)
                continue
            there = places.pop()
            say = there.with_suffix(".log")
            busy[noticed(change, tests, there, say)] = (change, there, time.monotonic())
        for child, (change, there, begun) in list(busy.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() - begun < PATIENCE:
                continue
            if not done:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
            code = os.waitstatus_to_exitcode(status) if done else -1
            if code == FAULT:
                raise RuntimeError(there.with_suffix(".log").read_text(encoding="utf-8"))
            verdicts[change] = {0: "survived", -1: "too long", NOTHING_RUN: "no test"}.get(code, "noticed")
            if code == 0:
                why = harmless.get(change.words)
                verdicts[change] = "no fault" if why else "survived"
                print(f"NO FAULT, {why}:" if why else "SURVIVED", change.shown(), flush=True)
            shutil.copy2(ROOT / change.path, there / change.path)
            os.utime(there / change.path, (time.time(), time.time() - 1000 - change.number))
            places.append(there)
            del busy[child]
            if len(verdicts) % 10 == 0:
                print(f"… {len(verdicts)} of {len(drawn)}", flush=True)
        time.sleep(0.02)
    return verdicts


def told(room: str, verdicts: dict[Change, str], there: int, sharp: bool) -> tuple[float, float, int]:
    """The score of a room's sample and its standard error, without what was read and is no fault."""
    found = Counter(verdicts.values())
    good, size = found["noticed"] + found["too long"], sum(found.values())
    kind = "figures, signs, conditions" if sharp else "arguments, names, values taken away"
    print(f"{room}, {kind}: {good} of {size} noticed = {_share(good, size)} (of {there}); {dict(found)}")
    faults = size - found["no fault"]
    if faults < size:
        print(f"    without what was read and is no fault: {good} of {faults} = {_share(good, faults)}")
    share = good / faults if faults else 1.0
    return share, math.sqrt(share * (1 - share) / faults) if faults else 0.0, there


def _share(good: int, size: int) -> str:
    share = good / size if size else 1.0
    return f"{share:.1%} ± {math.sqrt(share * (1 - share) / size) if size else 0.0:.1%}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--size", type=int, default=60, help="changes of every room; two thirds of figures and signs")
    asked.add_argument("--only", nargs="*", default=[], help="modules or rooms, as in metrics/churn.py or tables")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--map", action="store_true", help="find out anew which test runs through which line")
    asked.add_argument("--all", action="store_true", help="every change of the modules that --only names")
    asked.add_argument("--by-hand", action="store_true", help="the changes of by_hand.toml instead")
    given = asked.parse_args()
    PLACE.mkdir(exist_ok=True)
    warmed()
    lines = mapped(given.map)
    rooms = tuple(f"{room}/" for room in given.only)
    names = [name for name in modules() if not given.only or name in given.only or name.startswith(rooms)]
    if given.by_hand:
        drawn = [change for change in made_by_hand() if change.module in names]
        verdicts = judged(drawn, lines, given.workers, 4 * SECONDS)
        missed = [change for change, verdict in verdicts.items() if verdict != "noticed"]
        print(f"{len(verdicts) - len(missed)} of {len(verdicts)} changes made by hand are noticed")
        sys.exit(bool(missed))
    strata = []
    nothing = unchanged(random.Random(given.seed).choice(names))  # noqa: S311 - a sample, no secret
    if judged([nothing], lines, 1) != {nothing: "survived"}:
        raise RuntimeError(
            f"tests fail though nothing was changed in {nothing.module}: every change would seem noticed"
        )
    for room in ROOMS:
        for sharp in (True, False):
            size = 10**9 if given.all else given.size * 2 // 3 if sharp else given.size - given.size * 2 // 3
            part = [name for name in names if name.startswith(room)]
            drawn, there = sampled(part, size, given.seed, lambda kind, sharp=sharp: (kind not in PLAIN) == sharp)
            if drawn:
                strata.append(told(room, judged(drawn, lines, given.workers), there, sharp))
    total = sum(there for _, _, there in strata)
    share = sum(share * there for share, _, there in strata) / total
    error = math.sqrt(sum((error * there / total) ** 2 for _, error, there in strata))
    print(f"all {total} changes, each room by its weight: {share:.1%} ± {error:.1%} noticed")


if __name__ == "__main__":
    main()
