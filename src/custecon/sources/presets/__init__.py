"""Known exports, one file of data each: which columns they have, and what their rows mean.

A preset is given with --preset, by its name or as a file of the user's own, or found by its header where that is
certain; it is always told.
"""

from custecon.sources.presets.preset import Beside, Preset, RowRule
from custecon.sources.presets.signature import NONE, asked, known, names, of_header, with_preset

__all__ = ["NONE", "Beside", "Preset", "RowRule", "asked", "known", "names", "of_header", "with_preset"]
