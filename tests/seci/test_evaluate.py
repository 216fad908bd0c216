import json
from pathlib import Path

import pytest

from bot.seci import evaluate
from bot.seci.errors import SeciError
from bot.seci.reader import Reader


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_messages_table(reader: Reader, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "thanks!", "label_a": "none", "agreed": True, "community": "bakers"},
        {"text": "see https://example.org", "label": "combination", "community": "bakers"},
        {"text": "hm", "label_a": "none", "agreed": False},
    ]
    table = evaluate.table(write(tmp_path / "m.jsonl", rows), reader)
    for word in (
        "messages              2",
        "macro-F1",
        "calibration error",
        "abstains",
        "bakers",
        "combination",
    ):
        assert word in table


def test_threads_table(reader: Reader, tmp_path: Path) -> None:
    def thread(text: str, ripe: bool, other: bool) -> dict[str, object]:
        return {
            "messages": [{"text": text}],
            "ripe_a": ripe,
            "ripe_b": other,
            "insight_positions": [0] if ripe else [],
        }

    rows = [
        thread("it tears because it is dry, so always rest it", True, True),
        thread("ok", False, False),
        thread("x", True, False),
    ]
    table = evaluate.table(write(tmp_path / "t.jsonl", rows), reader)
    for word in (
        "threads               2  (1 ripe)",
        "AUC of length",
        "recall at 0.5",
        "false offers",
        "hit@1",
    ):
        assert word in table


def test_an_empty_file_and_a_wrong_label_are_told(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(SeciError, match="holds nothing"):
        evaluate.table(write(tmp_path / "e.jsonl", []), reader)
    with pytest.raises(SeciError, match="line 1: 'joy' is not a label"):
        evaluate.table(write(tmp_path / "w.jsonl", [{"text": "a", "label": "joy"}]), reader)
