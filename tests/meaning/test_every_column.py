"""Every column of a file is accounted for: something is taken from it, it is looked at, or it is named as not used."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# command -> header and rows of a file that it answers as it stands
FILES = {
    "check": ("client,date,amount", ["Alder,2024-01-05,10", "Birch,2024-02-05,20"]),
    "ltv --retention 80% --discount 10%": ("client,revenue,margin", ["Alder,1000,400", "Birch,800,300"]),
    "ltv --retention 80% --discount 10% --as orders": (
        "Клиент,Дата,Сумма", ["Ольха,05.01.2023,10", "Берёза,05.02.2024,20"]),
    "profit": ("Клиент,Выручка,Себестоимость", ["Ольха,1000,600", "Берёза,800,300"]),
    "cac": ("channel,spend,new clients", ["Search,1000,10", "Fair,500,5"]),
    "churn-cost --as clients": ("client,active,revenue", ["Alder,yes,1000", "Birch,no,500"]),
    "iceberg": ("client,complained,stayed", ["Alder,yes,yes", "Birch,no,no"]),
    "ltv --method sbg --as subscriptions": ("client,start,end,fee",
        ["Alder,2022-01-05,2023-01-05,10", "Birch,2022-02-05,,20", "Cedar,2022-02-05,2024-02-05,20"]),
}  # fmt: skip
# headers that one command or another looks at, and what stands below them without changing anything
BESIDE = {
    "Quantity": "1", "Кол-во": "1", "Currency": "USD", "Валюта": "USD", "Status": "paid", "Статус": "оплачен",
    "Deal stage": "won", "Тип": "Продажа", "Delivery": "Spain", "Доставка": "0", "Refunds": "0", "Возвращено": "",
    "Discount %": "5", "Lifecycle Stage": "customer", "Company": "Acme", "E-mail": "", "Note": "x", "Tax": "0",
    "Is test": "no", "Probability": "100", "Order ID": "", "Менеджер": "Ann",
}  # fmt: skip


def sheet(command, beside):
    header, rows = FILES[command]
    beside = [name for name in beside if name.casefold() not in header.casefold().split(",")]
    lines = [[header, *beside], *([row, *(BESIDE[name] for name in beside)] for row in rows)]
    return [*header.split(","), *beside], "".join(",".join(line) + "\n" for line in lines)


def accounted_for(controls):
    taken = [said["value"] for said in controls["columns"].values()]
    return taken, controls["looked_at_columns"], controls["unused_columns"]


@pytest.mark.parametrize("command", FILES)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beside=st.lists(st.sampled_from(sorted(BESIDE)), unique=True, max_size=6))
def test_every_header_is_taken_looked_at_or_named_as_not_used(ask, command, beside):
    headers, text = sheet(command, beside)
    name, *options = command.split(" ")
    said = ask(" ".join([name, "{file}", *options]), text)
    for controls in said.doc.get("control_totals", []):
        taken, looked_at, unused = accounted_for(controls)
        assert not {*looked_at} & {*unused}
        for header in headers:
            assert any(header in value for value in taken) or header in looked_at or header in unused, header


@pytest.mark.parametrize("command", FILES)
def test_the_files_are_answered(ask, command):
    name, *options = command.split(" ")
    said = ask(" ".join([name, "{file}", *options]), sheet(command, [])[1])
    assert said.code == 0, said.all
    assert not any(accounted_for(said.doc["control_totals"][0])[1:])


@pytest.mark.parametrize(
    ("command", "text", "header"),
    [
        ("profit {file}", "client,revenue,cost,Quantity\nAlder,1000,600,10\nBirch,800,480,8\n", "Quantity"),
        ("profit {file}", "Клиент;Выручка;Себестоимость;Валюта\nОльха;1000;600;RUB\nБерёза;800;300;RUB\n", "Валюта"),
        ("check {file}", "client,date,amount,Delivery\nAlder,2024-01-05,10,France\n", "Delivery"),
        ("check {file}", "client,date,amount,Status\nAlder,2024-01-05,10,paid\n", "Status"),
    ],
)
def test_a_column_that_is_only_looked_at_is_named(ask, command, text, header):
    said = ask(command, text)
    assert said.doc["control_totals"][0]["looked_at_columns"] == [header]
