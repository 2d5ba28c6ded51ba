"""Roles that several kinds of file have; what their columns are called stands in `sources/role_names.toml`."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role

CLIENT = Role(
    "client",
    Kind.KEY,
    "who buys: a name or a number that is the same on every row of that client",
    required=True,
)
GROUPS = (
    Role("segment", Kind.TEXT, "a group of clients of your own", blank=True, group=True),
    Role("channel", Kind.TEXT, "where the client came from", blank=True, group=True),
    Role("manager", Kind.TEXT, "who looks after the client", blank=True, group=True),
)
OWN_GROUP = Role("group", Kind.TEXT, "a column that was named to add up by", blank=True, group=True)  # under any header
