"""How many of those who began together are still clients."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema

SURVIVAL = Schema(
    "survival",
    "one period of a cohort",
    (
        Role(
            "period",
            Kind.COUNT,
            "how many periods have passed since all began, 0 for the start",
            required=True,
            en="period, month, year, quarter, week, t",
            ru="период, месяц, год, квартал, неделя",
        ),
        Role(
            "survivors",
            Kind.COUNT,
            "how many of them are still clients",
            required=True,
            en="survivors, alive, remaining, still clients, still there, clients, customers, subscribers",
            ru="осталось, остались, осталось клиентов, клиентов, подписчиков",
        ),
    ),
    adds_up=False,
    answered_by="custecon ltv FILE --method auto",
    rank=4,
)
