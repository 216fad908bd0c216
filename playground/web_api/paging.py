"""Cursors as Slack's: opaque text that names a place; a wrong one is `invalid_cursor`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from playground.types import Refused

T = TypeVar("T")


def encode(kind: str, value: str | int) -> str:
    """The cursor for a place."""
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def decode(cursor: str, kind: str) -> str:
    """The place of a cursor. Refused(invalid_cursor)."""
    try:
        name, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as problem:
        raise Refused("invalid_cursor") from problem
    if name != kind or not value:
        raise Refused("invalid_cursor")
    return value


def page(
    items: Sequence[T], cursor: str | None, limit: int, kind: str = "offset"
) -> tuple[list[T], str]:
    """The items of one page, and the next cursor (empty at the end)."""
    start = 0
    if cursor:
        value = decode(cursor, kind)
        if not value.isdigit():
            raise Refused("invalid_cursor")
        start = int(value)
    chunk = list(items[start : start + limit])
    more = start + limit < len(items)
    return chunk, encode(kind, start + limit) if more else ""
