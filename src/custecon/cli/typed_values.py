"""Values that no option can have, whatever it is: nothing at all, a currency that is none."""

from __future__ import annotations

from collections.abc import Iterator

from custecon.cli.options import Asked
from custecon.core.errors import UsageError, problem
from custecon.core.phrases import say


def refuse_empty(asked: Asked) -> None:
    """Nothing, or the refusal of what was typed and is empty, as a name is that a shell fills in with nothing.

    Taken for no option at all, `--expect-total ""` would check nothing, and a file "" would be the standard input.

    Raises:
        UsageError: E155 naming it.
    """
    if name := next(_empty(asked), None):
        raise UsageError(problem("E155", name=name))


def _empty(asked: Asked) -> Iterator[str]:
    for option in asked.command.all_options:
        given = asked.options.get(option.name)
        texts = [text for text in (given if isinstance(given, list | tuple) else [given]) if isinstance(text, str)]
        if "" in texts or (option.metavar != "SIGN" and any(map(_is_blank, texts))):  # a sign may be a blank
            yield option.flags[-1]
    if any(_is_blank(text) for text in (asked.file, *asked.words) if text is not None):
        yield asked.command.argument.strip(".[]")


def _is_blank(text: str) -> bool:
    return not text.strip()


def refuse_no_currency(asked: Asked) -> None:
    """Nothing, or the refusal of a currency that is none: all money would be called by it.

    Raises:
        UsageError: E153 naming what says it.
    """
    text, name = asked.options.get("currency"), "--currency"
    if text is None and (fact := asked.defaults.get("currency")) is not None:
        text, name = fact.text, fact.where
    if text is None:
        return
    from custecon.sources.currencies import is_currency
    from custecon.sources.wording import shown

    if not is_currency(str(text)):
        known = say("the code of a currency, such as EUR, or its sign")
        raise UsageError(problem("E153", name=name, value=shown(str(text)), known=known))
