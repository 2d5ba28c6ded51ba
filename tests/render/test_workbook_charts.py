"""Charts of a workbook: what each kind of picture stands on, reckoned by hand, and that it follows the cells."""

import io
import re
import zipfile

import openpyxl
import pytest

from custecon.core import units
from custecon.core.results import Column, Picture, Result, Table
from custecon.render import workbook


def book_of(kind: str, columns, rows, values, **further) -> bytes:
    text = Column("line", "line", units.TEXT, "which")
    table = Table("lines", "Lines", (text, *(Column(name, name, units.MONEY, "") for name in columns)), rows)
    picture = Picture("lines", "From first to last", kind, "lines", "line", values, **further)
    return workbook.content(Result(command="profit", title="Lines", tables=(table,), pictures=(picture,)))


def chart_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/charts/chart1.xml").decode()


def cells_at(content: bytes, reference: str):
    """The stored values of a range as a chart names it."""
    sheet, _, cells = reference.rpartition("!")
    found = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[sheet.strip("'")][cells.replace("$", "")]
    return [row[0].value for row in found]


STEPS = [("begun", 10.0), ("lost", -4.0), ("lost again", -9.0), ("won", 5.0), ("left", 2.0)]


def test_each_step_of_a_waterfall_begins_where_the_one_before_ended(recalculated_by_libreoffice):
    """10 goes to 6, to -3, to 2; the last is a total. Below 0 bars are stacked downwards from 0."""
    content = book_of("waterfall", ("amount",), STEPS, ("amount",), totals=(0, 4))
    chart = chart_of(content)
    assert '<c:grouping val="stacked"/>' in chart
    values = re.findall(r"<c:val><c:numRef><c:f>([^<]*)</c:f>", chart)
    unseen, up, up_below, down, down_below = (cells_at(content, one) for one in values)
    assert unseen == [0, 6, 0, 0, 0]
    assert up == [10, 0, 0, 2, 2]
    assert up_below == [0, 0, 0, -3, 0]
    assert down == [0, 4, 6, 0, 0]
    assert down_below == [0, 0, -3, 0, 0]
    first = re.findall(r"<c:ser>.*?</c:ser>", chart, re.DOTALL)[0]
    assert "<a:noFill/>" in first, "the first part of each bar is not seen"
    names = cells_at(content, re.findall(r"<c:cat><c:strRef><c:f>([^<]*)</c:f>", chart)[0])
    assert names == ["begun: 10", "lost: -4", "lost again: -9", "won: 5", "left: 2"]
    assert recalculated_by_libreoffice(content) == []


def test_a_waterfall_follows_its_cells(cells_by_libreoffice):
    content = book_of("waterfall", ("amount",), STEPS, ("amount",), totals=(0, 4))
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["lines"]["B7"].value = 3.0  # the first loss is a gain
    out = io.BytesIO()
    book.save(out)
    cells = cells_by_libreoffice(out.getvalue())
    reference = re.findall(r"<c:val><c:numRef><c:f>([^<]*)</c:f>", chart_of(content))
    letters = [re.search(r"\$([A-Z]+)\$", one)[1] for one in reference]
    assert [cells["lines", f"{letter}7"] for letter in letters] == [10, 3, 0, 0, 0]


def test_a_dot_has_its_whisker_and_the_scale_reaches_both_ends(recalculated_by_libreoffice):
    rows = [("A", 5.0, 3.0, 9.0), ("B", 2.0, None, None), ("C", 4.0, 3.5, 4.25)]
    content = book_of("dots", ("share", "low", "high"), rows, ("share",), band=("low", "high"))
    chart = chart_of(content)
    plus, minus = (
        cells_at(content, re.search(f"<c:{end}>.*?<c:f>([^<]*)</c:f>", chart, re.DOTALL)[1])
        for end in ("plus", "minus")
    )
    assert (plus, minus) == ([4, 0, 0.25], [2, 0, 0.5])
    drawn = [cells_at(content, one) for one in re.findall(r"<c:val><c:numRef><c:f>([^<]*)</c:f>", chart)]
    assert drawn == [[5, 2, 4], [3, None, 3.5], [9, None, 4.25]]
    assert recalculated_by_libreoffice(content) == []


