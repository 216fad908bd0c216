"""Asks axe whether a page shuts anybody out: WCAG A and AA, and its best practices."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page


async def findings(page: Page) -> list[str]:
    """What axe finds, whatever its weight: how bad, which rule, which elements."""
    results = await Axe().run(page)
    return [
        f"{each['impact']} {each['id']}: {[node['html'][:300] for node in each['nodes']]}"
        for each in results.response["violations"]
    ]


async def clean(page: Page) -> None:
    """Axe finds nothing."""
    found = await findings(page)
    assert not found, "\n".join(found)
