"""Rich text: sections, lists, quotes, preformatted text and what stands inside them."""

from __future__ import annotations

from typing import Any

from playground.kit.core import (
    Check,
    Scan,
    anything,
    boolean,
    by_type,
    integer,
    list_of,
    one_of,
    shape,
    string,
)

_STYLE = shape(
    {
        name: boolean()
        for name in (
            *[
                "bold",
                "italic",
                "strike",
                "code",
                "highlight",
                "client_highlight",
                "unlink",
                "underline",
            ],
        )
    }
)


def _inline(fields: dict[str, Check], required: tuple[str, ...]) -> Check:
    return shape({"type": anything, "style": _STYLE, **fields}, required, _count)


def _count(value: Any, path: str, scan: Scan) -> None:
    if isinstance(value.get("text"), str):
        scan.text_length += len(value["text"])


INLINE = by_type(
    {
        "text": _inline({"text": string(1)}, ("text",)),
        "link": _inline({"url": string(1), "text": string(0), "unsafe": boolean()}, ("url",)),
        "emoji": _inline(
            {"name": string(1), "unicode": string(0), "url": string(0), "skin_tone": integer(1, 6)},
            ("name",),
        ),
        "user": _inline({"user_id": string(1)}, ("user_id",)),
        "usergroup": _inline({"usergroup_id": string(1)}, ("usergroup_id",)),
        "channel": _inline({"channel_id": string(1)}, ("channel_id",)),
        "team": _inline({"team_id": string(1)}, ("team_id",)),
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}, ("range",)),
        "color": _inline({"value": string(1)}, ("value",)),
        "date": _inline(
            {
                "timestamp": integer(0, 10**11),
                "format": string(1),
                "url": string(0),
                "fallback": string(0),
            },
            ("timestamp", "format"),
        ),
    }
)

_SECTION = shape({"type": anything, "elements": list_of(INLINE)}, ("elements",))

_PARTS = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": shape(
            {"type": anything, "elements": list_of(INLINE), "border": integer(0, 1)}, ("elements",)
        ),
        "rich_text_preformatted": shape(
            {
                "type": anything,
                "elements": list_of(INLINE),
                "border": integer(0, 1),
                "language": string(0),
            },
            ("elements",),
        ),
        "rich_text_list": shape(
            {
                "type": anything,
                "elements": list_of(by_type({"rich_text_section": _SECTION})),
                "style": one_of("bullet", "ordered"),
                "indent": integer(0, 8),
                "offset": integer(0, 10000),
                "border": integer(0, 1),
            },
            ("elements", "style"),
        ),
    }
)

RICH_TEXT = by_type(
    {
        "rich_text": shape(
            {"type": anything, "block_id": string(0, 255), "elements": list_of(_PARTS)},
            ("elements",),
        )
    }
)
"""A rich_text block or the value of a rich_text_input."""
