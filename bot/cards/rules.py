"""What a card needs, what may be offered, and how people's words become its fields. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.seci.types import Draft, Said
from bot.texts import cards as texts
from models.card import CARD_FIELDS

TITLE_MOST = 150
_PERSON = re.compile(r"[UW][A-Z0-9]{1,20}")
WORDS_MOST = 3000
# How many people and messages a thread needs before it is looked at: a monologue is no dialogue.
LEAST_MESSAGES = 3
LEAST_PEOPLE = 2
# The probability (0-1) from which on a thread holds an insight worth keeping.
RIPE = 0.5


def clean_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """A card's fields from a form: strings, trimmed, bounded, without control characters."""
    cleaned = {}
    for name in CARD_FIELDS:
        value = values.get(name)
        text = value if isinstance(value, str) else ""
        text = "".join(c for c in text if c in "\n\t" or c.isprintable() or _is_kept(c)).strip()
        cleaned[name] = text[: TITLE_MOST if name == "title" else WORDS_MOST].rstrip()
    cleaned["title"] = " ".join(cleaned["title"].split())
    return cleaned


def _is_kept(character: str) -> bool:
    """Signs without a shape of their own stay; control characters and half characters do not."""
    return ord(character) > 0x9F and not "\ud800" <= character <= "\udfff"


def clean_people(text: str) -> list[str]:
    """The people's ids in a text, each once, at most ten; what is no id is left out."""
    found = [word for word in text.split() if _PERSON.fullmatch(word)]
    return list(dict.fromkeys(found))[:10]


def clean_line(text: str, most: int) -> str:
    """A person's words on one line, bounded, without control characters."""
    kept = "".join(c if c.isprintable() or _is_kept(c) else " " for c in text)
    return " ".join(kept.split())[:most].rstrip()


def check_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """What is missing, by field, in words for the person who fills the form in."""
    errors = {}
    if not fields.get("title"):
        errors["title"] = texts.TITLE_NEEDED
    if not fields.get("statement"):
        errors["statement"] = texts.STATEMENT_NEEDED
    return errors


def fields_of_draft(draft: Draft) -> dict[str, str]:
    """The form's first contents, from what reading drafted."""
    return clean_fields(
        {
            "title": draft.title,
            "statement": draft.statement[:1].upper() + draft.statement[1:],
            "metaphor": draft.metaphor,
            "analogy": draft.analogy,
            "model": draft.model,
        }
    )


def is_written(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether somebody wrote anything in a form: words, co-authors or a reason."""
    names = (*CARD_FIELDS, "authors", "why")
    return any(str(before.get(name) or "") != str(after.get(name) or "") for name in names)


def is_dialogue(messages: Sequence[Said]) -> bool:
    """Whether a thread is enough of a dialogue to be looked at for an offer."""
    people = {message.author for message in messages}
    return len(messages) >= LEAST_MESSAGES and len(people) >= LEAST_PEOPLE


def offer_expires(now: datetime, days: int) -> datetime:
    """When an offer that could not be sent yet is no longer of use."""
    return now + timedelta(days=days)
