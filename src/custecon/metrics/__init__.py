"""The published formulas, a file a topic: pure functions that the core traces. No files, no tables, no printing."""

from importlib import import_module
from pkgutil import iter_modules

__all__ = ["load_all"]


def load_all() -> None:
    """Bring every metric into the catalogue: a new file in this folder is found by itself."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
