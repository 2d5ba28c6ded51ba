"""What is usual for the firm and names columns: it counts for a file that has them and of which nothing was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from custecon.sources.column_names import column_of
from custecon.sources.expressions import parse_expression
from custecon.sources.header_words import squash
from custecon.sources.options import ReadingOptions
from custecon.sources.presets import NONE, asked
from custecon.sources.row_choices import column_of_choice
from custecon.sources.units_of_money import unit_named

# Of what stands together, that which was typed of a column overrules all that is usual for it.
_TOGETHER = (("only", "leave_out", "minus"), ("add", "subtract"), ("fill_down",), ("units",))
SEVERAL = tuple(name for names in _TOGETHER for name in names)
ALONE = ("order_id", "preset")


def fitted(options: ReadingOptions, headers: Sequence[str]) -> ReadingOptions:
    """The options for a file with these headers, what is usual for the firm among them as far as it concerns it.

    `said` holds what of it was taken, `unsaid` what names no column, or no export, that the file is.
    """
    if options.several:
        here = {role: name for role, name in options.columns.items() if not name or is_here(name, headers)}
        options = replace(options, columns=here)
    if not options.firm:
        return options
    said: dict[str, list[str]] = {}
    unsaid: dict[str, list[str]] = {}
    for names in _TOGETHER:
        typed = {_column(name, text, headers) for name in names for text in _typed(options, name)}
        for name in names:
            for text in options.firm.get(name, ()):
                column = _column(name, text, headers)
                if column is None:
                    unsaid.setdefault(name, []).append(text)
                elif column not in typed and not (name == "units" and options.units and "units" not in options.usual):
                    said.setdefault(name, []).append(text)
    for name in ALONE:
        for text in options.firm.get(name, ()) if getattr(options, name) is None else ():
            (said if _concerns(name, text, headers) else unsaid).setdefault(name, []).append(text)
    taken: dict[str, Any] = {
        name: (*getattr(options, name), *texts) for name, texts in said.items() if name in SEVERAL and name != "units"
    }
    taken |= {name: texts[0] for name, texts in said.items() if name in ALONE}
    pairs = [text.rpartition("=") for text in said.get("units", ())]
    units = {column.strip(): unit_named(unit) or unit for column, _, unit in pairs}
    return replace(
        options,
        **taken,
        units_of={**units, **options.units_of},
        firm={},
        said={name: tuple(texts) for name, texts in said.items()},
        unsaid={name: tuple(texts) for name, texts in unsaid.items()},
    )


def is_here(name: str, headers: Sequence[str]) -> bool:
    """Whether a file has the column of that name, or all of an expression; else it is that of another file."""
    return column_of(name, headers) is not None or parse_expression(name, headers) is not None


def _typed(options: ReadingOptions, name: str) -> Sequence[str]:
    return [f"{column}=" for column in options.units_of] if name == "units" else getattr(options, name)


def _column(name: str, text: str, headers: Sequence[str]) -> int | None:
    """The column of which an option speaks."""
    if name in ("only", "leave_out", "minus"):
        return column_of_choice(text, headers)
    return column_of(text.rpartition("=")[0] if name == "units" else text, headers)


def _concerns(name: str, text: str, headers: Sequence[str]) -> bool:
    """Whether a file has the column, or is the export."""
    if text == NONE:
        return True
    if name == "order_id":
        return column_of(text, headers) is not None
    here = frozenset(map(squash, headers))
    return any(not preset.marks or preset.fits(here) for preset in asked(text))
