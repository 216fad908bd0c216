"""The content of a message that the app sends: parsed, checked, completed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playground.blocks_ids import with_ids
from playground.kit.blocks import TOO_LONG, scan_blocks
from playground.kit.core import Scan
from playground.library import visible
from playground.mrkdwn import rich_text
from playground.types import Json, Refused
from playground.workspace import Workspace

TEXT_LIMIT = 40_000
"""Characters of `text` above which Slack cuts a new message off."""
MARKDOWN_LIMIT = 12_000
"""Characters of `markdown_text`."""
MAX_ATTACHMENTS = 100
"""Attachments per message."""


@dataclass(frozen=True)
class Content:
    """What is to be shown. None: not given."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None


def file_ready(ws: Workspace, key: str) -> bool:
    """Whether a slack_file (file id, url_private or permalink) may be used in a block by now."""
    for file in ws.files.values():
        if (key == file.id or f"-{file.id}/" in key or f"/{file.id}/" in key) and visible(ws, file):
            return True
    return False


def parsed(value: Any, error: str) -> Any:
    """A JSON argument that may come as text."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except json.JSONDecodeError as problem:
        raise Refused(error) from problem


def content(ws: Workspace, args: Json, *, text_limit: int | None = None) -> Content:
    """Check text, blocks, attachments and markdown_text of a call.

    Refused: no_text, invalid_blocks_format, invalid_blocks, msg_blocks_too_long, msg_too_long,
    too_many_attachments,
    invalid_attachments, markdown_text_conflict. `text_limit`: refuse longer text instead of cutting
    it off.
    """
    text = args.get("text")
    text = None if text is None else str(text)
    blocks = checked_blocks(ws, args.get("blocks"))
    attachments = checked_attachments(ws, args.get("attachments"))
    markdown = args.get("markdown_text")
    if markdown:
        if text or blocks:
            raise Refused("markdown_text_conflict")
        if len(markdown) > MARKDOWN_LIMIT:
            raise Refused("msg_too_long")
        return Content(markdown, with_ids(ws, [{"type": "markdown", "text": markdown}]), None)
    if not (text or "").strip() and not blocks and not attachments:
        raise Refused("no_text")
    if text is not None and text_limit and len(text) > text_limit:
        raise Refused("msg_too_long")
    if text is not None:
        text = text[:TEXT_LIMIT]
    return Content(text, blocks, attachments)


def checked_blocks(ws: Workspace, value: Any) -> list[Json] | None:
    """The `blocks` argument, checked and with ids; None when it was not given."""
    blocks = parsed(value, "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    scan = Scan("message", lambda key: file_ready(ws, key))
    scan_blocks(blocks, scan)
    if scan.problems:
        raise refused_blocks(scan.problems)
    if scan.text_length > TOO_LONG:
        raise Refused("msg_blocks_too_long")
    return with_ids(ws, blocks)


def refused_blocks(problems: list[str]) -> Refused:
    """Slack's answer to malformed blocks."""
    return Refused("invalid_blocks", errors=problems, response_metadata={"messages": problems})


def checked_attachments(ws: Workspace, value: Any) -> list[Json] | None:
    """The `attachments` argument, checked and numbered; None when it was not given."""
    attachments = parsed(value, "invalid_attachments")
    if attachments is None:
        return None
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise Refused("invalid_attachments")
    if len(attachments) > MAX_ATTACHMENTS:
        raise Refused("too_many_attachments")
    made: list[Json] = []
    for index, attachment in enumerate(attachments):
        entry = {"id": index + 1, "fallback": attachment.get("text") or "[no preview available]"}
        entry |= attachment
        if attachment.get("blocks") is not None:
            entry["blocks"] = checked_blocks(ws, attachment["blocks"])
        made.append(entry)
    return made


def shown_blocks(ws: Workspace, made: Content) -> list[Json]:
    """The blocks to store: the given ones, or a rich_text made from the text."""
    if made.blocks:
        return made.blocks
    return [rich_text(ws, made.text)] if made.text else []


def checked_metadata(value: Any) -> Json | None:
    """The `metadata` argument. Refused: invalid_metadata_format, invalid_metadata_schema,
    metadata_too_large.
    """
    metadata = parsed(value, "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if not metadata:
        return {}
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > 8000:
        raise Refused("metadata_too_large")
    kept = {"event_type": kind, "event_payload": payload}
    return kept | ({"entities": metadata["entities"]} if "entities" in metadata else {})
