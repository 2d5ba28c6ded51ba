"""The page: the answer first, nothing of it lost, no script and no request; pictures with their numbers beside them."""

import html
import json
import re
from collections import Counter
from functools import cache

import pytest
from defusedxml import ElementTree as Xml

import custecon
from custecon.core.language import ENGLISH, speaking, words
from custecon.core.results import Column, Picture, Result, Table
from custecon.core.screen import Screen
from custecon.core.units import MONEY, PERIOD_NUMBER, TEXT
from custecon.render import documents, page, terminal
from custecon.render.output_formats import Look
from custecon.render.page import first, pictures, svg, svg_heat
from custecon.render.plain_words import without_options
from custecon.render.short_numbers import ShortNumbers

ASKED = {
    "figures": lambda folder: custecon.ltv(margin=100, retention="80%", discount="10%"),
    "clients": lambda folder: custecon.ltv(folder / "clients.csv", discount="10%", by="segment"),
    "profit": lambda folder: custecon.profit(folder / "profit_clients.csv", price=["deliveries=45", "orders=60"]),
    "iceberg": lambda folder: custecon.iceberg(folder / "complaints.csv", value=5000),
    "subscriptions": lambda folder: custecon.ltv(folder / "subscriptions.csv", method="auto", discount="10%"),
}


@pytest.fixture(params=ASKED)
def result(request, examples):
    return of(request.param, examples)


@cache
def of(name, folder):
    return ASKED[name](folder)


def text_of(piece):
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "\n", piece))


def test_nothing_of_the_tables_and_proofs_is_lost(result):
    cells = Counter(
        map(html.unescape, re.findall("<t[dh](?: [^>]*)?>(.*?)</t[dh]>", page.html_page(result, explain=True)))
    )
    for grid in documents.grids(result):
        shown = (cell for row in (grid.header, *grid.rows, grid.total or ()) for cell in row)
        wanted = Counter(cell for cell in shown if " --" not in cell and not cell.startswith("--"))
        assert not wanted - cells
    lines = text_of(page.html_page(result, explain=True)).split("\n")
    for told in documents.told(result, explain=True).values():
        assert {said for line in told if (said := without_options(line))} <= {*lines}


def test_the_answer_comes_first_and_the_tables_come_folded(result):
    made = page.html_page(result)
    opening, _, rest = made.partition("<details>")
    with speaking(ShortNumbers.of(ENGLISH)):
        assert f'">{html.escape(words(result.answer))}</h1>' in opening
    assert opening.count("<h1") == made.count("<h1") == 1
    assert rest.count("<details>") == rest.count("<summary>") - 1 > 1


def test_it_asks_for_nothing_and_runs_nothing(result):
    made = page.html_page(result)
    tags = " ".join(re.findall("<[^>]+>", made))
    assert not re.search(r"<script|<link|<iframe|<img|\bsrc=|\bhref=|\bon\w+=|javascript:", tags)
    assert not re.search(r"url\(|@import", page.style())
    assert len(made) < 100_000


@pytest.mark.parametrize("explain", [True, False])
def test_no_page_speaks_of_a_command_line_that_its_reader_has_not(result, explain):
    said = text_of(page.html_page(result, explain=explain))
    assert not re.search(r"(?<![\w-])--[a-z]|\bcustecon [a-z]", said)


def test_several_answers_are_one_page_that_begins_with_what_stands_on_it(custecon, examples, tmp_path):
    path, files = tmp_path / "firm.html", [examples / "clients.csv", examples / "spend.csv"]
    assert custecon("workbook", *files, "--discount", "10%", "-o", path).code == 0
    made = path.read_text(encoding="utf-8")
    contents = re.search("<nav.*?</nav>", made, re.DOTALL)[0]
    links = re.findall('<a href="#([^"]+)">', contents)
    assert links == re.findall('<article id="([^"]+)">', made) == ["answer-1", "answer-2", "answer-3", "answer-4"]
    assert made.count("<h1") == 1
    for place, article in enumerate(made.split("<article")[1:]):
        told = text_of(f"<{article}")
        file = files[place == 3]
        assert f"from {file}" in told.split("\n\n")[0] + told[:400]
        headline = re.search(r"<h2[^>]*>([^<]*)<", article)[1]
        assert headline in contents
    assert not re.search(r"<script|<link|src=|@import", made)


def test_one_answer_of_a_file_is_a_page_without_contents(custecon, examples, tmp_path):
    path = tmp_path / "cac.html"
    assert custecon("workbook", examples / "spend.csv", "-o", path).code == 0
    made = path.read_text(encoding="utf-8")
    assert ("<nav" in made, made.count("<h1")) == (False, 1)


