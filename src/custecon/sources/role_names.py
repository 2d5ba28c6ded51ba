"""What the columns of each role are called, as `role_names.toml` lists it: all languages together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _listed() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def names_of(role: str) -> tuple[str, ...]:
    """The headers that mean a role and nothing else."""
    return tuple(name.strip() for line in _listed()["names"][role].values() for name in line.split(","))


def hints_at(role: str) -> frozenset[str]:
    """The words of headers that hint at a role; none for most."""
    return frozenset(word for line in _listed()["hints"].get(role, {}).values() for word in line.split())


def words(name: str) -> frozenset[str]:
    """The words of one list that the hints are weighed with."""
    return frozenset(word for line in _listed()["words"][name].values() for word in line.split())


ROLES: tuple[str, ...] = tuple(_listed()["names"])  # that have names
