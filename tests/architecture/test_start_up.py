"""What a run loads: a formula command must not pay for files, models or tables it does not use."""

import subprocess
import sys

import pytest

PROBE = """
import io, sys
from custecon.cli.app import run
from custecon.cli.session import Session
code = run(sys.argv[1:], Session(io.BytesIO(), io.StringIO(), io.StringIO()))
print(code, *sorted({name.split(".")[0] for name in sys.modules}))
"""
HEAVY = {"pandas", "narwhals", "numpy", "scipy", "openpyxl", "xlsxwriter", "duckdb", "pydantic"}


def loaded(*arguments: str) -> set[str]:
    ran = subprocess.run([sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True)
    code, *modules = ran.stdout.splitlines()[-1].split()
    assert code == "0", ran.stderr
    return set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        "ltv --margin 100 --retention 0.8 --discount 0.1",
        "iceberg --dissatisfied 100 --value 5000",
        "profit --revenue 100 --direct-cost 60",
        "explain ltv",
        "ltv -h",
    ],
)
def test_a_formula_command_loads_no_heavy_package_and_no_rich_in_a_pipe(arguments: str) -> None:
    assert not loaded(*arguments.split()) & (HEAVY | {"rich"})


@pytest.mark.parametrize(
    "line",
    [
        "ltv --margin 100 --retention 0.8",
        "iceberg --dissatisfied 100",
        "cac --cac 9 --ltv 30",
        "churn-cost --lost 120",
        "profit --revenue 100 --direct-cost 60",
    ],
)
def test_figures_alone_load_no_reader(line: str) -> None:
    probe = PROBE.replace('name.split(".")[0] for', "name for")
    ran = subprocess.run([sys.executable, "-c", probe, *line.split()], capture_output=True, text=True, check=True)
    code, *modules = ran.stdout.splitlines()[-1].split()
    assert code == "0"
    assert not [name for name in modules if name.startswith(("custecon.sources", "custecon.tables.client_list"))]


def test_the_library_itself_loads_nothing_until_it_is_used() -> None:
    probe = "import sys, custecon; print(*{name.split('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not set(ran.stdout.split()) & (HEAVY | {"rich", "typer"})
