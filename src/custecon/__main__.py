"""The door: `custecon` and `python -m custecon`. A Ctrl-C is one line even while the program is still being loaded."""

import gc
import sys


def main() -> None:
    """Load the command line and run it."""
    gc.set_threshold(100_000)  # nearly all that one run makes stays to its end: looking for cycles so often finds none
    try:
        from custecon.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("custecon: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
