"""How long a one-formula command takes beside a one-command program on the same Typer, in one interleaved run.

    python benchmarks/start_up.py [RUNS]

Prints the median wall time of both and their ratio. The goal is a ratio of at most 1.5.
"""

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


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    ours = [str(Path(sys.executable).with_name("custecon")), "ltv", *FIGURES]
    with tempfile.TemporaryDirectory() as folder:
        peer_file = Path(folder, "peer.py")
        peer_file.write_text(PEER)
        peer = [sys.executable, str(peer_file), *FIGURES]
        for command in (ours, peer):
            seconds(command)  # the first run fills the caches
        pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    one, other = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"custecon ltv from figures: median {one * 1000:.0f} ms")
    print(f"one-command Typer program: median {other * 1000:.0f} ms")
    print(f"ratio, median of {runs} pairs: {ratio:.2f} (goal: at most 1.5)")


if __name__ == "__main__":
    main()
