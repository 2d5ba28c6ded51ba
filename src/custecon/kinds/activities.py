"""What was done for clients."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema

ACTIVITIES = Schema(
    "activities",
    "something done for a client, once or several times",
    (
        Role("client", Kind.KEY, "for whom it was done", required=True),
        Role("activity", Kind.KEY, "what was done", required=True),
        Role(
            "times",
            Kind.NUMBER,
            "how many times; 1 if there is no such column",
            en="times, count, quantity, qty, how many",
            ru="количество, кол-во, раз, число, сколько раз",
        ),
    ),
    answered_by="custecon profit CLIENTS --activities FILE",
    rank=8,
)
