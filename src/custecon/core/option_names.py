"""How an option is called: a keyword in Python, a flag in a shell."""

from __future__ import annotations


def flag_of(name: str) -> str:
    """The flag of a keyword; what ends in _ because Python keeps the word for itself is that word.

    >>> flag_of("lost_after"), flag_of("from_")
    ('--lost-after', '--from')
    """
    return "--" + name.rstrip("_").replace("_", "-")
