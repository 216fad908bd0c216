"""Views: modals and Home."""

from __future__ import annotations

from typing import Any

from playground.kit.blocks import scan_blocks
from playground.kit.core import Check, Scan, anything, boolean, by_type, shape, string
from playground.kit.objects import plain

MAX_BYTES = 250_000
"""A view larger than this is `view_too_large`."""


def _blocks(value: Any, path: str, scan: Scan) -> None:
    scan_blocks(value, scan, path)


def _input_needs_submit(value: Any, path: str, scan: Scan) -> None:
    blocks = value.get("blocks")
    kinds = (
        [b.get("type") for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    )
    if "input" in kinds and not value.get("submit"):
        scan.say(f"{path}/submit", "a submit is required when the blocks contain an input")


_COMMON: dict[str, Check] = {
    "type": anything,
    "blocks": _blocks,
    "private_metadata": string(0, 3000),
    "callback_id": string(0, 255),
    "external_id": string(0, 255),
}

VIEW = by_type(
    {
        "modal": shape(
            {
                **_COMMON,
                "title": plain(24),
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": boolean(),
                "notify_on_close": boolean(),
                "submit_disabled": boolean(),
            },
            ("title", "blocks"),
            _input_needs_submit,
        ),
        "home": shape(_COMMON, ("blocks",)),
    }
)


def scan_view(view: Any, scan: Scan, path: str = "/view") -> None:
    """Check a view; sets the scan's surface from its type."""
    if isinstance(view, dict) and view.get("type") == "home":
        scan.surface = "home"
    else:
        scan.surface = "modal"
    VIEW(view, path, scan)