@pytest.mark.parametrize(("count", "said"), [(12, ""), (40, "the first 12 of 40")])
def test_a_picture_of_some_rows_says_how_many_there_are(count, said):
    (drawn,) = [
        pictures.drawn(one, made)
        for made in [bars_of([(f"c{n}", 50 - n) for n in range(count)])]
        for one in made.pictures
    ]
    assert drawn.cut == said
    shown = text_of(page.html_page(bars_of([(f"c{n}", 50 - n) for n in range(count)])))
    assert ("the first 12 of" in shown) == bool(said)


def test_the_payback_of_a_client_is_a_curve_whose_heading_says_when():
    """200 ÷ 40 a month would be 5 months; with 5% leaving 40 × (1 - 0.95⁵) ÷ 0.05 = 181 after 5, 212 after 6.

    Of 1,000 no more than 40 ÷ 0.05 = 800 ever comes back; twice the 25 months of the plain payback are drawn.
    """
    made = page.html_page(custecon.cac(spend=50000, new_clients=250, margin=40, churn="5%"))
    assert "Payback: in period 6 a new client has brought what it cost" in text_of(made)
    never = page.html_page(custecon.cac(spend=50000, new_clients=50, margin=40, churn="5%"))
    assert "Payback: within 50 periods a new client does not bring what it cost" in text_of(never)


def test_no_style_reaches_what_stands_around_a_piece():
    rules = re.sub(r"@media [^{]*", "", page.style())
    selectors = re.findall(r"([^{};]+)\{", re.sub(r"\{[^{}]*\}", "{}", rules))
    assert selectors
    for every in (one.strip() for selector in selectors for one in selector.split(",") if one.strip()):
        assert every.startswith(".custecon"), every


# ------------------------------------------------------------------------------------------------ pictures


def drawings(made):
    return [Xml.fromstring(one) for one in re.findall("<svg.*?</svg>", made)]


def test_every_drawing_is_well_formed_and_says_what_it_shows(result):
    made = page.html_page(result)
    found = drawings(made)
    assert len(found) == 2 * len(first.pictures(result))  # for a wide and for a narrow window
    for drawing in found:
        assert [child.tag for child in drawing][:2] == ["title", "desc"]
        assert drawing.find("title").text
        assert drawing.find("desc").text
        assert drawing.get("role") == "img"


HOSTILE = [
    "<script>alert(1)</script>", "</text></svg><b>", "&amp; &lt;", "שלום עולם", "مرحبا", "👩‍👩‍👧 family", "Ö" * 200,
    "a b " * 50, "x\x00\x1b[31m\u202e", "$x^2$", "",
]  # fmt: skip


def bars_of(rows, divider=None):
    columns = (Column("who", "who", TEXT, "who"), Column("money", "money", MONEY, "what they bring"))
    picture = Picture("p", "What <they> bring", "bars", "t", "who", ("money",), divider)
    return Result("asked", "t", answer="They bring.", tables=(Table("t", "T", columns, rows),), pictures=(picture,))


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_and_never_come_to_life(name):
    made = page.html_page(bars_of([(name, 5), ("B", -3)]))
    for drawing in drawings(made):
        said = [element.text for element in drawing.iter("text")]
        assert {"5.00", "−3.00", "B"} <= {*said}
        assert not set("<>") & {child.tag for child in drawing}
    assert "<script" not in made
    assert "\x1b" not in made
    assert "\u202e" not in made


@pytest.mark.parametrize(
    "values", [[0], [5], [-5], [0, 0, 0], [None, 5], [None], [-1, 1], [1e15, 1], [-2, -3], [0.001], list(range(40))]
)
def test_bars_stand_for_their_numbers_and_stay_inside(values):
    rows = [(f"client {place}", value) for place, value in enumerate(values)]
    made = page.html_page(bars_of(rows))
    for drawing in drawings(made):
        across, high = map(float, drawing.get("viewBox").split()[2:])
        bars = [{key: float(bar.get(key)) for key in ("x", "y", "width", "height")} for bar in drawing.iter("rect")]
        for bar in bars:
            assert 0 <= bar["x"] <= bar["x"] + bar["width"] <= across + 0.2
            assert 0 <= bar["y"] <= bar["y"] + bar["height"] <= high + 0.2
        told = [value for value in values[:12] if value]
        assert len(bars) == len(told)
        longest = max(map(abs, told), default=0)
        for bar, value in zip(bars, told, strict=True):
            part = abs(value) / longest * max(one["width"] for one in bars)
            assert bar["width"] == pytest.approx(max(part, 1), abs=0.2)
        texts = [element.text for element in drawing.iter("text")]
        column = Column("money", "money", MONEY, "what they bring")
        for said in svg.shown(values, column)[:12]:
            assert (said or "undefined") in texts


