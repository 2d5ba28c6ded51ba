"""What was spent on winning clients."""

from __future__ import annotations

from custecon.core.schemas import Kind, Role, Schema

SPENDING = Schema(
    "spending",
    "what was spent on one channel, campaign or advertisement in one time",
    (
        Role(
            "spend",
            Kind.MONEY,
            "what was paid to win clients",
            required=True,
            en="""
spend, spent, actual spend, fact, ad spend, adspend, amount spent, marketing spend, acquisition spend, budget,
cost, costs""",
            ru="""
факт, фактически, затраты, расход, расходы, потрачено, потрачено всего, израсходовано, сумма расходов, бюджет,
затраты на рекламу, расход на рекламу, рекламный бюджет""",
        ),
        Role(
            "new_clients",
            Kind.COUNT,
            "clients won by it who paid for the first time",
            blank=True,
            en="""
new clients, new customers, customers acquired, clients won, customers won, acquired, first purchases, first
orders, new buyers""",
            ru="""
новые клиенты, новых клиентов, новые покупатели, новых покупателей, первые покупки, привлечено, привлечено
клиентов""",
        ),
        Role("channel", Kind.TEXT, "where it was spent, such as search or fair", blank=True, group=True),
        Role(
            "campaign",
            Kind.TEXT,
            "the campaign",
            blank=True,
            group=True,
            en="campaign, campaign id, campaign name",
            ru="кампания, рекламная кампания, название кампании, id кампании",
        ),
        Role(
            "advert",
            Kind.TEXT,
            "the advertisement",
            blank=True,
            group=True,
            en="ad, ad id, ad name, advert, advertisement, advertisement id",
            ru="объявление, id объявления",
        ),
        Role("date", Kind.DATE, "a day of the time it was spent in", blank=True),
        Role(
            "month",
            Kind.TEXT,
            "the month, as 2024-01 or Jan-24",
            blank=True,
            group=True,
            en="month, period, year month, month year, month of year, reporting month, reporting period",
            ru="месяц, период, месяц года, месяц и год, год и месяц, отчетный месяц, отчетный период",
        ),
        Role(
            "year",
            Kind.TEXT,
            "the year of months that name none",
            blank=True,
            en="year",
            ru="год, отчетный год",
        ),
    ),
    answered_by="custecon cac FILE",
    rank=5,
)
