"""JSON lines in: parse and check them, with errors that name the line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .errors import BadLineError
from .types import Said, Utterance


def objects(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each non-blank line's number (from 1) and object; raise BadLineError for a broken
    one.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadLineError(number, f"not JSON ({error})") from error
        if not isinstance(data, dict):
            raise BadLineError(number, "not a JSON object")
        yield number, data


def utterance(number: int, data: Mapping[str, Any]) -> Utterance:
    """Read ``{"id", "text", "context": [strings or {"author", "text"}]}``."""
    context = data.get("context") or []
    if not isinstance(context, list):
        raise BadLineError(number, '"context" is not a list')
    said = _said(number, data)
    return Utterance(said, tuple(_said(number, one) for one in context[-3:]))


def thread(number: int, data: Mapping[str, Any]) -> tuple[list[int], list[Said]]:
    """Read ``{"id", "messages": [{"position", "author", "time", "text"}]}``: positions and
    messages.
    """
    messages = data.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadLineError(number, '"messages" is not a list with something in it')
    said = [_said(number, one) for one in messages]
    positions = [
        one.get("position", index) if isinstance(one, dict) else index
        for index, one in enumerate(messages)
    ]
    if not all(isinstance(position, int) for position in positions):
        raise BadLineError(number, '"position" is not a whole number')
    return positions, said


def _said(number: int, data: Any) -> Said:
    if isinstance(data, str):
        return Said(data)
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str):
        raise BadLineError(number, 'a message without "text"')
    author = data.get("author")
    return Said(data["text"], str(author) if author is not None else "", _time(data.get("time")))


def _time(value: Any) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
