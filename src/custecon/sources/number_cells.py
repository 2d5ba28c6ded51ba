"""The numbers of one column, checked together: which signs they prove, their values, which are no such number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from custecon.core.phrases import say
from custecon.core.schemas import Decided, Kind, Role
from custecon.sources import amounts
from custecon.sources.cell_by_cell import blank, distinct, foreign, scientific, spread
from custecon.sources.column_checks import Bad, Checked, Percent, Priced, Stop, Timed, no_money, text_of
from custecon.sources.wording import BLANKS, shown

_SIDE = re.compile(r"(?P<number>[0-9][0-9.,' ]*?)[ ]?(?P<side>(?i:cr|dr))\.?")  # of an account


def check_numbers(role: Role, cells: Sequence[Any], decimal: str | None, thousands: str | None) -> Checked:
    """Check the numbers of a column; their signs are what the cells prove, or what is given."""
    share = role.kind is Kind.SHARE
    if role.kind is Kind.MONEY and (row := _percent(cells)) is not None:
        return Checked([None] * len(cells), stop=Stop(row, "E267", no_money(role.name)))
    counts = Counter(cell for cell in cells if isinstance(cell, str))
    shapes: dict[str, amounts.Shape | None] = {}
    evidence = amounts.Evidence()
    for cell, row in distinct(cells).items():
        text = cell.strip(BLANKS)
        shapes[cell] = shape = amounts.shape_of(text.removesuffix("%").rstrip(BLANKS) if share else text)
        if shape is not None:
            evidence.add(row, text, shape, counts[cell])
    settled = evidence.settle(decimal, thousands)
    if isinstance(settled, amounts.Stalemate):
        return Checked([None] * len(cells), stop=_number_stop(settled))
    spelling, proof = settled
    floats: list[str] = []
    checked = spread(cells, lambda cell: _number(role, cell, shapes, spelling, floats))
    checked.floats, checked.float = sum(counts[cell] for cell in floats), next(iter(floats), "").strip(BLANKS)
    _scale(role, checked)
    _tell_signs(checked, spelling, proof, decimal, thousands)
    in_text = any(shape is not None and shape.currency for shape in shapes.values())
    if in_text or any(isinstance(cell, Priced) for cell in cells):
        checked.signs = [_sign(cell, shapes) for cell in cells]
    checked.cut = sum(isinstance(cell, Decimal) and _places(cell) > amounts.MOST_DECIMALS for cell in cells)
    return checked


def _percent(cells: Sequence[Any]) -> int | None:
    """The first row whose cell a workbook shows in percent."""
    return next((row for row, cell in enumerate(cells) if isinstance(cell, Percent)), None)


def _sign(cell: Any, shapes: dict[str, amounts.Shape | None]) -> str | None:
    """The currency that stands in a cell or in its number format."""
    if isinstance(cell, Priced):
        return cell.currency
    shape = shapes.get(cell) if isinstance(cell, str) else None
    return shape.currency if shape else None


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _number(
    role: Role,
    cell: Any,
    shapes: dict[str, amounts.Shape | None],
    spelling: amounts.Spelling,
    floats: list[str],
) -> Any:
    """The value of a cell as (whole number, decimal places), or why it has none; `floats` gets the binary ones."""
    text = text_of(cell).strip(BLANKS)
    if not text:
        return blank(role)
    if isinstance(cell, Timed):
        return Bad("E255", {"value": text, "what": say("shown by Excel as a time or a day"), "wanted": "a number"})
    if isinstance(cell, Decimal):
        if abs(cell) >= 10**15:
            return Bad("E235", {"value": shown(f"{cell:f}")})
        places = min(_places(cell), amounts.MOST_DECIMALS)
        return _of_kind(role, (int(cell.scaleb(places).to_integral_value()), places), text)
    if not isinstance(cell, str):
        return foreign(cell, "a number")
    shape = shapes[cell]
    found = amounts.number(shape, spelling) if shape else None
    if shape is None and spelling.decimal != ",":
        found = amounts.tiny(text)
        floats += [cell] if found else []
    if found is None:
        if side := _SIDE.fullmatch(text):
            return Bad("E307", {"value": shown(text), "side": side["side"], "number": shown(side["number"])})
        why = "; a spreadsheet has shortened it, and digits may be lost" if scientific(text) else ""
        return Bad("E214", {"value": shown(text), "why": why})
    if found[1] > amounts.MOST_DECIMALS:
        short = amounts.of_a_float(*found)
        floats += [cell] if short else []
        found = short or found
    if len(str(abs(found[0]))) > amounts.MOST_DIGITS or found[1] > amounts.MOST_DECIMALS:
        return Bad("E217", {"value": shown(text)})
    return _of_kind(role, found, text)


def _of_kind(role: Role, found: tuple[int, int], text: str) -> Any:
    value, places = found
    if role.kind is Kind.COUNT and (value < 0 or (value % 10**places and not role.parts)):
        return Bad("E253", {"value": shown(text), "parts": ""})
    if role.kind is Kind.COUNT and not role.parts:
        return value // 10**places, 0
    if role.kind is Kind.SHARE:
        share = Decimal(value).scaleb(-places - (2 if text.endswith("%") else 0))
        return share if 0 <= share <= 1 else Bad("E252", {"value": shown(text), "percent": ""})
    return found


def _scale(role: Role, checked: Checked) -> None:
    """Bring all values to the decimal places of the longest."""
    if role.kind is Kind.SHARE:
        return
    checked.scale = max((cell[1] for cell in checked.cells if cell is not None), default=0)
    power = [10**places for places in range(checked.scale + 1)]
    checked.cells = [None if cell is None else cell[0] * power[checked.scale - cell[1]] for cell in checked.cells]


def _tell_signs(
    checked: Checked,
    spelling: amounts.Spelling,
    proof: tuple[int, str] | None,
    decimal: str | None,
    thousands: str | None,
) -> None:
    if spelling.decimal:
        checked.decided["decimal"] = Decided(
            spelling.decimal, "given" if decimal or thousands else "the column proves it"
        )
        if proof and not decimal:
            checked.proofs["decimal"] = proof
    if spelling.group:
        sign = "blank" if spelling.group == " " else spelling.group
        checked.decided["thousands"] = Decided(sign, "given" if thousands else "detected")


def _number_stop(stalemate: amounts.Stalemate) -> Stop:
    row, text = stalemate.cell
    if stalemate.kind == "both" and stalemate.other:
        other_row, other = stalemate.other
        sign, sign2 = stalemate.signs
        return Stop(
            row,
            "E216",
            {"value": shown(text), "other": shown(other), "sign": sign, "sign2": sign2},
            other_row,
        )
    sign = stalemate.signs[0]
    digits = "".join(letter for letter in text if letter in "0123456789.,")
    first, second = digits.replace(sign, "."), digits.replace(sign, "")
    return Stop(row, "E215", {"value": shown(text), "first": first, "second": second, "sign": sign})
