"""Cards as files: Markdown that any wiki or repository can read, and JSON that comes back whole."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.texts import cards as card_texts
from bot.texts import linking as texts

VERSION = 1
# The oldest date that a zip can hold; the same for each file, so that equal cards give equal bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TOKEN = re.compile(r"<([@#!]?)([^<>|]{1,500})(?:\|([^<>]{0,500}))?>")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~!])")
_START = re.compile(r"^([ \t]*)([=+\-@]|\d+(?=[.)]))", re.MULTILINE)
_SECTIONS = ("metaphor", "analogy", "model", "applies_when", "not_this")


@dataclass(frozen=True, slots=True)
class Names:
    """Display names of people and channels by Slack's id, for mentions."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)

    def person(self, member_id: str) -> str:
        """Somebody's name, "somebody" when it is not known."""
        return self.people.get(member_id) or texts.SOMEBODY

    def channel(self, channel_id: str) -> str:
        """A channel's name with its sign, "a channel" when it is not known."""
        name = self.channels.get(channel_id)
        return f"#{name}" if name else texts.SOMEWHERE


@dataclass(frozen=True, slots=True)
class Exported:
    """Cards as plain values (``bot.cards.shelf`` reads and writes them), newest first."""

    cards: Sequence[Mapping[str, Any]]
    links: Sequence[Mapping[str, Any]]
    names: Names


def resolve(text: str, names: Names) -> str:
    """Slack's marks in people's words as plain text: mentions as names, links as addresses."""

    def spoken(found: re.Match[str]) -> str:
        sign, target, label = found[1], found[2], found[3] or ""
        if sign == "@":
            return f"@{names.people.get(target) or label or texts.SOMEBODY}"
        if sign == "#":
            return f"#{names.channels.get(target) or label or texts.SOMEWHERE}"
        if sign == "!":
            return label or f"@{target.split('^')[0]}"
        is_address = re.match(r"(https?|mailto|tel):", target)
        return (f"{label} ({target})" if label else target) if is_address else found[0]

    return _TOKEN.sub(spoken, text)


def escape_markdown(text: str) -> str:
    """People's words that stay words: no tag, no markup, no formula when a table swallows them."""
    plain = "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) != "Cc")
    marked = _MARKDOWN.sub(r"\\\1", plain)
    html = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _START.sub(_escaped_start, html)


def _escaped_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark}\\" if mark.isdigit() else f"{found[1]}\\{mark}"


def file_name(card_id: int, title: str) -> str:
    """A name for any file system: number and words of the title, letters and digits alone."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return f"{card_id:05d}-{'-'.join(words)[:60].strip('-') or 'card'}.md"


def card_markdown(card: Mapping[str, Any], exported: Exported) -> str:
    """One card: front matter (YAML, each value in quotes), its words, links to related files."""
    names = exported.names
    front = {
        "title": resolve(card["title"], names),
        "id": card["id"],
        "by": [names.person(each) for each in card["authors"]],
        "channel": names.channel(card["channel_id"]),
        "status": card["status"],
        "kind": card["asset_kind"],
        "kind_because": resolve(card["asset_reason"], names),
        "origin": card["origin"],
        "scope": card["scope"],
        "revision": card["revision"],
        "created": card["created_at"],
        "updated": card["updated_at"],
    }
    lines = ["---", *(f"{name}: {_yaml(value)}" for name, value in front.items()), "---", ""]
    lines += [f"# {_words(card['title'], names)}", "", _words(card["statement"], names), ""]
    for name in _SECTIONS:
        if card[name]:
            lines += [f"## {card_texts.LABELS[name]}", "", _words(card[name], names), ""]
    lines += _links(card, exported)
    return "\n".join(lines).rstrip() + "\n"


def _words(text: str, names: Names) -> str:
    return escape_markdown(resolve(text, names))


def _yaml(value: Any) -> str:
    """A value in JSON's quotes, which YAML reads; a text that begins like a formula is told off."""
    if isinstance(value, list):
        return f"[{', '.join(_yaml(each) for each in value)}]"
    if isinstance(value, int):
        return str(value)
    text = "".join(c for c in str(value) if unicodedata.category(c) != "Cc")
    return json.dumps(f"'{text}" if text[:1] in ("=", "+", "-", "@") else text)


def _links(card: Mapping[str, Any], exported: Exported) -> list[str]:
    titles = {each["id"]: each["title"] for each in exported.cards}
    lines = []
    for link in exported.links:
        ends = (link["source_id"], link["target_id"])
        if card["id"] not in ends or not set(ends) <= set(titles):
            continue
        here = ends[0] == card["id"]
        other = ends[1] if here else ends[0]
        name = f"[{_words(titles[other], exported.names)}]({file_name(other, titles[other])})"
        why = f": {_words(link['why'], exported.names)}" if link["why"] else ""
        lines.append(f"- {_verb(link['kind'], here).format(cards=name)}{why}")
    return ["## Links", "", *lines] if lines else []


def _verb(kind: str, is_source: bool) -> str:
    return {
        ("grew_from", True): texts.GREW_FROM,
        ("grew_from", False): texts.LED_TO,
        ("combines", True): texts.TAKES_IN,
        ("combines", False): texts.IS_IN,
        ("breaks_down", True): texts.BROKEN_INTO,
        ("breaks_down", False): texts.PART_OF,
        ("challenges", True): texts.CHALLENGES,
        ("challenges", False): texts.CHALLENGED,
    }.get((kind, is_source), texts.RELATED)


def markdown_zip(exported: Exported, *, with_json: bool = False) -> bytes:
    """A zip with a Markdown file for each card (and, if asked, all of them as cards.json)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for card in exported.cards:
            name = f"cards/{file_name(card['id'], card['title'])}"
            _write(archive, name, card_markdown(card, exported))
        if with_json:
            _write(archive, "cards.json", to_json(exported))
    return target.getvalue()


def _write(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.encode("utf-8", "replace"))


def to_json(exported: Exported) -> str:
    """All of it, as text that ``from_json`` takes back without loss."""
    whole = {
        "format": "ba-cards",
        "version": VERSION,
        "cards": list(exported.cards),
        "links": list(exported.links),
        "people": dict(exported.names.people),
        "channels": dict(exported.names.channels),
    }
    return json.dumps(whole, ensure_ascii=True, indent=1, sort_keys=True)


def from_json(text: str) -> Exported:
    """What ``to_json`` wrote. Raises ValueError when it is something else."""
    whole = json.loads(text)
    if not isinstance(whole, dict) or whole.get("format") != "ba-cards":
        raise ValueError("this is no file of cards")
    if whole.get("version") != VERSION:
        raise ValueError("this file of cards was written by a newer version")
    names = Names(dict(whole["people"]), dict(whole["channels"]))
    return Exported(list(whole["cards"]), list(whole["links"]), names)


def as_time(text: str) -> datetime:
    """A time as it was written: ISO 8601 with its zone."""
    return datetime.fromisoformat(text)
