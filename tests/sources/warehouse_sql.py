"""Every question of the ledger as warehouses are asked it, one text a warehouse: they are read here, and not run.

python -m tests.sources.warehouse_sql    writes the texts anew, to be looked at
"""

import datetime as dt
from pathlib import Path

from custecon.sources.engines.relation_ledger import RelationLedger

FOLDER = Path(__file__).parent / "warehouses"
WAREHOUSES = ("bigquery", "snowflake", "trino")


def asked():
    """Every question, of a log with order numbers and a group."""
    import ibis

    columns = {"client": "string", "day": "int32", "amount": "int64", "number": "string", "region": "string"}
    ledger = RelationLedger(ibis.table(columns, name="orders"), 2, None, "number", {"Region": "region"})
    day, cut = dt.date(2024, 12, 31), dt.date(2024, 6, 30)
    starts = [dt.date(2024, 1, 1), dt.date(2024, 7, 1)]
    return {
        "clients": ledger.asked_of_clients(day, cut),
        "days bought": ledger.asked_of_days_bought(day),
        "paid by day": ledger.asked_of_paid(day),
        "brought": ledger.asked_of_money_by_day(cut, day),
        "in periods": ledger.asked_in_periods(starts, day),
        "by value": ledger.asked_by_value("Region", starts, day),
        "grouped": ledger.asked_of_group("Region"),
        "days": ledger.asked_of_days(),
    }


def text_for(warehouse):
    """The questions in the SQL of a warehouse."""
    import ibis

    texts = (f"-- {name}\n{ibis.to_sql(question, dialect=warehouse)};\n" for name, question in asked().items())
    return "\n".join(texts)


def main():
    for warehouse in WAREHOUSES:
        (FOLDER / f"{warehouse}.sql").write_text(text_for(warehouse), encoding="utf-8")


if __name__ == "__main__":
    main()
