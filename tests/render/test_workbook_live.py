"""Two independent engines recalculate our workbooks and get the same numbers; changed inputs give the library's."""

import io
from decimal import Decimal

import openpyxl
import pytest

from custecon.core import units
from custecon.core.catalogue import METRICS
from custecon.core.evaluation import evaluate
from custecon.core.expression import Name, Requirement, exp, log, sqrt, where
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import DRAWN_TOGETHER, Over, Running
from custecon.core.results import Column, Figure, Input, Picture, Result, Table
from custecon.render import workbook
from custecon.render.workbook import cell_addresses


def every_example():
    return [evaluate(metric, **metric.examples[0].inputs) for metric in METRICS.values()]


def changed(content: bytes, **values: float) -> bytes:
    """The workbook after a person typed other values into its named cells."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in values.items():
        sheet, _, cell = book.defined_names[name].attr_text.rpartition("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place_of(content: bytes, name: str) -> tuple[str, str]:
    """Sheet and cell of a name."""
    sheet, _, cell = openpyxl.load_workbook(io.BytesIO(content)).defined_names[name].attr_text.rpartition("!")
    return sheet.strip("'"), cell.replace("$", "")


# ------------------------------------------------------------------ every metric


def test_every_metric_recalculates_in_formulas(recalculated, monkeypatch):
    monkeypatch.setattr(cell_addresses, "SPARE", 3)  # the empty rows of schedules are many and all alike
    assert recalculated(workbook.content_of(every_example())) == []


def test_every_metric_recalculates_in_libreoffice(recalculated_by_libreoffice, monkeypatch):
    monkeypatch.setattr(cell_addresses, "SPARE", 12)
    assert recalculated_by_libreoffice(workbook.content_of(every_example())) == []


def test_the_formula_reads_like_the_text(stored_in):
    result = evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1)
    formulas, cells = stored_in(workbook.content(result))
    assert "margin*retention/(1+discount-retention)" in formulas["ltv", "B5"]
    assert cells["ltv", "B5"] == 100 * 0.8 / (1 + 0.1 - 0.8)


def test_a_schedule_has_one_live_row_a_period(stored_in):
    result = evaluate(METRICS["fixed_horizon"], margin=100, retention=0.8, discount=0.1, periods=4)
    formulas, cells = stored_in(workbook.content(result))
    rows = [cells["fixed horizon", f"D{row}"] for row in range(6, 10)]
    assert sum(rows) == pytest.approx(192.06, abs=0.005)  # 72.73 + 52.89 + 38.47 + 27.98
    assert all("retention" in formulas["fixed horizon", f"B{row}"] for row in range(6, 10))
    assert cells["fixed horizon", "D10"] in (None, "")


# ------------------------------------------------------------------ where spreadsheets disagree with mathematics


def of_formulas(**formulas):
    """A result whose figures are these formulas over margin 3 and retention 0.5, with their values by Python."""
    inputs = (Input(QUANTITIES["margin"], 3.0), Input(QUANTITIES["retention"], 0.5))
    figures = tuple(
        Figure(name, name, value, units.RATIO, formula=formula) for name, (formula, value) in formulas.items()
    )
    return Result(command="ltv", title="traps", figures=figures, inputs=inputs)


def test_powers_signs_and_cases_mean_the_same_in_a_sheet(recalculated, recalculated_by_libreoffice):
    margin, retention = Name("margin"), Name("retention")
    content = workbook.content(
        of_formulas(
            minus_square=(-(margin**2), -9.0),  # =-A1^2 is +9 in Excel
            square_of_minus=((-margin) ** 2, 9.0),
            tower=(2 ** (margin**2), 512.0),  # =2^3^2 is 64 in Excel
            other_tower=((2**margin) ** 2, 64.0),
            power_of_a_negative=((-2) ** margin, -8.0),
            difference=(10 - (margin - retention), 7.5),
            quotient=(12 / (margin / retention), 2.0),
            product=(12 / (margin * retention), 8.0),
            case=(where(margin > 2, margin + 1, 1 / (margin - 3)), 4.0),
            functions=(sqrt(exp(log(margin))), 3**0.5),
            small=(margin * 1e-12, 3e-12),
        )
    )
    assert recalculated(content) == []
    assert recalculated_by_libreoffice(content) == []


def test_an_undefined_figure_says_why_and_shows_no_error(stored_in, recalculated, recalculated_by_libreoffice):
    from custecon.core.evaluation import figure

    inputs = tuple(Input(QUANTITIES[name], value) for name, value in (("revenue", 100.0), ("churn", 0.0)))
    shown = figure(METRICS["revenue_over_churn"], inputs)
    content = workbook.content(Result(command="ltv", title="LTV", figures=(shown,), inputs=inputs))
    _, cells = stored_in(content)
    assert cells["ltv", "B5"].startswith("undefined: it is infinite")
    assert recalculated(content) == []
    assert recalculated_by_libreoffice(content) == []


# ------------------------------------------------------------------ tables


def client_table(*, good: bool = True) -> Result:
    """Six clients, value = margin × retention ÷ (1 − retention), one row without retention, one undefined."""
    rows = [("Анна", 100, 0.8, "a"), ("=1+1", 50, 0.5, "A"), ("00123", 20, 0.9, "*"), ("<b>", -5, 0.2, "a")]
    rows += [("blank", 10, None, ">5"), ("endless", 10, 1.0, "a")]
    lines, so_far = [], 0.0
    for name, margin, retention, segment in rows:
        value = None if retention in (None, 1.0) else margin * retention / (1 - retention)
        so_far += value or 0.0
        lines.append((name, segment, margin, retention, value if good or name != "<b>" else 7.0, so_far))
    values = [line[4] for line in lines if line[4] is not None]
    margin, retention = Name("margin"), Name("retention")
    table = Table(
        "clients",
        "Clients",
        (
            Column("client", "client", units.TEXT, "who"),
            Column("segment", "segment", units.TEXT, "a group"),
            Column("margin", "margin", units.MONEY, "margin", summed=True),
            Column("retention", "retention", units.SHARE, "stays"),
            Column(
                "worth",
                "worth",
                units.MONEY,
                "what they are worth",
                summed=True,
                formula=margin * retention / (1 - retention),
                requires=(Requirement(retention < 1, "it never ends", "give churn"),),
            ),
            Column("so_far", "so far", units.MONEY, "added up", formula=Running("worth")),
        ),
        lines,
    )
    groups = sorted({line[1] for line in lines})
    by_group = Table(
        "by_segment",
        "By segment",
        (
            Column("segment", "segment", units.TEXT, "a group"),
            Column("worth", "worth", units.MONEY, "", formula=Over("sum", "clients", "worth", by="segment")),
            Column("margins", "margins", units.CLIENTS, "", formula=Over("count", "clients", "margin", by="segment")),
        ),
        [
            (
                group,
                sum(line[4] or 0 for line in lines if line[1] == group),
                sum(1 for line in lines if line[1] == group),
            )
            for group in groups
        ],
    )
    figures = (
        Figure("total", "total", sum(values), units.MONEY, formula=Over("sum", "clients", "worth")),
        Figure("average", "average", sum(values) / len(values), units.MONEY, formula=Name("total") / 4),
    )
    return Result(command="profit", title="Clients", figures=figures, tables=(table, by_group))


def test_computed_columns_groups_and_totals_are_alive(stored_in, recalculated, recalculated_by_libreoffice):
    content = workbook.content(client_table())
    formulas, cells = stored_in(content)
    assert formulas["clients", "E6"] == '=IF($D6<1,$C6*$D6/(1-$D6),"undefined")'
    assert ("clients", "E10") not in formulas, "a blank cell would count as 0"
    assert cells["clients", "E11"] == "undefined"
    assert cells["clients", "A7"] == "=1+1"
    assert cells["clients", "A8"] == "00123"
    assert recalculated(content) == []
    assert recalculated_by_libreoffice(content) == []


def test_a_formula_that_does_not_give_the_stored_value_is_not_written(stored_in):
    told = []
    formulas, cells = stored_in(workbook.content(client_table(good=False), told.append))
    assert ("clients", "E9") not in formulas
    assert cells["clients", "E9"] == 7
    assert [notice.code for notice in told] == ["N411"]


def test_a_cell_is_alive_where_its_formula_holds_whatever_kind_of_number_it_has(stored_in):
    rows = [
        (3.0, 1.5, "float"),
        (4.0, 2, "int"),
        (5.0, Decimal("2.5"), "exact"),
        (10.0, 5.0, None),  # blank is only what the formula does not need
        (6.0, 7.0, "another value"),
        (None, 1.0, "nothing to halve"),
        (8.0, 4.0, "said not to hold here"),
    ]
    columns = (
        Column("whole", "whole", units.MONEY, ""),
        Column("half", "half", units.SHARE, "", formula=Name("whole") / 2, live=[True] * 6 + [False]),
        Column("kind", "kind", units.TEXT, ""),
    )
    table = Table("halves", "Halves", columns, rows)
    told = []
    content = workbook.content(Result(command="profit", title="t", tables=(table,)), told.append)
    formulas, cells = stored_in(content)
    assert {place: text for place, text in formulas.items() if place[0] == "halves"} == {
        ("halves", f"B{row}"): f"=$A{row}/2" for row in (6, 7, 8, 9)
    }
    assert [cells["halves", f"B{row}"] for row in range(6, 13)] == [1.5, 2, 2.5, 5, 7, 1, 4]
    assert [(notice.code, notice.values["count"]) for notice in told] == [("N411", 1)]


def test_a_changed_row_moves_the_group_the_running_sum_and_the_total(cells_by_libreoffice):
    content = workbook.content(client_table())
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["clients"]["C6"].value = 200  # Анна: 200 × 0.8 ÷ 0.2 = 800 instead of 400
    out = io.BytesIO()
    book.save(out)
    cells = cells_by_libreoffice(out.getvalue())
    assert cells[place_of(content, "total")] == pytest.approx(800 + 50 + 180 - 1.25)
    assert cells["clients", "F9"] == pytest.approx(800 + 50 + 180 - 1.25)


def test_columns_are_drawn_together_as_the_engines_do(recalculated_by_libreoffice, stored_in):
    import statistics

    values = [5.0, 1.0, 9.0, 9.0, -2.0, 4.0, None, 3.0, 8.0, 2.0, 7.0, 6.0]
    quartiles = statistics.quantiles([value for value in values if value is not None], n=4, method="inclusive")
    expected = {
        "sum": 52.0,
        "mean": 52 / 11,
        "count": 11.0,
        "median": 5.0,
        "smallest": -2.0,
        "largest": 9.0,
        "first_quartile": quartiles[0],
        "third_quartile": quartiles[2],
        "top_tenth": 18.0,  # 11 clients: the tenth is two of them, and both have 9
        "gains": 54.0,
        "top_five": 39.0,  # 9 + 9 + 8 + 7 + 6
        "top_ten": 54.0,
        "below_zero": 1.0,
        "squares": 370.0,
        "ranked": 197.0,  # 1 × 9 + 2 × 9 + 3 × 8 + … + 11 × −2
        "last": 6.0,
    }
    assert expected.keys() == set(DRAWN_TOGETHER)
    table = Table("clients", "C", (Column("worth", "worth", units.MONEY, ""),), [(value,) for value in values])
    whole = Table("whole", "W", table.columns, [(value,) for value in values if value is not None])
    figures = tuple(
        Figure(name, name, value, units.MONEY, formula=Over(name, "whole" if name == "ranked" else "clients", "worth"))
        for name, value in expected.items()
    )
    content = workbook.content(Result(command="profit", title="t", figures=figures, tables=(table, whole)))
    formulas, _ = stored_in(content)
    assert sum(sheet == "profit" for sheet, _ in formulas) == len(expected), "each figure is a formula"
    assert recalculated_by_libreoffice(content) == []


def zipped(content: bytes, part: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


# ------------------------------------------------------------------ levers


def test_changed_assumptions_give_what_the_library_gives(cells_by_libreoffice):
    content = workbook.content_of(
        [
            evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1),
            evaluate(METRICS["fixed_horizon_now"], margin=100, retention=0.8, discount=0.1, periods=4),
            evaluate(
                METRICS["retention_programme"], margin=260, retention=0.75, discount=0.2, retention_spend=50, periods=11
            ),
        ]
    )
    after = changed(content, margin=130, retention=0.9, discount=0.05, periods=25, retention_spend=10)
    cells = cells_by_libreoffice(after)
    assert cells[place_of(content, "margin_multiple")] == pytest.approx(
        METRICS["margin_multiple"](margin=130, retention=0.9, discount=0.05), rel=1e-9
    )
    assert cells[place_of(content, "fixed_horizon_now")] == pytest.approx(
        METRICS["fixed_horizon_now"](margin=130, retention=0.9, discount=0.05, periods=25), rel=1e-9
    )
    assert cells[place_of(content, "retention_programme")] == pytest.approx(
        METRICS["retention_programme"](margin=260, retention=0.75, discount=0.2, retention_spend=10, periods=11),
        rel=1e-9,
    ), "its other inputs differ from the first result's, so they have cells of their own"


def test_what_follows_from_an_input_follows_it(custecon, tmp_path, cells_by_libreoffice):
    path = tmp_path / "a.xlsx"
    assert custecon("ltv", "--revenue", 100, "--margin-rate", 0.6, "--churn", "20%", "-o", path).code == 0
    content = path.read_bytes()
    cells = cells_by_libreoffice(changed(content, churn=0.25, margin_rate=0.5))
    assert cells[place_of(content, "retention")] == 0.75
    assert cells[place_of(content, "margin_multiple_now")] == pytest.approx(50 / 0.25, rel=1e-9)
    assert cells[place_of(content, "margin_over_churn")] == pytest.approx(50 / 0.25, rel=1e-9)


def test_changed_into_the_impossible_it_says_so(cells_by_libreoffice):
    content = workbook.content(evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1))
    cells = cells_by_libreoffice(changed(content, retention=1, discount=0))
    assert cells[place_of(content, "margin_multiple")].startswith("undefined: it is infinite")
    assert not any(str(value).startswith(("#", "Err:")) for value in cells.values())


def test_the_lever_sheet_tells_the_effect_of_a_step(stored_in):
    content = workbook.content(evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1))
    _, cells = stored_in(content)
    rows = {cells["Levers", f"A{row}"]: row for row in range(1, 40) if cells.get(("Levers", f"C{row}")) is not None}
    effect = cells["Levers", f"D{rows['retention rate']}"]
    assert effect == pytest.approx(100 * 0.81 / (1.1 - 0.81) - 100 * 0.8 / (1.1 - 0.8), rel=1e-9)


# ------------------------------------------------------------------ several results


def test_a_shared_input_stands_once_and_a_different_one_has_its_own_cell(stored_in):
    one = evaluate(METRICS["margin_multiple"], margin=100, retention=0.8, discount=0.1)
    two = evaluate(METRICS["margin_multiple_end"], margin=100, retention=0.7, discount=0.1)
    _, cells = stored_in(workbook.content_of([one, two]))
    names = [cells["Assumptions", f"G{row}"] for row in range(6, 12) if cells.get(("Assumptions", f"G{row}"))]
    assert names == ["margin", "retention", "discount", "retention_ltv_2"]


# ------------------------------------------------------------------ charts


@pytest.mark.parametrize("kind", ["bars", "curve"])
def test_a_picture_is_a_native_chart_over_the_cells(kind):
    table = Table(
        "whale",
        "Whale",
        (Column("share", "share of clients", units.SHARE, ""), Column("profit", "profit so far", units.MONEY, "")),
        [(0.5, 100.0), (1.0, 80.0)],
    )
    picture = Picture("whale", "Half of the clients earn 125% of the profit", kind, "whale", "share", ("profit",))
    content = workbook.content(Result(command="profit", title="t", tables=(table,), pictures=(picture,)))
    chart = zipped(content, "xl/charts/chart1.xml").decode()
    assert "Half of the clients earn 125% of the profit" in chart
    assert "whale!$B$6:$B$7" in chart.replace("'", "")
    assert "profit so far (money)" in chart
