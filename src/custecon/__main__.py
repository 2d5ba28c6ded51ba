"""The door: `custecon` and `python -m custecon`. A Ctrl-C is one line even while the program is still being loaded."""

import gc
import os
import signal
import sys

INTERNAL_FAULT, INTERRUPTED = 1, 130  # of ExitCode, which may not have been loaded yet


def main() -> None:
    """Load the command line, run it, and end."""
    # The threads of OpenBLAS, which most builds of NumPy use, wait by spinning, for nothing that is as small as what is
    # reckoned here; and how they share a sum would make its last digits depend on how many processors there are.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(100_000)  # nearly all that one run makes stays to its end: looking for cycles so often finds none
    try:
        from custecon.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("custecon: interrupted\n")
        _end(INTERRUPTED)
    except MemoryError:
        sys.stderr.write("custecon: error E902: there is not enough memory even to begin\n")
        _end(INTERNAL_FAULT)
    except SystemExit as ended:
        _end(ended.code)


def _end(code: str | int | None) -> None:
    """End at once: taking a million rows to pieces object by object would only keep the person waiting.

    All that was written is out before; where it cannot be, Python ends a broken stream its own way.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # what is left to do is done in no time
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    if not isinstance(code, int):
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    main()
