"""What activities cost."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema

PRICES = Schema(
    "activity prices",
    "one activity and what it costs once",
    (
        Role("activity", Kind.KEY, "what is done", required=True),
        Role(
            "price",
            Kind.MONEY,
            "what it costs once",
            blank=True,
            en="price, price each, cost each, cost per unit, unit cost, rate",
            ru="цена, тариф, ставка, стоимость, стоимость единицы, цена за раз",
        ),
        Role(
            "minutes",
            Kind.NUMBER,
            "how many minutes it takes once",
            blank=True,
            en="minutes, minutes each, duration",
            ru="минут, минуты, минут на раз, длительность",
        ),
        Role(
            "minute_price",
            Kind.MONEY,
            "what a minute of it costs",
            blank=True,
            en="minute price, price per minute, cost per minute",
            ru="цена минуты, стоимость минуты",
        ),
        Role(
            "department",
            Kind.TEXT,
            "who does it",
            blank=True,
            en="department, team",
            ru="отдел, подразделение",
        ),
        Role(
            "department_cost",
            Kind.MONEY,
            "what this department cost in the time",
            blank=True,
            en="department cost, cost of department, team cost",
            ru="затраты отдела, стоимость отдела",
        ),
        Role(
            "capacity",
            Kind.NUMBER,
            "minutes in which it can really work in the time",
            blank=True,
            en="capacity, capacity minutes, practical capacity",
            ru="ресурс, фонд времени, мощность",
        ),
    ),
    any_of=("price", "minutes"),
    adds_up=False,
    answered_by="custecon profit CLIENTS --activities LOG --prices FILE",
    rank=9,
)
