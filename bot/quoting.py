"""Which words of a draft are whose: what was said is taken out again when it is taken back.

A draft is made of a thread's own sentences. Each field remembers from which messages it came, as
long as it is a draft; what somebody keeps as a card is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.seci.types import Said
from models.quote import quoting_drafts

_WORD = re.compile(r"\w+")
# In a draft's fields: where words were taken back, and when.
TAKEN_BACK = "taken_back"
# A field that was changed a little still quotes: when so many of the quoted words stand in it.
STILL_QUOTES = 0.5
# The share of a sentence's word pairs from which on a message is where it was said.
MOSTLY = 0.6

Quote = Mapping[str, str]


def quotes_of(
    fields: Mapping[str, str], stamps: Sequence[str], said: Sequence[Said]
) -> list[dict[str, str]]:
    """From which messages each field came: its name, the message's ts and author, the words.

    A message counts for a field when most pairs of neighbouring words of one of the field's
    sentences stand in it: drafting leaves out lead-ins and signs, and shortens.
    """
    heard = [_pairs(message.text) for message in said]
    found = []
    for name, text in fields.items():
        pieces = [pairs for pairs in map(_pairs, _sentences(text)) if pairs]
        for stamp, message, pairs in zip(stamps, said, heard, strict=True):
            if any(len(piece & pairs) >= MOSTLY * len(piece) for piece in pieces):
                quote = {"field": name, "ts": stamp, "author": message.author, "words": text}
                found.append(quote)
    return found


def without(fields: Mapping[str, Any], gone: Sequence[Quote]) -> dict[str, Any]:
    """A draft's fields without what they quote: an unchanged quote goes, what was added stays."""
    left = dict(fields)
    for quote in gone:
        text, words = str(left.get(quote["field"]) or ""), quote["words"]
        if not text:
            continue
        rest = text.replace(words, "").strip()
        left[quote["field"]] = "" if _still_quotes(rest, words) else rest
    return left


def split(
    quotes: Sequence[Quote], is_gone: Callable[[Quote], bool]
) -> tuple[list[Quote], list[Quote]]:
    """(what goes, what stays): a field goes with all its quotes, once one of them is taken back."""
    names = {quote["field"] for quote in quotes if is_gone(quote)}
    gone = [quote for quote in quotes if quote["field"] in names]
    return gone, [quote for quote in quotes if quote["field"] not in names]


async def unquote(
    session: AsyncSession,
    workspace_id: str,
    is_gone: Callable[[Quote], bool],
    now: datetime,
    *,
    channel_id: str | None = None,
    but_of: str = "",
) -> None:
    """Take words out of drafts, and the pointers to where they were said.

    A draft remembers from which fields, not what: forms that are open still show it.
    ``channel_id``: of drafts made there, else of all; ``but_of``: somebody whose drafts stay whole.
    """
    for draft in await quoting_drafts(session, workspace_id, channel_id=channel_id):
        if draft.author_id == but_of:
            continue
        stamps = {quote["ts"] for quote in draft.quotes if is_gone(quote)}
        gone, left = split(draft.quotes, is_gone)
        if gone:
            draft.fields, draft.quotes = _marked(without(draft.fields, gone), gone, now), left
            draft.evidence = [each for each in draft.evidence if each.get("ts") not in stamps]


def _marked(fields: Mapping[str, Any], gone: Sequence[Quote], now: datetime) -> dict[str, Any]:
    at = int(now.timestamp() * 1_000_000)
    marks = {**_marks(fields), **{quote["field"]: at for quote in gone}}
    shown = " ".join(f"{name}:{when}" for name, when in sorted(marks.items()))
    return {**fields, TAKEN_BACK: shown}


def _marks(fields: Mapping[str, Any]) -> dict[str, int]:
    """When words were taken out of which of a draft's fields, in microseconds."""
    pairs = (each.partition(":") for each in str(fields.get(TAKEN_BACK) or "").split())
    return {name: int(when) for name, _, when in pairs if when.isdecimal()}


def own_words(
    fields: Mapping[str, Any], typed: Mapping[str, str], shown: Mapping[str, str], opened: int
) -> dict[str, str]:
    """What a form holds, without what was taken out of its draft since it was ``opened``.

    ``shown`` is what the form came with. Of that, what the draft (``fields``) has no longer is
    what was taken back, and goes; what was typed stays. ``opened`` is in microseconds.
    """
    left = dict(typed)
    for name, when in _marks(fields).items():
        if when >= opened:
            gone = _left_out(str(shown.get(name) or ""), str(fields.get(name) or ""))
            quotes = [{"field": name, "words": words} for words in gone]
            own = str(without(left, quotes).get(name) or "")
            if own != left.get(name, "").strip():
                left[name] = own
    return left


def _left_out(before: str, after: str) -> list[str]:
    """The pieces of a text that another no longer has."""
    # Each word goes with the signs after it.
    old = list(_WORD.finditer(before))
    starts = [*(word.start() for word in old), len(before)]
    was, now = [word[0].casefold() for word in old], [w.casefold() for w in _WORD.findall(after)]
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    return [
        before[starts[start] : starts[end]].strip()
        for tag, start, end, _, _ in matcher.get_opcodes()
        if tag in ("delete", "replace")
    ]


def says(text: str, words: str) -> bool:
    """Whether everything that a field quotes still stands in a message."""
    pairs = _pairs(text)
    return all(_pairs(each) <= pairs for each in _sentences(words))


def _still_quotes(text: str, words: str) -> bool:
    now, quoted = _words(text), _words(words)
    if not now or not quoted:
        return False
    matcher = SequenceMatcher(None, quoted, now, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return shared >= STILL_QUOTES * len(quoted)


def _sentences(text: str) -> list[str]:
    """Pieces that are long enough to be somebody's words and not anybody's."""
    parts = [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
    long = [part for part in parts if len(_WORD.findall(part)) >= 3]
    return long or [text]


def _pairs(text: str) -> frozenset[tuple[str, ...]]:
    """Neighbouring words, two by two; of a single word, the word."""
    words = _words(text)
    return frozenset(pairwise(words)) or frozenset((word,) for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
