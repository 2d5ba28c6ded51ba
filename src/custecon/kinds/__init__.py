"""Kinds of files: each a module that declares a `Schema`, and nothing else knows what its columns are.

A module that stands here is found: its kind is told by its header like any other, and asked for by its name. Which
columns of a file are read as what is decided in `sources`.
"""

from importlib import import_module
from pkgutil import iter_modules

from custecon.core.schemas import Schema


def _declared() -> tuple[Schema, ...]:
    """Every kind that a module declares, by rank."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, Schema)]
    return tuple(sorted(dict.fromkeys(kinds), key=lambda kind: (kind.rank, kind.name)))


EVERY = _declared()  # some are one list, asked for different things
SCHEMAS: dict[str, Schema] = {kind.name: kind for kind in reversed(EVERY)}
SCHEMAS = {name: SCHEMAS[name] for name in dict.fromkeys(kind.name for kind in EVERY)}
