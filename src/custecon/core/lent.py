"""What a result or a reading can do by rooms that core does not know: the face of the library lends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LENT: dict[str, Callable[..., Any]] = {}
