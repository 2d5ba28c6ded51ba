"""Every missing delimiter, extra delimiter and stray quote in three clean files; thousands of damaged bytes.

Whatever is read must be what an independent reader finds; whatever is refused must name the right line.
"""

import csv
import io
import random
import re
from datetime import date
from decimal import Decimal

import pytest

from custecon.core.errors import CusteconError
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read

EN = "client,date,amount,note\n" + "".join(
    f"{name},2024-0{n % 9 + 1}-1{n % 10},{n * 37 % 400}.{n % 10}5,{note}\n"
    for n, (name, note) in enumerate(
        [("Acme", "ok"), ('"Smith, Jr"', ""), ("Beta", '"said ""hi"""'), ("Acme", "x")] * 2
    )
)
RU = "Клиент;Дата;Сумма\r\n" + "".join(
    f"{name};1{n}.0{n % 9 + 1}.2024;{n * 731 % 5000},{n}0\r\n"
    for n, name in enumerate(["Ромашка", 'ООО "Вектор"', "ИП Соколов", "Ромашка", "Берёза", "Маяк", "Гранит", "Лотос"])
)
TAB = "Client\tDate\tAmount\tCity\n" + "".join(
    f'{name}\t2024-03-{n + 10}\t"{n + 1},{n * 111 % 1000:03d}.50"\tX\n'
    for n, name in enumerate(["Acme", '"Two\nlines"', "Beta", '"Quoted"', "Gamma", "Acme", "Delta", "Eps"])
)
FILES = {"en": (EN, "utf-8", ","), "ru": (RU, "cp1251", ";"), "tab": (TAB, "utf-8-sig", "\t")}


def reading(data):
    return read(io.BytesIO(data), (CLIENTS, ORDERS), ReadingOptions(kind="orders"), name="f")


def figures(found):
    table = found.table
    return sorted(
        zip(
            table.cells("client"),
            table.cells("date"),
            map(table.columns["amount"].number, table.cells("amount")),
            strict=True,
        )
    )


def line_at(text, position):
    return 1 + len(re.findall(r"\r\n|\n|\r", text[:position]))


def named(problem, line):
    """Whether a problem stands on that line, or on a row that runs over it."""
    lines = re.search(r"lines (\d+) to (\d+)", problem.what)
    told = re.search(rf"on line {line}\b", problem.what)
    return problem.place.line == line or told or (lines and int(lines[1]) <= line <= int(lines[2]))


def faults(text, delimiter):
    """(kind, damaged text, the line that was damaged)."""
    for match in re.finditer(re.escape(delimiter), text):
        yield "missing", text[: match.start()] + text[match.end() :], line_at(text, match.start())
        yield "extra", text[: match.start()] + delimiter + text[match.start() :], line_at(text, match.start())
    for match in re.finditer(r"\r?\n", text):
        yield "extra", text[: match.start()] + delimiter + text[match.start() :], line_at(text, match.start())
    for position in range(len(text)):
        if (
            position < 40
            or position % 2
            or text[position] in delimiter + "\r\n"
            or text[position - 1] in delimiter + "\n"
        ):
            yield "quote", text[:position] + '"' + text[position:], line_at(text, position)


@pytest.mark.parametrize("name", FILES)
def test_every_generated_fault_is_refused_at_its_line_or_read_exactly(name):
    text, encoding, delimiter = FILES[name]
    clean = figures(reading(text.encode(encoding)))
    count = 0
    wrong = []
    for kind, damaged, line in faults(text, delimiter):
        count += 1
        try:
            found = figures(reading(damaged.encode(encoding)))
        except CusteconError as error:
            if not any(named(problem, line) for problem in error.problems):
                wrong.append((kind, line, damaged.splitlines()[line - 1], [str(each) for each in error.problems]))
            continue
        if found not in (clean, independent(damaged.encode(encoding), encoding, delimiter)):
            wrong.append((kind, line, damaged.splitlines()[line - 1], "read"))
    assert count >= 100
    assert not wrong


def independent(data, encoding, delimiter):
    """The figures of a file by the standard library and plain rules, written without the reader's code."""
    rows = list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    found = []
    for row in rows[1:]:
        day = row[1].strip()
        if "." in day:
            day = "-".join(reversed(day.split(".")))
        amount = row[2].strip().replace("\u00a0", "").replace(" ", "")
        amount = amount.replace(",", ".") if delimiter == ";" else amount.replace(",", "")
        if len(day) == 8 and day.isdigit():
            day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        year, month, number = day[:10].split("-")
        found.append((row[0].strip(), date(int(year), int(month), int(number)), Decimal(amount)))
    return sorted(found)


def mutated(data, random_):
    """One or two bytes cut, flipped, doubled or moved."""
    for _ in range(random_.choice((1, 1, 2))):
        position = random_.randrange(len(data))
        kind = random_.randrange(4)
        if kind == 0:
            data = data[:position] + data[position + random_.choice((1, 1, 2, 7)) :]
        elif kind == 1:
            data = data[:position] + bytes([data[position] ^ (1 << random_.randrange(8))]) + data[position + 1 :]
        elif kind == 2:
            size = random_.choice((1, 3, 12))
            data = data[:position] + data[position : position + size] + data[position:]
        else:
            data = data[:position]
    return data


@pytest.mark.parametrize("name", FILES)
def test_damaged_bytes_never_give_a_number_that_an_independent_reader_does_not(name):
    text, encoding, _ = FILES[name]
    clean = text.encode(encoding)
    read_count = 0
    for seed in range(1500):
        data = mutated(clean, random.Random(seed))  # noqa: S311
        try:
            found = reading(data)
        except CusteconError:
            continue
        read_count += 1
        settings = found.controls.settings
        codec = {"UTF-8": "utf-8-sig", "windows-1251": "cp1251"}.get(settings["encoding"].value, "utf-16")
        by = "\t" if settings["delimiter"].value == "tab" else settings["delimiter"].value
        skipped = {key: count for key, count in found.controls.skipped.items() if key not in ("header", "blank")}
        assert figures(found) == independent(data, codec, by) or skipped, (seed, data)
    assert read_count > 50
