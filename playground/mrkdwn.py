"""From what a person types to what Slack stores: escaped text with mentions, and its rich_text
block.
"""

from __future__ import annotations

import re
from typing import Any

from playground.types import Json, Refused
from playground.workspace import Workspace

_KEEP = re.compile(r"<(?:@[UW]\w+|#C\w+(?:\|[^>]*)?|![a-z]+|https?://[^>\s]+|mailto:[^>\s]+)>")
_MENTION = re.compile(r"(?<![\w@<])@([\w.-]*\w)|(?<![\w#<&])#([\w-]+)")
_URL = re.compile(r"(?<![<|])\bhttps?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
_TOKEN = re.compile(
    r"<@(?P<user>[UW]\w+)(?:\|[^>]*)?>|<#(?P<channel>C\w+)(?:\|[^>]*)?>|<!(?P<range>here|channel|everyone)>"
    r"|<(?P<url>(?:https?://|mailto:)[^>|]+)(?:\|(?P<label>[^>]*))?>"
    r"|:(?P<emoji>[a-z0-9_+'-]+(?:::skin-tone-\d)?):"
    r"|`(?P<code>[^`\n]+)`|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)"
)


def escape(text: str) -> str:
    """`& < >` as Slack's entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The other way round."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(ws: Workspace, text: str) -> str:
    """What a person typed as Slack stores it: mentions by id, links in angle brackets, the rest
    escaped.
    """
    out: list[str] = []
    position = 0
    for kept in _KEEP.finditer(text):
        out += [_plain(ws, text[position : kept.start()]), kept.group()]
        position = kept.end()
    out.append(_plain(ws, text[position:]))
    return "".join(out)


def _plain(ws: Workspace, text: str) -> str:
    parts = re.split(r"(```.*?```|`[^`\n]+`)", escape(text), flags=re.S)
    return "".join(p if p.startswith("`") else _linked(ws, p) for p in parts)


def _linked(ws: Workspace, text: str) -> str:
    out: list[str] = []
    position = 0
    for url in _URL.finditer(text):
        out += [_mentions(ws, text[position : url.start()]), f"<{url.group()}>"]
        position = url.end()
    out.append(_mentions(ws, text[position:]))
    return "".join(out)


def _mentions(ws: Workspace, text: str) -> str:
    def swap(match: re.Match[str]) -> str:
        handle, channel = match.group(1), match.group(2)
        if handle in ("here", "channel", "everyone"):
            return f"<!{handle}>"
        try:
            if handle:
                return f"<@{ws.person(handle).id}>"
            found = ws.channel(channel)
            return f"<#{found.id}|{found.name}>" if found.kind == "public" else f"<#{found.id}|>"
        except Refused:
            return match.group()

    return _MENTION.sub(swap, text)


def rich_text(ws: Workspace, text: str) -> Json:
    """The rich_text block that Slack's client sends along with a person's `text` (as stored)."""
    elements: list[Json] = []
    for index, part in enumerate(re.split(r"```\n?(.*?)\n?```\n?", text, flags=re.S)):
        if index % 2:
            code = [{"type": "text", "text": unescape(part)}]
            elements.append({"type": "rich_text_preformatted", "elements": code, "border": 0})
        elif part:
            elements += _paragraphs(part)
    empty: list[Json] = [{"type": "rich_text_section", "elements": []}]
    return {"type": "rich_text", "block_id": ws.ids.token(5), "elements": elements or empty}


def _paragraphs(text: str) -> list[Json]:
    out: list[Json] = []
    for kind, lines in _groups(text):
        sections = [{"type": "rich_text_section", "elements": _inline(line)} for line in lines]
        if kind == "plain":
            out.append({"type": "rich_text_section", "elements": _inline("\n".join(lines))})
        elif kind == "quote":
            out.append({"type": "rich_text_quote", "elements": _inline("\n".join(lines))})
        else:
            out.append(
                {
                    "type": "rich_text_list",
                    "style": kind,
                    "indent": 0,
                    "border": 0,
                    "elements": sections,
                }
            )
    return [e for e in out if e["elements"]]


_LINE = (
    ("quote", re.compile(r"&gt; ?(.*)")),
    ("bullet", re.compile(r"[•*-] (.+)")),
    ("ordered", re.compile(r"\d+\. (.+)")),
)


def _groups(text: str) -> list[tuple[str, list[str]]]:
    groups: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        kind, words = "plain", line
        for name, pattern in _LINE:
            match = pattern.fullmatch(line)
            if match:
                kind, words = name, match.group(1)
                break
        if groups and groups[-1][0] == kind:
            groups[-1][1].append(words)
        else:
            groups.append((kind, [words]))
    return groups


def _inline(text: str, style: dict[str, bool] | None = None) -> list[Json]:
    out: list[Json] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            out.append(_text(text[position : match.start()], style))
        out += _token(match, style)
        position = match.end()
    if position < len(text):
        out.append(_text(text[position:], style))
    return out


def _text(text: str, style: dict[str, bool] | None) -> Json:
    element: Json = {"type": "text", "text": unescape(text)}
    return element | ({"style": dict(style)} if style else {})


def _token(match: re.Match[str], style: dict[str, bool] | None) -> list[Json]:
    found: dict[str, Any] = {k: v for k, v in match.groupdict().items() if v is not None}
    styled: Json = {"style": dict(style)} if style else {}
    if "user" in found:
        return [{"type": "user", "user_id": found["user"], **styled}]
    if "channel" in found:
        return [{"type": "channel", "channel_id": found["channel"], **styled}]
    if "range" in found:
        return [{"type": "broadcast", "range": found["range"]}]
    if "url" in found:
        label = {"text": unescape(found["label"])} if found.get("label") else {}
        return [{"type": "link", "url": unescape(found["url"]), **label, **styled}]
    if "emoji" in found:
        return [{"type": "emoji", "name": found["emoji"], **styled}]
    kind, words = next(iter(found.items()))
    inner = {**(style or {}), kind: True}
    return [_text(words, inner)] if kind == "code" else _inline(words, inner)
