"""Finds a Chromium for the browser tests; tells plainly when there is none.

``BA_REQUIRE_BROWSER=1`` turns "no browser: skipped" into a failure.
"""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.async_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def no_browser(reason: str) -> None:
    """Skip visibly, or fail where a browser is required."""
    if os.environ.get("BA_REQUIRE_BROWSER") == "1":
        pytest.fail(f"BA_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(f"browser tests skipped: {reason}")


async def launch(driver: Playwright) -> Browser | None:
    """An installed Chromium, else Playwright's own, else None."""
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    try:
        return await driver.chromium.launch(executable_path=installed, args=FLAGS)
    except Error:
        if installed is None:
            return None
    try:
        return await driver.chromium.launch(args=FLAGS)
    except Error:
        return None