def test_a_heat_is_the_shades_of_its_cells_and_no_chart():
    rows = [("2024-01", 1.0, 0.5), ("2024-02", 1.0, None)]
    content = book_of("heat", ("0", "1"), rows, ("0", "1"))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["lines"]
    ((shaded, (rule,)),) = [(one.sqref, one.rules) for one in sheet.conditional_formatting]
    assert (str(shaded), rule.type) == ("B6:C7", "colorScale")


def test_what_may_still_change_is_hatched_in_a_grid():
    rows = [("2024-01", 1.0, 0.5, 2.0), ("2024-02", 1.0, 0.25, 1.0)]
    content = book_of("heat", ("0", "1", "over"), rows, ("0", "1"), finished="over")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["lines"]
    ((place, rules),) = [(one.sqref, one.rules) for one in sheet.conditional_formatting]
    hatched = min(rules, key=lambda rule: rule.priority)
    assert (str(place), hatched.type, hatched.stopIfTrue) == ("B6:C7", "expression", True)
    assert hatched.formula == ['AND(B6<>"",COLUMN()-1>$D6)']  # the second of two cells of which one is over


def test_a_scale_begins_at_0_and_that_of_what_is_still_there_ends_at_100_percent(custecon, examples, tmp_path):
    """Else 101, 106 and 104 look like a leap, and a share seems to reach 120 percent."""
    chart = chart_of(book_of("curve", ("amount",), [("a", 101.0), ("b", 106.0), ("c", 104.0)], ("amount",)))
    assert '<c:min val="0"' in re.search(r"<c:valAx>.*?<c:scaling>(.*?)</c:scaling>", chart, re.DOTALL)[1]
    path = tmp_path / "contracts.xlsx"
    assert custecon("ltv", examples / "subscriptions.csv", "--method", "auto", "-o", path).code == 0
    chart = chart_of(path.read_bytes())
    assert '<c:max val="1"' in re.search(r"<c:valAx>.*?<c:scaling>(.*?)</c:scaling>", chart, re.DOTALL)[1]


@pytest.mark.parametrize("kind", ["waterfall", "dots"])
def test_what_a_chart_stands_on_is_hidden_beside_the_table(kind):
    further = {"waterfall": {"totals": (0, 4)}, "dots": {"band": ("amount", "amount")}}[kind]
    content = book_of(kind, ("amount",), STEPS, ("amount",), **further)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["lines"]
    beyond = [how for how in sheet.column_dimensions.values() if how.min > 2]
    assert beyond
    assert all(how.hidden for how in beyond)
    assert next(iter(sheet.tables.values())).ref == "A5:B10"


def test_bars_of_groups_by_two_columns_are_named_by_both(custecon, tmp_path):
    path = tmp_path / "cac.xlsx"
    spend = tmp_path / "spend.csv"  # of more channels than a grid has columns
    rows = [f"{channel},{month},{10 + channel},1" for channel in range(9) for month in ("2024-01", "2024-02")]
    spend.write_text("channel,month,spend,new clients\n" + "\n".join(rows) + "\n")
    assert custecon("cac", spend, "--by", "channel,month", "-o", path).code == 0
    assert re.search(r"<c:cat><c:\w+><c:f>[^<]*\$A\$6:\$B\$15</c:f>", chart_of(path.read_bytes()))


def test_profit_shows_the_whale_curve_and_the_waterfall_on_its_first_page(custecon, examples, tmp_path):
    path = tmp_path / "profit.xlsx"
    assert custecon("profit", examples / "profit_clients.csv", "--price", "deliveries=45", "-o", path).code == 0
    with zipfile.ZipFile(path) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert drawing.count("<xdr:graphicFrame") == 2
    assert len(charts) == 2, "what stands on the first page stands on no other"
