"""The cells of one column, checked together: what they are, what the column proves, which are no such thing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from custecon.core.schemas import Decided, Kind, Role
from custecon.sources import amounts, dates
from custecon.sources.contract_life import Life, life_of
from custecon.sources.findings import Bad, Checked, Percent, Priced, Spoilt, Stop, Timed, no_money, text_of
from custecon.sources.wording import BLANKS, clean_key, shown

__all__ = ["GONE", "check", "key_of"]

TRUE = frozenset(["yes", "y", "true", "1", "да", "д", "истина", "+"])
FALSE = frozenset(["no", "n", "false", "0", "нет", "н", "ложь", "-"])
# What a client is, said in a word: only where the question is whether he is still one. In a column «left» the word
# «lost» would mean yes.
STILL = frozenset(
    "active current live open ongoing customer client "
    "активен активный активна действующий действует текущий клиент".split()
)
GONE = frozenset(
    "inactive lost churned cancelled canceled closed former ended expired terminated left "
    "неактивен неактивный неактивна ушел ушёл ушла потерян потеряна отток бывший закрыт расторгнут архив".split()
)
STILL_A_CLIENT = ("active", "stayed")
_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #Н/Д #ССЫЛКА! #ЗНАЧ! #ИМЯ? #ДЕЛ/0! #ПУСТО! #ЧИСЛО!".split()
)
_EARLIEST, _LATEST = dates.EARLIEST_YEAR, 2100


def check(
    role: Role,
    cells: Sequence[Any],
    *,
    decimal: str | None,
    thousands: str | None,
    order: str | None,
    as_of: dt.date | None,
) -> Checked:
    """Check the cells of a role as its kind says."""
    match role.kind:
        case Kind.KEY:
            return _each(role, cells, key_of)
        case Kind.TEXT:
            return Checked([clean_key(text_of(cell)) for cell in cells])
        case Kind.DATE:
            return _days(role, cells, order, as_of)
        case Kind.FLAG:
            if role.name == "complained" and (counts := _counts(cells)) is not None:
                return counts
            return _each(role, cells, partial(_state if role.name in STILL_A_CLIENT else _flag, role))
        case _:
            return _numbers(role, cells, decimal, thousands)


def _distinct(cells: Sequence[Any]) -> dict[str, int]:
    """Every different text with the first row it stands in."""
    first: dict[str, int] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            first.setdefault(cell, row)
    return first


def _spread(cells: Sequence[Any], read: Callable[[Any], Any]) -> Checked:
    """Read every different cell once; a `Bad` value becomes None and is noted by row."""
    known: dict[Any, Any] = {}
    values: list[Any] = []
    anything_bad = False
    for cell in cells:
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        if key not in known:
            known[key] = value = read(cell)
            anything_bad = anything_bad or isinstance(value, Bad)
        values.append(known[key])
    checked = Checked(values)
    if anything_bad:
        for row, value in enumerate(values):
            if isinstance(value, Bad):
                checked.bad[row] = value
                values[row] = None
    return checked


def _blank(role: Role) -> Bad | None:
    return None if role.blank else Bad("E224", {"role": role.name, "instead": ""})


def _each(role: Role, cells: Sequence[Any], read: Callable[[Any], Any]) -> Checked:
    """Check a column whose cells do not depend on each other."""
    return _spread(cells, lambda cell: read(cell) if text_of(cell).strip(BLANKS) else _blank(role))


def key_of(cell: Any) -> str | Bad:
    """A cell as a client key, or why it cannot be one."""
    if isinstance(cell, str):
        key = clean_key(cell)
        if "\ufeff" in key:
            return Bad("E232", {})
        if "\ufffd" in key or (len(key) > 1 and not key.strip("? ")):
            return Bad("E233", {"value": shown(key)})
        if key[-1:].isdigit() and _scientific(key):
            return Bad("E234", {"value": shown(key)})
        if key.startswith("#") and key.upper() in _ERRORS:
            return Bad("E245", {"value": shown(key), "instead": ""})
        return key
    if isinstance(cell, Decimal):
        if abs(cell) >= 10**15:
            return Bad("E235", {"value": shown(f"{cell:f}")})
        whole = cell.to_integral_value()
        return f"{whole:f}" if whole == cell else f"{cell.normalize():f}"
    return _foreign(cell, "key")


def _scientific(key: str) -> bool:
    """Whether a key is a number that a spreadsheet has shortened, such as 4.60712E+11 or 4,6E+11."""
    head, sign, power = key.upper().partition("E+")
    return bool(sign) and power.isdigit() and head.replace(".", "", 1).replace(",", "", 1).isdigit()


def _foreign(cell: Any, wanted: str) -> Bad:
    """A cell of a workbook that is of the wrong kind altogether."""
    if isinstance(cell, Spoilt):
        return Bad(cell.code, {"value": shown(cell.text), "wanted": wanted, "instead": ""})
    if isinstance(cell, bool):
        return Bad("E246", {"value": text_of(cell), "wanted": wanted})
    return Bad("E255", {"value": text_of(cell), "what": "a date", "wanted": wanted})


def _flag(role: Role, cell: Any) -> bool | Bad:
    word = text_of(cell).strip(BLANKS).lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    return Bad("E254", {"value": shown(word), "role": role.name})


def _counts(cells: Sequence[Any]) -> Checked | None:
    """Complaints that are counted: whole numbers, 0 among them and more than 1; 1 and 2 alone may be answers."""
    texts = [text_of(cell).strip(BLANKS) for cell in cells]
    numbers = {int(text) for text in set(texts) if text.isdecimal()}
    if not all(text.isdecimal() for text in texts) or 0 not in numbers or max(numbers) < 2:
        return None
    return Checked([int(text) > 0 for text in texts], ways={next(text for text in texts if int(text) > 1): 1})


def _state(role: Role, cell: Any) -> bool | Bad:
    word = text_of(cell).strip(BLANKS).lower()
    if word in STILL | GONE:
        return word in STILL
    # Who is late with a payment or has paused is one; other words of contracts mean orders in a list of clients.
    return life_of(word) in (Life.LATE, Life.PAUSED) or _flag(role, cell)


# ---------------------------------------------------------------- days


def _days(role: Role, cells: Sequence[Any], order: str | None, as_of: dt.date | None) -> Checked:
    evidence = dates.DateEvidence()
    shapes: dict[str, Any] = {}
    typed = 0
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell not in shapes:
                shapes[cell] = dates.shape_of(cell.strip(BLANKS))
            if isinstance(shapes[cell], dates.DateShape):
                evidence.add(row, cell.strip(BLANKS), shapes[cell])
        elif isinstance(cell, dt.date):
            typed += 1
    _short_years(cells, shapes, evidence)
    mixed = typed and any(family[0] in "/-" for family in evidence.counts)
    if mixed:
        return Checked([None] * len(cells), stop=_half_converted(cells, shapes))
    settled = evidence.settle(order)
    if isinstance(settled, dates.DateStalemate):
        return Checked([None] * len(cells), stop=_date_stop(settled))
    latest = as_of.year + 1 if as_of and not role.ahead else _LATEST
    orders = {family: found[0] for family, found in settled.items()}
    checked = _spread(cells, lambda cell: _day(role, cell, shapes, orders, latest))
    checked.ways = dict(evidence.counts) | ({"Excel date": typed} if typed else {})
    _tell_order(checked, settled, order)
    return checked


def _short_years(cells: Sequence[Any], shapes: dict[str, Any], evidence: dates.DateEvidence) -> None:
    """Years of two digits among years of four are torn dates: whichever are fewer cannot be trusted."""
    short = {family for family in evidence.counts if family.endswith("yy")}
    long = {family for family in evidence.counts if not family.endswith("yy")}
    if not short or not long:
        return
    fewer = short if sum(evidence.counts[f] for f in short) <= sum(evidence.counts[f] for f in long) else long
    for cell, shape in shapes.items():
        if isinstance(shape, dates.DateShape) and shape.family in fewer:
            shapes[cell] = dates.Impossible("years of two and of four digits stand in one column")


def _half_converted(cells: Sequence[Any], shapes: dict[str, Any]) -> Stop:
    """Dates that a spreadsheet took for dates stand beside those it left as text: the former may be swapped."""
    row = next(
        row
        for row, cell in enumerate(cells)
        if isinstance(cell, str) and isinstance(shapes[cell], dates.DateShape) and shapes[cell].family[0] in "/-"
    )
    other = next(row for row, cell in enumerate(cells) if isinstance(cell, dt.date))
    return Stop(row, "E264", {"value": shown(cells[row].strip(BLANKS)), "other": cells[other].isoformat()}, other)


def _tell_order(checked: Checked, settled: dict[str, tuple[str, tuple[int, str] | None]], given: str | None) -> None:
    for family, (order, proof) in settled.items():
        if given:
            checked.decided["date_order"] = Decided(order, "given")
        elif proof:
            checked.proofs["date_order"] = proof
            checked.decided["date_order"] = Decided(order, "the column proves it")
        elif family[0] == ".":
            checked.decided.setdefault("date_order", Decided(order, "dotted dates are day first"))
    if not settled and checked.ways:
        checked.decided["date_order"] = Decided(
            "ymd" if "ymd" in checked.ways else next(iter(checked.ways)), "as written"
        )


def _day(role: Role, cell: Any, shapes: dict[str, Any], orders: dict[str, str], latest: int) -> Any:
    text = text_of(cell).strip(BLANKS)
    if not text:
        return _blank(role)
    if isinstance(cell, bool | Decimal | Spoilt):
        if isinstance(cell, Decimal):
            what = dates.suspicion(text) or "a number"
            return Bad("E223", {"value": shown(text), "what": what})
        return _foreign(cell, "date")
    if isinstance(cell, dt.date):
        day = cell
    else:
        shape = shapes[cell]
        if shape is None:
            near = dates.suspicion(text)
            return Bad("E223", {"value": shown(text), "what": near}) if near else Bad("E218", {"value": shown(text)})
        if isinstance(shape, dates.Impossible):
            return Bad("E219", {"value": shown(text), "why": shape.why})
        found = dates.day_of(shape, orders.get(shape.family, "dmy"))
        if found is None:
            return Bad("E219", {"value": shown(text), "why": "there is no such day"})
        day = found
    if _EARLIEST <= day.year <= latest:
        return day
    what = "in the future, later than the as-of day allows" if day.year > latest else "too early"
    return Bad("E222", {"value": shown(text), "what": what, "earliest": _EARLIEST, "latest": latest})


def _date_stop(stalemate: dates.DateStalemate) -> Stop:
    row, text = stalemate.cell
    if stalemate.kind == "both" and stalemate.other:
        return Stop(row, "E221", {"value": shown(text), "other": shown(stalemate.other[1])}, stalemate.other[0])
    shape = dates.shape_of(text)
    orders = stalemate.orders[:2]
    days = [dates.day_of(shape, order) for order in orders] if isinstance(shape, dates.DateShape) else []
    words = [day.isoformat() if day else "?" for day in days]
    if len(words) == 2 and words[0] == words[1]:
        words = [f"{word} ({order})" for word, order in zip(words, orders, strict=True)]
    values: dict[str, object] = {
        "value": shown(text),
        "first": words[0],
        "second": words[1],
        "order": orders[0],
        "order2": orders[1],
    }
    return Stop(row, "E220", values)


# ---------------------------------------------------------------- numbers


def _numbers(role: Role, cells: Sequence[Any], decimal: str | None, thousands: str | None) -> Checked:
    share = role.kind is Kind.SHARE
    if role.kind is Kind.MONEY and (row := _percent(cells)) is not None:
        return Checked([None] * len(cells), stop=Stop(row, "E267", no_money(role.name)))
    counts = Counter(cell for cell in cells if isinstance(cell, str))
    shapes: dict[str, amounts.Shape | None] = {}
    evidence = amounts.Evidence()
    for cell, row in _distinct(cells).items():
        text = cell.strip(BLANKS)
        shapes[cell] = shape = amounts.shape_of(text.removesuffix("%").rstrip(BLANKS) if share else text)
        if shape is not None:
            evidence.add(row, text, shape, counts[cell])
    settled = evidence.settle(decimal, thousands)
    if isinstance(settled, amounts.Stalemate):
        return Checked([None] * len(cells), stop=_number_stop(settled))
    spelling, proof = settled
    floats: list[str] = []
    checked = _spread(cells, lambda cell: _number(role, cell, shapes, spelling, floats))
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
        return _blank(role)
    if isinstance(cell, Timed):
        return Bad("E255", {"value": text, "what": "shown by Excel as a time or a day", "wanted": "number"})
    if isinstance(cell, Decimal):
        if abs(cell) >= 10**15:
            return Bad("E235", {"value": shown(f"{cell:f}")})
        places = min(_places(cell), amounts.MOST_DECIMALS)
        return _of_kind(role, (int(cell.scaleb(places).to_integral_value()), places), text)
    if not isinstance(cell, str):
        return _foreign(cell, "number")
    shape = shapes[cell]
    found = amounts.number(shape, spelling) if shape else None
    if shape is None and spelling.decimal != ",":
        found = amounts.tiny(text)
        floats += [cell] if found else []
    if found is None:
        why = "; a spreadsheet has shortened it, and digits may be lost" if _scientific(text) else ""
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
        return share if 0 <= share <= 1 else Bad("E252", {"value": shown(text)})
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
