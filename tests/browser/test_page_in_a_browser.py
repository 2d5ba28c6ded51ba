"""The page as a browser shows it: at three widths, in the light and in the dark, on paper, for those who cannot see."""

import io
import re
import shlex
import zlib
from contextlib import chdir
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from custecon.cli.app import run
from custecon.cli.session import Session
from custecon.core.results import Column, Picture, Result, Table
from custecon.core.units import PERIOD_NUMBER, SHARE, TEXT
from custecon.render import page
from tests.render.test_page import HOSTILE, bars_of

LINES = {
    "profit": "profit profit_clients.csv --price deliveries=45 --price orders=60",
    "clients": "ltv clients.csv --discount 10%",
    "segments": "ltv clients.csv --discount 10% --by segment",
    "forecast": "ltv orders.csv --method auto --horizon 36m --discount 10% --margin-rate 35%",
    "contracts": "ltv subscriptions.csv --method auto --discount 10%",
    "figures": "ltv --margin 100 --retention 80% --discount 10%",
    "channels": "cac spend.csv --by channel,month",
    "churn": "churn-cost clients.csv --by segment --discount 10%",
    "iceberg": "iceberg complaints.csv --value 5000",
    "what if": "what-if ltv --margin 100 --retention 80% --discount 10% --change retention=+5pt --change margin=-2%",
    "scores": "rfm orders.csv",
    "payback": "cac --spend 50000 --new-clients 250 --margin 40 --churn 5%",
    "models": "backtest orders.csv --holdout 26w",
}
WIDTHS = (390, 768, 1200)


@cache
def document(name, folder):
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder):
        assert run([*shlex.split(LINES[name]), "-f", "html"], Session(io.BytesIO(), out, err)) == 0, err.getvalue()
    return out.getvalue()


@pytest.fixture(params=LINES)
def made(request, examples):
    return document(request.param, examples)


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_the_window_says_nothing_and_asks_for_nothing(made, seen, width):
    shown = seen(made, width)
    assert shown.wide_as_the_window()
    assert (shown.said, shown.asked) == ([], [])
    letters = "[...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length)"
    sizes = shown.page.evaluate(f"{letters}.map(t => t.getBoundingClientRect().height)")
    assert all(height > 12 for height in sizes)  # letters of 13 pixels are at least so high


@pytest.mark.parametrize("width", WIDTHS)
def test_no_letters_of_a_picture_lie_on_others_or_outside(made, seen, width):
    shown = seen(made, width)
    drawings = shown.page.evaluate(
        "[...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).map(s => ({"
        " box: s.getBoundingClientRect(), texts: [...s.querySelectorAll('text')].map(t => {"
        " const b = t.getBoundingClientRect(); return [t.textContent, b.left, b.right, b.top, b.bottom]})}))"
    )
    for drawing in drawings:
        box, texts = drawing["box"], drawing["texts"]
        for said, left, right, top, bottom in texts:
            assert box["left"] - 8 <= left <= right <= box["right"] + 8, said
            assert box["top"] - 4 <= top <= bottom <= box["bottom"] + 4, said
        for place, (said, left, right, top, bottom) in enumerate(texts):
            for other, left_2, right_2, top_2, bottom_2 in texts[place + 1 :]:
                across = min(right, right_2) - max(left, left_2)
                down = min(bottom, bottom_2) - max(top, top_2)
                assert across <= 1 or down <= 5, (said, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_keeps_nobody_out(made, seen, axe, scheme):
    shown = seen(made, 1200, color_scheme=scheme)
    shown.page.evaluate("document.querySelectorAll('tr:nth-child(n+20)').forEach(row => row.remove())")  # alike, slow
    shown.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    shown.page.evaluate(axe)
    found = shown.page.evaluate("axe.run()")
    told = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found["violations"]]
    assert told == []


def test_in_high_contrast_bars_and_letters_are_seen(made, seen):
    """Colours are the system's then; a bar that takes that of its ground is gone."""
    shown = seen(made, 1200, forced_colors="active")
    assert shown.page.evaluate("matchMedia('(forced-colors:active)').matches")
    ground = shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
    bars = "[...document.querySelectorAll('td.drawn i')].map(one => getComputedStyle(one).backgroundColor)"
    drawn = "[...document.querySelectorAll('svg rect, svg circle')].filter(one => one.getClientRects().length)"
    drawn = f"{drawn}.map(one => [getComputedStyle(one).fill, getComputedStyle(one).stroke])"
    letters = "[...document.querySelectorAll('p, h1, td, svg text')].map(one => "
    letters += "getComputedStyle(one)[one.tagName == 'text' ? 'fill' : 'color'])"
    assert ground not in shown.page.evaluate(bars)
    assert ground not in shown.page.evaluate(letters)
    assert all({*inks} - {ground, "none"} for inks in shown.page.evaluate(drawn))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_asks_for_more_contrast_gets_it(made, seen, scheme):
    """Letters of the second rank are as dark as the first; lines and bars stand out by three to one at least."""
    shown = seen(made, 1200, contrast="more", color_scheme=scheme)
    assert shown.page.evaluate("matchMedia('(prefers-contrast:more)').matches")
    colours = "(one => ['--bg', '--ink', '--muted', '--line', '--bar', '--acc'].map(name => { one.style.color = "
    colours += "`var(${name})`; return getComputedStyle(one).color.match(/\\d+/g).map(Number) }))"
    ground, *inks = shown.page.evaluate(f"{colours}(document.querySelector('.custecon').appendChild("
                                        "document.createElement('i')))")  # fmt: skip
    for ink, least in zip(inks, (7, 7, 7, 3, 4.5), strict=True):
        assert contrast(ground, ink) >= least


