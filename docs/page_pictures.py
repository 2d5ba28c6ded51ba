"""Pictures for the documents: pages as a browser shows them, one answer as terminal, page and workbook.

    python docs/page_pictures.py

It wants Debian's Chromium, LibreOffice, pdftoppm, and `pip install -e '.[browser]'`; CHROMIUM says where the first is,
if not on the path.
"""

from __future__ import annotations

import html
import io
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from custecon.cli.app import run
from custecon.cli.session import Session

DOCS = Path(__file__).parent
LINES = {
    "page-clients.png": "ltv examples/clients.csv --discount 10%",
    "page-profit.png": "profit examples/profit_clients.csv --price deliveries=45 --price orders=60",
    "page-forecast.png": "ltv examples/orders.csv --method auto --horizon 36m --discount 10% --margin-rate 35%",
}
WIDTH, MOST = 860, 150_000
ONE = LINES["page-clients.png"]  # the answer that is shown in three ways
TERMINAL = "<body style='margin:24px;background:#1d1f21;color:#e8e8e8'><pre style='font:14px/1.3 monospace'>"


def written(line: str, *how: str) -> str:
    """What a line writes."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(DOCS.parent):
        if run([*shlex.split(line), *how], Session(io.BytesIO(), out, err)):
            raise SystemExit(err.getvalue())
    return out.getvalue()


def small(picture: Image.Image, name: str) -> None:
    """Writes a picture with few colours."""
    shown = io.BytesIO()
    picture.convert("RGB").quantize(64).save(shown, "png", optimize=True)
    if len(shown.getvalue()) > MOST:
        raise SystemExit(f"{name} has {len(shown.getvalue())} bytes")
    DOCS.joinpath(name).write_bytes(shown.getvalue())


def printed(folder: str) -> None:
    """The first sheet of the workbook as it is printed."""
    book = Path(folder, "answer.xlsx")
    written(ONE, "-o", str(book))
    for command in (
        ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf", str(book)],
        ["pdftoppm", "-r", "80", "-l", "1", "-png", "-singlefile", "answer.pdf", "first"],
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603
    small(Image.open(Path(folder, "first.png")), "workbook-clients.png")


def main() -> None:
    """Writes them anew."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = {name: written(line, "-f", "html") for name, line in LINES.items()}
        pages["terminal-clients.png"] = f"{TERMINAL}$ custecon {ONE}\n{html.escape(written(ONE, '-f', 'table'))}</pre>"
        for name, text in pages.items():
            path = Path(folder, "page.html")
            path.write_text(text, encoding="utf-8")
            window = browser.new_page(viewport={"width": WIDTH, "height": 300}, color_scheme="light")
            window.goto(path.as_uri())
            # what is folded away is told by its first two headings
            window.evaluate(
                "document.querySelectorAll('article > details:nth-of-type(n+3)').forEach(one => one.remove())"
            )
            small(Image.open(io.BytesIO(window.screenshot(full_page=True))), name)
            window.close()
        printed(folder)
        browser.close()
    sys.stdout.write(f"{len(pages) + 1} pictures written\n")


if __name__ == "__main__":
    main()
