"""Commands in the documentation are those that there are, with the options that they have."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from benchmarks import __main__ as benchmarks
from bot.cli import app
from handlers.channels import COMMANDS, SLOW
from playground.__main__ import _arguments as playground_arguments
from tests.docs.pages import ROOT, Page, pages

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
VARIABLES = set(re.findall(r"^([A-Z]+) [?:]?=", MAKEFILE, re.MULTILINE))
# The last is click's UsageError, which typer keeps to itself.
WRONG = (AssertionError, SystemExit, typer.BadParameter.__bases__[0])
SLASH = re.compile(r"(?<![\w/.])/ba(?: ([a-z]+))?(?=[\s`*_.,;:)\"]|$)")


def parse(words: list[str]) -> None:
    """Parse the arguments of ``ba`` with its own parser; AssertionError, or an error of click."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="ba")
    rest = list(words)
    while isinstance(command, TyperGroup) and rest and not rest[0].startswith("-"):
        assert rest[0] in command.commands, " ".join(words)
        command = command.commands[rest.pop(0)]
        context = typer.Context(command, info_name=command.name, parent=context)
    if command.name == "playground":
        playground_arguments(rest)
        return
    _, left, _ = command.make_parser(context).parse_args(rest)
    assert not left, " ".join(words)


def test_commands_of_ba(page: Page) -> None:
    for words in page.shown("ba"):
        parse(words)


@pytest.mark.parametrize(
    "wrong", ["fly", "run --htp", "export eggs", "migrate now", "playground --prot 1"]
)
def test_what_is_no_command_is_found(wrong: str) -> None:
    with pytest.raises(WRONG):
        parse(wrong.split())


def test_every_command_of_ba_is_documented() -> None:
    shown = {words[0] for page in pages() for words in page.shown("ba") if words}
    group = typer.main.get_group(app)
    assert set(group.commands) <= shown
    assert all(command.help for command in group.commands.values())


def test_targets_of_make(page: Page) -> None:
    for words in page.shown("make"):
        for word in words:
            variable, is_set, value = word.partition("=")
            assert variable in (VARIABLES if is_set else TARGETS), word
            if variable == "ONLY" and is_set:
                assert value in benchmarks.names(), word


def test_every_target_of_make_has_a_line_in_its_help() -> None:
    helped = set(re.findall(r"^([a-z]+):.*## \S", MAKEFILE, re.MULTILINE))
    phony = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split()
    assert helped == TARGETS == set(phony)


def test_modules_that_are_run(page: Page) -> None:
    for program in ("python", "python3"):
        for words in page.shown(program):
            if words and words[0] == "-m":
                module, *rest = words[1:]
                assert importlib.util.find_spec(module), module
                if module == "benchmarks":
                    assert set(rest) <= set(benchmarks.names()), words


def test_slash_commands(page: Page) -> None:
    for code in page.inline:
        assert_answered(code)


@pytest.mark.parametrize("file", sorted((ROOT / "bot/texts").glob("*.py")), ids=lambda f: f.stem)
def test_slash_commands_that_the_bot_names(file: Path) -> None:
    assert_answered(file.read_text(encoding="utf-8"))


def assert_answered(text: str) -> None:
    """Every ``/ba word`` in it is a word that is answered."""
    for word in SLASH.findall(text):
        assert word in COMMANDS or word in SLOW, word