def contrast(one, other):
    """How much two colours differ, by WCAG 2: (L1 + 0.05) ÷ (L2 + 0.05)."""

    def light(colour):
        parts = [part / 255 for part in colour]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def grid():
    """A triangle as cohorts have it, its last cells not over yet."""
    ages = [Column(f"age_{age}", str(age), SHARE, "who bought again") for age in range(12)]
    columns = (Column("cohort", "won in", TEXT, "when"), Column("over", "over", PERIOD_NUMBER, "cells"), *ages)
    rows = [
        (f"2024-{month:02}", 12 - month, *(0.9 ** (age * 2) if age <= 12 - month else None for age in range(12)))
        for month in range(1, 13)
    ]
    picture = Picture("p", "Who still buys", "heat", "t", "cohort", tuple(one.name for one in ages), finished="over")
    table = Table("t", "T", columns, rows)
    return page.html_page(Result("asked", "t", answer="Half come again.", tables=(table,), pictures=(picture,)))


@pytest.mark.parametrize("how", [{}, {"color_scheme": "dark"}, {"contrast": "more"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("width", [360, 800, 1400])
def test_a_grid_is_read_at_any_width_in_any_light(seen, width, how):
    shown = seen(grid(), width, **how)
    assert shown.wide_as_the_window()
    told = shown.page.locator("svg:visible text").all_text_contents()
    assert "hatched: may still change" in told
    assert "100%" in told or "100.0%" in told
    assert shown.page.locator("svg:visible path.x").count() >= (1 if width == 360 else 12)


def test_a_grid_is_one_sheet_of_paper(seen):
    assert pages_of(seen(grid()).page.pdf(prefer_css_page_size=True)) == 1


def test_several_answers_are_a_sheet_each_below_one_of_what_there_is(examples, seen):
    out, err = io.StringIO(), io.StringIO()
    with chdir(examples):
        line = "workbook clients.csv spend.csv --discount 10% -f html"
        assert run(shlex.split(line), Session(io.BytesIO(), out, err)) == 0, err.getvalue()
    answers = out.getvalue().count("<article")
    assert answers == 4
    for width in WIDTHS:
        shown = seen(out.getvalue(), width)
        assert shown.wide_as_the_window()
        assert (shown.said, shown.asked) == ([], [])
    assert pages_of(shown.page.pdf(prefer_css_page_size=True)) == 1 + answers


@pytest.mark.parametrize("name", LINES)
def test_it_is_one_sheet_of_paper(name, examples, seen):
    sheets = seen(document(name, examples)).page.pdf(prefer_css_page_size=True)
    assert pages_of(sheets) == 1


def test_sheets_are_counted(seen):
    two = "<!DOCTYPE html><p>a</p><p style='break-before:page'>b</p>"
    assert pages_of(seen(two).page.pdf()) == 2


def pages_of(pdf):
    """How many pages a PDF of Chromium has: also those inside of its compressed objects."""
    streams = [
        zlib.decompressobj().decompress(one) for one in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", pdf, re.DOTALL)
    ]
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in (pdf, *streams))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_any_kind_do_no_harm(name, width, seen):
    result = bars_of([(name, 5), ("B", -3), (f"{name} too", 2)])
    shown = seen(page.html_page(replace(result, answer=f"{name} brings 5.")), width)
    assert shown.wide_as_the_window()
    assert (shown.said, shown.asked) == ([], [])
    assert shown.page.locator("main b, main script").count() == 1  # the title alone is bold


def test_a_piece_changes_nothing_around_it(seen):
    """A notebook has a style of its own, and its own cells stay as they are."""
    around = "<table id=theirs><tr><th>a</th><td>1</td></tr></table><h3 id=head>b</h3><p class=lede>c</p><svg></svg>"
    piece = page.html_text(bars_of([("A", 5)]))
    styles = [
        seen(f"<!DOCTYPE html><body>{around}{more}</body>").page.evaluate(
            "['#theirs', '#theirs th', '#theirs td', '#head', 'p.lede', 'body'].map("
            "one => JSON.stringify([...getComputedStyle(document.querySelector(one))].map("
            "name => [name, getComputedStyle(document.querySelector(one)).getPropertyValue(name)])"
            ".filter(pair => !/height|block-size|perspective|transform-origin/.test(pair[0]))))"
        )
        for more in ("", piece)
    ]
    assert all(before == after for before, after in pairwise(styles))
