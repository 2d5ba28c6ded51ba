"""Dissatisfied clients: who complained, who was satisfied, who stayed."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema

COMPLAINTS = Schema(
    "complaints",
    "one client, or one case of a client",
    (
        Role(
            "complained",
            Kind.FLAG,
            "whether the client complained",
            required=True,
            en="complained, complains, complaint, complaints, has complained",
            ru="жаловался, жалоба, жалобы, пожаловался, есть жалоба",
        ),
        Role(
            "stayed",
            Kind.FLAG,
            "whether the client stayed",
            en="stayed, stays, kept, retained, still client, still a client, active, is active",
            ru="остался, остался клиентом, удержан, активен",
        ),
        Role("left", Kind.FLAG, "whether the client left"),
        Role(
            "satisfied",
            Kind.FLAG,
            "whether a client who complained was satisfied by the answer",
            blank=True,
            en="satisfied, satisfied with answer, resolved, satisfied with resolution",
            ru="удовлетворен, доволен, удовлетворен ответом, решено",
        ),
        Role(
            "quickly",
            Kind.FLAG,
            "whether they were satisfied quickly",
            blank=True,
            en="quickly, quick, satisfied quickly, resolved quickly",
            ru="быстро, решено быстро",
        ),
        Role(
            "dissatisfied",
            Kind.FLAG,
            "whether the client had reason to complain; without it every row counts",
            en="""
dissatisfied, had a problem, had problem, had problems, has problem, has a problem, problem, had an issue, had
issue, had issues""",
            ru="недоволен, была проблема, были проблемы, есть проблема, проблема, проблемы",
        ),
        Role("client", Kind.KEY, "who the client is; each must then stand on one row", blank=True),
    ),
    any_of=("stayed", "left"),
    answered_by="custecon iceberg FILE",
    rank=6,
)
