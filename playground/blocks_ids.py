"""Blocks as Slack keeps them: every block has a block_id, every interactive element an
action_id.
"""

from __future__ import annotations

import copy

from playground.kit.blocks import interactive_elements
from playground.types import Json
from playground.workspace import Workspace


def with_ids(ws: Workspace, blocks: list[Json]) -> list[Json]:
    """A copy of `blocks` with missing ids filled in and text objects completed."""
    made = copy.deepcopy(blocks)
    for block in made:
        if not block.get("block_id"):
            block["block_id"] = ws.ids.token(5)
        for _, element in interactive_elements(block):
            if not element.get("action_id"):
                element["action_id"] = ws.ids.token(5)
        if block.get("type") == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
        _complete_text(block)
    return made


def _complete_text(value: object) -> None:
    """Add the defaults that Slack adds: `emoji` to plain_text, `verbatim` to mrkdwn."""
    if isinstance(value, list):
        for entry in value:
            _complete_text(entry)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for name, entry in value.items():
            if name not in ("options", "initial_option", "initial_options", "option_groups"):
                _complete_text(entry)


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """The element with these ids."""
    for block in blocks:
        if block.get("block_id") == block_id:
            for _, element in interactive_elements(block):
                if element.get("action_id") == action_id:
                    return element
    return None
