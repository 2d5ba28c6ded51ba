"""What a console shows in place of a sign of ours that its code page lacks: its neighbour, as wide where it can be.

Windows consoles of Russia speak cp866, which has bars and rules but no «», … or ÷; cp1251 has these, but no bars.
"""

from __future__ import annotations

import codecs

NAME, NONE = "custecon.nearest", "backslashreplace"
NEAREST = {
    "█": "#", "▓": "#", "▒": "=", "░": "-", "•": "*", "─": "-", "━": "-", "│": "|", "┤": "|",
    "…": "-", "→": ">", "←": "<", "·": "|", "×": "x", "÷": "/", "−": "-", "–": "-", "—": "-", "≤": "<=", "≥": ">=",
    "«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    """What cannot be encoded as what can."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(map(_neighbour, text)), error.end


def _neighbour(sign: str) -> str:
    """Another sign; an escape for what has none, such as a letter, for names that differ must stay unlike."""
    return NEAREST.get(sign) or sign.encode("ascii", NONE).decode()


codecs.register_error(NAME, _nearest)
