"""A total, and who signs, may stand in the column of the date, where reports of 1C have them."""

import pytest

from custecon.core.errors import InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read

ROWS = "Период;Контрагент;Номер;Сумма\n01.02.2024;ООО Ромашка;1;1 000,00\n05.03.2024;ИП Петров;2;71 840,00\n"


def read_text(text, tmp_path, **options):
    path = tmp_path / "1c.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, (ORDERS,), options=ReadingOptions(preset="1c", **options))


@pytest.mark.parametrize("label", ["Итого", "Итого:", "ВСЕГО", "Итого за 2024 год", "Итого по ИП Петров"])
@pytest.mark.parametrize("foot", ["", "Главный бухгалтер;;Петрова;\n", "Главный бухгалтер;;Петрова;\n;;;\n"])
def test_the_total_is_skipped_and_compared(label, foot, tmp_path) -> None:
    found = read_text(f"{ROWS}{label};;;72 840,00\n{foot}", tmp_path)
    assert found.controls.used == 2
    assert found.controls.skipped["total rows"] == 1
    assert str(found.controls.totals["amount"]) == "72840.00"
    (told,) = [one for one in found.notices if one.code == "N204"]
    assert "72 840,00" in str(told)
    assert "equals the sum" in str(told)


@pytest.mark.parametrize(
    "row",
    [
        "06.03.2024;;3;5,00\n",  # a sale without a client
        "Главный бухгалтер;;Петрова;\n",  # no total above it
        "март;;3;5,00\n",  # money of nobody on no day
        "Итого;;;\n",  # a total of nothing
    ],
)
def test_a_row_with_a_hole_is_still_refused(row, tmp_path) -> None:
    with pytest.raises(InputRefused):
        read_text(ROWS + row, tmp_path)


def test_data_after_the_total_are_used(tmp_path) -> None:
    found = read_text(f"{ROWS}Итого;;;72 840,00\n06.03.2024;ИП Петров;3;5,00\n", tmp_path)
    assert found.controls.used == 3
