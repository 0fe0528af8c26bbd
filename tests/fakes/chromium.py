"""A headless Chromium of the system's, for pages as people see them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser; skips where none is installed."""
    named = os.environ.get("PASTA_CHROMIUM")
    program = named or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium was found: install one, or name it in PASTA_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def until(page: Page, face: str, *, turn: str | None = None, timeout_seconds: float = 30) -> None:
    """Wait for a face of the page, and for a turn's where one is named."""
    of_turn = f'[data-turn$=".{turn}"]' if turn else ""
    page.wait_for_selector(f'#view[data-mode="{face}"]{of_turn}', timeout=1000 * timeout_seconds)
    page.wait_for_load_state()  # the page's scripts listen to keys from then on
