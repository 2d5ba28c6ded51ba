"""Option lines: a line that answers, with options dropped, options added and values that nobody means."""

from hypothesis import strategies as st
from tests.cli.test_every_option import ASKED, SAID, said
from tests.fuzz import strange

from custecon.cli.app import load
from custecon.cli.options import COMMON, FILE

LINES = {
    **ASKED,
    "workbook": "workbook clients.csv",
    "workbook of a log": "workbook thin.csv",
    "init": "init clients.csv",
    "sample": "sample made",
    "explain a file": "explain custecon.toml",
}
# By what its value is named in the help, so that new options are asked too.
NAMED = {
    "FILE": st.sampled_from(
        [one for one in strange.TEXTS if one.endswith((".csv", ".json"))] + ["", "here", "\0", "-"]
    ),
    "DATE": st.sampled_from(strange.DAYS),
    "TIME": st.sampled_from(strange.SPANS),
    "MONEY": strange.number,
    "SHARE": strange.number,
    "COUNT": strange.number,
    "NUMBER": strange.number,
    "PERCENT": strange.number,
}


def _usual(option):
    if option.choices:
        return st.sampled_from(option.choices)
    return st.just(said(option)) if option.quantity or option.name in SAID else st.nothing()


@st.composite
def _option(draw, options):
    option = draw(st.sampled_from(options))
    flag = draw(st.sampled_from(option.flags))
    if option.kind in (bool, int):
        return [flag]
    fitting = NAMED.get(option.metavar, strange.text)
    value = draw(st.one_of(fitting, fitting, _usual(option), _usual(option), strange.anything))
    return [f"{flag}={value}"] if flag.startswith("--") else [flag, value]


@st.composite
def line(draw, usual):
    """Words after `custecon`."""
    command, *words = usual.split()
    options = [one for one in load(command).all_options if one not in COMMON and one.name not in ("format", "output")]
    figures = [one for one in options if one.panel not in (FILE, "Output", "Settings")] or options
    for at, word in enumerate(words):
        if not word.startswith("-") and draw(st.integers(0, 6)) == 0:
            words[at] = draw(strange.readable if word[0].isdigit() else strange.anything)
    if words and draw(st.integers(0, 8)) == 0:
        del words[draw(st.integers(0, len(words) - 1))]
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
        words += draw(_option(draw(st.sampled_from([figures, figures, options]))))
    if draw(st.integers(0, 11)) == 0:
        words += ["-o", draw(st.sampled_from(["out.csv", "out.json", "out.xlsx", "out.md", "out", "", "here", "\0"]))]
        words += draw(st.sampled_from([[], ["--force"], ["--force"]]))
    return [command, *words, "-f", draw(st.sampled_from(["json"] * 4 + ["csv", "md", "table", "tsv"]))]
