"""A result into a file from Python: the same writers, the same bytes, the same care as the command line."""

from __future__ import annotations

import os
import warnings

from custecon.core.errors import Notice
from custecon.core.results import Result
from custecon.render import output_formats, safe_files


def shown(result: Result) -> str:
    """The result as a terminal of 80 columns has it by default, in words of Python."""
    return output_formats.written(result, "table", output_formats.Look(typed=False)).decode()


def save(result: Result, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a result in the format that the suffix says. What the writer itself has to say is a warning.

    Raises:
        UsageError: E114 no such suffix is known. OutputRefused: it cannot be written there, or stands there already
            without `force`; a file that the result was made from is never written over.
    """
    name = os.fspath(path)
    form = output_formats.format_of(name)
    inputs = [controls.file for part in (result, *result.parts) for controls in part.controls]
    target = safe_files.Target(name, force=force, inputs=inputs)
    told: list[Notice] = []
    safe_files.place(target, output_formats.pieces(result, form, output_formats.Look(full=True, tell=told.append)))
    for one in told:
        warnings.warn(str(one), stacklevel=4)  # whoever called `Result.save`
