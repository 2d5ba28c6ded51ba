"""Install custecon without development packages into a fresh environment and use it; run by `make smoke`."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python, program = Path(folder, "bin", "python"), Path(folder, "bin", "custecon")
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", ROOT], check=True)
        figures = ["ltv", "--margin", "100", "--retention", "80%", "--discount", "10%"]
        for arguments in (["-h"], ["--version"], figures, ["sample", "files"]):
            ran = subprocess.run([program, *arguments], check=True, capture_output=True, text=True, cwd=folder)
            sys.stdout.write(ran.stdout.splitlines()[0] + "\n")
    sys.stdout.write("smoke: 4 passed, 0 failed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
