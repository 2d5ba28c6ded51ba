"""What is told of a known export: its name, its rules as far as they hold here, and what stands in."""

from __future__ import annotations

from custecon.core.phrases import say
from custecon.sources.controls import Work
from custecon.sources.header_words import squash
from custecon.sources.layout import Layout
from custecon.sources.presets import Preset
from custecon.sources.row_choices import Does
from custecon.sources.wording import listed, shown


def tell(work: Work) -> None:
    """Say which export the file was taken for, with its rules, and which of its columns stand in for a usual one."""
    layout = work.source.layout
    if layout.preset is not None:
        rules = _rules(layout, layout.preset)
        work.note("N217", line=layout.line, preset=say(layout.preset.title), rules=rules)
        for role, headers in layout.preset.instead.items():
            if role in layout.roles and layout.decided[role].by.startswith("preset"):
                column = layout.roles[role]
                if squash(layout.headers[column]) in map(squash, headers):
                    work.note("N273", line=layout.line, column=column, header=shown(layout.headers[column]), role=role)


def _rules(layout: Layout, preset: Preset) -> str:
    """What a known export says of its rows, as far as the user does not say otherwise of the same columns."""
    here = [column for rule in preset.rows if (column := rule.column(layout.headers)) is not None]
    said = [choice for choice in layout.choices if choice.column in here]
    if not said:
        return preset.rules
    by = say("{by:and}", by=[*dict.fromkeys(say("the settings") if choice.usual else choice.option for choice in said)])
    columns = listed(dict.fromkeys(layout.headers[choice.column] for choice in said))
    way = say("its rules give way to {by} for {columns}", by=by, columns=columns)
    overruled = {choice.column for choice in said if choice.does is Does.ONLY}
    rest = set(here) - overruled or preset.headings or any(each.by.startswith("preset") for each in layout.beside)
    return say("{way}; otherwise {rules}", way=way, rules=preset.rules) if rest else way
