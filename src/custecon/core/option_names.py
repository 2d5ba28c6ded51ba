"""How an option is called: a keyword in Python, a flag in a shell."""

from __future__ import annotations


def flag_of(name: str) -> str:
    """The flag of a keyword; what ends in _ because Python keeps the word for itself is that word.

    >>> flag_of("lost_after"), flag_of("from_")
    ('--lost-after', '--from')
    """
    return "--" + name.rstrip("_").replace("_", "-")


def keyword_of(option: str) -> str:
    """An option with its value as Python says it.

    >>> keyword_of("--by segment"), keyword_of("--table by_segment")
    ('by="segment"', '.table("by_segment")')
    """
    flag, _, value = option.partition(" ")
    name = flag.removeprefix("--").replace("-", "_")
    return f'.{name}("{value}")' if name == "table" else f'{name}="{value}"'
