from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.manifest import manifest_text
from bot.seci.types import Draft, Mode, Reading, Said, ThreadReading, Utterance
from tests.cli.conftest import Ba
from tests.importing.bakery import bakery, write_folder, write_zip


class FakeReader:
    """Reads everything as banter."""

    def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        return [Reading(Mode.NONE, True, dict.fromkeys(Mode, 0.2)) for _ in utterances]

    def read_thread(self, messages: Sequence[Said], **_: Any) -> ThreadReading:
        return ThreadReading(0.25, (len(messages) - 1,), (), Draft(title=messages[0].text))


@pytest.fixture
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.reading.load_reader", FakeReader)
    monkeypatch.setattr("bot.cli.load_reader", FakeReader)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"BA_HTTP_PORT": "many"}, "BA_HTTP_PORT"),
        ({"BA_TEXT_DAYS": "31"}, "BA_TEXT_DAYS"),
        ({"BA_TIMEZONE": "Mars/Crater"}, "BA_TIMEZONE"),
        ({"BA_DAY_BEGINS": "20"}, "BA_DAY_BEGINS must be earlier"),
        ({"BA_WORKING_DAYS": "monday"}, "BA_WORKING_DAYS"),
        ({"BA_LOG_LEVEL": "loud"}, "BA_LOG_LEVEL"),
        ({"BA_DATABASE_URL": "mysql://x"}, "BA_DATABASE_URL"),
        ({"BA_DATABASE_URL": "sqlite:////no/where.sqlite3"}, "BA_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    ba: Ba, variables: dict[str, str], words: str
) -> None:
    result = ba("migrate", **variables)
    assert result.exit_code == 1
    assert words in result.stderr
    said = [line for line in result.stderr.splitlines() if line.startswith("ba: ")]
    assert len(said) == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (["run"], {}, "SLACK_BOT_TOKEN is missing"),
        (["run"], {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is missing"),
        (["run"], {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "is not an app-"),
        (["run", "--http"], {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is missing"),
        (["report"], {}, "ba import PATH"),
        (["import", "missing.zip"], {}, "missing.zip does not exist"),
        (["evaluate", "missing.jsonl"], {}, "missing.jsonl: No such file"),
        (["manifest", "--url", "http://x"], {}, "https://"),
    ],
)
def test_what_is_missing_is_told(
    ba: Ba, arguments: list[str], variables: dict[str, str], words: str, fake_reader: None
) -> None:
    result = ba(*arguments, **variables)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_migrate_says_what_it_did(ba: Ba) -> None:
    assert "empty →" in ba("migrate").stdout
    assert "was up to date" in ba("migrate").stdout


def test_an_export_is_imported_twice_and_reported(ba: Ba, tmp_path: Path) -> None:
    """With the real reader, as people run it."""
    packed = write_zip(tmp_path / "export.zip", bakery())
    first = ba("import", str(packed))
    assert first.exit_code == 0, first.output
    assert "10 new, 0 changed" in first.stdout
    assert "are never read" in first.stdout
    second = ba("import", str(write_folder(tmp_path / "export", bakery())))
    assert "0 new, 0 changed, 10 known" in second.stdout
    report = ba("report", "--top", "2")
    assert report.exit_code == 0, report.output
    assert "#oven" in report.stdout
    assert "Nothing was posted" in report.stdout
    assert "towel" not in first.output + second.output  # no words of people in what is logged


def test_a_broken_export_is_told(ba: Ba, tmp_path: Path) -> None:
    write_folder(tmp_path / "export", {"channels.json": b"{"})
    result = ba("import", "export")
    assert result.exit_code == 1
    assert result.stderr.strip() == "ba: channels.json cannot be read: not JSON."


def test_reading_messages_and_threads(ba: Ba, fake_reader: None) -> None:
    line = json.dumps({"id": 7, "text": "hello", "context": ["hi", {"author": "a", "text": "b"}]})
    answer = json.loads(ba("read", "messages", stdin=f"{line}\n\n").stdout)
    assert answer["id"] == 7
    assert answer["mode"] == "none"
    assert set(answer["scores"]) == set(Mode)
    messages = [{"position": 4, "author": "a", "time": None, "text": "half \ud83d"}]
    line = json.dumps({"id": "t", "messages": messages})
    answer = json.loads(ba("read", "threads", stdin=line).stdout)
    assert answer["ripeness"] == 0.25
    assert answer["positions"] == [4]
    assert answer["draft"]["title"] == "half ?"


def test_a_broken_line_is_named(ba: Ba, fake_reader: None) -> None:
    result = ba("read", "messages", stdin='{"id": 1, "text": "hi"}\n{oops\n')
    assert result.exit_code == 1
    assert "line 2" in result.stderr


def test_evaluating(ba: Ba, tmp_path: Path, fake_reader: None) -> None:
    (tmp_path / "labels.jsonl").write_text(
        json.dumps({"id": 1, "text": "hi", "label_a": "none", "agreed": True}) + "\n"
    )
    result = ba("evaluate", "labels.jsonl")
    assert result.exit_code == 0, result.output
    assert "macro-F1" in result.stdout


def test_the_manifest(ba: Ba) -> None:
    assert ba("manifest").stdout == manifest_text()
    http = yaml.safe_load(ba("manifest", "--url", "https://ba.example.org").stdout)
    assert http["settings"]["socket_mode_enabled"] is False


def test_the_playgrounds_own_options_reach_it(ba: Ba) -> None:
    result = ba("playground", "--check-samples")
    assert result.exit_code == 0, result.output


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    begun = time.perf_counter()
    code = "import sys, bot.cli; print(*(m for m in ('spacy', 'sqlalchemy', 'slack_bolt', 'numpy')"
    code += " if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
    assert time.perf_counter() - begun < 5  # a second on a quiet machine


def test_version(ba: Ba) -> None:
    assert ba("version").stdout.startswith("ba ")