# ------------------------------------------------------------------------------------------------ kinds

NUMBERS = [("a", 100.0, 60.0, None), ("− b", -40.0, 20.0, 30.0), ("= c", 60.0, 5.0, 70.0), ("d", 5.0, 1.0, 9.0)]


def pictured(kind, rows=NUMBERS, **how):
    columns = (Column("who", "who", TEXT, "who"), *(Column(name, name, MONEY, name) for name in ("x", "low", "high")))
    values = ("x", "low", "high") if kind == "heat" else ("x", "low") if kind in ("pairs", "steps") else ("x",)
    picture = Picture("p", "A finding", kind, "t", "who", values, **how)
    return Result("asked", "t", tables=(Table("t", "T", columns, rows),), pictures=(picture,))


@pytest.mark.parametrize("kind", pictures.KINDS)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_every_kind_draws_some_rows_and_tells_their_numbers(kind, count):
    result = pictured(kind, NUMBERS[:count], **({"band": ("low", "high")} if kind == "dots" else {}))
    drawn = pictures.drawn(result.pictures[0], result)
    for width in (svg.WIDE, svg.NARROW):
        drawing = Xml.fromstring(drawn.draw(width).element(drawn.title, drawn.told))
        for element in drawing.iter():
            for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy"):
                if element.get(name):
                    most = drawing.get("viewBox").split()[2 if "x" in name else 3]
                    assert 0 <= float(element.get(name)) <= float(most) + 0.2
    assert all(row[1] in drawn.told for row in drawn.rows)
    assert [row[0] for row in drawn.rows] == [row[0] for row in NUMBERS[:count]]


def test_a_waterfall_steps_down_to_what_is_left():
    """100, less 40, leaves 60: the second bar hangs from the end of the first, the third stands on 0 and is as long."""
    result = pictured("waterfall", NUMBERS[:3], totals=(2,))
    drawing = Xml.fromstring(pictures.drawn(result.pictures[0], result).draw(svg.WIDE).element("t", "d"))
    whole, step, left = [(float(bar.get("x")), float(bar.get("width"))) for bar in drawing.iter("rect")]
    assert step[0] + step[1] == pytest.approx(whole[0] + whole[1], abs=0.2)
    assert left == (whole[0], pytest.approx(whole[1] * 0.6, abs=0.2))
    assert step[0] == pytest.approx(left[0] + left[1], abs=0.2)


def test_what_is_not_known_yet_has_no_cell_in_a_grid():
    result = pictured("heat")
    drawing = Xml.fromstring(pictures.drawn(result.pictures[0], result).draw(svg.WIDE).element("t", "d"))
    assert len(list(drawing.iter("rect"))) == 4 * 3 - 1


def test_what_may_still_change_is_hatched_in_a_grid_and_said():
    """Of «c» two cells are over, of «a» one: its second and «d»'s last two are open, what is not there is nothing."""
    rows = [(*row, over) for row, over in zip(NUMBERS, (1, 3, 2, 1), strict=True)]
    columns = [Column("who", "who", TEXT, "who"), *(Column(name, name, MONEY, name) for name in ("x", "low", "high"))]
    columns.append(Column("over", "over", PERIOD_NUMBER, "cells over"))
    picture = Picture("p", "A finding", "heat", "t", "who", ("x", "low", "high"), finished="over")
    result = Result("asked", "t", tables=(Table("t", "T", tuple(columns), rows),), pictures=(picture,))
    for width in (svg.WIDE, svg.NARROW):
        drawing = Xml.fromstring(pictures.drawn(picture, result).draw(width).element("t", "d"))
        hatched = [one for one in drawing.iter("path") if one.get("class") == "x"]
        assert len(hatched) == 1 + 0 + 1 + 2
        assert "hatched: may still change" in [one.text for one in drawing.iter("text")]


def test_a_long_name_of_a_waterfall_takes_more_lines_beside_its_bar():
    rows = [("revenue", 100.0, 0.0, 0.0), ("− what was done for clients that nobody lists anywhere", -40.0, 0.0, 0.0)]
    for width in (svg.WIDE, svg.NARROW):
        result = pictured("waterfall", rows, totals=(0,))
        drawing = Xml.fromstring(pictures.drawn(result.pictures[0], result).draw(width).element("t", "d"))
        names = [one for one in drawing.iter("text") if one.get("x") == "0"]
        assert len(names) >= 3
        assert " ".join(str(one.text) for one in names) == " ".join(name for name, *_ in rows), "nothing of it is cut"
        bars = [float(bar.get("x")) for bar in drawing.iter("rect")]
        assert all(svg.wide(one.text, float(one.get("font-size"))) < min(bars) for one in names)


