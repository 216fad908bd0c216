"""The commands as people run them, in an empty folder and with an empty environment."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

Ba = Callable[..., Result]


@pytest.fixture
def ba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ba]:
    """Run ``ba …``; keyword arguments are environment variables."""
    for name in [each for each in os.environ if each.startswith(("BA_", "SLACK_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)

    def run(*arguments: str, stdin: str = "", **environment: str) -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin, env=environment)

    yield run
    root.setLevel(level)
    root.handlers[:] = handlers
