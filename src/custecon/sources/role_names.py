"""What the columns of each role are called, as its kind or `role_names.toml` lists it: all languages together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from custecon.core.schemas import Role
from custecon.kinds import EVERY


@cache
def _listed() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _parted(text: str) -> tuple[str, ...]:
    return tuple(name for each in text.split(",") if (name := " ".join(each.split())))


def own_names(role: Role) -> tuple[str, ...]:
    """The headers that a kind says to mean its role and nothing else; none where several kinds have it."""
    return (*_parted(role.en), *_parted(role.ru))


def _every_name() -> dict[str, tuple[str, ...]]:
    """The headers of each role by its name: those that several kinds have, then those of each kind."""
    found = {
        role: tuple(name for line in lines.values() for name in _parted(line))
        for role, lines in _listed()["names"].items()
    }
    for role in (role for kind in EVERY for role in kind.roles):
        if names := own_names(role):
            found.setdefault(role.name, names)
    return found


def hints_at(role: str) -> frozenset[str]:
    """The words of headers that hint at a role; none for most."""
    return frozenset(word for line in _listed()["hints"].get(role, {}).values() for word in line.split())


def words(name: str) -> frozenset[str]:
    """The words of one list that the hints are weighed with."""
    return frozenset(word for line in _listed()["words"][name].values() for word in line.split())


NAMES: Mapping[str, tuple[str, ...]] = _every_name()
