"""Blocks and views in few words, and the problems that the playground finds in them."""

from __future__ import annotations

from typing import Any

from playground.kit.blocks import scan_blocks
from playground.kit.core import Scan, Surface
from playground.kit.views import scan_view
from playground.types import Json


def plain(words: str = "x") -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str = "x") -> Json:
    return {"type": "mrkdwn", "text": words}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "b", "text": plain(), **more}


def options(count: int, start: int = 0) -> list[Json]:
    return [{"text": plain(str(n)), "value": str(n)} for n in range(start, start + count)]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json | None = None, **more: Any) -> Json:
    given = element or {"type": "plain_text_input", "action_id": "a"}
    return {"type": "input", "label": plain(), "element": given, **more}


def menu(kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "action_id": "m", "placeholder": plain(), **more}


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("T"), "blocks": [section()], **more}


def problems(blocks: Any, surface: Surface = "message") -> list[str]:
    scan = Scan(surface)
    scan_blocks(blocks, scan)
    return scan.problems


def view_problems(view: Any) -> list[str]:
    scan = Scan()
    scan_view(view, scan)
    return scan.problems
