"""What 1 in each column of money stands for, as its header, its cells, a title or the user says; exactly.

A unit belongs to its column, not to the file: «Выручка, тыс. руб.» and «Себестоимость, руб.» are read each by its own
words, and it is told. What only a letter says, or nothing beside a column that says it, is asked.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from custecon.core.errors import InputRefused, Place, Problem, UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Kind
from custecon.core.units import MULTIPLES
from custecon.sources.api_cents import of_an_api
from custecon.sources.column_checks import Checked, Priced, text_of
from custecon.sources.column_names import column_of
from custecon.sources.controls import Work
from custecon.sources.expressions import Computed
from custecon.sources.header_words import Header, header_of, hints
from custecon.sources.units_of_money import Label, factor, unit_in_title
from custecon.sources.wording import listed, shown

ONES = "ones"
_NAMES_UNITS = ("един", "ед.", "изм", "unit", "scale", "масштаб", "валюта", "currency")


def settle(work: Work) -> None:
    """Bring the cells of every column of money to whole amounts, before anything is computed from them.

    Raises:
        InputRefused: E237 it is not certain what 1 is; E295 --units contradicts the file. UsageError: E258, E153 it
            names no column of money.
    """
    columns = money_columns(work)
    title = _title(work, list(columns))
    labels = {column: _label(work, column, title) for column in columns}
    labels = {column: label for column, label in labels.items() if column in _terms(work, labels)}
    _given(work, labels)
    questions = _decide(work, labels)
    other = next((column for column, (_, unit) in work.units.items() if unit != ONES), None)
    questions += [_silent(work, column, other) for column in labels if other is not None and column not in work.units]
    if questions:
        raise InputRefused(questions)
    for column in labels:
        _bring(work, column, columns[column])


def settle_beside(work: Work, column: int, checked: Checked) -> None:
    """The same for a column of money beside the amount, such as a refund, once it is known to be money.

    Raises:
        InputRefused: as `settle`; also where the amount says nothing beside it.
    """
    questions = _decide(work, {column: _label(work, column, _title(work, [column]))})
    others = money_columns(work)
    if column not in work.units:
        other = next((each for each in others if each in work.units and work.units[each][1] != ONES), None)
        questions += [_silent(work, column, other)] if other is not None and not questions else []
    elif work.units[column][1] != ONES:
        questions += [_silent(work, each, column) for each in _terms(work, {}) if each not in work.units]
    if questions:
        raise InputRefused(questions)
    _bring(work, column, checked)


def _decide(work: Work, labels: Mapping[int, Label | None]) -> list[Problem]:
    """What 1 is in each column of which anybody says it; what must be asked."""
    given, general = _given(work), work.options.units
    _agreed(work, labels, given, general)
    questions = []
    for column, label in labels.items():
        own = label is not None and label.doubt is None and "units" in work.options.usual  # what it says overrules
        if column in given or (general is not None and not own):
            work.units[column] = label, given.get(column) or general or ONES
        elif label is not None and label.doubt is None:
            work.units[column] = label, label.unit
        elif label is not None:
            questions.append(_question(work, column, label.doubt or "", label.unit))
    return questions


def _option_for(work: Work, column: int, unit: str) -> str:
    """The option that says the unit of one column, as it is typed."""
    return f"--units {shlex.quote(f'{work.ground.typed(column)}={unit}')}"


def ask_for(work: Work, unit: str, other: str, why: str) -> None:
    """Refuse a column whose header alone says a unit that its currency does not have.

    Raises:
        InputRefused: E237 what 1 in it is.
    """
    headers = work.source.layout.headers
    known = {column_of(name, headers) for name in work.options.units_of}
    for column in money_columns(work):
        if header_of(headers[column]).unit == unit and column not in known and work.options.units is None:
            raise InputRefused(_question(work, column, why, unit, other))


# ---------------------------------------------------------------- which columns


def money_columns(work: Work) -> dict[int, Checked]:
    """The columns of money, those that it is computed from among them."""
    layout = work.source.layout
    found = {}
    for name, column in layout.roles.items():
        if layout.role(name).kind is Kind.MONEY:
            found[column] = work.columns[name]
    return found | work.parts


def _terms(work: Work, labels: Mapping[int, Label | None]) -> set[int]:
    """The columns whose unit counts: of a product only the factor that has one, as in Quantity*Price."""
    layout = work.source.layout
    found = {column for name, column in layout.roles.items() if layout.role(name).kind is Kind.MONEY}
    headers = [header_of(text) for text in layout.headers]
    for expression in layout.computed.values():
        found.update(_of_expression(expression, labels, headers))
    return found


def _of_expression(
    expression: Computed, labels: Mapping[int, Label | None], headers: Sequence[Header]
) -> Iterator[int]:
    if expression.left is None or expression.right is None:
        yield from expression.columns()
        return
    left, right = (set(_of_expression(side, labels, headers)) for side in (expression.left, expression.right))
    if expression.sign != "*":
        yield from left | right
        return
    both = left | right
    named = {column for column in both if labels.get(column) is not None}
    yield from named or {column for column in both if hints("amount", headers[column])} or right


# ---------------------------------------------------------------- what the file says


def _label(work: Work, column: int, title: Label | None) -> Label | None:
    """What the file says of one column: its number formats, its header, else the title above the table."""
    header = header_of(work.source.layout.headers[column])
    says = "its header"
    shown_as = _format(work, column)
    if shown_as is not None:
        if header.unit in (None, shown_as.unit) or (shown_as.unit == ONES and shown_as.doubt is None):
            return shown_as
        return shown_as._replace(
            doubt=say(
                "its header says {said}, and its cells are shown in {shown}", said=header.unit, shown=shown_as.unit
            )
        )
    if header.unit is not None:
        return Label(header.unit, says)
    if header.perhaps is not None:
        return Label(header.perhaps, says, say("its letter may mean {perhaps}", perhaps=say(header.perhaps)))
    preset = work.source.layout.preset
    for role, unit in preset.units.items() if preset else ():
        if work.source.layout.roles.get(role) == column:
            return Label(unit, say("preset {preset}", preset=preset.name))  # type: ignore[union-attr] # it has units
    if header.currency is None and title is None and preset is None and _of_an_api(work, column):
        return Label("hundredths", says, "its name and the ids beside it are those of an API, which counts cents")
    if header.currency is None:
        return title
    if title is not None and title.unit != ONES:
        return title._replace(
            doubt=say(
                "{by} says {unit}, and its header names {currency} alone",
                by=title.by,
                unit=title.unit,
                currency=header.currency,
            )
        )
    return Label(ONES, says, weak=True)


def _of_an_api(work: Work, column: int) -> bool:
    """Whether a column is money as the API of a payment service gives it, in whole cents."""
    line = work.source.layout.line
    row = next((cells for number, cells in work.source.rows() if number > line), ())
    return of_an_api(work.source.layout.headers[column], row, map(text_of, work.cells(column)))


def _format(work: Work, column: int) -> Label | None:
    """What the number formats of a workbook say: a unit behind the number, or that the number is shown divided."""
    cells = [cell for cell in work.cells(column) if isinstance(cell, Decimal)]
    forms = {(cell.unit, cell.sure, cell.scaled) if isinstance(cell, Priced) else (None, True, 0) for cell in cells}
    units = {unit for unit, _, scaled in forms if unit and not scaled}
    header = header_of(work.source.layout.headers[column])
    powers = {scaled for _, _, scaled in forms}
    if not units and powers <= {0}:
        return None
    if units and (len(forms) > 1 or len(units) > 1):
        return Label(min(units), "Excel", say("only some of its cells are shown in {min}", min=min(units)))
    if units:
        ((unit, sure, _),) = forms
        return Label(
            unit or ONES,
            "its number format",
            None if sure else say("its cells are shown as {unit} by a letter", unit=unit),
        )
    named = header.unit or header.perhaps
    if named is not None and powers != {MULTIPLES[named]}:
        return Label(
            named,
            "its header",
            say("its header may say {named}, and Excel shows only some of its cells so", named=say(named)),
        )
    divided = say("{units:or}", units=[say(unit) for unit, power in MULTIPLES.items() if power and power in powers])
    return Label(ONES, "its number format", divided=divided)


def _title(work: Work, columns: list[int]) -> Label | None:
    """What a row beside the table says for all money, such as «Единица измерения: тыс. руб.»."""
    found: dict[str, int] = {}
    doubt = None
    for line, texts in _beside_the_table(work):
        units = {column: unit for column, text in enumerate(texts) if text and (unit := unit_in_title(text))}
        for column, unit in units.items():
            found.setdefault(unit, line)
            first = next(text for text in texts if text)
            label = len(list(filter(None, texts))) == 1 or any(word in first.casefold() for word in _NAMES_UNITS)
            if column in columns and not label and not set(columns) <= units.keys():
                doubt = say("line {line:d} says {unit}, but not over every column of money", line=line, unit=say(unit))
    if not found:
        return None
    unit, line = next(iter(found.items()))
    if len(found) > 1:
        doubt = say(
            "line {line:d} says {unit}, line {other:d} says {says}",
            line=line,
            unit=say(unit),
            other=list(found.values())[1],
            says=say(list(found)[1]),
        )
    return Label(unit, say("line {line:d}", line=line), doubt)


def _beside_the_table(work: Work) -> Iterator[tuple[int, list[str]]]:
    """The rows above the header, and those below it that only say a unit."""
    for line, cells in work.source.rows():
        if line >= work.source.layout.line:
            break
        yield line, [text_of(cell).strip() for cell in cells]
    yield from work.gathered.units


# ---------------------------------------------------------------- what the user says


def _given(work: Work, money: Collection[int] | None = None) -> dict[int, str]:
    """The units that the user says of columns, by the number of the column, which must be one of money."""
    layout, found = work.source.layout, {}
    for name, unit in work.options.units_of.items():
        column = column_of(name, layout.headers)
        if column is None and work.options.several:
            continue
        if column is None:
            here = listed(text for text in layout.headers if text)
            values = {"role": "--units", "name": shown(name), "headers": here, "hint": ""}
            raise UsageError(problem("E258", place=work.ground.place(layout.line), **values))
        if money is not None and column not in {*money, *(each.column for each in layout.beside)}:
            known = listed(layout.headers[n] for n in sorted(money))
            raise UsageError(problem("E153", name="--units", value=shown(f"{name}={unit}"), known=known))
        found[column] = unit
    return found


def _agreed(work: Work, labels: Mapping[int, Label | None], given: Mapping[int, str], general: str | None) -> None:
    """One --units for all columns must not say another unit than a column says itself."""
    every = {column: label for column, (label, _) in work.units.items()} | {**labels}
    sure = {column: label for column, label in every.items() if label and not label.doubt and column not in given}
    if general is None or not sure or "units" in work.options.usual:
        return
    against = [column for column, label in sure.items() if label.unit != general]
    if general == ONES and len({label.unit for label in sure.values()}) == 1:
        return
    if against:
        column = against[0]
        values = {
            "header": shown(work.source.layout.headers[column]),
            "said": say(sure[column].unit),
            "by": say(sure[column].by),
        }
        option = " ".join(_option_for(work, each, general) for each in against)
        raise InputRefused(problem("E295", place=_place(work, column), general=general, **values, option=option))


# ---------------------------------------------------------------- asked, done, told


def _silent(work: Work, column: int, other: int) -> Problem:
    """A column that says no unit beside one that does is asked about."""
    header, unit = shown(work.source.layout.headers[other]), work.units[other][1]
    return _question(
        work, column, say("«{header}» is in {unit}, and it says nothing", header=header, unit=say(unit)), unit
    )


def _question(work: Work, column: int, why: str, unit: str, other: str = ONES) -> Problem:
    values = {"header": shown(work.source.layout.headers[column]), "why": why, "factor": factor(unit)}
    options = {
        "first": _option_for(work, column, unit),
        "second": _option_for(work, column, other),
        "other": factor(other),
    }
    return problem("E237", place=_place(work, column), **values, **options)


def _says(label: Label | None, unit: str) -> bool:
    """Whether the file itself says that a column is in a unit."""
    return label is not None and label.doubt is None and label.unit == unit


def _place(work: Work, column: int) -> Place:
    return work.ground.place(work.source.layout.line, column)


def _bring(work: Work, column: int, checked: Checked) -> None:
    """Multiply by a power of ten: exactly, with as few decimal places as before."""
    power = MULTIPLES[work.units[column][1]] if column in work.units else 0
    spare = min(max(power, 0), checked.scale)
    checked.scale += -spare - min(power, 0)
    checked.power = power
    if (times := 10 ** (max(power, 0) - spare)) > 1:
        checked.cells = [None if cell is None else cell * times for cell in checked.cells]


def tell(work: Work) -> None:
    """What was read by its unit, what --units overruled, and what stands in the control totals."""
    headers, line = work.source.layout.headers, work.source.layout.line
    units = {unit for _, unit in work.units.values()}
    own: dict[tuple[str, str], list[str]] = {}
    against: dict[tuple[str, str], list[str]] = {}
    for column, (label, unit) in work.units.items():
        if label is None or label.doubt is not None or (label.weak and units == {ONES}):
            continue
        if label.unit == unit and label.divided:
            work.note("N269", line=line, header=shown(headers[column]), unit=label.divided)
        elif label.unit == unit:
            own.setdefault((unit, label.by), []).append(headers[column])
        else:
            against.setdefault((label.unit, unit), []).append(headers[column])
    if own:
        read = {
            unit: say("in {unit} (1 is {factor})", unit=say(unit), factor=factor(unit))
            if unit != ONES
            else say("as it stands")
            for unit, _ in own
        }
        told = [
            say("{listed} {read}, as {by} says", listed=listed(names), read=read[unit], by=say(by))
            for (unit, by), names in own.items()
        ]
        work.note("N267", line=line, told=say("{told:;}", told=told))
    for (said, unit), names in against.items():
        taken = (
            say("the numbers are taken as they stand, all figures are in {said}", said=say(said))
            if unit == ONES
            else say("read in {unit}", unit=say(unit))
        )
        work.note("N268", line=line, headers=listed(names), said=say(said), taken=taken)
    if units - {ONES} or against:
        settled = _given(work).keys() | {
            column for column, (label, unit) in work.units.items() if not _says(label, unit)
        }
        typed = work.options.units is not None and "units" not in work.options.usual
        given = typed or bool(settled & work.units.keys())
        each = "; ".join(f"{shown(headers[column])}: {unit}" for column, (_, unit) in work.units.items())
        one = next(iter(units)) if len(units) == 1 and "units" not in work.options.said else each
        work.source.settings["units"] = Decided(one, work.options.by("units") if given else "the file says it")
