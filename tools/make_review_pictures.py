"""Draws the two pictures of the review pages in `docs/`: the index, and the page of a report.

    python tools/make_review_pictures.py

It makes the pages of the five sample reports, opens them in Chromium without a window, and chooses
an open cell of the Traditional report.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import gikstudy as gik

ROOT: Final = Path(__file__).resolve().parents[1]
SIZE: Final = {"width": 1280, "height": 720}
COLOURS: Final = 64
CELL: Final = "requests:received_new:business"


def main() -> int:
    """Draws both pictures; returns 1 if no browser is installed."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.stderr.write("no browser: install chromium\n")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        raw = Path(folder) / "raw"
        shutil.copytree(ROOT / "data/raw/sample", raw)
        gik.extract(raw, out=Path(folder) / "set")
        site = gik.review(Path(folder) / "set", raw=raw, out=Path(folder) / "review")
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
        page.goto(site.index.as_uri())
        page.evaluate("document.querySelectorAll('h1 small, .root').forEach(e => e.remove())")
        _draw(page, "review_index.png", height=460)
        with page.expect_navigation():
            page.click("#reports tbody tr:has-text('report_003') td a")
        page.click(f"td[id='{CELL}']")
        _draw(page, "review_report.png")
        browser.close()
    return 0


def _draw(page: Page, name: str, height: int = SIZE["height"]) -> None:
    clip = {"x": 0, "y": 0, "width": SIZE["width"], "height": height}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    picture.convert("RGB").quantize(COLOURS).save(ROOT / "docs" / name, "PNG", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
