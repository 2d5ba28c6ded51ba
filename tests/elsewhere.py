"""Run a large part of the tests on other Pythons, or on the lowest declared versions: `make pythons`, `make lowest`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOWEST = "lowest"


def candidates(version: str) -> Iterator[Path]:
    """Where a Python of this version usually is: on the path, or among those that pyenv keeps."""
    for folder in os.get_exec_path():
        yield Path(folder, f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}.*"), reverse=True):
        yield folder / "bin" / "python"


def answers(python: Path, version: str) -> bool:
    """Whether it runs and is of that version; a pyenv shim is there and does neither."""
    asked = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    return ran.returncode == 0 and ran.stdout.strip() == version


def found(version: str) -> Path | None:
    there = (python for python in candidates(version) if os.access(python, os.X_OK))
    return next((python for python in there if answers(python, version)), None)


def tested(name: str, python: Path, tests: list[str]) -> bool:
    """Whether the tests pass with this Python, in an environment of their own that is gone afterwards."""
    uv = [sys.executable, "-m", "uv"]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder, "bin", "python")
        subprocess.run([*uv, "venv", "-q", "--no-python-downloads", "--python", python, folder], check=True)
        resolution = ["--resolution", "lowest-direct"] if name == LOWEST else []
        subprocess.run([*uv, "pip", "install", "-q", "--python", inside, *resolution, "-e", f"{ROOT}[dev]"], check=True)
        sys.stdout.write(f"+ {name}: {python}\n")
        sys.stdout.flush()
        passed = subprocess.run([inside, "-m", "pytest", "-n", "2", *tests], check=False, cwd=ROOT).returncode == 0
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(f"{name}: {'passed' if passed else 'FAILED'} in {minutes:.1f} minutes\n")
    return passed


def main(arguments: list[str]) -> int:
    versions = [argument for argument in arguments if argument == LOWEST or argument.startswith("3.")]
    tests = [argument for argument in arguments if argument not in versions]
    failed = []
    for name in versions:
        python = Path(sys.executable) if name == LOWEST else found(name)
        if python is None:
            sys.stdout.write(f"Python {name} is not here: its tests are skipped\n")
        elif not tested(name, python, tests):
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
