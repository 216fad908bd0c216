from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from bot.settings_page import settings_page, variables


def test_the_page_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == settings_page()


def test_every_setting_is_explained() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert all(f"`{each}`" in settings_page() for each in variables(name, field))
