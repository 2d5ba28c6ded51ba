"""What stands in the data is shown in Markdown and in a notebook as it is; none of it comes to life."""

import html
import re
from dataclasses import replace

import pytest

from custecon import evaluate
from custecon.render.page import html_text

ALIVE = ["~~gone~~", "~gone~", "&lt;b&gt;", "&#33;", "https://evil.example/x", "HTTP://evil.example",
         "www.evil.example", "[a](https://evil.example)",
         "![x](y)", "<img src=x>", "**b**", "_i_", "`c`", "a|b", "$x^2$", "\\"]  # fmt: skip


@pytest.fixture(params=ALIVE)
def text(request):
    return request.param


@pytest.fixture
def result(text, custecon, tmp_path):
    def of(form):
        path = tmp_path / "list.csv"
        path.write_text(f'client,revenue,cost\n"{text}",100,60\nB,50,20\nC,70,20\n', encoding="utf-8")
        ran = custecon("profit", path, "-f", form)
        assert ran.code == 0, ran.err
        return ran.out

    return of


def test_markdown_shows_data_as_it_is(text, result):
    out = result("md")
    rows = [line for line in out.splitlines() if line.startswith("|")]
    assert not any(text in re.sub(r"\\.", "", row) for row in rows)
    shown = text.replace("\\", "")
    assert any(shown in row.replace("\\", "") for row in rows)


@pytest.mark.parametrize("plain", ["R&D", "A & B", "12:30", "a:b", "5 / 6", "wwww", "50 %", "a.b"])
def test_what_is_no_markup_stays_as_it_is(plain, custecon, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"client,revenue,cost\n{plain},100,60\nB,50,20\nC,70,20\n", encoding="utf-8")
    assert f"| {plain} |" in custecon("profit", path, "-f", "md").out


def test_a_notebook_takes_nothing_for_markup_or_a_formula(text):
    made = evaluate("margin_over_churn", revenue=100, margin_rate=0.8, churn=0.05)
    shown = html_text(replace(made, answer=text))
    assert shown.startswith(
        '<div class="custecon tex2jax_ignore mathjax_ignore">'
    )  # what is between two $ is no formula
    assert f'<h3 class="head">{html.escape(text)}</h3>' in shown
