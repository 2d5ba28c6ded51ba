"""A cell that names several clients of the file is told with its money, in small logs and in big ones."""

import pytest

from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions
from custecon.sources.engines import duck


def log_of(*names):
    days = [f"2025-0{n % 9 + 1}-11" for n in range(len(names))]
    return "client,date,amount\n" + "".join(
        f"{name},{day},{100 * 2**n}\n" for n, (name, day) in enumerate(zip(names, days, strict=True))
    )


@pytest.mark.parametrize("joined", ["Acme; Beta", "Beta;Acme", "Acme / Beta", "Acme | Beta"])
def test_several_clients_in_one_cell_are_told_with_their_money(ask, joined):
    said = ask("check {file}", log_of("Acme", "Beta", joined))
    assert (said.clients, said.total) == (3, "700")
    assert said.tells("N290", joined, "1 row", "400")


@pytest.mark.parametrize("names", [("Acme", "Beta", "Acme; Gamma"), ("Acme", "Beta", "Acme, Beta"), ("A", "B", "A/B")])
def test_what_may_be_one_name_is_not_told(ask, names):
    said = ask("check {file}", log_of(*(f'"{name}"' for name in names)))
    assert said.clients == 3
    assert not said.tells("N290")


@pytest.mark.parametrize(("last", "exact"), [("C001; C002", True), ("C001; X", False)])
def test_a_big_log_with_such_a_cell_is_the_exact_readers(tmp_path, last, exact):
    path = tmp_path / "log.csv"
    rows = "".join(
        f"C{n % 90:03},2024-{n % 12 + 1:02}-{n % 28 + 1:02},{n % 97 + 1}.{n % 89 + 10}\n" for n in range(900)
    )
    path.write_text(f"client,date,amount\n{rows}{last},2024-05-05,7.77\n", encoding="utf-8")
    assert (duck.summarise(path, str(path), (ORDERS,), ReadingOptions()) is None) == exact
