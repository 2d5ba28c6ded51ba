# ruff: noqa: E501
"""Suppliers, and companies of one's own group, that stand among the clients of a file."""

import shlex

import pytest
from said import JUDGE


def followed(ask, command, text, said):
    """What each cure of a refusal comes to."""
    return [
        ask(f"{command} {' '.join(map(shlex.quote, words))}", text) for words in JUDGE.options(said.doc, "", "/nowhere")
    ]


LISTS = [  # header, a client, no client
    ("Type", "Customer", "Supplier"), ("Customer type", "Customer", "Vendor"), ("Role", "Client", "Suppliers"),
    ("Customer group", "Retail", "Intercompany"), ("Segment", "Retail", "Inter-company"),
    ("Relationship", "Reseller", "Group companies"), ("Account category", "Key", "Related party"),
    ("Вид контрагента", "Покупатель", "Поставщик"), ("Тип компании", "Клиент", "Поставщики"), ("Роль", "Клиент", "Поставщик"),
    ("Группа", "Розница", "Внутригрупповые"), ("Группа клиентов", "Опт", "Собственные компании"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "client", "other"), LISTS)
def test_a_supplier_in_a_list_is_asked_about(ask, header, client, other):
    """1,000 + 500 = 1,500; with the 9,000 of whom the firm pays itself it would be 10,500."""
    text = f"Client;{header};Annual revenue\nA;{client};1000\nP;{other};9000\nB;{client};500\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", header, other, "9,000")
    out = ask(f"check {{file}} --leave-out {shlex.quote(f'{header}={other}')}", text)
    assert (float(out.total), out.clients) == (1500, 2)
    assert sorted({float(one.total) for one in followed(ask, "check {file}", text, said)}) == [1500, 10500]


@pytest.mark.parametrize(("header", "client", "other"), LISTS)
def test_a_supplier_in_a_log_is_asked_about(ask, header, client, other):
    """100 + 50 = 150; with the 200 it would be 350."""
    text = (
        f"Date;Client;{header};Amount\n2024-01-05;A;{client};100\n2024-01-15;P;{other};200\n2024-02-05;A;{client};50\n"
    )
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", header, other, "200")
    assert sorted({float(one.total) for one in followed(ask, "check {file}", text, said)}) == [150, 350]


def test_a_supplier_in_a_list_by_profit_is_asked_about(ask):
    """1,000 − 600 = 400."""
    text = "Client,Type,Revenue,Cost\nA,Customer,1000,600\nP,Supplier,9000,100\n"
    said = ask("profit {file}", text)
    assert said.tells("E250", "Supplier")
    assert float(ask("profit {file} --leave-out Type=Supplier", text).figure("total_profit")) == 400


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("Type", "Supplier invoice", "Customer invoice"),
        ("Document", "Purchase from supplier", "Invoice"),
        ("Вид операции", "Оплата поставщику", "Оплата от клиента"),
        ("Вид операции", "Возврат поставщику", "Продажа клиенту"),
    ],
)
def test_a_document_of_a_supplier_is_no_sale(ask, header, one, other):
    text = f"Date;Client;{header};Amount\n2024-01-05;A;{other};100\n2024-01-15;P;{one};200\n2024-02-05;B;{other};50\n"
    said = ask("check {file}", text)
    assert said.tells("E250", one, "--leave-out")
    assert not said.tells("--minus")
    assert float(ask(f"check {{file}} --leave-out {shlex.quote(f'{header}={one}')}", text).total) == 150


@pytest.mark.parametrize(("header", "values"), [
    ("Type", ("Customer", "Client and supplier")), ("Channel", ("Vendor Central", "Seller Central")),
    ("Vendor", ("Supplier House", "North Supplies")), ("Сегмент", ("Поставщики услуг связи", "Розница")),
    ("Role", ("Customer", "Reseller")), ("Type", ("Customer", "Partner")), ("Order type", ("Vendor Central", "Web")),
])  # fmt: skip
def test_what_only_speaks_of_suppliers_is_no_question(ask, header, values):
    rows = "".join(f"2024-0{n}-05;C{n};{value};100\n" for n, value in enumerate(values * 2, 1))
    said = ask("check {file}", f"Date;Client;{header};Amount\n{rows}")
    assert said.code == 0, said.all
    assert float(said.total) == 400
