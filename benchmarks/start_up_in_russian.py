"""How much longer a one-formula command takes in Russian than in English, in one interleaved run.

    python benchmarks/start_up_in_russian.py [RUNS]

Prints the median processor times (user and system) of both and of their differences, run by run; the goal is at most
15 ms. Processor time, since a busy machine does not lengthen it much. Both run from compiled bytecode, as an installed
program does, and the order of the two changes with every run.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FIGURES = ["ltv", "--margin", "100", "--retention", "0.8", "--discount", "0.1", "-f", "table"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """User and system time of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 41
    ours = [str(Path(sys.executable).with_name("custecon")), *FIGURES]
    times: dict[str, list[float]] = {"en": [], "ru": []}
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        for language in times:
            seconds([*ours, "--lang", language], environment)  # the first run fills the caches
        for run in range(runs):
            for language in (("en", "ru"), ("ru", "en"))[run % 2]:
                times[language].append(seconds([*ours, "--lang", language], environment))
    for language, found in times.items():
        print(f"{language}: median {statistics.median(found) * 1000:.1f} ms of processor time")
    more = statistics.median(ru - en for en, ru in zip(times["en"], times["ru"], strict=True))
    print(f"Russian takes {more * 1000:+.1f} ms (median of {runs} pairs; the goal is at most 15 ms)")


if __name__ == "__main__":
    main()
