"""The door: `custecon` and `python -m custecon`. A Ctrl-C is one line even while the program is still being loaded."""

import sys


def main() -> None:
    """Load the command line and run it."""
    try:
        from custecon.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("custecon: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
