"""Known exports, one file of data each: which columns they have, and what their rows mean.

A preset is given with --preset, by its name or as a file of the user's own, or found by its header where that is
certain; it is always told.
"""

from custecon.sources.presets.preset import WORDS, Beside, Preset, RowRule
from custecon.sources.presets.signature import (
    NONE,
    asked,
    best_of,
    known,
    names,
    of_header,
    schemas_of,
    with_preset,
)

__all__ = [
    "NONE",
    "WORDS",
    "Beside",
    "Preset",
    "RowRule",
    "asked",
    "best_of",
    "known",
    "names",
    "of_header",
    "schemas_of",
    "with_preset",
]
