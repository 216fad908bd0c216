"""``docs/settings.md`` from the settings themselves: ``python -m bot.settings_page``."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings

HEAD = """# Settings

Every setting comes from the environment, or from a file `.env` in the working folder. This page is
made from the program (`python -m bot.settings_page docs/settings.md`); do not edit it.

| variable | default | what it does |
|---|---|---|
"""


def settings_page() -> str:
    """The page in Markdown."""
    rows = [_row(name, field) for name, field in Settings.model_fields.items()]
    return HEAD + "\n".join(rows) + "\n"


def variables(name: str, field: FieldInfo) -> list[str]:
    """The environment variables that a setting is read from, the usual one first."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return [str(choice) for choice in alias.choices]
    return [f"BA_{name.upper()}"]


def _row(name: str, field: FieldInfo) -> str:
    names = " or ".join(f"`{each}`" for each in variables(name, field))
    what = (field.description or "").replace("|", "\\|")
    return f"| {names} | {_default(field.default)} | {what} |"


def _default(value: object) -> str:
    if isinstance(value, SecretStr):
        return "none"
    if isinstance(value, tuple):
        return f"`[{', '.join(str(each) for each in value)}]`"
    return f"`{value}`"


def main() -> None:
    """Write the page to the file that is named, or print it."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(settings_page(), encoding="utf-8")
    else:
        sys.stdout.write(settings_page())


if __name__ == "__main__":
    main()
