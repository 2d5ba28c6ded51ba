"""A picture as a file of its own, for a letter or a slide: the same drawing with its heading and its colours inside."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from custecon.core.language import speaking, spoken
from custecon.core.results import Result
from custecon.render.page import pictures, svg
from custecon.render.short_numbers import ShortNumbers

EDGE, HEAD = 20.0, 18.0
_FONTS = "system-ui,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',Arial,sans-serif"


def content(result: Result) -> bytes | None:
    """The declared picture of a result, or its first; None if it has none that can be drawn."""
    for part in result.parts or (result,):
        for picture in sorted(part.pictures, key=lambda one: one.name != part.first.picture):
            with speaking(ShortNumbers.of(spoken())):
                if drawn := pictures.drawn(picture, part):
                    return _document(drawn).encode()
    return None


def _document(drawn: pictures.Drawn) -> str:
    """The drawing under its heading, on white."""
    drawing = drawn.draw(svg.WIDE)
    lines = svg.wrapped(drawn.title, HEAD, drawing.width)
    top = EDGE + len(lines) * (HEAD + 6) + 10
    heading = [svg.text(EDGE, EDGE + place * (HEAD + 6), one, HEAD, name="w") for place, one in enumerate(lines, 1)]
    width, height = drawing.width + 2 * EDGE, top + drawing.height + EDGE
    ground = f'<rect width="{svg.number(width)}" height="{svg.number(height)}" fill="#fff"/>'
    moved = f'<g transform="translate({svg.number(EDGE)} {svg.number(top)})">'
    whole = svg.Drawing(width, height, (ground, *heading, moved, *drawing.marks, "</g>"))
    size = f'width="{svg.number(width)}" height="{svg.number(height)}" font-family="{_FONTS}"'
    attributes = f' xmlns="http://www.w3.org/2000/svg" {size}'
    inside = f"<style>{_style()}</style>"
    made = whole.element(drawn.title, drawn.told, attributes=attributes, inside=inside)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{made}\n'


@cache
def _style() -> str:
    """The rules of the page for its drawings, in the colours of the day: many programs know no variables."""
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+):(#\w+)", css.partition("@media")[0]))
    rules = re.findall(r"^\.custecon svg ([^{]*)\{([^}]*)\}", css, re.MULTILINE)
    named = [(name.replace(".custecon svg ", ""), re.sub(r"var\(--(\w+)\)", lambda one: colours[one[1]], rule))
             for name, rule in rules]  # fmt: skip
    return "".join(f"{name}{{{rule}}}" for name, rule in named).replace("font-family:inherit;", "")
