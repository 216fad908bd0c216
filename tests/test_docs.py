"""What the documentation names exists: files, make targets, commands of ``ba``, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "training" / "corpus" / "README.md"]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`|^(?:\s*)((?:make|\.venv/bin/ba|ba) .+)$", re.MULTILINE)


def code_of(page: Path) -> list[str]:
    return [a or b for a, b in CODE.findall(page.read_text(encoding="utf-8"))]


def commands() -> set[str]:
    group = typer.main.get_group(app)
    return set(group.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    known = commands()
    for code in code_of(page):
        for target in re.findall(r"(?:^|&& )make ([a-z]+)", code):
            assert target in targets, code
        for command in re.findall(r"(?:^|&& |\.venv/bin/)ba ([a-z][a-z-]*)", code):
            assert command in known, code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_settings_exist(page: Path) -> None:
    known = {f"BA_{name.upper()}" for name in Settings.model_fields}
    others = {"BA_REQUIRE_BROWSER", "BA_REQUIRE_POSTGRES", "BA_EVAL_DIR", "BA_BENCH_MESSAGES"}
    others |= {"BA_BENCH_EVENTS", "BA_BENCH_EXPORT"}
    for name in re.findall(r"\bBA_[A-Z_]+\b", page.read_text(encoding="utf-8")):
        assert name in known | others or name.endswith("_"), name


def test_every_command_is_listed_with_its_help() -> None:
    for name, command in typer.main.get_group(app).commands.items():
        assert command.help, name
