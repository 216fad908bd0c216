"""`ba read messages` and `ba read threads`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from . import lines as parsing
from .types import Reading, Said, ThreadReading, Utterance

BATCH = 256


class ReadsTalk(Protocol):
    """What the filters need of a reader."""

    def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages."""
        ...

    def read_thread(
        self, messages: Sequence[Said], *, settled: bool | None = None
    ) -> ThreadReading:
        """Read a thread."""
        ...


def read_messages(lines: Iterable[str], reader: ReadsTalk) -> Iterator[str]:
    """Give a line ``{"id", "mode", "confident", "scores"}`` for each message line, in order."""
    source = parsing.objects(lines)
    while batch := list(islice(source, BATCH)):
        readings = reader.read([parsing.utterance(number, data) for number, data in batch])
        for (_, data), reading in zip(batch, readings, strict=True):
            yield json.dumps(_message(data.get("id"), reading), ensure_ascii=False)


def read_threads(lines: Iterable[str], reader: ReadsTalk) -> Iterator[str]:
    """Give a line ``{"id", "ripeness", "positions", "draft"}`` for each thread line, in order."""
    for number, data in parsing.objects(lines):
        positions, said = parsing.thread(number, data)
        read = reader.read_thread(said)
        yield json.dumps(_thread(data.get("id"), positions, read), ensure_ascii=False)


def _message(name: Any, reading: Reading) -> dict[str, Any]:
    return {
        "id": name,
        "mode": reading.mode.value,
        "confident": reading.confident,
        "scores": {mode.value: round(score, 6) for mode, score in reading.scores.items()},
    }


def _thread(name: Any, positions: Sequence[int], read: ThreadReading) -> dict[str, Any]:
    draft = read.draft
    return {
        "id": name,
        "ripeness": round(read.ripeness, 6),
        "positions": [positions[index] for index in read.positions],
        "draft": {
            "title": draft.title,
            "statement": draft.statement,
            "metaphor": draft.metaphor,
            "analogy": draft.analogy,
            "model": draft.model,
            "evidence": [positions[index] for index in draft.evidence],
        },
        "reasons": list(read.reasons),
    }
