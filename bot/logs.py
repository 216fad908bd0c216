"""Logging: one line per record on stderr, and never what people wrote.

Errors are logged with their type and place alone: their words may quote a message.
"""

from __future__ import annotations

import copy
import json
import logging
import sys
import time
import traceback
from pathlib import Path

from bot.errors import StartError

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# Ours may say what they do. Others print whole requests, statements and messages when they are
# talkative (aiosqlite the values of every row), and who else will one day is not known.
OURS = frozenset({"root", "bot", "handlers", "models", "migrations", "playground"})


def where(error: BaseException) -> str:
    """An error's type and the places it came through, without its words, which may be people's."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places}"


class Reserve(logging.Filter):
    """Lets others speak only when something is wrong.

    Levels would not do: Bolt takes the root's level for its own loggers, and at DEBUG the socket's
    client prints every message that it receives.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record may be printed."""
        if record.name.partition(".")[0] in OURS:
            return True
        if record.levelno < logging.WARNING:
            return False
        if record.name.startswith("apscheduler") and record.levelno < logging.ERROR:
            return False  # a look that takes longer than its interval is nothing to tell
        # Bolt finds SLACK_BOT_TOKEN by itself and warns that it does not need it.
        return not str(record.msg).startswith("As you gave `client` as well")


class OneLine(logging.Formatter):
    """``time level name: words``, on one line whatever the record holds."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line, without control characters."""
        # Another handler may have kept the whole trace on the record, words and all.
        bare = copy.copy(record)
        bare.exc_text = None
        line = super().format(bare)
        return "".join(c if c.isprintable() else " " for c in line)

    def formatException(self, ei: object) -> str:
        """Where an error came from, without its words."""
        if not isinstance(ei, tuple) or ei[1] is None:
            return ""
        return f"[{where(ei[1])}]"


class JsonLine(OneLine):
    """A record as one JSON object: ``time`` (UTC), ``level``, ``logger``, ``message``, ``at``."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, with where an error came from in ``at``, never its words."""
        fields = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            fields["at"] = where(record.exc_info[1])
        return json.dumps(fields)


def set_up_logs(level: str, form: str = "plain") -> None:
    """Send records of this level and above to stderr, as ``plain`` or ``json`` lines.

    Raises StartError for an unknown level.
    """
    word = level.upper()
    if word not in LEVELS:
        raise StartError(f"BA_LOG_LEVEL must be one of {', '.join(LEVELS)}.")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine() if form == "json" else OneLine())
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, OneLine)]:
        root.removeHandler(old)
    handler.addFilter(Reserve())
    root.addHandler(handler)
    root.setLevel(word)
