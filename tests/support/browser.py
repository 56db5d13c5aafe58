"""A real browser for the tests of the pages: Chromium as Debian packages it, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str | None:
    """The program: `GIKSTUDY_BROWSER`, or one of the usual names on the path."""
    return os.environ.get("GIKSTUDY_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def open_browser() -> Iterator:
    """A browser without a window; skips the tests where none is installed."""
    path = browser_path()
    if path is None:
        pytest.skip("no browser: install chromium, or name one in GIKSTUDY_BROWSER")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # As root, which CI is, Chromium starts only without its sandbox; it opens our pages alone.
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page in a context of its own, which notes what a page must not do."""

    def __init__(self, browser, **settings) -> None:
        self.context = browser.new_context(**{"locale": "en-GB", **settings})
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.clock.set_fixed_time("2026-01-31T12:00:00")
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.errors.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: Path, anchor: str = ""):
        """The page, opened from the disk."""
        self.page.goto(path.resolve().as_uri() + (f"#{anchor}" if anchor else ""))
        return self.page

    def follow(self, link: str) -> None:
        """Click a link, and wait until the page behind it is there."""
        with self.page.expect_navigation():
            self.page.click(link)

    def download(self, selector: str, to: Path) -> Path:
        """What a click gives out, saved."""
        with self.page.expect_download() as caught:
            self.page.click(selector)
        caught.value.save_as(to)
        return to
