"""What every drawing is made of: marks with room for their texts, scales with even ticks, and the frame around it.

A drawing has fixed width and is scaled by nobody, so that its letters keep their size; a page holds one for a wide and
one for a narrow window. Colours are classes: `b` what is there, `a` what the heading speaks of, `g` lines of the grid.
"""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from custecon.core.language import spoken
from custecon.core.results import Column
from custecon.core.rounding import exact
from custecon.core.units import Form, Unit
from custecon.render import safe_text
from custecon.render.short_numbers import ShortNumbers, places_of

WIDE, NARROW = 772, 358
SIZE, SMALL = 14.0, 13.0  # of letters, in a wide and in a narrow drawing
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks on a ground of so many pixels."""

    width: float
    height: float
    marks: Sequence[str]

    def element(self, title: str, told: str, *, name: str = "", inside: str = "", attributes: str = "") -> str:
        """The drawing as an element, with what it is and what it shows for those who cannot see it."""
        kind = f' class="{name}"' if name else ""
        box = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        head = f"<title>{safe(title)}</title><desc>{safe(told)}</desc>"
        return f'<svg{kind} {box} role="img"{attributes}>{head}{inside}{"".join(self.marks)}</svg>'


def safe(text: str) -> str:
    """Text of the data or of ours as XML shows it: no markup, no control sequence."""
    return html.escape(safe_text.for_terminal(text))


def number(value: float) -> str:
    """A coordinate to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def minus(shown: str) -> str:
    """A number as it is set in type."""
    return shown.replace("-", MINUS)


def shown(values: Sequence[Any], column: Column, currency: str | None = None) -> list[str]:
    """The texts of values beside each other, with as many decimal places all of them; "" for None."""
    short = ShortNumbers.of(spoken())
    places = places_of(values, column.unit)
    texts = [short.cell(value, column.unit, places) for value in values]
    if column.unit.form in (Form.TEXT, Form.DATE):
        return texts
    money = f" {spoken().sign(currency)}" if currency and column.unit.form is Form.MONEY else ""
    return [text and minus(text) + money for text in texts]


# ---------------------------------------------------------------------------------------------- marks


def text(x: float, y: float, said: str, size: float, *, anchor: str = "start", name: str = "") -> str:
    """Letters on a line."""
    kind = f' class="{name}"' if name else ""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{at}{kind}>{safe(said)}</text>'


def bar(x: float, y: float, width: float, height: float, name: str) -> str:
    """A rectangle; what is not 0 is never invisible."""
    wide = f'width="{number(max(width, 1.0))}" height="{number(height)}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {wide} class="{name}"/>'


def line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    """A straight line."""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} class="{name}"/>'


def path(points: Sequence[tuple[float, float]], name: str, *, closed: bool = False) -> str:
    """A line through points, or the area that it encloses."""
    steps = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<{"polygon" if closed else "polyline"} points="{steps}" class="{name}"/>'


def dot(x: float, y: float, radius: float, name: str) -> str:
    """A point."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" class="{name}"/>'


# ---------------------------------------------------------------------------------------------- letters

_THIN = frozenset("iljtfrI.,:;|!'()[]-· ")
_BROAD = {"ЖШЩЮ": 1.09, "mwMWФжшщюф%@—…": 0.98, "МЫЪ": 0.88, "ымъдц": 0.8}  # by DejaVu Sans, the widest that is usual
BOLD = 1.13  # how much more a bold letter takes
_ROUNDING = 0.01  # room that was reckoned from a text holds it


def wide(said: str, size: float) -> float:
    """How much room a text takes at most, in the widest of the usual system fonts."""
    return size * sum(map(_letter, said))


def _letter(letter: str) -> float:
    if letter in _THIN:
        return 0.42
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x1F000:
        return 1.25
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    own = next((room for letters, room in _BROAD.items() if letter in letters), None)
    return own or (0.79 if letter.isupper() else 0.65)


def fitted(said: str, size: float, room: float) -> str:
    """A text that fits, cut so that it is seen to be cut."""
    said = safe_text.for_terminal(said)
    if wide(said, size) <= room + _ROUNDING:
        return said
    used, kept = _letter("…") * size, ""
    for letter in said:
        used += _letter(letter) * size
        if used > room:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def wrapped(said: str, size: float, room: float) -> list[str]:
    """A text on as many lines as it needs."""
    lines: list[str] = []
    for word in safe_text.for_terminal(said).split(" "):
        if lines and wide(f"{lines[-1]} {word}", size) <= room + _ROUNDING:
            lines[-1] += f" {word}"
        else:
            lines.append(fitted(word, size, room))
    return lines


# ---------------------------------------------------------------------------------------------- scales


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Even numbers from below the lowest to above the highest value.

    >>> ticks(0, 112_634), ticks(-3, 7)
    ([0.0, 50000.0, 100000.0, 150000.0], [-5.0, 0.0, 5.0, 10.0])
    """
    if not high > low:
        low, high = (low - 0.5, high + 0.5) if low else (0.0, 1.0)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    even = (1, 2, 5, 10) if power == 1 else (1, 2, 2.5, 5, 10)
    step = next(power * times for times in even if power * times >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * place, 12) for place in range(first, last + 1)]


def tick_labels(at: Iterable[float], unit: Unit) -> list[str]:
    """The ticks as words; money without its decimals where it has none."""
    values = list(at)
    if unit.form is Form.SHARE:
        return [minus(spoken().share(value)) for value in values]
    whole = all(value == int(value) for value in values)
    return [minus(spoken().grouped(value, 0) if whole else spoken().number(value)) for value in values]


def float_of(value: Any) -> float:
    """A number to draw by."""
    return float(exact(value))
