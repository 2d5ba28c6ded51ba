"""A real browser: Debian's Chromium, driven by Playwright; without either these tests are skipped by name."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no chromium is installed: apt-get install chromium, or CHROMIUM=/path")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which looks for what keeps people out of a page."""
    path = Path(os.environ.get("AXE_CORE", "no such file"))
    if not path.is_file():
        pytest.skip("no axe-core: npm install axe-core, and AXE_CORE=/path/to/axe.min.js")
    return path.read_text(encoding="utf-8")


class Seen:
    """A page in a window, and what it said and asked for meanwhile."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.said, self.asked = page, [], []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())
        self.asked.remove(path.as_uri())

    def wide_as_the_window(self) -> bool:
        """Whether nothing stands out at the side."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def seen(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    """A document as it looks in a window."""
    opened = []

    def see(document: str, width: int = 1200, **how: str) -> Seen:
        path = tmp_path / "page.html"
        path.write_text(document, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        opened.append(context)
        return Seen(context.new_page(), path)

    yield see
    for context in opened:
        context.close()
