# ruff: noqa: E501
"""Files of a language that is not known: what was not looked at is named; old letters of the West are offered."""

import pytest

VERMERK = "Kunde;Rechnungsnummer;Datum;Nettobetrag;Vermerk\nAcme;1;05.01.2024;100,00;\nBeta;2;15.01.2024;200,00;X\nAcme;3;05.02.2024;50,00;\n"
FACTURES = "Acheteur;Pièce;Jour;Montant;Genre\nAcme;1;05.01.2024;100,00;Facture\nBeta;2;15.01.2024;200,00;Devis\nAcme;3;05.02.2024;50,00;Facture\n"
PEDIDOS = "Comprador,Fecha,Importe,Situación\nAcme,2024-01-05,100,hecho\nBeta,2024-01-15,200,anulado\nAcme,2024-02-05,50,hecho\n"
FILES = {
    "German": (VERMERK, "--client Kunde --amount Nettobetrag --date Datum", "Vermerk", "X", "Vermerk="),
    "French": (FACTURES, "--client Acheteur --amount Montant --date Jour", "Genre", "Devis", "Genre=Facture"),
    "Spanish": (PEDIDOS, "--client Comprador --amount Importe --date Fecha", "Situación", "anulado", "Situación=hecho"),
}


@pytest.mark.parametrize("language", FILES)
def test_columns_of_few_texts_that_no_known_name_has_are_named(ask, language):
    text, named, header, value, only = FILES[language]
    said = ask(f"check {{file}} {named}", text)
    assert (said.code, float(said.total)) == (0, 350)
    assert said.tells("in no language that is known", header, value, f"status={header}")
    asked = ask(f"check {{file}} {named} --map status={header}", text)
    assert asked.code == 3
    assert asked.tells(header, "is this money", value)
    right = ask(f"check {{file}} {named} --only '{only}'", text)
    assert float(right.total) == 150
    assert not right.tells("in no language that is known")


@pytest.mark.parametrize("text", [
    "Customer,Date,Amount,Colour\nAcme,2024-01-05,100,red\nBeta,2024-01-15,200,blue\nAcme,2024-02-05,50,red\n",
    "Клиент,Дата,Сумма,Цвет\nДуб,2024-01-05,100,синий\nЕль,2024-01-15,200,синий\nДуб,2024-02-05,50,алый\n",
])  # fmt: skip
def test_a_file_whose_names_are_known_is_not(ask, text):
    client, date, amount = text.split("\n")[0].split(",")[:3]
    for command in ("check {file}", f"check {{file}} --client {client} --date {date} --amount {amount}"):
        said = ask(command, text)
        assert (said.code, said.total) == (0, "350")
        assert not said.tells("in no language that is known")


@pytest.mark.parametrize(("name", "encoding", "likely"), [
    ("Müller", "cp1252", "windows-1252"), ("Façade Élysée", "cp1252", "windows-1252"), ("Дуб", "koi8-r", "windows-1251"),
])  # fmt: skip
def test_the_encoding_that_the_words_speak_for_is_offered(ask, name, encoding, likely):
    text = f"client,date,amount\n{name},2024-01-05,100\n".encode(encoding)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("is no letter", f"--encoding {likely}")
    if likely == "windows-1252":
        assert ask(f"check {{file}} --encoding {likely}", text).total == "100"
