"""What takes longer than a second says on stderr what it does, to a person at a terminal and to nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from custecon.core.language import spoken
from custecon.core.progress import heard_by
from custecon.render import safe_text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from custecon.cli.session import Session

AFTER = 1.0  # seconds that anybody waits without asking what for


@contextmanager
def shown(session: Session) -> Iterator[None]:
    """Show what is reported meanwhile; all of it is gone from the screen at the end."""
    if not session.stderr_is_terminal or session.quiet or session.environment.get("TERM") == "dumb":
        yield
        return
    bar = _Bar(session)
    with heard_by(bar.told):
        try:
            yield
        finally:
            bar.stop()


class _Bar:
    def __init__(self, session: Session) -> None:
        self._session, self._began, self._lock = session, time.monotonic(), Lock()
        self._language = spoken()  # who reports may be a thread that knows of none
        self._drawn: Progress | None = None
        self._task: TaskID | None = None

    def told(self, what: str, share: float | None) -> None:
        """Draw what is done, if it takes so long that somebody may ask."""
        if time.monotonic() - self._began < AFTER:
            return
        with self._lock:
            if self._drawn is None:
                self._drawn = self._begin()
            text = safe_text.for_terminal(self._language.text(what))
            if self._task is None:
                self._task = self._drawn.add_task(text, total=None)
            self._drawn.update(self._task, description=text, total=None if share is None else 1, completed=share or 0)

    def _begin(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        here = self._session
        console = Console(file=here.stderr, force_terminal=True, no_color=not here.colour, width=here.width)
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(20), TimeElapsedColumn())
        progress = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        progress.start()
        return progress

    def stop(self) -> None:
        """Take it from the screen."""
        with self._lock:
            if self._drawn is not None:
                self._drawn.stop()
