"""One page for one meeting: the answer, the figures that matter, a picture, a table; all else folded beneath it.

One file without script and without request; in a notebook the same without its frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from custecon.core.language import speaking, spoken, words
from custecon.core.phrases import say
from custecon.core.results import Result
from custecon.core.schemas import Reading
from custecon.render import control_totals, opening
from custecon.render.page import first, folded, pictures, svg, tables
from custecon.render.page.svg import safe
from custecon.render.plain_words import without_options
from custecon.render.short_numbers import ShortNumbers

FIVE, SIX = 5, 6  # tiles; six stand in two rows of three, five too where a word of theirs is longer than one is wide
LONG_WORD = 14  # letters
LONG_VALUE = 11  # digits and signs; more have no room beside each other, and a number never breaks
LONG = 90  # letters; a longer headline has smaller ones
_PAPER = "@page{size:A4;margin:13mm 15mm}body{margin:0;background:#fff}"
_DARK = "@media (prefers-color-scheme:dark){body{background:#12181f}}@media print{body{background:#fff}}"
_SHELL = '<div class="custecon tex2jax_ignore mathjax_ignore">'  # between two $ is no formula


@cache
def style() -> str:
    """The style of a page and of a piece of one; nothing of it reaches what stands around a piece."""
    return " ".join(Path(__file__).with_name("page.css").read_text(encoding="utf-8").split())


def html_page(result: Result, *, explain: bool = False) -> str:
    """The result as a page of its own, for a browser, a printer or a letter; parts stand below each other."""
    parts = result.parts or (result,)
    if len(parts) == 1:
        body = _article(parts[0], 1, explain=explain)
    else:
        each = (_article(part, 2, explain=explain, place=place) for place, part in enumerate(parts, 1))
        body = f"{_contents(result)}{''.join(each)}"
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    head += f"<title>{safe(words(result.title))}</title><style>{_PAPER}{_DARK} {style()}</style>"
    main = f'<main class="custecon tex2jax_ignore mathjax_ignore">{body}</main>'
    return f'<!DOCTYPE html>\n<html lang="{spoken().name}"><head>{head}</head>\n<body>{main}</body></html>\n'


def html_text(result: Result, *, explain: bool = True) -> str:
    """The result as a notebook shows it: the page without its frame."""
    return _piece("".join(_article(part, 3, explain=explain) for part in result.parts or [result]))


def html_of_reading(reading: Reading) -> str:
    """What a notebook shows of a file that was read: its control totals, its columns, what must be known."""
    controls = reading.controls
    rows = [[words(role), decided.value, words(decided.by)] for role, decided in controls.columns.items()]
    parts = [_heading(3, str(controls.file), "head long")]
    parts += [f'<p class="lede">{safe(words(line))}</p>' for line in control_totals.in_short(controls)]
    title = words(say("Columns of {kind}", kind=say(controls.kind)))
    parts.append(tables.plain(title, list(map(words, ("role", "column", "decided by"))), rows))
    parts.append(_notices([said for told in reading.notices if (said := without_options(words(told.typed.phrase)))]))
    return _piece("".join(parts))


def _piece(inside: str) -> str:
    return f"{_SHELL}<style>{style()}</style>{inside}</div>"


def _contents(result: Result) -> str:
    """What stands on a page of several answers, each in a line; on paper a sheet of its own."""
    lines = []
    with speaking(ShortNumbers.of(spoken())):
        for place, part in enumerate(result.parts, 1):
            link = f'<a href="#answer-{place}">{safe(words(part.title))}</a>'
            lines.append(f"<li>{link} <span>{safe(_from(part))}</span><br>{safe(words(part.answer))}</li>")
    title = words(result.title)
    return f'{_heading(1, title, "head")}<nav aria-label="{safe(title)}"><ol>{"".join(lines)}</ol></nav>'


def _from(result: Result) -> str:
    """The files of an answer, beside those of others."""
    files = dict.fromkeys(str(one.file) for one in result.controls)
    return words(say("from {files}", files=[*files])) if files else ""


def _article(result: Result, level: int, *, explain: bool, place: int = 0) -> str:
    """One answer, from its headline to what is folded; numbers are short above and exact below.

    `place`: of several answers on one page, else 0.
    """
    with speaking(ShortNumbers.of(spoken())):
        seen = [
            *_head(result, level, of=_from(result) if place else ""),
            *_figures(result, level),
            *_notices_of(result),
            *_control(result),
        ]
    name = f' id="answer-{place}"' if place else ""
    return f"<article{name}>{''.join(chain(seen, folded.sections(result, explain=explain)))}</article>"


def _head(result: Result, level: int, of: str = "") -> Iterator[str]:
    """What it answers, of whom, and the answer; `of`: the files that it comes from."""
    title = words(result.title)
    scope = " · ".join(one for one in (words(result.first.scope or opening.scope(result)), of) if one)
    yield f'<p class="kicker"><b>{safe(title)}</b><span>{safe(scope)}</span></p>'
    headline = words(result.answer) or title
    yield _heading(level, headline, "head long" if len(headline) > LONG else "head")
    if further := " ".join(words(one) for one in (opening.surely(result), *result.first.further) if one):
        yield f'<p class="lede">{safe(further)}</p>'


def _figures(result: Result, level: int) -> Iterator[str]:
    """The figures that matter, the pictures, the rows to act on."""
    if tiles := first.tiles(result):
        label = safe(words("The figures that matter"))
        long = any(len(word) > LONG_WORD for tile in tiles for word in f"{tile.label} {tile.remark}".split())
        long = long or any(len(tile.value) > LONG_VALUE for tile in tiles)
        kind = "tiles six" if len(tiles) == SIX or (len(tiles) == FIVE and long) else "tiles"
        yield f'<ul class="{kind}" aria-label="{label}">{"".join(map(_tile, tiles))}</ul>'
    whole = first.with_curves(result)
    found = [drawn for one in first.pictures(whole) if (drawn := pictures.drawn(one, whole))]
    if found:
        kind = "figures two" if len(found) > 1 else "figures"  # on paper two stand beside each other
        yield f'<div class="{kind}">{"".join(_figure(drawn, level + 1) for drawn in found)}</div>'
    if rows := first.rows(result):
        yield tables.extract(*rows, result)


def _notices_of(result: Result) -> Iterator[str]:
    """What could change the decision, and how much else there is to know."""
    heaviest = opening.heaviest(result)
    told = [said for one in heaviest if (said := without_options(words(one.typed.brief)))]
    more = len([one for one in result.notices if without_options(words(one.typed.phrase))]) - len(told)
    told += [words(say("and {more} more, below", more=more))] if told and more > 0 else []
    yield _notices(told)


def _control(result: Result) -> Iterator[str]:
    for line in opening.control(result):
        yield f'<p class="control">{safe(words(line))}</p>'


def _heading(level: int, said: str, kind: str) -> str:
    return f'<h{level} class="{kind}">{safe(said)}</h{level}>'


def _tile(tile: first.Tile) -> str:
    lines = "".join(f"<span>{safe(line)}</span>" for line in (tile.between, tile.remark) if line)
    kind = "value long" if len(tile.value) > LONG_VALUE else "value"
    return f'<li><span>{safe(tile.label)}</span><span class="{kind}">{safe(tile.value)}</span>{lines}</li>'


def _figure(drawn: pictures.Drawn, level: int) -> str:
    """A picture in two widths, of which one is shown, and its numbers."""
    both = ((svg.WIDE, "wide"), (svg.NARROW, "narrow"))
    drawings = "".join(drawn.draw(width).element(drawn.title, drawn.told, name=name) for width, name in both)
    grid = tables.plain("", drawn.header, drawn.rows, label=drawn.title)
    note = f'<p class="small">{safe(drawn.note)}</p>' if drawn.note else ""
    cut = f'<p class="small">{safe(drawn.cut)}</p>' if drawn.cut else ""
    numbers = folded.folded(words("The numbers of this picture"), grid + note)
    return f"<figure><figcaption>{_heading(level, drawn.title, 'sub')}</figcaption>{drawings}{cut}{numbers}</figure>"


def _notices(told: list[str]) -> str:
    if not told:
        return ""
    label = safe(words("What could change the decision"))
    return f'<ul class="notices" aria-label="{label}">{"".join(f"<li>{safe(line)}</li>" for line in told)}</ul>'
