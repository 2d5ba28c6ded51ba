"""The names of months in English and Russian, whole and short, by their number."""

from __future__ import annotations

__all__ = ["MONTH_NAMES"]

MONTH_NAMES: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan январь января янв", "february feb февраль февраля фев февр", "march mar март марта мар",
        "april apr апрель апреля апр", "may май мая", "june jun июнь июня июн", "july jul июль июля июл",
        "august aug август августа авг", "september sep sept сентябрь сентября сен сент",
        "october oct октябрь октября окт", "november nov ноябрь ноября ноя нояб",
        "december dec декабрь декабря дек",
    ),
    1,
):  # fmt: skip
    MONTH_NAMES.update(dict.fromkeys(_names.split(), _number))
