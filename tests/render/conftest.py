"""Two independent engines that recalculate a workbook: the `formulas` package, and LibreOffice where it is there."""

import io
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Cells = dict[tuple[str, str], Any]


def stored(content: bytes) -> tuple[Cells, Cells]:
    """The formulas of a workbook, and the values that every cell stores."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas: Cells = {}
    cells: Cells = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                place = (sheet.title, cell.coordinate)
                cells[place] = values[sheet.title][cell.coordinate].value
                if cell.data_type == "f":
                    formulas[place] = cell.value
    return formulas, cells


def by_formulas(content: bytes, folder: Path) -> Cells:
    """Every formula cell, computed by the package `formulas` from nothing but the inputs."""
    import formulas

    path = folder / "book.xlsx"
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    names = {name.upper(): name for name in openpyxl.load_workbook(path).sheetnames}
    computed: Cells = {}
    for key, ranges in solution.items():
        sheet, _, cell = str(key).rpartition("!")
        title = sheet.strip("'").partition("]")[2].replace("''", "'")
        if ":" not in cell and title in names and hasattr(ranges, "value"):
            computed[names[title], cell] = ranges.value[0, 0]
    return computed


def by_libreoffice(content: bytes, folder: Path) -> Cells:
    """Every cell, computed by LibreOffice, which is told to trust no stored value."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    source = folder / "book.xlsx"
    source.write_bytes(without_values(content))
    profile = folder / "profile"
    settings = f"-env:UserInstallation={profile.as_uri()}"
    wanted = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    subprocess.run(
        [program, settings, *wanted, str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return stored((folder / "out" / "book.xlsx").read_bytes())[1]


def without_values(content: bytes) -> bytes:
    """The same workbook with its formulas but none of their values (openpyxl stores none)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def agree(ours: Any, theirs: Any) -> bool:
    """Whether two engines have the same: numbers to 1e-9, texts exactly; an empty text is an empty cell."""
    if isinstance(ours, int | float) and not isinstance(theirs, str | None):
        return abs(float(theirs) - ours) <= 1e-9 * max(abs(ours), 1e-12)
    return (ours or "") == ("" if theirs is None else str(theirs))


def disagreements(content: bytes, computed: Cells) -> list[str]:
    """Every formula cell whose stored value another engine does not get, and every error that a cell shows."""
    formulas, cells = stored(content)
    found = []
    for place, formula in formulas.items():
        theirs = computed.get(place, "not computed" if cells[place] not in (None, "") else "")
        if not agree(cells[place], theirs):
            found.append(f"{place}: {formula}: stored {cells[place]!r}, computed {theirs!r}")
    found += [f"{place} shows {value}" for place, value in cells.items() if str(value).startswith("#")]
    return found


@pytest.fixture
def recalculated(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """What `formulas` gets differently from what the workbook stores: nothing, if all is well."""
    return lambda content: disagreements(content, by_formulas(content, tmp_path))


@pytest.fixture
def recalculated_by_libreoffice(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """The same by LibreOffice."""
    return lambda content: disagreements(content, by_libreoffice(content, tmp_path))


@pytest.fixture
def cells_by_libreoffice(tmp_path: Path) -> Callable[[bytes], Cells]:
    """The cells of a workbook as LibreOffice computes them."""
    return lambda content: by_libreoffice(content, tmp_path)


@pytest.fixture
def stored_in() -> Callable[[bytes], tuple[Cells, Cells]]:
    """The formulas and the stored values of a workbook."""
    return stored
