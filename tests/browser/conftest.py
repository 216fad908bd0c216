"""The demo's stage with the real bot, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.chromium import launch, no_browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=20_000)
    async with async_playwright() as driver:
        found = await launch(driver)
        if found is None:
            no_browser("there is no Chromium (try: python -m playwright install chromium)")
            return
        yield found
        await found.close()
