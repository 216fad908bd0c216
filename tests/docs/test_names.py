"""Settings, metrics and scopes in the documentation are those that there are."""

from __future__ import annotations

import re

from bot.manifest import granted_scopes
from bot.settings import Settings
from bot.settings_page import variables
from tests.docs.pages import ROOT, Page, pages

VARIABLE = re.compile(r"\b(?:BA|SLACK)_[A-Z_]+\b")
READ = re.compile(r"environ(?:\.get\(|\[)\s*\"(\w+)\"")


def settings() -> set[str]:
    """The variables that the settings are read from."""
    return {
        each for name, field in Settings.model_fields.items() for each in variables(name, field)
    }


def read_elsewhere() -> set[str]:
    """The variables that tests and benchmarks read themselves."""
    files = [file for folder in ("tests", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
    return {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}


def test_variables_are_read(page: Page) -> None:
    known = settings() | read_elsewhere()
    assert set(VARIABLE.findall(page.text)) - known == set()


def test_metrics_are_counted(page: Page) -> None:
    if page.path.name != "running.md":
        return
    counted = (ROOT / "bot/metrics.py").read_text(encoding="utf-8")
    named = {re.sub(r"\{.*\}", "", code) for code in page.inline if code.startswith("ba_")}
    assert {name for name in named if name.removesuffix("_total") not in counted} == set()


def test_scopes_are_asked_for() -> None:
    """A scope that a page names is asked for, or is named as one that is not."""
    scopes = {
        code for page in pages() for code in page.inline if re.fullmatch(r"[a-z]+:read", code)
    }
    assert scopes
    assert scopes - granted_scopes() == set()
