from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot.errors import StartError
from bot.logs import OneLine, set_up_logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def test_a_record_is_one_line_without_the_words_of_its_error() -> None:
    try:
        raise ValueError("what somebody wrote")
    except ValueError as error:
        caught = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("bot.x", 40, __file__, 1, "it\n\x1b[2Jfailed %d", (3,), caught)
    line = OneLine().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert "what somebody wrote" not in line
    assert "failed 3" in line
    assert "[ValueError at test_logs.py:" in line


def test_others_stay_quiet_about_what_they_send(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("debug")
    bolt = logging.getLogger("slack_bolt.AsyncApp")
    bolt.setLevel(logging.DEBUG)  # as Bolt does by itself
    bolt.debug("Received message: what somebody wrote")
    bolt.warning("As you gave `client` as well, `token` will be unused.")
    bolt.error("it broke")
    logging.getLogger("bot.inbox").debug("stored %d", 3)
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[2] for line in said] == [
        "ERROR slack_bolt.AsyncApp: it broke",
        "DEBUG bot.inbox: stored 3",
    ]
    bolt.setLevel(logging.NOTSET)
    set_up_logs("ERROR")
    own = [each for each in logging.getLogger().handlers if isinstance(each.formatter, OneLine)]
    assert len(own) == 1


def test_records_can_be_json_lines_without_the_words_of_errors(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("INFO", "json")
    try:
        raise ValueError("what somebody wrote")
    except ValueError:
        logging.getLogger("bot.x").exception("it\nfailed %d", 3)
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("ERROR", "bot.x", "it\nfailed 3")
    assert said["at"].startswith("ValueError at test_logs.py:")
    assert said["time"].endswith("Z")
    assert "what somebody wrote" not in line


def test_an_unknown_level_is_told() -> None:
    with pytest.raises(StartError, match="BA_LOG_LEVEL"):
        set_up_logs("loud")
