"""How long a one-formula command takes beside a one-command program on the same Typer, in one interleaved run.

    python benchmarks/start_up.py [RUNS]

Prints the median wall times and their ratios: of a command with a formula, and of the list of commands. The goal is a
ratio of at most 1.25. Both run from compiled bytecode, as an installed program does.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
@app.command()
def main(margin: float = typer.Option(...), retention: float = typer.Option(...), discount: float = typer.Option(...)):
    print(margin * retention / (1 + discount - retention))
app()
"""
FIGURES = ["--margin", "100", "--retention", "0.8", "--discount", "0.1"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    ours = str(Path(sys.executable).with_name("custecon"))
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        peer_file = Path(folder, "peer.py")
        peer_file.write_text(PEER)
        commands = {
            "one-command Typer program": [sys.executable, str(peer_file), *FIGURES],
            "custecon ltv from figures": [ours, "ltv", *FIGURES],
            "custecon --help": [ours, "--help"],
        }
        for command in commands.values():
            seconds(command, environment)  # the first run fills the caches
        rounds = [[seconds(command, environment) for command in commands.values()] for _ in range(runs)]
    for place, name in enumerate(commands):
        median = statistics.median(times[place] for times in rounds)
        ratio = statistics.median(times[place] / times[0] for times in rounds)
        print(f"{name}: median {median * 1000:.0f} ms, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
