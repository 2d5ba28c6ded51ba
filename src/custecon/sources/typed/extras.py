"""Packages that only some sources need: extras; where one is not there, the line that installs it is told."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from custecon.sources.opening import refuse


def needed(module: str, extra: str, name: str, what: str) -> Any:
    """A module of such a package. `extra`: the extra that brings it; `what` is read with it.

    Raises:
        InputRefused: E320 it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise refuse("E320", name, what=what, extra=extra) from None