def test_on_a_phone_the_column_with_bars_stays(custecon, examples):
    told = custecon("cac", examples / "spend.csv", "-f", "html").out
    head = re.search(r"<section>.*?<thead>(.*?)</thead>", told)[1]
    stay = [name for kind, name in re.findall(r'<th(?: class="([^"]*)")? scope="col"[^>]*>([^<]*)</th>', head)
            if "opt" not in kind.split()]  # fmt: skip
    assert stay == ["channel", "CAC", "new clients"]


def test_a_curve_of_what_is_above_0_begins_there():
    rows = [("a", 101.0, 0.0, 0.0), ("b", 106.0, 0.0, 0.0), ("c", 104.0, 0.0, 0.0)]
    result = pictured("curve", rows)
    drawing = Xml.fromstring(pictures.drawn(result.pictures[0], result).draw(svg.WIDE).element("t", "d"))
    assert "0" in [one.text for one in drawing.iter("text")]


def test_a_renderer_leaves_out_what_it_cannot_draw():
    told = terminal.text(pictured("dots", band=("low", "high")), Look())
    assert "A finding" not in told


# ------------------------------------------------------------------------------------------------ a file of its own


def test_a_picture_is_a_file_of_its_own(custecon, examples, tmp_path):
    path = tmp_path / "profit.svg"
    line = ("profit", examples / "profit_clients.csv", "--price", "deliveries=45", "--picture", path)
    ran = custecon(*line)
    assert (ran.code, f"{path} written" in ran.err) == (0, True)
    drawing = Xml.fromstring(path.read_bytes())
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"var\(|url\(|href|@media", path.read_text(encoding="utf-8"))
    again = custecon(*line)
    assert (again.code, "E402" in again.err) == (5, True)
    assert custecon(*line, "--force").code == 0


@pytest.mark.parametrize(
    ("name", "code", "cured"),
    [("a.png", "E168", ["--picture", "a.svg", "--change", "margin=+1%"]), ("a.svg", "E167", [])],
)
def test_no_picture_is_a_refusal_with_a_cure(name, code, cured, custecon, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = ["what-if", "ltv", "--margin", "100", "--retention", "80%", "--discount", "10%"]
    figures = ["ltv", *line[2:]]
    ran = custecon(*figures, "--picture", name)
    assert (ran.code, code in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == []
    assert custecon(*(line if cured else figures), *cured).code == 0


def test_what_all_rows_add_up_to_is_not_called_the_total_of_those_shown(custecon, examples):
    told = custecon("signals", examples / "orders.csv", "-f", "html").out
    foot = re.search(r"<tfoot>(.*?)</tfoot>", told)[1]
    every = json.loads(custecon("signals", examples / "orders.csv", "-f", "json").out)["figures"]
    flagged = next(one["value"] for one in every if one["name"] == "flagged")
    assert f">all {flagged}<" in foot
    assert ">total<" not in foot


def test_a_total_leaves_on_a_phone_with_its_columns():
    columns = [Column(name, name, TEXT, "") for name in "abcde"]
    columns = [*columns, Column("paid", "paid", MONEY, "", summed=True)]
    table = Table("t", "t", tuple(columns), [("x", "x", "x", "x", "x", 1.0), ("y", "y", "y", "y", "y", 2.0)])
    told = page.html_text(Result("ltv", "t", tables=(table,), screen=Screen()))
    assert '<tfoot class="opt">' in told


def test_of_a_high_grid_the_last_rows_are_drawn_so_that_paper_holds_it(custecon, examples):
    told = custecon("cohorts", examples / "subscriptions.csv", "-f", "html").out
    drawing = re.search(r"<svg.*?</svg>", told, re.DOTALL)[0]
    assert "2024-11" in drawing
    assert ">2022-01<" not in drawing
    assert "the last 18 of 35" in told


@pytest.mark.parametrize("width", [svg.WIDE, svg.NARROW])
@pytest.mark.parametrize("name", ["2023-01", "сентябрь 2023", "all"])
def test_a_name_that_its_room_was_reckoned_from_is_not_cut(name, width):
    drawn = svg_heat.heat(svg_heat.Heat([name], ["1"], [[0.5]], [["50 %"]]), width)
    assert f">{name}</text>" in "".join(drawn.marks)
